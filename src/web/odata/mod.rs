//! OData 4.01's expressions, as `$filter` and `$orderby` carry them
//! (<https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html>, 5.1.1).
//!
//! A text is parsed into a syntax tree that prints itself back, and the tree is lowered, with a provider's columns at
//! hand, to an expression for the store. What a client sends never becomes SQL text: it becomes a bound value or nothing.
//!
//! LIMITATIONS
//! * There are no collections, enumerations or parameter aliases, so `any`, `all` and `has` parse and then name nothing.
//! * `matchesPattern` parses; the store has no regular expressions.
//! * Calendar functions see every instant in the provider's one zone.
//! * `div` of anything but two integers, and whatever holds more digits than the store's integers, is binary floating point.

mod cursor;
mod error;
mod function;
mod literal;
mod lower;
mod parser;
mod print;
mod tree;

pub use error::{FilterError, FilterErrorKind};
pub use function::Function;
pub use literal::lenient_moment;
pub use lower::{Column, Ground, Kind, Ordering, condition, ordering};
pub use parser::{Limits, Order, parse_filter, parse_order};
pub use tree::{Expression, Literal, Operator};
