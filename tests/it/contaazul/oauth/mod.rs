//! The OAuth server, by theme.

mod amended;
mod authorize;
mod browser;
mod client_crate;
mod concurrency;
mod consent_page;
mod credentials;
mod credentials_unknown;
mod expiry;
mod explanations;
mod redirect_addresses;
mod refresh;
mod resource_calls;
mod secrets;
mod token;
mod token_errors;
mod token_unreadable;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use url::Url;

use crate::support::{Answer, Client, Sandbox, server};

/// "Padaria Areia Branca".
const FIRST_ACCOUNT: &str = "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e";

/// "Oficina Areia Fina".
const SECOND_ACCOUNT: &str = "b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e";

/// Where codes are sent.
const CALLBACK: &str = "http://localhost:8080/callback";

/// An application with the pair of tokens that it was issued with.
#[derive(Debug, Clone)]
struct Application {
    client_id: String,
    client_secret: String,
    access_token: String,
    refresh_token: String,
}

impl Application {
    /// The application that a world announces.
    fn of(sandbox: &Sandbox) -> Self {
        let credential = |member| sandbox.credential("contaazul", member);
        Self {
            client_id: credential("client_id"),
            client_secret: credential("client_secret"),
            access_token: credential("access_token"),
            refresh_token: credential("refresh_token"),
        }
    }

    /// Another application of a world.
    async fn issued(sandbox: &Sandbox, asked: &Value) -> Self {
        let issued = sandbox.control().post("/credentials/contaazul", asked).await;
        Self {
            client_id: issued.member("/client_id"),
            client_secret: issued.member("/client_secret"),
            access_token: issued.member("/access_token"),
            refresh_token: issued.member("/refresh_token"),
        }
    }

    /// The client credentials as HTTP Basic.
    fn basic(&self) -> Client {
        let pair = format!("{}:{}", self.client_id, self.client_secret);
        nobody().with("authorization", &format!("Basic {}", STANDARD.encode(pair)))
    }

    /// An authorization request's path, with `more` in its query.
    fn authorize(&self, more: &[(&str, &str)]) -> String {
        self.page("/auth/authorize", more)
    }

    /// The login page's path, with `more` in its query.
    fn login(&self, more: &[(&str, &str)]) -> String {
        self.page("/auth/login", more)
    }

    fn page(&self, path: &str, more: &[(&str, &str)]) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", &self.client_id)
            .append_pair("scope", "sales")
            .extend_pairs(more)
            .finish();
        format!("{path}?{query}")
    }

    /// A code for an account, without a page.
    async fn code(&self, account: &str) -> String {
        let path = self.authorize(&[("redirect_uri", CALLBACK), ("areia_approve", account)]);
        let answer = nobody().get(&path).await;
        parameter(answer.header("location"), "code").unwrap_or_else(|| panic!("{answer}"))
    }

    async fn exchange(&self, code: &str) -> Answer {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
        ];
        self.basic().post_form("/oauth2/token", &form).await
    }

    async fn refresh(&self, refresh_token: &str) -> Answer {
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token)];
        self.basic().post_form("/oauth2/token", &form).await
    }
}

/// Somebody without credentials.
fn nobody() -> Client {
    Client::new(server().base_url("contaazul"))
}

/// A resource call with an access token.
async fn call(access_token: &str) -> Answer {
    let client = nobody().with("authorization", &format!("Bearer {access_token}"));
    client.get("/v1/customers").await
}

/// Whether a resource call with an access token succeeds.
async fn opens(access_token: &str) -> bool {
    call(access_token).await.status == 200
}

/// A parameter in an address.
fn parameter(address: &str, name: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let mut pairs = url.query_pairs();
    pairs.find_map(|(other, value)| (other == name).then(|| value.into_owned()))
}

/// An answer's text without the server's own address, whose port is another every time.
fn shown(answer: &Answer) -> String {
    answer.to_string().replace(&server().url(), "(server)")
}

/// Several answers, each under what it answers, for one snapshot.
#[derive(Debug, Default)]
struct Answers(String);

impl Answers {
    fn add(&mut self, title: &str, answer: &Answer) {
        self.0 += &format!("# {title}\n{}\n", shown(answer));
    }
}

impl std::fmt::Display for Answers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
