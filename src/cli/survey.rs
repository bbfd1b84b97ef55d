//! The whole site at one glance: each article with its figures and how much there is to say of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::build::builder::{Known, Measured, Outcome};
use crate::content::article::Summary;
use crate::content::index::{ReviewState, Show};
use crate::content::waivers::Waived;
use crate::language::inspect::Inspected;

/// A site as `check` sees it.
pub(super) struct Survey {
    /// The site's name; empty without a site.yaml that can be read.
    pub(super) name: String,
    /// Which articles are shown, and on which day.
    pub(super) show: Show,
    /// Every article and page that could be read, in order of path.
    pub(super) rows: Vec<Row>,
    /// Everything there is to say, in order of file and place.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What authors have asked not to be told.
    pub(super) waived: Vec<Waived>,
}

/// One article or page.
pub(super) struct Row {
    pub(super) file: SitePath,
    /// Its address; `None` where it is not shown.
    pub(super) url: Option<String>,
    pub(super) summary: Arc<Summary>,
    /// For whom it is; nobody where it is not shown.
    pub(super) audience: Vec<Arc<str>>,
    /// Words of the body as its page counts them.
    pub(super) words: usize,
    pub(super) minutes: usize,
    /// What looking at its language has shown; `None` where it is not shown.
    pub(super) inspected: Option<Inspected>,
    pub(super) review: Review,
    pub(super) findings: Findings,
}

/// How the clinical review of an article stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Review {
    /// It is a page, which nobody needs to review, or a translation, which is reviewed with its original.
    NotNeeded,
    /// Nobody has reviewed it.
    Never,
    /// It has been reviewed, and no day is named for the next time.
    Done,
    /// The next one is due on that day.
    Next(crate::base::date::Date),
    /// It should have been reviewed again by that day.
    Overdue(crate::base::date::Date),
}

/// How much there is to say of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Findings {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) advice: usize,
}

impl Row {
    /// Its grade as people are told it: what lies below the first grade is 0.
    pub(super) fn grade(&self) -> Option<f64> {
        let grade = self.inspected.as_ref()?.measures.grade()?;
        Some(grade.max(0.0))
    }
}

impl Findings {
    pub(super) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Advice => self.advice += 1,
        }
    }

    pub(super) fn total(self) -> usize {
        self.errors + self.warnings + self.advice
    }
}

impl Survey {
    /// Looks at the language of every article that is shown, and puts that beside what a build had to say.
    pub(super) fn of(outcome: &mut Outcome, snapshot: &Snapshot, show: Show) -> Self {
        let mut diagnostics = std::mem::take(&mut outcome.diagnostics);
        let mut inspected = outcome
            .known
            .as_ref()
            .map_or_else(BTreeMap::new, |known| inspect(known, snapshot));
        let mut waived = std::mem::take(&mut outcome.waived);
        for found in inspected.values_mut() {
            diagnostics.append(&mut found.diagnostics);
            waived.append(&mut found.waived);
        }
        waived.sort();
        if let Some(known) = &outcome.known {
            let unused = known.unused_waivers(snapshot, &waived, &diagnostics);
            diagnostics.extend(unused);
        }
        diagnostics.sort();
        diagnostics.dedup();
        let mut findings: BTreeMap<&SitePath, Findings> = BTreeMap::new();
        for problem in &diagnostics {
            findings
                .entry(&problem.file)
                .or_default()
                .add(problem.severity);
        }
        let rows = outcome.articles().into_iter().map(|article| {
            let page = outcome
                .known
                .as_ref()
                .and_then(|known| known.index.page(&article.file));
            Row {
                audience: page.map(|page| page.audience.clone()).unwrap_or_default(),
                inspected: inspected.remove(&article.file),
                findings: findings.get(&article.file).copied().unwrap_or_default(),
                review: Review::of(&article, outcome.known.as_ref(), show),
                file: article.file,
                url: article.url,
                summary: article.summary,
                words: article.words,
                minutes: article.minutes,
            }
        });
        Self {
            rows: rows.collect(),
            name: outcome
                .known
                .as_ref()
                .map_or_else(String::new, |known| known.config.name.clone()),
            show,
            diagnostics,
            waived,
        }
    }
}

fn inspect(known: &Known, snapshot: &Snapshot) -> BTreeMap<SitePath, Inspected> {
    let inspector = known.inspector();
    let pages = known.index.pages().par_iter();
    let inspected: Vec<(SitePath, Inspected)> = pages
        .with_min_len(8)
        .filter_map(|page| {
            let file = &page.summary.file;
            Some((file.clone(), inspector.inspect(page, snapshot.text(file)?)))
        })
        .collect();
    inspected.into_iter().collect()
}

impl Review {
    fn of(article: &Measured, known: Option<&Known>, show: Show) -> Self {
        let summary = &article.summary;
        let front = &summary.front;
        let is_translation =
            known.is_some_and(|known| summary.language != known.index.settings().language);
        let is_reviewed = !front.reviewed_by.is_empty() || front.last_reviewed.is_some();
        match front.review_by {
            Some(due) if show.review(summary) == ReviewState::Overdue => Self::Overdue(due),
            Some(due) => Self::Next(due),
            None if is_reviewed => Self::Done,
            None if is_translation || !summary.is_article() => Self::NotNeeded,
            None => Self::Never,
        }
    }
}
