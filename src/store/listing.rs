//! Lists: filters, an order and a window, made into one statement whose values are all bound.
//!
//! Every piece of SQL text is `'static`: what a client sends can only become a bound value.

use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};

use super::StoreError;

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many rows come before it.
    pub skip: u64,
    /// How many rows it has at most.
    pub take: u64,
}

impl Window {
    /// The part of a list that is held in memory.
    pub fn of<T>(self, list: &[T]) -> impl Iterator<Item = &T> {
        let bound = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        list.iter().skip(bound(self.skip)).take(bound(self.take))
    }
}

/// A list of one column's values, usually `document`.
pub struct Listing {
    query: QueryBuilder<Sqlite>,
}

impl Listing {
    /// The rows of `select`, a statement whose `where` clause ends in a comparison that `owner` completes.
    pub fn of(select: &'static str, owner: &str) -> Self {
        let mut query = QueryBuilder::new(select);
        query.push_bind(owner.to_owned());
        Self { query }
    }

    /// The rows of `select`, a statement whose `where` clause is complete: no tenant owns them.
    pub fn all(select: &'static str) -> Self {
        Self {
            query: QueryBuilder::new(select),
        }
    }

    /// Goes on with a statement whose `where` clause is complete.
    pub fn resume(query: QueryBuilder<Sqlite>) -> Self {
        Self { query }
    }

    /// Keeps the rows whose `column` is `value`, where a value is given.
    pub fn equal<T>(mut self, column: &'static str, value: Option<T>) -> Self
    where
        T: for<'q> sqlx::Encode<'q, Sqlite> + sqlx::Type<Sqlite> + Send + 'static,
    {
        if let Some(value) = value {
            self.query.push(" and ").push(column).push(" = ").push_bind(value);
        }
        self
    }

    /// Keeps the rows whose `column` is one of `values`, where a list of them is given.
    pub fn among<T>(mut self, column: &'static str, values: Option<Vec<T>>) -> Self
    where
        T: for<'q> sqlx::Encode<'q, Sqlite> + sqlx::Type<Sqlite> + Send + 'static,
    {
        if let Some(values) = values {
            self.query.push(" and ").push(column).push(" in (");
            let mut places = self.query.separated(", ");
            for value in values {
                places.push_bind(value);
            }
            self.query.push(")");
        }
        self
    }

    /// Keeps the rows whose `column` is `value` or more.
    pub fn from<T>(mut self, column: &'static str, value: Option<T>) -> Self
    where
        T: for<'q> sqlx::Encode<'q, Sqlite> + sqlx::Type<Sqlite> + Send + 'static,
    {
        if let Some(value) = value {
            self.query.push(" and ").push(column).push(" >= ").push_bind(value);
        }
        self
    }

    /// Keeps the rows whose `column` is `value` or less.
    pub fn to<T>(mut self, column: &'static str, value: Option<T>) -> Self
    where
        T: for<'q> sqlx::Encode<'q, Sqlite> + sqlx::Type<Sqlite> + Send + 'static,
    {
        if let Some(value) = value {
            self.query.push(" and ").push(column).push(" <= ").push_bind(value);
        }
        self
    }

    /// Keeps the rows whose `column` holds `text`, where a text is given. Case counts: fold both sides first.
    pub fn containing(mut self, column: &'static str, text: Option<String>) -> Self {
        if let Some(text) = text {
            self.query
                .push(" and instr(")
                .push(column)
                .push(", ")
                .push_bind(text)
                .push(") > 0");
        }
        self
    }

    /// The rows of `window` in `order`, an `order by` clause that leaves no ties.
    pub async fn fetch(
        mut self,
        connection: &mut SqliteConnection,
        order: &'static str,
        window: Window,
    ) -> Result<Vec<String>, StoreError> {
        let bound = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.query.push(" ").push(order);
        self.query.push(" limit ").push_bind(bound(window.take));
        self.query.push(" offset ").push_bind(bound(window.skip));
        Ok(self.query.build_query_scalar().fetch_all(connection).await?)
    }

    /// The statement so far, for a question that is no list: a sum over the same rows.
    pub fn into_query(self) -> QueryBuilder<Sqlite> {
        self.query
    }
}
