//! The questions that a request has to answer well before its handler sees it, in their order.

use std::sync::Arc;

use http::request::Parts;

use super::Entrance;
use super::receive::Received;
use crate::nearest::{nearest, nearest_address};
use crate::web::context::RequestContext;
use crate::web::credentials::{Presented, same_secret};
use crate::web::endpoints::Access;
use crate::web::failure::Failure;
use crate::web::refusal::Refusal;
use crate::web::wording::Answer;
use crate::world::World;
use crate::world::credential::Credential;
use crate::world::quotas::QuotaUsage;
use crate::world::resident::Counting;

/// What the questions end with, where none of them is answered badly.
pub(super) enum Checked {
    /// The handler is next.
    Passed,
    /// A browser asked beforehand whether it may ask (CORS), and this is what it is told.
    Preflight(Answer),
}

impl Entrance {
    /// Asks the questions; the first one that is not answered well ends the way.
    pub(super) async fn check(&self, context: &mut RequestContext, received: &Received) -> Result<Checked, Failure> {
        let Received { parts, refusal, .. } = received;
        if let Err(error) = context.world.settle().await {
            self.log
                .trouble(&format!("what fell due could not be settled: {error}"));
            return Err(Refusal::Crashed.into());
        }
        if let Some(answer) = (self.api.terms.preflight)(parts) {
            return Ok(Checked::Preflight(answer));
        }
        let is_nowhere = matches!(refusal, Some(Refusal::WorldUnknown { .. }));
        if let Some(id) = preferred_error(parts).filter(|_| !is_nowhere) {
            return Err(self.error_called(id));
        }
        if let Some(refusal) = refusal {
            return Err(refusal.clone().into());
        }
        if self.asks_for_a_caller(context, parts) {
            self.admit(context, received)?;
        }
        self.route(context, received)?;
        Ok(Checked::Passed)
    }

    fn asks_for_a_caller(&self, context: &RequestContext, parts: &Parts) -> bool {
        match &context.endpoint {
            Some(endpoint) => endpoint.access == Access::Caller,
            None => (self.api.terms.guards_unknown)(parts),
        }
    }

    /// Lets a caller in: a credential that works, calls left in its window, and whatever else the provider asks.
    fn admit(&self, context: &mut RequestContext, received: &Received) -> Result<(), Failure> {
        let caller = self.caller(&context.world, &received.presented)?;
        context.usage = self.count(&context.world, &caller);
        context.caller = Some(caller);
        if let Some(usage) = context.usage.filter(QuotaUsage::is_exceeded)
            && !context.world.quotas.is_off(self.api.slug)
        {
            return Err(Refusal::QuotaExceeded(usage).into());
        }
        let admitted = (self.api.terms.admit)(context, &received.parts);
        admitted.map_err(|error| Failure::given(Arc::from(error)))
    }

    /// The credential that decides, if it works.
    fn caller(&self, world: &World, presented: &Presented) -> Result<Arc<Credential>, Refusal> {
        let key = presented.keys.first().ok_or(Refusal::CredentialMissing)?;
        let kind = presented.kind.unwrap_or(self.api.terms.caller_kind);
        let found = world.directory.check(self.api.slug, kind, key, world.clock.now());
        let credential = found.map_err(Refusal::CredentialRejected)?;
        match &credential.secret {
            Some(secret) if !same_secret(secret, presented.secret.as_deref().unwrap_or_default()) => {
                Err(Refusal::CredentialRejected(credential.wrong_secret()))
            }
            _ => Ok(credential),
        }
    }

    /// Counts a call, where calls are what the provider's quota limits.
    fn count(&self, world: &World, caller: &Credential) -> Option<QuotaUsage> {
        let rule = self.quota?;
        match rule.counting {
            Counting::Calls => {
                let quota = (rule.of)(world, caller)?;
                Some(world.quotas.count(self.api.slug, caller.id, quota))
            }
            Counting::Own { .. } => None,
        }
    }

    /// Refuses an address that no operation has, telling the nearest one; and a method that the address does not take,
    /// telling those that it takes.
    fn route(&self, context: &RequestContext, received: &Received) -> Result<(), Failure> {
        let mut failure = match (&received.route, &context.endpoint) {
            (Some(_), Some(_)) => return Ok(()),
            (Some(_), None) => Failure::from(Refusal::MethodNotAllowed {
                method: context.method.clone(),
            }),
            (None, _) => Failure::from(Refusal::RouteUnknown),
        };
        match &received.route {
            Some(route) => failure.methods = Some(route.methods.clone()),
            None => {
                let nearest = nearest_address(&context.path, self.routes.paths.iter().copied());
                failure.advice = nearest.map(|nearest| format!("It was {}; the nearest is {nearest}.", context.path));
            }
        }
        Err(failure)
    }

    /// The documented error called `id`, as if a handler had given it.
    pub(super) fn error_called(&self, id: &str) -> Failure {
        let errors = (self.api.errors)();
        let nearest = nearest(id, errors.iter().map(|error| error.row().id))
            .unwrap_or_default()
            .to_owned();
        match errors.into_iter().find(|error| error.row().id == id) {
            Some(error) => Failure::given(Arc::from(error)),
            None => Failure::from(Refusal::ErrorUnknown {
                id: id.to_owned(),
                nearest,
            }),
        }
    }
}

/// The error that `Prefer: areia-error=<id>` asks for.
fn preferred_error(parts: &Parts) -> Option<&str> {
    let values = parts.headers.get_all("prefer").into_iter();
    let mut preferences = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    preferences.find_map(|preference| preference.trim().strip_prefix("areia-error="))
}
