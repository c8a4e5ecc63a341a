//! On whose behalf sales are issued.

use crate::providers::contaazul::SLUG;
use crate::providers::contaazul::accounts::{Caller, Settings};
use crate::web::oauth::APPLICATION;

/// On whose behalf a sale is issued.
#[derive(Debug)]
pub(in crate::providers::contaazul) struct Issuer<'a> {
    /// The account.
    pub(in crate::providers::contaazul) account: &'a str,
    /// Its settings.
    pub(in crate::providers::contaazul) settings: &'a Settings,
    /// The consenting user, whose sales they are where no seller is named.
    pub(in crate::providers::contaazul) user: &'a str,
    /// The name of the application, which the ERP shows as a sale's origin (FAQ 29).
    pub(in crate::providers::contaazul) origin: String,
    /// Whether what is sold leaves the stock: not in fixtures, which say what is left.
    pub(in crate::providers::contaazul) moves_stock: bool,
}

impl<'a> Issuer<'a> {
    /// The application that calls.
    pub(in crate::providers::contaazul) fn of(caller: &'a Caller) -> Self {
        let application = caller.world().directory.find(SLUG, &caller.consent.application);
        let application = application.filter(|application| application.kind == APPLICATION);
        Self {
            account: caller.account(),
            settings: &caller.settings,
            user: &caller.consent.user,
            origin: application
                .map(|application| application.holds("name").to_owned())
                .unwrap_or_default(),
            moves_stock: true,
        }
    }

    /// Areia itself, which loads fixtures.
    pub(in crate::providers::contaazul) fn of_fixtures(account: &'a str, settings: &'a Settings) -> Self {
        Self {
            account,
            settings,
            user: "",
            origin: "Areia".to_owned(),
            moves_stock: false,
        }
    }
}
