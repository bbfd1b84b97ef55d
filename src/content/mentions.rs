//! Finding mentions of suicide and self-harm in running text, language by language.
//!
//! What is found places help beside it and asks for a content note, so the lists hold what can hardly mean anything else:
//! "killing herself" is among them, "cut myself" (some slack) is not.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Input, Match, packed};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a mention is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Suicide, thoughts of it among it.
    Suicide,
    /// Harm that somebody does to themselves.
    SelfHarm,
}

/// A mention in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What it is about.
    pub subject: Subject,
    /// Its bytes.
    pub range: Range<usize>,
}

/// What finds the mentions of one language.
pub struct Mentions {
    /// What to write as content notes, for suicide and for self-harm.
    notes: [&'static str; 2],
    phrases: Vec<Phrase>,
    /// Finds what every phrase holds some part of, in Markdown as it is written. Nearly all articles hold none.
    hints: Hints,
    /// For each pattern of `hints`, what one of must stand near it, folded.
    near: Vec<Vec<String>>,
}

/// Finds one of some texts.
enum Hints {
    /// Many bytes at once, where the processor can: ten times as fast.
    Packed(packed::Searcher),
    Plain(AhoCorasick),
}

impl Hints {
    fn new(patterns: &[String]) -> Option<Self> {
        let packed = packed::Config::new().builder().extend(patterns).build();
        match packed {
            Some(packed) => Some(Self::Packed(packed)),
            None => AhoCorasick::new(patterns).ok().map(Self::Plain),
        }
    }

    fn find(&self, text: &str, from: usize) -> Option<Match> {
        match self {
            Self::Packed(packed) => packed.find_in(text, (from..text.len()).into()),
            Self::Plain(plain) => plain.find(Input::new(text).range(from..)),
        }
    }
}

/// Words in a row.
struct Phrase {
    subject: Subject,
    words: Vec<Vec<Word>>,
}

/// A word, folded, or the beginning of one.
struct Word {
    text: String,
    is_start: bool,
}

/// How many bytes before and after a hint are looked at.
const NEAR: usize = 40;

/// The lists of one language. A phrase is words with a space between; `a|b` is either, `a*` any word that begins so.
struct Lists {
    tag: &'static str,
    notes: [&'static str; 2],
    suicide: &'static [&'static str],
    self_harm: &'static [&'static str],
    /// In small letters, with what one of must stand near them, if anything. `~` is before those that are never at the start
    /// of a sentence.
    hints: &'static [(&'static str, &'static [&'static str])],
}

const LISTS: [Lists; 5] = [
    Lists {
        tag: "en",
        notes: ["suicide", "self-harm"],
        suicide: &[
            "suicid*|parasuicid*",
            "kill|kills|killed|killing myself|yourself|himself|herself|themself|themselves|oneself|ourselves|yourselves",
            "take|takes|took|taken|taking my|your|his|her|their|our own life|lives",
            "take|takes|took|taken|taking one s own life",
            "ends|ended|ending my|your|his|her|their|our life|lives",
            "ends|ended|ending my|your|his|her|their|our own life|lives",
            "to|could|would|might|will|can|and|or end my|your|his|her|their|our life|lives",
            "to|could|would|might|will|can|and|or end my|your|his|her|their|our own life|lives",
            "ending one s life",
            "ending one s own life",
            "want|wants|wanted|wanting|wish|wishes|wished|wishing to die",
            "better off dead",
        ],
        self_harm: &[
            "selfharm*",
            "self harm*|injur*|mutilat*|inflicted",
            "harm|harms|harmed|harming myself|yourself|himself|herself|themself|themselves|oneself|ourselves|yourselves",
        ],
        hints: &[
            ("~uicid", &[]),
            ("harm", &["self", "selves"]),
            ("injur", &["self"]),
            ("~utilat", &["self"]),
            ("~nflicted", &["self"]),
            // Not the skills that most articles speak of.
            ("~ kill", &["self", "selves"]),
            ("~\nkill", &["self", "selves"]),
            ("~Kill", &["self", "selves"]),
            ("~own li", &[]),
            ("~own\nli", &[]),
            ("~life", &[" end ", " ends ", " ended ", " ending "]),
            ("~lives", &[" end ", " ends ", " ended ", " ending "]),
            ("~to die", &["want", "wish"]),
            ("~to\ndie", &["want", "wish"]),
            ("~dead", &["better off"]),
        ],
    },
    Lists {
        tag: "es",
        notes: ["suicidio", "autolesiones"],
        suicide: &[
            "suicid*|parasuicid*",
            "quitarse|quitarme|quitarte|quitarnos|quitaros|quitándose|quitándome la|su|mi|tu vida",
            "se|me|te|nos|os quita|quitan|quito|quitó|quitas|quité|quitaron|quitaba|quitaban|quitado|quitara|quitaría|quitaré|quite la vida",
            "se|me|te|nos|os ha|han|he|has|había|habían|haya|hubiera quitado la vida",
            "acabar|acabó|acaba|acabé|acabaron|acabando|acabado|acabaría|acabara con su|mi|tu|sus|vuestra|nuestra vida|vidas",
            "acabar|acabó|acaba|acabé|acabaron|acabando|acabado|acabaría|acabara con su|mi|tu|sus|la propia vida",
            "matarse|matarme|matarte|matarnos|mataros",
            "quiero|quieres|quiere|quieren|quería|querías|querían|querer|quisiera|queriendo morir|morirme|morirse|morirte",
            "ganas|deseo|deseos de morir|morirme|morirse|morirte",
        ],
        self_harm: &[
            "autolesi*|autolesio*|autolesión",
            "auto lesi*",
            "daño|daños a sí|mí|ti mismo|misma|mismos|mismas",
        ],
        hints: &[
            ("~uicid", &[]),
            ("~lesi", &["auto"]),
            ("~vida", &["quit", "acab"]),
            ("~atarse", &[]),
            ("~atarme", &[]),
            ("~atarte", &[]),
            ("~atarnos", &[]),
            ("~ataros", &[]),
            ("~morir", &["quer", "quier", "quis", "ganas", "dese"]),
            ("~mism", &["daño"]),
        ],
    },
    Lists {
        tag: "de",
        notes: ["Suizid", "Selbstverletzung"],
        suicide: &[
            "suizid*|suicid*|selbstmord*|selbstmörd*|selbsttöt*|freitod*|parasuizid*",
            "sich|mir|dir das leben nehmen|nimmt|nimmst|nehme|nahm|nahmen|nähme|genommen",
            "sich|mir|dir das leben zu nehmen",
            "nahm|nahmen|nimmt|nehme|nehmen sich|mir|dir|uns|euch das leben",
            "sich|mich|dich|uns|euch umbringen|umbringe|umbringst|umbringt|umbrachte|umbrachten|umgebracht|umzubringen",
            "sich|mich|dich selbst umbringen|umgebracht|umzubringen|töten|zu töten",
            "bringe|bringst|bringt|brachte|brachten sich|mich|dich um",
            "lebensmüde*",
            "sterben will|wollte|wollen|wollten|möchte",
            "will|wollte|möchte sterben",
        ],
        self_harm: &[
            "selbstverletz*|selbstschädig*|selbstbeschädig*",
            "sich|mich|dich selbst verletz*|verletzt*|ritz*|schädig*",
            "sich|mich|dich selbst zu verletzen|ritzen|schädigen",
            "selbst zugefügt*",
        ],
        hints: &[
            ("~uizid", &[]),
            ("~uicid", &[]),
            ("~mord", &["selbst"]),
            ("~mörd", &["selbst"]),
            ("~töt", &["selbst"]),
            ("~reitod", &[]),
            ("~eben", &["nahm", "nimm", "nehm", "genomm"]),
            ("~umbr", &["sich", "mich", "dich", "uns", "euch"]),
            ("~umgebracht", &["sich", "mich", "dich", "uns", "euch"]),
            ("~umzubring", &["sich", "mich", "dich", "uns", "euch"]),
            ("~ch um", &["bring", "brach"]),
            ("~ch\num", &["bring", "brach"]),
            ("~bensmüde", &[]),
            ("~terben", &[]),
            ("~verletz", &["selbst"]),
            ("~schädig", &["selbst"]),
            ("~ritz", &["selbst"]),
            ("~zugefügt", &["selbst"]),
        ],
    },
    Lists {
        tag: "el",
        notes: ["αυτοκτονία", "αυτοτραυματισμός"],
        suicide: &[
            "αυτοκτον*|αυτόχειρ*|αυτοχειρ*",
            "αφαιρ* τη|την ζωή",
            "αφαίρεσ*|αφαιρέσ* τη|την ζωή",
            "τέλος στη|στην|σε ζωή",
            "να σκοτωθώ",
            "θέλω|θέλει|θέλεις|ήθελα|ήθελε|ήθελαν να πεθάνω|πεθάνει|πεθάνεις|πεθάνουν",
            "σκοτώσω|σκοτώσει|σκοτώσεις|σκότωσε τον|την εαυτό",
        ],
        self_harm: &[
            "αυτοτραυματ*|αυτοτραυμάτ*|αυτοκακοποι*",
            "βλάπτ*|βλάψ*|έβλαψ*|πληγών*|πληγώσ*|τραυματίζ*|τραυματίσ* τον εαυτό",
            "κακό στον εαυτό",
        ],
        hints: &[
            ("~υτοκτ", &[]),
            ("~υτοχειρ", &[]),
            ("~υτόχειρ", &[]),
            ("~ζωή", &["αφα", "τέλος"]),
            ("~σκοτω", &["να "]),
            ("~πεθ", &["θέλ", "θελ"]),
            ("~εαυτό", &["σκοτ", "σκότ", "βλ", "πληγ", "τραυμ", "κακό"]),
            ("~υτοτραυμ", &[]),
            ("~υτοκακοποι", &[]),
        ],
    },
    Lists {
        tag: "fr",
        notes: ["suicide", "automutilation"],
        suicide: &[
            "suicid*|parasuicid*",
            "donner|donné|donnée|donnés|donnant|donne|donna la mort",
            "fin à mes|tes|ses|vos|nos|leurs jours",
            "fin à ma|ta|sa|votre|notre|leur vie",
            "fin à ma|ta|sa|leur propre vie",
            "fin à leurs vies",
            "envie|envies|désir de mourir",
            "veux|veut|veulent|voulais|voulait|voulaient|voudrais|voudrait|vouloir mourir",
        ],
        self_harm: &[
            "automutil*|autoagress*|scarifi*",
            "auto mutil*|agress*",
            "mal|violence à moi|toi|soi|lui|elle|eux|elles même|mêmes",
        ],
        hints: &[
            ("~uicid", &[]),
            ("~la mort", &["donn"]),
            ("~la\nmort", &["donn"]),
            ("~jours", &["fin à"]),
            ("~vie", &["fin à"]),
            ("~mourir", &["envie", "désir", "veu", "voul", "voud"]),
            ("~mutil", &["auto"]),
            ("~agress", &["auto"]),
            ("~carifi", &[]),
            ("~même", &["mal à", "violence à"]),
        ],
    },
];

static ALL: LazyLock<Vec<Mentions>> = LazyLock::new(|| LISTS.iter().filter_map(compile).collect());

/// The lists of one language, ready for use.
fn compile(lists: &Lists) -> Option<Mentions> {
    let phrases = |subject, list: &[&str]| -> Vec<Phrase> {
        let phrase = |text: &&str| Phrase {
            subject,
            words: text.split(' ').map(alternatives).collect(),
        };
        list.iter().map(phrase).collect()
    };
    let mut all = phrases(Subject::Suicide, lists.suicide);
    all.extend(phrases(Subject::SelfHarm, lists.self_harm));
    let mut spellings: Vec<(String, &[&str])> = Vec::new();
    for (hint, needed) in lists.hints {
        let inner = hint.strip_prefix('~');
        let small = inner.unwrap_or(hint);
        let upper = small.to_uppercase();
        let all = [
            Some(small.to_owned()),
            inner.is_none().then(|| capitalised(small)),
            // Greek capital letters have no accents.
            Some(upper.nfd().filter(|c| !is_combining_mark(*c)).collect()),
            Some(upper),
        ];
        spellings.extend(all.into_iter().flatten().map(|text| (text, *needed)));
    }
    // One that holds another finds nothing more, and up to 32 of them are found twice as fast.
    let mut kept: Vec<(String, &[&str])> = Vec::new();
    spellings.sort_by_key(|(text, _)| text.len());
    for (text, needed) in spellings {
        let says_it = |(short, near): &(String, &[&str])| text.contains(short) && *near == needed;
        if !kept.iter().any(says_it) {
            kept.push((text, needed));
        }
    }
    let (patterns, near): (Vec<String>, Vec<&[&str]>) = kept.into_iter().unzip();
    let near = near
        .iter()
        .map(|words| words.iter().map(|word| folded(word)).collect());
    Some(Mentions {
        notes: lists.notes,
        phrases: all,
        hints: Hints::new(&patterns)?,
        near: near.collect(),
    })
}

fn alternatives(word: &str) -> Vec<Word> {
    let one = |word: &str| Word {
        text: folded(word.trim_end_matches('*')),
        is_start: word.ends_with('*'),
    };
    word.split('|').map(one).collect()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Small letters without accents, and one sigma: words are found however they are set.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain = text.nfd().filter(|c| !is_combining_mark(*c));
    let small = plain.flat_map(char::to_lowercase);
    small.map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

impl Mentions {
    /// What finds the mentions of a language, by its tag; `None` for a language without a list.
    #[must_use]
    pub fn of(language: &str) -> Option<&'static Self> {
        let primary = language.split('-').next().unwrap_or(language);
        let at = LISTS.iter().position(|lists| lists.tag == primary)?;
        ALL.get(at)
    }

    /// Whether a text in Markdown may hold a mention: a quick look, which most articles need no more than.
    #[must_use]
    pub fn may_be_in(&self, markdown: &str) -> bool {
        let mut from = 0;
        // One hint may begin within another that has come to nothing.
        while let Some(hit) = self.hints.find(markdown, from) {
            let needed = &self.near[hit.pattern().as_usize()];
            let start = markdown.floor_char_boundary(hit.start().saturating_sub(NEAR));
            let end = markdown.ceil_char_boundary((hit.end() + NEAR).min(markdown.len()));
            let around = folded(&markdown[start..end]).replace('\n', " ");
            if needed.is_empty() || needed.iter().any(|word| around.contains(word)) {
                return true;
            }
            from = hit.start() + 1;
        }
        false
    }

    /// What to write as a content note.
    #[must_use]
    pub fn note(&self, subject: Subject) -> &'static str {
        self.notes[subject as usize]
    }

    /// Every mention in `text`, in order. An address is none.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Mention> {
        let words = words(text);
        let mut found = Vec::new();
        let mut next = 0;
        for at in 0..words.len() {
            if at < next {
                continue;
            }
            let Some((phrase, length)) = self.phrase_at(&words[at..]) else {
                continue;
            };
            let range = words[at].1.start..words[at + length - 1].1.end;
            if is_in_address(text, range.start) {
                continue;
            }
            next = at + length;
            found.push(Mention {
                subject: phrase.subject,
                range,
            });
        }
        found
    }

    fn phrase_at(&self, words: &[(String, Range<usize>)]) -> Option<(&Phrase, usize)> {
        let stands_here = |phrase: &&Phrase| {
            phrase.words.len() <= words.len()
                && phrase.words.iter().zip(words).all(|(allowed, (word, _))| {
                    allowed.iter().any(|allowed| match allowed.is_start {
                        true => word.starts_with(&allowed.text),
                        false => *word == allowed.text,
                    })
                })
        };
        let phrase = self.phrases.iter().find(stands_here)?;
        Some((phrase, phrase.words.len()))
    }
}

/// The words of a text, folded, each with its bytes. Hyphens and apostrophes part words, so that `non-suicidal` is found.
fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words: Vec<(String, Range<usize>)> = Vec::new();
    let mut open: Option<usize> = None;
    let mut end = |open: &mut Option<usize>, at: usize| {
        if let Some(start) = open.take() {
            let word: String = text[start..at].chars().filter(|c| !is_unseen(*c)).collect();
            words.push((folded(&word), start..at));
        }
    };
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() {
            open.get_or_insert(at);
        } else if !(is_unseen(c) || is_combining_mark(c)) {
            end(&mut open, at);
        }
    }
    end(&mut open, text.len());
    words
}

/// Soft hyphens and the like stand within words.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

/// Whether the byte at `at` belongs to a web or e-mail address.
fn is_in_address(text: &str, at: usize) -> bool {
    let start = text[..at]
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + 1);
    let end = text[at..].find(char::is_whitespace);
    let run = &text[start..end.map_or(text.len(), |end| at + end)];
    run.contains("://") || run.contains("www.") || run.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(language: &str, text: &str) -> Vec<String> {
        let mentions = Mentions::of(language).expect("a list");
        let found = mentions.find(text);
        // The quick look must never miss what the long one finds.
        assert!(
            found.is_empty() || mentions.may_be_in(text),
            "no hint: {text}"
        );
        found
            .into_iter()
            .map(|mention| text[mention.range].to_owned())
            .collect()
    }

    #[test]
    fn mentions_are_found_in_each_form() {
        for (language, text, expected) in [
            ("en", "Suicide is hard to speak of.", "Suicide"),
            ("en-GB", "Some feel SUICIDAL at night.", "SUICIDAL"),
            ("en", "non-suicidal thoughts", "suicidal"),
            ("en", "People who self-harm", "self-harm"),
            ("en", "People who self\u{2011}harmed", "self\u{2011}harmed"),
            ("en", "Self harm, selfharm", "Self harm"),
            ("en", "It may be a self-injury.", "self-injury"),
            (
                "en",
                "When you think of killing yourself",
                "killing yourself",
            ),
            ("en", "He took his own life.", "took his own life"),
            ("en", "taking one’s own life", "taking one’s own life"),
            ("en", "She thought of ending her life.", "ending her life"),
            ("en", "I want to die.", "want to die"),
            ("en", "They would be better off dead.", "better off dead"),
            ("en", "the urge to harm yourself", "harm yourself"),
            ("es", "El suicidio se puede prevenir.", "suicidio"),
            ("es", "Pensó en suicidarse.", "suicidarse"),
            ("es", "se quitó la vida", "se quitó la vida"),
            ("es", "quitarse la vida", "quitarse la vida"),
            ("es", "acabar con su vida", "acabar con su vida"),
            ("es", "las autolesiones", "autolesiones"),
            ("es", "una AUTOLESIÓN", "AUTOLESIÓN"),
            ("es", "hacerse daño a sí misma", "daño a sí misma"),
            ("es", "Quiero morir", "Quiero morir"),
            ("de", "Ein Suizidversuch", "Suizidversuch"),
            ("de", "Selbstmord und Selbsttötung", "Selbstmord"),
            ("de", "sich das Leben zu nehmen", "sich das Leben zu nehmen"),
            ("de", "Sie nahm sich das Leben.", "nahm sich das Leben"),
            ("de", "Er wollte sich umbringen.", "sich umbringen"),
            ("de", "Selbstverletzendes Verhalten", "Selbstverletzendes"),
            ("de", "Ich will sterben.", "will sterben"),
            ("el", "Η αυτοκτονία δεν είναι λύση.", "αυτοκτονία"),
            ("el", "ΑΥΤΟΚΤΟΝΙΑ", "ΑΥΤΟΚΤΟΝΙΑ"),
            ("el", "Αυτοκτόνησε", "Αυτοκτόνησε"),
            ("el", "έδωσε τέλος στη ζωή του", "τέλος στη ζωή"),
            ("el", "ο αυτοτραυματισμός", "αυτοτραυματισμός"),
            ("el", "να κάνω κακό στον εαυτό μου", "κακό στον εαυτό"),
            ("fr", "Le suicide", "suicide"),
            ("fr", "Il s’est donné la mort.", "donné la mort"),
            ("fr", "mettre fin à ses jours", "fin à ses jours"),
            ("fr", "s’automutiler", "automutiler"),
            ("fr", "l’auto-mutilation", "auto-mutilation"),
            ("fr", "l’envie de mourir", "envie de mourir"),
        ] {
            let found = found(language, text);
            assert_eq!(found.first().map(String::as_str), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_looks_alike_is_no_mention() {
        for (language, text) in [
            ("en", "These skills help you to help yourself."),
            ("en", "Killing time, I found myself at home."),
            ("en", "It takes your life in a new direction."),
            ("en", "At the end my life felt like my own life again."),
            (
                "en",
                "Do no harm. It harms nobody, and a charm protects themselves.",
            ),
            (
                "en",
                "Cut yourself some slack, and stop before you hurt yourself.",
            ),
            (
                "en",
                "Read https://example.org/suicide and write to suicide@example.org.",
            ),
            ("en", "The children want to dine."),
            ("es", "La vida me quita el sueño, y acaba con su descanso."),
            ("es", "Eso hace daño a los demás mismos."),
            ("de", "Das Leben nimmt uns vieles ab, und ich nehme es an."),
            ("de", "Sie machte sich das Leben schwer und nahm sich Zeit."),
            ("de", "Ich drehe mich um und bringe dich hin."),
            ("el", "Ο εαυτός μας και η ζωή μας."),
            ("fr", "La mort donne à penser; à la fin, la vie va."),
            ("fr", "Il a mal à la tête, et lui-même le dit."),
        ] {
            assert_eq!(found(language, text), Vec::<String>::new(), "{text}");
        }
        assert!(Mentions::of("pt").is_none());
    }

    #[test]
    fn most_texts_need_no_second_look() {
        let english = Mentions::of("en").expect("a list");
        for text in [
            "Skills for life, in your own words. Warm arms. The studies of bodies.",
            "You may find yourself at the edge of what you can bear, and that is no harm.",
        ] {
            assert!(!english.may_be_in(text), "{text}");
        }
    }

    /// Every phrase in its simplest form, so that no hint is forgotten.
    #[test]
    fn every_phrase_has_a_hint() {
        for (lists, mentions) in LISTS.iter().zip(ALL.iter()) {
            for phrase in lists.suicide.iter().chain(lists.self_harm) {
                let choices: Vec<Vec<&str>> = phrase
                    .split(' ')
                    .map(|word| word.split('|').map(|w| w.trim_end_matches('*')).collect())
                    .collect();
                let most = choices.iter().map(Vec::len).max().unwrap_or_default();
                for n in 0..most {
                    let words: Vec<&str> = choices.iter().map(|c| c[n % c.len()]).collect();
                    let forms = [
                        words.join(" "),
                        words.join("\n"),
                        words.join(" ").to_uppercase(),
                    ];
                    for text in forms.map(|form| format!("– {form}")) {
                        assert!(mentions.may_be_in(&text), "{}: {text}", lists.tag);
                        assert!(!mentions.find(&text).is_empty(), "{}: {text}", lists.tag);
                    }
                }
            }
        }
        assert_eq!(ALL.len(), LISTS.len());
    }
}
