//! Decoding and encoding of pictures made of pixels, within limits.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::error::ImageError;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};

use super::PictureError;

/// The greatest width and height of a picture.
pub(super) const MAX_SIDE: u32 = 16_384;
/// The most memory one picture may take while it is read.
const MAX_MEMORY: u64 = 512 * 1024 * 1024;
/// Good enough that nobody sees that a photo was turned.
const JPEG_QUALITY: u8 = 90;

pub(super) fn too_large() -> PictureError {
    PictureError::new(
        "the picture is too large to be shown on a page",
        "make it smaller in a picture program, for example 2000 pixels wide, and use that file",
    )
}

/// The pixels of a picture (of a moving one, its first), and its colour profile.
pub(super) fn decode(
    bytes: &[u8],
    format: ImageFormat,
) -> Result<(DynamicImage, Option<Vec<u8>>), PictureError> {
    read(bytes, format).map_err(|error| match error {
        ImageError::Limits(_) => too_large(),
        ImageError::Unsupported(_) => PictureError::new(
            "the picture is stored in a rare way that cannot be read here",
            "open it in a picture program, save it as JPEG or PNG, and use that file",
        ),
        _ => PictureError::damaged("it cannot be read to its end"),
    })
}

fn read(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, Option<Vec<u8>>), ImageError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    limits.reserve(decoder.total_bytes())?;
    // A broken profile is no reason to refuse a picture: browsers ignore it.
    let profile = decoder.icc_profile().ok().flatten();
    Ok((DynamicImage::from_decoder(decoder)?, profile))
}

pub(super) fn encode_jpeg(
    image: &DynamicImage,
    profile: Option<Vec<u8>>,
) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    write(image, profile, encoder)?;
    Ok(bytes)
}

pub(super) fn encode_webp(
    image: &DynamicImage,
    profile: Option<Vec<u8>>,
) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    write(image, profile, WebPEncoder::new_lossless(&mut bytes))?;
    Ok(bytes)
}

pub(super) fn encode_png(image: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    write(image, None, PngEncoder::new(&mut bytes))?;
    Ok(bytes)
}

fn write(
    image: &DynamicImage,
    profile: Option<Vec<u8>>,
    mut encoder: impl ImageEncoder,
) -> Result<(), PictureError> {
    let failed = |_| {
        PictureError::new(
            "the picture could not be turned upright",
            "turn it upright in a picture program, save it, and use that file",
        )
    };
    if let Some(profile) = profile.filter(|profile| fits(profile, image)) {
        encoder
            .set_icc_profile(profile)
            .map_err(|error| failed(ImageError::Unsupported(error)))?;
    }
    image.write_with_encoder(encoder).map_err(failed)
}

/// Whether a colour profile speaks about the colours the pixels now have:
/// pictures made for print (CMYK) have become red, green and blue.
fn fits(profile: &[u8], image: &DynamicImage) -> bool {
    let space: &[u8] = if image.color().has_color() {
        b"RGB "
    } else {
        b"GRAY"
    };
    profile.get(16..20) == Some(space)
}
