//! The credentials that Conta Azul's portal and consent page hand out.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::SLUG;
use super::accounts::account_is_open;
use crate::panel::Problem;
use crate::provider::{Issued, amends_nothing};
use crate::web::oauth::{ACCESS_TOKEN, APPLICATION, Consent, REFRESH_TOKEN, Server, may_redirect_to};
use crate::world::World;
use crate::world::credential::{Credential, Grant, Issue};
use crate::world::directory::DirectoryEditor;

/// The kind of a user who may consent: the key is the e-mail address, the secret the password.
pub(super) const USER: &str = "user";

/// Kong's oauth2 plugin, as Conta Azul runs it (FAQ 6).
pub(super) const SERVER: Server = Server {
    provider: SLUG,
    token_length: 32,
    code_lifetime_s: 300,
    access_token_lifetime_s: 3_600,
    refresh_token_lifetime_s: 1_209_600,
    consent_stands,
};

/// A consent ends with its account's trial (FAQ 8) and with its user (FAQ 9). Editing and deleting a user end codes
/// and tokens at once; this also catches the code that is granted in the very moment in which its user goes.
fn consent_stands(world: &World, consent: &Consent) -> Result<(), String> {
    account_is_open(world, &consent.account).map_err(|reason| format!("opens an account that {reason}"))?;
    if consent.user.is_empty() {
        return Ok(());
    }
    let user = world.directory.check(SLUG, USER, &consent.user, world.clock.now());
    user.map(|_| ())
        .map_err(|rejected| format!("was granted by a user who {}", rejected.reason()))
}

/// The members that a hand may give to a new application.
const MEMBERS: [&str; 4] = ["name", "redirect_uris", "auto_approve", "account"];

/// The users who may consent to an account being opened, in their order.
pub(super) fn users_of(world: &World, account: &str) -> Vec<Arc<Credential>> {
    let now = world.clock.now();
    let opens = |user: &Credential| {
        let accounts = user.holder.get("accounts").and_then(Value::as_array);
        accounts.is_some_and(|ids| ids.iter().any(|id| id == account))
    };
    let users = world.directory.credentials(Some(SLUG)).into_iter();
    users
        .filter(|user| user.kind == USER && !user.is_over(now) && opens(user))
        .collect()
}

/// The first credential of `kind` that works.
fn first(world: &World, kind: &str) -> Option<Arc<Credential>> {
    let now = world.clock.now();
    let credentials = world.directory.credentials(Some(SLUG)).into_iter();
    let mut working = credentials.filter(|c| c.kind == kind && !c.is_over(now));
    working.next()
}

/// Issues the pair of tokens that a world announces, the first application's for the first account, unless that
/// application has an access token that works.
pub(super) fn announce(world: &World, directory: &DirectoryEditor<'_>) {
    let account = world.directory.accounts(SLUG).into_iter().next();
    if let (Some(application), Some(account)) = (first(world, APPLICATION), account) {
        if working(world, &application.key, ACCESS_TOKEN).is_some() {
            return;
        }
        let consent = consent(world, &application.key, &account.id);
        let pair = SERVER.pair(world, &consent);
        directory.issue(pair, world.clock.now(), None);
    }
}

/// The newest token of `kind` that an application holds and that still works.
fn working(world: &World, application: &str, kind: &str) -> Option<Arc<Credential>> {
    let now = world.clock.now();
    let tokens = world.directory.credentials(Some(SLUG)).into_iter().rev();
    let mut tokens = tokens.filter(|token| token.kind == kind && !token.is_over(now));
    tokens.find(|token| token.holds("application") == application)
}

/// What `/_areia/info` and a new world show.
pub(super) fn announced(world: &World) -> Map<String, Value> {
    let accounts: Vec<Value> = world
        .directory
        .accounts(SLUG)
        .iter()
        .map(|account| json!({"id": account.id, "name": account.settings.get("name")}))
        .collect();
    let (application, user) = (first(world, APPLICATION), first(world, USER));
    let (application, user) = (application.as_deref(), user.as_deref());
    let token = |kind| working(world, &application?.key, kind).map(|token| token.key.clone());
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
    put("client_id", json!(application.map(|a| &a.key)));
    put("client_secret", json!(application.and_then(|a| a.secret.as_ref())));
    put(
        "redirect_uri",
        json!(application.and_then(|a| a.holder.pointer("/redirect_uris/0"))),
    );
    put("user", json!(user.map(|user| &user.key)));
    put("password", json!(user.and_then(|user| user.secret.as_ref())));
    put("accounts", json!(accounts));
    put("access_token", json!(token(ACCESS_TOKEN)));
    put("refresh_token", json!(token(REFRESH_TOKEN)));
    members
}

/// A command line that works as printed.
pub(super) fn curl(world: &World, base_url: &str) -> Option<String> {
    let members = announced(world);
    let token = members.get("access_token").and_then(Value::as_str)?;
    Some(format!("curl -H 'Authorization: Bearer {token}' {base_url}/v1/sales"))
}

/// Issues an application with a pair of tokens, as the portal and a consent would.
pub(super) fn issue(
    world: &World,
    directory: &DirectoryEditor<'_>,
    asked: &Map<String, Value>,
    now: DateTime<Utc>,
) -> Issued {
    if let Some(unknown) = asked.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        return Err(Problem::unknown_member(unknown, MEMBERS));
    }
    let account = match asked.get("account") {
        None | Some(Value::Null) => world.directory.accounts(SLUG).into_iter().next(),
        Some(id) => world.directory.account(SLUG, id.as_str().unwrap_or_default()),
    };
    let account = account.ok_or_else(|| {
        Problem::bad_request("`account` is not the id of an account of this world")
            .with_hint("`/_areia/info` lists them")
    })?;
    let holder = application_holder(asked).map_err(|reason| {
        Problem::bad_request(reason).with_hint(
            "for example `{\"name\": \"Loja\", \"redirect_uris\": [\"https://loja.example/\"], \"auto_approve\": true}`",
        )
    })?;
    let application = Issue {
        provider: SLUG,
        kind: APPLICATION,
        key: world.ids.secret(32),
        secret: Some(world.ids.secret(32)),
        holder: holder.clone(),
        lifetime: None,
        grant: Grant::Alone,
    };
    let application = directory.issue(vec![application], now, None).remove(0);
    let consent = consent(world, &application.key, &account.id);
    let pair = directory.issue(SERVER.pair(world, &consent), now, None);
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
    put("id", json!(application.id));
    put("provider", json!(SLUG));
    put("kind", json!(APPLICATION));
    put("client_id", json!(application.key));
    put("client_secret", json!(application.secret));
    for name in ["name", "redirect_uris", "auto_approve"] {
        put(name, holder.get(name).cloned().unwrap_or_default());
    }
    put("account", json!(account.id));
    put("access_token", json!(pair[0].key));
    put("refresh_token", json!(pair[1].key));
    put("expires_at", json!(pair[0].expires_at));
    put("history", json!(application.history));
    Ok(members)
}

/// What an application is once a hand has changed these members of it.
pub(super) fn amend(application: &Credential, asked: &Map<String, Value>) -> Result<Value, Problem> {
    if application.kind != APPLICATION {
        return amends_nothing(application, asked);
    }
    let members = &MEMBERS[..3];
    if let Some(unknown) = asked.keys().find(|name| !members.contains(&name.as_str())) {
        return Err(Problem::unknown_member(unknown, members));
    }
    let given = application_holder(asked).map_err(Problem::bad_request)?;
    let mut holder = application.holder.clone();
    for name in asked.keys() {
        holder[name] = given[name].clone();
    }
    if asked.contains_key("redirect_uris") {
        let any_loopback = "any_loopback_redirect_uri";
        holder[any_loopback] = given[any_loopback].clone();
    }
    Ok(holder)
}

/// What an application is, from what a hand or a fixture says of it.
fn application_holder(asked: &Map<String, Value>) -> Result<Value, String> {
    let name = match asked.get("name") {
        None | Some(Value::Null) => "Aplicação de teste",
        Some(name) => name.as_str().ok_or("`name` must be a text")?,
    };
    let auto_approve = match asked.get("auto_approve") {
        None | Some(Value::Null) => false,
        Some(truth) => truth.as_bool().ok_or("`auto_approve` must be true or false")?,
    };
    let (redirect_uris, any_loopback) = match asked.get("redirect_uris") {
        None | Some(Value::Null) => (json!(["https://www.google.com/"]), true),
        Some(Value::Array(uris)) if !uris.is_empty() && uris.iter().all(Value::is_string) => {
            let mut uris_text = uris.iter().filter_map(Value::as_str);
            if let Some(wrong) = uris_text.find(|uri| !may_redirect_to(uri)) {
                return Err(format!(
                    "`redirect_uris` must be absolute addresses without a fragment, not {wrong:?}"
                ));
            }
            (json!(uris), false)
        }
        Some(_) => return Err("`redirect_uris` must be an array of texts, at least one".to_owned()),
    };
    Ok(json!({
        "name": name,
        "redirect_uris": redirect_uris,
        "any_loopback_redirect_uri": any_loopback,
        "auto_approve": auto_approve,
        "account": asked.get("account"),
    }))
}

/// The consent of an account's first user.
pub(super) fn consent(world: &World, application: &str, account: &str) -> Consent {
    let user = users_of(world, account).into_iter().next();
    Consent {
        application: application.to_owned(),
        account: account.to_owned(),
        user: user.map(|user| user.key.clone()).unwrap_or_default(),
    }
}
