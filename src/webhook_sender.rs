//! What goes out by itself: a provider's notices to addresses that the operator allowed by name.
//!
//! A notice is handed over after its change is committed, and no request waits for it. Notices to one address arrive in
//! their order; how many wait is bounded, and what is too many is dropped with a line in the log.
//!
//! LIMITATIONS
//! * Only `http://` is spoken: this program holds no TLS.
//! * A notice that is not accepted is sent again at once, not later, and is not kept when the process ends.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use url::{Host, Url};

use crate::log::Log;

/// How long an address may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a notice is sent before it is given up.
const TRIES: usize = 5;

/// How many notices are on their way at once, each to another address.
const LANES: usize = 8;

/// How many notices may wait in a lane.
const WAITING: usize = 1_000;

/// A host that may be called: any of its ports, or one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHost {
    host: Host<String>,
    port: Option<u16>,
}

impl std::str::FromStr for AllowedHost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = Url::parse(&format!("http://{text}/"));
        let port = text.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        let host = parsed.ok().filter(|url| url.path() == "/" && url.username().is_empty());
        let host = host.and_then(|url| url.host().map(|host| host.to_owned()));
        let host = host.ok_or("a host that may be called is a name or an IP address, perhaps with a port")?;
        Ok(Self { host, port })
    }
}

/// A notice.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Whom it is for.
    pub url: Url,
    /// Its header fields.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

/// Delivers notices.
#[derive(Debug)]
pub struct WebhookSender {
    allowed: Vec<AllowedHost>,
    client: reqwest::Client,
    lanes: Vec<mpsc::Sender<Notice>>,
    log: Log,
    /// Ends with the webhook_sender.
    _tasks: JoinSet<()>,
}

impl WebhookSender {
    /// A webhook_sender who calls nobody but these.
    pub fn new(allowed: Vec<AllowedHost>, log: Log) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        let mut tasks = JoinSet::new();
        let lanes = if allowed.is_empty() { 0 } else { LANES };
        let lanes = (0..lanes).map(|_| {
            let (sender, receiver) = mpsc::channel(WAITING);
            tasks.spawn(deliver(client.clone(), receiver, log));
            sender
        });
        Ok(Self {
            allowed,
            client: client.clone(),
            lanes: lanes.collect(),
            log,
            _tasks: tasks,
        })
    }

    /// Whether anybody may be called.
    pub fn is_allowed_any(&self) -> bool {
        !self.allowed.is_empty()
    }

    /// Whether the operator allowed an address.
    pub fn allows(&self, url: &Url) -> bool {
        let is_it = |allowed: &AllowedHost| {
            url.host().is_some_and(|host| host.to_owned() == allowed.host)
                && allowed
                    .port
                    .is_none_or(|port| url.port_or_known_default() == Some(port))
        };
        url.scheme() == "http" && self.allowed.iter().any(is_it)
    }

    /// Takes a notice on its way; one to an address that is not allowed is left.
    pub fn send(&self, notice: Notice) {
        if !self.allows(&notice.url) || self.lanes.is_empty() {
            return;
        }
        let mut hasher = DefaultHasher::new();
        notice.url.as_str().hash(&mut hasher);
        let place = usize::try_from(hasher.finish() % self.lanes.len() as u64).unwrap_or_default();
        if self.lanes[place].try_send(notice).is_err() {
            self.log
                .trouble("a notice was dropped: too many are waiting for their address");
        }
    }

    /// Calls an allowed address once, and says how it answered; `None` where it did not.
    pub async fn call(&self, notice: Notice) -> Option<StatusCode> {
        if !self.allows(&notice.url) {
            return None;
        }
        post(&self.client, &notice).await
    }
}

/// Delivers a lane's notices, one after the other.
async fn deliver(client: reqwest::Client, mut notices: mpsc::Receiver<Notice>, log: Log) {
    while let Some(notice) = notices.recv().await {
        let mut status = None;
        for _ in 0..TRIES {
            status = post(&client, &notice).await;
            if status == Some(StatusCode::OK) {
                break;
            }
        }
        if status != Some(StatusCode::OK) {
            let host = notice.url.host_str().unwrap_or_default();
            log.trouble(&format!(
                "a notice to {host} was not accepted in {TRIES} tries: {status:?}"
            ));
        }
    }
}

async fn post(client: &reqwest::Client, notice: &Notice) -> Option<StatusCode> {
    let request = client
        .post(notice.url.clone())
        .headers(notice.headers.clone())
        .body(notice.body.clone());
    request.send().await.ok().map(|answer| answer.status())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_allowed_by_name_is_called() {
        let webhook_sender = |allowed: &str| {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            let _entered = runtime.enter();
            let webhook_sender = WebhookSender::new(vec![allowed.parse().unwrap()], Log::OFF).unwrap();
            move |url: &str| webhook_sender.allows(&url.parse().unwrap())
        };
        let named = webhook_sender("hooks.example");
        assert!(named("http://HOOKS.example:8080/a"));
        assert!(!named("http://evil.hooks.example/"));
        assert!(!named("http://hooks.example.evil/"));
        assert!(!named("http://hooks.example@evil/"));
        assert!(!named("https://hooks.example/"));
        let numbered = webhook_sender("127.0.0.1:8080");
        assert!(numbered("http://127.0.0.1:8080/"));
        // Every spelling of an address is the address.
        assert!(numbered("http://2130706433:8080/"));
        assert!(!numbered("http://127.0.0.1:8081/"));
        assert!(!numbered("http://localhost:8080/"));
        assert!("http://a/".parse::<AllowedHost>().is_err());
    }
}
