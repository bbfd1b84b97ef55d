use super::*;
use crate::content::markdown::HtmlPolicy;

const BEFORE: &str = "---\ntitle: T\n---\n";

fn inspect(body: &str, language: &str) -> (String, Inspection) {
    let text = format!("{BEFORE}{body}");
    let rules = Rules {
        language,
        html: HtmlPolicy::Safe,
        terms: None,
    };
    let inspection = passages(&text, BEFORE.len()..text.len(), rules);
    (text, inspection)
}

/// One line a passage: what it is, what is around it, and its text.
fn lines(body: &str) -> Vec<String> {
    let (_, inspection) = inspect(body, "en");
    let line = |passage: &Passage| {
        let mut line = format!("{:?}", passage.kind);
        if let Some(kind) = passage.callout {
            line.push_str(&format!(" in {}", kind.name()));
        }
        for (is_so, word) in [
            (passage.quotation, " quoted"),
            (passage.footnote, " footnote"),
        ] {
            line.push_str(if is_so { word } else { "" });
        }
        format!("{line}: {}", passage.text.replace(OBJECT, "□"))
    };
    inspection.passages.iter().map(line).collect()
}

#[test]
fn each_block_of_words_is_a_passage() {
    let body = "# One\n\nA *warm*\nvoice -- \"here\".[^n]\n\n- first\n\n  more\n- [x] second\n  1. inner\n\n\
        | Head | B |\n|---|---|\n| cell | `x` |\n\nTerm\n: Meaning\n\n```\ncode\n```\n\n<div>\n\nwithin\n\n</div>\n\n\
        ### Two ![a dot](d.png)\n\n![alone](d.png)\n\none<br>two `code` three\n\n[^n]: The *note*.\n";
    insta::assert_snapshot!(lines(body).join("\n"), @r"
    Heading(2): One
    Paragraph: A warm voice – “here”.
    Item: first
    Item: more
    Item: second
    Item: inner
    Cell: Head
    Cell: B
    Cell: cell
    Term: Term
    Definition: Meaning
    Paragraph: within
    Heading(3): Two □
    Paragraph: one two □ three
    Paragraph footnote: The note.
    ");
}

#[test]
fn quotations_are_told_from_callouts() {
    let body = "> Words of *somebody*.\n> - a point\n\n> [!try-this] Breathe *out*\n> Slowly.\n>\n> > Quoted within.\n>\n\
        > Again.\n\n> [!note]\n> No title.\n\n> [!quote] Stern\n> Words.\n\nAfter.\n";
    insta::assert_snapshot!(lines(body).join("\n"), @r"
    Paragraph quoted: Words of somebody.
    Item quoted: a point
    CalloutTitle in try-this: Breathe out
    Paragraph in try-this: Slowly.
    Paragraph in try-this quoted: Quoted within.
    Paragraph in try-this: Again.
    Paragraph in note: No title.
    CalloutTitle in quote quoted: Stern
    Paragraph in quote quoted: Words.
    Paragraph: After.
    ");
}

#[test]
fn every_word_leads_back_to_its_place() {
    let body = "A *warm* voice,\n> quoted **now** and &amp; then\n> it\\*s here\n\n| one \\| two | [three](x.md) |\n|--|--|\n\n\
        > [!note]  Titled *words*\n> go on \"here\"\n\n![what *it* shows](a.png)\n";
    let (text, inspection) = inspect(body, "en");
    let mut words = 0;
    for passage in &inspection.passages {
        for word in passage.text.split(|c: char| !c.is_ascii_alphabetic()) {
            let at = word.as_ptr() as usize - passage.text.as_ptr() as usize;
            let span = passage.span(at..at + word.len());
            if word.len() > 1 {
                assert_eq!(&text[span.start..span.end], word, "{passage:?}");
                words += 1;
            }
        }
    }
    assert_eq!(words, 16);
    let picture = &inspection.pictures[0];
    assert_eq!(picture.alt, "what it shows");
    assert_eq!(
        &text[picture.span.start..picture.span.end],
        "what *it* shows"
    );
}

#[test]
fn a_range_with_marks_within_holds_them() {
    let (text, inspection) = inspect("It is **never** *too* &amp; late.\n", "en");
    let passage = &inspection.passages[0];
    let span = |range| {
        let span = passage.span(range);
        &text[span.start..span.end]
    };
    assert_eq!(span(3..15), "is **never** *too");
    assert_eq!(span(15..18), " &amp; ");
    assert_eq!(span(0..0), "");
    let all = passage.whole();
    assert_eq!(
        &text[all.start..all.end],
        "It is **never** *too* &amp; late."
    );
}

#[test]
fn links_and_citations_have_their_places() {
    let body = "See [the *whole* text](a.md) and <https://b.org>. It helps [see @stern1985, p. 4; @bowlby1969],\nas \
        @tronick_1989 [p. 2] says, not a@b.org.\n\nEmphasis *[@c]* and [d@e](f.md) `@g` end @h.\n";
    let (_, inspection) = inspect(body, "en");
    let mut found = Vec::new();
    for passage in &inspection.passages {
        for (range, dest) in &passage.links {
            found.push(format!("{} -> {dest}", &passage.text[range.clone()]));
        }
        for cited in &passage.citations {
            let words = &passage.text[cited.range.clone()];
            let how = if cited.is_narrative { "says" } else { "in" };
            found.push(format!("{words} = {how} {}", cited.keys.join("+")));
        }
    }
    insta::assert_snapshot!(found.join("\n"), @r"
    the whole text -> a.md
    https://b.org -> https://b.org
    [see @stern1985, p. 4; @bowlby1969] = in stern1985+bowlby1969
    @tronick_1989 [p. 2] = says tronick_1989
    d@e -> f.md
    [@c] = in c
    @h = says h
    ");
}

#[test]
fn what_is_read_aloud_leads_back_too() {
    let body = "It helps [@stern1985] a lot [@a]. As\n@tronick_1989 [p. 2] says, `x` *warm* words <q>do</q> [@b; @c] help.\n";
    let (text, inspection) = inspect(body, "en");
    let readable = inspection.passages[0].readable();
    assert_eq!(
        readable.text,
        "It helps a lot. As tronick says, warm words do help."
    );
    for word in ["helps", "lot", "says", "warm", "words", "do", "help"] {
        let at = readable.text.rfind(word).unwrap();
        let span = readable.span(at..at + word.len());
        assert_eq!(&text[span.start..span.end], word);
    }
    let at = readable.text.find("tronick").unwrap();
    let span = readable.span(at..at + 7);
    assert_eq!(&text[span.start..span.end], "@tronick_1989 [p. 2]");
    let span = readable.span(0..readable.text.len());
    assert_eq!(&text[span.start..span.end], body.trim_end());

    let (_, inspection) = inspect("Plain words.", "en");
    let readable = inspection.passages[0].readable();
    assert!(matches!(readable.text, Cow::Borrowed("Plain words.")));
    assert_eq!(readable.in_passage(6..11), 6..11);
}

#[test]
fn punctuation_is_that_of_the_language() {
    let (_, inspection) = inspect("Er sagt \"ja\".", "de");
    assert_eq!(inspection.passages[0].text, "Er sagt „ja“.");
}

#[test]
fn references_to_footnotes_have_their_places() {
    let (_, inspection) = inspect(
        "It helps.[^a] So *they[^b]* say.\n\n[^a]: A.\n[^b]: B.\n",
        "en",
    );
    let passage = &inspection.passages[0];
    assert_eq!(passage.text, "It helps. So they say.");
    assert_eq!(passage.notes, [9, 17]);
}
