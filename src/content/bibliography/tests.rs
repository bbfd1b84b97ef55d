//! The bibliography as a whole.

use super::*;

fn load(name: &str, text: &str) -> (Bibliography, String) {
    let mut problems = Vec::new();
    let bibliography = read(text, &SitePath::new(name), &mut problems);
    (
        bibliography,
        crate::base::yaml::rendered(text, &problems),
    )
}

fn bib(text: &str) -> Bibliography {
    let (bibliography, said) = load("references.bib", text);
    assert_eq!(said, "");
    bibliography
}

/// The references of all works in the order of a reference list, one a line.
fn references(bibliography: &Bibliography) -> String {
    let mut works: Vec<&Arc<Work>> = bibliography.works.values().collect();
    works.sort_by_cached_key(|work| work.sort_key());
    let lines: Vec<String> = works
        .iter()
        .map(|work| work.reference(None, &Words::ENGLISH).html.clone())
        .collect();
    lines.join("\n")
}

#[test]
fn reference_list_of_every_work() {
    let text = include_str!("../../../articles/references.bib");
    let list = references(&bib(text));
    insta::assert_snapshot!("reference list of every work", list);
}

/// Why a reference differs from pandoc's, by the section of the manual (7th ed.).
const REASONS: &[(&str, &[&str])] = &[
    (
        "9.27: an article without pages has its number, which pandoc loses",
        &[
            "deleersnyder2013", "grossman2023", "koole2016", "laborde2017", "leclere2014", "mehling2012",
            "porges2022", "provenzi2018", "ramseyer2014", "zaccaro2018", "many",
        ],
    ),
    (
        "6.6: ranges of issues have an en dash",
        &["feldman2007", "feldman2012parenting", "schore2001"],
    ),
    (
        "9.8, 9.9: a particle is part of the surname",
        &["mesman2009", "german"],
    ),
    (
        "9.8: a comma separates one author's initials from the next",
        &["grossman2026"],
    ),
    (
        "6.17: a capital begins a title and what follows its colon, and no other word",
        &["nielsen2013", "webnodate"],
    ),
    (
        "10.6: a doctoral dissertation is called so, and unpublished where it is in no database",
        &["thesis", "thesisonline"],
    ),
    (
        "9.24, 9.33: a publisher or site that is the author is not named again",
        &["webpage", "groupbook"],
    ),
    ("10.4: one report has one number", &["report"]),
    (
        "9.22: what a work is stands in brackets after its title",
        &["brochure", "film"],
    ),
];

/// Our references beside pandoc's, where they differ. `pandoc` holds what pandoc 3.9 makes of each work alone with
/// `--citeproc` and the same style, which citationberg can write out: `---\nnocite: "@{key}"\nlang: en-US\n---`, to HTML,
/// tags dropped; one line a work, after its key and a tab.
fn differences(bibliography: &Bibliography, pandoc: &str) -> String {
    let mut out = String::new();
    let mut compared = 0;
    for line in pandoc.lines() {
        let (key, theirs) = line.split_once('\t').expect("a key and a reference");
        let work = bibliography.get(key).expect("a work");
        let ours = &work.reference(None, &Words::ENGLISH).text;
        let reason = REASONS.iter().find(|(_, keys)| keys.contains(&key));
        compared += 1;
        if ours == theirs {
            assert!(reason.is_none(), "{key} does not differ");
            continue;
        }
        let reason = reason.map_or("?", |(reason, _)| reason);
        out.push_str(&format!("{key}: {reason}\n  pandoc  {theirs}\n  ours    {ours}\n"));
    }
    assert_eq!(compared, bibliography.works.len());
    assert!(!out.contains(": ?\n"), "{out}");
    out
}

#[test]
fn references_differ_from_pandocs_where_the_manual_does() {
    let project = bib(include_str!("../../../articles/references.bib"));
    let project = differences(&project, include_str!("pandoc/references.txt"));
    insta::assert_snapshot!("differences from pandoc", project);
    let (kinds, said) = load("kinds.bib", include_str!("kinds.bib"));
    let kinds = differences(&kinds, include_str!("pandoc/kinds.txt"));
    insta::assert_snapshot!("differences from pandoc in other kinds of works", kinds);
    insta::assert_snapshot!(said, @"");
}
