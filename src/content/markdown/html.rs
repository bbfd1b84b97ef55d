//! Rendering: the events of a body that has been read, as HTML.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use super::callout::Callout;
use super::escape::{push_attribute, push_text};
use super::footnotes::Reference;
use super::prepared::{Hole, Label, Prepared};
use super::prose::MarkKind;
use super::target::{Target, target};
use super::{Body, CalloutKind, END_ID, HtmlPolicy};

/// Where a link leads: an address in `<…>` that is an e-mail's is written without its scheme.
pub(super) fn destination<'d>(link_type: LinkType, dest: &'d CowStr<'_>) -> Cow<'d, str> {
    match link_type {
        LinkType::Email => Cow::Owned(format!("mailto:{dest}")),
        _ => Cow::Borrowed(dest),
    }
}

impl Body<'_> {
    /// Writes the body as HTML, with holes for what only the site knows. Safe whatever was reported about it: what is
    /// not allowed is left out.
    #[must_use]
    pub fn prepare(&self) -> Prepared {
        // Ten thousand bodies may wait at once, so each takes exactly the room it needs.
        let mut out = SCRATCH.take();
        out.clear();
        let mut writer = Writer {
            body: self,
            out: &mut out,
            holes: Vec::new(),
            next_patch: 0,
            quotes: Vec::new(),
            tables: Vec::new(),
            table_names: Vec::new(),
            task: None,
            closing_figure: None,
            back_links: None,
            resume: None,
        };
        writer.run(0..self.events.len());
        writer.end_of_text();
        writer.footnotes();
        let prepared = Prepared {
            holes: writer.holes.into_boxed_slice(),
            html: out.as_str().into(),
            citations: self.citations.as_slice().into(),
        };
        SCRATCH.set(out);
        prepared
    }
}

thread_local! {
    static SCRATCH: Cell<String> = const { Cell::new(String::new()) };
}

struct Writer<'b, 'a, 'o> {
    body: &'b Body<'a>,
    out: &'o mut String,
    holes: Vec<(usize, Hole)>,
    next_patch: usize,
    /// The block quotes we are within: which of them are callouts.
    quotes: Vec<Option<usize>>,
    tables: Vec<Table<'b>>,
    /// The headings of each table so far, and how many have had them: no two may have one name.
    table_names: Vec<(String, usize)>,
    /// A task's label is open: what ends it.
    task: Option<TaskEnd>,
    /// The event that ends a picture's paragraph, which a figure stands for.
    closing_figure: Option<usize>,
    /// The ways back from the note being written, and the event before which they go.
    back_links: Option<(usize, usize)>,
    /// The event, and the byte of its text, at which words go on after a citation.
    resume: Option<(usize, usize)>,
}

struct Table<'b> {
    alignments: &'b [Alignment],
    column: usize,
    is_head: bool,
    /// The first column names the rows.
    has_row_heads: bool,
    has_body: bool,
    closes_with: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
enum TaskEnd {
    /// The item itself, or the first block in it.
    Item,
    /// The item's first paragraph.
    Paragraph,
}

impl<'b, 'a> Writer<'b, 'a, '_> {
    /// Writes the events of `range`. What closes the author's own HTML at its end belongs to it.
    fn run(&mut self, range: Range<usize>) {
        let patches = &self.body.patches;
        self.next_patch = patches.partition_point(|(at, _)| *at < range.start);
        let mut at = range.start;
        while at < range.end {
            self.patches_upto(at);
            at = self.event(at);
        }
        self.patches_upto(range.end);
    }

    fn patches_upto(&mut self, at: usize) {
        while let Some((place, html)) = self.body.patches.get(self.next_patch)
            && *place <= at
        {
            self.out.push_str(html);
            self.next_patch += 1;
        }
    }

    /// Goes on at `at`, which lies ahead: what stands between is written elsewhere or not at all.
    fn skip_to(&mut self, at: usize) -> usize {
        let rest = self.body.patches.get(self.next_patch..).unwrap_or_default();
        self.next_patch += rest.partition_point(|(place, _)| *place < at);
        at
    }

    /// Starts a line, unless one has just been started.
    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn open(&mut self, tag: &str) {
        self.line();
        self.out.push_str(tag);
    }

    /// Writes the event at `at`; returns the next.
    fn event(&mut self, at: usize) -> usize {
        let body = self.body;
        let Some(event) = body.events.get(at) else {
            return at + 1;
        };
        match event {
            Event::Start(tag) => return self.start_tag(tag, at),
            Event::End(tag) => self.end_tag(*tag, at),
            Event::Text(text) => return self.words(text, at),
            Event::Code(text) => {
                self.out.push_str("<code>");
                push_text(self.out, text);
                self.out.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                // The safe form of it is among the patches.
                if body.html == HtmlPolicy::Allow {
                    self.out.push_str(html);
                }
            }
            Event::FootnoteReference(_) => {
                if let Some(reference) = body.notes.reference(at) {
                    self.reference(reference);
                }
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => {
                self.end_task(TaskEnd::Item);
                self.open("<hr>\n");
            }
            Event::TaskListMarker(checked) => self.task(*checked, at),
            Event::InlineMath(text) | Event::DisplayMath(text) => push_text(self.out, text),
        }
        at + 1
    }

    /// Writes the text of the event at `at`, and what is marked in it; returns the next event.
    fn words(&mut self, text: &str, at: usize) -> usize {
        let body = self.body;
        let first = body.marks.partition_point(|mark| mark.event < at);
        // A citation that began in an event before may end in this one.
        let resumed = self.resume.take_if(|(event, _)| *event == at);
        let mut done = resumed.map_or(0, |(_, offset)| offset);
        for mark in body.marks[first..]
            .iter()
            .take_while(|mark| mark.event == at)
        {
            push_text(self.out, text.get(done..mark.offset).unwrap_or_default());
            done = mark.offset;
            match &mark.kind {
                MarkKind::Term(id) => self.hole(Hole::Term(id.clone())),
                MarkKind::TermEnd => self.hole(Hole::TermEnd),
                MarkKind::Citation {
                    number,
                    end_event,
                    end_offset,
                } => {
                    self.hole(Hole::Citation(*number));
                    if *end_event != at {
                        self.resume = Some((*end_event, *end_offset));
                        return self.skip_to(*end_event);
                    }
                    done = *end_offset;
                }
            }
        }
        push_text(self.out, text.get(done..).unwrap_or_default());
        at + 1
    }

    fn start_tag(&mut self, tag: &'b Tag<'a>, at: usize) -> usize {
        let body = self.body;
        let is_words = matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        );
        if !is_words && self.task.is_some() {
            self.end_task(TaskEnd::Item);
        }
        match tag {
            Tag::Paragraph => {
                if let Some(next) = self.figure(at) {
                    return next;
                }
                self.open("<p>");
            }
            Tag::Heading { classes, .. } => {
                if body.help.binary_search(&at).is_ok() {
                    self.help();
                }
                let Ok(i) = body.heading_starts.binary_search(&at) else {
                    // It has no words.
                    return self.skip_to(at + 2);
                };
                let heading = &body.headings[i];
                self.line();
                let _ = write!(self.out, "<h{} id=\"", heading.level);
                push_attribute(self.out, &heading.id);
                self.out.push('"');
                for (i, class) in classes.iter().enumerate() {
                    self.out.push_str(if i == 0 { " class=\"" } else { " " });
                    push_attribute(self.out, class);
                }
                self.out
                    .push_str(if classes.is_empty() { ">" } else { "\">" });
            }
            Tag::BlockQuote(_) => {
                if let Ok(i) = body
                    .callouts
                    .binary_search_by_key(&at, |callout| callout.start)
                {
                    self.quotes.push(Some(i));
                    return self.start_callout(i, &body.callouts[i]);
                }
                self.quotes.push(None);
                self.open("<blockquote>\n");
            }
            Tag::CodeBlock(kind) => {
                // It may scroll, so the keyboard must reach it.
                self.open("<pre tabindex=\"0\"><code");
                if let CodeBlockKind::Fenced(info) = kind
                    && let Some(language) = info
                        .split([' ', ',', '\t'])
                        .next()
                        .filter(|l| !l.is_empty())
                {
                    self.out.push_str(" class=\"language-");
                    push_attribute(self.out, language);
                    self.out.push('"');
                }
                self.out.push('>');
            }
            Tag::HtmlBlock => self.line(),
            Tag::List(Some(1)) => self.open("<ol>\n"),
            Tag::List(Some(first)) => {
                self.line();
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
            }
            Tag::List(None) => self.open("<ul>\n"),
            Tag::Item => {
                let is_task = match body.events.get(at + 1) {
                    Some(Event::TaskListMarker(_)) => true,
                    Some(Event::Start(Tag::Paragraph)) => {
                        matches!(body.events.get(at + 2), Some(Event::TaskListMarker(_)))
                    }
                    _ => false,
                };
                self.open(if is_task {
                    "<li class=\"task\">"
                } else {
                    "<li>"
                });
            }
            Tag::FootnoteDefinition(_) => return self.skip_to(self.end_of_note(at)),
            Tag::DefinitionList => self.open("<dl>\n"),
            Tag::DefinitionListTitle => self.open("<dt>"),
            Tag::DefinitionListDefinition => self.open("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments, at),
            Tag::TableHead => {
                self.out.push_str("<thead>\n<tr>");
                if let Some(table) = self.tables.last_mut() {
                    (table.is_head, table.column) = (true, 0);
                }
            }
            Tag::TableRow => {
                if let Some(table) = self.tables.last_mut() {
                    (table.is_head, table.column) = (false, 0);
                    if !table.has_body {
                        table.has_body = true;
                        self.out.push_str("<tbody>\n");
                    }
                }
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let dest = destination(*link_type, dest_url);
                let is_bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.hole(Hole::Link {
                    dest: dest.into_owned(),
                    title: title.to_string(),
                    is_bare,
                });
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                let end = self.end_of_image(at);
                self.image(dest_url, title, at + 1..end);
                return self.skip_to(end + 1);
            }
            Tag::MetadataBlock(_) => {}
        }
        at + 1
    }

    fn end_tag(&mut self, tag: TagEnd, at: usize) {
        if let Some((number, before)) = self.back_links
            && before == at
            && self.closing_figure != Some(at)
        {
            self.out.push(' ');
            self.back_links(number);
            self.back_links = None;
        }
        match tag {
            TagEnd::Paragraph => {
                self.end_task(TaskEnd::Paragraph);
                if self.closing_figure.take_if(|event| *event == at).is_none() {
                    self.out.push_str("</p>\n");
                }
            }
            TagEnd::Heading(_) => {
                // Only headings with words get here; the level is that of their start.
                let start = self
                    .body
                    .heading_starts
                    .partition_point(|start| *start < at);
                let heading = start.checked_sub(1).and_then(|i| self.body.headings.get(i));
                let _ = writeln!(
                    self.out,
                    "</h{}>",
                    heading.map_or(2, |heading| heading.level)
                );
            }
            TagEnd::BlockQuote(_) => match self.quotes.pop().flatten() {
                Some(callout) => self.end_callout(&self.body.callouts[callout]),
                None => self.open("</blockquote>\n"),
            },
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::HtmlBlock => self.line(),
            TagEnd::List(true) => self.open("</ol>\n"),
            TagEnd::List(false) => self.open("</ul>\n"),
            TagEnd::Item => {
                self.end_task(TaskEnd::Item);
                self.out.push_str("</li>\n");
            }
            TagEnd::DefinitionList => self.open("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => {
                let has_body = self.tables.pop().is_some_and(|table| table.has_body);
                self.out.push_str(if has_body { "</tbody>\n" } else { "" });
                self.out.push_str("</table></section>\n");
            }
            TagEnd::TableHead => self.out.push_str("</tr>\n</thead>\n"),
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                if let Some(table) = self.tables.last_mut() {
                    table.column += 1;
                    self.out.push_str(table.closes_with);
                }
            }
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Link => {
                self.hole(Hole::LinkEnd);
            }
            TagEnd::FootnoteDefinition | TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn hole(&mut self, hole: Hole) {
        self.holes.push((self.out.len(), hole));
    }

    fn label(&mut self, label: Label) {
        self.hole(Hole::Label(label));
    }

    fn image(&mut self, dest: &str, title: &str, alt: Range<usize>) {
        let alt = self.plain(alt);
        if dest.trim().is_empty() || target(dest) != Target::Site {
            push_text(self.out, &alt);
            return;
        }
        self.hole(Hole::Image {
            dest: dest.to_owned(),
            title: title.to_owned(),
            alt: alt.to_string(),
        });
    }

    /// A picture with a title, alone in the paragraph that starts at `at`, becomes a figure. Returns where to go on.
    fn figure(&mut self, at: usize) -> Option<usize> {
        let Some(Event::Start(Tag::Image {
            dest_url, title, ..
        })) = self.body.events.get(at + 1)
        else {
            return None;
        };
        if title.trim().is_empty() || target(dest_url) != Target::Site {
            return None;
        }
        let end = self.end_of_image(at + 1);
        if self.body.events.get(end + 1) != Some(&Event::End(TagEnd::Paragraph)) {
            return None;
        }
        self.open("<figure>");
        self.image(dest_url, "", at + 2..end);
        self.out.push_str("<figcaption>");
        push_text(self.out, title.trim());
        self.out.push_str("</figcaption></figure>\n");
        self.closing_figure = Some(end + 1);
        Some(self.skip_to(end + 1))
    }

    /// The event that ends the picture that starts at `at`.
    fn end_of_image(&self, at: usize) -> usize {
        let mut depth = 0usize;
        for (i, event) in self.body.events.iter().enumerate().skip(at) {
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) if depth == 1 => return i,
                Event::End(TagEnd::Image) => depth -= 1,
                _ => {}
            }
        }
        self.body.events.len()
    }

    /// The event after the definition of a footnote that starts at `at`.
    fn end_of_note(&self, at: usize) -> usize {
        let mut depth = 0usize;
        for (i, event) in self.body.events.iter().enumerate().skip(at) {
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => depth += 1,
                Event::End(TagEnd::FootnoteDefinition) if depth == 1 => return i + 1,
                Event::End(TagEnd::FootnoteDefinition) => depth -= 1,
                _ => {}
            }
        }
        self.body.events.len()
    }

    /// The words of some events, on one line.
    fn plain(&self, range: Range<usize>) -> String {
        let mut plain = String::new();
        for event in self.body.events.get(range).unwrap_or_default() {
            match event {
                Event::Text(text) | Event::Code(text) => plain.push_str(text),
                Event::SoftBreak | Event::HardBreak => plain.push(' '),
                _ => {}
            }
        }
        plain
    }

    fn start_callout(&mut self, number: usize, callout: &Callout) -> usize {
        if callout.kind == CalloutKind::Quote {
            self.open("<figure class=\"callout-quote\">\n<blockquote>\n");
        } else {
            let (prefix, name) = (&self.body.callout_prefix, callout.kind.name());
            let n = number + 1;
            self.line();
            // Not an aside, which is a landmark: several in a text, named alike, would be no help to find one's way.
            let _ = write!(
                self.out,
                "<div class=\"callout callout-{name}\" role=\"note\" aria-labelledby=\"{prefix}-{n}\">\n\
                 <p class=\"callout-title\" id=\"{prefix}-{n}\">"
            );
            let kind = Label::Callout(callout.kind);
            if callout.title.is_empty() {
                self.label(kind);
            } else {
                // The kind is told in words too: colour and border are not seen by all.
                self.out.push_str("<span class=\"callout-kind\">");
                self.label(kind);
                self.out.push_str("</span> ");
                self.run(callout.title.clone());
            }
            self.out.push_str("</p>\n");
        }
        if callout.goes_on {
            self.out.push_str("<p>");
        }
        // Past the line break or the end of the paragraph, whichever ends the title.
        let rest = callout.title.end + 1;
        self.next_patch = self.body.patches.partition_point(|(at, _)| *at < rest);
        rest
    }

    fn end_callout(&mut self, callout: &Callout) {
        self.line();
        if callout.kind != CalloutKind::Quote {
            self.out.push_str("</div>\n");
            return;
        }
        self.out.push_str("</blockquote>\n");
        if !callout.title.is_empty() {
            let next_patch = self.next_patch;
            self.out.push_str("<figcaption>");
            self.run(callout.title.clone());
            self.out.push_str("</figcaption>\n");
            self.next_patch = next_patch;
        }
        self.out.push_str("</figure>\n");
    }

    fn start_table(&mut self, alignments: &'b [Alignment], at: usize) {
        let body = self.body;
        let events = body.events.get(at..).unwrap_or_default();
        let mut columns = String::new();
        let mut cell = 0;
        for (i, event) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::TableCell) => cell = i,
                Event::End(TagEnd::TableCell) => {
                    let words = self.plain(at + cell..at + i);
                    let separator = if columns.is_empty() || words.is_empty() {
                        ""
                    } else {
                        ", "
                    };
                    columns.push_str(separator);
                    columns.push_str(&words);
                }
                Event::End(TagEnd::TableHead) => break,
                _ => {}
            }
        }
        let corner = events.get(2..4);
        let is_empty =
            corner == Some(&[Event::Start(Tag::TableCell), Event::End(TagEnd::TableCell)]);
        self.tables.push(Table {
            alignments,
            column: 0,
            is_head: true,
            has_row_heads: is_empty,
            has_body: false,
            closes_with: "",
        });
        // It may scroll, so the keyboard must reach it, and what is reached must have a name.
        self.open("<section class=\"table\" aria-label=\"");
        let number = match self
            .table_names
            .iter_mut()
            .find(|(known, _)| *known == columns)
        {
            Some((_, number)) => {
                *number += 1;
                *number
            }
            None => {
                self.table_names.push((columns.clone(), 1));
                1
            }
        };
        self.label(Label::Table(columns, number));
        self.out.push_str("\" tabindex=\"0\"><table>\n");
    }

    fn start_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let names_row = table.has_row_heads && table.column == 0;
        let (open, close) = match (table.is_head, names_row) {
            // The empty corner is no heading of anything.
            (true, true) | (false, false) => ("<td", "</td>"),
            (true, false) => ("<th scope=\"col\"", "</th>"),
            (false, true) => ("<th scope=\"row\"", "</th>"),
        };
        table.closes_with = close;
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        };
        self.out.push_str(open);
        self.out.push_str(class);
    }

    /// A task's box, with its words as its label.
    fn task(&mut self, is_done: bool, at: usize) {
        let before = at.checked_sub(1).and_then(|i| self.body.events.get(i));
        let ends = match before {
            Some(Event::Start(Tag::Paragraph)) => TaskEnd::Paragraph,
            _ => TaskEnd::Item,
        };
        let has_words = matches!(
            self.body.events.get(at + 1),
            Some(
                Event::Text(_)
                    | Event::Code(_)
                    | Event::InlineHtml(_)
                    | Event::Start(
                        Tag::Emphasis
                            | Tag::Strong
                            | Tag::Strikethrough
                            | Tag::Link { .. }
                            | Tag::Image { .. }
                    )
            )
        );
        let checked = if is_done { " checked" } else { "" };
        if has_words {
            let _ = write!(
                self.out,
                "<label><input type=\"checkbox\" disabled{checked}> "
            );
            self.task = Some(ends);
        } else {
            let _ = write!(
                self.out,
                "<input type=\"checkbox\" disabled{checked} aria-label=\""
            );
            self.label(Label::Task);
            self.out.push_str("\">");
        }
    }

    fn end_task(&mut self, at: TaskEnd) {
        if self
            .task
            .take_if(|end| *end == at || at == TaskEnd::Item)
            .is_some()
        {
            self.out.push_str("</label>");
        }
    }

    fn reference(&mut self, Reference { number, nth }: Reference) {
        let prefix = &self.body.notes.prefix;
        let name = name(number, nth);
        let _ = write!(self.out, "<sup><a id=\"{prefix}ref-{name}\" href=\"");
        self.hole(Hole::Anchor(format!("#{prefix}-{number}")));
        self.out.push_str("\" role=\"doc-noteref\" aria-label=\"");
        self.label(Label::Footnote(number.to_string()));
        let _ = write!(self.out, "\">{number}</a></sup>");
    }

    /// Whom to call.
    fn help(&mut self) {
        self.line();
        self.hole(Hole::Help);
    }

    fn end_of_text(&mut self) {
        if self.body.help.last() == Some(&usize::MAX) {
            self.help();
        }
        if self.body.sensitive.iter().any(|part| part.next.is_none()) {
            self.line();
            // The focus may go there, so that it does go on from there.
            let _ = writeln!(self.out, "<div id=\"{END_ID}\" tabindex=\"-1\"></div>");
        }
    }

    fn footnotes(&mut self) {
        let body = self.body;
        if body.notes.shown.is_empty() {
            return;
        }
        let (prefix, id) = (&body.notes.prefix, &body.notes.heading_id);
        self.line();
        let _ = write!(
            self.out,
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">"
        );
        self.label(Label::Footnotes);
        self.out.push_str("</h2>\n<ol>\n");
        for (i, note) in body.notes.shown.iter().enumerate() {
            let number = i + 1;
            let _ = write!(self.out, "<li id=\"{prefix}-{number}\">");
            let last = note.events.end.saturating_sub(1);
            let is_paragraph = !note.events.is_empty()
                && body.events.get(last) == Some(&Event::End(TagEnd::Paragraph));
            self.back_links = is_paragraph.then_some((number, last));
            self.run(note.events.clone());
            // A figure has taken the paragraph's place, or the note ends with something else.
            if self.back_links.take().is_some() || !is_paragraph {
                self.open("<p>");
                self.back_links(number);
                self.out.push_str("</p>\n");
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    /// The ways back to each reference to that note.
    fn back_links(&mut self, number: usize) {
        let body = self.body;
        let references = body
            .notes
            .shown
            .get(number - 1)
            .map_or(0, |note| note.references);
        for nth in 1..=references {
            let name = name(number, nth);
            if nth > 1 {
                self.out.push(' ');
            }
            self.out.push_str("<a href=\"");
            self.hole(Hole::Anchor(format!("#{}ref-{name}", body.notes.prefix)));
            self.out.push_str("\" role=\"doc-backlink\" aria-label=\"");
            self.label(Label::BackToReference(name.clone()));
            self.out.push_str("\">↩");
            if nth > 1 {
                let _ = write!(self.out, "<sup>{nth}</sup>");
            }
            self.out.push_str("</a>");
        }
    }
}

/// The name of the `nth` reference to a note: `1`, and for further ones `1-2`.
fn name(number: usize, nth: usize) -> String {
    match nth {
        1 => number.to_string(),
        _ => format!("{number}-{nth}"),
    }
}
