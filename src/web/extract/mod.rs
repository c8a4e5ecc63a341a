//! Extractors whose rejections are refusals: axum never answers a client by itself.

mod json;
mod parameters;
mod path;

pub use json::{JsonBody, parse_json};
pub use parameters::{Parameters, Query, is_well_encoded};
pub use path::Path;
