//! One example of every error, for the catalogue, the OpenAPI document and the fault that asks for it.

use http::Method;
use strum::VariantNames;

use super::Error;
use super::Error as E;
use crate::providers::procfy::enums::{
    ContactType, PaymentMethod, PaymentType, PersonType, TransactionType, UnknownKey,
};
use crate::providers::procfy::validation::Violations;
use crate::web::wording::Wording;

impl Error {
    /// One example of every error.
    pub(crate) fn examples() -> Vec<Box<dyn Wording>> {
        let text = |text: &str| text.to_owned();
        let examples = vec![
            E::TokenBlank,
            E::TokenInvalid {
                reason: text("was never issued in this world"),
            },
            E::TokenExpired {
                reason: text("expired at 2024-01-01T00:00:00Z"),
            },
            E::PermissionDenied {
                resource: "transaction",
                action: "create",
            },
            E::BadRequest {
                reason: text("The query cannot be read: malformed percent-encoding."),
            },
            E::Pagination {
                message: text("expected :page in 1..2; got 99"),
            },
            E::DateInvalid {
                parameter: "start_date",
                given: text("soon"),
            },
            E::unknown("transaction", 99),
            E::TransactionTypeInvalid(unknown_key::<TransactionType>()),
            E::PaymentMethodInvalid(unknown_key::<PaymentMethod>()),
            E::PaymentTypeInvalid(unknown_key::<PaymentType>()),
            E::ContactTypeInvalid(unknown_key::<ContactType>()),
            E::PersonTypeInvalid(unknown_key::<PersonType>()),
            E::TransactionInvalid(violations(&[
                "Data não pode ficar em branco",
                "Bank account não pode ficar em branco",
                "Bank account é obrigatório(a)",
            ])),
            E::BankAccountInvalid(violations(&["Nome não pode ficar em branco"])),
            E::ContactInvalid(violations(&SHORT_NAME)),
            E::CostCenterInvalid(violations(&SHORT_NAME)),
            E::CategoryInvalid(violations(&["Nome não pode ficar em branco"])),
            E::UserInvalid(violations(&["E-mail não pode ficar em branco", "E-mail não é válido"])),
            E::FileMissing {
                reason: text("The body has no part `filename`"),
            },
            E::FileTooLarge {
                limit_bytes: 26_214_400,
            },
            E::RouteUnknown {
                method: Method::POST,
                path: text("/api/v1/users"),
                reason: text("The address is known, but not with the method POST."),
            },
            E::BodyTooLarge { limit_bytes: 1_048_576 },
            E::Internal {
                reason: text("Something broke inside the sandbox; its log says what."),
            },
        ];
        examples
            .into_iter()
            .map(|error| Box::new(error) as Box<dyn Wording>)
            .collect()
    }
}

/// What an empty body is told where names have two characters at least.
const SHORT_NAME: [&str; 2] = [
    "Nome não pode ficar em branco",
    "Nome é muito curto (mínimo: 2 caracteres)",
];

fn unknown_key<T: VariantNames>() -> UnknownKey {
    UnknownKey {
        given: "other".to_owned(),
        keys: T::VARIANTS,
    }
}

fn violations(messages: &[&str]) -> Violations {
    Violations {
        messages: messages.iter().map(|text| (*text).to_owned()).collect(),
        reasons: vec!["what is needed is missing or blank".to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_one_example() {
        let examples = Error::examples();
        let ids: Vec<&str> = examples.iter().map(|error| error.row().id).collect();
        assert_eq!(ids, Error::VARIANTS);
    }
}
