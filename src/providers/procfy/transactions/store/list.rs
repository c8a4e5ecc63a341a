//! A page of the transactions that pass a filter, found in a time that depends little on how many there are.
//!
//! There are two ways to find a page. One walks the table in the order of the ids until the page is full; it is cheap when
//! many transactions pass the filter. The other finds all that pass by an index and sorts them; it is cheap when few pass.
//! The counts, which are known beforehand, say which way to try first.

use sqlx::SqliteConnection;

use crate::providers::procfy::transactions::filter::Filter;
use crate::store::StoreError;
use crate::store::listing::{Listing, Window};

/// What is known of the transactions that pass a filter before they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Matches {
    /// How many there are.
    pub(crate) count: i64,
    /// The smallest id of them, or a smaller one.
    first_id: i64,
    /// The largest id of all transactions.
    last_id: i64,
}

impl Matches {
    /// How many transactions are walked past, from the smallest id on, until a page is full, if the matches are spread
    /// evenly.
    fn expected_walk(&self, window: Window) -> i64 {
        let span = i128::from(self.last_id) - i128::from(self.first_id) + 1;
        let wanted = i128::from(window.skip) + i128::from(window.take);
        let wanted = wanted.min(i128::from(self.count));
        let expected = wanted * span / i128::from(self.count.max(1));
        i64::try_from(expected).unwrap_or(i64::MAX)
    }

    /// How many of them the page has.
    fn on_page(&self, window: Window) -> i64 {
        let left = self.count.saturating_sub_unsigned(window.skip);
        left.clamp(0, bound(window.take))
    }
}

/// Counts the transactions that pass a filter. The table of counts has no column for contacts, because there are many of
/// them; the few transactions of a contact are counted one by one.
pub(crate) async fn count_matches(connection: &mut SqliteConnection, filter: &Filter) -> Result<Matches, StoreError> {
    let listing = match filter.contact_ids {
        Some(_) => narrow(
            Listing::all(
                "select count(*) as count, coalesce(min(id), 0) as first_id,
                        (select coalesce(max(id), 0) from procfy_transaction) as last_id
                 from procfy_transaction where true",
            ),
            filter.clone(),
        ),
        None => narrow(
            Listing::all(
                "select coalesce(sum(transactions), 0) as count, coalesce(min(first_id), 0) as first_id,
                        (select coalesce(max(id), 0) from procfy_transaction) as last_id
                 from procfy_transaction_count where true",
            ),
            of_records(filter),
        ),
    };
    let mut query = listing.into_query();
    Ok(query.build_query_as().fetch_one(connection).await?)
}

/// The documents of a page, in the order of their ids, divided by commas.
pub(crate) async fn list(
    connection: &mut SqliteConnection,
    filter: Filter,
    matches: Matches,
    window: Window,
) -> Result<String, StoreError> {
    let on_page = matches.on_page(window);
    if on_page == 0 {
        return Ok(String::new());
    }
    // A walk costs as much as it walks past; a search by an index, with its sort, costs as much as there are matches.
    let rows = matches.expected_walk(window).saturating_mul(WALK_FACTOR);
    let walk = match Pair::of(&filter) {
        Some(pair) if matches.count > on_page => Some((Some(pair), PAIR_ROWS)),
        _ if rows <= matches.count.saturating_mul(WALK_FACTOR).max(ROWS_MIN) => {
            Some((None, rows.saturating_add(ROWS_MIN)))
        }
        _ => None,
    };
    if let Some(walk) = walk {
        let (found, documents) = list_by_walking(connection, filter.clone(), (matches.first_id, walk), window).await?;
        if found == on_page {
            return Ok(documents);
        }
    }
    list_by_sorting(connection, filter, window).await
}

/// A walk of this many rows is always tried.
const ROWS_MIN: i64 = 1_000;

/// How many rows of a pair are walked past at most.
const PAIR_ROWS: i64 = 4_000;

/// How many times the expected rows are walked past at most, since nothing is spread evenly.
const WALK_FACTOR: i64 = 4;

/// The one bank account and the one category that a filter names.
#[derive(Debug, Clone, Copy)]
struct Pair {
    bank_account_id: i64,
    category_id: i64,
}

impl Pair {
    fn of(filter: &Filter) -> Option<Self> {
        match (&filter.bank_account_ids.as_deref(), &filter.category_ids.as_deref()) {
            (Some([bank_account_id]), Some([category_id])) => Some(Self {
                bank_account_id: *bank_account_id,
                category_id: *category_id,
            }),
            _ => None,
        }
    }
}

/// The page, found by walking past `rows` rows from `first_id` on, and how many documents it has: too few where the walk
/// was too short.
async fn list_by_walking(
    connection: &mut SqliteConnection,
    filter: Filter,
    (first_id, (pair, rows)): (i64, (Option<Pair>, i64)),
    window: Window,
) -> Result<(i64, String), StoreError> {
    let mut query = Listing::all(
        "select count(*), coalesce(group_concat(document, ',' order by id), '') from procfy_transaction_shown
         where id in (select id from (
             select id, due_date, bank_account_id, category_id, contact_id, cost_center_id from procfy_transaction ",
    )
    .into_query();
    match pair {
        Some(pair) => {
            query.push("indexed by procfy_transaction_of_pair where bank_account_id = ");
            query.push_bind(pair.bank_account_id).push(" and category_id = ");
            query.push_bind(pair.category_id).push(" and id >= ");
        }
        None => {
            query.push("indexed by procfy_transaction_in_order where id >= ");
        }
    }
    query.push_bind(first_id).push(" order by id limit ");
    query.push_bind(rows);
    // The walk is in order already. An `order by` here would keep SQLite from stopping when the page is full.
    query.push(") where true");
    let mut query = narrow(Listing::resume(query), filter).into_query();
    query.push(" limit ").push_bind(bound(window.take));
    query.push(" offset ").push_bind(bound(window.skip)).push(")");
    Ok(query.build_query_as().fetch_one(connection).await?)
}

/// The page, found by sorting all matches.
async fn list_by_sorting(
    connection: &mut SqliteConnection,
    filter: Filter,
    window: Window,
) -> Result<String, StoreError> {
    let all = Listing::all(
        "select coalesce(group_concat(document, ',' order by id), '') from procfy_transaction_shown
         where id in (select id from procfy_transaction where true",
    );
    let mut query = narrow(all, filter).into_query();
    // The `+` keeps SQLite from walking the table by its ids, so that it finds the matches by an index.
    query.push(" order by +id limit ").push_bind(bound(window.take));
    query.push(" offset ").push_bind(bound(window.skip)).push(")");
    Ok(query.build_query_scalar().fetch_one(connection).await?)
}

fn narrow(listing: Listing, filter: Filter) -> Listing {
    listing
        .from("due_date", filter.start_date)
        .to("due_date", filter.end_date)
        .among("bank_account_id", filter.bank_account_ids)
        .among("category_id", filter.category_ids)
        .among("contact_id", filter.contact_ids)
        .among("cost_center_id", filter.cost_center_ids)
}

/// The filter without the ids that no record has: in the table of counts, 0 stands for "no category" or "no cost center".
fn of_records(filter: &Filter) -> Filter {
    let positive = |ids: &Option<Vec<i64>>| {
        ids.as_ref()
            .map(|ids| ids.iter().copied().filter(|id| *id > 0).collect())
    };
    Filter {
        category_ids: positive(&filter.category_ids),
        cost_center_ids: positive(&filter.cost_center_ids),
        ..filter.clone()
    }
}

fn bound(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
