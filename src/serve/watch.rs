//! Where something in a site may have changed: told by the system, or found by looking.
//!
//! What comes out are hints, never facts. A hint that nothing stands behind costs a look at one file; one that is missing
//! would cost the author's trust. So whoever cannot rely on the system looks for changes by themselves.
#![expect(
    clippy::disallowed_methods,
    reason = "paths are compared without their links"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::events::{self, Events, Make};
use super::hint::{Hint, Next, Why};
use super::poll::{INTERVAL, Polling};

/// How a [`Watch`] learns of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// The system tells.
    Events,
    /// It looks twice a second.
    Polling {
        /// The reason.
        why: Why,
    },
}

/// The eyes on a site.
pub struct Watch {
    /// The site's folder, without links.
    root: PathBuf,
    how: How,
    eyes: Eyes,
}

enum Eyes {
    Events(Box<Events>),
    Polling(Polling),
}

/// Begins to watch the articles, themes and site.yaml of the site at `site`. Takes about a second where the system does
/// not tell of changes.
#[must_use]
pub fn start(site: &Path, force_poll: bool) -> Watch {
    start_with(site, force_poll, &events::system)
}

fn start_with(site: &Path, force_poll: bool, make: &Make) -> Watch {
    let root = fs::canonicalize(site).unwrap_or_else(|_| site.to_owned());
    if force_poll {
        return Watch::polling(root, Why::Asked);
    }
    match Events::new(&root, make) {
        Ok(events) => Watch {
            root,
            how: How::Events,
            eyes: Eyes::Events(Box::new(events)),
        },
        Err(why) => Watch::polling(root, why),
    }
}

impl Watch {
    fn polling(root: PathBuf, why: Why) -> Self {
        Self {
            eyes: Eyes::Polling(Polling::new(&root)),
            how: How::Polling { why },
            root,
        }
    }

    /// How it learns of changes. This may turn while it waits.
    #[must_use]
    pub fn how(&self) -> &How {
        &self.how
    }

    /// How long to wait before what has been read of a file is taken to be all that its author wrote.
    #[must_use]
    pub fn patience(&self) -> Duration {
        match self.eyes {
            Eyes::Events(_) => Duration::from_millis(150),
            Eyes::Polling(_) => INTERVAL + Duration::from_millis(150),
        }
    }

    /// Waits for the next hint, at most until `until`.
    pub fn next(&mut self, until: Option<Instant>) -> Next {
        let why = match &mut self.eyes {
            Eyes::Polling(polling) => return polling.next(until),
            Eyes::Events(events) => match events.next(until) {
                Ok(next) => return next,
                Err(why) => why,
            },
        };
        self.give_up(why);
        Next::Hint(Hint::Everything)
    }

    /// Watches what the links in the site lead to as well; whether anything is watched that was not before.
    pub fn follow(&mut self, targets: BTreeSet<PathBuf>) -> bool {
        let Eyes::Events(events) = &mut self.eyes else {
            // Whoever looks for changes looks through links.
            return false;
        };
        events.follow(targets).unwrap_or_else(|why| {
            self.give_up(why);
            true
        })
    }

    fn give_up(&mut self, why: Why) {
        *self = Self::polling(std::mem::take(&mut self.root), why);
    }
}

#[cfg(all(test, unix))]
mod tests;
