//! `attuned build`: the website, ready to be put online.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::base::diagnostic::{Severity, has_errors};
use crate::base::suggest::nearest;
use crate::build::builder::{Builder, Measured};
use crate::build::emit::{Disk, Emitted};
use crate::content::config;
use crate::content::front_matter::Kind;
use crate::site::theme;

use super::output::{Failure, counted, print, say};
use super::progress::Bar;
use super::report::{Report, totals};
use super::{End, ShowOptions, SiteOption, place};

/// What `build` may be asked for.
#[derive(Args)]
pub(super) struct Options {
    #[command(flatten)]
    site: SiteOption,
    /// The folder to write the website to [default: `public` beside site.yaml]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The address the site will have, instead of `base_url` in site.yaml
    #[arg(long, value_name = "URL", value_parser = config::base_url)]
    base_url: Option<String>,
    /// The theme to use, instead of the one in site.yaml
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    #[command(flatten)]
    show: ShowOptions,
}

pub(super) fn run(options: &Options) -> Result<End, Failure> {
    let began = Instant::now();
    let place = options.site.find()?;
    let mut inputs = options.show.inputs(&place);
    inputs.base_url.clone_from(&options.base_url);
    if let Some(name) = &options.theme {
        let themes = theme::names(&inputs.snapshot);
        if !themes.contains(name) {
            return Err(unknown_theme(name, &themes));
        }
        inputs.theme = Some(name.clone());
    }
    let out = match &options.out {
        Some(out) => out.clone(),
        None => place::shown(&place.root().join("public")).into(),
    };

    let progress = Bar::new();
    let mut disk = Disk::new(place.root(), &out);
    let mut builder = Builder::default();
    let mut outcome = builder.build(&inputs, &mut disk, &progress);
    progress.finish();
    // The process is about to end: freeing the memos of every article one by one would be work for nothing.
    std::mem::forget(builder);

    let failed = has_errors(&outcome.diagnostics);
    // Advice is for `check`: it never stands in the way of a build.
    outcome
        .diagnostics
        .retain(|problem| problem.severity != Severity::Advice);
    let report = Report::new(&place, &inputs.snapshot);
    let mut text = report.human(&outcome.diagnostics);
    if let Some(totals) = totals(&outcome.diagnostics) {
        let all = &outcome.diagnostics;
        let tried = all.iter().any(|d| d.code == "output/unwritable");
        let end = match failed && !tried {
            true => ". Nothing was written.",
            false => ".",
        };
        text.push_str(&format!("{totals}{end}\n"));
    }
    say(&text);
    let Some(emitted) = outcome.emitted.take().filter(|_| !failed) else {
        return Ok(End::SiteHasErrors);
    };
    let articles = outcome.articles();
    print(&summary(&articles, &emitted, began))?;
    for path in &emitted.kept {
        say(&format!(
            "{}/{path} is no longer part of the site. It was changed by hand, so it is still there: delete it yourself if it should go.\n",
            out.display()
        ));
    }
    if let Some(note) = left_out(&articles) {
        say(&note);
    }
    Ok(End::Done)
}

fn summary(articles: &[Measured], emitted: &Emitted, began: Instant) -> String {
    format!(
        "Built {}: {} written, {} unchanged, {} removed, in {:.1} s.\n",
        articles_and_pages(articles),
        counted(emitted.written, "file", "files"),
        emitted.unchanged,
        emitted.removed,
        began.elapsed().as_secs_f64(),
    )
}

/// `6 articles and 4 pages`, of those that are shown.
pub(super) fn articles_and_pages(all: &[Measured]) -> String {
    let shown = |kind| {
        let is_it = |article: &&Measured| article.kind == kind && article.url.is_some();
        all.iter().filter(is_it).count()
    };
    format!(
        "{} and {}",
        counted(shown(Kind::Article), "article", "articles"),
        counted(shown(Kind::Page), "page", "pages"),
    )
}

/// Authors who miss an article are told where it went.
pub(super) fn left_out(all: &[Measured]) -> Option<String> {
    let hidden = all.iter().filter(|article| article.url.is_none()).count();
    (hidden > 0).then(|| {
        format!(
            "{} not shown: a draft, of a day to come, or expired. --drafts and --future show the first two.\n",
            counted(hidden, "article is", "articles are")
        )
    })
}

/// The theme that was asked for is not there.
pub(super) fn unknown_theme(name: &str, themes: &[String]) -> Failure {
    let failure = Failure::new(format!("there is no theme `{name}`"));
    match nearest(name, themes.iter().map(String::as_str)) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help(format!("the themes are: {}", themes.join(", "))),
    }
}
