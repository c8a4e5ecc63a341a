//! A client: tests never build requests by hand.

use reqwest::Method;
use serde_json::Value;

use super::Answer;

/// A client of one base URL, with header fields and query parameters that every request carries.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    base_url: String,
    headers: Vec<(String, String)>,
    query: Vec<(String, String)>,
}

impl Client {
    pub(crate) fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            headers: Vec::new(),
            query: Vec::new(),
        }
    }

    /// The same client of another base URL.
    pub(crate) fn rebased(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// The same client with a header field; one of that name is replaced.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same client without a header field.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self
    }

    /// The same client with a query parameter.
    pub(crate) fn in_query(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Vec::new()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, Vec::new()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some("application/json"), body.to_string().into())
            .await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, Some("application/json"), body.to_string().into())
            .await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        let body = body.to_string().into();
        self.send(Method::PATCH, path, Some("application/json"), body).await
    }

    /// A form.
    pub(crate) async fn post_form(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        let media_type = Some("application/x-www-form-urlencoded");
        self.send(Method::POST, path, media_type, form.into()).await
    }

    /// Any request; redirects are not followed.
    pub(crate) async fn send(&self, method: Method, path: &str, media_type: Option<&str>, body: Vec<u8>) -> Answer {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let client = client.no_proxy().build().unwrap();
        let mut request = client
            .request(method, format!("{}{path}", self.base_url))
            .query(&self.query);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(media_type) = media_type {
            request = request.header("content-type", media_type);
        }
        Answer::of(request.body(body).send().await.unwrap()).await
    }
}
