//! What every test uses: one server for all of them, a world for each, a client and whole answers.

mod answer;
mod client;
pub(crate) mod everyone;
mod pretty;
pub(crate) mod process;
pub(crate) mod raw;
mod sandbox;
pub(crate) mod usage;

pub(crate) use answer::{Answer, record_xml};
pub(crate) use client::Client;
pub(crate) use pretty::pretty;
pub(crate) use sandbox::{Sandbox, basic_of, server};
