//! How a Rails application reads and writes: formats by negotiation, parameters from every kind of body, XML by the
//! rules of `to_xml` and `Hash.from_xml`.
//!
//! LIMITATIONS
//! * `type="yaml"`, `type="symbol"` and document type declarations are refused: no XML is ever expanded.
//! * Of a form's or a body's size only the entrance's bound counts; depth is bounded here.

mod brackets;
mod json;
mod method;
mod multipart;
mod names;
pub mod negotiation;
mod node;
mod parameter;
mod read;
mod write_json;
mod write_xml;
mod xml;

pub use json::{json_members, read_json};
pub use method::method;
pub use names::{dasherized, singular};
pub use node::{Document, Kind, Node};
pub use parameter::{Members, Parameter, Upload};
pub use read::{Unreadable, read, read_body, read_pairs};
pub use write_json::{Escaping, to_json};
pub use write_xml::to_xml;
pub use xml::read_xml;

/// How deep parameters may be nested, whatever they are written in.
const DEPTH: usize = 64;
