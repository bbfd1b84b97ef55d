//! Which files of a folder belong to the site: litter, links that leave it and names that fit no address are left out.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the end that looks for files"
)]

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::{SitePath, slashed};

use super::builder::SITE_FILE;

/// The folders that a site's files lie in, beside site.yaml.
pub const FOLDERS: [&str; 2] = ["articles", "themes"];

/// Links that lead to links are followed so far; systems give up at about the same number.
const MOST_HOPS: usize = 40;

/// What there is at and below a path of the site.
#[derive(Default)]
pub(super) struct Found {
    /// Files, with where they are read.
    pub(super) files: Vec<(SitePath, PathBuf)>,
    /// What cannot be taken in. A path that is here hides everything below it.
    pub(super) problems: Vec<(SitePath, Diagnostic)>,
    /// Every link, with what it leads to: each step of the way that lies in the site, whether it exists or not.
    pub(super) links: Vec<(SitePath, Vec<PathBuf>)>,
}

/// A site's folder on the disk.
#[derive(Debug)]
pub(super) struct Ground {
    /// As it was asked for.
    pub(super) site: PathBuf,
    /// Without links.
    pub(super) root: PathBuf,
}

impl Ground {
    pub(super) fn new(site: &Path) -> Self {
        let site = std::path::absolute(site).unwrap_or_else(|_| site.to_owned());
        let root = fs::canonicalize(&site).unwrap_or_else(|_| site.clone());
        Self { site, root }
    }

    /// Looks at `place` and everything below it, by the same rules as if the whole site were looked at.
    pub(super) fn walk(&self, place: &SitePath) -> Found {
        let mut found = Found::default();
        let start = self.site.join(&**place);
        // What lies behind a folder that has just become a link is for the walk of that folder to judge.
        let folder = fs::canonicalize(start.parent().unwrap_or(&self.site));
        if !folder.is_ok_and(|folder| folder.starts_with(&self.root)) {
            return found;
        }
        let depth = if **place == *SITE_FILE { 0 } else { usize::MAX };
        let mut entries = WalkDir::new(start)
            .follow_links(true)
            .max_depth(depth)
            .sort_by(|a, b| a.path().as_os_str().cmp(b.path().as_os_str()))
            .into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.note_error(&error, &mut found);
                    continue;
                }
            };
            let is_dir = entry.file_type().is_dir();
            let is_taken = (entry.depth() == 0 || !is_litter(&entry.file_name().to_string_lossy()))
                && self.take(&entry, place, &mut found);
            if is_dir && !is_taken {
                entries.skip_current_dir();
            }
        }
        found
    }

    /// Whether an entry belongs to the site; files, links and problems are noted.
    fn take(&self, entry: &walkdir::DirEntry, place: &SitePath, found: &mut Found) -> bool {
        let is_dir = entry.file_type().is_dir();
        let Some(path) = site_path(entry.path(), &self.site) else {
            self.note_name(entry.path(), is_dir && !entry.path_is_symlink(), found);
            return false;
        };
        if entry.path_is_symlink() {
            let hops = self.hops(entry.path());
            found.links.push((path.clone(), hops));
            let Some(target) = self.inside(entry.path()) else {
                found.problems.push((path.clone(), link_outside(&path)));
                return false;
            };
            if is_dir && self.holds(&target, place, &path) {
                found
                    .problems
                    .push((path.clone(), unreadable(&path, LEADS_BACK)));
                return false;
            }
        }
        if entry.file_type().is_file() {
            found.files.push((path, entry.path().to_owned()));
        }
        true
    }

    /// Notes a name that no site path can say: it hides nothing, and goes when its folder is looked at again.
    fn note_name(&self, path: &Path, is_dir: bool, found: &mut Found) {
        let folder = path.parent().and_then(|path| site_path(path, &self.site));
        if let (Some(folder), Some(name)) = (folder, path.file_name()) {
            let problem = unusable_name(name, is_dir, &folder);
            let key = SitePath::new(&format!("{folder}//"));
            found.problems.push((key, problem));
        }
    }

    /// Whether the folder `target` is one of those that hold `place`, which a walk that begins there cannot see by itself.
    fn holds(&self, target: &Path, place: &SitePath, link: &SitePath) -> bool {
        let mut folder = place.folder();
        if **link != **place
            && fs::canonicalize(self.site.join(&**place)).is_ok_and(|p| p == target)
        {
            return true;
        }
        while !folder.is_empty() {
            if fs::canonicalize(self.site.join(folder)).is_ok_and(|folder| folder == target) {
                return true;
            }
            folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
        }
        false
    }

    /// Where `path` really is, if that is in the site.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let target = fs::canonicalize(path).ok()?;
        target.starts_with(&self.root).then_some(target)
    }

    fn note_error(&self, error: &walkdir::Error, found: &mut Found) {
        let Some(at) = error.path() else { return };
        if at
            .file_name()
            .is_some_and(|name| is_litter(&name.to_string_lossy()))
        {
            return;
        }
        let is_link = fs::symlink_metadata(at).map(|at| at.is_symlink());
        let Some(path) = site_path(at, &self.site) else {
            if let Ok(true) = is_link {
                self.note_name(at, false, found);
            }
            return;
        };
        if let Ok(true) = is_link {
            found.links.push((path.clone(), self.hops(at)));
        }
        let not_found = error
            .io_error()
            .is_some_and(|io| matches!(io.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory));
        let problem = match is_link {
            _ if error.loop_ancestor().is_some() => unreadable(&path, LEADS_BACK),
            Ok(true) if not_found => {
                unreadable(&path, "this link leads to a file that does not exist")
            }
            // It was never there, or has gone since its folder was listed.
            _ if not_found => return,
            _ => forbidden(&path, error, at.is_dir()),
        };
        found.problems.push((path, problem));
    }

    /// What a link leads to, step by step.
    fn hops(&self, link: &Path) -> Vec<PathBuf> {
        let mut hops = Vec::new();
        let mut at = link.to_owned();
        while hops.len() < MOST_HOPS
            && let Ok(target) = fs::read_link(&at)
            && let Some(folder) = at.parent()
        {
            let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
            at = real_name(&folder.join(target));
            if !at.starts_with(&self.root) {
                break;
            }
            hops.push(at.clone());
        }
        hops
    }
}

const LEADS_BACK: &str = "this link leads back to a folder that holds it";

/// The path of a name, of which only the folder is resolved: the last part may be a link itself, or not exist.
fn real_name(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain = fs::canonicalize(&plain).unwrap_or(plain);
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    match (plain.parent().map(fs::canonicalize), plain.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => plain,
    }
}

/// A name that cannot be part of an address or a link on every system.
fn unusable_name(name: &OsStr, is_dir: bool, folder: &SitePath) -> Diagnostic {
    let kind = if is_dir { "folder" } else { "file" };
    let message = match name.to_str() {
        Some(name) => {
            format!("the {kind} name `{name}` holds a backslash, so the {kind} is left out")
        }
        None => format!("the {kind} name {name:?} is not UTF-8, so the {kind} is left out"),
    };
    Diagnostic::warning("file/name", folder, message).help(format!("rename the {kind}"))
}

fn link_outside(path: &SitePath) -> Diagnostic {
    Diagnostic::error(
        "file/link-outside",
        path,
        "this link leads out of the site's folder",
    )
    .help("copy the file into the site instead")
}

fn forbidden(path: &SitePath, error: &walkdir::Error, is_dir: bool) -> Diagnostic {
    let kind = if is_dir { "folder" } else { "file" };
    let reason = match error.io_error() {
        Some(error) => error.to_string(),
        None => error.to_string(),
    };
    let message = format!("the {kind} cannot be read: {reason}");
    Diagnostic::error("file/unreadable", path, message)
        .help(format!("check the {kind}'s permissions"))
}

fn unreadable(path: &SitePath, reason: &str) -> Diagnostic {
    Diagnostic::error("file/unreadable", path, reason).help("remove the link, or mend it")
}

/// The path in the site of a path below `folder`; `None` where no site path can say it.
pub(super) fn site_path(path: &Path, folder: &Path) -> Option<SitePath> {
    let below = path.strip_prefix(folder).ok()?.to_str()?;
    let below = slashed(below);
    (!below.contains('\\')).then(|| SitePath::new(&below))
}

/// Files that editors and systems leave behind, and everything hidden.
#[must_use]
pub fn is_litter(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swx")
        || name.ends_with(".tmp")
        || name.contains("___jb_")
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "4913" | "Thumbs.db" | "desktop.ini")
}
