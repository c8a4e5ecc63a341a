//! SQL stands in store modules (a world's own tables, in `src/world`, aside), with bound values, and is never made from
//! text.

use std::collections::BTreeMap;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::source::{is_for_tests, is_store, rust_files, syntax};

/// What other modules may name of the database's crate: a connection and its transactions, but nothing that takes SQL.
const HARMLESS: [&str; 5] = [
    "Acquire",
    "Connection",
    "FromRow",
    "SqliteConnection",
    "SqliteTransaction",
];

/// Where texts are joined that are `&'static str` by their type.
const JOINS_TEXTS: &str = "src/store/batch.rs";

/// Files that make SQL from text still. One that does so no more leaves the list.
const KNOWN: &[&str] = &[
    "src/providers/financeiro/financial_accounts/store.rs",
    "src/providers/financeiro/resource/store/by_id.rs",
    "src/providers/financeiro/resource/store/conditions.rs",
    "src/providers/financeiro/resource/store/page.rs",
    "src/providers/financeiro/use_count/store.rs",
];

/// The vendor's server says an `insert` of its own in an error.
const VENDOR_S_WORDS: &str = "src/providers/totvs/cash_accounts/statement.rs";

/// What a file has to do with SQL.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sql {
    /// The names that it takes of `sqlx`, macros too.
    names: Vec<String>,
    /// Its texts that are SQL.
    texts: Vec<String>,
    /// Where it makes SQL from text.
    made: Vec<String>,
}

impl Sql {
    fn of(file: &syn::File) -> Self {
        let mut sql = Self::default();
        sql.visit_file(file);
        sql
    }

    fn takes_tree(&mut self, before: &str, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) if before.is_empty() => self.takes_tree(&path.ident.to_string(), &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.takes_tree(before, tree)),
            syn::UseTree::Path(path) => self.takes(before, &path.ident),
            syn::UseTree::Name(name) => self.takes(before, &name.ident),
            syn::UseTree::Rename(rename) => self.takes(before, &rename.ident),
            syn::UseTree::Glob(_) if before == "sqlx" => self.names.push("*".to_owned()),
            syn::UseTree::Glob(_) => {}
        }
    }

    fn takes(&mut self, before: &str, name: &syn::Ident) {
        if before == "sqlx" || (before.is_empty() && name == "sqlx") {
            self.names.push(name.to_string());
        }
    }

    /// Texts that are SQL, and names of `sqlx`, among a macro's tokens.
    fn takes_tokens(&mut self, call: &str, tokens: TokenStream) {
        let mut last = (String::new(), false);
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.takes_tokens(call, group.stream()),
                TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        self.takes_text(&text.value());
                        let makes = ["format", "write", "writeln", "format_args"].contains(&call);
                        if makes && is_sql(&text.value()) {
                            self.made.push(format!("{call}!({})", text.value()));
                        }
                    }
                }
                TokenTree::Ident(name) if last == ("sqlx".to_owned(), true) => {
                    self.names.push(name.to_string());
                    last = (String::new(), false);
                }
                TokenTree::Ident(name) => last = (name.to_string(), false),
                TokenTree::Punct(punct) => last.1 = punct.as_char() == ':',
            }
        }
    }

    fn takes_text(&mut self, text: &str) {
        if is_sql(text) {
            self.texts.push(text.to_owned());
        }
    }
}

/// Whether a text is SQL: a statement's first words, which no sentence for people begins with.
fn is_sql(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().take(4).map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        // Alone it is a method or an action.
        ["select", ..] => words.len() > 1,
        ["insert" | "replace", "into" | "or", ..] | ["delete", "from", ..] => true,
        ["update", _, "set", ..] | ["with", "recursive", ..] | ["with", _, "as", ..] => true,
        ["create", what, ..] => ["table", "index", "unique", "view", "trigger", "temp", "virtual"].contains(what),
        ["drop" | "alter", what, ..] => ["table", "index", "view", "trigger"].contains(what),
        ["pragma", ..] => words.len() > 1,
        _ => false,
    }
}

/// Whether an expression makes a text while the program runs.
fn makes_text(expression: &syn::Expr) -> bool {
    match expression {
        syn::Expr::Macro(call) => call.mac.path.is_ident("format"),
        syn::Expr::Reference(reference) => makes_text(&reference.expr),
        syn::Expr::Paren(inner) => makes_text(&inner.expr),
        syn::Expr::Binary(sum) => matches!(sum.op, syn::BinOp::Add(_)) && (is_text(&sum.left) || makes_text(&sum.left)),
        syn::Expr::MethodCall(call) => {
            ["as_str", "to_owned", "to_string", "leak", "join", "concat"].contains(&call.method.to_string().as_str())
                && (makes_text(&call.receiver) || is_text(&call.receiver))
        }
        _ => false,
    }
}

fn is_text(expression: &syn::Expr) -> bool {
    matches!(expression, syn::Expr::Lit(literal) if matches!(literal.lit, syn::Lit::Str(_)))
}

impl<'ast> Visit<'ast> for Sql {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, declaration: &'ast syn::ItemUse) {
        self.takes_tree("", &declaration.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if let [first, second, ..] = names.as_slice()
            && first == "sqlx"
        {
            self.names.push(second.clone());
        }
        if names
            .iter()
            .any(|name| ["AssertSqlSafe", "SqlStr", "raw_sql"].contains(&name.as_str()))
        {
            self.made.push(names.join("::"));
        }
        visit::visit_path(self, path);
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.takes_text(&text.value());
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        let name = call.path.segments.last().map(|segment| segment.ident.to_string());
        self.takes_tokens(&name.unwrap_or_default(), call.tokens.clone());
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func {
            let names: Vec<String> = path
                .path
                .segments
                .iter()
                .map(|segment| segment.ident.to_string())
                .collect();
            let takes_sql = names.last().is_some_and(|name| name.starts_with("query"))
                || (names.len() > 1 && names[names.len() - 2] == "QueryBuilder");
            if takes_sql && call.args.iter().any(makes_text) {
                self.made.push(names.join("::"));
            }
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let name = call.method.to_string();
        // What is pushed onto a `QueryBuilder` and onto a list looks alike: it is told apart by what the file names.
        let builds = name == "push" && self.names.iter().any(|name| name == "QueryBuilder");
        let takes_sql = builds
            || [
                "execute",
                "fetch_all",
                "fetch_one",
                "fetch_optional",
                "fetch",
                "prepare",
            ]
            .contains(&name.as_str());
        if takes_sql && call.args.iter().any(makes_text) {
            self.made.push(name);
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// The files of `src` that may hold SQL, or those that may not.
fn files(may_hold_sql: bool) -> impl Iterator<Item = (String, Sql)> {
    let may = |file: &Path| is_store(file) || file.starts_with("src/world");
    let files = rust_files("src")
        .into_iter()
        .filter(move |file| may(file) == may_hold_sql);
    files.map(|file| (file.to_string_lossy().into_owned(), Sql::of(&syntax(&file))))
}

#[test]
fn sql_stands_in_store_modules_and_nowhere_else() {
    for (file, sql) in files(false) {
        let harmless = |name: &&String| !HARMLESS.contains(&name.as_str());
        assert_eq!(sql.names.iter().find(harmless), None, "{file} takes it of sqlx");
        assert!(
            sql.texts.is_empty() || file == VENDOR_S_WORDS,
            "{file} holds {:?}",
            sql.texts
        );
    }
    // The check sees what it looks for where it may stand.
    let count: usize = files(true).map(|(_, sql)| sql.texts.len()).sum();
    assert!(count > 100, "only {count} statements were seen");
}

#[test]
fn sql_is_never_made_from_text() {
    let made = files(true).chain(files(false));
    let made = made.filter(|(file, sql)| {
        let may = [JOINS_TEXTS, VENDOR_S_WORDS].contains(&file.as_str());
        !sql.made.is_empty() && !may
    });
    let made: BTreeMap<String, Vec<String>> = made.map(|(file, sql)| (file, sql.made)).collect();
    assert!(made.keys().eq(KNOWN), "the list beside what is there: {made:#?}");
}

#[test]
fn every_spelling_of_sql_is_seen() {
    let sql = |text: &str| Sql::of(&syn::parse_file(text).unwrap());
    for (text, name) in [
        ("use sqlx::{Connection as _, query as q};", "query"),
        ("use sqlx as database;", "sqlx"),
        ("use sqlx::*;", "*"),
        ("fn f() { sqlx::query!(\"…\"); }", "query"),
        ("fn f() { sqlx::query_as::<_, R>(TEXT); }", "query_as"),
        ("fn f() { let b: sqlx::QueryBuilder<Sqlite>; }", "QueryBuilder"),
        ("fn f() { sqlx::raw_sql(TEXT); }", "raw_sql"),
        ("fn f() { vec![sqlx::query_scalar(TEXT)]; }", "query_scalar"),
    ] {
        assert!(sql(text).names.iter().any(|found| found == name), "{text}");
    }
    for text in [
        "const A: &str = \"\\n  SELECT id from a\";",
        "fn f() { g(&[\"insert into a values (?)\"]) }",
        "fn f() { assert!(g(\"delete from a\")); }",
        "const A: &str = r#\"with recursive n(n) as (select 1)\"#;",
        "const A: &str = \"create unique index a\";",
        "const A: &str = \"update a set b = 1\";",
    ] {
        assert_eq!(sql(text).texts.len(), 1, "{text}");
    }
    let prose =
        "const A: [&str; 4] = [\"Create a sale\", \"delete\", \"Delete every parcel\", \"with all that it has\"];";
    assert_eq!(sql(prose), Sql::default());
}

#[test]
fn sql_that_is_made_from_text_is_seen() {
    let made = |text: &str| Sql::of(&syn::parse_file(text).unwrap()).made.len();
    for text in [
        "fn f() { sqlx::query(AssertSqlSafe(text)); }",
        "fn f() { query(&format!(\"{a}\")); }",
        "fn f() { query_as(format!(\"{a}\").leak()); }",
        "fn f() { let text = format!(\"select {a}\"); }",
        "fn f() { QueryBuilder::new(\"select \".to_owned() + a); }",
        "fn f() { connection.execute(format!(\"{a}\").as_str()); }",
        "fn f() { sqlx::raw_sql(a); }",
        "fn f(b: sqlx::QueryBuilder<Sqlite>) { b.push(format!(\"{a}\")); }",
    ] {
        assert_eq!(made(text), 1, "{text}");
    }
    assert_eq!(made("fn f() { lines.push(format!(\"{a}\")); }"), 0);
    assert_eq!(made("fn f() { query(\"select 1\").bind(format!(\"{a}\")); }"), 0);
}
