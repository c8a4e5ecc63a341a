//! The ledger: of every operation and every error it is known where it comes from; and the OpenAPI documents say it too.

use std::collections::{BTreeMap, BTreeSet};

use areia::provider::Provider;
use areia::providers;
use areia::web::context::RequestContext;
use areia::web::refusal::Refusal;
use areia::world::DEFAULT_WORLD;
use reqwest::Method;
use serde_json::Value;

use crate::support::process::{areia, run};
use crate::support::{Client, Sandbox, server};

async fn fidelity(query: &str) -> Value {
    let control = Client::new(format!("{}/_areia", server().url()));
    let answer = control.get(&format!("/fidelity{query}")).await;
    assert_eq!(answer.status, 200, "{answer}");
    answer.json()
}

async fn document(sandbox: &Sandbox, provider: &Provider) -> Value {
    let path = format!("/openapi/{}.json", provider.slug());
    sandbox.control().get(&path).await.json()
}

/// The operations of a document: their path, method and description.
fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
        })
        .collect()
}

#[tokio::test]
async fn everything_is_known_from_somewhere() {
    let ledger = fidelity("").await;
    for list in ["operations", "errors"] {
        let entries = ledger[list].as_array().unwrap();
        assert!(!entries.is_empty(), "{list}");
        for entry in entries {
            let fidelity = entry["fidelity"].as_str().unwrap();
            assert!(
                ["documented", "observed", "inferred", "designed"].contains(&fidelity),
                "{entry}"
            );
            assert!(
                entry["source"].as_str().is_some_and(|source| source.len() > 4),
                "{entry}"
            );
        }
    }
}

#[tokio::test]
async fn the_ledger_holds_every_operation_and_error_once() {
    for provider in providers::ALL {
        let ledger = fidelity(&format!("?provider={}", provider.slug())).await;
        let ids = |list: &str| -> Vec<String> {
            let entries = ledger[list].as_array().unwrap().iter();
            entries.map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
        };
        let operations: Vec<&str> = (provider.api.endpoints)()
            .list
            .iter()
            .map(|endpoint| endpoint.id)
            .collect();
        assert_eq!(ids("operations"), operations);
        let errors: Vec<&str> = (provider.api.errors)().iter().map(|error| error.row().id).collect();
        assert_eq!(ids("errors"), errors);
        for list in [operations, errors] {
            let distinct: BTreeSet<&str> = list.iter().copied().collect();
            assert_eq!(distinct.len(), list.len(), "{list:?}");
        }
    }
    let unknown = Client::new(server().url())
        .get("/_areia/fidelity?provider=contazul")
        .await;
    assert_eq!(
        (unknown.status, unknown.member("/hint").as_str()),
        (404, "the nearest is `contaazul`")
    );
}

#[tokio::test]
async fn the_catalogue_names_operations_that_there_are() {
    let control = Client::new(format!("{}/_areia", server().url()));
    let catalogue = control.get("/errors").await.json();
    for provider in providers::ALL {
        let known: Vec<&str> = (provider.api.endpoints)()
            .list
            .iter()
            .map(|endpoint| endpoint.id)
            .collect();
        let elsewhere = elsewhere_of(provider);
        let own = |error: &&Value| error["provider"] == provider.slug();
        for error in catalogue["errors"].as_array().unwrap().iter().filter(own) {
            let operations = error["operations"].as_array().unwrap();
            let is_elsewhere = elsewhere.iter().any(|id| error["id"] == *id);
            assert!(is_elsewhere || !operations.is_empty(), "{error}");
            for operation in operations {
                assert!(
                    known.contains(&operation.as_str().unwrap()),
                    "{operation} of {}",
                    error["id"]
                );
            }
            assert!((400..600).contains(&error["status"].as_u64().unwrap()), "{error}");
        }
    }
    let narrowed = control.get("/errors?provider=contaazul").await.json();
    assert!(
        narrowed["errors"]
            .as_array()
            .unwrap()
            .iter()
            .all(|error| error["provider"] == "contaazul")
    );
    assert_eq!(control.get("/errors?provider=x").await.status, 404);
}

#[tokio::test]
async fn a_document_is_openapi_3_1_and_describes_every_operation_once() {
    let sandbox = Sandbox::new("ledger-operations").await;
    for provider in providers::ALL {
        let document = document(&sandbox, provider).await;
        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(
            document["servers"][0]["url"],
            format!("{}/~ledger-operations/{}", server().url(), provider.slug())
        );
        let described = operations(&document);
        let ids: BTreeSet<&str> = described
            .iter()
            .map(|(_, _, operation)| operation["operationId"].as_str().unwrap())
            .collect();
        assert_eq!(ids.len(), described.len(), "an operation id stands twice");
        let endpoints = (provider.api.endpoints)().list;
        assert_eq!(described.len(), endpoints.len());
        let tags: Vec<&Value> = document["tags"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tag| &tag["name"])
            .collect();
        for endpoint in endpoints {
            let operation = &document["paths"][endpoint.path][endpoint.method.as_str().to_ascii_lowercase()];
            assert_eq!(operation["operationId"], endpoint.id);
            assert!(
                !endpoint.summary.is_empty() && !endpoint.tag.is_empty(),
                "{}",
                endpoint.id
            );
            assert!(tags.contains(&&operation["tags"][0]), "{}", endpoint.id);
            // Some operations are documented only to say that they are refused.
            let outcomes = operation["responses"].as_object().unwrap();
            assert!(outcomes.len() > 1, "{} has no outcome", endpoint.id);
            let declared: BTreeSet<&str> = operation["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| parameter["name"].as_str().unwrap())
                .collect();
            let in_path: BTreeSet<&str> = endpoint
                .path
                .split('/')
                .filter_map(|s| s.strip_prefix('{')?.strip_suffix('}'))
                .collect();
            assert_eq!(declared, in_path, "{}", endpoint.id);
        }
    }
}

#[tokio::test]
async fn every_reference_of_a_document_resolves() {
    let sandbox = Sandbox::new("ledger-references").await;
    for provider in providers::ALL {
        let document = document(&sandbox, provider).await;
        let mut references = Vec::new();
        collect_references(&document, &mut references);
        assert!(!references.is_empty());
        for reference in references {
            let pointer = reference
                .strip_prefix('#')
                .unwrap_or_else(|| panic!("{reference} leads out of the document"));
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }
}

fn collect_references<'a>(value: &'a Value, references: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|value| collect_references(value, references));
        }
        Value::Array(list) => list.iter().for_each(|value| collect_references(value, references)),
        _ => {}
    }
}

#[tokio::test]
async fn an_error_s_example_is_what_the_sandbox_answers() {
    let sandbox = Sandbox::new("ledger-examples").await;
    for provider in providers::ALL {
        let document = document(&sandbox, provider).await;
        let mut examples: BTreeMap<&str, (String, &str, &Value)> = BTreeMap::new();
        let in_operations = operations(&document)
            .into_iter()
            .flat_map(|(_, _, operation)| operation["responses"].as_object().unwrap())
            .map(|(status, response)| (status.clone(), response));
        let elsewhere = document["components"]["responses"].as_object().unwrap();
        let elsewhere = elsewhere
            .values()
            .map(|response| (response["x-areia-status"].to_string(), response));
        for (status, response) in in_operations.chain(elsewhere) {
            let content = response["content"].as_object();
            for (media_type, described) in content.into_iter().flatten() {
                let found = described["examples"].as_object();
                for (id, example) in found.into_iter().flatten() {
                    examples.insert(id, (status.clone(), media_type, &example["value"]));
                }
            }
        }
        let client = Client::new(format!("{}/~ledger-examples/{}", server().url(), provider.slug()));
        let errors: BTreeSet<&str> = (provider.api.errors)().iter().map(|error| error.row().id).collect();
        assert_eq!(examples.keys().copied().collect::<BTreeSet<_>>(), errors);
        for (id, (status, media_type, example)) in examples {
            let answer = client
                .clone()
                .with("prefer", &format!("areia-error={id}"))
                .get("/")
                .await;
            assert_eq!(answer.status.to_string(), status, "{id}");
            assert_eq!(
                answer.header("content-type").split(';').next(),
                Some(media_type),
                "{id}"
            );
            let body = serde_json::from_slice(&answer.body).unwrap_or(Value::String(answer.text()));
            assert_eq!(&body, example, "{id}");
        }
    }
}

#[test]
fn the_command_line_prints_the_same_documents_and_every_operation() {
    let slugs = run(&mut areia(&["openapi"]));
    let known: Vec<&str> = providers::ALL
        .iter()
        .map(|provider| provider.slug())
        .chain(["areia"])
        .collect();
    assert_eq!((slugs.code, slugs.stdout.lines().collect::<Vec<_>>()), (0, known));
    let routes = run(&mut areia(&["routes"])).stdout;
    for provider in providers::ALL {
        let printed = run(&mut areia(&["openapi", provider.slug()]));
        let document: Value = serde_json::from_str(&printed.stdout).unwrap();
        assert_eq!(
            document["servers"][0]["url"],
            format!("http://127.0.0.1:27342/{}", provider.slug())
        );
        for endpoint in (provider.api.endpoints)().list {
            assert!(document["paths"][endpoint.path].is_object(), "{}", endpoint.id);
            let line = |line: &str| line.starts_with(provider.slug()) && line.ends_with(&format!(" {}", endpoint.id));
            assert_eq!(routes.lines().filter(|text| line(text)).count(), 1, "{}", endpoint.id);
        }
    }
    let unknown = run(&mut areia(&["openapi", "nobody"]));
    assert_eq!(
        (unknown.code, unknown.stderr.as_str()),
        (2, "areia: there is no provider \"nobody\"\n")
    );
}

#[tokio::test]
async fn what_a_contradiction_was_decided_to_be_stands_beside_its_operations() {
    let ledger = fidelity("?provider=procfy").await;
    let operations = ledger["operations"].as_array().unwrap();
    let operation = operations
        .iter()
        .find(|operation| operation["id"] == "deleteAttachment");
    let sandbox = Sandbox::new("ledger-choices").await;
    let procfy = providers::ALL.iter().find(|provider| provider.slug() == "procfy");
    let described = document(&sandbox, procfy.unwrap()).await;
    let path = "/api/v1/transactions/{id}/attachments/{attachment_id}";
    let choices = &described["paths"][path]["delete"]["x-areia-choices"];
    assert_eq!(choices, &operation.unwrap()["choices"]);
    insta::assert_snapshot!(serde_json::to_string_pretty(choices).unwrap(), @r#"
    [
      "The introduction speaks of a permission on \"documentos\", a resource that no chapter has: permissions are on the resources that there are.",
      "One `url` of the list lacks the `/api` that the others have: it is always there.",
      "`created_at` is called a date and printed as an instant: the instant was taken.",
      "The example answers attachment 184 with the `url` of 183: an attachment's `url` bears its own id."
    ]
    "#);
}

#[tokio::test]
async fn a_choice_names_operations_that_there_are() {
    for provider in providers::ALL {
        let endpoints = (provider.api.endpoints)().list;
        for choice in provider.api.choices {
            assert!(choice.text.len() > 20, "{choice:?}");
            for operation in choice.operations {
                let is_there = endpoints.iter().any(|endpoint| endpoint.id == *operation);
                assert!(is_there, "{} {operation}", provider.slug());
            }
        }
    }
}

/// The errors that a provider gives where no operation is.
fn elsewhere_of(provider: &Provider) -> BTreeSet<&'static str> {
    let world = server().worlds.get(DEFAULT_WORLD).unwrap();
    let context = RequestContext::of_nobody(world, "");
    let refusals = [
        Refusal::RouteUnknown,
        Refusal::MethodNotAllowed { method: Method::PATCH },
    ];
    let ids = refusals.map(|refusal| (provider.api.terms.refuse)(refusal, &context).row().id);
    ids.into_iter().collect()
}

#[tokio::test]
async fn an_operation_lists_only_errors_that_it_can_give() {
    let sandbox = Sandbox::new("ledger-elsewhere").await;
    for provider in providers::ALL {
        let document = document(&sandbox, provider).await;
        let elsewhere = elsewhere_of(provider);
        let described: BTreeSet<&str> = document["components"]["responses"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(described, elsewhere, "{}", provider.slug());
        for (path, method, operation) in operations(&document) {
            for response in operation["responses"].as_object().unwrap().values() {
                let content = response["content"].as_object().into_iter().flatten();
                let listed = content.filter_map(|(_, content)| content["examples"].as_object());
                for id in listed.flat_map(|examples| examples.keys()) {
                    // Where an unknown record is worded as an unknown address is, it takes an address that names one.
                    let may = !elsewhere.contains(id.as_str()) || path.contains('{');
                    assert!(may, "{method} {path} lists {id}");
                    assert_ne!(id, "method_not_allowed", "{method} {path}");
                }
            }
        }
    }
}
