//! What documents are made from.
//!
//! Documentation: the vendor's help article, "Consulta de dados cadastrais".
//!
//! LIMITATIONS
//! * The tables are filled by the fixtures; the vendor's screens that change them are left out.

use http::StatusCode;

use super::accounts::Caller;
use super::answers::ok;
use super::errors::Handled;
use super::store;
use super::wire::RegistrationData;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::documented;

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let article = documented("help article, endpoint 3; member names designed");
    Endpoints::new().get(
        "/api/v1/registration-data",
        get_registration_data,
        operation("getRegistrationData", "Show what documents are made from", article)
            .answers::<RegistrationData>(StatusCode::OK),
    )
}

/// Shows the account's active entries.
async fn get_registration_data(caller: Caller) -> Handled {
    let mut connection = caller.world().store.connection_without_flush().await?;
    Ok(ok(
        store::registrations::document(&mut connection, &caller.account).await?
    ))
}
