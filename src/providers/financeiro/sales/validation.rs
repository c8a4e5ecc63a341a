//! What holds of a sale.

use chrono::Days;
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::SqliteConnection;

use crate::providers::financeiro::errors::BLANK;
use crate::providers::financeiro::resource::{Changeset, Owner, Record, decimal_of, number_of, store};
use crate::providers::financeiro::sale_accounts::{PAYMENT_METHODS, SALE_ACCOUNT, SALE_RULE};
use crate::providers::financeiro::wire::decimal_text;
use crate::store::StoreError;

/// Defaults and checks of a write, and what the sale account keeps.
pub(super) async fn validate(changes: &mut Changeset<'_>, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    changes.set_default("status", 0);
    changes.set_default("summary", false);
    changes.set_default("attachments_count", 0);
    changes.set_default("custom_classifications", json!([]));
    changes.require(&["nominal_amount", "occurred_at"]);
    let owner = Owner::of_account(changes.request.account);
    let sale_account = match changes.integer("sale_account_id") {
        Some(id) => store::find(connection, &SALE_ACCOUNT, owner, id).await?,
        None => None,
    };
    if sale_account.is_none() {
        changes.invalid.add("sale_account", BLANK);
    }
    changes.require(&["payment_method"]);
    if !PAYMENT_METHODS.contains(&changes.text("payment_method")) {
        changes.invalid.add("payment_method", "não está incluso na lista");
    }
    if !changes.is_blank("confirmed_at") {
        changes.set("status", 1);
    }
    if let (Some(id), true) = (changes.integer("sale_account_id"), changes.invalid.is_empty()) {
        let rules = store::list(connection, &SALE_RULE, owner.with_id(id)).await?;
        let method = changes.value("payment_method").clone();
        let rule = rules.iter().find(|rule| rule.get("payment_method") == Some(&method));
        settle(changes, rule);
    }
    Ok(())
}

/// What the sale account keeps of the sale, by the rule of its payment method, and when the rest is paid out.
fn settle(changes: &mut Changeset<'_>, rule: Option<&Record>) {
    let amount = |name| rule.and_then(|rule| decimal_of(rule, name)).unwrap_or_default();
    let nominal = changes.decimal("nominal_amount").unwrap_or_default();
    let (percentage, fixed) = (amount("fee_percentage"), amount("fixed_fee_amount"));
    let fee = (nominal * percentage / Decimal::ONE_HUNDRED).round_dp(2);
    let days = rule
        .and_then(|rule| number_of(rule, "days_to_liquidation"))
        .unwrap_or(0);
    let liquidated = changes
        .day("occurred_at")
        .and_then(|day| day.checked_add_days(Days::new(days.max(0).unsigned_abs())));
    changes.set("fee_percentage", decimal_text(percentage));
    changes.set("fee_percentage_amount", decimal_text(fee));
    changes.set("fixed_fee_amount", decimal_text(fixed));
    changes.set("receivable_amount", decimal_text(nominal - fee - fixed));
    changes.set("days_to_liquidation", days);
    changes.set("estimated_liquidated_at", liquidated.map(|day| day.to_string()));
}
