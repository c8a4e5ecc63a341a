//! Every error that Conta Azul gives, one row each.
//!
//! Two shapes exist on its host. The gateway in front (Kong) answers `{"error","error_description"}` for whatever
//! concerns OAuth; the ERP behind it answers `{"code","message"}`. Questions of the FAQ are cited by number.

mod examples;
mod refusals;
mod words;

use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode};
use rust_decimal::Decimal;
use serde_json::json;
use strum::{IntoStaticStr, VariantNames};

use super::headers::JSON;
use crate::store::StoreError;
use crate::web::context::RequestContext;
use crate::web::failure::Failure;
use crate::web::fidelity::{Evidence, documented, inferred, observed};
use crate::web::wording::{Answer, Row, Wording};

/// An error of Conta Azul's.
#[derive(Debug, Clone, PartialEq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Error {
    // The gateway's, on every resource call.
    AccessTokenMissing,
    AccessTokenInvalid {
        reason: String,
    },
    // The gateway's, at the authorize and token endpoints.
    ClientAuthenticationMissing,
    ClientAuthenticationRejected {
        reason: String,
    },
    ClientAuthenticationWrong {
        reason: String,
    },
    RedirectUriMismatch {
        uri: String,
    },
    GrantTypeInvalid {
        given: String,
    },
    CodeInvalid {
        reason: String,
    },
    RefreshTokenInvalid {
        reason: String,
    },
    TokenMethodInvalid {
        method: Method,
    },
    ParametersUnreadable {
        reason: String,
    },
    // The ERP's business rules.
    SaleNeedsCustomer,
    SaleNeedsItemIds {
        item: usize,
    },
    SaleUnreadable {
        reason: String,
    },
    InstallmentsDiffer {
        sum: Decimal,
        total: Decimal,
    },
    StockExceeded {
        product: String,
        asked: Decimal,
        available: Decimal,
    },
    ContractFixed,
    InstallmentNotAcquittable {
        reason: String,
    },
    CustomerDocumentTaken {
        document: String,
    },
    MemberMissing {
        entity: &'static str,
        member: &'static str,
    },
    StatusInvalid {
        given: String,
    },
    SearchParameterInvalid {
        parameter: String,
        reason: String,
    },
    ReferenceUnknown {
        member: &'static str,
        id: String,
    },
    // The ERP's answers to what it cannot serve.
    NotFound {
        reason: String,
    },
    MethodNotAllowed {
        method: Method,
    },
    BodyUnreadable {
        reason: String,
    },
    MediaTypeUnsupported {
        media_type: String,
    },
    BodyTooLarge {
        limit_bytes: usize,
    },
    Internal {
        reason: String,
    },
}

use Error as E;

const KONG: Evidence = inferred("Kong's oauth2 plugin");
const UNRECORDED: Evidence = inferred("nobody recorded it");

const TOKEN: &[&str] = &["token"];
const OAUTH: &[&str] = &["authorize", "login", "consent", "token"];
const WRITE_SALE: &[&str] = &["createSale", "updateSale"];
const COMMIT: &[&str] = &["createSale", "updateSale", "createContract"];
const REFER: &[&str] = &["createProduct", "updateProduct", "createSale", "updateSale"];
const WRITE_CUSTOMER: &[&str] = &["createCustomer", "updateCustomer"];
const BODIES: &[&str] = &[
    "createCustomer",
    "updateCustomer",
    "createSupplier",
    "updateSupplier",
    "createProduct",
    "updateProduct",
    "createService",
    "updateService",
    "createSale",
    "updateSale",
    "updateInstallment",
    "createContract",
];
const FIND: &[&str] = &[
    "findCustomerById",
    "updateCustomer",
    "deleteCustomer",
    "inactivateCustomer",
    "listContacts",
    "findSupplierById",
    "updateSupplier",
    "deleteSupplier",
    "findProductById",
    "updateProduct",
    "deleteProduct",
    "findProductCategoryById",
    "findServiceById",
    "updateService",
    "deleteService",
    "findSaleById",
    "updateSale",
    "deleteSale",
    "listItems",
    "findInstallment",
    "updateInstallment",
    "salePdf",
    "findContractById",
];
const STATUSES: &[&str] = &[
    "createSale",
    "createContract",
    "updateInstallment",
    "listSales",
    "saleTotals",
    "listCustomers",
];
const SEARCHES: &[&str] = &[
    "listCustomers",
    "listContacts",
    "listSuppliers",
    "listProducts",
    "listProductCategories",
    "listServices",
    "listSales",
    "saleTotals",
    "listItems",
    "listBanks",
    "listContracts",
];
const ACQUIT: &[&str] = &["updateInstallment", "updateSale"];

impl Wording for Error {
    /// One row each. Its id is the variant's name in snake_case.
    #[rustfmt::skip]
    fn row(&self) -> Row {
        let (status, operations, evidence) = match self {
            E::AccessTokenMissing => (401, &[][..], KONG),
            E::AccessTokenInvalid { .. } => (401, &[][..], observed("client programs; Kong's oauth2 plugin")),
            E::ClientAuthenticationMissing => (400, TOKEN, documented("FAQ 17, 20")),
            E::ClientAuthenticationRejected { .. } => (401, TOKEN, KONG),
            E::ClientAuthenticationWrong { .. } => (400, OAUTH, KONG),
            E::RedirectUriMismatch { .. } => (400, OAUTH, KONG),
            E::GrantTypeInvalid { .. } => (400, TOKEN, KONG),
            E::CodeInvalid { .. } => (400, TOKEN, KONG),
            E::RefreshTokenInvalid { .. } => (400, TOKEN, inferred("FAQ 6; Kong's oauth2 plugin")),
            E::TokenMethodInvalid { .. } => (405, TOKEN, KONG),
            E::ParametersUnreadable { .. } => (400, OAUTH, inferred("Kong's error shape; nobody recorded the words")),
            E::SaleNeedsCustomer => (400, COMMIT, documented("FAQ 21")),
            E::SaleNeedsItemIds { .. } => (400, COMMIT, documented("FAQ 22")),
            E::SaleUnreadable { .. } => (400, COMMIT, documented("FAQ 19")),
            E::InstallmentsDiffer { .. } => (400, WRITE_SALE, documented("FAQ 44")),
            E::StockExceeded { .. } => (400, WRITE_SALE, documented("FAQ 51")),
            E::ContractFixed => (400, &["updateContract", "deleteContract", "updateSale"][..], documented("FAQ 27")),
            E::InstallmentNotAcquittable { .. } => (500, ACQUIT, documented("FAQ 23, 34; the body is inferred")),
            E::CustomerDocumentTaken { .. } => (400, WRITE_CUSTOMER, observed("a client program")),
            E::MemberMissing { .. } => (400, BODIES, inferred("a client program saw one such message")),
            E::StatusInvalid { .. } => (400, STATUSES, inferred("FAQ 46, 48 give the rule; nobody recorded the words")),
            E::SearchParameterInvalid { .. } => (400, SEARCHES, observed("the vendor's Swagger, as a client program quotes it")),
            E::ReferenceUnknown { .. } => (400, REFER, UNRECORDED),
            E::NotFound { .. } => (404, FIND, inferred("client programs expect the status; nobody recorded the words")),
            E::MethodNotAllowed { .. } => (405, &[][..], UNRECORDED),
            E::BodyUnreadable { .. } => (400, BODIES, UNRECORDED),
            E::MediaTypeUnsupported { .. } => (415, &[][..], UNRECORDED),
            E::BodyTooLarge { .. } => (413, &[][..], UNRECORDED),
            E::Internal { .. } => (500, &[][..], inferred("FAQ 23 gives the status; nobody recorded the body")),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Row { id: self.into(), status, operations, evidence }
    }

    #[rustfmt::skip]
    fn explanation(&self) -> String {
        match self {
            E::AccessTokenMissing => "The request carries no access token: neither a Bearer header nor an access_token parameter.".to_owned(),
            E::AccessTokenInvalid { reason } => format!("This access token {reason}."),
            E::ClientAuthenticationMissing => "The request carries no client credentials: send them as HTTP Basic, base64(client_id:client_secret).".to_owned(),
            E::ClientAuthenticationRejected { reason } | E::ClientAuthenticationWrong { reason } => {
                format!("The client is not authenticated: {reason}.")
            }
            E::RedirectUriMismatch { uri } => format!("The application has not registered the redirect_uri {uri:?}."),
            E::GrantTypeInvalid { given } => format!("The grant_type is {given:?}; there are authorization_code and refresh_token."),
            E::CodeInvalid { reason } => format!("This code {reason}."),
            E::RefreshTokenInvalid { reason } => format!("This refresh token {reason}."),
            E::SaleNeedsItemIds { item } => format!("Item {item} of a COMMITTED sale names no product or service."),
            E::SaleUnreadable { reason } | E::InstallmentNotAcquittable { reason } | E::NotFound { reason } => format!("{reason}."),
            E::StockExceeded { product, asked, available } => {
                format!("The account checks stock: {asked} of {product:?} were asked for, {available} are there.")
            }
            E::ContractFixed => "Contracts, and the sales that come from them, are only changed by hand in the ERP.".to_owned(),
            E::CustomerDocumentTaken { document } => format!("Another customer has the document {document}."),
            E::SearchParameterInvalid { parameter, reason } => format!("The search parameter `{parameter}`: {reason}."),
            E::StatusInvalid { given } => format!("The status is {given:?}."),
            E::ReferenceUnknown { member, id } => format!("The account has nothing with the id {id:?} that `{member}` could name."),
            E::BodyUnreadable { reason } | E::ParametersUnreadable { reason } | E::Internal { reason } => reason.clone(),
            E::MediaTypeUnsupported { .. } => "Bodies are JSON, and their Content-Type must say so.".to_owned(),
            E::BodyTooLarge { limit_bytes } => format!("The body is larger than {limit_bytes} bytes."),
            E::SaleNeedsCustomer | E::InstallmentsDiffer { .. } | E::MemberMissing { .. } | E::TokenMethodInvalid { .. } | E::MethodNotAllowed { .. } => {
                self.message().unwrap_or_default()
            }
        }
    }

    fn word(&self, context: &RequestContext) -> Answer {
        let status = self.row().status;
        match self.gateway_error() {
            Some(error) => self.word_as_gateway(status, error, context),
            None => {
                let body = json!({"code": self.code(), "message": self.message()});
                Answer::new(status, JSON, body.to_string())
            }
        }
    }
}

impl Error {
    /// What a fixture that breaks a rule is told: the words, or where they are none or say too little the explanation.
    pub(super) fn reason(&self) -> String {
        match self {
            E::ReferenceUnknown { .. } | E::NotFound { .. } | E::BodyUnreadable { .. } => None,
            E::Internal { .. } => None,
            _ => self.message(),
        }
        .unwrap_or_else(|| self.explanation())
    }

    /// No such record, of this account.
    pub(super) fn not_found(what: &str, id: impl std::fmt::Display) -> Self {
        E::NotFound {
            reason: format!("The account has no {what} {id}"),
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
