//! From what the shared mechanisms decided to Financeiro's errors.

use super::Error;
use super::Error as E;
use crate::web::context::RequestContext;
use crate::web::refusal::Refusal;

impl Error {
    /// Words what the shared mechanisms decided.
    pub(crate) fn from_refusal(refusal: Refusal, _: &RequestContext) -> Self {
        let reason = refusal.explanation();
        match refusal {
            Refusal::CredentialMissing | Refusal::CredentialRejected(_) => E::Unauthenticated { reason },
            Refusal::QuotaExceeded(usage) => E::RetryLater { usage },
            // Rails has routes for pairs of method and path; what has none is a page.
            Refusal::RouteUnknown
            | Refusal::MethodNotAllowed { .. }
            | Refusal::PathMalformed
            | Refusal::IdMalformed { .. }
            | Refusal::WorldUnknown { .. }
            | Refusal::ErrorUnknown { .. } => E::PageNotFound { reason },
            Refusal::QueryMalformed { .. }
            | Refusal::BodyMalformed { .. }
            | Refusal::BodyMismatch { .. }
            | Refusal::BodyIncomplete
            | Refusal::MediaTypeUnsupported { .. } => E::BodyUnreadable {
                reason: reason.trim_end_matches('.').to_owned(),
            },
            Refusal::BodyTooLarge { limit_bytes } => E::BodyTooLarge { limit_bytes },
            Refusal::Crashed | Refusal::Unworded(_) => E::ServerBroken { reason },
        }
    }
}
