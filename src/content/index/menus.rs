//! Menus: what site.yaml names, or what a site has.

use super::super::article::language_prefix;
use super::super::language::{Lang, split_language};
use super::super::query::{ListKind, MenuEntry, MenuName, Page};
use super::super::reference::ARTICLES;
use super::glossary::glossary_url;
use super::lists::without_figures;
use super::standing::Place;
use super::works::references_url;
use super::{Facts, SiteIndex};

impl SiteIndex {
    pub(super) fn add_menus(&mut self, facts: &Facts<'_>) {
        for language in self.standing.shown_languages.clone() {
            let own = facts
                .config
                .languages
                .get(&*language)
                .map(|further| further.menu.as_slice())
                .filter(|menu| !menu.is_empty());
            let menu = own.unwrap_or(&facts.config.menu);
            let entries = if menu.is_empty() {
                self.default_menu(&language)
            } else {
                menu.iter()
                    .filter_map(|path| self.menu_entry(path, &language))
                    .collect()
            };
            self.menus.insert(language, entries);
        }
    }

    /// The indexes that exist, then every page at the top of `articles/`.
    fn default_menu(&self, language: &Lang) -> Vec<MenuEntry> {
        let indexes = ["/articles/", "/topics/"];
        let pages = self.pages.iter().filter(|page| {
            page.card.language == *language
                && !page.summary.is_article()
                && !page.summary.is_home()
                && !page.summary.key.contains('/')
        });
        indexes
            .iter()
            .filter_map(|path| self.menu_entry(path, language))
            .chain(pages.map(|page| page_entry(page)))
            .collect()
    }

    /// What a path in `menu` of site.yaml leads to in `language`; `None` where that language has no such page.
    #[must_use]
    pub fn menu_entry(&self, path: &str, language: &Lang) -> Option<MenuEntry> {
        if path.ends_with(".md") {
            let path = path.trim_start_matches('/');
            let key = path
                .strip_prefix(ARTICLES)
                .unwrap_or(path)
                .trim_end_matches(".md");
            let (key, _) = split_language(key);
            return self.translation(key, language).map(|page| page_entry(page));
        }
        let prefix = language_prefix(language, &self.standing.settings);
        let path = match path.trim_matches('/') {
            "" => {
                let home = self
                    .translation("index", language)
                    .map(|page| page_entry(page));
                return home.or_else(|| self.list_entry("/", &prefix));
            }
            file if file.ends_with(".html") => format!("/{file}"),
            path => format!("/{path}/"),
        };
        let index = |kind: ListKind| MenuEntry {
            url: format!("{prefix}/{}/", kind.folder()),
            name: MenuName::Word(kind.folder()),
        };
        if path == "/glossary/" {
            return self.has_glossary(language).then(|| MenuEntry {
                url: glossary_url(language, &self.standing.settings),
                name: MenuName::Word("glossary"),
            });
        }
        if path == "/references/" {
            return self.has_references(language).then(|| MenuEntry {
                url: references_url(language, &self.standing.settings),
                name: MenuName::Word("references"),
            });
        }
        let kind = ListKind::of_folder(path.trim_matches('/'));
        match kind {
            Some(kind @ (ListKind::Articles | ListKind::Topic | ListKind::Author)) => self
                .standing
                .lists_of(language, kind)
                .next()
                .map(|_| index(kind)),
            _ => match self
                .standing
                .at_url(&path)
                .or_else(|| self.standing.at_url(&format!("{prefix}{path}")))
            {
                Some(Place::Page(i)) => {
                    let key = &self.pages[i].summary.key;
                    self.translation(key, language).map(|page| page_entry(page))
                }
                Some(Place::Other) => self.list_entry(&path, &prefix),
                Some(Place::Hidden) | None => None,
            },
        }
    }

    fn list_entry(&self, path: &str, prefix: &str) -> Option<MenuEntry> {
        let url = format!("{prefix}{path}");
        if path == "/" {
            let name = MenuName::Word("home");
            return Some(MenuEntry { url, name });
        }
        let list = self
            .standing
            .lists
            .values()
            .find(|list| list.info.url == url)?;
        let name = MenuName::List(without_figures(&list.info));
        Some(MenuEntry { url, name })
    }
}

fn page_entry(page: &Page) -> MenuEntry {
    MenuEntry {
        url: page.card.url.to_string(),
        name: MenuName::Title(page.card.title.clone()),
    }
}
