//! Discreet articles whose address tells what their title keeps to itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::article::{Summary, language_prefix};
use super::super::index::Facts;
use super::in_front_matter;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::slugify;
use crate::base::snapshot::Snapshot;
use crate::base::yaml::Step;

/// Shorter words say little of what a text is about.
const SIGNIFICANT: usize = 4;

/// Words of four letters and more that say nothing of what a text is about: English, German, Spanish, Greek.
const COMMON: [&str; 4] = [
    "about after also because been before being could does each even every from have here into just like made make more \
     most much need only other over read reading some someone something such than that their them then there these they \
     thing things think this those through time under very want well were what when where which while will with without \
     words would your yourself",
    "aber alle auch dann dass dein deine denn dich diese dieser dieses doch durch eine einem einen einer etwas haben hier \
     ihre immer kann können lesen mehr mein nach nicht noch oder ohne sein sich sind über unter viel wann warum weil wenn \
     wenig werden wird wort zeit",
    "algo ante aunque cada como cómo cosa cosas cuando cuándo desde después donde dónde ella ellos entre esta estar este \
     esto hacer hasta leer mismo mucho nada para pero poco porque puede quien quién sobre solo tener tiempo todo todos \
     unos usted",
    "αλλά αυτή αυτό αυτός γιατί είναι κάθε καιρός κάποιος κάτι μετά μπορεί όταν πολύ πόσο πριν στην στις στον στους χρόνος \
     χωρίς",
];

/// Advice for each discreet article whose address shares a telling word with its title or its content notes, or with
/// those of the article that it translates. An address that the author chose (`slug`, `permalink`) is theirs.
pub(super) fn slugs(facts: &Facts<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) {
    let is_discreet = |summary: &&Arc<Summary>| summary.front.discreet;
    let mut originals: FxHashMap<&str, &Summary> = FxHashMap::default();
    for summary in facts.summaries.iter().filter(is_discreet) {
        if summary.language == facts.settings.language {
            originals.insert(&summary.key, summary);
        }
    }
    for summary in facts.summaries.iter().filter(is_discreet) {
        let front = &summary.front;
        if front.slug.is_some() || front.permalink.is_some() {
            continue;
        }
        let prefix = language_prefix(&summary.language, facts.settings);
        let address = summary.url.strip_prefix(&*prefix).unwrap_or(&summary.url);
        let Some(slug) = address.trim_end_matches('/').rsplit('/').next() else {
            continue;
        };
        let mut themes = themes(summary);
        if let Some(original) = originals.get(summary.key.as_str()) {
            themes.extend(self::themes(original));
        }
        let Some(telling) = slug.split('-').find(|word| themes.contains(*word)) else {
            continue;
        };
        let message = format!(
            "the address of this discreet article says `{telling}`, as its title or content notes do, and an address stays \
             in the browser's history"
        );
        let problem = Diagnostic::advice("discreet/slug", &summary.file, message).help(
            "write `slug:` and a word that tells nothing, such as `slug: notes-3`, in the front matter",
        );
        problems.push(in_front_matter(problem, snapshot, &[Step::Key("discreet")]));
    }
}

/// The words that say what an article is about.
fn themes(summary: &Summary) -> BTreeSet<String> {
    let front = &summary.front;
    let texts = std::iter::once(&front.title).chain(&front.content_notes);
    let slugs: Vec<String> = texts.map(|text| slugify(text)).collect();
    let words = slugs.iter().flat_map(|slug| slug.split('-'));
    let words = words.filter(|word| {
        word.chars().count() >= SIGNIFICANT
            && !word.chars().all(|c| c.is_numeric())
            && !is_common(word)
    });
    words.map(str::to_owned).collect()
}

fn is_common(word: &str) -> bool {
    let mut common = COMMON.iter().flat_map(|words| words.split(' '));
    common.any(|common| common == word)
}
