//! A tree of source files that is kept in step by hints is what reading the whole site anew would give.
#![allow(clippy::disallowed_methods, reason = "these tests write sites")]
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use attuned::base::path::SitePath;
use attuned::base::snapshot::{Snapshot, SourceFile};
use attuned::build::source::{Changed, Tree, embedded_theme};
use proptest::prelude::*;
use tempfile::TempDir;

struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self {
            folder: TempDir::new().expect("a folder"),
        };
        site.write("site.yaml", "name: Test\n");
        site.write("articles/a.md", "One.");
        site.write("articles/b/c.md", "Two.");
        site.write("articles/b/p.png", "picture");
        site
    }

    fn root(&self) -> PathBuf {
        fs::canonicalize(self.folder.path())
            .expect("a folder")
            .join("site")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join("site").join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn link(&self, path: &str, target: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        symlink(target, path).expect("a link");
    }

    fn tree(&self) -> Tree {
        Tree::open(&self.at(""))
    }

    fn refresh(&self, tree: &mut Tree, paths: &[&str]) -> Changed {
        let paths: Vec<PathBuf> = paths.iter().map(|path| self.root().join(path)).collect();
        tree.refresh(&paths)
    }
}

/// Every file with its text, and every problem.
fn shown(snapshot: &Snapshot) -> (BTreeMap<String, String>, Vec<String>) {
    let text = |file: &SourceFile| match file.bytes() {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(reason) => reason,
    };
    let files = snapshot
        .below("")
        .map(|(path, file)| (path.to_string(), text(file)))
        .collect();
    let mut problems: Vec<String> = snapshot
        .problems
        .iter()
        .map(|problem| format!("{} {} {}", problem.file, problem.code, problem.message))
        .collect();
    problems.sort();
    (files, problems)
}

#[track_caller]
fn assert_is_as_on_disk(site: &Site, tree: &Tree) {
    assert_eq!(shown(&tree.snapshot()), shown(&site.tree().snapshot()));
}

fn paths(changed: &Changed) -> Vec<&str> {
    changed.files.keys().map(|path| &**path).collect()
}

fn address(snapshot: &Snapshot, path: &str) -> usize {
    let file = snapshot.get(path).expect("a file");
    file.held_bytes().expect("held in memory").as_ptr() as usize
}

#[test]
fn an_edit_is_seen_and_every_other_file_stays_what_it_was() {
    let site = Site::new();
    let mut tree = site.tree();
    let before = address(&tree.snapshot(), "articles/b/c.md");
    site.write("articles/a.md", "Changed.");
    assert_eq!(
        paths(&site.refresh(&mut tree, &["articles"])),
        ["articles/a.md"]
    );
    assert_eq!(tree.snapshot().text("articles/a.md"), Some("Changed."));
    assert_eq!(address(&tree.snapshot(), "articles/b/c.md"), before);
}

#[test]
fn the_same_bytes_again_are_no_change() {
    let site = Site::new();
    let mut tree = site.tree();
    let before = address(&tree.snapshot(), "articles/a.md");
    site.write("articles/a.md", "One.");
    assert!(
        site.refresh(&mut tree, &["articles/a.md", "site.yaml"])
            .is_empty()
    );
    assert_eq!(address(&tree.snapshot(), "articles/a.md"), before);
}

#[test]
fn files_and_folders_that_come_and_go_are_seen() {
    let site = Site::new();
    let mut tree = site.tree();
    site.write("articles/new/deep/er.md", "New.");
    assert_eq!(
        paths(&site.refresh(&mut tree, &["articles/new"])),
        ["articles/new/deep/er.md"]
    );
    fs::remove_dir_all(site.at("articles/b")).expect("removed");
    let changed = site.refresh(&mut tree, &["articles/b/c.md", "articles/b"]);
    assert_eq!(paths(&changed), ["articles/b/c.md", "articles/b/p.png"]);
    fs::remove_dir_all(site.at("articles")).expect("removed");
    site.refresh(&mut tree, &["articles"]);
    assert_is_as_on_disk(&site, &tree);
    site.write("articles/again.md", "Again.");
    site.refresh(&mut tree, &["articles"]);
    assert_is_as_on_disk(&site, &tree);
}

#[test]
fn a_renamed_file_is_known_by_its_bytes() {
    let site = Site::new();
    site.write("articles/b/d.md", "One.");
    let mut tree = site.tree();
    fs::rename(site.at("articles/b"), site.at("articles/moved")).expect("moved");
    let changed = site.refresh(&mut tree, &["articles/b", "articles/moved"]);
    let renamed = changed.renamed();
    let pair = |from, to| (SitePath::new(from), SitePath::new(to));
    assert!(renamed.contains(&pair("articles/b/c.md", "articles/moved/c.md")));
    assert!(renamed.contains(&pair("articles/b/d.md", "articles/moved/d.md")));
}

#[test]
fn several_looks_add_up_to_what_is_different_from_the_first() {
    let site = Site::new();
    let mut tree = site.tree();
    site.write("articles/a.md", "");
    let mut changed = site.refresh(&mut tree, &["articles/a.md"]);
    assert_eq!(paths(&changed), ["articles/a.md"]);
    site.write("articles/a.md", "One.");
    changed.merge(site.refresh(&mut tree, &["articles/a.md"]));
    assert!(changed.is_empty(), "{:?}", paths(&changed));
}

#[test]
fn litter_and_files_beside_the_site_are_no_hint() {
    let site = Site::new();
    let mut tree = site.tree();
    for path in [
        "articles/.a.md.swp",
        "articles/4913",
        "articles/a.md~",
        "articles/.x/y.md",
        "public/index.html",
        "notes.md",
    ] {
        site.write(path, "Litter.");
        assert!(site.refresh(&mut tree, &[path]).is_empty(), "{path}");
    }
    assert!(site.refresh(&mut tree, &[""]).is_empty());
}

#[test]
fn a_picture_is_another_file_only_when_somebody_has_seen_other_bytes() {
    let site = Site::new();
    let mut tree = site.tree();
    site.write("articles/b/p.png", "other");
    assert!(
        site.refresh(&mut tree, &["articles/b/p.png"]).is_empty(),
        "nobody has looked"
    );
    let seen = tree
        .snapshot()
        .get("articles/b/p.png")
        .map(SourceFile::digest);
    site.write("articles/b/p.png", "other");
    assert!(site.refresh(&mut tree, &["articles/b/p.png"]).is_empty());
    site.write("articles/b/p.png", "third");
    assert_eq!(
        paths(&site.refresh(&mut tree, &["articles/b/p.png"])),
        ["articles/b/p.png"]
    );
    assert_ne!(
        tree.snapshot()
            .get("articles/b/p.png")
            .map(SourceFile::digest),
        seen
    );
}

#[test]
fn a_link_shows_what_happens_to_its_target() {
    let site = Site::new();
    site.write("notes/n.md", "Note.");
    site.write("notes/more/m.md", "More.");
    site.link("articles/n.md", "../notes/n.md");
    site.link("articles/more", "../notes/more");
    site.link("articles/later.md", "../notes/later.md");
    let mut tree = site.tree();
    let targets = tree.link_targets();
    for target in ["notes/n.md", "notes/more", "notes/later.md"] {
        assert!(
            targets.contains(&site.root().join(target)),
            "{target} in {targets:?}"
        );
    }
    site.write("notes/n.md", "Edited.");
    assert_eq!(
        paths(&site.refresh(&mut tree, &["notes/n.md"])),
        ["articles/n.md"]
    );
    site.write("notes/more/m.md", "Edited.");
    site.write("notes/more/k.md", "New.");
    assert_eq!(
        paths(&site.refresh(&mut tree, &["notes/more/m.md", "notes/more/k.md"])),
        ["articles/more/k.md", "articles/more/m.md"]
    );
    // A link to nothing is told, until its target is there.
    assert_eq!(tree.snapshot().problems.len(), 1);
    site.write("notes/later.md", "Here.");
    let changed = site.refresh(&mut tree, &["notes/later.md"]);
    assert_eq!(
        (paths(&changed), changed.problems),
        (vec!["articles/later.md"], true)
    );
    assert!(tree.snapshot().problems.is_empty());
    fs::rename(site.at("notes"), site.at("gone")).expect("moved");
    site.refresh(&mut tree, &["notes", "gone"]);
    assert_is_as_on_disk(&site, &tree);
}

#[test]
fn a_link_out_of_the_site_is_told_and_mended() {
    let site = Site::new();
    fs::write(site.folder.path().join("secret.md"), "Secret.").expect("a file");
    let mut tree = site.tree();
    site.link("articles/s.md", "../../secret.md");
    assert!(site.refresh(&mut tree, &["articles/s.md"]).problems);
    assert!(tree.snapshot().get("articles/s.md").is_none());
    assert_is_as_on_disk(&site, &tree);
    fs::remove_file(site.at("articles/s.md")).expect("removed");
    assert!(site.refresh(&mut tree, &["articles/s.md"]).problems);
    assert!(tree.snapshot().problems.is_empty());
}

#[test]
fn a_theme_in_the_binary_stands_behind_the_one_on_disk() {
    let site = Site::new();
    let mut tree = site.tree();
    let built_in = address(&tree.snapshot(), "themes/hearth/theme.yaml");
    // A file without a theme.yaml is told, and the theme in the binary stays.
    site.write("themes/hearth/templates/list.html", "mine");
    let changed = site.refresh(&mut tree, &["themes"]);
    assert_eq!((changed.files.len(), changed.problems), (0, true));
    assert_eq!(tree.snapshot().problems.len(), 1);
    // With the rest beside it, it is the site's own theme: what is the same has not changed.
    for (below, bytes) in embedded_theme("hearth") {
        if below != "templates/list.html" {
            site.write(
                &format!("themes/hearth/{below}"),
                &String::from_utf8_lossy(bytes),
            );
        }
    }
    let changed = site.refresh(&mut tree, &["themes/hearth"]);
    assert_eq!(paths(&changed), ["themes/hearth/templates/list.html"]);
    assert!(tree.snapshot().problems.is_empty());
    assert_eq!(
        address(&tree.snapshot(), "themes/hearth/theme.yaml"),
        built_in
    );
    fs::remove_dir_all(site.at("themes")).expect("removed");
    let changed = site.refresh(&mut tree, &["themes"]);
    assert_eq!(paths(&changed), ["themes/hearth/templates/list.html"]);
    assert_is_as_on_disk(&site, &tree);
}

/// One thing that may happen to a site's files.
#[derive(Clone, Debug)]
enum Deed {
    Write(usize, usize),
    Remove(usize),
    Rename(usize, usize),
    Link(usize, usize),
}

/// Files, folders and links of the script; some of them cannot be both.
const PLACES: &[&str] = &[
    "site.yaml",
    "articles",
    "articles/a.md",
    "articles/b",
    "articles/b/c.md",
    "articles/b/d",
    "articles/b/d/e.md",
    "articles/b/p.png",
    "articles/back\\slash.md",
    "articles/.hidden/x.md",
    "themes",
    "themes/loose.txt",
    "themes/hearth",
    "themes/hearth/theme.yaml",
    "themes/hearth/templates/list.html",
    "themes/mine/theme.yaml",
    "themes/mine/assets/x.css",
    "notes",
    "notes/n.md",
    "notes/m/o.md",
    "elsewhere",
];

const TARGETS: &[&str] = &[
    "../notes",
    "../notes/n.md",
    "n.md",
    "..",
    ".",
    "b",
    "a.md",
    "../../outside",
    "nothing",
];

fn deeds() -> impl Strategy<Value = Deed> {
    let place = 0..PLACES.len();
    prop_oneof![
        4 => (place.clone(), 0..3usize).prop_map(|(p, t)| Deed::Write(p, t)),
        2 => place.clone().prop_map(Deed::Remove),
        2 => (place.clone(), place.clone()).prop_map(|(p, q)| Deed::Rename(p, q)),
        2 => (place, 0..TARGETS.len()).prop_map(|(p, t)| Deed::Link(p, t)),
    ]
}

fn remove(path: &Path) {
    let Ok(found) = fs::symlink_metadata(path) else {
        return;
    };
    let removed = if found.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    removed.expect("removed");
}

/// Does it, and returns the paths that a watcher would tell of.
fn perform(site: &Site, deed: &Deed) -> Vec<PathBuf> {
    let at = |place: usize| site.root().join(PLACES[place]);
    // Folders that are made on the way, and what stands in the way of them.
    let prepare = |path: &Path| -> Vec<PathBuf> {
        let mut touched = vec![path.to_owned()];
        let root = site.root();
        let folders: Vec<&Path> = path
            .ancestors()
            .skip(1)
            .take_while(|p| *p != root)
            .collect();
        for folder in folders.into_iter().rev() {
            if !fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()) {
                remove(folder);
                fs::create_dir(folder).expect("a folder");
                touched.push(folder.to_owned());
            }
        }
        touched
    };
    match *deed {
        Deed::Write(place, text) => {
            let touched = prepare(&at(place));
            remove(&at(place));
            fs::write(at(place), ["One.", "Two.", "name: Test\n"][text]).expect("a file");
            touched
        }
        Deed::Remove(place) => {
            remove(&at(place));
            vec![at(place)]
        }
        Deed::Rename(from, to) => {
            if from == to
                || fs::symlink_metadata(at(from)).is_err()
                || at(to).starts_with(at(from))
                || at(from).starts_with(at(to))
            {
                return Vec::new();
            }
            let mut touched = prepare(&at(to));
            remove(&at(to));
            // Preparing may have removed what was to be moved.
            let _ = fs::rename(at(from), at(to));
            touched.push(at(from));
            touched
        }
        Deed::Link(place, target) => {
            let touched = prepare(&at(place));
            remove(&at(place));
            symlink(TARGETS[target], at(place)).expect("a link");
            touched
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("ATTUNED_CASES").map_or(100, |n| n.parse().unwrap_or(100)), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hints_lead_to_what_reading_everything_would_give(script in proptest::collection::vec((deeds(), any::<bool>()), 1..25)) {
        let site = Site::new();
        fs::create_dir(site.folder.path().join("outside")).expect("a folder");
        site.write("notes/n.md", "Note.");
        let mut tree = site.tree();
        let mut hints = Vec::new();
        let mut before = shown(&tree.snapshot());
        for (step, (deed, waits)) in script.iter().enumerate() {
            hints.extend(perform(&site, deed));
            if *waits && step + 1 < script.len() {
                continue;
            }
            let changed = tree.refresh(&std::mem::take(&mut hints));
            let after = shown(&tree.snapshot());
            prop_assert_eq!(&after, &shown(&site.tree().snapshot()), "after step {}, {:?}", step, deed);
            // What is told to have changed is what has.
            let told: Vec<&str> = paths(&changed);
            let all = before.0.keys().chain(after.0.keys());
            let mut differ: Vec<&str> = all.filter(|path| before.0.get(*path) != after.0.get(*path)).map(String::as_str).collect();
            differ.sort_unstable();
            differ.dedup();
            prop_assert_eq!(told, differ, "after step {}, {:?}", step, deed);
            prop_assert_eq!(changed.problems, before.1 != after.1, "after step {}, {:?}", step, deed);
            before = after;
        }
    }
}
