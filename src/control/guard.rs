//! Who may call the control plane: no page of another site, nobody by a name that is not this server's, and, where the
//! operator set a token, nobody without it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::{Control, Problem};
use crate::http::address::{CONTROL_PREFIX, host_name, host_of};
use crate::http::credentials::{authorization, same_secret};

/// Lets a request through, or says why not.
pub(super) async fn guard(
    State(control): State<Arc<Control>>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    match check(&control, &parts) {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(problem) => problem.into_response(),
    }
}

fn check(control: &Control, parts: &Parts) -> Result<(), Problem> {
    let host = host_of(parts);
    if !is_known(control, host_name(&host)) {
        let detail = format!("the host {host:?} is not known to this server");
        return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail)
            .with_hint("add it to AREIA_ALLOWED_HOSTS, or call by IP address or as localhost"));
    }
    if is_cross_site(&parts.headers, &host) {
        let detail = "a page of another site may not call the control plane";
        return Err(Problem::new(StatusCode::FORBIDDEN, detail));
    }
    let open = ["/health", "/ready"].map(|path| format!("{CONTROL_PREFIX}{path}"));
    match &control.admin_token {
        Some(token) if !open.iter().any(|path| path == parts.uri.path()) => {
            let shown = authorization(&parts.headers).filter(|(scheme, _)| scheme == "bearer");
            match shown {
                Some((_, shown)) if same_secret(shown, token) => Ok(()),
                _ => Err(Problem::new(
                    StatusCode::UNAUTHORIZED,
                    "the admin token is missing or wrong",
                )
                .with_hint("send `Authorization: Bearer` with the value of AREIA_ADMIN_TOKEN")),
            }
        }
        _ => Ok(()),
    }
}

/// A name that rebinding could point here has a dot and is no address: the ones that do not are safe.
fn is_known(control: &Control, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let own = control
        .public_url
        .as_deref()
        .and_then(|url| Url::parse(url).ok());
    let own = own.and_then(|url| url.host_str().map(str::to_owned));
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
fn is_cross_site(headers: &HeaderMap, host: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let foreign_origin = text("origin").is_some_and(|origin| {
        let origin = origin
            .split_once("://")
            .map_or(origin, |(_, authority)| authority);
        !origin.eq_ignore_ascii_case(host)
    });
    let foreign_site =
        text("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    foreign_origin || foreign_site
}
