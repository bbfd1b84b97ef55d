//! How an article is set: capitals, links, descriptions of pictures, long paragraphs, whom it speaks to. Those about words
//! are for English; the others hold for every language.

use std::collections::BTreeMap;
use std::ops::Range;

use super::prose::{Prose, words};
use super::{Findings, Subject};
use crate::base::diagnostic::Severity;
use crate::content::front_matter::Kind;
use crate::content::markdown::PassageKind;
use crate::language::sentences;

/// Paragraphs may have so many sentences and so many words; only those with more of both are told of.
const SENTENCES: usize = 3;
const WORDS: usize = 60;

/// `language/long-paragraph`: more than three sentences that are together more than sixty words.
///
/// Source: US Plain Language guidelines (plainlanguage.gov), "Write short sections" and "Be concise": a wall of text is
/// hard to take in. The measure is our own, for readers who are tired or upset.
pub(super) fn long_paragraph(prose: &Prose<'_>, findings: &mut Findings<'_, '_>) {
    let Some(passage) = prose.passage() else {
        return;
    };
    let is_paragraph = matches!(
        passage.kind,
        PassageKind::Paragraph | PassageKind::Item | PassageKind::Definition
    );
    let blanks = memchr::memchr_iter(b' ', prose.text.as_bytes()).count();
    if !is_paragraph || passage.quotation || blanks < WORDS {
        return;
    }
    let words = sentences::words(&prose.text).count();
    let count = prose.sentences().len();
    if words > WORDS && count > SENTENCES {
        findings.push(
            Severity::Advice,
            "language/long-paragraph",
            passage.whole(),
            format!("this paragraph has {words} words in {count} sentences"),
            "begin a new paragraph where a new thought begins: people who are tired read short ones",
        );
    }
}

/// Words that are written in capitals only to be loud.
const LOUD: &[&str] = &[
    "NEVER", "ALWAYS", "VERY", "NOT", "MUST", "ONLY", "EVERY", "ALL", "PLEASE", "YOU", "YOUR",
    "REALLY", "AND", "BUT", "THE", "THIS", "THAT", "IS", "ARE", "DO", "DON’T", "DON'T", "WILL",
    "CAN", "CANNOT", "CAN’T", "ANY", "ANYONE", "EVERYONE", "NOTHING", "NOBODY", "ALONE", "BEST",
    "FREE", "TODAY", "BEFORE", "AFTER", "WHEN", "WITH", "WITHOUT", "FOR", "FROM", "HAVE", "NEED",
    "WHAT", "WHY", "HOW", "YES",
];

/// `language/all-caps`: words in capitals that are no abbreviation.
///
/// Sources: GOV.UK style guide, "Capitalisation" (no block capitals: they are hard to read); US Plain Language guidelines
/// (plainlanguage.gov), on emphasis (bold and italics rather than capitals).
pub(super) fn all_caps(prose: &Prose<'_>, findings: &mut Findings<'_, '_>) {
    if prose.passage().is_some_and(|passage| passage.quotation) {
        return;
    }
    let bytes = prose.text.as_bytes();
    let may_shout = bytes
        .windows(2)
        .any(|two| two.iter().all(u8::is_ascii_uppercase))
        || bytes.iter().any(|byte| (0xc3..0xe2).contains(byte));
    if !may_shout {
        return;
    }
    // Words in capitals with only blanks, commas and the like between them.
    let mut row: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for word in sentences::words(&prose.text) {
        let goes_on = !prose.text[end..word.start].contains(['.', '(', ')', '/', ':', ';']);
        if !goes_on {
            shout(prose, &std::mem::take(&mut row), findings);
        }
        end = word.range().end;
        match capitals(word.text) {
            Capitals::All => row.push(word.range()),
            Capitals::Single if !row.is_empty() => row.push(word.range()),
            Capitals::Single | Capitals::No => {
                shout(prose, &std::mem::take(&mut row), findings);
            }
        }
    }
    shout(prose, &row, findings);
}

enum Capitals {
    All,
    /// One letter, as in "I AM".
    Single,
    No,
}

fn capitals(word: &str) -> Capitals {
    let is_letter = |c: char| c.is_alphabetic();
    let letters = word.chars().filter(|c| is_letter(*c)).count();
    let is_upper = |c: char| !is_letter(c) || c.is_uppercase();
    // `DSM-5` and `B12` are names.
    if letters == 0 || word.contains(|c: char| c.is_numeric()) || !word.chars().all(is_upper) {
        return Capitals::No;
    }
    if letters == 1 {
        Capitals::Single
    } else {
        Capitals::All
    }
}

/// Tells of a row of words in capitals, unless they may be abbreviations.
fn shout(prose: &Prose<'_>, row: &[Range<usize>], findings: &mut Findings<'_, '_>) {
    let (Some(first), Some(last)) = (row.first(), row.last()) else {
        return;
    };
    let whole = first.start..last.end;
    let letters = |range: &Range<usize>| prose.text[range.clone()].chars().count();
    let is_english = findings.subject.is_english();
    let is_loud = |range: &Range<usize>| is_english && LOUD.contains(&&prose.text[range.clone()]);
    // No abbreviation has so many letters; several in a row are words if one of them must be.
    let long = row.iter().filter(|range| letters(range) >= 7).count();
    let loud = row
        .iter()
        .filter(|range| is_loud(range) && letters(range) > 2)
        .count();
    let short = row.iter().filter(|range| is_loud(range)).count();
    let is_row = row.len() >= 2 && short > 0 || row.len() >= 4;
    if (long == 0 && loud == 0 && !is_row) || prose.is_quoted(&whole) {
        return;
    }
    let words = &prose.text[whole.clone()];
    findings.report(
        prose,
        whole,
        Severity::Advice,
        "language/all-caps",
        format!(
            "\"{}\" is written in capitals, which are hard to read and sound loud",
            shortened(words)
        ),
        "write it in small letters, and make it bold (`**so**`) if it must stand out".into(),
    );
}

fn shortened(words: &str) -> String {
    if words.chars().count() <= 40 {
        return words.to_owned();
    }
    let start: String = words.chars().take(40).collect();
    format!("{}…", start.trim_end())
}

/// Words of links that say nothing of where they lead.
const EMPTY: &[&str] = &[
    "here",
    "click",
    "click here",
    "click this",
    "click this link",
    "click on this link",
    "this",
    "this link",
    "link",
    "the link",
    "read more",
    "more",
    "learn more",
    "find out more",
    "see more",
    "see here",
    "more here",
    "over here",
    "this page",
    "this article",
    "this site",
    "this website",
    "this post",
    "website",
    "more info",
    "more information",
    "details",
    "more details",
    "info",
    "continue",
    "continue reading",
    "go",
    "go here",
    "read this",
    "read on",
    "read it here",
    "tap here",
    "press here",
    "follow this link",
    "download",
    "download here",
    "available here",
    "view",
    "view more",
];

/// `language/link-text`: links that say "click here"; and `language/same-link-text`: the same words that lead to different
/// places.
///
/// Sources: WCAG 2.2, success criterion 2.4.4, "Link purpose (in context)"; GOV.UK content guidance, "Links" (no "click
/// here"). People who listen to a page often go from link to link.
pub(super) fn links(subject: &Subject<'_>, findings: &mut Findings<'_, '_>) {
    let mut known: BTreeMap<String, (String, bool)> = BTreeMap::new();
    for passage in &subject.inspection.passages {
        for (range, dest) in &passage.links {
            let text: Vec<&str> = words(&passage.text[range.clone()]).collect();
            let text = text.join(" ").to_lowercase();
            let is_empty = EMPTY.contains(&text.as_str())
                || ["click here ", "tap here "]
                    .iter()
                    .any(|start| text.starts_with(start));
            if subject.is_english() && is_empty {
                findings.push(
                    Severity::Warning,
                    "language/link-text",
                    passage.span(range.clone()),
                    format!("\"{}\" does not say where the link leads", &passage.text[range.clone()]),
                    "make the words of the link those that name the page, such as [how a repair can sound](repair.md)",
                );
                continue;
            }
            if text.is_empty() {
                continue;
            }
            let place = dest.strip_prefix("./").unwrap_or(dest);
            let place = place.strip_suffix('/').unwrap_or(place);
            let Some((first, is_told)) = known.get_mut(&text) else {
                known.insert(text, (place.to_owned(), false));
                continue;
            };
            if first != place && !*is_told {
                *is_told = true;
                let message = format!(
                    "\"{}\" leads to `{dest}` here, and to `{first}` before",
                    &passage.text[range.clone()]
                );
                findings.push(
                    Severity::Advice,
                    "language/same-link-text",
                    passage.span(range.clone()),
                    message,
                    "give each link words of its own: who listens to the links alone cannot tell them apart",
                );
            }
        }
    }
}

/// How descriptions begin that only say that there is a picture.
const PICTURE_OF: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "image of",
            "an image of",
            "the image of",
            "image showing",
            "image shows",
            "picture of",
            "a picture of",
            "the picture of",
            "picture showing",
            "photo of",
            "a photo of",
            "photo showing",
            "photograph of",
            "a photograph of",
            "photograph showing",
            "graphic of",
            "a graphic of",
            "icon of",
            "an icon of",
            "this image",
            "this picture",
            "this photo",
        ],
    ),
    (
        "es",
        &[
            "imagen de",
            "una imagen de",
            "foto de",
            "una foto de",
            "fotografía de",
            "una fotografía de",
        ],
    ),
    (
        "de",
        &[
            "bild von",
            "ein bild von",
            "foto von",
            "ein foto von",
            "das bild zeigt",
            "bild mit",
        ],
    ),
    (
        "el",
        &[
            "εικόνα με",
            "εικόνα από",
            "μια εικόνα",
            "φωτογραφία με",
            "φωτογραφία από",
            "μια φωτογραφία",
        ],
    ),
];

/// Whole descriptions that say nothing.
const PICTURES: &[&str] = &[
    "image",
    "picture",
    "photo",
    "photograph",
    "graphic",
    "icon",
    "img",
    "untitled",
    "imagen",
    "foto",
    "bild",
    "εικόνα",
];

/// `language/alt-text`: descriptions of pictures that say "image of", or that are the name of a file.
///
/// Sources: WCAG 2.2, success criterion 1.1.1, "Non-text content"; W3C Web Accessibility Initiative, *Images tutorial*,
/// "Tips and tricks" (no "image of": a screen reader says so already).
pub(super) fn alt_texts(subject: &Subject<'_>, findings: &mut Findings<'_, '_>) {
    for picture in &subject.inspection.pictures {
        if let Some((message, help)) = alt_text(&picture.alt, subject.language) {
            findings.push(
                Severity::Advice,
                "language/alt-text",
                picture.span,
                message,
                help,
            );
        }
    }
    let image = subject.front.image.as_ref();
    if let Some((message, help)) = image.and_then(|image| alt_text(&image.alt, subject.language)) {
        let span = findings.in_front(&["image", "alt"]);
        findings.push(Severity::Advice, "language/alt-text", span, message, help);
    }
}

fn alt_text(alt: &str, language: &str) -> Option<(String, &'static str)> {
    let small = alt.trim().to_lowercase();
    let primary = sentences::primary(language);
    let lists = PICTURE_OF
        .iter()
        .filter(|(language, _)| *language == primary);
    let mut starts = lists.flat_map(|(_, starts)| starts.iter());
    if let Some(start) = starts.find(|start| {
        let rest = small.strip_prefix(**start);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    }) {
        return Some((
            format!("the description begins with \"{start}\", which a screen reader says already"),
            "begin with what can be seen: \"two hands, one open\"",
        ));
    }
    let endings = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".avif"];
    let is_name = endings.iter().any(|ending| small.ends_with(ending)) && !small.contains(' ')
        || ["img_", "dsc_", "dscn", "img-"].iter().any(|start| {
            let rest = small.strip_prefix(start);
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        });
    if is_name || PICTURES.contains(&small.as_str()) {
        return Some((
            format!("\"{}\" does not say what the picture shows", alt.trim()),
            "describe it for somebody who cannot see it: \"two hands, one open\"",
        ));
    }
    None
}

/// `language/second-person`: an article for clients that never says "you".
///
/// Sources: US Plain Language guidelines (plainlanguage.gov), "Address the user" (use "you"); GOV.UK style guide, "Tone"
/// (address the reader as "you").
pub(super) fn second_person(proses: &[Prose<'_>], findings: &mut Findings<'_, '_>) {
    /// Shorter ones are notes, and may do without.
    const FEWEST: usize = 20;
    let Subject {
        front, audience, ..
    } = findings.subject;
    let is_for_clients = audience.iter().any(|audience| **audience == *"clients");
    if front.kind != Kind::Article || !is_for_clients {
        return;
    }
    let own = proses
        .iter()
        .filter(|prose| prose.passage().is_some_and(|passage| !passage.quotation));
    if own.clone().any(addresses) {
        return;
    }
    let is_paragraph = |passage: &&&Prose<'_>| {
        passage
            .passage()
            .is_some_and(|passage| passage.kind == PassageKind::Paragraph)
    };
    let count: usize = own
        .clone()
        .map(|prose| sentences::words(&prose.text).count())
        .sum();
    let Some(first) = own.clone().find(|prose| is_paragraph(&prose)) else {
        return;
    };
    if count < FEWEST {
        return;
    }
    let sentence = first.sentences().first().cloned();
    findings.report(
        first,
        sentence.unwrap_or(0..first.text.len()),
        Severity::Advice,
        "language/second-person",
        "this article is for clients and never says \"you\"".into(),
        "speak to the reader: \"you may notice\" rather than \"clients may notice\"".into(),
    );
}

/// Whether a text says "you" outside quotation marks.
fn addresses(prose: &Prose<'_>) -> bool {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&prose.lower.as_bytes()[from..], b"you") {
        let start = from + at;
        from = start + 3;
        let rest = &prose.lower[start..];
        let length = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        let is_you = matches!(
            &rest[..length],
            "you" | "your" | "yours" | "yourself" | "yourselves"
        );
        let is_start = !prose.lower[..start].ends_with(char::is_alphanumeric);
        if is_you && is_start && !prose.is_quoted(&(start..start + length)) {
            return true;
        }
    }
    false
}
