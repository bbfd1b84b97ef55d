//! The near end: a site's files, read into a snapshot, with the embedded themes among them.
#![expect(clippy::disallowed_methods, reason = "this is the end that reads")]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::{SitePath, slashed};
use crate::base::snapshot::{Snapshot, SourceFile};

use super::builder::SITE_FILE;

/// The themes that are in the binary.
static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The names of the themes that are in the binary, in order.
#[must_use]
pub fn embedded_themes() -> Vec<&'static str> {
    let mut names: Vec<&str> = THEMES
        .dirs()
        .filter(|dir| dir.get_file(dir.path().join("theme.yaml")).is_some())
        .filter_map(|dir| dir.path().to_str())
        .collect();
    names.sort_unstable();
    names
}

/// Every file of an embedded theme: its path below the theme's folder, and its bytes.
#[must_use]
pub fn embedded_theme(name: &str) -> Vec<(String, &'static [u8])> {
    let mut files = Vec::new();
    let mut waiting: Vec<&Dir<'_>> = THEMES.get_dir(name).into_iter().collect();
    while let Some(dir) = waiting.pop() {
        waiting.extend(dir.dirs());
        for file in dir.files() {
            let below = file.path().strip_prefix(name).ok().and_then(Path::to_str);
            if let Some(below) = below {
                files.push((slashed(below), file.contents()));
            }
        }
    }
    files.sort_unstable();
    files
}

/// Adds the embedded themes to a snapshot; one that the site has itself is not added. Files in a folder that is no theme
/// are told, and never mixed with an embedded theme of the same name.
pub fn add_embedded_themes(snapshot: &mut Snapshot) {
    leave_out_loose_files(snapshot);
    for name in embedded_themes() {
        if snapshot.get(&format!("themes/{name}/theme.yaml")).is_some() {
            continue;
        }
        for (below, bytes) in embedded_theme(name) {
            let path = SitePath::new(&format!("themes/{name}/{below}"));
            snapshot.insert(path, SourceFile::held(bytes.to_vec()));
        }
    }
}

/// Tells of each folder in `themes/` that has files and no theme.yaml, and takes those files out.
fn leave_out_loose_files(snapshot: &mut Snapshot) {
    let mut loose: BTreeSet<String> = BTreeSet::new();
    let mut files: Vec<SitePath> = Vec::new();
    for (path, _) in snapshot.below("themes/") {
        let name = path.strip_prefix("themes/").and_then(|p| p.split_once('/'));
        let Some((name, _)) = name else { continue };
        if snapshot.get(&format!("themes/{name}/theme.yaml")).is_none() {
            loose.insert(name.to_owned());
            files.push(path.clone());
        }
    }
    for path in files {
        snapshot.remove(&path);
    }
    let embedded = embedded_themes();
    for name in loose {
        let help = if embedded.contains(&name.as_str()) {
            format!(
                "write a theme of another name with `extends: {name}`, or take all of it with `attuned theme eject {name}`"
            )
        } else {
            format!("add `themes/{name}/theme.yaml`, or move the folder away")
        };
        snapshot.problems.push(
            Diagnostic::warning(
                "theme/no-theme-yaml",
                &SitePath::new(&format!("themes/{name}")),
                "this folder has no theme.yaml, so its files are left out",
            )
            .help(help),
        );
    }
}

/// Whether the site at `site` has no theme `name` of its own, so that the one in the binary stands for it.
#[must_use]
pub fn is_built_in(site: &Path, name: &str) -> bool {
    let own = site.join("themes").join(name).join("theme.yaml");
    embedded_themes().contains(&name) && !own.is_file()
}

/// The folder of the nearest `site.yaml`, from `start` upwards.
#[must_use]
pub fn find_site(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start
        .ancestors()
        .find(|folder| folder.join(SITE_FILE).is_file())
        .map(Path::to_owned)
}

/// Reads a site's files.
#[must_use]
pub fn read(site: &Path) -> Snapshot {
    let mut snapshot = Snapshot::default();
    let mut found: Vec<(SitePath, PathBuf)> = Vec::new();
    let root = fs::canonicalize(site).unwrap_or_else(|_| site.to_owned());
    let site_file = site.join(SITE_FILE);
    if site_file.is_file() {
        if leads_inside(&site_file, &root) {
            found.push((SitePath::new(SITE_FILE), site_file));
        } else {
            snapshot.problems.push(link_outside(SITE_FILE));
        }
    }
    for folder in ["articles", "themes"] {
        walk(site, &root, folder, &mut found, &mut snapshot.problems);
    }
    // Quicker than by folder, whose paths would be taken apart at every comparison.
    found.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let read: Vec<(SitePath, Result<SourceFile, String>)> = found
        .into_par_iter()
        .with_min_len(64)
        .map(|(path, on_disk)| {
            let file = if is_text(&path) {
                fs::read(&on_disk)
                    .map(SourceFile::held)
                    .map_err(|error| error.to_string())
            } else {
                Ok(SourceFile::lazy(Box::new(move || {
                    fs::read(&on_disk).map_err(|error| error.to_string())
                })))
            };
            (path, file)
        })
        .collect();
    for (path, file) in read {
        match file {
            Ok(file) => snapshot.insert(path, file),
            Err(reason) => snapshot.problems.push(
                Diagnostic::error(
                    "file/unreadable",
                    &path,
                    format!("the file cannot be read: {reason}"),
                )
                .help("check the file's permissions"),
            ),
        }
    }
    add_embedded_themes(&mut snapshot);
    snapshot
}

/// What a build reads as text. Everything else is read only if an article or theme refers to it.
fn is_text(path: &SitePath) -> bool {
    !path.starts_with("articles/")
        || matches!(path.extension(), Some("md" | "yaml" | "yml" | "bib"))
}

fn walk(
    site: &Path,
    root: &Path,
    folder: &str,
    found: &mut Vec<(SitePath, PathBuf)>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut entries = WalkDir::new(site.join(folder))
        .follow_links(true)
        .into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.extend(walk_problem(&error, site));
                continue;
            }
        };
        let is_dir = entry.file_type().is_dir();
        if entry.depth() > 0 && is_litter(&entry.file_name().to_string_lossy()) {
            if is_dir {
                entries.skip_current_dir();
            }
            continue;
        }
        let Some(path) = site_path(entry.path(), site) else {
            problems.push(unusable_name(entry.file_name(), is_dir, folder));
            if is_dir {
                entries.skip_current_dir();
            }
            continue;
        };
        if entry.path_is_symlink() && !leads_inside(entry.path(), root) {
            problems.push(link_outside(&path));
            if is_dir {
                entries.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_file() {
            found.push((path, entry.into_path()));
        }
    }
}

/// A name that cannot be part of an address or a link on every system.
fn unusable_name(name: &OsStr, is_dir: bool, folder: &str) -> Diagnostic {
    let kind = if is_dir { "folder" } else { "file" };
    let message = match name.to_str() {
        Some(name) => {
            format!("the {kind} name `{name}` holds a backslash, so the {kind} is left out")
        }
        None => format!("the {kind} name {name:?} is not UTF-8, so the {kind} is left out"),
    };
    Diagnostic::warning("file/name", &SitePath::new(folder), message)
        .help(format!("rename the {kind}"))
}

fn link_outside(path: &str) -> Diagnostic {
    Diagnostic::error(
        "file/link-outside",
        &SitePath::new(path),
        "this link leads out of the site's folder",
    )
    .help("copy the file into the site instead")
}

fn leads_inside(link: &Path, root: &Path) -> bool {
    fs::canonicalize(link).is_ok_and(|target| target.starts_with(root))
}

fn walk_problem(error: &walkdir::Error, site: &Path) -> Option<Diagnostic> {
    let path = site_path(error.path()?, site)?;
    if is_litter(path.file_name()) {
        return None;
    }
    let reason = match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => "this link leads back to a folder that holds it".to_owned(),
        // A site need not have themes of its own; one without articles is told so elsewhere.
        (None, Some(io)) if io.kind() == std::io::ErrorKind::NotFound && error.depth() == 0 => {
            return None;
        }
        (None, Some(io)) if io.kind() == std::io::ErrorKind::NotFound => {
            "this link leads to a file that does not exist".to_owned()
        }
        _ => format!("the file cannot be read: {error}"),
    };
    Some(Diagnostic::error("file/unreadable", &path, reason).help("remove the link, or mend it"))
}

fn site_path(path: &Path, site: &Path) -> Option<SitePath> {
    let below = path.strip_prefix(site).ok()?.to_str()?;
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
