//! The rules of a creation, in the order in which a document's members are described. All of them are asked, and all
//! that is wrong is told at once.

mod customer;
mod items;
mod signers;

use chrono::{Days, NaiveDate};

use super::body::{FieldBody, ProposalBody, Sent, Text, Whole};
use crate::providers::docsales::violations::Violation;
use crate::providers::docsales::wire::{
    AdditionalField, Customer, Item, PaymentMethod, RegistrationData, Seller, SignatureType, Signer, Template,
};
pub(super) use customer::Who;

/// What a document is checked against.
pub(super) struct Grounds<'a> {
    /// The account's active reference tables.
    pub(super) registered: &'a RegistrationData,
    /// The local day.
    pub(super) today: NaiveDate,
    /// For how many days a document is valid that does not say.
    pub(super) validity_days: u16,
    /// The customer whose id or code is sent, where there is one.
    pub(super) customer: Option<Customer>,
    /// Whether another document has the code that is sent.
    pub(super) is_code_taken: bool,
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
    pub(super) who: Who,
    pub(super) items: Vec<Item>,
    pub(super) signers: Vec<Signer>,
    pub(super) additional_fields: Vec<AdditionalField>,
}

/// Checks a document.
pub(super) fn check(body: &ProposalBody, grounds: &Grounds, violations: &mut Violations) -> Option<Draft> {
    let registered = grounds.registered;
    let title = violations.text(&body.title, "title", "Título");
    let signature_type = signature_type(body, registered, violations);
    let payment_method = violations.one_of(
        (&body.payment_method_id, &registered.payment_methods),
        |method| method.id,
        ("payment_method_id", "Forma de pagamento"),
    );
    let template = violations.one_of(
        (&body.template_id, &registered.templates),
        |template| template.id,
        ("template_id", "Modelo"),
    );
    let seller = seller(body, registered, violations);
    let expiration_date = expiration_date(body, grounds, violations);
    let contract_start_date = violations.day(&body.contract_start_date, ("contract_start_date", "Início do contrato"));
    let contract_months = contract_months(body, violations);
    let installments = violations.within(&body.installments, 1..=120, ("installments", "Parcelas"));
    let due_day = violations.within(&body.due_day, 1..=31, ("due_day", "Dia de vencimento"));
    let notes = violations.text(&body.notes, "notes", "Observações");
    let code = violations.text(&body.code, "code", "Código");
    if grounds.is_code_taken {
        violations.push(Violation::taken("code", "Código"));
    }
    let who = customer::who(&body.customer, grounds.customer.as_ref(), violations);
    let items = items::items(&body.items, registered, violations);
    let signers = signers::signers(&body.signers, registered, violations);
    let additional_fields = violations.fields(&body.additional_fields, "additional_fields", "Campos adicionais");
    let template = template?;
    Some(Draft {
        title: title.unwrap_or_else(|| template.name.clone()),
        signature_type: signature_type?,
        payment_method: payment_method?,
        template,
        seller: seller?,
        expiration_date: expiration_date?,
        contract_start_date,
        contract_months,
        installments: installments.unwrap_or(1),
        due_day,
        notes,
        code,
        who: who?,
        items: items?,
        signers: signers?,
        additional_fields: additional_fields.unwrap_or_default(),
    })
}

fn signature_type(
    body: &ProposalBody,
    registered: &RegistrationData,
    violations: &mut Violations,
) -> Option<SignatureType> {
    let place = ("signature_type_id", "Tipo de assinatura");
    match (&body.signature_type_id, &body.signature_type) {
        (Sent::Absent, Sent::Given(Text(code))) => {
            let found = registered.signature_types.iter().find(|kind| kind.code == *code);
            violations.listed(found.cloned(), place)
        }
        (Sent::Absent, Sent::Misfit) => violations.listed(None, place),
        (id, _) => violations.one_of((id, &registered.signature_types), |kind| kind.id, place),
    }
}

fn seller(body: &ProposalBody, registered: &RegistrationData, violations: &mut Violations) -> Option<Seller> {
    let place = ("seller_id", "Vendedor");
    match (&body.seller_id, &body.seller_email) {
        (Sent::Absent, Sent::Given(Text(email))) => {
            let sellers = &mut registered.sellers.iter();
            violations.listed(
                sellers.find(|seller| seller.email.eq_ignore_ascii_case(email)).cloned(),
                place,
            )
        }
        (Sent::Absent, Sent::Misfit) => violations.listed(None, place),
        (id, _) => violations.one_of((id, &registered.sellers), |seller| seller.id, place),
    }
}

/// Today is the last day that it may be.
fn expiration_date(body: &ProposalBody, grounds: &Grounds, violations: &mut Violations) -> Option<NaiveDate> {
    let place = ("expiration_date", "Validade");
    match &body.expiration_date {
        Sent::Absent => grounds.today.checked_add_days(Days::new(grounds.validity_days.into())),
        sent => match violations.day(sent, place)? {
            past if past < grounds.today => {
                violations.push(Violation::invalid(place.0, place.1));
                None
            }
            day => Some(day),
        },
    }
}

fn contract_months(body: &ProposalBody, violations: &mut Violations) -> Option<i64> {
    let (place, label) = ("contract_months", "Meses de contrato");
    match &body.contract_months {
        Sent::Absent => None,
        Sent::Given(Whole(months)) if *months > 0 => Some(*months),
        Sent::Given(_) => violations.note(Violation::not_positive(place, label)),
        Sent::Misfit => violations.note(Violation::not_a_number(place, label)),
    }
}

/// What has been found wrong so far.
#[derive(Debug, Default)]
pub(super) struct Violations(pub(super) Vec<Violation>);

impl Violations {
    pub(super) fn push(&mut self, violation: Violation) {
        self.0.push(violation);
    }

    /// Notes a violation in the place of a value.
    pub(super) fn note<T>(&mut self, violation: Violation) -> Option<T> {
        self.0.push(violation);
        None
    }

    /// An optional text.
    pub(super) fn text(
        &mut self,
        sent: &Sent<Text>,
        place: impl Into<String>,
        label: impl Into<String>,
    ) -> Option<String> {
        match sent {
            Sent::Absent => None,
            Sent::Given(Text(text)) => Some(text.clone()),
            Sent::Misfit => self.note(Violation::invalid(place, label)),
        }
    }

    /// A text that must be there.
    pub(super) fn required(&mut self, sent: &Sent<Text>, place: String, label: String) -> Option<String> {
        match sent {
            Sent::Absent => self.note(Violation::blank(place, label)),
            sent => self.text(sent, place, label),
        }
    }

    fn day(&mut self, sent: &Sent<Text>, (place, label): (&str, &str)) -> Option<NaiveDate> {
        let text = self.text(sent, place, label)?;
        match NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
            // chrono reads years beyond four digits, and days without their zero.
            Ok(day) if day.to_string() == text => Some(day),
            _ => self.note(Violation::invalid(place, label)),
        }
    }

    /// A whole number within bounds.
    fn within(
        &mut self,
        sent: &Sent<Whole>,
        bounds: std::ops::RangeInclusive<u32>,
        (place, label): (&str, &str),
    ) -> Option<u32> {
        match sent {
            Sent::Absent => None,
            Sent::Misfit => self.note(Violation::not_a_number(place, label)),
            Sent::Given(Whole(number)) => match u32::try_from(*number) {
                Ok(number) if bounds.contains(&number) => Some(number),
                _ => self.note(Violation::unlisted(place, label)),
            },
        }
    }

    /// The entry of a reference table that an id names.
    fn one_of<T: Clone>(
        &mut self,
        (sent, entries): (&Sent<Whole>, &[T]),
        id_of: impl Fn(&T) -> i64,
        place: (&str, &str),
    ) -> Option<T> {
        match sent {
            Sent::Absent => self.note(Violation::missing(place.0, place.1)),
            Sent::Misfit => self.listed(None, place),
            Sent::Given(Whole(id)) => {
                let found = entries.iter().find(|entry| id_of(entry) == *id);
                self.listed(found.cloned(), place)
            }
        }
    }

    fn listed<T>(&mut self, found: Option<T>, (place, label): (&str, &str)) -> Option<T> {
        if found.is_none() {
            self.push(Violation::unlisted(place, label));
        }
        found
    }

    /// Fields of the account's own.
    pub(super) fn fields(
        &mut self,
        sent: &Sent<Vec<FieldBody>>,
        place: &str,
        label: &str,
    ) -> Option<Vec<AdditionalField>> {
        let fields = match sent {
            Sent::Absent => return None,
            Sent::Misfit => return self.note(Violation::invalid(place, label)),
            Sent::Given(fields) => fields,
        };
        let field = |(at, field): (usize, &FieldBody)| {
            let name = self.required(
                &field.name,
                format!("{place}[{at}].name"),
                format!("{label} {}: Nome", at + 1),
            );
            let value = self.text(
                &field.value,
                format!("{place}[{at}].value"),
                format!("{label} {}: Valor", at + 1),
            );
            name.map(|name| AdditionalField { name, value })
        };
        Some(fields.iter().enumerate().filter_map(field).collect())
    }
}
