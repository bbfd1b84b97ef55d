//! The page of an article, or of a page that stands on no list.

use tera::{Map, Value};

use super::{About, Template, crumbs, json_ld, site_feed, translations};
use crate::base::path::SitePath;
use crate::content::author_date::Listed;
use crate::content::bibliography::Words;
use crate::content::query::{Answer, ListKey, ListKind, Page, Query};
use crate::content::reference::Target;
use crate::site::body::{self, Addresses};
use crate::site::functions::Scope;
use crate::site::structured_data;
use crate::site::values::{self, map, text};

/// An article or page; `None` where the site has none of that file.
///
/// # Errors
/// The reason, in words, where the file cannot be read.
pub(in crate::site) fn article(scope: &Scope, file: &SitePath) -> Result<Option<Template>, String> {
    let site = &*scope.site;
    let Answer::Page(Some(page)) = scope.recorder.ask(Query::Page(file.clone())) else {
        return Ok(None);
    };
    let (card, summary, front) = (&page.card, &page.summary, &page.summary.front);
    let rendered = body::render(file, &card.url, Addresses::OnPage, site, &scope.recorder)?;
    let translations = translations(scope, Query::Translations(file.clone()));
    let (kind, usual) = if summary.is_home() {
        ("home", "home")
    } else if summary.is_article() {
        ("article", "article")
    } else {
        ("page", "page")
    };
    let crumbs = if summary.is_home() {
        Vec::new()
    } else {
        crumbs(scope, &summary.key)
    };
    let image = image(scope, &page);
    let permalink_of = |image: &Value| {
        image
            .get_from_path("permalink")
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    // A discreet page tells search engines nothing of what it is about.
    let json_ld = match front.discreet {
        true => None,
        false => json_ld(site, || {
            if summary.is_home() {
                structured_data::home(&card.language, &card.url, site)
            } else if summary.is_article() {
                let image = image.as_ref().and_then(permalink_of);
                structured_data::article(&page, &crumbs, image, &rendered.references, site)
            } else {
                structured_data::place(&crumbs, &card.title, &card.url, site)
            }
        }),
    };
    let head_title = if front.discreet {
        Some(site.config.discreet_title(&card.language).to_owned())
    } else if summary.is_home() {
        Some(
            match site
                .global(&card.language)
                .get_from_path("tagline")
                .and_then(Value::as_str)
            {
                Some(tagline) => format!("{} – {tagline}", site.name(&card.language)),
                None => site.name(&card.language).to_owned(),
            },
        )
    } else {
        None
    };
    let about = About {
        kind,
        title: card.title.clone(),
        head_title,
        description: if front.discreet {
            String::new()
        } else {
            card.description.clone()
        },
        url: card.url.to_string(),
        crumbs,
        translations,
        feeds: site_feed(scope),
        image: image.clone().filter(|_| !front.discreet),
        json_ld,
        discreet: front.discreet,
        noindex: false,
    };
    let template = front.template.as_deref().unwrap_or(usual);
    let value = article_value(scope, &page, &rendered, image);
    Ok(Some(
        Template::new(template, scope, about).with("article", value),
    ))
}

fn article_value(
    scope: &Scope,
    page: &Page,
    rendered: &body::Rendered,
    image: Option<Value>,
) -> Value {
    let site = &*scope.site;
    let (card, front) = (&page.card, &page.summary.front);
    let language = site.index.language(&card.language);
    let outline = rendered.outline.iter().map(|(level, id, title)| {
        map([
            ("level", (*level).into()),
            ("id", Value::normal_string(id)),
            ("title", Value::normal_string(title)),
        ])
    });
    // Pages stand on no list.
    let audience = page.audience.iter().filter(|_| page.summary.is_article());
    let audience = audience.filter_map(|slug| {
        let key = ListKey {
            language: card.language.clone(),
            kind: ListKind::Audience,
            slug: slug.clone(),
        };
        match scope.recorder.ask(Query::ListName(key)) {
            Answer::List(Some(list)) => Some(map([
                ("title", site.list_title(&list).into()),
                ("url", site.base.href(&list.url).into()),
            ])),
            _ => None,
        }
    });
    let words = Words::of(&card.language);
    let html = |listed: &Listed| -> Value {
        Value::safe_string(&listed.work.reference(listed.letter, &words).html)
    };
    let references = rendered.references.iter().map(|listed| {
        let back = listed.cited_by.iter().enumerate().map(|(i, &n)| {
            map([
                ("number", (i + 1).into()),
                ("url", format!("#{}", body::citation_id(n)).into()),
            ])
        });
        map([
            ("back", back.collect::<Vec<_>>().into()),
            ("html", html(listed)),
            ("id", body::reference_id(&listed.work.key).into()),
        ])
    });
    let sources = rendered.sources.iter().map(|(id, works)| {
        let works = works
            .iter()
            .filter_map(|&work| rendered.references.get(work));
        map([
            ("id", Value::normal_string(id)),
            ("references", works.map(&html).collect::<Vec<_>>().into()),
        ])
    });
    let notes = rendered.terms.iter().map(|term| {
        map([
            ("id", body::note_id(&term.id).into()),
            ("term", Value::normal_string(&term.term)),
            ("meaning", Value::normal_string(&term.meaning)),
            ("url", values::entry(term, &site.base).into()),
        ])
    });
    let sensitive = rendered.sensitive.iter().map(|part| {
        map([
            ("next", text(part.next.as_deref())),
            ("titles", values::texts(&part.titles)),
            ("url", format!("#{}", part.past).into()),
        ])
    });
    let mut extra = Map::new();
    for (key, value) in &front.extra {
        extra.insert(key.clone().into(), values::node(value));
    }
    // Lists show the same.
    let shown = site.card(card);
    map([
        ("audience", Value::from(audience.collect::<Vec<_>>())),
        ("authors", values::field(&shown, "authors")),
        ("content", Value::safe_string(&rendered.html)),
        ("content_notes", values::texts(&front.content_notes)),
        ("date", values::field(&shown, "date")),
        // Not the first words of the body, which stand below.
        (
            "description",
            match front.description {
                Some(_) => values::field(&shown, "description"),
                None => Value::normal_string(""),
            },
        ),
        ("draft", card.draft.into()),
        ("extra", Value::from(extra)),
        ("featured", front.featured.into()),
        ("glossary", notes.collect::<Vec<_>>().into()),
        ("image", image.into()),
        ("key_points", values::texts(&front.key_points)),
        ("last_reviewed", values::date(front.last_reviewed, language)),
        ("minutes", card.minutes.into()),
        ("outline", Value::from(outline.collect::<Vec<_>>())),
        ("references", references.collect::<Vec<_>>().into()),
        ("review_by", values::date(front.review_by, language)),
        ("reviewed_by", site.people(&page.reviewed_by)),
        ("sensitive", sensitive.collect::<Vec<_>>().into()),
        ("series", series(scope, page).into()),
        ("sources", sources.collect::<Vec<_>>().into()),
        ("title", values::field(&shown, "title")),
        ("topics", values::field(&shown, "topics")),
        ("updated", values::date(front.updated, language)),
    ])
}

fn image(scope: &Scope, page: &Page) -> Option<Value> {
    let site = &*scope.site;
    let image = page.summary.front.image.as_ref()?;
    let target = Target::of(&page.card.file, &image.src);
    let Answer::Asset(Some(asset)) = scope.recorder.ask(Query::Asset(target.asset()?)) else {
        return None;
    };
    Some(map([
        ("src", site.base.href(&asset.url).into()),
        ("permalink", site.base.permalink(&asset.url).into()),
        ("alt", Value::normal_string(&image.alt)),
        ("width", asset.size.map(|size| size.0).into()),
        ("height", asset.size.map(|size| size.1).into()),
        ("caption", text(image.caption.as_deref())),
        ("credit", text(image.credit.as_deref())),
    ]))
}

fn series(scope: &Scope, page: &Page) -> Option<Value> {
    let key = ListKey {
        language: page.card.language.clone(),
        kind: ListKind::Series,
        slug: page.series.clone()?,
    };
    let series = page.summary.front.series.as_ref()?;
    let Answer::List(Some(list)) = scope.recorder.ask(Query::List(key.clone())) else {
        return None;
    };
    let files = scope.files(Query::Parts(key));
    let at = files.iter().position(|file| *file == page.card.file);
    let card = |at: Option<usize>| {
        let file = at.and_then(|at| files.get(at));
        file.and_then(|file| scope.card(file.clone()))
    };
    let articles: Vec<Value> = files
        .iter()
        .filter_map(|file| scope.card(file.clone()))
        .collect();
    Some(map([
        ("name", Value::normal_string(&series.name)),
        ("url", scope.site.base.href(&list.url).into()),
        // Its place among those that are shown: a part may still be a draft.
        ("part", at.map(|at| at + 1).into()),
        ("parts", list.total.into()),
        ("previous", card(at.and_then(|at| at.checked_sub(1))).into()),
        ("next", card(at.map(|at| at + 1)).into()),
        ("articles", articles.into()),
    ]))
}
