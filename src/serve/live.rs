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

use super::findings::{self, Findings};
use super::problem::Problem;
use super::store::{self, Output, Store};

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
    /// What there is to say of the browser's page may be something else now.
    Findings,
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
    /// Where articles have gone: from address to address, decoded and with base path. A browser may say that it shows an
    /// address at the very moment in which the article leaves it.
    moved: FxHashMap<String, String>,
    /// The site as it is shown.
    site: Option<Arc<findings::Shown>>,
}

/// How many moves are remembered.
const MOVES: usize = 1024;

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
    findings: bool,
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

    /// Takes in the site as it is shown, of which browsers may ask what there is to say of a page.
    pub(super) fn set_site(&self, site: findings::Shown) {
        let mut audience = self.audience();
        let before = audience.site.replace(Arc::new(site));
        for browser in audience.browsers.values_mut() {
            browser.slip.findings = true;
            browser.wake.notify_one();
        }
        // Letting go of a whole site takes a while: nobody has to wait for that.
        drop(audience);
        drop(before);
    }

    /// What there is to say of the page at an address, decoded and with base path.
    pub(super) fn findings(&self, address: &str) -> Option<Findings> {
        let site = self.audience().site.clone();
        site?.findings(address)
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
        let Audience {
            browsers,
            moved: known,
            ..
        } = &mut *audience;
        if known.len() + moved.len() > MOVES {
            known.clear();
        }
        for (from, to) in moved {
            known.insert(format!("{base}{from}"), format!("{base}{to}"));
        }
        for browser in browsers.values_mut() {
            self.say_gone(browser, known);
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
                problems: true,
                ..Slip::default()
            },
            wake: wake.clone(),
        };
        self.note(&mut browser, shown, &audience.moved);
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
    fn note(&self, browser: &mut Browser, shown: &Shown, moved: &FxHashMap<String, String>) {
        let store = &self.0.store;
        browser.address = store::decoded(&shown.page).unwrap_or_default();
        browser.path = store.path_at(&browser.address);
        browser.version = Digest::from_hex(&shown.digest);
        browser.absence = store.not_found(&browser.address).map(|page| page.digest);
        browser.slip.page = None;
        if self.ready() {
            self.say_version(browser);
            self.say_gone(browser, moved);
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

    /// Tells a browser whose page is not there where it went, or that it is gone if it was there.
    fn say_gone(&self, browser: &mut Browser, moved: &FxHashMap<String, String>) {
        let store = &self.0.store;
        let path = browser.path.as_deref().unwrap_or_default();
        if store.digest(path).is_some() {
            return;
        }
        if let Some(to) = self.followed(&browser.address, moved) {
            browser.version = None;
            let to = percent_encode(to).into_owned();
            browser.tell(Message::Moved { to });
            return;
        }
        if browser.version.is_none() {
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

    /// Where the article that was at `address` is now.
    fn followed<'m>(&self, address: &str, moved: &'m FxHashMap<String, String>) -> Option<&'m str> {
        let store = &self.0.store;
        let is_there = |address: &&String| {
            let path = store.path_at(address);
            path.is_some_and(|path| store.digest(&path).is_some())
        };
        let steps = std::iter::successors(moved.get(address), |at| moved.get(*at));
        steps.take(MOVES).find(is_there).map(String::as_str)
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
        let findings = slip.findings.then_some(Message::Findings);
        // A browser that is told of its page asks for the findings with it.
        let findings = findings.filter(|_| slip.page.is_none());
        problems
            .into_iter()
            .chain(slip.page)
            .chain(findings)
            .collect()
    }

    /// Notes that the browser shows something else now.
    pub(super) fn shows(&self, shown: &Shown) {
        let Audience {
            browsers, moved, ..
        } = &mut *self.live.audience();
        if let Some(browser) = browsers.get_mut(&self.number) {
            self.live.note(browser, shown, moved);
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
        let Audience {
            browsers, moved, ..
        } = &mut *self.live.audience();
        for browser in browsers.values_mut() {
            self.live.say_gone(browser, moved);
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
mod tests;
