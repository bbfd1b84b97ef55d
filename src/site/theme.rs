//! A theme: its templates, stylesheet, assets and interface words, with those of the themes it extends.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use tera::{ErrorKind, Tera};

use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::digest::Digest;
use crate::base::path::{SitePath, percent_decode, percent_encode};
use crate::base::snapshot::Snapshot;
use crate::base::suggest::nearest;
use crate::base::yaml::{Dialect, Fault, Reader, Source, Step, record};
use crate::content::article::Settings;
use crate::content::check::in_yaml;
use crate::content::config::{Config, language_tag};
use crate::content::language::Lang;
use crate::content::query::ListKind;

use super::colour::Colour;
use super::words::Words;

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

/// A kind of feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedKind {
    /// One a language, of all articles.
    Site,
    /// One a topic.
    Topics,
}

impl FeedKind {
    fn of_name(name: &str) -> Option<Self> {
        match name {
            "site" => Some(Self::Site),
            "topics" => Some(Self::Topics),
            _ => None,
        }
    }
}

/// A file of the theme's `assets/`.
#[derive(Clone, Debug)]
pub struct ThemeAsset {
    /// Its published address, without base path; the name holds a digest of the bytes.
    pub url: String,
    /// Where it lies.
    pub file: SitePath,
}

/// A theme, ready to render with.
pub struct Theme {
    /// The templates.
    pub tera: Tera,
    /// The digest of everything the theme was made from.
    pub digest: Digest,
    /// The kinds of list that it has pages for.
    pub kinds: Vec<ListKind>,
    feeds: Vec<FeedKind>,
    /// Whether it has a page for the glossary.
    pub has_glossary: bool,
    /// Whether it has a page for the works that articles cite.
    pub has_references: bool,
    /// The theme's name, then those it extends.
    chain: Vec<String>,
    stylesheet: (String, String),
    /// Whether any template shows `page.json_ld`: making it costs a twentieth of a build.
    pub shows_structured_data: bool,
    assets: BTreeMap<String, ThemeAsset>,
    words: BTreeMap<Lang, Words>,
    colours: Colours,
}

/// The colours of the two schemes, by name.
#[derive(Clone, Debug, Default)]
struct Colours {
    light: BTreeMap<String, Colour>,
    dark: BTreeMap<String, Colour>,
}

/// The name of the theme that every other falls back on for interface words.
pub const DEFAULT_THEME: &str = "hearth";

/// One theme of the chain of those that extend each other.
struct Layer {
    name: String,
    folder: String,
    file: SitePath,
    yaml: ThemeFile,
}

impl Theme {
    /// The kinds of feed.
    #[must_use]
    pub fn has_feed(&self, kind: FeedKind) -> bool {
        self.feeds.contains(&kind)
    }

    /// The address of the one stylesheet, without base path.
    #[must_use]
    pub fn stylesheet_url(&self) -> &str {
        &self.stylesheet.0
    }

    /// The one stylesheet.
    #[must_use]
    pub fn stylesheet(&self) -> &str {
        &self.stylesheet.1
    }

    /// Every file of `assets/` but the stylesheets, by name.
    pub fn assets(&self) -> impl Iterator<Item = &ThemeAsset> {
        self.assets.values()
    }

    /// The address of a file of `assets/`.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<&str> {
        self.assets.get(name).map(|asset| asset.url.as_str())
    }

    /// The names of all assets, for "did you mean".
    pub fn asset_names(&self) -> impl Iterator<Item = &str> {
        self.assets.keys().map(String::as_str)
    }

    /// The names of the theme's templates, without `.html`.
    #[must_use]
    pub fn template_names(&self) -> Vec<String> {
        let names = self.tera.get_template_names();
        let mut names: Vec<String> = names
            .filter_map(|name| name.rsplit('/').next()?.strip_suffix(".html"))
            .map(str::to_owned)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The file of a template that Tera names.
    #[must_use]
    pub fn template_file(&self, template: &str, snapshot: &Snapshot) -> SitePath {
        let (theme, name) = match template.split_once('/') {
            Some((theme, name)) if self.chain.iter().skip(1).any(|layer| layer == theme) => {
                (theme, name)
            }
            _ => (
                self.chain.first().map_or(DEFAULT_THEME, String::as_str),
                template,
            ),
        };
        let themes = std::iter::once(theme).chain(self.chain.iter().map(String::as_str));
        themes
            .map(|theme| SitePath::new(&format!("themes/{theme}/templates/{name}")))
            .find(|file| snapshot.get(file).is_some())
            .unwrap_or_else(|| SitePath::new(&format!("themes/{theme}/templates/{name}")))
    }

    /// A colour of the scheme `light` or `dark`.
    #[must_use]
    pub fn colour(&self, name: &str, scheme: &str) -> Option<Colour> {
        let colours = match scheme {
            "light" => &self.colours.light,
            "dark" => &self.colours.dark,
            _ => return None,
        };
        colours.get(name).copied()
    }

    /// The interface words of a language of the site.
    #[must_use]
    pub fn words(&self, language: &str) -> Option<&Words> {
        self.words.get(language)
    }
}

/// The themes from `name` down to the one that extends nothing; a problem where one is missing or a circle is found.
fn chain(
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

/// Loads the theme that site.yaml (or `name`, from the command line) asks for.
/// `register` adds the functions that templates may call.
pub fn load(
    name: Option<&str>,
    snapshot: &Snapshot,
    config: &Config,
    settings: &Settings,
    register: fn(&mut Tera),
    problems: &mut Vec<Diagnostic>,
) -> Option<Arc<Theme>> {
    let name = name.unwrap_or(&config.theme.name);
    let mut found = Vec::new();
    let layers = chain(name, snapshot, config, &mut found);
    let broken = has_errors(&found);
    problems.append(&mut found);
    if broken || layers.is_empty() {
        return None;
    }
    let first = |pick: fn(&ThemeFile) -> Option<&Vec<String>>| {
        layers
            .iter()
            .find_map(|layer| pick(&layer.yaml).map(|names| (layer, names)))
    };
    let kinds = match first(|yaml| yaml.lists.as_ref()) {
        Some((layer, names)) => named(
            names,
            "lists",
            layer,
            ListKind::of_folder,
            snapshot,
            &mut found,
        ),
        None => ListKind::ALL.to_vec(),
    };
    let feeds = match first(|yaml| yaml.feeds.as_ref()) {
        Some((layer, names)) => named(
            names,
            "feeds",
            layer,
            FeedKind::of_name,
            snapshot,
            &mut found,
        ),
        None => vec![FeedKind::Site],
    };
    let pages = match first(|yaml| yaml.pages.as_ref()) {
        Some((layer, names)) => {
            let of_name = |name: &str| PAGES.iter().find(|known| **known == name).copied();
            named(names, "pages", layer, of_name, snapshot, &mut found)
        }
        None => Vec::new(),
    };
    let assets = assets(&layers, snapshot);
    let colours = colours(&layers, snapshot, config, &mut found);
    let tokens = tokens(&layers, config, &colours);
    let css = stylesheet(&layers, snapshot, &assets, tokens, &mut found);
    let tera = templates(&layers, snapshot, register, &mut found);
    let (words, words_digest) = words(&layers, snapshot, config, settings, &mut found);
    let broken = has_errors(&found);
    problems.append(&mut found);
    let digest = Digest::of(&(
        kinds.clone(),
        layers
            .iter()
            .map(|layer| files_digest(layer, snapshot))
            .collect::<Vec<_>>(),
        &css,
        words_digest,
    ));
    let theme = Theme {
        tera: tera?,
        digest,
        kinds,
        feeds,
        has_glossary: pages.contains(&PAGES[0]),
        has_references: pages.contains(&PAGES[1]),
        chain: layers.iter().map(|layer| layer.name.clone()).collect(),
        stylesheet: (
            format!(
                "/assets/{}.{}.css",
                layers.first()?.name,
                Digest::of_bytes(css.as_bytes()).short()
            ),
            css,
        ),
        shows_structured_data: templates_mention(&layers, snapshot, "json_ld"),
        assets,
        words,
        colours,
    };
    (!broken).then(|| Arc::new(theme))
}

fn files_digest(layer: &Layer, snapshot: &Snapshot) -> Vec<(SitePath, Option<Digest>)> {
    snapshot
        .below(&layer.folder)
        .map(|(path, file)| (path.clone(), file.digest().ok()))
        .collect()
}

/// What `pages` in theme.yaml may hold.
const PAGES: [&str; 2] = ["glossary", "references"];

fn named<T>(
    names: &[String],
    key: &str,
    layer: &Layer,
    read: fn(&str) -> Option<T>,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) -> Vec<T> {
    let known: &[&str] = match key {
        "lists" => &["articles", "topics", "authors", "audience", "series"],
        "pages" => &PAGES,
        _ => &["site", "topics"],
    };
    let mut kinds = Vec::new();
    for (i, name) in names.iter().enumerate() {
        match read(name) {
            Some(kind) => kinds.push(kind),
            None => {
                let problem = Diagnostic::error(
                    "theme/unknown-kind",
                    &layer.file,
                    format!("`{name}` is no kind of what `{key}` holds"),
                )
                .help(format!("use some of: {}", known.join(", ")));
                problems.push(in_yaml(
                    problem,
                    snapshot,
                    &[Step::Key(key), Step::Index(i)],
                ));
            }
        }
    }
    kinds
}

/// Every asset but stylesheets; where two themes of the chain have one of the same name, the nearer theme's.
fn assets(layers: &[Layer], snapshot: &Snapshot) -> BTreeMap<String, ThemeAsset> {
    let mut assets = BTreeMap::new();
    for layer in layers.iter().rev() {
        let folder = format!("{}assets/", layer.folder);
        for (path, file) in snapshot.below(&folder) {
            let name = &path[folder.len()..];
            let is_stylesheet = layers
                .iter()
                .any(|l| l.yaml.stylesheet.as_deref() == Some(name));
            if is_stylesheet {
                continue;
            }
            let digest = file.digest().unwrap_or_default().short();
            let url = format!("/assets/{}", hashed_name(name, &digest.to_string()));
            let asset = ThemeAsset {
                url,
                file: path.clone(),
            };
            assets.insert(name.to_owned(), asset);
        }
    }
    assets
}

/// `fonts/body.woff2` as `fonts/body.DIGEST.woff2`.
fn hashed_name(name: &str, digest: &str) -> String {
    let file_name = name.rfind('/').map_or(0, |slash| slash + 1);
    match name[file_name..].rfind('.') {
        Some(dot) => {
            let (stem, ending) = name.split_at(file_name + dot);
            format!("{stem}.{digest}{ending}")
        }
        None => format!("{name}.{digest}"),
    }
}

/// The parent's stylesheets and the theme's own, after the custom properties.
fn stylesheet(
    layers: &[Layer],
    snapshot: &Snapshot,
    assets: &BTreeMap<String, ThemeAsset>,
    tokens: String,
    problems: &mut Vec<Diagnostic>,
) -> String {
    let mut css = tokens;
    for layer in layers.iter().rev() {
        let Some(name) = &layer.yaml.stylesheet else {
            continue;
        };
        let path = format!("{}assets/{name}", layer.folder);
        match snapshot.text(&path) {
            Some(text) => css.push_str(&with_hashed_addresses(text, assets)),
            None => problems.push(in_yaml(
                Diagnostic::error(
                    "theme/no-stylesheet",
                    &layer.file,
                    format!("there is no file `{path}`"),
                )
                .help("`stylesheet` names a file in the theme's `assets/` folder"),
                snapshot,
                &[Step::Key("stylesheet")],
            )),
        }
    }
    css
}

/// Replaces `url(name)` by the hashed name of that asset. The stylesheet lies beside them.
fn with_hashed_addresses(css: &str, assets: &BTreeMap<String, ThemeAsset>) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("url(") {
        let (before, after) = rest.split_at(start + 4);
        out.push_str(before);
        let end = after.find(')').unwrap_or(after.len());
        let (name, tail) = after.split_at(end);
        let bare = name.trim().trim_matches(['"', '\'']);
        let decoded = || assets.get(&*percent_decode(bare)?);
        match assets.get(bare).or_else(decoded) {
            Some(asset) => {
                let name = asset.url.strip_prefix("/assets/").unwrap_or(&asset.url);
                out.push_str(&percent_encode(name));
            }
            None => out.push_str(name),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The colours of both schemes, checked for contrast.
fn colours(
    layers: &[Layer],
    snapshot: &Snapshot,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Colours {
    let mut light = scheme(
        layers,
        "light",
        |colours| &colours.light,
        snapshot,
        problems,
    );
    let mut dark = scheme(layers, "dark", |colours| &colours.dark, snapshot, problems);
    let accent = config.theme.accent.as_deref().and_then(Colour::parse);
    let pairs = pairs(layers, snapshot, problems);
    if let Some(accent) = accent {
        light.insert("accent".into(), accent);
        // One accent is asked of the author; the dark scheme takes the nearest shade that can be read there.
        if let Some(shade) = accent.nearest_passing(&opposites("accent", &pairs, &dark)) {
            dark.insert("accent".into(), shade);
        }
    }
    for (name, colours) in [("light", &light), ("dark", &dark)] {
        let mut failing: BTreeMap<&str, Failing<'_>> = BTreeMap::new();
        for (colour, on, ratio) in &pairs {
            let found = match (colours.get(colour), colours.get(on)) {
                (Some(colour), Some(on)) => colour.contrast(*on),
                (found, _) => {
                    let missing = if found.is_some() { on } else { colour };
                    problems.push(missing_colour(missing, name, layers));
                    continue;
                }
            };
            if found >= *ratio {
                continue;
            }
            // The author can change the accent; everything else is the theme's.
            let changed = match accent {
                Some(_) if on == "accent" => on,
                _ => colour,
            };
            let other = if changed == colour { on } else { colour };
            let worst = failing.entry(changed).or_insert((other, found, *ratio));
            if found / ratio < worst.1 / worst.2 {
                *worst = (other, found, *ratio);
            }
        }
        // One colour is often behind several pairs: told once, for the pair that is worst.
        for (changed, worst) in failing {
            let by_author = accent.is_some() && changed == "accent";
            problems.push(poor_contrast(
                changed,
                worst,
                by_author,
                &pairs,
                (name, colours),
                layers,
                snapshot,
            ));
        }
    }
    Colours { light, dark }
}

/// The custom properties: colours in both schemes, and fonts.
fn tokens(layers: &[Layer], config: &Config, Colours { light, dark }: &Colours) -> String {
    let fonts = &config.theme.fonts;
    let pick = |own: &Option<String>, of: fn(&Fonts) -> &Option<String>| {
        own.clone().or_else(|| {
            layers
                .iter()
                .find_map(|layer| of(&layer.yaml.fonts).clone())
        })
    };
    let mut out = String::from(":root{color-scheme:light dark;");
    let families = [
        ("body", pick(&fonts.body, |f| &f.body)),
        ("heading", pick(&fonts.heading, |f| &f.heading)),
    ];
    for (name, family) in families {
        if let Some(family) = family {
            out.push_str(&format!("--font-{name}:{};", font_list(&family)));
        }
    }
    let declare = |colours: &BTreeMap<String, Colour>| -> String {
        colours
            .iter()
            .map(|(name, colour)| format!("--colour-{name}:{colour};"))
            .collect()
    };
    out.push_str(&declare(light));
    out.push_str("}\n");
    if !dark.is_empty() {
        // Print is always light.
        out.push_str("@media screen and (prefers-color-scheme:dark){:root{");
        out.push_str(&declare(dark));
        out.push_str("}}\n");
    }
    out
}

/// A font list is words, commas and quotes that close; anything else could end the declaration, or fail to.
fn font_list(family: &str) -> String {
    let mut open = None;
    for quote in family.chars().filter(|c| matches!(c, '\'' | '"')) {
        match open {
            None => open = Some(quote),
            Some(opened) if opened == quote => open = None,
            Some(_) => {}
        }
    }
    let is_safe = |c: &char| {
        c.is_alphanumeric() || " -_,".contains(*c) || (open.is_none() && matches!(c, '\'' | '"'))
    };
    family.chars().filter(is_safe).collect()
}

/// The pairs of every theme of the chain: colour, what is behind it, and the least contrast.
fn pairs(
    layers: &[Layer],
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(String, String, f64)> {
    let mut pairs = Vec::new();
    for layer in layers {
        for (i, pair) in layer.yaml.contrast.iter().enumerate() {
            match pair.ratio.parse::<f64>() {
                Ok(ratio) if (1.0..=21.0).contains(&ratio) => {
                    pairs.push((pair.colour.clone(), pair.on.clone(), ratio));
                }
                _ => {
                    let problem = Diagnostic::error(
                        Dialect::Theme.code(Fault::WrongValue),
                        &layer.file,
                        format!("`{}` is no contrast", pair.ratio),
                    )
                    .help("write a number from 1 to 21: 4.5 for text, 3 for large text and shapes");
                    let steps = [Step::Key("contrast"), Step::Index(i), Step::Key("ratio")];
                    problems.push(in_yaml(problem, snapshot, &steps));
                }
            }
        }
    }
    pairs
}

/// What `name` must be told apart from, as colour and ratio, on whichever side of a pair it stands.
fn opposites(
    name: &str,
    pairs: &[(String, String, f64)],
    colours: &BTreeMap<String, Colour>,
) -> Vec<(Colour, f64)> {
    pairs
        .iter()
        .filter_map(|(colour, on, ratio)| {
            let other = match name {
                _ if colour == name => on,
                _ if on == name => colour,
                _ => return None,
            };
            colours.get(other).map(|other| (*other, *ratio))
        })
        .collect()
}

/// What a colour cannot be told apart from, the contrast between them, and the contrast that is needed.
type Failing<'a> = (&'a str, f64, f64);

fn missing_colour(name: &str, scheme: &str, layers: &[Layer]) -> Diagnostic {
    Diagnostic::error(
        "theme/no-colour",
        &file_of(layers),
        format!("the {scheme} colours have no `{name}`, which `contrast` names"),
    )
    .help(format!(
        "add `{name}: \"#rrggbb\"` under `{scheme}`, which stands under `colours`"
    ))
}

fn file_of(layers: &[Layer]) -> SitePath {
    layers
        .first()
        .map_or_else(|| SitePath::new("site.yaml"), |layer| layer.file.clone())
}

fn poor_contrast(
    name: &str,
    (other, found, ratio): Failing<'_>,
    by_author: bool,
    pairs: &[(String, String, f64)],
    (scheme, colours): (&str, &BTreeMap<String, Colour>),
    layers: &[Layer],
    snapshot: &Snapshot,
) -> Diagnostic {
    let near = colours
        .get(name)
        .and_then(|own| own.nearest_passing(&opposites(name, pairs, colours)));
    let called = |name: &str| match colours.get(name) {
        Some(colour) => format!("`{name}` ({colour})"),
        None => format!("`{name}`"),
    };
    let message = format!(
        "{} is hard to read with {}: the contrast on {scheme} pages is {:.2}, and {ratio} is needed",
        called(name),
        called(other),
        (found * 100.0).floor() / 100.0
    );
    let help = match near {
        Some(near) => format!("write \"{near}\", the nearest shade that can be read"),
        None => "no shade of this colour can be read: choose another".to_owned(),
    };
    let (file, steps) = if by_author {
        let steps = vec![Step::Key("theme"), Step::Key("accent")];
        (SitePath::new("site.yaml"), steps)
    } else {
        let steps = vec![Step::Key("colours"), Step::Key(scheme), Step::Key(name)];
        (file_of(layers), steps)
    };
    let problem = Diagnostic::error("theme/contrast", &file, message).help(help);
    in_yaml(problem, snapshot, &steps)
}

/// The colours of one scheme: the parent's, replaced by the theme's own.
fn scheme(
    layers: &[Layer],
    name: &str,
    pick: fn(&Schemes) -> &BTreeMap<String, String>,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Colour> {
    let mut colours = BTreeMap::new();
    for layer in layers.iter().rev() {
        for (key, value) in pick(&layer.yaml.colours) {
            match Colour::parse(value) {
                Some(colour) => {
                    colours.insert(key.clone(), colour);
                }
                None => {
                    let problem = Diagnostic::error(
                        "theme/colour",
                        &layer.file,
                        format!("`{value}` is no colour"),
                    )
                    .help("write it as \"#rrggbb\", in quotes");
                    problems.push(in_yaml(
                        problem,
                        snapshot,
                        &[Step::Key("colours"), Step::Key(name), Step::Key(key)],
                    ));
                }
            }
        }
    }
    colours
}

/// Templates of the theme itself go by their names, those of parents by `PARENT/NAME`, which Tera falls back on.
fn templates(
    layers: &[Layer],
    snapshot: &Snapshot,
    register: fn(&mut Tera),
    problems: &mut Vec<Diagnostic>,
) -> Option<Tera> {
    let mut tera = Tera::new();
    register(&mut tera);
    let prefixes = layers
        .iter()
        .skip(1)
        .map(|layer| format!("{}/", layer.name));
    let mut sources: Vec<(String, SitePath, &str)> = Vec::new();
    for (i, layer) in layers.iter().enumerate() {
        let folder = format!("{}templates/", layer.folder);
        for (path, _) in snapshot.below(&folder) {
            let name = &path[folder.len()..];
            let name = if i == 0 {
                name.to_owned()
            } else {
                format!("{}/{name}", layer.name)
            };
            match snapshot.text(path) {
                Some(text) => sources.push((name, path.clone(), text)),
                None => problems.push(
                    Diagnostic::error("file/not-utf8", path, "this template is not UTF-8 text")
                        .help("save it as UTF-8"),
                ),
            }
        }
    }
    // `set_fallback_prefixes` fails only once templates have been added.
    tera.set_fallback_prefixes(prefixes).ok()?;
    let all = sources.iter().map(|(name, _, text)| (name.as_str(), *text));
    match tera.add_raw_templates(all) {
        Ok(()) => Some(tera),
        Err(error) => {
            let before = problems.len();
            for (name, path, text) in &sources {
                // Alone, a template's parents and functions are unknown: only mistakes of syntax count here.
                if let Err(error) = Tera::new().add_raw_template(name, text)
                    && matches!(error.kind(), ErrorKind::SyntaxError(_))
                {
                    problems.push(template_problem(&error, path, text));
                }
            }
            if problems.len() == before {
                problems.extend(linking_problems(&error, &sources));
            }
            None
        }
    }
}

/// Whether any template of the chain has `word` in it.
fn templates_mention(layers: &[Layer], snapshot: &Snapshot, word: &str) -> bool {
    layers.iter().any(|layer| {
        let folder = format!("{}templates/", layer.folder);
        let mut texts = snapshot
            .below(&folder)
            .filter_map(|(path, _)| snapshot.text(path));
        texts.any(|text| text.contains(word))
    })
}

/// A mistake that Tera found in one template.
#[must_use]
pub fn template_problem(error: &tera::Error, file: &SitePath, text: &str) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let problem = Diagnostic::error("theme/template", file, tidy(report.message()));
            let Range { start, end } = report.span().range;
            problem.at(start.min(text.len())..end.min(text.len()))
        }
        other => Diagnostic::error("theme/template", file, tidy(&other.to_string())),
    }
}

/// Mistakes that show only when templates are put together: a parent, function or component that does not exist.
///
/// Tera hands them over as one text: reports of the form `error: …`, ` --> TEMPLATE:LINE:COLUMN`, one after the other.
fn linking_problems(error: &tera::Error, sources: &[(String, SitePath, &str)]) -> Vec<Diagnostic> {
    const HELP: &str = "the README of the folder `themes` lists what templates may call";
    let text = error.to_string();
    let reports = text.split("\n\n").filter_map(|report| {
        let (message, rest) = report.strip_prefix("error: ")?.split_once('\n')?;
        let place = rest.trim_start().strip_prefix("--> ")?;
        let mut place = place.lines().next()?.rsplitn(3, ':');
        let column: usize = place.next()?.parse().ok()?;
        let line: usize = place.next()?.parse().ok()?;
        let name = place.next()?;
        let (_, file, source) = sources.iter().find(|(known, _, _)| known == name)?;
        let length = rest.lines().last()?.matches('^').count();
        let problem = Diagnostic::error("theme/template", file, tidy(message)).help(HELP);
        Some(match span_at(source, line, column, length) {
            Some(span) => problem.at(span),
            None => problem,
        })
    });
    let problems: Vec<Diagnostic> = reports.collect();
    if !problems.is_empty() {
        return problems;
    }
    let named = sources
        .iter()
        .filter(|(name, _, _)| {
            text.contains(&format!("[{name}"))
                || text.contains(&format!("'{name}'"))
                || text.contains(&format!("`{name}`"))
        })
        .max_by_key(|(name, _, _)| name.len());
    let file = named
        .or(sources.first())
        .map_or_else(|| SitePath::new("site.yaml"), |(_, path, _)| path.clone());
    vec![Diagnostic::error("theme/template", &file, tidy(&text)).help(HELP)]
}

/// The bytes of `length` characters from a line and column, both counted from 1.
fn span_at(text: &str, line: usize, column: usize, length: usize) -> Option<Range<usize>> {
    let mut start = 0;
    let found = text.split_inclusive('\n').nth(line.checked_sub(1)?);
    for before in text.split_inclusive('\n').take(line - 1) {
        start += before.len();
    }
    let bytes = |characters: usize| -> Option<usize> {
        let found = found?;
        let nth = found.char_indices().nth(characters);
        Some(nth.map_or(found.len(), |(at, _)| at))
    };
    let column = column.checked_sub(1)?;
    Some(start + bytes(column)?..start + bytes(column + length)?)
}

/// Tera's words without trailing blank lines or a full stop.
fn tidy(text: &str) -> String {
    text.trim().trim_end_matches('.').to_owned()
}

/// Words from site.yaml as Fluent.
fn override_of(key: &str, text: &str) -> String {
    format!("{key} =\n    {}\n", text.replace('\n', "\n    "))
}

/// Which of the words from site.yaml the byte `at` of them all belongs to.
fn overridden(strings: &BTreeMap<String, String>, at: usize) -> Option<&str> {
    let mut end = 0;
    strings
        .iter()
        .find(|(key, text)| {
            end += override_of(key, text).len();
            at < end
        })
        .or(strings.last_key_value())
        .map(|(key, _)| key.as_str())
}

/// The interface words of every language: the default theme's English, then each theme's from the root up, then the site's own;
/// and the digest of all they were made from.
fn words(
    layers: &[Layer],
    snapshot: &Snapshot,
    config: &Config,
    settings: &Settings,
    problems: &mut Vec<Diagnostic>,
) -> (BTreeMap<Lang, Words>, Digest) {
    let mut digests: Vec<Digest> = Vec::new();
    let mut folders: Vec<String> = layers
        .iter()
        .rev()
        .map(|layer| layer.folder.clone())
        .collect();
    let base = format!("themes/{DEFAULT_THEME}/");
    if !folders.contains(&base) {
        folders.insert(0, base);
    }
    let mut all = BTreeMap::new();
    for language in std::iter::once(&settings.language).chain(&settings.languages) {
        let primary = language.split('-').next().unwrap_or(language);
        let mut sources: Vec<(SitePath, String)> = Vec::new();
        for tag in ["en", primary, language] {
            for folder in &folders {
                let file = SitePath::new(&format!("{folder}i18n/{tag}.ftl"));
                if sources.iter().any(|(known, _)| *known == file) {
                    continue;
                }
                if let Some(text) = snapshot.text(&file) {
                    sources.push((file, text.to_owned()));
                }
            }
        }
        let has_words = sources.iter().any(|(file, _)| {
            file.ends_with(&format!("/{primary}.ftl"))
                || file.ends_with(&format!("/{language}.ftl"))
        });
        // A tag that is none is told in site.yaml.
        if !has_words && language_tag(language).is_ok() {
            problems.push(
                Diagnostic::warning(
                    "language/no-words",
                    &SitePath::new("site.yaml"),
                    format!(
                        "the theme has no interface words in `{language}`; English ones are used"
                    ),
                )
                .help(format!(
                    "add `i18n/{language}.ftl` to the theme, or `strings` to site.yaml"
                )),
            );
        }
        if !has_words {
            // English words would call the language English.
            let name = format!("language-name = {language}\n");
            sources.push((SitePath::new("site.yaml"), name));
        }
        let further = config.languages.get(&**language).map(|l| &l.strings);
        let strings = further.unwrap_or(&config.strings);
        let overrides: String = strings
            .iter()
            .map(|(key, text)| override_of(key, text))
            .collect();
        sources.push((SitePath::new("site.yaml"), overrides));
        digests.push(Digest::of(&(&**language, &sources)));
        let (words, errors) = Words::new(
            language,
            sources.iter().map(|(_, text)| text.clone()).collect(),
        );
        for error in errors {
            let Some((file, _)) = sources.get(error.source) else {
                continue;
            };
            let problem = Diagnostic::error("language/fluent", file, error.message).help(
                "a line is `key = words`; further lines are indented, and { } stand around values",
            );
            problems.push(if error.source + 1 == sources.len() {
                let mut steps = vec![Step::Key("strings")];
                if further.is_some() {
                    steps.splice(0..0, [Step::Key("languages"), Step::Key(language)]);
                }
                // Each text begins where its line of the overrides does.
                let key = overridden(strings, error.at);
                steps.extend(key.map(Step::Key));
                in_yaml(problem, snapshot, &steps)
            } else {
                problem.at(error.at..error.at + 1)
            });
        }
        all.insert(language.clone(), words);
    }
    problems.dedup();
    (all, Digest::of(&digests))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_stands_before_the_ending_of_the_file_name() {
        assert_eq!(hashed_name("a/body.woff2", "D"), "a/body.D.woff2");
        assert_eq!(hashed_name("v1.2/LICENSE", "D"), "v1.2/LICENSE.D");
        assert_eq!(hashed_name("LICENSE", "D"), "LICENSE.D");
    }

    #[test]
    fn an_address_in_a_stylesheet_is_one() {
        let asset = ThemeAsset {
            url: "/assets/my font.D.woff2".into(),
            file: SitePath::new("themes/mine/assets/my font.woff2"),
        };
        let assets = BTreeMap::from([("my font.woff2".to_owned(), asset)]);
        for written in ["\"my font.woff2\"", "'my font.woff2'", "my%20font.woff2"] {
            assert_eq!(
                with_hashed_addresses(&format!("a{{src:url({written})}}"), &assets),
                "a{src:url(my%20font.D.woff2)}"
            );
        }
    }

    #[test]
    fn quotes_of_a_font_list_close() {
        for (written, safe) in [
            (
                "\"Gill Sans\", 'Fira Sans', serif",
                "\"Gill Sans\", 'Fira Sans', serif",
            ),
            ("Gill's Sans, serif", "Gills Sans, serif"),
            ("\"Gill's Sans\", serif", "\"Gill's Sans\", serif"),
            ("\"a'b\"c', serif", "abc, serif"),
            ("a;}b{c", "abc"),
        ] {
            assert_eq!(font_list(written), safe);
        }
    }
}
