//! Quotas: how often credentials may call, how often they have, and both set by hand.

use std::sync::Arc;

use axum::extract::{Extension, Path};
use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::Control;
use super::credentials::named;
use crate::panel::operations::{Operations, operation};
use crate::panel::wire::Instant;
use crate::panel::{Input, Output};
use crate::panel::{Problem, Target};
use crate::provider::Provider;
use crate::store::StoreError;
use crate::world::World;
use crate::world::allowances::ExhaustError;
use crate::world::quotas::QuotaSetting;
use crate::world::resident::QuotaRule;

/// The operations.
pub(super) fn operations() -> Operations {
    Operations::new()
        .get(
            "/quotas/{slug}",
            show,
            operation(
                "quotas show",
                "A provider's quota, and where each working credential stands",
            )
            .answers::<Standing>(StatusCode::OK)
            .refuses(&[StatusCode::NOT_FOUND]),
        )
        .put(
            "/quotas/{slug}",
            change,
            operation(
                "quotas set",
                "Sets every credential's limit, or whether calls beyond it are refused",
            )
            .body::<Asked>()
            .answers::<Standing>(StatusCode::OK)
            .refuses(&[StatusCode::NOT_FOUND]),
        )
        .post(
            "/quotas/{slug}/exhaust",
            exhaust,
            operation("quotas exhaust", "Leaves a credential only so many calls of its window")
                .body::<Exhaust>()
                .positional(&["credential"])
                .refuses(&[StatusCode::NOT_FOUND]),
        )
}

/// Where a provider's quota stands.
#[derive(Debug, Serialize, JsonSchema)]
struct Standing {
    /// How many calls a window has, where an account's own settings do not say
    limit: u32,
    /// How long a window is: an ISO 8601 duration
    window: &'static str,
    mode: Mode,
    /// A row for each working credential
    counters: Vec<Counter>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Counter {
    /// The credential's listed id
    credential: u64,
    /// How many calls its window has
    limit: u32,
    /// How many there have been
    used: u32,
    /// When the next window begins
    resets_at: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Enforce,
    Off,
}

/// What is to be set.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The limit of every credential; null takes back what was set, and each account has its own again
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<u32>")]
    limit: Option<Option<u32>>,
    /// Whether calls beyond the limit are refused (`enforce`) or not (`off`)
    mode: Option<Mode>,
}

/// Tells a member that is null from one that is not there.
fn given<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(reader).map(Some)
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Exhaust {
    /// Its secret, or its listed id
    #[schemars(extend("type" = ["string", "integer"]))]
    credential: Value,
    /// How many calls are left; none, if not given
    #[serde(default)]
    leave: u32,
}

async fn show(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Path(slug): Path<String>,
) -> Result<Output<Standing>, Problem> {
    let (provider, rule) = limited(&control, &slug)?;
    Ok(Output(standing(&world, provider, rule).await?))
}

async fn change(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Path(slug): Path<String>,
    Input(asked): Input<Asked>,
) -> Result<Output<Standing>, Problem> {
    let (provider, rule) = limited(&control, &slug)?;
    let before = world.quotas.setting(provider.slug());
    let setting = QuotaSetting {
        limit: asked.limit.unwrap_or(before.limit),
        is_off: asked.mode.map_or(before.is_off, |mode| mode == Mode::Off),
    };
    world.quotas.set(provider.slug(), setting);
    world.persist_settings().await?;
    Ok(Output(standing(&world, provider, rule).await?))
}

async fn exhaust(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Path(slug): Path<String>,
    Input(asked): Input<Exhaust>,
) -> Result<StatusCode, Problem> {
    let (provider, _) = limited(&control, &slug)?;
    let credential = named(&world, provider, asked.credential)?;
    let exhausted = world.exhaust(&provider.resident, &credential, asked.leave).await;
    exhausted.map_err(|error| match error {
        ExhaustError::Store(error) => error.into(),
        other => Problem::bad_request(other.to_string()),
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// The provider called `slug`, if it has a quota.
fn limited(control: &Control, slug: &str) -> Result<(&'static Provider, &'static QuotaRule), Problem> {
    let provider = control.provider(slug)?;
    let rule = provider.resident.quota.as_ref();
    let limited = control
        .providers
        .iter()
        .filter(|provider| provider.resident.quota.is_some());
    let limited: Vec<&str> = limited.map(|provider| provider.slug()).collect();
    let rule = rule.ok_or_else(|| {
        Problem::not_found(format!("{slug} has no quota"))
            .with_hint(format!("those that have one: {}", limited.join(", ")))
    })?;
    Ok((provider, rule))
}

async fn standing(world: &World, provider: &Provider, rule: &QuotaRule) -> Result<Standing, StoreError> {
    let setting = world.quotas.setting(provider.slug());
    let allowances = world.allowances(&provider.resident).await?.into_iter();
    let counters = allowances.map(|allowance| Counter {
        credential: allowance.credential.id,
        limit: allowance.limit,
        used: allowance.used,
        resets_at: Instant(allowance.resets_at),
    });
    Ok(Standing {
        limit: setting.limit.unwrap_or(rule.limit),
        window: rule.window,
        mode: if setting.is_off { Mode::Off } else { Mode::Enforce },
        counters: counters.collect(),
    })
}
