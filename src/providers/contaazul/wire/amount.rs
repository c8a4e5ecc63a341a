//! Money and quantities: JSON numbers in their shortest text.

use std::borrow::Cow;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};

/// An amount of money or a quantity. Printed in the shortest text (`305`, `305.5`), read from a number or from
/// the text of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::providers::contaazul) struct Amount(pub(in crate::providers::contaazul) Decimal);

/// Amounts beyond this are refused, so that no product or sum of them can overflow.
const LARGEST: Decimal = Decimal::from_parts(0xD4A5_1000, 0xE8, 0, false, 0); // 10^12

/// Decimal places beyond this are rounded away, for the same reason: programs that compute in floating point send
/// `0.30000000000000004`.
const DECIMAL_PLACES: u32 = 10;

impl Amount {
    /// The amount rounded to cents, halves away from zero.
    pub(in crate::providers::contaazul) fn to_cents(self) -> Self {
        Self(self.0.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    }

    /// The amount, if it is one that may be sent.
    pub(in crate::providers::contaazul) fn bounded(self) -> Result<Self, String> {
        if self.0.abs() > LARGEST {
            return Err(format!("{} is beyond what an amount can be", self.0));
        }
        Ok(self)
    }

    /// The amount moved by `by`, and held within the bounds of what can be read again.
    pub(in crate::providers::contaazul) fn moved(self, by: Decimal) -> Self {
        Self(self.0.saturating_add(by).clamp(-LARGEST, LARGEST))
    }

    /// The amount as Brazilian text: `R$1.234,50`.
    pub(in crate::providers::contaazul) fn in_reais(self) -> String {
        let text = format!("{:.2}", self.to_cents().0.abs());
        let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
        let mut grouped = String::new();
        for (place, digit) in whole.char_indices() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        let sign = if self.0.is_sign_negative() && !self.0.is_zero() {
            "-"
        } else {
            ""
        };
        format!("{sign}R${grouped},{cents}")
    }
}

impl FromStr for Amount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let amount = Decimal::from_str(text)
            .or_else(|_| Decimal::from_scientific(text))
            .map_err(|_| format!("{text:?} is no number"))?;
        Self(amount.round_dp(DECIMAL_PLACES)).bounded()
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.normalize().to_string();
        Number::from_str(&text).map_err(S::Error::custom)?.serialize(serializer)
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
        json_schema!({"type": "number"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_printed_in_its_shortest_text() {
        for (sent, printed) in [
            ("305", "305"),
            ("305.0", "305"),
            ("305.50", "305.5"),
            ("\"0.10\"", "0.1"),
            ("1e2", "100"),
            ("-0.0", "0"),
            ("0.30000000000000004", "0.3"),
            ("33.333333333333336", "33.3333333333"),
            ("0.00000000001", "0"),
        ] {
            let amount: Amount = serde_json::from_str(sent).unwrap();
            assert_eq!(serde_json::to_string(&amount).unwrap(), printed, "{sent}");
        }
    }

    #[test]
    fn an_amount_that_could_overflow_is_refused() {
        for sent in ["1e13", "1000000000001", "1e400", "\"x\"", "[]", "true"] {
            assert!(serde_json::from_str::<Amount>(sent).is_err(), "{sent}");
        }
        assert_eq!(LARGEST, Decimal::from(10_i64.pow(12)));
    }

    #[test]
    fn a_moved_amount_can_still_be_read() {
        let most = Amount(LARGEST);
        assert_eq!(most.moved(Decimal::ONE), most);
        assert_eq!(most.moved(-Decimal::ONE).moved(Decimal::ONE), most);
        assert_eq!(Amount::default().moved(Decimal::MIN), Amount(-LARGEST));
        assert_eq!(Amount(Decimal::ONE).moved(Decimal::new(-25, 1)).0, Decimal::new(-15, 1));
    }

    #[test]
    fn an_amount_in_reais_is_grouped_and_has_two_decimals() {
        for (sent, text) in [
            ("300", "R$300,00"),
            ("1234567.5", "R$1.234.567,50"),
            ("-5.005", "-R$5,01"),
        ] {
            assert_eq!(sent.parse::<Amount>().unwrap().in_reais(), text);
        }
    }
}
