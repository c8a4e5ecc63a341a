//! Sales documents ("documentos de venda", in the API `proposals`).
//!
//! Documentation: the vendor's help article, "Consulta de documento (detalhada)" and "Inserção de documento de vendas".
//!
//! LIMITATIONS
//! * "Ainda não há APIs para envio, reenvio, cancelamento e alteração": those are the vendor's screens, and here
//!   `/_areia/docsales/proposals/{id}/{action}`.
//! * A document keeps its customer as it was when the document was created.

mod actions;
mod body;
mod check;
mod faults;
mod installments;
mod issue;

use http::StatusCode;
use serde_json::Value;
use sqlx::{Connection as _, SqliteConnection};

use super::SLUG;
use super::accounts::Caller;
use super::answers::{Handled, created, ok};
use super::errors::Error;
use super::store;
use super::store::proposals::Key;
use super::wire::{Month, Proposal};
use crate::http::endpoints::{Endpoints, operation};
use crate::http::extract::{JsonBody, Parameters, Path};
use crate::http::fidelity::{documented, inferred};
use crate::store::encode;
use body::{ProposalRequest, Sent, Text};

pub(super) use actions::{Action, Doing, act, expire_when_due, expires_at};
pub(super) use body::{ProposalBody, Reading};
pub(super) use faults::Fault;
pub(super) use issue::{Origin, issue};

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let article = documented("help article, endpoint 2; member names designed");
    let unprinted =
        inferred("help article, endpoint 4; its path is not printed, member names designed");
    Endpoints::new()
        .get(
            "/api/v1/proposals/{id}",
            get_proposal,
            operation(
                "getProposal",
                "Show a document, by its id or external_uuid",
                article,
            )
            .answers::<Proposal>(StatusCode::OK),
        )
        .post(
            "/api/v1/proposals",
            create_proposal,
            operation("createProposal", "Create a document", unprinted)
                .body::<ProposalRequest>()
                .answers::<Proposal>(StatusCode::CREATED),
        )
}

/// Shows a document, "tudo, sem exceção".
async fn get_proposal(caller: Caller, Path(id): Path<String>) -> Handled {
    let key = Key::of(&id).ok_or_else(|| no_document(&id, OTHER_KEY))?;
    let found = store::proposals::find(Some(&caller.account), key);
    let found = caller.world().store.find_text(found).await?;
    found.map(ok).ok_or_else(|| no_document(&id, ""))
}

/// What is said beside a key that no document could have.
const OTHER_KEY: &str =
    "; documents are found by their internal id (digits) or external_uuid, not by their code";

fn no_document(id: &str, form: &str) -> Error {
    Error::DocumentNotFound {
        reason: format!("The account has no document {id:?}{form}."),
    }
}

/// Creates a document, its customer where it is new, and counts that: one transaction.
async fn create_proposal(
    caller: Caller,
    parameters: Parameters,
    JsonBody(request): JsonBody<Value>,
) -> Handled {
    let mut reading = Reading::of(request).map_err(|reason| Error::RequestInvalid { reason })?;
    let email = parameters.given("user_email");
    if let (Some(email), Sent::Absent, Sent::Absent) =
        (email, &reading.body.seller_id, &reading.body.seller_email)
    {
        reading.body.seller_email = Sent::Given(Text(email.to_owned()));
    }
    let world = caller.world();
    let mut connection = world.store.connection_beside_waiting().await?;
    let mut transaction = connection.begin().await?;
    // Asked once the world's data are this call's alone: a month may have ended while it waited.
    let now = world.clock.now();
    count(&mut transaction, &caller, Month::of(now)).await?;
    let origin = Origin {
        account: &caller.account,
        validity_days: caller.settings.validity_days,
        at: now,
        id: None,
        code: None,
    };
    let mut proposal = issue(&mut transaction, reading, &origin).await?;
    proposal.external_uuid = Some(world.ids.uuid());
    let document = encode(&proposal)?;
    store::proposals::insert(&mut transaction, &caller.account, &proposal, &document).await?;
    transaction.commit().await?;
    Ok(created(document))
}

/// Counts a creation, unless the month's are used up. What fails later takes its count with it.
async fn count(
    connection: &mut SqliteConnection,
    caller: &Caller,
    month: Month,
) -> Result<(), Error> {
    let quotas = &caller.world().quotas;
    let limit = match quotas.is_off(SLUG) {
        true => u32::MAX,
        false => quotas.limit(SLUG, caller.settings.monthly_limit),
    };
    match store::creations::count(connection, &caller.account, &month.text(), limit).await? {
        true => Ok(()),
        false => Err(Error::MonthlyLimitReached {
            limit,
            resets_at: month.end(),
        }),
    }
}
