//! Atom feeds (RFC 4287) with the whole text of each article.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use crate::base::date::Date;
use crate::content::query::{Answer, ListKey, ListKind, Page, Query};

use super::body::{self, Addresses};
use super::recorder::Recorder;
use super::view::Site;

/// The feed of a list.
///
/// # Errors
/// The reason, in words, where an article cannot be read.
pub fn render(
    key: &ListKey,
    url: &str,
    site: &Site,
    recorder: &Recorder,
) -> Result<String, String> {
    let Answer::List(Some(list)) = recorder.ask(Query::ListName(key.clone())) else {
        return Ok(String::new());
    };
    let most = site.config.feed_items as usize;
    let Answer::Files(files) = recorder.ask(Query::Newest(key.clone(), most)) else {
        return Ok(String::new());
    };
    let mut entries = String::new();
    let mut latest: Option<Date> = None;
    for file in files {
        let Answer::Page(Some(page)) = recorder.ask(Query::Page(file)) else {
            continue;
        };
        latest = latest.max(changed(&page));
        entry(&page, &mut entries, site, recorder)?;
    }
    let language = &key.language;
    let name = site.name(language);
    let (title, about) = match key.kind {
        ListKind::Articles => (
            site.words(language, "feed-title", &[("site", name)]),
            "/".to_owned(),
        ),
        _ => {
            let topic = site.list_title(&list);
            (
                site.words(
                    language,
                    "feed-topic-title",
                    &[("site", name), ("topic", &topic)],
                ),
                list.url.clone(),
            )
        }
    };
    let own = site.base.permalink(url);
    let about = match key.kind {
        ListKind::Articles => {
            let settings = site.index.settings();
            let prefix = crate::content::article::language_prefix(language, settings);
            site.base.permalink(&format!("{prefix}/"))
        }
        _ => site.base.permalink(&about),
    };
    let mut out = String::with_capacity(entries.len() + 1024);
    let _ = write!(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">\n\
         <id>{id}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{id}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{about}\"/>\n\
         <author><name>{name}</name></author>\n",
        id = xml(&own),
        title = xml(&title),
        // A feed must have a date; one without articles has none of its own.
        updated = latest.map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), Date::rfc3339),
        about = xml(&about),
        name = xml(name),
    );
    out.push_str(&entries);
    out.push_str("</feed>\n");
    Ok(out)
}

fn entry(page: &Page, out: &mut String, site: &Site, recorder: &Recorder) -> Result<(), String> {
    let card = &page.card;
    let permalink = xml(&site.base.permalink(&card.url));
    let date = |date: Option<Date>| date.map_or_else(String::new, Date::rfc3339);
    let body = body::render(&card.file, &card.url, Addresses::Whole, site, recorder)?;
    let _ = write!(
        out,
        "<entry>\n<id>{permalink}</id>\n<title>{title}</title>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{permalink}\"/>\n\
         <published>{published}</published>\n<updated>{updated}</updated>\n",
        title = xml(&card.title),
        published = date(card.date),
        updated = date(changed(page)),
    );
    for author in &card.authors {
        let _ = writeln!(
            out,
            "<author><name>{}</name></author>",
            xml(&author.person.name)
        );
    }
    for topic in &card.topics {
        let _ = writeln!(out, "<category term=\"{}\"/>", xml(&topic.title));
    }
    if !card.description.is_empty() {
        let _ = writeln!(out, "<summary>{}</summary>", xml(&card.description));
    }
    let _ = write!(
        out,
        "<content type=\"html\" xml:lang=\"{}\">{}</content>\n</entry>\n",
        card.language,
        xml(&body.html)
    );
    Ok(())
}

fn changed(page: &Page) -> Option<Date> {
    page.summary.front.updated.max(page.card.date)
}

/// Text as XML holds it: escaped, without the characters that XML 1.0 has no way to write.
#[must_use]
pub fn xml(text: &str) -> String {
    let allowed = |c: &char| match c {
        '\n' | '\r' | '\t' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    };
    if text.chars().all(|c| allowed(&c)) {
        escape(text).into_owned()
    } else {
        let kept: String = text.chars().filter(allowed).collect();
        escape(&*kept).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_write_is_left_out() {
        assert_eq!(
            xml("a\u{fffe}b\u{ffff}c\u{7}d\n<\u{fffd}"),
            "abcd\n&lt;\u{fffd}"
        );
    }
}
