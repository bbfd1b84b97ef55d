//! The library: every article that has been read, and what all of them come to.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::snapshot::{Snapshot, SourceFile};
use crate::content::article::{self, Articles, Facets, Parsed, Settings, Summary};
use crate::content::index::Show;
use crate::content::reference::ARTICLES;

use super::changes::Changes;

/// How many bytes of bodies are kept from parsing to rendering. What is beyond is written again from the source, which
/// takes longer and less memory.
const KEPT_BODIES: usize = 128 << 20;

/// Every article that has been read.
#[derive(Default)]
pub(super) struct Library {
    /// What all were read with.
    settings: Digest,
    articles: Arc<Articles>,
    /// Read in this build: their bodies may be kept.
    fresh: Vec<Arc<Parsed>>,
    show: Option<Show>,
    facets: Facets,
    summaries: Vec<Arc<Summary>>,
    hidden: FxHashSet<SitePath>,
    visibility: Digest,
    /// Articles with something to say.
    troubled: Vec<SitePath>,
}

impl Library {
    /// Reads every article whose bytes, or whose languages, have changed; says how many.
    pub(super) fn read(
        &mut self,
        snapshot: &Snapshot,
        settings: &Settings,
        changes: &Changes,
        show: Show,
    ) -> usize {
        let settings_digest = Digest::of(settings);
        let is_source =
            |file: &SitePath| file.starts_with(ARTICLES) && file.extension() == Some("md");
        // All are read in the order of the snapshot: looking each of them up would take longer.
        let all = self.settings != settings_digest;
        let known = self.articles.keys().filter(|_| all);
        let gone: Vec<SitePath> = known
            .filter(|file| snapshot.get(file).is_none())
            .cloned()
            .collect();
        let stale: Vec<(&SitePath, Option<&SourceFile>)> = if all {
            let there = snapshot.below(ARTICLES).filter(|(file, _)| is_source(file));
            let there = there.map(|(file, source)| (file, Some(source)));
            there.chain(gone.iter().map(|file| (file, None))).collect()
        } else {
            let changed = changes.files.iter().filter(|file| is_source(file));
            changed.map(|file| (file, snapshot.get(file))).collect()
        };
        self.settings = settings_digest;
        let kept = AtomicUsize::new(0);
        let parsed: Vec<Option<Arc<Parsed>>> = stale
            .par_iter()
            .with_min_len(8)
            .map(|(file, source)| {
                let source = (*source)?;
                let digest = source.digest().ok()?;
                let mut parsed = article::parse(file, source.held_bytes()?, digest, settings);
                if let Ok(written) = parsed.written.get_mut() {
                    let size = written.as_ref().map_or(0, |written| written.body.size());
                    if kept.fetch_add(size, Ordering::Relaxed) > KEPT_BODIES {
                        *written = None;
                    }
                }
                Some(Arc::new(parsed))
            })
            .collect();
        if self.articles.is_empty() {
            let read = stale.iter().zip(&parsed);
            let read =
                read.filter_map(|((file, _), parsed)| Some(((*file).clone(), parsed.clone()?)));
            self.articles = Arc::new(read.collect());
        } else if !stale.is_empty() {
            let articles = Arc::make_mut(&mut self.articles);
            for ((file, _), parsed) in stale.iter().zip(&parsed) {
                match parsed {
                    Some(parsed) => articles.insert((*file).clone(), parsed.clone()),
                    None => articles.remove(*file),
                };
            }
        }
        let changed = !stale.is_empty();
        self.fresh.extend(parsed.into_iter().flatten());
        if changed || self.show != Some(show) {
            self.gather(show);
        }
        self.fresh.len()
    }

    /// One look at every article.
    fn gather(&mut self, show: Show) {
        let mut facets: [Vec<Digest>; 3] = Default::default();
        self.troubled.clear();
        for (file, parsed) in &*self.articles {
            facets[0].push(parsed.facets.whole);
            facets[1].push(parsed.facets.standing);
            facets[2].push(parsed.facets.anchors);
            if !parsed.problems.is_empty() {
                self.troubled.push(file.clone());
            }
        }
        let [whole, standing, anchors] = facets.map(Digest::of_all);
        let same = self.facets.whole == whole && self.show == Some(show);
        self.facets = Facets {
            whole,
            standing,
            anchors,
        };
        self.show = Some(show);
        if same {
            return;
        }
        let summaries = self.articles.values();
        self.summaries = summaries.filter_map(|p| p.summary.clone()).collect();
        let seen = |s: &Arc<Summary>| (show.hides(s), show.marks(s), show.review(s));
        let seen: Vec<_> = self.summaries.iter().map(seen).collect();
        // This is all that today decides.
        self.visibility = Digest::of(&seen);
        let hidden = self.summaries.iter().zip(&seen);
        let hidden = hidden.filter(|(_, (hides, ..))| *hides);
        self.hidden = hidden.map(|(summary, _)| summary.file.clone()).collect();
    }

    /// Every article, by file.
    pub(super) fn articles(&self) -> &Arc<Articles> {
        &self.articles
    }

    /// Every summary, by file.
    pub(super) fn summaries(&self) -> &[Arc<Summary>] {
        &self.summaries
    }

    /// The fingerprints of all articles together.
    pub(super) fn facets(&self) -> Facets {
        self.facets
    }

    /// The fingerprint of what today decides: which articles are shown, and whose review is due.
    pub(super) fn visibility(&self) -> Digest {
        self.visibility
    }

    /// Whether an article is shown; one that cannot be read counts as shown.
    pub(super) fn shows(&self, file: &SitePath) -> bool {
        !self.hidden.contains(file)
    }

    /// What each article has to say of itself.
    pub(super) fn problems(&self) -> impl Iterator<Item = Diagnostic> {
        let troubled = self.troubled.iter();
        let parsed = troubled.filter_map(|file| Some((file, self.articles.get(file)?)));
        parsed.flat_map(|(file, parsed)| self.weighed(file, &parsed.problems))
    }

    /// Errors of an article that is not shown are warnings: they must not keep the rest from being published.
    pub(super) fn weighed<'a>(
        &self,
        file: &SitePath,
        problems: &'a [Diagnostic],
    ) -> impl Iterator<Item = Diagnostic> + use<'a> {
        weighed(problems, self.shows(file))
    }

    /// Of articles that are not shown, or whose pages did not need to be made.
    pub(super) fn drop_kept_bodies(&mut self) {
        for parsed in self.fresh.drain(..) {
            if let Ok(mut written) = parsed.written.lock() {
                *written = None;
            }
        }
    }
}

/// See [`Library::weighed`].
pub(super) fn weighed(
    problems: &[Diagnostic],
    shown: bool,
) -> impl Iterator<Item = Diagnostic> + use<'_> {
    problems.iter().cloned().map(move |mut problem| {
        if !shown && problem.severity == Severity::Error {
            problem.severity = Severity::Warning;
        }
        problem
    })
}
