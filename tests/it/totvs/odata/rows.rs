//! Rows that filters are tried on.

use areia::web::odata::{Column, Kind};
use rust_decimal::Decimal;

use super::chance::Chance;
use super::interpreter::Value;

/// The properties: two integers, two amounts, two texts and two instants, the second of each never null.
pub(super) const COLUMNS: [Column; 8] = [
    column("notInt", "not_int", Kind::Integer),
    column("inInt", "in_int", Kind::Integer),
    column("amount", "amount", Kind::Decimal(4)),
    column("orAmount", "or_amount", Kind::Decimal(4)),
    column("text", "text_", Kind::Text),
    column("nullText", "null_text", Kind::Text),
    column("moment", "moment", Kind::Moment),
    column("andMoment", "and_moment", Kind::Moment),
];

const fn column(name: &'static str, sql: &'static str, kind: Kind) -> Column {
    Column { name, sql, kind }
}

/// Texts that meet one another in parts, in case and in what LIKE would take for wildcards.
pub(super) const TEXTS: [&str; 16] = [
    "", "a", "A", "ab", "Abc", "BC", "abcabc", " a ", "100%", "a_b", "Ação", "ação", "É", "it's", "zeta", "0",
];

pub(super) type Row = Vec<Value>;

pub(super) fn row(chance: &mut Chance, has_nulls: bool) -> Row {
    let mut row = Vec::new();
    for (place, column) in COLUMNS.iter().enumerate() {
        let value = match column.kind {
            Kind::Integer => Value::Integer(chance.between(-4, 12).into()),
            Kind::Decimal(_) => Value::Decimal(Decimal::new(chance.between(-40, 60) * 2_500, 4)),
            Kind::Text => Value::Text((*chance.of(&TEXTS)).to_owned()),
            _ => Value::Moment(chance.between(-100, 2_000) * 43_199 * 20_000_000),
        };
        row.push(if has_nulls && place % 2 == 0 && chance.is(4) {
            Value::Null
        } else {
            value
        });
    }
    row
}
