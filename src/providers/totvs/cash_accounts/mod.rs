//! Cash accounts (Conta/Caixa).
//!
//! Documentation: <https://tdn.totvs.com> (API Conta/Caixa), whose sections are cited by number.
//!
//! LIMITATIONS
//! * Texts that RM's tables bound by nothing known hold 40 characters.
//! * `fields` narrows an answer and never widens it: a list's items have their seventeen fields and no other.

mod body;
mod fields;
mod query;
mod record;
mod statement;
mod store;

use axum::response::Response;
use http::{Method, StatusCode};
use schemars::JsonSchema;
use serde_json::Value as Json;
use sqlx::SqliteConnection;

use super::answers::{json, noted};
use super::credentials::user_of;
use super::errors::{Error, Handled};
use super::settings::{Settings, fold_of};
use crate::store::{StoreError, fold};
use crate::web::context::RequestContext;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::{JsonBody, Parameters, Path};
use crate::web::fidelity::documented;
use crate::web::wording::Answer;
use crate::world::seeding::FixtureLoader;
use body::{CashAccount, CashAccountBody, Members};
use fields::{CODE, COMPANY, ECHOED_ONLY};
use query::{ListParameters, ListRequest, odata_environment, with_fields};
use record::{Record, Value};

const ALL: &str = "/api/financial/v1/cashaccounts";
const ONE: &str = "/api/financial/v1/cashaccounts/{id}";

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let section = documented;
    Endpoints::new()
        .get(
            ALL,
            get_cash_accounts,
            operation(
                "getCashAccounts",
                "List cash accounts",
                section("API Conta/Caixa, 1.1.1 to 1.1.5"),
            )
            .query::<ListParameters>()
            .answers::<CashAccounts>(StatusCode::OK),
        )
        .get(
            ONE,
            get_cash_account,
            operation(
                "getCashAccount",
                "Show a cash account",
                section("API Conta/Caixa, 1.1.6"),
            )
            .answers::<CashAccount>(StatusCode::OK),
        )
        .post(
            ALL,
            post_cash_account,
            operation(
                "postCashAccount",
                "Create a cash account",
                section("API Conta/Caixa, 1.2.1"),
            )
            .body::<CashAccountBody>()
            .answers::<CashAccount>(StatusCode::CREATED),
        )
        .mount(
            Method::PATCH,
            ONE,
            patch_cash_account,
            operation(
                "patchCashAccount",
                "Change a cash account",
                section("API Conta/Caixa, 1.3.1"),
            )
            .body::<CashAccountBody>()
            .answers::<CashAccount>(StatusCode::OK),
        )
        .put(
            ONE,
            put_cash_account,
            operation(
                "putCashAccount",
                "Replace a cash account",
                section("API Conta/Caixa, 1.4.1"),
            )
            .body::<CashAccountBody>()
            .answers::<CashAccount>(StatusCode::OK),
        )
        .delete(
            ONE,
            delete_cash_account,
            operation(
                "deleteCashAccount",
                "Delete a cash account",
                section("API Conta/Caixa, 1.5.1"),
            )
            .answers_with(StatusCode::NO_CONTENT, ""),
        )
}

/// Lists cash accounts.
async fn get_cash_accounts(context: RequestContext, parameters: Parameters) -> Handled<Response> {
    let asked = ListRequest::read(&parameters, &odata_environment(&context.world))?;
    let (fields, notes) = (asked.fields.clone(), asked.notes.clone());
    let size = usize::try_from(asked.window.take).unwrap_or(usize::MAX);
    let mut connection = context.world.store.connection().await?;
    let mut items = store::list(&mut connection, asked).await?;
    drop(connection);
    let has_next = items.len() > size;
    items.truncate(size);
    let items: Vec<String> = items
        .into_iter()
        .map(|item| with_fields(item, fields.as_ref()))
        .collect();
    let document = format!("{{\"hasNext\":{has_next},\"items\":[{}]}}", items.join(","));
    Ok(noted(json(StatusCode::OK, document), &notes))
}

/// Shows a cash account.
async fn get_cash_account(context: RequestContext, Path(id): Path<String>, parameters: Parameters) -> Handled {
    let fold = fold_of(&context.world);
    let key = key(&id)?;
    let found = store::find(key, fold);
    let record = context.world.store.find_text(found).await?;
    let record = record.ok_or_else(|| unknown(&id))?;
    Ok(json(
        StatusCode::OK,
        with_fields(record, query::fields(&parameters).as_ref()),
    ))
}

/// Creates a cash account.
async fn post_cash_account(context: RequestContext, JsonBody(body): JsonBody<Json>) -> Handled {
    let settings = Settings::of(&context.world);
    let record = body::whole(&body::members(body)?)?;
    let mut connection = context.world.store.connection().await?;
    if !store::insert(&mut connection, &record, settings.fold()).await? {
        let user = context
            .caller
            .as_ref()
            .map(|caller| user_of(caller))
            .unwrap_or_default();
        let now = context.world.clock.now();
        return Err(Error::KeyTaken {
            key: record.id(),
            insert: statement::duplicate_key(&record, user, now),
        });
    }
    let status = StatusCode::from_u16(settings.post_status).unwrap_or(StatusCode::CREATED);
    Ok(json(status, record.echo()))
}

/// Changes the fields of a cash account that are sent.
async fn patch_cash_account(
    context: RequestContext,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<Json>,
) -> Handled {
    let members = body::members(body)?;
    write(&context, &id, |before| {
        let record = body::changed(&members, before)?;
        // What reading never shows is shown where it was sent.
        let mut shown = record.clone();
        for name in ECHOED_ONLY {
            if let Some(place) = fields::place_of(name).filter(|_| !body::says(&members, name)) {
                shown.values[place] = Value::Null;
            }
        }
        Ok((record, shown.echo()))
    })
    .await
}

/// Replaces a cash account.
async fn put_cash_account(context: RequestContext, Path(id): Path<String>, JsonBody(body): JsonBody<Json>) -> Handled {
    let members = body::members(body)?;
    write(&context, &id, |before| {
        let record = body::replaced(&members, before)?;
        let echo = record.echo();
        Ok((record, echo))
    })
    .await
}

/// Deletes a cash account.
async fn delete_cash_account(context: RequestContext, Path(id): Path<String>) -> Handled {
    let fold = fold_of(&context.world);
    let key = key(&id)?;
    let mut connection = context.world.store.connection().await?;
    match store::delete(&mut connection, key, fold).await? {
        true => Ok(Answer::empty(StatusCode::NO_CONTENT)),
        false => Err(unknown(&id)),
    }
}

/// Changes the cash account that `id` names into what `change` makes of it, and answers with what that shows.
async fn write(
    context: &RequestContext,
    id: &str,
    change: impl FnOnce(&Record) -> Handled<(Record, String)>,
) -> Handled {
    let fold = fold_of(&context.world);
    let key = key(id)?;
    let mut connection = context.world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    let before = store::load(&mut transaction, key, fold).await?;
    let (record, shown) = change(&before.ok_or_else(|| unknown(id))?)?;
    store::update(&mut transaction, &record, fold).await?;
    transaction.commit().await?;
    Ok(json(StatusCode::OK, shown))
}

/// A list.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "described here, written as text")]
#[serde(rename_all = "camelCase")]
struct CashAccounts {
    /// Whether another page follows.
    has_next: bool,
    /// The page.
    items: Vec<CashAccount>,
}

/// Company and code of an identifier, which stand on either side of the first `|`.
fn key(id: &str) -> Handled<(i64, &str)> {
    let (company, code) = id.split_once('|').ok_or_else(|| unknown(id))?;
    let company = company.parse().map_err(|_| unknown(id))?;
    Ok((company, code))
}

fn unknown(id: &str) -> Error {
    let hint = match id.split_once('|') {
        Some(_) => "",
        None => " An identifier is a company, `|` and a code, as in 1|0001.",
    };
    Error::RecordUnknown {
        reason: format!("There is no cash account {id:?}.{hint}"),
    }
}

/// Folds every text again. False, and nothing is changed, where two keys become the same.
pub(super) async fn refold(connection: &mut SqliteConnection, fold: fn(&str) -> String) -> Result<bool, StoreError> {
    store::refold(connection, fold).await
}

/// Loads the fixtures: documents as a POST takes them.
pub(super) async fn load(loading: &mut FixtureLoader) -> Result<(), StoreError> {
    for document in loading.documents_like::<Members, CashAccountBody>("cashaccounts") {
        let record = match body::whole(&document.value) {
            Ok(record) => record,
            Err(error) => {
                loading.fault(&document, crate::web::wording::Wording::explanation(&error));
                continue;
            }
        };
        if !store::insert(&mut loading.connection, &record, fold::without_case).await? {
            let (company, code) = (&record.values[COMPANY], &record.values[CODE]);
            loading.fault(&document, format!("the key {company:?}, {code:?} is taken"));
        }
    }
    Ok(())
}
