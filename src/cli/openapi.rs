//! `areia openapi`: a provider's OpenAPI document, without a server.

use std::process::ExitCode;

use serde_json::Value;

use super::{CONFIGURATION, RUN_TIME_FAILURE, failure, print};
use crate::areia::Areia;
use crate::control;
use crate::providers;
use crate::settings::DEFAULT_PORT;
use crate::web::context::RequestContext;
use crate::web::openapi::document;
use crate::world::DEFAULT_WORLD;

/// The name of the control plane's own document.
const OWN: &str = "areia";

/// Prints the document of `provider`, or the names of those that there are.
pub(super) async fn openapi(provider: Option<String>) -> ExitCode {
    let Some(slug) = provider else {
        let slugs = providers::ALL.iter().map(|provider| provider.slug());
        let names: String = slugs.chain([OWN]).map(|name| format!("{name}\n")).collect();
        print(&names);
        return ExitCode::SUCCESS;
    };
    if slug == OWN {
        let operations = control::operations(providers::ALL).list;
        let server = format!("http://127.0.0.1:{DEFAULT_PORT}");
        return printed(&control::openapi::document(&operations, &server));
    }
    let Some(provider) = providers::ALL.iter().find(|provider| provider.slug() == slug) else {
        return failure(CONFIGURATION, &format!("there is no provider {slug:?}"));
    };
    let areia = match Areia::start().await {
        Ok(areia) => areia,
        Err(error) => return failure(RUN_TIME_FAILURE, &error.to_string()),
    };
    let Some(world) = areia.worlds.get(DEFAULT_WORLD) else {
        return failure(RUN_TIME_FAILURE, "there is no default world");
    };
    let base_url = format!("http://127.0.0.1:{DEFAULT_PORT}/{slug}");
    let context = RequestContext::of_nobody(world, &base_url);
    printed(&document(&provider.api, &context, &base_url))
}

fn printed(document: &Value) -> ExitCode {
    print(&format!("{document:#}\n"));
    ExitCode::SUCCESS
}
