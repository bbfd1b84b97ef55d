//! The articles as a table for people: within 80 columns, without colours, one line each.

use unicode_width::UnicodeWidthStr as _;

use super::super::output::counted;
use super::super::report::plain;
use super::super::survey::{Findings, Review, Row};
use crate::content::reference::ARTICLES;

/// Columns for the name of an article.
const NAME: usize = 31;
/// Columns for how much there is to say.
const FINDINGS: usize = 16;
/// Articles that are listed at most: a longer table says less than its worst lines.
const MOST: usize = 60;

/// The table of `rows`; nothing if there are none. Articles that are not shown are left out.
pub(super) fn table(rows: &[Row]) -> String {
    let shown: Vec<&Row> = rows.iter().filter(|row| row.inspected.is_some()).collect();
    if shown.is_empty() {
        return String::new();
    }
    let mut listed = shown.clone();
    if listed.len() > MOST {
        // Those with most to mend come first; what is left is in order of path.
        listed.sort_by_key(|row| {
            let found = row.findings;
            std::cmp::Reverse((found.errors, found.warnings, found.advice))
        });
        listed.truncate(MOST);
    }
    let mut text = line("Article", "Grade", "Min", "Review by", "Works", "Findings");
    for row in &listed {
        text.push_str(&line(
            &name(row),
            &row.grade()
                .map_or_else(|| "-".to_owned(), |grade| format!("{grade:.1}")),
            &row.minutes.to_string(),
            &review(row.review),
            &row.summary.cites.len().to_string(),
            &findings(row.findings),
        ));
    }
    if shown.len() > listed.len() {
        let more = counted(shown.len() - listed.len(), "article is", "articles are");
        text.push_str(&format!(
            "{more} not listed: these are the {MOST} with most to mend. --html FILE lists all.\n"
        ));
    }
    text
}

fn line(
    name: &str,
    grade: &str,
    minutes: &str,
    review: &str,
    works: &str,
    findings: &str,
) -> String {
    let pad = " ".repeat(NAME.saturating_sub(name.width()));
    let line =
        format!("{name}{pad}  {grade:>5}  {minutes:>3}  {review:<10}  {works:>5}  {findings}");
    line.trim_end().to_owned() + "\n"
}

/// The path below `articles/` without its ending; where that is too long without its folders, or cut in the middle.
fn name(row: &Row) -> String {
    let path = row.file.strip_prefix(ARTICLES).unwrap_or(&row.file);
    let path = plain(path.strip_suffix(".md").unwrap_or(path));
    match path.rsplit_once('/') {
        Some((_, name)) if path.width() > NAME => fitted(&format!("…/{name}"), NAME),
        _ => fitted(&path, NAME),
    }
}

/// `text` in so many columns at most: its beginning and its end, with an ellipsis between.
fn fitted(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let take = |characters: &mut dyn Iterator<Item = char>, columns: usize| {
        let mut taken = String::new();
        for c in characters {
            taken.push(c);
            if taken.width() > columns {
                taken.pop();
                break;
            }
        }
        taken
    };
    let end = take(&mut text.chars().rev(), (columns - 1) / 2 + 3);
    let start = take(&mut text.chars(), columns - 1 - end.width());
    let end: String = end.chars().rev().collect();
    format!("{start}…{end}")
}

fn review(review: Review) -> String {
    match review {
        Review::NotNeeded => "-".into(),
        Review::Never => "never".into(),
        Review::Done => "reviewed".into(),
        Review::Next(day) => day.to_string(),
        Review::Overdue(_) => "overdue".into(),
    }
}

/// The gravest kind with its number, and how many others there are: `2 warnings +3`.
fn findings(found: Findings) -> String {
    let (number, gravest) = match found {
        Findings { errors: 1.., .. } => (found.errors, counted(found.errors, "error", "errors")),
        Findings { warnings: 1.., .. } => (
            found.warnings,
            counted(found.warnings, "warning", "warnings"),
        ),
        Findings { advice: 1.., .. } => (found.advice, format!("{} advice", found.advice)),
        _ => return "-".into(),
    };
    let with_others = match found.total() - number {
        0 => return gravest,
        others => format!("{gravest} +{others}"),
    };
    if with_others.len() <= FINDINGS {
        with_others
    } else {
        gravest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_their_beginning_and_their_end() {
        assert_eq!(fitted("short", NAME), "short");
        let long = fitted("your-therapy/telling-your-therapist-what-you-need", NAME);
        assert_eq!(long, "your-therapy…pist-what-you-need");
        for text in ["心".repeat(40), "e\u{301}".repeat(60), "x".repeat(400)] {
            let fitted = fitted(&text, NAME);
            assert!(
                fitted.width() <= NAME && fitted.width() >= NAME - 2,
                "{fitted}"
            );
        }
    }

    #[test]
    fn every_line_fits_into_80_columns() {
        let found = Findings {
            errors: 0,
            warnings: 9999,
            advice: 9999,
        };
        let longest = line(
            &"x".repeat(NAME),
            "10.2",
            "100",
            "2026-10-01",
            "100",
            &findings(found),
        );
        assert!(longest.trim_end().width() <= 80, "{longest}");
        assert_eq!(
            findings(Findings {
                errors: 2,
                warnings: 1,
                advice: 1
            }),
            "2 errors +2"
        );
        assert_eq!(
            findings(Findings {
                advice: 1,
                ..Findings::default()
            }),
            "1 advice"
        );
        assert_eq!(findings(Findings::default()), "-");
    }
}
