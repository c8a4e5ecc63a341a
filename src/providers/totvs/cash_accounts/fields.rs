//! The fields of a cash account, in the order of RM's table FCXA.

use crate::web::odata::{Column, Kind};

/// A field, and what is known of it.
#[derive(Debug)]
pub(super) struct Field {
    /// Its name in JSON.
    pub(super) name: &'static str,
    /// Its column in RM's table FCXA, which an error's words show.
    pub(super) rm_column: &'static str,
    /// Its column here.
    pub(super) column: &'static str,
    pub(super) field_type: FieldType,
    pub(super) absent: Absent,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldType {
    /// A whole number of 16 bits.
    Integer,
    /// A number with four places behind the point.
    Amount,
    /// A text of so many characters at most.
    Text(usize),
    /// An instant, to the second.
    Moment,
}

/// What a field that a body leaves out, or says `null` of, becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// The body is invalid.
    Refused,
    /// Nothing, and nothing is shown.
    Null,
    Integer(i64),
    /// 0, which the answer to the write shows as `0.0`.
    NoAmount,
    Text(&'static str),
    /// The account's company.
    Company,
}

use Absent::{Company, NoAmount, Null, Refused};
use FieldType::{Amount, Integer, Moment, Text};

/// RM's tables give no length for most texts; this is more than anybody sends.
const LONG: usize = 40;

const fn field(
    name: &'static str,
    rm_column: &'static str,
    column: &'static str,
    field_type: FieldType,
    absent: Absent,
) -> Field {
    Field {
        name,
        rm_column,
        column,
        field_type,
        absent,
    }
}

/// Where a field stands in [`FIELDS`] that code speaks of.
pub(super) const COMPANY: usize = 0;
pub(super) const CODE: usize = 1;

/// The fields, in the order of the INSERT statement that FE006 shows.
#[rustfmt::skip]
pub(super) const FIELDS: [Field; 30] = [
    field("company", "CODCOLIGADA", "company", Integer, Refused),
    field("code", "CODCXA", "code", Text(10), Refused),
    field("description", "DESCRICAO", "description", Text(40), Refused),
    field("instantBalance", "SALDOINSTANTANEO", "instant_balance", Amount, NoAmount),
    field("databaseBalance", "SALDODATABASE", "database_balance", Amount, NoAmount),
    field("cashAccountDatabase", "DATABASECXA", "cash_account_database", Moment, Refused),
    field("lastNumberCheckBank", "ULTIMOCHEQUE", "last_number_check_bank", Text(LONG), Absent::Text("0")),
    field("proprietaryCompany", "CODCOLPROP", "proprietary_company", Integer, Company),
    field("bankNumber", "NUMBANCO", "bank_number", Text(3), Null),
    field("agencyNumber", "NUMAGENCIA", "agency_number", Text(6), Null),
    field("accountNumber", "NROCONTA", "account_number", Text(15), Null),
    field("unpaidBalance", "SALDONAOCOMPENSADO", "unpaid_balance", Amount, NoAmount),
    field("financialApplication", "CODAPLFIN", "financial_application", Text(LONG), Null),
    field("currencyCode", "CODMOEDA", "currency_code", Text(LONG), Absent::Text("R$")),
    field("instantBalanceCurrencyBR", "SALDOINSTANTANEOREAIS", "instant_balance_currency_br", Amount, Null),
    field("unpaidBalanceCurrencyBR", "SALDONAOCOMPENSADOREAIS", "unpaid_balance_currency_br", Amount, Null),
    field("bankAccountCompany", "CODCOLCONTA", "bank_account_company", Integer, Null),
    field("userLowerLimit", "USARLIMITEINFERIOR", "user_lower_limit", Integer, Absent::Integer(0)),
    field("lowerLimit", "LIMITEINFERIOR", "lower_limit", Amount, NoAmount),
    // Sic: "Openning".
    field("allowOpenning", "PERMITIRABERTURA", "allow_openning", Integer, Absent::Integer(0)),
    field("lastCashNumber", "ULTIMONUMEROCAIXA", "last_cash_number", Text(LONG), Null),
    field("active", "ATIVA", "active", Integer, Absent::Integer(1)),
    field("cpmfAutomatic", "CPMFAUTOMATICO", "cpmf_automatic", Integer, Absent::Integer(0)),
    field("initialInclusionDateExtract", "DATAINIINCEXTRATO", "initial_inclusion_date_extract", Moment, Null),
    field("inclusionEndDateExtract", "DATAFIMINCEXTRATO", "inclusion_end_date_extract", Moment, Null),
    field("branchCode", "CODFILIAL", "branch_code", Integer, Null),
    field("batchCode", "CODLOTE", "batch_code", Integer, Null),
    field("refundBatchCode", "CODLOTEESTORNO", "refund_batch_code", Integer, Null),
    field("cashBookCode", "CODLIVROCAIXA", "cash_book_code", Text(LONG), Null),
    field("cutoffDateBalance", "SALDODATACORTE", "cutoff_date_balance", Amount, Null),
];

/// The fields behind which RM's table has who created and changed the record, and when.
pub(super) const STAMPED_BEHIND: &str = "branchCode";

/// The fields that reading never shows, though the answer to a POST or PUT does (two samples of two).
pub(super) const ECHOED_ONLY: [&str; 2] = ["instantBalanceCurrencyBR", "unpaidBalanceCurrencyBR"];

/// The fields of a list's items, in their order, which is another one. `cashBookCode` never stands beside
/// `branchCode` or `lastCashNumber` in a sample, so its place among them is inferred.
pub(super) const LISTED: [&str; 17] = [
    "company",
    "code",
    "description",
    "instantBalance",
    "databaseBalance",
    "cashAccountDatabase",
    "proprietaryCompany",
    "bankNumber",
    "agencyNumber",
    "accountNumber",
    "unpaidBalance",
    "currencyCode",
    "active",
    "cashBookCode",
    "branchCode",
    "lastCashNumber",
    "allowOpenning",
];

/// How many properties a filter may name: the fields and the id.
const PROPERTIES: usize = FIELDS.len() + 1;

/// What filters and orders may name, and where it stands.
pub(super) const COLUMNS: [Column; PROPERTIES] = {
    let id = Column {
        name: "id",
        sql: "(company || '|' || code)",
        kind: Kind::Text,
    };
    let mut columns = [id; PROPERTIES];
    let mut place = 0;
    while place < FIELDS.len() {
        let Field {
            name,
            column,
            field_type,
            ..
        } = &FIELDS[place];
        columns[place + 1] = Column {
            name,
            sql: column,
            kind: match field_type {
                Integer => Kind::Integer,
                Amount => Kind::Decimal(4),
                Text(_) => Kind::Text,
                Moment => Kind::Moment,
            },
        };
        place += 1;
    }
    columns
};

/// Where the field called `name` stands, in any case.
pub(super) fn place_of(name: &str) -> Option<usize> {
    FIELDS.iter().position(|field| field.name.eq_ignore_ascii_case(name))
}
