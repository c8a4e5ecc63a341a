//! What people do with a document on the vendor's screens.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::body;
use crate::support::{Answer, Client, Sandbox, pretty};

/// A document that was just created, and the two sides that look at it.
struct Case {
    sandbox: Sandbox,
    docsales: Client,
    control: Client,
    id: String,
}

impl Case {
    async fn new(name: &str) -> Self {
        let sandbox = Sandbox::new(name).await;
        let docsales = sandbox.docsales();
        let created = docsales.post("/api/v1/proposals", &body()).await;
        Self {
            control: sandbox.control(),
            sandbox,
            docsales,
            id: created.json()["id"].to_string(),
        }
    }

    async fn act(&self, action: &str, body: Value) -> Answer {
        self.control
            .post(&format!("/docsales/proposals/{}/{action}", self.id), &body)
            .await
    }

    /// The statuses on the way through `actions`; 409 where one is refused.
    async fn statuses(&self, actions: &[&str]) -> String {
        let mut statuses = Vec::new();
        for action in actions {
            let answer = self.act(action, json!({})).await;
            statuses.push(match answer.status {
                200 => answer.member("/status"),
                other => other.to_string(),
            });
        }
        statuses.join(" ")
    }

    async fn document(&self) -> Value {
        self.docsales
            .get(&format!("/api/v1/proposals/{}", self.id))
            .await
            .json()
    }
}

#[tokio::test]
async fn a_client_that_polls_sees_a_document_move() {
    let case = Case::new("docsales-actions-sign").await;
    assert_eq!(
        case.statuses(&["sign", "read", "reject", "cancel", "expire", "reopen"])
            .await,
        "409 409 409 409 409 409"
    );
    let sent = case.act("send", json!({})).await;
    assert_eq!(sent.json(), case.document().await);
    let shown = |document: &Value| {
        [
            "status",
            "status_name",
            "pdf_url",
            "sent_at",
            "read_at",
            "signed_at",
            "approval",
            "signers",
        ]
        .map(|name| format!("{name}: {}", document[name]))
        .join("\n")
    };
    assert_snapshot!(shown(&sent.json()), @r#"
    status: "sent"
    status_name: "Enviado"
    pdf_url: "https://docsales.example/proposals/44074.pdf"
    sent_at: "2026-03-16T09:00:00.000-03:00"
    read_at: null
    signed_at: null
    approval: null
    signers: [{"id":1,"name":"João Cliente","email":"joao@exemplo.com.br","document":null,"phone":null,"role":"part","role_name":"Parte","signing_order":1,"status":"sent","signed_at":null,"url_to_sign":"https://docsales.example/proposals/44074/signers/1"},{"id":2,"name":"Ana Testemunha","email":"ana@exemplo.com.br","document":null,"phone":null,"role":"witness","role_name":"Testemunha","signing_order":2,"status":"sent","signed_at":null,"url_to_sign":"https://docsales.example/proposals/44074/signers/2"}]
    "#);
    case.sandbox.advance("PT1H").await;
    assert_eq!(
        case.statuses(&["send", "read", "read", "sign", "reopen"]).await,
        "409 read 409 partially_signed 409"
    );
    assert_eq!(
        case.statuses(&["sign", "sign", "cancel", "expire"]).await,
        "approved 409 409 409"
    );
    assert_snapshot!(shown(&case.document().await), @r#"
    status: "approved"
    status_name: "Assinado"
    pdf_url: "https://docsales.example/proposals/44074.pdf"
    sent_at: "2026-03-16T09:00:00.000-03:00"
    read_at: "2026-03-16T10:00:00.000-03:00"
    signed_at: "2026-03-16T10:00:00.000-03:00"
    approval: {"pdf_url":"https://docsales.example/proposals/44074/signed.pdf","url_to_view":"https://docsales.example/proposals/44074/signed"}
    signers: [{"id":1,"name":"João Cliente","email":"joao@exemplo.com.br","document":null,"phone":null,"role":"part","role_name":"Parte","signing_order":1,"status":"approved","signed_at":"2026-03-16T10:00:00.000-03:00","url_to_sign":"https://docsales.example/proposals/44074/signers/1"},{"id":2,"name":"Ana Testemunha","email":"ana@exemplo.com.br","document":null,"phone":null,"role":"witness","role_name":"Testemunha","signing_order":2,"status":"approved","signed_at":"2026-03-16T10:00:00.000-03:00","url_to_sign":"https://docsales.example/proposals/44074/signers/2"}]
    "#);
}

#[tokio::test]
async fn signers_may_be_named() {
    let case = Case::new("docsales-actions-signer").await;
    case.act("send", json!({})).await;
    let signed = case.act("sign", json!({"signer": 2})).await.json();
    assert_eq!(
        (&signed["signers"][0]["status"], &signed["signers"][1]["status"]),
        (&json!("sent"), &json!("approved"))
    );
    assert_snapshot!(case.act("sign", json!({"signer": 2})).await.pretty(), @r#"
    {
      "title": "Conflict",
      "status": 409,
      "detail": "signer 2 has signed already",
      "hint": "`GET` shows how it stands now; change that first"
    }
    "#);
    assert_snapshot!(case.act("sign", json!({"signer": 3})).await.pretty(), @r#"
    {
      "title": "Conflict",
      "status": 409,
      "detail": "the document has no such signer",
      "hint": "`GET` shows how it stands now; change that first"
    }
    "#);
    assert_eq!(case.document().await["status"], json!("partially_signed"));
    assert_eq!(
        case.act("sign", json!({"signer": 1})).await.member("/status"),
        "approved"
    );
}

#[tokio::test]
async fn a_rejected_document_may_be_sent_anew() {
    let case = Case::new("docsales-actions-reject").await;
    let before = case.document().await;
    assert_eq!(case.statuses(&["send", "read"]).await, "sent read");
    let rejected = case.act("reject", json!({"reason": "Caro"})).await.json();
    assert_eq!(
        (&rejected["status"], &rejected["rejection_reason"]),
        (&json!("rejected"), &json!("Caro"))
    );
    assert_eq!(rejected["signers"][0]["status"], json!("rejected"));
    assert_eq!(case.statuses(&["sign", "cancel", "expire"]).await, "409 409 409");
    case.act("reopen", json!({})).await;
    assert_eq!(case.document().await, before);
    assert_eq!(
        case.statuses(&["send", "cancel", "reopen", "send"]).await,
        "sent cancelled 409 409"
    );
}

#[tokio::test]
async fn an_open_document_expires_by_itself_at_the_end_of_its_last_day() {
    let case = Case::new("docsales-actions-expire").await;
    case.act("send", json!({})).await;
    case.control
        .post("/clock/set", &json!({"to": "2026-04-01T02:59:59Z"}))
        .await;
    assert_eq!(case.document().await["status"], json!("sent"));
    let due = case.sandbox.advance("PT1S").await;
    assert_snapshot!(pretty(&due["due"]), @r#"
    [
      {
        "at": "2026-04-01T03:00:00Z",
        "provider": "docsales",
        "what": "document expired",
        "subject": "44074"
      }
    ]
    "#);
    let expired = case.document().await;
    assert_eq!(
        (&expired["status"], &expired["updated_at"]),
        (&json!("expired"), &json!("2026-04-01T00:00:00.000-03:00"))
    );
}

#[tokio::test]
async fn a_document_that_is_decided_does_not_expire() {
    let case = Case::new("docsales-actions-decided").await;
    assert_eq!(
        case.statuses(&["send", "sign", "sign"]).await,
        "sent partially_signed approved"
    );
    let due = case.sandbox.advance("P30D").await;
    let due = due["due"].as_array().unwrap();
    assert!(due.iter().all(|item| item["provider"] != "docsales"), "{due:?}");
    assert_eq!(case.document().await["status"], json!("approved"));
}

#[tokio::test]
async fn what_cannot_be_done_is_named() {
    let case = Case::new("docsales-actions-unknown").await;
    assert_snapshot!(case.act("sned", json!({})).await.pretty(), @r#"
    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no action `sned`",
      "hint": "the nearest is `send`"
    }
    "#);
    assert_snapshot!(case.act("send", json!({"signer": 1})).await.pretty(), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`send` takes no members, so not `signer`",
      "hint": "`GET /_areia/openapi.json` says what every address takes"
    }
    "#);
    assert_snapshot!(case.act("read", json!({})).await.pretty(), @r#"
    {
      "title": "Conflict",
      "status": 409,
      "detail": "a document that is `active` takes no `read`",
      "hint": "`GET` shows how it stands now; change that first"
    }
    "#);
    assert_snapshot!(case.act("sign", json!({"singer": 1})).await.pretty(), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the member `singer` is unknown here",
      "hint": "the nearest is `signer`"
    }
    "#);
    assert_snapshot!(case.control.post("/docsales/proposals/1/send", &json!({})).await.pretty(), @r#"
    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no document \"1\"",
      "hint": "`GET /_areia/info` shows what this world has"
    }
    "#);
}
