//! Changes as the system tells of them.
//!
//! The system may lose events: of files that come with a new folder, before that is watched; of anything, when too much
//! happens at once. So a folder that is new is looked through once it is watched, and everything when events were lost.
#![expect(
    clippy::disallowed_methods,
    reason = "the canary is written here, and folders are told from files"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, EventHandler, EventKind, RecursiveMode, Watcher};

use crate::build::builder::SITE_FILE;
use crate::build::walk::{FOLDERS, is_litter};

use super::batch::{Batch, Step};
use super::hint::{Hint, Next, Why};

/// For so long after a change, another may belong to it.
const BURST: Duration = Duration::from_millis(50);

/// How long the canary is waited for.
const CANARY: Duration = Duration::from_secs(1);

/// How long after a folder came it is looked through once more.
const AGAIN: Duration = Duration::from_millis(700);

/// Events that are lost again so soon may be lost because of our own reading: then the next look waits longer.
const LOST_AGAIN: Duration = Duration::from_secs(10);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A program that wrote to a file has closed it.
const CLOSED: AccessKind = AccessKind::Close(AccessMode::Write);

/// What makes a watcher: the system's, or a test's.
pub(super) type Make = dyn Fn(Ear) -> notify::Result<Box<dyn Watcher + Send>>;

/// Hears events in the watcher's own thread, and hands on those that may be hints.
pub(super) struct Ear(mpsc::Sender<notify::Result<Event>>);

impl EventHandler for Ear {
    fn handle_event(&mut self, event: notify::Result<Event>) {
        let is_idle = |event: &Event| match event.kind {
            // Our own reading makes events too.
            EventKind::Access(access) => access != CLOSED,
            // Both ends of a renaming are told of again, after each was told of.
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => true,
            _ => false,
        };
        if !event.as_ref().is_ok_and(is_idle) {
            // When the server ends, nobody listens.
            let _ = self.0.send(event);
        }
    }
}

/// The watcher of this system.
pub(super) fn system(ear: Ear) -> notify::Result<Box<dyn Watcher + Send>> {
    // The system knows a folder by one path alone, so links are followed by us.
    let config = Config::default().with_follow_symlinks(false);
    Ok(Box::new(notify::RecommendedWatcher::new(ear, config)?))
}

/// A site that the system watches.
pub(super) struct Events {
    /// The site's folder, without links.
    root: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    heard: Receiver<notify::Result<Event>>,
    /// What is watched beside the folder itself. It may come and go.
    watched: BTreeMap<PathBuf, RecursiveMode>,
    /// What links in the site lead to.
    targets: BTreeSet<PathBuf>,
    batch: Batch,
    /// When a hint was last given.
    last: Option<Instant>,
    /// Folders to look through once more, and when.
    again: Option<(Instant, Vec<PathBuf>)>,
    /// When events were last lost, and how long to wait before looking at everything the next time.
    lost: Option<(Instant, Duration)>,
}

impl Events {
    /// Begins to watch the site whose folder, without links, is `root`.
    pub(super) fn new(root: &Path, make: &Make) -> Result<Self, Why> {
        let (sender, heard) = mpsc::channel();
        let mut events = Self {
            root: root.to_owned(),
            watcher: make(Ear(sender)).map_err(|error| Why::of(&error))?,
            heard,
            watched: BTreeMap::new(),
            targets: BTreeSet::new(),
            batch: Batch::default(),
            last: None,
            again: None,
            lost: None,
        };
        events.watch(root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            let folder = root.join(folder);
            events.watch(&folder, RecursiveMode::Recursive)?;
            events.watched.insert(folder, RecursiveMode::Recursive);
        }
        events.send_canary()?;
        Ok(events)
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> Result<(), Why> {
        // It is watched when it comes. What a link out of the site leads to is never looked at.
        if !fs::canonicalize(path).is_ok_and(|path| path.starts_with(&self.root)) {
            return Ok(());
        }
        match self.watcher.watch(path, mode) {
            Err(error) if is_not_found(&error) => Ok(()),
            result => result.map_err(|error| Why::of(&error)),
        }
    }

    /// Proves that events arrive, by a file that is there for a moment.
    fn send_canary(&mut self) -> Result<(), Why> {
        let articles = self.root.join(FOLDERS[0]);
        // Through a link it would be told of under another name.
        let folder = if articles.is_dir() && !articles.is_symlink() {
            &articles
        } else {
            &self.root
        };
        let canary = folder.join(format!(".attuned-canary-{}", std::process::id()));
        fs::write(&canary, "").map_err(|error| Why::NoCanary(error.to_string()))?;
        // Whatever becomes of us, it is not left behind.
        let _ = fs::remove_file(&canary);
        let until = Instant::now() + CANARY;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.heard.recv_timeout(left) {
                Ok(Ok(event)) if event.paths.contains(&canary) => return Ok(()),
                Ok(event) => self.absorb(event)?,
                Err(_) => return Err(Why::NoEvents),
            }
        }
    }

    /// Watches what links in the site lead to as well; whether anything is watched that was not before.
    pub(super) fn follow(&mut self, targets: BTreeSet<PathBuf>) -> Result<bool, Why> {
        let before = self.watched.len();
        for target in &targets {
            let (folder, mode) = if *target == self.root {
                // What else lies there, such as the folder of the website, is not watched.
                continue;
            } else if target.is_dir() {
                (Some(target.as_path()), RecursiveMode::Recursive)
            } else {
                // A file is replaced as often as it is written to: its folder tells of both.
                let folder = target.ancestors().skip(1).find(|folder| folder.is_dir());
                (folder, RecursiveMode::NonRecursive)
            };
            let Some(folder) = folder.filter(|folder| folder.starts_with(&self.root)) else {
                continue;
            };
            let is_root = folder == self.root && mode == RecursiveMode::NonRecursive;
            if !is_root && !self.covers(folder, mode) {
                self.watch(folder, mode)?;
                self.watched.insert(folder.to_owned(), mode);
            }
        }
        self.targets = targets;
        Ok(self.watched.len() > before)
    }

    /// Whether `folder` is watched already, and all in it if `mode` asks for that.
    fn covers(&self, folder: &Path, mode: RecursiveMode) -> bool {
        self.watched.iter().any(|(known, depth)| match depth {
            // The system does not look through a link.
            RecursiveMode::Recursive => {
                !known.is_symlink()
                    && fs::canonicalize(known).is_ok_and(|known| folder.starts_with(known))
            }
            RecursiveMode::NonRecursive => known == folder && mode == RecursiveMode::NonRecursive,
        })
    }

    /// Waits for the next hint, at most until `until`.
    pub(super) fn next(&mut self, until: Option<Instant>) -> Result<Next, Why> {
        loop {
            let now = Instant::now();
            let due = self.due();
            // Where events never cease, there is always one waiting.
            if due.is_some_and(|due| due <= now) && self.batch.is_late(now) {
                return self.give(now);
            }
            let again = self.again.as_ref().map(|(at, _)| *at);
            let wake = due.or_else(|| [until, again].into_iter().flatten().min());
            let heard = match wake {
                Some(wake) => self.heard.recv_timeout(wake.saturating_duration_since(now)),
                None => self
                    .heard
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
            };
            match heard {
                Ok(event) => self.absorb(event)?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Why::Failed("it has stopped to".into()));
                }
                Err(RecvTimeoutError::Timeout) if due.is_some() => return self.give(now),
                Err(RecvTimeoutError::Timeout) => {
                    return match self.again.take_if(|(at, _)| *at <= Instant::now()) {
                        Some((_, folders)) => self.look_again(folders),
                        None => Ok(Next::Nothing),
                    };
                }
            }
        }
    }

    /// When what has happened is to be taken as complete.
    fn due(&self) -> Option<Instant> {
        let in_burst = self.last.is_some_and(|last| last.elapsed() < BURST);
        let due = self.batch.due(in_burst)?;
        match self.lost {
            Some((at, wait)) if self.batch.is_everything() => Some(due.max(at + wait)),
            _ => Some(due),
        }
    }

    fn absorb(&mut self, event: notify::Result<Event>) -> Result<(), Why> {
        let now = Instant::now();
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                let why = Why::of(&error);
                self.batch.note_everything(now);
                return match why {
                    Why::Failed(_) => Ok(()),
                    why => Err(why),
                };
            }
        };
        if event.need_rescan() {
            self.batch.note_everything(now);
        }
        let step = step(event.kind);
        for path in &event.paths {
            if *path == self.root && step == Step::Gone {
                return Err(Why::SiteMoved);
            }
            // A folder that is said to be written to is one in which something else happened.
            let is_echo = step == Step::Written && path.is_dir();
            if !is_echo && self.concerns(path) {
                self.batch.note(path, step, now);
            }
        }
        Ok(())
    }

    /// Whether what happens at `path` can show in the site.
    fn concerns(&self, path: &Path) -> bool {
        let Ok(below) = path.strip_prefix(&self.root) else {
            return false;
        };
        let is_source = below == Path::new(SITE_FILE)
            || (FOLDERS.iter().any(|folder| below.starts_with(folder)) && !has_litter(below));
        let is_target = |target: &PathBuf| {
            target.starts_with(path)
                || path
                    .strip_prefix(target)
                    .is_ok_and(|rest| !has_litter(rest))
        };
        is_source || self.targets.iter().any(is_target)
    }

    /// Makes sure that folders which came are watched, and hints at them once more.
    fn look_again(&mut self, folders: Vec<PathBuf>) -> Result<Next, Why> {
        for folder in &folders {
            if folder.is_dir() && !folder.is_symlink() {
                self.watch(folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(Next::Hint(Hint::Paths(folders)))
    }

    fn give(&mut self, now: Instant) -> Result<Next, Why> {
        let is_everything = self.batch.is_everything();
        let (paths, came) = self.batch.take();
        self.last = Some(now);
        if is_everything {
            let wait = match self.lost {
                Some((at, wait)) if now - at < LOST_AGAIN + wait => {
                    (wait * 2).clamp(Duration::from_secs(1), LONGEST_WAIT)
                }
                _ => Duration::ZERO,
            };
            self.lost = Some((now, wait));
        }
        let folders: Vec<PathBuf> = came.iter().filter(|path| path.is_dir()).cloned().collect();
        let returned: Vec<(PathBuf, RecursiveMode)> = self
            .watched
            .iter()
            .filter(|(path, _)| is_everything || came.iter().any(|came| path.starts_with(came)))
            .map(|(path, mode)| (path.clone(), *mode))
            .collect();
        for (path, mode) in returned {
            self.watch(&path, mode)?;
        }
        if !folders.is_empty() {
            // Answered only when all that was heard so far is done, so that the new folders are watched from here on.
            let _ = self.watcher.configure(Config::default());
            let (at, mut all) = self.again.take().unwrap_or((now + AGAIN, Vec::new()));
            all.extend(folders);
            self.again = Some((at, all));
        }
        Ok(Next::Hint(if is_everything {
            Hint::Everything
        } else {
            Hint::Paths(paths)
        }))
    }
}

/// What happened to the path of an event.
fn step(kind: EventKind) -> Step {
    match kind {
        EventKind::Create(_) => Step::Created,
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => Step::Gone,
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Step::Arrived,
        EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Any) => Step::Written,
        EventKind::Modify(ModifyKind::Metadata(_)) => Step::Marked,
        EventKind::Access(_) => Step::Closed,
        _ => Step::Unclear,
    }
}

fn has_litter(path: &Path) -> bool {
    path.iter().any(|part| is_litter(&part.to_string_lossy()))
}

fn is_not_found(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(io) => io.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}
