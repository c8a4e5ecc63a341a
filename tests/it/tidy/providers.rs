//! Providers do not know one another, the core knows none of them, and each has its folders.

use areia::providers;

use super::source::{code, root, rust_files};

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
