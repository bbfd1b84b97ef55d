//! The report as a page for those who lead a practice: one file that needs nothing else, asks nothing of any server, and
//! says all of it without scripts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::output::counted;
use super::super::report::{Report, plain};
use super::super::survey::{Findings, Review, Row, Survey};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::SitePath;
use crate::content::front_matter::Kind;
use crate::content::markdown::escaped;
use crate::language::readability::Measures;

mod charts;

/// How every report begins: a file that begins otherwise is somebody else's.
pub(super) const BEGINNING: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"attuned check";

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("sort.js");
/// The digests that let those two run and nothing else; a test tells what they should be.
const STYLE_DIGEST: &str = "sha256-tbqdSasJ14PjifnrjQ9OOC5HCufeFzLXKRws2bHwboo=";
const SCRIPT_DIGEST: &str = "sha256-BSGq7h80yCFvkq8V9JArKJZAD3cOf9hWPixhvCUIxt0=";

/// Articles whose sections are listed one by one; with more of them the page would be too long to open on a phone.
const MOST_WITH_SECTIONS: usize = 200;

/// The whole page.
pub(super) fn page(survey: &Survey, report: &Report<'_>) -> String {
    let mut page = Page {
        survey,
        report,
        numbers: survey
            .rows
            .iter()
            .enumerate()
            .map(|(n, row)| (&row.file, n + 1))
            .collect(),
        html: String::new(),
    };
    page.head();
    page.overview();
    page.charts();
    page.articles();
    page.findings();
    page.waived();
    page.sections();
    page.explain();
    page.html.push_str("</main>\n<footer><p>Made by <code>attuned check --html</code>. It shows the files as they were on that day; run it again to renew it.</p></footer>\n<script>");
    page.html.push_str(SCRIPT);
    page.html.push_str("</script>\n</body>\n</html>\n");
    page.html
}

struct Page<'s> {
    survey: &'s Survey,
    report: &'s Report<'s>,
    /// The number of each article, which its anchors end in.
    numbers: BTreeMap<&'s SitePath, usize>,
    html: String,
}

/// `text` for HTML, safe to show.
fn safe(text: &str) -> String {
    escaped(&plain(text))
}

/// The same, with what stands between backticks as code.
fn with_code(text: &str) -> String {
    let mut html = String::new();
    let mut parts = text.split('`').peekable();
    let mut is_code = false;
    while let Some(part) = parts.next() {
        let is_closed = parts.peek().is_some();
        match (is_code, is_closed) {
            (true, true) => {
                let _ = write!(html, "<code>{}</code>", safe(part));
            }
            (true, false) => html.push_str(&safe(&format!("`{part}"))),
            _ => html.push_str(&safe(part)),
        }
        is_code = !is_code;
    }
    html
}

/// A sentence as it is written on a page.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let stop = if text.ends_with(['.', '?', '!', '…']) {
        ""
    } else {
        "."
    };
    format!("{first}{}{stop}", characters.as_str())
}

/// The title of an article, in its language.
fn title(row: &Row) -> String {
    let title = safe(&row.summary.front.title);
    match &*row.summary.language {
        "en" => title,
        language => format!("<span lang=\"{}\">{title}</span>", safe(language)),
    }
}

/// An article that is shown.
fn is_shown(row: &&Row) -> bool {
    row.inspected.is_some()
}

/// Whether it reads harder than it should.
fn is_above(row: &Row) -> bool {
    row.inspected
        .as_ref()
        .is_some_and(|inspected| inspected.above().is_some())
}

impl<'s> Page<'s> {
    fn shown(&self) -> impl Iterator<Item = &'s Row> + use<'s> {
        self.survey.rows.iter().filter(is_shown)
    }

    fn articles_shown(&self) -> impl Iterator<Item = &'s Row> + use<'s> {
        self.shown()
            .filter(|row| row.summary.front.kind == Kind::Article)
    }

    fn put(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn head(&mut self) {
        let name = match self.survey.name.as_str() {
            "" => "the site".to_owned(),
            name => safe(name),
        };
        let policy = format!(
            "default-src 'none'; style-src '{STYLE_DIGEST}'; script-src '{SCRIPT_DIGEST}'; base-uri 'none'; form-action 'none'"
        );
        let _ = write!(
            self.html,
            "{BEGINNING} {}\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>How the articles stand: {name}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>How the articles stand</h1>\n<p class=\"soft\">{name}, as of {}</p>\n",
            env!("CARGO_PKG_VERSION"),
            self.survey.show.today,
        );
        self.put("<nav aria-label=\"On this page\"><ul><li><a href=\"#charts\">Charts</a></li><li><a href=\"#articles\">All articles</a></li><li><a href=\"#findings\">What to look at</a></li><li><a href=\"#waived\">What was waived</a></li><li><a href=\"#sections\">Section by section</a></li><li><a href=\"#reading\">What the figures mean</a></li></ul></nav>\n</header>\n<main>\n");
    }

    fn overview(&mut self) {
        let of = |severity| {
            let all = self.survey.diagnostics.iter();
            all.filter(|problem| problem.severity == severity).count()
        };
        let articles = self.articles_shown().count();
        let pages = self.shown().count() - articles;
        let reviews = |is: fn(Review) -> bool| self.shown().filter(|row| is(row.review)).count();
        let never = reviews(|review| review == Review::Never);
        let overdue = reviews(|review| matches!(review, Review::Overdue(_)));
        let above = self.shown().filter(|row| is_above(row)).count();
        let tiles = [
            (articles, "article is shown", "articles are shown"),
            (pages, "page besides", "pages besides"),
            (
                of(Severity::Error),
                "error, to mend first",
                "errors, to mend first",
            ),
            (
                of(Severity::Warning),
                "warning, of what would let a reader down",
                "warnings, of what would let a reader down",
            ),
            (of(Severity::Advice), "piece of advice", "pieces of advice"),
            (
                above,
                "text reads harder than it should",
                "texts read harder than they should",
            ),
            (
                never,
                "article that nobody has reviewed clinically",
                "articles that nobody has reviewed clinically",
            ),
            (overdue, "review is overdue", "reviews are overdue"),
        ];
        self.put("<ul class=\"tiles\">");
        for (number, one, many) in tiles {
            let what = if number == 1 { one } else { many };
            let _ = write!(self.html, "<li><b>{number}</b>{what}</li>");
        }
        self.put("</ul>\n");
        let hidden = self.survey.rows.len() - self.shown().count();
        if hidden > 0 {
            let hidden = counted(hidden, "file is", "files are");
            let _ = writeln!(
                self.html,
                "<p class=\"soft\">{hidden} not shown: a draft, of a day to come, or expired. They are left out here but for what is to be mended in them.</p>"
            );
        }
    }

    fn charts(&mut self) {
        self.put("<section><h2 id=\"charts\">Charts</h2>\n<div class=\"charts\">\n");
        let shown: Vec<&Row> = self.shown().collect();
        let articles: Vec<&Row> = self.articles_shown().collect();
        self.put(&charts::grades(&shown));
        self.put(&charts::reviews(&articles, self.survey.show.today));
        self.put(&charts::citations(&articles));
        self.put("</div></section>\n");
    }

    /// The title of an article: a link to what is said of it, if anything is.
    fn named(&self, row: &Row) -> String {
        let title = title(row);
        match (row.findings.total(), self.numbers.get(&row.file)) {
            (1.., Some(number)) => format!("<a href=\"#said-{number}\">{title}</a>"),
            _ => title,
        }
    }

    fn articles(&mut self) {
        self.put("<section><h2 id=\"articles\">All articles</h2>\n<div class=\"wide\" role=\"region\" aria-labelledby=\"articles\" tabindex=\"0\"><table data-sorts>\n<caption>Every article and page that is shown. The name leads to what there is to say of it.</caption>\n<thead><tr>");
        for (heading, class) in [
            ("Article", ""),
            ("Findings", ""),
            ("For", ""),
            ("Grade", "n"),
            ("Ease", "n"),
            ("SMOG", "n"),
            ("Words", "n"),
            ("Minutes", "n"),
            ("Last review", "d"),
            ("Review by", "d"),
            ("Works cited", "n"),
        ] {
            let _ = write!(
                self.html,
                "<th scope=\"col\" class=\"{class}\">{heading}</th>"
            );
        }
        self.put("</tr></thead>\n<tbody>\n");
        for row in self.shown() {
            let html = self.row(row);
            self.put(&html);
        }
        self.put("</tbody></table></div></section>\n");
    }

    fn row(&self, row: &Row) -> String {
        let measures = row
            .inspected
            .as_ref()
            .map(|found| found.measures)
            .unwrap_or_default();
        let figure = |figure: Option<f64>| {
            figure.map_or_else(
                || "<td class=\"n\" data-v=\"\">–</td>".to_owned(),
                |figure| format!("<td class=\"n\">{figure:.1}</td>"),
            )
        };
        let number = |number: usize| format!("<td class=\"n\">{number}</td>");
        let grade = match row.inspected.as_ref().and_then(|found| found.target) {
            Some(target) if is_above(row) => format!(
                "<td class=\"n over\" data-v=\"{0:.1}\">{0:.1} <small>(over {target})</small></td>",
                row.grade().unwrap_or_default()
            ),
            _ => figure(row.grade()),
        };
        let smog = match measures.smog() {
            Some(smog) if measures.smog_is_rough() => {
                format!("<td class=\"n\" data-v=\"{smog:.1}\">about {smog:.0}</td>")
            }
            smog => figure(smog),
        };
        let last = row.summary.front.last_reviewed;
        let last = last.map_or_else(
            || "<td class=\"d\" data-v=\"\">–</td>".to_owned(),
            |day| format!("<td class=\"d\">{day}</td>"),
        );
        let cells = [
            format!(
                "<th scope=\"row\" data-v=\"{}\">{}<br><small>{}</small></th>",
                safe(&row.summary.front.title),
                self.named(row),
                safe(&row.file)
            ),
            findings_cell(row.findings),
            format!("<td>{}</td>", safe(&row.audience.join(", "))),
            grade,
            figure(measures.reading_ease()),
            smog,
            number(measures.words),
            number(row.minutes),
            last,
            review_cell(row.review),
            number(row.summary.cites.len()),
        ];
        format!("<tr>{}</tr>\n", cells.concat())
    }

    fn findings(&mut self) {
        self.put("<section><h2 id=\"findings\">What to look at</h2>\n");
        if self.survey.diagnostics.is_empty() {
            self.put("<p>Nothing: there is no error, no warning and no advice.</p></section>\n");
            return;
        }
        self.put("<p>An <b>error</b> keeps the site from being built. A <b>warning</b> would let a reader down. <b>Advice</b> is a hint that may be passed over.</p>\n");
        let titles: BTreeMap<&SitePath, &Row> = self
            .survey
            .rows
            .iter()
            .map(|row| (&row.file, row))
            .collect();
        for group in self.survey.diagnostics.chunk_by(|a, b| a.file == b.file) {
            let file = &group[0].file;
            let path = safe(file);
            let (id, heading) = match (titles.get(file), self.numbers.get(file)) {
                (Some(row), Some(number)) => (
                    format!(" id=\"said-{number}\""),
                    format!("{} <small>{path}</small>", title(row)),
                ),
                _ => (String::new(), path),
            };
            let _ = write!(self.html, "<h3{id}>{heading}</h3>\n<ul class=\"said\">");
            for problem in group {
                let html = self.problem(problem);
                self.put(&html);
            }
            self.put("</ul>\n");
        }
        self.put("</section>\n");
    }

    fn problem(&self, problem: &Diagnostic) -> String {
        let kind = problem.severity.name();
        let line = match self.report.position(problem) {
            Some((line, _)) => format!("line {line}, "),
            None => String::new(),
        };
        let help = problem.help.as_deref().map_or_else(String::new, |help| {
            format!("<p>What to do: {}</p>", with_code(help))
        });
        format!(
            "<li class=\"{kind}\"><p><b>{}:</b> {}</p>{help}<p><small>{line}<code>{}</code></small></p></li>",
            sentence(kind).trim_end_matches('.'),
            with_code(&sentence(&problem.message)),
            problem.code
        )
    }

    fn waived(&mut self) {
        self.put("<section><h2 id=\"waived\">What was waived</h2>\n");
        if self.survey.waived.is_empty() {
            self.put("<p>No article has <code>waivers</code>: everything that was found is told above.</p></section>\n");
            return;
        }
        self.put("<p>Authors asked for these not to be told, each with a reason.</p>\n<div class=\"wide\" role=\"region\" aria-labelledby=\"waived\" tabindex=\"0\"><table data-sorts>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">What</th><th scope=\"col\" class=\"n\">Times</th><th scope=\"col\">Reason</th></tr></thead>\n<tbody>\n");
        for waived in &self.survey.waived {
            let _ = writeln!(
                self.html,
                "<tr><th scope=\"row\">{}</th><td><code>{}</code></td><td class=\"n\">{}</td><td>{}</td></tr>",
                safe(&waived.file),
                safe(&waived.code),
                waived.count,
                safe(&waived.reason)
            );
        }
        self.put("</tbody></table></div></section>\n");
    }

    fn sections(&mut self) {
        self.put("<section><h2 id=\"sections\">Section by section</h2>\n");
        if self.shown().count() > MOST_WITH_SECTIONS {
            self.put("<p>There are too many articles to list their sections here. <code>attuned check --format json</code> has them.</p></section>\n");
            return;
        }
        self.put("<p>Where in an article the hard parts are.</p>\n");
        for row in self.shown() {
            let Some(inspected) = &row.inspected else {
                continue;
            };
            let _ = write!(
                self.html,
                "<details><summary>{} <small>{}</small></summary>\n<div class=\"wide\" role=\"region\" aria-label=\"Sections of {}\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">Section</th><th scope=\"col\" class=\"n\">Grade</th><th scope=\"col\" class=\"n\">Ease</th><th scope=\"col\" class=\"n\">Words</th><th scope=\"col\" class=\"n\">Sentences</th><th scope=\"col\" class=\"n\">Words a sentence</th></tr></thead>\n<tbody>",
                title(row),
                safe(&row.file),
                safe(&row.file)
            );
            for section in &inspected.sections {
                let title = match section.title.as_str() {
                    "" => "<i>Before the first heading</i>".to_owned(),
                    title => safe(title),
                };
                let html = section_row(&title, &section.measures);
                self.put(&html);
            }
            self.put("</tbody></table></div></details>\n");
        }
        self.put("</section>\n");
    }

    fn explain(&mut self) {
        self.put(include_str!("figures.html"));
    }
}

fn section_row(title: &str, measures: &Measures) -> String {
    let figure = |figure: Option<f64>| {
        let figure = figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.1}"));
        format!("<td class=\"n\">{figure}</td>")
    };
    format!(
        "<tr><th scope=\"row\">{title}</th>{}{}<td class=\"n\">{}</td><td class=\"n\">{}</td>{}</tr>\n",
        figure(measures.grade().map(|grade| grade.max(0.0))),
        figure(measures.reading_ease()),
        measures.words,
        measures.sentences,
        figure(measures.sentence_length())
    )
}

/// How much there is to say. Sorted, one error is more than any number of warnings.
fn findings_cell(found: Findings) -> String {
    let Findings {
        errors,
        warnings,
        advice,
    } = found;
    let parts: Vec<String> = [
        (errors, counted(errors, "error", "errors")),
        (warnings, counted(warnings, "warning", "warnings")),
        (advice, format!("{advice} advice")),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(_, text)| text)
    .collect();
    let text = if parts.is_empty() {
        "none".to_owned()
    } else {
        parts.join(", ")
    };
    let weight = (errors * 10_000 + warnings) * 10_000 + advice;
    format!("<td data-v=\"{weight}\">{text}</td>")
}

/// When the next review is. Sorted, what is overdue comes first and what needs none last.
fn review_cell(review: Review) -> String {
    let (value, text, class) = match review {
        Review::Overdue(day) => (
            day.to_string(),
            format!("{day} <small>(overdue)</small>"),
            "d late",
        ),
        Review::Next(day) => (day.to_string(), day.to_string(), "d"),
        Review::Never => ("0".into(), "never reviewed".into(), "d late"),
        Review::Done => ("9998".into(), "no day named".into(), "d"),
        Review::NotNeeded => (String::new(), "–".into(), "d"),
    };
    format!("<td class=\"{class}\" data-v=\"{value}\">{text}</td>")
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn the_policy_lets_this_style_and_this_script_run() {
        for (text, digest) in [(STYLE, STYLE_DIGEST), (SCRIPT, SCRIPT_DIGEST)] {
            let found = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text));
            assert_eq!(format!("sha256-{found}"), digest);
            assert!(!text.contains("</"), "it would end its element");
        }
    }

    #[test]
    fn what_stands_in_files_is_shown_as_text() {
        assert_eq!(with_code("a `b<c` & `d"), "a <code>b&lt;c</code> &amp; `d");
        assert_eq!(with_code("``"), "<code></code>");
        assert_eq!(safe("<\u{1b}[2J>"), "&lt;␛[2J&gt;");
        assert_eq!(sentence("this is so"), "This is so.");
        assert_eq!(sentence("is it?"), "Is it?");
    }
}
