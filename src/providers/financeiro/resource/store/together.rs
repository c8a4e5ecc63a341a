//! Records that are shown by their number, for many callers in one statement.

use crate::providers::financeiro::call::Call;
use crate::providers::financeiro::resource::{Owner, Resource, Stored};
use crate::store::{Statement, StoreError};

/// The record of the account that the path names by `{id}`. `None` where there is none, or where a path has to be
/// walked to it first: then it is looked for step by step.
pub(in crate::providers::financeiro::resource) async fn find_together(
    resource: &Resource,
    call: &Call,
) -> Result<Option<Stored>, StoreError> {
    let (Owner::Account, Some(sql)) = (resource.owner, by_id(resource.table)) else {
        return Ok(None);
    };
    let statement = Statement::new(sql)
        .bind(call.path_id("id"))
        .bind(call.account)
        .bind(call.account);
    let found: Option<(i64, String)> = call.passage.world.store.find(statement).await?;
    Ok(found.map(|(id, document)| Stored::new(id, document)))
}

/// What finds a record of a table by its number, its account and whose it is. Statements that go together are
/// constants.
fn by_id(table: &str) -> Option<&'static str> {
    Some(match table {
        "financeiro_person" => {
            "select id, document from financeiro_person where id = ? and account = ? and owner = ?"
        }
        "financeiro_category" => {
            "select id, document from financeiro_category where id = ? and account = ? and owner = ?"
        }
        "financeiro_entity" => {
            "select id, document from financeiro_entity where id = ? and account = ? and owner = ?"
        }
        "financeiro_classification_center" => {
            "select id, document from financeiro_classification_center where id = ? and account = ? and owner = ?"
        }
        "financeiro_sale_account" => {
            "select id, document from financeiro_sale_account where id = ? and account = ? and owner = ?"
        }
        "financeiro_custom_classifier" => {
            "select id, document from financeiro_custom_classifier where id = ? and account = ? and owner = ?"
        }
        _ => return None,
    })
}
