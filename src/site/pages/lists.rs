//! The pages that lead to articles: a home page that nobody wrote, lists, and the list of lists.

use tera::Value;

use super::{About, Template, from_home, json_ld, site_feed, translations};
use crate::content::article::language_prefix;
use crate::content::index::page_url;
use crate::content::language::Lang;
use crate::content::query::{Answer, ListKey, ListKind, Query};
use crate::site::functions::Scope;
use crate::site::structured_data;
use crate::site::theme::FeedKind;
use crate::site::values::{self, Crumb, map};

/// The home page of a language that no file was written for.
pub(in crate::site) fn home(scope: &Scope, language: &Lang) -> Template {
    let site = &*scope.site;
    let name = site.name(language).to_owned();
    let url = format!("{}/", language_prefix(language, site.index.settings()));
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
    Template::new("home", scope, about)
}

/// Page `number` of a list; `None` where there is no such list.
pub(in crate::site) fn list(
    scope: &Scope,
    key: &ListKey,
    number: usize,
    url: &str,
) -> Option<Template> {
    let site = &*scope.site;
    let Answer::List(Some(list)) = scope.recorder.ask(Query::List(key.clone())) else {
        return None;
    };
    let title = site.list_title(&list);
    let mut crumbs = from_home(scope);
    if matches!(key.kind, ListKind::Topic | ListKind::Author) {
        let prefix = language_prefix(&key.language, site.index.settings());
        let folder = key.kind.folder();
        let title = site.word(&key.language, folder);
        let url = format!("{prefix}/{folder}/");
        crumbs.push(Crumb::new(&title, Some(&url), &site.base));
    }
    let mut feeds = site_feed(scope);
    if key.kind == ListKind::Topic && site.theme.has_feed(FeedKind::Topics) {
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
        let url = page_url(&list.url, number);
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
    let value = map([
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
    ]);
    Some(Template::new("list", scope, about).with("list", value))
}

/// The topics or people that have a list, as one page.
pub(in crate::site) fn terms(scope: &Scope, kind: ListKind, url: &str) -> Template {
    let site = &*scope.site;
    let title = site.word(&scope.language, kind.folder());
    let crumbs = from_home(scope);
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
    let value = map([
        ("kind", kind.folder().into()),
        ("title", title.into()),
        ("terms", scope.terms(kind)),
    ]);
    Template::new("terms", scope, about).with("terms", value)
}
