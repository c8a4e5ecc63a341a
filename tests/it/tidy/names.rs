//! Lengths and names of files.

use std::path::PathBuf;

use super::source::{everywhere, rust_files, text};

/// Words that say nothing, or are another word for one of ours.
const NOT_IN_USE: [&str; 10] = [
    "manager",
    "helper",
    "util",
    "utils",
    "common",
    "service",
    "processor",
    "info",
    "base",
    "misc",
];

/// What stands in the place of `service` where it is the provider's own word: a resource called so.
const OWN_WORDS: [&str; 1] = ["services"];

#[test]
fn files_are_short_and_none_is_long() {
    let count = |file: &PathBuf| text(file).lines().count();
    let mut lengths: Vec<usize> = rust_files("src").iter().map(count).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median < 150, "the median file of src has {median} lines");
    for file in everywhere() {
        assert!(count(&file) <= 500, "{} has {} lines", file.display(), count(&file));
    }
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    for file in everywhere() {
        for part in file.components() {
            let part = part.as_os_str().to_string_lossy().to_lowercase();
            let stem = part.trim_end_matches(".rs");
            let words = stem.split('_').filter(|_| !OWN_WORDS.contains(&stem));
            for word in words {
                assert!(!NOT_IN_USE.contains(&word), "{} is called {word:?}", file.display());
            }
        }
    }
}
