//! How hard a text is to read: what is counted, and the published formulas over it.
//!
//! Counted is what a reader reads in sentences: paragraphs, list items, cells of tables, quotations, definitions and
//! footnotes. Not counted are headings, titles of callouts, the words that a definition list explains, code, citations in
//! brackets, and references: the items of a list under a heading such as "Further reading", or of one half of whose items
//! look like references of APA style ("Stern, D. N. (2004). …").
//!
//! A list item or cell without a stop ends its sentence all the same. One or two words by themselves ("Not quite.") are
//! words but no sentence, as in `textstat`: a fragment more makes no text easier.

use std::ops::AddAssign;

use super::sentences::{sentences, words};
use super::syllables::Syllables;
use crate::base::diagnostic::Span;
use crate::content::markdown::{Inspection, Passage, PassageKind};

/// Words a minute of adults who read non-fiction silently: the mean of 190 studies (Brysbaert 2019, Journal of Memory and
/// Language 109, 104047).
const WORDS_PER_MINUTE: f64 = 238.0;
/// Words that a sentence has at least.
const LEAST_WORDS: usize = 3;
/// Words that a sentence called hard has at least: below, one long word decides everything.
const LEAST_WORDS_OF_HARD: usize = 8;
/// How many hard sentences are named.
const HARDEST: usize = 3;
/// Sentences below which SMOG is rough: McLaughlin (1969) drew it up for samples of 30.
const SMOG_SAMPLE: usize = 30;

/// What is counted in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// The language whose formulas hold; `None` where only words and sentences are counted.
    pub language: Option<Syllables>,
    /// Words.
    pub words: usize,
    /// Sentences; at least 1 if there is a word.
    pub sentences: usize,
    /// Syllables of all words.
    pub syllables: usize,
    /// Words of three or more syllables.
    pub polysyllables: usize,
    /// Words of one syllable.
    pub monosyllables: usize,
    /// Words of more than six letters.
    pub long_words: usize,
}

impl AddAssign for Measures {
    fn add_assign(&mut self, other: Self) {
        self.words += other.words;
        self.sentences += other.sentences;
        self.syllables += other.syllables;
        self.polysyllables += other.polysyllables;
        self.monosyllables += other.monosyllables;
        self.long_words += other.long_words;
    }
}

impl Measures {
    /// Nothing counted yet, in `language`, a BCP 47 tag.
    #[must_use]
    pub fn new(language: &str) -> Self {
        Self {
            language: Syllables::of(language),
            ..Self::default()
        }
    }

    /// How easy it is, from about 100 (very easy) down to 0 and below. For English, Flesch Reading Ease: 206.835 − 1.015 ×
    /// words per sentence − 84.6 × syllables per word (Flesch 1948, Journal of Applied Psychology 32, 221–233). For
    /// Spanish, Fernández Huerta's lecturabilidad: 206.84 − 60 × syllables per word − 1.02 × words per sentence (Fernández
    /// Huerta 1959, Consigna 214, 29–32, as put right by Law 2011).
    #[must_use]
    pub fn reading_ease(&self) -> Option<f64> {
        let (per_sentence, per_word) = self.averages()?;
        match self.language? {
            Syllables::English => Some(206.835 - 1.015 * per_sentence - 84.6 * per_word),
            Syllables::Spanish => Some(206.84 - 60.0 * per_word - 1.02 * per_sentence),
            Syllables::German => None,
        }
    }

    /// The school grade of those who can read it. For English, Flesch–Kincaid: 0.39 × words per sentence + 11.8 × syllables
    /// per word − 15.59 (Kincaid, Fishburne, Rogers and Chissom 1975, Research Branch Report 8-75). For German, the first
    /// Wiener Sachtextformel: 0.1935 × MS + 0.1672 × SL + 0.1297 × IW − 0.0327 × ES − 0.875, with the percentages of words
    /// of three or more syllables, of more than six letters and of one syllable, and words per sentence (Bamberger and
    /// Vanecek 1984, Lesen – Verstehen – Lernen – Schreiben).
    #[must_use]
    pub fn grade(&self) -> Option<f64> {
        let (per_sentence, per_word) = self.averages()?;
        let percent = |part: usize| 100.0 * ratio(part, self.words);
        match self.language? {
            Syllables::English => Some(0.39 * per_sentence + 11.8 * per_word - 15.59),
            Syllables::German => Some(
                0.1935 * percent(self.polysyllables)
                    + 0.1672 * per_sentence
                    + 0.1297 * percent(self.long_words)
                    - 0.0327 * percent(self.monosyllables)
                    - 0.875,
            ),
            Syllables::Spanish => None,
        }
    }

    /// SMOG, the grade of those who understand all of it: 1.0430 × √(polysyllables × 30 / sentences) + 3.1291 (McLaughlin
    /// 1969, Journal of Reading 12, 639–646). For English alone. See [`Self::smog_is_rough`].
    #[must_use]
    pub fn smog(&self) -> Option<f64> {
        self.averages()?;
        let is_english = self.language? == Syllables::English;
        let thirty = 30.0 * ratio(self.polysyllables, self.sentences);
        is_english.then(|| 1.0430 * thirty.sqrt() + 3.1291)
    }

    /// Whether there are too few sentences for SMOG to say much: it was drawn up for 30.
    #[must_use]
    pub fn smog_is_rough(&self) -> bool {
        self.sentences < SMOG_SAMPLE
    }

    /// Minutes of silent reading, at 238 words a minute.
    #[must_use]
    pub fn minutes(&self) -> f64 {
        ratio(self.words, 1) / WORDS_PER_MINUTE
    }

    /// Words per sentence.
    #[must_use]
    pub fn sentence_length(&self) -> Option<f64> {
        (self.words > 0 && self.sentences > 0).then(|| ratio(self.words, self.sentences))
    }

    /// Words per sentence and syllables per word.
    fn averages(&self) -> Option<(f64, f64)> {
        Some((self.sentence_length()?, ratio(self.syllables, self.words)))
    }

    fn of_sentence(text: &str, language: Option<Syllables>) -> Self {
        let mut measures = Self {
            language,
            ..Self::default()
        };
        for word in words(text) {
            measures.words += 1;
            let Some(language) = language else { continue };
            let syllables = language.count(word.text);
            measures.syllables += syllables;
            measures.polysyllables += usize::from(syllables >= 3);
            measures.monosyllables += usize::from(syllables == 1);
            if language == Syllables::German {
                let letters = word.text.chars().filter(|c| c.is_alphabetic());
                measures.long_words += usize::from(letters.count() > 6);
            }
        }
        measures.sentences = usize::from(measures.words >= LEAST_WORDS);
        measures
    }

    fn settle(&mut self) {
        if self.words > 0 {
            self.sentences = self.sentences.max(1);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "no text has 2^52 words")]
fn ratio(part: usize, of: usize) -> f64 {
    part as f64 / of as f64
}

/// How an article reads.
#[derive(Clone, Debug, Default)]
pub struct Readability {
    /// All of it.
    pub whole: Measures,
    /// Its parts, by headings of level 2, in order; parts without a counted word are left out.
    pub sections: Vec<Section>,
    /// The hardest sentences, the hardest first.
    pub hardest: Vec<HardSentence>,
}

/// A part of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The words of its heading; empty for what comes before the first.
    pub title: String,
    /// What is counted in it.
    pub measures: Measures,
}

/// A sentence that is hard to read.
#[derive(Clone, Debug, PartialEq)]
pub struct HardSentence {
    /// Its place in the file.
    pub span: Span,
    /// Its words.
    pub text: String,
    /// How many words it has.
    pub words: usize,
    /// Its own grade.
    pub grade: f64,
}

/// Measures the running text of an article in `language`, a BCP 47 tag.
#[must_use]
pub fn measure(inspection: &Inspection, language: &str) -> Readability {
    let mut found = Readability {
        whole: Measures::new(language),
        ..Readability::default()
    };
    let counter = found.whole.language;
    let mut section = Section {
        title: String::new(),
        measures: found.whole,
    };
    let counts = counted(inspection);
    for (passage, counts) in inspection.passages.iter().zip(counts) {
        if passage.kind == PassageKind::Heading(2) {
            let next = Section {
                title: passage.text.trim().replace('\u{fffc}', ""),
                measures: Measures::new(language),
            };
            found.close(std::mem::replace(&mut section, next));
        }
        if !counts {
            continue;
        }
        let readable = passage.readable();
        for range in sentences(&readable.text, language) {
            let text = &readable.text[range.clone()];
            let measures = Measures::of_sentence(text, counter);
            section.measures += measures;
            if measures.words >= LEAST_WORDS_OF_HARD
                && let Some(grade) = measures.grade()
                && found.is_hard(grade)
            {
                found.keep(HardSentence {
                    span: readable.span(range.clone()),
                    text: text.to_owned(),
                    words: measures.words,
                    grade,
                });
            }
        }
    }
    found.close(section);
    found.whole.settle();
    found
}

impl Readability {
    fn close(&mut self, mut section: Section) {
        self.whole += section.measures;
        section.measures.settle();
        if section.measures.words > 0 {
            self.sections.push(section);
        }
    }

    fn is_hard(&self, grade: f64) -> bool {
        self.hardest.len() < HARDEST || self.hardest.iter().any(|hard| hard.grade < grade)
    }

    fn keep(&mut self, sentence: HardSentence) {
        let at = self
            .hardest
            .partition_point(|hard| hard.grade >= sentence.grade);
        self.hardest.insert(at, sentence);
        self.hardest.truncate(HARDEST);
    }
}

/// Which passages are counted, in order. See the top of this file.
#[must_use]
pub fn counted(inspection: &Inspection) -> Vec<bool> {
    let mut counts = Vec::with_capacity(inspection.passages.len());
    let under_headings = inspection
        .passages
        .chunk_by(|_, next| !matches!(next.kind, PassageKind::Heading(_)));
    for part in under_headings {
        let heading = part
            .first()
            .filter(|first| matches!(first.kind, PassageKind::Heading(_)));
        let items = || {
            part.iter()
                .filter(|passage| passage.kind == PassageKind::Item)
        };
        let references = items().filter(|item| is_reference(&item.text)).count();
        let is_list = heading.is_some_and(|heading| names_references(&heading.text))
            || references > 0 && references * 2 >= items().count();
        counts.extend(part.iter().map(|passage| counts_in(passage, is_list)));
    }
    counts
}

fn counts_in(passage: &Passage, in_references: bool) -> bool {
    match passage.kind {
        PassageKind::Heading(_) | PassageKind::CalloutTitle | PassageKind::Term => false,
        PassageKind::Item => !in_references,
        PassageKind::Paragraph => !is_reference(&passage.text),
        PassageKind::Cell | PassageKind::Definition => true,
    }
}

/// Whether a text begins as a reference of APA style does: somebody, a year in brackets, a stop, and more.
fn is_reference(text: &str) -> bool {
    let Some((before, after)) = text.split_once(" (") else {
        return false;
    };
    let Some((year, rest)) = after.split_once(')') else {
        return false;
    };
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    let is_year = digits == 4 || matches!(year, "n.d." | "o. J." | "s.f." | "in press" | "χ.χ.");
    let names_somebody = before.ends_with('.') || before.ends_with(".)");
    is_year
        && names_somebody
        && rest
            .strip_prefix('.')
            .is_some_and(|rest| !rest.trim().is_empty())
}

/// Whether a heading says that references follow.
fn names_references(heading: &str) -> bool {
    const NAMES: &[&str] = &[
        "references",
        "further reading",
        "reading list",
        "sources",
        "bibliography",
        "works cited",
        "literature",
        "notes and references",
        "referencias",
        "bibliografía",
        "fuentes",
        "lecturas recomendadas",
        "para leer más",
        "para saber más",
        "literatur",
        "quellen",
        "literaturverzeichnis",
        "zum weiterlesen",
        "weiterführende literatur",
        "βιβλιογραφία",
        "πηγές",
        "αναφορές",
        "για περισσότερη ανάγνωση",
    ];
    let heading = heading.trim().trim_end_matches(':').to_lowercase();
    NAMES.contains(&heading.as_str())
}

#[cfg(test)]
mod tests;
