//! How little is done again: work is counted, never timed.

mod support;

use attuned::build::builder::{Builder, Work};
use attuned::build::emit::Memory;
use support::TestSite;

/// A site of twelve articles on two topics, without feeds but the site's own three newest.
fn site() -> TestSite {
    let mut site = TestSite::new().file(
        "site.yaml",
        "name: Test\nbase_url: https://example.org/\nlanguage: en\ntheme: small\nfeed_items: 3\n",
    );
    site = site
        .file("themes/small/theme.yaml", "name: Small\nlists: [articles, topics]\nfeeds: [site]\n")
        .file("themes/small/templates/article.html", "{{ article.title }}{{ article.content }}{% for a in related(limit=2) %}{{ a.title }}{% endfor %}");
    for (name, template) in [
        (
            "home.html",
            "{% for a in recent(limit=2) %}{{ a.title }}{% endfor %}",
        ),
        (
            "list.html",
            "{% for a in list.articles %}{{ a.title }}{% endfor %}",
        ),
        (
            "terms.html",
            "{% for t in terms.terms %}{{ t.title }}{% endfor %}",
        ),
        ("page.html", "{{ article.content }}"),
        ("404.html", "no"),
        ("redirect.html", "moved"),
    ] {
        site = site.file(&format!("themes/small/templates/{name}"), template);
    }
    for n in 1..=12 {
        let topic = if n % 2 == 0 { "Even" } else { "Odd" };
        let front = format!(
            "title: Article {n}\ndate: 2026-01-{n:02}\ndescription: About {n}.\ntopics: [{topic}]"
        );
        site = site.article(&format!("a{n:02}.md"), &front, "Some words.");
    }
    site
}

/// Builds `site`, then builds `edited` warm, and says what the second build did and which outputs changed.
fn after(site: &TestSite, edited: &TestSite) -> (Work, Vec<String>) {
    let (mut builder, mut sink) = (Builder::default(), Memory::default());
    let first = site.build_into(&mut builder, &mut sink);
    assert!(first.emitted.is_some(), "{:?}", first.diagnostics);
    let before = sink.files.clone();
    let second = edited.build_into(&mut builder, &mut sink);
    assert!(second.emitted.is_some(), "{:?}", second.diagnostics);
    let changed = sink
        .files
        .iter()
        .filter(|(path, file)| before.get(*path) != Some(*file));
    (second.work, changed.map(|(path, _)| path.clone()).collect())
}

fn replace(site: &TestSite, path: &str, from: &str, to: &str) -> TestSite {
    let mut site = site.clone();
    let text = site.files.get_mut(path).expect("the file");
    let new = String::from_utf8_lossy(text).replace(from, to);
    assert_ne!(new.as_bytes(), &text[..], "the edit changes nothing");
    *text = new.into_bytes();
    site
}

#[test]
fn nothing_changed_does_nothing() {
    let (work, changed) = after(&site(), &site());
    assert_eq!(
        work,
        Work {
            parsed: 0,
            indexed: false,
            rendered: 0
        }
    );
    assert_eq!(changed, Vec::<String>::new());
}

#[test]
fn a_body_edit_renders_that_page_alone() {
    let edited = replace(&site(), "articles/a01.md", "Some words.", "Other words.");
    let (work, changed) = after(&site(), &edited);
    assert_eq!(
        work,
        Work {
            parsed: 1,
            indexed: false,
            rendered: 1
        }
    );
    assert_eq!(changed, ["a01/index.html"]);
}

#[test]
fn a_body_edit_of_a_new_article_renders_the_feed_that_carries_it_too() {
    let edited = replace(&site(), "articles/a12.md", "Some words.", "Other words.");
    let (work, changed) = after(&site(), &edited);
    assert_eq!(
        work,
        Work {
            parsed: 1,
            indexed: false,
            rendered: 2
        }
    );
    assert_eq!(changed, ["a12/index.html", "feed.xml"]);
}

#[test]
fn an_edit_is_seen_though_a_later_file_is_renamed_at_once() {
    let site = site();
    let mut edited = replace(&site, "articles/a03.md", "Some words", "Other words");
    let renamed = edited.files.remove("articles/a11.md");
    edited
        .files
        .insert("articles/a11b.md".into(), renamed.expect("it is there"));
    let (work, changed) = after(&site, &edited);
    assert_eq!(work.parsed, 2);
    assert!(
        changed.contains(&"a03/index.html".to_owned()),
        "{changed:?}"
    );
}

#[test]
fn a_title_edit_renders_the_page_and_those_who_show_its_title() {
    let edited = replace(
        &site(),
        "articles/a01.md",
        "title: Article 1",
        "title: Article One",
    );
    let (work, changed) = after(&site(), &edited);
    assert_eq!((work.parsed, work.indexed), (1, true));
    // Its own page and its two lists. It is too old to be recent, in the feed, or among the two newest related ones.
    assert_eq!(
        changed,
        [
            "a01/index.html",
            "articles/index.html",
            "topics/odd/index.html"
        ]
    );
    assert_eq!(work.rendered, changed.len());
}

#[test]
fn a_new_article_renders_the_lists_it_enters_and_not_every_page() {
    let edited = site().article(
        "b01.md",
        "title: Old\ndate: 2020-01-01\ndescription: Old.\ntopics: [Even]",
        "Words.",
    );
    let (work, changed) = after(&site(), &edited);
    assert_eq!(
        changed,
        [
            "articles/index.html",
            "b01/index.html",
            "sitemap.xml",
            "topics/even/index.html"
        ]
    );
    // The index of topics is asked how many articles each has; this theme's template does not show it.
    assert_eq!(
        work,
        Work {
            parsed: 1,
            indexed: true,
            rendered: 5
        }
    );
}

#[test]
fn a_link_to_what_was_not_shown_is_an_answer_too() {
    let linked = replace(
        &site(),
        "articles/a03.md",
        "Some words.",
        "See [it](a05.md).",
    );
    let hidden = replace(
        &linked,
        "articles/a05.md",
        "title: Article 5",
        "title: Article 5\ndraft: true",
    );
    let (_, changed) = after(&hidden, &linked);
    assert!(
        changed.contains(&"a03/index.html".to_owned()),
        "{changed:?}"
    );
}

#[test]
fn a_changed_meaning_renders_the_pages_that_show_it_and_reads_no_article() {
    let meanings = |of_words: &str| {
        format!(
            "terms: [{{term: words, meaning: {of_words}}}, {{term: silence, meaning: None said.}}]\n"
        )
    };
    let theme = "name: Small\nlists: [articles]\npages: [glossary]\n";
    let page = "{% for g in article.glossary %}{{ g.meaning }}{% endfor %}{{ article.content }}";
    let glossary = "{% for l in glossary.letters %}{% for t in l.terms %}{{ t.meaning }}{% endfor %}{% endfor %}";
    let site = site()
        .file("themes/small/theme.yaml", theme)
        .file("themes/small/templates/article.html", page)
        .file("themes/small/templates/glossary.html", glossary)
        .file("articles/glossary.yaml", &meanings("Some said."))
        .article("quiet.md", "title: Quiet\ndescription: Hush.", "A silence.");
    let edited = replace(&site, "articles/glossary.yaml", "Some said", "Many said");
    let (work, changed) = after(&site, &edited);
    // The twelve articles that hold the word, and the glossary; not the one about silence.
    assert_eq!((work.parsed, work.rendered), (0, 13), "{changed:?}");
    assert!(!changed.contains(&"quiet/index.html".to_owned()));
    let edited = replace(&site, "articles/glossary.yaml", "None said", "Nothing said");
    let (_, changed) = after(&site, &edited);
    assert_eq!(changed, ["glossary/index.html", "quiet/index.html"]);
}

#[test]
fn an_edit_of_whom_to_call_renders_the_pages_that_show_it_and_reads_no_article() {
    let lines = "GB:\n  lines: [{name: One, phone: 1}]\nNO: {emergency: 112}\n";
    let site = site();
    let config = String::from_utf8_lossy(&site.files["site.yaml"]).into_owned() + "region: GB\n";
    let site = site
        .file("site.yaml", &config)
        .file("articles/support.yaml", lines)
        .file(
            "themes/small/templates/page.html",
            "{% set help = support() %}{{ help.title }}",
        )
        .article("about.md", "title: About\nkind: page", "Words.")
        .article(
            "z.md",
            "title: Z\ndate: 2020-01-01\ncontent_notes: [suicide]",
            "On suicide.",
        );
    let edited = replace(&site, "articles/support.yaml", "One", "Two");
    let (work, changed) = after(&site, &edited);
    // The title of the block is the same, but what `support()` answers is not.
    assert_eq!((work.parsed, work.rendered), (0, 2));
    assert_eq!(changed, ["z/index.html"]);
    // Another country's lines are none of our business, nor is a comment.
    for (from, to) in [("112", "113"), ("NO:", "# A note\nNO:")] {
        let edited = replace(&site, "articles/support.yaml", from, to);
        let (work, changed) = after(&site, &edited);
        assert_eq!((work, changed), (Work::default(), Vec::new()));
    }
    // A day that lets a check run out renders those pages, and no other.
    let checked = "phone: 1, checked: 2026-11-01}";
    let site = replace(&site, "articles/support.yaml", "phone: 1}", checked);
    let mut later = site.clone();
    later.today = "2027-04-30";
    assert_eq!(after(&site, &later).0, Work::default());
    later.today = "2027-05-01";
    let (work, changed) = after(&site, &later);
    assert_eq!((work.parsed, work.rendered), (0, 2));
    assert_eq!(changed, ["z/index.html"]);
}

#[test]
fn a_mention_in_a_body_renders_that_page_alone() {
    let site = replace(
        &site(),
        "articles/a01.md",
        "title: Article 1",
        "title: Article 1\ncontent_notes: [suicide]",
    );
    let edited = replace(&site, "articles/a01.md", "Some words.", "On suicide.");
    let (work, changed) = after(&site, &edited);
    assert_eq!((work.parsed, work.indexed, work.rendered), (1, false, 1));
    assert_eq!(changed, ["a01/index.html"]);
}

#[test]
fn a_template_edit_renders_every_page_and_reads_no_article() {
    let edited = replace(&site(), "themes/small/templates/404.html", "no", "not here");
    let (work, changed) = after(&site(), &edited);
    assert_eq!((work.parsed, work.indexed), (0, false));
    assert_eq!(changed, ["404.html"]);
}

#[test]
fn an_edit_of_another_theme_is_none_of_our_business() {
    let other = site().file("themes/other/theme.yaml", "name: Other\n");
    let (work, _) = after(&site(), &other);
    assert_eq!(
        work,
        Work {
            parsed: 0,
            indexed: false,
            rendered: 0
        }
    );
}

#[test]
fn words_of_the_default_theme_are_edited_under_a_theme_that_does_not_extend_it() {
    let mut before = site().file(
        "themes/small/templates/404.html",
        "{{ t(key=\"articles\") }}",
    );
    for (below, bytes) in attuned::build::source::embedded_theme("hearth") {
        before
            .files
            .insert(format!("themes/hearth/{below}"), bytes.to_vec());
    }
    let path = "themes/hearth/i18n/en.ftl";
    let after = replace(
        &before,
        path,
        "\narticles = Articles",
        "\narticles = Writings",
    );
    let (mut warm, mut sink) = (Builder::default(), Memory::default());
    before.build_into(&mut warm, &mut sink);
    after.build_into(&mut warm, &mut sink);
    let warm = support::texts(&sink);
    let cold = after.build().ok();
    assert_eq!(cold["404.html"], "Writings");
    assert_eq!(warm, cold);
}

#[test]
fn what_is_said_of_a_site_follows_edits_that_move_no_page() {
    let site = site()
        .file(
            "articles/references.bib",
            "@book{stern, author = {Stern, Daniel}, title = {A World}, date = {1985}}\n",
        )
        .file(
            "articles/glossary.yaml",
            "terms: [{term: silence, meaning: None said., sources: [stern]}]\n",
        )
        .article(
            "harm-at-home.md",
            "title: Some title\ndescription: d\ndiscreet: true",
            "Hush.",
        );
    for (path, from, to, code) in [
        (
            "articles/glossary.yaml",
            "stern",
            "stein",
            "citation/unknown",
        ),
        (
            "articles/harm-at-home.md",
            "Some title",
            "Harm that is done",
            "discreet/slug",
        ),
        (
            "articles/harm-at-home.md",
            "discreet: true",
            "discreet: true\ncontent_notes: [harm]",
            "discreet/slug",
        ),
    ] {
        let edited = replace(&site, path, from, to);
        let told = |outcome: &attuned::build::builder::Outcome| {
            let mut all = outcome.diagnostics.iter();
            all.any(|problem| problem.code == code)
        };
        let (mut builder, mut sink) = (Builder::default(), Memory::default());
        assert!(!told(&site.build_into(&mut builder, &mut sink)), "{to}");
        assert!(told(&edited.build_into(&mut builder, &mut sink)), "{to}");
        assert!(!told(&site.build_into(&mut builder, &mut sink)), "{to}");
    }
}
