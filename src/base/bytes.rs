//! Looking at many bytes at once.

/// Whether `wanted` marks any of `bytes`. Without an early exit, and in rows, many are judged at once; the last row
/// takes in bytes of the one before it, which is quicker than one byte after the other.
#[must_use]
pub fn any(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> bool {
    const ROW: usize = 32;
    let judge = |bytes: &[u8]| bytes.iter().fold(0, |any, b| any | u8::from(wanted(*b)));
    let found = match bytes.last_chunk::<ROW>() {
        Some(last) => judge(bytes.as_chunks::<ROW>().0.as_flattened()) | judge(last),
        None => judge(bytes),
    };
    found != 0
}
