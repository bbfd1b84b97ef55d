//! Long words that few people use: those to explain in the glossary, or to say more plainly.
//!
//! A word is one if it has three or more syllables, is not among the commonest of English (or is one of the field's own,
//! such as co-regulation), and is no name. As in Gunning's
//! "hard words" (1952, The Technique of Clear Writing), endings do not make a word hard: `noticing` is as plain as
//! `notice`. What is common is told by `common.txt`: the words of three or more syllables among the 12,000 or so of the
//! levels 10 and 20 of SCOWL, which hold the 1,000 commonest words of English and those of the frequency classes 7 to 16
//! of Kelk's UK English Wordlist; see NOTICE.md.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::readability::counted;
use super::sentences::{sentences, words};
use super::syllables::{Syllables, is_of_the_field};
use crate::content::markdown::Inspection;
use crate::content::terms::Finder;

const COMMON: &str = include_str!("common.txt");
/// Words that every reader of a practice's site has met at its door.
const FAMILIAR: &[&str] = &[
    "anxiety",
    "counselor",
    "counsellor",
    "psychiatrist",
    "therapist",
];

fn common() -> &'static FxHashSet<&'static str> {
    static WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        COMMON
            .split_ascii_whitespace()
            .chain(FAMILIAR.iter().copied())
            .collect()
    });
    &WORDS
}

/// The long and rare words of an English article that the glossary, whose words `terms` finds, does not explain: each in
/// small letters with how often it stands there, the most frequent first.
#[must_use]
pub fn jargon(
    inspection: &Inspection,
    language: &str,
    terms: Option<&Finder>,
) -> Vec<(String, usize)> {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let counts = counted(inspection);
    for (passage, _) in inspection
        .passages
        .iter()
        .zip(counts)
        .filter(|(_, counts)| *counts)
    {
        // A narrative citation reads as a name.
        let text = &passage.text;
        let explained: Vec<_> = terms.map(|terms| terms.find(text)).unwrap_or_default();
        let within = |at: usize| {
            explained.iter().any(|term| term.range.contains(&at))
                || passage
                    .citations
                    .iter()
                    .any(|citation| citation.range.contains(&at))
        };
        for sentence in sentences(text, language) {
            let start = sentence.start;
            for (n, word) in words(&text[sentence]).enumerate() {
                let is_name = n > 0 && word.text.starts_with(char::is_uppercase);
                if !is_name && !within(start + word.start) && is_jargon(word.text) {
                    let mut word = word.text.to_lowercase().replace('’', "'");
                    if let Some(stem) = word.strip_suffix("'s") {
                        word.truncate(stem.len());
                    }
                    *found.entry(word).or_default() += 1;
                }
            }
        }
    }
    let mut found: Vec<(String, usize)> = found.into_iter().collect();
    found.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    found
}

/// Whether a word is long and rare; a compound is if one of its parts is.
fn is_jargon(word: &str) -> bool {
    if word.len() < 7 || Syllables::English.count(word) < 3 {
        return false;
    }
    if word.contains(|c: char| c.is_numeric() || c == '.' || c == '@') {
        return false;
    }
    let word = word.to_lowercase().replace('’', "'");
    // Most long words are common ones, as they stand.
    if common().contains(&*word) {
        return false;
    }
    if is_of_the_field(&word) {
        return true;
    }
    word.split(['-', '‐', '‑', '–', '/'])
        .any(|part| Syllables::English.count(part) >= 3 && !stems(part).any(|stem| is_plain(&stem)))
}

fn is_plain(stem: &str) -> bool {
    Syllables::English.count(stem) < 3 || common().contains(stem)
}

/// A word and what it may be a form of.
fn stems(word: &str) -> impl Iterator<Item = String> {
    let cut = |end: &str, instead: &str| {
        let stem = word.strip_suffix(end).filter(|stem| stem.len() > 2)?;
        Some([stem, instead].concat())
    };
    let undoubled = |end: &str| {
        let stem = word.strip_suffix(end)?;
        let [.., a, b] = stem.as_bytes() else {
            return None;
        };
        (a == b).then(|| stem[..stem.len() - 1].to_owned())
    };
    let forms = [
        Some(word.to_owned()),
        cut("'s", ""),
        cut("s", ""),
        cut("es", ""),
        cut("ies", "y"),
        cut("ed", ""),
        cut("d", ""),
        cut("ied", "y"),
        cut("ing", ""),
        cut("ing", "e"),
        cut("ings", ""),
        cut("ings", "e"),
        cut("ly", ""),
        cut("ily", "y"),
        cut("er", ""),
        cut("er", "e"),
        cut("ness", ""),
        cut("iness", "y"),
        undoubled("ed"),
        undoubled("ing"),
        // Spellings of Britain and America.
        cut("ise", "ize"),
        cut("ised", "ize"),
        cut("ising", "ize"),
    ];
    forms.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::markdown::{HtmlPolicy, Rules, passages};

    fn found(text: &str) -> Vec<(String, usize)> {
        let rules = Rules {
            language: "en",
            html: HtmlPolicy::Safe,
            terms: None,
        };
        jargon(&passages(text, 0..text.len(), rules), "en", None)
    }

    #[test]
    fn long_words_that_few_people_use_are_jargon() {
        for word in [
            "neuroception",
            "dysregulation",
            "ambivalence",
            "interoceptive",
            "co-regulation",
            "Alexithymia’s",
        ] {
            assert!(is_jargon(word), "{word}");
        }
        for word in [
            "relationship",
            "therapist",
            "therapists",
            "understanding",
            "noticing",
            "carefully",
            "uncomfortable",
            "gentleness",
            "three-quarters",
            "wondering",
            "anxieties",
            "beginning",
            "conversations",
            "1,200",
            "example.org",
        ] {
            assert!(!is_jargon(word), "{word}");
        }
    }

    #[test]
    fn each_word_is_told_once_with_how_often_it_stands_there() {
        let text = "## Ambivalence\n\nDysregulation is hard. We met Evangelina there. Your dysregulation, your ambivalence’s end.\n\n`alexithymia` [@metacognition2001]";
        let expected = [
            ("dysregulation".to_owned(), 2),
            ("ambivalence".to_owned(), 1),
        ];
        assert_eq!(found(text), expected);
    }
}
