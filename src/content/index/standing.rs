//! Where everything stands: lists and their order, addresses, translations. No edit of words alone changes it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::digest::Digest;
use crate::base::path::SitePath;

use super::super::article::{Settings, Summary, language_prefix};
use super::super::language::{Lang, Language};
use super::super::people::Person;
use super::super::query::{Asset, ListInfo, ListKey, ListKind, Named, PersonCard, PersonFields};
use super::draft::{Draft, Shared};
use super::glossary::has_sources;
use super::related::RELATED_POOL;
use super::{Facts, alias_url, glossary_url, page_url, references_url};

/// A list's articles and names.
pub(super) struct List {
    pub(super) info: ListInfo,
    /// As its articles show it.
    pub(super) name: Arc<Named>,
    /// Positions in `pages`, newest first.
    pub(super) members: Vec<usize>,
}

/// What stands at an address.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Page(usize),
    Other,
    /// A page that is not shown.
    Hidden,
}

/// Which summaries a page is made from, by position.
pub(super) struct Source {
    /// Its own.
    pub(super) own: usize,
    /// That of the article it translates, or its own.
    pub(super) original: usize,
}

/// The articles that use a term of the glossary, or cite a work.
#[derive(Default)]
pub(super) struct Uses {
    /// Positions in `pages`, newest first, [`RELATED_POOL`] of them at most.
    pub(super) newest: Vec<usize>,
    /// How many there are, discreet ones aside.
    pub(super) total: usize,
}

impl Uses {
    /// One more article, older than those before.
    fn add(&mut self, position: usize, summary: &Summary) {
        self.total += usize::from(!summary.front.discreet);
        if self.newest.len() < RELATED_POOL && self.newest.last() != Some(&position) {
            self.newest.push(position);
        }
    }
}

/// Where everything stands.
pub(super) struct Standing {
    pub(super) settings: Settings,
    pub(super) languages: FxHashMap<Lang, Language>,
    /// The default language, and every other that has a page.
    pub(super) shown_languages: Vec<Lang>,
    /// What each page is made from.
    pub(super) sources: Vec<Source>,
    /// Position of each page, by the digest of its file's path; `None` for what is not shown.
    by_file: FxHashMap<Digest, Option<usize>>,
    /// What stands at each address, by its digest.
    by_url: FxHashMap<Digest, (Arc<str>, Place)>,
    /// Every address in order, once a suggestion is asked for.
    addresses: OnceLock<Vec<Arc<str>>>,
    /// The address of each page, by its position: a link needs no more of most, and these lie side by side.
    pub(super) urls: Vec<Arc<str>>,
    /// Position of each page, by the digest of its key and language.
    by_key: FxHashMap<Digest, usize>,
    pub(super) lists: BTreeMap<ListKey, List>,
    /// Place of each article among all of its language, by its position in `pages`; `None` for pages.
    pub(super) rank: Vec<Option<usize>>,
    /// Which articles use a term, by language and id.
    pub(super) uses: FxHashMap<(Lang, Arc<str>), Uses>,
    /// Which articles cite a work, by language and the work's own key.
    pub(super) citing: BTreeMap<(Lang, Arc<str>), Uses>,
    /// The languages that have a page for the works that are cited.
    pub(super) reference_pages: Vec<Lang>,
    /// The languages that have a page for the glossary.
    pub(super) glossaries: Vec<Lang>,
    pub(super) reading_lists: BTreeMap<String, Vec<String>>,
    /// Everyone in people.yaml, as the pages of each language show them.
    people: FxHashMap<Lang, BTreeMap<Arc<str>, Arc<PersonCard>>>,
    pub(super) assets: BTreeMap<SitePath, Asset>,
    pub(super) per_page: usize,
}

impl Standing {
    /// Where everything stands, and the pages that are shown, without names.
    pub(super) fn build(facts: &Facts<'_>) -> (Self, Vec<Draft>) {
        let tags = std::iter::once(&facts.settings.language).chain(&facts.settings.languages);
        let region = facts.config.region.as_deref();
        let languages: FxHashMap<Lang, Language> = tags
            .map(|tag| (tag.clone(), Language::new(tag, region)))
            .collect();
        let mut standing = Self {
            settings: facts.settings.clone(),
            languages,
            shown_languages: Vec::new(),
            sources: Vec::with_capacity(facts.summaries.len()),
            by_file: with_room(facts.summaries.len()),
            by_url: FxHashMap::default(),
            addresses: OnceLock::new(),
            urls: Vec::new(),
            by_key: with_room(facts.summaries.len()),
            lists: BTreeMap::new(),
            rank: Vec::new(),
            uses: FxHashMap::default(),
            citing: BTreeMap::new(),
            reference_pages: Vec::new(),
            glossaries: Vec::new(),
            reading_lists: facts.config.lists.clone(),
            people: FxHashMap::default(),
            assets: facts.assets.clone(),
            per_page: facts.config.paginate as usize,
        };
        let (drafts, hidden) = standing.add_pages(facts);
        standing.add_lists(&drafts, facts);
        standing.add_people(facts);
        let used: FxHashSet<&Lang> = drafts.iter().map(|draft| &draft.card.language).collect();
        let further = facts.settings.languages.iter().filter(|l| used.contains(l));
        standing.shown_languages = std::iter::once(&facts.settings.language)
            .chain(further)
            .cloned()
            .collect();
        if facts.glossary_page {
            let has_words = |language: &&Lang| facts.settings.terms.finder(language).is_some();
            let languages = standing.shown_languages.iter().filter(has_words);
            standing.glossaries = languages.cloned().collect();
        }
        if facts.references_page {
            let cites = |language: &&Lang| {
                let mut citing = standing.citing.iter();
                citing.any(|((tag, _), uses)| tag == *language && uses.total > 0)
            };
            let is_sourced = |language: &&Lang| {
                standing.glossaries.contains(language)
                    && has_sources(facts.glossary, language, facts.settings)
            };
            let languages = standing.shown_languages.iter();
            let languages = languages.filter(|language| cites(language) || is_sourced(language));
            standing.reference_pages = languages.cloned().collect();
        }
        standing.add_addresses(&drafts, facts);
        standing.add_hidden_addresses(&hidden, facts);
        (standing, drafts)
    }

    /// The pages that are shown, and those that are not.
    fn add_pages(&mut self, facts: &Facts<'_>) -> (Vec<Draft>, Vec<Draft>) {
        let is_original = |summary: &Summary| summary.language == self.settings.language;
        let mut originals: FxHashMap<&str, usize> = FxHashMap::default();
        if !self.settings.languages.is_empty() {
            let summaries = facts.summaries.iter().enumerate();
            let summaries = summaries.filter(|(_, summary)| is_original(summary));
            originals.extend(summaries.map(|(i, summary)| (summary.key.as_str(), i)));
        }
        let mut shared = Shared::default();
        let mut drafts = Vec::with_capacity(facts.summaries.len());
        let mut hidden = Vec::new();
        for (own, summary) in facts.summaries.iter().enumerate() {
            let is_shown = !facts.show.hides(summary);
            let position = is_shown.then_some(drafts.len());
            self.by_file.insert(name_of(&summary.file), position);
            let original = originals.get(summary.key.as_str()).copied().unwrap_or(own);
            let source = Source { own, original };
            let original = &facts.summaries[original];
            let draft = Draft::new(summary, original, facts.show, &mut shared);
            if !is_shown {
                hidden.push(draft);
                continue;
            }
            self.sources.push(source);
            let name = name_in(&summary.key, &draft.card.language);
            self.by_key.entry(name).or_insert(drafts.len());
            drafts.push(draft);
        }
        (drafts, hidden)
    }

    fn add_lists(&mut self, drafts: &[Draft], facts: &Facts<'_>) {
        self.rank.resize(drafts.len(), None);
        let mut articles: Vec<usize> = (0..drafts.len())
            .filter(|&i| drafts[i].page.summary.is_article())
            .collect();
        // Among those of one day it stays the order of their paths.
        articles.sort_by_cached_key(|&i| Reverse(drafts[i].card.date));
        for i in articles {
            let draft = &drafts[i];
            let summary = &draft.page.summary;
            let language = &draft.card.language;
            for term in &summary.terms {
                let uses = self.uses.entry((language.clone(), term.clone()));
                uses.or_default().add(i, summary);
            }
            for key in &summary.cites {
                if let Some(work) = facts.bibliography.get(key) {
                    let uses = self.citing.entry((language.clone(), work.key.clone()));
                    uses.or_default().add(i, summary);
                }
            }
            for &kind in facts.kinds {
                for slug in draft.slugs(kind) {
                    let key = ListKey {
                        language: draft.card.language.clone(),
                        kind,
                        slug,
                    };
                    let list = self.lists.entry(key.clone()).or_insert_with(|| List {
                        info: list_info(key, facts),
                        name: Arc::default(),
                        members: Vec::new(),
                    });
                    list.members.push(i);
                }
            }
        }
        for (key, list) in &mut self.lists {
            if key.kind == ListKind::Series {
                list.members.sort_by_key(|&i| drafts[i].part());
            }
            list.info.total = list.members.len();
            list.info.pages = list.members.len().div_ceil(self.per_page);
            list.info.changed = list
                .members
                .iter()
                .filter_map(|&i| drafts[i].changed())
                .max();
            if list.info.title.is_none() {
                // The spelling of the article that comes first by path.
                let first = list.members.iter().min().map(|&i| &drafts[i]);
                list.info.title = first.and_then(|draft| draft.spelling(key));
            }
            list.name = Arc::new(Named {
                title: list.info.title.clone().unwrap_or_default(),
                url: Some(list.info.url.clone()),
            });
            if key.kind == ListKind::Articles {
                for (rank, &i) in list.members.iter().enumerate() {
                    self.rank[i] = Some(rank);
                }
            }
        }
    }

    fn add_people(&mut self, facts: &Facts<'_>) {
        let own = &facts.settings.language;
        for language in std::iter::once(own).chain(&facts.settings.languages) {
            let card = |(id, person): (&String, &Person)| {
                let id: Arc<str> = id.as_str().into();
                let key = ListKey {
                    language: language.clone(),
                    kind: ListKind::Author,
                    slug: id.clone(),
                };
                let portrait = person.portrait();
                let card = PersonCard::new(PersonFields {
                    id: id.clone(),
                    portrait: portrait.and_then(|file| self.assets.get(&file).cloned()),
                    person: person.clone(),
                    url: self.lists.get(&key).map(|list| list.info.url.clone()),
                    foreign: (language != own).then(|| own.clone()),
                });
                (id, Arc::new(card))
            };
            let people = facts.people.iter().map(card).collect();
            self.people.insert(language.clone(), people);
        }
    }

    fn add_addresses(&mut self, drafts: &[Draft], facts: &Facts<'_>) {
        self.by_url.reserve(drafts.len());
        self.urls = drafts.iter().map(|draft| draft.card.url.clone()).collect();
        for (i, url) in self.urls.iter().enumerate() {
            let place = (url.clone(), Place::Page(i));
            self.by_url.insert(name_of(url), place);
        }
        let mut others = vec!["/sitemap.xml".to_owned(), "/robots.txt".to_owned()];
        for language in &self.shown_languages {
            let prefix = language_prefix(language, &self.settings);
            others.push(format!("{prefix}/"));
            if facts.site_feed && self.lists_of(language, ListKind::Articles).next().is_some() {
                others.push(format!("{prefix}/feed.xml"));
            }
            for kind in [ListKind::Topic, ListKind::Author] {
                if self.lists_of(language, kind).next().is_some() {
                    others.push(format!("{prefix}/{}/", kind.folder()));
                }
            }
        }
        let glossaries = self.glossaries.iter();
        others.extend(glossaries.map(|language| glossary_url(language, &self.settings)));
        let pages = self.reference_pages.iter();
        others.extend(pages.map(|language| references_url(language, &self.settings)));
        for list in self.lists.values() {
            others.extend((1..=list.info.pages).map(|n| page_url(&list.info.url, n)));
            if facts.topic_feeds && list.info.key.kind == ListKind::Topic {
                others.push(format!("{}feed.xml", list.info.url));
            }
        }
        for (i, draft) in drafts.iter().enumerate() {
            for alias in &draft.page.summary.front.aliases {
                let alias = alias_url(&draft.card.language, alias, &self.settings);
                self.add_address(alias, Place::Page(i));
            }
        }
        for url in others {
            self.add_address(url, Place::Other);
        }
    }

    /// The addresses of pages that are not shown, and of lists that would hold nothing else.
    fn add_hidden_addresses(&mut self, hidden: &[Draft], facts: &Facts<'_>) {
        for draft in hidden {
            let summary = &draft.page.summary;
            let language = &draft.card.language;
            self.add_address(summary.url.to_string(), Place::Hidden);
            for alias in &summary.front.aliases {
                let alias = alias_url(language, alias, &self.settings);
                self.add_address(alias, Place::Hidden);
            }
            if !summary.is_article() {
                continue;
            }
            let prefix = language_prefix(language, &self.settings);
            for &kind in facts.kinds {
                for slug in draft.slugs(kind) {
                    self.add_address(list_url(&prefix, kind, &slug), Place::Hidden);
                }
                if matches!(kind, ListKind::Topic | ListKind::Author) {
                    self.add_address(list_url(&prefix, kind, ""), Place::Hidden);
                }
            }
        }
    }

    /// One more address, unless something stands there.
    fn add_address(&mut self, url: String, place: Place) {
        let at = self.by_url.entry(name_of(&url));
        at.or_insert_with(|| (url.into(), place));
    }

    /// What stands at an address.
    pub(super) fn at_url(&self, url: &str) -> Option<Place> {
        self.by_url.get(&name_of(url)).map(|(_, place)| *place)
    }

    /// Every address that something is shown at, in order.
    pub(super) fn addresses(&self) -> &[Arc<str>] {
        self.addresses.get_or_init(|| {
            let shown = self.by_url.values();
            let shown = shown.filter(|(_, place)| !matches!(place, Place::Hidden));
            let mut addresses: Vec<Arc<str>> = shown.map(|(url, _)| url.clone()).collect();
            addresses.sort_unstable();
            addresses
        })
    }

    /// The position of the page of a key in a language.
    pub(super) fn in_language(&self, key: &str, language: &Lang) -> Option<usize> {
        self.by_key.get(&name_in(key, language)).copied()
    }

    /// The position of a file's page: `None` for a file that is no article or page, `Some(None)` for one that is not shown.
    pub(super) fn position(&self, file: &SitePath) -> Option<Option<usize>> {
        self.by_file.get(&name_of(file)).copied()
    }

    pub(super) fn lists_of<'a>(
        &'a self,
        language: &'a Lang,
        kind: ListKind,
    ) -> impl Iterator<Item = &'a ListInfo> {
        let first = ListKey {
            language: language.clone(),
            kind,
            slug: "".into(),
        };
        self.lists
            .range(first..)
            .map(|(_, list)| &list.info)
            .take_while(move |info| info.key.language == *language && info.key.kind == kind)
    }

    pub(super) fn person(&self, id: &str, language: &Lang) -> Option<Arc<PersonCard>> {
        self.people.get(language)?.get(id).cloned()
    }
}

/// Digests are compared where they lie; each comparison of texts would fetch one from elsewhere.
fn name_of(text: &str) -> Digest {
    Digest::of_bytes(text.as_bytes())
}

/// The same of a page's key in a language.
fn name_in(key: &str, language: &Lang) -> Digest {
    Digest::of(&(key, language))
}

fn with_room<V>(entries: usize) -> FxHashMap<Digest, V> {
    FxHashMap::with_capacity_and_hasher(entries, rustc_hash::FxBuildHasher)
}

fn list_url(prefix: &str, kind: ListKind, slug: &str) -> String {
    let folder = kind.folder();
    match slug {
        "" => format!("{prefix}/{folder}/"),
        slug => format!("{prefix}/{folder}/{slug}/"),
    }
}

fn list_info(key: ListKey, facts: &Facts<'_>) -> ListInfo {
    let prefix = language_prefix(&key.language, facts.settings);
    let url = list_url(&prefix, key.kind, &key.slug);
    let (mut title, mut description) = (None, String::new());
    match key.kind {
        ListKind::Topic => {
            if let Some(topic) = facts.topics.get(&*key.slug) {
                let translated = topic.translations.get(&*key.language);
                let own = translated.and_then(|t| t.title.as_ref());
                title = Some(own.unwrap_or(&topic.title).clone());
                let own = translated.and_then(|t| t.description.as_ref());
                description = own
                    .or(topic.description.as_ref())
                    .cloned()
                    .unwrap_or_default();
            }
        }
        ListKind::Author => {
            title = facts
                .people
                .get(&*key.slug)
                .map(|person| person.name.clone());
        }
        ListKind::Articles | ListKind::Audience | ListKind::Series => {}
    }
    ListInfo {
        key,
        title,
        description,
        url,
        total: 0,
        pages: 0,
        changed: None,
    }
}
