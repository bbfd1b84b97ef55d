//! What there is to say of the page that somebody looks at, as it is shown: made when it is asked for.

use std::sync::Arc;

use serde::Serialize;

use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::snapshot::Snapshot;
use crate::build::builder::Known;
use crate::content::config::Config;
use crate::content::front_matter;
use crate::content::index::SiteIndex;
use crate::content::markdown::passages;
use crate::content::query::Page;
use crate::content::waivers::Waived;
use crate::language::inspect::Inspector;
use crate::language::sentence_at::{OnPage, on_page};

use super::problem::{Problem, problem};

/// What the panel of a page shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Findings {
    /// The file of the page.
    pub(super) file: String,
    /// Words of the running text.
    pub(super) words: usize,
    /// Its sentences.
    pub(super) sentences: usize,
    /// The school grade at which it reads, for languages with a formula.
    pub(super) grade: Option<f64>,
    /// The grade that it should read at or below.
    pub(super) target: Option<u32>,
    /// Reading time in minutes.
    pub(super) minutes: usize,
    /// In order of place.
    pub(super) findings: Vec<Finding>,
    /// What its waivers silence.
    pub(super) waived: Vec<Silenced>,
}

/// One thing there is to say, and the words of the page that it is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Finding {
    /// What is said.
    #[serde(flatten)]
    pub(super) problem: Problem,
    /// Runs of words that stand one after the other on the page; none for what is not part of its text.
    pub(super) text: Vec<String>,
    /// What the picture that it is about shows, in words.
    pub(super) picture: Option<String>,
}

/// What a waiver silences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Silenced {
    /// The code.
    pub(super) code: String,
    /// Why, in the author's words.
    pub(super) reason: String,
}

/// The site as it is shown, for whoever asks about a page.
pub(super) struct Shown {
    index: Arc<SiteIndex>,
    config: Arc<Config>,
    base_path: String,
    snapshot: Arc<Snapshot>,
    diagnostics: Vec<Diagnostic>,
    waived: Vec<Waived>,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shown").finish_non_exhaustive()
    }
}

impl Shown {
    /// What a build of `snapshot` came to know, and had to say.
    #[must_use]
    pub(super) fn new(
        known: &Known,
        snapshot: Arc<Snapshot>,
        diagnostics: Vec<Diagnostic>,
        waived: Vec<Waived>,
    ) -> Self {
        Self {
            index: known.index.clone(),
            config: known.config.clone(),
            base_path: known.base.path.clone(),
            snapshot,
            diagnostics,
            waived,
        }
    }

    /// What there is to say of the page at `address`, decoded and with base path; `None` where no author wrote a page.
    #[must_use]
    pub(super) fn findings(&self, address: &str) -> Option<Findings> {
        let below = address.strip_prefix(&*self.base_path)?;
        let page = self.index.page_at(&format!("/{below}"))?;
        let file = &page.summary.file;
        let text = self.snapshot.text(file)?;
        let inspected = Inspector::new(&self.index, &self.config).inspect(page, text);
        let own = self.diagnostics.iter().filter(|d| d.file == *file);
        let mut diagnostics: Vec<Diagnostic> = own.cloned().collect();
        diagnostics.extend(inspected.diagnostics);
        diagnostics.sort();
        diagnostics.dedup();
        let places = self.places(page, text, &diagnostics);
        let findings = diagnostics.iter().zip(places).map(|(diagnostic, place)| {
            let OnPage { words, picture } = place.unwrap_or_default();
            Finding {
                problem: problem(diagnostic, &self.snapshot),
                text: words,
                picture,
            }
        });
        let waived = self.waived.iter().filter(|waived| waived.file == *file);
        let waived = waived.chain(&inspected.waived).map(|waived| Silenced {
            code: waived.code.clone(),
            reason: waived.reason.clone(),
        });
        Some(Findings {
            file: file.to_string(),
            words: inspected.measures.words,
            sentences: inspected.measures.sentences,
            // What lies below the first grade is 0.
            grade: inspected.measures.grade().map(|grade| grade.max(0.0)),
            target: inspected.target,
            minutes: page.summary.minutes,
            findings: findings.collect(),
            waived: waived.collect(),
        })
    }

    /// Where on the page each of `diagnostics` stands.
    fn places(&self, page: &Page, text: &str, diagnostics: &[Diagnostic]) -> Vec<Option<OnPage>> {
        let split = front_matter::split(text, &page.summary.file, &mut Vec::new());
        let body = split.map_or(0, |split| split.body.start)..text.len();
        let language = &*page.card.language;
        let rules = self.index.settings().rules(language, true);
        let inspection = passages(text, body, rules);
        let place = |span: Option<Span>| on_page(&inspection, span?, language);
        diagnostics.iter().map(|d| place(d.span)).collect()
    }
}
