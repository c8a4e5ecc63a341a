//! What a confirmed sale becomes.

use serde_json::json;
use sqlx::SqliteConnection;

use crate::providers::financeiro::financial_accounts::{RECEIVABLE_ACCOUNT, next_financial_account, set_defaults};
use crate::providers::financeiro::resource::{AlsoMade, Owner, Record, has, id_of, set, store};

/// Makes the receivable account of a confirmed sale that has none.
pub(super) async fn receive(sale: &mut Record, owner: Owner, connection: &mut SqliteConnection) -> AlsoMade {
    let is_confirmed = sale.get("status").is_some_and(|status| *status == 1);
    if !is_confirmed || has(sale, "financial_account_id") {
        return Ok(None);
    }
    let mut account = Record::new();
    set(&mut account, "entity_id", owner.id);
    for (name, column) in [
        ("due_date", "estimated_liquidated_at"),
        ("amount", "receivable_amount"),
        ("description", "description"),
        ("category_id", "category_id"),
        ("classification_center_id", "classification_center_id"),
        ("person_id", "person_id"),
        ("sale_account_id", "sale_account_id"),
        ("created_at", "updated_at"),
        ("updated_at", "updated_at"),
    ] {
        set(&mut account, name, sale.get(column).cloned().unwrap_or_default());
    }
    set(&mut account, "sale_ids", json!([id_of(sale)]));
    set_defaults(&mut account);
    let id = next_financial_account(connection).await?;
    set(&mut account, "id", id);
    store::insert(connection, &RECEIVABLE_ACCOUNT, owner, &mut account).await?;
    set(sale, "financial_account_id", id);
    Ok(Some((&RECEIVABLE_ACCOUNT, account)))
}
