//! Where the report may be written: over an earlier one, or where nothing is; never among the files of the site.
#![expect(
    clippy::disallowed_methods,
    reason = "it writes the file that it was asked for"
)]

use std::fs;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use super::super::output::Failure;
use super::super::place::{Place, shown};
use super::page::BEGINNING;
use crate::build::emit::MANIFEST;

/// A file that the report may be written to.
pub(super) struct Target {
    path: PathBuf,
}

impl Target {
    /// Looks whether the report of the site at `place` may be written to `path`, before any work is done for it.
    pub(super) fn new(path: &Path, place: &Place) -> Result<Self, Failure> {
        let name = shown(path);
        let refuse = |why: String, help: &str| Err(Failure::new(why).help(help.to_owned()));
        const ELSEWHERE: &str = "name a file elsewhere, such as --html report.html";
        if path.file_name().is_none() || path.is_dir() {
            return refuse(
                format!("`{name}` is a folder"),
                "name a file, such as --html report.html",
            );
        }
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let folder = absolute.parent().unwrap_or(Path::new("/"));
        let Ok(folder) = fs::canonicalize(folder) else {
            return refuse(
                format!("there is no folder `{}`", shown(folder)),
                "make it first, or name a file elsewhere",
            );
        };
        let root = fs::canonicalize(place.root()).unwrap_or_else(|_| place.root().to_owned());
        for sources in ["articles", "themes", ".attuned"] {
            let sources_folder = root.join(sources);
            let sources_folder = fs::canonicalize(&sources_folder).unwrap_or(sources_folder);
            if folder.starts_with(&sources_folder) {
                return refuse(
                    format!("`{name}` lies in `{sources}`, among the files of the site"),
                    ELSEWHERE,
                );
            }
        }
        let published = folder.ancestors().any(|above| {
            above == root.join("public") || fs::symlink_metadata(above.join(MANIFEST)).is_ok()
        });
        if published {
            return refuse(
                format!(
                    "`{name}` lies in a folder that is published: everybody could read the report"
                ),
                ELSEWHERE,
            );
        }
        // The file itself may be a link, and what it leads to is what would be overwritten.
        let file = folder.join(absolute.file_name().unwrap_or_default());
        match beginning(&file) {
            Ok(begins) if begins == BEGINNING.as_bytes() => {}
            Ok(_) => {
                return refuse(
                    format!("`{name}` exists already, and is no report"),
                    "delete it, or name another file",
                );
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return refuse(format!("`{name}` cannot be read: {error}"), ELSEWHERE),
        }
        if fs::symlink_metadata(&file).is_ok_and(|found| found.is_symlink()) {
            return refuse(format!("`{name}` is a link to another file"), ELSEWHERE);
        }
        Ok(Self { path: file })
    }

    /// Writes the report; says what it is called from here.
    pub(super) fn write(&self, html: &str) -> Result<String, Failure> {
        let name = shown(&self.path);
        // Written beside its place and renamed: whoever has it open never reads half of it.
        let mut beside = self.path.clone().into_os_string();
        beside.push(format!(".{}.new", std::process::id()));
        let beside = PathBuf::from(beside);
        fs::write(&beside, html)
            .and_then(|()| fs::rename(&beside, &self.path))
            .map_err(|error| {
                let _ = fs::remove_file(&beside);
                Failure::new(format!("`{name}` cannot be written: {error}"))
            })?;
        Ok(name)
    }
}

/// As much of a file as a report begins with.
#[expect(
    clippy::disallowed_types,
    reason = "a file that is no report may be large"
)]
fn beginning(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(BEGINNING.len()).unwrap_or(u64::MAX);
    fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
