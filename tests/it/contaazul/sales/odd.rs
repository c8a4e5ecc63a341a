//! Amounts and numbers beyond all reason: refused or kept, never a crash, and never a lasting harm.

use serde_json::{Value, json};

use super::{BANK, PRODUCT, created, pending_sale, sale, with};
use crate::support::Sandbox;

/// What `text` is as JSON, digit by digit.
fn number(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

const ODD: [&str; 21] = [
    "0",
    "-0.0",
    "-1",
    "1e0",
    "1E2",
    "1e12",
    "1e13",
    "1e28",
    "1e29",
    "1e400",
    "1e-400",
    "1e-10",
    "1e-11",
    "0.00000000001",
    "0.1000000000000000055511151231257827",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "79228162514264337593543950336",
    "-79228162514264337593543950335",
    "123456789012345678901234567890.12345678901234567890",
];

#[tokio::test]
async fn odd_amounts_are_kept_or_refused_and_never_crash() {
    let sandbox = Sandbox::new("sale-odd-amounts").await;
    let contaazul = sandbox.contaazul();
    for pointer in [
        "/products/0/quantity",
        "/products/0/value",
        "/discount/rate",
        "/shipping_cost",
        "/payment/installments/0/value",
        "/number",
        "/payment/installments/0/number",
        "/emission",
    ] {
        for text in ODD {
            let mut body = sale();
            *body.pointer_mut(pointer).unwrap_or(&mut Value::Null) = number(text);
            if pointer == "/number" {
                body["number"] = number(text);
            }
            let answer = contaazul.post("/v1/sales", &body).await;
            assert!([201, 400].contains(&answer.status), "{pointer} {text}: {answer}");
            body["payment"]["installments"] = json!([]);
            let answer = contaazul.post("/v1/sales", &body).await;
            assert!([201, 400].contains(&answer.status), "{pointer} {text}: {answer}");
            if answer.status == 201 {
                let address = super::address(&answer.json());
                for part in ["", "/items", "/pdf", "/installments/1"] {
                    let answer = contaazul.get(&format!("{address}{part}")).await;
                    assert_eq!(answer.status, 200, "{pointer} {text}: {answer}");
                }
                assert_eq!(contaazul.put(&address, &answer.json()).await.status, 200);
            }
        }
    }
    for path in ["/v1/sales?size=10000", "/v1/sales/totals", "/v1/products?size=100"] {
        assert_eq!(contaazul.get(path).await.status, 200);
    }
    created(&contaazul, &pending_sale()).await;
}

#[tokio::test]
async fn a_percentage_of_everything_and_two_of_the_largest_amounts_never_crash() {
    let sandbox = Sandbox::new("sale-odd-products").await;
    let contaazul = sandbox.contaazul();
    let largest = number("1e12");
    let line = json!({"quantity": largest, "value": largest, "product_id": PRODUCT});
    let percent = json!({"measure_unit": "PERCENT", "rate": largest});
    let few = json!({"quantity": 1, "value": "0.0000000001"});
    for (lines, discount, shipping_cost, status) in [
        (json!([line, line, line]), json!({"rate": 0}), json!(0), 400),
        (json!([line]), percent.clone(), largest.clone(), 400),
        (json!([few]), percent, json!(0), 201),
        (json!([few]), json!({"rate": largest}), largest, 201),
    ] {
        let body = with(
            pending_sale(),
            json!({"products": lines, "discount": discount, "shipping_cost": shipping_cost}),
        );
        let answer = contaazul.post("/v1/sales", &body).await;
        assert_eq!(answer.status, status, "{answer}");
    }
}

#[tokio::test]
async fn amounts_that_a_program_computed_in_floating_point_are_taken() {
    let sandbox = Sandbox::new("sale-floats").await;
    let contaazul = sandbox.contaazul();
    for (quantity, value, total) in [
        ("3", "0.1000000000000000055511151231257827", "0.3"),
        ("1", "0.30000000000000004", "0.3"),
        ("3", "33.333333333333336", "100"),
        ("3", "66.66666666666667", "200"),
        ("0.1", "2.0000000000000018", "0.2"),
        ("1e0", "1.5E1", "15"),
    ] {
        let mut body = pending_sale();
        body["products"] = json!([{"quantity": number(quantity), "value": number(value)}]);
        let parts = json!([{"number": 1, "value": number(total), "due_date": "2025-03-10"}]);
        body["payment"]["installments"] = parts;
        assert_eq!(created(&contaazul, &body).await["total"].to_string(), total, "{value}");
    }
}

#[tokio::test]
async fn the_largest_number_leaves_a_next_one() {
    let sandbox = Sandbox::new("sale-largest-number").await;
    let contaazul = sandbox.contaazul();
    for text in ["9223372036854775807", "2147483648"] {
        let body = with(pending_sale(), json!({"number": number(text)}));
        assert_eq!(super::refused(&contaazul, &body).await.status, 400, "{text}");
        let before = created(&contaazul, &pending_sale()).await;
        let answer = contaazul
            .put(&super::address(&before), &json!({"number": number(text)}))
            .await;
        assert_eq!(answer.status, 400, "{answer}");
    }
    created(&contaazul, &with(pending_sale(), json!({"number": 2147483647}))).await;
    assert_eq!(created(&contaazul, &pending_sale()).await["number"], 2147483648_i64);
}

#[tokio::test]
async fn texts_of_every_kind_are_kept_as_they_are() {
    let sandbox = Sandbox::new("sale-texts").await;
    let contaazul = sandbox.contaazul();
    for text in [
        "'; drop table contaazul_sale; --",
        "\u{0}\u{7}\u{202e}🥐",
        "\"\\\n",
        "   ",
    ] {
        let body = with(pending_sale(), json!({"notes": text}));
        let sale = created(&contaazul, &body).await;
        assert_eq!(sale["notes"], text);
        let pdf = contaazul.get(&format!("{}/pdf", super::address(&sale))).await;
        assert_eq!(pdf.status, 200);
    }
    let long = "é".repeat(200_000);
    let mut body = with(sale(), json!({"notes": long}));
    body["payment"]["installments"][0]["note"] = long.clone().into();
    let sale = created(&contaazul, &body).await;
    assert_eq!(sale["notes"], long);
    assert_eq!(sale["payment"]["financial_account_id"], BANK);
}

#[tokio::test]
async fn the_number_of_a_sale_is_at_least_one() {
    let sandbox = Sandbox::new("sales-number-sign").await;
    let contaazul = sandbox.contaazul();
    for text in ["-1", "0", "2147483648"] {
        let body = with(sale(), json!({"number": number(text)}));
        let refused = contaazul.post("/v1/sales", &body).await;
        assert_eq!(
            (refused.status, refused.member("/message").as_str()),
            (400, "The request body could not be read"),
            "{text}: {refused}"
        );
        let reason = format!("The sale's number is {text}, and not from 1 to 2147483647.");
        assert_eq!(sandbox.last_explanation().await, reason);
    }
    let made = created(&contaazul, &with(sale(), json!({"number": 900}))).await;
    let path = format!("/v1/sales/{}", made["id"].as_str().unwrap());
    let refused = contaazul.put(&path, &json!({"number": -900})).await;
    assert_eq!(refused.status, 400, "{refused}");
    let shown = contaazul.get(&path).await.json();
    assert_eq!(shown["number"], 900);
}

#[tokio::test]
async fn a_sale_behind_the_largest_number_goes_back_as_it_was_read() {
    let sandbox = Sandbox::new("sales-number-largest").await;
    let contaazul = sandbox.contaazul();
    created(&contaazul, &with(sale(), json!({"number": 2_147_483_647}))).await;
    let next = created(&contaazul, &sale()).await;
    assert_eq!(next["number"], 2_147_483_648_u64);
    let path = format!("/v1/sales/{}", next["id"].as_str().unwrap());
    let answer = contaazul.put(&path, &next).await;
    assert_eq!((answer.status, answer.json()), (200, next));
}
