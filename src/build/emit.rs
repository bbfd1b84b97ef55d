//! The far end: outputs are written where they differ, and only what an earlier build of ours wrote is ever removed.
//!
//! New and changed outputs are first written to a staging folder inside the output folder, and moved into place once the
//! whole build has succeeded: each by one rename, and a whole new folder by one rename of the folder. A build that is
//! killed leaves each file old or new; one that finds an error leaves everything as it was.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the end that writes"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;

/// The file that says which files of the output folder are ours.
pub const MANIFEST: &str = ".attuned.json";

/// Where outputs wait until the whole build has succeeded.
const STAGING: &str = ".attuned-staging";

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Emitted {
    /// Files that are new or differ.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files of an earlier build that this one does not have.
    pub removed: usize,
}

/// Where outputs go.
pub trait Sink: Sync {
    /// Begins a build that will hold exactly `paths`. Writes nothing yet.
    ///
    /// # Errors
    /// What forbids writing there.
    fn begin(&mut self, paths: &[&str]) -> Result<(), Vec<Diagnostic>>;

    /// Whether the output at `path` is there already, with this digest.
    fn holds(&self, path: &str, digest: Digest) -> bool;

    /// Hands over one output.
    ///
    /// # Errors
    /// Why it cannot be written.
    fn put(&self, path: &str, bytes: Vec<u8>, digest: Digest) -> Result<(), Diagnostic>;

    /// Ends a build that has succeeded.
    ///
    /// # Errors
    /// Why the outputs cannot be moved into place.
    fn commit(&mut self) -> Result<Emitted, Diagnostic>;

    /// Ends a build that has not.
    fn abort(&mut self);
}

/// What the manifest holds.
#[derive(Default, Deserialize, Serialize)]
struct Manifest {
    version: u32,
    /// Each file of ours with the digest of what we wrote; `None` while a build is under way.
    files: BTreeMap<String, Option<String>>,
}

/// The output folder on disk.
pub struct Disk {
    out: PathBuf,
    /// As it was named, for messages.
    shown: String,
    /// What may not be overwritten or held by the output folder.
    sources: Vec<PathBuf>,
    site: PathBuf,
    before: Manifest,
    existing: FxHashSet<String>,
    planned: FxHashSet<String>,
    digests: Mutex<FxHashMap<String, Digest>>,
    staged: AtomicUsize,
}

impl Disk {
    /// The output folder `out` of the site at `site`.
    #[must_use]
    pub fn new(site: &Path, out: &Path) -> Self {
        Self {
            out: out.to_owned(),
            shown: out.display().to_string(),
            sources: ["articles", "themes"]
                .map(|folder| site.join(folder))
                .into(),
            site: site.to_owned(),
            before: Manifest::default(),
            existing: FxHashSet::default(),
            planned: FxHashSet::default(),
            digests: Mutex::default(),
            staged: AtomicUsize::new(0),
        }
    }

    fn refuse(&self, code: &'static str, message: String, help: &str) -> Diagnostic {
        Diagnostic::error(code, &SitePath::new(&self.shown), message).help(help)
    }

    /// An output folder that holds the site, or that the site's sources hold, would be overwritten or copied into itself.
    fn check_place(&self) -> Result<(), Diagnostic> {
        const HELP: &str = "choose a folder of its own, such as `public` beside site.yaml";
        let out = resolved(&self.out);
        let site = resolved(&self.site);
        if site.starts_with(&out) {
            let message = format!(
                "`{}` holds the site itself, so nothing may be written there",
                self.shown
            );
            return Err(self.refuse("output/holds-sources", message, HELP));
        }
        for source in &self.sources {
            let source = resolved(source);
            if out.starts_with(&source) || source.starts_with(&out) {
                let message = format!("`{}` holds or lies inside the site's sources", self.shown);
                return Err(self.refuse("output/holds-sources", message, HELP));
            }
        }
        match fs::metadata(&self.out) {
            Ok(found) if !found.is_dir() => {
                let message = format!("`{}` is a file, not a folder", self.shown);
                Err(self.refuse("output/not-a-folder", message, HELP))
            }
            _ => Ok(()),
        }
    }

    /// A folder with files in it but without our manifest belongs to somebody else.
    fn read_manifest(&mut self) -> Result<(), Diagnostic> {
        let path = self.out.join(MANIFEST);
        match fs::read(&path) {
            Ok(bytes) => match serde_json::from_slice::<Manifest>(&bytes) {
                Ok(mut manifest) => {
                    // A manifest that was tampered with must not lead us out of the folder.
                    manifest.files.retain(|path, _| is_plain(path));
                    self.before = manifest;
                    Ok(())
                }
                Err(error) => {
                    let message = format!("`{}` cannot be understood: {error}", path.display());
                    Err(self.refuse(
                        "output/manifest",
                        message,
                        "delete the output folder's contents, or choose another folder",
                    ))
                }
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.refuse_foreign_folder(),
            Err(error) => Err(self.refuse(
                "output/unreadable",
                format!("`{}` cannot be read: {error}", path.display()),
                "check the folder's permissions",
            )),
        }
    }

    fn refuse_foreign_folder(&mut self) -> Result<(), Diagnostic> {
        self.before = Manifest::default();
        let Ok(entries) = fs::read_dir(&self.out) else {
            return Ok(());
        };
        let foreign = entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('.'))
            .min();
        match foreign {
            Some(name) => {
                let message = format!(
                    "`{}` is not empty (it holds `{name}`), and Attuned did not write it",
                    self.shown
                );
                Err(self.refuse(
                    "output/not-ours",
                    message,
                    "empty the folder, or choose another with --out",
                ))
            }
            None => Ok(()),
        }
    }

    /// Notes every file there is, and refuses links that would lead our writes elsewhere.
    fn walk(&mut self) -> Vec<Diagnostic> {
        self.existing.clear();
        let mut problems = Vec::new();
        let mut folders: FxHashSet<&str> = FxHashSet::default();
        #[expect(clippy::iter_over_hash_type, reason = "they go into a set again")]
        for path in &self.planned {
            let mut folder = path.as_str();
            while let Some((parent, _)) = folder.rsplit_once('/') {
                if !folders.insert(parent) {
                    break;
                }
                folder = parent;
            }
        }
        let walk = walkdir::WalkDir::new(&self.out)
            .min_depth(1)
            .sort_by_file_name();
        let entries = walk
            .into_iter()
            .filter_entry(|entry| entry.depth() > 1 || entry.file_name() != STAGING);
        for entry in entries.flatten() {
            let Ok(below) = entry.path().strip_prefix(&self.out) else {
                continue;
            };
            let Some(path) = below.to_str().map(|path| path.replace('\\', "/")) else {
                continue;
            };
            let kind = entry.file_type();
            if kind.is_symlink()
                && (folders.contains(path.as_str()) || self.planned.contains(&path))
            {
                let message = format!(
                    "`{}/{path}` is a link; writing there could change files elsewhere",
                    self.shown
                );
                problems.push(self.refuse("output/link", message, "remove the link"));
            } else if kind.is_file()
                && folders.contains(path.as_str())
                && !self.before.files.contains_key(&path)
            {
                let message = format!(
                    "`{}/{path}` is a file where a folder must be, and Attuned did not write it",
                    self.shown
                );
                problems.push(self.refuse(
                    "output/not-ours",
                    message,
                    "move it away, or give the page another address",
                ));
            } else if kind.is_file() {
                if self.planned.contains(&path) && !self.before.files.contains_key(&path) {
                    let message = format!(
                        "`{}/{path}` is in the way, and Attuned did not write it",
                        self.shown
                    );
                    problems.push(self.refuse(
                        "output/not-ours",
                        message,
                        "move it away, or give the page another address",
                    ));
                }
                self.existing.insert(path);
            }
        }
        problems
    }

    fn staging(&self) -> PathBuf {
        self.out.join(STAGING)
    }

    fn failed(&self, path: &Path, error: &io::Error) -> Diagnostic {
        let message = format!("`{}` cannot be written: {error}", path.display());
        self.refuse(
            "output/unwritable",
            message,
            "check the folder's permissions and the free space on the disk",
        )
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), Diagnostic> {
        let path = self.out.join(MANIFEST);
        let waiting = self.out.join(".attuned.json.new");
        let text = serde_json::to_vec_pretty(manifest).unwrap_or_default();
        fs::create_dir_all(&self.out)
            .and_then(|()| fs::write(&waiting, text))
            .and_then(|()| fs::rename(&waiting, &path))
            .map_err(|error| self.failed(&path, &error))
    }

    /// Removes our files that this build does not have. One that somebody has changed since is kept: it is theirs now.
    fn prune(&self, stale: &[(String, Option<String>)]) -> Result<usize, Diagnostic> {
        let mut removed = 0;
        let mut folders: Vec<&str> = Vec::new();
        for (path, digest) in stale {
            let target = self.out.join(path);
            if !self.existing.contains(path) {
                continue;
            }
            let is_ours = match digest {
                // A build was killed between the two manifests: whatever is there is ours.
                None => true,
                Some(digest) => fs::read(&target)
                    .is_ok_and(|bytes| Digest::of_bytes(&bytes).to_string() == *digest),
            };
            if !is_ours {
                continue;
            }
            fs::remove_file(&target).map_err(|error| self.failed(&target, &error))?;
            removed += 1;
            let mut folder = path.as_str();
            while let Some((parent, _)) = folder.rsplit_once('/') {
                folders.push(parent);
                folder = parent;
            }
        }
        // The deepest first; a folder that still holds anything stays.
        folders.sort_unstable_by_key(|folder| std::cmp::Reverse((folder.len(), *folder)));
        folders.dedup();
        for folder in folders {
            let _ = fs::remove_dir(self.out.join(folder));
        }
        Ok(removed)
    }

    /// Moves everything in `from` to `to`: a folder that does not exist yet in one step.
    fn merge(&self, from: &Path, to: &Path) -> Result<(), Diagnostic> {
        let entries = fs::read_dir(from).map_err(|error| self.failed(from, &error))?;
        let mut names: Vec<_> = entries
            .flatten()
            .map(|entry| (entry.file_name(), entry.path()))
            .collect();
        names.sort_unstable();
        for (name, staged) in names {
            let target = to.join(name);
            let into_folder = staged.is_dir() && target.is_dir();
            if into_folder {
                self.merge(&staged, &target)?;
            } else {
                fs::rename(&staged, &target).map_err(|error| self.failed(&target, &error))?;
            }
        }
        Ok(())
    }
}

impl Sink for Disk {
    fn begin(&mut self, paths: &[&str]) -> Result<(), Vec<Diagnostic>> {
        self.planned = paths.iter().map(|path| (*path).to_owned()).collect();
        self.digests = Mutex::default();
        self.staged = AtomicUsize::new(0);
        self.check_place().map_err(|problem| vec![problem])?;
        self.read_manifest().map_err(|problem| vec![problem])?;
        let problems = self.walk();
        if !problems.is_empty() {
            return Err(problems);
        }
        // What a killed build left waiting.
        let staging = self.staging();
        match fs::remove_dir_all(&staging) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(vec![self.failed(&staging, &error)])
            }
            _ => Ok(()),
        }
    }

    fn holds(&self, path: &str, digest: Digest) -> bool {
        let known = self.before.files.get(path).and_then(Option::as_deref);
        let holds =
            self.existing.contains(path) && known.and_then(Digest::from_hex) == Some(digest);
        if holds && let Ok(mut digests) = self.digests.lock() {
            digests.insert(path.to_owned(), digest);
        }
        holds
    }

    fn put(&self, path: &str, bytes: Vec<u8>, digest: Digest) -> Result<(), Diagnostic> {
        if let Ok(mut digests) = self.digests.lock() {
            digests.insert(path.to_owned(), digest);
        }
        if self.existing.contains(path) && is_same(&self.out.join(path), &bytes) {
            return Ok(());
        }
        self.staged.fetch_add(1, Ordering::Relaxed);
        let staged = self.staging().join(path);
        let write = |staged: &Path| fs::write(staged, &bytes);
        match write(&staged) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let folder = staged.parent().unwrap_or(&staged);
                fs::create_dir_all(folder).and_then(|()| write(&staged))
            }
            result => result,
        }
        .map_err(|error| self.failed(&self.out.join(path), &error))
    }

    fn commit(&mut self) -> Result<Emitted, Diagnostic> {
        let digests = std::mem::take(&mut self.digests)
            .into_inner()
            .unwrap_or_default();
        let written = self.staged.load(Ordering::Relaxed);
        let after = Manifest {
            version: 1,
            files: self
                .planned
                .iter()
                .map(|path| (path.clone(), digests.get(path).map(Digest::to_string)))
                .collect::<std::collections::HashMap<_, _>>()
                .into_iter()
                .collect(),
        };
        let stale: Vec<(String, Option<String>)> = self
            .before
            .files
            .iter()
            .filter(|(path, _)| !self.planned.contains(*path))
            .map(|(path, digest)| (path.clone(), digest.clone()))
            .collect();
        let mut emitted = Emitted {
            written,
            unchanged: self.planned.len() - written,
            removed: 0,
        };
        let same = self.before.version == after.version && self.before.files == after.files;
        if written == 0 && same {
            return Ok(emitted);
        }
        // First the union of old and new, so that a build killed from here on is healed by the next.
        let mut union = Manifest {
            version: 1,
            files: self.before.files.clone(),
        };
        for path in after.files.keys() {
            union.files.insert(path.clone(), None);
        }
        self.write_manifest(&union)?;
        // What is stale goes first where a new folder or file needs its place.
        emitted.removed = self.prune(&stale)?;
        if written > 0 {
            self.merge(&self.staging(), &self.out)?;
            let _ = fs::remove_dir_all(self.staging());
        }
        self.write_manifest(&after)?;
        self.before = after;
        Ok(emitted)
    }

    fn abort(&mut self) {
        let _ = fs::remove_dir_all(self.staging());
    }
}

/// Whether the file at `path` holds exactly `bytes`.
fn is_same(path: &Path, bytes: &[u8]) -> bool {
    let Ok(mut file) = fs::File::open(path) else {
        return false;
    };
    let same_length = file
        .metadata()
        .is_ok_and(|found| found.len() == bytes.len() as u64);
    if !same_length {
        return false;
    }
    let mut found = Vec::with_capacity(bytes.len());
    file.read_to_end(&mut found).is_ok() && found == bytes
}

/// A relative path without `..`.
fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !path.contains('\\')
}

/// The real place of a path whose last parts need not exist yet.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing = Vec::new();
    let mut existing = absolute.as_path();
    loop {
        if let Ok(real) = fs::canonicalize(existing) {
            return missing
                .iter()
                .rev()
                .fold(real, |path: PathBuf, part| path.join(part));
        }
        match (existing.parent(), existing.file_name()) {
            (Some(parent), Some(name)) => {
                missing.push(name.to_owned());
                existing = parent;
            }
            _ => return absolute,
        }
    }
}

/// Outputs in memory: for tests, and for a server.
#[derive(Default)]
pub struct Memory {
    /// Every output with its digest.
    pub files: BTreeMap<String, (Digest, Vec<u8>)>,
    waiting: Mutex<BTreeMap<String, (Digest, Vec<u8>)>>,
    planned: FxHashSet<String>,
}

impl Sink for Memory {
    fn begin(&mut self, paths: &[&str]) -> Result<(), Vec<Diagnostic>> {
        self.planned = paths.iter().map(|path| (*path).to_owned()).collect();
        self.abort();
        Ok(())
    }

    fn holds(&self, path: &str, digest: Digest) -> bool {
        self.files
            .get(path)
            .is_some_and(|(known, _)| *known == digest)
    }

    fn put(&self, path: &str, bytes: Vec<u8>, digest: Digest) -> Result<(), Diagnostic> {
        if let Ok(mut waiting) = self.waiting.lock() {
            waiting.insert(path.to_owned(), (digest, bytes));
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<Emitted, Diagnostic> {
        let waiting = std::mem::take(&mut self.waiting)
            .into_inner()
            .unwrap_or_default();
        let mut written = 0;
        for (path, (digest, bytes)) in waiting {
            if !self.holds(&path, digest) {
                written += 1;
                self.files.insert(path, (digest, bytes));
            }
        }
        let before = self.files.len();
        self.files.retain(|path, _| self.planned.contains(path));
        Ok(Emitted {
            written,
            unchanged: self.planned.len() - written,
            removed: before - self.files.len(),
        })
    }

    fn abort(&mut self) {
        self.waiting = Mutex::default();
    }
}

/// Takes every output and keeps none: for `check`, which renders to find what is wrong and writes nothing.
#[derive(Debug, Default)]
pub struct Discard;

impl Sink for Discard {
    fn begin(&mut self, _: &[&str]) -> Result<(), Vec<Diagnostic>> {
        Ok(())
    }

    fn holds(&self, _: &str, _: Digest) -> bool {
        false
    }

    fn put(&self, _: &str, _: Vec<u8>, _: Digest) -> Result<(), Diagnostic> {
        Ok(())
    }

    fn commit(&mut self) -> Result<Emitted, Diagnostic> {
        Ok(Emitted::default())
    }

    fn abort(&mut self) {}
}
