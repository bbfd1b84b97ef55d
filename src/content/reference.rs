//! Where a link or picture leads, read from its destination and the file it stands in, before anything is known of the site.

use std::sync::Arc;

use crate::base::path::{SitePath, percent_decode};

/// The folder that authors write in.
pub const ARTICLES: &str = "articles/";

/// Whether files with this ending are pictures that every browser can show.
#[must_use]
pub fn is_picture(extension: &str) -> bool {
    ["jpg", "jpeg", "png", "webp", "gif", "svg"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(extension))
}

/// What a destination names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Another site, an e-mail address, a telephone number.
    External,
    /// A place on the same page.
    Here(Arc<str>),
    /// A file of the site.
    File(SitePath, Option<Arc<str>>),
    /// An address of this site, from its root.
    Url(Arc<str>, Option<Arc<str>>),
    /// A path that leaves the site's folder.
    Outside,
}

impl Target {
    /// Reads `destination` as it stands in `file`.
    #[must_use]
    pub fn of(file: &SitePath, destination: &str) -> Self {
        // Most are a path and nothing else: one look, instead of one for each of these.
        let is_path = !destination.bytes().any(|b| matches!(b, b':' | b'#' | b'?'));
        if destination.starts_with("//") || (!is_path && has_scheme(destination)) {
            return Self::External;
        }
        let (path, anchor) = match is_path {
            true => (destination, None),
            false => split(destination),
        };
        if path.is_empty() {
            return Self::Here(anchor.unwrap_or_default());
        }
        let Some(path) = percent_decode(path) else {
            return Self::Outside;
        };
        if path.starts_with('/') {
            return Self::Url(path.into(), anchor);
        }
        match file.join(&path) {
            Some(path) => Self::File(path, anchor),
            None => Self::Outside,
        }
    }

    /// The file that would be published if this names a picture or document.
    #[must_use]
    pub fn asset(&self) -> Option<SitePath> {
        let path = match self {
            Self::File(path, _) => path.clone(),
            // Without a dot anywhere it has no ending, as is so for most: those are pages.
            Self::Url(url, _) if !url.contains('.') => return None,
            Self::Url(url, _) => SitePath::new(ARTICLES).join(url)?,
            _ => return None,
        };
        let published = path.starts_with(ARTICLES)
            && !matches!(
                path.extension(),
                None | Some("md" | "yaml" | "yml" | "bib" | "html")
            );
        published.then_some(path)
    }
}

/// The path without its query, and the anchor.
fn split(destination: &str) -> (&str, Option<Arc<str>>) {
    let (path, anchor) = match destination.split_once('#') {
        Some((path, anchor)) => (path, decode(anchor)),
        None => (destination, None),
    };
    (path.split_once('?').map_or(path, |(path, _)| path), anchor)
}

fn decode(anchor: &str) -> Option<Arc<str>> {
    let anchor = percent_decode(anchor)?;
    (!anchor.is_empty()).then(|| anchor.into())
}

/// Whether it starts like `https:` or `mailto:`.
fn has_scheme(destination: &str) -> bool {
    destination.starts_with(|c: char| c.is_ascii_alphabetic())
        && destination.split_once(':').is_some_and(|(scheme, _)| {
            scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_endings_of_pictures_are_known() {
        for ending in ["jpg", "jpeg", "JPG", "png", "webp", "gif", "svg"] {
            assert!(is_picture(ending));
        }
        for ending in ["", "heic", "avif", "md", ".png"] {
            assert!(!is_picture(ending));
        }
    }

    #[test]
    fn a_destination_names_a_file_an_address_a_place_or_another_site() {
        let file = SitePath::new("articles/repair/rupture.md");
        let of = |destination| Target::of(&file, destination);
        let path = SitePath::new;
        assert_eq!(of("https://example.org"), Target::External);
        assert_eq!(of("tel:555"), Target::External);
        assert_eq!(of("#signs"), Target::Here("signs".into()));
        assert_eq!(
            of("../a%20b.md#x"),
            Target::File(path("articles/a b.md"), Some("x".into()))
        );
        assert_eq!(
            of("hands.jpg?v=1"),
            Target::File(path("articles/repair/hands.jpg"), None)
        );
        assert_eq!(
            of("/topics/#a"),
            Target::Url("/topics/".into(), Some("a".into()))
        );
        assert_eq!(of("../../../x.md"), Target::Outside);
        assert_eq!(of("/img/a.png").asset(), Some(path("articles/img/a.png")));
        assert_eq!(of("../people.yaml").asset(), None);
        assert_eq!(of("../../site.png").asset(), None);
    }
}
