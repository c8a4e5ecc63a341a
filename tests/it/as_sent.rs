//! Answers as they go over the wire: an example of each provider to the byte, in every format that it has, and what holds
//! of each provider's header fields.
//!
//! `tests/it/<slug>/as_sent/<name>.http` has the request line, an empty line, and the answer. Its head ends its lines as
//! text files do, and nothing else of it is changed.

use std::path::{Path, PathBuf};

use areia::providers;

use crate::support::raw::Raw;
use crate::support::usage::Usage;
use crate::support::{Sandbox, server};

/// The examples of a provider.
fn examples(slug: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/{slug}/as_sent"));
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let files = entries.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|file| file.extension().is_some_and(|end| end == "http"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds no example", folder.display());
    files
}

/// What a provider sends to a request of this line, in a new world whose clock stands still.
async fn sent(slug: &str, name: &str, request_line: &str) -> String {
    let sandbox = Sandbox::new(&format!("as-sent-{slug}-{name}")).await;
    let credentials = server().credentials_in(&sandbox.world, slug).into();
    let authorization = Usage::of(slug).authorization(&credentials);
    let (method, path) = request_line.split_once(' ').unwrap();
    let mut connection = Raw::connect(server().address()).await;
    let head = format!(
        "{method} /{slug}{path} HTTP/1.1\r\nhost: areia.localhost\r\nconnection: close\r\n\
         authorization: {authorization}\r\nx-areia-world: {}\r\n\r\n",
        sandbox.world.name
    );
    connection.write(head).await;
    let (answer, _) = connection.rest().await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    format!("{}\n\n{body}", head.replace("\r\n", "\n"))
}

#[tokio::test]
async fn each_provider_sends_what_its_examples_hold_to_the_byte() {
    for provider in providers::ALL {
        for file in examples(provider.slug()) {
            let expected = std::fs::read_to_string(&file).unwrap();
            let request_line = expected.lines().next().unwrap_or_default();
            let name = file.file_stem().unwrap().to_string_lossy();
            let answer = sent(provider.slug(), &name, request_line).await;
            let right = format!("{request_line}\n\n{answer}\n");
            if right != expected {
                let new = file.with_extension("http.new");
                std::fs::write(&new, right).unwrap();
                panic!(
                    "the answer is another one: look at {} beside the example",
                    new.display()
                );
            }
        }
    }
}

#[tokio::test]
async fn each_provider_says_how_long_an_answer_is_and_what_it_varies_by() {
    for provider in providers::ALL {
        let slug = provider.slug();
        let sandbox = Sandbox::new(&format!("as-sent-{slug}")).await;
        let client = sandbox.client_of(slug);
        let page = &Usage::of(slug).page;
        let plain = client.get(page).await;
        assert_eq!(
            plain.header("content-length"),
            plain.body.len().to_string(),
            "{slug}: {plain}"
        );
        assert_eq!(plain.header("content-encoding"), "", "{slug}: {plain}");
        let asked = client.clone().with("accept-encoding", "gzip");
        let packed = asked.get(page).await;
        let varies = packed.header("vary").to_lowercase().contains("accept-encoding");
        assert!(
            varies || packed.header("content-encoding").is_empty(),
            "{slug}: {packed}"
        );
        // Where calls are counted, each leaves one less.
        let left = [&plain, &packed].map(|answer| answer.header("x-ratelimit-remaining").parse::<u32>().ok());
        assert_eq!(left[1], left[0].map(|left| left - 1), "{slug}");
    }
}
