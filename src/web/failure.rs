//! Why a request is not carried out, on its way to the one place that words it.

use std::sync::Arc;

use super::refusal::Refusal;
use super::wording::Wording;

/// Why a request is not carried out. Handlers and the entrance's steps return it as an `Err`.
#[derive(Debug, Clone)]
pub struct Failure {
    pub(super) cause: Cause,
    /// What to do about it, where the cause itself cannot know.
    pub(super) advice: Option<String>,
    /// The methods that the address takes, as `Allow` lists them, where the one that was used is not among them.
    pub(super) methods: Option<String>,
}

/// Who turns the request away.
#[derive(Debug, Clone)]
pub(super) enum Cause {
    /// A mechanism that all providers share; the provider words what it decided.
    Refused(Refusal),
    /// The provider itself.
    Given(Arc<dyn Wording>),
}

impl Failure {
    /// A provider's own error.
    pub fn of(error: impl Wording + 'static) -> Self {
        Self::given(Arc::new(error))
    }

    pub(super) fn given(error: Arc<dyn Wording>) -> Self {
        Self {
            cause: Cause::Given(error),
            advice: None,
            methods: None,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self {
            cause: Cause::Refused(refusal),
            advice: None,
            methods: None,
        }
    }
}
