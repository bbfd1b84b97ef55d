//! The index of a site: built from every summary and the data files, it answers every [`Query`].
//!
//! It is a function of what it is handed, holds no text of any body, and is left untouched by an edit that changes no
//! summary.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::base::date::Date;
use crate::base::digest::{Digest, Stamped};
use crate::base::path::SitePath;
use crate::base::suggest::nearest;

use super::article::{Settings, Summary, language_prefix};
use super::bibliography::{Bibliography, Work};
use super::config::Config;
use super::glossary::Glossary;
use super::language::{Lang, Language, split_language};
use super::people::Person;
use super::query::{
    Answer, Asset, CardFields, Link, ListInfo, ListKey, ListKind, MenuEntry, MenuName, Page, Query,
    Reach, TermCard,
};
use super::reference::ARTICLES;
use super::reference::Target;
use super::support::Help;
use super::topics::Topic;

mod draft;
mod glossary;
mod standing;

pub use glossary::glossary_url;

use draft::{Draft, Shared};
use standing::{Place, Source, Standing, Uses};

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

/// Which articles are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Show {
    /// The day of the build.
    pub today: Date,
    /// Drafts too.
    pub drafts: bool,
    /// Articles whose day has not come, too.
    pub future: bool,
}

/// How the next clinical review of an article stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewState {
    /// Not due yet, or no day is named.
    Fresh,
    /// Due within [`REVIEW_NOTICE_DAYS`].
    Due,
    /// The day has passed.
    Overdue,
}

/// How many days before a review is due its author is told.
const REVIEW_NOTICE_DAYS: i32 = 60;

impl Show {
    /// Why an article is not shown, if it is not.
    #[must_use]
    pub fn hides(self, summary: &Summary) -> bool {
        let front = &summary.front;
        let expired = front.expires_on.is_some_and(|day| day <= self.today);
        (front.draft && !self.drafts) || (self.is_future(summary) && !self.future) || expired
    }

    /// Whether an article is shown though its author has not published it.
    #[must_use]
    pub fn marks(self, summary: &Summary) -> bool {
        summary.front.draft || self.is_future(summary)
    }

    /// How the next clinical review of an article stands.
    #[must_use]
    pub fn review(self, summary: &Summary) -> ReviewState {
        match summary.front.review_by {
            Some(due) if due < self.today => ReviewState::Overdue,
            Some(due) if due <= self.today.days_later(REVIEW_NOTICE_DAYS) => ReviewState::Due,
            _ => ReviewState::Fresh,
        }
    }

    fn is_future(self, summary: &Summary) -> bool {
        let day = summary.front.date.max(summary.front.publish_on);
        day.is_some_and(|day| day > self.today)
    }
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

/// How many of a topic's newest articles are looked at for related ones: keeps the work linear in the size of a site.
const RELATED_POOL: usize = 64;

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

    fn add_menus(&mut self, facts: &Facts<'_>) {
        for language in self.standing.shown_languages.clone() {
            let own = facts
                .config
                .languages
                .get(&*language)
                .map(|further| further.menu.as_slice())
                .filter(|menu| !menu.is_empty());
            let menu = own.unwrap_or(&facts.config.menu);
            let entries = if menu.is_empty() {
                self.default_menu(&language)
            } else {
                menu.iter()
                    .filter_map(|path| self.menu_entry(path, &language))
                    .collect()
            };
            self.menus.insert(language, entries);
        }
    }

    /// The indexes that exist, then every page at the top of `articles/`.
    fn default_menu(&self, language: &Lang) -> Vec<MenuEntry> {
        let indexes = ["/articles/", "/topics/"];
        let pages = self.pages.iter().filter(|page| {
            page.card.language == *language
                && !page.summary.is_article()
                && !page.summary.is_home()
                && !page.summary.key.contains('/')
        });
        indexes
            .iter()
            .filter_map(|path| self.menu_entry(path, language))
            .chain(pages.map(|page| page_entry(page)))
            .collect()
    }

    /// What a path in `menu` of site.yaml leads to in `language`; `None` where that language has no such page.
    #[must_use]
    pub fn menu_entry(&self, path: &str, language: &Lang) -> Option<MenuEntry> {
        if path.ends_with(".md") {
            let path = path.trim_start_matches('/');
            let key = path
                .strip_prefix(ARTICLES)
                .unwrap_or(path)
                .trim_end_matches(".md");
            let (key, _) = split_language(key);
            return self.translation(key, language).map(|page| page_entry(page));
        }
        let prefix = language_prefix(language, &self.standing.settings);
        let path = match path.trim_matches('/') {
            "" => {
                let home = self
                    .translation("index", language)
                    .map(|page| page_entry(page));
                return home.or_else(|| self.list_entry("/", &prefix));
            }
            file if file.ends_with(".html") => format!("/{file}"),
            path => format!("/{path}/"),
        };
        let index = |kind: ListKind| MenuEntry {
            url: format!("{prefix}/{}/", kind.folder()),
            name: MenuName::Word(kind.folder()),
        };
        if path == "/glossary/" {
            return self.has_glossary(language).then(|| MenuEntry {
                url: glossary_url(language, &self.standing.settings),
                name: MenuName::Word("glossary"),
            });
        }
        if path == "/references/" {
            return self.has_references(language).then(|| MenuEntry {
                url: references_url(language, &self.standing.settings),
                name: MenuName::Word("references"),
            });
        }
        let kind = ListKind::of_folder(path.trim_matches('/'));
        match kind {
            Some(kind @ (ListKind::Articles | ListKind::Topic | ListKind::Author)) => self
                .standing
                .lists_of(language, kind)
                .next()
                .map(|_| index(kind)),
            _ => match self
                .standing
                .at_url(&path)
                .or_else(|| self.standing.at_url(&format!("{prefix}{path}")))
            {
                Some(Place::Page(i)) => {
                    let key = &self.pages[i].summary.key;
                    self.translation(key, language).map(|page| page_entry(page))
                }
                Some(Place::Other) => self.list_entry(&path, &prefix),
                Some(Place::Hidden) | None => None,
            },
        }
    }

    fn list_entry(&self, path: &str, prefix: &str) -> Option<MenuEntry> {
        let url = format!("{prefix}{path}");
        if path == "/" {
            let name = MenuName::Word("home");
            return Some(MenuEntry { url, name });
        }
        let list = self
            .standing
            .lists
            .values()
            .find(|list| list.info.url == url)?;
        let name = MenuName::List(without_figures(&list.info));
        Some(MenuEntry { url, name })
    }

    fn translation(&self, key: &str, language: &Lang) -> Option<&Arc<Page>> {
        let position = self.standing.in_language(key, language)?;
        Some(&self.pages[position])
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

    /// The address most like one that does not exist.
    #[must_use]
    pub fn nearest_address(&self, url: &str) -> Option<&str> {
        let addresses = self.standing.addresses();
        nearest(url, addresses.iter().map(|url| &**url))
    }

    /// The page at an address.
    #[must_use]
    pub fn page_at(&self, url: &str) -> Option<&Arc<Page>> {
        match self.standing.at_url(url) {
            Some(Place::Page(i)) => self.pages.get(i),
            _ => None,
        }
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

    /// Whether a language has a page for the glossary.
    #[must_use]
    pub fn has_glossary(&self, language: &Lang) -> bool {
        self.standing.glossaries.contains(language)
    }

    fn term(&self, id: &str, language: &Lang) -> Option<&Arc<TermCard>> {
        let terms = self
            .glossary
            .get(language)
            .filter(|_| self.has_glossary(language))?;
        terms.iter().find(|term| *term.id == *id)
    }

    fn sorted_terms(&self, language: &Lang) -> Vec<Arc<TermCard>> {
        let mut terms = self.glossary.get(language).cloned().unwrap_or_default();
        if let Some(words) = self.standing.languages.get(language) {
            terms.sort_by(|a, b| words.compare(&a.term, &b.term));
        }
        terms
    }

    /// Discreet articles are not named.
    fn uses(&self, uses: Option<&Uses>, most: usize) -> (Vec<SitePath>, usize) {
        let newest = uses.map_or(&[][..], |uses| &uses.newest);
        let newest = newest.iter().copied().filter(|&i| !self.is_discreet(i));
        let total = uses.map_or(0, |uses| uses.total);
        (self.files(newest.take(most)), total)
    }

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

    fn cited_works(&self, language: &Lang) -> Vec<Arc<Work>> {
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

    fn aliases(&self) -> Vec<(String, String)> {
        let of = |page: &Arc<Page>| -> Vec<(String, String)> {
            let aliases = page.summary.front.aliases.iter();
            aliases
                .map(|alias| {
                    (
                        alias_url(&page.card.language, alias, &self.standing.settings),
                        page.card.url.to_string(),
                    )
                })
                .collect()
        };
        self.pages.iter().flat_map(of).collect()
    }

    /// The article or page of a file, if it is shown.
    #[must_use]
    pub fn page(&self, file: &SitePath) -> Option<&Arc<Page>> {
        self.position(file).map(|i| &self.pages[i])
    }

    fn link_to_file(&self, file: &SitePath, anchor: Option<&str>) -> Link {
        match self.standing.position(file) {
            Some(Some(i)) => self.link_to(i, anchor),
            Some(None) => Link::Hidden,
            None => self.asset_link(file),
        }
    }

    /// A link to the page at a position.
    fn link_to(&self, position: usize, anchor: Option<&str>) -> Link {
        let has = |id: &str| {
            let anchors = &self.pages[position].summary.anchors;
            anchors.iter().any(|anchor| anchor == id)
        };
        Link::To {
            url: self.standing.urls[position].clone(),
            anchor: anchor.is_none_or(has),
        }
    }

    fn link_to_url(&self, url: &str, anchor: Option<&str>) -> Link {
        let with_slash = |url: &str| format!("{}/", url.trim_end_matches('/'));
        let place = self.standing.at_url(url);
        match place.or_else(|| self.standing.at_url(&with_slash(url))) {
            Some(Place::Page(i)) => self.link_to(i, anchor),
            Some(Place::Other) => Link::To {
                url: if place.is_some() {
                    url.into()
                } else {
                    with_slash(url).into()
                },
                anchor: anchor.is_none_or(|anchor| self.is_entry(url, anchor)),
            },
            Some(Place::Hidden) => Link::Hidden,
            None => match Target::Url(url.into(), None).asset() {
                Some(file) => self.asset_link(&file),
                None => Link::Missing,
            },
        }
    }

    /// Whether `url` is that of a glossary that has an entry of this id.
    fn is_entry(&self, url: &str, id: &str) -> bool {
        let settings = &self.standing.settings;
        let is_it = |language: &&Lang| {
            glossary_url(language, settings).trim_end_matches('/') == url.trim_end_matches('/')
        };
        let language = self.standing.glossaries.iter().find(is_it);
        language.is_some_and(|language| self.term(id, language).is_some())
    }

    fn asset_link(&self, file: &SitePath) -> Link {
        self.standing
            .assets
            .get(file)
            .map_or(Link::Missing, |asset| Link::To {
                url: asset.url.as_str().into(),
                anchor: true,
            })
    }

    fn files(&self, members: impl IntoIterator<Item = usize>) -> Vec<SitePath> {
        members
            .into_iter()
            .map(|i| self.pages[i].card.file.clone())
            .collect()
    }

    fn members(&self, key: &ListKey, number: usize) -> Vec<SitePath> {
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

    fn sorted_lists(&self, language: &Lang, kind: ListKind) -> Vec<ListInfo> {
        let mut lists: Vec<ListInfo> = self.standing.lists_of(language, kind).cloned().collect();
        if let Some(words) = self.standing.languages.get(language) {
            let title = |info: &ListInfo| info.title.clone().unwrap_or_default();
            lists.sort_by(|a, b| words.compare(&title(a), &title(b)));
        }
        lists
    }

    /// Discreet articles stay out of what shows itself unasked.
    fn newest(&self, key: &ListKey, most: usize) -> Vec<SitePath> {
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

    fn is_discreet(&self, i: usize) -> bool {
        self.pages[i].summary.front.discreet
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

    fn featured(&self, language: &Lang) -> Vec<SitePath> {
        let articles = self.all_articles(language).iter().copied();
        self.files(
            articles.filter(|&i| self.pages[i].summary.front.featured && !self.is_discreet(i)),
        )
    }

    /// What the author names first; then, of what is for the same people, by what is shared, a topic counting for two terms
    /// of the glossary, newest first.
    fn related(&self, file: &SitePath, most: usize) -> Vec<SitePath> {
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

    /// Discreet articles are passed over.
    fn neighbours(&self, file: &SitePath) -> (Option<SitePath>, Option<SitePath>) {
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

    fn reading_list(&self, name: &str, language: &Lang) -> Vec<SitePath> {
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

    fn page_translations(&self, file: &SitePath) -> Vec<(Lang, String)> {
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

    /// The same generated page in every language that has it; nothing where there is only one.
    fn in_every_language(&self, has: impl Fn(&Lang) -> bool, path: &str) -> Vec<(Lang, String)> {
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

    fn list_translations(&self, key: &ListKey) -> Vec<(Lang, String)> {
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

/// The address of the page of all works that articles in `language` cite, without base path.
#[must_use]
pub fn references_url(language: &Lang, settings: &Settings) -> String {
    format!("{}/references/", language_prefix(language, settings))
}

/// The whole address of an alias of a page in `language`.
#[must_use]
pub fn alias_url(language: &Lang, alias: &str, settings: &Settings) -> String {
    let prefix = language_prefix(language, settings);
    let slash = if alias.ends_with('/') || alias.ends_with(".html") {
        ""
    } else {
        "/"
    };
    format!("{prefix}{alias}{slash}")
}

/// By date, the newest first; then by path.
fn newest_first(a: &CardFields, b: &CardFields) -> std::cmp::Ordering {
    b.date.cmp(&a.date).then_with(|| a.file.cmp(&b.file))
}

/// The day an article last changed, as it says itself.
fn changed(page: &Page) -> Option<Date> {
    page.summary.front.updated.max(page.card.date)
}

/// What a list is called, without how long it is.
fn without_figures(info: &ListInfo) -> ListInfo {
    ListInfo {
        total: 0,
        pages: 0,
        changed: None,
        ..info.clone()
    }
}

fn page_entry(page: &Page) -> MenuEntry {
    MenuEntry {
        url: page.card.url.to_string(),
        name: MenuName::Title(page.card.title.clone()),
    }
}
