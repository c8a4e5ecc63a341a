//! The codes that DocSales gives: a prefix and the account's next number. A code that is in use already is skipped.

use sqlx::{Row as _, SqliteConnection};

use crate::store::batch::rows;
use crate::store::{Statement, StoreError};

/// A series of codes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Series {
    prefix: &'static str,
    /// How many digits a number has at least.
    digits: usize,
    /// The SQL that finds a record of an account by its code.
    find: &'static str,
}

/// `DOC-0071`.
pub(crate) const DOCUMENTS: Series = Series {
    prefix: "DOC",
    digits: 4,
    find: "select code from docsales_proposal where account = ? and code = ?",
};

/// `CLI-00113`.
pub(crate) const CUSTOMERS: Series = Series {
    prefix: "CLI",
    digits: 5,
    find: "select code from docsales_customer where account = ? and code = ?",
};

/// Reads the last number of a series of an account.
pub(super) fn last(account: &str, series: Series) -> Statement {
    Statement::new("select coalesce(max(last), 0) from docsales_numbering where account = ? and series = ?")
        .bind(account)
        .bind(series.prefix)
}

/// The account's next free code of a series, and the statement that writes that it was given.
pub(crate) async fn next(
    connection: &mut SqliteConnection,
    account: &str,
    series: Series,
) -> Result<(String, Statement), StoreError> {
    let [rows] = rows(connection, [last(account, series)]).await?;
    let last = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
    next_after(connection, account, series, last).await
}

/// The next free code after the number `last`, and the statement that writes that it was given.
pub(crate) async fn next_after(
    connection: &mut SqliteConnection,
    account: &str,
    series: Series,
    last: i64,
) -> Result<(String, Statement), StoreError> {
    let mut number = last;
    loop {
        number += 1;
        let Series { prefix, digits, find } = series;
        let code = format!("{prefix}-{number:0digits$}");
        let taken = Statement::new(find).bind(account).bind(code.as_str());
        if taken.find_text(connection).await?.is_none() {
            return Ok((code, given(account, prefix, number)));
        }
    }
}

/// The statement that writes which number of a series was given last.
fn given(account: &str, prefix: &str, number: i64) -> Statement {
    Statement::new(
        "insert into docsales_numbering (account, series, last) values (?, ?, ?)
         on conflict (account, series) do update set last = max(last, excluded.last)",
    )
    .bind(account)
    .bind(prefix)
    .bind(number)
}

/// Continues the series after `code`, where `code` belongs to one.
pub(crate) async fn skip_past(connection: &mut SqliteConnection, account: &str, code: &str) -> Result<(), StoreError> {
    let series = code
        .split_once('-')
        .filter(|(series, _)| [DOCUMENTS.prefix, CUSTOMERS.prefix].contains(series));
    let Some((series, Ok(number))) = series.map(|(series, number)| (series, number.parse::<i64>())) else {
        return Ok(());
    };
    given(account, series, number).execute(connection).await
}
