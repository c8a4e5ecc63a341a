//! A sale's total, against whole numbers of hundredths that are added up by themselves.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::{pending_sale, with};
use crate::support::Sandbox;

/// What is sold, all in hundredths: quantity and price of each line, the discount, and the shipping.
#[derive(Debug, Clone)]
struct Sold {
    lines: Vec<(i128, i128)>,
    is_percent: bool,
    discount: i128,
    shipping_cost: i128,
}

fn sold() -> impl Strategy<Value = Sold> {
    let line = (0_i128..100_000, 0_i128..10_000_000);
    let lines = proptest::collection::vec(line, 1..6);
    (lines, any::<bool>(), 0_i128..10_000, 0_i128..1_000_000).prop_map(
        |(lines, is_percent, discount, shipping_cost)| Sold {
            lines,
            is_percent,
            discount,
            shipping_cost,
        },
    )
}

impl Sold {
    /// The total in hundredths: halves away from zero, as money is rounded.
    fn total(&self) -> i128 {
        let items: i128 = self.lines.iter().map(|(quantity, value)| quantity * value).sum();
        // In hundred-millionths, so that nothing is rounded but the end.
        let discount = match self.is_percent {
            true => items * self.discount,
            false => self.discount * 1_000_000,
        };
        let exact = items * 10_000 - discount + self.shipping_cost * 1_000_000;
        let unit = 1_000_000;
        let (whole, rest) = (exact / unit, (exact % unit).abs());
        whole + if rest * 2 >= unit { exact.signum() } else { 0 }
    }

    fn body(&self) -> Value {
        let lines: Vec<_> = self
            .lines
            .iter()
            .map(|(quantity, value)| json!({"quantity": decimal(*quantity), "value": decimal(*value)}))
            .collect();
        let unit = if self.is_percent { "PERCENT" } else { "VALUE" };
        with(
            pending_sale(),
            json!({
                "products": lines, "shipping_cost": decimal(self.shipping_cost),
                "discount": {"measure_unit": unit, "rate": decimal(self.discount)},
            }),
        )
    }
}

/// Hundredths as a JSON number in its shortest text.
fn decimal(hundredths: i128) -> Value {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
    let text = match rest {
        0 => format!("{sign}{whole}"),
        rest if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        rest => format!("{sign}{whole}.{rest:02}"),
    };
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_total_is_what_the_items_cost_less_the_discount_with_the_shipping() {
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::new("sale-sums"));
    let contaazul = sandbox.contaazul();
    let config = Config {
        cases: 96,
        failure_persistence: None,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(&sold(), |sold| {
        let answer = runtime.block_on(contaazul.post("/v1/sales", &sold.body()));
        prop_assert_eq!(answer.status, 201, "{}", answer);
        let sale = answer.json();
        let total = decimal(sold.total()).to_string();
        prop_assert_eq!(sale["total"].to_string(), total.clone());
        prop_assert_eq!(sale["payment"]["installments"][0]["value"].to_string(), total);
        Ok(())
    });
    result.unwrap();
}
