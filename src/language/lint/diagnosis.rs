//! `language/diagnosis`: telling a reader, whom nobody has met, what they have.
//!
//! Source: American Psychological Association, *Ethical principles of psychologists and code of conduct*, standard 9.01,
//! "Bases for assessments": opinions on a person rest on an examination of that person.

use super::Finding;
use super::phrases::{Rule, sorted_phrases};
use super::prose::{Hit, after_words, words};
use crate::base::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "language/diagnosis",
    severity: Severity::Warning,
    phrases: PHRASES,
    only_sentences: false,
    judge,
};

/// What follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// What somebody has.
    Having,
    /// What somebody is.
    Being,
}

sorted_phrases! { Sort;
    Having:
    "{you have,you've,you've got,you have got}",
    "you {probably,likely,clearly,definitely,certainly,obviously,almost certainly,must} have",
    "{you are,you're} {,clearly ,probably ,obviously ,definitely }{living with,suffering from}",
    "you {,probably ,clearly ,must }{suffer from,live with}",
    Being:
    "{you are,you're}",
}

/// Words that may stand before what somebody has.
const MODIFIERS: &[&str] = &[
    "a",
    "an",
    "the",
    "some",
    "form",
    "kind",
    "of",
    "severe",
    "mild",
    "moderate",
    "clinical",
    "chronic",
    "complex",
    "untreated",
    "undiagnosed",
    "hidden",
    "major",
    "postnatal",
    "postpartum",
    "seasonal",
    "social",
    "generalised",
    "generalized",
    "real",
    "full-blown",
    "serious",
    "unresolved",
    "unprocessed",
    "developmental",
    "childhood",
    "got",
    "already",
    "most",
    "likely",
];

const CONDITIONS: &[&str] = &[
    "depression",
    "depressive disorder",
    "anxiety",
    "anxiety disorder",
    "ptsd",
    "c-ptsd",
    "cptsd",
    "post-traumatic stress",
    "posttraumatic stress",
    "trauma",
    "adhd",
    "ocd",
    "autism",
    "bipolar",
    "schizophrenia",
    "psychosis",
    "bpd",
    "borderline personality",
    "narcissistic personality",
    "personality disorder",
    "eating disorder",
    "anorexia",
    "bulimia",
    "phobia",
    "agoraphobia",
    "panic disorder",
    "insomnia",
    "burnout",
    "dementia",
    "addiction",
    "dissociative identity disorder",
    "dissociative disorder",
    "attachment disorder",
    "attachment trauma",
    "insecure attachment",
    "anxious attachment",
    "avoidant attachment",
    "disorganised attachment",
    "disorganized attachment",
    "mood disorder",
    "sleep disorder",
    "mental illness",
    "mental disorder",
    "mental health disorder",
    "mental health condition",
];

const STATES: &[&str] = &[
    "depressed",
    "bipolar",
    "autistic",
    "traumatised",
    "traumatized",
    "codependent",
    "co-dependent",
    "narcissistic",
    "a narcissist",
    "an addict",
    "an alcoholic",
    "addicted",
    "psychotic",
    "mentally ill",
    "borderline",
    "anorexic",
    "bulimic",
    "neurodivergent",
    "schizophrenic",
    "anxiously attached",
    "avoidantly attached",
    "insecurely attached",
];

fn judge(hit: &Hit<'_, '_>) -> Option<Finding> {
    let known = match SORTS.get(hit.line)? {
        Sort::Having => is_followed_by(hit.rest(), MODIFIERS, CONDITIONS)?,
        Sort::Being => is_followed_by(hit.rest(), ADVERBS, STATES)?,
    };
    // "you have anxiety about Monday" is no diagnosis.
    if known == "anxiety" && hit.rest().contains("anxiety about") {
        return None;
    }
    if hit.is_negated() || hit.is_question() || hit.is_mentioned() || is_supposed(hit) {
        return None;
    }
    let words = hit.words();
    Some(Finding {
        message: format!(
            "\"{words} … {known}\" is a diagnosis, and nobody can make one of a reader"
        ),
        help: format!(
            "write \"some people with {known} …\" or \"if you recognise this, a doctor or therapist can help to find out\""
        ),
    })
}

const ADVERBS: &[&str] = &[
    "clearly",
    "probably",
    "definitely",
    "certainly",
    "obviously",
    "likely",
    "clinically",
    "also",
    "severely",
    "already",
    "most",
    "in",
    "fact",
];

/// Which of `list` follows, with nothing but `between` before it.
fn is_followed_by<'l>(rest: &str, between: &[&str], list: &[&'l str]) -> Option<&'l str> {
    let mut rest = rest;
    for _ in 0..5 {
        if !rest.starts_with(' ') {
            return None;
        }
        let known = list
            .iter()
            .filter(|known| after_words(rest, known).is_some());
        if let Some(known) = known.max_by_key(|known| known.len()) {
            return Some(known);
        }
        let word = between.iter().find_map(|word| after_words(rest, word));
        rest = word?;
    }
    None
}

/// Whether it is said of whom it may concern, or by somebody who may say it: "if you have …", "your doctor told you
/// that you have …".
fn is_supposed(hit: &Hit<'_, '_>) -> bool {
    const OPENERS: &[&str] = &[
        "if", "when", "whenever", "whether", "while", "because", "since", "as", "until", "once",
        "unless", "although", "though", "which", "where", "how", "what", "why", "than", "days",
        "times", "moments", "suppose", "imagine", "before", "after", "who",
    ];
    const OTHERS: &[&str] = &[
        "know",
        "knows",
        "knowing",
        "discover",
        "discovered",
        "find",
        "finding",
        "found",
        "living",
        "learning",
        "realise",
        "realised",
        "realize",
        "realized",
        "admit",
        "accept",
        "accepting",
        "being",
        "think",
        "thinks",
        "thought",
        "believe",
        "believes",
        "suspect",
        "suspects",
        "wonder",
        "worry",
        "worried",
        "fear",
        "fears",
        "afraid",
        "told",
        "tell",
        "tells",
        "say",
        "says",
        "said",
        "feel",
        "feels",
        "doctor",
        "diagnosis",
        "diagnosed",
        "diagnose",
        "suppose",
        "imagine",
        "case",
        "may",
        "might",
        "could",
        "perhaps",
        "maybe",
        "possibly",
        "possible",
        "sometimes",
        "assessment",
        "hear",
        "heard",
        "learn",
        "learnt",
        "learned",
        "seem",
        "ask",
    ];
    let before = hit.before();
    let all: Vec<&str> = words(before).collect();
    // "If you are tired on most days, you have …": what comes before the comma is over.
    let last = all
        .last()
        .copied()
        .filter(|_| !before.trim_end().ends_with(','));
    let is_opener = |word: &str| OPENERS.contains(&word);
    // "if you are a parent and you have …"; "if, like many people, you have …"
    let goes_on = matches!(last, Some("and" | "or")) && all.iter().any(|word| is_opener(word));
    let is_set_off = before.contains("if, ") || before.contains("when, ");
    last.is_some_and(is_opener) || goes_on || is_set_off || hit.comes_after(OTHERS)
}
