//! Transações: <https://api.procfy.io>, "Transações".
//!
//! LIMITATIONS
//! * `frequency` is documented without an attribute that takes it, and ignored.
//! * The generic chapter's `amount`, `status`, `payment_date` and `account_id` are none of this chapter's attributes, and
//!   ignored.

mod balances;
mod changes;
mod filter;
mod money;
mod rules;
mod store;
mod transaction;
mod wire;

use http::StatusCode;
use sqlx::SqliteConnection;

use super::answers::{created, ok};
use super::bank_accounts::settle;
use super::errors::{Error, Handled};
use super::pages::{PageOf, Paging};
use super::parameters::RailsParameters;
use super::records::{self, BODIES, Fixture};
use super::store::next_id;
use super::time::moment_text;
use crate::web::context::RequestContext;
use crate::web::endpoints::{Endpoint, Endpoints, operation};
use crate::web::extract::Path;
use crate::web::fidelity::{documented, inferred};
use crate::world::seeding::FixtureLoader;
use balances::balance_changes;
use filter::{Filter, FilterQuery};
use transaction::Transaction;
use wire::{TransactionBody, TransactionShown};

pub(super) use store::exists;

const ALL: &str = "/api/v1/transactions";
const ONE: &str = "/api/v1/transactions/{id}";

/// What a transaction is called in explanations, and the name that its ids are counted under.
pub(super) const TRANSACTION: &str = "transaction";

/// The operations.
#[rustfmt::skip]
pub(super) fn endpoints() -> Endpoints {
    let said = documented("Transações, Rotas");
    let rails = inferred("Rails routes PATCH as PUT");
    let change = |endpoint: Endpoint| {
        endpoint.body_as::<TransactionBody>(BODIES).answers::<TransactionShown>(StatusCode::OK)
    };
    Endpoints::new()
        .get(ALL, list_transactions, operation("listTransactions", "List transactions", said)
            .query::<FilterQuery>().answers::<PageOf<TransactionShown>>(StatusCode::OK))
        .get(ONE, find_transaction, operation("findTransaction", "Show a transaction", said)
            .answers::<TransactionShown>(StatusCode::OK))
        .post(ALL, create_transaction, operation("createTransaction", "Create a transaction", said)
            .body_as::<TransactionBody>(BODIES).answers::<TransactionShown>(StatusCode::CREATED))
        .put(ONE, update_transaction, change(operation("updateTransaction", "Change a transaction", said)))
        .patch(ONE, update_transaction, change(operation("patchTransaction", "Change a transaction", rails)))
        .delete(ONE, delete_transaction, operation("deleteTransaction", "Delete a transaction", said)
            .answers::<TransactionShown>(StatusCode::OK))
}

/// Lists transactions by their ids.
async fn list_transactions(context: RequestContext, RailsParameters(parameters): RailsParameters) -> Handled {
    let paging = Paging::of(&parameters)?;
    let filter = Filter::of(&parameters)?;
    let mut connection = context.world.store.connection().await?;
    let matches = store::count_matches(&mut connection, &filter).await?;
    let window = paging.window(matches.count)?;
    let documents = store::list(&mut connection, filter, matches, window).await?;
    paging.answer(matches.count, &[documents])
}

/// Shows a transaction.
async fn find_transaction(context: RequestContext, Path(id): Path<String>) -> Handled {
    let id = records::id_of(&id, TRANSACTION)?;
    let found = context.world.store.find_text(store::find(id)).await?;
    found.map(ok).ok_or_else(|| Error::unknown(TRANSACTION, id))
}

/// Creates a transaction. The balances follow.
async fn create_transaction(context: RequestContext, RailsParameters(parameters): RailsParameters) -> Handled {
    let mut connection = context.world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    let id = next_id(&mut transaction, TRANSACTION).await?;
    let created_at = moment_text(context.world.clock.now());
    let body = TransactionBody::of(parameters)?;
    create(&mut transaction, id, created_at, body).await?;
    let document = shown(&mut transaction, id).await?;
    transaction.commit().await?;
    Ok(created(document))
}

/// Changes what is sent; what is not stays. The balances follow.
async fn update_transaction(
    context: RequestContext,
    Path(id): Path<String>,
    RailsParameters(parameters): RailsParameters,
) -> Handled {
    let id = records::id_of(&id, TRANSACTION)?;
    let mut connection = context.world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    let before = load_one(&mut transaction, id).await?;
    let body = TransactionBody::of(parameters)?;
    let existing = store::existing(&mut transaction, body.references()).await?;
    let after = changes::update(before.clone(), body, &existing)?;
    store::update(&mut transaction, &after).await?;
    settle(&mut transaction, &balance_changes(Some(&before), Some(&after))).await?;
    let document = shown(&mut transaction, id).await?;
    transaction.commit().await?;
    Ok(ok(document))
}

/// Deletes a transaction with its attachments, takes it out of the balances, and shows it as it was.
async fn delete_transaction(context: RequestContext, Path(id): Path<String>) -> Handled {
    let id = records::id_of(&id, TRANSACTION)?;
    let mut connection = context.world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    let before = load_one(&mut transaction, id).await?;
    settle(&mut transaction, &balance_changes(Some(&before), None)).await?;
    let document = shown(&mut transaction, id).await?;
    store::delete(&mut transaction, id).await?;
    transaction.commit().await?;
    Ok(ok(document))
}

async fn create(connection: &mut SqliteConnection, id: i64, created_at: String, body: TransactionBody) -> Handled<()> {
    let existing = store::existing(connection, body.references()).await?;
    let new = changes::create(id, created_at, body, &existing)?;
    store::insert(connection, &new).await?;
    Ok(settle(connection, &balance_changes(None, Some(&new))).await?)
}

async fn load_one(connection: &mut SqliteConnection, id: i64) -> Handled<Transaction> {
    let found = store::load(connection, id).await?;
    found.ok_or_else(|| Error::unknown(TRANSACTION, id))
}

async fn shown(connection: &mut SqliteConnection, id: i64) -> Handled<String> {
    let found = store::find(id).find_text(connection).await?;
    found.ok_or_else(|| Error::unknown(TRANSACTION, id))
}

/// Loads the fixtures, through the rules of a creation.
pub(super) async fn load(loading: &mut FixtureLoader) -> Handled<()> {
    for fixture in records::fixtures::<TransactionBody>(loading, "transactions", TRANSACTION).await? {
        let Fixture {
            id,
            created_at,
            body,
            document,
        } = fixture;
        let Some(created_at) = created_at else {
            loading.fault(&document, "a transaction's `created_at` is missing");
            continue;
        };
        let loaded = match TransactionBody::of(body) {
            Ok(body) => create(&mut loading.connection, id, created_at, body).await,
            Err(error) => Err(error),
        };
        if let Err(error) = loaded {
            loading.fault(&document, error.reason());
        }
    }
    Ok(())
}
