//! How an article is set, and whom it speaks to.

use super::{article, pairs, told, waived};

#[test]
fn links_say_where_they_lead() {
    pairs(
        "language/link-text",
        &[
            ("[Click here](a.md) to go on.", "Click the button to go on."),
            ("Read it [here](a.md).", "[Here is how to breathe](a.md)."),
            ("[Read more](a.md)", "[Read more about repair](a.md)"),
            (
                "See [this page](a.md).",
                "See [this page of exercises](a.md).",
            ),
            (
                "It is in [**this** link](a.md).",
                "It is in [this link between two people](a.md).",
            ),
            (
                "[Click here to read about repair](a.md)",
                "[What to do when clicks do not help](a.md)",
            ),
            ("[Learn more »](a.md)", "[Learn more slowly](a.md)"),
            (
                "More [here](https://example.org).",
                "More at <https://example.org>.",
            ),
        ],
    );
    waived("language/link-text", "[Click here](a.md)");
    assert_eq!(told("[aquí](a.md) [here](b.md)", "es"), [""; 0]);
}

#[test]
fn one_text_leads_to_one_place() {
    pairs(
        "language/same-link-text",
        &[
            (
                "[Repair](a.md) and [repair](b.md).",
                "[Repair](a.md) and [repair](a.md).",
            ),
            (
                "[Repair](a.md) and [*Repair*](a.md#signs).",
                "[Repair](a.md) and [signs of repair](a.md#signs).",
            ),
            (
                "[The book](https://a.org) and [the book](https://b.org).",
                "[The book](https://a.org/) and [the book](https://a.org).",
            ),
            (
                "- [Session](a.md)\n- [Session](b.md)\n- [Session](c.md)",
                "- [Session one](a.md)\n- [Session two](b.md)",
            ),
            (
                "[Co-regulation.](a.md) Or [co-regulation](b.md)?",
                "[Co-regulation](./a.md) or [co-regulation](a.md)?",
            ),
            (
                "> [Repair](a.md)\n\n[Repair](b.md)",
                "![Repair](a.png) [Repair](b.md)",
            ),
        ],
    );
    waived(
        "language/same-link-text",
        "[Repair](a.md) and [repair](b.md).",
    );
    assert_eq!(
        told("[Uno](a.md) y [uno](b.md).", "es"),
        [r#"language/same-link-text "uno""#]
    );
}

/// WCAG 2.2, success criterion 1.3.1, "Info and relationships".
#[test]
fn no_level_of_headings_is_left_out() {
    pairs(
        "heading/skipped-level",
        &[
            ("## One\n\n#### Two", "## One\n\n### Two"),
            ("### One", "## One"),
            (
                "## One\n\n### Two\n\n##### Three",
                "## One\n\n### Two\n\n## Three",
            ),
            ("> [!note]\n> #### One", "> [!note] One\n> Words."),
            ("## One\n\n> #### Two", "## One\n\n> ### Two"),
            (
                "## One\n\n#### Two\n\n#### Three",
                "## One\n\n### Two\n\n#### Three\n\n## Four",
            ),
            ("# One\n\n#### Two", "## One\n\n```\n#### Two\n```"),
        ],
    );
    waived("heading/skipped-level", "### One");
}

#[test]
fn descriptions_say_what_is_seen() {
    pairs(
        "language/alt-text",
        &[
            ("![Image of two hands](a.png)", "![Two hands](a.png)"),
            (
                "![A photo of a cup](a.png)",
                "![A photo album, open](a.png)",
            ),
            (
                "![picture showing a door](a.png)",
                "![A child drawing a picture of her family](a.png)",
            ),
            (
                "![IMG_2034.jpg](a.png)",
                "![The file IMG_2034.jpg in a list of files](a.png)",
            ),
            ("![Image](a.png)", "![The imagery of a dream](a.png)"),
            (
                "[![Photograph of a lake](a.png)](b.md)",
                "[![A lake](a.png)](b.md)",
            ),
            (
                &article("image: {src: a.png, alt: Picture of a cup}", "You."),
                &article("image: {src: a.png, alt: A cup}", "You."),
            ),
        ],
    );
    waived("language/alt-text", "![Image of two hands](a.png)");
    assert_eq!(
        told("![Una imagen de dos manos](a.png)", "es"),
        [r#"language/alt-text "Una imagen de dos manos""#]
    );
    assert_eq!(
        told("![Ein Bild von Händen](a.png)", "de"),
        [r#"language/alt-text "Ein Bild von Händen""#]
    );
}

#[test]
fn capitals_are_for_abbreviations() {
    pairs(
        "language/all-caps",
        &[
            (
                "You must NEVER do that.",
                "The NHS offers CBT, DBT and EMDR.",
            ),
            (
                "THIS IS WHAT HELPS you.",
                "The DSM-5-TR and the ICD-11 differ.",
            ),
            ("It is IMPORTANT to rest.", "UNESCO and UNICEF agree."),
            ("## HOW TO BREATHE", "## How to breathe (4-7-8)"),
            (
                "DO NOT read this late at night.",
                "> DO NOT read this late at night.",
            ),
            ("Please, PLEASE rest.", "The sign said “PLEASE WAIT HERE”."),
            ("- READ THIS FIRST", "- Part II, chapter IV, plan B"),
            ("I AM NOT SURE.", "I know a BBC TV crew (UK)."),
        ],
    );
    waived("language/all-caps", "You must NEVER do that.");
    assert_eq!(
        told("Es MUY IMPORTANTE.", "es"),
        [r#"language/all-caps "MUY IMPORTANTE""#]
    );
    assert_eq!(told("Η ΣΗΜΑΝΤΙΚΗ στιγμή.", "el").len(), 1);
}

#[test]
fn paragraphs_are_short() {
    let sentence = "There are fifteen words in this sentence, which is not so short and not long. ";
    let (three, four, five) = (sentence.repeat(3), sentence.repeat(4), sentence.repeat(5));
    let long = "word ".repeat(80);
    pairs(
        "language/long-paragraph",
        &[
            (&five, &three),
            (&format!("- {five}"), &format!("- {four}")),
            (
                &format!("One.\n\n{five}\n\nTwo."),
                &format!("{three}\n\n{three}"),
            ),
            (&format!("> [!note]\n> {five}"), &format!("> {five}")),
            (&format!("*{five}*"), "One. Two. Three. Four. Five. Six."),
            (
                &format!("{four}It is so, as Dr. Smith said."),
                &format!("{long}, as Dr. Smith of St. Ives said at 9 a.m. on Monday."),
            ),
            (
                &format!("Word\n: {five}"),
                &format!("> [!quote] Anna\n> {five}"),
            ),
        ],
    );
    waived("language/long-paragraph", &five);
    assert_eq!(told(&five, "es").len(), 1);
}

#[test]
fn articles_for_clients_say_you() {
    let distant = "Clients often notice that their therapist follows them. They may feel it in the body, or they may notice nothing at all for some weeks.";
    let near = "Clients often notice that their therapist follows them. Perhaps you feel it in your body, or you may notice nothing at all for some weeks.";
    let said = "Clients often say, “You follow me.” They may feel it in the body, or they may notice nothing at all for some weeks.";
    pairs(
        "language/second-person",
        &[
            (distant, near),
            (said, &said.replace("the body", "your body")),
            (
                &format!("{distant}\n\n> Are you there?"),
                &format!("{distant}\n\n> [!reflect]\n> Are you there?"),
            ),
            (
                &format!("{distant} Young people and Youssef feel it too."),
                &format!("{distant} You’ll see."),
            ),
            (
                &article("audience: [clients, parents]", distant),
                &article("audience: [clinicians]", distant),
            ),
            (
                &article("audience: clients", distant),
                &article("kind: page", distant),
            ),
            (
                &format!("## A heading\n\n{distant}"),
                "A short note of theirs.",
            ),
        ],
    );
    waived("language/second-person", distant);
    assert_eq!(told(distant, "es"), [""; 0]);
}
