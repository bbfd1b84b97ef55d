//! hayagriva's YAML, turned into the fields of BibLaTeX: one reading of fields serves both.

use std::collections::BTreeMap;
use std::ops::Range;

use super::entry::{Entry, Value};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::SitePath;
use crate::base::suggest::nearest;
use crate::base::yaml::{Dialect, Node, Part, Reader, Source, Step};

/// hayagriva's types with BibLaTeX's.
const TYPES: &[(&str, &str)] = &[
    ("article", "article"),
    ("chapter", "inbook"),
    ("entry", "inreference"),
    ("anthos", "incollection"),
    ("report", "report"),
    ("thesis", "thesis"),
    ("web", "online"),
    ("scene", "misc"),
    ("artwork", "misc"),
    ("patent", "patent"),
    ("case", "misc"),
    ("newspaper", "periodical"),
    ("legislation", "misc"),
    ("manuscript", "unpublished"),
    ("original", "misc"),
    ("post", "online"),
    ("misc", "misc"),
    ("performance", "misc"),
    ("periodical", "periodical"),
    ("proceedings", "proceedings"),
    ("book", "book"),
    ("blog", "online"),
    ("reference", "reference"),
    ("conference", "proceedings"),
    ("anthology", "collection"),
    ("repository", "software"),
    ("thread", "online"),
    ("video", "video"),
    ("audio", "misc"),
    ("exhibition", "misc"),
];

/// hayagriva's keys with the fields of BibLaTeX, in an entry of its own.
const KEYS: &[(&str, &str)] = &[
    ("type", ""),
    ("parent", ""),
    ("title", "title"),
    ("author", "author"),
    ("date", "date"),
    ("editor", "editor"),
    ("affiliated", ""),
    ("publisher", "publisher"),
    ("location", "location"),
    ("organization", "organization"),
    ("issue", "number"),
    ("chapter", "chapter"),
    ("volume", "volume"),
    ("volume-total", "volumes"),
    ("edition", "edition"),
    ("page-range", "pages"),
    ("page-total", "pagetotal"),
    ("time-range", "usera"),
    ("runtime", "userb"),
    ("url", "url"),
    ("serial-number", ""),
    ("serial", ""),
    ("language", "langid"),
    ("archive", "library"),
    ("archive-location", "userc"),
    ("call-number", "userd"),
    ("note", "note"),
    ("abstract", "abstract"),
    ("genre", "type"),
];

/// The entries of the file.
pub(super) fn entries(text: &str, file: &SitePath, problems: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut reader = Reader::new(Source::whole(file, text, Dialect::Data), problems);
    let Some(Node::Map(nodes)) = reader.parse() else {
        return Vec::new();
    };
    let mut entries = Vec::with_capacity(nodes.len());
    for (n, (key, node)) in nodes.iter().enumerate() {
        let mut builder = Builder {
            reader: &mut reader,
            steps: vec![Step::Entry(n)],
            fields: BTreeMap::new(),
        };
        let key_at = builder.at(Part::Key);
        let Node::Map(keys) = node else {
            builder.error(
                "bibliography/syntax",
                key_at,
                format!("`{key}` needs keys of its own"),
                "write type, title, author and date on the lines below it, indented",
            );
            continue;
        };
        let (kind, kind_at) = builder.kind(keys, &key_at);
        builder.own(keys);
        entries.push(Entry {
            kind,
            kind_at,
            key: key.clone(),
            key_at,
            fields: builder.fields,
        });
    }
    entries
}

struct Builder<'r, 'a, 't> {
    reader: &'r mut Reader<'a>,
    steps: Vec<Step<'t>>,
    fields: BTreeMap<String, Value>,
}

impl<'t> Builder<'_, '_, 't> {
    fn at(&self, part: Part) -> Range<usize> {
        self.reader.span(&self.steps, part)
    }

    fn error(
        &mut self,
        code: &'static str,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.reader
            .report(Severity::Error, code, at, message, help);
    }

    /// BibLaTeX's name of the kind, by its own type and that of what it is in.
    fn kind(&mut self, keys: &'t [(String, Node)], key_at: &Range<usize>) -> (String, Range<usize>) {
        let found = keys.iter().enumerate().find(|(_, (key, _))| key == "type");
        let Some((n, (_, Node::Str(written)))) = found else {
            let help = "write type: article, book, chapter, web, report or thesis";
            let message = "this work has no type";
            self.error("bibliography/missing-field", key_at.clone(), message, help);
            return ("misc".into(), key_at.clone());
        };
        self.steps.push(Step::Entry(n));
        let at = self.at(Part::Value);
        self.steps.pop();
        let folded = written.to_lowercase();
        let Some((name, kind)) = TYPES.iter().find(|(name, _)| *name == folded) else {
            let help = match nearest(&folded, TYPES.iter().map(|(name, _)| *name)) {
                Some(near) => format!("did you mean {near}?"),
                None => "write article, book, chapter, web, report or thesis".into(),
            };
            let message = format!("`{written}` is no type of work");
            self.error("bibliography/unknown-type", at.clone(), message, help);
            return ("misc".into(), at);
        };
        let parent = keys.iter().find(|(key, _)| key == "parent");
        let parent_type = |node: &Node| match node.get("type") {
            Some(Node::Str(kind)) => kind.to_lowercase(),
            _ => String::new(),
        };
        let parents: Vec<String> = match parent.map(|(_, node)| node) {
            Some(Node::Seq(items)) => items.iter().map(parent_type).collect(),
            Some(node) => vec![parent_type(node)],
            None => Vec::new(),
        };
        let is_in = |kinds: &[&str]| parents.iter().any(|parent| kinds.contains(&parent.as_str()));
        let kind = match *name {
            "article" if is_in(&["proceedings", "conference"]) => "inproceedings",
            "article" if is_in(&["newspaper"]) => {
                self.plain("entrysubtype", "newspaper", &at);
                "article"
            }
            "article" if is_in(&["blog", "web"]) => "online",
            "article" if is_in(&["reference"]) => "inreference",
            "article" if is_in(&["book", "anthology"]) => "incollection",
            "chapter" if is_in(&["anthology"]) => "incollection",
            _ => kind,
        };
        (kind.into(), at)
    }

    fn plain(&mut self, name: &str, text: &str, at: &Range<usize>) {
        let value = Value {
            raw: escaped(text),
            name_at: at.clone(),
            value_at: at.clone(),
            raw_at: None,
        };
        self.fields.entry(name.into()).or_insert(value);
    }

    /// A field whose value is TeX already, such as names.
    fn raw(&mut self, name: &str, raw: String) {
        let at = self.at(Part::Value);
        let value = Value {
            raw,
            name_at: self.at(Part::Key),
            value_at: at,
            raw_at: None,
        };
        self.fields.entry(name.into()).or_insert(value);
    }

    fn own(&mut self, keys: &'t [(String, Node)]) {
        for (n, (key, node)) in keys.iter().enumerate() {
            self.steps.push(Step::Entry(n));
            let known = KEYS.iter().find(|(name, _)| name == key);
            match (known, key.as_str()) {
                (None, _) => self.unknown(key),
                (_, "parent") => self.parents(node),
                (_, "serial-number" | "serial") => self.serial(node),
                (_, "affiliated") => self.affiliated(node),
                (_, "author" | "editor") => self.people(key, node),
                (Some((_, field)), _) if !field.is_empty() => self.value(field, node),
                _ => {}
            }
            self.steps.pop();
        }
    }

    fn unknown(&mut self, key: &str) {
        let at = self.at(Part::Key);
        let help = match nearest(key, KEYS.iter().map(|(name, _)| *name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "delete it, or write # before it if it is a remark".into(),
        };
        let message = format!("`{key}` is no key of a work, so it is not read");
        self.reader.report(
            Severity::Warning,
            "bibliography/unknown-field",
            at,
            message,
            help,
        );
    }

    /// A text, or a group with the text as `value`, `name` or its parts.
    fn value(&mut self, field: &str, node: &Node) {
        let text = match node {
            Node::Str(text) => Some(text.clone()),
            Node::Int(number) => Some(number.to_string()),
            Node::Float(number) => Some(number.0.to_string()),
            Node::Map(_) => {
                if let Some(short) = node.get("short").and_then(plain_text) {
                    self.raw("shorttitle", escaped(&short));
                }
                if let Some(visited) = node.get("date").and_then(plain_text) {
                    self.raw("urldate", escaped(&visited));
                }
                if field == "date" {
                    let part = |key| node.get(key).and_then(plain_text);
                    let parts = [part("year"), part("month"), part("day")];
                    let parts: Vec<String> = parts.into_iter().flatten().collect();
                    Some(parts.join("-"))
                } else if matches!(node.get("verbatim"), Some(Node::Bool(true))) {
                    let text = node.get("value").and_then(plain_text);
                    text.map(|text| format!("{{{text}}}"))
                } else {
                    let name = node.get("value").or_else(|| node.get("name"));
                    name.and_then(plain_text)
                }
            }
            Node::Null => return,
            Node::Bool(_) | Node::Seq(_) => None,
        };
        let Some(text) = text else {
            let at = self.at(Part::Value);
            let message = "this needs text";
            self.error("bibliography/syntax", at, message, "write the text after the colon");
            return;
        };
        let text = match (field, text.strip_prefix('~')) {
            // An estimate.
            ("date", Some(date)) => format!("{date}~"),
            _ => text,
        };
        // Addresses are taken as they are; BibTeX's lists are joined by `and`, these are whole.
        match field {
            "url" => self.raw(field, text),
            "date" => self.raw(field, text),
            "publisher" => self.raw(field, format!("{{{}}}", escaped(&text))),
            _ => self.raw(field, escaped(&text)),
        }
    }

    fn serial(&mut self, node: &Node) {
        let Node::Map(kinds) = node else {
            if let Some(text) = plain_text(node) {
                self.raw("eid", escaped(&text));
            }
            return;
        };
        for (kind, node) in kinds {
            let Some(text) = plain_text(node) else {
                continue;
            };
            match kind.as_str() {
                "doi" => self.raw("doi", text),
                "isbn" | "issn" | "pmid" | "pmcid" => self.raw(kind, escaped(&text)),
                "arxiv" => self.raw("eprint", escaped(&text)),
                "serial" => self.raw("eid", escaped(&text)),
                "version" => self.raw("version", escaped(&text)),
                _ => {}
            }
        }
    }

    fn people(&mut self, field: &str, node: &Node) {
        let names: Vec<Option<String>> = match node {
            Node::Seq(items) => items.iter().map(person).collect(),
            node => vec![person(node)],
        };
        if names.iter().any(Option::is_none) {
            let at = self.at(Part::Value);
            self.error(
                "bibliography/name",
                at,
                "a name is a text such as “Family, Given”, or a group with `name` and `given-name`",
                "write author: [\"Safran, Jeremy D.\", \"Muran, J. Christopher\"]",
            );
        }
        let names: Vec<String> = names.into_iter().flatten().collect();
        self.raw(field, names.join(" and "));
    }

    fn affiliated(&mut self, node: &Node) {
        let groups = match node {
            Node::Seq(items) => items.as_slice(),
            node => std::slice::from_ref(node),
        };
        for group in groups {
            let (Some(Node::Str(role)), Some(names)) = (group.get("role"), group.get("names")) else {
                continue;
            };
            match role.as_str() {
                "translator" => self.people("translator", names),
                "director" | "producer" => {
                    self.people("editor", names);
                    self.raw("editortype", role.clone());
                }
                _ => {}
            }
        }
    }

    /// What the work is in: a journal, a book, an event, or what it is a reprint of.
    fn parents(&mut self, node: &'t Node) {
        match node {
            Node::Seq(items) => {
                for (n, item) in items.iter().enumerate() {
                    self.steps.push(Step::Index(n));
                    self.parent(item);
                    self.steps.pop();
                }
            }
            node => self.parent(node),
        }
    }

    fn parent(&mut self, node: &'t Node) {
        let Node::Map(keys) = node else {
            let at = self.at(Part::Value);
            self.error(
                "bibliography/syntax",
                at,
                "a parent needs keys of its own",
                "write type and title on the lines below it, indented",
            );
            return;
        };
        let kind = match node.get("type") {
            Some(Node::Str(kind)) => kind.to_lowercase(),
            _ => String::new(),
        };
        for (n, (key, node)) in keys.iter().enumerate() {
            self.steps.push(Step::Entry(n));
            let known = KEYS.iter().find(|(name, _)| name == key);
            match (known, kind.as_str(), key.as_str()) {
                (None, ..) => self.unknown(key),
                (_, "original", "date") => self.value("origdate", node),
                (_, "original", "title") => self.value("origtitle", node),
                (_, "original", "publisher") => self.value("origpublisher", node),
                (_, "original", _) => {}
                (_, "conference", "title") => self.value("eventtitle", node),
                (_, "conference", "location") => self.value("venue", node),
                (_, "conference", "date") => self.value("eventdate", node),
                (_, "periodical" | "newspaper" | "", "title") => {
                    self.value("journaltitle", node);
                    self.value("booktitle", node);
                }
                (_, _, "title") => self.value("booktitle", node),
                (_, _, "author") => self.people("bookauthor", node),
                (_, _, "editor") => self.people("editor", node),
                (_, _, "parent") => self.parents(node),
                (_, _, "serial-number" | "serial") => {}
                (_, _, "abstract" | "note" | "type" | "affiliated" | "page-total") => {}
                (Some((_, field)), ..) if !field.is_empty() => self.value(field, node),
                _ => {}
            }
            self.steps.pop();
        }
    }
}

fn plain_text(node: &Node) -> Option<String> {
    match node {
        Node::Str(text) => Some(text.clone()),
        Node::Int(number) => Some(number.to_string()),
        Node::Float(number) => Some(number.0.to_string()),
        _ => None,
    }
}

/// A name as BibTeX writes it.
fn person(node: &Node) -> Option<String> {
    match node {
        // Without a comma it is the name of an organisation, or the only name of a person.
        Node::Str(name) if !name.contains(',') => Some(format!("{{{}}}", escaped(name))),
        Node::Str(name) => Some(name.replace(" and ", " {and} ")),
        Node::Map(_) => {
            let part = |key| node.get(key).and_then(plain_text).unwrap_or_default();
            let name = node.get("name").and_then(plain_text)?;
            let given = part("given-name");
            if given.is_empty() {
                return Some(format!("{{{}}}", escaped(&name)));
            }
            let parts = [
                ("family", name),
                ("given", given),
                ("prefix", part("prefix")),
                ("suffix", part("suffix")),
            ];
            let parts = parts.map(|(key, value)| format!("{key}={{{}}}", escaped(&value)));
            Some(parts.join(", "))
        }
        _ => None,
    }
}

/// Text in which TeX finds no markup but braces, which keep letters in hayagriva too.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '$' => out.push_str("\\$"),
            c => out.push(c),
        }
    }
    out
}
