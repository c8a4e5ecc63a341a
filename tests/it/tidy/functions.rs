//! Functions are short.

use super::source::{rust_files, text};

/// A test is bounded by its file alone: it tells one story, or goes through one table, from top to bottom.
#[test]
fn no_function_is_longer_than_seventy_lines() {
    for file in ["src", "benches"].into_iter().flat_map(rust_files) {
        let text = text(&file);
        let mut begun: Option<(usize, usize, &str)> = None;
        for (number, line) in text.lines().enumerate() {
            let (indent, code) = (line.len() - line.trim_start().len(), line.trim());
            let (start, depth, first) = match begun {
                Some(begun) => begun,
                None if is_function(code) => (number, indent, code),
                None => continue,
            };
            let ends = (indent == depth && code.starts_with('}')) || (start == number && code.ends_with(['}', ';']));
            let length = number - start + 1;
            // A table of operations is data, and stands in one place.
            let is_short = length <= 70 || first.contains("fn endpoints()");
            assert!(is_short || !ends, "{}: {first} has {length} lines", file.display());
            begun = (!ends).then_some((start, depth, first));
        }
    }
}

fn is_function(line: &str) -> bool {
    let line = line.strip_prefix("pub").map_or(line, |rest| {
        rest.split_once(") ").map_or(rest, |(_, rest)| rest).trim_start()
    });
    ["fn ", "async fn ", "const fn "]
        .iter()
        .any(|beginning| line.starts_with(beginning))
}
