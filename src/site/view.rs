//! What every render of one build shares: the configuration, the theme, the index, and addresses as readers use them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use tera::Value;

use crate::base::path::{SitePath, percent_encode};
use crate::base::snapshot::Snapshot;
use crate::content::article::language_prefix;
use crate::content::config::Config;
use crate::content::index::SiteIndex;
use crate::content::language::Lang;
use crate::content::markdown::Labels;
use crate::content::query::Card;

use super::body;
use super::theme::Theme;
use super::values;

/// The site of one build.
pub struct Site {
    /// site.yaml.
    pub config: Arc<Config>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// The index.
    pub index: Arc<SiteIndex>,
    /// The source files.
    pub snapshot: Arc<Snapshot>,
    /// The addresses.
    pub base: Base,
    /// Cards as values, made at first use: lists share them.
    cards: FxHashMap<SitePath, OnceLock<Value>>,
    /// `site` of templates, a language each.
    globals: BTreeMap<Lang, Value>,
    labels: BTreeMap<Lang, Labels>,
}

impl Site {
    /// Puts together what renders share.
    #[must_use]
    pub fn new(
        config: Arc<Config>,
        theme: Arc<Theme>,
        index: Arc<SiteIndex>,
        snapshot: Arc<Snapshot>,
        base: Base,
    ) -> Self {
        let cards = index
            .pages()
            .iter()
            .map(|page| (page.card.file.clone(), OnceLock::new()))
            .collect();
        let settings = index.settings();
        let globals = std::iter::once(&settings.language)
            .chain(&settings.languages)
            .map(|tag| {
                let home = base.href(&format!("{}/", language_prefix(tag, settings)));
                (tag.clone(), values::site(&config, tag, home))
            })
            .collect();
        let labels = std::iter::once(&settings.language)
            .chain(&settings.languages)
            .filter_map(|tag| {
                let words = theme.words(tag)?;
                let labels = body::labels(|key, args| words.or_key(key, args));
                Some((tag.clone(), labels))
            })
            .collect();
        Self {
            labels,
            config,
            theme,
            index,
            snapshot,
            base,
            cards,
            globals,
        }
    }

    /// A card as templates see it.
    #[must_use]
    pub fn card(&self, card: &Card) -> Value {
        match self.cards.get(&card.file) {
            Some(value) => value.get_or_init(|| values::card(card, self)).clone(),
            None => values::card(card, self),
        }
    }

    /// `site` as templates see it in `language`.
    #[must_use]
    pub fn global(&self, language: &str) -> Value {
        self.globals.get(language).cloned().unwrap_or(Value::none())
    }

    /// The words that bodies need in `language`.
    #[must_use]
    pub fn labels(&self, language: &str) -> Option<&Labels> {
        self.labels.get(language)
    }

    /// The site's name in `language`.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        self.config
            .languages
            .get(language)
            .and_then(|further| further.name.as_deref())
            .unwrap_or(&self.config.name)
    }

    /// An interface word without arguments.
    #[must_use]
    pub fn word(&self, language: &str, key: &str) -> String {
        self.words(language, key, &[])
    }

    /// An interface word with arguments.
    #[must_use]
    pub fn words(&self, language: &str, key: &str, args: &[(&str, &str)]) -> String {
        match self.theme.words(language) {
            Some(words) => words.or_key(key, args),
            None => key.to_owned(),
        }
    }
}

/// Where the site will stand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Base {
    /// Scheme and host: `https://example.org`.
    pub origin: String,
    /// The path, with a slash at both ends: `/`, `/practice/`.
    pub path: String,
}

impl Base {
    /// Splits a base URL that has been checked: `https://example.org/practice/`.
    #[must_use]
    pub fn new(base_url: &str) -> Self {
        let host_start = base_url.find("://").map_or(0, |i| i + 3);
        let path_start = base_url[host_start..]
            .find('/')
            .map_or(base_url.len(), |i| host_start + i);
        let path = base_url[path_start..].trim_matches('/');
        Self {
            origin: base_url[..path_start].to_owned(),
            path: if path.is_empty() {
                "/".into()
            } else {
                format!("/{path}/")
            },
        }
    }

    /// An address of the site as a link on its pages: with the base path, percent-encoded.
    #[must_use]
    pub fn href(&self, url: &str) -> String {
        let mut href = self.path.clone();
        href.push_str(&percent_encode(url.trim_start_matches('/')));
        href
    }

    /// An address of the site with scheme and host.
    #[must_use]
    pub fn permalink(&self, url: &str) -> String {
        let mut permalink = self.origin.clone();
        permalink.push_str(&self.href(url));
        permalink
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_carry_the_sub_path() {
        let base = Base::new("https://example.org/my practice/");
        assert_eq!(
            base.permalink("/ψ/"),
            "https://example.org/my practice/%CF%88/"
        );
        let root = Base::new("https://example.org");
        assert_eq!(
            (root.href("/"), root.permalink("/a/")),
            ("/".into(), "https://example.org/a/".into())
        );
    }
}
