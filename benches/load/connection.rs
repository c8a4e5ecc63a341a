//! A keep-alive HTTP/1.1 connection that costs as little as it can.
//!
//! The generator shares the machine's cores with the server, so every microsecond spent here is
//! taken from what is measured. A general client parses every header into a map and hands bodies
//! out in pieces; this one looks for a status and a length.

use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Result;
use crate::conversation::Conversation;

/// Holds most answers whole; a longer one makes its buffer grow once.
const BUFFER_SIZE: usize = 16 * 1024;

/// A connection in the middle of its conversation.
pub(crate) struct Connection {
    stream: TcpStream,
    conversation: Conversation,
    expected_status: u16,
    turn: u64,
    request: Vec<u8>,
    answer: Vec<u8>,
}

/// One request and its answer.
pub(crate) struct Exchange {
    pub latency: Duration,
    pub ended: Instant,
    pub body_size: usize,
}

/// An answer, as it stands in a connection's buffer.
pub(crate) struct Answer {
    pub status: u16,
    pub body: Range<usize>,
}

impl Connection {
    pub(crate) async fn open(
        address: SocketAddr,
        conversation: Conversation,
        expected_status: u16,
    ) -> Result<Connection> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection {
            stream,
            conversation,
            expected_status,
            turn: 0,
            request: Vec::new(),
            answer: vec![0; BUFFER_SIZE],
        })
    }

    /// Sends the next request and reads its answer, whose status must be the expected one.
    pub(crate) async fn exchange(&mut self) -> Result<Exchange> {
        self.request.clear();
        (self.conversation.ask)(self.turn, &mut self.request);
        self.turn += 1;

        // Only the server is timed: asking and hearing are the generator's own work.
        let begun = now();
        self.stream.write_all(&self.request).await?;
        let answer = read_answer(&mut self.stream, &mut self.answer).await?;
        let ended = now();

        let is_success = (200..300).contains(&answer.status);
        let will_do = answer.status == self.expected_status || (self.conversation.any_success && is_success);
        if !will_do {
            let text = String::from_utf8_lossy(&self.answer[..answer.body.end]);
            return Err(format!("expected {}, got:\n{text}", self.expected_status).into());
        }
        let body = &self.answer[answer.body];
        (self.conversation.hear)(body);
        Ok(Exchange {
            latency: ended - begun,
            ended,
            body_size: body.len(),
        })
    }
}

/// Reads one answer to the start of `buffer`, which grows when it is too small.
pub(crate) async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<Answer> {
    let mut filled = 0;
    let mut answer = None;
    loop {
        let count = stream.read(&mut buffer[filled..]).await?;
        if count == 0 {
            return Err("the server closed the connection".into());
        }
        filled += count;
        if answer.is_none() {
            answer = parse_head(&buffer[..filled])?;
        }
        let end = answer.as_ref().map_or(filled + 1, |answer| answer.body.end);
        if end <= filled {
            return answer.ok_or_else(|| "no answer".into());
        }
        if end > buffer.len() {
            buffer.resize(end.max(2 * buffer.len()), 0);
        }
    }
}

/// The status and the place of the body, once the whole head is there.
fn parse_head(bytes: &[u8]) -> Result<Option<Answer>> {
    let Some(length) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&bytes[..length])?;
    let status = head
        .strip_prefix("HTTP/1.1 ")
        .and_then(|rest| rest.get(..3)?.parse().ok())
        .ok_or_else(|| format!("not an HTTP/1.1 answer:\n{head}"))?;
    let body_size: usize = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .or((status == 204).then_some(0))
        .ok_or_else(|| format!("an answer without a length:\n{head}"))?;
    let start = length + 4;
    Ok(Some(Answer {
        status,
        body: start..start + body_size,
    }))
}

/// The one place where the benchmark reads a clock.
#[expect(
    clippy::disallowed_methods,
    reason = "A benchmark measures the machine's time, not a world's."
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}
