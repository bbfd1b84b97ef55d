//! A theme: its templates, stylesheet, assets and interface words, with those of the themes it extends.

mod colours;
mod layer;
mod strings;
mod stylesheet;
mod templates;

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Tera;

use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::base::yaml::Step;
use crate::content::article::Settings;
use crate::content::check::in_yaml;
use crate::content::config::Config;
use crate::content::language::Lang;
use crate::content::query::ListKind;

use super::colour::Colour;
use super::words::Words;

use colours::{Colours, colours, tokens};
use layer::{Layer, chain, files_digest};
use strings::words;
use stylesheet::{assets, stylesheet};
use templates::{templates, templates_mention};

pub use layer::{DEFAULT_THEME, ThemeFile, describe, names};
pub use stylesheet::ThemeAsset;
pub use templates::template_problem;

/// A theme, ready to render with.
pub struct Theme {
    /// The templates.
    pub tera: Tera,
    /// The digest of everything the theme was made from.
    pub digest: Digest,
    /// The kinds of list that it has pages for.
    pub kinds: Vec<ListKind>,
    feeds: Vec<FeedKind>,
    /// Whether it has a page for the glossary.
    pub has_glossary: bool,
    /// Whether it has a page for the works that articles cite.
    pub has_references: bool,
    /// The theme's name, then those it extends.
    chain: Vec<String>,
    stylesheet: (String, String),
    /// Whether any template shows `page.json_ld`: making it costs a twentieth of a build.
    pub shows_structured_data: bool,
    assets: BTreeMap<String, ThemeAsset>,
    words: BTreeMap<Lang, Words>,
    colours: Colours,
}

impl Theme {
    /// The kinds of feed.
    #[must_use]
    pub fn has_feed(&self, kind: FeedKind) -> bool {
        self.feeds.contains(&kind)
    }

    /// The address of the one stylesheet, without base path.
    #[must_use]
    pub fn stylesheet_url(&self) -> &str {
        &self.stylesheet.0
    }

    /// The one stylesheet.
    #[must_use]
    pub fn stylesheet(&self) -> &str {
        &self.stylesheet.1
    }

    /// Every file of `assets/` but the stylesheets, by name.
    pub fn assets(&self) -> impl Iterator<Item = &ThemeAsset> {
        self.assets.values()
    }

    /// The address of a file of `assets/`.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<&str> {
        self.assets.get(name).map(|asset| asset.url.as_str())
    }

    /// The names of all assets, for "did you mean".
    pub fn asset_names(&self) -> impl Iterator<Item = &str> {
        self.assets.keys().map(String::as_str)
    }

    /// The names of the theme's templates, without `.html`.
    #[must_use]
    pub fn template_names(&self) -> Vec<String> {
        let names = self.tera.get_template_names();
        let mut names: Vec<String> = names
            .filter_map(|name| name.rsplit('/').next()?.strip_suffix(".html"))
            .map(str::to_owned)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The file of a template that Tera names.
    #[must_use]
    pub fn template_file(&self, template: &str, snapshot: &Snapshot) -> SitePath {
        let (theme, name) = match template.split_once('/') {
            Some((theme, name)) if self.chain.iter().skip(1).any(|layer| layer == theme) => {
                (theme, name)
            }
            _ => (
                self.chain.first().map_or(DEFAULT_THEME, String::as_str),
                template,
            ),
        };
        let themes = std::iter::once(theme).chain(self.chain.iter().map(String::as_str));
        themes
            .map(|theme| SitePath::new(&format!("themes/{theme}/templates/{name}")))
            .find(|file| snapshot.get(file).is_some())
            .unwrap_or_else(|| SitePath::new(&format!("themes/{theme}/templates/{name}")))
    }

    /// A colour of the scheme `light` or `dark`.
    #[must_use]
    pub fn colour(&self, name: &str, scheme: &str) -> Option<Colour> {
        let colours = match scheme {
            "light" => &self.colours.light,
            "dark" => &self.colours.dark,
            _ => return None,
        };
        colours.get(name).copied()
    }

    /// The interface words of a language of the site.
    #[must_use]
    pub fn words(&self, language: &str) -> Option<&Words> {
        self.words.get(language)
    }
}

/// A kind of feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedKind {
    /// One a language, of all articles.
    Site,
    /// One a topic.
    Topics,
}

impl FeedKind {
    fn of_name(name: &str) -> Option<Self> {
        match name {
            "site" => Some(Self::Site),
            "topics" => Some(Self::Topics),
            _ => None,
        }
    }
}

/// Loads the theme that site.yaml (or `name`, from the command line) asks for.
/// `register` adds the functions that templates may call.
pub fn load(
    name: Option<&str>,
    snapshot: &Snapshot,
    config: &Config,
    settings: &Settings,
    register: fn(&mut Tera),
    problems: &mut Vec<Diagnostic>,
) -> Option<Arc<Theme>> {
    let name = name.unwrap_or(&config.theme.name);
    let mut found = Vec::new();
    let layers = chain(name, snapshot, config, &mut found);
    let broken = has_errors(&found);
    problems.append(&mut found);
    if broken || layers.is_empty() {
        return None;
    }
    let first = |pick: fn(&ThemeFile) -> Option<&Vec<String>>| {
        layers
            .iter()
            .find_map(|layer| pick(&layer.yaml).map(|names| (layer, names)))
    };
    let kinds = match first(|yaml| yaml.lists.as_ref()) {
        Some((layer, names)) => named(
            names,
            "lists",
            layer,
            ListKind::of_folder,
            snapshot,
            &mut found,
        ),
        None => ListKind::ALL.to_vec(),
    };
    let feeds = match first(|yaml| yaml.feeds.as_ref()) {
        Some((layer, names)) => named(
            names,
            "feeds",
            layer,
            FeedKind::of_name,
            snapshot,
            &mut found,
        ),
        None => vec![FeedKind::Site],
    };
    let pages = match first(|yaml| yaml.pages.as_ref()) {
        Some((layer, names)) => {
            let of_name = |name: &str| PAGES.iter().find(|known| **known == name).copied();
            named(names, "pages", layer, of_name, snapshot, &mut found)
        }
        None => Vec::new(),
    };
    let assets = assets(&layers, snapshot);
    let colours = colours(&layers, snapshot, config, &mut found);
    let tokens = tokens(&layers, config, &colours);
    let css = stylesheet(&layers, snapshot, &assets, tokens, &mut found);
    let tera = templates(&layers, snapshot, register, &mut found);
    let (words, words_digest) = words(&layers, snapshot, config, settings, &mut found);
    let broken = has_errors(&found);
    problems.append(&mut found);
    let digest = Digest::of(&(
        kinds.clone(),
        layers
            .iter()
            .map(|layer| files_digest(layer, snapshot))
            .collect::<Vec<_>>(),
        &css,
        words_digest,
    ));
    let theme = Theme {
        tera: tera?,
        digest,
        kinds,
        feeds,
        has_glossary: pages.contains(&PAGES[0]),
        has_references: pages.contains(&PAGES[1]),
        chain: layers.iter().map(|layer| layer.name.clone()).collect(),
        stylesheet: (
            format!(
                "/assets/{}.{}.css",
                layers.first()?.name,
                Digest::of_bytes(css.as_bytes()).short()
            ),
            css,
        ),
        shows_structured_data: templates_mention(&layers, snapshot, "json_ld"),
        assets,
        words,
        colours,
    };
    (!broken).then(|| Arc::new(theme))
}

/// What `pages` in theme.yaml may hold.
const PAGES: [&str; 2] = ["glossary", "references"];

fn named<T>(
    names: &[String],
    key: &str,
    layer: &Layer,
    read: fn(&str) -> Option<T>,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) -> Vec<T> {
    let known: &[&str] = match key {
        "lists" => &["articles", "topics", "authors", "audience", "series"],
        "pages" => &PAGES,
        _ => &["site", "topics"],
    };
    let mut kinds = Vec::new();
    for (i, name) in names.iter().enumerate() {
        match read(name) {
            Some(kind) => kinds.push(kind),
            None => {
                let problem = Diagnostic::error(
                    "theme/unknown-kind",
                    &layer.file,
                    format!("`{name}` is no kind of what `{key}` holds"),
                )
                .help(format!("use some of: {}", known.join(", ")));
                problems.push(in_yaml(
                    problem,
                    snapshot,
                    &[Step::Key(key), Step::Index(i)],
                ));
            }
        }
    }
    kinds
}
