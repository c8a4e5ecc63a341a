//! Webhooks: delivered only where the operator allows it, signed, after the change.

use areia::{Areia, Settings};
use hmac::{Hmac, Mac as _};
use insta::assert_snapshot;
use serde_json::json;
use sha1::Sha1;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::support::{Client, Sandbox, basic_of, pretty};

/// A request that a listener was sent.
#[derive(Debug)]
struct Heard {
    head: String,
    body: String,
}

impl Heard {
    fn header(&self, name: &str) -> &str {
        let mut fields = self.head.lines().filter_map(|line| line.split_once(": "));
        let field = fields.find(|(other, _)| other.eq_ignore_ascii_case(name));
        field.map(|(_, value)| value).unwrap_or_default()
    }

    /// What the signature must be, by the secret.
    fn is_signed_with(&self, secret: &str) -> bool {
        let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(self.header("x-myfinance-requestid").as_bytes());
        mac.update(self.body.as_bytes());
        let expected: Vec<u8> = mac.finalize().into_bytes().to_vec();
        let expected: String = expected.iter().map(|byte| format!("{byte:02x}")).collect();
        self.header("x-myfinance-signature") == expected
    }
}

/// Listens, and answers the first requests with these statuses, later ones with 200.
async fn listen(statuses: &'static [u16]) -> (String, mpsc::UnboundedReceiver<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for number in 0.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut read = Vec::new();
            let (head, body) = loop {
                stream.read_buf(&mut read).await.unwrap();
                let text = String::from_utf8_lossy(&read).into_owned();
                let Some((head, body)) = text.split_once("\r\n\r\n") else {
                    continue;
                };
                let length = head.to_lowercase();
                let length = length.split("content-length: ").nth(1).unwrap_or("0");
                let length: usize = length.lines().next().unwrap().parse().unwrap();
                if body.len() >= length {
                    break (head.to_owned(), body.to_owned());
                }
            };
            let status = statuses.get(number).copied().unwrap_or(200);
            let answer = format!("HTTP/1.1 {status} So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.unwrap();
            if sender.send(Heard { head, body }).is_err() {
                return;
            }
        }
    });
    (url, receiver)
}

/// A server that may call this machine by its number, its clock frozen, and its first account.
async fn server() -> (Areia, Client) {
    let settings = Settings {
        webhook_hosts: vec!["127.0.0.1".parse().unwrap()],
        ..Settings::default()
    };
    let areia = Areia::start_with(settings).await.unwrap();
    let control = Client::new(format!("{}/_areia", areia.url()));
    let at = json!({"at": "2037-03-06T13:36:21Z"});
    assert_eq!(control.post("/clock/freeze", &at).await.status, 200);
    let token = areia.credential("financeiro", "token").unwrap();
    let client = Client::new(areia.base_url("financeiro")).with("authorization", &basic_of(&format!("{token}:")));
    (areia, client)
}

fn webhook(url: &str, format: &str) -> serde_json::Value {
    json!({"webhook": {"entity_id": 2593, "format": format, "url": url, "description": "Aviso"}})
}

#[tokio::test]
async fn what_changes_is_told_signed_and_in_order() {
    let (_areia, client) = server().await;
    let (url, mut heard) = listen(&[]).await;
    let created = client.post("/integrations/webhooks", &webhook(&url, "json")).await;
    assert_eq!(created.status, 201, "{created}");
    assert_eq!(created.json()["webhook"]["healthy_check_code"], 200);
    let secret = created.member("/webhook/secret");
    assert_eq!(secret.len(), 24);
    let test = heard.recv().await.unwrap();
    assert!(test.is_signed_with(&secret));
    assert_snapshot!(pretty(&test.body), @r#"{"event": "webhooks.test", "timestamp": "2037-03-06T13:36:21Z"}"#);
    // What is refused is not told.
    let refused = client.post("/people", &json!({"person": {"name": ""}})).await;
    assert_eq!(refused.status, 422);
    let person = json!({"person": {"name": "João & Cia"}});
    let id = client.post("/people", &person).await.json()["person"]["id"].clone();
    client
        .put(&format!("/people/{id}"), &json!({"person": {"city": "Recife"}}))
        .await;
    client.delete(&format!("/people/{id}")).await;
    let first = heard.recv().await.unwrap();
    assert!(first.head.starts_with("POST /hook HTTP/1.1"), "{}", first.head);
    assert_eq!(first.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(first.header("x-myfinance-requestid").len(), 32);
    assert_eq!(first.header("x-myfinance-signature").len(), 40);
    assert!(first.is_signed_with(&secret) && !first.is_signed_with("another"));
    assert_snapshot!(pretty(&first.body), @r#"
    {
      "event": "people.created",
      "timestamp": "2037-03-06T13:36:21Z",
      "person": {
        "created_at": "2037-03-06T10:36:21-03:00",
        "customer": true,
        "federation_subscription_number": null,
        "federation_subscription_number_only_numbers": null,
        "federation_subscription_type_id": null,
        "force_destroy": false,
        "id": 9003,
        "imported_from_sync": false,
        "modified_by_sync": false,
        "name": "Jo\u00e3o & Cia",
        "supplier": true,
        "updated_at": "2037-03-06T10:36:21-03:00",
        "type": "NaturalPerson"
      }
    }
    "#);
    for event in ["people.updated", "people.destroyed"] {
        let next = heard.recv().await.unwrap();
        assert!(
            next.body.starts_with(&format!(r#"{{"event":"{event}""#)),
            "{}",
            next.body
        );
        assert!(next.is_signed_with(&secret));
    }
    // Another entity's changes are not this webhook's.
    let account = json!({"payable_account": {"due_date": "2037-04-05", "amount": 10}});
    for entity in [2594, 2593] {
        client
            .post(&format!("/entities/{entity}/payable_accounts"), &account)
            .await;
    }
    let payable = heard.recv().await.unwrap();
    let told: serde_json::Value = serde_json::from_str(&payable.body).unwrap();
    assert_eq!(told["event"], "payable_accounts.created");
    assert_eq!(told["payable_account"]["entity_id"], 2593);
    assert_eq!(told["payable_account"]["status_name"], "unpaid");
}

#[tokio::test]
async fn a_notice_is_sent_until_it_is_accepted_five_times_at_most() {
    let (_areia, client) = server().await;
    let (url, mut heard) = listen(&[204, 500, 404, 302, 200, 500, 500, 500, 500, 500]).await;
    let created = client.post("/integrations/webhooks", &webhook(&url, "xml")).await;
    // Any answer will do for the test call, and its status is shown.
    assert_eq!(created.json()["webhook"]["healthy_check_code"], 204, "{created}");
    heard.recv().await.unwrap();
    for name in ["Um", "Dois", "Três"] {
        let category = json!({"category": {"name": name}});
        assert_eq!(client.post("/categories", &category).await.status, 201);
    }
    let tries = async |heard: &mut mpsc::UnboundedReceiver<Heard>, count: usize| {
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(heard.recv().await.unwrap());
        }
        all
    };
    let first = tries(&mut heard, 4).await;
    assert!(first.iter().all(|one| {
        one.head
            .lines()
            .any(|line| line == first[0].head.lines().last().unwrap())
            && one.body == first[0].body
    }));
    assert_snapshot!(first[0].body, @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <hash>
      <event>categories.created</event>
      <timestamp>2037-03-06T13:36:21Z</timestamp>
      <category>
        <cost type="boolean">true</cost>
        <created-at type="dateTime">2037-03-06T10:36:21-03:00</created-at>
        <excel-import-id type="integer" nil="true"/>
        <force-destroy type="boolean">false</force-destroy>
        <full-name>Um</full-name>
        <id type="integer">203</id>
        <imported-from-sync type="boolean">false</imported-from-sync>
        <interested-users-ids type="array">
          <interested-users-id type="integer">1</interested-users-id>
        </interested-users-ids>
        <modified-by-sync type="boolean">false</modified-by-sync>
        <name>Um</name>
        <parent-id type="integer" nil="true"/>
        <revenue type="boolean">true</revenue>
        <updated-at type="dateTime">2037-03-06T10:36:21-03:00</updated-at>
        <use-count type="integer">0</use-count>
      </category>
    </hash>
    "#);
    let given_up = tries(&mut heard, 5).await;
    assert!(given_up.iter().all(|one| one.body.contains("<name>Dois</name>")));
    let last = tries(&mut heard, 1).await;
    assert!(last[0].body.contains("<name>Três</name>"), "{}", last[0].body);
}

#[tokio::test]
async fn nobody_is_called_who_is_not_allowed_by_name() {
    let (_areia, client) = server().await;
    let (url, mut heard) = listen(&[]).await;
    // The same machine by another name.
    let other = url.replace("127.0.0.1", "localhost");
    let stored = client.post("/integrations/webhooks", &webhook(&other, "json")).await;
    assert_eq!(stored.status, 201, "{stored}");
    client
        .post("/categories", &json!({"category": {"name": "Calada"}}))
        .await;
    // An allowed address that nobody listens at.
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let refused = client
        .post("/integrations/webhooks", &webhook(&format!("http://{closed}/"), "json"))
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["url"][0], "A URL não respondeu à requisição de teste.");
    // Had the first one been called, this would not be the first that is heard.
    let allowed = client.post("/integrations/webhooks", &webhook(&url, "json")).await;
    assert_eq!(allowed.status, 201, "{allowed}");
    assert!(heard.recv().await.unwrap().body.contains("webhooks.test"));
    assert!(heard.try_recv().is_err());
}

#[tokio::test]
async fn webhooks_are_for_the_administrator() {
    let sandbox = Sandbox::new("webhook-administrator").await;
    let body = json!({"accounts": [1], "administrator": false});
    let issued = sandbox.control().post("/credentials/financeiro", &body).await;
    let token = basic_of(&format!("{}:", issued.member("/token")));
    let client = sandbox.financeiro(&[1]).await.with("authorization", &token);
    assert_snapshot!(client.get("/integrations/webhooks").await, @r#"
    403
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"error": "Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    "#);
    let written = client
        .post("/integrations/webhooks.xml", &webhook("http://a.example/", "json"))
        .await;
    assert_snapshot!(written, @r#"
    403
    cache-control: no-cache
    content-type: application/xml; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Você não tem permissão para acessar este recurso.</error>
    </errors>
    "#);
    assert_eq!(client.get("/people/816").await.status, 200);
}
