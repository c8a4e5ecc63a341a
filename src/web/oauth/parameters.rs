//! The parameters of an OAuth request, wherever real clients put them.

use bytes::Bytes;
use futures_util::{FutureExt, stream};
use http::header;
use http::request::Parts;
use serde_json::Value;

use crate::web::extract::{Parameters, parse_json};
use crate::web::refusal::Refusal;

/// The parameters of the query and of the body (form, multipart or JSON) together; the body's win. An empty body
/// of any type is fine.
pub fn request_parameters(parts: &Parts, body: &[u8]) -> Result<Parameters, Refusal> {
    let mut parameters = Parameters::parse(parts.uri.query().unwrap_or_default())?;
    if body.trim_ascii().is_empty() {
        return Ok(parameters);
    }
    let media_type = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = media_type.unwrap_or_default();
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let sent = match essence.as_str() {
        "application/x-www-form-urlencoded" => form(body)?,
        "multipart/form-data" => multipart(media_type, body)?,
        "application/json" => json(body)?,
        _ => Parameters::default(),
    };
    parameters.0.extend(sent.0);
    Ok(parameters)
}

fn form(body: &[u8]) -> Result<Parameters, Refusal> {
    let text = std::str::from_utf8(body).map_err(|error| Refusal::BodyMalformed {
        reason: error.to_string(),
    })?;
    Parameters::parse(text.trim_end()).map_err(|refusal| match refusal {
        Refusal::QueryMalformed { reason, .. } => Refusal::BodyMalformed { reason },
        other => other,
    })
}

fn json(body: &[u8]) -> Result<Parameters, Refusal> {
    let members: serde_json::Map<String, Value> = parse_json(body)?;
    let text = |value: Value| match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    let pairs = members
        .into_iter()
        .filter_map(|(name, value)| Some((name, text(value)?)));
    Ok(Parameters(pairs.collect()))
}

/// The body is here whole, so that reading it never waits.
fn multipart(media_type: &str, body: &[u8]) -> Result<Parameters, Refusal> {
    let malformed = |error: multer::Error| Refusal::BodyMalformed {
        reason: error.to_string(),
    };
    let boundary = multer::parse_boundary(media_type).map_err(malformed)?;
    let body = Ok::<_, std::convert::Infallible>(Bytes::copy_from_slice(body));
    let mut multipart = multer::Multipart::new(stream::iter([body]), boundary);
    let reading = async {
        let mut pairs = Vec::new();
        while let Some(field) = multipart.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            pairs.push((name, field.text().await?));
        }
        Ok(Parameters(pairs))
    };
    match reading.now_or_never() {
        Some(read) => read.map_err(malformed),
        None => Err(Refusal::BodyIncomplete),
    }
}
