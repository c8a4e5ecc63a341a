//! Sale accounts, and the rules of what they keep of a sale.

use futures_util::FutureExt as _;
use http::StatusCode;
use serde_json::json;

use super::resource::{
    Described, Draft, Names, OnDelete, OnUpdate, Owner, Resource, Shown, boolean, create, datetime, decimal, destroy,
    integer, list, lists, mounted, nested, show, shows, taking, text, update,
};
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::observed;

/// A sale account.
pub(super) static SALE_ACCOUNT: Resource = Resource {
    table: "financeiro_sale_account",
    on_update: OnUpdate::ObjectAndLocation,
    on_delete: OnDelete::NoContent,
    fields: &[
        integer("category_id").written().shown(Shown::InDocs),
        integer("classification_center_id").written().shown(Shown::InDocs),
        nested("classification_center_classifications")
            .written()
            .shown(Shown::InDocs),
        boolean("consolidate").written().shown(Shown::InDocs),
        datetime("created_at"),
        nested("custom_classifications").written().shown(Shown::InDocs),
        text("description").written(),
        integer("entity_id").written(),
        integer("expected_deposit_account_id").written().shown(Shown::InDocs),
        integer("id"),
        text("name").written(),
        text("payment_methods").written().shown(Shown::InDocs),
        integer("person_id").written().shown(Shown::InDocs),
        text("provider").written(),
        datetime("updated_at"),
    ],
    rules: |draft, _| {
        async {
            account_rules(draft);
            Ok(())
        }
        .boxed()
    },
    ..Resource::usual("sale_account", "sale_accounts", "SaleAccount")
};

/// A rule of one.
pub(super) static SALE_RULE: Resource = Resource {
    table: "financeiro_sale_rule",
    owner: Owner::Record(&SALE_ACCOUNT, "sale_account_id"),
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
        text("weekdays").written().shown(Shown::InDocs),
    ],
    rules: |draft, _| {
        async {
            rule_rules(draft);
            Ok(())
        }
        .boxed()
    },
    ..Resource::usual("sale_rule", "sale_rules", "SaleRule")
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

impl Described for SaleAccounts {
    fn resource() -> &'static Resource {
        &SALE_ACCOUNT
    }
}

struct SaleRules;

impl Described for SaleRules {
    fn resource() -> &'static Resource {
        &SALE_RULE
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2017");
    let names = Names {
        list: ("listSaleAccounts", "List sale accounts"),
        show: ("showSaleAccount", "Show a sale account"),
        create: ("createSaleAccount", "Create a sale account"),
        update: ("updateSaleAccount", "Change a sale account"),
        delete: ("deleteSaleAccount", "Delete a sale account with its rules"),
    };
    mounted::<SaleAccounts>(Endpoints::new(), ("/sale_accounts", "/sale_accounts/{id}"), names, seen)
}

/// The operations of rules.
pub(super) fn rule_endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2017");
    let (many, single) = (
        "/sale_accounts/{sale_account_id}/rules",
        "/sale_accounts/{sale_account_id}/rules/{id}",
    );
    let rule = &SALE_RULE;
    let deletion = operation("deleteSaleRule", "Delete a rule", seen).answers_with(StatusCode::NO_CONTENT, "");
    Endpoints::new()
        .get(
            many,
            |call| list(rule, call),
            lists::<SaleRules>(("listSaleRules", "List the rules of a sale account"), seen),
        )
        .get(
            single,
            |call| show(rule, call),
            shows::<SaleRules>(("showSaleRule", "Show a rule"), seen, StatusCode::OK),
        )
        .post(
            many,
            |call| create(rule, call),
            taking::<SaleRules>(shows::<SaleRules>(
                ("createSaleRule", "Create a rule"),
                seen,
                StatusCode::CREATED,
            )),
        )
        .put(
            single,
            |call| update(rule, call),
            taking::<SaleRules>(shows::<SaleRules>(
                ("updateSaleRule", "Change a rule"),
                seen,
                StatusCode::OK,
            )),
        )
        .delete(single, |call| destroy(rule, call), deletion)
}

fn account_rules(draft: &mut Draft<'_>) {
    draft.default("consolidate", false);
    draft.default("custom_classifications", json!([]));
    draft.default("classification_center_classifications", json!([]));
    draft.must_have(&["name"]);
    if !PROVIDERS.contains(&draft.text("provider")) {
        draft.invalid.add("provider", "não está incluso na lista");
    }
}

fn rule_rules(draft: &mut Draft<'_>) {
    draft.default("days_to_liquidation", 0);
    draft.must_have(&["payment_method"]);
    if !draft.is_blank("payment_method") && !PAYMENT_METHODS.contains(&draft.text("payment_method")) {
        draft.invalid.add("payment_method", "não está incluso na lista");
    }
    if draft.is_blank("fee_percentage") && draft.is_blank("fixed_fee_amount") {
        draft
            .invalid
            .add("base", "Precisa ter pelo menos taxa percentual ou taxa fixa");
    }
}
