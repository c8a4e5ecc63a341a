//! What a connection says, request after request.

use std::sync::Arc;

type Ask = dyn FnMut(u64, &mut Vec<u8>) + Send;
type Hear = dyn FnMut(&[u8]) + Send;

/// The requests of one connection.
pub(crate) struct Conversation {
    /// Appends the bytes of the request of this turn, the first being zero.
    pub ask: Box<Ask>,
    /// Whether any success will do: not every request of the conversation is of the scenario's operation.
    pub any_success: bool,
    /// Takes the body of each answer, so that the next request can depend on it.
    pub hear: Box<Hear>,
}

impl Conversation {
    /// The same request for ever, rendered before.
    pub(crate) fn repeat(request: Arc<[u8]>) -> Conversation {
        Conversation {
            ask: Box::new(move |_turn, output| output.extend_from_slice(&request)),
            any_success: false,
            hear: Box::new(|_body| ()),
        }
    }
}
