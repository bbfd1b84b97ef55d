//! Footnotes: which are shown, in what order, and which references lead to them.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use super::Problems;
use crate::base::diagnostic::Span;

/// The footnotes of a body that has been read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Those that are shown, in the order of their numbers, which count from 1.
    pub(super) shown: Vec<Note>,
    /// The references, by the event where each stands.
    refs: Vec<(usize, Reference)>,
    /// What the ids start with: `fn` unless the author's own ids would meet ours.
    pub(super) prefix: String,
    /// The id of the heading.
    pub(super) heading_id: String,
}

/// A footnote that is shown.
#[derive(Debug)]
pub(super) struct Note {
    /// The events within it.
    pub(super) events: Range<usize>,
    /// How many references lead to it.
    pub(super) references: usize,
}

/// One reference to a footnote.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    /// The number of the note.
    pub(super) number: usize,
    /// Which of the references to that note this is, from 1.
    pub(super) nth: usize,
}

impl Notes {
    /// The reference at that event.
    pub(super) fn reference(&self, event: usize) -> Option<Reference> {
        let found = self.refs.binary_search_by_key(&event, |(at, _)| *at).ok()?;
        Some(self.refs[found].1)
    }
}

/// What is gathered about footnotes while reading.
#[derive(Default)]
pub(super) struct Gathered {
    definitions: Vec<Definition>,
    references: Vec<Use>,
    /// The definitions we are within.
    open: Vec<usize>,
}

struct Definition {
    label: String,
    span: Span,
    events: Range<usize>,
}

struct Use {
    event: usize,
    label: String,
    span: Span,
    /// The definition it stands in.
    within: Option<usize>,
}

impl Gathered {
    pub(super) fn start(&mut self, label: &str, event: usize, span: Span) {
        self.open.push(self.definitions.len());
        self.definitions.push(Definition {
            label: fold(label),
            span,
            events: event + 1..event + 1,
        });
    }

    /// Whether a definition is being read.
    pub(super) fn is_within(&self) -> bool {
        !self.open.is_empty()
    }

    pub(super) fn end(&mut self, event: usize) {
        let open = self.open.pop().and_then(|i| self.definitions.get_mut(i));
        if let Some(definition) = open {
            definition.events.end = event;
        }
    }

    pub(super) fn reference(&mut self, label: &str, event: usize, span: Span) {
        self.references.push(Use {
            event,
            label: fold(label),
            span,
            within: self.open.last().copied(),
        });
    }

    /// Numbers the notes in the order in which a reader meets them: those of the text, then those of the notes.
    pub(super) fn resolve(self, problems: &mut Problems<'_>) -> Notes {
        if self.definitions.is_empty() && self.references.is_empty() {
            return Notes::default();
        }
        let mut by_label = BTreeMap::new();
        for (i, definition) in self.definitions.iter().enumerate() {
            if let Some(first) = by_label.insert(definition.label.as_str(), i) {
                by_label.insert(definition.label.as_str(), first);
                problems.error(
                    "footnote/duplicate",
                    definition.span,
                    format!("the footnote [^{}] is written twice", definition.label),
                    "give one of the two another name",
                );
            }
        }

        let mut within: Vec<Vec<usize>> = vec![Vec::new(); self.definitions.len()];
        let mut queue = VecDeque::new();
        for (i, reference) in self.references.iter().enumerate() {
            match reference.within {
                Some(definition) => within[definition].push(i),
                None => queue.push_back(i),
            }
        }
        let mut notes = Notes::default();
        let mut numbers = vec![0; self.definitions.len()];
        while let Some(i) = queue.pop_front() {
            let reference = &self.references[i];
            let Some(&definition) = by_label.get(reference.label.as_str()) else {
                report_undefined(&reference.label, reference.span, problems);
                continue;
            };
            if numbers[definition] == 0 {
                notes.shown.push(Note {
                    events: self.definitions[definition].events.clone(),
                    references: 0,
                });
                numbers[definition] = notes.shown.len();
                queue.extend(within[definition].drain(..));
            }
            let number = numbers[definition];
            let note = &mut notes.shown[number - 1];
            note.references += 1;
            let nth = note.references;
            notes
                .refs
                .push((reference.event, Reference { number, nth }));
        }
        notes.refs.sort_unstable_by_key(|(event, _)| *event);

        for (definition, number) in self.definitions.iter().zip(numbers) {
            let first = by_label.get(definition.label.as_str());
            let is_first = first.is_some_and(|i| self.definitions[*i].span == definition.span);
            if number == 0 && is_first {
                problems.warning(
                    "footnote/unused",
                    definition.span,
                    format!("nothing refers to the footnote [^{}]", definition.label),
                    format!(
                        "write [^{}] in the text where it belongs; until then the note is not shown",
                        definition.label
                    ),
                );
            }
        }
        notes
    }
}

/// Says that there is no such footnote.
pub(super) fn report_undefined(label: &str, span: Span, problems: &mut Problems<'_>) {
    problems.error(
        "footnote/undefined",
        span,
        format!("there is no footnote [^{label}]"),
        format!("write it at the end of the article, on a line of its own: [^{label}]: The note"),
    );
}

/// Labels are the same in capitals or not, as pulldown-cmark has it.
fn fold(label: &str) -> String {
    label.to_uppercase().to_lowercase()
}
