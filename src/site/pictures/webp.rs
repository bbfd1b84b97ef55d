//! WebP files: chunks inside a RIFF container.

use super::{Header, PictureError, orientation};

// What the first byte of the VP8X chunk says the file has.
const HAS_PROFILE: u8 = 0x20;
const HAS_ALPHA: u8 = 0x10;
const HAS_EXIF: u8 = 0x08;
const HAS_MOVEMENT: u8 = 0x02;

pub(super) fn header(bytes: &[u8]) -> Result<Header, PictureError> {
    let mut chunks = Chunks(contents(bytes));
    let no_size = || PictureError::damaged("it states no size");
    let (kind, body) = chunks.next().ok_or_else(PictureError::ends_too_soon)?;
    match kind {
        b"VP8X" => {
            let (flags, width, height) = canvas(body).ok_or_else(no_size)?;
            let mut header = Header::new(width, height)?;
            header.moving = flags & HAS_MOVEMENT != 0;
            // Browsers look for EXIF data only where it is announced.
            if flags & HAS_EXIF != 0
                && let Some((_, exif)) = chunks.find(|(kind, _)| *kind == b"EXIF")
            {
                header.orientation = orientation(exif);
            }
            Ok(header)
        }
        b"VP8 " => {
            let (width, height) = lossy_size(body).ok_or_else(no_size)?;
            Header::new(width, height)
        }
        b"VP8L" => {
            let (width, height) = lossless_size(body).ok_or_else(no_size)?;
            Header::new(width, height)
        }
        _ => Err(no_size()),
    }
}

pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    // The container says how long it is; what follows is left out.
    let length = bytes
        .get(4..8)
        .and_then(<[u8]>::first_chunk)
        .map(|length| u32::from_le_bytes(*length) as usize);
    if length.is_none_or(|length| length.saturating_add(8) > bytes.len()) {
        return Err(PictureError::ends_too_soon());
    }

    let mut chunks = Chunks(contents(bytes));
    let mut clean = b"WEBP".to_vec();
    let mut flags = None;
    for (kind, body) in chunks.by_ref() {
        match kind {
            b"VP8X" if flags.is_none() => {
                let mut head = body
                    .first_chunk::<10>()
                    .copied()
                    .ok_or_else(PictureError::ends_too_soon)?;
                head[0] &= HAS_PROFILE | HAS_ALPHA | HAS_MOVEMENT;
                head[1..4].fill(0);
                flags = Some(head[0]);
                push_chunk(&mut clean, *kind, &head);
            }
            b"VP8 " | b"VP8L" => push_chunk(&mut clean, *kind, body),
            b"ICCP" if flags.is_some_and(|flags| flags & HAS_PROFILE != 0) => {
                push_chunk(&mut clean, *kind, body);
            }
            b"ALPH" | b"ANIM" if flags.is_some() => push_chunk(&mut clean, *kind, body),
            b"ANMF" if flags.is_some() => {
                push_chunk(&mut clean, *kind, &strip_frame(body)?);
            }
            _ => {}
        }
        // A file without a VP8X chunk is one picture and nothing more.
        if flags.is_none() {
            break;
        }
    }
    if flags.is_some() && !chunks.0.is_empty() {
        return Err(PictureError::ends_too_soon());
    }

    let length = u32::try_from(clean.len()).map_err(|_| super::pixels::too_large())?;
    let mut file = b"RIFF".to_vec();
    file.extend_from_slice(&length.to_le_bytes());
    file.append(&mut clean);
    Ok(file)
}

/// One frame of a moving picture: where it goes, and its own chunks.
fn strip_frame(body: &[u8]) -> Result<Vec<u8>, PictureError> {
    let (place, chunks) = body
        .split_at_checked(16)
        .ok_or_else(PictureError::ends_too_soon)?;
    let mut clean = place.to_vec();
    for (kind, body) in Chunks(chunks) {
        if matches!(kind, b"ALPH" | b"VP8 " | b"VP8L") {
            push_chunk(&mut clean, *kind, body);
        }
    }
    Ok(clean)
}

fn push_chunk(clean: &mut Vec<u8>, kind: [u8; 4], body: &[u8]) {
    // A body read from a chunk always fits one; should it not, leaving it out
    // is safe.
    if let Ok(length) = u32::try_from(body.len()) {
        clean.extend_from_slice(&kind);
        clean.extend_from_slice(&length.to_le_bytes());
        clean.extend_from_slice(body);
        if body.len() % 2 == 1 {
            clean.push(0);
        }
    }
}

/// What lies within the container, as far as the file goes.
fn contents(bytes: &[u8]) -> &[u8] {
    let length = bytes
        .get(4..8)
        .and_then(<[u8]>::first_chunk)
        .map_or(0, |length| u32::from_le_bytes(*length) as usize);
    let end = bytes.len().min(length.saturating_add(8));
    bytes.get(12..end).unwrap_or_default()
}

fn canvas(body: &[u8]) -> Option<(u8, u32, u32)> {
    let [flags, _, _, _, w0, w1, w2, h0, h1, h2] = *body.first_chunk()?;
    Some((
        flags,
        u32::from_le_bytes([w0, w1, w2, 0]) + 1,
        u32::from_le_bytes([h0, h1, h2, 0]) + 1,
    ))
}

fn lossy_size(body: &[u8]) -> Option<(u32, u32)> {
    let [_, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1] = *body.first_chunk()? else {
        return None;
    };
    // The two highest bits ask for enlarging, which nobody heeds.
    Some((
        u32::from(u16::from_le_bytes([w0, w1]) & 0x3FFF),
        u32::from(u16::from_le_bytes([h0, h1]) & 0x3FFF),
    ))
}

fn lossless_size(body: &[u8]) -> Option<(u32, u32)> {
    let [0x2F, bits @ ..] = *body.first_chunk::<5>()? else {
        return None;
    };
    let bits = u32::from_le_bytes(bits);
    Some(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
}

/// The whole chunks in a stretch of bytes.
struct Chunks<'a>(&'a [u8]);

impl<'a> Iterator for Chunks<'a> {
    type Item = (&'a [u8; 4], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let mut rest = self.0;
        let kind = rest.split_off(..4)?.first_chunk()?;
        let length = u32::from_le_bytes(*rest.split_off(..4)?.first_chunk()?);
        let length = usize::try_from(length).ok()?;
        let body = rest.split_off(..length)?;
        if length % 2 == 1 {
            // Chunks begin at even places; the last may lack its padding.
            rest.split_off_first();
        }
        self.0 = rest;
        Some((kind, body))
    }
}

#[cfg(test)]
mod tests {
    use image::ImageDecoder;
    use image::metadata::Orientation;

    use super::super::fixtures::{
        decoded, exif, moving_webp, photo, profile, telling_webp, tells_nothing, webp, webp_chunk,
        webp_pixels,
    };
    use super::super::{clean, dimensions};
    use super::*;

    fn kinds(bytes: &[u8]) -> Vec<&str> {
        Chunks(contents(bytes))
            .map(|(kind, _)| str::from_utf8(kind).unwrap())
            .collect()
    }

    fn profile_of(bytes: &[u8]) -> Option<Vec<u8>> {
        let reader = std::io::Cursor::new(bytes);
        let mut decoder = image::codecs::webp::WebPDecoder::new(reader).unwrap();
        decoder.icc_profile().unwrap()
    }

    #[test]
    fn an_upright_picture_keeps_its_pixels_and_colours_and_loses_all_else() {
        let picture = clean(&telling_webp(1)).unwrap();
        assert!(tells_nothing(&picture.bytes));
        assert_eq!((picture.width, picture.height), (24, 16));
        assert_eq!(decoded(&picture.bytes), photo());
        assert_eq!(kinds(&picture.bytes), ["VP8X", "ICCP", "VP8L"]);
        assert_eq!(profile_of(&picture.bytes), Some(profile()));
        assert_eq!(picture.bytes[20], HAS_PROFILE);
    }

    #[test]
    fn a_turned_picture_is_set_upright_without_loss() {
        for turn in 2..=8 {
            let original = telling_webp(turn);
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
            assert_eq!(profile_of(&picture.bytes), Some(profile()));
        }
    }

    #[test]
    fn a_simple_picture_stays_as_it_is() {
        let original = webp(&[&webp_pixels()]);
        assert_eq!(clean(&original).unwrap().bytes, original);
        let telling = webp(&[&webp_pixels(), &webp_chunk(b"EXIF", &exif(6))]);
        assert_eq!(clean(&telling).unwrap().bytes, original);
    }

    #[test]
    fn a_moving_picture_keeps_moving_and_its_frames_tell_nothing() {
        let picture = clean(&moving_webp()).unwrap();
        assert!(tells_nothing(&picture.bytes));
        assert_eq!(kinds(&picture.bytes), ["VP8X", "ANIM", "ANMF", "ANMF"]);
        assert_eq!(decoded(&picture.bytes).to_rgb8(), photo().to_rgb8());
    }

    #[test]
    fn the_size_of_a_lossy_picture_is_read() {
        let frame = [0, 0, 0, 0x9D, 0x01, 0x2A, 24, 0x40, 16, 0];
        let bytes = webp(&[&webp_chunk(b"VP8 ", &frame)]);
        assert_eq!(dimensions(&bytes), Ok((24, 16)));
        assert!(clean(&bytes).is_err(), "it has no pixels");
    }
}
