//! What TeX's markup in a value means as plain text.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

/// A piece of text and whether braces keep its letters as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) text: String,
    pub(super) is_kept: bool,
}

/// A value as text, with what could not be understood: bytes of `raw`.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) chunks: Vec<Chunk>,
    pub(super) unknown: Vec<Range<usize>>,
}

impl Read {
    pub(super) fn text(&self) -> String {
        let whole: String = self.chunks.iter().map(|chunk| &*chunk.text).collect();
        tidy(&whole)
    }
}

/// The text of `raw`, for values of which nothing is said.
pub(super) fn plain(raw: &str) -> String {
    read(raw).text()
}

/// One space where there are several, none at the ends. The private characters from U+E000 are ours to use as marks.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for word in text.split([' ', '\t', '\n', '\r']).filter(|w| !w.is_empty()) {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.extend(
            word.chars()
                .filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c)),
        );
    }
    tidied
}

/// Reads `raw`. Braces in it are balanced, save for escaped ones; nesting costs no stack.
pub(super) fn read(raw: &str) -> Read {
    let mut reader = Reader {
        raw,
        at: 0,
        read: Read::default(),
        groups: Vec::new(),
        kept: 0,
        accents: Vec::new(),
    };
    reader.run();
    let mut read = reader.read;
    for chunk in &mut read.chunks {
        if !chunk.text.is_ascii() {
            chunk.text = chunk.text.nfc().collect();
        }
    }
    read
}

/// What an open brace means.
enum Group {
    /// Letters within keep their case.
    Kept,
    /// The argument of a command, or braces around an accented letter: nothing is kept.
    Open,
    /// The argument of an accent.
    Accent(char),
    /// The argument of a command that writes something after it.
    Closing(&'static str),
}

struct Reader<'a> {
    raw: &'a str,
    at: usize,
    read: Read,
    groups: Vec<Group>,
    kept: usize,
    /// Accents that wait for their letter.
    accents: Vec<char>,
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(c) = self.peek() {
            self.at += c.len_utf8();
            match c {
                '\\' => self.command(),
                '{' => self.open(),
                '}' => self.close(),
                '~' => self.push('\u{a0}'),
                '$' => {}
                '-' if self.eat("--") => self.push('—'),
                '-' if self.eat("-") => self.push('–'),
                '`' if self.eat("`") => self.push('“'),
                '\'' if self.eat("'") => self.push('”'),
                '`' => self.push('‘'),
                // TeX sets every single quotation mark as an apostrophe.
                '\'' => self.push('’'),
                c => self.push(c),
            }
        }
        for accent in std::mem::take(&mut self.accents) {
            self.raw_push(accent);
        }
    }

    fn peek(&self) -> Option<char> {
        self.raw[self.at..].chars().next()
    }

    fn eat(&mut self, text: &str) -> bool {
        let is_next = self.raw[self.at..].starts_with(text);
        if is_next {
            self.at += text.len();
        }
        is_next
    }

    fn raw_push(&mut self, c: char) {
        let is_kept = self.kept > 0;
        match self.read.chunks.last_mut() {
            Some(chunk) if chunk.is_kept == is_kept => chunk.text.push(c),
            _ => self.read.chunks.push(Chunk {
                text: c.into(),
                is_kept,
            }),
        }
    }

    fn push(&mut self, c: char) {
        if c == ' ' && !self.accents.is_empty() {
            return;
        }
        let accents = std::mem::take(&mut self.accents);
        // `\'{\i}` is í: the dot is missing only to make room.
        let c = match c {
            'ı' if !accents.is_empty() => 'i',
            'ȷ' if !accents.is_empty() => 'j',
            c => c,
        };
        self.raw_push(c);
        for accent in accents.into_iter().rev() {
            self.raw_push(accent);
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.push(c);
        }
    }

    fn open(&mut self) {
        let group = match self.accents.pop() {
            Some(accent) => Group::Accent(accent),
            None if self.raw[self.at..].starts_with('\\') => Group::Open,
            None => Group::Kept,
        };
        if let Group::Accent(accent) = &group {
            self.accents.push(*accent);
        }
        if matches!(group, Group::Kept) {
            self.kept += 1;
        }
        self.groups.push(group);
    }

    fn close(&mut self) {
        match self.groups.pop() {
            Some(Group::Kept) => self.kept -= 1,
            // `\"{}`: the accent alone.
            Some(Group::Accent(_)) => {
                if let Some(accent) = self.accents.pop() {
                    self.push(spacing(accent));
                }
            }
            Some(Group::Closing(text)) => self.text(text),
            Some(Group::Open) | None => {}
        }
    }

    fn command(&mut self) {
        let start = self.at - 1;
        let Some(c) = self.peek() else {
            return;
        };
        if !c.is_ascii_alphabetic() {
            self.at += c.len_utf8();
            match c {
                '\'' | '´' => self.accents.push('\u{301}'),
                '`' => self.accents.push('\u{300}'),
                '^' => self.accents.push('\u{302}'),
                '~' => self.accents.push('\u{303}'),
                '"' => self.accents.push('\u{308}'),
                '=' => self.accents.push('\u{304}'),
                '.' => self.accents.push('\u{307}'),
                '-' | '/' | '!' => {}
                '\\' | ',' | ';' => self.push(' '),
                c => self.push(c),
            }
            return;
        }
        let rest = &self.raw[self.at..];
        let length = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let name = &rest[..length];
        self.at += length;
        let end = self.at;
        // The space after a command's name ends the name.
        self.at += self.raw[self.at..].len() - self.raw[self.at..].trim_start().len();

        let accent = match name {
            "c" => Some('\u{327}'),
            "v" => Some('\u{30c}'),
            "u" => Some('\u{306}'),
            "H" => Some('\u{30b}'),
            "r" => Some('\u{30a}'),
            "k" => Some('\u{328}'),
            "d" => Some('\u{323}'),
            "b" => Some('\u{331}'),
            _ => None,
        };
        if let Some(accent) = accent {
            self.accents.push(accent);
            return;
        }
        if let Some(text) = symbol(name) {
            self.text(text);
            // `\O{}` ends the name by empty braces.
            self.eat("{}");
            return;
        }
        match name {
            "emph" | "textit" | "textbf" | "textsc" | "textrm" | "texttt" | "textsf"
            | "textnormal" | "mbox" | "text" | "textsuperscript" | "textsubscript" | "url"
            | "uppercase" | "mkbibemph" | "mkbibitalic" | "mkbibbold" | "mkbibparens"
            | "underline" | "ensuremath" | "hbox" | "NoCaseChange" | "autocap" => {
                self.argument(Group::Open);
            }
            "mkbibquote" | "enquote" => {
                self.push('“');
                self.argument(Group::Closing("”"));
            }
            "em" | "it" | "itshape" | "bf" | "bfseries" | "sc" | "scshape" | "rm" | "tt"
            | "relax" | "noopsort" | "protect" | "nobreak" | "allowbreak" => {}
            _ => self.read.unknown.push(start..end),
        }
    }

    fn argument(&mut self, group: Group) {
        if self.eat("{") {
            self.groups.push(group);
        }
    }
}

/// The accent as a character of its own.
fn spacing(accent: char) -> char {
    match accent {
        '\u{301}' => '´',
        '\u{300}' => '`',
        '\u{302}' => '^',
        '\u{303}' => '~',
        '\u{308}' => '¨',
        '\u{327}' => '¸',
        _ => '\u{a0}',
    }
}

fn symbol(name: &str) -> Option<&'static str> {
    Some(match name {
        "i" => "ı",
        "j" => "ȷ",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "ss" => "ß",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "aa" => "å",
        "AA" => "Å",
        "th" => "þ",
        "TH" => "Þ",
        "dh" => "ð",
        "DH" => "Ð",
        "dj" => "đ",
        "DJ" => "Đ",
        "ng" => "ŋ",
        "NG" => "Ŋ",
        "S" | "textsection" => "§",
        "P" | "textparagraph" => "¶",
        "dots" | "ldots" | "textellipsis" => "…",
        "pounds" | "textsterling" => "£",
        "texteuro" | "euro" => "€",
        "copyright" | "textcopyright" => "©",
        "textregistered" => "®",
        "texttrademark" => "™",
        "textendash" | "bibrangedash" => "–",
        "textemdash" => "—",
        "textquoteleft" | "lq" => "‘",
        "textquoteright" | "rq" | "textquotesingle" => "’",
        "textquotedblleft" => "“",
        "textquotedblright" => "”",
        "guillemotleft" => "«",
        "guillemotright" => "»",
        "textasciitilde" => "~",
        "textbackslash" => "\\",
        "textunderscore" => "_",
        "textdegree" | "degree" => "°",
        "times" | "texttimes" => "×",
        "pm" => "±",
        "alpha" | "textalpha" => "α",
        "beta" | "textbeta" => "β",
        "gamma" | "textgamma" => "γ",
        "delta" | "textdelta" => "δ",
        "kappa" | "textkappa" => "κ",
        "mu" | "textmu" => "µ",
        "slash" => "/",
        "addspace" | "space" | "quad" => " ",
        "LaTeX" => "LaTeX",
        "TeX" => "TeX",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        for (tex, text) in [
            (r#"B\"{u}rkle and {\"O}zg{\"u}r"#, "Bürkle and Özgür"),
            (r"Fran\c{c}ois \v Skola Gar\c con", "François Škola Garçon"),
            (r"H{\o}glend, \O{}re, \aa", "Høglend, Øre, å"),
            (r"Jos\'{\i} \'\i{} \~n", "Josí í ñ"),
        ] {
            assert_eq!(plain(tex), text, "{tex}");
        }
        assert_eq!(plain(r"A \& B 5\% -- C---D"), "A & B 5% – C—D");
        assert_eq!(plain("``So'' it's `so'"), "“So” it’s ‘so’");
        assert_eq!(plain(r"\emph{Homo} \textit{sapiens}"), "Homo sapiens");
        assert_eq!(plain(r"\enquote{Yes}\ldots"), "“Yes”…");
        assert_eq!(plain("a~b \n  c"), "a\u{a0}b c");
        assert_eq!(plain(r"\'{} \"), "´");
    }

    #[test]
    fn braces_keep_letters_and_accents_do_not() {
        let read = read(r"The {PTSD} of {\'E}mile \emph{now}");
        let kept: Vec<&str> = read
            .chunks
            .iter()
            .filter(|chunk| chunk.is_kept)
            .map(|chunk| &*chunk.text)
            .collect();
        assert_eq!(kept, ["PTSD"]);
        assert_eq!(read.text(), "The PTSD of Émile now");
    }

    #[test]
    fn unknown_commands_are_told_and_their_words_kept() {
        let read = read(r"A \wibble{word} here");
        assert_eq!(read.text(), "A word here");
        assert_eq!(read.unknown, [2..9]);
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("{}x{}", "{".repeat(200_000), "}".repeat(200_000));
        assert_eq!(plain(&deep), "x");
        let accents = format!("{}x", "\\'{".repeat(100_000));
        assert!(plain(&accents).starts_with('x'));
    }
}
