//! What is said of a file points into that file as it is now, also where the index did not change.

mod support;

use attuned::build::builder::{Builder, Silent};
use attuned::build::emit::Memory;
use support::TestSite;

/// Builds `before`, then `after` with the same builder, and requires what a cold build of `after` says.
#[track_caller]
fn told_alike(before: &TestSite, after: &TestSite) {
    let mut warm = Builder::default();
    warm.build(&before.inputs(), &mut Memory::default(), &Silent);
    let warm = warm.build(&after.inputs(), &mut Memory::default(), &Silent);
    let cold = Builder::default().build(&after.inputs(), &mut Memory::default(), &Silent);
    assert!(!cold.diagnostics.is_empty());
    assert_eq!(warm.diagnostics, cold.diagnostics);
}

#[test]
fn a_comment_in_front_matter_moves_what_is_said_of_it() {
    let site = |comment: &str| {
        TestSite::new().article(
            "a.md",
            &format!("title: A\n{comment}authors: [nobody]"),
            "Words.",
        )
    };
    told_alike(&site(""), &site("# A comment.\n"));
}

#[test]
fn a_comment_in_site_yaml_moves_what_is_said_of_the_theme() {
    let site = |comment: &str| {
        TestSite::new().file(
            "site.yaml",
            &format!("name: A\n{comment}base_url: https://example.org/\nlanguage: en\ntheme: {{accent: \"#ffdd88\"}}\n"),
        )
    };
    told_alike(&site(""), &site("# A comment.\n"));
}

#[test]
fn what_is_suggested_for_a_broken_link_is_there() {
    let site = TestSite::new().article("a.md", "title: A", "[Words](words.pdf)");
    told_alike(
        &site,
        &site.clone().file("articles/papers/words.pdf", "%PDF"),
    );
    let broken = site.clone().article("b.md", "title: B", "[C](c.md)");
    let there = broken.clone().file("articles/c.md", "no front matter");
    told_alike(&there, &broken);
    let renamed = broken.clone().file("articles/d.md", "no front matter");
    told_alike(&there, &renamed);
}

#[test]
fn a_date_that_cannot_be_read_is_not_one_that_is_missing() {
    let site = |date: &str| {
        TestSite::new()
            .file(
                "site.yaml",
                "name: A\nbase_url: https://example.org/\nlanguage: en\nlanguages: {es: {}}\n",
            )
            .file(
                "articles/a.es.md",
                &format!("---\ntitle: A\n{date}---\n\nWords.\n"),
            )
    };
    told_alike(&site("date: ayer\n"), &site(""));
    told_alike(&site(""), &site("date: ayer\n"));
}

#[test]
fn who_is_unknown_depends_on_how_people_yaml_is_broken() {
    let site = |people: &str| {
        TestSite::new()
            .file("articles/people.yaml", people)
            .article("a.md", "title: A\nauthors: [anna]", "Words.")
    };
    told_alike(&site("anna: {nam: Anna}\n"), &site("bea: {nam: Bea}\n"));
    told_alike(&site("bea: {nam: Bea}\n"), &site("anna: {nam: Anna}\n"));
}
