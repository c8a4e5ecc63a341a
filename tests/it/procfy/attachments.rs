//! Attachments: uploaded, listed, shown, downloaded and deleted.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::{TRANSACTIONS, create, ids, paid, refusal};
use crate::support::{Answer, Client, Sandbox, pretty, server};

const ATTACHMENTS: &str = "/api/v1/transactions/1/attachments";

async fn upload(procfy: &Client, path: &str, head: &str, content: &[u8]) -> Answer {
    let mut body = format!("--x\r\n{head}\r\n\r\n").into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--x--\r\n");
    procfy
        .send(Method::POST, path, Some("multipart/form-data; boundary=x"), body)
        .await
}

/// The head of the part that holds the file.
fn file(name: &str) -> String {
    format!("Content-Disposition: form-data; name=\"filename\"; filename=\"{name}\"\r\nContent-Type: image/png")
}

/// An answer with the test server's own address taken out.
fn anywhere(answer: &Answer) -> String {
    answer.text().replace(&server().base_url("procfy"), "(base)")
}

#[tokio::test]
async fn a_file_comes_back_byte_for_byte_under_its_name() {
    let procfy = Sandbox::new("procfy-attachment").await.procfy();
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let created = upload(&procfy, ATTACHMENTS, &file("Comprovante 1.png"), &bytes).await;
    assert_eq!(created.status, 201, "{created}");
    assert_snapshot!(pretty(anywhere(&created)), @r#"
    {
      "id": 2,
      "filename": "Comprovante 1.png",
      "byte_size": 70000,
      "content_type": "image/png",
      "created_at": "2026-03-16T09:00:00.000-03:00",
      "url": "(base)/api/v1/transactions/1/attachments/2/download"
    }
    "#);
    let path = format!("{ATTACHMENTS}/2");
    assert_eq!(procfy.get(&path).await.text(), created.text());
    assert_eq!(ids(&procfy.get(ATTACHMENTS).await), [1, 2]);
    assert_eq!(ids(&procfy.get(&format!("{ATTACHMENTS}?items=1&page=2")).await), [2]);
    // The announced address is the one that is asked.
    let url = created.member("/url");
    let download = url.strip_prefix(&server().base_url("procfy")).unwrap();
    let downloaded = procfy.clone().with("accept-encoding", "gzip").get(download).await;
    assert_eq!((downloaded.status, downloaded.body == bytes), (200, true));
    assert_eq!(downloaded.header("content-type"), "image/png");
    assert_eq!(downloaded.header("content-length"), "70000");
    assert_snapshot!(downloaded.header("content-disposition"), @r#"attachment; filename="Comprovante 1.png"; filename*=UTF-8''Comprovante%201.png"#);
    let deleted = procfy.delete(&path).await;
    assert_eq!((deleted.status, deleted.text()), (200, created.text()));
    for path in [path.clone(), format!("{path}/download")] {
        assert_eq!(procfy.get(&path).await.status, 404);
    }
    assert_eq!(ids(&procfy.get(ATTACHMENTS).await), [1]);
}

#[tokio::test]
async fn the_fixture_is_listed_and_downloaded() {
    let procfy = Sandbox::new("procfy-attachment-fixture").await.procfy();
    assert_snapshot!(pretty(anywhere(&procfy.get(ATTACHMENTS).await)), @r#"
    {
      "page": {
        "page": 1,
        "items": 25,
        "pages": 1,
        "last": 1,
        "next": null,
        "prev": null,
        "count": 1,
        "from": 1,
        "to": 1
      },
      "data": [
        {
          "id": 1,
          "filename": "recibo.txt",
          "byte_size": 18,
          "content_type": "text/plain",
          "created_at": "2024-11-04T14:17:15.799-03:00",
          "url": "(base)/api/v1/transactions/1/attachments/1/download"
        }
      ]
    }
    "#);
    assert_snapshot!(procfy.get(&format!("{ATTACHMENTS}/1/download")).await, @r#"
    200
    content-disposition: attachment; filename="recibo.txt"; filename*=UTF-8''recibo.txt
    content-type: text/plain

    Recibo de aluguel
    "#);
}

#[tokio::test]
async fn no_file_name_reaches_beyond_its_header() {
    let procfy = Sandbox::new("procfy-attachment-names").await.procfy();
    let mut answers = String::new();
    for name in [
        "a%22b.txt",
        "a%0D%0AX-Evil: 1.txt",
        "recibo é ç.pdf",
        "../../etc/passwd",
        "C:\\Users\\ana\\recibo.pdf",
        "..%2F..%2Fetc%2Fpasswd",
        "日本.txt",
        "a;b'c.txt",
        "nota\u{202e}fdp.exe",
        "..",
    ] {
        let created = upload(&procfy, ATTACHMENTS, &file(name), b"x").await;
        assert_eq!(created.status, 201, "{name}: {created}");
        let path = format!("{ATTACHMENTS}/{}/download", created.json()["id"]);
        let downloaded = procfy.get(&path).await;
        assert_eq!((downloaded.status, downloaded.text().as_str()), (200, "x"));
        assert_eq!(downloaded.header("x-evil"), "");
        let disposition = downloaded.header("content-disposition");
        answers += &format!("{}: {disposition}\n", created.member("/filename"));
    }
    assert_snapshot!(answers, @r#"
    a-b.txt: attachment; filename="a-b.txt"; filename*=UTF-8''a-b.txt
    a--X-Evil- 1.txt: attachment; filename="a--X-Evil- 1.txt"; filename*=UTF-8''a--X-Evil-%201.txt
    recibo é ç.pdf: attachment; filename="recibo %3F %3F.pdf"; filename*=UTF-8''recibo%20%C3%A9%20%C3%A7.pdf
    passwd: attachment; filename="passwd"; filename*=UTF-8''passwd
    recibo.pdf: attachment; filename="recibo.pdf"; filename*=UTF-8''recibo.pdf
    ..-..-etc-passwd: attachment; filename="..-..-etc-passwd"; filename*=UTF-8''..-..-etc-passwd
    日本.txt: attachment; filename="%3F%3F.txt"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.txt
    a-b'c.txt: attachment; filename="a-b%27c.txt"; filename*=UTF-8''a-b%27c.txt
    nota-fdp.exe: attachment; filename="nota-fdp.exe"; filename*=UTF-8''nota-fdp.exe
    --: attachment; filename="--"; filename*=UTF-8''--
    "#);
}

#[tokio::test]
async fn an_upload_without_its_file_is_refused() {
    let sandbox = Sandbox::new("procfy-attachment-missing").await;
    let procfy = sandbox.procfy();
    let head = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"";
    assert_snapshot!(upload(&procfy, ATTACHMENTS, head, b"x").await, @r#"
    400
    content-type: application/json; charset=utf-8

    {"error": "Bad Request", "description": "param is missing or the value is empty: filename"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The body has no part `filename`, only `file`; send multipart/form-data whose part `filename` is the file.");
    for head in [
        "Content-Disposition: form-data; name=\"filename\"",
        "Content-Disposition: form-data; name=\"filename\"; filename=\"\"",
    ] {
        assert_eq!(upload(&procfy, ATTACHMENTS, head, b"x").await.status, 400);
    }
    assert_eq!(
        procfy.post(ATTACHMENTS, &json!({"filename": "a.txt"})).await.status,
        400
    );
    let nowhere = upload(&procfy, "/api/v1/transactions/999/attachments", &file("a.txt"), b"x").await;
    assert_eq!(nowhere.status, 404, "{nowhere}");
    assert_eq!(ids(&procfy.get(ATTACHMENTS).await), [1]);
}

#[tokio::test]
async fn a_file_has_25_megabytes_at_most() {
    let sandbox = Sandbox::new("procfy-attachment-size").await;
    let procfy = sandbox.procfy();
    let largest = vec![7; 25 * 1024 * 1024];
    let created = upload(&procfy, ATTACHMENTS, &file("largest.png"), &largest).await;
    assert_eq!(created.status, 201, "{created}");
    let downloaded = procfy.get(&format!("{ATTACHMENTS}/2/download")).await;
    assert!(downloaded.body == largest);
    let mut answers = String::new();
    for beyond in [1, 100_000] {
        let refused = upload(
            &procfy,
            ATTACHMENTS,
            &file("large.png"),
            &vec![7; largest.len() + beyond],
        )
        .await;
        answers += &format!("{refused}\n");
    }
    assert_snapshot!(answers, @r#"
    413
    content-type: application/json; charset=utf-8

    {"error": "Arquivo muito grande", "description": "O arquivo deve ter no máximo 25 MB"}
    413
    content-type: application/json; charset=utf-8

    {"error": "Arquivo muito grande", "description": "O arquivo deve ter no máximo 25 MB"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The file is larger than 26214400 bytes.");
    assert_eq!(ids(&procfy.get(ATTACHMENTS).await), [1, 2]);
}

#[tokio::test]
async fn an_attachment_belongs_to_its_transaction_and_goes_with_it() {
    let sandbox = Sandbox::new("procfy-attachment-owner").await;
    let procfy = sandbox.procfy();
    let id = create(&procfy, TRANSACTIONS, &paid("revenue")).await;
    let path = format!("{TRANSACTIONS}/{id}/attachments");
    upload(&procfy, &path, &file("a.png"), &vec![1; 1_000_000]).await;
    for other in [
        "/api/v1/transactions/2/attachments/2",
        "/api/v1/transactions/2/attachments/2/download",
    ] {
        let refused = refusal(&procfy.get(other).await);
        assert_eq!(refused, "404 Não foi possível encontrar o registro com o id 2");
    }
    assert_eq!(procfy.delete("/api/v1/transactions/2/attachments/2").await.status, 404);
    assert_eq!(ids(&procfy.get(&path).await), [2]);
    let free_pages = async || {
        let mut connection = sandbox.world.store.connection().await.unwrap();
        let query = sqlx::query_scalar("pragma freelist_count");
        let pages: i64 = query.fetch_one(&mut *connection).await.unwrap();
        pages
    };
    let before = free_pages().await;
    assert_eq!(procfy.delete(&format!("{TRANSACTIONS}/{id}")).await.status, 200);
    assert_eq!(procfy.get(&path).await.status, 404);
    // A million bytes are free again for whatever comes next.
    assert!(free_pages().await > before + 200);
    assert_eq!(ids(&procfy.get(ATTACHMENTS).await), [1]);
}
