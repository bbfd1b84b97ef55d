//! What Attuned has to say about a site's files: one form for every problem, from every stage.

use std::ops::Range;

use super::path::SitePath;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site cannot be built until it is mended.
    Error,
    /// The site is built, but a reader or the author would be let down.
    Warning,
    /// A suggestion. Never fails anything.
    Advice,
}

impl Severity {
    /// The word shown to people and written to JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

/// One problem in one file of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// The file it is about.
    pub file: SitePath,
    /// The bytes of that file it is about, from the file's very start; `None` for the file as a whole.
    pub span: Option<Span>,
    /// How much it matters.
    pub severity: Severity,
    /// A stable word, such as `front-matter/unknown-key`; the README lists them all.
    pub code: &'static str,
    /// What is wrong, in one plain sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// A range of bytes; a type of its own because [`Range`] has no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self {
            start: range.start,
            end: range.end,
        }
    }
}

impl Diagnostic {
    /// An error in `file`.
    #[must_use]
    pub fn error(code: &'static str, file: &SitePath, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, file, message)
    }

    /// A warning about `file`.
    #[must_use]
    pub fn warning(code: &'static str, file: &SitePath, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, file, message)
    }

    /// Advice on `file`.
    #[must_use]
    pub fn advice(code: &'static str, file: &SitePath, message: impl Into<String>) -> Self {
        Self::new(Severity::Advice, code, file, message)
    }

    fn new(
        severity: Severity,
        code: &'static str,
        file: &SitePath,
        message: impl Into<String>,
    ) -> Self {
        Self {
            file: file.clone(),
            span: None,
            severity,
            code,
            message: message.into(),
            help: None,
        }
    }

    /// Says which bytes of the file it is about.
    #[must_use]
    pub fn at(mut self, span: Range<usize>) -> Self {
        self.span = Some(span.into());
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Line and column of the start in `text`, the file's whole text: both from 1, columns in characters.
    #[must_use]
    pub fn line_and_column(&self, text: &str) -> (usize, usize) {
        let at = text.floor_char_boundary(self.span.map_or(0, |span| span.start).min(text.len()));
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before[line_start..]
            .trim_start_matches('\u{feff}')
            .chars()
            .count()
            + 1;
        (line, column)
    }
}

/// Whether any of `diagnostics` is an error.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}
