//! What every render of one build shares: the configuration, the theme, the index, and addresses as readers use them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use tera::Value;

use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::content::article::{Articles, Written, language_prefix};
use crate::content::config::Config;
use crate::content::index::SiteIndex;
use crate::content::language::Lang;
use crate::content::markdown::Labels;
use crate::content::query::{Answer, Card, ListInfo, ListKind, Named, PersonCard, Query};
use crate::content::support::Help;

use super::address::Base;
use super::support::Block;
use super::theme::Theme;
use super::values::{self, Crumb};
use super::words::Words;

/// The site of one build.
pub struct Site {
    view: Arc<View>,
    /// The source files.
    pub snapshot: Arc<Snapshot>,
    /// What has been parsed; what is fresh may still have its body.
    articles: Arc<Articles>,
}

/// What renders share that follows from configuration, theme and index alone.
pub struct View {
    /// site.yaml.
    pub config: Arc<Config>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// The index.
    pub index: Arc<SiteIndex>,
    /// The addresses.
    pub base: Base,
    /// Cards as values, made at first use, by the position of their pages: lists share them.
    cards: Vec<OnceLock<Value>>,
    /// Authors and topics as values, by the address of their list: thousands of cards show the same few.
    shared: FxHashMap<String, Value>,
    editions: BTreeMap<Lang, Edition>,
}

/// What the pages of one language share.
struct Edition {
    /// `site` of templates.
    global: Value,
    labels: Option<Labels>,
    /// The feed of all articles, `{title, url}`.
    feed: Option<Value>,
    /// The home page, where the way to every other begins.
    home: Crumb,
    /// Whom to call, made at first use.
    support: OnceLock<Block>,
}

impl std::ops::Deref for Site {
    type Target = View;

    fn deref(&self) -> &View {
        &self.view
    }
}

impl Site {
    /// Puts a view together with the sources of this build.
    #[must_use]
    pub fn new(view: Arc<View>, snapshot: Arc<Snapshot>, articles: Arc<Articles>) -> Self {
        Self {
            view,
            snapshot,
            articles,
        }
    }

    /// Whether terms of the glossary are marked in an article.
    #[must_use]
    pub fn has_terms(&self, file: &SitePath) -> bool {
        let parsed = self.articles.get(file);
        let summary = parsed.and_then(|parsed| parsed.summary.as_deref());
        summary.is_none_or(|summary| summary.front.glossary)
    }

    /// The body of an article with the digest of its file, if it was kept when it was parsed; only once, so that its
    /// memory is free again.
    #[must_use]
    pub fn take_written(&self, file: &SitePath) -> Option<(Written, Digest)> {
        let parsed = self.articles.get(file)?;
        Some((parsed.written.lock().ok()?.take()?, parsed.source))
    }
}

impl View {
    /// Puts together what renders share.
    #[must_use]
    pub fn new(config: Arc<Config>, theme: Arc<Theme>, index: Arc<SiteIndex>, base: Base) -> Self {
        let cards = index.pages().iter().map(|_| OnceLock::new()).collect();
        let settings = index.settings();
        let edition = |tag: &Lang| {
            let prefix = language_prefix(tag, settings);
            let words = theme.words(tag);
            let feed = words.map(|words| {
                let title = words.or_key("feed-title", &[("site", name(&config, tag))]);
                values::link(&title, Some(&format!("{prefix}/feed.xml")), &base)
            });
            let url = format!("{prefix}/");
            let title = words.map_or_else(|| "home".to_owned(), |words| words.or_key("home", &[]));
            let edition = Edition {
                global: values::site(&config, tag, base.href(&url)),
                labels: words.map(Words::labels),
                feed,
                home: Crumb::new(&title, Some(&url), &base),
                support: OnceLock::new(),
            };
            (tag.clone(), edition)
        };
        let languages = std::iter::once(&settings.language).chain(&settings.languages);
        let editions = languages.map(edition).collect();
        let shared = index
            .lists()
            .filter_map(|list| Some((list.url.clone(), shared(list, &index, &base)?)))
            .collect();
        Self {
            shared,
            editions,
            config,
            theme,
            index,
            base,
            cards,
        }
    }

    /// A card as templates see it.
    #[must_use]
    pub fn card(&self, card: &Card) -> Value {
        let position = self.index.position(&card.file);
        match position.and_then(|position| self.cards.get(position)) {
            Some(value) => value.get_or_init(|| self.make_card(card)).clone(),
            None => self.make_card(card),
        }
    }

    fn make_card(&self, card: &Card) -> Value {
        let language = self.index.language(&card.language);
        let (authors, topics) = (self.people(&card.authors), self.topics(&card.topics));
        values::card(card, &self.base, language, authors, topics)
    }

    /// People as templates see them.
    #[must_use]
    pub fn people(&self, people: &[Arc<PersonCard>]) -> Value {
        let value =
            |card: &Arc<PersonCard>| match card.url.as_ref().and_then(|url| self.shared.get(url)) {
                Some(value) => value.clone(),
                None => values::person(card, &self.base),
            };
        Value::from(people.iter().map(value).collect::<Vec<_>>())
    }

    /// Topics as templates see them.
    #[must_use]
    pub fn topics(&self, topics: &[Arc<Named>]) -> Value {
        let value = |name: &Arc<Named>| match name.url.as_ref().and_then(|url| self.shared.get(url))
        {
            Some(value) => value.clone(),
            None => values::named(name, &self.base),
        };
        Value::from(topics.iter().map(value).collect::<Vec<_>>())
    }

    /// `site` as templates see it in `language`.
    #[must_use]
    pub fn global(&self, language: &str) -> Value {
        let edition = self.editions.get(language);
        edition.map_or_else(Value::none, |edition| edition.global.clone())
    }

    /// The words that bodies need in `language`.
    #[must_use]
    pub fn labels(&self, language: &str) -> Option<&Labels> {
        self.editions.get(language)?.labels.as_ref()
    }

    /// Whom to call, for readers of `language`: `help` is the index's answer for it. Every page shows the same, so it is made
    /// once.
    #[must_use]
    pub fn support(&self, language: &str, help: &Help) -> Option<&Block> {
        let words = self.theme.words(language)?;
        let block = &self.editions.get(language)?.support;
        let own = &*self.index.settings().language;
        let foreign = (own != language).then_some(own);
        let make = || {
            Block::new(
                help,
                words,
                self.index.language(language),
                language,
                foreign,
            )
        };
        Some(block.get_or_init(make))
    }

    /// The site's name in `language`.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        name(&self.config, language)
    }

    /// The feed of all articles in `language`, as pages link to it.
    #[must_use]
    pub fn feed(&self, language: &str) -> Option<Value> {
        self.editions.get(language)?.feed.clone()
    }

    /// The home page in `language`, as the first step to every other page.
    #[must_use]
    pub fn home(&self, language: &str) -> Option<&Crumb> {
        self.editions.get(language).map(|edition| &edition.home)
    }

    /// The title of a list: its own, or the theme's word for it.
    #[must_use]
    pub fn list_title(&self, list: &ListInfo) -> String {
        match self.theme.words(&list.key.language) {
            Some(words) => values::list_title(list, words),
            None => list.key.slug.to_string(),
        }
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

fn name<'c>(config: &'c Config, language: &str) -> &'c str {
    let further = config.languages.get(language);
    let own = further.and_then(|further| further.name.as_deref());
    own.unwrap_or(&config.name)
}

/// The topic or author that a list is about, as its articles show it.
fn shared(list: &ListInfo, index: &SiteIndex, base: &Base) -> Option<Value> {
    match list.key.kind {
        ListKind::Topic => {
            let name = Named {
                title: list.title.clone().unwrap_or_default(),
                url: Some(list.url.clone()),
            };
            Some(values::named(&name, base))
        }
        ListKind::Author => {
            let query = Query::Person(list.key.slug.clone(), list.key.language.clone());
            match index.ask(&query) {
                Answer::Person(Some(person)) => Some(values::person(&person, base)),
                _ => None,
            }
        }
        _ => None,
    }
}
