//! What every list takes: a page from 0, and its size.

use schemars::JsonSchema;
use serde::Deserialize;

use super::wire::Count;
use crate::store::listing::Window;

/// How many records a page has where the request gives no size.
const USUAL_SIZE: u32 = 20;

/// The paging parameters of a list.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
pub(super) struct Paging {
    /// The page, from 0.
    pub(super) page: Option<Count>,
    /// How many records a page has: 20 where it is not given, and no bound.
    pub(super) size: Option<Count>,
}

/// The part of a list that a page is.
pub(super) fn window(page: Option<Count>, size: Option<Count>) -> Window {
    let size = u64::from(size.map_or(USUAL_SIZE, |size| size.0));
    Window {
        skip: u64::from(page.map_or(0, |page| page.0)) * size,
        take: size,
    }
}
