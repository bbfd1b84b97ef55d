//! The WebSocket, over which a browser says what it shows and is told what has become of it.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::ws::{Message as Frame, WebSocket, WebSocketUpgrade};
use axum::http::Response;
use tokio::sync::watch;

use super::live::{Live, Message, Seat, Shown};

/// What a browser has to say of itself is an address and a digest.
const LONGEST_MESSAGE: usize = 16 << 10;

/// How often a browser is asked whether it is still there.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// Opens a WebSocket.
pub(super) fn listen(upgrade: WebSocketUpgrade, live: &Live) -> Response<Body> {
    let live = live.clone();
    upgrade
        .max_message_size(LONGEST_MESSAGE)
        .max_frame_size(LONGEST_MESSAGE)
        .on_upgrade(async move |socket| converse(socket, &live).await)
}

/// Resolves when every connection is to end.
pub(super) async fn closed(closing: &mut watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await;
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
