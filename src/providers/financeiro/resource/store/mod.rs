//! The resources' tables, which are all of one shape: whose a record is, what it is sorted by, and the record.
//!
//! A resource's `table` is a name from its description; what a client sends is only ever bound.

mod by_id;
mod conditions;
mod encoding;
mod page;
mod records;

pub(crate) use by_id::find_by_id;
pub(crate) use encoding::{record, sorted};
pub(crate) use page::{list, page};
pub(crate) use records::{
    all, delete, delete_selected, find, find_anywhere, find_stored, insert, insert_many, is_chain, is_name_taken,
    update,
};
