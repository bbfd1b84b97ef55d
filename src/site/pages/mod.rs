//! The pages: for each kind the template it takes, and what that is handed. What all of them say about themselves is here.

pub(super) mod article;
pub(super) mod glossary;
pub(super) mod lists;
pub(super) mod notices;

use tera::{Context, Value};

use crate::content::language::Lang;
use crate::content::query::{Answer, ListKind, Query};
use crate::site::functions::Scope;
use crate::site::theme::FeedKind;
use crate::site::values::{Crumb, humanise, map};
use crate::site::view::Site;

/// A template, and what it is handed.
pub(super) struct Template {
    /// Its name, with `.html`.
    pub(super) name: String,
    pub(super) context: Box<Context>,
}

impl Template {
    /// The template of that name, with what every page says about itself: `site` and `page`.
    fn new(name: &str, scope: &Scope, about: About) -> Self {
        Self {
            name: format!("{name}.html"),
            context: context(scope, about),
        }
    }

    /// Hands it `value` as well.
    fn with(mut self, name: &'static str, value: Value) -> Self {
        self.context.insert_value(name, value);
        self
    }
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
    crumbs: Vec<Crumb>,
    translations: Vec<(Lang, String)>,
    /// As values, `{title, url}`.
    feeds: Vec<Value>,
    image: Option<Value>,
    json_ld: Option<String>,
    discreet: bool,
    noindex: bool,
}

fn context(scope: &Scope, about: About) -> Box<Context> {
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
    let crumbs = about.crumbs.into_iter().map(|crumb| crumb.value);
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
fn crumbs(scope: &Scope, key: &str) -> Vec<Crumb> {
    let base = &scope.site.base;
    let mut crumbs = from_home(scope);
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
            Answer::Card(Some(card)) => Crumb::new(&card.title, Some(&card.url), base),
            _ => Crumb::new(&humanise(folder), None, base),
        });
    }
    crumbs
}

/// The way to pages that lie right below the home page.
fn from_home(scope: &Scope) -> Vec<Crumb> {
    scope
        .site
        .home(&scope.language)
        .into_iter()
        .cloned()
        .collect()
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

fn site_feed(scope: &Scope) -> Vec<Value> {
    let site = &*scope.site;
    let language = &scope.language;
    let has_articles = Query::HasLists(language.clone(), ListKind::Articles);
    let exists = site.theme.has_feed(FeedKind::Site)
        && matches!(scope.recorder.ask(has_articles), Answer::Has(true));
    if !exists {
        return Vec::new();
    }
    site.feed(language).into_iter().collect()
}
