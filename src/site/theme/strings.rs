//! The interface words of a theme: its own, those of the themes it extends, and what site.yaml says instead.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::base::suggest::nearest;
use crate::base::yaml::{Dialect, Fault, Part, Step, locate};
use crate::content::article::Settings;
use crate::content::check::in_yaml;
use crate::content::config::{Config, language_tag};
use crate::content::language::Lang;
use crate::site::words::Words;

use super::layer::{DEFAULT_THEME, Layer};

const SITE: &str = "site.yaml";

/// The interface words of every language: the default theme's English, then each theme's from the root up, then the site's own;
/// and the digest of all they were made from.
pub(super) fn words(
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
                    &SitePath::new(SITE),
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
            sources.push((SitePath::new(SITE), name));
        }
        let further = config.languages.get(&**language).map(|l| &l.strings);
        let strings = further.unwrap_or(&config.strings);
        unknown_words(
            language,
            strings,
            further.is_some(),
            &sources,
            snapshot,
            problems,
        );
        let overrides: String = strings
            .iter()
            .map(|(key, text)| override_of(key, text))
            .collect();
        sources.push((SitePath::new(SITE), overrides));
        digests.push(Digest::of(&(&**language, &sources)));
        let (words, errors) = Words::new(
            language,
            sources.iter().map(|(_, text)| text.clone()).collect(),
        );
        for error in errors {
            // Those of site.yaml are looked at one by one below: a brace left open reaches into the next.
            let Some((file, _)) = sources
                .get(error.source)
                .filter(|(file, _)| **file != *SITE)
            else {
                continue;
            };
            let problem = Diagnostic::error("language/fluent", file, error.message).help(
                "a line is `key = words`; further lines are indented, and { } stand around values",
            );
            problems.push(problem.at(error.at..error.at + 1));
        }
        for (key, text) in strings {
            let (_, errors) = Words::new(language, vec![override_of(key, text)]);
            let Some(error) = errors.into_iter().next() else {
                continue;
            };
            let mut steps = vec![Step::Key("strings"), Step::Key(key)];
            if further.is_some() {
                steps.splice(0..0, [Step::Key("languages"), Step::Key(language)]);
            }
            let problem = Diagnostic::error("language/fluent", &SitePath::new(SITE), error.message)
                .help("{ } stand around the name of a value, such as { $count }; a brace itself is written {\"{\"}");
            problems.push(in_yaml(problem, snapshot, &steps));
        }
        all.insert(language.clone(), words);
    }
    problems.dedup();
    (all, Digest::of(&digests))
}

/// Tells of `strings` that replace nothing.
fn unknown_words(
    language: &Lang,
    strings: &BTreeMap<String, String>,
    is_further: bool,
    sources: &[(SitePath, String)],
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) {
    if strings.is_empty() {
        return;
    }
    let sources = sources.iter().map(|(_, text)| text.clone()).collect();
    let (words, _) = Words::new(language, sources);
    // A practice may have words of its own for whom it writes.
    let is_known = |key: &str| key.starts_with("audience-") || words.keys().any(|k| k == key);
    for key in strings.keys().filter(|key| !is_known(key)) {
        let mut steps = vec![Step::Key("strings"), Step::Key(key)];
        if is_further {
            steps.splice(0..0, [Step::Key("languages"), Step::Key(language)]);
        }
        let file = SitePath::new(SITE);
        let span = snapshot
            .text(&file)
            .and_then(|text| locate(text, &steps, Part::Key));
        let problem = Diagnostic::error(
            Dialect::Config.code(Fault::UnknownKey),
            &file,
            format!("the theme has no word `{key}`"),
        )
        .help(match nearest(key, words.keys()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "the words are in the files of the theme's folder i18n/: use their names".into()
            }
        });
        problems.push(match span {
            Some(span) => problem.at(span),
            None => problem,
        });
    }
}

/// Words from site.yaml as Fluent.
fn override_of(key: &str, text: &str) -> String {
    format!("{key} =\n    {}\n", text.replace('\n', "\n    "))
}
