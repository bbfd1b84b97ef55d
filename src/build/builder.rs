//! The one build: whole inputs in, a whole site out, cold or warm by the same path.
//!
//! A warm build is the same call with the memos of the last one. A memo holds what a stage made together with everything
//! that it read, and is used exactly when all of that is unchanged; so the output cannot depend on what was built before.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::diagnostic::{Diagnostic, Severity, has_errors};
use crate::base::digest::Digest;
use crate::base::path::{SitePath, slugify};
use crate::base::snapshot::{Snapshot, SourceFile};
use crate::content::article::{self, Parsed, Settings, Summary};
use crate::content::config::{self, Config};
use crate::content::front_matter::Kind;
use crate::content::index::{Facts, Show, SiteIndex};
use crate::content::people::{self, Person};
use crate::content::query::{Asset, ListKind};
use crate::content::reference::ARTICLES;
use crate::content::topics::{self, Topic};
use crate::content::{check, glossary, support};
use crate::site::address::Base;
use crate::site::body::html_policy;
use crate::site::functions;
use crate::site::pictures;
use crate::site::plan::{self, Route};
use crate::site::recorder::Reads;
use crate::site::render;
use crate::site::theme::{self, FeedKind, Theme};
use crate::site::view::Site;

use super::emit::{Emitted, Sink};

/// The file that makes a folder a site.
pub const SITE_FILE: &str = "site.yaml";

const PEOPLE: &str = "articles/people.yaml";

/// Everything that an output depends on.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The source files.
    pub snapshot: Arc<Snapshot>,
    /// Which articles are shown, and on which day.
    pub show: Show,
    /// Takes the place of `base_url` in site.yaml. Must have passed [`config::base_url`].
    pub base_url: Option<String>,
    /// Takes the place of the theme's name in site.yaml.
    pub theme: Option<String>,
}

/// What a build did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Articles and pages that were read anew.
    pub parsed: usize,
    /// Whether the index was made anew.
    pub indexed: bool,
    /// Outputs that were made anew.
    pub rendered: usize,
}

/// Figures of one article for `check`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Its file.
    pub file: SitePath,
    /// Whether it is an article or a page.
    pub kind: Kind,
    /// Its address with base path; `None` where it is not shown.
    pub url: Option<String>,
    /// Words of the body.
    pub words: usize,
    /// Reading time in minutes.
    pub minutes: usize,
}

/// The end of a build.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Everything there is to say, in order of file and place. With an error among them nothing was written.
    pub diagnostics: Vec<Diagnostic>,
    /// What was done.
    pub work: Work,
    /// What was written; `None` if there were errors.
    pub emitted: Option<Emitted>,
    /// Every article and page that could be read.
    pub articles: Vec<Measured>,
}

/// Reports how far a build has come.
pub trait Progress: Sync {
    /// `total` outputs are about to be made.
    fn planned(&self, total: usize);
    /// One more of them is done.
    fn advanced(&self);
}

/// Reports nothing.
pub struct Silent;

impl Progress for Silent {
    fn planned(&self, _: usize) {}
    fn advanced(&self) {}
}

/// An article's file, the digest of what it was read from, and what came of it.
type ReadArticle = (SitePath, Digest, Arc<Parsed>);

/// How many bytes of bodies are kept from parsing to rendering. What is beyond is written again from the source, which
/// takes longer and less memory.
const KEPT_BODIES: usize = 128 << 20;

/// The builder with its memos.
#[derive(Default)]
pub struct Builder {
    config: Memo<Option<Arc<Config>>>,
    people: Memo<Arc<BTreeMap<String, Person>>>,
    topics: Memo<Arc<BTreeMap<String, Topic>>>,
    glossary: Memo<()>,
    support: Memo<()>,
    theme: Memo<Option<Arc<Theme>>>,
    articles: FxHashMap<SitePath, (Digest, Arc<Parsed>)>,
    sizes: FxHashMap<Digest, Result<(u32, u32), pictures::PictureError>>,
    index: Option<Indexed>,
    pages: FxHashMap<String, PageMemo>,
}

/// A stage's last result, with the digest of what it read and what it had to say.
struct Memo<T>(Option<(Digest, T, Vec<Diagnostic>)>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Clone> Memo<T> {
    fn recall(
        &mut self,
        inputs: Digest,
        problems: &mut Vec<Diagnostic>,
        make: impl FnOnce(&mut Vec<Diagnostic>) -> T,
    ) -> T {
        match &self.0 {
            Some((known, value, said)) if *known == inputs => {
                problems.extend(said.iter().cloned());
                value.clone()
            }
            _ => {
                let mut said = Vec::new();
                let value = make(&mut said);
                problems.extend(said.iter().cloned());
                self.0 = Some((inputs, value.clone(), said));
                value
            }
        }
    }
}

/// The index, with what follows from it alone.
struct Indexed {
    index: Arc<SiteIndex>,
    /// What the whole site shows to be wrong, but for links.
    problems: Vec<Diagnostic>,
    /// The digest of the texts that `problems` point into.
    places: Digest,
    /// The same for links, by file, with the digest of the file.
    links: FxHashMap<SitePath, (Digest, Vec<Diagnostic>)>,
    routes: Arc<Vec<Route>>,
    route_problems: Vec<Diagnostic>,
    theme: Digest,
}

/// How an output was made last time.
struct PageMemo {
    /// What every render depends on.
    environment: Digest,
    /// The index that `reads` were last found to hold with.
    index: Digest,
    route: Digest,
    reads: Reads,
    output: Digest,
}

impl Builder {
    /// Builds the site.
    pub fn build(
        &mut self,
        inputs: &Inputs,
        sink: &mut dyn Sink,
        progress: &dyn Progress,
    ) -> Outcome {
        let mut outcome = Outcome::default();
        let refused = inputs.snapshot.problems.iter().cloned();
        outcome.diagnostics.extend(refused);
        self.run(inputs, sink, progress, &mut outcome);
        self.drop_kept_bodies();
        finish(&mut outcome.diagnostics);
        outcome
    }

    fn run(
        &mut self,
        inputs: &Inputs,
        sink: &mut dyn Sink,
        progress: &dyn Progress,
        outcome: &mut Outcome,
    ) {
        let site = self.prepare(inputs, outcome);
        let Some((site, routes)) = site.filter(|_| !has_errors(&outcome.diagnostics)) else {
            return;
        };
        let paths: Vec<&str> = routes.iter().map(|route| route.path.as_str()).collect();
        if let Err(problems) = sink.begin(&paths) {
            outcome.diagnostics.extend(problems);
            return;
        }
        progress.planned(routes.len());
        self.render(&site, &routes, inputs, sink, progress, outcome);
        if has_errors(&outcome.diagnostics) {
            sink.abort();
            return;
        }
        match sink.commit() {
            Ok(emitted) => outcome.emitted = Some(emitted),
            Err(problem) => outcome.diagnostics.push(problem),
        }
    }

    /// Of articles that are not shown, or whose pages did not need to be made.
    fn drop_kept_bodies(&mut self) {
        #[expect(clippy::iter_over_hash_type, reason = "the order does not show")]
        for (_, parsed) in self.articles.values() {
            if let Ok(mut written) = parsed.written.lock() {
                *written = None;
            }
        }
    }

    fn prepare(
        &mut self,
        inputs: &Inputs,
        outcome: &mut Outcome,
    ) -> Option<(Arc<Site>, Arc<Vec<Route>>)> {
        let snapshot = &inputs.snapshot;
        let problems = &mut outcome.diagnostics;
        let config = self.read_config(snapshot, problems);
        // Without site.yaml the languages are unknown; the articles are still read, so that all problems are told at once.
        let settings = settings(config.as_deref());
        let (parsed, count) = self.parse(snapshot, &settings);
        outcome.work.parsed = count;
        problems.extend(unread(snapshot));
        let people = self.read_people(snapshot, problems);
        let topics = self.read_topics(snapshot, problems);
        self.read_other_data(snapshot, problems);
        let shown = |parsed: &Parsed| {
            let summary = parsed.summary.as_deref();
            summary.is_none_or(|summary| !inputs.show.hides(summary))
        };
        for (_, _, parsed) in &parsed {
            problems.extend(weighed(&parsed.problems, shown(parsed)));
        }
        let config = config?;
        let theme = self.load_theme(inputs, &config, &settings, problems);
        let kinds = theme
            .as_ref()
            .map_or_else(|| ListKind::ALL.to_vec(), |theme| theme.kinds.clone());

        let has_feed = |kind| theme.as_ref().is_some_and(|theme| theme.has_feed(kind));
        let summaries: Vec<Arc<Summary>> = parsed
            .iter()
            .filter_map(|(_, _, parsed)| parsed.summary.clone())
            .collect();
        let assets = self.find_assets(&parsed, inputs, problems);
        let facts = Facts {
            config: &config,
            settings: &settings,
            summaries: &summaries,
            people: &people,
            topics: &topics,
            assets: &assets,
            kinds: &kinds,
            site_feed: has_feed(FeedKind::Site),
            topic_feeds: has_feed(FeedKind::Topics),
            show: inputs.show,
        };
        let digest = facts_digest(&facts, &parsed, snapshot);
        let indexed = self.index(
            &facts,
            digest,
            snapshot,
            theme.as_deref(),
            &mut outcome.work,
        );
        let hidden: FxHashSet<&SitePath> = parsed
            .iter()
            .filter(|(_, _, parsed)| !shown(parsed))
            .map(|(file, _, _)| file)
            .collect();
        for problem in &indexed.problems {
            let shown = !hidden.contains(&problem.file);
            problems.extend(weighed(std::slice::from_ref(problem), shown));
        }
        problems.extend(indexed.route_problems.iter().cloned());
        check_links(indexed, &parsed, snapshot);
        for (file, _, parsed) in &parsed {
            if let Some((_, links)) = indexed.links.get(file) {
                problems.extend(weighed(links, shown(parsed)));
            }
        }
        let base = Base::new(inputs.base_url.as_deref().unwrap_or(&config.base_url));
        outcome.articles = measure(&parsed, indexed.index.as_ref(), &base);
        let theme = theme?;
        problems.extend(missing_templates(&indexed.index, &theme, snapshot));
        let parsed = parsed
            .into_iter()
            .map(|(file, _, parsed)| (file, parsed))
            .collect();
        let site = Site::new(
            config,
            theme,
            indexed.index.clone(),
            snapshot.clone(),
            base,
            parsed,
        );
        Some((Arc::new(site), indexed.routes.clone()))
    }

    fn read_config(
        &mut self,
        snapshot: &Snapshot,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Arc<Config>> {
        let file = SitePath::new(SITE_FILE);
        self.config
            .recall(digest_of(snapshot, &file), problems, |problems| {
                let Some(source) = snapshot.get(&file) else {
                    problems.push(
                        Diagnostic::error("config/missing", &file, "there is no site.yaml")
                            .help("`attuned new site` makes one"),
                    );
                    return None;
                };
                let text = data_text(source, &file, problems)?;
                config::read(text, &file, problems).map(Arc::new)
            })
    }

    fn read_people(
        &mut self,
        snapshot: &Snapshot,
        problems: &mut Vec<Diagnostic>,
    ) -> Arc<BTreeMap<String, Person>> {
        let file = SitePath::new(PEOPLE);
        self.people
            .recall(digest_of(snapshot, &file), problems, |problems| {
                Arc::new(read_data(snapshot, &file, people::read, problems).unwrap_or_default())
            })
    }

    fn read_topics(
        &mut self,
        snapshot: &Snapshot,
        problems: &mut Vec<Diagnostic>,
    ) -> Arc<BTreeMap<String, Topic>> {
        let file = SitePath::new("articles/topics.yaml");
        self.topics
            .recall(digest_of(snapshot, &file), problems, |problems| {
                Arc::new(read_data(snapshot, &file, topics::read, problems).unwrap_or_default())
            })
    }

    /// Data files that are checked, whose features are not built yet.
    fn read_other_data(&mut self, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) {
        let file = SitePath::new("articles/glossary.yaml");
        self.glossary
            .recall(digest_of(snapshot, &file), problems, |problems| {
                read_data(snapshot, &file, glossary::read, problems);
            });
        let file = SitePath::new("articles/support.yaml");
        self.support
            .recall(digest_of(snapshot, &file), problems, |problems| {
                read_data(snapshot, &file, support::read, problems);
            });
    }

    /// Reads every article whose bytes, or whose languages, have changed.
    fn parse(&mut self, snapshot: &Snapshot, settings: &Settings) -> (Vec<ReadArticle>, usize) {
        let settings_digest = Digest::of(settings);
        let sources: Vec<(&SitePath, &[u8], Digest, Digest)> = snapshot
            .below(ARTICLES)
            .filter(|(path, _)| path.extension() == Some("md"))
            .filter_map(|(path, file)| {
                let source = file.digest().ok()?;
                let digest = Digest::of(&(source, settings_digest));
                Some((path, file.held_bytes()?, source, digest))
            })
            .collect();
        let stale: Vec<&(&SitePath, &[u8], Digest, Digest)> = sources
            .iter()
            .filter(|(path, _, _, digest)| {
                self.articles
                    .get(*path)
                    .is_none_or(|(known, _)| known != digest)
            })
            .collect();
        let kept = AtomicUsize::new(0);
        let fresh: Vec<ReadArticle> = stale
            .par_iter()
            .with_min_len(8)
            .map(|(path, bytes, source, digest)| {
                let mut parsed = article::parse(path, bytes, *source, settings);
                if let Ok(written) = parsed.written.get_mut() {
                    let size = written.as_ref().map_or(0, |written| written.body.size());
                    if kept.fetch_add(size, Ordering::Relaxed) > KEPT_BODIES {
                        *written = None;
                    }
                }
                ((*path).clone(), *digest, Arc::new(parsed))
            })
            .collect();
        let count = fresh.len();
        for (path, digest, parsed) in fresh {
            self.articles.insert(path, (digest, parsed));
        }
        if self.articles.len() > sources.len() {
            self.articles.retain(|path, _| snapshot.get(path).is_some());
        }
        let parsed = sources
            .iter()
            .filter_map(|(path, _, _, digest)| {
                let (_, parsed) = self.articles.get(*path)?;
                Some(((*path).clone(), *digest, parsed.clone()))
            })
            .collect();
        (parsed, count)
    }

    fn load_theme(
        &mut self,
        inputs: &Inputs,
        config: &Config,
        settings: &Settings,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Arc<Theme>> {
        let snapshot = &inputs.snapshot;
        let files: Vec<(&SitePath, Option<Digest>)> = snapshot
            .below("themes/")
            .map(|(path, file)| (path, file.digest().ok()))
            .collect();
        let wording: Vec<_> = config
            .languages
            .iter()
            .map(|(tag, l)| (tag, &l.strings))
            .collect();
        let digest = Digest::of(&(
            files,
            &config.theme,
            &config.strings,
            wording,
            settings,
            &inputs.theme,
            // What is wrong with the theme's choices is told where they stand.
            digest_of(snapshot, &SitePath::new(SITE_FILE)),
        ));
        self.theme.recall(digest, problems, |problems| {
            let name = inputs.theme.as_deref();
            theme::load(
                name,
                snapshot,
                config,
                settings,
                functions::register,
                problems,
            )
        })
    }

    /// The pictures and documents that articles refer to, of those that exist.
    fn find_assets(
        &mut self,
        parsed: &[ReadArticle],
        inputs: &Inputs,
        problems: &mut Vec<Diagnostic>,
    ) -> BTreeMap<SitePath, Asset> {
        let mut assets: BTreeMap<SitePath, Asset> = BTreeMap::new();
        for summary in parsed
            .iter()
            .filter_map(|(_, _, parsed)| parsed.summary.as_deref())
        {
            let published = !inputs.show.hides(summary);
            for path in &summary.assets {
                if let Some(known) = assets.get_mut(path) {
                    known.published |= published;
                    continue;
                }
                let Some(file) = inputs.snapshot.get(path) else {
                    continue;
                };
                match self.asset(path, file) {
                    Ok(asset) => {
                        assets.insert(path.clone(), Asset { published, ..asset });
                    }
                    Err(problem) => problems.extend(weighed(&[problem], published)),
                }
            }
        }
        assets
    }

    fn asset(&mut self, path: &SitePath, file: &SourceFile) -> Result<Asset, Diagnostic> {
        let unreadable = |reason: String| {
            Diagnostic::error(
                "file/unreadable",
                path,
                format!("the file cannot be read: {reason}"),
            )
        };
        let digest = file.digest().map_err(unreadable)?;
        let is_picture = path.extension().is_some_and(pictures::is_picture);
        if !is_picture {
            return Ok(Asset {
                url: document_url(path),
                size: None,
                digest,
                published: false,
            });
        }
        let known = match self.sizes.get(&digest) {
            Some(known) => known.clone(),
            None => {
                let size = pictures::dimensions(&file.bytes().map_err(unreadable)?);
                self.sizes.insert(digest, size.clone());
                size
            }
        };
        let size = known.map_err(|error| {
            Diagnostic::error("image/unusable", path, error.message).help(error.help)
        })?;
        Ok(Asset {
            url: picture_url(path, digest),
            size: Some(size),
            digest,
            published: false,
        })
    }

    fn index(
        &mut self,
        facts: &Facts<'_>,
        digest: Digest,
        snapshot: &Snapshot,
        theme: Option<&Theme>,
        work: &mut Work,
    ) -> &mut Indexed {
        let theme_digest = theme.map_or_else(Digest::default, |theme| theme.digest);
        let known = self
            .index
            .take()
            .filter(|known| known.index.digest() == digest);
        let mut indexed = match known {
            Some(known) => known,
            None => {
                work.indexed = true;
                let index = SiteIndex::build(facts, digest);
                let problems = check::site(facts, &index, snapshot);
                Indexed {
                    places: places(&problems, snapshot),
                    problems,
                    links: FxHashMap::default(),
                    routes: Arc::default(),
                    route_problems: Vec::new(),
                    // No theme has this digest, so the plan is made below.
                    theme: Digest(!theme_digest.0),
                    index: Arc::new(index),
                }
            }
        };
        // A comment moves what is said of a file, and leaves the index as it is.
        if indexed.places != places(&indexed.problems, snapshot) {
            indexed.problems = check::site(facts, &indexed.index, snapshot);
            indexed.places = places(&indexed.problems, snapshot);
        }
        if indexed.theme != theme_digest {
            indexed.theme = theme_digest;
            indexed.route_problems.clear();
            indexed.routes = match theme {
                Some(theme) => Arc::new(plan::plan(
                    &indexed.index,
                    theme,
                    &mut indexed.route_problems,
                )),
                None => Arc::default(),
            };
        }
        self.index.insert(indexed)
    }

    fn render(
        &mut self,
        site: &Arc<Site>,
        routes: &[Route],
        inputs: &Inputs,
        sink: &dyn Sink,
        progress: &dyn Progress,
        outcome: &mut Outcome,
    ) {
        let environment = Digest::of(&(
            site.theme.digest,
            &*site.config,
            &site.base,
            env!("CARGO_PKG_VERSION"),
        ));
        let pages = &self.pages;
        let results: Vec<(usize, Result<PageMemo, Diagnostic>)> = routes
            .par_iter()
            .enumerate()
            .filter_map(|(i, route)| {
                let route_digest = Digest::of(route);
                let memo = pages.get(&route.path).filter(|memo| {
                    memo.environment == environment
                        && memo.route == route_digest
                        && sink.holds(&route.path, memo.output)
                        && memo.reads.still_hold(
                            &site.index,
                            &inputs.snapshot,
                            memo.index == site.index.digest(),
                        )
                });
                if memo.is_some() {
                    progress.advanced();
                    return None;
                }
                let rendered = render::render(site, route);
                let result = rendered.bytes.and_then(|bytes| {
                    let output = Digest::of_bytes(&bytes);
                    sink.put(&route.path, bytes, output)?;
                    Ok(PageMemo {
                        environment,
                        index: site.index.digest(),
                        route: route_digest,
                        reads: rendered.reads,
                        output,
                    })
                });
                progress.advanced();
                Some((i, result))
            })
            .collect();
        outcome.work.rendered = results.len();
        let mut failed: Vec<Diagnostic> = Vec::new();
        for (i, result) in results {
            match result {
                Ok(memo) => {
                    self.pages.insert(routes[i].path.clone(), memo);
                }
                Err(problem) => {
                    self.pages.remove(&routes[i].path);
                    failed.push(problem);
                }
            }
        }
        // One mistake in a template shows on every page that uses it: told once, for the first of them.
        let place = |d: &Diagnostic| (d.file.clone(), d.span, d.message.clone());
        failed.sort_by_key(place);
        failed.dedup_by_key(|problem| place(problem));
        outcome.diagnostics.extend(failed);
        let index = site.index.digest();
        let planned: FxHashSet<&str> = routes.iter().map(|route| route.path.as_str()).collect();
        self.pages.retain(|path, memo| {
            // Whatever was not made anew was found to hold with this index.
            memo.index = index;
            planned.contains(path.as_str())
        });
    }
}

/// One order for cold and warm builds; the same problem is told once.
fn finish(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup();
}

/// Errors of an article that is not shown are warnings: they must not keep the rest from being published.
fn weighed(problems: &[Diagnostic], shown: bool) -> impl Iterator<Item = Diagnostic> {
    problems.iter().cloned().map(move |mut problem| {
        if !shown && problem.severity == Severity::Error {
            problem.severity = Severity::Warning;
        }
        problem
    })
}

/// What stands in the way of reading articles at all: no folder for them, or endings that are not `.md`.
fn unread(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut articles = 0;
    for (path, _) in snapshot.below(ARTICLES) {
        let ending = path.extension().unwrap_or_default();
        articles += usize::from(ending == "md");
        let meant = ["md", "markdown", "mdown"]
            .iter()
            .any(|e| ending.eq_ignore_ascii_case(e));
        if meant && ending != "md" {
            problems.push(
                Diagnostic::warning(
                    "file/ending",
                    path,
                    format!("a file that ends in `.{ending}` is not read as an article"),
                )
                .help("rename it so that it ends in `.md`"),
            );
        }
    }
    if articles == 0 && snapshot.get(SITE_FILE).is_some() {
        problems.push(
            Diagnostic::error("site/no-articles", &SitePath::new(SITE_FILE), "the folder `articles` holds no article or page")
                .help("put at least one .md file there, such as articles/index.md; if the folder was moved, move it back"),
        );
    }
    problems
}

fn settings(config: Option<&Config>) -> Settings {
    Settings {
        language: config.map_or("en", |config| &config.language).into(),
        languages: config
            .iter()
            .flat_map(|config| config.languages.keys())
            .map(|tag| tag.as_str().into())
            .collect(),
        html: html_policy(config.map_or(config::Html::Safe, |config| config.html)),
    }
}

fn digest_of(snapshot: &Snapshot, file: &SitePath) -> Digest {
    Digest::of(&snapshot.get(file).and_then(|file| file.digest().ok()))
}

fn data_text<'a>(
    source: &'a SourceFile,
    file: &SitePath,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a str> {
    crate::content::front_matter::text_of(source.held_bytes()?, file, problems)
}

/// The digest of every text that `problems` point into, or that decides whether they are told.
fn places(problems: &[Diagnostic], snapshot: &Snapshot) -> Digest {
    let people = SitePath::new(PEOPLE);
    let mut files: Vec<&SitePath> = problems.iter().map(|problem| &problem.file).collect();
    files.push(&people);
    files.dedup();
    let digests: Vec<Digest> = files.iter().map(|file| digest_of(snapshot, file)).collect();
    Digest::of(&digests)
}

fn read_data<T>(
    snapshot: &Snapshot,
    file: &SitePath,
    read: fn(&str, &SitePath, &mut Vec<Diagnostic>) -> Option<T>,
    problems: &mut Vec<Diagnostic>,
) -> Option<T> {
    let text = data_text(snapshot.get(file)?, file, problems)?;
    read(text, file, problems)
}

fn facts_digest(facts: &Facts<'_>, parsed: &[ReadArticle], snapshot: &Snapshot) -> Digest {
    let summaries: Vec<(Digest, Option<&SitePath>)> = parsed
        .iter()
        // Of an article that cannot be read, others know that it exists.
        .map(|(file, _, parsed)| (parsed.digest, parsed.summary.is_none().then_some(file)))
        .collect();
    // What is suggested for a name that does not exist depends on the names of all files.
    let files: Vec<&SitePath> = snapshot.below(ARTICLES).map(|(path, _)| path).collect();
    Digest::of(&(
        (summaries, files, facts.site_feed, facts.topic_feeds),
        facts.config,
        facts.settings,
        facts.people,
        facts.topics,
        facts.assets,
        facts.kinds,
        // Today matters only for what is shown, and that decides which summaries are hidden.
        facts
            .summaries
            .iter()
            .map(|s| facts.show.hides(s))
            .collect::<Vec<_>>(),
        facts
            .summaries
            .iter()
            .map(|s| facts.show.marks(s))
            .collect::<Vec<_>>(),
    ))
}

/// Checks the links of every article that has changed; of all, if the index has.
fn check_links(indexed: &mut Indexed, parsed: &[ReadArticle], snapshot: &Snapshot) {
    let index = &indexed.index;
    let checked: Vec<(SitePath, (Digest, Vec<Diagnostic>))> = parsed
        .par_iter()
        .with_min_len(32)
        .filter(|(file, digest, _)| {
            let known = indexed.links.get(file);
            known.is_none_or(|(known, _)| known != digest)
        })
        .map(|(file, digest, parsed)| {
            let problems = check::links(file, parsed, index, snapshot);
            (file.clone(), (*digest, problems))
        })
        .collect();
    indexed.links.extend(checked);
}

fn missing_templates(index: &SiteIndex, theme: &Theme, snapshot: &Snapshot) -> Vec<Diagnostic> {
    index
        .pages()
        .iter()
        .filter_map(|page| {
            let template = page.summary.front.template.as_deref()?;
            (!theme.tera.contains_template(&format!("{template}.html"))).then(|| {
                check::missing_template(&page.card.file, template, theme.template_names(), snapshot)
            })
        })
        .collect()
}

fn measure(parsed: &[ReadArticle], index: &SiteIndex, base: &Base) -> Vec<Measured> {
    let shown: FxHashMap<&SitePath, &str> = index
        .pages()
        .iter()
        .map(|page| (&page.card.file, page.card.url.as_str()))
        .collect();
    parsed
        .iter()
        .filter_map(|(file, _, parsed)| {
            let summary = parsed.summary.as_deref()?;
            Some(Measured {
                file: file.clone(),
                kind: summary.front.kind,
                url: shown.get(file).map(|url| base.href(url)),
                words: parsed.words,
                minutes: summary.minutes,
            })
        })
        .collect()
}

/// Names as in addresses of pages, so that they work on every host.
fn document_url(path: &SitePath) -> String {
    let mut url = String::new();
    let below = path.strip_prefix(ARTICLES).unwrap_or(path);
    let (folders, name) = below.rsplit_once('/').unwrap_or(("", below));
    for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
        url.push('/');
        url.push_str(&or_digest(slugify(folder), folder));
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!(
        "{url}/{}.{}",
        or_digest(slugify(stem), stem),
        ending.to_lowercase()
    )
}

/// The same with a digest of the bytes, so that a browser may keep the picture for ever.
fn picture_url(path: &SitePath, digest: Digest) -> String {
    let url = document_url(path);
    match url.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{}.{ending}", digest.short()),
        None => url,
    }
}

/// A name without a letter or digit still needs one in an address.
fn or_digest(slug: String, name: &str) -> String {
    if slug.is_empty() {
        Digest::of_bytes(name.as_bytes()).short()
    } else {
        slug
    }
}
