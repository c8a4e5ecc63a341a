//! Bytes on a socket, for what no well-behaved client sends.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Answer;

/// No answer takes longer, however slow the machine is.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection.
pub(crate) struct Raw(TcpStream);

impl Raw {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    /// Writes; a server that has heard enough may have closed already.
    pub(crate) async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.0.write_all(bytes.as_ref()).await;
    }

    /// Says that nothing more comes.
    pub(crate) async fn finish(&mut self) {
        let _ = self.0.shutdown().await;
    }

    /// Reads all that comes until the server closes, and how it does: an error where it resets the connection.
    pub(crate) async fn rest(&mut self) -> (String, std::io::Result<()>) {
        let mut read = Vec::new();
        let reading = self.0.read_to_end(&mut read);
        let ended = tokio::time::timeout(PATIENCE, reading).await.unwrap();
        (String::from_utf8_lossy(&read).into_owned(), ended.map(drop))
    }

    /// Reads one answer; `None` where the server closes without one.
    pub(crate) async fn answer(&mut self) -> Option<Answer> {
        let reading = async {
            let mut read = Vec::new();
            loop {
                let part = parse(&read);
                if part.as_ref().is_some_and(|(_, whole)| *whole) {
                    return part.map(|(answer, _)| answer);
                }
                if self.0.read_buf(&mut read).await.unwrap_or(0) == 0 {
                    return parse(&read).map(|(answer, _)| answer);
                }
            }
        };
        tokio::time::timeout(PATIENCE, reading).await.unwrap()
    }
}

/// One request, given as it goes over the wire, and its answer.
pub(crate) async fn exchange(address: SocketAddr, request: impl AsRef<[u8]>) -> Option<Answer> {
    let mut connection = Raw::connect(address).await;
    connection.write(request).await;
    connection.answer().await
}

/// What has been read so far as an answer, and whether it is whole.
fn parse(read: &[u8]) -> Option<(Answer, bool)> {
    let end = read.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&read[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        headers.append(name, HeaderValue::from_str(value).unwrap());
    }
    let body = read[end + 4..].to_vec();
    let length = headers.get("content-length")?.to_str().ok()?;
    let whole = body.len() >= length.parse().ok()?;
    let answer = Answer { status, headers, body };
    Some((answer, whole))
}
