//! A small client for what happens before and after the load.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::Result;
use crate::connection::read_answer;
use crate::request::Request;

/// Calls one server, over a connection for each call.
#[derive(Clone, Copy)]
pub(crate) struct Client {
    address: SocketAddr,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Client {
        Client { address }
    }

    /// The status and the body of whatever the server answers.
    pub(crate) async fn send(&self, request: &[u8]) -> Result<(u16, Vec<u8>)> {
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(request).await?;
        let mut buffer = vec![0; 16 * 1024];
        let answer = read_answer(&mut stream, &mut buffer).await?;
        Ok((answer.status, buffer[answer.body].to_vec()))
    }

    /// The JSON of an answer that must be a success.
    pub(crate) async fn json(&self, request: &Request) -> Result<Value> {
        let bytes = request.bytes();
        let (status, body) = self.send(&bytes).await?;
        if !(200..300).contains(&status) {
            let asked = String::from_utf8_lossy(&bytes);
            let answered = String::from_utf8_lossy(&body);
            return Err(format!("{asked}\nwas answered {status}:\n{answered}").into());
        }
        Ok(serde_json::from_slice(&body)?)
    }

    /// The credentials of a provider in the default world.
    pub(crate) async fn credentials(&self, slug: &str) -> Result<Value> {
        let info = self.json(&Request::get("/_areia/info")).await?;
        info["providers"]
            .as_array()
            .and_then(|providers| providers.iter().find(|provider| provider["slug"] == slug))
            .map(|provider| provider["credentials"].clone())
            .ok_or_else(|| format!("`/_areia/info` names no provider `{slug}`").into())
    }
}

/// The text at a JSON pointer.
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> Result<&'a str> {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .ok_or_else(|| format!("no text at `{pointer}` of {value}").into())
}
