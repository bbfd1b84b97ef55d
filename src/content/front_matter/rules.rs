//! What the values of front matter must be, beyond their types.

use std::borrow::Cow;

use crate::base::codes;
use crate::base::diagnostic::Severity;
use crate::base::path::{percent_decode, slugify};
use crate::base::suggest::nearest;
use crate::base::yaml::{Part, Reader, Step};

use super::FrontMatter;

/// Months that may pass between one clinical review and the next.
const MAX_REVIEW_MONTHS: u8 = 36;

/// Characters after which search engines and lists cut a description.
const MAX_DESCRIPTION: usize = 300;

/// A waiver names a code that there is.
pub(super) fn check_waivers(front_matter: &FrontMatter, reader: &mut Reader<'_>) {
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

pub(super) fn check_key_points(points: usize, reader: &mut Reader<'_>) {
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

pub(super) fn check_texts(front_matter: &FrontMatter, reader: &mut Reader<'_>) {
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

pub(super) fn check_dates(front_matter: &FrontMatter, reader: &mut Reader<'_>) {
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
pub(super) fn check_addresses(front_matter: &mut FrontMatter, reader: &mut Reader<'_>) {
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
