//! The loop: something may have changed; it is looked at, built, and told. It lasts as long as the server.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::base::date::Date;
use crate::base::diagnostic::{Diagnostic, Severity, has_errors};
use crate::base::path::SitePath;
use crate::base::snapshot::{Snapshot, SourceFile};
use crate::build::builder::Inputs;
use crate::build::source::{Changed, Tree};
use crate::content::index::Show;

use super::hint::{Hint, Next};
use super::last_good::{Built, Shown};
use super::live::{Live, LiveSink};
use super::problem::{Problem, problem};
use super::watch::{self, How, Watch};

/// How often it is asked whether the day has turned: a computer that slept through midnight is not late by much.
const DAY_CHECK: Duration = Duration::from_secs(20);

/// Errors in a file that is saved again and again are told after so long, whatever comes.
const LONGEST_UNTOLD: Duration = Duration::from_secs(1);

/// So many changed files are hardly saved by hand: whatever does that is given time to change more.
const MANY: usize = 8;

/// How long it must have changed none for that to be all.
const BUSY: Duration = Duration::from_millis(60);

/// However many files change, some are shown after so long.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// What is built.
pub struct Task {
    /// The folder of site.yaml.
    pub site: PathBuf,
    /// Which articles are shown now; asked again and again, since days turn.
    pub show: Box<dyn Fn() -> Show + Send>,
    /// Takes the place of `base_url` in site.yaml.
    pub base_url: Option<String>,
    /// Takes the place of the theme's name in site.yaml.
    pub theme: Option<String>,
    /// Whether to look for changes from time to time instead of being told of them.
    pub poll: bool,
}

/// Why something was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A file has other bytes.
    Edited(SitePath),
    /// A file is there that was not.
    Added(SitePath),
    /// A file is not there any more.
    Removed(SitePath),
    /// A file has another path: where it was, and where it is.
    Renamed(SitePath, SitePath),
    /// So many files have changed in any of these ways.
    Several(usize),
    /// What cannot be read is not what it was.
    Readable,
    /// It is this day now.
    Day(Date),
}

/// One rebuild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Why.
    pub cause: Cause,
    /// How many outputs were made.
    pub rendered: usize,
    /// How long it took to read and build, without what was waited for.
    pub took: Duration,
    /// Files with errors, or that others with errors depend on, which are shown as they were.
    pub held: Vec<SitePath>,
}

/// Says on the terminal what happens.
pub trait Narrator: Send {
    /// After the first build, and what was said of it.
    fn begun(&mut self, snapshot: &Snapshot);
    /// When changes are learnt of in another way than by events of the system.
    fn watching(&mut self, how: &How);
    /// After every later build; the problems come first.
    fn rebuilt(&mut self, rebuilt: &Rebuilt);
    /// Problems that were not there before, with the files they are in.
    fn problems(&mut self, problems: &[Diagnostic], snapshot: &Snapshot);
    /// When there are no errors any more, or no problems at all.
    fn mended(&mut self);
}

/// Builds whenever something changes, for as long as the server runs.
pub fn run(task: &Task, live: &Live, narrator: &mut dyn Narrator) {
    let mut rebuild = Rebuild::new(task, live, narrator);
    rebuild.begin();
    loop {
        rebuild.step();
    }
}

struct Rebuild<'a> {
    task: &'a Task,
    live: &'a Live,
    narrator: &'a mut dyn Narrator,
    watch: Watch,
    tree: Tree,
    shown: Shown<LiveSink>,
    /// Which articles are shown.
    show: Show,
    /// How changes are learnt of, as it was told last.
    how: How,
    /// Problems as they were told last.
    problems: Vec<Diagnostic>,
    /// The same, as browsers were told.
    told: Vec<Problem>,
    untold: Option<Untold>,
}

/// What came of a build and is not told yet: files with errors may not be written to the end.
struct Untold {
    /// When it came up, and when it is to be told.
    since: Instant,
    until: Instant,
    changed: Changed,
    cause: Option<Cause>,
    rendered: usize,
    took: Duration,
    problems: Vec<Diagnostic>,
}

impl<'a> Rebuild<'a> {
    fn new(task: &'a Task, live: &'a Live, narrator: &'a mut dyn Narrator) -> Self {
        Self {
            // First of all, so that nothing is missed that happens while the files are read.
            watch: watch::start(&task.site, task.poll),
            tree: Tree::open(&task.site),
            shown: Shown::new(live.sink()),
            show: (task.show)(),
            how: How::Events,
            problems: Vec::new(),
            told: Vec::new(),
            untold: None,
            task,
            live,
            narrator,
        }
    }

    fn begin(&mut self) {
        if self.watch.follow(self.tree.link_targets()) {
            self.refresh(&Hint::Everything);
        }
        let built = self.build(&Changed::default());
        self.tell(built.problems);
        self.narrator.begun(&self.tree.snapshot());
        self.say_how();
        self.shown.settle();
    }

    /// Waits for something to happen, and does what follows from it.
    fn step(&mut self) {
        let next = Instant::now() + DAY_CHECK;
        let until = self
            .untold
            .as_ref()
            .map_or(next, |untold| untold.until.min(next));
        match self.watch.next(Some(until)) {
            Next::Hint(hint) => self.follow(&hint),
            Next::Nothing => self.tell_what_is_due(),
        }
        self.say_how();
        let show = (self.task.show)();
        if show != self.show {
            self.show = show;
            let began = Instant::now();
            self.rebuild(Changed::default(), Some(Cause::Day(show.today)), began);
        }
    }

    fn follow(&mut self, hint: &Hint) {
        let mut began = Instant::now();
        let mut changed = self.refresh(hint);
        let (patient, longest) = (began + self.watch.patience(), began + LONGEST_WAIT);
        loop {
            let now = Instant::now();
            let until = if is_perhaps_half_done(&changed) && now < patient {
                patient
            } else if changed.files.len() >= MANY && now < longest {
                now + BUSY
            } else {
                break;
            };
            let next = self.watch.next(Some(until));
            // Waiting is no work.
            began = Instant::now();
            match next {
                Next::Hint(hint) => changed.merge(self.refresh(&hint)),
                Next::Nothing if until == patient => {}
                Next::Nothing => break,
            }
        }
        if changed.is_empty() {
            self.tell_what_is_due();
        } else {
            self.rebuild(changed, None, began);
        }
    }

    /// Looks where a hint leads, and at what links lead to from now on.
    fn refresh(&mut self, hint: &Hint) -> Changed {
        let root = || vec![self.tree.root().to_owned()];
        let paths = match hint {
            Hint::Paths(paths) => paths.clone(),
            Hint::Everything => root(),
        };
        let mut changed = self.tree.refresh(&paths);
        if changed.links && self.watch.follow(self.tree.link_targets()) {
            // What was written before it was watched.
            let root = vec![self.tree.root().to_owned()];
            changed.merge(self.tree.refresh(&root));
        }
        changed
    }

    fn build(&mut self, changed: &Changed) -> Built {
        let inputs = Inputs {
            snapshot: self.tree.snapshot(),
            show: self.show,
            base_url: self.task.base_url.clone(),
            theme: self.task.theme.clone(),
        };
        let mut built = self.shown.build(&inputs, changed);
        // Advice is for `check`.
        built
            .problems
            .retain(|problem| problem.severity != Severity::Advice);
        if let Some(base) = &built.base_path {
            self.live.set_base_path(base);
        }
        if let Some(site) = built.site.take() {
            self.live.set_site(site);
        }
        built
    }

    fn rebuild(&mut self, changed: Changed, cause: Option<Cause>, began: Instant) {
        let built = self.build(&changed);
        let took = began.elapsed();
        let mut untold = self.untold.take().unwrap_or_else(|| Untold {
            since: began,
            until: began,
            changed: Changed::default(),
            cause: None,
            rendered: 0,
            took: Duration::ZERO,
            problems: Vec::new(),
        });
        let has_fresh =
            |changed: &Changed| has_fresh_errors(&built.problems, &self.problems, changed);
        let in_these = has_fresh(&changed);
        untold.changed.merge(changed);
        if in_these {
            untold.until = (began + self.watch.patience()).min(untold.since + LONGEST_UNTOLD);
        } else if !has_fresh(&untold.changed) {
            untold.until = began;
        }
        untold.cause = cause.or(untold.cause);
        untold.rendered += built.rendered;
        untold.took += took;
        untold.problems = built.problems;
        self.untold = Some(untold);
        // Who looks at a page that went or moved is told at once, whatever else there is to say.
        self.live.tell(self.told.clone(), built.moved);
        self.tell_what_is_due();
        self.shown.settle();
    }

    fn tell_what_is_due(&mut self) {
        let now = Instant::now();
        if let Some(untold) = self.untold.take_if(|untold| untold.until <= now) {
            let cause = untold.cause.or_else(|| cause(&untold.changed));
            self.tell(untold.problems);
            if let Some(cause) = cause {
                self.narrator.rebuilt(&Rebuilt {
                    cause,
                    rendered: untold.rendered,
                    took: untold.took,
                    held: self.shown.held().cloned().collect(),
                });
            }
        }
    }

    /// Tells browsers of all problems there are, and the terminal of those that are new.
    fn tell(&mut self, problems: Vec<Diagnostic>) {
        let snapshot = self.tree.snapshot();
        self.told = problems.iter().map(|p| problem(p, &snapshot)).collect();
        self.live.tell(self.told.clone(), Vec::new());
        let known: BTreeSet<_> = self.problems.iter().map(identity).collect();
        let new: Vec<Diagnostic> = problems
            .iter()
            .filter(|problem| !known.contains(&identity(problem)))
            .cloned()
            .collect();
        if !new.is_empty() {
            self.narrator.problems(&new, &snapshot);
        }
        let had_errors = has_errors(&self.problems);
        let is_mended = match problems.is_empty() {
            true => !self.problems.is_empty(),
            false => had_errors && !has_errors(&problems),
        };
        self.problems = problems;
        if is_mended {
            self.narrator.mended();
        }
    }

    fn say_how(&mut self) {
        if *self.watch.how() != self.how {
            self.how = self.watch.how().clone();
            self.narrator.watching(&self.how);
        }
    }
}

/// Whether a program may be in the middle of saving: it has emptied a file, or moved it out of the way.
fn is_perhaps_half_done(changed: &Changed) -> bool {
    let renamed = changed.renamed();
    let is_empty = |file: &SourceFile| file.held_bytes().is_some_and(<[u8]>::is_empty);
    changed
        .files
        .iter()
        .any(|(path, change)| match &change.after {
            None => !renamed.iter().any(|(from, _)| from == path),
            Some(after) => {
                is_empty(after)
                    && change
                        .before
                        .as_ref()
                        .is_none_or(|before| !is_empty(before))
            }
        })
}

/// Whether there is an error that was not told, in a file that has just changed.
fn has_fresh_errors(problems: &[Diagnostic], told: &[Diagnostic], changed: &Changed) -> bool {
    let told: BTreeSet<_> = told.iter().map(identity).collect();
    problems.iter().any(|problem| {
        problem.severity == Severity::Error
            && changed.files.contains_key(&problem.file)
            && !told.contains(&identity(problem))
    })
}

/// What makes a problem the same one, wherever in its file it has moved to.
fn identity(problem: &Diagnostic) -> (&SitePath, Severity, &str, &str) {
    (
        &problem.file,
        problem.severity,
        problem.code,
        &problem.message,
    )
}

/// What has changed, in short; `None` where all is as it was.
fn cause(changed: &Changed) -> Option<Cause> {
    let mut files = changed.files.iter();
    match (files.next(), files.next(), files.next()) {
        (None, _, _) => changed.problems.then_some(Cause::Readable),
        (Some((path, change)), None, _) => Some(match (&change.before, &change.after) {
            // It is still there, or was.
            (None, _) | (_, None) if changed.problems => Cause::Readable,
            (None, _) => Cause::Added(path.clone()),
            (_, None) => Cause::Removed(path.clone()),
            _ => Cause::Edited(path.clone()),
        }),
        (Some(_), Some(_), third) => match (third, changed.renamed().pop()) {
            (None, Some((from, to))) => Some(Cause::Renamed(from, to)),
            _ => Some(Cause::Several(changed.files.len())),
        },
    }
}

#[cfg(test)]
mod tests;
