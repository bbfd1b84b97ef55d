//! The plan: which outputs a site has, and what each is made from. Two outputs for one address are refused here.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::content::article::language_prefix;
use crate::content::index::{SiteIndex, alias_url, glossary_url, page_url, references_url};
use crate::content::language::Lang;
use crate::content::query::{ListKey, ListKind};

use super::theme::{FeedKind, Theme};

/// What an output holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    /// An article or page.
    Page(SitePath),
    /// The home page of a language that has no `index.md`.
    Home(Lang),
    /// Page n (from 1) of a list.
    List(ListKey, usize),
    /// All topics, or all authors.
    Terms(Lang, ListKind),
    /// The glossary.
    Glossary(Lang),
    /// All works that articles cite.
    References(Lang),
    /// The page for what is not there.
    NotFound(Lang),
    /// A page at an old address that leads to this file's page.
    Redirect(SitePath),
    /// The same for hosts that read a list of redirects.
    Redirects,
    /// The Atom feed of a list.
    Feed(ListKey),
    /// Part n (from 1) of the sitemap.
    Sitemap(usize),
    /// The list of the sitemap's parts, so many of them.
    SitemapIndex(usize),
    /// robots.txt.
    Robots,
    /// The one stylesheet.
    Stylesheet,
    /// A file of the theme's assets.
    ThemeAsset(SitePath),
    /// A picture or document that an article refers to.
    Asset(SitePath),
}

/// One output.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Route {
    /// Its file below the output folder.
    pub path: String,
    /// Its address, without base path.
    pub url: Arc<str>,
    /// What it holds.
    pub content: Content,
}

/// Every output of a site.
#[derive(Debug, Default)]
pub struct Plan {
    /// The outputs, in order of path.
    pub routes: Vec<Route>,
}

impl Content {
    /// Whether programs read it rather than people: it can wait.
    #[must_use]
    pub fn is_for_machines(&self) -> bool {
        matches!(
            self,
            Self::Feed(_)
                | Self::Sitemap(_)
                | Self::SitemapIndex(_)
                | Self::Robots
                | Self::Redirects
        )
    }
}

/// The most addresses a sitemap may hold (sitemaps.org, protocol 0.9).
pub const SITEMAP_MOST: usize = 50_000;

/// Where redirects for hosts that support them are listed.
const REDIRECTS: &str = "/_redirects";

/// Plans every output.
#[must_use]
pub fn plan(index: &SiteIndex, theme: &Theme, problems: &mut Vec<Diagnostic>) -> Plan {
    let mut routes = Routes {
        routes: Vec::new(),
        taken: FxHashMap::default(),
        problems,
    };
    routes.add_pages(index);
    routes.add_generated(index, theme);
    routes.refuse_files_that_are_folders();
    let mut routes = routes.routes;
    routes.sort_by(|a, b| a.path.cmp(&b.path));
    Plan { routes }
}

struct Routes<'a> {
    routes: Vec<Route>,
    /// Position of the route of each path, in lower case: some systems tell no difference.
    taken: FxHashMap<String, usize>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Routes<'_> {
    fn add_pages(&mut self, index: &SiteIndex) {
        for page in index.pages() {
            self.add(page.card.url.clone(), Content::Page(page.card.file.clone()));
        }
        let mut redirects = false;
        for page in index.pages() {
            for alias in &page.summary.front.aliases {
                let url = alias_url(&page.card.language, alias, index.settings());
                self.add(url, Content::Redirect(page.card.file.clone()));
                redirects = true;
            }
        }
        if redirects {
            self.add(REDIRECTS, Content::Redirects);
        }
        for (file, asset) in index.assets() {
            self.add(asset.url.as_str(), Content::Asset(file.clone()));
        }
    }

    fn add_generated(&mut self, index: &SiteIndex, theme: &Theme) {
        let mut addresses = index.pages().len();
        for language in index.shown_languages().iter().cloned() {
            let prefix = language_prefix(&language, index.settings());
            let home = format!("{prefix}/");
            if index
                .page_at(&home)
                .is_none_or(|page| *page.card.url != *home)
            {
                self.add(home, Content::Home(language.clone()));
                addresses += 1;
            }
            self.add(
                format!("{prefix}/404.html"),
                Content::NotFound(language.clone()),
            );
            if index.has_glossary(&language) {
                let url = glossary_url(&language, index.settings());
                self.add(url, Content::Glossary(language.clone()));
                addresses += 1;
            }
            if index.has_references(&language) {
                let url = references_url(&language, index.settings());
                self.add(url, Content::References(language.clone()));
                addresses += 1;
            }
            for kind in [ListKind::Topic, ListKind::Author] {
                if index
                    .lists()
                    .any(|l| l.key.language == language && l.key.kind == kind)
                {
                    let url = format!("{prefix}/{}/", kind.folder());
                    self.add(url, Content::Terms(language.clone(), kind));
                    addresses += 1;
                }
            }
        }
        for list in index.lists() {
            for number in 1..=list.pages {
                self.add(
                    page_url(&list.url, number),
                    Content::List(list.key.clone(), number),
                );
                addresses += 1;
            }
            let feed = match list.key.kind {
                ListKind::Articles if theme.has_feed(FeedKind::Site) => {
                    format!(
                        "{}/feed.xml",
                        language_prefix(&list.key.language, index.settings())
                    )
                }
                ListKind::Topic if theme.has_feed(FeedKind::Topics) => {
                    format!("{}feed.xml", list.url)
                }
                _ => continue,
            };
            self.add(feed, Content::Feed(list.key.clone()));
        }
        let parts = addresses.div_ceil(SITEMAP_MOST);
        if parts > 1 {
            self.add("/sitemap.xml", Content::SitemapIndex(parts));
            for part in 1..=parts {
                self.add(format!("/sitemap-{part}.xml"), Content::Sitemap(part));
            }
        } else {
            self.add("/sitemap.xml", Content::Sitemap(1));
        }
        self.add("/robots.txt", Content::Robots);
        self.add(theme.stylesheet_url(), Content::Stylesheet);
        for asset in theme.assets() {
            self.add(asset.url.as_str(), Content::ThemeAsset(asset.file.clone()));
        }
    }

    fn add(&mut self, url: impl Into<Arc<str>>, content: Content) {
        let url = url.into();
        let route = Route {
            path: path_of(&url),
            url,
            content,
        };
        if let Some(problem) = unsafe_path(&route) {
            self.problems.push(problem);
            return;
        }
        let key = route.path.to_lowercase();
        if let Some(&other) = self.taken.get(&key) {
            let problem = collision(&self.routes[other], &route);
            self.problems.push(problem);
            return;
        }
        self.taken.insert(key, self.routes.len());
        self.routes.push(route);
    }

    /// `/a.html` and `/a.html/b/` cannot both be on a disk.
    fn refuse_files_that_are_folders(&mut self) {
        let mut clashes = Vec::new();
        for route in &self.routes {
            let mut folder = route.path.as_str();
            while let Some((parent, _)) = folder.rsplit_once('/') {
                if let Some(&other) = self.taken.get(&parent.to_lowercase()) {
                    clashes.push(collision(&self.routes[other], route));
                }
                folder = parent;
            }
        }
        self.problems.extend(clashes);
    }
}

/// The output file of an address: `index.html` in the folder of its name, or the very file.
#[must_use]
pub fn path_of(url: &str) -> String {
    let path = url.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    }
}

/// A path that would leave the output folder, or that a disk cannot hold. Front matter is checked when it is read; this
/// is the last gate, whatever the source.
fn unsafe_path(route: &Route) -> Option<Diagnostic> {
    let bad = |part: &str| {
        part.is_empty()
            || part.starts_with('.')
            || part.len() > 255
            || part.contains(['\\', ':', '*', '?', '"', '<', '>', '|'])
            || part.chars().any(char::is_control)
    };
    route.path.split('/').any(bad).then(|| {
        Diagnostic::error(
            "path/unsafe",
            &origin(&route.content),
            format!("`{}` cannot be the address of a page", route.url),
        )
        .help("use letters, digits and hyphens, with `/` between the parts")
    })
}

fn collision(first: &Route, second: &Route) -> Diagnostic {
    // The file that an author can change is the one to point at.
    let (kept, moved) = if is_generated(&second.content) && !is_generated(&first.content) {
        (second, first)
    } else {
        (first, second)
    };
    let what = if first.path == second.path {
        format!("both have the address `{}`", moved.url)
    } else {
        format!(
            "have the addresses `{}` and `{}`, which cannot both be on a disk",
            kept.url, moved.url
        )
    };
    Diagnostic::error(
        "path/collision",
        &origin(&moved.content),
        format!(
            "{} and {} {what}",
            name(&kept.content),
            name(&moved.content)
        ),
    )
    .help("rename one of them, or give one a `slug` or `permalink` of its own")
}

fn is_generated(content: &Content) -> bool {
    !matches!(
        content,
        Content::Page(_) | Content::Redirect(_) | Content::Asset(_)
    )
}

fn origin(content: &Content) -> SitePath {
    match content {
        Content::Page(file)
        | Content::Redirect(file)
        | Content::Asset(file)
        | Content::ThemeAsset(file) => file.clone(),
        _ => SitePath::new("site.yaml"),
    }
}

fn name(content: &Content) -> String {
    match content {
        Content::Page(file) | Content::Asset(file) | Content::ThemeAsset(file) => {
            format!("`{file}`")
        }
        Content::Redirect(file) => format!("an alias in `{file}`"),
        Content::Home(_) => "the home page".into(),
        Content::List(key, _) if key.slug.is_empty() => "the list of all articles".into(),
        Content::List(key, _) => format!("the list of the {} `{}`", key.kind.name(), key.slug),
        Content::Terms(_, kind) => format!("the list of all {}", kind.folder()),
        Content::Glossary(_) => "the glossary".into(),
        Content::References(_) => "the list of references".into(),
        Content::NotFound(_) => "the page for what is not found".into(),
        Content::Redirects => "the list of redirects".into(),
        Content::Feed(_) => "a feed".into(),
        Content::Sitemap(_) | Content::SitemapIndex(_) => "the sitemap".into(),
        Content::Robots => "robots.txt".into(),
        Content::Stylesheet => "the stylesheet".into(),
    }
}
