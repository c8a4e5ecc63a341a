#![doc = include_str!("ARCHITECTURE.md")]

mod areia;
pub mod cli;
pub mod clock;
pub mod control;
pub mod data_directory;
pub mod duration;
mod embedding;
pub mod exact;
pub mod ids;
pub mod log;
pub mod metrics;
mod nearest;
pub mod panel;
pub mod provider;
pub mod providers;
pub mod server;
pub mod settings;
pub mod store;
pub mod unreached;
pub mod web;
pub mod webhook_sender;
pub mod world;

pub use areia::{Areia, StartError};
pub use settings::Settings;
