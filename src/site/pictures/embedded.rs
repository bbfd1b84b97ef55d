//! Pictures embedded in SVG files as `data:` addresses. They carry metadata
//! like any other, so they are cleaned like any other.

use super::kind::Kind;
use super::{PictureError, clean_within};

/// SVG files within SVG files deeper than this are refused.
const MAX_DEPTH: u8 = 3;

/// The address of a cleaned picture, or `None` if `address` embeds no picture
/// but leads somewhere else.
pub(super) fn clean(address: &str, depth: u8) -> Result<Option<String>, PictureError> {
    let Some(content) = content(address) else {
        return Ok(None);
    };
    if depth >= MAX_DEPTH {
        return Err(PictureError::new(
            "this SVG file holds pictures within pictures within pictures",
            "save it with its parts merged into one picture, and use that file",
        ));
    }
    let inside = |error: PictureError| {
        PictureError::new(
            format!(
                "a picture inside this SVG file cannot be used: {}",
                error.message
            ),
            error.help,
        )
    };
    let picture = content
        .and_then(|content| clean_within(&content, depth + 1))
        .map_err(inside)?;
    let kind = Kind::of(&picture.bytes).map_err(inside)?;
    Ok(Some(format!(
        "data:{};base64,{}",
        kind.media_type(),
        to_base64(&picture.bytes)
    )))
}

/// The file in a `data:image/` address, or `None` if it is no such address.
pub(super) fn content(address: &str) -> Option<Result<Vec<u8>, PictureError>> {
    let start = address.get(..11)?;
    if !start.eq_ignore_ascii_case("data:image/") {
        return None;
    }
    let garbled = || PictureError::damaged("it is garbled");
    let Some((head, body)) = address.split_once(',') else {
        return Some(Err(garbled()));
    };
    let bytes = percent_decoded(body);
    Some(if head.to_ascii_lowercase().ends_with(";base64") {
        from_base64(&bytes).ok_or_else(garbled)
    } else {
        Ok(bytes)
    })
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut rest = text.as_bytes();
    let mut bytes = Vec::with_capacity(rest.len());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let code = after.first_chunk().and_then(|[high, low]| {
            let high = char::from(*high).to_digit(16)?;
            let low = char::from(*low).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()
        });
        match code {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => bytes.push(*first),
        }
    }
    bytes
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .chain([0, 0].iter())
            .take(3)
            .fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        for place in 0..4 {
            if place <= group.len() {
                text.push(char::from(BASE64[bits >> (18 - 6 * place) & 63]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.iter().filter(|letter| !letter.is_ascii_whitespace()) {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            let [.., byte] = (bits >> count).to_be_bytes();
            bytes.push(byte);
            // Keeps only the bits that are not yet used.
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_goes_there_and_back() {
        for text in [
            "",
            "f",
            "fo",
            "foo",
            "foob",
            "fooba",
            "foobar",
            "\u{ff}\u{0}",
        ] {
            let written = to_base64(text.as_bytes());
            assert_eq!(written.len() % 4, 0);
            assert_eq!(from_base64(written.as_bytes()).unwrap(), text.as_bytes());
        }
        assert_eq!(to_base64(b"foobar"), "Zm9vYmFy");
        assert_eq!(to_base64(b"fooba"), "Zm9vYmE=");
        assert_eq!(from_base64(b"Zm9v\n YmE=").unwrap(), b"fooba");
        assert_eq!(from_base64(b"Zm9?"), None);
    }

    #[test]
    fn percent_codes_are_read() {
        assert_eq!(percent_decoded("%3Csvg%3e 100% %4"), b"<svg> 100% %4");
    }
}
