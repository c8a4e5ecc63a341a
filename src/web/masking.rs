//! Secrets are masked before anything is written: known ones and unknown ones.
//!
//! The case that matters is somebody's production token sent by mistake, which nobody here has ever seen. So two
//! things are masked: what stands behind a name that secrets have, in JSON, forms, XML and multipart alike; and
//! whatever looks like a secret, a long run of letters and digits mixed.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, header};

/// What stands in a secret's place, behind its first characters.
const MASK: &str = "********";

/// How many characters of a secret stay readable, to tell two apart.
const SHOWN: usize = 4;

/// A run of letters and digits of this length is taken for a secret.
const SECRET_LENGTH: usize = 20;

/// One in some hundred random secrets of this length has no digit. No word is as long.
const LETTERS_LENGTH: usize = 32;

/// Names that secrets have. What follows one is masked up to the next delimiter. A name counts wherever it ends a word
/// (`csrf_token`); a sentence that speaks of a token has no separator behind the word.
const NAMES: [&str; 9] = [
    "access_token",
    "api_key",
    "authorization",
    "client_secret",
    "password",
    "refresh_token",
    "secret",
    "senha",
    "token",
];

/// What stands before a name in a part of `multipart/form-data`.
const PART_NAME: &str = " name=\"";

static NAME_FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(NAMES).ok());

/// Header fields whose whole value is a secret.
const SECRET_HEADERS: [HeaderName; 4] = [
    header::AUTHORIZATION,
    header::COOKIE,
    header::SET_COOKIE,
    header::PROXY_AUTHORIZATION,
];

/// Words in the names of other header fields that carry secrets: `access-token`, `x-api-key`. Names are in lower case.
const SECRET_WORDS: [&str; 5] = ["token", "secret", "password", "api-key", "apikey"];

static SECRET_WORD_FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(SECRET_WORDS).ok());

/// Header fields that nearly every request or answer has, and whose names have no such word.
const PLAIN_HEADERS: [HeaderName; 11] = [
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::HOST,
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::USER_AGENT,
    header::DATE,
    header::ETAG,
    header::CACHE_CONTROL,
    header::VARY,
    header::LOCATION,
];

/// The text without its secrets.
pub fn mask(text: &str) -> Cow<'_, str> {
    // The shortest name with a separator and a secret of one character: many header fields are shorter.
    if text.len() < "token=x".len() {
        return Cow::Borrowed(text);
    }
    let mut secrets = named_secrets(text);
    secrets.extend(shaped_secrets(text));
    masked(text, secrets)
}

fn masked(text: &str, mut secrets: Vec<(usize, usize)>) -> Cow<'_, str> {
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    secrets.sort_unstable();
    let mut masked = String::with_capacity(text.len());
    let mut written = 0;
    for (start, end) in secrets {
        if start < written {
            continue;
        }
        masked.push_str(&text[written..start]);
        masked.push_str(&masked_secret(&text[start..end]));
        written = end;
    }
    masked.push_str(&text[written..]);
    Cow::Owned(masked)
}

/// A sentence of our own without the secrets that it quotes. It may speak of a secret by name, and says nothing secret
/// then.
pub fn mask_sentence(text: &str) -> Cow<'_, str> {
    masked(text, shaped_secrets(text))
}

/// A secret's first characters and a mask, the same length for every secret.
pub fn masked_secret(secret: &str) -> String {
    let shown = if secret.len() >= 4 * SHOWN { SHOWN } else { 0 };
    let beginning: String = secret.chars().take(shown).collect();
    beginning + MASK
}

/// A body without its secrets; the same bytes where it has none or is no text.
pub fn mask_body(body: &Bytes) -> Bytes {
    match std::str::from_utf8(body).map(mask) {
        Ok(Cow::Owned(masked)) => Bytes::from(masked),
        _ => body.clone(),
    }
}

/// Header fields, one `name: value` a line, without their secrets.
pub fn mask_headers(headers: &HeaderMap) -> Box<str> {
    let mut lines = String::with_capacity(256);
    for (name, value) in headers {
        lines.push_str(name.as_str());
        lines.push_str(": ");
        let value = String::from_utf8_lossy(value.as_bytes());
        match value.split_once(' ') {
            Some((scheme, secret)) if *name == header::AUTHORIZATION => {
                lines.push_str(scheme);
                lines.push(' ');
                lines.push_str(&masked_secret(secret));
            }
            _ if SECRET_HEADERS.contains(name) => lines.push_str(MASK),
            _ if is_secret_name(name) => lines.push_str(&masked_secret(&value)),
            _ => lines.push_str(&mask(&value)),
        }
        lines.push('\n');
    }
    lines.into_boxed_str()
}

fn is_secret_name(name: &HeaderName) -> bool {
    let finder = SECRET_WORD_FINDER.as_ref();
    !PLAIN_HEADERS.contains(name) && finder.is_some_and(|finder| finder.is_match(name.as_str()))
}

/// The places of what stands behind a secret's name.
fn named_secrets(text: &str) -> Vec<(usize, usize)> {
    let Some(finder) = NAME_FINDER.as_ref() else {
        return Vec::new();
    };
    let mut secrets = Vec::new();
    for found in finder.find_iter(text) {
        let rest = &text[found.end()..];
        let secret = if text[..found.start()].ends_with(PART_NAME) {
            part_value(rest)
        } else {
            value(rest)
        };
        if let Some(secret) = secret.filter(|secret| !secret.is_empty()) {
            let start = secret.as_ptr().addr() - text.as_ptr().addr();
            secrets.push((start, start + secret.len()));
        }
    }
    secrets
}

/// The value of a part of `multipart/form-data`: the part's other header fields end at the first empty line.
fn part_value(rest: &str) -> Option<&str> {
    let (_, value) = rest.split_once("\r\n\r\n")?;
    value.split("\r\n").next()
}

/// The value behind a name in JSON, a form or XML. Without a separator there is none: `password_hint` is another name,
/// and `"refresh_token",` is itself a value.
fn value(rest: &str) -> Option<&str> {
    let behind_name = rest.trim_start_matches(['"', '\'', '\\', ' ', '\t', '\r', '\n']);
    let value = behind_name.trim_start_matches([':', '=', '>', '%', ' ', '\t', '\r', '\n']);
    let separator = behind_name.chars().next()?;
    if value.len() == behind_name.len() || value.starts_with("null") {
        return None;
    }
    match value.bytes().next() {
        // An object is no secret; what is one in it has a name of its own.
        Some(b'{') if separator == ':' => return None,
        Some(b'[') if separator == ':' => return value[1..].split(']').next(),
        _ => {}
    }
    let inner = value.strip_prefix('\\').unwrap_or(value);
    if let Some(quote) = inner.chars().next().filter(|c| ['"', '\''].contains(c)) {
        let inner = &inner[1..];
        let mut is_escaped = false;
        let end = inner.find(|c| {
            let ends = c == quote && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        });
        return Some(&inner[..end.unwrap_or(inner.len())]);
    }
    let ends: &[char] = match separator {
        '=' => &['&', '"', '<', ' ', '\r', '\n'],
        _ => &['"', '&', '<', '\r', '\n', ',', '}'],
    };
    value.split(ends).next()
}

/// The places of long runs of letters and digits that hold both. Texts are long and such runs rare: where one would
/// have to reach is looked at first, from its end, and most bytes are never looked at.
fn shaped_secrets(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut secrets = Vec::new();
    let mut start = 0;
    while let Some(window) = bytes.get(start..start + SECRET_LENGTH) {
        let is_other = |byte: &u8| !byte.is_ascii_alphanumeric();
        if let Some(place) = window.iter().rposition(is_other) {
            start += place + 1;
            continue;
        }
        let end = bytes[start..].iter().position(is_other);
        let end = end.map_or(bytes.len(), |length| start + length);
        if is_secret(&bytes[start..end]) {
            secrets.push((start, end));
        }
        start = end + 1;
    }
    secrets
}

fn is_secret(run: &[u8]) -> bool {
    let lower = run.iter().any(u8::is_ascii_lowercase);
    let upper = run.iter().any(u8::is_ascii_uppercase);
    let digits = run.iter().any(u8::is_ascii_digit);
    let is_mixed = (lower || upper) && digits && run.len() >= SECRET_LENGTH;
    is_mixed || (lower && upper && run.len() >= LETTERS_LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_behind_its_name_is_masked_in_every_format() {
        for (text, masked) in [
            (r#"{"password":"areia","x":1}"#, r#"{"password":"********","x":1}"#),
            (
                r#"{ "client_secret" : "short" }"#,
                r#"{ "client_secret" : "********" }"#,
            ),
            ("user=a&password=areia&b=c", "user=a&password=********&b=c"),
            ("<password>areia</password>", "<password>********</password>"),
            (
                "form-data; name=\"password\"\r\n\r\nareia\r\n--",
                "form-data; name=\"password\"\r\n\r\n********\r\n--",
            ),
            (
                "form-data; name=\"password\"\r\nContent-Type: text/plain\r\n\r\na,re\"ia\r\n--",
                "form-data; name=\"password\"\r\nContent-Type: text/plain\r\n\r\n********\r\n--",
            ),
            (
                r#"{"password":"a,b}c\"d&e<f","x":1}"#,
                r#"{"password":"********","x":1}"#,
            ),
            ("password=a,b}c&x=1", "password=********&x=1"),
            (r#"{"password":1234,"x":1}"#, r#"{"password":********,"x":1}"#),
            (
                r#"<user password="a,b" x="1"/>"#,
                r#"<user password="********" x="1"/>"#,
            ),
            (r#"{"password":"","x":1}"#, r#"{"password":"","x":1}"#),
            ("token=short&page=1", "token=********&page=1"),
            ("page=1&Token=short", "page=1&Token=********"),
            (r#"{"token":"short"}"#, r#"{"token":"********"}"#),
            ("<token>short</token>", "<token>********</token>"),
            (r#"{"senha":["um","dois"],"x":1}"#, r#"{"senha":[********],"x":1}"#),
        ] {
            assert_eq!(mask(text), masked);
        }
    }

    #[test]
    fn every_name_is_found_in_every_spelling_wherever_it_stands() {
        for name in NAMES {
            let capital = name[..1].to_uppercase() + &name[1..];
            for name in [name.to_owned(), name.to_uppercase(), capital] {
                for before in ["", "x", "á&", &"ç".repeat(300)] {
                    let text = format!("{before}{name}=areia");
                    assert_eq!(mask(&text), format!("{before}{name}=********"));
                }
            }
        }
        for name in PLAIN_HEADERS {
            let name = name.as_str();
            assert!(!SECRET_WORDS.iter().any(|word| name.contains(word)), "{name}");
        }
    }

    #[test]
    fn an_unknown_token_is_masked_wherever_it_stands() {
        let token = "q3ZkT0uYw8mJ2VhXrB6nLs9dAePf1CgK";
        // A random one may well have no digit.
        assert_eq!(mask("qoZkTxuYwpmJoVhXrBsnLsxdAePfpCgK"), "qoZk********");
        for text in [
            format!("/v1/sales/{token}"),
            format!("x={token}"),
            format!(r#"["{token}"]"#),
        ] {
            let masked = mask(&text);
            assert!(
                masked.contains("q3Zk********") && !masked.contains("T0uYw8"),
                "{masked}"
            );
        }
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in [
            r#"{"id":"968150ce-4ad1-4a97-ab6c-4da83b255f79","document":"00011122233"}"#,
            r#"{"code":"PX-1","barcode":"5012345678901234567890","token_type":"bearer"}"#,
            r#"{"password":null}"#,
            r#"{"token":{"type":"string"},"tokens":2}"#,
            r#"{"error":"invalid_token","error_description":"The access token is invalid or has expired"}"#,
            r#"Bearer realm="service" error="invalid_token" error_description="The access token is missing""#,
            "This refresh token was used at 2026-03-16T12:00:00Z by request 118.",
            r#"{"message":"Token inválido"}"#,
        ] {
            assert!(matches!(mask(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
