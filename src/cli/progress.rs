//! A bar for builds that take long enough to be wondered about.

use std::io::{self, IsTerminal as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::build::builder::Progress;

/// Builds that are done before this show nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on standard error, if that is a terminal.
pub(super) struct Bar {
    /// `None` where nobody would see it.
    began: Option<Instant>,
    total: AtomicU64,
    done: AtomicU64,
    bar: OnceLock<ProgressBar>,
}

impl Bar {
    /// Begins to wait.
    pub(super) fn new() -> Self {
        Self {
            began: io::stderr().is_terminal().then(Instant::now),
            total: AtomicU64::new(0),
            done: AtomicU64::new(0),
            bar: OnceLock::new(),
        }
    }

    /// Clears the line.
    pub(super) fn finish(self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }

    fn make(&self) -> ProgressBar {
        let total = self.total.load(Ordering::Relaxed);
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
        match ProgressStyle::with_template("{wide_bar} {human_pos} of {human_len} files") {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }
}

impl Progress for Bar {
    fn planned(&self, total: usize) {
        self.total.store(total as u64, Ordering::Relaxed);
    }

    fn advanced(&self) {
        let Some(began) = self.began else { return };
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if began.elapsed() > PATIENCE {
            self.bar.get_or_init(|| self.make()).set_position(done);
        }
    }
}
