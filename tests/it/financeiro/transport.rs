//! Formats, entity tags, cross-origin reads, compression.

use insta::assert_snapshot;
use reqwest::Method;

use crate::support::Sandbox;

#[tokio::test]
async fn the_format_is_that_of_the_ending_then_the_parameter_then_the_headers() {
    let sandbox = Sandbox::new("formats").await;
    let client = sandbox.financeiro(&[1]).await.without("accept");
    let (json, xml) = ("application/json; charset=utf-8", "application/xml; charset=utf-8");
    for (path, accept, content_type, expected) in [
        ("/taxes", "", "", json),
        ("/taxes.xml", "application/json", "", xml),
        ("/taxes/", "text/xml", "", xml),
        ("/taxes?format=xml", "application/json", "", xml),
        ("/taxes.json?format=xml", "", "", json),
        ("/taxes", "text/html, application/xml;q=0.9, */*;q=0.8", "", json),
        ("/taxes", "text/html,*/*", "application/xml", xml),
        ("/taxes", "*/*", "", json),
        ("/taxes", "application/x-xml", "", xml),
        ("/taxes", "", "text/json", json),
        ("//taxes//1?", "", "application/xml", xml),
    ] {
        let mut asked = client.clone();
        for (name, value) in [("accept", accept), ("content-type", content_type)] {
            if !value.is_empty() {
                asked = asked.with(name, value);
            }
        }
        let answer = asked.get(path).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, expected),
            "{path} {accept} {content_type}"
        );
    }
    for path in [
        "/taxes?format=csv",
        "/taxes.csv",
        "/taxes/1.csv",
        "/taxes/1.strange",
        "/entities/2593/payable_accounts/609/pay.html",
    ] {
        let method = match path.ends_with(".html") {
            true => Method::PUT,
            false => Method::GET,
        };
        let other = client.send(method, path, None, Vec::new()).await;
        assert_eq!((other.status, other.text().as_str()), (406, " "), "{path}");
    }
    // Who shows no token does not hear of formats, and what is nowhere has none.
    let stranger = client.clone().without("authorization");
    assert_eq!(stranger.get("/taxes.csv").await.status, 401);
    assert_eq!(client.get("/nowhere.csv").await.status, 404);
    assert_eq!(client.get("/taxes/1.").await.status, 200);
}

#[tokio::test]
async fn who_has_the_body_already_is_not_sent_it_again() {
    let sandbox = Sandbox::new("etag").await;
    let client = sandbox.financeiro(&[1]).await;
    let first = client.get("/taxes").await;
    let tag = first.header("etag").to_owned();
    assert_eq!(tag.len(), 34);
    let again = client.clone().with("if-none-match", &tag).get("/taxes").await;
    assert_eq!((again.status, again.text().as_str()), (304, ""));
    assert_eq!(again.header("etag"), tag);
    let other = client.with("if-none-match", "\"other\"").get("/taxes").await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn any_page_may_read_and_none_may_write() {
    let sandbox = Sandbox::new("cors").await;
    let client = sandbox.financeiro(&[1]).await;
    let page = client
        .clone()
        .without("authorization")
        .with("origin", "https://page.example");
    let ask = page
        .clone()
        .with("access-control-request-method", "GET")
        .with("access-control-request-headers", "authorization");
    assert_snapshot!(ask.send(Method::OPTIONS, "/people", None, Vec::new()).await, @"
    200
    access-control-allow-headers: authorization
    access-control-allow-methods: GET
    access-control-allow-origin: *
    access-control-expose-headers: 
    access-control-max-age: 1728000
    content-type: text/plain
    ");
    let ask = page.with("access-control-request-method", "POST");
    let refused = ask.send(Method::OPTIONS, "/people", None, Vec::new()).await;
    assert_eq!(refused.status, 404);
    let read = client.with("origin", "https://page.example").get("/taxes/1").await;
    assert_snapshot!(read, @r#"
    200
    access-control-allow-methods: GET
    access-control-allow-origin: *
    access-control-expose-headers: 
    access-control-max-age: 1728000
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    etag: "2741ce8f218212160ee952147bda267d"
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"tax": {"id": 1, "name": "Outros"}}
    "#);
}

#[tokio::test]
async fn successes_are_compressed_and_creations_are_not() {
    let sandbox = Sandbox::new("gzip").await;
    let client = sandbox.financeiro(&[1]).await.with("accept-encoding", "gzip");
    let listed = client.get("/people").await;
    assert_eq!(
        (listed.header("content-encoding"), listed.header("vary")),
        ("gzip", "Accept-Encoding, Origin")
    );
    assert!(listed.header("etag").starts_with("W/\""), "{listed}");
    for (accepted, coding, tag) in [
        ("gzip;q=0", "", "\""),
        ("identity", "", "\""),
        ("deflate, GZIP;q=0.5", "gzip", "W/\""),
    ] {
        let asked = client.clone().with("accept-encoding", accepted);
        let listed = asked.get("/people").await;
        assert_eq!(listed.header("content-encoding"), coding, "{accepted}");
        assert!(listed.header("etag").starts_with(tag), "{accepted}: {listed}");
        let varies: Vec<_> = listed.headers.get_all("vary").iter().collect();
        assert_eq!(varies, ["Accept-Encoding, Origin"], "{accepted}");
    }
    let created = client
        .post("/people", &serde_json::json!({"person": {"name": "Beltrano"}}))
        .await;
    assert_eq!((created.status, created.header("content-encoding")), (201, ""));
    let invalid = client.post("/people", &serde_json::json!({"person": {}})).await;
    assert_eq!((invalid.status, invalid.header("content-encoding")), (422, ""));
}

#[tokio::test]
async fn a_method_can_stand_for_another() {
    let sandbox = Sandbox::new("methods").await;
    let client = sandbox.financeiro(&[2]).await;
    let entity = |name: &str| serde_json::json!({"entity": {"name": name}});
    let patched = client.patch("/entities/3798", &entity("Um")).await;
    assert_eq!(patched.json()["entity"]["name"], "Um", "{patched}");
    let posted = client.post("/entities/3798?_method=put", &entity("Dois")).await;
    assert_eq!(posted.json()["entity"]["name"], "Dois", "{posted}");
    let override_ = client.clone().with("x-http-method-override", "DELETE");
    let deleted = override_.post("/people/9001", &serde_json::json!({})).await;
    assert_eq!((deleted.status, deleted.text().as_str()), (200, " "));
    assert_eq!(client.get("/people/9001").await.status, 404);
    // Whoever shows no token is not let in by another method.
    let stranger = client.clone().without("authorization");
    assert_eq!(stranger.patch("/entities/3798", &entity("Três")).await.status, 401);
    let strange = client.post("/entities/3798?_method=steal", &entity("Quatro")).await;
    assert_eq!(strange.status, 404);
    // Rails would take it from a form's body too: here it comes too late, since the path and the method alone say whose
    // a request is. No client is known to send it.
    let fields = [("_method", "put"), ("entity[name]", "Cinco")];
    let in_form = client.post_form("/entities/3798", &fields).await;
    assert_eq!(in_form.status, 404, "{in_form}");
    let kept = client.get("/entities/3798").await.json();
    assert_eq!(kept["entity"]["name"], "Dois");
}

#[tokio::test]
async fn lost_and_broken_addresses_are_pages() {
    let sandbox = Sandbox::new("pages").await;
    let client = sandbox.financeiro(&[1]).await;
    let lost = client.get("/nowhere").await;
    assert_eq!((lost.status, lost.body.len()), (404, 1_879));
    assert_eq!(lost.header("content-type"), "text/html; charset=utf-8");
    let title = "<title>A página que você estava procurando não existe. (404)</title>";
    assert!(lost.text().contains(title));
    let broken = client.with("prefer", "areia-error=server_broken");
    let broken = broken.get("/people").await;
    assert_eq!(broken.status, 500);
    assert!(broken.text().contains("<title>Ops! Erro no Servidor. (500)</title>"));
}

#[tokio::test]
async fn the_recorded_application_says_more_of_itself() {
    let said = async |world: &str, account: i64| {
        let sandbox = Sandbox::new(world).await;
        let client = sandbox.financeiro(&[account]).await;
        let answer = client.get("/taxes").await;
        ["x-request-id", "x-runtime", "x-ua-compatible", "x-rack-cache"].map(|name| answer.header(name).to_owned())
    };
    let [id, rest @ ..] = said("application-wire", 2).await;
    assert_eq!(rest, ["0.000000", "IE=Edge,chrome=1", "miss"]);
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(said("application-docs", 1).await, ["", "", "", ""]);
}
