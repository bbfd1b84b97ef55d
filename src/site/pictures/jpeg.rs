//! JPEG files: a row of segments, with the pixels between some of them.

use super::{Header, PictureError, orientation};

const START: [u8; 2] = [0xFF, 0xD8];
const END: [u8; 2] = [0xFF, 0xD9];
const SCAN: u8 = 0xDA;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;

pub(super) fn header(bytes: &[u8]) -> Result<Header, PictureError> {
    let mut parts = Parts::new(bytes)?;
    let mut size = None;
    let mut turn = None;
    loop {
        match parts.next()? {
            Part::Segment(APP1, body) if turn.is_none() && body.starts_with(b"Exif\0\0") => {
                turn = Some(orientation(body));
            }
            Part::Segment(marker, body) if size.is_none() && is_frame(marker) => {
                size = frame_size(body);
            }
            Part::Segment(SCAN, _) | Part::End => break,
            Part::Segment(..) | Part::Pixels(_) => {}
        }
    }
    let (width, height) = size.ok_or_else(|| PictureError::damaged("it states no size"))?;
    let mut header = Header::new(width, height)?;
    if let Some(turn) = turn {
        header.orientation = turn;
    }
    Ok(header)
}

/// Whatever follows the end of the picture goes too: phones put films there.
pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut parts = Parts::new(bytes)?;
    let mut clean = START.to_vec();
    loop {
        match parts.next()? {
            Part::Segment(APP0, body) => {
                // A preview may follow these fields, so its size is set to none.
                if let (true, Some(fields)) = (body.starts_with(b"JFIF\0"), body.get(..12)) {
                    push_segment(&mut clean, APP0, &[fields, &[0, 0]].concat());
                }
            }
            Part::Segment(APP2, body) if body.starts_with(b"ICC_PROFILE\0") => {
                push_segment(&mut clean, APP2, body);
            }
            Part::Segment(APP14, body) => {
                // This says how colours are stored, in its first twelve bytes.
                if let (true, Some(fields)) = (body.starts_with(b"Adobe"), body.get(..12)) {
                    push_segment(&mut clean, APP14, fields);
                }
            }
            Part::Segment(marker, body) if is_needed(marker) => {
                push_segment(&mut clean, marker, body);
            }
            Part::Segment(..) => {}
            Part::Pixels(pixels) => clean.extend_from_slice(pixels),
            Part::End => {
                clean.extend_from_slice(&END);
                return Ok(clean);
            }
        }
    }
}

fn push_segment(clean: &mut Vec<u8>, marker: u8, body: &[u8]) {
    // A body read from a segment always fits one; should it not, leaving it
    // out is safe.
    if let Ok(length) = u16::try_from(body.len() + 2) {
        clean.extend_from_slice(&[0xFF, marker]);
        clean.extend_from_slice(&length.to_be_bytes());
        clean.extend_from_slice(body);
    }
}

/// Frames, tables, scans and restarts: what the pixels are made from.
fn is_needed(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF | 0xDA..=0xDF)
}

fn is_frame(marker: u8) -> bool {
    // C4, C8 and CC lie in the same range but are no frames.
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

fn frame_size(body: &[u8]) -> Option<(u32, u32)> {
    let [_, height0, height1, width0, width1] = *body.first_chunk()?;
    Some((
        u16::from_be_bytes([width0, width1]).into(),
        u16::from_be_bytes([height0, height1]).into(),
    ))
}

enum Part<'a> {
    /// A marker and what belongs to it.
    Segment(u8, &'a [u8]),
    /// The compressed pixels that follow a scan segment.
    Pixels(&'a [u8]),
    End,
}

struct Parts<'a> {
    rest: &'a [u8],
    after_scan: bool,
}

impl<'a> Parts<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self, PictureError> {
        Ok(Self {
            rest: bytes
                .strip_prefix(&START)
                .ok_or_else(PictureError::ends_too_soon)?,
            after_scan: false,
        })
    }

    fn next(&mut self) -> Result<Part<'a>, PictureError> {
        let part = if self.after_scan {
            self.pixels()
        } else {
            self.segment()
        };
        part.ok_or_else(PictureError::ends_too_soon)
    }

    fn segment(&mut self) -> Option<Part<'a>> {
        loop {
            // Decoders skip stray bytes between segments; so does this, and
            // they are left out.
            let marker_at = self.rest.iter().position(|byte| *byte == 0xFF)?;
            self.rest.split_off(..marker_at)?;
            let fill = self.rest.iter().position(|byte| *byte != 0xFF)?;
            self.rest.split_off(..fill)?;
            match *self.rest.split_off_first()? {
                0xD9 => return Some(Part::End),
                // These stand alone and mean nothing here.
                0x00 | 0x01 | 0xD0..=0xD8 => {}
                marker => {
                    let length = self.rest.split_off(..2)?.first_chunk()?;
                    let length = usize::from(u16::from_be_bytes(*length));
                    let body = self.rest.split_off(..length.checked_sub(2)?)?;
                    self.after_scan = marker == SCAN;
                    return Some(Part::Segment(marker, body));
                }
            }
        }
    }

    fn pixels(&mut self) -> Option<Part<'a>> {
        self.after_scan = false;
        // Among pixels, FF is followed by 00 or by a restart mark.
        let end = self
            .rest
            .array_windows()
            .position(|pair| matches!(pair, [0xFF, 0x01..=0xCF | 0xD8..=0xFE]))?;
        self.rest.split_off(..end).map(Part::Pixels)
    }
}

#[cfg(test)]
mod tests {
    use image::metadata::Orientation;
    use image::{DynamicImage, ImageDecoder};

    use super::super::fixtures::{
        decoded, difference, photo, profile, telling_jpeg, tells_nothing, written,
    };
    use super::super::{clean, dimensions};
    use super::*;

    fn profile_of(bytes: &[u8]) -> Option<Vec<u8>> {
        let reader = std::io::Cursor::new(bytes);
        let mut decoder = image::codecs::jpeg::JpegDecoder::new(reader).unwrap();
        decoder.icc_profile().unwrap()
    }

    #[test]
    fn an_upright_photo_keeps_its_pixels_and_colours_and_loses_all_else() {
        let original = telling_jpeg(1);
        assert!(!tells_nothing(&original));
        let picture = clean(&original).unwrap();
        assert!(tells_nothing(&picture.bytes));
        assert_eq!((picture.width, picture.height), (24, 16));
        assert_eq!(decoded(&picture.bytes), decoded(&original));
        assert_eq!(profile_of(&picture.bytes), Some(profile()));
        assert!(picture.bytes.ends_with(&END));
    }

    #[test]
    fn a_turned_photo_is_set_upright() {
        for turn in 2..=8 {
            let original = telling_jpeg(turn);
            let mut upright = photo();
            upright.apply_orientation(Orientation::from_exif(turn as u8).unwrap());
            let size = (upright.width(), upright.height());

            let picture = clean(&original).unwrap();
            assert!(tells_nothing(&picture.bytes));
            assert_eq!((picture.width, picture.height), size);
            assert_eq!(dimensions(&original), Ok(size));
            assert_eq!(profile_of(&picture.bytes), Some(profile()));
            let difference = difference(&decoded(&picture.bytes), &upright);
            assert!(difference < 8.0, "turn {turn}: {difference}");
        }
    }

    #[test]
    fn a_senseless_turn_is_ignored() {
        for turn in [0, 9, 999] {
            assert_eq!(dimensions(&telling_jpeg(turn)), Ok((24, 16)));
        }
    }

    #[test]
    fn a_grey_photo_stays_grey() {
        let grey = DynamicImage::from(photo().to_luma8());
        let bytes = written(&grey, image::ImageFormat::Jpeg);
        let picture = clean(&bytes).unwrap();
        assert_eq!(decoded(&picture.bytes), decoded(&bytes));
    }

    #[test]
    fn a_photo_loses_what_stands_between_its_scans() {
        let original = telling_jpeg(1);
        let end = original.windows(2).rposition(|pair| pair == END).unwrap();
        let comment = b"\xFF\xFE\0\x08SECRET";
        let bytes = [&original[..end], comment, &original[end..]].concat();
        assert_eq!(clean(&bytes), clean(&original));
    }
}
