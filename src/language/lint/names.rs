//! `citation/name`: somebody of the bibliography is named, and no work of theirs is cited.
//!
//! Source: American Psychological Association (2020), *Publication manual*, 7th ed., section 8.1, "Appropriate level of
//! citation": whoever's ideas are told is cited.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Findings;
use super::prose::Prose;
use crate::base::diagnostic::Severity;
use crate::content::bibliography::{Bibliography, Creator, Names};
use crate::content::markdown::{CalloutKind, PassageKind};

/// The family names of the authors in a bibliography.
#[derive(Debug, Default)]
pub struct Authors {
    automaton: Option<AhoCorasick>,
    families: Vec<Family>,
    /// Which of them, by number, have a part in each work.
    works: BTreeMap<Arc<str>, Vec<usize>>,
}

#[derive(Debug)]
struct Family {
    name: String,
    /// The first names of those who bear it.
    given: BTreeSet<String>,
    likeness: Likeness,
    /// The first work, by key.
    key: Arc<str>,
}

/// What else a name could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Likeness {
    /// Nothing: it counts wherever it stands.
    None,
    /// An English word: it counts within a sentence, where no other word has a capital.
    Word,
    /// A first name, a place or a month: it counts with something that shows who is meant.
    Name,
}

/// Names that are words too.
const WORDS: &str = "\
    Archer Baker Ball Bank Banks Bell Berry Best Bird Bishop Black Bloom Bond Boss Brand Bridges Bright Brook \
    Brooks Brown Burns Bush Butler Carpenter Case Cash Chambers Chase Child Church Close Cook Cooper Cross Day \
    Dean Dear Early Fair Field Fields Fish Fisher Flood Fox Gold Good Gray Green Grey Gross Hall Hand Hart Head \
    Hill Holiday House Hunt Hunter Judge Just King Knight Lake Lamb Light Little Long Lord Low Major Marks Marsh \
    Mason Meek Mills Moody Moon Moss Noble Nurse Page Pain Park Parks Peace Pool Pope Porter Potter Power Powers \
    Price Rain Reed Rice Rich Rivers Rush Sage Savage Sharp Shepherd Short Silver Singer Small Snow Speed Spring \
    Steel Stern Stone Street Strong Summers Swift Temple Turner Walker Wall Ward Waters Way Weaver Wells White \
    Wild Winter Winters Wise Wolf Wood Woods Young";

/// Names that are first names, places, languages or months too.
const NAMES: &str = "\
    Adam Alan Alex Alexander Alfred Allan Allen Amy Andrew Ann Anna Anthony April Arthur August Austin Benjamin \
    Berlin Bernard Boston Bruce Carl Carol Chad Charles Christian Clare Colin Craig Daniel David Dennis Diana \
    Donald Douglas Duncan Easter Edward Elliot Elliott Emily Emma England English Eric Evan Faith Florence France \
    Francis Frank French Friday Gabriel George Gerald German Gordon Grace Graham Grant Gregory Guy Harold Harry \
    Harvey Helen Henry Holland Hope Howard Hugh Ian Ireland Irish Isaac Israel Jack Jacob James Jane Jason Jean \
    Jeremy Jerome Joel John Jon Jonathan Jordan Joseph Joy Joyce Julian June Karen Keith Kelly Kent Kerry Kevin \
    Kim Kyle Lane Laura Lawrence Lee Leo Leon Leslie Lewis Lin Lincoln London Louis Love Lucas Lucy Luke Marcus \
    Maria Marie Marion Mark Martin Marvin Mary Matthew Maurice Max May Mercy Michael Miles Milton Mitchell Monday \
    Morgan Morris Nathan Neil Nelson Nicholas Noah Noel Norman North Oliver Oscar Owen Paris Pat Patrick Paul \
    Perry Peter Philip Ralph Raymond Richard Robert Robin Roger Ronald Rosa Rose Ross Roy Russell Ruth Ryan Sam \
    Samuel Sarah Scott Sean Sidney Simon Spencer Stanley Stephen Stewart Stuart Summer Sunday Susan Terry Theodore \
    Thomas Timothy Todd Tom Tony Tyler Vernon Victor Vincent Wales Walter Warren Washington Wayne Welsh Wesley \
    West Will William York";

impl Authors {
    /// The authors of the works of `bibliography`, or whoever stands in their place.
    #[must_use]
    pub fn of(bibliography: &Bibliography) -> Self {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut families: Vec<Family> = Vec::new();
        for (key, work) in &bibliography.works {
            for (family, given) in people(&work.creators) {
                // Shorter ones are too much like syllables and initials.
                if family.chars().count() < 3 || !family.starts_with(char::is_uppercase) {
                    continue;
                }
                let number = *numbers.entry(family).or_insert_with(|| {
                    families.push(Family {
                        name: family.to_owned(),
                        given: BTreeSet::new(),
                        likeness: likeness(family),
                        key: key.clone(),
                    });
                    families.len() - 1
                });
                let first = given.split_whitespace().next().unwrap_or_default();
                families[number].given.insert(first.to_owned());
            }
        }
        let works = bibliography.works.iter().map(|(key, work)| {
            let all = [
                &work.creators,
                &work.editors,
                &work.book_authors,
                &work.translators,
            ];
            let all = all.into_iter().flat_map(people);
            let mut all: Vec<usize> = all
                .filter_map(|(family, _)| numbers.get(family).copied())
                .collect();
            all.sort_unstable();
            all.dedup();
            (key.clone(), all)
        });
        let mut works: BTreeMap<Arc<str>, Vec<usize>> = works.collect();
        for (alias, key) in &bibliography.aliases {
            if let Some(all) = works.get(key).cloned() {
                works.entry(alias.clone()).or_insert(all);
            }
        }
        let names = families.iter().map(|family| &family.name);
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(names);
        Self {
            automaton: automaton.ok().filter(|_| !families.is_empty()),
            works,
            families,
        }
    }
}

fn people(names: &Names) -> impl Iterator<Item = (&str, &str)> {
    names.list.iter().filter_map(|creator| match creator {
        Creator::Person(name) => Some((name.family.as_str(), name.given.as_str())),
        Creator::Group { .. } => None,
    })
}

fn is_in(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|other| other == name)
}

fn likeness(name: &str) -> Likeness {
    if is_in(NAMES, name) {
        Likeness::Name
    } else if is_in(WORDS, name) {
        Likeness::Word
    } else {
        Likeness::None
    }
}

/// Headings over lists of works, which are references without a mark.
const LISTS: &[&str] = &[
    "further reading",
    "references",
    "reference list",
    "sources",
    "reading",
    "bibliography",
    "literature",
    "read more",
    "books",
    "lecturas",
    "para leer más",
    "más lecturas",
    "referencias",
    "fuentes",
    "bibliografía",
    "literatur",
    "quellen",
    "weiterlesen",
    "πηγές",
    "βιβλιογραφία",
];

/// Each author who is named and not cited, where they are named first.
pub(super) fn uncited(proses: &[Prose<'_>], findings: &mut Findings<'_, '_>) {
    let authors = findings.subject.authors;
    let Some(automaton) = &authors.automaton else {
        return;
    };
    let keys = proses
        .iter()
        .filter_map(Prose::passage)
        .flat_map(|passage| &passage.citations);
    let keys = keys.flat_map(|cited| &cited.keys);
    let works = keys.filter_map(|key| authors.works.get(key.as_str()));
    let mut known: BTreeSet<usize> = works.flatten().copied().collect();
    let mut is_list = false;
    for prose in proses {
        let Some(passage) = prose.passage() else {
            continue;
        };
        if let PassageKind::Heading(_) = passage.kind {
            let heading = prose.text.trim().to_lowercase();
            is_list = LISTS.iter().any(|list| heading.starts_with(list));
        }
        let is_text = matches!(
            passage.kind,
            PassageKind::Paragraph
                | PassageKind::Item
                | PassageKind::Definition
                | PassageKind::Cell
        );
        let is_speech = passage.quotation || passage.callout == Some(CalloutKind::Example);
        if is_list || !is_text || is_speech {
            continue;
        }
        for hit in automaton.find_iter(&prose.text) {
            let number = hit.pattern().as_usize();
            let range = hit.range();
            let family = &authors.families[number];
            let is_cited = |range: &Range<usize>| {
                let mut cited = passage.citations.iter().map(|cited| &cited.range);
                cited.any(|cited| cited.contains(&range.start))
            };
            if known.contains(&number)
                || !prose.stands_alone(&range)
                || is_cited(&range)
                || !is_meant(prose, &range, family, findings.subject.is_english())
                || prose.is_quoted(&range)
            {
                continue;
            }
            known.insert(number);
            let name = &family.name;
            findings.report(
                prose,
                range,
                Severity::Advice,
                "citation/name",
                format!("{name} is named here, and no work of theirs is cited in this article"),
                format!(
                    "cite it after the name, such as [-@{}], or leave the name out",
                    family.key
                ),
            );
        }
    }
}

/// Whether the author is meant, and not somebody or something else of that name.
fn is_meant(prose: &Prose<'_>, range: &Range<usize>, family: &Family, is_english: bool) -> bool {
    let text = &prose.text;
    let (before, after) = (&text[..range.start], &text[range.end..]);
    // "Tronick, E., & Gold, C. M." is a reference as it stands in a list.
    let is_initial = |rest: &str| {
        let mut rest = rest.chars();
        matches!((rest.next(), rest.next()), (Some(c), Some('.')) if c.is_uppercase())
    };
    if after.strip_prefix(", ").is_some_and(is_initial) {
        return false;
    }
    let (sentence, _) = prose.sentence(range.start);
    let lead = &text[sentence.start.min(range.start)..range.start];
    let is_first =
        !lead.contains(char::is_alphanumeric) || lead.trim_end().ends_with([':', '“', '—', '–']);
    let last = before
        .strip_suffix(' ')
        .and_then(|before| before.split([' ', '(', '“']).next_back());
    let last = last.unwrap_or_default();
    let is_own = family.given.contains(last) || is_initial(last) || {
        // "Daniel N. Stern"
        let mut two = before.trim_end().rsplit(' ');
        let (initial, given) = (
            two.next().unwrap_or_default(),
            two.next().unwrap_or_default(),
        );
        is_initial(initial) && family.given.contains(given)
    };
    let is_titled = matches!(last, "Dr" | "Dr." | "Professor" | "Prof." | "Prof");
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let next = after.strip_prefix(' ').unwrap_or_default();
    let year = next.strip_prefix('(').unwrap_or_default();
    let is_dated = year.len() > 4 && year.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    let shows = is_own
        || is_titled
        || is_dated
        || [
            "and colleagues",
            "and his colleagues",
            "and her colleagues",
            "et al",
        ]
        .iter()
        .any(|others| next.starts_with(others));
    if shows {
        return true;
    }
    // Another first name, or a name that goes on: somebody or something else.
    let is_other = is_capital(last)
        && (is_in(NAMES, last) || before.trim_end().len() - last.len() > sentence.start)
        && !is_first
        || is_capital(next) && next.chars().nth(1).is_some_and(char::is_lowercase);
    match family.likeness {
        Likeness::None if is_english => !is_other,
        // Elsewhere, words of the language may be names: German "Als" and "Huber".
        Likeness::None => !is_other && !is_first && family.name.chars().count() > 5,
        Likeness::Word => is_english && !is_first && !is_other,
        Likeness::Name => false,
    }
}
