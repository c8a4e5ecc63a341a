//! A provider of the tests' own, behind the real entrance, whose handlers do what no real one should.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use areia::log::Log;
use areia::metrics::Metrics;
use areia::panel::operations::Operations;
use areia::provider::{Provider, amends_nothing};
use areia::server::{Server, bind, listen};
use areia::settings::Patience;
use areia::store::StoreError;
use areia::unreached::Unreached;
use areia::web::address::Arrival;
use areia::web::api::Api;
use areia::web::context::RequestContext;
use areia::web::credentials::Presented;
use areia::web::endpoints::{Endpoints, operation};
use areia::web::entrance::{Bounds, Entrance};
use areia::web::fidelity::designed;
use areia::web::refusal::Refusal;
use areia::web::terms::Terms;
use areia::web::wording::{Answer, Row, Wording};
use areia::webhook_sender::WebhookSender;
use areia::world::resident::Resident;
use areia::world::schedule::{Fired, Schedule, Scheduled};
use areia::world::seeding::Fixtures;
use areia::world::template::Template;
use areia::world::worlds::Bounds as Room;
use areia::world::{DEFAULT_WORLD, Worlds};
use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use chrono::TimeDelta;
use futures_util::FutureExt;
use http::request::Parts;
use reqwest::{Method, StatusCode};
use serde_json::{Map, Value};
use sqlx::SqliteConnection;
use tokio::sync::{Notify, watch};

use crate::support::Client;

const BOUNDS: Bounds = Bounds {
    upload_limit_bytes: 1024,
    patience: Duration::from_secs(30),
};

static PROBE: Provider = Provider {
    resident: Resident {
        slug: "probe",
        credentials: &[],
        fixtures: &[],
        standing: &[],
        quota: None,
        load: |_| async { Ok(()) }.boxed(),
        announce: |_, _| {},
        fire: |connection, schedule, fired| fire(connection, schedule, fired).boxed(),
    },
    api: Api {
        slug: "probe",
        name: "Probe",
        description: "A provider of the tests' own.",
        documentation: "https://probe.example",
        hosts: &[],
        terms: Terms {
            body_limit_bytes: 1024,
            ..Terms::usual("token", present, |refusal, _| Box::new(Refused(refusal)))
        },
        endpoints,
        errors: Vec::new,
        choices: &[],
    },
    announced: |_| Map::new(),
    curl: |_, _| None,
    issue: |_, _, _, _| Ok(Map::new()),
    amend: amends_nothing,
    back_office: Operations::new,
};

/// What falls due at the probe falls due again an hour later.
async fn fire(connection: &mut SqliteConnection, schedule: &Schedule, fired: &Fired) -> Result<(), StoreError> {
    let again = Scheduled {
        provider: PROBE.slug(),
        due_at: fired.due_at + TimeDelta::hours(1),
        what: "again",
        subject: fired.subject.clone(),
    };
    schedule.add(connection, &[again]).await
}

fn present(parts: &Parts, _: &[u8]) -> Presented {
    match parts.uri.path() {
        "/present" => panic!("present"),
        _ => Presented::default(),
    }
}

static RESIDENTS: [&Resident; 1] = [&PROBE.resident];

static ARRIVED: Notify = Notify::const_new();
static GO_ON: Notify = Notify::const_new();
static DONE: Notify = Notify::const_new();

fn endpoints() -> Endpoints {
    let open = || operation("probe", "A probe", designed("these tests")).open_to_anybody();
    Endpoints::new()
        .get("/panic", panic, open())
        .get("/present", async || "never reached", open())
        .get("/bare/{status}", bare, open())
        .get("/worded/{status}", worded, open())
        .post("/axum-json", axum_json, open())
        .get("/axum-query", axum_query, open())
        .get("/axum-path/{number}", axum_path, open())
        .get("/slow", slow, open())
}

async fn panic() -> &'static str {
    panic!("a handler that panics")
}

async fn bare(Path(status): Path<u16>) -> StatusCode {
    StatusCode::from_u16(status).unwrap()
}

async fn worded(Path(status): Path<u16>) -> (StatusCode, &'static str) {
    (StatusCode::from_u16(status).unwrap(), "somebody else's words")
}

async fn axum_json(axum::Json(body): axum::Json<Map<String, Value>>) -> String {
    body.len().to_string()
}

async fn axum_query(axum::extract::Query(query): axum::extract::Query<[(String, u8); 1]>) -> String {
    query[0].0.clone()
}

async fn axum_path(Path(number): Path<u8>) -> String {
    number.to_string()
}

async fn slow() -> &'static str {
    ARRIVED.notify_one();
    GO_ON.notified().await;
    DONE.notify_one();
    "done"
}

#[derive(Debug)]
struct Refused(Refusal);

impl Wording for Refused {
    fn row(&self) -> Row {
        Row {
            id: "refused",
            status: StatusCode::BAD_REQUEST,
            operations: &[],
            evidence: designed("these tests"),
        }
    }

    fn explanation(&self) -> String {
        self.0.explanation()
    }

    fn word(&self, _: &RequestContext) -> Answer {
        Answer::new(StatusCode::BAD_REQUEST, "application/probe", format!("{:?}", self.0))
    }
}

async fn worlds() -> Arc<Worlds> {
    let template = Template::make(&RESIDENTS, &Fixtures::default()).await.unwrap();
    let worlds = Arc::new(Worlds::new(Arc::from(RESIDENTS), template, 42, None, Room::default()));
    worlds.open().await.unwrap();
    worlds
}

/// A server of the probe's own.
async fn server(worlds: Arc<Worlds>) -> (Client, watch::Sender<bool>) {
    let server = Server {
        entrances: [(PROBE.slug(), entrance(&worlds))].into(),
        apis: vec![&PROBE.api],
        control: Router::new(),
        public_url: None,
        unreached: Unreached {
            worlds,
            log: Log::OFF,
            entrances: Vec::new(),
        },
        patience: Patience::default(),
        webhook_sender: Arc::new(WebhookSender::new(Vec::new(), Log::OFF).unwrap()),
    };
    let socket = bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let client = Client::new(format!("http://{}/probe", socket.local_addr().unwrap()));
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(listen(Arc::new(server), socket, None, stopping));
    (client, stop)
}

fn entrance(worlds: &Arc<Worlds>) -> Arc<Entrance> {
    let counters = Metrics::new().unwrap().of(PROBE.slug(), std::iter::empty());
    Arc::new(Entrance::new(
        &PROBE.api,
        None,
        worlds.clone(),
        Log::OFF,
        BOUNDS,
        counters,
    ))
}

#[tokio::test]
async fn a_panic_is_answered_in_the_provider_s_words_and_recorded() {
    let worlds = worlds().await;
    let (probe, _stop) = server(worlds.clone()).await;
    for path in ["/panic", "/present"] {
        let answer = probe.get(path).await;
        assert_eq!((answer.status, answer.text().as_str()), (400, "Crashed"), "{path}");
        assert_eq!(answer.header("content-type"), "application/probe");
    }
    let (entries, _) = worlds.get(DEFAULT_WORLD).unwrap().journal.entries();
    assert_eq!(entries[0].operation, Some("probe"));
    assert_eq!(
        entries[0].explanation.as_deref(),
        Some("Something broke inside the sandbox; its log says what.")
    );
    // The server goes on.
    assert_eq!(probe.get("/bare/200").await.status, 200);
}

#[tokio::test]
async fn a_status_that_nobody_words_gets_the_provider_s_words() {
    let (probe, _stop) = server(worlds().await).await;
    for status in [400_u16, 401, 403, 404, 405, 409, 413, 415, 418, 422, 429, 500, 503] {
        for path in ["bare", "worded"] {
            let answer = probe.get(&format!("/{path}/{status}")).await;
            assert_eq!(answer.status, 400, "{path} {status}");
            assert_eq!(answer.text(), format!("Unworded({status})"), "{path}");
            assert_eq!(answer.header("content-type"), "application/probe");
        }
    }
    assert_eq!(probe.get("/bare/204").await.status, 204);
    assert_eq!(probe.get("/worded/201").await.text(), "somebody else's words");
}

#[tokio::test]
async fn what_axum_refuses_by_itself_gets_the_provider_s_words() {
    let (probe, _stop) = server(worlds().await).await;
    let json = Some("application/json");
    let post = |media_type, body: &str| probe.send(Method::POST, "/axum-json", media_type, body.into());
    for (answer, words) in [
        (post(json, "{").await, "Unworded(400)"),
        (post(json, "[]").await, "Unworded(422)"),
        (post(None, "{}").await, "Unworded(415)"),
        (
            post(json, &" ".repeat(1025)).await,
            "BodyTooLarge { limit_bytes: 1024 }",
        ),
        (probe.get("/axum-query?a=b").await, "Unworded(400)"),
        (probe.get("/axum-path/x").await, "Unworded(400)"),
        (probe.get("/axum-path/%ff").await, "Unworded(400)"),
        (probe.get("/axum-path/%f").await, "PathMalformed"),
        (probe.get("/elsewhere").await, "RouteUnknown"),
        (probe.delete("/panic").await, "MethodNotAllowed { method: DELETE }"),
    ] {
        assert_eq!((answer.status, answer.text().as_str()), (400, words));
        assert_eq!(answer.header("content-type"), "application/probe", "{words}");
    }
    assert_eq!(post(json, "{}").await.text(), "0");
}

#[tokio::test]
async fn a_request_whose_client_leaves_goes_on_to_its_end() {
    let worlds = worlds().await;
    let arrival = Arrival {
        original_path: "/probe/slow".to_owned(),
        world: None,
        base_url: String::new(),
        suffix: None,
    };
    let request = http::Request::get("/slow").body(Body::empty()).unwrap();
    let answering = entrance(&worlds).answer(arrival, request);
    tokio::select! {
        answer = answering => panic!("{answer:?} came too early"),
        // The other branch is dropped here, as hyper drops it when the connection breaks.
        () = ARRIVED.notified() => {}
    }
    GO_ON.notify_one();
    let done = tokio::time::timeout(Duration::from_secs(10), DONE.notified()).await;
    assert!(done.is_ok(), "the handler was dropped midway");
}

#[tokio::test]
async fn what_falls_due_again_and_again_is_settled_in_one_go_and_in_order() {
    let worlds = worlds().await;
    let world = worlds.get(DEFAULT_WORLD).unwrap();
    let begun = "2099-01-01T00:00:00Z".parse().unwrap();
    world.clock.freeze(Some(begun)).unwrap();
    for (minutes, subject) in [(60, "one"), (90, "other")] {
        let due_at = begun + TimeDelta::minutes(minutes);
        let (provider, what, subject) = (PROBE.slug(), "first", subject.to_owned());
        let item = Scheduled {
            provider,
            due_at,
            what,
            subject,
        };
        let mut connection = world.store.connection().await.unwrap();
        world.schedule.add(&mut connection, &[item]).await.unwrap();
    }
    assert_eq!(world.settle().await.unwrap(), []);
    world.clock.advance(TimeDelta::hours(3)).unwrap();
    let settled = world.settle().await.unwrap();
    let told: Vec<String> = settled
        .iter()
        .map(|due| format!("{} {} {}", &due.at[11..16], due.what, due.subject))
        .collect();
    assert_eq!(
        told,
        [
            "01:00 first one",
            "01:30 first other",
            "02:00 again one",
            "02:30 again other",
            "03:00 again one"
        ]
    );
    assert_eq!(world.settle().await.unwrap(), []);
}
