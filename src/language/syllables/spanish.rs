//! Spanish words: each strong or accented vowel is the heart of a syllable, and so is a group of weak ones alone
//! (Real Academia Española, Ortografía de la lengua española, 2010: diptongos e hiatos).

/// The syllables of `word`.
pub(super) fn count(word: &str) -> usize {
    let mut count = 0;
    // Of the vowels that stand together: whether there are any, and whether one of them has counted.
    let (mut together, mut counted) = (false, false);
    let mut letters = word.chars().flat_map(char::to_lowercase).peekable();
    while let Some(letter) = letters.next() {
        let is_end = letters.peek().is_none();
        match letter {
            'a' | 'e' | 'o' | 'á' | 'é' | 'ó' | 'í' | 'ú' => {
                count += 1;
                (together, counted) = (true, true);
            }
            'i' | 'u' | 'ü' => together = true,
            'y' if is_end => together = true,
            _ => {
                count += usize::from(together && !counted);
                (together, counted) = (false, false);
            }
        }
    }
    count + usize::from(together && !counted)
}
