//! What Conta Azul says, word for word, in its two shapes.

use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use super::Error;
use super::Error as E;
use crate::providers::contaazul::headers::{GATEWAY_JSON, never_stored};
use crate::providers::contaazul::wire::Amount;
use crate::web::context::RequestContext;
use crate::web::wording::Answer;

impl Error {
    /// The `error` of the gateway's shape; `None` where the ERP speaks.
    pub(super) fn gateway_error(&self) -> Option<&'static str> {
        match self {
            E::AccessTokenMissing | E::RedirectUriMismatch { .. } | E::CodeInvalid { .. } => Some("invalid_request"),
            E::RefreshTokenInvalid { .. } | E::ParametersUnreadable { .. } => Some("invalid_request"),
            E::AccessTokenInvalid { .. } => Some("invalid_token"),
            E::ClientAuthenticationMissing => Some("invalid_client"),
            E::ClientAuthenticationRejected { .. } | E::ClientAuthenticationWrong { .. } => Some("invalid_client"),
            E::GrantTypeInvalid { .. } => Some("unsupported_grant_type"),
            E::TokenMethodInvalid { .. } => Some("invalid_method"),
            _ => None,
        }
    }

    /// The `code` of the ERP's shape.
    pub(super) fn code(&self) -> &'static str {
        match self {
            E::NotFound { .. } => "NOT_FOUND",
            E::MethodNotAllowed { .. } => "METHOD_NOT_ALLOWED",
            E::MediaTypeUnsupported { .. } => "UNSUPPORTED_MEDIA_TYPE",
            E::BodyTooLarge { .. } => "PAYLOAD_TOO_LARGE",
            E::InstallmentNotAcquittable { .. } | E::Internal { .. } => "INTERNAL_SERVER_ERROR",
            _ => "INTEGRATION_ERROR",
        }
    }

    /// The `message` of the ERP's shape or the `error_description` of the gateway's, word for word.
    #[rustfmt::skip]
    pub(super) fn message(&self) -> Option<String> {
        Some(match self {
            E::AccessTokenMissing => "The access token is missing".to_owned(),
            E::AccessTokenInvalid { .. } => "The access token is invalid or has expired".to_owned(),
            E::ClientAuthenticationMissing | E::ClientAuthenticationRejected { .. } | E::ClientAuthenticationWrong { .. } => {
                "Invalid client authentication".to_owned()
            }
            E::RedirectUriMismatch { .. } => {
                "Invalid redirect_uri that does not match with any redirect_uri created with the application".to_owned()
            }
            E::GrantTypeInvalid { .. } => "Invalid grant_type".to_owned(),
            E::CodeInvalid { .. } => "Invalid code".to_owned(),
            E::RefreshTokenInvalid { .. } => "Invalid refresh_token".to_owned(),
            E::TokenMethodInvalid { method } => format!("The HTTP method {method} is invalid for the token endpoint"),
            E::ParametersUnreadable { .. } => "The request parameters could not be read".to_owned(),
            E::SaleNeedsCustomer => "A sale with status COMMITTED must have a customer id".to_owned(),
            E::SaleNeedsItemIds { .. } => "A sale with status COMMITTED must have product_id for all items".to_owned(),
            // The FAQ calls this error "message null".
            E::SaleUnreadable { .. } => return None,
            E::InstallmentsDiffer { sum, total } => format!(
                "O valor total das parcelas {} difere do valor total {}.",
                Amount(*sum).in_reais(),
                Amount(*total).in_reais()
            ),
            E::StockExceeded { product, .. } => format!(
                "Não foi possível efetuar a integração: A quantidade de {product} solicitada é superior a disponível no estoque"
            ),
            // Sic: "online".
            E::ContractFixed => "Contract can online be changed by web application".to_owned(),
            E::InstallmentNotAcquittable { .. } | E::Internal { .. } => "500 Internal Server Error".to_owned(),
            // Sic: "CPNJ", and the final dot.
            E::CustomerDocumentTaken { .. } => "CPF/CPNJ já utilizado por outro cliente.".to_owned(),
            E::MemberMissing { entity, member } => format!("The {entity}'s {member} cannot be null"),
            E::StatusInvalid { .. } => "Invalid status".to_owned(),
            E::SearchParameterInvalid { .. } => "A invalid search parameter was provided".to_owned(),
            E::ReferenceUnknown { .. } | E::NotFound { .. } => "Resource not found".to_owned(),
            E::MethodNotAllowed { method } => format!("Request method '{method}' not supported"),
            E::BodyUnreadable { .. } => "The request body could not be read".to_owned(),
            E::MediaTypeUnsupported { media_type } => format!("Content type '{media_type}' not supported"),
            E::BodyTooLarge { .. } => "The request body is too large".to_owned(),
        })
    }

    pub(super) fn word_as_gateway(&self, status: StatusCode, error: &str, context: &RequestContext) -> Answer {
        let description = self.message().unwrap_or_default();
        let body = json!({"error": error, "error_description": description});
        let answer = Answer::new(status, GATEWAY_JSON, body.to_string());
        let answer = if context.is_route("/oauth2/token") {
            never_stored(answer)
        } else {
            answer
        };
        let challenge = match self {
            E::AccessTokenMissing => r#"Bearer realm="service""#.to_owned(),
            E::AccessTokenInvalid { .. } | E::TokenMethodInvalid { .. } => {
                format!(r#"Bearer realm="service" error="{error}" error_description="{description}""#)
            }
            E::ClientAuthenticationRejected { .. } => r#"Basic realm="OAuth2.0""#.to_owned(),
            _ => return answer,
        };
        match HeaderValue::from_str(&challenge) {
            Ok(challenge) => answer.with(header::WWW_AUTHENTICATE, challenge),
            Err(_) => answer,
        }
    }
}
