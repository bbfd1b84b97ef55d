//! `attuned theme`: the designs there are, and a copy of one to change.
#![expect(
    clippy::disallowed_methods,
    reason = "this command writes a copy of a theme"
)]

use std::fs;
use std::io;

use clap::Subcommand;

use crate::base::snapshot::Snapshot;
use crate::build::source;
use crate::site::theme;

use super::build::unknown_theme;
use super::output::{Failure, print, say};
use super::place::{self, Place};
use super::{End, SiteOption};

/// What there is to do with themes.
#[derive(Subcommand)]
pub(super) enum Command {
    /// List the themes: those built in and those of the site
    List {
        #[command(flatten)]
        site: SiteOption,
    },
    /// Copy a built-in theme into the site's folder `themes`, so that you can change it
    Eject {
        /// The name of the theme
        name: String,
        #[command(flatten)]
        site: SiteOption,
    },
}

pub(super) fn run(command: &Command) -> Result<End, Failure> {
    match command {
        Command::List { site } => list(site),
        Command::Eject { name, site } => eject(name, &site.find()?),
    }
}

fn list(site: &SiteOption) -> Result<End, Failure> {
    // The built-in themes are there without a site, too; but a site that was named must exist.
    let place = match site.find() {
        Ok(place) => Some(place),
        Err(failure) if site.site.is_some() => return Err(failure),
        Err(_) => None,
    };
    let snapshot = match &place {
        Some(place) => source::read(place.root()),
        None => {
            let mut snapshot = Snapshot::default();
            source::add_embedded_themes(&mut snapshot);
            snapshot
        }
    };
    let mut text = String::new();
    for name in theme::names(&snapshot) {
        let own = place
            .as_ref()
            .filter(|place| !source::is_built_in(place.root(), &name));
        let place = match own {
            Some(place) => place::shown(&place.root().join("themes").join(&name)),
            None => "built in".to_owned(),
        };
        let description = theme::describe(&name, &snapshot).and_then(|yaml| yaml.description);
        let description = description.as_deref().map(str::trim).unwrap_or_default();
        text.push_str(&format!("{name} ({place})"));
        if !description.is_empty() {
            text.push_str(&format!(": {description}"));
        }
        text.push('\n');
    }
    print(&text)?;
    Ok(End::Done)
}

fn eject(name: &str, place: &Place) -> Result<End, Failure> {
    let themes: Vec<String> = source::embedded_themes()
        .into_iter()
        .map(str::to_owned)
        .collect();
    if !themes.iter().any(|known| known == name) {
        return Err(unknown_theme(name, &themes));
    }
    let target = place.root().join("themes").join(name);
    let shown = place::shown(&target);
    if fs::symlink_metadata(&target).is_ok() {
        return Err(Failure::new(format!("`{shown}` exists already"))
            .help("change the files in it, or give that folder another name first"));
    }
    // Made beside its place and renamed, so that a half-copied theme never takes the place of the built-in one.
    let staging = place.root().join("themes").join(format!(".{name}.new"));
    copy(name, &staging)
        .and_then(|()| fs::rename(&staging, &target))
        .map_err(|error| {
            let _ = fs::remove_dir_all(&staging);
            Failure::new(format!("`{shown}` cannot be written: {error}"))
        })?;
    print(&format!("{shown}\n"))?;
    say(
        "The site uses this copy from now on. To go back to the built-in theme, delete the folder.\n",
    );
    Ok(End::Done)
}

fn copy(name: &str, folder: &std::path::Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (below, bytes) in source::embedded_theme(name) {
        let path = folder.join(below);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}
