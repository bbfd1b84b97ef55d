//! Watching real folders, by the system and by looking.

use std::os::unix::fs::symlink;
use std::time::Duration;

use notify::{Config, ErrorKind, NullWatcher, RecursiveMode, Watcher};
use tempfile::TempDir;

use super::super::events::Ear;
use super::*;

/// Longer than anything takes on a slow machine.
const LONG: Duration = Duration::from_secs(20);

struct Site {
    folder: TempDir,
    watch: Watch,
}

fn site(force_poll: bool) -> Site {
    let folder = TempDir::new().unwrap();
    for (path, text) in [
        ("site.yaml", "name: Test\n"),
        ("articles/a.md", "One."),
        ("articles/b/c.md", "Two."),
        ("notes/n.md", "Note."),
    ] {
        write(folder.path(), path, text);
    }
    let watch = start(folder.path(), force_poll);
    Site { folder, watch }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

impl Site {
    fn at(&self, path: &str) -> PathBuf {
        fs::canonicalize(self.folder.path()).unwrap().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.at(""), path, text);
    }

    /// Waits until a hint leads to `path`.
    #[track_caller]
    fn hints_at(&mut self, path: &str) {
        let path = self.at(path);
        let until = Instant::now() + LONG;
        let mut heard = Vec::new();
        while Instant::now() < until {
            match self.watch.next(Some(until)) {
                Next::Hint(Hint::Everything) => return,
                Next::Hint(Hint::Paths(paths)) => {
                    if paths.iter().any(|hint| path.starts_with(hint)) {
                        return;
                    }
                    heard.extend(paths);
                }
                Next::Nothing => break,
            }
        }
        panic!("no hint at {}, but at {heard:?}", path.display());
    }

    /// Waits until everything that has happened was hinted at, and a moment longer.
    #[track_caller]
    fn hints_at_nothing(&mut self) {
        let until = Instant::now() + Duration::from_millis(300);
        let next = self.watch.next(Some(until));
        assert_eq!(next, Next::Nothing);
    }

    fn settle(&mut self) {
        while self
            .watch
            .next(Some(Instant::now() + Duration::from_secs(1)))
            != Next::Nothing
        {}
    }
}

#[test]
fn events_arrive_and_the_canary_is_gone() {
    let site = site(false);
    assert_eq!(*site.watch.how(), How::Events);
    let names = fs::read_dir(site.at("articles")).unwrap();
    assert_eq!(names.count(), 2);
}

#[test]
fn a_save_is_hinted_at() {
    for force_poll in [false, true] {
        let mut site = site(force_poll);
        site.write("articles/a.md", "Edited.");
        site.hints_at("articles/a.md");
        site.write("site.yaml", "name: Edited\n");
        site.hints_at("site.yaml");
        site.write("themes/mine/theme.yaml", "name: Mine\n");
        site.hints_at("themes/mine/theme.yaml");
        fs::remove_file(site.at("articles/b/c.md")).unwrap();
        site.hints_at("articles/b/c.md");
        fs::rename(site.at("articles/b"), site.at("articles/moved")).unwrap();
        site.hints_at("articles/moved");
    }
}

#[test]
fn two_saves_of_the_same_length_in_a_row_are_both_found_by_looking() {
    let mut site = site(true);
    for text in ["One!", "Two!", "Six!"] {
        site.write("articles/a.md", text);
        site.hints_at("articles/a.md");
    }
}

#[test]
fn litter_and_what_is_no_part_of_the_site_cause_nothing() {
    for force_poll in [false, true] {
        let mut site = site(force_poll);
        for path in [
            "articles/.a.md.swp",
            "articles/4913",
            "articles/a.md~",
            "articles/.#a.md",
            "articles/a.md___jb_tmp___",
            "articles/.git/index",
            "public/index.html",
            "notes/more.md",
        ] {
            site.write(path, "Litter.");
        }
        let _ = fs::read(site.at("articles/a.md"));
        site.hints_at_nothing();
    }
}

#[test]
fn new_folders_are_watched_as_deep_as_they_go() {
    let mut site = site(false);
    site.write("articles/x/y/z/deep.md", "Deep.");
    site.hints_at("articles/x/y/z/deep.md");
    site.settle();
    site.write("articles/x/y/z/deep.md", "Deeper.");
    site.hints_at("articles/x/y/z/deep.md");
}

#[test]
fn a_watched_folder_may_go_and_come_back() {
    let mut site = site(false);
    fs::remove_dir_all(site.at("articles")).unwrap();
    site.hints_at("articles");
    site.write("articles/again.md", "Again.");
    site.hints_at("articles");
    site.settle();
    site.write("articles/again.md", "And again.");
    site.hints_at("articles/again.md");
    fs::rename(site.at("articles"), site.at("elsewhere")).unwrap();
    site.hints_at("articles");
    fs::rename(site.at("elsewhere"), site.at("articles")).unwrap();
    site.hints_at("articles");
    site.settle();
    site.write("articles/again.md", "And once more.");
    site.hints_at("articles/again.md");
}

#[test]
fn what_links_lead_to_is_watched() {
    let mut site = site(false);
    let targets = ["notes/n.md", "more", "later/l.md"].map(|target| site.at(target));
    site.write("more/m.md", "More.");
    assert!(site.watch.follow(targets.clone().into()));
    assert!(!site.watch.follow(targets.clone().into()), "all of it is");
    site.write("notes/n.md", "Edited.");
    site.hints_at("notes/n.md");
    site.write("more/new.md", "New.");
    site.hints_at("more/new.md");
    fs::rename(site.at("notes"), site.at("away")).unwrap();
    site.hints_at("notes");
    fs::rename(site.at("away"), site.at("notes")).unwrap();
    site.hints_at("notes");
    site.settle();
    site.write("notes/n.md", "And again.");
    site.hints_at("notes/n.md");
    // What is not there yet is noticed when it comes.
    fs::create_dir(site.at("later")).unwrap();
    site.hints_at("later");
    site.watch.follow(targets.into());
    site.write("later/l.md", "Here.");
    site.hints_at("later/l.md");
}

#[test]
fn the_articles_may_lie_behind_a_link() {
    let folder = TempDir::new().unwrap();
    write(folder.path(), "site.yaml", "name: Test\n");
    write(folder.path(), "texts/a.md", "One.");
    symlink("texts", folder.path().join("articles")).unwrap();
    let watch = start(folder.path(), false);
    let mut site = Site { folder, watch };
    assert_eq!(*site.watch.how(), How::Events);
    site.watch.follow(BTreeSet::from([site.at("texts")]));
    site.write("texts/a.md", "Two.");
    site.hints_at("texts/a.md");
}

#[test]
fn a_link_is_looked_through() {
    let mut site = site(true);
    symlink("../notes/n.md", site.at("articles/n.md")).unwrap();
    site.hints_at("articles/n.md");
    site.write("notes/n.md", "Edited.");
    site.hints_at("articles/n.md");
}

#[test]
fn a_site_that_is_moved_away_is_looked_for() {
    let mut site = site(false);
    let root = site.at("");
    let site_folder = root.join("site");
    write(&site_folder, "articles/a.md", "One.");
    site.watch = start(&site_folder, false);
    fs::rename(&site_folder, root.join("away")).unwrap();
    site.hints_at("site");
    let why = Why::SiteMoved;
    assert_eq!(*site.watch.how(), How::Polling { why });
    fs::rename(root.join("away"), &site_folder).unwrap();
    site.hints_at("site/articles/a.md");
}

/// A system that has a limit.
struct Full(fn() -> notify::Error);

impl Watcher for Full {
    fn new<F: notify::EventHandler>(_: F, _: Config) -> notify::Result<Self> {
        Err(notify::Error::generic("a test makes it otherwise"))
    }

    fn watch(&mut self, _: &Path, _: RecursiveMode) -> notify::Result<()> {
        Err(self.0())
    }

    fn unwatch(&mut self, _: &Path) -> notify::Result<()> {
        Ok(())
    }

    fn kind() -> notify::WatcherKind {
        notify::WatcherKind::NullWatcher
    }
}

/// Begins to watch with `make`, and finds out whether edits are seen all the same.
fn sees_edits(make: &Make) -> How {
    let mut site = site(true);
    site.watch = start_with(site.folder.path(), false, make);
    site.write("articles/a.md", "Edited.");
    site.hints_at("articles/a.md");
    site.watch.how().clone()
}

#[test]
fn where_no_events_arrive_it_looks_by_itself() {
    // As on a network drive: all is well, and nothing is ever told.
    let make = |ear: Ear| -> notify::Result<Box<dyn Watcher + Send>> {
        std::mem::forget(ear);
        Ok(Box::new(NullWatcher))
    };
    assert_eq!(sees_edits(&make), How::Polling { why: Why::NoEvents });
}

#[test]
fn where_the_limit_is_reached_it_says_so_and_looks_by_itself() {
    let too_many = |_: Ear| -> notify::Result<Box<dyn Watcher + Send>> {
        Ok(Box::new(Full(|| {
            notify::Error::new(ErrorKind::MaxFilesWatch)
        })))
    };
    let why = Why::TooManyFolders;
    assert_eq!(sees_edits(&too_many), How::Polling { why: why.clone() });
    assert!(
        why.remedy()
            .is_some_and(|remedy| remedy.contains("max_user_watches"))
    );
    let no_instance = |_: Ear| -> notify::Result<Box<dyn Watcher + Send>> {
        Err(notify::Error::io(std::io::Error::from_raw_os_error(24)))
    };
    let why = Why::TooManyWatchers;
    assert_eq!(sees_edits(&no_instance), How::Polling { why });
}

#[test]
fn a_limit_that_is_reached_later_on_is_told_too() {
    let make = |mut ear: Ear| -> notify::Result<Box<dyn Watcher + Send>> {
        use notify::EventHandler as _;
        std::thread::spawn(move || {
            // The canary is seen, and then there is no room for a new folder.
            for _ in 0..100 {
                std::thread::sleep(Duration::from_millis(5));
                let canary = format!(".attuned-canary-{}", std::process::id());
                let mut event = notify::Event::new(notify::EventKind::Any);
                event.paths = CANARIES
                    .lock()
                    .unwrap()
                    .iter()
                    .map(|f| f.join(&canary))
                    .collect();
                ear.handle_event(Ok(event));
            }
            ear.handle_event(Err(notify::Error::new(ErrorKind::MaxFilesWatch)));
            std::thread::sleep(LONG);
        });
        Ok(Box::new(NullWatcher))
    };
    let mut site = site(true);
    CANARIES.lock().unwrap().push(site.at("articles"));
    site.watch = start_with(site.folder.path(), false, &make);
    assert_eq!(*site.watch.how(), How::Events);
    assert_eq!(
        site.watch.next(Some(Instant::now() + LONG)),
        Next::Hint(Hint::Everything)
    );
    let why = Why::TooManyFolders;
    assert_eq!(*site.watch.how(), How::Polling { why });
}

#[test]
fn when_events_are_lost_everything_is_looked_at() {
    let make = |mut ear: Ear| -> notify::Result<Box<dyn Watcher + Send>> {
        use notify::EventHandler as _;
        std::thread::spawn(move || {
            let mut canary = notify::Event::new(notify::EventKind::Any);
            canary.paths.push(
                LOST.lock()
                    .unwrap()
                    .join(format!("articles/.attuned-canary-{}", std::process::id())),
            );
            ear.handle_event(Ok(canary));
            let lost = notify::Event::new(notify::EventKind::Other);
            ear.handle_event(Ok(lost.set_flag(notify::event::Flag::Rescan)));
            std::thread::sleep(LONG);
        });
        Ok(Box::new(NullWatcher))
    };
    let mut site = site(true);
    *LOST.lock().unwrap() = site.at("");
    site.watch = start_with(site.folder.path(), false, &make);
    let next = site.watch.next(Some(Instant::now() + LONG));
    assert_eq!(next, Next::Hint(Hint::Everything));
    assert_eq!(*site.watch.how(), How::Events);
}

static LOST: std::sync::Mutex<PathBuf> = std::sync::Mutex::new(PathBuf::new());

static CANARIES: std::sync::Mutex<Vec<PathBuf>> = std::sync::Mutex::new(Vec::new());
