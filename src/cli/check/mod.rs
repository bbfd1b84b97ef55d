//! `attuned check`: everything that `build` would say, and more, without writing anything.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::base::diagnostic::{Severity, has_errors};
use crate::build::builder::Builder;
use crate::build::emit::Discard;

use super::build::{articles_and_pages, left_out};
use super::output::{Failure, print, say};
use super::progress::Bar;
use super::report::{Report, totals};
use super::survey::Survey;
use super::{End, ShowOptions, SiteOption};

mod file;
mod page;
mod table;

/// What `check` may be asked for.
#[derive(Args)]
pub(super) struct Options {
    #[command(flatten)]
    site: SiteOption,
    /// How to tell what was found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Also write a report as a page for people who lead a practice
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    show: ShowOptions,
}

/// Whom the answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs: one JSON object
    Json,
    /// For GitHub Actions, which shows each problem beside its line
    Github,
}

pub(super) fn run(options: &Options) -> Result<End, Failure> {
    let began = Instant::now();
    let place = options.site.find()?;
    let html = match &options.html {
        Some(path) => Some(file::Target::new(path, &place)?),
        None => None,
    };
    let inputs = options.show.inputs(&place);
    let progress = Bar::new();
    let mut builder = Builder::default();
    let mut outcome = builder.build(&inputs, &mut Discard, &progress);
    progress.finish();
    // The process is about to end: freeing the memos of every article one by one would be work for nothing.
    std::mem::forget(builder);
    let survey = Survey::of(&mut outcome, &inputs.snapshot, inputs.show);

    let diagnostics = &survey.diagnostics;
    let warned = diagnostics.iter().any(|d| d.severity == Severity::Warning);
    let errors = has_errors(diagnostics);
    let fails = errors || (options.strict && warned);
    let report = Report::new(&place, &inputs.snapshot);
    let written = match &html {
        Some(file) => Some(file.write(&page::page(&survey, &report))?),
        None => None,
    };
    match options.format {
        Format::Human => {
            let table = table::table(&survey.rows);
            if !table.is_empty() {
                print(&(table + "\n"))?;
            }
            let mut text = report.human(diagnostics);
            if let Some(totals) = totals(diagnostics) {
                let strict = if fails && !errors {
                    " (--strict: warnings fail)"
                } else {
                    ""
                };
                text.push_str(&format!("{totals}{strict}.\n"));
            }
            text.extend(left_out(&outcome.articles()).filter(|_| !errors));
            say(&text);
            let found = if diagnostics.is_empty() {
                ", and found nothing to mend"
            } else {
                ""
            };
            if !errors {
                print(&format!(
                    "Checked {} in {:.1} s{found}.\n",
                    articles_and_pages(&outcome.articles()),
                    began.elapsed().as_secs_f64()
                ))?;
            }
        }
        Format::Json => print(&report.json(&survey))?,
        Format::Github => print(&report.github(diagnostics))?,
    }
    if let Some(file) = written {
        say(&format!("The report is in {file}.\n"));
    }
    Ok(if fails { End::SiteHasErrors } else { End::Done })
}
