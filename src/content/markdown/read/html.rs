//! The author's own HTML: among words, and in blocks of its own.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::super::HtmlPolicy;
use super::super::raw_html::{self, Place, Position};
use super::{Purpose, Reader};
use crate::base::diagnostic::Span;

/// The lines of an HTML block, joined: a tag may go over several of them, with `> ` of a quote between.
#[derive(Default)]
pub(super) struct HtmlBlock {
    pub(super) html: String,
    /// Where each line starts in `html`, and where in the file.
    pub(super) lines: Vec<(usize, usize)>,
}

impl Position for HtmlBlock {
    fn span(&self, range: Range<usize>) -> Span {
        let place = |at: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= at);
            let (start, in_file) = line.checked_sub(1).map_or((0, 0), |i| self.lines[i]);
            in_file + at - start
        };
        let start = place(range.start);
        // The last byte's place and one: the next line may start farther on.
        let end = place(range.end.saturating_sub(1)).max(start) + 1;
        Span { start, end }
    }
}

/// HTML among words.
struct Inline {
    start: usize,
    end: usize,
    /// Whether the HTML is the file's bytes as they are.
    is_verbatim: bool,
}

impl Position for Inline {
    fn span(&self, range: Range<usize>) -> Span {
        let (start, end) = if self.is_verbatim {
            (self.start + range.start, self.start + range.end)
        } else {
            (self.start, self.end)
        };
        Span { start, end }
    }
}

impl<'a> Reader<'a, '_> {
    pub(super) fn inline_html(&mut self, html: &CowStr<'a>, range: &Range<usize>, at: usize) {
        if !self.images.is_empty() {
            return;
        }
        let span = self.span(range);
        let position = Inline {
            start: span.start,
            end: span.end,
            is_verbatim: html.len() == range.len(),
        };
        let safe = self.html(html, Place::Words, &position);
        self.patch(at, safe);
    }

    pub(super) fn end_html_block(&mut self, block: &HtmlBlock, at: usize) {
        self.words.gap();
        if self.purpose == Purpose::Parse
            && let Some((range, help)) = raw_html::markdown_in(&block.html)
        {
            self.problems.warning(
                "html/markdown-inside",
                block.span(range),
                "this is Markdown within HTML, and is shown as it is written here",
                help,
            );
        }
        let safe = self.html(&block.html, Place::Block, block);
        self.words.gap();
        self.end_seek();
        self.patch(at, safe);
    }

    fn html(&mut self, html: &str, place: Place, position: &dyn Position) -> String {
        if let Some(sought) = &mut self.sought {
            let base = self.base;
            raw_html::words_of(html, &mut |text, range| {
                let span = position.span(range);
                sought.space();
                sought.push(text, span.start - base..span.end - base);
            });
        }
        match self.body.html {
            HtmlPolicy::Allow => {
                raw_html::ids_of(html, position, &mut self.html_ids);
                String::new()
            }
            HtmlPolicy::Safe => {
                let words = &mut self.words;
                self.guard.rewrite(
                    html,
                    place,
                    position,
                    &mut self.problems,
                    &mut self.html_ids,
                    &mut |text| words.push(text),
                )
            }
        }
    }
}
