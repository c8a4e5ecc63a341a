//! Stock: approved sales take products out, and what becomes of them may put them back.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::issuer::Issuer;
use super::lines::products_taken;
use super::store::{Catalogue, Line};
use super::wire::{ItemType, Status};
use crate::providers::contaazul::answers::Handled;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::products;
use crate::providers::contaazul::wire::Amount;
use crate::store::{Statement, StoreError};

/// Whether a sale takes its products out of stock: only an approved one does, a pending one reserves nothing.
fn moves_stock(status: Status) -> bool {
    status == Status::Committed
}

/// What takes out what the lines of a sale need of the `catalogue`. Where the account checks stock, there must be
/// enough of it (FAQ 51), also for a sale that takes nothing out.
pub(super) fn take(
    issuer: &Issuer<'_>,
    status: Status,
    lines: &[Line],
    catalogue: &Catalogue,
) -> Handled<Option<Statement>> {
    let mut left = BTreeMap::new();
    for (id, asked) in products_taken(lines) {
        let Some(product) = catalogue.get(&(ItemType::Product, id)) else {
            continue;
        };
        // A product without a number is not kept in stock.
        let Some(available) = product.available_stock.map(|stock| stock.0) else {
            continue;
        };
        if issuer.settings.stock_check && asked > available {
            return Err(Error::StockExceeded {
                product: product.name.clone(),
                asked,
                available,
            });
        }
        left.insert(id, Amount(available).moved(-asked));
    }
    let is_moved = moves_stock(status) && issuer.moves_stock && !left.is_empty();
    let taken = is_moved.then(|| products::set_stock(issuer.account, &left));
    Ok(taken.transpose()?)
}

/// Puts back what the lines of a sale took.
pub(super) async fn put_back(
    connection: &mut SqliteConnection,
    account: &str,
    status: Status,
    lines: &[Line],
) -> Result<(), StoreError> {
    if moves_stock(status) {
        for (id, taken) in products_taken(lines) {
            products::move_stock(connection, account, id, taken).await?;
        }
    }
    Ok(())
}

/// Takes out what the lines of a sale need, whatever is there.
pub(super) async fn take_out(
    connection: &mut SqliteConnection,
    account: &str,
    status: Status,
    lines: &[Line],
) -> Result<(), StoreError> {
    if moves_stock(status) {
        for (id, taken) in products_taken(lines) {
            products::move_stock(connection, account, id, -taken).await?;
        }
    }
    Ok(())
}
