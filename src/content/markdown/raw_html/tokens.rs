//! HTML taken apart into tokens.

use std::ops::Range;

/// A part of some HTML.
#[derive(Debug, PartialEq)]
pub(super) enum Token<'s> {
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
pub(super) struct Attribute<'s> {
    pub(super) name: &'s str,
    pub(super) value: &'s str,
    pub(super) at: Range<usize>,
}

/// Takes HTML apart. Every byte is in one token, and the tokens are in order.
pub(super) struct Tokens<'s> {
    pub(super) html: &'s str,
    pub(super) at: usize,
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

/// Where the text of a `<script>` ends: after its end tag.
pub(super) fn after_end_of(html: &str, from: usize, name: &str) -> Option<usize> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
