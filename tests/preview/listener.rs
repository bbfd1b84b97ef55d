//! What a browser that shows a page is told.

use std::net::TcpStream;
use std::time::Instant;

use serde_json::Value;
use tungstenite::WebSocket;

use super::{PATIENCE, Preview};

/// A connected browser that does nothing but listen.
pub(crate) struct Listener {
    socket: WebSocket<TcpStream>,
    /// All that it was told so far.
    pub(crate) told: Vec<Value>,
}

impl Listener {
    /// Connects as a browser that shows `page` as it is now.
    pub(crate) fn of(preview: &Preview, page: &str) -> Self {
        let shown = preview.get(page).text();
        let digest = shown.split("data-digest=\"").nth(1).unwrap();
        let digest = digest.split('"').next().unwrap();
        let stream = TcpStream::connect(preview.address()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let url = format!("ws://{}/_attuned/live", preview.host());
        let (mut socket, _) = tungstenite::client(url, stream).unwrap();
        let hello = serde_json::json!({ "page": page, "digest": digest });
        socket.send(hello.to_string().into()).unwrap();
        let told = Vec::new();
        Self { socket, told }
    }

    /// Waits for a message of this type.
    #[track_caller]
    pub(crate) fn hears(&mut self, kind: &str) -> Value {
        self.hears_that(|told| told["type"] == kind)
    }

    /// Waits for the next message that is meant.
    #[track_caller]
    pub(crate) fn hears_that(&mut self, is_meant: impl Fn(&Value) -> bool) -> Value {
        let began = Instant::now();
        loop {
            assert!(began.elapsed() < PATIENCE, "not in {:#?}", self.told);
            let message = match self.socket.read() {
                Ok(message) => message,
                Err(error) => panic!("{error} after {:#?}", self.told),
            };
            let Ok(told) = serde_json::from_str::<Value>(message.to_text().unwrap_or_default())
            else {
                continue;
            };
            self.told.push(told.clone());
            if is_meant(&told) {
                return told;
            }
        }
    }

    /// Waits until the errors there are lie in these files.
    #[track_caller]
    pub(crate) fn hears_of_errors_in(&mut self, files: &[&str]) -> Value {
        self.hears_that(|told| told["type"] == "problems" && errors(told) == files)
    }

    /// Whether it was ever told of an error, or that its page is gone.
    pub(crate) fn was_startled(&self) -> bool {
        let startles = |told: &Value| told["type"] == "gone" || !errors(told).is_empty();
        self.told.iter().any(startles)
    }
}

/// The files of the errors that a message tells of.
fn errors(told: &Value) -> Vec<&str> {
    let problems = told["problems"].as_array().into_iter().flatten();
    let mut files: Vec<&str> = problems
        .filter(|problem| problem["severity"] == "error")
        .filter_map(|problem| problem["file"].as_str())
        .collect();
    files.dedup();
    files
}
