//! The pages of words and works: the glossary, and everything that articles cite.

use std::sync::Arc;

use tera::Value;

use super::{About, Template, from_home, json_ld, site_feed, translations};
use crate::content::author_date::compose;
use crate::content::bibliography::Words;
use crate::content::index::references_url;
use crate::content::markdown::{Citation, citations, escaped};
use crate::content::query::{Answer, Query, TermCard};
use crate::site::body;
use crate::site::functions::Scope;
use crate::site::structured_data;
use crate::site::values::{self, map};

/// How many articles an entry of the glossary names.
const USES: usize = 8;

/// Every word that the site explains.
pub(in crate::site) fn glossary(scope: &Scope, url: &str) -> Template {
    let site = &*scope.site;
    let language = &scope.language;
    let terms = match scope.recorder.ask(Query::Glossary(language.clone())) {
        Answer::Glossary(terms) => terms,
        _ => Vec::new(),
    };
    let title = site.word(language, "glossary");
    let crumbs = from_home(scope);
    let about = About {
        kind: "glossary",
        title: title.clone(),
        description: site.word(language, "glossary-description"),
        url: url.to_owned(),
        json_ld: json_ld(site, || {
            structured_data::glossary(&terms, &crumbs, &title, url, language, site)
        }),
        crumbs,
        translations: translations(scope, Query::GlossaryTranslations),
        feeds: site_feed(scope),
        ..About::default()
    };
    let sources = sources(scope, &terms);
    let mut letters: Vec<(String, Vec<Value>)> = Vec::new();
    for (term, sources) in terms.iter().zip(sources) {
        let first = term.term.chars().next();
        let letter: String = first.into_iter().flat_map(char::to_uppercase).collect();
        if letters.last().is_none_or(|(last, _)| *last != letter) {
            letters.push((letter, Vec::new()));
        }
        if let Some((_, group)) = letters.last_mut() {
            group.push(entry(scope, term, sources));
        }
    }
    let letters = letters
        .into_iter()
        .map(|(letter, terms)| map([("letter", letter.into()), ("terms", terms.into())]));
    let letters: Vec<Value> = letters.collect();
    let value = map([("title", title.into()), ("letters", letters.into())]);
    Template::new("glossary", scope, about).with("glossary", value)
}

/// Every work that articles cite, with the articles that rest on it.
pub(in crate::site) fn references(scope: &Scope, url: &str) -> Template {
    let site = &*scope.site;
    let language = &scope.language;
    let works = match scope.recorder.ask(Query::Works(language.clone())) {
        Answer::Works(works) => works,
        _ => Vec::new(),
    };
    let title = site.word(language, "references-all");
    let crumbs = from_home(scope);
    let about = About {
        kind: "references",
        title: title.clone(),
        description: site.word(language, "references-description"),
        url: url.to_owned(),
        json_ld: json_ld(site, || structured_data::place(&crumbs, &title, url, site)),
        crumbs,
        translations: translations(scope, Query::ReferencesTranslations),
        feeds: site_feed(scope),
        ..About::default()
    };
    let words = Words::of(language);
    let sourced = sourced_terms(scope);
    let works = works.iter().map(|work| {
        let resting = sourced.iter().filter(|(key, _)| *key == work.key);
        let resting = resting.map(|(_, term)| {
            map([
                ("title", Value::normal_string(&term.term)),
                ("url", values::entry(term, &site.base).into()),
            ])
        });
        let asked = Query::CitedBy(work.key.clone(), language.clone(), USES);
        let (uses, total) = uses(scope, asked);
        map([
            (
                "html",
                Value::safe_string(&work.reference(None, &words).html),
            ),
            ("id", body::reference_id(&work.key).into()),
            ("terms", resting.collect::<Vec<_>>().into()),
            ("total", total.into()),
            ("uses", uses.into()),
        ])
    });
    let works: Vec<Value> = works.collect();
    let value = map([("title", title.into()), ("works", works.into())]);
    Template::new("references", scope, about).with("references", value)
}

/// The newest articles that a query names, as cards, and how many there are.
fn uses(scope: &Scope, asked: Query) -> (Vec<Value>, usize) {
    let Answer::Uses(files, total) = scope.recorder.ask(asked) else {
        return (Vec::new(), 0);
    };
    let cards = files.into_iter().filter_map(|file| scope.card(file));
    (cards.collect(), total)
}

/// A term with the articles that use it.
fn entry(scope: &Scope, term: &TermCard, sources: Option<Value>) -> Value {
    let asked = Query::TermUses(term.id.clone(), scope.language.clone(), USES);
    let (uses, total) = uses(scope, asked);
    let see_also = term.see_also.iter().map(|(id, word)| {
        map([
            ("title", Value::normal_string(word)),
            ("url", format!("#{id}").into()),
        ])
    });
    map([
        ("id", Value::normal_string(&term.id)),
        ("term", Value::normal_string(&term.term)),
        ("meaning", Value::normal_string(&term.meaning)),
        ("see_also", see_also.collect::<Vec<_>>().into()),
        ("sources", sources.into()),
        ("uses", uses.into()),
        ("total", total.into()),
    ])
}

/// The terms of the glossary that are taken from works, each with the work's own key, as often as it has works.
fn sourced_terms(scope: &Scope) -> Vec<(Arc<str>, Arc<TermCard>)> {
    let language = &scope.language;
    let has_page = scope.recorder.ask(Query::HasGlossary(language.clone()));
    let terms = match scope.recorder.ask(Query::Glossary(language.clone())) {
        Answer::Glossary(terms) if matches!(has_page, Answer::Has(true)) => terms,
        _ => Vec::new(),
    };
    let mut sourced = Vec::new();
    for term in terms {
        for key in &term.sources {
            if let Answer::Work(Some(work)) = scope.recorder.ask(Query::Work(key.clone())) {
                sourced.push((work.key.clone(), term.clone()));
            }
        }
    }
    sourced
}

/// The works that each term is taken from, cited as HTML, with links to the page of all works.
fn sources(scope: &Scope, terms: &[Arc<TermCard>]) -> Vec<Option<Value>> {
    let site = &*scope.site;
    let language = &scope.language;
    let cited = terms.iter().map(|term| {
        let keys: Vec<String> = term.sources.iter().map(|k| format!("@{{{k}}}")).collect();
        let citation = format!("[{}]", keys.join("; "));
        citations(&citation, |_| false).pop()
    });
    let cited: Vec<Option<Citation>> = cited.collect();
    let find = |key: &str| match scope.recorder.ask(Query::Work(key.into())) {
        Answer::Work(work) => work,
        _ => None,
    };
    let composed = compose(cited.iter().flatten(), find, &Words::of(language));
    let has_page = Query::HasReferences(language.clone());
    let page = matches!(scope.recorder.ask(has_page), Answer::Has(true)).then(|| {
        let url = references_url(language, site.index.settings());
        site.base.href(&url)
    });
    let mut html = composed.citations.iter().map(|pieces| {
        let last = pieces.len().saturating_sub(1);
        let pieces = pieces.iter().enumerate().map(|(i, piece)| {
            // No sentence stands around them that they would interrupt.
            let text = piece.text.strip_prefix('(').filter(|_| i == 0);
            let text = text.unwrap_or(&piece.text);
            let text = text.strip_suffix(')').filter(|_| i == last).unwrap_or(text);
            let text = escaped(text);
            let work = piece.work.map(|work| &composed.references[work].work.key);
            match (&page, work) {
                (Some(page), Some(key)) => {
                    format!("<a href=\"{page}#{}\">{text}</a>", body::reference_id(key))
                }
                _ => text,
            }
        });
        Value::safe_string(&pieces.collect::<String>())
    });
    let mut next = |citation: Option<Citation>| citation.and_then(|_| html.next());
    cited.into_iter().map(&mut next).collect()
}
