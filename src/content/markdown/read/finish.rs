//! The end of a body: what only all of it can tell.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::super::ids::Ids;
use super::super::pasted;
use super::super::sensitive;
use super::super::{Body, END_ID, Heading};
use super::Reader;
use crate::base::diagnostic::Span;

impl<'a> Reader<'a, '_> {
    pub(super) fn finish(mut self, undefined: Vec<(Range<usize>, CowStr<'a>)>) -> Body<'a> {
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
