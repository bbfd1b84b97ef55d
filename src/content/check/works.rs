//! Works of the bibliography that no article cites.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::bibliography;
use super::super::index::Facts;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;

/// How many are named.
const NAMED: usize = 8;

/// Tells once of all works that nobody cites, at the first of them: a bibliography may be shared by several sites.
pub(super) fn uncited(facts: &Facts<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) {
    let works = facts.bibliography;
    let cites = facts.summaries.iter().flat_map(|summary| &summary.cites);
    let cited: BTreeSet<&Arc<str>> = cites
        .filter_map(|key| works.get(key))
        .map(|work| &work.key)
        .collect();
    let mut uncited: Vec<_> = works
        .works
        .keys()
        .filter(|key| !cited.contains(*key))
        .collect();
    uncited.sort_by_key(|key| works.places.get(*key).map(|span| span.start));
    let files = bibliography::FILES.map(SitePath::new);
    let file = files.iter().find(|file| snapshot.get(file).is_some());
    let (Some(first), Some(file)) = (uncited.first(), file) else {
        return;
    };
    let named: Vec<String> = uncited
        .iter()
        .skip(1)
        .take(NAMED)
        .map(|key| format!("`{key}`"))
        .collect();
    let message = match (uncited.len(), uncited.len() - 1 - named.len()) {
        (1, _) => format!("no article cites `{first}`"),
        (_, 0) => format!("no article cites `{first}`, {}", named.join(", ")),
        (_, more) => format!(
            "no article cites `{first}`, {} and {more} more",
            named.join(", ")
        ),
    };
    let mut problem = Diagnostic::advice("citation/uncited", file, message)
        .help("cite them where the text rests on them; they do no harm here");
    if let Some(span) = works.places.get(*first) {
        problem = problem.at(span.start..span.end);
    }
    problems.push(problem);
}
