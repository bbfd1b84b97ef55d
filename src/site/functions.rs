//! The functions that templates call. Every answer comes through the recorder of the page being rendered.
//!
//! Tera's components do not see the context, so what is being rendered is found in a thread-local. No render hands work to
//! another thread, so none can see another's.

use std::cell::RefCell;
use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentValue};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::base::path::SitePath;
use crate::base::suggest::nearest;
use crate::content::index::{glossary_url, references_url};
use crate::content::language::Lang;
use crate::content::query::{Answer, ListKey, ListKind, MenuName, Query};

use super::recorder::{Reads, Recorder};
use super::values::map;
use super::view::Site;

/// The page being rendered.
pub struct Scope {
    /// The site.
    pub site: Arc<Site>,
    /// Who writes down what is asked.
    pub recorder: Recorder,
    /// The page's language.
    pub language: Lang,
    /// The article or page, if it is one.
    pub file: Option<SitePath>,
    /// The page's address, without base path.
    pub url: Arc<str>,
}

thread_local! {
    static SCOPE: RefCell<Option<Scope>> = const { RefCell::new(None) };
}

/// Runs `render` with `scope` as the page being rendered, and hands back what was read.
pub fn within<T>(scope: Scope, render: impl FnOnce() -> T) -> (T, Reads) {
    SCOPE.set(Some(scope));
    let result = render();
    let reads = SCOPE.take().map(|scope| scope.recorder.finish());
    (result, reads.unwrap_or_default())
}

/// Asks the page being rendered.
fn with<T>(ask: impl FnOnce(&Scope) -> TeraResult<T>) -> TeraResult<T> {
    SCOPE.with_borrow(|scope| match scope {
        Some(scope) => ask(scope),
        None => Err(Error::message("this function needs a page to be rendered")),
    })
}

impl Scope {
    /// Cards for `files`, in their order, so many at most.
    fn cards(&self, files: Vec<SitePath>, limit: usize) -> Value {
        let cards = files
            .into_iter()
            .filter(|file| Some(file) != self.file.as_ref())
            .take(limit)
            .filter_map(|file| self.card(file));
        Value::from(cards.collect::<Vec<_>>())
    }

    /// The card of one article or page.
    #[must_use]
    pub fn card(&self, file: SitePath) -> Option<Value> {
        match self.recorder.ask(Query::Card(file)) {
            Answer::Card(Some(card)) => Some(self.site.card(&card)),
            _ => None,
        }
    }

    /// The articles that `query` names.
    #[must_use]
    pub fn files(&self, query: Query) -> Vec<SitePath> {
        match self.recorder.ask(query) {
            Answer::Files(files) => files,
            _ => Vec::new(),
        }
    }

    fn articles(&self) -> ListKey {
        ListKey {
            language: self.language.clone(),
            kind: ListKind::Articles,
            slug: "".into(),
        }
    }

    /// The lists of a kind, as `terms` are.
    #[must_use]
    pub fn terms(&self, kind: ListKind) -> Value {
        let Answer::Lists(lists) = self.recorder.ask(Query::Lists(self.language.clone(), kind))
        else {
            return Value::none();
        };
        let terms = lists.iter().map(|list| {
            map([
                ("title", self.site.list_title(list).into()),
                ("url", self.site.base.href(&list.url).into()),
                ("count", list.total.into()),
                ("description", Value::normal_string(&list.description)),
            ])
        });
        Value::from(terms.collect::<Vec<_>>())
    }

    fn word(&self, kwargs: &Kwargs) -> TeraResult<Value> {
        let key = kwargs.must_get::<&str>("key")?;
        let words = self
            .site
            .theme
            .words(&self.language)
            .ok_or_else(|| Error::message("this language has no interface words"))?;
        if let Some(word) = words.fixed(key) {
            return Ok(word.clone());
        }
        let mut args = FluentArgs::new();
        for (name, value) in kwargs.iter() {
            let Some(name) = name.as_str().filter(|name| *name != "key") else {
                continue;
            };
            let value = match value.as_i64() {
                Some(number) => FluentValue::from(number),
                None => FluentValue::from(value.to_string()),
            };
            args.set(name.to_owned(), value);
        }
        words.get(key, &args).map(Value::from).ok_or_else(|| {
            let near = nearest(key, words.keys());
            let hint = near.map(|near| format!("; did you mean `{near}`?"));
            Error::message(format!(
                "there is no interface word `{key}`{}",
                hint.unwrap_or_default()
            ))
        })
    }

    fn asset(&self, kwargs: &Kwargs) -> TeraResult<String> {
        let name = kwargs.must_get::<&str>("name")?;
        let theme = &self.site.theme;
        theme
            .asset(name)
            .map(|url| self.site.base.href(url))
            .ok_or_else(|| {
                let near = nearest(name, theme.asset_names());
                let hint = near.map(|near| format!("; did you mean `{near}`?"));
                Error::message(format!(
                    "the theme has no file `assets/{name}`{}",
                    hint.unwrap_or_default()
                ))
            })
    }

    fn colour(&self, kwargs: &Kwargs) -> TeraResult<String> {
        let name = kwargs.must_get::<&str>("name")?;
        let scheme = kwargs.get::<&str>("scheme")?.unwrap_or("light");
        let colour = self.site.theme.colour(name, scheme);
        colour.map(|colour| colour.to_string()).ok_or_else(|| {
            Error::message(format!(
                "the theme's scheme `{scheme}` has no colour `{name}`"
            ))
        })
    }

    fn menu(&self) -> Value {
        let Answer::Menu(entries) = self.recorder.ask(Query::Menu(self.language.clone())) else {
            return Value::none();
        };
        let entries = entries.into_iter().map(|entry| {
            let current = *entry.url == *self.url;
            let title = match &entry.name {
                MenuName::Title(title) => title.clone(),
                MenuName::Word(key) => self.site.word(&self.language, key),
                MenuName::List(list) => self.site.list_title(list),
            };
            map([
                ("title", title.into()),
                ("url", self.site.base.href(&entry.url).into()),
                ("current", current.into()),
            ])
        });
        Value::from(entries.collect::<Vec<_>>())
    }

    /// Whom to call.
    fn support(&self) -> Value {
        let asked = Query::Support(self.language.clone());
        let Answer::Support(help) = self.recorder.ask(asked) else {
            return Value::none();
        };
        let block = self.site.support(&self.language, &help);
        block.map_or_else(Value::none, |block| block.value.clone())
    }

    fn neighbours(&self) -> Value {
        let Some(file) = self.file.clone() else {
            return map([]);
        };
        let Answer::Neighbours(older, newer) = self.recorder.ask(Query::Neighbours(file)) else {
            return map([]);
        };
        let card = |file: Option<SitePath>| file.and_then(|file| self.card(file)).into();
        map([("previous", card(older)), ("next", card(newer))])
    }

    fn list_url(&self, kwargs: &Kwargs) -> TeraResult<Value> {
        let settings = self.site.index.settings();
        let language = || self.language.clone();
        let page = match kwargs.must_get::<&str>("kind")? {
            "glossary" => Some((
                Query::HasGlossary(language()),
                glossary_url(&self.language, settings),
            )),
            "references" => Some((
                Query::HasReferences(language()),
                references_url(&self.language, settings),
            )),
            _ => None,
        };
        if let Some((asked, url)) = page {
            return Ok(match self.recorder.ask(asked) {
                Answer::Has(true) => self.site.base.href(&url).into(),
                _ => Value::none(),
            });
        }
        let kind = kind(kwargs)?;
        // The other kinds have no page of all their lists.
        let has_index = matches!(
            kind,
            ListKind::Articles | ListKind::Topic | ListKind::Author
        );
        let query = Query::HasLists(self.language.clone(), kind);
        if !has_index || !matches!(self.recorder.ask(query), Answer::Has(true)) {
            return Ok(Value::none());
        }
        let prefix = crate::content::article::language_prefix(&self.language, settings);
        Ok(self
            .site
            .base
            .href(&format!("{prefix}/{}/", kind.folder()))
            .into())
    }

    fn reading_list(&self, kwargs: &Kwargs) -> TeraResult<Value> {
        let name = kwargs.must_get::<&str>("name")?;
        if !self.site.config.lists.contains_key(name) {
            let near = nearest(name, self.site.config.lists.keys().map(String::as_str));
            let hint = near.map(|near| format!("; did you mean `{near}`?"));
            return Err(Error::message(format!(
                "site.yaml names no list `{name}` under `lists`{}",
                hint.unwrap_or_default()
            )));
        }
        let query = Query::ReadingList(name.into(), self.language.clone());
        Ok(self.cards(self.files(query), usize::MAX))
    }
}

fn kind(kwargs: &Kwargs) -> TeraResult<ListKind> {
    let name = kwargs.must_get::<&str>("kind")?;
    ListKind::of_folder(name).ok_or_else(|| {
        Error::message(format!(
            "`{name}` is no kind of list: use articles, topics, authors, audience or series"
        ))
    })
}

fn limit(kwargs: &Kwargs, usual: usize) -> TeraResult<usize> {
    Ok(kwargs.get::<usize>("limit")?.unwrap_or(usual))
}

/// Adds the functions that themes/README.md lists.
pub fn register(tera: &mut Tera) {
    tera.register_function("t", |kwargs: Kwargs, _: &State<'_>| {
        with(|s| s.word(&kwargs))
    });
    tera.register_function("asset", |kwargs: Kwargs, _: &State<'_>| {
        with(|s| s.asset(&kwargs))
    });
    tera.register_function("stylesheet", |_: Kwargs, _: &State<'_>| {
        with(|s| Ok(s.site.base.href(s.site.theme.stylesheet_url())))
    });
    tera.register_function("colour", |kwargs: Kwargs, _: &State<'_>| {
        with(|s| s.colour(&kwargs))
    });
    tera.register_function("menu", |_: Kwargs, _: &State<'_>| with(|s| Ok(s.menu())));
    tera.register_function("support", |_: Kwargs, _: &State<'_>| {
        with(|s| Ok(s.support()))
    });
    tera.register_function("recent", |kwargs: Kwargs, _: &State<'_>| {
        let limit = limit(&kwargs, 5)?;
        // One more, since the page itself may be among them.
        with(|s| {
            Ok(s.cards(
                s.files(Query::Newest(s.articles(), limit.saturating_add(1))),
                limit,
            ))
        })
    });
    tera.register_function("featured", |kwargs: Kwargs, _: &State<'_>| {
        let limit = limit(&kwargs, 3)?;
        with(|s| Ok(s.cards(s.files(Query::Featured(s.language.clone())), limit)))
    });
    tera.register_function("related", |kwargs: Kwargs, _: &State<'_>| {
        let limit = limit(&kwargs, 3)?;
        with(|s| match s.file.clone() {
            Some(file) => Ok(s.cards(s.files(Query::Related(file, limit)), limit)),
            None => Ok(Value::from(Vec::<Value>::new())),
        })
    });
    tera.register_function("neighbours", |_: Kwargs, _: &State<'_>| {
        with(|s| Ok(s.neighbours()))
    });
    tera.register_function("terms", |kwargs: Kwargs, _: &State<'_>| {
        let kind = kind(&kwargs)?;
        with(|s| Ok(s.terms(kind)))
    });
    tera.register_function("reading_list", |kwargs: Kwargs, _: &State<'_>| {
        with(|s| s.reading_list(&kwargs))
    });
    tera.register_function("list_url", |kwargs: Kwargs, _: &State<'_>| {
        with(|s| s.list_url(&kwargs))
    });
    tera.register_function("card", |kwargs: Kwargs, _: &State<'_>| {
        let file = SitePath::new(kwargs.must_get::<&str>("file")?);
        with(|s| Ok(Value::from(s.card(file))))
    });
}

/// What the page being rendered may ask, for the code around the templates.
pub fn current<T>(ask: impl FnOnce(&Scope) -> T) -> Option<T> {
    with(|scope| Ok(ask(scope))).ok()
}
