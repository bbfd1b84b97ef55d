//! Pairs: what breaks a rule, and what looks alike and does not.

mod form;
mod sources;
mod wording;

use super::*;
use proptest::prelude::*;

use crate::base::digest::Digest;
use crate::content::article::{self, Settings};
use crate::content::bibliography;
use crate::content::front_matter;
use crate::content::markdown::{HtmlPolicy, passages};
use crate::content::terms::Terms;
use crate::content::waivers;

const BIBLIOGRAPHY: &str = "\
@book{stern1985, author = {Stern, Daniel N.}, title = {The interpersonal world of the infant}, year = {1985}, publisher = {Basic Books}}
@book{winnicott1971, author = {Winnicott, D. W.}, title = {Playing and reality}, year = {1971}, publisher = {Tavistock}}
@book{alexander1946, author = {Alexander, Franz and French, Thomas M.}, title = {Psychoanalytic therapy}, year = {1946}, publisher = {Ronald}}
@article{lieberman2007, author = {Lieberman, Matthew D. and Tom, Sabrina M. and Way, Baldwin M.}, title = {Putting feelings into words}, journal = {Psychological Science}, year = {2007}}
@article{watson1996, author = {Gergely, György and Watson, John S.}, title = {The social biofeedback theory}, journal = {Int J Psychoanal}, year = {1996}}
";

/// What is said of an article: each message as `code "the words it is about"`.
fn told(article: &str, language: &str) -> Vec<String> {
    let text = if article.starts_with("---\n") {
        article.to_owned()
    } else {
        format!("---\ntitle: A title\ndate: 2026-11-03\n---\n{article}\n")
    };
    let file = SitePath::new("articles/a.md");
    let settings = Settings {
        language: language.into(),
        languages: Vec::new(),
        html: HtmlPolicy::Safe,
        terms: Terms::default(),
    };
    let mut wrong = Vec::new();
    let split = front_matter::split(&text, &file, &mut wrong).expect("front matter");
    let front = front_matter::read(&text, &split, &file, false, &mut wrong).expect("a title");
    let inspection = passages(&text, split.body.clone(), settings.rules(language, false));
    let works = SitePath::new("articles/references.bib");
    let works = bibliography::read(BIBLIOGRAPHY, &works, &mut wrong);
    assert_eq!(wrong, []);
    let mut audience: Vec<Arc<str>> = front.audience.iter().map(|a| a.as_str().into()).collect();
    if audience.is_empty() {
        audience.push("clients".into());
    }
    let mut found = findings(&Subject {
        file: &file,
        text: &text,
        split: &split,
        front: &front,
        audience: &audience,
        language,
        inspection: &inspection,
        authors: &Authors::of(&works),
    });
    // Levels of headings are looked at while an article is read, because a build tells of them too.
    let read = article::parse(&file, text.as_bytes(), Digest::default(), &settings);
    let read = read.problems.into_iter();
    found.extend(read.filter(|problem| problem.code.starts_with("heading/")));
    waivers::apply(&mut found, [(&file, &front.waivers)]);
    let found = found.iter().map(|problem| {
        let span = problem.span.expect("a place");
        format!("{} {:?}", problem.code, &text[span.start..span.end])
    });
    found.collect()
}

/// Each pair is a text that breaks the rule, and one that looks alike and does not.
#[track_caller]
fn pairs(code: &str, pairs: &[(&str, &str)]) {
    assert!(pairs.len() >= 6, "{code} has {} pairs", pairs.len());
    let mut wrong = Vec::new();
    let of_rule = |text: &str| -> Vec<String> {
        let told = told(text, "en").into_iter();
        told.filter(|told| told.split(' ').next() == Some(code))
            .collect()
    };
    for (breaks, looks_alike) in pairs {
        let found = of_rule(breaks);
        if found.len() != 1 {
            wrong.push(format!(
                "told {} times, not once: {breaks}\n    {found:?}",
                found.len()
            ));
        }
        let found = of_rule(looks_alike);
        if !found.is_empty() {
            wrong.push(format!("a false alarm: {looks_alike}\n    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{code}:\n{}", wrong.join("\n"));
}

fn article(front: &str, body: &str) -> String {
    format!("---\ntitle: A title\ndate: 2026-11-03\n{front}\n---\n{body}\n")
}

/// The text breaks the rule, and a waiver silences it.
#[track_caller]
fn waived(code: &str, body: &str) {
    let plain = told(&article("draft: false", body), "en");
    assert!(plain.iter().any(|told| told.starts_with(code)), "{plain:?}");
    let waived = told(
        &article(&format!("waivers: {{{code}: we quote it}}"), body),
        "en",
    );
    assert!(
        !waived.iter().any(|told| told.starts_with(code)),
        "{waived:?}"
    );
}

#[test]
fn messages_stand_where_the_words_stand() {
    let text = article(
        "key_points: [One., This will cure you.]",
        "One *line*,\nwhere it will\n**cure you**, and [click here](a.md) now.",
    );
    assert_eq!(
        told(&text, "en"),
        [
            r#"language/promise "[One., This will cure you.]""#,
            r#"language/promise "will\n**cure you""#,
            r#"language/link-text "click here""#,
        ]
    );
}

#[test]
fn rules_about_words_are_for_english() {
    let text =
        "He committed suicide. Research shows that you have depression, and we guarantee a cure.";
    assert_eq!(told(text, "de"), [""; 0]);
    assert_eq!(told(text, "en-GB").len(), 4);
}

proptest! {
    #[test]
    fn any_text_can_be_looked_at(
        words in prop::collection::vec(
            prop_oneof![
                "[a-zA-Zäß’“”«»‘.,;:?!()—\\[\\]*_@ \u{a0}\u{fffc}<>#-]{0,6}",
                prop::sample::select(vec![
                    "you have", "depression", "research shows", "[@stern1985]", "@stern1985 [p. 4]", "Stern",
                    "Franz Alexander", "will cure your", "committed suicide", "a borderline", "the only way to",
                    "always", "NEVER", "[here](a.md)", "![image of](a.png)", "\n\n", "> ", "- ", "## ", "not", "“",
                    "”", "you", "suffers from", "anxiety", "according to", "study", "(1985)", "[^a]",
                ]).prop_map(str::to_owned),
            ],
            0..40,
        )
    ) {
        for language in ["en", "de"] {
            told(&words.join(" "), language);
        }
    }
}
