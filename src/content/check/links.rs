//! Whether every link and picture of an article leads somewhere.

use super::super::article::{Parsed, Reference, Summary};
use super::super::bibliography::Bibliography;
use super::super::index::SiteIndex;
use super::super::query::{Answer, Link, Query};
use super::super::reference::Target;
use super::{is_source, relative, suggested_file};
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::base::suggest::nearest;

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
    // A work that cannot be read is told of in its own file.
    let known = index.bibliography();
    let unknown = parsed
        .cited
        .iter()
        .filter(|(key, _)| known.get(key).is_none() && !known.is_partial);
    problems.extend(unknown.map(|(key, span)| unknown_work(file, key, *span, known)));
    problems
}

fn unknown_work(file: &SitePath, key: &str, span: Span, known: &Bibliography) -> Diagnostic {
    let problem = Diagnostic::error(
        "citation/unknown",
        file,
        format!("there is no work `{key}` in articles/references.bib"),
    )
    .at(span.start..span.end);
    match known.nearest(key) {
        Some(near) => problem.help(format!("did you mean `@{near}`?")),
        None => problem.help(
            "add the work to references.bib; for an @ that cites nothing, write a backslash before it: \\@",
        ),
    }
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
        // Most lead to a page that is shown.
        Target::File(to, None) if index.position(to).is_some() => return None,
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
    if what == "picture" && exists(target, snapshot) {
        return Diagnostic::error(code, file, format!("`{written}` is not a picture"))
            .help("write the link without the exclamation mark, or name a file such as hands.jpg");
    }
    let problem = Diagnostic::error(code, file, format!("there is no {what} `{written}`"));
    if let Some(meant) = meant(file, written, snapshot) {
        return problem.help(format!("did you mean `{meant}`?"));
    }
    let near = match target {
        Target::File(wanted, _) => suggested_file(file, wanted, snapshot),
        _ => None,
    };
    match near {
        Some(near) => problem.help(format!("did you mean `{}`?", in_link(relative(file, near)))),
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

/// What an address that is written in another way must be: of another site, of a person, or of a file that is there.
fn meant(file: &SitePath, written: &str, snapshot: &Snapshot) -> Option<String> {
    if written.starts_with("www.") {
        return Some(format!("https://{written}"));
    }
    let is_email = written.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !written.contains('/')
    });
    if is_email {
        return Some(format!("mailto:{written}"));
    }
    let slashed = written.replace('\\', "/");
    let bare = slashed.trim_end_matches('/');
    let bare = bare.strip_suffix(".html").unwrap_or(bare);
    let tries = [
        slashed.clone(),
        format!("{bare}.md"),
        format!("{bare}/index.md"),
    ];
    tries
        .into_iter()
        .find(|path| *path != written && exists(&Target::of(file, path), snapshot))
}

/// A path as it can stand in a link.
fn in_link(path: String) -> String {
    path.replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
}

fn exists(target: &Target, snapshot: &Snapshot) -> bool {
    matches!(target, Target::File(file, _) if snapshot.has(file))
}
