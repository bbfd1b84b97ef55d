//! The server: pages with the client in them, the client's files, and the WebSocket.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::connect_info::Connected;
use axum::extract::ws::{Message as Frame, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, FromRequestParts as _, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use axum::serve::{IncomingStream, Listener};
use http_body::SizeHint;
use tokio::sync::watch;

use super::guard::{Door, Entry, Guard};
use super::live::{Live, Message, Seat, Shown};
use super::store::{self, Found, Output};

/// What the browser runs. None of its names is seen by the scripts of a page.
const CLIENT: &str = concat!(
    "(() => {\n",
    include_str!("client/idiomorph.js"),
    "\n",
    include_str!("client/sequence.js"),
    "\n",
    include_str!("client/page.js"),
    "\n",
    include_str!("client/notices.js"),
    "\n",
    include_str!("client/live.js"),
    "\n})();\n"
);

/// The address of the client, at the root whatever the base path is.
const CLIENT_AT: &str = "/_attuned/live.js";
/// The address of the WebSocket.
const LIVE_AT: &str = "/_attuned/live";
/// What the links for other devices begin with.
const ENTER_AT: &str = "/_attuned/enter/";

/// What a browser has to say of itself is an address and a digest.
const LONGEST_MESSAGE: usize = 16 << 10;

/// How long a request waits for what the build under way will make.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long open requests may keep the server from ending.
const FAREWELL: Duration = Duration::from_millis(500);

/// How often a browser is asked whether it is still there.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// Where the server listens.
pub struct Doors {
    /// At the address for this machine, or that of `--bind`.
    pub home: TcpListener,
    /// At the address for other devices.
    pub lan: Option<TcpListener>,
}

#[derive(Clone)]
struct Server {
    live: Live,
    guard: Arc<Guard>,
    door: Door,
}

/// The address at which a connection arrived.
#[derive(Clone, Copy)]
struct Local(SocketAddr);

impl Connected<IncomingStream<'_, Quick>> for Local {
    fn connect_info(stream: IncomingStream<'_, Quick>) -> Self {
        let nowhere = SocketAddr::from(([0, 0, 0, 0], 0));
        Self(stream.io().local_addr().unwrap_or(nowhere))
    }
}

/// A listener whose connections send small answers at once, instead of waiting for more to send along with them.
struct Quick(tokio::net::TcpListener);

impl Listener for Quick {
    type Io = tokio::net::TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, from) = Listener::accept(&mut self.0).await;
        // Where the system does not offer it, answers are a little slower.
        let _ = stream.set_nodelay(true);
        (stream, from)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

/// Serves until Ctrl-C, or until the system asks the program to end.
///
/// # Errors
/// If the system gives no way to wait for either.
pub fn run(doors: Doors, live: &Live, guard: &Arc<Guard>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let ended = ended()?;
        let home = open(doors.home, Door::Home, live, guard)?;
        let lan = doors
            .lan
            .map(|lan| open(lan, Door::Lan, live, guard))
            .transpose()?;
        let farewell = async {
            ended.await;
            live.close();
            tokio::time::sleep(FAREWELL).await;
        };
        tokio::select! {
            () = home => {}
            () = farewell => {}
        }
        drop(lan);
        Ok(())
    })
}

/// Resolves when somebody wants the server to end.
fn ended() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupted = signal(SignalKind::interrupt())?;
        let mut terminated = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            // Without a way to be told, the system ends the program itself.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

/// Resolves when every connection is to end.
async fn closed(closing: &mut watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await;
}

/// Begins to serve at a door. The future ends once the server is closing and every request is answered.
fn open(
    listener: TcpListener,
    door: Door,
    live: &Live,
    guard: &Arc<Guard>,
) -> io::Result<impl Future<Output = ()> + use<>> {
    listener.set_nonblocking(true)?;
    let listener = Quick(tokio::net::TcpListener::from_std(listener)?);
    let server = Server {
        live: live.clone(),
        guard: guard.clone(),
        door,
    };
    let router = Router::new().fallback(answer).with_state(server);
    let service = router.into_make_service_with_connect_info::<Local>();
    let mut closing = live.closing();
    let serving = axum::serve(listener, service)
        .with_graceful_shutdown(async move { closed(&mut closing).await });
    let serving = tokio::spawn(async move { serving.await });
    Ok(async move {
        let _ = serving.await;
    })
}

/// Answers every request.
async fn answer(
    State(server): State<Server>,
    ConnectInfo(Local(local)): ConnectInfo<Local>,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let mut response = server.respond(local, parts).await;
    let headers = response.headers_mut();
    for (name, value) in [
        // Every answer is of this moment.
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // No page of another site may show what is here as its own picture or script.
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    response
}

impl Server {
    async fn respond(&self, local: SocketAddr, mut parts: Parts) -> Response<Body> {
        let (door, guard) = (self.door, &self.guard);
        if !guard.knows_host(door, local, &parts.uri, &parts.headers) {
            return said(
                StatusCode::FORBIDDEN,
                "This preview answers only at the address that `attuned serve` printed.",
            );
        }
        let path = parts.uri.path().to_owned();
        if door == Door::Lan {
            let token = path.strip_prefix(ENTER_AT);
            if let Some(token) = token.filter(|_| reads(&parts.method)) {
                return self.enter(token, &parts);
            }
            if !guard.knows_device(&parts.headers) {
                return said(
                    StatusCode::FORBIDDEN,
                    "This preview is private. Open it with the link that `attuned serve --lan` shows in the terminal.",
                );
            }
        }
        if !reads(&parts.method) {
            let mut response = said(
                StatusCode::METHOD_NOT_ALLOWED,
                "This preview can only be read.",
            );
            let allowed = HeaderValue::from_static("GET, HEAD");
            response.headers_mut().insert(header::ALLOW, allowed);
            return response;
        }
        match path.as_str() {
            CLIENT_AT => whole(
                "text/javascript; charset=utf-8",
                Bytes::from_static(CLIENT.as_bytes()),
            ),
            LIVE_AT => {
                if !guard.knows_origin(door, local, &parts.headers) {
                    return said(
                        StatusCode::FORBIDDEN,
                        "Only a page of this preview may listen here.",
                    );
                }
                match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
                    Ok(upgrade) => self.listen(upgrade),
                    Err(refusal) => refusal.into_response(),
                }
            }
            _ => self.page(&parts, &path).await,
        }
    }

    /// Lets a device in.
    fn enter(&self, token: &str, parts: &Parts) -> Response<Body> {
        let is_visit = parts.method == Method::GET && !parts.headers.contains_key("sec-purpose");
        if !is_visit {
            // A browser or messenger that only looks ahead must not use up the link.
            return said(StatusCode::NO_CONTENT, "");
        }
        let home = self.live.store().home();
        match self.guard.enter(token, &parts.headers) {
            Entry::New(cookie) => {
                let mut response = led(StatusCode::SEE_OTHER, &home);
                if let Ok(cookie) = HeaderValue::try_from(cookie) {
                    response.headers_mut().insert(header::SET_COOKIE, cookie);
                }
                response
            }
            Entry::Known => led(StatusCode::SEE_OTHER, &home),
            Entry::Spent => said(
                StatusCode::FORBIDDEN,
                "This link has been used, and each link lets in one device. The terminal shows a new one.",
            ),
        }
    }

    async fn page(&self, parts: &Parts, path: &str) -> Response<Body> {
        let store = self.live.store();
        let Some(address) = store::decoded(path) else {
            return self.absent("");
        };
        let mut changes = store.changes();
        let wait = tokio::time::sleep(PATIENCE);
        tokio::pin!(wait);
        loop {
            if !store.is_ready() {
                return unbuilt();
            }
            match store.find(&address) {
                Found::Output(path, output) => return shown(StatusCode::OK, &path, output),
                Found::Slash(mut to) => {
                    if let Some(query) = parts.uri.query() {
                        to.push('?');
                        to.push_str(query);
                    }
                    return led(StatusCode::PERMANENT_REDIRECT, &to);
                }
                Found::Outside => {
                    return match address.as_str() {
                        "/" => led(StatusCode::FOUND, &store.home()),
                        address if address == store.base() => {
                            led(StatusCode::PERMANENT_REDIRECT, &store.home())
                        }
                        _ => self.absent(""),
                    };
                }
                Found::Absent => return self.absent(&address),
                Found::Coming => tokio::select! {
                    _ = changes.changed() => {}
                    () = &mut wait => return self.absent(&address),
                },
            }
        }
    }

    /// The site's page for what is not there.
    fn absent(&self, address: &str) -> Response<Body> {
        match self.live.store().not_found(address) {
            Some(page) => html(StatusCode::NOT_FOUND, &page.bytes, ""),
            None => html(
                StatusCode::NOT_FOUND,
                &Bytes::from_static(ABSENT.as_bytes()),
                "",
            ),
        }
    }

    fn listen(&self, upgrade: WebSocketUpgrade) -> Response<Body> {
        let live = self.live.clone();
        upgrade
            .max_message_size(LONGEST_MESSAGE)
            .max_frame_size(LONGEST_MESSAGE)
            .on_upgrade(async move |socket| converse(socket, &live).await)
    }
}

/// Whether a request only wants to read.
fn reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Tells a browser what it should know until it goes, or the server does.
async fn converse(mut socket: WebSocket, live: &Live) {
    let mut closing = live.closing();
    let mut seat: Option<Seat> = None;
    let mut heartbeat = tokio::time::interval(HEARTBEAT);
    let mut is_there = true;
    loop {
        let news = async {
            match &seat {
                Some(seat) => seat.news().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            received = socket.recv() => {
                is_there = true;
                match received {
                    Some(Ok(Frame::Text(text))) => {
                        // Whatever else is said is none of ours.
                        if let Ok(shown) = serde_json::from_str::<Shown>(&text) {
                            match &seat {
                                Some(seat) => seat.shows(&shown),
                                None => seat = Some(live.join(&shown)),
                            }
                        }
                    }
                    Some(Ok(Frame::Close(_)) | Err(_)) | None => return,
                    Some(Ok(_)) => {}
                }
            }
            () = news => {
                for message in seat.iter().flat_map(Seat::take) {
                    if send(&mut socket, &message).await.is_err() {
                        return;
                    }
                }
            }
            _ = heartbeat.tick() => {
                if !is_there || socket.send(Frame::Ping(Bytes::new())).await.is_err() {
                    return;
                }
                is_there = false;
            }
            () = closed(&mut closing) => {
                let _ = socket.send(Frame::Close(None)).await;
                return;
            }
        }
    }
}

async fn send(socket: &mut WebSocket, message: &Message) -> Result<(), axum::Error> {
    let text = serde_json::to_string(message).map_err(axum::Error::new)?;
    socket.send(Frame::Text(text.into())).await
}

/// An output as it is, or as a page with the client in it.
fn shown(status: StatusCode, path: &str, output: Output) -> Response<Body> {
    if store::is_page(path) {
        return html(status, &output.bytes, &output.digest.to_string());
    }
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = kind.type_() == mime_guess::mime::TEXT
        || kind.suffix().is_some_and(|suffix| suffix == "xml")
        || matches!(kind.subtype().as_str(), "json" | "javascript" | "xml");
    let kind = match is_text {
        true => format!("{}; charset=utf-8", kind.essence_str()),
        false => kind.essence_str().to_owned(),
    };
    whole(&kind, output.bytes)
}

/// A page with the client before the end of its body.
fn html(status: StatusCode, page: &Bytes, digest: &str) -> Response<Body> {
    let script = format!("<script src=\"{CLIENT_AT}\" data-digest=\"{digest}\" defer></script>");
    let at = end_of_body(page);
    let pieces = [page.slice(..at), script.into(), page.slice(at..)];
    let mut response = Response::new(Body::new(Pieces(pieces.into())));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// Where the last `</body>` begins, or else the page ends.
fn end_of_body(page: &[u8]) -> usize {
    const END: &[u8] = b"</body";
    let mut windows = page.windows(END.len());
    windows
        .rposition(|window| window.eq_ignore_ascii_case(END))
        .unwrap_or(page.len())
}

fn whole(kind: &str, bytes: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    if let Ok(kind) = HeaderValue::from_str(kind) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

/// A plain sentence.
fn said(status: StatusCode, text: &str) -> Response<Body> {
    let end = if text.is_empty() { "" } else { "\n" };
    let text = format!("{text}{end}");
    let mut response = whole("text/plain; charset=utf-8", text.into());
    *response.status_mut() = status;
    response
}

fn led(status: StatusCode, to: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    match HeaderValue::from_str(to) {
        Ok(to) => {
            *response.status_mut() = status;
            response.headers_mut().insert(header::LOCATION, to);
            response
        }
        Err(_) => said(StatusCode::NOT_FOUND, "There is nothing at this address."),
    }
}

/// What is shown before anything could be built. The client tells what is in the way.
fn unbuilt() -> Response<Body> {
    const PAGE: &str = "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Not built yet</title>
</head>
<body>
<main>
<h1>Not built yet</h1>
<p>The site appears here as soon as it can be built. If something is in the way, the terminal says what to mend.</p>
</main>
</body>
</html>
";
    html(
        StatusCode::SERVICE_UNAVAILABLE,
        &Bytes::from_static(PAGE.as_bytes()),
        "",
    )
}

const ABSENT: &str = "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Nothing is here</title>
</head>
<body>
<main>
<h1>Nothing is here</h1>
<p><a href=\"/\">To the home page</a></p>
</main>
</body>
</html>
";

/// A body in pieces that are sent one after the other, so that none has to be copied.
struct Pieces(VecDeque<Bytes>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(
            self.0
                .pop_front()
                .map(|piece| Ok(http_body::Frame::data(piece))),
        )
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.iter().map(|piece| piece.len() as u64).sum())
    }
}
