//! Nothing that is secret is written down: not in the journal, not in the log.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::json;

use super::{FIRST_ACCOUNT, parameter};
use crate::support::{Answer, Client};

/// A server of its own, whose log can be read.
struct Process {
    child: Child,
    url: String,
}

impl Process {
    fn start(fixtures: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_areia"))
            .args(["--listen", "127.0.0.1:0", "--fixtures"])
            .arg(fixtures)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut urls = lines.map_while(Result::ok).filter_map(|line| {
            let (_, rest) = line.split_once("areia is ready on ")?;
            rest.split(' ').next().map(str::to_owned)
        });
        let url = urls.next().expect("the server gets ready");
        Self { child, url }
    }

    /// Ends the server and gives what it logged.
    fn log(mut self) -> String {
        let process = self.child.id().to_string();
        // Asked to end, it writes what waits to be written.
        assert!(
            Command::new("kill")
                .args(["-s", "TERM", &process])
                .status()
                .unwrap()
                .success()
        );
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Every secret that was used, and the last answer's new ones.
#[derive(Default)]
struct Secrets(Vec<String>);

impl Secrets {
    fn used(&mut self, secret: &str) -> String {
        self.0.push(secret.to_owned());
        secret.to_owned()
    }

    fn granted(&mut self, answer: &Answer) -> (String, String) {
        assert_eq!(answer.status, 200, "{answer}");
        (
            self.used(&answer.member("/access_token")),
            self.used(&answer.member("/refresh_token")),
        )
    }
}

#[tokio::test]
async fn no_secret_reaches_the_journal_or_the_log() {
    let fixtures = tempfile::tempdir().unwrap();
    std::fs::create_dir(fixtures.path().join("contaazul")).unwrap();
    let users = json!([{"email": "maria@padaria.example", "password": "pao-quentinho", "name": "Maria", "accounts": [FIRST_ACCOUNT]}]);
    std::fs::write(fixtures.path().join("contaazul/users.json"), users.to_string()).unwrap();
    let process = Process::start(fixtures.path());
    let control = Client::new(format!("{}/_areia", process.url));
    let nobody = Client::new(format!("{}/contaazul", process.url));
    let info = control.get("/info").await;
    let own = |member: &str| info.member(&format!("/providers/0/credentials/{member}"));
    let mut secrets = Secrets::default();
    let client_id = own("client_id");
    let client_secret = secrets.used(&own("client_secret"));
    let pair = secrets.used(&STANDARD.encode(format!("{client_id}:{client_secret}")));
    let basic = nobody.clone().with("authorization", &format!("Basic {pair}"));
    let bearer = |token: &str| nobody.clone().with("authorization", &format!("Bearer {token}"));

    // The page, with the wrong password and the right one.
    let page = format!("/auth/login?client_id={client_id}&redirect_uri=http%3A%2F%2Flocalhost%2F");
    let mut location = String::new();
    for password in ["fermento-secreto", "pao-quentinho"] {
        let password = secrets.used(password);
        let form = [
            ("email", "maria@padaria.example"),
            ("password", &password),
            ("account", FIRST_ACCOUNT),
            ("decision", "approve"),
        ];
        location = nobody.post_form(&page, &form).await.header("location").to_owned();
    }
    let code = secrets.used(&parameter(&location, "code").unwrap());

    // The code and every transport of a refresh token, each used twice.
    let path = format!("/oauth2/token?grant_type=authorization_code&code={code}");
    let (mut access_token, mut refresh_token) =
        secrets.granted(&basic.send(Method::POST, &path, None, Vec::new()).await);
    assert_eq!(basic.send(Method::POST, &path, None, Vec::new()).await.status, 400);
    for transport in 0..4 {
        let path = format!("/oauth2/token?grant_type=refresh_token&refresh_token={refresh_token}");
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.as_str()),
            ("client_id", &client_id),
            ("client_secret", &client_secret),
        ];
        let part = |name: &str, value: &str| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let parts = part("grant_type", "refresh_token") + &part("refresh_token", &refresh_token) + "--b--\r\n";
        let send = async || match transport {
            0 => basic.send(Method::POST, &path, None, Vec::new()).await,
            1 => nobody.post_form("/oauth2/token", &form).await,
            2 => {
                basic
                    .post(
                        "/oauth2/token",
                        &json!({"grant_type": "refresh_token", "refresh_token": refresh_token}),
                    )
                    .await
            }
            _ => {
                basic
                    .send(
                        Method::POST,
                        "/oauth2/token",
                        Some("multipart/form-data; boundary=b"),
                        parts.clone().into(),
                    )
                    .await
            }
        };
        let granted = send().await;
        assert_eq!(send().await.status, 400);
        (access_token, refresh_token) = secrets.granted(&granted);
    }

    // Access tokens in every place, working and not.
    assert_eq!(bearer(&access_token).get("/v1/customers").await.status, 200);
    assert_eq!(
        nobody
            .get(&format!("/v1/customers?access_token={access_token}"))
            .await
            .status,
        200
    );
    assert_eq!(
        nobody
            .post_form("/v1/customers", &[("access_token", &access_token)])
            .await
            .status,
        415
    );
    // Somebody's production tokens, sent by mistake wherever they can be; a random one may have no digit.
    for foreign in ["q3ZkT0uYw8mJ2VhXrB6nLs9dAePf1CgK", "qoZkTxuYwpmJoVhXrBsnLsxdAePfpCgK"] {
        let foreign = secrets.used(foreign);
        bearer(&foreign).get("/v1/customers").await;
        bearer(&access_token).get(&format!("/v1/customers/{foreign}")).await;
        bearer(&access_token)
            .get(&format!("/v1/customers?search={foreign}"))
            .await;
        nobody.get(&format!("/{foreign}")).await;
        nobody
            .get(&format!(
                "/auth/authorize?client_id={client_id}&redirect_uri=https%3A%2F%2Fx.example%2F{foreign}"
            ))
            .await;
        basic.post_form("/oauth2/token", &[("grant_type", &foreign)]).await;
        basic
            .post_form(
                "/oauth2/token",
                &[("grant_type", "authorization_code"), ("code", &foreign)],
            )
            .await;
    }

    let journal = control.get("/journal?limit=1000").await.text();
    let log = process.log();
    assert!(journal.contains("This refresh token was used at"), "{journal}");
    assert!(log.contains("This refresh token was used at"), "{log}");
    for secret in secrets.0 {
        assert!(!journal.contains(&secret), "{secret} in {journal}");
        assert!(!log.contains(&secret), "{secret} in {log}");
    }
}
