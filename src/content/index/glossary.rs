//! The glossary as pages ask for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::article::{Settings, language_prefix};
use super::super::glossary::{Glossary, Term};
use super::super::language::Lang;
use super::super::query::TermCard;
use super::super::terms::term_id;
use super::SiteIndex;

/// The address of the glossary in `language`, without base path.
#[must_use]
pub fn glossary_url(language: &Lang, settings: &Settings) -> String {
    format!("{}/glossary/", language_prefix(language, settings))
}

impl SiteIndex {
    /// Whether a language has a page for the glossary.
    #[must_use]
    pub fn has_glossary(&self, language: &Lang) -> bool {
        self.standing.glossaries.contains(language)
    }

    pub(super) fn term(&self, id: &str, language: &Lang) -> Option<&Arc<TermCard>> {
        let terms = self
            .glossary
            .get(language)
            .filter(|_| self.has_glossary(language))?;
        terms.iter().find(|term| *term.id == *id)
    }

    pub(super) fn sorted_terms(&self, language: &Lang) -> Vec<Arc<TermCard>> {
        let mut terms = self.glossary.get(language).cloned().unwrap_or_default();
        if let Some(words) = self.standing.languages.get(language) {
            terms.sort_by(|a, b| words.compare(&a.term, &b.term));
        }
        terms
    }
}

/// The terms of each language, in the order of the file.
pub(super) fn cards(
    glossary: Option<&Glossary>,
    settings: &Settings,
) -> BTreeMap<Lang, Vec<Arc<TermCard>>> {
    let languages = std::iter::once(&settings.language).chain(&settings.languages);
    let terms = glossary.map_or(&[][..], |glossary| &glossary.terms);
    let of = |language: &Lang| -> Vec<Arc<TermCard>> {
        let cards = terms.iter().filter_map(|term| {
            let (word, meaning) = wording(term, language, settings)?;
            let named = |other: &String| {
                let other = terms.iter().find(|term| is_it(term, other))?;
                let (word, _) = wording(other, language, settings)?;
                Some((term_id(&other.term), word.to_owned()))
            };
            Some(Arc::new(TermCard {
                id: term_id(&term.term),
                term: word.to_owned(),
                meaning: meaning.to_owned(),
                page: glossary_url(language, settings),
                see_also: term.see_also.iter().filter_map(named).collect(),
                sources: term.sources.iter().map(|key| key.as_str().into()).collect(),
            }))
        });
        cards.collect()
    };
    let cards = languages.map(|language| (language.clone(), of(language)));
    cards.filter(|(_, cards)| !cards.is_empty()).collect()
}

/// Whether some term that `language` has names a work that it is taken from.
pub(super) fn has_sources(
    glossary: Option<&Glossary>,
    language: &Lang,
    settings: &Settings,
) -> bool {
    let mut terms = glossary.iter().flat_map(|glossary| &glossary.terms);
    terms.any(|term| !term.sources.is_empty() && wording(term, language, settings).is_some())
}

/// The word and its meaning in `language`, if the glossary has them.
fn wording<'a>(term: &'a Term, language: &Lang, settings: &Settings) -> Option<(&'a str, &'a str)> {
    if *language == settings.language {
        return Some((&term.term, &term.meaning));
    }
    let translation = term.translations.get(&**language)?;
    Some((&translation.term, &translation.meaning))
}

/// Whether `word` names `term`: `see_also` may name any of its forms.
fn is_it(term: &Term, word: &str) -> bool {
    let mut words = std::iter::once(&term.term).chain(&term.forms);
    words.any(|own| own.to_lowercase() == word.to_lowercase())
}
