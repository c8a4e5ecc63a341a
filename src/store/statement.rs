//! A statement that can wait until it is carried out, alone or with others.

use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqliteRow};
use sqlx::{Row as _, Sqlite};

use super::{Store, StoreError};

/// A statement, and what is bound to its places.
///
/// They are written `?`, without a number: those of several statements are counted through when they go to the database
/// together.
#[derive(Debug, Clone)]
pub struct Statement {
    pub(super) sql: &'static str,
    values: Vec<Value>,
}

/// What can be bound to a place.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
}

impl Statement {
    /// A statement whose places are still empty, which is null.
    pub fn new(sql: &'static str) -> Self {
        Self {
            sql,
            values: Vec::new(),
        }
    }

    /// Binds a value to the next place.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The text in the first column of the first row that it finds.
    pub async fn find_text(self, connection: &mut SqliteConnection) -> Result<Option<String>, StoreError> {
        let row = self.find(connection).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    pub(super) async fn find(self, connection: &mut SqliteConnection) -> Result<Option<SqliteRow>, StoreError> {
        let query = sqlx::query(self.sql);
        Ok(self.bind_to(query).fetch_optional(connection).await?)
    }

    /// Carries it out.
    pub async fn execute(self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let query = sqlx::query(self.sql);
        self.bind_to(query).execute(connection).await?;
        Ok(())
    }

    /// Binds its values behind those that `query` has.
    pub(super) fn bind_to<'q>(self, query: Query<'q, Sqlite, SqliteArguments>) -> Query<'q, Sqlite, SqliteArguments> {
        self.values.into_iter().fold(query, |query, value| match value {
            Value::Null => query.bind(None::<i64>),
            Value::Integer(number) => query.bind(number),
            Value::Text(text) => query.bind(text),
        })
    }
}

impl Store {
    /// The text in the first column of the first row that `statement` finds, as [`Store::find`] finds it.
    pub async fn find_text(&self, statement: Statement) -> Result<Option<String>, StoreError> {
        let found: Option<(String,)> = self.find(statement).await?;
        Ok(found.map(|(text,)| text))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Integer(truth.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
