//! From YAML values to typed ones: [`FromNode`], the [`Reader`] that collects what is wrong, and the macros
//! `record!` and `choice!`, which declare a struct or an enum once for reading, for the schema and for the reader of code.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use schemars::{Schema, SchemaGenerator, json_schema};

use super::fault::{Dialect, Fault};
use super::locate::{Part, Positions, Step};
use super::mistakes::{self, quoted};
use super::node::Node;
use crate::base::date::{Date, DateError, ENGLISH_MONTHS};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::SitePath;
use crate::base::suggest::nearest;

/// A YAML text in a file.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// The file.
    pub file: &'a SitePath,
    /// The whole text of the file.
    pub text: &'a str,
    /// Which bytes of the text are YAML.
    pub yaml: Range<usize>,
    /// The bytes shown for what is wrong with the YAML as a whole.
    pub head: Range<usize>,
    /// The kind of file.
    pub dialect: Dialect,
}

impl<'a> Source<'a> {
    /// A file that is YAML from start to end.
    #[must_use]
    pub fn whole(file: &'a SitePath, text: &'a str, dialect: Dialect) -> Self {
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        Self {
            file,
            text,
            yaml: start..text.len(),
            head: start..start,
            dialect,
        }
    }
}

/// Where a value stands among the others: a chain up to the top of the text.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Option<Step<'a>>,
    key: &'a str,
    prose: bool,
}

impl<'a> At<'a> {
    /// The top of the text.
    pub const TOP: At<'static> = At {
        parent: None,
        step: None,
        key: "",
        prose: false,
    };

    /// The n-th entry of the group of keys here, which is called `key`.
    #[must_use]
    pub fn entry(&'a self, n: usize, key: &'a str) -> Self {
        Self {
            parent: Some(self),
            step: Some(Step::Entry(n)),
            key,
            prose: self.prose,
        }
    }

    /// The n-th item of the list here.
    #[must_use]
    pub fn item(&'a self, n: usize) -> Self {
        Self {
            step: Some(Step::Index(n)),
            ..self.entry(n, self.key)
        }
    }

    /// The same place, holding text that readers see.
    #[must_use]
    fn prose(self, prose: bool) -> Self {
        Self { prose, ..self }
    }

    fn steps(&self) -> Vec<Step<'a>> {
        let mut steps = self.parent.map(At::steps).unwrap_or_default();
        steps.extend(self.step);
        steps
    }

    /// What an author would call it, such as "`date`" or "item 2 of `authors`".
    fn name(&self) -> String {
        match self.step {
            Some(Step::Index(n)) => format!("item {} of `{}`", n + 1, self.key),
            _ => format!("`{}`", shortened(self.key)),
        }
    }
}

/// Reads one YAML text into typed values and collects what is wrong with it.
pub struct Reader<'a> {
    source: Source<'a>,
    problems: &'a mut Vec<Diagnostic>,
    positions: OnceCell<Positions>,
    /// Whether any text may be cut by a comment at all.
    has_comment: bool,
    /// Whether some list is shorter than it is written, since an item could not be read.
    lost_items: bool,
    synonyms: &'static [(&'static str, &'static str)],
}

impl<'a> Reader<'a> {
    /// A reader of `source` that adds what is wrong to `problems`.
    pub fn new(source: Source<'a>, problems: &'a mut Vec<Diagnostic>) -> Self {
        let mut reader = Self {
            source,
            problems,
            positions: OnceCell::new(),
            has_comment: false,
            lost_items: false,
            synonyms: &[],
        };
        let yaml = reader.yaml();
        reader.has_comment = yaml.contains(" #") || yaml.contains("\t#");
        reader
    }

    /// Names that other tools give to keys at the top of this text, each with ours.
    #[must_use]
    pub fn with_synonyms(mut self, synonyms: &'static [(&'static str, &'static str)]) -> Self {
        self.synonyms = synonyms;
        self
    }

    /// The whole text as a `T`, or `None` where what is required is missing. Everything wrong is told either way.
    pub fn read<T: FromNode>(&mut self) -> Option<T> {
        let node = self.parse()?;
        T::from_node(node, &At::TOP, self)
    }

    /// Does `work` without telling what is wrong.
    pub fn quietly<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let told = self.problems.len();
        let result = work(self);
        self.problems.truncate(told);
        result
    }

    /// What [`parse`](Self::parse) gave as a `T`.
    pub fn read_node<T: FromNode>(&mut self, node: Node) -> Option<T> {
        T::from_node(node, &At::TOP, self)
    }

    /// The whole text as a group of keys, not yet typed.
    pub fn parse(&mut self) -> Option<Node> {
        let yaml = self.yaml();
        let mistake = match mistakes::glance(yaml) {
            Some(mistake) => mistake,
            None => match Node::parse(yaml) {
                Ok(Node::Null) => return Some(Node::Map(Vec::new())),
                Ok(map @ Node::Map(_)) => return Some(map),
                Ok(_) => mistakes::without_keys(yaml),
                Err(error) => mistakes::explain(yaml, &error),
            },
        };
        let at = self.source.yaml.start;
        let range = mistake.range.start + at..mistake.range.end + at;
        self.fault(mistake.fault, range, mistake.message, mistake.help);
        None
    }

    fn positions(&self) -> &Positions {
        self.positions.get_or_init(|| Positions::of(self.yaml()))
    }

    fn yaml(&self) -> &'a str {
        self.source
            .text
            .get(self.source.yaml.clone())
            .unwrap_or_default()
    }

    /// Which bytes of the file `steps` from the top lead to: for checks on what was read.
    #[must_use]
    pub fn span(&self, steps: &[Step<'_>], part: Part) -> Range<usize> {
        // Once an item is lost, the place of the others is unknown: the list is shown instead.
        let is_item = |step: &Step<'_>| matches!(step, Step::Index(_));
        match steps.iter().position(is_item).filter(|_| self.lost_items) {
            Some(list) => self.find(&steps[..list], Part::Key),
            None => self.find(steps, part),
        }
    }

    /// Which bytes of the file the key at `at` is.
    #[must_use]
    pub fn key(&self, at: &At<'_>) -> Range<usize> {
        self.find(&at.steps(), Part::Key)
    }

    /// Which bytes of the file the value at `at` is.
    #[must_use]
    pub fn value(&self, at: &At<'_>) -> Range<usize> {
        self.find(&at.steps(), Part::Value)
    }

    fn find(&self, steps: &[Step<'_>], part: Part) -> Range<usize> {
        if steps.is_empty() {
            return self.source.head.clone();
        }
        let start = self.source.yaml.start;
        self.positions()
            .find(steps, part)
            .map_or(self.source.head.clone(), |range| {
                range.start + start..range.end + start
            })
    }

    /// Which bytes of the file are the value of `key` at the top.
    #[must_use]
    pub fn top(&self, key: &str) -> Range<usize> {
        self.span(&[Step::Key(key)], Part::Value)
    }

    /// The first line of the value at `at`, as it is written.
    fn written(&self, at: &At<'_>) -> &'a str {
        let text = self.source.text;
        text.get(self.value(at)).unwrap_or_default()
    }

    /// Adds an error with a code that every YAML text shares.
    pub fn fault(
        &mut self,
        fault: Fault,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let code = self.source.dialect.code(fault);
        self.report(Severity::Error, code, range, message, help);
    }

    /// Adds a problem.
    pub fn report(
        &mut self,
        severity: Severity,
        code: &'static str,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Diagnostic {
            file: self.source.file.clone(),
            span: Some(range.into()),
            severity,
            code,
            message: message.into(),
            help: Some(help.into()),
        });
    }

    /// Adds the error that something else was expected at `at`; always `None`, to be returned.
    pub fn wrong_type<T>(
        &mut self,
        node: &Node,
        at: &At<'_>,
        expected: &str,
        help: impl Into<String>,
    ) -> Option<T> {
        let range = self.value(at);
        let message = match node {
            Node::Null => format!("{} is empty", at.name()),
            node => format!("{} needs {expected}, not {}", at.name(), described(node)),
        };
        self.fault(Fault::WrongType, range, message, help);
        None
    }

    /// Splits a group of keys by the names in `keys`; unknown and duplicate keys are told. A plain value is taken for
    /// the key `shorthand`, where the record has one.
    pub fn fields(
        &mut self,
        node: Node,
        at: &At<'_>,
        keys: &'static [&'static str],
        shorthand: Option<&'static str>,
    ) -> Option<Fields> {
        let entries = match (node, shorthand) {
            (Node::Map(entries), _) => entries,
            (plain @ (Node::Str(_) | Node::Int(_)), Some(key)) => vec![(key.to_owned(), plain)],
            (other, _) => {
                let help = match (&other, keys) {
                    (Node::Str(text), [first, second, ..])
                        if !matches!(at.step, None | Some(Step::Index(_))) =>
                    {
                        format!(
                            "write {}: {{{first}: {}, {second}: …}}; the keys are {}",
                            at.key,
                            in_brackets(text),
                            list(keys)
                        )
                    }
                    _ => format!(
                        "write keys of its own on the lines below it, indented: {}",
                        list(keys)
                    ),
                };
                return self.wrong_type(&other, at, "keys of its own", help);
            }
        };
        let mut fields = Fields {
            keys,
            values: keys.iter().map(|_| None).collect(),
            meant: Vec::new(),
        };
        for (n, (key, value)) in entries.into_iter().enumerate() {
            match keys.iter().position(|k| *k == key) {
                None => {
                    let meant = self.unknown_key(&at.entry(n, &key), at, keys);
                    fields.meant.extend(meant);
                }
                Some(i) => match &fields.values[i] {
                    Some((first, _)) => self.duplicate(*first, &at.entry(n, &key), at),
                    None => fields.values[i] = Some((n, value)),
                },
            }
        }
        Some(fields)
    }

    /// Adds the error that no such key exists; the key that was probably meant.
    fn unknown_key(
        &mut self,
        at: &At<'_>,
        parent: &At<'_>,
        keys: &'static [&'static str],
    ) -> Option<&'static str> {
        let is_top = parent.step.is_none();
        let synonym = self.synonyms.iter().find(|(other, _)| *other == at.key);
        let meant = synonym
            .filter(|_| is_top)
            .map(|(_, ours)| *ours)
            .or_else(|| nearest(at.key, keys.iter().copied()));
        let help = match meant {
            Some(key) => format!("did you mean `{key}`?"),
            None if is_top && self.source.dialect == Dialect::FrontMatter => format!(
                "a theme's own keys go under `extra:`; ours are {}",
                list(keys)
            ),
            None => format!("the keys are {}", list(keys)),
        };
        let message = format!("`{}` is not a key of {}", at.key, self.called(parent));
        let range = self.key(at);
        self.fault(Fault::UnknownKey, range, message, help);
        meant
    }

    /// Adds the error that the key at `at` was already written as entry `first` of `parent`.
    fn duplicate(&mut self, first: usize, at: &At<'_>, parent: &At<'_>) {
        let first = self.key(&parent.entry(first, at.key)).start;
        let line = self.source.text.get(..first).unwrap_or_default();
        let line = line.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let message = format!("`{}` is already on line {line}", shortened(at.key));
        let range = self.key(at);
        self.fault(
            Fault::DuplicateKey,
            range,
            message,
            "keep one of the two and delete the other",
        );
    }

    /// Takes the value of `field` out of `fields`: its default where nothing is written, `None` where it is required.
    pub fn field<T: FromNode>(
        &mut self,
        fields: &mut Fields,
        at: &At<'_>,
        field: Field<T>,
    ) -> Option<T> {
        let Field {
            key,
            prose,
            default,
        } = field;
        let found = fields.take(key);
        if let Some((n, node)) = found {
            let here = at.entry(n, key).prose(prose);
            if prose && node == Node::Null && self.cut_to_nothing(&here) {
                return default.or_else(T::absent);
            }
            if !node.is_empty() {
                return T::from_node(node, &here, self)
                    .or(default)
                    .or_else(T::absent);
            }
            if default.is_none() && T::absent().is_none() {
                let range = self.key(&here);
                self.fault(
                    Fault::MissingKey,
                    range,
                    format!("`{key}` is empty"),
                    format!("write it after the colon: {key}: …"),
                );
            }
            return default.or_else(T::absent);
        }
        let value = default.or_else(T::absent);
        if value.is_none() && !fields.meant.contains(&key) {
            let message = format!("{} has no `{key}`", self.called(at));
            let range = self.value(at);
            self.fault(
                Fault::MissingKey,
                range,
                message,
                format!("add a line {key}: …"),
            );
        }
        value
    }

    /// What an author would call the group of keys at `at`.
    fn called(&self, at: &At<'_>) -> String {
        match (at.step, self.source.dialect) {
            (Some(_), _) => at.name(),
            (None, Dialect::FrontMatter) => "the front matter".into(),
            (None, _) => self.source.file.file_name().to_owned(),
        }
    }

    /// A text that readers see must not lose its end to a comment unnoticed.
    fn check_comment(&mut self, at: &At<'_>) {
        if !self.has_comment || self.written(at).starts_with(['"', '\'']) {
            return;
        }
        let start = self.value(at).start;
        let Some(end) = self.positions().end(&at.steps()) else {
            return;
        };
        let end = end + self.source.yaml.start;
        let rest = self.line_after(end);
        let comment = rest.trim_start();
        if rest.len() > comment.len() && comment.starts_with('#') {
            let cut = end + (rest.len() - comment.len());
            let whole = self.source.text.get(start..cut + comment.len());
            let words: Vec<&str> = whole.unwrap_or_default().split_whitespace().collect();
            self.cut(at, cut..cut + comment.len(), &words.join(" "));
        }
    }

    /// `title: #3` is a comment and nothing else.
    fn cut_to_nothing(&mut self, at: &At<'_>) -> bool {
        if !self.has_comment || !matches!(at.step, Some(Step::Entry(_))) {
            return false;
        }
        let key = self.key(at);
        let rest = self.line_after(key.end);
        let comment = rest.trim_start_matches([':', ' ', '\t']);
        if !comment.starts_with('#') {
            return false;
        }
        let start = key.end + (rest.len() - comment.len());
        self.cut(at, start..start + comment.len(), comment);
        true
    }

    fn cut(&mut self, at: &At<'_>, range: Range<usize>, whole: &str) {
        let help = match at.step {
            Some(Step::Index(_)) => format!("put the text in quotes: - {}", quoted(whole)),
            _ => format!("put the text in quotes: {}: {}", at.key, quoted(whole)),
        };
        let message = format!("{} is cut here: ` #` begins a comment", at.name());
        self.fault(Fault::CutByComment, range, message, help);
    }

    /// What stands between `offset` and the end of its line.
    fn line_after(&self, offset: usize) -> &'a str {
        let text = self.source.text.get(offset..).unwrap_or_default();
        text.lines().next().unwrap_or_default().trim_end()
    }

    /// Typographic quotes become part of the text: rarely meant.
    fn check_quotes(&mut self, text: &str, at: &At<'_>) {
        let inner = text
            .strip_prefix(['“', '”', '„'])
            .and_then(|text| text.strip_suffix(['”', '“']));
        let Some(inner) = inner else { return };
        if inner.contains(['“', '”']) || !self.written(at).starts_with(['“', '”', '„']) {
            return;
        }
        let code = self.source.dialect.code(Fault::CurlyQuotes);
        let range = self.value(at);
        self.report(
            Severity::Warning,
            code,
            range,
            format!("the curly quotes become part of {}", at.name()),
            format!("use straight quotes, or none: {}", quoted(inner)),
        );
    }

    /// `authors: ana, ben` is one text, not a list of two.
    fn check_commas(&mut self, node: &Node, at: &At<'_>) {
        let Node::Str(text) = node else { return };
        if at.prose || !text.contains(", ") || self.written(at).starts_with(['"', '\'']) {
            return;
        }
        let code = self.source.dialect.code(Fault::CommaList);
        let range = self.value(at);
        self.report(
            Severity::Warning,
            code,
            range,
            format!("{} is one text with a comma in it, not a list", at.name()),
            format!(
                "put a list in square brackets: {}: [{}]; put one text in quotes: {}: {}",
                at.key,
                text,
                at.key,
                quoted(text)
            ),
        );
    }
}

/// The values of a group of keys, by key, with the entry each came from.
pub struct Fields {
    keys: &'static [&'static str],
    values: Vec<Option<(usize, Node)>>,
    /// Keys that were probably meant by unknown ones: they are not told of as missing too.
    meant: Vec<&'static str>,
}

impl Fields {
    fn take(&mut self, key: &str) -> Option<(usize, Node)> {
        let i = self.keys.iter().position(|k| *k == key)?;
        self.values[i].take()
    }
}

/// One field of a record, for [`Reader::field`].
pub struct Field<T> {
    /// Its key.
    pub key: &'static str,
    /// Whether it holds text that readers see.
    pub prose: bool,
    /// What it is when nothing is written.
    pub default: Option<T>,
}

/// A type that can be read from YAML.
pub trait FromNode: Sized {
    /// Reads `node`, which stands at `at`, and tells `reader` what is wrong with it.
    fn from_node(node: Node, at: &At<'_>, reader: &mut Reader<'_>) -> Option<Self>;

    /// What a field of this type is when nothing is written; `None` makes it required.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// What an editor is told about it.
    fn schema(generator: &mut SchemaGenerator) -> Schema;
}

impl FromNode for String {
    fn from_node(node: Node, at: &At<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = match node {
            Node::Str(text) => text,
            // `title: 2026`, `title: 1.10` and `title: yes` mean what is written.
            Node::Bool(_) | Node::Int(_) | Node::Float(_) => reader.written(at).to_owned(),
            Node::Map(entries) => return colon_in_item(entries, at, reader),
            other => {
                let help = match other {
                    Node::Seq(_) => "write one text, without `-` and brackets",
                    _ => "write a text, or delete this line",
                };
                return reader.wrong_type(&other, at, "one text", help);
            }
        };
        if at.prose {
            reader.check_comment(at);
        }
        if text.contains(|c: char| c.is_control() && c != '\n' && c != '\t') {
            let range = reader.value(at);
            let message = format!("{} holds an invisible control character", at.name());
            reader.fault(Fault::WrongValue, range, message, "type the text again");
            return None;
        }
        let trimmed = text.trim();
        reader.check_quotes(trimmed, at);
        if trimmed.is_empty() {
            return reader.wrong_type(
                &Node::Null,
                at,
                "a text",
                "write a text, or delete this line",
            );
        }
        Some(if trimmed.len() == text.len() {
            text
        } else {
            trimmed.to_owned()
        })
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number"] })
    }
}

/// `- Repair: coming back` is a group of one key to YAML, and a text to its author.
fn colon_in_item(
    entries: Vec<(String, Node)>,
    at: &At<'_>,
    reader: &mut Reader<'_>,
) -> Option<String> {
    if let [(key, Node::Str(value))] = entries.as_slice() {
        let range = reader.value(at);
        reader.fault(
            Fault::UnquotedColon,
            range,
            format!("a colon splits {} in two", at.name()),
            format!(
                "put the text in quotes: {}",
                quoted(&format!("{key}: {value}"))
            ),
        );
        return None;
    }
    let help = "write one text; put it in quotes if it holds a colon";
    reader.wrong_type(&Node::Map(entries), at, "one text", help)
}

impl FromNode for bool {
    fn from_node(node: Node, at: &At<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let word = match &node {
            Node::Bool(value) => return Some(*value),
            Node::Str(text) => text.trim().to_lowercase(),
            _ => String::new(),
        };
        match word.as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => {
                let help = format!("write {}: yes or {}: no", at.key, at.key);
                reader.wrong_type(&node, at, "yes or no", help)
            }
        }
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": [true, false, "yes", "no", "on", "off"] })
    }
}

impl FromNode for u32 {
    fn from_node(node: Node, at: &At<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let number = match &node {
            Node::Int(number) => Self::try_from(*number).ok(),
            Node::Str(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_some() {
            return number;
        }
        let help = format!("write a whole number, such as {}: 1", at.key);
        match node {
            Node::Int(_) | Node::Float(_) => {
                let range = reader.value(at);
                let written = reader.written(at);
                let message = format!("{} needs a whole number, not {written}", at.name());
                reader.fault(Fault::WrongValue, range, message, help);
                None
            }
            node => reader.wrong_type(&node, at, "a whole number", help),
        }
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 0 })
    }
}

impl FromNode for Date {
    fn from_node(node: Node, at: &At<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = match &node {
            Node::Str(text) => text.trim(),
            Node::Int(_) | Node::Float(_) => reader.written(at),
            node => return reader.wrong_type(node, at, "a date", DATE_HELP),
        };
        let error = match Self::parse(text) {
            Ok(date) => return Some(date),
            Err(error) => error,
        };
        let range = reader.value(at);
        let (message, help) = match error {
            DateError::Form => (
                format!("{} is not a date of the form YYYY-MM-DD", at.name()),
                date_meant(text),
            ),
            DateError::NoSuchDay => (
                format!("{} is a day that does not exist", at.name()),
                why_no_such_day(text),
            ),
        };
        reader.fault(Fault::Date, range, message, help);
        None
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

const DATE_HELP: &str = "write it as YYYY-MM-DD, such as 2026-11-03";

/// Why `YYYY-MM-DD` is no day.
fn why_no_such_day(text: &str) -> String {
    let mut parts = text.split('-').map(|part| part.parse::<u8>().unwrap_or(0));
    let (_, month, day) = (parts.next(), parts.next(), parts.next());
    let (month, day) = (month.unwrap_or(0), day.unwrap_or(0));
    let year = &text[..4];
    let Some(name) = ENGLISH_MONTHS.get(usize::from(month).wrapping_sub(1)) else {
        return format!("there is no month {month:02}: {DATE_HELP}");
    };
    let days = (1..=31)
        .rev()
        .find(|day| Date::parse(&format!("{year}-{month:02}-{day:02}")).is_ok());
    match days {
        Some(days) if day > days => format!("{name} {year} has {days} days"),
        _ => format!("there is no day {day:02}: {DATE_HELP}"),
    }
}

/// What to write for a date in another form: itself in ours, where only one day can be meant.
fn date_meant(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let iso = |year: &str, month: usize, day: &str| {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (year.len() == 4 && digits(year) && digits(day))
            .then(|| format!("{year}-{month:02}-{day:0>2}"))
            .filter(|date| Date::parse(date).is_ok())
    };
    let named = |word: &str| {
        let word = word.to_lowercase();
        let is_it = |month: &&str| word.len() >= 3 && month.to_lowercase().starts_with(&word);
        ENGLISH_MONTHS.iter().position(is_it).map(|i| i + 1)
    };
    let number = |word: &str| word.parse::<usize>().ok().filter(|n| *n > 0 && *n < 13);
    let meant = match words.as_slice() {
        [day, month, year] if named(month).is_some() => {
            named(month).and_then(|month| iso(year, month, day))
        }
        [month, day, year] if named(month).is_some() => {
            named(month).and_then(|month| iso(year, month, day))
        }
        [year, month, day, ..] if year.len() == 4 => {
            // A time of day may follow: `2026-11-03T10:00`.
            let day = day.split(['T', 't']).next().unwrap_or_default();
            number(month).and_then(|month| iso(year, month, day))
        }
        [first, second, year] => {
            let european = number(second).and_then(|month| iso(year, month, first));
            let american = number(first).and_then(|month| iso(year, month, second));
            match (european, american) {
                (Some(one), Some(other)) if one != other => {
                    return format!("write it as YYYY-MM-DD: {one} or {other}");
                }
                (european, american) => european.or(american),
            }
        }
        [digits] if digits.len() == 8 && digits.is_ascii() => {
            number(&digits[4..6]).and_then(|month| iso(&digits[..4], month, &digits[6..]))
        }
        _ => None,
    };
    meant.map_or_else(|| DATE_HELP.into(), |date| format!("write {date}"))
}

impl<T: FromNode> FromNode for Option<T> {
    fn from_node(node: Node, at: &At<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        T::from_node(node, at, reader).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        T::schema(generator)
    }
}

/// A list; a single value counts as a list of one.
impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: Node, at: &At<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let items = match node {
            Node::Seq(items) => items,
            single => {
                reader.check_commas(&single, at);
                return T::from_node(single, at, reader).map(|value| vec![value]);
            }
        };
        let mut list = Self::with_capacity(items.len());
        for (n, item) in items.into_iter().enumerate() {
            match T::from_node(item, &at.item(n), reader) {
                Some(value) => list.push(value),
                None => reader.lost_items = true,
            }
        }
        Some(list)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let item = T::schema(generator);
        json_schema!({ "anyOf": [{ "type": "array", "items": item }, item] })
    }
}

/// A group whose keys the author chooses; a key written twice is told, and its first value kept.
impl<T: FromNode> FromNode for BTreeMap<String, T> {
    fn from_node(node: Node, at: &At<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let entries = match node {
            Node::Map(entries) => entries,
            other => {
                let help =
                    "write names of your own on the lines below it, indented, each with a colon";
                return reader.wrong_type(&other, at, "keys of its own", help);
            }
        };
        let mut map = Self::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (n, (key, value)) in entries.into_iter().enumerate() {
            let here = at.entry(n, &key);
            if let Some(first) = seen.get(&key) {
                reader.duplicate(*first, &here, at);
                continue;
            }
            if let Some(value) = T::from_node(value, &here, reader) {
                map.insert(key.clone(), value);
            }
            seen.insert(key, n);
        }
        Some(map)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let value = T::schema(generator);
        json_schema!({ "type": "object", "additionalProperties": value })
    }
}

/// Anything at all: for keys that a theme, not Attuned, gives a meaning to.
impl FromNode for Node {
    fn from_node(node: Node, at: &At<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        refuse_duplicates(&node, at, reader);
        Some(node)
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(true)
    }
}

fn refuse_duplicates(node: &Node, at: &At<'_>, reader: &mut Reader<'_>) {
    match node {
        Node::Seq(items) => {
            for (n, item) in items.iter().enumerate() {
                refuse_duplicates(item, &at.item(n), reader);
            }
        }
        Node::Map(entries) => {
            let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
            for (n, (key, value)) in entries.iter().enumerate() {
                match seen.get(key.as_str()) {
                    Some(first) => reader.duplicate(*first, &at.entry(n, key), at),
                    None => {
                        seen.insert(key, n);
                        refuse_duplicates(value, &at.entry(n, key), reader);
                    }
                }
            }
        }
        _ => {}
    }
}

/// What a value is, in an author's words.
fn described(node: &Node) -> String {
    match node {
        Node::Null => "nothing".into(),
        Node::Bool(_) => "yes or no".into(),
        Node::Int(_) | Node::Float(_) => "a number".into(),
        Node::Str(text) => format!("`{}`", shortened(text)),
        Node::Seq(_) => "a list".into(),
        Node::Map(_) => "a group of keys".into(),
    }
}

/// A text as it can stand in curly brackets.
fn in_brackets(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@');
    if text.starts_with(char::is_alphanumeric) && text.chars().all(plain) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Enough of a text to recognise it by, on one line.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if line.len() < text.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

fn list(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// The schema of a record: for `record!`.
#[must_use]
pub fn record_schema(
    doc: &str,
    properties: Vec<(&'static str, &'static str, Schema, bool)>,
    shorthand: Option<&str>,
) -> Schema {
    let mut required = Vec::new();
    let mut map = serde_json::Map::new();
    for (key, doc, schema, is_required) in properties {
        // A key with nothing after it is as good as none.
        let mut schema = match is_required {
            true => schema,
            false => json_schema!({ "anyOf": [schema, { "type": "null" }] }),
        };
        schema.insert("description".into(), doc.trim().into());
        map.insert(key.into(), schema.into());
        if is_required {
            required.push(key);
        }
    }
    let mut object = serde_json::json!({
        "type": "object",
        "properties": map,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        object["required"] = required.into();
    }
    let mut schema = match shorthand {
        Some(_) => json_schema!({ "anyOf": [object, { "type": ["string", "number"] }] }),
        None => Schema::try_from(object).unwrap_or_default(),
    };
    schema.insert("description".into(), doc.trim().into());
    schema
}

/// Reads one of `words` for `choice!`.
pub(crate) fn choose(
    node: &Node,
    at: &At<'_>,
    words: &'static [&'static str],
    reader: &mut Reader<'_>,
) -> Option<usize> {
    let help = || format!("write one of {}", list(words));
    let Node::Str(text) = node else {
        return reader.wrong_type(node, at, "one word", help());
    };
    let word = text.trim().to_lowercase();
    let found = words.iter().position(|w| *w == word);
    if found.is_none() {
        let help = match nearest(&word, words.iter().copied()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => help(),
        };
        let range = reader.value(at);
        let message = format!("{} cannot be `{}`", at.name(), shortened(text));
        reader.fault(Fault::WrongValue, range, message, help);
    }
    found
}

/// Declares a struct that is read from YAML, with `KEYS`, [`FromNode`] and its JSON Schema.
///
/// `as prose` marks text that readers see; `= value` is the default; a field is required if its type says so
/// ([`FromNode::absent`]); `struct Photo or src` lets a plain value stand for the key `src`.
macro_rules! record {
    ($(#[doc = $doc:literal])* $vis:vis struct $name:ident $(or $short:ident)? {$(
        $(#[doc = $about:literal])*
        $field_vis:vis $field:ident: $type:ty $(as $prose:ident)? $(= $default:expr)?,
    )*}) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        $vis struct $name {$(
            $(#[doc = $about])*
            $field_vis $field: $type,
        )*}

        impl $name {
            /// The keys an author may write.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($field),)*];
            const SHORTHAND: Option<&'static str> = [$(stringify!($short),)? ""].first().copied();
        }

        impl $crate::base::yaml::FromNode for $name {
            fn from_node(
                node: $crate::base::yaml::Node,
                at: &$crate::base::yaml::At<'_>,
                reader: &mut $crate::base::yaml::Reader<'_>,
            ) -> Option<Self> {
                let shorthand = Self::SHORTHAND.filter(|key| !key.is_empty());
                let mut fields = reader.fields(node, at, Self::KEYS, shorthand)?;
                // All are read before any is missed: every mistake is told.
                $(let $field = reader.field::<$type>(&mut fields, at, $crate::base::yaml::Field {
                    key: stringify!($field),
                    prose: [$(stringify!($prose),)? ""][0] == "prose",
                    default: $crate::base::yaml::record!(@default $($default)?),
                });)*
                Some(Self { $($field: $field?,)* })
            }

            fn absent() -> Option<Self> {
                Some(Self {$(
                    $field: $crate::base::yaml::record!(@default $($default)?)
                        .or_else(<$type as $crate::base::yaml::FromNode>::absent)?,
                )*})
            }

            fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                generator.subschema_for::<Self>()
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let properties = vec![$((
                    stringify!($field),
                    concat!($($about,)*),
                    <$type as $crate::base::yaml::FromNode>::schema(generator),
                    $crate::base::yaml::record!(@default $($default)?)
                        .or_else(<$type as $crate::base::yaml::FromNode>::absent)
                        .is_none(),
                ),)*];
                let shorthand = Self::SHORTHAND.filter(|key| !key.is_empty());
                $crate::base::yaml::record_schema(concat!($($doc,)*), properties, shorthand)
            }
        }
    };
    (@default) => { None };
    (@default $default:expr) => { Some($default) };
}

/// Declares an enum that an author writes as one word.
macro_rules! choice {
    ($(#[doc = $doc:literal])* $vis:vis enum $name:ident {$(
        $(#[doc = $about:literal])* $variant:ident = $word:literal,
    )*}) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {$(
            $(#[doc = $about])* $variant,
        )*}

        impl $name {
            /// The words an author may write.
            pub const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The word an author writes for it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl $crate::base::yaml::FromNode for $name {
            fn from_node(
                node: $crate::base::yaml::Node,
                at: &$crate::base::yaml::At<'_>,
                reader: &mut $crate::base::yaml::Reader<'_>,
            ) -> Option<Self> {
                let chosen = $crate::base::yaml::choose(&node, at, Self::WORDS, reader)?;
                [$(Self::$variant,)*].get(chosen).copied()
            }

            fn schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "enum": [$($word,)*] })
            }
        }
    };
}

pub(crate) use {choice, record};
