//! Small pictures for the tests, with and without things to hide.

use std::io::Cursor;

use image::codecs::gif::{GifEncoder, Repeat};
use image::{DynamicImage, Frame, ImageEncoder, ImageFormat, Rgb, RgbImage};

/// What metadata in these pictures holds, and a clean picture must not.
const HIDDEN: [&[u8]; 3] = [b"SECRET", b"Exif", b"ns.adobe.com"];

pub(super) const XMP: &[u8] = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET place</x:xmpmeta>";

pub(super) fn tells_nothing(bytes: &[u8]) -> bool {
    HIDDEN
        .iter()
        .all(|hidden| !bytes.windows(hidden.len()).any(|part| part == *hidden))
}

/// 24 pixels wide and 16 high, and different from each of its turnings.
pub(super) fn photo() -> DynamicImage {
    RgbImage::from_fn(24, 16, |x, y| {
        let (x, y) = (x as u8, y as u8);
        Rgb([x * 10, y * 15, if x < 8 && y < 4 { 250 } else { 20 }])
    })
    .into()
}

pub(super) fn decoded(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).unwrap()
}

/// How far two pictures differ on average, in steps of 256.
pub(super) fn difference(one: &DynamicImage, other: &DynamicImage) -> f64 {
    let (one, other) = (one.to_rgb8(), other.to_rgb8());
    assert_eq!(one.dimensions(), other.dimensions());
    let pairs = one.iter().zip(other.iter());
    pairs.map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / one.len() as f64
}

pub(super) fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(super) fn written_with_profile(image: &DynamicImage, mut encoder: impl ImageEncoder) {
    encoder.set_icc_profile(profile()).unwrap();
    image.write_with_encoder(encoder).unwrap();
}

/// Enough of a colour profile to be taken for one.
pub(super) fn profile() -> Vec<u8> {
    let mut profile = vec![0; 200];
    profile[16..20].copy_from_slice(b"RGB ");
    profile[36..40].copy_from_slice(b"acsp");
    profile[150..158].copy_from_slice(b"colours!");
    profile
}

/// Camera, orientation and place, as phones write them.
pub(super) fn exif(orientation: u16) -> Vec<u8> {
    fn entry(tag: u16, kind: u16, count: u32, value: u32) -> Vec<u8> {
        let mut entry = [tag.to_le_bytes(), kind.to_le_bytes()].concat();
        entry.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
        entry
    }
    let mut exif = b"II*\0\x08\0\0\0\x03\0".to_vec();
    exif.extend(entry(0x010F, 2, 14, 68)); // make of the camera
    exif.extend(entry(0x0112, 3, 1, orientation.into()));
    exif.extend(entry(0x8825, 4, 1, 50)); // where the place is written
    exif.extend([0; 4]);
    exif.extend(b"\x01\0");
    exif.extend(entry(0x0002, 5, 3, 82)); // latitude
    exif.extend([0; 4]);
    exif.extend(b"SECRET-CAMERA\0");
    exif.extend(b"SECRET latitude of 24 by.");
    exif
}

/// A JPEG with all that cameras, phones and programs put into one.
pub(super) fn telling_jpeg(orientation: u16) -> Vec<u8> {
    let mut plain = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut plain, 95);
    written_with_profile(&photo(), encoder);
    let segment = |marker: u8, parts: &[&[u8]]| {
        let body = parts.concat();
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker], &length[..], &body].concat()
    };
    [
        &plain[..2],
        &segment(0xE0, &[b"JFIF\0\x01\x01\0\0\x01\0\x01\x02\x01", b"SECRET"]),
        &segment(0xE0, &[b"JFXX\0\x10SECRET preview"]),
        &segment(0xE1, &[b"Exif\0\0", &exif(orientation)]),
        &segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", XMP]),
        &segment(0xE2, &[b"MPF\0SECRET second picture"]),
        &segment(0xED, &[b"Photoshop 3.0\08BIM SECRET author"]),
        &segment(0xEE, &[b"SECRET, not Adobe"]),
        &segment(0xFE, &[b"SECRET comment"]),
        b"stray\xFF",
        &plain[2..],
        b"SECRET film \xFF\xD8\xFF",
    ]
    .concat()
}

pub(super) fn png_chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let content = [kind, body].concat();
    let checksum = !content.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 * (sum & 1))
        })
    });
    let length = u32::try_from(body.len()).unwrap();
    [&length.to_be_bytes()[..], &content, &checksum.to_be_bytes()].concat()
}

pub(super) fn telling_png(orientation: u16) -> Vec<u8> {
    let mut plain = Vec::new();
    written_with_profile(&photo(), image::codecs::png::PngEncoder::new(&mut plain));
    let end = plain.len() - 12;
    [
        &plain[..33],
        &png_chunk(b"gAMA", &45455_u32.to_be_bytes()),
        &png_chunk(b"tEXt", b"Author\0SECRET"),
        &png_chunk(b"tIME", b"\x07\xE8\x01\x01\0\0\0"),
        &png_chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", XMP].concat()),
        &png_chunk(b"prIv", b"SECRET of a program"),
        &plain[33..end],
        &png_chunk(b"eXIf", &exif(orientation)),
        &plain[end..],
        b"SECRET film",
    ]
    .concat()
}

/// The first frame of two, the second of which is told by chunks of its own.
pub(super) fn moving_png() -> Vec<u8> {
    let plain = written(&photo(), ImageFormat::Png);
    let frame = |number: u32| {
        let numbers = [number, 24, 16, 0, 0].map(u32::to_be_bytes).concat();
        png_chunk(b"fcTL", &[&numbers[..], &[0, 1, 0, 10, 0, 0]].concat())
    };
    let length = u32::from_be_bytes(*plain[33..].first_chunk().unwrap()) as usize;
    let pixels = &plain[41..41 + length];
    let end = plain.len() - 12;
    [
        &plain[..33],
        &png_chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]),
        &frame(0),
        &plain[33..end],
        &frame(1),
        &png_chunk(b"fdAT", &[&[0, 0, 0, 2], pixels].concat()),
        &plain[end..],
    ]
    .concat()
}

pub(super) fn webp_chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    let padding = &[0][..body.len() % 2];
    [kind, &length[..], body, padding].concat()
}

pub(super) fn webp(chunks: &[&[u8]]) -> Vec<u8> {
    let body = [b"WEBP", &chunks.concat()[..]].concat();
    webp_chunk(b"RIFF", &body)
}

/// The chunk with the pixels of the photo.
pub(super) fn webp_pixels() -> Vec<u8> {
    written(&photo(), ImageFormat::WebP)[12..].to_vec()
}

pub(super) fn telling_webp(orientation: u16) -> Vec<u8> {
    let mut file = webp(&[
        &webp_chunk(b"VP8X", &[0x2C, 0, 0, 0, 23, 0, 0, 15, 0, 0]),
        &webp_chunk(b"ICCP", &profile()),
        &webp_pixels(),
        &webp_chunk(b"prIv", b"SECRET of a program"),
        &webp_chunk(b"EXIF", &exif(orientation)),
        &webp_chunk(b"XMP ", XMP),
    ]);
    file.extend(b"SECRET film");
    file
}

pub(super) fn moving_webp() -> Vec<u8> {
    let place = [0, 0, 0, 0, 0, 0, 23, 0, 0, 15, 0, 0, 100, 0, 0, 2];
    let secret = webp_chunk(b"prIv", b"SECRET of a frame");
    let frame = webp_chunk(b"ANMF", &[&place[..], &webp_pixels(), &secret].concat());
    webp(&[
        &webp_chunk(b"VP8X", &[0x0A, 0, 0, 0, 23, 0, 0, 15, 0, 0]),
        &webp_chunk(b"ANIM", &[0; 6]),
        &frame,
        &frame,
        &webp_chunk(b"EXIF", &exif(1)),
    ])
}

/// A GIF of two frames, which repeats.
pub(super) fn moving_gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    encoder.set_repeat(Repeat::Infinite).unwrap();
    let frames = [photo(), photo().fliph()].map(|image| Frame::new(image.to_rgba8()));
    encoder.encode_frames(frames).unwrap();
    drop(encoder);
    bytes
}

pub(super) fn telling_gif() -> Vec<u8> {
    let plain = moving_gif();
    let start = 13
        + if plain[10] & 0x80 == 0 {
            0
        } else {
            3 << ((plain[10] & 7) + 1)
        };
    [
        &plain[..start],
        b"\x21\xFE\x0ESECRET comment\0",
        b"\x21\xFF\x0BXMP DataXMP\x06SECRET\0",
        b"\x21\xF9\x04\x04SEC\0",
        b"\x21\x01\x0C____________\x06SECRET\0",
        b"\x21\x77\x06SECRET\0",
        &plain[start..],
        b"SECRET film",
    ]
    .concat()
}

pub(super) const TELLING_SVG: &str = r##"<?xml version="1.0"?>
<!-- SECRET comment -->
<?xml-stylesheet href="http://evil.example/a.css"?>
<!DOCTYPE svg [<!ENTITY a "SECRET"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="24px" height="16"
  inkscape:export-filename="/home/SECRET/a.png" onload="alert('SECRET')" data-name="SECRET">
  <title>A tree &amp; a house</title>
  <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">SECRET</rdf:RDF></metadata>
  <style><![CDATA[/* SECRET */ .a > b{fill:url(#shine)} @import "http://evil.example/SECRET";]]></style>
  <script>alert("SECRET")</script>
  <inkscape:grid note="SECRET"><path d="M0 0"/></inkscape:grid>
  <foreignObject><p xmlns="http://www.w3.org/1999/xhtml">SECRET</p></foreignObject>
  <a xlink:href="javascript:alert('SECRET')"><rect id="r" width="4" height="4" fill="url('#shine')"/></a>
  <a href="https://evil.example/SECRET"><text xml:space="preserve">1 &lt; 2 &#228;</text></a>
  <use xlink:href="#r" style='fill:url("http://evil.example/SECRET");opacity:.5'/>
  <image href="//evil.example/SECRET.png"/>
  <animate attributeName="xlink:href" to="javascript:alert('SECRET')"/>
</svg>
<!-- SECRET -->
"##;

/// One of each, to be damaged in the tests.
pub(super) fn all() -> Vec<Vec<u8>> {
    vec![
        telling_jpeg(1),
        telling_jpeg(6),
        telling_png(1),
        telling_png(5),
        moving_png(),
        telling_webp(1),
        telling_webp(8),
        webp(&[&webp_pixels()]),
        moving_webp(),
        telling_gif(),
        TELLING_SVG.into(),
    ]
}
