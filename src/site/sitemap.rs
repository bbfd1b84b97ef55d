//! What search engines read: the sitemap with its languages, and robots.txt.

use std::fmt::Write as _;

use crate::content::article::language_prefix;
use crate::content::index::{glossary_url, page_url, references_url};
use crate::content::language::Lang;
use crate::content::query::{Address, Answer, ListKind, Query};

use super::feed::xml;
use super::plan::SITEMAP_MOST;
use super::recorder::Recorder;
use super::view::Site;

/// Part `number` (from 1) of the sitemap.
#[must_use]
pub fn sitemap(number: usize, site: &Site, recorder: &Recorder) -> String {
    let addresses = addresses(site, recorder);
    let part = addresses
        .chunks(SITEMAP_MOST)
        .nth(number - 1)
        .unwrap_or_default();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for (url, changed, languages) in part {
        let _ = write!(out, "<url><loc>{}</loc>", xml(&site.base.permalink(url)));
        if let Some(changed) = changed {
            let _ = write!(out, "<lastmod>{changed}</lastmod>");
        }
        for (language, url) in languages {
            let _ = write!(
                out,
                "<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{}\"/>",
                xml(&site.base.permalink(url))
            );
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// The list of a sitemap's parts.
#[must_use]
pub fn index(parts: usize, site: &Site) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for part in 1..=parts {
        let url = site.base.permalink(&format!("/sitemap-{part}.xml"));
        let _ = writeln!(out, "<sitemap><loc>{}</loc></sitemap>", xml(&url));
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// Every address that a search engine should know, in a fixed order.
fn addresses(site: &Site, recorder: &Recorder) -> Vec<Address> {
    let mut all: Vec<Address> = Vec::new();
    if let Answer::Everything(pages) = recorder.ask(Query::Everything) {
        all.extend(pages);
    }
    let Answer::Lists(lists) = recorder.ask(Query::EveryList) else {
        return all;
    };
    let Answer::Languages(languages) = recorder.ask(Query::Languages) else {
        return all;
    };
    for language in languages {
        let prefix = language_prefix(&language, site.index.settings());
        let home = format!("{prefix}/");
        if !all.iter().any(|(url, _, _)| **url == *home) {
            all.push((
                home.into(),
                None,
                translations(Query::HomeTranslations, recorder),
            ));
        }
        let glossary = glossary_url(&language, site.index.settings());
        let others = translations(Query::GlossaryTranslations, recorder);
        if matches!(
            recorder.ask(Query::HasGlossary(language.clone())),
            Answer::Has(true)
        ) {
            all.push((glossary.into(), None, others));
        }
        if matches!(
            recorder.ask(Query::HasReferences(language.clone())),
            Answer::Has(true)
        ) {
            let others = translations(Query::ReferencesTranslations, recorder);
            all.push((
                references_url(&language, site.index.settings()).into(),
                None,
                others,
            ));
        }
        for kind in [ListKind::Topic, ListKind::Author] {
            let of_kind = lists
                .iter()
                .filter(|l| l.key.language == language && l.key.kind == kind);
            let changed = of_kind.clone().filter_map(|l| l.changed).max();
            if of_kind.count() > 0 {
                let others = translations(Query::IndexTranslations(kind), recorder);
                all.push((
                    format!("{prefix}/{}/", kind.folder()).into(),
                    changed,
                    others,
                ));
            }
        }
    }
    for list in lists {
        let others = translations(Query::ListTranslations(list.key.clone()), recorder);
        for number in 1..=list.pages {
            // Page 2 of a list has no counterpart of its own in another language.
            let others = if number == 1 {
                others.clone()
            } else {
                Vec::new()
            };
            all.push((page_url(&list.url, number).into(), list.changed, others));
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn translations(query: Query, recorder: &Recorder) -> Vec<(Lang, String)> {
    match recorder.ask(query) {
        Answer::Translations(translations) => translations,
        _ => Vec::new(),
    }
}

/// robots.txt: everything may be read, and here is the sitemap.
#[must_use]
pub fn robots(site: &Site) -> String {
    format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}\n",
        site.base.permalink("/sitemap.xml")
    )
}
