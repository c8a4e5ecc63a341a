//! RM's users, and the tokens that they log in for.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::SLUG;
use super::settings::DATABASE;
use crate::panel::Problem;
use crate::provider::Issued;
use crate::web::jwt::Signer;
use crate::world::World;
use crate::world::credential::{Credential, Grant, Issue};
use crate::world::directory::DirectoryEditor;
use crate::world::seeding::FixtureLoader;

/// The kind of an RM user: the key is the name, the secret the password.
pub(super) const USER: &str = "user";
/// The kind of an access token.
pub(super) const ACCESS_TOKEN: &str = "access_token";
/// The kind of a refresh token.
pub(super) const REFRESH_TOKEN: &str = "refresh_token";
/// What access tokens are signed with: a key of this sandbox's, the same in every world and every copy of it. It protects
/// nothing, for a token is only good where the directory has it.
static SIGNER: LazyLock<Option<Signer>> = LazyLock::new(|| Signer::of_pem(include_str!("signing_key.pem")));

/// How long an access token works: RM's default, five minutes.
pub(super) const ACCESS_TOKEN_LIFETIME_S: i64 = 300;
/// How long a refresh token works: RM's default, sixteen hours.
const REFRESH_TOKEN_LIFETIME_S: i64 = 57_600;
/// RM's default issuer.
const ISSUER: &str = "totvs-rm-host";

/// The members that a hand may give to a new user.
const MEMBERS: [&str; 2] = ["user", "password"];

/// The name of the user that a credential stands for.
pub(super) fn user_of(credential: &Credential) -> &str {
    match credential.kind.as_str() {
        USER => &credential.key,
        _ => credential.holds("user"),
    }
}

/// An access token and a refresh token for a user, about to be issued together; `None` where they cannot be signed.
pub(super) fn tokens(world: &World, user: &str) -> Option<Vec<Issue>> {
    let now = world.clock.now();
    let claims = json!({
        "iss": ISSUER,
        "sub": user,
        "jti": world.ids.secret(22),
        "iat": now.timestamp(),
        "nbf": now.timestamp(),
        "exp": now.timestamp() + ACCESS_TOKEN_LIFETIME_S,
    });
    let access = SIGNER.as_ref()?.signed(&claims)?;
    let refresh = json!({"TokenKey": world.ids.secret(32), "connectionId": DATABASE});
    let issue = |kind, key, lifetime_s| Issue {
        provider: SLUG,
        kind,
        key,
        secret: None,
        holder: json!({"user": user}),
        lifetime: Some(TimeDelta::seconds(lifetime_s)),
        grant: Grant::Shared,
    };
    Some(vec![
        issue(ACCESS_TOKEN, access, ACCESS_TOKEN_LIFETIME_S),
        issue(
            REFRESH_TOKEN,
            STANDARD.encode(refresh.to_string()),
            REFRESH_TOKEN_LIFETIME_S,
        ),
    ])
}

/// The public half of the key that access tokens are signed with, as a JSON Web Key Set.
pub(super) fn public_keys() -> Option<Value> {
    SIGNER.as_ref().map(Signer::public_keys)
}

/// What `/_areia/info` and a new world show.
pub(super) fn announced(world: &World) -> Map<String, Value> {
    let users = world.directory.credentials(Some(SLUG));
    let user = users.iter().find(|credential| credential.kind == USER);
    let mut members = Map::new();
    members.insert("user".to_owned(), json!(user.map(|user| &user.key)));
    let password = user.and_then(|user| user.secret.as_ref());
    members.insert("password".to_owned(), json!(password));
    members
}

/// A command line that works as printed.
pub(super) fn curl(world: &World, base_url: &str) -> Option<String> {
    let members = announced(world);
    let member = |name: &str| members.get(name).and_then(Value::as_str);
    let (user, password) = (member("user")?, member("password")?);
    Some(format!(
        "curl -u {user}:{password} {base_url}/api/financial/v1/cashaccounts"
    ))
}

/// Issues a user, as an RM administrator would.
pub(super) fn issue(
    world: &World,
    directory: &DirectoryEditor<'_>,
    asked: &Map<String, Value>,
    now: DateTime<Utc>,
) -> Issued {
    if let Some(unknown) = asked.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        return Err(Problem::unknown_member(unknown, MEMBERS));
    }
    let member = |name: &str| match asked.get(name) {
        None | Some(Value::Null) => Ok(world.ids.secret(12)),
        Some(Value::String(text)) if !text.is_empty() && !text.contains(':') => Ok(text.clone()),
        Some(_) => {
            let reason = format!("`{name}` must be a text without a colon");
            Err(Problem::bad_request(reason))
        }
    };
    let (user, password) = (member("user")?, member("password")?);
    if world.directory.find(SLUG, &user).is_some() {
        let reason = format!("this world has the user {user:?} already");
        return Err(Problem::bad_request(reason));
    }
    let issued = directory.issue(vec![new_user(user, password)], now, None).remove(0);
    let members = json!({
        "id": issued.id,
        "provider": SLUG,
        "kind": USER,
        "user": issued.key,
        "password": issued.secret,
        "history": issued.history,
    });
    match members {
        Value::Object(members) => Ok(members),
        _ => Ok(Map::new()),
    }
}

fn new_user(user: String, password: String) -> Issue {
    Issue {
        provider: SLUG,
        kind: USER,
        key: user,
        secret: Some(password),
        holder: json!({}),
        lifetime: None,
        grant: Grant::Alone,
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct UserFixture {
    user: String,
    password: String,
}

/// Loads the users.
pub(super) fn load(loading: &mut FixtureLoader) {
    let epoch = DateTime::UNIX_EPOCH;
    for document in loading.documents::<UserFixture>("users") {
        let UserFixture { user, password } = document.value.clone();
        if loading.directory().find(SLUG, &user).is_some() {
            loading.fault(&document, format!("{user:?} is taken"));
            continue;
        }
        loading.directory().issue(vec![new_user(user, password)], epoch, None);
    }
}
