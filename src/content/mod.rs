//! Floor 1: what authors write. One source at a time is read into types; then the index of all answers queries.

pub mod article;
pub mod author_date;
pub mod bibliography;
pub mod check;
pub mod config;
pub mod front_matter;
pub mod glossary;
pub mod index;
pub mod language;
pub mod markdown;
pub mod mentions;
pub mod people;
pub mod query;
pub mod reference;
pub mod schema;
pub mod support;
pub mod terms;
pub mod topics;
pub mod waivers;
