//! Paying and receiving, and taking it back.

use serde_json::Value;

use super::answers;
use super::kind::Kind;
use super::validation::validate;
use crate::providers::financeiro::errors::Error;
use crate::providers::financeiro::request::{Handled, Request};
use crate::providers::financeiro::resource::{Changeset, load_record, notify, record_answer, store};
use crate::providers::financeiro::wire::today;
use crate::store::Connection;

/// Pays or receives: the total must be said, the day is today where it is not.
pub(super) async fn settle(kind: &'static Kind, request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let (_, before) = load_record(kind.resource, &request, &mut connection).await?;
    let root = kind.resource.singular;
    let sent = request.attributes(root)?;
    if request.parameters.get(root).is_none_or(|sent| sent.as_hash().is_none()) {
        let reason = format!("`{root}` must be an object with `total_amount` and `occurred_at`.");
        return Err(Error::RequestUnusable { reason });
    }
    let mut changes = Changeset::new(kind.resource.fields, &request, Some(before), sent);
    changes.require(&["total_amount"]);
    if changes.is_blank("occurred_at") {
        changes.set("occurred_at", today(request.now()).to_string());
    }
    validate(&mut changes);
    save(kind, &request, &mut connection, changes).await
}

/// Takes a payment or a receipt back.
pub(super) async fn undo(kind: &'static Kind, request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let (_, before) = load_record(kind.resource, &request, &mut connection).await?;
    let mut changes = Changeset::new(kind.resource.fields, &request, Some(before), Default::default());
    changes.set("status", 1);
    changes.set("occurred_at", Value::Null);
    changes.set("total_amount", Value::Null);
    save(kind, &request, &mut connection, changes).await
}

async fn save(
    kind: &'static Kind,
    request: &Request,
    connection: &mut Connection<'_>,
    changes: Changeset<'_>,
) -> Handled {
    let mut record = changes.validated()?;
    let mut transaction = connection.begin().await?;
    store::update(&mut transaction, kind.resource, request.path_id("id"), &record).await?;
    transaction.commit().await?;
    notify(kind.resource, request, connection, ("updated", &record)).await;
    answers::add_computed(kind, &mut record, request, connection).await?;
    Ok(record_answer(kind.resource, request, &record))
}
