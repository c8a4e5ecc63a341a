//! A sale's items (FAQ 43).

use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use super::wire::SaleItem;
use super::{load_sale, store};
use crate::providers::contaazul::accounts::Caller;
use crate::providers::contaazul::answers::{Handled, json_text, ok};
use crate::providers::contaazul::lists::window;
use crate::providers::contaazul::wire::{Count, folded};
use crate::web::extract::{Path, Query};

/// What a list of items can be narrowed by.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ItemFilter {
    /// In the description.
    description: Option<String>,
    /// The page, from 0.
    page: Option<Count>,
    /// How many items a page has: 20 where it is not given, and no bound.
    size: Option<Count>,
}

/// Lists a sale's items in their order, each beside what the catalogue has of it now.
pub(super) async fn list_items(caller: Caller, Path(id): Path<Uuid>, Query(filter): Query<ItemFilter>) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    load_sale(&mut connection, &caller, id).await?;
    let mut items = store::items(&mut connection, id).await?;
    if let Some(text) = filter.description.map(|text| folded(&text)) {
        let described = |item: &SaleItem| item.description.as_deref().map(folded);
        items.retain(|item| described(item).is_some_and(|description| description.contains(&text)));
    }
    let page: Vec<&SaleItem> = window(filter.page, filter.size).of(&items).collect();
    Ok(ok(json_text(&page)?))
}
