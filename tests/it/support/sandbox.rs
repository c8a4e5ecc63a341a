//! A world of a test's own, on a server that all tests share.

use std::sync::{Arc, OnceLock, mpsc};

use areia::Areia;
use areia::world::World;
use areia::world::worlds::NewWorld;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Client;
use super::everyone::opened;

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

    /// A client of any provider, with a working credential of this world.
    pub(crate) fn client_of(&self, slug: &str) -> Client {
        let credentials = server().credentials_in(&self.world, slug);
        let shown = json!({"slug": slug, "credentials": credentials});
        opened(&shown, &server().base_url(slug)).with("x-areia-world", &self.world.name)
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
        let answer = self.control().post("/clock/advance", &json!({"by": by})).await;
        assert_eq!(answer.status, 200, "{answer}");
        answer.json()
    }
}

/// HTTP Basic.
pub(crate) fn basic_of(user_and_password: &str) -> String {
    let encoded = STANDARD.encode(user_and_password);
    format!("Basic {encoded}")
}
