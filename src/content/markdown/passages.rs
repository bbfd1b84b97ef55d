//! The running text of a body as a reader reads it, block by block, each with its places in the file: what is looked at
//! when an article's language is.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::callout::Callout;
use super::prose::{Mark, MarkKind};
use super::read::read_to_inspect;
use super::{Body, CalloutKind, Citation, Form, Heading, Rules};
use crate::base::diagnostic::Span;

/// Stands for what is no running text: code, pictures, tags.
const OBJECT: char = '\u{fffc}';

/// A body, ready to be looked at for its language.
#[derive(Debug, Default)]
pub struct Inspection {
    /// Its running text in document order. Code blocks and blocks of HTML are none.
    pub passages: Vec<Passage>,
    /// Its headings in document order.
    pub headings: Vec<Heading>,
    /// Its pictures in document order.
    pub pictures: Vec<Picture>,
}

/// A picture in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What it shows, in words.
    pub alt: String,
    /// Where those words stand in the file; the whole picture where there are none.
    pub span: Span,
}

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageKind {
    /// A paragraph that is nothing of what follows.
    Paragraph,
    /// A heading of that level, 2 to 6, as rendered.
    Heading(u8),
    /// The title of a callout.
    CalloutTitle,
    /// A list item, or a paragraph of one.
    Item,
    /// A cell of a table.
    Cell,
    /// What a definition list explains.
    Term,
    /// What it says of it, or a paragraph of that.
    Definition,
}

/// A block of running text as a reader reads it.
#[derive(Clone, Debug)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// Its words in a row, whatever marks stand between them, with punctuation as rendered. A line end is a space; code,
    /// pictures and tags are U+FFFC each; citations are as written.
    pub text: String,
    /// Whether it is somebody's words: within a block quote that is no callout, or in a callout for a quote.
    pub quotation: bool,
    /// The innermost callout around it.
    pub callout: Option<CalloutKind>,
    /// Whether it is part of a footnote.
    pub footnote: bool,
    /// The bytes of `text` that are links, each with its destination as written.
    pub links: Vec<(Range<usize>, String)>,
    /// The citations, in order.
    pub citations: Vec<Cited>,
    /// The bytes before which references to footnotes stand.
    pub notes: Vec<usize>,
    /// What it is made of, in order and without gaps.
    pieces: Vec<Piece>,
}

/// A citation in a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// Its bytes in the passage's text.
    pub range: Range<usize>,
    /// The keys of its works.
    pub keys: Vec<String>,
    /// Whether it is part of the sentence (`@stern1985 says`), rather than in brackets.
    pub is_narrative: bool,
}

/// Bytes of a text that were made of bytes of another.
#[derive(Clone, Debug)]
struct Piece {
    /// Where it begins in the text.
    start: usize,
    /// What it was made of.
    source: Range<usize>,
    /// Whether each byte of it stands for one of those.
    is_verbatim: bool,
}

/// The bytes that `range` of a text made of `pieces` was made of.
fn made_of(pieces: &[Piece], range: Range<usize>) -> Range<usize> {
    let piece = |at: usize| {
        let after = pieces.partition_point(|piece| piece.start <= at);
        pieces.get(after.saturating_sub(1))
    };
    let start = piece(range.start).map_or(0, |piece| {
        let within = (range.start - piece.start).min(piece.source.len());
        piece.source.start + if piece.is_verbatim { within } else { 0 }
    });
    // The end belongs to the piece of the last character.
    let last = range.end.saturating_sub(1).max(range.start);
    let end = piece(last).map_or(start, |piece| {
        let within = (range.end - piece.start).min(piece.source.len());
        if piece.is_verbatim {
            piece.source.start + within
        } else {
            piece.source.end
        }
    });
    start..end.max(start)
}

impl Passage {
    /// The bytes of the file that `range` of the text was made of, with the marks between them.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        made_of(&self.pieces, range).into()
    }

    /// The bytes of the file that the whole text was made of.
    #[must_use]
    pub fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// The text as it is read aloud: citations in brackets are left out, those in the sentence are the letters of their
    /// keys, and code, pictures and tags are nothing.
    #[must_use]
    pub fn readable(&self) -> Readable<'_> {
        let text = &self.text;
        if self.citations.is_empty() && !text.contains(OBJECT) {
            return Readable {
                text: Cow::Borrowed(text),
                passage: self,
                pieces: Vec::new(),
            };
        }
        let mut readable = Copying {
            text,
            out: String::with_capacity(text.len()),
            pieces: Vec::new(),
        };
        let mut done = 0;
        for citation in &self.citations {
            readable.words(done..citation.range.start);
            done = citation.range.end;
            if citation.is_narrative {
                for key in &citation.keys {
                    readable.key(key, &citation.range);
                }
            } else {
                readable.trim_end();
            }
        }
        readable.words(done..text.len());
        Readable {
            text: Cow::Owned(readable.out),
            passage: self,
            pieces: readable.pieces,
        }
    }
}

/// A passage's text as it is read aloud.
#[derive(Clone, Debug)]
pub struct Readable<'p> {
    /// The words.
    pub text: Cow<'p, str>,
    passage: &'p Passage,
    /// What it is made of, in bytes of the passage's text; none if it is the same.
    pieces: Vec<Piece>,
}

impl Readable<'_> {
    /// The bytes of the passage's text that `range` of these words stands for.
    #[must_use]
    pub fn in_passage(&self, range: Range<usize>) -> Range<usize> {
        if self.pieces.is_empty() {
            return range;
        }
        made_of(&self.pieces, range)
    }

    /// The bytes of the file that `range` of these words stands for.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        self.passage.span(self.in_passage(range))
    }
}

/// A text being copied without what is not read aloud.
struct Copying<'t> {
    text: &'t str,
    out: String,
    pieces: Vec<Piece>,
}

impl Copying<'_> {
    fn words(&mut self, range: Range<usize>) {
        let mut start = range.start;
        for part in self.text[range].split(OBJECT) {
            let end = start + part.len();
            let mut from = start;
            start = end + OBJECT.len_utf8();
            // One space is enough where something is left out between two.
            if (self.out.is_empty() || self.out.ends_with(' ')) && part.starts_with(' ') {
                from += 1;
            }
            if from < end {
                self.pieces.push(Piece {
                    start: self.out.len(),
                    source: from..end,
                    is_verbatim: true,
                });
                self.out.push_str(&self.text[from..end]);
            }
        }
    }

    fn trim_end(&mut self) {
        let kept = self.out.trim_end().len();
        self.out.truncate(kept);
        while self.pieces.last().is_some_and(|piece| piece.start >= kept) {
            self.pieces.pop();
        }
    }

    fn key(&mut self, key: &str, citation: &Range<usize>) {
        let start = self.out.len();
        self.out.extend(key.chars().filter(|c| c.is_alphabetic()));
        if self.out.len() > start {
            self.pieces.push(Piece {
                start,
                source: citation.clone(),
                is_verbatim: false,
            });
        }
    }
}

/// The running text of the body at bytes `body` of `text`, a whole file. Whatever is wrong with it is passed over.
#[must_use]
pub fn passages(text: &str, body: Range<usize>, rules: Rules<'_>) -> Inspection {
    let base = body.start;
    let source = text.get(body.clone()).unwrap_or_default();
    // Words of the glossary are marked for rendering alone.
    let rules = Rules {
        terms: None,
        ..rules
    };
    let (mut body, ranges) = read_to_inspect(text, body, rules);
    let headings = std::mem::take(&mut body.headings);
    let mut walk = Walk {
        body: &body,
        marks: body.marks.iter(),
        frames: vec![Frame::default()],
        title: None,
        open: Open::default(),
        alt: None,
        skipped: 0,
        inspection: Inspection {
            headings,
            ..Inspection::default()
        },
    };
    for (at, (event, mut range)) in body.events.iter().zip(ranges).enumerate() {
        if let Event::Text(words) = event
            && words.len() < range.len()
            && source[range.clone()].ends_with(&**words)
        {
            // Blanks before the title of a callout are taken away.
            range.start = range.end - words.len();
        }
        walk.event(at, event, base + range.start..base + range.end);
    }
    walk.flush();
    walk.inspection
}

/// What is said of the blocks that we are within.
#[derive(Clone, Copy, Default)]
struct Frame {
    /// `None` for a paragraph of its own.
    kind: Option<PassageKind>,
    quotation: bool,
    callout: Option<CalloutKind>,
    footnote: bool,
}

/// The passage being put together.
#[derive(Default)]
struct Open {
    text: String,
    pieces: Vec<Piece>,
    links: Vec<(Range<usize>, String)>,
    /// The links that have begun, and where; only the outermost is one.
    within: Vec<(usize, String)>,
    citations: Vec<Cited>,
    notes: Vec<usize>,
    /// The citation that has begun: its number, where it began, and the event and byte of its text where it ends.
    citation: Option<(usize, usize, usize, usize)>,
}

/// The description of a picture being put together.
struct Alt {
    /// Pictures within pictures.
    depth: usize,
    text: String,
    words: Option<Range<usize>>,
}

struct Walk<'b, 'a> {
    body: &'b Body<'a>,
    /// What is marked in the texts that are still to come.
    marks: std::slice::Iter<'b, Mark>,
    /// One for each block that we are within, and one around them.
    frames: Vec<Frame>,
    /// The callout whose title is not over.
    title: Option<&'b Callout>,
    open: Open,
    alt: Option<Alt>,
    /// How many blocks of code or HTML we are within.
    skipped: usize,
    inspection: Inspection,
}

impl<'b> Walk<'b, '_> {
    fn event(&mut self, at: usize, event: &Event<'_>, range: Range<usize>) {
        if let Some(callout) = self.title
            && at >= callout.title.end
        {
            self.flush();
            self.title = None;
            if matches!(event, Event::SoftBreak | Event::HardBreak) {
                return;
            }
        }
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(*tag, range),
            Event::Text(text) => self.text(text, at, range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.push("\u{fffc}", range);
            }
            Event::InlineHtml(html) => {
                let is_break = html
                    .get(..3)
                    .is_some_and(|tag| tag.eq_ignore_ascii_case("<br"));
                self.push(if is_break { " " } else { "\u{fffc}" }, range);
            }
            Event::SoftBreak | Event::HardBreak => self.push(" ", range),
            Event::FootnoteReference(_) => self.open.notes.push(self.open.text.len()),
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, at: usize) {
        let mut frame = self.frames.last().copied().unwrap_or_default();
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => return,
            Tag::Superscript | Tag::Subscript => return,
            Tag::Link { .. } if self.alt.is_some() => return,
            Tag::Link { dest_url, .. } => {
                let start = self.open.text.len();
                self.open.within.push((start, dest_url.to_string()));
                return;
            }
            Tag::Image { .. } => {
                let alt = self.alt.get_or_insert(Alt {
                    depth: 0,
                    text: String::new(),
                    words: None,
                });
                alt.depth += 1;
                return;
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => self.skipped += 1,
            Tag::Heading { level, .. } => {
                frame.kind = Some(PassageKind::Heading((*level as u8).max(2)));
            }
            Tag::BlockQuote(_) => {
                frame.kind = None;
                let callouts = &self.body.callouts;
                let callout = callouts.binary_search_by_key(&at, |callout| callout.start);
                self.title = callout.ok().map(|i| &callouts[i]);
                match self.title.map(|callout| callout.kind) {
                    Some(kind) => {
                        frame.callout = Some(kind);
                        frame.quotation |= kind == CalloutKind::Quote;
                    }
                    None => frame.quotation = true,
                }
            }
            Tag::Item => frame.kind = Some(PassageKind::Item),
            Tag::TableCell => frame.kind = Some(PassageKind::Cell),
            Tag::DefinitionListTitle => frame.kind = Some(PassageKind::Term),
            Tag::DefinitionListDefinition => frame.kind = Some(PassageKind::Definition),
            Tag::FootnoteDefinition(_) => frame.footnote = true,
            _ => {}
        }
        self.flush();
        self.frames.push(frame);
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => return,
            TagEnd::Superscript | TagEnd::Subscript => return,
            TagEnd::Link if self.alt.is_some() => return,
            TagEnd::Link => {
                if let Some((start, dest)) = self.open.within.pop()
                    && self.open.within.is_empty()
                {
                    let end = self.open.text.len();
                    self.open.links.push((start..end, dest));
                }
                return;
            }
            TagEnd::Image => {
                self.end_image(range);
                return;
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.skipped -= 1,
            _ => {}
        }
        self.flush();
        self.frames.pop();
    }

    fn end_image(&mut self, range: Range<usize>) {
        let Some(mut alt) = self.alt.take() else {
            return;
        };
        alt.depth -= 1;
        if alt.depth > 0 {
            self.alt = Some(alt);
            return;
        }
        let words = alt.words.unwrap_or_else(|| range.clone());
        self.inspection.pictures.push(Picture {
            alt: alt.text.split_whitespace().collect::<Vec<_>>().join(" "),
            span: words.into(),
        });
        self.push("\u{fffc}", range);
    }

    fn text(&mut self, text: &str, at: usize, range: Range<usize>) {
        let is_marker = self.title.is_some_and(|callout| at < callout.title.start);
        if is_marker || self.skipped > 0 {
            return;
        }
        let start = self.open.text.len();
        self.push(text, range);
        if self.alt.is_none() {
            self.cite(at, start);
        }
    }

    /// Notes the citations that begin or end in the text of the event `at`, which begins at `start`.
    fn cite(&mut self, at: usize, start: usize) {
        loop {
            if let Some((number, from, end_event, end_offset)) = self.open.citation {
                if end_event > at {
                    return;
                }
                self.open.citation = None;
                let citation: Option<&Citation> = self.body.citations.get(number);
                self.open.citations.extend(citation.map(|citation| Cited {
                    range: from..start + end_offset,
                    keys: citation.cites.iter().map(|cite| cite.key.clone()).collect(),
                    is_narrative: citation.form == Form::Prose,
                }));
            }
            let next = self.marks.as_slice().first();
            let Some(mark) = next.filter(|mark| mark.event <= at) else {
                return;
            };
            self.marks.next();
            if let MarkKind::Citation {
                number,
                end_event,
                end_offset,
            } = mark.kind
            {
                let from = start + mark.offset;
                self.open.citation = Some((number, from, end_event, end_offset));
            }
        }
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        if self.skipped > 0 {
            return;
        }
        if let Some(alt) = &mut self.alt {
            alt.text.push_str(text);
            let start = alt.words.as_ref().map_or(range.start, |words| words.start);
            alt.words = Some(start..range.end);
            return;
        }
        self.open.pieces.push(Piece {
            start: self.open.text.len(),
            is_verbatim: range.len() == text.len(),
            source: range,
        });
        self.open.text.push_str(text);
    }

    /// Ends the passage.
    fn flush(&mut self) {
        let open = std::mem::take(&mut self.open);
        let is_blank = |c: char| c == OBJECT || c.is_whitespace();
        if open.text.chars().all(is_blank) {
            return;
        }
        let frame = self.frames.last().copied().unwrap_or_default();
        let kind = match self.title {
            Some(_) => PassageKind::CalloutTitle,
            None => frame.kind.unwrap_or(PassageKind::Paragraph),
        };
        self.inspection.passages.push(Passage {
            kind,
            text: open.text,
            quotation: frame.quotation,
            callout: frame.callout,
            footnote: frame.footnote,
            links: open.links,
            citations: open.citations,
            notes: open.notes,
            pieces: open.pieces,
        });
    }
}

#[cfg(test)]
mod tests;
