//! A diagnostic as a browser shows it: with the line it is about and what to mark there.

use serde::Serialize;

use crate::base::diagnostic::Diagnostic;
use crate::base::snapshot::Snapshot;

/// One problem of the site, as a browser shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// `error`, `warning` or `advice`.
    pub severity: &'static str,
    /// The stable word of the README, such as `link/broken`.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// The file, from the folder of site.yaml.
    pub file: String,
    /// The line, from 1; `None` where it is about the file as a whole.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// The text of that line.
    pub source: Option<String>,
    /// What to mark in it: the start and the length, in characters.
    pub caret: Option<(usize, usize)>,
    /// What to write instead.
    pub help: Option<String>,
}

/// Characters of a long line that are kept before and after the place.
const AROUND: usize = 120;

/// Characters that are marked at most: the beginning of a paragraph says which one it is.
const MARKED: usize = 60;

/// Of `diagnostic`, which is about a file of `snapshot`.
pub(super) fn problem(diagnostic: &Diagnostic, snapshot: &Snapshot) -> Problem {
    let bytes = snapshot
        .get(&diagnostic.file)
        .and_then(|file| file.held_bytes());
    // A text that is not UTF-8 is the same up to the place where it is not.
    let text = bytes.map(String::from_utf8_lossy);
    let place = diagnostic
        .span
        .zip(text)
        .map(|(span, text)| Place::of(diagnostic, &text, span.end));
    let (line, column, source, caret) = match place {
        Some(place) => (
            Some(place.line),
            Some(place.column),
            Some(place.source),
            Some(place.caret),
        ),
        None => (None, None, None, None),
    };
    Problem {
        severity: diagnostic.severity.name(),
        code: diagnostic.code.to_owned(),
        message: diagnostic.message.clone(),
        file: diagnostic.file.to_string(),
        line,
        column,
        source,
        caret,
        help: diagnostic.help.clone(),
    }
}

struct Place {
    line: usize,
    column: usize,
    source: String,
    /// Start and length, in characters of `source`.
    caret: (usize, usize),
}

impl Place {
    /// Where `diagnostic`, which ends at the byte `end`, begins in `text`.
    fn of(diagnostic: &Diagnostic, text: &str, end: usize) -> Self {
        let (line, column) = diagnostic.line_and_column(text);
        let whole = text.split('\n').nth(line - 1).unwrap_or_default();
        let whole = whole.trim_end_matches('\r').trim_start_matches('\u{feff}');
        let length = whole.chars().count();
        // It may begin at the line break itself.
        let start = (column - 1).min(length);
        let line_end = {
            let lines = text.match_indices('\n').map(|(at, _)| at);
            lines
                .chain([text.len()])
                .nth(line - 1)
                .unwrap_or(text.len())
        };
        let end = text.ceil_char_boundary(end.min(line_end));
        let after_end = text[end..line_end].trim_end_matches('\r').chars().count();
        let marked = (length - start).saturating_sub(after_end).clamp(1, MARKED);
        let from = start.saturating_sub(AROUND);
        let source: String = whole
            .chars()
            .skip(from)
            .take(start - from + marked + AROUND)
            .collect();
        let cut = if from > 0 { "…" } else { "" };
        Self {
            line,
            column,
            caret: (start - from + cut.chars().count(), marked),
            source: format!("{cut}{source}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::path::SitePath;
    use crate::base::snapshot::SourceFile;

    fn shown(text: &str, span: std::ops::Range<usize>) -> Problem {
        let file = SitePath::new("articles/a.md");
        let mut snapshot = Snapshot::default();
        snapshot.insert(file.clone(), SourceFile::held(text.as_bytes().to_vec()));
        problem(
            &Diagnostic::error("x/y", &file, "wrong").at(span),
            &snapshot,
        )
    }

    #[test]
    fn the_caret_is_counted_in_characters_of_its_line() {
        for (text, span, line, source, caret) in [
            ("one\ntwo three\nfour", 8..13, 2, "two three", (4, 5)),
            ("one\r\ntwo\r\n", 5..10, 2, "two", (0, 3)),
            ("schön", 4..5, 1, "schön", (3, 1)),
            ("\u{feff}---\n", 3..6, 1, "---", (0, 3)),
            ("one\ntwo", 3..4, 1, "one", (3, 1)),
            ("", 0..0, 1, "", (0, 1)),
            ("one", 7..9, 1, "one", (3, 1)),
            ("two\nlines\nof it", 4..17, 2, "lines", (0, 5)),
        ] {
            let problem = shown(text, span);
            let found = (problem.line, problem.source.as_deref(), problem.caret);
            assert_eq!(found, (Some(line), Some(source), Some(caret)), "{text:?}");
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}here{}", "a ".repeat(10_000), " b".repeat(10_000));
        let problem = shown(&text, 20_000..20_004);
        let source: Vec<char> = problem.source.unwrap_or_default().chars().collect();
        let (start, length) = problem.caret.unwrap_or_default();
        assert_eq!(
            source[start..start + length].iter().collect::<String>(),
            "here"
        );
        assert!(source.len() <= 2 * AROUND + MARKED + 1);
    }

    #[test]
    fn a_file_as_a_whole_has_no_line() {
        let file = SitePath::new("site.yaml");
        let problem = problem(
            &Diagnostic::error("x/y", &file, "wrong"),
            &Snapshot::default(),
        );
        assert_eq!(
            (problem.line, problem.source, problem.caret),
            (None, None, None)
        );
    }
}
