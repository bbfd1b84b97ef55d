//! Clinical review: who did it, and whether it is still good.

use super::super::article::Summary;
use super::super::index::{Facts, ReviewState};
use super::in_front_matter;
use crate::base::diagnostic::Diagnostic;
use crate::base::snapshot::Snapshot;
use crate::base::yaml::Step;

/// What is to be said of the review of one article.
pub(super) fn check(
    summary: &Summary,
    facts: &Facts<'_>,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) {
    let front = &summary.front;
    let mut say = |problem: Diagnostic, key: &str| {
        problems.push(in_front_matter(problem, snapshot, &[Step::Key(key)]));
    };
    let is_reviewed = !front.reviewed_by.is_empty();
    if let [author] = &front.authors[..]
        && is_reviewed
        && front.reviewed_by.iter().all(|id| id == author)
    {
        let message = format!("`{author}` wrote this article, and is the only one who reviewed it");
        say(
            Diagnostic::error("review/own-article", &summary.file, message)
                .help("name somebody else under `reviewed_by`, or take the line out until somebody else has reviewed it"),
            "reviewed_by",
        );
    }
    // A translation is reviewed with what it translates, or says so itself.
    let is_original = summary.language == facts.settings.language;
    if !is_reviewed && front.last_reviewed.is_none() {
        // What is not finished is reviewed when it is.
        if summary.is_article() && is_original && !front.draft {
            say(
                Diagnostic::advice(
                    "review/missing",
                    &summary.file,
                    "nobody has reviewed this article clinically, and its page says so",
                )
                .help("after a review write `reviewed_by:`, `last_reviewed:` and `review_by:`"),
                "title",
            );
        }
        return;
    }
    // A day before the last review is a slip, and told as one.
    let Some(due) = front
        .review_by
        .filter(|due| front.last_reviewed.is_none_or(|last| *due >= last))
    else {
        return;
    };
    match facts.show.review(summary) {
        ReviewState::Overdue => say(
            Diagnostic::warning(
                "review/overdue",
                &summary.file,
                format!("this article was to be reviewed again by {due}"),
            )
            .help("have it reviewed, then write the new `last_reviewed` and `review_by`"),
            "review_by",
        ),
        ReviewState::Due => say(
            Diagnostic::advice(
                "review/due",
                &summary.file,
                format!("this article is to be reviewed again by {due}"),
            )
            .help("plan the review; until that day the page is as it should be"),
            "review_by",
        ),
        ReviewState::Fresh => {}
    }
}
