//! A page of the transactions that a filter keeps, of however many.

use sqlx::SqliteConnection;

use crate::providers::procfy::transactions::filter::Filter;
use crate::store::StoreError;
use crate::store::listing::{Listing, Window};

/// What is known of the transactions that a filter keeps before one of them is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub(in crate::providers::procfy::transactions) struct Tally {
    /// How many there are.
    pub(in crate::providers::procfy::transactions) count: i64,
    /// No id of them is below.
    first_id: i64,
    /// No id of any transaction is above.
    last_id: i64,
}

impl Tally {
    /// How many transactions are walked by, the least id first, until a page is full, if those that are kept are spread
    /// evenly.
    fn expected_walk(&self, window: Window) -> i64 {
        let span = i128::from(self.last_id) - i128::from(self.first_id) + 1;
        let wanted = i128::from(window.skip) + i128::from(window.take);
        let wanted = wanted.min(i128::from(self.count));
        let expected = wanted * span / i128::from(self.count.max(1));
        i64::try_from(expected).unwrap_or(i64::MAX)
    }

    /// How many of them a page has.
    fn on_page(&self, window: Window) -> i64 {
        let left = self.count.saturating_sub_unsigned(window.skip);
        left.clamp(0, bound(window.take))
    }
}

/// Counts what a filter keeps. Contacts are many, and what one of them keeps is little: it is counted one by one.
pub(in crate::providers::procfy::transactions) async fn tally(
    connection: &mut SqliteConnection,
    filter: &Filter,
) -> Result<Tally, StoreError> {
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

/// The documents of a part of what a filter keeps, by their ids, divided by commas.
pub(in crate::providers::procfy::transactions) async fn list(
    connection: &mut SqliteConnection,
    filter: Filter,
    tally: Tally,
    window: Window,
) -> Result<String, StoreError> {
    let on_page = tally.on_page(window);
    if on_page == 0 {
        return Ok(String::new());
    }
    // To walk by the ids costs what is walked by; to find all that is kept by another index, and to sort it, costs what
    // is kept.
    let rows = tally.expected_walk(window).saturating_mul(WALK_FACTOR);
    let walk = match Pair::of(&filter) {
        Some(pair) if tally.count > on_page => Some((Some(pair), PAIR_ROWS)),
        _ if rows <= tally.count.saturating_mul(WALK_FACTOR).max(ROWS_MIN) => {
            Some((None, rows.saturating_add(ROWS_MIN)))
        }
        _ => None,
    };
    if let Some(walk) = walk {
        let (found, documents) = walked(connection, filter.clone(), (tally.first_id, walk), window).await?;
        if found == on_page {
            return Ok(documents);
        }
    }
    sorted(connection, filter, window).await
}

/// A walk that is always worth it, in rows.
const ROWS_MIN: i64 = 1_000;

/// How far it is walked among the transactions of a pair.
const PAIR_ROWS: i64 = 4_000;

/// How many times as far as expected it is walked, since nothing is spread evenly.
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

/// The part, found by walking some rows from the least id; and how many it has, which is too few where the walk was too
/// short.
async fn walked(
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
    // Without an order of its own, so that it ends with the page: the walk is in order already.
    query.push(") where true");
    let mut query = narrow(Listing::resume(query), filter).into_query();
    query.push(" limit ").push_bind(bound(window.take));
    query.push(" offset ").push_bind(bound(window.skip)).push(")");
    Ok(query.build_query_as().fetch_one(connection).await?)
}

/// The part, found among all that is kept.
async fn sorted(connection: &mut SqliteConnection, filter: Filter, window: Window) -> Result<String, StoreError> {
    let all = Listing::all(
        "select coalesce(group_concat(document, ',' order by id), '') from procfy_transaction_shown
         where id in (select id from procfy_transaction where true",
    );
    let mut query = narrow(all, filter).into_query();
    // Kept from walking the table by its ids, SQLite finds what a filter keeps by an index.
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

/// The filter without the ids that no record has: among the counts 0 stands for no record at all.
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
