//! Who may call the control plane: no page of another site, nobody by a name that is not this server's, and, where the
//! operator set a token, nobody without it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{Control, PublicUrl};
use crate::panel::Problem;
use crate::panel::named_world;
use crate::web::address::{CONTROL_PREFIX, host_name, host_of};
use crate::web::credentials::{authorization, same_secret};
use crate::web::date::http_date;

/// How much is kept of what a mechanism said by itself.
const WORDS_BYTES: usize = 1024;

/// Lets a request through, or says why not. Every answer bears the world's date.
pub(super) async fn guard(State(control): State<Arc<Control>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let world = named_world(&control.worlds, &parts);
    let mut response = match check(&control, &parts) {
        Ok(()) => see_through(next, Request::from_parts(parts, body)).await,
        Err(problem) => problem.into_response(),
    };
    let date = world.map(|world| http_date(world.clock.now()));
    if let Some(date) = date.ok().and_then(|date| HeaderValue::from_str(&date).ok()) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

/// Sees a request through to its end on a task of its own, since a client that leaves must not leave a change half
/// made; and words what a mechanism answered by itself.
async fn see_through(next: Next, request: Request) -> Response {
    let answering = tokio::spawn(async move { next.run(request).await });
    let Ok(response) = answering.await else {
        return Problem::internal("something broke inside the sandbox; its log says what").into_response();
    };
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let media_type = response.headers().get(header::CONTENT_TYPE);
    if !failed || media_type.is_some_and(|name| !name.as_bytes().starts_with(b"text/")) {
        return response;
    }
    let words = to_bytes(response.into_body(), WORDS_BYTES).await;
    let words = String::from_utf8_lossy(&words.unwrap_or_default()).into_owned();
    Problem::new(status, words).into_response()
}

fn check(control: &Control, parts: &Parts) -> Result<(), Problem> {
    let host = host_of(parts);
    if !is_known(control, host_name(&host)) {
        let detail = format!("the host {host:?} is not known to this server");
        return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail)
            .with_hint("add it to AREIA_ALLOWED_HOSTS, or call by IP address or as localhost"));
    }
    if is_cross_site(&parts.headers, &host, control.public_url.as_ref()) {
        let detail = "a page of another site may not call the control plane";
        return Err(Problem::new(StatusCode::FORBIDDEN, detail)
            .with_hint("call it from a program, or from a page that this server serves"));
    }
    let open = ["/health", "/ready"].map(|path| format!("{CONTROL_PREFIX}{path}"));
    match &control.admin_token {
        Some(token) if !open.iter().any(|path| path == parts.uri.path()) => {
            let shown = authorization(&parts.headers).filter(|(scheme, _)| scheme == "bearer");
            match shown {
                Some((_, shown)) if same_secret(shown, token) => Ok(()),
                _ => Err(
                    Problem::new(StatusCode::UNAUTHORIZED, "the admin token is missing or wrong")
                        .with_hint("send `Authorization: Bearer` with the value of AREIA_ADMIN_TOKEN"),
                ),
            }
        }
        _ => Ok(()),
    }
}

/// A name that rebinding could point here has a dot and is no address: the ones that do not are safe.
fn is_known(control: &Control, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let own = control.public_url.as_ref().map(|url| &url.host);
    name == "localhost"
        || name.ends_with(".localhost")
        || !name.contains('.') && !name.is_empty()
        || name.parse::<IpAddr>().is_ok()
        || own.is_some_and(|own| own.eq_ignore_ascii_case(&name))
        || control
            .allowed_hosts
            .iter()
            .any(|allowed| allowed.eq_ignore_ascii_case(&name))
}

/// Browsers say where a request comes from; other programs say nothing.
fn is_cross_site(headers: &HeaderMap, host: &str, public_url: Option<&PublicUrl>) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let foreign_origin = text("origin").is_some_and(|origin| {
        let origin = origin.split_once("://").map_or(origin, |(_, authority)| authority);
        !origin.eq_ignore_ascii_case(host) && !public_url.is_some_and(|own| origin.eq_ignore_ascii_case(&own.authority))
    });
    let foreign_site = text("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    foreign_origin || foreign_site
}
