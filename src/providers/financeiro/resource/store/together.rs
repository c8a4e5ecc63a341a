//! Records that are shown by their number, for many callers in one statement.

use crate::providers::financeiro::call::Call;
use crate::providers::financeiro::entities::ENTITY;
use crate::providers::financeiro::resource::{Owner, Resource, Stored};
use crate::store::{Statement, StoreError};

/// The record that the path names by `{id}`, where all that the path names on the way is there too. `None` where it is
/// not, or where no statement stands ready: then it is looked for step by step, which finds out what is missing.
pub(in crate::providers::financeiro) async fn find_together(
    resource: &Resource,
    call: &Call,
) -> Result<Option<Stored>, StoreError> {
    let Some(sql) = by_id(resource.table) else {
        return Ok(None);
    };
    let account = call.account;
    let mut statement = Statement::new(sql).bind(call.path_id("id")).bind(account);
    let mut step = resource.owner;
    loop {
        let (above, parameter) = match step {
            Owner::Account => break,
            Owner::Entity => (&ENTITY, "entity_id"),
            Owner::Record(above, parameter) => (above, parameter),
        };
        // It is what the one below belongs to, and is there itself.
        let id = call.path_id(parameter);
        statement = statement.bind(id).bind(id).bind(account);
        step = above.owner;
    }
    let statement = statement.bind(account);
    let found: Option<(i64, String)> = call.context.world.store.find(statement).await?;
    Ok(found.map(|(id, document)| Stored::new(id, document)))
}

/// What finds a record of a table by its number, its account and whose it is, and the same of all above it. Statements
/// that go together are constants.
fn by_id(table: &str) -> Option<&'static str> {
    Some(match table {
        "financeiro_person" => "select id, document from financeiro_person where id = ? and account = ? and owner = ?",
        "financeiro_category" => {
            "select id, document from financeiro_category where id = ? and account = ? and owner = ?"
        }
        "financeiro_entity" => "select id, document from financeiro_entity where id = ? and account = ? and owner = ?",
        "financeiro_classification_center" => {
            "select id, document from financeiro_classification_center where id = ? and account = ? and owner = ?"
        }
        "financeiro_sale_account" => {
            "select id, document from financeiro_sale_account where id = ? and account = ? and owner = ?"
        }
        "financeiro_custom_classifier" => {
            "select id, document from financeiro_custom_classifier where id = ? and account = ? and owner = ?"
        }
        "financeiro_payable_account" => {
            "select id, document from financeiro_payable_account where id = ? and account = ? and owner = ?
             and exists (select 1 from financeiro_entity where id = ? and account = ? and owner = ?)"
        }
        "financeiro_receivable_account" => {
            "select id, document from financeiro_receivable_account where id = ? and account = ? and owner = ?
             and exists (select 1 from financeiro_entity where id = ? and account = ? and owner = ?)"
        }
        "financeiro_deposit_account" => {
            "select id, document from financeiro_deposit_account where id = ? and account = ? and owner = ?
             and exists (select 1 from financeiro_entity where id = ? and account = ? and owner = ?)"
        }
        "financeiro_credit_card" => {
            "select id, document from financeiro_credit_card where id = ? and account = ? and owner = ?
             and exists (select 1 from financeiro_entity where id = ? and account = ? and owner = ?)"
        }
        "financeiro_sale" => {
            "select id, document from financeiro_sale where id = ? and account = ? and owner = ?
             and exists (select 1 from financeiro_entity where id = ? and account = ? and owner = ?)"
        }
        "financeiro_attachment" => {
            "select id, document from financeiro_attachment where id = ? and account = ? and owner = ?
             and exists (select 1 from financeiro_entity where id = ? and account = ? and owner = ?)"
        }
        "financeiro_financial_transaction" => {
            "select id, document from financeiro_financial_transaction where id = ? and account = ? and owner = ?
             and exists (select 1 from financeiro_deposit_account where id = ? and account = ? and owner = ?)
             and exists (select 1 from financeiro_entity where id = ? and account = ? and owner = ?)"
        }
        "financeiro_bank_statement" => {
            "select id, document from financeiro_bank_statement where id = ? and account = ? and owner = ?
             and exists (select 1 from financeiro_deposit_account where id = ? and account = ? and owner = ?)
             and exists (select 1 from financeiro_entity where id = ? and account = ? and owner = ?)"
        }
        _ => return None,
    })
}
