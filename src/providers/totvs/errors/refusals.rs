//! From what the shared mechanisms decided to RM's errors.

use super::Error;
use super::Error as E;
use crate::providers::totvs::LOGIN_PATH;
use crate::web::context::RequestContext;
use crate::web::refusal::Refusal;

impl Error {
    /// Words what the shared mechanisms decided.
    pub(crate) fn from_refusal(refusal: Refusal, context: &RequestContext) -> Self {
        let reason = refusal.explanation();
        match refusal {
            Refusal::RouteUnknown | Refusal::WorldUnknown { .. } | Refusal::ErrorUnknown { .. } => {
                E::RouteUnknown { reason }
            }
            Refusal::MethodNotAllowed { method } => E::MethodNotAllowed { method },
            Refusal::IdMalformed { .. } => E::RecordUnknown { reason },
            Refusal::PathMalformed | Refusal::BodyIncomplete => E::RequestUnreadable { reason },
            Refusal::QueryMalformed { parameter, reason } => E::ParameterInvalid {
                parameter: parameter.unwrap_or_else(|| "?".to_owned()),
                reason,
            },
            Refusal::BodyMalformed { .. } | Refusal::BodyMismatch { .. } => E::BodyInvalid { reason },
            Refusal::MediaTypeUnsupported { media_type } => E::MediaTypeUnsupported { media_type },
            Refusal::BodyTooLarge { limit_bytes } => E::BodyTooLarge { limit_bytes },
            Refusal::CredentialMissing => E::CredentialsMissing,
            Refusal::CredentialRejected(rejected) => {
                let reason = format!("This user or token {}.", rejected.reason());
                match context.is_route(LOGIN_PATH) {
                    true => E::LoginRejected { reason },
                    false => E::CredentialsRejected { reason },
                }
            }
            // No limit on calls is known, so nobody is ever refused for one.
            Refusal::QuotaExceeded(_) | Refusal::Crashed | Refusal::Unworded(_) => E::Internal { reason },
        }
    }
}
