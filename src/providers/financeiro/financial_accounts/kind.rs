//! What payable and receivable accounts have different words for.

use crate::providers::financeiro::errors::Error;
use crate::providers::financeiro::request::Request;
use crate::providers::financeiro::resource::Resource;

/// One of the two kinds of financial accounts.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) resource: &'static Resource,
    pub(super) paths: Paths,
    pub(super) names: Names,
    /// The names of the statuses 1 to 3.
    pub(super) statuses: [&'static str; 3],
    /// The actions that settle an account and that take it back.
    pub(super) settle: &'static str,
    pub(super) undo: &'static str,
    /// How an account is called where it is not found.
    pub(super) label: &'static str,
    /// The same where the vendor shows the whole translation by mistake.
    pub(super) translation: &'static str,
}

/// The paths of the operations.
#[derive(Debug)]
pub(super) struct Paths {
    pub(super) collection: &'static str,
    pub(super) new: &'static str,
    pub(super) member: &'static str,
    pub(super) settle: &'static str,
    pub(super) undo: &'static str,
    pub(super) recurrence: &'static str,
}

/// The ids and the summaries of the operations.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) list: (&'static str, &'static str),
    pub(super) new: (&'static str, &'static str),
    pub(super) show: (&'static str, &'static str),
    pub(super) create: (&'static str, &'static str),
    pub(super) update: (&'static str, &'static str),
    pub(super) settle: (&'static str, &'static str),
    pub(super) undo: (&'static str, &'static str),
    pub(super) delete_recurrence: (&'static str, &'static str),
    pub(super) delete: (&'static str, &'static str),
    pub(super) delete_selected: (&'static str, &'static str),
}

impl Kind {
    /// A status's name.
    pub(super) fn status_name(&self, status: i64) -> Option<&'static str> {
        let place = usize::try_from(status - 1).ok()?;
        self.statuses.get(place).copied()
    }

    /// What is said of an account that is not there: showing, settling and taking back have other words than the rest.
    pub(super) fn not_found(&self, request: &Request) -> Error {
        let id = request.path_text("id");
        let actions = [self.settle, self.undo].map(|action| format!("/{action}"));
        let is_plain = request.method.is_safe() || actions.iter().any(|action| request.path.ends_with(action));
        Error::RecordNotFound {
            message: match is_plain {
                true => format!("Não foi possível localizar a {} solicitada.", self.label),
                false => format!("Não foi possível localizar a {} com o ID {id}", self.translation),
            },
            reason: format!("The entity has no {} {id}.", self.resource.words()),
        }
    }
}
