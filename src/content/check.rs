//! What can be said only when the whole site is known: people who do not exist, links that lead nowhere, names that differ.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::{SitePath, slugify};
use crate::base::snapshot::Snapshot;
use crate::base::suggest::nearest;
use crate::base::yaml::{Part, Step, locate};

use super::article::{Parsed, Reference, Summary};
use super::front_matter;
use super::index::{Facts, SiteIndex};
use super::people;
use super::query::{Answer, Link, Query};
use super::reference::ARTICLES;
use super::reference::Target;

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
    }
    translations(facts, snapshot, &mut problems);
    topic_spellings(facts, snapshot, &mut problems);
    series_parts(facts, snapshot, &mut problems);
    config(facts, index, snapshot, &mut problems);
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
        return snapshot.get(&file).is_some();
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
    let is_there =
        |file: SitePath| facts.assets.contains_key(&file) || snapshot.get(&file).is_some();
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

/// `/es/x/` as a permalink in the default language would pose as a Spanish page.
fn language_in_path(
    summary: &Summary,
    facts: &Facts<'_>,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) {
    let front = &summary.front;
    let paths = front
        .permalink
        .iter()
        .map(|path| (path, vec![Step::Key("permalink")]));
    let aliases = front.aliases.iter().enumerate();
    let aliases = aliases.map(|(i, path)| (path, item(&front.aliases, "aliases", i)));
    for (path, steps) in paths.chain(aliases) {
        let first = path
            .trim_start_matches('/')
            .split('/')
            .next()
            .unwrap_or_default();
        if facts
            .settings
            .languages
            .iter()
            .any(|l| l.eq_ignore_ascii_case(first))
        {
            let problem = Diagnostic::error(
                "path/language",
                &summary.file,
                format!("`{path}` begins with the language `{first}`"),
            )
            .help("leave the language out: it comes from the ending of the file name");
            problems.push(in_front_matter(problem, snapshot, &steps));
        }
    }
}

/// A translation inherits its date; one that translates nothing must have its own.
fn translations(facts: &Facts<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) {
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
        if is_translation && summary.is_article() && !dated {
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
    for summary in facts.summaries {
        for (i, topic) in summary.front.topics.iter().enumerate() {
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
                continue;
            }
            let (spelling, file) = *first.entry(slug).or_insert((topic, &summary.file));
            if spelling != topic {
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
        if index.menu_entry(path, &facts.settings.language).is_none()
            && !names_hidden(path, facts, index, snapshot)
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
                && !names_hidden(path, facts, index, snapshot)
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

/// Whether a menu path names a file that exists but is not shown (a draft), or a list that is empty for now.
fn names_hidden(path: &str, facts: &Facts<'_>, index: &SiteIndex, snapshot: &Snapshot) -> bool {
    let path = path.trim_start_matches('/');
    let file = SitePath::new(ARTICLES).join(path.strip_prefix(ARTICLES).unwrap_or(path));
    let list = super::query::ListKind::of_folder(path.trim_matches('/'));
    file.is_some_and(|file| is_there(&file, index, snapshot))
        || list.is_some_and(|kind| facts.kinds.contains(&kind))
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

/// Every link and picture of one article.
#[must_use]
pub fn links(
    file: &SitePath,
    parsed: &Parsed,
    index: &SiteIndex,
    snapshot: &Snapshot,
) -> Vec<Diagnostic> {
    let summary = parsed.summary.as_deref();
    let mut problems = Vec::new();
    for reference in &parsed.references {
        if let Some(problem) = reference_problem(file, summary, reference, index, snapshot) {
            problems.push(Diagnostic {
                span: Some(reference.span),
                ..problem
            });
        }
    }
    problems
}

fn reference_problem(
    file: &SitePath,
    summary: Option<&Summary>,
    reference: &Reference,
    index: &SiteIndex,
    snapshot: &Snapshot,
) -> Option<Diagnostic> {
    let written = &reference.destination;
    let target = Target::of(file, written);
    if reference.picture {
        let found = target.asset().map(|file| index.ask(&Query::Asset(file)));
        return match found {
            Some(Answer::Asset(Some(asset))) if asset.size.is_some() => None,
            Some(Answer::Asset(Some(_))) => Some(
                Diagnostic::error(
                    "image/unusable",
                    file,
                    format!("`{written}` is not a picture that every browser can show"),
                )
                .help("save it as JPEG or PNG, and use that file (WebP, GIF and SVG will do, too)"),
            ),
            _ if target == Target::External => None,
            // It is there: the article or the picture has mistakes of its own, which are told of them.
            _ if target.asset().is_some() && exists(&target, snapshot) => None,
            _ => Some(missing_file(
                "image/missing",
                "picture",
                file,
                &target,
                written,
                snapshot,
            )),
        };
    }
    let (link, anchor, page) = match &target {
        Target::External => return None,
        Target::Outside => {
            return Some(
                Diagnostic::error(
                    "link/outside",
                    file,
                    format!("`{written}` leads out of the site's folder"),
                )
                .help("move the file into articles/, or link to its web address"),
            );
        }
        Target::Here(anchor) => {
            let summary = summary?;
            let known = anchor.is_empty() || summary.anchors.iter().any(|id| **id == **anchor);
            return (!known).then(|| missing_anchor(file, anchor, "this page", &summary.anchors));
        }
        Target::File(to, anchor) => (
            index.ask(&Query::LinkToFile(to.clone(), anchor.clone())),
            anchor,
            to.clone(),
        ),
        Target::Url(url, anchor) => (
            index.ask(&Query::LinkToUrl(url.clone(), anchor.clone())),
            anchor,
            SitePath::new(url),
        ),
    };
    match link {
        Answer::Link(Link::To { anchor: true, .. }) => None,
        Answer::Link(Link::To { url, anchor: false }) => {
            let anchors = index
                .page_at(&url)
                .map_or(&[][..], |page| &page.summary.anchors);
            let anchor = anchor.as_deref().unwrap_or_default();
            Some(missing_anchor(file, anchor, &format!("`{page}`"), anchors))
        }
        Answer::Link(Link::Hidden) => Some(
            Diagnostic::warning(
                "link/hidden",
                file,
                format!("`{page}` is not published yet (a draft, of a future date, or expired)"),
            )
            .help("the words stay, without the link, until it is published"),
        ),
        _ => Some(match &target {
            Target::Url(url, _) => {
                let problem = Diagnostic::error(
                    "link/broken",
                    file,
                    format!("this site has no page `{url}`"),
                );
                match index.nearest_address(url) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem
                        .help("link to the .md file instead: its address is then always right"),
                }
            }
            // Its own mistakes, or those of this article, are told.
            Target::File(to, _)
                if exists(&target, snapshot) && (is_source(to) || summary.is_none()) =>
            {
                return None;
            }
            _ => missing_file("link/broken", "file", file, &target, written, snapshot),
        }),
    }
}

fn missing_anchor(file: &SitePath, anchor: &str, place: &str, anchors: &[String]) -> Diagnostic {
    let problem = Diagnostic::error(
        "link/anchor",
        file,
        format!("{place} has no heading `#{anchor}`"),
    );
    match nearest(anchor, anchors.iter().map(String::as_str)) {
        Some(near) => problem.help(format!("did you mean `#{near}`?")),
        None if anchors.is_empty() => {
            problem.help("that page has no headings: leave the part from # on out")
        }
        None => {
            let some: Vec<String> = anchors.iter().take(8).map(|a| format!("#{a}")).collect();
            problem.help(format!("its headings are: {}", some.join(", ")))
        }
    }
}

fn missing_file(
    code: &'static str,
    what: &str,
    file: &SitePath,
    target: &Target,
    written: &str,
    snapshot: &Snapshot,
) -> Diagnostic {
    let problem = Diagnostic::error(code, file, format!("there is no {what} `{written}`"));
    let near = match target {
        Target::File(wanted, _) => suggested_file(file, wanted, snapshot),
        _ => None,
    };
    match near {
        Some(near) => problem.help(format!("did you mean `{}`?", relative(file, near))),
        None if what == "picture" => {
            problem.help("put the picture beside the article and write its file name")
        }
        None => problem.help(format!(
            "write the way from this file's folder to the other file, such as ../repair/{}",
            if code == "image/missing" {
                "hands.jpg"
            } else {
                "rupture.md"
            }
        )),
    }
}

/// Whether there is such an article, though it may be too broken to be read, which is told there.
fn is_there(file: &SitePath, index: &SiteIndex, snapshot: &Snapshot) -> bool {
    index.knows(file) || (is_source(file) && snapshot.get(file).is_some())
}

/// Whether a file is an article or page.
fn is_source(file: &SitePath) -> bool {
    file.starts_with(ARTICLES) && file.extension() == Some("md")
}

fn exists(target: &Target, snapshot: &Snapshot) -> bool {
    matches!(target, Target::File(file, _) if snapshot.get(file).is_some())
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
    let files = || {
        let all = snapshot.below(ARTICLES).map(|(path, _)| path);
        all.filter(|path| is_source(path) == is_source(wanted) && *path != from)
            .filter(|path| !matches!(path.extension(), Some("yaml" | "yml" | "bib")))
    };
    let moved = files().find(|path| path.file_name() == wanted.file_name());
    moved.or_else(|| {
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
