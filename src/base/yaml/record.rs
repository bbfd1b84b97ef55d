//! The macros `record!` and `choice!`, which declare a struct or an enum once for reading, for the schema and for the reader
//! of code.

use schemars::{Schema, json_schema};

use super::fault::Fault;
use super::mistakes::{list, shortened};
use super::node::Node;
use super::read::{At, Reader};
use crate::base::suggest::nearest;

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
/// `as prose` marks text that readers see, `as names` names that they see; `= value` is the default; a field is required if its type says so
/// ([`FromNode::absent`]); `struct Photo or src` lets a plain value stand for the key `src`.
macro_rules! record {
    ($(#[doc = $doc:literal])* $vis:vis struct $name:ident $(or $short:ident)? {$(
        $(#[doc = $about:literal])*
        $field_vis:vis $field:ident: $type:ty $(as $shown:ident)? $(= $default:expr)?,
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
                    shown: $crate::base::yaml::Shown::of([$(stringify!($shown),)? ""][0]),
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
