//! Waivers: what an author has decided not to be told of in one file, and why.
//!
//! A waiver silences the warnings and the advice of one code. No error can be waived but a missing content note, which only
//! a person can judge.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::SitePath;
use crate::base::yaml::{Part, Step};

use super::front_matter;

/// Errors that can be waived.
const ERRORS: &[&str] = &["content-notes/missing"];

/// The waivers of one file: each code with the reason.
pub type Waivers = BTreeMap<String, String>;

/// What a waiver has silenced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waived {
    /// The file whose front matter holds the waiver.
    pub file: SitePath,
    /// The code.
    pub code: String,
    /// Why, in the author's words.
    pub reason: String,
    /// How many messages of that code were silenced.
    pub count: usize,
}

/// Takes out of `problems` what the waivers of each file silence; says what that was, by file and code.
pub fn apply<'a>(
    problems: &mut Vec<Diagnostic>,
    waivers: impl IntoIterator<Item = (&'a SitePath, &'a Waivers)>,
) -> Vec<Waived> {
    let waivers = waivers
        .into_iter()
        .filter(|(_, waivers)| !waivers.is_empty());
    let waivers: BTreeMap<&SitePath, &Waivers> = waivers.collect();
    let mut counts: BTreeMap<(SitePath, &'static str), usize> = BTreeMap::new();
    if waivers.is_empty() {
        return Vec::new();
    }
    problems.retain(|problem| {
        let is_waived = (problem.severity != Severity::Error || ERRORS.contains(&problem.code))
            && reason(&waivers, &problem.file, problem.code).is_some();
        if is_waived {
            *counts
                .entry((problem.file.clone(), problem.code))
                .or_default() += 1;
        }
        !is_waived
    });
    let waived = counts.into_iter().filter_map(|((file, code), count)| {
        let reason = reason(&waivers, &file, code)?.clone();
        let code = code.to_owned();
        Some(Waived {
            file,
            code,
            reason,
            count,
        })
    });
    waived.collect()
}

fn reason<'a>(
    waivers: &BTreeMap<&SitePath, &'a Waivers>,
    file: &SitePath,
    code: &str,
) -> Option<&'a String> {
    waivers.get(file)?.get(code)
}

/// The waivers of `file`, whose whole text is `text`, that silence nothing: `waived` is what all of them have silenced, and
/// `problems` what is left to be said of it.
#[must_use]
pub fn unused(
    file: &SitePath,
    text: &str,
    waivers: &Waivers,
    waived: &[Waived],
    problems: &[Diagnostic],
) -> Vec<Diagnostic> {
    let is_used = |code: &str| {
        let mut waived = waived.iter();
        waived.any(|waived| waived.file == *file && waived.code == code)
    };
    // An unknown code is an error already.
    let is_told = |code: &str| {
        let mut problems = problems.iter().filter(|problem| problem.file == *file);
        problems.any(|problem| problem.code == code)
    };
    let idle = waivers.keys().filter(|code| !is_used(code));
    let split = front_matter::split(text, file, &mut Vec::new());
    let mut unused = Vec::new();
    for code in idle {
        if !crate::base::codes::all().any(|known| known == code) {
            continue;
        }
        let (message, help) = if is_told(code) {
            (
                format!("`{code}` is an error here, which cannot be waived"),
                "mend it, and take this line out",
            )
        } else {
            (
                format!(
                    "nothing in this file is told as `{code}`, so this waiver silences nothing"
                ),
                "take this line out",
            )
        };
        let mut problem = Diagnostic::advice("waiver/unused", file, message).help(help);
        if let Some(split) = &split {
            let steps = [Step::Key("waivers"), Step::Key(code)];
            problem = problem.at(split.locate(text, &steps, Part::Key));
        }
        unused.push(problem);
    }
    unused
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems() -> Vec<Diagnostic> {
        let (a, b) = (
            SitePath::new("articles/a.md"),
            SitePath::new("articles/b.md"),
        );
        vec![
            Diagnostic::warning("language/promise", &a, "one"),
            Diagnostic::warning("language/promise", &a, "two"),
            Diagnostic::advice("language/absolute", &a, "three"),
            Diagnostic::warning("language/promise", &b, "four"),
            Diagnostic::error("link/broken", &a, "five"),
            Diagnostic::error("content-notes/missing", &a, "six"),
        ]
    }

    fn waivers(codes: &[(&str, &str)]) -> Waivers {
        let codes = codes.iter();
        codes
            .map(|(code, reason)| ((*code).to_owned(), (*reason).to_owned()))
            .collect()
    }

    fn left(codes: &[(&str, &str)]) -> (Vec<String>, Vec<(String, usize)>) {
        let (file, waivers) = (SitePath::new("articles/a.md"), waivers(codes));
        let mut problems = problems();
        let waived = apply(&mut problems, [(&file, &waivers)]);
        let left = problems.into_iter().map(|problem| problem.message);
        let waived = waived.into_iter();
        (
            left.collect(),
            waived.map(|waived| (waived.code, waived.count)).collect(),
        )
    }

    #[test]
    fn a_waiver_silences_one_code_in_one_file() {
        assert_eq!(
            left(&[("language/promise", "a quotation")]),
            (
                ["three", "four", "five", "six"].map(str::to_owned).to_vec(),
                vec![("language/promise".into(), 2)]
            )
        );
    }

    #[test]
    fn no_error_can_be_waived_but_a_missing_content_note() {
        let (left, waived) = left(&[
            ("link/broken", "later"),
            ("content-notes/missing", "a word in passing"),
        ]);
        assert_eq!(left, ["one", "two", "three", "four", "five"]);
        assert_eq!(waived, [("content-notes/missing".into(), 1)]);
    }

    #[test]
    fn a_waiver_that_silences_nothing_is_told() {
        let file = SitePath::new("articles/a.md");
        let text = "---\ntitle: A\nwaivers:\n  language/promise: why\n  link/broken: why\n  language/claims: why\n  language/all-caps: why\n---\n";
        let codes = [
            "language/promise",
            "link/broken",
            "language/claims",
            "language/all-caps",
        ];
        let waivers = waivers(&codes.map(|code| (code, "why")));
        let mut problems = problems();
        let waived = apply(&mut problems, [(&file, &waivers)]);
        let unused = unused(&file, text, &waivers, &waived, &problems);
        let told = unused.iter().map(|problem| {
            let (line, column) = problem.line_and_column(text);
            format!("{line}:{column} {}", problem.message)
        });
        insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @r"
        7:3 nothing in this file is told as `language/all-caps`, so this waiver silences nothing
        5:3 `link/broken` is an error here, which cannot be waived
        ");
    }
}
