//! Expressions of SQL, put together from static pieces of text and bound values.
//!
//! Every piece of text is `'static`: what a client sends can only become a bound value. Truth is 1, 0 or null. Numbers
//! with a fixed count of decimal places are whole numbers of the last place; instants and lengths are microseconds.

use sqlx::{QueryBuilder, Sqlite};

/// An expression of SQL.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sql(Vec<Piece>);

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Static(&'static str),
    Integer(i64),
    Real(f64),
    Text(String),
}

/// How many conditions stand in one pair of parentheses.
const GROUP: usize = 32;

/// Microseconds in a second, in a day.
const SECOND_US: i64 = 1_000_000;
const DAY_US: i64 = 86_400 * SECOND_US;

impl Sql {
    /// A column, by a name of the provider's own.
    pub fn column(name: &'static str) -> Self {
        Self::default().raw(name)
    }

    /// A whole number.
    pub fn integer(number: i64) -> Self {
        Self(vec![Piece::Integer(number)])
    }

    /// A floating number.
    pub fn real(number: f64) -> Self {
        Self(vec![Piece::Real(number)])
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![Piece::Text(text.into())])
    }

    /// Nothing.
    pub fn null() -> Self {
        Self::default().raw("null")
    }

    /// True or false.
    pub fn truth(truth: bool) -> Self {
        Self::default().raw(if truth { "1" } else { "0" })
    }

    /// The whole number that this is, if it is one.
    pub fn as_integer(&self) -> Option<i64> {
        match self.0[..] {
            [Piece::Integer(number)] => Some(number),
            _ => None,
        }
    }

    /// Whether it is nothing but `true`, `false` or `null`, which every row has in common.
    pub fn is_constant(&self) -> bool {
        [Self::truth(true), Self::truth(false), Self::null()].contains(self)
    }

    /// How many pieces it has: what it costs to prepare.
    pub fn size(&self) -> usize {
        self.0.len()
    }

    /// Appends it to a statement.
    pub fn push_onto(self, query: &mut QueryBuilder<Sqlite>) {
        for piece in self.0 {
            match piece {
                Piece::Static(text) => query.push(text),
                Piece::Integer(number) => query.push_bind(number),
                Piece::Real(number) => query.push_bind(number),
                Piece::Text(text) => query.push_bind(text),
            };
        }
    }

    fn raw(mut self, text: &'static str) -> Self {
        self.0.push(Piece::Static(text));
        self
    }

    fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// `(left operator right)`.
    fn infix(self, operator: &'static str, right: Self) -> Self {
        Self::column("(").then(self).raw(operator).then(right).raw(")")
    }

    fn wrapped(self, before: &'static str, after: &'static str) -> Self {
        Self::column(before).then(self).raw(after)
    }
}

/// Expressions that are true, false or null.
impl Sql {
    /// Whether any (`or`) or all (`and`) of a list are true.
    pub fn joined(list: Vec<Self>, is_all: bool) -> Self {
        // SQLite hangs each member below the one before it and bounds how deep that goes, so that long lists go in groups.
        if list.len() > GROUP {
            let mut list = list.into_iter().peekable();
            let groups = std::iter::from_fn(|| {
                list.peek()?;
                Some(Self::joined(list.by_ref().take(GROUP).collect(), is_all))
            });
            return Self::joined(groups.collect(), is_all);
        }
        let word = if is_all { " and " } else { " or " };
        let mut joined = Self::column("(");
        for (place, sql) in list.into_iter().enumerate() {
            joined = if place > 0 { joined.raw(word) } else { joined };
            joined = joined.then(sql);
        }
        joined.raw(")")
    }

    /// The opposite; null of null.
    pub fn negated(self) -> Self {
        self.wrapped("(not ", ")")
    }

    /// Whether two are the same; null is the same as null.
    pub fn is(self, other: Self) -> Self {
        self.infix(" is ", other)
    }

    /// Whether two are not the same.
    pub fn is_not(self, other: Self) -> Self {
        self.infix(" is not ", other)
    }

    /// Whether this is more (`is_more`) or less than the other; null where either is null.
    pub fn greater_or_less(self, other: Self, is_more: bool) -> Self {
        self.infix(if is_more { " > " } else { " < " }, other)
    }

    /// Whether this is the other or beyond it; null where either is null.
    pub fn greater_or_less_or_equal(self, other: Self, is_more: bool) -> Self {
        self.infix(if is_more { " >= " } else { " <= " }, other)
    }

    /// This, or `other` where this is null.
    pub fn or_else(self, other: Self) -> Self {
        Self::column("coalesce(").then(self).raw(", ").then(other).raw(")")
    }

    /// Whether this is one of `list`; null where this is null.
    pub fn is_in(self, list: Vec<Self>) -> Self {
        let mut sql = Self::column("(").then(self).raw(" in (");
        for (place, member) in list.into_iter().enumerate() {
            sql = if place > 0 { sql.raw(", ") } else { sql };
            sql = sql.then(member);
        }
        sql.raw("))")
    }

    /// Whether this text holds `part`.
    pub fn contains(self, part: Self) -> Self {
        Self::column("(instr(").then(self).raw(", ").then(part).raw(") > 0)")
    }

    /// Whether this text begins with `part`.
    pub fn starts_with(self, part: Self) -> Self {
        let beginning = Self::column("substr(")
            .then(self)
            .raw(", 1, length(")
            .then(part.clone());
        beginning.raw("))").infix(" = ", part)
    }

    /// Whether this text ends with `part`.
    pub fn ends_with(self, part: Self) -> Self {
        let lengths = part.clone().length().infix(" <= ", self.clone().length());
        let place = self.clone().length().infix(" - ", part.clone().length());
        let end = Self::column("substr(").then(self).raw(", ").then(place).raw(" + 1)");
        lengths.infix(" and ", end.infix(" = ", part))
    }

    /// The value behind the first condition that is true; null where none is.
    pub fn case(pairs: Vec<(Self, Self)>) -> Self {
        let mut sql = Self::column("(case");
        for (condition, value) in pairs {
            sql = sql.raw(" when ").then(condition).raw(" then ").then(value);
        }
        sql.raw(" end)")
    }
}

/// Texts.
impl Sql {
    /// Both, one after the other.
    pub fn concat(self, other: Self) -> Self {
        self.infix(" || ", other)
    }

    /// How many characters it has.
    pub fn length(self) -> Self {
        self.wrapped("length(", ")")
    }

    /// Where `part` begins, from 0; -1 where it is not there.
    pub fn index_of(self, part: Self) -> Self {
        Self::column("(instr(").then(self).raw(", ").then(part).raw(") - 1)")
    }

    /// What begins at `start`, from 0, `length` characters of it where one is given. What is less than 0 counts as 0.
    pub fn substring(self, start: Self, length: Option<Self>) -> Self {
        let sql = Self::column("substr(")
            .then(self)
            .raw(", max(")
            .then(start)
            .raw(", 0) + 1");
        match length {
            Some(length) => sql.raw(", max(").then(length).raw(", 0))"),
            None => sql.raw(")"),
        }
    }

    /// Without the blanks around it.
    pub fn trimmed(self, blanks: &str) -> Self {
        Self::column("trim(")
            .then(self)
            .raw(", ")
            .then(Self::text(blanks))
            .raw(")")
    }

    /// A whole number as text.
    pub fn to_text(self) -> Self {
        self.wrapped("cast(", " as text)")
    }
}

/// Numbers.
impl Sql {
    /// The sum.
    pub fn plus(self, other: Self) -> Self {
        self.infix(" + ", other)
    }

    /// The difference.
    pub fn subtract(self, other: Self) -> Self {
        self.infix(" - ", other)
    }

    /// The product.
    pub fn multiply(self, other: Self) -> Self {
        self.infix(" * ", other)
    }

    /// The quotient, cut off towards 0 where both are whole; null by 0.
    pub fn divide(self, other: Self) -> Self {
        self.infix(" / ", other)
    }

    /// What a whole division leaves, with the sign of this; null by 0.
    pub fn remainder(self, other: Self) -> Self {
        self.infix(" % ", other)
    }

    /// What a division of floating numbers leaves.
    pub fn real_remainder(self, other: Self) -> Self {
        let whole = self.clone().divide(other.clone()).wrapped("cast(", " as integer)");
        self.subtract(other.multiply(whole))
    }

    /// Below nothing instead of above it.
    pub fn negative(self) -> Self {
        self.wrapped("(- ", ")")
    }

    /// As a floating number.
    pub fn to_real(self) -> Self {
        self.wrapped("cast(", " as real)")
    }

    /// A whole number of units, each `unit` of the last place: the largest that is not above.
    pub fn whole_below(self, unit: i64) -> Self {
        let beyond = self.clone().remainder_from_below(unit);
        self.subtract(beyond).divide(Self::integer(unit))
    }

    /// The smallest whole number of units that is not below.
    pub fn whole_above(self, unit: i64) -> Self {
        self.negative().whole_below(unit).negative()
    }

    /// The nearest whole number of units; a half goes away from 0.
    pub fn whole_nearest(self, unit: i64) -> Self {
        let half = Self::column("(case when ").then(self.clone()).raw(" < 0 then ");
        let half = half
            .then(Self::integer(-unit / 2))
            .raw(" else ")
            .then(Self::integer(unit / 2));
        self.plus(half.raw(" end)")).divide(Self::integer(unit))
    }

    /// The largest whole floating number that is not above.
    pub fn real_below(self) -> Self {
        let cut = self.clone().wrapped("cast(", " as integer)");
        let less = self.infix(" < ", cut.clone());
        cut.subtract(less).to_real()
    }

    /// The nearest whole floating number; a half goes away from 0.
    pub fn real_nearest(self) -> Self {
        self.wrapped("round(", ")")
    }

    /// What is left of it above the largest multiple of `unit` that is not above it.
    pub fn remainder_from_below(self, unit: i64) -> Self {
        let once = self.remainder(Self::integer(unit)).plus(Self::integer(unit));
        once.remainder(Self::integer(unit))
    }
}

/// A part of an instant on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarPart {
    /// The year.
    Year,
    /// The month, from 1.
    Month,
    /// The day of the month, from 1.
    Day,
}

/// Instants, days and times of day, where the zone's offset from UTC has been added already.
impl Sql {
    /// A part of a local instant's date; null where it has no year from 0 to 9999.
    pub fn calendar_part(self, part: CalendarPart) -> Self {
        let seconds = self.whole_below(SECOND_US);
        seconds.wrapped(
            match part {
                CalendarPart::Year => "cast(strftime('%Y', ",
                CalendarPart::Month => "cast(strftime('%m', ",
                CalendarPart::Day => "cast(strftime('%d', ",
            },
            ", 'unixepoch') as integer)",
        )
    }

    /// The day of a local instant, counted from 1970-01-01.
    pub fn day_number(self) -> Self {
        self.whole_below(DAY_US)
    }

    /// The instant at which a local day begins.
    pub fn beginning_of_day(self) -> Self {
        self.multiply(Self::integer(DAY_US))
    }

    /// The time of day of a local instant, in microseconds.
    pub fn time_of_day(self) -> Self {
        self.remainder_from_below(DAY_US)
    }

    /// A part of a time of day, whose length is `unit_us` and of which the next larger part has `count`.
    pub fn clock_part(self, unit_us: i64, count: i64) -> Self {
        self.time_of_day()
            .divide(Self::integer(unit_us))
            .remainder(Self::integer(count))
    }
}
