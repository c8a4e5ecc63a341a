//! What a client shows to be let in, and what happened to it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::instant_text;

/// One secret that a world has given out: an application, a user, a code, a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// Its number in the world, from 1.
    pub id: u64,
    /// The provider it belongs to.
    pub provider: String,
    /// The provider's word for what it is: `application`, `access_token`, `user`.
    pub kind: String,
    /// What it is found by: the token itself, or the public half (`client_id`, user name).
    pub key: String,
    /// The half that is only compared, where `key` is public: `client_secret`, password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Credentials issued together, which end together, share the id of the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<u64>,
    /// What it opens, in the provider's own members.
    pub holder: Value,
    /// From when on it works.
    pub issued_at: DateTime<Utc>,
    /// The first instant at which it no longer works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// Why it no longer works, if something ended it before its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Event>,
    /// What happened to it, oldest first.
    pub history: Vec<Event>,
}

/// What happened to a credential that was given another key or secret on the control plane.
pub const ROTATED: &str = "rotated by hand";

/// Something that happened to a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, on the world's clock.
    pub at: DateTime<Utc>,
    /// What: `used`, `revoked`, `rotated`, `user edited`.
    pub what: String,
    /// The journal number of the request that did it; `None` for what was done by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<u64>,
}

/// A credential about to be issued.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The provider it belongs to.
    pub provider: &'static str,
    /// The provider's word for what it is.
    pub kind: &'static str,
    /// What it is found by.
    pub key: String,
    /// The half that is only compared.
    pub secret: Option<String>,
    /// What it opens.
    pub holder: Value,
    /// How long it works; `None` for ever.
    pub lifetime: Option<chrono::TimeDelta>,
    /// Credentials issued together share a grant.
    pub grant: Grant,
}

/// Which grant a credential belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// It stands alone.
    Alone,
    /// It is the first of a new grant, or follows the first in the same call.
    Shared,
}

/// Why a credential was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejected {
    /// Nobody ever issued it here, or so long ago that it is forgotten.
    Unknown,
    /// It is of another kind than was asked for.
    OtherKind(String),
    /// The half that is compared does not agree; and when it was last rotated by hand, if it ever was.
    WrongSecret(Option<Event>),
    /// Its time is over.
    Expired(DateTime<Utc>),
    /// Something ended it.
    Ended(Event),
}

impl Rejected {
    /// The reason as half a sentence, to stand after "this … token".
    pub fn reason(&self) -> String {
        match self {
            Self::Unknown => "was never issued in this world".to_owned(),
            Self::OtherKind(kind) => format!("is known here as something else: {}", kind.replace('_', " ")),
            Self::WrongSecret(rotated) => {
                let rotated = rotated
                    .as_ref()
                    .map(|event| format!("; its secret was {} at {}", event.what, instant_text(event.at)));
                format!("was shown with a wrong secret{}", rotated.unwrap_or_default())
            }
            Self::Expired(at) => format!("expired at {}", at.format("%FT%TZ")),
            Self::Ended(event) => {
                let by = match event.request {
                    Some(number) => format!(" by request {number}"),
                    None => " by hand".to_owned(),
                };
                format!("was {} at {}{by}", event.what, event.at.format("%FT%TZ"))
            }
        }
    }
}

impl Credential {
    /// Whether it works at `now`, as a credential of `kind`.
    pub fn check(&self, kind: &str, now: DateTime<Utc>) -> Result<(), Rejected> {
        if self.kind != kind {
            return Err(Rejected::OtherKind(self.kind.clone()));
        }
        if let Some(event) = &self.end {
            return Err(Rejected::Ended(event.clone()));
        }
        match self.expires_at {
            Some(at) if at <= now => Err(Rejected::Expired(at)),
            _ => Ok(()),
        }
    }

    /// Why it was not taken where the half that is compared does not agree.
    pub fn wrong_secret(&self) -> Rejected {
        let rotated = self.history.iter().rfind(|event| event.what == ROTATED);
        Rejected::WrongSecret(rotated.cloned())
    }

    /// Whether it will never work again.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.end.is_some() || self.expires_at.is_some_and(|at| at <= now)
    }

    /// A text member of what it opens; empty where it has none.
    pub fn holds(&self, member: &str) -> &str {
        self.holder.get(member).and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn end(&mut self, event: Event) {
        self.history.push(event.clone());
        self.end = Some(event);
    }
}
