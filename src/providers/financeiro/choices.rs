//! Where the vendor's documentation and the recorded traffic differ, and what was taken.

use crate::web::fidelity::Choice;

/// Every choice.
pub(super) const CHOICES: &[Choice] = &[
    Choice {
        operations: &["showPerson"],
        text: "The documentation shows an array of one person, every recording one object: an account of the profile \
               `docs` gets the array, one of `wire` the object.",
    },
    Choice {
        operations: &["listPeople", "showPerson", "createPerson"],
        text: "The documentation's person has thirteen keys and a `type`, the recorded one some thirty: `docs` has the \
               former and what else was written, `wire` the latter, always.",
    },
    Choice {
        operations: &[
            "createAttachment",
            "updateAttachment",
            "showFinancialTransaction",
            "showSale",
        ],
        text: "Client programs send `associated_financial_account_ids` and `associated_financial_transaction_ids`, and no \
               recording shows a transaction or a sale with attachments: a transaction counts and lists those it was named \
               for, a sale those of the account that it became.",
    },
    Choice {
        operations: &["createBankStatement", "showBankStatement"],
        text: "A bank statement has no `PUT`, `DELETE` or list in the documentation, and the recorded list is the page for \
               lost addresses: what is shown of a statement cannot be sent back.",
    },
    Choice {
        operations: &[],
        text: "The documentation writes `X-RateLimit-Reset` as an HTTP date, the recordings as ISO 8601: the profile decides.",
    },
    Choice {
        operations: &[],
        text: "The documentation's 401 is JSON or XML, the recorded one a line of text: both profiles get the former, with \
               the recorded `WWW-Authenticate`.",
    },
    Choice {
        operations: &[],
        text: "The documentation calls account 2 `Conta 2` in JSON and `Conta Dois` in XML, and shows a limit of 20 in one \
               sample of 100: it is `Conta Dois`, and 100 where an account does not say otherwise.",
    },
];
