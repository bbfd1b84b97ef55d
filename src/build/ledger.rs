//! The ledger: what each output read when it was made, so that exactly those are made again whose answers have changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::content::index::{Digests, SiteIndex};
use crate::content::query::Query;
use crate::site::plan::Plan;
use crate::site::recorder::Reads;

/// Something that an output can read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Fact {
    Query(Query),
    File(SitePath),
}

/// Positions of facts.
type Numbers = Box<[u32]>;

/// Remembers what outputs read. Each fact is kept once with the digest of its answer, however many read it; so a new
/// index is asked each question once.
#[derive(Default)]
pub(super) struct Ledger {
    /// What every output depends on.
    environment: Digest,
    /// The index that the answers are of.
    index: Digests,
    plan: Arc<Plan>,
    /// What each output of the plan read; `None` for one that must be made.
    outputs: Vec<Option<Numbers>>,
    /// The digest of each answer; `None` for a file that is not there.
    facts: IndexMap<Fact, Option<Digest>, FxBuildHasher>,
    /// What the last build's outputs read, not yet entered.
    unentered: Vec<(usize, Reads)>,
    /// How many facts there were when those that nobody reads were last left out.
    least: usize,
}

impl Ledger {
    /// The positions in `plan` of all outputs that must be made. `changed` names every file that differs from what the
    /// last call saw.
    pub(super) fn stale(
        &mut self,
        environment: Digest,
        plan: &Arc<Plan>,
        index: &SiteIndex,
        snapshot: &Snapshot,
        changed: &BTreeSet<SitePath>,
    ) -> Vec<usize> {
        self.enter();
        if self.environment != environment {
            self.environment = environment;
            self.outputs.fill(None);
        }
        self.adopt(plan);
        let moved = self.moved(index, snapshot, changed);
        if moved.iter().any(|moved| *moved) {
            self.outputs
                .par_iter_mut()
                .with_min_len(512)
                .for_each(|output| {
                    let reads = output.iter().flatten();
                    if reads.into_iter().any(|&fact| moved[fact as usize]) {
                        *output = None;
                    }
                });
        }
        let waiting = self.outputs.iter().enumerate();
        waiting
            .filter_map(|(i, output)| output.is_none().then_some(i))
            .collect()
    }

    /// Notes what the outputs of a build that has succeeded read, by position in its plan.
    pub(super) fn note(&mut self, made: Vec<(usize, Reads)>) {
        self.unentered = made;
    }

    /// Enters what was noted. Done before the next build at the latest.
    pub(super) fn enter(&mut self) {
        for (position, reads) in std::mem::take(&mut self.unentered) {
            let queries = reads.queries.into_iter();
            let queries = queries.map(|(query, digest)| (Fact::Query(query), Some(digest)));
            let files = reads.files.into_iter();
            let files = files.map(|(file, digest)| (Fact::File(file), digest));
            let numbers = queries.chain(files).map(|(fact, digest)| {
                let (number, _) = self.facts.insert_full(fact, digest);
                number as u32
            });
            self.outputs[position] = Some(numbers.collect());
        }
        if self.facts.len() > 2 * self.least + 4096 {
            self.forget_unread();
        }
    }

    /// Follows a plan that is not the last one.
    fn adopt(&mut self, plan: &Arc<Plan>) {
        if Arc::ptr_eq(plan, &self.plan) && self.outputs.len() == plan.routes.len() {
            return;
        }
        let before = self.plan.routes.iter().zip(&mut self.outputs);
        let mut known: FxHashMap<_, _> = before
            .filter_map(|(route, output)| Some((route, output.take()?)))
            .collect();
        self.outputs = plan
            .routes
            .iter()
            .map(|route| known.remove(route))
            .collect();
        drop(known);
        self.plan = plan.clone();
    }

    /// For each fact, whether its answer is another than it was.
    fn moved(
        &mut self,
        index: &SiteIndex,
        snapshot: &Snapshot,
        changed: &BTreeSet<SitePath>,
    ) -> Vec<bool> {
        let mut moved = vec![false; self.facts.len()];
        for file in changed {
            let Some((number, _, known)) = self.facts.get_full_mut(&Fact::File(file.clone()))
            else {
                continue;
            };
            let digest = snapshot.get(file).and_then(|file| file.digest().ok());
            moved[number] = *known != digest;
            *known = digest;
        }
        if self.index == *index.digests() {
            return moved;
        }
        let (before, now) = (self.index, index.digests());
        let answers: Vec<(usize, Digest)> = (0..self.facts.len())
            .into_par_iter()
            .with_min_len(512)
            .filter_map(|number| match self.facts.get_index(number)? {
                (Fact::Query(query), known) if !before.agree(now, query.reach()) => {
                    let digest = Digest::of(&index.ask(query));
                    (*known != Some(digest)).then_some((number, digest))
                }
                _ => None,
            })
            .collect();
        for (number, digest) in answers {
            moved[number] = true;
            self.facts[number] = Some(digest);
        }
        self.index = *now;
        moved
    }

    /// Leaves out what no output reads any more.
    fn forget_unread(&mut self) {
        let mut numbers: Vec<Option<u32>> = vec![None; self.facts.len()];
        for &number in self.outputs.iter().flatten().flatten() {
            numbers[number as usize] = Some(0);
        }
        for (kept, number) in numbers.iter_mut().flatten().enumerate() {
            *number = kept as u32;
        }
        let mut position = 0;
        self.facts.retain(|_, _| {
            position += 1;
            numbers[position - 1].is_some()
        });
        for number in self.outputs.iter_mut().flatten().flatten() {
            *number = numbers[*number as usize].unwrap_or_default();
        }
        self.least = self.facts.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_output_reads_any_more_is_forgotten() {
        let file = |n: usize| Fact::File(SitePath::new(&format!("articles/{n}.md")));
        let read = |numbers: [u32; 2]| -> Option<Numbers> { Some(Box::from(numbers)) };
        let mut ledger = Ledger {
            facts: (0..6).map(|n| (file(n), Some(Digest(n as u128)))).collect(),
            outputs: vec![read([1, 4]), None, read([4, 5])],
            ..Ledger::default()
        };
        ledger.forget_unread();
        let facts: Vec<_> = ledger.facts.into_iter().collect();
        let kept = [1, 4, 5].map(|n| (file(n), Some(Digest(n as u128))));
        assert_eq!(facts, kept);
        assert_eq!(ledger.outputs, [read([0, 1]), None, read([1, 2])]);
    }
}
