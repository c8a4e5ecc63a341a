//! Reads the members of a document one by one, and collects what is wrong with them.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::providers::docsales::proposals::body::{FieldBody, Sent, Text, Whole};
use crate::providers::docsales::violations::{Member, Violation};
use crate::providers::docsales::wire::AdditionalField;

/// What has been found wrong so far. Each method gives a member's value; `None` where there is none, or where it broke a
/// rule, which is noted.
#[derive(Debug, Default)]
pub(super) struct Checker {
    pub(super) violations: Vec<Violation>,
}

impl Checker {
    /// Notes a violation. The result stands for the value that there is not.
    pub(super) fn reject<T>(&mut self, violation: Violation) -> Option<T> {
        self.violations.push(violation);
        None
    }

    /// An optional text.
    pub(super) fn text(&mut self, sent: &Sent<Text>, member: impl Into<Member>) -> Option<String> {
        match sent {
            Sent::Absent => None,
            Sent::Given(Text(text)) => Some(text.clone()),
            Sent::Misfit => self.reject(Violation::invalid(member)),
        }
    }

    /// A text that must be there.
    pub(super) fn required_text(&mut self, sent: &Sent<Text>, member: impl Into<Member>) -> Option<String> {
        match sent {
            Sent::Absent => self.reject(Violation::blank(member)),
            sent => self.text(sent, member),
        }
    }

    /// An optional day, written `YYYY-MM-DD`.
    pub(super) fn day(&mut self, sent: &Sent<Text>, member: impl Into<Member>) -> Option<NaiveDate> {
        let member = member.into();
        let text = self.text(sent, member.clone())?;
        match NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
            // chrono reads years beyond four digits, and days without their zero.
            Ok(day) if day.to_string() == text => Some(day),
            _ => self.reject(Violation::invalid(member)),
        }
    }

    /// An optional whole number within bounds.
    pub(super) fn within(
        &mut self,
        sent: &Sent<Whole>,
        bounds: RangeInclusive<u32>,
        member: impl Into<Member>,
    ) -> Option<u32> {
        match sent {
            Sent::Absent => None,
            Sent::Misfit => self.reject(Violation::not_a_number(member)),
            Sent::Given(Whole(number)) => match u32::try_from(*number) {
                Ok(number) if bounds.contains(&number) => Some(number),
                _ => self.reject(Violation::unlisted(member)),
            },
        }
    }

    /// An optional whole number above 0.
    pub(super) fn positive(&mut self, sent: &Sent<Whole>, member: impl Into<Member>) -> Option<i64> {
        match sent {
            Sent::Absent => None,
            Sent::Misfit => self.reject(Violation::not_a_number(member)),
            Sent::Given(Whole(number)) if *number > 0 => Some(*number),
            Sent::Given(_) => self.reject(Violation::not_positive(member)),
        }
    }

    /// The entry of a reference table that an id names; it must be named.
    pub(super) fn entry<'e, T>(
        &mut self,
        sent: &Sent<Whole>,
        entries: &'e [T],
        id_of: impl Fn(&T) -> i64,
        member: impl Into<Member>,
    ) -> Option<&'e T> {
        match sent {
            Sent::Absent => self.reject(Violation::missing(member)),
            Sent::Misfit => self.reject(Violation::unlisted(member)),
            Sent::Given(Whole(id)) => self.found(entries.iter().find(|entry| id_of(entry) == *id), member),
        }
    }

    /// The entry that a search in a reference table has found.
    pub(super) fn found<T>(&mut self, found: Option<T>, member: impl Into<Member>) -> Option<T> {
        found.or_else(|| self.reject(Violation::unlisted(member)))
    }

    /// A list of at least one element. All of its elements are read, so that all that is wrong is told.
    pub(super) fn list<B, T>(
        &mut self,
        sent: &Sent<Vec<B>>,
        member: impl Into<Member>,
        read: impl Fn(usize, &B, &mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        match sent {
            Sent::Misfit => self.reject(Violation::invalid(member)),
            Sent::Given(list) if !list.is_empty() => {
                let elements = list.iter().enumerate().map(|(at, body)| read(at, body, self));
                let elements: Vec<Option<T>> = elements.collect();
                elements.into_iter().collect()
            }
            Sent::Absent | Sent::Given(_) => self.reject(Violation::missing(member)),
        }
    }

    /// Fields of the account's own. Those without a name are left out.
    pub(super) fn fields(
        &mut self,
        sent: &Sent<Vec<FieldBody>>,
        member: impl Into<Member>,
    ) -> Option<Vec<AdditionalField>> {
        let member = member.into();
        let fields = match sent {
            Sent::Absent => return None,
            Sent::Misfit => return self.reject(Violation::invalid(member)),
            Sent::Given(fields) => fields,
        };
        let Member { path, label } = member;
        let field = |(at, field): (usize, &FieldBody)| {
            let own = |name: &str, own_label: &str| Member {
                path: format!("{path}[{at}].{name}"),
                label: format!("{label} {}: {own_label}", at + 1),
            };
            let name = self.required_text(&field.name, own("name", "Nome"));
            let value = self.text(&field.value, own("value", "Valor"));
            name.map(|name| AdditionalField { name, value })
        };
        Some(fields.iter().enumerate().filter_map(field).collect())
    }
}
