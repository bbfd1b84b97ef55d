//! Sites and folders that would make a careless builder write or delete what is not its own.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    reason = "these tests lay traps on the disk"
)]

mod command;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use command::{ARTICLE, SITE, Site, tree};

/// Builds, and requires that it is refused for the reason `code`, with everything on the disk as it was.
#[track_caller]
fn refused(site: &Site, arguments: &[&str], code: &str) {
    let before = site.tree();
    let ran = site.run(&[&["build"], arguments].concat()).ends_with(1);
    let ran = ran.says(&format!("error[{code}]"));
    assert_eq!(ran.stdout, "");
    same(&before, &site.tree());
}

#[track_caller]
fn same(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) {
    for path in before.keys().chain(after.keys()) {
        assert_eq!(before.get(path), after.get(path), "{}", path.display());
    }
}

fn article(front: &str) -> String {
    format!("---\ntitle: Repair\ndate: 2026-10-01\n{front}\n---\n\nSome words.\n")
}

#[test]
fn no_address_leaves_the_output_folder() {
    for (front, code) in [
        ("slug: ../../outside", "front-matter/slug"),
        ("slug: ..", "front-matter/slug"),
        ("slug: a/b", "front-matter/slug"),
        ("permalink: /../outside/", "front-matter/address"),
        (
            "permalink: /a/%2e%2e/%2e%2e/outside/",
            "front-matter/address",
        ),
        ("permalink: '/a\\..\\..\\outside/'", "front-matter/address"),
        ("permalink: //outside/", "front-matter/address"),
        ("permalink: https://example.com/", "front-matter/address"),
        ("permalink: /.attuned.json", "path/unsafe"),
        ("permalink: \"/a\\0b/\"", "front-matter/wrong-value"),
        ("aliases: [/../outside/]", "front-matter/address"),
        ("aliases: [/.attuned-staging/]", "path/unsafe"),
        ("template: ../../outside", "front-matter/template"),
    ] {
        refused(
            &Site::new().file("articles/a.md", article(front)),
            &[],
            code,
        );
    }
}

#[test]
fn no_language_leaves_the_output_folder() {
    let site = Site::new().file(
        "site.yaml",
        format!("{SITE}languages: {{\"../../x\": {{}}}}\n"),
    );
    refused(&site, &[], "config/language");
    let site = Site::new().file("site.yaml", SITE.replace("en\n", "../en\n"));
    refused(&site, &[], "config/language");
    refused(
        &Site::new().file("articles/feeling-felt.xx.md", ARTICLE),
        &[],
        "language/not-listed",
    );
}

#[test]
fn no_link_leads_the_reading_out_of_the_site() {
    for (target, link) in [
        ("outside/secret.md", "articles/secret.md"),
        ("outside", "articles/folder"),
        ("outside", "themes"),
        ("outside/missing.md", "articles/missing.md"),
    ] {
        let site = Site::new().file("../outside/secret.md", ARTICLE);
        symlink(site.at("..").join(target), site.at(link)).unwrap();
        let code = if target.contains("missing") {
            "file/unreadable"
        } else {
            "file/link-outside"
        };
        refused(&site, &[], code);
    }
    let site = Site::new().file("../outside/site.yaml", SITE);
    fs::remove_file(site.at("site.yaml")).unwrap();
    symlink("../outside/site.yaml", site.at("site.yaml")).unwrap();
    refused(&site, &[], "file/link-outside");

    let site = Site::empty()
        .file("site.yaml", SITE)
        .file("../outside/secret.md", ARTICLE);
    symlink("../outside", site.at("articles")).unwrap();
    refused(&site, &[], "file/link-outside");

    let site = Site::new();
    symlink(".", site.at("articles/round")).unwrap();
    refused(&site, &[], "file/unreadable");
}

#[test]
fn the_output_folder_holds_no_sources_and_lies_in_none() {
    let site = Site::new();
    for out in [
        ".",
        "..",
        "articles",
        "articles/public",
        "themes",
        "/",
        "public/../.",
        "site.yaml",
    ] {
        let code = if out == "site.yaml" {
            "output/not-a-folder"
        } else {
            "output/holds-sources"
        };
        refused(&site, &["--out", out], code);
    }
    // By another name, too.
    symlink("articles", site.at("public")).unwrap();
    refused(&site, &[], "output/holds-sources");
}

#[test]
fn a_folder_of_somebody_elses_is_not_written_to() {
    let site = Site::new().file("public/thesis.txt", "years of work");
    refused(&site, &[], "output/not-ours");
    let site = Site::new().file("../theirs/folder/thesis.txt", "years of work");
    refused(&site, &["--out", "../theirs"], "output/not-ours");
    let site = Site::new().file("public/.attuned.json", "{}}");
    refused(&site, &[], "output/manifest");
}

#[test]
fn a_folder_with_nothing_but_hidden_files_counts_as_empty() {
    let site = Site::new().file("public/.gitignore", "*\n");
    site.run(&["build"]).ends_with(0);
    assert_eq!(site.read("public/.gitignore"), "*\n");
}

#[test]
fn a_users_own_file_in_the_way_of_a_page_is_kept() {
    for (theirs, code) in [
        ("public/repair/index.html", "output/not-ours"),
        ("public/repair", "output/not-ours"),
        // A folder where a file must be.
        ("public/repair/index.html/notes.txt", "output/not-ours"),
    ] {
        let site = Site::new();
        site.run(&["build"]).ends_with(0);
        let site = site
            .file(theirs, "theirs")
            .file("articles/repair.md", article(""));
        refused(&site, &[], code);
    }
    // An empty folder is nobody's work.
    let site = Site::new().file("articles/repair.md", article(""));
    site.run(&["build"]).ends_with(0);
    fs::remove_file(site.at("public/repair/index.html")).unwrap();
    fs::create_dir(site.at("public/repair/index.html")).unwrap();
    site.run(&["build"]).ends_with(0);
    assert!(site.at("public/repair/index.html").is_file());
}

#[test]
fn a_file_of_ours_that_the_user_edited_is_kept_when_a_folder_must_take_its_place() {
    let site = Site::new().file("articles/repair.md", article("permalink: /repair.html"));
    site.run(&["build"]).ends_with(0);
    let site = site.file("public/repair.html", "edited by hand").file(
        "articles/repair.md",
        article("permalink: /repair.html/again/"),
    );
    refused(&site, &[], "output/not-ours");
}

#[test]
fn empty_folders_in_the_way_of_a_page_are_removed() {
    let site = Site::new().file("articles/repair.md", article("permalink: /repair.html"));
    site.run(&["build"]).ends_with(0);
    fs::remove_file(site.at("public/repair.html")).unwrap();
    fs::create_dir_all(site.at("public/repair.html/empty/er")).unwrap();
    site.run(&["build"]).ends_with(0);
    assert!(site.at("public/repair.html").is_file());
}

#[test]
fn two_builds_do_not_write_to_one_folder_at_once() {
    let site = Site::new();
    site.run(&["build"]).ends_with(0);
    let before = published(&site);
    site.write("articles/repair.md", article(""));
    let path = site.at("public/.attuned.lock");
    let lock = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)
        .unwrap();
    lock.lock().unwrap();
    site.write("public/.attuned-staging/theirs", "waiting");
    refused(&site, &[], "output/busy");
    drop(lock);
    same(&before, &published(&site));
    // What a killed build left is no lock.
    site.run(&["build"]).ends_with(0);
    assert!(site.at("public/repair/index.html").is_file());
    assert!(!site.at("public/.attuned.lock").exists());

    // Into a folder that does not exist yet, all at once: whoever ends well has lost nothing.
    write_articles(&site, 0..60, "words");
    fs::remove_dir_all(site.at("public")).unwrap();
    let builds: Vec<_> = (0..4)
        .map(|_| {
            std::process::Command::new(env!("CARGO_BIN_EXE_attuned"))
                .arg("build")
                .current_dir(site.root())
                .stderr(Stdio::piped())
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut ended_well = 0;
    for build in builds {
        let ran = build.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        ended_well += usize::from(ran.status.success());
        assert!(
            ran.status.success() || said.contains("output/busy"),
            "{said}"
        );
    }
    assert!(ended_well > 0);
    let other = Site::new();
    write_articles(&other, 0..60, "words");
    other.run(&["build"]).ends_with(0);
    same(&published(&other), &published(&site));
}

#[test]
fn a_backslash_in_a_name_is_no_slash() {
    let site = Site::new()
        .file("articles/a/b.md", article(""))
        .file("articles/a\\b.md", ARTICLE)
        .file("articles/c\\d/e.md", ARTICLE);
    let ran = site.run(&["build"]).ends_with(0);
    let ran = ran.says("the file name `a\\b.md` holds a backslash");
    ran.says("the folder name `c\\d` holds a backslash");
    assert!(site.read("public/a/b/index.html").contains("Repair"));
}

#[test]
fn loose_files_are_not_mixed_with_an_embedded_theme() {
    let site = Site::new();
    site.run(&["build"]).ends_with(0);
    let before = published(&site);
    let site = site
        .file("themes/hearth/templates/article.html", "loose")
        .file("themes/other/notes.txt", "loose");
    let ran = site.run(&["build"]).ends_with(0);
    let ran = ran.says("warning[theme/no-theme-yaml]");
    ran.says("themes/hearth").says("themes/other");
    same(&before, &published(&site));
}

#[test]
fn no_link_in_the_output_folder_leads_the_writing_elsewhere() {
    for link in ["public/repair", "public/repair/index.html", "public/assets"] {
        let site = Site::new()
            .file("../outside/keep.txt", "keep")
            .file("public/.keep", "");
        fs::create_dir_all(site.at(link).parent().unwrap()).unwrap();
        if !link.ends_with("index.html") {
            // The folder has been written to before.
            site.run(&["build"]).ends_with(0);
            let _ = fs::remove_dir_all(site.at(link));
        } else {
            site.run(&["build"]);
            fs::remove_dir_all(site.at("public")).unwrap();
            site.run(&["build"]).ends_with(0);
            fs::create_dir_all(site.at("public/repair")).unwrap();
        }
        let target = if link.ends_with("index.html") {
            "outside/keep.txt"
        } else {
            "outside"
        };
        symlink(site.at("..").join(target), site.at(link)).unwrap();
        let site = site.file("articles/repair.md", article(""));
        refused(&site, &[], "output/link");
    }
}

#[test]
fn our_own_working_files_are_never_followed_as_links() {
    for name in [".attuned.json.new", ".attuned-staging", ".attuned.lock"] {
        let site = Site::new()
            .file("../outside/keep.txt", "keep")
            .file("public/.keep", "");
        let target = if name.ends_with("new") || name.ends_with("lock") {
            "outside/keep.txt"
        } else {
            "outside"
        };
        symlink(site.at("..").join(target), site.at("public").join(name)).unwrap();
        site.run(&["build"]).ends_with(0);
        assert_eq!(site.read("../outside/keep.txt"), "keep");
        assert_eq!(fs::read_dir(site.at("../outside")).unwrap().count(), 1);
    }
}

#[test]
fn a_manifest_that_was_tampered_with_deletes_nothing_outside() {
    let site = Site::new().file("../outside/keep.txt", "keep");
    site.run(&["build"]).ends_with(0);
    let manifest = site.read("public/.attuned.json");
    let theirs = "\"files\": {\n    \"../../outside/keep.txt\": null,\n    \"../articles/feeling-felt.md\": null,";
    site.write(
        "public/.attuned.json",
        manifest.replacen("\"files\": {", theirs, 1),
    );
    site.run(&["build"]).ends_with(0);
    assert_eq!(site.read("../outside/keep.txt"), "keep");
    assert_eq!(site.read("articles/feeling-felt.md"), ARTICLE);
}

#[test]
fn a_stale_file_is_removed_unless_the_user_edited_it() {
    let site = Site::new()
        .file("articles/one.md", article(""))
        .file("articles/two.md", article("topics: [x]"));
    site.run(&["build"]).ends_with(0);
    site.write("public/one/index.html", "edited by hand");
    site.write("public/theirs/notes.txt", "theirs");
    fs::remove_file(site.at("articles/one.md")).unwrap();
    fs::remove_file(site.at("articles/two.md")).unwrap();
    site.run(&["build"])
        .ends_with(0)
        .says("public/one/index.html is no longer part of the site. It was changed by hand");
    assert_eq!(site.read("public/one/index.html"), "edited by hand");
    assert_eq!(site.read("public/theirs/notes.txt"), "theirs");
    assert!(!site.at("public/two").exists());
}

#[test]
fn with_any_error_nothing_is_written() {
    let site = Site::new().file("articles/repair.md", article(""));
    site.run(&["build"]).ends_with(0);
    for (path, text) in [
        ("articles/feeling-felt.md", "---\ntitle: A: b\n---\n"),
        (
            "articles/feeling-felt.md",
            "---\ntitle: A\ndate: 2026-10-01\n---\n\n[Gone](gone.md)\n",
        ),
        ("site.yaml", "name: A\n"),
        // Shows only while pages are being made.
        (
            "themes/hearth/templates/article.html",
            "{{ article.no_such_field }}",
        ),
    ] {
        let kept = fs::read(site.at(path)).ok();
        if path.starts_with("themes") {
            site.run(&["theme", "eject", "hearth"]).ends_with(0);
        }
        site.write(path, text);
        let before = site.tree();
        site.run(&["build"]).ends_with(1);
        site.run(&["check"]).ends_with(1);
        same(&before, &site.tree());
        if let Some(kept) = kept {
            site.write(path, kept);
        }
    }
    // In a folder that does not exist yet, either.
    fs::remove_dir_all(site.at("public")).unwrap();
    refused(&site, &["--out", "../new/folder"], "theme/template");
}

/// What readers would get: everything but our own working files.
fn published(site: &Site) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut tree = tree(&site.at("public"));
    tree.retain(|path, _| !is_ours(path));
    tree
}

fn is_ours(path: &Path) -> bool {
    let first = path.components().next();
    first.is_some_and(|name| name.as_os_str().to_string_lossy().starts_with(".attuned"))
}

fn write_articles(site: &Site, kept: std::ops::Range<usize>, words: &str) {
    let _ = fs::remove_dir_all(site.at("articles"));
    for n in kept {
        let text = format!(
            "---\ntitle: Article {n}\ndate: 2026-10-01\ntopics: [Topic {}]\n---\n\n{}\n",
            n % 7,
            format!("{words} ").repeat(60)
        );
        site.write(&format!("articles/folder-{}/article-{n}.md", n % 10), text);
    }
}

#[test]
fn a_killed_build_leaves_each_file_old_or_new_and_the_next_one_heals_it() {
    const ROUNDS: u64 = 10;
    let site = Site::new();
    let clean = |kept, words| {
        let other = Site::new();
        write_articles(&other, kept, words);
        other.run(&["build"]).ends_with(0);
        published(&other)
    };
    // The second state loses a third of the first's articles and gains as many.
    let states = [(0..300, "old"), (100..400, "new")];
    let wanted = states.clone().map(|(kept, words)| clean(kept, words));
    let (kept, words) = states[0].clone();
    write_articles(&site, kept, words);
    site.run(&["build"]).ends_with(0);
    same(&wanted[0], &published(&site));

    let (mut killed, mut halfway) = (0, 0);
    for round in 0..ROUNDS {
        let to = usize::from(round % 2 == 0);
        let (kept, words) = states[to].clone();
        write_articles(&site, kept, words);
        let manifest = || fs::read(site.at("public/.attuned.json")).unwrap_or_default();
        let before = manifest();
        let mut build = std::process::Command::new(env!("CARGO_BIN_EXE_attuned"))
            .arg("build")
            .current_dir(site.root())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if round % 4 == 0 {
            // Anywhere, most likely while pages are being made.
            std::thread::sleep(Duration::from_millis(5 + round * 40));
        } else {
            // While they are moved into place, which begins with a new manifest.
            while manifest() == before && build.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(Duration::from_millis(round / 2));
        }
        build.kill().unwrap();
        killed += usize::from(!build.wait().unwrap().success());

        let found = published(&site);
        halfway += usize::from(found != wanted[to] && found != wanted[1 - to]);
        for (path, bytes) in &found {
            let whole = wanted.iter().any(|state| state.get(path) == Some(bytes));
            // A folder may be on its way out.
            assert!(
                whole || bytes == b"folder",
                "{} is neither old nor new",
                path.display()
            );
        }
        site.run(&["build"]).ends_with(0);
        same(&wanted[to], &published(&site));
    }
    println!("{killed} of {ROUNDS} builds were killed, {halfway} of them halfway");
    assert!(halfway > 0, "the test kills too early or too late");
}
