//! Bodies: an article's Markdown, read into what other pages need to know of it, and rendered to HTML.
//!
//! [`read`] looks at one file alone and reports what is wrong with it. [`Prepared::fill`] asks a [`Resolve`] what it
//! cannot know alone (where a link leads, how large a picture is) and reports nothing. Whatever was wrong, the HTML
//! is well formed, and with [`HtmlPolicy::Safe`] it holds no tag, attribute or address but those we wrote ourselves.

mod callout;
mod citation;
mod escape;
mod footnotes;
mod html;
mod ids;
mod passages;
mod pasted;
mod prepared;
mod prose;
mod quotes;
mod raw_html;
mod read;
mod sensitive;
mod target;
#[cfg(test)]
mod tests;
mod words;

use pulldown_cmark::{Event, Options};

use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::path::SitePath;
use crate::content::terms::Finder;

pub use callout::CalloutKind;
pub use citation::{Citation, Cite, Form, Locator, Place, find as citations};
pub use passages::{Cited, Inspection, Passage, PassageKind, Picture, Readable, passages};
pub use prepared::Prepared;
pub use read::{read, read_to_render};
pub use sensitive::{FirstMention, Sensitive};
pub use target::{Target, target};

/// What may stand in a body as HTML: `html` in site.yaml.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HtmlPolicy {
    /// A short list of harmless elements and attributes; everything else is an error.
    #[default]
    Safe,
    /// Whatever the author writes, unchanged.
    Allow,
}

/// What reading a body depends on besides its text.
#[derive(Clone, Copy)]
pub struct Rules<'r> {
    /// The language of the article.
    pub language: &'r str,
    /// Which HTML it may hold.
    pub html: HtmlPolicy,
    /// What finds words of the glossary in it.
    pub terms: Option<&'r Finder>,
}

/// A body that has been read: its events, and what was learnt from them.
#[derive(Debug)]
pub struct Body<'a> {
    /// Every heading in document order; the outline is those of level 2 and 3.
    pub headings: Vec<Heading>,
    /// Every link that may be followed, in document order. Unsafe and empty ones are reported and left out.
    pub links: Vec<LinkRef>,
    /// Every picture beside the article, in document order.
    pub images: Vec<ImageRef>,
    /// What `#…` may name in this body, sorted: headings, and ids written in HTML.
    pub ids: Vec<String>,
    /// Words of prose: no code blocks, tags, or descriptions of pictures.
    pub words: usize,
    /// The first mention of suicide or self-harm.
    pub mention: Option<FirstMention>,
    /// The first heading that marks its part as sensitive.
    pub marked: Option<Span>,
    /// The parts that a reader may want to go past, in order.
    pub sensitive: Vec<Sensitive>,

    /// The text of the first paragraph that has words.
    first: String,
    events: Vec<Event<'a>>,
    html: HtmlPolicy,
    /// The event at which each of `headings` starts.
    heading_starts: Vec<usize>,
    callouts: Vec<callout::Callout>,
    notes: footnotes::Notes,
    /// HTML to write before the event of that number: the author's own tags, written anew, and what closes them.
    patches: Vec<(usize, String)>,
    /// The key of each work that it cites with its place in the file, in order, as often as it is cited.
    pub cited: Vec<(String, Span)>,
    /// What is written within texts, in order.
    marks: Vec<prose::Mark>,
    citations: Vec<Citation>,
    /// The events before which help is placed, in order; `usize::MAX` for the end of the text.
    help: Vec<usize>,
    /// What the ids of callouts start with, so chosen that they meet none of `ids`.
    callout_prefix: String,
}

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 2 to 6, as rendered.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// A link as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LinkRef {
    /// Where it leads: `../repair/rupture.md#signs`, `https://…`, `mailto:…`.
    pub dest: String,
    /// The words of the link.
    pub text: String,
    /// The destination in the file where it is written with the link, else the whole link.
    pub span: Span,
}

/// A picture as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImageRef {
    /// The file, as written.
    pub dest: String,
    /// What it shows, in words.
    pub alt: String,
    /// The destination in the file where it is written with the picture, else the whole picture.
    pub span: Span,
}

impl Body<'_> {
    /// The first paragraph as plain text, cut between words near 200 characters.
    #[must_use]
    pub fn excerpt(&self) -> String {
        words::excerpt(&read::without_citations(&self.first))
    }

    /// The ids of the glossary's terms that it uses, each once, in order.
    pub fn terms(&self) -> impl Iterator<Item = &Arc<str>> {
        self.marks.iter().filter_map(|mark| match &mark.kind {
            prose::MarkKind::Term(id) => Some(id),
            prose::MarkKind::TermEnd | prose::MarkKind::Citation { .. } => None,
        })
    }
}

/// The id of the end of the text, where a part that may be hard to read goes up to it.
pub const END_ID: &str = "text--end";

/// `text` as HTML: in an element or in an attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::push_attribute(&mut out, text);
    out
}

/// Answers what a body cannot know alone. Only asked about what [`read`] found no fault with.
pub trait Resolve {
    /// Where `dest` leads. It is asked about addresses elsewhere, e-mail and telephone too: see [`target`].
    fn link(&mut self, dest: &str) -> Href;

    /// The picture that `dest` names.
    fn image(&mut self, dest: &str) -> Image;

    /// Every citation of the body as HTML, in order.
    fn citations(&mut self, citations: &[Citation]) -> Vec<Source>;

    /// The entry of a term of the glossary; `None` leaves the word as it is.
    fn term(&mut self, id: &str) -> Option<TermLink>;

    /// Whom to call, as HTML: shown after a part that speaks of suicide or self-harm.
    fn help(&mut self) -> Arc<str>;
}

/// A citation, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its words as HTML.
    pub html: String,
    /// The id of the place where it stands.
    pub id: String,
    /// The id of the note on this page that shows its works, if there is one.
    pub note: Option<String>,
}

/// The way to the meaning of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermLink {
    /// The address of its entry.
    pub href: String,
    /// The id of the note on this page that says what it means.
    pub note: String,
    /// The term, for the name of the button.
    pub term: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Href {
    /// To a page of this site, an e-mail address or a telephone.
    To(String),
    /// To another site.
    External(String),
    /// Nowhere: the words without the link, as for an article that is still a draft.
    PlainText,
}

/// A picture, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its address.
    pub src: String,
    /// Its width in pixels.
    pub width: Option<u32>,
    /// Its height in pixels.
    pub height: Option<u32>,
}

/// The words that rendering adds, in the page's language. The default is English.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Labels {
    /// The titles of callouts without one, in the order of [`CalloutKind::ALL`]; a quote without a title has none.
    pub callouts: [String; CalloutKind::ALL.len()],
    /// The heading over the footnotes.
    pub footnotes: String,
    /// The name of a reference to footnote `{n}`.
    pub footnote: String,
    /// The name of the way back to reference `{n}`.
    pub back_to_reference: String,
    /// The name of a table whose columns are headed `{columns}`.
    pub table: String,
    /// The name of a table whose columns have no headings.
    pub table_without_headings: String,
    /// The name of a task's box whose words could not be joined to it.
    pub task: String,
    /// The name of the button that shows what `{term}` means.
    pub term: String,
    /// The name of the button that shows what a citation stands for.
    pub citation: String,
}

impl Default for Labels {
    fn default() -> Self {
        let callouts = [
            "Key points",
            "Try this",
            "Reflect",
            "Example",
            "Note",
            "Important",
            "",
        ];
        Self {
            callouts: callouts.map(str::to_owned),
            footnotes: "Footnotes".into(),
            footnote: "Footnote {n}".into(),
            back_to_reference: "Back to reference {n}".into(),
            table: "Table: {columns}".into(),
            table_without_headings: "Table".into(),
            task: "Task".into(),
            term: "What “{term}” means".into(),
            citation: "Show the source".into(),
        }
    }
}

/// Superscript and subscript stay off (they need spaces around them), and GitHub's alerts too: callouts are ours.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// Where problems of one file go.
struct Problems<'p> {
    file: &'p SitePath,
    list: &'p mut Vec<Diagnostic>,
}

impl Problems<'_> {
    fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Diagnostic::error(code, self.file, message);
        self.list.push(problem.at(span.start..span.end).help(help));
    }

    fn warning(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Diagnostic::warning(code, self.file, message);
        self.list.push(problem.at(span.start..span.end).help(help));
    }

    fn advice(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Diagnostic::advice(code, self.file, message);
        self.list.push(problem.at(span.start..span.end).help(help));
    }
}
