//! What browsers are told, and when.

use super::super::store::Found;
use super::*;
use crate::site::plan::Content;

/// A site whose outputs a test puts there by hand.
struct Stage {
    live: Live,
    sink: LiveSink,
    plan: Arc<Plan>,
}

impl Stage {
    fn new(base: &str) -> Self {
        let live = Live::new();
        live.set_base_path(base);
        let sink = live.sink();
        let plan = Arc::default();
        Self { live, sink, plan }
    }

    /// Begins a build that will hold these outputs.
    fn begin(&mut self, paths: &[&str]) {
        let mut routes: Vec<Route> = paths.iter().map(|path| route(path)).collect();
        routes.sort_by(|a, b| a.path.cmp(&b.path));
        if routes != self.plan.routes {
            self.plan = Arc::new(Plan { routes });
        }
        self.sink.begin(&self.plan).unwrap();
    }

    fn put(&self, path: &str, text: &str) {
        let digest = Digest::of_bytes(text.as_bytes());
        self.sink.put(path, text.into(), digest).unwrap();
    }

    /// A whole build.
    fn build(&mut self, outputs: &[(&str, &str)]) -> Emitted {
        let paths: Vec<&str> = outputs.iter().map(|(path, _)| *path).collect();
        self.begin(&paths);
        for (path, text) in outputs {
            self.put(path, text);
        }
        self.sink.commit().unwrap()
    }

    /// A browser at `page`, which shows `text`, and has taken in what it was told on connecting.
    fn browser(&self, page: &str, text: &str) -> Seat {
        let seat = self.live.join(&shown(page, text));
        assert_eq!(
            seat.take(),
            [Message::Problems {
                problems: Vec::new()
            }]
        );
        seat
    }

    fn text(&self, address: &str) -> Option<String> {
        match self.live.store().find(address) {
            Found::Output(_, output) => Some(String::from_utf8_lossy(&output.bytes).into()),
            _ => None,
        }
    }
}

fn route(path: &str) -> Route {
    Route {
        path: path.into(),
        url: format!("/{path}").into(),
        content: Content::Robots,
    }
}

fn shown(page: &str, text: &str) -> Shown {
    let digest = match text {
        "" => String::new(),
        text => Digest::of_bytes(text.as_bytes()).to_string(),
    };
    Shown {
        page: page.into(),
        digest,
    }
}

fn page(text: &str) -> Message {
    Message::Page {
        digest: shown("", text).digest,
    }
}

fn gone(url: &str, title: &str) -> Message {
    let parent = Some(Parent {
        url: url.into(),
        title: title.into(),
    });
    Message::Gone { parent }
}

fn problem(message: &str) -> Problem {
    Problem {
        severity: "error",
        code: "link/broken".into(),
        message: message.into(),
        file: "articles/a.md".into(),
        line: Some(1),
        column: Some(1),
        source: Some("[x](y)".into()),
        caret: Some((4, 1)),
        help: None,
    }
}

#[test]
fn a_browser_is_told_of_its_own_page_alone() {
    let mut stage = Stage::new("/sub");
    stage.build(&[
        ("index.html", "home"),
        ("a/index.html", "a"),
        ("b/index.html", "b"),
    ]);
    let (home, a) = (
        stage.browser("/sub/", "home"),
        stage.browser("/sub/a/", "a"),
    );
    stage.build(&[
        ("index.html", "home"),
        ("a/index.html", "a 2"),
        ("b/index.html", "b 2"),
    ]);
    stage.live.tell(Vec::new(), Vec::new());
    assert_eq!(home.take(), []);
    assert_eq!(a.take(), [page("a 2")]);
    assert_eq!(a.take(), []);
    a.shows(&shown("/sub/b/", "b 2"));
    stage.build(&[
        ("index.html", "home"),
        ("a/index.html", "a 3"),
        ("b/index.html", "b 3"),
    ]);
    stage.build(&[
        ("index.html", "home"),
        ("a/index.html", "a 3"),
        ("b/index.html", "b 4"),
    ]);
    assert_eq!(a.take(), [page("b 4")], "only the newest");
}

#[test]
fn a_browser_that_shows_an_old_version_is_told_at_once() {
    let mut stage = Stage::new("");
    stage.build(&[("index.html", "new")]);
    let seat = stage.live.join(&shown("/", "old"));
    assert_eq!(seat.take().last(), Some(&page("new")));
    let seat = stage.live.join(&shown("/lost/", "old"));
    assert_eq!(seat.take().last(), Some(&gone("/", "/")));
    let waiting = stage.browser("/later/", "");
    stage.build(&[("index.html", "new"), ("later/index.html", "here")]);
    assert_eq!(waiting.take(), [page("here")]);
}

#[test]
fn a_page_that_is_looked_at_is_shown_before_the_build_ends() {
    let mut stage = Stage::new("");
    let outputs = [
        ("a/index.html", "a"),
        ("b/index.html", "b"),
        ("style.1.css", "1"),
    ];
    stage.build(&outputs);
    let seat = stage.browser("/a/", "a");
    stage.begin(&["a/index.html", "b/index.html", "style.2.css"]);
    assert_eq!(stage.sink.wanted(), ["a/index.html", "style.2.css"]);
    stage.put("b/index.html", "b 2");
    assert_eq!(stage.text("/b/").as_deref(), Some("b"));
    stage.put("a/index.html", "a 2");
    assert_eq!(stage.text("/a/").as_deref(), Some("a 2"));
    assert_eq!(seat.take(), [page("a 2")]);
    // What that page asks for is on its way.
    assert!(matches!(
        stage.live.store().find("/style.2.css"),
        Found::Coming
    ));
    stage.put("style.2.css", "2");
    assert_eq!(stage.text("/style.2.css").as_deref(), Some("2"));
    assert_eq!(stage.text("/style.1.css").as_deref(), Some("1"));
    let emitted = stage.sink.commit().unwrap();
    assert_eq!(
        (emitted.written, emitted.unchanged, emitted.removed),
        (3, 0, 1)
    );
    assert_eq!(stage.text("/b/").as_deref(), Some("b 2"));
    assert_eq!(stage.text("/style.1.css"), None);
    assert_eq!(seat.take(), []);
}

#[test]
fn a_build_that_fails_takes_back_what_it_has_shown() {
    let mut stage = Stage::new("");
    stage.build(&[("a/index.html", "a"), ("index.html", "home")]);
    let (a, new) = (stage.browser("/a/", "a"), stage.browser("/new/", ""));
    stage.begin(&["a/index.html", "index.html", "new/index.html"]);
    stage.put("a/index.html", "a 2");
    stage.put("a/index.html", "a 3");
    stage.put("new/index.html", "new");
    assert_eq!(
        (a.take(), new.take()),
        (vec![page("a 3")], vec![page("new")])
    );
    stage.sink.abort();
    assert_eq!(
        (a.take(), new.take()),
        (vec![page("a")], vec![gone("/", "/")])
    );
    assert_eq!(stage.text("/a/").as_deref(), Some("a"));
    assert_eq!(stage.text("/new/"), None);
    // The next one holds what this one would have.
    stage.build(&[
        ("a/index.html", "a"),
        ("index.html", "home"),
        ("new/index.html", "new"),
    ]);
    assert_eq!(new.take(), [page("new")]);
    assert_eq!(a.take(), []);
}

#[test]
fn outputs_that_are_not_made_again_stay() {
    let mut stage = Stage::new("");
    stage.build(&[("a.txt", "a"), ("b.txt", "b")]);
    stage.begin(&["a.txt", "b.txt"]);
    stage.put("b.txt", "b 2");
    let emitted = stage.sink.commit().unwrap();
    assert_eq!(
        (emitted.written, emitted.unchanged, emitted.removed),
        (1, 1, 0)
    );
    stage.begin(&["b.txt", "c.txt"]);
    stage.put("c.txt", "c");
    let emitted = stage.sink.commit().unwrap();
    assert_eq!(
        (emitted.written, emitted.unchanged, emitted.removed),
        (1, 1, 1)
    );
    let texts = ["/a.txt", "/b.txt", "/c.txt"].map(|address| stage.text(address));
    assert_eq!(texts, [None, Some("b 2".into()), Some("c".into())]);
}

#[test]
fn who_shows_a_deleted_page_is_led_to_the_list_above() {
    let mut stage = Stage::new("/sub");
    let above = [
        (
            "articles/index.html",
            "<h1 class=\"x\">All <em>articles</em> &amp; more</h1>",
        ),
        ("index.html", "<h1>Home</h1>"),
        ("kind/index.html", "<p>no heading</p>"),
    ];
    let pages = [("kind/a/index.html", "a"), ("other/b/index.html", "b")];
    stage.build(&[&above[..], &pages[..]].concat());
    let (a, b) = (
        stage.browser("/sub/kind/a/", "a"),
        stage.browser("/sub/other/b/", "b"),
    );
    stage.build(&above);
    assert_eq!(
        (a.take(), b.take()),
        (Vec::new(), Vec::new()),
        "it may have moved"
    );
    stage.live.tell(Vec::new(), Vec::new());
    assert_eq!(a.take(), [gone("/sub/kind/", "/sub/kind/")]);
    assert_eq!(b.take(), [gone("/sub/articles/", "All articles & more")]);
    stage.live.tell(Vec::new(), Vec::new());
    assert_eq!((a.take(), b.take()), (Vec::new(), Vec::new()), "once");
    stage.build(&[&above[..], &pages[..]].concat());
    assert_eq!(a.take(), [page("a")]);
}

#[test]
fn who_shows_an_article_that_moved_is_led_along() {
    let mut stage = Stage::new("/my sub");
    stage.build(&[("a/index.html", "a"), ("ψ/index.html", "b")]);
    let (a, b) = (
        stage.browser("/my%20sub/a/", "a"),
        stage.browser("/my%20sub/%CF%88/", "b"),
    );
    stage.build(&[("ö/index.html", "a"), ("c/index.html", "b")]);
    let moved = [("/a/", "/ö/"), ("/ψ/", "/c/")].map(|(from, to)| (from.into(), to.into()));
    stage.live.tell(Vec::new(), moved.into());
    let to = |to: &str| [Message::Moved { to: to.into() }];
    assert_eq!(a.take(), to("/my%20sub/%C3%B6/"));
    assert_eq!(b.take(), to("/my%20sub/c/"));
    a.shows(&shown("/my%20sub/%C3%B6/", "a"));
    assert_eq!(a.take(), []);
    // Another move meets the browser on its way: what it says of itself is past already.
    stage.build(&[("o/index.html", "a"), ("c/index.html", "b")]);
    let again = vec![("/ö/".into(), "/o/".into())];
    b.shows(&shown("/my%20sub/c/", "b"));
    stage.live.tell(Vec::new(), again);
    a.take();
    for digest in ["a", ""] {
        a.shows(&shown("/my%20sub/a/", digest));
        assert_eq!(a.take(), to("/my%20sub/o/"));
    }
    assert_eq!(b.take(), []);
}

#[test]
fn problems_are_told_when_they_change_and_to_whoever_comes() {
    let mut stage = Stage::new("");
    let early = stage.browser("/", "");
    stage.live.tell(vec![problem("one")], Vec::new());
    let told = |problems: &[Problem]| {
        let problems = problems.to_vec();
        Message::Problems { problems }
    };
    assert_eq!(early.take(), [told(&[problem("one")])]);
    stage.live.tell(vec![problem("one")], Vec::new());
    assert_eq!(early.take(), []);
    let late = stage.live.join(&shown("/", ""));
    assert_eq!(late.take(), [told(&[problem("one")])]);
    stage.build(&[("index.html", "home")]);
    stage.live.tell(Vec::new(), Vec::new());
    for seat in [early, late] {
        assert_eq!(seat.take(), [told(&[]), page("home")]);
    }
    assert!(
        stage.live.audience().browsers.is_empty(),
        "who has gone is forgotten"
    );
}

#[test]
fn who_is_told_that_nothing_is_there_sees_that_page_change_too() {
    let mut stage = Stage::new("");
    stage.build(&[("404.html", "nothing"), ("el/404.html", "τίποτα")]);
    let (lost, greek) = (stage.browser("/lost/", ""), stage.browser("/el/lost/", ""));
    stage.build(&[("404.html", "nothing here"), ("el/404.html", "τίποτα")]);
    assert_eq!((lost.take(), greek.take()), (vec![page("")], Vec::new()));
}

#[test]
fn messages_have_the_form_that_the_client_reads() {
    for (message, json) in [
        (page(""), r#"{"type":"page","digest":""}"#.to_owned()),
        (
            gone("/a/", "A"),
            r#"{"type":"gone","parent":{"url":"/a/","title":"A"}}"#.to_owned(),
        ),
        (
            Message::Moved { to: "/b/".into() },
            r#"{"type":"moved","to":"/b/"}"#.to_owned(),
        ),
        (
            Message::Problems {
                problems: vec![problem("no")],
            },
            concat!(
                r#"{"type":"problems","problems":[{"severity":"error","code":"link/broken","message":"no","#,
                r#""file":"articles/a.md","line":1,"column":1,"source":"[x](y)","caret":[4,1],"help":null}]}"#
            )
            .to_owned(),
        ),
    ] {
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
    }
}
