//! A world of a test's own, on a server that all tests share.

use std::sync::{Arc, OnceLock, mpsc};

use areia::Areia;
use areia::world::World;
use areia::world::worlds::NewWorld;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::Client;

/// When every test's clock stands, unless it is moved: a Monday.
const NOW: &str = "2026-03-16T12:00:00Z";

/// The server that all tests of a process share.
///
/// It runs on a thread and a runtime of its own, since a test's runtime ends with the test.
pub(crate) fn server() -> &'static Areia {
    static SERVER: OnceLock<Areia> = OnceLock::new();
    SERVER.get_or_init(|| {
        let (started, starting) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                started.send(Areia::start().await.unwrap()).unwrap();
                std::future::pending::<()>().await;
            });
        });
        starting.recv().unwrap()
    })
}

/// A test's own world: its clock stands at [`NOW`], and its credentials are nobody else's.
pub(crate) struct Sandbox {
    pub(crate) world: Arc<World>,
}

impl Sandbox {
    /// A world called `name`, which only this test may use.
    pub(crate) async fn new(name: &str) -> Self {
        Self::at(name, NOW).await
    }

    /// The same, whose clock stands at `now`.
    pub(crate) async fn at(name: &str, now: &str) -> Self {
        let new = NewWorld {
            name: Some(name.to_owned()),
            seed: Some(42),
            now: Some(now.parse().unwrap()),
            is_frozen: true,
            ..NewWorld::default()
        };
        Self {
            world: server().worlds.create(new).await.unwrap(),
        }
    }

    /// One member of what opens a provider in this world.
    pub(crate) fn credential(&self, slug: &str, member: &str) -> String {
        let members = server().credentials_in(&self.world, slug);
        members[member]
            .as_str()
            .unwrap_or_else(|| panic!("{member} is no text"))
            .to_owned()
    }

    /// Conta Azul's first account ("Padaria Areia Branca"), opened by the announced access token.
    pub(crate) fn contaazul(&self) -> Client {
        let token = self.credential("contaazul", "access_token");
        Client::new(server().base_url("contaazul")).with("authorization", &format!("Bearer {token}"))
    }

    /// The same account, opened anew: once the clock has moved by an hour, the announced access token is dead.
    pub(crate) async fn contaazul_anew(&self) -> Client {
        self.contaazul_account(0).await
    }

    /// Conta Azul's second account ("Oficina Areia Fina": stock check, default bank), opened by an application of its own.
    pub(crate) async fn contaazul_second_account(&self) -> Client {
        self.contaazul_account(1).await
    }

    async fn contaazul_account(&self, place: usize) -> Client {
        let accounts = server().credentials_in(&self.world, "contaazul")["accounts"].clone();
        let body = serde_json::json!({"account": accounts[place]["id"]});
        let issued = self.control().post("/credentials/contaazul", &body).await;
        let token = issued.member("/access_token");
        Client::new(server().base_url("contaazul")).with("authorization", &format!("Bearer {token}"))
    }

    /// Procfy, opened by a token that may do everything.
    pub(crate) fn procfy(&self) -> Client {
        let token = self.credential("procfy", "token");
        Client::new(server().base_url("procfy")).with("authorization", &format!("Bearer {token}"))
    }

    /// TOTVS RM, called by the world's user.
    pub(crate) fn totvs(&self) -> Client {
        let (user, password) = (self.credential("totvs", "user"), self.credential("totvs", "password"));
        self.totvs_as(&user, &password)
    }

    /// TOTVS RM in this world, called by one of its users.
    pub(crate) fn totvs_as(&self, user: &str, password: &str) -> Client {
        let pair = STANDARD.encode(format!("{user}:{password}"));
        Client::new(server().base_url("totvs"))
            .with("authorization", &format!("Basic {pair}"))
            .with("x-areia-world", &self.world.name)
    }

    /// A client of any provider, with a working credential of this world.
    pub(crate) fn client_of(&self, slug: &str) -> Client {
        match slug {
            "contaazul" => self.contaazul(),
            "docsales" => self.docsales(),
            "financeiro" => self.financeiro_announced(),
            "procfy" => self.procfy(),
            "totvs" => self.totvs(),
            slug => panic!("say here how a client of {slug} shows its credential"),
        }
    }

    /// DocSales' first account, opened by its token.
    pub(crate) fn docsales(&self) -> Client {
        self.docsales_with(&self.credential("docsales", "token"))
    }

    /// DocSales, shown `token`.
    pub(crate) fn docsales_with(&self, token: &str) -> Client {
        Client::new(server().base_url("docsales"))
            .with("authorization", &format!("Bearer {token}"))
            .with("x-areia-world", &self.world.name)
    }

    /// Financeiro, opened by its first token.
    fn financeiro_announced(&self) -> Client {
        let token = self.credential("financeiro", "token");
        Client::new(server().base_url("financeiro"))
            .with("authorization", &basic_of(&format!("{token}:")))
            .with("x-areia-world", &self.world.name)
    }

    /// Financeiro with a token that sees the accounts `ids`, asking for JSON.
    pub(crate) async fn financeiro(&self, ids: &[i64]) -> Client {
        let body = serde_json::json!({"accounts": ids});
        let issued = self.control().post("/credentials/financeiro", &body).await;
        let basic = basic_of(&format!("{}:X", issued.member("/token")));
        Client::new(server().base_url("financeiro"))
            .with("authorization", &basic)
            .with("accept", "application/json")
    }

    /// The control plane, for this world.
    pub(crate) fn control(&self) -> Client {
        Client::new(format!("{}/_areia", server().url())).in_query("world", &self.world.name)
    }

    /// The explanation of the world's last refusal.
    pub(crate) async fn last_explanation(&self) -> String {
        let journal = self.control().get("/journal?limit=1000").await.json();
        let entries = journal["entries"].as_array().unwrap();
        let explained = entries.iter().rev().find_map(|entry| entry["explanation"].as_str());
        explained
            .unwrap_or_else(|| panic!("nothing was refused: {journal}"))
            .to_owned()
    }

    /// Moves the clock on.
    pub(crate) async fn advance(&self, by: &str) -> Value {
        let answer = self
            .control()
            .post("/clock/advance", &serde_json::json!({"by": by}))
            .await;
        assert_eq!(answer.status, 200, "{answer}");
        answer.json()
    }
}

/// HTTP Basic.
pub(crate) fn basic_of(user_and_password: &str) -> String {
    let encoded = STANDARD.encode(user_and_password);
    format!("Basic {encoded}")
}
