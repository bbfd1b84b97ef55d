//! Which words on the page a place in the file is about: the sentence around it, as its reader sees it.

use std::ops::Range;

use crate::base::diagnostic::Span;
use crate::content::markdown::{Inspection, Passage, PassageKind};

use super::sentences::sentences;

/// Words on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnPage {
    /// Runs of words that follow one another within one block. Between them stands what the page writes in its own way:
    /// citations, references to footnotes, code and pictures.
    pub words: Vec<String>,
    /// For a picture, what it shows in words.
    pub picture: Option<String>,
}

/// What stands on the page for `span` of the file; `None` for what is not part of the body's running text.
#[must_use]
pub fn on_page(inspection: &Inspection, span: Span, language: &str) -> Option<OnPage> {
    let holds = |whole: Span| whole.start <= span.start && span.start < whole.end;
    let picture = inspection.pictures.iter().find(|p| holds(p.span));
    if let Some(picture) = picture {
        return Some(OnPage {
            words: Vec::new(),
            picture: Some(picture.alt.clone()),
        });
    }
    let passage = inspection.passages.iter().find(|p| holds(p.whole()))?;
    let words = runs(passage, sentences_at(passage, span, language));
    (!words.is_empty()).then_some(OnPage {
        words,
        picture: None,
    })
}

/// The bytes of the passage's text that hold the sentences which `span` of the file touches; a heading is taken whole.
fn sentences_at(passage: &Passage, span: Span, language: &str) -> Range<usize> {
    let whole = 0..passage.text.len();
    if matches!(
        passage.kind,
        PassageKind::Heading(_) | PassageKind::CalloutTitle
    ) {
        return whole;
    }
    let readable = passage.readable();
    let all = sentences(&readable.text, language).into_iter();
    let touched: Vec<Range<usize>> = all
        .filter(|sentence| {
            let place = readable.span(sentence.clone());
            place.start < span.end.max(span.start + 1) && span.start < place.end
        })
        .map(|sentence| readable.in_passage(sentence))
        .collect();
    match (touched.first(), touched.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => whole,
    }
}

/// The runs of words in `range` of a passage.
fn runs(passage: &Passage, range: Range<usize>) -> Vec<String> {
    // What the page writes otherwise, in order.
    let citations = passage.citations.iter().map(|cited| cited.range.clone());
    let notes = passage.notes.iter().map(|&at| at..at);
    let mut breaks: Vec<Range<usize>> = citations.chain(notes).collect();
    breaks.sort_by_key(|range| range.start);
    let mut runs = Vec::new();
    let mut start = range.start;
    let ends = breaks
        .into_iter()
        .filter(|cut| range.start <= cut.start && cut.start < range.end);
    for cut in ends.chain(std::iter::once(range.end..range.end)) {
        let words = passage.text.get(start..cut.start).unwrap_or_default();
        let words = words.split('\u{fffc}').map(str::trim);
        runs.extend(words.filter(|words| !words.is_empty()).map(str::to_owned));
        start = cut.end.max(start);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::markdown::{HtmlPolicy, Rules, passages};

    fn at(text: &str, place: &str) -> Option<OnPage> {
        let rules = Rules {
            language: "en",
            html: HtmlPolicy::Safe,
            terms: None,
        };
        let start = text.find(place).expect("the place is in the text");
        let inspection = passages(text, 0..text.len(), rules);
        on_page(&inspection, (start..start + place.len()).into(), "en")
    }

    fn words(text: &str, place: &str) -> Vec<String> {
        at(text, place).unwrap_or_default().words
    }

    #[test]
    fn a_place_is_the_sentence_around_it_as_the_page_shows_it() {
        let text = "## A *heading* here\n\nOne is short. It isn't **very** [long](x.md), and\nends here.[^n] Three.\n\n\
            - Research shows this [@stern1985, p. 4], as `code` does. Last.\n\n![Image of a hand](hand.jpg)\n\n[^n]: A note of two. Sentences.\n";
        assert_eq!(words(text, "heading"), ["A heading here"]);
        assert_eq!(words(text, "One"), ["One is short."]);
        assert_eq!(words(text, "very"), ["It isn’t very long, and ends here."]);
        assert_eq!(
            words(text, "short. It"),
            ["One is short. It isn’t very long, and ends here."]
        );
        assert_eq!(
            words(text, "Research shows"),
            ["Research shows this", ", as", "does."]
        );
        assert_eq!(words(text, "note of"), ["A note of two."]);
        assert_eq!(
            at(text, "Image of"),
            Some(OnPage {
                words: Vec::new(),
                picture: Some("Image of a hand".to_owned()),
            })
        );
    }

    #[test]
    fn what_is_no_running_text_stands_nowhere() {
        assert_eq!(at("---\ntitle: A\n---\n\nWords.", "---\n\nW"), None);
    }
}
