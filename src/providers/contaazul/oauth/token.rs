//! `POST /oauth2/token` (FAQ 2, 6, 17, 20).

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::providers::contaazul::answers::json_text;
use crate::providers::contaazul::credentials::SERVER;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::headers::{GATEWAY_JSON, never_stored};
use crate::web::context::RequestContext;
use crate::web::failure::Failure;
use crate::web::oauth::{exchange, request_parameters};
use crate::web::wording::{Answer, Row, Wording};

/// The parameters of a token request.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "described here, read by the mechanism")]
pub(super) struct TokenParameters {
    /// `authorization_code` or `refresh_token`.
    grant_type: String,
    /// The code; works once, for five minutes.
    code: Option<String>,
    /// The refresh token; works once, for two weeks.
    refresh_token: Option<String>,
    /// If it is sent, it must be one of the application's addresses.
    redirect_uri: Option<String>,
    /// The application, where HTTP Basic does not say it.
    client_id: Option<String>,
    /// Its secret, where HTTP Basic does not say it.
    client_secret: Option<String>,
    /// Comes back unchanged.
    state: Option<String>,
}

/// A granted pair of tokens.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TokenAnswer {
    refresh_token: String,
    token_type: &'static str,
    access_token: String,
    expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
}

/// Exchanges a code or a refresh token for a pair of tokens.
pub(super) async fn token(context: RequestContext, request: Request<Body>) -> Result<Answer, Response> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let parameters = request_parameters(&parts, &body).map_err(IntoResponse::into_response)?;
    let state = parameters.get("state").map(str::to_owned);
    let world = &context.world;
    let granted = world
        .change_directory(|directory| {
            let place = (&**world, directory);
            exchange(&SERVER, place, &parts.headers, &parameters, context.request)
        })
        .await
        .map_err(|error| Error::from(error).into_response())?;
    let tokens = granted.map_err(|error| {
        let refused = RefusedExchange {
            error: error.into(),
            state: state.clone(),
        };
        Failure::of(refused).into_response()
    })?;
    let answer = TokenAnswer {
        refresh_token: tokens.refresh_token,
        token_type: "bearer",
        access_token: tokens.access_token,
        expires_in: tokens.expires_in_s,
        state,
    };
    let text = json_text(&answer).map_err(IntoResponse::into_response)?;
    Ok(never_stored(Answer::new(StatusCode::OK, GATEWAY_JSON, text)))
}

/// An error of the token endpoint, which gives the request's `state` back as a success would.
#[derive(Debug)]
struct RefusedExchange {
    error: Error,
    state: Option<String>,
}

impl Wording for RefusedExchange {
    fn row(&self) -> Row {
        self.error.row()
    }

    fn explanation(&self) -> String {
        self.error.explanation()
    }

    fn word(&self, context: &RequestContext) -> Answer {
        let answer = self.error.word(context);
        let Some(state) = &self.state else {
            return answer;
        };
        let Ok(mut members) = serde_json::from_slice::<Map<String, Value>>(&answer.body) else {
            return answer;
        };
        members.insert("state".to_owned(), state.as_str().into());
        Answer {
            body: Value::Object(members).to_string().into(),
            ..answer
        }
    }
}
