//! `glossary.yaml`: words that articles use, and what they mean here.

use std::collections::BTreeMap;

use super::config::check_language;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::SitePath;
use crate::base::yaml::{Dialect, Part, Reader, Source, Step, record};

/// The file of the glossary.
pub const FILE: &str = "articles/glossary.yaml";

record! {
    /// A term in another language.
    pub struct TermTranslation {
        /// The word.
        pub term: String as prose,
        /// Other forms of the word, such as the plural.
        pub forms: Vec<String> as prose,
        /// What it means, in plain words.
        pub meaning: String as prose,
    }
}

record! {
    /// A word and what it means.
    pub struct Term {
        /// The word.
        pub term: String as prose,
        /// Other forms of the word, such as the plural.
        pub forms: Vec<String> as prose,
        /// What it means, in plain words.
        pub meaning: String as prose,
        /// Other terms to read.
        pub see_also: Vec<String>,
        /// Works that it is taken from: keys of the bibliography.
        pub sources: Vec<String>,
        /// The same in other languages, by tag.
        pub translations: BTreeMap<String, TermTranslation>,
    }
}

record! {
    /// Words that articles use, and what they mean here.
    pub struct Glossary {
        /// The terms.
        pub terms: Vec<Term>,
    }
}

/// Reads `glossary.yaml`. A word stands for one term alone, and `see_also` leads to terms that exist.
pub fn read(text: &str, file: &SitePath, problems: &mut Vec<Diagnostic>) -> Option<Glossary> {
    let mut reader = Reader::new(Source::whole(file, text, Dialect::Data), problems);
    let glossary: Glossary = reader.read()?;

    let mut seen: BTreeMap<(&str, String), &str> = BTreeMap::new();
    for (n, term) in glossary.terms.iter().enumerate() {
        let steps = [Step::Key("terms"), Step::Index(n)];
        check_words("", &term.term, &term.forms, &steps, &mut seen, &mut reader);
        for (tag, translation) in &term.translations {
            let steps = [&steps[..], &[Step::Key("translations"), Step::Key(tag)]].concat();
            check_language(tag, "data/language", &steps, Part::Key, &mut reader);
            check_words(
                tag,
                &translation.term,
                &translation.forms,
                &steps,
                &mut seen,
                &mut reader,
            );
        }
    }
    for (n, term) in glossary.terms.iter().enumerate() {
        for (i, other) in term.see_also.iter().enumerate() {
            if seen.contains_key(&("", other.to_lowercase())) {
                continue;
            }
            let steps = [
                Step::Key("terms"),
                Step::Index(n),
                Step::Key("see_also"),
                Step::Index(i),
            ];
            let range = reader.span(&steps, Part::Value);
            let terms = glossary.terms.iter().map(|term| term.term.as_str());
            let help = match crate::base::suggest::nearest(other, terms) {
                Some(term) => format!("did you mean `{term}`?"),
                None => "write a term of this glossary, or add it".into(),
            };
            let message = format!("`{other}` is not a term of this glossary");
            reader.report(Severity::Error, "data/unknown-term", range, message, help);
        }
    }
    Some(glossary)
}

/// Tells of words that already stand for another term in the same language.
fn check_words<'a>(
    language: &'a str,
    term: &'a str,
    forms: &'a [String],
    steps: &[Step<'_>],
    seen: &mut BTreeMap<(&'a str, String), &'a str>,
    reader: &mut Reader<'_>,
) {
    let words = std::iter::once((None, term)).chain(
        forms
            .iter()
            .enumerate()
            .map(|(n, form)| (Some(n), form.as_str())),
    );
    for (form, word) in words {
        let Some(first) = seen.get(&(language, word.to_lowercase())) else {
            seen.insert((language, word.to_lowercase()), term);
            continue;
        };
        // A form that repeats its own term says nothing new, and harms nothing.
        if form.is_some() && *first == term {
            continue;
        }
        let message = format!("`{word}` already stands for the term `{first}`");
        let own = match form {
            None => vec![Step::Key("term")],
            Some(n) => vec![Step::Key("forms"), Step::Index(n)],
        };
        let range = reader.span(&[steps, &own].concat(), Part::Value);
        let help = "keep it in one of the two terms";
        reader.report(Severity::Error, "data/duplicate-term", range, message, help);
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::base::yaml::rendered;

    fn said(text: &str) -> String {
        let mut problems = Vec::new();
        read(text, &SitePath::new("glossary.yaml"), &mut problems);
        rendered(text, &problems)
    }

    #[test]
    fn a_word_stands_for_one_term_and_see_also_leads_to_one() {
        assert_eq!(
            said(
                "terms:\n- term: affect\n  forms: affects\n  meaning: A feeling tone.\n  see_also: [Affect]\n"
            ),
            ""
        );
        assert_snapshot!(said("\
terms:
  - term: repair
    forms: [repairs, Repair]
    meaning: Coming back.
    see_also: [ruptur]
    translations:
      es: {term: reparación, meaning: Volver.}
  - term: rupture
    forms: [Repairs]
    meaning: A break: small or large
  - term: Repair
    meaning: Again.
    source: x
    translations:
      es: {term: reparación, meaning: Volver.}
  - term: hold
"), @r#"10:21 error data/unquoted-colon this text holds a colon, so it must stand in quotes | put the text in quotes: meaning: "A break: small or large""#);
        assert_snapshot!(said("\
terms:
  - term: repair
    meaning: Coming back.
    see_also: [ruptur]
  - term: rupture
    forms: [Repair]
    meaning: A break.
"), @"
        6:13 error data/duplicate-term `Repair` already stands for the term `repair` | keep it in one of the two terms
        4:16 error data/unknown-term `ruptur` is not a term of this glossary | did you mean `rupture`?
        ");
    }
}
