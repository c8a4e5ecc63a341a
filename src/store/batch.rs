//! Several statements in one call of the database, since every call costs two changes of thread.

use futures_util::TryStreamExt;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Either, Executor, Sqlite};

use super::{Connection, Statement, StoreError};

/// Writes that are carried out together or not at all.
#[derive(Debug, Default)]
#[must_use = "nothing is written before they are committed or carried out"]
pub struct WriteBatch(Vec<Statement>);

impl WriteBatch {
    /// Adds a statement at the end.
    pub fn push(&mut self, statement: Statement) {
        self.0.push(statement);
    }

    /// Carries the statements out in the transaction that the caller is in.
    pub async fn execute(self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let texts: Vec<_> = self.0.iter().map(|statement| statement.sql).collect();
        query(&texts, self.0).execute(connection).await?;
        Ok(())
    }
}

impl Extend<Statement> for WriteBatch {
    fn extend<T: IntoIterator<Item = Statement>>(&mut self, statements: T) {
        self.0.extend(statements);
    }
}

impl Connection<'_> {
    /// Carries writes out in a transaction of their own. Whatever the writes depend on was read through this connection,
    /// which the caller has held since.
    pub async fn commit(&mut self, writes: WriteBatch) -> Result<(), StoreError> {
        let mut texts = vec!["begin"];
        texts.extend(writes.0.iter().map(|statement| statement.sql));
        texts.push("commit");
        let query = query(&texts, writes.0);
        // A caller that is cancelled midway leaves a transaction open; the next one who takes the connection ends it.
        self.set_torn(true);
        let written = query.execute(&mut **self).await;
        if written.is_err() {
            self.roll_back().await;
        }
        self.set_torn(false);
        written?;
        Ok(())
    }

    /// Rolls an unfinished transaction back, if there is one.
    pub(super) async fn roll_back(&mut self) {
        // The one possible error is that SQLite has ended the transaction by itself.
        let _ = sqlx::query("rollback").execute(&mut **self).await;
    }
}

/// The rows that each of several reads finds, in one call.
pub async fn rows<const N: usize>(
    connection: &mut SqliteConnection,
    reads: [Statement; N],
) -> Result<[Vec<SqliteRow>; N], StoreError> {
    let texts: Vec<_> = reads.iter().map(|statement| statement.sql).collect();
    let mut answers = connection.fetch_many(query(&texts, reads));
    let mut rows = [const { Vec::new() }; N];
    let mut place = 0;
    while let Some(answer) = answers.try_next().await? {
        match (answer, rows.get_mut(place)) {
            (Either::Right(row), Some(rows)) => rows.push(row),
            // A statement's end.
            (Either::Left(_), _) => place += 1,
            (Either::Right(_), None) => {}
        }
    }
    Ok(rows)
}

/// One query made of several static texts, to which the values of the statements are bound in turn.
pub(super) fn query(
    texts: &[&'static str],
    statements: impl IntoIterator<Item = Statement>,
) -> Query<'static, Sqlite, SqliteArguments> {
    let query = sqlx::query(AssertSqlSafe(texts.join(";")));
    let bind = |query, statement: Statement| statement.bind_to(query);
    statements.into_iter().fold(query, bind)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use sqlx::Row as _;

    use super::*;
    use crate::store::Store;
    use crate::store::tests::{COUNTED, counted};

    fn adding(numbers: &[i64]) -> WriteBatch {
        let mut writes = WriteBatch::default();
        writes.extend(numbers.iter().map(|number| {
            Statement::new("insert into counted (number, text) values (?, ?)")
                .bind(*number)
                .bind(format!("number {number}"))
        }));
        writes
    }

    async fn has(store: &Store, number: i64) -> bool {
        let statement = Statement::new(COUNTED).bind(number);
        store.find_text(statement).await.unwrap().is_some()
    }

    #[tokio::test]
    async fn writes_are_carried_out_together_or_not_at_all() {
        let store = counted(3).await;
        let mut connection = store.connection().await.unwrap();
        connection.commit(adding(&[3, 4])).await.unwrap();
        let refused = connection.commit(adding(&[5, 2])).await.unwrap_err();
        assert!(refused.is_unique_violation("counted.number"));
        connection.commit(adding(&[6])).await.unwrap();
        drop(connection);
        assert!(has(&store, 3).await && has(&store, 4).await && has(&store, 6).await);
        assert!(!has(&store, 5).await);
    }

    #[tokio::test]
    async fn whoever_leaves_midway_leaves_nothing_half_written() {
        let store = counted(0).await;
        let mut connection = store.connection().await.unwrap();
        let many: Vec<i64> = (0..500).collect();
        assert!(connection.commit(adding(&many)).now_or_never().is_none());
        drop(connection);
        let mut connection = store.connection().await.unwrap();
        connection.commit(adding(&[1000])).await.unwrap();
        let sql = Statement::new("select count(*) from counted");
        let [rows] = rows(&mut connection, [sql]).await.unwrap();
        let count: i64 = rows[0].get(0);
        assert!(count == 1 || count == 501, "{count}");
    }

    #[tokio::test]
    async fn each_read_has_its_own_rows() {
        let store = counted(5).await;
        let mut connection = store.connection().await.unwrap();
        let above =
            |number: i64| Statement::new("select number from counted where number > ? order by number").bind(number);
        let [few, none, many] = rows(&mut connection, [above(2), above(9), above(0)]).await.unwrap();
        let numbers = |rows: &[SqliteRow]| rows.iter().map(|row| row.get(0)).collect::<Vec<i64>>();
        assert_eq!((numbers(&few), numbers(&none)), (vec![3, 4], vec![]));
        assert_eq!(numbers(&many), [1, 2, 3, 4]);
    }
}
