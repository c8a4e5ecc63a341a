//! `areia openapi`: a provider's OpenAPI document, without a server.

use std::process::ExitCode;

use super::{CONFIGURATION, RUN_TIME_FAILURE, failure, print};
use crate::areia::Areia;
use crate::http::entrance::Passage;
use crate::http::openapi::document;
use crate::providers;
use crate::settings::DEFAULT_PORT;
use crate::world::DEFAULT_WORLD;

/// Prints the document of `provider`, or the providers' names.
pub(super) async fn openapi(provider: Option<String>) -> ExitCode {
    let Some(slug) = provider else {
        let names: String = providers::ALL
            .iter()
            .map(|p| format!("{}\n", p.slug))
            .collect();
        print(&names);
        return ExitCode::SUCCESS;
    };
    let Some(provider) = providers::ALL.iter().find(|provider| provider.slug == slug) else {
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
    let passage = Passage::of_nobody(world, provider, &base_url);
    match serde_json::to_string_pretty(&document(provider, &passage, &base_url)) {
        Ok(text) => print(&format!("{text}\n")),
        Err(error) => return failure(RUN_TIME_FAILURE, &error.to_string()),
    }
    ExitCode::SUCCESS
}
