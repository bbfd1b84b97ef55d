//! The case of titles.
//!
//! In a reference the title of a work stands in sentence case (APA Publication Manual, 7th ed., sections 6.17 and 9.19), in
//! the text of an article in title case (section 6.17). `.bib` files hold either: BibLaTeX's custom is title case with
//! braces around what must keep its letters, reference managers write what the publisher wrote. So a title is
//! lower-cased only if it is in title case throughout; one that is in sentence case is taken as it stands, and its
//! names need no braces.

use super::tex::{Chunk, tidy};

/// Words that many styles of title case leave small, whatever their length.
const SMALL: &[&str] = &[
    "a",
    "about",
    "above",
    "across",
    "after",
    "against",
    "along",
    "among",
    "an",
    "and",
    "around",
    "as",
    "at",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "between",
    "beyond",
    "but",
    "by",
    "despite",
    "down",
    "during",
    "except",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "like",
    "near",
    "nor",
    "of",
    "off",
    "on",
    "onto",
    "or",
    "over",
    "past",
    "per",
    "since",
    "so",
    "than",
    "the",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
    "under",
    "until",
    "up",
    "upon",
    "versus",
    "via",
    "vs",
    "when",
    "with",
    "within",
    "without",
    "yet",
];

/// A word of a title: its characters with whether each is kept by braces.
struct Word {
    letters: Vec<(char, bool)>,
    /// It begins the title, or what follows a colon, a dash or the end of a sentence.
    is_first: bool,
}

impl Word {
    fn text(&self) -> String {
        self.letters.iter().map(|(c, _)| c).collect()
    }

    /// Letters that only a sentence's capital may change: no acronym (`MAIA-2`), no name like `McLear` or `eHealth`, nothing
    /// in braces.
    fn is_plain(&self) -> bool {
        let mut upper = 0;
        let mut letters = 0;
        let mut is_start = true;
        for (c, is_kept) in &self.letters {
            if *is_kept || c.is_numeric() {
                return false;
            }
            if c.is_alphabetic() {
                letters += 1;
                if c.is_uppercase() && !is_start {
                    return false;
                }
                upper += usize::from(c.is_uppercase());
            }
            // Parts joined by a hyphen or a slash have capitals of their own.
            is_start = !c.is_alphabetic() && !matches!(c, '’' | '\'');
        }
        // `I`, and the letter of `Vitamin C`.
        letters > 0 && !(letters == 1 && upper == 1 && self.text().trim_matches('A').len() > 0)
    }

    fn bare(&self) -> String {
        let text = self.text();
        text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    }
}

fn words(chunks: &[Chunk]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut letters: Vec<(char, bool)> = Vec::new();
    let mut is_first = true;
    let mut next_is_first = false;
    let all = chunks
        .iter()
        .flat_map(|chunk| chunk.text.chars().map(|c| (c, chunk.is_kept)));
    for (c, is_kept) in all.chain([(' ', false)]) {
        if !c.is_whitespace() {
            letters.push((c, is_kept));
            continue;
        }
        if letters.is_empty() {
            continue;
        }
        let last = letters
            .iter()
            .rev()
            .map(|(c, _)| *c)
            .find(|c| !matches!(c, '”' | '’' | '"' | ')' | '»'));
        next_is_first |= last.is_some_and(|c| matches!(c, ':' | '?' | '!' | '.' | '—' | '–'));
        // `vs.` ends no sentence.
        let word = Word {
            letters: std::mem::take(&mut letters),
            is_first,
        };
        if last == Some('.') && SMALL.contains(&word.bare().to_lowercase().as_str()) {
            next_is_first = false;
        }
        words.push(word);
        is_first = std::mem::take(&mut next_is_first);
    }
    words
}

/// Whether every word that title case would capitalise has a capital.
fn is_title_case(words: &[Word]) -> bool {
    let mut found = false;
    for word in words.iter().filter(|word| !word.is_first) {
        let bare = word.bare();
        if !word.is_plain() || SMALL.contains(&bare.to_lowercase().as_str()) {
            continue;
        }
        match bare.chars().next() {
            Some(c) if c.is_uppercase() => found = true,
            Some(c) if c.is_lowercase() => return false,
            _ => {}
        }
    }
    found
}

/// An English title as a reference shows it.
pub(super) fn sentence_case(chunks: &[Chunk]) -> String {
    let words = words(chunks);
    let is_title_case = is_title_case(&words);
    let mut out = String::new();
    for word in &words {
        if !out.is_empty() {
            out.push(' ');
        }
        if is_title_case && word.is_plain() {
            let text = word.text();
            match word.is_first {
                false => out.push_str(&text.to_lowercase()),
                true => {
                    // The first letter keeps its capital.
                    let first = text.find(char::is_alphabetic).unwrap_or(0);
                    let after = text[first..].chars().next().map_or(0, char::len_utf8) + first;
                    out.push_str(&text[..after]);
                    out.push_str(&text[after..].to_lowercase());
                }
            }
        } else {
            out.push_str(&word.text());
        }
    }
    tidy(&out)
}

/// Text as it is, braces or none.
pub(super) fn as_written(chunks: &[Chunk]) -> String {
    let whole: String = chunks.iter().map(|chunk| &*chunk.text).collect();
    tidy(&whole)
}

/// The same with a capital at its start, as the title after a colon has it.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(c) => c.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// An English title as the text of an article shows it: major words, and all of four letters or more, get a capital.
pub(crate) fn title_case(text: &str) -> String {
    let mut out = String::new();
    let mut is_first = true;
    for word in text.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_minor = SMALL.contains(&bare) && bare.chars().count() < 4;
        if is_minor && !is_first {
            out.push_str(word);
        } else {
            let mut starts = true;
            for c in word.chars() {
                match starts && c.is_alphabetic() {
                    true => out.extend(c.to_uppercase()),
                    false => out.push(c),
                }
                starts = (starts && !c.is_alphabetic()) || c == '-';
            }
        }
        is_first = word.ends_with([':', '?', '!', '.', '—', '–']);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tex::read;
    use super::*;

    fn sentence(tex: &str) -> String {
        sentence_case(&read(tex).chunks)
    }

    #[test]
    fn title_case_becomes_sentence_case() {
        for (written, expected) in [
            (
                "Negotiating the Therapeutic Alliance",
                "Negotiating the therapeutic alliance",
            ),
            ("A View from Psychoanalysis", "A view from psychoanalysis"),
            ("Learning from Experience", "Learning from experience"),
            (
                "Parent-Child Attachment and Healthy Development",
                "Parent-child attachment and healthy development",
            ),
            (
                "Seeking Safety: A Manual for {PTSD} in {N}ew {York}",
                "Seeking safety: A manual for PTSD in New York",
            ),
            ("What Now? The Next Step", "What now? The next step"),
            ("Left vs. Right: A Myth", "Left vs. right: A myth"),
            ("Why I Write About MAIA-2", "Why I write about MAIA-2"),
            ("“Stay With Me”", "“Stay with me”"),
            ("Attachment", "Attachment"),
            ("", ""),
        ] {
            assert_eq!(sentence(written), expected);
        }
    }

    #[test]
    fn sentence_case_is_taken_as_it_stands() {
        for title in [
            "Freud’s legacy in Vienna",
            "The alliance in adult psychotherapy: A meta-analytic synthesis",
            "What Winnicott meant by holding",
        ] {
            assert_eq!(sentence(title), title);
        }
    }

    #[test]
    fn a_title_in_the_text_has_capitals() {
        assert_eq!(
            title_case("Patterns of attachment and the still-face: a review with numbers"),
            "Patterns of Attachment and the Still-Face: A Review With Numbers"
        );
    }
}
