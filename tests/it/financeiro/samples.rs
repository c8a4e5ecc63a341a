//! Every sample of the vendor's page, byte for byte: the status with its reason phrase, the header fields it shows in
//! any case of letters, and the body (JSON without the page's blanks).

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Sandbox, basic_of, record_xml, server};

const PERSON_JSON: &str = r#"[{"person":{"created_at":"2011-07-18T10:56:29-03:00","customer":true,"federation_subscription_number":null,"federation_subscription_number_only_numbers":null,"federation_subscription_type_id":null,"force_destroy":false,"id":816,"imported_from_sync":false,"modified_by_sync":false,"name":"Fulano","supplier":true,"updated_at":"2011-07-18T10:56:29-03:00","type":"NaturalPerson"}}]"#;

const PERSON_XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<people type="array">
  <person>
    <created-at type="dateTime">2011-07-18T10:56:29-03:00</created-at>
    <customer type="boolean">true</customer>
    <federation-subscription-number nil="true"/>
    <federation-subscription-number-only-numbers nil="true"/>
    <federation-subscription-type-id type="integer" nil="true"/>
    <force-destroy type="boolean">false</force-destroy>
    <id type="integer">816</id>
    <imported-from-sync type="boolean">false</imported-from-sync>
    <modified-by-sync type="boolean">false</modified-by-sync>
    <name>Fulano</name>
    <supplier type="boolean">true</supplier>
    <updated-at type="dateTime">2011-07-18T10:56:29-03:00</updated-at>
    <type>NaturalPerson</type>
  </person>
</people>
"#;

const ACCOUNTS_XML: &str = r#"  <status>unprocessable_entity</status>
  <accounts type="array">
    <account>
      <id type="integer">1</id>
      <name>Conta Um</name>
    </account>
    <account>
      <id type="integer">2</id>
      <name>Conta Dois</name>
    </account>
  </accounts>
</errors>
"#;

/// An answer as it came over the wire.
struct Raw {
    status_line: String,
    head: String,
    body: String,
}

impl Raw {
    /// Says what `curl` says in the samples.
    async fn ask(world: &str, format: &str, headers: &[(&str, &str)]) -> Self {
        let url = server().base_url("financeiro");
        let address = url.trim_start_matches("http://").split('/').next().unwrap();
        let mut request = format!(
            "GET /~{world}/financeiro/people/816 HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
             Accept: application/{format}\r\nContent-type: application/{format}\r\n"
        );
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(format!("{request}\r\n").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let (status_line, head) = head.split_once("\r\n").unwrap();
        if body.starts_with("<?xml") {
            record_xml("application/xml", body.as_bytes());
        }
        Self {
            status_line: status_line.to_owned(),
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    fn check(&self, status_line: &str, fields: &[&str], body: &str) {
        assert_eq!(self.status_line, status_line, "{}\n{}", self.head, self.body);
        for field in fields {
            let wanted = field.to_lowercase();
            assert!(self.head.lines().any(|line| line == wanted), "{field} in {}", self.head);
        }
        assert_eq!(self.body, body);
    }
}

const JSON: &str = "Content-Type: application/json; charset=utf-8";
const XML: &str = "Content-Type: application/xml; charset=utf-8";

async fn token(sandbox: &Sandbox, accounts: &[i64]) -> String {
    let body = serde_json::json!({"accounts": accounts});
    let issued = sandbox.control().post("/credentials/financeiro", &body).await;
    basic_of(&format!("{}:", issued.member("/token")))
}

#[tokio::test]
async fn a_person_is_what_the_page_shows() {
    let sandbox = Sandbox::at("sample-person", "2011-01-26T12:56:01Z").await;
    let date = "Date: Wed, 26 Jan 2011 12:56:01 GMT";
    let one = token(&sandbox, &[1]).await;
    let several = token(&sandbox, &[1, 2]).await;
    for (authorization, account) in [
        (&one, None),
        (&several, Some(("ACCOUNT_ID", "1"))),
        (&several, Some(("Account-Id", "1"))),
    ] {
        let mut headers = vec![("Authorization", authorization.as_str())];
        headers.extend(account);
        let json = Raw::ask("sample-person", "json", &headers).await;
        json.check("HTTP/1.1 200 OK", &[JSON, date], PERSON_JSON);
        let xml = Raw::ask("sample-person", "xml", &headers).await;
        xml.check("HTTP/1.1 200 OK", &[XML, date], PERSON_XML);
    }
}

#[tokio::test]
async fn who_shows_no_token_or_a_wrong_one_is_told_what_the_page_shows() {
    let _sandbox = Sandbox::at("sample-401", "2011-01-17T19:54:21Z").await;
    let date = "Date: Mon, 17 Jan 2011 19:54:21 GMT";
    let wrong = basic_of("wrong:");
    let empty = basic_of(":X");
    for headers in [
        vec![],
        vec![("Authorization", wrong.as_str())],
        vec![("Authorization", empty.as_str())],
    ] {
        let json = Raw::ask("sample-401", "json", &headers).await;
        json.check(
            "HTTP/1.1 401 Unauthorized",
            &[JSON, date],
            r#"{"error":"unauthenticated"}"#,
        );
        assert!(!json.head.contains("ratelimit"), "{}", json.head);
        let body =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<errors>\n  <error>unauthenticated</error>\n</errors>\n";
        let xml = Raw::ask("sample-401", "xml", &headers).await;
        xml.check("HTTP/1.1 401 Unauthorized", &[XML, date], body);
    }
}

#[tokio::test]
async fn the_hundred_and_first_call_is_told_what_the_page_shows() {
    let sandbox = Sandbox::at("sample-429", "2011-01-26T12:56:45Z").await;
    let one = token(&sandbox, &[1]).await;
    let headers = [("Authorization", one.as_str())];
    for left in (0..100).rev() {
        let answer = Raw::ask("sample-429", "json", &headers).await;
        let remaining = format!("X-RateLimit-Remaining: {left}");
        answer.check("HTTP/1.1 200 OK", &["X-RateLimit-Limit: 100", &remaining], PERSON_JSON);
    }
    let fields = [
        JSON,
        "Date: Wed, 26 Jan 2011 12:56:45 GMT",
        "Retry-After: 60",
        "X-RateLimit-Limit: 100",
        "X-RateLimit-Reset: Wed, 26 Jan 2011 12:57:00 GMT",
        "X-RateLimit-Remaining: -1",
    ];
    let refused = Raw::ask("sample-429", "json", &headers).await;
    refused.check("HTTP/1.1 429 TOO MANY REQUESTS", &fields, "Retry Later");
    let again = Raw::ask("sample-429", "json", &headers).await;
    again.check(
        "HTTP/1.1 429 TOO MANY REQUESTS",
        &["X-RateLimit-Remaining: -2"],
        "Retry Later",
    );
}

#[tokio::test]
async fn a_limit_of_twenty_is_the_xml_sample_of_the_page() {
    let sandbox = Sandbox::at("sample-429-xml", "2011-01-26T12:56:45Z").await;
    let limit = serde_json::json!({"requests_per_minute": 20});
    let set = sandbox.control().put("/financeiro/accounts/1", &limit).await;
    assert_eq!(set.status, 200, "{set}");
    let one = token(&sandbox, &[1]).await;
    let headers = [("Authorization", one.as_str())];
    for _ in 0..20 {
        let answer = Raw::ask("sample-429-xml", "xml", &headers).await;
        answer.check("HTTP/1.1 200 OK", &[XML], PERSON_XML);
    }
    let fields = [
        JSON,
        "Date: Wed, 26 Jan 2011 12:56:45 GMT",
        "Retry-After: 60",
        "X-RateLimit-Limit: 20",
        "X-RateLimit-Reset: Wed, 26 Jan 2011 12:57:00 GMT",
        "X-RateLimit-Remaining: -1",
    ];
    let refused = Raw::ask("sample-429-xml", "xml", &headers).await;
    refused.check("HTTP/1.1 429 TOO MANY REQUESTS", &fields, "Retry Later");
}

#[tokio::test]
async fn who_names_no_account_of_several_or_a_wrong_one_is_told_what_the_page_shows() {
    let sandbox = Sandbox::at("sample-422", "2011-01-17T19:54:21Z").await;
    let several = token(&sandbox, &[1, 2]).await;
    let date = "Date: Mon, 17 Jan 2011 19:54:21 GMT";
    let missing = "O cabeçalho da requisição não possui o atributo ACCOUNT_ID";
    for (message, account) in [
        (missing, None),
        ("A conta informada não existe", Some(("ACCOUNT_ID", "1000"))),
    ] {
        let mut headers = vec![("Authorization", several.as_str())];
        headers.extend(account);
        // The page's JSON calls account 2 "Conta 2", its XML "Conta Dois".
        let body = format!(
            r#"{{"error":"{message}","status":"unprocessable_entity","accounts":[{{"account":{{"id":1,"name":"Conta Um"}}}},{{"account":{{"id":2,"name":"Conta Dois"}}}}]}}"#
        );
        let json = Raw::ask("sample-422", "json", &headers).await;
        json.check("HTTP/1.1 422 Unprocessable Entity", &[JSON, date], &body);
        let body =
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<errors>\n  <error>{message}</error>\n{ACCOUNTS_XML}");
        let xml = Raw::ask("sample-422", "xml", &headers).await;
        xml.check("HTTP/1.1 422 Unprocessable Entity", &[XML, date], &body);
    }
}

#[tokio::test]
async fn a_plan_without_the_api_is_told_what_the_page_shows() {
    let sandbox = Sandbox::at("sample-403", "2011-01-17T19:54:21Z").await;
    let basic = token(&sandbox, &[3]).await;
    let headers = [("Authorization", basic.as_str())];
    let date = "Date: Mon, 17 Jan 2011 19:54:21 GMT";
    let json = Raw::ask("sample-403", "json", &headers).await;
    json.check(
        "HTTP/1.1 403 Forbidden",
        &[JSON, date],
        r#"{"error":"Seu plano não permite o uso da API."}"#,
    );
    let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<errors>\n  <error>Seu plano não permite o uso da API.</error>\n</errors>\n";
    let xml = Raw::ask("sample-403", "xml", &headers).await;
    xml.check("HTTP/1.1 403 Forbidden", &[XML, date], body);
}

#[tokio::test]
async fn a_suspended_account_is_told_what_the_older_page_says() {
    let sandbox = Sandbox::at("sample-402", "2011-01-17T19:54:21Z").await;
    let suspended = token(&sandbox, &[4]).await;
    let headers = [("Authorization", suspended.as_str())];
    let message = "Conta bloqueada por falta de pagamento. Entre em contato conosco via suporte@myfinance.com.br";
    let json = Raw::ask("sample-402", "json", &headers).await;
    let body = format!(r#"{{"error":"{message}"}}"#);
    json.check("HTTP/1.1 402 Payment Required", &[JSON], &body);
    let body = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<errors>\n  <error>{message}</error>\n</errors>\n");
    let xml = Raw::ask("sample-402", "xml", &headers).await;
    xml.check("HTTP/1.1 402 Payment Required", &[XML], &body);
}
