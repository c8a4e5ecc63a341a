//! A cash account: its values, and the three shapes that it is shown in.

use chrono::{DateTime, FixedOffset, Utc};
use rust_decimal::{Decimal, RoundingStrategy};

use super::fields::{CODE, COMPANY, ECHOED_ONLY, FIELDS, LISTED, place_of};

/// How many places an amount has in the database.
const PLACES: u32 = 4;

/// The offset of every date, in summer too: RM's answers have no other.
const OFFSET_S: i32 = -3 * 3_600;

/// A cash account's values, in the order of [`FIELDS`].
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    pub(super) values: Vec<Value>,
}

/// A field's value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Integer(i64),
    /// With the places it was sent with, or the database's four.
    Amount(Decimal),
    Text(String),
    /// Seconds since 1970.
    Moment(i64),
}

/// The zone of every date.
pub(super) fn zone() -> FixedOffset {
    FixedOffset::east_opt(OFFSET_S).unwrap_or_else(|| {
        // Three hours are less than a day.
        unreachable!("the offset is in range")
    })
}

impl Record {
    /// The company, half of the key.
    pub(super) fn company(&self) -> i64 {
        match self.values[COMPANY] {
            Value::Integer(company) => company,
            _ => 0,
        }
    }

    /// The code, the other half.
    pub(super) fn code(&self) -> &str {
        match &self.values[CODE] {
            Value::Text(code) => code,
            _ => "",
        }
    }

    /// The identifier.
    pub(super) fn id(&self) -> String {
        format!("{}|{}", self.company(), self.code())
    }

    /// As reading shows it, with the amounts as they are.
    pub(super) fn record(&self) -> String {
        self.shown(
            FIELDS
                .iter()
                .enumerate()
                .filter_map(|(place, field)| (!ECHOED_ONLY.contains(&field.name)).then_some(place)),
        )
    }

    /// As the answer to a write shows it.
    pub(super) fn echo(&self) -> String {
        self.shown(0..FIELDS.len())
    }

    /// As an item of a list.
    pub(super) fn item(&self) -> String {
        self.shown(LISTED.iter().filter_map(|name| place_of(name)))
    }

    /// The same record as the database gives it back: four places, rounded where there were more.
    pub(super) fn stored(&self) -> Self {
        let values = self.values.iter().map(|value| match value {
            Value::Amount(amount) => Value::Amount(with_places(*amount)),
            other => other.clone(),
        });
        Self {
            values: values.collect(),
        }
    }

    /// Compact JSON of the fields at `places` that are something; nothing is never shown as `null`.
    fn shown(&self, places: impl Iterator<Item = usize>) -> String {
        let mut text = format!("{{\"id\":{}", quoted(&self.id()));
        for place in places {
            let value = &self.values[place];
            if *value != Value::Null {
                text += &format!(",\"{}\":{}", FIELDS[place].name, value.json());
            }
        }
        text + "}"
    }
}

impl Value {
    fn json(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Amount(amount) => amount_text(*amount),
            Self::Text(text) => quoted(text),
            Self::Moment(seconds) => format!("\"{}\"", local(*seconds).format("%FT%T%:z")),
        }
    }

    /// As SQL Server's text of a statement shows it.
    pub(super) fn in_statement(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Amount(amount) => with_places(*amount).normalize().to_string(),
            Self::Text(text) => format!("'{}'", text.replace('\'', "''")),
            Self::Moment(seconds) => statement_date(*seconds),
        }
    }
}

/// An instant as SQL Server's text of a statement shows it.
pub(super) fn statement_date(seconds: i64) -> String {
    local(seconds).format("'%d/%m/%Y %T'").to_string()
}

fn local(seconds: i64) -> DateTime<FixedOffset> {
    let at = DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or_default();
    at.with_timezone(&zone())
}

/// A decimal as .NET writes it: the places that it came with, and `.0` where it came with none.
fn amount_text(amount: Decimal) -> String {
    match amount.scale() {
        0 => format!("{amount}.0"),
        _ => amount.to_string(),
    }
}

/// The amount with four places; what is beyond is rounded, a half away from 0.
pub(super) fn with_places(amount: Decimal) -> Decimal {
    let mut amount = amount.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero);
    amount.rescale(PLACES);
    amount
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
