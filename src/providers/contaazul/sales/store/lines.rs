//! A sale's items, as they are stored.

use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::providers::contaazul::sales::wire::{CatalogueEntry, ItemType, SaleItem};
use crate::providers::contaazul::wire::Amount;
use crate::store::{StoreError, decode, encode};

/// A line of a sale, as it is stored.
#[derive(Debug, Clone)]
pub(in crate::providers::contaazul) struct Line {
    pub(in crate::providers::contaazul::sales) item_type: ItemType,
    pub(in crate::providers::contaazul::sales) item: Option<Uuid>,
    pub(in crate::providers::contaazul::sales) description: Option<String>,
    pub(in crate::providers::contaazul::sales) quantity: Amount,
    pub(in crate::providers::contaazul::sales) value: Amount,
}

/// Replaces a sale's items.
pub(in crate::providers::contaazul::sales) async fn replace_lines(
    connection: &mut SqliteConnection,
    sale: Uuid,
    lines: &[Line],
) -> Result<(), StoreError> {
    sqlx::query(concat!(
        "delete from contaazul_sale_item where sale = (select sequence from contaazul_sale where id = ?1);",
        "insert into contaazul_sale_item (sale, position, kind, item, description, quantity, value)
         select (select sequence from contaazul_sale where id = ?1),
                key + 1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
         from json_each(?2)"
    ))
    .bind(sale.to_string())
    .bind(stored_lines(lines)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Items as the statements take them: an array of arrays, in the order of the columns.
pub(super) fn stored_lines(lines: &[Line]) -> Result<String, StoreError> {
    let columns = |line: &Line| {
        let Line {
            item_type,
            item,
            description,
            quantity,
            value,
        } = line;
        // Amounts as text: a number would be rounded on its way.
        let (quantity, value) = (quantity.0.to_string(), value.0.to_string());
        (item_type.text(), *item, description.clone(), quantity, value)
    };
    encode(&lines.iter().map(columns).collect::<Vec<_>>())
}

/// A sale's items, as they are stored.
pub(in crate::providers::contaazul::sales) async fn load_lines(
    connection: &mut SqliteConnection,
    sale: Uuid,
) -> Result<Vec<Line>, StoreError> {
    type LineRow = (String, Option<String>, Option<String>, String, String);
    let rows: Vec<LineRow> = sqlx::query_as(
        "select kind, item, description, quantity, value from contaazul_sale_item
         where sale = (select sequence from contaazul_sale where id = ?) order by position",
    )
    .bind(sale.to_string())
    .fetch_all(connection)
    .await?;
    let line = |(kind, item, description, quantity, value): LineRow| {
        Ok(Line {
            item_type: ItemType::of_text(&kind),
            item: item.and_then(|id| id.parse().ok()),
            description,
            quantity: amount(&quantity)?,
            value: amount(&value)?,
        })
    };
    rows.into_iter().map(line).collect()
}

/// A sale's items beside what the catalogue has of them now.
pub(in crate::providers::contaazul::sales) async fn items(
    connection: &mut SqliteConnection,
    sale: Uuid,
) -> Result<Vec<SaleItem>, StoreError> {
    type ItemRow = (String, Option<String>, String, String, Option<String>);
    let rows: Vec<ItemRow> = sqlx::query_as(
        "select i.kind, i.description, i.quantity, i.value, coalesce(p.document, s.document)
         from contaazul_sale_item i
         left join contaazul_product p on i.kind = 'PRODUCT' and p.id = i.item
         left join contaazul_service s on i.kind = 'SERVICE' and s.id = i.item
         where i.sale = (select sequence from contaazul_sale where id = ?) order by i.position",
    )
    .bind(sale.to_string())
    .fetch_all(connection)
    .await?;
    let item = |(kind, description, quantity, value, entry): ItemRow| {
        let entry = entry.map(|document| decode::<CatalogueEntry>(&document)).transpose()?;
        Ok(SaleItem {
            description,
            quantity: amount(&quantity)?,
            item: entry.unwrap_or_default(),
            item_type: ItemType::of_text(&kind),
            value: amount(&value)?,
        })
    };
    rows.into_iter().map(item).collect()
}

fn amount(text: &str) -> Result<Amount, StoreError> {
    text.parse::<Amount>().map_err(StoreError::value)
}
