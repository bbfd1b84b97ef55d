//! The bibliography as a whole.

use proptest::strategy::Strategy as _;

use super::*;

fn load(name: &str, text: &str) -> (Bibliography, String) {
    let mut problems = Vec::new();
    let bibliography = read(text, &SitePath::new(name), &mut problems);
    (
        bibliography,
        crate::base::yaml::rendered(text, &problems),
    )
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
            "deleersnyder2013", "grossman2023", "koole2016", "laborde2017", "leclere2014", "mehling2012",
            "porges2022", "provenzi2018", "ramseyer2014", "zaccaro2018", "many",
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
        out.push_str(&format!("{key}: {reason}\n  pandoc  {theirs}\n  ours    {ours}\n"));
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
    insta::assert_snapshot!(said, @"");
}

/// What is said of a `.bib` file, and the keys of the works that were read.
fn said(text: &str) -> String {
    let (bibliography, said) = load("references.bib", text);
    let keys: Vec<&str> = bibliography.works.keys().map(|key| &**key).collect();
    format!("{said}\n[{}]", keys.join(" "))
}

#[test]
fn mistakes_of_form_are_told_and_cost_no_other_entry() {
    const GOOD: &str = "@book{good, author = {A, B}, title = {T}, date = {2000}, publisher = {P}}\n";
    let with = |bad: &str| said(&format!("{bad}\n{GOOD}"));
    insta::assert_snapshot!(with("@book{a, author = {A, B}, title = {T, date = {2000},\n}"), @"");
    insta::assert_snapshot!(with("@book{a, author = {A, B}, title = {T, date = {2000},\n"), @"");
    insta::assert_snapshot!(with("@book{a, author = {A, B}, title = {T}, date = {2000}"), @"");
    insta::assert_snapshot!(with("@book{a, author = {A, B}, title = {T}, date = {2000},"), @"");
    insta::assert_snapshot!(with("@book{a,\n  author = {A, B}\n  title = {T},\n  date = 2000, publisher = {P}\n}"), @"");
    insta::assert_snapshot!(with("@book{a author = {A, B}, title = {T}}"), @"");
    insta::assert_snapshot!(with("@book{author = {A, B}, title = {T}}"), @"");
    insta::assert_snapshot!(with("@book{a b, author = {A, B}}"), @"");
    insta::assert_snapshot!(with("@book{a, author {A, B}}"), @"");
    insta::assert_snapshot!(with("@book{a, author = , title = {T}}"), @"");
    insta::assert_snapshot!(with("@book{a, title = \"T}, date = {2000}}"), @"");
    insta::assert_snapshot!(with("@book{a, title = \"T, date = 2000,\n"), @"");
    insta::assert_snapshot!(with("@book{a, title = Some words, date = 2000}"), @"");
    insta::assert_snapshot!(with("@book{a, title = {T} {U}, date = 2000}"), @"");
    insta::assert_snapshot!(with("book{a, title = {T}}"), @"");
    insta::assert_snapshot!(with("@book{a, author = {A, B}, title = {T}}, date = {2000},\n  publisher = {P},\n}"), @"");
    insta::assert_snapshot!(with("@book a"), @"");
    insta::assert_snapshot!(with("@ book{a}"), @"");
    insta::assert_snapshot!(with("@string{x = {X}\n@string{x = {Y}}\n@string{x = {Z}}"), @"");
    insta::assert_snapshot!(with("A remark, and % another: title = {x}\n@comment{anything {at} all}\n@comment a line\n@preamble{\"x\"}"), @"");
    insta::assert_snapshot!(said(&GOOD.replace('\n', "\r\n").repeat(2)), @"");
    insta::assert_snapshot!(said(&format!("\u{feff}{GOOD}")), @"");
    insta::assert_snapshot!(said(""), @"");
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
"), @"");
}

#[test]
fn strings_are_put_in() {
    let bibliography = bib("@string{apa = {American} # { } # x}\n@string{x = {Association}}\n@book{a, author = {A, B}, title = \"T\" # { two}, year = 2000, month = mar, publisher = APA # {, Inc.}}");
    let work = bibliography.get("a").expect("a work");
    assert_eq!(
        work.reference(None, &Words::ENGLISH).text,
        "A, B. (2000). T two. American Association, Inc."
    );
    insta::assert_snapshot!(said("@string{apb = {X}}\n@string{a = a # a}\n@string{b = c}\n@string{c = b}\n@book{k, author = {A, B}, title = {T} # a # b, date = 2000, publisher = apa}"), @"");
    let doubled: String = (1..60).map(|n| format!("@string{{s{n} = s{} # s{}}}\n", n - 1, n - 1)).collect();
    let text = format!("@string{{s0 = {{xxxxxxxx}}}}\n{doubled}@book{{k, author = {{A, B}}, title = s14, date = 2000, publisher = s59}}");
    insta::assert_snapshot!(said(&text), @"");
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
"), @"");
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
    insta::assert_snapshot!(html("sici"), @"");
    insta::assert_snapshot!(html("web"), @"");
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
    insta::assert_snapshot!(references(&bibliography), @"");
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
    insta::assert_snapshot!(said, @"");
    assert!(bibliography.get("e").is_some());
    let (_, said) = load("references.yaml", "a: b: c");
    insta::assert_snapshot!(said, @"");
}

#[test]
fn other_languages_have_their_words() {
    let words = Words {
        locale: "es-ES",
        and: "y",
        ampersand: "y",
        no_date: "s.f.",
        ..Words::ENGLISH
    };
    let bibliography = bib("
@incollection{a, author = {A, B and C, D}, title = {T}, booktitle = {U & V}, editor = {E, F and G, H}, date = {n.d.}, edition = {2}, pages = {3--4}, publisher = {P & Q}}");
    let work = bibliography.get("a").expect("a work");
    insta::assert_snapshot!(work.reference(Some('b'), &words).text, @"");
    insta::assert_snapshot!(work.reference(None, &Words::ENGLISH).text, @"");
}

#[test]
fn works_that_stay_the_same_keep_their_references() {
    let old = bib("@book{a, author = {A, B}, title = {T}, date = {2000}, publisher = {P}}");
    let mut new = bib("% a remark\n@book{a, author = {A, B}, title = {T}, date = {2000}, publisher = {P}}\n@book{b, author = {A, B}, title = {U}, date = {2000}, publisher = {P}}");
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
        let has_mark = reference.html.contains(|c| ('\u{e000}'..='\u{e00f}').contains(&c));
        proptest::prop_assert!(!has_mark);
        let _ = work.sort_key();
    }
    Ok(())
}
