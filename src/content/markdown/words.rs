//! Counting words, and cutting an excerpt.

/// Counts words in text that arrives in pieces.
///
/// A word starts at a letter or digit that no letter or digit comes before, not even across one `'`, `-`, `.`, `,`
/// or `_`: `don't`, `co-regulation` and `1,200` are one word each, `and/or` is two. In scripts without spaces
/// between words each character counts, as is usual there.
pub(super) struct Words {
    /// Characters that are words by themselves.
    single: usize,
    /// All text so far, each byte standing for its kind: many short pieces are judged quicker as one long one.
    text: Vec<u8>,
}

impl Words {
    /// Ready for about so many bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self {
            single: 0,
            text: Vec::with_capacity(bytes),
        }
    }

    pub(super) fn count(&self) -> usize {
        self.single + starts(&self.text)
    }

    /// Nothing that comes belongs to the word before.
    pub(super) fn gap(&mut self) {
        self.text.extend_from_slice(b"  ");
    }

    pub(super) fn push(&mut self, text: &str) {
        if text.is_ascii() {
            self.text.extend_from_slice(text.as_bytes());
        } else {
            text.chars().for_each(|c| self.push_char(c));
        }
    }

    fn push_char(&mut self, c: char) {
        match c {
            c if c.is_ascii() => self.text.push(c as u8),
            '\u{200b}'..='\u{200d}' | '\u{ad}' | '\u{feff}' => {}
            '’' | '‐' | '‑' => self.text.push(b'-'),
            // Kana, and ideographs.
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => {
                self.single += 1;
                self.gap();
            }
            c if c.is_alphanumeric() => self.text.push(b'a'),
            // Vowel signs and accents: part of the letter before them.
            c if unicode_normalization::char::is_combining_mark(c) => {}
            _ => self.text.push(b' '),
        }
    }
}

const LETTER: u8 = 1;
const JOINT: u8 = 2;

/// How many words start. No branches and rows of one length, so that many bytes are judged at once.
fn starts(text: &[u8]) -> usize {
    // A byte must hold the count of a row.
    const ROW: usize = 128;
    // After the kinds of the two bytes before.
    let mut kinds = [0; 2 + ROW];
    let mut judge = |row: &[u8; ROW]| {
        for (kind, byte) in kinds[2..].iter_mut().zip(row) {
            let letter = byte.is_ascii_alphanumeric();
            let joint = matches!(byte, b',' | b'-' | b'.' | b'\'' | b'_');
            *kind = (u8::from(letter) * LETTER) | (u8::from(joint) * JOINT);
        }
        let before = kinds.iter().zip(&kinds[1..]).zip(&kinds[2..]);
        let count = before.fold(0, |n, ((a, b), c)| {
            let goes_on = (*b == LETTER) | ((*b == JOINT) & (*a == LETTER));
            n + u8::from((*c == LETTER) & !goes_on)
        });
        kinds.copy_within(ROW.., 0);
        usize::from(count)
    };
    let (rows, rest) = text.as_chunks::<ROW>();
    let count: usize = rows.iter().map(&mut judge).sum();
    let mut last = [b' '; ROW];
    last[..rest.len()].copy_from_slice(rest);
    count + judge(&last)
}

/// `text` on one line, cut between words near 200 characters.
pub(super) fn excerpt(text: &str) -> String {
    const NEAR: usize = 200;
    let mut out = String::with_capacity(text.len().min(2 * NEAR));
    let mut length = 0;
    for word in text.split_whitespace() {
        let is_ascii = word.is_ascii();
        let word_length = if is_ascii {
            word.len()
        } else {
            word.chars().count()
        };
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
        if is_ascii {
            out.push_str(word);
        } else {
            out.extend(
                word.chars()
                    .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}')),
            );
        }
        length += word_length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(pieces: &[&str]) -> usize {
        let mut words = Words::with_room(0);
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
