//! From the fields of an entry to a [`Record`]: what BibLaTeX's fields mean, and what is wrong with them.

use std::collections::BTreeMap;
use std::ops::Range;

mod fields;
mod forms;
mod known;

use super::Problems;
use super::name::{self, Creator, Names};
use super::work::{Kind, Record, Role};
use crate::base::suggest::nearest;
use fields::Reader;
use forms::{dashed, doi, edition, pages};
use known::{FIELDS, KINDS, LANGUAGES};

pub(super) use known::{ALIASES, DATA};

/// The value of a field.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// As written, `@string`s put in.
    pub(super) raw: String,
    /// Where the name of the field stands.
    pub(super) name_at: Range<usize>,
    /// Where the value stands.
    pub(super) value_at: Range<usize>,
    /// Where `raw` begins in the file, where it stands there in one piece.
    pub(super) raw_at: Option<usize>,
}

impl Value {
    /// Where bytes of `raw` stand in the file.
    fn place(&self, at: &Range<usize>) -> Range<usize> {
        match self.raw_at {
            Some(start) => start + at.start..start + at.end,
            None => self.value_at.clone(),
        }
    }
}

/// An entry whose values are whole.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) kind: String,
    pub(super) kind_at: Range<usize>,
    pub(super) key: String,
    pub(super) key_at: Range<usize>,
    /// By lower-case name, aliases resolved.
    pub(super) fields: BTreeMap<String, Value>,
}

/// Makes the record of an entry, and tells what is wrong with it. An entry without a title is none.
pub(super) fn record(entry: &Entry, problems: &mut Problems<'_>) -> Option<Record> {
    let folded = entry.kind.to_ascii_lowercase();
    let known = KINDS.iter().find(|(name, _)| *name == folded);
    if known.is_none() {
        let names = KINDS.iter().map(|(name, _)| *name);
        let help = match nearest(&folded, names) {
            Some(name) => format!("did you mean @{name}?"),
            None => {
                "write @article, @book, @incollection, @online, @report, @thesis or @misc".into()
            }
        };
        let message = format!("`@{}` is no kind of entry", entry.kind);
        problems.error(
            "bibliography/unknown-type",
            entry.kind_at.clone(),
            message,
            help,
        );
    }
    let kind = known.map_or(Kind::Other, |(_, kind)| *kind);
    for (name, value) in &entry.fields {
        check_name(name, value, problems);
    }
    let mut reader = Reader {
        entry,
        kind_name: folded,
        problems,
    };
    reader.record(kind)
}

fn check_name(name: &str, value: &Value, problems: &mut Problems<'_>) {
    let is_numbered = name.starts_with("bdsk-") || name.starts_with("citeulike-");
    if FIELDS.contains(&name) || is_numbered {
        return;
    }
    let known = FIELDS.iter().copied();
    let known = known.chain(ALIASES.iter().map(|(old, _)| *old));
    let message = format!("`{name}` is no field of BibLaTeX, so it is not read");
    let at = value.name_at.clone();
    match nearest(name, known) {
        Some(near) => {
            let help = format!("did you mean `{near}`?");
            problems.warning("bibliography/unknown-field", at, message, help);
        }
        None => {
            let help = "delete it, or write % before it if it is a remark";
            problems.advice("bibliography/unknown-field", at, message, help);
        }
    }
}

impl<'e> Reader<'e, '_, '_> {
    fn record(&mut self, mut kind: Kind) -> Option<Record> {
        let subtype = self.text("entrysubtype").unwrap_or_default().to_lowercase();
        let written_url = self.url();
        match (kind, subtype.as_str()) {
            (Kind::Article, "magazine") => kind = Kind::Magazine,
            (Kind::Article, "newspaper") => kind = Kind::Newspaper,
            // What is on the web and has no publisher is a web page.
            (Kind::Other, _)
                if self.kind_name == "misc"
                    && self.has("url")
                    && !self.has("publisher")
                    && !self.has("howpublished") =>
            {
                kind = Kind::WebPage;
            }
            _ => {}
        }
        let language = self.language();
        let mut record = Record {
            key: self.entry.key.as_str().into(),
            kind,
            language,
            ..Record::default()
        };
        let is_english = record.is_english();

        self.who(&mut record);
        record.date = self.issued();
        record.original = self.date("origdate");
        record.visited = self.date("urldate");
        self.date("eventdate");
        record.doi = self.doi();
        record.url = written_url;
        // The address of a DOI is that DOI.
        if record.doi.is_none()
            && let Some(found) = record.url.as_deref().filter(|url| url.contains("doi.org/"))
        {
            record.doi = doi(found);
        }

        let title = self.title("title", "subtitle", is_english);
        record.short_title = self.text("shorttitle");
        self.whole(&mut record, title, is_english);
        self.place(&mut record);
        self.publisher(&mut record);
        self.complete(&record)?;
        Some(record)
    }

    fn language(&mut self) -> Option<String> {
        let name = self.first(&["langid", "language"])?.to_lowercase();
        let name = name.trim();
        let tag = LANGUAGES.iter().find(|(known, _)| *known == name);
        Some(match tag {
            Some((_, tag)) => (*tag).to_owned(),
            None => name.strip_prefix("lang").unwrap_or(name).to_owned(),
        })
    }

    /// Authors, editors and the others.
    fn who(&mut self, record: &mut Record) {
        let mut authors = self.names("author");
        let mut editors = self.names("editor");
        let short = |names: &mut Names, short: Names| {
            if let ([Creator::Group { short: place, .. }], Some(name)) =
                (names.list.as_mut_slice(), short.list.first())
            {
                *place = Some(name.full());
            }
        };
        let short_author = self.names("shortauthor");
        short(&mut authors, short_author);
        let short_editor = self.names("shorteditor");
        short(&mut editors, short_editor);
        record.book_authors = self.names("bookauthor");
        record.translators = self.names("translator");
        let is_part = matches!(record.kind, Kind::Chapter | Kind::Entry | Kind::Paper);
        if authors.list.is_empty() && !is_part && !editors.list.is_empty() {
            let role = self.text("editortype").unwrap_or_default();
            record.creators = editors;
            record.role = match role.as_str() {
                "" | "editor" | "compiler" | "redactor" | "reviser" | "collaborator" => {
                    Role::Editor
                }
                "director" => Role::Director,
                _ => Role::Author,
            };
        } else {
            record.creators = authors;
            record.editors = editors;
        }
        // The book is by whoever wrote the chapter.
        if record.book_authors == record.creators {
            record.book_authors = Names::default();
        }
        for name in [
            "editora",
            "editorb",
            "editorc",
            "holder",
            "annotator",
            "commentator",
        ] {
            self.names(name);
        }
        // An institution that speaks for itself is the author (section 9.11).
        if record.creators.list.is_empty()
            && matches!(record.kind, Kind::Report | Kind::WebPage | Kind::Dataset)
        {
            let name = self.first(&["organization", "institution", "publisher"]);
            record
                .creators
                .list
                .extend(name.map(|name| Creator::Group { name, short: None }));
        }
    }

    /// The title and what it is part of.
    fn whole(&mut self, record: &mut Record, title: Option<String>, is_english: bool) {
        let main = self.title("maintitle", "mainsubtitle", is_english);
        match record.kind {
            Kind::Article | Kind::Magazine | Kind::Newspaper => {
                record.title = title.unwrap_or_default();
                // Journals keep their capitals (section 6.17).
                let journal = self.text("journaltitle");
                let sub = self.text("journalsubtitle");
                record.container = match (journal, sub) {
                    (Some(journal), Some(sub)) => Some(format!("{journal}: {sub}")),
                    (journal, _) => journal.or_else(|| self.text("booktitle")),
                };
            }
            Kind::Chapter | Kind::Entry | Kind::Paper => {
                record.title = title.unwrap_or_default();
                let book = self.title("booktitle", "booksubtitle", is_english);
                let has_volume = self.has("volume");
                (record.container, record.volume_title) = match (main, book) {
                    (Some(main), Some(book)) if has_volume => (Some(main), Some(book)),
                    (Some(main), Some(book)) => (Some(format!("{main}: {book}")), None),
                    (main, book) => (main.or(book), None),
                };
            }
            Kind::WebPage => {
                record.title = title.unwrap_or_default();
                record.container = self
                    .first(&["maintitle", "journaltitle", "booktitle", "titleaddon"])
                    .or_else(|| self.first(&["organization", "publisher", "institution"]));
            }
            _ => match (main, title) {
                (Some(main), Some(title)) if self.has("volume") => {
                    record.title = main;
                    record.volume_title = Some(title);
                }
                (Some(main), Some(title)) => record.title = format!("{main}: {title}"),
                (main, title) => record.title = title.or(main).unwrap_or_default(),
            },
        }
        record.event = self.text("eventtitle");
        record.event_place = self.text("venue");
    }

    /// Volume, issue, pages.
    fn place(&mut self, record: &mut Record) {
        record.volume = self.text("volume").map(|text| dashed(&text));
        record.chapter = self.text("chapter");
        record.volumes = self.text("volumes");
        record.version = self.text("version");
        record.pages = self.text("pages").map(|text| pages(&text));
        record.edition = self.text("edition").map(|text| edition(&text));
        let number = self.text("number").map(|text| dashed(&text));
        let eid = self.text("eid");
        match record.kind {
            Kind::Article | Kind::Magazine | Kind::Newspaper => {
                record.issue = number.or_else(|| self.text("issue"));
                record.number = eid;
                // Section 9.27: an article number stands where the pages would.
                if let Some(pages) = &record.pages
                    && record.number.is_none()
                    && let Some(digits) = pages.strip_prefix(['e', 'E'])
                    && !digits.is_empty()
                    && digits.bytes().all(|b| b.is_ascii_digit())
                {
                    record.number = record.pages.take();
                }
            }
            Kind::Report | Kind::Patent | Kind::Thesis | Kind::Manuscript => {
                // The number of a report is a name: a hyphen in it is no range.
                let number = self.text("number").or(eid);
                record.number =
                    number.map(
                        |text| match text.starts_with(|c: char| c.is_ascii_digit()) {
                            true => format!("No. {text}"),
                            false => text,
                        },
                    );
            }
            _ => record.number = eid,
        }
    }

    fn publisher(&mut self, record: &mut Record) {
        let list = |text: String| text.replace(" and ", "; ");
        record.publisher = match record.kind {
            Kind::Thesis => self.first(&["institution", "publisher", "organization"]),
            Kind::Report => self.first(&["institution", "publisher", "organization"]),
            Kind::WebPage => None,
            _ => {
                let publisher = self.field("publisher").map(|value| value.raw.clone());
                let names = publisher.map(|raw| name::list(&raw).join("; "));
                names.or_else(|| self.first(&["organization", "institution"]).map(list))
            }
        };
        let genre = self.text("type");
        let genre = genre.map(|text| match text.as_str() {
            "phdthesis" => "Doctoral dissertation".into(),
            "mathesis" | "mastersthesis" => "Master’s thesis".into(),
            "bathesis" => "Bachelor’s thesis".into(),
            "candthesis" => "Candidate thesis".into(),
            "techreport" => "Technical report".into(),
            "resreport" => "Research report".into(),
            "software" => "Computer software".into(),
            "datacd" => "Data CD".into(),
            "audiocd" => "Audio CD".into(),
            _ => text,
        });
        record.genre = genre.or_else(|| match self.kind_name.as_str() {
            "phdthesis" => Some("Doctoral dissertation".into()),
            "mastersthesis" => Some("Master’s thesis".into()),
            "thesis" => Some("Thesis".into()),
            "movie" => Some("Film".into()),
            "video" => Some("Video".into()),
            "techreport" if record.number.is_some() => Some("Technical report".into()),
            _ => None,
        });
        // Section 10.6: what no database and no archive holds is called unpublished.
        if record.kind == Kind::Thesis
            && record.doi.is_none()
            && record.url.is_none()
            && let Some(genre) = &mut record.genre
            && !genre.to_lowercase().starts_with("unpublished")
        {
            let mut letters = genre.chars();
            let first: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_lowercase)
                .collect();
            *genre = format!("Unpublished {first}{}", letters.as_str());
        }
        if record.kind == Kind::Other {
            record.genre = record.genre.take().or_else(|| self.text("howpublished"));
        }
    }

    /// Tells what a reference in APA style needs and the entry lacks.
    fn complete(&mut self, record: &Record) -> Option<()> {
        if record.creators.list.is_empty() {
            let help = match self.problems.is_yaml {
                true => {
                    "write author: \"Family, Given\", or the name of an organisation; a work of nobody is listed by its title"
                }
                false => {
                    "write author = {Family, Given}, with `and` between names and the name of an organisation in braces of its own; a work of nobody is listed by its title"
                }
            };
            let message = format!("`{}` has no author", self.entry.key);
            let at = self.entry.key_at.clone();
            let is_anonymous_often = matches!(
                record.kind,
                Kind::Other
                    | Kind::WebPage
                    | Kind::Newspaper
                    | Kind::Magazine
                    | Kind::Entry
                    | Kind::Video
            );
            match is_anonymous_often {
                true => self
                    .problems
                    .advice("bibliography/missing-field", at, message, help),
                false => self
                    .problems
                    .warning("bibliography/missing-field", at, message, help),
            }
        }
        match record.kind {
            Kind::Article if record.container.is_none() => self.missing(
                true,
                "journal",
                "write journaltitle = {…}; what is in no journal is @online, @report or @misc",
                "write parent: {type: periodical, title: …}; what is in no journal is of type web, report or misc",
            ),
            Kind::Chapter | Kind::Entry if record.container.is_none() => self.missing(
                true,
                "book that it is in",
                "write booktitle = {…}; a whole book is @book",
                "write parent: {type: book, title: …}; a whole book is of type book",
            ),
            Kind::Book if record.publisher.is_none() && record.url.is_none() && record.doi.is_none() => {
                self.missing(false, "publisher", "write publisher = {…}", "write publisher: …");
            }
            Kind::Thesis if record.publisher.is_none() => {
                self.missing(false, "university", "write institution = {…}", "write organization: …");
            }
            Kind::Report if record.publisher.is_none() => {
                self.missing(false, "institution", "write institution = {…}", "write organization: …");
            }
            Kind::WebPage if record.url.is_none() && record.doi.is_none() && !self.has("url") => {
                self.missing(false, "address", "write url = {https://…}", "write url: https://…");
            }
            _ => {}
        }
        if record.title.is_empty() {
            self.missing(true, "title", "write title = {…}", "write title: …");
            return None;
        }
        Some(())
    }
}
