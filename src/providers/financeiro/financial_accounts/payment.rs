//! Paying and receiving, and taking it back.

use serde_json::Value;

use super::{Call, Draft, Handled, Missing, Side, answers, found};
use crate::providers::financeiro::errors::{BLANK, Error};
use crate::providers::financeiro::resource::{one, store};
use crate::providers::financeiro::webhooks::announce;
use crate::providers::financeiro::wire::today;
use crate::store::Connection;

/// Pays or receives: the total must be said, the day is today where it is not.
pub(super) async fn settle(side: &'static Side, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let before = found(side, &call, &mut connection, Missing::Plain).await?;
    let sent = call.attributes(side.resource.envelope)?;
    if call
        .parameters
        .get(side.resource.envelope)
        .is_none_or(|sent| sent.as_hash().is_none())
    {
        let reason = format!(
            "`{}` must be an object with `total_amount` and `occurred_at`.",
            side.resource.envelope
        );
        return Err(Error::RequestUnusable { reason });
    }
    let mut draft = Draft::new(side.resource, &call, Some(before), sent);
    if draft.is_blank("total_amount") {
        draft.invalid.add("total_amount", BLANK);
    }
    if draft.is_blank("occurred_at") {
        draft.set("occurred_at", today(call.now()).to_string());
    }
    super::rules::check(&mut draft)?;
    save(side, &call, &mut connection, draft).await
}

/// Takes a payment or a receipt back.
pub(super) async fn undo(side: &'static Side, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let before = found(side, &call, &mut connection, Missing::Plain).await?;
    let mut draft = Draft::new(side.resource, &call, Some(before), Default::default());
    draft.set("status", 1);
    draft.set("occurred_at", Value::Null);
    draft.set("total_amount", Value::Null);
    save(side, &call, &mut connection, draft).await
}

async fn save(side: &'static Side, call: &Call, connection: &mut Connection<'_>, draft: Draft<'_>) -> Handled {
    let mut record = draft.checked()?;
    let mut transaction = connection.begin().await?;
    store::update(&mut transaction, side.resource, call.path_id("id"), &record).await?;
    transaction.commit().await?;
    announce(side.resource, call, connection, ("updated", &record)).await;
    answers::complete(side, &mut record, call, connection).await?;
    Ok(one(side.resource, call, &record))
}
