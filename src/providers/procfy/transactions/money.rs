//! Amounts in cents, and currencies.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::providers::procfy::attributes::{Attributes, Sent};

/// An amount as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cents {
    /// A number; what it has behind the point is dropped.
    Number(i64),
    /// Something else.
    Other(String),
}

impl JsonSchema for Cents {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Cents".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 0})
    }
}

/// An amount of a body.
pub(super) fn cents(attributes: &Attributes, name: &str) -> Sent<Cents> {
    match attributes.text_unless_empty(name) {
        Sent::Not => Sent::Not,
        Sent::Blank => Sent::Blank,
        Sent::As(text) => Sent::As(match number(text.trim()) {
            Some(cents) => Cents::Number(cents),
            None => Cents::Other(text),
        }),
    }
}

/// The whole part of a number. One that is larger than any is the largest there is.
fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let end = if digits == text { i64::MAX } else { i64::MIN };
        return Some(text.parse().unwrap_or(end));
    }
    let number: Decimal = text.parse().or_else(|_| Decimal::from_scientific(text)).ok()?;
    number.trunc().to_i64()
}

/// The currency of a code, if ISO 4217 has it.
pub(super) fn currency(text: &str) -> Option<String> {
    let code = text.to_ascii_uppercase();
    let is_code = code.len() == 3 && CURRENCIES.split_ascii_whitespace().any(|known| known == code);
    is_code.then_some(code)
}

/// The codes of ISO 4217 in use.
const CURRENCIES: &str = "
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
    CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
    GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL
    LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR
    PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY
    TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";
