//! What a sale is: as it is shown, and as the answer to a change shows it.

use futures_util::FutureExt as _;
use serde_json::{Value, json};

use super::liquidation::receive;
use super::validation::validate;
use crate::providers::financeiro::entities::ENTITY;
use crate::providers::financeiro::request::Request;
use crate::providers::financeiro::resource::{
    BelongsTo, NotFound, OnDelete, OnUpdate, Record, Rendering, Resource, Validation, Visibility, boolean, date,
    datetime, decimal, empty_lists, hash, ids, ids_of, integer, link, nested, set, text,
};
use crate::providers::financeiro::webhooks;
use crate::web::rails::Node;

/// A sale, as the template shows it.
pub(crate) static SALE: Resource = Resource {
    table: "financeiro_sale",
    rendering: Rendering::Template,
    belongs_to: BelongsTo::Record(&ENTITY, "entity_id"),
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
        decimal("amount_difference").visible(Visibility::InDocs),
        nested("attachments").visible(Visibility::InDocs),
        integer("attachments_count").visible(Visibility::InDocs),
        nested("classification_center_classifications").visible(Visibility::InDocs),
        text("competency_month").visible(Visibility::InDocs),
        decimal("discount_amount").visible(Visibility::InDocs),
        text("document").visible(Visibility::InDocs),
        date("document_emission_date").visible(Visibility::InDocs),
        integer("installment_count").visible(Visibility::InDocs),
        integer("installment_number").visible(Visibility::InDocs),
        nested("installments").visible(Visibility::InDocs),
        decimal("interest_amount").visible(Visibility::InDocs),
        nested("links").visible(Visibility::InDocs),
        integer("liquidation_weekday").visible(Visibility::InDocs),
        decimal("net_amount").visible(Visibility::InDocs),
        integer("original_sale_id").visible(Visibility::InDocs),
        text("provider_code").visible(Visibility::InDocs),
        decimal("receivable_account_total_amount").visible(Visibility::InDocs),
        nested("tax_charges").visible(Visibility::InDocs),
        decimal("ticket_amount").visible(Visibility::InDocs),
        decimal("total_amount").visible(Visibility::InDocs),
        datetime("confirmed_at").written().visible(Visibility::Never),
        ids("attachment_id_list").visible(Visibility::Never),
    ],
    compute: Some(|members, request| {
        let attachments = members.ids("attachment_id_list").into_iter();
        let attachments = attachments.map(|id| hash(&attachment(request, id))).collect();
        let mut computed = vec![("attachments", Node::List(attachments))];
        computed.extend(empty_lists(members, &LISTS));
        Some(computed)
    }),
    add_computed: Some(|record, request, _| {
        for name in LISTS {
            record.entry(name).or_insert_with(|| json!([]));
        }
        let attachments = ids_of(record, "attachment_id_list").into_iter();
        let attachments: Value = attachments.map(|id| attachment(request, id)).collect();
        set(record, "attachments", attachments);
        async { Ok(()) }.boxed()
    }),
    not_found: NotFound::Condition(|_, owner, _| format!(" [WHERE `sale_accounts`.`entity_id` = {}]", owner.id)),
    updated_as: Some(&CHANGED_SALE),
    validate: Validation::Store(|changes, connection| validate(changes, connection).boxed()),
    after_save: Some(|sale, owner, connection| receive(sale, owner, connection).boxed()),
    notify: webhooks::NOTIFY,
    ..Resource::new("sale", "sales", "Sale")
};

/// What a sale shows of an attachment of the account that it became.
fn attachment(request: &Request, id: i64) -> Record {
    let entity = request.path_text("entity_id");
    let address = format!("{}/entities/{entity}/attachments/{id}", request.context.base_url);
    let mut shown = Record::new();
    set(&mut shown, "id", id);
    set(&mut shown, "links", json!([link("self", address, "get")]));
    shown
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
    belongs_to: BelongsTo::Record(&ENTITY, "entity_id"),
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
    ..Resource::new("sale", "sales", "Sale")
};
