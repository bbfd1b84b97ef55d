//! The command line: what a person types, and what they read in answer. One file a command.
//!
//! Results go to standard output; everything else that there is to say goes to standard error.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{Args, Parser, Subcommand};

use crate::base::date::{Date, DateError};
use crate::build::builder::Inputs;
use crate::build::source;
use crate::content::index::Show;

mod build;
mod check;
mod new;
mod output;
mod place;
mod progress;
mod report;
mod schema;
mod serve;
mod shell;
mod survey;
mod theme;

use output::Failure;
use place::Place;

/// Turns a folder of articles into a calm, private website for clients.
#[derive(Parser)]
#[command(
    name = "attuned",
    version,
    max_term_width = 100,
    after_help = "Begin with `attuned new site my-site`. `attuned COMMAND --help` tells more of a command."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Begin a new site, or a new article
    #[command(subcommand)]
    New(new::Command),
    /// Make the website, ready to be put online
    Build(build::Options),
    /// Show the website in your browser while you write, and follow every change
    Serve(serve::Options),
    /// Look for mistakes, and write nothing
    Check(check::Options),
    /// List the designs there are, or copy one to change it
    #[command(subcommand)]
    Theme(theme::Command),
    /// Print the JSON Schema of front matter or of site.yaml, for editors that check while you type
    Schema(schema::Options),
    /// Print a script that lets your shell complete what you type
    Completions(shell::Completions),
    /// Print the manual page
    Man,
}

/// How a command ended.
enum End {
    /// What was asked for is done.
    Done,
    /// The site has errors, which have been told.
    SiteHasErrors,
}

/// Which site.
#[derive(Args)]
struct SiteOption {
    /// The folder that holds site.yaml [default: this folder, or the nearest above it]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
}

impl SiteOption {
    fn find(&self) -> Result<Place, Failure> {
        Place::find(self.site.as_deref())
    }
}

/// Which articles are shown.
#[derive(Args, Clone)]
struct ShowOptions {
    /// Show drafts too
    #[arg(long)]
    drafts: bool,
    /// Show articles whose day has not come yet, too
    #[arg(long)]
    future: bool,
    /// Take this day for today, as YYYY-MM-DD [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<Date>,
}

impl ShowOptions {
    fn show(&self) -> Show {
        Show {
            today: self.today.unwrap_or_else(today),
            drafts: self.drafts,
            future: self.future,
        }
    }

    /// What is shown on the day of each asking.
    fn now(&self) -> Box<dyn Fn() -> Show + Send> {
        let options = self.clone();
        Box::new(move || options.show())
    }

    /// The site as it is on disk now.
    fn inputs(&self, place: &Place) -> Inputs {
        Inputs {
            snapshot: source::read(place.root()).into(),
            show: self.show(),
            base_url: None,
            theme: None,
        }
    }
}

/// Does what the arguments (the program's own name first) ask for.
///
/// The exit code is 0 when it is done, 1 when the site has errors, 2 when the command could not start.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(help_or_mistake) => {
            // A reader that has gone away needs no help text.
            let _ = help_or_mistake.print();
            return ExitCode::from(u8::from(help_or_mistake.use_stderr()) * 2);
        }
    };
    match dispatch(cli.command) {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::SiteHasErrors) => ExitCode::from(1),
        Err(failure) => {
            output::say(&report::failure(&failure));
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: Command) -> Result<End, Failure> {
    match command {
        Command::New(command) => new::run(&command),
        Command::Build(options) => build::run(&options),
        Command::Serve(options) => serve::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Theme(command) => theme::run(&command),
        Command::Schema(options) => schema::run(&options),
        Command::Completions(options) => shell::completions(&options),
        Command::Man => shell::man(),
    }
}

/// Today, in UTC: the one place where the clock is read.
#[expect(
    clippy::disallowed_methods,
    reason = "the clock is read once, here, and handed on as an input"
)]
fn today() -> Date {
    let seconds = match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
    };
    Date::from_unix_seconds(seconds)
}

fn date(text: &str) -> Result<Date, &'static str> {
    Date::parse(text).map_err(|error| match error {
        DateError::Form => "write it as year, month and day, such as 2026-11-03",
        DateError::NoSuchDay => "there is no such day",
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_declared_without_contradiction() {
        Cli::command().debug_assert();
    }
}
