//! What a fault does to a connection: an answer that never comes, comes in part, or comes slowly.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderValue, header};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::aside::{Aside, ConnectionOrder};
use crate::world::faults::ConnectionFault;

/// How many pieces a dripping body comes in.
const PIECES: usize = 20;

/// How often the half that comes is given to the socket before the connection is closed on the rest.
const FLUSHES: usize = 4;

/// The answer does not reach the client.
#[derive(Debug, thiserror::Error)]
#[error("a fault broke the connection")]
pub struct Lost;

/// Lets an answer go as its fault wants it. Where it does not go, `is_reset` says how the connection ends.
pub async fn deliver(response: Response, is_reset: &AtomicBool) -> Result<Response, Lost> {
    let aside = response.extensions().get::<Aside>();
    let Some(ConnectionOrder { fault, drips_for }) = aside.and_then(|aside| aside.connection) else {
        return Ok(response);
    };
    let (mut parts, body) = response.into_parts();
    // Every answer of a provider was made whole before.
    let whole = to_bytes(body, usize::MAX).await.map_err(|_| Lost)?;
    let body = match fault {
        ConnectionFault::Reset => {
            is_reset.store(true, Ordering::SeqCst);
            return Err(Lost);
        }
        ConnectionFault::Empty => return Err(Lost),
        // Of nothing there is no half.
        ConnectionFault::Truncate if whole.is_empty() => return Err(Lost),
        ConnectionFault::Truncate => cut(whole.slice(..whole.len() / 2)),
        ConnectionFault::Drip if whole.is_empty() => {
            return Ok(Response::from_parts(parts, Body::empty()));
        }
        ConnectionFault::Drip => dripping(whole.clone(), drips_for),
    };
    parts.headers.remove(header::TRANSFER_ENCODING);
    let length = HeaderValue::from(whole.len());
    parts.headers.insert(header::CONTENT_LENGTH, length);
    Ok(Response::from_parts(parts, body))
}

/// A body that breaks off after `half`.
fn cut(half: Bytes) -> Body {
    let pieces = stream::unfold((Some(half), 0), |(half, flushes)| async move {
        if let Some(half) = half {
            return Some((Ok(half), (None, flushes)));
        }
        // Meanwhile the half is written, which an error at once would prevent.
        for _ in flushes..FLUSHES {
            tokio::task::yield_now().await;
        }
        let broken = io::Error::from(io::ErrorKind::ConnectionAborted);
        Some((Err(broken), (None, FLUSHES)))
    });
    Body::from_stream(pieces)
}

/// A body that takes `length` to come.
fn dripping(whole: Bytes, length: Duration) -> Body {
    let piece = whole.len().div_ceil(PIECES);
    let count = whole.len().div_ceil(piece);
    let pause = length / u32::try_from(count).unwrap_or(u32::MAX);
    let pieces = stream::unfold(whole, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(pause).await;
        let piece = rest.split_to(piece.min(rest.len()));
        Some((Ok::<_, io::Error>(piece), rest))
    });
    Body::from_stream(pieces)
}

/// A client's connection, which ends in a reset where a fault wants that.
#[derive(Debug)]
pub struct Socket {
    stream: TcpStream,
    is_reset: Arc<AtomicBool>,
}

impl Socket {
    /// The connection of `stream`. Once `is_reset` holds, whoever drops it resets it.
    pub fn new(stream: TcpStream, is_reset: Arc<AtomicBool>) -> Self {
        Self { stream, is_reset }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.is_reset.load(Ordering::SeqCst) {
            // Closed with nothing to wait for, a socket says RST. One that refuses that is closed as any other.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }
}
