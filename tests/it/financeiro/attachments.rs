//! Attachments and bank statements: what is sent as a file.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::Value;

use crate::support::{Answer, Client, Sandbox};

/// A form with files, as a browser sends it.
pub(super) async fn send(client: &Client, method: Method, path: &str, parts: &[(&str, Option<&str>, &str)]) -> Answer {
    let mut body = String::new();
    for (name, file, content) in parts {
        let file = file
            .map(|file| format!("; filename=\"{file}\"\r\nContent-Type: text/plain"))
            .unwrap_or_default();
        body.push_str(&format!(
            "--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--b--\r\n");
    client
        .send(method, path, Some("multipart/form-data; boundary=b"), body.into())
        .await
}

#[tokio::test]
async fn a_file_is_sent_shown_read_and_deleted() {
    let sandbox = Sandbox::new("attachments").await;
    let docs = sandbox.financeiro(&[1]).await;
    let many = "/entities/2593/attachments";
    let parts = [
        ("attachment[title]", None, "Recibo"),
        ("attachment[attachment]", Some("recibo.txt"), "Pago."),
        ("attachment[associated_financial_account_ids][]", None, "609"),
    ];
    let created = send(&docs, Method::POST, many, &parts).await;
    assert_snapshot!(created, @r#"
    201
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    location: http://areia/financeiro/entities/2593/attachments/1
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {
      "attachment": {
        "id": 1,
        "entity_id": 2593,
        "title": "Recibo",
        "attachment_file_name": "recibo.txt",
        "attachment_content_type": "text/plain",
        "attachment_file_size": 5,
        "created_at": "2026-03-16T09:00:00-03:00",
        "updated_at": "2026-03-16T09:00:00-03:00",
        "download_url": "http://areia/financeiro/entities/2593/attachments/1/download",
        "attachables": [
          {
            "id": 609,
            "entity_id": 2593,
            "status": 1,
            "status_name": "unpaid",
            "due_date": "2015-09-05",
            "occurred_at": null,
            "amount": "159.99",
            "ticket_amount": null,
            "interest_amount": null,
            "discount_amount": null,
            "nominal_amount": "159.99",
            "total_amount": null,
            "description": "Conta de água",
            "document": null,
            "observation": null,
            "remind": false,
            "reminded_at": null,
            "category_id": 102,
            "classification_center_id": null,
            "expected_deposit_account_id": null,
            "recurrence_id": null,
            "person_id": 817,
            "created_at": "2015-01-01T09:00:00-02:00",
            "updated_at": "2015-01-01T09:00:00-02:00",
            "recurrent": false,
            "parcelled": false,
            "attachment_id_list": [1],
            "links": [
              {
                "rel": "self",
                "href": "http://areia/financeiro/entities/2593/payable_accounts/609",
                "method": "get"
              },
              {
                "rel": "destroy",
                "href": "http://areia/financeiro/entities/2593/payable_accounts/609",
                "method": "delete"
              },
              {
                "rel": "attachment",
                "href": "http://areia/financeiro/entities/2593/attachments/1",
                "method": "get"
              },
              {
                "rel": "pay",
                "href": "http://areia/financeiro/entities/2593/payable_accounts/609/pay",
                "method": "put"
              }
            ]
          }
        ],
        "links": [
          {
            "rel": "self",
            "href": "http://areia/financeiro/entities/2593/attachments/1",
            "method": "get"
          },
          {
            "rel": "download",
            "href": "http://areia/financeiro/entities/2593/attachments/1/download",
            "method": "get"
          }
        ]
      }
    }
    "#);
    let read = docs.get(&format!("{many}/1/content")).await;
    assert_eq!((read.status, read.text().as_str()), (200, "Pago."));
    assert_snapshot!(docs.get(&format!("{many}/1/download")).await, @r#"
    302
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    location: http://areia/financeiro/entities/2593/attachments/1/content
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"redirect_to": "http://areia/financeiro/entities/2593/attachments/1/content"}
    "#);
    assert_snapshot!(docs.clone().with("accept", "text/xml").get(&format!("{many}/1")).await, @r#"
    200
    cache-control: max-age=0, private, must-revalidate
    content-type: application/xml; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    <?xml version="1.0" encoding="UTF-8"?>
    <attachment>
      <id type="integer">1</id>
      <entity-id type="integer">2593</entity-id>
      <title>Recibo</title>
      <attachment-file-name>recibo.txt</attachment-file-name>
      <attachment-content-type>text/plain</attachment-content-type>
      <attachment-file-size type="integer">5</attachment-file-size>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
      <download-url>http://areia/financeiro/entities/2593/attachments/1/download</download-url>
      <attachables type="array">
        <attachable>
          <id type="integer">609</id>
          <entity-id type="integer">2593</entity-id>
          <status type="integer">1</status>
          <status-name>unpaid</status-name>
          <due-date type="date">2015-09-05</due-date>
          <occurred-at nil="true"/>
          <amount type="decimal">159.99</amount>
          <ticket-amount nil="true"/>
          <interest-amount nil="true"/>
          <discount-amount nil="true"/>
          <nominal-amount type="decimal">159.99</nominal-amount>
          <total-amount nil="true"/>
          <description>Conta de água</description>
          <document nil="true"/>
          <observation nil="true"/>
          <remind type="boolean">false</remind>
          <reminded-at nil="true"/>
          <category-id type="integer">102</category-id>
          <classification-center-id nil="true"/>
          <expected-deposit-account-id nil="true"/>
          <recurrence-id nil="true"/>
          <person-id type="integer">817</person-id>
          <created-at type="dateTime">2015-01-01T09:00:00-02:00</created-at>
          <updated-at type="dateTime">2015-01-01T09:00:00-02:00</updated-at>
          <recurrent type="boolean">false</recurrent>
          <parcelled type="boolean">false</parcelled>
          <attachment-id-list type="array">
            <attachment-id-list type="integer">1</attachment-id-list>
          </attachment-id-list>
          <links type="array">
            <link>
              <rel>self</rel>
              <href>http://areia/financeiro/entities/2593/payable_accounts/609</href>
              <method>get</method>
            </link>
            <link>
              <rel>destroy</rel>
              <href>http://areia/financeiro/entities/2593/payable_accounts/609</href>
              <method>delete</method>
            </link>
            <link>
              <rel>attachment</rel>
              <href>http://areia/financeiro/entities/2593/attachments/1</href>
              <method>get</method>
            </link>
            <link>
              <rel>pay</rel>
              <href>http://areia/financeiro/entities/2593/payable_accounts/609/pay</href>
              <method>put</method>
            </link>
          </links>
        </attachable>
      </attachables>
      <links type="array">
        <link>
          <rel>self</rel>
          <href>http://areia/financeiro/entities/2593/attachments/1</href>
          <method>get</method>
        </link>
        <link>
          <rel>download</rel>
          <href>http://areia/financeiro/entities/2593/attachments/1/download</href>
          <method>get</method>
        </link>
      </links>
    </attachment>
    "#);
    let account = docs.get("/entities/2593/payable_accounts/609").await.json();
    assert_eq!(account["payable_account"]["attachment_id_list"], serde_json::json!([1]));
    assert_eq!(docs.delete(&format!("{many}/1")).await.text(), " ");
    let gone = docs.delete(&format!("{many}/1")).await;
    assert_eq!(
        (gone.status, gone.header("content-type")),
        (404, "text/html; charset=utf-8")
    );
    let account = docs.get("/entities/2593/payable_accounts/609").await.json();
    assert_eq!(account["payable_account"]["attachment_id_list"], serde_json::json!([]));
    assert_snapshot!(send(&docs, Method::POST, many, &[("attachment[title]", None, "x")]).await, @r#"
    422
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"attachment": ["n\u00e3o pode ser vazio."]}
    "#);
}

const OFX: &str = "OFXHEADER:100\n<OFX><BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20150810120000[-3:BRT]<TRNAMT>-68.50<FITID>a1<MEMO>Conta de luz</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20150811<TRNAMT>100,25<FITID>a2<CHECKNUM>77<NAME>Venda</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20150811<TRNAMT>0.00<FITID>a3</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20990101<TRNAMT>1.00<FITID>a4</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>nunca<TRNAMT>1.00<FITID>a5</STMTTRN>
</BANKTRANLIST></OFX>";

#[tokio::test]
async fn a_statement_becomes_transactions_once() {
    let sandbox = Sandbox::new("statements").await;
    let docs = sandbox.financeiro(&[1]).await;
    let account = "/entities/2593/deposit_accounts/402";
    let file = [("bank_statement[file]", Some("extrato.ofx"), OFX)];
    let imported = send(&docs, Method::POST, &format!("{account}/bank_statements"), &file).await;
    assert_snapshot!(imported, @r#"
    201
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    etag: "7e71aded934fbfadaf4e86a05cec3532"
    location: /financeiro/entities/2593/deposit_accounts/402/bank_statements/1
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {
      "bank_statement": {
        "id": 1,
        "created_at": "2026-03-16T09:00:00-03:00",
        "updated_at": "2026-03-16T09:00:00-03:00",
        "file_file_name": "extrato.ofx",
        "file_content_type": "text/plain",
        "file_file_size": 480,
        "file_updated_at": "2026-03-16T09:00:00-03:00",
        "deposit_account_id": 402,
        "future_items_ignored_count": 1,
        "amount_zero_items_ignored_count": 1,
        "invalid_date_items_ignored_count": 1,
        "event": {
          "id": 1,
          "status": "success",
          "output": "Foram importadas 2 transações.",
          "created_at": "2026-03-16T09:00:00-03:00",
          "finished_at": "2026-03-16T09:00:00-03:00"
        }
      }
    }
    "#);
    let shown = docs.get(account).await.json();
    assert_eq!(shown["deposit_account"]["calculated_balance"], "1313.75");
    assert_eq!(shown["deposit_account"]["last_transaction_date"], "2015-08-11");
    let again = send(&docs, Method::POST, &format!("{account}/bank_statements"), &file)
        .await
        .json();
    assert_eq!(
        again["bank_statement"]["event"]["output"],
        "Foram importadas 0 transações."
    );
    let listed = docs.get(&format!("{account}/financial_transactions")).await.json();
    let amounts: Vec<&Value> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["financial_transaction"]["amount"])
        .collect();
    assert_eq!(amounts, ["100.25", "-68.5", "-68.5", "350.5"]);
    let text = send(
        &docs,
        Method::POST,
        &format!("{account}/bank_statements"),
        &[("bank_statement[file]", None, "x")],
    )
    .await;
    assert_snapshot!(text, @r#"
    422
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"file": ["n\u00e3o pode ser vazio"]}
    "#);
    let lost = docs.get(&format!("{account}/bank_statements")).await;
    assert_eq!(
        (lost.status, lost.header("content-type")),
        (404, "text/html; charset=utf-8")
    );
}

const QIF: &str = "!Type:Bank
D10/08/2015\nT-68,50\nPConta de luz\nN77\n^
D11/08'15\nT+1.100,25\nMVenda\nPCliente\n^
D11/08/2015\nT0,00\n^
D31/12/2099\nT1,00\n^
Dnunca\nT1,00\n^
D12/08/2015\nTnada\n^
";

#[tokio::test]
async fn a_statement_in_qif_becomes_transactions_too() {
    let sandbox = Sandbox::new("statements-qif").await;
    let docs = sandbox.financeiro(&[1]).await;
    let account = "/entities/2593/deposit_accounts/402";
    let many = format!("{account}/bank_statements");
    let file = [("bank_statement[file]", Some("extrato.qif"), QIF)];
    let imported = send(&docs, Method::POST, &many, &file).await;
    assert_snapshot!(imported.pretty(), @r#"
    {
      "bank_statement": {
        "id": 1,
        "created_at": "2026-03-16T09:00:00-03:00",
        "updated_at": "2026-03-16T09:00:00-03:00",
        "file_file_name": "extrato.qif",
        "file_content_type": "text/plain",
        "file_file_size": 165,
        "file_updated_at": "2026-03-16T09:00:00-03:00",
        "deposit_account_id": 402,
        "future_items_ignored_count": 1,
        "amount_zero_items_ignored_count": 1,
        "invalid_date_items_ignored_count": 1,
        "event": {
          "id": 1,
          "status": "success",
          "output": "Foram importadas 2 transações.",
          "created_at": "2026-03-16T09:00:00-03:00",
          "finished_at": "2026-03-16T09:00:00-03:00"
        }
      }
    }
    "#);
    let first = "financial_transactions?search[bank_statement_id]=1&meta_sort=id.asc";
    let listed = docs.get(&format!("{account}/{first}")).await.json();
    let shown: Vec<String> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let of = |name: &str| one["financial_transaction"][name].to_string();
            [
                "occurred_at",
                "type",
                "amount",
                "document",
                "original_description",
                "guid",
            ]
            .map(of)
            .join(" ")
        })
        .collect();
    assert_snapshot!(shown.join("\n"), @r#"
    "2015-08-11" "Credit" "1100.25" null "Venda" null
    "2015-08-10" "Debit" "-68.5" "77" "Conta de luz" null
    "#);
    // A file that is neither of the two is none.
    let strange = [("bank_statement[file]", Some("extrato.csv"), "data;valor\n")];
    let refused = send(&docs, Method::POST, &many, &strange).await;
    assert_eq!(
        (refused.status, refused.json()["file"][0].as_str()),
        (422, Some("não é válido"))
    );
    let balance = docs.get(account).await.json()["deposit_account"]["calculated_balance"].clone();
    // 1000 at first, 350.5 and -68.5 from the fixtures.
    assert_eq!(balance, "2313.75");
}
