//! What the documents say is what the code does: every code, key, function and element is listed, and none that is gone.
#![expect(
    clippy::disallowed_methods,
    reason = "it reads the documents and the source"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use attuned::base::codes;
use attuned::base::yaml::{Dialect, Fault};
use attuned::content::config::Config;
use attuned::content::front_matter::FrontMatter;
use attuned::content::markdown::CalloutKind;
use attuned::site::theme::ThemeFile;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The source below `src`, without comments and tests.
fn source() -> String {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = String::new();
    for entry in walkdir::WalkDir::new(src).sort_by_file_name() {
        let path = entry.expect("readable").into_path();
        let name = path.file_name().unwrap_or_default();
        // The list of codes is what this looks at, not where it looks.
        if name == "tests.rs"
            || name == "codes.rs"
            || path.extension().is_none_or(|ending| ending != "rs")
        {
            continue;
        }
        let text = fs::read_to_string(&path).expect("UTF-8");
        let code = text.split("\n#[cfg(test)]\nmod tests {").next();
        for line in code.unwrap_or_default().lines() {
            if !line.trim_start().starts_with("//") {
                all.push_str(line);
                all.push('\n');
            }
        }
    }
    all
}

/// Every code that the source hands to a diagnostic: a literal `"word/word"` that is an argument of a call, or the `code`
/// of a rule.
fn codes(source: &str) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let mut at = 0;
    while let Some(start) = source[at..].find('"').map(|i| at + i) {
        at = start + 1;
        let Some(end) = source[at..].find('"').map(|i| at + i) else {
            break;
        };
        let literal = &source[at..end];
        let is_argument = source[..start].trim_end().ends_with(['(', ',', ':'])
            && source[end + 1..].trim_start().starts_with(',');
        if is_argument && is_code(literal) {
            codes.insert(literal.to_owned());
        }
        // Not past `end`: what opened here may have been the end of another literal.
    }
    for dialect in Dialect::ALL {
        let faults = Fault::ALL.iter();
        codes.extend(faults.map(|fault| dialect.code(*fault).to_owned()));
    }
    codes
}

fn is_code(text: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && !word.ends_with('-')
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    matches!(text.split_once('/'), Some((left, right)) if word(left) && word(right))
}

/// The text of a document from a heading to the next heading of any level.
fn section<'a>(document: &'a str, heading: &str) -> &'a str {
    let start = document
        .find(&format!("\n{heading}\n"))
        .unwrap_or_else(|| panic!("there is no heading `{heading}`"));
    let body = &document[start + heading.len() + 2..];
    body.find("\n#").map_or(body, |end| &body[..end])
}

/// What stands in backticks in a text.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// What stands in backticks in the first cell of each row of the tables in a section.
fn first_cells(section: &str) -> Vec<String> {
    let rows = section.lines().filter_map(|line| line.strip_prefix("| "));
    let cells = rows.filter_map(|row| row.split(" | ").next());
    cells
        .flat_map(|cell| quoted(cell).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Fails with every difference between what is listed and what there is.
fn compare(what: &str, listed: &[String], real: &BTreeSet<String>) {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for item in listed {
        if !seen.insert(item.clone()) {
            wrong.push(format!("listed twice: {item}"));
        }
    }
    wrong.extend(
        real.difference(&seen)
            .map(|item| format!("not listed: {item}")),
    );
    wrong.extend(
        seen.difference(real)
            .map(|item| format!("listed, but gone: {item}")),
    );
    assert!(wrong.is_empty(), "{what}:\n{}", wrong.join("\n"));
}

fn set(keys: &[&str]) -> BTreeSet<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

/// Each `X` of `…before"X"…` in the source.
fn named(source: &str, before: &str) -> BTreeSet<String> {
    source
        .match_indices(before)
        .filter_map(|(at, _)| source[at + before.len()..].split('"').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_code_is_listed() {
    let real = codes(&source());
    assert!(real.len() > 150, "only {} codes were found", real.len());
    let known: Vec<String> = codes::all().map(str::to_owned).collect();
    compare("src/base/codes.rs", &known, &real);
    assert!(codes::CODES.is_sorted(), "they are in order");
    compare(
        "README.md, Messages",
        &first_cells(section(&read("README.md"), "## Messages")),
        &real,
    );
}

#[test]
fn every_key_is_listed() {
    let readme = read("README.md");
    for (heading, keys) in [
        ("## Front matter", FrontMatter::KEYS),
        ("## site.yaml", Config::KEYS),
    ] {
        compare(heading, &first_cells(section(&readme, heading)), &set(keys));
    }
    let themes = read("themes/README.md");
    let example = section(&themes, "## theme.yaml");
    let keys = example.lines().filter_map(|line| line.split_once(':'));
    let keys: Vec<String> = keys
        .filter(|(key, _)| is_code(&format!("{key}/x")))
        .map(|(key, _)| key.to_owned())
        .collect();
    compare("themes/README.md, theme.yaml", &keys, &set(ThemeFile::KEYS));
}

#[test]
fn every_callout_and_element_is_listed() {
    let readme = read("README.md");
    let callouts = CalloutKind::ALL.map(|kind| format!("[!{}]", kind.name()));
    compare(
        "README.md, Callouts",
        &first_cells(section(&readme, "### Callouts")),
        &callouts.into_iter().collect(),
    );
    let source = read("src/content/markdown/raw_html/allowed.rs");
    let elements = source.split("const ELEMENTS").nth(1);
    let elements = elements.and_then(|text| text.split("];\n").next());
    let paragraph = section(&readme, "### HTML").split("\n\n").nth(1);
    let listed = quoted(paragraph.unwrap_or_default());
    compare(
        "README.md, HTML",
        &listed.map(str::to_owned).collect::<Vec<_>>(),
        &named(elements.unwrap_or_default(), "    (\""),
    );
}

#[test]
fn every_function_of_templates_is_listed() {
    let listed = first_cells(section(&read("themes/README.md"), "## Functions"));
    let listed: Vec<String> = listed
        .iter()
        .filter_map(|call| Some(call.split_once('(')?.0.to_owned()))
        .collect();
    compare(
        "themes/README.md, Functions",
        &listed,
        &named(&source(), "register_function(\""),
    );
}

#[test]
fn documents_link_to_files_and_headings_that_exist() {
    for (document, folder) in [("README.md", ""), ("themes/README.md", "themes/")] {
        let text = read(document);
        let anchors: BTreeSet<String> = text
            .lines()
            .filter(|line| line.starts_with('#'))
            .map(anchor)
            .collect();
        let prose = without_code(&text);
        for (at, _) in prose.match_indices("](") {
            let target = prose[at + 2..].split(')').next().unwrap_or_default();
            if target.contains("://") {
                continue;
            }
            let exists = match target.strip_prefix('#') {
                Some(heading) => anchors.contains(heading),
                None => Path::new(env!("CARGO_MANIFEST_DIR"))
                    .join(folder)
                    .join(target)
                    .exists(),
            };
            assert!(exists, "{document} links to `{target}`");
        }
    }
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    words
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// A document without its blocks and spans of code.
fn without_code(text: &str) -> String {
    let blocks = text.split("\n```").step_by(2);
    let prose: String = blocks.collect::<Vec<_>>().join("\n");
    prose.split('`').step_by(2).collect()
}
