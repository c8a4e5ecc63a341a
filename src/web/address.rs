//! Whose path a request asks for: a provider's (by prefix, host name or listener), the control plane's, or nobody's.

use std::borrow::Cow;
use std::net::SocketAddr;

use http::request::Parts;
use http::uri::{Authority, PathAndQuery};
use http::{HeaderMap, Uri, header};

use super::api::Api;
use super::terms::Terms;

/// The control plane's prefix.
pub const CONTROL_PREFIX: &str = "/_areia";

/// The header that names a world.
pub const WORLD_HEADER: &str = "x-areia-world";

/// Whom a request asks.
#[derive(Debug, Clone)]
pub enum Addressee {
    /// A api.
    Provider(&'static Api, Arrival),
    /// The control plane.
    Control,
    /// Nobody: no prefix of this server's, on none of its host names.
    Nobody,
}

/// How a request came to a api.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The path as it was sent.
    pub original_path: String,
    /// The world it named, by path or header.
    pub world: Option<String>,
    /// The format's ending that its path had: `.json`.
    pub suffix: Option<&'static str>,
    /// What stands in front of the provider's own paths in links: `http://127.0.0.1:27342/<slug>`.
    pub base_url: String,
}

/// Finds whom a request asks, and makes its path that provider's own.
pub fn resolve(
    parts: &mut Parts,
    providers: &[&'static Api],
    listener: Option<&'static Api>,
    public_url: Option<&str>,
) -> Addressee {
    let host = host_of(parts);
    let public_url = public_url.map(|url| url.trim_end_matches('/'));
    let path = parts.uri.path();
    let own = listener.or_else(|| providers.iter().find(|p| owns_host(p, &host)).copied());
    let (provider, prefix_length, world, prefix) = match own {
        Some(provider) => (provider, 0, None, String::new()),
        None => {
            if is_under(path, CONTROL_PREFIX) {
                return Addressee::Control;
            }
            let (world, world_length) = world_prefix(path);
            let rest = &path[world_length..];
            let slug = rest.trim_start_matches('/').split('/').next().unwrap_or_default();
            let Some(provider) = providers.iter().find(|provider| provider.slug == slug) else {
                return Addressee::Nobody;
            };
            let slashes = rest.len() - rest.trim_start_matches('/').len();
            let length = world_length + slashes + slug.len();
            let prefix = format!("{}/{slug}", &path[..world_length]);
            (*provider, length, world.map(str::to_owned), prefix)
        }
    };
    let (own_path, suffix) = own_path(&path[prefix_length..], &provider.terms);
    let arrival = Arrival {
        suffix,
        original_path: path.to_owned(),
        world: world.or_else(|| header_text(&parts.headers, WORLD_HEADER).map(str::to_owned)),
        base_url: match public_url {
            // There the provider answers under its prefix, whatever address this request came by.
            Some(public_url) if prefix.is_empty() => format!("{public_url}/{}", provider.slug),
            Some(public_url) => format!("{public_url}{prefix}"),
            None => base_url(&parts.headers, &host, &prefix),
        },
    };
    parts.uri = with_path(&parts.uri, &own_path);
    if let Some(method) = (provider.terms.method)(parts) {
        parts.method = method;
    }
    Addressee::Provider(provider, arrival)
}

/// A provider's own path, as its documentation writes it: no doubled or trailing slashes, no alias, no ending that names
/// a format; and that ending.
fn own_path(path: &str, terms: &Terms) -> (String, Option<&'static str>) {
    let mut path = Cow::Borrowed(path);
    if path.is_empty() || path.contains("//") || (path.len() > 1 && path.ends_with('/')) {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        path = Cow::Owned(format!("/{}", segments.join("/")));
    }
    let alias = terms.aliases.iter().find(|(alias, _)| is_under(&path, alias));
    if let Some((alias, original)) = alias {
        path = Cow::Owned(format!("{original}{}", &path[alias.len()..]));
    }
    let suffix = terms.suffixes.iter().find(|suffix| path.ends_with(**suffix)).copied();
    match suffix.and_then(|suffix| path.strip_suffix(suffix)) {
        Some(rest) => (rest.to_owned(), suffix),
        None => (path.into_owned(), None),
    }
}

fn with_path(uri: &Uri, path: &str) -> Uri {
    let text = match uri.query() {
        // A bare `?` is no query.
        None | Some("") => path.to_owned(),
        Some(query) => format!("{path}?{query}"),
    };
    // Every piece was part of a valid address already, so only a defect in here could make this fail.
    PathAndQuery::from_maybe_shared(text).map_or_else(|_| uri.clone(), Uri::from)
}

/// The world that a path names (`/~name/…`) and the length of that prefix.
fn world_prefix(path: &str) -> (Option<&str>, usize) {
    let Some(rest) = path.strip_prefix("/~") else {
        return (None, 0);
    };
    let name = rest.split('/').next().unwrap_or_default();
    (Some(name), 2 + name.len())
}

fn is_under(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn owns_host(api: &Api, host: &str) -> bool {
    let name = host_name(host);
    let first_label = name.split('.').next().unwrap_or_default();
    first_label.eq_ignore_ascii_case(api.slug) || api.hosts.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// A host without its port, and without the dot that ends a name which is looked up as it stands.
pub fn host_name(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => {
            let name = host.split(':').next().unwrap_or_default();
            name.strip_suffix('.').unwrap_or(name)
        }
    }
}

/// The address that a connection was made to. It stands in for the host that a request does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached(pub SocketAddr);

/// The host that the request was sent to, with its port. HTTP/1.0 need not name one: then it is the address that the
/// connection reached.
pub fn host_of(parts: &Parts) -> String {
    let named = match parts.uri.authority() {
        Some(authority) => Some(authority.as_str()),
        None => header_text(&parts.headers, header::HOST.as_str()),
    };
    match named.filter(|host| !host.is_empty()) {
        Some(host) => host.to_owned(),
        None => parts
            .extensions
            .get::<Reached>()
            .map(|Reached(address)| address.to_string())
            .unwrap_or_default(),
    }
}

fn base_url(headers: &HeaderMap, host: &str, prefix: &str) -> String {
    let forwarded = |name| header_text(headers, name).and_then(|list| list.split(',').next());
    let forwarded = |name| forwarded(name).map(str::trim);
    let scheme = forwarded("x-forwarded-proto")
        .filter(|scheme| *scheme == "https")
        .unwrap_or("http");
    let is_host = |host: &&str| host.parse::<Authority>().is_ok();
    let host = forwarded("x-forwarded-host").filter(is_host).unwrap_or(host);
    let is_path = |path: &&str| path.starts_with('/') && path.parse::<PathAndQuery>().is_ok();
    let before = forwarded("x-forwarded-prefix").filter(is_path).unwrap_or_default();
    let before = before.trim_end_matches('/');
    format!("{scheme}://{host}{before}{prefix}")
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
