//! The files of a theme's `assets/`, and the one stylesheet.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::{SitePath, percent_decode, percent_encode};
use crate::base::snapshot::Snapshot;
use crate::base::yaml::Step;
use crate::content::check::in_yaml;

use super::layer::Layer;

/// A file of the theme's `assets/`.
#[derive(Clone, Debug)]
pub struct ThemeAsset {
    /// Its published address, without base path; the name holds a digest of the bytes.
    pub url: String,
    /// Where it lies.
    pub file: SitePath,
}

/// Every asset but stylesheets; where two themes of the chain have one of the same name, the nearer theme's.
pub(super) fn assets(layers: &[Layer], snapshot: &Snapshot) -> BTreeMap<String, ThemeAsset> {
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
pub(super) fn stylesheet(
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
}
