//! The kit of which the control plane's operations are made, the core's own and each provider's: a table that mounts and
//! describes them, what their handlers take and give, and problem details. It holds no state.

mod extract;
pub mod operations;
mod problem;
pub mod reading;
pub mod settings;
pub mod wire;

pub(crate) use extract::named_world;
pub use extract::{Input, Json, Output, Query, Target};
pub use problem::Problem;
pub(crate) use problem::{Details, no_method, no_route};
