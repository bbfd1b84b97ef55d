//! `language/person-first`: words that make a person of a diagnosis, or that shame.
//!
//! Sources: American Psychological Association (2020), *Publication manual*, 7th ed., chapter 5, "Bias-free language
//! guidelines" (no adjectives as nouns, no "suffers from" or "wheelchair-bound"; and people may choose to be named by what
//! they are, as many autistic and Deaf people do, so "autistic people" is left alone); National Institute on Drug Abuse,
//! *Words matter: Preferred language for talking about addiction*.

use super::Finding;
use super::phrases::Rule;
use super::prose::{Hit, after_words, words};
use crate::base::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "language/person-first",
    severity: Severity::Warning,
    phrases: PHRASES,
    only_sentences: false,
    judge,
};

/// When a phrase is one of ours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// Where it stands for a person: no noun follows, as in "an alcoholic drink".
    Noun,
    /// The same of an illness that stands for a habit, also of oneself: "I am a bit OCD".
    Trivial,
    /// The same as for a noun, where "and" may lead to a noun: "the depressed and tired part of you".
    LastNoun,
    /// Where an illness or disability follows.
    Illness,
    /// Where an illness stands right before it or after "of".
    OfIllness,
    /// Where the sentence does not say it of others' words.
    NotTheirWords,
}

use When::{Always, Illness, LastNoun, NotTheirWords, Noun, OfIllness, Trivial};

macro_rules! lines {
    ($($when:ident $phrase:literal => $instead:literal,)*) => {
        const PHRASES: &[&str] = &[$($phrase,)*];
        const LINES: &[(When, &str)] = &[$(($when, $instead),)*];
    };
}

lines! {
    LastNoun "the mentally ill" => "people with a mental illness",
    Always "mentally ill {person,people,patient,patients,client,clients,man,men,woman,women,child,children,adults,individual,individuals}" => "a person with a mental illness, or people with one",
    Always "mentally {retarded,handicapped,defective,deranged,disturbed}" => "with an intellectual disability, or what is meant",
    Always "schizophrenics" => "people with schizophrenia",
    Noun "{a,the,every,any,this,that} schizophrenic" => "a person with schizophrenia",
    Always "schizophrenic {person,people,patient,patients,client,clients,man,men,woman,women}" => "people with schizophrenia",
    Noun "{a,every,any,your,their,her,his} borderline" => "a person with borderline personality disorder",
    Always "borderline {person,people,patient,patients,client,clients}" => "people with borderline personality disorder",
    Always "{anorexics,bulimics}" => "people with an eating disorder",
    Noun "{an,a,the,every,any,your,their,her,his} {anorexic,bulimic}" => "a person with an eating disorder",
    Always "{anorexic,bulimic} {person,people,patient,patients,client,clients,girl,girls,woman,women,teenager,teenagers}" => "people with an eating disorder",
    Always "bipolar {person,people,patient,patients,client,clients}" => "people with bipolar disorder",
    LastNoun "{is,are,was,were} {bipolar,schizophrenic,anorexic,bulimic}" => "has bipolar disorder, or what the diagnosis is",
    Always "psychotics" => "people with psychosis",
    Noun "a psychotic" => "a person with psychosis",
    Always "psychotic {person,people,patient,patients,client,clients}" => "people who experience psychosis",
    Always "{addicts,alcoholics,drug addict,heroin addict,sex addict,gambling addict,drug addicts,heroin addicts,sex addicts,gambling addicts}" => "people with an addiction",
    Noun "{an,the,every,any,your,their,her,his} {addict,alcoholic}" => "a person with an addiction",
    Always "{drug,substance,alcohol} abuser{,s}" => "a person who uses drugs, or people who do",
    Always "{junkie,junkies,crackhead,crackheads}" => "people who use drugs",
    Always "{narcissists,psychopaths,sociopaths,neurotics,manic-depressives}" => "people, and what they do or live with",
    Always "{a,the,your,every,any,this,that,their,her,his} {narcissist,psychopath,sociopath}" => "a person, and what they do",
    Always "{lunatic,lunatics,psycho,psychos,nutcase,nutcases,nutter,nutters,madman,madmen,weirdo,weirdos,loony,loonies}" => "what the person does or lives with",
    Always "{crazy,mad,insane} {person,people,man,woman,men,women}" => "what the person does or lives with",
    Trivial "{a bit,a little,totally,super,kind of} {ocd,adhd,bipolar,schizophrenic,autistic,psychotic,anorexic}" => "what is meant, such as \"very tidy\"",
    Illness "{suffer,suffers,suffered,suffering} from" => "live with, or have",
    Illness "{afflicted,stricken} {with,by}" => "living with",
    Illness "victim{,s} of" => "people with",
    OfIllness "sufferer{,s}" => "people with, and the name of the illness",
    Always "{wheelchair-bound,wheelchair bound,confined to a wheelchair,bound to a wheelchair}" => "who uses a wheelchair",
    LastNoun "the {disabled,handicapped}" => "disabled people, or people with a disability",
    Always "handicapped {person,people,child,children,adult,adults}" => "disabled people, or people with a disability",
    Always "{deaf and dumb,deaf-mute,deaf-mutes}" => "deaf",
    LastNoun "the elderly" => "older people",
    LastNoun "the homeless" => "people without a home",
    LastNoun "the insane" => "people with a mental illness",
    LastNoun "the {suicidal,depressed,demented,addicted}" => "people who, and what they live with",
    NotTheirWords "{attention-seeking,attention seeking,attention-seeker,attention-seekers,attention seeker,attention seekers}" => "what the person may need, such as \"asking for care\"",
}

/// What "suffers from" and the like are said of.
const ILLNESSES: &[&str] = &[
    "depression",
    "anxiety",
    "ptsd",
    "c-ptsd",
    "cptsd",
    "trauma",
    "bipolar",
    "schizophrenia",
    "psychosis",
    "autism",
    "adhd",
    "ocd",
    "bpd",
    "addiction",
    "addictions",
    "alcoholism",
    "anorexia",
    "bulimia",
    "dementia",
    "epilepsy",
    "dyslexia",
    "phobia",
    "phobias",
    "disorder",
    "disorders",
    "illness",
    "illnesses",
    "disability",
    "disabilities",
    "condition",
];

/// Words after which a person was named, not a thing.
const FOLLOWERS: &[&str] = &[
    "who", "whom", "whose", "is", "are", "was", "were", "but", "in", "on", "at", "with", "may",
    "might", "can", "could", "will", "would", "should", "must", "have", "has", "had", "do", "does",
    "did", "to", "as", "than", "that", "often", "need", "needs", "like", "from", "for", "about",
    "because", "if", "when", "too", "not", "cannot", "by", "today", "among", "without", "feel",
    "feels", "live", "lives",
];

fn judge(hit: &Hit<'_, '_>) -> Option<Finding> {
    let (when, instead) = LINES.get(hit.line)?;
    let ends = || {
        let rest = hit.rest().trim_start_matches(' ');
        hit.next_word().is_none() && !rest.starts_with(['(', '“', '"'])
    };
    let follows = |more: &[&str]| {
        let next = hit.next_word();
        next.is_some_and(|next| FOLLOWERS.contains(&next) || more.contains(&next))
    };
    let applies = match when {
        Always => true,
        Noun | Trivial => ends() || follows(&["and", "or"]),
        LastNoun => ends() || follows(&[]),
        Illness => is_before_illness(hit.rest()),
        OfIllness => {
            let before = words(hit.before()).last();
            before.is_some_and(|word| ILLNESSES.contains(&word))
                || after_words(hit.rest(), "of").is_some_and(is_before_illness)
                || after_words(hit.rest(), "from").is_some_and(is_before_illness)
        }
        NotTheirWords => !hit.comes_after(&[
            "call",
            "calls",
            "called",
            "calling",
            "label",
            "labels",
            "labelled",
            "labeled",
            "seen",
            "see",
            "dismiss",
            "dismissed",
            "accuse",
            "accused",
            "told",
            "tell",
            "say",
            "says",
            "think",
            "thinks",
            "thought",
            "believe",
            "mistake",
            "mistaken",
            "mistook",
            "just",
            "look",
            "looks",
            "seem",
            "seems",
        ]),
    };
    let is_spared = *when != Trivial && is_spared(hit);
    if !applies || hit.is_just_negated() || hit.is_mentioned() || is_spared {
        return None;
    }
    let words = hit.words();
    let message = match when {
        Illness | OfIllness => format!("\"{words}\" makes a person the prey of an illness"),
        Trivial => format!("\"{words}\" makes light of an illness"),
        NotTheirWords => format!("\"{words}\" judges somebody who is in need"),
        _ => format!("\"{words}\" puts a label in the place of a person"),
    };
    Some(Finding {
        message,
        help: format!("write of the person first: {instead}"),
    })
}

/// Names of organisations, and those who speak of themselves.
fn is_spared(hit: &Hit<'_, '_>) -> bool {
    let is_name = after_words(hit.rest(), "anonymous").is_some();
    let before: Vec<&str> = words(hit.before()).collect();
    let selves = ["i", "i’m", "i'm", "i’ve", "i've", "we", "we’re", "we're"];
    let speaks_of_self = before
        .iter()
        .rev()
        .take(3)
        .any(|word| selves.contains(word));
    is_name || speaks_of_self
}

/// Whether an illness is named within a few words, before any mark.
fn is_before_illness(rest: &str) -> bool {
    let end = rest.find(['.', ',', ';', ':', '(', ')', '?', '!', '—']);
    let near = &rest[..end.unwrap_or(rest.len())];
    // "trauma" of the body, and what is no illness: "suffer from a lack of trauma services".
    let few = words(near).take(5);
    let mut few = few.take_while(|word| !matches!(*word, "and" | "or" | "lack" | "that" | "who"));
    few.any(|word| ILLNESSES.contains(&word))
}
