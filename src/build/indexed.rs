//! The index with what follows from it alone: what is wrong with the site as a whole, its links, and the plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::content::article::Articles;
use crate::content::check;
use crate::content::front_matter;
use crate::content::index::{Digests, Facts, SiteIndex};
use crate::content::people;
use crate::content::query::Reach;
use crate::site::plan::{self, Plan};
use crate::site::theme::Theme;

/// The index, with what follows from it alone.
pub(super) struct Indexed {
    pub(super) index: Arc<SiteIndex>,
    /// What the whole site shows to be wrong, but for links.
    pub(super) problems: Vec<Diagnostic>,
    /// The digest of the texts that `problems` point into.
    places: Digest,
    /// What is wrong with links, by file; files without problems are left out.
    pub(super) links: BTreeMap<SitePath, Vec<Diagnostic>>,
    /// The index that all links were last checked against.
    linked: Option<Digests>,
    /// The templates that pages ask for by name.
    templates: Vec<(SitePath, String)>,
    pub(super) plan: Arc<Plan>,
    pub(super) plan_problems: Vec<Diagnostic>,
    /// The theme of the plan.
    theme: Option<Digest>,
}

impl Indexed {
    /// The index of `facts`, with as much of the `last` one as still holds; and whether it is another than that.
    pub(super) fn renew(
        last: Option<Self>,
        facts: &Facts<'_>,
        digests: Digests,
        snapshot: &Snapshot,
        theme: Option<&Theme>,
    ) -> (Self, bool) {
        let is_same = |last: &Self| *last.index.digests() == digests;
        if let Some(mut last) = last {
            let anew = !is_same(&last);
            if anew {
                last.follow(facts, digests, snapshot);
            }
            // A comment moves what is said of a file, and leaves the index as it is.
            if last.places != places(&last.problems, snapshot) {
                last.check(facts, snapshot);
            }
            last.plan_for(theme);
            return (last, anew);
        }
        let index = Arc::new(SiteIndex::build(facts, digests, None));
        let mut new = Self {
            problems: Vec::new(),
            places: Digest::default(),
            links: BTreeMap::new(),
            linked: None,
            templates: templates(&index),
            plan: Arc::default(),
            plan_problems: Vec::new(),
            theme: None,
            index,
        };
        new.check(facts, snapshot);
        new.plan_for(theme);
        (new, true)
    }

    fn follow(&mut self, facts: &Facts<'_>, digests: Digests, snapshot: &Snapshot) {
        let index = SiteIndex::build(facts, digests, Some(&self.index));
        let stands = self.index.digests().agree(&digests, Reach::Standing);
        self.index = Arc::new(index);
        if !stands {
            self.check(facts, snapshot);
            self.templates = templates(&self.index);
            self.theme = None;
        }
    }

    fn check(&mut self, facts: &Facts<'_>, snapshot: &Snapshot) {
        self.problems = check::site(facts, &self.index, snapshot);
        self.places = places(&self.problems, snapshot);
    }

    fn plan_for(&mut self, theme: Option<&Theme>) {
        // Without a theme there is nothing to plan.
        let digest = theme.map_or_else(Digest::default, |theme| theme.digest);
        if self.theme == Some(digest) {
            return;
        }
        self.theme = Some(digest);
        self.plan_problems.clear();
        let plan = theme.map(|theme| plan::plan(&self.index, theme, &mut self.plan_problems));
        self.plan = Arc::new(plan.unwrap_or_default());
    }

    /// Checks the links of `changed` articles, and all others for which what they lead to may have changed.
    pub(super) fn check_links(
        &mut self,
        articles: &Articles,
        changed: &BTreeSet<SitePath>,
        snapshot: &Snapshot,
    ) {
        let now = *self.index.digests();
        let agree = |reach| self.linked.is_some_and(|linked| linked.agree(&now, reach));
        let files: Vec<&SitePath> = if agree(Reach::Anchors) {
            changed.iter().collect()
        } else if agree(Reach::Standing) {
            // Only links to a heading can have come to lead somewhere else.
            let concerned = articles.iter().filter(|(file, parsed)| {
                changed.contains(*file)
                    || parsed
                        .references
                        .iter()
                        .any(|link| link.destination.contains('#'))
            });
            concerned.map(|(file, _)| file).collect()
        } else {
            self.links.clear();
            articles.keys().collect()
        };
        let index = &self.index;
        let checked: Vec<(SitePath, Vec<Diagnostic>)> = files
            .into_par_iter()
            .with_min_len(32)
            .map(|file| {
                let parsed = articles.get(file);
                let problems = parsed.map(|parsed| check::links(file, parsed, index, snapshot));
                (file.clone(), problems.unwrap_or_default())
            })
            .collect();
        for (file, problems) in checked {
            if problems.is_empty() {
                self.links.remove(&file);
            } else {
                self.links.insert(file, problems);
            }
        }
        self.linked = Some(now);
    }

    /// Templates that pages ask for and the theme does not have.
    pub(super) fn missing_templates(&self, theme: &Theme, snapshot: &Snapshot) -> Vec<Diagnostic> {
        let is_missing =
            |template: &str| !theme.tera.contains_template(&format!("{template}.html"));
        let missing = self
            .templates
            .iter()
            .filter(|(_, template)| is_missing(template));
        missing
            .map(|(file, template)| {
                check::missing_template(file, template, theme.template_names(), snapshot)
            })
            .collect()
    }
}

fn templates(index: &SiteIndex) -> Vec<(SitePath, String)> {
    let pages = index.pages().iter();
    pages
        .filter_map(|page| {
            let template = page.summary.front.template.clone()?;
            Some((page.card.file.clone(), template))
        })
        .collect()
}

/// The digest of every text that `problems` point into, or that decides whether they are told: of an article its front
/// matter, so that writing on is no reason to check the whole site again.
fn places(problems: &[Diagnostic], snapshot: &Snapshot) -> Digest {
    let people = SitePath::new(people::FILE);
    let mut files: Vec<&SitePath> = problems.iter().map(|problem| &problem.file).collect();
    files.push(&people);
    files.dedup();
    let digest = |file: &SitePath| {
        let article = file.extension() == Some("md");
        let text = snapshot.text(file).filter(|_| article);
        let front_matter = text.and_then(|text| {
            let split = front_matter::split(text, file, &mut Vec::new())?;
            Some(Digest::of_bytes(&text.as_bytes()[..split.body.start]))
        });
        front_matter.or_else(|| snapshot.get(file)?.digest().ok())
    };
    let digests: Vec<Option<Digest>> = files.iter().map(|file| digest(file)).collect();
    Digest::of(&digests)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::snapshot::SourceFile;

    #[test]
    fn only_the_front_matter_of_an_article_says_where_problems_stand() {
        let file = SitePath::new("articles/repair.md");
        let of = |text: &str| {
            let mut snapshot = Snapshot::default();
            snapshot.insert(file.clone(), SourceFile::held(text.into()));
            places(&[Diagnostic::error("people/unknown", &file, "")], &snapshot)
        };
        let before = of("---\ntitle: Repair\n---\nA rupture.");
        assert_eq!(
            before,
            of("---\ntitle: Repair\n---\nA rupture, and its repair.")
        );
        assert_ne!(
            before,
            of("---\n# For Ada.\ntitle: Repair\n---\nA rupture.")
        );
    }
}
