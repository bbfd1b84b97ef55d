//! Clinical review: who did it, and whether it is still good.

use std::sync::Arc;

use super::super::article::Summary;
use super::super::index::{Facts, ReviewState};
use super::in_front_matter;
use crate::base::diagnostic::Diagnostic;
use crate::base::snapshot::Snapshot;
use crate::base::yaml::Step;

/// Articles that nobody has reviewed: told once, for the first, because most sites begin with all of them.
pub(super) fn missing(facts: &Facts<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) {
    let is_missing = |summary: &&Arc<Summary>| {
        let front = &summary.front;
        // A translation is reviewed with what it translates; what is not finished is reviewed when it is.
        summary.is_article()
            && summary.language == facts.settings.language
            && !front.draft
            && front.reviewed_by.is_empty()
            && front.last_reviewed.is_none()
    };
    let mut missing = facts.summaries.iter().filter(is_missing);
    let Some(first) = missing.next() else { return };
    let message = match missing.count() {
        0 => "nobody has reviewed this article clinically, and its page says so".to_owned(),
        1 => "nobody has reviewed this article clinically, nor one other, and their pages say so"
            .to_owned(),
        others => format!(
            "nobody has reviewed this article clinically, nor {others} others, and their pages say so"
        ),
    };
    let problem = Diagnostic::advice("review/missing", &first.file, message)
        .help("after a review write `reviewed_by:`, `last_reviewed:` and `review_by:`");
    problems.push(in_front_matter(problem, snapshot, &[Step::Key("title")]));
}

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
    if let Some(last) = front.last_reviewed
        && last > facts.show.today
    {
        let message = format!("`last_reviewed` is {last}, a day that has not come");
        say(
            Diagnostic::warning("review/future", &summary.file, message)
                .help("write the day of the last review; readers are told of it"),
            "last_reviewed",
        );
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
