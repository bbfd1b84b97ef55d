//! German words: each vowel or diphthong is the heart of a syllable.

/// The syllables of `word`.
pub(super) fn count(word: &str) -> usize {
    let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    let at = |i: usize| letters.get(i).copied().unwrap_or(' ');
    let mut count = 0;
    let mut i = 0;
    while i < letters.len() {
        let is_vowel = matches!(
            at(i),
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ä' | 'ö' | 'ü' | 'é'
        );
        if !is_vowel || at(i) == 'u' && i > 0 && at(i - 1) == 'q' {
            i += 1;
            continue;
        }
        let pair = (at(i), at(i + 1));
        // `Therapien` and `Ferien` end in two syllables, `Wien` in one.
        let parts = pair == ('i', 'e') && count > 0 && at(i + 2) == 'n' && i + 3 == letters.len();
        let joined = matches!(
            pair,
            ('a' | 'e', 'i' | 'y')
                | ('a' | 'e' | 'ä', 'u')
                | ('i', 'e')
                | ('o', 'i')
                | ('a', 'a')
                | ('e', 'e')
                | ('o', 'o')
        );
        count += 1;
        i += if joined && !parts { 2 } else { 1 };
    }
    count
}
