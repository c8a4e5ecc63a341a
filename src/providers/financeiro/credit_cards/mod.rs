//! Credit cards, what is bought with them, and the invoices that this is on.

mod cards;
mod invoices;
mod store;
mod transactions;

pub(super) use cards::{CREDIT_CARD, endpoints};
pub(super) use transactions::endpoints as transaction_endpoints;
