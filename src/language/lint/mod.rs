//! What could be worded better: one file a family of rules. Each rule names the guideline that it follows.
//!
//! A false alarm costs trust, so a rule is silent where it cannot tell: within quotations, where a sentence says the
//! opposite, where words are spoken of rather than used.

mod absolute;
mod claim;
mod diagnosis;
mod form;
mod names;
mod person;
mod phrases;
mod promise;
mod prose;
mod suicide;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Severity, Span};
use crate::base::path::SitePath;
use crate::base::yaml::{Part, Step};
use crate::content::front_matter::{FrontMatter, Kind, Split};
use crate::content::markdown::{Inspection, PassageKind};
use crate::language::sentences::primary;

use prose::Prose;

pub use names::Authors;

/// An article or page to be looked at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// Its file.
    pub file: &'a SitePath,
    /// The file's whole text.
    pub text: &'a str,
    /// Its two parts.
    pub split: &'a Split,
    /// Its front matter.
    pub front: &'a FrontMatter,
    /// For whom it is: slugs.
    pub audience: &'a [Arc<str>],
    /// Its language, as a BCP 47 tag.
    pub language: &'a str,
    /// The running text of its body.
    pub inspection: &'a Inspection,
    /// Whoever the bibliography names.
    pub authors: &'a Authors,
}

impl Subject<'_> {
    fn is_english(&self) -> bool {
        primary(self.language).eq_ignore_ascii_case("en")
    }
}

/// What a rule about phrases has to say.
struct Finding {
    message: String,
    help: String,
}

/// What is found in one article.
struct Findings<'s, 'a> {
    subject: &'s Subject<'a>,
    list: Vec<Diagnostic>,
}

impl Findings<'_, '_> {
    fn push(
        &mut self,
        severity: Severity,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.list.push(Diagnostic {
            file: self.subject.file.clone(),
            span: Some(span),
            severity,
            code,
            message: message.into(),
            help: Some(help.into()),
        });
    }

    /// Tells of bytes of a text.
    fn report(
        &mut self,
        prose: &Prose<'_>,
        range: Range<usize>,
        severity: Severity,
        code: &'static str,
        message: String,
        help: String,
    ) {
        let span = match prose.place(range) {
            Ok(span) => span,
            Err(key) => self.in_front(&[key]),
        };
        self.push(severity, code, span, message, help);
    }

    /// Where a value of the front matter stands.
    fn in_front(&self, keys: &[&str]) -> Span {
        let steps: Vec<Step<'_>> = keys.iter().map(|key| Step::Key(key)).collect();
        let Subject { text, split, .. } = self.subject;
        split.locate(text, &steps, Part::Value).into()
    }
}

/// Everything that the rules have to say of an article, in the order of the file.
#[must_use]
pub fn findings(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Findings {
        subject,
        list: Vec::new(),
    };
    let passages = subject.inspection.passages.iter();
    let body: Vec<Prose<'_>> = passages
        .map(|passage| Prose::of(passage, subject.language))
        .collect();
    for prose in &body {
        form::long_paragraph(prose, &mut findings);
        form::all_caps(prose, &mut findings);
    }
    form::links(subject, &mut findings);
    form::alt_texts(subject, &mut findings);
    let is_article = subject.front.kind == Kind::Article;
    if is_article {
        names::uncited(&body, &mut findings);
    }
    if subject.is_english() {
        form::second_person(&body, &mut findings);
        let front = front_texts(subject);
        for prose in body.iter().chain(&front) {
            let passage = prose.passage();
            if passage.is_some_and(|passage| passage.quotation) {
                continue;
            }
            let is_text =
                |kind| !matches!(kind, PassageKind::Heading(_) | PassageKind::CalloutTitle);
            let is_sentence = is_article && passage.is_some_and(|passage| is_text(passage.kind));
            phrases::find(prose, is_sentence, &mut |rule, range, finding| {
                let Finding { message, help } = finding;
                findings.report(prose, range, rule.severity, rule.code, message, help);
            });
        }
    }
    findings.list.sort();
    findings.list.dedup();
    findings.list
}

/// The texts of the front matter that readers see.
fn front_texts<'a>(subject: &Subject<'a>) -> Vec<Prose<'a>> {
    let front = subject.front;
    let title = [
        ("title", Some(&front.title)),
        ("description", front.description.as_ref()),
    ];
    let title = title
        .into_iter()
        .filter_map(|(key, text)| Some((key, text?)));
    let points = front.key_points.iter().map(|point| ("key_points", point));
    let all = title.chain(points);
    all.map(|(key, text)| Prose::of_front(text, key, subject.language))
        .collect()
}
