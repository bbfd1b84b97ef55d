//! A small site in memory, built for real.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each test file uses a part of it"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use attuned::base::date::Date;
use attuned::base::diagnostic::Diagnostic;
use attuned::base::path::SitePath;
use attuned::base::snapshot::{Snapshot, SourceFile};
use attuned::build::builder::{Builder, Inputs, Outcome, Silent};
use attuned::build::emit::Memory;
use attuned::build::source::add_embedded_themes;
use attuned::content::index::Show;

/// A site's files and the options of its build.
#[derive(Clone, Debug)]
pub struct TestSite {
    pub files: BTreeMap<String, Vec<u8>>,
    /// Paths of files that are there and cannot be read.
    pub unreadable: Vec<String>,
    pub today: &'static str,
    pub drafts: bool,
    pub future: bool,
    pub base_url: Option<String>,
}

impl TestSite {
    /// A site with a name and no articles.
    pub fn new() -> Self {
        Self {
            files: BTreeMap::new(),
            unreadable: Vec::new(),
            today: "2026-11-22",
            drafts: false,
            future: false,
            base_url: None,
        }
        .file(
            "site.yaml",
            "name: Test Practice\nbase_url: https://example.org/\nlanguage: en\n",
        )
    }

    /// Puts a file in.
    pub fn file(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
        self
    }

    /// Puts an article in, below `articles/`, dated 2026-01-01 unless `front` says otherwise.
    pub fn article(self, path: &str, front: &str, body: &str) -> Self {
        let date = if front.contains("date:") || front.contains("kind: page") {
            ""
        } else {
            "date: 2026-01-01\n"
        };
        let text = format!("---\n{front}\n{date}---\n\n{body}\n");
        self.file(&format!("articles/{path}"), &text)
    }

    pub fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for (path, bytes) in &self.files {
            let bytes = bytes.clone();
            let is_text = [".md", ".yaml", ".bib", ".html", ".css", ".ftl"]
                .iter()
                .any(|e| path.ends_with(e));
            let file = if is_text {
                SourceFile::held(bytes)
            } else {
                SourceFile::lazy(Box::new(move || Ok(bytes.clone())))
            };
            snapshot.insert(SitePath::new(path), file);
        }
        for path in &self.unreadable {
            let problem = Diagnostic::error("file/unreadable", &SitePath::new(path), "unreadable");
            snapshot.problems.push(problem);
        }
        add_embedded_themes(&mut snapshot);
        snapshot
    }

    pub fn inputs(&self) -> Inputs {
        Inputs {
            snapshot: Arc::new(self.snapshot()),
            show: Show {
                today: Date::parse(self.today).expect("a date"),
                drafts: self.drafts,
                future: self.future,
            },
            base_url: self.base_url.clone(),
            theme: None,
        }
    }

    /// Builds with a builder and sink of its own.
    pub fn build(&self) -> Built {
        let mut sink = Memory::default();
        let outcome = self.build_into(&mut Builder::default(), &mut sink);
        Built {
            outcome,
            files: texts(&sink),
            inputs: self.inputs(),
        }
    }

    pub fn build_into(&self, builder: &mut Builder, sink: &mut Memory) -> Outcome {
        builder.build(&self.inputs(), sink, &Silent)
    }
}

/// A finished build.
pub struct Built {
    pub outcome: Outcome,
    pub files: BTreeMap<String, String>,
    inputs: Inputs,
}

impl Built {
    /// The outputs of a build that must succeed.
    #[track_caller]
    pub fn ok(self) -> BTreeMap<String, String> {
        assert!(self.outcome.emitted.is_some(), "{}", self.diagnostics());
        self.files
    }

    /// Every diagnostic, a line each: `severity file:line:column code message | help`. What nearly every site of these tests
    /// gets is left out: that nothing has been reviewed, and that there is nobody to call.
    pub fn diagnostics(&self) -> String {
        let all = diagnostics(&self.outcome, &self.inputs.snapshot);
        let told = all.lines().filter(|line| {
            !line.contains(" review/missing ") && !line.contains(" support/region ")
        });
        told.collect::<Vec<_>>().join("\n")
    }
}

pub fn diagnostics(outcome: &Outcome, snapshot: &Snapshot) -> String {
    let line = |d: &attuned::base::diagnostic::Diagnostic| {
        let text = snapshot.text(&d.file).unwrap_or_default();
        let (line, column) = d.line_and_column(text);
        let place = if d.span.is_some() {
            format!(":{line}:{column}")
        } else {
            String::new()
        };
        let help = d
            .help
            .as_ref()
            .map_or(String::new(), |help| format!(" | {help}"));
        format!(
            "{} {}{place} {} {}{help}",
            d.severity.name(),
            d.file,
            d.code,
            d.message
        )
    };
    outcome
        .diagnostics
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Outputs as text; bytes that are none are shown by their digest.
pub fn texts(sink: &Memory) -> BTreeMap<String, String> {
    sink.files
        .iter()
        .map(|(path, (digest, bytes))| {
            let text = String::from_utf8(bytes.clone());
            (
                path.clone(),
                text.unwrap_or_else(|_| format!("bytes {digest}")),
            )
        })
        .collect()
}
