//! One example of every error, for the catalogue, the OpenAPI document and the fault that asks for it.

use http::Method;

use super::Error;
use super::Error as E;
use crate::web::odata::{FilterError, FilterErrorKind};
use crate::web::wording::Wording;

/// What RM's database says of a key that is taken, as the documentation prints it (API Conta/Caixa, 1.2.1).
const KEY_TAKEN_INSERT: &str = "Violation of PRIMARY KEY constraint 'PKFCXA'. Cannot insert duplicate key in object 'dbo.FCXA'. The duplicate \
    key value is (1, TesteAPI).\r\nThe statement has been terminated.\r\n\r\nINSERT INTO [FCXA] ([CODCOLIGADA], \
    [CODCXA], [DESCRICAO], [SALDOINSTANTANEO], [SALDODATABASE], [DATABASECXA], [ULTIMOCHEQUE], [CODCOLPROP], \
    [NUMBANCO], [NUMAGENCIA], [NROCONTA], [SALDONAOCOMPENSADO], [CODAPLFIN], [CODMOEDA], [SALDOINSTANTANEOREAIS], \
    [SALDONAOCOMPENSADOREAIS], [CODCOLCONTA], [USARLIMITEINFERIOR], [LIMITEINFERIOR], [PERMITIRABERTURA], \
    [ULTIMONUMEROCAIXA], [ATIVA], [CPMFAUTOMATICO], [DATAINIINCEXTRATO], [DATAFIMINCEXTRATO], [CODFILIAL], \
    [RECCREATEDBY], [RECCREATEDON], [RECMODIFIEDBY], [RECMODIFIEDON], [CODLOTE], [CODLOTEESTORNO], [CODLIVROCAIXA], \
    [SALDODATACORTE]) VALUES (1, 'TesteAPI', 'Teste inclusão conta caixa', 0, 0, '31/10/2023 00:00:00', '0', 1, \
    null, null, null, 0, null, 'R$', 0, 0, 1, 0, 0, 1, null, 1, 0, null, null, 1, 'mestre', '08/11/2023 14:21:37', \
    'mestre', '08/11/2023 14:21:37', 0, 0, null, 0)";

impl Error {
    /// One example of every error.
    pub(crate) fn examples() -> Vec<Box<dyn Wording>> {
        let text = |text: &str| text.to_owned();
        let mut examples = vec![
            E::CredentialsMissing,
            E::CredentialsRejected {
                reason: text("This user or token expired at 2026-03-16T12:05:00Z."),
            },
            E::LoginRejected {
                reason: text("The user \"mestre\" was shown with a wrong password."),
            },
            E::KeyTaken {
                key: text("1|TesteAPI"),
                insert: text(KEY_TAKEN_INSERT),
            },
            E::RecordUnknown {
                reason: text("There is no cash account \"1|TesteAPI\"."),
            },
            E::BodyInvalid {
                reason: text("The member `lowerLimit` is \"muito\": a number belongs there."),
            },
            E::ParameterInvalid {
                parameter: text("page"),
                reason: text("it is no number above 0"),
            },
        ];
        examples.extend(filters());
        examples.extend([
            E::RouteUnknown {
                reason: text("No operation of this provider has this address."),
            },
            E::MethodNotAllowed { method: Method::POST },
            E::RequestUnreadable {
                reason: text("The address holds malformed percent-encoding or UTF-8."),
            },
            E::MediaTypeUnsupported {
                media_type: text("text/plain"),
            },
            E::BodyTooLarge { limit_bytes: 1_048_576 },
            E::Internal {
                reason: text("Something broke inside the sandbox; its log says what."),
            },
        ]);
        examples
            .into_iter()
            .map(|error| Box::new(error) as Box<dyn Wording>)
            .collect()
    }
}

/// What can be wrong with a filter.
fn filters() -> [Error; 7] {
    let fault = |kind, token: &str, reason: &str| FilterError {
        kind,
        token: token.to_owned(),
        reason: reason.to_owned(),
    };
    [
        E::FilterSyntaxWrong {
            fault: fault(
                FilterErrorKind::Syntax,
                "=",
                "At character 9 \"=\" stands where an operator was expected",
            ),
        },
        E::FilterTooLarge {
            fault: fault(FilterErrorKind::TooLarge, "", "The text has more than 1000 parts"),
        },
        E::FilterColumnUnknown {
            fault: fault(
                FilterErrorKind::PropertyUnknown,
                "bankNumer",
                "There is no property \"bankNumer\"; the nearest is `bankNumber`",
            ),
        },
        E::FilterFunctionUnknown {
            fault: fault(
                FilterErrorKind::FunctionUnknown,
                "substringof",
                "There is no function \"substringof\"; the nearest is `substring`",
            ),
        },
        E::FilterTypeMismatch {
            fault: fault(
                FilterErrorKind::TypeMismatch,
                "'x'",
                "`company eq 'x'` compares an integer with a text",
            ),
        },
        E::FilterNotCondition {
            fault: fault(
                FilterErrorKind::NoCondition,
                "active",
                "`active` is an integer and no condition",
            ),
        },
        E::FilterDividesByZero {
            fault: fault(
                FilterErrorKind::DivisionByZero,
                "0",
                "`company div 0` divides by nothing",
            ),
        },
    ]
}

#[cfg(test)]
mod tests {
    use strum::VariantNames;

    use super::*;

    #[test]
    fn every_error_has_one_example() {
        let examples = Error::examples();
        let ids: Vec<&str> = examples.iter().map(|error| error.row().id).collect();
        assert_eq!(ids, Error::VARIANTS);
    }
}
