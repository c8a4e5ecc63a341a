//! Webhooks, for the account's administrator.
//!
//! What changes is told to an address once the operator has allowed its host (`AREIA_WEBHOOK_HOSTS`); others are stored
//! and never called, not even to test them. A webhook is told of its entity and of what belongs to no entity.
//!
//! LIMITATIONS
//! * The actions `created` and `updated` are guesses: only `destroyed` was ever seen.
//! * What the body of the test call says is a guess too.

mod notices;

use futures_util::FutureExt as _;
use http::Method;
use sqlx::SqliteConnection;

use super::entities::check_entity;
use super::errors::{Error, Invalid};
use super::request::{Handled, Request};
use super::resource::{
    Changeset, OnDelete, Owner, Record, Resource, ResourceType, Routes, Validation, created_answer, datetime, integer,
    nested, number_of, set, store, text,
};
use crate::store::StoreError;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;

pub(super) use notices::NOTIFY;

/// A webhook.
pub(super) static WEBHOOK: Resource = Resource {
    table: "financeiro_webhook",
    on_delete: OnDelete::NoContent,
    fields: &[
        integer("account_id"),
        datetime("created_at"),
        text("description").written(),
        integer("entity_id").written(),
        text("format").written(),
        nested("healthy_check_code"),
        integer("id"),
        text("secret"),
        datetime("updated_at"),
        text("url").written(),
    ],
    validate: Validation::Store(|changes, connection| validate(changes, connection).boxed()),
    add_computed: Some(|record, request, _| {
        add_computed(record, request);
        async { Ok(()) }.boxed()
    }),
    ..Resource::new("webhook", "webhooks", "Webhook")
};

struct Webhooks;

impl ResourceType for Webhooks {
    const RESOURCE: &'static Resource = &WEBHOOK;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2017");
    Routes::<Webhooks>::new("/integrations/webhooks", "/integrations/webhooks/{id}", seen)
        .list(("listWebhooks", "List webhooks"))
        .show(("showWebhook", "Show a webhook"))
        .create_by(
            ("createWebhook", "Create a webhook, once its address answers"),
            create_webhook,
        )
        .update(("updateWebhook", "Change a webhook"))
        .delete(("deleteWebhook", "Delete a webhook"))
        .endpoints()
}

/// Creates a webhook. An allowed address is called first, and must answer; the world is free meanwhile.
async fn create_webhook(request: Request) -> Handled {
    let owner = Owner::of_account(request.account);
    let mut record = {
        let mut connection = request.connection().await?;
        let mut changes = Changeset::new(WEBHOOK.fields, &request, None, request.attributes("webhook")?);
        changes.set(WEBHOOK.owner_column(), owner.id);
        validate(&mut changes, &mut connection).await?;
        changes.validated()?
    };
    let test = notices::test_call(&request, &record);
    if let (Some(webhook_sender), Some(test)) = (&request.webhook_sender, test)
        && webhook_sender.allows(&test.url)
    {
        let Some(status) = webhook_sender.call(test).await else {
            return Err(Error::RecordInvalid {
                invalid: Invalid::of("url", "A URL não respondeu à requisição de teste."),
            });
        };
        set(&mut record, "healthy_check_code", status.as_u16());
    }
    let mut connection = request.connection().await?;
    store::insert(&mut connection, &WEBHOOK, owner, &mut record).await?;
    add_computed(&mut record, &request);
    Ok(created_answer(&WEBHOOK, &request, &record))
}

async fn validate(changes: &mut Changeset<'_>, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    check_entity(changes, connection).await?;
    changes.require(&["format"]);
    if !["json", "xml"].contains(&changes.text("format")) {
        changes.invalid.add("format", "não está incluso na lista");
    }
    changes.require(&["url"]);
    let url = url::Url::parse(changes.text("url"));
    if !url.is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
        changes.invalid.add("url", "não é válido");
    }
    if changes.value("secret").is_null() {
        let drawn = changes.request.world().ids.secret(12);
        let secret: String = drawn.bytes().map(|byte| format!("{byte:02x}")).collect();
        changes.set("secret", secret);
    }
    Ok(())
}

/// The status of the test call is a number in the answer to the creation, a text from then on.
fn add_computed(record: &mut Record, request: &Request) {
    let code = number_of(record, "healthy_check_code").unwrap_or(200);
    match request.method == Method::POST {
        true => set(record, "healthy_check_code", code),
        false => set(record, "healthy_check_code", code.to_string()),
    }
}
