//! `language/promise`: promises of a cure, or of how it will turn out.
//!
//! Sources: UK Code of Non-broadcast Advertising (CAP Code), section 12, "Medicines, medical devices, health-related
//! products and beauty products" (claims about health need evidence, and must not put people off treatment); American
//! Psychological Association, *Ethical principles of psychologists and code of conduct*, standard 5.01, "Avoidance of
//! false or deceptive statements".

use super::Finding;
use super::phrases::{Rule, sorted_phrases};
use super::prose::{Hit, words};
use crate::base::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "language/promise",
    severity: Severity::Warning,
    phrases: PHRASES,
    only_sentences: false,
    judge,
};

/// What is promised, and how.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// A guarantee, unless of something that is owed to clients.
    Guarantee,
    /// We promise, and an outcome follows.
    OurPromise,
    /// Somebody promises an outcome.
    Promise,
    /// A cure is praised.
    Offer,
    /// How the reader will feel, unless it is tempered.
    Feeling,
    /// What will never be "again".
    NeverAgain,
    /// That something hard will end.
    End,
    /// That something never fails, unless "to" do something.
    NeverFails,
    /// What will be, for sure.
    Outcome,
}

sorted_phrases! { Sort;
    Guarantee:
    "guarantee{,s,d}",
    OurPromise:
    "{we,i} promise",
    Promise:
    "{promise,promises,promising} {a cure,healing,recovery,results,relief,success,you a cure,you results,you relief}",
    Offer:
    "{miracle,permanent,lasting,certain,sure,proven,complete,guaranteed} cure{,s}",
    "{instant,permanent,immediate,guaranteed} {relief,results,healing,calm,recovery}",
    "{is,are,as,offers,offer} {a,the} cure for",
    Feeling:
    "{you will,you'll} {,soon ,quickly ,definitely ,certainly ,always ,completely ,fully }{recover,feel better,feel calm,feel calmer,feel happier,feel safe,feel whole,heal,overcome}",
    NeverAgain:
    "{you will,you'll} never {feel,be,have,suffer,need}",
    End:
    "will {end,stop,erase,remove,solve} {your,all your}",
    NeverFails:
    "{never,cannot,can't} fail{,s}",
    Outcome:
    "{will,can} {,completely ,fully ,permanently ,really ,quickly }cure {you,your,depression,anxiety,trauma,ptsd,panic,phobias,addiction,shame,insomnia,it,them,any,every,all}",
    "we {cure,heal} {you,your,depression,anxiety,trauma,ptsd,panic,phobias,addiction,insomnia}",
    "cures {,your }{depression,anxiety,trauma,ptsd,panic,phobias,addiction,insomnia,stress,everything,you}",
    "{you will,you'll} {,soon ,then ,quickly ,completely ,fully }be {cured,healed,free of,free from,completely well,well again,happy again,symptom-free,anxiety-free,pain-free}",
    "will {,completely ,fully ,quickly }{heal,fix,rewire,repair} {you,your}",
    "will {change,transform,save,turn around} your {life,marriage,relationship,relationships}",
    "will make you {feel better,better,well,happy,whole,calm}",
    "{100 %,100%,100 per cent,100 percent,one hundred per cent,a hundred per cent} {effective,success,safe,successful,certain}",
    "always works",
    "works {every time,for everyone,for everybody}",
    "{foolproof,fail-safe,risk-free}",
    "{get rid of,rid you of,free you from,free yourself from} {,your }{anxiety,depression,trauma,panic,shame,pain,fear,stress} {for good,forever,once and for all}",
}

/// What is promised when we promise something: how the words for it begin.
const OUTCOMES: &[&str] = &[
    "result",
    "relief",
    "cure",
    "heal",
    "recover",
    "better",
    "success",
    "happ",
    "free",
    "change",
    "transform",
    "well",
    "calm",
];

/// What clients suffer from: how the words for it begin.
const DISTRESS: &[&str] = &[
    "pain",
    "suffer",
    "anxi",
    "depress",
    "worr",
    "fear",
    "panic",
    "stress",
    "problem",
    "trauma",
    "shame",
    "grief",
    "lonel",
    "symptom",
    "insomnia",
    "addict",
    "conflict",
    "quarrel",
    "phobia",
    "struggle",
    "distress",
    "sadness",
    "anger",
    "guilt",
    "nightmare",
    "flashback",
];

fn judge(hit: &Hit<'_, '_>) -> Option<Finding> {
    let sort = SORTS.get(hit.line)?;
    let is_promise = matches!(
        sort,
        Sort::Guarantee | Sort::OurPromise | Sort::Promise | Sort::Offer
    );
    if hit.is_negated() || hit.is_question() || hit.is_mentioned() || is_denied_after(hit) {
        return None;
    }
    // What others say, wish, fear or ask is not said by the site.
    let is_told_of = hit.comes_after(&[
        "whether",
        "claim",
        "claims",
        "claimed",
        "claiming",
        "hope",
        "hopes",
        "hoped",
        "hoping",
        "wish",
        "wished",
        "believe",
        "believed",
        "believes",
        "think",
        "thinks",
        "thought",
        "pretend",
        "pretends",
        "advert",
        "adverts",
        "advertisement",
        "advertisements",
        "myth",
        "sceptical",
        "skeptical",
        "careful",
        "cautious",
        "suspicious",
        "warning",
        "wonder",
        "expect",
        "expected",
        "expecting",
        "dream",
        "dreams",
        "imagine",
        "fear",
        "afraid",
        "less",
        "may",
        "might",
        "could",
        "perhaps",
        "maybe",
        "told",
        "tells",
        "tell",
        "say",
        "says",
        "said",
        "sounds",
        "sound",
    ]);
    let is_conditional = is_promise
        && (hit.comes_after(&[
            "if", "anyone", "anybody", "whoever", "somebody", "someone", "when",
        ]) || hit.comes_after_phrase(&[
            "a therapist who",
            "those who",
            "people who",
            "websites",
        ]));
    if is_told_of || is_conditional {
        return None;
    }
    let applies = match sort {
        Sort::Guarantee => is_about_outcome(hit),
        Sort::OurPromise => {
            words(hit.after()).any(|word| OUTCOMES.iter().any(|outcome| word.starts_with(outcome)))
        }
        // What others promise.
        Sort::Promise => !matches!(
            words(hit.before()).last(),
            Some("they" | "he" | "she" | "who" | "you" | "that" | "which" | "to" | "and" | "or")
        ),
        Sort::Feeling => !is_tempered(hit),
        // "This will end your meeting."
        Sort::End => words(hit.after())
            .take(3)
            .any(|word| DISTRESS.iter().any(|distress| word.starts_with(distress))),
        Sort::NeverFails => hit.next_word() != Some("to"),
        Sort::NeverAgain => words(hit.after()).take(6).any(|word| word == "again"),
        Sort::Offer | Sort::Outcome => true,
    };
    let words = hit.words();
    applies.then(|| Finding {
        message: format!("\"{words}\" promises what nobody can promise"),
        help: "say what may help and how sure that is, such as \"many people feel better\"".into(),
    })
}

/// What is owed to clients may be guaranteed: confidentiality, a place, their rights.
fn is_about_outcome(hit: &Hit<'_, '_>) -> bool {
    const OWED: &[&str] = &[
        "confidential",
        "confidentiality",
        "confidentially",
        "privacy",
        "private",
        "data",
        "anonymous",
        "anonymity",
        "refund",
        "place",
        "appointment",
        "payment",
        "wage",
        "secrecy",
        "law",
        "laws",
        "right",
        "rights",
        "money",
        "income",
        "accuracy",
        "accurate",
    ];
    let whole = words(hit.before()).chain(words(hit.after()));
    let mut whole = whole.map(|word| OWED.contains(&word));
    !whole.any(|is_owed| is_owed)
}

/// "You will feel better or worse", "you will feel safe to stop when …": less than a promise.
fn is_tempered(hit: &Hit<'_, '_>) -> bool {
    let after: Vec<&str> = words(hit.after()).take(6).collect();
    let tempers = [
        "or",
        "some",
        "sometimes",
        "enough",
        "at",
        "than",
        "if",
        "unless",
    ];
    after.iter().any(|word| tempers.contains(word))
}

fn is_denied_after(hit: &Hit<'_, '_>) -> bool {
    const DENIALS: &[&str] = &[
        " does not exist",
        " do not exist",
        " doesn’t exist",
        " don’t exist",
        " is not possible",
        " is impossible",
        " are not possible",
        " is a myth",
        " are a myth",
        " are myths",
        " is a warning",
        " are warning",
        " is a red flag",
        " are red flags",
        " should make you",
        " should worry you",
        " is not",
        " are not",
        " isn’t",
        " aren’t",
        " nothing",
        " no more than",
    ];
    let after = hit.after();
    let near = &after[..after.floor_char_boundary(60)];
    DENIALS.iter().any(|denial| near.contains(denial))
}
