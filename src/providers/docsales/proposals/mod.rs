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
mod installments;
mod issue;

use http::StatusCode;
use serde_json::Value;

use super::SLUG;
use super::accounts::Caller;
use super::answers::{created, ok};
use super::errors::{Error, Handled};
use super::store;
use super::store::proposals::Key;
use super::wire::{Month, Proposal};
use crate::store::encode;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::{JsonBody, Parameters, Path};
use crate::web::fidelity::{documented, inferred};
use body::{ProposalRequest, Sent, Text};

pub(super) use actions::{Action, ActionDetails, apply, expire_when_due, expires_at};
pub(super) use body::{ParsedProposal, ProposalBody};
pub(super) use issue::{Origin, find_prerequisites, issue};

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let article = documented("help article, endpoint 2; member names designed");
    let unprinted = inferred("help article, endpoint 4; its path is not printed, member names designed");
    Endpoints::new()
        .get(
            "/api/v1/proposals/{id}",
            get_proposal,
            operation("getProposal", "Show a document, by its id or external_uuid", article)
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
    let key = Key::of(&id).ok_or_else(|| no_document(&id, KEY_HINT))?;
    let found = store::proposals::find(Some(&caller.account), key);
    let found = caller.world().store.find_text(found).await?;
    found.map(ok).ok_or_else(|| no_document(&id, ""))
}

/// The hint for a key that no document can have.
const KEY_HINT: &str = "; documents are found by their internal id (digits) or external_uuid, not by their code";

fn no_document(id: &str, hint: &str) -> Error {
    Error::DocumentNotFound {
        reason: format!("The account has no document {id:?}{hint}."),
    }
}

/// Creates a document and where needed its customer, and counts the creation, all in one transaction.
async fn create_proposal(caller: Caller, parameters: Parameters, JsonBody(request): JsonBody<Value>) -> Handled {
    let mut parsed = ParsedProposal::of_request(request).map_err(|reason| Error::RequestInvalid { reason })?;
    let email = parameters.given("user_email");
    if let (Some(email), Sent::Absent, Sent::Absent) = (email, &parsed.body.seller_id, &parsed.body.seller_email) {
        parsed.body.seller_email = Sent::Given(Text(email.to_owned()));
    }
    let world = caller.world();
    let mut connection = world.store.connection_without_flush().await?;
    // The clock is read after the wait for the connection: a month may have ended meanwhile.
    let now = world.clock.now();
    let account = caller.account.as_str();
    let month = Month::of(now);
    let prerequisites = find_prerequisites(&mut connection, &parsed, account, &month.text()).await?;
    admit(&caller, month, prerequisites.used)?;
    let origin = Origin {
        account,
        validity_days: caller.settings.validity_days,
        at: now,
        id: None,
        code: None,
    };
    let (mut proposal, mut writes) = issue(&mut connection, parsed, prerequisites, &origin).await?;
    proposal.external_uuid = Some(world.ids.uuid());
    let document = encode(&proposal)?;
    writes.push(store::creations::count(account, &month.text()));
    writes.push(store::proposals::insert(account, &proposal, &document));
    connection.commit(writes).await?;
    Ok(created(document))
}

/// Refuses a creation once the month's limit is used up.
fn admit(caller: &Caller, month: Month, used: u32) -> Result<(), Error> {
    let quotas = &caller.world().quotas;
    let limit = quotas.limit(SLUG, caller.settings.monthly_limit);
    if used < limit || quotas.is_off(SLUG) {
        return Ok(());
    }
    Err(Error::MonthlyLimitReached {
        limit,
        resets_at: month.end(),
    })
}
