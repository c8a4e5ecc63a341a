//! One example of every error, for the catalogue, the OpenAPI document and the fault that asks for it.

use http::Method;
use rust_decimal::Decimal;

use super::Error;
use super::Error as E;
use crate::web::wording::Wording;

impl Error {
    /// One example of every error.
    pub(in crate::providers::contaazul) fn examples() -> Vec<Box<dyn Wording>> {
        let examples = Self::gateway_examples().into_iter().chain(Self::erp_examples());
        examples.map(|error| Box::new(error) as Box<dyn Wording>).collect()
    }

    fn gateway_examples() -> Vec<Self> {
        let text = |text: &str| text.to_owned();
        let never = || text("was never issued in this world");
        vec![
            E::AccessTokenMissing,
            E::AccessTokenInvalid { reason: never() },
            E::ClientAuthenticationMissing,
            E::ClientAuthenticationRejected {
                reason: text("this application was shown with a wrong secret"),
            },
            E::ClientAuthenticationWrong {
                reason: text("this application was shown with a wrong secret"),
            },
            E::RedirectUriMismatch {
                uri: text("https://elsewhere.example/"),
            },
            E::GrantTypeInvalid {
                given: text("password"),
            },
            E::CodeInvalid { reason: never() },
            E::RefreshTokenInvalid { reason: never() },
            E::TokenMethodInvalid { method: Method::GET },
            E::ParametersUnreadable {
                reason: text("The body cannot be read."),
            },
        ]
    }

    fn erp_examples() -> Vec<Self> {
        let text = |text: &str| text.to_owned();
        vec![
            E::SaleNeedsCustomer,
            E::SaleNeedsItemIds { item: 1 },
            E::SaleUnreadable {
                reason: text("The customer_id is no UUID"),
            },
            E::InstallmentsDiffer {
                sum: Decimal::new(300, 0),
                total: Decimal::new(305, 0),
            },
            E::StockExceeded {
                product: text("Produto X"),
                asked: Decimal::TEN,
                available: Decimal::ONE,
            },
            E::ContractFixed,
            E::InstallmentNotAcquittable {
                reason: text("The sale has no financial account"),
            },
            E::CustomerDocumentTaken {
                document: text("00011122233"),
            },
            E::MemberMissing {
                entity: "sale product",
                member: "value",
            },
            E::StatusInvalid {
                given: text("CANCELED"),
            },
            E::SearchParameterInvalid {
                parameter: text("page"),
                reason: text("it is no number"),
            },
            E::ReferenceUnknown {
                member: "seller_id",
                id: text("f38da1e5-0000-45d0-b108-d7f22d0eaac7"),
            },
            E::NotFound {
                reason: text("The account has no such sale"),
            },
            E::MethodNotAllowed { method: Method::PATCH },
            E::BodyUnreadable {
                reason: text("The body is no JSON."),
            },
            E::MediaTypeUnsupported {
                media_type: text("text/plain"),
            },
            E::BodyTooLarge { limit_bytes: 1_048_576 },
            E::Internal {
                reason: text("Something broke inside the sandbox; its log says what."),
            },
        ]
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantNames;

    use super::*;

    #[test]
    fn every_error_has_one_example() {
        let examples = Error::examples();
        let ids: Vec<&str> = examples.iter().map(|error| error.row().id).collect();
        assert_eq!(ids, Error::VARIANTS);
    }
}
