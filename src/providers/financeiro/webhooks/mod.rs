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
use http::StatusCode;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::call::{Call, Handled};
use super::entities::ENTITY;
use super::errors::{BLANK, Error, Invalid};
use super::resource::{
    Described, Draft, OnDelete, Resource, Scope, created, datetime, destroy, integer, list, lists, nested, show, shows,
    store, taking, text, update,
};
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::observed;

pub(super) use notices::announce;

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
    rules: |draft, connection| rules(draft, connection).boxed(),
    complete: Some(|record, call, _| {
        async {
            // A number in the answer to the creation, a text from then on.
            let is_creation = call.method == http::Method::POST;
            let code = record.get("healthy_check_code").and_then(Value::as_i64);
            let code = code.unwrap_or(200);
            let code = if is_creation {
                code.into()
            } else {
                code.to_string().into()
            };
            record.insert("healthy_check_code".to_owned(), code);
            Ok(())
        }
        .boxed()
    }),
    ..Resource::usual("webhook", "webhooks", "Webhook")
};

struct Webhooks;

impl Described for Webhooks {
    fn resource() -> &'static Resource {
        &WEBHOOK
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    type T = Webhooks;
    let seen = observed("recorded traffic of 2017");
    let (many, single) = ("/integrations/webhooks", "/integrations/webhooks/{id}");
    Endpoints::new()
        .get(
            many,
            |call| list(&WEBHOOK, call),
            lists::<T>(("listWebhooks", "List webhooks"), seen),
        )
        .get(
            single,
            |call| show(&WEBHOOK, call),
            shows::<T>(("showWebhook", "Show a webhook"), seen, StatusCode::OK),
        )
        .post(
            many,
            create_webhook,
            taking::<T>(shows::<T>(
                ("createWebhook", "Create a webhook, once its address answers"),
                seen,
                StatusCode::CREATED,
            )),
        )
        .put(
            single,
            |call| update(&WEBHOOK, call),
            taking::<T>(shows::<T>(("updateWebhook", "Change a webhook"), seen, StatusCode::OK)),
        )
        .delete(
            single,
            |call| destroy(&WEBHOOK, call),
            operation("deleteWebhook", "Delete a webhook", seen).answers_with(StatusCode::NO_CONTENT, ""),
        )
}

/// Creates a webhook. An allowed address is called first, and must answer; the world is free meanwhile.
async fn create_webhook(call: Call) -> Handled {
    let scope = Scope {
        account: call.account,
        owner: call.account,
    };
    let mut record = {
        let mut connection = call.connection().await?;
        let mut draft = Draft::new(&WEBHOOK, &call, None, call.attributes("webhook")?);
        draft.own(&WEBHOOK, scope);
        rules(&mut draft, &mut connection).await?;
        draft.checked()?
    };
    let test = notices::test_call(&call, &record);
    if let (Some(webhook_sender), Some(test)) = (&call.webhook_sender, test)
        && webhook_sender.allows(&test.url)
    {
        let Some(status) = webhook_sender.call(test).await else {
            return Err(Error::RecordInvalid {
                invalid: Invalid::of("url", "A URL não respondeu à requisição de teste."),
            });
        };
        record.insert("healthy_check_code".to_owned(), status.as_u16().into());
    }
    let mut connection = call.connection().await?;
    store::insert(&mut connection, &WEBHOOK, scope, &mut record).await?;
    if let Some(complete) = WEBHOOK.complete {
        complete(&mut record, &call, &mut connection).await?;
    }
    Ok(created(&WEBHOOK, &call, &record))
}

async fn rules(draft: &mut Draft<'_>, connection: &mut SqliteConnection) -> Result<(), Error> {
    let scope = Scope {
        account: draft.call.account,
        owner: draft.call.account,
    };
    let entity = match draft.integer("entity_id") {
        Some(id) => store::find(connection, &ENTITY, scope, id).await?,
        None => None,
    };
    if entity.is_none() {
        draft.invalid.add("entity", BLANK);
    }
    draft.must_have(&["format"]);
    if !["json", "xml"].contains(&draft.text("format")) {
        draft.invalid.add("format", "não está incluso na lista");
    }
    draft.must_have(&["url"]);
    let url = url::Url::parse(draft.text("url"));
    if !url.is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
        draft.invalid.add("url", "não é válido");
    }
    if draft.value("secret") == &Value::Null {
        let drawn = draft.call.world().ids.secret(12);
        let secret: String = drawn.bytes().map(|byte| format!("{byte:02x}")).collect();
        draft.set("secret", secret);
    }
    Ok(())
}
