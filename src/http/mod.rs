//! The mechanisms in front of every provider. They decide; a provider words what they decided.

pub mod address;
mod body;
pub mod conditional;
pub mod cors;
pub mod credentials;
pub mod dialect;
pub mod disposition;
pub mod endpoints;
pub mod entrance;
pub mod extract;
pub mod fidelity;
pub mod form_file;
pub mod jwt;
pub mod masking;
pub mod oauth;
pub mod odata;
pub mod openapi;
pub mod page;
pub mod paging;
pub mod passage;
pub mod rails;
pub mod recording;
pub mod refusal;
mod seen_through;
pub mod streaming;
pub mod terms;
pub mod wording;
