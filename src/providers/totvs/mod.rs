//! TOTVS RM: the cash accounts of its financial module (`/api/financial/v1/cashaccounts`).
//!
//! Documentation: <https://tdn.totvs.com> (API Conta/Caixa), the general guide of RM's APIs with its filters,
//! and what public client programs send to a real RM host.
//!
//! LIMITATIONS
//! * Foreign keys (bank, agency, branch, currency, cash book) are not checked: no answer to a broken one is known.
//! * Access tokens are signed with RS256, as RM's are, and with one key that everybody knows: it stands in this folder.
//!   No address of RM's for the public half is known, so `/_areia/totvs/keys` has it.
//! * Texts sort by code point once they are in one case: a letter with an accent comes behind `z`, unless accents do not
//!   count. RM's database has a collation of its own, of which the documentation's lists show no more than the case.
//! * A refresh token may be used more than once, and the access tokens before it go on working, as JWTs do.

mod answers;
mod back_office;
mod cash_accounts;
mod choices;
mod connect;
mod credentials;
mod errors;
mod settings;

use futures_util::FutureExt;
use http::request::Parts;
use serde_json::json;

use crate::provider::{Provider, amends_nothing};
use crate::store::StoreError;
use crate::web::api::Api;
use crate::web::credentials::{Presented, authorization, basic};
use crate::web::endpoints::Endpoints;
use crate::web::oauth::request_parameters;
use crate::web::terms::Terms;
use crate::world::resident::{CredentialForm, Resident};
use crate::world::seeding::FixtureLoader;
use errors::Error;

/// The provider's name in addresses.
pub(crate) const SLUG: &str = "totvs";

/// Where users log in. A refusal there has words of its own.
const LOGIN_PATH: &str = "/api/connect/token";

/// TOTVS RM.
pub(super) static PROVIDER: Provider = Provider {
    resident: Resident {
        slug: SLUG,
        credentials: &[CredentialForm {
            kind: credentials::USER,
            key_length: Some(12),
            secret_length: Some(12),
        }],
        fixtures: &[
            ("databases", include_str!("../../../fixtures/totvs/databases.json")),
            ("users", include_str!("../../../fixtures/totvs/users.json")),
            (
                "cashaccounts",
                include_str!("../../../fixtures/totvs/cashaccounts.json"),
            ),
        ],
        standing: &["databases", "users"],
        quota: None,
        load: |loading| load(loading).boxed(),
        announce: |_, _| {},
        fire: |_, _, _| async { Ok(()) }.boxed(),
    },
    api: Api {
        slug: SLUG,
        name: "TOTVS RM Conta/Caixa",
        description: "A sandbox of the cash accounts of TOTVS RM, with its filters, its three shapes of one record and \
                  its database's own error texts. Not the vendor's.",
        documentation: "https://tdn.totvs.com",
        hosts: &[],
        terms: Terms {
            json_needs_content_type: false,
            security_scheme: || {
                json!({
                    "type": "http",
                    "scheme": "basic",
                    "description": "An RM user, or `Bearer` with a token of /api/connect/token.",
                })
            },
            ..Terms::usual(credentials::ACCESS_TOKEN, presented, |refusal, context| {
                Box::new(Error::from_refusal(refusal, context))
            })
        },
        endpoints,
        errors: Error::examples,
        choices: &choices::CHOICES,
    },
    announced: credentials::announced,
    curl: credentials::curl,
    issue: credentials::issue,
    amend: amends_nothing,
    back_office: back_office::operations,
};

/// Every operation, in the order of the documentation.
fn endpoints() -> Endpoints {
    Endpoints::new()
        .resource("Conta/Caixa", cash_accounts::endpoints())
        .resource("Autenticação", connect::endpoints())
}

async fn load(loading: &mut FixtureLoader) -> Result<(), StoreError> {
    settings::load(loading);
    credentials::load(loading);
    cash_accounts::load(loading).await
}

/// What a request shows: a user and password (Basic) or a token (Bearer); and, for the world's sake, what the token
/// endpoint is shown.
fn presented(parts: &Parts, body: &[u8]) -> Presented {
    if let Some((user, password)) = basic(&parts.headers) {
        return Presented {
            keys: vec![user],
            secret: Some(password),
            kind: Some(credentials::USER),
        };
    }
    let mut keys = Vec::new();
    match authorization(&parts.headers) {
        Some((scheme, token)) if scheme == "bearer" => keys.push(token.to_owned()),
        _ if parts.uri.path() == LOGIN_PATH => {
            let parameters = request_parameters(parts, body).unwrap_or_default();
            let names = ["refresh_token", "username"].into_iter();
            keys.extend(names.filter_map(|name| parameters.given(name).map(str::to_owned)));
        }
        _ => {}
    }
    Presented {
        keys,
        ..Presented::default()
    }
}
