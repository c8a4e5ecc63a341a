//! What people do with a document on the vendor's screens, and what time does: the rules of its status.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;
use strum::{EnumString, IntoStaticStr, VariantNames};

use crate::providers::docsales::SLUG;
use crate::providers::docsales::store::{self, proposals::Key};
use crate::providers::docsales::wire::{Approval, Proposal, Signer, SignerStatus, Status, end_of, moment_text};
use crate::store::{StoreError, decode, encode};
use crate::world::schedule::{self, Fired, Scheduled};

/// Where the links lead: nowhere (RFC 2606).
const NOWHERE: &str = "https://docsales.example";

/// What can be done with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Action {
    Send,
    Read,
    Sign,
    Reject,
    Reopen,
    Cancel,
    Expire,
}

/// What is said with an action.
#[derive(Debug, Clone, Default)]
pub(crate) struct ActionDetails {
    /// The id of the signer who signs; without one the next signer in order signs.
    pub(crate) signer: Option<usize>,
    /// Why it is rejected.
    pub(crate) reason: Option<String>,
}

/// Why the document's status does not allow an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotAllowed(pub(crate) String);

/// Changes a document as the action does.
pub(crate) fn apply(
    proposal: &mut Proposal,
    action: Action,
    details: ActionDetails,
    at: DateTime<Utc>,
) -> Result<(), NotAllowed> {
    let status = proposal.status;
    let is_allowed = match action {
        Action::Send => status == Status::Active,
        Action::Read => status == Status::Sent,
        Action::Sign | Action::Reject | Action::Cancel | Action::Expire => status.is_open(),
        Action::Reopen => status == Status::Rejected,
    };
    if !is_allowed {
        let (action, status): (&str, &str) = (action.into(), status.into());
        return Err(NotAllowed(format!("a document that is `{status}` takes no `{action}`")));
    }
    let now = moment_text(at);
    proposal.status = match action {
        Action::Send => send(proposal, &now),
        Action::Read => read(proposal, &now),
        Action::Sign => sign(proposal, details.signer, &now)?,
        Action::Reject => reject(proposal, details.reason, &now),
        Action::Reopen => reopen(proposal),
        Action::Cancel => {
            proposal.cancelled_at = Some(now.clone());
            Status::Cancelled
        }
        Action::Expire => Status::Expired,
    };
    proposal.status_name = proposal.status.name().to_owned();
    proposal.updated_at = now;
    Ok(())
}

fn send(proposal: &mut Proposal, now: &str) -> Status {
    proposal.sent_at = Some(now.to_owned());
    proposal.pdf_url = Some(format!("{NOWHERE}/proposals/{}.pdf", proposal.id));
    for signer in &mut proposal.signers {
        signer.status = SignerStatus::Sent;
        signer.url_to_sign = Some(format!("{NOWHERE}/proposals/{}/signers/{}", proposal.id, signer.id));
    }
    Status::Sent
}

fn read(proposal: &mut Proposal, now: &str) -> Status {
    proposal.read_at = Some(now.to_owned());
    if let Some(signer) = next_signer(&mut proposal.signers) {
        signer.status = SignerStatus::Read;
    }
    Status::Read
}

fn sign(proposal: &mut Proposal, signer: Option<usize>, now: &str) -> Result<Status, NotAllowed> {
    let signer = match signer {
        None => next_signer(&mut proposal.signers),
        Some(id) => proposal.signers.iter_mut().find(|signer| signer.id == id),
    };
    let signer = signer.ok_or_else(|| NotAllowed("the document has no such signer".to_owned()))?;
    if signer.status == SignerStatus::Approved {
        return Err(NotAllowed(format!("signer {} has signed already", signer.id)));
    }
    signer.status = SignerStatus::Approved;
    signer.signed_at = Some(now.to_owned());
    if next_signer(&mut proposal.signers).is_some() {
        return Ok(Status::PartiallySigned);
    }
    proposal.signed_at = Some(now.to_owned());
    proposal.approval = Some(Approval {
        pdf_url: format!("{NOWHERE}/proposals/{}/signed.pdf", proposal.id),
        url_to_view: format!("{NOWHERE}/proposals/{}/signed", proposal.id),
    });
    Ok(Status::Approved)
}

/// The vendor lets only the first signer reject. Where the first one has signed, the next one is marked.
fn reject(proposal: &mut Proposal, reason: Option<String>, now: &str) -> Status {
    proposal.rejected_at = Some(now.to_owned());
    proposal.rejection_reason = reason;
    if let Some(signer) = next_signer(&mut proposal.signers) {
        signer.status = SignerStatus::Rejected;
    }
    Status::Rejected
}

/// The document can be edited and sent again: what happened since it was sent is forgotten.
fn reopen(proposal: &mut Proposal) -> Status {
    proposal.pdf_url = None;
    proposal.rejection_reason = None;
    for at in [
        &mut proposal.sent_at,
        &mut proposal.read_at,
        &mut proposal.signed_at,
        &mut proposal.rejected_at,
    ] {
        *at = None;
    }
    for signer in &mut proposal.signers {
        signer.status = SignerStatus::Pending;
        signer.signed_at = None;
        signer.url_to_sign = None;
    }
    Status::Active
}

/// The first signer in order who has not signed.
fn next_signer(signers: &mut [Signer]) -> Option<&mut Signer> {
    let waiting = signers
        .iter_mut()
        .filter(|signer| signer.status != SignerStatus::Approved);
    waiting.min_by_key(|signer| (signer.signing_order, signer.id))
}

/// When a document expires by itself, if the customer has it: at the end of its last day.
pub(crate) fn expires_at(proposal: &Proposal) -> Option<Scheduled> {
    proposal.status.is_open().then(|| Scheduled {
        provider: SLUG,
        due_at: end_of(proposal.expiration_date),
        what: "document expired",
        subject: proposal.id.to_string(),
    })
}

/// Expires a document whose time has come.
pub(crate) async fn expire_when_due(connection: &mut SqliteConnection, due: &Fired) -> Result<(), StoreError> {
    let Some(key) = Key::of(&due.subject) else {
        return Ok(());
    };
    let document = store::proposals::find(None, key);
    let Some(document) = document.find_text(connection).await? else {
        return Ok(());
    };
    let mut proposal: Proposal = decode(&document)?;
    if apply(&mut proposal, Action::Expire, ActionDetails::default(), due.due_at).is_ok() {
        store::proposals::update(connection, proposal.id, &encode(&proposal)?).await?;
    }
    schedule::remove(connection, SLUG, &due.subject).await
}
