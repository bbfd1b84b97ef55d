//! Callouts: quotes that begin with a marker such as `[!try-this]`, and the title after it.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, TagEnd};

use super::super::CalloutKind;
use super::super::callout::{self, Callout};
use super::Reader;
use crate::base::diagnostic::Span;

pub(super) struct OpenCallout {
    start: usize,
    kind: CalloutKind,
    marker_end: usize,
    /// The first event of the title.
    title: Option<usize>,
    /// How deep in Markdown the title's paragraph is.
    depth: usize,
}

impl<'a> Reader<'a, '_> {
    /// Looks for a marker at the start of a paragraph; it counts where a quote has just begun.
    pub(super) fn maybe_callout(&mut self, range: &Range<usize>, fresh_quote: Option<usize>) {
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

    /// Finds where the title of a callout starts and ends, and takes the blank after the marker away. Whether the
    /// event belongs to the marker itself.
    pub(super) fn title(&mut self, event: &mut Event<'a>, range: &Range<usize>, at: usize) -> bool {
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
    pub(super) fn maybe_late_callout(&mut self, start: usize, paragraph: &Range<usize>) {
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
}
