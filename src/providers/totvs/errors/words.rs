//! The words on the wire.

use http::{HeaderValue, header};
use serde_json::{Value, json};

use super::Error;
use super::Error as E;
use crate::providers::totvs::answers::JSON;
use crate::web::wording::{Answer, Wording};

/// Sic: "contêm".
const BODY_INVALID: &str = "O Corpo da mensagem contêm valores inválidos.";
const BODY_INVALID_HELP: &str = "http://tdn.totvs.com/x/e0F0GQ";
const KEY_TAKEN: &str = "Chave duplicada\r\n\r\nPossíveis causas:\r\n - inclusão de registro cujo valor da chave \
                         primária já existe\r\n - inclusão de registro cujo valor do índice único já existe";

impl Error {
    pub(super) fn worded(&self) -> Answer {
        let answer = Answer::new(self.row().status, JSON, self.body().to_string());
        match self {
            E::CredentialsMissing | E::CredentialsRejected { .. } => {
                answer.with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic"))
            }
            _ => answer,
        }
    }

    fn body(&self) -> Value {
        match self {
            E::CredentialsMissing | E::CredentialsRejected { .. } | E::LoginRejected { .. } => {
                envelope("FE005", "Usuário não autenticado.", "", "")
            }
            E::KeyTaken { insert, .. } => envelope("FE006", KEY_TAKEN, insert, ""),
            E::RecordUnknown { .. } => envelope("FE011", "Registro não encontrado na base de dados.", "", ""),
            E::BodyInvalid { .. } | E::ParameterInvalid { .. } => {
                envelope("FE016", BODY_INVALID, "", BODY_INVALID_HELP)
            }
            E::FilterSyntaxWrong { fault } => {
                let near = if fault.token.is_empty() { ")" } else { &fault.token };
                database(&format!("Incorrect syntax near '{near}'."))
            }
            E::FilterTooLarge { .. } => database(
                "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into \
                 smaller queries.",
            ),
            E::FilterColumnUnknown { fault } => database(&format!("Invalid column name '{}'.", fault.token)),
            E::FilterFunctionUnknown { fault } => database(&format!(
                "'{}' is not a recognized built-in function name.",
                fault.token
            )),
            E::FilterTypeMismatch { .. } => database("Error converting data type varchar to numeric."),
            E::FilterNotCondition { .. } => database(
                "An expression of non-boolean type specified in a context where a condition is expected, near ')'.",
            ),
            E::FilterDividesByZero { .. } => database("Divide by zero error encountered."),
            E::RouteUnknown { .. } => bare("No HTTP resource was found that matches the request URI."),
            E::MethodNotAllowed { method } => bare(&format!(
                "The requested resource does not support http method '{method}'."
            )),
            E::RequestUnreadable { .. } => bare("The request is invalid."),
            E::MediaTypeUnsupported { media_type } => bare(&format!(
                "The request entity's media type '{media_type}' is not supported for this resource."
            )),
            E::BodyTooLarge { .. } => bare("Maximum request length exceeded."),
            E::Internal { .. } => bare("An error has occurred."),
        }
    }
}

/// The API's envelope, whose nulls are not left out.
fn envelope(code: &str, message: &str, detail: &str, help: &str) -> Value {
    json!({
        "Code": code,
        "Message": message,
        "DetailMessage": detail,
        "HelpUrl": help,
        "Details": null,
    })
}

/// What the database says of a statement that was made of a filter.
fn database(message: &str) -> Value {
    envelope("FE018", message, "", "")
}

fn bare(message: &str) -> Value {
    json!({"Message": message})
}
