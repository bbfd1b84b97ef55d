//! A snapshot: every source file of a site at one moment, with its bytes and digest.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use super::diagnostic::{Diagnostic, Severity};
use super::digest::Digest;
use super::path::SitePath;

/// Reads a file's bytes, or says in words why it cannot.
pub type Load = Box<dyn Fn() -> Result<Vec<u8>, String> + Send + Sync>;

/// One source file. Cheap to clone.
#[derive(Clone)]
pub struct SourceFile(Arc<Content>);

enum Content {
    /// Text that the build reads: held in memory.
    Held { bytes: Box<[u8]>, digest: Digest },
    /// Pictures, audio, documents: only those that an article refers to are ever read.
    Lazy {
        load: Load,
        digest: OnceLock<Digest>,
    },
}

impl SourceFile {
    /// A file whose bytes are in memory.
    #[must_use]
    pub fn held(bytes: Vec<u8>) -> Self {
        let digest = Digest::of_bytes(&bytes);
        Self(Arc::new(Content::Held {
            bytes: bytes.into_boxed_slice(),
            digest,
        }))
    }

    /// A file that is read each time it is asked for.
    #[must_use]
    pub fn lazy(load: Load) -> Self {
        Self(Arc::new(Content::Lazy {
            load,
            digest: OnceLock::new(),
        }))
    }

    /// The bytes, if the file is held in memory.
    #[must_use]
    pub fn held_bytes(&self) -> Option<&[u8]> {
        match &*self.0 {
            Content::Held { bytes, .. } => Some(bytes),
            Content::Lazy { .. } => None,
        }
    }

    /// The bytes of any file.
    ///
    /// # Errors
    /// The reason, in words, where a file cannot be read.
    pub fn bytes(&self) -> Result<std::borrow::Cow<'_, [u8]>, String> {
        match &*self.0 {
            Content::Held { bytes, .. } => Ok(bytes.as_ref().into()),
            Content::Lazy { load, digest } => {
                let bytes = load()?;
                digest.get_or_init(|| Digest::of_bytes(&bytes));
                Ok(bytes.into())
            }
        }
    }

    /// The digest of the bytes.
    ///
    /// # Errors
    /// The reason, in words, where a file cannot be read.
    pub fn digest(&self) -> Result<Digest, String> {
        match &*self.0 {
            Content::Held { digest, .. } => Ok(*digest),
            Content::Lazy { digest, .. } => match digest.get() {
                Some(digest) => Ok(*digest),
                None => self.bytes().map(|bytes| Digest::of_bytes(&bytes)),
            },
        }
    }

    /// The digest, if it is known without reading the file.
    #[must_use]
    pub fn known_digest(&self) -> Option<Digest> {
        match &*self.0 {
            Content::Held { digest, .. } => Some(*digest),
            Content::Lazy { digest, .. } => digest.get().copied(),
        }
    }
}

impl SourceFile {
    /// Whether both hold the same bytes; a file that cannot be read is like no other.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || matches!((self.digest(), other.digest()), (Ok(a), Ok(b)) if a == b)
    }
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceFile({:?})", self.digest())
    }
}

/// Every source file of a site at one moment.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    files: BTreeMap<SitePath, SourceFile>,
    /// What could not be taken in: links out of the site, names that are not UTF-8.
    pub problems: Vec<Diagnostic>,
}

impl Snapshot {
    /// Puts a file in, replacing the one of the same path.
    pub fn insert(&mut self, path: SitePath, file: SourceFile) {
        self.files.insert(path, file);
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// The file at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        self.files.get(path)
    }

    /// Whether there is a file at `path`, though it may be one that could not be taken in.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.refused().any(|refused| is_within(path, refused))
    }

    /// Paths that could not be taken in: files, and folders with all that may lie in them.
    pub fn refused(&self) -> impl Iterator<Item = &SitePath> {
        let errors = self.problems.iter();
        let errors = errors.filter(|problem| problem.severity == Severity::Error);
        errors.map(|problem| &problem.file)
    }

    /// The text of the file at `path`, if it is one that the build reads and is UTF-8.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.get(path)?.held_bytes()?).ok()
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Every file, in order of path.
    pub fn files(&self) -> impl Iterator<Item = (&SitePath, &SourceFile)> {
        self.files.iter()
    }

    /// Every file below `folder` (which ends in `/`), in order of path.
    pub fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a SitePath, &'a SourceFile)> {
        self.files
            .range::<str, _>((
                std::ops::Bound::Included(folder),
                std::ops::Bound::Unbounded,
            ))
            .take_while(move |(path, _)| path.starts_with(folder))
    }
}

/// Whether `path` is `other`, or lies in it.
#[must_use]
pub fn is_within(path: &str, other: &str) -> bool {
    let rest = path.strip_prefix(other);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
