//! `attuned schema`: JSON Schemas, for editors that check while an author types.

use clap::{Args, ValueEnum};

use crate::content::schema;

use super::End;
use super::output::{Failure, print};

/// What `schema` may be asked for.
#[derive(Args)]
pub(super) struct Options {
    /// What the schema is to describe
    #[arg(value_enum, default_value_t = Subject::FrontMatter)]
    subject: Subject,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Subject {
    /// What stands above the text of an article
    FrontMatter,
    /// The file site.yaml
    Site,
}

pub(super) fn run(options: &Options) -> Result<End, Failure> {
    let schema = match options.subject {
        Subject::FrontMatter => schema::front_matter(),
        Subject::Site => schema::site(),
    };
    print(&format!("{schema:#}\n"))?;
    Ok(End::Done)
}
