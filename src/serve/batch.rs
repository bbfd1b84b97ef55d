//! What has happened to files of late, and whether that seems to be all.
//!
//! Programs save in many steps: they write a new file and rename it, move the old one out of the way, empty a file and
//! fill it. A batch takes in the steps and says how long to wait for the next.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long nothing must have happened before a change is taken to be complete.
const QUIET: Duration = Duration::from_millis(5);

/// The same while a program holds a file open that it has written to, where the system tells when that ends.
const OPEN: Duration = Duration::from_millis(100);

/// The same while many files change: somebody unpacks, copies or checks out, and nobody waits for the first of them.
const BUSY: Duration = Duration::from_millis(60);

/// How many files are many.
const MANY: usize = 8;

/// However busy the disk is, what has changed is shown after so long.
const LONGEST: Duration = Duration::from_secs(1);

/// What is known of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Something is there that was not.
    Created,
    /// It was renamed to this.
    Arrived,
    /// Its bytes were written to.
    Written,
    /// A program that wrote to it has closed it.
    Closed,
    /// It is not there any more.
    Gone,
    /// Who may read it, or the like.
    Marked,
    /// Something else, or nobody knows what.
    Unclear,
}

/// What has happened to one path.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// Whether it was not there when the batch began.
    born: bool,
    /// Whether it was created, so that whoever did may go on to rename it.
    fresh: bool,
    /// Whether a program is writing to it.
    open: bool,
    /// Whether no further step is to be expected.
    whole: bool,
    /// Whether it may be a folder that is new.
    came: bool,
}

/// What has happened and nobody has looked at yet.
#[derive(Debug, Default)]
pub(super) struct Batch {
    marks: BTreeMap<PathBuf, Mark>,
    everything: bool,
    /// When the first and the last of it happened.
    span: Option<(Instant, Instant)>,
}

impl Batch {
    /// Whether anything at all may have changed.
    pub(super) fn is_everything(&self) -> bool {
        self.everything
    }

    /// Notes a step.
    pub(super) fn note(&mut self, path: &Path, step: Step, now: Instant) {
        self.touch(now);
        let born = step == Step::Created;
        let mark = self.marks.entry(path.to_owned()).or_insert(Mark {
            born,
            fresh: false,
            open: false,
            whole: step == Step::Marked,
            came: false,
        });
        match step {
            Step::Created => {
                mark.fresh = true;
                mark.whole = false;
                mark.came = true;
            }
            Step::Arrived => {
                mark.fresh = false;
                mark.open = false;
                mark.whole = true;
                mark.came = true;
            }
            Step::Written => {
                // Only there is one told when it ends.
                mark.open = cfg!(target_os = "linux");
                mark.whole = false;
            }
            Step::Closed => {
                mark.open = false;
                mark.whole = !mark.fresh;
            }
            Step::Gone => {
                // What came and went in one batch was never anybody's file.
                *mark = Mark {
                    born: mark.born,
                    fresh: false,
                    open: false,
                    whole: mark.born,
                    came: false,
                };
            }
            Step::Marked => {}
            Step::Unclear => {
                mark.whole = false;
                mark.came = true;
            }
        }
    }

    /// Notes that anything may have happened.
    pub(super) fn note_everything(&mut self, now: Instant) {
        self.touch(now);
        self.everything = true;
    }

    fn touch(&mut self, now: Instant) {
        let first = self.span.map_or(now, |(first, _)| first);
        self.span = Some((first, now));
    }

    /// When it is to be taken as complete, if nothing more happens. `in_burst`: other changes came shortly before, so
    /// that this one may belong to them.
    pub(super) fn due(&self, in_burst: bool) -> Option<Instant> {
        let (first, last) = self.span?;
        let marks = || self.marks.values();
        let quiet = if self.everything || marks().len() >= MANY {
            BUSY
        } else if marks().any(|mark| mark.open) {
            OPEN
        } else if !in_burst && marks().all(|mark| mark.whole) {
            Duration::ZERO
        } else {
            QUIET
        };
        Some((last + quiet).min(first + LONGEST))
    }

    /// Whether it has lasted so long that no further step is waited for.
    pub(super) fn is_late(&self, now: Instant) -> bool {
        self.span.is_some_and(|(first, _)| now >= first + LONGEST)
    }

    /// The paths, and those of them that may be folders that are new.
    pub(super) fn take(&mut self) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let batch = std::mem::take(self);
        let came = batch.marks.iter().filter(|(_, mark)| mark.came);
        let came = came.map(|(path, _)| path.clone()).collect();
        (batch.marks.into_keys().collect(), came)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long is waited after these steps, each of which takes no time.
    fn wait(steps: &[(&str, Step)]) -> Duration {
        let now = Instant::now();
        let mut batch = Batch::default();
        for (path, step) in steps {
            batch.note(Path::new(path), *step, now);
        }
        batch.due(false).map_or(Duration::MAX, |due| due - now)
    }

    #[test]
    fn a_save_in_place_is_complete_when_the_file_is_closed() {
        let written = [("a", Step::Written), ("a", Step::Written)];
        let held_open = if cfg!(target_os = "linux") {
            OPEN
        } else {
            QUIET
        };
        assert_eq!(wait(&written), held_open);
        assert_eq!(wait(&[written[0], ("a", Step::Closed)]), Duration::ZERO);
    }

    #[test]
    fn a_file_renamed_over_another_is_complete() {
        // As `sed -i` does it.
        let new = [
            ("x", Step::Created),
            ("x", Step::Written),
            ("x", Step::Closed),
        ];
        assert_eq!(wait(&new), QUIET, "whoever made it may rename it");
        let steps = [&new[..], &[("x", Step::Gone), ("a", Step::Arrived)]].concat();
        assert_eq!(wait(&steps), Duration::ZERO);
    }

    #[test]
    fn a_file_moved_out_of_the_way_is_expected_back() {
        // As vim does it.
        assert_eq!(wait(&[("a", Step::Gone)]), QUIET);
        assert_eq!(wait(&[("a", Step::Gone), ("a", Step::Created)]), QUIET);
    }

    #[test]
    fn many_files_are_one_change() {
        let names: Vec<String> = (0..MANY).map(|n| n.to_string()).collect();
        let steps: Vec<(&str, Step)> = names.iter().map(|n| (n.as_str(), Step::Closed)).collect();
        assert_eq!(wait(&steps), BUSY);
        assert_eq!(wait(&steps[1..]), Duration::ZERO);
    }

    #[test]
    fn after_a_change_the_next_is_not_taken_at_once() {
        let now = Instant::now();
        let mut batch = Batch::default();
        batch.note(Path::new("a"), Step::Closed, now);
        assert_eq!(batch.due(true), Some(now + QUIET));
    }

    #[test]
    fn no_change_waits_for_ever() {
        let now = Instant::now();
        let mut batch = Batch::default();
        for n in 0..100 {
            batch.note(Path::new("a"), Step::Written, now + QUIET * n * 10);
        }
        assert_eq!(batch.due(false), Some(now + LONGEST));
    }

    #[test]
    fn what_came_and_went_is_looked_at_all_the_same() {
        let now = Instant::now();
        let mut batch = Batch::default();
        batch.note(Path::new("a"), Step::Created, now);
        batch.note(Path::new("a"), Step::Gone, now);
        assert_eq!(batch.take(), (vec![PathBuf::from("a")], vec![]));
        assert_eq!(batch.due(false), None);
    }
}
