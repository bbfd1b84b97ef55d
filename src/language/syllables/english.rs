//! English words.

use std::borrow::Cow;

use super::cmu::Table;
use super::{cmu, numbers, parts};

/// The syllables of `word`.
pub(super) fn count(word: &str) -> usize {
    let table = cmu::table();
    // Most words: nothing but small letters.
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return of_one(word, table);
    }
    let small = small(word);
    if let Some(known) = table.get(&*small) {
        return usize::from(*known);
    }
    if numbers::is_number(&small) {
        return numbers::syllables(&small);
    }
    if let Some(letters) = spelled_out(word) {
        return letters;
    }
    let all = parts(&small).map(|part| {
        if numbers::is_number(part) {
            numbers::syllables(part)
        } else {
            of_one(part, table)
        }
    });
    all.sum::<usize>().max(1)
}

/// In small letters, with straight apostrophes.
fn small(word: &str) -> Cow<'_, str> {
    let is_small = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if word.bytes().all(is_small) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase().replace('’', "'"))
    }
}

/// The syllables of letters that are read one by one: capitals without a vowel, such as `NHS`.
fn spelled_out(word: &str) -> Option<usize> {
    let stem = word.strip_suffix('s').unwrap_or(word);
    let stem = stem.strip_suffix(['’', '\'']).unwrap_or(stem);
    let is_spelled = stem.len() > 1
        && stem.bytes().all(|b| b.is_ascii_uppercase())
        && !stem.bytes().any(|b| is_vowel(b.to_ascii_lowercase()));
    is_spelled.then(|| stem.bytes().map(|b| if b == b'W' { 3 } else { 1 }).sum())
}

/// The syllables of a word in small letters: as the table says, else as the word that it comes from, else by its letters.
pub(super) fn of_one(word: &str, table: &Table) -> usize {
    if let Some(known) = table.get(word) {
        return usize::from(*known);
    }
    match stem(word) {
        // Each stem is shorter than its word, so this ends.
        Some((stem, more)) => of_one(&stem, table) + more,
        None => by_letters(word),
    }
}

/// The word that `word` comes from, which is shorter, and how many syllables it has more.
fn stem(word: &str) -> Option<(Cow<'_, str>, usize)> {
    let letters = word.as_bytes();
    if letters.len() <= 3 || !word.is_ascii() {
        return None;
    }
    let with = |stem: &str, end: &str| Cow::Owned([stem, end].concat());
    if let Some(stem) = word.strip_suffix("'s") {
        return Some((Cow::Borrowed(stem), usize::from(hisses(stem))));
    }
    if let Some(stem) = word.strip_suffix('\'') {
        return Some((Cow::Borrowed(stem), 0));
    }
    if letters.len() > 4
        && let Some(stem) = word
            .strip_suffix("ies")
            .or_else(|| word.strip_suffix("ied"))
    {
        return Some((with(stem, "y"), 0));
    }
    if let Some(stem) = word.strip_suffix('s')
        && !stem.ends_with(['s', 'u', 'i', '\''])
    {
        if let Some(stem) = stem.strip_suffix('e')
            && (stem.ends_with(['x', 's', 'z']) || stem.ends_with("ch") || stem.ends_with("sh"))
        {
            return Some((Cow::Borrowed(stem), 1));
        }
        return Some((Cow::Borrowed(stem), usize::from(hisses(stem))));
    }
    if let Some(stem) = word.strip_suffix("ed")
        && letters.len() > 4
        && has_vowel(&stem[..stem.len() - 1])
    {
        let more = usize::from(stem.ends_with(['t', 'd']));
        return Some(match verb(stem) {
            Verb::Doubled => (Cow::Borrowed(&stem[..stem.len() - 1]), more),
            Verb::SilentE => (Cow::Borrowed(&word[..word.len() - 1]), more),
            Verb::Whole => (Cow::Borrowed(stem), more),
        });
    }
    if let Some(stem) = word.strip_suffix("ing")
        && letters.len() > 5
        && has_vowel(stem)
    {
        return Some(match verb(stem) {
            Verb::Doubled => (Cow::Borrowed(&stem[..stem.len() - 1]), 1),
            Verb::SilentE if !stem.ends_with(['w', 'x', 'r', 'n', 'l', 'i']) => {
                (with(stem, "e"), 1)
            }
            Verb::SilentE | Verb::Whole => (Cow::Borrowed(stem), 1),
        });
    }
    if let Some(stem) = word.strip_suffix("ly")
        && letters.len() > 5
        && has_vowel(stem)
    {
        return Some(if let Some(stem) = stem.strip_suffix("ical") {
            // `basically` has one more than `basic`, whatever its spelling.
            (with(stem, "ic"), 1)
        } else if stem.ends_with('b') {
            // `gently`, but `gentle` of `probably`.
            (with(stem, "le"), 0)
        } else {
            (without_i(stem), 1)
        });
    }
    let ending = ENDINGS.iter().find_map(|end| word.strip_suffix(end));
    if let Some(stem) = ending
        && stem.len() > 2
        && has_vowel(stem)
    {
        return Some((without_i(stem), 1));
    }
    None
}

/// Endings of one syllable that leave the word before them as it is.
const ENDINGS: &[&str] = &[
    "ness", "ful", "less", "ment", "ship", "hood", "man", "men", "ville", "berg", "burg", "stein",
    "land", "wood", "ford", "ton", "ward", "field", "house", "line", "side", "time", "work",
    "like",
];

/// `happi` of `happiness` as `happy`.
fn without_i(stem: &str) -> Cow<'_, str> {
    match stem.strip_suffix('i') {
        Some(stem) => Cow::Owned([stem, "y"].concat()),
        None => Cow::Borrowed(stem),
    }
}

/// What the ending of a verb has done to it.
enum Verb {
    /// It has doubled the last letter: `stopp`.
    Doubled,
    /// It has taken the place of an e: `lov`.
    SilentE,
    /// Nothing: `want`.
    Whole,
}

fn verb(stem: &str) -> Verb {
    let letters = stem.as_bytes();
    let [.., before, last] = *letters else {
        return Verb::Whole;
    };
    let third = letters.len().checked_sub(3).map(|at| letters[at]);
    if letters.len() > 2 && last == before && !matches!(last, b'l' | b's' | b'z') && !is_vowel(last)
    {
        Verb::Doubled
    } else if is_vowel(last) && last != b'y'
        || matches!(last, b's' | b'c' | b'g' | b'v' | b'z')
        || !is_vowel(last) && is_vowel(before) && !third.is_some_and(is_vowel)
    {
        Verb::SilentE
    } else {
        Verb::Whole
    }
}

/// Whether an s after it is a syllable of its own.
fn hisses(stem: &str) -> bool {
    let ends = |end: &&str| stem.ends_with(*end);
    ["s", "x", "z", "ch", "sh", "ce", "ge", "se", "ze"]
        .iter()
        .any(ends)
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

fn has_vowel(text: &str) -> bool {
    text.bytes().any(is_vowel)
}

/// The syllables of a word by its letters alone: groups of vowels, without those that are silent at the end. At least 1.
fn by_letters(word: &str) -> usize {
    let plain: String;
    let word = if word.is_ascii() && !word.contains('\'') {
        word
    } else {
        plain = unicode_normalization::UnicodeNormalization::nfd(word)
            .filter(char::is_ascii_alphabetic)
            .collect();
        &plain
    };
    let letters = word.as_bytes();
    let at = |i: usize| letters.get(i).copied().unwrap_or(0);
    let mut count = 0;
    let mut i = 0;
    while i < letters.len() {
        let is_consonant = at(i) == b'y' && i == 0 && is_vowel(at(1))
            || at(i) == b'u' && i > 0 && at(i - 1) == b'q' && is_vowel(at(i + 1));
        if !is_vowel(at(i)) || is_consonant {
            i += 1;
            continue;
        }
        let mut end = i;
        while is_vowel(at(end)) {
            end += 1;
        }
        count += of_vowels(letters, i, end);
        i = end;
    }
    if word.ends_with("sm") && letters.len() > 3 {
        count += 1;
    }
    if count > 1 && ends_silently(letters) {
        count -= 1;
    }
    count.max(1)
}

/// Whether the e near the end is silent, as in `home`, `homes` and `roamed`.
fn ends_silently(letters: &[u8]) -> bool {
    match letters {
        // `-le` is a syllable after a consonant: `gentle`, but not `belle`.
        [.., before, b'l', b'e'] if !is_vowel(*before) && letters.len() > 3 => *before == b'l',
        [.., _, last, b'e'] => !is_vowel(*last),
        [.., before, b'l', b'e', b's'] if !is_vowel(*before) => *before == b'l',
        [.., b'c' | b's', b'h', b'e', b's'] => false,
        [.., _, last, b'e', b's'] => {
            !is_vowel(*last) && !matches!(last, b's' | b'z' | b'x' | b'c' | b'g')
        }
        [.., before, b'l', b'e', b'd'] if !is_vowel(*before) => matches!(before, b'l' | b'r'),
        [.., _, last, b'e', b'd'] => !is_vowel(*last) && !matches!(last, b't' | b'd'),
        _ => false,
    }
}

/// The syllables of the vowels `start..end` of a word.
fn of_vowels(letters: &[u8], start: usize, end: usize) -> usize {
    let before = start.checked_sub(1).map_or(0, |at| letters[at]);
    let after = letters.get(end).copied().unwrap_or(0);
    let second = letters.get(end + 1).copied().unwrap_or(0);
    let is_last = end == letters.len();
    let one = match &letters[start..end] {
        [_] => true,
        // `social`, `Asian`, but `media`, `phobia`.
        b"ia" => matches!(before, b'c' | b't') && matches!(after, b'l' | b'n' | b't') && start > 1,
        // `nation`, `religion`, but `trio`, `radio`.
        b"io" => matches!(before, b't' | b's' | b'c' | b'g' | b'x') && matches!(after, b'n' | b'u'),
        b"eo" => after == b'p',
        b"iu" | b"uo" | b"ya" | b"yo" | b"yi" | b"yu" => false,
        b"ua" => matches!(before, b'g' | b'q'),
        b"ui" => !matches!(before, b't' | b'd' | b'n'),
        b"ue" => is_last || matches!(before, b'g' | b'q') || !matches!(after, b'n' | b'l'),
        b"ie" => {
            let parts = after == b't' && second == b'y'
                || after == b'n' && matches!(second, b't' | b'c') && !matches!(before, b't' | b'c')
                || after == b'r' && end + 1 == letters.len() && before != b'p';
            !parts
        }
        b"ye" => start == 0 || after != b'r',
        [_, _] => true,
        b"iou" | b"eou" => matches!(before, b't' | b'c' | b'g' | b'x'),
        b"eau" | b"ieu" | b"oeu" | b"aye" | b"eye" | b"eue" => true,
        _ => false,
    };
    if one { 1 } else { 2 }
}
