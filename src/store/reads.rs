//! Reads of one row that wait for the connection go to the database together.
//!
//! A call of the database costs two changes of thread, which takes longer than finding a row. So the caller who gets the
//! connection carries out all reads that wait for it, in one call, and hands each waiting caller its row.

use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::TryStreamExt;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Either, Executor, FromRow};
use tokio::sync::oneshot;

use super::batch::query;
use super::{Statement, Store, StoreError};

/// How many copies of one statement a call can hold. Only these texts are ever prepared; copies that are not needed are
/// given no values and find nothing.
const COPIES: [usize; 3] = [1, 4, 16];

/// The reads that wait.
#[derive(Debug, Default)]
pub(super) struct Reads(Mutex<Vec<Read>>);

#[derive(Debug)]
struct Read {
    statement: Statement,
    answer: oneshot::Sender<Option<SqliteRow>>,
}

impl Store {
    /// The first row that `statement` finds. It does not see deferred rows (see [`super::deferred`]).
    pub async fn find<T>(&self, statement: Statement) -> Result<Option<T>, StoreError>
    where
        T: for<'r> FromRow<'r, SqliteRow>,
    {
        let row = self.find_row(statement).await?;
        Ok(row.map(|row| T::from_row(&row)).transpose()?)
    }

    async fn find_row(&self, statement: Statement) -> Result<Option<SqliteRow>, StoreError> {
        let (answer, mut answered) = oneshot::channel();
        self.reads.add(Read {
            statement: statement.clone(),
            answer,
        });
        let connection = tokio::select! {
            biased;
            Ok(row) = &mut answered => return Ok(row),
            connection = self.connection_without_flush() => connection,
        };
        let mut connection = connection?;
        for together in self.reads.take() {
            // Whoever is left without an answer asks alone, and hears what is wrong.
            let _ = carry_out(&mut connection, together).await;
        }
        match answered.try_recv() {
            Ok(row) => Ok(row),
            Err(_) => statement.find(&mut connection).await,
        }
    }
}

impl Reads {
    fn add(&self, read: Read) {
        self.reads().push(read);
    }

    /// Takes all of them that somebody still waits for, in groups of one statement.
    fn take(&self) -> Vec<Vec<Read>> {
        let reads = std::mem::take(&mut *self.reads());
        let largest = COPIES[COPIES.len() - 1];
        let mut groups: Vec<Vec<Read>> = Vec::new();
        for read in reads.into_iter().filter(|read| !read.answer.is_closed()) {
            let alike = |group: &&mut Vec<Read>| group.len() < largest && group[0].statement.sql == read.statement.sql;
            match groups.iter_mut().rev().find(alike) {
                Some(group) => group.push(read),
                None => groups.push(vec![read]),
            }
        }
        groups
    }

    fn reads(&self) -> MutexGuard<'_, Vec<Read>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Carries out reads of one statement, and answers each.
async fn carry_out(connection: &mut SqliteConnection, together: Vec<Read>) -> Result<(), StoreError> {
    let Some(first) = together.first() else {
        return Ok(());
    };
    let copies = COPIES.into_iter().find(|copies| *copies >= together.len());
    let texts = [first.statement.sql].repeat(copies.unwrap_or(together.len()));
    let pairs = together.into_iter().map(|read| (read.statement, read.answer));
    let (statements, waiting): (Vec<_>, Vec<_>) = pairs.unzip();
    let mut waiting = waiting.into_iter();
    let mut answers = connection.fetch_many(query(&texts, statements));
    let mut found = None;
    while let Some(answer) = answers.try_next().await? {
        match answer {
            Either::Right(row) => {
                found.get_or_insert(row);
            }
            // A statement's end.
            Either::Left(_) => {
                let row = found.take();
                let Some(waiting) = waiting.next() else {
                    break;
                };
                // One that has gone needs no answer.
                let _ = waiting.send(row);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;
    use crate::store::tests::{COUNTED, counted};

    #[tokio::test]
    async fn reads_that_wait_are_answered_together_each_with_its_own_row() {
        let store = counted(100).await;
        let held = store.connection().await.unwrap();
        let by_number = |number: i64| store.find_text(Statement::new(COUNTED).bind(number));
        let by_text = |number: i64| {
            let sql = "select text from counted where text = ?";
            store.find_text(Statement::new(sql).bind(format!("number {number}")))
        };
        let asking =
            join_all((0..150).map(async |number| (by_number(number).await.unwrap(), by_text(number).await.unwrap())));
        let releasing = async {
            tokio::task::yield_now().await;
            drop(held);
        };
        let (answers, ()) = tokio::join!(asking, releasing);
        for (number, answer) in answers.into_iter().enumerate() {
            let there = (number < 100).then(|| format!("number {number}"));
            assert_eq!(answer, (there.clone(), there));
        }
    }

    #[tokio::test]
    async fn a_read_that_fails_fails_alone() {
        let store = counted(3).await;
        let held = store.connection().await.unwrap();
        let (wrong, right, ()) = tokio::join!(
            store.find_text(Statement::new("select text from nowhere where number = ?").bind(1)),
            store.find_text(Statement::new(COUNTED).bind(1)),
            async { drop(held) },
        );
        assert!(wrong.unwrap_err().to_string().contains("nowhere"));
        assert_eq!(right.unwrap().as_deref(), Some("number 1"));
    }
}
