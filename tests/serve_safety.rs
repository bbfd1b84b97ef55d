//! `attuned serve` answers who should be answered, with what should be seen, and nothing else.
#![expect(
    clippy::disallowed_methods,
    reason = "it makes sites, and links that lead out of them"
)]

mod command;
mod preview;

use std::fs;
use std::io::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;

use command::{ARTICLE, SITE, Site};
use preview::{Preview, request, upgrade};

const CLIENT: &str = "<script src=\"/_attuned/live.js\"";

/// Port `port` of another address of the loopback network, which stands for one of the local network.
fn at(address: [u8; 4], port: u16) -> SocketAddr {
    SocketAddr::from((address, port))
}

#[test]
fn it_serves_the_pages_of_a_build_with_the_client_in_them() {
    let site = Site::new();
    let preview = Preview::of(&site, &[]);
    assert_eq!(
        preview.said,
        format!(
            "Attuned serves Example Practice at {} (Ctrl-C ends it)\n",
            preview.url
        )
    );
    assert!(!site.at("public").exists(), "serve writes no files");
    site.run(&["build"]).ends_with(0);

    let mut compared = 0;
    for (path, bytes) in command::tree(&site.at("public")) {
        let path = path.to_str().unwrap().to_owned();
        if bytes == b"folder" || path.starts_with('.') {
            continue;
        }
        let answer = preview.get(&format!("/{path}")).is(200);
        if path.ends_with(".html") {
            let page = answer.text();
            let start = page.find(CLIENT).expect(&path);
            let end = start + page[start..].find("</script>").unwrap() + "</script>".len();
            assert!(page[end..].starts_with("</body>"), "{path}");
            let built = format!("{}{}", &page[..start], &page[end..]);
            assert_eq!(built.as_bytes(), bytes, "{path}");
        } else {
            assert_eq!(answer.body, bytes, "{path}");
        }
        compared += 1;
    }
    assert!(compared > 5, "only {compared} files");
    let client = preview.get("/_attuned/live.js").is(200);
    assert_eq!(
        client.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert!(client.text().contains("Idiomorph"));
}

#[test]
fn it_answers_at_the_loopback_address_alone() {
    let site = Site::new();
    let preview = Preview::of(&site, &[]);
    assert!(preview.host().starts_with("127.0.0.1:"));
    // On Linux the whole of 127.0.0.0/8 is this machine; a server on every address would answer there.
    if cfg!(target_os = "linux") {
        assert!(TcpStream::connect(at([127, 0, 0, 2], preview.port())).is_err());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn another_address_needs_bind_and_is_known_by_its_name() {
    let site = Site::new();
    let preview = Preview::of(&site, &["--bind", "127.0.0.3"]);
    assert!(preview.host().starts_with("127.0.0.3:"));
    preview.get("/").is(200);
    let host = format!("Host: 127.0.0.4:{}", preview.port());
    request(preview.address(), "GET", "/", &[&host]).is(403);
    assert!(TcpStream::connect(at([127, 0, 0, 1], preview.port())).is_err());

    let site = Site::new();
    let ran = site
        .run(&["serve", "--port", "0", "--bind", "192.0.2.1"])
        .ends_with(2);
    ran.says("this computer does not have the address 192.0.2.1");
    let ran = site.run(&["serve", "--bind", "here"]).ends_with(2);
    ran.says("write an address of this computer in numbers, such as 127.0.0.1");
}

#[test]
fn a_host_that_is_not_ours_is_refused_before_anything_else() {
    let site = Site::new();
    let preview = Preview::of(&site, &[]);
    let port = preview.port();
    let to = preview.address();
    for host in [
        format!("127.0.0.1:{port}"),
        format!("localhost:{port}"),
        format!("[::1]:{port}"),
    ] {
        request(to, "GET", "/", &[&format!("Host: {host}")]).is(200);
    }
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        "127.0.0.1".to_owned(),
        "localhost".to_owned(),
        format!("127.0.0.1:{}", port ^ 1),
        format!("localhost.evil.example:{port}"),
        format!("evil.example@127.0.0.1:{port}"),
        format!("127.0.0.1:{port}.evil.example"),
        format!("127.0.0.2:{port}"),
        format!("0.0.0.0:{port}"),
        String::new(),
    ] {
        let header = format!("Host: {host}");
        for (method, path) in [
            ("GET", "/"),
            ("GET", "/feeling-felt/"),
            ("GET", "/_attuned/live.js"),
            ("GET", "/_attuned/live"),
            ("GET", "/../../etc/passwd"),
            ("POST", "/"),
            ("OPTIONS", "/"),
        ] {
            let answer = request(to, method, path, &[&header]).is(403);
            assert!(
                answer.text().starts_with("This preview answers only"),
                "{host} {path}"
            );
        }
        assert_eq!(upgrade(to, &[&header]), 403, "{host}");
    }
    let own = format!("Host: 127.0.0.1:{port}");
    request(to, "GET", "/", &[]).is(403);
    request(to, "GET", "/", &[&own, "Host: evil.example"]).is(403);
    request(to, "GET", "/", &["Host: evil.example", &own]).is(403);
    request(to, "GET", "http://evil.example/", &[&own]).is(403);
    request(to, "GET", &format!("http://127.0.0.1:{port}/"), &[&own]).is(200);
}

#[test]
fn a_foreign_origin_cannot_open_the_websocket() {
    let site = Site::new();
    let preview = Preview::of(&site, &[]);
    let (to, port) = (preview.address(), preview.port());
    let host = format!("Host: 127.0.0.1:{port}");
    assert_eq!(upgrade(to, &[&host]), 101, "no browser");
    for origin in [
        format!("http://127.0.0.1:{port}"),
        format!("http://localhost:{port}"),
    ] {
        assert_eq!(
            upgrade(to, &[&host, &format!("Origin: {origin}")]),
            101,
            "{origin}"
        );
    }
    for origin in [
        "http://evil.example".to_owned(),
        format!("http://evil.example:{port}"),
        "http://127.0.0.1".to_owned(),
        format!("http://127.0.0.1:{}", port ^ 1),
        format!("https://127.0.0.1:{port}"),
        format!("http://127.0.0.1:{port}.evil.example"),
        format!("http://127.0.0.1:{port}/"),
        "null".to_owned(),
        String::new(),
    ] {
        let origin = format!("Origin: {origin}");
        assert_eq!(upgrade(to, &[&host, &origin]), 403, "{origin}");
    }
    let own = format!("Origin: http://127.0.0.1:{port}");
    assert_eq!(
        upgrade(to, &[&host, &own, "Origin: http://evil.example"]),
        403
    );
}

#[test]
fn no_page_of_another_site_may_read_or_show_what_is_here() {
    let site = Site::new();
    let preview = Preview::of(&site, &[]);
    for path in [
        "/",
        "/feeling-felt",
        "/feed.xml",
        "/nothing/",
        "/_attuned/live.js",
        "/_attuned/live",
        "/%2e%2e/",
    ] {
        for method in ["GET", "HEAD", "OPTIONS", "POST"] {
            let asked = [
                "Origin: http://evil.example",
                "Access-Control-Request-Method: GET",
            ];
            let answer = preview.asks(method, path, &asked);
            let head = answer.head.to_lowercase();
            assert!(!head.contains("access-control"), "{method} {path}\n{head}");
            assert_eq!(
                answer.header("cross-origin-resource-policy"),
                Some("same-origin")
            );
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(answer.header("cache-control"), Some("no-store"));
        }
    }
}

#[test]
fn no_path_leads_out_of_the_site_in_any_encoding() {
    let site = Site::new();
    site.write("secret.txt", "what nobody should see");
    let outside = site.root().with_file_name("secret.txt");
    fs::write(&outside, "what nobody should see").unwrap();
    let preview = Preview::of(&site, &["--base-url", "https://example.org/sub/"]);
    let up = [
        "..",
        ".",
        "%2e%2e",
        "%2E%2e",
        ".%2e",
        "%2e.",
        "%252e%252e",
        "..%00",
        "..%5c..",
        "..\\..",
        "..%2f..",
        "%2e%2e%2f%2e%2e",
        "..%252f..",
        "..;",
        "....",
        "%c0%ae%c0%ae",
        "%uff0e%uff0e",
        "..%c0%af..",
        "%ef%bc%8e%ef%bc%8e",
        "",
        "%",
        "%2",
        "%zz",
    ];
    for part in up {
        for path in [
            format!("/{part}/secret.txt"),
            format!("/sub/{part}/secret.txt"),
            format!("/sub/{part}/{part}/secret.txt"),
            format!("/sub/feeling-felt/{part}/{part}/{part}/secret.txt"),
            format!("/sub/{part}/site.yaml"),
            format!("/_attuned/{part}/{part}/site.yaml"),
            format!("/sub/feeling-felt/{part}/index.html"),
            format!("/{part}{}", outside.display()),
        ] {
            let answer = preview.get(&path);
            // What no request may hold is refused before it is looked at.
            let is_malformed = answer.status == 400 && part.contains('\\');
            assert!(
                answer.status == 404 || is_malformed,
                "{path}\n{}",
                answer.head
            );
            assert!(!answer.text().contains("nobody should see"), "{path}");
            assert!(!answer.text().contains("base_url"), "{path}");
        }
    }
    for path in [
        "/etc/passwd",
        "//etc/passwd",
        "/sub//etc/passwd",
        "/C:/secret.txt",
        "/sub/%00",
        "/sub/feeling-felt%00/",
        "/sub/feeling-felt%2f",
        "/sub%2ffeeling-felt/",
        "/sub/articles/feeling-felt.md",
        "/sub/site.yaml",
        "/feeling-felt/",
        "/subfeeling-felt/",
    ] {
        preview.get(path).is(404);
    }
}

#[test]
#[cfg(unix)]
fn links_that_lead_out_of_the_site_are_not_followed() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let outside = site.root().with_file_name("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(
        outside.join("private.md"),
        ARTICLE.replace("Some words", "A private note"),
    )
    .unwrap();
    fs::write(outside.join("private.pdf"), "a private note").unwrap();
    symlink(outside.join("private.md"), site.at("articles/private.md")).unwrap();
    symlink(&outside, site.at("articles/folder")).unwrap();
    symlink(outside.join("private.pdf"), site.at("articles/private.pdf")).unwrap();
    site.write(
        "articles/linking.md",
        format!("{ARTICLE}\n[a file](private.pdf)\n"),
    );
    let mut preview = Preview::of(&site, &[]);
    preview.waits_for_warning("file/link-outside");
    for path in [
        "/private/",
        "/folder/private/",
        "/private.pdf",
        "/folder/private.pdf",
        "/linking/",
        "/articles/",
        "/feed.xml",
        "/",
    ] {
        let answer = preview.get(path);
        assert!(
            !answer.text().to_lowercase().contains("a private note"),
            "{path}"
        );
    }
}

#[test]
fn addresses_lead_to_their_pages() {
    let site = Site::new()
        .file(
            "site.yaml",
            format!("{SITE}languages:\n  el:\n    name: Παράδειγμα\n"),
        )
        .file(
            "articles/moved.md",
            ARTICLE.replace("date:", "aliases: [/old/]\ndate:"),
        )
        .file("articles/ψυχή.md", ARTICLE)
        .file("articles/feeling-felt.el.md", ARTICLE);
    let preview = Preview::of(&site, &[]);
    let page = preview.get("/feeling-felt/").is(200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(
        page.header("content-length"),
        Some(page.body.len().to_string().as_str())
    );
    preview.get("/feeling-felt/index.html").is(200);
    let short = preview.get("/feeling-felt?from=me").is(308);
    assert_eq!(short.header("location"), Some("/feeling-felt/?from=me"));
    let short = preview.get("/%CF%88%CF%85%CF%87%CE%AE").is(308);
    assert_eq!(short.header("location"), Some("/%CF%88%CF%85%CF%87%CE%AE/"));
    preview.get("/%CF%88%CF%85%CF%87%CE%AE/").is(200);
    preview.get("/%66eeling-felt/").is(200);

    let old = preview.get("/old/").is(200).text();
    assert!(old.contains("/moved/") && old.contains(CLIENT), "{old}");
    preview.get("/_redirects").is(200);

    for (path, language) in [
        ("/nothing/", "en"),
        ("/el/nothing/", "el"),
        ("/el/a/b/c", "el"),
    ] {
        let absent = preview.get(path).is(404).text();
        assert!(
            absent.contains(&format!("<html lang=\"{language}\"")),
            "{path}\n{absent}"
        );
        assert!(
            absent.contains(&format!("{CLIENT} data-digest=\"\"")),
            "{path}\n{absent}"
        );
    }

    for path in [
        "/feeling-felt/",
        "/feed.xml",
        "/_attuned/live.js",
        "/nothing/",
    ] {
        let get = preview.get(path);
        let head = preview.asks("HEAD", path, &[]);
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        assert_eq!(
            head.header("content-length"),
            get.header("content-length"),
            "{path}"
        );
        assert_eq!(
            head.header("content-type"),
            get.header("content-type"),
            "{path}"
        );
    }
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        let answer = preview.asks(method, "/", &[]).is(405);
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    }
    for (path, kind) in [
        ("/feed.xml", "text/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "text/xml; charset=utf-8"),
    ] {
        assert_eq!(
            preview.get(path).is(200).header("content-type"),
            Some(kind),
            "{path}"
        );
    }
    let stylesheet = page.text();
    let stylesheet = stylesheet
        .split("rel=\"stylesheet\" href=\"")
        .nth(1)
        .unwrap();
    let stylesheet = preview.get(stylesheet.split('"').next().unwrap()).is(200);
    assert_eq!(
        stylesheet.header("content-type"),
        Some("text/css; charset=utf-8")
    );
}

#[test]
fn a_site_below_a_folder_is_served_below_that_folder() {
    let site = Site::new();
    let preview = Preview::of(&site, &["--base-url", "https://example.org/my/practice"]);
    assert!(preview.url.ends_with("/my/practice/"), "{}", preview.url);
    assert_eq!(
        preview.get("/").is(302).header("location"),
        Some("/my/practice/")
    );
    assert_eq!(
        preview.get("/my/practice").is(308).header("location"),
        Some("/my/practice/")
    );
    preview.get("/my/practice/").is(200);
    preview.get("/my/practice/feeling-felt/").is(200);
    let short = preview.get("/my/practice/feeling-felt").is(308);
    assert_eq!(short.header("location"), Some("/my/practice/feeling-felt/"));
    for path in ["/feeling-felt/", "/my/", "/my", "/my/practices/", "/other"] {
        preview.get(path).is(404);
    }
    preview.get("/_attuned/live.js").is(200);
}

#[test]
fn a_port_in_use_is_told_with_one_that_is_free() {
    let site = Site::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = site.run(&["serve", "--port", &port]).ends_with(2);
    assert!(
        ran.stderr.contains(&format!("port {port} is in use")),
        "{}",
        ran.stderr
    );
    let named = ran.stderr.split("attuned serve --port ").nth(1).unwrap();
    let free: u16 = named.split('`').next().unwrap().parse().unwrap();
    assert_ne!(free.to_string(), port);
    TcpListener::bind(("127.0.0.1", free)).unwrap();
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_cleanly_and_touches_no_file() {
    for signal in ["INT", "TERM"] {
        let site = Site::new();
        let before = site.tree();
        let mut preview = Preview::of(&site, &[]);
        preview.get("/").is(200);
        let (mut listener, _) = tungstenite::client(
            format!("ws://{}/_attuned/live", preview.host()),
            TcpStream::connect(preview.address()).unwrap(),
        )
        .unwrap();
        let hello = r#"{"page": "/", "digest": ""}"#;
        listener.send(hello.into()).unwrap();
        // Somebody who never ends their question, and somebody who asks nothing.
        let mut slow = TcpStream::connect(preview.address()).unwrap();
        slow.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
        let silent = TcpStream::connect(preview.address()).unwrap();

        preview.signal(signal);
        assert_eq!(preview.ends(), Some(0), "{}", preview.warned);
        assert_eq!(site.tree(), before);
        drop((listener, slow, silent));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn open_opens_the_browser() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::new();
    let tools = site.root().with_file_name("tools");
    fs::create_dir(&tools).unwrap();
    let opened = tools.join("opened");
    let browser = tools.join("xdg-open");
    fs::write(
        &browser,
        format!(
            "#!/bin/sh\necho \"$1\" > {0}.new && mv {0}.new {0}\n",
            opened.display()
        ),
    )
    .unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", tools.display());
    let with_tools = |command: &mut Command| {
        command.env("PATH", &path);
    };
    let quiet = Preview::start(&site, &[], with_tools);
    quiet.get("/").is(200);
    assert!(!opened.exists());
    let preview = Preview::start(&site, &["--open"], with_tools);
    let began = std::time::Instant::now();
    while !opened.exists() {
        assert!(
            began.elapsed() < preview::PATIENCE,
            "the browser was not opened"
        );
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(fs::read_to_string(&opened).unwrap().trim(), preview.url);
}

#[test]
fn before_anything_could_be_built_a_page_says_so() {
    let site = Site::new().file("site.yaml", "name: [\n");
    let mut preview = Preview::of(&site, &[]);
    for path in ["/", "/feeling-felt/", "/feed.xml"] {
        let page = preview.get(path).is(503);
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert!(page.text().contains(&format!("{CLIENT} data-digest=\"\"")));
    }
    preview.get("/_attuned/live.js").is(200);
    preview.waits_for_warning("site.yaml");
}

#[test]
fn nonsense_at_the_websocket_is_ignored() {
    let site = Site::new();
    let preview = Preview::of(&site, &[]);
    let open = || {
        let stream = TcpStream::connect(preview.address()).unwrap();
        stream.set_read_timeout(Some(preview::PATIENCE)).unwrap();
        let url = format!("ws://{}/_attuned/live", preview.host());
        tungstenite::client(url, stream).unwrap().0
    };
    let mut socket = open();
    for nonsense in [
        "",
        "{",
        "[]",
        "{}",
        "null",
        r#"{"page": 1}"#,
        "\u{0}",
        r#"{"page": "/../..", "digest": "x"}"#,
    ] {
        socket.send(nonsense.into()).unwrap();
    }
    socket.send(vec![0u8, 1, 2].into()).unwrap();
    socket
        .send(r#"{"page": "/", "digest": "", "more": []}"#.into())
        .unwrap();
    loop {
        let told = socket.read().unwrap().into_text().unwrap();
        if told.contains(r#""type":"page""#) {
            break;
        }
    }
    let mut loud = open();
    let long = format!(r#"{{"page": "/{}", "digest": ""}}"#, "x".repeat(1 << 20));
    let _ = loud.send(long.into());
    while loud.read().is_ok() {}
    preview.get("/").is(200);
}

// Preview on a phone. 127.0.0.5 stands for the address of this machine in its network.

/// A preview for phones, where that can be tried, and the link it printed.
#[cfg(target_os = "linux")]
fn for_phones(site: &Site) -> (Preview, String) {
    let mut preview = Preview::of(site, &["--lan", "--bind", "127.0.0.5"]);
    let line = preview.waits_for_line("http://127.0.0.5:");
    let link = line.split_whitespace().last().unwrap().to_owned();
    (preview, link)
}

/// A request at the address for phones.
#[cfg(target_os = "linux")]
fn phone(preview: &Preview, method: &str, path: &str, headers: &[&str]) -> preview::Answer {
    let host = format!("Host: 127.0.0.5:{}", preview.port());
    let headers: Vec<&str> = [host.as_str()]
        .into_iter()
        .chain(headers.iter().copied())
        .collect();
    request(at([127, 0, 0, 5], preview.port()), method, path, &headers)
}

/// The path of a link.
#[cfg(target_os = "linux")]
fn path_of(link: &str) -> &str {
    &link[link.find("/_attuned/").unwrap()..]
}

#[test]
#[cfg(target_os = "linux")]
fn a_phone_is_let_in_by_a_link_that_works_once() {
    let site = Site::new();
    let (mut preview, link) = for_phones(&site);
    assert!(preview.host().starts_with("127.0.0.1:"));
    let token = link.rsplit('/').next().unwrap();
    assert!(
        token.len() >= 22 && token.bytes().all(|b| b.is_ascii_alphanumeric()),
        "{link}"
    );
    assert!(link.starts_with(&format!(
        "http://127.0.0.5:{}/_attuned/enter/",
        preview.port()
    )));

    // What only looks ahead does not use the link up.
    phone(&preview, "HEAD", path_of(&link), &[]).is(204);
    phone(&preview, "GET", path_of(&link), &["Sec-Purpose: prefetch"]).is(204);
    phone(&preview, "POST", path_of(&link), &[]).is(403);

    let entered = phone(&preview, "GET", path_of(&link), &[]).is(303);
    assert_eq!(entered.header("location"), Some("/"));
    let cookie = entered.header("set-cookie").unwrap().to_owned();
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Lax");
    assert!(!pair.contains(token), "the cookie is another secret");
    let cookie = format!("Cookie: theme=dark; {pair}");
    let page = phone(&preview, "GET", "/feeling-felt/", &[&cookie]).is(200);
    assert!(page.text().contains(CLIENT));
    phone(&preview, "GET", "/_attuned/live.js", &[&cookie]).is(200);
    let host = format!("Host: 127.0.0.5:{}", preview.port());
    let to = at([127, 0, 0, 5], preview.port());
    assert_eq!(upgrade(to, &[&host, &cookie]), 101);
    let origin = format!("Origin: http://127.0.0.5:{}", preview.port());
    assert_eq!(upgrade(to, &[&host, &cookie, &origin]), 101);
    assert_eq!(
        upgrade(to, &[&host, &cookie, "Origin: http://evil.example"]),
        403
    );
    // Who is in already may follow the link again.
    phone(&preview, "GET", path_of(&link), &[&cookie]).is(303);

    // Used, and said so.
    let spent = phone(&preview, "GET", path_of(&link), &[]).is(403);
    assert!(
        spent.text().contains("This link has been used"),
        "{}",
        spent.text()
    );
    assert!(spent.header("set-cookie").is_none());

    // The next device.
    preview.waits_for_line("For the next one");
    let line = preview.waits_for_line("http://127.0.0.5:");
    let next = line.split_whitespace().last().unwrap().to_owned();
    assert_ne!(next, link);
    let entered = phone(&preview, "GET", path_of(&next), &[]).is(303);
    assert!(!entered.header("set-cookie").unwrap().starts_with(pair));
    phone(&preview, "GET", "/", &[&cookie]).is(200);
}

#[test]
#[cfg(target_os = "linux")]
fn without_its_token_nothing_is_served_to_another_machine() {
    let site = Site::new();
    let (preview, link) = for_phones(&site);
    let port = preview.port();
    let host = format!("Host: 127.0.0.5:{port}");
    let to = at([127, 0, 0, 5], port);
    let wrong = format!("Cookie: attuned_{port}={}", "0".repeat(32));
    let token = format!(
        "Cookie: attuned_{port}={}",
        link.rsplit('/').next().unwrap()
    );
    let empty = format!("Cookie: attuned_{port}=");
    for cookie in ["Accept: */*", &wrong, &token, &empty, "Cookie: attuned"] {
        for path in [
            "/",
            "/feeling-felt/",
            "/feed.xml",
            "/nothing/",
            "/_attuned/live.js",
            "/_attuned/live",
            "/_attuned/",
            "/robots.txt",
            "/favicon.ico",
            "/../x",
        ] {
            for method in ["GET", "HEAD", "POST"] {
                let answer = phone(&preview, method, path, &[cookie]).is(403);
                assert!(!answer.text().contains("<"), "{path}");
            }
        }
        assert_eq!(upgrade(to, &[&host, cookie]), 403);
        for path in [
            "/_attuned/enter/",
            "/_attuned/enter",
            "/_attuned/enter/0",
            &format!("{}0", path_of(&link)),
            &path_of(&link)[..40],
            &path_of(&link).to_uppercase(),
        ] {
            phone(&preview, "GET", path, &[cookie]).is(403);
        }
    }
    let refused = phone(&preview, "GET", "/", &[]).is(403);
    assert!(refused.text().contains("private"), "{}", refused.text());
    // All that was wrong has not used up the link.
    phone(&preview, "GET", path_of(&link), &[]).is(303);
}

#[test]
#[cfg(target_os = "linux")]
fn the_hosts_that_are_known_grow_by_the_address_for_phones_alone() {
    let site = Site::new();
    let (preview, link) = for_phones(&site);
    let port = preview.port();
    let cookie = phone(&preview, "GET", path_of(&link), &[]).is(303);
    let cookie = cookie
        .header("set-cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let cookie = format!("Cookie: {cookie}");
    let to = at([127, 0, 0, 5], port);
    for host in [
        format!("127.0.0.1:{port}"),
        format!("localhost:{port}"),
        "evil.example".to_owned(),
        format!("127.0.0.6:{port}"),
        "127.0.0.5".to_owned(),
    ] {
        request(to, "GET", "/", &[&format!("Host: {host}"), &cookie]).is(403);
    }
    // On this machine nothing has changed: no cookie is needed, and the other address is not its name.
    preview.get("/").is(200);
    request(
        preview.address(),
        "GET",
        "/",
        &[&format!("Host: 127.0.0.5:{port}")],
    )
    .is(403);
    preview.get(path_of(&link)).is(404);
    assert!(TcpStream::connect(at([127, 0, 0, 6], port)).is_err());
}

#[test]
#[cfg(target_os = "linux")]
fn a_phone_that_enters_a_site_below_a_folder_comes_to_its_home_page() {
    let site = Site::new();
    let mut preview = Preview::of(
        &site,
        &[
            "--lan",
            "--bind",
            "127.0.0.5",
            "--base-url",
            "https://example.org/sub/",
        ],
    );
    let line = preview.waits_for_line("http://127.0.0.5:");
    let link = line.split_whitespace().last().unwrap();
    let entered = phone(&preview, "GET", path_of(link), &[]).is(303);
    assert_eq!(entered.header("location"), Some("/sub/"));
}
