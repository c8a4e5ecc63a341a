//! A place in the text that is being read.

use super::error::{FilterError, FilterErrorKind};

/// A place in the text that is being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    place: usize,
}

/// The longest identifier (part 2, 5.1.1.15: up to 128 characters).
const IDENTIFIER_LENGTH: usize = 128;

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, place: 0 }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.place..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes on by `length` bytes, which are whole characters.
    pub(super) fn advance(&mut self, length: usize) {
        self.place += length;
    }

    pub(super) fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.place += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// Takes `symbol` and the blanks around it, if it comes next.
    pub(super) fn take(&mut self, symbol: char) -> bool {
        let before = *self;
        self.skip_blanks();
        if self.peek() != Some(symbol) {
            *self = before;
            return false;
        }
        self.place += symbol.len_utf8();
        self.skip_blanks();
        true
    }

    pub(super) fn expect(&mut self, symbol: char) -> Result<(), FilterError> {
        if self.take(symbol) {
            return Ok(());
        }
        self.skip_blanks();
        Err(self.unexpected(&format!("`{symbol}` was expected")))
    }

    /// The identifier that comes next; empty where none does.
    pub(super) fn peek_word(&self) -> &'a str {
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return "";
        }
        let ends = |c: char| !(c.is_alphanumeric() || c == '_');
        &rest[..rest.find(ends).unwrap_or(rest.len())]
    }

    /// Takes the identifier that comes next.
    pub(super) fn identifier(&mut self) -> Result<&'a str, FilterError> {
        let word = self.peek_word();
        if word.is_empty() {
            return Err(self.unexpected("a name was expected"));
        }
        if word.chars().count() > IDENTIFIER_LENGTH {
            let reason = format!("A name has {IDENTIFIER_LENGTH} characters at most");
            return Err(FilterError::new(FilterErrorKind::Syntax, word, reason));
        }
        self.advance(word.len());
        Ok(word)
    }

    /// Takes `word`, in any case, and the blanks before it, if it comes next.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let before = *self;
        self.skip_blanks();
        let found = self.peek_word();
        if found.eq_ignore_ascii_case(word) {
            self.advance(found.len());
            return true;
        }
        *self = before;
        false
    }

    /// The error that something else stands here than `expected` says.
    pub(super) fn unexpected(&self, expected: &str) -> FilterError {
        let rest = self.rest();
        let token = self.token();
        let found = match rest.is_empty() {
            true => "the text ends".to_owned(),
            false => format!("{token:?} stands"),
        };
        let at = self.text[..self.place].chars().count() + 1;
        FilterError::new(
            FilterErrorKind::Syntax,
            token,
            format!("At character {at} {found} where {expected}"),
        )
    }

    /// What a person would call the next token.
    fn token(&self) -> &'a str {
        let rest = self.rest();
        let word = self.peek_word();
        if !word.is_empty() {
            return word;
        }
        let ends = |c: char| c.is_whitespace() || "(),'".contains(c);
        match rest.find(ends) {
            Some(0) => rest.chars().next().map_or("", |c| &rest[..c.len_utf8()]),
            Some(end) => &rest[..end],
            None => rest,
        }
    }
}
