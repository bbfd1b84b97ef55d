//! Markdown within HTML, where it stays signs.

use std::ops::Range;

use super::allowed::{Kind, element, shorten};
use super::tokens::{Token, Tokens};

/// The first link, picture or strong words of Markdown in an HTML block, where they stay signs, and what to do about it.
pub(in crate::content::markdown) fn markdown_in(html: &str) -> Option<(Range<usize>, String)> {
    // Most blocks have neither.
    if !html.contains("](") && !html.contains("**") {
        return None;
    }
    let is_verbatim = |name: &str| {
        let verbatim = [
            "pre", "code", "samp", "kbd", "script", "style", "textarea", "svg", "math",
        ];
        verbatim.iter().any(|n| name.eq_ignore_ascii_case(n))
    };
    let is_inline = |name: &str| matches!(element(name), Some((_, Kind::Phrase | Kind::Void)));
    let mut open: Vec<&str> = Vec::new();
    // The tag that an empty line belongs after.
    let mut last = None;
    for (token, range) in (Tokens { html, at: 0 }) {
        match token {
            Token::Open { name, .. } => {
                if !is_inline(name) {
                    last = Some(format!("<{}>", shorten(name)));
                }
                if !matches!(element(name), Some((_, Kind::Void | Kind::Rule))) {
                    open.push(name);
                }
            }
            Token::Close { name } => {
                if !is_inline(name) {
                    last = Some(format!("</{}>", shorten(name)));
                }
                if let Some(at) = open.iter().rposition(|n| n.eq_ignore_ascii_case(name)) {
                    open.truncate(at);
                }
            }
            Token::Text(text) if !open.iter().any(|name| is_verbatim(name)) => {
                let Some(mark) = markdown_mark(text) else {
                    continue;
                };
                let lines = open.iter().rev().find_map(|name| match element(name) {
                    Some((name, Kind::Line)) => Some(name),
                    _ => None,
                });
                let help = match (lines, last) {
                    (Some("summary"), _) => {
                        "no Markdown is read in <summary>: write <strong>words</strong>, and links below it".to_owned()
                    }
                    (Some(name), _) => format!(
                        "leave out <{name}> and </{name}>, and leave an empty line before these words, so that they are read as Markdown"
                    ),
                    (None, Some(tag)) => format!(
                        "leave an empty line after {tag}, so that what follows is read as Markdown"
                    ),
                    (None, None) => {
                        "leave an empty line before it, so that it is read as Markdown".to_owned()
                    }
                };
                return Some((range.start + mark.start..range.start + mark.end, help));
            }
            _ => {}
        }
    }
    None
}

/// Where `text` has `[words](address)` or `**words**`, each on one line.
fn markdown_mark(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let marks = [link_mark(line), strong_mark(line)].into_iter().flatten();
        if let Some(mark) = marks.min_by_key(|mark| mark.start) {
            return Some(start + mark.start..start + mark.end);
        }
        start += line.len();
    }
    None
}

fn link_mark(line: &str) -> Option<Range<usize>> {
    let mut middles = line.match_indices("](");
    middles.find_map(|(at, _)| {
        let open = line[..at].rfind('[')?;
        let is_picture = line[..open].ends_with('!');
        if line[..open].ends_with('\\') || open + 1 == at && !is_picture {
            return None;
        }
        let inner = &line[at + 2..];
        let length = inner.find(')')?;
        // `[1](see below)` is no link in Markdown either; a title is.
        let address = inner[..length].trim();
        let address = address.split([' ', '\t']).next().filter(|first| {
            let rest = address[first.len()..].trim_start();
            !first.is_empty() && (rest.is_empty() || rest.starts_with(['"', '\'']))
        });
        address?;
        Some(open - usize::from(is_picture)..at + 2 + length + 1)
    })
}

fn strong_mark(line: &str) -> Option<Range<usize>> {
    let mut opens = line.match_indices("**");
    opens.find_map(|(at, _)| {
        let inner = &line[at + 2..];
        let is_start = |c: char| !c.is_whitespace() && c != '*';
        if line[..at].ends_with(['\\', '*']) || !inner.starts_with(is_start) {
            return None;
        }
        let length = inner.find("**")?;
        let is_end = inner[..length].ends_with(is_start);
        is_end.then_some(at..at + 2 + length + 2)
    })
}
