//! Attachments' files on their way in and out, and what an attachment is on.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::attachments::send;
use crate::support::raw::Raw;
use crate::support::{Answer, Client, Sandbox, server};

const MANY: &str = "/entities/2593/attachments";

const TRANSACTIONS: &str = "/entities/2593/deposit_accounts/402/financial_transactions";

/// Longer than a chunk, and no number of whole ones.
const FILE_BYTES: usize = 700_000;

fn content() -> Vec<u8> {
    (0..=255).cycle().take(FILE_BYTES).collect()
}

/// A part of a form that is a file.
fn file(content: &[u8]) -> Vec<u8> {
    let head = "--b\r\nContent-Disposition: form-data; name=\"attachment[attachment]\"; filename=\"nota.bin\"\r\n\r\n";
    [head.as_bytes(), content, b"\r\n"].concat()
}

/// A part of a form that is a text.
fn text(name: &str, text: &str) -> Vec<u8> {
    format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n").into()
}

async fn upload(client: &Client, method: Method, path: &str, parts: &[Vec<u8>]) -> Answer {
    let body = [parts.concat(), b"--b--\r\n".to_vec()].concat();
    let form = Some("multipart/form-data; boundary=b");
    client.send(method, path, form, body).await
}

/// How many files there are in the world's database, kept and on their way, and how many chunks.
async fn files(sandbox: &Sandbox) -> (i64, i64, i64) {
    let mut connection = sandbox.world.store.connection().await.unwrap();
    // Those of the other providers' fixtures are not counted.
    let query = "select count(*) filter (where is_kept = 1 and id in (select file_id from financeiro_attachment)),
                        count(*) filter (where is_kept = 0),
                        (select count(*) from areia_file_chunk
                            where file_id in (select file_id from financeiro_attachment))
                 from areia_file";
    sqlx::query_as(query).fetch_one(&mut *connection).await.unwrap()
}

/// How many files the world has at all.
async fn all_files(sandbox: &Sandbox) -> i64 {
    let mut connection = sandbox.world.store.connection().await.unwrap();
    let count = sqlx::query_scalar("select count(*) from areia_file");
    count.fetch_one(&mut *connection).await.unwrap()
}

/// What transactions say of their attachments: alone, in the list and as XML.
async fn told(client: &Client, id: i64) -> String {
    let alone = client.get(&format!("{TRANSACTIONS}/{id}")).await.json();
    let listed = client.get(TRANSACTIONS).await.json();
    let listed = listed.as_array().unwrap().iter();
    let listed = listed
        .map(|one| &one["financial_transaction"])
        .find(|one| one["id"] == id);
    let of = |one: &Value| format!("{} {}", one["attachments_count"], one["attachment_id_list"]);
    let xml = client.get(&format!("{TRANSACTIONS}/{id}.xml")).await.text();
    let xml_list = client.get(&format!("{TRANSACTIONS}.xml")).await.text();
    let lines = |xml: &str| {
        let from = xml.find(&format!("<id type=\"integer\">{id}</id>")).unwrap();
        let lines = xml[from..].lines().map(str::trim);
        let lines = lines.filter(|line| line.starts_with("<attachment"));
        lines.take(2).collect::<Vec<_>>().join("")
    };
    let alone = of(&alone["financial_transaction"]);
    assert_eq!(of(listed.unwrap()), alone);
    assert_eq!(lines(&xml), lines(&xml_list));
    format!("{alone} {}", lines(&xml))
}

#[tokio::test]
async fn a_transaction_counts_its_attachments() {
    let sandbox = Sandbox::new("attachments-count").await;
    let docs = sandbox.financeiro(&[1]).await;
    assert_snapshot!(told(&docs, 502).await, @r#"0 [] <attachments-count type="integer">0</attachments-count><attachment-id-list type="array"/>"#);
    let named = "attachment[associated_financial_transaction_ids][]";
    let parts = [
        ("attachment[attachment]", Some("a.txt"), "a"),
        (named, None, "502"),
        (named, None, "502"),
        // Those of another account, and of nobody.
        (named, None, "503"),
        (named, None, "42"),
    ];
    for _ in 0..2 {
        let made = send(&docs, Method::POST, MANY, &parts).await;
        assert_eq!(made.status, 201, "{made}");
    }
    assert_snapshot!(told(&docs, 502).await, @r#"2 [1,2] <attachments-count type="integer">2</attachments-count><attachment-id-list type="array">"#);
    // A change that names none leaves all as it is, one that names others moves it.
    let renamed = json!({"attachment": {"title": "Outro"}});
    assert_eq!(docs.put(&format!("{MANY}/1"), &renamed).await.status, 200);
    assert_snapshot!(told(&docs, 502).await, @r#"2 [1,2] <attachments-count type="integer">2</attachments-count><attachment-id-list type="array">"#);
    let moved = json!({"attachment": {"associated_financial_transaction_ids": [501]}});
    assert_eq!(docs.put(&format!("{MANY}/1"), &moved).await.status, 200);
    assert_snapshot!(told(&docs, 502).await, @r#"1 [2] <attachments-count type="integer">1</attachments-count><attachment-id-list type="array">"#);
    assert_snapshot!(told(&docs, 501).await, @r#"1 [1] <attachments-count type="integer">1</attachments-count><attachment-id-list type="array">"#);
    // A changed transaction keeps what it has.
    let change = json!({"financial_transaction": {"amount": 70, "attachments_count": 9, "attachment_id_list": []}});
    assert_eq!(docs.put(&format!("{TRANSACTIONS}/502"), &change).await.status, 200);
    assert_snapshot!(told(&docs, 502).await, @r#"1 [2] <attachments-count type="integer">1</attachments-count><attachment-id-list type="array">"#);
    for id in [1, 2] {
        assert_eq!(docs.delete(&format!("{MANY}/{id}")).await.status, 200);
    }
    assert_snapshot!(told(&docs, 501).await, @r#"0 [] <attachments-count type="integer">0</attachments-count><attachment-id-list type="array"/>"#);
    assert_snapshot!(told(&docs, 502).await, @r#"0 [] <attachments-count type="integer">0</attachments-count><attachment-id-list type="array"/>"#);
    let foreign = sandbox.financeiro(&[2]).await;
    let other = "/entities/3798/deposit_accounts/403/financial_transactions/503";
    let other = foreign.get(other).await.json();
    assert_eq!(other["financial_transaction"]["attachments_count"], 0);
}

#[tokio::test]
async fn a_file_comes_and_goes_in_pieces_byte_for_byte() {
    let sandbox = Sandbox::new("attachments-pieces").await;
    let docs = sandbox.financeiro(&[1]).await;
    let before = all_files(&sandbox).await;
    let parts = [
        text("attachment[title]", "Antes"),
        file(&content()),
        text("attachment[title]", "Depois"),
    ];
    let made = upload(&docs, Method::POST, MANY, &parts).await;
    assert_eq!(made.status, 201, "{made}");
    let shown = made.json()["attachment"].clone();
    assert_eq!(
        (&shown["title"], &shown["attachment_file_size"]),
        (&json!("Depois"), &json!(FILE_BYTES))
    );
    assert_eq!(files(&sandbox).await, (1, 0, 3));
    let one = format!("{MANY}/1");
    let read = docs.get(&format!("{one}/content")).await;
    assert!(read.status == 200 && read.body == content());
    assert_snapshot!(format!("{:?}", ["content-type", "content-length", "content-disposition", "x-content-type-options", "cache-control", "etag"].map(|name| read.header(name))), @r#"["application/octet-stream", "700000", "attachment", "nosniff", "no-cache", ""]"#);
    // Another file takes the place of the first one, which goes.
    let changed = upload(&docs, Method::PUT, &one, &[file(b"curto")]).await;
    assert_eq!(changed.json()["attachment"]["attachment_file_size"], 5, "{changed}");
    assert_eq!(docs.get(&format!("{one}/content")).await.text(), "curto");
    assert_eq!(files(&sandbox).await, (1, 0, 1));
    // One without a file keeps it.
    let titled = upload(&docs, Method::PUT, &one, &[text("attachment[title]", "Só o título")]).await;
    assert_eq!(titled.json()["attachment"]["title"], "Só o título", "{titled}");
    assert_eq!(docs.get(&format!("{one}/content")).await.text(), "curto");
    assert_eq!(docs.delete(&one).await.status, 200);
    assert_eq!((files(&sandbox).await, all_files(&sandbox).await), ((0, 0, 0), before));
    // Files go with their entity, too.
    upload(&docs, Method::POST, MANY, &[file(&content())]).await;
    assert_eq!(docs.delete("/entities/2593?force_destroy=true").await.status, 202);
    sandbox.advance("PT1M").await;
    docs.get("/taxes").await;
    assert_eq!(all_files(&sandbox).await, before);
}

#[tokio::test]
async fn what_is_refused_leaves_no_file() {
    let sandbox = Sandbox::new("attachments-refused").await;
    let docs = sandbox.financeiro(&[1]).await;
    let before = all_files(&sandbox).await;
    let one_megabyte = "x".repeat(1024 * 1024);
    let mut answers = String::new();
    for (what, path, parts) in [
        ("no file", MANY, vec![text("attachment[title]", "x")]),
        ("a text", MANY, vec![text("attachment[attachment]", "x")]),
        ("nothing", MANY, vec![]),
        (
            "contradiction",
            MANY,
            vec![file(b"x"), text("attachment[a]", "1"), text("attachment[]", "1")],
        ),
        (
            "long title",
            MANY,
            vec![file(b"x"), text("attachment[title]", &one_megabyte), text("n", "1")],
        ),
        ("no end", MANY, vec![file(&content())[..600_000].to_vec()]),
        ("foreign entity", "/entities/3798/attachments", vec![file(&content())]),
        ("other name", MANY, vec![file(b"x"), text("attachment", "plain")]),
    ] {
        let answer = upload(&docs, Method::POST, path, &parts).await;
        answers += &format!("{what}: {} {}\n", answer.status, answer.text());
    }
    assert_snapshot!(answers, @r#"
    no file: 422 {"attachment":["n\u00e3o pode ser vazio."]}
    a text: 422 {"attachment":["n\u00e3o pode ser vazio."]}
    nothing: 422 {"error":"Sua solicitação não é válida. Por favor, verifique os dados enviados."}
    contradiction: 400 {"error":"Não foi possível interpretar o corpo da requisição."}
    long title: 413 {"error":"O corpo da requisição é grande demais."}
    no end: 400 {"error":"Não foi possível interpretar o corpo da requisição."}
    foreign entity: 403 {"error":"Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    other name: 422 {"error":"Sua solicitação não é válida. Por favor, verifique os dados enviados."}
    "#);
    let missing = upload(&docs, Method::PUT, &format!("{MANY}/1"), &[file(&content())]).await;
    assert_eq!(missing.status, 404, "{missing}");
    assert_eq!(docs.get(MANY).await.text(), "[]");
    // What has no record is swept when the next file comes, at the latest.
    upload(&docs, Method::POST, MANY, &[file(b"x")]).await;
    assert_eq!(
        (files(&sandbox).await, all_files(&sandbox).await),
        ((1, 0, 1), before + 1)
    );
}

#[tokio::test]
async fn others_are_answered_while_an_attachment_comes_slowly() {
    let sandbox = Sandbox::new("attachments-slow").await;
    let docs = sandbox.financeiro(&[1]).await;
    let body = [file(&content()), b"--b--".to_vec()].concat();
    let token = sandbox.credential("financeiro", "token");
    let head = format!(
        "POST /financeiro{MANY} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {}\r\nAccount_id: 1\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {}\r\n\r\n",
        crate::support::basic_of(&format!("{token}:X")),
        body.len()
    );
    let mut slow = Raw::connect(server().address()).await;
    slow.write(head).await;
    slow.write(&body[..500_000]).await;
    for _ in 0..10 {
        assert_eq!(docs.get(MANY).await.text(), "[]");
    }
    slow.write(&body[500_000..]).await;
    let answer = slow.answer().await.unwrap();
    assert_eq!(answer.status, 201, "{answer}");
    assert!(docs.get(&format!("{MANY}/1/content")).await.body == content());
}

#[tokio::test]
async fn a_file_can_stand_in_xml_and_needs_no_form() {
    let sandbox = Sandbox::new("attachments-xml").await;
    let docs = sandbox.financeiro(&[1]).await;
    let xml = async |body: String| {
        docs.send(Method::POST, MANY, Some("application/xml"), body.into())
            .await
    };
    let body = "<attachment><title>Nota</title><attachment type=\"file\" name=\"nota.txt\" content_type=\"text/plain\">UGFnby4=</attachment></attachment>";
    let made = xml(body.to_owned()).await;
    assert_eq!(made.status, 201, "{made}");
    assert_eq!(docs.get(&format!("{MANY}/1/content")).await.text(), "Pago.");
    let huge = format!(
        "<attachment><attachment type=\"file\">{}</attachment></attachment>",
        "A".repeat(16 * 1024 * 1024)
    );
    let refused = xml(huge).await;
    assert_snapshot!(format!("{} {}", refused.status, refused.text()), @r#"413 {"error":"O corpo da requisição é grande demais."}"#);
    let broken = xml("<attachment>".to_owned()).await;
    assert_eq!(broken.status, 400, "{broken}");
    let empty = docs.post(MANY, &json!({"attachment": {"title": "x"}})).await;
    assert_eq!(
        (empty.status, empty.text()),
        (422, "{\"attachment\":[\"n\\u00e3o pode ser vazio.\"]}".to_owned())
    );
}
