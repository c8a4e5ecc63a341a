//! Every error that Procfy gives, one row each, all of them `{"error", "description"}`.
//!
//! What concerns tokens, pages and requests is in English, what concerns records in Portuguese: the vendor's own
//! mixture (<https://api.procfy.io>, "Erros" of each chapter).

mod examples;
mod refusals;

use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode};
use serde::Serialize;
use strum::{IntoStaticStr, VariantNames};

use super::answers::JSON;
use super::enums::UnknownKey;
use super::validation::Violations;
use crate::store::StoreError;
use crate::web::context::RequestContext;
use crate::web::failure::Failure;
use crate::web::fidelity::{designed, documented, inferred};
use crate::web::wording::{Answer, Row, Wording};

/// An error of Procfy's.
#[derive(Debug, Clone, PartialEq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Error {
    // On every call.
    TokenBlank,
    TokenInvalid {
        reason: String,
    },
    TokenExpired {
        reason: String,
    },
    PermissionDenied {
        resource: &'static str,
        action: &'static str,
    },
    BadRequest {
        reason: String,
    },
    // On lists.
    Pagination {
        message: String,
    },
    DateInvalid {
        parameter: &'static str,
        given: String,
    },
    // On records.
    RecordUnknown {
        what: &'static str,
        id: String,
    },
    TransactionTypeInvalid(UnknownKey),
    PaymentMethodInvalid(UnknownKey),
    PaymentTypeInvalid(UnknownKey),
    ContactTypeInvalid(UnknownKey),
    PersonTypeInvalid(UnknownKey),
    TransactionInvalid(Violations),
    BankAccountInvalid(Violations),
    ContactInvalid(Violations),
    CostCenterInvalid(Violations),
    CategoryInvalid(Violations),
    UserInvalid(Violations),
    // On attachments.
    FileMissing {
        reason: String,
    },
    FileTooLarge {
        limit_bytes: usize,
    },
    // Where there is nothing to ask.
    RouteUnknown {
        method: Method,
        path: String,
        reason: String,
    },
    BodyTooLarge {
        limit_bytes: usize,
    },
    Internal {
        reason: String,
    },
}

/// What a handler answers.
pub(super) type Handled<T = Answer> = Result<T, Error>;

use Error as E;

/// The body of every error.
#[derive(Serialize)]
struct Envelope<'a> {
    error: &'a str,
    description: &'a str,
}

const LISTS: &[&str] = &[
    "listTransactions",
    "listAttachments",
    "listBankAccounts",
    "listContacts",
    "listCostCenters",
    "listCategories",
    "listUsers",
];
const WRITE_TRANSACTION: &[&str] = &["createTransaction", "updateTransaction", "patchTransaction"];
const WRITE_BANK_ACCOUNT: &[&str] = &["createBankAccount", "updateBankAccount", "patchBankAccount"];
const WRITE_CONTACT: &[&str] = &["createContact", "updateContact", "patchContact"];
const WRITE_COST_CENTER: &[&str] = &["createCostCenter", "updateCostCenter", "patchCostCenter"];
const WRITE_CATEGORY: &[&str] = &["createCategory", "updateCategory", "patchCategory"];
const WRITE_USER: &[&str] = &["updateUser", "patchUser"];
const WRITE_TYPED: &[&str] = &[
    "createTransaction",
    "updateTransaction",
    "patchTransaction",
    "createCategory",
    "updateCategory",
    "patchCategory",
];
const UPLOAD: &[&str] = &["createAttachment"];

impl Wording for Error {
    /// One row each. Its id is the variant's name in snake_case.
    #[rustfmt::skip]
    fn row(&self) -> Row {
        let (status, operations, evidence) = match self {
            E::TokenBlank => (400, &[][..], documented("Autenticação, Erros")),
            E::TokenInvalid { .. } => (401, &[][..], documented("Autenticação, Erros")),
            E::TokenExpired { .. } => (403, &[][..], documented("Autenticação, Erros")),
            E::PermissionDenied { .. } => (403, &[][..], inferred("Autenticação gives the rule and the status, not the words")),
            E::BadRequest { .. } => (400, &[][..], inferred("Autenticação, Erros gives the status, not the words")),
            E::Pagination { .. } => (400, LISTS, documented("Paginação, Erros; the status is inferred")),
            E::DateInvalid { .. } => (400, &["listTransactions"][..], inferred("nobody recorded it")),
            E::RecordUnknown { .. } => (404, &[][..], inferred("nobody recorded it")),
            E::TransactionTypeInvalid(_) => (422, WRITE_TYPED, documented("Transações, Erros de enum; the status is inferred")),
            E::PaymentMethodInvalid(_) => (422, WRITE_TRANSACTION, documented("Transações, Erros de enum; the status is inferred")),
            E::PaymentTypeInvalid(_) => (422, WRITE_TRANSACTION, documented("Transações, Erros de enum; the status is inferred")),
            E::ContactTypeInvalid(_) => (422, WRITE_CONTACT, inferred("as the other enums' errors")),
            E::PersonTypeInvalid(_) => (422, WRITE_CONTACT, inferred("as the other enums' errors")),
            E::TransactionInvalid(_) => (422, WRITE_TRANSACTION, documented("Transações, Erros de validação; the status is Rails'")),
            E::BankAccountInvalid(_) => (422, WRITE_BANK_ACCOUNT, documented("Contas Bancárias, Erros de validação; the status is Rails'")),
            E::ContactInvalid(_) => (422, WRITE_CONTACT, documented("Contatos, Erros de validação; the status is Rails'")),
            E::CostCenterInvalid(_) => (422, WRITE_COST_CENTER, documented("Centros de Custo, Erros de validação; the status is Rails'")),
            E::CategoryInvalid(_) => (422, WRITE_CATEGORY, documented("Categorias, Erros de validação; the status is Rails'")),
            E::UserInvalid(_) => (422, WRITE_USER, documented("Usuários, Erros de validação; the status is Rails'")),
            E::FileMissing { .. } => (400, UPLOAD, inferred("Anexos: the file is required; the words are Rails'")),
            E::FileTooLarge { .. } => (413, UPLOAD, designed("no limit is documented")),
            E::RouteUnknown { .. } => (404, &[][..], inferred("the words are Rails'")),
            E::BodyTooLarge { .. } => (413, &[][..], designed("no limit is documented")),
            E::Internal { .. } => (500, &[][..], designed("nobody recorded it")),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Row { id: self.into(), status, operations, evidence }
    }

    #[rustfmt::skip]
    fn explanation(&self) -> String {
        match self {
            E::TokenBlank => "The request carries no token: send an Authorization header of the scheme Bearer.".to_owned(),
            E::TokenInvalid { reason } | E::TokenExpired { reason } => format!("This token {reason}."),
            E::PermissionDenied { resource, action } => format!("This token may not {action} on the resource `{resource}`; its permissions are set when it is issued."),
            E::Pagination { message } => format!("The page does not exist: {message}."),
            E::DateInvalid { parameter, given } => format!("The query parameter `{parameter}` is {given:?}; send a day as YYYY-MM-DD or DD/MM/YYYY."),
            E::RecordUnknown { what, id } => format!("There is no {what} with the id {id:?}, or it was deleted."),
            E::TransactionTypeInvalid(unknown_key) => format!("`transaction_type`: {}.", unknown_key.reason()),
            E::PaymentMethodInvalid(unknown_key) => format!("`payment_method`: {}.", unknown_key.reason()),
            E::PaymentTypeInvalid(unknown_key) => format!("`payment_type`: {}.", unknown_key.reason()),
            E::ContactTypeInvalid(unknown_key) => format!("`contact_type`: {}.", unknown_key.reason()),
            E::PersonTypeInvalid(unknown_key) => format!("`person_type`: {}.", unknown_key.reason()),
            E::TransactionInvalid(violations) | E::BankAccountInvalid(violations) | E::ContactInvalid(violations)
            | E::CostCenterInvalid(violations) | E::CategoryInvalid(violations) | E::UserInvalid(violations) => {
                format!("The record was not saved: {}.", violations.reasons.join("; "))
            }
            E::FileMissing { reason } => format!("{reason}; send multipart/form-data whose part `filename` is the file."),
            E::FileTooLarge { limit_bytes } => format!("The file is larger than {limit_bytes} bytes."),
            E::BodyTooLarge { limit_bytes } => format!("The body is larger than {limit_bytes} bytes."),
            E::BadRequest { reason } => format!("The request cannot be read: {}.", reason.trim_end_matches('.')),
            E::RouteUnknown { reason, .. } | E::Internal { reason } => reason.clone(),
        }
    }

    fn word(&self, _: &RequestContext) -> Answer {
        let (error, description) = self.words();
        let envelope = Envelope {
            error,
            description: &description,
        };
        let body = serde_json::to_string(&envelope).unwrap_or_default();
        Answer::new(self.row().status, JSON, body)
    }
}

impl Error {
    #[rustfmt::skip]
    fn words(&self) -> (&'static str, String) {
        let (error, description) = match self {
            E::TokenBlank => ("Token not found", "Token not found, please check your request"),
            E::TokenInvalid { .. } => ("Invalid token", "Invalid token, certify that you are using the correct token"),
            E::TokenExpired { .. } => ("Token expired", "Token expired, please create a new token"),
            E::PermissionDenied { .. } => ("Permission denied", "Permission denied, you do not have access to this resource"),
            E::TransactionTypeInvalid(_) => ("Enum inválido", "Tipo de transação inválido"),
            E::PaymentMethodInvalid(_) => ("Enum inválido", "Método de pagamento inválido"),
            E::PaymentTypeInvalid(_) => ("Enum inválido", "Tipo de pagamento inválido"),
            E::ContactTypeInvalid(_) => ("Enum inválido", "Tipo de contato inválido"),
            E::PersonTypeInvalid(_) => ("Enum inválido", "Tipo de pessoa inválido"),
            E::FileMissing { .. } => ("Bad Request", "param is missing or the value is empty: filename"),
            E::Internal { .. } => ("Internal Server Error", "Internal Server Error"),
            E::Pagination { message } => return ("Pagination error", message.clone()),
            E::DateInvalid { parameter, .. } => return ("Bad Request", format!("invalid date: {parameter}")),
            E::RecordUnknown { id, .. } => return ("Registro não encontrado", format!("Não foi possível encontrar o registro com o id {id}")),
            E::TransactionInvalid(violations) | E::BankAccountInvalid(violations) | E::ContactInvalid(violations)
            | E::CostCenterInvalid(violations) | E::CategoryInvalid(violations) | E::UserInvalid(violations) => {
                return ("Registro inválido", format!("A validação falhou: {}", violations.messages.join(", ")));
            }
            E::FileTooLarge { limit_bytes } => return ("Arquivo muito grande", format!("O arquivo deve ter no máximo {} MB", limit_bytes / 1024 / 1024)),
            E::RouteUnknown { method, path, .. } => return ("Not Found", format!("No route matches [{method}] \"{path}\"")),
            E::BodyTooLarge { limit_bytes } => return ("Payload Too Large", format!("The request body must have at most {limit_bytes} bytes")),
            E::BadRequest { reason } => return ("Bad Request", reason.clone()),
        };
        (error, description.to_owned())
    }

    /// What a fixture that breaks a rule is told: the words, or where they say too little the explanation.
    pub(super) fn reason(&self) -> String {
        match self {
            E::RecordUnknown { .. } | E::Internal { .. } => self.explanation(),
            _ => self.words().1,
        }
    }

    /// No such record.
    pub(super) fn unknown(what: &'static str, id: impl std::fmt::Display) -> Self {
        E::RecordUnknown {
            what,
            id: id.to_string(),
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

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        E::Internal {
            reason: error.to_string(),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Failure::of(self).into_response()
    }
}
