//! Text, links and pictures within a block, and what was meant to be one.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::super::footnotes;
use super::super::target::{Target, help_for_unsafe, target};
use super::super::{ImageRef, LinkRef};
use super::{Purpose, Reader};
use crate::base::path::slugify;

pub(super) struct OpenLink {
    pub(super) dest: String,
    plain: usize,
    range: Range<usize>,
    is_good: bool,
}

pub(super) struct OpenImage<'a> {
    dest: CowStr<'a>,
    plain: usize,
    range: Range<usize>,
}

impl<'a> Reader<'a, '_> {
    pub(super) fn text(&mut self, text: &CowStr<'a>, range: &Range<usize>) {
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

    pub(super) fn start_link(
        &mut self,
        link_type: LinkType,
        dest: &CowStr<'a>,
        range: &Range<usize>,
    ) {
        if self.link.is_some() || !self.images.is_empty() {
            self.inner_links += 1;
            return;
        }
        self.captures += 1;
        let dest = super::super::html::destination(link_type, dest).into_owned();
        let mut is_good = false;
        let nowhere = ["", "tel:", "sms:", "mailto:", "http://", "https://"];
        if nowhere.contains(&dest.trim()) {
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

    pub(super) fn end_link(&mut self) {
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

    pub(super) fn start_image(&mut self, dest: &CowStr<'a>, range: &Range<usize>) {
        self.captures += 1;
        self.images.push(OpenImage {
            dest: dest.clone(),
            plain: self.plain.len(),
            range: range.clone(),
        });
    }

    pub(super) fn end_image(&mut self) {
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
}

/// `text` without blanks at its ends and without zero-width spaces, each run of blanks one space.
pub(super) fn one_line(text: &str) -> String {
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
