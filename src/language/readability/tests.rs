use proptest::prelude::*;

use super::*;
use crate::content::markdown::{HtmlPolicy, Rules, passages};

fn read(text: &str, language: &str) -> Readability {
    let rules = Rules {
        language,
        html: HtmlPolicy::Safe,
        terms: None,
    };
    measure(&passages(text, 0..text.len(), rules), language)
}

fn english(text: &str) -> Measures {
    read(text, "en-GB").whole
}

#[track_caller]
fn close(found: Option<f64>, expected: f64) {
    let found = found.expect("a figure");
    assert!(
        (found - expected).abs() < 0.0005,
        "{found} instead of {expected}"
    );
}

#[test]
fn published_examples_give_the_published_figures() {
    let cat = english("The cat sat on the mat.");
    close(cat.reading_ease(), 116.145);
    close(cat.grade(), -1.45);
    close(cat.smog(), 3.1291);
    let platypus = english(
        "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.",
    );
    assert_eq!(
        (platypus.words, platypus.syllables, platypus.polysyllables),
        (13, 24, 4)
    );
    close(platypus.reading_ease(), 37.455);
    close(platypus.grade(), 11.265);
    close(platypus.smog(), 14.5546);
    assert!(platypus.smog_is_rough());
    assert!(!english(&"One short line here. ".repeat(30)).smog_is_rough());
}

#[test]
fn every_language_has_its_own_formula_or_none() {
    let spanish = read("El gato duerme en la casa grande.", "es").whole;
    assert_eq!(
        (spanish.words, spanish.sentences, spanish.syllables),
        (7, 1, 11)
    );
    close(
        spanish.reading_ease(),
        206.84 - 60.0 * 11.0 / 7.0 - 1.02 * 7.0,
    );
    assert_eq!((spanish.grade(), spanish.smog()), (None, None));

    let german = read("Die therapeutische Beziehung trägt.", "de").whole;
    assert_eq!(
        (german.words, german.polysyllables, german.monosyllables),
        (4, 2, 2)
    );
    assert_eq!(german.long_words, 2);
    close(
        german.grade(),
        0.1935 * 50.0 + 0.1672 * 4.0 + 0.1297 * 50.0 - 0.0327 * 50.0 - 0.875,
    );
    assert_eq!((german.reading_ease(), german.smog()), (None, None));

    let greek = read("Η ψυχή μου μιλάει. Και ακούει κάποιος εδώ;", "el").whole;
    assert_eq!((greek.words, greek.sentences), (8, 2));
    assert_eq!(
        (greek.reading_ease(), greek.grade(), greek.smog()),
        (None, None, None)
    );
}

#[test]
fn what_is_not_read_in_sentences_does_not_count() {
    let prose = english("You are safe here. Nobody will hurry you.");
    for text in [
        "## A heading. With stops\n\nYou are safe here. Nobody will hurry you.",
        "- You are safe here.\n- Nobody will hurry you.",
        "1. You are safe here\n2. Nobody will hurry you",
        "You are safe here.\n\n    let code = 1;\n\n```\nmore code.\n```\n\nNobody will `x` hurry you.",
        "> [!note] Its title is long enough\n> You are safe here. Nobody will hurry you.",
        "You are safe here [@stern1985, p. 4; @tronick2007]. Nobody will hurry you.",
        "![A long description of it.](x.png)\n\nYou are *safe* here. [Nobody](a.md) will hurry you.",
        "A term\n: You are safe here.\n: Nobody will hurry you.",
    ] {
        assert_eq!(english(text), prose, "{text}");
    }
}

#[test]
fn references_do_not_count_wherever_they_stand() {
    let prose = english("You are safe here.");
    for text in [
        "You are safe here.\n\n## Further reading\n\n- A book that is about trust. Read it in bed.",
        "You are safe here.\n\n## More\n\n- Stern, D. N. (2004). *The present moment*. Norton.\n- Another. Much longer book.",
        "You are safe here.\n\nTronick, E. (2007). *Many words of it*. Norton.",
        "You are safe here.\n\n### Referencias:\n\n1. Un libro muy largo.",
    ] {
        assert_eq!(english(text), prose, "{text}");
    }
    let shown =
        english("## Signs\n\n- As Stern wrote (2004). Look at it again.\n- You feel it too, then.");
    assert_eq!(shown.sentences, 3);
}

#[test]
fn a_cell_ends_its_sentence() {
    let table = english(
        "| One thing to see | Two |\n|---|---|\n| You are safe here | Nobody will hurry you |",
    );
    assert_eq!((table.words, table.sentences), (13, 3));
}

#[test]
fn fragments_are_words_but_no_sentences() {
    let said = english("Not hide. More like... waiting for the catch. Yes!");
    assert_eq!((said.words, said.sentences), (9, 1));
    let word = english("Yes");
    assert_eq!((word.words, word.sentences), (1, 1));
}

#[test]
fn each_section_is_measured_and_all_together_are_the_whole() {
    let text = "It begins here, without a title.\n\n## One\n\nFirst of all we rest.\n\n### Deeper\n\nThen we go on.\n\n## Empty\n\n## Two\n\nLast of all we stop. We rest again.";
    let read = read(text, "en");
    let listed: Vec<_> = read
        .sections
        .iter()
        .map(|section| {
            (
                section.title.as_str(),
                section.measures.words,
                section.measures.sentences,
            )
        })
        .collect();
    assert_eq!(listed, [("", 6, 1), ("One", 9, 2), ("Two", 8, 2)]);
    assert_eq!((read.whole.words, read.whole.sentences), (23, 5));
    let syllables: usize = read.sections.iter().map(|s| s.measures.syllables).sum();
    assert_eq!(read.whole.syllables, syllables);
}

#[test]
fn the_hardest_sentences_come_with_their_places() {
    let hard = "Psychotherapeutic relationships necessitate considerable emotional availability and responsiveness [@stern1985].";
    let text = format!(
        "We sat and had some tea in the sun today.\n\nThen *this* came: {hard} We went home and had a long rest after that.\n\nShort one here.\n\nThe dog ran to the man who had the ball in his hand."
    );
    let read = read(&text, "en");
    let hardest = &read.hardest;
    assert_eq!(hardest.len(), 3);
    assert!(
        hardest[0]
            .text
            .starts_with("Then this came: Psychotherapeutic"),
        "{}",
        hardest[0].text
    );
    assert!(text[hardest[0].span.start..hardest[0].span.end].starts_with("Then *this* came"));
    assert!(hardest[0].grade > 20.0 && hardest[0].grade >= hardest[1].grade);
}

#[test]
fn nothing_to_read_has_no_figures() {
    for text in ["", "# ", "## Only a heading", "```\ncode\n```", "---", "…"] {
        let measures = english(text);
        assert_eq!((measures.words, measures.sentences), (0, 0), "{text}");
        let figures = (measures.reading_ease(), measures.grade(), measures.smog());
        assert_eq!(figures, (None, None, None));
        assert_eq!(measures.minutes(), 0.0);
    }
}

proptest! {
    #[test]
    fn figures_are_numbers_whatever_the_text(text in "[A-Za-zäñé .,!?’'0-9\n#>*()\\[\\]@`|-]{0,200}", language in "en|es|de|el") {
        let read = read(&text, &language);
        let all = std::iter::once(read.whole).chain(read.sections.iter().map(|s| s.measures));
        for measures in all {
            let figures = [measures.reading_ease(), measures.grade(), measures.smog(), Some(measures.minutes())];
            prop_assert!(figures.iter().flatten().all(|figure| figure.is_finite()));
            prop_assert_eq!(measures.words > 0, measures.sentences > 0);
            prop_assert!(measures.sentences <= measures.words.max(1));
            prop_assert!(measures.polysyllables + measures.monosyllables <= measures.words);
        }
        for hard in &read.hardest {
            prop_assert!(text.get(hard.span.start..hard.span.end).is_some());
        }
    }
}
