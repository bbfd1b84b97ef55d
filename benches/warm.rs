//! What a rebuild costs after one edit, in memory: `cargo bench --bench warm -- SITE` (a folder that benches/compare.py made).
//!
//! Prints medians in milliseconds. Machines are noisy: compare figures of one run only.
#![allow(
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark reads the clock"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use attuned::base::date::Date;
use attuned::base::path::SitePath;
use attuned::base::snapshot::{Snapshot, SourceFile};
use attuned::build::builder::{Builder, Inputs, Silent};
use attuned::build::emit::Memory;
use attuned::build::source;
use attuned::content::index::Show;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const EDITS: usize = 41;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let default = "target/bench/site-10000-1200".to_owned();
    let site = arguments.first().unwrap_or(&default);
    let snapshot = source::read(Path::new(site));
    let Some((file, text)) = longest_article(&snapshot) else {
        eprintln!("there is no article below {site}: benches/compare.py makes such a site");
        return;
    };
    let mut bench = Bench {
        builder: Builder::default(),
        sink: Memory::default(),
        snapshot: Arc::new(snapshot),
    };
    let (first, rendered) = bench.build();
    println!("first build       {first:9.2} ms, {rendered} rendered");
    bench.series("nothing changed", |_| None);
    bench.series("body", |n| {
        Some((file.clone(), format!("{text}\n\nEdit {n}.\n")))
    });
    bench.series("title", |n| {
        let titled = text.replacen("title: \"", &format!("title: \"Edit {n} "), 1);
        Some((file.clone(), titled))
    });
    bench.series("heading", |n| {
        Some((file.clone(), format!("{text}\n\n## Edit {n}\n\nWords.\n")))
    });
    bench.series("new article", |n| {
        let new = SitePath::new(&format!("articles/new-{n}.md"));
        Some((new, text.clone()))
    });
}

struct Bench {
    builder: Builder,
    sink: Memory,
    snapshot: Arc<Snapshot>,
}

impl Bench {
    /// Milliseconds, and how many outputs were rendered.
    fn build(&mut self) -> (f64, usize) {
        let inputs = Inputs {
            snapshot: self.snapshot.clone(),
            show: Show {
                today: Date::from_unix_seconds(1_800_000_000),
                drafts: false,
                future: false,
            },
            base_url: None,
            theme: None,
        };
        let began = Instant::now();
        let outcome = self.builder.build(&inputs, &mut self.sink, &Silent);
        (
            began.elapsed().as_secs_f64() * 1000.0,
            outcome.work.rendered,
        )
    }

    fn series(&mut self, name: &str, edit: impl Fn(usize) -> Option<(SitePath, String)>) {
        let mut times = Vec::new();
        let mut rendered = 0;
        for n in 0..EDITS {
            if let Some((file, text)) = edit(n) {
                let snapshot = Arc::make_mut(&mut self.snapshot);
                snapshot.insert(file, SourceFile::held(text.into_bytes()));
            }
            let (time, made) = self.build();
            times.push(time);
            rendered = made;
        }
        times.sort_by(f64::total_cmp);
        println!(
            "{name:17} {:9.2} ms, {:.2} ms at most, {rendered} rendered",
            times[EDITS / 2],
            times[EDITS - 1]
        );
    }
}

fn longest_article(snapshot: &Snapshot) -> Option<(SitePath, String)> {
    let (file, _) = snapshot
        .below("articles/")
        .filter(|(path, _)| path.extension() == Some("md"))
        .max_by_key(|(_, file)| file.held_bytes().map(<[u8]>::len))?;
    Some((file.clone(), snapshot.text(file)?.to_owned()))
}
