//! The fields of both, in the order of the recordings. Those that client programs know of since come in the profile of
//! the documentation only.

use crate::providers::financeiro::resource::{
    Field, Visibility, boolean, date, datetime, decimal, ids, integer, nested, text,
};

/// The fields of a receivable account (sic: "eletronic").
pub(super) const RECEIVABLE: [Field; 43] = [
    integer("id"),
    integer("entity_id"),
    integer("status"),
    text("status_name"),
    date("due_date").written(),
    date("occurred_at").written(),
    decimal("amount").written(),
    decimal("ticket_amount").written(),
    decimal("interest_amount").written(),
    decimal("discount_amount").written(),
    decimal("nominal_amount").written(),
    decimal("total_amount").written(),
    text("description").written(),
    text("document").written(),
    date("document_emission_date").written(),
    text("observation").written(),
    boolean("remind").written(),
    date("reminded_at"),
    integer("category_id").written(),
    integer("classification_center_id").written(),
    integer("expected_deposit_account_id").written(),
    integer("recurrence_id"),
    integer("person_id").written(),
    datetime("created_at"),
    datetime("updated_at"),
    text("competency_month").written(),
    boolean("recurrent"),
    boolean("parcelled"),
    text("recurrence_period"),
    integer("number_of_parcels").written(),
    integer("current_parcel"),
    ids("attachment_id_list"),
    nested("financial_account_taxes_attributes").written(),
    nested("tax_charges").visible(Visibility::InDocs),
    integer("sale_account_id").visible(Visibility::InDocs),
    ids("sale_ids").visible(Visibility::InDocs),
    nested("custom_classifications").visible(Visibility::InDocs),
    nested("classification_center_classifications").visible(Visibility::InDocs),
    boolean("income_tax_relevant").written().visible(Visibility::InDocs),
    nested("eletronic_invoices").visible(Visibility::InDocs),
    nested("reconciliations"),
    nested("links"),
    text("create_as_recurrent").written().visible(Visibility::Never),
];

/// The fields of a payable account: all but the invoices.
pub(super) const PAYABLE: [Field; 42] = without(&RECEIVABLE, 39);

const fn without<const N: usize>(fields: &[Field], left_out: usize) -> [Field; N] {
    let mut kept = [fields[0]; N];
    let mut place = 0;
    while place < N {
        kept[place] = fields[if place < left_out { place } else { place + 1 }];
        place += 1;
    }
    kept
}
