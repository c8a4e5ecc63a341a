//! Every error that Financeiro gives, one row each.

mod examples;
mod invalid;
mod operations;
mod pages;
mod refusals;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use strum::{IntoStaticStr, VariantNames};

use crate::store::StoreError;
use crate::web::context::RequestContext;
use crate::web::failure::Failure;
use crate::web::fidelity::{Evidence, documented, inferred, observed};
use crate::web::rails::{Document, Escaping, Node, to_json, to_xml};
use crate::web::wording::{Answer, Row, Wording};
use crate::world::quotas::QuotaUsage;

pub(super) use invalid::{BLANK, Invalid};

/// An error of Financeiro's.
#[derive(Debug, Clone, PartialEq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Error {
    Unauthenticated {
        reason: String,
    },
    AccountSuspended {
        account: String,
    },
    PlanWithoutApi {
        account: String,
    },
    AccountIdMissing {
        accounts: Vec<(i64, String)>,
    },
    AccountIdUnknown {
        given: String,
        accounts: Vec<(i64, String)>,
    },
    RetryLater {
        usage: QuotaUsage,
    },
    PermissionMissing {
        reason: String,
    },
    RecordNotFound {
        message: String,
        reason: String,
    },
    RecordInvalid {
        invalid: Invalid,
    },
    RequestUnusable {
        reason: String,
    },
    BodyUnreadable {
        reason: String,
    },
    BodyTooLarge {
        limit_bytes: usize,
    },
    FormatUnknown,
    PageNotFound {
        reason: String,
    },
    ServerBroken {
        reason: String,
    },
}

use Error as E;

/// The operations that need no account.
pub(super) const WITHOUT_ACCOUNT: &[&str] = &["listAccounts"];

/// The operations that are for an account's administrator.
pub(super) const FOR_ADMINISTRATORS: &[&str] = &[
    "listWebhooks",
    "showWebhook",
    "createWebhook",
    "updateWebhook",
    "deleteWebhook",
];

impl Wording for Error {
    #[rustfmt::skip]
    fn row(&self) -> Row {
        let (status, evidence): (u16, Evidence) = match self {
            E::Unauthenticated { .. } => (401, documented("the vendor's page, Autenticação")),
            E::AccountSuspended { .. } => (402, documented("the vendor's older pages, introduction")),
            E::PlanWithoutApi { .. } => (403, documented("the vendor's page, Autorização")),
            E::AccountIdMissing { .. } | E::AccountIdUnknown { .. } => (422, documented("the vendor's page, Múltiplas contas")),
            E::RetryLater { .. } => (429, documented("the vendor's page, Restrição")),
            E::PermissionMissing { .. } => (403, observed("recorded traffic of 2015 to 2017")),
            E::RecordNotFound { .. } => (404, observed("recorded traffic of 2015 to 2017")),
            E::RecordInvalid { .. } => (422, observed("recorded traffic of 2015 to 2017")),
            E::RequestUnusable { .. } => (422, observed("recorded traffic of 2015 to 2017")),
            E::BodyUnreadable { .. } => (400, inferred("Rails 4 answers 400; nobody recorded the words")),
            E::BodyTooLarge { .. } => (413, inferred("nginx answers 413; nobody recorded the words")),
            E::FormatUnknown => (406, inferred("Rails answers an unknown format with 406 and a blank")),
            E::PageNotFound { .. } => (404, observed("recorded traffic of 2015 to 2017")),
            E::ServerBroken { .. } => (500, observed("recorded traffic of 2015 to 2017")),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Row { id: self.into(), status, operations: operations::of(self), evidence }
    }

    #[rustfmt::skip]
    fn explanation(&self) -> String {
        match self {
            E::Unauthenticated { reason } => format!("{reason} Send the token as the user name of HTTP Basic, with any password or none."),
            E::AccountSuspended { account } => format!("The account {account:?} is suspended; PUT /_areia/financeiro/accounts/<id> with \"suspended\": false lets it in again."),
            E::PlanWithoutApi { account } => format!("The plan of the account {account:?} has no API; PUT /_areia/financeiro/accounts/<id> with \"api_in_plan\": true gives it one."),
            E::AccountIdMissing { accounts } => format!("The token sees {} accounts: say which one in the header ACCOUNT_ID.", accounts.len()),
            E::AccountIdUnknown { given, accounts } => format!("The header ACCOUNT_ID says {given:?}, and the token sees {}.", listed(accounts)),
            E::RetryLater { usage } => format!("The token has called {} times in this minute, and {} times are allowed; the next minute begins at {}.", usage.used, usage.limit, usage.resets_at.format("%FT%TZ")),
            E::RecordInvalid { invalid } => invalid.explanation(),
            E::FormatUnknown => "The answer is asked for in a format that is neither JSON nor XML.".to_owned(),
            E::BodyTooLarge { limit_bytes } => format!("The body is larger than {limit_bytes} bytes."),
            E::PermissionMissing { reason } | E::RecordNotFound { reason, .. } | E::RequestUnusable { reason } => reason.clone(),
            E::BodyUnreadable { reason } => format!("The body or the query cannot be read: {reason}."),
            E::PageNotFound { reason } | E::ServerBroken { reason } => reason.clone(),
        }
    }

    fn word(&self, context: &RequestContext) -> Answer {
        let status = self.row().status;
        let with_message = |message: &str, escaping| {
            let members = vec![("error".into(), Node::text(message))];
            answer(
                status,
                &Document::Bare("errors", Node::Hash(members)),
                escaping,
                context,
            )
        };
        match self {
            E::Unauthenticated { .. } => with_message("unauthenticated", Escaping::Raw).with(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Basic realm=\"Myfinance API\""),
            ),
            E::AccountSuspended { .. } => with_message(SUSPENDED, Escaping::Raw),
            E::PlanWithoutApi { .. } => with_message("Seu plano não permite o uso da API.", Escaping::Raw),
            E::AccountIdMissing { accounts } => {
                let message = "O cabeçalho da requisição não possui o atributo ACCOUNT_ID";
                with_accounts(status, message, accounts, context)
            }
            E::AccountIdUnknown { accounts, .. } => {
                with_accounts(status, "A conta informada não existe", accounts, context)
            }
            // Both formats get the same, and the media type is JSON's though the text is not.
            E::RetryLater { .. } => {
                Answer::new(status, JSON, "Retry Later").with(header::RETRY_AFTER, HeaderValue::from_static("60"))
            }
            E::PermissionMissing { .. } => {
                with_message("Você não tem permissão para acessar este recurso.", Escaping::Ascii)
            }
            E::RecordNotFound { message, .. } => with_message(message, Escaping::Raw),
            E::RecordInvalid { invalid } => invalid.word(status, context),
            E::RequestUnusable { .. } => with_message(UNUSABLE, Escaping::Raw),
            E::BodyUnreadable { .. } => {
                with_message("Não foi possível interpretar o corpo da requisição.", Escaping::Raw)
            }
            E::BodyTooLarge { .. } => with_message("O corpo da requisição é grande demais.", Escaping::Raw),
            E::FormatUnknown => Answer::new(status, JSON, " "),
            E::PageNotFound { .. } => Answer::new(status, pages::HTML, pages::NOT_FOUND),
            E::ServerBroken { .. } => Answer::new(status, pages::HTML, pages::SERVER_ERROR),
        }
    }
}

const SUSPENDED: &str = "Conta bloqueada por falta de pagamento. Entre em contato conosco via suporte@myfinance.com.br";

const UNUSABLE: &str = "Sua solicitação não é válida. Por favor, verifique os dados enviados.";

/// The media type of JSON answers.
pub(super) const JSON: &str = "application/json; charset=utf-8";

/// The media type of XML answers.
pub(super) const XML: &str = "application/xml; charset=utf-8";

/// An answer in the format that the request asks for.
pub(super) fn answer(
    status: StatusCode,
    document: &Document<'_>,
    escaping: Escaping,
    context: &RequestContext,
) -> Answer {
    match context.format {
        "xml" => Answer::new(status, XML, to_xml(document)),
        _ => Answer::new(status, JSON, to_json(document, escaping)),
    }
}

/// The two errors about `ACCOUNT_ID`. JSON wraps every account in a root of its own, XML does not wrap twice.
fn with_accounts(status: StatusCode, message: &str, accounts: &[(i64, String)], context: &RequestContext) -> Answer {
    let account = |(id, name): &(i64, String)| {
        let account = Node::Hash(vec![
            ("id".into(), Node::integer(*id)),
            ("name".into(), Node::text(name.clone())),
        ]);
        match context.format {
            "xml" => account,
            _ => Node::Hash(vec![("account".into(), account)]),
        }
    };
    let members = vec![
        ("error".into(), Node::text(message)),
        ("status".into(), Node::text("unprocessable_entity")),
        ("accounts".into(), Node::List(accounts.iter().map(account).collect())),
    ];
    let document = Document::Bare("errors", Node::Hash(members));
    answer(status, &document, Escaping::Raw, context)
}

fn listed(accounts: &[(i64, String)]) -> String {
    let names: Vec<String> = accounts.iter().map(|(id, name)| format!("{id} ({name})")).collect();
    names.join(", ")
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        E::ServerBroken {
            reason: format!("The store failed: {error}"),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Failure::of(self).into_response()
    }
}
