//! What a sale needs to know of a product or a service.

use uuid::Uuid;

use super::Amount;

/// A product or a service as a line of a sale refers to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::providers::contaazul) struct CatalogueItem {
    pub(in crate::providers::contaazul) id: Uuid,
    pub(in crate::providers::contaazul) name: String,
    /// The catalogue's price, which is not the sale's.
    pub(in crate::providers::contaazul) value: Option<Amount>,
    pub(in crate::providers::contaazul) cost: Option<Amount>,
    /// Whether it may stand in a new sale (FAQ 28: deleting one deactivates it).
    pub(in crate::providers::contaazul) is_active: bool,
    /// What there is of a product; `None` for one that is not kept in stock, and for a service.
    pub(in crate::providers::contaazul) available_stock: Option<Amount>,
}
