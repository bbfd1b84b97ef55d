//! theme.yaml, and the chain of themes that extend each other.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::base::suggest::nearest;
use crate::base::yaml::{Dialect, Reader, Source, Step, record};
use crate::content::check::in_yaml;
use crate::content::config::Config;

record! {
    /// What theme.yaml says.
    pub struct ThemeFile {
        /// The name shown by `attuned theme list`.
        pub name: String as prose,
        /// One sentence about the theme.
        pub description: Option<String> as prose,
        /// The theme that this one builds upon.
        pub extends: Option<String>,
        /// Its stylesheet, a file in `assets/`.
        pub stylesheet: Option<String>,
        /// Kinds of list that it has pages for: articles, topics, authors, audience, series.
        pub lists: Option<Vec<String>>,
        /// Kinds of feed: site, topics.
        pub feeds: Option<Vec<String>>,
        /// Further pages that it has templates for: glossary, references.
        pub pages: Option<Vec<String>>,
        /// CSS font lists.
        pub fonts: Fonts,
        /// Colours, as custom properties.
        pub colours: Schemes,
        /// Pairs of colours that must be readable.
        pub contrast: Vec<Pair>,
    }
}

record! {
    /// CSS font lists.
    pub struct Fonts {
        /// Of running text.
        pub body: Option<String>,
        /// Of headings.
        pub heading: Option<String>,
    }
}

record! {
    /// Colours by name, as `#rrggbb`, in two schemes.
    pub struct Schemes {
        /// For readers who prefer a light page, and for print.
        pub light: BTreeMap<String, String>,
        /// For readers who prefer a dark page.
        pub dark: BTreeMap<String, String>,
    }
}

record! {
    /// Two colours that must be told apart.
    pub struct Pair {
        /// The name of the colour of the text or shape.
        pub colour: String,
        /// The name of the colour behind it.
        pub on: String,
        /// The least contrast ratio (WCAG 2.2: 4.5 for text, 3 for large text and shapes).
        pub ratio: String,
    }
}

/// The name of the theme that every other falls back on for interface words.
pub const DEFAULT_THEME: &str = "hearth";

/// One theme of the chain of those that extend each other.
pub(super) struct Layer {
    pub(super) name: String,
    pub(super) folder: String,
    pub(super) file: SitePath,
    pub(super) yaml: ThemeFile,
}

/// The themes from `name` down to the one that extends nothing; a problem where one is missing or a circle is found.
pub(super) fn chain(
    name: &str,
    snapshot: &Snapshot,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = Some((name.to_owned(), SitePath::new("site.yaml")));
    while let Some((name, asked_in)) = next.take() {
        let folder = format!("themes/{name}/");
        let file = SitePath::new(&format!("{folder}theme.yaml"));
        if layers.iter().any(|layer| layer.name == name) {
            problems.push(in_yaml(
                Diagnostic::error(
                    "theme/circle",
                    &asked_in,
                    format!("the theme `{name}` extends itself in a circle"),
                )
                .help("remove one of the `extends`"),
                snapshot,
                &[Step::Key("extends")],
            ));
            break;
        }
        let Some(text) = snapshot.text(&file) else {
            let themes = names(snapshot);
            let help = match nearest(&name, themes.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the themes there are: {}", themes.join(", ")),
            };
            let steps: &[Step<'_>] = if layers.is_empty() && config.theme.name == name {
                &[Step::Key("theme"), Step::Key("name")]
            } else {
                &[Step::Key("extends")]
            };
            problems.push(in_yaml(
                Diagnostic::error(
                    "theme/unknown",
                    &asked_in,
                    format!("there is no theme `{name}`"),
                )
                .help(help),
                snapshot,
                steps,
            ));
            break;
        };
        let source = Source::whole(&file, text, Dialect::Theme);
        let Some(yaml) = Reader::new(source, problems).read::<ThemeFile>() else {
            break;
        };
        next = yaml.extends.clone().map(|parent| (parent, file.clone()));
        layers.push(Layer {
            name,
            folder,
            file,
            yaml,
        });
    }
    layers
}

/// The names of all themes, in order.
#[must_use]
pub fn names(snapshot: &Snapshot) -> Vec<String> {
    let mut names: Vec<String> = snapshot
        .below("themes/")
        .filter_map(|(path, _)| path.strip_prefix("themes/")?.strip_suffix("/theme.yaml"))
        .filter(|name| !name.contains('/'))
        .map(str::to_owned)
        .collect();
    names.dedup();
    names
}

/// What `theme.yaml` of one theme says about it, for `theme list`.
#[must_use]
pub fn describe(name: &str, snapshot: &Snapshot) -> Option<ThemeFile> {
    let file = SitePath::new(&format!("themes/{name}/theme.yaml"));
    let source = Source::whole(&file, snapshot.text(&file)?, Dialect::Theme);
    Reader::new(source, &mut Vec::new()).read::<ThemeFile>()
}

pub(super) fn file_of(layers: &[Layer]) -> SitePath {
    layers
        .first()
        .map_or_else(|| SitePath::new("site.yaml"), |layer| layer.file.clone())
}

pub(super) fn files_digest(layer: &Layer, snapshot: &Snapshot) -> Vec<(SitePath, Option<Digest>)> {
    snapshot
        .below(&layer.folder)
        .map(|(path, file)| (path.clone(), file.digest().ok()))
        .collect()
}
