//! `references.bib` and `references.yaml`: the works that articles cite.
//!
//! A `.bib` file is read in three steps: its form (`bibtex`), TeX's markup in its values (`tex`), and what its fields mean
//! (`entry`). hayagriva's YAML is turned into the same fields (`hayagriva_yaml`) and goes the same way. The `biblatex`
//! crate is not used: it gives up at a file's first mistake, panics at some dates (`12345X`, `month = 0`), and overflows the
//! stack at nested commands and at entries that take fields from each other.

mod apa;
mod bibtex;
mod entry;
mod hayagriva_yaml;
mod name;
#[cfg(test)]
mod tests;
mod tex;
mod title;
mod when;
mod words;
mod work;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::path::SitePath;
use crate::base::suggest::nearest;

use bibtex::{Bib, Piece};
use entry::{ALIASES, DATA, Entry, Value};

pub use apa::Reference;
pub use name::{Creator, Name, Names};
pub use when::{Day, End, Issued, When};
pub use words::Words;
pub use work::{Kind, Record, Role, SortKey, Work};

/// The title of a work that is cited by its title, as the text of an article shows it.
pub(crate) use title::title_case;

/// The files that may hold the bibliography: the first that exists is read.
pub const FILES: [&str; 3] = [
    "articles/references.bib",
    "articles/references.yaml",
    "articles/references.yml",
];

/// The works that articles may cite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bibliography {
    /// By key.
    pub works: BTreeMap<Arc<str>, Arc<Work>>,
    /// Other keys by which a work may be cited (`ids`), with its own.
    pub aliases: BTreeMap<Arc<str>, Arc<str>>,
    /// Where the key of each stands in the file: apart from the works, because an edit above moves it and changes nothing.
    pub places: BTreeMap<Arc<str>, Span>,
    /// Whether the file has mistakes, so that it may name works that are not among these.
    pub is_partial: bool,
}

impl Bibliography {
    /// The work that `key` names.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Arc<Work>> {
        self.works
            .get(key)
            .or_else(|| self.works.get(self.aliases.get(key)?))
    }

    /// The key most like one that does not exist.
    #[must_use]
    pub fn nearest(&self, key: &str) -> Option<&str> {
        nearest(key, self.works.keys().map(|key| &**key))
    }

    /// Takes over the works of an earlier reading that are the same, with the references that were made of them.
    pub fn reuse(&mut self, earlier: &Self) {
        for (key, work) in &mut self.works {
            if let Some(same) = earlier.works.get(key).filter(|old| *old == work) {
                *work = Arc::clone(same);
            }
        }
    }
}

/// Where problems of the bibliography go.
struct Problems<'a> {
    file: &'a SitePath,
    list: &'a mut Vec<Diagnostic>,
    /// What to write instead depends on it.
    is_yaml: bool,
}

impl Problems<'_> {
    fn error(
        &mut self,
        code: &'static str,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Diagnostic::error(code, self.file, message);
        self.list.push(problem.at(at).help(help));
    }

    fn warning(
        &mut self,
        code: &'static str,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Diagnostic::warning(code, self.file, message);
        self.list.push(problem.at(at).help(help));
    }

    fn advice(
        &mut self,
        code: &'static str,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Diagnostic::advice(code, self.file, message);
        self.list.push(problem.at(at).help(help));
    }
}

/// Reads a bibliography: hayagriva's YAML if the file's name ends in `.yaml` or `.yml`, else BibLaTeX. What is wrong with it goes
/// to `problems`, in the order of the file; the works that are sound are read whatever the others are.
#[must_use]
pub fn read(text: &str, file: &SitePath, problems: &mut Vec<Diagnostic>) -> Bibliography {
    let first = problems.len();
    let is_yaml = matches!(file.extension(), Some("yaml" | "yml"));
    let entries = if is_yaml {
        hayagriva_yaml::entries(text, file, problems)
    } else {
        Vec::new()
    };
    let mut told = Problems {
        file,
        list: problems,
        is_yaml,
    };
    let entries = match is_yaml {
        true => entries,
        false => bib_entries(&bibtex::parse(text, &mut told), &mut told),
    };
    let bibliography = works(&entries, &mut told);
    problems[first..].sort_by_key(|problem| problem.span.map(|span| span.start));
    bibliography
}

/// The entries of a `.bib` file with `@string`s put in.
fn bib_entries(bib: &Bib<'_>, problems: &mut Problems<'_>) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(bib.entries.len());
    let mut strings = Strings {
        bib,
        known: BTreeMap::new(),
    };
    for raw in &bib.entries {
        let mut fields: BTreeMap<String, Value> = BTreeMap::new();
        for field in &raw.fields {
            let mut name = field.name.to_ascii_lowercase();
            if let Some((_, new)) = ALIASES.iter().find(|(old, _)| *old == name) {
                name = (*new).to_owned();
            }
            let value = Value {
                raw: strings.joined(&field.value, problems, 0),
                name_at: field.name_at.clone(),
                value_at: field.value_at.clone(),
                raw_at: match field.value.as_slice() {
                    [Piece::Text(_, at)] => Some(*at),
                    _ => None,
                },
            };
            if fields.contains_key(&name) {
                let message = format!("`{}` is written twice in `{}`", field.name, raw.key);
                problems.error(
                    "bibliography/duplicate-field",
                    field.name_at.clone(),
                    message,
                    "keep one of the two and delete the other",
                );
                continue;
            }
            fields.insert(name, value);
        }
        entries.push(Entry {
            kind: raw.kind.to_owned(),
            kind_at: raw.kind_at.clone(),
            key: raw.key.to_owned(),
            key_at: raw.key_at.clone(),
            fields,
        });
    }
    entries
}

/// `@string`s may hold others, so deep and so long at most.
const DEEPEST_STRING: usize = 16;
const LONGEST_STRING: usize = 10_000;

/// The texts of `@string`s, each put together once.
struct Strings<'b, 'a> {
    bib: &'b Bib<'a>,
    /// `None` while it is being put together.
    known: BTreeMap<String, Option<String>>,
}

impl Strings<'_, '_> {
    /// The pieces of a value as one text.
    fn joined(
        &mut self,
        pieces: &[Piece<'_>],
        problems: &mut Problems<'_>,
        depth: usize,
    ) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(piece, _) => text.push_str(piece),
                Piece::Name(name, at) => {
                    let value = self.value(name, at, problems, depth);
                    text.push_str(&value);
                }
            }
        }
        text
    }

    fn value(
        &mut self,
        name: &str,
        at: &Range<usize>,
        problems: &mut Problems<'_>,
        depth: usize,
    ) -> String {
        let folded = name.to_ascii_lowercase();
        if let Some(Some(text)) = self.known.get(&folded) {
            return text.clone();
        }
        let Some(pieces) = self.bib.strings.get(&folded) else {
            if MONTHS.contains(&folded.as_str()) {
                return folded;
            }
            let names = self.bib.strings.keys().map(String::as_str).chain(MONTHS);
            let help = match nearest(&folded, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write {{{name}}} if it is the text itself"),
            };
            let message = format!("there is no @string `{name}`");
            problems.error("bibliography/string", at.clone(), message, help);
            return String::new();
        };
        let holds_itself = self.known.insert(folded.clone(), None).is_some();
        let is_sound = depth < DEEPEST_STRING && !holds_itself;
        let text = is_sound.then(|| self.joined(pieces, problems, depth + 1));
        let Some(text) = text.filter(|text| text.len() <= LONGEST_STRING) else {
            let message = format!("@string `{name}` holds itself or too many others");
            let help = "write its text out";
            problems.error("bibliography/string", at.clone(), message, help);
            self.known.insert(folded, Some(String::new()));
            return String::new();
        };
        self.known.insert(folded, Some(text.clone()));
        text
    }
}

/// The `@string`s that every file has.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The records of entries, after they have inherited from each other.
fn works(entries: &[Entry], problems: &mut Problems<'_>) -> Bibliography {
    let mut by_key: BTreeMap<&str, usize> = BTreeMap::new();
    for (n, entry) in entries.iter().enumerate() {
        if by_key.contains_key(entry.key.as_str()) {
            let message = format!("the key `{}` is already taken by an entry above", entry.key);
            problems.error(
                "bibliography/duplicate-key",
                entry.key_at.clone(),
                message,
                "give one of the two another key, or delete it if both are the same work",
            );
        } else {
            by_key.insert(&entry.key, n);
        }
    }
    let folded: BTreeMap<String, &str> = by_key
        .keys()
        .map(|key| (key.to_lowercase(), *key))
        .collect();

    let mut bibliography = Bibliography::default();
    for (n, entry) in entries.iter().enumerate() {
        if by_key.get(entry.key.as_str()) != Some(&n) || entry.kind.eq_ignore_ascii_case(DATA) {
            continue;
        }
        if entry.kind.eq_ignore_ascii_case("set") {
            problems.warning(
                "bibliography/unknown-type",
                entry.kind_at.clone(),
                "@set is not read: APA style knows no sets of works",
                "cite its works one by one",
            );
            continue;
        }
        if let Some(other) = folded.get(&entry.key.to_lowercase())
            && *other != entry.key
        {
            let message = format!(
                "the keys `{}` and `{other}` differ in capitals alone",
                entry.key
            );
            problems.warning(
                "bibliography/duplicate-key",
                entry.key_at.clone(),
                message,
                "give one of the two another key",
            );
        }
        let whole = inherited(entry, entries, &by_key, problems);
        let Some(record) = entry::record(&whole, problems) else {
            continue;
        };
        let key = Arc::clone(&record.key);
        for alias in whole
            .fields
            .get("ids")
            .iter()
            .flat_map(|ids| ids.raw.split(','))
        {
            let alias = alias.trim();
            if !alias.is_empty() && !by_key.contains_key(alias) {
                bibliography.aliases.insert(alias.into(), Arc::clone(&key));
            }
        }
        bibliography
            .places
            .insert(Arc::clone(&key), entry.key_at.clone().into());
        bibliography.works.insert(key, Arc::new(Work::from(record)));
    }
    bibliography
}

/// How many entries may lend to each other in a row.
const DEEPEST_PARENT: usize = 8;

/// The entry with what it takes from those that `xdata` and `crossref` name.
fn inherited(
    entry: &Entry,
    entries: &[Entry],
    by_key: &BTreeMap<&str, usize>,
    problems: &mut Problems<'_>,
) -> Entry {
    let mut whole = entry.clone();
    // What is looked for, and the kind of the entry that asks: pairs of name and key still to be read.
    let mut asked = lenders(entry);
    let mut seen = vec![entry.key.clone()];
    let mut depth = 0;
    while let Some((is_data, key, at)) = asked.pop() {
        depth += 1;
        if key == entry.key || depth > DEEPEST_PARENT {
            let message = match seen.get(1) {
                Some(other) => format!("`{key}` takes fields from itself by way of `{other}`"),
                None => format!("`{key}` takes fields from itself"),
            };
            let help = "delete one of these crossref and xdata fields";
            problems.error("bibliography/crossref", at, message, help);
            continue;
        }
        if seen.contains(&key) {
            continue;
        }
        let Some(parent) = by_key.get(key.as_str()).and_then(|n| entries.get(*n)) else {
            let help = match nearest(&key, by_key.keys().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write the key of an entry of this file".into(),
            };
            let message = format!("there is no entry `{key}` to take fields from");
            problems.error("bibliography/crossref", at, message, help);
            continue;
        };
        lend(parent, &mut whole, is_data);
        seen.push(key);
        // The place told is that of the entry that was asked first.
        asked.extend(
            lenders(parent)
                .into_iter()
                .map(|(is_data, key, _)| (is_data, key, at.clone())),
        );
    }
    whole
}

/// Whom an entry takes fields from: whether it is data alone, its key, and where that is written.
fn lenders(entry: &Entry) -> Vec<(bool, String, Range<usize>)> {
    let mut lenders = Vec::new();
    for (name, is_data) in [("crossref", false), ("xdata", true)] {
        let Some(value) = entry.fields.get(name) else {
            continue;
        };
        let keys = value
            .raw
            .split(',')
            .map(str::trim)
            .filter(|key| !key.is_empty());
        lenders.extend(keys.map(|key| (is_data, key.to_owned(), value.value_at.clone())));
    }
    lenders
}

/// Gives what `whole` lacks and `parent` has. A whole's title is its parts' book title (BibLaTeX manual, appendix B).
fn lend(parent: &Entry, whole: &mut Entry, is_data: bool) {
    const OWN: &[&str] = &[
        "ids",
        "crossref",
        "xref",
        "xdata",
        "entryset",
        "entrysubtype",
        "execute",
        "label",
        "options",
        "presort",
        "related",
        "relatedoptions",
        "relatedstring",
        "relatedtype",
        "shorthand",
        "shorthandintro",
        "sortkey",
        "sorttitle",
        "sortname",
        "sortyear",
        "keywords",
        "abstract",
        "addendum",
        "note",
    ];
    let is_article = whole.kind.eq_ignore_ascii_case("article");
    let is_part = whole.kind.to_ascii_lowercase().starts_with("in")
        || whole.kind.eq_ignore_ascii_case("conference")
        || whole.kind.to_ascii_lowercase().starts_with("supp");
    for (name, value) in &parent.fields {
        let target = if is_data {
            Some(name.as_str())
        } else {
            match name.as_str() {
                name if OWN.contains(&name) => None,
                "title" if is_article => Some("journaltitle"),
                "subtitle" if is_article => Some("journalsubtitle"),
                "title" if is_part => Some("booktitle"),
                "subtitle" if is_part => Some("booksubtitle"),
                "author" if is_part => Some("bookauthor"),
                "title" => Some("maintitle"),
                "subtitle" => Some("mainsubtitle"),
                "shorttitle" | "indextitle" | "titleaddon" | "doi" | "url" | "pages" => None,
                name => Some(name),
            }
        };
        if let Some(target) = target
            && !whole.fields.contains_key(target)
        {
            whole.fields.insert(target.to_owned(), value.clone());
        }
    }
}
