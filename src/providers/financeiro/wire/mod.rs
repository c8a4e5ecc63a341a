//! Values as Financeiro writes them.

mod decimal;
mod fold;
mod zone;

pub(super) use decimal::{decimal, decimal_text};
pub(super) use fold::folded;
pub(super) use zone::{date_of, local_text, today};
