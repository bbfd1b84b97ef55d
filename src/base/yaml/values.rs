//! What the plain types of fields are in YAML, and what to write where a value is of another.

use std::collections::BTreeMap;

use schemars::{Schema, SchemaGenerator, json_schema};

use super::fault::Fault;
use super::mistakes::quoted;
use super::node::Node;
use super::read::{At, FromNode, Reader, Shown};
use crate::base::date::{Date, DateError, ENGLISH_MONTHS};

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
        if at.shown != Shown::No {
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
        // What editors suggest, and what else is understood.
        let words = "^([Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff])$";
        json_schema!({ "anyOf": [
            { "enum": [true, false, "yes", "no"] },
            { "type": "string", "pattern": words },
        ] })
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
