//! Where links lead: to files, to addresses, and by earlier addresses.

use std::sync::Arc;

use crate::base::path::SitePath;
use crate::base::suggest::nearest;

use super::super::article::{Settings, language_prefix};
use super::super::language::Lang;
use super::super::query::{Link, Page};
use super::super::reference::Target;
use super::SiteIndex;
use super::glossary::glossary_url;
use super::standing::Place;

impl SiteIndex {
    /// The address most like one that does not exist.
    #[must_use]
    pub fn nearest_address(&self, url: &str) -> Option<&str> {
        let addresses = self.standing.addresses();
        nearest(url, addresses.iter().map(|url| &**url))
    }

    /// The page at an address.
    #[must_use]
    pub fn page_at(&self, url: &str) -> Option<&Arc<Page>> {
        match self.standing.at_url(url) {
            Some(Place::Page(i)) => self.pages.get(i),
            _ => None,
        }
    }

    pub(super) fn link_to_file(&self, file: &SitePath, anchor: Option<&str>) -> Link {
        match self.standing.position(file) {
            Some(Some(i)) => self.link_to(i, anchor),
            Some(None) => Link::Hidden,
            None => self.asset_link(file),
        }
    }

    /// A link to the page at a position.
    fn link_to(&self, position: usize, anchor: Option<&str>) -> Link {
        let has = |id: &str| {
            let anchors = &self.pages[position].summary.anchors;
            anchors.iter().any(|anchor| anchor == id)
        };
        Link::To {
            url: self.standing.urls[position].clone(),
            anchor: anchor.is_none_or(has),
        }
    }

    pub(super) fn link_to_url(&self, url: &str, anchor: Option<&str>) -> Link {
        let with_slash = |url: &str| format!("{}/", url.trim_end_matches('/'));
        let place = self.standing.at_url(url);
        match place.or_else(|| self.standing.at_url(&with_slash(url))) {
            Some(Place::Page(i)) => self.link_to(i, anchor),
            Some(Place::Other) => Link::To {
                url: if place.is_some() {
                    url.into()
                } else {
                    with_slash(url).into()
                },
                anchor: anchor.is_none_or(|anchor| self.is_entry(url, anchor)),
            },
            Some(Place::Hidden) => Link::Hidden,
            None => match Target::Url(url.into(), None).asset() {
                Some(file) => self.asset_link(&file),
                None => Link::Missing,
            },
        }
    }

    /// Whether `url` is that of a glossary that has an entry of this id.
    fn is_entry(&self, url: &str, id: &str) -> bool {
        let settings = &self.standing.settings;
        let is_it = |language: &&Lang| {
            glossary_url(language, settings).trim_end_matches('/') == url.trim_end_matches('/')
        };
        let language = self.standing.glossaries.iter().find(is_it);
        language.is_some_and(|language| self.term(id, language).is_some())
    }

    fn asset_link(&self, file: &SitePath) -> Link {
        self.standing
            .assets
            .get(file)
            .map_or(Link::Missing, |asset| Link::To {
                url: asset.url.as_str().into(),
                anchor: true,
            })
    }

    pub(super) fn aliases(&self) -> Vec<(String, String)> {
        let of = |page: &Arc<Page>| -> Vec<(String, String)> {
            let aliases = page.summary.front.aliases.iter();
            aliases
                .map(|alias| {
                    (
                        alias_url(&page.card.language, alias, &self.standing.settings),
                        page.card.url.to_string(),
                    )
                })
                .collect()
        };
        self.pages.iter().flat_map(of).collect()
    }
}

/// The whole address of an alias of a page in `language`.
#[must_use]
pub fn alias_url(language: &Lang, alias: &str, settings: &Settings) -> String {
    let prefix = language_prefix(language, settings);
    let slash = if alias.ends_with('/') || alias.ends_with(".html") {
        ""
    } else {
        "/"
    };
    format!("{prefix}{alias}{slash}")
}
