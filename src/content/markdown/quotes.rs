//! Quotation marks as the article's language sets them. pulldown-cmark turns straight ones into the English “ ” ‘ ’;
//! what an author types curly himself stays as he typed it.

use std::ops::Range;

/// The marks of a language, where they are not the English ones.
struct Marks {
    outer: [&'static str; 2],
    inner: [&'static str; 2],
    /// Single marks are turned anywhere, not only within double ones.
    single: bool,
}

const GERMAN: Marks = Marks {
    outer: ["„", "“"],
    inner: ["‚", "‘"],
    single: true,
};

const ANGLED: Marks = Marks {
    outer: ["«", "»"],
    inner: ["“", "”"],
    single: false,
};

/// French sets narrow no-break spaces within.
const FRENCH: Marks = Marks {
    outer: ["«\u{202f}", "\u{202f}»"],
    inner: ["“", "”"],
    single: false,
};

/// Turns the marks of one body, in order.
pub(super) struct Quotes {
    marks: &'static Marks,
    /// How many double marks are open.
    depth: usize,
    /// Where the straight mark stands that closes the single one that is open.
    single_close: Option<usize>,
}

impl Quotes {
    /// `None` where the English marks are right, or where we know no better.
    pub(super) fn of(language: &str) -> Option<Self> {
        let marks = match language.split('-').next() {
            Some("de") => &GERMAN,
            Some("es" | "el") => &ANGLED,
            Some("fr") => &FRENCH,
            _ => return None,
        };
        Some(Self {
            marks,
            depth: 0,
            single_close: None,
        })
    }

    /// A block starts: what was open stays behind.
    pub(super) fn start_block(&mut self) {
        self.depth = 0;
        self.single_close = None;
    }

    /// What stands for `text`, which was made of the bytes `range` of `source`, if it was a straight mark.
    pub(super) fn turn(
        &mut self,
        text: &str,
        range: &Range<usize>,
        source: &str,
    ) -> Option<&'static str> {
        let marks = self.marks;
        match (source.get(range.clone())?, text) {
            ("\"", "”") => self.close(),
            ("\"", "“") => {
                // pulldown-cmark knows one level only, and takes the end of an outer quotation for a start.
                if ends_words(source, range) {
                    return self.close();
                }
                self.depth += 1;
                Some(if self.depth == 1 {
                    marks.outer[0]
                } else {
                    marks.inner[0]
                })
            }
            ("'", "‘") if marks.single || self.depth > 0 => {
                self.single_close = Some(single_close(source, range.end)?);
                Some(marks.inner[0])
            }
            ("'", "’") if self.single_close == Some(range.start) => {
                self.single_close = None;
                Some(marks.inner[1])
            }
            _ => None,
        }
    }

    fn close(&mut self) -> Option<&'static str> {
        let mark = match self.depth {
            0 => return None,
            1 => self.marks.outer[1],
            _ => self.marks.inner[1],
        };
        self.depth -= 1;
        Some(mark)
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether a mark stands at the end of words, not at the start.
fn ends_words(source: &str, range: &Range<usize>) -> bool {
    let before = source[..range.start].chars().next_back();
    let after = source[range.end..].chars().next();
    let may_come_before = |c: char| c.is_whitespace() || "([{*_–—-/".contains(c);
    before.is_some_and(|c| !may_come_before(c)) && !after.is_some_and(is_letter)
}

/// Where the single mark is closed that ends before `start`; `None` where an apostrophe could be meant instead.
fn single_close(source: &str, start: usize) -> Option<usize> {
    // Who quotes more at a length keeps the English marks.
    const FARTHEST: usize = 400;
    let rest = source.get(start..)?;
    let near = &rest.as_bytes()[..rest.len().min(FARTHEST)];
    let is_empty_line = |two: &[u8]| matches!(two, [b'\n', b'\n' | b'\r']);
    let end = near
        .windows(2)
        .position(is_empty_line)
        .unwrap_or(near.len());
    // Those within a word are apostrophes in any case.
    let mut marks = near[..end]
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\'')
        .filter_map(|(at, _)| {
            let before = rest[..at].chars().next_back();
            let after = rest[at + 1..].chars().next();
            let within = before.is_some_and(is_letter) && after.is_some_and(is_letter);
            let closes =
                before.is_some_and(|c| !c.is_whitespace()) && !after.is_some_and(is_letter);
            (!within).then_some((start + at, closes))
        });
    let (at, closes) = marks.next()?;
    // A second one that closes leaves open which of the two is an apostrophe: 'Hans' Haus'.
    let is_certain = closes && marks.next().is_none_or(|(_, closes)| !closes);
    is_certain.then_some(at)
}
