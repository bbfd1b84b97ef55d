//! A site in a temporary folder, and the real binary to run on it.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    reason = "each test program uses a part of this, and all of them write sites"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// The least site.yaml.
pub(crate) const SITE: &str =
    "name: Example Practice\nbase_url: https://example.org/\nlanguage: en\nregion: GB\n";

/// Whom to call in that region.
pub(crate) const SUPPORT: &str = "GB: {emergency: [\"999\"]}\n";

/// An article without a mistake.
pub(crate) const ARTICLE: &str = "---\ntitle: Feeling felt\ndate: 2026-10-01\n---\n\nSome words.\n";

/// A site on disk, removed when dropped.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// The least site, with one article `articles/feeling-felt.md`.
    pub(crate) fn new() -> Self {
        Self::empty()
            .file("site.yaml", SITE)
            .file("articles/support.yaml", SUPPORT)
            .file("articles/feeling-felt.md", ARTICLE)
    }

    /// An empty folder inside the temporary one, so that a test can see what leaves it.
    pub(crate) fn empty() -> Self {
        let site = Self {
            folder: TempDir::new().unwrap(),
        };
        fs::create_dir(site.root()).unwrap();
        site
    }

    /// The folder of site.yaml.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// A path below it.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Adds or replaces a file.
    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    /// Adds or replaces a file.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Reads a file as text.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    /// `attuned`, in the site's folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = attuned(&self.root());
        command.args(arguments);
        command
    }

    /// Runs `attuned` in the site's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(
            self.command(arguments).output().unwrap(),
            self.folder.path(),
        )
    }

    /// Everything in the temporary folder: paths with bytes, where links lead, and folders.
    pub(crate) fn tree(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        tree(self.folder.path())
    }
}

/// The binary, in `folder`, as if piped and without the environment's wishes for colour.
pub(crate) fn attuned(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("attuned").unwrap();
    command
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR")
        .env_remove("CLICOLOR_FORCE");
    command
}

/// What a run of the binary came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    fn of(output: Output, folder: &Path) -> Self {
        // Temporary folders and times differ from run to run.
        let folder = [fs::canonicalize(folder).unwrap(), folder.to_owned()];
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            let text = folder.iter().fold(text, |text, folder| {
                text.replace(folder.to_str().unwrap(), "[FOLDER]")
            });
            without_seconds(&text)
        };
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// What is said on standard error but for the advice that an article has not been reviewed, which all articles of
    /// these tests would get.
    pub(crate) fn said(&self) -> String {
        let total = |blocks: &[&str]| {
            let advice = blocks
                .iter()
                .filter(|block| block.starts_with("advice["))
                .count();
            let pieces = if advice == 1 { "piece" } else { "pieces" };
            format!("{advice} {pieces} of advice")
        };
        let all: Vec<&str> = self.stderr.split_inclusive("\n\n").collect();
        let is_other = |block: &&str| !block.starts_with("advice[review/missing]");
        let others: Vec<&str> = all.iter().copied().filter(is_other).collect();
        let (before, after) = (total(&all), total(&others));
        let said = others.concat();
        if after.starts_with('0') {
            said.replace(&format!(", {before}"), "")
                .replace(&format!("{before}.\n"), "")
        } else {
            said.replace(&before, &after)
        }
    }

    /// Requires an exit code.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// Requires a text on standard error.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(
            self.stderr.contains(text),
            "no {text:?} in:\n{}",
            self.stderr
        );
        self
    }
}

/// `in 0.1 s` as `in [TIME]`.
fn without_seconds(text: &str) -> String {
    let mut parts = text.split(" s").map(str::to_owned).collect::<Vec<_>>();
    let last = parts.len() - 1;
    for part in &mut parts[..last] {
        match part.rsplit_once("in ") {
            Some((before, time)) if time.parse::<f64>().is_ok() => {
                *part = format!("{before}in [TIME]")
            }
            _ => part.push_str(" s"),
        }
    }
    parts.concat()
}

/// Everything below `folder`.
pub(crate) fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut tree = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let bytes = match entry.file_type() {
            kind if kind.is_symlink() => {
                let target = fs::read_link(entry.path()).unwrap();
                format!("-> {}", target.display()).into_bytes()
            }
            kind if kind.is_dir() => b"folder".to_vec(),
            _ => fs::read(entry.path()).unwrap(),
        };
        let path = entry.path().strip_prefix(folder).unwrap().to_owned();
        tree.insert(path, bytes);
    }
    tree
}
