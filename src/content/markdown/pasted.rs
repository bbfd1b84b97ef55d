//! What is left in a text that was pasted from a word processor, and what to write instead.

use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::Problems;
use super::escape::is_break_hint;
use crate::base::diagnostic::Span;

/// Counts what is reported once for an article.
#[derive(Default)]
pub(super) struct Pasted<'a> {
    source: &'a str,
    /// Where `source` starts in the file.
    base: usize,
    bullets: Found,
    dashes: Dashes,
    /// The next row of underscores in `source`, and the next web address: most bodies have none, so that each piece of
    /// text is compared with a number and no more.
    next_row: Option<Range<usize>>,
    next_address: Option<Range<usize>>,
    next: usize,
    rows: Found,
    addresses: Found,
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

/// Lines that start with a dash. One may be a thought, or a name below a quotation; two after each other are a list.
#[derive(Default)]
struct Dashes {
    found: Found,
    before: Option<Dash>,
}

struct Dash {
    mark: char,
    range: Range<usize>,
    paragraph: Range<usize>,
    /// The paragraph's first line starts with a dash.
    opens: bool,
    is_counted: bool,
}

impl<'a> Pasted<'a> {
    pub(super) fn new(source: &'a str, base: usize) -> Self {
        let mut new = Self {
            source,
            base,
            ..Self::default()
        };
        new.next_row = row_from(source, 0);
        new.next_address = address_from(source, 0);
        new.advance(0);
        new
    }

    /// Looks at how a line of text starts, at `start` in `paragraph`.
    #[inline]
    pub(super) fn line(
        &mut self,
        text: &str,
        start: usize,
        paragraph: &Range<usize>,
        problems: &mut Problems<'_>,
    ) {
        match text.as_bytes().first() {
            Some(b'#') => self.heading_without_space(start, paragraph, problems),
            Some(b'o' | 0x80..) => self.bullet(text, start, paragraph),
            _ => {}
        }
    }

    fn bullet(&mut self, text: &str, start: usize, paragraph: &Range<usize>) {
        let mut chars = text.chars();
        let Some(mark) = chars.next() else { return };
        let blanks = chars.take_while(|c| c.is_whitespace());
        let (count, is_wide) = blanks.fold((0, false), |(count, is_wide), c| {
            (count + 1, is_wide || c == '\t' || count > 0)
        });
        let is_bullet = match mark {
            // The last are Word's own, from its symbol fonts.
            '•' | '‣' | '◦' | '▪' | '▫' | '●' | '○' | '■' | '➢' | '❖' | '\u{f020}'..='\u{f0ff}' => {
                true
            }
            '·' | '✓' | '✔' | '➤' | '►' | '▶' | '□' | '☐' | '☑' | '◆' | '◇' => {
                count > 0
            }
            // What Word's arrows, ticks and circles become; a word of one letter has one blank after it.
            'o' | '§' | 'Ø' | 'ü' => is_wide,
            '–' | '—' if count > 0 => {
                self.dash(mark, start, is_wide, paragraph);
                false
            }
            _ => false,
        };
        if is_bullet {
            let blank = text.chars().nth(1).filter(|_| count > 0);
            let length = mark.len_utf8() + blank.map_or(0, char::len_utf8);
            let at = self.base + start;
            self.bullets.add(at, at + length);
        }
    }

    fn dash(&mut self, mark: char, start: usize, is_wide: bool, paragraph: &Range<usize>) {
        let is_blank = |range: Range<usize>| {
            let text = self.source.get(range);
            text.is_some_and(|text| text.trim_start().is_empty())
        };
        let is_first = is_blank(paragraph.start..start);
        let mut dash = Dash {
            mark,
            range: start..start + mark.len_utf8(),
            paragraph: paragraph.clone(),
            opens: is_first,
            is_counted: false,
        };
        if let Some(before) = self.dashes.before.take().filter(|b| b.mark == mark) {
            let is_same = before.paragraph == *paragraph;
            // A long dash before each of several paragraphs is how many languages set a conversation.
            let follows = is_same
                || before.opens
                    && is_first
                    && (mark == '–' || is_wide)
                    && is_blank(before.paragraph.end..paragraph.start);
            dash.opens = if is_same { before.opens } else { is_first };
            if follows {
                for range in [
                    (!before.is_counted).then_some(before.range),
                    Some(dash.range.clone()),
                ]
                .into_iter()
                .flatten()
                {
                    let base = self.base;
                    self.dashes.found.add(base + range.start, base + range.end);
                }
                dash.is_counted = true;
            }
        }
        self.dashes.before = Some(dash);
    }

    /// `##Heading`, and `#Heading` on a line that is nothing else: one `#` may be meant, as in `#1` and `#MeToo`.
    fn heading_without_space(
        &self,
        start: usize,
        paragraph: &Range<usize>,
        problems: &mut Problems<'_>,
    ) {
        let rest = self.source.get(start..paragraph.end).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default().trim_end();
        let words = line.trim_start_matches('#');
        let level = line.len() - words.len();
        let words = words.trim_end_matches('#').trim_end();
        let is_alone = || {
            let before = self.source.get(paragraph.start..start);
            before.is_some_and(|text| text.trim_start().is_empty())
                && rest.trim_end().len() == line.len()
        };
        let is_heading = match level {
            1 => is_alone() && is_more_than_a_hashtag(words),
            2..=6 => words.starts_with(char::is_alphanumeric),
            _ => false,
        };
        if is_heading && !self.source[..start].ends_with('\\') {
            let at = self.base + start;
            problems.advice(
                "pasted/heading-space",
                Span {
                    start: at,
                    end: at + level,
                },
                "this looks like a heading, but has no space after the #",
                // A heading of level one would be the title once more.
                format!("write \"{} {words}\"", &"######"[..level.clamp(2, 6)]),
            );
        }
    }

    /// Looks at a piece of running text, outside code, links and pictures. Pieces come in the order of the body.
    #[inline]
    pub(super) fn text(&mut self, range: &Range<usize>) {
        if range.end > self.next {
            self.look(range);
        }
    }

    fn look(&mut self, range: &Range<usize>) {
        self.advance(range.start);
        while let Some(row) = self.next_row.take_if(|row| row.start < range.end) {
            self.rows.add(self.base + row.start, self.base + row.end);
            self.next_row = row_from(self.source, row.end);
        }
        while let Some(found) = self.next_address.take_if(|found| found.start < range.end) {
            self.addresses
                .add(self.base + found.start, self.base + found.end);
            self.next_address = address_from(self.source, found.end);
        }
        self.advance(range.start);
    }

    /// Leaves behind what stands before `from`, where no text was.
    fn advance(&mut self, from: usize) {
        let is_behind =
            |next: &Option<Range<usize>>| next.as_ref().is_some_and(|next| next.start < from);
        if is_behind(&self.next_row) {
            self.next_row = row_from(self.source, from);
        }
        if is_behind(&self.next_address) {
            self.next_address = address_from(self.source, from);
        }
        let starts = [&self.next_row, &self.next_address];
        let starts = starts.into_iter().flatten().map(|range| range.start);
        self.next = starts.min().unwrap_or(usize::MAX);
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
        self.dashes.found.report(
            "pasted/bullet",
            "this line starts with a dash, which does not make a list",
            "{n} lines start with a dash, which does not make a list",
            "for a list, start each line with \"- \" (a hyphen and a space), and leave an empty line before the first; \
             a conversation may stay as it is",
            problems,
        );
        self.rows.report(
            "pasted/fill-in",
            "this row of underscores is read aloud one by one, and nobody can write on it",
            "{n} rows of underscores are read aloud one by one, and nobody can write on them; the first is here",
            "write … instead, or put what is to be filled in into a file to print and link to it: [worksheet](worksheet.pdf)",
            problems,
        );
        if let Some(span) = self.addresses.first {
            let address = &self.source[span.start - self.base..span.end - self.base];
            let address = address.replace('\\', "");
            self.addresses.report(
                "link/bare",
                "this web address is plain text: nobody can follow it",
                "{n} web addresses are plain text: nobody can follow them; the first is here",
                &format!("write <{address}>, or give the link words: [words]({address})"),
                problems,
            );
        }
    }
}

/// Whether what follows one `#` on a line of its own reads like a heading: several words, or one that begins with a
/// capital letter and has none within.
fn is_more_than_a_hashtag(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    let mut letters = first.chars();
    let begins_small = match letters.next() {
        Some(letter) if letter.is_alphabetic() => letter.is_lowercase(),
        _ => return false,
    };
    let is_joined = first
        .chars()
        .zip(letters)
        .any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    !is_joined
        && (!begins_small || first.len() < words.len())
        && !words.contains('#')
        && !words.ends_with(['.', '!', ',', ';', ':', '…'])
        && words.chars().count() <= 80
}

/// The first row of underscores at or after `from` that stands for something to fill in, backslashes before them or not.
fn row_from(source: &str, from: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    let mut at = from;
    loop {
        let start = at + memchr(b'_', bytes.get(at..)?)?;
        let (mut end, mut count) = (start, 0);
        loop {
            match bytes.get(end..).unwrap_or_default() {
                [b'_', ..] => end += 1,
                [b'\\', b'_', ..] => end += 2,
                _ => break,
            }
            count += 1;
        }
        let is_letter = |b: &u8| b.is_ascii_alphanumeric();
        let joins = bytes.get(end).is_some_and(is_letter);
        if count >= if joins { 5 } else { 3 } && has_words(bytes, start..end) {
            return Some(start..end);
        }
        at = end;
    }
}

/// Whether there are words on the line of `row`, so that it is no dividing line. Looks at its surroundings only.
fn has_words(bytes: &[u8], row: Range<usize>) -> bool {
    // Letters of other scripts, but not dashes and quotation marks.
    let is_letter = |b: &u8| b.is_ascii_alphanumeric() || (*b >= 0xc3 && !matches!(b, 0xe2 | 0xef));
    let before = bytes[..row.start].iter().rev().take(200);
    let after = bytes[row.end..].iter().take(200);
    before.take_while(|b| **b != b'\n').any(is_letter)
        || after.take_while(|b| **b != b'\n').any(is_letter)
}

/// The first web address that starts at or after `from`.
fn address_from(source: &str, from: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    let mut at = from;
    loop {
        let colon = at + memchr(b':', bytes.get(at..)?)?;
        at = colon + 1;
        let Some(rest) = source[at..].strip_prefix("//") else {
            continue;
        };
        let before = &bytes[from..colon];
        let scheme = [&b"https"[..], b"http"].into_iter().find(|scheme| {
            before.len() >= scheme.len()
                && before[before.len() - scheme.len()..].eq_ignore_ascii_case(scheme)
        });
        let Some(start) = scheme.map(|scheme| colon - scheme.len()) else {
            continue;
        };
        let ends = |c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(
                    c,
                    '<' | '>' | '"' | '`' | '|' | '“' | '”' | '„' | '«' | '»' | '‘' | '’'
                )
        };
        let rest = &rest[..rest.find(ends).unwrap_or(rest.len())];
        // A bracket that the address opened belongs to it.
        let count = |bracket: char| rest.matches(bracket).count();
        let mut unopened = count(')').saturating_sub(count('('));
        let trimmed = rest.trim_end_matches(|c: char| match c {
            ')' if unopened > 0 => {
                unopened -= 1;
                true
            }
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' | ']' | '}' | '\\' => {
                true
            }
            _ => false,
        });
        let end = at + 2 + trimmed.len();
        let is_joined = start > 0 && bytes[start - 1].is_ascii_alphanumeric();
        // Round brackets after square ones are a link that is told of elsewhere.
        let is_failed_link = source[..start].ends_with("](");
        let host = trimmed.split(['/', '?', '#']).next().unwrap_or_default();
        if host.starts_with(char::is_alphanumeric)
            && host.contains('.')
            && !is_joined
            && !is_failed_link
        {
            return Some(start..end);
        }
        at = end;
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

/// Lines of cells that make no table, because no line of hyphens with as many cells follows the first.
pub(super) fn cells(source: &str, at: usize, problems: &mut Problems<'_>) {
    let is_row = |line: &str| {
        let line = line.trim();
        line.len() > 1 && line.starts_with('|') && line.ends_with('|')
    };
    let lines = source.trim_end().lines();
    if lines.clone().count() < 2 || !lines.clone().all(is_row) {
        return;
    }
    let first = lines.clone().next().unwrap_or_default();
    let columns = first.matches('|').count() - first.matches("\\|").count() - 1;
    let span = Span {
        start: at,
        end: at + source.trim_end().len(),
    };
    problems.warning(
        "table/no-hyphens",
        span,
        "these lines make no table, and are shown as they are written",
        format!(
            "under the first line write one of hyphens, with as many cells: |{}",
            " --- |".repeat(columns.clamp(1, 12))
        ),
    );
}

/// Looks at a paragraph that begins with a sign or a tag, for a line in bold that is all of it or stands above its text.
/// `events` are those within the paragraph; `source` is all of it, as written.
pub(super) fn bold_line(
    events: &[Event<'_>],
    source: &str,
    at: usize,
    problems: &mut Problems<'_>,
) {
    // A heading is made of few pieces.
    const MOST: usize = 24;
    let is_break = |event: &Event<'_>| matches!(event, Event::SoftBreak | Event::HardBreak);
    let line_end = events.iter().take(MOST).position(is_break);
    let line = &events[..line_end.unwrap_or(events.len())];
    let is_one_line = line_end.is_some() || !source.trim().contains('\n');
    if line.len() > MOST || !is_one_line || !is_bold(line) {
        return;
    }
    if let Some(line_end) = line_end
        && !is_text_below(&events[line_end], &events[line_end + 1..], source)
    {
        return;
    }
    let first = source.trim_start().lines().next().unwrap_or_default();
    let first = first.trim_end_matches(['\\', ' ', '\t']);
    let words = without_marks(first);
    if words.is_empty()
        || words.chars().count() > 80
        || words.ends_with(['.', '!', ':', ';', ',', '…', '”', '"'])
    {
        return;
    }
    let start = at + source.len() - source.trim_start().len();
    let rest = if line_end.is_some() {
        ", and leave an empty line after it"
    } else {
        ""
    };
    problems.advice(
        "pasted/bold-heading",
        Span {
            start,
            end: start + first.len(),
        },
        "this bold line looks like a heading, but screen readers and the outline pass it over",
        format!("write \"## {words}\"{rest}"),
    );
}

/// Whether what follows the end of a bold first line is a text of its own: a sentence that merely goes on begins small,
/// and lines that are all broken by hand are an address or a poem.
fn is_text_below(line_break: &Event<'_>, below: &[Event<'_>], source: &str) -> bool {
    let begins_anew = match below {
        [Event::Text(text) | Event::Code(text), ..]
        | [
            Event::Start(Tag::Emphasis | Tag::Link { .. }),
            Event::Text(text),
            ..,
        ] => text.chars().next().is_some_and(|c| !c.is_lowercase()),
        _ => false,
    };
    let is_one_sentence = || {
        !below.contains(&Event::HardBreak)
            && source
                .trim_end()
                .ends_with(['.', '!', '?', ':', '…', '”', '"'])
    };
    begins_anew && (*line_break == Event::SoftBreak || is_one_sentence())
}

/// Whether `events` are one bold run, however else it is marked.
fn is_bold(mut events: &[Event<'_>]) -> bool {
    let mut is_bold = false;
    loop {
        let [first, within @ .., last] = events else {
            return is_bold && !events.is_empty();
        };
        let adds = match (first, last) {
            (Event::Start(Tag::Strong), Event::End(TagEnd::Strong)) => true,
            (Event::Start(Tag::Emphasis), Event::End(TagEnd::Emphasis)) => false,
            (Event::InlineHtml(open), Event::InlineHtml(close)) => match &**close {
                "</strong>" if tag_name(open) == "strong" => true,
                "</b>" if tag_name(open) == "b" => true,
                "</em>" | "</i>" | "</u>" | "</span>" if tag_name(open) == tag_name(close) => false,
                _ => return is_bold,
            },
            _ => return is_bold,
        };
        // Else the first and the last belong to two runs.
        if within.contains(last) {
            return is_bold;
        }
        is_bold |= adds;
        events = within;
    }
}

/// The name of an HTML tag.
fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    &name[..end.unwrap_or(name.len())]
}

/// `line` without the signs and tags around it.
fn without_marks(line: &str) -> &str {
    let mut line = line.trim();
    loop {
        let before = line;
        for mark in ['*', '_'] {
            let inner = line.strip_prefix(mark);
            line = inner.and_then(|l| l.strip_suffix(mark)).unwrap_or(line);
        }
        line = line.trim();
        if line.starts_with('<')
            && line.ends_with('>')
            && let Some(open) = line.find('>')
            && let Some(close) = line.rfind("</")
            && open < close
        {
            line = line[open + 1..close].trim();
        }
        if line == before {
            return line;
        }
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
    let mut spaces = Found::default();
    let (mut zero, mut joiners, mut hyphens) =
        (Found::default(), Found::default(), Found::default());
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
            Some('\u{ad}') => hyphens.add(base + at, base + at + 2),
            Some('\u{200b}' | '\u{feff}') if !is_break_hint(before) => {
                zero.add(base + at, base + at + 3);
            }
            Some('\u{200c}' | '\u{200d}' | '\u{2060}') => {
                let (before, after) = (before.chars().next_back(), rest.next());
                if before.is_none_or(is_joined_by_nothing) && after.is_none_or(is_joined_by_nothing)
                {
                    joiners.add(base + at, base + at + 3);
                }
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
    let once = "there is a character without width here, which nobody sees";
    let often = "there are {n} characters without width, which nobody sees; the first is here";
    zero.report(
        "pasted/zero-width",
        once,
        often,
        "delete it: place the cursor after it and press backspace once (it is left out of the page)",
        problems,
    );
    joiners.report(
        "pasted/zero-width",
        once,
        often,
        "delete it: place the cursor after it and press backspace once",
        problems,
    );
    hyphens.report(
        "pasted/soft-hyphen",
        "there is a soft hyphen here, which nobody sees until a line breaks at it",
        "there are {n} soft hyphens, which nobody sees until a line breaks at them; the first is here",
        "delete it: place the cursor after it and press backspace once; where a long word may break, write &shy;",
        problems,
    );
}

/// Whether joiners beside `c` change nothing: Latin, Greek and Cyrillic letters, digits, blanks and punctuation.
/// Other scripts need them, and so do emoji.
fn is_joined_by_nothing(c: char) -> bool {
    matches!(c, '\0'..='\u{52f}' | '\u{1e00}'..='\u{200a}' | '\u{2010}'..='\u{2027}' | '\u{202f}'..='\u{205f}')
        && !matches!(c, '©' | '®' | '‼' | '⁉')
}

/// Whether a no-break space between these is good typography: beside a number, or as French sets its punctuation.
fn is_meant(before: Option<char>, after: Option<char>) -> bool {
    let number = |c: char| c.is_numeric();
    before.is_some_and(|c| number(c) || matches!(c, '«' | '—' | '–'))
        || after.is_some_and(|c| {
            number(c) || matches!(c, ':' | ';' | '?' | '!' | '»' | '%' | '—' | '–' | '€' | '£')
        })
}
