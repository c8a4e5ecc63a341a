//! Stock: approved sales take products out, and what becomes of them may put them back.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::issuer::Issuer;
use super::lines::products_taken;
use super::store::{CatalogueItem, Line};
use super::wire::Status;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::products;
use crate::providers::contaazul::wire::Amount;
use crate::store::{Statement, StoreError};

/// Whether a sale moves stock: only an approved one does, a pending one reserves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Movement {
    /// It takes products out.
    Real,
    /// It only asks whether they are there.
    None,
}

impl Movement {
    pub(super) fn of(status: Status) -> Self {
        if status == Status::Committed {
            Self::Real
        } else {
            Self::None
        }
    }
}

/// What takes out what the lines need of the `items` that they name. Where the account checks stock, there must be enough
/// of it (FAQ 51).
pub(super) fn take<'a>(
    issuer: Issuer<'_>,
    lines: &[Line],
    items: impl Iterator<Item = &'a CatalogueItem> + Clone,
    movement: Movement,
) -> Result<Option<Statement>, Error> {
    let mut left = BTreeMap::new();
    for (id, asked) in products_taken(lines) {
        let Some(product) = items.clone().find(|item| item.id == id) else {
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
    let is_moved = movement == Movement::Real && issuer.moves_stock && !left.is_empty();
    let taken = is_moved.then(|| products::set_stock(issuer.account, &left));
    Ok(taken.transpose()?)
}

/// Puts back what the lines took.
pub(super) async fn put_back(
    connection: &mut SqliteConnection,
    account: &str,
    lines: &[Line],
    movement: Movement,
) -> Result<(), StoreError> {
    if movement == Movement::None {
        return Ok(());
    }
    for (id, taken) in products_taken(lines) {
        products::move_stock(connection, account, id, taken).await?;
    }
    Ok(())
}

/// Takes out what the lines need, whatever is there.
pub(super) async fn take_out(
    connection: &mut SqliteConnection,
    account: &str,
    lines: &[Line],
) -> Result<(), StoreError> {
    for (id, taken) in products_taken(lines) {
        products::move_stock(connection, account, id, -taken).await?;
    }
    Ok(())
}
