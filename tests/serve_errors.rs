//! What `attuned serve` shows and says while files have errors.
#![expect(clippy::disallowed_methods, reason = "it edits sites")]

mod command;
mod preview;

use std::fs;

use command::{ARTICLE, SITE, Site};
use preview::Preview;
use preview::listener::Listener;

const FILE: &str = "articles/feeling-felt.md";
const PAGE: &str = "/feeling-felt/";
const BROKEN: &str = "---\ntitle: Feeling felt\ndat: 2026-10-01\n---\n\nBroken words.\n";

fn article(words: &str) -> String {
    ARTICLE.replace("Some words.", words)
}

/// How often a text was said on standard error, once everything before an edit of another file has been dealt with.
fn times_said(site: &Site, preview: &mut Preview, part: &str) -> usize {
    site.write("articles/last.md", article("The last."));
    preview.comes_to_show("/last/", "The last.");
    fs::remove_file(site.at("articles/last.md")).unwrap();
    preview.comes_to_lack("/last/");
    preview.gather();
    preview.warned.matches(part).count()
}

#[test]
fn a_broken_article_is_shown_as_it_was_under_the_error_until_it_is_mended() {
    let site = Site::new().file("articles/other.md", ARTICLE);
    let mut preview = Preview::of(&site, &[]);
    let mut reader = Listener::of(&preview, PAGE);
    site.write(FILE, BROKEN);
    let told = reader.hears_of_errors_in(&[FILE]);
    let problem = told["problems"]
        .as_array()
        .and_then(|all| {
            all.iter()
                .find(|problem| problem["code"] == "front-matter/unknown-key")
        })
        .unwrap();
    assert_eq!(problem["file"], FILE);
    assert_eq!(problem["code"], "front-matter/unknown-key");
    assert_eq!(
        (&problem["line"], &problem["column"]),
        (&3.into(), &1.into())
    );
    assert_eq!(problem["source"], "dat: 2026-10-01");
    assert_eq!(problem["caret"], serde_json::json!([0, 3]));
    assert!(
        problem["help"].as_str().unwrap().contains("`date`"),
        "{problem}"
    );
    preview.waits_for_warning("help: ");
    let line = preview.waits_for_line("feeling-felt.md changed");
    assert!(
        line.contains("shown as before until that is mended"),
        "{line}"
    );
    preview.get(PAGE).is(200);
    assert!(preview.get(PAGE).text().contains("Some words."));
    // Everything else goes on, and the same is not said twice.
    site.write("articles/other.md", article("Other words."));
    preview.comes_to_show("/other/", "Other words.");
    site.write(FILE, BROKEN.replace("Broken words.", "More broken words."));
    assert_eq!(
        times_said(&site, &mut preview, "front-matter/unknown-key"),
        1
    );
    // Another error is.
    site.write(FILE, BROKEN.replace("dat:", "daet:"));
    preview.waits_for_warning("`daet`");
    site.write(FILE, article("Mended words."));
    preview.comes_to_show(PAGE, "Mended words.");
    reader.hears_of_errors_in(&[]);
    preview.waits_for_line("All mended.");
}

#[test]
fn every_error_of_the_site_is_told() {
    let site = Site::new()
        .file("articles/b.md", ARTICLE)
        .file("articles/c.md", ARTICLE);
    let mut preview = Preview::of(&site, &[]);
    let mut reader = Listener::of(&preview, "/");
    site.write("articles/b.md", BROKEN);
    reader.hears_of_errors_in(&["articles/b.md"]);
    site.write("articles/c.md", article("[Nowhere](nowhere.md)"));
    reader.hears_of_errors_in(&["articles/b.md", "articles/c.md"]);
    site.write("site.yaml", "name: [\n");
    reader.hears_that(|told| told["problems"].to_string().contains("site.yaml"));
    site.write("site.yaml", SITE);
    reader.hears_of_errors_in(&["articles/b.md", "articles/c.md"]);
    site.write("articles/b.md", ARTICLE);
    reader.hears_of_errors_in(&["articles/c.md"]);
    site.write("articles/c.md", ARTICLE);
    reader.hears_of_errors_in(&[]);
    preview.waits_for_line("All mended.");
}

#[test]
fn a_browser_that_comes_later_is_told_too() {
    let site = Site::new().file("articles/b.md", BROKEN);
    let preview = Preview::of(&site, &[]);
    let mut reader = Listener::of(&preview, PAGE);
    reader.hears_of_errors_in(&["articles/b.md"]);
}

#[test]
fn a_new_file_with_errors_is_absent() {
    let site = Site::new();
    let mut preview = Preview::of(&site, &[]);
    let mut reader = Listener::of(&preview, PAGE);
    site.write("articles/new.md", BROKEN);
    reader.hears_of_errors_in(&["articles/new.md"]);
    preview.get("/new/").is(404);
    site.write("articles/new.md", article("New words."));
    preview.comes_to_show("/new/", "New words.");
    reader.hears_of_errors_in(&[]);
}

#[test]
fn at_the_start_files_with_errors_are_absent_and_the_rest_is_shown() {
    let site = Site::new()
        .file("articles/b.md", BROKEN)
        .file("articles/c.md", article("[To b](b.md)"));
    let mut preview = Preview::of(&site, &[]);
    preview.get(PAGE).is(200);
    preview.get("/b/").is(404);
    preview.waits_for_warning("articles/b.md");
    site.write("articles/b.md", article("Mended."));
    preview.comes_to_show("/b/", "Mended.");
    preview.comes_to_show("/c/", "To b");
}

#[test]
fn a_site_that_cannot_be_shown_at_all_is_shown_once_it_is_mended() {
    let site = Site::new().file("site.yaml", "name: [\n");
    let mut preview = Preview::of(&site, &[]);
    preview.get("/").is(503);
    site.write("site.yaml", SITE);
    preview.comes_to_show(PAGE, "Some words.");
    preview.waits_for_line("All mended.");
}

#[test]
fn a_broken_site_file_leaves_the_site_as_it_was() {
    let site = Site::new();
    let mut preview = Preview::of(&site, &[]);
    let mut reader = Listener::of(&preview, PAGE);
    for broken in ["name: [\n", "", "nam: Example\n"] {
        site.write("site.yaml", broken);
        reader.hears_that(|told| told["problems"].to_string().contains("site.yaml"));
        preview.get(PAGE).is(200);
        // What is written meanwhile shows all the same.
        let words = format!("Meanwhile {}.", broken.len());
        site.write(FILE, article(&words));
        preview.comes_to_show(PAGE, &words);
        site.write("site.yaml", SITE);
        reader.hears_of_errors_in(&[]);
    }
    fs::remove_file(site.at("site.yaml")).unwrap();
    preview.waits_for_warning("there is no site.yaml");
    preview.get(PAGE).is(200);
    site.write("site.yaml", SITE);
    preview.waits_for_line("All mended.");
}

#[test]
fn a_broken_template_leaves_the_pages_as_they_were() {
    let list = "themes/mine/templates/list.html";
    let good = "{% extends \"hearth/list.html\" %}{% block main %}A list.{% endblock %}";
    let site = Site::new()
        .file("site.yaml", format!("{SITE}theme: mine\n"))
        .file("themes/mine/theme.yaml", "name: Mine\nextends: hearth\n")
        .file(list, good);
    let mut preview = Preview::of(&site, &[]);
    let mut reader = Listener::of(&preview, "/articles/");
    // As it is loaded, and as it renders.
    for broken in ["{% if %}", "{{ list.no.such.thing }}"] {
        site.write(list, broken);
        reader.hears_of_errors_in(&[list]);
        assert!(preview.get("/articles/").text().contains("A list."));
        site.write(FILE, article(&format!("Meanwhile {}.", broken.len())));
        preview.comes_to_show(PAGE, &format!("Meanwhile {}.", broken.len()));
        site.write(list, good);
        reader.hears_of_errors_in(&[]);
    }
    assert!(preview.get("/articles/").text().contains("A list."));
}

#[test]
fn nothing_in_a_file_is_taken_for_markup() {
    let site = Site::new();
    let preview = Preview::of(&site, &[]);
    let mut reader = Listener::of(&preview, PAGE);
    site.write(
        FILE,
        "---\ntitle: A\ndate: 2026-10-01\n<img src=x onerror=alert(1)>: \"\u{202e}\"\n---\n",
    );
    let told = reader.hears_of_errors_in(&[FILE]);
    // As it stands in the file: the client shows it as text.
    assert!(
        told.to_string().contains("<img src=x onerror=alert(1)>"),
        "{told}"
    );
    assert!(!preview.get(PAGE).text().contains("onerror"));
}

#[test]
fn a_page_that_goes_has_a_parent_and_one_that_moves_is_followed() {
    let site = Site::new().file("articles/repair/rupture.md", article("Rupture."));
    let mut preview = Preview::of(&site, &[]);
    let mut follower = Listener::of(&preview, "/repair/rupture/");
    fs::rename(
        site.at("articles/repair/rupture.md"),
        site.at("articles/torn.md"),
    )
    .unwrap();
    assert_eq!(follower.hears("moved")["to"], "/torn/");
    let mut follower = Listener::of(&preview, "/torn/");
    let named = ARTICLE.replace("date:", "slug: mended-again\ndate:");
    site.write("articles/torn.md", &named);
    assert_eq!(follower.hears("moved")["to"], "/mended-again/");
    preview.comes_to_show("/mended-again/", "Some words.");
    let mut reader = Listener::of(&preview, "/mended-again/");
    fs::remove_file(site.at("articles/torn.md")).unwrap();
    let gone = reader.hears("gone");
    assert_eq!(gone["parent"]["url"], "/articles/", "{gone}");
    let mut absent = Listener::of(&preview, "/mended-again/");
    site.write("articles/torn.md", &named);
    absent.hears("page");
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_read_is_shown_as_it_was() {
    let linking = article("[There](other.md)");
    let site = Site::new()
        .file("articles/other.md", article("Other words."))
        .file("articles/linking.md", linking);
    let mut preview = Preview::of(&site, &[]);
    let mut reader = Listener::of(&preview, PAGE);
    fs::remove_file(site.at("articles/other.md")).unwrap();
    std::os::unix::fs::symlink("nowhere.md", site.at("articles/other.md")).unwrap();
    reader.hears_of_errors_in(&["articles/other.md"]);
    assert!(preview.get("/other/").text().contains("Other words."));
    preview.waits_for_line("articles/other.md is shown as before until it is mended");
    fs::remove_file(site.at("articles/other.md")).unwrap();
    site.write("articles/other.md", article("Mended."));
    preview.comes_to_show("/other/", "Mended.");
    reader.hears_of_errors_in(&[]);
}
