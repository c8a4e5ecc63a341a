//! What the API shows: numbers, times, customers, documents. The names of members stand here alone.

mod amount;
mod customer;
mod proposal;
mod registration;
mod time;

pub(super) use amount::Amount;
pub(super) use customer::{AdditionalField, Address, Customer};
pub(super) use proposal::{
    Approval, Installment, Item, PaymentMethodShown, Proposal, ProposalSummary, SignatureTypeShown, Signer,
    SignerStatus, Status,
};
pub(super) use registration::{
    PaymentFrequency, PaymentMethod, Product, RegistrationData, Seller, SignatureType, SignerRole, Template,
};
pub(super) use time::{Month, day_of, end_of, moment_text};
