//! Lists of customers: pages, filters and the spellings of an address that real clients use.

use insta::assert_snapshot;
use serde_json::json;

use super::{create, names, texts};
use crate::support::{Client, Sandbox};

async fn found(contaazul: &Client, query: &str) -> String {
    names(&contaazul.get(&format!("/v1/customers?{query}")).await)
}

#[tokio::test]
async fn customers_are_listed_in_the_order_they_were_created() {
    let contaazul = Sandbox::new("customers-order").await.contaazul();
    create(
        &contaazul,
        "/v1/customers",
        json!({"name": "Aaron", "person_type": "NATURAL"}),
    )
    .await;
    assert_snapshot!(names(&contaazul.get("/v1/customers").await), @"Maria Teste | Maria Teste | Café do Porto | Hotel Farol da Barra | João Batista Nunes | Ana Lúcia Ferreira | Escola Pequeno Mar | Conceição Araújo | Mercadinho Dois Irmãos | Pedro Henrique Sá | Buffet Maré Alta | Zuleide Prates | Aaron");
}

#[tokio::test]
async fn a_listed_customer_is_shown_as_it_is_by_its_id() {
    let contaazul = Sandbox::new("customers-shown").await.contaazul();
    let by_id = contaazul
        .get("/v1/customers/0b6c3c1e-6d0e-4a53-9a52-2f4f6f0d7a11")
        .await;
    let listed = contaazul.get("/v1/customers?document=00011122233").await;
    assert_eq!(listed.text(), format!("[{}]", by_id.text()));
}

#[tokio::test]
async fn pages_are_counted_from_0_and_have_20_customers_where_nothing_is_asked_for() {
    let contaazul = Sandbox::new("customers-pages").await.contaazul();
    for number in 0..22 {
        let body = json!({"name": format!("P{number}"), "person_type": "NATURAL", "email": "page@example.com"});
        create(&contaazul, "/v1/customers", body).await;
    }
    assert_eq!(found(&contaazul, "search=page@&size=3").await, "P0 | P1 | P2");
    assert_eq!(found(&contaazul, "search=page@&size=3&page=0").await, "P0 | P1 | P2");
    assert_eq!(found(&contaazul, "search=page@&size=3&page=1").await, "P3 | P4 | P5");
    assert_eq!(found(&contaazul, "search=page@&size=3&page=7").await, "P21");
    assert_eq!(found(&contaazul, "search=page@&size=3&page=8").await, "");
    assert_eq!(found(&contaazul, "search=page@&size=0").await, "");
    assert_eq!(
        found(&contaazul, "search=page@&page=4294967295&size=4294967295").await,
        ""
    );
    assert_eq!(found(&contaazul, "search=page@&page=1").await, "P20 | P21");
    let usual = contaazul.get("/v1/customers?search=page@").await.json();
    assert_eq!(usual.as_array().unwrap().len(), 20);
    let all = contaazul.get("/v1/customers?search=page@&size=10000").await.json();
    assert_eq!(all.as_array().unwrap().len(), 22);
    assert_eq!(contaazul.get("/v1/customers?page=99").await.text(), "[]");
}

#[tokio::test]
async fn a_page_that_is_no_number_is_an_invalid_search_parameter() {
    let sandbox = Sandbox::new("customers-bad-page").await;
    let contaazul = sandbox.contaazul();
    assert_snapshot!(contaazul.get("/v1/customers?page=-1").await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "A invalid search parameter was provided"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @r#"The search parameter `page`: "-1" is no whole number from 0 on."#);
    for query in ["size=many", "page=1.5", "size=99999999999", "name=%ZZ", "name=%FF"] {
        let answer = contaazul.get(&format!("/v1/customers?{query}")).await;
        assert_eq!(answer.status, 400, "{query}: {answer}");
    }
}

#[tokio::test]
async fn names_and_companies_are_found_by_a_part_whatever_its_case() {
    let contaazul = Sandbox::new("customers-by-name").await.contaazul();
    assert_snapshot!(found(&contaazul, "name=jo%C3%83o").await, @"João Batista Nunes");
    assert_snapshot!(found(&contaazul, "name=NUNES").await, @"João Batista Nunes");
    assert_snapshot!(found(&contaazul, "company_name=dois+irm%C3%A3os").await, @"Mercadinho Dois Irmãos");
    // A company's name is no name: "Dois Irmãos Comércio" is found only in the former.
    assert_snapshot!(found(&contaazul, "name=Com%C3%A9rcio").await, @"");
    assert_snapshot!(found(&contaazul, "company_name=ltda&name=caf%C3%A9").await, @"Café do Porto");
    // What means something to a database's patterns means itself.
    assert_snapshot!(found(&contaazul, "name=%25").await, @"");
    assert_snapshot!(found(&contaazul, "name=_").await, @"");
    assert_snapshot!(found(&contaazul, "name='+or+1=1--").await, @"");
}

#[tokio::test]
async fn documents_are_found_whole_and_by_their_digits() {
    let contaazul = Sandbox::new("customers-by-document").await.contaazul();
    assert_eq!(found(&contaazul, "document=00011122233").await, "Maria Teste");
    assert_eq!(found(&contaazul, "document=000.111.222-33").await, "Maria Teste");
    assert_eq!(found(&contaazul, "document=0001112223").await, "");
    assert_eq!(found(&contaazul, "document=abc").await, "");
}

#[tokio::test]
async fn a_search_looks_everywhere_and_the_other_filters_are_ignored_beside_it() {
    let contaazul = Sandbox::new("customers-search").await.contaazul();
    // In the company's name, the name, the e-mail address, the document.
    assert_snapshot!(found(&contaazul, "search=hotelaria").await, @"Hotel Farol da Barra");
    assert_snapshot!(found(&contaazul, "search=BUFFET").await, @"Buffet Maré Alta");
    assert_snapshot!(found(&contaazul, "search=joao.nunes@").await, @"João Batista Nunes");
    assert_snapshot!(found(&contaazul, "search=0111222").await, @"Maria Teste");
    assert_snapshot!(found(&contaazul, "search=Rua+Parma").await, @"");
    assert_snapshot!(found(&contaazul, "search=hotelaria&name=zzz&company_name=zzz&document=1").await, @"Hotel Farol da Barra");
    assert_snapshot!(found(&contaazul, "search=zuleide&status=ENABLED").await, @"");
    assert_snapshot!(found(&contaazul, "search=zuleide&status=DISABLED").await, @"Zuleide Prates");
}

#[tokio::test]
async fn without_a_status_active_and_inactive_customers_are_listed() {
    let contaazul = Sandbox::new("customers-status").await.contaazul();
    assert_eq!(found(&contaazul, "status=DISABLED").await, "Zuleide Prates");
    let enabled = found(&contaazul, "status=ENABLED").await;
    assert!(!enabled.contains("Zuleide"), "{enabled}");
    assert_eq!(found(&contaazul, "").await, format!("{enabled} | Zuleide Prates"));
    assert_snapshot!(contaazul.get("/v1/customers?status=ACTIVE").await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "Invalid status"}
    "#);
}

#[tokio::test]
async fn empty_and_unknown_parameters_are_ignored() {
    let contaazul = Sandbox::new("customers-parameters").await.contaazul();
    let all = contaazul.get("/v1/customers").await.text();
    for query in [
        "",
        "name=&status=&page=&size=",
        "document_number=1&sort=name",
        "Name=zzz",
    ] {
        assert_eq!(
            contaazul.get(&format!("/v1/customers?{query}")).await.text(),
            all,
            "{query}"
        );
    }
}

#[tokio::test]
async fn the_spellings_of_the_address_that_clients_use_all_work() {
    let contaazul = Sandbox::new("customers-addresses").await.contaazul();
    let example = "0b6c3c1e-6d0e-4a53-9a52-2f4f6f0d7a11";
    for path in [
        "/v1/customers/?document=00011122233",
        "//v1/customers?document=00011122233",
        "/api/v1/customers?document=00011122233",
    ] {
        assert_eq!(texts(&contaazul.get(path).await, "id"), example, "{path}");
    }
    for path in ["/v1/customers/{}/", "//v1/customers//{}", "/api/v1/customers/{}?"] {
        let answer = contaazul.get(&path.replace("{}", example)).await;
        assert_eq!((answer.status, answer.member("/id").as_str()), (200, example), "{path}");
    }
}
