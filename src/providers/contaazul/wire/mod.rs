//! The small types that Conta Azul's documents are made of.

mod address;
mod amount;
mod dates;
mod member;
mod person;
mod text;

pub(super) use address::{Address, AddressBody};
pub(super) use amount::Amount;
pub(super) use dates::{Day, EmissionFormat, Moment, SearchDay, all_in_account_dates, in_account_dates};
pub(super) use member::Member;
pub(super) use person::{PersonType, StateRegistrationType};
pub(super) use text::{Count, Text, digits, folded};
