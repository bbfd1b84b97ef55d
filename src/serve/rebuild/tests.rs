//! The loop, step by step, on a real folder.
#![expect(clippy::disallowed_methods, reason = "it edits a site")]

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use tempfile::TempDir;

use super::*;
use crate::build::source::Change;

/// Writes down what it is to say.
#[derive(Default)]
struct Notes {
    begun: usize,
    causes: Vec<Cause>,
    problems: Vec<String>,
    mended: usize,
}

impl Narrator for Notes {
    fn begun(&mut self, _: &Snapshot) {
        self.begun += 1;
    }

    fn watching(&mut self, _: &How) {}

    fn rebuilt(&mut self, rebuilt: &Rebuilt) {
        self.causes.push(rebuilt.cause.clone());
    }

    fn problems(&mut self, problems: &[Diagnostic], _: &Snapshot) {
        self.problems
            .extend(problems.iter().map(|problem| problem.code.to_owned()));
    }

    fn mended(&mut self) {
        self.mended += 1;
    }
}

static TODAY: Mutex<&str> = Mutex::new("2026-11-22");

fn write(site: &Path, path: &str, text: &str) {
    let path = site.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn when_the_day_turns_its_articles_appear_and_errors_are_told_once() {
    let folder = TempDir::new().unwrap();
    let site = folder.path();
    write(
        site,
        "site.yaml",
        "name: Test\nbase_url: https://example.org/\nlanguage: en\nregion: GB\n",
    );
    write(
        site,
        "articles/support.yaml",
        "GB: {emergency: [\"999\"]}\n",
    );
    write(
        site,
        "articles/now.md",
        "---\ntitle: Now\ndate: 2026-11-01\n---\n\nWords.\n",
    );
    write(
        site,
        "articles/later.md",
        "---\ntitle: Later\ndate: 2026-11-23\n---\n\nWords.\n",
    );
    let task = Task {
        site: site.to_owned(),
        show: Box::new(|| Show {
            today: Date::parse(*TODAY.lock().unwrap()).unwrap(),
            drafts: false,
            future: false,
        }),
        base_url: None,
        theme: None,
        poll: false,
    };
    let live = Live::new();
    let mut notes = Notes::default();
    let mut rebuild = Rebuild::new(&task, &live, &mut notes);
    rebuild.begin();
    assert!(live.store().get("now/index.html").is_some());
    assert!(live.store().get("later/index.html").is_none());
    *TODAY.lock().unwrap() = "2026-11-23";
    // Any hint will do, also one that nothing stands behind; without one, it is asked every few seconds.
    write(
        site,
        "articles/now.md",
        "---\ntitle: Now\ndate: 2026-11-01\n---\n\nWords.\n",
    );
    rebuild.step();
    assert!(live.store().get("later/index.html").is_some());

    write(site, "articles/now.md", "---\ntitle: [\n---\n");
    while rebuild.problems.is_empty() || rebuild.untold.is_some() {
        rebuild.step();
    }
    write(
        site,
        "articles/now.md",
        "---\ntitle: Now\ndate: 2026-11-01\n---\n\nMended.\n",
    );
    while !rebuild.problems.is_empty() || rebuild.untold.is_some() {
        rebuild.step();
    }
    let day = Cause::Day(Date::parse("2026-11-23").unwrap());
    let edited = Cause::Edited("articles/now.md".into());
    assert_eq!(notes.causes, [day, edited.clone(), edited]);
    assert_eq!((notes.begun, notes.problems.len(), notes.mended), (1, 1, 1));
}

fn changed(files: &[(&str, Option<&str>, Option<&str>)]) -> Changed {
    let file = |text: &str| SourceFile::held(text.as_bytes().to_vec());
    let mut changed = Changed::default();
    for (path, before, after) in files {
        let (before, after) = (before.map(file), after.map(file));
        changed
            .files
            .insert((*path).into(), Change { before, after });
    }
    changed
}

#[test]
fn what_changed_is_said_in_few_words() {
    for (files, said) in [
        (
            &[("a", Some("1"), Some("2"))][..],
            Some(Cause::Edited("a".into())),
        ),
        (&[("a", None, Some("2"))], Some(Cause::Added("a".into()))),
        (&[("a", Some("1"), None)], Some(Cause::Removed("a".into()))),
        (
            &[("a", Some("1"), None), ("b", None, Some("1"))],
            Some(Cause::Renamed("a".into(), "b".into())),
        ),
        (
            &[("a", Some("1"), None), ("b", None, Some("2"))],
            Some(Cause::Several(2)),
        ),
        (
            &[
                ("a", Some("1"), None),
                ("b", None, Some("1")),
                ("c", None, Some("3")),
            ],
            Some(Cause::Several(3)),
        ),
        (&[], None),
    ] {
        assert_eq!(cause(&changed(files)), said);
    }
    let unreadable = Changed {
        problems: true,
        ..changed(&[("a", Some("1"), None)])
    };
    assert_eq!(cause(&unreadable), Some(Cause::Readable));
}

#[test]
fn what_an_editor_is_in_the_middle_of_is_waited_for() {
    for (files, waits) in [
        (&[("a", Some("1"), Some("2"))][..], false),
        (&[("a", Some("1"), Some(""))], true),
        (&[("a", Some(""), Some("1"))], false),
        (&[("a", None, Some(""))], true),
        (&[("a", Some("1"), None)], true),
        (&[("a", Some("1"), None), ("b", None, Some("1"))], false),
    ] {
        assert_eq!(is_perhaps_half_done(&changed(files)), waits, "{files:?}");
    }
}
