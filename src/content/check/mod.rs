//! What can be said only when the whole site is known: people who do not exist, links that lead nowhere, names that differ.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::diagnostic::Diagnostic;
use crate::base::path::{SitePath, is_reserved_on_windows, slugify};
use crate::base::snapshot::Snapshot;
use crate::base::suggest::nearest;
use crate::base::yaml::{Part, Step, locate};

use super::article::{Summary, language_prefix};
use super::front_matter;
use super::index::{Facts, SiteIndex};
use super::language::Lang;
use super::people;
use super::query::{Answer, Link, ListKind, Query};
use super::reference::{ARTICLES, Target, is_picture};

mod discreet;
mod links;
mod reviews;
mod support;
mod works;

pub use links::links;
pub use support::support;

/// Points a diagnostic at a value of its file's front matter.
fn in_front_matter(problem: Diagnostic, snapshot: &Snapshot, steps: &[Step<'_>]) -> Diagnostic {
    let span = snapshot.text(&problem.file).and_then(|text| {
        let yaml = front_matter::split(text, &problem.file, &mut Vec::new())?.yaml;
        let span = locate(&text[yaml.clone()], steps, Part::Value)?;
        Some(yaml.start + span.start..yaml.start + span.end)
    });
    match span {
        Some(span) => problem.at(span),
        None => problem,
    }
}

/// Points a diagnostic at a value of its YAML file.
#[must_use]
pub fn in_yaml(problem: Diagnostic, snapshot: &Snapshot, steps: &[Step<'_>]) -> Diagnostic {
    let span = snapshot
        .text(&problem.file)
        .and_then(|text| locate(text, steps, Part::Value));
    match span {
        Some(span) => problem.at(span),
        None => problem,
    }
}

/// Everything about front matter and site.yaml that needs the whole site.
#[must_use]
pub fn site(facts: &Facts<'_>, index: &SiteIndex, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for summary in facts.summaries {
        people(summary, facts, snapshot, &mut problems);
        related(summary, index, snapshot, &mut problems);
        picture(summary, facts, snapshot, &mut problems);
        language_in_path(summary, facts, snapshot, &mut problems);
        reviews::check(summary, facts, snapshot, &mut problems);
        windows_names(summary, facts, snapshot, &mut problems);
    }
    reviews::missing(facts, snapshot, &mut problems);
    works::uncited(facts, snapshot, &mut problems);
    works::unknown_sources(facts, snapshot, &mut problems);
    discreet::slugs(facts, snapshot, &mut problems);
    portraits(facts, snapshot, &mut problems);
    translations(facts, snapshot, &mut problems);
    topic_spellings(facts, snapshot, &mut problems);
    series_parts(facts, snapshot, &mut problems);
    config(facts, index, snapshot, &mut problems);
    menus(facts, index, snapshot, &mut problems);
    problems
}

fn people(
    summary: &Summary,
    facts: &Facts<'_>,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) {
    let front = &summary.front;
    for (key, ids) in [
        ("authors", &front.authors),
        ("reviewed_by", &front.reviewed_by),
    ] {
        for (i, id) in ids.iter().enumerate() {
            if facts.people.contains_key(id) || is_broken_person(id, snapshot) {
                continue;
            }
            let problem = Diagnostic::error(
                "people/unknown",
                &summary.file,
                format!("`{id}` is not in articles/people.yaml"),
            );
            let known = || facts.people.keys().map(String::as_str);
            let problem = match nearest(id, known()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None if facts.people.is_empty() => problem.help(format!(
                    "make the file articles/people.yaml with two lines: `{}:` and, indented, `name: …`",
                    if slugify(id).is_empty() { "their-id".into() } else { slugify(id) }
                )),
                None => problem.help(format!("people are: {}", known().collect::<Vec<_>>().join(", "))),
            };
            problems.push(in_front_matter(problem, snapshot, &item(ids, key, i)));
        }
    }
}

/// Whether people.yaml names `id` in a way that could not be read, which is told there.
fn is_broken_person(id: &str, snapshot: &Snapshot) -> bool {
    let file = SitePath::new(people::FILE);
    let Some(text) = snapshot.text(&file) else {
        return snapshot.has(&file);
    };
    locate(text, &[Step::Key(id)], Part::Key).is_some_and(|range| &text[range] == id)
        || people::read(text, &file, &mut Vec::new()).is_none()
}

/// The way to item `i` of a list that may be written as a single value.
fn item<'a>(items: &[String], key: &'a str, i: usize) -> Vec<Step<'a>> {
    if items.len() == 1 {
        vec![Step::Key(key)]
    } else {
        vec![Step::Key(key), Step::Index(i)]
    }
}

fn related(
    summary: &Summary,
    index: &SiteIndex,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) {
    let related = &summary.front.related;
    for (i, path) in related.iter().enumerate() {
        let candidates = [
            summary.file.join(path),
            SitePath::new(ARTICLES).join(path.trim_start_matches('/')),
            SitePath::new("").join(path),
        ];
        if candidates
            .into_iter()
            .flatten()
            .any(|file| is_there(&file, index, snapshot))
        {
            continue;
        }
        let problem = Diagnostic::error(
            "link/broken",
            &summary.file,
            format!("there is no article `{path}`"),
        );
        let problem = match suggested(&summary.file, path, snapshot) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(
                "write the path of its .md file, from this file or from the folder `articles`",
            ),
        };
        problems.push(in_front_matter(
            problem,
            snapshot,
            &item(related, "related", i),
        ));
    }
}

fn picture(
    summary: &Summary,
    facts: &Facts<'_>,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(image) = &summary.front.image else {
        return;
    };
    let file = Target::of(&summary.file, &image.src).asset();
    // One that is there but unusable is told of itself.
    let is_there = |file: SitePath| facts.assets.contains_key(&file) || snapshot.has(&file);
    if file.is_some_and(is_there) {
        return;
    }
    let problem = Diagnostic::error(
        "image/missing",
        &summary.file,
        format!("there is no picture `{}`", image.src),
    )
    .help("put the picture beside the article and write its file name");
    problems.push(in_front_matter(
        problem,
        snapshot,
        &[Step::Key("image"), Step::Key("src")],
    ));
}

fn portraits(facts: &Facts<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) {
    for (id, person) in facts.people {
        let Some(photo) = &person.photo else { continue };
        if person.portrait().is_some_and(|file| snapshot.has(&file)) {
            continue;
        }
        let problem = Diagnostic::error(
            "image/missing",
            &SitePath::new(people::FILE),
            format!("there is no picture `{}`", photo.src),
        )
        .help("put the picture beside people.yaml and write its file name");
        let steps = [Step::Key(id), Step::Key("photo")];
        problems.push(in_yaml(problem, snapshot, &steps));
    }
}

/// `/es/x/` as an address in the default language would pose as a Spanish page.
fn language_in_path(
    summary: &Summary,
    facts: &Facts<'_>,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) {
    let front = &summary.front;
    let language_of = |path: &str| {
        let first = path.trim_start_matches('/').split('/').next();
        let first = first.unwrap_or_default().to_owned();
        let mut known = facts.settings.languages.iter();
        known
            .any(|tag| tag.eq_ignore_ascii_case(&first))
            .then_some(first)
    };
    let paths = front
        .permalink
        .iter()
        .map(|path| (path, vec![Step::Key("permalink")]));
    let aliases = front.aliases.iter().enumerate();
    let aliases = aliases.map(|(i, path)| (path, item(&front.aliases, "aliases", i)));
    for (path, steps) in paths.chain(aliases) {
        if let Some(language) = language_of(path) {
            let problem = Diagnostic::error(
                "path/language",
                &summary.file,
                format!("`{path}` begins with the language `{language}`"),
            )
            .help("leave the language out: it comes from the ending of the file name");
            problems.push(in_front_matter(problem, snapshot, &steps));
        }
    }
    let is_default = summary.language == facts.settings.language;
    if is_default
        && front.permalink.is_none()
        && summary.key.contains('/')
        && let Some(language) = language_of(&summary.key)
    {
        let name = summary.file.rsplit('/').next().unwrap_or_default();
        let stem = name.strip_suffix(".md").unwrap_or(name);
        let message = format!(
            "the folder `{language}` puts this page among those in the language `{language}`"
        );
        let help = format!(
            "a language is the ending of the file name, not a folder: call the file `{stem}.{language}.md` and put it beside the article that it translates; or give the folder another name"
        );
        problems.push(Diagnostic::error("path/language", &summary.file, message).help(help));
    }
}

/// Addresses become folders, and Windows has none of some names.
fn windows_names(
    summary: &Summary,
    facts: &Facts<'_>,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) {
    fn reserved(address: &str) -> Option<&str> {
        address.split('/').find(|name| is_reserved_on_windows(name))
    }
    let front = &summary.front;
    let mut tell = |name: &str, help: String, steps: &[Step<'_>]| {
        let problem = Diagnostic::warning(
            "path/windows",
            &summary.file,
            format!("Windows keeps the name `{name}` for itself, so this site cannot be copied to a Windows computer"),
        )
        .help(help);
        problems.push(match steps {
            [] => problem,
            steps => in_front_matter(problem, snapshot, steps),
        });
    };
    if let Some(name) = reserved(&summary.url) {
        let prefix = language_prefix(&summary.language, facts.settings);
        let own = summary.url.strip_prefix(&*prefix).unwrap_or(&summary.url);
        let folders = own.trim_end_matches('/').rsplit_once('/');
        let is_in_folders = folders.is_some_and(|(folders, _)| reserved(folders).is_some());
        if front.permalink.is_some() || is_in_folders {
            let other = own.split('/').map(other_name).collect::<Vec<_>>().join("/");
            let steps = [Step::Key("permalink")];
            let steps = if front.permalink.is_some() {
                &steps[..]
            } else {
                &[]
            };
            let or = if steps.is_empty() {
                "rename the folder, or "
            } else {
                ""
            };
            tell(name, format!("{or}write `permalink: {other}`"), steps);
        } else {
            let steps = [Step::Key("slug")];
            let steps = if front.slug.is_some() {
                &steps[..]
            } else {
                &[]
            };
            tell(
                name,
                format!("write `slug: {}` in the front matter", other_name(name)),
                steps,
            );
        }
    }
    for (i, alias) in front.aliases.iter().enumerate() {
        if let Some(name) = reserved(alias) {
            let help = "take this earlier address out, unless you need it";
            tell(name, help.into(), &item(&front.aliases, "aliases", i));
        }
    }
    for (key, names) in [
        ("topics", &front.topics),
        ("audience", &front.audience),
        ("authors", &front.authors),
    ] {
        for (i, name) in names.iter().enumerate() {
            // The longest of those names has four letters.
            if name.len() <= 16 && is_reserved_on_windows(&slugify(name)) {
                let help = match key {
                    "authors" => "give this person a longer id, here and in people.yaml",
                    _ => "choose a longer name: its list has an address of that name",
                };
                tell(name, help.into(), &item(names, key, i));
            }
        }
    }
    if let Some(series) = &front.series
        && is_reserved_on_windows(&slugify(&series.name))
    {
        let help = "choose a longer name: its list has an address of that name";
        let steps = [Step::Key("series"), Step::Key("name")];
        tell(&series.name, help.into(), &steps);
    }
}

/// A part of an address; another one in the place of a name that Windows keeps.
fn other_name(part: &str) -> String {
    match part.split_once('.') {
        _ if !is_reserved_on_windows(part) => part.to_owned(),
        Some((name, ending)) => format!("{name}-page.{ending}"),
        None => format!("{part}-page"),
    }
}

/// A translation inherits its date; one that translates nothing must have its own.
fn translations(facts: &Facts<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) {
    if facts.settings.languages.is_empty() {
        return;
    }
    let originals: FxHashMap<&str, &Arc<Summary>> = facts
        .summaries
        .iter()
        .filter(|s| s.language == facts.settings.language)
        .map(|s| (s.key.as_str(), s))
        .collect();
    for summary in facts.summaries {
        let original = originals.get(summary.key.as_str());
        let dated = summary.dated || original.is_some_and(|o| o.dated);
        let is_translation = summary.language != facts.settings.language;
        // What it translates may be too broken to say its date, which is told there.
        let is_unknown = || {
            let file = format!("{ARTICLES}{}.md", summary.key);
            original.is_none() && snapshot.has(&file)
        };
        if is_translation && summary.is_article() && !dated && !is_unknown() {
            let problem = Diagnostic::error("front-matter/missing-key", &summary.file, "`date` is missing")
                .help(format!(
                    "this translates no article with a date (there is no `{ARTICLES}{}.md` with one), so write `date: YYYY-MM-DD`",
                    summary.key
                ));
            problems.push(in_front_matter(problem, snapshot, &[]));
        }
        let Some(original) = original.filter(|_| is_translation) else {
            continue;
        };
        // What an author hides in one language is rarely meant to show in another.
        let (own, first) = (&summary.front, &original.front);
        for (key, differs) in [
            ("discreet", first.discreet && !own.discreet),
            ("draft", first.draft && !own.draft),
        ] {
            if differs {
                let message = format!(
                    "{} is `{key}`, and this translation of it is not",
                    original.file
                );
                problems.push(
                    Diagnostic::warning("translation/differs", &summary.file, message).help(
                        format!("write `{key}: yes` here too, unless you mean it so"),
                    ),
                );
            }
        }
    }
}

/// Topics that differ only in spelling are one topic; the author is told.
fn topic_spellings(facts: &Facts<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<String, (&str, &SitePath)> = BTreeMap::new();
    let mut right: FxHashSet<&str> = FxHashSet::default();
    for summary in facts.summaries {
        for (i, topic) in summary.front.topics.iter().enumerate() {
            if right.contains(&**topic) {
                continue;
            }
            let slug = slugify(topic);
            if slug.is_empty() {
                let problem = Diagnostic::error(
                    "topic/no-letters",
                    &summary.file,
                    "a topic needs at least one letter or digit",
                );
                problems.push(in_front_matter(
                    problem,
                    snapshot,
                    &item(&summary.front.topics, "topics", i),
                ));
                continue;
            }
            // The slug itself is how topics.yaml names a topic: no second spelling.
            if *topic == slug
                || facts
                    .topics
                    .get(&slug)
                    .is_some_and(|known| known.title == *topic)
            {
                right.insert(topic);
                continue;
            }
            let (spelling, file) = *first.entry(slug).or_insert((topic, &summary.file));
            if spelling == topic {
                right.insert(topic);
            } else {
                let problem = Diagnostic::warning(
                    "topic/spelling",
                    &summary.file,
                    format!("`{topic}` is spelled `{spelling}` in {file}; both are one topic"),
                )
                .help(format!("write `{spelling}` here too"));
                problems.push(in_front_matter(
                    problem,
                    snapshot,
                    &item(&summary.front.topics, "topics", i),
                ));
            }
        }
    }
}

fn series_parts(facts: &Facts<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) {
    let mut parts: FxHashMap<(&str, String, u32), &SitePath> = FxHashMap::default();
    for summary in facts.summaries {
        let Some(series) = &summary.front.series else {
            continue;
        };
        let key = (&*summary.language, slugify(&series.name), series.part);
        match parts.get(&key) {
            Some(other) => {
                let problem = Diagnostic::warning(
                    "series/part",
                    &summary.file,
                    format!("{other} is part {} of this series too", series.part),
                )
                .help("give each article of a series a `part` of its own");
                problems.push(in_front_matter(
                    problem,
                    snapshot,
                    &[Step::Key("series"), Step::Key("part")],
                ));
            }
            None => {
                parts.insert(key, &summary.file);
            }
        }
    }
}

fn config(
    facts: &Facts<'_>,
    index: &SiteIndex,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) {
    let site = SitePath::new("site.yaml");
    let missing = |what: &str, path: &str| {
        let problem = Diagnostic::error(
            "link/broken",
            &site,
            format!("{what} names `{path}`, which this site does not have"),
        );
        let near = suggested(&SitePath::new(ARTICLES), path, snapshot)
            .or_else(|| index.nearest_address(path).map(str::to_owned));
        match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(
                "write the path of an .md file below articles/, or an address such as /topics/",
            ),
        }
    };
    // A language may lack a page that another has, but the language the menu is written for must have it.
    for (i, path) in facts.config.menu.iter().enumerate() {
        let language = &facts.settings.language;
        if index.menu_entry(path, language).is_none()
            && !names_hidden(path, language, facts, index, snapshot)
        {
            let steps = item(&facts.config.menu, "menu", i);
            problems.push(in_yaml(missing("`menu`", path), snapshot, &steps));
        }
    }
    for (tag, further) in &facts.config.languages {
        let Some(language) = facts.settings.languages.iter().find(|l| ***l == **tag) else {
            continue;
        };
        for (i, path) in further.menu.iter().enumerate() {
            if index.menu_entry(path, language).is_none()
                && !names_hidden(path, language, facts, index, snapshot)
            {
                let mut steps = vec![Step::Key("languages"), Step::Key(tag), Step::Key("menu")];
                if further.menu.len() > 1 {
                    steps.push(Step::Index(i));
                }
                problems.push(in_yaml(missing("the menu", path), snapshot, &steps));
            }
        }
    }
    for (name, paths) in &facts.config.lists {
        for (i, path) in paths.iter().enumerate() {
            let known = [
                SitePath::new("").join(path),
                SitePath::new(ARTICLES).join(path),
            ]
            .into_iter()
            .flatten()
            .any(|file| is_there(&file, index, snapshot));
            if !known {
                let mut steps = vec![Step::Key("lists"), Step::Key(name)];
                if paths.len() > 1 {
                    steps.push(Step::Index(i));
                }
                problems.push(in_yaml(missing("a list", path), snapshot, &steps));
            }
        }
    }
}

/// A page that the menu names, but that a further language has no translation of, is missing from that language's menu.
fn menus(
    facts: &Facts<'_>,
    index: &SiteIndex,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) {
    let default = &facts.settings.language;
    for language in index.shown_languages().iter().filter(|l| *l != default) {
        let own = facts.config.languages.get(&**language);
        let own = own
            .map(|further| &further.menu)
            .filter(|menu| !menu.is_empty());
        let menu = own.unwrap_or(&facts.config.menu);
        for (i, path) in menu.iter().enumerate() {
            if index.menu_entry(path, language).is_some() {
                continue;
            }
            // What no language has is told as broken; a list without articles in this language is nothing to mend.
            let original = index.menu_entry(path, default);
            let Some(page) = original.and_then(|entry| index.page_at(&entry.url)) else {
                continue;
            };
            let translation = format!("{ARTICLES}{}.{language}.md", page.summary.key);
            if is_there(&SitePath::new(&translation), index, snapshot)
                || (own.is_some() && !path.ends_with(".md"))
            {
                continue;
            }
            let problem = Diagnostic::warning(
                "translation/menu",
                &SitePath::new("site.yaml"),
                format!(
                    "`{path}` is not in the menu of the language `{language}`, which has no translation of it"
                ),
            );
            let (help, mut steps) = match own {
                Some(_) => (
                    format!("write {translation}, or take `{path}` out of this menu"),
                    vec![Step::Key("languages"), Step::Key(language)],
                ),
                None => (
                    format!(
                        "write {translation}, or give `{language}` a `menu` of its own under `languages`"
                    ),
                    Vec::new(),
                ),
            };
            steps.extend(item(menu, "menu", i));
            problems.push(in_yaml(problem.help(help), snapshot, &steps));
        }
    }
}

/// Whether a menu path names a page that exists but is not shown (a draft), or a list that is empty for now.
fn names_hidden(
    path: &str,
    language: &Lang,
    facts: &Facts<'_>,
    index: &SiteIndex,
    snapshot: &Snapshot,
) -> bool {
    let prefix = language_prefix(language, facts.settings);
    let path = path.trim_start_matches('/');
    let file = SitePath::new(ARTICLES).join(path.strip_prefix(ARTICLES).unwrap_or(path));
    let list = ListKind::of_folder(path.trim_matches('/'));
    let is_hidden = |url: String| {
        let answer = index.ask(&Query::LinkToUrl(url.into(), None));
        matches!(answer, Answer::Link(Link::Hidden))
    };
    file.is_some_and(|file| is_there(&file, index, snapshot))
        || list.is_some_and(|kind| facts.kinds.contains(&kind))
        || is_hidden(format!("/{path}"))
        || is_hidden(format!("{prefix}/{path}"))
}

/// A `template` that the theme does not have.
#[must_use]
pub fn missing_template(
    file: &SitePath,
    template: &str,
    known: Vec<String>,
    snapshot: &Snapshot,
) -> Diagnostic {
    let problem = Diagnostic::error(
        "theme/no-template",
        file,
        format!("the theme has no template `{template}`"),
    );
    let problem = match nearest(template, known.iter().map(String::as_str)) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!("its templates are: {}", known.join(", "))),
    };
    in_front_matter(problem, snapshot, &[Step::Key("template")])
}

/// Whether there is such an article, though it may be too broken to be read, which is told there.
fn is_there(file: &SitePath, index: &SiteIndex, snapshot: &Snapshot) -> bool {
    index.knows(file) || (is_source(file) && snapshot.has(file))
}

/// Whether a file is an article or page.
fn is_source(file: &SitePath) -> bool {
    file.starts_with(ARTICLES) && file.extension() == Some("md")
}

/// The article that `path`, written in `from`, may have been meant for, as it would be written there.
fn suggested(from: &SitePath, path: &str, snapshot: &Snapshot) -> Option<String> {
    let path = path.trim_matches('/');
    let wanted = from.join(&format!("{}.md", path.trim_end_matches(".md")))?;
    suggested_file(from, &wanted, snapshot).map(|near| relative(from, near))
}

/// First the same name elsewhere (a file that moved), then the name most like it, among files of that kind.
fn suggested_file<'a>(
    from: &SitePath,
    wanted: &SitePath,
    snapshot: &'a Snapshot,
) -> Option<&'a SitePath> {
    fn stem(path: &SitePath) -> &str {
        let name = path.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
    let is_wanted = |path: &SitePath| match wanted.extension() {
        Some(kind) if is_picture(kind) => path.extension().is_some_and(is_picture),
        _ => !matches!(path.extension(), Some("yaml" | "yml" | "bib")),
    };
    let files = || {
        let all = snapshot.below(ARTICLES).map(|(path, _)| path);
        all.filter(|path| is_source(path) == is_source(wanted) && *path != from)
            .filter(|path| is_wanted(path))
    };
    let moved = files().find(|path| path.file_name() == wanted.file_name());
    let spelt = || files().find(|path| path.eq_ignore_ascii_case(wanted));
    moved.or_else(spelt).or_else(|| {
        let near = nearest(stem(wanted), files().map(stem))?;
        let alike = || files().filter(|path| stem(path) == near);
        alike()
            .find(|path| path.folder() == wanted.folder())
            .or_else(|| alike().next())
    })
}

/// The path of `to` as it is written in `from`.
fn relative(from: &SitePath, to: &str) -> String {
    let here: Vec<&str> = from.folder().split('/').collect();
    let there: Vec<&str> = to.split('/').collect();
    let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; here.len() - shared];
    parts.extend(&there[shared..]);
    parts.join("/")
}
