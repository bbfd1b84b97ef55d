//! Attuned: a static site generator for psychoeducation.
//!
//! The folders are floors, and a file imports only from floors below its own:
//! `base` (vocabulary), `content` (one source, then the index of all), `language` (what is said of an article's wording),
//! `site` (what the outputs are and how each is made), `build` (the one build, and the disk at both ends), `serve` (the
//! site while its author writes), `cli` (what a person types).

pub mod base;
pub mod build;
pub mod cli;
pub mod content;
pub mod language;
pub mod serve;
pub mod site;
