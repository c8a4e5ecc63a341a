//! From what the shared mechanisms decided to Conta Azul's errors.

use super::Error as E;
use super::{Error, OAUTH};
use crate::web::context::RequestContext;
use crate::web::oauth::{AuthorizeError, TokenError};
use crate::web::refusal::Refusal;

impl Error {
    /// Words what the shared mechanisms decided.
    pub(in crate::providers::contaazul) fn from_refusal(refusal: Refusal, context: &RequestContext) -> Self {
        let reason = refusal.explanation();
        let operation = context
            .endpoint
            .as_ref()
            .map(|endpoint| endpoint.id)
            .unwrap_or_default();
        let at_gateway = OAUTH.contains(&operation);
        match refusal {
            Refusal::MethodNotAllowed { method } if context.is_route("/oauth2/token") => {
                E::TokenMethodInvalid { method }
            }
            Refusal::MethodNotAllowed { method } => E::MethodNotAllowed { method },
            Refusal::CredentialMissing => E::AccessTokenMissing,
            Refusal::CredentialRejected(rejected) => E::AccessTokenInvalid {
                reason: rejected.reason(),
            },
            Refusal::RouteUnknown
            | Refusal::PathMalformed
            | Refusal::IdMalformed { .. }
            | Refusal::WorldUnknown { .. } => E::NotFound {
                reason: reason.trim_end_matches('.').to_owned(),
            },
            Refusal::QueryMalformed { .. } | Refusal::BodyMalformed { .. } | Refusal::BodyMismatch { .. }
                if at_gateway =>
            {
                E::ParametersUnreadable { reason }
            }
            Refusal::QueryMalformed { parameter, reason } => E::SearchParameterInvalid {
                parameter: parameter.unwrap_or_default(),
                reason,
            },
            Refusal::BodyMalformed { .. } | Refusal::BodyMismatch { .. } | Refusal::BodyIncomplete => {
                E::BodyUnreadable { reason }
            }
            Refusal::MediaTypeUnsupported { media_type } => E::MediaTypeUnsupported { media_type },
            Refusal::BodyTooLarge { limit_bytes } => E::BodyTooLarge { limit_bytes },
            Refusal::ErrorUnknown { .. } => E::NotFound {
                reason: reason.trim_end_matches('.').to_owned(),
            },
            // No limit on calls is defined (FAQ 52), so nobody is ever refused for one.
            Refusal::Crashed | Refusal::QuotaExceeded(_) | Refusal::Unworded(_) => E::Internal { reason },
        }
    }
}

impl From<AuthorizeError> for Error {
    fn from(error: AuthorizeError) -> Self {
        match error {
            AuthorizeError::Application(rejected) => E::ClientAuthenticationWrong {
                reason: format!("this application {}", rejected.reason()),
            },
            AuthorizeError::RedirectUri(uri) => E::RedirectUriMismatch { uri },
        }
    }
}

impl From<TokenError> for Error {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::ApplicationMissing => E::ClientAuthenticationMissing,
            TokenError::ApplicationRejectedInHeader(reason) => E::ClientAuthenticationRejected { reason },
            TokenError::ApplicationRejectedInParameters(reason) => E::ClientAuthenticationWrong { reason },
            TokenError::RedirectUri(uri) => E::RedirectUriMismatch { uri },
            TokenError::GrantType(given) => E::GrantTypeInvalid { given },
            TokenError::Code(reason) => E::CodeInvalid { reason },
            TokenError::RefreshToken(reason) => E::RefreshTokenInvalid { reason },
            TokenError::RefreshTokenOfAnother => E::ClientAuthenticationWrong {
                reason: "the refresh token was issued to another application".to_owned(),
            },
        }
    }
}
