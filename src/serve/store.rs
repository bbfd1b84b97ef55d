//! The outputs in memory, found by the address that a browser asks for.
//!
//! Each output is held once, as [`Bytes`], which a response shares rather than copies.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use axum::body::Bytes;
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::sync::watch;

use crate::base::digest::Digest;
use crate::base::path::percent_encode;

/// One output.
#[derive(Clone, Debug)]
pub struct Output {
    /// What a build would write to its file.
    pub bytes: Bytes,
    /// Their digest.
    pub digest: Digest,
}

impl Output {
    /// Takes an output in.
    #[must_use]
    pub fn new(bytes: Vec<u8>, digest: Digest) -> Self {
        // Held for as long as the server runs: without room to grow.
        let bytes = bytes.into_boxed_slice().into();
        Self { bytes, digest }
    }
}

/// What stands at an address.
#[derive(Clone, Debug)]
pub enum Found {
    /// The output of this path.
    Output(String, Output),
    /// A page whose address ends in a slash: its address, with base path, percent-encoded.
    Slash(String),
    /// The build under way will put it there.
    Coming,
    /// Nothing.
    Absent,
    /// Outside the base path.
    Outside,
}

/// Every output of the last build, and of the one under way what somebody looks at.
#[derive(Debug)]
pub struct Store {
    state: RwLock<State>,
    /// Moves on whenever the outputs do.
    changes: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    outputs: FxHashMap<String, Output>,
    /// `` or `/sub`.
    base: String,
    /// Whether anything was ever built.
    ready: bool,
    /// The outputs of the build under way that are not there yet.
    coming: FxHashSet<String>,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            state: RwLock::default(),
            changes: watch::Sender::new(0),
        }
    }
}

impl Store {
    // A thread that panicked with the lock left whole outputs behind: each change is one insertion or removal.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether anything was ever built.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.read().ready
    }

    /// The path that every address of the site begins with: `` or `/sub`.
    #[must_use]
    pub fn base(&self) -> String {
        self.read().base.clone()
    }

    /// The address of the home page, percent-encoded: `/` or `/sub/`.
    #[must_use]
    pub fn home(&self) -> String {
        format!("{}/", percent_encode(&self.read().base))
    }

    /// Sets it.
    pub fn set_base(&self, base: &str) {
        base.trim_end_matches('/')
            .clone_into(&mut self.write().base);
    }

    /// The output of this path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<Output> {
        self.read().outputs.get(path).cloned()
    }

    /// The digest of the output of this path.
    #[must_use]
    pub fn digest(&self, path: &str) -> Option<Digest> {
        self.read().outputs.get(path).map(|output| output.digest)
    }

    /// Tells of every change from now on.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// What stands at `address`, the decoded path of a request.
    #[must_use]
    pub fn find(&self, address: &str) -> Found {
        let state = self.read();
        let Some(below) = below(address, &state.base) else {
            return Found::Outside;
        };
        let path = path_of(below);
        if let Some(output) = state.outputs.get(&path) {
            return Found::Output(path, output.clone());
        }
        if state.coming.contains(&path) {
            return Found::Coming;
        }
        let folder = format!("{path}/index.html");
        let is_page = state.outputs.contains_key(&folder) || state.coming.contains(&folder);
        if is_page && !below.is_empty() {
            return Found::Slash(format!("{}/", percent_encode(address)));
        }
        Found::Absent
    }

    /// The path of the output at `address`, whether it is there or not; `None` outside the base path.
    #[must_use]
    pub fn path_at(&self, address: &str) -> Option<String> {
        below(address, &self.read().base).map(path_of)
    }

    /// The page for what is not there, in the language that `address` begins with.
    #[must_use]
    pub fn not_found(&self, address: &str) -> Option<Output> {
        let state = self.read();
        let below = below(address, &state.base).unwrap_or_default();
        folders(below).find_map(|folder| state.outputs.get(&format!("{folder}404.html")).cloned())
    }

    /// The nearest page above the page of this output path: its address (with base path, percent-encoded), and the page.
    #[must_use]
    pub fn parent(&self, path: &str) -> Option<(String, Output)> {
        let state = self.read();
        let own = path.strip_suffix("index.html").unwrap_or(path);
        folders(own.trim_end_matches('/')).find_map(|folder| {
            // The list of all articles says more to somebody who looked for one than a home page does.
            [format!("{folder}articles/"), folder.to_owned()]
                .into_iter()
                .filter(|above| above != own)
                .find_map(|above| {
                    let output = state.outputs.get(&format!("{above}index.html"))?;
                    let url = format!("{}/{above}", state.base);
                    Some((percent_encode(&url).into_owned(), output.clone()))
                })
        })
    }

    /// Begins a build that will also hold the outputs `added`.
    pub(super) fn begin<'a>(&self, added: impl Iterator<Item = &'a str>) {
        self.write().coming = added.map(str::to_owned).collect();
    }

    /// Puts one output in place at once; gives what stood there.
    pub(super) fn publish(&self, path: &str, output: Output) -> Option<Output> {
        let before = {
            let mut state = self.write();
            state.coming.remove(path);
            state.outputs.insert(path.to_owned(), output)
        };
        self.tell();
        before
    }

    /// Ends a build that failed: what was published is `undone`.
    pub(super) fn undo(&self, undone: Vec<(String, Option<Output>)>) {
        {
            let mut state = self.write();
            state.coming = FxHashSet::default();
            for (path, before) in undone.into_iter().rev() {
                match before {
                    Some(before) => state.outputs.insert(path, before),
                    None => state.outputs.remove(&path),
                };
            }
        }
        self.tell();
    }

    /// Ends a build that succeeded: what it made takes its place, and what is `removed` goes. Gives how many outputs are
    /// new or differ, and how many there are.
    pub(super) fn settle(
        &self,
        made: FxHashMap<String, Output>,
        removed: &[String],
    ) -> (usize, usize) {
        let counts = {
            let mut state = self.write();
            state.coming = FxHashSet::default();
            state.ready = true;
            let mut changed = 0;
            #[expect(clippy::iter_over_hash_type, reason = "the order does not show")]
            for (path, output) in made {
                let digest = output.digest;
                let before = state.outputs.insert(path, output);
                changed += usize::from(before.is_none_or(|before| before.digest != digest));
            }
            for path in removed {
                state.outputs.remove(path);
            }
            (changed, state.outputs.len())
        };
        self.tell();
        counts
    }

    fn tell(&self) {
        self.changes
            .send_modify(|change| *change = change.wrapping_add(1));
    }
}

/// Whether an output is a page, which carries the client.
#[must_use]
pub fn is_page(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".htm")
}

/// `address` without the base path and the slash after it.
fn below<'a>(address: &'a str, base: &str) -> Option<&'a str> {
    address.strip_prefix(base)?.strip_prefix('/')
}

/// The output of an address below the base path.
fn path_of(below: &str) -> String {
    if below.is_empty() || below.ends_with('/') {
        format!("{below}index.html")
    } else {
        below.to_owned()
    }
}

/// The folders above a path, the nearest first, each with a slash at its end but for the topmost, which is empty.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.rmatch_indices('/').map(|(at, _)| &path[..=at]);
    ends.chain([""])
}

/// The path of a request, percent-decoded once; `None` for one that no page can have: it would lead upwards, hides a
/// slash, or holds what no address holds.
#[must_use]
pub fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes().iter();
    while let Some(&byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(*rest.next()?).to_digit(16);
        let value = u8::try_from(digit()? * 16 + digit()?).ok()?;
        if value == b'/' {
            return None;
        }
        bytes.push(value);
    }
    let decoded = String::from_utf8(bytes).ok()?;
    let below = decoded.strip_prefix('/')?;
    let parts = below.strip_suffix('/').unwrap_or(below).split('/');
    let is_bad = |part: &str| {
        matches!(part, "" | "." | "..") || part.contains(|c: char| c == '\\' || c.is_control())
    };
    let is_fine = below.is_empty() || !parts.into_iter().any(is_bad);
    is_fine.then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_once_and_never_leads_upwards() {
        for (path, address) in [
            ("/", Some("/")),
            ("/a/b/", Some("/a/b/")),
            ("/%CF%88/", Some("/ψ/")),
            ("/100%25/", Some("/100%/")),
            ("/%252e%252e/", Some("/%2e%2e/")),
            ("/a..b/", Some("/a..b/")),
            ("//", None),
            ("/a//b", None),
            ("/a//", None),
            ("/..", None),
            ("/a/../b", None),
            ("/a/%2E%2e/b", None),
            ("/./a", None),
            ("/a%2fb", None),
            ("/a%5cb", None),
            ("/a\\b", None),
            ("/a%00", None),
            ("/a%0a", None),
            ("/%ff", None),
            ("/%", None),
            ("/%f", None),
            ("/%+1", None),
            ("a", None),
            ("", None),
        ] {
            assert_eq!(decoded(path).as_deref(), address, "{path}");
        }
    }
}
