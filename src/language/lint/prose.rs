//! A text as the rules look at it: in small letters, with its sentences and what is quoted in it.

use std::cell::OnceCell;
use std::ops::Range;

use crate::base::diagnostic::Span;
use crate::content::markdown::Passage;
use crate::language::sentences::sentences;

/// One block of running text, in the body or in the front matter.
pub(super) struct Prose<'a> {
    language: &'a str,
    source: Source<'a>,
    /// The text with blanks for citations in brackets and for what is no text, each byte where it was.
    pub(super) text: String,
    /// The same in small letters, as far as they are ASCII.
    pub(super) lower: String,
    sentences: OnceCell<Vec<Range<usize>>>,
    quoted: OnceCell<Vec<Range<usize>>>,
}

/// Where a text comes from.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Body(&'a Passage),
    /// A text of the front matter, whose place is looked for only when there is something to say.
    Front(&'a str),
}

impl<'a> Prose<'a> {
    pub(super) fn of(passage: &'a Passage, language: &'a str) -> Self {
        let brackets = passage.citations.iter().filter(|cited| !cited.is_narrative);
        let ranges: Vec<Range<usize>> = brackets.map(|cited| cited.range.clone()).collect();
        Self::new(
            blanked(&passage.text, &ranges),
            Source::Body(passage),
            language,
        )
    }

    /// A text of the front matter that stands at the key `key`.
    pub(super) fn of_front(text: &str, key: &'a str, language: &'a str) -> Self {
        Self::new(blanked(text, &[]), Source::Front(key), language)
    }

    fn new(text: String, source: Source<'a>, language: &'a str) -> Self {
        let lower = text.to_ascii_lowercase();
        Self {
            language,
            source,
            text,
            lower,
            sentences: OnceCell::new(),
            quoted: OnceCell::new(),
        }
    }

    /// The passage of the body, if it is one.
    pub(super) fn passage(&self) -> Option<&'a Passage> {
        match self.source {
            Source::Body(passage) => Some(passage),
            Source::Front(_) => None,
        }
    }

    /// The bytes of the file that `range` stands for; the key to look for in the front matter otherwise.
    pub(super) fn place(&self, range: Range<usize>) -> Result<Span, &'a str> {
        match self.source {
            Source::Body(passage) => Ok(passage.span(range)),
            Source::Front(key) => Err(key),
        }
    }

    /// Its sentences.
    pub(super) fn sentences(&self) -> &[Range<usize>] {
        self.sentences
            .get_or_init(|| sentences(&self.text, self.language))
    }

    /// The sentence that holds the byte at `at`, and where the next one begins.
    pub(super) fn sentence(&self, at: usize) -> (Range<usize>, usize) {
        let all = self.sentences();
        let after = all.partition_point(|sentence| sentence.start <= at);
        let next = all.get(after).map_or(self.text.len(), |next| next.start);
        let sentence = all.get(after.saturating_sub(1)).cloned();
        (sentence.unwrap_or(0..self.text.len()), next)
    }

    /// Whether `range` stands within quotation marks.
    pub(super) fn is_quoted(&self, range: &Range<usize>) -> bool {
        let quoted = self.quoted.get_or_init(|| quoted(&self.text));
        quoted
            .iter()
            .any(|quote| quote.start < range.end && range.start < quote.end)
    }

    /// Whether no letter, digit or hyphen joins on to `range`.
    pub(super) fn stands_alone(&self, range: &Range<usize>) -> bool {
        let joins =
            |c: char| c.is_alphanumeric() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '_');
        let before = self.text[..range.start].chars().next_back();
        let after = self.text[range.end..].chars().next();
        !before.is_some_and(joins) && !after.is_some_and(joins)
    }
}

/// `text` with a blank for each byte of `ranges`, of objects and of spaces that are not the common one.
fn blanked(text: &str, ranges: &[Range<usize>]) -> String {
    // The no-break space begins with C2, an object with EF.
    let has_blanks =
        text.bytes().any(|byte| matches!(byte, 0xc2 | 0xef)) || text.contains('\u{202f}');
    if ranges.is_empty() && !has_blanks {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let blanks = "    ";
    for (at, c) in text.char_indices() {
        let is_blank = matches!(c, '\u{fffc}' | '\u{a0}' | '\u{202f}')
            || ranges.iter().any(|range| range.contains(&at));
        match is_blank {
            true => out.push_str(&blanks[..c.len_utf8()]),
            false => out.push(c),
        }
    }
    out
}

/// What stands within quotation marks, the marks included. What is never closed is quoted to the end.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match open {
            Some((start, close)) => {
                // An apostrophe within a word closes nothing.
                let goes_on = |c: &char| c.is_alphanumeric();
                let is_apostrophe =
                    c == '’' && text[end..].chars().next().is_some_and(|c| goes_on(&c));
                if c == close && !is_apostrophe {
                    found.push(start..end);
                    open = None;
                }
            }
            None => {
                let close = match c {
                    '“' => Some('”'),
                    '„' => Some('“'),
                    '«' => Some('»'),
                    '"' => Some('"'),
                    '‘' if !before.is_alphanumeric() => Some('’'),
                    '‚' => Some('‘'),
                    _ => None,
                };
                open = close.map(|close| (at, close));
            }
        }
        before = c;
    }
    found.extend(open.map(|(start, _)| start..text.len()));
    found
}

/// A phrase of a rule, found in a text.
pub(super) struct Hit<'p, 'a> {
    pub(super) prose: &'p Prose<'a>,
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Which line of the rule's phrases it belongs to.
    pub(super) line: usize,
}

impl<'p> Hit<'p, '_> {
    /// The words as they are written.
    pub(super) fn words(&self) -> &'p str {
        &self.prose.text[self.range.clone()]
    }

    /// What stands before it in its sentence, in small letters.
    pub(super) fn before(&self) -> &'p str {
        let (sentence, _) = self.prose.sentence(self.range.start);
        let start = sentence.start.min(self.range.start);
        &self.prose.lower[start..self.range.start]
    }

    /// What stands after it in its sentence, in small letters.
    pub(super) fn after(&self) -> &'p str {
        let (sentence, _) = self.prose.sentence(self.range.start);
        let end = sentence.end.max(self.range.end);
        &self.prose.lower[self.range.end..end]
    }

    /// All that stands after it in the block, in small letters: cheaper to have than its sentence.
    pub(super) fn rest(&self) -> &'p str {
        &self.prose.lower[self.range.end..]
    }

    /// The word right after it, if no mark stands between.
    pub(super) fn next_word(&self) -> Option<&'p str> {
        let rest = self.rest().strip_prefix(' ')?.trim_start_matches(' ');
        let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    }

    /// Whether its sentence is a question.
    pub(super) fn is_question(&self) -> bool {
        let (sentence, _) = self.prose.sentence(self.range.start);
        let text = self.prose.text[sentence].trim_end_matches(['”', '"', '’', ')', '»', '*']);
        text.ends_with('?')
    }

    /// Whether what comes before it in its clause says the opposite: "no therapist can promise …".
    pub(super) fn is_negated(&self) -> bool {
        words(self.clause()).any(is_negation)
    }

    /// Whether one of the few words right before it negates it: "not a …", "no such thing as a …".
    pub(super) fn is_just_negated(&self) -> bool {
        let before: Vec<&str> = words(self.before()).collect();
        before.iter().rev().take(5).any(|word| is_negation(word))
    }

    /// What stands before it in its clause.
    fn clause(&self) -> &'p str {
        let before = self.before();
        let ends = [";", " but ", " yet "];
        let start = ends
            .iter()
            .filter_map(|end| Some(before.rfind(end)? + end.len()));
        &before[start.max().unwrap_or(0)..]
    }

    /// Whether one of `list` stands before it in its sentence.
    pub(super) fn comes_after(&self, list: &[&str]) -> bool {
        words(self.before()).any(|word| list.contains(&word))
    }

    /// Whether one of `list`, which may be several words each, stands anywhere before it in its sentence.
    pub(super) fn comes_after_phrase(&self, list: &[&str]) -> bool {
        let before = self.before();
        list.iter().any(|phrase| before.contains(phrase))
    }

    /// Whether the words are spoken of, not used: "we avoid the phrase …", "… is an outdated term".
    pub(super) fn is_mentioned(&self) -> bool {
        const BEFORE: &[&str] = &[
            "the word ",
            "the words ",
            "the term ",
            "the terms ",
            "the phrase ",
            "the phrases ",
            "the expression ",
            "the label ",
            "the labels ",
            "words like ",
            "words such as ",
            "terms like ",
            "terms such as ",
            "phrases like ",
            "phrases such as ",
            "labels like ",
            "labels such as ",
            "not say ",
            "n't say ",
            "n’t say ",
            "never say ",
            "no longer say ",
            "used to say ",
            "not use ",
            "n't use ",
            "n’t use ",
            "avoid ",
            "avoids ",
            "avoiding ",
            "instead of ",
            "rather than ",
        ];
        const AFTER: &[&str] = &[
            " is an old ",
            " is an outdated ",
            " is outdated",
            " is a phrase ",
            " is a term ",
            " is a label",
            " is a word ",
            " are words ",
            " are labels",
            " are terms ",
        ];
        let (before, after) = (self.before(), self.after());
        BEFORE.iter().any(|phrase| before.contains(phrase))
            || AFTER.iter().any(|phrase| after.starts_with(phrase))
    }
}

fn is_negation(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "cannot", "without",
        "hardly", "rarely", "seldom", "no-one", "nowhere", "unlikely", "doubt", "doubts",
        "doubtful", "myth", "wrong", "false", "untrue", "refuse", "refuses", "avoid", "avoids",
        "beware", "wary", "instead", "rather", "dont", "cant", "wont",
    ];
    WORDS.contains(&word) || word.ends_with("n’t") || word.ends_with("n't")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')
}

/// The words of a text in small letters, without the marks around them.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_word(c))
        .map(|word| word.trim_matches(['-', '\'', '’']))
        .filter(|word| !word.is_empty())
}

/// What is left of `text` after `phrase` and a blank before it, if it begins with that as whole words.
pub(super) fn after_words<'t>(text: &'t str, phrase: &str) -> Option<&'t str> {
    let rest = text.trim_start_matches(' ').strip_prefix(phrase)?;
    let joins = rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    (!joins).then_some(rest)
}
