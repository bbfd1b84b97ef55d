//! The index of a site: built from every summary and the data files, it answers every [`Query`].
//!
//! It is a function of what it is handed, holds no text of any body, and is left untouched by an edit that changes no
//! summary.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::digest::{Digest, Stamped};
use crate::base::path::SitePath;

use super::article::{Settings, Summary};
use super::bibliography::Bibliography;
use super::config::Config;
use super::glossary::Glossary;
use super::language::{Lang, Language};
use super::people::Person;
use super::query::{Answer, Asset, ListInfo, ListKind, MenuEntry, Page, Query, Reach, TermCard};
use super::support::Help;
use super::topics::Topic;

mod draft;
mod glossary;
mod links;
mod lists;
mod menus;
mod related;
mod show;
mod standing;
mod translations;
mod works;

pub use glossary::glossary_url;
pub use links::alias_url;
pub use lists::page_url;
pub use show::{ReviewState, Show};
pub use works::references_url;

use draft::{Draft, Shared};
use lists::without_figures;
use standing::{Source, Standing};

/// What an index is built from.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// site.yaml.
    pub config: &'a Config,
    /// Its languages.
    pub settings: &'a Settings,
    /// Every summary, by file.
    pub summaries: &'a [Arc<Summary>],
    /// people.yaml.
    pub people: &'a BTreeMap<String, Person>,
    /// topics.yaml.
    pub topics: &'a BTreeMap<String, Topic>,
    /// glossary.yaml.
    pub glossary: Option<&'a Glossary>,
    /// Whether the theme has a page for it.
    pub glossary_page: bool,
    /// The works that articles may cite.
    pub bibliography: &'a Arc<Bibliography>,
    /// Whether the theme has a page for those that they do cite.
    pub references_page: bool,
    /// The pictures and documents that articles refer to, of those that exist.
    pub assets: &'a BTreeMap<SitePath, Asset>,
    /// Whom to call.
    pub help: &'a Help,
    /// The kinds of list that the theme has.
    pub kinds: &'a [ListKind],
    /// Whether it has a feed of all articles.
    pub site_feed: bool,
    /// Whether it has a feed for each topic.
    pub topic_feeds: bool,
    /// Which articles are shown.
    pub show: Show,
}

/// Whom to call, in every language of the site.
fn help(facts: &Facts<'_>) -> BTreeMap<Lang, Arc<Stamped<Help>>> {
    let settings = facts.settings;
    let languages = std::iter::once(&settings.language).chain(&settings.languages);
    let help = |tag: &Lang| Arc::new(Stamped::new(facts.help.for_language(tag)));
    languages.map(|tag| (tag.clone(), help(tag))).collect()
}

/// The index of a site.
pub struct SiteIndex {
    digests: Digests,
    standing: Arc<Standing>,
    /// Every page that is shown, by file.
    pages: Vec<Arc<Page>>,
    menus: BTreeMap<Lang, Vec<MenuEntry>>,
    glossary: BTreeMap<Lang, Vec<Arc<TermCard>>>,
    bibliography: Arc<Bibliography>,
    /// Whom to call, in every language of the site.
    help: BTreeMap<Lang, Arc<Stamped<Help>>>,
}

/// Fingerprints of all facts, by what an edit is likely to leave alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Digests {
    /// Of everything.
    pub whole: Digest,
    /// Of everything that decides where pages stand.
    pub standing: Digest,
    /// Of the ids in all articles.
    pub anchors: Digest,
}

impl Digests {
    /// Whether an answer that depends on `reach` is the same under `other`.
    #[must_use]
    pub fn agree(&self, other: &Self, reach: Reach) -> bool {
        match reach {
            Reach::Standing => self.standing == other.standing,
            Reach::Anchors => self.standing == other.standing && self.anchors == other.anchors,
            Reach::Words => self.whole == other.whole,
        }
    }
}

impl SiteIndex {
    /// Builds the index. What `last` holds is used where the facts say that it is still so.
    #[must_use]
    pub fn build(facts: &Facts<'_>, digests: Digests, last: Option<&Self>) -> Self {
        let known = last.filter(|last| last.digests.standing == digests.standing);
        let (standing, pages) = match known {
            Some(last) => (last.standing.clone(), last.renewed_pages(facts)),
            None => {
                let (standing, drafts) = Standing::build(facts);
                let pages = drafts.into_iter().map(|draft| draft.finish(&standing));
                let pages = pages.collect();
                (Arc::new(standing), pages)
            }
        };
        let mut index = Self {
            digests,
            standing,
            pages,
            menus: BTreeMap::new(),
            glossary: glossary::cards(facts.glossary, facts.settings),
            bibliography: facts.bibliography.clone(),
            help: help(facts),
        };
        index.add_menus(facts);
        index
    }

    /// The pages, of which only the words may differ.
    fn renewed_pages(&self, facts: &Facts<'_>) -> Vec<Arc<Page>> {
        let sources = self.standing.sources.iter().zip(&self.pages);
        let mut shared = Shared::default();
        let page = |(source, page): (&Source, &Arc<Page>)| {
            let summary = &facts.summaries[source.own];
            if Arc::ptr_eq(summary, &page.summary) {
                return page.clone();
            }
            let original = &facts.summaries[source.original];
            Draft::new(summary, original, facts.show, &mut shared).finish(&self.standing)
        };
        sources.map(page).collect()
    }

    /// The fingerprints of everything the index was built from.
    #[must_use]
    pub fn digests(&self) -> &Digests {
        &self.digests
    }

    /// The languages of the site.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.standing.settings
    }

    /// How a language writes; the default language's way for one that the site does not list.
    #[must_use]
    pub fn language(&self, tag: &str) -> Option<&Language> {
        self.standing.languages.get(tag).or_else(|| {
            self.standing
                .languages
                .get(&self.standing.settings.language)
        })
    }

    /// Every page that is shown, by file.
    #[must_use]
    pub fn pages(&self) -> &[Arc<Page>] {
        &self.pages
    }

    /// The position of a file's page in [`pages`](Self::pages).
    #[must_use]
    pub fn position(&self, file: &SitePath) -> Option<usize> {
        self.standing.position(file).flatten()
    }

    /// Every list, in order.
    pub fn lists(&self) -> impl Iterator<Item = &ListInfo> {
        self.standing.lists.values().map(|list| &list.info)
    }

    /// The pictures and documents that articles refer to.
    pub fn assets(&self) -> impl Iterator<Item = (&SitePath, &Asset)> {
        self.standing
            .assets
            .iter()
            .filter(|(_, asset)| asset.published)
    }

    /// The default language, and every other that has a page.
    #[must_use]
    pub fn shown_languages(&self) -> &[Lang] {
        &self.standing.shown_languages
    }

    /// Answers a query. The answer depends on the index and the query alone.
    #[must_use]
    pub fn ask(&self, query: &Query) -> Answer {
        match query {
            Query::Page(file) => Answer::Page(self.page(file).cloned()),
            Query::Card(file) => Answer::Card(self.page(file).map(|page| page.card.clone())),
            Query::LinkToFile(file, anchor) => {
                Answer::Link(self.link_to_file(file, anchor.as_deref()))
            }
            Query::LinkToUrl(url, anchor) => Answer::Link(self.link_to_url(url, anchor.as_deref())),
            Query::Members(key, number) => Answer::Files(self.members(key, *number)),
            Query::List(key) => {
                Answer::List(self.standing.lists.get(key).map(|list| list.info.clone()))
            }
            Query::ListName(key) => Answer::List(
                self.standing
                    .lists
                    .get(key)
                    .map(|list| without_figures(&list.info)),
            ),
            Query::Parts(key) => {
                let parts = self
                    .standing
                    .lists
                    .get(key)
                    .map(|list| list.members.iter().copied());
                Answer::Files(parts.map(|parts| self.files(parts)).unwrap_or_default())
            }
            Query::HasLists(language, kind) => {
                Answer::Has(self.standing.lists_of(language, *kind).next().is_some())
            }
            Query::Lists(language, kind) => Answer::Lists(self.sorted_lists(language, *kind)),
            Query::Newest(key, most) => Answer::Files(self.newest(key, *most)),
            Query::Featured(language) => Answer::Files(self.featured(language)),
            Query::Related(file, most) => Answer::Files(self.related(file, *most)),
            Query::Neighbours(file) => {
                let (older, newer) = self.neighbours(file);
                Answer::Neighbours(older, newer)
            }
            Query::ReadingList(name, language) => Answer::Files(self.reading_list(name, language)),
            Query::Menu(language) => {
                Answer::Menu(self.menus.get(language).cloned().unwrap_or_default())
            }
            Query::Folder(language, folder) => {
                let key = format!("{folder}/index");
                let page = self.translation(&key, language);
                Answer::Card(page.map(|page| page.card.clone()))
            }
            Query::Translations(file) => Answer::Translations(self.page_translations(file)),
            Query::ListTranslations(key) => Answer::Translations(self.list_translations(key)),
            Query::HomeTranslations => Answer::Translations(self.in_every_language(|_| true, "/")),
            Query::IndexTranslations(kind) => {
                let has =
                    |language: &Lang| self.standing.lists_of(language, *kind).next().is_some();
                let path = format!("/{}/", kind.folder());
                Answer::Translations(self.in_every_language(has, &path))
            }
            Query::Term(id, language) => Answer::Term(self.term(id, language).cloned()),
            Query::Glossary(language) => Answer::Glossary(self.sorted_terms(language)),
            Query::HasGlossary(language) => Answer::Has(self.has_glossary(language)),
            Query::TermUses(id, language, most) => {
                let uses = self.standing.uses.get(&(language.clone(), id.clone()));
                let (newest, total) = self.uses(uses, *most);
                Answer::Uses(newest, total)
            }
            Query::GlossaryTranslations => {
                let has = |language: &Lang| self.has_glossary(language);
                Answer::Translations(self.in_every_language(has, "/glossary/"))
            }
            Query::Work(key) => Answer::Work(self.bibliography.get(key).cloned()),
            Query::Works(language) => Answer::Works(self.cited_works(language)),
            Query::HasReferences(language) => Answer::Has(self.has_references(language)),
            Query::ReferencesTranslations => {
                let has = |language: &Lang| self.has_references(language);
                Answer::Translations(self.in_every_language(has, "/references/"))
            }
            Query::CitedBy(key, language, most) => {
                let uses = self.standing.citing.get(&(language.clone(), key.clone()));
                let (newest, total) = self.uses(uses, *most);
                Answer::Uses(newest, total)
            }
            Query::Person(id, language) => Answer::Person(self.standing.person(id, language)),
            Query::Asset(file) => Answer::Asset(self.standing.assets.get(file).cloned()),
            Query::Everything => Answer::Everything(
                self.pages
                    .iter()
                    .map(|page| {
                        let file = &page.card.file;
                        (
                            page.card.url.clone(),
                            changed(page),
                            self.page_translations(file),
                        )
                    })
                    .collect(),
            ),
            Query::EveryList => Answer::Lists(self.lists().cloned().collect()),
            Query::Aliases => Answer::Aliases(self.aliases()),
            Query::Languages => Answer::Languages(self.standing.shown_languages.clone()),
            Query::Support(language) => Answer::Support(self.help(language)),
        }
    }

    fn help(&self, language: &Lang) -> Arc<Stamped<Help>> {
        let help = self.help.get(language);
        help.or_else(|| self.help.get(&self.standing.settings.language))
            .cloned()
            .unwrap_or_else(|| Arc::new(Stamped::new(Help::default())))
    }

    /// The article or page of a file, if it is shown.
    #[must_use]
    pub fn page(&self, file: &SitePath) -> Option<&Arc<Page>> {
        self.position(file).map(|i| &self.pages[i])
    }
}

/// The day an article last changed, as it says itself.
fn changed(page: &Page) -> Option<Date> {
    page.summary.front.updated.max(page.card.date)
}
