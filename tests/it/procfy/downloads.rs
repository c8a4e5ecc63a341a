//! Files on their way out, while others call.

use reqwest::Method;

use super::ids;
use crate::support::raw::Raw;
use crate::support::{Client, Sandbox, server};

const ATTACHMENTS: &str = "/api/v1/transactions/1/attachments";

/// More than a connection holds that nobody reads from.
const FILE_BYTES: usize = 24_000_000;

async fn attach(procfy: &Client, content: &[u8]) {
    let head = b"--x\r\nContent-Disposition: form-data; name=\"filename\"; filename=\"a.bin\"\r\n\r\n";
    let body = [head, content, b"\r\n--x--"].concat();
    let form = Some("multipart/form-data; boundary=x");
    let created = procfy.send(Method::POST, ATTACHMENTS, form, body).await;
    assert_eq!(created.status, 201, "{created}");
}

/// A connection that has asked for the file and reads nothing yet.
async fn download(sandbox: &Sandbox) -> Raw {
    let token = sandbox.credential("procfy", "token");
    let mut connection = Raw::connect(server().address()).await;
    connection
        .write(format!(
            "GET /procfy{ATTACHMENTS}/2/download HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
        ))
        .await;
    connection
}

/// Waits until the download stands in the journal: its answer has begun.
async fn begun(sandbox: &Sandbox) {
    let begun = async || {
        let query = "/journal?provider=procfy&operation=downloadAttachment";
        let journal = sandbox.control().get(query).await.json();
        !journal["entries"].as_array().unwrap().is_empty()
    };
    while !begun().await {}
}

#[tokio::test]
async fn who_reads_slowly_keeps_nobody_waiting_and_gets_all_of_it() {
    let sandbox = Sandbox::new("procfy-download-slow").await;
    let procfy = sandbox.procfy();
    let content: Vec<u8> = (0..=255).cycle().take(FILE_BYTES).collect();
    attach(&procfy, &content).await;
    let mut slow = download(&sandbox).await;
    begun(&sandbox).await;
    assert_eq!(ids(&procfy.get(ATTACHMENTS).await), [1, 2]);
    attach(&procfy, b"another").await;
    let downloaded = slow.answer().await.unwrap();
    assert_eq!(downloaded.header("content-length"), FILE_BYTES.to_string());
    assert!(downloaded.body == content);
    let journal = sandbox
        .control()
        .get("/journal?operation=downloadAttachment")
        .await
        .json();
    let kept = &journal["entries"][0]["response"]["body"];
    insta::assert_snapshot!(kept, @r#"{"length":24000000}"#);
}

#[tokio::test]
async fn a_file_that_is_deleted_meanwhile_ends_short_of_its_length() {
    let sandbox = Sandbox::new("procfy-download-deleted").await;
    let procfy = sandbox.procfy();
    attach(&procfy, &vec![7; FILE_BYTES]).await;
    let mut slow = download(&sandbox).await;
    begun(&sandbox).await;
    let deleted = procfy.delete(&format!("{ATTACHMENTS}/2")).await;
    assert_eq!(deleted.status, 200, "{deleted}");
    let cut = slow.answer().await.unwrap();
    assert_eq!(cut.header("content-length"), FILE_BYTES.to_string());
    assert!(cut.body.len() < FILE_BYTES, "{}", cut.body.len());
}
