//! The command line, as a person meets it: the real binary on sites on disk.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests look at what was written"
)]

mod command;

use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};

use command::{SITE, Site, attuned};
use serde_json::Value;

fn article(title: &str, front: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2026-10-01\n{front}---\n\nSome words.\n")
}

/// A site with one error, one warning and one piece of advice.
fn mixed() -> Site {
    Site::new()
        .file("articles/advice.md", article("A", "") + "\n**Signs**\n")
        .file("articles/error.md", article("B", "autor: me\n"))
        .file("articles/warning.md", article("C", "key_points: [One]\n"))
}

#[test]
fn without_a_site_a_command_says_how_to_begin_one() {
    let nowhere = tempfile::TempDir::new().unwrap();
    for arguments in [
        &["build"][..],
        &["check"],
        &["new", "article", "A"],
        &["theme", "eject", "hearth"],
    ] {
        let output = attuned(nowhere.path()).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"
            error: there is no site.yaml in this folder or any above it
            help: go into the folder of your site, or name it with --site; `attuned new site my-site` begins a new site
            ");
        }
    }
    let site = Site::new();
    site.run(&["build", "--site", "articles"])
        .ends_with(2)
        .says("there is no site.yaml in `articles`");
}

#[test]
fn a_build_prints_one_line_and_a_second_build_writes_nothing() {
    let site = Site::new().file(
        "articles/about.md",
        "---\ntitle: About\nkind: page\n---\n\nWords.\n",
    );
    let ran = site.run(&["build"]).ends_with(0);
    insta::assert_snapshot!(ran.stdout, @"Built 1 article and 1 page: 12 files written, 0 unchanged, 0 removed, in [TIME].");
    assert_eq!(ran.stderr, "");
    let ran = site.run(&["build"]).ends_with(0);
    insta::assert_snapshot!(ran.stdout, @"Built 1 article and 1 page: 0 files written, 12 unchanged, 0 removed, in [TIME].");
    fs::remove_file(site.at("articles/about.md")).unwrap();
    let ran = site.run(&["build"]).ends_with(0);
    insta::assert_snapshot!(ran.stdout, @"Built 1 article and 0 pages: 6 files written, 5 unchanged, 1 removed, in [TIME].");
}

#[test]
fn the_site_is_the_nearest_above_and_files_are_called_from_here() {
    let site = mixed().file("articles/deep/er/note.md", article("D", "autor: me\n"));
    let output = attuned(&site.at("articles/deep"))
        .arg("build")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("--> er/note.md:4:1"), "{said}");
    assert!(said.contains("--> ../error.md:4:1"), "{said}");
    assert!(!site.at("public").exists());
    let output = attuned(&site.at(".."))
        .args(["build", "--site", "site"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("--> site/articles/error.md:4:1"), "{said}");
}

#[test]
fn the_output_folder_is_public_beside_site_yaml_or_where_it_is_asked_for() {
    let site = Site::new();
    let output = attuned(&site.at("articles")).arg("build").output().unwrap();
    assert!(output.status.success());
    assert!(site.at("public/index.html").is_file());
    site.run(&["build", "--out", "../elsewhere/deep"])
        .ends_with(0);
    assert!(site.at("../elsewhere/deep/index.html").is_file());
}

#[test]
fn the_address_the_theme_and_the_day_can_be_given() {
    let site = Site::new().file(
        "articles/later.md",
        article("Later", "publish_on: 2027-01-01\n"),
    );
    site.run(&[
        "build",
        "--base-url",
        "https://practice.example/site",
        "--today",
        "2026-11-03",
    ])
    .ends_with(0);
    assert!(
        site.read("public/sitemap.xml")
            .contains("https://practice.example/site/feeling-felt/")
    );
    assert!(!site.at("public/later").exists());
    site.run(&["build", "--today", "2027-01-01"]).ends_with(0);
    assert!(site.at("public/later/index.html").is_file());
    for (arguments, said) in [
        (
            ["--base-url", "practice.example"],
            "write https://practice.example",
        ),
        (["--today", "2026-02-30"], "there is no such day"),
        (["--today", "tomorrow"], "such as 2026-11-03"),
        (["--theme", "heart"], "did you mean `hearth`?"),
    ] {
        site.run(&[&["build"], &arguments[..]].concat())
            .ends_with(2)
            .says(said);
    }
    site.run(&["build", "--theme", "hearth"]).ends_with(0);
}

#[test]
fn drafts_and_what_is_to_come_are_shown_when_asked_for_and_told_of_when_not() {
    let site = Site::new()
        .file("articles/draft.md", article("Draft", "draft: true\n"))
        .file(
            "articles/later.md",
            article("Later", "publish_on: 2027-01-01\n"),
        );
    let shown = |arguments: &[&str]| {
        let ran = site
            .run(&[&["build", "--today", "2026-11-03"], arguments].concat())
            .ends_with(0);
        let there = |name| site.at(&format!("public/{name}")).exists();
        (there("draft"), there("later"), ran.stderr)
    };
    let (draft, later, said) = shown(&[]);
    assert_eq!((draft, later), (false, false));
    insta::assert_snapshot!(said, @"2 articles are not shown: a draft, of a day to come, or expired. --drafts and --future show the first two.");
    let (draft, later, _) = shown(&["--drafts"]);
    assert_eq!((draft, later), (true, false));
    let (draft, later, said) = shown(&["--drafts", "--future"]);
    assert_eq!((draft, later, said.as_str()), (true, true, ""));
}

#[test]
fn exit_codes_are_0_done_1_errors_2_not_begun() {
    let warned = Site::new().file("articles/a.md", article("A", "key_points: [One]\n"));
    let advised = Site::new().file("articles/a.md", article("A", "") + "\n**Signs**\n");
    for (site, arguments, code) in [
        (&warned, &["build"][..], 0),
        (&warned, &["check"], 0),
        (&warned, &["check", "--strict"], 1),
        (&advised, &["check", "--strict"], 0),
        (&mixed(), &["build"], 1),
        (&mixed(), &["check"], 1),
        (&mixed(), &["check", "--format", "json"], 1),
        (&mixed(), &["check", "--format", "github"], 1),
        (&warned, &["bild"], 2),
        (&warned, &["build", "--wibble"], 2),
        (&warned, &["check", "--format", "xml"], 2),
        (&warned, &[], 2),
        (&warned, &["--help"], 0),
        (&warned, &["--version"], 0),
    ] {
        site.run(arguments).ends_with(code);
    }
}

#[test]
fn check_tells_everything_and_writes_nothing() {
    let site = mixed();
    let before = site.tree();
    let ran = site.run(&["check"]).ends_with(1);
    insta::assert_snapshot!(ran.stdout, @r"
    Article                          Grade  Min  Review by   Works  Findings
    advice                             0.0    1  never           0  2 advice
    error                              0.0    1  never           0  1 error
    feeling-felt                       0.0    1  never           0  -
    warning                            0.0    1  never           0  1 warning
    ");
    let ran = ran
        .says("advice[pasted/bold-heading]")
        .says("warning[front-matter/key-points]");
    assert!(
        ran.said()
            .ends_with("1 error, 1 warning, 1 piece of advice.\n"),
        "{}",
        ran.stderr
    );
    assert_eq!(site.tree(), before);
    fs::remove_file(site.at("articles/error.md")).unwrap();
    let ran = site.run(&["check", "--strict"]).ends_with(1);
    assert!(
        ran.said()
            .ends_with("1 warning, 1 piece of advice (--strict: warnings fail).\n"),
        "{}",
        ran.stderr
    );
    let reviewed = "reviewed_by: ben\nlast_reviewed: 2026-10-01\n";
    let ran = Site::new()
        .file("articles/people.yaml", "ben: {name: Ben}\n")
        .file("articles/feeling-felt.md", article("A", reviewed))
        .run(&["check"])
        .ends_with(0);
    assert_eq!(ran.stderr, "");
    insta::assert_snapshot!(ran.stdout, @r"
    Article                          Grade  Min  Review by   Works  Findings
    feeling-felt                       0.0    1  reviewed        0  -

    Checked 1 article and 0 pages in [TIME], and found nothing to mend.
    ");
}

#[test]
fn build_leaves_advice_to_check() {
    let site = Site::new().file("articles/a.md", article("A", "") + "\n**Signs**\n");
    assert_eq!(site.run(&["build"]).ends_with(0).stderr, "");
}

#[test]
fn json_is_one_object_for_programs() {
    let site = mixed().file("articles/draft.md", article("Draft", "draft: true\n"));
    let ran = site.run(&["check", "--format", "json"]).ends_with(1);
    assert_eq!(ran.stderr, "");
    let json: Value = serde_json::from_str(&ran.stdout).unwrap();
    insta::assert_snapshot!("json", format!("{json:#}"));
}

/// Articles of every kind that a report tells of.
fn surveyed() -> Site {
    let reviewed = "reviewed_by: [ben]\nlast_reviewed: 2025-10-01\n";
    let hard = "Psychotherapeutic relationships necessitate considerable emotional availability from practitioners. ";
    mixed()
        .file(
            "site.yaml",
            format!("{SITE}languages: {{es: {{name: Consulta}}, el: {{name: Α}}}}\n"),
        )
        .file("articles/people.yaml", "ben: {name: Ben}\n")
        .file(
            "articles/deep/hard.md",
            article(
                "Hard <words>",
                &format!("{reviewed}review_by: 2026-03-01\n"),
            ) + &hard.repeat(12)
                + "\n\n## More\n\nWe sat down and had a long cup of tea.\n",
        )
        .file(
            "articles/later.md",
            article("Later", &format!("{reviewed}review_by: 2027-09-01\n")),
        )
        .file("articles/done.md", article("Done", reviewed))
        .file(
            "articles/about.md",
            "---\ntitle: About\nkind: page\n---\n\nWho we are.\n",
        )
        .file("articles/done.es.md", article("Hecho", ""))
        .file("articles/done.el.md", article("Έτοιμο", ""))
        .file("articles/hidden.md", article("Hidden", "draft: true\n"))
}

#[test]
fn the_table_of_check_has_a_line_for_each_article_and_fits_80_columns() {
    let long = "articles/your-therapy/telling-your-therapist-what-you-need-from-them.md";
    let site = surveyed().file(long, article("Long", ""));
    let ran = site.run(&["check", "--today", "2026-11-22"]).ends_with(1);
    insta::assert_snapshot!("table", ran.stdout);
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 80));
    assert!(!ran.stdout.contains('\u{1b}'));
}

#[test]
fn a_long_table_lists_the_articles_with_most_to_mend() {
    let mut site = mixed();
    for n in 0..70 {
        site = site.file(&format!("articles/a{n:03}.md"), article("A", ""));
    }
    let ran = site.run(&["check"]).ends_with(1);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(
        lines[1].starts_with("error ") && lines[1].ends_with("1 error"),
        "{}",
        lines[1]
    );
    assert!(lines[2].starts_with("warning "), "{}", lines[2]);
    assert!(
        ran.stdout.contains("14 articles are not listed"),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_report_is_one_page_that_asks_nothing_of_anybody() {
    let site = surveyed();
    let ran = site
        .run(&["check", "--html", "report.html", "--today", "2026-11-22"])
        .ends_with(1)
        .says("The report is in report.html.\n");
    assert!(ran.stdout.starts_with("Article "));
    let page = site.read("report.html");
    for text in [
        "http://", "https://", "src=", "url(", "@import", " style=", "onclick",
    ] {
        assert!(!page.contains(text), "{text}");
    }
    for text in [
        "Example Practice",
        "Hard &lt;words&gt;",
        "<h3>Grade by article</h3>",
        "<h3>Review calendar</h3>",
        "<h3>Works cited by article</h3>",
        "September 2027",
        "Never reviewed",
        "(overdue)",
        "<code>readability/grade</code>",
        "Error:</b> <code>autor</code> is not a key",
        "What to do: did you mean <code>authors</code>?",
        "1 file is not shown",
        "<span lang=\"es\">Hecho</span>",
        "<th scope=\"row\">More</th>",
    ] {
        assert!(page.contains(text), "no {text}");
    }
    // An earlier report is renewed, and the other formats go with it.
    let ran = site
        .run(&["check", "--html", "report.html", "--format", "json"])
        .ends_with(1);
    assert!(serde_json::from_str::<Value>(&ran.stdout).is_ok());
}

#[test]
fn a_report_overwrites_nothing_but_a_report_and_is_never_published() {
    let site = surveyed()
        .file("notes.html", "<!doctype html>\n<p>Mine</p>\n")
        .file("empty.html", "");
    fs::remove_file(site.at("articles/error.md")).unwrap();
    site.run(&["build", "--out", "../out"]).ends_with(0);
    let before = site.tree();
    for (path, says) in [
        ("notes.html", "exists already, and is no report"),
        ("empty.html", "exists already, and is no report"),
        ("site.yaml", "exists already, and is no report"),
        ("articles/report.html", "among the files of the site"),
        ("articles/deep/report.html", "among the files of the site"),
        (
            "articles/../articles/report.html",
            "among the files of the site",
        ),
        ("../out/report.html", "everybody could read the report"),
        ("../out/done/report.html", "everybody could read the report"),
        ("nowhere/report.html", "there is no folder `nowhere`"),
        (".", "is a folder"),
        ("articles", "is a folder"),
        ("", ""),
    ] {
        let ran = site.run(&["check", "--html", path]).ends_with(2).says(says);
        assert_eq!(ran.stdout, "");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../notes.html", site.at("../link.html")).unwrap();
        std::os::unix::fs::symlink("articles", site.at("elsewhere")).unwrap();
        for (path, says) in [
            ("elsewhere/report.html", "among the files of the site"),
            ("../link.html", "link to another file"),
        ] {
            site.run(&["check", "--html", path]).ends_with(2).says(says);
        }
        fs::remove_file(site.at("../link.html")).unwrap();
        fs::remove_file(site.at("elsewhere")).unwrap();
    }
    assert_eq!(site.tree(), before);
}

#[test]
fn github_gets_one_command_a_problem() {
    let site = mixed().file(
        "articles/100%, a:b.md",
        article("\"A\"", "template: \"50%\\n\"\n"),
    );
    let ran = site.run(&["check", "--format", "github"]).ends_with(1);
    insta::assert_snapshot!("github", ran.stdout);
}

#[test]
fn colours_are_for_terminals_and_for_those_who_insist() {
    let site = mixed();
    let said = |name: &str| {
        let mut command = site.command(&["check"]);
        if !name.is_empty() {
            command.env(name, "1");
        }
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    assert!(!said("").contains('\u{1b}'));
    assert!(!said("NO_COLOR").contains('\u{1b}'));
    assert!(said("CLICOLOR_FORCE").contains("\u{1b}["));
    let failed = Site::empty()
        .command(&["build"])
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    assert!(
        String::from_utf8(failed.stderr)
            .unwrap()
            .contains("\u{1b}[")
    );
}

#[test]
fn all_of_many_errors_are_told_in_order() {
    let mut site = Site::new();
    for n in 0..300 {
        site = site.file(&format!("articles/a{n:03}.md"), article("A", "autor: me\n"));
    }
    let ran = site
        .run(&["build"])
        .ends_with(1)
        .says("300 errors. Nothing was written.\n");
    let places: Vec<&str> = ran
        .stderr
        .lines()
        .filter(|line| line.contains("-->"))
        .collect();
    assert_eq!(places.len(), 300);
    assert!(places.is_sorted());
}

#[test]
fn a_new_site_builds_and_asks_for_its_country_alone() {
    let site = Site::empty();
    fs::remove_dir(site.root()).unwrap();
    let mut command = attuned(site.root().parent().unwrap());
    let output = command.args(["new", "site", "site"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "site\n");
    insta::assert_snapshot!("new_site_says", String::from_utf8(output.stderr).unwrap());
    let files: Vec<_> = site
        .tree()
        .into_iter()
        .filter(|(_, bytes)| bytes != b"folder")
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|(path, _)| path.display().to_string())
        .collect();
    insta::assert_snapshot!("new_site_files", files.join("\n"));
    let ran = site.run(&["check", "--drafts", "--future"]).ends_with(0);
    assert_eq!(ran.said().matches("warning[").count(), 1, "{}", ran.said());
    ran.says("support/region");
    // As it asks for.
    let config = site.read("site.yaml").replace("# region: GB", "region: NL");
    let site = site.file("site.yaml", &config);
    let ran = site.run(&["build"]).ends_with(0);
    assert_eq!(ran.stderr.matches("warning[").count(), 1, "{}", ran.stderr);
    ran.says("support/unchecked");
    assert!(site.at("public/taking-a-slow-breath/index.html").is_file());
    assert!(
        site.read("public/taking-a-slow-breath/index.html")
            .contains("This is an example")
    );
}

#[test]
fn a_new_site_takes_over_the_lines_of_its_country_or_says_that_there_are_none() {
    let site = Site::empty();
    fs::remove_dir(site.root()).unwrap();
    let new = |region: &str| {
        let _ = fs::remove_dir_all(site.root());
        let mut command = attuned(site.root().parent().unwrap());
        let arguments = ["new", "site", "site", "--region", region];
        let output = command.args(arguments).output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, said) = new("GB");
    assert_eq!(code, Some(0));
    assert!(
        said.contains("says whom to call in a crisis in GB"),
        "{said}"
    );
    let lines = site.read("articles/support.yaml");
    assert!(lines.contains("\nGB:") && lines.contains("Samaritans") && !lines.contains("\nUS:"));
    assert!(site.read("site.yaml").contains("\nregion: GB\n"));
    let ran = site.run(&["check"]).ends_with(0);
    assert!(ran.stderr.contains("support/unchecked") && !ran.stderr.contains("support/region"));

    let (code, said) = new("NO");
    assert_eq!(code, Some(0));
    assert!(said.contains("knows no support lines for NO"), "{said}");
    assert!(site.read("articles/support.yaml").contains("\nNO: {}\n"));
    site.run(&["check"]).ends_with(0).says("support/region");
    assert!(site.run(&["build"]).ends_with(0).stderr.contains("`NO`"));
    assert!(
        site.read("public/index.html")
            .contains("call your local emergency number now")
    );

    let (code, said) = new("UK");
    assert_eq!(code, Some(2));
    assert!(said.contains("write GB"), "{said}");
    assert!(!site.root().exists());
}

#[test]
fn the_way_into_a_new_site_can_be_typed_as_it_is_told() {
    let site = Site::empty();
    let ran = site.run(&["new", "site", "My practice"]).ends_with(0);
    ran.says("Next: `cd \"My practice\"`, then `attuned build`");
    let ran = site.run(&["new", "site", "practice-2"]).ends_with(0);
    ran.says("Next: `cd practice-2`, then `attuned build`");
}

#[test]
fn a_new_site_goes_only_into_an_empty_folder() {
    let site = Site::empty().file("notes.txt", "mine");
    let before = site.tree();
    site.run(&["new", "site", "."])
        .ends_with(2)
        .says("`.` is not empty: it holds `notes.txt`");
    site.run(&["new", "site", "notes.txt"])
        .ends_with(2)
        .says("`notes.txt` is a file");
    site.run(&["new", "site", "notes.txt/below"]).ends_with(2);
    assert_eq!(site.tree(), before);
    // A fresh repository counts as empty, and what it ignores stays.
    let site = Site::empty()
        .file(".git/HEAD", "ref")
        .file(".gitignore", "mine\n");
    site.run(&["new", "site", "."]).ends_with(0);
    assert_eq!(site.read(".gitignore"), "mine\n");
    assert!(site.at("site.yaml").is_file());
}

#[test]
fn a_new_article_is_a_draft_that_builds_once_it_is_shown() {
    let site = Site::new();
    let ran = site
        .run(&["new", "article", "Feeling \"felt\": it's a #1 start"])
        .ends_with(0);
    assert_eq!(ran.stdout, "articles/feeling-felt-its-a-1-start.md\n");
    assert_eq!(ran.stderr, "");
    insta::with_settings!({ filters => vec![(r"\d{4}-\d\d-\d\d", "[TODAY]")] }, {
        insta::assert_snapshot!("new_article", site.read("articles/feeling-felt-its-a-1-start.md"));
    });
    let ran = site.run(&["check", "--strict", "--drafts"]).ends_with(0);
    assert_eq!(ran.said(), "");
    site.run(&["build", "--drafts"]).ends_with(0);
    let page = site.read("public/feeling-felt-its-a-1-start/index.html");
    assert!(
        page.contains("Feeling &quot;felt&quot;: it&#x27;s a #1 start")
            || page.contains("it&#39;s a #1 start")
    );
}

#[test]
fn any_title_makes_an_article_that_builds() {
    let site = Site::new();
    for title in [
        "- a list?",
        "{{ site.name }}",
        "yes",
        "2026-11-03",
        "@home & away",
        "Σχέση και ψυχή",
        "tab\there, line\nbreak",
        "\u{202e}turned",
        "<script>alert(1)</script>",
        "'quoted' \\ back",
        "~",
        "null",
        "a\u{0}b",
    ] {
        let ran = match title.contains('\0') {
            // No system hands such an argument over.
            true => continue,
            false if title == "~" => {
                site.run(&["new", "article", title])
                    .ends_with(2)
                    .says("at least one letter or digit");
                continue;
            }
            false => site.run(&["new", "article", "--", title]).ends_with(0),
        };
        assert!(site.at(ran.stdout.trim()).is_file());
    }
    site.run(&["check", "--drafts"]).ends_with(0);
}

#[test]
fn a_new_article_overwrites_nothing_and_stays_inside_articles() {
    let site = Site::new().file("../outside/keep.txt", "keep");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../../outside", site.at("articles/link")).unwrap();
    let before = site.tree();
    site.run(&["new", "article", "Feeling felt"])
        .ends_with(2)
        .says("`articles/feeling-felt.md` exists already");
    for folder in ["..", "a/../../..", "/tmp", "articles/../.."] {
        site.run(&["new", "article", "X", "--in", folder])
            .ends_with(2)
            .says("is not inside the folder `articles`");
    }
    for folder in ["link", "link/deeper", "articles/link"] {
        site.run(&["new", "article", "X", "--in", folder])
            .ends_with(2)
            .says("is a link that leads out of the site");
    }
    site.run(&["new", "article", "X", "--in", ".hidden"])
        .ends_with(2)
        .says("would never be read");
    site.run(&["new", "article", "Index"])
        .ends_with(2)
        .says("the page of its whole folder");
    assert_eq!(site.tree(), before);
}

#[test]
fn a_new_article_goes_into_a_folder_and_a_language() {
    let site = Site::new().file(
        "site.yaml",
        format!("{SITE}languages: {{el: {{}}, es: {{}}}}\n"),
    );
    for (arguments, path) in [
        (&["--in", "repair"][..], "articles/repair/x.md"),
        (
            &["--in", "articles/repair/deeper"],
            "articles/repair/deeper/x.md",
        ),
        (&["--lang", "en"], "articles/x.md"),
        (&["--lang", "el"], "articles/x.el.md"),
        (
            &["--in", "./repair/", "--lang", "es"],
            "articles/repair/x.es.md",
        ),
    ] {
        let ran = site
            .run(&[&["new", "article", "X"], arguments].concat())
            .ends_with(0);
        assert_eq!(ran.stdout.trim(), path);
        assert!(site.at(path).is_file());
    }
    site.run(&["new", "article", "X", "--lang", "de"])
        .ends_with(2)
        .says("this site has no language `de`");
    let output = attuned(&site.at(".."))
        .args(["new", "article", "Y", "--site", "site"])
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "site/articles/y.md\n"
    );
    site.write("site.yaml", "name: A\n");
    site.run(&["new", "article", "X", "--lang", "el"])
        .ends_with(1)
        .says("config/missing-key");
}

#[test]
fn themes_are_listed_and_copied_out_once() {
    let nowhere = tempfile::TempDir::new().unwrap();
    let output = attuned(nowhere.path())
        .args(["theme", "list"])
        .output()
        .unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    assert!(
        listed.starts_with("hearth (built in): Calm, warm"),
        "{listed}"
    );

    let site = Site::new().file("themes/mine/theme.yaml", "name: Mine\nextends: hearth\n");
    let listed = site.run(&["theme", "list"]).ends_with(0).stdout;
    assert!(listed.ends_with("mine (themes/mine)\n"), "{listed}");
    site.run(&["build"]).ends_with(0);
    let built = site.tree();

    let ran = site.run(&["theme", "eject", "hearth"]).ends_with(0);
    assert_eq!(ran.stdout, "themes/hearth\n");
    assert!(
        site.run(&["theme", "list"])
            .stdout
            .starts_with("hearth (themes/hearth)")
    );
    // The copy is the same theme.
    let ran = site.run(&["build"]).ends_with(0);
    assert!(ran.stdout.contains(" 0 files written,"), "{}", ran.stdout);
    assert!(site.tree().len() > built.len());

    site.write("themes/hearth/theme.yaml", "name: Changed\n");
    site.run(&["theme", "eject", "hearth"])
        .ends_with(2)
        .says("`themes/hearth` exists already");
    assert_eq!(site.read("themes/hearth/theme.yaml"), "name: Changed\n");
    site.run(&["theme", "eject", "harth"])
        .ends_with(2)
        .says("did you mean `hearth`?");
    site.run(&["theme", "eject", "../x"]).ends_with(2);
}

#[test]
fn schemas_completions_and_the_manual_go_to_standard_output() {
    let site = Site::empty();
    for (arguments, key) in [
        (&["schema"][..], "title"),
        (&["schema", "front-matter"], "title"),
        (&["schema", "site"], "base_url"),
    ] {
        let ran = site.run(arguments).ends_with(0);
        let schema: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert!(schema["properties"][key].is_object());
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = site.run(&["completions", shell]).ends_with(0);
        assert!(ran.stdout.contains("attuned"));
        assert_eq!(ran.stderr, "");
    }
    let man = site.run(&["man"]).ends_with(0).stdout;
    assert!(man.starts_with(".ie") || man.contains(".TH attuned 1"));
    for word in [
        "ATTUNED BUILD",
        "ATTUNED NEW ARTICLE",
        "ATTUNED THEME EJECT",
        "base\\-url",
    ] {
        assert!(man.contains(word), "{word} in\n{man}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    for arguments in [
        &["man"][..],
        &["schema"],
        &["--help"],
        &["completions", "zsh"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_attuned"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{said}");
        assert_eq!(said, "");
    }
    // Nobody reads what is wrong, either.
    let site = mixed();
    let mut child = Command::new(env!("CARGO_BIN_EXE_attuned"))
        .arg("check")
        .current_dir(site.root())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told() {
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_attuned"))
        .arg("schema")
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("cannot be written to standard output"),
        "{said}"
    );
}

#[test]
fn help_is_in_plain_words() {
    let site = Site::empty();
    let mut help = String::new();
    for arguments in [
        &["--help"][..],
        &["new", "--help"],
        &["new", "site", "--help"],
        &["new", "article", "--help"],
        &["build", "--help"],
        &["check", "--help"],
        &["theme", "--help"],
        &["theme", "list", "--help"],
        &["theme", "eject", "--help"],
        &["schema", "--help"],
        &["completions", "--help"],
        &["man", "--help"],
    ] {
        let ran = site.run(arguments).ends_with(0);
        help.push_str(&format!(
            "$ attuned {}\n{}\n",
            arguments.join(" "),
            ran.stdout
        ));
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("help", help);
    });
}
