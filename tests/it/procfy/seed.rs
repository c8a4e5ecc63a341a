//! Every request and answer that the documentation prints. Fields in which it contradicts itself are left out, with
//! the choice beside them.

use reqwest::Method;
use serde_json::{Value, json};

use super::{BANK_ACCOUNTS, CATEGORIES, CONTACTS, COST_CENTERS, TRANSACTIONS, USERS, assert_shows, create};
use crate::support::{Sandbox, server};

/// Bank account 1 as the documentation's transactions show it.
fn conta_corrente() -> Value {
    json!({
        "id": 1, "name": "Conta Corrente", "default": true, "balance_cents": 0, "balance_currency": "BRL",
        "agency": null,
    })
}

#[tokio::test]
async fn the_documented_list_of_transactions_is_answered() {
    let procfy = Sandbox::new("procfy-seed-transactions").await.procfy();
    let answer = procfy.get(TRANSACTIONS).await.json();
    // The count is that of the chapter on pages; this chapter's own is 50.
    let page = json!({
        "page": 1, "items": 25, "pages": 2, "last": 2, "next": 2, "prev": null, "count": 39, "from": 1, "to": 25,
    });
    assert_eq!(answer["page"], page);
    let example = json!([
        {
            "id": 1, "name": "Pagamento de aluguel", "amount_cents": 100000, "amount_currency": "BRL",
            "transaction_type": "fixed_expense", "payment_method": "bank_slip", "payment_type": "on_cash",
            "due_date": "2019-01-01", "paid": true, "bank_account": conta_corrente(),
        },
        {
            "id": 2, "description": "Recebimento de aluguel", "amount_cents": 100000, "amount_currency": "BRL",
            "transaction_type": "revenue", "payment_method": "bank_slip", "payment_type": "on_cash",
            "due_date": "2019-01-01", "paid": true, "bank_account": conta_corrente(),
        },
    ]);
    assert_shows(&answer["data"], &example);
    let page = json!({
        "page": 2, "items": 25, "pages": 2, "last": 2, "next": null, "prev": 1, "count": 39, "from": 26, "to": 39,
    });
    let answer = procfy.get("/api/v1/transactions?page=2").await.json();
    assert_eq!(answer["page"], page);
    assert_eq!(answer["data"].as_array().unwrap().len(), 14);
}

#[tokio::test]
async fn the_documented_transaction_is_created_and_changed() {
    let procfy = Sandbox::new("procfy-seed-transaction").await.procfy();
    let mut body = json!({
        "name": "Pagamento de aluguel", "amount_cents": 100000, "amount_currency": "BRL",
        "transaction_type": "fixed_expense", "payment_method": "bank_slip", "payment_type": "on_cash",
        "bank_account_id": 1, "due_date": "2019-01-01", "paid": true,
    });
    let created = procfy.post(TRANSACTIONS, &body).await;
    assert_eq!(created.status, 201, "{created}");
    let mut example = body.clone();
    example["bank_account"] = conta_corrente();
    // The example's balance stays 0 although the transaction is paid; here it follows.
    example["bank_account"]["balance_cents"] = json!(-100_000);
    assert_shows(&created.json(), &example);
    // Contact and category 1 are the example's; contacts begin at 48 here.
    body["paid"] = json!(false);
    body["category_id"] = json!(1);
    body["contact_id"] = json!(48);
    let changed = procfy.put(&format!("{TRANSACTIONS}/40"), &body).await;
    assert_eq!(changed.status, 200, "{changed}");
    body["bank_account"] = conta_corrente();
    assert_shows(&changed.json(), &body);
}

#[tokio::test]
async fn the_documented_bank_accounts_are_answered_created_and_changed() {
    let procfy = Sandbox::new("procfy-seed-bank-accounts").await.procfy();
    let example = json!({"data": [
        conta_corrente(),
        {
            "id": 2, "name": "Conta Poupança", "default": false, "balance_cents": 0, "balance_currency": "BRL",
            "agency": null,
        },
    ]});
    assert_shows(&procfy.get(BANK_ACCOUNTS).await.json(), &example);
    let body = json!({
        "name": "Conta Corrente", "initial_balance_cents": 0, "balance_currency": "BRL", "agency": null,
    });
    let created = procfy.post(BANK_ACCOUNTS, &body).await;
    assert_eq!(created.status, 201, "{created}");
    let example = json!({
        "id": 4, "name": "Conta Corrente", "default": false, "balance_cents": 0, "balance_currency": "BRL",
        "agency": null,
    });
    assert_shows(&created.json(), &example);
    let mut body = json!({
        "name": "Conta Corrente", "default": true, "balance_cents": 1000, "balance_currency": "BRL", "agency": null,
    });
    let changed = procfy.put(&format!("{BANK_ACCOUNTS}/1"), &body).await;
    assert_eq!(changed.status, 200, "{changed}");
    body["id"] = json!(1);
    assert_shows(&changed.json(), &body);
}

/// The body of the documentation's contact.
fn contact(name: &str) -> Value {
    json!({
        "name": name, "document_1": "99.999.999/9999-99", "contact_type": "customer", "person_type": "natural",
        "document_2": "9999999999999", "sector_activity_id": "", "email": "exemplo@hotmail.com",
        "phone_number": "(99) 99999-9999", "cell_phone_number": "(99) 99999-9999", "birth_date": "2004-12-03",
        "description": "",
        "addresses_attributes": {"0": {
            "country": "BR", "state": "AL", "city": "Atalaia", "address_line1": "endereco",
            "address_line2": "complemento", "district": "bairro", "postcode": "12345678", "address_number": "123",
        }},
    })
}

#[tokio::test]
async fn the_documented_contacts_are_answered_created_and_changed() {
    let procfy = Sandbox::new("procfy-seed-contacts").await.procfy();
    let example = json!([
        {
            "id": 48, "name": "Fulano da Silva", "document_1": "99.999.999/9999-99", "document_2": "9999999999999",
            "email": "fulano@example.com", "phone_number": "(99) 99999-9999",
            "cell_phone_number": "(99) 99999-9999", "birth_date": "2004-12-03", "description": "Observações",
            "contact_type": "customer", "person_type": "natural",
            "addresses": [{
                "id": 9, "country": "BR", "state": "PR", "city": "Dois Vizinhos", "address_line1": "Endereco",
                "address_line2": "complemento", "district": "Bairro", "postcode": "11111111", "address_number": "123",
            }],
        },
        {
            "id": 49, "name": "Beltrano da costa", "contact_type": "employee", "person_type": "undefined_person",
            "addresses": [{"id": 10, "state": "RJ", "city": "Belford Roxo", "postcode": "00000000"}],
        },
    ]);
    let answer = procfy.get(CONTACTS).await.json();
    assert_shows(&answer["data"], &example);
    let created = procfy.post(CONTACTS, &contact("Nome")).await;
    assert_eq!(created.status, 201, "{created}");
    let mut example = contact("Nome");
    example["sector_activity_id"] = Value::Null;
    example["id"] = json!(50);
    // The example of a creation answers `undefined_contact` to `customer`; that of a change takes what is sent.
    example["addresses"] = json!([example["addresses_attributes"]["0"]]);
    example["addresses"][0]["id"] = json!(11);
    example.as_object_mut().unwrap().remove("addresses_attributes");
    assert_shows(&created.json(), &example);
    let changed = procfy.put(&format!("{CONTACTS}/50"), &contact("Nome alterado")).await;
    assert_eq!(changed.status, 200, "{changed}");
    example["name"] = json!("Nome alterado");
    // One address before, one after: the same.
    assert_shows(&changed.json(), &example);
    assert_eq!(changed.json()["addresses"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_documented_cost_centers_categories_and_users_are_answered_created_and_changed() {
    let procfy = Sandbox::new("procfy-seed-catalogue").await.procfy();
    let page = json!({
        "page": 1, "items": 25, "pages": 1, "last": 1, "next": null, "prev": null, "count": 2, "from": 1, "to": 2,
    });
    let cost_centers = json!({"page": page, "data": [
        {"id": 58, "name": "Centro de custo 1", "description": "Descrição 1"},
        {"id": 59, "name": "Centro de custo 2", "description": "Descrição 2"},
    ]});
    assert_eq!(procfy.get(COST_CENTERS).await.json(), cost_centers);
    let users = json!({"page": page, "data": [
        {"id": 58, "name": "Usuário 1", "email": "user1@example.com"},
        {"id": 59, "name": "Usuário 2", "email": "user2@example.com"},
    ]});
    assert_eq!(procfy.get(USERS).await.json(), users);

    let body = json!({"name": "Nome do centro de custo", "description": "Descrição"});
    let id = create(&procfy, COST_CENTERS, &body).await;
    let path = format!("{COST_CENTERS}/{id}");
    assert_shows(&procfy.get(&path).await.json(), &body);
    // The id of a body is ignored.
    let body = json!({"id": 57, "name": "Nome do centro de custo alterado", "description": "Descrição"});
    let shown = json!({"id": id, "name": body["name"], "description": "Descrição"});
    assert_eq!(procfy.put(&path, &body).await.json(), shown);

    let shown = procfy.get(&format!("{CATEGORIES}/57")).await.json();
    assert_shows(
        &shown,
        &json!({"id": 57, "name": "Nome de empresa", "description": "Descrição"}),
    );
    let body = json!({"name": "Nome", "description": "Descrição", "transaction_type": "revenue"});
    let id = create(&procfy, CATEGORIES, &body).await;
    let path = format!("{CATEGORIES}/{id}");
    let shown = json!({"id": id, "name": "Nome", "description": "Descrição", "transaction_type": "revenue"});
    assert_eq!(procfy.get(&path).await.json(), shown);
    let body = json!({"name": "Nome", "description": "Descrição alterada", "transaction_type": "revenue"});
    assert_shows(&procfy.put(&path, &body).await.json(), &body);

    let body = json!({"name": "Usuario", "email": "user@example.com"});
    let shown = json!({"id": 58, "name": "Usuario", "email": "user@example.com"});
    assert_eq!(procfy.put(&format!("{USERS}/58"), &body).await.json(), shown);
}

#[tokio::test]
async fn the_generic_chapters_bodies_are_read_as_the_chapter_on_transactions_has_them() {
    let procfy = Sandbox::new("procfy-seed-generic").await.procfy();
    let body = json!({
        "name": "Pagamento de aluguel", "amount": 100000, "due_date": "2019-01-01", "account_id": 1,
        "category_id": 1, "bank_account_id": 1,
    });
    let created = procfy.post(TRANSACTIONS, &body).await;
    assert_eq!(created.status, 201, "{created}");
    // `amount`, `account_id`, `status`, `payment_date` and `transaction_date` are no attributes of a transaction.
    let example = json!({
        "id": 40, "name": "Pagamento de aluguel", "amount_cents": 0, "due_date": "2019-01-01", "category_id": 1,
        "bank_account": conta_corrente(),
    });
    assert_shows(&created.json(), &example);
    let path = format!("{TRANSACTIONS}/40");
    let body = json!({
        "name": "Pagamento de aluguel", "amount": 100000, "due_date": "2019-01-01", "account_id": 1, "category_id": 1,
    });
    let changed = procfy.put(&path, &body).await;
    assert_eq!((changed.status, changed.text()), (200, created.text()));
    assert_eq!(procfy.get(&path).await.text(), created.text());
}

/// An attachment as the documentation prints it, but for its id and instant, which are this world's.
fn attachment(id: i64, filename: &str, byte_size: usize, content_type: &str) -> Value {
    let base = server().base_url("procfy");
    json!({
        "id": id, "filename": filename, "byte_size": byte_size, "content_type": content_type,
        "created_at": "2026-03-16T09:00:00.000-03:00",
        // One of the examples lacks the `/api` that the others have.
        "url": format!("{base}{TRANSACTIONS}/2/attachments/{id}/download"),
    })
}

#[tokio::test]
async fn the_documented_attachments_are_created_listed_shown_and_deleted() {
    let procfy = Sandbox::new("procfy-seed-attachments").await.procfy();
    let path = format!("{TRANSACTIONS}/2/attachments");
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let examples = [
        attachment(2, "2022.xlsx", 242_071, sheet),
        attachment(3, "my", 39_898, "image/jpeg"),
        attachment(4, "Backup-Procfy-06-11-2024 14-55-05.xlsx", 33_164, sheet),
    ];
    for example in &examples {
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"filename\"; filename={}\r\nContent-Type: {}\r\n\r\n",
            example["filename"],
            example["content_type"].as_str().unwrap(),
        );
        let content = vec![7; example["byte_size"].as_u64().unwrap() as usize];
        let body = [head.as_bytes(), &content, b"\r\n--x--"].concat();
        let form = Some("multipart/form-data; boundary=x");
        let created = procfy.send(Method::POST, &path, form, body).await;
        assert_eq!((created.status, created.json()), (201, example.clone()));
    }
    let page = json!({
        "page": 1, "items": 25, "pages": 1, "last": 1, "next": null, "prev": null, "count": 3, "from": 1, "to": 3,
    });
    let list = json!({"page": page, "data": examples});
    assert_eq!(procfy.get(&path).await.json(), list);
    let shown = procfy.get(&format!("{path}/4")).await.json();
    assert_eq!(shown, examples[2]);
    // The example's `url` bears another id than the attachment itself.
    let deleted = procfy.delete(&format!("{path}/3")).await;
    assert_eq!((deleted.status, deleted.json()), (200, examples[1].clone()));
}
