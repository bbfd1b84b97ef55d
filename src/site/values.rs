//! What templates see: the fields that themes/README.md promises, made from the types of the content.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Map, Value};

use crate::base::date::Date;
use crate::base::phone::dialled;
use crate::base::yaml::Node;
use crate::content::config::{Config, Contact};
use crate::content::language::Language;
use crate::content::query::{Card, ListInfo, ListKind, Named, PersonCard, TermCard};

use super::address::Base;
use super::words::Words;

/// A map for templates. Absent values are left out, so that `{% if x.y %}` asks whether there is one.
#[must_use]
pub fn map<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    // Tera copies whatever map it is handed into its own, and this is the cheapest to make: above all from fields that
    // stand in the order of their names.
    let mut present = Vec::with_capacity(N);
    present.extend(fields.into_iter().filter(|(_, value)| !value.is_none()));
    Value::from(BTreeMap::from_iter(present))
}

/// The value of `key` in a map made by [`map`]; cheaper than a value like it.
#[must_use]
pub fn field(map: &Value, key: &str) -> Value {
    let mut fields = map.as_map().into_iter().flatten();
    let found = fields.find(|(name, _)| name.as_str() == Some(key));
    found.map_or_else(Value::none, |(_, value)| value.clone())
}

/// A text, or nothing.
#[must_use]
pub fn text(text: Option<&str>) -> Value {
    text.map_or_else(Value::none, Value::normal_string)
}

/// A list of texts.
#[must_use]
pub fn texts(texts: &[String]) -> Value {
    Value::from(
        texts
            .iter()
            .map(|t| Value::normal_string(t))
            .collect::<Vec<_>>(),
    )
}

/// `{iso, text}`, or nothing.
#[must_use]
pub fn date(date: Option<Date>, language: Option<&Language>) -> Value {
    date.map_or_else(Value::none, |date| {
        let iso = date.to_string();
        let text = language.map_or_else(|| iso.clone(), |language| language.date(date));
        map([("iso", iso.into()), ("text", text.into())])
    })
}

/// `site`.
#[must_use]
pub fn site(config: &Config, language: &str, home: String) -> Value {
    let further = config.languages.get(language);
    let own = |pick: fn(&crate::content::config::Language) -> &Option<String>| {
        further.and_then(|further| pick(further).as_deref())
    };
    let is_borrowed = own(|l| &l.disclaimer).is_none() && config.disclaimer.is_some();
    let borrowed = (is_borrowed && language != config.language).then_some(&*config.language);
    let contact = further
        .and_then(|further| further.contact.as_ref())
        .unwrap_or(&config.contact);
    map([
        ("name", text(own(|l| &l.name).or(Some(&config.name)))),
        (
            "tagline",
            text(own(|l| &l.tagline).or(config.tagline.as_deref())),
        ),
        (
            "disclaimer",
            text(own(|l| &l.disclaimer).or(config.disclaimer.as_deref())),
        ),
        ("disclaimer_language", text(borrowed)),
        ("url", home.into()),
        (
            "quick_exit",
            Value::normal_string(config.quick_exit(language)),
        ),
        ("contact", contact_value(contact)),
    ])
}

fn contact_value(contact: &Contact) -> Value {
    map([
        ("email", text(contact.email.as_deref())),
        ("phone", text(contact.phone.as_deref())),
        (
            "tel",
            text(contact.phone.as_deref().map(dialled).as_deref()),
        ),
        ("address", text(contact.address.as_deref())),
        ("booking", text(contact.booking.as_deref())),
        ("hours", texts(&contact.hours)),
    ])
}

/// An article as other pages show it, with its people and topics as they have been made already.
#[must_use]
pub fn card(
    card: &Card,
    base: &Base,
    language: Option<&Language>,
    authors: Value,
    topics: Value,
) -> Value {
    map([
        ("authors", authors),
        ("content_notes", texts(&card.content_notes)),
        ("date", date(card.date, language)),
        ("description", Value::normal_string(&card.description)),
        ("draft", card.draft.into()),
        ("language", Value::normal_string(&card.language)),
        ("minutes", card.minutes.into()),
        ("title", Value::normal_string(&card.title)),
        ("topics", topics),
        ("url", base.href(&card.url).into()),
    ])
}

/// A person as bylines show them.
#[must_use]
pub fn person(card: &PersonCard, base: &Base) -> Value {
    let links = card.person.links.iter().map(|link| {
        map([
            ("title", Value::normal_string(&link.title)),
            ("url", Value::normal_string(&link.url)),
        ])
    });
    map([
        ("id", Value::normal_string(&card.id)),
        ("name", Value::normal_string(&card.person.name)),
        ("url", href(card.url.as_deref(), base)),
        ("language", text(card.foreign.as_deref())),
        ("credentials", text(card.person.credentials.as_deref())),
        ("role", text(card.person.role.as_deref())),
        ("registration", text(card.person.registration.as_deref())),
        ("bio", text(card.person.bio.as_deref())),
        ("photo", portrait(card, base)),
        ("links", Value::from(links.collect::<Vec<_>>())),
    ])
}

/// The picture of a person, or nothing.
fn portrait(card: &PersonCard, base: &Base) -> Value {
    let (Some(asset), Some(photo)) = (&card.portrait, &card.person.photo) else {
        return Value::none();
    };
    let Some((width, height)) = asset.size else {
        return Value::none();
    };
    let alt = photo.alt.as_ref().unwrap_or(&card.person.name);
    map([
        ("src", base.href(&asset.url).into()),
        ("alt", Value::normal_string(alt)),
        ("width", width.into()),
        ("height", height.into()),
    ])
}

/// `{title, url}`.
#[must_use]
pub fn named(name: &Named, base: &Base) -> Value {
    link(&name.title, name.url.as_deref(), base)
}

/// `{title, url}`; without an address, a title alone.
#[must_use]
pub fn link(title: &str, url: Option<&str>, base: &Base) -> Value {
    map([
        ("title", Value::normal_string(title)),
        ("url", href(url, base)),
    ])
}

/// A step on the way from the home page down to a page.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// What it is called.
    pub title: Arc<str>,
    /// Its address, without base path; a folder without a page has none.
    pub url: Option<Arc<str>>,
    /// As templates see it: `{title, url}`.
    pub value: Value,
}

impl Crumb {
    /// The step to what is called `title`.
    #[must_use]
    pub fn new(title: &str, url: Option<&str>, base: &Base) -> Self {
        Self {
            title: title.into(),
            url: url.map(Into::into),
            value: link(title, url, base),
        }
    }
}

/// An address as pages link to it, or nothing.
#[must_use]
pub fn href(url: Option<&str>, base: &Base) -> Value {
    url.map_or_else(Value::none, |url| base.href(url).into())
}

/// The address of a term's entry in the glossary, as pages link to it.
#[must_use]
pub fn entry(term: &TermCard, base: &Base) -> String {
    format!("{}#{}", base.href(&term.page), term.id)
}

/// The title of a list: its own, or the theme's words for it.
#[must_use]
pub fn list_title(list: &ListInfo, words: &Words) -> String {
    let own = || {
        list.title
            .clone()
            .unwrap_or_else(|| humanise(&list.key.slug))
    };
    match list.key.kind {
        ListKind::Articles => words.or_key("articles", &[]),
        ListKind::Audience => {
            let known = words.fixed(&format!("audience-{}", list.key.slug));
            match known.and_then(Value::as_str) {
                Some(known) => known.to_owned(),
                None => words.or_key("audience-other", &[("name", &own())]),
            }
        }
        _ => own(),
    }
}

/// A slug as words: `your-therapy` → `Your therapy`.
#[must_use]
pub fn humanise(slug: &str) -> String {
    let words = slug.replace(['-', '_'], " ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => words,
    }
}

/// Free YAML, for `extra`.
#[must_use]
pub fn node(node: &Node) -> Value {
    match node {
        Node::Null => Value::none(),
        Node::Bool(value) => (*value).into(),
        Node::Int(value) => (*value).into(),
        Node::Float(value) => value.0.into(),
        Node::Str(value) => Value::normal_string(value),
        Node::Seq(items) => Value::from(items.iter().map(self::node).collect::<Vec<_>>()),
        Node::Map(entries) => {
            let mut map = Map::with_capacity(entries.len());
            for (key, value) in entries {
                map.insert(key.clone().into(), self::node(value));
            }
            Value::from(map)
        }
    }
}
