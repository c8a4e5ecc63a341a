//! What is wrong with a record: messages by attribute, as the model keeps them.

use http::StatusCode;

use super::answer;
use crate::web::context::RequestContext;
use crate::web::rails::{Document, Escaping, Node};
use crate::web::wording::Answer;

/// An attribute that must be there.
pub(crate) const BLANK: &str = "não pode ser vazio";

/// Messages by attribute, in the order in which the checks are made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Invalid(Vec<(&'static str, Vec<String>)>);

impl Invalid {
    /// One message.
    pub(crate) fn of(attribute: &'static str, message: &str) -> Self {
        let mut invalid = Self::default();
        invalid.add(attribute, message);
        invalid
    }

    /// Adds a message; an attribute keeps the place of its first one.
    pub(crate) fn add(&mut self, attribute: &'static str, message: &str) {
        match self.0.iter_mut().find(|(other, _)| *other == attribute) {
            Some((_, messages)) => messages.push(message.to_owned()),
            None => self.0.push((attribute, vec![message.to_owned()])),
        }
    }

    /// Forgets what was said of an attribute.
    pub(crate) fn forget(&mut self, attribute: &str) {
        self.0.retain(|(other, _)| *other != attribute);
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong, in one English sentence.
    pub(super) fn explanation(&self) -> String {
        let all: Vec<String> = self
            .0
            .iter()
            .map(|(attribute, messages)| format!("`{attribute}` ({})", messages.join(", ")))
            .collect();
        format!("The record is invalid: {}.", all.join("; "))
    }

    /// JSON has the bare messages by attribute; XML a full sentence for each.
    pub(super) fn word(&self, status: StatusCode, context: &RequestContext) -> Answer {
        let document = match context.format {
            "xml" => {
                let sentences = self
                    .0
                    .iter()
                    .flat_map(|(attribute, messages)| messages.iter().map(move |message| sentence(attribute, message)));
                let errors = sentences.map(|sentence| ("error".into(), Node::text(sentence)));
                Document::Bare("errors", Node::Hash(errors.collect()))
            }
            _ => {
                let members = self.0.iter().map(|(attribute, messages)| {
                    let messages = messages.iter().map(Node::text).collect();
                    ((*attribute).into(), Node::List(messages))
                });
                Document::Bare("errors", Node::Hash(members.collect()))
            }
        };
        answer(status, &document, Escaping::Ascii, context)
    }
}

fn sentence(attribute: &str, message: &str) -> String {
    match attribute {
        "base" => message.to_owned(),
        _ => format!("{} {message}", label(attribute)),
    }
}

/// An attribute's name for people: those that are known, else Rails' own way with names.
fn label(attribute: &str) -> String {
    let known = match attribute {
        "name" => "Nome",
        "full_name" => "Nome completo",
        "entity" => "Entidade",
        "due_date" => "Data de vencimento",
        "occurred_at" => "Data de ocorrência",
        "competency_month" => "Mês de competência",
        "amount" => "Valor",
        "total_amount" => "Valor total",
        "nominal_amount" => "Valor nominal",
        "payment_method" => "Forma de pagamento",
        "deposit_account_type" => "Tipo de conta de depósito",
        "sale_account" => "Conta de venda",
        "provider" => "Operadora",
        "flag" => "Bandeira",
        "value" => "Valor",
        "url" => "URL",
        "format" => "Formato",
        "attachment" => "Anexo",
        "type" => "Tipo",
        "create_as_recurrent" => "Recorrência",
        other => {
            let words = other.strip_suffix("_id").unwrap_or(other).replace('_', " ");
            let mut letters = words.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().to_string());
            return format!("{}{}", first.unwrap_or_default(), letters.as_str());
        }
    };
    known.to_owned()
}
