//! Layers, downward only: each uses itself and what stands before it.

use super::imports::of_the_project;
use super::source::rust_files;

/// From the ground up, the files and folders of `src` that each layer is.
const LAYERS: [&[&str]; 10] = [
    &[
        "clock",
        "ids",
        "duration",
        "exact",
        "nearest",
        "log",
        "data_directory",
        "webhook_sender",
    ],
    &["store"],
    &["world"],
    &["metrics"],
    &["web"],
    &["panel"],
    &["provider"],
    &["control"],
    &["providers"],
    &["settings", "unreached", "server", "areia", "embedding", "cli"],
];

/// The layer of a file, named by its path from `src`.
fn layer(file: &str) -> Option<usize> {
    let name = file.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    LAYERS.iter().position(|names| names.contains(&name))
}

#[test]
fn every_file_belongs_to_one_layer() {
    for file in rust_files("src") {
        let file = file.to_string_lossy();
        let name = file.trim_start_matches("src/");
        assert!(
            layer(name).is_some() || ["lib.rs", "main.rs"].contains(&name),
            "{file} is in no layer"
        );
    }
    let mut names: Vec<&str> = LAYERS.concat();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), LAYERS.concat().len(), "a name stands in two layers");
    assert_eq!(
        (layer("clock.rs"), layer("web/odata/mod.rs"), layer("odata.rs")),
        (Some(0), Some(4), None)
    );
}

#[test]
fn each_layer_uses_only_what_stands_below_it() {
    let imports = of_the_project();
    assert!(imports.len() > 500, "{imports:?}");
    for ((user, used), names) in &imports {
        assert!(
            layer(used) <= layer(user),
            "{user} uses {used}, which stands above it: {names:?}"
        );
    }
}

#[test]
fn the_map_draws_the_layers_that_are_held() {
    let drawn = LAYERS.map(|names| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(" ").replace("` `", " ")
    });
    let map = include_str!("../../../src/ARCHITECTURE.md");
    assert!(map.contains(&drawn.join(" < ")), "{}", drawn.join(" < "));
}
