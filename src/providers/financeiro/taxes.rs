//! Taxes: a fixed list.

use super::request::{Handled, Request};
use super::resource::{
    Record, Resource, ResourceType, integer, list_answer, list_operation, record_answer, record_not_found,
    record_operation, text,
};
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;
use http::StatusCode;

const NAMES: [&str; 11] = [
    "Outros", "COFINS", "CSLL", "ICMS", "INSS", "IOF", "IPI", "IRRF", "ISS", "PIS", "IRPJ",
];

/// A tax.
static TAX: Resource = Resource {
    fields: &[integer("id"), text("name")],
    ..Resource::new("tax", "taxes", "Tax")
};

struct Taxes;

impl ResourceType for Taxes {
    const RESOURCE: &'static Resource = &TAX;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    Endpoints::new()
        .get(
            "/taxes",
            list_taxes,
            list_operation::<Taxes>(("listTaxes", "List taxes"), seen),
        )
        .get(
            "/taxes/{id}",
            show_tax,
            record_operation::<Taxes>(("showTax", "Show a tax"), seen, StatusCode::OK),
        )
}

fn taxes() -> Vec<Record> {
    let tax = |(id, name): (i64, &&str)| {
        Record::from_iter([("id".to_owned(), id.into()), ("name".to_owned(), (*name).into())])
    };
    (1..).zip(&NAMES).map(tax).collect()
}

async fn list_taxes(request: Request) -> Handled {
    Ok(list_answer(&TAX, &request, &taxes()))
}

async fn show_tax(request: Request) -> Handled {
    let id = request.path_id("id");
    match taxes().into_iter().find(|tax| tax["id"] == id) {
        Some(tax) => Ok(record_answer(&TAX, &request, &tax)),
        None => Err(record_not_found(&TAX, request.path_text("id"), "")),
    }
}
