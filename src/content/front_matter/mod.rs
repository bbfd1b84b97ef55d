//! Front matter: what an author says about an article, above its text.

mod rules;
mod split;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::base::date::Date;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::SitePath;
use crate::base::yaml::{Dialect, Node, Reader, Source, choice, record};

use rules::{check_addresses, check_dates, check_key_points, check_texts, check_waivers};

pub use split::{Split, split, text_of};

choice! {
    /// What a source file is.
    pub enum Kind {
        /// An article: listed, dated, cited.
        Article = "article",
        /// A page that stands for itself, such as "About".
        Page = "page",
    }
}

record! {
    /// Several articles that are read in order.
    pub struct Series {
        /// The name of the series, the same in each of its articles.
        pub name: String as prose,
        /// Which part this is, from 1.
        pub part: u32,
    }
}

record! {
    /// The picture that stands for an article.
    pub struct Image {
        /// The picture's file, as a path from this one.
        pub src: String,
        /// What the picture shows, for those who cannot see it.
        pub alt: String as prose,
        /// A line below the picture.
        pub caption: Option<String> as prose,
        /// Who made the picture.
        pub credit: Option<String> as prose,
    }
}

record! {
    /// What an author says about an article, above its text.
    pub struct FrontMatter {
        /// The title.
        pub title: String as prose,
        /// The day of publication, as YYYY-MM-DD. Required for articles.
        pub date: Option<Date>,
        /// One or two sentences, for lists, search and feeds.
        pub description: Option<String> as prose,
        /// `article`, or `page` for a page such as "About".
        pub kind: Kind = Kind::Article,
        /// The day of the last change that readers should know of.
        pub updated: Option<Date>,
        /// The first day on which the site shows it.
        pub publish_on: Option<Date>,
        /// The first day on which the site shows it no more.
        pub expires_on: Option<Date>,
        /// Whether it is unfinished: drafts are shown only when asked for.
        pub draft: bool = false,
        /// Who wrote it: ids in people.yaml.
        pub authors: Vec<String>,
        /// Who reviewed it clinically: ids in people.yaml.
        pub reviewed_by: Vec<String>,
        /// The day of the last clinical review.
        pub last_reviewed: Option<Date>,
        /// The day by which it should be reviewed again, at most 36 months later.
        pub review_by: Option<Date>,
        /// What it is about.
        pub topics: Vec<String> as names,
        /// Whom it is written for; clients where nothing is written.
        pub audience: Vec<String> as names,
        /// The series it is part of.
        pub series: Option<Series>,
        /// The two to five things to take away.
        pub key_points: Vec<String> as prose,
        /// Sensitive themes, named briefly.
        pub content_notes: Vec<String> as prose,
        /// Whether it should leave few traces: a neutral title, and not in feeds, recent or related articles.
        pub discreet: bool = false,
        /// The picture that stands for it.
        pub image: Option<Image>,
        /// The last part of its address, instead of the file's name.
        pub slug: Option<String>,
        /// Its whole address, without the language, such as /start/.
        pub permalink: Option<String>,
        /// Earlier addresses that lead here.
        pub aliases: Vec<String>,
        /// The theme's template that shows it.
        pub template: Option<String>,
        /// Whether it is shown first where the theme shows a choice.
        pub featured: bool = false,
        /// Articles to read next: paths of their files.
        pub related: Vec<String>,
        /// Whether glossary terms in it are linked.
        pub glossary: bool = true,
        /// Checks that do not apply here: the code of each, with the reason.
        pub waivers: BTreeMap<String, String>,
        /// Keys that the theme gives a meaning to.
        pub extra: BTreeMap<String, Node>,
    }
}

/// What other site generators call our keys.
const SYNONYMS: &[(&str, &str)] = &[
    ("tags", "topics"),
    ("categories", "topics"),
    ("author", "authors"),
    ("by", "authors"),
    ("summary", "description"),
    ("excerpt", "description"),
    ("subtitle", "description"),
    ("layout", "template"),
    ("type", "kind"),
    ("lastmod", "updated"),
    ("modified", "updated"),
    ("url", "permalink"),
    ("redirect_from", "aliases"),
    ("expiryDate", "expires_on"),
    ("publishDate", "publish_on"),
    ("published", "publish_on"),
    ("reviewer", "reviewed_by"),
    ("takeaways", "key_points"),
    ("trigger_warning", "content_notes"),
    ("content_warnings", "content_notes"),
    ("cover", "image"),
    ("params", "extra"),
];

/// Reads and checks the front matter. `Some` whenever what is required is usable, so that other checks can go on.
///
/// A `translation` inherits its date from the original.
pub fn read(
    text: &str,
    split: &Split,
    file: &SitePath,
    translation: bool,
    problems: &mut Vec<Diagnostic>,
) -> Option<FrontMatter> {
    let source = Source {
        file,
        text,
        yaml: split.yaml.clone(),
        head: split.fence.clone(),
        dialect: Dialect::FrontMatter,
    };
    let mut reader = Reader::new(source, problems).with_synonyms(SYNONYMS);
    let node = reader.parse()?;
    let written = |key: &str| node.get(key).is_some_and(|value| !value.is_empty());
    let has_date = written("date");
    // A misspelt kind may have been meant as a page: its date is not asked for.
    let is_article = match node.get("kind") {
        Some(Node::Str(word)) => word.trim().eq_ignore_ascii_case(Kind::Article.word()),
        _ => !written("kind"),
    };
    let points = match node.get("key_points") {
        Some(Node::Seq(items)) => items.len(),
        other => usize::from(other.is_some_and(|value| !value.is_empty())),
    };
    let complete: Option<FrontMatter> = reader.read_node(node);
    let is_complete = complete.is_some();
    // Without a title nothing can be built, but what the other keys say is checked all the same.
    let mut front_matter = complete.or_else(|| reader.quietly(read_untitled))?;

    if !has_date && is_article && !translation {
        reader.report(
            Severity::Error,
            "front-matter/missing-key",
            split.fence.clone(),
            "the front matter has no `date`",
            "add a line date: 2026-11-03 with the day of publication, or kind: page if it is no article",
        );
    }
    check_texts(&front_matter, &mut reader);
    check_key_points(points, &mut reader);
    check_dates(&front_matter, &mut reader);
    check_addresses(&mut front_matter, &mut reader);
    check_waivers(&front_matter, &mut reader);
    is_complete.then_some(front_matter)
}

/// The front matter with another title in the place of one that cannot be used.
fn read_untitled(reader: &mut Reader<'_>) -> Option<FrontMatter> {
    let Node::Map(mut entries) = reader.parse()? else {
        return None;
    };
    entries.retain(|(key, _)| key != "title");
    entries.push(("title".into(), Node::Str("Untitled".into())));
    reader.read_node(Node::Map(entries))
}
