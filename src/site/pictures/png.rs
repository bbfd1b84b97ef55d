//! PNG files: a signature and a row of chunks.

use super::{Header, PictureError, orientation};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// The chunks that a browser needs to show the picture as it was meant.
const NEEDED: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM", b"iCCP", b"cICP",
    b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// Those which say what the numbers in the pixels mean as colours.
const COLOURS: [&[u8; 4]; 5] = [b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM"];

pub(super) fn header(bytes: &[u8]) -> Result<Header, PictureError> {
    let mut chunks = Chunks::new(bytes);
    let first = chunks.next().ok_or_else(PictureError::ends_too_soon)?;
    let size = first
        .body
        .first_chunk::<8>()
        .filter(|_| first.kind == b"IHDR")
        .ok_or_else(|| PictureError::damaged("it states no size"))?;
    let [w0, w1, w2, w3, h0, h1, h2, h3] = *size;
    let mut header = Header::new(
        u32::from_be_bytes([w0, w1, w2, w3]),
        u32::from_be_bytes([h0, h1, h2, h3]),
    )?;
    for chunk in chunks {
        match chunk.kind {
            b"eXIf" => header.orientation = orientation(chunk.body),
            b"acTL" => header.moving = true,
            _ => {}
        }
    }
    Ok(header)
}

pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut clean = SIGNATURE.to_vec();
    for chunk in Chunks::new(bytes) {
        if NEEDED.contains(&chunk.kind) {
            clean.extend_from_slice(chunk.whole);
        }
        if chunk.kind == b"IEND" {
            return Ok(clean);
        }
    }
    Err(PictureError::ends_too_soon())
}

/// A newly written picture, with what `original` says about its colours.
pub(super) fn with_colours_of(original: &[u8], written: &[u8]) -> Vec<u8> {
    let mut coloured = SIGNATURE.to_vec();
    for chunk in Chunks::new(written) {
        if COLOURS.contains(&chunk.kind) {
            continue;
        }
        coloured.extend_from_slice(chunk.whole);
        if chunk.kind == b"IHDR" {
            Chunks::new(original)
                .filter(|chunk| COLOURS.contains(&chunk.kind))
                .for_each(|chunk| coloured.extend_from_slice(chunk.whole));
        }
    }
    coloured
}

struct Chunk<'a> {
    kind: &'a [u8; 4],
    body: &'a [u8],
    /// The chunk with its length and checksum.
    whole: &'a [u8],
}

/// The whole chunks from the start of a file to its end mark.
struct Chunks<'a> {
    rest: &'a [u8],
}

impl<'a> Chunks<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes.strip_prefix(SIGNATURE).unwrap_or_default(),
        }
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let length = u32::from_be_bytes(*self.rest.first_chunk()?);
        let length = usize::try_from(length).ok()?;
        let whole = self.rest.split_off(..length.checked_add(12)?)?;
        let kind = whole.get(4..)?.first_chunk()?;
        let body = whole.get(8..8 + length)?;
        if kind == b"IEND" {
            self.rest = &[];
        }
        Some(Chunk { kind, body, whole })
    }
}

#[cfg(test)]
mod tests {
    use image::DynamicImage;
    use image::metadata::Orientation;

    use super::super::fixtures::{
        decoded, exif, moving_png, photo, png_chunk, telling_png, tells_nothing, written,
    };
    use super::super::{clean, dimensions};
    use super::*;

    fn kinds(bytes: &[u8]) -> Vec<&str> {
        Chunks::new(bytes)
            .map(|chunk| str::from_utf8(chunk.kind).unwrap())
            .collect()
    }

    #[test]
    fn an_upright_picture_keeps_its_pixels_and_colours_and_loses_all_else() {
        let original = telling_png(1);
        let picture = clean(&original).unwrap();
        assert!(tells_nothing(&picture.bytes));
        assert_eq!((picture.width, picture.height), (24, 16));
        assert_eq!(decoded(&picture.bytes), photo());
        assert_eq!(
            kinds(&picture.bytes),
            ["IHDR", "gAMA", "iCCP", "IDAT", "IEND"]
        );
        assert!(original.len() > picture.bytes.len());
        assert!(picture.bytes.ends_with(&png_chunk(b"IEND", b"")));
    }

    #[test]
    fn a_turned_picture_is_set_upright_without_loss() {
        for turn in 2..=8 {
            let original = telling_png(turn);
            let mut upright = photo();
            upright.apply_orientation(Orientation::from_exif(turn as u8).unwrap());
            let picture = clean(&original).unwrap();
            assert!(tells_nothing(&picture.bytes));
            assert_eq!(decoded(&picture.bytes), upright);
            assert_eq!(dimensions(&original), Ok((picture.width, picture.height)));
            assert_eq!(
                (picture.width, picture.height),
                (upright.width(), upright.height())
            );
            assert_eq!(
                kinds(&picture.bytes),
                ["IHDR", "gAMA", "iCCP", "IDAT", "IEND"]
            );
        }
    }

    #[test]
    fn fine_and_see_through_colours_survive_turning() {
        for image in [
            DynamicImage::from(photo().to_rgba16()),
            photo().to_luma_alpha8().into(),
            photo().to_luma16().into(),
        ] {
            let mut bytes = written(&image, image::ImageFormat::Png);
            bytes.splice(33..33, png_chunk(b"eXIf", &exif(6)));
            let picture = clean(&bytes).unwrap();
            assert_eq!(decoded(&picture.bytes), image.rotate90());
        }
    }

    #[test]
    fn a_moving_picture_keeps_moving() {
        let original = moving_png();
        assert_eq!(clean(&original).unwrap().bytes, original);
    }

    #[test]
    fn a_moving_picture_to_be_turned_is_refused_rather_than_stopped() {
        let mut bytes = moving_png();
        bytes.splice(33..33, png_chunk(b"eXIf", &exif(6)));
        assert!(clean(&bytes).unwrap_err().message.contains("moving"));
    }
}
