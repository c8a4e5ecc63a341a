//! The documents' table.

use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::providers::docsales::wire::Proposal;
use crate::store::{Statement, StoreError};

/// How a document is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// Its internal id.
    Id(i64),
    /// The UUID that it was given when it was created through the API.
    ExternalUuid(Uuid),
}

impl Key {
    /// Digits are an id, a hyphenated UUID is an external UUID; `None` for anything else.
    pub(crate) fn of(text: &str) -> Option<Self> {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().ok().map(Self::Id);
        }
        let uuid = Uuid::try_parse(text).ok().filter(|_| text.len() == 36);
        uuid.map(Self::ExternalUuid)
    }
}

/// Reads a document, of one account or of any.
pub(crate) fn find(account: Option<&str>, key: Key) -> Statement {
    match key {
        Key::Id(id) => {
            Statement::new("select document from docsales_proposal where id = ? and account = coalesce(?, account)")
                .bind(id)
        }
        Key::ExternalUuid(uuid) => Statement::new(
            "select document from docsales_proposal where external_uuid = ? and account = coalesce(?, account)",
        )
        .bind(uuid.to_string()),
    }
    .bind(account)
}

/// Finds the account's document with this code.
pub(super) fn with_code(account: &str, code: Option<&str>) -> Statement {
    Statement::new("select code from docsales_proposal where account = ? and code = ?")
        .bind(account)
        .bind(code)
}

/// Reads the id of the next document.
pub(super) fn next_id() -> Statement {
    Statement::new("select coalesce(max(id), 44072) + 1 from docsales_proposal")
}

/// The statement that adds a document.
pub(crate) fn insert(account: &str, proposal: &Proposal, document: &str) -> Statement {
    let sql = "insert into docsales_proposal (id, account, customer_id, document) values (?, ?, ?, ?)";
    let statement = Statement::new(sql).bind(proposal.id).bind(account);
    statement.bind(proposal.customer.id).bind(document)
}

/// Replaces a document.
pub(crate) async fn update(connection: &mut SqliteConnection, id: i64, document: &str) -> Result<(), StoreError> {
    sqlx::query("update docsales_proposal set document = ? where id = ?")
        .bind(document)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// A customer's documents in short, the newest last.
pub(crate) async fn of_customer(
    connection: &mut SqliteConnection,
    account: &str,
    customer_id: i64,
) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "select json_object(
             'id', id, 'external_uuid', external_uuid, 'code', code, 'title', document ->> '$.title',
             'status', document ->> '$.status', 'status_name', document ->> '$.status_name',
             'total', document ->> '$.total', 'expiration_date', document ->> '$.expiration_date',
             'template', document -> '$.template', 'seller', document -> '$.seller',
             'created_at', document ->> '$.created_at', 'updated_at', document ->> '$.updated_at')
         from docsales_proposal where account = ? and customer_id = ? order by id",
    )
    .bind(account)
    .bind(customer_id)
    .fetch_all(connection)
    .await?)
}
