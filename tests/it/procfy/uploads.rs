//! Files on their way in: piece by piece, while others call, and gone where the form is refused.

use areia::Areia;
use areia::settings::Settings;
use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::{TRANSACTIONS, create, ids, paid, refusal};
use crate::support::raw::{Raw, exchange};
use crate::support::{Answer, Client, Sandbox, server};

const ATTACHMENTS: &str = "/api/v1/transactions/1/attachments";

/// Longer than a chunk, and no number of whole ones.
const FILE_BYTES: usize = 700_000;

/// A part that is a file.
fn part(name: &str, file_name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

fn content() -> Vec<u8> {
    (0..=255).cycle().take(FILE_BYTES).collect()
}

async fn upload(procfy: &Client, path: &str, body: Vec<u8>) -> Answer {
    let form = Some("multipart/form-data; boundary=x");
    procfy.send(Method::POST, path, form, body).await
}

/// The head of an upload of `length` bytes, as it goes over the wire.
fn head(sandbox: &Sandbox, path: &str, length: &str) -> String {
    let token = sandbox.credential("procfy", "token");
    format!(
        "POST /procfy{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: multipart/form-data; boundary=x\r\n{length}\r\n\r\n"
    )
}

/// How many files there are in the world's database, kept and on their way, and how many chunks.
async fn files(sandbox: &Sandbox) -> (i64, i64, i64) {
    let mut connection = sandbox.world.store.connection().await.unwrap();
    let query = "select (select count(*) from areia_file where is_kept = 1),
                        (select count(*) from areia_file where is_kept = 0),
                        (select count(*) from areia_file_chunk)";
    sqlx::query_as(query).fetch_one(&mut *connection).await.unwrap()
}

#[tokio::test]
async fn others_are_answered_while_a_file_comes_slowly() {
    let sandbox = Sandbox::new("procfy-upload-slow").await;
    let procfy = sandbox.procfy();
    let body = [part("filename", "slow.bin", &content()), b"--x--".to_vec()].concat();
    let head = head(&sandbox, ATTACHMENTS, &format!("Content-Length: {}", body.len()));
    let mut slow = Raw::connect(server().address()).await;
    slow.write(head).await;
    slow.write(&body[..500_000]).await;
    for _ in 0..20 {
        create(&procfy, TRANSACTIONS, &paid("revenue")).await;
        assert_eq!(ids(&procfy.get(ATTACHMENTS).await), [1]);
    }
    // Another file overtakes it.
    let form = [part("filename", "fast.bin", b"fast"), b"--x--".to_vec()].concat();
    assert_eq!(upload(&procfy, ATTACHMENTS, form).await.json()["id"], 2);
    slow.write(&body[500_000..]).await;
    let answer = slow.answer().await.unwrap();
    assert_eq!(answer.status, 201, "{answer}");
    assert_eq!(answer.json()["byte_size"], FILE_BYTES);
    let downloaded = procfy.get(&format!("{ATTACHMENTS}/3/download")).await;
    assert!(downloaded.body == content());
    assert_eq!(files(&sandbox).await, (3, 0, 1 + 1 + 3));
}

#[tokio::test]
async fn a_form_that_is_refused_leaves_nothing() {
    let sandbox = Sandbox::new("procfy-upload-refused").await;
    let procfy = sandbox.procfy();
    let file = part("filename", "a.bin", &content());
    let mut answers = String::new();
    for (what, body) in [
        ("no end", file.clone()),
        ("no boundary", vec![b'y'; FILE_BYTES]),
        (
            "no end of a head",
            [b"--x\r\nA: ".to_vec(), vec![b'y'; 2_000_000]].concat(),
        ),
        ("no head", b"--x\r\n\r\nhalf\r\n--x--".to_vec()),
        (
            "other names",
            [
                part("file", "a", b"x"),
                part("a[filename]", "a", b"x"),
                b"--x--".to_vec(),
            ]
            .concat(),
        ),
        ("a list", [part("filename[]", "a", b"x"), b"--x--".to_vec()].concat()),
        (
            "too many parts",
            [part("n", "n", b"").repeat(1_001), b"--x--".to_vec()].concat(),
        ),
        (
            "a text after it",
            [
                file.clone(),
                b"--x\r\nContent-Disposition: form-data; name=\"filename\"\r\n\r\ntext\r\n--x--".to_vec(),
            ]
            .concat(),
        ),
        (
            "an empty name",
            [part("filename", "%20", &content()), b"--x--".to_vec()].concat(),
        ),
        ("nothing", Vec::new()),
    ] {
        let answer = upload(&procfy, ATTACHMENTS, body).await;
        answers += &format!("{what}: {}\n", refusal(&answer));
        assert_eq!(files(&sandbox).await, (1, 0, 1), "{what}");
    }
    assert_snapshot!(answers, @r#"
    no end: 400 The body cannot be read: field "filename" received with incomplete data.
    no boundary: 400 The body cannot be read: incomplete multipart stream.
    no end of a head: 400 The body cannot be read: a part of the form has no end of its head.
    no head: 400 The body cannot be read: incomplete multipart stream.
    other names: 400 param is missing or the value is empty: filename
    a list: 400 param is missing or the value is empty: filename
    too many parts: 400 The body cannot be read: the form has more than 1000 parts.
    a text after it: 400 param is missing or the value is empty: filename
    an empty name: 400 param is missing or the value is empty: filename
    nothing: 400 The body cannot be read: incomplete multipart stream.
    "#);
    assert_eq!(ids(&procfy.get(ATTACHMENTS).await), [1]);
}

#[tokio::test]
async fn a_body_that_breaks_off_leaves_nothing() {
    let sandbox = Sandbox::new("procfy-upload-broken").await;
    let head = head(&sandbox, ATTACHMENTS, "Transfer-Encoding: chunked");
    let file = part("filename", "a.bin", &content());
    let begun = [
        head.as_bytes(),
        format!("{:x}\r\n", file.len()).as_bytes(),
        &file,
        b"\r\n",
    ]
    .concat();
    let answer = exchange(server().address(), [begun, b"no length\r\n".to_vec()].concat()).await;
    assert_snapshot!(refusal(&answer.unwrap()), @"400 The body broke off or did not arrive in time.");
    assert_eq!(files(&sandbox).await, (1, 0, 1));
}

#[tokio::test]
async fn of_several_files_the_last_one_counts() {
    let sandbox = Sandbox::new("procfy-upload-several").await;
    let procfy = sandbox.procfy();
    let form = [
        part("filename", "first.bin", &content()),
        part("other", "other.bin", &content()),
        part("filename", "last.bin", b"last"),
        b"--x--".to_vec(),
    ];
    let created = upload(&procfy, ATTACHMENTS, form.concat()).await;
    assert_eq!(created.member("/filename"), "last.bin");
    let downloaded = procfy.get(&format!("{ATTACHMENTS}/2/download")).await;
    assert_eq!(downloaded.text(), "last");
    assert_eq!(files(&sandbox).await, (2, 0, 2));
}

#[tokio::test]
async fn a_name_may_come_in_its_extended_form() {
    let procfy = Sandbox::new("procfy-upload-extended").await.procfy();
    let body = "--x\r\nContent-Disposition: form-data; name=\"filename\"; filename*=utf-8''recibo%20%C3%A9.pdf\r\n\r\nx\r\n--x--";
    let created = upload(&procfy, ATTACHMENTS, body.into()).await;
    assert_eq!(created.member("/filename"), "recibo é.pdf");
}

#[tokio::test]
async fn what_happens_to_the_world_meanwhile_decides() {
    let sandbox = Sandbox::new("procfy-upload-meanwhile").await;
    let procfy = sandbox.procfy();
    let body = [part("filename", "a.bin", &content()), b"--x--".to_vec()].concat();
    let length = format!("Content-Length: {}", body.len());
    let id = create(&procfy, TRANSACTIONS, &paid("revenue")).await;
    let path = format!("{TRANSACTIONS}/{id}/attachments");
    let mut late = Raw::connect(server().address()).await;
    late.write(head(&sandbox, &path, &length)).await;
    late.write(&body[..500_000]).await;
    while files(&sandbox).await.1 == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(procfy.delete(&format!("{TRANSACTIONS}/{id}")).await.status, 200);
    late.write(&body[500_000..]).await;
    let refused = late.answer().await.unwrap();
    assert_snapshot!(refusal(&refused), @"404 Não foi possível encontrar o registro com o id 40");
    assert_eq!(files(&sandbox).await, (1, 0, 1));
    // A file for the world before its reset is none for the one after.
    let mut late = Raw::connect(server().address()).await;
    late.write(head(&sandbox, ATTACHMENTS, &length)).await;
    late.write(&body[..500_000]).await;
    while files(&sandbox).await.1 == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(sandbox.control().post("/reset", &json!({})).await.status, 204);
    late.write(&body[500_000..]).await;
    assert_eq!(late.answer().await.unwrap().status, 500);
    // Nor is it in the journal that the reset began.
    let journal = sandbox.control().get("/journal").await.json();
    assert_eq!(journal["entries"], json!([]));
    assert_eq!(files(&sandbox).await, (1, 0, 1));
}

#[tokio::test]
async fn the_bound_is_a_setting_and_who_asks_first_is_told_before_it_sends() {
    let settings = Settings {
        upload_limit_mb: 1,
        ..Settings::default()
    };
    let areia = Areia::start_with(settings).await.unwrap();
    let token = areia.credential("procfy", "token").unwrap();
    let procfy = Client::new(areia.base_url("procfy")).with("authorization", &format!("Bearer {token}"));
    let form = |size: usize| {
        let file = vec![7; size];
        [part("filename", "a.bin", &file), b"--x--".to_vec()].concat()
    };
    let largest = upload(&procfy, ATTACHMENTS, form(1024 * 1024)).await;
    assert_eq!(largest.status, 201, "{largest}");
    assert_snapshot!(upload(&procfy, ATTACHMENTS, form(1024 * 1024 + 1)).await, @r#"
    413
    content-type: application/json; charset=utf-8

    {"error": "Arquivo muito grande", "description": "O arquivo deve ter no máximo 1 MB"}
    "#);
    let head = format!(
        "POST /procfy{ATTACHMENTS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: multipart/form-data; boundary=x\r\nExpect: 100-continue\r\nContent-Length: 2000000\r\n\r\n"
    );
    let told = exchange(areia.address(), head).await.unwrap();
    assert_eq!(told.status, 413, "{told}");
    areia.stop().await.unwrap();
}
