//! What all resources of Financeiro share. Rails does the same for twenty models.
//!
//! A resource is a description ([`Resource`]). What is special about one of them is a field of it, or a plain function in
//! the resource's own file: nothing in this folder names a resource.

mod actions;
mod answers;
mod cast;
mod changeset;
mod description;
mod field;
mod lookup;
mod owner;
mod record;
mod render;
mod routes;
mod schema;
mod search;
pub(super) mod store;

pub(super) use actions::{destroy_records, destroy_selected, notify, save, update};
pub(super) use answers::{
    blank_answer, created_answer, created_answer_at, escaping, list_answer, no_content, node_answer, record_answer,
    with_location,
};
pub(super) use changeset::Changeset;
pub(super) use description::{
    AlsoMade, BelongsTo, Index, NotFound, Notify, OnCreate, OnDelete, OnUpdate, Order, Rendering, Resource, Validation,
};
pub(super) use field::{Field, Type, Visibility, boolean, date, datetime, decimal, ids, integer, nested, text};
pub(super) use lookup::{find_owner, load_record, load_record_by, record_not_found};
pub(super) use owner::Owner;
pub(super) use record::{Members, Record, decimal_of, has, id_of, ids_of, number_of, set, text_of};
pub(super) use render::{empty_lists, hash, link, links, node};
pub(super) use routes::{ResourceType, Routes, blank_operation, list_operation, record_operation, with_body};
