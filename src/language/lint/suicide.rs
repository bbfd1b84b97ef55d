//! `language/suicide-wording`: words about suicide that blame, or that call a death a success.
//!
//! Sources: World Health Organization (2023), *Preventing suicide: a resource for media professionals*, update 2023;
//! Samaritans, *Media guidelines for reporting suicide*. Both ask not to write "commit suicide" (it was a crime and a
//! sin), "successful", "unsuccessful" or "failed" attempts, "suicide victim", "epidemic" and "hot spot".

use super::Finding;
use super::phrases::Rule;
use super::prose::{Hit, words};
use crate::base::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "language/suicide-wording",
    severity: Severity::Warning,
    phrases: PHRASES,
    only_sentences: false,
    judge,
};

const PHRASES: &[&str] = &[
    "{commit,commits,committed,committing} {,attempted ,assisted ,mass ,ritual }suicide",
    "{successful,unsuccessful,failed} suicide{,s, attempt, attempts}",
    "{complete,completes,completed,completing} suicide{,s}",
    "suicide attempt{,s} {was,were,is,are} {successful,unsuccessful}",
    "suicide {was,is} {successful,unsuccessful}",
    "suicide attempt{,s} {failed,succeeded}",
    // From here on only where the sentence is about suicide.
    "{successful,unsuccessful,failed} attempt{,s}",
    "attempt{,s} {was,were,is,are} {successful,unsuccessful}",
    "attempt{,s} {failed,succeeded}",
    "{succeed,succeeds,succeeded} in {killing,ending,taking}",
    "{fail,fails,failed} to {kill,end,take}",
    "cry for help",
    // And from here on always again.
    "suicide victim{,s}",
    "victim{,s} of suicide",
    "suicide {epidemic,wave,craze,hotspot,hotspots,hot spot,hot spots,hot-spot,hot-spots}",
    "{epidemic,wave} of suicide{,s}",
];

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
    match hit.line {
        0 => Some(Finding {
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
        2 if !hit.is_just_negated() => Some(Finding {
            message: format!("\"{words}\" speaks of a death as of something achieved"),
            help: "write \"died by suicide\", or \"took their own life\"".into(),
        }),
        1 | 3..=5 if !hit.is_just_negated() => Some(judging(words)),
        6..=10 if is_about_suicide(hit) && !hit.is_just_negated() => Some(judging(words)),
        11 if is_about_suicide(hit) && !hit.is_negated() => Some(Finding {
            message: format!("\"{words}\" makes light of a suicide attempt"),
            help: "say what the person went through, and that help is there".into(),
        }),
        12 | 13 => Some(Finding {
            message: format!("\"{words}\" says that somebody was the prey of a crime"),
            help: "write \"the person who died by suicide\"".into(),
        }),
        14 | 15 => Some(Finding {
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
    let takes_life = |text: &str| text.contains("own life") || text.contains("own lives");
    match hit.line {
        9 | 10 => {
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
