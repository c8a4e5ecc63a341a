//! The login and consent page, in Portuguese. What it shows is escaped by construction (maud).

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use maud::{DOCTYPE, Markup, html};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::providers::contaazul::SLUG;
use crate::web::aside::Aside;
use crate::web::oauth::Authorization;
use crate::web::page::safe_page_headers;
use crate::web::wording::Answer;
use crate::world::World;

const STYLE: &str = "
body { font: 16px/1.5 system-ui, sans-serif; background: #f2f6fa; color: #1d2b36; margin: 0 }
main { max-width: 26rem; margin: 3rem auto; padding: 2rem; background: #fff; border-radius: .75rem;
       box-shadow: 0 1px 6px #0002 }
h1 { font-size: 1.25rem; margin: 0 0 1rem }
label { display: block; margin: .75rem 0 .25rem; font-weight: 600 }
input, select { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; border: 1px solid #9ab;
                border-radius: .375rem; background: #fff }
button { font: inherit; padding: .5rem 1.25rem; margin: 1.25rem .5rem 0 0; border-radius: .375rem;
         border: 1px solid #1668c1; cursor: pointer }
button.yes { background: #1668c1; color: #fff }
button.no { background: #fff; color: #1668c1 }
p.error { color: #a4141b; font-weight: 600 }
footer { color: #567; font-size: .8rem; margin-top: 1.5rem }
";

/// What the person sends from the page.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct ConsentForm {
    /// The e-mail address.
    #[serde(default)]
    pub(super) email: String,
    /// The password.
    #[serde(default)]
    pub(super) password: String,
    /// The account to be opened.
    #[serde(default)]
    pub(super) account: String,
    /// `approve` or `deny`.
    #[serde(default)]
    pub(super) decision: String,
}

/// Why the person is not let in: on the page, and in the journal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Complaint {
    on_page: &'static str,
    explanation: &'static str,
}

pub(super) const NOT_A_USER: Complaint = Complaint {
    on_page: "E-mail ou senha inválidos.",
    explanation: "No user has this e-mail address and this password.",
};

pub(super) const NO_ACCESS: Complaint = Complaint {
    on_page: "Este usuário não tem acesso à conta escolhida.",
    explanation: "The user may not open the account that was chosen.",
};

pub(super) const NOTHING_DECIDED: Complaint = Complaint {
    on_page: "Escolha Autorizar ou Cancelar.",
    explanation: "The form's decision is neither `approve` nor `deny`.",
};

/// The page for an authorization request, filled in as the person left it.
pub(super) fn consent(
    world: &World,
    request: &Authorization,
    form: &ConsentForm,
    complaint: Option<Complaint>,
) -> Answer {
    let page = html! {
        (DOCTYPE)
        html lang="pt-BR" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Autorizar integração · Conta Azul (Areia)" }
                style { (maud::PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { "Autorizar " strong { (request.application.holds("name")) } "?" }
                    p { "Este aplicativo quer acessar os dados da sua conta na Conta Azul." }
                    @if let Some(complaint) = complaint {
                        p.error role="alert" { (complaint.on_page) }
                    }
                    (fields(world, form))
                    footer { "Areia: ambiente de testes. Esta página não é da Conta Azul." }
                }
            }
        }
    };
    let answer = Answer::new(StatusCode::OK, "text/html; charset=utf-8", page.into_string());
    safe_page_headers()
        .into_iter()
        .fold(answer, |answer, (name, value)| answer.with(name, value))
}

/// The form goes back to its own address, query and all, so that nothing of the request is repeated in it.
fn fields(world: &World, form: &ConsentForm) -> Markup {
    let accounts = world.directory.accounts(SLUG);
    html! {
        form method="post" {
            label for="email" { "E-mail" }
            input id="email" name="email" type="email" autocomplete="username" value=(form.email);
            label for="password" { "Senha" }
            input id="password" name="password" type="password" autocomplete="current-password";
            label for="account" { "Conta" }
            select id="account" name="account" {
                @for account in accounts {
                    option value=(account.id) selected[account.id == form.account] {
                        (account.settings.get("name").and_then(|name| name.as_str()).unwrap_or_default())
                    }
                }
            }
            button.yes type="submit" name="decision" value="approve" { "Autorizar" }
            button.no type="submit" name="decision" value="deny" { "Cancelar" }
        }
    }
}

/// The page again, for somebody who may not do what was asked. Not 401, which demands a challenge (RFC 9110, 15.5.2).
pub(super) fn refused(page: &Answer, complaint: Complaint) -> Response {
    let mut response = Answer {
        status: StatusCode::FORBIDDEN,
        ..page.clone()
    }
    .into_response();
    Aside::explain(&mut response, complaint.explanation);
    response
}
