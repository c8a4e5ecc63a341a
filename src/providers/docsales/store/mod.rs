//! DocSales' tables, a file each.

pub(super) mod creations;
pub(super) mod customers;
pub(super) mod numbering;
pub(super) mod prerequisites;
pub(super) mod proposals;
pub(super) mod registrations;
pub(super) mod requests;
