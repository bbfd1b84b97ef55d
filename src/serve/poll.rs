//! Looking for changes, where the system does not tell of them: what every file is like, again and again.
#![expect(
    clippy::disallowed_methods,
    reason = "looking at files is what this is for"
)]

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use rustc_hash::FxHashMap;
use walkdir::WalkDir;

use crate::build::builder::SITE_FILE;
use crate::build::walk::{FOLDERS, is_litter};

use super::hint::{Hint, Next};

/// How long after one look the next one comes.
pub(super) const INTERVAL: Duration = Duration::from_millis(500);

/// How long a file that was seen to change is named again at each look: in a disk that knows times no finer than two
/// seconds, the next change may leave no trace.
const UNSURE: Duration = Duration::from_secs(3);

/// What a file is like, apart from its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Likeness {
    length: u64,
    modified: Option<SystemTime>,
    is_dir: bool,
    /// Which file it is, and when anything about it was last changed, where the system tells.
    identity: (u64, i64, i64),
}

impl Likeness {
    fn of(found: &Metadata) -> Self {
        let is_dir = found.is_dir();
        Self {
            // What happens in a folder shows in what lies in it.
            length: if is_dir { 0 } else { found.len() },
            modified: found.modified().ok().filter(|_| !is_dir),
            is_dir,
            identity: identity(found, is_dir),
        }
    }
}

#[cfg(unix)]
fn identity(found: &Metadata, is_dir: bool) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    if is_dir {
        return (found.ino(), 0, 0);
    }
    (found.ino(), found.ctime(), found.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata, _: bool) -> (u64, i64, i64) {
    (0, 0, 0)
}

/// How long after a look at many changes the next one comes, until they cease.
const BUSY: Duration = Duration::from_millis(100);

/// How many changes are many.
const MANY: usize = 8;

/// However many there are, they are given after so many looks.
const MOST_LOOKS: usize = 10;

/// A site that is looked at again and again.
pub(super) struct Polling {
    files: Files,
    next: Instant,
}

impl Polling {
    /// Takes the site whose folder is `root` as it is.
    pub(super) fn new(root: &Path) -> Self {
        Self {
            files: Files::new(root),
            next: Instant::now() + INTERVAL,
        }
    }

    /// Waits for the next change, at most until `until`.
    pub(super) fn next(&mut self, until: Option<Instant>) -> Next {
        loop {
            let wake = until.map_or(self.next, |until| until.min(self.next));
            thread::sleep(wake.saturating_duration_since(Instant::now()));
            if Instant::now() < self.next {
                return Next::Nothing;
            }
            let mut changed = self.files.look();
            let mut latest = changed.len();
            for _ in 0..MOST_LOOKS {
                if latest < MANY {
                    break;
                }
                thread::sleep(BUSY);
                let before = changed.len();
                changed.extend(self.files.look());
                changed.sort_unstable();
                changed.dedup();
                latest = changed.len() - before;
            }
            self.next = Instant::now() + INTERVAL;
            if !changed.is_empty() {
                return Next::Hint(Hint::Paths(changed));
            }
        }
    }
}

/// A site's files as they were when somebody last looked.
struct Files {
    root: PathBuf,
    known: FxHashMap<PathBuf, Likeness>,
    unsure: Vec<(PathBuf, Instant)>,
}

impl Files {
    fn new(root: &Path) -> Self {
        let mut files = Self {
            root: root.to_owned(),
            known: FxHashMap::default(),
            unsure: Vec::new(),
        };
        files.known = files.all();
        files
    }

    /// The paths at which something is other than at the last look, or may be.
    fn look(&mut self) -> Vec<PathBuf> {
        let now = self.all();
        let mut before = std::mem::take(&mut self.known);
        let mut changed: Vec<PathBuf> = now
            .iter()
            .filter(|(path, likeness)| before.remove(*path).as_ref() != Some(*likeness))
            .map(|(path, _)| path.clone())
            .collect();
        changed.extend(before.into_keys());
        self.known = now;
        let moment = Instant::now();
        self.unsure.retain(|(_, until)| *until > moment);
        let again = self.unsure.iter().map(|(path, _)| path.clone());
        let mut all: Vec<PathBuf> = again.chain(changed.iter().cloned()).collect();
        self.unsure
            .extend(changed.into_iter().map(|path| (path, moment + UNSURE)));
        all.sort_unstable();
        all.dedup();
        all
    }

    fn all(&self) -> FxHashMap<PathBuf, Likeness> {
        let mut all = FxHashMap::default();
        let mut note = |path: &Path| {
            // Of a link that leads nowhere, the link is what there is to see.
            let found = fs::metadata(path).or_else(|_| fs::symlink_metadata(path));
            if let Ok(found) = found {
                all.insert(path.to_owned(), Likeness::of(&found));
            }
        };
        note(&self.root.join(SITE_FILE));
        for folder in FOLDERS {
            let entries = WalkDir::new(self.root.join(folder))
                .follow_links(true)
                .into_iter()
                .filter_entry(|entry| {
                    entry.depth() == 0 || !is_litter(&entry.file_name().to_string_lossy())
                });
            for entry in entries {
                match entry {
                    Ok(entry) => note(entry.path()),
                    Err(error) => error.path().into_iter().for_each(&mut note),
                }
            }
        }
        all
    }
}
