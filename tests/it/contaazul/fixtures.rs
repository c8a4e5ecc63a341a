//! The user's own fixtures, of the resources that are made from bodies.

use areia::{Areia, Settings};
use insta::assert_snapshot;
use serde_json::json;
use tempfile::TempDir;

use crate::support::Client;

/// A fixtures directory with one file of Conta Azul's.
fn directory(files: &[(&str, &str)]) -> (TempDir, Settings) {
    let directory = TempDir::new().unwrap();
    let folder = directory.path().join("contaazul");
    std::fs::create_dir(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(format!("{name}.json")), text).unwrap();
    }
    let settings = Settings {
        fixtures: Some(directory.path().to_owned()),
        ..Settings::default()
    };
    (directory, settings)
}

/// What a start with these files is told of them, without the directory's own name. Built-in files that refer to what
/// these no longer hold have faults of their own, which are left out.
async fn faults(files: &[(&str, &str)]) -> String {
    let (directory, settings) = directory(files);
    let error = Areia::start_with(settings).await.unwrap_err().to_string();
    let own = format!("{}/", directory.path().display());
    let lines = error.lines().filter_map(|line| line.strip_prefix(&own));
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_document_that_breaks_a_rule_is_reported_with_file_place_and_reason() {
    let customers = json!([
        {"created_at": "2025-01-01", "name": "Ana", "person_type": "NATURAL", "document": "1"},
        {"created_at": "2025-01-01", "person_type": "NATURAL"},
        {"created_at": "2025-01-01", "name": "Bia"},
        {"name": "Caio", "person_type": "NATURAL"},
        {"created_at": "2025-01-01", "name": "Davi", "person_type": "NATURAL", "document": "1"},
    ]);
    assert_snapshot!(faults(&[("customers", &customers.to_string())]).await, @"
    contaazul/customers.json: [1]: The customer's name cannot be null
    contaazul/customers.json: [2]: The customer's person_type cannot be null
    contaazul/customers.json: [3]: The customer's created_at cannot be null
    contaazul/customers.json: [4]: CPF/CPNJ já utilizado por outro cliente.
    ");
    let products = json!({"b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e": [
        {"name": "Sal"},
        {"value": 5},
        {"name": "Sal", "category_id": "c7288c09-0000-48b9-aee2-4f744e380587"},
        {"name": "Sal", "suppliers_id": ["Moinho"]},
    ]});
    assert_snapshot!(faults(&[("products", &products.to_string())]).await, @r#"
    contaazul/products.json: ["b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e"][1]: The product's name cannot be null
    contaazul/products.json: ["b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e"][2]: The account has nothing with the id "c7288c09-0000-48b9-aee2-4f744e380587" that `category_id` could name.
    contaazul/products.json: ["b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e"][3]: The account has nothing with the id "Moinho" that `suppliers_id` could name.
    "#);
    let services = json!([{"name": ""}]).to_string();
    let categories = json!([{"id": "c7288c09-0000-48b9-aee2-4f744e380587"}]).to_string();
    let suppliers = json!([{"name": "Moinho"}]).to_string();
    assert_snapshot!(faults(&[("services", &services), ("product_categories", &categories), ("suppliers", &suppliers), ("products", "[]")]).await, @"
    contaazul/suppliers.json: [0]: The supplier's person_type cannot be null
    contaazul/product_categories.json: [0]: The product category's name cannot be null
    contaazul/services.json: [0]: The service's name cannot be null
    ");
}

#[tokio::test]
async fn a_document_that_cannot_be_read_is_reported_with_the_place_inside_it() {
    let customers = json!([
        {"created_at": "2025-01-01", "name": "Ana", "person_type": "PESSOA"},
        {"created_at": "soon", "name": "Ana", "person_type": "LEGAL"},
        {"id": "1", "created_at": "2025-01-01", "name": "Ana", "person_type": "LEGAL"},
        "Ana",
    ]);
    assert_snapshot!(faults(&[("customers", &customers.to_string())]).await, @r#"
    contaazul/customers.json: [0].person_type: unknown variant `PESSOA`, expected `NATURAL` or `LEGAL`
    contaazul/customers.json: [1].created_at: "soon" is no date
    contaazul/customers.json: [2].id: UUID parsing failed: invalid length: found 1
    contaazul/customers.json: [3]: invalid type: string "Ana", expected an object
    "#);
    let products = json!({"b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e": [{"name": "Sal", "value": "cheap"}], "zzz": []});
    let services = json!([{"name": "Aula", "type": "SOLD"}]);
    assert_snapshot!(faults(&[("products", &products.to_string()), ("services", &services.to_string())]).await, @r#"
    contaazul/products.json: ["zzz"]: no account has this id
    contaazul/products.json: ["b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e"][0].value: "cheap" is no number
    contaazul/services.json: [0].type: unknown variant `SOLD`, expected one of `PROVIDED`, `TAKEN`, `BOTH`
    "#);
    assert_snapshot!(faults(&[("suppliers", "[{]"), ("product_categories", "5"), ("products", "[]")]).await, @"
    contaazul/suppliers.json: line 1 column 3: this is no JSON: key must be a string at line 1 column 3
    contaazul/product_categories.json: this must be an array, or an object from account ids to arrays
    ");
}

#[tokio::test]
async fn a_file_of_an_unknown_name_is_reported_with_the_names_that_are_known() {
    let fault = faults(&[("produtos", "[]")]).await;
    let start = "contaazul/produtos.json: contaazul has no such fixture; it has accounts.json, ";
    assert!(fault.starts_with(start), "{fault}");
    assert!(fault.contains(", products.json"), "{fault}");
}

#[tokio::test]
async fn an_id_that_two_documents_have_is_reported() {
    let id = "c7288c09-0000-48b9-aee2-4f744e380587";
    let services = json!([{"id": id, "name": "Aula"}, {"id": id, "name": "Curso"}]);
    assert_snapshot!(faults(&[("services", &services.to_string())]).await, @"contaazul/services.json: [1]: the id c7288c09-0000-48b9-aee2-4f744e380587 is taken");
}

#[tokio::test]
async fn fixtures_of_the_users_own_replace_those_of_their_name_and_keep_their_numbers() {
    let suppliers = json!([{"id": "11111111-2222-4333-8444-555555555555", "name": "Moinho", "person_type": "LEGAL"}]);
    let products = r#"[{"id": "4563c1a4-0000-4aa9-8401-5b176e6e155e", "name": "Sal", "value": 0.1000000001, "cost": 12.50,
        "code": 12345678901234567890123, "available_stock": 999999999999.99, "suppliers_id": "11111111-2222-4333-8444-555555555555"}]"#;
    let (_directory, settings) = directory(&[("products", products), ("suppliers", &suppliers.to_string())]);
    let areia = Areia::start_with(settings).await.unwrap();
    let token = areia.credential("contaazul", "access_token").unwrap();
    let contaazul = Client::new(areia.base_url("contaazul")).with("authorization", &format!("Bearer {token}"));
    assert_snapshot!(contaazul.get("/v1/products").await, @r#"
    200
    content-type: application/json;charset=UTF-8

    [
      {
        "id": "4563c1a4-0000-4aa9-8401-5b176e6e155e",
        "name": "Sal",
        "value": 0.1000000001,
        "cost": 12.5,
        "code": "12345678901234567890123",
        "barcode": null,
        "available_stock": 999999999999.99,
        "ncm_code": null,
        "cest_code": null,
        "net_weight": null,
        "gross_weight": null,
        "category": {"id": "c7288c09-0000-48b9-aee2-4f744e380587", "name": "Outros"},
        "unit_measure": null,
        "suppliers": [{"id": "11111111-2222-4333-8444-555555555555", "name": "Moinho"}]
      }
    ]
    "#);
    assert_snapshot!(contaazul.get("/v1/services?size=1").await, @r#"
    200
    content-type: application/json;charset=UTF-8

    [
      {
        "id": "c64c78b4-0000-4c3c-8633-945d957de05c",
        "name": "Serviço Y",
        "value": 200,
        "cost": 100,
        "code": null,
        "type": "PROVIDED"
      }
    ]
    "#);
    areia.stop().await.unwrap();
}

#[tokio::test]
async fn products_of_an_account_without_categories_have_one_of_nulls() {
    let products = json!([{"id": "4563c1a4-0000-4aa9-8401-5b176e6e155e", "name": "Sal"}]);
    let (_directory, settings) = directory(&[("product_categories", "[]"), ("products", &products.to_string())]);
    let areia = Areia::start_with(settings).await.unwrap();
    let token = areia.credential("contaazul", "access_token").unwrap();
    let contaazul = Client::new(areia.base_url("contaazul")).with("authorization", &format!("Bearer {token}"));
    let product = contaazul.get("/v1/products").await.json();
    assert_eq!(product[0]["category"], json!({"id": null, "name": null}));
    areia.stop().await.unwrap();
}

#[tokio::test]
async fn a_total_that_is_not_what_the_sale_comes_to_is_reported() {
    let sale = |total: f64| {
        json!({
            "emission": "2025-03-10", "status": "PENDING", "total": total, "shipping_cost": 10,
            "products": [{"quantity": 2, "value": 50.5}], "discount": {"measure_unit": "VALUE", "rate": 5},
        })
    };
    let sales = json!([sale(106.0), sale(106.01)]).to_string();
    assert_snapshot!(faults(&[("sales", &sales)]).await, @"contaazul/sales.json: [1]: the `total` is 106.01, but the items, the discount and the shipping cost come to 106");
}

#[tokio::test]
async fn a_default_bank_that_the_account_does_not_have_is_reported() {
    let bank = "7a1d0b52-0000-4a0e-8a55-0c6c0c1b2d3e";
    let accounts = |bank: &str| {
        json!([{"id": "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e", "name": "Um", "default_financial_account": bank}])
            .to_string()
    };
    assert_snapshot!(faults(&[("accounts", &accounts("7a1d0b52-0011-4a0e-8a55-0c6c0c1b2d3e"))]).await, @r#"contaazul/accounts.json: [0]: `default_financial_account` "7a1d0b52-0011-4a0e-8a55-0c6c0c1b2d3e" is no bank of this account"#);
    let (_directory, settings) = directory(&[("accounts", &accounts(bank))]);
    let areia = Areia::start_with(settings).await.unwrap();
    areia.stop().await.unwrap();
    // A built-in account does without a bank that the user's own banks no longer have.
    let (_directory, settings) = directory(&[("banks", "[]")]);
    let areia = Areia::start_with(settings).await.unwrap();
    let path = "/_areia/contaazul/accounts/b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e";
    let account = Client::new(areia.url()).get(path).await.json();
    assert_eq!(account["default_financial_account"], json!(null));
    areia.stop().await.unwrap();
}
