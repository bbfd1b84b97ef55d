//! Callouts: block quotes that begin with `[!kind]`.

use std::ops::Range;

use crate::base::suggest::nearest;

/// The kinds of callouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalloutKind {
    /// What to take away.
    KeyPoints,
    /// Something to do.
    TryThis,
    /// Something to think about.
    Reflect,
    /// A story or a case.
    Example,
    /// An aside.
    Note,
    /// What must not be missed.
    Important,
    /// Somebody's words; the title says whose.
    Quote,
}

impl CalloutKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::KeyPoints,
        Self::TryThis,
        Self::Reflect,
        Self::Example,
        Self::Note,
        Self::Important,
        Self::Quote,
    ];

    /// What authors write, and what the class in HTML ends with.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::KeyPoints => "key-points",
            Self::TryThis => "try-this",
            Self::Reflect => "reflect",
            Self::Example => "example",
            Self::Note => "note",
            Self::Important => "important",
            Self::Quote => "quote",
        }
    }

    /// The kind of that name, in capitals or not.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

/// A callout among a body's events.
#[derive(Debug)]
pub(super) struct Callout {
    /// The event that starts the block quote.
    pub(super) start: usize,
    pub(super) kind: CalloutKind,
    /// The events of the title.
    pub(super) title: Range<usize>,
    /// Whether the title's paragraph goes on after it (at the event after the line break that ends the title).
    pub(super) goes_on: bool,
}

/// The kind that `text` starts with, as in `[!try-this] Title`, and the length of the marker.
pub(super) fn marker(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix("[!")?;
    let end = rest
        .bytes()
        .take(40)
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b' ')))?;
    // `[!a](b)` and `[!a][b]` are links.
    let link = matches!(rest.as_bytes().get(end + 1), Some(b'(' | b'['));
    let name = rest[..end].trim();
    (rest.as_bytes()[end] == b']' && !name.is_empty() && !link).then_some((name, end + 3))
}

/// What to write instead of a kind that there is not.
pub(super) fn help_for_unknown(name: &str) -> String {
    // Kinds of GitHub, Obsidian and the like, which people bring with them.
    const ELSEWHERE: [(&str, CalloutKind); 18] = [
        ("tip", CalloutKind::TryThis),
        ("hint", CalloutKind::TryThis),
        ("exercise", CalloutKind::TryThis),
        ("todo", CalloutKind::TryThis),
        ("practice", CalloutKind::TryThis),
        ("warning", CalloutKind::Important),
        ("caution", CalloutKind::Important),
        ("danger", CalloutKind::Important),
        ("attention", CalloutKind::Important),
        ("info", CalloutKind::Note),
        ("aside", CalloutKind::Note),
        ("abstract", CalloutKind::KeyPoints),
        ("summary", CalloutKind::KeyPoints),
        ("takeaways", CalloutKind::KeyPoints),
        ("tldr", CalloutKind::KeyPoints),
        ("question", CalloutKind::Reflect),
        ("reflection", CalloutKind::Reflect),
        ("cite", CalloutKind::Quote),
    ];
    let lower = name.to_ascii_lowercase();
    let known = ELSEWHERE.iter().find(|(other, _)| *other == lower);
    let meant = known
        .map(|(_, kind)| kind.name())
        .or_else(|| nearest(&lower, CalloutKind::ALL.map(CalloutKind::name)));
    let names = CalloutKind::ALL.map(CalloutKind::name).join(", ");
    match meant {
        Some(meant) => format!("did you mean [!{meant}]? The kinds are {names}"),
        None => format!("the kinds are {names}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_brackets_at_the_start() {
        assert_eq!(marker("[!note] A"), Some(("note", 7)));
        assert_eq!(marker("[!Try this]"), Some(("Try this", 11)));
        for text in [
            "[note]",
            " [!note]",
            "[!]",
            "[!note](x)",
            "[!note][x]",
            "[!no\nte]",
            "[!note",
        ] {
            assert_eq!(marker(text), None, "{text}");
        }
    }
}
