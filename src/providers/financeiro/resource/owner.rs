//! What records belong to.

/// What records belong to: an account, or a record of that account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Owner {
    /// The account.
    pub(crate) account: i64,
    /// The id of the owner itself: the account's, an entity's or another record's.
    pub(crate) id: i64,
}

impl Owner {
    /// An account itself.
    pub(crate) fn of_account(account: i64) -> Self {
        Self { account, id: account }
    }

    /// A record of the same account.
    pub(crate) fn with_id(self, id: i64) -> Self {
        Self { id, ..self }
    }
}
