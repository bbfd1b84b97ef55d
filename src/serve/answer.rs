//! Answers: outputs, pages with the client in them, and plain sentences.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, StatusCode, header};
use http_body::SizeHint;
use serde::Serialize;

use super::store::{self, Output};

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
    include_str!("client/findings.js"),
    "\n",
    include_str!("client/live.js"),
    "\n})();\n"
);

/// The address of the client, at the root whatever the base path is.
pub(super) const CLIENT_AT: &str = "/_attuned/live.js";

const JSON: &str = "application/json";

/// The client.
pub(super) fn client() -> Response<Body> {
    let script = Bytes::from_static(CLIENT.as_bytes());
    whole("text/javascript; charset=utf-8", script)
}

/// An output as it is, or as a page with the client in it.
pub(super) fn shown(path: &str, output: Output) -> Response<Body> {
    if store::is_page(path) {
        return html(StatusCode::OK, &output.bytes, &output.digest.to_string());
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

/// Bytes as they are.
fn whole(kind: &str, bytes: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    if let Ok(kind) = HeaderValue::from_str(kind) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

/// A value as JSON.
pub(super) fn json(value: &impl Serialize) -> Response<Body> {
    match serde_json::to_vec(value) {
        Ok(json) => whole(JSON, json.into()),
        Err(error) => said(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// A plain sentence.
pub(super) fn said(status: StatusCode, text: &str) -> Response<Body> {
    let end = if text.is_empty() { "" } else { "\n" };
    let text = format!("{text}{end}");
    let mut response = whole("text/plain; charset=utf-8", text.into());
    *response.status_mut() = status;
    response
}

/// The way to another address.
pub(super) fn led(status: StatusCode, to: &str) -> Response<Body> {
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
pub(super) fn unbuilt() -> Response<Body> {
    let page = page(
        "Not built yet",
        "The site appears here as soon as it can be built. If something is in the way, the terminal says what to mend.",
    );
    html(StatusCode::SERVICE_UNAVAILABLE, &page, "")
}

/// What is shown where nothing is: the site's own page for that, or else ours.
pub(super) fn absent(own: Option<Output>) -> Response<Body> {
    let page = match own {
        Some(own) => own.bytes,
        None => page("Nothing is here", "<a href=\"/\">To the home page</a>"),
    };
    html(StatusCode::NOT_FOUND, &page, "")
}

/// A page of ours.
fn page(title: &str, text: &str) -> Bytes {
    let page = format!(
        "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{text}</p>
</main>
</body>
</html>
"
    );
    page.into()
}

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
