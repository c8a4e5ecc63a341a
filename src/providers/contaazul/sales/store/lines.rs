//! A sale's items, as they are stored.

use sqlx::{QueryBuilder, SqliteConnection};
use uuid::Uuid;

use crate::providers::contaazul::sales::lines::Line;
use crate::providers::contaazul::sales::wire::ItemType;
use crate::providers::contaazul::wire::Amount;
use crate::store::StoreError;

/// Replaces a sale's items.
pub(in crate::providers::contaazul::sales) async fn replace_lines(
    connection: &mut SqliteConnection,
    sale: Uuid,
    lines: &[Line],
) -> Result<(), StoreError> {
    let sequence: i64 = sqlx::query_scalar("select sequence from contaazul_sale where id = ?")
        .bind(sale.to_string())
        .fetch_one(&mut *connection)
        .await?;
    sqlx::query("delete from contaazul_sale_item where sale = ?")
        .bind(sequence)
        .execute(&mut *connection)
        .await?;
    insert_lines(connection, sequence, lines).await
}

pub(super) async fn insert_lines(
    connection: &mut SqliteConnection,
    sale: i64,
    lines: &[Line],
) -> Result<(), StoreError> {
    let numbered: Vec<(i64, &Line)> = (1..).zip(lines).collect();
    // One statement for many rows, within what a statement may bind.
    for rows in numbered.chunks(1_000) {
        let mut query = QueryBuilder::new(
            "insert into contaazul_sale_item (sale, position, kind, item, description, quantity, value) ",
        );
        query.push_values(rows, |mut row, (position, line)| {
            row.push_bind(sale)
                .push_bind(*position)
                .push_bind(line.item_type.text())
                .push_bind(line.item.map(|id| id.to_string()))
                .push_bind(line.description.clone())
                .push_bind(line.quantity.0.to_string())
                .push_bind(line.value.0.to_string());
        });
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// A sale's items, as they are stored.
pub(in crate::providers::contaazul) async fn lines(
    connection: &mut SqliteConnection,
    sale: Uuid,
) -> Result<Vec<Line>, StoreError> {
    type Row = (String, Option<String>, Option<String>, String, String);
    let rows: Vec<Row> = sqlx::query_as(
        "select kind, item, description, quantity, value from contaazul_sale_item
         where sale = (select sequence from contaazul_sale where id = ?) order by position",
    )
    .bind(sale.to_string())
    .fetch_all(connection)
    .await?;
    let amount = |text: String| {
        text.parse::<Amount>()
            .map_err(|e| StoreError::Decode(e.into()))
    };
    let line = |(kind, item, description, quantity, value): (String, Option<String>, _, _, _)| {
        Ok(Line {
            item_type: if kind == "PRODUCT" {
                ItemType::Product
            } else {
                ItemType::Service
            },
            item: item.and_then(|id| id.parse().ok()),
            description,
            quantity: amount(quantity)?,
            value: amount(value)?,
        })
    };
    rows.into_iter().map(line).collect()
}
