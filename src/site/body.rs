//! The body of an article as HTML, its links and pictures resolved through the recorder.

use std::sync::Arc;

use crate::base::digest::Digest;
use crate::base::path::{SitePath, slugify};
use crate::content::article::Written;
use crate::content::author_date::{Composed, Listed, compose};
use crate::content::bibliography::Words;
use crate::content::config::Html;
use crate::content::language::Lang;
use crate::content::markdown::{
    Citation, Href, HtmlPolicy, Image, Labels, Resolve, Sensitive, Source, TermLink, escaped,
};
use crate::content::query::{Answer, Link, Query, TermCard};
use crate::content::reference::Target;

use super::recorder::Recorder;
use super::values;
use super::view::Site;

/// An article's body, rendered.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// Headings of level 2 and 3: level, id, title.
    pub outline: Vec<(u8, String, String)>,
    /// The parts that a reader may want to go past.
    pub sensitive: Vec<Sensitive>,
    /// The terms of the glossary that are linked in it, in order.
    pub terms: Vec<Arc<TermCard>>,
    /// The works that it cites, in the order of a reference list.
    pub references: Vec<Listed>,
    /// The notes that show the works of a citation: the id of each, and positions in `references`.
    pub sources: Vec<(String, Vec<usize>)>,
}

/// How the body's links are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addresses {
    /// From the root of the host, as on a page.
    OnPage,
    /// With scheme and host, as in a feed.
    Whole,
}

/// Renders the body of `file`, whose page stands at `url`.
///
/// # Errors
/// The reason, in words, where the file cannot be read.
pub fn render(
    file: &SitePath,
    url: &str,
    addresses: Addresses,
    site: &Site,
    recorder: &Recorder,
) -> Result<Rendered, String> {
    let language = site.index.settings().language_of(file);
    // Kept from parsing it, or written again from the same bytes.
    let written = match site.take_written(file) {
        Some((written, source)) => {
            recorder.note(file, Some(source));
            written
        }
        None => {
            let rules = site.index.settings().rules(language, site.has_terms(file));
            Written::again(file, &recorder.bytes(file)?, rules)
        }
    };
    let mut links = Links {
        file,
        url,
        addresses,
        site,
        recorder,
        language: language.clone(),
        terms: Vec::new(),
        references: Vec::new(),
        sources: Vec::new(),
    };
    let fallback;
    let labels = match site.labels(language) {
        Some(labels) => labels,
        None => {
            fallback = Labels::default();
            &fallback
        }
    };
    let mut html = String::with_capacity(written.body.size() + 1024);
    written.body.fill(&mut links, labels, &mut html);
    Ok(Rendered {
        html,
        outline: written.outline,
        sensitive: written.sensitive,
        terms: links.terms,
        references: links.references,
        sources: links.sources,
    })
}

/// The id of the note on a page that says what a term means. No heading's own id has two hyphens in a row.
#[must_use]
pub fn note_id(term: &str) -> String {
    format!("meaning--{term}")
}

/// The id of a work in the reference list of a page, and in the list of all works. Keys hold what ids may not, and differ
/// in what slugs leave out.
#[must_use]
pub fn reference_id(key: &str) -> String {
    let slug = slugify(key);
    match slug == key {
        true => format!("ref--{slug}"),
        false => format!("ref--{slug}-{}", Digest::of_bytes(key.as_bytes()).short()),
    }
}

/// The id of the place of citation number `n` (from 0) of a page.
#[must_use]
pub fn citation_id(n: usize) -> String {
    format!("cite--{}", n + 1)
}

/// The policy of site.yaml's `html`.
#[must_use]
pub fn html_policy(html: Html) -> HtmlPolicy {
    match html {
        Html::Safe => HtmlPolicy::Safe,
        Html::Allow => HtmlPolicy::Allow,
    }
}

struct Links<'a> {
    file: &'a SitePath,
    url: &'a str,
    addresses: Addresses,
    site: &'a Site,
    recorder: &'a Recorder,
    language: Lang,
    /// The terms that have been asked for.
    terms: Vec<Arc<TermCard>>,
    references: Vec<Listed>,
    sources: Vec<(String, Vec<usize>)>,
}

impl Links<'_> {
    fn address(&self, url: &str, query: Option<&str>, anchor: Option<&str>) -> String {
        let base = &self.site.base;
        let mut address = match self.addresses {
            Addresses::OnPage => base.href(url),
            Addresses::Whole => base.permalink(url),
        };
        if let Some(query) = query {
            address.push('?');
            address.push_str(query);
        }
        if let Some(anchor) = anchor {
            address.push('#');
            address.push_str(anchor);
        }
        address
    }

    /// A citation: its words, those of each work a link to its reference, and the note that shows them all.
    fn citation(&mut self, n: usize, composed: &Composed) -> Source {
        // The list that links lead to, and the notes, are on the page alone.
        if self.addresses == Addresses::Whole {
            return Source {
                html: escaped(&composed.text(n)),
                ..Source::default()
            };
        }
        let pieces = &composed.citations[n];
        let mut html = String::new();
        let mut works: Vec<usize> = Vec::new();
        for piece in pieces.chunk_by(|a, b| a.work == b.work) {
            let work = piece.first().and_then(|piece| piece.work);
            if let Some(work) = work {
                let key = &composed.references[work].work.key;
                html += &format!("<a href=\"#{}\">", reference_id(key));
                if !works.contains(&work) {
                    works.push(work);
                }
            }
            for part in piece {
                let text = escaped(&part.text);
                html += &match part.is_italic {
                    true => format!("<i>{text}</i>"),
                    false => text,
                };
            }
            html += if work.is_some() { "</a>" } else { "" };
        }
        let note = (!works.is_empty()).then(|| self.note(works));
        Source {
            html,
            id: citation_id(n),
            note,
        }
    }

    /// The id of the note that shows these works.
    fn note(&mut self, works: Vec<usize>) -> String {
        let known = self.sources.iter().find(|(_, known)| *known == works);
        if let Some((note, _)) = known {
            return note.clone();
        }
        let note = format!("sources--{}", self.sources.len() + 1);
        self.sources.push((note.clone(), works));
        note
    }

    fn resolved(&self, asked: Query, dest: &str, anchor: Option<&str>) -> Href {
        // What follows a question mark is for the page that it leads to, such as a booking form.
        let query = dest.split('#').next().and_then(|path| path.split_once('?'));
        let query = query.map(|(_, query)| query);
        match self.recorder.ask(asked) {
            Answer::Link(Link::To { url, .. }) => Href::To(self.address(&url, query, anchor)),
            _ => Href::PlainText,
        }
    }
}

impl Resolve for Links<'_> {
    fn link(&mut self, dest: &str) -> Href {
        match Target::of(self.file, dest) {
            Target::External => {
                let scheme = dest
                    .split(':')
                    .next()
                    .unwrap_or_default()
                    .to_ascii_lowercase();
                match scheme.as_str() {
                    "mailto" | "tel" | "sms" => Href::To(dest.to_owned()),
                    _ => Href::External(dest.to_owned()),
                }
            }
            Target::Here(anchor) => match self.addresses {
                Addresses::OnPage => Href::To(format!("#{anchor}")),
                Addresses::Whole => Href::To(self.address(self.url, None, Some(&anchor))),
            },
            // Whether the anchor is there is checked before; the page does not depend on it.
            Target::File(file, anchor) => {
                self.resolved(Query::LinkToFile(file, None), dest, anchor.as_deref())
            }
            Target::Url(url, anchor) => {
                self.resolved(Query::LinkToUrl(url, None), dest, anchor.as_deref())
            }
            Target::Outside => Href::PlainText,
        }
    }

    fn citations(&mut self, citations: &[Citation]) -> Vec<Source> {
        let find = |key: &str| match self.recorder.ask(Query::Work(key.into())) {
            Answer::Work(work) => work,
            _ => None,
        };
        let composed = compose(citations, find, &Words::of(&self.language));
        let html = (0..composed.citations.len())
            .map(|n| self.citation(n, &composed))
            .collect();
        self.references = composed.references;
        html
    }

    fn term(&mut self, id: &str) -> Option<TermLink> {
        // The notes that the buttons open are on the page alone.
        if self.addresses == Addresses::Whole {
            return None;
        }
        let asked = Query::Term(id.into(), self.language.clone());
        let Answer::Term(Some(card)) = self.recorder.ask(asked) else {
            return None;
        };
        let link = TermLink {
            href: values::entry(&card, &self.site.base),
            note: note_id(id),
            term: card.term.clone(),
        };
        self.terms.push(card);
        Some(link)
    }

    fn help(&mut self) -> Arc<str> {
        let asked = Query::Support(self.language.clone());
        let Answer::Support(help) = self.recorder.ask(asked) else {
            return Arc::default();
        };
        let page = match self.addresses {
            Addresses::OnPage => String::new(),
            Addresses::Whole => self.address(self.url, None, None),
        };
        let block = self.site.support(&self.language, &help);
        block.map_or_else(Arc::default, |block| block.short(&page))
    }

    fn image(&mut self, dest: &str) -> Image {
        let asset = Target::of(self.file, dest)
            .asset()
            .map(|file| self.recorder.ask(Query::Asset(file)));
        match asset {
            Some(Answer::Asset(Some(asset))) => Image {
                src: self.address(&asset.url, None, None),
                width: asset.size.map(|size| size.0),
                height: asset.size.map(|size| size.1),
            },
            _ => Image {
                src: dest.to_owned(),
                width: None,
                height: None,
            },
        }
    }
}
