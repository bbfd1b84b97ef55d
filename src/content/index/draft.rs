//! A page on its way into the index.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::Date;
use crate::base::digest::Stamped;
use crate::base::path::{SitePath, slugify};

use super::super::article::Summary;
use super::super::query::{CardFields, ListKey, ListKind, Named, Page, PageFields, PersonCard};
use super::Show;
use super::standing::Standing;

/// A page while the index is being built: its card lacks the names that only lists and people can give.
pub(super) struct Draft {
    pub(super) card: CardFields,
    pub(super) page: DraftPage,
}

/// [`PageFields`] without the card.
pub(super) struct DraftPage {
    pub(super) summary: Arc<Summary>,
    /// The article that this one translates; otherwise itself.
    original: Arc<Summary>,
    pub(super) authors: Vec<Arc<str>>,
    pub(super) topics: Vec<Arc<str>>,
    pub(super) audience: Vec<Arc<str>>,
    pub(super) series: Option<Arc<str>>,
    pub(super) reviewed_by: Vec<Arc<PersonCard>>,
}

impl Draft {
    /// A page with what a translation inherits from its `original`.
    pub(super) fn new(
        summary: &Arc<Summary>,
        original: &Arc<Summary>,
        show: Show,
        shared: &mut Shared,
    ) -> Self {
        let (front, inherited) = (&summary.front, &original.front);
        let mut audience = shared.slugs(own_or(&front.audience, &inherited.audience));
        if audience.is_empty() {
            audience.push(shared.id("clients"));
        }
        let mut authors: Vec<Arc<str>> = Vec::new();
        for id in own_or(&front.authors, &inherited.authors) {
            let id = shared.id(id);
            if !authors.contains(&id) {
                authors.push(id);
            }
        }
        Self {
            card: CardFields {
                file: summary.file.clone(),
                title: front.title.clone(),
                url: summary.url.clone(),
                description: summary.description.clone(),
                date: front.date.or(inherited.date),
                minutes: summary.minutes,
                authors: Vec::new(),
                topics: Vec::new(),
                content_notes: front.content_notes.clone(),
                language: summary.language.clone(),
                draft: show.marks(summary),
            },
            page: DraftPage {
                summary: summary.clone(),
                original: original.clone(),
                authors,
                topics: shared.slugs(own_or(&front.topics, &inherited.topics)),
                audience,
                series: front
                    .series
                    .as_ref()
                    .map(|series| slugify(&series.name))
                    .filter(|slug| !slug.is_empty())
                    .map(Into::into),
                reviewed_by: Vec::new(),
            },
        }
    }

    /// The page, with the names that lists and people give it.
    pub(super) fn finish(mut self, standing: &Standing) -> Arc<Page> {
        self.name(standing);
        let DraftPage {
            summary,
            original: _,
            authors,
            topics,
            audience,
            series,
            reviewed_by,
        } = self.page;
        Arc::new(Stamped::new(PageFields {
            card: Arc::new(Stamped::new(self.card)),
            summary,
            authors,
            topics,
            audience,
            series,
            reviewed_by,
        }))
    }

    /// Adds the names that only lists and people can give.
    fn name(&mut self, standing: &Standing) {
        let language = &self.card.language;
        let person = |id: &Arc<str>| standing.person(id, language);
        let authors = self.page.authors.iter().filter_map(person).collect();
        let reviewers = &self.page.summary.front.reviewed_by;
        self.page.reviewed_by = reviewers
            .iter()
            .filter_map(|id| standing.person(id, language))
            .collect();
        let topics = self.page.topics.iter().map(|slug| {
            let key = ListKey {
                language: language.clone(),
                kind: ListKind::Topic,
                slug: slug.clone(),
            };
            match standing.lists.get(&key) {
                Some(list) => list.name.clone(),
                None => Arc::new(Named {
                    title: self.spelling(&key).unwrap_or_default(),
                    url: None,
                }),
            }
        });
        let topics = topics.collect();
        self.card.topics = topics;
        self.card.authors = authors;
    }

    pub(super) fn slugs(&self, kind: ListKind) -> Vec<Arc<str>> {
        match kind {
            ListKind::Articles => vec!["".into()],
            ListKind::Topic => self.page.topics.clone(),
            ListKind::Author => self.page.authors.clone(),
            ListKind::Audience => self.page.audience.clone(),
            ListKind::Series => self.page.series.iter().cloned().collect(),
        }
    }

    pub(super) fn part(&self) -> (u32, SitePath) {
        let series = self.page.summary.front.series.as_ref();
        (
            series.map_or(0, |series| series.part),
            self.card.file.clone(),
        )
    }

    pub(super) fn changed(&self) -> Option<Date> {
        self.page.summary.front.updated.max(self.card.date)
    }

    /// How the article, or the one it translates, spells the name of a list that it is on.
    pub(super) fn spelling(&self, key: &ListKey) -> Option<String> {
        let (front, inherited) = (&self.page.summary.front, &self.page.original.front);
        let among = |names: &[String]| {
            let mut names = names.iter();
            names.find(|name| slugify(name) == *key.slug).cloned()
        };
        match key.kind {
            ListKind::Topic => among(own_or(&front.topics, &inherited.topics)),
            ListKind::Audience => among(own_or(&front.audience, &inherited.audience)),
            ListKind::Series => front.series.as_ref().map(|series| series.name.clone()),
            ListKind::Author => Some(key.slug.to_string()),
            ListKind::Articles => None,
        }
    }
}

fn own_or<'a>(own: &'a [String], inherited: &'a [String]) -> &'a [String] {
    if own.is_empty() { inherited } else { own }
}

/// Ids and slugs, each held once: thousands of articles name the same few people and topics.
#[derive(Default)]
pub(super) struct Shared {
    ids: FxHashSet<Arc<str>>,
    /// By the names as they are written.
    slugs: FxHashMap<String, Arc<str>>,
}

impl Shared {
    fn id(&mut self, id: &str) -> Arc<str> {
        if let Some(known) = self.ids.get(id) {
            return known.clone();
        }
        let id: Arc<str> = id.into();
        self.ids.insert(id.clone());
        id
    }

    /// The slugs of names, each once; what has no letters has none.
    fn slugs(&mut self, names: &[String]) -> Vec<Arc<str>> {
        let mut slugs: Vec<Arc<str>> = Vec::with_capacity(names.len());
        for name in names {
            let slug = match self.slugs.get(name) {
                Some(slug) => slug.clone(),
                None => {
                    let slug = self.id(&slugify(name));
                    self.slugs.insert(name.clone(), slug.clone());
                    slug
                }
            };
            if !slug.is_empty() && !slugs.contains(&slug) {
                slugs.push(slug);
            }
        }
        slugs
    }
}
