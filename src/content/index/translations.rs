//! The same page in other languages.

use std::sync::Arc;

use crate::base::path::SitePath;

use super::super::article::language_prefix;
use super::super::language::Lang;
use super::super::query::{ListKey, Page};
use super::SiteIndex;

impl SiteIndex {
    pub(super) fn translation(&self, key: &str, language: &Lang) -> Option<&Arc<Page>> {
        let position = self.standing.in_language(key, language)?;
        Some(&self.pages[position])
    }

    pub(super) fn page_translations(&self, file: &SitePath) -> Vec<(Lang, String)> {
        if self.standing.shown_languages.len() < 2 {
            return Vec::new();
        }
        let Some(page) = self.page(file) else {
            return Vec::new();
        };
        if page.summary.is_home() {
            return self.in_every_language(|_| true, "/");
        }
        let languages = self.standing.shown_languages.iter();
        let found = languages.filter_map(|language| self.translation(&page.summary.key, language));
        let found: Vec<(Lang, String)> = found
            .map(|page| (page.card.language.clone(), page.card.url.to_string()))
            .collect();
        if found.len() < 2 { Vec::new() } else { found }
    }

    pub(super) fn list_translations(&self, key: &ListKey) -> Vec<(Lang, String)> {
        let found: Vec<(Lang, String)> = self
            .standing
            .shown_languages
            .iter()
            .cloned()
            .filter_map(|language| {
                let key = ListKey {
                    language: language.clone(),
                    ..key.clone()
                };
                self.standing
                    .lists
                    .get(&key)
                    .map(|list| (language, list.info.url.clone()))
            })
            .collect();
        if found.len() < 2 { Vec::new() } else { found }
    }

    /// The same generated page in every language that has it; nothing where there is only one.
    pub(super) fn in_every_language(
        &self,
        has: impl Fn(&Lang) -> bool,
        path: &str,
    ) -> Vec<(Lang, String)> {
        let languages = self
            .standing
            .shown_languages
            .iter()
            .filter(|language| has(language));
        let found: Vec<(Lang, String)> = languages
            .map(|language| {
                let prefix = language_prefix(language, &self.standing.settings);
                (language.clone(), format!("{prefix}{path}"))
            })
            .collect();
        if found.len() < 2 { Vec::new() } else { found }
    }
}
