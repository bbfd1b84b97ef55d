//! The questions that a page may ask about the rest of the site, and their answers.
//!
//! A render records every [`Query`] with the digest of its [`Answer`]; it must be done again exactly when an answer
//! would differ. A miss is an answer too: creating what was missing re-renders those who asked.

use std::sync::Arc;

use crate::base::date::Date;
use crate::base::digest::{Digest, Stamped};
use crate::base::path::SitePath;

use super::article::Summary;
use super::bibliography::Work;
use super::language::Lang;
use super::people::Person;
use super::support::Help;

/// A kind of list of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKind {
    /// All articles of a language.
    Articles,
    /// The articles on one topic.
    Topic,
    /// The articles by one author.
    Author,
    /// The articles for one audience.
    Audience,
    /// The parts of one series.
    Series,
}

impl ListKind {
    /// Every kind, in the order in which lists are planned.
    pub const ALL: [Self; 5] = [
        Self::Articles,
        Self::Topic,
        Self::Author,
        Self::Audience,
        Self::Series,
    ];

    /// The first part of its lists' addresses, and its name under `lists` in theme.yaml.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Topic => "topics",
            Self::Author => "authors",
            Self::Audience => "audience",
            Self::Series => "series",
        }
    }

    /// What `list.kind` is called in templates.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Topic => "topic",
            Self::Author => "author",
            Self::Audience => "audience",
            Self::Series => "series",
        }
    }

    /// The kind whose [`folder`](Self::folder) is `name`.
    #[must_use]
    pub fn of_folder(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == name)
    }
}

/// Names one list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListKey {
    /// The language of its articles.
    pub language: Lang,
    /// Its kind.
    pub kind: ListKind,
    /// The slug of the topic, author, audience or series; empty for all articles.
    pub slug: Arc<str>,
}

/// A question about the site. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Query {
    /// All that is known of one article or page, for its own page.
    Page(SitePath),
    /// One article or page as others show it.
    Card(SitePath),
    /// Where a link to a file below `articles/`, with an anchor or none, leads.
    LinkToFile(SitePath, Option<Arc<str>>),
    /// Where a link to an address of this site, with an anchor or none, leads.
    LinkToUrl(Arc<str>, Option<Arc<str>>),
    /// The articles of one page (from 1) of a list.
    Members(ListKey, usize),
    /// What a list is called and how long it is.
    List(ListKey),
    /// What a list is called: for those whom its length does not concern.
    ListName(ListKey),
    /// Whether a language has any list of a kind.
    HasLists(Lang, ListKind),
    /// All lists of a kind in a language.
    Lists(Lang, ListKind),
    /// The newest articles of a list, so many of them at most.
    Newest(ListKey, usize),
    /// Every part of a series, in order.
    Parts(ListKey),
    /// The articles marked `featured`.
    Featured(Lang),
    /// Articles that share topics with one, so many of them at most.
    Related(SitePath, usize),
    /// The older and the newer article beside one.
    Neighbours(SitePath),
    /// The articles of a list named in site.yaml.
    ReadingList(Arc<str>, Lang),
    /// The menu of a language.
    Menu(Lang),
    /// The page of a folder (by its path below `articles/`).
    Folder(Lang, Arc<str>),
    /// An article or page in all languages.
    Translations(SitePath),
    /// A list in all languages.
    ListTranslations(ListKey),
    /// The home page in all languages.
    HomeTranslations,
    /// The glossary in all languages.
    GlossaryTranslations,
    /// The index of all lists of a kind, in all languages.
    IndexTranslations(ListKind),
    /// A term of the glossary, by id.
    Term(Arc<str>, Lang),
    /// All terms of a language.
    Glossary(Lang),
    /// Whether a language has a page for the glossary.
    HasGlossary(Lang),
    /// The newest articles that use a term, by id, so many of them at most.
    TermUses(Arc<str>, Lang, usize),
    /// A work of the bibliography, by a key that articles may cite it by.
    Work(Arc<str>),
    /// The works that articles of a language cite.
    Works(Lang),
    /// Whether a language has a page for them.
    HasReferences(Lang),
    /// That page in all languages.
    ReferencesTranslations,
    /// The newest articles that cite a work, by its own key, so many of them at most.
    CitedBy(Arc<str>, Lang, usize),
    /// A person.
    Person(Arc<str>, Lang),
    /// A file that articles refer to: its published address and size.
    Asset(SitePath),
    /// Every article and page, for the sitemap.
    Everything,
    /// Every list, for the sitemap.
    EveryList,
    /// Every alias with the address it leads to.
    Aliases,
    /// The languages that have pages.
    Languages,
    /// Whom to call, for readers of a language.
    Support(Lang),
}

/// What of the site an answer depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Where articles stand: a change of words alone leaves the answer as it is.
    Standing,
    /// That, and the ids in articles.
    Anchors,
    /// Anything.
    Words,
}

impl Query {
    /// What the answer depends on.
    #[must_use]
    pub fn reach(&self) -> Reach {
        match self {
            Self::Page(_)
            | Self::Card(_)
            | Self::Folder(..)
            | Self::Menu(_)
            | Self::Term(..)
            | Self::Glossary(_)
            | Self::Work(_)
            | Self::Works(_)
            | Self::Support(_) => Reach::Words,
            Self::LinkToFile(_, Some(_)) | Self::LinkToUrl(_, Some(_)) => Reach::Anchors,
            Self::LinkToFile(_, None)
            | Self::LinkToUrl(_, None)
            | Self::Members(..)
            | Self::List(_)
            | Self::ListName(_)
            | Self::HasLists(..)
            | Self::Lists(..)
            | Self::Newest(..)
            | Self::Parts(_)
            | Self::Featured(_)
            | Self::Related(..)
            | Self::Neighbours(_)
            | Self::ReadingList(..)
            | Self::Translations(_)
            | Self::ListTranslations(_)
            | Self::HomeTranslations
            | Self::IndexTranslations(_)
            | Self::GlossaryTranslations
            | Self::HasGlossary(_)
            | Self::HasReferences(_)
            | Self::ReferencesTranslations
            | Self::CitedBy(..)
            | Self::TermUses(..)
            | Self::Person(..)
            | Self::Asset(_)
            | Self::Everything
            | Self::EveryList
            | Self::Aliases
            | Self::Languages => Reach::Standing,
        }
    }
}

/// An address, when it last changed, and the same in other languages.
pub type Address = (Arc<str>, Option<Date>, Vec<(Lang, String)>);

/// The answer to a [`Query`].
#[derive(Clone, Debug, Hash)]
pub enum Answer {
    /// To [`Query::Page`].
    Page(Option<Arc<Page>>),
    /// To [`Query::Card`].
    Card(Option<Arc<Card>>),
    /// To the link queries.
    Link(Link),
    /// To every query that names articles.
    Files(Vec<SitePath>),
    /// To [`Query::List`]; to [`Query::ListName`], without figures.
    List(Option<ListInfo>),
    /// To every query whether there is something.
    Has(bool),
    /// To [`Query::Lists`] and [`Query::EveryList`].
    Lists(Vec<ListInfo>),
    /// To [`Query::Neighbours`]: the older, the newer.
    Neighbours(Option<SitePath>, Option<SitePath>),
    /// To [`Query::Menu`].
    Menu(Vec<MenuEntry>),
    /// To the translation queries: language and address.
    Translations(Vec<(Lang, String)>),
    /// To [`Query::Term`].
    Term(Option<Arc<TermCard>>),
    /// To [`Query::Glossary`], in the order of the language's alphabet.
    Glossary(Vec<Arc<TermCard>>),
    /// To [`Query::TermUses`] and [`Query::CitedBy`], and how many there are in all.
    Uses(Vec<SitePath>, usize),
    /// To [`Query::Work`].
    Work(Option<Arc<Work>>),
    /// To [`Query::Works`], in the order of a reference list.
    Works(Vec<Arc<Work>>),
    /// To [`Query::Person`]: who it is, and the address of their list.
    Person(Option<Arc<PersonCard>>),
    /// To [`Query::Asset`].
    Asset(Option<Asset>),
    /// To [`Query::Everything`]: address, date of last change, translations.
    Everything(Vec<Address>),
    /// To [`Query::Aliases`]: from, to.
    Aliases(Vec<(String, String)>),
    /// To [`Query::Languages`].
    Languages(Vec<Lang>),
    /// To [`Query::Support`].
    Support(Arc<Stamped<Help>>),
}

/// An article or page as other pages show it.
pub type Card = Stamped<CardFields>;

/// The fields of a [`Card`].
#[derive(Clone, Debug, Hash)]
pub struct CardFields {
    /// Its file.
    pub file: SitePath,
    /// Its title.
    pub title: String,
    /// Its address, without base path.
    pub url: Arc<str>,
    /// One or two sentences; may be empty.
    pub description: String,
    /// Its date; pages may have none.
    pub date: Option<Date>,
    /// Reading time.
    pub minutes: usize,
    /// Its authors.
    pub authors: Vec<Arc<PersonCard>>,
    /// Its topics.
    pub topics: Vec<Arc<Named>>,
    /// Sensitive themes.
    pub content_notes: Vec<String>,
    /// Its language.
    pub language: Lang,
    /// A draft, or of a future date, shown because it was asked for.
    pub draft: bool,
}

/// A name with the address of its list, if the site has one.
#[derive(Clone, Debug, Default, Hash)]
pub struct Named {
    /// The name.
    pub title: String,
    /// The address, without base path.
    pub url: Option<String>,
}

/// A term of the glossary in one language.
#[derive(Clone, Debug, Hash)]
pub struct TermCard {
    /// The slug of the term in the site's own language.
    pub id: Arc<str>,
    /// The word.
    pub term: String,
    /// What it means.
    pub meaning: String,
    /// The address of the glossary, without base path; the entry's anchor is `id`.
    pub page: String,
    /// Other terms to read: id and word.
    pub see_also: Vec<(Arc<str>, String)>,
    /// The works that it is taken from, by the keys that the glossary names.
    pub sources: Vec<Arc<str>>,
}

/// A person as bylines show them.
pub type PersonCard = Stamped<PersonFields>;

/// The fields of a [`PersonCard`].
#[derive(Clone, Debug, Hash)]
pub struct PersonFields {
    /// The id in people.yaml.
    pub id: Arc<str>,
    /// Who it is.
    pub person: Person,
    /// Their picture, if there is one that can be shown.
    pub portrait: Option<Asset>,
    /// The address of the list of their articles, without base path.
    pub url: Option<String>,
    /// The language of people.yaml, where the page has another.
    pub foreign: Option<Lang>,
}

/// All that is known of an article or page.
pub type Page = Stamped<PageFields>;

/// The fields of a [`Page`].
#[derive(Clone, Debug, Hash)]
pub struct PageFields {
    /// As others show it, with what a translation inherits.
    pub card: Arc<Card>,
    /// As its own file says.
    pub summary: Arc<Summary>,
    /// Ids of its authors, its own or inherited.
    pub authors: Vec<Arc<str>>,
    /// Slugs of its topics, its own or inherited.
    pub topics: Vec<Arc<str>>,
    /// For whom it is: slugs, at least one.
    pub audience: Vec<Arc<str>>,
    /// The slug of its series.
    pub series: Option<Arc<str>>,
    /// Who reviewed it.
    pub reviewed_by: Vec<Arc<PersonCard>>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    /// To this address without base path, and whether the anchor asked for is there.
    To {
        /// The address.
        url: Arc<str>,
        /// `false` where an anchor was asked for that the page does not have.
        anchor: bool,
    },
    /// To an article that is a draft, of a future date, or expired.
    Hidden,
    /// To nothing.
    Missing,
}

/// What a list is called and how long it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListInfo {
    /// Which list.
    pub key: ListKey,
    /// Its title as its author spells it; all articles have none. The theme has words for some audiences.
    pub title: Option<String>,
    /// Its description; may be empty.
    pub description: String,
    /// Its address, without base path.
    pub url: String,
    /// How many articles it holds.
    pub total: usize,
    /// On how many pages.
    pub pages: usize,
    /// The latest date of change among its articles.
    pub changed: Option<Date>,
}

/// One entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MenuEntry {
    /// Its address, without base path.
    pub url: String,
    /// What it is called.
    pub name: MenuName,
}

/// What an entry of the menu is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MenuName {
    /// By a title of its own.
    Title(String),
    /// By an interface word: the home page, and the index of all lists of a kind.
    Word(&'static str),
    /// As the list is; its figures are left out.
    List(ListInfo),
}

/// A file that articles refer to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asset {
    /// Its published address, without base path.
    pub url: String,
    /// Width and height in pixels, of a picture.
    pub size: Option<(u32, u32)>,
    /// The digest of its bytes.
    pub digest: Digest,
    /// Whether an article that is shown refers to it: only then is it published.
    pub published: bool,
}
