//! The server: who asks is looked at by the guard, and what is asked for is found in the store.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::connect_info::Connected;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{ConnectInfo, FromRequestParts as _, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use axum::serve::{IncomingStream, Listener};

use super::answer::{self, CLIENT_AT, led, said, shown, unbuilt};
use super::guard::{Door, Entry, Guard};
use super::live::Live;
use super::socket::{self, closed};
use super::store::{self, Found};

/// The address of the WebSocket.
const LIVE_AT: &str = "/_attuned/live";
/// The address of what there is to say of a page, whose address follows a question mark.
const FINDINGS_AT: &str = "/_attuned/findings";
/// What the links for other devices begin with.
const ENTER_AT: &str = "/_attuned/enter/";

/// How long a request waits for what the build under way will make.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long open requests may keep the server from ending.
const FAREWELL: Duration = Duration::from_millis(500);

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
    let router = Router::new().fallback(respond).with_state(server);
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
async fn respond(
    State(server): State<Server>,
    ConnectInfo(Local(local)): ConnectInfo<Local>,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let mut response = server.answer(local, parts).await;
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
    async fn answer(&self, local: SocketAddr, mut parts: Parts) -> Response<Body> {
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
            CLIENT_AT => answer::client(),
            FINDINGS_AT => self.findings(&parts),
            LIVE_AT => {
                if !guard.knows_origin(door, local, &parts.headers) {
                    return said(
                        StatusCode::FORBIDDEN,
                        "Only a page of this preview may listen here.",
                    );
                }
                match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
                    Ok(upgrade) => socket::listen(upgrade, &self.live),
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

    /// What there is to say of a page.
    fn findings(&self, parts: &Parts) -> Response<Body> {
        let address = parts.uri.query().and_then(store::decoded);
        match address.and_then(|address| self.live.findings(&address)) {
            Some(findings) => answer::json(&findings),
            None => said(StatusCode::NOT_FOUND, "No author wrote a page there."),
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
                Found::Output(path, output) => return shown(&path, output),
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

    /// The answer where nothing is.
    fn absent(&self, address: &str) -> Response<Body> {
        answer::absent(self.live.store().not_found(address))
    }
}

/// Whether a request only wants to read.
fn reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}
