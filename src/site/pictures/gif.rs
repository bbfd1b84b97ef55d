//! GIF files: a row of frames, with extensions between them.

use super::{Header, PictureError};

const EXTENSION: u8 = 0x21;
const FRAME: u8 = 0x2C;
const END: u8 = 0x3B;
// Kinds of extensions.
const PLAIN_TEXT: u8 = 0x01;
const FRAME_TIMING: u8 = 0xF9;
const APPLICATION: u8 = 0xFF;

pub(super) fn header(bytes: &[u8]) -> Result<Header, PictureError> {
    let size = bytes.get(6..).and_then(<[u8]>::first_chunk);
    let [w0, w1, h0, h1] = *size.ok_or_else(PictureError::ends_too_soon)?;
    // GIF has no way to say that a picture is to be turned.
    Header::new(
        u16::from_le_bytes([w0, w1]).into(),
        u16::from_le_bytes([h0, h1]).into(),
    )
}

pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    walk(bytes).ok_or_else(PictureError::ends_too_soon)?
}

/// `None` when the file ends before its end mark.
fn walk(bytes: &[u8]) -> Option<Result<Vec<u8>, PictureError>> {
    let mut rest = bytes;
    let mut clean = rest.split_off(..13)?.to_vec();
    clean.extend_from_slice(rest.split_off(..palette_length(clean[10]))?);
    // Timing belongs to what follows it, and is dropped along with that.
    let mut timing = None;
    loop {
        match *rest.split_off_first()? {
            END => {
                clean.push(END);
                return Some(Ok(clean));
            }
            EXTENSION => match *rest.split_off_first()? {
                FRAME_TIMING => {
                    let blocks = sub_blocks(&mut rest)?.first_chunk::<5>();
                    timing = blocks.filter(|blocks| blocks[0] == 4);
                }
                PLAIN_TEXT => {
                    sub_blocks(&mut rest)?;
                    timing = None;
                }
                APPLICATION => clean.extend(repetition(sub_blocks(&mut rest)?)),
                _ => {
                    sub_blocks(&mut rest)?;
                }
            },
            FRAME => {
                if let Some(timing) = timing.take() {
                    clean.extend_from_slice(&[EXTENSION, FRAME_TIMING]);
                    clean.extend_from_slice(timing);
                    clean.push(0);
                }
                clean.push(FRAME);
                let place = rest.split_off(..9)?;
                clean.extend_from_slice(place);
                clean.extend_from_slice(rest.split_off(..palette_length(place[8]))?);
                clean.push(*rest.split_off_first()?);
                clean.extend_from_slice(sub_blocks(&mut rest)?);
            }
            _ => return Some(Err(PictureError::damaged("it holds something unknown"))),
        }
    }
}

/// How many bytes of colours follow, told from a byte of flags.
fn palette_length(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 0x07) + 1)
    }
}

/// Takes a row of blocks, each with its length before it, up to an empty one.
fn sub_blocks<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let mut end = 0;
    loop {
        let length = usize::from(*rest.get(end)?);
        end += 1 + length;
        if length == 0 {
            return rest.split_off(..end);
        }
    }
}

/// Of the extensions made by programs, the one that says how often a moving
/// picture repeats; written anew, since more could be hidden in it.
fn repetition(blocks: &[u8]) -> Vec<u8> {
    let Some([11, name @ .., 3, 1, low, high]) = blocks.first_chunk::<16>() else {
        return Vec::new();
    };
    if name != b"NETSCAPE2.0" && name != b"ANIMEXTS1.0" {
        return Vec::new();
    }
    let mut extension = vec![EXTENSION, APPLICATION, 11];
    extension.extend_from_slice(name);
    extension.extend_from_slice(&[3, 1, *low, *high, 0]);
    extension
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::codecs::gif::GifDecoder;
    use image::metadata::LoopCount;
    use image::{AnimationDecoder, Frame};

    use super::super::fixtures::{moving_gif, telling_gif, tells_nothing};
    use super::super::{clean, dimensions};

    fn decoder(bytes: &[u8]) -> GifDecoder<Cursor<&[u8]>> {
        GifDecoder::new(Cursor::new(bytes)).unwrap()
    }

    fn frames(bytes: &[u8]) -> Vec<Frame> {
        decoder(bytes).into_frames().collect_frames().unwrap()
    }

    #[test]
    fn a_moving_picture_keeps_its_frames_and_loses_all_else() {
        let original = telling_gif();
        let picture = clean(&original).unwrap();
        assert!(tells_nothing(&picture.bytes));
        assert_eq!((picture.width, picture.height), (24, 16));
        assert_eq!(dimensions(&original), Ok((24, 16)));
        let (before, after) = (frames(&moving_gif()), frames(&picture.bytes));
        assert_eq!(after.len(), 2);
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before.buffer(), after.buffer());
            assert_eq!(before.delay(), after.delay());
        }
        let repeats = decoder(&picture.bytes).loop_count();
        assert!(matches!(repeats, LoopCount::Infinite));
    }

    #[test]
    fn something_unknown_is_called_damage() {
        let mut bytes = clean(&telling_gif()).unwrap().bytes;
        bytes.pop();
        bytes.push(0x42);
        let error = clean(&bytes).unwrap_err();
        assert!(error.message.contains("damaged"));
    }
}
