//! What a filter costs before the database sees it: to parse it, and to translate it.

use std::hint::black_box;

use areia::store::fold::without_case;
use areia::web::odata::{Column, Environment, Kind, Limits, condition, parse_filter};
use chrono::FixedOffset;

use crate::connection::now;
use crate::report::Report;
use crate::{Error, Result};

/// What a filter of the command line calls it, and the report.
pub(crate) const NAME: &str = "parse and translate a filter of 200 characters";

const MOST_US: f64 = 20.0;

/// Two hundred characters of what clients ask for.
const FILTER: &str = "(startswith(description, 'banco d') or contains(description, 'caixa')) and bankNumber in ('001', '237', \
                      '341') and instantBalance ge 1000.50 and not (active eq 0) and cashAccountDatabase lt 2024-01-31";

/// As many as a cash account has; what the filter names comes last, where looking takes longest.
const COLUMNS: [Column; 31] = {
    let mut columns = [column("another", "another", Kind::Integer); 31];
    columns[26] = column("description", "description", Kind::Text);
    columns[27] = column("bankNumber", "bank_number", Kind::Text);
    columns[28] = column("instantBalance", "instant_balance", Kind::Decimal(4));
    columns[29] = column("active", "active", Kind::Integer);
    columns[30] = column("cashAccountDatabase", "cash_account_database", Kind::Moment);
    columns
};

const fn column(name: &'static str, sql: &'static str, kind: Kind) -> Column {
    Column { name, sql, kind }
}

/// Each is the fastest of several rounds: what else the machine does only ever adds.
const ROUNDS: u32 = 20;
const TIMES: u32 = 2_000;

/// Adds the figure to the report, or why there is none.
pub(crate) fn measure(report: &mut Report) {
    match least_us() {
        Ok(least_us) => report.add_size(NAME, least_us, "µs", Some(MOST_US)),
        Err(error) => report.add_failure(NAME, &error),
    }
}

fn least_us() -> Result<f64> {
    assert_eq!(FILTER.len(), 200, "the figure is of two hundred characters");
    let environment = Environment {
        columns: &COLUMNS,
        fold: without_case,
        zone: FixedOffset::east_opt(-3 * 3_600).ok_or("no such zone")?,
        now_us: 0,
    };
    let translated = || {
        let filter = parse_filter(black_box(FILTER), Limits::USUAL)?;
        condition(&filter, &environment)
    };
    let mut least_us = f64::INFINITY;
    for _ in 0..ROUNDS {
        let begun = now();
        for _ in 0..TIMES {
            let sql = translated().map_err(|fault| Error::from(fault.reason))?;
            black_box(sql);
        }
        let round_us = (now() - begun).as_secs_f64() * 1e6;
        least_us = least_us.min(round_us / f64::from(TIMES));
    }
    Ok(least_us)
}
