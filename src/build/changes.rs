//! What differs between the inputs of this build and of the last: found here, never told from outside.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::snapshot::{Snapshot, SourceFile};
use crate::content::reference::ARTICLES;

/// The files that the last build saw.
#[derive(Default)]
pub(super) struct Seen {
    files: Vec<(SitePath, SourceFile)>,
    /// Paths that could not be taken in.
    refused: Vec<SitePath>,
    names: Digest,
}

/// What differs from the last build.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Files that are new, gone, or hold other bytes, in order.
    pub(super) files: Arc<BTreeSet<SitePath>>,
    /// Whether files have come or gone, or can be read that could not, or the other way round.
    pub(super) names: bool,
}

/// Files that have changed since some stage last looked.
#[derive(Default)]
pub(super) struct Late(Arc<BTreeSet<SitePath>>);

impl Late {
    /// Adds what has changed now.
    pub(super) fn add(&mut self, changes: &Changes) {
        if self.0.is_empty() {
            self.0 = changes.files.clone();
        } else if !changes.files.is_empty() {
            Arc::make_mut(&mut self.0).extend(changes.files.iter().cloned());
        }
    }

    /// Takes them all.
    pub(super) fn take(&mut self) -> Arc<BTreeSet<SitePath>> {
        std::mem::take(&mut self.0)
    }
}

impl Seen {
    /// Looks at a snapshot. A file that is the very one of last time is not looked into, so that this costs a few
    /// nanoseconds a file.
    pub(super) fn look(&mut self, snapshot: &Snapshot) -> Changes {
        // Mostly in order, so that the set is made at one go.
        let mut changed = Vec::new();
        let mut known = self.files.iter_mut();
        let same_names = snapshot.refused().eq(&self.refused)
            && snapshot.len() == known.len()
            && snapshot.files().all(|(path, file)| {
                let Some(known) = known.next().filter(|(known, _)| known.is(path)) else {
                    return false;
                };
                if !known.1.is_same(file) {
                    changed.push(path.clone());
                }
                known.1 = file.clone();
                true
            });
        if !same_names {
            // What was found until the names went apart is known by its new bytes now.
            changed.extend(self.compare(snapshot));
        }
        Changes {
            files: Arc::new(changed.into_iter().collect()),
            names: !same_names,
        }
    }

    /// The digest of all names below `articles/`, and of what could not be taken in.
    #[must_use]
    pub(super) fn names(&self) -> Digest {
        self.names
    }

    fn compare(&mut self, snapshot: &Snapshot) -> Vec<SitePath> {
        let mut changed = Vec::new();
        let mut before = std::mem::take(&mut self.files).into_iter().peekable();
        for (path, file) in snapshot.files() {
            while let Some((gone, _)) = before.next_if(|(known, _)| known < path) {
                changed.push(gone);
            }
            let known = before.next_if(|(known, _)| known == path);
            if known.is_none_or(|(_, known)| !known.is_same(file)) {
                changed.push(path.clone());
            }
            self.files.push((path.clone(), file.clone()));
        }
        changed.extend(before.map(|(gone, _)| gone));
        let names = self.files.iter().map(|(path, _)| path);
        let names: Vec<&SitePath> = names.filter(|path| path.starts_with(ARTICLES)).collect();
        self.refused = snapshot.refused().cloned().collect();
        self.names = Digest::of(&(names, &self.refused));
        changed
    }
}
