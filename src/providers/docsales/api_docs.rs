//! The vendor's documentation addresses, with the sandbox's own document.
//!
//! Documentation: "Para documentação técnica, acesse: <https://web.docsales.com/api-docs/index.html>".

use http::{HeaderValue, StatusCode, header};
use maud::{DOCTYPE, html};

use super::PROVIDER;
use super::errors::Error;
use crate::web::context::RequestContext;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::{documented, inferred};
use crate::web::openapi;
use crate::web::page::safe_page_headers;
use crate::web::wording::Answer;

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    Endpoints::new()
        .get(
            "/api-docs/index.html",
            show_api_docs,
            operation(
                "showApiDocs",
                "Read about the API",
                documented("help article gives the address"),
            )
            .open_to_anybody()
            .answers_with(StatusCode::OK, "text/html"),
        )
        .get(
            "/api-docs",
            find_api_docs,
            operation("findApiDocs", "Be led to the documentation", inferred("as rswag does"))
                .open_to_anybody()
                .answers_with(StatusCode::MOVED_PERMANENTLY, ""),
        )
        .get(
            "/api-docs/v1/docsales-swagger.yml",
            show_swagger,
            operation(
                "showSwagger",
                "Read the API's OpenAPI document",
                inferred("a client of the e-signature part names the path"),
            )
            .open_to_anybody()
            .answers_with(StatusCode::OK, "application/yaml"),
        )
}

/// A page about the operations.
async fn show_api_docs(context: RequestContext) -> Answer {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { (PROVIDER.api.name) " (Areia sandbox)" } }
            body {
                h1 { (PROVIDER.api.name) " (Areia sandbox)" }
                p { (PROVIDER.api.description) }
                p { "OpenAPI: " a href={ (context.base_url) "/api-docs/v1/docsales-swagger.yml" } { "docsales-swagger.yml" } }
                ul {
                    @for endpoint in (PROVIDER.api.endpoints)().list {
                        li { code { (endpoint.method) " " (endpoint.path) } ": " (endpoint.summary) }
                    }
                }
            }
        }
    };
    let answer = Answer::new(StatusCode::OK, "text/html; charset=utf-8", page.into_string());
    safe_page_headers()
        .into_iter()
        .fold(answer, |answer, (name, value)| answer.with(name, value))
}

/// 301 to the page.
async fn find_api_docs(context: RequestContext) -> Result<Answer, Error> {
    let page = format!("{}/api-docs/index.html", context.base_url);
    let page = HeaderValue::from_str(&page).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Answer::empty(StatusCode::MOVED_PERMANENTLY).with(header::LOCATION, page))
}

/// The OpenAPI document. JSON is YAML.
async fn show_swagger(context: RequestContext) -> Answer {
    let document = openapi::document(&PROVIDER.api, &context, &context.base_url);
    Answer::new(StatusCode::OK, "application/yaml; charset=utf-8", document.to_string())
}
