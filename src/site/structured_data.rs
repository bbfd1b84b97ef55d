//! Structured data for search engines: schema.org in JSON-LD, as it stands inside a `<script>`.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::content::author_date::Listed;
use crate::content::bibliography::{Creator, Work};
use crate::content::query::{Page, PersonCard, TermCard};

use super::values::Crumb;
use super::view::Site;

/// The data of an article: a `MedicalWebPage` whose main entity is the `Article`, and its place in the site. Reviews belong
/// to pages: schema.org gives `lastReviewed` and `reviewedBy` to `WebPage` alone.
#[must_use]
pub fn article(
    page: &Page,
    crumbs: &[Crumb],
    image: Option<String>,
    references: &[Listed],
    site: &Site,
) -> String {
    let card = &page.card;
    let front = &page.summary.front;
    let permalink = site.base.permalink(&card.url);
    let people = |people: &[Arc<PersonCard>]| -> Vec<Value> {
        people.iter().map(|card| person(card, site)).collect()
    };
    let organisation = json!({"@type": "Organization", "name": site.name(&card.language)});
    let authors = match people(&card.authors) {
        authors if authors.is_empty() => vec![organisation.clone()],
        authors => authors,
    };
    let reviewers = people(&page.reviewed_by);
    let changed = front.updated.or(card.date);
    let article = without_nulls(json!({
        "@type": "Article",
        "headline": card.title,
        "description": (!card.description.is_empty()).then_some(&card.description),
        "inLanguage": *card.language,
        "datePublished": card.date.map(|date| date.to_string()),
        "dateModified": changed.map(|date| date.to_string()),
        "author": authors,
        "publisher": organisation,
        "url": permalink,
        "image": image,
        "timeRequired": format!("PT{}M", card.minutes),
        "citation": (!references.is_empty())
            .then(|| references.iter().map(|listed| work(&listed.work)).collect::<Vec<_>>()),
    }));
    let web_page = without_nulls(json!({
        "@type": "MedicalWebPage",
        "@id": permalink,
        "url": permalink,
        "name": card.title,
        "inLanguage": *card.language,
        "lastReviewed": front.last_reviewed.map(|date| date.to_string()),
        "reviewedBy": (!reviewers.is_empty()).then_some(reviewers),
        "mainEntity": article,
        "breadcrumb": breadcrumbs(crumbs, &card.title, &card.url, site),
    }));
    graph(vec![web_page])
}

/// A work that is cited.
fn work(work: &Work) -> Value {
    let creators: Vec<Value> = work
        .creators
        .list
        .iter()
        .map(|creator| {
            let kind = match creator {
                Creator::Person(_) => "Person",
                _ => "Organization",
            };
            json!({"@type": kind, "name": creator.full()})
        })
        .collect();
    let container = work.container.as_ref();
    without_nulls(json!({
        "@type": work.kind.schema_type(),
        "name": work.title,
        "author": (!creators.is_empty()).then_some(creators),
        "datePublished": work.date.iso(),
        "url": work.address(),
        "isPartOf": container.map(|title| json!({"@type": "CreativeWork", "name": title})),
    }))
}

/// A person, as far as people.yaml tells.
fn person(card: &PersonCard, site: &Site) -> Value {
    let person = &card.person;
    without_nulls(json!({
        "@type": "Person",
        "name": person.name,
        "honorificSuffix": person.credentials,
        "jobTitle": person.role,
        "identifier": person.registration,
        "url": card.url.as_ref().map(|url| site.base.permalink(url)),
    }))
}

/// The data of the glossary: a `DefinedTermSet`, and its place in the site.
#[must_use]
pub fn glossary(
    terms: &[Arc<TermCard>],
    crumbs: &[Crumb],
    title: &str,
    url: &str,
    language: &str,
    site: &Site,
) -> String {
    let set = site.base.permalink(url);
    let terms = terms.iter().map(|term| {
        let address = format!("{set}#{}", term.id);
        json!({
            "@type": "DefinedTerm",
            "@id": address,
            "url": address,
            "name": term.term,
            "description": term.meaning,
            "inDefinedTermSet": set,
        })
    });
    graph(vec![
        json!({
            "@type": "DefinedTermSet",
            "@id": set,
            "url": set,
            "name": title,
            "inLanguage": language,
            "hasDefinedTerm": terms.collect::<Vec<_>>(),
        }),
        breadcrumbs(crumbs, title, url, site),
    ])
}

/// The data of any other page: its place in the site.
#[must_use]
pub fn place(crumbs: &[Crumb], title: &str, url: &str, site: &Site) -> String {
    graph(vec![breadcrumbs(crumbs, title, url, site)])
}

/// The data of the home page.
#[must_use]
pub fn home(language: &str, url: &str, site: &Site) -> String {
    graph(vec![json!({
        "@type": "WebSite",
        "name": site.name(language),
        "url": site.base.permalink(url),
        "inLanguage": language,
    })])
}

fn breadcrumbs(crumbs: &[Crumb], title: &str, url: &str, site: &Site) -> Value {
    let way = crumbs
        .iter()
        .map(|crumb| (&*crumb.title, crumb.url.as_deref()));
    // A folder without a page has no address, and an item must have one.
    let items: Vec<Value> = way
        .chain(std::iter::once((title, Some(url))))
        .filter_map(|(title, url)| Some((title, url?)))
        .enumerate()
        .map(|(i, (title, url))| {
            json!({
                "@type": "ListItem",
                "position": i + 1,
                "name": title,
                // By its address: the vocabulary wants a thing here, not a text.
                "item": {"@id": site.base.permalink(url)},
            })
        })
        .collect();
    json!({"@type": "BreadcrumbList", "itemListElement": items})
}

fn graph(items: Vec<Value>) -> String {
    let text = json!({"@context": "https://schema.org", "@graph": items}).to_string();
    // Nothing in the data can end the script or begin a comment in it.
    text.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

fn without_nulls(mut value: Value) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.retain(|_, value| !value.is_null());
    }
    value
}
