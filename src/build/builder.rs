//! The one build: whole inputs in, a whole site out, cold or warm by the same path.
//!
//! A warm build is the same call with the memos of the last one. A memo holds what a stage made together with everything
//! that it read, and is used exactly when all of that is unchanged; so the output cannot depend on what was built before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::snapshot::{Snapshot, SourceFile};
use crate::content::article::{Articles, Settings, Summary};
use crate::content::bibliography::{self, Bibliography};
use crate::content::check;
use crate::content::config::{self, Config};
use crate::content::front_matter::Kind;
use crate::content::glossary::{self, Glossary};
use crate::content::index::{Digests, Facts, Show, SiteIndex};
use crate::content::language::{Lang, split_language};
use crate::content::people::{self, Person};
use crate::content::query::ListKind;
use crate::content::reference::ARTICLES;
use crate::content::support::{self, Countries, Help};
use crate::content::terms::Terms;
use crate::content::topics::{self, Topic};
use crate::content::waivers::{self, Waived};
use crate::language::inspect::Inspector;
use crate::site::address::Base;
use crate::site::body::html_policy;
use crate::site::functions;
use crate::site::plan::Plan;
use crate::site::recorder::Reads;
use crate::site::render;
use crate::site::theme::{self, FeedKind, Theme};
use crate::site::view::{Site, View};

use super::assets::Assets;
use super::changes::{Late, Seen};
use super::emit::{Emitted, Sink};
use super::indexed::Indexed;
use super::ledger::Ledger;
use super::library::Library;
use super::memo::Memo;

/// The file that makes a folder a site.
pub const SITE_FILE: &str = "site.yaml";

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
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Its file.
    pub file: SitePath,
    /// Whether it is an article or a page.
    pub kind: Kind,
    /// What its own file says of it.
    pub summary: Arc<Summary>,
    /// Its address with base path; `None` where it is not shown.
    pub url: Option<String>,
    /// Words of the body.
    pub words: usize,
    /// Reading time in minutes.
    pub minutes: usize,
}

/// The end of a build.
#[derive(Default)]
pub struct Outcome {
    /// Everything there is to say, in order of file and place. With an error among them nothing was written.
    pub diagnostics: Vec<Diagnostic>,
    /// What waivers have silenced, by file and code.
    pub waived: Vec<Waived>,
    /// What was done.
    pub work: Work,
    /// What was written; `None` if there were errors.
    pub emitted: Option<Emitted>,
    /// The site as far as it could be understood; `None` without a site.yaml that can be read.
    pub known: Option<Known>,
}

/// What a build came to know of a site.
pub struct Known {
    /// The index.
    pub index: Arc<SiteIndex>,
    /// The addresses.
    pub base: Base,
    /// site.yaml.
    pub config: Arc<Config>,
    articles: Arc<Articles>,
}

impl Outcome {
    /// Every article and page that could be read.
    #[must_use]
    pub fn articles(&self) -> Vec<Measured> {
        self.known.as_ref().map_or_else(Vec::new, Known::measured)
    }
}

impl Known {
    /// Looks at the language of articles, which no build does.
    #[must_use]
    pub fn inspector(&self) -> Inspector<'_> {
        Inspector::new(&self.index, &self.config)
    }

    /// The waivers of shown articles that silence nothing: `waived` is what all have silenced, of what the build and a look
    /// at the language of every shown article had to say, and `problems` is what is left of that.
    #[must_use]
    pub fn unused_waivers(
        &self,
        snapshot: &Snapshot,
        waived: &[Waived],
        problems: &[Diagnostic],
    ) -> Vec<Diagnostic> {
        let summaries = self
            .articles
            .values()
            .filter_map(|parsed| parsed.summary.as_deref());
        let waiving = summaries.filter(|summary| {
            !summary.front.waivers.is_empty() && self.index.page(&summary.file).is_some()
        });
        let unused = waiving.filter_map(|summary| {
            let (file, waivers) = (&summary.file, &summary.front.waivers);
            let text = snapshot.text(file)?;
            Some(waivers::unused(file, text, waivers, waived, problems))
        });
        unused.flatten().collect()
    }

    fn measured(&self) -> Vec<Measured> {
        let articles = self.articles.iter();
        articles
            .filter_map(|(file, parsed)| {
                let summary = parsed.summary.as_ref()?;
                let page = self.index.page(file);
                Some(Measured {
                    file: file.clone(),
                    kind: summary.front.kind,
                    summary: summary.clone(),
                    url: page.map(|page| self.base.href(&page.card.url)),
                    words: parsed.words,
                    minutes: summary.minutes,
                })
            })
            .collect()
    }
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

/// The builder with its memos. It is used with one sink, which keeps what it was given.
#[derive(Default)]
pub struct Builder {
    seen: Seen,
    config: Memo<Option<Arc<Config>>>,
    people: Memo<Arc<BTreeMap<String, Person>>>,
    topics: Memo<Arc<BTreeMap<String, Topic>>>,
    glossary: Memo<Option<Arc<Glossary>>>,
    terms: Memo<Terms>,
    bibliography: Memo<Arc<Bibliography>>,
    support: Memo<Option<Arc<Countries>>>,
    help: Memo<Arc<Help>>,
    theme: Memo<Option<Arc<Theme>>>,
    library: Library,
    /// What is wrong with the names of files.
    misnamed: Vec<Diagnostic>,
    assets: Assets,
    index: Option<Indexed>,
    view: Option<(Digest, Arc<View>)>,
    ledger: Ledger,
    /// Files that have changed since assets were last looked for.
    unfound: Late,
    /// Files that have changed since links were last checked.
    unlinked: Late,
    /// Files that have changed since outputs were last made.
    unrendered: Late,
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
        self.library.drop_kept_bodies();
        finish(&mut outcome.diagnostics);
        outcome
    }

    /// Does what would else be the beginning of the next build.
    pub fn settle(&mut self) {
        self.ledger.enter();
    }

    fn run(
        &mut self,
        inputs: &Inputs,
        sink: &mut dyn Sink,
        progress: &dyn Progress,
        outcome: &mut Outcome,
    ) {
        let site = self.prepare(inputs, outcome);
        let summaries = self.library.summaries().iter();
        let waivers = summaries.map(|summary| (&summary.file, &summary.front.waivers));
        outcome.waived = waivers::apply(&mut outcome.diagnostics, waivers);
        let Some((site, plan)) = site.filter(|_| !has_errors(&outcome.diagnostics)) else {
            return;
        };
        if let Err(problems) = sink.begin(&plan) {
            outcome.diagnostics.extend(problems);
            return;
        }
        let made = self.render(&site, &plan, sink, progress, outcome);
        if has_errors(&outcome.diagnostics) {
            sink.abort();
            return;
        }
        match sink.commit() {
            Ok(emitted) => {
                outcome.emitted = Some(emitted);
                self.ledger.note(made);
            }
            Err(problem) => outcome.diagnostics.push(problem),
        }
    }

    fn prepare(
        &mut self,
        inputs: &Inputs,
        outcome: &mut Outcome,
    ) -> Option<(Arc<Site>, Arc<Plan>)> {
        let snapshot = &inputs.snapshot;
        let problems = &mut outcome.diagnostics;
        let changes = self.seen.look(snapshot);
        for late in [&mut self.unfound, &mut self.unlinked, &mut self.unrendered] {
            late.add(&changes);
        }
        let config = self.read_config(snapshot, problems);
        let glossary = self.read_glossary(snapshot, problems);
        let settings = self.settings(config.as_deref(), glossary.as_deref(), snapshot);
        let library = &mut self.library;
        outcome.work.parsed = library.read(snapshot, &settings, &changes, inputs.show);
        problems.extend(library.problems());
        if changes.names {
            self.misnamed = misnamed(snapshot);
        }
        problems.extend(self.misnamed.iter().cloned());
        let people = self.read_people(snapshot, problems);
        let topics = self.read_topics(snapshot, problems);
        let bibliography = self.read_bibliography(snapshot, problems);
        let countries = self.read_support(snapshot, problems);
        let config = config?;
        let help = self.find_help(inputs, &config, countries.as_deref(), problems);
        let theme = self.load_theme(inputs, &config, &settings, problems);
        let library = &self.library;
        let changed = self.unfound.take();
        self.assets.find(library, &people, snapshot, &changed);
        problems.extend(self.assets.problems.iter().cloned());

        let kinds = theme
            .as_ref()
            .map_or_else(|| ListKind::ALL.to_vec(), |theme| theme.kinds.clone());
        let has_feed = |kind| theme.as_ref().is_some_and(|theme| theme.has_feed(kind));
        let facts = Facts {
            config: &config,
            settings: &settings,
            summaries: library.summaries(),
            people: &people,
            topics: &topics,
            glossary: glossary.as_deref(),
            glossary_page: theme.as_ref().is_some_and(|theme| theme.has_glossary),
            bibliography: &bibliography,
            references_page: theme.as_ref().is_some_and(|theme| theme.has_references),
            assets: &self.assets.found,
            help: &help,
            kinds: &kinds,
            site_feed: has_feed(FeedKind::Site),
            topic_feeds: has_feed(FeedKind::Topics),
            show: inputs.show,
        };
        let digests = digests(&facts, library, self.seen.names());
        let (mut indexed, anew) = Indexed::renew(
            self.index.take(),
            &facts,
            digests,
            snapshot,
            theme.as_deref(),
        );
        outcome.work.indexed = anew;
        let changed = self.unlinked.take();
        indexed.check_links(library.articles(), &changed, snapshot);
        let indexed = self.index.insert(indexed);
        for problem in &indexed.problems {
            problems.extend(library.weighed(&problem.file, std::slice::from_ref(problem)));
        }
        problems.extend(indexed.plan_problems.iter().cloned());
        for (file, links) in &indexed.links {
            problems.extend(library.weighed(file, links));
        }
        let base = Base::new(inputs.base_url.as_deref().unwrap_or(&config.base_url));
        outcome.known = Some(Known {
            index: indexed.index.clone(),
            base: base.clone(),
            config: config.clone(),
            articles: library.articles().clone(),
        });
        let theme = theme?;
        problems.extend(indexed.missing_templates(&theme, snapshot));
        let environment = environment(&config, &settings, &theme, &base);
        let follows_from = Digest::of(&(environment, digests));
        let view = match self.view.take() {
            Some((known, view)) if known == follows_from => view,
            _ => Arc::new(View::new(config, theme, indexed.index.clone(), base)),
        };
        self.view = Some((follows_from, view.clone()));
        let site = Site::new(view, snapshot.clone(), library.articles().clone());
        Some((Arc::new(site), indexed.plan.clone()))
    }

    fn read_config(
        &mut self,
        snapshot: &Snapshot,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Arc<Config>> {
        let file = SitePath::new(SITE_FILE);
        self.config
            .recall(digest_of_any(snapshot, &file), problems, |problems| {
                let Some(source) = snapshot.get(&file) else {
                    // One that cannot be read is told of itself.
                    let is_missing = !snapshot.has(&file);
                    problems.extend(is_missing.then(|| {
                        Diagnostic::error("config/missing", &file, "there is no site.yaml")
                            .help("`attuned new site` makes one")
                    }));
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
        let file = SitePath::new(people::FILE);
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

    fn read_glossary(
        &mut self,
        snapshot: &Snapshot,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Arc<Glossary>> {
        let file = SitePath::new(glossary::FILE);
        let digest = digest_of(snapshot, &file);
        self.glossary.recall(digest, problems, |problems| {
            read_data(snapshot, &file, glossary::read, problems).map(Arc::new)
        })
    }

    /// How articles are read. Without a site.yaml that says so, they are read all the same, so that all problems are told
    /// at once; but nothing is held against them that it might allow.
    fn settings(
        &mut self,
        config: Option<&Config>,
        glossary: Option<&Glossary>,
        snapshot: &Snapshot,
    ) -> Settings {
        let language: Lang = config.map_or("en", |config| &config.language).into();
        let words = Digest::of(&(&language, glossary));
        let terms = self
            .terms
            .recall(words, &mut Vec::new(), |_| match glossary {
                Some(glossary) => Terms::of(glossary, &language),
                None => Terms::default(),
            });
        Settings {
            language,
            languages: match config {
                Some(config) => config
                    .languages
                    .keys()
                    .filter(|tag| **tag != config.language)
                    .map(|tag| tag.as_str().into())
                    .collect(),
                None => languages_of_files(snapshot),
            },
            html: html_policy(config.map_or(config::Html::Allow, |config| config.html)),
            terms,
        }
    }

    fn read_bibliography(
        &mut self,
        snapshot: &Snapshot,
        problems: &mut Vec<Diagnostic>,
    ) -> Arc<Bibliography> {
        let files = bibliography::FILES.map(SitePath::new);
        let file = files.iter().find(|file| snapshot.get(file).is_some());
        let Some(file) = file else {
            let is_partial = files.iter().any(|file| snapshot.has(file));
            return Arc::new(Bibliography {
                is_partial,
                ..Bibliography::default()
            });
        };
        let earlier = self.bibliography.last().cloned();
        let digest = Digest::of(&(file, digest_of(snapshot, file)));
        self.bibliography.recall(digest, problems, |problems| {
            let read = |text: &str, file: &SitePath, problems: &mut Vec<Diagnostic>| {
                Some(bibliography::read(text, file, problems))
            };
            let mut bibliography = read_data(snapshot, file, read, problems).unwrap_or_default();
            bibliography.is_partial = has_errors(problems);
            // References that have been made take long, and may still be right.
            if let Some(earlier) = earlier {
                bibliography.reuse(&earlier);
            }
            Arc::new(bibliography)
        })
    }

    /// Whom to call, by country; `None` if the file is broken.
    fn read_support(
        &mut self,
        snapshot: &Snapshot,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Arc<Countries>> {
        let file = SitePath::new(support::FILE);
        let digest = digest_of_any(snapshot, &file);
        self.support.recall(digest, problems, |problems| {
            if !snapshot.has(&file) {
                return Some(Arc::default());
            }
            let countries = read_data(snapshot, &file, support::read, problems);
            countries.filter(|_| !has_errors(problems)).map(Arc::new)
        })
    }

    /// Whom to call in the site's region, and what there is to say about it.
    fn find_help(
        &mut self,
        inputs: &Inputs,
        config: &Config,
        countries: Option<&Countries>,
        problems: &mut Vec<Diagnostic>,
    ) -> Arc<Help> {
        let Some(countries) = countries else {
            return Arc::default();
        };
        let (snapshot, today) = (&inputs.snapshot, inputs.show.today);
        // What is said of it points into both files.
        let [support, site] = [support::FILE, SITE_FILE].map(SitePath::new);
        let digests = [&support, &site].map(|file| digest_of_any(snapshot, file));
        let digest = Digest::of(&(digests, today));
        self.help.recall(digest, problems, |problems| {
            let help = Help::of(countries, config.region.as_deref(), today);
            problems.extend(check::support(&help, snapshot));
            Arc::new(help)
        })
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

    /// Makes every output that is not as it was; says what each of them read, by position in the plan.
    fn render(
        &mut self,
        site: &Arc<Site>,
        plan: &Arc<Plan>,
        sink: &dyn Sink,
        progress: &dyn Progress,
        outcome: &mut Outcome,
    ) -> Vec<(usize, Reads)> {
        let settings = site.index.settings();
        let environment = environment(&site.config, settings, &site.theme, &site.base);
        let changed = self.unrendered.take();
        let stale = self
            .ledger
            .stale(environment, plan, &site.index, &site.snapshot, &changed);
        outcome.work.rendered = stale.len();
        progress.planned(stale.len());
        let render = |&position: &usize| {
            let route = &plan.routes[position];
            let rendered = render::render(site, route);
            let result = rendered.bytes.and_then(|bytes| {
                let digest = Digest::of_bytes(&bytes);
                sink.put(&route.path, bytes, digest)
            });
            progress.advanced();
            result.map(|()| (position, rendered.reads))
        };
        // What somebody looks at comes first, what only programs read comes last.
        let wanted = sink.wanted();
        let (first, rest): (Vec<usize>, Vec<usize>) = stale
            .into_iter()
            .partition(|&position| wanted.contains(&plan.routes[position].path));
        let (last, middle): (Vec<usize>, Vec<usize>) = rest
            .into_iter()
            .partition(|&position| plan.routes[position].content.is_for_machines());
        let mut made = Vec::new();
        let mut failed: Vec<Diagnostic> = Vec::new();
        for group in [first, middle, last] {
            let results: Vec<_> = group.par_iter().map(render).collect();
            for result in results {
                match result {
                    Ok(reads) => made.push(reads),
                    Err(problem) => failed.push(problem),
                }
            }
        }
        // One mistake in a template shows on every page that uses it, perhaps in other words: told once, for the first.
        let place = |d: &Diagnostic| (d.file.clone(), d.span, d.message.clone(), d.help.clone());
        failed.sort_by_key(place);
        failed.dedup_by(|a, b| {
            let is_one = a.span.is_some() || a.message == b.message;
            is_one && (&a.file, a.span, a.code) == (&b.file, b.span, b.code)
        });
        outcome.diagnostics.extend(failed);
        made
    }
}

/// What every render depends on: the settings too, for where the words of the glossary are found in a body.
fn environment(config: &Config, settings: &Settings, theme: &Theme, base: &Base) -> Digest {
    Digest::of(&(
        theme.digest,
        config,
        settings,
        base,
        env!("CARGO_PKG_VERSION"),
    ))
}

/// One order for cold and warm builds; the same problem is told once.
fn finish(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup();
}

/// What stands in the way of reading articles at all: no folder for them, or endings that are not `.md`.
fn misnamed(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut articles = 0;
    for (path, _) in snapshot.below(ARTICLES) {
        let ending = path.extension().unwrap_or_default();
        articles += usize::from(ending == "md");
        let meant = ["md", "markdown", "mdown"]
            .iter()
            .any(|e| ending.eq_ignore_ascii_case(e));
        // What Notepad makes of a name that it does not know.
        let is_text =
            ending.eq_ignore_ascii_case("txt") && path.to_ascii_lowercase().ends_with(".md.txt");
        let ending = if is_text { "md.txt" } else { ending };
        if (meant || is_text) && ending != "md" {
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
    let is_refused = snapshot.has(ARTICLES.trim_end_matches('/'));
    if articles == 0 && !is_refused && snapshot.get(SITE_FILE).is_some() {
        problems.push(
            Diagnostic::error("site/no-articles", &SitePath::new(SITE_FILE), "the folder `articles` holds no article or page")
                .help("put at least one .md file there, such as articles/index.md; if the folder was moved, move it back"),
        );
    }
    problems
}

/// The languages that the names of articles end in.
fn languages_of_files(snapshot: &Snapshot) -> Vec<Lang> {
    let articles = snapshot.below(ARTICLES).map(|(path, _)| path);
    let stems = articles.filter_map(|path| path.strip_suffix(".md"));
    let languages: BTreeSet<&str> = stems.filter_map(|stem| split_language(stem).1).collect();
    languages.into_iter().map(Lang::from).collect()
}

fn digest_of(snapshot: &Snapshot, file: &SitePath) -> Digest {
    Digest::of(&snapshot.get(file).and_then(|file| file.digest().ok()))
}

/// The same; of a file that cannot be read, another than of one that is not there.
fn digest_of_any(snapshot: &Snapshot, file: &SitePath) -> Digest {
    Digest::of(&(digest_of(snapshot, file), snapshot.has(file)))
}

fn data_text<'a>(
    source: &'a SourceFile,
    file: &SitePath,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a str> {
    crate::content::front_matter::text_of(source.held_bytes()?, file, problems)
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

/// The fingerprints of `facts`. `names` are those of all files, those that cannot be read among them: what is said of a
/// name that does not exist depends on them.
fn digests(facts: &Facts<'_>, library: &Library, names: Digest) -> Digests {
    let works = &facts.bibliography.works;
    let keys = (
        works.keys().collect::<Vec<_>>(),
        &facts.bibliography.aliases,
        facts.bibliography.is_partial,
    );
    // What words of the glossary are taken from: whether there is a page of works depends on it, and they are checked.
    let terms = facts.glossary.iter().flat_map(|glossary| &glossary.terms);
    let sources: Vec<&Vec<String>> = terms.map(|term| &term.sources).collect();
    let common = Digest::of(&(
        (names, library.visibility(), sources),
        (facts.site_feed, facts.topic_feeds),
        facts.config,
        facts.settings,
        (facts.glossary_page, facts.references_page, keys),
        facts.people,
        facts.topics,
        facts.assets,
        facts.kinds,
    ));
    let facets = library.facets();
    Digests {
        whole: Digest::of_all([
            common,
            facets.whole,
            Digest::of(&(facts.glossary, works, facts.help)),
        ]),
        standing: Digest::of_all([common, facets.standing]),
        anchors: facets.anchors,
    }
}
