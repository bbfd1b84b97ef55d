//! Finding the phrases of all rules in one pass.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::prose::{Hit, Prose};
use super::{Finding, absolute, claim, diagnosis, person, promise, suicide};
use crate::base::diagnostic::Severity;

/// A rule about phrases.
pub(super) struct Rule {
    /// The code of what it finds.
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    /// What it looks for, in small letters. `{a,b}` stands for `a` and for `b`.
    pub(super) phrases: &'static [&'static str],
    /// Whether it looks at the sentences of articles alone: not at pages, headings and front matter.
    pub(super) only_sentences: bool,
    /// Looks at the sentence around a phrase; `None` if there is nothing to say.
    pub(super) judge: fn(&Hit<'_, '_>) -> Option<Finding>,
}

/// The phrases of a rule, each with what sort it is: a list of the phrases, and one of the sorts in the same order.
macro_rules! sorted_phrases {
    ($sort:ty; $($of:ident: $($phrase:literal,)*)*) => {
        const PHRASES: &[&str] = &[$($($phrase,)*)*];
        const SORTS: &[$sort] = &[$($(sorted_phrases!(@sort $of $phrase),)*)*];
    };
    (@sort $of:ident $phrase:literal) => { Sort::$of };
}
pub(super) use sorted_phrases;

const RULES: &[Rule] = &[
    suicide::RULE,
    person::RULE,
    promise::RULE,
    absolute::RULE,
    diagnosis::RULE,
    claim::RULE,
];

struct Phrases {
    automaton: Option<AhoCorasick>,
    /// The rule of each pattern and its line of that rule's phrases.
    owners: Vec<(usize, usize)>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut owners = Vec::new();
    for (rule, Rule { phrases, .. }) in RULES.iter().enumerate() {
        for (line, phrase) in phrases.iter().enumerate() {
            for pattern in expanded(phrase) {
                let curly = pattern.contains('\'').then(|| pattern.replace('\'', "’"));
                for pattern in [Some(pattern), curly].into_iter().flatten() {
                    patterns.push(pattern);
                    owners.push((rule, line));
                }
            }
        }
    }
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns);
    Phrases {
        automaton: automaton.ok(),
        owners,
    }
});

/// `a {b,c} d` as `a b d` and `a c d`.
fn expanded(phrase: &str) -> Vec<String> {
    let Some((start, rest)) = phrase.split_once('{') else {
        return vec![phrase.to_owned()];
    };
    let Some((choices, end)) = rest.split_once('}') else {
        return vec![phrase.to_owned()];
    };
    let ends = expanded(end);
    let choices = choices.split(',');
    choices
        .flat_map(|choice| ends.iter().map(move |end| format!("{start}{choice}{end}")))
        .collect()
}

/// What the rules find in `prose`. `is_sentence` says whether it is running text of an article.
pub(super) fn find(
    prose: &Prose<'_>,
    is_sentence: bool,
    found: &mut impl FnMut(&Rule, std::ops::Range<usize>, Finding),
) {
    let Some(automaton) = &PHRASES.automaton else {
        return;
    };
    let mut hits = Vec::new();
    for hit in automaton.find_overlapping_iter(&prose.lower) {
        let (rule, line) = PHRASES.owners[hit.pattern().as_usize()];
        if prose.stands_alone(&hit.range()) && (is_sentence || !RULES[rule].only_sentences) {
            hits.push((rule, hit.start(), std::cmp::Reverse(hit.end()), line));
        }
    }
    // Of several that overlap, the first and longest is told.
    hits.sort_unstable();
    let mut told = (usize::MAX, 0);
    for (rule, start, std::cmp::Reverse(end), line) in hits {
        if told.0 == rule && start < told.1 {
            continue;
        }
        let hit = Hit {
            prose,
            range: start..end,
            line,
        };
        if let Some(finding) = (RULES[rule].judge)(&hit)
            && !prose.is_quoted(&hit.range)
        {
            told = (rule, end);
            found(&RULES[rule], start..end, finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_with_choices_stands_for_all_of_them() {
        assert_eq!(
            expanded("{a,b} c{,s}"),
            ["a c", "a cs", "b c", "b cs"].map(str::to_owned)
        );
        assert!(PHRASES.automaton.is_some());
        let mut patterns = RULES.iter().flat_map(|rule| rule.phrases);
        assert!(patterns.all(|phrase| *phrase == phrase.to_lowercase() && !phrase.contains("  ")));
    }
}
