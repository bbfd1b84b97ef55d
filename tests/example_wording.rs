//! The example articles were written with care: a rule that is told of them is a false alarm, or the article is wrong.
#![expect(clippy::disallowed_methods, reason = "it reads the example site")]

mod support;

use std::fs;
use std::path::Path;

use attuned::base::path::SitePath;
use support::TestSite;

#[test]
fn the_example_articles_break_no_rule_about_wording() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut site = TestSite::new();
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("a text");
    site = site.file("site.yaml", &read("site.yaml"));
    let articles = walkdir::WalkDir::new(root.join("articles")).sort_by_file_name();
    for entry in articles.into_iter().flatten() {
        let path = entry.path().strip_prefix(root).expect("below the root");
        let path = path.to_string_lossy().replace('\\', "/");
        if [".md", ".yaml", ".bib"]
            .iter()
            .any(|ending| path.ends_with(ending))
        {
            site = site.file(&path, &read(&path));
        }
    }
    let outcome = site.build().outcome;
    let known = outcome.known.expect("a site");
    let inspector = known.inspector();
    let snapshot = site.snapshot();
    let mut told = Vec::new();
    let mut looked_at = 0;
    for path in site.files.keys().filter(|path| path.ends_with(".md")) {
        let file = SitePath::new(path);
        let Some(page) = known.index.page(&file) else {
            continue;
        };
        looked_at += 1;
        let text = snapshot.text(&file).expect("it is there");
        let inspected = inspector.inspect(page, text);
        assert_eq!(inspected.waived, [], "{path} needs no waiver");
        for problem in inspected.diagnostics {
            // How long a paragraph may be is a matter of taste, and told as advice.
            let is_length = problem.code == "language/long-paragraph";
            if !is_length && !problem.code.starts_with("readability/") {
                let (line, column) = problem.line_and_column(text);
                told.push(format!(
                    "{path}:{line}:{column} {} {}",
                    problem.code, problem.message
                ));
            }
        }
    }
    assert!(looked_at >= 6, "only {looked_at} were looked at");
    assert!(told.is_empty(), "{}", told.join("\n"));
}
