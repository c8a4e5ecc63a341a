//! Why a request was turned away, before a provider words it.

use http::{Method, StatusCode};

use crate::clock::instant_text;
use crate::world::credential::Rejected;
use crate::world::quotas::QuotaUsage;

/// Why a request was turned away. A provider's `errors.rs` words every one, with no catch-all arm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No operation has this address.
    RouteUnknown,
    /// The address is known, the method is not.
    MethodNotAllowed {
        /// The method that was used.
        method: Method,
    },
    /// The address cannot be read: malformed percent-encoding or UTF-8.
    PathMalformed,
    /// An identifier in the address has not the form that the operation's identifiers have.
    IdMalformed {
        /// What stood there.
        id: String,
    },
    /// The query cannot be read, or a parameter has not its type.
    QueryMalformed {
        /// The parameter, where one is to blame.
        parameter: Option<String>,
        /// What is wrong with it.
        reason: String,
    },
    /// The body is no text of its format.
    BodyMalformed {
        /// What is wrong with it, and where.
        reason: String,
    },
    /// The body is well-formed, but a member has not its type.
    BodyMismatch {
        /// Where: `products[0].value`.
        place: String,
        /// What is wrong there.
        reason: String,
    },
    /// The body is of a media type that the operation does not read.
    MediaTypeUnsupported {
        /// What `Content-Type` said; empty where it was missing.
        media_type: String,
    },
    /// The body is larger than the provider takes.
    BodyTooLarge {
        /// What the provider takes, in bytes.
        limit_bytes: usize,
    },
    /// The body did not arrive in time, or not at all.
    BodyIncomplete,
    /// The request carries no credential.
    CredentialMissing,
    /// The request carries a credential that does not work.
    CredentialRejected(Rejected),
    /// The caller has called too often.
    QuotaExceeded(QuotaUsage),
    /// The request names a world that there is not.
    WorldUnknown {
        /// The name.
        name: String,
    },
    /// `Prefer: areia-error` names an error that there is not.
    ErrorUnknown {
        /// The name.
        id: String,
        /// The nearest one that there is.
        nearest: String,
    },
    /// Something broke in here. The cause is in the log.
    Crashed,
    /// A mechanism that knows no better left this status.
    Unworded(StatusCode),
}

impl Refusal {
    /// The refusal in one sentence, for the journal and the log.
    pub fn explanation(&self) -> String {
        match self {
            Self::RouteUnknown => "No operation of this provider has this address.".to_owned(),
            Self::MethodNotAllowed { method } => {
                format!("The address is known, but not with the method {method}.")
            }
            Self::PathMalformed => "The address holds malformed percent-encoding or UTF-8.".to_owned(),
            Self::IdMalformed { id } => format!("{id:?} has not the form of an identifier."),
            Self::QueryMalformed {
                parameter: Some(parameter),
                reason,
            } => {
                format!("The query parameter `{parameter}` cannot be read: {reason}.")
            }
            Self::QueryMalformed {
                parameter: None,
                reason,
            } => {
                format!("The query cannot be read: {reason}.")
            }
            Self::BodyMalformed { reason } => format!("The body cannot be read: {reason}."),
            Self::BodyMismatch { place, reason } if place == "." => {
                format!("The body has not its type: {reason}.")
            }
            Self::BodyMismatch { place, reason } => {
                format!("The body's member `{place}` has not its type: {reason}.")
            }
            Self::MediaTypeUnsupported { media_type } if media_type.is_empty() => {
                "The body came without a Content-Type.".to_owned()
            }
            Self::MediaTypeUnsupported { media_type } => {
                format!("The operation does not read bodies of type {media_type:?}.")
            }
            Self::BodyTooLarge { limit_bytes } => {
                format!("The body is larger than {limit_bytes} bytes.")
            }
            Self::BodyIncomplete => "The body broke off or did not arrive in time.".to_owned(),
            Self::CredentialMissing => "The request carries no credential.".to_owned(),
            Self::CredentialRejected(rejected) => {
                format!("This credential {}.", rejected.reason())
            }
            Self::QuotaExceeded(usage) => format!(
                "This credential has made {} calls of {}; it may call again at {}.",
                usage.used,
                usage.limit,
                instant_text(usage.resets_at)
            ),
            Self::WorldUnknown { name } => format!("There is no world called {name:?}."),
            Self::ErrorUnknown { id, nearest } => {
                format!("There is no error called {id:?}; the nearest is {nearest:?}.")
            }
            Self::Crashed => "Something broke inside the sandbox; its log says what.".to_owned(),
            Self::Unworded(status) => format!("A mechanism answered {status} without a reason."),
        }
    }
}
