use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::base::yaml::{Part, Step, rendered};

fn run(text: &str, translation: bool) -> (Option<FrontMatter>, Vec<Diagnostic>) {
    let file = SitePath::new("articles/a.md");
    let mut problems = Vec::new();
    let front_matter = split(text, &file, &mut problems)
        .and_then(|split| read(text, &split, &file, translation, &mut problems));
    (front_matter, problems)
}

/// Everything said about a whole file.
fn said_of(text: &str) -> String {
    rendered(text, &run(text, false).1)
}

/// Everything said about an article with this front matter.
fn said(yaml: &str) -> String {
    said_of(&format!("---\n{yaml}---\nText\n"))
}

/// Everything said about an article that would be right without `yaml`.
fn said_with(yaml: &str) -> String {
    said(&format!("title: Repair\ndate: 2026-11-03\n{yaml}"))
}

fn right(yaml: &str) -> FrontMatter {
    let text = format!("---\n{yaml}---\nText\n");
    let (front_matter, problems) = run(&text, false);
    assert_eq!(rendered(&text, &problems), "");
    front_matter.unwrap()
}

#[test]
fn every_key_is_read() {
    let front_matter = right(
        "\
title: Feeling felt
date: 2026-11-03
description: How it is to be understood.
kind: Article
updated: 2026-11-04
publish_on: 2026-11-05
expires_on: 2027-01-01
draft: yes
authors: ana
reviewed_by: [ben]
last_reviewed: 2026-11-01
review_by: 2029-11-01
topics: [Attunement, Repair]
audience: [clients, parents]
series: {name: The relationship, part: 2}
key_points:
  - One
  - Two
content_notes: [loss]
discreet: ON
image:
  src: hands.jpg
  alt: Two hands
slug: feeling-felt
permalink: /felt/
aliases: /old/
template: article.html
featured: False
related: [../b.md]
glossary: no
waivers: {language/suicide-wording: a quotation}
extra: {colour: {deep: [1, 2.5, null]}}
",
    );
    assert_eq!(front_matter.authors, ["ana"]);
    assert!(front_matter.draft && front_matter.discreet);
    assert!(!front_matter.featured && !front_matter.glossary);
    assert_eq!(front_matter.series.map(|series| series.part), Some(2));
    assert_eq!(front_matter.aliases, ["/old/"]);
    assert_eq!(
        front_matter.waivers["language/suicide-wording"],
        "a quotation"
    );
}

#[test]
fn addresses_are_kept_as_letters() {
    let front_matter = right(
        "title: A\ndate: 2026-11-03\npermalink: /caf%C3%A9/\naliases: [/na%c3%afve/, /50%, /a b/]\n",
    );
    assert_eq!(front_matter.permalink.as_deref(), Some("/caf\u{e9}/"));
    assert_eq!(front_matter.aliases, ["/na\u{ef}ve/", "/50%", "/a b/"]);
    for address in ["/%252e%252e/", "/%%32e/", "/%3f", "/%00", "/%ff/"] {
        let said = said_with(&format!("permalink: '{address}'\n"));
        assert!(said.contains("front-matter/address"), "{address}: {said}");
    }
}

#[test]
fn numbers_and_words_are_texts_as_they_are_written() {
    let title = |written: &str| right(&format!("title: {written}\nkind: page\n")).title;
    for text in ["2026", "1.10", "yes", "No", "true", "0x1F", "1e3", "-0"] {
        assert_eq!(title(text), text);
    }
    assert_eq!(title("\"  spaces around  \""), "spaces around");
}

#[test]
fn keys_without_a_value_are_absent() {
    let front_matter = right("title: A\nkind: page\ndescription:\ntopics: ~\ndraft: \"\"\n");
    assert_eq!(front_matter.description, None);
    assert!(front_matter.topics.is_empty() && !front_matter.draft);
}

#[test]
fn dates_that_are_none_are_told_with_what_to_write() {
    assert_snapshot!(said("\
title: A
date: 2026-02-30
updated: 3 November 2026
publish_on: 03/11/2026
expires_on: 2026-13-01
last_reviewed: 25/12/2026
review_by: tomorrow
"), @"
    3:7 error front-matter/date `date` is a day that does not exist | February 2026 has 28 days
    4:10 error front-matter/date `updated` is not a date of the form YYYY-MM-DD | write 2026-11-03
    5:13 error front-matter/date `publish_on` is not a date of the form YYYY-MM-DD | write it as YYYY-MM-DD: 2026-11-03 or 2026-03-11
    6:13 error front-matter/date `expires_on` is a day that does not exist | there is no month 13: write it as YYYY-MM-DD, such as 2026-11-03
    7:16 error front-matter/date `last_reviewed` is not a date of the form YYYY-MM-DD | write 2026-12-25
    8:12 error front-matter/date `review_by` is not a date of the form YYYY-MM-DD | write it as YYYY-MM-DD, such as 2026-11-03
    ");
    assert_snapshot!(said("title: A\ndate: 20261103\n"), @"3:7 error front-matter/date `date` is not a date of the form YYYY-MM-DD | write 2026-11-03");
    assert_snapshot!(said("title: A\ndate: 2026-11-3T10:00:00Z\n"), @"3:7 error front-matter/date `date` is not a date of the form YYYY-MM-DD | write 2026-11-03");
    assert_snapshot!(said("title: A\ndate: Nov 3rd, 2026\n"), @"3:7 error front-matter/date `date` is not a date of the form YYYY-MM-DD | write 2026-11-03");
    assert_snapshot!(said("title: A\ndate: [2026-11-03]\n"), @"3:7 error front-matter/wrong-type `date` needs a date, not a list | write it as YYYY-MM-DD, such as 2026-11-03");
    assert_snapshot!(said("title: A\ndate: 2026-11-00\n"), @"3:7 error front-matter/date `date` is a day that does not exist | there is no day 00: write it as YYYY-MM-DD, such as 2026-11-03");
}

#[test]
fn dates_must_follow_each_other() {
    assert_snapshot!(said_with("last_reviewed: 2026-06-01\nreview_by: 2026-05-01\n"), @"5:12 error front-matter/date-order `review_by` is before `last_reviewed`, 2026-06-01 | write the day of the next review, 2029-06-01 at the latest");
    assert_snapshot!(said_with("last_reviewed: 2026-06-01\nreview_by: 2029-06-02\n"), @"5:12 error front-matter/review-interval `review_by` is more than 36 months after `last_reviewed`, 2026-06-01 | write 2029-06-01 or an earlier day");
    assert_snapshot!(said_with("updated: 2026-11-02\nexpires_on: 2026-11-03\n"), @"
    4:10 warning front-matter/date-order `updated` is before `date`, 2026-11-03 | write the day of the last change, or delete this line
    5:13 error front-matter/date-order `expires_on` is not after `date`, 2026-11-03: it would never be shown | write a day after 2026-11-03, or delete this line
    ");
    assert_snapshot!(said_with("publish_on: 2026-12-01\nexpires_on: 2026-11-30\n"), @"5:13 error front-matter/date-order `expires_on` is not after `publish_on`, 2026-12-01: it would never be shown | write a day after 2026-12-01, or delete this line");
    assert_snapshot!(said_with("reviewed_by: ben\n"), @"4:14 warning front-matter/review-undated `reviewed_by` says who reviewed it, but not when | add a line last_reviewed: with the day of the review");
}

#[test]
fn an_article_needs_a_date_and_a_page_or_translation_does_not() {
    assert_snapshot!(said("title: A\n"), @"1:1 error front-matter/missing-key the front matter has no `date` | add a line date: 2026-11-03 with the day of publication, or kind: page if it is no article");
    assert_snapshot!(said("title: A\nkind: page\n"), @"");
    assert_snapshot!(said("title: A\nkind: pgae\n"), @"3:7 error front-matter/wrong-value `kind` cannot be `pgae` | did you mean `page`?");
    assert_snapshot!(said("title:\ndate:\n"), @"
    2:1 error front-matter/missing-key `title` is empty | write it after the colon: title: …
    1:1 error front-matter/missing-key the front matter has no `date` | add a line date: 2026-11-03 with the day of publication, or kind: page if it is no article
    ");
    assert_snapshot!(said(""), @"
    1:1 error front-matter/missing-key the front matter has no `title` | add a line title: …
    1:1 error front-matter/missing-key the front matter has no `date` | add a line date: 2026-11-03 with the day of publication, or kind: page if it is no article
    ");
    let text = "---\ntitle: A\n---\n";
    let (front_matter, problems) = run(text, true);
    assert!(front_matter.is_some() && problems.is_empty());
}

#[test]
fn the_slips_of_yaml_are_told_in_an_authors_words() {
    assert_snapshot!(said("title: Attunement: what it is\ndate: 2026-11-03\n"), @r#"2:18 error front-matter/unquoted-colon this text holds a colon, so it must stand in quotes | put the text in quotes: title: "Attunement: what it is""#);
    assert_snapshot!(said("title: She said: \"no\"\n"), @r#"2:16 error front-matter/unquoted-colon this text holds a colon, so it must stand in quotes | put the text in quotes: title: 'She said: "no"'"#);
    assert_snapshot!(said_with("key_points:\n  - Repair: coming back\n  - Two\n"), @r#"5:5 error front-matter/unquoted-colon a colon splits item 1 of `key_points` in two | put the text in quotes: "Repair: coming back""#);
    assert_snapshot!(said("title: A\n\tdate: 2026-11-03\n"), @"3:1 error front-matter/tab a tab indents this line | use two spaces instead of the tab");
    assert_snapshot!(said("title: A\nimage:\n\tsrc: a.jpg\n\talt: b\n"), @"4:1 error front-matter/tab a tab indents this line | use two spaces instead of the tab");
    assert_snapshot!(said("title:Foo\ndate: 2026-11-03\n"), @"2:6 error front-matter/missing-space a space is missing after the colon | write title: Foo");
    assert_snapshot!(said("title: A\ndate:2026-11-03\n"), @"3:5 error front-matter/missing-space a space is missing after the colon | write date: 2026-11-03");
    assert_snapshot!(said("title:Foo\n"), @"2:6 error front-matter/missing-space a space is missing after the colon | write title: Foo");
    assert_snapshot!(said("title: \"Foo\ndate: 2026-11-03\n"), @r#"2:8 error front-matter/quote the quote that opens here is not closed | close it at the end of the text: title: "Foo""#);
    assert_snapshot!(said("title: 'It's fine'\ndate: 2026-11-03\n"), @r#"2:11 error front-matter/quote the apostrophe ends the text too early | write title: "It's fine""#);
    assert_snapshot!(said("title: \"The \"good enough\" parent\"\ndate: 2026-11-03\n"), @r#"2:13 error front-matter/quote a quote inside the text ends it too early | write title: 'The "good enough" parent'"#);
    assert_snapshot!(said("title: \"Fight\" or \"flight\"\ndate: 2026-11-03\n"), @r#"2:14 error front-matter/quote the text goes on after the closing quote | write title: '"Fight" or "flight"'"#);
    assert_snapshot!(said("title: 'Alone' together\ndate: 2026-11-03\n"), @r#"2:14 error front-matter/quote the text goes on after the closing quote | write title: "'Alone' together""#);
    assert_snapshot!(said("title: 'Alone', or 'apart'\ndate: 2026-11-03\n"), @r#"2:14 error front-matter/quote the text goes on after the closing quote | write title: "'Alone', or 'apart'""#);
    assert_snapshot!(said("title: 'The parents' guide'\ndate: 2026-11-03\n"), @r#"2:20 error front-matter/quote the apostrophe ends the text too early | write title: "The parents' guide""#);
    assert_snapshot!(said("title: A\ntopics: [a, b\ndate: 2026-11-03\n"), @r#"3:9 error front-matter/bracket the bracket that opens here is not closed | close it with `]`, or put the text in quotes: topics: "[a, b""#);
    assert_snapshot!(said("title: [Draft] Repair\ndate: 2026-11-03\n"), @r#"2:8 error front-matter/bracket the text goes on after the bracket | put the text in quotes: title: "[Draft] Repair""#);
    assert_snapshot!(said("title: *Attunement*\ndate: 2026-11-03\n"), @r#"2:8 error front-matter/special-character a text that begins with `*` must stand in quotes | put the text in quotes: title: "*Attunement*""#);
    assert_snapshot!(said("title: !important\ndate: 2026-11-03\n"), @r#"2:8 error front-matter/special-character a text that begins with `!` must stand in quotes | put the text in quotes: title: "!important""#);
    assert_snapshot!(said("title: @home\ndate: 2026-11-03\n"), @r#"2:8 error front-matter/special-character a text that begins with `@` must stand in quotes | put the text in quotes: title: "@home""#);
    assert_snapshot!(said("title: A\nThis is a line\ndate: 2026-11-03\n"), @"3:1 error front-matter/missing-colon this line is neither a key with its value nor an item of a list | write a key, a colon, a space and a value; or indent the line if it continues the one above");
    assert_snapshot!(said("title: A\n  date: 2026-11-03\n"), @"3:3 error front-matter/indentation this line does not begin where its neighbours begin | delete the spaces before it, or put as many there as its neighbours have");
    assert_snapshot!(said("title: A\nimage:\n  src: a\n   alt: b\n"), @"5:4 error front-matter/indentation this line does not begin where its neighbours begin | delete the spaces before it, or put as many there as its neighbours have");
    assert_snapshot!(said("Just some words\n"), @"2:1 error front-matter/missing-colon this line is neither a key with its value nor an item of a list | write a key, a colon, a space and a value; or indent the line if it continues the one above");
    assert_snapshot!(said("- title: A\n"), @"2:1 error front-matter/no-keys there are no keys here | write a key, a colon, a space and a value on each line, such as `title: Feeling felt`");
    assert_snapshot!(said_with("description: one\n  # two\n  three\n"), @"5:3 error front-matter/cut-by-comment a comment stands between the lines of a text | move it above the text, or put the whole text in quotes if it is part of it");
}

#[test]
fn a_comment_must_not_cut_a_text_that_readers_see() {
    assert_snapshot!(said("title: Session #3 and after\ndate: 2026-11-03 # a Tuesday\n"), @r#"2:16 error front-matter/cut-by-comment `title` is cut here: ` #` begins a comment | put the text in quotes: title: "Session #3 and after""#);
    assert_snapshot!(said("title: #3\ndate: 2026-11-03\n"), @r##"2:8 error front-matter/cut-by-comment `title` is cut here: ` #` begins a comment | put the text in quotes: title: "#3""##);
    assert_snapshot!(said_with("key_points:\n  - The #1 thing\n  - Two\n"), @r#"5:9 error front-matter/cut-by-comment item 1 of `key_points` is cut here: ` #` begins a comment | put the text in quotes: - "The #1 thing""#);
    assert_snapshot!(said_with("topics:\n  - Shame #metoo\n  - b\naudience: parents #1\n"), @r#"
    5:11 error front-matter/cut-by-comment item 1 of `topics` is cut here: ` #` begins a comment | put the text in quotes: - "Shame #metoo"
    7:19 error front-matter/cut-by-comment `audience` is cut here: ` #` begins a comment | put the text in quotes: audience: "parents #1"
    "#);
    assert_snapshot!(said_with("related: b.md # the next\nslug: a # short\n"), @"");
    assert_snapshot!(said_with("topics: # none yet\naudience: clients # and their friends\n"), @"");
    assert_snapshot!(said_with("topics: [a] # first\nauthors:\n  - ana # lead\ndescription: \"a # b\" # fine\n"), @"");
    assert_snapshot!(said_with("description: >\n  one # two\n  three\n"), @"");
    assert_snapshot!(said_with("description: |\n  one\n  three # four\n# a comment\n"), @"");
    assert_snapshot!(said_with("description: one\n  two #3\n"), @r#"5:7 error front-matter/cut-by-comment `description` is cut here: ` #` begins a comment | put the text in quotes: description: "one two #3""#);
}

#[test]
fn a_text_that_begins_with_an_ampersand_does_not_lose_its_first_word() {
    assert_snapshot!(said("title: &you and me\ndate: 2026-11-03\n"), @r##"2:8 error front-matter/special-character a text that begins with `&` must stand in quotes | put the text in quotes: title: "&you and me""##);
    assert_snapshot!(said_with("topics: &Co\n"), @r##"4:9 error front-matter/special-character a text that begins with `&` must stand in quotes | put the text in quotes: topics: "&Co""##);
    assert_snapshot!(said_with("topics: [Shame, &Co]\naudience:\n  - &us and them\nimage: {src: a.jpg, alt: &you there}\n"), @r##"
    4:17 error front-matter/special-character a text that begins with `&` must stand in quotes | put the text in quotes: "&Co"
    6:5 error front-matter/special-character a text that begins with `&` must stand in quotes | put the text in quotes: - "&us and them"
    7:26 error front-matter/special-character a text that begins with `&` must stand in quotes | put the text in quotes: "&you there"
    "##);
    assert_snapshot!(said_with("description: &d Q&A, fish & chips\nextra: {same: *d, other: &unused [1]}\n"), @"");
    assert_snapshot!(said_with("description: >\n  &one two\n"), @"");
}

#[test]
fn a_comment_must_not_hide_the_end_of_brackets() {
    assert_snapshot!(said_with("topics: [Shame #metoo, Repair]\ndraft: no\n"), @r##"4:16 error front-matter/cut-by-comment the text is cut here: ` #` begins a comment | put the text in quotes: "Shame #metoo""##);
    assert_snapshot!(said_with("image: {src: x.jpg, alt: photo #2 of us}\n"), @r##"4:32 error front-matter/cut-by-comment the text is cut here: ` #` begins a comment | put the text in quotes: alt: "photo #2 of us""##);
    assert_snapshot!(said_with("extra: {accent: #2f6f6b}\ndraft: no\n"), @r##"4:17 error front-matter/cut-by-comment the text is cut here: ` #` begins a comment | put the text in quotes: accent: "#2f6f6b""##);
    assert_snapshot!(said_with("topics: [#metoo, Repair]\ndraft: no\n"), @r##"4:10 error front-matter/cut-by-comment the text is cut here: ` #` begins a comment | put the text in quotes: "#metoo""##);
    assert_snapshot!(said_with("topics: [\n  Shame #metoo,\n  Repair\n]\n"), @r##"5:9 error front-matter/cut-by-comment the text is cut here: ` #` begins a comment | put the text in quotes: "Shame #metoo""##);
    assert_snapshot!(said_with("topics: [it's, \"a #b\", c # note\ndraft: no\n"), @r##"4:9 error front-matter/bracket the bracket that opens here is not closed | close it with `]`, or put the text in quotes: topics: '[it''s, "a #b", c # note'"##);
    assert_snapshot!(said_with("extra:\n  a: [ # one\n    b, # two]\n    c]\n"), @"");
}

#[test]
fn curly_quotes_and_lists_without_brackets_are_warned_of() {
    assert_snapshot!(said("title: “Attunement”\ndate: 2026-11-03\n"), @r#"2:8 warning front-matter/curly-quotes the curly quotes become part of `title` | use straight quotes, or none: "Attunement""#);
    assert_snapshot!(said("title: “No” is a whole “sentence”\ndate: 2026-11-03\n"), @"");
    assert_snapshot!(said("title: '“Quoted”'\ndate: 2026-11-03\n"), @"");
    assert_snapshot!(said_with("authors: ana, ben\n"), @r#"4:10 warning front-matter/comma-list `authors` is one text with a comma in it, not a list | put a list in square brackets: authors: [ana, ben]; put one text in quotes: authors: "ana, ben""#);
}

#[test]
fn unknown_and_duplicate_keys_are_told_where_they_stand() {
    assert_snapshot!(said("\
titel: A
title: B
date: 2026-11-03
tags: [x]
wibble: 1
image:
  src: a.jpg
  alt: b
  atl: c
  alt: d
title: C
waivers:
  link/bare: one
  link/bare: two
extra:
  deep: [{x: 1, x: 2}]
"), @"
    2:1 error front-matter/unknown-key `titel` is not a key of the front matter | did you mean `title`?
    5:1 error front-matter/unknown-key `tags` is not a key of the front matter | did you mean `topics`?
    6:1 error front-matter/unknown-key `wibble` is not a key of the front matter | a theme's own keys go under `extra:`; ours are `title`, `date`, `description`, `kind`, `updated`, `publish_on`, `expires_on`, `draft`, `authors`, `reviewed_by`, `last_reviewed`, `review_by`, `topics`, `audience`, `series`, `key_points`, `content_notes`, `discreet`, `image`, `slug`, `permalink`, `aliases`, `template`, `featured`, `related`, `glossary`, `waivers`, `extra`
    12:1 error front-matter/duplicate-key `title` is already on line 3 | keep one of the two and delete the other
    10:3 error front-matter/unknown-key `atl` is not a key of `image` | did you mean `alt`?
    11:3 error front-matter/duplicate-key `alt` is already on line 9 | keep one of the two and delete the other
    15:3 error front-matter/duplicate-key `link/bare` is already on line 14 | keep one of the two and delete the other
    17:17 error front-matter/duplicate-key `x` is already on line 17 | keep one of the two and delete the other
    ");
}

#[test]
fn all_problems_are_told_at_once() {
    assert_snapshot!(said("\
title: [a, b]
date: soon
draft: maybe
series:
  name: S
  part: 0
image: a.jpg
key_points: [one]
slug: Feeling Felt
permalink: start/../x
aliases: [//x, /a//b/, '/a?b', /ok/, '/%2e%2e/']
template: ../x.html
topics: {a: {b: c}}
extra: nothing
"), @r"
    2:8 error front-matter/wrong-type `title` needs one text, not a list | write one text, without `-` and brackets
    3:7 error front-matter/date `date` is not a date of the form YYYY-MM-DD | write it as YYYY-MM-DD, such as 2026-11-03
    4:8 error front-matter/wrong-type `draft` needs yes or no, not `maybe` | write draft: yes or draft: no
    14:9 error front-matter/wrong-type `topics` needs one text, not a group of keys | write one text; put it in quotes if it holds a colon
    8:8 error front-matter/wrong-type `image` needs keys of its own, not `a.jpg` | write image: {src: a.jpg, alt: …}; the keys are `src`, `alt`, `caption`, `credit`
    15:8 error front-matter/wrong-type `extra` needs keys of its own, not `nothing` | write names of your own on the lines below it, indented, each with a colon
    7:9 error front-matter/wrong-value `part` counts from 1 | write part: 1 for the first part
    9:1 warning front-matter/key-points there is only one key point | name the two to five things to take away
    10:7 error front-matter/slug a slug holds only lower-case letters, digits and single hyphens | write slug: feeling-felt
    11:12 error front-matter/address an address within the site begins with a slash | write the whole address from the first slash on, such as /old/page/
    12:11 error front-matter/address an address within the site is written without the site's own name | write it from the first slash on, such as /start/
    12:16 error front-matter/address two slashes follow each other in this address | write one slash between the parts
    12:24 error front-matter/address an address within the site holds no `\`, `?` or `#` | use letters, digits, hyphens and slashes
    12:38 error front-matter/address dots, slashes and percent signs in an address must not be encoded | write the letters themselves: Attuned encodes what needs it
    13:11 error front-matter/template `template` is the name of one of the theme's templates, not a path | write its name alone, such as template: article
    ");
    assert_snapshot!(said_with("\
slug: '---'
series: {name: S, part: -1}
image: {src: a.jpg}
permalink: https://example.org/x/
aliases: [/../x/, '/a\\b/', \"/a\\u0007\", /]
template: ../x.html
key_points: [1, 2, 3, 4, 5, 6]
"), @r"
    5:25 error front-matter/wrong-value `part` needs a whole number, not -1 | write a whole number, such as part: 1
    6:8 error front-matter/missing-key `image` has no `alt` | add a line alt: …
    8:28 error front-matter/wrong-value item 3 of `aliases` holds an invisible control character | type the text again
    10:1 warning front-matter/key-points there are 6 key points | name the two to five things to take away
    4:7 error front-matter/slug a slug holds only lower-case letters, digits and single hyphens | write letters, digits and hyphens, such as slug: feeling-felt
    7:12 error front-matter/address an address within the site is written without the site's own name | write it from the first slash on, such as /start/
    8:1 error front-matter/address an address holds no `.` or `..` | write the whole address from the first slash on, such as /old/page/
    8:1 error front-matter/address an address within the site holds no `\`, `?` or `#` | use letters, digits, hyphens and slashes
    9:11 error front-matter/template `template` is the name of one of the theme's templates, not a path | write its name alone, such as template: article
    ");
}

#[test]
fn texts_are_looked_at_for_what_readers_would_stumble_over() {
    assert_snapshot!(said("title: A\u{a0}title\ndate: 2026-11-03\n"), @"2:8 advice front-matter/hidden-character the title holds a hidden character, such as a non-breaking space | type the spaces of the title again");
    assert_eq!(said("title: Pourquoi\u{a0}?\ndate: 2026-11-03\n"), "");
    assert_snapshot!(said_with(&format!("description: {}\n", "word ".repeat(70))), @"4:14 advice front-matter/long-description the description has 349 characters | say it in one or two sentences, at most 300 characters");
    assert_snapshot!(said("title: \"bell\\u0007\"\ndate: 2026-11-03\n"), @"2:8 error front-matter/wrong-value `title` holds an invisible control character | type the text again");
}

#[test]
fn front_matter_is_found_whatever_the_editor_made_of_the_file() {
    for text in [
        "\u{feff}---\r\ntitle: A\r\nkind: page\r\n---\r\nText\r\n",
        "\n\n---  \ntitle: A\nkind: page\n---\t\nText\n",
        "---\ntitle: A\nkind: page\n...\nText\n",
        "---\ntitle: A\nkind: page\n---",
    ] {
        assert_eq!(said_of(text), "", "{text:?}");
    }
    let text = "\u{feff}---\r\ntitle: A\r\nkind: pgae\r\ndate: x\r\n---\r\nText\r\n";
    assert_snapshot!(said_of(text), @"
    4:7 error front-matter/date `date` is not a date of the form YYYY-MM-DD | write it as YYYY-MM-DD, such as 2026-11-03
    3:7 error front-matter/wrong-value `kind` cannot be `pgae` | did you mean `page`?
    ");
    let mut problems = Vec::new();
    let split = split(text, &SitePath::new("a.md"), &mut problems).unwrap();
    assert_eq!(&text[split.body.clone()], "Text\r\n");
    let at = split.locate(text, &[Step::Key("title")], Part::Value);
    assert_eq!(&text[at], "A");
}

#[test]
fn missing_and_unclosed_front_matter_are_told() {
    assert_snapshot!(said_of(""), @"1:1 error front-matter/missing the file is empty | begin the file with a line ---, then title: and date:, then another line ---");
    assert_snapshot!(said_of("# A title\n"), @"1:1 error front-matter/missing the file has no front matter | begin the file with a line ---, then title: and date:, then another line ---");
    assert_snapshot!(said_of("—-\ntitle: A\n---\n"), @"1:1 error front-matter/missing the front matter must open with exactly three hyphens | write --- on this line; your editor may have turned the hyphens into a dash");
    assert_snapshot!(said_of("+++\ntitle = 'A'\n+++\n"), @"1:1 error front-matter/missing the front matter is YAML between lines of three hyphens, not TOML | begin the file with a line ---, then title: and date:, then another line ---");
    assert_snapshot!(said_of("---\ntitle: A\n\nText\n"), @"1:1 error front-matter/unclosed the front matter that opens here is not closed | close it with a line of three hyphens, ---, above the text of the article");
    assert_snapshot!(said_of("---\ntitle: A\n—\nText\n"), @"3:1 error front-matter/unclosed the front matter must close with exactly three hyphens | write --- on this line; your editor may have turned the hyphens into a dash");
    let long = format!(
        "---\ntitle: A\ndescription: {}\n---\n",
        "x".repeat(65 * 1024)
    );
    assert_snapshot!(said_of(&long), @"1:1 error front-matter/too-large the front matter is longer than 64 KB | close it with a line of three hyphens, and write the article below that");
}

#[test]
fn bytes_that_are_no_text_are_told() {
    let said = |bytes: &[u8]| {
        let mut problems = Vec::new();
        let text = text_of(bytes, &SitePath::new("a.md"), &mut problems);
        assert!(text.is_none());
        rendered(&String::from_utf8_lossy(bytes), &problems)
    };
    assert_snapshot!(said(b"---\ntitle: caf\xe9\n---\n"), @"2:11 error file/not-utf8 line 2 holds a character that is not saved as UTF-8 | open the file in your editor and save it again with the encoding UTF-8");
    assert_snapshot!(said(b"\xff\xfe-\0-\0"), @"1:1 error file/not-utf8 the file is saved as UTF-16 (“Unicode” in some editors), not as UTF-8 | open the file in your editor and save it again with the encoding UTF-8");
    assert_snapshot!(said(b"---\ntitle: a\0b\n"), @"2:9 error file/nul the file holds an invisible NUL character, so it may be damaged | restore the file, or delete the line and type it again");
}

#[test]
fn bombs_are_refused_in_milliseconds() {
    let mut laughs = "title: A\na: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for pair in ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"] {
        let (from, to) = pair.split_at(1);
        let items = vec![format!("*{from}"); 9].join(",");
        laughs.push_str(&format!("{to}: &{to} [{items}]\n"));
    }
    assert_snapshot!(said(&laughs), @"4:8 error front-matter/too-large this stands for more values than any site needs | write the values out, without `&` and `*`");
    let wide = format!(
        "a: &a [{}]\nb: [{}]\n",
        "x,".repeat(8000),
        "*a,".repeat(8000)
    );
    assert_snapshot!(said(&wide), @"3:5 error front-matter/too-large this stands for more values than any site needs | write the values out, without `&` and `*`");
    let long = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(30_000),
        "*a,".repeat(8000)
    );
    assert_snapshot!(said(&long), @"3:5 error front-matter/too-large this stands for more values than any site needs | write the values out, without `&` and `*`");
    assert_snapshot!(said(&format!("title: {}\n", "[".repeat(30_000))), @"2:72 error front-matter/too-large lists and groups are nested too deeply here | write it with fewer levels");
    assert_snapshot!(said(&format!("title:\n  {}a\n", "- ".repeat(30_000))), @"3:511 error front-matter/too-large lists and groups are nested too deeply here | write it with fewer levels");
    assert_snapshot!(said(&format!("{}a\n", "? ".repeat(30_000))), @"2:511 error front-matter/too-large lists and groups are nested too deeply here | write it with fewer levels");
}

proptest! {
    #[test]
    fn reading_never_panics(text in "(---\n)?([a-z#:\"'“\\[\\]{}&*!|> \t\n\r\0,-]|title: |date: |image:|\\PC){0,60}(\n---\n)?") {
        let (front_matter, problems) = run(&text, false);
        prop_assert!(front_matter.is_some() || !problems.is_empty());
        for problem in &problems {
            let span = problem.span.unwrap();
            prop_assert!(text.get(span.start..span.end).is_some(), "{problem:?}");
        }
    }

    #[test]
    fn values_never_panic(yaml in "(title|date|image|draft|topics|series|key_points|aliases|slug|permalink|extra): ?\\PC{0,20}\n") {
        let text = format!("---\n{yaml}{yaml}---\n");
        let (_, problems) = run(&text, false);
        prop_assert!(!problems.is_empty());
        for problem in &problems {
            let span = problem.span.unwrap();
            prop_assert!(text.get(span.start..span.end).is_some(), "{problem:?}");
        }
    }
}
