//! Taxes, which are read and never written.

use insta::assert_snapshot;
use serde_json::json;

use super::{head, without_port};
use crate::support::Sandbox;

#[tokio::test]
async fn taxes_are_the_same_for_everybody() {
    let sandbox = Sandbox::new("every-tax").await;
    let docs = sandbox.financeiro(&[1]).await;
    let list = docs.get("/taxes").await;
    assert_snapshot!(format!("{}{}", head(&list), list.text()), @r#"
    200
    [{"tax":{"id":1,"name":"Outros"}},{"tax":{"id":2,"name":"COFINS"}},{"tax":{"id":3,"name":"CSLL"}},{"tax":{"id":4,"name":"ICMS"}},{"tax":{"id":5,"name":"INSS"}},{"tax":{"id":6,"name":"IOF"}},{"tax":{"id":7,"name":"IPI"}},{"tax":{"id":8,"name":"IRRF"}},{"tax":{"id":9,"name":"ISS"}},{"tax":{"id":10,"name":"PIS"}},{"tax":{"id":11,"name":"IRPJ"}}]
    "#);
    let one = docs.get("/taxes/11.xml").await;
    assert_snapshot!(format!("{}{}", head(&one), one.text()), @r#"
    200
    <?xml version="1.0" encoding="UTF-8"?>
    <tax>
      <id type="integer">11</id>
      <name>IRPJ</name>
    </tax>
    "#);
    assert_eq!(sandbox.financeiro(&[2]).await.get("/taxes").await.text(), list.text());
    let nobody = docs.get("/taxes/12").await;
    assert_snapshot!(format!("{}{}", head(&nobody), nobody.text()), @r#"
    404
    {"error":"Couldn't find Tax with id=12"}
    "#);
    // There is no such address, and what is there stays.
    let tax = json!({"tax": {"name": "Areia"}});
    for answer in [
        docs.post("/taxes", &tax).await,
        docs.put("/taxes/1", &tax).await,
        docs.delete("/taxes/1").await,
    ] {
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (404, "text/html; charset=utf-8")
        );
    }
    assert_eq!(without_port(&docs.get("/taxes").await.text()), list.text());
}
