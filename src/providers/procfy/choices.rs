//! Where the documentation (<https://api.procfy.io>) contradicts itself, and what was taken.

use crate::web::fidelity::Choice;

const fn choice(operations: &'static [&'static str], text: &'static str) -> Choice {
    Choice { operations, text }
}

const LISTS: &[&str] = &[
    "listTransactions",
    "listAttachments",
    "listBankAccounts",
    "listContacts",
    "listCostCenters",
    "listCategories",
    "listUsers",
];
const SHOW_TRANSACTIONS: &[&str] = &[
    "listTransactions",
    "findTransaction",
    "createTransaction",
    "updateTransaction",
    "patchTransaction",
    "deleteTransaction",
];
const WRITE_TRANSACTION: &[&str] = &["createTransaction", "updateTransaction", "patchTransaction"];
const SHOW_ATTACHMENTS: &[&str] = &[
    "listAttachments",
    "findAttachment",
    "createAttachment",
    "deleteAttachment",
];
const SHOW_BANK_ACCOUNTS: &[&str] = &[
    "listBankAccounts",
    "findBankAccount",
    "createBankAccount",
    "updateBankAccount",
    "patchBankAccount",
    "deleteBankAccount",
];
const CHANGE_BANK_ACCOUNT: &[&str] = &["updateBankAccount", "patchBankAccount"];
const SHOW_CONTACTS: &[&str] = &[
    "listContacts",
    "findContact",
    "createContact",
    "updateContact",
    "patchContact",
    "deleteContact",
];
const WRITE_CONTACT: &[&str] = &["createContact", "updateContact", "patchContact"];
const CHANGE_CONTACT: &[&str] = &["updateContact", "patchContact"];
const CHANGE_COST_CENTER: &[&str] = &["updateCostCenter", "patchCostCenter"];
const SHOW_CATEGORIES: &[&str] = &[
    "listCategories",
    "findCategory",
    "createCategory",
    "updateCategory",
    "patchCategory",
    "deleteCategory",
];
const WRITE_CATEGORY: &[&str] = &["createCategory", "updateCategory", "patchCategory"];
const CHANGE_USER: &[&str] = &["updateUser", "patchUser"];

/// The choices, in the order of the documentation.
#[rustfmt::skip]
pub(super) const CHOICES: &[Choice] = &[
    choice(&[], "The introduction speaks of a permission on \"documentos\", a resource that no chapter has: permissions are on the resources that there are."),
    choice(LISTS, "The code samples read `transactions` and the table of attributes says `objects`, but every printed body holds the list in `data`: `data` was taken."),
    choice(LISTS, "The text says that a page has 25 items by default, the printed lists of attachments, contacts, cost centers, categories and users say 50: 25 was taken for all."),
    choice(&["listTransactions"], "The code samples ask `/api/v1/transacoes`, the table of routes and every other example `/api/v1/transactions`: the latter was taken."),
    choice(&["listTransactions"], "The chapter on pages counts 39 transactions, that on transactions 50 on two pages of 25: the fixtures have 39, of which both pages are printed."),
    choice(&["listTransactions"], "The first table of parameters names `page` and `items` alone, a later one the filters too: the filters are taken."),
    choice(SHOW_TRANSACTIONS, "The chapter on the form of answers shows `amount`, `status`, `payment_date`, `transaction_date` and `updated_at`; the chapter on transactions knows none of them, and was taken."),
    choice(SHOW_TRANSACTIONS, "Each example shows some of the attributes that the table lists, the second of the list no `name`: all of them are always shown, null where there is nothing."),
    choice(SHOW_TRANSACTIONS, "Instants end in `Z` in the chapter on the form of answers and in `-03:00` in that on attachments: `-03:00` was taken, with milliseconds."),
    choice(&["createTransaction"], "The example of a paid transaction answers with a balance of 0: the balance follows the transaction."),
    choice(WRITE_TRANSACTION, "The chapter on the form of answers sends `amount` and `account_id`; the chapter on transactions knows neither, so both are ignored as unknown keys are."),
    choice(WRITE_TRANSACTION, "The table demands `amount_cents`, `amount_currency`, `transaction_type`, `payment_method` and `payment_type`, which have defaults elsewhere, and the documented error of an empty body names none of them: only `due_date` and `bank_account_id` are demanded."),
    choice(WRITE_TRANSACTION, "The table of the body lacks `contact_id` and `category_id`, which an example sends, and `cost_center_id` and `transfer_to_id`, which a filter and the attributes imply: all four are taken."),
    choice(WRITE_TRANSACTION, "`frequency` is an enum that no attribute takes: it is ignored."),
    choice(SHOW_ATTACHMENTS, "One `url` of the list lacks the `/api` that the others have: it is always there."),
    choice(SHOW_ATTACHMENTS, "`created_at` is called a date and printed as an instant: the instant was taken."),
    choice(&["deleteAttachment"], "The example answers attachment 184 with the `url` of 183: an attachment's `url` bears its own id."),
    choice(SHOW_BANK_ACCOUNTS, "The table of attributes lists `initial_balance_cents`, no example shows it: it is shown last, and not inside a transaction."),
    choice(&["listBankAccounts"], "The example counts 50 accounts and prints 2: the fixtures have 3."),
    choice(&["createBankAccount"], "The table demands `initial_balance_cents` and `balance_currency`, the documented error of an empty body names `name` alone: only that is demanded."),
    choice(CHANGE_BANK_ACCOUNT, "The example sets `balance_cents`, which follows the transactions everywhere else: what is set stands until a transaction changes the balance."),
    choice(SHOW_CONTACTS, "`sector_activity_id` is a string in the table of attributes, an integer in that of the body, empty text in the request and absent from the list: a whole number or null is always shown, and empty text is null."),
    choice(SHOW_CONTACTS, "The members of a contact stand in another order in the answer to a change than in the others: theirs was taken."),
    choice(WRITE_CONTACT, "The table demands `contact_type` and `person_type` of a contact and `country` of an address, all of which have defaults: `name` alone is demanded."),
    choice(&["createContact"], "The example sends `customer` and `natural` and is answered `undefined_contact` and `undefined_person`; that of a change is answered what it sends: what is sent is taken."),
    choice(CHANGE_CONTACT, "The example sends `exemplo@hotmail.com` and is answered `example@hotail.com`: what is sent is taken."),
    choice(CHANGE_CONTACT, "The example sends an address without an id to a contact that has one, and there is one afterwards: an address without an id changes the one in its place, or is a new one where there is none."),
    choice(CHANGE_COST_CENTER, "The example sends an `id` in the body: it is ignored, the address says which."),
    choice(SHOW_CATEGORIES, "The list's example lacks `transaction_type`, which the attributes and the other examples have: it is always shown."),
    choice(WRITE_CATEGORY, "The table demands `transaction_type`, the documented error of an empty body names `name` alone: without one it is null."),
    choice(WRITE_CATEGORY, "An empty body breaks a least length of two characters for contacts and cost centers and none for categories: a category's name may have one character."),
    choice(CHANGE_USER, "The error of an empty body is one for a blank e-mail, which a change that sends nothing does not make: it is given where a blank `email` is sent, and what is not sent stays."),
];
