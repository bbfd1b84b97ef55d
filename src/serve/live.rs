//! The browsers that are connected: which page each shows, and what each is still to be told.
//!
//! Nothing is queued. Each browser has one slip for what it must know, on which newer news of its page replaces older,
//! so that a browser that sleeps costs no more than one that listens.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, watch};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::percent_encode;
use crate::build::emit::{Emitted, Sink};
use crate::site::plan::{Plan, Route};

use super::store::{self, Output, Store};

/// One problem of the site, as a browser shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// `error`, `warning` or `advice`.
    pub severity: &'static str,
    /// The stable word of the README, such as `link/broken`.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// The file, from the folder of site.yaml.
    pub file: String,
    /// The line, from 1; `None` where it is about the file as a whole.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// The text of that line.
    pub source: Option<String>,
    /// What to mark in it: the start and the length, in characters.
    pub caret: Option<(usize, usize)>,
    /// What to write instead.
    pub help: Option<String>,
}

/// What a browser says of itself.
#[derive(Clone, Debug, Deserialize)]
pub struct Shown {
    /// The path of its address, percent-encoded.
    pub page: String,
    /// The digest of the page that it shows; empty for a page that is not there.
    pub digest: String,
}

/// What a browser is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Message {
    /// Everything that is wrong with the site now.
    Problems {
        /// Errors and warnings, in the order of the terminal; none where all is mended.
        problems: Vec<Problem>,
    },
    /// The page at the browser's address is now this version.
    Page {
        /// Its digest; empty for the page that says that nothing is there.
        digest: String,
    },
    /// Nothing is at the browser's address any more.
    Gone {
        /// Where to go instead.
        parent: Option<Parent>,
    },
    /// The article that the browser shows is now at another address.
    Moved {
        /// That address.
        to: String,
    },
}

/// A page above one that is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parent {
    /// Its address.
    pub url: String,
    /// Its first heading.
    pub title: String,
}

/// The site in memory, and everybody who looks at it. Cheap to clone: all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Live(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    store: Store,
    // Locked before the store's own lock wherever both are held.
    audience: Mutex<Audience>,
    closing: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Audience {
    browsers: BTreeMap<u64, Browser>,
    last: u64,
    problems: Vec<Problem>,
}

#[derive(Debug)]
struct Browser {
    /// Its address, decoded.
    address: String,
    /// The output path of that.
    path: Option<String>,
    /// The version it shows or has been told of; `None` where nothing was there.
    version: Option<Digest>,
    /// The same of the page that says so.
    absence: Option<Digest>,
    slip: Slip,
    wake: Arc<Notify>,
}

/// What a browser is still to be told.
#[derive(Debug, Default)]
struct Slip {
    page: Option<Message>,
    problems: bool,
}

impl Live {
    /// A site that was never built, at which nobody looks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Where builds put their outputs. One for the life of the server.
    #[must_use]
    pub fn sink(&self) -> LiveSink {
        LiveSink {
            live: self.clone(),
            settled: Arc::default(),
            plan: Arc::default(),
            removed: Vec::new(),
            wanted: FxHashSet::default(),
            made: Mutex::default(),
            published: Mutex::default(),
        }
    }

    /// Sets the path that every address of the site begins with: `` or `/sub`.
    pub fn set_base_path(&self, base: &str) {
        self.0.store.set_base(base);
        let mut audience = self.audience();
        for browser in audience.browsers.values_mut() {
            browser.path = self.0.store.path_at(&browser.address);
        }
    }

    /// Tells everybody how the last attempt to build ended: every error and warning there is now, and which articles
    /// have moved (from the old address to the new one, both decoded and without base path). Comes after the attempt,
    /// also after one that failed.
    pub fn tell(&self, problems: Vec<Problem>, moved: Vec<(String, String)>) {
        let mut audience = self.audience();
        if audience.problems != problems {
            audience.problems = problems;
            for browser in audience.browsers.values_mut() {
                browser.slip.problems = true;
                browser.wake.notify_one();
            }
        }
        if !self.ready() {
            return;
        }
        let base = self.0.store.base();
        let moved: FxHashMap<String, &str> = moved
            .iter()
            .map(|(from, to)| (format!("{base}{from}"), to.as_str()))
            .collect();
        for browser in audience.browsers.values_mut() {
            if let Some(to) = moved.get(&browser.address) {
                let to = percent_encode(&format!("{base}{to}"));
                browser.version = None;
                browser.tell(Message::Moved { to });
            } else {
                self.say_gone(browser);
            }
        }
    }

    /// Whether anything was ever built.
    #[must_use]
    pub fn ready(&self) -> bool {
        self.0.store.is_ready()
    }

    /// The outputs.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Ends every connection.
    pub fn close(&self) {
        self.0.closing.send_replace(true);
    }

    /// Becomes true when the connections are to end.
    pub(super) fn closing(&self) -> watch::Receiver<bool> {
        self.0.closing.subscribe()
    }

    /// Takes in a browser that has said what it shows.
    pub(super) fn join(&self, shown: &Shown) -> Seat {
        let wake = Arc::new(Notify::new());
        let mut audience = self.audience();
        audience.last += 1;
        let number = audience.last;
        let mut browser = Browser {
            address: String::new(),
            path: None,
            version: None,
            absence: None,
            slip: Slip {
                page: None,
                problems: true,
            },
            wake: wake.clone(),
        };
        self.note(&mut browser, shown);
        audience.browsers.insert(number, browser);
        wake.notify_one();
        Seat {
            live: self.clone(),
            number,
            wake,
        }
    }

    fn audience(&self) -> MutexGuard<'_, Audience> {
        // Every change of the audience is whole at each step, so a panic leaves nothing half done.
        self.0
            .audience
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what a browser shows, and tells it at once if that is not what there is.
    fn note(&self, browser: &mut Browser, shown: &Shown) {
        let store = &self.0.store;
        browser.address = store::decoded(&shown.page).unwrap_or_default();
        browser.path = store.path_at(&browser.address);
        browser.version = Digest::from_hex(&shown.digest);
        browser.absence = store.not_found(&browser.address).map(|page| page.digest);
        browser.slip.page = None;
        if self.ready() {
            self.say_version(browser);
            self.say_gone(browser);
        }
    }

    /// Tells a browser whose page is there in another version.
    fn say_version(&self, browser: &mut Browser) {
        let store = &self.0.store;
        let now = browser.path.as_deref().and_then(|path| store.digest(path));
        if let Some(now) = now {
            if browser.version != Some(now) {
                browser.version = Some(now);
                let digest = now.to_string();
                browser.tell(Message::Page { digest });
            }
        } else if browser.version.is_none() {
            // What says that nothing is there may look different now.
            let absence = store.not_found(&browser.address).map(|page| page.digest);
            if browser.absence != absence {
                browser.absence = absence;
                let digest = String::new();
                browser.tell(Message::Page { digest });
            }
        }
    }

    /// Tells a browser whose page was there and is not.
    fn say_gone(&self, browser: &mut Browser) {
        let store = &self.0.store;
        let path = browser.path.as_deref().unwrap_or_default();
        if browser.version.is_none() || store.digest(path).is_some() {
            return;
        }
        let parent = store.parent(path).map(|(url, output)| Parent {
            title: heading(&output.bytes).unwrap_or_else(|| url.clone()),
            url,
        });
        browser.version = None;
        browser.absence = store.not_found(&browser.address).map(|page| page.digest);
        browser.tell(Message::Gone { parent });
    }

    fn say_versions(&self) {
        for browser in self.audience().browsers.values_mut() {
            self.say_version(browser);
        }
    }

    fn wanted(&self) -> Vec<String> {
        let audience = self.audience();
        let paths = audience.browsers.values().filter_map(|b| b.path.clone());
        paths.collect()
    }
}

impl Browser {
    fn tell(&mut self, message: Message) {
        self.slip.page = Some(message);
        self.wake.notify_one();
    }
}

/// A connected browser's place in the audience, which it leaves when this is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    live: Live,
    number: u64,
    wake: Arc<Notify>,
}

impl Seat {
    /// Waits until there is something to tell.
    pub(super) async fn news(&self) {
        self.wake.notified().await;
    }

    /// What there is to tell now.
    pub(super) fn take(&self) -> Vec<Message> {
        let mut audience = self.live.audience();
        let problems = audience.problems.clone();
        let Some(browser) = audience.browsers.get_mut(&self.number) else {
            return Vec::new();
        };
        let slip = std::mem::take(&mut browser.slip);
        let problems = slip.problems.then_some(Message::Problems { problems });
        problems.into_iter().chain(slip.page).collect()
    }

    /// Notes that the browser shows something else now.
    pub(super) fn shows(&self, shown: &Shown) {
        let mut audience = self.live.audience();
        if let Some(browser) = audience.browsers.get_mut(&self.number) {
            self.live.note(browser, shown);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.live.audience().browsers.remove(&self.number);
    }
}

/// Where builds put their outputs: into memory, and before the eyes of whoever looks at them.
#[derive(Debug)]
pub struct LiveSink {
    live: Live,
    /// The outputs there are.
    settled: Arc<Plan>,
    /// The outputs of the build under way.
    plan: Arc<Plan>,
    /// Those that go when it succeeds.
    removed: Vec<String>,
    /// What is shown as soon as it is made.
    wanted: FxHashSet<String>,
    /// What waits for the end of the build.
    made: Mutex<FxHashMap<String, Output>>,
    /// What stood where something was shown before the end of the build.
    published: Mutex<Vec<(String, Option<Output>)>>,
}

impl Sink for LiveSink {
    fn begin(&mut self, plan: &Arc<Plan>) -> Result<(), Vec<Diagnostic>> {
        self.plan = plan.clone();
        self.removed.clear();
        let mut added = Vec::new();
        if !Arc::ptr_eq(&self.settled, plan) {
            for (path, change) in differences(&self.settled.routes, &plan.routes) {
                match change {
                    Change::Added => added.push(path),
                    Change::Removed => self.removed.push(path.to_owned()),
                }
            }
        }
        self.live.0.store.begin(added.iter().copied());
        self.wanted = self.live.wanted().into_iter().collect();
        // A page that is shown early may ask for a stylesheet, picture or script that is new.
        let parts = added.into_iter().filter(|path| !store::is_page(path));
        self.wanted.extend(parts.map(str::to_owned));
        Ok(())
    }

    fn wanted(&self) -> Vec<String> {
        let mut wanted: Vec<String> = self.wanted.iter().cloned().collect();
        wanted.sort_unstable();
        wanted
    }

    fn put(&self, path: &str, bytes: Vec<u8>, digest: Digest) -> Result<(), Diagnostic> {
        let output = Output::new(bytes, digest);
        if self.wanted.contains(path) && self.live.ready() {
            let before = self.live.0.store.publish(path, output);
            lock(&self.published).push((path.to_owned(), before));
            self.live.say_versions();
        } else {
            lock(&self.made).insert(path.to_owned(), output);
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<Emitted, Diagnostic> {
        let made = std::mem::take(&mut *lock(&self.made));
        let published = std::mem::take(&mut *lock(&self.published));
        let store = &self.live.0.store;
        let (changed, all) = store.settle(made, &self.removed);
        self.settled = self.plan.clone();
        self.live.say_versions();
        let early = published.iter().filter(|(path, before)| {
            let before = before.as_ref().map(|before| before.digest);
            before != store.digest(path)
        });
        let written = changed + early.count();
        Ok(Emitted {
            written,
            unchanged: all.saturating_sub(written),
            removed: self.removed.len(),
            kept: Vec::new(),
        })
    }

    fn abort(&mut self) {
        lock(&self.made).clear();
        let published = std::mem::take(&mut *lock(&self.published));
        self.live.0.store.undo(published);
        self.live.say_versions();
        // What was shown too early and was nowhere before.
        for browser in self.live.audience().browsers.values_mut() {
            self.live.say_gone(browser);
        }
    }
}

/// What happens to an output from one plan to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Added,
    Removed,
}

/// The outputs that only one of two plans holds; both are in order of path.
fn differences<'a>(old: &'a [Route], new: &'a [Route]) -> impl Iterator<Item = (&'a str, Change)> {
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    std::iter::from_fn(move || {
        loop {
            let order = match (old.peek(), new.peek()) {
                (Some(old), Some(new)) => old.path.cmp(&new.path),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return None,
            };
            match order {
                Ordering::Less => return Some((old.next()?.path.as_str(), Change::Removed)),
                Ordering::Greater => return Some((new.next()?.path.as_str(), Change::Added)),
                Ordering::Equal => {
                    old.next();
                    new.next();
                }
            }
        }
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The text of a page's first heading.
fn heading(page: &[u8]) -> Option<String> {
    let page = std::str::from_utf8(page).ok()?;
    let start = page.find("<h1")?;
    let inner = &page[start..];
    let inner = &inner[inner.find('>')? + 1..inner.find("</h1>")?];
    let mut text = String::new();
    let mut in_tag = false;
    for c in inner.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    let text = quick_xml::escape::unescape(&text).map_or_else(|_| text.clone(), Into::into);
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::store::Found;
    use super::*;
    use crate::site::plan::Content;

    /// A site whose outputs a test puts there by hand.
    struct Stage {
        live: Live,
        sink: LiveSink,
        plan: Arc<Plan>,
    }

    impl Stage {
        fn new(base: &str) -> Self {
            let live = Live::new();
            live.set_base_path(base);
            let sink = live.sink();
            let plan = Arc::default();
            Self { live, sink, plan }
        }

        /// Begins a build that will hold these outputs.
        fn begin(&mut self, paths: &[&str]) {
            let mut routes: Vec<Route> = paths.iter().map(|path| route(path)).collect();
            routes.sort_by(|a, b| a.path.cmp(&b.path));
            if routes != self.plan.routes {
                self.plan = Arc::new(Plan { routes });
            }
            self.sink.begin(&self.plan).unwrap();
        }

        fn put(&self, path: &str, text: &str) {
            let digest = Digest::of_bytes(text.as_bytes());
            self.sink.put(path, text.into(), digest).unwrap();
        }

        /// A whole build.
        fn build(&mut self, outputs: &[(&str, &str)]) -> Emitted {
            let paths: Vec<&str> = outputs.iter().map(|(path, _)| *path).collect();
            self.begin(&paths);
            for (path, text) in outputs {
                self.put(path, text);
            }
            self.sink.commit().unwrap()
        }

        /// A browser at `page`, which shows `text`, and has taken in what it was told on connecting.
        fn browser(&self, page: &str, text: &str) -> Seat {
            let seat = self.live.join(&shown(page, text));
            assert_eq!(
                seat.take(),
                [Message::Problems {
                    problems: Vec::new()
                }]
            );
            seat
        }

        fn text(&self, address: &str) -> Option<String> {
            match self.live.store().find(address) {
                Found::Output(_, output) => Some(String::from_utf8_lossy(&output.bytes).into()),
                _ => None,
            }
        }
    }

    fn route(path: &str) -> Route {
        Route {
            path: path.into(),
            url: format!("/{path}"),
            content: Content::Robots,
        }
    }

    fn shown(page: &str, text: &str) -> Shown {
        let digest = match text {
            "" => String::new(),
            text => Digest::of_bytes(text.as_bytes()).to_string(),
        };
        Shown {
            page: page.into(),
            digest,
        }
    }

    fn page(text: &str) -> Message {
        Message::Page {
            digest: shown("", text).digest,
        }
    }

    fn gone(url: &str, title: &str) -> Message {
        let parent = Some(Parent {
            url: url.into(),
            title: title.into(),
        });
        Message::Gone { parent }
    }

    fn problem(message: &str) -> Problem {
        Problem {
            severity: "error",
            code: "link/broken".into(),
            message: message.into(),
            file: "articles/a.md".into(),
            line: Some(1),
            column: Some(1),
            source: Some("[x](y)".into()),
            caret: Some((4, 1)),
            help: None,
        }
    }

    #[test]
    fn a_browser_is_told_of_its_own_page_alone() {
        let mut stage = Stage::new("/sub");
        stage.build(&[
            ("index.html", "home"),
            ("a/index.html", "a"),
            ("b/index.html", "b"),
        ]);
        let (home, a) = (
            stage.browser("/sub/", "home"),
            stage.browser("/sub/a/", "a"),
        );
        stage.build(&[
            ("index.html", "home"),
            ("a/index.html", "a 2"),
            ("b/index.html", "b 2"),
        ]);
        stage.live.tell(Vec::new(), Vec::new());
        assert_eq!(home.take(), []);
        assert_eq!(a.take(), [page("a 2")]);
        assert_eq!(a.take(), []);
        a.shows(&shown("/sub/b/", "b 2"));
        stage.build(&[
            ("index.html", "home"),
            ("a/index.html", "a 3"),
            ("b/index.html", "b 3"),
        ]);
        stage.build(&[
            ("index.html", "home"),
            ("a/index.html", "a 3"),
            ("b/index.html", "b 4"),
        ]);
        assert_eq!(a.take(), [page("b 4")], "only the newest");
    }

    #[test]
    fn a_browser_that_shows_an_old_version_is_told_at_once() {
        let mut stage = Stage::new("");
        stage.build(&[("index.html", "new")]);
        let seat = stage.live.join(&shown("/", "old"));
        assert_eq!(seat.take().last(), Some(&page("new")));
        let seat = stage.live.join(&shown("/lost/", "old"));
        assert_eq!(seat.take().last(), Some(&gone("/", "/")));
        let waiting = stage.browser("/later/", "");
        stage.build(&[("index.html", "new"), ("later/index.html", "here")]);
        assert_eq!(waiting.take(), [page("here")]);
    }

    #[test]
    fn a_page_that_is_looked_at_is_shown_before_the_build_ends() {
        let mut stage = Stage::new("");
        let outputs = [
            ("a/index.html", "a"),
            ("b/index.html", "b"),
            ("style.1.css", "1"),
        ];
        stage.build(&outputs);
        let seat = stage.browser("/a/", "a");
        stage.begin(&["a/index.html", "b/index.html", "style.2.css"]);
        assert_eq!(stage.sink.wanted(), ["a/index.html", "style.2.css"]);
        stage.put("b/index.html", "b 2");
        assert_eq!(stage.text("/b/").as_deref(), Some("b"));
        stage.put("a/index.html", "a 2");
        assert_eq!(stage.text("/a/").as_deref(), Some("a 2"));
        assert_eq!(seat.take(), [page("a 2")]);
        // What that page asks for is on its way.
        assert!(matches!(
            stage.live.store().find("/style.2.css"),
            Found::Coming
        ));
        stage.put("style.2.css", "2");
        assert_eq!(stage.text("/style.2.css").as_deref(), Some("2"));
        assert_eq!(stage.text("/style.1.css").as_deref(), Some("1"));
        let emitted = stage.sink.commit().unwrap();
        assert_eq!(
            (emitted.written, emitted.unchanged, emitted.removed),
            (3, 0, 1)
        );
        assert_eq!(stage.text("/b/").as_deref(), Some("b 2"));
        assert_eq!(stage.text("/style.1.css"), None);
        assert_eq!(seat.take(), []);
    }

    #[test]
    fn a_build_that_fails_takes_back_what_it_has_shown() {
        let mut stage = Stage::new("");
        stage.build(&[("a/index.html", "a"), ("index.html", "home")]);
        let (a, new) = (stage.browser("/a/", "a"), stage.browser("/new/", ""));
        stage.begin(&["a/index.html", "index.html", "new/index.html"]);
        stage.put("a/index.html", "a 2");
        stage.put("a/index.html", "a 3");
        stage.put("new/index.html", "new");
        assert_eq!(
            (a.take(), new.take()),
            (vec![page("a 3")], vec![page("new")])
        );
        stage.sink.abort();
        assert_eq!(
            (a.take(), new.take()),
            (vec![page("a")], vec![gone("/", "/")])
        );
        assert_eq!(stage.text("/a/").as_deref(), Some("a"));
        assert_eq!(stage.text("/new/"), None);
        // The next one holds what this one would have.
        stage.build(&[
            ("a/index.html", "a"),
            ("index.html", "home"),
            ("new/index.html", "new"),
        ]);
        assert_eq!(new.take(), [page("new")]);
        assert_eq!(a.take(), []);
    }

    #[test]
    fn outputs_that_are_not_made_again_stay() {
        let mut stage = Stage::new("");
        stage.build(&[("a.txt", "a"), ("b.txt", "b")]);
        stage.begin(&["a.txt", "b.txt"]);
        stage.put("b.txt", "b 2");
        let emitted = stage.sink.commit().unwrap();
        assert_eq!(
            (emitted.written, emitted.unchanged, emitted.removed),
            (1, 1, 0)
        );
        stage.begin(&["b.txt", "c.txt"]);
        stage.put("c.txt", "c");
        let emitted = stage.sink.commit().unwrap();
        assert_eq!(
            (emitted.written, emitted.unchanged, emitted.removed),
            (1, 1, 1)
        );
        let texts = ["/a.txt", "/b.txt", "/c.txt"].map(|address| stage.text(address));
        assert_eq!(texts, [None, Some("b 2".into()), Some("c".into())]);
    }

    #[test]
    fn who_shows_a_deleted_page_is_led_to_the_list_above() {
        let mut stage = Stage::new("/sub");
        let above = [
            (
                "articles/index.html",
                "<h1 class=\"x\">All <em>articles</em> &amp; more</h1>",
            ),
            ("index.html", "<h1>Home</h1>"),
            ("kind/index.html", "<p>no heading</p>"),
        ];
        let pages = [("kind/a/index.html", "a"), ("other/b/index.html", "b")];
        stage.build(&[&above[..], &pages[..]].concat());
        let (a, b) = (
            stage.browser("/sub/kind/a/", "a"),
            stage.browser("/sub/other/b/", "b"),
        );
        stage.build(&above);
        assert_eq!(
            (a.take(), b.take()),
            (Vec::new(), Vec::new()),
            "it may have moved"
        );
        stage.live.tell(Vec::new(), Vec::new());
        assert_eq!(a.take(), [gone("/sub/kind/", "/sub/kind/")]);
        assert_eq!(b.take(), [gone("/sub/articles/", "All articles & more")]);
        stage.live.tell(Vec::new(), Vec::new());
        assert_eq!((a.take(), b.take()), (Vec::new(), Vec::new()), "once");
        stage.build(&[&above[..], &pages[..]].concat());
        assert_eq!(a.take(), [page("a")]);
    }

    #[test]
    fn who_shows_an_article_that_moved_is_led_along() {
        let mut stage = Stage::new("/my sub");
        stage.build(&[("a/index.html", "a"), ("ψ/index.html", "b")]);
        let (a, b) = (
            stage.browser("/my%20sub/a/", "a"),
            stage.browser("/my%20sub/%CF%88/", "b"),
        );
        stage.build(&[("ö/index.html", "a"), ("c/index.html", "b")]);
        let moved = [("/a/", "/ö/"), ("/ψ/", "/c/")].map(|(from, to)| (from.into(), to.into()));
        stage.live.tell(Vec::new(), moved.into());
        let to = |to: &str| [Message::Moved { to: to.into() }];
        assert_eq!(a.take(), to("/my%20sub/%C3%B6/"));
        assert_eq!(b.take(), to("/my%20sub/c/"));
        a.shows(&shown("/my%20sub/%C3%B6/", "a"));
        assert_eq!(a.take(), []);
    }

    #[test]
    fn problems_are_told_when_they_change_and_to_whoever_comes() {
        let mut stage = Stage::new("");
        let early = stage.browser("/", "");
        stage.live.tell(vec![problem("one")], Vec::new());
        let told = |problems: &[Problem]| {
            let problems = problems.to_vec();
            Message::Problems { problems }
        };
        assert_eq!(early.take(), [told(&[problem("one")])]);
        stage.live.tell(vec![problem("one")], Vec::new());
        assert_eq!(early.take(), []);
        let late = stage.live.join(&shown("/", ""));
        assert_eq!(late.take(), [told(&[problem("one")])]);
        stage.build(&[("index.html", "home")]);
        stage.live.tell(Vec::new(), Vec::new());
        for seat in [early, late] {
            assert_eq!(seat.take(), [told(&[]), page("home")]);
        }
        assert!(
            stage.live.audience().browsers.is_empty(),
            "who has gone is forgotten"
        );
    }

    #[test]
    fn who_is_told_that_nothing_is_there_sees_that_page_change_too() {
        let mut stage = Stage::new("");
        stage.build(&[("404.html", "nothing"), ("el/404.html", "τίποτα")]);
        let (lost, greek) = (stage.browser("/lost/", ""), stage.browser("/el/lost/", ""));
        stage.build(&[("404.html", "nothing here"), ("el/404.html", "τίποτα")]);
        assert_eq!((lost.take(), greek.take()), (vec![page("")], Vec::new()));
    }

    #[test]
    fn messages_have_the_form_that_the_client_reads() {
        for (message, json) in [
            (page(""), r#"{"type":"page","digest":""}"#.to_owned()),
            (
                gone("/a/", "A"),
                r#"{"type":"gone","parent":{"url":"/a/","title":"A"}}"#.to_owned(),
            ),
            (
                Message::Moved { to: "/b/".into() },
                r#"{"type":"moved","to":"/b/"}"#.to_owned(),
            ),
            (
                Message::Problems {
                    problems: vec![problem("no")],
                },
                concat!(
                    r#"{"type":"problems","problems":[{"severity":"error","code":"link/broken","message":"no","#,
                    r#""file":"articles/a.md","line":1,"column":1,"source":"[x](y)","caret":[4,1],"help":null}]}"#
                )
                .to_owned(),
            ),
        ] {
            assert_eq!(serde_json::to_string(&message).unwrap(), json);
        }
    }
}
