//! Rendering: one route in, its bytes out, with everything that was read on the way.

use std::sync::Arc;

use tera::{Context, Map, Value};

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::content::article::language_prefix;
use crate::content::author_date::{Listed, compose};
use crate::content::bibliography::Words;
use crate::content::index::references_url;
use crate::content::language::Lang;
use crate::content::markdown::{Citation, citations, escaped};
use crate::content::query::{Answer, ListKey, ListKind, Page, Query, TermCard};

use super::body::{self, Addresses};
use super::functions::{Scope, current, within};
use super::plan::{Content, Route};
use super::recorder::{Reads, Recorder};
use super::theme::template_problem;
use super::values::{self, humanise, map, text};
use super::view::Site;
use super::{feed, pictures, sitemap, structured_data};

/// What a render yields.
#[derive(Debug)]
pub struct Rendered {
    /// The bytes of the output, or why there are none.
    pub bytes: Result<Vec<u8>, Diagnostic>,
    /// What was read.
    pub reads: Reads,
}

/// Renders one route. A function of the site and the route alone.
#[must_use]
pub fn render(site: &Arc<Site>, route: &Route) -> Rendered {
    let recorder = Recorder::new(site.index.clone(), site.snapshot.clone());
    let (language, file) = match &route.content {
        Content::Page(file) => (page_language(file, &recorder), Some(file.clone())),
        Content::Redirect(file) => (page_language(file, &recorder), None),
        Content::Home(language)
        | Content::Terms(language, _)
        | Content::Glossary(language)
        | Content::References(language)
        | Content::NotFound(language) => (Some(language.clone()), None),
        Content::List(key, _) | Content::Feed(key) => (Some(key.language.clone()), None),
        _ => (None, None),
    };
    let scope = Scope {
        site: site.clone(),
        recorder,
        language: language.unwrap_or_else(|| site.index.settings().language.clone()),
        file,
        url: route.url.clone(),
    };
    let (bytes, reads) = within(scope, || {
        current(|scope| content(scope, route))
            .unwrap_or_else(|| Ok(Made::Bytes(Vec::new())))
            .and_then(|made| match made {
                Made::Bytes(bytes) => Ok(bytes),
                // Templates ask for the scope themselves, so it is not held while they run.
                Made::Template(name, context) => fill(site, &name, &context, route),
            })
    });
    Rendered { bytes, reads }
}

/// What a route is made of, before templates have run.
enum Made {
    Bytes(Vec<u8>),
    Template(String, Box<Context>),
}

fn page_language(file: &SitePath, recorder: &Recorder) -> Option<Lang> {
    match recorder.ask(Query::Card(file.clone())) {
        Answer::Card(Some(card)) => Some(card.language.clone()),
        _ => None,
    }
}

fn fill(site: &Site, name: &str, context: &Context, route: &Route) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::with_capacity(32 * 1024);
    match site.theme.tera.render_to(name, context, &mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => {
            let file = template_file(&error, name, site);
            let text = site.snapshot.text(&file).unwrap_or_default();
            let problem = template_problem(&error, &file, text);
            let rendered = format!("while rendering `{}`", route.url);
            Err(match problem.help.clone() {
                Some(help) => problem.help(format!("{help} ({rendered})")),
                None => problem.help(rendered),
            })
        }
    }
}

/// The file of the template that an error arose in.
fn template_file(error: &tera::Error, name: &str, site: &Site) -> SitePath {
    let template = match error.kind() {
        tera::ErrorKind::RenderingError(report) | tera::ErrorKind::SyntaxError(report) => {
            report.filename()
        }
        _ => name,
    };
    site.theme.template_file(template, &site.snapshot)
}

fn content(scope: &Scope, route: &Route) -> Result<Made, Diagnostic> {
    let site = &*scope.site;
    let unreadable = |file: &SitePath| {
        let file = file.clone();
        move |reason: String| {
            Diagnostic::error(
                "file/unreadable",
                &file,
                format!("the file cannot be read: {reason}"),
            )
        }
    };
    let made = match &route.content {
        Content::Page(file) => article(scope, file).map_err(unreadable(file))?,
        Content::Home(language) => home(scope, language),
        Content::List(key, number) => list(scope, key, *number, &route.url),
        Content::Terms(_, kind) => terms(scope, *kind, &route.url),
        Content::Glossary(_) => glossary(scope, &route.url),
        Content::References(_) => references(scope, &route.url),
        Content::NotFound(_) => not_found(scope, &route.url),
        Content::Redirect(file) => redirect(scope, file, &route.url),
        Content::Redirects => Made::Bytes(redirects(scope).into_bytes()),
        Content::Feed(key) => {
            let file = SitePath::new("site.yaml");
            let text =
                feed::render(key, &route.url, site, &scope.recorder).map_err(unreadable(&file))?;
            Made::Bytes(text.into_bytes())
        }
        Content::Sitemap(part) => {
            Made::Bytes(sitemap::sitemap(*part, site, &scope.recorder).into_bytes())
        }
        Content::SitemapIndex(parts) => Made::Bytes(sitemap::index(*parts, site).into_bytes()),
        Content::Robots => Made::Bytes(sitemap::robots(site).into_bytes()),
        Content::Stylesheet => Made::Bytes(site.theme.stylesheet().as_bytes().to_vec()),
        Content::ThemeAsset(file) => {
            let bytes = scope.recorder.bytes(file).map_err(unreadable(file))?;
            Made::Bytes(bytes.into_owned())
        }
        Content::Asset(file) => {
            let bytes = scope.recorder.bytes(file).map_err(unreadable(file))?;
            Made::Bytes(published(file, bytes.into_owned())?)
        }
    };
    Ok(made)
}

/// A file as readers get it: pictures without their metadata, everything else as it is.
fn published(file: &SitePath, bytes: Vec<u8>) -> Result<Vec<u8>, Diagnostic> {
    if !file.extension().is_some_and(pictures::is_picture) {
        return Ok(bytes);
    }
    pictures::clean(&bytes)
        .map(|picture| picture.bytes)
        .map_err(|error| Diagnostic::error("image/unusable", file, error.message).help(error.help))
}

/// What every kind of page says about itself.
#[derive(Default)]
struct About {
    kind: &'static str,
    title: String,
    /// Where it differs from title and site name.
    head_title: Option<String>,
    description: String,
    url: String,
    crumbs: Vec<(String, Option<String>)>,
    translations: Vec<(Lang, String)>,
    /// As values, `{title, url}`.
    feeds: Vec<Value>,
    image: Option<Value>,
    json_ld: Option<String>,
    discreet: bool,
    noindex: bool,
}

fn page_context(scope: &Scope, about: About) -> Box<Context> {
    let site = &*scope.site;
    let base = &site.base;
    let language = &scope.language;
    let alternates = about.translations.iter().map(|(tag, url)| {
        let name = site.words(tag, "language-name", &[]);
        map([
            ("language", Value::normal_string(tag)),
            (
                "name",
                if name == "language-name" {
                    Value::normal_string(tag)
                } else {
                    name.into()
                },
            ),
            ("url", base.href(url).into()),
            ("permalink", base.permalink(url).into()),
            ("current", (tag == language).into()),
        ])
    });
    let default = about
        .translations
        .iter()
        .find(|(tag, _)| *tag == site.index.settings().language)
        .map(|(_, url)| base.permalink(url));
    let crumb = |(title, url): &(String, Option<String>)| values::link(title, url.as_deref(), base);
    let crumbs = about.crumbs.iter().map(crumb);
    let head_title = about
        .head_title
        .unwrap_or_else(|| format!("{} – {}", about.title, site.name(language)));
    let direction = site.index.language(language).map_or("ltr", |l| l.direction);
    let page = map([
        ("alternates", Value::from(alternates.collect::<Vec<_>>())),
        ("breadcrumbs", Value::from(crumbs.collect::<Vec<_>>())),
        ("default_permalink", default.into()),
        ("description", about.description.into()),
        ("dir", direction.into()),
        ("discreet", about.discreet.into()),
        ("feeds", about.feeds.into()),
        ("head_title", head_title.into()),
        ("image", about.image.into()),
        (
            "json_ld",
            about.json_ld.map(|json| Value::safe_string(&json)).into(),
        ),
        ("kind", about.kind.into()),
        ("language", Value::normal_string(language)),
        ("noindex", about.noindex.into()),
        ("permalink", base.permalink(&about.url).into()),
        ("title", about.title.into()),
        ("url", base.href(&about.url).into()),
    ]);
    let mut context = Context::new();
    context.insert_value("site", site.global(language));
    context.insert_value("page", page);
    Box::new(context)
}

/// The way from the home page down to the folder of `key`.
fn crumbs(scope: &Scope, key: &str) -> Vec<(String, Option<String>)> {
    let mut crumbs = vec![home_crumb(scope)];
    let mut folders: Vec<&str> = key.split('/').collect();
    // The last part is the page itself; for `folder/index` it is the folder.
    folders.pop();
    if key.ends_with("/index") {
        folders.pop();
    }
    let mut path = String::new();
    for folder in folders {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(folder);
        let asked = Query::Folder(scope.language.clone(), path.as_str().into());
        crumbs.push(match scope.recorder.ask(asked) {
            Answer::Card(Some(card)) => (card.title.clone(), Some(card.url.to_string())),
            _ => (humanise(folder), None),
        });
    }
    crumbs
}

/// Structured data, for themes that show it.
fn json_ld(site: &Site, make: impl FnOnce() -> String) -> Option<String> {
    site.theme.shows_structured_data.then(make)
}

fn translations(scope: &Scope, query: Query) -> Vec<(Lang, String)> {
    match scope.recorder.ask(query) {
        Answer::Translations(translations) => translations,
        _ => Vec::new(),
    }
}

fn home_crumb(scope: &Scope) -> (String, Option<String>) {
    let prefix = language_prefix(&scope.language, scope.site.index.settings());
    (
        scope.site.word(&scope.language, "home"),
        Some(format!("{prefix}/")),
    )
}

fn site_feed(scope: &Scope) -> Vec<Value> {
    let site = &*scope.site;
    let language = &scope.language;
    let has_articles = Query::HasLists(language.clone(), ListKind::Articles);
    let exists = site.theme.has_feed(super::theme::FeedKind::Site)
        && matches!(scope.recorder.ask(has_articles), Answer::Has(true));
    if !exists {
        return Vec::new();
    }
    site.feed(language).into_iter().collect()
}

fn article(scope: &Scope, file: &SitePath) -> Result<Made, String> {
    let site = &*scope.site;
    let Answer::Page(Some(page)) = scope.recorder.ask(Query::Page(file.clone())) else {
        return Ok(Made::Bytes(Vec::new()));
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
    let mut context = page_context(
        scope,
        About {
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
        },
    );
    context.insert_value("article", article_value(scope, &page, &rendered, image));
    let template = front.template.as_deref().unwrap_or(usual);
    Ok(Made::Template(format!("{template}.html"), context))
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
    let target = crate::content::reference::Target::of(&page.card.file, &image.src);
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
        ("part", series.part.into()),
        ("parts", list.total.into()),
        ("previous", card(at.and_then(|at| at.checked_sub(1))).into()),
        ("next", card(at.map(|at| at + 1)).into()),
        ("articles", articles.into()),
    ]))
}

fn home(scope: &Scope, language: &Lang) -> Made {
    let site = &*scope.site;
    let name = site.name(language).to_owned();
    let url = home_crumb(scope).1.unwrap_or_default();
    let about = About {
        kind: "home",
        head_title: Some(name.clone()),
        title: name,
        json_ld: json_ld(site, || structured_data::home(language, &url, site)),
        url,
        translations: translations(scope, Query::HomeTranslations),
        feeds: site_feed(scope),
        ..About::default()
    };
    Made::Template("home.html".into(), page_context(scope, about))
}

fn list(scope: &Scope, key: &ListKey, number: usize, url: &str) -> Made {
    let site = &*scope.site;
    let Answer::List(Some(list)) = scope.recorder.ask(Query::List(key.clone())) else {
        return Made::Bytes(Vec::new());
    };
    let title = site.list_title(&list);
    let mut crumbs = vec![home_crumb(scope)];
    if matches!(key.kind, ListKind::Topic | ListKind::Author) {
        let prefix = language_prefix(&key.language, site.index.settings());
        let folder = key.kind.folder();
        crumbs.push((
            site.word(&key.language, folder),
            Some(format!("{prefix}/{folder}/")),
        ));
    }
    let mut feeds = site_feed(scope);
    if key.kind == ListKind::Topic && site.theme.has_feed(super::theme::FeedKind::Topics) {
        let args = [
            ("site", site.name(&key.language)),
            ("topic", title.as_str()),
        ];
        let title = site.words(&key.language, "feed-topic-title", &args);
        let url = format!("{}feed.xml", list.url);
        feeds.push(values::link(&title, Some(&url), &site.base));
    }
    let translations = if number == 1 {
        translations(scope, Query::ListTranslations(key.clone()))
    } else {
        Vec::new()
    };
    let files = scope.files(Query::Members(key.clone(), number));
    let cards: Vec<Value> = files
        .into_iter()
        .filter_map(|file| scope.card(file))
        .collect();
    let page_link = |number: usize| {
        let exists = (1..=list.pages).contains(&number);
        let url = crate::content::index::page_url(&list.url, number);
        if exists {
            site.base.href(&url).into()
        } else {
            Value::none()
        }
    };
    let person = match key.kind {
        ListKind::Author => {
            match scope
                .recorder
                .ask(Query::Person(key.slug.clone(), key.language.clone()))
            {
                Answer::Person(Some(person)) => values::person(&person, &site.base),
                _ => Value::none(),
            }
        }
        _ => Value::none(),
    };
    let head_title = (number > 1).then(|| {
        let number = number.to_string();
        let args = [("title", title.as_str()), ("number", number.as_str())];
        format!(
            "{} – {}",
            site.words(&key.language, "title-page", &args),
            site.name(&key.language)
        )
    });
    let about = About {
        kind: "list",
        title: title.clone(),
        head_title,
        description: list.description.clone(),
        url: url.to_owned(),
        json_ld: json_ld(site, || structured_data::place(&crumbs, &title, url, site)),
        crumbs,
        translations,
        feeds,
        ..About::default()
    };
    let mut context = page_context(scope, about);
    context.insert_value(
        "list",
        map([
            ("kind", key.kind.name().into()),
            ("title", title.into()),
            ("description", Value::normal_string(&list.description)),
            ("articles", cards.into()),
            ("number", number.into()),
            ("pages", list.pages.into()),
            ("total", list.total.into()),
            ("previous", page_link(number.saturating_sub(1))),
            ("next", page_link(number + 1)),
            ("person", person),
        ]),
    );
    Made::Template("list.html".into(), context)
}

fn terms(scope: &Scope, kind: ListKind, url: &str) -> Made {
    let site = &*scope.site;
    let title = site.word(&scope.language, kind.folder());
    let crumbs = vec![home_crumb(scope)];
    let about = About {
        kind: "terms",
        title: title.clone(),
        url: url.to_owned(),
        json_ld: json_ld(site, || structured_data::place(&crumbs, &title, url, site)),
        crumbs,
        translations: translations(scope, Query::IndexTranslations(kind)),
        feeds: site_feed(scope),
        ..About::default()
    };
    let mut context = page_context(scope, about);
    context.insert_value(
        "terms",
        map([
            ("kind", kind.folder().into()),
            ("title", title.into()),
            ("terms", scope.terms(kind)),
        ]),
    );
    Made::Template("terms.html".into(), context)
}

/// How many articles an entry of the glossary names.
const USES: usize = 8;

fn glossary(scope: &Scope, url: &str) -> Made {
    let site = &*scope.site;
    let language = &scope.language;
    let terms = match scope.recorder.ask(Query::Glossary(language.clone())) {
        Answer::Glossary(terms) => terms,
        _ => Vec::new(),
    };
    let title = site.word(language, "glossary");
    let crumbs = vec![home_crumb(scope)];
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
    let mut context = page_context(scope, about);
    context.insert_value(
        "glossary",
        map([("title", title.into()), ("letters", letters.into())]),
    );
    Made::Template("glossary.html".into(), context)
}

/// Every work that articles cite, with the articles that rest on it.
fn references(scope: &Scope, url: &str) -> Made {
    let site = &*scope.site;
    let language = &scope.language;
    let works = match scope.recorder.ask(Query::Works(language.clone())) {
        Answer::Works(works) => works,
        _ => Vec::new(),
    };
    let title = site.word(language, "references-all");
    let crumbs = vec![home_crumb(scope)];
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
        let (files, total) = match scope.recorder.ask(asked) {
            Answer::Uses(files, total) => (files, total),
            _ => (Vec::new(), 0),
        };
        let uses: Vec<Value> = files
            .into_iter()
            .filter_map(|file| scope.card(file))
            .collect();
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
    let mut context = page_context(scope, about);
    context.insert_value(
        "references",
        map([("title", title.into()), ("works", works.into())]),
    );
    Made::Template("references.html".into(), context)
}

/// A term with the articles that use it.
fn entry(scope: &Scope, term: &TermCard, sources: Option<Value>) -> Value {
    let asked = Query::TermUses(term.id.clone(), scope.language.clone(), USES);
    let (files, total) = match scope.recorder.ask(asked) {
        Answer::Uses(files, total) => (files, total),
        _ => (Vec::new(), 0),
    };
    let uses: Vec<Value> = files
        .into_iter()
        .filter_map(|file| scope.card(file))
        .collect();
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
        let pieces = pieces.iter().map(|piece| {
            let text = escaped(&piece.text);
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

fn not_found(scope: &Scope, url: &str) -> Made {
    let about = About {
        kind: "not-found",
        title: scope.site.word(&scope.language, "not-found-title"),
        url: url.to_owned(),
        noindex: true,
        ..About::default()
    };
    Made::Template("404.html".into(), page_context(scope, about))
}

fn redirect(scope: &Scope, file: &SitePath, url: &str) -> Made {
    let site = &*scope.site;
    let target = match scope.recorder.ask(Query::Card(file.clone())) {
        Answer::Card(Some(card)) => card.url.clone(),
        _ => "/".into(),
    };
    let about = About {
        kind: "redirect",
        title: site.word(&scope.language, "redirect-title"),
        url: url.to_owned(),
        noindex: true,
        ..About::default()
    };
    let mut context = page_context(scope, about);
    context.insert_value(
        "redirect",
        map([
            ("url", site.base.href(&target).into()),
            ("permalink", site.base.permalink(&target).into()),
        ]),
    );
    Made::Template("redirect.html".into(), context)
}

/// One line an alias: from, to, and the status "moved for good".
fn redirects(scope: &Scope) -> String {
    let Answer::Aliases(aliases) = scope.recorder.ask(Query::Aliases) else {
        return String::new();
    };
    let base = &scope.site.base;
    aliases
        .iter()
        .map(|(from, to)| format!("{} {} 301\n", base.href(from), base.href(to)))
        .collect()
}
