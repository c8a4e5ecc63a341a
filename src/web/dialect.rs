//! Sees to it that every answer of a provider's paths was worded by that provider.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use super::entrance::RequestContext;
use super::nearest::nearest_address;
use super::refusal::Refusal;
use super::wording::{Unworded, Wording};

/// What an answer was turned into, and why it was refused if it was.
pub(super) struct Worded {
    pub(super) response: Response,
    pub(super) explanation: Option<String>,
}

/// Words an answer: what carries a refusal or an error gets the provider's words; what a mechanism left without
/// any (a status of 400 or more that nobody explains) does too.
pub(super) fn word(mut response: Response, context: &RequestContext) -> Worded {
    let advice = response.extensions_mut().remove::<Advice>();
    let methods = response.extensions_mut().remove::<Methods>();
    let error: Arc<dyn Wording> = if let Some(unworded) = response.extensions_mut().remove::<Unworded>() {
        unworded.0
    } else if let Some(refusal) = response.extensions_mut().remove::<Refusal>() {
        Arc::from((context.terms.refuse)(refusal, context))
    } else if is_unexplained(&response) {
        Arc::from((context.terms.refuse)(Refusal::Unworded(response.status()), context))
    } else {
        let explanation = response.extensions_mut().remove::<Explanation>().map(|note| note.0);
        return Worded { response, explanation };
    };
    let mut worded = error.word(context).into_response();
    if worded.status() == StatusCode::METHOD_NOT_ALLOWED && (context.terms.names_methods)(context) {
        worded.extensions_mut().insert(MethodsNamed);
        if let Some(Methods(methods)) = methods {
            worded.headers_mut().insert(header::ALLOW, methods);
        }
    }
    Worded {
        response: worded,
        explanation: Some(match advice {
            Some(Advice(advice)) => format!("{} {advice}", error.explanation()),
            None => error.explanation(),
        }),
    }
}

/// The address has operations, but none of this method.
pub(super) fn no_method(request: &Request, methods: &HashMap<&'static str, String>) -> Response {
    let method = request.method().clone();
    let mut response = Refusal::MethodNotAllowed { method }.into_response();
    let path = request.extensions().get::<MatchedPath>();
    let methods = path.and_then(|path| methods.get(path.as_str()));
    if let Some(Ok(methods)) = methods.map(|methods| HeaderValue::from_str(methods)) {
        response.extensions_mut().insert(Methods(methods));
    }
    response
}

/// Attached to a refusal of a method: those that there are.
#[derive(Debug, Clone)]
struct Methods(HeaderValue);

/// Attached to an answer that says which methods there are.
#[derive(Debug, Clone, Copy)]
struct MethodsNamed;

/// Takes away the methods that axum names once the answer has passed everything else, unless the provider names them too.
pub fn keep_to_the_terms(response: &mut Response) {
    if response.extensions_mut().remove::<MethodsNamed>().is_none() {
        response.headers_mut().remove(header::ALLOW);
    }
}

/// No operation has the address; the nearest one that there is.
pub(super) fn unrouted(request: &Request, known: &[&str]) -> Response {
    let mut response = Refusal::RouteUnknown.into_response();
    let path = request.uri().path();
    if let Some(nearest) = nearest_address(path, known.iter().copied()) {
        let advice = format!("It was {path}; the nearest is {nearest}.");
        response.extensions_mut().insert(Advice(advice));
    }
    response
}

/// Attached to a refusal: what its explanation cannot know.
#[derive(Debug, Clone)]
struct Advice(String);

/// Attached to an answer that a handler worded itself, as a page for people is: why it is what it is.
#[derive(Debug, Clone)]
pub struct Explanation(pub String);

fn is_unexplained(response: &Response) -> bool {
    let failed = response.status().is_client_error() || response.status().is_server_error();
    failed && response.extensions().get::<Explanation>().is_none()
}
