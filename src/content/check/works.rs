//! Works of the bibliography that nobody cites, and works that the glossary names and the bibliography lacks.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::bibliography;
use super::super::glossary;
use super::super::index::Facts;
use super::in_yaml;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::base::yaml::Step;

/// How many are named.
const NAMED: usize = 8;

/// Tells once of all works that nobody cites, at the first of them: a bibliography may be shared by several sites.
pub(super) fn uncited(facts: &Facts<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) {
    let works = facts.bibliography;
    let cites = facts.summaries.iter().flat_map(|summary| &summary.cites);
    let terms = facts.glossary.iter().flat_map(|glossary| &glossary.terms);
    let sources = terms.flat_map(|term| &term.sources).map(String::as_str);
    let cited: BTreeSet<&Arc<str>> = cites
        .map(|key| &**key)
        .chain(sources)
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

/// Tells of each source of a term that is not in the bibliography.
pub(super) fn unknown_sources(
    facts: &Facts<'_>,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) {
    let file = SitePath::new(glossary::FILE);
    let known = facts.bibliography;
    let Some(glossary) = facts.glossary else {
        return;
    };
    if known.is_partial {
        return; // A work that cannot be read is told of in its own file.
    }
    for (n, term) in glossary.terms.iter().enumerate() {
        for (i, key) in term.sources.iter().enumerate() {
            if known.get(key).is_some() {
                continue;
            }
            let message = format!("there is no work `{key}` in articles/references.bib");
            let problem = Diagnostic::error("citation/unknown", &file, message);
            let problem = match known.nearest(key) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help("add the work to references.bib, or take the source out"),
            };
            let steps = [
                Step::Key("terms"),
                Step::Index(n),
                Step::Key("sources"),
                Step::Index(i),
            ];
            problems.push(in_yaml(problem, snapshot, &steps));
        }
    }
}
