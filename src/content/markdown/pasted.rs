//! What is left in a text that was pasted from a word processor, and what to write instead.

use super::Problems;
use super::escape::is_break_hint;
use crate::base::diagnostic::Span;

/// Counts what is reported once for an article.
#[derive(Default)]
pub(super) struct Pasted {
    bullets: Found,
}

/// How often something was found, and where first.
#[derive(Default)]
struct Found {
    count: usize,
    first: Option<Span>,
}

impl Found {
    fn add(&mut self, start: usize, end: usize) {
        self.count += 1;
        self.first.get_or_insert(Span { start, end });
    }

    /// `once` or `often`, with `{n}` replaced.
    fn report(
        &self,
        code: &'static str,
        once: &str,
        often: &str,
        help: &str,
        problems: &mut Problems<'_>,
    ) {
        if let Some(span) = self.first {
            let message = if self.count == 1 { once } else { often };
            problems.advice(
                code,
                span,
                message.replace("{n}", &self.count.to_string()),
                help,
            );
        }
    }
}

impl Pasted {
    /// Looks at how a line of text starts; `at` is where in the file.
    #[inline]
    pub(super) fn line(&mut self, text: &str, at: usize, problems: &mut Problems<'_>) {
        match text.as_bytes().first() {
            Some(b'#') => heading_without_space(text, at, problems),
            Some(0x80..) => {
                if let Some(length) = bullet(text) {
                    self.bullets.add(at, at + length);
                }
            }
            _ => {}
        }
    }

    /// Reports what was counted.
    pub(super) fn finish(&self, problems: &mut Problems<'_>) {
        self.bullets.report(
            "pasted/bullet",
            "this line starts with a bullet character, which does not make a list",
            "{n} lines start with a bullet character, which does not make a list",
            "start the line with \"- \" (a hyphen and a space), and leave an empty line before the first",
            problems,
        );
    }
}

/// The length of a bullet character and the blank after it.
fn bullet(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    // The last is Word's own, from its symbol font.
    let strict = match chars.next()? {
        '•' | '‣' | '◦' | '▪' | '●' | '○' | '■' | '\u{f0b7}' => false,
        '·' => true,
        _ => return None,
    };
    let first = text.chars().next()?.len_utf8();
    match chars.next() {
        Some(c) if c.is_whitespace() => Some(first + c.len_utf8()),
        _ if strict => None,
        _ => Some(first),
    }
}

/// `##Heading`; one `#` alone may be meant, as in `#1`.
fn heading_without_space(text: &str, at: usize, problems: &mut Problems<'_>) {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    if (2..=6).contains(&level) && rest.starts_with(char::is_alphanumeric) {
        problems.advice(
            "pasted/heading-space",
            Span {
                start: at,
                end: at + level,
            },
            "this looks like a heading, but has no space after the #",
            format!("write \"{} {}\"", &text[..level], rest.trim_end()),
        );
    }
}

/// Looks at a paragraph that is a line of its own outside lists and quotes. `source` is all of it, as written.
pub(super) fn paragraph(source: &str, at: usize, problems: &mut Problems<'_>) {
    let line = source.trim();
    let span = Span {
        start: at,
        end: at + source.trim_end().len(),
    };
    let drawn = |c: char| {
        matches!(
            c,
            '—' | '–'
                | '―'
                | '─'
                | '━'
                | '_'
                | '-'
                | '='
                | '*'
                | '~'
                | '·'
                | '•'
                | '\\'
                | '.'
                | ' '
        )
    };
    let mut marks = line.chars().filter(|c| !matches!(c, '\\' | ' '));
    let first = marks.next();
    if line.len() <= 400
        && first.is_some_and(|c| c != '.')
        && line.chars().all(drawn)
        && marks.count() >= 2
    {
        problems.advice(
            "pasted/rule",
            span,
            "this line of characters is read aloud one by one",
            "write --- on a line of its own, with an empty line before it",
        );
    }
}

/// Looks at a paragraph that is all bold; `words` is what it says.
pub(super) fn bold_paragraph(words: &str, span: Span, problems: &mut Problems<'_>) {
    let words = words.trim();
    if !words.is_empty()
        && words.chars().count() <= 80
        && !words.ends_with(['.', '!', ':', ';', ',', '…', '”', '"'])
        && !words.contains('\n')
    {
        problems.advice(
            "pasted/bold-heading",
            span,
            "this bold line looks like a heading, but screen readers and the outline pass it over",
            format!("write \"## {words}\""),
        );
    }
}

/// A paragraph that became a heading because of the dashes under it.
pub(super) fn underlined_paragraph(span: Span, problems: &mut Problems<'_>) {
    problems.advice(
        "pasted/rule",
        span,
        "the line under this paragraph makes all of it a heading",
        "leave an empty line before the dashes if a dividing line is meant",
    );
}

/// Looks for characters that are not seen in the whole body; `base` is where it starts in the file.
pub(super) fn unseen_characters(body: &str, base: usize, problems: &mut Problems<'_>) {
    // Most bodies in English are done here, at many bytes a step.
    if body.is_ascii() {
        return;
    }
    let (mut spaces, mut zero) = (Found::default(), Found::default());
    for (at, byte) in body.bytes().enumerate() {
        if byte != 0xc2 && byte != 0xe2 && byte != 0xef {
            continue;
        }
        let (before, rest) = body.split_at(at);
        let mut rest = rest.chars();
        match rest.next() {
            Some('\u{a0}') => {
                let (before, after) = (before.chars().next_back(), rest.next());
                if !is_meant(before, after) {
                    spaces.add(base + at, base + at + 2);
                }
            }
            Some('\u{200b}' | '\u{feff}') if !is_break_hint(before) => {
                zero.add(base + at, base + at + 3);
            }
            _ => {}
        }
    }
    spaces.report(
        "pasted/no-break-space",
        "there is a no-break space here, which looks like a space but keeps two words on one line",
        "there are {n} no-break spaces, which look like spaces but keep two words on one line; the first is here",
        "type an ordinary space instead; between a number and its unit it may stay",
        problems,
    );
    zero.report(
        "pasted/zero-width",
        "there is a character without width here, which nobody sees",
        "there are {n} characters without width, which nobody sees; the first is here",
        "delete it: place the cursor after it and press backspace once (it is left out of the page)",
        problems,
    );
}

/// Whether a no-break space between these is good typography: beside a number, or as French sets its punctuation.
fn is_meant(before: Option<char>, after: Option<char>) -> bool {
    let number = |c: char| c.is_numeric();
    before.is_some_and(|c| number(c) || matches!(c, '«' | '—' | '–'))
        || after.is_some_and(|c| {
            number(c) || matches!(c, ':' | ';' | '?' | '!' | '»' | '%' | '—' | '–' | '€' | '£')
        })
}
