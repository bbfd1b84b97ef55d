//! The parts of a body that may be hard to read: those that speak of suicide or self-harm, after which help is placed, and
//! those whose headings their author has marked with `{.sensitive}`.

use std::ops::Range;

use super::citation;
use crate::base::diagnostic::Span;
use crate::content::mentions::{Mention, Mentions, Subject};

/// The class of a heading that marks its part of the text.
pub(super) const MARK: &str = "sensitive";

/// A part of a body that a reader may want to go past, from its start to the next heading of its level.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sensitive {
    /// Its headings, where several such parts follow each other; none for what stands before the first heading.
    pub titles: Vec<String>,
    /// The id of what stands after it.
    pub past: String,
    /// The heading that stands after it; `None` at the end of the text.
    pub next: Option<String>,
}

/// What a body mentions first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstMention {
    /// What to write as a content note, in the article's language.
    pub note: &'static str,
    /// Where it stands in the file.
    pub span: Span,
}

/// Gathers mentions while a body is read. Only for bodies that may hold one: most do not.
pub(super) struct Sought {
    mentions: &'static Mentions,
    /// The running text of the block being read; emphasis and links leave no trace in it.
    text: String,
    pieces: Vec<Piece>,
    found: Vec<Found>,
}

struct Piece {
    /// Where it begins in the text.
    start: usize,
    length: usize,
    /// Its bytes in the source.
    source: Range<usize>,
}

struct Found {
    subject: Subject,
    /// The event at which its block ends; `None` within a footnote, which is shown at the end.
    event: Option<usize>,
    source: Range<usize>,
}

/// A heading as parts see it.
pub(super) struct Mark<'h> {
    /// The event at which it starts.
    pub(super) event: usize,
    pub(super) level: u8,
    pub(super) id: &'h str,
    pub(super) text: &'h str,
    /// Whether it stands in the body itself, not in a quote or list.
    pub(super) is_top: bool,
    pub(super) is_marked: bool,
}

/// What comes of it.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The events before which help is placed, in order; `usize::MAX` for the end of the text.
    pub(super) help: Vec<usize>,
    pub(super) sensitive: Vec<Sensitive>,
}

impl Sought {
    /// Something to gather with, where `source` may hold a mention.
    pub(super) fn in_source(language: &str, source: &str) -> Option<Self> {
        let mentions = Mentions::of(language)?;
        mentions.may_be_in(source).then(|| Self {
            mentions,
            text: String::new(),
            pieces: Vec::new(),
            found: Vec::new(),
        })
    }

    pub(super) fn push(&mut self, text: &str, source: Range<usize>) {
        self.pieces.push(Piece {
            start: self.text.len(),
            length: text.len(),
            source,
        });
        self.text.push_str(text);
    }

    /// A line ends within the block, or something stands there that is no text.
    pub(super) fn space(&mut self) {
        self.text.push(' ');
    }

    /// The block ends before that event.
    pub(super) fn end_block(&mut self, event: usize, is_note: bool) {
        if self.text.is_empty() {
            return;
        }
        let cited = citation::find(&self.text, |_| false);
        let is_cited = |mention: &Mention| {
            let range = &mention.range;
            let overlaps = |c: &Range<usize>| c.start < range.end && range.start < c.end;
            cited.iter().any(|citation| overlaps(&citation.range))
        };
        let mentions = self.mentions.find(&self.text).into_iter();
        for mention in mentions.filter(|mention| !is_cited(mention)) {
            self.found.push(Found {
                subject: mention.subject,
                event: (!is_note).then_some(event),
                source: self.place(mention.range.start).start
                    ..self.place(mention.range.end - 1).end,
            });
        }
        self.text.clear();
        self.pieces.clear();
    }

    /// The byte of the source that is byte `at` of the text; all of the piece that holds it, where that is written in
    /// another way.
    fn place(&self, at: usize) -> Range<usize> {
        let piece = self.pieces.partition_point(|piece| piece.start <= at);
        let Some(piece) = self.pieces.get(piece.saturating_sub(1)) else {
            return 0..0;
        };
        if piece.length == piece.source.len() {
            let start = piece.source.start + at - piece.start;
            start..start + 1
        } else {
            piece.source.clone()
        }
    }

    /// The first mention, in the order of the file.
    pub(super) fn first(&self, base: usize) -> Option<FirstMention> {
        let first = self.found.iter().min_by_key(|found| found.source.start)?;
        Some(FirstMention {
            note: self.mentions.note(first.subject),
            span: Span {
                start: base + first.source.start,
                end: base + first.source.end,
            },
        })
    }
}

/// The parts of a body with these headings, in order, that ends with the element of the id `end`.
pub(super) fn parts(sought: Option<&Sought>, headings: &[Mark<'_>], end: &str) -> Parts {
    // Places in the text: 0 is its start, i + 1 is heading i, and the last is its end.
    let last = headings.len() + 1;
    let next = |from: usize, level: u8| {
        let mut rest = headings[from..].iter();
        let found = rest.position(|heading| heading.is_top && heading.level <= level);
        found.map_or(last, |i| from + i + 1)
    };
    let mut help = Vec::new();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for found in sought.iter().flat_map(|sought| &sought.found) {
        let Some(event) = found.event else {
            help.push(last);
            continue;
        };
        let starts_before =
            |heading: &Mark<'_>| heading.is_top && heading.level == 2 && heading.event < event;
        let from = headings.iter().rposition(starts_before);
        let from = from.map_or(0, |i| i + 1);
        let to = next(from, 2);
        help.push(to);
        ranges.push(from..to);
    }
    let marked = headings.iter().enumerate();
    let marked = marked.filter(|(_, heading)| heading.is_marked && heading.is_top);
    ranges.extend(marked.map(|(i, heading)| i + 1..next(i + 1, heading.level)));
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    // Parts that follow each other are gone past at once.
    let mut joined: Vec<(Vec<usize>, usize)> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some((_, end)) if range.start < *end => *end = range.end.max(*end),
            Some((starts, end)) if range.start == *end => {
                starts.push(range.start);
                *end = range.end;
            }
            _ => joined.push((vec![range.start], range.end)),
        }
    }
    let heading = |place: usize| place.checked_sub(1).and_then(|i| headings.get(i));
    let title = |place: usize| heading(place).map(|heading| heading.text.to_owned());
    let sensitive = joined.into_iter().map(|(starts, to)| Sensitive {
        titles: starts.iter().map_while(|&place| title(place)).collect(),
        past: heading(to).map_or(end, |heading| heading.id).to_owned(),
        next: title(to),
    });
    help.sort_unstable();
    help.dedup();
    let event = |place: usize| heading(place).map_or(usize::MAX, |heading| heading.event);
    Parts {
        help: help.into_iter().map(event).collect(),
        sensitive: sensitive.collect(),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::{
        Citation, Href, HtmlPolicy, Image, Labels, Resolve, Rules, Source, TermLink, read,
    };
    use crate::base::path::SitePath;
    use std::fmt::Write as _;
    use std::sync::Arc;

    struct Bare;

    impl Resolve for Bare {
        fn link(&mut self, dest: &str) -> Href {
            Href::External(dest.to_owned())
        }

        fn image(&mut self, dest: &str) -> Image {
            Image {
                src: dest.to_owned(),
                width: None,
                height: None,
            }
        }

        fn citations(&mut self, citations: &[Citation]) -> Vec<Source> {
            vec![Source::default(); citations.len()]
        }

        fn term(&mut self, _: &str) -> Option<TermLink> {
            None
        }

        fn help(&mut self) -> Arc<str> {
            "⟨help⟩\n".into()
        }
    }

    /// The HTML, then the parts that are hard to read, then the first mention.
    fn shown_with(language: &str, html: HtmlPolicy, markdown: &str) -> String {
        let text = format!("---\ntitle: A\n---\n{markdown}");
        let start = text.len() - markdown.len();
        let file = SitePath::new("articles/a.md");
        let rules = Rules {
            language,
            html,
            terms: None,
        };
        let body = read(&text, start..text.len(), &file, rules, &mut Vec::new());
        let mut out = String::new();
        body.prepare().fill(&mut Bare, &Labels::default(), &mut out);
        out.push_str("----\n");
        for part in &body.sensitive {
            let _ = writeln!(out, "{:?} -> #{} {:?}", part.titles, part.past, part.next);
        }
        if let Some(mention) = &body.mention {
            let span = mention.span.start..mention.span.end;
            let _ = writeln!(out, "{}: {:?}", mention.note, &text[span]);
        }
        out
    }

    fn shown(markdown: &str) -> String {
        shown_with("en", HtmlPolicy::Safe, markdown)
    }

    /// What is mentioned, if help is placed.
    fn mentioned(markdown: &str) -> Option<String> {
        let shown = shown(markdown);
        let mention = shown.lines().last()?.split_once(": ")?.1.to_owned();
        shown.contains("⟨help⟩").then_some(mention)
    }

    #[test]
    fn help_stands_after_each_part_that_speaks_of_it() {
        assert_snapshot!(shown("\
Before.

## One

Some *think* of **suicide**.

### Within

More.

## Two

Words.

## Suicide and us

Words.

> ## Quoted
> Words.

## Last

Some self-harm.[^n]

[^n]: A note.
"), @r##"
        <p>Before.</p>
        <h2 id="one">One</h2>
        <p>Some <em>think</em> of <strong>suicide</strong>.</p>
        <h3 id="within">Within</h3>
        <p>More.</p>
        ⟨help⟩
        <h2 id="two">Two</h2>
        <p>Words.</p>
        <h2 id="suicide-and-us">Suicide and us</h2>
        <p>Words.</p>
        <blockquote>
        <h2 id="quoted">Quoted</h2>
        <p>Words.</p>
        </blockquote>
        ⟨help⟩
        <h2 id="last">Last</h2>
        <p>Some self-harm.<sup><a id="fnref-1" href="#fn-1" role="doc-noteref" aria-label="Footnote 1">1</a></sup></p>
        ⟨help⟩
        <div id="text--end" tabindex="-1"></div>
        <section class="footnotes" role="doc-endnotes" aria-labelledby="footnotes">
        <h2 id="footnotes">Footnotes</h2>
        <ol>
        <li id="fn-1">
        <p>A note. <a href="#fnref-1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
        </li>
        </ol>
        </section>
        ----
        ["One"] -> #two Some("Two")
        ["Suicide and us", "Last"] -> #text--end None
        suicide: "suicide"
        "##);
    }

    #[test]
    fn before_the_first_heading_and_in_notes() {
        assert_snapshot!(shown("Some think of suicide.\n\n## Next\n\nWords.[^n]\n\n[^n]: Of self-\nharm.\n"), @r##"
        <p>Some think of suicide.</p>
        ⟨help⟩
        <h2 id="next">Next</h2>
        <p>Words.<sup><a id="fnref-1" href="#fn-1" role="doc-noteref" aria-label="Footnote 1">1</a></sup></p>
        ⟨help⟩
        <section class="footnotes" role="doc-endnotes" aria-labelledby="footnotes">
        <h2 id="footnotes">Footnotes</h2>
        <ol>
        <li id="fn-1">
        <p>Of self-
        harm. <a href="#fnref-1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
        </li>
        </ol>
        </section>
        ----
        [] -> #next Some("Next")
        suicide: "suicide"
        "##);
    }

    #[test]
    fn a_marked_heading_makes_a_part_of_its_own_level() {
        assert_snapshot!(shown("## A\n\n### Loss {.sensitive}\n\nWords.\n\n### After\n\nWords.\n\n## B {.sensitive}\n\n### C\n\nWords.\n"), @r##"
        <h2 id="a">A</h2>
        <h3 id="loss" class="sensitive">Loss</h3>
        <p>Words.</p>
        <h3 id="after">After</h3>
        <p>Words.</p>
        <h2 id="b" class="sensitive">B</h2>
        <h3 id="c">C</h3>
        <p>Words.</p>
        <div id="text--end" tabindex="-1"></div>
        ----
        ["Loss"] -> #after Some("After")
        ["B"] -> #text--end None
        "##);
        // Within one that speaks of suicide, a marked part is gone past with it.
        assert_snapshot!(shown("## A\n\nOn suicide.\n\n### B {.sensitive}\n\nWords.\n\n## C\n\nWords.\n").lines().last().unwrap_or_default(), @r#"suicide: "suicide""#);
    }

    #[test]
    fn every_kind_of_running_text_counts_and_nothing_else() {
        for text in [
            "- On suicide",
            "| a |\n|---|\n| on suicide |",
            "> On suicide",
            "> [!note] On suicide\n> Words.",
            "> [!note]\n> On suicide",
            "[Help after suicide](a.md)",
            "Term\n: On suicide",
            "- [ ] On suicide",
            "On\nsuicide",
            "Killing\nherself",
            "On **suicide**",
            "**Killing** *herself*",
            "On suicide&nbsp;[@joiner2005]",
            "<p>On suicide</p>",
            "<details><summary>On suicide</summary>\n\nWords\n\n</details>",
            "Words <b>on suicide</b>",
            "1\\) On suicide",
        ] {
            assert!(mentioned(text).is_some(), "{text}");
        }
        for text in [
            "`suicide`",
            "```\nsuicide\n```",
            "    suicide",
            "![suicide](a.jpg)",
            "[Help](https://example.org/suicide)",
            "<https://example.org/suicide>",
            "https://example.org/suicide",
            "So it is [@suicide2005, on suicide].",
            "So says @suicide2005.",
            "<!-- suicide -->",
            "<p title=\"suicide\">Words</p>",
            "[a]: suicide.md\n\nWords.",
        ] {
            assert_eq!(mentioned(text), None, "{text}");
        }
        let script = "<script>suicide()</script>\n\n<style>.suicide {}</style>";
        assert!(!shown_with("en", HtmlPolicy::Allow, script).contains("⟨help⟩"));
        let allowed = "<section>On suicide</section>";
        assert!(shown_with("en", HtmlPolicy::Allow, allowed).contains("⟨help⟩"));
        assert!(!shown_with("pt", HtmlPolicy::Safe, "O suicídio").contains("⟨help⟩"));
        assert!(
            shown_with("es-MX", HtmlPolicy::Safe, "El suicidio").contains("suicidio: \"suicidio\"")
        );
    }

    #[test]
    fn a_mention_is_told_where_it_stands() {
        for (text, place) in [
            (
                "Ärger und mehr. He took *his* own\nlife.",
                "\"took *his* own\\nlife\"",
            ),
            ("He said “I want to\ndie”.", "\"want to\\ndie\""),
            ("People who self&#45;harm", "\"self&#45;harm\""),
        ] {
            assert_eq!(mentioned(text).as_deref(), Some(place), "{text}");
        }
    }
}
