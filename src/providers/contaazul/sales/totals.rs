//! What sales come to, by status.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::Number;

use super::{SaleFilter, store};
use crate::providers::contaazul::accounts::Caller;
use crate::providers::contaazul::answers::{Handled, json_text, ok};
use crate::web::extract::Query;

/// What the sales of each state come to. Quotes are not part of this API (FAQ 30): theirs are always nothing.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) struct Totals {
    pending: Total,
    committed: Total,
    proposal: Total,
    proposal_accepted: Total,
    /// The four others together.
    total: Total,
}

/// A sum of money, with one decimal place at least: `305.0`.
#[derive(Debug, Default, Clone, Copy, Serialize, JsonSchema)]
struct Total {
    #[serde(serialize_with = "with_a_decimal")]
    #[schemars(with = "f64")]
    total: Decimal,
}

/// Adds up the sales that the filter leaves.
pub(super) async fn sale_totals(caller: Caller, Query(filter): Query<SaleFilter>) -> Handled {
    let search = filter.search()?;
    let mut connection = caller.world().store.connection().await?;
    let sums = store::totals(&mut connection, caller.account(), search).await?;
    let of = |status: &str| {
        let cents = sums
            .iter()
            .find(|(other, _)| other == status)
            .map_or(0, |(_, cents)| *cents);
        Total {
            total: Decimal::new(cents, 2),
        }
    };
    let (pending, committed) = (of("PENDING"), of("COMMITTED"));
    let totals = Totals {
        pending,
        committed,
        proposal: Total::default(),
        proposal_accepted: Total::default(),
        total: Total {
            total: pending.total + committed.total,
        },
    };
    Ok(ok(json_text(&totals)?))
}

fn with_a_decimal<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let mut shortest = amount.normalize();
    if shortest.scale() == 0 {
        shortest.rescale(1);
    }
    let number: Number = shortest.to_string().parse().map_err(serde::ser::Error::custom)?;
    number.serialize(serializer)
}
