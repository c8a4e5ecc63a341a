//! A whole answer.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::header::HeaderMap;
use serde_json::Value;

use super::pretty;

/// An answer, shown as `status`, the header fields that matter, and the body; JSON is laid out for people.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Stands for how many calls are left. The tests of quotas look at the number; every other answer has one, and it falls by
/// one with each call.
const FALLS_BY_ONE: &str = "(one less with each call)";

/// Header fields that say nothing about the provider, or of which `as_sent.rs` has an example.
const UNINTERESTING: [&str; 9] = [
    "date",
    "content-length",
    "vary",
    "connection",
    "transfer-encoding",
    // Financeiro's application says these of itself; one test of its own looks at them.
    "x-request-id",
    "x-runtime",
    "x-ua-compatible",
    "x-rack-cache",
];

impl Answer {
    pub(super) async fn of(response: reqwest::Response) -> Self {
        let answer = Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap().to_vec(),
        };
        record_xml(answer.header("content-type"), &answer.body);
        answer
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body, laid out for people where it is JSON.
    pub(crate) fn pretty(&self) -> String {
        pretty(self.text())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {self}"))
    }

    /// A text member of the body.
    pub(crate) fn member(&self, pointer: &str) -> String {
        let body = self.json();
        body.pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("{pointer} in {self}"))
            .to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

/// Keeps an answer in XML for `tests/check_xml.py`, where `AREIA_XML_RECORD` names a folder.
pub(crate) fn record_xml(content_type: &str, body: &[u8]) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let Some(folder) = std::env::var_os("AREIA_XML_RECORD") else {
        return;
    };
    // A blank is what Rails says when it says nothing, in any format.
    if content_type.starts_with("application/xml") && !body.trim_ascii().is_empty() {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{number}.xml", std::process::id());
        std::fs::write(Path::new(&folder).join(name), body).unwrap();
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.status)?;
        // The entity tag of a body with links differs too.
        let holds_port = without_port(&self.text()) != self.text();
        let mut fields: Vec<_> = self
            .headers
            .iter()
            .filter(|(name, _)| !UNINTERESTING.contains(&name.as_str()))
            .filter(|(name, _)| name.as_str() != "etag" || !holds_port)
            .collect();
        fields.sort_by_key(|(name, _)| name.as_str());
        for (name, value) in fields {
            let value = match name.as_str() {
                // How many calls a test has made before says nothing about this one.
                "x-ratelimit-remaining" => FALLS_BY_ONE,
                _ => value.to_str().unwrap_or("(not text)"),
            };
            writeln!(f, "{name}: {}", without_port(value))?;
        }
        write!(f, "\n{}", pretty(without_port(&self.text())))
    }
}

/// Links hold the server's own address, which differs from run to run.
fn without_port(text: &str) -> String {
    text.replace(
        &format!("{}/financeiro", super::server().url()),
        "http://areia/financeiro",
    )
}
