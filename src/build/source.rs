//! The near end: a site's files, read into a snapshot, with the embedded themes among them.
#![expect(clippy::disallowed_methods, reason = "this is the end that reads")]

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::{SitePath, slashed};
use crate::base::snapshot::{Snapshot, SourceFile};

use super::builder::SITE_FILE;
use super::walk::{FOLDERS, Found, Ground, is_litter, site_path};

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
    let own: Vec<(SitePath, SourceFile)> = snapshot
        .below("themes/")
        .map(|(path, file)| (path.clone(), file.clone()))
        .collect();
    let mut names: BTreeSet<&str> = own.iter().filter_map(|(path, _)| theme_of(path)).collect();
    names.extend(EMBEDDED.keys());
    for name in names {
        let is_of = |path: &SitePath| theme_of(path) == Some(name);
        let own = own.iter().filter(|(path, _)| is_of(path)).cloned();
        let (files, problem) = theme_files(name, own.collect());
        let gone: Vec<SitePath> = snapshot
            .below(&format!("themes/{name}/"))
            .map(|(path, _)| path.clone())
            .collect();
        for path in gone {
            snapshot.remove(&path);
        }
        for (path, file) in files {
            snapshot.insert(path, file);
        }
        snapshot.problems.extend(problem);
    }
}

/// The files of the embedded themes, by theme. Made once: their digests never change.
static EMBEDDED: LazyLock<BTreeMap<&'static str, Vec<(SitePath, SourceFile)>>> =
    LazyLock::new(|| {
        let files = |name: &str| {
            embedded_theme(name)
                .into_iter()
                .map(|(below, bytes)| {
                    let path = SitePath::new(&format!("themes/{name}/{below}"));
                    (path, SourceFile::held(bytes.to_vec()))
                })
                .collect()
        };
        embedded_themes()
            .into_iter()
            .map(|name| (name, files(name)))
            .collect()
    });

/// The theme that a file belongs to, if it lies in the folder of one.
fn theme_of(path: &str) -> Option<&str> {
    let (name, _) = path.strip_prefix("themes/")?.split_once('/')?;
    Some(name)
}

/// What a theme consists of, given the files that the site has in its folder, and what is wrong with them.
fn theme_files(
    name: &str,
    own: Vec<(SitePath, SourceFile)>,
) -> (Vec<(SitePath, SourceFile)>, Option<Diagnostic>) {
    let main = format!("themes/{name}/theme.yaml");
    if own.iter().any(|(path, _)| **path == *main) {
        return (own, None);
    }
    let embedded = EMBEDDED.get(name);
    let problem = (!own.is_empty()).then(|| {
        let help = if embedded.is_some() {
            format!(
                "write a theme of another name with `extends: {name}`, or take all of it with `attuned theme eject {name}`"
            )
        } else {
            format!("add `{main}`, or move the folder away")
        };
        Diagnostic::warning(
            "theme/no-theme-yaml",
            &SitePath::new(&format!("themes/{name}")),
            "this folder has no theme.yaml, so its files are left out",
        )
        .help(help)
    });
    (embedded.cloned().unwrap_or_default(), problem)
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
    Arc::unwrap_or_clone(Tree::open(site).snapshot)
}

/// What a build reads as text. Everything else is read only if an article or theme refers to it.
fn is_text(path: &SitePath) -> bool {
    !path.starts_with("articles/")
        || matches!(path.extension(), Some("md" | "yaml" | "yml" | "bib"))
}

/// A site's files, kept in step with the disk by hints of where something may have changed.
///
/// A hint only says where to look: what is found there is compared, and a file of the same bytes stays the very
/// [`SourceFile`] that it was.
#[derive(Debug)]
pub struct Tree {
    ground: Ground,
    snapshot: Arc<Snapshot>,
    /// What lies in `themes/`; in the snapshot the embedded themes are among it, and files of no theme are not.
    themes: BTreeMap<SitePath, SourceFile>,
    /// By the path that cannot be taken in.
    problems: BTreeMap<SitePath, Vec<Diagnostic>>,
    /// Folders in `themes/` that are no themes, by name.
    loose: BTreeMap<String, Diagnostic>,
    links: BTreeMap<SitePath, Vec<PathBuf>>,
}

/// What a look at the disk has shown to be different from before.
#[derive(Clone, Debug, Default)]
pub struct Changed {
    /// Every file that was added, removed or given other bytes.
    pub files: BTreeMap<SitePath, Change>,
    /// Whether other paths than before cannot be taken in.
    pub problems: bool,
    /// Whether other links than before lead to other places of the site.
    pub links: bool,
}

/// A file before and after; `None` where there is none.
#[derive(Clone, Debug)]
pub struct Change {
    /// As it was.
    pub before: Option<SourceFile>,
    /// As it is.
    pub after: Option<SourceFile>,
}

impl Changed {
    /// Whether a build of the files would find the same as the last one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && !self.problems
    }

    /// Takes in what a later look has shown. What is again as it was at first has not changed.
    pub fn merge(&mut self, later: Self) {
        for (path, change) in later.files {
            match self.files.entry(path) {
                Entry::Vacant(place) => {
                    place.insert(change);
                }
                Entry::Occupied(mut place) => {
                    place.get_mut().after = change.after;
                    let Change { before, after } = place.get();
                    if is_same(before.as_ref(), after.as_ref()) {
                        place.remove();
                    }
                }
            }
        }
        self.problems |= later.problems;
        self.links |= later.links;
    }

    fn note(&mut self, path: &SitePath, before: Option<SourceFile>, after: Option<SourceFile>) {
        let files = BTreeMap::from([(path.clone(), Change { before, after })]);
        self.merge(Self {
            files,
            ..Self::default()
        });
    }

    /// Files that have another path now: where each was, and where it is.
    #[must_use]
    pub fn renamed(&self) -> Vec<(SitePath, SitePath)> {
        let mut gone: BTreeMap<Digest, Vec<&SitePath>> = BTreeMap::new();
        for (path, change) in &self.files {
            if change.after.is_none()
                && let Some(digest) = change.before.as_ref().and_then(SourceFile::known_digest)
            {
                gone.entry(digest).or_default().push(path);
            }
        }
        let mut renamed = Vec::new();
        for (path, change) in &self.files {
            let came = change.after.as_ref().filter(|_| change.before.is_none());
            let digest = came.and_then(SourceFile::known_digest);
            let Some(from) = digest.and_then(|digest| gone.get_mut(&digest)) else {
                continue;
            };
            // Of several files with the same bytes, the one of the same name in another folder.
            let named = from.iter().position(|f| f.file_name() == path.file_name());
            if !from.is_empty() {
                renamed.push((from.remove(named.unwrap_or(0)).clone(), path.clone()));
            }
        }
        renamed
    }
}

/// Whether two files are known to have the same bytes.
fn is_same(one: Option<&SourceFile>, other: Option<&SourceFile>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            let digest = one.known_digest();
            digest.is_some() && digest == other.known_digest()
        }
        _ => false,
    }
}

impl Tree {
    /// Reads the site at `site`.
    #[must_use]
    pub fn open(site: &Path) -> Self {
        let mut tree = Self {
            ground: Ground::new(site),
            snapshot: Arc::default(),
            themes: BTreeMap::new(),
            problems: BTreeMap::new(),
            loose: BTreeMap::new(),
            links: BTreeMap::new(),
        };
        tree.look_at(&Self::whole());
        tree
    }

    /// The site's files.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.clone()
    }

    /// The site's folder, without links: hints are paths below it.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.ground.root
    }

    /// What the links in the site lead to, as far as it lies in the site: it is part of what the site shows.
    #[must_use]
    pub fn link_targets(&self) -> BTreeSet<PathBuf> {
        self.links.values().flatten().cloned().collect()
    }

    /// Looks again at the paths that `hints` name and at everything below them. The root of the site stands for all.
    pub fn refresh(&mut self, hints: &[PathBuf]) -> Changed {
        let mut places: BTreeSet<SitePath> = BTreeSet::new();
        for hint in hints {
            places.extend(self.places(hint));
        }
        let outermost = places
            .iter()
            .filter(|place| !folders_of(place).any(|folder| places.contains(folder)))
            .cloned()
            .collect();
        self.look_at(&outermost)
    }

    fn whole() -> BTreeSet<SitePath> {
        let folders = FOLDERS.iter().map(|folder| SitePath::new(folder));
        folders.chain([SitePath::new(SITE_FILE)]).collect()
    }

    /// Everything in the site that a path of the disk may show as.
    fn places(&self, path: &Path) -> BTreeSet<SitePath> {
        let mut places = BTreeSet::new();
        let Ground { site, root } = &self.ground;
        let below = path.strip_prefix(root).or_else(|_| path.strip_prefix(site));
        let Ok(below) = below else { return places };
        if below.as_os_str().is_empty() {
            return Self::whole();
        }
        places.extend(Self::place(Path::new(""), below));
        let real = root.join(below);
        for (link, targets) in &self.links {
            for target in targets {
                if target.starts_with(&real) {
                    places.insert(link.clone());
                } else if let Ok(rest) = real.strip_prefix(target) {
                    places.extend(Self::place(Path::new(&**link), rest));
                }
            }
        }
        places
    }

    /// The site path of `below` in `folder`, or of the nearest folder around it where it has none; `None` for litter,
    /// and for what is no part of a site.
    fn place(folder: &Path, below: &Path) -> Option<SitePath> {
        let mut litter = below
            .components()
            .map(|part| is_litter(&part.as_os_str().to_string_lossy()));
        if litter.any(|litter| litter) {
            return None;
        }
        let whole = folder.join(below);
        let place = whole
            .ancestors()
            .find_map(|path| site_path(path, Path::new("")))?;
        let is_ours = *place == *SITE_FILE
            || FOLDERS
                .iter()
                .any(|folder| *place == **folder || is_below(&place, folder));
        is_ours.then_some(place)
    }

    fn look_at(&mut self, places: &BTreeSet<SitePath>) -> Changed {
        let mut changed = Changed::default();
        let mut themes: BTreeSet<String> = BTreeSet::new();
        for place in places {
            let is_theme = place.starts_with("themes");
            if self.is_hidden(place) {
                continue;
            }
            let Found {
                files,
                problems,
                links,
            } = self.ground.walk(place);
            let known = self.known(place);
            let mut gone: BTreeMap<&SitePath, &SourceFile> = known.iter().collect();
            let mut read = read_all(files, &known);
            let mut problems = by_path(problems);
            let mut edits: Vec<(SitePath, Option<SourceFile>)> = Vec::new();
            for (path, result) in read.drain(..) {
                match result {
                    Read::Same => {
                        gone.remove(&path);
                    }
                    Read::New(file) => {
                        gone.remove(&path);
                        edits.push((path, Some(file)));
                    }
                    Read::Gone => {}
                    Read::Failed(problem) => {
                        problems.entry(path).or_default().push(problem);
                    }
                }
            }
            edits.extend(gone.into_keys().map(|path| (path.clone(), None)));
            changed.problems |= replace(&mut self.problems, place, problems);
            changed.links |= replace(&mut self.links, place, links.into_iter().collect());
            for (path, file) in edits {
                if let Some(name) = theme_of(&path) {
                    themes.insert(name.to_owned());
                    put(&mut self.themes, path, file);
                } else {
                    self.edit(path, file, &mut changed);
                }
            }
            // The embedded themes are put in when the folder is looked at for the first time, and when it has gone.
            if is_theme && **place == *FOLDERS[1] {
                themes.extend(EMBEDDED.keys().map(|name| (*name).to_owned()));
            }
        }
        for name in themes {
            self.settle_theme(&name, &mut changed);
        }
        if changed.problems {
            let told = self.problems.values().flatten().chain(self.loose.values());
            let told = told.cloned().collect();
            Arc::make_mut(&mut self.snapshot).problems = told;
        }
        changed
    }

    /// Whether a folder around `place` cannot be taken in, and `place` with it.
    fn is_hidden(&self, place: &str) -> bool {
        folders_of(place).any(|folder| self.problems.contains_key(folder))
    }

    /// What is known at `place` and below it.
    fn known(&self, place: &SitePath) -> FxHashMap<SitePath, SourceFile> {
        let below = format!("{place}/");
        let entry = |(path, file): (&SitePath, &SourceFile)| (path.clone(), file.clone());
        let own = |path: &str| theme_of(path).is_none();
        let mut known: FxHashMap<SitePath, SourceFile> = FxHashMap::default();
        if own(place)
            && let Some(file) = self.snapshot.get(place)
        {
            known.insert(place.clone(), file.clone());
        }
        known.extend(
            self.snapshot
                .below(&below)
                .filter(|(p, _)| own(p))
                .map(entry),
        );
        if let Some(file) = self.themes.get(place) {
            known.insert(place.clone(), file.clone());
        }
        known.extend(range_below(&self.themes, &below).map(entry));
        known
    }

    fn edit(&mut self, path: SitePath, file: Option<SourceFile>, changed: &mut Changed) {
        let before = self.snapshot.get(&path).cloned();
        changed.note(&path, before, file.clone());
        let snapshot = Arc::make_mut(&mut self.snapshot);
        match file {
            Some(file) => snapshot.insert(path, file),
            None => snapshot.remove(&path),
        }
    }

    /// Puts into the snapshot what the theme `name` consists of now.
    fn settle_theme(&mut self, name: &str, changed: &mut Changed) {
        let folder = format!("themes/{name}/");
        let own = range_below(&self.themes, &folder).map(|(p, f)| (p.clone(), f.clone()));
        let (files, problem) = theme_files(name, own.collect());
        let mut gone: BTreeSet<SitePath> = self
            .snapshot
            .below(&folder)
            .map(|(path, _)| path.clone())
            .collect();
        for (path, file) in files {
            gone.remove(&path);
            if !is_same(self.snapshot.get(&path), Some(&file)) {
                self.edit(path, Some(file), changed);
            }
        }
        for path in gone {
            self.edit(path, None, changed);
        }
        if self.loose.get(name) != problem.as_ref() {
            changed.problems = true;
            match problem {
                Some(problem) => self.loose.insert(name.to_owned(), problem),
                None => self.loose.remove(name),
            };
        }
    }
}

/// What became of reading a file.
enum Read {
    /// It has the bytes that are known.
    Same,
    New(SourceFile),
    /// It went away in between.
    Gone,
    Failed(Diagnostic),
}

fn read_all(
    files: Vec<(SitePath, PathBuf)>,
    known: &FxHashMap<SitePath, SourceFile>,
) -> Vec<(SitePath, Read)> {
    let read = |(path, on_disk): (SitePath, PathBuf)| {
        let result = read_one(&path, on_disk, known.get(&path));
        (path, result)
    };
    // Handing one file to other threads takes longer than reading it.
    if files.len() < 16 {
        return files.into_iter().map(read).collect();
    }
    files.into_par_iter().with_min_len(64).map(read).collect()
}

fn read_one(path: &SitePath, on_disk: PathBuf, known: Option<&SourceFile>) -> Read {
    let result = if is_text(path) {
        fs::read(&on_disk).map(|bytes| {
            let same = known.and_then(SourceFile::held_bytes) == Some(&bytes);
            (!same).then(|| SourceFile::held(bytes))
        })
    } else {
        match known.map(SourceFile::known_digest) {
            // Nobody has looked into it yet.
            Some(None) => Ok(None),
            Some(Some(digest)) => fs::read(&on_disk).map(|bytes| {
                let same = Digest::of_bytes(&bytes) == digest;
                (!same).then(|| lazy(on_disk))
            }),
            None => Ok(Some(lazy(on_disk))),
        }
    };
    match result {
        Ok(None) => Read::Same,
        Ok(Some(file)) => Read::New(file),
        Err(error) if error.kind() == ErrorKind::NotFound => Read::Gone,
        Err(error) => Read::Failed(
            Diagnostic::error(
                "file/unreadable",
                path,
                format!("the file cannot be read: {error}"),
            )
            .help("check the file's permissions"),
        ),
    }
}

fn lazy(on_disk: PathBuf) -> SourceFile {
    SourceFile::lazy(Box::new(move || {
        fs::read(&on_disk).map_err(|error| error.to_string())
    }))
}

/// The folders around a path, the outermost first.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether `path` lies below `folder`, at whatever depth.
fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.starts_with('/'))
}

fn by_path<T>(pairs: Vec<(SitePath, T)>) -> BTreeMap<SitePath, Vec<T>> {
    let mut map: BTreeMap<SitePath, Vec<T>> = BTreeMap::new();
    for (path, value) in pairs {
        map.entry(path).or_default().push(value);
    }
    map
}

fn put<T>(map: &mut BTreeMap<SitePath, T>, path: SitePath, value: Option<T>) {
    match value {
        Some(value) => map.insert(path, value),
        None => map.remove(&path),
    };
}

/// The entries below `folder`, which ends in a slash.
fn range_below<'a, T>(
    map: &'a BTreeMap<SitePath, T>,
    folder: &'a str,
) -> impl Iterator<Item = (&'a SitePath, &'a T)> {
    map.range::<str, _>((Bound::Included(folder), Bound::Unbounded))
        .take_while(move |(path, _)| path.starts_with(folder))
}

/// Replaces all that `map` holds at `place` and below it; whether that made a difference.
fn replace<T: PartialEq>(
    map: &mut BTreeMap<SitePath, T>,
    place: &SitePath,
    new: BTreeMap<SitePath, T>,
) -> bool {
    if map.is_empty() && new.is_empty() {
        return false;
    }
    let below = format!("{place}/");
    let mut old: Vec<SitePath> = range_below(map, &below).map(|(p, _)| p.clone()).collect();
    old.extend(map.get_key_value(place).map(|(path, _)| path.clone()));
    let same = old.len() == new.len() && new.iter().all(|(p, value)| map.get(p) == Some(value));
    if !same {
        for path in old {
            map.remove(&path);
        }
        map.extend(new);
    }
    !same
}
