//! A request: who it is for, what its path names and what it brings.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts as _, RawPathParams};
use chrono::{DateTime, Utc};
use http::Method;

use super::account::{Profile, number, profile};
use super::credentials::user_of;
use super::errors::Error;
use crate::store::{Connection, StoreError};
use crate::web::context::RequestContext;
use crate::web::rails::{Members, Parameter, read};
use crate::web::wording::Answer;
use crate::webhook_sender::WebhookSender;
use crate::world::World;

/// What a handler answers.
pub(super) type Handled<T = Answer> = Result<T, Error>;

/// A request in an account.
#[derive(Debug)]
pub(super) struct Request {
    /// The request on its way.
    pub(super) context: RequestContext,
    /// The account's number.
    pub(super) account: i64,
    /// The account's profile.
    pub(super) profile: Profile,
    /// The user behind the token.
    pub(super) user: i64,
    /// The method.
    pub(super) method: Method,
    /// The path in links, without a format's ending, and the query.
    pub(super) path: String,
    pub(super) query: String,
    /// Who delivers notices.
    pub(super) webhook_sender: Option<Arc<WebhookSender>>,
    /// What the query and the body say.
    pub(super) parameters: Members,
    ids: Vec<(String, String)>,
}

impl FromRequest<()> for Request {
    type Rejection = Error;

    async fn from_request(request: axum::extract::Request, state: &()) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let broken = |reason: &str| Error::ServerBroken {
            reason: reason.to_owned(),
        };
        let context = RequestContext::from_request_parts(&mut parts, state)
            .await
            .map_err(|refusal| broken(&refusal.explanation()))?;
        let ids = RawPathParams::from_request_parts(&mut parts, state)
            .await
            .map_err(|_| Error::PageNotFound {
                reason: "The path is not UTF-8.".to_owned(),
            })?;
        let ids = ids
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        // The entrance has read the body already and held it to the provider's bound.
        let body = to_bytes(body, usize::MAX)
            .await
            .map_err(|_| broken("The body is gone."))?;
        let parameters = read(&parts, body)
            .await
            .map_err(|unreadable| Error::BodyUnreadable { reason: unreadable.0 })?;
        let account = context.account.clone();
        Ok(Self {
            account: account.as_deref().map(number).unwrap_or_default(),
            profile: account.as_deref().map(profile).unwrap_or_default(),
            user: context.caller.as_ref().map_or(1, |token| user_of(token)),
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            webhook_sender: parts.extensions.get().cloned(),
            parameters,
            context,
            ids,
        })
    }
}

impl Request {
    /// The world that the request is in.
    pub(super) fn world(&self) -> &Arc<World> {
        &self.context.world
    }

    /// The world's time.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.context.world.clock.now()
    }

    /// The world's data, held until the answer is made.
    pub(super) async fn connection(&self) -> Result<Connection<'_>, StoreError> {
        self.context.world.store.connection().await
    }

    /// What the path names by `name`, as it was written; empty where it names nothing so.
    pub(super) fn path_text(&self, name: &str) -> &str {
        self.ids
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, id)| id.as_str())
            .unwrap_or_default()
    }

    /// What the path names by `name`, as MySQL reads a number: the digits it begins with, or 0.
    pub(super) fn path_id(&self, name: &str) -> i64 {
        let text = self.path_text(name);
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        text[..digits].parse().unwrap_or(0)
    }

    /// The attributes under `root`; a body that has no such member is unusable.
    pub(super) fn attributes(&self, root: &str) -> Result<Members, Error> {
        match self.parameters.get(root) {
            Some(Parameter::Hash(members)) => Ok(members.clone()),
            // Rails reads `{"person":{}}` as an empty hash, and an element without children as nil.
            Some(Parameter::Null) => Ok(Members::new()),
            _ => {
                let there: Vec<&str> = self.parameters.keys().map(String::as_str).collect();
                let nearest = match there.is_empty() {
                    true => "the request has no members at all".to_owned(),
                    false => format!("the request has `{}`", there.join("`, `")),
                };
                Err(Error::RequestUnusable {
                    reason: format!("The attributes must be an object under `{root}`; {nearest}."),
                })
            }
        }
    }

    /// The format's ending that the path had; empty where it had none.
    pub(super) fn suffix(&self) -> &'static str {
        self.context.suffix.unwrap_or_default()
    }

    /// The ids of `selected_ids`, from the query or the body.
    pub(super) fn selected_ids(&self) -> Vec<i64> {
        let texts = self
            .parameters
            .get("selected_ids")
            .map(Parameter::as_texts)
            .unwrap_or_default();
        texts.iter().filter_map(|id| id.parse().ok()).collect()
    }

    /// A single parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name)?.as_text().filter(|text| !text.is_empty())
    }
}
