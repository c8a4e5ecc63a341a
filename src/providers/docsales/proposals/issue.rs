//! From a body to a document: it is checked, gets its numbers and its total.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::body::{CustomerBody, ParsedProposal, Sent, Text, Whole};
use super::check::{CheckContext, Draft, DraftCustomer, check};
use super::installments;
use crate::providers::docsales::errors::Error;
use crate::providers::docsales::store::customers::Key;
use crate::providers::docsales::store::prerequisites::{Lookup, Prerequisites};
use crate::providers::docsales::store::{self, numbering};
use crate::providers::docsales::wire::{
    Amount, Customer, PaymentMethodShown, Proposal, SignatureTypeShown, Status, day_of, moment_text,
};
use crate::store::{StoreError, WriteBatch};

/// Who creates a document, and when; a fixture says its numbers too.
#[derive(Debug, Clone)]
pub(crate) struct Origin<'a> {
    pub(crate) account: &'a str,
    pub(crate) validity_days: u16,
    pub(crate) at: DateTime<Utc>,
    pub(crate) id: Option<i64>,
    pub(crate) code: Option<String>,
}

/// Looks for what a document that is created in `month` names and needs.
pub(crate) async fn find_prerequisites(
    connection: &mut SqliteConnection,
    ParsedProposal { body, .. }: &ParsedProposal,
    account: &str,
    month: &str,
) -> Result<Prerequisites, StoreError> {
    let customer = match &body.customer {
        Sent::Given(CustomerBody {
            id: Sent::Given(Whole(id)),
            ..
        }) => Some(Key::Id(*id)),
        Sent::Given(CustomerBody {
            id: Sent::Absent,
            code: Sent::Given(Text(code)),
            ..
        }) => Some(Key::Code(code)),
        _ => None,
    };
    let code = match &body.code {
        Sent::Given(Text(code)) => Some(code.as_str()),
        Sent::Absent | Sent::Misfit => None,
    };
    let lookup = Lookup {
        account,
        month,
        customer,
        code,
    };
    Prerequisites::read(connection, lookup).await
}

/// Makes a document of what was sent. Gives it with the statements that write its customer and its number; the document
/// itself is stored by the caller.
pub(crate) async fn issue(
    connection: &mut SqliteConnection,
    ParsedProposal { body, hints }: ParsedProposal,
    prerequisites: Prerequisites,
    origin: &Origin<'_>,
) -> Result<(Proposal, WriteBatch), Error> {
    let context = CheckContext {
        prerequisites: &prerequisites,
        today: day_of(origin.at),
        validity_days: origin.validity_days,
    };
    let draft = check(&body, &context).map_err(|violations| Error::ValidationFailed { violations, hints })?;
    let mut writes = WriteBatch::default();
    let account = origin.account;
    let customer = resolve_customer(connection, account, draft.customer.clone(), &mut writes).await?;
    let id = origin.id.unwrap_or(prerequisites.next_id);
    let code = match draft.code.clone().or_else(|| origin.code.clone()) {
        Some(code) => code,
        None => {
            let (series, last) = (numbering::DOCUMENTS, prerequisites.last_number);
            let (code, given) = numbering::next_after(connection, account, series, last).await?;
            writes.push(given);
            code
        }
    };
    Ok((document(draft, customer, (id, code), origin.at), writes))
}

/// The customer of a document. Data with the CNPJ or CPF of an existing customer change that one; other data make a new
/// one.
async fn resolve_customer(
    connection: &mut SqliteConnection,
    account: &str,
    customer: DraftCustomer,
    writes: &mut WriteBatch,
) -> Result<Customer, Error> {
    let data = match customer {
        DraftCustomer::Existing(customer) => return Ok(*customer),
        DraftCustomer::Described(data) => data,
    };
    let found = store::customers::by_tax_number(connection, account, &data.document).await?;
    if let Some(before) = found {
        let customer = data.applied_to(before);
        writes.push(store::customers::update(account, &customer)?);
        return Ok(customer);
    }
    let (code, given) = numbering::next(connection, account, numbering::CUSTOMERS).await?;
    writes.push(given);
    let new = Customer {
        id: store::customers::next_id(connection).await?,
        code,
        ..Customer::default()
    };
    let customer = data.applied_to(new);
    writes.push(store::customers::insert(account, &customer)?);
    Ok(customer)
}

fn document(draft: Draft, customer: Customer, (id, code): (i64, String), at: DateTime<Utc>) -> Proposal {
    let total = Amount(draft.items.iter().map(|item| item.total.0).sum::<Decimal>());
    let days = (day_of(at), draft.expiration_date);
    let (signature_type, payment_method) = (draft.signature_type, draft.payment_method);
    Proposal {
        id,
        external_uuid: None,
        code,
        title: draft.title,
        status: Status::Active,
        status_name: Status::Active.name().to_owned(),
        signature_type: SignatureTypeShown {
            id: signature_type.id,
            code: signature_type.code,
            name: signature_type.name,
        },
        payment_method: PaymentMethodShown {
            id: payment_method.id,
            name: payment_method.name,
            kind: payment_method.kind,
        },
        template: draft.template,
        seller: draft.seller,
        customer,
        items: draft.items,
        total,
        installments: installments::split(total, draft.installments, draft.due_day, days),
        contract_start_date: draft.contract_start_date,
        contract_months: draft.contract_months,
        due_day: draft.due_day.map(i64::from),
        expiration_date: draft.expiration_date,
        signers: draft.signers,
        additional_fields: draft.additional_fields,
        notes: draft.notes,
        pdf_url: None,
        approval: None,
        sent_at: None,
        read_at: None,
        signed_at: None,
        rejected_at: None,
        cancelled_at: None,
        rejection_reason: None,
        created_at: moment_text(at),
        updated_at: moment_text(at),
    }
}
