//! From what the shared mechanisms decided to Procfy's errors.

use super::Error as E;
use super::{Error, UPLOAD};
use crate::web::context::RequestContext;
use crate::web::refusal::Refusal;
use crate::world::credential::Rejected;

impl Error {
    /// Words what the shared mechanisms decided.
    pub(crate) fn from_refusal(refusal: Refusal, context: &RequestContext) -> Self {
        let reason = refusal.explanation();
        let endpoint = context.endpoint.as_ref();
        let is_upload = endpoint.is_some_and(|endpoint| UPLOAD.contains(&endpoint.id));
        match refusal {
            Refusal::CredentialMissing => E::TokenBlank,
            Refusal::CredentialRejected(rejected) => rejected_token(&rejected),
            Refusal::RouteUnknown
            | Refusal::MethodNotAllowed { .. }
            | Refusal::WorldUnknown { .. }
            | Refusal::ErrorUnknown { .. } => E::RouteUnknown {
                method: context.method.clone(),
                path: context.path.to_string(),
                reason,
            },
            Refusal::PathMalformed
            | Refusal::IdMalformed { .. }
            | Refusal::QueryMalformed { .. }
            | Refusal::BodyMalformed { .. }
            | Refusal::BodyMismatch { .. }
            | Refusal::MediaTypeUnsupported { .. }
            | Refusal::BodyIncomplete => E::BadRequest { reason },
            Refusal::BodyTooLarge { limit_bytes } if is_upload => E::FileTooLarge { limit_bytes },
            Refusal::BodyTooLarge { limit_bytes } => E::BodyTooLarge { limit_bytes },
            // No limit on calls is documented, so nobody is ever refused for one.
            Refusal::Crashed | Refusal::QuotaExceeded(_) | Refusal::Unworded(_) => E::Internal { reason },
        }
    }
}

fn rejected_token(rejected: &Rejected) -> Error {
    let reason = rejected.reason();
    match rejected {
        Rejected::Expired(_) => E::TokenExpired { reason },
        // There is but one kind: the header is to blame.
        Rejected::OtherKind(_) => E::TokenInvalid {
            reason: "was shown without the scheme Bearer".to_owned(),
        },
        Rejected::Ended(event) if event.what.starts_with("expired") => E::TokenExpired { reason },
        Rejected::Unknown | Rejected::WrongSecret(_) | Rejected::Ended(_) => E::TokenInvalid { reason },
    }
}
