//! Decimals: texts in the `F` form of Ruby's BigDecimal, at least one decimal place and no needless zeros.

use rust_decimal::Decimal;

/// A decimal as clients write it: `150.99`, or as Ruby's BigDecimal does, `0.199E3`.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    text.parse().ok().or_else(|| Decimal::from_scientific(text).ok())
}

/// A decimal as the API writes it.
pub(crate) fn decimal_text(value: Decimal) -> String {
    // A zero has no sign.
    let value = if value.is_zero() {
        Decimal::ZERO
    } else {
        value.normalize()
    };
    match value.scale() {
        0 => format!("{value}.0"),
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_with_one_place_at_least_and_no_needless_zero() {
        for (given, written) in [
            ("150.990", "150.99"),
            ("100", "100.0"),
            ("0.199E3", "199.0"),
            ("0.5e3", "500.0"),
            ("-68.50", "-68.5"),
            ("-0", "0.0"),
        ] {
            assert_eq!(decimal(given).map(decimal_text).as_deref(), Some(written));
        }
        assert_eq!(decimal("doze"), None);
    }
}
