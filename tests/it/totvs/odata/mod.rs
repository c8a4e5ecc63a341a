//! Filters by themselves: what is parsed prints back, nothing breaks the parser, and SQL finds what a direct
//! interpreter of the syntax tree finds.
//!
//! `AREIA_ODATA_CASES=100000` is the long mode. `AREIA_ODATA_RECORD=file` writes the cases that a second
//! implementation may judge, for `tests/compare_filters.py`.

mod chance;
mod comparison;
mod generator;
mod interpreter;
mod plain;
mod rows;

use areia::web::odata::{Limits, parse_filter, parse_order};
use proptest::prelude::*;

use chance::Chance;

const LIMITS: Limits = Limits::USUAL;

/// How many cases a run has.
fn cases() -> u64 {
    std::env::var("AREIA_ODATA_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(2_000)
}

#[test]
fn what_is_printed_parses_to_the_same_tree() {
    for seed in 0..cases() {
        let expression = generator::condition(&mut Chance::new(seed), 5);
        let text = expression.to_string();
        let parsed = parse_filter(&text, LIMITS).unwrap_or_else(|fault| panic!("{fault:?}: {text}"));
        assert_eq!(parsed, expression, "{text}");
        assert_eq!(parsed.to_string(), text);
    }
}

/// Pieces that filters are made of, and some that they are not.
const PIECES: [&str; 48] = [
    "a",
    "and",
    "or",
    "not",
    "eq",
    "in",
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    "/",
    ".",
    "-",
    "+",
    "'",
    "''",
    "'x'",
    "1",
    "1.5",
    "1e3",
    "9999999999999999999999",
    "null",
    "true",
    "INF",
    "-INF",
    "NaN",
    "2015-01-01",
    "2015-01-01T00:00:00Z",
    "12:30",
    "duration'PT1S'",
    "contains",
    "case",
    "cast",
    "isof",
    "any",
    "all",
    "Edm.String",
    " ",
    "\t",
    "\"x\"",
    "é",
    "%",
    "\u{0}",
    "notActive",
    "01234567-89ab-cdef-0123-456789abcdef",
    "has",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_parser(text in "\\PC{0,60}") {
        let _ = parse_filter(&text, LIMITS);
        let _ = parse_order(&text, LIMITS);
    }

    #[test]
    fn no_pieces_break_the_parser_and_what_parses_prints_back(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24),
        blanks in any::<bool>(),
    ) {
        let text = pieces.join(if blanks { " " } else { "" });
        let _ = parse_order(&text, LIMITS);
        if let Ok(parsed) = parse_filter(&text, LIMITS) {
            let printed = parsed.to_string();
            let again = parse_filter(&printed, LIMITS);
            let again = again.unwrap_or_else(|fault| panic!("{fault:?}: {text} printed as {printed}"));
            // NaN is not the same as itself, so texts are compared.
            prop_assert_eq!(again.to_string(), printed);
        }
    }
}
