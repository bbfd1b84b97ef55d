//! What an author reads when something is wrong: small broken sites, and the whole of standard error for each.
//!
//! A change of any wording shows in `tests/snapshots`: read it as a therapist would, then accept it with
//! `INSTA_UPDATE=always cargo test --test diagnostics`.
#![expect(
    clippy::disallowed_methods,
    reason = "it looks whether anything was written"
)]

mod command;

use command::{SITE, Site};

/// Checks a site, the least one with `files` added, and compares what is said.
#[track_caller]
fn said(name: &str, files: &[(&str, &str)]) {
    let site = files
        .iter()
        .fold(Site::new(), |site, (path, text)| site.file(path, text));
    let ran = site.run(&["check", "--today", "2026-11-03"]);
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        omit_expression => true,
        snapshot_path => "snapshots/diagnostics",
    }, { insta::assert_snapshot!(name, ran.said()) });
    // `build` finds the same errors, and writes nothing.
    let errors = ran.code == Some(1);
    let built = site.run(&["build", "--today", "2026-11-03"]);
    assert_eq!(built.code, ran.code, "{}", built.stderr);
    assert_eq!(site.at("public").exists(), !errors);
}

/// The same with one article.
#[track_caller]
fn article(name: &str, text: &str) {
    said(name, &[("articles/repair.md", text)]);
}

/// The same with front matter, and a body without a mistake.
#[track_caller]
fn front_matter(name: &str, yaml: &str) {
    article(name, &format!("---\n{yaml}---\n\nSome words.\n"));
}

/// The same with a body.
#[track_caller]
fn body(name: &str, text: &str) {
    article(
        name,
        &format!("---\ntitle: Repair\ndate: 2026-10-01\n---\n\n{text}"),
    );
}

/// The same with lines added to site.yaml.
#[track_caller]
fn config(name: &str, yaml: &str) {
    let site = match yaml.contains("region:") {
        true => SITE.replace("region: GB\n", ""),
        false => SITE.to_owned(),
    };
    said(name, &[("site.yaml", &format!("{site}{yaml}"))]);
}

macro_rules! tests {
    ($($kind:ident $name:ident $text:expr;)*) => {$(
        #[test]
        fn $name() {
            $kind(stringify!($name), $text);
        }
    )*};
}

tests! {
    front_matter unquoted_colon "title: Repair: what it is\ndate: 2026-10-01\n";
    front_matter unknown_key "title: Repair\ndate: 2026-10-01\nkeypoints: [One thing, Another]\nauther: me\nwibble: 1\n";
    front_matter waivers "title: Repair\ndate: 2026-10-01\nwaivers:\n  language/sucide-wording: a quotation\n  wibble: why\n  language/promise: ' '\n  language/absolute:\n";
    front_matter synonym "title: Repair\ndate: 2026-10-01\ntags: [repair]\n";
    front_matter cut_by_comment "title: The #1 rule\ndate: 2026-10-01\ndescription: Do this # first\n";
    front_matter tab "title: Repair\ndate: 2026-10-01\nseries:\n\tname: Together\n\tpart: 1\n";
    front_matter duplicate_key "title: Repair\ndate: 2026-10-01\ntitle: Rupture\n";
    front_matter no_such_day "title: Repair\ndate: 2026-02-30\n";
    front_matter date_form "title: Repair\ndate: 3 November 2026\n";
    front_matter missing_keys "description: Nothing else\n";
    front_matter review_before_reviewed "title: Repair\ndate: 2026-10-01\nlast_reviewed: 2026-09-01\nreview_by: 2026-08-01\n";
    front_matter review_too_late "title: Repair\ndate: 2026-10-01\nlast_reviewed: 2026-09-01\nreview_by: 2030-08-01\n";
    front_matter unclosed_quote "title: \"Repair\ndate: 2026-10-01\n";
    front_matter unclosed_bracket "title: Repair\ndate: 2026-10-01\ntopics: [a, b\n";
    front_matter curly_quotes "title: “Repair”\ndate: 2026-10-01\n";
    front_matter starts_with_quote "title: \"Repair\" and more\ndate: 2026-10-01\n";
    front_matter apostrophe "title: 'It's fine'\ndate: 2026-10-01\n";
    front_matter special_character "title: @home\ndate: 2026-10-01\n";
    front_matter comma_list "title: Repair\ndate: 2026-10-01\ntopics: repair, rupture\n";
    front_matter list_for_text "title: [Repair, Rupture]\ndate: 2026-10-01\n";
    front_matter text_for_yes "title: Repair\ndate: 2026-10-01\ndraft: maybe\n";
    front_matter wrong_kind "title: Repair\ndate: 2026-10-01\nkind: post\n";
    front_matter indentation "title: Repair\n  date: 2026-10-01\n";
    front_matter missing_space "title:Repair\ndate: 2026-10-01\n";
    front_matter missing_colon "title Repair\ndate: 2026-10-01\n";
    front_matter unknown_author "title: Repair\ndate: 2026-10-01\nauthors: [anna]\n";
    front_matter slug_upwards "title: Repair\ndate: 2026-10-01\nslug: ../../etc\n";
    front_matter permalink_upwards "title: Repair\ndate: 2026-10-01\npermalink: /../x/\n";
    front_matter alias_upwards "title: Repair\ndate: 2026-10-01\naliases: [\"../x\", old]\n";
    front_matter windows_slug "title: Repair\ndate: 2026-10-01\nslug: con\naliases: [/old/, /aux/]\ntopics: [Repair, PRN]\nseries: {name: Com1, part: 1}\n";
    front_matter windows_permalink "title: Repair\ndate: 2026-10-01\npermalink: /nul.html\n";
    front_matter same_address "title: Repair\ndate: 2026-10-01\npermalink: /feeling-felt/\n";
    front_matter no_template "title: Repair\ndate: 2026-10-01\ntemplate: artikle\n";
    front_matter missing_image "title: Repair\ndate: 2026-10-01\nimage: {src: hands.jpg, alt: Two hands}\n";
    front_matter image_without_alt "title: Repair\ndate: 2026-10-01\nimage: hands.jpg\n";
    front_matter related_missing "title: Repair\ndate: 2026-10-01\nrelated: [ruptures.md]\n";
    front_matter one_key_point "title: Repair\ndate: 2026-10-01\nkey_points: [Only one]\n";
    front_matter never_shown "title: Repair\ndate: 2026-10-01\nexpires_on: 2026-09-01\n";

    article no_front_matter "# Repair\n\nSome words.\n";
    article unclosed_front_matter "---\ntitle: Repair\ndate: 2026-10-01\n\nSome words.\n";
    article dash_for_hyphens "—\ntitle: Repair\n—\n\nSome words.\n";
    article empty_file "";
    article draft_with_mistakes "---\ntitle: Repair\ndate: 2026-10-01\ndraft: true\n---\n\n[Gone](gone.md)\n";
    article windows_line_ends "---\r\ntitle: Repair: again\r\ndate: 2026-10-01\r\n---\r\n\r\nSome words.\r\n";
    article control_characters "---\ntitle: Repair\ndate: 2026-10-01\n---\n\nRed \u{1b}[31m text\u{9b}2J and \u{202e}turned [Gone](gone.md)\u{7}\n";
    article wide_characters "---\ntitle: Repair\ndate: 2026-10-01\n---\n\n心理教育 und 👩‍👧 [Gone](gone.md)\n";

    body broken_link "See [feeling felt](feeling-flet.md) and [the rest](../articles/nowhere-near-anything.md).\n";
    body broken_address "See [feeling felt](/feeling-flet/).\n";
    body broken_anchor "## Signs\n\nSee [signs](#sings), and [there](feeling-felt.md#words).\n";
    body link_outside "See [the rest](../../../etc/passwd).\n";
    body missing_picture "![Two hands](hands.jpg)\n";
    body missing_alt "![](hands.jpg)\n";
    body forbidden_html "Some <font color=\"red\">red</font> words.\n\n<script>alert(1)</script>\n\n<div onclick=\"x()\">\n\nHello\n\n</div>\n";
    body event_attribute "A <mark onclick=\"x()\">mark</mark>.\n";
    body javascript_link "[Press](javascript:alert(1))\n";
    body unknown_callout "> [!try-that] Breathe\n> Slowly.\n";
    body pasted_bullets "• One\n• Two\n\n**Signs**\n\nA\u{a0}\u{a0}word\u{200b}.\n";
    body pasted_heading "#Signs of a rupture\n\nText.\n\n##Signs\n";
    body pasted_dashes "You may notice:\n– sleep\n– hunger\n\no\tone\no\ttwo\n\n➢ three\n";
    body pasted_bold_lines "***Signs***\n\n<strong>More signs</strong>\n\n**Last signs**\nSome words.\n";
    body pasted_unseen "Co\u{ad}regu\u{ad}lation and wo\u{2060}rds.\n";
    body pasted_fill_in "Name: ____ Date: ____\n";
    body bare_address "See https://example.org/x, and (https://example.org/y).\n";
    body long_line &format!("{} [Gone](gone.md) {}\n", "Some words ".repeat(40), "and more ".repeat(40));

    config bad_accent "theme: {name: hearth, accent: \"#ffdd88\"}\n";
    config short_accent "theme: {name: hearth, accent: \"#fff\"}\n";
    config no_colour "theme: {name: hearth, accent: terracotta}\n";
    config unknown_theme "theme: heart\n";
    config broken_menu "menu: [/articles/, abuot.md]\n";
    config unknown_site_key "tag_line: Words\nlanguages: {gr: {name: Παράδειγμα}}\n";
    config site_yaml_indentation "contact:\n  email: hello@example.org\n phone: 1\n";
    config strings_not_fluent "strings: {articles: \"Read { on\"}\n";
    config uk_for_gb "region: UK\ncontact: {email: hello, booking: example.org/book}\n";
}

#[test]
fn unlisted_language() {
    said(
        "unlisted_language",
        &[("articles/feeling-felt.el.md", command::ARTICLE)],
    );
}

/// Five articles, as their reviews stand on 3 November 2026.
#[test]
fn reviews() {
    let article = |title: &str, front: &str| {
        format!("---\ntitle: {title}\ndate: 2026-01-01\n{front}---\n\nSome words.\n")
    };
    let reviewed = |due: &str| {
        format!(
            "authors: [anna, ben]\nreviewed_by: ben\nlast_reviewed: 2025-01-01\nreview_by: {due}\n"
        )
    };
    let site = Site::new()
        .file(
            "articles/people.yaml",
            "anna: {name: Anna}\nben: {name: Ben}\n",
        )
        .file("articles/due.md", article("Due", &reviewed("2027-01-02")))
        .file(
            "articles/fresh.md",
            article("Fresh", &reviewed("2027-01-03")),
        )
        .file(
            "articles/overdue.md",
            article("Overdue", &reviewed("2026-11-02")),
        )
        .file(
            "articles/own.md",
            article(
                "Own",
                "authors: anna\nreviewed_by: anna\nlast_reviewed: 2026-01-01\n",
            ),
        )
        .file("articles/draft.md", article("Draft", "draft: true\n"));
    let ran = site
        .run(&["check", "--drafts", "--today", "2026-11-03"])
        .ends_with(1);
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        omit_expression => true,
        snapshot_path => "snapshots/diagnostics",
    }, { insta::assert_snapshot!("reviews", ran.stderr) });
    std::fs::remove_file(site.at("articles/own.md")).unwrap();
    let today = ["--today", "2026-11-03"];
    site.run(&[&["check"], &today[..]].concat()).ends_with(0);
    site.run(&[&["check", "--strict"], &today[..]].concat())
        .ends_with(1);
}

/// What each of these was meant to be.
#[test]
fn links_and_pictures_written_in_another_way() {
    let text = "---\ntitle: T\ndate: 2026-11-01\n---\n\
        [a](..\\repair\\rupture.md), [b](../repair/rupture), [c](../repair/rupture.html),\n\
        [d](../repair/my-file.md), [e](www.example.org), [f](me@example.org).\n\n\
        ![g](Hands.jpg) ![h](hands.jpeg) ![i](t.md)\n";
    let other = "---\ntitle: R\ndate: 2026-11-01\n---\nWords.\n";
    said(
        "links_and_pictures_written_in_another_way",
        &[
            ("articles/repair/rupture.md", other),
            ("articles/repair/My File.md", other),
            ("articles/x/hands.heic", "x"),
            ("articles/x/hands.jpg", "x"),
            ("articles/x/t.md", text),
        ],
    );
}

#[test]
fn links_to_what_is_not_shown() {
    let text = "---\ntitle: T\ndate: 2026-11-01\n---\nThe [group](/group/), by [file](group.md), [soon](/soon) and [once](/old/).\n";
    said(
        "links_to_what_is_not_shown",
        &[
            (
                "articles/group.md",
                "---\ntitle: Group\ndate: 2026-11-01\nexpires_on: 2026-11-03\naliases: [/old/]\n---\nWords.\n",
            ),
            (
                "articles/soon.md",
                "---\ntitle: Soon\ndate: 2026-11-01\ndraft: yes\n---\nWords.\n",
            ),
            ("articles/t.md", text),
        ],
    );
}

#[test]
fn a_folder_named_like_a_language() {
    let yaml = format!(
        "{SITE}languages: {{es: {{}}}}\nstrings: {{artciles: Everything, audience-carers: For you}}\n"
    );
    said(
        "a_folder_named_like_a_language",
        &[
            ("site.yaml", &yaml),
            (
                "articles/es/repair.md",
                "---\ntitle: Repair\ndate: 2026-11-03\n---\nWords.\n",
            ),
        ],
    );
}

#[test]
fn names_that_windows_keeps() {
    let page = "---\ntitle: A\nkind: page\n---\n\nWords.\n";
    said(
        "windows_names",
        &[
            ("site.yaml", &format!("{SITE}languages: {{es: {{}}}}\n")),
            ("articles/con/repair.md", page),
            ("articles/con/repair.es.md", page),
            ("articles/Aux.md", page),
        ],
    );
}

#[test]
fn a_page_of_the_menu_without_a_translation() {
    let page = "---\ntitle: A\nkind: page\n---\n\nWords.\n";
    let draft = "---\ntitle: A\nkind: page\ndraft: true\n---\n\nWords.\n";
    said(
        "menu_without_translation",
        &[
            (
                "site.yaml",
                &format!(
                    "{SITE}menu: [/articles/, about.md, /contact/, /signs/, /topics/, later.md]\n\
                     languages: {{de: {{}}, el: {{}}, es: {{menu: [about.md]}}}}\n"
                ),
            ),
            ("articles/about.md", page),
            ("articles/about.de.md", page),
            ("articles/contact.md", page),
            ("articles/contact.de.md", draft),
            ("articles/signs.md", page),
            ("articles/later.md", draft),
            ("articles/other.es.md", page),
        ],
    );
}

#[test]
fn missing_site_keys() {
    said(
        "missing_site_keys",
        &[(
            "site.yaml",
            "name: Example Practice\nbase_url: example.org\n",
        )],
    );
}

#[test]
fn two_files_with_one_address() {
    said(
        "two_files_with_one_address",
        &[
            ("articles/Self Care.md", command::ARTICLE),
            ("articles/self-care.md", command::ARTICLE),
        ],
    );
}

#[test]
fn template_syntax() {
    said(
        "template_syntax",
        &[
            ("site.yaml", &format!("{SITE}theme: mine\n")),
            ("themes/mine/theme.yaml", "name: Mine\nextends: hearth\n"),
            (
                "themes/mine/templates/page.html",
                "<main>\n  {% if page.title %}\n  {{ page.title }\n</main>\n",
            ),
        ],
    );
}

#[test]
fn template_function() {
    said(
        "template_function",
        &[
            ("site.yaml", &format!("{SITE}theme: mine\n")),
            ("themes/mine/theme.yaml", "name: Mine\nextends: hearth\n"),
            (
                "themes/mine/templates/article.html",
                "<main>\n  {{ recents(limit=3) }}\n</main>\n",
            ),
        ],
    );
}

#[test]
fn template_while_rendering() {
    said(
        "template_while_rendering",
        &[
            ("site.yaml", &format!("{SITE}theme: mine\n")),
            ("themes/mine/theme.yaml", "name: Mine\nextends: hearth\n"),
            (
                "themes/mine/templates/article.html",
                "<main>\n  {{ article.titel }}\n  {{ t(key=\"no-such-word\") }}\n</main>\n",
            ),
        ],
    );
}

#[test]
fn broken_fluent() {
    said(
        "broken_fluent",
        &[
            ("site.yaml", &format!("{SITE}theme: mine\n")),
            ("themes/mine/theme.yaml", "name: Mine\nextends: hearth\n"),
            (
                "themes/mine/i18n/en.ftl",
                "read-more = Read on\nminutes { $n } minutes\n",
            ),
        ],
    );
}

#[test]
fn theme_with_poor_contrast() {
    said(
        "theme_with_poor_contrast",
        &[
            ("site.yaml", &format!("{SITE}theme: mine\n")),
            (
                "themes/mine/theme.yaml",
                "name: Mine\nextends: hearth\ncolours:\n  light: {muted: \"#bbbbbb\"}\nlists: [articles, tags]\n",
            ),
        ],
    );
}

#[test]
fn broken_data_files() {
    said(
        "broken_data_files",
        &[
            (
                "articles/people.yaml",
                "anna:\n  name: Anna\n  credential: BSc\nanna:\n  name: Another Anna\nbea: {role: Counsellor}\n",
            ),
            ("articles/topics.yaml", "repair:\n  titel: Repair\n"),
            ("articles/glossary.yaml", "terms:\n  - term: Attunement\n"),
            ("articles/support.yaml", "UK:\n  lines: []\n"),
        ],
    );
}

#[test]
fn topic_spelled_in_two_ways() {
    said(
        "topic_spelled_in_two_ways",
        &[
            (
                "articles/a.md",
                "---\ntitle: A\ndate: 2026-10-01\ntopics: [Co-regulation]\n---\n\nWords.\n",
            ),
            (
                "articles/b.md",
                "---\ntitle: B\ndate: 2026-10-01\ntopics: [Co regulation]\n---\n\nWords.\n",
            ),
        ],
    );
}

#[test]
fn several_at_once() {
    said(
        "several_at_once",
        &[
            (
                "site.yaml",
                &format!("{SITE}menu: [abuot.md]\nthem: hearth\n"),
            ),
            ("articles/people.yaml", "anna: {name: Anna}\n"),
            (
                "articles/a.md",
                "---\ntitle: A: b\ndate: 2026-10-01\nauthors: [ana]\n---\n\n[Gone](gone.md)\n",
            ),
            (
                "articles/b.md",
                "---\ntitle: B\ndate: 2026-10-01\nauthors: [ana]\n---\n\n[Gone](gone.md) <font>x</font>\n",
            ),
        ],
    );
}

#[test]
fn a_file_that_is_not_text() {
    let site = Site::new().file(
        "articles/latin.md",
        b"---\ntitle: Caf\xe9\ndate: 2026-10-01\n---\n",
    );
    let ran = site.run(&["check"]).ends_with(1);
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        omit_expression => true,
        snapshot_path => "snapshots/diagnostics",
    }, { insta::assert_snapshot!("not_utf8", ran.said()) });
}

#[test]
fn a_broken_article_is_told_once_and_not_by_those_that_link_to_it() {
    said(
        "linked_but_broken",
        &[
            (
                "site.yaml",
                &format!("{SITE}menu: [a.md]\nlists: {{start: [a.md]}}\n"),
            ),
            (
                "articles/a.md",
                "---\ntitle: \"A\ndate: 2026-10-01\n---\n\n[Gone](gone.md)\n",
            ),
            (
                "articles/b.md",
                "---\ntitle: B\ndate: 2026-10-01\nrelated: [a.md]\n---\n\n[A](a.md#signs)\n",
            ),
        ],
    );
}

#[test]
fn a_broken_people_yaml_is_told_once() {
    said(
        "broken_people",
        &[
            (
                "articles/people.yaml",
                "anna: {nam: Anna}\nbea:\n  name: \"Bea\n",
            ),
            (
                "articles/a.md",
                "---\ntitle: A\ndate: 2026-10-01\nauthors: [anna, bea]\n---\n\nWords.\n",
            ),
        ],
    );
    said(
        "broken_person",
        &[
            (
                "articles/people.yaml",
                "anna: {nam: Anna}\nbea: {name: Bea}\n",
            ),
            (
                "articles/a.md",
                "---\ntitle: A\ndate: 2026-10-01\nauthors: [anna, bea, cleo]\n---\n\nWords.\n",
            ),
        ],
    );
}

#[test]
fn a_link_to_a_draft_is_told_and_shown_as_plain_text() {
    said(
        "link_to_draft",
        &[
            (
                "articles/later.md",
                "---\ntitle: Later\ndate: 2026-10-01\ndraft: true\n---\n\nWords.\n",
            ),
            (
                "articles/a.md",
                "---\ntitle: A\ndate: 2026-10-01\n---\n\n[Later](later.md)\n",
            ),
        ],
    );
}

#[test]
fn a_mistake_in_a_translations_date_is_told_once() {
    said(
        "translation_without_date",
        &[
            (
                "site.yaml",
                &format!("{SITE}languages: {{es: {{strings: {{home: \"In{{icio\"}}}}}}\n"),
            ),
            (
                "articles/alone.es.md",
                "---\ntitle: Sola\ndate: ayer\n---\n\nTexto.\n",
            ),
            (
                "articles/undated.es.md",
                "---\ntitle: Sola\n---\n\nTexto.\n",
            ),
        ],
    );
}

#[test]
fn a_broken_site_yaml_is_told_once_and_not_by_the_articles() {
    said(
        "broken_site",
        &[
            (
                "site.yaml",
                &format!("{SITE}html: allow\nlanguages: {{es: {{name: Consulta}}}}\nmenu: [\n"),
            ),
            (
                "articles/a.md",
                "---\ntitle: A\ndate: 2026-10-01\n---\n\n<figure>Words.</figure>\n",
            ),
            ("articles/a.es.md", "---\ntitle: A\n---\n\n[A](a.md)\n"),
        ],
    );
}

#[test]
fn a_broken_original_is_told_once_and_not_by_its_translation() {
    said(
        "broken_original",
        &[
            (
                "site.yaml",
                &format!("{SITE}languages: {{es: {{name: Consulta}}}}\n"),
            ),
            (
                "articles/a.md",
                "---\ntitle: [A\ndate: 2026-10-01\n---\n\nWords.\n",
            ),
            ("articles/a.es.md", "---\ntitle: A\n---\n\nTexto.\n"),
        ],
    );
}

#[test]
fn a_term_from_a_work_that_is_not_there() {
    said(
        "unknown_source",
        &[
            (
                "articles/references.bib",
                "@book{stern1985, author = {Stern, Daniel}, title = {A World}, date = {1985}, publisher = {Basic Books}}\n",
            ),
            (
                "articles/glossary.yaml",
                "terms:\n  - term: attunement\n    meaning: Being in tune.\n    sources: [stern1985, stern1986]\n",
            ),
        ],
    );
}

#[test]
fn a_broken_bibliography_is_told_once_and_not_by_those_that_cite() {
    said(
        "broken_bibliography",
        &[
            (
                "articles/references.bib",
                "@book{stern1985, author = {Stern, Daniel, title = {A World}, date = {1985}, publisher = {Basic Books}}\n",
            ),
            (
                "articles/a.md",
                "---\ntitle: A\ndate: 2026-10-01\n---\n\nIt is so [@stern1985].\n",
            ),
        ],
    );
}

#[test]
#[cfg(unix)]
fn files_that_cannot_be_read_are_told_once_and_not_missed_by_others() {
    let site = Site::new()
        .file(
            "articles/a.md",
            "---\ntitle: A\ndate: 2026-10-01\nauthors: [ada]\nrelated: [gone.md]\n---\n\n[Gone](gone.md#signs), [@stern1985].\n\n![Hands](hands.jpg)\n",
        );
    for file in ["gone.md", "hands.jpg", "people.yaml", "references.bib"] {
        let link = site.at(&format!("articles/{file}"));
        std::os::unix::fs::symlink("nowhere", link).unwrap();
    }
    let said = site.run(&["check", "--today", "2026-11-03"]).said();
    assert_eq!(said.matches("error[file/unreadable]").count(), 4, "{said}");
    assert!(said.contains("4 errors."), "{said}");
}

#[test]
#[cfg(unix)]
fn articles_behind_a_link_out_of_the_site_are_told_once() {
    let site = Site::empty()
        .file("site.yaml", format!("{SITE}menu: [about.md]\n"))
        .file("../texts/about.md", command::ARTICLE);
    std::os::unix::fs::symlink("../texts", site.at("articles")).unwrap();
    let said = site.run(&["check", "--today", "2026-11-03"]).said();
    assert!(said.contains("error[file/link-outside]"), "{said}");
    assert!(said.contains("1 error."), "{said}");
}

#[test]
fn a_mistake_in_a_template_is_told_once_for_all_pages() {
    let site = Site::new()
        .file("site.yaml", format!("{SITE}theme: mine\n"))
        .file("themes/mine/theme.yaml", "name: Mine\nextends: hearth\n")
        .file("themes/mine/templates/article.html", "{{ article.titel }}")
        .file(
            "articles/other.md",
            command::ARTICLE.replace("title", "series: {name: Together, part: 1}\ntitle"),
        );
    let said = site.run(&["check", "--today", "2026-11-03"]).said();
    assert_eq!(said.matches("error[theme/template]").count(), 1, "{said}");
}
