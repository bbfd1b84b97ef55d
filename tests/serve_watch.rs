//! `attuned serve` shows whatever happens to a site's files, however it happens.
#![expect(clippy::disallowed_methods, reason = "it does what editors do")]
#![cfg(unix)]

mod command;
mod preview;

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use command::{ARTICLE, Site};
use preview::Preview;
use preview::listener::Listener;

const FILE: &str = "articles/feeling-felt.md";
const PAGE: &str = "/feeling-felt/";

/// A pause in the middle of a save, far shorter than what is waited for its end.
const PAUSE: Duration = Duration::from_millis(30);

fn article(words: &str) -> String {
    ARTICLE.replace("Some words.", words)
}

/// The least site, with an article whose edits show that everything before them has been dealt with.
fn site() -> Site {
    Site::new().file("articles/last.md", ARTICLE)
}

/// Edits `last.md`, and waits for the line that tells of it. Gives all lines since the preview was ready.
#[track_caller]
fn lines(site: &Site, preview: &mut Preview) -> Vec<String> {
    site.write("articles/last.md", article("The last."));
    preview.waits_for_line("last.md changed");
    let lines = preview.said.lines().skip(1);
    lines
        .map(|line| line.split(':').next().unwrap().to_owned())
        .collect()
}

fn rename(from: &Path, to: &Path) {
    fs::rename(from, to).unwrap();
}

/// Saves `text` to the file `path` in one of many ways; false if it took so long that it may look like two saves.
type Save = fn(&Path, &str);

fn in_place(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

fn in_two_steps(path: &Path, text: &str) {
    let mut file = OpenOptions::new()
        .write(true)
        .truncate(true)
        .open(path)
        .unwrap();
    std::thread::sleep(PAUSE);
    let (first, rest) = text.split_at(text.len() / 3);
    file.write_all(first.as_bytes()).unwrap();
    file.flush().unwrap();
    std::thread::sleep(PAUSE);
    file.write_all(rest.as_bytes()).unwrap();
}

/// Emptied by one program, and filled by another.
fn emptied_first(path: &Path, text: &str) {
    fs::write(path, "").unwrap();
    std::thread::sleep(PAUSE);
    fs::write(path, text).unwrap();
}

fn renamed_over(path: &Path, text: &str) {
    let new = path.with_extension("md.new");
    fs::write(&new, text).unwrap();
    rename(&new, path);
}

/// The old file is moved away, and a new one written in its place.
fn as_vim(path: &Path, text: &str) {
    let probe = path.with_file_name("4913");
    fs::write(&probe, "").unwrap();
    fs::remove_file(&probe).unwrap();
    let backup = path.with_extension("md~");
    rename(path, &backup);
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
    fs::remove_file(&backup).unwrap();
}

fn as_jetbrains(path: &Path, text: &str) {
    let name = path.to_str().unwrap();
    let (new, old) = (format!("{name}___jb_tmp___"), format!("{name}___jb_old___"));
    fs::write(&new, text).unwrap();
    rename(path, Path::new(&old));
    rename(Path::new(&new), path);
    fs::remove_file(&old).unwrap();
}

fn as_emacs(path: &Path, text: &str) {
    let lock = path.with_file_name(".#feeling-felt.md");
    symlink("ana@laptop.4711", &lock).unwrap();
    fs::write(path.with_file_name("#feeling-felt.md#"), text).unwrap();
    let backup = path.with_extension("md~");
    let _ = fs::remove_file(&backup);
    rename(path, &backup);
    fs::write(path, text).unwrap();
    fs::remove_file(path.with_file_name("#feeling-felt.md#")).unwrap();
    fs::remove_file(&lock).unwrap();
}

fn removed_and_written(path: &Path, text: &str) {
    fs::remove_file(path).unwrap();
    std::thread::sleep(PAUSE);
    fs::write(path, text).unwrap();
}

fn by_sed(path: &Path, text: &str) {
    let words = text.lines().last().unwrap();
    let mut sed = Command::new("sed");
    sed.arg("-i").arg(format!("$s/.*/{words}/")).arg(path);
    assert!(sed.status().unwrap().success());
}

const SAVES: [(&str, Save); 9] = [
    ("in place", in_place),
    ("in two steps", in_two_steps),
    ("emptied first", emptied_first),
    ("renamed over", renamed_over),
    ("as vim", as_vim),
    ("as JetBrains", as_jetbrains),
    ("as emacs", as_emacs),
    ("removed and written", removed_and_written),
    ("by sed", by_sed),
];

fn every_way_of_saving(arguments: &[&str]) {
    let site = site();
    let mut preview = Preview::of(&site, arguments);
    for (n, (way, save)) in SAVES.into_iter().enumerate() {
        let mut reader = Listener::of(&preview, PAGE);
        let words = format!("Saved {way} {n}.");
        let began = Instant::now();
        save(&site.at(FILE), &article(&words));
        let took = began.elapsed();
        preview.comes_to_show(PAGE, &words);
        reader.hears("page");
        // On a machine that paused longer than an editor would, half a file may have been a file.
        if took < 3 * PAUSE {
            assert!(!reader.was_startled(), "{way}: {:#?}", reader.told);
        }
    }
    preview.gather();
    assert!(
        !preview.said.contains(".new") && !preview.said.contains("sed"),
        "{}",
        preview.said
    );
}

#[test]
fn every_way_of_saving_shows_and_startles_nobody() {
    every_way_of_saving(&[]);
}

#[test]
fn with_poll_every_way_of_saving_shows_too() {
    every_way_of_saving(&["--poll"]);
}

#[test]
fn poll_says_how_changes_are_found() {
    let site = site();
    let mut preview = Preview::of(&site, &["--poll"]);
    preview.waits_for_warning("Changes are looked for twice a second.");
    let mut preview = Preview::of(&site, &[]);
    lines(&site, &mut preview);
    assert_eq!(preview.warned, "");
}

#[test]
fn litter_permissions_and_the_same_bytes_cause_nothing() {
    let site = site().file("public/index.html", "Not ours.");
    let mut preview = Preview::of(&site, &[]);
    for name in [
        ".feeling-felt.md.swp",
        "4913",
        "feeling-felt.md~",
        ".#feeling-felt.md",
        "#feeling-felt.md#",
        "feeling-felt.md___jb_tmp___",
        "feeling-felt.md___jb_old___",
        ".DS_Store",
        ".git/index",
    ] {
        site.write(&format!("articles/{name}"), "Litter.");
    }
    for file in ["public/index.html", "notes.md", "target/x"] {
        site.write(file, "Not part of the site.");
    }
    let mode = |mode| fs::set_permissions(site.at(FILE), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o600);
    mode(0o644);
    for save in [in_place, renamed_over, as_vim, as_jetbrains] {
        save(&site.at(FILE), ARTICLE);
    }
    assert_eq!(lines(&site, &mut preview), ["articles/last.md changed"]);
}

#[test]
fn files_and_folders_that_come_go_and_move_show() {
    let site = site();
    let mut preview = Preview::of(&site, &[]);
    site.write("articles/new.md", article("New."));
    preview.comes_to_show("/new/", "New.");
    preview.waits_for_line("articles/new.md is new: ");
    rename(&site.at("articles/new.md"), &site.at("articles/newer.md"));
    preview.comes_to_show("/newer/", "New.");
    preview.comes_to_lack("/new/");
    preview.waits_for_line("articles/new.md is now articles/newer.md: ");
    // New folders in each other, with files in them at once.
    for n in 0..20 {
        site.write(&format!("articles/a{n}/b/c/deep.md"), article("Deep."));
    }
    for n in 0..20 {
        preview.comes_to_show(&format!("/a{n}/b/c/deep/"), "Deep.");
    }
    // What lies in them is watched from then on.
    site.write("articles/a7/b/c/deep.md", article("Deeper."));
    preview.comes_to_show("/a7/b/c/deep/", "Deeper.");
    rename(&site.at("articles/a7"), &site.at("articles/moved"));
    preview.comes_to_show("/moved/b/c/deep/", "Deeper.");
    preview.comes_to_lack("/a7/b/c/deep/");
    site.write("articles/moved/b/c/deep.md", article("Deepest."));
    preview.comes_to_show("/moved/b/c/deep/", "Deepest.");
    // A folder that was filled elsewhere.
    site.write("elsewhere/x/y.md", article("From elsewhere."));
    rename(&site.at("elsewhere"), &site.at("articles/here"));
    preview.comes_to_show("/here/x/y/", "From elsewhere.");
    fs::remove_dir_all(site.at("articles/here")).unwrap();
    preview.comes_to_lack("/here/x/y/");
    rename(&site.at("articles/moved"), &site.at("moved"));
    preview.comes_to_lack("/moved/b/c/deep/");
    fs::remove_file(site.at("articles/newer.md")).unwrap();
    preview.comes_to_lack("/newer/");
    preview.waits_for_line("articles/newer.md was deleted: ");
}

#[test]
fn the_whole_folder_may_go_and_come_back() {
    let site = site();
    let mut preview = Preview::of(&site, &[]);
    let mut reader = Listener::of(&preview, "/");
    fs::remove_dir_all(site.at("articles")).unwrap();
    reader.hears_of_errors_in(&["site.yaml"]);
    preview.waits_for_warning("the folder `articles` holds no article or page");
    // A site is not emptied by accident.
    preview.get(PAGE).is(200);
    site.write(FILE, article("Back."));
    preview.comes_to_show(PAGE, "Back.");
    site.write(FILE, article("And still watched."));
    preview.comes_to_show(PAGE, "And still watched.");
    preview.comes_to_lack("/last/");
    // In one step, as version control does it.
    site.write("other/feeling-felt.md", article("The other folder."));
    rename(&site.at("articles"), &site.at("old"));
    rename(&site.at("other"), &site.at("articles"));
    preview.comes_to_show(PAGE, "The other folder.");
    site.write(FILE, article("Watched too."));
    preview.comes_to_show(PAGE, "Watched too.");
}

#[test]
fn what_links_in_the_site_lead_to_shows() {
    let site = site().file("notes/n.md", article("A note."));
    symlink("../notes/n.md", site.at("articles/n.md")).unwrap();
    let mut preview = Preview::of(&site, &[]);
    preview.get("/n/").is(200);
    for save in [in_place, renamed_over, as_vim] {
        save(&site.at("notes/n.md"), ARTICLE);
        preview.comes_to_show("/n/", "Some words.");
        save(&site.at("notes/n.md"), &article("Edited."));
        preview.comes_to_show("/n/", "Edited.");
    }
    site.write("more/deep/m.md", article("More."));
    symlink("../more", site.at("articles/more")).unwrap();
    preview.comes_to_show("/more/deep/m/", "More.");
    site.write("more/deep/m.md", article("More, edited."));
    preview.comes_to_show("/more/deep/m/", "More, edited.");
    site.write("more/new.md", article("New."));
    preview.comes_to_show("/more/new/", "New.");
    // A link that is led elsewhere.
    site.write("notes/o.md", article("The other note."));
    fs::remove_file(site.at("articles/n.md")).unwrap();
    symlink("../notes/o.md", site.at("articles/n.md")).unwrap();
    preview.comes_to_show("/n/", "The other note.");
    fs::remove_file(site.at("articles/more")).unwrap();
    preview.comes_to_lack("/more/new/");
}

#[test]
fn a_link_out_of_the_site_is_told_and_never_followed() {
    let site = site();
    fs::write(site.root().with_file_name("secret.md"), article("Secret.")).unwrap();
    let mut preview = Preview::of(&site, &[]);
    let mut reader = Listener::of(&preview, PAGE);
    symlink("../../secret.md", site.at("articles/secret.md")).unwrap();
    reader.hears_of_errors_in(&["articles/secret.md"]);
    preview.get("/secret/").is(404);
    site.write(FILE, article("Meanwhile."));
    preview.comes_to_show(PAGE, "Meanwhile.");
    fs::remove_file(site.at("articles/secret.md")).unwrap();
    reader.hears_of_errors_in(&[]);
    preview.waits_for_line("All mended.");
}

#[test]
fn every_kind_of_file_shows() {
    let site = site()
        .file("site.yaml", format!("{}theme: mine\n", command::SITE))
        .file(
            "themes/mine/theme.yaml",
            "name: Mine\nextends: hearth\nstylesheet: mine.css\n",
        )
        .file("themes/mine/assets/mine.css", "p { margin: 1em }\n")
        .file("articles/people.yaml", "ada:\n  name: Ada Example\n")
        .file(FILE, ARTICLE.replace("date:", "authors: [ada]\ndate:"));
    let mut preview = Preview::of(&site, &[]);
    let stylesheet = |preview: &Preview| {
        let page = preview.get(PAGE).text();
        let sheet = page
            .split('"')
            .find(|part| part.ends_with(".css") && part.contains("mine"));
        sheet.expect("a stylesheet").to_owned()
    };
    let before = stylesheet(&preview);
    site.write("themes/mine/assets/mine.css", "p { margin: 2em }\n");
    preview.waits_for_line("mine.css changed");
    let after = stylesheet(&preview);
    preview.comes_to_show(&after, "2em");
    assert_ne!(before, after, "the address tells versions apart");
    site.write("articles/people.yaml", "ada:\n  name: Ada X. Example\n");
    preview.comes_to_show(PAGE, "Ada X. Example");
    site.write(
        "themes/mine/templates/list.html",
        "{% extends \"hearth/list.html\" %}{% block main %}Mine.{% endblock %}",
    );
    preview.comes_to_show("/articles/", "Mine.");
    site.write("themes/mine/i18n/en.ftl", "home = Beginning\n");
    preview.waits_for_line("en.ftl is new");
    fs::remove_dir_all(site.at("themes/mine/templates")).unwrap();
    preview.comes_to_show("/articles/", "Feeling felt");
    site.write(
        "site.yaml",
        format!("{}tagline: For all of us\ntheme: mine\n", command::SITE),
    );
    preview.comes_to_show("/", "For all of us");
    site.write(
        "site.yaml",
        command::SITE.replace("Example Practice", "Another Practice"),
    );
    preview.comes_to_show("/", "Another Practice");
}

#[test]
fn a_picture_that_changes_shows() {
    let picture = |side: u32| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let picture = image::DynamicImage::new_rgb8(side, side);
        picture
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    };
    let site = site()
        .file(FILE, article("![Hands](hands.png)"))
        .file("articles/hands.png", picture(3));
    let mut preview = Preview::of(&site, &[]);
    preview.comes_to_show(PAGE, "width=\"3\"");
    site.write("articles/hands.png", picture(5));
    preview.comes_to_show(PAGE, "width=\"5\"");
    fs::remove_file(site.at("articles/hands.png")).unwrap();
    preview.waits_for_warning("hands.png");
    site.write("articles/hands.png", picture(7));
    preview.comes_to_show(PAGE, "width=\"7\"");
}

#[test]
fn of_saves_during_a_build_the_last_one_wins() {
    let site = site();
    let mut preview = Preview::of(&site, &[]);
    for n in 0..200 {
        site.write(FILE, article(&format!("State {n}.")));
    }
    preview.comes_to_show(PAGE, "State 199.");
    lines(&site, &mut preview);
    assert!(preview.get(PAGE).text().contains("State 199."));
}

fn git(site: &Site, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.args([
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "commit.gpgsign=false",
    ])
    .args(arguments)
    .current_dir(site.root())
    .stdout(Stdio::null())
    .stderr(Stdio::null());
    assert!(git.status().unwrap().success(), "{arguments:?}");
}

#[test]
fn a_checkout_of_500_files_is_few_builds_of_its_last_state() {
    const FILES: usize = 500;
    /// However slow the machine, nobody is told of every file.
    const MOST_LINES: usize = 10;
    let site = site();
    let write_all = |words: &str| {
        for n in 0..FILES {
            site.write(
                &format!("articles/f{}/a{n}.md", n % 7),
                article(&format!("{words} {n}.")),
            );
        }
    };
    write_all("Old");
    git(&site, &["init", "--initial-branch=old"]);
    git(&site, &["add", "."]);
    git(&site, &["commit", "--message=Old"]);
    git(&site, &["checkout", "-b", "new"]);
    write_all("New");
    fs::remove_file(site.at("articles/f0/a0.md")).unwrap();
    site.write("articles/only-new.md", article("Only new."));
    git(&site, &["add", "."]);
    git(&site, &["commit", "--message=New"]);

    let mut preview = Preview::of(&site, &[]);
    git(&site, &["checkout", "old"]);
    preview.comes_to_show("/f3/a493/", "Old 493.");
    preview.comes_to_lack("/only-new/");
    for n in [0, 1, 77, 250, 499] {
        preview.comes_to_show(&format!("/f{}/a{n}/", n % 7), &format!("Old {n}."));
    }
    let lines = lines(&site, &mut preview);
    assert!(lines.len() <= MOST_LINES, "{lines:#?}");
    assert!(lines[0].ends_with(" files changed"), "{lines:#?}");
}

/// The limit of a namespace of its own, so that nobody else is limited.
#[test]
#[cfg(target_os = "linux")]
fn where_the_limit_of_watches_is_reached_it_says_so_and_looks_by_itself() {
    let limits = [
        (
            "max_inotify_watches",
            "3",
            "sudo sysctl fs.inotify.max_user_watches=524288",
        ),
        (
            "max_inotify_instances",
            "0",
            "sudo sysctl fs.inotify.max_user_instances=512",
        ),
    ];
    for (limit, most, remedy) in limits {
        let set = format!("echo {most} > /proc/sys/user/{limit} && exec \"$0\" \"$@\"");
        let namespace = ["--user", "--map-root-user", "sh", "-c", &set];
        let mut probe = Command::new("unshare");
        probe.args(namespace).arg("true").stderr(Stdio::null());
        if !probe.status().is_ok_and(|status| status.success()) {
            eprintln!("this system lets nobody set a limit for themselves");
            return;
        }
        let site = site().file("articles/b/c/d/e.md", ARTICLE);
        let mut preview = Preview::start(&site, &[], |command| {
            let whole: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
            let mut limited = Command::new("unshare");
            limited
                .args(namespace)
                .arg(command.get_program())
                .args(whole)
                .current_dir(site.root())
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            *command = limited;
        });
        preview.waits_for_warning("Changes are looked for twice a second");
        preview.waits_for_warning(remedy);
        site.write(FILE, article("Found by looking."));
        preview.comes_to_show(PAGE, "Found by looking.");
    }
}

#[test]
fn drafts_and_what_is_to_come_show_with_a_badge_when_asked_for() {
    const BADGE: &str = "<li class=\"badge\">Draft</li>";
    let draft = ARTICLE.replace("title: Feeling felt", "title: A draft\ndraft: yes");
    let later = ARTICLE.replace("date: 2026-10-01", "date: 9999-10-01");
    let site = Site::new()
        .file("articles/draft.md", &draft)
        .file("articles/later.md", later);
    let mut preview = Preview::of(&site, &["--drafts", "--future"]);
    for page in ["/draft/", "/later/"] {
        let text = preview.get(page).is(200).text();
        assert!(text.contains(BADGE), "{page}: {text}");
    }
    let list = preview.get("/articles/").text();
    assert_eq!(list.matches(BADGE).count(), 2, "{list}");
    // It is no draft any more.
    site.write("articles/draft.md", draft.replace("draft: yes\n", ""));
    preview.comes_to_show("/articles/", "A draft");
    let line = preview.waits_for_line("articles/draft.md changed");
    assert!(line.contains("pages"), "{line}");
    assert!(!preview.get("/draft/").text().contains(BADGE));
    let list = preview.get("/articles/").text();
    assert_eq!(list.matches(BADGE).count(), 1, "{list}");

    let preview = Preview::of(&site, &[]);
    preview.get("/draft/").is(200);
    preview.get("/later/").is(404);
}
