//! What stands around the articles: lists, feeds, languages, redirects. A theme of bare templates shows what each page
//! knows, and the snapshot holds every output of the site.

mod support;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use support::TestSite;

const HEAD: &str = "{{ page.kind }} | {{ page.head_title }} | {{ page.permalink }} | {{ page.language }} {{ page.dir }}{% if page.noindex %} noindex{% endif %}
crumbs:{% for c in page.breadcrumbs %} {{ c.title }}{% if c.url %} <{{ c.url }}>{% endif %} /{% endfor %}
menu:{% for m in menu() %} {{ m.title }} <{{ m.url }}>{% if m.current %}*{% endif %}{% endfor %}
alternates:{% for a in page.alternates %} {{ a.language }}={{ a.permalink }}{% if a.current %}*{% endif %}{% endfor %}{% if page.default_permalink %} default={{ page.default_permalink }}{% endif %}
feeds:{% for f in page.feeds %} {{ f.title }} <{{ f.url }}>{% endfor %}
";

const ARTICLE: &str = "by:{% for a in article.authors %} {{ a.name }}{% if a.url %} <{{ a.url }}>{% endif %}{% endfor %}
date: {% if article.date %}{{ article.date.iso }} {{ article.date.text }}{% endif %}{% if article.updated %} updated {{ article.updated.iso }}{% endif %}; {{ article.minutes }} min{% if article.draft %}; draft{% endif %}
topics:{% for t in article.topics %} {{ t.title }} <{{ t.url }}>{% endfor %}; for:{% for a in article.audience %} {{ a.title }} <{{ a.url }}>{% endfor %}
series:{% if article.series %} {{ article.series.name }} <{{ article.series.url }}> {{ article.series.part }}/{{ article.series.parts }}{% if article.series.previous %} previous {{ article.series.previous.title }}{% endif %}{% if article.series.next %} next {{ article.series.next.title }}{% endif %}{% endif %}
{% set n = neighbours() %}older: {% if n.previous %}{{ n.previous.title }}{% endif %}; newer: {% if n.next %}{{ n.next.title }}{% endif %}
related:{% for r in related(limit=2) %} {{ r.title }},{% endfor %} recent:{% for r in recent(limit=2) %} {{ r.title }},{% endfor %}
outline:{% for h in article.outline %} {{ h.level }}#{{ h.id }} {{ h.title }}{% endfor %}
{{ article.content }}";

fn bare_theme(site: TestSite) -> TestSite {
    let article = format!("{HEAD}{ARTICLE}");
    let list = format!(
        "{HEAD}{{{{ list.kind }}}} {{{{ list.title }}}}: {{{{ list.description }}}} page {{{{ list.number }}}}/{{{{ list.pages }}}} of {{{{ list.total }}}}{{% if list.previous %}} previous {{{{ list.previous }}}}{{% endif %}}{{% if list.next %}} next {{{{ list.next }}}}{{% endif %}}
{{% for a in list.articles %}}- {{{{ a.title }}}} <{{{{ a.url }}}}> {{{{ a.date.iso }}}}
{{% endfor %}}"
    );
    let terms = format!(
        "{HEAD}{{% for t in terms.terms %}}- {{{{ t.title }}}} <{{{{ t.url }}}}> {{{{ t.count }}}} {{{{ t.description }}}}\n{{% endfor %}}"
    );
    let home = format!(
        "{HEAD}featured:{{% for a in featured() %}} {{{{ a.title }}}}{{% endfor %}}\nrecent:{{% for a in recent() %}} {{{{ a.title }}}}{{% endfor %}}\n{{% if article %}}{{{{ article.content }}}}{{% endif %}}"
    );
    site.file(
        "themes/bare/theme.yaml",
        "name: Bare\nlists: [articles, topics, authors, audience, series]\nfeeds: [site, topics]\n",
    )
    .file("themes/bare/templates/article.html", &article)
    .file("themes/bare/templates/page.html", &article)
    .file("themes/bare/templates/home.html", &home)
    .file("themes/bare/templates/list.html", &list)
    .file("themes/bare/templates/terms.html", &terms)
    .file("themes/bare/templates/404.html", HEAD)
    .file(
        "themes/bare/templates/redirect.html",
        "to {{ redirect.url }} {{ redirect.permalink }}\n",
    )
}

fn site() -> TestSite {
    bare_theme(TestSite::new())
        .file(
            "site.yaml",
            "name: Test Practice
tagline: Plain words
base_url: https://example.org/our/practice/
language: en
languages: {es: {name: Consulta}, he: {name: דוגמה}}
theme: bare
paginate: 2
feed_items: 2
menu: [/articles/, /topics/, about.md]
",
        )
        .file("articles/people.yaml", "ada: {name: Ada Example, role: Example therapist}\n")
        .file("articles/topics.yaml", "repair:\n  title: Rupture and repair\n  description: Losing and finding each other\n  translations: {es: {title: Reparación}}\n")
        .article("index.md", "title: Welcome\nkind: page", "Hello.")
        .article("about.md", "title: About us\nkind: page", "We are an example.")
        .article("about.es.md", "title: Quiénes somos\nkind: page\nslug: quienes-somos", "Somos un ejemplo.")
        .article(
            "repair/Rupture & Repair.md",
            "title: Rupture\ndate: 2026-03-01\nupdated: 2026-04-01\ndescription: On ruptures.\ntopics: [repair]\nauthors: [ada]\nseries: {name: The bond, part: 1}\nfeatured: true\naliases: [/old/rupture/]",
            "## What it is\n\nSee [the next](next.md#how) and [all](/topics/).\n\n### Signs\n\nWords.",
        )
        .article(
            "repair/Rupture & Repair.es.md",
            "title: Ruptura\ndescription: Sobre las rupturas.\nslug: ruptura",
            "Véase [en inglés](next.md).",
        )
        .article("repair/next.md", "title: Next\ndate: 2026-03-02\ndescription: The next part.\ntopics: [Repair, The Body]\nseries: {name: The bond, part: 2}", "## How\n\nWords.")
        .article("body.md", "title: Body\ndate: 2026-03-03\ndescription: On the body.\ntopics: [The Body]\naudience: [clinicians]", "Words.")
        .article("quiet.md", "title: Hard to read\ndate: 2026-03-04\ndescription: A hard theme.\ntopics: [repair]\ndiscreet: true", "Words.")
        .article("later.md", "title: Later\ndate: 2027-01-01\ndescription: Not yet.\ntopics: [repair]", "Words.")
        .article("hebrew.he.md", "title: שלום\ndate: 2026-03-05\ndescription: x", "מילים.")
}

/// Every output in one text, the stylesheet aside.
fn listing(files: &BTreeMap<String, String>) -> String {
    files
        .iter()
        .filter(|(path, _)| !path.starts_with("assets/"))
        .map(|(path, text)| format!("==== {path}\n{}\n", text.trim_end()))
        .collect()
}

#[test]
fn every_output_of_a_small_site() {
    insta::assert_snapshot!(listing(&site().build().ok()));
}

#[test]
fn drafts_and_the_future_show_only_when_asked_for() {
    let mut site = site();
    assert!(!site.clone().build().ok().contains_key("later/index.html"));
    site.future = true;
    let shown = site.clone().build().ok();
    assert!(shown["later/index.html"].contains("; draft"));
    site.future = false;
    site.today = "2027-01-01";
    assert!(site.build().ok().contains_key("later/index.html"));
}

#[test]
fn a_link_to_a_draft_is_words_with_a_warning_and_its_errors_are_warnings() {
    let site = TestSite::new()
        .article("a.md", "title: A", "See [the draft](b.md).")
        .article("b.md", "title: B\ndraft: yes", "See [nothing](c.md).");
    let built = site.build();
    insta::assert_snapshot!(built.diagnostics(), @r#"
    warning articles/a.md:6:17 link/hidden `articles/b.md` is not published yet (a draft, of a future date, or expired) | the words stay, without the link, until it is published
    warning articles/b.md:7:15 link/broken there is no file `c.md` | did you mean `a.md`?
    "#);
    assert!(built.ok()["a/index.html"].contains("<p>See the draft.</p>"));
}

#[test]
fn a_list_that_vanishes_with_its_only_article_stops_no_build() {
    let mut site = TestSite::new()
        .file("site.yaml", "name: T\nbase_url: https://example.org/\nlanguage: en\nmenu: [/articles/, /topics/loss/, /b/]\n")
        .article("a.md", "title: A", "See [loss](/topics/loss/), [all topics](/topics/) and [Ana](/authors/ana).")
        .article("b.md", "title: B\ntopics: [Loss]\nauthors: [ana]\nexpires_on: 2026-12-01", "x")
        .file("articles/people.yaml", "ana: {name: Ana}\n");
    assert_eq!(site.clone().build().diagnostics(), "");
    site.today = "2026-12-01";
    let built = site.build();
    insta::assert_snapshot!(built.diagnostics(), @r##"
    warning articles/a.md:6:12 link/hidden `/topics/loss/` is not published yet (a draft, of a future date, or expired) | the words stay, without the link, until it is published
    warning articles/a.md:6:41 link/hidden `/topics/` is not published yet (a draft, of a future date, or expired) | the words stay, without the link, until it is published
    warning articles/a.md:6:61 link/hidden `/authors/ana` is not published yet (a draft, of a future date, or expired) | the words stay, without the link, until it is published
    "##);
    assert!(built.ok()["a/index.html"].contains("<p>See loss, all topics and Ana.</p>"));
}

#[test]
fn tables_with_the_same_headings_have_names_of_their_own() {
    let table = "| Day | Mood |\n|---|---|\n| 1 | 2 |\n\nWords.\n\n";
    let site = TestSite::new().article("a.md", "title: A", &table.repeat(2));
    let page = &site.build().ok()["a/index.html"];
    let labels = page.split("<section class=\"table\" aria-label=\"").skip(1);
    let labels: Vec<_> = labels.filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(labels, ["Table: Day, Mood", "Table: Day, Mood (2)"]);
}

#[test]
fn a_link_that_is_only_the_beginning_of_an_address_leads_nowhere() {
    let text = "[a](tel:) [b](mailto:) [c](https://) [d](tel:116123)";
    let site = TestSite::new().article("a.md", "title: A", text);
    insta::assert_snapshot!(site.build().diagnostics(), @r##"
    error articles/a.md:6:1 link/empty this link leads nowhere | write an address or a file between the round brackets
    error articles/a.md:6:11 link/empty this link leads nowhere | write an address or a file between the round brackets
    error articles/a.md:6:24 link/empty this link leads nowhere | write an address or a file between the round brackets
    "##);
}

#[test]
fn lines_of_cells_without_hyphens_are_told() {
    let text =
        "| a | b |\n|---|\n| 1 | 2 |\n\n| a | b |\n| 1 | 2 |\n\n| a |\n\n|x| is a size, |y| too\n";
    let site = TestSite::new().article("a.md", "title: A", text);
    insta::assert_snapshot!(site.build().diagnostics(), @r##"
    warning articles/a.md:6:1 table/no-hyphens these lines make no table, and are shown as they are written | under the first line write one of hyphens, with as many cells: | --- | --- |
    warning articles/a.md:10:1 table/no-hyphens these lines make no table, and are shown as they are written | under the first line write one of hyphens, with as many cells: | --- | --- |
    "##);
}

#[test]
fn slips_are_told_where_they_are() {
    let told = |site: TestSite| site.build().diagnostics();
    let least = "name: T\nbase_url: https://example.org/\nlanguage: en\n";
    let site = TestSite::new().article("a.md", "title: A", "x");
    let strings = "strings:\n  articles: All\n  next-page: \"{ $x\"\n  previous-page: Back\n";
    insta::assert_snapshot!(told(site.clone().file("site.yaml", &format!("{least}{strings}"))), @r##"
    error site.yaml:6:14 language/fluent `}` is missing here | { } stand around the name of a value, such as { $count }; a brace itself is written {"{"}
    "##);
    let languages = "languages: {en: {name: X}}\n";
    insta::assert_snapshot!(told(site.clone().file("site.yaml", &format!("{least}{languages}"))), @r##"
    error site.yaml:4:13 config/language-repeated `en` is already the site's own language | `languages` names the further ones: move what is below it to the top of the file
    "##);
    insta::assert_snapshot!(told(site.clone().file("articles/b.md", "---\n title: B\ndate: 2026-01-01\n---\n")), @r##"
    error articles/b.md:2:2 front-matter/indentation this line does not begin where its neighbours begin | delete the spaces before it, or put as many there as its neighbours have
    "##);
    insta::assert_snapshot!(told(site.clone().file("articles/b.md.txt", "---\ntitle: B\n---\n")), @r##"
    warning articles/b.md.txt file/ending a file that ends in `.md.txt` is not read as an article | rename it so that it ends in `.md`
    "##);
    insta::assert_snapshot!(told(site.article("b.md", "title: B\nreviewed_by: someone\nlast_reviewed: 2027-10-01", "x")), @r##"
    error articles/b.md:3:14 people/unknown `someone` is not in articles/people.yaml | make the file articles/people.yaml with two lines: `someone:` and, indented, `name: …`
    warning articles/b.md:4:16 review/future `last_reviewed` is 2027-10-01, a day that has not come | write the day of the last review; readers are told of it
    "##);
}

#[test]
fn a_page_keeps_its_address_under_a_sub_path_in_every_kind_of_link() {
    let files = site().build().ok();
    for (path, text) in files
        .iter()
        .filter(|(path, _)| path.ends_with(".html") || path.ends_with(".xml"))
    {
        for (i, _) in text.match_indices("href=\"/") {
            let href = &text[i + 6..];
            assert!(
                href.starts_with("/our/practice/"),
                "{path}: {}",
                &href[..href.len().min(40)]
            );
        }
    }
}

#[test]
fn two_outputs_for_one_address_name_both_sources() {
    let site = TestSite::new()
        .article("Feeling Felt.md", "title: A", "")
        .article("feeling-felt.md", "title: B", "")
        .article("c.md", "title: C\npermalink: /topics/", "")
        .article("d.md", "title: D\ntopics: [x]\naliases: [/c2/]", "")
        .article("c2.md", "title: E", "")
        .article("f.md", "title: F\npermalink: /Topics/X/", "");
    insta::assert_snapshot!(site.build().diagnostics(), @r#"
    error articles/c.md path/collision the list of all topics and `articles/c.md` both have the address `/topics/` | rename one of them, or give one a `slug` or `permalink` of its own
    error articles/d.md path/collision `articles/c2.md` and an alias in `articles/d.md` both have the address `/c2/` | rename one of them, or give one a `slug` or `permalink` of its own
    error articles/f.md path/collision the list of the topic `x` and `articles/f.md` have the addresses `/topics/x/` and `/Topics/X/`, which cannot both be on a disk | rename one of them, or give one a `slug` or `permalink` of its own
    error articles/feeling-felt.md path/collision `articles/Feeling Felt.md` and `articles/feeling-felt.md` both have the address `/feeling-felt/` | rename one of them, or give one a `slug` or `permalink` of its own
    "#);
}

#[test]
fn a_picture_is_published_turned_and_bare_and_a_note_is_not() {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(4, 2)
        .write_to(&mut jpeg, image::ImageFormat::Jpeg)
        .expect("a picture");
    let jpeg = jpeg.into_inner();
    // EXIF with orientation 6 (a quarter turn), after the start of the image.
    let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, 0xe1, 0, exif.len() as u8 + 2]);
    bytes.extend(exif);
    bytes.extend(&jpeg[2..]);
    let mut site = TestSite::new().article(
        "a/b.md",
        "title: A",
        "![Two hands](my%20hands.jpg)\n\n[Sheet](sheet.pdf)",
    );
    site.files.insert("articles/a/my hands.jpg".into(), bytes);
    site.files
        .insert("articles/a/sheet.pdf".into(), b"%PDF".to_vec());
    site.files
        .insert("articles/a/private notes.txt".into(), b"private".to_vec());
    let files = site.build().ok();
    let names: Vec<&String> = files.keys().filter(|path| path.starts_with("a/")).collect();
    let [page, picture, sheet] = names.as_slice() else {
        panic!("{names:?}")
    };
    assert_eq!(
        (page.as_str(), sheet.as_str()),
        ("a/b/index.html", "a/sheet.pdf")
    );
    assert!(
        picture.starts_with("a/my-hands.") && picture.ends_with(".jpg"),
        "{picture}"
    );
    let html = &files["a/b/index.html"];
    let expected = format!(
        "<img src=\"/{picture}\" alt=\"Two hands\" width=\"2\" height=\"4\" loading=\"lazy\" decoding=\"async\""
    );
    assert!(html.contains(&expected), "{html}");
}

#[test]
fn a_draft_may_have_mistakes_and_pictures_without_stopping_the_site() {
    let mut site = TestSite::new()
        .article("a.md", "title: A", "Words.")
        .article(
            "b.md",
            "title: B\ndraft: true\nauthors: [nobody]\nimage: {src: p.png, alt: A picture}",
            "![A picture](p.png)",
        );
    site.files.insert("articles/p.png".into(), png());
    let built = site.clone().build();
    insta::assert_snapshot!(built.diagnostics(), @r#"
    warning articles/b.md:4:10 people/unknown `nobody` is not in articles/people.yaml | make the file articles/people.yaml with two lines: `nobody:` and, indented, `name: …`
    "#);
    let files = built.ok();
    assert!(
        !files.keys().any(|path| path.ends_with(".png")),
        "a draft's picture is published"
    );
    site.drafts = true;
    insta::assert_snapshot!(site.build().diagnostics(), @r#"
    error articles/b.md:4:10 people/unknown `nobody` is not in articles/people.yaml | make the file articles/people.yaml with two lines: `nobody:` and, indented, `name: …`
    "#);
}

/// The line about the series on the page of each of three parts, the second of which has `more` in its front matter.
fn series_lines(more: &str) -> [Option<String>; 3] {
    let site = "name: T\nbase_url: https://example.org/\nlanguage: en\ntheme: bare\n";
    let mut site = bare_theme(TestSite::new()).file("site.yaml", site);
    for (n, more) in [(1, ""), (2, more), (3, "")] {
        let front =
            format!("title: Part {n}\ndescription: x\nseries: {{name: S, part: {n}}}\n{more}");
        site = site.article(&format!("{n}.md"), &front, "Words.");
    }
    let files = site.build().ok();
    [1, 2, 3].map(|n| {
        let page = files.get(&format!("{n}/index.html"))?;
        let mut lines = page.lines();
        lines
            .find(|line| line.starts_with("series:"))
            .map(str::to_owned)
    })
}

#[test]
fn a_discreet_part_keeps_its_place_in_the_series() {
    let [first, second, _] = series_lines("discreet: true");
    let expected = "series: S </series/s/> 2/3 previous Part 1 next Part 3";
    assert_eq!(second.as_deref(), Some(expected));
    let expected = "series: S </series/s/> 1/3 next Part 2";
    assert_eq!(first.as_deref(), Some(expected));
}

#[test]
fn the_parts_of_a_series_that_are_shown_are_counted() {
    let [_, second, third] = series_lines("draft: yes");
    assert_eq!(second, None);
    let expected = "series: S </series/s/> 2/2 previous Part 1";
    assert_eq!(third.as_deref(), Some(expected));
}

#[test]
fn an_audience_of_ones_own_is_called_as_its_author_spells_it() {
    let files = bare_theme(TestSite::new())
        .file(
            "site.yaml",
            "name: T\nbase_url: https://example.org/\nlanguage: en\nlanguages: {es: {}}\ntheme: bare\n",
        )
        .article("a.md", "title: A\naudience: [clients, LGBTQ+ people, people who've lost someone]", "Words.")
        .article("a.es.md", "title: Es", "Palabras.")
        .build()
        .ok();
    let line = |path: &str| {
        let found = files[path].lines().find(|line| line.starts_with("topics:"));
        found.map(str::to_owned).unwrap_or_default()
    };
    insta::assert_snapshot!([line("a/index.html"), line("es/a/index.html")].join("\n"), @r##"
    topics:; for: For clients </audience/clients/> For LGBTQ+ people </audience/lgbtq-people/> For people who&#39;ve lost someone </audience/people-whove-lost-someone/>
    topics:; for: Para pacientes </es/audience/clients/> Para LGBTQ+ people </es/audience/lgbtq-people/> Para people who&#39;ve lost someone </es/audience/people-whove-lost-someone/>
    "##);
}

#[test]
fn a_theme_without_pages_for_topics_shows_them_without_links() {
    let files = TestSite::new()
        .file(
            "site.yaml",
            "name: T\nbase_url: https://example.org/\nlanguage: en\ntheme: mine\ncontact: {phone: +49 (0)30/1234-5}\n",
        )
        .file("themes/mine/theme.yaml", "name: M\nextends: hearth\nlists: [articles]\n")
        .article("a.md", "title: A\ntopics: [Repair]", "Words.")
        .build()
        .ok();
    let page = &files["a/index.html"];
    assert!(page.contains("<li>Repair</li>"), "{page}");
    assert!(page.contains("href=\"tel:+493012345\""), "{page}");
}

#[test]
fn a_language_without_words_is_named_by_its_tag_and_a_list_in_the_menu_by_its_title() {
    let files = TestSite::new()
        .file(
            "site.yaml",
            "name: T\nbase_url: https://example.org/\nlanguage: en\nlanguages: {fr: {name: F}}\nmenu: [/audience/clients/, /topics/x/]\n",
        )
        .article("a.md", "title: A\ntopics: [X]", "Words.")
        .article("a.fr.md", "title: Fr", "Mots.")
        .build()
        .ok();
    let page = &files["a/index.html"];
    assert!(page.contains("hreflang=\"fr\">fr</a>"), "{page}");
    assert!(
        page.contains("<a href=\"/audience/clients/\">For clients</a>"),
        "{page}"
    );
    let topics = &files["topics/index.html"];
    assert!(topics.contains("<a href=\"/topics/x/\">X</a>"), "{topics}");
}

#[test]
fn a_home_page_is_at_the_root_and_nothing_may_take_its_place() {
    let site = TestSite::new()
        .article(
            "index.md",
            "title: H\nkind: page\npermalink: /start/",
            "Hello.",
        )
        .article("b.md", "title: B\naliases: [\"/\"]", "Words.");
    insta::assert_snapshot!(site.build().diagnostics(), @r#"
    error articles/b.md path/collision the home page and an alias in `articles/b.md` both have the address `/` | rename one of them, or give one a `slug` or `permalink` of its own
    error articles/index.md:4:1 path/home the home page has no `permalink` | take the line out: the home page is where the site begins
    "#);
    let site = TestSite::new().article("b.md", "title: B\naliases: [\"/\"]", "Words.");
    insta::assert_snapshot!(site.build().diagnostics(), @r#"
    error articles/b.md path/collision the home page and an alias in `articles/b.md` both have the address `/` | rename one of them, or give one a `slug` or `permalink` of its own
    "#);
}

#[test]
fn a_translation_that_shows_what_its_original_hides_is_warned_of() {
    let site = TestSite::new()
        .file(
            "site.yaml",
            "name: T\nbase_url: https://example.org/\nlanguage: en\nlanguages: {es: {}}\n",
        )
        .article("a.md", "title: A\ndiscreet: yes", "Words.")
        .article("a.es.md", "title: A", "Hola.")
        .article("b.md", "title: B\ndraft: yes", "Words.")
        .article("b.es.md", "title: B", "Hola.");
    insta::assert_snapshot!(site.build().diagnostics(), @r#"
    warning articles/a.es.md translation/differs articles/a.md is `discreet`, and this translation of it is not | write `discreet: yes` here too, unless you mean it so
    warning articles/b.es.md translation/differs articles/b.md is `draft`, and this translation of it is not | write `draft: yes` here too, unless you mean it so
    "#);
}

/// Two discreet articles, one of them in two languages, among others that share their topic and their words.
fn discreet_site() -> TestSite {
    TestSite::new()
        .file(
            "site.yaml",
            "name: Refuge\nbase_url: https://example.org/\nlanguage: en\nquick_exit: https://example.net/weather\n\
             discreet_title: Notes\nlanguages: {es: {name: Refugio, discreet_title: Apuntes, quick_exit: \"https://example.net/tiempo\"}, el: {}}\n",
        )
        .article(
            "leaving.md",
            "title: Leaving somebody\ndate: 2026-02-02\ndescription: On leaving.\ntopics: [Safety]\nfeatured: true\ndiscreet: true\n\
             image: {src: p.png, alt: Leaving}",
            "Words.",
        )
        .article("leaving.es.md", "title: Irse\ndescription: Sobre irse.\ndiscreet: true", "Palabras.")
        .article("leaving.el.md", "title: Φεύγω\ndescription: x\ndiscreet: true", "Λέξεις.")
        .article("older.md", "title: Older\ndate: 2026-02-01\ndescription: x\ntopics: [Safety]", "See [it](leaving.md).")
        .article("newer.md", "title: Newer\ndate: 2026-02-03\ndescription: x\ntopics: [Safety]", "Words.")
        .article("newer.es.md", "title: Nuevo\ndescription: x", "Palabras.")
}

#[test]
fn a_discreet_article_shows_nothing_of_itself_in_its_head_and_offers_a_way_out() {
    let mut site = discreet_site();
    site.files.insert("articles/p.png".into(), png());
    let files = site.build().ok();
    let part = |path: &str, from: &str, to: &str| {
        let page = &files[path];
        let start = page.find(from).unwrap_or_else(|| panic!("{from}: {page}"));
        let end = page[start..]
            .find(to)
            .unwrap_or_else(|| panic!("{to}: {page}"));
        page[start..start + end].to_owned()
    };
    let head = part("leaving/index.html", "<head>", "</head>");
    assert!(!head.to_lowercase().contains("leaving somebody"), "{head}");
    // Its digest changes with every edit of the theme.
    let script = part("leaving/index.html", "/assets/exit.", "\" defer");
    assert!(files.contains_key(&script[1..]), "{script}");
    let head: String = head
        .lines()
        .filter(|line| !line.contains("/assets/") && !line.contains("theme-color"))
        .map(|line| format!("{line}\n"))
        .collect();
    insta::assert_snapshot!(head);
    let exits = ["leaving", "es/leaving", "el/leaving"].map(|page| {
        let page = format!("{page}/index.html");
        format!(
            "{}{}\n",
            part(&page, "<title>", "\n<meta"),
            part(&page, "<aside class=\"exit\"", "</aside>")
        )
    });
    insta::assert_snapshot!(exits.join("\n"));
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let is_discreet = path.ends_with("leaving/index.html");
        assert_eq!(text.contains("<script src="), is_discreet, "{path}");
        assert_eq!(text.contains("class=\"exit"), is_discreet, "{path}");
    }
}

#[test]
fn nothing_names_a_discreet_article_unasked_and_what_is_asked_for_does() {
    let neighbours = "{% set n = neighbours() %}older: {% if n.previous %}{{ n.previous.title }}{% endif %}; newer: {% if n.next %}{{ n.next.title }}{% endif %}\n\
        related:{% for r in related() %} {{ r.title }}{% endfor %}; recent:{% for r in recent() %} {{ r.title }}{% endfor %}; featured:{% for r in featured() %} {{ r.title }}{% endfor %}\n";
    let mut site = bare_theme(discreet_site())
        .file("themes/bare/templates/article.html", neighbours)
        .file(
            "themes/bare/templates/list.html",
            "{% for a in list.articles %}{{ a.title }}\n{% endfor %}",
        )
        .file("themes/bare/templates/home.html", neighbours);
    let config = String::from_utf8_lossy(&site.files["site.yaml"]).into_owned();
    site = site.file("site.yaml", &format!("{config}theme: bare\n"));
    site.files.insert("articles/p.png".into(), png());
    let files = site.build().ok();
    insta::assert_snapshot!(["older", "leaving", "newer", "topics/safety"].map(|page| format!("{page}\n{}", files[&format!("{page}/index.html")])).join("\n"), @"
    older
    older: ; newer: Newer
    related: Newer; recent: Newer; featured:

    leaving
    older: Older; newer: Newer
    related: Newer Older; recent: Newer Older; featured:

    newer
    older: Older; newer: 
    related: Older; recent: Older; featured:

    topics/safety
    Newer
    Leaving somebody
    Older
    ");
    for (path, text) in &files {
        if path.ends_with("feed.xml") {
            assert!(!text.contains("<title>Leaving"), "{path}");
            assert!(!text.contains("<title>Irse"), "{path}");
        }
    }
    assert!(files["sitemap.xml"].contains("https://example.org/leaving/"));
}

#[test]
fn an_address_that_tells_what_a_discreet_article_is_about_is_advised_against() {
    let site = TestSite::new()
        .file(
            "site.yaml",
            "name: T\nbase_url: https://example.org/\nlanguage: en\nlanguages: {es: {}}\n",
        )
        // Named by its title; by its content notes; in a translation by the words of the original.
        .article(
            "safety/leaving.md",
            "title: Leaving somebody\ndiscreet: yes",
            "Words.",
        )
        .article(
            "safety/leaving.es.md",
            "title: Irse\ndiscreet: yes",
            "Palabras.",
        )
        .article(
            "home.md",
            "title: When it is not safe\ncontent_notes: [violence at home]\ndiscreet: yes",
            "Words.",
        )
        .article("shame/index.md", "title: Shame\ndiscreet: yes", "Words.")
        // Neutral: words that any title may have, short ones, and numbers; and what an author chose.
        .article(
            "about-this-3.md",
            "title: \"About 3 of those: this and that\"\ndiscreet: yes",
            "Words.",
        )
        .article("notes.md", "title: Leaving\ndiscreet: yes", "Words.")
        .article(
            "grief.md",
            "title: Grief\ndiscreet: yes\nslug: notes-2",
            "Words.",
        )
        .article(
            "loss.md",
            "title: Loss\ndiscreet: yes\npermalink: /loss/",
            "Words.",
        )
        .article("fear.md", "title: Fear", "Words.");
    insta::assert_snapshot!(site.build().diagnostics(), @"
    advice articles/home.md:4:11 discreet/slug the address of this discreet article says `home`, as its title or content notes do, and an address stays in the browser's history | write `slug:` and a word that tells nothing, such as `slug: notes-3`, in the front matter
    advice articles/safety/leaving.es.md:3:11 discreet/slug the address of this discreet article says `leaving`, as its title or content notes do, and an address stays in the browser's history | write `slug:` and a word that tells nothing, such as `slug: notes-3`, in the front matter
    advice articles/safety/leaving.md:3:11 discreet/slug the address of this discreet article says `leaving`, as its title or content notes do, and an address stays in the browser's history | write `slug:` and a word that tells nothing, such as `slug: notes-3`, in the front matter
    advice articles/shame/index.md:3:11 discreet/slug the address of this discreet article says `shame`, as its title or content notes do, and an address stays in the browser's history | write `slug:` and a word that tells nothing, such as `slug: notes-3`, in the front matter
    ");
}

#[test]
fn a_site_without_a_disclaimer_has_the_themes_in_each_language() {
    let site = |greek: &str, more: &str| {
        TestSite::new()
            .file(
                "site.yaml",
                &format!(
                    "name: T\nbase_url: https://example.org/\nlanguage: en\nlanguages: {{de: {{}}, es: {{}}, el: {{{greek}}}}}\n{more}"
                ),
            )
            .article("a.md", "title: A\ndescription: x", "Words.")
            .article("a.de.md", "title: A\ndescription: x", "Worte.")
            .article("a.es.md", "title: A\ndescription: x", "Palabras.")
            .article("a.el.md", "title: A\ndescription: x", "Λέξεις.")
            .build()
            .ok()
    };
    let said = |files: &BTreeMap<String, String>, path: &str| -> Vec<String> {
        let parts = files[path].split("<p class=\"disclaimer\"").skip(1);
        parts
            .filter_map(|rest| Some(rest.split_once("</p>")?.0.split_once('>')?.1.to_owned()))
            .collect()
    };
    let own = site(
        "disclaimer: Δικά μας λόγια.",
        "disclaimer: \"Our own words: no care.\"\n",
    );
    let none = site("", "");
    let mut lines = Vec::new();
    for page in ["a", "de/a", "es/a", "el/a"] {
        let page = format!("{page}/index.html");
        // In the article and at the foot of the page.
        let [article, foot] = &said(&none, &page)[..] else {
            panic!("{}", none[&page])
        };
        assert_eq!(article, foot);
        lines.push(article.clone());
    }
    assert_eq!(said(&none, "index.html"), [lines[0].clone()]);
    insta::assert_snapshot!(lines.join("\n"));
    for (page, words) in [
        ("a", "Our own words: no care."),
        ("de/a", "Our own words: no care."),
        ("el/a", "Δικά μας λόγια."),
    ] {
        assert_eq!(said(&own, &format!("{page}/index.html")), [words, words]);
    }
}

#[test]
fn a_site_whose_articles_are_gone_is_not_emptied() {
    let site = TestSite::new().file("articles/A.MD", "---\ntitle: A\n---\n");
    insta::assert_snapshot!(site.build().diagnostics(), @r#"
    warning articles/A.MD file/ending a file that ends in `.MD` is not read as an article | rename it so that it ends in `.md`
    error site.yaml site/no-articles the folder `articles` holds no article or page | put at least one .md file there, such as articles/index.md; if the folder was moved, move it back
    "#);
}

#[test]
fn a_link_keeps_its_query_and_a_translation_the_spelling_of_its_topics() {
    let files = bare_theme(TestSite::new())
        .file("site.yaml", "name: T\nbase_url: https://example.org/\nlanguage: en\nlanguages: {es: {}}\ntheme: bare\nmenu: [/, /contact.html]\n")
        .article("contact.md", "title: C\nkind: page\npermalink: /contact.html", "Write to us.")
        .article("a.md", "title: A\ntopics: [Self-Care]", "[Book](contact.md?service=couples#top-of-form), [feed](/topics/self-care/feed.xml).\n\n## Top of form".replace("#top-of-form", "").as_str())
        .article("a.es.md", "title: A", "Hola.")
        .build()
        .ok();
    assert!(files["a/index.html"].contains("<a href=\"/contact.html?service=couples\">Book</a>"));
    assert!(files["a/index.html"].contains("menu: Home </> C </contact.html>"));
    assert!(files["es/a/index.html"].contains("menu: Inicio </es/>"));
    assert!(files["es/topics/self-care/index.html"].contains("topic Self-Care"));
}

#[test]
fn quotation_marks_follow_the_language_of_the_file() {
    let files = TestSite::new()
        .file(
            "site.yaml",
            "name: T\nbase_url: https://example.org/\nlanguage: de\nlanguages: {en: {}, es: {}}\n",
        )
        .article("a.md", "title: A", "\"Worte\"")
        .article("a.en.md", "title: A", "\"Words\"")
        .article("a.es.md", "title: A", "\"Palabras\"")
        .build()
        .ok();
    for (path, words) in [
        ("a/index.html", "<p>„Worte“</p>"),
        ("en/a/index.html", "<p>“Words”</p>"),
        ("es/a/index.html", "<p>«Palabras»</p>"),
        // A feed reads the body once more.
        ("feed.xml", "„Worte“"),
        ("es/feed.xml", "«Palabras»"),
    ] {
        assert!(files[path].contains(words), "{path}");
    }
}

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(2, 2)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture");
    bytes.into_inner()
}

#[test]
fn a_feed_is_xml_whatever_a_title_holds() {
    let files = TestSite::new()
        .article("a.md", "title: \"A\\uFFFEB\\uFFFFC\"", "Wo\u{ffff}rds.")
        .build()
        .ok();
    let feed = &files["feed.xml"];
    assert!(!feed.contains(['\u{fffe}', '\u{ffff}']));
    assert!(feed.contains("<title>ABC</title>"), "{feed}");
}

#[test]
fn an_article_says_who_wrote_and_reviewed_it_and_an_author_has_a_page() {
    let theme = "name: Bare\nlists: [articles, authors]\n";
    let person = "{{ p.name }}|{{ p.credentials or \"\" }}|{{ p.registration or \"\" }}|{% if p.photo %}{{ p.photo.src }} {{ p.photo.alt }} {{ p.photo.width }}x{{ p.photo.height }}{% endif %}|{% for l in p.links %}{{ l.title }} {{ l.url }}{% endfor %}\n";
    let people = "ada:
  name: Ada Example
  credentials: Example degree
  registration: Example register 12345
  photo: ada.png
  links: {title: Register, url: https://example.org/ada}
ben: {name: Ben Example, photo: {src: ben.png, alt: Ben at a desk}}
eve: {name: Eve Example, photo: eve.png}
";
    let mut site = bare_theme(TestSite::new())
        .file("site.yaml", "name: Test\nbase_url: https://example.org/\nlanguage: en\ntheme: bare\n")
        .file("themes/bare/theme.yaml", theme)
        .file("themes/bare/templates/article.html", &format!("{{% for p in article.authors %}}{person}{{% endfor %}}reviewed {{{{ article.last_reviewed.iso }}}} by {{% for p in article.reviewed_by %}}{person}{{% endfor %}}{{{{ page.json_ld }}}}"))
        .file("themes/bare/templates/list.html", &format!("{{% if list.person %}}{{% set p = list.person %}}{person}{{% endif %}}"))
        .file("articles/people.yaml", people)
        .article("a.md", "title: A\ndescription: On A.\nauthors: ada\nreviewed_by: ben\nlast_reviewed: 2026-02-01\nreview_by: 2028-02-01", "Words.");
    for (name, side) in [("ada", 2), ("ben", 3), ("eve", 4)] {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let picture = image::DynamicImage::new_rgb8(side, side + 1);
        picture
            .write_to(&mut bytes, image::ImageFormat::Png)
            .expect("a picture");
        site.files
            .insert(format!("articles/{name}.png"), bytes.into_inner());
    }
    let mut files = site.build().ok();
    // Eve neither wrote nor reviewed anything that is shown.
    files.retain(|path, _| {
        path.ends_with(".png") || path == "a/index.html" || path == "authors/ada/index.html"
    });
    insta::assert_snapshot!(listing(&files));
}

#[test]
fn a_glossary_lists_its_words_with_the_articles_that_use_them() {
    let glossary = "{% for l in glossary.letters %}== {{ l.letter }}
{% for t in l.terms %}#{{ t.id }} {{ t.term }}: {{ t.meaning }}{% for s in t.see_also %} see {{ s.title }} {{ s.url }}{% endfor %}; {{ t.total }}:{% for a in t.uses %} {{ a.title }} <{{ a.url }}>{% endfor %}
{% endfor %}{% endfor %}{{ page.json_ld }}";
    let article = "{{ article.content }}{% for g in article.glossary %}{{ g.id }} {{ g.term }} {{ g.url }}: {{ g.meaning }}\n{% endfor %}related:{% for r in related() %} {{ r.title }}{% endfor %}";
    let site = bare_theme(TestSite::new())
        .file("site.yaml", "name: Test\nbase_url: https://example.org/sub/\nlanguage: en\nlanguages: {es: {name: Prueba}}\ntheme: bare\n")
        .file("themes/bare/theme.yaml", "name: Bare\nlists: [articles]\npages: [glossary]\nfeeds: [site]\n")
        .file("themes/bare/templates/glossary.html", glossary)
        .file("themes/bare/templates/article.html", article)
        .file("articles/glossary.yaml", "terms:
  - {term: rupture, forms: [ruptures], meaning: A break., see_also: [mending], translations: {es: {term: ruptura, meaning: Un corte.}}}
  - {term: repair, forms: [mending], meaning: Coming back.}
  - {term: Écart, meaning: Never used.}
")
        .article("a.md", "title: A\ndescription: a", "Ruptures, then repair. See [the words](/glossary/#repair).")
        .article("a.es.md", "title: Á\ndescription: a", "Una ruptura, a repair.")
        .article("b.md", "title: B\ndescription: b", "Mending a rupture.")
        .article("c.md", "title: C\ndescription: c\nglossary: no", "A rupture.")
        .article("d.md", "title: D\ndescription: d\ndiscreet: true", "A rupture.");
    let mut files = site.build().ok();
    files.retain(|path, _| {
        let kept = [
            "a/index.html",
            "glossary/index.html",
            "c/index.html",
            "feed.xml",
            "sitemap.xml",
        ];
        kept.iter().any(|kept| path.ends_with(kept))
    });
    insta::assert_snapshot!(listing(&files));
}

#[test]
fn a_glossary_names_its_sources_and_the_page_of_works_its_terms() {
    let glossary = "{% for l in glossary.letters %}{% for t in l.terms %}{{ t.term }}: {{ t.sources or \"none\" }}\n{% endfor %}{% endfor %}";
    let references = "{% for w in references.works %}{{ w.id }}:{% for t in w.terms %} {{ t.title }} <{{ t.url }}>{% endfor %}\n{% endfor %}";
    let work = |key: &str, year: &str| {
        format!(
            "@book{{{key}, author = {{Stern, Daniel}}, title = {{{key}}}, date = {{{year}}}, publisher = {{P}}}}\n"
        )
    };
    let works = work("stern:a", "1985") + &work("b", "1985") + &work("c", "1990");
    let site = bare_theme(TestSite::new())
        .file(
            "site.yaml",
            "name: Test\nbase_url: https://example.org/sub/\nlanguage: en\ntheme: bare\n",
        )
        .file(
            "themes/bare/theme.yaml",
            "name: Bare\nlists: [articles]\npages: [glossary, references]\n",
        )
        .file("themes/bare/templates/glossary.html", glossary)
        .file("themes/bare/templates/references.html", references)
        .file("articles/references.bib", &works)
        .file(
            "articles/glossary.yaml",
            "terms:
  - {term: rupture, meaning: A break., sources: [b, \"stern:a\"]}
  - {term: repair, meaning: Coming back., sources: [b]}
  - {term: bond, meaning: A tie.}
",
        )
        .article("a.md", "title: A", "So.");
    let mut files = site.build().ok();
    files.retain(|path, _| path.starts_with("glossary/") || path.starts_with("references/"));
    insta::assert_snapshot!(listing(&files));
}

#[test]
fn works_whose_keys_differ_in_a_sign_alone_have_two_places() {
    let work = |key: &str| {
        format!(
            "@book{{{key}, author = {{Stern, Daniel}}, title = {{{key}}}, date = {{1985}}, publisher = {{P}}}}\n"
        )
    };
    let works = ["stern:a", "stern-a", "stern_a", "a+b"].map(work).concat();
    let site = TestSite::new()
        .file("articles/references.bib", &works)
        .article(
            "a.md",
            "title: A",
            "So [@stern:a; @stern-a; @stern_a; @a+b].",
        );
    let files = site.build().ok();
    for page in ["a/index.html", "references/index.html"] {
        let ids = files[page].split("id=\"ref--").skip(1);
        let ids: BTreeSet<&str> = ids.filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.len(), 4, "{page}: {ids:?}");
        for id in ids.iter().filter(|_| page == "a/index.html") {
            assert!(
                files[page].contains(&format!("href=\"#ref--{id}\"")),
                "{id}"
            );
        }
    }
}

#[test]
fn what_is_not_translated_is_marked_with_its_language() {
    let files = TestSite::new()
        .file(
            "site.yaml",
            "name: T\nbase_url: https://example.org/\nlanguage: en\nregion: GB\ndisclaimer: This is no therapy.\nlanguages: {es: {}}\n",
        )
        .file("articles/people.yaml", "ada: {name: Ada, credentials: MSc, role: Therapist, bio: She listens.}\n")
        .file("articles/support.yaml", "GB:\n  emergency: [\"999\"]\n  lines:\n    - {name: A, phone: \"1\", about: for people under 35, hours: 24/7, source: https://example.org/, source_date: 2026-01-01}\n")
        .article("a.md", "title: A\nauthors: [ada]", "Words.")
        .article("a.es.md", "title: Es", "Palabras.")
        .build()
        .ok();
    let marked = |path: &str| {
        let lines = files[path].lines();
        let english = |line: &&str| {
            ["MSc", "Therapist", "She listens", "under 35", "no therapy"]
                .iter()
                .any(|text| line.contains(text) && !line.contains("ld+json"))
        };
        lines.filter(english).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!([marked("a/index.html"), marked("es/a/index.html")].join("\n\n"), @r##"
    <p><strong><a href="/authors/ada/">Ada</a></strong>, MSc</p>
    <p class="muted">Therapist</p>
    <p>She listens.</p>
    <p class="disclaimer">This is no therapy.</p>
    <p class="small">for people under 35 · 24 hours a day, every day</p>
    <p class="disclaimer">This is no therapy.</p>

    <p><strong><a href="/es/authors/ada/">Ada</a></strong>, <span lang="en">MSc</span></p>
    <p class="muted" lang="en" dir="auto">Therapist</p>
    <p lang="en" dir="auto">She listens.</p>
    <p class="disclaimer" lang="en" dir="auto">This is no therapy.</p>
    <p class="small"><span lang="en" dir="auto">for people under 35</span> · 24 horas al día, todos los días</p>
    <p class="disclaimer" lang="en" dir="auto">This is no therapy.</p>
    "##);
}
