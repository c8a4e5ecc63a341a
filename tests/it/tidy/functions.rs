//! Every function is short, wherever it stands: in a module, an `impl`, a trait, or another function.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};

use super::source::{rust_files, syntax};

const LINES_MAX: usize = 70;

/// Functions that are longer still. One that has become short leaves the list.
const KNOWN: &[(&str, &str)] = &[];

/// A function, its first line being that of `fn` and its last that of the closing brace.
#[derive(Debug, PartialEq, Eq)]
struct Function {
    name: String,
    lines: usize,
}

/// Collects the functions of a file, inner ones too. A closure counts as a part of the function that it stands in.
#[derive(Default)]
struct Functions(Vec<Function>);

impl Functions {
    fn of(file: &syn::File) -> Vec<Function> {
        let mut functions = Self::default();
        functions.visit_file(file);
        functions.0
    }

    fn add(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let first = signature.fn_token.span.start().line;
        let last = block.brace_token.span.close().end().line;
        self.0.push(Function {
            name: signature.ident.to_string(),
            lines: last - first + 1,
        });
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.add(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

/// A test is bounded by its file alone: it tells one story, or goes through one table, from top to bottom.
#[test]
fn no_function_is_longer_than_seventy_lines() {
    let mut known: BTreeSet<(String, String)> = KNOWN
        .iter()
        .map(|(file, name)| ((*file).to_owned(), (*name).to_owned()))
        .collect();
    let mut count = 0;
    for file in ["src", "benches"].into_iter().flat_map(rust_files) {
        for function in Functions::of(&syntax(&file)) {
            count += 1;
            // A table of operations is data, and stands in one place.
            let is_short = function.lines <= LINES_MAX || function.name == "endpoints";
            let place = (file.to_string_lossy().into_owned(), function.name.clone());
            assert!(
                is_short || known.remove(&place),
                "{place:?} has {} lines",
                function.lines
            );
        }
    }
    assert!(known.is_empty(), "short or gone, and still in the list: {known:?}");
    assert!(count > 2_000, "only {count} functions were seen");
}

#[test]
fn functions_are_seen_wherever_they_stand() {
    let text = "
        /// Documentation is no part of a function.
        #[inline]
        pub(in crate::web) async fn outer() {
            fn inner() {}
            let _ = || {
                const fn innermost() {}
            };
        }
        impl S {
            #[must_use]
            pub(crate) const fn
                method(
                    &self,
                ) {
            }
        }
        trait T {
            fn declared();
            unsafe extern \"C\" fn given() {
            }
        }
        mod own { pub fn deep() { } }
    ";
    let functions = Functions::of(&syn::parse_file(text).unwrap());
    let seen: Vec<(&str, usize)> = functions.iter().map(|one| (one.name.as_str(), one.lines)).collect();
    assert_eq!(
        seen,
        [
            ("outer", 6),
            ("inner", 1),
            ("innermost", 1),
            ("method", 5),
            ("given", 2),
            ("deep", 1)
        ]
    );
}
