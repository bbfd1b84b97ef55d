//! Lists, and what stands beside an article on them. Discreet articles stay out of what shows itself unasked.

use crate::base::path::SitePath;

use super::super::language::Lang;
use super::super::query::{ListInfo, ListKey, ListKind};
use super::SiteIndex;
use super::standing::Uses;

impl SiteIndex {
    pub(super) fn members(&self, key: &ListKey, number: usize) -> Vec<SitePath> {
        let Some(list) = self.standing.lists.get(key) else {
            return Vec::new();
        };
        let start = number
            .saturating_sub(1)
            .saturating_mul(self.standing.per_page);
        self.files(
            list.members
                .iter()
                .copied()
                .skip(start)
                .take(self.standing.per_page),
        )
    }

    pub(super) fn sorted_lists(&self, language: &Lang, kind: ListKind) -> Vec<ListInfo> {
        let mut lists: Vec<ListInfo> = self.standing.lists_of(language, kind).cloned().collect();
        if let Some(words) = self.standing.languages.get(language) {
            let title = |info: &ListInfo| info.title.clone().unwrap_or_default();
            lists.sort_by(|a, b| words.compare(&title(a), &title(b)));
        }
        lists
    }

    /// Discreet articles stay out of what shows itself unasked.
    pub(super) fn newest(&self, key: &ListKey, most: usize) -> Vec<SitePath> {
        let Some(list) = self.standing.lists.get(key) else {
            return Vec::new();
        };
        let open = list
            .members
            .iter()
            .copied()
            .filter(|&i| !self.is_discreet(i));
        self.files(open.take(most))
    }

    pub(super) fn featured(&self, language: &Lang) -> Vec<SitePath> {
        let articles = self.all_articles(language).iter().copied();
        self.files(
            articles.filter(|&i| self.pages[i].summary.front.featured && !self.is_discreet(i)),
        )
    }

    /// Discreet articles are passed over.
    pub(super) fn neighbours(&self, file: &SitePath) -> (Option<SitePath>, Option<SitePath>) {
        let position = self.position(file);
        let rank = position.and_then(|i| Some((i, self.standing.rank[i]?)));
        let Some((position, rank)) = rank else {
            return (None, None);
        };
        let articles = self.all_articles(&self.pages[position].card.language);
        let (newer, rest) = articles.split_at_checked(rank).unwrap_or_default();
        let open = |&&i: &&usize| !self.is_discreet(i);
        let file = |i: &usize| self.pages[*i].card.file.clone();
        (
            rest.iter().skip(1).find(open).map(file),
            newer.iter().rev().find(open).map(file),
        )
    }

    /// Discreet articles are not named.
    pub(super) fn uses(&self, uses: Option<&Uses>, most: usize) -> (Vec<SitePath>, usize) {
        let newest = uses.map_or(&[][..], |uses| &uses.newest);
        let newest = newest.iter().copied().filter(|&i| !self.is_discreet(i));
        let total = uses.map_or(0, |uses| uses.total);
        (self.files(newest.take(most)), total)
    }

    pub(super) fn files(&self, members: impl IntoIterator<Item = usize>) -> Vec<SitePath> {
        members
            .into_iter()
            .map(|i| self.pages[i].card.file.clone())
            .collect()
    }

    fn all_articles(&self, language: &Lang) -> &[usize] {
        let key = ListKey {
            language: language.clone(),
            kind: ListKind::Articles,
            slug: "".into(),
        };
        self.standing
            .lists
            .get(&key)
            .map_or(&[], |list| &list.members)
    }

    pub(super) fn is_discreet(&self, i: usize) -> bool {
        self.pages[i].summary.front.discreet
    }
}

/// The address of page `number` (from 1) of a list at `url`; the first is the list itself.
#[must_use]
pub fn page_url(url: &str, number: usize) -> String {
    if number <= 1 {
        url.to_owned()
    } else {
        format!("{url}page/{number}/")
    }
}

/// What a list is called, without how long it is.
pub(super) fn without_figures(info: &ListInfo) -> ListInfo {
    ListInfo {
        total: 0,
        pages: 0,
        changed: None,
        ..info.clone()
    }
}
