//! The pages without content of their own: not found, and moved.

use super::{About, Template};
use crate::base::path::SitePath;
use crate::content::query::{Answer, Query};
use crate::site::functions::Scope;
use crate::site::values::map;

/// What a reader sees where there is no page.
pub(in crate::site) fn not_found(scope: &Scope, url: &str) -> Template {
    let about = About {
        kind: "not-found",
        title: scope.site.word(&scope.language, "not-found-title"),
        url: url.to_owned(),
        noindex: true,
        ..About::default()
    };
    Template::new("404", scope, about)
}

/// The page at an alias, which leads on to the article.
pub(in crate::site) fn redirect(scope: &Scope, file: &SitePath, url: &str) -> Template {
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
    let value = map([
        ("url", site.base.href(&target).into()),
        ("permalink", site.base.permalink(&target).into()),
    ]);
    Template::new("redirect", scope, about).with("redirect", value)
}
