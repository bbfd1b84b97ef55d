//! The syllables of a word.
//!
//! English words have as many as their first pronunciation in the CMU Pronouncing Dictionary (about 125,000 words). Its
//! 3.6 MB are not in the binary: [`english`] holds rules that are right for nine words in ten, and `cmu.txt` the 8,000
//! words for which they are not, so that every word of the dictionary comes out as it says, and any other as its rules
//! and its relatives suggest. `lexicon` holds words of the field that the dictionary lacks. Measured on words that were
//! kept from it, the rules are right for 93 in 100.
//!
//! Numbers and abbreviations count as they are read aloud, as Flesch (1949, The Art of Readable Writing) and McLaughlin
//! (1969, SMOG Grading) ask. Spanish and German words are counted by the rules of their spelling.

mod cmu;
mod english;
mod german;
mod lexicon;
mod numbers;
mod spanish;

use super::sentences::primary;

/// A language whose syllables can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syllables {
    /// English.
    English,
    /// Spanish.
    Spanish,
    /// German.
    German,
}

impl Syllables {
    /// The way to count the syllables of `language`, a BCP 47 tag; `None` where there is none.
    #[must_use]
    pub fn of(language: &str) -> Option<Self> {
        match primary(language) {
            "en" => Some(Self::English),
            "es" => Some(Self::Spanish),
            "de" => Some(Self::German),
            _ => None,
        }
    }

    /// How many syllables `word` has: one word without the marks around it, of any case. At least 1.
    #[must_use]
    pub fn count(self, word: &str) -> usize {
        match self {
            Self::English => english::count(word),
            Self::Spanish => parts(word).map(spanish::count).sum::<usize>().max(1),
            Self::German => parts(word).map(german::count).sum::<usize>().max(1),
        }
    }
}

/// Whether an English word in small letters is one that the field has made for itself: `neuroception`.
#[must_use]
pub fn is_of_the_field(word: &str) -> bool {
    lexicon::WORDS.iter().any(|(known, _)| *known == word)
}

/// The parts of a compound, none of them empty.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(['-', '‐', '‑', '–', '/', '.', '_'])
        .filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn counts(counter: Syllables, words: &[(&str, usize)]) {
        for (word, syllables) in words {
            assert_eq!(counter.count(word), *syllables, "{word}");
        }
    }

    #[test]
    fn words_of_the_dictionary_have_the_syllables_it_gives() {
        counts(
            Syllables::English,
            &[
                ("the", 1),
                ("cat", 1),
                ("Australian", 3),
                ("platypus", 3),
                ("seemingly", 3),
                ("reptilian", 3),
                ("creature", 2),
                ("people", 2),
                ("feeling", 2),
                ("quiet", 2),
                ("idea", 3),
                ("being", 2),
                ("created", 3),
                ("loved", 1),
                ("wanted", 2),
                ("ruptures", 2),
                ("therapist’s", 3),
                ("therapists'", 3),
                ("isn’t", 2),
                ("relationship", 4),
                ("business", 2),
                ("science", 2),
                ("experience", 4),
            ],
        );
    }

    #[test]
    fn words_of_the_field_are_known() {
        counts(
            Syllables::English,
            &[
                ("attunement", 3),
                ("Attunement’s", 3),
                ("misattunements", 4),
                ("neuroception", 4),
                ("co-regulation", 5),
                ("coregulation", 5),
                ("polyvagal", 4),
                ("dysregulation", 5),
                ("hyperarousal", 5),
                ("hypoarousal", 5),
                ("interoception", 5),
                ("mentalising", 4),
                ("self-compassionate", 5),
                ("psychoeducation", 6),
                ("countertransference", 5),
                ("dysregulated", 5),
                ("attuned", 2),
                ("alexithymia", 6),
            ],
        );
    }

    #[test]
    fn unknown_words_follow_the_rules_and_their_relatives() {
        counts(
            Syllables::English,
            &[
                ("blorp", 1),
                ("glimmeration", 4),
                ("unhurriedness", 4),
                ("reattuning", 4),
                ("overlistened", 4),
                ("twigging", 2),
                ("snuzes", 2),
                ("snafted", 2),
                ("hm", 1),
            ],
        );
    }

    #[test]
    fn numbers_and_letters_count_as_they_are_read_aloud() {
        counts(
            Syllables::English,
            &[
                ("7", 2),
                ("11", 3),
                ("40", 2),
                ("21st", 3),
                ("1,200", 6),
                ("1918", 4),
                ("2026", 5),
                ("2008", 4),
                ("1900", 4),
                ("3.5", 3),
                ("40–60", 4),
                ("1990s", 4),
                ("100", 3),
                ("NHS", 3),
                ("CBT", 3),
                ("WWW", 9),
                ("Dr", 2),
                ("PTSD", 4),
                ("e.g", 4),
            ],
        );
    }

    #[test]
    fn spanish_words_follow_their_spelling() {
        counts(
            Syllables::Spanish,
            &[
                ("casa", 2),
                ("sintonía", 4),
                ("relación", 3),
                ("cuidado", 3),
                ("leer", 2),
                ("ahora", 3),
                ("que", 1),
                ("guía", 2),
                ("pingüino", 3),
                ("hoy", 1),
                ("y", 1),
                ("terapéutica", 5),
                ("país", 2),
                ("corregulación", 5),
                ("aéreo", 4),
                ("40", 1),
            ],
        );
    }

    #[test]
    fn german_words_follow_their_spelling() {
        counts(
            Syllables::German,
            &[
                ("Haus", 1),
                ("Beziehung", 3),
                ("Therapie", 3),
                ("Therapien", 4),
                ("Gefühle", 3),
                ("Regulation", 5),
                ("Quelle", 2),
                ("Wien", 1),
                ("Bäume", 2),
                ("Aufmerksamkeit", 4),
                ("Ich-Du", 2),
                ("Theater", 3),
            ],
        );
    }

    proptest! {
        #[test]
        fn every_word_has_one_syllable_or_more_and_no_more_than_it_can(word in "[A-Za-zäéñ’'0-9.,–-]{1,24}") {
            for counter in [Syllables::English, Syllables::Spanish, Syllables::German] {
                let count = counter.count(&word);
                prop_assert!(count >= 1);
                // The longest way to read a sign is `W`, or a number of many digits.
                prop_assert!(count <= 5 * word.len());
            }
        }
    }
}
