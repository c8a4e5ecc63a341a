//! On whose behalf a sale is issued.

use crate::providers::contaazul::accounts::Settings;

/// On whose behalf a sale is issued.
#[derive(Debug, Clone, Copy)]
pub(in crate::providers::contaazul) struct Issuer<'a> {
    /// The account.
    pub(in crate::providers::contaazul) account: &'a str,
    /// Its settings.
    pub(in crate::providers::contaazul) settings: &'a Settings,
    /// The consenting user, whose sales they are where no seller is named.
    pub(in crate::providers::contaazul) user: &'a str,
    /// The name of the application.
    pub(in crate::providers::contaazul) origin: &'a str,
    /// Whether what is sold leaves the stock: not in fixtures, which say what is left.
    pub(in crate::providers::contaazul) moves_stock: bool,
}
