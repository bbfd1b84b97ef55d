//! Small charts: a list with a bar for each line, so that every word stays as large as the rest of the page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::super::output::counted;
use super::super::super::survey::{Review, Row};
use super::{is_above, title};
use crate::base::date::{Date, ENGLISH_MONTHS};

/// Articles that get a line each; more of them are put together by their figures.
const MOST_LINES: usize = 40;
/// Articles that a line of the calendar names.
const MOST_NAMES: usize = 5;
/// Months that the calendar shows one by one.
const MONTHS: i32 = 24;

/// A line of a chart.
struct Line {
    label: String,
    value: f64,
    shown: String,
    /// Whether it is to be seen as too much.
    is_over: bool,
    note: String,
}

/// A chart whose bars go up to `most`; `target` is a stroke in each.
fn chart(title: &str, text: &str, lines: &[Line], most: f64, target: Option<f64>) -> String {
    let mut html =
        format!("<section class=\"chart\"><h3>{title}</h3><p class=\"soft\">{text}</p><ol>\n");
    let most = if most > 0.0 { most } else { 1.0 };
    for line in lines {
        let width = (100.0 * line.value / most).clamp(0.0, 100.0);
        let class = if line.is_over { "over" } else { "bar" };
        let target = target.map_or_else(String::new, |target| {
            let at = (100.0 * target / most).clamp(0.0, 100.0);
            format!("<path class=\"target\" d=\"M{at:.1} 0V10\"/>")
        });
        let note = match line.note.as_str() {
            "" => String::new(),
            note => format!("<small>{note}</small>"),
        };
        let _ = writeln!(
            html,
            "<li><span>{}</span><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"rest\" width=\"100\" height=\"10\"/><rect class=\"{class}\" width=\"{width:.1}\" height=\"10\"/>{target}</svg><span>{}</span>{note}</li>",
            line.label, line.shown
        );
    }
    html.push_str("</ol></section>\n");
    html
}

#[expect(clippy::cast_precision_loss, reason = "counts of articles are small")]
fn float(number: usize) -> f64 {
    number as f64
}

fn line(label: String, number: usize) -> Line {
    Line {
        label,
        value: float(number),
        shown: number.to_string(),
        is_over: false,
        note: String::new(),
    }
}

/// The grade of each article, the hardest first.
pub(super) fn grades(rows: &[&Row]) -> String {
    let heading = "Grade by article";
    let mut graded: Vec<(&Row, f64)> = rows
        .iter()
        .filter_map(|row| Some((*row, row.grade()?)))
        .collect();
    graded.sort_by(|a, b| b.1.total_cmp(&a.1));
    let Some((_, highest)) = graded.first() else {
        return chart(
            heading,
            "No article is in a language that has a grade.",
            &[],
            1.0,
            None,
        );
    };
    let mut targets: Vec<u32> = rows
        .iter()
        .filter_map(|row| row.inspected.as_ref()?.target)
        .collect();
    targets.sort_unstable();
    targets.dedup();
    let target = match *targets {
        [one] => Some(f64::from(one)),
        _ => None,
    };
    let most = highest.max(target.unwrap_or(0.0)).max(10.0);
    if graded.len() <= MOST_LINES {
        let text = match target {
            Some(target) => format!(
                "The years of school that each asks for. The stroke is the target, {target:.0}."
            ),
            None => "The years of school that each asks for.".to_owned(),
        };
        let lines: Vec<Line> = graded
            .iter()
            .map(|(row, grade)| Line {
                label: title(row),
                value: *grade,
                shown: format!("{grade:.1}"),
                is_over: is_above(row),
                note: String::new(),
            })
            .collect();
        return chart(heading, &text, &lines, most, target);
    }
    let mut by_grade: BTreeMap<i32, (usize, usize)> = BTreeMap::new();
    for (row, grade) in &graded {
        // Grades are between -4 and some 40.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number of some 40 at most; others are cut"
        )]
        let whole = grade.clamp(0.0, 30.0).floor() as i32;
        let counts = by_grade.entry(whole).or_default();
        counts.0 += 1;
        counts.1 += usize::from(is_above(row));
    }
    let lines: Vec<Line> = by_grade
        .into_iter()
        .map(|(grade, (all, above))| Line {
            is_over: above > 0,
            note: match above {
                0 => String::new(),
                above => format!("{above} above the target"),
            },
            ..line(format!("{grade} to {}", grade + 1), all)
        })
        .collect();
    let most = lines.iter().map(|line| line.value).fold(0.0, f64::max);
    chart(
        heading,
        "How many articles ask for so many years of school.",
        &lines,
        most,
        None,
    )
}

/// What is to be reviewed when.
pub(super) fn reviews(rows: &[&Row], today: Date) -> String {
    // Sorted by what they begin with: overdue, months, later, no day, never.
    let mut lines: BTreeMap<(u8, i32), (String, bool, Vec<&Row>)> = BTreeMap::new();
    let month_of = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    for row in rows {
        let (place, label, is_over) = match row.review {
            Review::NotNeeded => continue,
            Review::Overdue(_) => ((0, 0), "Overdue".to_owned(), true),
            Review::Next(day) => {
                let month = month_of(day);
                if month - month_of(today) < MONTHS {
                    ((1, month), month_name(day), false)
                } else {
                    ((2, 0), "Later".to_owned(), false)
                }
            }
            Review::Done => ((3, 0), "Reviewed, no next day named".to_owned(), false),
            Review::Never => ((4, 0), "Never reviewed".to_owned(), true),
        };
        let line = lines
            .entry(place)
            .or_insert_with(|| (label, is_over, Vec::new()));
        line.2.push(row);
    }
    let lines: Vec<Line> = lines
        .into_values()
        .map(|(label, is_over, rows)| Line {
            is_over,
            note: names(&rows),
            ..line(label, rows.len())
        })
        .collect();
    let most = lines.iter().map(|line| line.value).fold(0.0, f64::max);
    let text = match lines.len() {
        0 => "There is no article that needs a review.",
        _ => "How many articles are to be reviewed clinically, and when.",
    };
    chart("Review calendar", text, &lines, most, None)
}

fn month_name(day: Date) -> String {
    let month = ENGLISH_MONTHS[usize::from(day.month() - 1).min(11)];
    format!("{month} {}", day.year())
}

fn names(rows: &[&Row]) -> String {
    let named = rows.iter().take(MOST_NAMES).map(|row| title(row));
    let mut names = named.collect::<Vec<_>>().join(" · ");
    if rows.len() > MOST_NAMES {
        let _ = write!(names, " · and {} more", rows.len() - MOST_NAMES);
    }
    names
}

/// How many works each article cites, the fewest first.
pub(super) fn citations(rows: &[&Row]) -> String {
    let heading = "Works cited by article";
    let mut cited: Vec<(&Row, usize)> = rows
        .iter()
        .map(|row| (*row, row.summary.cites.len()))
        .collect();
    cited.sort_by_key(|(_, works)| *works);
    let most = cited.last().map_or(0, |(_, works)| *works);
    if cited.len() <= MOST_LINES {
        let lines: Vec<Line> = cited
            .iter()
            .map(|(row, works)| line(title(row), *works))
            .collect();
        let text = "How many works the text of each rests on, the fewest first.";
        return chart(heading, text, &lines, float(most), None);
    }
    let mut by_number: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, works) in &cited {
        *by_number.entry((*works).min(20)).or_default() += 1;
    }
    let lines: Vec<Line> = by_number
        .into_iter()
        .map(|(works, articles)| {
            let label = match works {
                20 => "20 works or more".to_owned(),
                works => counted(works, "work", "works"),
            };
            line(label, articles)
        })
        .collect();
    let most = lines.iter().map(|line| line.value).fold(0.0, f64::max);
    chart(
        heading,
        "How many articles cite so many works.",
        &lines,
        most,
        None,
    )
}
