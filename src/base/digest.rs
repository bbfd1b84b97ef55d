//! Digests: 128-bit fingerprints of bytes and of answers, by which Attuned tells whether something changed.

use std::cell::Cell;
use std::fmt;
use std::hash::{Hash, Hasher};

use twox_hash::{XxHash3_64, XxHash3_128};

/// A 128-bit XXH3 fingerprint. Not cryptographic: it guards against staleness, not against forgery.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(pub u128);

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes))
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
        XxHash3_64::oneshot(&self.0)
    }
}

/// A value with its digest taken once, because it is asked for often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped<T> {
    value: T,
    digest: Digest,
}

impl<T: Hash> Stamped<T> {
    /// Takes the digest.
    pub fn new(value: T) -> Self {
        Self {
            digest: Digest::of(&value),
            value,
        }
    }

    /// The digest.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

impl<T> std::ops::Deref for Stamped<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Hash for Stamped<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}
