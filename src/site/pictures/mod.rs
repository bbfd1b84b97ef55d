//! Pictures made ready for publishing: turned upright, and with everything
//! removed that a reader does not see, such as where and with which camera a
//! photo was taken.
//!
//! Where a picture already stands upright, its pixels are kept to the bit and
//! only the parts that are not needed to show it are left out. Each format's
//! file is walked by a list of what to *keep*, so that a kind of metadata
//! nobody has heard of yet is left out too. Of SVG, which has no such short
//! list, all that belongs to drawing is kept but for what runs or leads away.

use std::fmt;

use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat};

mod css;
mod embedded;
mod gif;
mod jpeg;
mod kind;
mod pixels;
mod png;
mod svg;
mod webp;

use kind::Kind;

#[cfg(test)]
mod fixtures;

/// A picture made ready for publishing: upright, and holding nothing but what
/// is needed to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file to publish, in the same format as the original.
    pub bytes: Vec<u8>,
    /// Its width as shown, in pixels.
    pub width: u32,
    /// Its height as shown, in pixels.
    pub height: u32,
}

/// Why a picture cannot be published, in words for an author who is no
/// programmer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureError {
    /// What is the matter.
    pub message: String,
    /// What the author can do about it.
    pub help: String,
}

impl PictureError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }

    fn damaged(reason: &str) -> Self {
        Self::new(
            format!("the picture seems damaged: {reason}"),
            "open it in a picture program, save it anew, and use the new file",
        )
    }

    fn ends_too_soon() -> Self {
        Self::damaged("its file ends too soon")
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

impl std::error::Error for PictureError {}

/// The width and height of a picture as it is shown, that is after turning it
/// upright.
///
/// Only the picture's header is read, so this is fast, and says nothing about
/// whether the rest of the picture is sound; [`clean`] finds that out.
///
/// # Errors
///
/// When the bytes are not a picture that can be published, or state no size.
pub fn dimensions(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    match Kind::of(bytes)? {
        Kind::Svg => svg::size(bytes),
        Kind::Pixels(format) => format.header(bytes).map(|header| header.upright()),
    }
}

/// Turns a picture upright and removes all metadata from it: place, camera,
/// author, dates, comments, previews, and in SVG also scripts and references
/// to other sites. The colour profile stays, since the colours depend on it.
///
/// The result depends on nothing but the bytes given.
///
/// # Errors
///
/// When the bytes are not a picture that can be published, or when they are
/// damaged, or too large.
pub fn clean(bytes: &[u8]) -> Result<Picture, PictureError> {
    clean_within(bytes, 0)
}

/// [`clean`], for a picture that lies `depth` pictures deep inside SVG files.
fn clean_within(bytes: &[u8], depth: u8) -> Result<Picture, PictureError> {
    match Kind::of(bytes)? {
        Kind::Svg => svg::clean(bytes, depth),
        Kind::Pixels(format) => clean_pixels(bytes, format),
    }
}

fn clean_pixels(bytes: &[u8], format: Format) -> Result<Picture, PictureError> {
    let header = format.header(bytes)?;
    let stripped = format.strip(bytes)?;
    // Decoding what will be published is the one sure way to know that
    // browsers can show it, and is needed anyway to turn it.
    let (mut image, profile) = pixels::decode(&stripped, format.decoder())?;
    if (image.width(), image.height()) != (header.width, header.height) {
        return Err(PictureError::damaged("its size is stated wrongly"));
    }
    let (width, height) = header.upright();
    if header.orientation == Orientation::NoTransforms {
        return Ok(Picture {
            bytes: stripped,
            width,
            height,
        });
    }
    if header.moving {
        return Err(PictureError::new(
            "this moving picture is marked to be turned when it is shown, \
             and cannot be turned here without losing its movement",
            "turn it upright in a picture program, save it, and use that file",
        ));
    }
    image.apply_orientation(header.orientation);
    Ok(Picture {
        bytes: format.encode(&image, profile, &stripped)?,
        width,
        height,
    })
}

/// What the header of a picture made of pixels says.
struct Header {
    width: u32,
    height: u32,
    orientation: Orientation,
    moving: bool,
}

impl Header {
    /// Refuses sizes that no reader needs and that would exhaust memory.
    fn new(width: u32, height: u32) -> Result<Self, PictureError> {
        if width == 0 || height == 0 {
            return Err(PictureError::damaged("it states no size"));
        }
        if width > pixels::MAX_SIDE || height > pixels::MAX_SIDE {
            return Err(pixels::too_large());
        }
        Ok(Self {
            width,
            height,
            orientation: Orientation::NoTransforms,
            moving: false,
        })
    }

    /// Width and height as shown, after turning.
    fn upright(&self) -> (u32, u32) {
        match self.orientation {
            Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH => (self.height, self.width),
            _ => (self.width, self.height),
        }
    }
}

/// How EXIF data says a picture is to be turned.
fn orientation(exif: &[u8]) -> Orientation {
    // The prefix belongs to JPEG alone, yet some programs write it elsewhere.
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms)
}

/// A format of pictures made of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Jpeg,
    Png,
    WebP,
    Gif,
}

impl Format {
    fn header(self, bytes: &[u8]) -> Result<Header, PictureError> {
        match self {
            Self::Jpeg => jpeg::header(bytes),
            Self::Png => png::header(bytes),
            Self::WebP => webp::header(bytes),
            Self::Gif => gif::header(bytes),
        }
    }

    fn strip(self, bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
        match self {
            Self::Jpeg => jpeg::strip(bytes),
            Self::Png => png::strip(bytes),
            Self::WebP => webp::strip(bytes),
            Self::Gif => gif::strip(bytes),
        }
    }

    fn decoder(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::WebP => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
        }
    }

    /// Writes a turned picture, in the colours of the original.
    fn encode(
        self,
        image: &DynamicImage,
        profile: Option<Vec<u8>>,
        original: &[u8],
    ) -> Result<Vec<u8>, PictureError> {
        match self {
            Self::Jpeg => pixels::encode_jpeg(image, profile),
            Self::WebP => pixels::encode_webp(image, profile),
            Self::Png => Ok(png::with_colours_of(original, &pixels::encode_png(image)?)),
            // A GIF cannot say how it is to be turned, so this is not reached.
            Self::Gif => Ok(original.to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::fixtures::{all, png_chunk, telling_jpeg, telling_png};
    use super::*;

    fn refused(bytes: &[u8]) -> PictureError {
        let error = clean(bytes).unwrap_err();
        assert!(dimensions(bytes).is_err());
        error
    }

    #[test]
    fn cleaning_a_clean_picture_changes_nothing() {
        for bytes in all() {
            let once = clean(&bytes).unwrap();
            assert_eq!(clean(&once.bytes), Ok(once));
        }
    }

    #[test]
    fn a_picture_cut_off_anywhere_is_called_damaged() {
        for bytes in all() {
            let whole = clean(&bytes).unwrap();
            for length in 0..whole.bytes.len() {
                let cut = clean(&whole.bytes[..length]);
                let error = cut.expect_err("a part of a picture was taken for a whole");
                assert!(length < 12 || error.message.contains("damaged"), "{error}");
            }
        }
    }

    #[test]
    fn a_small_file_that_claims_to_be_huge_is_refused_at_once() {
        let header = |width: u32, height: u32| {
            let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
            let header = png_chunk(b"IHDR", &[&size[..], &[16, 6, 0, 0, 0]].concat());
            let rest = [png_chunk(b"IDAT", b""), png_chunk(b"IEND", b"")].concat();
            [png::SIGNATURE, &header, &rest].concat()
        };
        for (width, height) in [(16_385, 1), (1, u32::MAX), (16_384, 16_384)] {
            let error = clean(&header(width, height)).unwrap_err();
            assert!(error.message.contains("too large"), "{width}: {error}");
        }
        assert!(refused(&header(0, 5)).message.contains("no size"));
    }

    #[test]
    fn a_damaged_picture_is_refused() {
        let mut png = telling_png(1);
        let pixels = png.windows(4).position(|kind| kind == b"IDAT").unwrap();
        png[pixels + 20] ^= 0xFF;
        assert!(clean(&png).unwrap_err().message.contains("damaged"));
        let jpeg = telling_jpeg(1);
        let frame = jpeg
            .windows(2)
            .position(|mark| mark == b"\xFF\xC0")
            .unwrap();
        let jpeg = [&jpeg[..frame], b"\xFF\xD9"].concat();
        assert!(refused(&jpeg).message.contains("damaged"));
    }

    /// Whatever the bytes: no panic, and what passes is clean and consistent.
    fn holds_for(bytes: &[u8]) {
        let size = dimensions(bytes);
        if let Ok(picture) = clean(bytes) {
            assert_eq!(size, Ok((picture.width, picture.height)));
            assert_eq!(clean(&picture.bytes), Ok(picture));
        }
    }

    #[test]
    fn pictures_cut_off_anywhere_cause_no_panic() {
        for bytes in all() {
            (0..bytes.len()).for_each(|length| holds_for(&bytes[..length]));
        }
    }

    proptest! {
        #[test]
        fn damaged_pictures_cause_no_panic(
            which in 0..11_usize,
            edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..9),
            cut in any::<Option<prop::sample::Index>>(),
        ) {
            let mut bytes = all().swap_remove(which);
            for (place, byte) in edits {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            holds_for(&bytes);
        }

        #[test]
        fn senseless_bytes_cause_no_panic(
            start in prop::sample::select(vec![
                &b"\xFF\xD8\xFF"[..], png::SIGNATURE, b"RIFF\xFF\0\0\0WEBPVP8X", b"GIF89a",
                b"<svg width='1' height='1'>", b"\0\0\0\x18ftyp", b"",
            ]),
            rest in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            holds_for(&[start, &rest].concat());
        }

        #[test]
        fn senseless_drawings_cause_no_panic(text in "[<>/=\"'&;:() a-z@#!\\[\\]-]{0,80}") {
            holds_for(format!("<svg width='1' height='1'>{text}</svg>").as_bytes());
            holds_for(format!("<svg width='1' height='1'><style>{text}</style></svg>").as_bytes());
            holds_for(format!("<svg width='1' height='1' {text}></svg>").as_bytes());
        }
    }
}
