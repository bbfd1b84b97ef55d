//! Paragraphs, headings and the rows of tables.

use std::ops::Range;

use pulldown_cmark::{CowStr, HeadingLevel};

use super::super::{pasted, words};
use super::inlines::one_line;
use super::{Purpose, Reader, without_citations};
use crate::base::diagnostic::Span;

pub(super) struct OpenParagraph {
    event: usize,
    pub(super) range: Range<usize>,
    is_excerpt: bool,
}

pub(super) struct OpenHeading<'a> {
    pub(super) event: usize,
    pub(super) level: u8,
    pub(super) id: Option<CowStr<'a>>,
    plain: usize,
    pub(super) text: String,
    pub(super) span: Span,
    /// Whether it stands in the body itself, not in a quote or list.
    pub(super) is_top: bool,
    pub(super) is_sensitive: bool,
}

impl<'a> Reader<'a, '_> {
    pub(super) fn start_paragraph(
        &mut self,
        range: &Range<usize>,
        at: usize,
        fresh_quote: Option<usize>,
    ) {
        self.line_start = true;
        let is_excerpt = self.body.first.is_empty() && self.guard.depth() == 1;
        if is_excerpt {
            self.captures += 1;
        }
        self.paragraph = Some(OpenParagraph {
            event: at,
            range: range.clone(),
            is_excerpt,
        });
        self.maybe_callout(range, fresh_quote);
    }

    pub(super) fn end_paragraph(&mut self, range: &Range<usize>) {
        let Some(paragraph) = self.paragraph.take() else {
            return;
        };
        self.line_start = false;
        let text = self.source.get(range.clone()).unwrap_or_default();
        let first = text.trim_start().bytes().next().unwrap_or(b'a');
        if !first.is_ascii_alphanumeric() {
            pasted::paragraph(text, self.base + range.start, &mut self.problems);
            if first == b'|' {
                pasted::cells(text, self.base + range.start, &mut self.problems);
            }
            if matches!(first, b'*' | b'_' | b'<')
                && self.guard.depth() == 1
                && self.purpose == Purpose::Parse
            {
                let events = self.body.events.get(paragraph.event + 1..);
                let at = self.base + range.start;
                pasted::bold_line(events.unwrap_or_default(), text, at, &mut self.problems);
            }
        }
        if paragraph.is_excerpt {
            // Mostly it begins with a word, and whether it is more than a citation need not be asked.
            let has_words = self.plain.starts_with(char::is_alphanumeric)
                || !words::excerpt(&without_citations(&self.plain)).is_empty();
            if has_words {
                self.body.first.clone_from(&self.plain);
            }
            self.end_capture();
        }
    }

    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: &Option<CowStr<'a>>,
        has_attributes: bool,
        range: &Range<usize>,
        at: usize,
    ) {
        let text = self.source.get(range.clone()).unwrap_or_default();
        let span = self.span(&(range.start..range.start + text.trim_end().len()));
        if has_attributes {
            self.problems.error(
                "heading/attribute",
                span,
                "a heading takes a name and classes, no other attributes",
                "write {#name}, or {#name .class}",
            );
        }
        let level = match level as u8 {
            1 => {
                self.problems.warning(
                    "heading/level-one",
                    span,
                    "a heading with one # is the title of the page, which is in the front matter already",
                    "write ## instead (it is shown as if you had)",
                );
                2
            }
            level => level,
        };
        self.captures += 1;
        self.heading = Some(OpenHeading {
            event: at,
            level,
            id: id.clone(),
            plain: self.plain.len(),
            text: String::new(),
            span,
            is_top: self.guard.markdown_depth() == 1,
            is_sensitive: false,
        });
    }

    pub(super) fn end_heading(&mut self, at: usize) {
        let Some(mut heading) = self.heading.take() else {
            return;
        };
        heading.text = one_line(&self.plain[heading.plain..]);
        self.end_capture();
        if at == heading.event + 1 {
            self.problems.warning(
                "heading/empty",
                heading.span,
                "this heading has no words",
                "write some, or delete the line (it is not shown)",
            );
            return;
        }
        if heading.level > self.last_level + 1 {
            self.problems.warning(
                "heading/skipped-level",
                heading.span,
                format!(
                    "this heading is of level {}, but the one above it is of level {}",
                    heading.level, self.last_level
                ),
                format!(
                    "write \"{} {}\": people who listen to the page find their way by the levels",
                    "#".repeat(usize::from(self.last_level) + 1),
                    heading.text
                ),
            );
        }
        self.last_level = heading.level;
        let source = &self.source[heading.span.start - self.base..heading.span.end - self.base];
        let is_underlined = source.ends_with(['-', '=']) && !source.starts_with('#');
        if is_underlined && (heading.text.ends_with('.') || source.lines().count() > 2) {
            pasted::underlined_paragraph(heading.span, &mut self.problems);
        }
        self.headings.push(heading);
    }

    /// What stands in more cells than the header has would be left out in silence.
    pub(super) fn maybe_extra_cells(&mut self, range: &Range<usize>) {
        let row = self.source.get(range.clone()).unwrap_or_default();
        let row = row.lines().next().unwrap_or_default();
        let indent = row.len() - row.trim_start().len();
        let mut start = indent + usize::from(row[indent..].starts_with('|'));
        for _ in 0..self.columns {
            match bar(&row[start..]) {
                Some(at) => start += at + 1,
                None => return,
            }
        }
        start += row[start..].len() - row[start..].trim_start().len();
        let extra = row[start..].trim_end();
        if !extra.contains(|c: char| c != '|' && !c.is_whitespace()) {
            return;
        }
        let (start, end) = (range.start + start, range.start + start + extra.len());
        self.problems.warning(
            "table/extra-cells",
            self.span(&(start..end)),
            "this row has more cells than the header of the table, and they are not shown",
            "give the header and the line of hyphens one more column, or write \\| for a vertical bar within a cell",
        );
    }
}

/// Where the next `|` stands that ends a cell of a table; in code too, only a backslash takes its meaning away.
fn bar(text: &str) -> Option<usize> {
    let bars = memchr::memchr_iter(b'|', text.as_bytes());
    let mut ends = bars.filter(|at| !text[..*at].ends_with('\\'));
    ends.next()
}
