//! One example of every error, for the catalogue, the OpenAPI document and the fault that asks for it.

use chrono::DateTime;

use super::Error as E;
use super::{BLANK, Error, Invalid};
use crate::web::wording::Wording;
use crate::world::quotas::QuotaUsage;

impl Error {
    /// One example of every error.
    pub(crate) fn examples() -> Vec<Box<dyn Wording>> {
        let text = |text: &str| text.to_owned();
        let accounts = || vec![(1, text("Conta Um")), (2, text("Conta Dois"))];
        let usage = QuotaUsage {
            limit: 100,
            used: 101,
            resets_at: DateTime::UNIX_EPOCH,
        };
        let examples = vec![
            E::Unauthenticated {
                reason: text("The request carries no credential."),
            },
            E::AccountSuspended {
                account: text("Conta Suspensa"),
            },
            E::PlanWithoutApi {
                account: text("Conta Básica"),
            },
            E::AccountIdMissing { accounts: accounts() },
            E::AccountIdUnknown {
                given: text("1000"),
                accounts: accounts(),
            },
            E::RetryLater { usage },
            E::PermissionMissing {
                reason: text("The account has no entity 555."),
            },
            E::RecordNotFound {
                message: text("Couldn't find Person with id=8888888 [WHERE `people`.`account_id` = 1]"),
                reason: text("The account has no person 8888888."),
            },
            E::RecordInvalid {
                invalid: Invalid::of("name", BLANK),
            },
            E::RequestUnusable {
                reason: text("The body has no `person`."),
            },
            E::BodyUnreadable {
                reason: text("expected value at line 1 column 1"),
            },
            E::BodyTooLarge { limit_bytes: 1_048_576 },
            E::FormatUnknown,
            E::PageNotFound {
                reason: text("No operation of this provider has this address."),
            },
            E::ServerBroken {
                reason: text("Something broke inside the sandbox; its log says what."),
            },
        ];
        examples.into_iter().map(|error| Box::new(error) as _).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantNames as _;

    #[test]
    fn every_error_has_an_example() {
        let shown: Vec<&str> = Error::examples().iter().map(|error| error.row().id).collect();
        assert_eq!(shown, Error::VARIANTS);
    }
}
