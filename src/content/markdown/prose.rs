//! Running text as a reader reads it: the words of one block in a row, whatever marks and line ends stand between them, and
//! the places in the body's events where each piece stands.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

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
}

impl Prose {
    pub(super) fn push(&mut self, text: &str, event: usize) {
        let start = self.text.len();
        self.pieces.push(Piece { start, event });
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

    /// Ends the block: marks what is found in it.
    pub(super) fn end_block(&mut self, finder: Option<&Finder>, marks: &mut Vec<Mark>) {
        if let Some(finder) = finder
            && !self.text.is_empty()
            && !self.quotes.contains(&true)
        {
            for found in finder.find(&self.text) {
                if self.seen.insert(found.id.clone()) {
                    let (start, end) = self.places(&found.range);
                    marks.push(start.mark(MarkKind::Term(found.id)));
                    marks.push(end.mark(MarkKind::TermEnd));
                }
            }
        }
        self.text.clear();
        self.pieces.clear();
    }

    /// Where a range of the text begins and ends.
    fn places(&self, range: &Range<usize>) -> (Place, Place) {
        let place = |at: usize| {
            let piece = self.pieces.partition_point(|piece| piece.start <= at);
            let piece = &self.pieces[piece.saturating_sub(1)];
            (piece.event, at - piece.start)
        };
        let (event, offset) = place(range.start);
        let start = Place { event, offset };
        // The end belongs to the piece of the last character.
        let (event, offset) = place(range.end - 1);
        let offset = offset + 1;
        (start, Place { event, offset })
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
