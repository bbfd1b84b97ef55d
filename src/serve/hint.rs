//! What is said of changes, and why the system is not asked for them.

use std::fmt;
use std::io::{Error, ErrorKind};
use std::path::PathBuf;

/// Where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// At these paths of the disk and at everything below them.
    Paths(Vec<PathBuf>),
    /// At the whole site.
    Everything,
}

/// What a wait came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Something may have changed.
    Hint(Hint),
    /// The moment that was waited for has come.
    Nothing,
}

/// Why the system is not relied on to tell of changes. [`fmt::Display`] says it to people, as part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The author wishes it so.
    Asked,
    /// A file was written, and nothing was told of it.
    NoEvents,
    /// Whether anything is told cannot be found out: the site's folder takes no file.
    NoCanary(String),
    /// The system watches no more folders for this user.
    TooManyFolders,
    /// The system lets this user have no more watchers.
    TooManyWatchers,
    /// The site's folder was moved or removed while it was watched.
    SiteMoved,
    /// Anything else.
    Failed(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => f.write_str("--poll asks for it"),
            Self::NoEvents => f.write_str(
                "this disk does not tell when a file changes, as with some network drives and containers",
            ),
            Self::NoCanary(reason) => write!(
                f,
                "it is unknown whether this disk tells when a file changes, since nothing can be written there ({reason})"
            ),
            Self::TooManyFolders => {
                f.write_str("this computer watches as many folders as its settings allow")
            }
            Self::TooManyWatchers => {
                f.write_str("as many programs watch folders as this computer's settings allow")
            }
            Self::SiteMoved => f.write_str("the site's folder was moved or removed"),
            Self::Failed(reason) => write!(f, "the system does not watch the folder: {reason}"),
        }
    }
}

impl Why {
    /// What an author can do about it.
    #[must_use]
    pub fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::Asked | Self::Failed(_) => None,
            Self::NoEvents => {
                Some("to see changes at once, keep the site on a disk of this computer")
            }
            Self::NoCanary(_) => Some("to see changes at once, check the folder's permissions"),
            Self::TooManyFolders if cfg!(target_os = "linux") => Some(
                "to see changes at once, run `sudo sysctl fs.inotify.max_user_watches=524288` and start again",
            ),
            Self::TooManyWatchers if cfg!(target_os = "linux") => Some(
                "to see changes at once, run `sudo sysctl fs.inotify.max_user_instances=512` and start again",
            ),
            Self::TooManyFolders | Self::TooManyWatchers => {
                Some("to see changes at once, end programs that watch many files and start again")
            }
            Self::SiteMoved => Some("end with Ctrl-C, and start again in the site's folder"),
        }
    }

    /// What stands behind an error of the watcher.
    pub(super) fn of(error: &notify::Error) -> Self {
        match &error.kind {
            notify::ErrorKind::MaxFilesWatch => Self::TooManyFolders,
            notify::ErrorKind::Io(io) if io.kind() == ErrorKind::StorageFull => {
                Self::TooManyFolders
            }
            notify::ErrorKind::Io(io) if is_out_of_watchers(io) => Self::TooManyWatchers,
            _ => Self::Failed(error.to_string()),
        }
    }
}

/// What inotify answers when a user has as many watchers as they may.
fn is_out_of_watchers(error: &Error) -> bool {
    const EMFILE: i32 = 24;
    cfg!(target_os = "linux") && error.raw_os_error() == Some(EMFILE)
}
