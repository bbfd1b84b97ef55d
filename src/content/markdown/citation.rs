//! Citations as pandoc writes them (its manual, section "Citation syntax"), found in a run of plain text.

use std::ops::Range;

/// A citation: one key in prose, or what stands in one pair of brackets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Citation {
    /// The bytes of the text that it replaces.
    pub range: Range<usize>,
    /// How it stands in its sentence.
    pub form: Form,
    /// The works, in the order of the text. There is one at least.
    pub cites: Vec<Cite>,
}

/// How a citation stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `[@k]`: in brackets of its own.
    Brackets,
    /// `@k`: the first author's name is part of the sentence, the year and what else is cited follows in brackets.
    Prose,
}

/// A work that is cited, and what is said of the citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cite {
    /// The key.
    pub key: String,
    /// The bytes of the text where it stands, with its `@`.
    pub range: Range<usize>,
    /// `-@k`: the sentence names the author already.
    pub is_year_alone: bool,
    /// What stands before it, without the spaces at its ends: "see".
    pub prefix: String,
    /// The places in the work.
    pub locators: Vec<Locator>,
    /// What stands after all that, with the comma or space that begins it: ", emphasis added".
    pub suffix: String,
}

/// A place in a work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Locator {
    /// What is counted.
    pub place: Place,
    /// The number or numbers, ranges with an en dash: "33–35".
    pub value: String,
}

impl Locator {
    /// Whether there are several: "pp." rather than "p.".
    #[must_use]
    pub fn is_plural(&self) -> bool {
        self.value.contains(['–', ',', '&'])
    }
}

/// What a place in a work is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Pages.
    Page,
    /// Chapters.
    Chapter,
    /// Sections.
    Section,
    /// Paragraphs.
    Paragraph,
    /// Volumes.
    Volume,
    /// Issues and other numbers.
    Number,
    /// Figures.
    Figure,
    /// Notes.
    Note,
    /// Books of a work.
    Book,
    /// Parts.
    Part,
    /// Columns.
    Column,
    /// Lines.
    Line,
    /// Verses.
    Verse,
    /// Leaves.
    Folio,
    /// Numbered works.
    Opus,
    /// Tables.
    Table,
}

/// What pandoc takes for a label, from the English terms of CSL.
const LABELS: &[(Place, &[&str])] = &[
    (Place::Page, &["pages", "page", "pp.", "p."]),
    (Place::Chapter, &["chapters", "chapter", "chaps.", "chap.", "chs.", "ch."]),
    (Place::Section, &["sections", "section", "secs.", "sec.", "§§", "§"]),
    (Place::Paragraph, &["paragraphs", "paragraph", "paras.", "para.", "¶¶", "¶"]),
    (Place::Volume, &["volumes", "volume", "vols.", "vol."]),
    (Place::Number, &["numbers", "number", "nos.", "no."]),
    (Place::Figure, &["figures", "figure", "figs.", "fig."]),
    (Place::Note, &["footnotes", "footnote", "notes", "note", "nn.", "n."]),
    (Place::Book, &["books", "book", "bks.", "bk."]),
    (Place::Part, &["parts", "part", "pts.", "pt."]),
    (Place::Column, &["columns", "column", "cols.", "col."]),
    (Place::Line, &["lines", "line", "ll.", "l."]),
    (Place::Verse, &["verses", "verse", "vv.", "v."]),
    (Place::Folio, &["folios", "folio", "fols.", "fol."]),
    (Place::Opus, &["opera", "opus", "opp.", "op."]),
    (Place::Table, &["tables", "table"]),
];

/// Longer than any citation is: what is farther apart than that are no brackets of one.
const LONGEST: usize = 4096;

/// Longer than any key in braces, an address for instance, is.
const LONGEST_KEY: usize = 400;

/// Finds the citations of `text`, the words between two inline elements. `is_literal` says of a byte of it whether the
/// character there was escaped or written as an entity, and so is not markup: pulldown-cmark resolves both, so whoever
/// joins its events must look at their ranges in the source.
#[must_use]
pub fn find(text: &str, is_literal: impl Fn(usize) -> bool) -> Vec<Citation> {
    let mut found = Vec::new();
    if !text.contains('@') {
        return found;
    }
    let finder = Finder { text, is_literal };
    let closes = finder.brackets();
    let (mut at, mut free_from) = (0, 0);
    while let Some(step) = text[at..].find(['[', '@', '-']) {
        at += step;
        if (finder.is_literal)(at) {
            at += 1;
            continue;
        }
        let citation = match text.as_bytes()[at] {
            b'[' => match closes.binary_search_by_key(&at, |(open, _)| *open) {
                Ok(i) => finder.group(at, closes[i].1),
                Err(_) => None,
            },
            _ => finder.prose(at, free_from, &closes),
        };
        match citation {
            Some(citation) => {
                at = citation.range.end;
                free_from = at;
                found.push(citation);
            }
            None => at += 1,
        }
    }
    found
}

struct Finder<'a, L> {
    text: &'a str,
    is_literal: L,
}

/// A key in the text: `@` or `-@` and the key.
struct Key<'a> {
    key: &'a str,
    range: Range<usize>,
    is_year_alone: bool,
}

impl<'a, L: Fn(usize) -> bool> Finder<'a, L> {
    /// Each opening bracket with its closing one, by place.
    fn brackets(&self) -> Vec<(usize, usize)> {
        let mut open = Vec::new();
        let mut pairs = Vec::new();
        for (at, byte) in self.text.bytes().enumerate() {
            match byte {
                b'[' if !(self.is_literal)(at) => open.push(at),
                b']' if !(self.is_literal)(at) => {
                    pairs.extend(open.pop().map(|start| (start, at)));
                }
                _ => {}
            }
        }
        pairs.sort_unstable();
        pairs
    }

    /// The key that begins at `at`, with `@`, `-@` or `@{`. Within a word it begins none: that is an e-mail address.
    fn key(&self, at: usize, free_from: usize) -> Option<Key<'a>> {
        let text = self.text;
        let before = text[..at].chars().next_back();
        if at > free_from && before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            return None;
        }
        let is_year_alone = text[at..].starts_with('-');
        let sign = at + usize::from(is_year_alone);
        if !text[sign..].starts_with('@') || (self.is_literal)(sign) {
            return None;
        }
        let start = sign + 1;
        let (key, end) = match text[start..].strip_prefix('{') {
            Some(rest) => {
                let length = braced(rest)?;
                (&rest[..length], start + length + 2)
            }
            None => {
                let length = key_length(&text[start..]);
                (&text[start..start + length], start + length)
            }
        };
        (!key.is_empty()).then_some(Key {
            key,
            range: sign..end,
            is_year_alone,
        })
    }

    /// The first key from `from` to `to`, and where it begins with its sign.
    fn first_key(&self, from: usize, to: usize) -> Option<(usize, Key<'a>)> {
        let mut at = from;
        while let Some(step) = self.text[at..to].find('@') {
            let sign = at + step;
            let has_minus = sign > from
                && self.text.as_bytes()[sign - 1] == b'-'
                && !(self.is_literal)(sign - 1);
            for start in [sign - usize::from(has_minus), sign] {
                if let Some(key) = self.key(start, from)
                    && key.range.end <= to
                {
                    return Some((start, key));
                }
            }
            at = sign + 1;
        }
        None
    }

    /// `@k`, `@k [p. 33; @j]` or `-@k`.
    fn prose(&self, at: usize, free_from: usize, closes: &[(usize, usize)]) -> Option<Citation> {
        let key = self.key(at, free_from)?;
        let mut cite = cite(&key);
        if key.is_year_alone {
            return Some(Citation {
                range: at..key.range.end,
                form: Form::Brackets,
                cites: vec![cite],
            });
        }
        let mut range = at..key.range.end;
        let mut cites = Vec::new();
        let rest = &self.text[range.end..];
        let open = range.end + rest.len() - rest.trim_start().len();
        if let Ok(i) = closes.binary_search_by_key(&open, |(open, _)| *open)
            && let Some((own, others)) = self.after_prose(open + 1, closes[i].1)
        {
            let (locators, suffix) = locators(&self.text[own]);
            cite.locators = locators;
            cite.suffix = match suffix.starts_with([',', ' ', ';', '.']) || suffix.is_empty() {
                true => suffix,
                false => format!(", {suffix}"),
            };
            cites = others;
            range.end = closes[i].1 + 1;
        }
        cites.insert(0, cite);
        Some(Citation {
            range,
            form: Form::Prose,
            cites,
        })
    }

    /// What brackets after a key in prose hold: something of that key, and other works.
    fn after_prose(&self, from: usize, to: usize) -> Option<(Range<usize>, Vec<Cite>)> {
        if to - from > LONGEST || self.text[from..to].trim().is_empty() {
            return None;
        }
        let segments = self.segments(from, to);
        let mut others = Vec::new();
        let mut own = from..from;
        for (n, segment) in segments.into_iter().enumerate() {
            if n == 0 && self.first_key(segment.start, segment.end).is_none() {
                own = segment;
                continue;
            }
            self.segment(segment, &mut others)?;
        }
        Some((own, others))
    }

    /// `[see @k, p. 33; @j]`.
    fn group(&self, open: usize, close: usize) -> Option<Citation> {
        if close - open > LONGEST {
            return None;
        }
        let mut cites = Vec::new();
        for segment in self.segments(open + 1, close) {
            self.segment(segment, &mut cites)?;
        }
        Some(Citation {
            range: open..close + 1,
            form: Form::Brackets,
            cites,
        })
    }

    /// What semicolons part, save in braces and brackets.
    fn segments(&self, from: usize, to: usize) -> Vec<Range<usize>> {
        let mut segments = Vec::new();
        let (mut start, mut depth) = (from, 0_usize);
        for (at, byte) in self.text.bytes().enumerate().take(to).skip(from) {
            match byte {
                _ if (self.is_literal)(at) => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b';' if depth == 0 => {
                    segments.push(start..at);
                    start = at + 1;
                }
                _ => {}
            }
        }
        segments.push(start..to);
        segments
    }

    /// One work with what stands before and after it. Where a second key follows without a semicolon, it is a work of its own.
    fn segment(&self, range: Range<usize>, cites: &mut Vec<Cite>) -> Option<()> {
        let (start, mut key) = self.first_key(range.start, range.end)?;
        let mut prefix = &self.text[range.start..start];
        // Brackets before the key are of another kind.
        if prefix.contains(['[', ']']) {
            return None;
        }
        loop {
            let next = self.first_key(key.range.end, range.end);
            let end = next.as_ref().map_or(range.end, |_| key.range.end);
            let mut cite = cite(&key);
            cite.prefix = prefix.trim().to_owned();
            (cite.locators, cite.suffix) = locators(&self.text[key.range.end..end]);
            cites.push(cite);
            let Some((next_start, next_key)) = next else {
                return Some(());
            };
            prefix = &self.text[key.range.end..next_start];
            key = next_key;
        }
    }
}

fn cite(key: &Key<'_>) -> Cite {
    Cite {
        key: key.key.to_owned(),
        range: key.range.clone(),
        is_year_alone: key.is_year_alone,
        prefix: String::new(),
        locators: Vec::new(),
        suffix: String::new(),
    }
}

/// How long the key at the start of `text` is: letters, digits and `_`, with single punctuation between them.
fn key_length(text: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut length = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_word(c) {
            length = at + c.len_utf8();
        } else {
            let is_between = length > 0
                && ":.#$%&-+?<>~/".contains(c)
                && chars.peek().is_some_and(|(_, next)| is_word(*next));
            if !is_between {
                break;
            }
        }
    }
    length
}

/// How long what stands before the closing brace is; braces within are balanced, and there are no spaces.
fn braced(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(LONGEST_KEY) {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            c if c.is_whitespace() => return None,
            _ => {}
        }
    }
    None
}

/// Splits what stands after a key into the places in the work and the rest.
fn locators(text: &str) -> (Vec<Locator>, String) {
    let mut locators = Vec::new();
    let mut rest = text.trim_end();
    loop {
        let bare = rest.trim_start();
        let bare = bare.strip_prefix(',').unwrap_or(bare).trim_start();
        // In braces stands a place that has no usual form, or none, so that numbers are part of the words.
        if locators.is_empty()
            && let Some(inside) = bare.strip_prefix('{')
            && let Some(end) = inside.find('}')
        {
            let inner = inside[..end].trim();
            if !inner.is_empty() {
                let (place, value) = label(inner).unwrap_or((Place::Page, inner));
                locators.push(Locator {
                    place,
                    value: dashed(value.trim()),
                });
            }
            return (locators, inside[end + 1..].to_owned());
        }
        let (place, numbers) = match label(bare) {
            Some((place, numbers)) => (place, Some(numbers)),
            None if locators.is_empty() && starts_as_page(bare) => (Place::Page, Some(bare)),
            None => (Place::Page, None),
        };
        let length = numbers.map_or(0, numbers_length);
        let Some(numbers) = numbers.filter(|_| length > 0) else {
            return (locators, rest.to_owned());
        };
        locators.push(Locator {
            place,
            value: dashed(&numbers[..length]),
        });
        rest = &numbers[length..];
    }
}

/// The label at the start of `text`, and what follows it.
fn label(text: &str) -> Option<(Place, &str)> {
    for (place, labels) in LABELS {
        for label in *labels {
            let Some(start) = text.get(..label.len()) else {
                continue;
            };
            if !start.eq_ignore_ascii_case(label) {
                continue;
            }
            let rest = &text[label.len()..];
            let is_whole = !label.ends_with(char::is_alphabetic) || rest.starts_with(char::is_whitespace);
            if is_whole {
                return Some((*place, rest.trim_start()));
            }
        }
    }
    None
}

/// A number without a label is a page: `[@k, 33]`. A Roman numeral without one may be a word.
fn starts_as_page(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    digits.len() < text.len()
        && digits
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphanumeric() && c != ':')
}

/// How long the numbers at the start of `text` are: `33`, `iv`, `2a`, `33-35, 38 & 40`.
fn numbers_length(text: &str) -> usize {
    let mut length = 0;
    let mut at = 0;
    loop {
        let word = number_word(&text[at..]);
        if word == 0 {
            return length;
        }
        length = at + word;
        let rest = &text[length..];
        let bare = rest.trim_start();
        let Some(sign) = bare.chars().next().filter(|c| ",-–—&".contains(*c)) else {
            return length;
        };
        let after = bare[sign.len_utf8()..].trim_start_matches(['-', '–', ' ', '\u{a0}']);
        at = text.len() - after.len();
    }
}

/// How long the number at the start of `text` is; a word with a digit in it, or a Roman numeral.
fn number_word(text: &str) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | ':' | '/' | '*' | '†');
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let word = text[..end].trim_end_matches(['.', ':', '/']);
    let is_roman = !word.is_empty()
        && (word.chars().all(|c| "ivxlcdm".contains(c)) || word.chars().all(|c| "IVXLCDM".contains(c)));
    match is_roman || word.contains(|c: char| c.is_ascii_digit()) {
        true => word.len(),
        false => 0,
    }
}

/// Ranges with an en dash, one space after a comma.
fn dashed(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let word = word.replace("--", "–").replace(['-', '—'], "–");
        out.push_str(&word);
        let is_dash = word.ends_with('–') || words.peek().is_some_and(|next| next.starts_with(['-', '–', '—']));
        if words.peek().is_some() && !is_dash {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `form key|prefix|locators|suffix; …` for each citation.
    fn shown(text: &str) -> String {
        let found = find(text, |at| at > 0 && text.as_bytes()[at - 1] == b'\\');
        let mut shown = Vec::new();
        for citation in found {
            let form = match citation.form {
                Form::Brackets => "[]",
                Form::Prose => "in",
            };
            let cites: Vec<String> = citation.cites.iter().map(one).collect();
            shown.push(format!(
                "{form} {} «{}»",
                cites.join("; "),
                &text[citation.range]
            ));
        }
        shown.join(" / ")
    }

    fn one(cite: &Cite) -> String {
        let locators: Vec<String> = cite
            .locators
            .iter()
            .map(|locator| format!("{:?} {}", locator.place, locator.value))
            .collect();
        let minus = if cite.is_year_alone { "-" } else { "" };
        let parts = [
            format!("{minus}{}", cite.key),
            cite.prefix.clone(),
            locators.join("+"),
            cite.suffix.clone(),
        ];
        let parts = parts.join("|");
        parts.trim_end_matches('|').to_owned()
    }

    #[test]
    fn every_form_of_pandoc_is_found() {
        for (text, expected) in [
            ("[@k]", "[] k «[@k]»"),
            ("[@a; @b]", "[] a; b «[@a; @b]»"),
            ("[@a;@b]", "[] a; b «[@a;@b]»"),
            (
                "[see @k, pp. 33-35; @j, chap. 1]",
                "[] k|see|Page 33–35; j||Chapter 1 «[see @k, pp. 33-35; @j, chap. 1]»",
            ),
            ("[-@k]", "[] -k «[-@k]»"),
            ("[see -@k]", "[] -k|see «[see -@k]»"),
            ("as @k says", "in k «@k»"),
            ("@k [p. 33]", "in k||Page 33 «@k [p. 33]»"),
            ("@k [33]", "in k||Page 33 «@k [33]»"),
            ("@k\n[p. 33]", "in k||Page 33 «@k\n[p. 33]»"),
            ("@k [p. 33; @b]", "in k||Page 33; b «@k [p. 33; @b]»"),
            ("@k [see @b]", "in k; b|see «@k [see @b]»"),
            ("@k [emphasis added]", "in k|||, emphasis added «@k [emphasis added]»"),
            ("@k []", "in k «@k»"),
            (
                "[@k, {pp. iv}, suffix]",
                "[] k||Page iv|, suffix «[@k, {pp. iv}, suffix]»",
            ),
            ("[@k, {}33 dogs]", "[] k|||33 dogs «[@k, {}33 dogs]»"),
            ("@{odd.key.}", "in odd.key. «@{odd.key.}»"),
            ("[@{k}, p. 3]", "[] k||Page 3 «[@{k}, p. 3]»"),
            ("@{https://x.y/z?a=b}", "in https://x.y/z?a=b «@{https://x.y/z?a=b}»"),
            ("-@k says", "[] -k «-@k»"),
            ("(-@k)", "[] -k «-@k»"),
            ("[@k; see also @b]", "[] k; b|see also «[@k; see also @b]»"),
            ("[see @a and @b]", "[] a|see; b|and «[see @a and @b]»"),
            ("“@k”, @b", "in k «@k» / in b «@b»"),
            ("[[@k]]", "[] k «[@k]»"),
            ("[text; @k]", "in k «@k»"),
            ("[@k; text]", "in k «@k»"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_key_ends_before_punctuation() {
        for (text, key) in [
            ("@k. Then", "k"),
            ("@k's", "k"),
            ("@k:", "k"),
            ("@k%", "k"),
            ("@k--b", "k"),
            ("@k–b", "k"),
            ("@a_b:c/d.", "a_b:c/d"),
            ("@k#x?", "k#x"),
            ("@1k", "1k"),
            ("@_k", "_k"),
            ("@é)", "é"),
            ("@van-den-berg2019,", "van-den-berg2019"),
        ] {
            let found = find(text, |_| false);
            assert_eq!(found[0].cites[0].key, key, "{text}");
        }
        assert_eq!(shown("[@k.]"), "[] k|||. «[@k.]»");
        assert_eq!(shown("@foo@bar"), "in foo «@foo» / in bar «@bar»");
    }

    #[test]
    fn what_is_no_citation_is_left() {
        for text in [
            "a@k.com", "a.b@k", "x_@k", r"\@k", r"[\@k]", "[@ k]", "@", "[p. 33]", "-@", "@{a b}", "@{}", "@{", "5 @ 3",
            "", "[", "]", "no sign",
        ] {
            assert_eq!(shown(text), "", "{text}");
        }
        assert_eq!(shown(r"\[@k]"), "in k «@k»");
    }

    #[test]
    fn places_are_recognised_by_their_labels() {
        for (text, expected) in [
            (", p. 33", "Page 33"),
            (", p.33", "Page 33"),
            (", 33-35, 38 and elsewhere", "Page 33–35, 38 | and elsewhere"),
            (", p. iv", "Page iv"),
            (", p. 3 & 5", "Page 3 & 5"),
            (" p. 33", "Page 33"),
            (", pp. 33 -- 35", "Page 33–35"),
            (", chap. 2, sec. 3", "Chapter 2+Section 3"),
            (", vol. 2, p. 30", "Volume 2+Page 30"),
            (", Chapter 2", "Chapter 2"),
            (", ch. 2", "Chapter 2"),
            (", §3", "Section 3"),
            (", ¶¶ 4-5", "Paragraph 4–5"),
            (", para. 4", "Paragraph 4"),
            (", fig. 2a", "Figure 2a"),
            (", no. 3", "Number 3"),
            (", n. 3", "Note 3"),
            (", bk. II", "Book II"),
            (", pt. 1", "Part 1"),
            (", col. 4", "Column 4"),
            (", l. 4", "Line 4"),
            (", v. 4", "Verse 4"),
            (", table 2", "Table 2"),
            (", 33", "Page 33"),
            (", pp. 33-35, emphasis added", "Page 33–35 |, emphasis added"),
            // No numbers, so words.
            (", chapter one", " |, chapter one"),
            (", xiv", " |, xiv"),
            (", 2nd part", " |, 2nd part"),
            (", partly", " |, partly"),
            (" and more", " | and more"),
            ("", ""),
        ] {
            let (locators, suffix) = locators(text);
            let shown: Vec<String> = locators
                .iter()
                .map(|locator| format!("{:?} {}", locator.place, locator.value))
                .collect();
            let mut shown = shown.join("+");
            if !suffix.is_empty() {
                shown = format!("{shown} |{suffix}");
            }
            assert_eq!(shown, expected, "{text}");
        }
    }

    #[test]
    fn hostile_text_costs_little() {
        for text in [
            "[".repeat(100_000) + "@k",
            "[@k; ".repeat(20_000) + &"]".repeat(20_000),
            "@{".repeat(50_000),
            "-@".repeat(50_000),
            "@k [".repeat(20_000),
        ] {
            let _ = find(&text, |_| false);
        }
    }

    proptest::proptest! {
        #[test]
        fn ranges_lie_in_the_text_and_in_order(text in "[ \\[\\]@{};,.a-k0-9é\\-–]{0,60}") {
            let mut end = 0;
            for citation in find(&text, |_| false) {
                proptest::prop_assert!(citation.range.start >= end);
                end = citation.range.end;
                proptest::prop_assert!(text.get(citation.range.clone()).is_some());
                for cite in &citation.cites {
                    let shown = text.get(cite.range.clone()).unwrap_or_default();
                    proptest::prop_assert!(shown.starts_with('@') && shown.contains(&cite.key));
                    proptest::prop_assert!(cite.range.end <= end && cite.range.start >= citation.range.start);
                }
            }
        }
    }
}
