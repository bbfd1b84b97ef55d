//! A body as HTML with holes: everything that the body knows alone is written, and what it must ask others is left open.
//!
//! It is made while an article is parsed, when nothing is known of the site yet, and filled when its page is rendered.

use std::fmt::Write as _;
use std::sync::Arc;

use super::callout::CalloutKind;
use super::citation::Citation;
use super::escape::{push_address, push_attribute, push_text};
use super::target::{Target, target};
use super::{Href, Image, Labels, Resolve, Source, TermLink};

/// HTML with holes.
#[derive(Clone, Debug, Default)]
pub struct Prepared {
    pub(super) html: Box<str>,
    /// Each hole with the byte of `html` before which it is filled, in order.
    pub(super) holes: Box<[(usize, Hole)]>,
    /// The citations that holes stand for.
    pub(super) citations: Box<[Citation]>,
}

/// What is written only when the site is known.
#[derive(Clone, Debug)]
pub(super) enum Hole {
    /// The start of a link.
    Link {
        dest: String,
        title: String,
        /// The words of the link are its address, so print need not repeat it.
        is_bare: bool,
    },
    /// The end of the innermost link.
    LinkEnd,
    /// The address of a place on this page, in an attribute: a feed writes it whole.
    Anchor(String),
    /// A picture of this site.
    Image {
        dest: String,
        title: String,
        alt: String,
    },
    /// A word of the glossary begins.
    Term(Arc<str>),
    /// It ends.
    TermEnd,
    /// The citation of that number.
    Citation(usize),
    /// A word in the page's language.
    Label(Label),
    /// Whom to call.
    Help,
}

/// A word in the page's language.
#[derive(Clone, Debug)]
pub(super) enum Label {
    Callout(CalloutKind),
    Footnotes,
    /// For an attribute, with the name of the reference.
    Footnote(String),
    BackToReference(String),
    /// For an attribute, with the headings of the columns, and which of the tables that have them it is.
    Table(String, usize),
    Task,
}

impl Prepared {
    /// How many bytes it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        let holes = self.holes.len() * size_of::<(usize, Hole)>();
        self.html.len() + holes + self.citations.len() * size_of::<Citation>()
    }

    /// The punctuation mark right after a hole, which must not begin a line.
    fn mark_after(&self, hole: usize) -> Option<char> {
        let at = self.holes[hole].0;
        let is_free = self.holes.get(hole + 1).is_none_or(|(next, _)| *next > at);
        let mark = self.html[at..].chars().next();
        mark.filter(|c| is_free && ".,;:!?)”’»…".contains(*c))
    }

    /// Appends the HTML to `out`, its holes filled.
    pub fn fill(&self, resolve: &mut dyn Resolve, labels: &Labels, out: &mut String) {
        let mut done = 0;
        // The links we are within: whether each is more than words.
        let mut links = Vec::new();
        let mut term: Option<TermLink> = None;
        let citations = match &*self.citations {
            [] => Vec::new(),
            all => resolve.citations(all),
        };
        for (i, (at, hole)) in self.holes.iter().enumerate() {
            out.push_str(&self.html[done..*at]);
            done = *at;
            match hole {
                Hole::Link {
                    dest,
                    title,
                    is_bare,
                } => {
                    let is_within = links.contains(&true);
                    links.push(!is_within && start_link(dest, title, *is_bare, resolve, out));
                }
                Hole::LinkEnd => {
                    if links.pop() == Some(true) {
                        out.push_str("</a>");
                    }
                }
                Hole::Anchor(place) => match resolve.link(place) {
                    Href::To(address) => push_address(out, &address),
                    Href::External(_) | Href::PlainText => push_address(out, place),
                },
                Hole::Image { dest, title, alt } => image(dest, title, alt, resolve, out),
                Hole::Term(id) => {
                    term = resolve.term(id);
                    if let Some(term) = &term {
                        let end = self.holes.get(i + 1).map_or(*at, |(end, _)| *end);
                        let is_short = end - at <= SHORT;
                        out.push_str(if is_short { START_KEPT } else { "" });
                        out.push_str("<a class=\"term\" href=\"");
                        push_address(out, &term.href);
                        out.push_str("\">");
                    }
                }
                Hole::TermEnd => {
                    if let Some(term) = term.take() {
                        let start = i.checked_sub(1).map_or(*at, |i| self.holes[i].0);
                        let mark = self.mark_after(i);
                        end_term(&term, at - start <= SHORT, mark, labels, out);
                        done += mark.map_or(0, char::len_utf8);
                    }
                }
                Hole::Citation(number) => {
                    if let Some(source) = citations.get(*number) {
                        let mark = self.mark_after(i);
                        push_citation(source, mark, labels, out);
                        done += mark.map_or(0, char::len_utf8);
                    }
                }
                Hole::Label(label) => push_label(label, labels, out),
                Hole::Help => out.push_str(&resolve.help()),
            }
        }
        out.push_str(&self.html[done..]);
    }
}

/// Whether it is a link at all.
fn start_link(
    dest: &str,
    title: &str,
    is_bare: bool,
    resolve: &mut dyn Resolve,
    out: &mut String,
) -> bool {
    if dest.trim().is_empty() || target(dest) == Target::Unsafe {
        return false;
    }
    let (address, is_external) = match resolve.link(dest) {
        Href::To(address) => (address, false),
        Href::External(address) => (address, true),
        Href::PlainText => return false,
    };
    out.push_str(if is_bare {
        "<a class=\"autolink\" href=\""
    } else {
        "<a href=\""
    });
    push_address(out, &address);
    push_title(out, title);
    out.push_str(if is_external {
        "\" rel=\"noopener noreferrer\">"
    } else {
        "\">"
    });
    true
}

/// How many bytes a word may have to be kept on one line with its button: on a phone with text of twice the size, longer
/// ones would not fit.
const SHORT: usize = 14;

const START_KEPT: &str = "<span class=\"kept\">";

/// Ends the link to a term's entry; the button after it shows the meaning on this page, without any script. The `mark` after
/// it stays on its line.
fn end_term(
    term: &TermLink,
    is_short: bool,
    mark: Option<char>,
    labels: &Labels,
    out: &mut String,
) {
    out.push_str("</a>");
    out.push_str(if is_short { "" } else { START_KEPT });
    out.push_str("<button type=\"button\" class=\"term-button\" popovertarget=\"");
    push_attribute(out, &term.note);
    out.push_str("\" aria-label=\"");
    push_attribute(out, &labels.term.replace("{term}", &term.term));
    out.push_str("\">?</button>");
    out.extend(mark);
    out.push_str("</span>");
}

/// A citation's words, then a button that shows its works here, without any script.
fn push_citation(source: &Source, mark: Option<char>, labels: &Labels, out: &mut String) {
    let Some(note) = &source.note else {
        out.push_str(&source.html);
        out.extend(mark);
        return;
    };
    out.push_str("<span class=\"citation\" id=\"");
    push_attribute(out, &source.id);
    out.push_str("\">");
    out.push_str(&source.html);
    out.push_str(START_KEPT);
    out.push_str("<button type=\"button\" class=\"term-button\" popovertarget=\"");
    push_attribute(out, note);
    out.push_str("\" aria-label=\"");
    push_attribute(out, &labels.citation);
    out.push_str("\">i</button>");
    out.extend(mark);
    out.push_str("</span></span>");
}

fn image(dest: &str, title: &str, alt: &str, resolve: &mut dyn Resolve, out: &mut String) {
    let Image { src, width, height } = resolve.image(dest);
    out.push_str("<img src=\"");
    push_address(out, &src);
    out.push_str("\" alt=\"");
    push_attribute(out, alt);
    push_title(out, title);
    out.push('"');
    for (name, pixels) in [("width", width), ("height", height)] {
        if let Some(pixels) = pixels {
            let _ = write!(out, " {name}=\"{pixels}\"");
        }
    }
    out.push_str(" loading=\"lazy\" decoding=\"async\">");
}

/// A `title` attribute after an attribute that is still open.
fn push_title(out: &mut String, title: &str) {
    if !title.trim().is_empty() {
        out.push_str("\" title=\"");
        push_attribute(out, title.trim());
    }
}

fn push_label(label: &Label, labels: &Labels, out: &mut String) {
    match label {
        Label::Callout(kind) => push_text(out, &labels.callouts[*kind as usize]),
        Label::Footnotes => push_text(out, &labels.footnotes),
        Label::Footnote(n) => push_attribute(out, &labels.footnote.replace("{n}", n)),
        Label::BackToReference(n) => {
            push_attribute(out, &labels.back_to_reference.replace("{n}", n))
        }
        Label::Table(columns, number) => {
            match columns.is_empty() {
                true => push_attribute(out, &labels.table_without_headings),
                false => push_attribute(out, &labels.table.replace("{columns}", columns)),
            }
            if *number > 1 {
                let _ = write!(out, " ({number})");
            }
        }
        Label::Task => push_attribute(out, &labels.task),
    }
}
