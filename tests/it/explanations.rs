//! The commonest mistakes, each with the sentence that the journal has for it.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, Sandbox, basic_of, server};

/// Sends each request, all of which are refused, and says what the journal explains: one line a request.
async fn explained(sandbox: &Sandbox, requests: Vec<(&Client, Method, &str, Value)>) -> String {
    let count = requests.len();
    let before = explanations(sandbox).await.len();
    for (client, method, path, body) in requests {
        let (media_type, body) = match body {
            Value::Null => (None, Vec::new()),
            Value::String(text) if text.starts_with('<') => (Some("application/xml"), text.into()),
            Value::String(text) if text.starts_with('{') => (Some("application/json"), text.into()),
            Value::String(text) => (Some("application/x-www-form-urlencoded"), text.into()),
            json => (Some("application/json"), json.to_string().into()),
        };
        let answer = client.send(method, path, media_type, body).await;
        assert!(answer.status >= 400, "{path}: {answer}");
    }
    let lines = explanations(sandbox).await.split_off(before);
    assert_eq!(lines.len(), count, "{lines:?}");
    for line in &lines {
        assert!(line.len() > 40, "{line}");
    }
    lines.join("\n")
}

/// Every entry's status, operation and explanation.
async fn explanations(sandbox: &Sandbox) -> Vec<String> {
    let journal = sandbox.control().get("/journal?limit=1000").await.json();
    let entries = journal["entries"].as_array().unwrap().iter();
    let line = |entry: &Value| {
        let operation = entry["operation"].as_str().unwrap_or("-");
        let explanation = entry["explanation"].as_str().unwrap_or_default();
        format!("{} {operation}: {explanation}", entry["response"]["status"])
    };
    entries.map(line).collect()
}

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const PUT: Method = Method::PUT;

#[tokio::test]
async fn mistakes_with_conta_azul_s_tokens_are_explained() {
    let sandbox = Sandbox::new("explained-tokens").await;
    let of = |member| sandbox.credential("contaazul", member);
    let contaazul = sandbox.contaazul();
    let here = Client::new(server().base_url("contaazul")).with("x-areia-world", "explained-tokens");
    let basic = basic_of(&format!("{}:{}", of("client_id"), of("client_secret")));
    let application = here.clone().with("authorization", &basic);
    let wrong_secret = basic_of(&format!("{}:x", of("client_id")));
    let wrong = here.clone().with("authorization", &wrong_secret);
    let unknown = here
        .clone()
        .with("authorization", "Bearer q3ZkT0uYw8mJ2VhXrB6nLs9dAePf1CgK");
    let refresh_as_bearer = format!("Bearer {}", of("refresh_token"));
    let swapped = here.clone().with("authorization", &refresh_as_bearer);
    let refresh = format!("grant_type=refresh_token&refresh_token={}", of("refresh_token"));
    let used = application
        .send(
            POST,
            "/oauth2/token",
            Some("application/x-www-form-urlencoded"),
            refresh.clone().into(),
        )
        .await;
    assert_eq!(used.status, 200, "{used}");
    let form = |text: &str| Value::String(text.to_owned());
    let explained = explained(
        &sandbox,
        vec![
            (&contaazul, GET, "/v1/sales", Value::Null),
            (&application, POST, "/oauth2/token", form(&refresh)),
            (&here, GET, "/v1/sales", Value::Null),
            (&unknown, GET, "/v1/sales", Value::Null),
            (&swapped, GET, "/v1/sales", Value::Null),
            (&wrong, POST, "/oauth2/token", form(&refresh)),
            (
                &application,
                POST,
                "/oauth2/token",
                form("grant_type=authorization_code&code=nothing&redirect_uri=http://localhost/"),
            ),
            (
                &application,
                POST,
                "/oauth2/token",
                form("grant_type=password&username=a&password=b"),
            ),
            (&application, POST, "/oauth2/token", form("refresh_token=a")),
        ],
    )
    .await;
    assert_snapshot!(explained, @r#"
    401 listSales: This access token was replaced by a newer one at 2026-03-16T12:00:00Z by request 1.
    400 token: This refresh token was used at 2026-03-16T12:00:00Z by request 1.
    401 listSales: The request carries no access token: neither a Bearer header nor an access_token parameter.
    401 listSales: This access token was never issued in this world.
    401 listSales: This access token is known here as something else: refresh token.
    401 token: The client is not authenticated: this application was shown with a wrong secret.
    400 token: This code was never issued in this world.
    400 token: The grant_type is "password"; there are authorization_code and refresh_token.
    400 token: The grant_type is ""; there are authorization_code and refresh_token.
    "#);
    let fresh = used.member("/access_token");
    let fresh = here.clone().with("authorization", &format!("Bearer {fresh}"));
    sandbox.advance("PT2H").await;
    let expired = self::explained(&sandbox, vec![(&fresh, GET, "/v1/sales", Value::Null)]).await;
    assert_snapshot!(expired, @"401 listSales: This access token expired at 2026-03-16T13:00:00Z.");
}

#[tokio::test]
async fn mistakes_with_conta_azul_s_resources_are_explained() {
    let sandbox = Sandbox::new("explained-contaazul").await;
    let contaazul = sandbox.contaazul();
    let customer = "19b2b240-0000-4e6e-b1b6-d44d1b206e1d";
    let product = "4563c1a4-0000-4aa9-8401-5b176e6e155e";
    let sale = |installment: u32, members: Value| {
        let mut sale = json!({
            "emission": "2026-03-10", "status": "COMMITTED", "customer_id": customer,
            "products": [{"quantity": 2, "product_id": product, "value": 50}],
            "payment": {"type": "CASH", "installments": [
                {"number": 1, "value": installment, "due_date": "2026-03-10"}
            ]},
        });
        let members: serde_json::Map<String, Value> = serde_json::from_value(members).unwrap();
        sale.as_object_mut().unwrap().extend(members);
        sale
    };
    let explained = explained(
        &sandbox,
        vec![
            (&contaazul, POST, "/v1/sales", sale(90, json!({}))),
            (&contaazul, POST, "/v1/sales", sale(100, json!({"customer_id": null}))),
            (
                &contaazul,
                POST,
                "/v1/sales",
                sale(100, json!({"customer_id": product})),
            ),
            (
                &contaazul,
                POST,
                "/v1/sales",
                sale(100, json!({"emission": "10/03/2026"})),
            ),
            (&contaazul, POST, "/v1/sales", sale(100, json!({"status": "APPROVED"}))),
            (&contaazul, GET, "/v1/sales?page=-1", Value::Null),
            (&contaazul, GET, "/v1/sales?size=abc", Value::Null),
            (&contaazul, GET, "/v1/sales/7", Value::Null),
            (
                &contaazul,
                GET,
                "/v1/sales/0e5c7a5e-0000-4000-8000-000000000000",
                Value::Null,
            ),
            (
                &contaazul,
                POST,
                "/v1/customers",
                json!({"name": "", "person_type": "NATURAL"}),
            ),
            (
                &contaazul,
                POST,
                "/v1/customers",
                json!({"name": "A", "person_type": "PERSON"}),
            ),
            (&contaazul, POST, "/v1/customers", json!("{\"name\": ")),
            (&contaazul, Method::PATCH, "/v1/customers", json!({})),
            (&contaazul, GET, "/v1/customer", Value::Null),
        ],
    )
    .await;
    assert_snapshot!(explained, @r#"
    400 createSale: O valor total das parcelas R$90,00 difere do valor total R$100,00.
    400 createSale: A sale with status COMMITTED must have a customer id
    400 createSale: The account has no customer 4563c1a4-0000-4aa9-8401-5b176e6e155e.
    400 createSale: The body's member `emission` has not its type: "10/03/2026" is no date.
    400 createSale: The status is "APPROVED".
    400 listSales: The search parameter `page`: "-1" is no whole number from 0 on.
    400 listSales: The search parameter `size`: "abc" is no whole number from 0 on.
    404 findSaleById: "7" has not the form of an identifier.
    404 findSaleById: The account has no sale 0e5c7a5e-0000-4000-8000-000000000000.
    400 createCustomer: The customer's name cannot be null
    400 createCustomer: The body's member `person_type` has not its type: unknown variant `PERSON`, expected `NATURAL` or `LEGAL`.
    400 createCustomer: The body cannot be read: EOF while parsing a value at line 1 column 9.
    405 -: Request method 'PATCH' not supported
    404 -: No operation of this provider has this address. It was /v1/customer; the nearest is /v1/customers.
    "#);
}

#[tokio::test]
async fn mistakes_with_financeiro_are_explained() {
    let sandbox = Sandbox::new("explained-financeiro").await;
    let one = sandbox.financeiro(&[1]).await;
    let two = sandbox.financeiro(&[1, 2]).await;
    let elsewhere = one.clone().with("account_id", "9");
    let nobody = Client::new(server().base_url("financeiro"))
        .with("x-areia-world", "explained-financeiro")
        .with("accept", "application/json");
    let stranger = nobody.clone().with("authorization", &basic_of("nothing:X"));
    let explained = explained(
        &sandbox,
        vec![
            (&nobody, GET, "/people", Value::Null),
            (&stranger, GET, "/people", Value::Null),
            (&two, GET, "/people", Value::Null),
            (&elsewhere, GET, "/people", Value::Null),
            (&one, GET, "/people/9", Value::Null),
            (&one, GET, "/peoples", Value::Null),
            (&one, Method::PATCH, "/accounts/1", json!({})),
            (&one, POST, "/people", json!({"person": {"name": ""}})),
            (&one, POST, "/people", json!("<person><name>")),
            (
                &one,
                POST,
                "/people",
                json!("<person><name type=\"yaml\">A</name></person>"),
            ),
            (&one, POST, "/people", json!("{\"person\": ")),
        ],
    )
    .await;
    assert_snapshot!(explained, @r#"
    401 listPeople: The request carries no credential. Send the token as the user name of HTTP Basic, with any password or none.
    401 listPeople: This credential was never issued in this world. Send the token as the user name of HTTP Basic, with any password or none.
    422 listPeople: The token sees 2 accounts: say which one in the header ACCOUNT_ID.
    422 listPeople: The header ACCOUNT_ID says "9", and the token sees 1 (Conta Um).
    404 showPerson: There is no person 9 where the path looks for it.
    404 -: No operation of this provider has this address. It was /peoples; the nearest is /people.
    404 -: No operation of this provider has this address. It was /accounts/1; the nearest is /accounts.
    422 createPerson: The record is invalid: `name` (não pode ser vazio).
    400 createPerson: The body or the query cannot be read: the element name is not closed.
    400 createPerson: The body or the query cannot be read: the element name has the type "yaml", which is not allowed.
    400 createPerson: The body or the query cannot be read: EOF while parsing a value at line 1 column 11.
    "#);
}

#[tokio::test]
async fn mistakes_with_totvs_are_explained() {
    let sandbox = Sandbox::new("explained-totvs").await;
    let totvs = sandbox.totvs();
    let nobody = totvs.clone().without("authorization");
    let wrong = sandbox.totvs_as(&sandbox.credential("totvs", "user"), "wrong");
    let all = "/api/financial/v1/cashaccounts";
    let path = |rest: &str| format!("{all}{rest}");
    let (filter, column) = (path("?$filter=code+eq+"), path("?$filter=codigo+eq+%271%27"));
    let (function, top) = (path("?$filter=contain(code,%271%27)"), path("?pageSize=abc"));
    let (one, malformed, page) = (path("/1%7Cnothing"), path("/1"), path("?page=-1"));
    let order = path("?$orderby=code+down");
    let explained = explained(
        &sandbox,
        vec![
            (&nobody, GET, all, Value::Null),
            (&wrong, GET, all, Value::Null),
            (&totvs, GET, &filter, Value::Null),
            (&totvs, GET, &column, Value::Null),
            (&totvs, GET, &function, Value::Null),
            (&totvs, GET, &order, Value::Null),
            (&totvs, GET, &top, Value::Null),
            (&totvs, GET, &page, Value::Null),
            (&totvs, GET, &one, Value::Null),
            (&totvs, GET, &malformed, Value::Null),
            (&totvs, POST, all, json!({})),
            (&totvs, GET, "/api/financial/v1/cashaccount", Value::Null),
        ],
    )
    .await;
    assert_snapshot!(explained, @r#"
    401 getCashAccounts: The request carries no credentials: send HTTP Basic with an RM user, or a Bearer token of /api/connect/token.
    401 getCashAccounts: This user or token was shown with a wrong secret.
    400 getCashAccounts: At character 9 the text ends where a name was expected.
    400 getCashAccounts: There is no property "codigo"; the nearest is `code`.
    400 getCashAccounts: There is no function "contain"; the nearest is `contains`.
    400 getCashAccounts: At character 6 "down" stands where an operator or the end was expected; the nearest operator is `or`.
    400 getCashAccounts: The parameter `pageSize`: "abc" is no whole number above 0.
    400 getCashAccounts: The parameter `page`: "-1" is no whole number above 0.
    404 getCashAccount: There is no cash account "1|nothing".
    404 getCashAccount: There is no cash account "1". An identifier is a company, `|` and a code, as in 1|0001.
    400 postCashAccount: The member `company` is missing or null.
    404 -: No operation of this provider has this address. It was /api/financial/v1/cashaccount; the nearest is /api/financial/v1/cashaccounts.
    "#);
}

#[tokio::test]
async fn mistakes_with_docsales_are_explained() {
    let sandbox = Sandbox::new("explained-docsales").await;
    let docsales = sandbox.docsales();
    let wrong = sandbox.docsales_with("nothing");
    let nobody = docsales.clone().without("authorization");
    let explained = explained(
        &sandbox,
        vec![
            (&nobody, GET, "/api/v1/proposals/1", Value::Null),
            (&wrong, GET, "/api/v1/proposals/1", Value::Null),
            (&docsales, GET, "/api/v1/proposals/999999", Value::Null),
            (&docsales, GET, "/api/v1/customers/999999/proposals", Value::Null),
            (&docsales, POST, "/api/v1/proposals", json!({})),
            (
                &docsales,
                POST,
                "/api/v1/proposals",
                json!({"proposal": {"titel": "A"}}),
            ),
            (&docsales, GET, "/api/v1/proposal", Value::Null),
            (&docsales, POST, "/api/v1/proposals", json!("{\"proposal\": ")),
        ],
    )
    .await;
    assert_snapshot!(explained, @r#"
    401 getProposal: The request carries no token: send it as `Authorization: Bearer <token>`.
    401 getProposal: This token was never issued in this world.
    404 getProposal: The account has no document "999999".
    404 listCustomerProposals: The account has no customer whose code, id or CNPJ is "999999".
    400 createProposal: The body is an empty object; send the document under `proposal`.
    422 createProposal: The document breaks rules: `signature_type_id` is missing; `payment_method_id` is missing; `template_id` is missing; `seller_id` is missing; `customer` is missing; `items` is missing; `signers` is missing. `titel` is unknown here; the nearest is `title`.
    404 -: No operation of this provider has this address. It was /api/v1/proposal; the nearest is /api/v1/proposals.
    400 createProposal: The body cannot be read: EOF while parsing a value at line 1 column 13.
    "#);
}

#[tokio::test]
async fn mistakes_with_procfy_are_explained() {
    let sandbox = Sandbox::new("explained-procfy").await;
    let procfy = sandbox.procfy();
    let nobody = procfy
        .clone()
        .without("authorization")
        .with("x-areia-world", "explained-procfy");
    let wrong = nobody.clone().with("authorization", "Bearer nothing");
    let transactions = "/api/v1/transactions";
    let body = json!({
        "name": "A", "amount_cents": 100, "transaction_type": "receita",
        "bank_account_id": 1, "due_date": "2026-03-16"
    });
    let mut no_bank = body.clone();
    no_bank["transaction_type"] = json!("revenue");
    no_bank["bank_account_id"] = json!(999);
    let explained = explained(
        &sandbox,
        vec![
            (&nobody, GET, transactions, Value::Null),
            (&wrong, GET, transactions, Value::Null),
            (&procfy, GET, "/api/v1/transactions?page=0", Value::Null),
            (&procfy, GET, "/api/v1/transactions?page=999", Value::Null),
            (&procfy, GET, "/api/v1/transactions?start_date=tomorrow", Value::Null),
            (&procfy, GET, "/api/v1/transactions/999999", Value::Null),
            (&procfy, POST, transactions, body),
            (&procfy, POST, transactions, no_bank),
            (&procfy, POST, transactions, json!({})),
            (
                &procfy,
                POST,
                "/api/v1/transactions/1/attachments",
                json!({"filename": "a.txt"}),
            ),
            (&procfy, PUT, "/api/v1/contacts/1", json!({"contact_type": "friend"})),
            (&procfy, GET, "/api/v1/transaction", Value::Null),
        ],
    )
    .await;
    assert_snapshot!(explained, @r#"
    400 listTransactions: The request carries no token: send an Authorization header of the scheme Bearer.
    401 listTransactions: This token was never issued in this world.
    400 listTransactions: The page does not exist: expected :page >= 1; got 0.
    400 listTransactions: The page does not exist: expected :page in 1..2; got 999.
    400 listTransactions: The query parameter `start_date` is "tomorrow"; send a day as YYYY-MM-DD or DD/MM/YYYY.
    404 findTransaction: There is no transaction with the id "999999", or it was deleted.
    422 createTransaction: `transaction_type`: "receita" is none of revenue, fixed_expense, variable_expense, payroll, tax, transfer; the nearest is "revenue".
    422 createTransaction: The record was not saved: there is no bank account 999, which `bank_account_id` names.
    422 createTransaction: The record was not saved: `due_date` is missing, or no day written as YYYY-MM-DD or DD/MM/YYYY; `bank_account_id` is missing.
    400 createAttachment: The body is no multipart form; send multipart/form-data whose part `filename` is the file.
    404 updateContact: There is no contact with the id "1", or it was deleted.
    404 -: No operation of this provider has this address. It was /api/v1/transaction; the nearest is /api/v1/transactions.
    "#);
}
