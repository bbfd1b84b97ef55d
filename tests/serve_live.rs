//! What `attuned serve` tells a browser while an author works, from the first connection on.
#![expect(clippy::disallowed_methods, reason = "it edits sites")]

mod command;
mod preview;

use std::fs;
use std::net::TcpStream;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use command::{ARTICLE, Site};
use preview::{PATIENCE, Preview};

/// A browser as far as the server sees it: it shows a page, and says so.
struct Browser {
    socket: WebSocket<TcpStream>,
}

impl Browser {
    /// Opens a page and connects.
    fn at(preview: &Preview, path: &str) -> Self {
        let mut browser = Self::connect(preview);
        browser.shows(path, &digest(preview, path));
        browser
    }

    fn connect(preview: &Preview) -> Self {
        let stream = TcpStream::connect(preview.address()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let url = format!("ws://{}/_attuned/live", preview.host());
        let (socket, _) = tungstenite::client(url, stream).unwrap();
        Self { socket }
    }

    fn shows(&mut self, path: &str, digest: &str) {
        let text = json!({ "page": path, "digest": digest }).to_string();
        self.socket.send(Message::text(text)).unwrap();
    }

    /// The next message of this type.
    fn hears(&mut self, kind: &str) -> Value {
        loop {
            if let Message::Text(text) = self.socket.read().unwrap() {
                let told: Value = serde_json::from_str(&text).unwrap();
                if told["type"] == kind {
                    return told;
                }
            }
        }
    }
}

/// The version of the page that is served there, as the page says.
fn digest(preview: &Preview, path: &str) -> String {
    let page = preview.get(path).text();
    let digest = page.split("data-digest=\"").nth(1).unwrap();
    digest.split('"').next().unwrap().to_owned()
}

#[test]
fn an_edit_is_told_to_the_browser_that_shows_the_page() {
    let site = Site::new();
    let preview = Preview::of(&site, &["--base-url", "https://example.org/sub/"]);
    let mut browser = Browser::at(&preview, "/sub/feeling-felt/");
    assert_eq!(
        browser.hears("problems")["problems"]
            .as_array()
            .unwrap()
            .len(),
        warnings(&preview)
    );
    for word in ["Other", "More", "Last"] {
        site.write("articles/feeling-felt.md", ARTICLE.replace("Some", word));
        // What a browser said of itself may cross with news, and is then answered by the same news again.
        let told = loop {
            let told = browser.hears("page");
            let page = preview.get("/sub/feeling-felt/").is(200);
            if page.text().contains(&format!("{word} words.")) {
                break told;
            }
        };
        assert_eq!(told["digest"], digest(&preview, "/sub/feeling-felt/"));
        browser.shows("/sub/feeling-felt/", told["digest"].as_str().unwrap());
    }
}

/// How many warnings a browser is told of on connecting.
fn warnings(preview: &Preview) -> usize {
    let mut browser = Browser::connect(preview);
    browser.shows("/", "");
    let told = browser.hears("problems");
    let problems = told["problems"].as_array().unwrap();
    assert!(
        problems
            .iter()
            .all(|problem| problem["severity"] == "warning"),
        "{told}"
    );
    problems.len()
}

#[test]
fn a_browser_that_comes_back_is_told_what_it_has_missed() {
    let site = Site::new();
    let preview = Preview::of(&site, &[]);
    let mut late = Browser::connect(&preview);
    late.shows("/feeling-felt/", &"0".repeat(32));
    assert_eq!(
        late.hears("page")["digest"],
        digest(&preview, "/feeling-felt/")
    );
    let mut lost = Browser::connect(&preview);
    lost.shows("/lost/", &"0".repeat(32));
    assert_eq!(lost.hears("gone")["parent"]["url"], "/articles/");
}

#[test]
fn a_deleted_page_leads_to_its_list_and_a_new_one_appears() {
    let site = Site::new().file("articles/second.md", ARTICLE);
    let preview = Preview::of(&site, &[]);
    let mut browser = Browser::at(&preview, "/second/");
    fs::remove_file(site.at("articles/second.md")).unwrap();
    let told = browser.hears("gone");
    assert_eq!(told["parent"]["url"], "/articles/");
    let list = preview.get("/articles/").is(200).text();
    let title = told["parent"]["title"].as_str().unwrap();
    assert!(list.contains(&format!("<h1>{title}</h1>")), "{told}");
    preview.get("/second/").is(404);
    browser.shows("/second/", "");
    site.write("articles/second.md", ARTICLE);
    browser.hears("page");
    preview.get("/second/").is(200);
}

#[test]
fn a_renamed_article_is_followed() {
    let site = Site::new().file("articles/first.md", ARTICLE.replace("Some", "First"));
    let preview = Preview::of(&site, &["--base-url", "https://example.org/sub/"]);
    let mut browser = Browser::at(&preview, "/sub/first/");
    fs::rename(site.at("articles/first.md"), site.at("articles/später.md")).unwrap();
    assert_eq!(browser.hears("moved")["to"], "/sub/sp%C3%A4ter/");
    preview.get("/sub/sp%C3%A4ter/").is(200);
    preview.get("/sub/first/").is(404);
}

#[test]
fn a_mistake_is_told_with_its_place_until_it_is_mended() {
    let site = Site::new();
    let preview = Preview::of(&site, &[]);
    let mut browser = Browser::at(&preview, "/feeling-felt/");
    let clean = browser.hears("problems");
    let before = digest(&preview, "/feeling-felt/");
    let wrong = ARTICLE.replace("Some words.", "Some [words](wrds.md) <b>&amp;");
    site.write("articles/feeling-felt.md", wrong);
    let told = browser.hears("problems");
    let problems = told["problems"].as_array().unwrap();
    let broken = problems
        .iter()
        .find(|problem| problem["code"] == "link/broken");
    let broken = broken.unwrap_or_else(|| panic!("{told}"));
    assert_eq!(broken["severity"], "error");
    assert_eq!(broken["file"], "articles/feeling-felt.md");
    assert_eq!(broken["line"], 6);
    assert_eq!(broken["source"], "Some [words](wrds.md) <b>&amp;");
    assert_eq!(broken["caret"], json!([13, 7]));
    assert!(broken["message"].as_str().unwrap().contains("wrds.md"));
    assert_eq!(
        digest(&preview, "/feeling-felt/"),
        before,
        "the last version without mistakes"
    );
    site.write("articles/feeling-felt.md", ARTICLE);
    assert_eq!(browser.hears("problems"), clean);
}

#[test]
fn a_site_that_cannot_be_built_at_first_appears_once_it_can() {
    let site = Site::new().file("site.yaml", "name: [\n");
    let preview = Preview::of(&site, &[]);
    let mut browser = Browser::at(&preview, "/feeling-felt/");
    assert_ne!(browser.hears("problems")["problems"], json!([]));
    site.write("site.yaml", command::SITE);
    let told = browser.hears("page");
    assert_eq!(told["digest"], digest(&preview, "/feeling-felt/"));
}
