//! Payable and receivable accounts: what they share, and the words in which they differ.

use futures_util::FutureExt as _;

use super::kind::{Kind, Names, Paths};
use super::{answers, fields, recurrence, validation};
use crate::providers::financeiro::entities::ENTITY;
use crate::providers::financeiro::resource::{BelongsTo, NotFound, Rendering, Resource, Validation};
use crate::providers::financeiro::webhooks;

/// A payable account.
pub(crate) static PAYABLE_ACCOUNT: Resource = Resource {
    table: "financeiro_payable_account",
    fields: &fields::PAYABLE,
    not_found: NotFound::Words(|request| PAYABLE.not_found(request)),
    add_computed: Some(|record, request, connection| {
        answers::add_computed(&PAYABLE, record, request, connection).boxed()
    }),
    compute: Some(|members, request| answers::compute(&PAYABLE, members, request)),
    ..base("payable_account", "payable_accounts", "PayableAccount")
};

/// A receivable account.
pub(crate) static RECEIVABLE_ACCOUNT: Resource = Resource {
    table: "financeiro_receivable_account",
    fields: &fields::RECEIVABLE,
    not_found: NotFound::Words(|request| RECEIVABLE.not_found(request)),
    add_computed: Some(|record, request, connection| {
        answers::add_computed(&RECEIVABLE, record, request, connection).boxed()
    }),
    compute: Some(|members, request| answers::compute(&RECEIVABLE, members, request)),
    ..base("receivable_account", "receivable_accounts", "ReceivableAccount")
};

const fn base(singular: &'static str, plural: &'static str, model: &'static str) -> Resource {
    Resource {
        rendering: Rendering::Template,
        belongs_to: BelongsTo::Record(&ENTITY, "entity_id"),
        forbids_writes_without_owner: true,
        sorted_by: "due_date",
        per_page: Some(50),
        validate: Validation::Record(validation::validate),
        insert: Some(|resource, owner, record, connection| {
            recurrence::insert(resource, owner, record, connection).boxed()
        }),
        notify: webhooks::NOTIFY,
        ..Resource::new(singular, plural, model)
    }
}

/// What is paid.
pub(crate) static PAYABLE: Kind = Kind {
    resource: &PAYABLE_ACCOUNT,
    paths: Paths {
        collection: "/entities/{entity_id}/payable_accounts",
        new: "/entities/{entity_id}/payable_accounts/new",
        member: "/entities/{entity_id}/payable_accounts/{id}",
        settle: "/entities/{entity_id}/payable_accounts/{id}/pay",
        undo: "/entities/{entity_id}/payable_accounts/{id}/undo_payment",
        recurrence: "/entities/{entity_id}/payable_accounts/{id}/recurrence",
    },
    names: Names {
        list: ("listPayableAccounts", "List what an entity has to pay"),
        new: ("newPayableAccount", "Show what a new payable account begins with"),
        show: ("showPayableAccount", "Show a payable account"),
        create: (
            "createPayableAccount",
            "Create a payable account, a recurrence or its parcels",
        ),
        update: ("updatePayableAccount", "Change a payable account"),
        settle: ("payPayableAccount", "Pay it"),
        undo: ("undoPayment", "Take a payment back"),
        delete_recurrence: ("deletePayableRecurrence", "Delete every instance of a recurrence"),
        delete: ("deletePayableAccount", "Delete a payable account"),
        delete_selected: ("deletePayableAccounts", "Delete those of `selected_ids`"),
    },
    statuses: ["unpaid", "paid", "reconciled"],
    settle: "pay",
    undo: "undo_payment",
    label: "Conta a pagar",
    translation: r#"{:one=>"Conta a Pagar", :other=>"Contas a Pagar"}"#,
};

/// What is received.
pub(crate) static RECEIVABLE: Kind = Kind {
    resource: &RECEIVABLE_ACCOUNT,
    paths: Paths {
        collection: "/entities/{entity_id}/receivable_accounts",
        new: "/entities/{entity_id}/receivable_accounts/new",
        member: "/entities/{entity_id}/receivable_accounts/{id}",
        settle: "/entities/{entity_id}/receivable_accounts/{id}/receive",
        undo: "/entities/{entity_id}/receivable_accounts/{id}/undo_receivement",
        recurrence: "/entities/{entity_id}/receivable_accounts/{id}/recurrence",
    },
    names: Names {
        list: ("listReceivableAccounts", "List what an entity will be paid"),
        new: ("newReceivableAccount", "Show what a new receivable account begins with"),
        show: ("showReceivableAccount", "Show a receivable account"),
        create: (
            "createReceivableAccount",
            "Create a receivable account, a recurrence or its parcels",
        ),
        update: ("updateReceivableAccount", "Change a receivable account"),
        settle: ("receiveReceivableAccount", "Receive it"),
        undo: ("undoReceivement", "Take a receipt back"),
        delete_recurrence: ("deleteReceivableRecurrence", "Delete every instance of a recurrence"),
        delete: ("deleteReceivableAccount", "Delete a receivable account"),
        delete_selected: ("deleteReceivableAccounts", "Delete those of `selected_ids`"),
    },
    statuses: ["unreceived", "received", "reconciled"],
    settle: "receive",
    undo: "undo_receivement",
    label: "Conta a receber",
    translation: r#"{:one=>"Conta a Receber", :other=>"Contas a Receber"}"#,
};
