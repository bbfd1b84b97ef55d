//! What is said of an article's language, from its own text.

pub mod readability;
pub mod sentences;
pub mod syllables;
