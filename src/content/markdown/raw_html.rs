//! HTML that authors write: taken apart, judged, and written anew.
//!
//! With [`HtmlPolicy::Safe`](super::HtmlPolicy::Safe) none of the author's bytes reach the page as markup. What comes
//! out is made of our own names and of escaped text, so it cannot matter whether a browser would have read the
//! author's bytes otherwise than we did. Tags balance within the Markdown block they are in.

use std::ops::Range;

use super::Problems;
use super::escape::{push_attribute, push_html_text};
use super::target::{Target, target};
use crate::base::diagnostic::Span;

/// How deeply HTML may be nested: more is no article, and searching it would take long.
const DEEPEST: usize = 64;

/// A part of some HTML.
#[derive(Debug, PartialEq)]
enum Token<'s> {
    Text(&'s str),
    Open {
        name: &'s str,
        attributes: Vec<Attribute<'s>>,
    },
    Close {
        name: &'s str,
    },
    Comment {
        closed: bool,
    },
    /// `<!DOCTYPE …>`, `<?php …?>`, `<![CDATA[…]]>`.
    Declaration,
    /// A tag that has no end.
    Unfinished,
}

#[derive(Debug, PartialEq)]
struct Attribute<'s> {
    name: &'s str,
    value: &'s str,
    at: Range<usize>,
}

/// Takes HTML apart. Every byte is in one token, and the tokens are in order.
struct Tokens<'s> {
    html: &'s str,
    at: usize,
}

impl<'s> Iterator for Tokens<'s> {
    type Item = (Token<'s>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = self.html.get(start..).filter(|rest| !rest.is_empty())?;
        let (mut token, length) = match markup(rest) {
            Some(found) => found,
            None => {
                // A `<` that starts no markup is text.
                let mut end = 0;
                loop {
                    let mut after = rest.bytes().skip(end + 1);
                    let next = after.position(|b| b == b'<').map(|i| end + 1 + i);
                    match next {
                        Some(next) if !starts_markup(&rest[next..]) => end = next,
                        Some(next) => break (Token::Text(&rest[..next]), next),
                        None => break (Token::Text(rest), rest.len()),
                    }
                }
            }
        };
        if let Token::Open { attributes, .. } = &mut token {
            for Attribute { at, .. } in attributes {
                *at = start + at.start..start + at.end;
            }
        }
        self.at = start + length;
        Some((token, start..self.at))
    }
}

fn starts_markup(rest: &str) -> bool {
    match rest.as_bytes() {
        [b'<', b'!' | b'?', ..] => true,
        [b'<', b'/', third, ..] => third.is_ascii_alphabetic(),
        [b'<', second, ..] => second.is_ascii_alphabetic(),
        _ => false,
    }
}

/// The markup that `rest` starts with, and its length.
fn markup(rest: &str) -> Option<(Token<'_>, usize)> {
    if !starts_markup(rest) {
        return None;
    }
    let upto = |end: Option<usize>, length: usize| end.map_or(rest.len(), |i| i + length);
    if rest.starts_with("<!--") {
        // `<!-->` is a whole comment: the end may share its hyphens with the start.
        let end = rest[2..].find("-->").map(|i| i + 2);
        let closed = end.is_some();
        return Some((Token::Comment { closed }, upto(end, 3)));
    }
    if rest.starts_with("<![") {
        return Some((Token::Declaration, upto(rest.find("]]>"), 3)));
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        return Some((Token::Declaration, upto(rest.find('>'), 1)));
    }
    let closing = rest.as_bytes().get(1) == Some(&b'/');
    let mut scan = Scan {
        text: rest,
        at: if closing { 2 } else { 1 },
    };
    let name = scan.take_while(|b| !is_blank(b) && !matches!(b, b'/' | b'>' | b'<'));
    let Some(attributes) = scan.attributes() else {
        return Some((Token::Unfinished, rest.len()));
    };
    let token = if closing {
        Token::Close { name }
    } else {
        Token::Open { name, attributes }
    };
    Some((token, scan.at))
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

struct Scan<'s> {
    text: &'s str,
    at: usize,
}

impl<'s> Scan<'s> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// `wanted` must take no part of a character that it does not take whole: it judges ASCII, and takes the rest.
    fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'s str {
        let start = self.at;
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    /// Reads to the `>` that ends the tag, and over it; `None` if there is none.
    fn attributes(&mut self) -> Option<Vec<Attribute<'s>>> {
        let mut attributes = Vec::new();
        loop {
            self.take_while(|b| is_blank(b) || b == b'/');
            let start = self.at;
            if self.peek()? == b'>' {
                self.at += 1;
                return Some(attributes);
            }
            // A browser takes `=` for the first letter of a name; so it is one that is not allowed.
            let first = self.peek()? == b'=';
            self.at += usize::from(first);
            self.take_while(|b| !is_blank(b) && !matches!(b, b'/' | b'>' | b'='));
            let name = &self.text[start..self.at];
            let after_name = self.at;
            self.take_while(is_blank);
            let mut value = "";
            if self.peek()? == b'=' {
                self.at += 1;
                self.take_while(is_blank);
                match self.peek()? {
                    quote @ (b'"' | b'\'') => {
                        self.at += 1;
                        value = self.take_while(|b| b != quote);
                        self.peek()?;
                        self.at += 1;
                    }
                    _ => value = self.take_while(|b| !is_blank(b) && b != b'>'),
                }
            } else {
                self.at = after_name;
            }
            let at = start..self.at;
            attributes.push(Attribute { name, value, at });
        }
    }
}

/// Where an element may stand, and what may stand in it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Among words, without an end.
    Void,
    /// Among words.
    Phrase,
    /// On its own line, without an end.
    Rule,
    /// On its own line; holds words.
    Line,
    /// On its own line; holds blocks, Markdown among them.
    Block,
}

/// The elements that may be written, sorted.
const ELEMENTS: [(&str, Kind); 36] = [
    ("abbr", Kind::Phrase),
    ("b", Kind::Phrase),
    ("bdi", Kind::Phrase),
    ("bdo", Kind::Phrase),
    ("br", Kind::Void),
    ("cite", Kind::Phrase),
    ("code", Kind::Phrase),
    ("del", Kind::Phrase),
    ("details", Kind::Block),
    ("dfn", Kind::Phrase),
    ("div", Kind::Block),
    ("em", Kind::Phrase),
    ("figcaption", Kind::Block),
    ("figure", Kind::Block),
    ("hr", Kind::Rule),
    ("i", Kind::Phrase),
    ("ins", Kind::Phrase),
    ("kbd", Kind::Phrase),
    ("mark", Kind::Phrase),
    ("p", Kind::Line),
    ("q", Kind::Phrase),
    ("rp", Kind::Phrase),
    ("rt", Kind::Phrase),
    ("ruby", Kind::Phrase),
    ("s", Kind::Phrase),
    ("samp", Kind::Phrase),
    ("small", Kind::Phrase),
    ("span", Kind::Phrase),
    ("strong", Kind::Phrase),
    ("sub", Kind::Phrase),
    ("summary", Kind::Line),
    ("sup", Kind::Phrase),
    ("time", Kind::Phrase),
    ("u", Kind::Phrase),
    ("var", Kind::Phrase),
    ("wbr", Kind::Void),
];

fn element(name: &str) -> Option<(&'static str, Kind)> {
    let lower = name.to_ascii_lowercase();
    let found = ELEMENTS.binary_search_by(|(known, _)| (*known).cmp(lower.as_str()));
    found.ok().map(|i| ELEMENTS[i])
}

/// The element that this one may only stand in.
fn parent(name: &str) -> Option<&'static str> {
    match name {
        "summary" => Some("details"),
        "figcaption" => Some("figure"),
        "rt" | "rp" => Some("ruby"),
        _ => None,
    }
}

/// What to write instead of an element that may not be written.
fn help_for_element(name: &str) -> String {
    let instead = match name.to_ascii_lowercase().as_str() {
        "a" => "write [the words](address)",
        "img" | "picture" => "write ![what it shows](file.jpg)",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write \"## Heading\"",
        "ul" | "menu" => "start each line with \"- \"",
        "ol" => "start each line with \"1. \"",
        "li" => "start the line with \"- \" or \"1. \"",
        "dl" | "dt" | "dd" => "write the term on a line, and under it \": its meaning\"",
        "table" | "thead" | "tbody" | "tfoot" | "tr" | "th" | "td" | "caption" => {
            "write | one | two | lines, with | --- | --- | under the first"
        }
        "blockquote" => "start each line with \"> \"",
        "aside" => "write a callout: \"> [!note] Title\"",
        "pre" => "put the lines between two lines of ```",
        "strike" => "write ~~the words~~",
        "center" | "font" | "big" | "section" | "article" | "header" | "footer" | "main"
        | "nav" => "leave it out: how a page looks is the theme's part",
        "script" | "style" | "iframe" | "object" | "embed" | "form" | "input" | "button"
        | "video" | "audio" => "leave it out",
        _ => "leave it out, or write \\< if the character itself is meant",
    };
    format!("{instead} (`html: allow` in site.yaml lets any HTML through, unchecked)")
}

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

/// The first link, picture or strong words of Markdown in an HTML block, where they stay signs, and what to do about it.
pub(super) fn markdown_in(html: &str) -> Option<(Range<usize>, String)> {
    // Most blocks have neither.
    if !html.contains("](") && !html.contains("**") {
        return None;
    }
    let is_verbatim = |name: &str| {
        let verbatim = [
            "pre", "code", "samp", "kbd", "script", "style", "textarea", "svg", "math",
        ];
        verbatim.iter().any(|n| name.eq_ignore_ascii_case(n))
    };
    let is_inline = |name: &str| matches!(element(name), Some((_, Kind::Phrase | Kind::Void)));
    let mut open: Vec<&str> = Vec::new();
    // The tag that an empty line belongs after.
    let mut last = None;
    for (token, range) in (Tokens { html, at: 0 }) {
        match token {
            Token::Open { name, .. } => {
                if !is_inline(name) {
                    last = Some(format!("<{}>", shorten(name)));
                }
                if !matches!(element(name), Some((_, Kind::Void | Kind::Rule))) {
                    open.push(name);
                }
            }
            Token::Close { name } => {
                if !is_inline(name) {
                    last = Some(format!("</{}>", shorten(name)));
                }
                if let Some(at) = open.iter().rposition(|n| n.eq_ignore_ascii_case(name)) {
                    open.truncate(at);
                }
            }
            Token::Text(text) if !open.iter().any(|name| is_verbatim(name)) => {
                let Some(mark) = markdown_mark(text) else {
                    continue;
                };
                let lines = open.iter().rev().find_map(|name| match element(name) {
                    Some((name, Kind::Line)) => Some(name),
                    _ => None,
                });
                let help = match (lines, last) {
                    (Some("summary"), _) => {
                        "no Markdown is read in <summary>: write <strong>words</strong>, and links below it".to_owned()
                    }
                    (Some(name), _) => format!(
                        "leave out <{name}> and </{name}>, and leave an empty line before these words, so that they are read as Markdown"
                    ),
                    (None, Some(tag)) => format!(
                        "leave an empty line after {tag}, so that what follows is read as Markdown"
                    ),
                    (None, None) => {
                        "leave an empty line before it, so that it is read as Markdown".to_owned()
                    }
                };
                return Some((range.start + mark.start..range.start + mark.end, help));
            }
            _ => {}
        }
    }
    None
}

/// Where `text` has `[words](address)` or `**words**`, each on one line.
fn markdown_mark(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let marks = [link_mark(line), strong_mark(line)].into_iter().flatten();
        if let Some(mark) = marks.min_by_key(|mark| mark.start) {
            return Some(start + mark.start..start + mark.end);
        }
        start += line.len();
    }
    None
}

fn link_mark(line: &str) -> Option<Range<usize>> {
    let mut middles = line.match_indices("](");
    middles.find_map(|(at, _)| {
        let open = line[..at].rfind('[')?;
        let is_picture = line[..open].ends_with('!');
        if line[..open].ends_with('\\') || open + 1 == at && !is_picture {
            return None;
        }
        let inner = &line[at + 2..];
        let length = inner.find(')')?;
        // `[1](see below)` is no link in Markdown either; a title is.
        let address = inner[..length].trim();
        let address = address.split([' ', '\t']).next().filter(|first| {
            let rest = address[first.len()..].trim_start();
            !first.is_empty() && (rest.is_empty() || rest.starts_with(['"', '\'']))
        });
        address?;
        Some(open - usize::from(is_picture)..at + 2 + length + 1)
    })
}

fn strong_mark(line: &str) -> Option<Range<usize>> {
    let mut opens = line.match_indices("**");
    opens.find_map(|(at, _)| {
        let inner = &line[at + 2..];
        let is_start = |c: char| !c.is_whitespace() && c != '*';
        if line[..at].ends_with(['\\', '*']) || !inner.starts_with(is_start) {
            return None;
        }
        let length = inner.find("**")?;
        let is_end = inner[..length].ends_with(is_start);
        is_end.then_some(at..at + 2 + length + 2)
    })
}

fn write_attributes(
    out: &mut String,
    element: &str,
    attributes: &[Attribute<'_>],
    position: &dyn Position,
    problems: &mut Problems<'_>,
    ids: &mut Vec<(String, Span)>,
) {
    let mut written: Vec<&str> = Vec::new();
    for attribute in attributes {
        let span = position.span(attribute.at.clone());
        let lower = attribute.name.to_ascii_lowercase();
        let Some(name) = allowed_attribute(element, &lower) else {
            let help = match lower.as_str() {
                "style" => {
                    "leave it out: how a page looks is the theme's part (a class may name it)"
                }
                name if name.starts_with("on") => "leave it out: articles run no scripts",
                _ => "leave it out; id, class, lang, dir and title may stand on every element",
            };
            problems.error(
                "html/attribute",
                span,
                format!(
                    "`{}` may not stand on `<{element}>`",
                    shorten(attribute.name)
                ),
                help,
            );
            continue;
        };
        if written.contains(&name) {
            problems.error(
                "html/attribute",
                span,
                format!("`{name}` is written twice on `<{element}>`"),
                "keep one of the two",
            );
            continue;
        }
        written.push(name);
        if !is_fit(name, attribute.value) {
            problems.error(
                "html/attribute",
                span,
                format!(
                    "`{}` cannot be the value of `{name}`",
                    shorten(attribute.value)
                ),
                match name {
                    "dir" => "write ltr, rtl or auto",
                    "lang" => "write a language tag, such as el or pt-BR",
                    "cite" => "write an address that starts with https:",
                    _ => "write letters, digits and hyphens",
                },
            );
            continue;
        }
        if name == "id" {
            ids.push((attribute.value.to_owned(), span));
        }
        out.push(' ');
        out.push_str(name);
        if name == "open" {
            continue;
        }
        out.push_str("=\"");
        match name {
            "title" => push_html_text(out, attribute.value),
            _ => push_attribute(out, attribute.value),
        }
        out.push('"');
    }
}

/// The attribute's name, if it may stand on `element`.
fn allowed_attribute(element: &str, name: &str) -> Option<&'static str> {
    Some(match (name, element) {
        ("id", _) => "id",
        ("class", _) => "class",
        ("lang", _) => "lang",
        ("dir", _) => "dir",
        ("title", _) => "title",
        ("open", "details") => "open",
        ("datetime", "time" | "del" | "ins") => "datetime",
        ("cite", "q" | "del" | "ins") => "cite",
        _ => return None,
    })
}

fn is_fit(name: &str, value: &str) -> bool {
    match name {
        "id" => super::ids::is_valid(value),
        "class" => value.split_ascii_whitespace().all(super::ids::is_valid),
        "lang" => {
            (1..=35).contains(&value.len())
                && value
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }
        "dir" => ["ltr", "rtl", "auto"].contains(&value),
        "datetime" => value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'+' | b'.' | b' ')),
        // As written, so that no character reference can hide the scheme.
        "cite" => target(value) == Target::Web && !value.contains(char::is_whitespace),
        _ => true,
    }
}

/// The elements that this one is a part of.
fn wholes(name: &str) -> &'static [&'static str] {
    match name.to_ascii_lowercase().as_str() {
        "caption" | "col" | "colgroup" | "thead" | "tbody" | "tfoot" | "tr" | "th" | "td" => {
            &["table"]
        }
        "li" => &["ul", "ol", "menu"],
        "dt" | "dd" => &["dl"],
        _ => &[],
    }
}

/// Where the text of a `<script>` ends: after its end tag.
fn after_end_of(html: &str, from: usize, name: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        at += found + 2;
        let named = bytes[at..].get(..name.len());
        if named.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return html[at..].find('>').map(|i| at + i + 1);
        }
    }
    None
}

/// A name fit for a message.
fn shorten(name: &str) -> String {
    let mut short: String = name.chars().take(30).filter(|c| !c.is_control()).collect();
    if name.chars().nth(30).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_elements_is_sorted() {
        assert!(ELEMENTS.is_sorted_by_key(|(name, _)| *name));
    }

    #[test]
    fn tokens_cover_every_byte() {
        for html in [
            "a < b <3 <b class=x>y</b>",
            "<<script>alert(1)</script>",
            "<img/onerror=alert(1) src='>'>",
            "<b\nid\n=\n\"a\"\n>",
            "<!--><b>--> <!-- x",
            "<![CDATA[ > ]]> <?php > <!DOCTYPE html>",
            "<b id='x",
            "<é>",
            "<b =x é=ü>",
            "</b x>",
        ] {
            let mut at = 0;
            for (token, range) in (Tokens { html, at: 0 }) {
                assert_eq!(range.start, at, "{html}: {token:?}");
                assert!(range.end > at);
                at = range.end;
            }
            assert_eq!(at, html.len(), "{html}");
        }
    }
}
