//! References in APA style (Publication Manual, 7th ed., chapters 9 and 10), by way of hayagriva and the CSL style `apa`.
//!
//! A work is handed over as CSL-JSON, in which every variable of the style can be set: hayagriva's own model has no
//! place for some (a thesis's university, the title of a volume), and its import of BibLaTeX loses them. Dates, links and
//! names of journals go in as marks and are written over the marks that come out, because the style cannot be told
//! which letter a year has, adds a comma after a year that stands for a day, and capitalises journals of any language as
//! if they were English.

use std::sync::OnceLock;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::json::{
    DateValue, FixedDate, FixedDateRange, Item, LiteralName, NameItem, NameValue, Value,
};
use hayagriva::citationberg::{FontStyle, IndependentStyle, Locale, LocaleCode, Style};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild,
    ElemChildren, ElemMeta,
};

use super::name::{Creator, Names};
use super::when::When;
use super::words::Words;
use super::work::{Kind, Record, Role};
use crate::content::markdown::Place;

/// A reference, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reference {
    /// As HTML: text, `<i>` and a link.
    pub html: String,
    /// As text alone.
    pub text: String,
}

/// Stand for what we write ourselves. Texts that are read hold none of them (`tex::tidy`).
const DATE: char = '\u{e000}';
const OTHERS: char = '\u{e001}';
const LINK: char = '\u{e002}';
const CONTAINER: char = '\u{e003}';
/// Ends the italics of a title.
const UPRIGHT: char = '\u{e004}';
/// The number of a report: hayagriva would take "18-2059" for several.
const NUMBER: char = '\u{e005}';

const MARKS: [char; 5] = [DATE, LINK, CONTAINER, UPRIGHT, NUMBER];

struct Apa {
    style: Option<IndependentStyle>,
    locales: Vec<Locale>,
}

/// The style and the terms of its languages: 40 ms, so they are read when the first reference is asked for.
fn apa() -> &'static Apa {
    static APA: OnceLock<Apa> = OnceLock::new();
    APA.get_or_init(|| Apa {
        style: match ArchivedStyle::AmericanPsychologicalAssociation.get() {
            Style::Independent(style) => Some(style),
            Style::Dependent(_) => None,
        },
        locales: locales(),
    })
}

pub(super) fn format(record: &Record, letter: Option<char>, words: &Words) -> Reference {
    let apa = apa();
    let Some(style) = &apa.style else {
        return Reference::default();
    };
    let item = item(record, words);
    let locale = || Some(LocaleCode(words.locale.to_owned()));
    let mut driver = BibliographyDriver::new();
    let mut request =
        CitationRequest::from_items(vec![CitationItem::with_entry(&item)], style, &apa.locales);
    request.locale = locale();
    driver.citation(request);
    let rendered = driver.finish(BibliographyRequest {
        style,
        locale: locale(),
        locale_files: &apa.locales,
    });
    let mut runs = Vec::new();
    let items = rendered.bibliography.map(|list| list.items);
    if let Some(first) = items.iter().flatten().next() {
        gather(&first.content, words, false, &mut runs);
    }
    write(&runs, record, letter, words)
}

/// Text of one look.
struct Run {
    text: String,
    is_italic: bool,
}

/// The text of a tree of hayagriva's, in order. Between names the style writes `&` in every language.
fn gather(children: &ElemChildren, words: &Words, is_between: bool, runs: &mut Vec<Run>) {
    for child in &children.0 {
        let (text, formatting) = match child {
            ElemChild::Text(text) | ElemChild::Link { text, .. } => (&text.text, text.formatting),
            ElemChild::Elem(element) => {
                let is_between = match element.meta {
                    Some(ElemMeta::Names(_)) => true,
                    Some(ElemMeta::Name(..)) => false,
                    _ => is_between,
                };
                gather(&element.children, words, is_between, runs);
                continue;
            }
            ElemChild::Markup(text) => (text, hayagriva::Formatting::default()),
            ElemChild::Transparent { .. } => continue,
        };
        let is_italic = formatting.font_style == FontStyle::Italic;
        let text = match is_between {
            true => &text.replace('&', words.ampersand),
            false => text,
        };
        match runs.last_mut() {
            Some(run) if run.is_italic == is_italic => run.text.push_str(text),
            _ => runs.push(Run {
                text: text.clone(),
                is_italic,
            }),
        }
    }
}

fn write(runs: &[Run], record: &Record, letter: Option<char>, words: &Words) -> Reference {
    let date = match record.kind.shows_day() {
        true => record.date.full(letter, words),
        false => record.date.year_with_letter(letter, words),
    };
    let address = record.address();
    let mut out = Reference::default();
    for run in runs {
        // Two names and more have a comma before the ampersand, one has it before `et al.` alone.
        let text = run
            .text
            .replace(&format!("{} {OTHERS}", words.ampersand), words.et_al)
            .replace(OTHERS, words.et_al);
        // The period of `et al.` ends the author's part too.
        let text = text.replace(
            &format!("{}. (", words.et_al),
            &format!("{} (", words.et_al),
        );
        // Nor does one follow a title that ends in a mark of its own.
        let text = text.replace("?.", "?").replace("!.", "!");
        let ends = out.text.ends_with(PUNCTUATION);
        let text = text.strip_prefix('.').filter(|_| ends).unwrap_or(&text);
        if run.is_italic {
            out.html.push_str("<i>");
        }
        let mut is_italic = run.is_italic;
        for piece in text.split_inclusive(MARKS) {
            let mark = piece.chars().next_back();
            let plain = piece.trim_end_matches(MARKS);
            match (mark, &address) {
                (Some(DATE), _) => {
                    out.push(plain);
                    out.push(&date);
                }
                (Some(CONTAINER), _) => {
                    out.push(plain);
                    let container = record.container.as_deref().unwrap_or_default();
                    out.push(container.trim_end_matches(PUNCTUATION));
                }
                (Some(LINK), Some(address)) => {
                    // The style writes the address of a DOI before it.
                    let plain = plain.strip_suffix("https://doi.org/").unwrap_or(plain);
                    out.push(plain);
                    let day = record.visited.full(None, words);
                    if record.date == When::Unknown
                        && record.doi.is_none()
                        && matches!(record.visited, When::At(_))
                    {
                        // Section 9.16: for what is meant to change.
                        let date = retrieved(&record.visited, words).unwrap_or(day);
                        out.push(&words.retrieved.replace("{date}", &date));
                        out.push(" ");
                    }
                    out.link(address);
                }
                (Some(NUMBER), _) => {
                    out.push(plain);
                    out.push(record.number.as_deref().unwrap_or_default());
                }
                (Some(UPRIGHT), _) => {
                    out.push(plain);
                    if std::mem::take(&mut is_italic) {
                        out.html.push_str("</i>");
                    }
                }
                _ => out.push(plain),
            }
        }
        if is_italic {
            out.html.push_str("</i>");
        }
    }
    let length = out.text.trim_end().len();
    out.text.truncate(length);
    let length = out.html.trim_end().len();
    out.html.truncate(length);
    out
}

/// "March 3, 2020".
fn retrieved(when: &When, words: &Words) -> Option<String> {
    let full = when.full(None, words);
    let (year, month_day) = full.split_once(", ")?;
    let date = words.retrieved_date.replace("{month_day}", month_day);
    Some(date.replace("{year}", year))
}

impl Reference {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        escape(text, &mut self.html);
    }

    /// Addresses stand as they are, without a period after them (section 9.35).
    fn link(&mut self, address: &str) {
        self.html.push_str("<a href=\"");
        for c in address.chars() {
            match c {
                // Some DOIs hold what an address must not.
                '<' | '>' | '"' | ' ' | '{' | '}' | '|' | '\\' | '^' | '`' => {
                    self.html.push_str(&format!("%{:02X}", u32::from(c)));
                }
                '&' => self.html.push_str("&amp;"),
                c => self.html.push(c),
            }
        }
        self.html.push_str("\" rel=\"noopener noreferrer\">");
        escape(address, &mut self.html);
        self.html.push_str("</a>");
        self.text.push_str(address);
    }
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}

const PUNCTUATION: [char; 3] = ['.', '?', '!'];

/// The work as CSL-JSON.
fn item(record: &Record, words: &Words) -> Item {
    let mut fields = Fields(Item(std::collections::BTreeMap::new()));
    let kind = match record.kind {
        Kind::Article => "article-journal",
        Kind::Magazine => "article-magazine",
        Kind::Newspaper => "article-newspaper",
        Kind::Book => "book",
        Kind::Chapter => "chapter",
        Kind::Entry => "entry-encyclopedia",
        // In a book of proceedings it is a chapter (section 10.5); the style asks whether there are editors to see that,
        // which hayagriva does not answer.
        Kind::Paper if record.container.is_some() && record.event.is_none() => "chapter",
        Kind::Paper if record.pages.is_some() => "chapter",
        Kind::Paper => "paper-conference",
        Kind::Thesis => "thesis",
        Kind::Report => "report",
        Kind::WebPage => "webpage",
        Kind::Dataset => "dataset",
        Kind::Software => "software",
        Kind::Video => "motion_picture",
        Kind::Manuscript => "manuscript",
        Kind::Patent => "patent",
        Kind::Other => "document",
    };
    fields.text("id", Some("work"));
    fields.text("type", Some(kind));
    // The date goes where the style writes the status of a work without one.
    fields.text("status", Some(&DATE.to_string()));
    if record.creators.list.is_empty() {
        // What stands beside a title that takes the author's place (section 9.12) is lost by hayagriva.
        fields.text(
            "title",
            Some(&format!(
                "{}{UPRIGHT}{}",
                record.title,
                beside(record, words)
            )),
        );
    } else {
        fields.text("title", Some(&record.title));
    }
    fields.text("volume-title", record.volume_title.as_deref());
    fields.text("volume", record.volume.as_deref());
    fields.text("issue", record.issue.as_deref());
    let is_report = matches!(record.kind, Kind::Report | Kind::Patent);
    let number = record.number.as_deref();
    let number = number.map(|number| {
        if is_report {
            NUMBER.to_string()
        } else {
            number.to_owned()
        }
    });
    fields.text("number", number.as_deref());
    fields.text("page", record.pages.as_deref());
    fields.text("chapter-number", record.chapter.as_deref());
    fields.text("edition", record.edition.as_deref());
    fields.text("number-of-volumes", record.volumes.as_deref());
    fields.text("version", record.version.as_deref());
    fields.text("genre", record.genre.as_deref());
    fields.text("event-title", record.event.as_deref());
    fields.text("event-place", record.event_place.as_deref());

    // What is ours alone to write must not be published by itself again (section 9.24).
    let names: Vec<String> = record.creators.list.iter().map(Creator::family).collect();
    let is_author = |name: &&str| !names.iter().any(|author| author == name);
    fields.text("publisher", record.publisher.as_deref().filter(is_author));
    if let Some(container) = record.container.as_deref().filter(is_author) {
        let end: String = container
            .chars()
            .rev()
            .take_while(|c| PUNCTUATION.contains(c))
            .collect();
        let end: String = end.chars().rev().collect();
        fields.text("container-title", Some(&format!("{CONTAINER}{end}")));
    }

    match record.role {
        Role::Author => {
            fields.names("author", &record.creators);
            fields.names("editor", &record.editors);
        }
        Role::Editor => fields.names("editor", &record.creators),
        Role::Director => fields.names("director", &record.creators),
    }
    fields.names("container-author", &record.book_authors);
    fields.names("translator", &record.translators);

    if let When::At(issued) = record.original {
        let start = FixedDate {
            year: issued.start.year,
            month: None,
            day: None,
            season: None,
            circa: issued.is_circa,
        };
        let raw = FixedDateRange { start, end: None };
        let date = DateValue::Raw {
            raw,
            literal: None,
            season: None,
        };
        fields.0.0.insert("original-date".into(), Value::Date(date));
    }
    match (&record.doi, &record.url) {
        (Some(_), _) => fields.text("DOI", Some(&LINK.to_string())),
        (None, Some(_)) => fields.text("URL", Some(&LINK.to_string())),
        (None, None) => {}
    }
    fields.0
}

/// " (2nd ed., Vol. 1) [Computer software]".
fn beside(record: &Record, words: &Words) -> String {
    if record.container.is_some() {
        return String::new();
    }
    let mut brackets = Vec::new();
    if let Some(version) = &record.version {
        brackets.push(format!("{} {version}", words.version));
    }
    if let Some(edition) = &record.edition {
        brackets.push(match edition.parse() {
            Ok(number) => words
                .edition
                .replace("{ordinal}", &ordinal(number))
                .replace("{n}", edition),
            Err(_) => edition.clone(),
        });
    }
    if let Some(volume) = &record.volume
        && record.volume_title.is_none()
    {
        let [one, _] = words.places[Place::Volume as usize];
        brackets.push(format!("{one} {volume}"));
    }
    if let Some(number) = &record.number {
        brackets.push(number.clone());
    }
    let mut text = String::new();
    if !brackets.is_empty() {
        text = format!(" ({})", brackets.join(", "));
    }
    let genre = record.genre.as_deref().or(match record.kind {
        Kind::Software => Some(words.software),
        Kind::Dataset => Some(words.dataset),
        _ => None,
    });
    if let Some(genre) = genre {
        text.push_str(&format!(" [{genre}]"));
    }
    text
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (1, n) if n != 11 => "st",
        (2, n) if n != 12 => "nd",
        (3, n) if n != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

struct Fields(Item);

impl Fields {
    fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.0.0.insert(name.into(), Value::String(text.into()));
        }
    }

    fn names(&mut self, name: &str, names: &Names) {
        let mut list: Vec<NameValue> = names.list.iter().map(csl_name).collect();
        if list.is_empty() {
            return;
        }
        if names.has_others {
            list.push(NameValue::Literal(LiteralName {
                literal: OTHERS.into(),
            }));
        }
        self.0.0.insert(name.into(), Value::Names(list));
    }
}

fn csl_name(creator: &Creator) -> NameValue {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    match creator {
        // The particle is part of the surname (sections 9.8 and 9.9).
        Creator::Person(name) => {
            let is_joined = name.particle.ends_with(['’', '\'', '-']);
            NameValue::Item(NameItem {
                family: match is_joined {
                    true => name.surname(),
                    false => name.family.clone(),
                },
                given: some(&creator.initials()),
                non_dropping_particle: some(&name.particle).filter(|_| !is_joined),
                dropping_particle: None,
                suffix: some(&name.suffix),
                comma_suffix: Some(false),
            })
        }
        Creator::Group { name, .. } => NameValue::Literal(LiteralName {
            literal: name.clone(),
        }),
    }
}
