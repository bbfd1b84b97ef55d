//! The pictures and documents that articles and people.yaml refer to, of those that exist.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::{SitePath, slugify};
use crate::base::snapshot::{Snapshot, SourceFile};
use crate::content::people::Person;
use crate::content::query::Asset;
use crate::content::reference::{ARTICLES, is_picture};
use crate::site::pictures;

use super::library::{Library, weighed};

/// What was found last.
#[derive(Default)]
pub(super) struct Assets {
    /// Where the articles stood, and which were shown.
    read: Option<Digest>,
    /// Every file that articles refer to, whether or not it exists.
    named: BTreeSet<SitePath>,
    pub(super) found: BTreeMap<SitePath, Asset>,
    pub(super) problems: Vec<Diagnostic>,
    sizes: FxHashMap<Digest, Result<(u32, u32), pictures::PictureError>>,
}

impl Assets {
    /// Looks for them. `changed` names every file that differs from what the last call saw.
    pub(super) fn find(
        &mut self,
        library: &Library,
        people: &BTreeMap<String, Person>,
        snapshot: &Snapshot,
        changed: &BTreeSet<SitePath>,
    ) {
        let standing = library.facets().standing;
        let read = Digest::of_all([standing, library.visibility(), Digest::of(people)]);
        if self.read == Some(read) && changed.is_disjoint(&self.named) {
            return;
        }
        self.read = Some(read);
        self.named.clear();
        self.found.clear();
        self.problems.clear();
        let mut shown: BTreeSet<&str> = BTreeSet::new();
        for summary in library.summaries() {
            let published = library.shows(&summary.file);
            for path in &summary.assets {
                self.add(path, published, snapshot);
            }
            if published {
                let front = &summary.front;
                let named = front.authors.iter().chain(&front.reviewed_by);
                shown.extend(named.map(String::as_str));
            }
        }
        for (id, person) in people {
            if let Some(path) = person.portrait() {
                self.add(&path, shown.contains(id.as_str()), snapshot);
            }
        }
    }

    fn add(&mut self, path: &SitePath, published: bool, snapshot: &Snapshot) {
        self.named.insert(path.clone());
        if let Some(known) = self.found.get_mut(path) {
            known.published |= published;
            return;
        }
        let Some(file) = snapshot.get(path) else {
            return;
        };
        match self.asset(path, file) {
            Ok(asset) => {
                let asset = Asset { published, ..asset };
                self.found.insert(path.clone(), asset);
            }
            Err(problem) => self.problems.extend(weighed(&[problem], published)),
        }
    }

    fn asset(&mut self, path: &SitePath, file: &SourceFile) -> Result<Asset, Diagnostic> {
        let unreadable = |reason: String| {
            Diagnostic::error(
                "file/unreadable",
                path,
                format!("the file cannot be read: {reason}"),
            )
        };
        let digest = file.digest().map_err(unreadable)?;
        let is_shown = path.extension().is_some_and(is_picture);
        if !is_shown {
            return Ok(Asset {
                url: document_url(path),
                size: None,
                digest,
                published: false,
            });
        }
        let known = match self.sizes.get(&digest) {
            Some(known) => known.clone(),
            None => {
                let size = pictures::dimensions(&file.bytes().map_err(unreadable)?);
                self.sizes.insert(digest, size.clone());
                size
            }
        };
        let size = known.map_err(|error| {
            Diagnostic::error("image/unusable", path, error.message).help(error.help)
        })?;
        Ok(Asset {
            url: picture_url(path, digest),
            size: Some(size),
            digest,
            published: false,
        })
    }
}

/// Names as in addresses of pages, so that they work on every host.
fn document_url(path: &SitePath) -> String {
    let mut url = String::new();
    let below = path.strip_prefix(ARTICLES).unwrap_or(path);
    let (folders, name) = below.rsplit_once('/').unwrap_or(("", below));
    for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
        url.push('/');
        url.push_str(&or_digest(slugify(folder), folder));
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!(
        "{url}/{}.{}",
        or_digest(slugify(stem), stem),
        ending.to_lowercase()
    )
}

/// The same with a digest of the bytes, so that a browser may keep the picture for ever.
fn picture_url(path: &SitePath, digest: Digest) -> String {
    let url = document_url(path);
    match url.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{}.{ending}", digest.short()),
        None => url,
    }
}

/// A name without a letter or digit still needs one in an address.
fn or_digest(slug: String, name: &str) -> String {
    if slug.is_empty() {
        Digest::of_bytes(name.as_bytes()).short()
    } else {
        slug
    }
}
