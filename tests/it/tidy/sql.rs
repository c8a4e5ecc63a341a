//! SQL stands in store modules, and is never made from text.

use std::path::PathBuf;

use super::source::{code, is_store, rust_files};

#[test]
fn sql_stands_in_store_modules_and_nowhere_else() {
    for file in rust_files("src") {
        let speaks = ["sqlx::query", "QueryBuilder", "query_scalar(", "query_as("];
        let code = code(&file);
        if speaks.iter().any(|word| code.contains(word)) {
            assert!(
                is_store(&file) || file.starts_with("src/world"),
                "{} holds SQL",
                file.display()
            );
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
