//! The colours and fonts of a theme as custom properties of CSS; every pair that must be told apart is.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::base::yaml::{Dialect, Fault, Step};
use crate::content::check::in_yaml;
use crate::content::config::Config;
use crate::site::colour::Colour;

use super::layer::{Fonts, Layer, Schemes, file_of};

/// The colours of the two schemes, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Colours {
    pub(super) light: BTreeMap<String, Colour>,
    pub(super) dark: BTreeMap<String, Colour>,
}

/// The colours of both schemes, checked for contrast.
pub(super) fn colours(
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
pub(super) fn tokens(
    layers: &[Layer],
    config: &Config,
    Colours { light, dark }: &Colours,
) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

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
