//! Which file of `src` uses which: `use` declarations, and paths that stand in the middle of code, of macros and of
//! attributes.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::UseTree;
use syn::visit::{self, Visit};

use super::source::{is_for_tests, rust_files, text};

/// A path, segment by segment: `crate`, `web`, `Api`.
type Segments = Vec<String>;

/// For each pair of files, the user and the used, the names that are taken.
pub(super) type Imports = BTreeMap<(String, String), BTreeSet<String>>;

/// How far a chain of re-exports is followed.
const REEXPORTS_MAX: usize = 16;

/// What is known of a module.
#[derive(Debug, Default)]
struct Module {
    file: String,
    /// The names that `use` declarations bind, and the paths that they stand for.
    bindings: BTreeMap<String, Segments>,
    /// Every path that the module names.
    paths: BTreeSet<Segments>,
}

/// Every module of a crate, by its path from the root.
#[derive(Debug, Default)]
pub(super) struct Modules(BTreeMap<Segments, Module>);

/// The imports of the project's own files, without `main.rs` and `lib.rs`.
pub(super) fn of_the_project() -> Imports {
    let mut modules = Modules::default();
    for path in rust_files("src") {
        let file = path.to_string_lossy();
        if file != "src/main.rs" {
            modules.read(file.trim_start_matches("src/"), &text(&path));
        }
    }
    modules.imports()
}

impl Modules {
    /// Takes in the file called `file`, its path from `src`.
    pub(super) fn read(&mut self, file: &str, text: &str) {
        let syntax = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        let stem = file.trim_end_matches(".rs");
        let path = stem.trim_end_matches("/mod");
        let module = path.split('/').filter(|name| *name != "lib").map(str::to_owned);
        let mut reader = Reader {
            file,
            module: module.collect(),
            modules: self,
        };
        reader.own();
        reader.visit_file(&syntax);
    }

    /// Who uses whom. A file that is reached by way of another one's `pub use` is used too, and so is that other one.
    pub(super) fn imports(&self) -> Imports {
        let mut imports = Imports::new();
        for (place, module) in &self.0 {
            for path in &module.paths {
                let name = path.last().cloned().unwrap_or_default();
                for used in self.files_of(place, path, 0) {
                    if used != module.file && used != "lib.rs" && module.file != "lib.rs" {
                        let pair = (module.file.clone(), used);
                        imports.entry(pair).or_default().insert(name.clone());
                    }
                }
            }
        }
        imports
    }

    /// The files that a path leads to, named in the module at `place`. Paths to other crates lead to none.
    fn files_of(&self, place: &[String], path: &[String], followed: usize) -> Vec<String> {
        let Some((first, mut rest)) = path.split_first().filter(|_| followed < REEXPORTS_MAX) else {
            return Vec::new();
        };
        let mut at = match first.as_str() {
            "crate" => Segments::new(),
            "self" => place.to_vec(),
            "super" => place[..place.len().saturating_sub(1)].to_vec(),
            name if self.0.contains_key(&joined(place, name)) => joined(place, name),
            name => {
                let bound = self.0.get(place).and_then(|module| module.bindings.get(name));
                // A declaration's own path begins with the name of a crate, which it may bind as well.
                let Some(bound) = bound.filter(|bound| bound.first() != Some(first)) else {
                    return Vec::new();
                };
                return self.files_of(place, &[bound, rest].concat(), followed + 1);
            }
        };
        let mut files = Vec::new();
        while let Some((next, after)) = rest.split_first() {
            if next == "super" {
                at.pop();
            } else if self.0.contains_key(&joined(&at, next)) {
                at = joined(&at, next);
            } else {
                let bound = self.0.get(&at).and_then(|module| module.bindings.get(next));
                if let Some(bound) = bound {
                    files = self.files_of(&at, &[bound, after].concat(), followed + 1);
                }
                break;
            }
            rest = after;
        }
        files.extend(self.0.get(&at).map(|module| module.file.clone()));
        files
    }
}

fn joined(path: &[String], name: &str) -> Segments {
    [path, &[name.to_owned()]].concat()
}

/// Reads one file, module by module.
struct Reader<'a> {
    file: &'a str,
    module: Segments,
    modules: &'a mut Modules,
}

impl Reader<'_> {
    /// The module that is being read.
    fn own(&mut self) -> &mut Module {
        let module = self.modules.0.entry(self.module.clone()).or_default();
        self.file.clone_into(&mut module.file);
        module
    }

    fn takes(&mut self, path: Segments) {
        // A single name is the file's own, or bound by a declaration that is counted.
        if path.len() > 1 {
            self.own().paths.insert(path);
        }
    }

    fn takes_tree(&mut self, before: &Segments, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.takes_tree(&joined(before, &path.ident.to_string()), &path.tree),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.takes_tree(before, tree)),
            UseTree::Glob(_) => self.takes(before.clone()),
            UseTree::Name(name) => self.binds(before, &name.ident, &name.ident),
            UseTree::Rename(rename) => self.binds(before, &rename.ident, &rename.rename),
        }
    }

    fn binds(&mut self, before: &Segments, name: &syn::Ident, bound: &syn::Ident) {
        let (path, bound) = match name == "self" {
            true if bound == "self" => (before.clone(), before.last().cloned().unwrap_or_default()),
            true => (before.clone(), bound.to_string()),
            false => (joined(before, &name.to_string()), bound.to_string()),
        };
        self.own().bindings.insert(bound, path.clone());
        self.takes(path);
    }

    /// The paths among tokens that nobody but a macro understands.
    fn takes_tokens(&mut self, tokens: TokenStream) {
        let mut path = Segments::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.takes(std::mem::take(&mut path));
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                other => {
                    self.takes(std::mem::take(&mut path));
                    colons = 0;
                    match other {
                        TokenTree::Group(group) => self.takes_tokens(group.stream()),
                        TokenTree::Literal(literal) => self.takes_literal(&literal.to_string()),
                        _ => {}
                    }
                }
            }
        }
        self.takes(path);
    }

    /// The path that a text holds, as `#[serde(with = "…")]` does.
    fn takes_literal(&mut self, literal: &str) {
        if let Ok(path) = syn::parse_str::<syn::Path>(literal.trim_matches('"')) {
            self.takes(segments(&path));
        }
    }
}

fn segments(path: &syn::Path) -> Segments {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.content.is_none() || is_for_tests(&module.attrs) {
            return;
        }
        self.module.push(module.ident.to_string());
        self.own();
        visit::visit_item_mod(self, module);
        self.module.pop();
    }

    fn visit_item_use(&mut self, declaration: &'ast syn::ItemUse) {
        if !is_for_tests(&declaration.attrs) {
            self.takes_tree(&Segments::new(), &declaration.tree);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.takes(segments(path));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.takes(segments(&call.path));
        self.takes_tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.takes_tokens(list.tokens.clone());
        }
    }

    /// `pub(in crate::providers::…)` takes nothing from there.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}

/// The imports among files of these texts, as `user -> used: names`.
fn shown(files: &[(&str, &str)]) -> Vec<String> {
    let mut modules = Modules::default();
    for (file, text) in files {
        modules.read(file, text);
    }
    let shown = |((user, used), names): ((String, String), BTreeSet<String>)| {
        let names: Vec<String> = names.into_iter().collect();
        format!("{user} -> {used}: {}", names.join(" "))
    };
    modules.imports().into_iter().map(shown).collect()
}

#[test]
fn a_declaration_leads_to_the_deepest_module_of_its_path() {
    let files = [
        ("lib.rs", "mod clock; pub mod web; pub use clock::Now;"),
        ("clock.rs", "use std::fmt; pub struct Now;"),
        ("web/mod.rs", "pub mod api; mod form;"),
        (
            "web/api.rs",
            "use crate::{clock::{self, Now as Moment}, web}; use super::form::*;",
        ),
        ("web/form.rs", "use crate::Now; pub(in crate::web) fn f() {}"),
    ];
    assert_eq!(
        shown(&files),
        [
            "web/api.rs -> clock.rs: Now clock",
            "web/api.rs -> web/form.rs: form",
            "web/api.rs -> web/mod.rs: web",
            "web/form.rs -> clock.rs: Now",
        ]
    );
}

#[test]
fn a_name_that_a_module_re_exports_leads_to_both_files() {
    let files = [
        (
            "web/mod.rs",
            "mod api; pub use api::Api; pub use self::deep::Deep as Low;",
        ),
        ("web/api.rs", ""),
        ("web/deep/mod.rs", "pub use super::deep::floor::Deep;"),
        ("web/deep/floor.rs", ""),
        ("store.rs", "use crate::web::{Api, Low};"),
    ];
    let of_the_store = shown(&files).into_iter().filter(|line| line.starts_with("store"));
    assert_eq!(
        of_the_store.collect::<Vec<_>>(),
        [
            "store.rs -> web/api.rs: Api",
            "store.rs -> web/deep/floor.rs: Low",
            "store.rs -> web/deep/mod.rs: Low",
            "store.rs -> web/mod.rs: Api Low",
        ]
    );
}

#[test]
fn paths_in_code_macros_and_attributes_count_and_tests_do_not() {
    let files = [
        ("web/mod.rs", "mod a; mod b; mod c; mod d; mod e; fn f() { e::call() }"),
        ("web/a.rs", "fn f() -> super::b::B { g::<crate::web::c::C>() }"),
        ("web/b.rs", "fn f() { format!(\"{}\", [super::c::call()]); }"),
        ("web/c.rs", "struct S { #[serde(with = \"super::d::with\")] one: u8 }"),
        (
            "web/d.rs",
            "use super::e; fn f() { e::call(); http::a(); } #[cfg(test)] mod tests { use super::super::a::A; }",
        ),
        ("web/e.rs", "mod own { fn f() { super::super::a::call() } }"),
    ];
    assert_eq!(
        shown(&files),
        [
            "web/a.rs -> web/b.rs: B",
            "web/a.rs -> web/c.rs: C",
            "web/b.rs -> web/c.rs: call",
            "web/c.rs -> web/d.rs: with",
            "web/d.rs -> web/e.rs: call e",
            "web/e.rs -> web/a.rs: call",
            "web/mod.rs -> web/e.rs: call",
        ]
    );
}
