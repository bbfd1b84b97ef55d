//! Floor 2: what the outputs of a site are, and how each is made. Pure functions of what they are handed.

pub mod address;
pub mod body;
pub mod colour;
pub mod feed;
pub mod functions;
mod pages;
pub mod pictures;
pub mod plan;
pub mod recorder;
pub mod render;
pub mod sitemap;
pub mod structured_data;
pub mod support;
pub mod theme;
pub mod values;
pub mod view;
pub mod words;
