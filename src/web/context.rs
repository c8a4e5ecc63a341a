//! One request on its way through the entrance, as handlers and wordings know it.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::Method;
use http::request::Parts;

use super::endpoints::Endpoint;
use super::refusal::Refusal;
use crate::world::World;
use crate::world::account::Account;
use crate::world::credential::Credential;
use crate::world::quotas::QuotaUsage;

/// One request on its way.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// The world it is in.
    pub world: Arc<World>,
    /// Its number in the world's journal.
    pub request: u64,
    /// Its method.
    pub method: Method,
    /// Its path, as the provider's own.
    pub path: Arc<str>,
    /// The operation it asks for.
    pub endpoint: Option<Arc<Endpoint>>,
    /// The credential that was accepted.
    pub caller: Option<Arc<Credential>>,
    /// The account that the caller is in, where the provider's terms have found one.
    pub account: Option<Arc<Account>>,
    /// Where the caller stands with its quota, where there is one.
    pub usage: Option<QuotaUsage>,
    /// The format of the answer, in the provider's own word.
    pub format: &'static str,
    /// The ending that was taken off its path, where it had one.
    pub suffix: Option<&'static str>,
    /// The path of the operations that its path matches, parameters in braces.
    pub route: Option<&'static str>,
    /// What stands in front of the provider's own paths in links.
    pub base_url: Arc<str>,
    /// Whether a JSON body must be announced by its `Content-Type`.
    pub json_needs_content_type: bool,
}

impl RequestContext {
    /// The context of no request, for examples of what a provider would say.
    pub fn of_nobody(world: Arc<World>, base_url: &str) -> Self {
        Self {
            world,
            request: 0,
            method: Method::GET,
            path: "/".into(),
            endpoint: None,
            caller: None,
            account: None,
            usage: None,
            format: "json",
            suffix: None,
            route: None,
            base_url: base_url.into(),
            json_needs_content_type: true,
        }
    }

    /// Whether the request's path is that of `route`, whatever its method.
    pub fn is_route(&self, route: &str) -> bool {
        self.route == Some(route)
    }
}

impl FromRequestParts<()> for RequestContext {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &()) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or(Refusal::Crashed)
    }
}
