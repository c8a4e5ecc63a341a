//! Webhooks.
//!
//! LIMITATIONS
//! * They are stored, and nothing is delivered: Areia calls nobody.

use futures_util::FutureExt as _;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::entities::ENTITY;
use super::errors::{BLANK, Error};
use super::resource::{
    Described, Draft, Names, OnDelete, Resource, Scope, datetime, integer, mounted, nested, store,
    text,
};
use crate::http::endpoints::Endpoints;
use crate::http::fidelity::observed;

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
            record.insert(
                "healthy_check_code".to_owned(),
                if is_creation {
                    200.into()
                } else {
                    "200".into()
                },
            );
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
    let names = Names {
        list: ("listWebhooks", "List webhooks"),
        show: ("showWebhook", "Show a webhook"),
        create: ("createWebhook", "Create a webhook"),
        update: ("updateWebhook", "Change a webhook"),
        delete: ("deleteWebhook", "Delete a webhook"),
    };
    let seen = observed("recorded traffic of 2017");
    mounted::<Webhooks>(
        Endpoints::new(),
        ("/integrations/webhooks", "/integrations/webhooks/{id}"),
        names,
        seen,
    )
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
