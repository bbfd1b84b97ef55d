//! `language/absolute`: claims that leave no room for anybody to be different.
//!
//! Sources: UK Code of Non-broadcast Advertising (CAP Code), section 3, "Misleading advertising" (no exaggeration, and
//! evidence for every claim); American Psychological Association (2020), *Publication manual*, 7th ed., chapter 5
//! (be specific: no claims about whole groups of people).

use super::Finding;
use super::phrases::{Rule, sorted_phrases};
use super::prose::{Hit, after_words, words};
use crate::base::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "language/absolute",
    severity: Severity::Advice,
    phrases: PHRASES,
    only_sentences: false,
    judge,
};

/// What a claim leaves no room for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// For doubt.
    Doubtless,
    /// For another way.
    Only,
    /// For what is best for somebody.
    Best,
    /// For exceptions.
    Exceptionless,
    /// For people who are different: a whole group, of which only some things are no truism.
    Group,
}

sorted_phrases! { Sort;
    Doubtless:
    "{scientifically,clinically} proven",
    "{has,have} been {,scientifically ,clinically }{proven,proved}",
    "{is,are} proven {to,that}",
    "proven fact{,s}",
    "{science,research,neuroscience,evidence,studies} {,has ,have }{proves,prove,proven,proved}",
    "{this,which,that,it} {proves,proved} that",
    "{there is,there's,there can be} no doubt {that,about}",
    "{without a doubt,without any doubt,without doubt,beyond doubt,beyond any doubt,beyond all doubt}",
    "{undoubtedly,unquestionably,indisputably,irrefutably}",
    "it is a fact that",
    "{everyone,everybody} knows that",
    Only:
    "the only {way to,therapy that,treatment that,method that,thing that}",
    "the only {effective,real,true} {therapy,treatment,method,way,cure,help}",
    Best:
    "the {best,most effective,most powerful} {therapy,treatment,method,approach,technique,exercise}",
    Exceptionless:
    "always {leads,lead} to",
    "always {causes,cause,harms,harm,damages,damage,helps,help,heals,heal,hurts,means}",
    "always {results,result} in",
    "always {comes,come,stems,stem} from",
    "{is,are} always {caused by,a sign of,the result of,a result of,due to,because of,harmful,helpful,safe}",
    "never {recovers,heals,recover,heal,works}",
    "{can,will} never {be healed,be cured,be repaired,be undone,recover,heal,change,get better,be the same}",
    "{everyone,everybody,nobody,no one} {benefits,recovers,heals,improves,responds}",
    Group:
    "{all,every,each} {client,clients,therapist,therapists,patient,patients,survivor,survivors,couple,couples,person,people,parent,parents,child,children,man,men,woman,women,human,humans,family,families,relationship,relationships,trauma,traumas}",
}

fn judge(hit: &Hit<'_, '_>) -> Option<Finding> {
    const HEDGES: &[&str] = &[
        // Almost.
        "almost",
        "nearly",
        "virtually",
        "often",
        "may",
        "might",
        "could",
        "perhaps",
        "maybe",
        "if",
        "whether",
        // What somebody feels or thinks is not what the site says.
        "feel",
        "feels",
        "felt",
        "feeling",
        "think",
        "thinks",
        "thought",
        "thoughts",
        "believe",
        "believes",
        "believed",
        "belief",
        "fear",
        "fears",
        "feared",
        "worry",
        "worries",
        "seem",
        "seems",
        "seemed",
        "say",
        "says",
        "said",
        "tell",
        "tells",
        "told",
        "claim",
        "claims",
        "claimed",
        "convinced",
        "wonder",
        "afraid",
        "idea",
        "assume",
        "assumes",
        "like",
        "as",
    ];
    let sort = *SORTS.get(hit.line)?;
    if sort == Sort::Group {
        const SAID: &[&str] = &[
            "responds",
            "respond",
            "benefits",
            "benefit",
            "recovers",
            "recover",
            "reacts",
            "react",
            "experiences",
            "experience",
            "suffers",
            "suffer",
            "feels",
            "feel",
            "heals",
            "heal",
            "improves",
            "improve",
        ];
        if !SAID.contains(&hit.next_word()?) {
            return None;
        }
    }
    let is_best = sort == Sort::Best;
    let is_own = [
        "for you",
        "for them",
        "you can",
        "for your",
        "for each",
        "we have",
        "is the one",
    ];
    let mut is_own = is_own
        .iter()
        .map(|phrase| after_words(hit.rest(), phrase).is_some());
    if hit.is_negated()
        || hit.is_question()
        || hit.is_mentioned()
        || hit.comes_after(HEDGES)
        || is_best && (words(hit.before()).last() == Some("of") || is_own.any(|is_own| is_own))
    {
        return None;
    }
    let words = hit.words();
    let (message, help) = match sort {
        Sort::Doubtless => (
            format!("\"{words}\" says that nothing is left to ask"),
            "say what was found and in whom, such as \"in a review of 11 studies\", and cite it",
        ),
        Sort::Only | Sort::Best => (
            format!("\"{words}\" says that nothing else helps"),
            "write \"one way to\", or say for whom it has helped",
        ),
        Sort::Exceptionless | Sort::Group => (
            format!("\"{words}\" leaves no room for those who are different"),
            "write \"often\", \"can\" or \"many people\", or say of whom it is known",
        ),
    };
    Some(Finding {
        message,
        help: help.into(),
    })
}
