//! A JSON body.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use http::header;
use serde::Deserializer;
use serde::de::{DeserializeOwned, Error as _, Unexpected, Visitor};
use serde_json::Value;

use crate::web::entrance::RequestContext;
use crate::web::refusal::Refusal;

/// A JSON body, read as a `T`. Of a member that is given twice the last one counts.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<()> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &()) -> Result<Self, Refusal> {
        let media_type = request.headers().get(header::CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let needs_type = request
            .extensions()
            .get::<RequestContext>()
            .is_some_and(|context| context.terms.json_needs_content_type);
        if needs_type && !is_json(media_type) {
            return Err(Refusal::MediaTypeUnsupported {
                media_type: media_type.to_owned(),
            });
        }
        // The entrance has read the body already and held it to the provider's bound.
        let body = to_bytes(request.into_body(), usize::MAX)
            .await
            .map_err(|_| Refusal::BodyIncomplete)?;
        parse_json(&body).map(Self)
    }
}

/// Reads JSON as a `T`; serde_json bounds its depth.
pub fn parse_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let value: Value = serde_json::from_slice(body).map_err(|error| Refusal::BodyMalformed {
        reason: error.to_string(),
    })?;
    serde_path_to_error::deserialize(Exact(value)).map_err(|error| Refusal::BodyMismatch {
        place: error.path().to_string(),
        reason: error.into_inner().to_string(),
    })
}

/// A JSON value, read so that a struct is made from an object alone: serde would fill it from an array too.
pub struct Exact(pub Value);

impl<'de> Deserializer<'de> for Exact {
    type Error = serde_json::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        let given = match &self.0 {
            Value::Object(_) => return self.0.deserialize_struct(name, fields, visitor),
            Value::Null => Unexpected::Unit,
            Value::Bool(is_true) => Unexpected::Bool(*is_true),
            Value::Number(_) => Unexpected::Other("number"),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
        };
        Err(Self::Error::invalid_type(given, &"an object"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_option(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

/// Whether a media type is JSON's: `application/json`, `text/json`, `application/…+json`, with any parameters.
fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}
