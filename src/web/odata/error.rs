//! What is wrong with an expression.

/// What is wrong with an expression, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// What sort of wrong.
    pub kind: FilterErrorKind,
    /// The token or part that is to blame; empty for the end of the text.
    pub token: String,
    /// The reason, in one English sentence.
    pub reason: String,
}

/// What sort of wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterErrorKind {
    /// The text follows no rule of the grammar.
    Syntax,
    /// It is too long, too deep or has too many parts.
    TooLarge,
    /// It names an unknown property.
    PropertyUnknown,
    /// It calls a function that is unknown or not supported.
    FunctionUnknown,
    /// A value does not have the type that its place asks for.
    TypeMismatch,
    /// It is no condition.
    NoCondition,
    /// It divides by zero.
    DivisionByZero,
}

impl FilterError {
    pub(super) fn new(kind: FilterErrorKind, token: &str, reason: String) -> Self {
        Self {
            kind,
            token: shortened(token),
            reason,
        }
    }
}

/// A token as an explanation shows it: what is long says no more than its beginning.
fn shortened(token: &str) -> String {
    const SHOWN: usize = 60;
    match token.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &token[..end]),
        None => token.to_owned(),
    }
}

/// The name among `names` that is most like `asked`.
pub(super) fn nearest<'a>(asked: &str, names: impl Iterator<Item = &'a str>) -> &'a str {
    let asked = asked.to_ascii_lowercase();
    let likeness = |name: &str| strsim::jaro_winkler(&asked, &name.to_ascii_lowercase());
    names
        .max_by(|one, other| likeness(one).total_cmp(&likeness(other)))
        .unwrap_or_default()
}
