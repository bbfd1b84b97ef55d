//! Sentences and words of running text.
//!
//! Both follow what a person would count, not Unicode's default segmentation (UAX 29), which ends a sentence after
//! `Dr.` and begins a word after every hyphen: with all the repairs that readability needs, little of it would be left.
//!
//! Words are counted as `textstat` counts them, so that figures can be compared: what stands between blanks and holds a
//! letter or digit is one word (`co-regulation`, `and/or`, `don’t`, `1,200`). Only a dash without blanks parts two words
//! here, as it does for a reader.

use std::ops::Range;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word, without the marks around it: `co-regulation`, `don’t`, `1,200`.
    pub text: &'t str,
    /// Its first byte.
    pub start: usize,
}

impl Word<'_> {
    /// Its bytes in the text.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// Every word of `text`, in order. In scripts without blanks between words each character counts as one.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = skip(text, rest, is_gap);
            let first = text[start..].chars().next()?;
            rest = match skip(text, start, |c| !is_gap(c) && !is_word_alone(c)) {
                end if end == start => start + first.len_utf8(),
                end => end,
            };
            let from = skip(text, start, |c| !c.is_alphanumeric());
            if from >= rest {
                continue;
            }
            let piece = &text[from..rest];
            let end = match piece.as_bytes() {
                // Most words end in a letter, or in one sign.
                [.., last] if last.is_ascii_alphanumeric() => piece.len(),
                [.., before, b',' | b'.'] if before.is_ascii_alphanumeric() => piece.len() - 1,
                _ => end_of_letters(piece),
            };
            return Some(Word {
                text: &piece[..end],
                start: from,
            });
        }
    })
}

/// The first place at or after `from` where `is` does not hold.
fn skip(text: &str, from: usize, is: impl Fn(char) -> bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            if !is(char::from(*byte)) {
                return at;
            }
            at += 1;
        } else {
            match text[at..].chars().next() {
                Some(c) if is(c) => at += c.len_utf8(),
                _ => return at,
            }
        }
    }
    at
}

/// Where the last letter or digit of `piece` ends. Accents that are characters of their own belong to the letter before.
fn end_of_letters(piece: &str) -> usize {
    let last = piece
        .char_indices()
        .rev()
        .find(|(_, c)| c.is_alphanumeric());
    let end = last.map_or(piece.len(), |(at, c)| at + c.len_utf8());
    skip(piece, end, unicode_normalization::char::is_combining_mark)
}

/// What parts words: blanks, dashes, and what stands for code or a picture.
fn is_gap(c: char) -> bool {
    match c {
        c if c.is_ascii() => c.is_ascii_whitespace(),
        '—' | '―' | '\u{fffc}' | '、' => true,
        c if is_wide_stop(c) => true,
        c => c.is_whitespace(),
    }
}

/// Kana and ideographs: writing without blanks.
fn is_word_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The sentences of `text`, one block of running text in `language` (a BCP 47 tag): the bytes of each without the blanks
/// around it, in order. What holds no letter or digit is no sentence.
///
/// A stop ends a sentence if a blank follows (after closing quotes and brackets), and no small letter after that. The
/// stop of an abbreviation (`Dr.`, `e.g.`, `pp. 3`), of initials (`J. B. Smith`), and one within a number ends none.
#[must_use]
pub fn sentences(text: &str, language: &str) -> Vec<Range<usize>> {
    let rules = Rules::of(language);
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(stop) = next_stop(text, at, rules.question_mark) {
        let stops = run(text, stop, |c| is_stop(c, rules.question_mark));
        let closed = run(text, stops.end, is_closing);
        at = closed.end;
        if rules.ends_sentence(text, &stops, at) {
            push(&mut found, text, start..at);
            start = at;
        }
    }
    push(&mut found, text, start..text.len());
    found
}

fn push(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let sentence = &text[range.clone()];
    let from = range.start + (sentence.len() - sentence.trim_start().len());
    let to = range.start + sentence.trim_end().len();
    if to > from {
        if text[from..to].contains(char::is_alphanumeric) {
            found.push(from..to);
        } else if let Some(last) = found.last_mut() {
            // Dots or a dash left over belong to what they follow.
            last.end = to;
        }
    }
}

/// The next place at or after `from` where a sentence may end.
fn next_stop(text: &str, from: usize, question_mark: Option<char>) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'.' | b'!' | b'?' => return Some(at),
            byte if byte.is_ascii() && byte != b';' => at += 1,
            _ => {
                let c = text[at..].chars().next()?;
                if is_stop(c, question_mark) {
                    return Some(at);
                }
                at += c.len_utf8();
            }
        }
    }
    None
}

/// The bytes of the characters from `at` for which `is` holds.
fn run(text: &str, at: usize, is: impl Fn(char) -> bool) -> Range<usize> {
    let length = text[at..].find(|c| !is(c)).unwrap_or(text.len() - at);
    at..at + length
}

fn is_stop(c: char, question_mark: Option<char>) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '।' | '\u{37e}')
        || is_wide_stop(c)
        || question_mark == Some(c)
}

/// Stops that no blank follows.
fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '“' | '‘' | '»' | '«' | '›' | '‹' | ')' | ']' | '」' | '』'
    )
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '('
            | '['
            | '¿'
            | '¡'
            | '—'
            | '–'
            | '-'
    )
}

/// What a stop means in one language.
struct Rules {
    /// After these, a stop never ends a sentence: something must follow.
    leading: &'static [&'static str],
    /// After these, it does not if a number follows.
    numbered: &'static [&'static str],
    /// Small numbers with a stop are ordinals: `am 3. Mai`.
    ordinals: bool,
    /// The question mark, where it is a semicolon to others.
    question_mark: Option<char>,
}

/// Titles and the like, without their last stop, in small letters.
const ENGLISH: &[&str] = &[
    "dr", "mr", "mrs", "ms", "mx", "prof", "rev", "hon", "sr", "fr", "st", "messrs", "mme", "e.g",
    "eg", "i.e", "ie", "vs", "cf", "viz", "approx", "resp", "incl", "gen", "col", "sgt", "capt",
    "lt", "gov", "sen", "rep", "pres",
];
const ENGLISH_NUMBERED: &[&str] = &[
    "no", "nos", "p", "pp", "vol", "vols", "ch", "chap", "fig", "figs", "eq", "sec", "art", "ed",
    "para", "paras", "pt", "ca", "c", "al", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "tel", "ext",
];
const SPANISH: &[&str] = &[
    "sr", "sra", "srta", "dr", "dra", "d", "dña", "prof", "profa", "p.ej", "ej", "vs", "cf", "ee",
    "uu", "ud", "uds", "vd", "vds", "sto", "sta",
];
const SPANISH_NUMBERED: &[&str] = &[
    "p", "pp", "pág", "págs", "núm", "n", "nº", "art", "cap", "vol", "fig", "tel", "c", "al",
];
const GERMAN: &[&str] = &[
    "dr", "prof", "hr", "fr", "dipl", "med", "phil", "psych", "z.b", "z", "d.h", "u.a", "u", "o",
    "bzw", "ca", "vgl", "sog", "evtl", "ggf", "inkl", "st", "mag", "bspw",
];
const GERMAN_NUMBERED: &[&str] = &[
    "nr", "s", "abb", "bd", "kap", "abs", "art", "tab", "tel", "jan", "feb", "okt", "dez",
];
const GREEK: &[&str] = &["κ", "κα", "δρ", "καθ", "π.χ", "δηλ", "βλ", "πρβλ", "αγ"];
const GREEK_NUMBERED: &[&str] = &["σ", "σσ", "αρ", "τ", "τηλ", "κεφ", "εικ"];

/// Words that begin a sentence far more often than they follow an initial or an abbreviated name.
const STARTERS: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "for", "he", "her", "his", "how", "i", "if", "in", "it",
    "its", "many", "my", "no", "not", "on", "one", "or", "others", "our", "perhaps", "she", "so",
    "some", "that", "the", "their", "then", "there", "these", "they", "this", "those", "to", "we",
    "what", "when", "where", "which", "who", "why", "yes", "yet", "you", "your",
];

impl Rules {
    fn of(language: &str) -> Self {
        let (leading, numbered) = match primary(language) {
            "es" => (SPANISH, SPANISH_NUMBERED),
            "de" => (GERMAN, GERMAN_NUMBERED),
            "el" => (GREEK, GREEK_NUMBERED),
            _ => (ENGLISH, ENGLISH_NUMBERED),
        };
        Self {
            leading,
            numbered,
            ordinals: primary(language) == "de",
            question_mark: (primary(language) == "el").then_some(';'),
        }
    }

    /// Whether the stops at `stops`, with what closes after them up to `at`, end a sentence.
    fn ends_sentence(&self, text: &str, stops: &Range<usize>, at: usize) -> bool {
        let after = &text[at..];
        if text[stops.clone()].ends_with(is_wide_stop) {
            return true;
        }
        if !after.is_empty() && !after.starts_with(|c: char| c.is_whitespace() || is_gap(c)) {
            return false;
        }
        let next = after.trim_start().trim_start_matches(is_opening);
        let next = next.trim_start();
        let Some(first) = next.chars().next() else {
            return true;
        };
        // `"Why?" she asked`, `and so on … until then`.
        if first.is_lowercase() {
            return false;
        }
        if &text[stops.clone()] != "." || at > stops.end {
            return true;
        }
        !self.is_abbreviation(last_token(&text[..stops.start]), next, first)
    }

    /// Whether the stop after `token` belongs to it, as far as what follows (`next`, which begins with `first`) tells.
    fn is_abbreviation(&self, token: &str, next: &str, first: char) -> bool {
        if token.is_empty() {
            return false;
        }
        let mut letters = token.chars();
        let small = token.to_lowercase();
        if self.leading.contains(&small.as_str()) {
            return true;
        }
        if first.is_numeric() && self.numbered.contains(&small.as_str()) {
            return true;
        }
        if self.ordinals && token.len() <= 2 && token.bytes().all(|b| b.is_ascii_digit()) {
            return true;
        }
        // Initials, and letters with a stop each: `J. B. Smith`, `U.S. Army`; but `Plan B. It works`.
        let initial =
            matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase());
        let dotted = token.contains('.') && token.split('.').all(|part| part.chars().count() == 1);
        (initial || dotted) && first.is_uppercase() && !starts_sentence(next)
    }
}

/// The language of a tag without its region: `en` of `en-GB`.
pub(super) fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or_default()
}

/// What stands between the last blank or opening mark and the end.
fn last_token(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .find(|(_, c)| c.is_whitespace() || is_opening(*c) || is_gap(*c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    &text[start..]
}

fn starts_sentence(next: &str) -> bool {
    let word = next
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    STARTERS
        .iter()
        .any(|starter| word.eq_ignore_ascii_case(starter))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
        let ranges = sentences(text, language).into_iter();
        ranges.map(|range| &text[range]).collect()
    }

    fn listed(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn words_stand_between_blanks() {
        for (text, expected) in [
            ("", &[][..]),
            (" — … & ", &[]),
            ("The cat sat.", &["The", "cat", "sat"]),
            (
                "co-regulation isn’t 1,200",
                &["co-regulation", "isn’t", "1,200"],
            ),
            ("(“and/or”)", &["and/or"]),
            ("word—word", &["word", "word"]),
            ("3.5 % of 40–60", &["3.5", "of", "40–60"]),
            ("see \u{fffc}here", &["see", "here"]),
            ("心と体 and", &["心", "と", "体", "and"]),
            ("η ψυχή μου;", &["η", "ψυχή", "μου"]),
            ("cafe\u{301}!", &["cafe\u{301}"]),
        ] {
            assert_eq!(listed(text), expected, "{text}");
        }
        let text = "one, «two»";
        let found: Vec<_> = words(text).map(|word| &text[word.range()]).collect();
        assert_eq!(found, ["one", "two"]);
    }

    /// Every text is written with `|` where a sentence ends.
    #[track_caller]
    fn ends(language: &str, marked: &[&str]) {
        for marked in marked {
            let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
            let text = marked.replace('|', "");
            assert_eq!(split(&text, language), expected, "{text}");
        }
    }

    #[test]
    fn sentences_end_at_stops() {
        ends(
            "en",
            &[
                "One here.| Two there!| Is this three?| And no stop",
                "What?!| Really…| Yes.",
                "It is so.”| She left.| (Or did she?)| He stayed.",
                "“Come in.”| “Why?” she asked, and left.",
                "She asked “Why?”| Nobody knew.",
                "In 2019.| Then 40 came.| 50 left.",
            ],
        );
        assert_eq!(split("", "en"), [""; 0]);
        assert_eq!(split(" … ", "en"), [""; 0]);
        assert_eq!(split("Well. . . . ", "en"), ["Well. . . ."]);
    }

    #[test]
    fn abbreviations_decimals_and_initials_do_not_end_sentences() {
        ends(
            "en",
            &[
                "Dr. Smith met Mrs. Jones and Prof. Lee.| They spoke.",
                "Many things, e.g. Mondays, i.e. Work, vs. Rest.| Done.",
                "See p. 4, pp. 3–9, No. 10 and Fig. 2.| Then go on.",
                "No.| That is wrong.",
                "It rose by 3.5 points to 1.25.| It fell.",
                "J. B. Smith and J.B. Jones wrote it.| A. Person read it.",
                "That is plan B.| It works.",
                "Stern et al. (1985) and Stern et al. found it.| So did Beebe et al.| Others did not.",
                "Bring tea, water, etc. and go.| Bring tea, etc.| Then go.",
                "She works for the U.S. Army.| He left the U.S.| They met at 9 a.m. on Monday.",
                "Go to example.org/a.b?c=d now.| Stay.",
                "More like... waiting for it.| I wonder...| Perhaps not.",
            ],
        );
    }

    #[test]
    fn each_language_has_its_own_abbreviations() {
        ends(
            "es",
            &["La Sra. Gómez y el Dr. Ruiz, p. ej. Ana.| ¿Y tú?| ¡Sí!| Vale, pág. 3."],
        );
        ends(
            "de-AT",
            &["Am 3. Mai kam Fr. Dr. Huber, z. B. Montag.| „Ja.“| Nr. 4 blieb."],
        );
        ends("el", &["Τι είναι;| Η κ. Άννα, π.χ. Δευτέρα.| Ναι."]);
        ends("en", &["One; Two.| Three."]);
        ends("ja", &["心です。|体です。"]);
    }

    proptest! {
        #[test]
        fn sentences_are_in_order_and_hold_every_word(text in "([A-Za-z’—… .!?\"()0-9]|[αé日。\u{301}]){0,80}") {
            let found = sentences(&text, "en");
            let mut end = 0;
            for range in &found {
                prop_assert!(range.start >= end && range.end > range.start);
                end = range.end;
            }
            let inside: usize = found.iter().map(|range| words(&text[range.clone()]).count()).sum();
            prop_assert_eq!(inside, words(&text).count());
        }
    }
}
