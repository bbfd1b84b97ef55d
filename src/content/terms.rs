//! Finding the words of the glossary in running text: one pass for all of them.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::glossary::Glossary;
use super::language::Lang;
use crate::base::digest::Digest;
use crate::base::path::slugify;

/// The words of a glossary, language by language. Two are equal if they find the same, whatever the words mean.
#[derive(Clone, Default)]
pub struct Terms {
    digest: Digest,
    finders: BTreeMap<Lang, Arc<Finder>>,
}

/// Finds the words of one language.
pub struct Finder {
    automaton: AhoCorasick,
    /// The id of the term that each pattern stands for.
    ids: Vec<Arc<str>>,
}

/// A word of the glossary in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The id of its term: the slug of the term in the site's own language.
    pub id: Arc<str>,
    /// Its bytes.
    pub range: Range<usize>,
}

/// The id of a term: what its entry's address ends in.
#[must_use]
pub fn term_id(term: &str) -> Arc<str> {
    slugify(term).into()
}

impl Terms {
    /// The words of `glossary`, whose own language is `language`.
    #[must_use]
    pub fn of(glossary: &Glossary, language: &Lang) -> Self {
        let mut words: BTreeMap<Lang, Vec<(String, Arc<str>)>> = BTreeMap::new();
        for term in &glossary.terms {
            let id = term_id(&term.term);
            let own = std::iter::once(&term.term).chain(&term.forms);
            let own = own.map(|word| (language.clone(), word));
            let further = term.translations.iter().flat_map(|(tag, translation)| {
                let words = std::iter::once(&translation.term).chain(&translation.forms);
                words.map(move |word| (Lang::from(tag.as_str()), word))
            });
            for (language, word) in own.chain(further) {
                let words = words.entry(language).or_default();
                words.extend(spellings(word).map(|word| (word, id.clone())));
            }
        }
        let digest = Digest::of(&words);
        let finders = words.into_iter().filter_map(|(language, words)| {
            let (patterns, ids): (Vec<String>, Vec<Arc<str>>) = words.into_iter().unzip();
            let automaton = AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .ascii_case_insensitive(true)
                .build(patterns);
            // More words than any automaton can hold: none are found.
            let automaton = automaton.ok()?;
            Some((language, Arc::new(Finder { automaton, ids })))
        });
        Self {
            digest,
            finders: finders.collect(),
        }
    }

    /// What finds the words of a language.
    #[must_use]
    pub fn finder(&self, language: &str) -> Option<&Arc<Finder>> {
        self.finders.get(language)
    }
}

impl Finder {
    /// Every word of the glossary in `text`, in order, none within another: the longest of those that begin first. A
    /// part of a word is none, nor is one joined to another by a hyphen (`mis-attunement`).
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Found> {
        let small = lower_case(text);
        let text = small.as_deref().unwrap_or(text);
        let mut found: Vec<(Range<usize>, usize)> = self
            .automaton
            .find_overlapping_iter(text)
            .filter(|hit| stands_alone(text, &hit.range()))
            .map(|hit| (hit.range(), hit.pattern().as_usize()))
            .collect();
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        found.retain(|(range, _)| {
            let is_free = range.start >= end;
            if is_free {
                end = range.end;
            }
            is_free
        });
        let found = found.into_iter().map(|(range, pattern)| Found {
            id: self.ids[pattern].clone(),
            range,
        });
        found.collect()
    }
}

/// A word as it may be set: in small letters, with curly apostrophes and with hyphens that do not break.
fn spellings(word: &str) -> impl Iterator<Item = String> {
    let word = lower_case(word).unwrap_or_else(|| word.to_owned());
    let curly = word.contains('\'').then(|| word.replace('\'', "’"));
    let hyphens = ['\u{2010}', '\u{2011}'].map(|hyphen| {
        word.contains('-')
            .then(|| word.replace('-', hyphen.encode_utf8(&mut [0; 4])))
    });
    let blank = word.trim().is_empty();
    [Some(word), curly]
        .into_iter()
        .chain(hyphens)
        .flatten()
        .filter(move |_| !blank)
}

/// Small letters, each of as many bytes as the letter it stands for, so that places stay; `None` if there is nothing to do:
/// the automaton takes ASCII letters as they are.
fn lower_case(text: &str) -> Option<String> {
    // Latin-1's signs begin with C2, dashes and quotation marks with E2: most texts hold no others.
    let has_letters = |byte: &u8| *byte >= 0xc3 && *byte != 0xe2;
    if !text.as_bytes().iter().any(has_letters) {
        return None;
    }
    let small = |c: char| {
        let mut small = c.to_lowercase();
        match (small.next(), small.next()) {
            (Some(s), None) if s.len_utf8() == c.len_utf8() => s,
            _ => c,
        }
    };
    Some(text.chars().map(small).collect())
}

fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '_');
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !before.is_some_and(joins) && !after.is_some_and(joins)
}

impl PartialEq for Terms {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for Terms {}

impl Hash for Terms {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

impl fmt::Debug for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Terms({:?})", self.digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::glossary::Term;

    fn terms(words: &[(&str, &[&str])]) -> Terms {
        let terms = words.iter().map(|(word, forms)| term(word, forms, ""));
        let terms = terms.collect();
        Terms::of(&Glossary { terms }, &"en".into())
    }

    fn term(term: &str, forms: &[&str], meaning: &str) -> Term {
        Term {
            term: term.into(),
            forms: forms.iter().map(|form| (*form).into()).collect(),
            meaning: meaning.into(),
            see_also: Vec::new(),
            sources: Vec::new(),
            translations: BTreeMap::new(),
        }
    }

    fn found(words: &[(&str, &[&str])], text: &str) -> Vec<String> {
        let terms = terms(words);
        let found = terms.finder("en").map(|finder| finder.find(text));
        let found = found.unwrap_or_default().into_iter();
        found
            .map(|found| format!("{}={}", found.id, &text[found.range]))
            .collect()
    }

    #[test]
    fn the_longest_word_that_stands_alone_is_found() {
        let words: &[(&str, &[&str])] = &[
            ("affect", &["affects"]),
            ("affect regulation", &[]),
            ("co-regulation", &["co-regulate"]),
            ("mother's gaze", &[]),
            ("ψυχή", &[]),
        ];
        for (text, expected) in [
            (
                "Affect regulation is not affect.",
                vec!["affect-regulation=Affect regulation", "affect=affect"],
            ),
            ("affect regulations", vec!["affect=affect"]),
            ("an affected effect", vec![]),
            ("mis-affect, affect-laden", vec![]),
            ("(AFFECTS)", vec!["affect=AFFECTS"]),
            (
                "Co\u{2011}regulation, co-regulate’s",
                vec![
                    "co-regulation=Co\u{2011}regulation",
                    "co-regulation=co-regulate",
                ],
            ),
            ("the mother’s gaze", vec!["mothers-gaze=mother’s gaze"]),
            ("Η ΨΥΧΉ μου", vec!["ψυχή=ΨΥΧΉ"]),
        ] {
            assert_eq!(found(words, text), expected, "{text}");
        }
    }

    #[test]
    fn what_a_word_means_is_no_part_of_finding_it() {
        let plain = terms(&[("affect", &[])]);
        let mut glossary = Glossary {
            terms: vec![term("affect", &[], "A feeling.")],
        };
        assert_eq!(Terms::of(&glossary, &"en".into()), plain);
        glossary.terms[0].forms.push("affects".into());
        assert_ne!(Terms::of(&glossary, &"en".into()), plain);
    }
}
