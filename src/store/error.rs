//! Why a world's database did not do what it was asked. It is logged with its context and never sent to a client.

use sqlx::error::ErrorKind;
use sqlx::migrate::MigrateError;

/// Why a world's database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The world was dropped while the caller still used it.
    #[error("the world is gone")]
    WorldGone,
    /// The world was reset or restored since the caller began, so ids read before mean nothing in it.
    #[error("the world was replaced")]
    WorldReplaced,
    /// A row that must be there is not.
    #[error("a row that must be there is missing")]
    Missing,
    /// A statement would break a constraint of a table.
    #[error("{error}")]
    Constraint {
        /// Which one.
        broken: Constraint,
        /// What SQLite said.
        error: sqlx::Error,
    },
    /// A stored value is not what it should be, or a value cannot be stored.
    #[error("a stored value: {0}")]
    Value(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database's file cannot be read or written.
    #[error("the database's file: {0}")]
    File(#[from] std::io::Error),
    /// Anything else that SQLite said.
    #[error(transparent)]
    Sqlite(sqlx::Error),
}

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constraint {
    /// A unique index, by its last column as `table.column`: SQLite names the columns of an index, not the index.
    Unique(String),
    /// A column that must have a value, as `table.column`.
    NotNull(String),
    /// A check, by its expression.
    Check(String),
    /// A reference to another table. SQLite does not say which.
    ForeignKey,
}

impl StoreError {
    /// A stored value that is not what it should be, for the reason `error`.
    pub fn value(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Value(error.into())
    }

    /// Whether a row would break a unique index whose last column, as `table.column`, ends in `column`.
    pub fn is_unique_violation(&self, column: &str) -> bool {
        matches!(self, Self::Constraint { broken: Constraint::Unique(last), .. } if last.ends_with(column))
    }

    /// Whether SQLite itself refused the statement.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Constraint { .. } => true,
            Self::Sqlite(error) => error.as_database_error().is_some(),
            _ => false,
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        Self::Sqlite(error.into())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::Missing,
            error => match broken_constraint(&error) {
                Some(broken) => Self::Constraint { broken, error },
                None => Self::Sqlite(error),
            },
        }
    }
}

/// The constraint that a statement would have broken: `UNIQUE constraint failed: sale.account, sale.number`.
fn broken_constraint(error: &sqlx::Error) -> Option<Constraint> {
    let refused = error.as_database_error()?;
    let (_, named) = refused.message().split_once("constraint failed: ").unwrap_or_default();
    Some(match refused.kind() {
        ErrorKind::UniqueViolation => {
            let last = named.rsplit(", ").next().unwrap_or_default();
            Constraint::Unique(last.to_owned())
        }
        ErrorKind::NotNullViolation => Constraint::NotNull(named.to_owned()),
        ErrorKind::CheckViolation => Constraint::Check(named.to_owned()),
        ErrorKind::ForeignKeyViolation => Constraint::ForeignKey,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use sqlx::{ConnectOptions as _, Executor as _};

    use super::*;
    use crate::store::database::in_memory;

    #[tokio::test]
    async fn a_broken_constraint_is_known_by_its_column() {
        let mut connection = in_memory().connect().await.unwrap();
        let table = "create table sale (id integer primary key, account text not null, number integer
                     check (number > 0), parent integer references sale (id), unique (account, number))";
        connection.execute(table).await.unwrap();
        let mut broken = Vec::new();
        let rows = [
            "'a', 1, null",
            "'a', 1, null",
            "null, 2, null",
            "'a', -1, null",
            "'a', 3, 99",
        ];
        for values in rows {
            let insert = sqlx::AssertSqlSafe(format!("insert into sale (account, number, parent) values ({values})"));
            if let Err(error) = connection.execute(insert).await
                && let StoreError::Constraint { broken: one, .. } = error.into()
            {
                broken.push(one);
            }
        }
        let unique = Constraint::Unique("sale.number".to_owned());
        let not_null = Constraint::NotNull("sale.account".to_owned());
        let check = Constraint::Check("number > 0".to_owned());
        assert_eq!(broken, [unique, not_null, check, Constraint::ForeignKey]);
    }
}
