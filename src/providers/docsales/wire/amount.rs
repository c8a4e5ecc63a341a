//! Money and quantities, as Rails writes a BigDecimal: text with at least one decimal.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// An amount of money or a quantity: `"1500.0"`. Read from a number or from the text of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Amount(pub(crate) Decimal);

/// Amounts beyond this are refused, so that no product or sum of them can overflow.
const LARGEST: i64 = 1_000_000_000;

/// Decimal places beyond this are refused, for the same reason.
const DECIMAL_PLACES: u32 = 6;

impl Amount {
    /// Whether it is one that may be sent. What is stored may be a sum of such.
    pub(crate) fn is_bounded(self) -> bool {
        self.0.abs() <= Decimal::from(LARGEST) && self.0.scale() <= DECIMAL_PLACES
    }

    /// The amount rounded to cents, halves away from zero.
    pub(crate) fn to_cents(self) -> Self {
        let strategy = RoundingStrategy::MidpointAwayFromZero;
        Self(self.0.round_dp_with_strategy(2, strategy))
    }
}

impl FromStr for Amount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let amount = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text));
        let amount = amount.map_err(|_| format!("{text:?} is no number"))?;
        Ok(Self(amount.normalize()))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.normalize().to_string();
        match text.contains('.') {
            true => f.write_str(&text),
            false => write!(f, "{text}.0"),
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Number(number) => number.to_string().parse().map_err(D::Error::custom),
            Value::String(text) => text.trim().parse().map_err(D::Error::custom),
            other => Err(D::Error::custom(format!("{other} is no number"))),
        }
    }
}

impl JsonSchema for Amount {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "decimal", "examples": ["1500.0"]})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_at_least_one_decimal() {
        for (sent, shown) in [
            ("1500", "1500.0"),
            ("\"320.50\"", "320.5"),
            ("0.125", "0.125"),
            ("-0.0", "0.0"),
            ("1e2", "100.0"),
        ] {
            let amount: Amount = serde_json::from_str(sent).unwrap();
            assert_eq!(amount.to_string(), shown, "{sent}");
        }
        for sent in ["true", "\"\"", "\"x\"", "1e400", "[]"] {
            assert!(serde_json::from_str::<Amount>(sent).is_err(), "{sent}");
        }
        for sent in ["1e12", "0.0000001"] {
            assert!(!sent.parse::<Amount>().unwrap().is_bounded(), "{sent}");
        }
    }
}
