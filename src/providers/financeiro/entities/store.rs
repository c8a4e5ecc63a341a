//! What belongs to an entity, and goes with it.

use sqlx::SqliteConnection;

use crate::store::StoreError;

/// What stands in the way of deleting an entity, and whether it has any of it.
pub(super) async fn held_by_entity(
    connection: &mut SqliteConnection,
    entity: i64,
) -> Result<[(&'static str, bool); 3], StoreError> {
    let (deposits, payables, receivables, centers): (bool, bool, bool, bool) = sqlx::query_as(
        "select exists (select 1 from financeiro_deposit_account where owner = ?1),
                exists (select 1 from financeiro_payable_account where owner = ?1),
                exists (select 1 from financeiro_receivable_account where owner = ?1),
                exists (select 1 from financeiro_classification_center where entity_id = ?1)",
    )
    .bind(entity)
    .fetch_one(connection)
    .await?;
    Ok([
        ("Existem Contas que precisam ser apagadas", deposits),
        (
            "Existem Contas a Pagar/Contas a Receber que precisam ser apagadas",
            payables || receivables,
        ),
        ("Existem Centro de Custo/Receita que precisam ser apagados", centers),
    ])
}

/// Deletes an entity with all that belongs to it.
pub(super) async fn delete_entity(connection: &mut SqliteConnection, entity: i64) -> Result<(), StoreError> {
    sqlx::query("delete from financeiro_entity where id = ?")
        .bind(entity)
        .execute(connection)
        .await?;
    Ok(())
}
