//! A running `attuned serve`, and requests exactly as a test writes them.
#![allow(dead_code, reason = "each test program uses a part of this")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::command::Site;

pub(crate) mod listener;

/// Far longer than anything takes, on a machine that has other things to do.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// `attuned serve` as a process, which is ended when this is dropped.
pub(crate) struct Preview {
    child: Child,
    lines: Receiver<String>,
    errors: Receiver<String>,
    /// What it has said so far on standard output.
    pub(crate) said: String,
    /// What it has said so far on standard error.
    pub(crate) warned: String,
    /// The address that it printed.
    pub(crate) url: String,
}

impl Preview {
    /// Serves a site at any free port, and waits until it is ready.
    pub(crate) fn of(site: &Site, arguments: &[&str]) -> Self {
        Self::start(site, arguments, |_| {})
    }

    /// The same, after a last word with the command.
    pub(crate) fn start(
        site: &Site,
        arguments: &[&str],
        last_word: impl FnOnce(&mut Command),
    ) -> Self {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("attuned"));
        command
            .args(["serve", "--port", "0"])
            .args(arguments)
            .current_dir(site.root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        last_word(&mut command);
        let mut child = command.spawn().unwrap();
        let lines = lines_of_output(child.stdout.take().unwrap());
        let errors = lines_of_errors(child.stderr.take().unwrap());
        let mut preview = Self {
            child,
            lines,
            errors,
            said: String::new(),
            warned: String::new(),
            url: String::new(),
        };
        let line = preview.waits_for_line("Attuned serves ");
        let url = line.split(" at ").last().unwrap();
        preview.url = url.split(' ').next().unwrap().to_owned();
        preview
    }

    /// Waits for a line of standard output that holds `part`.
    #[track_caller]
    pub(crate) fn waits_for_line(&mut self, part: &str) -> String {
        let began = Instant::now();
        loop {
            match self.lines.recv_timeout(Duration::from_millis(100)) {
                Ok(line) => {
                    self.said.push_str(&line);
                    if line.contains(part) {
                        return line;
                    }
                }
                Err(RecvTimeoutError::Timeout) if began.elapsed() < PATIENCE => {}
                Err(_) => {
                    self.gather();
                    panic!("no {part:?} in:\n{}\n{}", self.said, self.warned)
                }
            }
        }
    }

    /// Waits for `part` on standard error.
    #[track_caller]
    pub(crate) fn waits_for_warning(&mut self, part: &str) {
        let began = Instant::now();
        while !self.warned.contains(part) {
            match self.errors.recv_timeout(Duration::from_millis(100)) {
                Ok(line) => self.warned.push_str(&line),
                Err(RecvTimeoutError::Timeout) if began.elapsed() < PATIENCE => {}
                Err(_) => panic!("no {part:?} in:\n{}\n{}", self.said, self.warned),
            }
        }
    }

    /// Takes in whatever was said by now.
    pub(crate) fn gather(&mut self) {
        self.said.extend(self.lines.try_iter());
        self.warned.extend(self.errors.try_iter());
    }

    /// Host and port.
    pub(crate) fn host(&self) -> &str {
        let rest = self.url.strip_prefix("http://").unwrap();
        rest.split('/').next().unwrap()
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.host().rsplit_once(':').unwrap().1.parse().unwrap()
    }

    /// Where the process listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.host().parse().unwrap()
    }

    /// The answer to a `GET` as a browser would send it.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.asks("GET", path, &[])
    }

    /// The answer to a request with more headers.
    pub(crate) fn asks(&self, method: &str, path: &str, headers: &[&str]) -> Answer {
        let host = format!("Host: {}", self.host());
        let headers: Vec<&str> = [host.as_str()]
            .into_iter()
            .chain(headers.iter().copied())
            .collect();
        request(self.address(), method, path, &headers)
    }

    /// Waits until the page at `path` says `part`.
    #[track_caller]
    pub(crate) fn comes_to_show(&mut self, path: &str, part: &str) {
        self.comes_to(path, &format!("show {part:?}"), |answer| {
            answer.status == 200 && answer.text().contains(part)
        });
    }

    /// Waits until there is nothing at `path`.
    #[track_caller]
    pub(crate) fn comes_to_lack(&mut self, path: &str) {
        self.comes_to(path, "be gone", |answer| answer.status == 404);
    }

    #[track_caller]
    fn comes_to(&mut self, path: &str, what: &str, is_so: impl Fn(&Answer) -> bool) {
        let began = Instant::now();
        while !is_so(&self.get(path)) {
            if began.elapsed() > PATIENCE {
                self.gather();
                panic!("{path} does not {what}:\n{}\n{}", self.said, self.warned);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Bytes of memory that the process holds.
    #[cfg(target_os = "linux")]
    #[expect(clippy::disallowed_methods, reason = "this is where the system tells")]
    pub(crate) fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
        kilobytes.parse::<usize>().unwrap() * 1024
    }

    /// Sends the process a signal, such as `INT`.
    pub(crate) fn signal(&self, name: &str) {
        let mut kill = Command::new("kill");
        kill.args([format!("-{name}"), self.child.id().to_string()]);
        assert!(kill.status().unwrap().success());
    }

    /// Waits for the process to end, and gives its exit code.
    #[track_caller]
    pub(crate) fn ends(&mut self) -> Option<i32> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.gather();
                return status.code();
            }
            assert!(began.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines_of_output(stream: ChildStdout) -> Receiver<String> {
    lines(BufReader::new(stream))
}

fn lines_of_errors(stream: ChildStderr) -> Receiver<String> {
    lines(BufReader::new(stream))
}

/// Each line as it comes, with its end.
fn lines(mut stream: impl std::io::BufRead + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        loop {
            let mut line = String::new();
            match stream.read_line(&mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) => {
                    if sender.send(line).is_err() {
                        return;
                    }
                }
            }
        }
    });
    receiver
}

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The value of a header that is there once at most.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.head.lines().filter_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        });
        let value = values.next();
        assert!(values.next().is_none(), "{name} twice in\n{}", self.head);
        value
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Requires a status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.text());
        self
    }
}

/// Sends a request, byte for byte, and reads the answer to its end.
pub(crate) fn request(to: SocketAddr, method: &str, path: &str, headers: &[&str]) -> Answer {
    let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    raw(to, text.as_bytes())
}

/// Sends bytes, and reads the answer until the server ends it.
pub(crate) fn raw(to: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(bytes).unwrap();
    let mut answer = Vec::new();
    // A server that refuses what it has not read to its end may reset the connection afterwards.
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(&answer)));
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer {
        status,
        head,
        body: answer[end + 4..].to_vec(),
    }
}

/// The headers with which a browser asks for a WebSocket.
pub(crate) const UPGRADE: [&str; 4] = [
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

/// The status with which a WebSocket is opened or refused.
pub(crate) fn upgrade(to: SocketAddr, headers: &[&str]) -> u16 {
    let mut text = "GET /_attuned/live HTTP/1.1\r\n".to_owned();
    for header in headers.iter().chain(&UPGRADE) {
        text.push_str(header);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    let mut stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line.split(' ').nth(1).unwrap().parse().unwrap()
}
