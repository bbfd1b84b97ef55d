//! What a waiver silences, in a build and where wording is looked at.

mod support;

use attuned::base::path::SitePath;
use attuned::build::builder::Outcome;
use support::{TestSite, diagnostics};

const SKIPPED: &str = "## One\n\n#### Two\n\nTherapy will cure you, and you will recover.\n";

fn waiving(front: &str) -> TestSite {
    TestSite::new()
        .article(
            "a.md",
            &format!("title: A\nlast_reviewed: 2026-01-01\n{front}"),
            SKIPPED,
        )
        .article("b.md", "title: B", SKIPPED)
}

/// What a build says of `a.md`, then what is said of its wording, then what its waivers silenced.
fn told(site: &TestSite) -> (Vec<&'static str>, Vec<&'static str>, Vec<String>) {
    let built = site.build();
    let snapshot = site.snapshot();
    let file = SitePath::new("articles/a.md");
    let known = built.outcome.known.as_ref().expect("a site");
    let page = known.index.page(&file).expect("it is shown");
    let text = snapshot.text(&file).expect("it is there");
    let inspected = known.inspector().inspect(page, text);
    let of_a = built.outcome.diagnostics.iter().filter(|d| d.file == file);
    let waived = [&built.outcome.waived[..], &inspected.waived].concat();
    let mut all = built.outcome.diagnostics.clone();
    all.extend(inspected.diagnostics.iter().cloned());
    let unused = known.unused_waivers(&snapshot, &waived, &all);
    let waived = waived
        .iter()
        .map(|w| format!("{} x{}: {}", w.code, w.count, w.reason));
    let unused = unused.iter().map(|d| format!("{} {}", d.code, d.message));
    (
        of_a.map(|d| d.code).collect(),
        inspected.diagnostics.iter().map(|d| d.code).collect(),
        waived.chain(unused).collect(),
    )
}

#[test]
fn a_waiver_silences_a_build_and_the_look_at_wording_alike() {
    let plain = told(&waiving(""));
    assert_eq!(plain.0, ["heading/skipped-level"]);
    assert_eq!(plain.1, ["language/promise", "language/promise"]);
    assert_eq!(plain.2, [""; 0]);

    let waivers = "waivers:\n  heading/skipped-level: as in the book\n  language/promise: a parody\n  language/all-caps: none yet";
    let waived = told(&waiving(waivers));
    assert_eq!(waived.0, [""; 0]);
    assert_eq!(waived.1, [""; 0]);
    assert_eq!(
        waived.2,
        [
            "heading/skipped-level x1: as in the book",
            "language/promise x2: a parody",
            "waiver/unused nothing in this file is told as `language/all-caps`, so this waiver silences nothing",
        ]
    );
}

#[test]
fn a_waiver_is_for_its_own_file() {
    let site = waiving("waivers: {heading/skipped-level: as in the book}");
    let built = site.build();
    let skipped = |outcome: &Outcome| -> Vec<String> {
        let all = outcome.diagnostics.iter();
        let skipped = all.filter(|d| d.code == "heading/skipped-level");
        skipped.map(|d| d.file.to_string()).collect()
    };
    assert_eq!(skipped(&built.outcome), ["articles/b.md"]);
    // Also on the next build, which remembers what it read.
    let mut builder = attuned::build::builder::Builder::default();
    let mut sink = attuned::build::emit::Memory::default();
    for _ in 0..2 {
        let outcome = site.build_into(&mut builder, &mut sink);
        assert_eq!(skipped(&outcome), ["articles/b.md"]);
        assert_eq!(outcome.waived.len(), 1);
    }
}

#[test]
fn errors_stay_errors() {
    let site = TestSite::new().article(
        "a.md",
        "title: A\nwaivers: {link/broken: later}",
        "[There](nowhere.md)",
    );
    let outcome = site.build().outcome;
    assert!(outcome.emitted.is_none() && outcome.waived.is_empty());
    let told = diagnostics(&outcome, &site.snapshot());
    assert!(
        told.contains("error articles/a.md:7:9 link/broken"),
        "{told}"
    );
}
