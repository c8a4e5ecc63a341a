//! Sale accounts, and the rules of what they keep of a sale.

use serde_json::json;

use super::resource::{
    BelongsTo, Changeset, NotFound, OnDelete, OnUpdate, Resource, ResourceType, Routes, Validation, Visibility,
    boolean, datetime, decimal, integer, nested, text,
};
use super::webhooks;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;

/// A sale account.
pub(super) static SALE_ACCOUNT: Resource = Resource {
    table: "financeiro_sale_account",
    on_update: OnUpdate::ObjectAndLocation,
    on_delete: OnDelete::NoContent,
    fields: &[
        integer("category_id").written().visible(Visibility::InDocs),
        integer("classification_center_id")
            .written()
            .visible(Visibility::InDocs),
        nested("classification_center_classifications")
            .written()
            .visible(Visibility::InDocs),
        boolean("consolidate").written().visible(Visibility::InDocs),
        datetime("created_at"),
        nested("custom_classifications").written().visible(Visibility::InDocs),
        text("description").written(),
        integer("entity_id").written(),
        integer("expected_deposit_account_id")
            .written()
            .visible(Visibility::InDocs),
        integer("id"),
        text("name").written(),
        text("payment_methods").written().visible(Visibility::InDocs),
        integer("person_id").written().visible(Visibility::InDocs),
        text("provider").written(),
        datetime("updated_at"),
    ],
    not_found: NotFound::Condition(|_, owner, _| format!(" [WHERE `entities`.`account_id` = {}]", owner.account)),
    validate: Validation::Record(validate_account),
    notify: webhooks::NOTIFY,
    ..Resource::new("sale_account", "sale_accounts", "SaleAccount")
};

/// A rule of one.
pub(super) static SALE_RULE: Resource = Resource {
    table: "financeiro_sale_rule",
    belongs_to: BelongsTo::Record(&SALE_ACCOUNT, "sale_account_id"),
    on_update: OnUpdate::ObjectAndLocation,
    on_delete: OnDelete::NoContent,
    fields: &[
        datetime("created_at"),
        integer("days_to_liquidation").written(),
        decimal("fee_percentage").written(),
        decimal("fixed_fee_amount").written(),
        integer("id"),
        text("issuer").written(),
        text("payment_method").written(),
        integer("sale_account_id"),
        datetime("updated_at"),
        integer("week_day").written(),
        text("weekdays").written().visible(Visibility::InDocs),
    ],
    validate: Validation::Record(validate_rule),
    notify: webhooks::NOTIFY,
    ..Resource::new("sale_rule", "sale_rules", "SaleRule")
};

const PROVIDERS: [&str; 13] = [
    "bank_account",
    "cash_register",
    "cielo",
    "elavon",
    "elo",
    "getnet",
    "other",
    "pagseguro",
    "redecard",
    "safrapay",
    "stone",
    "ticket",
    "vero",
];

/// How a sale can be paid.
pub(super) const PAYMENT_METHODS: [&str; 8] = [
    "billet",
    "cash",
    "cheque",
    "credit",
    "parcelled",
    "debit",
    "transfer",
    "pix",
];

struct SaleAccounts;

impl ResourceType for SaleAccounts {
    const RESOURCE: &'static Resource = &SALE_ACCOUNT;
}

struct SaleRules;

impl ResourceType for SaleRules {
    const RESOURCE: &'static Resource = &SALE_RULE;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2017");
    Routes::<SaleAccounts>::new("/sale_accounts", "/sale_accounts/{id}", seen)
        .list(("listSaleAccounts", "List sale accounts"))
        .show(("showSaleAccount", "Show a sale account"))
        .create(("createSaleAccount", "Create a sale account"))
        .update(("updateSaleAccount", "Change a sale account"))
        .delete(("deleteSaleAccount", "Delete a sale account with its rules"))
        .endpoints()
}

/// The operations of rules.
pub(super) fn rule_endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2017");
    let (collection, member) = (
        "/sale_accounts/{sale_account_id}/rules",
        "/sale_accounts/{sale_account_id}/rules/{id}",
    );
    Routes::<SaleRules>::new(collection, member, seen)
        .list(("listSaleRules", "List the rules of a sale account"))
        .show(("showSaleRule", "Show a rule"))
        .create(("createSaleRule", "Create a rule"))
        .update(("updateSaleRule", "Change a rule"))
        .delete(("deleteSaleRule", "Delete a rule"))
        .endpoints()
}

fn validate_account(changes: &mut Changeset<'_>) {
    changes.set_default("consolidate", false);
    changes.set_default("custom_classifications", json!([]));
    changes.set_default("classification_center_classifications", json!([]));
    changes.require(&["name"]);
    if !PROVIDERS.contains(&changes.text("provider")) {
        changes.invalid.add("provider", "não está incluso na lista");
    }
}

fn validate_rule(changes: &mut Changeset<'_>) {
    changes.set_default("days_to_liquidation", 0);
    changes.require(&["payment_method"]);
    if !changes.is_blank("payment_method") && !PAYMENT_METHODS.contains(&changes.text("payment_method")) {
        changes.invalid.add("payment_method", "não está incluso na lista");
    }
    if changes.is_blank("fee_percentage") && changes.is_blank("fixed_fee_amount") {
        changes
            .invalid
            .add("base", "Precisa ter pelo menos taxa percentual ou taxa fixa");
    }
}
