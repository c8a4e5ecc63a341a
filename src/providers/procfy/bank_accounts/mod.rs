//! Contas bancárias: <https://api.procfy.io>, "Contas Bancárias".
//!
//! A balance is the initial balance and what the paid transactions come to; one that is set by hand stands until one of
//! these changes.

mod store;
mod wire;

use http::StatusCode;

use super::answers::{json_text, ok};
use super::errors::{Error, Handled};
use super::pages::{PageOf, PagingQuery};
use super::parameters::RailsParameters;
use super::records::{self, BODIES, id_of};
use super::store::{BANK_ACCOUNTS, load as load_record, update};
use crate::web::context::RequestContext;
use crate::web::endpoints::{Endpoint, Endpoints, operation};
use crate::web::extract::Path;
use crate::web::fidelity::{documented, inferred};
use crate::web::rails::Members;
use crate::world::seeding::FixtureLoader;
use wire::{BankAccount, BankAccountBody, BankAccountChange, Change};

pub(super) use store::settle;
pub(super) use wire::{CENTS_MAX, NestedBankAccount};

const ALL: &str = "/api/v1/bank_accounts";
const ONE: &str = "/api/v1/bank_accounts/{id}";

/// The operations.
#[rustfmt::skip]
pub(super) fn endpoints() -> Endpoints {
    let said = documented("Contas Bancárias, Rotas");
    let rails = inferred("Rails routes PATCH as PUT");
    let change = |endpoint: Endpoint| {
        endpoint.body_as::<BankAccountChange>(BODIES).answers::<BankAccount>(StatusCode::OK)
    };
    Endpoints::new()
        .get(ALL, list_bank_accounts, operation("listBankAccounts", "List bank accounts", said)
            .query::<PagingQuery>().answers::<PageOf<BankAccount>>(StatusCode::OK))
        .get(ONE, find_bank_account, operation("findBankAccount", "Show a bank account", said)
            .answers::<BankAccount>(StatusCode::OK))
        .post(ALL, create_bank_account, operation("createBankAccount", "Create a bank account", said)
            .body_as::<BankAccountBody>(BODIES).answers::<BankAccount>(StatusCode::CREATED))
        .put(ONE, update_bank_account, change(operation("updateBankAccount", "Change a bank account", said)))
        .patch(ONE, update_bank_account, change(operation("patchBankAccount", "Change a bank account", rails)))
        .delete(ONE, delete_bank_account, operation("deleteBankAccount", "Delete a bank account", said)
            .answers::<BankAccount>(StatusCode::OK))
}

/// Lists bank accounts.
async fn list_bank_accounts(context: RequestContext, RailsParameters(parameters): RailsParameters) -> Handled {
    records::list(&context, &parameters, &BANK_ACCOUNTS).await
}

/// Shows a bank account.
async fn find_bank_account(context: RequestContext, Path(id): Path<String>) -> Handled {
    records::show(&context, &id, &BANK_ACCOUNTS).await
}

/// Creates a bank account.
async fn create_bank_account(context: RequestContext, RailsParameters(parameters): RailsParameters) -> Handled {
    let create = |id| BankAccount::create(id, BankAccountBody::of(parameters));
    records::create(&context, &BANK_ACCOUNTS, create).await
}

/// Changes what is sent; what is not stays. A new default account takes the place of the one before.
async fn update_bank_account(
    context: RequestContext,
    Path(id): Path<String>,
    RailsParameters(parameters): RailsParameters,
) -> Handled {
    let id = id_of(&id, BANK_ACCOUNTS.what)?;
    let mut connection = context.world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    let before: Option<BankAccount> = load_record(&mut transaction, &BANK_ACCOUNTS, id).await?;
    let before = before.ok_or_else(|| Error::unknown(BANK_ACCOUNTS.what, id))?;
    let computed_cents = store::computed_cents(&mut transaction, id).await?;
    let change = before.update(BankAccountChange::of(parameters), computed_cents)?;
    let Change {
        account,
        computed_cents,
    } = change;
    if account.default {
        store::clear_default(&mut transaction).await?;
    }
    update(&mut transaction, &BANK_ACCOUNTS, id, &account).await?;
    store::set_computed_cents(&mut transaction, id, computed_cents).await?;
    transaction.commit().await?;
    Ok(ok(json_text(&account)?))
}

/// Deletes a bank account, or hides it while a transaction refers to it.
async fn delete_bank_account(context: RequestContext, Path(id): Path<String>) -> Handled {
    records::remove(&context, &id, &BANK_ACCOUNTS).await
}

/// Loads the fixtures. Only a fixture creates an account that is the default one already.
pub(super) async fn load(loading: &mut FixtureLoader) -> Handled<()> {
    let create = |id, parameters: Members| {
        let change = BankAccountChange::of(parameters.clone());
        let account = BankAccount::create(id, BankAccountBody::of(parameters))?;
        Ok(account.with_default(change.default))
    };
    records::load::<BankAccountChange, _>(loading, "bank_accounts", &BANK_ACCOUNTS, create).await
}
