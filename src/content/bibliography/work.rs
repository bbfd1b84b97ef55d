//! A work as citations, reference lists and structured data need it.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use super::name::{Creator, Names, folded};
use super::reference::{self, Reference};
use super::when::{Day, When};
use super::words::Words;

/// What sort of work it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// In a journal.
    Article,
    /// In a magazine.
    Magazine,
    /// In a newspaper.
    Newspaper,
    /// A whole book, edited or not.
    Book,
    /// A part of a book with a title of its own.
    Chapter,
    /// An entry of a dictionary or encyclopedia.
    Entry,
    /// At a conference or in its proceedings.
    Paper,
    /// For a degree.
    Thesis,
    /// Of an institution.
    Report,
    /// On the web alone.
    WebPage,
    /// Data.
    Dataset,
    /// A program or an app.
    Software,
    /// A film or recording.
    Video,
    /// Not published.
    Manuscript,
    /// A patent.
    Patent,
    /// Anything else.
    #[default]
    Other,
}

impl Kind {
    /// The type of schema.org.
    #[must_use]
    pub fn schema_type(self) -> &'static str {
        match self {
            Self::Article => "ScholarlyArticle",
            Self::Magazine => "Article",
            Self::Newspaper => "NewsArticle",
            Self::Book => "Book",
            Self::Chapter => "Chapter",
            Self::Entry => "DefinedTerm",
            Self::Paper => "ScholarlyArticle",
            Self::Thesis => "Thesis",
            Self::Report => "Report",
            Self::WebPage => "WebPage",
            Self::Dataset => "Dataset",
            Self::Software => "SoftwareApplication",
            Self::Video => "VideoObject",
            Self::Manuscript => "Manuscript",
            Self::Patent | Self::Other => "CreativeWork",
        }
    }

    /// Whether its title stands upright in a reference, as that of a part of something else does, and so in quotation marks
    /// in the text (APA sections 8.14 and 9.19).
    #[must_use]
    pub fn is_part(self) -> bool {
        matches!(
            self,
            Self::Article | Self::Magazine | Self::Newspaper | Self::Chapter | Self::Entry
        )
    }

    /// Whether references show the day, and not the year alone (section 9.14).
    pub(super) fn shows_day(self) -> bool {
        matches!(
            self,
            Self::Magazine | Self::Newspaper | Self::WebPage | Self::Video | Self::Paper | Self::Other
        )
    }
}

/// Whose names stand where the author stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Those of the authors.
    #[default]
    Author,
    /// Those of the editors: the work has no author.
    Editor,
    /// Those of the directors of a film.
    Director,
}

/// What is known of a work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Record {
    /// What articles cite it by.
    pub key: Arc<str>,
    /// What sort of work it is.
    pub kind: Kind,
    /// Whose work it is: the authors, else the editors. Nobody is a work that is cited by its title.
    pub creators: Names,
    /// What `creators` are.
    pub role: Role,
    /// The editors of a chapter's book, or of a book that has authors too.
    pub editors: Names,
    /// The author of the book that a chapter is in, where it is another one.
    pub book_authors: Names,
    /// Whoever translated it.
    pub translators: Names,
    /// The title with its subtitle, in sentence case if it is English.
    pub title: String,
    /// A shorter title.
    pub short_title: Option<String>,
    /// The journal, book or site that it is part of.
    pub container: Option<String>,
    /// The title of the volume, where `title` or `container` is that of all volumes.
    pub volume_title: Option<String>,
    /// When it appeared.
    pub date: When,
    /// When the original of a reprint or translation appeared.
    pub original: When,
    /// When the page was looked at.
    pub visited: When,
    /// The DOI, as `10.1037/…`.
    pub doi: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The volume.
    pub volume: Option<String>,
    /// The issue of a journal.
    pub issue: Option<String>,
    /// The number of an article without pages, of a report or patent.
    pub number: Option<String>,
    /// The pages in `container`.
    pub pages: Option<String>,
    /// The chapter's number.
    pub chapter: Option<String>,
    /// The edition, as a number where it has one.
    pub edition: Option<String>,
    /// How many volumes there are.
    pub volumes: Option<String>,
    /// The version of a program.
    pub version: Option<String>,
    /// Who published it: publisher, university or institution.
    pub publisher: Option<String>,
    /// What it is, in words: "Doctoral dissertation".
    pub genre: Option<String>,
    /// The conference that a paper was given at.
    pub event: Option<String>,
    /// Where that was.
    pub event_place: Option<String>,
    /// The language, as a tag.
    pub language: Option<String>,
}

impl Record {
    /// Whether the title is in English as far as the file says.
    #[must_use]
    pub fn is_english(&self) -> bool {
        self.language
            .as_deref()
            .is_none_or(|tag| tag == "en" || tag.starts_with("en-"))
    }

    /// Where a link to it leads: its DOI, else its address.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        match (&self.doi, &self.url) {
            (Some(doi), _) => Some(format!("https://doi.org/{doi}")),
            (None, url) => url.clone(),
        }
    }

    /// What reference lists sort by (APA sections 9.44–9.49): authors letter by letter, one author's works before those
    /// with others, no date before a date before "in press", then the title without its article.
    #[must_use]
    pub fn sort_key(&self) -> SortKey {
        let mut names = Vec::new();
        for creator in &self.creators.list {
            names.push((folded(&creator.family()), folded(&creator.initials())));
        }
        if names.is_empty() {
            names.push((self.title_key(), String::new()));
        }
        // `and others` stands for more names.
        if self.creators.has_others {
            names.push(("\u{10ffff}".into(), String::new()));
        }
        SortKey {
            names,
            date: self.date.rank(),
            title: self.title_key(),
        }
    }

    /// The title as it is alphabetised: without A, An and The.
    fn title_key(&self) -> String {
        let lower = self.title.to_lowercase();
        let bare = ["a ", "an ", "the "]
            .iter()
            .find_map(|article| lower.strip_prefix(article))
            .filter(|_| self.is_english());
        folded(bare.unwrap_or(&lower))
    }

    /// The authors as one line of text: "Safran, J. D., & Muran, J. C." is for references; this is "Jeremy D. Safran, J.
    /// Christopher Muran", for metadata.
    #[must_use]
    pub fn creator_names(&self) -> Vec<String> {
        self.creators.list.iter().map(Creator::full).collect()
    }
}

/// What reference lists sort by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    names: Vec<(String, String)>,
    date: (u8, Option<Day>),
    title: String,
}

/// A work, and its reference once somebody has asked for it.
#[derive(Debug, Default)]
pub struct Work {
    record: Record,
    /// By letter and locale. A build asks for few of many works, and again for the same at each page that cites them.
    references: Mutex<BTreeMap<(Option<char>, &'static str), Arc<Reference>>>,
}

impl Deref for Work {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.record
    }
}

impl PartialEq for Work {
    fn eq(&self, other: &Self) -> bool {
        self.record == other.record
    }
}

impl Eq for Work {}

impl std::hash::Hash for Work {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.record.hash(state);
    }
}

impl From<Record> for Work {
    fn from(record: Record) -> Self {
        Self {
            record,
            references: Mutex::default(),
        }
    }
}

impl Work {
    /// The reference in APA style, with `letter` after the year where the article has several works of that author and
    /// year. It is made once and kept.
    #[must_use]
    pub fn reference(&self, letter: Option<char>, words: &Words) -> Arc<Reference> {
        let key = (letter, words.locale);
        let mut known = self
            .references
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(reference) = known.get(&key) {
            return Arc::clone(reference);
        }
        let reference = Arc::new(reference::format(&self.record, letter, words));
        known.insert(key, Arc::clone(&reference));
        reference
    }
}
