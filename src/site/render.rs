//! Rendering: one route in, its bytes out, with everything that was read on the way.

use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::content::query::{Answer, Query};
use crate::content::reference::is_picture;

use super::functions::{Scope, current, within};
use super::pages::{Template, article, glossary, lists, notices};
use super::plan::{Content, Route};
use super::recorder::{Reads, Recorder};
use super::theme::template_problem;
use super::view::Site;
use super::{feed, pictures, sitemap};

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
    let settings = site.index.settings();
    let language = match &route.content {
        Content::Page(file) | Content::Redirect(file) => settings.language_of(file),
        Content::Home(language)
        | Content::Terms(language, _)
        | Content::Glossary(language)
        | Content::References(language)
        | Content::NotFound(language) => language,
        Content::List(key, _) | Content::Feed(key) => &key.language,
        _ => &settings.language,
    };
    let scope = Scope {
        site: site.clone(),
        recorder,
        language: language.clone(),
        file: match &route.content {
            Content::Page(file) => Some(file.clone()),
            _ => None,
        },
        url: route.url.clone(),
    };
    let (bytes, reads) = within(scope, || {
        current(|scope| content(scope, route))
            .unwrap_or_else(|| Ok(Made::Bytes(Vec::new())))
            .and_then(|made| match made {
                Made::Bytes(bytes) => Ok(bytes),
                // Templates ask for the scope themselves, so it is not held while they run.
                Made::Template(template) => fill(site, &template, route),
            })
    });
    Rendered { bytes, reads }
}

/// What a route is made of, before templates have run.
enum Made {
    Bytes(Vec<u8>),
    Template(Template),
}

impl From<Option<Template>> for Made {
    /// What has gone since the outputs were planned is empty.
    fn from(template: Option<Template>) -> Self {
        template.map_or(Self::Bytes(Vec::new()), Self::Template)
    }
}

fn fill(site: &Site, template: &Template, route: &Route) -> Result<Vec<u8>, Diagnostic> {
    let Template { name, context } = template;
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
        Content::Page(file) => Made::from(article::article(scope, file).map_err(unreadable(file))?),
        Content::Home(language) => Made::Template(lists::home(scope, language)),
        Content::List(key, number) => Made::from(lists::list(scope, key, *number, &route.url)),
        Content::Terms(_, kind) => Made::Template(lists::terms(scope, *kind, &route.url)),
        Content::Glossary(_) => Made::Template(glossary::glossary(scope, &route.url)),
        Content::References(_) => Made::Template(glossary::references(scope, &route.url)),
        Content::NotFound(_) => Made::Template(notices::not_found(scope, &route.url)),
        Content::Redirect(file) => Made::Template(notices::redirect(scope, file, &route.url)),
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
    if !file.extension().is_some_and(is_picture) {
        return Ok(bytes);
    }
    pictures::clean(&bytes)
        .map(|picture| picture.bytes)
        .map_err(|error| Diagnostic::error("image/unusable", file, error.message).help(error.help))
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
