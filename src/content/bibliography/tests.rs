//! The bibliography as a whole.

use proptest::strategy::Strategy as _;

use super::*;

fn load(name: &str, text: &str) -> (Bibliography, String) {
    let mut problems = Vec::new();
    let bibliography = read(text, &SitePath::new(name), &mut problems);
    (bibliography, crate::base::yaml::rendered(text, &problems))
}

fn bib(text: &str) -> Bibliography {
    let (bibliography, said) = load("references.bib", text);
    assert_eq!(said, "");
    bibliography
}

/// The references of all works in the order of a reference list, one a line.
fn references(bibliography: &Bibliography) -> String {
    let mut works: Vec<&Arc<Work>> = bibliography.works.values().collect();
    works.sort_by_cached_key(|work| work.sort_key());
    let lines: Vec<String> = works
        .iter()
        .map(|work| work.reference(None, &Words::ENGLISH).html.clone())
        .collect();
    lines.join("\n")
}

#[test]
fn reference_list_of_every_work() {
    let text = include_str!("../../../articles/references.bib");
    let list = references(&bib(text));
    insta::assert_snapshot!("reference list of every work", list);
}

/// Why a reference differs from pandoc's, by the section of the manual (7th ed.).
const REASONS: &[(&str, &[&str])] = &[
    (
        "9.27: an article without pages has its number, which pandoc loses",
        &[
            "deleersnyder2013",
            "grossman2023",
            "koole2016",
            "laborde2017",
            "leclere2014",
            "mehling2012",
            "porges2022",
            "provenzi2018",
            "ramseyer2014",
            "zaccaro2018",
            "many",
        ],
    ),
    (
        "6.6: ranges of issues have an en dash",
        &["feldman2007", "feldman2012parenting", "schore2001"],
    ),
    (
        "9.8, 9.9: a particle is part of the surname",
        &["mesman2009", "german"],
    ),
    (
        "9.8: a comma separates one author's initials from the next",
        &["grossman2026"],
    ),
    (
        "6.17: a capital begins a title and what follows its colon, and no other word",
        &["nielsen2013", "webnodate"],
    ),
    (
        "10.6: a doctoral dissertation is called so, and unpublished where it is in no database",
        &["thesis", "thesisonline"],
    ),
    (
        "9.24, 9.33: a publisher or site that is the author is not named again",
        &["webpage", "groupbook"],
    ),
    ("10.4: one report has one number", &["report"]),
    (
        "9.22: what a work is stands in brackets after its title",
        &["brochure", "directed", "film"],
    ),
];

/// Our references beside pandoc's, where they differ. `pandoc` holds what pandoc 3.9 makes of each work alone with
/// `--citeproc` and the same style, which citationberg can write out: `---\nnocite: "@{key}"\nlang: en-US\n---`, to HTML,
/// tags dropped; one line a work, after its key and a tab.
fn differences(bibliography: &Bibliography, pandoc: &str) -> String {
    let mut out = String::new();
    let mut compared = 0;
    for line in pandoc.lines() {
        let (key, theirs) = line.split_once('\t').expect("a key and a reference");
        let work = bibliography.get(key).expect("a work");
        let ours = &work.reference(None, &Words::ENGLISH).text;
        let reason = REASONS.iter().find(|(_, keys)| keys.contains(&key));
        compared += 1;
        if ours == theirs {
            assert!(reason.is_none(), "{key} does not differ");
            continue;
        }
        let reason = reason.map_or("?", |(reason, _)| reason);
        out.push_str(&format!(
            "{key}: {reason}\n  pandoc  {theirs}\n  ours    {ours}\n"
        ));
    }
    assert_eq!(compared, bibliography.works.len());
    assert!(!out.contains(": ?\n"), "{out}");
    out
}

#[test]
fn references_differ_from_pandocs_where_the_manual_does() {
    let project = bib(include_str!("../../../articles/references.bib"));
    let project = differences(&project, include_str!("pandoc/references.txt"));
    insta::assert_snapshot!("differences from pandoc", project);
    let (kinds, said) = load("kinds.bib", include_str!("kinds.bib"));
    let kinds = differences(&kinds, include_str!("pandoc/kinds.txt"));
    insta::assert_snapshot!("differences from pandoc in other kinds of works", kinds);
    insta::assert_snapshot!(said, @"18:7 warning bibliography/missing-field `noauthor` has no author | write author = {Family, Given}, with `and` between names and the name of an organisation in braces of its own; a work of nobody is listed by its title");
}

/// What is said of a `.bib` file, and the keys of the works that were read.
fn said(text: &str) -> String {
    let (bibliography, said) = load("references.bib", text);
    let keys: Vec<&str> = bibliography.works.keys().map(|key| &**key).collect();
    format!("{said}\n[{}]", keys.join(" "))
}

#[test]
fn mistakes_of_form_are_told_and_cost_no_other_entry() {
    const GOOD: &str =
        "@book{good, author = {A, B}, title = {T}, date = {2000}, publisher = {P}}\n";
    let with = |bad: &str| said(&format!("{bad}\n{GOOD}"));
    insta::assert_snapshot!(with("@book{a, author = {A, B}, title = {T, date = {2000},\n}"), @"
    1:1 error bibliography/syntax the entry `a` is not closed | write } after its last field
    [good]
    ");
    insta::assert_snapshot!(with("@book{a, author = {A, B}, title = {T, date = {2000},\n"), @"
    1:35 error bibliography/syntax this { is not closed | write } where it ends
    [good]
    ");
    insta::assert_snapshot!(with("@book{a, author = {A, B}, title = {T}, date = {2000}"), @"
    1:1 error bibliography/syntax the entry `a` is not closed | write } after its last field
    [good]
    ");
    insta::assert_snapshot!(with("@book{a, author = {A, B}, title = {T}, date = {2000},"), @"
    1:1 error bibliography/syntax the entry `a` is not closed | write } after its last field
    [good]
    ");
    insta::assert_snapshot!(with("@book{a,\n  author = {A, B}\n  title = {T},\n  date = 2000, publisher = {P}\n}"), @"
    2:17 error bibliography/syntax a comma is missing after `author` | write a comma after the value
    [a good]
    ");
    insta::assert_snapshot!(with("@book{a author = {A, B}, title = {T}}"), @"
    1:7 error bibliography/syntax a comma is missing after the key `a` | write a,
    [good]
    ");
    insta::assert_snapshot!(with("@book{author = {A, B}, title = {T}}"), @"
    1:1 error bibliography/syntax this entry has no key | write a key of your own before the fields: @book{key, …}
    [good]
    ");
    insta::assert_snapshot!(with("@book{a b, author = {A, B}}"), @"
    1:8 error bibliography/syntax the key `a b` holds a space | write a, or ab,
    [good]
    ");
    insta::assert_snapshot!(with("@book{a, author {A, B}}"), @"
    1:10 error bibliography/syntax `author` has no value | write author = {…},
    [good]
    ");
    insta::assert_snapshot!(with("@book{a, author = , title = {T}}"), @"
    1:19 error bibliography/syntax `author` has no value | write author = {…},
    [good]
    ");
    insta::assert_snapshot!(with("@book{a, title = \"T}, date = {2000}}"), @"
    1:20 error bibliography/syntax this } has no { within the quotes | delete it, or write the value in braces
    [good]
    ");
    insta::assert_snapshot!(with("@book{a, title = \"T, date = 2000,\n"), @r#"
    1:18 error bibliography/syntax this quotation mark is not closed | write " where the value ends
    [good]
    "#);
    insta::assert_snapshot!(with("@book{a, title = Some words, date = 2000}"), @"
    1:23 error bibliography/syntax `title` has something after its value | put the whole value into one pair of braces, and a comma after it
    [good]
    ");
    insta::assert_snapshot!(with("@book{a, title = {T} {U}, date = 2000}"), @"
    1:22 error bibliography/syntax `title` has something after its value | put the whole value into one pair of braces, and a comma after it
    [good]
    ");
    insta::assert_snapshot!(with("book{a, title = {T}}"), @"
    1:1 error bibliography/syntax an entry begins with @ | write @book{a, title = {T}}
    [good]
    ");
    insta::assert_snapshot!(with("@book{a, author = {A, B}, title = {T}}, date = {2000},\n  publisher = {P},\n}"), @"
    1:7 warning bibliography/missing-field `a` has no date, so it is cited as n.d. | write date = {2015}; if it has none, say so: date = {n.d.}
    1:7 warning bibliography/missing-field `a` has no publisher | write publisher = {…}
    1:39 error bibliography/syntax this closes an entry that is already closed | delete it, or the } above that closes the entry too early
    [a good]
    ");
    insta::assert_snapshot!(with("@book a"), @"
    1:1 error bibliography/syntax `@book` has no { | write @book{key, …}
    [good]
    ");
    insta::assert_snapshot!(with("@ book{a}"), @"
    1:1 error bibliography/syntax after @ stands the kind of the entry | write @book{key, author = {Family, Given}, title = {Title}, date = {2015}}
    [good]
    ");
    insta::assert_snapshot!(with("@string{x = {X}\n@string{x = {Y}}\n@string{x = {Z}}"), @"
    1:1 error bibliography/syntax the entry `x` is not closed | write } after its last field
    3:9 error bibliography/duplicate-string @string `x` is written twice | keep one of the two and delete the other
    [good]
    ");
    insta::assert_snapshot!(with("A remark, and % another: title = {x}\n@comment{anything {at} all}\n@comment a line\n@preamble{\"x\"}"), @"[good]");
    insta::assert_snapshot!(said(&GOOD.replace('\n', "\r\n").repeat(2)), @"
    2:7 error bibliography/duplicate-key the key `good` is already taken by an entry above | give one of the two another key, or delete it if both are the same work
    [good]
    ");
    insta::assert_snapshot!(said(&format!("\u{feff}{GOOD}")), @"[good]");
    insta::assert_snapshot!(said(""), @"[]");
}

#[test]
fn mistakes_of_meaning_are_told() {
    insta::assert_snapshot!(said(r"
@artcle{a, author = {A, B}, title = {T}, date = {2000}}
@wibble{b, author = {A, B}, title = {T}, date = {2000}}
@article{c, author = {A, B}, titel = {T}, date = {2000}, journaltitle = {J}, wibble = {x}}
@article{d, author = {A, B}, title = {T}, date = {2011-02-30}}
@book{e, title = {T}, publisher = {P}}
@book{f, author = {A, B}, title = {T}, year = 20111, publisher = {P}, doi = {1010.1037/x}}
@incollection{g, author = {A, B}, title = {T}, year = 2000, month = foo, doi = {https://doi.org/10.1037/abc}}
@online{h, author = {A, B}, title = {T}, date = {n.d.}, url = {www.example.org/x}}
@online{i, title = {T}, date = {2000}}
@book{j, author = {Smith, A. & Jones, B.}, title = {T}, date = {2000}, publisher = {P}}
@book{k, author = {World Health Organization}, title = {T \wibble{x}}, date = {2000}, publisher = apa}
@book{a, author = {A, B}, title = {T}, date = {2000}, publisher = {P}}
@book{A, author = {A, B}, title = {T}, date = {2000}, publisher = {P}, publisher = {Q}}
@book{l, author = {A, B}, title = {T}, date = {2000}, year = {2001}, publisher = {P}}
@phdthesis{m, author = {A, B}, title = {T}, date = {2000-13}}
@report{n, author = {A, B}, title = {T}, date = {3 May 2000}, doi = {10.1/x}, url = {https://a b}}
@set{o, entryset = {a,b}}
@book{p, author = {A, B}, title = {}, date = {}, publisher = {P}}
"), @r"
    2:2 error bibliography/unknown-type `@artcle` is no kind of entry | did you mean @article?
    3:2 error bibliography/unknown-type `@wibble` is no kind of entry | write @article, @book, @incollection, @online, @report, @thesis or @misc
    4:10 error bibliography/missing-field `c` has no title | write title = {…}
    4:30 warning bibliography/unknown-field `titel` is no field of BibLaTeX, so it is not read | did you mean `title`?
    4:78 advice bibliography/unknown-field `wibble` is no field of BibLaTeX, so it is not read | delete it, or write % before it if it is a remark
    5:10 error bibliography/missing-field `d` has no journal | write journaltitle = {…}; what is in no journal is @online, @report or @misc
    5:50 error bibliography/date `2011-02-30` is a day that does not exist | write the year, such as 2015, or year-month-day, such as 2015-03-21; for a work without one, n.d. or in press
    6:7 warning bibliography/missing-field `e` has no date, so it is cited as n.d. | write date = {2015}; if it has none, say so: date = {n.d.}
    6:7 warning bibliography/missing-field `e` has no author | write author = {Family, Given}, with `and` between names and the name of an organisation in braces of its own; a work of nobody is listed by its title
    7:47 error bibliography/date `20111` is no date | write the year, such as 2015, or year-month-day, such as 2015-03-21; for a work without one, n.d. or in press
    7:77 error bibliography/doi `1010.1037/x` is no DOI | write 10.1037/x
    8:15 error bibliography/missing-field `g` has no book that it is in | write booktitle = {…}; a whole book is @book
    8:69 error bibliography/string there is no @string `foo` | write {foo} if it is the text itself
    9:63 error bibliography/url `www.example.org/x` is no web address | write https://www.example.org/x
    10:9 advice bibliography/missing-field `i` has no author | write author = {Family, Given}, with `and` between names and the name of an organisation in braces of its own; a work of nobody is listed by its title
    10:9 warning bibliography/missing-field `i` has no address | write url = {https://…}
    11:30 error bibliography/name names are joined by `and` | write Family, Given and Family, Given
    12:7 warning bibliography/missing-field `k` has no publisher | write publisher = {…}
    12:20 warning bibliography/name this is read as the name of a person | put the name of an organisation in braces of its own: {{World Health Organization}}
    12:59 warning bibliography/tex `\wibble` is a command of TeX that is not known here | write the letter itself; files are UTF-8
    12:99 error bibliography/string there is no @string `apa` | did you mean `apr`?
    13:7 error bibliography/duplicate-key the key `a` is already taken by an entry above | give one of the two another key, or delete it if both are the same work
    14:7 warning bibliography/duplicate-key the keys `A` and `a` differ in capitals alone | give one of the two another key
    14:72 error bibliography/duplicate-field `publisher` is written twice in `A` | keep one of the two and delete the other
    15:62 warning bibliography/date `year` is 2001, but `date` is 2000 | keep the right one and delete the other; `date` is the one that is read
    16:12 warning bibliography/missing-field `m` has no university | write institution = {…}
    16:52 error bibliography/date `2000-13` has a month that does not exist | write the year, such as 2015, or year-month-day, such as 2015-03-21; for a work without one, n.d. or in press
    17:9 warning bibliography/missing-field `n` has no institution | write institution = {…}
    17:49 error bibliography/date `3 May 2000` is no date | write the year, such as 2015, or year-month-day, such as 2015-03-21; for a work without one, n.d. or in press
    17:69 error bibliography/doi `10.1/x` is no DOI | a DOI begins with 10. and has a slash, such as 10.1037/a0022140; an address belongs into url
    17:85 error bibliography/url `https://a b` is no web address | write the whole address, such as https://example.org/page
    18:2 warning bibliography/unknown-type @set is not read: APA style knows no sets of works | cite its works one by one
    19:7 error bibliography/missing-field `p` has no title | write title = {…}
    [A a b d e f g h i j k l m n]
    ");
}

#[test]
fn strings_are_put_in() {
    let bibliography = bib(
        "@string{apa = {American} # { } # x}\n@string{x = {Association}}\n@book{a, author = {A, B}, title = \"T\" # { two}, year = 2000, month = mar, publisher = APA # {, Inc.}}",
    );
    let work = bibliography.get("a").expect("a work");
    assert_eq!(
        work.reference(None, &Words::ENGLISH).text,
        "A, B. (2000). T two. American Association, Inc."
    );
    insta::assert_snapshot!(said("@string{apb = {X}}\n@string{a = a # a}\n@string{b = c}\n@string{c = b}\n@book{k, author = {A, B}, title = {T} # a # b, date = 2000, publisher = apa}"), @"
    2:13 error bibliography/string @string `a` holds itself or too many others | write its text out
    4:13 error bibliography/string @string `b` holds itself or too many others | write its text out
    5:7 warning bibliography/missing-field `k` has no publisher | write publisher = {…}
    5:73 error bibliography/string there is no @string `apa` | did you mean `apb`?
    [k]
    ");
    let doubled: String = (1..60)
        .map(|n| format!("@string{{s{n} = s{} # s{}}}\n", n - 1, n - 1))
        .collect();
    let text = format!(
        "@string{{s0 = {{xxxxxxxx}}}}\n{doubled}@book{{k, author = {{A, B}}, title = s14, date = 2000, publisher = s59}}"
    );
    insta::assert_snapshot!(said(&text), @"
    13:15 error bibliography/string @string `s11` holds itself or too many others | write its text out
    45:15 error bibliography/string @string `s43` holds itself or too many others | write its text out
    61:7 warning bibliography/missing-field `k` has no publisher | write publisher = {…}
    61:7 error bibliography/missing-field `k` has no title | write title = {…}
    []
    ");
}

#[test]
fn fields_are_inherited() {
    let bibliography = bib("
@incollection{part, author = {A, B}, title = {Part}, pages = {1--2}, crossref = {whole}, xdata = {press}}
@collection{whole, editor = {C, D}, title = {The Whole}, subtitle = {of Parts}, date = {2001}, xdata = {press}}
@xdata{press, publisher = {P}}
@inbook{own, title = {Own part}, author = {C, D}, crossref = {book}}
@book{book, author = {C, D}, title = {Book}, date = {2002}, publisher = {P}, ids = {old, older}}
");
    let text = |key: &str| {
        let work = bibliography.get(key).expect("a work");
        work.reference(None, &Words::ENGLISH).text.clone()
    };
    assert_eq!(
        text("part"),
        "A, B. (2001). Part. In D. C (Ed.), The whole: Of parts (pp. 1–2). P."
    );
    assert_eq!(text("own"), "C, D. (2002). Own part. In Book. P.");
    assert_eq!(text("older"), text("book"));
    assert!(bibliography.get("press").is_none());
    insta::assert_snapshot!(said("
@book{a, author = {A, B}, title = {T}, date = {2000}, publisher = {P}, crossref = {b}}
@book{b, author = {A, B}, title = {T}, date = {2000}, publisher = {P}, crossref = {a}}
@book{c, author = {A, B}, title = {T}, date = {2000}, publisher = {P}, crossref = {goood}, xdata = {c}}
@book{good, author = {A, B}, title = {T}, date = {2000}, publisher = {P}}
"), @"
    2:83 error bibliography/crossref `a` takes fields from itself by way of `b` | delete one of these crossref and xdata fields
    3:83 error bibliography/crossref `b` takes fields from itself by way of `a` | delete one of these crossref and xdata fields
    4:83 error bibliography/crossref there is no entry `goood` to take fields from | did you mean `good`?
    4:100 error bibliography/crossref `c` takes fields from itself | delete one of these crossref and xdata fields
    [a b c good]
    ");
}

#[test]
fn references_are_safe() {
    let bibliography = bib(r#"
@article{sici, author = {A <b>, B}, title = {<script> & "T"}, date = {2000}, journaltitle = {J & K}, doi = {10.1002/(SICI)1097-4679(199902)55:1<1::AID-JCLP1>3.0.CO;2-R}}
@online{web, author = {A, B}, title = {T}, date = {2000}, url = {https://example.org/a\_b?c=%7Bd%7D&e}}
"#);
    let html = |key: &str| {
        let work = bibliography.get(key).expect("a work");
        work.reference(None, &Words::ENGLISH).html.clone()
    };
    insta::assert_snapshot!(html("sici"), @r#"A &lt;b&gt;, B. (2000). &lt;script&gt; &amp; &quot;T&quot;. <i>J &amp; K</i>. <a href="https://doi.org/10.1002/(SICI)1097-4679(199902)55:1%3C1::AID-JCLP1%3E3.0.CO;2-R" rel="noopener noreferrer">https://doi.org/10.1002/(SICI)1097-4679(199902)55:1&lt;1::AID-JCLP1&gt;3.0.CO;2-R</a>"#);
    insta::assert_snapshot!(html("web"), @r#"A, B. (2000). <i>T</i>. <a href="https://example.org/a_b?c=%7Bd%7D&amp;e" rel="noopener noreferrer">https://example.org/a_b?c=%7Bd%7D&amp;e</a>"#);
}

#[test]
fn yaml_is_read_into_the_same_works() {
    let text = r#"
safran2000:
  type: book
  title: Negotiating the Therapeutic Alliance
  author: ["Safran, Jeremy D.", "Muran, J. Christopher"]
  date: 2000
  publisher: {name: Guilford Press, location: New York}
koole2016:
  type: Article
  title: {value: Synchrony in psychotherapy, short: Synchrony}
  author: [{name: Koole, given-name: Sander L.}, {name: IJzendoorn, given-name: M., prefix: van}]
  date: 2016-03
  serial-number: {doi: 10.3389/fpsyg.2016.00862, serial: 862}
  parent: {type: periodical, title: Frontiers in Psychology, volume: 7}
chapter:
  type: anthos
  title: The concept of intersubjectivity
  author: Trevarthen, Colwyn
  page-range: 15-46
  parent:
    type: anthology
    title: Intersubjective Communication in {Early} Ontogeny
    editor: Bråten, S.
    date: 1998
    publisher: Cambridge University Press
web:
  type: web
  title: Questions and answers
  author: World Health Organization
  date: 2018
  url: {value: https://www.who.int/q~a, date: 2020-01-02}
old:
  type: book
  title: The ego and the id
  author: Freud, Sigmund
  affiliated: {role: translator, names: "Strachey, James"}
  date: 1961
  publisher: Norton and Sons
  parent: {type: original, date: 1923}
"#;
    let (bibliography, said) = load("references.yaml", text);
    assert_eq!(said, "");
    insta::assert_snapshot!(references(&bibliography), @r#"
    Freud, S. (1961). <i>The ego and the id</i> (J. Strachey, Trans.). Norton and Sons. (Original work published 1923)
    Koole, S. L., &amp; van IJzendoorn, M. (2016). Synchrony in psychotherapy. <i>Frontiers in Psychology</i>, <i>7</i>, Article 862. <a href="https://doi.org/10.3389/fpsyg.2016.00862" rel="noopener noreferrer">https://doi.org/10.3389/fpsyg.2016.00862</a>
    Safran, J. D., &amp; Muran, J. C. (2000). <i>Negotiating the therapeutic alliance</i>. Guilford Press.
    Trevarthen, C. (1998). The concept of intersubjectivity. In S. Bråten (Ed.), <i>Intersubjective communication in Early ontogeny</i> (pp. 15–46). Cambridge University Press.
    World Health Organization. (2018). <i>Questions and answers</i>. <a href="https://www.who.int/q~a" rel="noopener noreferrer">https://www.who.int/q~a</a>
    "#);
}

#[test]
fn mistakes_in_yaml_are_told() {
    let (bibliography, said) = load(
        "references.yaml",
        "
a:
  type: bok
  title: T
  author: A, B
  date: 2000-02-30
b:
  titel: T
  author: A, B
  date: 2000
c: text
d:
  type: article
  title: [T]
  author: 7
  parent: Journal
e: {type: book, title: T, author: [A, B], date: 2000, publisher: P}
f: {type: article, title: T, date: n.d.}
",
    );
    insta::assert_snapshot!(said, @r#"
    3:9 error bibliography/unknown-type `bok` is no type of work | did you mean book?
    6:9 error bibliography/date `2000-02-30` is a day that does not exist | write the year, such as 2015, or year-month-day, such as 2015-03-21; for a work without one, n.d. or in press
    7:1 error bibliography/missing-field this work has no type | write type: article, book, chapter, web, report or thesis
    7:1 error bibliography/missing-field `b` has no title | write title: …
    8:3 warning bibliography/unknown-field `titel` is no key of a work, so it is not read | did you mean `title`?
    11:1 error bibliography/syntax `c` needs keys of its own | write type, title, author and date on the lines below it, indented
    12:1 warning bibliography/missing-field `d` has no date, so it is cited as n.d. | write date: 2015; if it has none, say so: date: n.d.
    12:1 warning bibliography/missing-field `d` has no author | write author: "Family, Given", or the name of an organisation; a work of nobody is listed by its title
    12:1 error bibliography/missing-field `d` has no journal | write parent: {type: periodical, title: …}; what is in no journal is of type web, report or misc
    12:1 error bibliography/missing-field `d` has no title | write title: …
    14:10 error bibliography/syntax this needs text | write the text after the colon
    15:11 error bibliography/name a name is a text such as “Family, Given”, or a group with `name` and `given-name` | write author: ["Safran, Jeremy D.", "Muran, J. Christopher"]
    16:11 error bibliography/syntax a parent needs keys of its own | write type and title on the lines below it, indented
    18:1 warning bibliography/missing-field `f` has no author | write author: "Family, Given", or the name of an organisation; a work of nobody is listed by its title
    18:1 error bibliography/missing-field `f` has no journal | write parent: {type: periodical, title: …}; what is in no journal is of type web, report or misc
    "#);
    assert!(bibliography.get("e").is_some());
    let (_, said) = load("references.yaml", "a: b: c");
    insta::assert_snapshot!(said, @r#"1:5 error data/unquoted-colon this text holds a colon, so it must stand in quotes | put the text in quotes: a: "b: c""#);
}

#[test]
fn other_languages_have_their_words() {
    let words = Words::of("es");
    let bibliography = bib("
@incollection{a, author = {A, B and C, D}, title = {T}, booktitle = {U & V}, editor = {E, F and G, H}, date = {n.d.}, edition = {2}, pages = {3--4}, publisher = {P & Q}}");
    let work = bibliography.get("a").expect("a work");
    insta::assert_snapshot!(work.reference(Some('b'), &words).text, @"A, B., y C, D. (s. f.-b). T. En F. E y H. G (eds.), U & V (2.ª ed., pp. 3-4). P & Q.");
    let (works, _) = load(
        "references.bib",
        "@book{b, title = {Sin autor}, date = {2020-01-05}, edition = {2}, volume = {1}, publisher = {P}}",
    );
    let alone = works.get("b").expect("a work");
    let in_languages = ["en", "es", "de", "el"]
        .map(|language| alone.reference(None, &Words::of(language)).text.clone());
    insta::assert_snapshot!(in_languages.join("\n"), @r##"
    Sin autor (2nd ed., Vol. 1). (2020). P.
    Sin autor (2.ª ed., vol. 1). (2020). P.
    Sin autor (2. Aufl., Bd. 1). (2020). P.
    Sin autor (2η έκδ., τόμ. 1). (2020). P.
    "##);
    insta::assert_snapshot!(work.reference(None, &Words::ENGLISH).text, @"A, B., & C, D. (n.d.). T. In F. E & H. G (Eds.), U & V (2nd ed., pp. 3–4). P & Q.");
}

#[test]
fn works_that_stay_the_same_keep_their_references() {
    let old = bib("@book{a, author = {A, B}, title = {T}, date = {2000}, publisher = {P}}");
    let mut new = bib(
        "% a remark\n@book{a, author = {A, B}, title = {T}, date = {2000}, publisher = {P}}\n@book{b, author = {A, B}, title = {U}, date = {2000}, publisher = {P}}",
    );
    let reference = old.works["a"].reference(None, &Words::ENGLISH);
    new.reuse(&old);
    let again = new.works["a"].reference(None, &Words::ENGLISH);
    assert!(Arc::ptr_eq(&reference, &again));
}

proptest::proptest! {
    /// Whatever a file holds, it is read, each work has a reference, and each problem a place in the file.
    #[test]
    fn nonsense_is_read_without_a_panic(
        text in proptest::collection::vec(
            proptest::prop_oneof![
                "[@{}\\\\\"=,#%~$&'()a-cé \n-]{0,12}",
                proptest::sample::select(vec![
                    "@book{k", "@article{a,", "@string{s = ", "@incollection{c,", " author = {", " title = {", " date = {",
                    "},", "}\n", "\n@", "{\\'e}", " and ", "others", "2011-02-30", "n.d.", "10.1037/x", "crossref = {k},",
                    "xdata = {a},", "pages = {1--", "month = jan,", "year = 0", "edition = {99999999999},", "volume = {x--3},",
                    "\u{e000}\u{e001}", "\u{202e}", "url = {https://a.b/", "origdate = {-99},", "langid = {german},",
                ]).prop_map(str::to_owned),
            ],
            0..24,
        )
    ) {
        check_nonsense("references.bib", &text.concat())?;
    }

    #[test]
    fn nonsense_in_yaml_is_read_without_a_panic(text in "([a-c]: |\n  |type: book|title: |author: |\\[|\\]|\\{|\\}|date: 2000|parent: |, |x|~|\\$|-){0,20}") {
        check_nonsense("references.yaml", &text)?;
    }

    /// Values of every kind, in entries that are sound.
    #[test]
    fn odd_values_make_a_reference(
        author in "[A-Za-zé ,.&-]{0,30}", title in "[^{}\\\\]{0,30}", date in "[0-9/~?-]{0,12}",
        volume in "[^{}\\\\]{0,8}", pages in "[0-9a-z,;–-]{0,12}",
        kind in "(book|article|incollection|thesis|report|online|misc|software|inproceedings|video|patent)",
    ) {
        let text = format!("@{kind}{{k, author = {{{author}}}, title = {{x{title}}}, date = {{{date}}}, volume = {{{volume}}}, number = {{{volume}}}, edition = {{{volume}}}, chapter = {{{volume}}}, pages = {{{pages}}}, journaltitle = {{{title}}}, booktitle = {{{title}}}}}");
        check_nonsense("references.bib", &text)?;
    }
}

fn check_nonsense(name: &str, text: &str) -> Result<(), proptest::test_runner::TestCaseError> {
    let mut problems = Vec::new();
    let bibliography = read(text, &SitePath::new(name), &mut problems);
    for problem in &problems {
        let span = problem.span.expect("a place");
        proptest::prop_assert!(text.get(span.start..span.end).is_some(), "{problem:?}");
        proptest::prop_assert!(problem.help.is_some());
    }
    for work in bibliography.works.values() {
        let reference = work.reference(Some('a'), &Words::ENGLISH);
        proptest::prop_assert!(!reference.text.is_empty());
        let has_mark = reference
            .html
            .contains(|c| ('\u{e000}'..='\u{e00f}').contains(&c));
        proptest::prop_assert!(!has_mark);
        let _ = work.sort_key();
    }
    Ok(())
}
