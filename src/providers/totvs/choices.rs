//! Where the documentation (API Conta/Caixa) contradicts itself or leaves something open, and what was taken.

use crate::web::fidelity::Choice;

const fn choice(operations: &'static [&'static str], text: &'static str) -> Choice {
    Choice { operations, text }
}

const LIST: &[&str] = &["getCashAccounts"];
const GET_ONE: &[&str] = &["getCashAccount"];
const POST: &[&str] = &["postCashAccount"];
const PATCH: &[&str] = &["patchCashAccount"];
const REPLACE: &[&str] = &["postCashAccount", "putCashAccount"];
const CHANGE: &[&str] = &["patchCashAccount", "putCashAccount"];
const READ: &[&str] = &["getCashAccount", "patchCashAccount"];
const LOGIN: &[&str] = &["connectToken"];

/// The choices.
#[rustfmt::skip]
pub(super) static CHOICES: [Choice; 22] = [
    choice(LIST, "1.1.1 and 1.1.2 print five rows each, not the same ones, with `hasNext` false: they are excerpts of one list, and all their rows are in the fixtures."),
    choice(LIST, "1.1.4 (page 1 of 2 rows) and 1.1.5 leave out `0|0014`, which 1.1.1 has between their two rows: 1.1.1 was taken."),
    choice(LIST, "The items of a list have another order of members than the record of 1.1.6, and 17 fields of 30: both as printed."),
    choice(LIST, "`cashBookCode` never stands beside `branchCode` or `lastCashNumber` in an item: it comes right behind `active`."),
    choice(LIST, "1.1.2 sorts descriptions without regard to case, and shows no accent that would matter: accents count, and a setting says that they do not."),
    choice(LIST, "Which rows come first without `order` is not said: by `company` and `code`, as 1.1.1 has them, and so do ties."),
    choice(LIST, "Nothing is said of null in `$filter`: OData's rules were taken, by which `ne` keeps what is null, and not SQL's, by which it does not."),
    choice(LIST, "Texts in `$filter` and in simple filters are compared without regard to case, as the lists are sorted, and not as OData would."),
    choice(LIST, "A page or page size that is no number above 0, and an unknown field in `order`, are FE016; what is wrong with `$filter` is FE018."),
    choice(LIST, "`$top`, `$skip`, `$select`, `$count` and unknown names do nothing, and the journal says what to use."),
    choice(LIST, "An unknown name in `fields` chooses nothing, and `fields` never adds to an item what lists do not show."),
    choice(GET_ONE, "`fields` narrows one record too; the documentation shows it of lists alone."),
    choice(READ, "`instantBalanceCurrencyBR` and `unpaidBalanceCurrencyBR` are shown by 1.2.1 and 1.4.1 and missing from 1.1.6 and 1.3.1, of the same record: reading never shows them."),
    choice(PATCH, "1.3.1 shows `15000.0` beside `0.0000`: what was sent keeps its places, and what was stored has four."),
    choice(PATCH, "The configuration of 1.3.1 and 1.4.1 says the code `TesteApi`, and their addresses `TesteAPI`: the case of a key does not matter, and the one it was created with is shown."),
    choice(POST, "1.2.1 says no status: 201 was taken, as other operations of RM have it; some have 200, and a setting changes it."),
    choice(POST, "`company`, `code`, `description` and `cashAccountDatabase` are required, since nothing could stand for them; what is missing is FE016."),
    choice(REPLACE, "`lastNumberCheckBank`, `lowerLimit` and `cpmfAutomatic` become `0` of null, as 1.2.1 and 1.4.1 show, and of being left out."),
    choice(CHANGE, "A body whose key is not the address's is FE016."),
    choice(CHANGE, "A record that is not there is FE011 with 404, and is not made."),
    choice(LOGIN, "What a refused login says is not known: FE005 with 401, which client programs take for a sign to log in anew."),
    choice(&[], "The samples are indented for reading: answers are compact, with the members in the samples' order."),
];
