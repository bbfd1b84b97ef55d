//! The elements and attributes that may be written, and what to write instead of others.

use super::super::Problems;
use super::super::escape::{push_attribute, push_html_text};
use super::super::ids::is_valid;
use super::super::target::{Target, target};
use super::Position;
use super::tokens::Attribute;
use crate::base::diagnostic::Span;

/// Where an element may stand, and what may stand in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Among words, without an end.
    Void,
    /// Among words.
    Phrase,
    /// On its own line, without an end.
    Rule,
    /// On its own line; holds words.
    Line,
    /// On its own line; holds blocks, Markdown among them.
    Block,
}

/// The elements that may be written, sorted.
const ELEMENTS: [(&str, Kind); 36] = [
    ("abbr", Kind::Phrase),
    ("b", Kind::Phrase),
    ("bdi", Kind::Phrase),
    ("bdo", Kind::Phrase),
    ("br", Kind::Void),
    ("cite", Kind::Phrase),
    ("code", Kind::Phrase),
    ("del", Kind::Phrase),
    ("details", Kind::Block),
    ("dfn", Kind::Phrase),
    ("div", Kind::Block),
    ("em", Kind::Phrase),
    ("figcaption", Kind::Block),
    ("figure", Kind::Block),
    ("hr", Kind::Rule),
    ("i", Kind::Phrase),
    ("ins", Kind::Phrase),
    ("kbd", Kind::Phrase),
    ("mark", Kind::Phrase),
    ("p", Kind::Line),
    ("q", Kind::Phrase),
    ("rp", Kind::Phrase),
    ("rt", Kind::Phrase),
    ("ruby", Kind::Phrase),
    ("s", Kind::Phrase),
    ("samp", Kind::Phrase),
    ("small", Kind::Phrase),
    ("span", Kind::Phrase),
    ("strong", Kind::Phrase),
    ("sub", Kind::Phrase),
    ("summary", Kind::Line),
    ("sup", Kind::Phrase),
    ("time", Kind::Phrase),
    ("u", Kind::Phrase),
    ("var", Kind::Phrase),
    ("wbr", Kind::Void),
];

pub(super) fn element(name: &str) -> Option<(&'static str, Kind)> {
    let lower = name.to_ascii_lowercase();
    let found = ELEMENTS.binary_search_by(|(known, _)| (*known).cmp(lower.as_str()));
    found.ok().map(|i| ELEMENTS[i])
}

/// The element that this one may only stand in.
pub(super) fn parent(name: &str) -> Option<&'static str> {
    match name {
        "summary" => Some("details"),
        "figcaption" => Some("figure"),
        "rt" | "rp" => Some("ruby"),
        _ => None,
    }
}

/// What to write instead of an element that may not be written.
pub(super) fn help_for_element(name: &str) -> String {
    let instead = match name.to_ascii_lowercase().as_str() {
        "a" => "write [the words](address)",
        "img" | "picture" => "write ![what it shows](file.jpg)",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write \"## Heading\"",
        "ul" | "menu" => "start each line with \"- \"",
        "ol" => "start each line with \"1. \"",
        "li" => "start the line with \"- \" or \"1. \"",
        "dl" | "dt" | "dd" => "write the term on a line, and under it \": its meaning\"",
        "table" | "thead" | "tbody" | "tfoot" | "tr" | "th" | "td" | "caption" => {
            "write | one | two | lines, with | --- | --- | under the first"
        }
        "blockquote" => "start each line with \"> \"",
        "aside" => "write a callout: \"> [!note] Title\"",
        "pre" => "put the lines between two lines of ```",
        "strike" => "write ~~the words~~",
        "center" | "font" | "big" | "section" | "article" | "header" | "footer" | "main"
        | "nav" => "leave it out: how a page looks is the theme's part",
        "script" | "style" | "iframe" | "object" | "embed" | "form" | "input" | "button"
        | "video" | "audio" => "leave it out",
        _ => "leave it out, or write \\< if the character itself is meant",
    };
    format!("{instead} (`html: allow` in site.yaml lets any HTML through, unchecked)")
}

/// The elements that this one is a part of.
pub(super) fn wholes(name: &str) -> &'static [&'static str] {
    match name.to_ascii_lowercase().as_str() {
        "caption" | "col" | "colgroup" | "thead" | "tbody" | "tfoot" | "tr" | "th" | "td" => {
            &["table"]
        }
        "li" => &["ul", "ol", "menu"],
        "dt" | "dd" => &["dl"],
        _ => &[],
    }
}

pub(super) fn write_attributes(
    out: &mut String,
    element: &str,
    attributes: &[Attribute<'_>],
    position: &dyn Position,
    problems: &mut Problems<'_>,
    ids: &mut Vec<(String, Span)>,
) {
    let mut written: Vec<&str> = Vec::new();
    for attribute in attributes {
        let span = position.span(attribute.at.clone());
        let lower = attribute.name.to_ascii_lowercase();
        let Some(name) = allowed_attribute(element, &lower) else {
            let help = match lower.as_str() {
                "style" => {
                    "leave it out: how a page looks is the theme's part (a class may name it)"
                }
                name if name.starts_with("on") => "leave it out: articles run no scripts",
                _ => "leave it out; id, class, lang, dir and title may stand on every element",
            };
            problems.error(
                "html/attribute",
                span,
                format!(
                    "`{}` may not stand on `<{element}>`",
                    shorten(attribute.name)
                ),
                help,
            );
            continue;
        };
        if written.contains(&name) {
            problems.error(
                "html/attribute",
                span,
                format!("`{name}` is written twice on `<{element}>`"),
                "keep one of the two",
            );
            continue;
        }
        written.push(name);
        if !is_fit(name, attribute.value) {
            problems.error(
                "html/attribute",
                span,
                format!(
                    "`{}` cannot be the value of `{name}`",
                    shorten(attribute.value)
                ),
                match name {
                    "dir" => "write ltr, rtl or auto",
                    "lang" => "write a language tag, such as el or pt-BR",
                    "cite" => "write an address that starts with https:",
                    _ => "write letters, digits and hyphens",
                },
            );
            continue;
        }
        if name == "id" {
            ids.push((attribute.value.to_owned(), span));
        }
        out.push(' ');
        out.push_str(name);
        if name == "open" {
            continue;
        }
        out.push_str("=\"");
        match name {
            "title" => push_html_text(out, attribute.value),
            _ => push_attribute(out, attribute.value),
        }
        out.push('"');
    }
}

/// The attribute's name, if it may stand on `element`.
fn allowed_attribute(element: &str, name: &str) -> Option<&'static str> {
    Some(match (name, element) {
        ("id", _) => "id",
        ("class", _) => "class",
        ("lang", _) => "lang",
        ("dir", _) => "dir",
        ("title", _) => "title",
        ("open", "details") => "open",
        ("datetime", "time" | "del" | "ins") => "datetime",
        ("cite", "q" | "del" | "ins") => "cite",
        _ => return None,
    })
}

fn is_fit(name: &str, value: &str) -> bool {
    match name {
        "id" => is_valid(value),
        "class" => value.split_ascii_whitespace().all(is_valid),
        "lang" => {
            (1..=35).contains(&value.len())
                && value
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }
        "dir" => ["ltr", "rtl", "auto"].contains(&value),
        "datetime" => value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'+' | b'.' | b' ')),
        // As written, so that no character reference can hide the scheme.
        "cite" => target(value) == Target::Web && !value.contains(char::is_whitespace),
        _ => true,
    }
}

/// A name fit for a message.
pub(super) fn shorten(name: &str) -> String {
    let mut short: String = name.chars().take(30).filter(|c| !c.is_control()).collect();
    if name.chars().nth(30).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_elements_is_sorted() {
        assert!(ELEMENTS.is_sorted_by_key(|(name, _)| *name));
    }
}
