//! Lists of sales, and sums over them.

use sqlx::SqliteConnection;

use crate::providers::contaazul::wire::Day;
use crate::store::StoreError;
use crate::store::listing::{Listing, Window};

/// What a list of sales is narrowed by.
#[derive(Debug, Clone, Default)]
pub(in crate::providers::contaazul::sales) struct SaleSearch {
    pub(in crate::providers::contaazul::sales) emission_start: Option<Day>,
    pub(in crate::providers::contaazul::sales) emission_end: Option<Day>,
    pub(in crate::providers::contaazul::sales) status: Option<String>,
    pub(in crate::providers::contaazul::sales) customer: Option<String>,
}

impl SaleSearch {
    fn narrow(self, listing: Listing) -> Listing {
        listing
            .from("emission", self.emission_start.map(Day::text))
            .to("emission", self.emission_end.map(Day::text))
            .equal("status", self.status)
            .equal("customer", self.customer)
    }
}

/// The documents of a page: the latest emission first, then the latest created.
pub(in crate::providers::contaazul::sales) async fn list(
    connection: &mut SqliteConnection,
    account: &str,
    search: SaleSearch,
    window: Window,
) -> Result<Vec<String>, StoreError> {
    let all = Listing::of("select document from contaazul_sale where account = ", account);
    search
        .narrow(all)
        .fetch(connection, "order by emission desc, sequence desc", window)
        .await
}

/// What the sales of each status come to, in cents.
pub(in crate::providers::contaazul::sales) async fn totals(
    connection: &mut SqliteConnection,
    account: &str,
    search: SaleSearch,
) -> Result<Vec<(String, i64)>, StoreError> {
    let all = Listing::of(
        "select status, sum(total_cents) from contaazul_sale where account = ",
        account,
    );
    let mut query = search.narrow(all).into_query();
    Ok(query
        .push(" group by status")
        .build_query_as()
        .fetch_all(connection)
        .await?)
}
