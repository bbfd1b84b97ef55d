//! The floors of ARCHITECTURE.md: a file imports only from files that come before it in this list.
#![allow(clippy::disallowed_methods, reason = "this test reads the sources")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every module, from the ground up.
const ORDER: &[&str] = &[
    // base: the vocabulary
    "base::bytes",
    "base::digest",
    "base::date",
    "base::path",
    "base::phone",
    "base::diagnostic",
    "base::snapshot",
    "base::suggest",
    "base::yaml",
    "base::codes",
    // content: one source, then the index of all
    "content::language",
    "content::config",
    "content::people",
    "content::front_matter",
    "content::waivers",
    "content::topics",
    "content::glossary",
    "content::terms",
    "content::mentions",
    "content::support",
    "content::schema",
    "content::markdown",
    "content::bibliography",
    "content::author_date",
    "content::reference",
    "content::article",
    "content::query",
    "content::index",
    "content::check",
    // language: what is said of an article's wording
    "language::sentences",
    "language::syllables",
    "language::readability",
    "language::lint",
    "language::jargon",
    "language::inspect",
    "language::sentence_at",
    // site: what the outputs are, and how each is made
    "site::colour",
    "site::pictures",
    "site::words",
    "site::address",
    "site::values",
    "site::support",
    "site::theme",
    "site::view",
    "site::recorder",
    "site::functions",
    "site::plan",
    "site::body",
    "site::feed",
    "site::sitemap",
    "site::structured_data",
    "site::pages",
    "site::render",
    // build: the one build, and the disk at both ends
    "build::emit",
    "build::memo",
    "build::changes",
    "build::library",
    "build::assets",
    "build::indexed",
    "build::ledger",
    "build::builder",
    "build::walk",
    "build::source",
    // serve: the site while its author writes
    "serve::store",
    "serve::problem",
    "serve::findings",
    "serve::live",
    "serve::lan",
    "serve::guard",
    "serve::hint",
    "serve::poll",
    "serve::batch",
    "serve::events",
    "serve::watch",
    "serve::last_good",
    "serve::rebuild",
    "serve::answer",
    "serve::socket",
    "serve::http",
    // cli: what a person types
    "cli",
];

#[test]
fn a_file_imports_only_from_lower_floors() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rank: BTreeMap<&str, usize> = ORDER.iter().enumerate().map(|(i, m)| (*m, i)).collect();
    let mut wrong = Vec::new();
    for file in walkdir::WalkDir::new(&src).into_iter().flatten() {
        let path = file.path();
        if path.extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let below = path
            .strip_prefix(&src)
            .expect("below src")
            .with_extension("");
        let parts: Vec<&str> = below.iter().filter_map(|p| p.to_str()).collect();
        let module = match parts.as_slice() {
            ["lib" | "main"] | [_, "mod"] => continue,
            ["cli", ..] => "cli".to_owned(),
            [floor, name, ..] => format!("{floor}::{name}"),
            _ => panic!("{} lies on no floor", below.display()),
        };
        let Some(own) = rank.get(module.as_str()) else {
            wrong.push(format!("{module} is not in the list of floors"));
            continue;
        };
        let text = fs::read_to_string(path).expect("readable");
        for import in imports(&text, parts[0]) {
            match rank.get(import.as_str()) {
                Some(other) if other < own || import == module => {}
                _ => wrong.push(format!("{module} imports {import}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every module that `text`, a file of `floor`, names after `crate::` or `super::`.
fn imports(text: &str, floor: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = Vec::new();
    for (i, _) in code.match_indices("crate::") {
        if code[..i].ends_with('$') {
            continue;
        }
        let path: Vec<String> = path_at(&code[i + 7..], 2);
        match path.as_slice() {
            [floor] if floor == "cli" => found.push("cli".into()),
            [floor, _] if floor == "cli" => found.push("cli".into()),
            [_, group] if group.is_empty() => {}
            [floor, module] => found.push(format!("{floor}::{module}")),
            _ => {}
        }
        // `use crate::content::{check, glossary};`
        if let Some(group) = path
            .first()
            .and_then(|f| code[i + 7 + f.len()..].strip_prefix("::{"))
        {
            let names = group.split('}').next().unwrap_or_default();
            for name in names.split(',') {
                let name = name.trim().split("::").next().unwrap_or_default();
                if !name.is_empty() && !found.contains(&format!("{}::{name}", path[0])) {
                    found.push(format!("{}::{name}", path[0]));
                }
            }
        }
    }
    if matches!(
        floor,
        "base" | "content" | "language" | "site" | "build" | "serve"
    ) {
        let files: Vec<&str> = ORDER
            .iter()
            .filter_map(|m| m.strip_prefix(floor)?.strip_prefix("::"))
            .collect();
        for (i, _) in code.match_indices("super::") {
            if let [name] = path_at(&code[i + 7..], 1).as_slice()
                && files.contains(&name.as_str())
            {
                found.push(format!("{floor}::{name}"));
            }
        }
    }
    found
}

/// The first `most` identifiers of a path.
fn path_at(text: &str, most: usize) -> Vec<String> {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        .unwrap_or(text.len());
    text[..end]
        .split("::")
        .take(most)
        .map(str::to_owned)
        .collect()
}
