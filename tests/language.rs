//! What `check` says of an article's language, on small sites.

mod support;

use attuned::build::builder::Builder;
use attuned::build::emit::Memory;
use attuned::language::inspect::Inspected;
use support::TestSite;

/// What looking at one page of a site shows.
fn inspect(site: &TestSite, file: &str) -> Inspected {
    let outcome = site.build_into(&mut Builder::default(), &mut Memory::default());
    let known = outcome.known.expect("a site that can be read");
    let page = known
        .index
        .page(&attuned::base::path::SitePath::new(file))
        .expect("a page that is shown");
    let inputs = site.inputs();
    known
        .inspector()
        .inspect(page, inputs.snapshot.text(file).expect("text"))
}

/// A line for each thing that is said of how it reads.
fn said(inspected: &Inspected) -> String {
    let problems = inspected.diagnostics.iter();
    let problems = problems.filter(|problem| problem.code.starts_with("readability/"));
    let lines = problems.map(|problem| {
        let help = problem.help.as_deref().unwrap_or_default();
        format!("{} {} | {help}", problem.code, problem.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}

const HARD: &str = "Psychotherapeutic relationships necessitate considerable emotional availability from every practitioner involved.

Intersubjective responsiveness constitutes a fundamental prerequisite for dysregulation to diminish in therapeutic conversations.

We sat down, and after a while we talked about the weather and the garden.

Nevertheless, interoceptive ambivalence complicates the identification of dysregulation for numerous individuals.";

/// The same with a plain story behind it: formulas say little of less than 100 words.
fn hard() -> String {
    format!(
        "{HARD}\n\n{}",
        "She looked up and did not say a word. ".repeat(8)
    )
}

#[test]
fn a_text_above_its_grade_is_told_with_its_hardest_sentences_and_its_jargon() {
    let glossary = "terms:\n  - term: intersubjective\n    meaning: Between two people.\n";
    let site = TestSite::new()
        .file("articles/glossary.yaml", glossary)
        .article("hard.md", "title: Hard", &hard())
        .article("short.md", "title: Short", HARD)
        .article("easy.md", "title: Easy", "We sat down. We had some tea.");
    let hard = inspect(&site, "articles/hard.md");
    insta::assert_snapshot!(said(&hard));
    let short = inspect(&site, "articles/short.md");
    assert!(short.measures.grade() > Some(8.0) && said(&short).is_empty());
    assert_eq!(hard.target, Some(8));
    // The place is the hardest sentence.
    let mut problems = hard.diagnostics.iter();
    let grade = problems.find(|problem| problem.code == "readability/grade");
    let span = grade.and_then(|grade| grade.span).expect("a place");
    let text = &site.files["articles/hard.md"][span.start..span.end];
    assert!(text.starts_with(b"Psychotherapeutic"));
    assert_eq!(said(&inspect(&site, "articles/easy.md")), "");
}

#[test]
fn each_audience_has_its_own_target_and_the_lowest_counts() {
    for (config, front, target) in [
        ("", "", Some(8)),
        ("", "\naudience: [clinicians]", None),
        ("", "\naudience: [clinicians, clients]", Some(8)),
        ("reading_grade: {clients: 6}\n", "", Some(6)),
        (
            "reading_grade: {clinicians: 7}\n",
            "\naudience: [clinicians]",
            Some(7),
        ),
        (
            "reading_grade: {parents: 7}\n",
            "\naudience: [clients, parents]",
            Some(7),
        ),
    ] {
        let yaml = format!("name: A\nbase_url: https://example.org/\nlanguage: en\n{config}");
        let site = TestSite::new().file("site.yaml", &yaml).article(
            "a.md",
            &format!("title: A{front}"),
            &hard(),
        );
        let inspected = inspect(&site, "articles/a.md");
        assert_eq!(inspected.target, target, "{config}{front}");
        let said = said(&inspected);
        assert_eq!(
            said.contains("readability/grade"),
            target.is_some(),
            "{said}"
        );
    }
}

#[test]
fn english_formulas_are_for_english_alone() {
    let site = |language: &str| {
        let yaml = format!("name: A\nbase_url: https://example.org/\nlanguage: {language}\n");
        TestSite::new()
            .file("site.yaml", &yaml)
            .article("a.md", "title: A", &hard())
    };
    for (language, has_grade) in [("en-GB", true), ("de", true), ("es", false), ("el", false)] {
        let inspected = inspect(&site(language), "articles/a.md");
        assert_eq!(
            inspected.measures.grade().is_some(),
            has_grade,
            "{language}"
        );
        assert!(inspected.measures.words > 30);
        let named = said(&inspected).contains("the glossary");
        assert_eq!(named, language == "en-GB", "{language}");
    }
}
