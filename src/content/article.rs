//! One article or page, read from its own file alone: the [`Summary`] that others may ask about, and its problems.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;
use std::sync::{Arc, Mutex};

use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::digest::{Digest, Stamped};
use crate::base::path::{SitePath, slugify};
use crate::base::suggest::nearest;
use crate::base::yaml::{Part, Step, locate};

use super::front_matter::{self, FrontMatter, Kind};
use super::language::{Lang, split_language};
use super::markdown::{self, Body, HtmlPolicy, Prepared, Rules, Sensitive};
use super::reference::{ARTICLES, Target};
use super::terms::Terms;

/// What reading an article depends on besides its own file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The site's default language.
    pub language: Lang,
    /// The further languages.
    pub languages: Vec<Lang>,
    /// Which HTML a body may hold.
    pub html: HtmlPolicy,
    /// The words of the glossary.
    pub terms: Terms,
}

impl Settings {
    /// The language that an article is written in, as the name of its file says; the default language where site.yaml does
    /// not list it.
    #[must_use]
    pub fn language_of(&self, file: &SitePath) -> &Lang {
        let further = split_path(file).1.and_then(|tag| self.further(tag));
        further.unwrap_or(&self.language)
    }

    fn further(&self, tag: &str) -> Option<&Lang> {
        self.languages.iter().find(|language| ***language == *tag)
    }

    /// How the body of an article in `language` is read; `glossary` says whether terms are marked in it.
    #[must_use]
    pub fn rules<'r>(&'r self, language: &'r str, glossary: bool) -> Rules<'r> {
        let finder = self.terms.finder(language).filter(|_| glossary);
        Rules {
            language,
            html: self.html,
            terms: finder.map(|finder| &**finder),
        }
    }
}

/// Everything that other pages can ask about an article. An edit that leaves it equal concerns the article alone.
pub type Summary = Stamped<SummaryFields>;

/// The fields of a [`Summary`].
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct SummaryFields {
    /// Its file.
    pub file: SitePath,
    /// Its language.
    pub language: Lang,
    /// The path below `articles/` without language and ending: what an article and its translations share.
    pub key: String,
    /// Its address without base path: `/repair/rupture/`, `/es/…` with a language prefix.
    pub url: Arc<str>,
    /// The front matter.
    pub front: FrontMatter,
    /// Whether it has a date, though perhaps one that cannot be read.
    pub dated: bool,
    /// The first words of the body, where the front matter has no description.
    pub description: String,
    /// Reading time in minutes, at least 1, at 238 words a minute: the mean of adults reading non-fiction
    /// silently (Brysbaert 2019, Journal of Memory and Language 109, 104047).
    pub minutes: usize,
    /// The ids that links can lead to.
    pub anchors: Vec<String>,
    /// The pictures and documents that it refers to, whether or not they exist, each once.
    pub assets: Vec<SitePath>,
    /// The terms of the glossary that its body uses, by id.
    pub terms: Vec<Arc<str>>,
    /// The keys of the works that its body cites, sorted.
    pub cites: Vec<Arc<str>>,
}

/// Fingerprints of what others can ask about an article, by what an edit is likely to leave alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Of the whole summary.
    pub whole: Digest,
    /// Of everything that decides where the article stands: on which lists, in which order, at which address.
    pub standing: Digest,
    /// Of the ids that links can lead to.
    pub anchors: Digest,
}

impl SummaryFields {
    /// The digest of everything that decides where the article stands.
    fn standing(&mut self) -> Digest {
        // What is only shown is taken out; a new field counts as standing until it is named here.
        let shown = (
            take(&mut self.front.title),
            take(&mut self.front.description),
            take(&mut self.front.key_points),
            take(&mut self.front.content_notes),
            take(&mut self.description),
            take(&mut self.minutes),
            take(&mut self.anchors),
        );
        // Whether an address gives a discreet article away is checked with where everything stands.
        let (title, notes) = (&shown.0, &shown.3);
        let theme = self.front.discreet.then_some((title, notes));
        let standing = Digest::of(&(&*self, theme));
        (
            self.front.title,
            self.front.description,
            self.front.key_points,
            self.front.content_notes,
            self.description,
            self.minutes,
            self.anchors,
        ) = shown;
        standing
    }
}

/// Every article and page that was read, by file.
pub type Articles = BTreeMap<SitePath, Arc<Parsed>>;

/// Words a minute; see [`SummaryFields::minutes`].
const WORDS_PER_MINUTE: usize = 238;

/// A link or picture as it stands in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The destination as written.
    pub destination: String,
    /// Its bytes in the file.
    pub span: Span,
    /// Whether it is a picture.
    pub picture: bool,
}

/// What reading one file yields.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The summary; `None` where the front matter is too broken to know what the article is.
    pub summary: Option<Arc<Summary>>,
    /// The fingerprints of the summary, or of its absence.
    pub facets: Facets,
    /// The digest of the file.
    pub source: Digest,
    /// Every link and picture, in order.
    pub references: Vec<Reference>,
    /// Every key that is cited with its place, in order.
    pub cited: Vec<(String, Span)>,
    /// Words of the body.
    pub words: usize,
    /// What is wrong with the file, seen from the file alone.
    pub problems: Vec<Diagnostic>,
    /// The body, if it has been kept for the page that will be rendered next; it can always be written again.
    pub written: Mutex<Option<Written>>,
}

/// A body, ready to be filled.
#[derive(Debug, Default)]
pub struct Written {
    /// The HTML with its holes.
    pub body: Prepared,
    /// Headings of level 2 and 3: level, id, title.
    pub outline: Vec<(u8, String, String)>,
    /// The parts that a reader may want to go past.
    pub sensitive: Vec<Sensitive>,
}

impl Written {
    /// Writes what has been read.
    #[must_use]
    pub fn of(body: Body<'_>) -> Self {
        let prepared = body.prepare();
        let headings = body.headings.into_iter();
        Self {
            body: prepared,
            sensitive: body.sensitive,
            outline: headings
                .filter(|heading| matches!(heading.level, 2 | 3))
                .map(|heading| (heading.level, heading.id, heading.text))
                .collect(),
        }
    }

    /// Reads and writes the body of an article that has been parsed before: nothing is counted and nothing reported.
    #[must_use]
    pub fn again(file: &SitePath, bytes: &[u8], rules: Rules<'_>) -> Self {
        let mut reported = Vec::new();
        let text = front_matter::text_of(bytes, file, &mut reported).unwrap_or_default();
        let start =
            front_matter::split(text, file, &mut reported).map_or(0, |split| split.body.start);
        Self::of(markdown::read_to_render(text, start..text.len(), rules))
    }
}

/// Reads one article.
#[must_use]
pub fn parse(file: &SitePath, bytes: &[u8], source: Digest, settings: &Settings) -> Parsed {
    let mut problems = Vec::new();
    let mut parsed = read(file, bytes, settings, &mut problems).unwrap_or_default();
    if parsed.summary.is_none() {
        // Others know that it exists.
        let absent = Digest::of(file);
        parsed.facets.whole = absent;
        parsed.facets.standing = absent;
    }
    Parsed {
        problems,
        source,
        ..parsed
    }
}

fn read(
    file: &SitePath,
    bytes: &[u8],
    settings: &Settings,
    problems: &mut Vec<Diagnostic>,
) -> Option<Parsed> {
    let text = front_matter::text_of(bytes, file, problems)?;
    let place = Place::of(file, settings, problems);
    let split = front_matter::split(text, file, problems)?;
    let translation = place.language != settings.language;
    let front = front_matter::read(text, &split, file, translation, problems);
    let glossary = front.as_ref().is_none_or(|front| front.glossary);
    let rules = settings.rules(&place.language, glossary);
    let mut body = markdown::read(text, split.body.clone(), file, rules, problems);
    let links = std::mem::take(&mut body.links).into_iter();
    let images = std::mem::take(&mut body.images).into_iter();
    let references: Vec<Reference> = links
        .map(|link| Reference {
            destination: link.dest,
            span: link.span,
            picture: false,
        })
        .chain(images.map(|image| Reference {
            destination: image.dest,
            span: image.span,
            picture: true,
        }))
        .collect();
    let named = |destination: &str| match destination.ends_with(".md") {
        // Most lead to an article, and need no closer look.
        true => None,
        false => Target::of(file, destination).asset(),
    };
    let mut assets: Vec<SitePath> = references
        .iter()
        .filter_map(|r| named(&r.destination))
        .collect();
    let mut parsed = Parsed {
        references,
        cited: std::mem::take(&mut body.cited),
        words: body.words,
        ..Parsed::default()
    };
    if place.key == "index" {
        for (key, given) in [
            (
                "permalink",
                front.as_ref().and_then(|f| f.permalink.as_ref()),
            ),
            ("slug", front.as_ref().and_then(|f| f.slug.as_ref())),
        ] {
            if given.is_some() {
                problems.push(
                    Diagnostic::error("path/home", file, format!("the home page has no `{key}`"))
                        .at(split.locate(text, &[Step::Key(key)], Part::Key))
                        .help("take the line out: the home page is where the site begins"),
                );
            }
        }
    }
    let Some((front, url)) = front.and_then(|front| {
        let url = place.url(file, &front, problems)?;
        Some((front, url))
    }) else {
        // What the body says is checked all the same.
        return Some(parsed);
    };
    if front.content_notes.is_empty() {
        problems.extend(missing_note(file, &body));
    }
    if !place.is_known {
        // As a page of the site's own language it would collide with the one it translates.
        return Some(parsed);
    }
    assets.extend(front.image.iter().filter_map(|image| named(&image.src)));
    assets.sort_unstable();
    assets.dedup();

    let keys = parsed.cited.iter().map(|(key, _)| key.as_str().into());
    let keys: BTreeSet<Arc<str>> = keys.collect();
    let mut summary = SummaryFields {
        file: file.clone(),
        language: place.language,
        key: place.key,
        url: url.into(),
        description: match &front.description {
            Some(description) => description.clone(),
            None => body.excerpt(),
        },
        minutes: ((body.words + WORDS_PER_MINUTE / 2) / WORDS_PER_MINUTE).max(1),
        dated: front.date.is_some()
            || locate(&text[split.yaml], &[Step::Key("date")], Part::Key).is_some(),
        anchors: std::mem::take(&mut body.ids),
        terms: body.terms().cloned().collect(),
        cites: keys.into_iter().collect(),
        assets,
        front,
    };
    let (standing, anchors) = (summary.standing(), Digest::of(&summary.anchors));
    let summary = Summary::new(summary);
    parsed.facets = Facets {
        whole: summary.digest(),
        standing,
        anchors,
    };
    parsed.summary = Some(Arc::new(summary));
    parsed.written = Mutex::new(Some(Written::of(body)));
    Some(parsed)
}

/// A body that needs a content note and has none.
fn missing_note(file: &SitePath, body: &Body<'_>) -> Option<Diagnostic> {
    let (span, message, note) = match (&body.mention, body.marked) {
        (Some(mention), _) => (
            mention.span,
            "this speaks of suicide or self-harm, and nothing at the top of the page says so",
            mention.note,
        ),
        (None, Some(span)) => (
            span,
            "this part is marked as sensitive, and nothing at the top of the page says what it is about",
            "loss",
        ),
        (None, None) => return None,
    };
    let problem = Diagnostic::error("content-notes/missing", file, message)
        .at(span.start..span.end)
        .help(format!(
            "write in the front matter what readers may want to know beforehand: content_notes: [{note}]"
        ));
    Some(problem)
}

/// The path of a file below `articles/` without its ending, and the language that its name ends in.
fn split_path(file: &SitePath) -> (&str, Option<&str>) {
    let path = file.strip_prefix(ARTICLES).unwrap_or(file);
    split_language(path.strip_suffix(".md").unwrap_or(path))
}

/// What a file's path says about it.
struct Place {
    language: Lang,
    key: String,
    prefix: String,
    /// Whether site.yaml lists the language that the file's name ends in.
    is_known: bool,
}

impl Place {
    fn of(file: &SitePath, settings: &Settings, problems: &mut Vec<Diagnostic>) -> Self {
        let (name, suffix) = split_path(file);
        let known = suffix.map_or(Some(&settings.language), |tag| settings.further(tag));
        if let (None, Some(tag)) = (known, suffix) {
            problems.push(unknown_language(file, tag, settings));
        }
        let language = known.unwrap_or(&settings.language).clone();
        let prefix = language_prefix(&language, settings);
        Self {
            language,
            key: name.to_owned(),
            prefix,
            is_known: known.is_some(),
        }
    }

    /// The address: the permalink, or the path with every name slugged.
    fn url(
        &self,
        file: &SitePath,
        front: &FrontMatter,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        if let Some(permalink) = &front.permalink {
            let slash = if permalink.ends_with('/') || permalink.ends_with(".html") {
                ""
            } else {
                "/"
            };
            return Some(format!("{}{permalink}{slash}", self.prefix));
        }
        let mut url = format!("{}/", self.prefix);
        let (folders, name) = self.key.rsplit_once('/').unwrap_or(("", &self.key));
        let name_slug = match &front.slug {
            Some(slug) => slug.clone(),
            None if name == "index" => String::new(),
            None => slugify(name),
        };
        let mut missing = name_slug.is_empty() && name != "index";
        for folder in folders.split('/').filter(|f| !f.is_empty()) {
            let slug = slugify(folder);
            missing |= slug.is_empty();
            url.push_str(&slug);
            url.push('/');
        }
        if missing {
            problems.push(
                Diagnostic::error(
                    "path/no-letters",
                    file,
                    "a file or folder name without a letter or digit gives no address",
                )
                .help("rename it, or write `permalink: /some/address/` in the front matter"),
            );
            return None;
        }
        if !name_slug.is_empty() {
            url.push_str(&name_slug);
            url.push('/');
        }
        Some(url)
    }
}

fn unknown_language(file: &SitePath, tag: &str, settings: &Settings) -> Diagnostic {
    let problem = Diagnostic::error(
        "language/not-listed",
        file,
        format!(
            "`.{tag}.md` says that this is a translation, but site.yaml lists no language `{tag}`"
        ),
    );
    if *tag == *settings.language {
        problem.help(format!(
            "`{tag}` is the site's own language: rename the file to end in `.md` alone"
        ))
    } else if let Some(near) = nearest(tag, settings.languages.iter().map(|l| &**l)) {
        problem.help(format!(
            "did you mean `.{near}.md`? For a further language, add `{tag}` under `languages` in site.yaml"
        ))
    } else {
        problem.help(format!(
            "add `{tag}` under `languages` in site.yaml, or rename the file without `.{tag}`"
        ))
    }
}

/// `""` for the default language, `/LANG` for any other.
#[must_use]
pub fn language_prefix(language: &Lang, settings: &Settings) -> String {
    if *language == settings.language {
        String::new()
    } else {
        format!("/{language}")
    }
}

impl SummaryFields {
    /// Whether it is an article (not a page), which lists, feeds and related articles hold.
    #[must_use]
    pub fn is_article(&self) -> bool {
        self.front.kind == Kind::Article
    }

    /// Whether it is the home page of its language.
    #[must_use]
    pub fn is_home(&self) -> bool {
        self.key == "index"
    }
}
