//! Front matter: what an author says about an article, above its text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memchr;

use crate::base::codes;
use crate::base::date::Date;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::{SitePath, percent_decode, slugify};
use crate::base::suggest::nearest;
use crate::base::yaml::{Dialect, Node, Part, Reader, Source, Step, choice, locate, record};

/// Bytes of front matter that no article needs: a longer one is an article whose front matter was not closed.
const MAX_BYTES: usize = 64 * 1024;
/// Months that may pass between one clinical review and the next.
const MAX_REVIEW_MONTHS: u8 = 36;
/// Characters after which search engines and lists cut a description.
const MAX_DESCRIPTION: usize = 300;

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
        pub topics: Vec<String>,
        /// Whom it is written for; clients where nothing is written.
        pub audience: Vec<String>,
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

/// A source file in two: its front matter and its body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Split {
    /// The line that opens the front matter, `---`.
    pub fence: Range<usize>,
    /// The YAML between the two lines of hyphens.
    pub yaml: Range<usize>,
    /// Everything after them.
    pub body: Range<usize>,
}

impl Split {
    /// Which bytes of the whole file `steps` into the front matter lead to; the opening line if they lead nowhere.
    #[must_use]
    pub fn locate(&self, text: &str, steps: &[Step<'_>], part: Part) -> Range<usize> {
        let yaml = text.get(self.yaml.clone()).unwrap_or_default();
        let start = self.yaml.start;
        locate(yaml, steps, part).map_or(self.fence.clone(), |range| {
            range.start + start..range.end + start
        })
    }
}

/// A file's bytes as text, or an error that says what to do.
pub fn text_of<'a>(
    bytes: &'a [u8],
    file: &SitePath,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a str> {
    const SAVE: &str = "open the file in your editor and save it again with the encoding UTF-8";
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let message = "the file is saved as UTF-16 (“Unicode” in some editors), not as UTF-8";
        problems.push(Diagnostic::error("file/not-utf8", file, message).help(SAVE));
        return None;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            let message = format!("line {line} holds a character that is not saved as UTF-8");
            let problem = Diagnostic::error("file/not-utf8", file, message);
            problems.push(problem.at(at..at).help(SAVE));
            return None;
        }
    };
    if let Some(at) = memchr(0, bytes) {
        let message = "the file holds an invisible NUL character, so it may be damaged";
        let problem = Diagnostic::error("file/nul", file, message).at(at..at + 1);
        problems.push(problem.help("restore the file, or delete the line and type it again"));
        return None;
    }
    Some(text)
}

/// Each line from `from` on: its range without the line break, and the offset of the next.
fn lines(text: &str, from: usize) -> impl Iterator<Item = (Range<usize>, usize)> {
    let mut start = from;
    text[from..].split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at..at + line.trim_end_matches(['\n', '\r']).len(), start)
    })
}

/// A line that was meant to be three hyphens; editors turn them into dashes.
fn is_like_fence(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty()
        && line
            .chars()
            .all(|c| matches!(c, '-' | '–' | '—' | '‒' | '−'))
}

/// Finds the front matter of `text`, the whole file; `None`, with an error, where there is none.
pub fn split(text: &str, file: &SitePath, problems: &mut Vec<Diagnostic>) -> Option<Split> {
    const EXAMPLE: &str =
        "begin the file with a line ---, then title: and date:, then another line ---";
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = lines(text, start).find(|(line, _)| !text[line.clone()].trim().is_empty());
    let mut refuse = |code, range: Range<usize>, message: &str, help: String| {
        problems.push(Diagnostic::error(code, file, message).at(range).help(help));
        None
    };
    let Some((fence, yaml_start)) = first else {
        return refuse(
            "front-matter/missing",
            start..start,
            "the file is empty",
            EXAMPLE.into(),
        );
    };
    let opening = text[fence.clone()].trim_end();
    let fence = fence.start..fence.start + opening.len();
    if opening != "---" {
        let (message, help) = if is_like_fence(opening) {
            (
                "the front matter must open with exactly three hyphens",
                "write --- on this line; your editor may have turned the hyphens into a dash"
                    .into(),
            )
        } else if opening == "+++" {
            (
                "the front matter is YAML between lines of three hyphens, not TOML",
                EXAMPLE.into(),
            )
        } else {
            ("the file has no front matter", EXAMPLE.into())
        };
        return refuse("front-matter/missing", fence, message, help);
    }

    let mut like_fence = None;
    for (line, next) in lines(text, yaml_start) {
        let content = text[line.clone()].trim_end();
        if content == "---" || content == "..." {
            if line.start - yaml_start > MAX_BYTES {
                return refuse(
                    "front-matter/too-large",
                    fence,
                    "the front matter is longer than 64 KB",
                    "close it with a line of three hyphens, and write the article below that"
                        .into(),
                );
            }
            return Some(Split {
                fence,
                yaml: yaml_start..line.start,
                body: next..text.len(),
            });
        }
        if like_fence.is_none() && is_like_fence(content) && !content.starts_with(' ') {
            like_fence = Some(line.start..line.start + content.len());
        }
    }
    match like_fence {
        Some(line) => refuse(
            "front-matter/unclosed",
            line,
            "the front matter must close with exactly three hyphens",
            "write --- on this line; your editor may have turned the hyphens into a dash".into(),
        ),
        None => refuse(
            "front-matter/unclosed",
            fence,
            "the front matter that opens here is not closed",
            "close it with a line of three hyphens, ---, above the text of the article".into(),
        ),
    }
}

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

/// A waiver names a code that there is.
fn check_waivers(front_matter: &FrontMatter, reader: &mut Reader<'_>) {
    for code in front_matter.waivers.keys() {
        let steps = [Step::Key("waivers"), Step::Key(code)];
        if !codes::all().any(|known| known == code) {
            let help = match nearest(code, codes::all()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write the word in square brackets that a message begins with, such as language/promise; the README lists them all".into(),
            };
            let range = reader.span(&steps, Part::Key);
            reader.report(
                Severity::Error,
                "waiver/unknown-code",
                range,
                format!("there is no check `{code}`"),
                help,
            );
        }
    }
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

fn check_key_points(points: usize, reader: &mut Reader<'_>) {
    let message = match points {
        0 | 2..=5 => return,
        1 => "there is only one key point".to_owned(),
        many => format!("there are {many} key points"),
    };
    let range = reader.span(&[Step::Key("key_points")], Part::Key);
    reader.report(
        Severity::Warning,
        "front-matter/key-points",
        range,
        message,
        "name the two to five things to take away",
    );
}

fn check_texts(front_matter: &FrontMatter, reader: &mut Reader<'_>) {
    if has_hidden_character(&front_matter.title) {
        let range = reader.top("title");
        reader.report(
            Severity::Advice,
            "front-matter/hidden-character",
            range,
            "the title holds a hidden character, such as a non-breaking space",
            "type the spaces of the title again",
        );
    }
    let length = front_matter
        .description
        .as_ref()
        .map_or(0, |text| text.chars().count());
    if length > MAX_DESCRIPTION {
        let range = reader.top("description");
        reader.report(
            Severity::Advice,
            "front-matter/long-description",
            range,
            format!("the description has {length} characters"),
            format!("say it in one or two sentences, at most {MAX_DESCRIPTION} characters"),
        );
    }
    if front_matter
        .series
        .as_ref()
        .is_some_and(|series| series.part == 0)
    {
        let range = reader.span(&[Step::Key("series"), Step::Key("part")], Part::Value);
        reader.report(
            Severity::Error,
            "front-matter/wrong-value",
            range,
            "`part` counts from 1",
            "write part: 1 for the first part",
        );
    }
}

/// Whether a title holds a character that looks like nothing, or like a space, and was hardly meant.
fn has_hidden_character(title: &str) -> bool {
    let is_hidden = |c: char| {
        matches!(
            c,
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
        )
    };
    // Joiners and direction marks are part of the spelling in many scripts; only Latin text has no use for them.
    let is_latin = title.chars().all(|c| c < '\u{300}' || !c.is_alphabetic());
    // French sets a non-breaking space before `?` and within « ».
    let is_stray = |(at, space): (usize, &str)| {
        let after = &title[at + space.len()..];
        !after.starts_with(['?', '!', ':', ';', '»', '%']) && !title[..at].ends_with('«')
    };
    is_latin && title.contains(is_hidden) || title.match_indices('\u{a0}').any(is_stray)
}

fn check_dates(front_matter: &FrontMatter, reader: &mut Reader<'_>) {
    let mut wrong = |severity, key: &str, code, message: String, help: String| {
        let range = reader.top(key);
        reader.report(severity, code, range, message, help);
    };
    let FrontMatter {
        date,
        updated,
        publish_on,
        expires_on,
        last_reviewed,
        review_by,
        ..
    } = front_matter;

    if let (Some(date), Some(updated)) = (date, updated)
        && updated < date
    {
        wrong(
            Severity::Warning,
            "updated",
            "front-matter/date-order",
            format!("`updated` is before `date`, {date}"),
            "write the day of the last change, or delete this line".into(),
        );
    }
    let first = publish_on
        .map(|day| ("publish_on", day))
        .or(date.map(|day| ("date", day)));
    if let (Some((key, first)), Some(expires)) = (first, expires_on)
        && *expires <= first
    {
        wrong(
            Severity::Error,
            "expires_on",
            "front-matter/date-order",
            format!("`expires_on` is not after `{key}`, {first}: it would never be shown"),
            format!("write a day after {first}, or delete this line"),
        );
    }
    if let (Some(last), Some(next)) = (last_reviewed, review_by) {
        let latest = last.months_later(MAX_REVIEW_MONTHS);
        if next < last {
            wrong(
                Severity::Error,
                "review_by",
                "front-matter/date-order",
                format!("`review_by` is before `last_reviewed`, {last}"),
                format!("write the day of the next review, {latest} at the latest"),
            );
        } else if *next > latest {
            wrong(
                Severity::Error,
                "review_by",
                "front-matter/review-interval",
                format!(
                    "`review_by` is more than {MAX_REVIEW_MONTHS} months after `last_reviewed`, {last}"
                ),
                format!("write {latest} or an earlier day"),
            );
        }
    }
    if !front_matter.reviewed_by.is_empty() && last_reviewed.is_none() {
        wrong(
            Severity::Warning,
            "reviewed_by",
            "front-matter/review-undated",
            "`reviewed_by` says who reviewed it, but not when".into(),
            "add a line last_reviewed: with the day of the review".into(),
        );
    }
}

/// Takes out what cannot be an address, so that nothing later stumbles over it again.
fn check_addresses(front_matter: &mut FrontMatter, reader: &mut Reader<'_>) {
    if let Some(slug) = &front_matter.slug {
        let right = slugify(slug);
        if *slug != right {
            let range = reader.top("slug");
            let help = if right.is_empty() {
                "write letters, digits and hyphens, such as slug: feeling-felt".into()
            } else {
                format!("write slug: {right}")
            };
            reader.report(
                Severity::Error,
                "front-matter/slug",
                range,
                "a slug holds only lower-case letters, digits and single hyphens",
                help,
            );
            front_matter.slug = None;
        }
    }
    let permalink = front_matter.permalink.take();
    front_matter.permalink =
        permalink.and_then(|address| check_address(&address, &[Step::Key("permalink")], reader));
    let aliases = std::mem::take(&mut front_matter.aliases);
    front_matter.aliases = aliases
        .iter()
        .enumerate()
        .filter_map(|(n, alias)| {
            check_address(alias, &[Step::Key("aliases"), Step::Index(n)], reader)
        })
        .collect();
    if let Some(template) = &front_matter.template {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !template.chars().all(plain) || template.starts_with('.') {
            let range = reader.top("template");
            reader.report(
                Severity::Error,
                "front-matter/template",
                range,
                "`template` is the name of one of the theme's templates, not a path",
                "write its name alone, such as template: article",
            );
            front_matter.template = None;
        }
    }
}

/// An address within the site must be what it looks like: nothing in it may lead elsewhere. Returns its
/// letters themselves, whichever way they were written.
fn check_address(address: &str, steps: &[Step<'_>], reader: &mut Reader<'_>) -> Option<String> {
    let (message, help) = match address_of(address) {
        Ok(address) => return Some(address),
        Err(told) => told,
    };
    let range = reader.span(steps, Part::Value);
    reader.report(
        Severity::Error,
        "front-matter/address",
        range,
        message,
        help,
    );
    None
}

/// `address` with nothing in it percent-encoded.
///
/// # Errors
/// Why `address` cannot be the path of an address in the site, and what to write.
fn address_of(address: &str) -> Result<String, (String, String)> {
    const WHOLE: &str = "write the whole address from the first slash on, such as /old/page/";
    let no = |message: &str, help: &str| Err((message.to_owned(), help.to_owned()));
    if address.contains("://") || address.starts_with("//") {
        return no(
            "an address within the site is written without the site's own name",
            "write it from the first slash on, such as /start/",
        );
    }
    let is_relative = |part: &str| matches!(part, "." | "..");
    let Some(rest) = address.strip_prefix('/') else {
        let help = match address.split('/').any(is_relative) {
            true => WHOLE.to_owned(),
            false => format!("write /{address}"),
        };
        return Err((
            "an address within the site begins with a slash".into(),
            help,
        ));
    };
    // What still reads as encoded once it is decoded would be another address to whoever decodes it again.
    let is_whole = |decoded: &Cow<'_, str>| percent_decode(decoded).as_ref() == Some(decoded);
    let Some(decoded) = percent_decode(rest).filter(is_whole) else {
        return no(
            "the percent signs in this address do not spell text",
            "write the letters themselves: Attuned encodes them",
        );
    };
    let encoded = rest.to_lowercase();
    if ["%2e", "%2f", "%5c", "%25"]
        .iter()
        .any(|code| encoded.contains(code))
    {
        return no(
            "dots, slashes and percent signs in an address must not be encoded",
            "write the letters themselves: Attuned encodes what needs it",
        );
    }
    if decoded.contains(['\\', '?', '#']) {
        return no(
            "an address within the site holds no `\\`, `?` or `#`",
            "use letters, digits, hyphens and slashes",
        );
    }
    if decoded.contains(char::is_control) {
        return no(
            "the address holds an invisible control character",
            "type it again",
        );
    }
    let path = decoded.strip_suffix('/').unwrap_or(&decoded);
    if path.split('/').any(is_relative) {
        return no("an address holds no `.` or `..`", WHOLE);
    }
    if !path.is_empty() && path.split('/').any(str::is_empty) || rest == "/" {
        return no(
            "two slashes follow each other in this address",
            "write one slash between the parts",
        );
    }
    Ok(format!("/{decoded}"))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::base::yaml::rendered;

    fn run(text: &str, translation: bool) -> (Option<FrontMatter>, Vec<Diagnostic>) {
        let file = SitePath::new("articles/a.md");
        let mut problems = Vec::new();
        let front_matter = split(text, &file, &mut problems)
            .and_then(|split| read(text, &split, &file, translation, &mut problems));
        (front_matter, problems)
    }

    /// Everything said about a whole file.
    fn said_of(text: &str) -> String {
        rendered(text, &run(text, false).1)
    }

    /// Everything said about an article with this front matter.
    fn said(yaml: &str) -> String {
        said_of(&format!("---\n{yaml}---\nText\n"))
    }

    /// Everything said about an article that would be right without `yaml`.
    fn said_with(yaml: &str) -> String {
        said(&format!("title: Repair\ndate: 2026-11-03\n{yaml}"))
    }

    fn right(yaml: &str) -> FrontMatter {
        let text = format!("---\n{yaml}---\nText\n");
        let (front_matter, problems) = run(&text, false);
        assert_eq!(rendered(&text, &problems), "");
        front_matter.unwrap()
    }

    #[test]
    fn every_key_is_read() {
        let front_matter = right(
            "\
title: Feeling felt
date: 2026-11-03
description: How it is to be understood.
kind: Article
updated: 2026-11-04
publish_on: 2026-11-05
expires_on: 2027-01-01
draft: yes
authors: ana
reviewed_by: [ben]
last_reviewed: 2026-11-01
review_by: 2029-11-01
topics: [Attunement, Repair]
audience: [clients, parents]
series: {name: The relationship, part: 2}
key_points:
  - One
  - Two
content_notes: [loss]
discreet: ON
image:
  src: hands.jpg
  alt: Two hands
slug: feeling-felt
permalink: /felt/
aliases: /old/
template: article.html
featured: False
related: [../b.md]
glossary: no
waivers: {language/suicide-wording: a quotation}
extra: {colour: {deep: [1, 2.5, null]}}
",
        );
        assert_eq!(front_matter.authors, ["ana"]);
        assert!(front_matter.draft && front_matter.discreet);
        assert!(!front_matter.featured && !front_matter.glossary);
        assert_eq!(front_matter.series.map(|series| series.part), Some(2));
        assert_eq!(front_matter.aliases, ["/old/"]);
        assert_eq!(
            front_matter.waivers["language/suicide-wording"],
            "a quotation"
        );
    }

    #[test]
    fn addresses_are_kept_as_letters() {
        let front_matter = right(
            "title: A\ndate: 2026-11-03\npermalink: /caf%C3%A9/\naliases: [/na%c3%afve/, /50%, /a b/]\n",
        );
        assert_eq!(front_matter.permalink.as_deref(), Some("/caf\u{e9}/"));
        assert_eq!(front_matter.aliases, ["/na\u{ef}ve/", "/50%", "/a b/"]);
        for address in ["/%252e%252e/", "/%%32e/", "/%3f", "/%00", "/%ff/"] {
            let said = said_with(&format!("permalink: '{address}'\n"));
            assert!(said.contains("front-matter/address"), "{address}: {said}");
        }
    }

    #[test]
    fn numbers_and_words_are_texts_as_they_are_written() {
        let title = |written: &str| right(&format!("title: {written}\nkind: page\n")).title;
        for text in ["2026", "1.10", "yes", "No", "true", "0x1F", "1e3", "-0"] {
            assert_eq!(title(text), text);
        }
        assert_eq!(title("\"  spaces around  \""), "spaces around");
    }

    #[test]
    fn keys_without_a_value_are_absent() {
        let front_matter = right("title: A\nkind: page\ndescription:\ntopics: ~\ndraft: \"\"\n");
        assert_eq!(front_matter.description, None);
        assert!(front_matter.topics.is_empty() && !front_matter.draft);
    }

    #[test]
    fn dates_that_are_none_are_told_with_what_to_write() {
        assert_snapshot!(said("\
title: A
date: 2026-02-30
updated: 3 November 2026
publish_on: 03/11/2026
expires_on: 2026-13-01
last_reviewed: 25/12/2026
review_by: tomorrow
"), @"
        3:7 error front-matter/date `date` is a day that does not exist | February 2026 has 28 days
        4:10 error front-matter/date `updated` is not a date of the form YYYY-MM-DD | write 2026-11-03
        5:13 error front-matter/date `publish_on` is not a date of the form YYYY-MM-DD | write it as YYYY-MM-DD: 2026-11-03 or 2026-03-11
        6:13 error front-matter/date `expires_on` is a day that does not exist | there is no month 13: write it as YYYY-MM-DD, such as 2026-11-03
        7:16 error front-matter/date `last_reviewed` is not a date of the form YYYY-MM-DD | write 2026-12-25
        8:12 error front-matter/date `review_by` is not a date of the form YYYY-MM-DD | write it as YYYY-MM-DD, such as 2026-11-03
        ");
        assert_snapshot!(said("title: A\ndate: 20261103\n"), @"3:7 error front-matter/date `date` is not a date of the form YYYY-MM-DD | write 2026-11-03");
        assert_snapshot!(said("title: A\ndate: 2026-11-3T10:00:00Z\n"), @"3:7 error front-matter/date `date` is not a date of the form YYYY-MM-DD | write 2026-11-03");
        assert_snapshot!(said("title: A\ndate: Nov 3rd, 2026\n"), @"3:7 error front-matter/date `date` is not a date of the form YYYY-MM-DD | write 2026-11-03");
        assert_snapshot!(said("title: A\ndate: [2026-11-03]\n"), @"3:7 error front-matter/wrong-type `date` needs a date, not a list | write it as YYYY-MM-DD, such as 2026-11-03");
        assert_snapshot!(said("title: A\ndate: 2026-11-00\n"), @"3:7 error front-matter/date `date` is a day that does not exist | there is no day 00: write it as YYYY-MM-DD, such as 2026-11-03");
    }

    #[test]
    fn dates_must_follow_each_other() {
        assert_snapshot!(said_with("last_reviewed: 2026-06-01\nreview_by: 2026-05-01\n"), @"5:12 error front-matter/date-order `review_by` is before `last_reviewed`, 2026-06-01 | write the day of the next review, 2029-06-01 at the latest");
        assert_snapshot!(said_with("last_reviewed: 2026-06-01\nreview_by: 2029-06-02\n"), @"5:12 error front-matter/review-interval `review_by` is more than 36 months after `last_reviewed`, 2026-06-01 | write 2029-06-01 or an earlier day");
        assert_snapshot!(said_with("updated: 2026-11-02\nexpires_on: 2026-11-03\n"), @"
        4:10 warning front-matter/date-order `updated` is before `date`, 2026-11-03 | write the day of the last change, or delete this line
        5:13 error front-matter/date-order `expires_on` is not after `date`, 2026-11-03: it would never be shown | write a day after 2026-11-03, or delete this line
        ");
        assert_snapshot!(said_with("publish_on: 2026-12-01\nexpires_on: 2026-11-30\n"), @"5:13 error front-matter/date-order `expires_on` is not after `publish_on`, 2026-12-01: it would never be shown | write a day after 2026-12-01, or delete this line");
        assert_snapshot!(said_with("reviewed_by: ben\n"), @"4:14 warning front-matter/review-undated `reviewed_by` says who reviewed it, but not when | add a line last_reviewed: with the day of the review");
    }

    #[test]
    fn an_article_needs_a_date_and_a_page_or_translation_does_not() {
        assert_snapshot!(said("title: A\n"), @"1:1 error front-matter/missing-key the front matter has no `date` | add a line date: 2026-11-03 with the day of publication, or kind: page if it is no article");
        assert_snapshot!(said("title: A\nkind: page\n"), @"");
        assert_snapshot!(said("title: A\nkind: pgae\n"), @"3:7 error front-matter/wrong-value `kind` cannot be `pgae` | did you mean `page`?");
        assert_snapshot!(said("title:\ndate:\n"), @"
        2:1 error front-matter/missing-key `title` is empty | write it after the colon: title: …
        1:1 error front-matter/missing-key the front matter has no `date` | add a line date: 2026-11-03 with the day of publication, or kind: page if it is no article
        ");
        assert_snapshot!(said(""), @"
        1:1 error front-matter/missing-key the front matter has no `title` | add a line title: …
        1:1 error front-matter/missing-key the front matter has no `date` | add a line date: 2026-11-03 with the day of publication, or kind: page if it is no article
        ");
        let text = "---\ntitle: A\n---\n";
        let (front_matter, problems) = run(text, true);
        assert!(front_matter.is_some() && problems.is_empty());
    }

    #[test]
    fn the_slips_of_yaml_are_told_in_an_authors_words() {
        assert_snapshot!(said("title: Attunement: what it is\ndate: 2026-11-03\n"), @r#"2:18 error front-matter/unquoted-colon this text holds a colon, so it must stand in quotes | put the text in quotes: title: "Attunement: what it is""#);
        assert_snapshot!(said("title: She said: \"no\"\n"), @r#"2:16 error front-matter/unquoted-colon this text holds a colon, so it must stand in quotes | put the text in quotes: title: 'She said: "no"'"#);
        assert_snapshot!(said_with("key_points:\n  - Repair: coming back\n  - Two\n"), @r#"5:5 error front-matter/unquoted-colon a colon splits item 1 of `key_points` in two | put the text in quotes: "Repair: coming back""#);
        assert_snapshot!(said("title: A\n\tdate: 2026-11-03\n"), @"3:1 error front-matter/tab a tab indents this line | use two spaces instead of the tab");
        assert_snapshot!(said("title: A\nimage:\n\tsrc: a.jpg\n\talt: b\n"), @"4:1 error front-matter/tab a tab indents this line | use two spaces instead of the tab");
        assert_snapshot!(said("title:Foo\ndate: 2026-11-03\n"), @"2:6 error front-matter/missing-space a space is missing after the colon | write title: Foo");
        assert_snapshot!(said("title: A\ndate:2026-11-03\n"), @"3:5 error front-matter/missing-space a space is missing after the colon | write date: 2026-11-03");
        assert_snapshot!(said("title:Foo\n"), @"2:6 error front-matter/missing-space a space is missing after the colon | write title: Foo");
        assert_snapshot!(said("title: \"Foo\ndate: 2026-11-03\n"), @r#"2:8 error front-matter/quote the quote that opens here is not closed | close it at the end of the text: title: "Foo""#);
        assert_snapshot!(said("title: 'It's fine'\ndate: 2026-11-03\n"), @r#"2:11 error front-matter/quote the apostrophe ends the text too early | write title: "It's fine""#);
        assert_snapshot!(said("title: \"The \"good enough\" parent\"\ndate: 2026-11-03\n"), @r#"2:13 error front-matter/quote a quote inside the text ends it too early | write title: 'The "good enough" parent'"#);
        assert_snapshot!(said("title: A\ntopics: [a, b\ndate: 2026-11-03\n"), @r#"3:9 error front-matter/bracket the bracket that opens here is not closed | close it with `]`, or put the text in quotes: topics: "[a, b""#);
        assert_snapshot!(said("title: [Draft] Repair\ndate: 2026-11-03\n"), @r#"2:8 error front-matter/bracket the text goes on after the bracket | put the text in quotes: title: "[Draft] Repair""#);
        assert_snapshot!(said("title: *Attunement*\ndate: 2026-11-03\n"), @r#"2:8 error front-matter/special-character a text that begins with `*` must stand in quotes | put the text in quotes: title: "*Attunement*""#);
        assert_snapshot!(said("title: !important\ndate: 2026-11-03\n"), @r#"2:8 error front-matter/special-character a text that begins with `!` must stand in quotes | put the text in quotes: title: "!important""#);
        assert_snapshot!(said("title: @home\ndate: 2026-11-03\n"), @r#"2:8 error front-matter/special-character a text that begins with `@` must stand in quotes | put the text in quotes: title: "@home""#);
        assert_snapshot!(said("title: A\nThis is a line\ndate: 2026-11-03\n"), @"3:1 error front-matter/missing-colon this line is neither a key with its value nor an item of a list | write a key, a colon, a space and a value; or indent the line if it continues the one above");
        assert_snapshot!(said("title: A\n  date: 2026-11-03\n"), @"3:3 error front-matter/indentation this line does not begin where its neighbours begin | delete the spaces before it, or put as many there as its neighbours have");
        assert_snapshot!(said("title: A\nimage:\n  src: a\n   alt: b\n"), @"5:4 error front-matter/indentation this line does not begin where its neighbours begin | delete the spaces before it, or put as many there as its neighbours have");
        assert_snapshot!(said("Just some words\n"), @"2:1 error front-matter/missing-colon this line is neither a key with its value nor an item of a list | write a key, a colon, a space and a value; or indent the line if it continues the one above");
        assert_snapshot!(said("- title: A\n"), @"2:1 error front-matter/no-keys there are no keys here | write a key, a colon, a space and a value on each line, such as `title: Feeling felt`");
        assert_snapshot!(said_with("description: one\n  # two\n  three\n"), @"5:3 error front-matter/cut-by-comment a comment stands between the lines of a text | move it above the text, or put the whole text in quotes if it is part of it");
    }

    #[test]
    fn a_comment_must_not_cut_a_text_that_readers_see() {
        assert_snapshot!(said("title: Session #3 and after\ndate: 2026-11-03 # a Tuesday\n"), @r#"2:16 error front-matter/cut-by-comment `title` is cut here: ` #` begins a comment | put the text in quotes: title: "Session #3 and after""#);
        assert_snapshot!(said("title: #3\ndate: 2026-11-03\n"), @r##"2:8 error front-matter/cut-by-comment `title` is cut here: ` #` begins a comment | put the text in quotes: title: "#3""##);
        assert_snapshot!(said_with("key_points:\n  - The #1 thing\n  - Two\n"), @r#"5:9 error front-matter/cut-by-comment item 1 of `key_points` is cut here: ` #` begins a comment | put the text in quotes: - "The #1 thing""#);
        assert_snapshot!(said_with("topics: [a] # first\nauthors:\n  - ana # lead\ndescription: \"a # b\" # fine\n"), @"");
        assert_snapshot!(said_with("description: >\n  one # two\n  three\n"), @"");
        assert_snapshot!(said_with("description: |\n  one\n  three # four\n# a comment\n"), @"");
        assert_snapshot!(said_with("description: one\n  two #3\n"), @r#"5:7 error front-matter/cut-by-comment `description` is cut here: ` #` begins a comment | put the text in quotes: description: "one two #3""#);
    }

    #[test]
    fn curly_quotes_and_lists_without_brackets_are_warned_of() {
        assert_snapshot!(said("title: “Attunement”\ndate: 2026-11-03\n"), @r#"2:8 warning front-matter/curly-quotes the curly quotes become part of `title` | use straight quotes, or none: "Attunement""#);
        assert_snapshot!(said("title: “No” is a whole “sentence”\ndate: 2026-11-03\n"), @"");
        assert_snapshot!(said("title: '“Quoted”'\ndate: 2026-11-03\n"), @"");
        assert_snapshot!(said_with("authors: ana, ben\n"), @r#"4:10 warning front-matter/comma-list `authors` is one text with a comma in it, not a list | put a list in square brackets: authors: [ana, ben]; put one text in quotes: authors: "ana, ben""#);
    }

    #[test]
    fn unknown_and_duplicate_keys_are_told_where_they_stand() {
        assert_snapshot!(said("\
titel: A
title: B
date: 2026-11-03
tags: [x]
wibble: 1
image:
  src: a.jpg
  alt: b
  atl: c
  alt: d
title: C
waivers:
  link/bare: one
  link/bare: two
extra:
  deep: [{x: 1, x: 2}]
"), @"
        2:1 error front-matter/unknown-key `titel` is not a key of the front matter | did you mean `title`?
        5:1 error front-matter/unknown-key `tags` is not a key of the front matter | did you mean `topics`?
        6:1 error front-matter/unknown-key `wibble` is not a key of the front matter | a theme's own keys go under `extra:`; ours are `title`, `date`, `description`, `kind`, `updated`, `publish_on`, `expires_on`, `draft`, `authors`, `reviewed_by`, `last_reviewed`, `review_by`, `topics`, `audience`, `series`, `key_points`, `content_notes`, `discreet`, `image`, `slug`, `permalink`, `aliases`, `template`, `featured`, `related`, `glossary`, `waivers`, `extra`
        12:1 error front-matter/duplicate-key `title` is already on line 3 | keep one of the two and delete the other
        10:3 error front-matter/unknown-key `atl` is not a key of `image` | did you mean `alt`?
        11:3 error front-matter/duplicate-key `alt` is already on line 9 | keep one of the two and delete the other
        15:3 error front-matter/duplicate-key `link/bare` is already on line 14 | keep one of the two and delete the other
        17:17 error front-matter/duplicate-key `x` is already on line 17 | keep one of the two and delete the other
        ");
    }

    #[test]
    fn all_problems_are_told_at_once() {
        assert_snapshot!(said("\
title: [a, b]
date: soon
draft: maybe
series:
  name: S
  part: 0
image: a.jpg
key_points: [one]
slug: Feeling Felt
permalink: start/../x
aliases: [//x, /a//b/, '/a?b', /ok/, '/%2e%2e/']
template: ../x.html
topics: {a: {b: c}}
extra: nothing
"), @r"
        2:8 error front-matter/wrong-type `title` needs one text, not a list | write one text, without `-` and brackets
        3:7 error front-matter/date `date` is not a date of the form YYYY-MM-DD | write it as YYYY-MM-DD, such as 2026-11-03
        4:8 error front-matter/wrong-type `draft` needs yes or no, not `maybe` | write draft: yes or draft: no
        14:9 error front-matter/wrong-type `topics` needs one text, not a group of keys | write one text; put it in quotes if it holds a colon
        8:8 error front-matter/wrong-type `image` needs keys of its own, not `a.jpg` | write image: {src: a.jpg, alt: …}; the keys are `src`, `alt`, `caption`, `credit`
        15:8 error front-matter/wrong-type `extra` needs keys of its own, not `nothing` | write names of your own on the lines below it, indented, each with a colon
        7:9 error front-matter/wrong-value `part` counts from 1 | write part: 1 for the first part
        9:1 warning front-matter/key-points there is only one key point | name the two to five things to take away
        10:7 error front-matter/slug a slug holds only lower-case letters, digits and single hyphens | write slug: feeling-felt
        11:12 error front-matter/address an address within the site begins with a slash | write the whole address from the first slash on, such as /old/page/
        12:11 error front-matter/address an address within the site is written without the site's own name | write it from the first slash on, such as /start/
        12:16 error front-matter/address two slashes follow each other in this address | write one slash between the parts
        12:24 error front-matter/address an address within the site holds no `\`, `?` or `#` | use letters, digits, hyphens and slashes
        12:38 error front-matter/address dots, slashes and percent signs in an address must not be encoded | write the letters themselves: Attuned encodes what needs it
        13:11 error front-matter/template `template` is the name of one of the theme's templates, not a path | write its name alone, such as template: article
        ");
        assert_snapshot!(said_with("\
slug: '---'
series: {name: S, part: -1}
image: {src: a.jpg}
permalink: https://example.org/x/
aliases: [/../x/, '/a\\b/', \"/a\\u0007\", /]
template: ../x.html
key_points: [1, 2, 3, 4, 5, 6]
"), @r"
        5:25 error front-matter/wrong-value `part` needs a whole number, not -1 | write a whole number, such as part: 1
        6:8 error front-matter/missing-key `image` has no `alt` | add a line alt: …
        8:28 error front-matter/wrong-value item 3 of `aliases` holds an invisible control character | type the text again
        10:1 warning front-matter/key-points there are 6 key points | name the two to five things to take away
        4:7 error front-matter/slug a slug holds only lower-case letters, digits and single hyphens | write letters, digits and hyphens, such as slug: feeling-felt
        7:12 error front-matter/address an address within the site is written without the site's own name | write it from the first slash on, such as /start/
        8:1 error front-matter/address an address holds no `.` or `..` | write the whole address from the first slash on, such as /old/page/
        8:1 error front-matter/address an address within the site holds no `\`, `?` or `#` | use letters, digits, hyphens and slashes
        9:11 error front-matter/template `template` is the name of one of the theme's templates, not a path | write its name alone, such as template: article
        ");
    }

    #[test]
    fn texts_are_looked_at_for_what_readers_would_stumble_over() {
        assert_snapshot!(said("title: A\u{a0}title\ndate: 2026-11-03\n"), @"2:8 advice front-matter/hidden-character the title holds a hidden character, such as a non-breaking space | type the spaces of the title again");
        assert_eq!(said("title: Pourquoi\u{a0}?\ndate: 2026-11-03\n"), "");
        assert_snapshot!(said_with(&format!("description: {}\n", "word ".repeat(70))), @"4:14 advice front-matter/long-description the description has 349 characters | say it in one or two sentences, at most 300 characters");
        assert_snapshot!(said("title: \"bell\\u0007\"\ndate: 2026-11-03\n"), @"2:8 error front-matter/wrong-value `title` holds an invisible control character | type the text again");
    }

    #[test]
    fn front_matter_is_found_whatever_the_editor_made_of_the_file() {
        for text in [
            "\u{feff}---\r\ntitle: A\r\nkind: page\r\n---\r\nText\r\n",
            "\n\n---  \ntitle: A\nkind: page\n---\t\nText\n",
            "---\ntitle: A\nkind: page\n...\nText\n",
            "---\ntitle: A\nkind: page\n---",
        ] {
            assert_eq!(said_of(text), "", "{text:?}");
        }
        let text = "\u{feff}---\r\ntitle: A\r\nkind: pgae\r\ndate: x\r\n---\r\nText\r\n";
        assert_snapshot!(said_of(text), @"
        4:7 error front-matter/date `date` is not a date of the form YYYY-MM-DD | write it as YYYY-MM-DD, such as 2026-11-03
        3:7 error front-matter/wrong-value `kind` cannot be `pgae` | did you mean `page`?
        ");
        let mut problems = Vec::new();
        let split = split(text, &SitePath::new("a.md"), &mut problems).unwrap();
        assert_eq!(&text[split.body.clone()], "Text\r\n");
        let at = split.locate(text, &[Step::Key("title")], Part::Value);
        assert_eq!(&text[at], "A");
    }

    #[test]
    fn missing_and_unclosed_front_matter_are_told() {
        assert_snapshot!(said_of(""), @"1:1 error front-matter/missing the file is empty | begin the file with a line ---, then title: and date:, then another line ---");
        assert_snapshot!(said_of("# A title\n"), @"1:1 error front-matter/missing the file has no front matter | begin the file with a line ---, then title: and date:, then another line ---");
        assert_snapshot!(said_of("—-\ntitle: A\n---\n"), @"1:1 error front-matter/missing the front matter must open with exactly three hyphens | write --- on this line; your editor may have turned the hyphens into a dash");
        assert_snapshot!(said_of("+++\ntitle = 'A'\n+++\n"), @"1:1 error front-matter/missing the front matter is YAML between lines of three hyphens, not TOML | begin the file with a line ---, then title: and date:, then another line ---");
        assert_snapshot!(said_of("---\ntitle: A\n\nText\n"), @"1:1 error front-matter/unclosed the front matter that opens here is not closed | close it with a line of three hyphens, ---, above the text of the article");
        assert_snapshot!(said_of("---\ntitle: A\n—\nText\n"), @"3:1 error front-matter/unclosed the front matter must close with exactly three hyphens | write --- on this line; your editor may have turned the hyphens into a dash");
        let long = format!(
            "---\ntitle: A\ndescription: {}\n---\n",
            "x".repeat(65 * 1024)
        );
        assert_snapshot!(said_of(&long), @"1:1 error front-matter/too-large the front matter is longer than 64 KB | close it with a line of three hyphens, and write the article below that");
    }

    #[test]
    fn bytes_that_are_no_text_are_told() {
        let said = |bytes: &[u8]| {
            let mut problems = Vec::new();
            let text = text_of(bytes, &SitePath::new("a.md"), &mut problems);
            assert!(text.is_none());
            rendered(&String::from_utf8_lossy(bytes), &problems)
        };
        assert_snapshot!(said(b"---\ntitle: caf\xe9\n---\n"), @"2:11 error file/not-utf8 line 2 holds a character that is not saved as UTF-8 | open the file in your editor and save it again with the encoding UTF-8");
        assert_snapshot!(said(b"\xff\xfe-\0-\0"), @"1:1 error file/not-utf8 the file is saved as UTF-16 (“Unicode” in some editors), not as UTF-8 | open the file in your editor and save it again with the encoding UTF-8");
        assert_snapshot!(said(b"---\ntitle: a\0b\n"), @"2:9 error file/nul the file holds an invisible NUL character, so it may be damaged | restore the file, or delete the line and type it again");
    }

    #[test]
    fn bombs_are_refused_in_milliseconds() {
        let mut laughs = "title: A\na: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for pair in ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"] {
            let (from, to) = pair.split_at(1);
            let items = vec![format!("*{from}"); 9].join(",");
            laughs.push_str(&format!("{to}: &{to} [{items}]\n"));
        }
        assert_snapshot!(said(&laughs), @"4:8 error front-matter/too-large this stands for more values than any site needs | write the values out, without `&` and `*`");
        let wide = format!(
            "a: &a [{}]\nb: [{}]\n",
            "x,".repeat(8000),
            "*a,".repeat(8000)
        );
        assert_snapshot!(said(&wide), @"3:5 error front-matter/too-large this stands for more values than any site needs | write the values out, without `&` and `*`");
        let long = format!(
            "a: &a {}\nb: [{}]\n",
            "x".repeat(30_000),
            "*a,".repeat(8000)
        );
        assert_snapshot!(said(&long), @"3:5 error front-matter/too-large this stands for more values than any site needs | write the values out, without `&` and `*`");
        assert_snapshot!(said(&format!("title: {}\n", "[".repeat(30_000))), @"2:72 error front-matter/too-large lists and groups are nested too deeply here | write it with fewer levels");
        assert_snapshot!(said(&format!("title:\n  {}a\n", "- ".repeat(30_000))), @"3:511 error front-matter/too-large lists and groups are nested too deeply here | write it with fewer levels");
        assert_snapshot!(said(&format!("{}a\n", "? ".repeat(30_000))), @"2:511 error front-matter/too-large lists and groups are nested too deeply here | write it with fewer levels");
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "(---\n)?([a-z#:\"'“\\[\\]{}&*!|> \t\n\r\0,-]|title: |date: |image:|\\PC){0,60}(\n---\n)?") {
            let (front_matter, problems) = run(&text, false);
            prop_assert!(front_matter.is_some() || !problems.is_empty());
            for problem in &problems {
                let span = problem.span.unwrap();
                prop_assert!(text.get(span.start..span.end).is_some(), "{problem:?}");
            }
        }

        #[test]
        fn values_never_panic(yaml in "(title|date|image|draft|topics|series|key_points|aliases|slug|permalink|extra): ?\\PC{0,20}\n") {
            let text = format!("---\n{yaml}{yaml}---\n");
            let (_, problems) = run(&text, false);
            prop_assert!(!problems.is_empty());
            for problem in &problems {
                let span = problem.span.unwrap();
                prop_assert!(text.get(span.start..span.end).is_some(), "{problem:?}");
            }
        }
    }
}
