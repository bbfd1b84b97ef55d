//! Interface words: the theme's Fluent files, one set a language, with the site's own overrides.

use std::collections::BTreeMap;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::parser::ErrorKind;
use tera::Value;

use crate::content::language::Lang;
use crate::content::markdown::{CalloutKind, Labels};

/// The interface words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    /// Messages that take no argument, formatted once.
    fixed: BTreeMap<String, Value>,
    keys: Vec<String>,
}

/// A mistake in a Fluent source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsError {
    /// Which of the sources.
    pub source: usize,
    /// The byte of that source at which the mistake is.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

impl Words {
    /// Reads `sources` (Fluent), each overriding those before it.
    #[must_use]
    pub fn new(language: &Lang, sources: Vec<String>) -> (Self, Vec<WordsError>) {
        let locale = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks would show up in attributes and titles.
        bundle.set_use_isolating(false);
        let mut errors = Vec::new();
        let mut keys = Vec::new();
        for (i, source) in sources.into_iter().enumerate() {
            let resource =
                FluentResource::try_new(source).unwrap_or_else(|(resource, mistakes)| {
                    errors.extend(mistakes.into_iter().map(|mistake| WordsError {
                        source: i,
                        at: mistake.pos.start,
                        message: explained(&mistake.kind),
                    }));
                    resource
                });
            keys.extend(resource.entries().filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            }));
            bundle.add_resource_overriding(resource);
        }
        keys.sort_unstable();
        keys.dedup();
        let mut words = Self {
            bundle,
            fixed: BTreeMap::new(),
            keys,
        };
        words.fixed = words
            .keys
            .iter()
            .filter_map(|key| {
                let mut errors = Vec::new();
                let text = words.write(key, None, &mut errors)?;
                errors
                    .is_empty()
                    .then(|| (key.clone(), Value::normal_string(&text)))
            })
            .collect();
        (words, errors)
    }

    fn write(
        &self,
        key: &str,
        args: Option<&FluentArgs<'_>>,
        errors: &mut Vec<fluent_bundle::FluentError>,
    ) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        Some(
            self.bundle
                .format_pattern(pattern, args, errors)
                .into_owned(),
        )
    }

    /// A message that takes no argument.
    #[must_use]
    pub fn fixed(&self, key: &str) -> Option<&Value> {
        self.fixed.get(key)
    }

    /// The message of `key`; `None` if there is none. An argument that is not given leaves its name in the text.
    #[must_use]
    pub fn get(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        self.write(key, Some(args), &mut Vec::new())
    }

    /// The message of `key` with one argument or none; the key itself if there is no such message.
    #[must_use]
    pub fn or_key(&self, key: &str, args: &[(&str, &str)]) -> String {
        if let Some(word) = self.fixed.get(key).and_then(Value::as_str) {
            return word.to_owned();
        }
        let mut given = FluentArgs::new();
        for (name, value) in args {
            given.set(*name, *value);
        }
        self.get(key, &given).unwrap_or_else(|| key.to_owned())
    }

    /// The words that bodies need.
    #[must_use]
    pub fn labels(&self) -> Labels {
        let callout = |kind: CalloutKind| match kind {
            CalloutKind::Quote => String::new(),
            kind => self.or_key(&format!("callout-{}", kind.name()), &[]),
        };
        Labels {
            callouts: CalloutKind::ALL.map(callout),
            footnotes: self.or_key("footnotes", &[]),
            footnote: self.or_key("footnote-label", &[("number", "{n}")]),
            back_to_reference: self.or_key("footnote-back", &[("number", "{n}")]),
            table: self.or_key("table-label", &[("name", "{columns}")]),
            table_without_headings: self.or_key("table-label-plain", &[]),
            task: self.or_key("task-label", &[]),
            term: self.or_key("term-label", &[("term", "{term}")]),
            citation: self.or_key("citation-label", &[]),
        }
    }

    /// Every key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }
}

/// What is wrong, in the words of somebody who changes a text.
fn explained(mistake: &ErrorKind) -> String {
    match mistake {
        ErrorKind::ExpectedToken(token) => format!("`{token}` is missing here"),
        ErrorKind::ExpectedCharRange { .. } => "a key begins with a letter from a to z".into(),
        ErrorKind::ExpectedMessageField { entry_id } => {
            format!("`{entry_id}` has no words after its `=`")
        }
        ErrorKind::MissingValue => "words are missing here".into(),
        ErrorKind::UnbalancedClosingBrace => "this `}` has no `{` before it".into(),
        other => format!("this cannot be read as interface words: {other}"),
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} keys)", self.keys.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_sources_override_and_plurals_follow_the_language() {
        let base = "hello = Hello\nminutes = { $count ->\n    [one] {$count} minute\n   *[other] {$count} minutes\n}\n";
        let (words, errors) =
            Words::new(&"en".into(), vec![base.into(), "hello = Welcome\n".into()]);
        assert_eq!(errors, []);
        assert_eq!(
            words.fixed("hello").and_then(Value::as_str),
            Some("Welcome")
        );
        assert!(words.fixed("minutes").is_none());
        let minutes = |count: i64| {
            let mut args = FluentArgs::new();
            args.set("count", count);
            words.get("minutes", &args)
        };
        assert_eq!(minutes(1).as_deref(), Some("1 minute"));
        assert_eq!(minutes(2).as_deref(), Some("2 minutes"));
        assert_eq!(words.or_key("nothing", &[]), "nothing");
    }

    #[test]
    fn a_mistake_says_where_it_is() {
        let (_, errors) = Words::new(&"en".into(), vec!["a = A\n= b\n".into()]);
        assert_eq!(
            errors.iter().map(|e| (e.source, e.at)).collect::<Vec<_>>(),
            [(0, 6)]
        );
    }
}
