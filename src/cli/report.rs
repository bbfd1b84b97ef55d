//! Diagnostics as people and programs read them.
//!
//! Whatever stands in an author's files is shown as text and nothing else: control characters, which a terminal would
//! obey, are replaced by their pictures.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::base::diagnostic::{Diagnostic, Severity, Span};
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::build::source;
use crate::language::readability::Measures;

use super::output::{Failure, counted, width};
use super::place::Place;
use super::survey::{Row, Survey};

/// Characters of a long line that are kept after what a diagnostic is about; the renderer cuts both ends further.
const AFTER: usize = 200;
/// Characters that are underlined at most: the beginning of a paragraph says which one it is.
const UNDERLINED: usize = 60;

/// Diagnostics of one site.
pub(super) struct Report<'a> {
    place: &'a Place,
    snapshot: &'a Snapshot,
}

impl<'a> Report<'a> {
    pub(super) fn new(place: &'a Place, snapshot: &'a Snapshot) -> Self {
        Self { place, snapshot }
    }

    /// For people, with colours: each problem with its place, its line, and what to write instead.
    pub(super) fn human(&self, diagnostics: &[Diagnostic]) -> String {
        let renderer = Renderer::styled().term_width(width());
        // A large site has tens of thousands of them.
        let all = diagnostics.par_iter();
        let all: Vec<String> = all
            .map(|problem| self.one(&renderer, problem) + "\n\n")
            .collect();
        all.concat()
    }

    fn one(&self, renderer: &Renderer, problem: &Diagnostic) -> String {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Advice => Level::NOTE.with_name("advice"),
        };
        let title = level
            .primary_title(plain(&problem.message))
            .id(problem.code);
        let path = plain(&self.shown(problem));
        let group = match self.excerpt(problem) {
            Some(excerpt) => Group::with_title(title).element(
                Snippet::source(excerpt.source)
                    .path(path)
                    .line_start(excerpt.line)
                    .annotation(AnnotationKind::Primary.span(excerpt.span)),
            ),
            None => Group::with_title(title).element(Origin::path(path)),
        };
        let help = problem.help.as_deref().map(plain);
        let group = match help {
            Some(help) => group.element(Level::HELP.message(help)),
            None => group,
        };
        let group = match self.built_in(&problem.file) {
            Some(theme) => group.element(Level::NOTE.message(format!(
                "this file is built in; `attuned theme eject {theme}` copies it into your site"
            ))),
            None => group,
        };
        renderer.render(&[group])
    }

    /// For programs: the one object of `check --format json`.
    pub(super) fn json(&self, survey: &Survey) -> String {
        let diagnostics = survey.diagnostics.iter();
        let diagnostics: Vec<Value> = diagnostics.map(|problem| self.problem(problem)).collect();
        let articles: Vec<Value> = survey.rows.iter().map(article).collect();
        let waived: Vec<Value> = survey
            .waived
            .iter()
            .map(|waived| {
                json!({
                    "file": *waived.file, "code": waived.code, "reason": waived.reason,
                    "count": waived.count,
                })
            })
            .collect();
        format!(
            "{:#}\n",
            json!({ "diagnostics": diagnostics, "articles": articles, "waived": waived })
        )
    }

    fn problem(&self, problem: &Diagnostic) -> Value {
        let mut map = Map::new();
        map.insert("code".into(), problem.code.into());
        map.insert("severity".into(), problem.severity.name().into());
        map.insert("message".into(), problem.message.as_str().into());
        map.insert("file".into(), (*problem.file).into());
        if let Some((line, column)) = self.position(problem) {
            map.insert("line".into(), line.into());
            map.insert("column".into(), column.into());
        }
        if let Some(help) = &problem.help {
            map.insert("help".into(), help.as_str().into());
        }
        map.into()
    }

    /// For GitHub Actions: one workflow command a problem.
    pub(super) fn github(&self, diagnostics: &[Diagnostic]) -> String {
        diagnostics
            .iter()
            .map(|problem| {
                let command = match problem.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Advice => "notice",
                };
                let position = self
                    .position(problem)
                    .map_or_else(String::new, |(line, column)| {
                        format!(",line={line},col={column}")
                    });
                let help = problem.help.as_deref().map(|help| format!("\n{help}"));
                let message = plain(&problem.message) + &plain(&help.unwrap_or_default());
                format!(
                    "::{command} file={}{position},title={}::{}\n",
                    property(&self.shown(problem)),
                    property(problem.code),
                    escaped(&message)
                )
            })
            .collect()
    }

    /// The file as it is called from here. What is said of the output folder names it that way already.
    fn shown(&self, problem: &Diagnostic) -> String {
        if problem.code.starts_with("output/") {
            problem.file.to_string()
        } else {
            self.place.shown(&problem.file)
        }
    }

    /// The theme that `file` belongs to, if it is in the binary and not on the disk.
    fn built_in(&self, file: &SitePath) -> Option<String> {
        let theme = file.strip_prefix("themes/")?.split('/').next()?;
        source::is_built_in(self.place.root(), theme).then(|| theme.to_owned())
    }

    /// The line and column that a problem is at, from 1.
    pub(super) fn position(&self, problem: &Diagnostic) -> Option<(usize, usize)> {
        problem.span?;
        Some(problem.line_and_column(&self.text(problem)?))
    }

    /// The text that a problem is about. One that is not UTF-8 is the same up to the place where it is not.
    fn text(&self, problem: &Diagnostic) -> Option<Cow<'a, str>> {
        let bytes = self.snapshot.get(&problem.file)?.held_bytes()?;
        // Texts are UTF-8 but for broken ones, and to see that is quicker than to look for what to replace.
        let text = std::str::from_utf8(bytes).map(Cow::Borrowed);
        Some(text.unwrap_or_else(|_| String::from_utf8_lossy(bytes)))
    }

    fn excerpt(&self, problem: &Diagnostic) -> Option<Excerpt> {
        let span = problem.span?;
        let text = self.text(problem)?;
        let (line, _) = problem.line_and_column(&text);
        let (source, span) = excerpt(&text, span);
        Some(Excerpt { line, source, span })
    }
}

/// An article for programs. What is not counted in its language, and in one that is not shown, is absent.
fn article(row: &Row) -> Value {
    let mut map = Map::new();
    map.insert("file".into(), (*row.file).into());
    if let Some(url) = &row.url {
        map.insert("url".into(), url.as_str().into());
    }
    map.insert("language".into(), (*row.summary.language).into());
    match &row.inspected {
        None => {
            map.insert("words".into(), row.words.into());
        }
        Some(inspected) => {
            add_measures(&mut map, &inspected.measures);
            if let Some(target) = inspected
                .target
                .filter(|_| inspected.measures.grade().is_some())
            {
                map.insert("target".into(), target.into());
            }
            let sections = inspected.sections.iter().map(|section| {
                let mut map = Map::new();
                map.insert("title".into(), section.title.as_str().into());
                add_measures(&mut map, &section.measures);
                map.insert("minutes".into(), thousandths(section.measures.minutes()));
                Value::from(map)
            });
            map.insert("sections".into(), sections.collect::<Vec<_>>().into());
        }
    }
    map.insert("minutes".into(), row.minutes.into());
    map.into()
}

fn add_measures(map: &mut Map<String, Value>, measures: &Measures) {
    map.insert("words".into(), measures.words.into());
    map.insert("sentences".into(), measures.sentences.into());
    if measures.language.is_some() {
        map.insert("syllables".into(), measures.syllables.into());
        map.insert("polysyllables".into(), measures.polysyllables.into());
    }
    for (name, figure) in [
        ("reading_ease", measures.reading_ease()),
        ("grade", measures.grade()),
        ("smog", measures.smog()),
    ] {
        if let Some(figure) = figure {
            map.insert(name.into(), thousandths(figure));
        }
    }
    if measures.smog().is_some() {
        map.insert("smog_is_rough".into(), measures.smog_is_rough().into());
    }
}

fn thousandths(figure: f64) -> Value {
    // Not -0.
    ((figure * 1000.0).round() / 1000.0 + 0.0).into()
}

/// The line that a diagnostic is about.
struct Excerpt {
    line: usize,
    source: String,
    span: Range<usize>,
}

/// The line on which `span` begins, safe to show, and which of its bytes to underline.
fn excerpt(text: &str, span: Span) -> (String, Range<usize>) {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.min(text.len())).max(start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[line_start..]
        .find('\n')
        .map_or(text.len(), |at| line_start + at);
    let line_end = line_start + text[line_start..line_end].trim_end_matches('\r').len();
    // A span may begin at the line break itself.
    let start = start.min(line_end);
    let end = end.min(line_end);
    let bom = text[line_start..start].len()
        - text[line_start..start].trim_start_matches('\u{feff}').len();

    let before = &text[line_start + bom..start];
    let marked: String = text[start..end].chars().take(UNDERLINED).collect();
    let after = text[start + marked.len()..line_end].chars().take(AFTER);

    let mut source: String = before.chars().map(visible).collect();
    let from = source.len();
    source.extend(marked.trim_end().chars().map(visible));
    let to = source.len();
    source.extend(marked[marked.trim_end().len()..].chars().map(visible));
    source.extend(after.map(visible));
    (source, from..to)
}

/// A text on one or more lines, safe to show.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .map(|c| if c == '\n' { c } else { visible(c) })
        .collect()
}

/// What a terminal would obey, or what would turn the rest of the line round, as something it only shows.
fn visible(c: char) -> char {
    match c {
        '\t' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        _ => c,
    }
}

/// The message of a GitHub workflow command.
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a GitHub workflow command.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

/// `3 errors, 1 warning`; `None` where there is nothing to count.
pub(super) fn totals(diagnostics: &[Diagnostic]) -> Option<String> {
    let of = |severity| {
        let all = diagnostics.iter();
        all.filter(|problem| problem.severity == severity).count()
    };
    let parts: Vec<String> = [
        (of(Severity::Error), "error", "errors"),
        (of(Severity::Warning), "warning", "warnings"),
        (of(Severity::Advice), "piece of advice", "pieces of advice"),
    ]
    .into_iter()
    .filter(|(number, _, _)| *number > 0)
    .map(|(number, one, many)| counted(number, one, many))
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Why a command could not start, with colours.
pub(super) fn failure(failure: &Failure) -> String {
    let renderer = Renderer::styled();
    let error = Group::with_title(Level::ERROR.primary_title(plain(&failure.message)));
    let mut text = renderer.render(&[error]) + "\n";
    if let Some(help) = &failure.help {
        let help = Group::with_title(Level::HELP.primary_title(plain(help)));
        text.push_str(&(renderer.render(&[help]) + "\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, span: Range<usize>) -> (String, String) {
        let (source, marked) = excerpt(text, span.into());
        let marked = source[marked].to_owned();
        (source, marked)
    }

    #[test]
    fn an_excerpt_is_one_line_and_marks_what_is_on_it() {
        for (text, span, line, marked) in [
            ("one\ntwo three\nfour", 8..13, "two three", "three"),
            ("one\r\ntwo\r\n", 5..10, "two", "two"),
            ("one\ntwo", 3..4, "one", ""),
            ("one\n", 4..4, "", ""),
            ("", 0..0, "", ""),
            ("one", 7..9, "one", ""),
            ("\u{feff}---\n", 3..6, "---", "---"),
            ("schön", 4..5, "schön", "ö"),
            ("two\nlines  \nof it", 4..17, "lines  ", "lines"),
            ("日本語 text", 3..6, "日本語 text", "本"),
        ] {
            assert_eq!(
                shown(text, span),
                (line.to_owned(), marked.to_owned()),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_long_line_is_cut_around_what_is_marked() {
        let text = format!("{}here{}", "a ".repeat(100_000), " b".repeat(100_000));
        let (line, marked) = shown(&text, 200_000..200_004);
        assert_eq!(marked, "here");
        // What stands before is kept: the renderer counts the column in it.
        assert_eq!(line.chars().count(), 200_000 + 4 + AFTER);
        let (line, marked) = shown(&text, 0..400_000);
        assert_eq!(marked.chars().count(), UNDERLINED - 1);
        assert!(line.chars().count() <= AFTER + UNDERLINED);
    }

    #[test]
    fn nothing_in_a_file_reaches_the_terminal_as_a_command() {
        let hostile = "a\u{1b}[2Jb\u{9b}31mc\u{7}d\u{202e}e\rf\u{7f}";
        let (line, _) = shown(hostile, 0..1);
        for text in [line, plain(hostile)] {
            assert!(!text.contains(char::is_control), "{text:?}");
            assert!(!text.contains('\u{202e}'));
        }
        assert_eq!(plain("two\r\nlines"), "two\nlines");
    }

    #[test]
    fn workflow_commands_are_escaped() {
        assert_eq!(escaped("100%\nnext"), "100%25%0Anext");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
