//! The form of a `.bib` file: entries, fields and their values, each with its place.
//!
//! The grammar is BibTeX's as biber reads it: text outside of entries is a remark, `%` begins a remark between fields, values
//! stand in braces or quotes, are numbers or names of `@string`s, and are joined by `#`. After a mistake reading goes on
//! at the next line that begins with `@`, so that one broken entry costs no other.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Problems;

/// A file as it is written: nothing is interpreted.
#[derive(Debug, Default)]
pub(super) struct Bib<'a> {
    pub(super) entries: Vec<RawEntry<'a>>,
    /// Values of `@string`, by lower-case name.
    pub(super) strings: BTreeMap<String, Vec<Piece<'a>>>,
}

/// `@kind{key, field = value, …}`.
#[derive(Clone, Debug)]
pub(super) struct RawEntry<'a> {
    pub(super) kind: &'a str,
    pub(super) kind_at: Range<usize>,
    pub(super) key: &'a str,
    pub(super) key_at: Range<usize>,
    pub(super) fields: Vec<RawField<'a>>,
}

/// `name = value`.
#[derive(Clone, Debug)]
pub(super) struct RawField<'a> {
    pub(super) name: &'a str,
    pub(super) name_at: Range<usize>,
    pub(super) value: Vec<Piece<'a>>,
    pub(super) value_at: Range<usize>,
}

/// A part of a value.
#[derive(Clone, Debug)]
pub(super) enum Piece<'a> {
    /// What stands between braces or quotes, or a number.
    Text(&'a str, usize),
    /// The name of a `@string`.
    Name(&'a str, Range<usize>),
}

/// Nothing more can be read of this entry; what is wrong has been told.
struct Broken;

/// Reads the form of `text`.
pub(super) fn parse<'a>(text: &'a str, problems: &mut Problems<'_>) -> Bib<'a> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut parser = Parser {
        text,
        at: start,
        bib: Bib::default(),
        problems,
        may_complain: true,
    };
    parser.file();
    parser.bib
}

struct Parser<'a, 'p, 'f> {
    text: &'a str,
    at: usize,
    bib: Bib<'a>,
    problems: &'p mut Problems<'f>,
    /// Whether what stands outside of entries has not been told of since the last one.
    may_complain: bool,
}

const SYNTAX: &str = "write it as\n@book{key,\n  author = {Family, Given},\n  title = {Title},\n  date = {2015},\n}";

impl<'a> Parser<'a, '_, '_> {
    fn file(&mut self) {
        while self.at < self.text.len() {
            let line_end = self.line_end(self.at);
            let line = &self.text[self.at..line_end];
            let indent = line.len() - line.trim_start().len();
            let words = line.trim();
            if words.starts_with('@') {
                self.at += indent;
                if self.entry().is_err() {
                    self.recover();
                    // The rest of a broken entry is part of that mistake.
                    self.may_complain = false;
                } else {
                    self.may_complain = true;
                }
                continue;
            }
            if self.may_complain {
                self.outside(words, self.at + indent);
            }
            self.at = (line_end + 1).min(self.text.len());
        }
    }

    /// Remarks are welcome outside of entries; what looks like a piece of an entry is lost there.
    fn outside(&mut self, words: &str, at: usize) {
        if words.is_empty() || words.starts_with('%') {
            return;
        }
        let range = at..at + words.len();
        let looks_like_field = words
            .split_once('=')
            .is_some_and(|(name, _)| is_name(name.trim()));
        let looks_like_entry = words
            .split_once(['{', '('])
            .is_some_and(|(kind, _)| is_name(kind.trim()));
        if looks_like_entry {
            let help = format!("write @{words}");
            self.problems
                .error("bibliography/syntax", range, "an entry begins with @", help);
        } else if looks_like_field {
            self.problems.error(
                "bibliography/syntax",
                range,
                "this field stands outside of any entry, so it is not read",
                "a } before it closes the entry too early: delete that brace, or write { where it opens",
            );
        } else if words.starts_with(['}', ',', ')']) {
            self.problems.error(
                "bibliography/syntax",
                range,
                "this closes an entry that is already closed",
                "delete it, or the } above that closes the entry too early",
            );
        } else {
            return;
        }
        self.may_complain = false;
    }

    /// Goes to the next line that begins with `@`.
    fn recover(&mut self) {
        let from = self.at.min(self.text.len());
        self.at = self.next_entry(from).unwrap_or(self.text.len());
    }

    /// Where the next line after `from` that begins with `@word{` begins.
    fn next_entry(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while let Some(newline) = self.text[at..].find('\n') {
            at += newline + 1;
            if self.is_entry_start(at) {
                return Some(at);
            }
        }
        None
    }

    fn is_entry_start(&self, line: usize) -> bool {
        let line = self.text[line..].trim_start_matches([' ', '\t']);
        let Some(rest) = line.strip_prefix('@') else {
            return false;
        };
        let kind = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        kind.len() < rest.len() && kind.trim_start().starts_with(['{', '('])
    }

    fn line_end(&self, from: usize) -> usize {
        self.text[from..]
            .find('\n')
            .map_or(self.text.len(), |i| from + i)
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn space(&mut self) {
        loop {
            let trimmed = self.rest().trim_start();
            self.at = self.text.len() - trimmed.len();
            if !trimmed.starts_with('%') {
                return;
            }
            self.at = self.line_end(self.at);
        }
    }

    /// Letters, digits and what else may stand in a name.
    fn word(&mut self) -> Range<usize> {
        let start = self.at;
        self.at += name_length(self.rest());
        start..self.at
    }

    fn broken<T>(
        &mut self,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Result<T, Broken> {
        self.problems
            .error("bibliography/syntax", range, message, help);
        Err(Broken)
    }

    /// The character here, for a message.
    fn here(&self) -> Range<usize> {
        let length = self.peek().map_or(0, char::len_utf8);
        self.at..self.at + length
    }

    fn entry(&mut self) -> Result<(), Broken> {
        let start = self.at;
        self.at += 1;
        let kind_at = self.word();
        let kind = &self.text[kind_at.clone()];
        if kind.is_empty() {
            return self.broken(
                start..start + 1,
                "after @ stands the kind of the entry",
                SYNTAX,
            );
        }
        if kind.eq_ignore_ascii_case("comment") {
            self.space();
            if matches!(self.peek(), Some('{')) {
                return self.braces(start).map(|_| ());
            }
            self.at = self.line_end(self.at);
            return Ok(());
        }
        self.space();
        let close = match self.peek() {
            Some('{') => '}',
            Some('(') => ')',
            _ => {
                let help = format!("write @{kind}{{key, …}}");
                return self.broken(start..kind_at.end, format!("`@{kind}` has no {{"), help);
            }
        };
        if kind.eq_ignore_ascii_case("preamble") {
            return match close {
                '}' => self.braces(start).map(|_| ()),
                _ => self.broken(
                    start..kind_at.end,
                    "@preamble stands in braces here",
                    "write @preamble{…}",
                ),
            };
        }
        let open = self.at;
        self.at += 1;
        self.space();
        if kind.eq_ignore_ascii_case("string") {
            return self.string(start, close);
        }

        let key_start = self.at;
        let length = self
            .rest()
            .find([',', '}', ')', '=', '{', '"', '\n'])
            .unwrap_or(self.rest().len());
        self.at += length;
        let key = self.text[key_start..self.at].trim_end();
        let key_at = key_start..key_start + key.len();
        if self.peek() == Some('=')
            && let Some((first, _)) = key.split_once(char::is_whitespace)
        {
            let message = format!("a comma is missing after the key `{first}`");
            let range = key_start..key_start + first.len();
            return self.broken(range, message, format!("write {first},"));
        }
        if self.peek() == Some('=') || key.is_empty() {
            let help = format!("write a key of your own before the fields: @{kind}{{key, …}}");
            return self.broken(start..open + 1, "this entry has no key", help);
        }
        if let Some((at, bad)) = key
            .char_indices()
            .find(|(_, c)| c.is_whitespace() || "\\#%~@;[]".contains(*c))
        {
            let name = if bad.is_whitespace() {
                "a space".to_owned()
            } else {
                format!("`{bad}`")
            };
            let right: String = key
                .chars()
                .filter(|c| !c.is_whitespace() && !"\\#%~@;[]".contains(*c))
                .collect();
            // With a space, the comma after the key is missing more often than the space is meant.
            let message = format!("the key `{key}` holds {name}");
            let range = key_start + at..key_start + at + bad.len_utf8();
            return self.broken(range, message, format!("write {right} and a comma"));
        }
        self.space();
        match self.peek() {
            Some(',') => self.at += 1,
            Some(c) if c == close => {}
            None => return self.unclosed(start, key),
            Some(_) => {
                let message = format!("a comma is missing after the key `{key}`");
                return self.broken(key_at, message, format!("write {key},"));
            }
        }

        let mut fields = Vec::new();
        let mut is_sound = Ok(());
        loop {
            self.space();
            match self.peek() {
                None => return self.unclosed(start, key),
                Some(c) if c == close => {
                    self.at += 1;
                    break;
                }
                // An empty place between commas says nothing.
                Some(',') => {
                    self.at += 1;
                    continue;
                }
                Some('@') if self.is_entry_start(self.at) => return self.unclosed(start, key),
                Some(_) => {}
            }
            match self.field(close) {
                Ok(field) => fields.push(field),
                Err(Broken) => {
                    is_sound = Err(Broken);
                    break;
                }
            }
        }
        is_sound?;
        self.bib.entries.push(RawEntry {
            kind,
            kind_at,
            key,
            key_at,
            fields,
        });
        Ok(())
    }

    fn unclosed<T>(&mut self, start: usize, key: &str) -> Result<T, Broken> {
        let end = self.line_end(start);
        // `recover` looks for the line after this place: the entry that begins here must not be lost.
        if let Some(newline) = self.text[start..self.at].rfind('\n') {
            self.at = start + newline;
        }
        self.broken(
            start..end,
            format!("the entry `{key}` is not closed"),
            "write } after its last field",
        )
    }

    fn field(&mut self, close: char) -> Result<RawField<'a>, Broken> {
        let name_at = self.word();
        let name = &self.text[name_at.clone()];
        if name.is_empty() {
            let range = self.here();
            return self.broken(
                range,
                "here the name of a field was expected, such as title",
                "write name = {value}, and a comma after each value",
            );
        }
        self.space();
        if self.peek() != Some('=') {
            let help = format!("write {name} = {{…}},");
            return self.broken(name_at, format!("`{name}` has no value"), help);
        }
        self.at += 1;
        self.space();
        let (value, value_at) = self.value(name)?;
        self.space();
        match self.peek() {
            Some(',') => self.at += 1,
            Some(c) if c == close => {}
            None => {}
            Some(_) => {
                let next = self.at;
                let word = self.word();
                self.space();
                let is_field = !word.is_empty() && self.peek() == Some('=');
                self.at = next;
                if !is_field {
                    let range = self.here();
                    let message = format!("`{name}` has something after its value");
                    return self.broken(
                        range,
                        message,
                        "put the whole value into one pair of braces, and a comma after it",
                    );
                }
                let message = format!("a comma is missing after `{name}`");
                let end = value_at.end;
                self.problems.error(
                    "bibliography/syntax",
                    end.saturating_sub(1)..end,
                    message,
                    "write a comma after the value",
                );
            }
        }
        Ok(RawField {
            name,
            name_at,
            value,
            value_at,
        })
    }

    fn value(&mut self, name: &str) -> Result<(Vec<Piece<'a>>, Range<usize>), Broken> {
        let start = self.at;
        let mut pieces = Vec::new();
        loop {
            match self.peek() {
                Some('{') => {
                    let inside = self.braces(self.at)?;
                    pieces.push(Piece::Text(&self.text[inside.clone()], inside.start));
                }
                Some('"') => {
                    let inside = self.quotes()?;
                    pieces.push(Piece::Text(&self.text[inside.clone()], inside.start));
                }
                Some(c) if c.is_ascii_digit() => {
                    let word = self.word();
                    pieces.push(Piece::Text(&self.text[word.clone()], word.start));
                }
                _ => {
                    let word = self.word();
                    if word.is_empty() {
                        let range = self.here();
                        let message = format!("`{name}` has no value");
                        return self.broken(range, message, format!("write {name} = {{…}},"));
                    }
                    pieces.push(Piece::Name(&self.text[word.clone()], word));
                }
            }
            let end = self.at;
            self.space();
            if self.peek() != Some('#') {
                self.at = end;
                return Ok((pieces, start..end));
            }
            self.at += 1;
            self.space();
        }
    }

    /// What stands within the braces that open here. An entry that begins within them says that they were never closed.
    fn braces(&mut self, blame: usize) -> Result<Range<usize>, Broken> {
        let open = self.at;
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        let mut at = open;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' => at += 1,
                b'{' => depth += 1,
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at = at + 1;
                        return Ok(open + 1..at);
                    }
                }
                b'\n' if self.is_entry_start(at + 1) => break,
                _ => {}
            }
            at += 1;
        }
        self.at = at.min(self.text.len());
        self.broken(
            blame..open + 1,
            "this { is not closed",
            "write } where it ends",
        )
    }

    /// What stands within the quotes that open here.
    fn quotes(&mut self) -> Result<Range<usize>, Broken> {
        let open = self.at;
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        let mut at = open + 1;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' => at += 1,
                b'{' => depth += 1,
                b'}' if depth == 0 => {
                    self.at = at;
                    return self.broken(
                        at..at + 1,
                        "this } has no { within the quotes",
                        "delete it, or write the value in braces",
                    );
                }
                b'}' => depth -= 1,
                b'"' if depth == 0 => {
                    self.at = at + 1;
                    return Ok(open + 1..at);
                }
                b'\n' if self.is_entry_start(at + 1) => break,
                _ => {}
            }
            at += 1;
        }
        self.at = at.min(self.text.len());
        self.broken(
            open..open + 1,
            "this quotation mark is not closed",
            "write \" where the value ends",
        )
    }

    /// `@string{name = value}`.
    fn string(&mut self, start: usize, close: char) -> Result<(), Broken> {
        let field = self.field(close)?;
        self.space();
        if self.peek() != Some(close) {
            return self.unclosed(start, field.name);
        }
        self.at += 1;
        let name = field.name.to_ascii_lowercase();
        if self
            .bib
            .strings
            .insert(name.clone(), field.value)
            .is_some()
        {
            let message = format!("@string `{name}` is written twice");
            self.problems.error(
                "bibliography/duplicate-string",
                field.name_at,
                message,
                "keep one of the two and delete the other",
            );
        }
        Ok(())
    }
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || "_-:.+*/!".contains(c)))
        .unwrap_or(text.len())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && name_length(text) == text.len() && !text.contains(char::is_whitespace)
}
