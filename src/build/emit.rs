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
use std::io::{self, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::{SitePath, slashed};
use crate::site::plan::Plan;

/// The file that says which files of the output folder are ours.
pub const MANIFEST: &str = ".attuned.json";

/// Where outputs wait until the whole build has succeeded.
const STAGING: &str = ".attuned-staging";

/// The file that a build holds locked while it works in the output folder.
const LOCK: &str = ".attuned.lock";

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Emitted {
    /// Files that are new or differ.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files of an earlier build that this one does not have.
    pub removed: usize,
    /// Files of an earlier build that this one does not have, which somebody has changed since: they are left.
    pub kept: Vec<String>,
}

/// Where outputs go. A sink keeps what was put until a plan no longer has it, so that a rebuild hands over only what
/// it made anew.
pub trait Sink: Sync {
    /// Begins a build that will hold exactly the outputs of `plan`. Writes nothing yet.
    ///
    /// # Errors
    /// What forbids writing there.
    fn begin(&mut self, plan: &Arc<Plan>) -> Result<(), Vec<Diagnostic>>;

    /// The paths of outputs that somebody is waiting for: they are made before all others.
    fn wanted(&self) -> Vec<String> {
        Vec::new()
    }

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
    /// The folders that did not exist before this build, the output folder first.
    absent: Vec<PathBuf>,
    /// `Some` while the output folder is ours alone.
    lock: Mutex<Option<fs::File>>,
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
            absent: Vec::new(),
            lock: Mutex::default(),
        }
    }

    /// Takes the output folder for this build alone, and makes it if it is not there.
    fn lock(&self) -> Result<(), Diagnostic> {
        let Ok(mut lock) = self.lock.lock() else {
            return Err(self.busy());
        };
        if lock.is_some() {
            return Ok(());
        }
        let path = self.out.join(LOCK);
        let file = fs::create_dir_all(&self.out)
            .and_then(|()| open_lock(&path))
            .map_err(|error| self.failed(&path, &error))?;
        // A disk that knows no locks is written to all the same.
        let is_held = matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock));
        // The build that held it has removed it since it was opened here.
        if is_held || !leads_to(&path, &file) {
            return Err(self.busy());
        }
        // The folder was absent when this build began, and has been written to by another since.
        if !self.absent.is_empty() && fs::symlink_metadata(self.out.join(MANIFEST)).is_ok() {
            let _ = fs::remove_file(&path);
            return Err(self.busy());
        }
        *lock = Some(file);
        Ok(())
    }

    fn busy(&self) -> Diagnostic {
        let message = format!("another build is writing to `{}`", self.shown);
        self.refuse("output/busy", message, "wait for it to end and try again")
    }

    /// Removes the lock's file before the lock ends, so that nobody's lock is ever removed.
    fn unlock(&mut self) {
        let lock = std::mem::take(&mut self.lock).into_inner();
        if let Ok(Some(file)) = lock {
            let _ = fs::remove_file(self.out.join(LOCK));
            drop(file);
        }
    }

    /// Everything that may forbid a build, once the folder is known to be one to write to.
    fn survey(&mut self) -> Result<(), Vec<Diagnostic>> {
        if fs::symlink_metadata(self.out.join(MANIFEST)).is_err() {
            // Nothing is left in a folder of somebody else's, not even for a moment.
            self.refuse_foreign_folder()
                .map_err(|problem| vec![problem])?;
        }
        if self.out.is_dir() {
            self.lock().map_err(|problem| vec![problem])?;
        }
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

    /// Moves everything into place, and says what that came to.
    fn settle(&mut self) -> Result<Emitted, Diagnostic> {
        let digests = std::mem::take(&mut self.digests)
            .into_inner()
            .unwrap_or_default();
        let written = self.staged.load(Ordering::Relaxed);
        let after = Manifest {
            version: 1,
            files: self
                .planned
                .iter()
                .map(|path| {
                    let made = digests.get(path).map(Digest::to_string);
                    // What was not made anew is as it was.
                    let digest = made.or_else(|| self.before.files.get(path).cloned().flatten());
                    (path.clone(), digest)
                })
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
            kept: Vec::new(),
        };
        let same = self.before.version == after.version && self.before.files == after.files;
        if written == 0 && same {
            return Ok(emitted);
        }
        self.lock()?;
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
        self.prune(&stale, &mut emitted)?;
        if written > 0 {
            self.merge(&self.staging(), &self.out)?;
            let _ = fs::remove_dir_all(self.staging());
        }
        self.write_manifest(&after)?;
        self.before = after;
        Ok(emitted)
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
        #[expect(
            clippy::iter_over_hash_type,
            reason = "a set is made of it, in whatever order"
        )]
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
            let Some(path) = below.to_str().map(slashed) else {
                continue;
            };
            let kind = entry.file_type();
            let is_planned = self.planned.contains(&path);
            let holds_planned = folders.contains(path.as_str());
            let in_the_way = if kind.is_symlink() {
                if is_planned || holds_planned {
                    let message = format!(
                        "`{}/{path}` is a link; writing there could change files elsewhere",
                        self.shown
                    );
                    problems.push(self.refuse("output/link", message, "remove the link"));
                }
                false
            } else if kind.is_dir() {
                is_planned && !self.holds_only_ours(&path)
            } else {
                // A file of ours gives way to a folder, unless somebody has changed it since.
                (is_planned && !self.before.files.contains_key(&path))
                    || (holds_planned && !self.is_unchanged(&path))
            };
            if in_the_way {
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
            if kind.is_file() {
                self.existing.insert(path);
            }
        }
        problems
    }

    /// Whether the file at `path` is as an earlier build of ours wrote it.
    fn is_unchanged(&self, path: &str) -> bool {
        match self.before.files.get(path) {
            // A build was killed between the two manifests: whatever is there is ours.
            Some(None) => true,
            Some(Some(digest)) => fs::read(self.out.join(path))
                .is_ok_and(|bytes| Digest::of_bytes(&bytes).to_string() == *digest),
            None => false,
        }
    }

    /// Whether every file in the folder at `path` is ours, so that it goes when they do.
    fn holds_only_ours(&self, path: &str) -> bool {
        walkdir::WalkDir::new(self.out.join(path))
            .into_iter()
            .flatten()
            .filter(|entry| !entry.file_type().is_dir())
            .all(|entry| {
                let below = entry.path().strip_prefix(&self.out).ok();
                let below = below.and_then(Path::to_str).map(slashed);
                below.is_some_and(|below| self.is_unchanged(&below))
            })
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
        // What a killed build left, or a link that somebody laid: neither is written through.
        let _ = fs::remove_file(&waiting);
        fs::create_dir_all(&self.out)
            .and_then(|()| fs::File::create_new(&waiting)?.write_all(&text))
            .and_then(|()| fs::rename(&waiting, &path))
            .map_err(|error| self.failed(&path, &error))
    }

    /// Removes our files that this build does not have. One that somebody has changed since is kept: it is theirs now.
    fn prune(
        &self,
        stale: &[(String, Option<String>)],
        emitted: &mut Emitted,
    ) -> Result<(), Diagnostic> {
        let mut folders: Vec<&str> = Vec::new();
        for (path, _) in stale {
            if self.existing.contains(path) {
                if !self.is_unchanged(path) {
                    emitted.kept.push(path.clone());
                    continue;
                }
                let target = self.out.join(path);
                fs::remove_file(&target).map_err(|error| self.failed(&target, &error))?;
                emitted.removed += 1;
            }
            // A build that was killed may have removed the file and not yet its folder.
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
        Ok(())
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
                // Nobody's work is lost with empty folders; any other was refused when the build began.
                if target.is_dir() {
                    remove_empty(&target);
                }
                fs::rename(&staged, &target).map_err(|error| self.failed(&target, &error))?;
            }
        }
        Ok(())
    }
}

impl Sink for Disk {
    fn begin(&mut self, plan: &Arc<Plan>) -> Result<(), Vec<Diagnostic>> {
        self.planned = plan.routes.iter().map(|route| route.path.clone()).collect();
        self.digests = Mutex::default();
        self.staged = AtomicUsize::new(0);
        self.check_place().map_err(|problem| vec![problem])?;
        self.absent = self
            .out
            .ancestors()
            .take_while(|folder| fs::symlink_metadata(folder).is_err() && *folder != Path::new(""))
            .map(Path::to_owned)
            .collect();
        let result = self.survey();
        if result.is_err() {
            self.unlock();
        }
        result
    }

    fn put(&self, path: &str, bytes: Vec<u8>, digest: Digest) -> Result<(), Diagnostic> {
        if let Ok(mut digests) = self.digests.lock() {
            digests.insert(path.to_owned(), digest);
        }
        if self.existing.contains(path) && is_same(&self.out.join(path), &bytes) {
            return Ok(());
        }
        self.lock()?;
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
        let result = self.settle();
        self.unlock();
        result
    }

    fn abort(&mut self) {
        // What waits there is another build's, unless the folder is ours.
        let is_ours = self.lock.get_mut().is_ok_and(|lock| lock.is_some());
        if is_ours {
            let _ = fs::remove_dir_all(self.staging());
        }
        self.unlock();
        for folder in &self.absent {
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.unlock();
    }
}

/// Opens the file that is locked; a link that somebody laid in its place is not followed.
fn open_lock(path: &Path) -> io::Result<fs::File> {
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        fs::remove_file(path)?;
    }
    match fs::File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::File::options().write(true).open(path)
        }
        result => result,
    }
}

/// Whether `path` still names the open `file`.
#[cfg(unix)]
fn leads_to(path: &Path, file: &fs::File) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |found: fs::Metadata| (found.dev(), found.ino());
    match (fs::symlink_metadata(path), file.metadata()) {
        (Ok(named), Ok(open)) => id(named) == id(open),
        _ => false,
    }
}

/// Whether `path` still names the open `file`: Windows removes no name of an open file.
#[cfg(not(unix))]
fn leads_to(path: &Path, _: &fs::File) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Removes a folder that holds nothing but folders; any other stays.
fn remove_empty(folder: &Path) {
    let folders = walkdir::WalkDir::new(folder).contents_first(true);
    for entry in folders.into_iter().flatten() {
        if entry.file_type().is_dir() {
            let _ = fs::remove_dir(entry.path());
        }
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
    let mut real = PathBuf::new();
    for part in absolute.components() {
        if part == Component::ParentDir {
            // What came before holds no links any more, or does not exist: its parent is the one that is written.
            real.pop();
        } else {
            real.push(part);
            real = fs::canonicalize(&real).unwrap_or(real);
        }
    }
    real
}

/// Outputs in memory: for tests, and for a server.
#[derive(Default)]
pub struct Memory {
    /// Every output with its digest.
    pub files: BTreeMap<String, (Digest, Vec<u8>)>,
    waiting: Mutex<BTreeMap<String, (Digest, Vec<u8>)>>,
    plan: Arc<Plan>,
    /// Outputs that the plan no longer has.
    stale: Vec<String>,
}

impl Sink for Memory {
    fn begin(&mut self, plan: &Arc<Plan>) -> Result<(), Vec<Diagnostic>> {
        self.waiting = Mutex::default();
        if !Arc::ptr_eq(plan, &self.plan) {
            self.plan = plan.clone();
            let planned: FxHashSet<&str> = plan.routes.iter().map(|r| r.path.as_str()).collect();
            self.stale = self
                .files
                .keys()
                .filter(|path| !planned.contains(path.as_str()))
                .cloned()
                .collect();
        }
        Ok(())
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
            let known = self.files.get(&path);
            if known.is_none_or(|(known, _)| *known != digest) {
                written += 1;
                self.files.insert(path, (digest, bytes));
            }
        }
        let stale = std::mem::take(&mut self.stale);
        for path in &stale {
            self.files.remove(path);
        }
        Ok(Emitted {
            written,
            unchanged: self.plan.routes.len() - written,
            removed: stale.len(),
            kept: Vec::new(),
        })
    }

    fn abort(&mut self) {
        self.waiting = Mutex::default();
        self.stale.clear();
        // The next plan must be compared with what is there, whichever it is.
        self.plan = Arc::default();
    }
}

/// Takes every output and keeps none: for `check`, which renders to find what is wrong and writes nothing.
#[derive(Debug, Default)]
pub struct Discard;

impl Sink for Discard {
    fn begin(&mut self, _: &Arc<Plan>) -> Result<(), Vec<Diagnostic>> {
        Ok(())
    }

    fn put(&self, _: &str, _: Vec<u8>, _: Digest) -> Result<(), Diagnostic> {
        Ok(())
    }

    fn commit(&mut self) -> Result<Emitted, Diagnostic> {
        Ok(Emitted::default())
    }

    fn abort(&mut self) {}
}
