//! What stands in front of every operation: the token's quota, the account, and the last touches to an answer.

use axum::body::Body;
use axum::response::Response;
use chrono::{DateTime, SecondsFormat, Utc};
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use http_body_util::BodyExt as _;
use hyper::ext::ReasonPhrase;

use super::account::{self, Profile, number};
use super::credentials::{TOKEN, accounts_of, is_administrator};
use super::errors::{Error, FOR_ADMINISTRATORS, WITHOUT_ACCOUNT};
use crate::web::aside::leaves_in_pieces;
use crate::web::context::RequestContext;
use crate::web::date::http_date;
use crate::web::rails::negotiation;
use crate::web::terms::SeenRequest;
use crate::web::wording::Wording;
use crate::web::{conditional, cors};
use crate::world::World;
use crate::world::credential::Credential;
use crate::world::quotas::Quota;
use crate::world::resident::{Counting, QuotaRule};

/// A token's calls are counted by the minute of the clock, and the next minute begins at nothing.
pub(super) const QUOTA: QuotaRule = QuotaRule {
    window: "PT1M",
    limit: 100,
    kind: TOKEN,
    of: quota,
    counting: Counting::Calls,
};

fn quota(world: &World, token: &Credential) -> Option<Quota> {
    let first = accounts_of(world, token).next();
    let minute = world.clock.now().timestamp().div_euclid(60) + 1;
    Some(Quota {
        limit: first.map_or(QUOTA.limit, |account| account::requests_per_minute(&account)),
        resets_at: DateTime::from_timestamp(minute * 60, 0)?,
    })
}

/// Finds the account: the one that `ACCOUNT_ID` names, or the only one that the token sees.
pub(super) fn admit(context: &mut RequestContext, parts: &Parts) -> Result<(), Box<dyn Wording>> {
    admitted(context, parts).map_err(|error| Box::new(error) as _)
}

fn admitted(context: &mut RequestContext, parts: &Parts) -> Result<(), Error> {
    let Some(token) = context.caller.clone() else {
        return Ok(());
    };
    let accounts: Vec<_> = accounts_of(&context.world, &token).collect();
    let shown = || {
        let shown = accounts
            .iter()
            .map(|account| (number(account), account::name(account).to_owned()));
        shown.collect()
    };
    // Under Rack both spellings are one variable.
    let header = ["account_id", "account-id"]
        .into_iter()
        .find_map(|name| parts.headers.get(name));
    let given = header.map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned());
    let operation = context
        .endpoint
        .as_ref()
        .map(|endpoint| endpoint.id)
        .unwrap_or_default();
    let needs_none = WITHOUT_ACCOUNT.contains(&operation);
    let account = match given.filter(|given| !given.is_empty() && !needs_none) {
        Some(given) => match accounts.iter().find(|account| account.id == given) {
            Some(account) => Some(account.clone()),
            None => {
                return Err(Error::AccountIdUnknown {
                    given,
                    accounts: shown(),
                });
            }
        },
        None if accounts.len() == 1 => accounts.first().cloned(),
        None if needs_none => None,
        None => return Err(Error::AccountIdMissing { accounts: shown() }),
    };
    if let Some(account) = &account {
        let name = || account::name(account).to_owned();
        match account::hindrances(account) {
            (true, _) => return Err(Error::AccountSuspended { account: name() }),
            (_, true) => return Err(Error::PlanWithoutApi { account: name() }),
            _ => {}
        }
    }
    context.account = account;
    if FOR_ADMINISTRATORS.contains(&operation) && !is_administrator(&token) {
        let reason = "Webhooks are for the account's administrator, whom the token does not belong to; POST \
                      /_areia/credentials/financeiro issues one that does.";
        return Err(Error::PermissionMissing {
            reason: reason.to_owned(),
        });
    }
    if context.format == OTHER_FORMAT {
        return Err(Error::FormatUnknown);
    }
    Ok(())
}

/// What `context.format` says where neither JSON nor XML is asked for.
pub(super) const OTHER_FORMAT: &str = "other";

/// The endings that a path may have. Rails takes each for a format; this application knows the first two.
pub(super) const ENDINGS: &[&str] = &[
    ".json", ".xml", ".atom", ".csv", ".html", ".js", ".ofx", ".pdf", ".rss", ".txt", ".xls", ".xlsx",
];

/// The format of the answer to a request. A record's number has no dot, so that what stands behind one is a format too.
pub(super) fn negotiate(parts: &Parts, suffix: Option<&'static str>) -> &'static str {
    let last = parts.uri.path().rsplit('/').next().unwrap_or_default();
    let ending = last.rsplit_once('.').map(|(_, ending)| ending);
    match suffix {
        Some(".json" | ".xml") => {}
        None if ending.is_none_or(str::is_empty) => {}
        _ => return OTHER_FORMAT,
    }
    negotiation::format(parts, suffix).unwrap_or(OTHER_FORMAT)
}

/// nginx compressed these.
pub(super) fn compresses(status: StatusCode) -> bool {
    matches!(status, StatusCode::OK | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
}

/// The last touches: quota headers, entity tag, the headers of the proxies in front.
pub(super) async fn finish(context: &RequestContext, seen: &SeenRequest, response: Response) -> Response {
    let parts = &seen.parts;
    let is_whole = !leaves_in_pieces(&response);
    let (mut head, body) = response.into_parts();
    let headers = &mut head.headers;
    if let Some(usage) = context.usage {
        let number = |number: i64| HeaderValue::from(number);
        headers.insert(HeaderName::from_static("x-ratelimit-limit"), number(usage.limit.into()));
        headers.insert(
            HeaderName::from_static("x-ratelimit-reset"),
            reset_text(context, usage.resets_at),
        );
        headers.insert(
            HeaderName::from_static("x-ratelimit-remaining"),
            number(usage.remaining()),
        );
    }
    if head.status == StatusCode::TOO_MANY_REQUESTS {
        head.extensions.insert(ReasonPhrase::from_static(b"TOO MANY REQUESTS"));
    }
    // nginx says so of all that it would compress, whoever asks.
    let varies = match compresses(head.status) {
        true => "Accept-Encoding, Origin",
        false => "Origin",
    };
    headers.insert(header::VARY, HeaderValue::from_static(varies));
    let is_compressed = compresses(head.status) && accepts_gzip(parts);
    cors::allow(parts, headers);
    if context.account.as_deref().map(account::profile) == Some(Profile::Wire) {
        headers.extend(of_the_application(context, seen));
    }
    if !is_whole {
        // A file is never in memory whole, so that it has no tag.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        return Response::from_parts(head, body);
    }
    let body = body.collect().await;
    let mut body = body.map(|body| body.to_bytes()).unwrap_or_default();
    let has_page = matches!(head.status, StatusCode::OK | StatusCode::CREATED) && !body.is_empty();
    if has_page && context.endpoint.is_some() {
        let tag = conditional::entity_tag(&body, is_compressed);
        if conditional::is_not_modified(parts, head.status, &tag) {
            head.status = StatusCode::NOT_MODIFIED;
            headers.remove(header::CONTENT_TYPE);
            body.clear();
        }
        headers.insert(header::ETAG, tag);
        let revalidate = HeaderValue::from_static("max-age=0, private, must-revalidate");
        headers.insert(header::CACHE_CONTROL, revalidate);
    } else if context.endpoint.is_some() {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    Response::from_parts(head, Body::from(body))
}

/// Whether the client takes gzip: it names it, and does not say that it does not want it.
fn accepts_gzip(parts: &Parts) -> bool {
    let accepted = parts.headers.get(header::ACCEPT_ENCODING);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    let mut codings = accepted.unwrap_or_default().split(',');
    codings.any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        let quality = quality.trim().strip_prefix("q=");
        let quality = quality.and_then(|quality| quality.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("gzip") && quality != Some(0.0)
    })
}

/// What the application said of itself in the recordings. The number and the time of a request are those of its world,
/// so that they are the same in every run.
fn of_the_application(context: &RequestContext, seen: &SeenRequest) -> [(HeaderName, HeaderValue); 4] {
    let world = &context.world;
    let drawn = format!("{}/{}/{}", world.seed, world.name, context.request);
    let took = (world.clock.now() - seen.at).num_microseconds().unwrap_or(0).max(0);
    let runtime = format!("{}.{:06}", took / 1_000_000, took % 1_000_000);
    let cache = if seen.parts.method.is_safe() {
        "miss"
    } else {
        "invalidate, pass"
    };
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
    [
        ("x-request-id", value(&conditional::digest(drawn.as_bytes()))),
        ("x-runtime", value(&runtime)),
        ("x-ua-compatible", HeaderValue::from_static("IE=Edge,chrome=1")),
        ("x-rack-cache", HeaderValue::from_static(cache)),
    ]
    .map(|(name, value)| (HeaderName::from_static(name), value))
}

/// When the minute ends: as the documentation writes it, or in an account of the other generation as it was recorded.
fn reset_text(context: &RequestContext, at: DateTime<Utc>) -> HeaderValue {
    let text = match context.account.as_deref().map(account::profile) {
        Some(Profile::Wire) => at.to_rfc3339_opts(SecondsFormat::Secs, true),
        _ => http_date(at),
    };
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
