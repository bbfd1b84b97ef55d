//! The works that articles cite, as pages ask for them.

use std::sync::Arc;

use super::super::article::{Settings, language_prefix};
use super::super::bibliography::{Bibliography, Work};
use super::super::language::Lang;
use super::SiteIndex;

impl SiteIndex {
    /// The works that articles may cite.
    #[must_use]
    pub fn bibliography(&self) -> &Bibliography {
        &self.bibliography
    }

    /// Whether a language has a page for the works that its articles cite.
    #[must_use]
    pub fn has_references(&self, language: &Lang) -> bool {
        self.standing.reference_pages.contains(language)
    }

    pub(super) fn cited_works(&self, language: &Lang) -> Vec<Arc<Work>> {
        let first = (language.clone(), "".into());
        let cited = self.standing.citing.range(first..);
        let cited = cited.take_while(|((tag, _), _)| tag == language);
        let cited = cited.filter(|(_, uses)| uses.total > 0);
        let terms = self.glossary.get(language).into_iter().flatten();
        let terms = terms.filter(|_| self.has_glossary(language));
        let keys = cited.map(|((_, key), _)| key);
        let keys = keys.chain(terms.flat_map(|term| &term.sources));
        let mut works: Vec<Arc<Work>> = keys
            .filter_map(|key| self.bibliography.get(key).cloned())
            .collect();
        works.sort_by_cached_key(|work| (work.sort_key(), work.key.clone()));
        works.dedup_by(|a, b| a.key == b.key);
        works
    }
}

/// The address of the page of all works that articles in `language` cite, without base path.
#[must_use]
pub fn references_url(language: &Lang, settings: &Settings) -> String {
    format!("{}/references/", language_prefix(language, settings))
}
