//! Reading: one pass over the events of one body, gathering what it says and what is wrong with it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd};

mod blocks;
mod callouts;
mod finish;
mod html;
mod inlines;

use super::citation::{self, Form};
use super::footnotes::{Gathered, Notes};
use super::pasted::Pasted;
use super::prose::{FoundInProse, Prose};
use super::quotes::Quotes;
use super::raw_html::Guard;
use super::sensitive::{self, Sought};
use super::words::Words;
use super::{Body, OPTIONS, Problems, Rules};
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::path::SitePath;
use crate::content::terms::Finder;
use blocks::{OpenHeading, OpenParagraph};
use callouts::OpenCallout;
use html::HtmlBlock;
use inlines::{OpenImage, OpenLink};

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
            Tag::Image { dest_url, .. } => self.start_image(dest_url, range),
            _ => {}
        }
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
