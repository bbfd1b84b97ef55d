//! Counting words, and cutting an excerpt.

/// Counts words in text that arrives in pieces.
///
/// A word starts at a letter or digit that no letter or digit comes before, not even across one `'`, `-`, `.`, `,`
/// or `_`: `don't`, `co-regulation` and `1,200` are one word each, `and/or` is two. In scripts without spaces
/// between words each character counts, as is usual there.
pub(super) struct Words {
    count: usize,
    /// The two bytes before the next piece, each standing for its kind.
    before: [u8; 2],
}

impl Words {
    pub(super) fn new() -> Self {
        Self {
            count: 0,
            before: *b"  ",
        }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Nothing that comes belongs to the word before.
    pub(super) fn gap(&mut self) {
        self.before = *b"  ";
    }

    pub(super) fn push(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if !text.is_ascii() {
            text.chars().for_each(|c| self.push_char(c));
        } else if let [one] = bytes {
            self.step(*one);
        } else if let [first, second, ..] = bytes {
            self.count += starts(&[self.before[0], self.before[1], *first, *second]);
            self.count += starts(bytes);
            self.before = [bytes[bytes.len() - 2], bytes[bytes.len() - 1]];
        }
    }

    fn push_char(&mut self, c: char) {
        match c {
            c if c.is_ascii() => self.step(c as u8),
            '\u{200b}'..='\u{200d}' | '\u{ad}' | '\u{feff}' => {}
            '’' | '‐' | '‑' => self.step(b'-'),
            // Kana, and ideographs.
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => {
                self.count += 1;
                self.gap();
            }
            c if c.is_alphanumeric() => self.step(b'a'),
            // Vowel signs and accents: part of the letter before them.
            c if unicode_normalization::char::is_combining_mark(c) => {}
            _ => self.step(b' '),
        }
    }

    fn step(&mut self, byte: u8) {
        self.count += starts(&[self.before[0], self.before[1], byte]);
        self.before = [self.before[1], byte];
    }
}

/// How many words start after the second byte. No branches, so that many bytes are judged at once.
fn starts(bytes: &[u8]) -> usize {
    let letter = |b: u8| b.is_ascii_alphanumeric();
    let joint = |b: u8| (b == b'\'') | (b == b'-') | (b == b'.') | (b == b',') | (b == b'_');
    let Some(two_on) = bytes.get(2..) else {
        return 0;
    };
    let one_on = &bytes[1..];
    let mut count = 0;
    // A byte holds the count of so many.
    for ((a, b), c) in bytes
        .chunks(240)
        .zip(one_on.chunks(240))
        .zip(two_on.chunks(240))
    {
        let judged = a.iter().zip(b).zip(c).fold(0u8, |n, ((a, b), c)| {
            n + u8::from(letter(*c) & !letter(*b) & !(joint(*b) & letter(*a)))
        });
        count += usize::from(judged);
    }
    count
}

/// `text` on one line, cut between words near 200 characters.
pub(super) fn excerpt(text: &str) -> String {
    const NEAR: usize = 200;
    let mut out = String::with_capacity(text.len().min(2 * NEAR));
    let mut length = 0;
    for word in text.split_whitespace() {
        let word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > NEAR {
            let kept = out
                .trim_end_matches([',', ';', ':', '.', '–', '—', '…'])
                .trim_end()
                .len();
            out.truncate(kept);
            out.push('…');
            break;
        }
        if length > 0 {
            out.push(' ');
            length += 1;
        }
        out.extend(
            word.chars()
                .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}')),
        );
        length += word_length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(pieces: &[&str]) -> usize {
        let mut words = Words::new();
        pieces.iter().for_each(|piece| words.push(piece));
        words.count()
    }

    #[test]
    fn words_are_what_a_reader_reads_as_one() {
        for (text, n) in [
            ("", 0),
            ("—", 0),
            ("one", 1),
            ("It isn’t co-regulation, is it?", 5),
            ("1,200 words (and/or) 3.5", 5),
            ("...after three dots", 3),
            ("word—word", 2),
            ("Η ψυχή μου", 3),
            ("心と体", 3),
            ("नमस्ते दुनिया", 2),
        ] {
            assert_eq!(count(&[text]), n, "{text}");
        }
    }

    #[test]
    fn pieces_count_as_the_whole_does() {
        let text = "don't stop co-regulating, 1,200 times a.b. x".repeat(20);
        let whole = count(&[&text]);
        for size in [1, 2, 3, 7, 241] {
            let pieces: Vec<&str> = text
                .as_bytes()
                .chunks(size)
                .filter_map(|piece| std::str::from_utf8(piece).ok())
                .collect();
            assert_eq!(count(&pieces), whole, "{size}");
        }
    }

    #[test]
    fn an_excerpt_ends_between_words() {
        assert_eq!(excerpt(" a\n b "), "a b");
        let long = excerpt(&"word, ".repeat(60));
        assert!(
            long.ends_with("word…") && long.chars().count() <= 201,
            "{long}"
        );
    }
}
