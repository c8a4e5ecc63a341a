//! Bank accounts as they are sent and shown.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::providers::procfy::attributes::{Attributes, Sent};
use crate::providers::procfy::errors::{Error, Handled};
use crate::providers::procfy::validation::{self, Violations, check_not_blank};
use crate::web::rails::Members;

/// The largest amount, either way, in cents: thousands of them still add up to what a balance can hold.
pub(crate) const CENTS_MAX: i64 = 1_000_000_000_000_000;

/// What creates a bank account.
#[derive(Debug, JsonSchema)]
pub(super) struct BankAccountBody {
    name: Sent<String>,
    /// 0 where it is not given, as the balance then is.
    initial_balance_cents: Sent<i64>,
    /// `BRL` where it is not given.
    balance_currency: Sent<String>,
    agency: Sent<String>,
}

/// What changes a bank account.
#[derive(Debug, JsonSchema)]
pub(super) struct BankAccountChange {
    name: Sent<String>,
    /// True takes it from the account that was the default one before.
    pub(super) default: Sent<bool>,
    /// Stands until a transaction changes the balance.
    balance_cents: Sent<i64>,
    balance_currency: Sent<String>,
    agency: Sent<String>,
    initial_balance_cents: Sent<i64>,
}

/// A bank account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct BankAccount {
    id: i64,
    name: String,
    pub(super) default: bool,
    balance_cents: i64,
    balance_currency: String,
    agency: Option<String>,
    initial_balance_cents: i64,
}

/// A bank account inside a transaction.
#[derive(Debug, JsonSchema)]
#[expect(
    dead_code,
    reason = "It describes the answer, which is put together by the database."
)]
pub(crate) struct NestedBankAccount {
    id: i64,
    name: String,
    default: bool,
    balance_cents: i64,
    balance_currency: String,
    agency: Option<String>,
}

/// A changed bank account, and what its balance comes to.
pub(super) struct Change {
    pub(super) account: BankAccount,
    pub(super) computed_cents: i64,
}

impl BankAccountBody {
    /// Reads a body.
    pub(super) fn of(parameters: Members) -> Self {
        let attributes = Attributes::of(parameters, "bank_account");
        Self {
            name: attributes.text("name"),
            initial_balance_cents: attributes.integer("initial_balance_cents"),
            balance_currency: attributes.text_unless_empty("balance_currency"),
            agency: attributes.text("agency"),
        }
    }
}

impl BankAccountChange {
    /// Reads a body.
    pub(super) fn of(parameters: Members) -> Self {
        let attributes = Attributes::of(parameters, "bank_account");
        Self {
            name: attributes.text("name"),
            default: attributes.boolean("default"),
            balance_cents: attributes.integer("balance_cents"),
            balance_currency: attributes.text_unless_empty("balance_currency"),
            agency: attributes.text("agency"),
            initial_balance_cents: attributes.integer("initial_balance_cents"),
        }
    }
}

impl BankAccount {
    /// A new bank account, whose balance is the initial one.
    pub(super) fn create(id: i64, body: BankAccountBody) -> Handled<Self> {
        let blank = Self {
            id,
            name: String::new(),
            default: false,
            balance_cents: 0,
            balance_currency: "BRL".to_owned(),
            agency: None,
            initial_balance_cents: 0,
        };
        let change = BankAccountChange {
            name: body.name,
            default: Sent::Not,
            balance_cents: Sent::Not,
            balance_currency: body.balance_currency,
            agency: body.agency,
            initial_balance_cents: body.initial_balance_cents,
        };
        blank.update(change, 0).map(|change| change.account)
    }

    /// The same account, the default one if a fixture says so.
    pub(super) fn with_default(self, default: Sent<bool>) -> Self {
        Self {
            default: default.or_keep(None).unwrap_or_default(),
            ..self
        }
    }

    /// The account after a change: what is not sent stays.
    pub(super) fn update(self, body: BankAccountChange, computed_cents: i64) -> Handled<Change> {
        let mut violations = Violations::default();
        let name = body.name.or_keep(Some(self.name)).unwrap_or_default();
        validation::check_name(&mut violations, Some(&name), 0);
        check_not_blank(&mut violations, &body.default, "default", "Default");
        check_not_blank(&mut violations, &body.balance_cents, "balance_cents", "Balance cents");
        check_not_blank(
            &mut violations,
            &body.balance_currency,
            "balance_currency",
            "Balance currency",
        );
        let initial = &body.initial_balance_cents;
        check_not_blank(
            &mut violations,
            initial,
            "initial_balance_cents",
            "Initial balance cents",
        );
        for (name, label, sent) in [
            ("balance_cents", "Balance cents", &body.balance_cents),
            (
                "initial_balance_cents",
                "Initial balance cents",
                &body.initial_balance_cents,
            ),
        ] {
            if let Sent::As(cents) = sent
                && cents.unsigned_abs() > CENTS_MAX.unsigned_abs()
            {
                let message = format!("{label} deve ser menor ou igual a {CENTS_MAX}");
                violations.add(message, format!("`{name}` is {cents}"));
            }
        }
        if let Some(violations) = violations.found() {
            return Err(Error::BankAccountInvalid(violations));
        }
        let initial_cents = body
            .initial_balance_cents
            .or_keep(None)
            .unwrap_or(self.initial_balance_cents);
        let moved_cents = initial_cents - self.initial_balance_cents;
        let computed_cents = computed_cents + moved_cents;
        let balance_cents = match body.balance_cents {
            Sent::As(cents) => cents,
            _ if moved_cents != 0 => computed_cents,
            _ => self.balance_cents,
        };
        let account = Self {
            id: self.id,
            name,
            default: body.default.or_keep(None).unwrap_or(self.default),
            balance_cents,
            balance_currency: body.balance_currency.or_keep(None).unwrap_or(self.balance_currency),
            agency: body.agency.or_keep(self.agency),
            initial_balance_cents: initial_cents,
        };
        Ok(Change {
            account,
            computed_cents,
        })
    }
}
