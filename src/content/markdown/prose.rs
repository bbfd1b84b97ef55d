//! Running text as a reader reads it: the words of one block in a row, whatever marks and line ends stand between them, and
//! the places in the body's events where each piece stands.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::citation::{self, Citation};
use crate::base::diagnostic::Span;
use crate::content::terms::Finder;

/// Stands for what is no running text: code, links, pictures, where emphasis begins and ends. Nothing is found across it.
const BARRIER: &str = "\u{fffc}";

/// The running text of the block being read.
#[derive(Default)]
pub(super) struct Prose {
    text: String,
    pieces: Vec<Piece>,
    /// For each block quote that we are within, whether it is a quotation rather than a callout.
    quotes: Vec<bool>,
    /// Terms that have been marked: only the first use is.
    seen: FxHashSet<Arc<str>>,
}

struct Piece {
    /// Where it begins in the text.
    start: usize,
    event: usize,
    /// Where it begins in the source.
    source: usize,
}

/// Something to write within the text of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The event, a text.
    pub(super) event: usize,
    /// The byte of its text before which it stands.
    pub(super) offset: usize,
    pub(super) kind: MarkKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// A word of the glossary begins: the id of its term.
    Term(Arc<str>),
    /// It ends.
    TermEnd,
    /// The citation of that number stands here, up to this byte of the text of that event.
    Citation {
        number: usize,
        end_event: usize,
        end_offset: usize,
    },
}

/// What is found in running text.
#[derive(Default)]
pub(super) struct FoundInProse {
    pub(super) marks: Vec<Mark>,
    pub(super) citations: Vec<Citation>,
    /// The key of each work that is cited, with its place in the source.
    pub(super) keys: Vec<(String, Span)>,
}

impl Prose {
    pub(super) fn push(&mut self, text: &str, event: usize, source: usize) {
        let start = self.text.len();
        self.pieces.push(Piece {
            start,
            event,
            source,
        });
        self.text.push_str(text);
    }

    /// A line ends within the block.
    pub(super) fn space(&mut self) {
        self.text.push(' ');
    }

    pub(super) fn barrier(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str(BARRIER);
        }
    }

    pub(super) fn start_quote(&mut self) {
        self.quotes.push(true);
    }

    /// The quote that we are within is a callout.
    pub(super) fn is_callout(&mut self) {
        if let Some(quote) = self.quotes.last_mut() {
            *quote = false;
        }
    }

    pub(super) fn end_quote(&mut self) {
        self.quotes.pop();
    }

    /// Ends the block: notes what is found in it.
    pub(super) fn end_block(
        &mut self,
        finder: Option<&Finder>,
        source: &str,
        found: &mut FoundInProse,
    ) {
        if self.text.is_empty() {
            return;
        }
        // A character after a backslash begins a piece of its own.
        let is_literal = |at: usize| {
            let piece = self.piece(at);
            piece.start == at && source[..piece.source].ends_with('\\')
        };
        let mut citations: Vec<Citation> = Vec::new();
        let mut start = 0;
        let may_cite = memchr::memchr(b'@', self.text.as_bytes()).is_some();
        let parts = may_cite.then(|| self.text.split(BARRIER));
        for words in parts.into_iter().flatten() {
            let found = citation::find(words, |at| is_literal(start + at));
            citations.extend(found.into_iter().map(|citation| citation.moved(start)));
            start += words.len() + BARRIER.len();
        }
        let mut marks = Vec::new();
        for citation in &citations {
            let (start, end) = self.places(&citation.range);
            let kind = MarkKind::Citation {
                number: found.citations.len() + marks.len(),
                end_event: end.event,
                end_offset: end.offset,
            };
            marks.push(start.mark(kind));
            for cite in &citation.cites {
                let piece = self.piece(cite.range.start);
                let start = piece.source + cite.range.start - piece.start;
                let end = start + cite.range.len();
                found.keys.push((cite.key.clone(), Span { start, end }));
            }
        }
        if let Some(finder) = finder
            && !self.quotes.contains(&true)
        {
            for term in finder.find(&self.text) {
                let is_cited =
                    |c: &Citation| c.range.start < term.range.end && term.range.start < c.range.end;
                if !citations.iter().any(is_cited) && self.seen.insert(term.id.clone()) {
                    let (start, end) = self.places(&term.range);
                    marks.push(start.mark(MarkKind::Term(term.id)));
                    marks.push(end.mark(MarkKind::TermEnd));
                }
            }
            marks.sort_by_key(|mark| (mark.event, mark.offset));
        }
        found.marks.append(&mut marks);
        found.citations.extend(citations);
        self.text.clear();
        self.pieces.clear();
    }

    /// The piece that holds the byte at `at`.
    fn piece(&self, at: usize) -> &Piece {
        let piece = self.pieces.partition_point(|piece| piece.start <= at);
        &self.pieces[piece.saturating_sub(1)]
    }

    /// Where a range of the text begins and ends.
    fn places(&self, range: &Range<usize>) -> (Place, Place) {
        let place = |at: usize| {
            let piece = self.piece(at);
            Place {
                event: piece.event,
                offset: at - piece.start,
            }
        };
        // The end belongs to the piece of the last character.
        let mut end = place(range.end - 1);
        end.offset += 1;
        (place(range.start), end)
    }
}

struct Place {
    event: usize,
    offset: usize,
}

impl Place {
    fn mark(self, kind: MarkKind) -> Mark {
        Mark {
            event: self.event,
            offset: self.offset,
            kind,
        }
    }
}
