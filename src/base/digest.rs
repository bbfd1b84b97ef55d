//! Digests: 128-bit fingerprints of bytes and of answers, by which Attuned tells whether something changed.

use std::cell::Cell;
use std::fmt;
use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// A 128-bit XXH3 fingerprint. Not cryptographic: it guards against staleness, not against forgery.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(pub u128);

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// The digest of any value through its [`Hash`], the same in every process and on every machine of one word size.
    #[must_use]
    pub fn of<T: Hash + ?Sized>(value: &T) -> Self {
        // Most values are small: hashing their bytes in one go is several times faster than feeding them to a hasher.
        let mut bytes = BUFFER.take();
        bytes.clear();
        let mut hasher = Collected(bytes);
        value.hash(&mut hasher);
        let digest = Self::of_bytes(&hasher.0);
        BUFFER.set(hasher.0);
        digest
    }

    /// The digest of many digests in their order.
    #[must_use]
    pub fn of_all(digests: impl IntoIterator<Item = Self>) -> Self {
        let mut bytes = BUFFER.take();
        bytes.clear();
        for digest in digests {
            bytes.extend_from_slice(&digest.0.to_ne_bytes());
        }
        let digest = Self::of_bytes(&bytes);
        BUFFER.set(bytes);
        digest
    }

    /// The first eight hexadecimal digits: enough to name a version of a file.
    #[must_use]
    pub fn short(self) -> String {
        format!("{:08x}", (self.0 >> 96) as u32)
    }

    /// Reads what [`Display`](fmt::Display) wrote.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        (text.len() == 32)
            .then(|| u128::from_str_radix(text, 16).ok())
            .flatten()
            .map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Collects what a [`Hash`] writes.
struct Collected(Vec<u8>);

impl Hasher for Collected {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        xxh3_64(&self.0)
    }
}
