//! What a token may do: <https://api.procfy.io>, "Introdução" ("cada token possui um conjunto de permissões").

use http::Method;
use http::request::Parts;
use serde_json::{Map, Value};

use super::errors::Error;
use crate::web::context::RequestContext;
use crate::web::wording::Wording;

/// The resources: their name in addresses, and their name in permissions.
const RESOURCES: [(&str, &str); 6] = [
    ("transactions", "transaction"),
    ("bank_accounts", "bank_account"),
    ("contacts", "contact"),
    ("categories", "category"),
    ("cost_centers", "cost_center"),
    ("users", "user"),
];

/// The names that permissions know resources by.
pub(super) fn resources() -> impl Iterator<Item = &'static str> {
    RESOURCES.iter().map(|(_, resource)| *resource)
}

/// What may be allowed on a resource.
pub(super) const ACTIONS: [&str; 4] = ["read", "create", "edit", "remove"];

/// Lets a caller in whose token allows what the request does, before the record is looked for. Attachments are part of
/// their transaction.
pub(super) fn admit(context: &mut RequestContext, parts: &Parts) -> Result<(), Box<dyn Wording>> {
    let Some(caller) = &context.caller else {
        return Ok(());
    };
    context.world.directory.note_use(caller.id, context.world.clock.now());
    let path = context.endpoint.as_ref().map(|endpoint| endpoint.path);
    let segment = path.unwrap_or_default().split('/').nth(3);
    let known = RESOURCES.iter().find(|(plural, _)| Some(*plural) == segment);
    let resource = known.map(|(_, resource)| *resource).unwrap_or_default();
    let action = match parts.method {
        Method::POST => "create",
        Method::PUT | Method::PATCH => "edit",
        Method::DELETE => "remove",
        _ => "read",
    };
    match caller.holder.get("permissions") {
        Some(Value::Object(permissions)) if !allows(permissions, resource, action) => {
            Err(Box::new(Error::PermissionDenied { resource, action }))
        }
        // A token without a list of permissions has all.
        _ => Ok(()),
    }
}

fn allows(permissions: &Map<String, Value>, resource: &str, action: &str) -> bool {
    let allowed = permissions.get(resource).and_then(Value::as_array);
    allowed.is_some_and(|actions| actions.iter().any(|allowed| allowed == action))
}
