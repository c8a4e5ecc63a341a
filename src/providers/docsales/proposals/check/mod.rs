//! The rules of a creation, in the order in which a document's members are described. All of them are checked, and all
//! that is wrong is told at once.

mod checker;
mod customer;
mod items;
mod signers;

use chrono::{Days, NaiveDate};

use super::body::{ProposalBody, Sent, Text};
use crate::providers::docsales::store::prerequisites::Prerequisites;
use crate::providers::docsales::violations::Violation;
use crate::providers::docsales::wire::{
    AdditionalField, Item, PaymentMethod, RegistrationData, Seller, SignatureType, Signer, Template,
};
use checker::Checker;
pub(super) use customer::DraftCustomer;

/// What a document is checked against.
pub(super) struct CheckContext<'a> {
    /// What the account has.
    pub(super) prerequisites: &'a Prerequisites,
    /// The local day.
    pub(super) today: NaiveDate,
    /// For how many days a document is valid that does not say.
    pub(super) validity_days: u16,
}

/// A document that keeps every rule.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) title: String,
    pub(super) signature_type: SignatureType,
    pub(super) payment_method: PaymentMethod,
    pub(super) template: Template,
    pub(super) seller: Seller,
    pub(super) expiration_date: NaiveDate,
    pub(super) contract_start_date: Option<NaiveDate>,
    pub(super) contract_months: Option<i64>,
    pub(super) installments: u32,
    pub(super) due_day: Option<u32>,
    pub(super) notes: Option<String>,
    pub(super) code: Option<String>,
    pub(super) customer: DraftCustomer,
    pub(super) items: Vec<Item>,
    pub(super) signers: Vec<Signer>,
    pub(super) additional_fields: Vec<AdditionalField>,
}

/// Checks a document; the error is all that is wrong with it.
pub(super) fn check(body: &ProposalBody, context: &CheckContext<'_>) -> Result<Draft, Vec<Violation>> {
    let mut checker = Checker::default();
    match draft(body, context, &mut checker) {
        Some(draft) if checker.violations.is_empty() => Ok(draft),
        _ => Err(checker.violations),
    }
}

fn draft(body: &ProposalBody, context: &CheckContext<'_>, checker: &mut Checker) -> Option<Draft> {
    let registered = &context.prerequisites.registered;
    let title = checker.text(&body.title, ("title", "Título"));
    let signature_type = signature_type(body, registered, checker);
    let payment_method = checker.entry(
        &body.payment_method_id,
        &registered.payment_methods,
        |method| method.id,
        ("payment_method_id", "Forma de pagamento"),
    );
    let template = checker.entry(
        &body.template_id,
        &registered.templates,
        |template| template.id,
        ("template_id", "Modelo"),
    );
    let seller = seller(body, registered, checker);
    let expiration_date = expiration_date(body, context, checker);
    let contract_start_date = checker.day(&body.contract_start_date, ("contract_start_date", "Início do contrato"));
    let contract_months = checker.positive(&body.contract_months, ("contract_months", "Meses de contrato"));
    let installments = checker.within(&body.installments, 1..=120, ("installments", "Parcelas"));
    let due_day = checker.within(&body.due_day, 1..=31, ("due_day", "Dia de vencimento"));
    let notes = checker.text(&body.notes, ("notes", "Observações"));
    let code = checker.text(&body.code, ("code", "Código"));
    if context.prerequisites.is_code_taken {
        checker.violations.push(Violation::taken(("code", "Código")));
    }
    let customer = customer::customer(&body.customer, context.prerequisites.customer.as_ref(), checker);
    let items = items::items(&body.items, registered, checker);
    let signers = signers::signers(&body.signers, registered, checker);
    let additional_fields = checker.fields(&body.additional_fields, ("additional_fields", "Campos adicionais"));
    let template = template?.clone();
    Some(Draft {
        title: title.unwrap_or_else(|| template.name.clone()),
        signature_type: signature_type?,
        payment_method: payment_method?.clone(),
        template,
        seller: seller?,
        expiration_date: expiration_date?,
        contract_start_date,
        contract_months,
        installments: installments.unwrap_or(1),
        due_day,
        notes,
        code,
        customer: customer?,
        items: items?,
        signers: signers?,
        additional_fields: additional_fields.unwrap_or_default(),
    })
}

/// By its id, or without one by its code.
fn signature_type(body: &ProposalBody, registered: &RegistrationData, checker: &mut Checker) -> Option<SignatureType> {
    let (kinds, member) = (&registered.signature_types, ("signature_type_id", "Tipo de assinatura"));
    let found = match (&body.signature_type_id, &body.signature_type) {
        (Sent::Absent, Sent::Given(Text(code))) => checker.found(kinds.iter().find(|kind| kind.code == *code), member),
        (Sent::Absent, Sent::Misfit) => checker.found(None, member),
        (id, _) => checker.entry(id, kinds, |kind| kind.id, member),
    };
    found.cloned()
}

/// By the id, or without one by the e-mail address.
fn seller(body: &ProposalBody, registered: &RegistrationData, checker: &mut Checker) -> Option<Seller> {
    let (sellers, member) = (&registered.sellers, ("seller_id", "Vendedor"));
    let found = match (&body.seller_id, &body.seller_email) {
        (Sent::Absent, Sent::Given(Text(email))) => {
            let has_email = |seller: &&Seller| seller.email.eq_ignore_ascii_case(email);
            checker.found(sellers.iter().find(has_email), member)
        }
        (Sent::Absent, Sent::Misfit) => checker.found(None, member),
        (id, _) => checker.entry(id, sellers, |seller| seller.id, member),
    };
    found.cloned()
}

/// Today is the first day that it may be.
fn expiration_date(body: &ProposalBody, context: &CheckContext<'_>, checker: &mut Checker) -> Option<NaiveDate> {
    let member = ("expiration_date", "Validade");
    match &body.expiration_date {
        Sent::Absent => context.today.checked_add_days(Days::new(context.validity_days.into())),
        sent => match checker.day(sent, member)? {
            past if past < context.today => checker.reject(Violation::invalid(member)),
            day => Some(day),
        },
    }
}
