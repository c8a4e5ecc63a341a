//! Records that are shown by their number, for many callers in one statement.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use crate::providers::financeiro::request::Request;
use crate::providers::financeiro::resource::description::Resource;
use crate::providers::financeiro::resource::record::StoredRecord;
use crate::store::{Statement, StoreError};

/// The statements by table. Reads go to the database together where their text is one constant, so each text is made
/// once for the whole process and stays, one for each resource.
static STATEMENTS: LazyLock<Mutex<HashMap<&'static str, &'static str>>> = LazyLock::new(Mutex::default);

/// The record that the path names by `{id}`, where everything that the path names on the way is there too. `None` where
/// something is not: then it is looked for step by step, which finds out what is missing.
pub(crate) async fn find_by_id(
    resource: &'static Resource,
    request: &Request,
) -> Result<Option<StoredRecord>, StoreError> {
    let account = request.account;
    let owners = resource.owners(request);
    let statement = Statement::new(by_id(resource.table, owners.iter().map(|(owner, _)| owner.table)));
    let mut statement = statement.bind(request.path_id("id")).bind(account);
    for (_, id) in owners {
        // It is what the record before it belongs to, and is there itself.
        statement = statement.bind(id).bind(id).bind(account);
    }
    let found: Option<(i64, String)> = request.context.world.store.find(statement.bind(account)).await?;
    Ok(found.map(|(id, document)| StoredRecord::new(id, document)))
}

/// What finds a record of a table by its number, its account and its owner, and every owner above it in the same way.
fn by_id(table: &'static str, owners: impl Iterator<Item = &'static str>) -> &'static str {
    let mut statements = STATEMENTS.lock().unwrap_or_else(PoisonError::into_inner);
    statements.entry(table).or_insert_with(|| {
        let mut text = format!("select id, document from {table} where id = ? and account = ? and owner = ?");
        for owner in owners {
            text += &format!(" and exists (select 1 from {owner} where id = ? and account = ? and owner = ?)");
        }
        text.leak()
    })
}
