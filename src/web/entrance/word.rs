//! The one place where failures are worded, so that every answer of a provider's paths is that provider's own.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use super::Entrance;
use crate::web::aside::Aside;
use crate::web::context::RequestContext;
use crate::web::failure::{Cause, Failure};
use crate::web::refusal::Refusal;

impl Entrance {
    /// Words what came of a request. A status of 400 or more that nobody explains was left by a mechanism, and is worded
    /// too.
    pub(super) fn word(&self, outcome: Result<Response, Failure>, context: &RequestContext) -> Response {
        match outcome {
            Err(failure) => self.word_failure(failure, context),
            Ok(mut response) => {
                let status = response.status();
                let has_failed = status.is_client_error() || status.is_server_error();
                match has_failed && Aside::of(&mut response).explanation.is_none() {
                    true => self.word_failure(Refusal::Unworded(status).into(), context),
                    false => response,
                }
            }
        }
    }

    fn word_failure(&self, failure: Failure, context: &RequestContext) -> Response {
        let terms = &self.api.terms;
        let error = match failure.cause {
            Cause::Given(error) => error,
            Cause::Refused(refusal) => Arc::from((terms.refuse)(refusal, context)),
        };
        let mut response = error.word(context).into_response();
        let names_methods = response.status() == StatusCode::METHOD_NOT_ALLOWED && (terms.names_methods)(context);
        if let Some(methods) = failure.methods.filter(|_| names_methods)
            && let Ok(methods) = HeaderValue::from_str(&methods)
        {
            response.headers_mut().insert(header::ALLOW, methods);
        }
        let explanation = match failure.advice {
            Some(advice) => format!("{} {advice}", error.explanation()),
            None => error.explanation(),
        };
        Aside::explain(&mut response, explanation);
        response
    }
}
