//! What an author did, behind what a parser says: the common slips, found by looking at the line.

use std::ops::Range;

use granit_parser::{ErrorKind, Event, Options, Parser};

use super::fault::Fault;
use super::node::{KEYED, Node, SPENT, TAGGED};

/// Why a text could not be read, in terms of what to write instead.
pub(super) struct Mistake {
    pub(super) fault: Fault,
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

impl Mistake {
    fn new(fault: Fault, range: Range<usize>, message: &str, help: impl Into<String>) -> Self {
        Self {
            fault,
            range,
            message: message.into(),
            help: help.into(),
        }
    }

    fn shifted(mut self, by: usize) -> Self {
        self.range = self.range.start + by..self.range.end + by;
        self
    }
}

/// Brackets within brackets beyond which a text is refused unread: the parsers take long over them.
const MAX_BRACKETS: usize = 64;

/// What can be refused at a glance.
pub(super) fn glance(yaml: &str) -> Option<Mistake> {
    let mut depth = 0_usize;
    for (at, byte) in yaml.bytes().enumerate() {
        match byte {
            0 => {
                return Some(Mistake::new(
                    Fault::Syntax,
                    at..at + 1,
                    "an invisible character (NUL) stands here",
                    "delete this line and type it again",
                ));
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_BRACKETS {
            return Some(too_deep(at..at + 1));
        }
    }
    None
}

fn too_deep(range: Range<usize>) -> Mistake {
    Mistake::new(
        Fault::TooLarge,
        range,
        "lists and groups are nested too deeply here",
        "write it with fewer levels",
    )
}

/// What is behind `error`.
pub(super) fn explain(yaml: &str, error: &serde_yaml::Error) -> Mistake {
    let said = error.to_string();
    let scan = Scan::of(yaml);
    let start = first_line(yaml);
    if said.contains(SPENT) || said.contains("repetition limit") {
        return Mistake::new(
            Fault::TooLarge,
            scan.alias.unwrap_or(start),
            "this stands for more values than any site needs",
            "write the values out, without `&` and `*`",
        );
    }
    if said.contains("recursion limit") {
        let range = scan.failed.map_or(start, |(range, _)| range);
        return too_deep(range);
    }
    if said.contains("more than one document") {
        let second = scan.second_document.unwrap_or(start.clone());
        if yaml[second.start..].starts_with("---") || yaml.contains("\n---") {
            return Mistake::new(
                Fault::SeveralDocuments,
                second,
                "a second document begins here",
                "delete the line `---`: all keys stand in one piece",
            );
        }
        // Blanks before the first key end the document at the second.
        return out_of_line(yaml, start);
    }
    if said.contains(TAGGED) {
        let range = scan.tag.unwrap_or(start);
        return on_line_of(yaml, range.start)
            .unwrap_or_else(|| special_character('!', range, None));
    }
    if said.contains(KEYED) {
        return Mistake::new(
            Fault::Syntax,
            start,
            "a list or a group of keys cannot be a key itself",
            "write a plain word before the colon",
        );
    }

    let (range, kind) = match scan.failed {
        Some((range, kind)) => (range, Some(kind)),
        None => (located(yaml, error).unwrap_or(start), None),
    };
    tabbed(yaml, range.start)
        .or_else(|| cut_in_brackets(yaml, range.start))
        .or_else(|| unclosed(yaml, range.start, kind.as_ref()))
        .or_else(|| interrupted(yaml, range.start))
        .or_else(|| on_line_of(yaml, range.start))
        .unwrap_or_else(|| plainly(yaml, range, kind.as_ref(), &said))
}

/// Texts that begin with `&`, whose first word YAML takes away as the name of an anchor, in a text that parses. An
/// anchor that some `*` refers to is meant.
pub(super) fn eaten_words(yaml: &str) -> Vec<Mistake> {
    let begins_word = |at: usize| {
        let before = yaml[..at].chars().next_back();
        let after = yaml[at + 1..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || "[{,:".contains(c))
            && after.is_some_and(|c| !c.is_whitespace())
    };
    if !yaml.match_indices('&').any(|(at, _)| begins_word(at)) {
        return Vec::new();
    }
    let mut options = Options::default();
    options.emit_anchor_events = true;
    let mut texts: Vec<(usize, Range<usize>)> = Vec::new();
    let mut scalar = None;
    for event in Parser::new_from_str_with_options(yaml, options) {
        let Ok((event, span)) = event else { break };
        let Some(range) = span.byte_range() else {
            continue;
        };
        match event {
            Event::Scalar(_, _, anchor, _) if anchor > 0 => scalar = Some((anchor, range)),
            Event::Anchor(id, _) => {
                let text = scalar.take().filter(|(anchor, _)| *anchor == id);
                texts.extend(text.map(|(_, text)| (id, range.start..text.end.max(range.end))));
            }
            Event::Alias(id) => texts.retain(|(anchor, _)| *anchor != id),
            _ => {}
        }
    }
    let eaten = texts.into_iter().filter_map(|(_, range)| {
        let text = yaml.get(range.clone())?.lines().next()?.trim_end();
        let range = range.start..range.start + text.len();
        let (start, line) = lines_back(yaml, range.start).next()?;
        let parts = Parts::of(line);
        let is_item = line.trim_start().starts_with("- ");
        let is_whole = (parts.key.is_some() || is_item) && start + parts.lead.len() == range.start;
        let written = if is_whole {
            parts.with(&quoted(text))
        } else {
            quoted(text)
        };
        let help = format!("put the text in quotes: {written}");
        Some(special_character('&', range, Some(help)))
    });
    eaten.collect()
}

/// What can be told of a text that holds no keys at all.
pub(super) fn without_keys(yaml: &str) -> Mistake {
    let range = first_line(yaml);
    on_line_of(yaml, range.start).unwrap_or_else(|| {
        Mistake::new(
            Fault::NoKeys,
            range,
            "there are no keys here",
            "write a key, a colon, a space and a value on each line, such as `title: Feeling felt`",
        )
    })
}

/// What a second parser, which knows byte offsets, has to say.
#[derive(Default)]
struct Scan {
    failed: Option<(Range<usize>, ErrorKind)>,
    alias: Option<Range<usize>>,
    tag: Option<Range<usize>>,
    second_document: Option<Range<usize>>,
}

impl Scan {
    fn of(yaml: &str) -> Self {
        let mut scan = Self::default();
        let mut documents = 0;
        for event in Parser::new_from_str(yaml) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let at = error.marker().byte_offset().unwrap_or(0).min(yaml.len());
                    scan.failed = Some((character(yaml, at), error.kind().clone()));
                    break;
                }
            };
            let range = span.byte_range();
            match event {
                Event::Alias(..) => scan.alias = scan.alias.or(range),
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents == 2 {
                        scan.second_document = range;
                    }
                }
                _ => {}
            }
            if let Some(tag) = span.tag_span().and_then(|span| span.byte_range()) {
                scan.tag.get_or_insert(tag);
            }
        }
        scan
    }
}

/// The character at `at`, or nothing at the end of the text.
fn character(yaml: &str, at: usize) -> Range<usize> {
    let at = yaml.floor_char_boundary(at);
    at..at + yaml[at..].chars().next().map_or(0, char::len_utf8)
}

fn first_line(yaml: &str) -> Range<usize> {
    let line = lines(yaml)
        .find(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    line.map_or(0..0, |(start, line)| {
        let indent = line.len() - line.trim_start().len();
        start + indent..start + line.trim_end().len()
    })
}

/// Where `serde_yaml` saw the error: it counts columns in characters.
fn located(yaml: &str, error: &serde_yaml::Error) -> Option<Range<usize>> {
    let location = error.location()?;
    let (start, line) = lines(yaml).nth(location.line().checked_sub(1)?)?;
    let column = location.column().saturating_sub(1);
    let at = line
        .char_indices()
        .nth(column)
        .map_or(line.len(), |(at, _)| at);
    Some(character(yaml, start + at))
}

/// Each line with the offset of its start, without its line break.
fn lines(yaml: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    yaml.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line.trim_end_matches(['\n', '\r']))
    })
}

/// The lines up to and with the one that holds `offset`, the last first, blank lines left out.
fn lines_back(yaml: &str, offset: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut lines: Vec<_> = lines(yaml)
        .take_while(|(start, _)| *start <= offset)
        .filter(|(_, line)| !line.trim().is_empty())
        .collect();
    lines.reverse();
    lines.into_iter()
}

/// A tab among the spaces that indent the line at `offset`, the one before or the one after.
fn tabbed(yaml: &str, offset: usize) -> Option<Mistake> {
    let after = lines(yaml).find(|(start, line)| *start > offset && !line.trim().is_empty());
    lines_back(yaml, offset)
        .take(2)
        .chain(after)
        .find_map(|(start, line)| {
            let indent = line.len() - line.trim_start().len();
            let tab = line[..indent].find('\t')?;
            Some(Mistake::new(
                Fault::Tab,
                start + tab..start + tab + 1,
                "a tab indents this line",
                "use two spaces instead of the tab",
            ))
        })
}

/// A quote or bracket that is opened and never closed: the parser notices only lines later.
fn unclosed(yaml: &str, offset: usize, kind: Option<&ErrorKind>) -> Option<Mistake> {
    use ErrorKind as E;
    let fault = match kind? {
        E::UnclosedQuotedScalar
        | E::DocumentIndicatorInQuotedScalar
        | E::InvalidQuotedScalarIndent
        | E::InvalidTrailingSingleQuotedScalar
        | E::InvalidTrailingDoubleQuotedScalar => Fault::Quote,
        E::UnclosedFlowCollection { .. }
        | E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping
        | E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::InvalidFlowScalarIndent
        | E::BlockEntryInFlowCollection
        | E::MappingKeyNotAllowed
        | E::MappingValueNotAllowed => Fault::Bracket,
        _ => return None,
    };
    lines_back(yaml, offset).find_map(|(start, line)| {
        let mistake = slip(line).filter(|mistake| mistake.fault == fault)?;
        Some(mistake.shifted(start))
    })
}

/// A comment in brackets that are still open at `offset`, where it was meant as text: it hides their end or a comma.
fn cut_in_brackets(yaml: &str, offset: usize) -> Option<Mistake> {
    let mut depth = 0_usize;
    let mut found = None;
    for (start, line) in lines(yaml).take_while(|(start, _)| *start <= offset) {
        let from = match depth {
            0 => {
                let parts = Parts::of(line);
                found = None;
                if !parts.value.starts_with(['[', '{']) {
                    continue;
                }
                parts.lead.len()
            }
            _ => line.len() - line.trim_start().len(),
        };
        let mut item = from;
        let mut quote = None;
        let mut before = ' ';
        for (at, c) in line.char_indices().skip_while(|(at, _)| *at < from) {
            match (quote, c) {
                (Some(open), c) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if line[item..at].trim().is_empty() || before == ' ' => {
                    quote = Some(c);
                }
                (None, '[' | '{' | ',') => {
                    depth += usize::from(c != ',');
                    item = at + 1;
                }
                (None, ']' | '}') => depth = depth.saturating_sub(1),
                (None, '#') if before.is_whitespace() || "[{,".contains(before) => {
                    found = found.or_else(|| hidden(line, item, at, start));
                    break;
                }
                _ => {}
            }
            before = c;
        }
    }
    found.filter(|_| depth > 0)
}

/// The comment at `at` in `line`, which begins at `start` in the text, if it looks like the rest of the text at `item`.
fn hidden(line: &str, item: usize, at: usize, start: usize) -> Option<Mistake> {
    let line = line.trim_end();
    let comment = &line[at..];
    let count = |brackets: [char; 2]| comment.matches(brackets).count();
    let goes_on = comment.ends_with(',') && !line[item..at].trim().is_empty();
    if count([']', '}']) <= count(['[', '{']) && !goes_on {
        return None;
    }
    let end = comment.find([',', ']', '}']).unwrap_or(comment.len());
    let text = line[item..at + end].trim();
    let written = match text.split_once(": ") {
        Some((key, value)) => format!("{key}: {}", quoted(value.trim())),
        None => quoted(text),
    };
    Some(Mistake::new(
        Fault::CutByComment,
        start + at..start + line.len(),
        "the text is cut here: ` #` begins a comment",
        format!("put the text in quotes: {written}"),
    ))
}

/// A comment between the lines of one text.
fn interrupted(yaml: &str, offset: usize) -> Option<Mistake> {
    let mut lines = lines_back(yaml, offset);
    let (_, line) = lines.next()?;
    let (start, above) = lines.next()?;
    let goes_on = line.starts_with(' ') && Parts::of(line).key.is_none();
    let indent = above.len() - above.trim_start().len();
    let comment = start + indent..start + above.trim_end().len();
    (goes_on && above.trim_start().starts_with('#')).then(|| comment_inside(comment))
}

fn comment_inside(range: Range<usize>) -> Mistake {
    Mistake::new(
        Fault::CutByComment,
        range,
        "a comment stands between the lines of a text",
        "move it above the text, or put the whole text in quotes if it is part of it",
    )
}

/// The slip on the line at `offset`, or else on the line before it, where the cause often is.
fn on_line_of(yaml: &str, offset: usize) -> Option<Mistake> {
    lines_back(yaml, offset)
        .take(2)
        .find_map(|(start, line)| Some(slip(line)?.shifted(start)))
}

/// One line taken apart: `- key: value`.
struct Parts<'a> {
    /// What stands before the value: indentation, dashes and the key.
    lead: &'a str,
    /// The key, if there is one.
    key: Option<&'a str>,
    value: &'a str,
}

impl<'a> Parts<'a> {
    fn of(line: &'a str) -> Self {
        let line = line.trim_end();
        let mut rest = line.trim_start();
        while let Some(item) = rest.strip_prefix("- ") {
            rest = item.trim_start();
        }
        let is_quoted = rest.starts_with(['"', '\'']);
        let colon = rest
            .match_indices(':')
            .map(|(at, _)| at)
            .find(|at| matches!(rest.as_bytes().get(at + 1), None | Some(b' ' | b'\t')))
            .filter(|_| !is_quoted && !rest.starts_with(['[', '{']));
        let (key, value) = match colon {
            Some(at) => (Some(&rest[..at]), rest[at + 1..].trim_start()),
            None => (None, rest),
        };
        Self {
            lead: &line[..line.len() - value.len()],
            key,
            value,
        }
    }

    /// The value's bytes in the line.
    fn range(&self) -> Range<usize> {
        self.lead.len()..self.lead.len() + self.value.len()
    }

    /// The line as it would be with `value`.
    fn with(&self, value: &str) -> String {
        match self.key {
            Some(key) => format!("{key}: {value}"),
            None => format!("- {value}"),
        }
    }
}

/// The slip on one line, if a known one is there.
fn slip(line: &str) -> Option<Mistake> {
    let parts = Parts::of(line);
    let value = parts.value;
    let quotation = || format!("put the text in quotes: {}", parts.with(&quoted(value)));
    let is_item = line.trim_start().starts_with("- ");
    match value.chars().next()? {
        '#' => None,
        quote @ ('"' | '\'') => {
            let Some(end) = closing_quote(value, quote) else {
                return Some(Mistake::new(
                    Fault::Quote,
                    parts.range(),
                    "the quote that opens here is not closed",
                    format!(
                        "close it at the end of the text: {}",
                        parts.with(&quoted(&value[1..]))
                    ),
                ));
            };
            let after = value[end..].trim();
            // A quoted key is followed by its colon.
            if after.is_empty() || after.starts_with('#') || after.starts_with(':') {
                return None;
            }
            let inner = value[1..].strip_suffix(quote);
            // The quotes at both ends of `"Fight" or "flight"` are no pair.
            let inner = inner.filter(|inner| !begins_and_ends_in_quotes(inner, quote));
            let (message, text) = match inner {
                Some(inner) if quote == '\'' => ("the apostrophe ends the text too early", inner),
                Some(inner) => ("a quote inside the text ends it too early", inner),
                None => ("the text goes on after the closing quote", value),
            };
            Some(Mistake::new(
                Fault::Quote,
                parts.lead.len() + end - 1..parts.lead.len() + end,
                message,
                format!("write {}", parts.with(&quoted(text))),
            ))
        }
        open @ ('[' | '{') if parts.key.is_some() || is_item => {
            let close = if open == '[' { ']' } else { '}' };
            let balance = |c: char| value.matches(c).count();
            if balance(open) > balance(close) {
                return Some(Mistake::new(
                    Fault::Bracket,
                    parts.range(),
                    "the bracket that opens here is not closed",
                    format!(
                        "close it with `{close}`, or put the text in quotes: {}",
                        parts.with(&quoted(value))
                    ),
                ));
            }
            let after = value.rfind(close).map_or("", |at| value[at + 1..].trim());
            (!after.is_empty() && !after.starts_with('#')).then(|| {
                Mistake::new(
                    Fault::Bracket,
                    parts.range(),
                    "the text goes on after the bracket",
                    quotation(),
                )
            })
        }
        first @ ('@' | '`' | '%' | '*' | '&' | '!' | ',' | ']' | '}')
            if parts.key.is_some() || is_item =>
        {
            Some(special_character(first, parts.range(), Some(quotation())))
        }
        '-' | '?' if parts.key.is_some() && value[1..].starts_with(' ') => {
            let first = if value.starts_with('-') { '-' } else { '?' };
            Some(special_character(first, parts.range(), Some(quotation())))
        }
        '|' | '>' if value[1..].starts_with(' ') && !value[1..].trim_start().starts_with('#') => {
            let first = if value.starts_with('|') { '|' } else { '>' };
            Some(special_character(first, parts.range(), Some(quotation())))
        }
        _ if parts.key.is_some() => {
            let colon = value
                .find(": ")
                .or_else(|| value.ends_with(':').then(|| value.len() - 1))?;
            Some(Mistake::new(
                Fault::UnquotedColon,
                parts.lead.len() + colon..parts.lead.len() + colon + 1,
                "this text holds a colon, so it must stand in quotes",
                quotation(),
            ))
        }
        _ if is_item => None,
        _ => keyless(line),
    }
}

/// A line without `key: `.
fn keyless(line: &str) -> Option<Mistake> {
    let indent = line.len() - line.trim_start().len();
    let text = line.trim();
    if matches!(text, "---" | "..." | "-") {
        return None;
    }
    let name = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    match text.split_once(':') {
        Some((key, value))
            if !key.is_empty() && key.chars().all(name) && !value.starts_with("//") =>
        {
            Some(Mistake::new(
                Fault::MissingSpace,
                indent + key.len()..indent + key.len() + 1,
                "a space is missing after the colon",
                format!("write {key}: {}", value.trim()),
            ))
        }
        None => Some(Mistake::new(
            Fault::MissingColon,
            indent..indent + text.len(),
            "this line is neither a key with its value nor an item of a list",
            "write a key, a colon, a space and a value; or indent the line if it continues the one above",
        )),
        Some(_) => None,
    }
}

fn special_character(first: char, range: Range<usize>, help: Option<String>) -> Mistake {
    Mistake::new(
        Fault::SpecialCharacter,
        range,
        &format!("a text that begins with `{first}` must stand in quotes"),
        help.unwrap_or_else(|| "put the text in quotes".into()),
    )
}

/// Whether `inner`, which stands between two quotes, closes the first before it opens the last.
fn begins_and_ends_in_quotes(inner: &str, quote: char) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_blank = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == '(');
    let sides = |at: usize| {
        let before = inner[..at].chars().next_back();
        (before, inner[at + 1..].chars().next())
    };
    let mut quotes = inner
        .match_indices(quote)
        .map(|(at, _)| sides(at))
        // The apostrophe of `don't`.
        .filter(|(before, after)| !(is_word(*before) && is_word(*after)));
    let Some(first) = quotes.next() else {
        return false;
    };
    let Some(last) = quotes.next_back() else {
        return false;
    };
    !is_blank(first.0) && !is_word(first.1) && is_blank(last.0) && !is_blank(last.1)
}

/// The offset after the quote that closes `value`, which begins with one.
fn closing_quote(value: &str, quote: char) -> Option<usize> {
    let bytes = value.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == '"' => at += 1,
            b'\'' if quote == '\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            b if char::from(b) == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// `text` in quotes that it does not hold itself; a very long one only begun.
pub(super) fn quoted(text: &str) -> String {
    const ENOUGH: usize = 300;
    if text.chars().count() > ENOUGH {
        let begun: String = text.chars().take(ENOUGH - 1).chain(['…']).collect();
        return quoted(&begun);
    }
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

/// The parser's own words, for what no author has done yet.
fn plainly(yaml: &str, range: Range<usize>, kind: Option<&ErrorKind>, said: &str) -> Mistake {
    use ErrorKind as E;
    match kind {
        Some(
            E::InvalidIndentation
            | E::MappingValueNotAllowed
            | E::ExpectedBlockMappingKey
            | E::BlockSequenceEntryNotAllowed
            | E::ExpectedBlockSequenceEntry
            | E::InvalidBlockScalarIndent,
        ) => out_of_line(yaml, range),
        Some(E::CommentInterceptedScalar) => comment_inside(range),
        Some(E::RecursionLimitExceeded) => too_deep(range),
        Some(kind) => syntax(range, &kind.to_string()),
        None => {
            let reason = said.split(" at line ").next().unwrap_or(said);
            syntax(range, reason)
        }
    }
}

fn out_of_line(yaml: &str, range: Range<usize>) -> Mistake {
    Mistake::new(
        Fault::Indentation,
        beginning(yaml, range),
        "this line does not begin where its neighbours begin",
        "delete the spaces before it, or put as many there as its neighbours have",
    )
}

/// The first word of the line that holds `range`: the parsers notice a wrong indentation only at its colon.
fn beginning(yaml: &str, range: Range<usize>) -> Range<usize> {
    let Some((start, line)) = lines_back(yaml, range.start).next() else {
        return range;
    };
    let indent = line.len() - line.trim_start().len();
    let word = line[indent..].find(|c: char| c.is_whitespace() || c == ':');
    start + indent..start + indent + word.unwrap_or(line.len() - indent)
}

fn syntax(range: Range<usize>, reason: &str) -> Mistake {
    Mistake::new(
        Fault::Syntax,
        range,
        &format!("this is not YAML: {}", reason.trim()),
        "put texts in quotes, indent with spaces, and write one `key: value` a line",
    )
}

/// What a value is, in an author's words.
pub(super) fn described(node: &Node) -> String {
    match node {
        Node::Null => "nothing".into(),
        Node::Bool(_) => "yes or no".into(),
        Node::Int(_) | Node::Float(_) => "a number".into(),
        Node::Str(text) => format!("`{}`", shortened(text)),
        Node::Seq(_) => "a list".into(),
        Node::Map(_) => "a group of keys".into(),
    }
}

/// A text as it can stand in curly brackets.
pub(super) fn in_brackets(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@');
    if text.starts_with(char::is_alphanumeric) && text.chars().all(plain) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Enough of a text to recognise it by, on one line.
pub(super) fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if line.len() < text.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

pub(super) fn list(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
