//! The documents of a customer.
//!
//! Documentation: the vendor's help article, "Consulta de documentos por cliente".

use http::StatusCode;

use super::accounts::Caller;
use super::answers::ok;
use super::errors::{Error, Handled};
use super::store;
use super::wire::ProposalSummary;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::Path;
use crate::web::fidelity::documented;

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let article = documented("help article, endpoint 1; member names designed");
    Endpoints::new().get(
        "/api/v1/customers/{customer_id}/proposals",
        list_customer_proposals,
        operation(
            "listCustomerProposals",
            "List a customer's documents, by the customer's code, id or CNPJ",
            article,
        )
        .answers::<Vec<ProposalSummary>>(StatusCode::OK),
    )
}

/// Lists all of a customer's documents, without pages.
async fn list_customer_proposals(caller: Caller, Path(customer_id): Path<String>) -> Handled {
    let mut connection = caller.world().store.connection_without_flush().await?;
    let customer = store::customers::find(&mut connection, &caller.account, &customer_id).await?;
    let customer = customer.ok_or(Error::CustomerNotFound { id: customer_id })?;
    let documents = store::proposals::of_customer(&mut connection, &caller.account, customer.id).await?;
    Ok(ok(format!("[{}]", documents.join(","))))
}
