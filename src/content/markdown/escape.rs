//! Text made fit to stand in HTML.

use std::fmt::Write as _;

use crate::base::bytes::any;

/// Appends `text` as the content of an element, without the zero-width spaces that word processors leave.
pub(super) fn push_text(out: &mut String, text: &str) {
    push_replacing(out, text, text_special, |at| match &text.as_bytes()[at..] {
        [b'&', ..] => Some((1, "&amp;")),
        [b'<', ..] => Some((1, "&lt;")),
        [b'>', ..] => Some((1, "&gt;")),
        [0xe2, 0x80, 0x8b, ..] | [0xef, 0xbb, 0xbf, ..] if !is_break_hint(&text[..at]) => {
            Some((3, ""))
        }
        _ => None,
    });
}

/// Appends `text` as the content of an attribute in double quotes.
pub(super) fn push_attribute(out: &mut String, text: &str) {
    push_replacing(out, text, attribute_special, |at| {
        match &text.as_bytes()[at..] {
            [b'&', ..] => Some((1, "&amp;")),
            [b'<', ..] => Some((1, "&lt;")),
            [b'>', ..] => Some((1, "&gt;")),
            [b'"', ..] => Some((1, "&quot;")),
            _ => None,
        }
    });
}

/// Appends `markup`'s text from an author's HTML: character references stay, everything else that means something
/// is escaped. Fit for content and for an attribute in double quotes.
pub(super) fn push_html_text(out: &mut String, markup: &str) {
    push_replacing(out, markup, attribute_special, |at| {
        match &markup.as_bytes()[at..] {
            [b'&', ..] if is_reference(&markup[at..]) => None,
            [b'&', ..] => Some((1, "&amp;")),
            [b'<', ..] => Some((1, "&lt;")),
            [b'>', ..] => Some((1, "&gt;")),
            [b'"', ..] => Some((1, "&quot;")),
            _ => None,
        }
    });
}

/// Appends an address: what may not stand in one is percent-encoded, what is encoded already stays so.
pub(super) fn push_address(out: &mut String, address: &str) {
    // Those of the site's own pages are encoded already.
    if !any(address.as_bytes(), address_special) {
        out.push_str(address);
        return;
    }
    for c in address.trim().chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("%27"),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | ' ' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c if c.is_ascii_graphic() => out.push(c),
            // Line breaks would be ignored by the browser: they must not join what stood apart.
            c => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
}

fn text_special(byte: u8) -> bool {
    // The last two begin the zero-width characters.
    (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == 0xe2) | (byte == 0xef)
}

fn attribute_special(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"')
}

fn address_special(byte: u8) -> bool {
    let is_seen = byte.wrapping_sub(b'!') < 94;
    let is_quote = (byte == b'"') | (byte == b'&') | (byte == b'\'') | (byte == b'`');
    let is_bracket = (byte == b'<') | (byte == b'>') | (byte.wrapping_sub(b'{') < 3);
    !is_seen | is_quote | is_bracket | (byte == b'\\') | (byte == b'^')
}

/// Copies `text`, putting at each byte that `special` marks what `replace` answers: how many bytes go, and what
/// comes instead.
fn push_replacing(
    out: &mut String,
    text: &str,
    special: impl Fn(u8) -> bool,
    replace: impl Fn(usize) -> Option<(usize, &'static str)>,
) {
    // Most text needs nothing done.
    let bytes = text.as_bytes();
    if !any(bytes, &special) {
        out.push_str(text);
        return;
    }
    let (mut copied, mut at) = (0, 0);
    while at < bytes.len() {
        if !special(bytes[at]) {
            at += 1;
            continue;
        }
        match replace(at) {
            Some((skip, instead)) => {
                out.push_str(&text[copied..at]);
                out.push_str(instead);
                at += skip;
                copied = at;
            }
            None => at += 1,
        }
    }
    out.push_str(&text[copied..]);
}

/// Whether a zero-width space after `before` is meant: in Thai, Lao, Burmese and Khmer it shows where a line may break.
pub(super) fn is_break_hint(before: &str) -> bool {
    let last = before.chars().next_back();
    matches!(
        last,
        Some('\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
    )
}

/// Whether `rest` starts with a whole character reference: `&amp;`, `&#8217;`, `&#x2019;`.
fn is_reference(rest: &str) -> bool {
    // The longest name has 31 letters; looking further would cost much where there are many `&`.
    let Some(end) = rest.bytes().take(34).position(|b| b == b';') else {
        return false;
    };
    let name = &rest[1..end];
    let digits = |text: &str, hex: bool| {
        (1..=7).contains(&text.len())
            && text.bytes().all(|b| {
                if hex {
                    b.is_ascii_hexdigit()
                } else {
                    b.is_ascii_digit()
                }
            })
    };
    match name.as_bytes() {
        [b'#', b'x' | b'X', ..] => digits(&name[2..], true),
        [b'#', ..] => digits(&name[1..], false),
        [] => false,
        all => all.iter().all(u8::is_ascii_alphanumeric),
    }
}
