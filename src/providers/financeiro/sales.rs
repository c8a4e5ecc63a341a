//! Sales of an entity, received through a sale account.
//!
//! LIMITATIONS
//! * The receivable account that a confirmed sale becomes is not made: no recording shows when.
//! * The columns that client programs know of since 2017 are left out, but for the custom classifications.

use chrono::Days;
use futures_util::FutureExt as _;
use http::StatusCode;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::call::{Call, Handled};
use super::errors::{BLANK, Error};
use super::resource::{
    Described, Draft, Family, OnDelete, OnUpdate, Owner, Record, Resource, Scope, boolean, create,
    date, datetime, decimal, destroy, integer, list, lists, located, named, nested, one, show,
    shows, store, taking, text, update_of,
};
use super::sale_accounts::{PAYMENT_METHODS, SALE_ACCOUNT, SALE_RULE};
use super::wire::{decimal as read_decimal, decimal_text};
use crate::http::endpoints::{Endpoints, operation};
use crate::http::fidelity::observed;

/// A sale, as the template shows it.
pub(super) static SALE: Resource = Resource {
    table: "financeiro_sale",
    family: Family::Template,
    owner: Owner::Entity,
    on_update: OnUpdate::ObjectAndLocation,
    on_delete: OnDelete::NoContent,
    fields: &[
        integer("id"),
        decimal("nominal_amount").written(),
        decimal("receivable_amount"),
        decimal("fixed_fee_amount"),
        decimal("fee_percentage"),
        decimal("fee_percentage_amount"),
        text("issuer").written(),
        text("payment_method").written(),
        integer("status"),
        boolean("summary").written(),
        text("description").written(),
        text("observation").written(),
        integer("category_id").written(),
        integer("classification_center_id").written(),
        integer("person_id").written(),
        integer("days_to_liquidation"),
        integer("sale_account_id").written(),
        integer("financial_account_id"),
        integer("liquidation_week_day"),
        date("estimated_liquidated_at"),
        date("liquidated_at"),
        date("occurred_at").written(),
        datetime("created_at"),
        datetime("updated_at"),
        nested("custom_classifications").written(),
        datetime("confirmed_at")
            .written()
            .shown(super::resource::Shown::Never),
    ],
    rules: |draft, connection| rules(draft, connection).boxed(),
    ..Resource::usual("sale", "sales", "Sale")
};

/// A sale, as the answer to a change shows it.
static CHANGED_SALE: Resource = Resource {
    table: "financeiro_sale",
    owner: Owner::Entity,
    fields: &[
        integer("category_id"),
        integer("classification_center_id"),
        datetime("confirmed_at"),
        datetime("created_at"),
        integer("days_to_liquidation"),
        text("description"),
        date("estimated_liquidated_at"),
        decimal("fee_percentage"),
        decimal("fee_percentage_amount"),
        integer("financial_account_id"),
        decimal("fixed_fee_amount"),
        integer("id"),
        text("issuer"),
        date("liquidated_at"),
        integer("liquidation_week_day"),
        decimal("nominal_amount"),
        text("observation"),
        date("occurred_at"),
        text("payment_method"),
        integer("person_id"),
        decimal("receivable_amount"),
        integer("sale_account_id"),
        integer("status"),
        boolean("summary"),
        datetime("updated_at"),
    ],
    ..Resource::usual("sale", "sales", "Sale")
};

struct Sales;

impl Described for Sales {
    fn resource() -> &'static Resource {
        &SALE
    }
}

struct ChangedSale;

impl Described for ChangedSale {
    fn resource() -> &'static Resource {
        &CHANGED_SALE
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2017");
    let (many, single) = (
        "/entities/{entity_id}/sales",
        "/entities/{entity_id}/sales/{id}",
    );
    let deletion =
        operation("deleteSale", "Delete a sale", seen).answers_with(StatusCode::NO_CONTENT, "");
    Endpoints::new()
        .get(
            many,
            |call| list(&SALE, call),
            lists::<Sales>(("listSales", "List an entity's sales"), seen),
        )
        .get(
            single,
            |call| show(&SALE, call),
            shows::<Sales>(("showSale", "Show a sale"), seen, StatusCode::OK),
        )
        .post(
            many,
            |call| create(&SALE, call),
            taking::<Sales>(shows::<Sales>(
                ("createSale", "Create a sale"),
                seen,
                StatusCode::CREATED,
            )),
        )
        .put(
            single,
            update_sale,
            taking::<Sales>(shows::<ChangedSale>(
                ("updateSale", "Change a sale"),
                seen,
                StatusCode::OK,
            )),
        )
        .delete(single, |call| destroy(&SALE, call), deletion)
}

/// Changes a sale. The model answers, not the template.
async fn update_sale(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let (scope, before) = named(&SALE, &call, &mut connection).await?;
    update_of(&SALE, &call, &mut connection, before).await?;
    let record = store::find(&mut connection, &SALE, scope, call.path_id("id"))
        .await?
        .unwrap_or_default();
    let address = format!("{}{}", call.passage.base_url, call.path);
    Ok(located(one(&CHANGED_SALE, &call, &record), &address))
}

async fn rules(draft: &mut Draft<'_>, connection: &mut SqliteConnection) -> Result<(), Error> {
    draft.default("status", 0);
    draft.default("summary", false);
    draft.default("custom_classifications", json!([]));
    draft.must_have(&["nominal_amount", "occurred_at"]);
    let scope = Scope {
        account: draft.call.account,
        owner: draft.call.account,
    };
    let sale_account = match draft.integer("sale_account_id") {
        Some(id) => store::find(connection, &SALE_ACCOUNT, scope, id).await?,
        None => None,
    };
    if sale_account.is_none() {
        draft.invalid.add("sale_account", BLANK);
    }
    draft.must_have(&["payment_method"]);
    if !PAYMENT_METHODS.contains(&draft.text("payment_method")) {
        draft
            .invalid
            .add("payment_method", "não está incluso na lista");
    }
    if !draft.is_blank("confirmed_at") {
        draft.set("status", 1);
    }
    if let (Some(id), true) = (draft.integer("sale_account_id"), draft.invalid.is_empty()) {
        let rules = Scope {
            account: draft.call.account,
            owner: id,
        };
        let rules = store::list(connection, &SALE_RULE, rules).await?;
        let method = draft.value("payment_method").clone();
        let rule = rules
            .iter()
            .find(|rule| rule.get("payment_method") == Some(&method));
        settle(draft, rule);
    }
    Ok(())
}

/// What the sale account keeps of the sale, by the rule of its payment method, and when the rest is paid out.
fn settle(draft: &mut Draft<'_>, rule: Option<&Record>) {
    let of_rule = |name: &str| {
        rule.and_then(|rule| rule.get(name))
            .filter(|value| !value.is_null())
    };
    let amount = |name: &str| of_rule(name).and_then(Value::as_str).and_then(read_decimal);
    let nominal = draft.decimal("nominal_amount").unwrap_or_default();
    let percentage = amount("fee_percentage").unwrap_or_default();
    let fee = (nominal * percentage / Decimal::ONE_HUNDRED).round_dp(2);
    let fixed = amount("fixed_fee_amount").unwrap_or_default();
    let days = of_rule("days_to_liquidation")
        .and_then(Value::as_i64)
        .unwrap_or(0);
    let liquidated = draft
        .day("occurred_at")
        .and_then(|day| day.checked_add_days(Days::new(days.max(0).unsigned_abs())));
    draft.set("fee_percentage", decimal_text(percentage));
    draft.set("fee_percentage_amount", decimal_text(fee));
    draft.set("fixed_fee_amount", decimal_text(fixed));
    draft.set("receivable_amount", decimal_text(nominal - fee - fixed));
    draft.set("days_to_liquidation", days);
    draft.set(
        "estimated_liquidated_at",
        liquidated.map(|day| day.to_string()),
    );
}
