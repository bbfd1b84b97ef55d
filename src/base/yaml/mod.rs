//! The one reader of YAML: front matter, `site.yaml`, `theme.yaml` and the data files.
//!
//! `serde_yaml` decides what a text means. Positions are looked for, with a second parser, only when there is something
//! to say, so a file without mistakes is parsed once. Every mistake in a file is told, not the first alone, each at the
//! key or value it is about and with what to write instead.

mod fault;
mod locate;
mod mistakes;
mod node;
mod read;
mod record;
mod values;

pub use fault::{Dialect, Fault};
pub use locate::{Part, Step, locate};
pub use node::{Float, Node};
pub use read::{At, Field, Fields, FromNode, Reader, Shown, Source};
pub use record::record_schema;
pub(crate) use record::{choice, choose, record};

/// Every problem as one line, `LINE:COLUMN severity code message | help`, for tests.
#[cfg(test)]
pub(crate) fn rendered(text: &str, problems: &[super::diagnostic::Diagnostic]) -> String {
    let line = |problem: &super::diagnostic::Diagnostic| {
        let (line, column) = problem.line_and_column(text);
        let (severity, code) = (problem.severity.name(), problem.code);
        let help = problem.help.as_deref().unwrap_or("-");
        format!(
            "{line}:{column} {severity} {code} {} | {help}",
            problem.message
        )
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}
