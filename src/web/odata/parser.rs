//! The grammar, and a parser that follows it rule by rule.
//!
//! ```text
//! order       = item { "," item }
//! item        = expression [ "asc" | "desc" ]
//! expression  = conjunction { "or" conjunction }
//! conjunction = equality { "and" equality }
//! equality    = relation { ( "eq" | "ne" ) relation }
//! relation    = sum { ( "gt" | "ge" | "lt" | "le" ) sum }
//! sum         = product { ( "add" | "sub" ) product }
//! product     = prefix { ( "mul" | "div" | "divby" | "mod" ) prefix }
//! prefix      = "-" prefix | "not" prefix | membership
//! membership  = primary [ "has" primary | "in" list ]
//! list        = "(" [ literal { "," literal } ] ")" | "[" [ literal { "," literal } ] "]"
//! primary     = "(" expression ")" | literal | call | lambda | path
//! call        = function "(" [ expression { "," expression } ] ")"
//!             | "case" "(" expression ":" expression { "," expression ":" expression } ")"
//!             | ( "cast" | "isof" ) "(" expression "," path ")"
//! lambda      = path "/" ( "any" | "all" ) "(" [ name ":" expression ] ")"
//! path        = name { ( "/" | "." ) name }
//! name        = ( letter | "_" ) { letter | digit | "_" }            up to 128 characters
//! ```
//!
//! Literals are in `literal.rs`. Words are whole words, operators and functions in any case; blanks and tabs may stand
//! between any two tokens. The lists of `in` may be JSON arrays, whose texts stand in double quotes.

use std::str::FromStr;

use strum::VariantNames;

use super::error::{FilterError, FilterErrorKind, nearest};
use super::function::Function;
use super::literal::literal;
use super::scanner::Scanner;
use super::tree::{Expression, Lambda, Literal, Operator, Precedence};

/// What an expression may not exceed.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Its length in bytes.
    pub length: usize,
    /// How deep its parts may lie in one another.
    pub depth: usize,
    /// How many parts it may have.
    pub nodes: usize,
}

impl Limits {
    /// More than any client writes by hand, and little enough to be refused or answered at once.
    pub const USUAL: Self = Self {
        length: 8_192,
        depth: 48,
        nodes: 1_000,
    };
}

/// One item of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// What is sorted by.
    pub expression: Expression,
    /// Whether the largest comes first.
    pub is_descending: bool,
}

/// Parses a condition.
pub fn parse_filter(text: &str, limits: Limits) -> Result<Expression, FilterError> {
    let mut parser = Parser::new(text, limits)?;
    parser.scanner.skip_blanks();
    let WithHeight(expression, _) = parser.expression()?;
    parser.end()?;
    Ok(expression)
}

/// Parses an order.
pub fn parse_order(text: &str, limits: Limits) -> Result<Vec<Order>, FilterError> {
    let mut parser = Parser::new(text, limits)?;
    let mut items = Vec::new();
    loop {
        parser.scanner.skip_blanks();
        let WithHeight(expression, _) = parser.expression()?;
        let is_descending = parser.scanner.take_word("desc");
        if !is_descending {
            parser.scanner.take_word("asc");
        }
        items.push(Order {
            expression,
            is_descending,
        });
        if !parser.scanner.take(',') {
            parser.end()?;
            return Ok(items);
        }
    }
}

/// An expression, and how many of its parts lie in one another.
struct WithHeight(Expression, usize);

struct Parser<'a> {
    scanner: Scanner<'a>,
    limits: Limits,
    nodes: usize,
    /// How deep the parser itself is: parentheses count, though they leave nothing in the tree.
    depth: usize,
}

type Parsed = Result<WithHeight, FilterError>;

impl<'a> Parser<'a> {
    fn new(text: &'a str, limits: Limits) -> Result<Self, FilterError> {
        if text.len() > limits.length {
            let reason = format!("The text is longer than {} bytes", limits.length);
            return Err(FilterError::new(FilterErrorKind::TooLarge, text, reason));
        }
        Ok(Self {
            scanner: Scanner::new(text),
            limits,
            nodes: 0,
            depth: 0,
        })
    }

    fn end(&mut self) -> Result<(), FilterError> {
        self.scanner.skip_blanks();
        if self.scanner.rest().is_empty() {
            return Ok(());
        }
        let mut error = self.scanner.unexpected("an operator or the end was expected");
        let word = self.scanner.peek_word();
        if self.scanner.peek() == Some('=') {
            error.reason += "; equality is written `eq`";
        } else if !word.is_empty() {
            let words = [
                "eq", "ne", "gt", "ge", "lt", "le", "and", "or", "in", "add", "sub", "mul", "div", "mod",
            ];
            error.reason += &format!("; the nearest operator is `{}`", nearest(word, words.into_iter()));
        }
        Err(error)
    }

    fn expression(&mut self) -> Parsed {
        self.deeper()?;
        let parsed = self.chain("or", Self::conjunction, Expression::Or);
        self.depth -= 1;
        parsed
    }

    fn conjunction(&mut self) -> Parsed {
        self.chain("and", |parser| parser.binary(Precedence::Equality), Expression::And)
    }

    /// Operands with one word between them.
    fn chain(
        &mut self,
        word: &str,
        operand: impl Fn(&mut Self) -> Parsed,
        make: impl Fn(Vec<Expression>) -> Expression,
    ) -> Parsed {
        let WithHeight(first, mut height) = operand(self)?;
        let mut list = vec![first];
        while self.scanner.take_word(word) {
            self.scanner.skip_blanks();
            let WithHeight(next, next_height) = operand(self)?;
            height = height.max(next_height);
            list.push(next);
        }
        match list.len() {
            1 => Ok(WithHeight(list.remove(0), height)),
            _ => self.node(make(list), height),
        }
    }

    /// Operators of two operands, which are left-associative.
    fn binary(&mut self, precedence: Precedence) -> Parsed {
        let operand = |parser: &mut Self| match precedence {
            Precedence::Equality => parser.binary(Precedence::Relation),
            Precedence::Relation => parser.binary(Precedence::Sum),
            Precedence::Sum => parser.binary(Precedence::Product),
            _ => parser.prefix(),
        };
        let WithHeight(mut left, mut height) = operand(self)?;
        while let Some(operator) = self.operator(precedence) {
            let WithHeight(right, right_height) = operand(self)?;
            let made = Expression::Binary(operator, Box::new(left), Box::new(right));
            WithHeight(left, height) = self.node(made, height.max(right_height))?;
        }
        Ok(WithHeight(left, height))
    }

    /// Takes an operator of `precedence`, if one comes next.
    fn operator(&mut self, precedence: Precedence) -> Option<Operator> {
        let before = self.scanner;
        self.scanner.skip_blanks();
        let word = self.scanner.peek_word();
        match Operator::from_str(word) {
            Ok(operator) if operator.precedence() == precedence => {
                self.scanner.advance(word.len());
                self.scanner.skip_blanks();
                Some(operator)
            }
            _ => {
                self.scanner = before;
                None
            }
        }
    }

    fn prefix(&mut self) -> Parsed {
        let word = self.scanner.peek_word();
        let behind = self.scanner.rest()[word.len()..].trim_start_matches([' ', '\t']);
        if word.eq_ignore_ascii_case("not") && !is_operand_over(behind) {
            self.scanner.advance(word.len());
            return self.prefixed(Expression::Not);
        }
        let is_sign = self.scanner.peek() == Some('-');
        if is_sign && literal(&mut self.scanner.clone())?.is_none() {
            self.scanner.advance(1);
            return self.prefixed(Expression::Negate);
        }
        self.membership()
    }

    fn prefixed(&mut self, make: impl Fn(Box<Expression>) -> Expression) -> Parsed {
        self.deeper()?;
        self.scanner.skip_blanks();
        let WithHeight(operand, height) = self.prefix()?;
        self.depth -= 1;
        self.node(make(Box::new(operand)), height)
    }

    fn membership(&mut self) -> Parsed {
        let WithHeight(operand, height) = self.primary()?;
        if self.scanner.take_word("in") {
            let list = self.list()?;
            return self.node(Expression::In(Box::new(operand), list), height);
        }
        if self.operator(Precedence::Membership).is_some() {
            let WithHeight(right, right_height) = self.primary()?;
            let made = Expression::Binary(Operator::Has, Box::new(operand), Box::new(right));
            return self.node(made, height.max(right_height));
        }
        Ok(WithHeight(operand, height))
    }

    fn list(&mut self) -> Result<Vec<Literal>, FilterError> {
        let is_json = self.scanner.take('[');
        if !is_json {
            self.scanner.expect('(')?;
        }
        let end = if is_json { ']' } else { ')' };
        let mut list = Vec::new();
        if self.scanner.take(end) {
            return Ok(list);
        }
        loop {
            let member = match self.scanner.peek() {
                Some('"') if is_json => Some(self.json_text()?),
                _ => literal(&mut self.scanner)?,
            };
            list.push(member.ok_or_else(|| self.scanner.unexpected("a literal was expected"))?);
            self.count()?;
            if !self.scanner.take(',') {
                self.scanner.expect(end)?;
                return Ok(list);
            }
        }
    }

    fn json_text(&mut self) -> Result<Literal, FilterError> {
        let rest = self.scanner.rest();
        let mut texts = serde_json::Deserializer::from_str(rest).into_iter::<String>();
        match texts.next() {
            Some(Ok(text)) => {
                self.scanner.advance(texts.byte_offset());
                Ok(Literal::Text(text))
            }
            _ => Err(self.scanner.unexpected("a text in double quotes was expected")),
        }
    }

    fn primary(&mut self) -> Parsed {
        if self.scanner.take('(') {
            let inside = self.expression()?;
            self.scanner.expect(')')?;
            return Ok(inside);
        }
        if let Some(literal) = literal(&mut self.scanner)? {
            return self.node(Expression::Literal(literal), 0);
        }
        let mut path = self.scanner.identifier()?.to_owned();
        loop {
            let separator = self.scanner.peek().filter(|c| ['/', '.'].contains(c));
            let Some(separator) = separator else { break };
            self.scanner.advance(1);
            let name = self.scanner.identifier()?;
            let is_lambda = ["any", "all"].iter().any(|word| name.eq_ignore_ascii_case(word));
            if separator == '/' && is_lambda && self.scanner.peek() == Some('(') {
                return self.lambda(path, name.eq_ignore_ascii_case("all"));
            }
            path.push(separator);
            path += name;
        }
        if self.scanner.peek() == Some('(') {
            return self.call(&path);
        }
        self.node(Expression::Property(path), 0)
    }

    fn lambda(&mut self, path: String, is_all: bool) -> Parsed {
        self.scanner.expect('(')?;
        let (condition, height) = if !is_all && self.scanner.take(')') {
            (None, 0)
        } else {
            let name = self.scanner.identifier()?.to_owned();
            self.scanner.expect(':')?;
            let WithHeight(condition, height) = self.expression()?;
            self.scanner.expect(')')?;
            (Some((name, condition)), height)
        };
        let lambda = Lambda {
            path,
            is_all,
            condition,
        };
        self.node(Expression::Lambda(Box::new(lambda)), height)
    }

    fn call(&mut self, name: &str) -> Parsed {
        self.scanner.expect('(')?;
        match name.to_ascii_lowercase().as_str() {
            "case" => self.case(),
            "cast" => self.typed(Expression::Cast),
            "isof" => self.typed(Expression::IsOf),
            _ => {
                let function = Function::from_str(name).map_err(|_| unknown_function(name))?;
                self.arguments(function)
            }
        }
    }

    fn case(&mut self) -> Parsed {
        let (mut pairs, mut tallest) = (Vec::new(), 0);
        loop {
            let WithHeight(condition, height) = self.expression()?;
            self.scanner.expect(':')?;
            let WithHeight(value, value_height) = self.expression()?;
            tallest = tallest.max(height).max(value_height);
            pairs.push((condition, value));
            if !self.scanner.take(',') {
                self.scanner.expect(')')?;
                return self.node(Expression::Case(pairs), tallest);
            }
        }
    }

    fn typed(&mut self, make: impl Fn(Box<Expression>, String) -> Expression) -> Parsed {
        let WithHeight(operand, height) = self.expression()?;
        self.scanner.expect(',')?;
        let mut name = self.scanner.identifier()?.to_owned();
        while self.scanner.peek() == Some('.') {
            self.scanner.advance(1);
            name.push('.');
            name += self.scanner.identifier()?;
        }
        self.scanner.expect(')')?;
        self.node(make(Box::new(operand), name), height)
    }

    fn arguments(&mut self, function: Function) -> Parsed {
        let (mut arguments, mut tallest) = (Vec::new(), 0);
        if !self.scanner.take(')') {
            loop {
                let WithHeight(argument, height) = self.expression()?;
                tallest = tallest.max(height);
                arguments.push(argument);
                if !self.scanner.take(',') {
                    break;
                }
            }
            self.scanner.expect(')')?;
        }
        let arity = function.arity();
        if !arity.contains(&arguments.len()) {
            let (name, given) = (function.name(), arguments.len());
            let wanted = match (arity.start(), arity.end()) {
                (least, most) if least == most => most.to_string(),
                (least, most) => format!("{least} or {most}"),
            };
            let reason = format!("The function {name} takes {wanted} arguments and was given {given}");
            return Err(FilterError::new(FilterErrorKind::Syntax, name, reason));
        }
        self.node(Expression::Call(function, arguments), tallest)
    }

    /// Counts a part and what lies in it.
    fn node(&mut self, expression: Expression, height: usize) -> Parsed {
        self.count()?;
        if height >= self.limits.depth {
            return Err(self.too_deep());
        }
        Ok(WithHeight(expression, height + 1))
    }

    fn count(&mut self) -> Result<(), FilterError> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            let reason = format!("The text has more than {} parts", self.limits.nodes);
            return Err(FilterError::new(FilterErrorKind::TooLarge, self.scanner.rest(), reason));
        }
        Ok(())
    }

    fn deeper(&mut self) -> Result<(), FilterError> {
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(self.too_deep());
        }
        Ok(())
    }

    fn too_deep(&self) -> FilterError {
        let reason = format!(
            "The text's parts lie more than {} deep in one another",
            self.limits.depth
        );
        FilterError::new(FilterErrorKind::TooLarge, self.scanner.rest(), reason)
    }
}

/// Whether what follows a word makes that word an operand: a property may be called `not`.
fn is_operand_over(behind: &str) -> bool {
    let word = Scanner::new(behind).peek_word();
    let goes_on = |word: &str| {
        let is_operator = Operator::from_str(word).is_ok() || ["and", "or", "in"].contains(&word);
        is_operator && behind[word.len()..].starts_with([' ', '\t'])
    };
    behind.is_empty() || behind.starts_with([')', ',', '/', '.', ':']) || goes_on(word)
}

fn unknown_function(name: &str) -> FilterError {
    let near = nearest(name, Function::VARIANTS.iter().copied());
    let reason = format!("There is no function {name:?}; the nearest is `{near}`");
    FilterError::new(FilterErrorKind::FunctionUnknown, name, reason)
}
