//! Pages of lists, each one statement that counts the whole list too.

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection};

use super::conditions::{Bound, bound, direction, index, push, push_all, push_order};
use super::encoding::{record, stored};
use crate::providers::financeiro::resource::description::Resource;
use crate::providers::financeiro::resource::field::{Field, Type};
use crate::providers::financeiro::resource::owner::Owner;
use crate::providers::financeiro::resource::record::{Record, StoredRecord};
use crate::providers::financeiro::resource::search::{Condition, Conditions, Predicate};
use crate::store::StoreError;
use crate::store::listing::Window;
use crate::web::rails::Kind;

/// How many rows are passed over one by one before a page. Beyond that a tally says where the page begins.
const SHALLOW: u64 = 1_000;

/// A part of a list.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// How many records the whole list has, unless all of it was asked for; 0 of a page that has none.
    pub(crate) total: u64,
    /// The records of the page.
    pub(crate) records: Vec<StoredRecord>,
}

/// A page of those records of an owner that meet the conditions, in their order.
pub(crate) async fn page(
    connection: &mut SqliteConnection,
    resource: &Resource,
    owner: Owner,
    conditions: &Conditions,
    window: Option<Window>,
) -> Result<Page, StoreError> {
    let tallied = Tallied::of(resource, conditions);
    let mut query = QueryBuilder::<Sqlite>::new("");
    match (window, tallied) {
        (Some(window), Some(tallied)) if window.skip > SHALLOW && tallied.is_in_order => {
            push_deep(&mut query, resource, owner, conditions, (window, &tallied));
        }
        (window, tallied) => {
            query.push("select id, document, ");
            match (&tallied, window) {
                (_, None) => {
                    query.push("0");
                }
                (Some(tallied), _) => {
                    query.push("(select coalesce(sum(count), 0) from ");
                    tallied.push(&mut query, resource, owner);
                    query.push(")");
                }
                (None, _) => {
                    query.push("(select count(*) from ");
                    narrow(&mut query, resource, owner, conditions);
                    query.push(")");
                }
            }
            query.push(" as total from ");
            narrow(&mut query, resource, owner, conditions);
            push_order(&mut query, resource, conditions);
            if let Some(window) = window {
                query.push(" limit ").push_bind(whole(window.take));
                query.push(" offset ").push_bind(whole(window.skip));
            }
        }
    }
    let rows = query.build().fetch_all(connection).await?;
    let total = match rows.first() {
        Some(row) => row.try_get::<i64, _>("total")?.unsigned_abs(),
        None => 0,
    };
    let records: Result<Vec<StoredRecord>, StoreError> = rows.into_iter().map(stored).collect();
    Ok(Page {
        total,
        records: records?,
    })
}

/// Every record of an owner, in the resource's order.
pub(crate) async fn list(
    connection: &mut SqliteConnection,
    resource: &Resource,
    owner: Owner,
) -> Result<Vec<Record>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select id, document from ");
    let all = Conditions::default();
    narrow(&mut query, resource, owner, &all);
    push_order(&mut query, resource, &all);
    let rows: Vec<SqliteRow> = query.build().fetch_all(connection).await?;
    rows.into_iter().map(record).collect()
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Adds the table, the owner and the conditions.
fn narrow(query: &mut QueryBuilder<Sqlite>, resource: &Resource, owner: Owner, conditions: &Conditions) {
    query.push(resource.table);
    query.push(" where owner = ").push_bind(owner.id);
    push_all(query, resource, conditions);
}

/// A page far into a list: the tally says on which day it begins, and how many records come before that day.
fn push_deep(
    query: &mut QueryBuilder<Sqlite>,
    resource: &Resource,
    owner: Owner,
    conditions: &Conditions,
    (window, tallied): (Window, &Tallied<'_>),
) {
    let direction = direction(resource, conditions);
    let skip = whole(window.skip);
    query.push(format!(
        "with day as (select sorted, count, sum(count) over (order by sorted {direction}) as through from "
    ));
    tallied.push(query, resource, owner);
    query.push("), beginning as (select sorted, through - count as before from day where through > ");
    query.push_bind(skip);
    query.push(" order by through limit 1) select id, document, (select sum(count) from day) as total from ");
    narrow(query, resource, owner, conditions);
    query.push(match direction {
        "desc" => " and sorted <= (select sorted from beginning)",
        _ => " and sorted >= (select sorted from beginning)",
    });
    push_order(query, resource, conditions);
    query.push(" limit ").push_bind(whole(window.take));
    query.push(" offset ").push_bind(skip);
    query.push(" - coalesce((select before from beginning), 0)");
}

/// Conditions that a tally answers: some days, and at most one value of one column.
struct Tallied<'a> {
    name: &'static str,
    value: Bound,
    days: Vec<&'a Condition>,
    /// Whether the list goes by day, as the tally does.
    is_in_order: bool,
}

impl<'a> Tallied<'a> {
    fn of(resource: &Resource, conditions: &'a Conditions) -> Option<Self> {
        let is_by_day = |field: &Field| field.name == resource.sorted_by && field.kind == Type::Column(Kind::Date);
        let is_in_order = conditions.sort.is_none_or(|(field, _)| is_by_day(field));
        if resource.tally.is_empty() {
            return None;
        }
        let mut tallied = Self {
            name: "all",
            value: Bound::Integer(0),
            days: Vec::new(),
            is_in_order,
        };
        for condition in &conditions.all {
            let [given] = condition.values.as_slice() else {
                return None;
            };
            let predicate = condition.predicate;
            let is_range = matches!(
                predicate,
                Predicate::Equals | Predicate::More | Predicate::AtLeast | Predicate::Less | Predicate::AtMost
            );
            if is_range && is_by_day(condition.field) {
                tallied.days.push(condition);
                continue;
            }
            let index = index(resource, condition.field).filter(|index| index.is_tallied)?;
            if predicate != Predicate::Equals || tallied.name != "all" {
                return None;
            }
            tallied.name = index.column;
            tallied.value = bound(resource, condition.field, given)?;
        }
        Some(tallied)
    }

    fn push(&self, query: &mut QueryBuilder<Sqlite>, resource: &Resource, owner: Owner) {
        query.push(resource.tally);
        query.push(" where owner = ").push_bind(owner.id);
        query.push(" and name = ").push_bind(self.name);
        query.push(" and value = ");
        self.value.clone().push(query);
        for condition in &self.days {
            push(query, resource, condition);
        }
    }
}
