//! What we count in articles, for those who count the same with other tools: `tests/python/` compares.
//!
//!     measure FILE...      a line of JSON for each article, with the running text that is counted
//!     measure --words      the syllables of each English word that comes on standard input, a line each
#![expect(
    clippy::disallowed_methods,
    reason = "it reads the files that it is told to"
)]

use std::io::BufRead as _;

use attuned::base::path::SitePath;
use attuned::content::front_matter;
use attuned::content::language::split_language;
use attuned::content::markdown::{HtmlPolicy, Rules, passages};
use attuned::language::readability::{counted, measure};
use attuned::language::syllables::Syllables;
use serde_json::json;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "--words") {
        for word in std::io::stdin().lock().lines().map_while(Result::ok) {
            println!("{word}\t{}", Syllables::English.count(&word));
        }
        return;
    }
    for file in arguments {
        let text = std::fs::read_to_string(&file).expect("an article that can be read");
        let path = SitePath::new(&file);
        let split = front_matter::split(&text, &path, &mut Vec::new());
        let body = split.map_or(0, |split| split.body.start)..text.len();
        let (_, language) = split_language(file.trim_end_matches(".md"));
        let language = language.unwrap_or("en");
        let rules = Rules {
            language,
            html: HtmlPolicy::Safe,
            terms: None,
        };
        let inspection = passages(&text, body, rules);
        let read = measure(&inspection, language).whole;
        let counts = counted(&inspection);
        let running = inspection.passages.iter().zip(counts);
        let running = running.filter(|(_, counts)| *counts);
        let running: Vec<String> = running
            .map(|(passage, _)| passage.readable().text.trim().to_owned())
            .collect();
        println!(
            "{}",
            json!({
                "file": file, "language": language, "text": running,
                "words": read.words, "sentences": read.sentences,
                "syllables": read.syllables, "polysyllables": read.polysyllables,
                "reading_ease": read.reading_ease(), "grade": read.grade(), "smog": read.smog(),
            })
        );
    }
}
