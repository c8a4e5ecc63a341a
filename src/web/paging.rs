//! Numbered pages, and the `Link` header that leads from one to the others (RFC 8288).

use http::HeaderValue;

use crate::store::listing::Window;

/// A page of a list, numbered from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// Which page.
    pub page: u64,
    /// How many rows a page has.
    pub per_page: u64,
}

impl Paging {
    /// The rows of the page.
    pub fn window(self) -> Window {
        Window {
            skip: (self.page - 1).saturating_mul(self.per_page),
            take: self.per_page,
        }
    }

    /// The links to the first and last, next and previous page of `total` rows, in that order; `None` on a single page.
    /// The other parameters are kept, sorted by name.
    pub fn links(self, total: u64, address: &str, query: &str) -> Option<HeaderValue> {
        let pages = total.div_ceil(self.per_page.max(1));
        let mut wanted = Vec::new();
        if self.page > 1 {
            wanted.push(("first", 1));
        }
        if self.page < pages {
            wanted.push(("last", pages));
            wanted.push(("next", self.page + 1));
        }
        if self.page > 1 {
            wanted.push(("prev", self.page - 1));
        }
        let others = form_urlencoded::parse(query.as_bytes()).into_owned();
        let others: Vec<(String, String)> = others.filter(|(name, _)| name != "page").collect();
        let link = |(relation, page): (&str, u64)| {
            let mut pairs = others.clone();
            pairs.push(("page".to_owned(), page.to_string()));
            pairs.sort();
            let query = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(pairs)
                .finish();
            format!("<{address}?{query}>; rel=\"{relation}\"")
        };
        let links: Vec<String> = wanted.into_iter().map(link).collect();
        if links.is_empty() {
            None
        } else {
            HeaderValue::from_str(&links.join(", ")).ok()
        }
    }
}
