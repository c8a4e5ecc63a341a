//! Every error that RM gives here, one row each.
//!
//! Three shapes are known: the API's own envelope with a code (`FE…`), and what ASP.NET, under it, says by itself
//! (`{"Message":…}`) of what never reaches the API.

mod examples;
mod refusals;
mod words;

use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode};
use strum::{IntoStaticStr, VariantNames};

use crate::store::StoreError;
use crate::web::context::RequestContext;
use crate::web::failure::Failure;
use crate::web::fidelity::{Evidence, documented, inferred, observed};
use crate::web::odata::{FilterError, FilterErrorKind};
use crate::web::wording::{Answer, Row, Wording};

/// An error of RM's.
#[derive(Debug, Clone, PartialEq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Error {
    CredentialsMissing,
    CredentialsRejected { reason: String },
    LoginRejected { reason: String },
    KeyTaken { key: String, insert: String },
    RecordUnknown { reason: String },
    BodyInvalid { reason: String },
    ParameterInvalid { parameter: String, reason: String },
    FilterSyntaxWrong { fault: FilterError },
    FilterTooLarge { fault: FilterError },
    FilterColumnUnknown { fault: FilterError },
    FilterFunctionUnknown { fault: FilterError },
    FilterTypeMismatch { fault: FilterError },
    FilterNotCondition { fault: FilterError },
    FilterDividesByZero { fault: FilterError },
    RouteUnknown { reason: String },
    MethodNotAllowed { method: Method },
    RequestUnreadable { reason: String },
    MediaTypeUnsupported { media_type: String },
    BodyTooLarge { limit_bytes: usize },
    Internal { reason: String },
}

/// What a handler answers.
pub(super) type Handled<T = Answer> = Result<T, Error>;

use Error as E;

const POST: &[&str] = &["postCashAccount"];
const WRITE: &[&str] = &["postCashAccount", "patchCashAccount", "putCashAccount"];
const ONE: &[&str] = &[
    "getCashAccount",
    "patchCashAccount",
    "putCashAccount",
    "deleteCashAccount",
];
const LIST: &[&str] = &["getCashAccounts"];
const LOGIN: &[&str] = &["connectToken"];

const FE005: Evidence = inferred("a client program renews its token on FE005 or 401; nobody recorded the words");
const FE018: Evidence = observed("a client program: a bad $filter gives FE018 with SQL Server's message");
const SQL_SERVER: Evidence = inferred("FE018 carries SQL Server's message, and this is SQL Server's for the case");
const ASP_NET: Evidence = inferred("ASP.NET Web API's own words; nobody recorded RM's");

impl Wording for Error {
    /// One row each. Its id is the variant's name in snake_case.
    #[rustfmt::skip]
    fn row(&self) -> Row {
        let (status, operations, evidence) = match self {
            E::CredentialsMissing => (401, &[][..], FE005),
            E::CredentialsRejected { .. } => (401, &[][..], FE005),
            E::LoginRejected { .. } => (401, LOGIN, FE005),
            E::KeyTaken { .. } => (400, POST, documented("API Conta/Caixa, 1.2.1; the status is inferred")),
            E::RecordUnknown { .. } => (404, ONE, documented("API Conta/Caixa, 1.5.1; the status is observed")),
            E::BodyInvalid { .. } => (400, WRITE, documented("API Conta/Caixa, 1.3.1, 1.4.1; the status is inferred")),
            E::ParameterInvalid { .. } => (400, LIST, inferred("the API guide wants numbers above 0; nobody recorded the words")),
            E::FilterSyntaxWrong { .. } => (400, LIST, SQL_SERVER),
            E::FilterTooLarge { .. } => (400, LIST, SQL_SERVER),
            E::FilterColumnUnknown { .. } => (400, LIST, SQL_SERVER),
            E::FilterFunctionUnknown { .. } => (400, LIST, SQL_SERVER),
            E::FilterTypeMismatch { .. } => (400, LIST, SQL_SERVER),
            E::FilterNotCondition { .. } => (400, LIST, FE018),
            E::FilterDividesByZero { .. } => (400, LIST, SQL_SERVER),
            E::RouteUnknown { .. } => (404, &[][..], ASP_NET),
            E::MethodNotAllowed { .. } => (405, &[][..], ASP_NET),
            E::RequestUnreadable { .. } => (400, &[][..], ASP_NET),
            E::MediaTypeUnsupported { .. } => (415, &[][..], ASP_NET),
            E::BodyTooLarge { .. } => (413, &[][..], ASP_NET),
            E::Internal { .. } => (500, &[][..], ASP_NET),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Row { id: self.into(), status, operations, evidence }
    }

    fn explanation(&self) -> String {
        match self {
            E::CredentialsMissing => {
                "The request carries no credentials: send HTTP Basic with an RM user, or a Bearer token of \
                 /api/connect/token."
                    .to_owned()
            }
            E::CredentialsRejected { reason }
            | E::LoginRejected { reason }
            | E::RecordUnknown { reason }
            | E::BodyInvalid { reason }
            | E::RouteUnknown { reason }
            | E::RequestUnreadable { reason }
            | E::Internal { reason } => reason.clone(),
            E::KeyTaken { key, .. } => format!("There is a cash account {key:?} already."),
            E::ParameterInvalid { parameter, reason } => {
                format!("The parameter `{parameter}`: {reason}.")
            }
            E::FilterSyntaxWrong { fault }
            | E::FilterTooLarge { fault }
            | E::FilterColumnUnknown { fault }
            | E::FilterFunctionUnknown { fault }
            | E::FilterTypeMismatch { fault }
            | E::FilterNotCondition { fault }
            | E::FilterDividesByZero { fault } => format!("{}.", fault.reason),
            E::MethodNotAllowed { method } => {
                format!("The address is known, but not with the method {method}.")
            }
            E::MediaTypeUnsupported { media_type } => {
                format!("Bodies are JSON, and this one is {media_type:?}.")
            }
            E::BodyTooLarge { limit_bytes } => format!("The body is larger than {limit_bytes} bytes."),
        }
    }

    fn word(&self, _: &RequestContext) -> Answer {
        self.worded()
    }
}

impl From<FilterError> for Error {
    fn from(fault: FilterError) -> Self {
        match fault.kind {
            FilterErrorKind::Syntax => E::FilterSyntaxWrong { fault },
            FilterErrorKind::TooLarge => E::FilterTooLarge { fault },
            FilterErrorKind::PropertyUnknown => E::FilterColumnUnknown { fault },
            FilterErrorKind::FunctionUnknown => E::FilterFunctionUnknown { fault },
            FilterErrorKind::TypeMismatch => E::FilterTypeMismatch { fault },
            FilterErrorKind::NoCondition => E::FilterNotCondition { fault },
            FilterErrorKind::DivisionByZero => E::FilterDividesByZero { fault },
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        E::Internal {
            reason: format!("The store failed: {error}"),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Failure::of(self).into_response()
    }
}
