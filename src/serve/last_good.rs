//! What is shown while files have errors: a clean build of the site in which those files are as they last were without.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::SitePath;
use crate::base::snapshot::{Snapshot, SourceFile, is_within};
use crate::build::builder::{Builder, Inputs, Outcome, Silent};
use crate::build::emit::Sink;
use crate::build::source::Changed;
use crate::content::index::SiteIndex;
use crate::content::reference::ARTICLES;

use super::findings;

/// Each further attempt leaves more out. Chains of articles that break each other are not longer than this.
const MOST_ATTEMPTS: usize = 64;

/// A file in another state than on the disk; `None` where it is left out.
type Held = BTreeMap<SitePath, Option<SourceFile>>;

/// What is shown of a site, and how to build what is shown next.
pub(super) struct Shown<S> {
    builder: Builder,
    sink: S,
    /// Where what is shown differs from what is on the disk: what is shown there.
    held: Held,
    /// The index of what is shown.
    index: Option<Arc<SiteIndex>>,
}

/// What came of building.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// Everything there is to say of the files on the disk.
    pub(super) problems: Vec<Diagnostic>,
    /// Whether what is shown is now of this build; else nothing could be built, and it is what it was.
    pub(super) is_shown: bool,
    /// Outputs that were made.
    pub(super) rendered: usize,
    /// Articles that have another address now: where each was, and where it is, without base path.
    pub(super) moved: Vec<(String, String)>,
    /// The base path of what is shown, such as `/sub/`.
    pub(super) base_path: Option<String>,
    /// The site as it is shown.
    pub(super) site: Option<findings::Shown>,
}

impl<S: Sink> Shown<S> {
    /// Nothing yet; what is built goes to `sink`.
    pub(super) fn new(sink: S) -> Self {
        Self {
            builder: Builder::default(),
            sink,
            held: Held::new(),
            index: None,
        }
    }

    /// Does now what would else be the beginning of the next build.
    pub(super) fn settle(&mut self) {
        self.builder.settle();
    }

    /// Files that are shown as they last were without errors, or not at all.
    pub(super) fn held(&self) -> impl Iterator<Item = &SitePath> {
        self.held.keys()
    }

    /// Builds `inputs`, which are what is on the disk, and in which `changed` differs from the last time. Where that has
    /// errors, builds what is nearest to it and has none.
    pub(super) fn build(&mut self, inputs: &Inputs, changed: &Changed) -> Built {
        let waiting: BTreeSet<SitePath> = self.held.keys().cloned().collect();
        for (path, change) in &changed.files {
            // What has been held since before is older than this change.
            let held = self.held.entry(path.clone());
            held.or_insert_with(|| change.before.clone());
        }
        let mut built = Built::default();
        let mut outcome = self.attempt(inputs, &mut built);
        built.problems = outcome.diagnostics.clone();
        let mut back = Held::new();
        if outcome.emitted.is_none() {
            let mut errors = files_with_errors(&built.problems);
            for _ in 0..MOST_ATTEMPTS {
                if !self.widen(&mut back, &errors, &waiting, &inputs.snapshot) {
                    break;
                }
                outcome = self.attempt(&substituted(inputs, &back), &mut built);
                if outcome.emitted.is_some() {
                    break;
                }
                errors = files_with_errors(&outcome.diagnostics);
                note_hidden(&mut built.problems, &outcome.diagnostics, &back);
            }
        }
        if outcome.emitted.is_none() {
            return built;
        }
        built.is_shown = true;
        if let Some(known) = outcome.known {
            let snapshot = substituted(inputs, &back).snapshot;
            built.moved = self.moved(&known.index, &snapshot);
            let site = findings::Shown::new(&known, snapshot, outcome.diagnostics, outcome.waived);
            built.site = Some(site);
            built.base_path = Some(known.base.path);
            self.index = Some(known.index);
        }
        self.held = back;
        built
    }

    fn attempt(&mut self, inputs: &Inputs, built: &mut Built) -> Outcome {
        let outcome = self.builder.build(inputs, &mut self.sink, &Silent);
        built.rendered += outcome.work.rendered;
        outcome
    }

    /// Says of more files that they are to be as they were: first of those that have errors; then of files that others
    /// may miss or run into; then of all that have changed; at last, of articles that were never without errors, that
    /// they are to be left out. Whether there was any such file.
    ///
    /// `waiting` are files that were as before already: what has changed since is likely to have nothing to do with
    /// why, and is to show.
    fn widen(
        &self,
        back: &mut Held,
        errors: &BTreeSet<SitePath>,
        waiting: &BTreeSet<SitePath>,
        disk: &Snapshot,
    ) -> bool {
        let before = back.len();
        let refused: BTreeSet<&SitePath> = disk.refused().collect();
        for path in errors {
            match self.held.get(path) {
                Some(Some(file)) => _ = back.entry(path.clone()).or_insert(Some(file.clone())),
                // It is new, or cannot be taken in and never could.
                Some(None) => _ = back.entry(path.clone()).or_insert_with(|| stand_in(path)),
                None if refused.contains(path) => {
                    back.entry(path.clone()).or_insert_with(|| stand_in(path));
                }
                None => {}
            }
            if refused.contains(path) {
                // A folder that cannot be looked into, with what lay in it.
                let inside = self.held.iter().filter(|(file, _)| is_within(file, path));
                for (file, held) in inside.filter(|(_, held)| held.is_some()) {
                    back.entry(file.clone()).or_insert_with(|| held.clone());
                }
            }
        }
        let is_gone = |path: &SitePath| disk.get(path).is_none();
        let is_new = |path: &SitePath| matches!(self.held.get(path), Some(None));
        let stages: [&dyn Fn(&SitePath) -> bool; 5] = [
            &|path| is_gone(path) && waiting.contains(path),
            &is_gone,
            &is_new,
            &|path| waiting.contains(path),
            &|_| true,
        ];
        for is_meant in stages {
            if back.len() > before {
                return true;
            }
            for (path, file) in self.held.iter().filter(|(path, _)| is_meant(path)) {
                back.entry(path.clone()).or_insert_with(|| file.clone());
            }
        }
        if back.len() > before {
            return true;
        }
        let mut left_out = false;
        for path in errors.iter().filter(|path| path.starts_with(ARTICLES)) {
            let now = back
                .get(path)
                .map_or_else(|| disk.get(path), Option::as_ref);
            if let Some(now) = now {
                let next = stand_in(path).filter(|file| !file.is_same(now));
                back.insert(path.clone(), next);
                left_out = true;
            }
        }
        left_out
    }

    /// Articles that are shown at another address than before.
    fn moved(&self, index: &SiteIndex, shown: &Snapshot) -> Vec<(String, String)> {
        let Some(before) = &self.index else {
            return Vec::new();
        };
        let mut moved = Vec::new();
        let mut gone: Vec<(&SitePath, &SourceFile, &str)> = Vec::new();
        let mut came: Vec<(&SitePath, &SourceFile, &str)> = Vec::new();
        for (path, file) in &self.held {
            let old = before.page(path).map(|page| &*page.card.url);
            let new = index.page(path).map(|page| &*page.card.url);
            match (old, new) {
                (Some(old), Some(new)) if old != new => moved.push((old.into(), new.into())),
                (Some(old), None) => gone.extend(file.as_ref().map(|file| (path, file, old))),
                (None, Some(new)) => came.extend(shown.get(path).map(|file| (path, file, new))),
                _ => {}
            }
        }
        for (path, file, old) in gone {
            let is_it = |other: &&(&SitePath, &SourceFile, &str)| other.1.is_same(file);
            let same = || came.iter().filter(is_it);
            // Of several with the same bytes, the one of the same name in another folder.
            let named = same().find(|(new, _, _)| new.file_name() == path.file_name());
            if let Some((_, _, new)) = named.or_else(|| same().next()) {
                moved.push((old.into(), (*new).into()));
            }
        }
        moved
    }
}

/// What stands in the place of an article that is not to be shown: one that nobody ever sees, so that those who link to
/// it can be shown. Of other files, nothing.
fn stand_in(path: &SitePath) -> Option<SourceFile> {
    const EXPIRED: &str = "---\ntitle: …\ndate: 2000-01-01\nexpires_on: 2000-01-02\n---\n";
    let is_article = path.extension() == Some("md");
    is_article.then(|| SourceFile::held(EXPIRED.as_bytes().to_vec()))
}

/// The same inputs, with the files of `back` as they are there, and nothing said against them.
fn substituted(inputs: &Inputs, back: &Held) -> Inputs {
    let mut inputs = inputs.clone();
    if back.is_empty() {
        return inputs;
    }
    let snapshot = Arc::make_mut(&mut inputs.snapshot);
    snapshot
        .problems
        .retain(|problem| !back.contains_key(&problem.file));
    for (path, file) in back {
        match file {
            Some(file) => snapshot.insert(path.clone(), file.clone()),
            None => snapshot.remove(path),
        }
    }
    inputs
}

/// Adds errors that only an attempt without other errors has come upon: those of themes and of site.yaml, in files as
/// they are on the disk. An article's may be there only because another was put back, and what site.yaml names may be
/// missing only because it was left out.
fn note_hidden(problems: &mut Vec<Diagnostic>, found: &[Diagnostic], back: &Held) {
    let is_true = |problem: &&Diagnostic| {
        is_error(problem)
            && !problem.file.starts_with(ARTICLES)
            && !problem.code.starts_with("link/")
            && !problem.code.starts_with("site/")
            && !back.contains_key(&problem.file)
    };
    problems.extend(found.iter().filter(is_true).cloned());
    problems.sort();
    problems.dedup();
}

fn is_error(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error
}

fn files_with_errors(problems: &[Diagnostic]) -> BTreeSet<SitePath> {
    let errors = problems.iter().filter(|problem| is_error(problem));
    errors.map(|problem| problem.file.clone()).collect()
}

#[cfg(test)]
mod tests;
