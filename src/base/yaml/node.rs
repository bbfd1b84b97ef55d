//! YAML values, and the budget that keeps a page of aliases from filling the memory.

use std::cell::Cell;
use std::fmt;

use serde::de::{self, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, Visitor};

/// Values that one file may hold, aliases expanded; a long text counts as several. No real data file needs a tenth.
const BUDGET: usize = 100_000;
/// What the visitor says when the budget is spent.
pub(super) const SPENT: &str = "the budget of values is spent";
/// What the visitor says to a tag.
pub(super) const TAGGED: &str = "a tag is not read";
/// What the visitor says to a key that is a list or a group.
pub(super) const KEYED: &str = "a key that is no text";

/// A YAML value. Unlike `serde_yaml::Value` it keeps duplicate keys, so that they can be told of where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Any other number.
    Float(Float),
    /// Text.
    Str(String),
    /// A list.
    Seq(Vec<Node>),
    /// A group of keys, in order, duplicates kept.
    Map(Vec<(String, Node)>),
}

/// A number with a fraction, compared and hashed by its bits.
#[derive(Clone, Copy, Debug)]
pub struct Float(pub f64);

impl PartialEq for Float {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Float {}

impl std::hash::Hash for Float {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl Node {
    /// Reads one document; an empty one is [`Node::Null`].
    pub(super) fn parse(yaml: &str) -> Result<Self, serde_yaml::Error> {
        let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
        if yaml.lines().all(blank) {
            return Ok(Self::Null);
        }
        let budget = Cell::new(BUDGET);
        NodeSeed(&budget).deserialize(serde_yaml::Deserializer::from_str(yaml))
    }

    /// Whether an author would say that nothing is written here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Str(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The value of `key`, the first where there are several.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, node)| node),
            _ => None,
        }
    }
}

impl serde::Serialize for Node {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => match i64::try_from(*value) {
                Ok(value) => serializer.serialize_i64(value),
                Err(_) => serializer.serialize_str(&value.to_string()),
            },
            Self::Float(value) => serializer.serialize_f64(value.0),
            Self::Str(value) => serializer.serialize_str(value),
            Self::Seq(items) => serializer.collect_seq(items),
            Self::Map(entries) => serializer.collect_map(entries.iter().map(|(k, v)| (k, v))),
        }
    }
}

/// Builds a [`Node`], counting what it builds.
#[derive(Clone, Copy)]
struct NodeSeed<'a>(&'a Cell<usize>);

impl NodeSeed<'_> {
    fn spend<E: de::Error>(self, bytes: usize) -> Result<(), E> {
        match self.0.get().checked_sub(1 + bytes / 64) {
            Some(left) => {
                self.0.set(left);
                Ok(())
            }
            None => Err(E::custom(SPENT)),
        }
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        self.spend(0).map(|()| Node::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        self.spend(0).map(|()| Node::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        self.spend(0).map(|()| Node::Int(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        self.spend(0).map(|()| Node::Int(value.into()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Node, E> {
        self.spend(0).map(|()| Node::Int(value))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Node, E> {
        self.visit_string(value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        self.spend(0).map(|()| Node::Float(Float(value)))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        self.spend(value.len())
            .map(|()| Node::Str(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Node, E> {
        self.spend(value.len()).map(|()| Node::Str(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        self.spend(0)?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Node::Seq(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        self.spend(0)?;
        let mut map = Vec::new();
        while let Some(key) = entries.next_key_seed(self)? {
            let key = match key {
                Node::Str(text) => text,
                Node::Int(number) => number.to_string(),
                Node::Bool(value) => value.to_string(),
                Node::Float(number) => number.0.to_string(),
                Node::Null => String::new(),
                Node::Seq(_) | Node::Map(_) => return Err(de::Error::custom(KEYED)),
            };
            map.push((key, entries.next_value_seed(self)?));
        }
        Ok(Node::Map(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        Err(de::Error::custom(TAGGED))
    }
}
