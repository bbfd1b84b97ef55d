//! `citation/claim`: what research is said to show, without saying which research.
//!
//! Sources: American Psychological Association (2020), *Publication manual*, 7th ed., section 8.1, "Appropriate level of
//! citation" (cite what others have found); UK Code of Non-broadcast Advertising (CAP Code), section 3 (hold evidence for
//! claims).

use super::Finding;
use super::phrases::{Rule, sorted_phrases};
use super::prose::{Hit, words};
use crate::base::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "citation/claim",
    severity: Severity::Advice,
    phrases: PHRASES,
    only_sentences: true,
    judge,
};

/// Who is called as a witness.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Research as such.
    Research,
    /// Works, which may have been named before.
    Works,
    /// Those who research.
    Researchers,
    /// Either, after "according to".
    AccordingTo,
    /// Nobody: it has been shown.
    Finding,
}

sorted_phrases! { Sort;
    Research:
    "{research,evidence,science,neuroscience,psychology,data,statistics,literature}",
    Works:
    "{studies,trials,experiments,surveys,meta-analyses,reviews,brain scans,findings}",
    "{study,trial,experiment,survey,meta-analysis,review}",
    Researchers:
    "{scientists,researchers,psychologists,neuroscientists,psychiatrists,experts}",
    AccordingTo:
    "according to",
    Finding:
    "it {has been,is} {,well ,clearly ,scientifically ,firmly }{shown,proven,proved,demonstrated,established} that",
    "there is {,good ,strong ,clear ,solid ,growing ,ample ,some }evidence that",
}

/// What research does when it is called as a witness.
const SHOWS: &[&str] = &[
    "shows",
    "show",
    "showed",
    "suggests",
    "suggest",
    "suggested",
    "indicates",
    "indicate",
    "indicated",
    "finds",
    "find",
    "found",
    "confirms",
    "confirm",
    "confirmed",
    "demonstrates",
    "demonstrate",
    "demonstrated",
    "proves",
    "prove",
    "proved",
    "tells us",
    "tell us",
    "says",
    "reveals",
    "reveal",
    "revealed",
    "teaches us",
    "has shown",
    "have shown",
    "has found",
    "have found",
    "has suggested",
    "have suggested",
    "has confirmed",
    "have confirmed",
    "has demonstrated",
    "have demonstrated",
    "has proven",
    "have proven",
    "has proved",
    "have proved",
    "has revealed",
    "have revealed",
    "has established",
    "have established",
    "has told us",
    "have told us",
    "supports this",
    "support this",
];

/// What those do who research.
const SAY: &[&str] = &[
    "have found",
    "found",
    "have shown",
    "showed",
    "show",
    "know",
    "agree",
    "believe",
    "say",
    "have discovered",
    "discovered",
    "have proven",
    "have proved",
    "tell us",
    "have learned",
    "have learnt",
    "have established",
    "have confirmed",
    "recommend",
];

fn judge(hit: &Hit<'_, '_>) -> Option<Finding> {
    let is_claim = match SORTS.get(hit.line)? {
        Sort::Research => does(hit, SHOWS) && !follows(hit, &["this", "that", "such", "no"]),
        // "the studies" and "the review" were named before.
        Sort::Works => does(hit, SHOWS) && !follows(hit, BACK),
        Sort::Researchers => does(hit, SAY) && !follows(hit, BACK),
        Sort::AccordingTo => names_research(hit),
        Sort::Finding => true,
    };
    let is_asked = || {
        follows(
            hit,
            &[
                "what", "how", "which", "whether", "when", "where", "if", "until",
            ],
        )
    };
    if !is_claim
        || is_asked()
        || hit.is_negated()
        || hit.is_question()
        || hit.is_mentioned()
        || hit.comes_after(&["what", "whether", "if", "until", "unless"])
        || has_source(hit)
    {
        return None;
    }
    let words = hit.words();
    Some(Finding {
        message: format!("this sentence appeals to \"{words}\" and cites none"),
        help: "cite the work, such as [@stern1985], or say it as your own experience".into(),
    })
}

/// Words that point back to what was named before.
const BACK: &[&str] = &[
    "the", "this", "that", "these", "those", "both", "such", "his", "her", "their", "its", "same",
    "first", "second", "later", "earlier",
];

/// Whether one of the two words before is one of `list`.
fn follows(hit: &Hit<'_, '_>, list: &[&str]) -> bool {
    let before: Vec<&str> = words(hit.before()).collect();
    before.iter().rev().take(2).any(|word| list.contains(word))
}

/// Whether one of `verbs` follows, perhaps after an adverb.
fn does(hit: &Hit<'_, '_>, verbs: &[&str]) -> bool {
    const ADVERBS: &[&str] = &[
        "also",
        "now",
        "clearly",
        "consistently",
        "strongly",
        "often",
        "even",
        "generally",
        "repeatedly",
        "long",
        "increasingly",
    ];
    let Some(mut rest) = hit.rest().strip_prefix(' ') else {
        return false;
    };
    for adverb in ADVERBS {
        rest = super::prose::after_words(rest, adverb).unwrap_or(rest);
    }
    // "have long known", "has consistently shown"
    let rest = rest.trim_start();
    let mut plain = rest.to_owned();
    if let Some((have, after)) = rest.split_once(' ')
        && matches!(have, "has" | "have")
    {
        let after = ADVERBS
            .iter()
            .find_map(|adverb| super::prose::after_words(after, adverb));
        plain = after.map_or(plain, |after| format!("{have}{after}"));
    }
    let mut verbs = verbs.iter();
    verbs.any(|verb| super::prose::after_words(&plain, verb).is_some())
}

fn names_research(hit: &Hit<'_, '_>) -> bool {
    const SUBJECTS: &[&str] = &[
        "research",
        "study",
        "studies",
        "science",
        "scientists",
        "researchers",
        "experts",
        "review",
        "survey",
        "surveys",
        "meta-analysis",
        "trial",
        "trials",
        "statistics",
        "psychologists",
        "neuroscience",
        "neuroscientists",
    ];
    let mut near = words(hit.after()).take(3);
    let mut near = near.by_ref().take_while(|word| !BACK.contains(word));
    near.any(|word| SUBJECTS.contains(&word))
}

/// Whether the sentence says where it has that from: a citation, also right after its stop, a footnote, or a link to
/// another site; or it ends in a colon, and what follows is not ours to judge.
fn has_source(hit: &Hit<'_, '_>) -> bool {
    let prose = hit.prose;
    let Some(passage) = prose.passage() else {
        return true;
    };
    let (sentence, mut next) = prose.sentence(hit.range.start);
    // "A review of 32 trials found … ." may be cited with the sentence after it, which tells more of the same.
    let is_one_work = [
        "study",
        "trial",
        "review",
        "meta-analysis",
        "analysis",
        "survey",
    ]
    .iter()
    .any(|work| words(&prose.lower[sentence.clone()]).any(|word| word == *work));
    if is_one_work && prose.text[sentence.clone()].contains(|c: char| c.is_ascii_digit()) {
        next = prose.sentence(next).1;
    }
    let is_within = |at: usize| at >= sentence.start && at < next.max(sentence.end);
    let is_source = |dest: &str| dest.starts_with("http") || dest.contains("doi.org");
    passage
        .citations
        .iter()
        .any(|cited| is_within(cited.range.start))
        || passage
            .notes
            .iter()
            .any(|note| *note > sentence.start && *note <= next.max(sentence.end))
        || passage
            .links
            .iter()
            .any(|(range, dest)| is_within(range.start) && is_source(dest))
        || prose.text[sentence.clone()].ends_with(':')
}
