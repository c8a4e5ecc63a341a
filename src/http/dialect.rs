//! Sees to it that every answer of a provider's paths was worded by that provider.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::header;

use super::entrance::Passage;
use super::refusal::Refusal;
use super::wording::{Unworded, Wording};

/// What an answer was turned into, and why it was refused if it was.
pub(super) struct Worded {
    pub(super) response: Response,
    pub(super) explanation: Option<String>,
}

/// Words an answer: what carries a refusal or an error gets the provider's words; what a mechanism left without
/// any (a status of 400 or more that nobody explains) does too.
pub(super) fn word(mut response: Response, passage: &Passage) -> Worded {
    let advice = response.extensions_mut().remove::<Advice>();
    let error: Arc<dyn Wording> =
        if let Some(unworded) = response.extensions_mut().remove::<Unworded>() {
            unworded.0
        } else if let Some(refusal) = response.extensions_mut().remove::<Refusal>() {
            Arc::from((passage.terms.refuse)(refusal, passage))
        } else if is_unexplained(&response) {
            Arc::from((passage.terms.refuse)(
                Refusal::Unworded(response.status()),
                passage,
            ))
        } else {
            let explanation = response
                .extensions_mut()
                .remove::<Explanation>()
                .map(|note| note.0);
            return Worded {
                response,
                explanation,
            };
        };
    let mut worded = error.word(passage).into_response();
    // A refused method says which ones there are (RFC 9110, 15.5.6); axum knew them.
    if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
        worded.headers_mut().entry(header::ALLOW).or_insert(allow);
    }
    Worded {
        response: worded,
        explanation: Some(match advice {
            Some(Advice(advice)) => format!("{} {advice}", error.explanation()),
            None => error.explanation(),
        }),
    }
}

/// Attached to a refusal: what its explanation cannot know.
#[derive(Debug, Clone)]
pub(super) struct Advice(pub(super) String);

/// Attached to an answer that a handler worded itself, as a page for people is: why it is what it is.
#[derive(Debug, Clone)]
pub struct Explanation(pub String);

fn is_unexplained(response: &Response) -> bool {
    let failed = response.status().is_client_error() || response.status().is_server_error();
    failed && response.extensions().get::<Explanation>().is_none()
}
