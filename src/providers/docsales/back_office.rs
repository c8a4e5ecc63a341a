//! What people do by hand on DocSales' own screens, under `/_areia/docsales`.

use axum::extract::Path;
use http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use strum::VariantNames as _;

use super::accounts::Settings;
use super::proposals::{Action, ActionDetails, apply, expires_at};
use super::store::proposals::Key;
use super::wire::{Month, Proposal};
use super::{SLUG, requests, store};
use crate::panel::operations::{Operation, Operations, operation};
use crate::panel::settings;
use crate::panel::{Json, Problem, Query, Target};
use crate::store::{decode, encode};
use crate::world::World;
use crate::world::account::{Account, members_of};
use crate::world::schedule;

/// The member that says how many documents an account has created this month.
const COUNTED: &str = "created_this_month";

/// The operations, relative to `/_areia/docsales`.
pub(super) fn operations() -> Operations {
    let shows =
        |words, summary| -> Operation { operation(words, summary).answers::<Map<String, Value>>(StatusCode::OK) };
    Operations::new()
        .get(
            "/accounts/{id}",
            show_account,
            shows("accounts show", "The account's settings"),
        )
        .put(
            "/accounts/{id}",
            change_account,
            shows("accounts change", "Changes the settings that are sent").body::<Map<String, Value>>(),
        )
        .get(
            "/requests",
            list_requests,
            shows("requests list", "The log of calls, of one account or of all").query::<Filter>(),
        )
        .post(
            "/proposals/{id}/{action}",
            act_on_proposal,
            shows(
                "proposals act",
                "Sends, reads, signs, rejects, reopens, cancels or expires a document",
            )
            .body::<Map<String, Value>>()
            .refuses(&[StatusCode::CONFLICT]),
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Filter {
    /// Of this account alone
    account: Option<String>,
}

/// The account's settings, and how many documents it has created this month.
async fn show_account(Target(world): Target, Path(id): Path<String>) -> Result<Json, Problem> {
    let account = settings::account(&world, SLUG, &id)?;
    shown(&world, &account).await
}

/// Changes the settings that are sent.
async fn change_account(Target(world): Target, Path(id): Path<String>, body: Json) -> Result<Json, Problem> {
    let before: Settings = settings::account(&world, SLUG, &id)?
        .settings()
        .map_err(Problem::internal)?;
    let changed = settings::changed(&before, body.members()?, &[COUNTED])?;
    let changed = Account::new(SLUG, id, &changed);
    world
        .change_directory(|directory| directory.put_account(changed.clone()))
        .await?;
    shown(&world, &changed).await
}

/// "REQUISIÇÕES DA API", of one account (`?account=`) or of all.
async fn list_requests(Target(world): Target, Query(filter): Query<Filter>) -> Result<Json, Problem> {
    let accounts = match filter.account {
        Some(id) => vec![settings::account(&world, SLUG, &id)?.id.clone()],
        None => world
            .directory
            .accounts(SLUG)
            .iter()
            .map(|account| account.id.clone())
            .collect(),
    };
    let requests = requests::list(&world, &accounts).await?;
    Ok(Json(json!({"requests": requests})))
}

/// Sends, reads, signs, rejects, reopens, cancels or expires a document.
async fn act_on_proposal(
    Target(world): Target,
    Path((id, action)): Path<(String, String)>,
    body: Json,
) -> Result<Json, Problem> {
    let action: Action = action
        .parse()
        .map_err(|_| Problem::unknown("action", &action, Action::VARIANTS))?;
    let details = details(action, body.members()?)?;
    // What is due happens first: nobody signs what has expired.
    world.settle().await?;
    let mut connection = world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    let unknown = || Problem::not_found(format!("there is no document {id:?}"));
    let key = Key::of(&id).ok_or_else(unknown)?;
    let document = store::proposals::find(None, key);
    let document = document.find_text(&mut transaction).await?;
    let document = document.ok_or_else(unknown)?;
    let mut proposal: Proposal = decode(&document)?;
    apply(&mut proposal, action, details, world.clock.now())
        .map_err(|reason| Problem::new(StatusCode::CONFLICT, reason.0))?;
    let document = encode(&proposal)?;
    store::proposals::update(&mut transaction, proposal.id, &document).await?;
    schedule::remove(&mut transaction, SLUG, &proposal.id.to_string()).await?;
    let due: Vec<_> = expires_at(&proposal).into_iter().collect();
    world.schedule.add(&mut transaction, &due).await?;
    transaction.commit().await?;
    Ok(Json(decode(&document)?))
}

/// What the body says with an action. A member that the action does not take is an error.
fn details(action: Action, members: Map<String, Value>) -> Result<ActionDetails, Problem> {
    let taken = match action {
        Action::Sign => &["signer"][..],
        Action::Reject => &["reason"][..],
        _ => &[][..],
    };
    let mut details = ActionDetails::default();
    for (name, value) in members {
        match (name.as_str(), value) {
            (name, Value::Null) if taken.contains(&name) => {}
            ("signer", Value::Number(id)) if taken.contains(&"signer") => {
                details.signer = Some(id.to_string().parse().unwrap_or_default());
            }
            ("signer", Value::String(id)) if taken.contains(&"signer") => {
                details.signer = Some(id.parse().unwrap_or_default());
            }
            ("reason", Value::String(reason)) if taken.contains(&"reason") => details.reason = Some(reason),
            ("signer", _) if taken.contains(&"signer") => {
                return Err(Problem::bad_request("`signer` must be a signer's id"));
            }
            ("reason", _) if taken.contains(&"reason") => {
                return Err(Problem::bad_request("`reason` must be a text"));
            }
            (name, _) if taken.is_empty() => {
                let action: &str = action.into();
                return Err(Problem::bad_request(format!(
                    "`{action}` takes no members, so not `{name}`"
                )));
            }
            (name, _) => return Err(Problem::unknown_member(name, taken)),
        }
    }
    Ok(details)
}

async fn shown(world: &World, account: &Account) -> Result<Json, Problem> {
    let settings: Settings = account.settings().map_err(Problem::internal)?;
    let mut members = members_of(&settings);
    let month = Month::of(world.clock.now()).text();
    let mut connection = world.store.connection().await?;
    let used = store::creations::used(&mut connection, &account.id, &month).await?;
    members.insert(COUNTED.to_owned(), json!(used));
    Ok(Json(Value::Object(members)))
}
