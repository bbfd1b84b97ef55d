//! The index of a site: built from every summary and the data files, it answers every [`Query`].
//!
//! It is a function of what it is handed, holds no text of any body, and is left untouched by an edit that changes no
//! summary.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::Date;
use crate::base::digest::Digest;
use crate::base::path::{SitePath, slugify};
use crate::base::suggest::nearest;

use super::article::{Settings, Summary, language_prefix};
use super::config::Config;
use super::language::{Lang, Language, split_language};
use super::people::Person;
use super::query::{
    Answer, Asset, CardFields, Link, ListInfo, ListKey, ListKind, MenuEntry, MenuName, Named, Page,
    PageFields, PersonCard, Query, Stamped,
};
use super::reference::ARTICLES;
use super::reference::Target;
use super::topics::Topic;

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
    /// The pictures and documents that articles refer to, of those that exist.
    pub assets: &'a BTreeMap<SitePath, Asset>,
    /// The kinds of list that the theme has.
    pub kinds: &'a [ListKind],
    /// Whether it has a feed of all articles.
    pub site_feed: bool,
    /// Whether it has a feed for each topic.
    pub topic_feeds: bool,
    /// Which articles are shown.
    pub show: Show,
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

    fn is_future(self, summary: &Summary) -> bool {
        let day = summary.front.date.max(summary.front.publish_on);
        day.is_some_and(|day| day > self.today)
    }
}

/// A list's articles and names.
struct List {
    info: ListInfo,
    /// Positions in `pages`, newest first.
    members: Vec<usize>,
}

/// The index of a site.
pub struct SiteIndex {
    digest: Digest,
    settings: Settings,
    languages: FxHashMap<Lang, Language>,
    /// The default language, and every other that has a page.
    shown_languages: Vec<Lang>,
    /// Every page that is shown, by file.
    pages: Vec<Arc<Page>>,
    by_file: FxHashMap<SitePath, Option<usize>>,
    by_url: FxHashMap<String, Place>,
    /// Every address in order, once a suggestion is asked for.
    addresses: OnceLock<Vec<String>>,
    /// Pages of one key, in the order of the site's languages.
    translations: FxHashMap<String, Vec<usize>>,
    lists: BTreeMap<ListKey, List>,
    /// Position of each page among all articles of its language.
    rank: FxHashMap<SitePath, usize>,
    reading_lists: BTreeMap<String, Vec<String>>,
    menus: BTreeMap<Lang, Vec<MenuEntry>>,
    people: BTreeMap<Arc<str>, Arc<Person>>,
    assets: BTreeMap<SitePath, Asset>,
    per_page: usize,
}

/// What stands at an address.
enum Place {
    Page(usize),
    Other,
}

/// How many of a topic's newest articles are looked at for related ones: keeps the work linear in the size of a site.
const RELATED_POOL: usize = 64;

impl SiteIndex {
    /// Builds the index. `digest` is the digest of everything in `facts`.
    #[must_use]
    pub fn build(facts: &Facts<'_>, digest: Digest) -> Self {
        let tags = std::iter::once(&facts.settings.language).chain(&facts.settings.languages);
        let languages: FxHashMap<Lang, Language> =
            tags.map(|tag| (tag.clone(), Language::new(tag))).collect();
        let mut index = Self {
            digest,
            settings: facts.settings.clone(),
            languages,
            shown_languages: Vec::new(),
            pages: Vec::with_capacity(facts.summaries.len()),
            by_file: FxHashMap::default(),
            by_url: FxHashMap::default(),
            addresses: OnceLock::new(),
            translations: FxHashMap::default(),
            lists: BTreeMap::new(),
            rank: FxHashMap::default(),
            reading_lists: facts.config.lists.clone(),
            menus: BTreeMap::new(),
            people: facts
                .people
                .iter()
                .map(|(id, person)| (id.as_str().into(), Arc::new(person.clone())))
                .collect(),
            assets: facts.assets.clone(),
            per_page: facts.config.paginate as usize,
        };
        let mut drafts = index.add_pages(facts);
        index.add_lists(&drafts, facts);
        for draft in &mut drafts {
            index.name_people_and_topics(draft);
        }
        let used: FxHashSet<&Lang> = drafts.iter().map(|draft| &draft.card.language).collect();
        let further = facts.settings.languages.iter().filter(|l| used.contains(l));
        index.shown_languages = std::iter::once(&facts.settings.language)
            .chain(further)
            .cloned()
            .collect();
        index.pages = drafts.into_iter().map(Draft::finish).collect();
        index.add_addresses(facts);
        index.add_menus(facts);
        index
    }

    fn add_pages(&mut self, facts: &Facts<'_>) -> Vec<Draft> {
        let originals: FxHashMap<&str, &Arc<Summary>> = facts
            .summaries
            .iter()
            .filter(|s| s.language == self.settings.language)
            .map(|s| (s.key.as_str(), s))
            .collect();
        let mut drafts = Vec::with_capacity(facts.summaries.len());
        for summary in facts.summaries {
            let hidden = facts.show.hides(summary);
            self.by_file
                .insert(summary.file.clone(), (!hidden).then_some(drafts.len()));
            if hidden {
                continue;
            }
            let original = originals.get(summary.key.as_str()).map_or(summary, |s| *s);
            self.translations
                .entry(summary.key.clone())
                .or_default()
                .push(drafts.len());
            drafts.push(Draft::new(summary, original, facts.show));
        }
        // The default language first, then as site.yaml lists them.
        let order: FxHashMap<&Lang, usize> = std::iter::once(&self.settings.language)
            .chain(&self.settings.languages)
            .enumerate()
            .map(|(i, tag)| (tag, i))
            .collect();
        #[expect(clippy::iter_over_hash_type, reason = "each group is sorted by itself")]
        for group in self.translations.values_mut() {
            group.sort_by_key(|&i| order.get(&drafts[i].card.language).copied());
        }
        drafts
    }

    fn add_lists(&mut self, drafts: &[Draft], facts: &Facts<'_>) {
        let mut articles: Vec<usize> = (0..drafts.len())
            .filter(|&i| drafts[i].page.summary.is_article())
            .collect();
        articles.sort_by(|&a, &b| newest_first(&drafts[a].card, &drafts[b].card));
        for i in articles {
            let draft = &drafts[i];
            for &kind in facts.kinds {
                for slug in draft.slugs(kind) {
                    let key = ListKey {
                        language: draft.card.language.clone(),
                        kind,
                        slug,
                    };
                    let list = self.lists.entry(key.clone()).or_insert_with(|| List {
                        info: list_info(key, facts),
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
            if key.kind == ListKind::Articles {
                for (rank, &i) in list.members.iter().enumerate() {
                    self.rank.insert(drafts[i].card.file.clone(), rank);
                }
            }
        }
    }

    fn name_people_and_topics(&self, draft: &mut Draft) {
        let language = &draft.card.language;
        let person = |id: &Arc<str>| self.person(id, language);
        let authors = draft.page.authors.iter().filter_map(person).collect();
        let reviewers = &draft.page.summary.front.reviewed_by;
        draft.page.reviewed_by = reviewers
            .iter()
            .filter_map(|id| self.person(id, language))
            .collect();
        let topics = draft.page.topics.iter().map(|slug| {
            let key = ListKey {
                language: language.clone(),
                kind: ListKind::Topic,
                slug: slug.clone(),
            };
            match self.lists.get(&key) {
                Some(list) => Named {
                    title: list.info.title.clone().unwrap_or_default(),
                    url: Some(list.info.url.clone()),
                },
                None => Named {
                    title: draft.spelling(&key).unwrap_or_default(),
                    url: None,
                },
            }
        });
        draft.card.topics = topics.collect();
        draft.card.authors = authors;
    }

    fn add_addresses(&mut self, facts: &Facts<'_>) {
        for (i, page) in self.pages.iter().enumerate() {
            self.by_url.insert(page.card.url.clone(), Place::Page(i));
        }
        let mut others = vec!["/sitemap.xml".to_owned(), "/robots.txt".to_owned()];
        for language in &self.shown_languages {
            let prefix = language_prefix(language, &self.settings);
            others.push(format!("{prefix}/"));
            if facts.site_feed && !self.all_articles(language).is_empty() {
                others.push(format!("{prefix}/feed.xml"));
            }
            for kind in [ListKind::Topic, ListKind::Author] {
                if self.lists_of(language, kind).next().is_some() {
                    others.push(format!("{prefix}/{}/", kind.folder()));
                }
            }
        }
        for list in self.lists.values() {
            others.extend((1..=list.info.pages).map(|n| page_url(&list.info.url, n)));
            if facts.topic_feeds && list.info.key.kind == ListKind::Topic {
                others.push(format!("{}feed.xml", list.info.url));
            }
        }
        for (i, page) in self.pages.iter().enumerate() {
            for alias in &page.summary.front.aliases {
                let alias = alias_url(page, alias, &self.settings);
                self.by_url.entry(alias).or_insert(Place::Page(i));
            }
        }
        for url in others {
            self.by_url.entry(url).or_insert(Place::Other);
        }
    }

    fn add_menus(&mut self, facts: &Facts<'_>) {
        for language in self.shown_languages.clone() {
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
        let prefix = language_prefix(language, &self.settings);
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
        let kind = ListKind::of_folder(path.trim_matches('/'));
        match kind {
            Some(kind @ (ListKind::Articles | ListKind::Topic | ListKind::Author)) => {
                self.lists_of(language, kind).next().map(|_| index(kind))
            }
            _ => match self
                .by_url
                .get(&path)
                .or_else(|| self.by_url.get(&format!("{prefix}{path}")))
            {
                Some(Place::Page(i)) => {
                    let key = &self.pages[*i].summary.key;
                    self.translation(key, language).map(|page| page_entry(page))
                }
                Some(Place::Other) => self.list_entry(&path, &prefix),
                None => None,
            },
        }
    }

    fn list_entry(&self, path: &str, prefix: &str) -> Option<MenuEntry> {
        let url = format!("{prefix}{path}");
        if path == "/" {
            let name = MenuName::Word("home");
            return Some(MenuEntry { url, name });
        }
        let list = self.lists.values().find(|list| list.info.url == url)?;
        let name = MenuName::List(without_figures(&list.info));
        Some(MenuEntry { url, name })
    }

    fn translation(&self, key: &str, language: &Lang) -> Option<&Arc<Page>> {
        let group = self.translations.get(key)?;
        group
            .iter()
            .map(|&i| &self.pages[i])
            .find(|page| page.card.language == *language)
    }

    /// The digest of everything the index was built from.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The languages of the site.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// How a language writes; the default language's way for one that the site does not list.
    #[must_use]
    pub fn language(&self, tag: &str) -> Option<&Language> {
        self.languages
            .get(tag)
            .or_else(|| self.languages.get(&self.settings.language))
    }

    /// Every page that is shown, by file.
    #[must_use]
    pub fn pages(&self) -> &[Arc<Page>] {
        &self.pages
    }

    /// Every list, in order.
    pub fn lists(&self) -> impl Iterator<Item = &ListInfo> {
        self.lists.values().map(|list| &list.info)
    }

    /// The pictures and documents that articles refer to.
    pub fn assets(&self) -> impl Iterator<Item = (&SitePath, &Asset)> {
        self.assets.iter().filter(|(_, asset)| asset.published)
    }

    /// The address most like one that does not exist.
    #[must_use]
    pub fn nearest_address(&self, url: &str) -> Option<&str> {
        let addresses = self.addresses.get_or_init(|| {
            #[expect(clippy::iter_over_hash_type, reason = "sorted below")]
            let mut addresses: Vec<String> = {
                let mut addresses = Vec::with_capacity(self.by_url.len());
                for url in self.by_url.keys() {
                    addresses.push(url.clone());
                }
                addresses
            };
            addresses.sort_unstable();
            addresses
        });
        nearest(url, addresses.iter().map(String::as_str))
    }

    /// The page at an address.
    #[must_use]
    pub fn page_at(&self, url: &str) -> Option<&Arc<Page>> {
        match self.by_url.get(url) {
            Some(Place::Page(i)) => self.pages.get(*i),
            _ => None,
        }
    }

    /// The default language, and every other that has a page.
    #[must_use]
    pub fn shown_languages(&self) -> &[Lang] {
        &self.shown_languages
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
            Query::List(key) => Answer::List(self.lists.get(key).map(|list| list.info.clone())),
            Query::ListName(key) => {
                Answer::List(self.lists.get(key).map(|list| without_figures(&list.info)))
            }
            Query::Parts(key) => {
                let parts = self.lists.get(key).map(|list| list.members.iter().copied());
                Answer::Files(parts.map(|parts| self.files(parts)).unwrap_or_default())
            }
            Query::HasLists(language, kind) => {
                Answer::Has(self.lists_of(language, *kind).next().is_some())
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
                let has = |language: &Lang| self.lists_of(language, *kind).next().is_some();
                let path = format!("/{}/", kind.folder());
                Answer::Translations(self.in_every_language(has, &path))
            }
            Query::Person(id, language) => Answer::Person(self.person(id, language)),
            Query::Asset(file) => Answer::Asset(self.assets.get(file).cloned()),
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
            Query::Languages => Answer::Languages(self.shown_languages.clone()),
        }
    }

    fn aliases(&self) -> Vec<(String, String)> {
        let of = |page: &Arc<Page>| -> Vec<(String, String)> {
            let aliases = page.summary.front.aliases.iter();
            aliases
                .map(|alias| {
                    (
                        alias_url(page, alias, &self.settings),
                        page.card.url.clone(),
                    )
                })
                .collect()
        };
        self.pages.iter().flat_map(of).collect()
    }

    fn page(&self, file: &SitePath) -> Option<&Arc<Page>> {
        self.by_file
            .get(file)
            .copied()
            .flatten()
            .map(|i| &self.pages[i])
    }

    fn link_to_file(&self, file: &SitePath, anchor: Option<&str>) -> Link {
        match self.by_file.get(file) {
            Some(Some(i)) => link_to(&self.pages[*i], anchor),
            Some(None) => Link::Hidden,
            None => self.asset_link(file),
        }
    }

    fn link_to_url(&self, url: &str, anchor: Option<&str>) -> Link {
        let with_slash = |url: &str| format!("{}/", url.trim_end_matches('/'));
        let place = self
            .by_url
            .get(url)
            .or_else(|| self.by_url.get(&with_slash(url)));
        match place {
            Some(Place::Page(i)) => link_to(&self.pages[*i], anchor),
            Some(Place::Other) => Link::To {
                url: if self.by_url.contains_key(url) {
                    url.to_owned()
                } else {
                    with_slash(url)
                },
                anchor: anchor.is_none(),
            },
            None => match Target::Url(url.into(), None).asset() {
                Some(file) => self.asset_link(&file),
                None => Link::Missing,
            },
        }
    }

    fn asset_link(&self, file: &SitePath) -> Link {
        self.assets
            .get(file)
            .map_or(Link::Missing, |asset| Link::To {
                url: asset.url.clone(),
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
        let Some(list) = self.lists.get(key) else {
            return Vec::new();
        };
        let start = number.saturating_sub(1).saturating_mul(self.per_page);
        self.files(list.members.iter().copied().skip(start).take(self.per_page))
    }

    fn lists_of<'a>(
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

    fn sorted_lists(&self, language: &Lang, kind: ListKind) -> Vec<ListInfo> {
        let mut lists: Vec<ListInfo> = self.lists_of(language, kind).cloned().collect();
        if let Some(words) = self.languages.get(language) {
            let title = |info: &ListInfo| info.title.clone().unwrap_or_default();
            lists.sort_by(|a, b| words.compare(&title(a), &title(b)));
        }
        lists
    }

    /// Discreet articles stay out of what shows itself unasked.
    fn newest(&self, key: &ListKey, most: usize) -> Vec<SitePath> {
        let Some(list) = self.lists.get(key) else {
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
        self.lists.get(&key).map_or(&[], |list| &list.members)
    }

    fn featured(&self, language: &Lang) -> Vec<SitePath> {
        let articles = self.all_articles(language).iter().copied();
        self.files(
            articles.filter(|&i| self.pages[i].summary.front.featured && !self.is_discreet(i)),
        )
    }

    /// What the author names first; then by the number of shared topics, newest first.
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
        for topic in &page.topics {
            let key = ListKey {
                language: language.clone(),
                kind: ListKind::Topic,
                slug: topic.clone(),
            };
            let members = self.lists.get(&key).map_or(&[][..], |list| &list.members);
            for &i in members.iter().take(RELATED_POOL) {
                let count = shared.entry(i).or_default();
                if *count == 0 {
                    candidates.push(i);
                }
                *count += 1;
            }
        }
        candidates.retain(|&i| self.pages[i].card.file != *file && !self.is_discreet(i));
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
            .find(|file| self.by_file.contains_key(file))?;
        let page = self.page(&file)?;
        Some(
            self.translation(&page.summary.key, language)
                .unwrap_or(page),
        )
    }

    /// Whether a file of that path is an article or page of the site, shown or not.
    #[must_use]
    pub fn knows(&self, file: &SitePath) -> bool {
        self.by_file.contains_key(file)
    }

    fn neighbours(&self, file: &SitePath) -> (Option<SitePath>, Option<SitePath>) {
        let (Some(page), Some(&rank)) = (self.page(file), self.rank.get(file)) else {
            return (None, None);
        };
        let articles = self.all_articles(&page.card.language);
        let at = |rank: Option<usize>| {
            rank.and_then(|rank| articles.get(rank))
                .map(|&i| self.pages[i].card.file.clone())
        };
        (at(Some(rank + 1)), at(rank.checked_sub(1)))
    }

    fn reading_list(&self, name: &str, language: &Lang) -> Vec<SitePath> {
        let site = SitePath::new("site.yaml");
        let paths = self.reading_lists.get(name).map_or(&[][..], Vec::as_slice);
        paths
            .iter()
            .filter_map(|path| self.named_page(&site, path, language))
            .map(|page| page.card.file.clone())
            .collect()
    }

    fn page_translations(&self, file: &SitePath) -> Vec<(Lang, String)> {
        let Some(page) = self.page(file) else {
            return Vec::new();
        };
        if page.summary.is_home() {
            return self.in_every_language(|_| true, "/");
        }
        let group = self
            .translations
            .get(&page.summary.key)
            .map_or(&[][..], Vec::as_slice);
        if group.len() < 2 {
            return Vec::new();
        }
        let address = |&i: &usize| {
            let card = &self.pages[i].card;
            (card.language.clone(), card.url.clone())
        };
        group.iter().map(address).collect()
    }

    /// The same generated page in every language that has it; nothing where there is only one.
    fn in_every_language(&self, has: impl Fn(&Lang) -> bool, path: &str) -> Vec<(Lang, String)> {
        let languages = self.shown_languages.iter().filter(|language| has(language));
        let found: Vec<(Lang, String)> = languages
            .map(|language| {
                let prefix = language_prefix(language, &self.settings);
                (language.clone(), format!("{prefix}{path}"))
            })
            .collect();
        if found.len() < 2 { Vec::new() } else { found }
    }

    fn list_translations(&self, key: &ListKey) -> Vec<(Lang, String)> {
        let found: Vec<(Lang, String)> = self
            .shown_languages
            .iter()
            .cloned()
            .filter_map(|language| {
                let key = ListKey {
                    language: language.clone(),
                    ..key.clone()
                };
                self.lists
                    .get(&key)
                    .map(|list| (language, list.info.url.clone()))
            })
            .collect();
        if found.len() < 2 { Vec::new() } else { found }
    }

    fn person(&self, id: &str, language: &Lang) -> Option<PersonCard> {
        let (id, person) = self.people.get_key_value(id)?;
        let key = ListKey {
            language: language.clone(),
            kind: ListKind::Author,
            slug: id.clone(),
        };
        Some(PersonCard {
            id: id.clone(),
            person: person.clone(),
            url: self.lists.get(&key).map(|list| list.info.url.clone()),
        })
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

/// The whole address of an alias of `page`.
#[must_use]
pub fn alias_url(page: &Page, alias: &str, settings: &Settings) -> String {
    let prefix = language_prefix(&page.card.language, settings);
    let slash = if alias.ends_with('/') || alias.ends_with(".html") {
        ""
    } else {
        "/"
    };
    format!("{prefix}{alias}{slash}")
}

/// A page while the index is being built: its card lacks the names that only lists and people can give.
struct Draft {
    card: CardFields,
    page: DraftPage,
}

/// [`PageFields`] without the card.
struct DraftPage {
    summary: Arc<Summary>,
    authors: Vec<Arc<str>>,
    topics: Vec<Arc<str>>,
    audience: Vec<Arc<str>>,
    series: Option<Arc<str>>,
    reviewed_by: Vec<PersonCard>,
    /// Its topics as they are spelled, by itself or by the article it translates.
    topic_names: Vec<String>,
}

impl Draft {
    /// A page with what a translation inherits from its `original`.
    fn new(summary: &Arc<Summary>, original: &Summary, show: Show) -> Self {
        let (front, inherited) = (&summary.front, &original.front);
        let mut audience = slugs_of(own_or(&front.audience, &inherited.audience));
        if audience.is_empty() {
            audience.push("clients".into());
        }
        let mut authors: Vec<Arc<str>> = Vec::new();
        for id in own_or(&front.authors, &inherited.authors) {
            if !authors.iter().any(|known| **known == **id) {
                authors.push(id.as_str().into());
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
                authors,
                topics: slugs_of(own_or(&front.topics, &inherited.topics)),
                audience,
                series: front
                    .series
                    .as_ref()
                    .map(|series| slugify(&series.name))
                    .filter(|slug| !slug.is_empty())
                    .map(Into::into),
                reviewed_by: Vec::new(),
                topic_names: own_or(&front.topics, &inherited.topics).to_vec(),
            },
        }
    }

    fn finish(self) -> Arc<Page> {
        let DraftPage {
            summary,
            authors,
            topics,
            audience,
            series,
            reviewed_by,
            topic_names: _,
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

    fn slugs(&self, kind: ListKind) -> Vec<Arc<str>> {
        match kind {
            ListKind::Articles => vec!["".into()],
            ListKind::Topic => self.page.topics.clone(),
            ListKind::Author => self.page.authors.clone(),
            ListKind::Audience => self.page.audience.clone(),
            ListKind::Series => self.page.series.iter().cloned().collect(),
        }
    }

    fn part(&self) -> (u32, SitePath) {
        let series = self.page.summary.front.series.as_ref();
        (
            series.map_or(0, |series| series.part),
            self.card.file.clone(),
        )
    }

    fn changed(&self) -> Option<Date> {
        self.page.summary.front.updated.max(self.card.date)
    }

    /// How the article spells the name of a list that it is on.
    fn spelling(&self, key: &ListKey) -> Option<String> {
        let front = &self.page.summary.front;
        match key.kind {
            ListKind::Topic => Some(
                self.page
                    .topic_names
                    .iter()
                    .find(|topic| slugify(topic) == *key.slug)
                    .cloned()
                    .unwrap_or_else(|| key.slug.to_string()),
            ),
            ListKind::Series => front.series.as_ref().map(|series| series.name.clone()),
            ListKind::Author => Some(key.slug.to_string()),
            ListKind::Audience | ListKind::Articles => None,
        }
    }
}

fn own_or<'a>(own: &'a [String], inherited: &'a [String]) -> &'a [String] {
    if own.is_empty() { inherited } else { own }
}

fn slugs_of(names: &[String]) -> Vec<Arc<str>> {
    let mut slugs: Vec<Arc<str>> = Vec::with_capacity(names.len());
    for name in names {
        let slug = slugify(name);
        if !slug.is_empty() && !slugs.iter().any(|known| **known == *slug) {
            slugs.push(slug.into());
        }
    }
    slugs
}

/// By date, the newest first; then by path.
fn newest_first(a: &CardFields, b: &CardFields) -> std::cmp::Ordering {
    b.date.cmp(&a.date).then_with(|| a.file.cmp(&b.file))
}

/// The day an article last changed, as it says itself.
fn changed(page: &Page) -> Option<Date> {
    page.summary.front.updated.max(page.card.date)
}

fn list_info(key: ListKey, facts: &Facts<'_>) -> ListInfo {
    let prefix = language_prefix(&key.language, facts.settings);
    let folder = key.kind.folder();
    let url = if key.slug.is_empty() {
        format!("{prefix}/{folder}/")
    } else {
        format!("{prefix}/{folder}/{}/", key.slug)
    };
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

fn link_to(page: &Page, anchor: Option<&str>) -> Link {
    Link::To {
        url: page.card.url.clone(),
        anchor: anchor.is_none_or(|anchor| page.summary.anchors.iter().any(|id| id == anchor)),
    }
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
        url: page.card.url.clone(),
        name: MenuName::Title(page.card.title.clone()),
    }
}
