//! Taxes: a fixed list.

use super::call::{Call, Handled};
use super::resource::{Described, Record, Resource, Scope, integer, lists, many, not_found, one, shows, text};
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;
use http::StatusCode;

const NAMES: [&str; 11] = [
    "Outros", "COFINS", "CSLL", "ICMS", "INSS", "IOF", "IPI", "IRRF", "ISS", "PIS", "IRPJ",
];

/// A tax.
static TAX: Resource = Resource {
    fields: &[integer("id"), text("name")],
    ..Resource::usual("tax", "taxes", "Tax")
};

struct Taxes;

impl Described for Taxes {
    fn resource() -> &'static Resource {
        &TAX
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    Endpoints::new()
        .get("/taxes", list_taxes, lists::<Taxes>(("listTaxes", "List taxes"), seen))
        .get(
            "/taxes/{id}",
            show_tax,
            shows::<Taxes>(("showTax", "Show a tax"), seen, StatusCode::OK),
        )
}

fn taxes() -> Vec<Record> {
    let tax = |(id, name): (i64, &&str)| {
        Record::from_iter([("id".to_owned(), id.into()), ("name".to_owned(), (*name).into())])
    };
    (1..).zip(&NAMES).map(tax).collect()
}

async fn list_taxes(call: Call) -> Handled {
    Ok(many(&TAX, &call, &taxes()))
}

async fn show_tax(call: Call) -> Handled {
    let id = call.path_id("id");
    let scope = Scope {
        account: call.account,
        owner: call.account,
    };
    match taxes().into_iter().find(|tax| tax["id"] == id) {
        Some(tax) => Ok(one(&TAX, &call, &tax)),
        None => Err(not_found(&TAX, scope, call.path_text("id"), &call)),
    }
}
