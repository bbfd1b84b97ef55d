//! What is shown is at all times one clean build of a stated snapshot.

use proptest::prelude::*;

use super::*;
use crate::base::date::Date;
use crate::base::diagnostic::has_errors;
use crate::base::digest::Digest;
use crate::build::emit::Memory;
use crate::build::source::{Change, add_embedded_themes};
use crate::content::index::Show;

const SITE: &str = "name: Test\nbase_url: https://example.org/sub/\nlanguage: en\n";
const GOOD: &str = "---\ntitle: Good\ndate: 2026-01-01\n---\n\nWords.\n";
const OTHER: &str = "---\ntitle: Other\ndate: 2026-01-01\n---\n\nOther words.\n";
const BROKEN: &str = "---\ntitle: [Broken\n---\n\nBroken words.\n";
const TEMPLATE: &str = "themes/mine/templates/list.html";
const FAILS: &str = "{{ list.no.such.thing }}";

/// A site on somebody's desk, and what is shown of it.
struct Desk {
    disk: Arc<Snapshot>,
    shown: Shown<Memory>,
}

impl Desk {
    fn empty() -> Self {
        let mut disk = Snapshot::default();
        add_embedded_themes(&mut disk);
        Self {
            disk: disk.into(),
            shown: Shown::new(Memory::default()),
        }
    }

    /// A site of these files, built.
    fn with(files: &[(&str, &str)]) -> Self {
        let mut desk = Self::empty();
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| (*path, Some(*text)))
            .collect();
        desk.save(&files);
        desk
    }

    /// Changes files, `None` for deleted ones, and builds.
    fn save(&mut self, edits: &[(&str, Option<&str>)]) -> Built {
        let mut changed = Changed::default();
        let disk = Arc::make_mut(&mut self.disk);
        for (path, text) in edits {
            let path = SitePath::new(path);
            let before = disk.get(&path).cloned();
            let after = text.map(|text| SourceFile::held(text.as_bytes().to_vec()));
            match &after {
                Some(file) => disk.insert(path.clone(), file.clone()),
                None => disk.remove(&path),
            }
            changed.merge(Changed {
                files: BTreeMap::from([(path, Change { before, after })]),
                ..Changed::default()
            });
        }
        self.shown.build(&self.inputs(), &changed)
    }

    fn inputs(&self) -> Inputs {
        Inputs {
            snapshot: self.disk.clone(),
            show: Show {
                today: Date::parse("2026-11-22").unwrap(),
                drafts: false,
                future: false,
            },
            base_url: None,
            theme: None,
        }
    }

    fn page(&self, path: &str) -> Option<String> {
        let (_, bytes) = self.shown.sink.files.get(path)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    #[track_caller]
    fn shows(&self, path: &str, text: &str) {
        let page = self.page(path).unwrap_or_default();
        assert!(page.contains(text), "{path} does not say {text:?}");
    }

    fn held(&self) -> Vec<&str> {
        self.shown.held().map(|path| &**path).collect()
    }

    /// That what is shown is what a clean build makes of what it is said to be made of.
    fn is_clean(&self) -> bool {
        let inputs = substituted(&self.inputs(), &self.shown.held);
        let mut clean = Memory::default();
        let outcome = Builder::default().build(&inputs, &mut clean, &Silent);
        let digests = |memory: &Memory| -> BTreeMap<String, Digest> {
            memory
                .files
                .iter()
                .map(|(path, (digest, _))| (path.clone(), *digest))
                .collect()
        };
        outcome.emitted.is_some() && digests(&clean) == digests(&self.shown.sink)
    }
}

fn codes(built: &Built) -> Vec<&str> {
    let errors = built.problems.iter().filter(|problem| is_error(problem));
    errors.map(|problem| problem.code).collect()
}

#[test]
fn a_file_with_errors_is_shown_as_it_was_and_the_others_as_they_are() {
    let mut desk = Desk::with(&[
        ("site.yaml", SITE),
        ("articles/a.md", GOOD),
        ("articles/b.md", GOOD),
    ]);
    let built = desk.save(&[
        ("articles/a.md", Some(BROKEN)),
        ("articles/b.md", Some(OTHER)),
    ]);
    assert!(built.is_shown);
    assert_eq!(codes(&built), ["front-matter/bracket"]);
    desk.shows("a/index.html", "Good");
    desk.shows("b/index.html", "Other words.");
    assert_eq!(desk.held(), ["articles/a.md"]);
    // An edit of another file meanwhile; then that one breaks too, and is shown as it was edited last.
    desk.save(&[("articles/b.md", Some(GOOD))]);
    desk.save(&[("articles/b.md", Some(BROKEN))]);
    desk.shows("b/index.html", "Good");
    assert_eq!(desk.held(), ["articles/a.md", "articles/b.md"]);
    let built = desk.save(&[
        ("articles/a.md", Some(OTHER)),
        ("articles/b.md", Some(OTHER)),
    ]);
    assert_eq!((codes(&built), desk.held()), (vec![], vec![]));
    desk.shows("a/index.html", "Other words.");
}

#[test]
fn a_new_file_with_errors_is_absent() {
    let mut desk = Desk::with(&[("site.yaml", SITE), ("articles/a.md", GOOD)]);
    let built = desk.save(&[("articles/new.md", Some(BROKEN))]);
    assert!(built.is_shown && desk.page("new/index.html").is_none());
    desk.save(&[("articles/new.md", Some(GOOD))]);
    assert!(desk.page("new/index.html").is_some());
}

#[test]
fn a_broken_site_file_or_template_is_as_it_was() {
    let mut desk = Desk::with(&[
        ("site.yaml", &format!("{SITE}theme: mine\n")),
        ("articles/a.md", GOOD),
        ("themes/mine/theme.yaml", "name: Mine\nextends: hearth\n"),
        (TEMPLATE, "{% extends \"hearth/list.html\" %}"),
    ]);
    desk.shows("articles/index.html", "Good");
    let built = desk.save(&[
        ("site.yaml", Some("name: [")),
        ("articles/a.md", Some(OTHER)),
    ]);
    assert_eq!((codes(&built).len(), built.is_shown), (1, true));
    desk.shows("a/index.html", "Other words.");
    assert_eq!(built.base_path.as_deref(), Some("/sub/"));
    // This one shows only when rendering is reached, which the other stands in the way of.
    let built = desk.save(&[(TEMPLATE, Some(FAILS))]);
    assert_eq!(codes(&built).len(), 2, "{:?}", built.problems);
    assert_eq!(desk.held(), ["site.yaml", TEMPLATE]);
    desk.shows("articles/index.html", "Other");
    let built = desk.save(&[("site.yaml", Some(&format!("{SITE}theme: mine\n")))]);
    assert_eq!(codes(&built).len(), 1);
    assert!(desk.is_clean());
    assert_eq!(codes(&desk.save(&[(TEMPLATE, None)])).len(), 0);
}

#[test]
fn a_deleted_file_that_others_link_to_is_put_back() {
    let linking = GOOD.replace("Words.", "[There](a.md)");
    let mut desk = Desk::with(&[
        ("site.yaml", SITE),
        ("articles/a.md", GOOD),
        ("articles/b.md", &linking),
    ]);
    let built = desk.save(&[("articles/a.md", None), ("articles/c.md", Some(GOOD))]);
    assert_eq!(codes(&built), ["link/broken"]);
    assert!(desk.page("a/index.html").is_some() && desk.page("c/index.html").is_some());
    desk.save(&[("articles/b.md", Some(GOOD))]);
    assert!(desk.page("a/index.html").is_none());
    let built = desk.save(&[("articles/b.md", None), ("articles/c.md", None)]);
    assert_eq!(codes(&built), ["site/no-articles"]);
    assert!(
        desk.page("b/index.html").is_some(),
        "a site is not emptied by accident"
    );
}

#[test]
fn what_goes_shows_though_something_else_that_went_is_missed() {
    let linking = GOOD.replace("Words.", "[There](a.md)");
    let mut desk = Desk::with(&[
        ("site.yaml", SITE),
        ("articles/a.md", GOOD),
        ("articles/b.md", &linking),
        ("articles/c.md", GOOD),
    ]);
    desk.save(&[("articles/a.md", None)]);
    let built = desk.save(&[("articles/c.md", None)]);
    assert_eq!(codes(&built), ["link/broken"]);
    assert!(desk.page("c/index.html").is_none());
    desk.shows("a/index.html", "Good");
    assert_eq!(desk.held(), ["articles/a.md"]);
    assert!(desk.is_clean());
}

#[test]
fn edits_show_while_a_theme_waits_to_be_mended() {
    let mine = format!("{SITE}theme: mine\n");
    let mut desk = Desk::with(&[
        ("site.yaml", SITE),
        ("articles/a.md", GOOD),
        ("themes/mine/theme.yaml", "name: Mine\nextends: hearth\n"),
        // Nobody sees yet that it is broken.
        (TEMPLATE, "{% if %}"),
    ]);
    desk.save(&[("site.yaml", Some(&mine))]);
    desk.save(&[(TEMPLATE, Some(FAILS))]);
    let built = desk.save(&[("articles/a.md", Some(OTHER))]);
    assert_eq!(codes(&built), ["theme/template"]);
    desk.shows("a/index.html", "Other words.");
    assert_eq!(desk.held(), ["site.yaml", TEMPLATE]);
    assert!(desk.is_clean());
}

#[test]
fn what_lies_in_a_folder_that_cannot_be_read_is_as_it_was() {
    let mut desk = Desk::with(&[
        ("site.yaml", SITE),
        ("articles/a.md", GOOD),
        ("articles/in/b.md", OTHER),
        ("articles/into.md", OTHER),
    ]);
    let refused = Diagnostic::error(
        "file/unreadable",
        &SitePath::new("articles/in"),
        "the folder cannot be read",
    );
    Arc::make_mut(&mut desk.disk).problems.push(refused);
    let built = desk.save(&[("articles/in/b.md", None), ("articles/into.md", None)]);
    assert_eq!(codes(&built), ["file/unreadable"]);
    desk.shows("in/b/index.html", "Other words.");
    assert!(desk.page("into/index.html").is_none());
    assert!(desk.is_clean());
    Arc::make_mut(&mut desk.disk).problems.clear();
    let built = desk.save(&[]);
    assert_eq!((codes(&built), desk.held()), (vec![], vec![]));
    assert!(desk.page("in/b/index.html").is_none());
}

#[test]
fn at_the_start_articles_with_errors_are_left_out() {
    let to = |target: &str| GOOD.replace("Words.", &format!("[There]({target})"));
    let desk = Desk::with(&[
        ("site.yaml", SITE),
        ("articles/a.md", GOOD),
        ("articles/b.md", BROKEN),
        ("articles/c.md", &to("b.md")),
        ("articles/d.md", &to("c.md")),
    ]);
    assert_eq!(desk.held(), ["articles/b.md"]);
    assert_eq!(desk.page("b/index.html"), None);
    // Whoever links to it is shown, without the link.
    assert!(
        desk.page("c/index.html")
            .is_some_and(|page| !page.contains("/sub/b/"))
    );
    desk.shows("d/index.html", "/sub/c/");
    assert!(desk.is_clean());
}

#[test]
fn where_nothing_can_be_shown_the_problems_are_all_there_is() {
    let mut desk = Desk::empty();
    let built = desk.save(&[
        ("site.yaml", Some("name: [")),
        ("articles/a.md", Some(BROKEN)),
    ]);
    assert!(!built.is_shown && codes(&built).len() == 2);
    let built = desk.save(&[("site.yaml", Some(SITE)), ("articles/b.md", Some(GOOD))]);
    assert!(built.is_shown);
    desk.shows("b/index.html", "Good");
}

#[test]
fn what_was_left_out_is_not_missed() {
    let mut desk = Desk::empty();
    let refused = Diagnostic::error("file/link-outside", &SitePath::new("articles"), "outside");
    Arc::make_mut(&mut desk.disk).problems.push(refused);
    let built = desk.save(&[("site.yaml", Some(&format!("{SITE}menu: [a.md]\n")))]);
    assert_eq!(codes(&built), ["file/link-outside"]);
}

#[test]
fn an_article_that_moves_is_followed() {
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let mut desk = Desk::with(&[
        ("site.yaml", SITE),
        ("articles/a.md", GOOD),
        ("articles/b.md", OTHER),
    ]);
    let slug = GOOD.replace("title", "slug: named\ntitle");
    let built = desk.save(&[("articles/a.md", Some(&slug))]);
    assert_eq!(built.moved, [pair("/a/", "/named/")]);
    let built = desk.save(&[("articles/b.md", None), ("articles/x/b.md", Some(OTHER))]);
    assert_eq!(built.moved, [pair("/b/", "/x/b/")]);
    // Also when the change waited for an error to be mended.
    desk.save(&[("articles/a.md", Some(BROKEN))]);
    let built = desk.save(&[("articles/a.md", Some(GOOD))]);
    assert_eq!(built.moved, [pair("/named/", "/a/")]);
}

const FILES: [&str; 6] = [
    "site.yaml",
    "articles/a.md",
    "articles/b.md",
    "articles/c.md",
    "articles/people.yaml",
    TEMPLATE,
];

fn text(file: usize, state: usize) -> Option<String> {
    let article = |body: &str| Some(GOOD.replace("Words.", body));
    match (FILES[file], state) {
        (_, 0) => None,
        ("site.yaml", 1) => Some(format!("{SITE}theme: mine\n")),
        ("site.yaml", 2) => Some(SITE.to_owned()),
        ("site.yaml", _) => Some("name: [".to_owned()),
        ("articles/people.yaml", 1) => Some("ada:\n  name: Ada\n".to_owned()),
        ("articles/people.yaml", 2) => Some("ada:\n  nam: Ada\n".to_owned()),
        ("articles/people.yaml", _) => Some("eve:\n  name: Eve\n".to_owned()),
        (TEMPLATE, 1) => Some("{% extends \"hearth/list.html\" %}".to_owned()),
        (TEMPLATE, 2) => Some("{% if %}".to_owned()),
        (TEMPLATE, _) => Some(FAILS.to_owned()),
        (_, 1) => Some(GOOD.to_owned()),
        (_, 2) => Some(BROKEN.to_owned()),
        (_, 3) => article("[There](a.md)"),
        (_, 4) => article("[There](b.md#words)\n\n## Words"),
        (_, 5) => Some(GOOD.replace("title", "permalink: /a/\ntitle")),
        (_, _) => Some(GOOD.replace("title", "authors: [ada]\ntitle")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_is_always_one_clean_build(
        script in proptest::collection::vec(proptest::collection::vec((0..FILES.len(), 0..7usize), 1..3), 1..12)
    ) {
        let mut desk = Desk::with(&[
            ("site.yaml", &format!("{SITE}theme: mine\n")),
            ("articles/a.md", GOOD),
            ("articles/index.md", "---\ntitle: Home\nkind: page\n---\n\nHome.\n"),
            ("themes/mine/theme.yaml", "name: Mine\nextends: hearth\n"),
        ]);
        for edits in &script {
            let texts: Vec<(&str, Option<String>)> =
                edits.iter().map(|(file, state)| (FILES[*file], text(*file, *state))).collect();
            let texts: Vec<(&str, Option<&str>)> =
                texts.iter().map(|(path, text)| (*path, text.as_deref())).collect();
            let built = desk.save(&texts);
            prop_assert!(built.is_shown, "{:?}", built.problems);
            prop_assert!(desk.is_clean());
            let is_held = !desk.held().is_empty();
            prop_assert_eq!(is_held, has_errors(&built.problems), "{:?} {:?}", desk.held(), built.problems);
        }
    }
}
