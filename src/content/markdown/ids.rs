//! Anchors: those an author chose, and those made from the words of headings.

use std::collections::{BTreeMap, BTreeSet};

use super::Problems;
use crate::base::diagnostic::Span;
use crate::base::path::slugify;

/// Ids that pages around a body have in the theme Attuned comes with: a heading of these words takes a number.
const RESERVED: [&str; 13] = [
    "main",
    "hearth-contact",
    "hearth-featured",
    "hearth-key-points",
    "hearth-meanings",
    "hearth-notes",
    "hearth-provenance",
    "hearth-recent",
    "hearth-references",
    "hearth-related",
    "hearth-series",
    "hearth-text",
    "hearth-topics",
];

/// How the other ids begin that a page has of its own: no heading's words make two hyphens.
const RESERVED_STARTS: [&str; 6] = [
    "help--",
    "text--",
    "meaning--",
    "ref--",
    "cite--",
    "sources--",
];

/// The anchors of one body.
#[derive(Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
    /// The next number to try for a slug that is taken, so that a thousand equal headings cost no million steps.
    next: BTreeMap<String, usize>,
}

impl Ids {
    /// Takes an id that the author chose. Whether it was free and fit; if not, that is reported.
    pub(super) fn choose(&mut self, id: &str, span: Span, problems: &mut Problems<'_>) -> bool {
        if !is_valid(id) {
            problems.error(
                "heading/id",
                span,
                format!("`{id}` cannot be the name of a place in the article"),
                "write letters, digits and hyphens, such as {#first-steps}",
            );
            return false;
        }
        if RESERVED.contains(&id) || RESERVED_STARTS.iter().any(|start| id.starts_with(start)) {
            problems.error(
                "heading/duplicate-id",
                span,
                format!("`{id}` is a name that the page itself uses for another place"),
                "give this one another name: a link can lead to one place only",
            );
            return false;
        }
        let free = self.taken.insert(id.to_owned());
        if !free {
            problems.error(
                "heading/duplicate-id",
                span,
                format!("`{id}` is the name of two places in this article"),
                "give one of them another name: a link can lead to one place only",
            );
        }
        free
    }

    /// Makes an id of a heading's words. To be asked after all of [`Ids::choose`], so that none of those is taken.
    pub(super) fn of_words(&mut self, text: &str) -> String {
        let mut slug = slugify(text);
        if slug.is_empty() {
            slug.push_str("section");
        }
        if !RESERVED.contains(&slug.as_str()) && self.taken.insert(slug.clone()) {
            return slug;
        }
        let number = self.next.entry(slug.clone()).or_insert(2);
        loop {
            let id = format!("{slug}-{number}");
            *number += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }

    /// An id like `wish` that is not taken. It is not taken by asking either.
    pub(super) fn free_id(&self, wish: &str) -> String {
        let mut id = wish.to_owned();
        while self.taken.contains(&id) {
            id.push_str("-list");
        }
        id
    }

    /// A prefix like `wish` such that no id is that prefix, one of `joints`, and a digit.
    pub(super) fn free_prefix(&self, wish: &str, joints: &[&str]) -> String {
        let mut prefix = wish.to_owned();
        while joints.iter().any(|joint| {
            // `:` follows `9`.
            let digits = format!("{prefix}{joint}0")..format!("{prefix}{joint}:");
            self.taken.range(digits).next().is_some()
        }) {
            prefix.push('x');
        }
        prefix
    }

    /// All of them, sorted.
    pub(super) fn into_sorted(self) -> Vec<String> {
        self.taken.into_iter().collect()
    }
}

/// Letters and digits of any script, and what joins them.
pub(super) fn is_valid(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 200
        && id.chars().all(|c| {
            let letter = c.is_alphanumeric() || !(c.is_ascii() || c.is_whitespace());
            letter && !c.is_control() || matches!(c, '-' | '_' | '.' | ':')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_the_theme_are_reserved() {
        let templates = [
            include_str!("../../../themes/hearth/templates/article.html"),
            include_str!("../../../themes/hearth/templates/base.html"),
            include_str!("../../../themes/hearth/templates/components.html"),
            include_str!("../../../themes/hearth/templates/home.html"),
            include_str!("../../../themes/hearth/templates/page.html"),
        ];
        let ids = templates
            .iter()
            .flat_map(|text| text.split(" id=\"").skip(1));
        let ids = ids.filter_map(|rest| rest.split('"').next());
        let mut found: Vec<&str> = ids.filter(|id| !id.contains('{')).collect();
        found.sort_unstable();
        found.dedup();
        let mut reserved = RESERVED;
        reserved.sort_unstable();
        assert_eq!(found, reserved);
    }
}
