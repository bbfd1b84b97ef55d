//! The recorder: every question that a render asks goes through it, so that nothing it read is forgotten.

use std::cell::RefCell;
use std::sync::Arc;

use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::content::index::SiteIndex;
use crate::content::query::{Answer, Query};

/// What one render read: the queries it asked and the files whose bytes it took, with the digest of each answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Queries to the index; one may stand there more than once.
    pub queries: Vec<(Query, Digest)>,
    /// Files of the snapshot; `None` where there was none.
    pub files: Vec<(SitePath, Option<Digest>)>,
}

/// Answers the questions of one render and writes them down.
pub struct Recorder {
    index: Arc<SiteIndex>,
    snapshot: Arc<Snapshot>,
    reads: RefCell<Reads>,
}

impl Recorder {
    /// A recorder that has heard nothing yet.
    #[must_use]
    pub fn new(index: Arc<SiteIndex>, snapshot: Arc<Snapshot>) -> Self {
        Self {
            index,
            snapshot,
            // Room for what most pages ask.
            reads: RefCell::new(Reads {
                queries: Vec::with_capacity(48),
                files: Vec::new(),
            }),
        }
    }

    /// Asks the index.
    #[must_use]
    pub fn ask(&self, query: Query) -> Answer {
        let answer = self.index.ask(&query);
        let digest = Digest::of(&answer);
        self.reads.borrow_mut().queries.push((query, digest));
        answer
    }

    /// The bytes of a source file.
    ///
    /// # Errors
    /// The reason, in words, where there is no such file or it cannot be read.
    pub fn bytes(&self, file: &SitePath) -> Result<std::borrow::Cow<'_, [u8]>, String> {
        let found = self.snapshot.get(file);
        self.note(file, found.and_then(|file| file.digest().ok()));
        found.map_or_else(
            || Err("there is no such file".to_owned()),
            |file| file.bytes(),
        )
    }

    /// Notes that a source file of this digest was read.
    pub fn note(&self, file: &SitePath, digest: Option<Digest>) {
        self.reads.borrow_mut().files.push((file.clone(), digest));
    }

    /// What was read.
    #[must_use]
    pub fn finish(self) -> Reads {
        let mut reads = self.reads.into_inner();
        // One is kept for each output: nothing to spare.
        reads.queries.shrink_to_fit();
        reads.files.shrink_to_fit();
        reads
    }
}
