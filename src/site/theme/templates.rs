//! The templates of a theme and of those it extends, and what is wrong with them.

use std::ops::Range;

use tera::{ErrorKind, Tera};

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;

use super::layer::Layer;

/// Templates of the theme itself go by their names, those of parents by `PARENT/NAME`, which Tera falls back on.
pub(super) fn templates(
    layers: &[Layer],
    snapshot: &Snapshot,
    register: fn(&mut Tera),
    problems: &mut Vec<Diagnostic>,
) -> Option<Tera> {
    let mut tera = Tera::new();
    register(&mut tera);
    let prefixes = layers
        .iter()
        .skip(1)
        .map(|layer| format!("{}/", layer.name));
    let mut sources: Vec<(String, SitePath, &str)> = Vec::new();
    for (i, layer) in layers.iter().enumerate() {
        let folder = format!("{}templates/", layer.folder);
        for (path, _) in snapshot.below(&folder) {
            let name = &path[folder.len()..];
            let name = if i == 0 {
                name.to_owned()
            } else {
                format!("{}/{name}", layer.name)
            };
            match snapshot.text(path) {
                Some(text) => sources.push((name, path.clone(), text)),
                None => problems.push(
                    Diagnostic::error("file/not-utf8", path, "this template is not UTF-8 text")
                        .help("save it as UTF-8"),
                ),
            }
        }
    }
    // `set_fallback_prefixes` fails only once templates have been added.
    tera.set_fallback_prefixes(prefixes).ok()?;
    let all = sources.iter().map(|(name, _, text)| (name.as_str(), *text));
    match tera.add_raw_templates(all) {
        Ok(()) => Some(tera),
        Err(error) => {
            let before = problems.len();
            for (name, path, text) in &sources {
                // Alone, a template's parents and functions are unknown: only mistakes of syntax count here.
                if let Err(error) = Tera::new().add_raw_template(name, text)
                    && matches!(error.kind(), ErrorKind::SyntaxError(_))
                {
                    problems.push(template_problem(&error, path, text));
                }
            }
            if problems.len() == before {
                problems.extend(linking_problems(&error, &sources));
            }
            None
        }
    }
}

/// Whether any template of the chain has `word` in it.
pub(super) fn templates_mention(layers: &[Layer], snapshot: &Snapshot, word: &str) -> bool {
    layers.iter().any(|layer| {
        let folder = format!("{}templates/", layer.folder);
        let mut texts = snapshot
            .below(&folder)
            .filter_map(|(path, _)| snapshot.text(path));
        texts.any(|text| text.contains(word))
    })
}

/// A mistake that Tera found in one template.
#[must_use]
pub fn template_problem(error: &tera::Error, file: &SitePath, text: &str) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let problem = Diagnostic::error("theme/template", file, tidy(report.message()));
            let Range { start, end } = report.span().range;
            problem.at(start.min(text.len())..end.min(text.len()))
        }
        other => Diagnostic::error("theme/template", file, tidy(&other.to_string())),
    }
}

/// Mistakes that show only when templates are put together: a parent, function or component that does not exist.
///
/// Tera hands them over as one text: reports of the form `error: …`, ` --> TEMPLATE:LINE:COLUMN`, one after the other.
fn linking_problems(error: &tera::Error, sources: &[(String, SitePath, &str)]) -> Vec<Diagnostic> {
    const HELP: &str = "the README of the folder `themes` lists what templates may call";
    let text = error.to_string();
    let reports = text.split("\n\n").filter_map(|report| {
        let (message, rest) = report.strip_prefix("error: ")?.split_once('\n')?;
        let place = rest.trim_start().strip_prefix("--> ")?;
        let mut place = place.lines().next()?.rsplitn(3, ':');
        let column: usize = place.next()?.parse().ok()?;
        let line: usize = place.next()?.parse().ok()?;
        let name = place.next()?;
        let (_, file, source) = sources.iter().find(|(known, _, _)| known == name)?;
        let length = rest.lines().last()?.matches('^').count();
        let problem = Diagnostic::error("theme/template", file, tidy(message)).help(HELP);
        Some(match span_at(source, line, column, length) {
            Some(span) => problem.at(span),
            None => problem,
        })
    });
    let problems: Vec<Diagnostic> = reports.collect();
    if !problems.is_empty() {
        return problems;
    }
    let named = sources
        .iter()
        .filter(|(name, _, _)| {
            text.contains(&format!("[{name}"))
                || text.contains(&format!("'{name}'"))
                || text.contains(&format!("`{name}`"))
        })
        .max_by_key(|(name, _, _)| name.len());
    let file = named
        .or(sources.first())
        .map_or_else(|| SitePath::new("site.yaml"), |(_, path, _)| path.clone());
    vec![Diagnostic::error("theme/template", &file, tidy(&text)).help(HELP)]
}

/// The bytes of `length` characters from a line and column, both counted from 1.
fn span_at(text: &str, line: usize, column: usize, length: usize) -> Option<Range<usize>> {
    let mut start = 0;
    let found = text.split_inclusive('\n').nth(line.checked_sub(1)?);
    for before in text.split_inclusive('\n').take(line - 1) {
        start += before.len();
    }
    let bytes = |characters: usize| -> Option<usize> {
        let found = found?;
        let nth = found.char_indices().nth(characters);
        Some(nth.map_or(found.len(), |(at, _)| at))
    };
    let column = column.checked_sub(1)?;
    Some(start + bytes(column)?..start + bytes(column + length)?)
}

/// Tera's words without trailing blank lines or a full stop.
fn tidy(text: &str) -> String {
    text.trim().trim_end_matches('.').to_owned()
}
