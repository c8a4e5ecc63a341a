//! From a body to a document: checked, numbered, summed up.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::body::{CustomerBody, ProposalBody, Reading, Sent, Text, Whole};
use super::check::{Draft, Faults, Grounds, Who, check};
use super::installments;
use crate::providers::docsales::errors::Error;
use crate::providers::docsales::store::{self, numbering};
use crate::providers::docsales::wire::{
    Amount, Customer, PaymentMethodShown, Proposal, SignatureTypeShown, Status, day_of, moment_text,
};

/// Who creates a document, and when; a fixture says its numbers too.
#[derive(Debug, Clone)]
pub(in crate::providers::docsales) struct Origin<'a> {
    pub(in crate::providers::docsales) account: &'a str,
    pub(in crate::providers::docsales) validity_days: u16,
    pub(in crate::providers::docsales) at: DateTime<Utc>,
    pub(in crate::providers::docsales) id: Option<i64>,
    pub(in crate::providers::docsales) code: Option<String>,
}

/// Makes a document of what was sent, and its customer. Storing the document is left to the caller.
pub(in crate::providers::docsales) async fn issue(
    connection: &mut SqliteConnection,
    reading: Reading,
    origin: &Origin<'_>,
) -> Result<Proposal, Error> {
    let Reading { body, hints } = reading;
    let registered = store::registrations::load(connection, origin.account).await?;
    let grounds = Grounds {
        registered: &registered,
        today: day_of(origin.at),
        validity_days: origin.validity_days,
        customer: known_customer(connection, origin.account, &body).await?,
        is_code_taken: is_code_taken(connection, origin.account, &body).await?,
    };
    let mut faults = Faults::default();
    let draft = check(&body, &grounds, &mut faults);
    let draft = match draft {
        Some(draft) if faults.0.is_empty() => draft,
        _ => {
            return Err(Error::ValidationFailed {
                faults: faults.0,
                hints,
            });
        }
    };
    let customer = settle_customer(connection, origin.account, draft.who.clone()).await?;
    let id = match origin.id {
        Some(id) => id,
        None => store::proposals::next_id(connection).await?,
    };
    let code = match draft.code.clone().or_else(|| origin.code.clone()) {
        Some(code) => code,
        None => numbering::next_document_code(connection, origin.account).await?,
    };
    Ok(document(draft, customer, (id, code), origin.at))
}

async fn known_customer(
    connection: &mut SqliteConnection,
    account: &str,
    body: &ProposalBody,
) -> Result<Option<Customer>, Error> {
    let Sent::Given(CustomerBody { id, code, .. }) = &body.customer else {
        return Ok(None);
    };
    Ok(match (id, code) {
        (Sent::Given(Whole(id)), _) => store::customers::by_id(connection, account, *id).await?,
        (Sent::Absent, Sent::Given(Text(code))) => {
            store::customers::by_code(connection, account, code).await?
        }
        _ => None,
    })
}

async fn is_code_taken(
    connection: &mut SqliteConnection,
    account: &str,
    body: &ProposalBody,
) -> Result<bool, Error> {
    match &body.code {
        Sent::Given(Text(code)) => Ok(store::proposals::has_code(connection, account, code).await?),
        Sent::Absent | Sent::Misfit => Ok(false),
    }
}

/// The customer of a document: one whose CNPJ or CPF is known already is changed, another one is new.
async fn settle_customer(
    connection: &mut SqliteConnection,
    account: &str,
    who: Who,
) -> Result<Customer, Error> {
    let data = match who {
        Who::Known(customer) => return Ok(*customer),
        Who::Data(data) => data,
    };
    let found = store::customers::by_tax_number(connection, account, &data.document).await?;
    if let Some(before) = found {
        let customer = data.applied_to(before);
        store::customers::update(connection, account, &customer).await?;
        return Ok(customer);
    }
    let new = Customer {
        id: store::customers::next_id(connection).await?,
        code: numbering::next_customer_code(connection, account).await?,
        ..Customer::default()
    };
    let customer = data.applied_to(new);
    store::customers::insert(connection, account, &customer).await?;
    Ok(customer)
}

fn document(
    draft: Draft,
    customer: Customer,
    (id, code): (i64, String),
    at: DateTime<Utc>,
) -> Proposal {
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
