//! Sales of an entity, received through a sale account.
//!
//! LIMITATIONS
//! * A confirmed sale becomes a receivable account, due when the sale is to be paid out: no recording shows when the
//!   vendor makes it, nor what becomes of it once the sale changes again.
//! * The columns that client programs know of since 2017 come in the profile of the documentation only, and are empty,
//!   but for the attachments of the account that a sale became, each as its number and its link.

use chrono::Days;
use futures_util::FutureExt as _;
use http::StatusCode;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::call::{Call, Handled};
use super::errors::{BLANK, Error};
use super::financial_accounts::{RECEIVABLE_ACCOUNT, begin};
use super::resource::{
    Described, Draft, Family, OnDelete, OnUpdate, Owner, Record, Resource, Scope, Shown, boolean, created, date,
    datetime, decimal, destroy, hash, ids, integer, link, list, lists, located, named, nested, one, scope, show, shows,
    store, taking, text,
};
use super::sale_accounts::{PAYMENT_METHODS, SALE_ACCOUNT, SALE_RULE};
use super::webhooks::announce;
use super::wire::{decimal as read_decimal, decimal_text};
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::observed;
use crate::web::rails::Node;

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
        decimal("amount_difference").shown(Shown::InDocs),
        nested("attachments").shown(Shown::InDocs),
        integer("attachments_count").shown(Shown::InDocs),
        nested("classification_center_classifications").shown(Shown::InDocs),
        text("competency_month").shown(Shown::InDocs),
        decimal("discount_amount").shown(Shown::InDocs),
        text("document").shown(Shown::InDocs),
        date("document_emission_date").shown(Shown::InDocs),
        integer("installment_count").shown(Shown::InDocs),
        integer("installment_number").shown(Shown::InDocs),
        nested("installments").shown(Shown::InDocs),
        decimal("interest_amount").shown(Shown::InDocs),
        nested("links").shown(Shown::InDocs),
        integer("liquidation_weekday").shown(Shown::InDocs),
        decimal("net_amount").shown(Shown::InDocs),
        integer("original_sale_id").shown(Shown::InDocs),
        text("provider_code").shown(Shown::InDocs),
        decimal("receivable_account_total_amount").shown(Shown::InDocs),
        nested("tax_charges").shown(Shown::InDocs),
        decimal("ticket_amount").shown(Shown::InDocs),
        decimal("total_amount").shown(Shown::InDocs),
        datetime("confirmed_at").written().shown(Shown::Never),
        ids("attachment_id_list").shown(Shown::Never),
    ],
    compute: Some(|members, call| {
        let lists = LISTS.into_iter().filter(|name| !members.has(name));
        let mut computed: Vec<_> = lists.map(|name| (name, Node::List(Vec::new()))).collect();
        let attachments = members.ids("attachment_id_list");
        let attachments = attachments.into_iter().map(|id| hash(&attachment(call, id)));
        computed.push(("attachments", Node::List(attachments.collect())));
        Some(computed)
    }),
    complete: Some(|record, call, _| {
        for name in LISTS {
            record.entry(name).or_insert_with(|| json!([]));
        }
        let attachments = record.get("attachment_id_list").and_then(Value::as_array);
        let attachments = attachments.into_iter().flatten();
        let attachments: Vec<Value> = attachments
            .filter_map(Value::as_i64)
            .map(|id| Value::Object(attachment(call, id)))
            .collect();
        record.insert("attachments".to_owned(), attachments.into());
        async { Ok(()) }.boxed()
    }),
    rules: |draft, connection| rules(draft, connection).boxed(),
    ..Resource::usual("sale", "sales", "Sale")
};

/// What a sale shows of an attachment of the account that it became.
fn attachment(call: &Call, id: i64) -> Record {
    let address = format!(
        "{}/entities/{}/attachments/{id}",
        call.context.base_url,
        call.path_text("entity_id")
    );
    let shown = [
        ("id".to_owned(), Value::from(id)),
        ("links".to_owned(), json!([link("self", address, "get")])),
    ];
    shown.into_iter().collect()
}

/// What is empty as long as nothing is in it.
const LISTS: [&str; 4] = [
    "classification_center_classifications",
    "installments",
    "links",
    "tax_charges",
];

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
    let (many, single) = ("/entities/{entity_id}/sales", "/entities/{entity_id}/sales/{id}");
    let deletion = operation("deleteSale", "Delete a sale", seen).answers_with(StatusCode::NO_CONTENT, "");
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
            create_sale,
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

/// Creates a sale, and the receivable account of one that is confirmed.
async fn create_sale(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(&SALE, &call, &mut connection).await?;
    let mut draft = Draft::new(&SALE, &call, None, call.attributes("sale")?);
    draft.own(&SALE, scope);
    let mut transaction = connection.begin().await?;
    rules(&mut draft, &mut transaction).await?;
    let mut record = draft.checked()?;
    store::insert(&mut transaction, &SALE, scope, &mut record).await?;
    let account = receive(&mut transaction, scope, &mut record).await?;
    transaction.commit().await?;
    if let Some(account) = &account {
        announce(&RECEIVABLE_ACCOUNT, &call, &mut connection, ("created", account)).await;
    }
    announce(&SALE, &call, &mut connection, ("created", &record)).await;
    if let Some(complete) = SALE.complete {
        complete(&mut record, &call, &mut connection).await?;
    }
    Ok(created(&SALE, &call, &record))
}

/// Makes the receivable account of a confirmed sale that has none.
async fn receive(connection: &mut SqliteConnection, scope: Scope, sale: &mut Record) -> Result<Option<Record>, Error> {
    let is_confirmed = sale.get("status").is_some_and(|status| *status == 1);
    let is_made = sale.get("financial_account_id").is_some_and(|id| !id.is_null());
    if !is_confirmed || is_made {
        return Ok(None);
    }
    let of_sale = |name: &str| sale.get(name).cloned().unwrap_or_default();
    let id = of_sale("id");
    let mut account = Record::new();
    for (name, value) in [
        ("entity_id", scope.owner.into()),
        ("due_date", of_sale("estimated_liquidated_at")),
        ("amount", of_sale("receivable_amount")),
        ("description", of_sale("description")),
        ("category_id", of_sale("category_id")),
        ("classification_center_id", of_sale("classification_center_id")),
        ("person_id", of_sale("person_id")),
        ("sale_account_id", of_sale("sale_account_id")),
        ("sale_ids", json!([id])),
        ("created_at", of_sale("updated_at")),
        ("updated_at", of_sale("updated_at")),
    ] {
        account.insert(name.to_owned(), value);
    }
    begin(&mut account);
    let made = store::next_financial_account(connection).await?;
    account.insert("id".to_owned(), made.into());
    store::insert(connection, &RECEIVABLE_ACCOUNT, scope, &mut account).await?;
    sale.insert("financial_account_id".to_owned(), made.into());
    store::update(connection, &SALE, id.as_i64().unwrap_or_default(), sale).await?;
    Ok(Some(account))
}

/// Changes a sale. The model answers, not the template.
async fn update_sale(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let (scope, before) = named(&SALE, &call, &mut connection).await?;
    let sent = call.attributes("sale")?;
    let mut draft = Draft::new(&SALE, &call, Some(before), sent);
    let mut transaction = connection.begin().await?;
    rules(&mut draft, &mut transaction).await?;
    let mut record = draft.checked()?;
    store::update(&mut transaction, &SALE, call.path_id("id"), &record).await?;
    let account = receive(&mut transaction, scope, &mut record).await?;
    transaction.commit().await?;
    if let Some(account) = &account {
        announce(&RECEIVABLE_ACCOUNT, &call, &mut connection, ("created", account)).await;
    }
    announce(&SALE, &call, &mut connection, ("updated", &record)).await;
    let address = format!("{}{}", call.context.base_url, call.path);
    Ok(located(one(&CHANGED_SALE, &call, &record), &address))
}

async fn rules(draft: &mut Draft<'_>, connection: &mut SqliteConnection) -> Result<(), Error> {
    draft.default("status", 0);
    draft.default("summary", false);
    draft.default("attachments_count", 0);
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
        draft.invalid.add("payment_method", "não está incluso na lista");
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
        let rule = rules.iter().find(|rule| rule.get("payment_method") == Some(&method));
        settle(draft, rule);
    }
    Ok(())
}

/// What the sale account keeps of the sale, by the rule of its payment method, and when the rest is paid out.
fn settle(draft: &mut Draft<'_>, rule: Option<&Record>) {
    let of_rule = |name: &str| rule.and_then(|rule| rule.get(name)).filter(|value| !value.is_null());
    let amount = |name: &str| of_rule(name).and_then(Value::as_str).and_then(read_decimal);
    let nominal = draft.decimal("nominal_amount").unwrap_or_default();
    let percentage = amount("fee_percentage").unwrap_or_default();
    let fee = (nominal * percentage / Decimal::ONE_HUNDRED).round_dp(2);
    let fixed = amount("fixed_fee_amount").unwrap_or_default();
    let days = of_rule("days_to_liquidation").and_then(Value::as_i64).unwrap_or(0);
    let liquidated = draft
        .day("occurred_at")
        .and_then(|day| day.checked_add_days(Days::new(days.max(0).unsigned_abs())));
    draft.set("fee_percentage", decimal_text(percentage));
    draft.set("fee_percentage_amount", decimal_text(fee));
    draft.set("fixed_fee_amount", decimal_text(fixed));
    draft.set("receivable_amount", decimal_text(nominal - fee - fixed));
    draft.set("days_to_liquidation", days);
    draft.set("estimated_liquidated_at", liquidated.map(|day| day.to_string()));
}
