-- Financeiro, formerly MyFinance. Every table has the same shape: a record belongs to an account and to its owner
-- (the account, an entity or another record), is sorted by one of its columns (folded: neither case nor accents count,
-- as in MySQL's general collation), and stands whole in `document`, by column. Numbers are never given twice.

-- Companies and people whose money an account looks after.
create table financeiro_entity (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_entity_by_owner on financeiro_entity (account, owner, sorted, id);

-- Customers and suppliers, sorted by name.
create table financeiro_person (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_person_by_owner on financeiro_person (account, owner, sorted, id);
create unique index financeiro_person_by_name on financeiro_person (account, sorted);

-- Categories and subcategories, sorted by full name.
create table financeiro_category (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_category_by_owner on financeiro_category (account, owner, sorted, id);

-- Centers of cost and revenue, sorted by name.
create table financeiro_classification_center (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document)),
    entity_id integer generated always as (document ->> '$.entity_id') stored
        references financeiro_entity (id) on delete cascade
) strict;

create index financeiro_classification_center_by_owner on financeiro_classification_center (account, owner, sorted, id);
create index financeiro_classification_center_by_entity on financeiro_classification_center (entity_id);

-- An entity's accounts at banks, sorted by name.
create table financeiro_deposit_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_deposit_account_by_owner on financeiro_deposit_account (account, owner, sorted, id);
create index financeiro_deposit_account_of on financeiro_deposit_account (owner);

-- What went in and out of a deposit account, sorted by day.
create table financeiro_financial_transaction (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_deposit_account (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    -- Signed, in hundredths: what a balance adds up.
    hundredths integer generated always as (cast(round((document ->> '$.amount') * 100) as integer)) virtual,
    -- The bank's own id of an imported one.
    guid text generated always as (document ->> '$.guid') virtual
) strict;

create index financeiro_financial_transaction_by_guid on financeiro_financial_transaction (owner, guid)
    where guid is not null;

create index financeiro_financial_transaction_by_owner on financeiro_financial_transaction (account, owner, sorted, id);
create index financeiro_financial_transaction_of on financeiro_financial_transaction (owner);

-- What an entity has to pay, sorted by due date.
create table financeiro_payable_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    -- The instances of one recurrence.
    recurrence_id integer generated always as (document ->> '$.recurrence_id') virtual
) strict;

create index financeiro_payable_account_by_owner on financeiro_payable_account (account, owner, sorted, id);
create index financeiro_payable_account_of on financeiro_payable_account (owner);
create index financeiro_payable_account_by_recurrence on financeiro_payable_account (recurrence_id) where recurrence_id is not null;

-- What an entity will be paid, sorted by due date.
create table financeiro_receivable_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    -- The instances of one recurrence.
    recurrence_id integer generated always as (document ->> '$.recurrence_id') virtual
) strict;

create index financeiro_receivable_account_by_owner on financeiro_receivable_account (account, owner, sorted, id);
create index financeiro_receivable_account_of on financeiro_receivable_account (owner);
create index financeiro_receivable_account_by_recurrence on financeiro_receivable_account (recurrence_id) where recurrence_id is not null;

-- Files. Their content stands beside the record.
create table financeiro_attachment (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    content blob
) strict;

create index financeiro_attachment_by_owner on financeiro_attachment (account, owner, sorted, id);
create index financeiro_attachment_of on financeiro_attachment (owner);

-- Addresses that want to know.
create table financeiro_webhook (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_webhook_by_owner on financeiro_webhook (account, owner, sorted, id);

-- An entity's credit cards.
create table financeiro_credit_card (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_credit_card_by_owner on financeiro_credit_card (account, owner, sorted, id);
create index financeiro_credit_card_of on financeiro_credit_card (owner);

-- What was bought with a card, sorted by day.
create table financeiro_credit_card_transaction (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_credit_card (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_credit_card_transaction_by_owner on financeiro_credit_card_transaction (account, owner, sorted, id);
create index financeiro_credit_card_transaction_of on financeiro_credit_card_transaction (owner);

-- Imported statements of a deposit account.
create table financeiro_bank_statement (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_deposit_account (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_bank_statement_by_owner on financeiro_bank_statement (account, owner, sorted, id);
create index financeiro_bank_statement_of on financeiro_bank_statement (owner);

-- Where sales are received.
create table financeiro_sale_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_sale_account_by_owner on financeiro_sale_account (account, owner, sorted, id);

-- What a sale account keeps of a sale.
create table financeiro_sale_rule (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_sale_account (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_sale_rule_by_owner on financeiro_sale_rule (account, owner, sorted, id);
create index financeiro_sale_rule_of on financeiro_sale_rule (owner);

-- An entity's sales.
create table financeiro_sale (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_sale_by_owner on financeiro_sale (account, owner, sorted, id);
create index financeiro_sale_of on financeiro_sale (owner);

-- Classifiers of an account's own, by id.
create table financeiro_custom_classifier (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_custom_classifier_by_owner on financeiro_custom_classifier (account, owner, sorted, id);

-- The values of one, sorted by value.
create table financeiro_custom_classifier_value (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_custom_classifier (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
) strict;

create index financeiro_custom_classifier_value_by_owner on financeiro_custom_classifier_value (account, owner, sorted, id);
create index financeiro_custom_classifier_value_of on financeiro_custom_classifier_value (owner);
