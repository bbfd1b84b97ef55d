//! `language/suicide-wording`: words about suicide that blame, or that call a death a success.
//!
//! Sources: World Health Organization (2023), *Preventing suicide: a resource for media professionals*, update 2023;
//! Samaritans, *Media guidelines for reporting suicide*. Both ask not to write "commit suicide" (it was a crime and a
//! sin), "successful", "unsuccessful" or "failed" attempts, "suicide victim", "epidemic" and "hot spot".

use super::Finding;
use super::phrases::{Rule, sorted_phrases};
use super::prose::{Hit, words};
use crate::base::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "language/suicide-wording",
    severity: Severity::Warning,
    phrases: PHRASES,
    only_sentences: false,
    judge,
};

/// What is wrong with a phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// It sounds like a crime.
    Crime,
    /// It sounds like something achieved.
    Achievement,
    /// It judges by whether somebody died.
    Judgement,
    /// The same, where the sentence is about suicide.
    JudgementOfAttempt,
    /// The same, where somebody's life or self follows.
    Outcome,
    /// It makes light of it, where the sentence is about suicide.
    CryForHelp,
    Victim,
    Epidemic,
}

sorted_phrases! { Sort;
    Crime:
    "{commit,commits,committed,committing} {,attempted ,assisted ,mass ,ritual }suicide",
    Achievement:
    "{complete,completes,completed,completing} suicide{,s}",
    Judgement:
    "{successful,unsuccessful,failed} suicide{,s, attempt, attempts}",
    "suicide attempt{,s} {was,were,is,are} {successful,unsuccessful}",
    "suicide {was,is} {successful,unsuccessful}",
    "suicide attempt{,s} {failed,succeeded}",
    JudgementOfAttempt:
    "{successful,unsuccessful,failed} attempt{,s}",
    "attempt{,s} {was,were,is,are} {successful,unsuccessful}",
    "attempt{,s} {failed,succeeded}",
    Outcome:
    "{succeed,succeeds,succeeded} in {killing,ending,taking}",
    "{fail,fails,failed} to {kill,end,take}",
    CryForHelp:
    "cry for help",
    Victim:
    "suicide victim{,s}",
    "victim{,s} of suicide",
    Epidemic:
    "suicide {epidemic,wave,craze,hotspot,hotspots,hot spot,hot spots,hot-spot,hot-spots}",
    "{epidemic,wave} of suicide{,s}",
}

fn judge(hit: &Hit<'_, '_>) -> Option<Finding> {
    // "suicide prevention" is what succeeds or fails then, and "a committed suicide prevention worker" is a helper.
    const ABOUT: &[&str] = &[
        "prevention",
        "prevent",
        "preventing",
        "awareness",
        "risk",
        "safety",
        "support",
        "helpline",
        "hotline",
        "line",
        "research",
        "researcher",
        "training",
        "programme",
        "program",
        "strategy",
        "policy",
        "intervention",
        "interventions",
        "screening",
        "bereavement",
        "counsellor",
        "counselor",
        "charity",
        "campaign",
    ];
    if hit.next_word().is_some_and(|word| ABOUT.contains(&word)) || hit.is_mentioned() {
        return None;
    }
    let words = hit.words();
    match SORTS.get(hit.line)? {
        Sort::Crime => Some(Finding {
            message: format!("\"{words}\" sounds as if it were a crime or a sin"),
            help: match words.as_bytes().get(6..) {
                Some(b"ted suicide") => "write \"died by suicide\", or \"took their own life\"",
                Some([b's', ..]) => "write \"dies by suicide\", or \"takes their own life\"",
                Some([b't', b'i', ..]) => {
                    "write \"dying by suicide\", or \"taking their own life\""
                }
                _ => "write \"die by suicide\", or \"take their own life\"",
            }
            .into(),
        }),
        Sort::Achievement if !hit.is_just_negated() => Some(Finding {
            message: format!("\"{words}\" speaks of a death as of something achieved"),
            help: "write \"died by suicide\", or \"took their own life\"".into(),
        }),
        Sort::Judgement if !hit.is_just_negated() => Some(judging(words)),
        Sort::JudgementOfAttempt | Sort::Outcome
            if is_about_suicide(hit) && !hit.is_just_negated() =>
        {
            Some(judging(words))
        }
        Sort::CryForHelp if is_about_suicide(hit) && !hit.is_negated() => Some(Finding {
            message: format!("\"{words}\" makes light of a suicide attempt"),
            help: "say what the person went through, and that help is there".into(),
        }),
        Sort::Victim => Some(Finding {
            message: format!("\"{words}\" says that somebody was the prey of a crime"),
            help: "write \"the person who died by suicide\"".into(),
        }),
        Sort::Epidemic => Some(Finding {
            message: format!(
                "\"{words}\" makes suicide sound like something that spreads or draws people"
            ),
            help: "say in plain words what happened, such as \"more people died by suicide\""
                .into(),
        }),
        _ => None,
    }
}

fn judging(words: &str) -> Finding {
    Finding {
        message: format!("\"{words}\" judges a suicide attempt by whether somebody died"),
        help: "write \"died by suicide\", or \"attempted suicide\" and \"survived\"".into(),
    }
}

fn is_about_suicide(hit: &Hit<'_, '_>) -> bool {
    let (before, after) = (hit.before(), hit.after());
    let is_about = |word: &str| {
        word.starts_with("suicid") || word.starts_with("self-harm") || word == "overdose"
    };
    let is_named = words(before).chain(words(after)).any(is_about);
    const LIFE: &[&str] = &[
        "own life",
        "own lives",
        "end his life",
        "end her life",
        "end their life",
        "end their lives",
        "ending his life",
        "ending her life",
        "ending their lives",
    ];
    let takes_life = |text: &str| LIFE.iter().any(|life| text.contains(life));
    match SORTS.get(hit.line) {
        Some(Sort::Outcome) => {
            let oneself = [
                "himself",
                "herself",
                "themselves",
                "themself",
                "myself",
                "yourself",
            ];
            let kills = words(hit.words()).any(|word| word.starts_with("kill"))
                && words(after).take(1).any(|word| oneself.contains(&word));
            kills || takes_life(after) || is_named && after.contains("life")
        }
        _ => is_named || takes_life(before) || takes_life(after),
    }
}
