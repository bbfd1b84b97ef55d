//! Whom readers are told to call: on every page, in feeds, and after what may have hurt.

mod support;

use std::collections::BTreeMap;

use support::{TestSite, diagnostics};

const LINES: &str = "\
GB:
  emergency: [\"999\", \"112\"]
  lines:
    - name: Unsaid
      phone: 116 123
      hours: 24/7
      source: somewhere
    - name: Welsh & Spanish
      about: for <everybody>
      phone: +44 (0)20 7946-0000
      text: {to: 85258, body: \"I need help & you?\"}
      chat: https://example.org/chat?a=1&b=2
      url: https://www.example.org/
      hours: 24 h
      languages: [cy, es, gd]
      checked: 2026-11-01
    - name: English
      text: 988
      hours: 9 to 5
      languages: [en-GB]
      checked: 2026-01-01
NO:
  lines: {name: Elsewhere, phone: 1}
DE: {emergency: 112}
NL: {}
";

/// A site in `region` with the theme Hearth, in English and Spanish.
fn site(region: &str) -> TestSite {
    let config = format!(
        "name: Test\nbase_url: https://example.org/sub/\nlanguage: en\nlanguages: {{es: {{name: Prueba}}}}\nmenu: [/topics/]\n{region}"
    );
    TestSite::new()
        .file("site.yaml", &config)
        .file("articles/support.yaml", LINES)
        .article(
            "a.md",
            "title: A\ntopics: [t]\nauthors: [ada]",
            "Some words [@w].",
        )
        .article("a.es.md", "title: Á", "Palabras.")
        .article(
            "about.md",
            "title: About\nkind: page\naliases: [/old/]",
            "Words.",
        )
        .file("articles/people.yaml", "ada: {name: Ada}\n")
        .file(
            "articles/glossary.yaml",
            "terms: [{term: words, meaning: What one says.}]\n",
        )
        .file(
            "articles/references.bib",
            "@book{w, author = {Winn, Ada}, title = {W}, date = {1985}}\n",
        )
}

/// The block of a page.
fn block(page: &str) -> &str {
    let start = page.find("<section class=\"support\"").expect("the block");
    let end = page[start..].find("</section>").expect("its end");
    &page[start..start + end]
}

/// What is said of whom to call.
fn said(site: &TestSite) -> String {
    let built = site.build();
    let all = diagnostics(&built.outcome, &site.snapshot());
    let told = all.lines().filter(|line| line.contains(" support/"));
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_page_shows_the_same_block_and_a_link_to_it() {
    let files = site("region: GB\n").build().ok();
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let mut blocks: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, page) in pages {
        if page.contains("http-equiv=\"refresh\"") {
            continue;
        }
        let link = page.find("href=\"#help--now\"").expect("a link");
        assert!(link < page.find("<main").expect("main"), "{path}");
        let place = page.find(block(page)).expect("the block");
        assert!(
            page.find("</main>") < Some(place)
                && Some(place) < page.find("<footer class=\"site-footer\""),
            "{path}"
        );
        assert_eq!(page.matches("id=\"help--now\"").count(), 1, "{path}");
        blocks.entry(block(page)).or_default().push(path);
    }
    let found: Vec<Vec<&str>> = blocks.into_values().collect();
    insta::assert_debug_snapshot!(found);
}

#[test]
fn the_block_speaks_the_pages_language() {
    let files = site("region: GB\n").build().ok();
    insta::assert_snapshot!(format!(
        "{}\n{}",
        block(&files["a/index.html"]),
        block(&files["es/a/index.html"])
    ));
}

#[test]
fn without_a_number_it_says_to_call_the_local_one() {
    for region in ["", "region: NO\n", "region: NL\n", "region: FR\n"] {
        let files = site(region).build().ok();
        let page = block(&files["a/index.html"]);
        assert!(
            page.contains("call your local emergency number"),
            "{region}: {page}"
        );
        assert_eq!(page.contains("Elsewhere"), region == "region: NO\n");
        let page = block(&files["es/index.html"]);
        assert!(page.contains("número de emergencias"), "{region}: {page}");
    }
    let files = site("region: DE\n").build().ok();
    assert!(block(&files["a/index.html"]).contains("call <a href=\"tel:112\">112</a> now."));
}

#[test]
fn what_nobody_has_checked_is_told_at_its_line_and_only_for_the_region() {
    insta::assert_snapshot!(said(&site("region: GB\n")), @r"
    warning articles/support.yaml:4:13 support/unchecked nobody has checked `Unsaid`, and every page says so | ring the number or open the service's own page, then write the day below it: checked: YYYY-MM-DD
    warning articles/support.yaml:21:16 support/stale `English` was last checked on 2026-01-01, more than 180 days ago | ring the number or open the service's own page, then write the new day
    ");
    insta::assert_snapshot!(said(&site("region: NO\n")), @"warning articles/support.yaml:23:17 support/unchecked nobody has checked `Elsewhere`, and every page says so | ring the number or open the service's own page, then write the day below it: checked: YYYY-MM-DD");
    assert_eq!(said(&site("region: DE\n")), "");
    // The day decides.
    let mut later = site("region: GB\n");
    later.today = "2027-04-30";
    assert_eq!(said(&later).matches("support/stale").count(), 1);
    later.today = "2027-05-01";
    assert_eq!(said(&later).matches("support/stale").count(), 2);
}

#[test]
fn where_there_is_nobody_to_call_the_author_is_told_what_to_write() {
    insta::assert_snapshot!(said(&site("")), @"warning site.yaml support/region pages cannot say whom to call in a crisis, because site.yaml does not name your country | write it as two letters, such as `region: GB`");
    insta::assert_snapshot!("region_of_the_shipped_list", said(&site("region: NL\n")));
    insta::assert_snapshot!("region_of_no_list", said(&site("region: PT\n")));
    let mut none = site("");
    none.files.remove("articles/support.yaml");
    insta::assert_snapshot!("no_region_and_no_list", said(&none));
    // What is broken is told of itself.
    let broken = site("region: PT\n").file("articles/support.yaml", "GB: [\n");
    assert_eq!(said(&broken), "");
}

#[test]
fn after_a_part_on_suicide_the_page_and_the_feed_say_whom_to_call() {
    let site = site("region: GB\n").article(
        "b.md",
        "title: B\ncontent_notes: [suicide, loss]",
        "Before.\n\n## The dark\n\nSome think of suicide.\n\n## The way on\n\nWords.",
    );
    let files = site.build().ok();
    let page = &files["b/index.html"];
    let start = page.find("<aside class=\"notes\"").expect("the notes");
    let end = page.find("<h2 id=\"the-way-on\">").expect("the text");
    insta::assert_snapshot!("page_on_suicide", &page[start..end]);
    let feed = &files["feed.xml"];
    let start = feed.find("Some think").expect("the text");
    let end = start + feed[start..].find("The way on").expect("its end");
    insta::assert_snapshot!("feed_on_suicide", &feed[start..end]);
}

#[test]
fn what_needs_a_content_note_and_has_none_is_an_error() {
    let told = |site: TestSite| site.build().diagnostics();
    let site = || {
        TestSite::new().file("site.yaml", "name: T\nbase_url: https://example.org/\nlanguage: en\nlanguages: {es: {}, de: {}, el: {}}\n")
    };
    insta::assert_snapshot!(told(site().article("a.md", "title: A", "Words.\n\nWhen somebody thinks of suicide.")), @"error articles/a.md:8:25 content-notes/missing this speaks of suicide or self-harm, and nothing at the top of the page says so | write in the front matter what readers may want to know beforehand: content_notes: [suicide]");
    insta::assert_snapshot!(
        "marked_without_a_note",
        told(site().article("a.md", "title: A", "## Loss {.sensitive}\n\nWords."))
    );
    let languages = site()
        .article("a.md", "title: A\nkind: page", "Self-harm.")
        .article("a.es.md", "title: A\nkind: page", "Las autolesiones.")
        .article("a.de.md", "title: A\nkind: page", "Selbstmord.")
        .article("a.el.md", "title: A\nkind: page", "Η αυτοκτονία.");
    insta::assert_snapshot!("notes_in_each_language", told(languages));
    assert_eq!(
        told(site().article("a.md", "title: A\ncontent_notes: [suicide]", "On suicide.")),
        ""
    );
    // What is not shown must not keep the rest from being published.
    let draft = site()
        .article("a.md", "title: A\ndraft: yes", "On suicide.")
        .article("b.md", "title: B", "Words.");
    assert!(told(draft).starts_with("warning articles/a.md:7:4 content-notes/missing "));
}
