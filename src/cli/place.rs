//! Where the site is, and how its files are called from where the author stands.

use std::path::{Component, Path, PathBuf};

use crate::base::path::SitePath;
use crate::build::source;

use super::output::Failure;

/// The folder of a site.
#[derive(Debug)]
pub(super) struct Place {
    root: PathBuf,
}

impl Place {
    /// The site in `asked`, or else in this folder or the nearest above.
    pub(super) fn find(asked: Option<&Path>) -> Result<Self, Failure> {
        const BEGIN: &str = "`attuned new site my-site` begins a new site";
        let found = source::find_site(asked.unwrap_or(Path::new(".")));
        match (asked, found) {
            (Some(asked), Some(root)) if std::path::absolute(asked).is_ok_and(|a| a == root) => {
                Ok(Self { root })
            }
            (None, Some(root)) => Ok(Self { root }),
            (Some(asked), _) => Err(Failure::new(format!(
                "there is no site.yaml in `{}`",
                asked.display()
            ))
            .help(BEGIN)),
            (None, None) => Err(Failure::new(
                "there is no site.yaml in this folder or any above it",
            )
            .help(format!(
                "go into the folder of your site, or name it with --site; {BEGIN}"
            ))),
        }
    }

    /// The folder of site.yaml.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// A file of the site, as it is called from here.
    pub(super) fn shown(&self, file: &SitePath) -> String {
        shown(&self.root.join(&**file))
    }
}

/// A path as it is called from the current folder, where that is shorter to read.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    relative(&here, &path).unwrap_or_else(|| path.display().to_string())
}

/// `path` from the folder `here`; `None` where they have little in common. Both are absolute.
fn relative(here: &Path, path: &Path) -> Option<String> {
    /// More steps up than an article's folder is deep are harder to read than the whole path.
    const MOST_UP: usize = 3;
    if path.components().any(|c| c == Component::ParentDir) {
        return None;
    }
    let shared = here
        .components()
        .zip(path.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = here.components().count() - shared;
    if up > MOST_UP || (up > 0 && shared < 2) {
        return None;
    }
    let parts = std::iter::repeat_n(Component::ParentDir, up)
        .chain(path.components().skip(shared))
        .map(|part| part.as_os_str().to_string_lossy());
    let joined = parts.collect::<Vec<_>>().join("/");
    Some(if joined.is_empty() {
        ".".into()
    } else {
        joined
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_here_unless_that_is_harder_to_read() {
        for (here, path, shown) in [
            (
                "/home/ana/site",
                "/home/ana/site/articles/a.md",
                Some("articles/a.md"),
            ),
            (
                "/home/ana",
                "/home/ana/site/site.yaml",
                Some("site/site.yaml"),
            ),
            (
                "/home/ana/site/articles/b",
                "/home/ana/site/site.yaml",
                Some("../../site.yaml"),
            ),
            ("/home/ana/site", "/home/ana/site", Some(".")),
            ("/home/ana/a/b/c/d", "/home/ana/site/site.yaml", None),
            ("/home/ana", "/srv/site/site.yaml", None),
            ("/home/ana/site", "/home/ana/site/../other", None),
        ] {
            assert_eq!(relative(Path::new(here), Path::new(path)).as_deref(), shown);
        }
    }
}
