//! What kind of picture a file is.

use super::{Format, PictureError, png};

/// What a file is, told from its content: names are often wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Pixels(Format),
    Svg,
}

impl Kind {
    pub(super) fn of(bytes: &[u8]) -> Result<Self, PictureError> {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if bytes.starts_with(b"\xFF\xD8\xFF") {
            Ok(Self::Pixels(Format::Jpeg))
        } else if bytes.starts_with(png::SIGNATURE) {
            Ok(Self::Pixels(Format::Png))
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Ok(Self::Pixels(Format::WebP))
        } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
            Ok(Self::Pixels(Format::Gif))
        } else if text.trim_ascii_start().starts_with(b"<") {
            Ok(Self::Svg)
        } else {
            Err(PictureError::new(
                unknown(bytes),
                "save it as JPEG or PNG and use that file",
            ))
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Pixels(Format::Jpeg) => "image/jpeg",
            Self::Pixels(Format::Png) => "image/png",
            Self::Pixels(Format::WebP) => "image/webp",
            Self::Pixels(Format::Gif) => "image/gif",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// Names a file that cannot be published, as well as can be told.
fn unknown(bytes: &[u8]) -> &'static str {
    const KNOWN: [(&[u8], &str); 13] = [
        (b"II*\0", TIFF),
        (b"MM\0*", TIFF),
        (b"II+\0", TIFF),
        (b"MM\0+", TIFF),
        (b"BM", "this is a BMP picture, which is needlessly large"),
        (b"\xFF\x0A", JPEG_XL),
        (b"\0\0\0\x0CJXL ", JPEG_XL),
        (
            b"\0\0\0\x0CjP  ",
            "this is a JPEG 2000 picture, which most browsers cannot show",
        ),
        (b"\0\0\x01\0", "this is an icon file, not a picture"),
        (
            b"8BPS",
            "this is a Photoshop file, which browsers cannot show",
        ),
        (b"%PDF", "this is a PDF document, not a picture"),
        (
            b"%!PS",
            "this is a PostScript file, which browsers cannot show",
        ),
        (
            b"\x1F\x8B",
            "this is a compressed file, perhaps a compressed SVG picture",
        ),
    ];
    const TIFF: &str = "this is a TIFF picture or a camera's raw photo, \
                        which browsers cannot show";
    const JPEG_XL: &str = "this is a JPEG XL picture, which many browsers cannot show";

    if bytes.is_empty() {
        return "this file is empty";
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return unknown_film(bytes);
    }
    KNOWN
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map_or("this is not a picture of a kind that can be used", |k| k.1)
}

/// HEIC and AVIF are kept in the same kind of file as films; the brands they
/// list tell them apart.
fn unknown_film(bytes: &[u8]) -> &'static str {
    let length = bytes.first_chunk().map_or(0, |n| u32::from_be_bytes(*n));
    // The second field is a version, and by chance no brand.
    let brands = bytes.get(8..).unwrap_or_default();
    let count = (length as usize).saturating_sub(8) / 4;
    let (brands, _) = brands.as_chunks::<4>();
    let brands = || brands.iter().take(count.max(1));
    if brands().any(|brand| matches!(brand, b"avif" | b"avis")) {
        "this is an AVIF picture, from which hidden details such as the place \
         cannot be removed here"
    } else if brands().any(|brand| {
        matches!(brand, b"mif1" | b"msf1") || brand.starts_with(b"hei") || brand.starts_with(b"hev")
    }) {
        "this is a HEIC photo, which many browsers cannot show"
    } else {
        "this is a film, not a picture"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_kinds_of_files_are_named_and_help_is_given() {
        for (bytes, name) in [
            (&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], "HEIC"),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "AVIF"),
            (b"\0\0\0\x18ftypavif\0\0\0\0mif1miaf", "AVIF"),
            (b"\0\0\0\x18ftypisom\0\0\0\0isommp42avif", "film"),
            (b"\0\0\0\x18ftyp", "film"),
            (b"II*\0\x08", "TIFF"),
            (b"MM\0*", "TIFF"),
            (b"BM1234", "BMP"),
            (b"\xFF\x0A", "JPEG XL"),
            (b"%PDF-1.7", "PDF"),
            (b"", "empty"),
            (b"Dear diary", "not a picture"),
        ] {
            let error = Kind::of(bytes).unwrap_err();
            assert!(error.message.contains(name), "{error}");
            assert!(error.help.contains("JPEG or PNG"), "{error}");
        }
    }
}
