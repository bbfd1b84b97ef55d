//! HTML that authors write: taken apart, judged, and written anew.
//!
//! With [`HtmlPolicy::Safe`](super::HtmlPolicy::Safe) none of the author's bytes reach the page as markup. What comes
//! out is made of our own names and of escaped text, so it cannot matter whether a browser would have read the
//! author's bytes otherwise than we did. Tags balance within the Markdown block they are in.

use std::ops::Range;

mod allowed;
mod markdown_within;
mod tokens;

use super::Problems;
use super::escape::push_html_text;
use crate::base::diagnostic::Span;
use allowed::{Kind, element, help_for_element, parent, shorten, wholes, write_attributes};
use tokens::{Token, Tokens, after_end_of};

pub(super) use markdown_within::markdown_in;

/// How deeply HTML may be nested: more is no article, and searching it would take long.
const DEEPEST: usize = 64;

enum Frame {
    /// Something of Markdown's: no tag reaches out of it.
    Markdown,
    Element {
        name: &'static str,
        kind: Kind,
        span: Span,
        has_summary: bool,
    },
}

/// What a stretch of HTML stands in.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// An HTML block: lines of its own.
    Block,
    /// The words of a paragraph, a heading, a cell.
    Words,
}

/// Where a byte of some HTML stands in the file.
pub(super) trait Position {
    /// The span in the file of that range of the HTML.
    fn span(&self, range: Range<usize>) -> Span;
}

/// Judges HTML, and keeps the tags and the Markdown of one body balanced.
#[derive(Default)]
pub(super) struct Guard {
    frames: Vec<Frame>,
    /// Elements among `frames`.
    open: usize,
    /// Elements we have closed ourselves: that their end tags follow is no second error.
    forgiven: Vec<String>,
}

impl Guard {
    /// Markdown starts something. Returns what must be written before it.
    pub(super) fn enter(&mut self, block: bool, problems: &mut Problems<'_>) -> String {
        let closed = if block {
            self.close_words(problems)
        } else {
            String::new()
        };
        self.frames.push(Frame::Markdown);
        closed
    }

    /// Markdown ends what it started last. Returns what must be written before that end.
    pub(super) fn leave(&mut self, problems: &mut Problems<'_>) -> String {
        let closed = self.close_within(problems);
        self.frames.pop();
        closed
    }

    /// How many Markdown and HTML elements we are within.
    pub(super) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// How many of those are Markdown's.
    pub(super) fn markdown_depth(&self) -> usize {
        self.frames.len() - self.open
    }

    /// Closes every element since Markdown last started something.
    pub(super) fn close_within(&mut self, problems: &mut Problems<'_>) -> String {
        let mut out = String::new();
        while let Some(Frame::Element { .. }) = self.frames.last() {
            self.close_last(&mut out, Some(problems));
        }
        out
    }

    /// Closes the elements that may hold words alone.
    pub(super) fn close_words(&mut self, problems: &mut Problems<'_>) -> String {
        let mut out = String::new();
        while let Some(Frame::Element {
            kind: Kind::Phrase | Kind::Line,
            ..
        }) = self.frames.last()
        {
            self.close_last(&mut out, Some(problems));
        }
        out
    }

    /// Closes the last element, which its author has left open if `problems` is given.
    fn close_last(&mut self, out: &mut String, problems: Option<&mut Problems<'_>>) {
        let Some(Frame::Element { name, span, .. }) = self.frames.pop() else {
            return;
        };
        self.open -= 1;
        out.push_str("</");
        out.push_str(name);
        out.push('>');
        let Some(problems) = problems else {
            return;
        };
        self.forgive(name);
        problems.error(
            "html/unclosed",
            span,
            format!("`<{name}>` is not closed where it should be"),
            format!("write </{name}> in the same paragraph, list item or quote, and in the reverse order of opening"),
        );
    }

    fn forgive(&mut self, name: &str) {
        if self.forgiven.len() < DEEPEST {
            self.forgiven.push(name.to_owned());
        }
    }

    fn is_forgiven(&mut self, name: &str) -> bool {
        let found = self
            .forgiven
            .iter()
            .rposition(|f| f.eq_ignore_ascii_case(name));
        found.map(|i| self.forgiven.swap_remove(i)).is_some()
    }

    /// Judges `html`. Returns it written anew; the ids in it go to `ids`, its words to `words`.
    pub(super) fn rewrite(
        &mut self,
        html: &str,
        place: Place,
        position: &dyn Position,
        problems: &mut Problems<'_>,
        ids: &mut Vec<(String, Span)>,
        words: &mut dyn FnMut(&str),
    ) -> String {
        let mut out = String::new();
        let mut tokens = Tokens { html, at: 0 };
        while let Some((token, range)) = tokens.next() {
            let span = position.span(range.clone());
            match token {
                Token::Text(text) => {
                    words(text);
                    push_html_text(&mut out, &text.replace('\r', ""));
                }
                Token::Comment { closed: true } => {}
                Token::Comment { closed: false } => problems.error(
                    "html/unclosed",
                    span,
                    "this comment has no end, so nothing after it would be shown",
                    "write --> at its end, before any empty line",
                ),
                Token::Declaration => problems.error(
                    "html/not-allowed",
                    span,
                    "this kind of markup may not stand in an article",
                    "leave it out; a comment is written <!-- like this -->",
                ),
                Token::Unfinished => {
                    problems.error(
                        "html/not-allowed",
                        span,
                        "this tag has no end",
                        "write > at its end, or \\< if the character itself is meant",
                    );
                }
                Token::Open { name, attributes } => {
                    let Some((name, kind)) = element(name) else {
                        tokens.at = self.refuse(name, span, html, tokens.at, problems);
                        continue;
                    };
                    self.open(
                        &mut out,
                        name,
                        kind,
                        span,
                        place,
                        problems,
                        |out, problems| {
                            write_attributes(out, name, &attributes, position, problems, ids);
                        },
                    );
                }
                Token::Close { name } => self.close(&mut out, name, span, place, problems),
            }
        }
        if place == Place::Block {
            out.push_str(&self.close_words(problems));
        }
        out
    }

    /// Reports an element that may not be written, unless it is part of one that has been reported. Returns where to
    /// go on: after what was never meant to be read.
    fn refuse(
        &mut self,
        name: &str,
        span: Span,
        html: &str,
        at: usize,
        problems: &mut Problems<'_>,
    ) -> usize {
        let wholes = wholes(name);
        let is_part = |open: &String| wholes.contains(&open.to_ascii_lowercase().as_str());
        if !self.forgiven.iter().any(is_part) {
            problems.error(
                "html/not-allowed",
                span,
                format!("`<{}>` may not stand in an article", shorten(name)),
                help_for_element(name),
            );
        }
        if ["script", "style"]
            .iter()
            .any(|n| n.eq_ignore_ascii_case(name))
            && let Some(end) = after_end_of(html, at, name)
        {
            return end;
        }
        if !["img", "input", "link", "meta", "embed", "source"].contains(&name) {
            self.forgive(name);
        }
        at
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one step of `rewrite`, named for the reader"
    )]
    fn open(
        &mut self,
        out: &mut String,
        name: &'static str,
        kind: Kind,
        span: Span,
        place: Place,
        problems: &mut Problems<'_>,
        attributes: impl FnOnce(&mut String, &mut Problems<'_>),
    ) {
        let block = matches!(kind, Kind::Rule | Kind::Line | Kind::Block);
        if block && place == Place::Words {
            problems.error(
                "html/placement",
                span,
                format!("`<{name}>` stands in the middle of a paragraph"),
                "put it at the start of a line, with an empty line before it",
            );
            self.forgive(name);
            return;
        }
        if block {
            out.push_str(&self.close_words(problems));
        }
        if self.open >= DEEPEST {
            problems.error(
                "html/too-deep",
                span,
                format!("`<{name}>` stands in more than {DEEPEST} other elements"),
                "close them, or leave them out",
            );
            self.forgive(name);
            return;
        }
        let within = match self.frames.last_mut() {
            Some(Frame::Element {
                name: parent,
                has_summary,
                ..
            }) => Some((*parent, has_summary)),
            _ => None,
        };
        if let Some(wanted) = parent(name)
            && within.as_ref().is_none_or(|(parent, _)| *parent != wanted)
        {
            problems.error(
                "html/placement",
                span,
                format!("`<{name}>` stands outside `<{wanted}>`"),
                format!("write it directly after <{wanted}>"),
            );
            self.forgive(name);
            return;
        }
        if let (Some((_, has_summary)), "summary") = (within, name) {
            *has_summary = true;
        }
        out.push('<');
        out.push_str(name);
        attributes(out, problems);
        out.push('>');
        if !matches!(kind, Kind::Void | Kind::Rule) {
            self.open += 1;
            self.frames.push(Frame::Element {
                name,
                kind,
                span,
                has_summary: name != "details",
            });
        }
    }

    fn close(
        &mut self,
        out: &mut String,
        name: &str,
        span: Span,
        place: Place,
        problems: &mut Problems<'_>,
    ) {
        let mut within = self.frames.iter().rev().map_while(|frame| match frame {
            Frame::Markdown => None,
            Frame::Element { name, .. } => Some(*name),
        });
        let Some(above) = within.position(|open| open.eq_ignore_ascii_case(name)) else {
            if self.is_forgiven(name) {
                return;
            }
            let block = matches!(element(name), Some((_, Kind::Line | Kind::Block)));
            if block && place == Place::Words {
                problems.error(
                    "html/placement",
                    span,
                    format!("`</{}>` stands in the middle of a paragraph", shorten(name)),
                    "put it at the start of a line",
                );
            } else {
                problems.error(
                    "html/unopened",
                    span,
                    format!("`</{}>` closes nothing that is open here", shorten(name)),
                    format!("delete it, or write <{}> before it, in the same paragraph, list item or quote", shorten(name)),
                );
            }
            return;
        };
        for _ in 0..above {
            self.close_last(out, Some(problems));
        }
        if let Some(Frame::Element {
            name: "details",
            span,
            has_summary: false,
            ..
        }) = self.frames.last()
        {
            problems.error(
                "html/placement",
                *span,
                "`<details>` has no `<summary>`, so a reader cannot know what it opens",
                "write <summary>What is inside</summary> directly after it",
            );
        }
        self.close_last(out, None);
    }
}

/// The ids in HTML that is passed through as it is.
pub(super) fn ids_of(html: &str, position: &dyn Position, ids: &mut Vec<(String, Span)>) {
    for (token, _) in (Tokens { html, at: 0 }) {
        let Token::Open { attributes, .. } = token else {
            continue;
        };
        for attribute in attributes {
            if attribute.name.eq_ignore_ascii_case("id") && super::ids::is_valid(attribute.value) {
                ids.push((attribute.value.to_owned(), position.span(attribute.at)));
            }
        }
    }
}

/// The words in HTML, with their bytes; what scripts and styles hold are none.
pub(super) fn words_of(html: &str, words: &mut dyn FnMut(&str, Range<usize>)) {
    let is_hidden = |name: &str| {
        ["script", "style"]
            .iter()
            .any(|n| name.eq_ignore_ascii_case(n))
    };
    let mut hidden = false;
    for (token, range) in (Tokens { html, at: 0 }) {
        match token {
            Token::Open { name, .. } => hidden |= is_hidden(name),
            Token::Close { name } => hidden &= !is_hidden(name),
            Token::Text(text) if !hidden => words(text, range),
            _ => {}
        }
    }
}
