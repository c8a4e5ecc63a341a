//! The codes that DocSales gives: a prefix and the account's next number. One that is taken already is passed over.

use sqlx::SqliteConnection;

use crate::store::StoreError;

/// `DOC-0071`.
pub(in crate::providers::docsales) async fn next_document_code(
    connection: &mut SqliteConnection,
    account: &str,
) -> Result<String, StoreError> {
    loop {
        let code = format!("DOC-{:04}", next(connection, account, "DOC").await?);
        if !super::proposals::has_code(connection, account, &code).await? {
            return Ok(code);
        }
    }
}

/// `CLI-00113`.
pub(in crate::providers::docsales) async fn next_customer_code(
    connection: &mut SqliteConnection,
    account: &str,
) -> Result<String, StoreError> {
    loop {
        let code = format!("CLI-{:05}", next(connection, account, "CLI").await?);
        if super::customers::by_code(connection, account, &code)
            .await?
            .is_none()
        {
            return Ok(code);
        }
    }
}

/// Goes on behind `code`, where it is one of the series.
pub(in crate::providers::docsales) async fn pass(
    connection: &mut SqliteConnection,
    account: &str,
    code: &str,
) -> Result<(), StoreError> {
    let series = code
        .split_once('-')
        .filter(|(series, _)| ["DOC", "CLI"].contains(series));
    let Some((series, Ok(number))) = series.map(|(series, number)| (series, number.parse::<i64>()))
    else {
        return Ok(());
    };
    sqlx::query(
        "insert into docsales_numbering (account, series, last) values (?, ?, ?)
         on conflict (account, series) do update set last = max(last, excluded.last)",
    )
    .bind(account)
    .bind(series)
    .bind(number)
    .execute(connection)
    .await?;
    Ok(())
}

async fn next(
    connection: &mut SqliteConnection,
    account: &str,
    series: &str,
) -> Result<i64, StoreError> {
    sqlx::query_scalar(
        "insert into docsales_numbering (account, series, last) values (?, ?, 1)
         on conflict (account, series) do update set last = last + 1 returning last",
    )
    .bind(account)
    .bind(series)
    .fetch_one(connection)
    .await
}
