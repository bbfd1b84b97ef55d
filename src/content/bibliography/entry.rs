//! From the fields of an entry to a [`Record`]: what BibLaTeX's fields mean, and what is wrong with them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Problems;
use super::name::{self, Creator, Names};
use super::tex::{self, Chunk};
use super::title;
use super::when::{When, Wrong};
use super::work::{Kind, Record, Role};
use crate::base::suggest::nearest;

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

/// Kinds of entries: BibLaTeX's (manual, section 2.1), and what others write for them.
const KINDS: &[(&str, Kind)] = &[
    ("article", Kind::Article),
    ("suppperiodical", Kind::Article),
    ("periodical", Kind::Book),
    ("book", Kind::Book),
    ("mvbook", Kind::Book),
    ("booklet", Kind::Book),
    ("collection", Kind::Book),
    ("mvcollection", Kind::Book),
    ("manual", Kind::Report),
    ("proceedings", Kind::Book),
    ("mvproceedings", Kind::Book),
    ("reference", Kind::Book),
    ("mvreference", Kind::Book),
    ("inbook", Kind::Chapter),
    ("bookinbook", Kind::Chapter),
    ("suppbook", Kind::Chapter),
    ("incollection", Kind::Chapter),
    ("suppcollection", Kind::Chapter),
    ("inreference", Kind::Entry),
    ("inproceedings", Kind::Paper),
    ("conference", Kind::Paper),
    ("presentation", Kind::Paper),
    ("thesis", Kind::Thesis),
    ("phdthesis", Kind::Thesis),
    ("mastersthesis", Kind::Thesis),
    ("report", Kind::Report),
    ("techreport", Kind::Report),
    ("online", Kind::WebPage),
    ("electronic", Kind::WebPage),
    ("www", Kind::WebPage),
    ("webpage", Kind::WebPage),
    ("misc", Kind::Other),
    ("dataset", Kind::Dataset),
    ("software", Kind::Software),
    ("patent", Kind::Patent),
    ("unpublished", Kind::Manuscript),
    ("video", Kind::Video),
    ("movie", Kind::Video),
    // BibLaTeX reads these as `misc`.
    ("artwork", Kind::Other),
    ("audio", Kind::Other),
    ("bibnote", Kind::Other),
    ("commentary", Kind::Other),
    ("image", Kind::Other),
    ("jurisdiction", Kind::Other),
    ("legislation", Kind::Other),
    ("legal", Kind::Other),
    ("letter", Kind::Other),
    ("music", Kind::Other),
    ("performance", Kind::Other),
    ("review", Kind::Article),
    ("standard", Kind::Report),
];

/// Entries that are no works: they lend their fields to others.
pub(super) const DATA: &str = "xdata";

/// Old names of fields (BibLaTeX manual, section 2.2.5).
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("journal", "journaltitle"),
    ("address", "location"),
    ("school", "institution"),
    ("annote", "annotation"),
    ("archiveprefix", "eprinttype"),
    ("primaryclass", "eprintclass"),
    ("pdf", "file"),
    ("key", "sortkey"),
];

/// Every field of BibLaTeX (manual, section 2.2), and those that reference managers add.
const FIELDS: &[&str] = &[
    "abstract",
    "addendum",
    "afterword",
    "annotation",
    "annotator",
    "author",
    "authortype",
    "bookauthor",
    "bookpagination",
    "booksubtitle",
    "booktitle",
    "booktitleaddon",
    "chapter",
    "commentator",
    "crossref",
    "date",
    "day",
    "doi",
    "edition",
    "editor",
    "editora",
    "editoratype",
    "editorb",
    "editorbtype",
    "editorc",
    "editorctype",
    "editortype",
    "eid",
    "entryset",
    "entrysubtype",
    "eprint",
    "eprintclass",
    "eprinttype",
    "eventdate",
    "eventtitle",
    "eventtitleaddon",
    "execute",
    "file",
    "foreword",
    "gender",
    "holder",
    "howpublished",
    "ids",
    "indextitle",
    "institution",
    "introduction",
    "isan",
    "isbn",
    "ismn",
    "isrn",
    "issn",
    "issue",
    "issuesubtitle",
    "issuetitle",
    "issuetitleaddon",
    "iswc",
    "journalsubtitle",
    "journaltitle",
    "journaltitleaddon",
    "keywords",
    "label",
    "langid",
    "langidopts",
    "language",
    "library",
    "location",
    "mainsubtitle",
    "maintitle",
    "maintitleaddon",
    "month",
    "nameaddon",
    "note",
    "number",
    "options",
    "organization",
    "origdate",
    "origlanguage",
    "origlocation",
    "origpublisher",
    "origtitle",
    "pages",
    "pagetotal",
    "pagination",
    "part",
    "presort",
    "publisher",
    "pubstate",
    "related",
    "relatedoptions",
    "relatedstring",
    "relatedtype",
    "reprinttitle",
    "series",
    "shortauthor",
    "shorteditor",
    "shorthand",
    "shorthandintro",
    "shortjournal",
    "shortseries",
    "shorttitle",
    "sortkey",
    "sortname",
    "sortshorthand",
    "sorttitle",
    "sortyear",
    "subtitle",
    "title",
    "titleaddon",
    "translator",
    "type",
    "url",
    "urldate",
    "usera",
    "userb",
    "userc",
    "userd",
    "usere",
    "userf",
    "venue",
    "verba",
    "verbb",
    "verbc",
    "version",
    "volume",
    "volumes",
    "xdata",
    "xref",
    "year",
    // Added by Zotero, Mendeley, JabRef, BibDesk and EndNote.
    "copyright",
    "creationdate",
    "date-added",
    "date-modified",
    "endnotereftype",
    "groups",
    "internal-note",
    "journalabbr",
    "lccn",
    "mendeley-groups",
    "mendeley-tags",
    "modificationdate",
    "mrnumber",
    "owner",
    "pmcid",
    "pmid",
    "priority",
    "qualityassured",
    "ranking",
    "readstatus",
    "relevance",
    "timestamp",
    "urlaccessdate",
    "zblnumber",
];

/// Makes the record of an entry, and tells what is wrong with it. An entry without a title is none.
pub(super) fn record(entry: &Entry, problems: &mut Problems<'_>) -> Option<Record> {
    let folded = entry.kind.to_ascii_lowercase();
    let known = KINDS.iter().find(|(name, _)| *name == folded);
    if known.is_none() {
        let names = KINDS.iter().map(|(name, _)| *name);
        let help = match nearest(&folded, names) {
            Some(name) => format!("did you mean @{name}?"),
            None => "write @article, @book, @incollection, @online, @report, @thesis or @misc".into(),
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

struct Reader<'e, 'p, 'f> {
    entry: &'e Entry,
    kind_name: String,
    problems: &'p mut Problems<'f>,
}

impl<'e> Reader<'e, '_, '_> {
    fn field(&self, name: &str) -> Option<&'e Value> {
        let value = self.entry.fields.get(name)?;
        Some(value).filter(|value| !value.raw.trim().is_empty())
    }

    fn has(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// A value as text, letters with whether braces keep them.
    fn chunks(&mut self, name: &str) -> Option<Vec<Chunk>> {
        let value = self.field(name)?;
        let read = tex::read(&value.raw);
        for unknown in &read.unknown {
            let command = value.raw.get(unknown.clone()).unwrap_or_default();
            let message = format!("`{command}` is a command of TeX that is not known here");
            let help = "write the letter itself; files are UTF-8";
            let at = value.place(unknown);
            self.problems.warning("bibliography/tex", at, message, help);
        }
        Some(read.chunks)
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let chunks = self.chunks(name)?;
        Some(title::as_written(&chunks)).filter(|text| !text.is_empty())
    }

    /// The first of several fields that is there.
    fn first(&mut self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }

    /// A field whose TeX is none, such as an address.
    fn verbatim(&self, name: &str) -> Option<(String, &'e Value)> {
        let value = self.field(name)?;
        let mut text = String::new();
        let mut chars = value.raw.trim().chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' if chars.peek().is_some_and(|c| "_%&#~${}\\".contains(*c)) => {
                    text.extend(chars.next());
                }
                '{' | '}' => {}
                c => text.push(c),
            }
        }
        Some((tex::tidy(&text), value))
    }

    fn names(&mut self, name: &str) -> Names {
        let Some(value) = self.field(name) else {
            return Names::default();
        };
        let mut faults = Vec::new();
        let names = name::names(&value.raw, &mut faults);
        for fault in faults {
            let at = value.place(&fault.at);
            match fault.is_doubt {
                true => self.problems.warning(
                    "bibliography/name",
                    at,
                    fault.message,
                    fault.help,
                ),
                false => {
                    self.problems
                        .error("bibliography/name", at, fault.message, fault.help);
                }
            }
        }
        names
    }

    /// A title with its subtitle, in sentence case where it is English.
    fn title(&mut self, main: &str, sub: &str, is_english: bool) -> Option<String> {
        let show = |chunks: &[Chunk]| match is_english {
            true => title::sentence_case(chunks),
            false => title::as_written(chunks),
        };
        let mut main_chunks = self.chunks(main)?;
        let Some(sub_chunks) = self.chunks(sub) else {
            return Some(show(&main_chunks)).filter(|title| !title.is_empty());
        };
        // The two are judged together: a subtitle in small letters shows that the capitals of the title are names.
        let written = title::as_written(&main_chunks);
        let subtitle = title::capitalised(&title::as_written(&sub_chunks));
        if subtitle.is_empty() {
            return Some(show(&main_chunks)).filter(|title| !title.is_empty());
        }
        let joint = match written.ends_with(['?', '!', ':', '.', '—', '–']) {
            true => " ",
            false => ": ",
        };
        main_chunks.push(Chunk {
            text: joint.into(),
            is_kept: false,
        });
        let mut is_start = true;
        for mut chunk in sub_chunks {
            if is_start && !chunk.text.trim().is_empty() {
                chunk.text = title::capitalised(chunk.text.trim_start());
                is_start = false;
            }
            main_chunks.push(chunk);
        }
        Some(show(&main_chunks))
    }

    fn date(&mut self, name: &str) -> When {
        let Some(value) = self.field(name) else {
            return When::Unknown;
        };
        let text = date_text(&value.raw);
        match When::parse(&text) {
            Ok(when) => when,
            Err(wrong) => {
                self.wrong_date(name, value, &text, wrong);
                When::Unknown
            }
        }
    }

    fn wrong_date(&mut self, name: &str, value: &Value, text: &str, wrong: Wrong) {
        let message = match wrong {
            Wrong::Form => format!("`{text}` is no date"),
            Wrong::Month => format!("`{text}` has a month that does not exist"),
            Wrong::Day => format!("`{text}` is a day that does not exist"),
        };
        let help = match name {
            "date" | "year" => {
                "write the year, such as 2015, or year-month-day, such as 2015-03-21; without a date, n.d. or in press"
            }
            "month" => "write a month from 1 to 12, or its English name",
            "day" => "write a day of that month",
            _ => "write the year, such as 2015, or year-month-day, such as 2015-03-21",
        };
        let at = value.value_at.clone();
        self.problems.error("bibliography/date", at, message, help);
    }

    /// When the work appeared.
    fn issued(&mut self) -> When {
        let state = self.text("pubstate");
        if let Some(state @ When::InPress) = state.as_deref().and_then(When::word) {
            return state;
        }
        let by_parts = self.field("year").map(|year| {
            let text = |name: &str| self.field(name).map(|value| tex::plain(&value.raw));
            let year_text = date_text(&year.raw);
            When::parts(&year_text, text("month").as_deref(), text("day").as_deref())
        });
        if self.has("date") {
            let date = self.date("date");
            if let (When::At(date), Some(Ok(When::At(parts)))) = (date, by_parts)
                && let Some(year) = self.field("year")
                && date.start.year != parts.start.year
            {
                let message = format!(
                    "`year` is {}, but `date` is {}",
                    parts.start.year, date.start.year
                );
                let at = year.value_at.clone();
                let help = "keep the right one and delete the other; `date` is the one that is read";
                self.problems.warning("bibliography/date", at, message, help);
            }
            return date;
        }
        match by_parts {
            Some(Ok(when)) => return when,
            Some(Err((part, wrong))) => {
                let name = ["year", "month", "day"].get(part).copied().unwrap_or("year");
                let value = self.field(name).or_else(|| self.field("month"));
                if let Some(value) = value {
                    let text = tex::plain(&value.raw);
                    self.wrong_date(name, value, &text, wrong);
                }
                return When::Unknown;
            }
            None => {}
        }
        if !self.entry.fields.contains_key("date") {
            self.missing_date();
        }
        When::Unknown
    }

    fn missing_date(&mut self) {
        let message = format!("`{}` has no date, so it is cited as n.d.", self.entry.key);
        let help = "write date = {2015}; if it has none, say so: date = {n.d.}";
        let at = self.entry.key_at.clone();
        self.problems
            .warning("bibliography/missing-field", at, message, help);
    }

    fn doi(&mut self) -> Option<String> {
        let (text, value) = self.verbatim("doi")?;
        match doi(&text) {
            Some(doi) => Some(doi),
            None => {
                let message = format!("`{text}` is no DOI");
                let help = match text.split_once("10.") {
                    Some((_, rest)) if rest.contains('/') => format!("write 10.{rest}"),
                    _ => "a DOI begins with 10. and has a slash, such as 10.1037/a0022140; an address belongs into url".into(),
                };
                let at = value.value_at.clone();
                self.problems.error("bibliography/doi", at, message, help);
                None
            }
        }
    }

    fn url(&mut self) -> Option<String> {
        let (text, value) = self.verbatim("url")?;
        let host = ["https://", "http://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme));
        let is_sound = host.is_some_and(|rest| {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
        }) && !text.contains(char::is_whitespace)
            && !text.contains(['<', '>', '"']);
        if is_sound {
            return Some(text);
        }
        let help = match host {
            None if text.contains('.') && !text.contains(':') && !text.contains(' ') => {
                format!("write https://{text}")
            }
            _ => "write the whole address, such as https://example.org/page".into(),
        };
        let message = format!("`{text}` is no web address");
        let at = value.value_at.clone();
        self.problems.error("bibliography/url", at, message, help);
        None
    }

    fn missing(&mut self, is_error: bool, what: &str, help: &str) {
        let message = format!("`{}` has no {what}", self.entry.key);
        let at = self.entry.key_at.clone();
        match is_error {
            true => self
                .problems
                .error("bibliography/missing-field", at, message, help),
            false => self
                .problems
                .warning("bibliography/missing-field", at, message, help),
        }
    }

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
                "" | "editor" | "compiler" | "redactor" | "reviser" | "collaborator" => Role::Editor,
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
        for name in ["editora", "editorb", "editorc", "holder", "annotator", "commentator"] {
            self.names(name);
        }
        // An institution that speaks for itself is the author (section 9.11).
        if record.creators.list.is_empty() && matches!(record.kind, Kind::Report | Kind::WebPage | Kind::Dataset) {
            let name = self.first(&["organization", "institution", "publisher"]);
            record.creators.list.extend(name.map(|name| Creator::Group { name, short: None }));
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
                let number = self.text("number");
                record.number = number.map(|text| match text.starts_with(|c: char| c.is_ascii_digit()) {
                    true => format!("No. {text}"),
                    false => text,
                });
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
            let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
            *genre = format!("Unpublished {first}{}", letters.as_str());
        }
        if record.kind == Kind::Other {
            record.genre = record.genre.take().or_else(|| self.text("howpublished"));
        }
    }

    /// Tells what a reference in APA style needs and the entry lacks.
    fn complete(&mut self, record: &Record) -> Option<()> {
        if record.creators.list.is_empty() {
            let help = "write author = {Family, Given}, with `and` between names and the name of an organisation in braces of its own; a work of nobody is listed by its title";
            let message = format!("`{}` has no author", self.entry.key);
            let at = self.entry.key_at.clone();
            let is_anonymous_often = matches!(
                record.kind,
                Kind::Other | Kind::WebPage | Kind::Newspaper | Kind::Magazine | Kind::Entry | Kind::Video
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
            ),
            Kind::Chapter | Kind::Entry if record.container.is_none() => self.missing(
                true,
                "book that it is in",
                "write booktitle = {…}; a whole book is @book",
            ),
            Kind::Book if record.publisher.is_none() && record.url.is_none() && record.doi.is_none() => {
                self.missing(false, "publisher", "write publisher = {…}");
            }
            Kind::Thesis if record.publisher.is_none() => {
                self.missing(false, "university", "write institution = {…}");
            }
            Kind::Report if record.publisher.is_none() => {
                self.missing(false, "institution", "write institution = {…}");
            }
            Kind::WebPage if record.url.is_none() && record.doi.is_none() && !self.has("url") => {
                self.missing(false, "address", "write url = {https://…}");
            }
            _ => {}
        }
        if record.title.is_empty() {
            self.missing(true, "title", "write title = {…}");
            return None;
        }
        Some(())
    }
}

/// A date without TeX's markup; `~` at its end says that it is an estimate, and `--` joins a range.
fn date_text(raw: &str) -> String {
    let raw = raw.replace("--", "/");
    match raw.trim_end().strip_suffix('~') {
        Some(date) => format!("{}~", tex::plain(date)),
        None => tex::plain(&raw),
    }
}

/// The DOI in a text that may be its address.
fn doi(text: &str) -> Option<String> {
    let start = text.find("10.")?;
    let before = text[..start].to_ascii_lowercase();
    let is_address = matches!(
        before.trim(),
        "" | "doi:" | "https://doi.org/" | "http://doi.org/" | "https://dx.doi.org/" | "http://dx.doi.org/"
            | "doi.org/" | "https://www.doi.org/"
    ) || before == "doi: ";
    let doi = &text[start..];
    let (prefix, suffix) = doi[3..].split_once('/')?;
    let is_prefix = (4..=9).contains(&prefix.len())
        && prefix.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_suffix = !suffix.is_empty() && !suffix.contains(char::is_whitespace);
    (is_address && is_prefix && is_suffix).then(|| doi.to_owned())
}

/// Ranges with an en dash (APA section 6.6).
fn dashed(text: &str) -> String {
    let mut dashed = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let is_range = matches!(c, '-' | '‐' | '−')
            && last.is_ascii_digit()
            && chars.peek().is_some_and(char::is_ascii_digit);
        dashed.push(if is_range { '–' } else { c });
        last = c;
    }
    dashed
}

/// Pages without "pp." and with simple hyphens: the style sets the dashes.
fn pages(text: &str) -> String {
    let bare = ["pp.", "pp ", "p."]
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .unwrap_or(text)
        .trim();
    let mut pages = String::with_capacity(bare.len());
    let spread = bare.replace(['–', '—', '‐', '−'], "-");
    for part in spread.split('-') {
        let part = part.trim();
        if !pages.is_empty() && !part.is_empty() {
            pages.push('-');
        }
        pages.push_str(part);
    }
    pages
}

/// The number of an edition, from "2", "2nd" or "Second"; else its words.
fn edition(text: &str) -> String {
    const WORDS: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ];
    let bare = text
        .trim_end_matches(" edition")
        .trim_end_matches(" Edition")
        .trim_end_matches(" ed.");
    let folded = bare.to_lowercase();
    let digits: String = folded.chars().take_while(char::is_ascii_digit).collect();
    let ending = &folded[digits.len()..];
    if !digits.is_empty() && matches!(ending, "" | "st" | "nd" | "rd" | "th" | ".") {
        return digits;
    }
    if let Some(n) = WORDS.iter().position(|word| *word == folded) {
        return (n + 1).to_string();
    }
    match bare.ends_with('.') {
        true => format!("{bare} ed."),
        false => match folded.as_str() {
            "revised" => "Rev. ed.".into(),
            _ => format!("{bare} ed."),
        },
    }
}

/// The languages that babel and biblatex name, with their tags.
const LANGUAGES: &[(&str, &str)] = &[
    ("american", "en-US"),
    ("australian", "en-AU"),
    ("british", "en-GB"),
    ("canadian", "en-CA"),
    ("english", "en"),
    ("usenglish", "en-US"),
    ("ukenglish", "en-GB"),
    ("langenglish", "en"),
    ("austrian", "de-AT"),
    ("german", "de"),
    ("ngerman", "de"),
    ("naustrian", "de-AT"),
    ("nswissgerman", "de-CH"),
    ("swissgerman", "de-CH"),
    ("brazilian", "pt-BR"),
    ("portuguese", "pt"),
    ("catalan", "ca"),
    ("croatian", "hr"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("greek", "el"),
    ("polutonikogreek", "el"),
    ("hungarian", "hu"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("latin", "la"),
    ("norwegian", "nb"),
    ("norsk", "nb"),
    ("nynorsk", "nn"),
    ("polish", "pl"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
];
