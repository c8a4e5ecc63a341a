//! Requests as the bytes that go over the wire.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A request whose head is rendered once, however often it is sent.
pub(crate) struct Request {
    /// The request line and the headers, without those that describe the body.
    head: String,
    body: Vec<u8>,
}

impl Request {
    pub(crate) fn get(path: &str) -> Request {
        Request::new("GET", path)
    }

    pub(crate) fn delete(path: &str) -> Request {
        Request::new("DELETE", path)
    }

    pub(crate) fn post(path: &str) -> Request {
        Request::new("POST", path)
    }

    pub(crate) fn put(path: &str) -> Request {
        Request::new("PUT", path)
    }

    fn new(method: &str, path: &str) -> Request {
        Request {
            // Every server takes this host, so that requests need not know an address.
            head: format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n"),
            body: Vec::new(),
        }
    }

    pub(crate) fn authorization(self, field: &str) -> Request {
        self.header("Authorization", field)
    }

    pub(crate) fn bearer(self, token: &str) -> Request {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn basic(self, user: &str, password: &str) -> Request {
        let pair = STANDARD.encode(format!("{user}:{password}"));
        self.header("Authorization", &format!("Basic {pair}"))
    }

    pub(crate) fn json(self, body: &serde_json::Value) -> Request {
        Request {
            body: body.to_string().into_bytes(),
            ..self.header("Content-Type", "application/json")
        }
    }

    /// A form whose one part, `name`, is a file of this size.
    pub(crate) fn file(self, name: &str, size: usize) -> Request {
        self.content(name, "bytes", &vec![0x5A; size])
    }

    /// A form whose one part, `name`, is a file that holds this.
    pub(crate) fn content(self, name: &str, file_name: &str, content: &[u8]) -> Request {
        let head =
            format!("--boundary\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\r\n");
        let mut body = head.into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--boundary--\r\n");
        let content_type = "multipart/form-data; boundary=boundary";
        Request {
            body,
            ..self.header("Content-Type", content_type)
        }
    }

    /// An encoded form; the body itself comes with [`Request::write_with`].
    pub(crate) fn form(self) -> Request {
        self.header("Content-Type", "application/x-www-form-urlencoded")
    }

    fn header(mut self, name: &str, value: &str) -> Request {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// Appends the request to `output`.
    pub(crate) fn write(&self, output: &mut Vec<u8>) {
        self.write_with(&self.body, output);
    }

    /// Appends the request to `output`, with another body.
    pub(crate) fn write_with(&self, body: &[u8], output: &mut Vec<u8>) {
        output.extend_from_slice(self.head.as_bytes());
        // Writing to a vector cannot fail.
        let _ = write!(output, "Content-Length: {}\r\n\r\n", body.len());
        output.extend_from_slice(body);
    }

    /// The whole request.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut output = Vec::new();
        self.write(&mut output);
        output
    }
}
