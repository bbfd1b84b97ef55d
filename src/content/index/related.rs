//! Articles that belong to others: by what they share, and by what their authors name.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::base::path::SitePath;

use super::super::language::Lang;
use super::super::query::{CardFields, ListKey, ListKind, Page};
use super::super::reference::ARTICLES;
use super::SiteIndex;

/// How many of a topic's newest articles are looked at for related ones: keeps the work linear in the size of a site.
pub(super) const RELATED_POOL: usize = 64;

impl SiteIndex {
    /// What the author names first; then, of what is for the same people, by what is shared, a topic counting for two terms
    /// of the glossary, newest first.
    pub(super) fn related(&self, file: &SitePath, most: usize) -> Vec<SitePath> {
        let Some(page) = self.page(file) else {
            return Vec::new();
        };
        let language = &page.card.language;
        let mut chosen: Vec<SitePath> = Vec::new();
        for named in &page.summary.front.related {
            let named = self.named_page(file, named, language);
            if let Some(named) = named.map(|page| page.card.file.clone())
                && named != *file
                && !chosen.contains(&named)
            {
                chosen.push(named);
            }
        }
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        let mut candidates: Vec<usize> = Vec::new();
        let mut share = |members: &[usize], weight: usize| {
            for &i in members.iter().take(RELATED_POOL) {
                let count = shared.entry(i).or_default();
                if *count == 0 {
                    candidates.push(i);
                }
                *count += weight;
            }
        };
        for topic in &page.topics {
            let key = ListKey {
                language: language.clone(),
                kind: ListKind::Topic,
                slug: topic.clone(),
            };
            if let Some(list) = self.standing.lists.get(&key) {
                share(&list.members, 2);
            }
        }
        for term in &page.summary.terms {
            let key = (language.clone(), term.clone());
            if let Some(uses) = self.standing.uses.get(&key) {
                share(&uses.newest, 1);
            }
        }
        // What is written for therapists is not put before their clients unasked.
        let is_for_the_same =
            |other: &Page| other.audience.iter().any(|a| page.audience.contains(a));
        candidates.retain(|&i| {
            let other = &self.pages[i];
            other.card.file != *file && !self.is_discreet(i) && is_for_the_same(other)
        });
        candidates.sort_by(|a, b| {
            let (most, fewest) = (shared.get(b), shared.get(a));
            most.cmp(&fewest)
                .then_with(|| newest_first(&self.pages[*a].card, &self.pages[*b].card))
        });
        for other in self.files(candidates) {
            if chosen.len() >= most {
                break;
            }
            if !chosen.contains(&other) {
                chosen.push(other);
            }
        }
        chosen.truncate(most);
        chosen
    }

    pub(super) fn reading_list(&self, name: &str, language: &Lang) -> Vec<SitePath> {
        let site = SitePath::new("site.yaml");
        let paths = self
            .standing
            .reading_lists
            .get(name)
            .map_or(&[][..], Vec::as_slice);
        paths
            .iter()
            .filter_map(|path| self.named_page(&site, path, language))
            .map(|page| page.card.file.clone())
            .collect()
    }

    /// The page that an author names by path, relative to `from` or from `articles/`, in `language` where it is translated.
    #[must_use]
    pub fn named_page(&self, from: &SitePath, path: &str, language: &Lang) -> Option<&Arc<Page>> {
        let candidates = [
            from.join(path),
            SitePath::new(ARTICLES).join(path.trim_start_matches('/')),
            SitePath::new("").join(path),
        ];
        let file = candidates
            .into_iter()
            .flatten()
            .find(|file| self.knows(file))?;
        let page = self.page(&file)?;
        Some(
            self.translation(&page.summary.key, language)
                .unwrap_or(page),
        )
    }

    /// Whether a file of that path is an article or page of the site, shown or not.
    #[must_use]
    pub fn knows(&self, file: &SitePath) -> bool {
        self.standing.position(file).is_some()
    }
}

/// By date, the newest first; then by path.
fn newest_first(a: &CardFields, b: &CardFields) -> std::cmp::Ordering {
    b.date.cmp(&a.date).then_with(|| a.file.cmp(&b.file))
}
