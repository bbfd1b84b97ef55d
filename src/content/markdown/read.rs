//! Reading: one pass over the events of one body, gathering what it says and what is wrong with it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};

use super::callout::{self, Callout};
use super::citation::{self, Form};
use super::footnotes::{self, Gathered, Notes};
use super::ids::Ids;
use super::pasted::{self, Pasted};
use super::prose::{FoundInProse, Prose};
use super::quotes::Quotes;
use super::raw_html::{self, Guard, Place, Position};
use super::sensitive::{self, Sought};
use super::target::{Target, help_for_unsafe, target};
use super::words::{self, Words};
use super::{
    Body, CalloutKind, END_ID, Heading, HtmlPolicy, ImageRef, LinkRef, OPTIONS, Problems, Rules,
};
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::path::{SitePath, slugify};
use crate::content::terms::Finder;

/// How deeply quotes, lists and emphasis may be nested in each other.
const DEEPEST: usize = 100;

/// Reads the body at bytes `body` of `text`, a file's whole text in `language`. What is wrong with it goes to `problems`,
/// in the order of the file; the same text always gives the same.
#[must_use]
pub fn read<'a>(
    text: &'a str,
    body: Range<usize>,
    file: &SitePath,
    rules: Rules<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Body<'a> {
    let first_problem = problems.len();
    let list = &mut *problems;
    let problems_here = Problems { file, list };
    let read = run(text, body, rules, Purpose::Parse, problems_here, |_| {});
    problems[first_problem..].sort_by_key(|problem| problem.span.map(|span| span.start));
    read
}

/// Reads a body once more in order to render it: nothing is counted and nothing reported.
#[must_use]
pub fn read_to_render<'a>(text: &'a str, body: Range<usize>, rules: Rules<'_>) -> Body<'a> {
    let (file, mut list) = (SitePath::new(""), Vec::new());
    let problems = Problems {
        file: &file,
        list: &mut list,
    };
    run(text, body, rules, Purpose::Render, problems, |_| {})
}

/// Reads a body once more in order to look at its language: the bytes of `body` that each event was made of come along.
pub(super) fn read_to_inspect<'a>(
    text: &'a str,
    body: Range<usize>,
    rules: Rules<'_>,
) -> (Body<'a>, Vec<Range<usize>>) {
    let (file, mut list) = (SitePath::new(""), Vec::new());
    let problems = Problems {
        file: &file,
        list: &mut list,
    };
    let mut ranges = Vec::with_capacity(body.len() / 32 + 16);
    let note = |range: &Range<usize>| ranges.push(range.clone());
    let read = run(text, body, rules, Purpose::Render, problems, note);
    (read, ranges)
}

/// What a body is read for. Words and pasted characters are looked at only while parsing; whoever looks at the language
/// of a body wants what is rendered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Parse,
    Render,
}

fn run<'a>(
    text: &'a str,
    body: Range<usize>,
    rules: Rules<'_>,
    purpose: Purpose,
    problems: Problems<'_>,
    mut note: impl FnMut(&Range<usize>),
) -> Body<'a> {
    let base = body.start;
    let source = text.get(body).unwrap_or_default();
    let mut undefined = Vec::new();
    let mut reader = Reader::new(source, base, rules, purpose, problems);
    let note_undefined = |link: BrokenLink<'a>| {
        // A pair of brackets alone is ordinary text; two pairs are meant to be a link.
        if link.link_type == LinkType::Reference {
            undefined.push((link.span, link.reference));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(source, OPTIONS, Some(note_undefined));
    for (event, range) in parser.into_offset_iter() {
        note(&range);
        reader.event(event, range);
    }
    reader.finish(undefined)
}

struct Reader<'a, 'p> {
    source: &'a str,
    /// Where `source` starts in the file.
    base: usize,
    problems: Problems<'p>,
    body: Body<'a>,
    purpose: Purpose,
    words: Words,
    /// The text of what is being captured: headings, links, descriptions of pictures, the first paragraph.
    plain: String,
    /// How many of those we are within.
    captures: usize,
    heading: Option<OpenHeading<'a>>,
    headings: Vec<OpenHeading<'a>>,
    last_level: u8,
    link: Option<OpenLink>,
    /// Links within a link, which stay words.
    inner_links: usize,
    images: Vec<OpenImage<'a>>,
    in_code: bool,
    /// `None` for the marks of English.
    quotes: Option<Quotes>,
    finder: Option<&'p Finder>,
    prose: Prose,
    /// Whether there can be anything to mark in it.
    has_marks: bool,
    found: FoundInProse,
    /// What seeks mentions of suicide and self-harm, where there may be any.
    sought: Option<Sought>,
    paragraph: Option<OpenParagraph>,
    /// The next text starts a line of a paragraph.
    line_start: bool,
    /// How many block quotes we are within.
    quotations: usize,
    /// The block quote that the event before has started.
    fresh_quote: Option<usize>,
    callout: Option<OpenCallout>,
    notes: Gathered,
    guard: Guard,
    html_block: Option<HtmlBlock>,
    /// How many columns the table has that we are within.
    columns: usize,
    html_ids: Vec<(String, Span)>,
    pasted: Pasted<'a>,
    is_too_deep: bool,
}

struct OpenHeading<'a> {
    event: usize,
    level: u8,
    id: Option<CowStr<'a>>,
    plain: usize,
    text: String,
    span: Span,
    /// Whether it stands in the body itself, not in a quote or list.
    is_top: bool,
    is_sensitive: bool,
}

struct OpenLink {
    dest: String,
    plain: usize,
    range: Range<usize>,
    is_good: bool,
}

struct OpenImage<'a> {
    dest: CowStr<'a>,
    plain: usize,
    range: Range<usize>,
}

struct OpenParagraph {
    event: usize,
    range: Range<usize>,
    is_excerpt: bool,
}

struct OpenCallout {
    start: usize,
    kind: CalloutKind,
    marker_end: usize,
    /// The first event of the title.
    title: Option<usize>,
    /// How deep in Markdown the title's paragraph is.
    depth: usize,
}

/// The lines of an HTML block, joined: a tag may go over several of them, with `> ` of a quote between.
#[derive(Default)]
struct HtmlBlock {
    html: String,
    /// Where each line starts in `html`, and where in the file.
    lines: Vec<(usize, usize)>,
}

impl Position for HtmlBlock {
    fn span(&self, range: Range<usize>) -> Span {
        let place = |at: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= at);
            let (start, in_file) = line.checked_sub(1).map_or((0, 0), |i| self.lines[i]);
            in_file + at - start
        };
        let start = place(range.start);
        // The last byte's place and one: the next line may start farther on.
        let end = place(range.end.saturating_sub(1)).max(start) + 1;
        Span { start, end }
    }
}

/// HTML among words.
struct Inline {
    start: usize,
    end: usize,
    /// Whether the HTML is the file's bytes as they are.
    is_verbatim: bool,
}

impl Position for Inline {
    fn span(&self, range: Range<usize>) -> Span {
        let (start, end) = if self.is_verbatim {
            (self.start + range.start, self.start + range.end)
        } else {
            (self.start, self.end)
        };
        Span { start, end }
    }
}

impl<'a, 'p> Reader<'a, 'p> {
    fn new(
        source: &'a str,
        base: usize,
        rules: Rules<'p>,
        purpose: Purpose,
        problems: Problems<'p>,
    ) -> Self {
        Self {
            source,
            base,
            problems,
            body: Body {
                headings: Vec::new(),
                links: Vec::new(),
                images: Vec::new(),
                ids: Vec::new(),
                words: 0,
                first: String::new(),
                mention: None,
                marked: None,
                sensitive: Vec::new(),
                // Prose has about one event in forty bytes; growing by copying would cost more than the room.
                events: Vec::with_capacity(source.len() / 32 + 16),
                html: rules.html,
                heading_starts: Vec::new(),
                callouts: Vec::new(),
                notes: Notes::default(),
                patches: Vec::new(),
                marks: Vec::new(),
                citations: Vec::new(),
                cited: Vec::new(),
                help: Vec::new(),
                callout_prefix: String::new(),
            },
            purpose,
            words: Words::with_room(match purpose {
                Purpose::Parse => source.len() + source.len() / 16,
                Purpose::Render => 0,
            }),
            plain: String::new(),
            captures: 0,
            heading: None,
            headings: Vec::new(),
            last_level: 1,
            link: None,
            inner_links: 0,
            images: Vec::new(),
            in_code: false,
            quotes: Quotes::of(rules.language),
            finder: rules.terms,
            prose: Prose::default(),
            has_marks: rules.terms.is_some() || memchr::memchr(b'@', source.as_bytes()).is_some(),
            found: FoundInProse::default(),
            sought: Sought::in_source(rules.language, source),
            paragraph: None,
            line_start: false,
            quotations: 0,
            fresh_quote: None,
            callout: None,
            notes: Gathered::default(),
            guard: Guard::default(),
            html_block: None,
            columns: 0,
            html_ids: Vec::new(),
            pasted: match purpose {
                Purpose::Parse => Pasted::new(source, base),
                Purpose::Render => Pasted::default(),
            },
            is_too_deep: false,
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span {
            start: self.base + range.start,
            end: self.base + range.end,
        }
    }

    /// Where `dest` is written within `range`, else all of `range`.
    fn span_of(&self, dest: &str, range: &Range<usize>) -> Span {
        let all = self.source.get(range.clone()).unwrap_or_default();
        // Most are `[words](dest)`, which is quicker seen than searched for.
        let last = all.strip_suffix(')').and_then(|all| all.strip_suffix(dest));
        let at = match last {
            Some(before) if !all.ends_with(dest) => Some(before.len()),
            _ => all.rfind(dest),
        };
        match at.filter(|_| !dest.is_empty()) {
            Some(at) => {
                let start = range.start + at;
                self.span(&(start..start + dest.len()))
            }
            None => self.span(range),
        }
    }

    fn event(&mut self, mut event: Event<'a>, range: Range<usize>) {
        let at = self.body.events.len();
        let fresh_quote = self.fresh_quote.take();
        if let Some(quotes) = &mut self.quotes
            && let Event::Text(text @ CowStr::Inlined(_)) = &mut event
            && let Some(mark) = quotes.turn(text, &range, self.source)
        {
            *text = CowStr::Borrowed(mark);
        }
        if self.callout.is_some() && self.title(&mut event, &range, at) {
            self.body.events.push(event);
            return;
        }
        match &event {
            Event::Start(tag) => self.start(tag, &range, at, fresh_quote),
            Event::End(tag) => self.end(*tag, &range, at),
            Event::Text(text) => self.text(text, &range),
            Event::Code(text) => {
                self.line_start = false;
                self.prose.barrier();
                self.seek_space();
                if self.images.is_empty() && self.purpose == Purpose::Parse {
                    self.words.push(text);
                }
                self.capture(text);
            }
            Event::Html(html) => {
                if let Some(block) = &mut self.html_block {
                    block
                        .lines
                        .push((block.html.len(), self.base + range.start));
                    block.html.push_str(html);
                }
            }
            Event::InlineHtml(html) => {
                self.line_start = false;
                self.prose.barrier();
                self.inline_html(html, &range, at);
            }
            Event::FootnoteReference(label) => {
                self.line_start = false;
                if self.images.is_empty() {
                    self.notes.reference(label, at, self.span(&range));
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                self.line_start = self.paragraph.is_some();
                self.words.gap();
                self.prose.space();
                self.seek_space();
                self.capture(" ");
            }
            Event::Rule => {
                let closed = self.guard.close_words(&mut self.problems);
                self.patch(at, closed);
            }
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        self.body.events.push(event);
    }

    fn end_prose(&mut self) {
        self.prose
            .end_block(self.finder, self.source, &mut self.found);
        self.end_seek();
    }

    fn end_seek(&mut self) {
        if let Some(sought) = &mut self.sought {
            sought.end_block(self.body.events.len(), self.notes.is_within());
        }
    }

    fn seek_space(&mut self) {
        if let Some(sought) = &mut self.sought {
            sought.space();
        }
    }

    /// Looks for mentions in running text: no code, no descriptions of pictures, no address that stands for itself.
    fn seek(&mut self, text: &str, range: &Range<usize>) {
        let Some(sought) = &mut self.sought else {
            return;
        };
        let is_address = |link: &OpenLink| link.dest.trim_start_matches("mailto:") == text;
        if self.images.is_empty() && !self.link.as_ref().is_some_and(is_address) {
            sought.push(text, range.clone());
        }
    }

    fn capture(&mut self, text: &str) {
        if self.captures > 0 {
            self.plain.push_str(text);
        }
    }

    /// Ends a capture. What is left in `plain` belongs to the captures around it.
    fn end_capture(&mut self) {
        self.captures -= 1;
        if self.captures == 0 {
            self.plain.clear();
        }
    }

    fn patch(&mut self, at: usize, html: String) {
        if !html.is_empty() {
            self.body.patches.push((at, html));
        }
    }

    fn start(
        &mut self,
        tag: &Tag<'a>,
        range: &Range<usize>,
        at: usize,
        fresh_quote: Option<usize>,
    ) {
        let is_words = matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        );
        self.line_start = false;
        if matches!(tag, Tag::HtmlBlock) {
            let closed = self.guard.close_words(&mut self.problems);
            self.patch(at, closed);
            self.html_block = Some(HtmlBlock::default());
            return;
        }
        let closed = self.guard.enter(!is_words, &mut self.problems);
        self.patch(at, closed);
        if is_words {
            self.prose.barrier();
        } else {
            self.end_prose();
            self.words.gap();
            if let Some(quotes) = &mut self.quotes {
                quotes.start_block();
            }
            if self.guard.depth() > DEEPEST && !self.is_too_deep {
                self.is_too_deep = true;
                self.problems.error(
                    "markdown/too-deep",
                    self.span(&(range.start..range.start + 1)),
                    format!("quotes and lists are nested more than {DEEPEST} deep here"),
                    "leave out some of the > or spaces at the start of the line",
                );
            }
        }
        match tag {
            Tag::Paragraph => self.start_paragraph(range, at, fresh_quote),
            Tag::BlockQuote(_) => {
                self.fresh_quote = Some(at);
                self.quotations += 1;
                self.prose.start_quote();
            }
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                let is_sensitive = classes.iter().any(|class| **class == *sensitive::MARK);
                self.start_heading(*level, id, !attrs.is_empty(), range, at);
                if let Some(heading) = &mut self.heading {
                    heading.is_sensitive = is_sensitive;
                }
            }
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::Table(columns) => self.columns = columns.len(),
            Tag::TableRow => self.maybe_extra_cells(range),
            Tag::FootnoteDefinition(label) => {
                let end = (range.start + label.len() + "[^]:".len()).min(range.end);
                self.notes.start(label, at, self.span(&(range.start..end)));
            }
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.start_link(*link_type, dest_url, range),
            Tag::Image { dest_url, .. } => {
                self.captures += 1;
                self.images.push(OpenImage {
                    dest: dest_url.clone(),
                    plain: self.plain.len(),
                    range: range.clone(),
                });
            }
            _ => {}
        }
    }

    /// What stands in more cells than the header has would be left out in silence.
    fn maybe_extra_cells(&mut self, range: &Range<usize>) {
        let row = self.source.get(range.clone()).unwrap_or_default();
        let row = row.lines().next().unwrap_or_default();
        let indent = row.len() - row.trim_start().len();
        let mut start = indent + usize::from(row[indent..].starts_with('|'));
        for _ in 0..self.columns {
            match bar(&row[start..]) {
                Some(at) => start += at + 1,
                None => return,
            }
        }
        start += row[start..].len() - row[start..].trim_start().len();
        let extra = row[start..].trim_end();
        if !extra.contains(|c: char| c != '|' && !c.is_whitespace()) {
            return;
        }
        let (start, end) = (range.start + start, range.start + start + extra.len());
        self.problems.warning(
            "table/extra-cells",
            self.span(&(start..end)),
            "this row has more cells than the header of the table, and they are not shown",
            "give the header and the line of hyphens one more column, or write \\| for a vertical bar within a cell",
        );
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>, at: usize) {
        if tag == TagEnd::HtmlBlock {
            if let Some(block) = self.html_block.take() {
                self.end_html_block(&block, at);
            }
            return;
        }
        if tag == TagEnd::Paragraph {
            // Before leaving: whether it is at the top is asked.
            self.end_paragraph(range);
        }
        let closed = self.guard.leave(&mut self.problems);
        self.patch(at, closed);
        let is_words = matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
        );
        if is_words {
            self.prose.barrier();
        } else {
            self.end_prose();
        }
        match tag {
            TagEnd::BlockQuote(_) => {
                self.quotations -= 1;
                self.prose.end_quote();
            }
            TagEnd::Heading(_) => self.end_heading(at),
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::FootnoteDefinition => self.notes.end(at),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            _ => {}
        }
    }

    fn start_paragraph(&mut self, range: &Range<usize>, at: usize, fresh_quote: Option<usize>) {
        self.line_start = true;
        let is_excerpt = self.body.first.is_empty() && self.guard.depth() == 1;
        if is_excerpt {
            self.captures += 1;
        }
        self.paragraph = Some(OpenParagraph {
            event: at,
            range: range.clone(),
            is_excerpt,
        });
        let text = self.source.get(range.clone()).unwrap_or_default();
        let blanks = text.bytes().take_while(|b| *b == b' ').count();
        let Some((name, length)) = callout::marker(&text[blanks..]) else {
            return;
        };
        let marker_end = range.start + blanks + length;
        let span = self.span(&(range.start + blanks..marker_end));
        match (CalloutKind::named(name), fresh_quote) {
            (Some(kind), Some(start)) => {
                self.line_start = false;
                self.callout = Some(OpenCallout {
                    start,
                    kind,
                    marker_end,
                    title: None,
                    depth: self.guard.markdown_depth(),
                });
            }
            (None, Some(_)) => self.problems.error(
                "callout/unknown-kind",
                span,
                format!("there is no callout of the kind `{name}`"),
                callout::help_for_unknown(name),
            ),
            (Some(kind), None) => self.misplaced_callout(kind, span),
            (None, None) => {}
        }
    }

    fn misplaced_callout(&mut self, kind: CalloutKind, span: Span) {
        let name = kind.name();
        self.problems.warning(
            "callout/misplaced",
            span,
            format!("`[!{name}]` makes a callout only at the very start of a quote"),
            format!("write \"> [!{name}]\" after an empty line, and \"> \" before each line of the callout"),
        );
    }

    /// Without an empty line between, a second callout is but a line of the quotation before it.
    fn maybe_late_callout(&mut self, start: usize, paragraph: &Range<usize>) {
        let before = &self.source[paragraph.start..start];
        // The first line was looked at as the paragraph started.
        if before.trim_start().is_empty() || before.ends_with('\\') {
            return;
        }
        let rest = &self.source[start..paragraph.end];
        if let Some((name, length)) = callout::marker(rest)
            && let Some(kind) = CalloutKind::named(name)
        {
            let span = self.span(&(start..start + length));
            self.misplaced_callout(kind, span);
        }
    }

    /// Finds where the title of a callout starts and ends, and takes the blank after the marker away. Whether the
    /// event belongs to the marker itself.
    fn title(&mut self, event: &mut Event<'a>, range: &Range<usize>, at: usize) -> bool {
        let Some(open) = &mut self.callout else {
            return false;
        };
        let is_text = matches!(event, Event::Text(_));
        if open.title.is_none() {
            if is_text && range.end <= open.marker_end {
                return true;
            }
            if range.start < open.marker_end && !matches!(event, Event::End(TagEnd::Paragraph)) {
                // The brackets were something else after all, such as a link that is defined elsewhere.
                self.callout = None;
                return false;
            }
            open.title = Some(at);
            if let Event::Text(CowStr::Borrowed(text)) = event {
                *event = Event::Text(CowStr::Borrowed(text.trim_start()));
            }
        }
        let goes_on = match event {
            Event::SoftBreak | Event::HardBreak => true,
            Event::End(TagEnd::Paragraph) => false,
            _ => return false,
        };
        if self.guard.markdown_depth() > open.depth {
            // Emphasis reaches over the end of the line, and the title with it.
            return false;
        }
        let closed = self.guard.close_within(&mut self.problems);
        self.patch(at, closed);
        if let Some(OpenCallout {
            start,
            kind,
            title: Some(title),
            ..
        }) = self.callout.take()
        {
            if kind != CalloutKind::Quote {
                self.prose.is_callout();
            }
            self.body.callouts.push(Callout {
                start,
                kind,
                title: title..at,
                goes_on,
            });
        }
        false
    }

    fn end_paragraph(&mut self, range: &Range<usize>) {
        let Some(paragraph) = self.paragraph.take() else {
            return;
        };
        self.line_start = false;
        let text = self.source.get(range.clone()).unwrap_or_default();
        let first = text.trim_start().bytes().next().unwrap_or(b'a');
        if !first.is_ascii_alphanumeric() {
            pasted::paragraph(text, self.base + range.start, &mut self.problems);
            if matches!(first, b'*' | b'_' | b'<')
                && self.guard.depth() == 1
                && self.purpose == Purpose::Parse
            {
                let events = self.body.events.get(paragraph.event + 1..);
                let at = self.base + range.start;
                pasted::bold_line(events.unwrap_or_default(), text, at, &mut self.problems);
            }
        }
        if paragraph.is_excerpt {
            // Mostly it begins with a word, and whether it is more than a citation need not be asked.
            let has_words = self.plain.starts_with(char::is_alphanumeric)
                || !words::excerpt(&without_citations(&self.plain)).is_empty();
            if has_words {
                self.body.first.clone_from(&self.plain);
            }
            self.end_capture();
        }
    }

    fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: &Option<CowStr<'a>>,
        has_attributes: bool,
        range: &Range<usize>,
        at: usize,
    ) {
        let text = self.source.get(range.clone()).unwrap_or_default();
        let span = self.span(&(range.start..range.start + text.trim_end().len()));
        if has_attributes {
            self.problems.error(
                "heading/attribute",
                span,
                "a heading takes a name and classes, no other attributes",
                "write {#name}, or {#name .class}",
            );
        }
        let level = match level as u8 {
            1 => {
                self.problems.warning(
                    "heading/level-one",
                    span,
                    "a heading with one # is the title of the page, which is in the front matter already",
                    "write ## instead (it is shown as if you had)",
                );
                2
            }
            level => level,
        };
        self.captures += 1;
        self.heading = Some(OpenHeading {
            event: at,
            level,
            id: id.clone(),
            plain: self.plain.len(),
            text: String::new(),
            span,
            is_top: self.guard.markdown_depth() == 1,
            is_sensitive: false,
        });
    }

    fn end_heading(&mut self, at: usize) {
        let Some(mut heading) = self.heading.take() else {
            return;
        };
        heading.text = one_line(&self.plain[heading.plain..]);
        self.end_capture();
        if at == heading.event + 1 {
            self.problems.warning(
                "heading/empty",
                heading.span,
                "this heading has no words",
                "write some, or delete the line (it is not shown)",
            );
            return;
        }
        if heading.level > self.last_level + 1 {
            self.problems.warning(
                "heading/skipped-level",
                heading.span,
                format!(
                    "this heading is of level {}, but the one above it is of level {}",
                    heading.level, self.last_level
                ),
                format!(
                    "write \"{} {}\": people who listen to the page find their way by the levels",
                    "#".repeat(usize::from(self.last_level) + 1),
                    heading.text
                ),
            );
        }
        self.last_level = heading.level;
        let source = &self.source[heading.span.start - self.base..heading.span.end - self.base];
        let is_underlined = source.ends_with(['-', '=']) && !source.starts_with('#');
        if is_underlined && (heading.text.ends_with('.') || source.lines().count() > 2) {
            pasted::underlined_paragraph(heading.span, &mut self.problems);
        }
        self.headings.push(heading);
    }

    fn start_link(&mut self, link_type: LinkType, dest: &CowStr<'a>, range: &Range<usize>) {
        if self.link.is_some() || !self.images.is_empty() {
            self.inner_links += 1;
            return;
        }
        self.captures += 1;
        let dest = super::html::destination(link_type, dest).into_owned();
        let mut is_good = false;
        if dest.trim().is_empty() {
            self.problems.error(
                "link/empty",
                self.span(range),
                "this link leads nowhere",
                "write an address or a file between the round brackets",
            );
        } else if target(&dest) == Target::Unsafe {
            self.problems.error(
                "link/unsafe",
                self.span_of(&dest, range),
                format!("a link cannot lead to `{}`", dest.trim()),
                help_for_unsafe(&dest),
            );
        } else {
            is_good = true;
        }
        self.link = Some(OpenLink {
            dest,
            plain: self.plain.len(),
            range: range.clone(),
            is_good,
        });
    }

    fn end_link(&mut self) {
        if self.inner_links > 0 {
            self.inner_links -= 1;
            return;
        }
        let Some(link) = self.link.take() else {
            return;
        };
        let text = one_line(&self.plain[link.plain..]);
        self.end_capture();
        if text.is_empty() {
            self.problems.error(
                "link/empty",
                self.span(&link.range),
                "this link has no words to follow",
                "write between the square brackets where it leads",
            );
        }
        if link.is_good {
            let span = self.span_of(&link.dest, &link.range);
            self.body.links.push(LinkRef {
                dest: link.dest,
                text,
                span,
            });
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.images.pop() else {
            return;
        };
        if !self.images.is_empty() {
            // A picture in the description of a picture: only its words count.
            self.end_capture();
            return;
        }
        let alt = one_line(&self.plain[image.plain..]);
        // The description names a link or a heading that holds a picture, but is no part of the text.
        if self.link.is_none() && self.heading.is_none() {
            self.plain.truncate(image.plain);
        }
        self.end_capture();
        let span = self.span(&image.range);
        if alt.is_empty() {
            self.problems.error(
                "image/missing-alt",
                span,
                "this picture has no description, so a reader who cannot see it learns nothing",
                "describe what it shows: ![two hands, one open](hands.jpg); if it adds nothing, leave the picture out",
            );
        }
        let dest_span = self.span_of(&image.dest, &image.range);
        match target(&image.dest) {
            _ if image.dest.trim().is_empty() => self.problems.error(
                "image/empty",
                span,
                "this picture names no file",
                "write the file's name between the round brackets",
            ),
            Target::Site => {
                self.body.images.push(ImageRef {
                    dest: image.dest.into_string(),
                    alt,
                    span: dest_span,
                });
            }
            Target::Web => self.problems.error(
                "image/remote",
                dest_span,
                "this picture lies on another server, which would be told of every reader's visit",
                "save the picture beside the article and write its name (if you may use it)",
            ),
            Target::Contact | Target::Unsafe => self.problems.error(
                "image/unsafe",
                dest_span,
                "this is no place for a picture",
                "save the picture beside the article and write its name",
            ),
        }
    }

    fn text(&mut self, text: &CowStr<'a>, range: &Range<usize>) {
        if self.in_code {
            return;
        }
        if let Some(block) = &mut self.html_block {
            block
                .lines
                .push((block.html.len(), self.base + range.start));
            block.html.push_str(text);
            return;
        }
        self.capture(text);
        self.seek(text, range);
        let is_prose = self.has_marks
            && self.link.is_none()
            && self.heading.is_none()
            && self.callout.is_none()
            && self.images.is_empty();
        if is_prose {
            let event = self.body.events.len();
            self.prose.push(text, event, range.start);
        }
        let is_line_start = std::mem::take(&mut self.line_start);
        if !self.images.is_empty() {
            return;
        }
        if self.purpose == Purpose::Render {
            return;
        }
        self.words.push(text);
        if is_line_start && let Some(paragraph) = &self.paragraph {
            let paragraph = paragraph.range.clone();
            let lines = &mut self.pasted;
            lines.line(text, range.start, &paragraph, &mut self.problems);
            if self.quotations > 0 && text.starts_with('[') {
                self.maybe_late_callout(range.start, &paragraph);
            }
        }
        if self.link.is_none() {
            self.pasted.text(range);
        }
        match text.as_bytes().first() {
            Some(b'^') if self.link.is_none() => self.maybe_undefined_note(range.start),
            Some(b'(') => self.maybe_link_with_space(range.start),
            _ => {}
        }
    }

    /// pulldown-cmark leaves a reference to a footnote that is nowhere written as text: `[`, `^name`, `]`.
    fn maybe_undefined_note(&mut self, start: usize) {
        if !self.source[..start].ends_with('[') {
            return;
        }
        let rest = &self.source[start + 1..];
        let ends = |c: char| matches!(c, ']' | '[' | '\n' | '\r');
        let Some((end, ']')) = rest.char_indices().take(100).find(|(_, c)| ends(*c)) else {
            return;
        };
        let label = &rest[..end];
        if label.is_empty() || label.starts_with(char::is_whitespace) {
            return;
        }
        let span = self.span(&(start - 1..start + 1 + end + 1));
        footnotes::report_undefined(label, span, &mut self.problems);
    }

    /// `[words](my file.md)` is no link: an address ends at a space.
    fn maybe_link_with_space(&mut self, start: usize) {
        if !self.source[..start].ends_with(']') {
            return;
        }
        let rest = &self.source[start + 1..];
        let ends = |c: char| matches!(c, ')' | '\n' | '\r' | '<');
        let Some((end, ')')) = rest.char_indices().take(300).find(|(_, c)| ends(*c)) else {
            return;
        };
        let inner = &rest[..end];
        let address = inner.split(" \"").next().unwrap_or(inner).trim();
        let path = address
            .split(['#', '?'])
            .next()
            .unwrap_or(address)
            .to_ascii_lowercase();
        let is_file = [
            ".md", ".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".avif", ".pdf", ".mp3",
            ".m4a", ".mp4", ".docx",
        ]
        .iter()
        .any(|ending| path.ends_with(ending));
        let is_address = ["http:", "https:", "./", "../", "/", "mailto:"]
            .iter()
            .any(|start| path.starts_with(start));
        let is_number = ["tel:", "sms:"].iter().any(|start| path.starts_with(start));
        // `(# of days)` is words.
        let place = address
            .strip_prefix('#')
            .filter(|name| !name.starts_with(' '));
        if address.contains(' ') && (is_file || is_address || is_number || place.is_some()) {
            let help = match place {
                Some(name) => format!("write (#{})", slugify(name)),
                // What follows the `?` of a message to send is words, not a number.
                None if is_number && !address.contains('?') => {
                    format!(
                        "write the number without spaces: ({})",
                        address.replace(' ', "")
                    )
                }
                None => format!("write (<{address}>), or %20 for each space"),
            };
            let at = start + 1 + inner.find(address).unwrap_or(0);
            self.problems.warning(
                "link/space",
                self.span(&(at..at + address.len())),
                "this is no link, because there is a space in its address",
                help,
            );
        }
    }

    fn inline_html(&mut self, html: &CowStr<'a>, range: &Range<usize>, at: usize) {
        if !self.images.is_empty() {
            return;
        }
        let span = self.span(range);
        let position = Inline {
            start: span.start,
            end: span.end,
            is_verbatim: html.len() == range.len(),
        };
        let safe = self.html(html, Place::Words, &position);
        self.patch(at, safe);
    }

    fn end_html_block(&mut self, block: &HtmlBlock, at: usize) {
        self.words.gap();
        if self.purpose == Purpose::Parse
            && let Some((range, help)) = raw_html::markdown_in(&block.html)
        {
            self.problems.warning(
                "html/markdown-inside",
                block.span(range),
                "this is Markdown within HTML, and is shown as it is written here",
                help,
            );
        }
        let safe = self.html(&block.html, Place::Block, block);
        self.words.gap();
        self.end_seek();
        self.patch(at, safe);
    }

    fn html(&mut self, html: &str, place: Place, position: &dyn Position) -> String {
        if let Some(sought) = &mut self.sought {
            let base = self.base;
            raw_html::words_of(html, &mut |text, range| {
                let span = position.span(range);
                sought.space();
                sought.push(text, span.start - base..span.end - base);
            });
        }
        match self.body.html {
            HtmlPolicy::Allow => {
                raw_html::ids_of(html, position, &mut self.html_ids);
                String::new()
            }
            HtmlPolicy::Safe => {
                let words = &mut self.words;
                self.guard.rewrite(
                    html,
                    place,
                    position,
                    &mut self.problems,
                    &mut self.html_ids,
                    &mut |text| words.push(text),
                )
            }
        }
    }

    fn finish(mut self, undefined: Vec<(Range<usize>, CowStr<'a>)>) -> Body<'a> {
        let closed = self.guard.close_within(&mut self.problems);
        let end = self.body.events.len();
        self.patch(end, closed);
        for (range, label) in undefined {
            self.problems.warning(
                "link/undefined",
                self.span(&range),
                format!("this is no link, because no address is given for [{label}]"),
                format!(
                    "write at the end of the article, on a line of its own: [{label}]: address"
                ),
            );
        }
        pasted::unseen_characters(self.source, self.base, &mut self.problems);
        self.pasted.finish(&mut self.problems);

        let mut ids = Ids::default();
        let mut chosen = Vec::with_capacity(self.headings.len());
        for heading in &mut self.headings {
            let id = heading.id.take();
            chosen.push(id.filter(|id| ids.choose(id, heading.span, &mut self.problems)));
        }
        for (id, span) in &self.html_ids {
            ids.choose(id, *span, &mut self.problems);
        }
        let mut places = Vec::with_capacity(self.headings.len());
        for (heading, chosen) in self.headings.into_iter().zip(chosen) {
            let id = match chosen {
                Some(id) => id.into_string(),
                None => ids.of_words(&heading.text),
            };
            if heading.is_sensitive && heading.is_top {
                self.body.marked.get_or_insert(heading.span);
            }
            places.push((heading.is_top, heading.is_sensitive && heading.is_top));
            self.body.heading_starts.push(heading.event);
            self.body.headings.push(Heading {
                level: heading.level,
                id,
                text: heading.text,
                span: heading.span,
            });
        }

        let mut body = self.body;
        if self.sought.is_some() || body.marked.is_some() {
            let headings = body.headings.iter().zip(&body.heading_starts).zip(places);
            let headings =
                headings.map(|((heading, event), (is_top, is_marked))| sensitive::Mark {
                    event: *event,
                    level: heading.level,
                    id: &heading.id,
                    text: &heading.text,
                    is_top,
                    is_marked,
                });
            let headings: Vec<_> = headings.collect();
            let parts = sensitive::parts(self.sought.as_ref(), &headings, END_ID);
            body.mention = self.sought.and_then(|sought| sought.first(self.base));
            (body.help, body.sensitive) = (parts.help, parts.sensitive);
        }
        body.marks = self.found.marks;
        body.citations = self.found.citations;
        let base = self.base;
        let in_file = |(key, span): (String, Span)| {
            let span = Span {
                start: base + span.start,
                end: base + span.end,
            };
            (key, span)
        };
        body.cited = self.found.keys.into_iter().map(in_file).collect();
        body.words = self.words.count();
        body.notes = self.notes.resolve(&mut self.problems);
        if !body.callouts.is_empty() {
            body.callouts.sort_by_key(|callout| callout.start);
            body.callout_prefix = ids.free_prefix("callout", &["-"]);
        }
        if !body.notes.shown.is_empty() {
            body.notes.prefix = ids.free_prefix("fn", &["-", "ref-"]);
            body.notes.heading_id = ids.free_id("footnotes");
        }
        body.ids = ids.into_sorted();
        body
    }
}

/// `text` without what it cites in brackets; works named in prose are named by their keys.
pub(super) fn without_citations(text: &str) -> Cow<'_, str> {
    let citations = citation::find(text, |_| false);
    if citations.is_empty() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for citation in citations {
        out.push_str(&text[done..citation.range.start]);
        done = citation.range.end;
        match citation.form {
            Form::Brackets => out.truncate(out.trim_end().len()),
            Form::Prose => out.extend(citation.cites.iter().map(|cite| cite.key.as_str())),
        }
    }
    out.push_str(&text[done..]);
    out.into()
}

/// Where the next `|` stands that ends a cell of a table; in code too, only a backslash takes its meaning away.
fn bar(text: &str) -> Option<usize> {
    let bars = memchr::memchr_iter(b'|', text.as_bytes());
    let mut ends = bars.filter(|at| !text[..*at].ends_with('\\'));
    ends.next()
}

/// `text` without blanks at its ends and without zero-width spaces, each run of blanks one space.
fn one_line(text: &str) -> String {
    let mut before = b' ';
    let mut is_plain = |byte: u8| {
        let is_plain = byte.is_ascii_graphic() || (byte == b' ' && before != b' ');
        before = byte;
        is_plain
    };
    // Nearly all are one line already.
    if text.bytes().all(&mut is_plain) && before != b' ' {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        if word.is_ascii() {
            line.push_str(word);
        } else {
            line.extend(
                word.chars()
                    .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}')),
            );
        }
    }
    line
}
