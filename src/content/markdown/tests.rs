//! Small bodies in, their whole HTML and every problem out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::content::glossary::{Glossary, Term};
use crate::content::terms::Terms;

/// Sends each destination back as it came; drafts have no page.
struct Echo;

impl Resolve for Echo {
    fn link(&mut self, dest: &str) -> Href {
        match target(dest) {
            _ if dest.contains("draft") => Href::PlainText,
            Target::Web => Href::External(dest.to_owned()),
            _ => Href::To(dest.to_owned()),
        }
    }

    fn image(&mut self, dest: &str) -> Image {
        let sized = dest.ends_with(".jpg");
        Image {
            src: dest.to_owned(),
            width: sized.then_some(640),
            height: sized.then_some(480),
        }
    }

    fn citations(&mut self, citations: &[Citation]) -> Vec<Source> {
        let shown = |(n, citation): (usize, &Citation)| {
            let keys: Vec<&str> = citation
                .cites
                .iter()
                .map(|cite| cite.key.as_str())
                .collect();
            let keys = escaped(&keys.join(" "));
            Source {
                html: format!("⟨{:?} {keys}⟩", citation.form),
                id: String::new(),
                // The second is shown as feeds show it, and one on a page.
                note: (n == 1).then(|| "note".into()),
            }
        };
        citations.iter().enumerate().map(shown).collect()
    }

    fn term(&mut self, id: &str) -> Option<TermLink> {
        Some(TermLink {
            href: format!("/glossary/#{id}"),
            note: format!("meaning--{id}"),
            term: id.to_owned(),
        })
    }

    fn help(&mut self) -> Arc<str> {
        "⟨help⟩\n".into()
    }
}

/// Words that no other test uses.
fn glossary() -> Terms {
    let term = |term: &str, forms: &[&str]| Term {
        term: term.into(),
        forms: forms.iter().map(|form| (*form).into()).collect(),
        meaning: String::new(),
        see_also: Vec::new(),
        sources: Vec::new(),
        translations: BTreeMap::new(),
    };
    let terms = vec![
        term("felt sense", &["felt senses"]),
        term("window of tolerance", &[]),
    ];
    Terms::of(&Glossary { terms }, &"en".into())
}

const FRONT: &str = "---\ntitle: Ψ\n---\n";

fn with_body<T>(
    markdown: &str,
    html: HtmlPolicy,
    look: impl FnOnce(&Body<'_>, &[Diagnostic], &str) -> T,
) -> T {
    with_body_in("en", markdown, html, look)
}

fn with_body_in<T>(
    language: &str,
    markdown: &str,
    html: HtmlPolicy,
    look: impl FnOnce(&Body<'_>, &[Diagnostic], &str) -> T,
) -> T {
    let text = format!("{FRONT}{markdown}");
    let file = SitePath::new("articles/a.md");
    let mut problems = Vec::new();
    let body = FRONT.len()..text.len();
    let terms = glossary();
    let rules = Rules {
        language,
        html,
        terms: terms.finder(language).map(|finder| &**finder),
    };
    let body = read(&text, body, &file, rules, &mut problems);
    look(&body, &problems, &text)
}

fn rendered(body: &Body<'_>) -> String {
    let mut out = String::new();
    body.prepare().fill(&mut Echo, &Labels::default(), &mut out);
    out
}

fn html_of(markdown: &str) -> String {
    with_body(markdown, HtmlPolicy::Safe, |body, _, _| rendered(body))
}

fn codes(markdown: &str) -> Vec<&'static str> {
    with_body(markdown, HtmlPolicy::Safe, |_, problems, _| {
        problems.iter().map(|p| p.code).collect()
    })
}

/// The HTML, then what was learnt, then what is wrong.
fn shown_with(markdown: &str, html: HtmlPolicy) -> String {
    with_body(markdown, html, |body, problems, text| {
        let mut out = rendered(body);
        out.push_str("\n----\n");
        let _ = writeln!(out, "{} words: {:?}", body.words, body.excerpt());
        for Heading {
            level, id, text, ..
        } in &body.headings
        {
            let _ = writeln!(out, "h{level} #{id} {text:?}");
        }
        for LinkRef {
            dest,
            text: words,
            span,
        } in &body.links
        {
            let _ = writeln!(
                out,
                "link {dest:?} {words:?} at {:?}",
                &text[span.start..span.end]
            );
        }
        for ImageRef { dest, alt, span } in &body.images {
            let _ = writeln!(
                out,
                "image {dest:?} {alt:?} at {:?}",
                &text[span.start..span.end]
            );
        }
        for problem in problems {
            let (line, column) = problem.line_and_column(text);
            let Some(span) = problem.span else {
                continue;
            };
            let _ = writeln!(
                out,
                "{} {} {line}:{column} {:?}\n  {}\n  {}",
                problem.severity.name(),
                problem.code,
                &text[span.start..span.end],
                problem.message,
                problem.help.as_deref().unwrap_or_default(),
            );
        }
        out
    })
}

fn shown(markdown: &str) -> String {
    shown_with(markdown, HtmlPolicy::Safe)
}

#[test]
fn headings() {
    assert_snapshot!(shown(
        "# Top\n\n## What “safety” *is*\n\n### Signs\n\n## Signs\n\n## Signs {#signs-2}\n\n## ???\n\n## `code` [link](a.md)\n"
    ));
}

#[test]
fn headings_that_are_wrong() {
    assert_snapshot!(shown(
        "## A {#same}\n\n## B {#same .wide}\n\n#### Too deep\n\n##\n\n## C {#a\"b onclick=x}\n\nOne.\nTwo.\n----\n"
    ));
}

#[test]
fn callouts() {
    assert_snapshot!(shown(
        "> [!try-this] A *soft* \"start\"\n> Breathe out.\n>\n> - once\n\n> [!Note]\n> Only a body.\n\n> [!key-points]\n> - one\n\n\
         > [!quote] Ada Marsh, *A Book*\n> We rupture and repair.\n\n> [!quote]\n>\n> Nobody's words.\n\n> [!important] Only a title\n\n> Plain.\n"
    ));
}

#[test]
fn callouts_within_callouts_and_lists() {
    assert_snapshot!(shown(
        "- one\n\n  > [!note] Outer\n  > > [!example] **Inner\n  > > title** <b>bold\n  > > body</b>\n\n> [!reflect] `a` \\\n> b\n"
    ));
}

#[test]
fn callouts_that_are_wrong() {
    assert_snapshot!(shown(
        "> [!trythsi] A\n\n> [!tip]\n> B\n\n> [!wibble]\n\n> text\n>\n> [!note] late\n\n[!note] no quote\n\n> [!note](a.md) a link\n\n> [!note][n] x\n\n[n]: b.md\n"
    ));
}

#[test]
fn callouts_without_an_empty_line_before_are_told() {
    assert_snapshot!(said(
        "> [!note] One\n> You read a.\n> [!try-this] Two\n> b\n\n> quote\n[!note] Three\n\n\
         > [!note] Four\n> [!wibble] five, \\[!note] six\n> \\[!note] seven\n> [!note](a.md) eight\n"
    ), @r#"
    3:3 callout/misplaced `[!try-this]` makes a callout only at the very start of a quote | write "> [!try-this]" after an empty line, and "> " before each line of the callout
    7:1 callout/misplaced `[!note]` makes a callout only at the very start of a quote | write "> [!note]" after an empty line, and "> " before each line of the callout
    "#);
}

#[test]
fn footnotes() {
    assert_snapshot!(shown(
        "One[^b] two[^a] three[^B].\n\n[^a]: First *note*, which names another[^c].\n\n[^b]: A note\n\n    - with a list\n\n[^c]: Last.\n"
    ));
}

#[test]
fn footnotes_that_are_wrong() {
    assert_snapshot!(shown(
        "One[^a], none[^missing], `[^code]`, \\[^escaped].\n\n[^a]: Note.\n\n[^a]: Again.\n\n[^u]: Unused, with [a link](x.md).\n"
    ));
}

#[test]
fn ids_of_ours_meet_none_of_the_authors() {
    assert_snapshot!(shown(
        "## Footnotes\n\n## fn 1\n\n## Callout 1\n\nA[^1]\n\n[^1]: B\n\n> [!note]\n> x\n"
    ));
}

#[test]
fn ids_of_the_page_are_refused() {
    assert_snapshot!(said(
        "## The point {#main}\n\n## Help {#help--title}\n\n## More {#main-point}\n\nA <span id=\"help--now\">word</span>.\n"
    ), @r#"
    1:1 heading/duplicate-id `main` is a name that the page itself uses for another place | give this one another name: a link can lead to one place only
    3:1 heading/duplicate-id `help--title` is a name that the page itself uses for another place | give this one another name: a link can lead to one place only
    7:9 heading/duplicate-id `help--now` is a name that the page itself uses for another place | give this one another name: a link can lead to one place only
    "#);
    let ids = with_body(
        "## Main\n\n## A {#main}\n",
        HtmlPolicy::Safe,
        |body, _, _| body.ids.clone(),
    );
    assert_eq!(ids, ["a", "main-2"]);
}

#[test]
fn tables() {
    assert_snapshot!(shown(
        "| Cue | *Meaning* |\n|:--|--:|\n| a | `b` |\n\n| | Calm | Tense |\n|---|:-:|---|\n| Breath | slow | fast |\n\n| | |\n|---|---|\n"
    ));
}

#[test]
fn cells_beyond_the_header_are_told() {
    assert_snapshot!(said(
        "| a | b |\n|---|---|\n| x | y | z |\n| `p|q` | r |\n| s \\| t | u | |\n| v |\n\n\
         > a | b\n> --|--\n> c | d\n> e | f | g | h\n\n- | a |\n  |---|\n  | é | ü |\n\nno | table | here\n"
    ), @r#"
    3:11 table/extra-cells this row has more cells than the header of the table, and they are not shown | give the header and the line of hyphens one more column, or write \| for a vertical bar within a cell
    4:11 table/extra-cells this row has more cells than the header of the table, and they are not shown | give the header and the line of hyphens one more column, or write \| for a vertical bar within a cell
    11:11 table/extra-cells this row has more cells than the header of the table, and they are not shown | give the header and the line of hyphens one more column, or write \| for a vertical bar within a cell
    15:9 table/extra-cells this row has more cells than the header of the table, and they are not shown | give the header and the line of hyphens one more column, or write \| for a vertical bar within a cell
    "#);
}

#[test]
fn lists() {
    assert_snapshot!(shown(
        "- tight\n- two\n  1. inner\n\n3. three\n\n   loose\n\n4) four\n\nTerm\n: Meaning\n\nOther\n\n: Loose meaning\n\n  more\n"
    ));
}

#[test]
fn tasks() {
    assert_snapshot!(shown(
        "- [ ] breathe *out*\n- [x] rest\n  - [ ] inner\n- [ ]\n- [ ] > quote\n\n1. [ ] loose [link](a.md)\n\n   more\n"
    ));
}

#[test]
fn words_and_breaks() {
    assert_snapshot!(shown(
        "Don't -- \"stop\"...  \nhard\\\nbreak ~~gone~~ `a<b` &amp; a&b <3\n\n***\n\n```rust no_run\nlet a = 1 < 2;\n```\n\n    indented & code\n\nE = mc^2, a_b_c, [@stern1985, p. 4]\n"
    ));
}

#[test]
fn links() {
    assert_snapshot!(shown(
        "[in](../repair/rupture.md#signs \"A title\") [out](https://a.b/?x=1&y=2) <https://c.d> <me@x.org> [ref][r] [r] \
         [mail](mailto:me@x.org) [call](tel:116123) [here](#here) [draft *words*](draft.md) [<i>b</i> `c`](<my file.md>) \
         [![Hands](hands.jpg)](big.jpg) [ψ](ψ.md)\n\n[r]: ref.md\n"
    ));
}

#[test]
fn links_that_are_wrong() {
    assert_snapshot!(shown(
        "[a](javascript:alert(1)) [b](JAVA&#83;CRIPT:x) [c](<java\tscript:x>) [d](data:text/html,x) [e](file:///x) [f](C:\\x.docx) \
         <vbscript:x> [](a.md) [ ](b.md) [g]() [h](my file.md) ![i](my pic.jpg \"t\") [j][nowhere] [k](see also this) [l](&#106;avascript:x) [m](javascript&colon;x)\n"
    ));
}

#[test]
fn spaces_in_telephone_numbers_and_names_of_places_are_told() {
    assert_snapshot!(said(
        "[020 7946 0000](tel:+44 20 7946 0000) [text](sms:85 258) [see](#How it works)\n\n\
         [text](sms:85258?body=I need help) [call](tel:116123) [see](#how-it-works) [times](# of days)\n"
    ), @r#"
    1:17 link/space this is no link, because there is a space in its address | write the number without spaces: (tel:+442079460000)
    1:46 link/space this is no link, because there is a space in its address | write the number without spaces: (sms:85258)
    1:64 link/space this is no link, because there is a space in its address | write (#how-it-works)
    3:8 link/space this is no link, because there is a space in its address | write (<sms:85258?body=I need help>), or %20 for each space
    "#);
}

#[test]
fn images() {
    assert_snapshot!(shown(
        "![Two *hands*, \"open\"](hands.jpg)\n\n![A cup](cup.png 'A cup & \"saucer\"')\n\nIn text ![a cup](cup.png \"tip\") here.\n\n- ![in list](a.jpg \"t\")\n\n## ![Logo](logo.png)\n"
    ));
}

#[test]
fn images_that_are_wrong() {
    assert_snapshot!(shown(
        "![](hands.jpg) ![far](https://x.y/a.jpg) ![far](//x.y/a.jpg \"t\") ![d](data:image/png;base64,x) ![none]()\n\n![far](http://x.y/a.jpg \"t\")\n\n![a [link](x.md) <b>in</b> ![inner](y.jpg)](z.jpg)\n"
    ));
}

#[test]
fn safe_html() {
    assert_snapshot!(shown(
        "H<sub>2</sub>O, <ABBR title='Cognitive &amp; \"x\" < y'>CBT</ABBR>, a<br/>b<wbr>c <span lang=el id=psi class=\"a b\">ψυχή</span> <!-- secret -->x <ruby>心<rt>xin</rt></ruby>\n\n\
         <details open>\n<summary>More & <b>more</b></summary>\n\nHidden *words*.\n\n</details>\n\n<!-- never\n\nshown -->\n\n<p>One\n\n<p class=lead>Two</p>\n\n\
         <figure>\n\n![x](x.jpg)\n\n<figcaption>Said</figcaption>\n</figure>\n\n> <div>\n> a <b\n> title=q>c</b>\n> </div>\n"
    ));
}

#[test]
fn html_that_is_not_allowed() {
    assert_snapshot!(shown(
        "<a href=x>y</a> <img src=x onerror=alert(1)> <img/onerror=alert(1)> <<script>alert(1)</script> <b onclick=x style='x' foo id='a b' dir=up>z</b> <q cite=\"javascript:x\">q</q>\n\n\
         <script>\nalert(1) // </scr\n</script>\n\n<iframe src=x></iframe>\n\n<table><tr><td>x</td></tr></table>\n\n<h2>H</h2>\n\n<?php x ?>\n\n<!DOCTYPE html>\n\n<![CDATA[ <b> ]]>\n\n<div>\nx <b\nid=1 onclick=x>y</b></div>\n\n<div\n\nnever closed\n"
    ));
}

#[test]
fn markdown_directly_in_html_is_told() {
    let bodies = [
        "<figure>\n![A bench](x.jpg)\n<figcaption>A bench</figcaption>\n</figure>\n",
        "> <div>\n> See [the other page](gone.md), **now**.\n> </div>\n",
        "<details>\n<summary>Q</summary>\nTry **slow**, see [the page](x.md)\n</details>\n",
        "<div>\nA <b>word</b> [here](x.md \"A title\")\n</div>\n",
        "<p>A **word**</p>\n",
        "<details>\n<summary>**Q**</summary>\n\nA\n\n</details>\n",
        // None of these.
        "<div title=\"**a**\">\n2 ** 3 ** 4, ***, [1], [a](see below), \\**b**, [](x)\n<!-- **c** [d](e) --></div>\n",
        "<div>\n<code>**kwargs** [a](b)</code>\n</div>\n",
        "<div>\n\n**a** [b](x.md)\n\n</div>\n",
    ];
    let said: Vec<_> = bodies.iter().map(|body| said(body)).collect();
    assert_snapshot!(said.join("--\n"), @r#"
    2:1 html/markdown-inside this is Markdown within HTML, and is shown as it is written here | leave an empty line after <figure>, so that what follows is read as Markdown
    --
    2:7 html/markdown-inside this is Markdown within HTML, and is shown as it is written here | leave an empty line after <div>, so that what follows is read as Markdown
    --
    3:5 html/markdown-inside this is Markdown within HTML, and is shown as it is written here | leave an empty line after </summary>, so that what follows is read as Markdown
    --
    2:15 html/markdown-inside this is Markdown within HTML, and is shown as it is written here | leave an empty line after <div>, so that what follows is read as Markdown
    --
    1:6 html/markdown-inside this is Markdown within HTML, and is shown as it is written here | leave out <p> and </p>, and leave an empty line before these words, so that they are read as Markdown
    --
    2:10 html/markdown-inside this is Markdown within HTML, and is shown as it is written here | no Markdown is read in <summary>: write <strong>words</strong>, and links below it
    --
    --
    --
    "#);
    let allowed = "<section>\n**a**\n</section>\n\n<pre>\n**a**\n</pre>\n\n<script>\nx[1](2) **a**\n</script>\n";
    with_body(allowed, HtmlPolicy::Allow, |_, problems, _| {
        let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["html/markdown-inside"]);
    });
}

#[test]
fn html_that_does_not_balance() {
    assert_snapshot!(shown(
        "a <b>bold\n\nb </b> c\n\n*x <i>y* z</i>\n\n- <u>li\n  - inner</u>\n\n<b><i>x</b></i>\n\ntext <div>in words</div>\n\n<details>\n\nno summary\n\n</details>\n\n<summary>alone</summary>\n\n> <div>\n\n</div>\n\n<div>\n\nopen to the end\n"
    ));
}

#[test]
fn html_as_the_author_wants_it() {
    assert_snapshot!(shown_with(
        "<section id=\"one\" style=\"x\">\n\n## Hello <a id='two'></a>\n\n</section>\n<!-- kept -->\n<script>x()</script>\n",
        HtmlPolicy::Allow
    ));
    let ids = with_body("<p id=one>\n\n## Two\n", HtmlPolicy::Allow, |body, _, _| {
        body.ids.clone()
    });
    assert_eq!(ids, ["one", "two"]);
}

#[test]
fn pasted_text() {
    assert_snapshot!(shown(
        "• one\n• two\n\n\u{f0b7} three · four\n\n· five\n\n**What is attunement?**\n\n**A whole sentence.**\n\n**One** and **two**\n\n\
         ________\n\n\\_\\_\\_\\_\n\n————\n\n##Signs\n\n#1 thing\n\na\u{a0}b 5\u{a0}mg «\u{a0}mot\u{a0}» c\u{a0}d\u{200b}e\u{200b}f กา\u{200b}รก\n\n1) fine\n"
    ));
}

/// What is said of a body, without the HTML.
fn said(markdown: &str) -> String {
    with_body(markdown, HtmlPolicy::Safe, |_, problems, text| {
        let lines = problems.iter().map(|problem| {
            let (line, column) = problem.line_and_column(text);
            let help = problem.help.as_deref().unwrap_or_default();
            // Below the front matter, counted from 1.
            let line = line - 3;
            format!(
                "{line}:{column} {} {} | {help}\n",
                problem.code, problem.message
            )
        });
        lines.collect()
    })
}

#[test]
fn one_sign_without_a_space_is_a_heading_where_it_reads_like_one() {
    assert_snapshot!(said(
        "#Signs of a rupture\n\n#Signs\n\nText.\n\n#What is this?\n\n##Don't *panic*##\n\n> #In a quotation\n"
    ), @r###"
    1:1 pasted/heading-space this looks like a heading, but has no space after the # | write "## Signs of a rupture"
    3:1 pasted/heading-space this looks like a heading, but has no space after the # | write "## Signs"
    7:1 pasted/heading-space this looks like a heading, but has no space after the # | write "## What is this?"
    9:1 pasted/heading-space this looks like a heading, but has no space after the # | write "## Don't *panic*"
    11:3 pasted/heading-space this looks like a heading, but has no space after the # | write "## In a quotation"
    "###);
    for fine in [
        "#1 thing\n",
        "#selfcare\n",
        "#SelfCare\n",
        "#selfcare #therapy\n",
        "#MeToo changed how we talk about harm.\n",
        "#Repair is what we call it\nwhen somebody comes back.\n",
        "Some words\n#Repair and more\n",
        "\\#Signs of a rupture\n",
        "    #Signs of a rupture\n",
        "`#Signs of a rupture`\n",
        "- #Signs of a rupture\n",
        "# \n",
    ] {
        assert!(!codes(fine).contains(&"pasted/heading-space"), "{fine}");
    }
}

#[test]
fn bullets_of_word_processors_are_told() {
    for bullet in [
        "• ",
        "‣ ",
        "▪ ",
        "● ",
        "➢ ",
        "✓ ",
        "· ",
        "o\t",
        "o   ",
        "o\u{a0}\u{a0} ",
        "§  ",
        "Ø\t",
        "ü  ",
        "\u{f0d8} ",
        "☐ ",
    ] {
        let text = format!("Signs:\n{bullet}one\n{bullet}two\n");
        let found = said(&text);
        assert!(found.contains("pasted/bullet 2 lines"), "{bullet}: {found}");
    }
    assert_snapshot!(said(
        "– one\n– two\n\nText.\n\n— one\nwhich goes on\n— two\n\nText.\n\n–\tone\n\n–\ttwo\n\n– three\n"
    ), @r#"1:1 pasted/bullet 7 lines start with a dash, which does not make a list | for a list, start each line with "- " (a hyphen and a space), and leave an empty line before the first; a conversation may stay as it is"#);
    for fine in [
        "o one\n",
        "§ 203 StGB\n",
        "Ø 5 mm\n",
        "✔️ done\n",
        "- o\tone\n",
        "> Words.\n>\n> — Somebody\n",
        "> Words.\n> — Somebody\n\n> Words.\n> — Somebody else\n",
        "We miss each other\n– and come back –\nagain.\n",
        "— How are you?\n\n— Fine.\n",
        "– one\n\nText.\n\n– two\n",
        "—no blank\n—none\n",
        "```\n– one\n– two\n• three\no\tfour\n```\n",
    ] {
        assert_eq!(said(fine), "", "{fine}");
    }
}

#[test]
fn bold_lines_that_stand_for_headings_are_told() {
    assert_snapshot!(said(
        "***Signs***\n\n**_Signs_**\n\n<strong>Signs of *it*</strong>\n\n<b>Signs</b>\n\n<b><i>Signs</i></b>\n\n__Signs__\n\n\
         **Above**\nIts text.\n\n***Above***  \nIts text.\n\n<b>Above</b>\\\nIts text,\nwhich goes on.\n\n**Above**\n• One\n"
    ), @r###"
    1:1 pasted/bold-heading this bold line looks like a heading, but screen readers and the outline pass it over | write "## Signs"
    3:1 pasted/bold-heading this bold line looks like a heading, but screen readers and the outline pass it over | write "## Signs"
    5:1 pasted/bold-heading this bold line looks like a heading, but screen readers and the outline pass it over | write "## Signs of *it*"
    7:1 pasted/bold-heading this bold line looks like a heading, but screen readers and the outline pass it over | write "## Signs"
    9:1 pasted/bold-heading this bold line looks like a heading, but screen readers and the outline pass it over | write "## Signs"
    11:1 pasted/bold-heading this bold line looks like a heading, but screen readers and the outline pass it over | write "## Signs"
    13:1 pasted/bold-heading this bold line looks like a heading, but screen readers and the outline pass it over | write "## Above", and leave an empty line after it
    16:1 pasted/bold-heading this bold line looks like a heading, but screen readers and the outline pass it over | write "## Above", and leave an empty line after it
    19:1 pasted/bold-heading this bold line looks like a heading, but screen readers and the outline pass it over | write "## Above", and leave an empty line after it
    23:1 pasted/bold-heading this bold line looks like a heading, but screen readers and the outline pass it over | write "## Above", and leave an empty line after it
    24:1 pasted/bullet this line starts with a bullet character, which does not make a list | start the line with "- " (a hyphen and a space), and leave an empty line before the first
    "###);
    for fine in [
        "**Signs:**\n",
        "*Signs*\n",
        "<em>Signs</em>\n",
        "**One** and **two**\n",
        "<b>One</b> and <b>two</b>\n",
        "**Attunement**\nis what we call it.\n",
        "**Anna Example**\\\nCounsellor\\\n1 Example Street\n",
        "**Anna Example**  \nCounsellor\n",
        "**Note:**\nSome words.\n",
        "**A bold run\nover two lines**\n",
        "- **Signs**\n",
        "> **Signs**\n> Text\n",
        "<mark>Signs</mark>\n",
        "**Signs <span\nlang=en>of</span> it**\n",
    ] {
        assert_eq!(said(fine), "", "{fine}");
    }
}

#[test]
fn characters_that_nobody_sees_are_told() {
    assert_snapshot!(said(
        "Co\u{ad}regu\u{ad}la\u{ad}tion, wo\u{2060}rd, wo\u{200c}rd, wo\u{200d}rd, wo\u{feff}rd\n"
    ), @"
    1:3 pasted/soft-hyphen there are 3 soft hyphens, which nobody sees until a line breaks at them; the first is here | delete it: place the cursor after it and press backspace once; where a long word may break, write &shy;
    1:20 pasted/zero-width there are 3 characters without width, which nobody sees; the first is here | delete it: place the cursor after it and press backspace once
    1:41 pasted/zero-width there is a character without width here, which nobody sees | delete it: place the cursor after it and press backspace once (it is left out of the page)
    ");
    for fine in [
        "👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥 🏳\u{fe0f}\u{200d}🌈\n",
        "می\u{200c}خواهم क्\u{200d}ष\n",
        "Selbst&shy;wert, wo&zwnj;rd\n",
    ] {
        assert_eq!(said(fine), "", "{fine}");
    }
}

#[test]
fn rows_of_underscores_are_told() {
    assert_snapshot!(said(
        "Name: ____ and date:____.\n\n- I feel \\_\\_\\_\\_\\_when …\n\n| a |\n|---|\n| ____ |\n\n| Name | ____ |\n|---|---|\n| a | b |\n"
    ), @"1:7 pasted/fill-in 4 rows of underscores are read aloud one by one, and nobody can write on them; the first is here | write … instead, or put what is to be filled in into a file to print and link to it: [worksheet](worksheet.pdf)");
    for fine in [
        "____\n",
        "One\n\n___\n\nTwo\n",
        "___bold___ and __init__ and a_b_c and a___b and x____y\n",
        "`Name: ____`\n",
        "```\nName: ____\n```\n",
        "[a](b____c.md)\n",
        "<abbr title=\"a ____\">b</abbr>\n",
        "<!-- Name: ____ -->\n",
    ] {
        assert_eq!(said(fine), "", "{fine}");
    }
}

#[test]
fn web_addresses_that_are_no_links_are_told() {
    assert_snapshot!(said(
        "`http://a.b` [x](http://a.b) See https://example.org/x.\n\n- (http://example.org/a_(b)), and **https://example.org/\\_c**\n"
    ), @"1:34 link/bare 3 web addresses are plain text: nobody can follow them; the first is here | write <https://example.org/x>, or give the link words: [words](https://example.org/x)");
    assert_snapshot!(said("HTTPS://example.org/?q=1&r=2#s\n"), @"1:1 link/bare this web address is plain text: nobody can follow it | write <HTTPS://example.org/?q=1&r=2#s>, or give the link words: [words](HTTPS://example.org/?q=1&r=2#s)");
    for fine in [
        "<https://example.org/x>\n",
        "[https://example.org/x](https://example.org/x)\n",
        "[*see* https://example.org/x](a.md)\n",
        "[a]\n\n[a]: https://example.org/x\n",
        "![https://example.org/x](a.jpg)\n",
        "`https://example.org/x`\n",
        "    https://example.org/x\n",
        "<q cite=\"https://example.org/x\">a</q>\n",
        "<!-- https://example.org/x -->\n",
        "http://localhost and https:// and a://b.c and xhttp://a.b\n",
    ] {
        assert_eq!(said(fine), "", "{fine}");
    }
    assert_eq!(codes("[a](https://a b.c)\n"), ["link/space"]);
}

#[test]
fn quotation_marks_are_those_of_the_language() {
    let text = "Don't: \"one\" and \"two 'three' *four*\", 'five', \"a \"b\" c\". 'Ada's aunt' 'Hans' house' rock 'n' roll.\n\n\
                ## \"Six\"\n\n- \"seven\n- eight\" \"nine\"\n\n“ten” ‘eleven’ &quot;x&quot; &ldquo;y&rdquo; \\\"z\\\" `\"code\"`\n\n![\"an \"alt\"\"](a.jpg)\n";
    let html = |language: &str| {
        with_body_in(language, text, HtmlPolicy::Safe, |body, _, _| {
            rendered(body)
        })
    };
    for language in ["de-CH", "el", "es-MX", "fr"] {
        assert_snapshot!(format!("quotes_{language}"), html(language));
    }
    assert_eq!(html("en"), html("pt-BR"));
    assert!(html("en").starts_with("<p>Don’t: “one” and “two ‘three’ <em>four</em>”, ‘five’"));
    let excerpt = with_body_in("de", text, HtmlPolicy::Safe, |body, _, _| body.excerpt());
    assert!(
        excerpt.starts_with("Don’t: „one“ and „two ‚three‘ four“, ‚five‘"),
        "{excerpt}"
    );
}

#[test]
fn line_endings_do_not_show() {
    let markdown = "## A\n\n> [!note] T\n> b\n\n[^x] <b\nid=q>c</b>\n\n<div>\nx\n</div>\n\n```\ncode\n\nmore\n```\n\n| a |\n|---|\n| b |\n\n[^x]: y\n";
    assert_eq!(html_of(markdown), html_of(&markdown.replace('\n', "\r\n")));
    assert_eq!(codes(&markdown.replace('\n', "\r\n")), [""; 0]);
}

#[test]
fn the_excerpt_is_the_first_paragraph_with_words() {
    let excerpt =
        |markdown: &str| with_body(markdown, HtmlPolicy::Safe, |body, _, _| body.excerpt());
    assert_eq!(
        excerpt("## H\n\n> quote\n\n![alt](x.jpg)\n\n*Two*\nlines [^1].\n\nMore\n\n[^1]: n"),
        "Two lines ."
    );
    assert_eq!(excerpt("- list"), "");
}

#[test]
fn words_leave_out_what_is_not_prose() {
    let words = |markdown: &str| with_body(markdown, HtmlPolicy::Safe, |body, _, _| body.words);
    assert_eq!(
        words(
            "Isn't *this* un**believ**able?[^1]\n\n```\nno no no\n```\n\n![no no](a.jpg)\n\n[^1]: Two words"
        ),
        5
    );
    assert_eq!(
        words("<b class=\"no\">one</b>\n\n> [!note] two three\n> four\n\n<div>five</div>"),
        5
    );
}

#[test]
fn a_heading_keeps_its_anchor_when_others_come_first() {
    let ids = |markdown: &str| {
        with_body(markdown, HtmlPolicy::Safe, |body, _, _| {
            body.headings
                .iter()
                .map(|h| h.id.clone())
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(ids("## A\n\n## A\n\n## B {#a}"), ["a-2", "a-3", "a"]);
}

#[test]
fn reading_twice_gives_the_same() {
    let markdown = "## A\n\n> [!tip] x\n\n<b>y\n\n[^z] • \u{a0}";
    assert_eq!(shown(markdown), shown(markdown));
}

#[test]
fn deep_nesting_neither_overflows_nor_takes_long() {
    for markdown in [
        ">".repeat(100_000),
        "[".repeat(100_000),
        "- ".repeat(10_000),
        "*a ".repeat(50_000),
        "<b>".repeat(50_000) + &"</i>".repeat(50_000),
        "<div>\n".repeat(20_000),
        "[^".repeat(50_000),
        "](a b".repeat(20_000),
        "![".repeat(50_000) + &"](a)".repeat(50_000),
        "&".repeat(100_000),
        "<p ".repeat(30_000),
        "<!-- ".repeat(30_000),
        "> [!note] ".repeat(10_000),
        "## A\n\n".repeat(10_000),
        "a[^1]".repeat(10_000) + "\n\n[^1]: x",
        "https://a.b) ".repeat(10_000),
        format!("https://a.b{}", ")".repeat(100_000)),
        "a ___ ".repeat(20_000),
        "a____b".repeat(20_000),
        "— a\n".repeat(20_000),
        "– a\n\n".repeat(10_000),
        "#A b\n".repeat(20_000),
        "'a \"b ".repeat(20_000),
        "'a' ".repeat(20_000),
        (0..5_000).fold(String::new(), |mut text, i| {
            let _ = write!(text, "a[^{i}]\n\n[^{i}]: x[^{}]\n\n", i + 1);
            text
        }),
    ] {
        // In German the quotation marks are looked at too.
        let html = with_body_in("de", &markdown, HtmlPolicy::Safe, |body, _, _| {
            rendered(body)
        });
        assert!(html.len() < 20_000_000, "{}", &markdown[..12]);
    }
    assert_eq!(codes(&">".repeat(200)), ["markdown/too-deep"]);
}

/// What a browser would make of our HTML, which is regular: quoted attributes, no comments. Checks that it balances.
fn check(html: &str) -> Result<(), String> {
    const VOID: [&str; 5] = ["br", "hr", "img", "input", "wbr"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let (closes, name_at) = match rest.strip_prefix('/') {
            Some(after) => (true, after),
            None => (false, rest),
        };
        let end = name_at
            .find(|c: char| !c.is_ascii_alphanumeric())
            .ok_or("no end of tag")?;
        let name = &name_at[..end];
        if ["script", "style", "iframe", "object", "form", ""].contains(&name) {
            return Err(format!("<{name}>"));
        }
        rest = &name_at[end..];
        while !rest.starts_with('>') {
            let attribute = rest
                .strip_prefix(' ')
                .ok_or_else(|| format!("in <{name}: {rest:.20}"))?;
            let end = attribute
                .find([' ', '=', '>'])
                .ok_or("no end of attribute")?;
            let (key, after) = attribute.split_at(end);
            if key.starts_with("on") || !key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
                return Err(format!("attribute {key}"));
            }
            rest = after;
            if let Some(quoted) = after.strip_prefix("=\"") {
                let (value, after) = quoted.split_once('"').ok_or("no end of value")?;
                if value.contains(['<', '>']) || key == "style" {
                    return Err(format!("{key}={value}"));
                }
                if ["href", "src", "cite"].contains(&key)
                    && target(&value.replace("&amp;", "&")) == Target::Unsafe
                {
                    return Err(format!("{key}={value}"));
                }
                rest = after;
            }
        }
        if closes {
            let last = open.pop();
            if last != Some(name) {
                return Err(format!("</{name}> closes {last:?}"));
            }
        } else if !VOID.contains(&name) {
            let block = [
                "p",
                "div",
                "ul",
                "ol",
                "table",
                "blockquote",
                "aside",
                "figure",
                "details",
                "section",
                "pre",
                "dl",
                "h2",
                "h3",
            ];
            if block.contains(&name)
                && open
                    .iter()
                    .any(|o| ["p", "span", "b", "label", "summary", "h2", "h3"].contains(o))
            {
                return Err(format!("<{name}> in {open:?}"));
            }
            if name == "a" && open.contains(&"a") {
                return Err("<a> in <a>".into());
            }
            open.push(name);
        }
    }
    if open.is_empty() {
        Ok(())
    } else {
        Err(format!("never closed: {open:?}"))
    }
}

/// Every id is there once, and every reference to one of ours leads somewhere.
fn check_ids(html: &str) -> Result<(), String> {
    let values = |key: &str| -> Vec<&str> {
        html.split(key)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect()
    };
    let mut ids = values(" id=\"");
    ids.sort_unstable();
    if let Some(twice) = ids.windows(2).find(|two| two[0] == two[1]) {
        return Err(format!("two ids {}", twice[0]));
    }
    let lost = values(" aria-labelledby=\"")
        .into_iter()
        .find(|id| ids.binary_search(id).is_err());
    lost.map_or(Ok(()), |id| Err(format!("no id {id}")))
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "word ",
        " ",
        "\n",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n1. ",
        "    ",
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "~~",
        "[",
        "]",
        "(",
        ")",
        "!",
        "\\",
        "<",
        ">",
        "/>",
        "&",
        "[!note]",
        "[!quote] T",
        "> [!note] ",
        "[^a]",
        "\n[^a]: ",
        "\n[^b]: ",
        "[^b]",
        "## ",
        "{#a}",
        "\n---\n",
        "| a | b |\n|---|---|\n",
        "|",
        "[x](y)",
        "![x](y \"t\")",
        "javascript:x",
        "](javascript:x)",
        "<b>",
        "</b>",
        "<div>",
        "\n<div>\n",
        "\n</div>\n",
        "<details>",
        "<summary>",
        "</summary>",
        "</details>",
        "<script>",
        "</script>",
        "<img/onerror=x>",
        "<b onclick=\"x\">",
        "<p id=a>",
        "<p id='",
        "\"",
        "'",
        "=",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<![CDATA[",
        "\r\n",
        "\t",
        "\u{200b}",
        "\u{a0}",
        "•",
        "ψ",
        "- [ ] ",
        "\n: ",
        "https://x.y",
        "<me@x.y>",
        "<span>",
        "</span>",
        "<ruby>",
        "<rt>",
        "<br>",
        "<hr>",
        "\n<hr>\n",
        "\n<p>\n",
        "<q cite=javascript:x>",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_neither_panics_nor_gets_through(text in "\\PC{0,80}|[\\x00-\\x7f]{0,80}") {
        sound(&text)?;
    }

    #[test]
    fn arbitrary_markdown_neither_panics_nor_gets_through(pieces in prop::collection::vec(piece(), 0..40)) {
        sound(&pieces.concat())?;
    }
}

fn sound(markdown: &str) -> Result<(), TestCaseError> {
    for language in ["de", "fr"] {
        with_body_in(language, markdown, HtmlPolicy::Safe, |body, _, _| {
            drop(rendered(body));
        });
    }
    with_body(markdown, HtmlPolicy::Allow, |body, _, _| {
        drop(rendered(body))
    });
    with_body(markdown, HtmlPolicy::Safe, |body, problems, text| {
        let html = rendered(body);
        for problem in problems {
            let span = problem.span.map(|span| span.start..span.end);
            prop_assert!(
                span.is_some_and(|s| s.start >= FRONT.len() && text.get(s).is_some()),
                "{problem:?}"
            );
        }
        // An id that its author gave twice is there twice, and reported.
        let ids = if problems.iter().any(|p| p.code == "heading/duplicate-id") {
            Ok(())
        } else {
            check_ids(&html)
        };
        for found in [check(&html), ids] {
            prop_assert!(found.is_ok(), "{found:?} of {markdown:?}\n{html}");
        }
        Ok(())
    })
}

#[test]
fn the_first_use_of_a_word_of_the_glossary_is_linked_and_explained() {
    assert_snapshot!(html_of("\
## Felt sense

`felt sense`, [felt sense](a.md), and ![felt sense](a.png)

> A window of tolerance, quoted.

> [!note] Felt sense
> The window of
> tolerance's edge, *not felt senses*.

- Felt senses, felt sense, over-felt sense, window of tolerance.
"), @r##"
    <h2 id="felt-sense">Felt sense</h2>
    <p><code>felt sense</code>, <a href="a.md">felt sense</a>, and <img src="a.png" alt="felt sense" loading="lazy" decoding="async"></p>
    <blockquote>
    <p>A window of tolerance, quoted.</p>
    </blockquote>
    <div class="callout callout-note" role="note" aria-labelledby="callout-1">
    <p class="callout-title" id="callout-1"><span class="callout-kind">Note</span> Felt sense</p>
    <p>The <a class="term" href="/glossary/#window-of-tolerance">window of
    tolerance</a><span class="kept"><button type="button" class="term-button" popovertarget="meaning--window-of-tolerance" aria-label="What “window-of-tolerance” means">?</button>’</span>s edge, <em>not <span class="kept"><a class="term" href="/glossary/#felt-sense">felt senses</a><button type="button" class="term-button" popovertarget="meaning--felt-sense" aria-label="What “felt-sense” means">?</button></span></em>.</p>
    </div>
    <ul>
    <li>Felt senses, felt sense, over-felt sense, window of tolerance.</li>
    </ul>
    "##);
    assert_snapshot!(html_of("| A | B |\n|---|---|\n| felt sense | x |\n\nWords.[^1]\n\n[^1]: Window of tolerance."), @r##"
    <section class="table" aria-label="Table: A, B" tabindex="0"><table>
    <thead>
    <tr><th scope="col">A</th><th scope="col">B</th></tr>
    </thead>
    <tbody>
    <tr><td><span class="kept"><a class="term" href="/glossary/#felt-sense">felt sense</a><button type="button" class="term-button" popovertarget="meaning--felt-sense" aria-label="What “felt-sense” means">?</button></span></td><td>x</td></tr>
    </tbody>
    </table></section>
    <p>Words.<sup><a id="fnref-1" href="#fn-1" role="doc-noteref" aria-label="Footnote 1">1</a></sup></p>
    <section class="footnotes" role="doc-endnotes" aria-labelledby="footnotes">
    <h2 id="footnotes">Footnotes</h2>
    <ol>
    <li id="fn-1">
    <p><a class="term" href="/glossary/#window-of-tolerance">Window of tolerance</a><span class="kept"><button type="button" class="term-button" popovertarget="meaning--window-of-tolerance" aria-label="What “window-of-tolerance” means">?</button>.</span> <a href="#fnref-1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    </ol>
    </section>
    "##);
}

#[test]
fn citations_are_found_in_prose_and_stay_words_in_code_and_links() {
    let body = "\
Misses are common [see @tronick1989, pp. 112-113;
@stern1985], as @beebe2010 [p. 7] say -- and [-@bowlby1988], a felt sense [@felt].

`[@code]`, [@link](a.md), \\@escaped, me@example.org, [*@em*], [*@em] x* and *[@em]*.

> Quoted [@quoted].

## Heading
";
    assert_snapshot!(html_of(body), @r##"
    <p>Misses are common ⟨Brackets tronick1989 stern1985⟩, as <span class="citation" id="">⟨Prose beebe2010⟩<span class="kept"><button type="button" class="term-button" popovertarget="note" aria-label="Show the source">i</button></span></span> say – and ⟨Brackets bowlby1988⟩, a <span class="kept"><a class="term" href="/glossary/#felt-sense">felt sense</a><button type="button" class="term-button" popovertarget="meaning--felt-sense" aria-label="What “felt-sense” means">?</button></span> ⟨Brackets felt⟩.</p>
    <p><code>[@code]</code>, <a href="a.md">@link</a>, @escaped, me@example.org, [<em>⟨Prose em⟩</em>], [<em>⟨Prose em⟩] x</em> and <em>⟨Brackets em⟩</em>.</p>
    <blockquote>
    <p>Quoted ⟨Brackets quoted⟩.</p>
    </blockquote>
    <h2 id="heading">Heading</h2>
    "##);
    with_body(body, HtmlPolicy::Safe, |body, _, text| {
        for (key, span) in &body.cited {
            assert!(
                text[span.start..span.end].contains(key.as_str()),
                "{key} {span:?}"
            );
        }
        assert_eq!(
            body.excerpt(),
            "Misses are common, as beebe2010 say – and, a felt sense."
        );
    });
}
