//! What is nowhere: work left for later, macros of our own, tests that wait, HTTP in store modules.

use super::source::{code, everywhere, is_store, root, rust_files, text};

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
