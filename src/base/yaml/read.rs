//! From YAML values to typed ones: [`FromNode`], and the [`Reader`] that collects what is wrong.

use std::cell::OnceCell;
use std::ops::Range;

use schemars::{Schema, SchemaGenerator};

use super::fault::{Dialect, Fault};
use super::locate::{Part, Positions, Step};
use super::mistakes::{self, described, in_brackets, list, quoted, shortened};
use super::node::Node;
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

/// Whether readers see a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// They do not: ids, paths and dates.
    No,
    /// As names, which hold no commas.
    Names,
    /// As prose.
    Prose,
}

impl Shown {
    /// Whether `rest`, which stands behind a text, is a part of it that YAML takes for a comment. A name has words like
    /// `#1` and `#metoo`; `# of three` behind it is a note.
    fn loses(self, rest: &str) -> bool {
        rest.starts_with('#') && !(self == Self::Names && rest.starts_with("# "))
    }
}

impl Shown {
    /// What the word after `as` in a record says.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "names" => Self::Names,
            "prose" => Self::Prose,
            _ => Self::No,
        }
    }
}

/// Where a value stands among the others: a chain up to the top of the text.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Option<Step<'a>>,
    pub(super) key: &'a str,
    pub(super) shown: Shown,
}

impl<'a> At<'a> {
    /// The top of the text.
    pub const TOP: At<'static> = At {
        parent: None,
        step: None,
        key: "",
        shown: Shown::No,
    };

    /// The n-th entry of the group of keys here, which is called `key`.
    #[must_use]
    pub fn entry(&'a self, n: usize, key: &'a str) -> Self {
        Self {
            parent: Some(self),
            step: Some(Step::Entry(n)),
            key,
            shown: self.shown,
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

    /// The same place, holding text that readers see or do not.
    #[must_use]
    fn shown(self, shown: Shown) -> Self {
        Self { shown, ..self }
    }

    fn steps(&self) -> Vec<Step<'a>> {
        let mut steps = self.parent.map(At::steps).unwrap_or_default();
        steps.extend(self.step);
        steps
    }

    /// What an author would call it, such as "`date`" or "item 2 of `authors`".
    pub(super) fn name(&self) -> String {
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
    pub(super) lost_items: bool,
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
        let mistakes = match mistakes::glance(yaml) {
            Some(mistake) => vec![mistake],
            None => match Node::parse(yaml) {
                Ok(Node::Null) => return Some(Node::Map(Vec::new())),
                Ok(map @ Node::Map(_)) => {
                    let eaten = mistakes::eaten_words(yaml);
                    if eaten.is_empty() {
                        return Some(map);
                    }
                    eaten
                }
                Ok(_) => vec![mistakes::without_keys(yaml)],
                Err(error) => vec![mistakes::explain(yaml, &error)],
            },
        };
        let at = self.source.yaml.start;
        for mistake in mistakes {
            let range = mistake.range.start + at..mistake.range.end + at;
            self.fault(mistake.fault, range, mistake.message, mistake.help);
        }
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
    pub(super) fn written(&self, at: &At<'_>) -> &'a str {
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
    pub(super) fn duplicate(&mut self, first: usize, at: &At<'_>, parent: &At<'_>) {
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
            shown,
            default,
        } = field;
        let found = fields.take(key);
        if let Some((n, node)) = found {
            let here = at.entry(n, key).shown(shown);
            if shown != Shown::No && node == Node::Null && self.cut_to_nothing(&here, shown) {
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
    pub(super) fn check_comment(&mut self, at: &At<'_>) {
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
        if rest.len() > comment.len() && at.shown.loses(comment) {
            let cut = end + (rest.len() - comment.len());
            let whole = self.source.text.get(start..cut + comment.len());
            let words: Vec<&str> = whole.unwrap_or_default().split_whitespace().collect();
            self.cut(at, cut..cut + comment.len(), &words.join(" "));
        }
    }

    /// `title: #3` is a comment and nothing else. `topics: # none yet` is meant as one.
    fn cut_to_nothing(&mut self, at: &At<'_>, shown: Shown) -> bool {
        if !self.has_comment || !matches!(at.step, Some(Step::Entry(_))) {
            return false;
        }
        let key = self.key(at);
        let rest = self.line_after(key.end);
        let comment = rest.trim_start_matches([':', ' ', '\t']);
        if !shown.loses(comment) {
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
    pub(super) fn check_quotes(&mut self, text: &str, at: &At<'_>) {
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
    pub(super) fn check_commas(&mut self, node: &Node, at: &At<'_>) {
        let Node::Str(text) = node else { return };
        if at.shown == Shown::Prose
            || !text.contains(", ")
            || self.written(at).starts_with(['"', '\''])
        {
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
    pub shown: Shown,
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
