//! Style is a test: lengths, names, and the absences that the design promises.

use std::path::{Path, PathBuf};

use areia::providers;

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

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files under `folder`, relative to the project.
fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path.strip_prefix(root()).unwrap().to_owned());
            }
        }
    }
    found.sort();
    assert!(!found.is_empty());
    found
}

fn text(file: &Path) -> String {
    std::fs::read_to_string(root().join(file)).unwrap()
}

/// A file's own code, without its unit tests and comments.
fn code(file: &Path) -> String {
    let text = text(file);
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn everywhere() -> Vec<PathBuf> {
    ["src", "tests", "benches"].into_iter().flat_map(rust_files).collect()
}

fn is_under(file: &Path, folder: &str) -> bool {
    file.starts_with(folder)
}

/// A `store` module, or one of the folders that have no other purpose.
fn is_store(file: &Path) -> bool {
    let name = file.file_stem().unwrap().to_string_lossy();
    name == "store" || file.components().any(|part| part.as_os_str() == "store")
}

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

#[test]
fn providers_do_not_know_one_another() {
    for provider in providers::ALL {
        let folder = format!("src/providers/{}", provider.slug());
        for file in rust_files(&folder) {
            for other in providers::ALL.iter().filter(|other| other.slug() != provider.slug()) {
                assert!(
                    !code(&file).contains(other.slug()),
                    "{} speaks of {}",
                    file.display(),
                    other.slug()
                );
            }
        }
    }
}

#[test]
fn mechanisms_hold_no_provider_s_name() {
    for folder in ["src/web", "src/world", "src/store", "src/control"] {
        for file in rust_files(folder) {
            let text = code(&file).to_lowercase();
            for provider in providers::ALL {
                let first_word = provider.api.name.to_lowercase();
                let first_word = first_word
                    .trim_end_matches(|c: char| c.is_ascii_digit() || c == 'v')
                    .trim();
                for name in [provider.slug(), first_word] {
                    assert!(!text.contains(name), "{} speaks of {name}", file.display());
                }
            }
        }
    }
}

#[test]
fn sql_stands_in_store_modules_and_nowhere_else() {
    for file in rust_files("src") {
        let speaks = ["sqlx::query", "QueryBuilder", "query_scalar(", "query_as("];
        let code = code(&file);
        if speaks.iter().any(|word| code.contains(word)) {
            assert!(
                is_store(&file) || is_under(&file, "src/world"),
                "{} holds SQL",
                file.display()
            );
        }
    }
}

#[test]
fn store_modules_hold_no_http_type() {
    for file in rust_files("src").into_iter().filter(|file| is_store(file)) {
        let code = code(&file);
        for word in ["axum", "hyper", "use http::", " http::", "StatusCode", "HeaderMap"] {
            assert!(!code.contains(word), "{} speaks of {word}", file.display());
        }
    }
}

#[test]
fn sql_is_never_made_from_text() {
    // Where texts are joined that are `&'static str` by their type.
    let joins_texts = |file: &PathBuf| file.ends_with("store/batch.rs");
    for file in rust_files("src").into_iter().filter(|file| !joins_texts(file)) {
        let code = code(&file);
        for word in ["AssertSqlSafe", "query(&format!", "query(format!", "raw_sql"] {
            assert!(!code.contains(word), "{} makes SQL from text: {word}", file.display());
        }
    }
}

#[test]
fn nothing_waits_for_later() {
    let words = ["TO", "FIX", "XX"].map(|half| {
        half.to_owned()
            + if half == "TO" {
                "DO"
            } else if half == "FIX" {
                "ME"
            } else {
                "X"
            }
    });
    for file in everywhere() {
        let text = text(&file);
        for word in &words {
            assert!(!text.contains(word.as_str()), "{} holds {word}", file.display());
        }
        assert!(
            !text.contains(concat!("#[ign", "ore")),
            "{} leaves a test out",
            file.display()
        );
        assert!(
            !text.contains(concat!("macro", "_rules!")),
            "{} holds a macro of our own",
            file.display()
        );
    }
}

#[test]
fn tests_never_sleep() {
    for file in rust_files("tests") {
        assert!(
            !text(&file).contains(concat!("::sle", "ep(")),
            "{} sleeps",
            file.display()
        );
    }
}

#[test]
fn migrations_are_flat_and_numbered() {
    let mut numbers = Vec::new();
    for entry in std::fs::read_dir(root().join("migrations")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(path.is_file() && name.ends_with(".sql"), "{name}");
        let number: u32 = name.split('_').next().unwrap().parse().unwrap();
        assert!(!numbers.contains(&number), "two migrations are number {number}");
        numbers.push(number);
        assert!(!text(&path).contains("create table if"), "{name}");
    }
}

#[test]
fn every_provider_has_its_folders() {
    for provider in providers::ALL {
        for folder in ["src/providers", "fixtures", "tests/it"] {
            let folder = root().join(folder).join(provider.slug());
            assert!(folder.is_dir(), "{} is missing", folder.display());
        }
        for (resource, _) in provider.resident.fixtures {
            let file = root().join(format!("fixtures/{}/{resource}.json", provider.slug()));
            assert!(file.is_file(), "{} is missing", file.display());
        }
    }
}
