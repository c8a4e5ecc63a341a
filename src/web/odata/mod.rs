//! OData 4.01's expressions, as `$filter` and `$orderby` carry them
//! (<https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html>, 5.1.1).
//!
//! A text is parsed into a syntax tree that prints itself back. The tree is translated, with the columns of a provider, to
//! an expression of the store. What a client sends never becomes SQL text: it becomes a bound value or nothing.
//!
//! LIMITATIONS
//! * There are no collections, enumerations or parameter aliases, so `any`, `all` and `has` parse and then name nothing.
//! * `matchesPattern` parses; the store has no regular expressions.
//! * Calendar functions see every instant in the provider's one zone.
//! * `div` of anything but two integers, and whatever holds more digits than the store's integers, is binary floating point.

mod error;
mod function;
mod literal;
mod parser;
mod print;
mod scanner;
mod translation;
mod tree;

pub use error::{FilterError, FilterErrorKind};
pub use function::Function;
pub use literal::lenient_moment;
pub use parser::{Limits, Order, parse_filter, parse_order};
pub use translation::{Column, Environment, Kind, Ordering, condition, ordering};
pub use tree::{Expression, Literal, Operator};
