//! The login and consent page in a real browser: Debian's chromium, driven by its chromedriver.

use std::io::{BufRead as _, BufReader};
use std::panic::AssertUnwindSafe;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client as Browser, ClientBuilder, Locator};
use futures_util::FutureExt;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use super::{Application, opens, parameter};
use crate::support::{Sandbox, server};

/// How long the browser may take over anything.
const PATIENCE: Duration = Duration::from_secs(30);

const ARGUMENTS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
];

/// A chromedriver of this test's own, ended with it.
struct Driver {
    process: Child,
    url: String,
}

impl Driver {
    fn start() -> Self {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut process =
            started.expect("chromedriver is missing: install chromium-driver or set AREIA_WITHOUT_BROWSER=1");
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut ports = lines.map_while(Result::ok).filter_map(|line| {
            let (_, port) = line.split_once("was started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let port = ports.next().expect("chromedriver says its port");
        Self {
            process,
            url: format!("http://127.0.0.1:{port}"),
        }
    }

    async fn browser(&self) -> Browser {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let options = json!({"goog:chromeOptions": {"args": ARGUMENTS}});
        builder.capabilities(options.as_object().unwrap().clone());
        tokio::time::timeout(PATIENCE, builder.connect(&self.url))
            .await
            .expect("a session in time")
            .unwrap()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An application's own small server, which answers with `page`: what is called back there, and where it is.
async fn application_server(page: &str) -> (mpsc::UnboundedReceiver<String>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/callback?shop=7", listener.local_addr().unwrap());
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let (sender, receiver) = mpsc::unbounded_channel();
    let page = page.to_owned();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut head = vec![0; 8 * 1024];
            let length = connection.read(&mut head).await.unwrap_or(0);
            let head = String::from_utf8_lossy(&head[..length]).into_owned();
            let path = head.split(' ').nth(1).unwrap_or_default();
            let mut body = "<p>an own page</p>";
            if path.starts_with("/callback") {
                let _ = sender.send(format!("{origin}{path}"));
                body = &page;
            }
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
            let _ = connection.write_all(answer.as_bytes()).await;
        }
    });
    (receiver, address)
}

async fn called_back(calls: &mut mpsc::UnboundedReceiver<String>) -> String {
    tokio::time::timeout(PATIENCE, calls.recv())
        .await
        .expect("the application is called back")
        .unwrap()
}

async fn fill(browser: &Browser, field: &str, text: &str) {
    let element = browser.find(Locator::Id(field)).await.unwrap();
    element.clear().await.unwrap();
    element.send_keys(text).await.unwrap();
}

async fn press(browser: &Browser, button: &str) {
    let path = format!("//button[normalize-space()='{button}']");
    browser
        .find(Locator::XPath(&path))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
}

/// What a person does: a wrong password, the right one, and another time a change of mind.
async fn visit(browser: &Browser, sandbox: &Sandbox) {
    let name = "<script>document.title='x'</script> & Cia";
    let application = Application::issued(sandbox, &json!({"name": name})).await;
    let (mut calls, callback) = application_server("<p>back at the application</p>").await;
    let base_url = server().base_url("contaazul");
    let start = |state| {
        format!(
            "{base_url}{}",
            application.authorize(&[("redirect_uri", &callback), ("state", state)])
        )
    };

    browser.goto(&start("first visit")).await.unwrap();
    mistype(browser, name).await;
    fill(browser, "password", &sandbox.credential("contaazul", "password")).await;
    press(browser, "Autorizar").await;
    let address = called_back(&mut calls).await;
    assert!(address.starts_with(&format!("{callback}&code=")), "{address}");
    assert_eq!(parameter(&address, "state").as_deref(), Some("first visit"));
    let code = parameter(&address, "code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", &callback),
    ];
    let granted = application.basic().post_form("/oauth2/token", &form).await;
    assert!(opens(&granted.member("/access_token")).await);

    browser.goto(&start("second visit")).await.unwrap();
    press(browser, "Cancelar").await;
    let address = called_back(&mut calls).await;
    assert_eq!(
        parameter(&address, "error").as_deref(),
        Some("access_denied"),
        "{address}"
    );
    assert_eq!(parameter(&address, "state").as_deref(), Some("second visit"));
    assert_eq!(parameter(&address, "code"), None);

    stay_out_of_frames(browser, &start("framed")).await;
}

/// Signs in with a wrong password: the page complains, and keeps what was filled in.
async fn mistype(browser: &Browser, name: &str) {
    assert_eq!(
        browser.title().await.unwrap(),
        "Autorizar integração · Conta Azul (Areia)"
    );
    let heading = browser.find(Locator::Css("h1")).await.unwrap();
    assert_eq!(heading.text().await.unwrap(), format!("Autorizar {name}?"));
    fill(browser, "email", "maria@padaria.example").await;
    fill(browser, "password", "wrong").await;
    browser
        .find(Locator::Id("account"))
        .await
        .unwrap()
        .select_by_label("Oficina Areia Fina")
        .await
        .unwrap();
    press(browser, "Autorizar").await;
    let complaint = browser
        .wait()
        .at_most(PATIENCE)
        .for_element(Locator::Css("p.error"))
        .await
        .unwrap();
    assert_eq!(complaint.text().await.unwrap(), "E-mail ou senha inválidos.");
    let account = browser.find(Locator::Css("option:checked")).await.unwrap();
    assert_eq!(account.text().await.unwrap(), "Oficina Areia Fina");
}

/// A page of another site shows its own frame, and nothing where the consent page was meant to be.
async fn stay_out_of_frames(browser: &Browser, start: &str) {
    let (_, other_site) = application_server(&format!(
        "<iframe src='/plain'></iframe><iframe src='{}'></iframe>",
        start.replace("/auth/authorize", "/auth/login")
    ))
    .await;
    browser.goto(&other_site).await.unwrap();
    browser.enter_frame(0).await.unwrap();
    assert!(browser.source().await.unwrap().contains("an own page"));
    browser.enter_parent_frame().await.unwrap();
    browser.enter_frame(1).await.unwrap();
    let forms = browser.find_all(Locator::Css("form")).await.unwrap();
    assert!(forms.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(
    clippy::print_stdout,
    reason = "what is left out is said where the tests' results are"
)]
async fn a_person_consents_or_does_not_in_a_real_browser() {
    if std::env::var_os("AREIA_WITHOUT_BROWSER").is_some_and(|value| value == "1") {
        println!("left out: the consent page in a real browser (AREIA_WITHOUT_BROWSER=1)");
        return;
    }
    let sandbox = Sandbox::new("browser").await;
    let driver = Driver::start();
    let browser = driver.browser().await;
    let visited = AssertUnwindSafe(tokio::time::timeout(4 * PATIENCE, visit(&browser, &sandbox)))
        .catch_unwind()
        .await;
    // Whatever happened, or a Chromium would be left behind.
    let closed = browser.close().await;
    match visited {
        Ok(in_time) => in_time.expect("the visit ends in time"),
        Err(panic) => std::panic::resume_unwind(panic),
    }
    closed.unwrap();
}
