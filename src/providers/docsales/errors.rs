//! Every error that DocSales gives, one row each.
//!
//! The vendor's article gives the rules; the bodies are designed, after what its clients read (`error` first). What
//! Rails itself says has Rails' shape, `{"status","error"}`.

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};
use strum::{IntoStaticStr, VariantNames};

use super::answers::JSON;
use super::violations::Violation;
use crate::clock::instant_text;
use crate::store::StoreError;
use crate::web::context::RequestContext;
use crate::web::failure::Failure;
use crate::web::fidelity::{Evidence, designed, inferred};
use crate::web::refusal::Refusal;
use crate::web::wording::{Answer, Row, Wording};

/// An error of DocSales'.
#[derive(Debug, Clone, PartialEq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Error {
    /// No token, or one that does not work.
    TokenInvalid { reason: String },
    /// The account's plan is without the API.
    PlanWithoutApi,
    /// The account has no such document.
    DocumentNotFound { reason: String },
    /// The account has no such customer.
    CustomerNotFound { id: String },
    /// The body, or the address, cannot be read.
    RequestInvalid { reason: String },
    /// The month's creations are used up.
    MonthlyLimitReached { limit: u32, resets_at: DateTime<Utc> },
    /// The document breaks rules.
    ValidationFailed {
        violations: Vec<Violation>,
        hints: Vec<String>,
    },
    /// Rails: no route has this address and method.
    RouteUnknown { reason: String },
    /// Rails: the body is too large.
    BodyTooLarge { limit_bytes: usize },
    /// Rails: something broke.
    Internal { reason: String },
}

/// What a handler answers.
pub(super) type Handled<T = Answer> = Result<T, Error>;

use Error as E;

const CREATION: &[&str] = &["createProposal"];
const RULE: Evidence = inferred("the help article gives the rule; the body and the status are designed");
const DESIGNED: Evidence = designed("the vendor's Swagger could not be had");
const RAILS: Evidence = inferred("the vendor's service is a Rails application");

impl Wording for Error {
    #[rustfmt::skip]
    fn row(&self) -> Row {
        let (status, operations, evidence) = match self {
            E::TokenInvalid { .. } => (StatusCode::UNAUTHORIZED, &[][..], RULE),
            E::PlanWithoutApi => (StatusCode::FORBIDDEN, &[][..], RULE),
            E::DocumentNotFound { .. } => (StatusCode::NOT_FOUND, &["getProposal"][..], DESIGNED),
            E::CustomerNotFound { .. } => (StatusCode::NOT_FOUND, &["listCustomerProposals"][..], DESIGNED),
            E::RequestInvalid { .. } => (StatusCode::BAD_REQUEST, &[][..], DESIGNED),
            E::MonthlyLimitReached { .. } => (StatusCode::TOO_MANY_REQUESTS, CREATION, RULE),
            E::ValidationFailed { .. } => (StatusCode::UNPROCESSABLE_ENTITY, CREATION, DESIGNED),
            E::RouteUnknown { .. } => (StatusCode::NOT_FOUND, &[][..], RAILS),
            E::BodyTooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, &[][..], RAILS),
            E::Internal { .. } => (StatusCode::INTERNAL_SERVER_ERROR, &[][..], RAILS),
        };
        Row { id: self.into(), status, operations, evidence }
    }

    fn explanation(&self) -> String {
        match self {
            E::TokenInvalid { reason } | E::RequestInvalid { reason } | E::RouteUnknown { reason } => reason.clone(),
            E::DocumentNotFound { reason } => reason.clone(),
            E::PlanWithoutApi => "The account's plan is without the API: set `api_in_plan` of the account.".to_owned(),
            E::CustomerNotFound { id } => {
                format!("The account has no customer whose code, id or CNPJ is {id:?}.")
            }
            E::MonthlyLimitReached { limit, resets_at } => format!(
                "The account has created the {limit} documents that it may create this month; the next month begins at {}.",
                instant_text(*resets_at)
            ),
            E::ValidationFailed { violations, hints } => {
                let violations: Vec<String> = violations
                    .iter()
                    .map(|violation| format!("`{}` {}", violation.member.path, violation.reason))
                    .collect();
                let mut text = format!("The document breaks rules: {}.", violations.join("; "));
                for hint in hints {
                    text.push(' ');
                    text.push_str(hint);
                }
                text
            }
            E::BodyTooLarge { limit_bytes } => {
                format!("The body is larger than {limit_bytes} bytes.")
            }
            E::Internal { reason } => reason.clone(),
        }
    }

    fn word(&self, _: &RequestContext) -> Answer {
        let status = self.row().status;
        let says = |text: &str| json!({"error": text});
        // Rails names the status 413 as it was called before RFC 9110.
        let rails = |text: &str| json!({"status": status.as_u16(), "error": text});
        let body = match self {
            E::TokenInvalid { .. } => says("Token inválido ou não informado"),
            E::PlanWithoutApi => says("API não disponível para o plano contratado"),
            E::DocumentNotFound { .. } => says("Documento não encontrado"),
            E::CustomerNotFound { .. } => says("Cliente não encontrado"),
            E::RequestInvalid { .. } => says("Requisição inválida"),
            E::MonthlyLimitReached { limit, .. } => says(&format!(
                "Limite mensal de {limit} requisições de criação de documentos atingido"
            )),
            E::ValidationFailed { violations, .. } => validation(violations),
            E::RouteUnknown { .. } => rails("Not Found"),
            E::BodyTooLarge { .. } => rails("Payload Too Large"),
            E::Internal { .. } => rails("Internal Server Error"),
        };
        let answer = Answer::new(status, JSON, body.to_string());
        match self {
            E::TokenInvalid { .. } => answer.with(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static(r#"Token realm="Application""#),
            ),
            _ => answer,
        }
    }
}

/// Every violation in one sentence, and by its member.
fn validation(violations: &[Violation]) -> Value {
    let messages: Vec<String> = violations
        .iter()
        .map(|violation| format!("{} {}", violation.member.label, violation.message))
        .collect();
    let mut errors: Map<String, Value> = Map::new();
    for violation in violations {
        let messages = errors.entry(violation.member.path.clone()).or_insert_with(|| json!([]));
        if let Value::Array(list) = messages {
            list.push(json!(violation.message));
        }
    }
    json!({"error": format!("A validação falhou: {}", messages.join(", ")), "errors": errors})
}

impl Error {
    /// Something broke in here.
    pub(super) fn internal(reason: impl Into<String>) -> Self {
        E::Internal { reason: reason.into() }
    }

    /// One example of every error.
    pub(super) fn examples() -> Vec<Box<dyn Wording>> {
        let examples = vec![
            E::TokenInvalid {
                reason: "The request carries no token.".to_owned(),
            },
            E::PlanWithoutApi,
            E::DocumentNotFound {
                reason: "The account has no document 1.".to_owned(),
            },
            E::CustomerNotFound {
                id: "CLI-00000".to_owned(),
            },
            E::RequestInvalid {
                reason: "The body is no object.".to_owned(),
            },
            E::MonthlyLimitReached {
                limit: 200,
                resets_at: DateTime::from_timestamp(1_572_577_200, 0).unwrap_or_default(),
            },
            E::ValidationFailed {
                violations: vec![
                    Violation::missing(("template_id", "Modelo")),
                    Violation::invalid(("signers[0].email", "Signatário 1: E-mail")),
                ],
                hints: Vec::new(),
            },
            E::RouteUnknown {
                reason: "No operation has this address.".to_owned(),
            },
            E::BodyTooLarge {
                limit_bytes: 1024 * 1024,
            },
            E::internal("Something broke."),
        ];
        examples.into_iter().map(|error| Box::new(error) as _).collect()
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let reason = refusal.explanation();
        match refusal {
            Refusal::CredentialMissing => E::TokenInvalid {
                reason: "The request carries no token: send it as `Authorization: Bearer <token>`.".to_owned(),
            },
            Refusal::CredentialRejected(rejected) => E::TokenInvalid {
                reason: format!("This token {}.", rejected.reason()),
            },
            // Rails routes by method and address together.
            Refusal::RouteUnknown
            | Refusal::MethodNotAllowed { .. }
            | Refusal::WorldUnknown { .. }
            | Refusal::ErrorUnknown { .. } => E::RouteUnknown { reason },
            Refusal::PathMalformed
            | Refusal::IdMalformed { .. }
            | Refusal::QueryMalformed { .. }
            | Refusal::BodyMalformed { .. }
            | Refusal::BodyMismatch { .. }
            | Refusal::BodyIncomplete => E::RequestInvalid { reason },
            Refusal::MediaTypeUnsupported { .. } => E::RequestInvalid {
                reason: format!("{reason} Rails reads JSON only where `Content-Type: application/json` says so."),
            },
            Refusal::BodyTooLarge { limit_bytes } => E::BodyTooLarge { limit_bytes },
            // Creations are counted where they happen; no call is refused for their number before that.
            Refusal::QuotaExceeded(tally) => E::MonthlyLimitReached {
                limit: tally.limit,
                resets_at: tally.resets_at,
            },
            Refusal::Crashed | Refusal::Unworded(_) => E::Internal { reason },
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        E::internal(format!("The store failed: {error}"))
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Failure::of(self).into_response()
    }
}
