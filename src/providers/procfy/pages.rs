//! Paginação: <https://api.procfy.io>, "Paginação". The messages are those of the library that the vendor uses (pagy).

use schemars::JsonSchema;
use serde::Serialize;

use super::answers::{json_text, ok};
use super::coercion::leading_integer;
use super::errors::{Error, Handled};
use crate::store::listing::Window;
use crate::web::rails::{Members, Parameter};
use crate::web::wording::Answer;

/// How many records a page has where nothing is asked for.
const USUAL_ITEMS: i64 = 25;

/// The query of a list.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "It describes the query; `Paging::of` reads it.")]
pub(super) struct PagingQuery {
    /// The page, from 1.
    page: Option<i64>,
    /// How many records a page has: 25 where it is not given, and no bound.
    items: Option<i64>,
}

/// The page that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paging {
    page: i64,
    items: i64,
}

/// A list's place among its pages.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Page {
    page: i64,
    items: i64,
    pages: i64,
    last: i64,
    next: Option<i64>,
    prev: Option<i64>,
    count: i64,
    from: i64,
    to: i64,
}

/// A page of a list, for its schema.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "It describes the answer, which is put together as text.")]
pub(super) struct PageOf<T> {
    page: Page,
    data: Vec<T>,
}

impl Paging {
    /// The page that the parameters ask for, checked in pagy's order; whether there is such a page is seen later.
    pub(super) fn of(parameters: &Members) -> Handled<Self> {
        let number = |name: &str, usual: i64| match parameters.get(name) {
            None => usual,
            Some(given) => leading_integer(Parameter::as_text(given).unwrap_or_default()),
        };
        let paging = Self {
            page: number("page", 1),
            items: number("items", USUAL_ITEMS),
        };
        for (name, given) in [("page", paging.page), ("items", paging.items)] {
            if given < 1 {
                let message = format!("expected :{name} >= 1; got {given}");
                return Err(Error::Pagination { message });
            }
        }
        Ok(paging)
    }

    /// The part of a list of `count` records that is asked for.
    pub(super) fn window(self, count: i64) -> Handled<Window> {
        let last = self.last(count);
        if self.page > last {
            let message = format!("expected :page in 1..{last}; got {}", self.page);
            return Err(Error::Pagination { message });
        }
        Ok(Window {
            skip: (self.page - 1).saturating_mul(self.items).unsigned_abs(),
            take: self.items.unsigned_abs(),
        })
    }

    /// The answer: the page, and its records, which are JSON already.
    pub(super) fn answer(self, count: i64, documents: &[String]) -> Handled<Answer> {
        let page = json_text(&self.describe(count))?;
        let data = documents.join(",");
        Ok(ok(format!(r#"{{"page":{page},"data":[{data}]}}"#)))
    }

    fn last(self, count: i64) -> i64 {
        let full = count / self.items;
        (full + i64::from(count % self.items > 0)).max(1)
    }

    fn describe(self, count: i64) -> Page {
        let last = self.last(count);
        let before = (self.page - 1).saturating_mul(self.items);
        Page {
            page: self.page,
            items: self.items,
            pages: last,
            last,
            next: (self.page < last).then_some(self.page + 1),
            prev: (self.page > 1).then_some(self.page - 1),
            count,
            from: if count == 0 { 0 } else { before + 1 },
            to: before.saturating_add(self.items).min(count),
        }
    }
}
