//! Services.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::{assert_nothing_at, create, names, texts};
use crate::support::{Client, Sandbox};

/// The service of the documentation's example, a fixture.
const EXAMPLE: &str = "/v1/services/c64c78b4-0000-4c3c-8633-945d957de05c";

async fn found(contaazul: &Client, query: &str) -> String {
    names(&contaazul.get(&format!("/v1/services?{query}")).await)
}

#[tokio::test]
async fn the_documented_service_is_shown_with_its_type_last() {
    let contaazul = Sandbox::new("service-example").await.contaazul();
    assert_snapshot!(contaazul.get(EXAMPLE).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "c64c78b4-0000-4c3c-8633-945d957de05c",
      "name": "Serviço Y",
      "value": 200,
      "cost": 100,
      "code": null,
      "type": "PROVIDED"
    }
    "#);
}

#[tokio::test]
async fn a_created_service_is_provided_where_nothing_else_is_said() {
    let contaazul = Sandbox::new("service-create").await.contaazul();
    let created = contaazul
        .post(
            "/v1/services",
            &json!({"name": "Aula", "value": 100.50, "cost": "", "code": 77, "unknown": 1}),
        )
        .await;
    assert_snapshot!(created, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "Aula",
      "value": 100.5,
      "cost": null,
      "code": "77",
      "type": "PROVIDED"
    }
    "#);
    let path = format!("/v1/services/{}", created.member("/id"));
    assert_eq!(contaazul.get(&path).await.text(), created.text());
    for service_type in ["PROVIDED", "TAKEN", "BOTH"] {
        let body = json!({"name": "Aula", "type": service_type});
        assert_eq!(
            contaazul.post("/v1/services", &body).await.member("/type"),
            service_type
        );
    }
}

#[tokio::test]
async fn a_service_that_cannot_be_read_is_refused() {
    let sandbox = Sandbox::new("service-refused").await;
    let contaazul = sandbox.contaazul();
    let before = contaazul.get("/v1/services").await.text();
    assert_snapshot!(contaazul.post("/v1/services", &json!({"value": 1})).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The service's name cannot be null"}
    "#);
    assert_snapshot!(contaazul.put(EXAMPLE, &json!({"name": ""})).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The service's name cannot be null"}
    "#);
    assert_snapshot!(contaazul.post("/v1/services", &json!({"name": "Aula", "type": "SOLD"})).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The request body could not be read"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The body's member `type` has not its type: unknown variant `SOLD`, expected one of `PROVIDED`, `TAKEN`, `BOTH`.");
    for body in [
        json!({"value": "cheap"}),
        json!({"cost": false}),
        json!({"name": {}}),
        json!("Aula"),
    ] {
        assert_eq!(contaazul.put(EXAMPLE, &body).await.status, 400, "{body}");
    }
    assert_snapshot!(sandbox.last_explanation().await, @r#"The body has not its type: invalid type: string "Aula", expected an object."#);
    assert_eq!(contaazul.get("/v1/services").await.text(), before);
}

#[tokio::test]
async fn a_change_of_a_service_keeps_what_it_does_not_speak_of() {
    let contaazul = Sandbox::new("service-update").await.contaazul();
    let id = create(
        &contaazul,
        "/v1/services",
        json!({"name": "Aula", "value": 9, "cost": 4, "code": "A", "type": "BOTH"}),
    )
    .await;
    let path = format!("/v1/services/{id}");
    assert_snapshot!(contaazul.put(&path, &json!({"value": 10, "cost": null, "id": "zzz", "code": false})).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "Aula",
      "value": 10,
      "cost": null,
      "code": "A",
      "type": "BOTH"
    }
    "#);
    let read = contaazul.get(&path).await;
    assert_snapshot!(read, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "Aula",
      "value": 10,
      "cost": null,
      "code": "A",
      "type": "BOTH"
    }
    "#);
    assert_eq!(contaazul.put(&path, &read.json()).await.text(), read.text());
    assert_eq!(
        contaazul.put(&path, &json!({"type": null})).await.member("/type"),
        "PROVIDED"
    );
}

#[tokio::test]
async fn services_are_found_by_a_part_of_their_name_and_the_whole_code() {
    let contaazul = Sandbox::new("service-filters").await.contaazul();
    for code in ["770", "77", "177"] {
        create(
            &contaazul,
            "/v1/services",
            json!({"name": format!("Nr. {code}"), "code": code.parse::<i64>().unwrap()}),
        )
        .await;
    }
    assert_eq!(found(&contaazul, "code=77").await, "Nr. 77");
    assert_eq!(found(&contaazul, "code=7").await, "");
    assert_eq!(found(&contaazul, "code=77&name=zzz").await, "");
    assert_eq!(found(&contaazul, "code=77&name=nr").await, "Nr. 77");
    assert_snapshot!(found(&contaazul, "name=ENTREGA").await, @"Entrega no bairro | Entrega em outro bairro");
    assert_snapshot!(found(&contaazul, "").await, @"Serviço Y | Entrega no bairro | Entrega em outro bairro | Café da manhã para eventos | Aula de panificação | Manutenção de fornos | Nr. 770 | Nr. 77 | Nr. 177");
    assert_eq!(
        found(&contaazul, "document=123&cost=5&name=").await,
        found(&contaazul, "").await
    );
}

#[tokio::test]
async fn services_are_listed_in_pages_from_0() {
    let contaazul = Sandbox::new("service-pages").await.contaazul();
    assert_snapshot!(found(&contaazul, "size=2").await, @"Serviço Y | Entrega no bairro");
    assert_snapshot!(found(&contaazul, "size=2&page=0").await, @"Serviço Y | Entrega no bairro");
    assert_snapshot!(found(&contaazul, "size=2&page=1").await, @"Entrega em outro bairro | Café da manhã para eventos");
    assert_eq!(contaazul.get("/v1/services/?size=2&page=3").await.text(), "[]");
    assert_snapshot!(contaazul.get("/v1/services?size=x").await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "A invalid search parameter was provided"}
    "#);
}

#[tokio::test]
async fn a_deleted_service_is_listed_no_more_and_still_read_by_its_id() {
    let contaazul = Sandbox::new("service-delete").await.contaazul();
    let before = contaazul.get(EXAMPLE).await.text();
    let rest = texts(&contaazul.get("/v1/services").await, "id").replace("c64c78b4-0000-4c3c-8633-945d957de05c | ", "");
    assert_snapshot!(contaazul.delete(EXAMPLE).await, @"204");
    assert_eq!(contaazul.delete(EXAMPLE).await.status, 204);
    assert_eq!(texts(&contaazul.get("/v1/services").await, "id"), rest);
    assert_eq!(contaazul.get(EXAMPLE).await.text(), before);
    assert_eq!(contaazul.put(EXAMPLE, &json!({"name": "Z"})).await.status, 200);
    assert_eq!(found(&contaazul, "name=Z").await, "");
}

#[tokio::test]
async fn an_account_does_not_see_another_ones_services() {
    let sandbox = Sandbox::new("service-isolation").await;
    let (first, second) = (sandbox.contaazul(), sandbox.contaazul_second_account().await);
    let before = first.get("/v1/services").await.text();
    assert_nothing_at(&second, EXAMPLE, &["GET", "PUT", "DELETE"]).await;
    assert_eq!(first.get("/v1/services").await.text(), before);
    assert_snapshot!(found(&second, "").await, @"Revisão geral | Troca de óleo");
    assert_nothing_at(&first, "/v1/services/1", &["GET", "PUT", "DELETE"]).await;
    assert_snapshot!(first.send(Method::PATCH, EXAMPLE, None, Vec::new()).await, @r#"
    405
    allow: GET,HEAD,PUT,DELETE
    content-type: application/json;charset=UTF-8

    {"code": "METHOD_NOT_ALLOWED", "message": "Request method 'PATCH' not supported"}
    "#);
}
