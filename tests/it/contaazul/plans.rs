//! The account's plan and its user: what nobody recorded is at least there, and the same everywhere.

use insta::assert_snapshot;

use crate::support::Sandbox;

#[tokio::test]
async fn an_account_shows_its_plan_and_its_user() {
    let sandbox = Sandbox::new("plans").await;
    let contaazul = sandbox.contaazul();
    assert_snapshot!(contaazul.get("/v1/plans").await, @r#"
    200
    content-type: application/json;charset=UTF-8

    [{"name": "Essencial", "trial": false}]
    "#);
    assert_snapshot!(contaazul.get("/v1/plans/current").await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {"name": "Essencial", "trial": false}
    "#);
    assert_snapshot!(contaazul.get("/v1/me").await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e",
      "name": "Maria da Padaria",
      "email": "maria@padaria.example"
    }
    "#);
    assert_eq!(contaazul.get("/v1/plans/other").await.status, 404);
    let nobody = contaazul.without("authorization");
    for path in ["/v1/plans", "/v1/plans/current", "/v1/me"] {
        assert_eq!(nobody.get(path).await.status, 401, "{path}");
    }
}
