//! Where the keys and values of a YAML text stand. Asked only when there is something to say.

use std::ops::Range;

use granit_parser::{Event, Parser, StrInput, StructureStyle};

/// One step into a YAML text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// To the value of this key, the first where there are several.
    Key(&'a str),
    /// To the n-th entry of a group of keys, from 0: tells duplicates apart.
    Entry(usize),
    /// To the n-th item of a list, from 0.
    Index(usize),
}

/// Which half of an entry is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key itself.
    Key,
    /// What is written after it.
    Value,
}

/// Where `steps` lead in `yaml`, as bytes of it; never more than one line. Steps that lead nowhere stop at the last that
/// led somewhere; `None` if the first leads nowhere or the text does not parse.
#[must_use]
pub fn locate(yaml: &str, steps: &[Step<'_>], part: Part) -> Option<Range<usize>> {
    Positions::of(yaml).find(steps, part)
}

/// Where everything in one YAML text stands.
pub(super) struct Positions(Option<Place>);

struct Place {
    range: Range<usize>,
    content: Content,
}

enum Content {
    /// One value, with the byte after the last of its lines.
    Leaf(usize),
    Seq(Vec<Place>),
    Map(Vec<(String, Range<usize>, Place)>),
}

impl Positions {
    pub(super) fn of(yaml: &str) -> Self {
        let mut events = Events {
            yaml,
            parser: Parser::new_from_str(yaml),
        };
        loop {
            match events.next() {
                Some((Event::StreamStart | Event::DocumentStart(..), _)) => {}
                Some((event, range)) => return Self(events.place(event, range)),
                None => return Self(None),
            }
        }
    }

    pub(super) fn find(&self, steps: &[Step<'_>], part: Part) -> Option<Range<usize>> {
        self.walk(steps, part).map(|(range, _)| range.clone())
    }

    /// The byte after the value that `steps` lead to, on whichever line that is.
    pub(super) fn end(&self, steps: &[Step<'_>]) -> Option<usize> {
        let (_, place) = self.walk(steps, Part::Value)?;
        match place.content {
            Content::Leaf(end) => Some(end),
            _ => Some(place.range.end),
        }
    }

    fn walk(&self, steps: &[Step<'_>], part: Part) -> Option<(&Range<usize>, &Place)> {
        let mut place = self.0.as_ref()?;
        let mut found = steps.is_empty().then_some(&place.range);
        for (i, step) in steps.iter().enumerate() {
            let wants_key = part == Part::Key && i + 1 == steps.len();
            match (&place.content, *step) {
                (Content::Map(entries), Step::Key(_) | Step::Entry(_)) => {
                    let entry = match *step {
                        Step::Entry(n) => entries.get(n),
                        Step::Key(name) => entries.iter().find(|(key, ..)| key == name),
                        Step::Index(_) => None,
                    };
                    let Some((_, key, value)) = entry else { break };
                    // Where nothing is written, the key is what can be shown.
                    let at_key = wants_key || value.range.is_empty();
                    found = Some(if at_key { key } else { &value.range });
                    place = value;
                }
                (Content::Seq(items), Step::Index(n)) => {
                    let Some(item) = items.get(n) else { break };
                    found = Some(&item.range);
                    place = item;
                }
                // A single value may stand for a list of one, or for a group of one key.
                _ => found = found.or(Some(&place.range)),
            }
        }
        found.map(|range| (range, place))
    }
}

struct Events<'a> {
    yaml: &'a str,
    parser: Parser<'a, StrInput<'a>>,
}

impl<'a> Events<'a> {
    /// The next event that is part of the data.
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        loop {
            let (event, span) = self.parser.next_event()?.ok()?;
            if !matches!(event, Event::Comment(..) | Event::Anchor(..)) {
                return Some((event, span.byte_range()?));
            }
        }
    }

    /// The place that begins with `event`; `None` where the text does not parse. The parser bounds the depth.
    fn place(&mut self, event: Event<'a>, range: Range<usize>) -> Option<Place> {
        match event {
            Event::SequenceStart(style, ..) => {
                let mut items: Vec<Place> = Vec::new();
                loop {
                    let (event, at) = self.next()?;
                    if event == Event::SequenceEnd {
                        let first = items.first().map(|item| &item.range);
                        let range = self.whole(style, range.start, at.end, first);
                        return Some(Place {
                            range,
                            content: Content::Seq(items),
                        });
                    }
                    items.push(self.place(event, at)?);
                }
            }
            Event::MappingStart(style, ..) => {
                let mut entries: Vec<(String, Range<usize>, Place)> = Vec::new();
                loop {
                    let (event, at) = self.next()?;
                    if event == Event::MappingEnd {
                        let first = entries.first().map(|(_, key, _)| key);
                        let range = self.whole(style, range.start, at.end, first);
                        return Some(Place {
                            range,
                            content: Content::Map(entries),
                        });
                    }
                    let name = match &event {
                        Event::Scalar(text, ..) => text.to_string(),
                        _ => String::new(),
                    };
                    let key = self.place(event, at)?;
                    let (event, at) = self.next()?;
                    entries.push((name, key.range, self.place(event, at)?));
                }
            }
            Event::Scalar(..) | Event::Alias(..) => {
                let text = self.yaml.get(range.clone()).unwrap_or_default();
                let end = range.start + text.trim_end().len();
                Some(Place {
                    range: self.line_of(range),
                    content: Content::Leaf(end),
                })
            }
            _ => None,
        }
    }

    /// A collection as it is shown: its brackets, or the first thing in it.
    fn whole(
        &self,
        style: StructureStyle,
        start: usize,
        end: usize,
        first: Option<&Range<usize>>,
    ) -> Range<usize> {
        match (style, first) {
            (StructureStyle::Block, Some(first)) => first.clone(),
            _ => self.line_of(start..end),
        }
    }

    /// As much of `range` as stands on its first line, without spaces at the end.
    fn line_of(&self, range: Range<usize>) -> Range<usize> {
        let text = self.yaml.get(range.clone()).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default().trim_end();
        range.start..range.start + line.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YAML: &str = "\
title: What “attunement” is
authors: [ana, ben]
image:
  src: a.jpg
  alt: >
    Two hands,
    touching
topics:
- repair
- attunement
title: Again
";

    #[test]
    fn keys_values_items_and_duplicates_are_found() {
        let at = |steps: &[Step<'_>], part| locate(YAML, steps, part).map(|range| &YAML[range]);
        use Step::{Entry, Index, Key};
        assert_eq!(
            at(&[Key("title")], Part::Value),
            Some("What “attunement” is")
        );
        assert_eq!(at(&[Key("title")], Part::Key), Some("title"));
        assert_eq!(at(&[Entry(4)], Part::Value), Some("Again"));
        assert_eq!(at(&[Key("authors")], Part::Value), Some("[ana, ben]"));
        assert_eq!(at(&[Key("authors"), Index(1)], Part::Value), Some("ben"));
        assert_eq!(at(&[Key("image")], Part::Value), Some("src"));
        assert_eq!(
            at(&[Key("image"), Key("alt")], Part::Value),
            Some("Two hands,")
        );
        assert_eq!(
            at(&[Key("topics"), Index(1)], Part::Value),
            Some("attunement")
        );
        assert_eq!(
            at(&[Key("title"), Index(0)], Part::Value),
            Some("What “attunement” is")
        );
        assert_eq!(at(&[Key("nothing")], Part::Value), None);
    }
}
