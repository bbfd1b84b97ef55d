//! Where it has that from.

use super::{article, pairs, told, waived};

#[test]
fn claims_of_research_are_cited() {
    pairs(
        "citation/claim",
        &[
            (
                "Research shows that naming helps.",
                "Research shows that naming helps [@lieberman2007].",
            ),
            (
                "Studies suggest that it helps.",
                "Studies suggest that it helps. [@lieberman2007]",
            ),
            (
                "The evidence shows that it helps.",
                "The evidence shows that it helps.[^a]\n\n[^a]: See @stern1985.",
            ),
            (
                "Scientists have found that it helps.",
                "Scientists such as @stern1985 have found that it helps.",
            ),
            (
                "According to a recent study, it helps.",
                "According to your therapist, it helps.",
            ),
            (
                "It has been shown that it helps.",
                "It has not been shown that it helps.",
            ),
            ("Experts agree that it helps.", "Experts do not agree."),
            (
                "Research has consistently shown this.",
                "What research has shown is not settled.",
            ),
            (
                "Neuroscience tells us that it helps.",
                "> Neuroscience tells us that it helps.",
            ),
            (
                "One study found that it helps.",
                "The study found that it helps.",
            ),
            (
                "Research shows it. Others doubt it [@stern1985].",
                "A review of 32 trials found a link. It was small [@stern1985].",
            ),
            ("- Studies show that it helps.", "## What studies show"),
            (
                "Psychologists know that it helps.",
                "“Psychologists know that it helps,” you may read.",
            ),
            (
                "Dozens of studies show that it helps.",
                "Dozens of studies are under way, as [a review](https://example.org) lists.",
            ),
            (
                &article("topics: [A]", "Research shows that it helps."),
                &article("kind: page", "Research shows that it helps."),
            ),
        ],
    );
    waived("citation/claim", "Research shows that it helps.");
}

#[test]
fn whoever_is_named_is_cited() {
    pairs(
        "citation/name",
        &[
            (
                "Winnicott wrote of holding.",
                "Winnicott wrote of holding [-@winnicott1971].",
            ),
            (
                "The researcher Daniel Stern saw it.",
                "Stern looks may frighten you.",
            ),
            (
                "Later Stern called it so.",
                "@stern1985 called it so, and Stern meant it.",
            ),
            (
                "This is Franz Alexander’s idea.",
                "Alexander comes late, and you wait.",
            ),
            (
                "Alexander and French (1946) named it.",
                "She speaks French and waits.",
            ),
            ("Dr Tom found it.", "Tom comes late, and you wait."),
            ("It was found by Way and others.", "Way back, you waited."),
            ("John Watson wrote it.", "Emma Watson played it."),
            (
                "As Winnicott’s followers say, it holds.",
                "> As Winnicott says, it holds.",
            ),
            ("- Winnicott’s holding", "A friend says, “Winnicott again!”"),
            ("Winnicott wrote. Winnicott held.", "## Winnicott"),
            (
                "Winnicott, an analyst, wrote of it.",
                "Winnicott, D. W. (1971). *Playing and reality*. Tavistock.",
            ),
            (
                "Winnicott wrote it.",
                "## Further reading\n\nWinnicott wrote *Playing and reality*.",
            ),
            (
                "Winnicott says so.",
                "> [!example] Two voices\n> Winnicott comes in.",
            ),
            (
                &article("topics: [A]", "Winnicott wrote it."),
                &article("kind: page", "Winnicott wrote it."),
            ),
        ],
    );
    waived("citation/name", "Winnicott wrote of holding.");
    assert_eq!(told("Ein Stern steht am Himmel.", "de"), [""; 0]);
    assert_eq!(
        told("Luego Winnicott lo dijo.", "es"),
        [r#"citation/name "Winnicott""#]
    );
}
