//! The loop: builds, and tells. A stub that builds once.

use std::path::PathBuf;

use crate::base::snapshot::Snapshot;
use crate::build::builder::{Builder, Inputs, Outcome, Silent};
use crate::build::source;
use crate::content::index::Show;

use super::live::Live;

/// What is built.
pub struct Task {
    /// The folder of site.yaml.
    pub site: PathBuf,
    /// Which articles are shown now; asked before each build, since days turn.
    pub show: Box<dyn Fn() -> Show + Send>,
    /// Takes the place of `base_url` in site.yaml.
    pub base_url: Option<String>,
    /// Takes the place of the theme's name in site.yaml.
    pub theme: Option<String>,
    /// Whether to look for changes from time to time instead of being told of them.
    pub poll: bool,
}

/// One attempt to build.
pub struct Attempt<'a> {
    /// What was built.
    pub snapshot: &'a Snapshot,
    /// What came of it.
    pub outcome: &'a Outcome,
    /// Whether it is the first one.
    pub is_first: bool,
}

/// Says on the terminal what happens.
pub trait Narrator: Send {
    /// After every attempt.
    fn built(&mut self, attempt: &Attempt<'_>);
}

/// Builds whenever something changes, for as long as the server runs.
pub fn run(task: &Task, live: &Live, narrator: &mut dyn Narrator) {
    let inputs = Inputs {
        snapshot: source::read(&task.site).into(),
        show: (task.show)(),
        base_url: task.base_url.clone(),
        theme: task.theme.clone(),
    };
    let mut sink = live.sink();
    let outcome = Builder::default().build(&inputs, &mut sink, &Silent);
    if let Some(known) = &outcome.known {
        live.set_base_path(&known.base.path);
    }
    live.tell(Vec::new(), Vec::new());
    narrator.built(&Attempt {
        snapshot: &inputs.snapshot,
        outcome: &outcome,
        is_first: true,
    });
}
