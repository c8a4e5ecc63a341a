//! The account's banks and sellers: listed, never created (FAQ 41, 42).

use schemars::JsonSchema;
use serde::Deserialize;

use super::store;
use crate::providers::contaazul::accounts::Caller;
use crate::providers::contaazul::answers::{Handled, list};
use crate::web::extract::Query;

/// What a list of banks can be narrowed by.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct BankFilter {
    /// In the name.
    search: Option<String>,
}

/// Lists the banks, native ones too.
pub(super) async fn list_banks(caller: Caller, Query(filter): Query<BankFilter>) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    Ok(list(
        &store::banks(&mut connection, caller.account(), filter.search).await?,
    ))
}

/// Lists the sellers.
pub(super) async fn list_sellers(caller: Caller) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    Ok(list(&store::sellers(&mut connection, caller.account()).await?))
}
