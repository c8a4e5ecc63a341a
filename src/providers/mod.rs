//! The simulated APIs. They do not know one another; this list is all that knows them.

mod contaazul;
mod docsales;
mod financeiro;
mod procfy;
mod totvs;

use crate::provider::Provider;

/// Every provider, in the order in which they are shown.
pub static ALL: &[&Provider] = &[
    &contaazul::PROVIDER,
    &financeiro::PROVIDER,
    &totvs::PROVIDER,
    &docsales::PROVIDER,
    &procfy::PROVIDER,
];
