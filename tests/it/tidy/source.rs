//! The project's files, as text and as the compiler's parser reads them.

use std::path::{Path, PathBuf};

pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files under `folder`, relative to the project.
pub(super) fn rust_files(folder: &str) -> Vec<PathBuf> {
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

pub(super) fn everywhere() -> Vec<PathBuf> {
    ["src", "tests", "benches"].into_iter().flat_map(rust_files).collect()
}

pub(super) fn text(file: &Path) -> String {
    std::fs::read_to_string(root().join(file)).unwrap()
}

/// A file as the compiler reads it.
pub(super) fn syntax(file: &Path) -> syn::File {
    syn::parse_file(&text(file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// A file's own code, without its unit tests and comments.
pub(super) fn code(file: &Path) -> String {
    let text = text(file);
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether an item is compiled for unit tests alone.
pub(super) fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}

/// A `store` module, or one of the folders that have no other purpose.
pub(super) fn is_store(file: &Path) -> bool {
    let name = file.file_stem().unwrap().to_string_lossy();
    name == "store" || file.components().any(|part| part.as_os_str() == "store")
}
