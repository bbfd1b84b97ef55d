//! One article, looked at for its language: how it reads, and what is to be said of its wording.
//!
//! It depends on the article's own file, the settings that it is read with, the audience it is for, site.yaml's
//! `reading_grade`, the words of the glossary, and the names of the bibliography. `build` never does this; `check` and the
//! panel of `serve` do.

use std::fmt::Write as _;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::content::config::Config;
use crate::content::front_matter;
use crate::content::index::SiteIndex;
use crate::content::markdown::{Inspection, passages};
use crate::content::query::Page;
use crate::content::waivers::{self, Waived};

use super::jargon::jargon;
use super::lint::{self, Authors, Subject};
use super::readability::{HardSentence, Measures, Readability, Section, measure};

/// Words that a text has at least if its grade is held against a target: Flesch (1948) takes samples of 100.
const SAMPLE: usize = 100;
/// Words of jargon that a warning names at most.
const NAMED: usize = 8;
/// Characters of a hard sentence that are quoted.
const QUOTED: usize = 40;

/// What looking at an article takes besides its own text.
pub struct Inspector<'s> {
    /// The site: its languages and the words of its glossary.
    index: &'s SiteIndex,
    /// site.yaml.
    config: &'s Config,
    /// Whoever the bibliography names.
    authors: Authors,
}

/// What looking at one article has shown.
#[derive(Clone, Debug, Default)]
pub struct Inspected {
    /// What is counted in the whole article.
    pub measures: Measures,
    /// The same for each of its sections.
    pub sections: Vec<Section>,
    /// The grade that it should be readable at; `None` where site.yaml names none for those it is for.
    pub target: Option<u32>,
    /// What is to be said of it, in order of place.
    pub diagnostics: Vec<Diagnostic>,
    /// What its waivers have silenced of that.
    pub waived: Vec<Waived>,
}

impl Inspected {
    /// The grade, rounded as it is shown, if it is above the target. A text of less than 100 words is too short to say so.
    #[must_use]
    pub fn above(&self) -> Option<f64> {
        let grade = tenths(self.measures.grade()?);
        let is_above = grade > f64::from(self.target?) && self.measures.words >= SAMPLE;
        is_above.then_some(grade)
    }
}

impl<'s> Inspector<'s> {
    /// Looks at articles of the site of `index`, whose site.yaml is `config`.
    #[must_use]
    pub fn new(index: &'s SiteIndex, config: &'s Config) -> Self {
        Self {
            index,
            config,
            authors: Authors::of(index.bibliography()),
        }
    }

    /// Looks at `page`, whose file holds `text`.
    #[must_use]
    pub fn inspect(&self, page: &Page, text: &str) -> Inspected {
        let file = &page.summary.file;
        // What is wrong with its front matter has been told by the build.
        let split = front_matter::split(text, file, &mut Vec::new());
        let body = split.as_ref().map_or(0, |split| split.body.start)..text.len();
        let language = &*page.card.language;
        let rules = self.index.settings().rules(language, true);
        let inspection = passages(text, body, rules);
        let Readability {
            whole,
            sections,
            hardest,
        } = measure(&inspection, language);
        let mut inspected = Inspected {
            measures: whole,
            sections,
            target: self.target(page).map(|(_, grade)| grade),
            diagnostics: Vec::new(),
            waived: Vec::new(),
        };
        if let Some((audience, target)) = self.target(page)
            && let Some(grade) = inspected.above()
        {
            let above = Above {
                file,
                text,
                audience,
                target,
                grade,
            };
            let rare = self.jargon(&inspection, language);
            inspected
                .diagnostics
                .push(above.diagnostic(&hardest, &rare));
        }
        if let Some(split) = &split {
            let subject = Subject {
                file,
                text,
                split,
                front: &page.summary.front,
                audience: &page.audience,
                language,
                inspection: &inspection,
                authors: &self.authors,
            };
            inspected.diagnostics.extend(lint::findings(&subject));
        }
        inspected.diagnostics.sort();
        let waivers = (file, &page.summary.front.waivers);
        inspected.waived = waivers::apply(&mut inspected.diagnostics, [waivers]);
        inspected
    }

    /// The lowest grade that site.yaml names for somebody the page is for, and for whom.
    fn target<'p>(&self, page: &'p Page) -> Option<(&'p str, u32)> {
        let named = page.audience.iter();
        named
            .filter_map(|audience| Some((&**audience, self.config.grade_for(audience)?)))
            .min_by_key(|(_, grade)| *grade)
    }

    fn jargon(&self, inspection: &Inspection, language: &str) -> Vec<(String, usize)> {
        if super::sentences::primary(language) != "en" {
            return Vec::new();
        }
        let terms = self.index.settings().terms.finder(language);
        jargon(inspection, language, terms.map(|finder| &**finder))
    }
}

/// Rounded as it is shown, so that what is shown decides.
fn tenths(figure: f64) -> f64 {
    (figure * 10.0).round() / 10.0
}

/// A text that is harder to read than it should be.
struct Above<'a> {
    file: &'a SitePath,
    text: &'a str,
    audience: &'a str,
    target: u32,
    grade: f64,
}

impl Above<'_> {
    fn diagnostic(&self, hardest: &[HardSentence], rare: &[(String, usize)]) -> Diagnostic {
        let message = format!(
            "this text reads at school grade {:.1}, and for {} it should be {} or lower",
            self.grade, self.audience, self.target
        );
        let mut help = String::new();
        for (n, sentence) in hardest.iter().enumerate() {
            help.push_str(if n == 0 {
                "make the hardest sentences shorter: "
            } else {
                "; "
            });
            let line = self.line(sentence.span.start);
            let _ = write!(
                help,
                "line {line}, “{}” ({} words)",
                opening(&sentence.text),
                sentence.words
            );
        }
        if !rare.is_empty() {
            let joint = if help.is_empty() { "" } else { ". " };
            let words: Vec<String> = rare
                .iter()
                .take(NAMED)
                .map(|(word, times)| match times {
                    1 => word.clone(),
                    times => format!("{word} ({times} times)"),
                })
                .collect();
            let more = match rare.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let _ = write!(
                help,
                "{joint}Say these words more plainly, or explain them in the glossary: {}{more}",
                words.join(", ")
            );
        }
        let problem = Diagnostic::warning("readability/grade", self.file, message);
        let problem = match hardest.first() {
            Some(first) => problem.at(first.span.start..first.span.end),
            None => problem,
        };
        if help.is_empty() {
            problem.help("use shorter sentences and plainer words")
        } else {
            problem.help(help)
        }
    }

    fn line(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        before.bytes().filter(|byte| *byte == b'\n').count() + 1
    }
}

/// The first words of a sentence.
fn opening(sentence: &str) -> String {
    let mut opening = String::new();
    for word in sentence.split_whitespace() {
        if !opening.is_empty() && opening.chars().count() + word.chars().count() > QUOTED {
            opening.push('…');
            return opening;
        }
        if !opening.is_empty() {
            opening.push(' ');
        }
        opening.push_str(word);
    }
    opening
}
