//! What is said of an article's language, from its own text. Nothing of it runs in a build.

pub mod inspect;
pub mod jargon;
pub mod lint;
pub mod readability;
pub mod sentence_at;
pub mod sentences;
pub mod syllables;
