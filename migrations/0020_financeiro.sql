-- Financeiro, formerly MyFinance. Every table has the same shape: a record belongs to an account and to its owner
-- (the account, an entity or another record), is sorted by one of its columns, and stands whole in `document`, by
-- column. Numbers are never given twice.
--
-- Neither case nor accents count where texts are sorted or searched, as in MySQL's general collation, for which SQLite
-- has no function: `sorted` is folded so, and `folded` holds a record's texts by column, as far as folding changes them.
--
-- Whose a record is tells its account too, so that the index of a list needs no more than the owner.

-- Companies and people whose money an account looks after.
create table financeiro_entity (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_entity_by_owner on financeiro_entity (owner, sorted);

-- Customers and suppliers, sorted by name.
create table financeiro_person (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_person_by_owner on financeiro_person (owner, sorted);
create unique index financeiro_person_by_name on financeiro_person (account, sorted);

-- Categories and subcategories, sorted by full name.
create table financeiro_category (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_category_by_owner on financeiro_category (owner, sorted);

-- Centers of cost and revenue, sorted by name.
create table financeiro_classification_center (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}',
    entity_id integer generated always as (document ->> '$.entity_id') stored
        references financeiro_entity (id) on delete cascade
) strict;

create index financeiro_classification_center_by_owner on financeiro_classification_center (owner, sorted);
create index financeiro_classification_center_by_entity on financeiro_classification_center (entity_id);

-- An entity's accounts at banks, sorted by name.
create table financeiro_deposit_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_deposit_account_by_owner on financeiro_deposit_account (owner, sorted);

-- What went in and out of a deposit account, sorted by day.
create table financeiro_financial_transaction (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_deposit_account (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}',
    -- Signed, in hundredths: what a balance adds up.
    hundredths integer generated always as (cast(round((document ->> '$.amount') * 100) as integer)) virtual,
    -- The bank's own id of an imported one.
    guid text generated always as (document ->> '$.guid') virtual,
    -- What searches compare.
    type text generated always as (coalesce(folded ->> '$.type', document ->> '$.type')) virtual,
    reconciled integer generated always as (document ->> '$.reconciled') virtual,
    person_id integer generated always as (document ->> '$.person_id') virtual,
    category_id integer generated always as (document ->> '$.category_id') virtual,
    classification_center_id integer generated always as (document ->> '$.classification_center_id') virtual,
    bank_statement_id integer generated always as (document ->> '$.bank_statement_id') virtual,
    document_number text generated always as (coalesce(folded ->> '$.document', document ->> '$.document')) virtual
) strict;

create index financeiro_financial_transaction_by_owner on financeiro_financial_transaction (owner, sorted);
-- The order of ids.
create index financeiro_financial_transaction_of on financeiro_financial_transaction (owner);
create index financeiro_financial_transaction_by_guid on financeiro_financial_transaction (owner, guid)
    where guid is not null;
-- A deposit account may have a million transactions. What they are searched by has an index, in whose ranges they stand
-- in the order of the list.
create index financeiro_financial_transaction_by_type on financeiro_financial_transaction (owner, type, sorted);
create index financeiro_financial_transaction_by_reconciled
    on financeiro_financial_transaction (owner, reconciled, sorted);
create index financeiro_financial_transaction_by_person on financeiro_financial_transaction (owner, person_id, sorted)
    where person_id is not null;
create index financeiro_financial_transaction_by_category
    on financeiro_financial_transaction (owner, category_id, sorted)
    where category_id is not null;
create index financeiro_financial_transaction_by_center
    on financeiro_financial_transaction (owner, classification_center_id, sorted)
    where classification_center_id is not null;
create index financeiro_financial_transaction_by_statement
    on financeiro_financial_transaction (owner, bank_statement_id, sorted)
    where bank_statement_id is not null;
create index financeiro_financial_transaction_by_number
    on financeiro_financial_transaction (owner, document_number, sorted)
    where document_number is not null;
create index financeiro_financial_transaction_by_amount on financeiro_financial_transaction (owner, hundredths, sorted);

-- How many transactions a deposit account has on each day, altogether and by each value of a column, and what they add
-- up to: a page knows how many there are, and where it begins, without counting them one by one.
create table financeiro_financial_transaction_tally (
    owner integer not null,
    name text not null,
    value any not null,
    sorted text not null,
    count integer not null,
    hundredths integer not null,
    primary key (owner, name, value, sorted)
) strict, without rowid;

create trigger financeiro_financial_transaction_added after insert on financeiro_financial_transaction begin
    insert into financeiro_financial_transaction_tally (owner, name, value, sorted, count, hundredths)
        select new.owner, column1, column2, new.sorted, 1, coalesce(new.hundredths, 0)
        from (values ('all', 0), ('type', new.type), ('reconciled', new.reconciled), ('person_id', new.person_id),
            ('category_id', new.category_id), ('classification_center_id', new.classification_center_id),
            ('bank_statement_id', new.bank_statement_id))
        where column2 is not null
        on conflict do update set count = count + excluded.count, hundredths = hundredths + excluded.hundredths;
end;

create trigger financeiro_financial_transaction_removed after delete on financeiro_financial_transaction begin
    insert into financeiro_financial_transaction_tally (owner, name, value, sorted, count, hundredths)
        select old.owner, column1, column2, old.sorted, -1, -coalesce(old.hundredths, 0)
        from (values ('all', 0), ('type', old.type), ('reconciled', old.reconciled), ('person_id', old.person_id),
            ('category_id', old.category_id), ('classification_center_id', old.classification_center_id),
            ('bank_statement_id', old.bank_statement_id))
        where column2 is not null
        on conflict do update set count = count + excluded.count, hundredths = hundredths + excluded.hundredths;
end;

create trigger financeiro_financial_transaction_changed
after update of sorted, document on financeiro_financial_transaction
when old.sorted is not new.sorted or old.hundredths is not new.hundredths or old.type is not new.type
    or old.reconciled is not new.reconciled or old.person_id is not new.person_id
    or old.category_id is not new.category_id or old.classification_center_id is not new.classification_center_id
    or old.bank_statement_id is not new.bank_statement_id
begin
    insert into financeiro_financial_transaction_tally (owner, name, value, sorted, count, hundredths)
        select old.owner, column1, column2, old.sorted, -1, -coalesce(old.hundredths, 0)
        from (values ('all', 0), ('type', old.type), ('reconciled', old.reconciled), ('person_id', old.person_id),
            ('category_id', old.category_id), ('classification_center_id', old.classification_center_id),
            ('bank_statement_id', old.bank_statement_id))
        where column2 is not null
        on conflict do update set count = count + excluded.count, hundredths = hundredths + excluded.hundredths;
    insert into financeiro_financial_transaction_tally (owner, name, value, sorted, count, hundredths)
        select new.owner, column1, column2, new.sorted, 1, coalesce(new.hundredths, 0)
        from (values ('all', 0), ('type', new.type), ('reconciled', new.reconciled), ('person_id', new.person_id),
            ('category_id', new.category_id), ('classification_center_id', new.classification_center_id),
            ('bank_statement_id', new.bank_statement_id))
        where column2 is not null
        on conflict do update set count = count + excluded.count, hundredths = hundredths + excluded.hundredths;
end;

create trigger financeiro_financial_transaction_tally_empty after update on financeiro_financial_transaction_tally
when new.count = 0 begin
    delete from financeiro_financial_transaction_tally
        where owner = new.owner and name = new.name and value = new.value and sorted = new.sorted;
end;

-- What an entity has to pay, sorted by due date.
create table financeiro_payable_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}',
    -- The instances of one recurrence.
    recurrence_id integer generated always as (document ->> '$.recurrence_id') virtual,
    -- How often people, categories and centers are used.
    person_id integer generated always as (document ->> '$.person_id') virtual,
    category_id integer generated always as (document ->> '$.category_id') virtual,
    classification_center_id integer generated always as (document ->> '$.classification_center_id') virtual
) strict;

create index financeiro_payable_account_by_owner on financeiro_payable_account (owner, sorted);
create index financeiro_payable_account_by_recurrence on financeiro_payable_account (recurrence_id)
    where recurrence_id is not null;
create index financeiro_payable_account_by_person on financeiro_payable_account (person_id)
    where person_id is not null;
create index financeiro_payable_account_by_category on financeiro_payable_account (category_id)
    where category_id is not null;
create index financeiro_payable_account_by_center on financeiro_payable_account (classification_center_id)
    where classification_center_id is not null;

-- What an entity will be paid, sorted by due date.
create table financeiro_receivable_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}',
    -- The instances of one recurrence.
    recurrence_id integer generated always as (document ->> '$.recurrence_id') virtual,
    -- How often people, categories and centers are used.
    person_id integer generated always as (document ->> '$.person_id') virtual,
    category_id integer generated always as (document ->> '$.category_id') virtual,
    classification_center_id integer generated always as (document ->> '$.classification_center_id') virtual
) strict;

create index financeiro_receivable_account_by_owner on financeiro_receivable_account (owner, sorted);
create index financeiro_receivable_account_by_recurrence on financeiro_receivable_account (recurrence_id)
    where recurrence_id is not null;
create index financeiro_receivable_account_by_person on financeiro_receivable_account (person_id)
    where person_id is not null;
create index financeiro_receivable_account_by_category on financeiro_receivable_account (category_id)
    where category_id is not null;
create index financeiro_receivable_account_by_center on financeiro_receivable_account (classification_center_id)
    where classification_center_id is not null;

-- Attachments. Their bytes are files of the world, which come and go in chunks.
create table financeiro_attachment (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}',
    file_id integer references areia_file (id)
) strict;

create index financeiro_attachment_by_owner on financeiro_attachment (owner, sorted);
create unique index financeiro_attachment_by_file on financeiro_attachment (file_id) where file_id is not null;

-- An attachment takes its file with it, also where it goes with its entity or gets another file.
create trigger financeiro_attachment_deleted after delete on financeiro_attachment begin
    delete from areia_file where id = old.file_id;
end;
create trigger financeiro_attachment_file_replaced after update of file_id on financeiro_attachment
when old.file_id is not new.file_id begin
    delete from areia_file where id = old.file_id;
end;

-- Addresses that want to know.
create table financeiro_webhook (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_webhook_by_owner on financeiro_webhook (owner, sorted);

-- An entity's credit cards.
create table financeiro_credit_card (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_credit_card_by_owner on financeiro_credit_card (owner, sorted);

-- What was bought with a card, sorted by day.
create table financeiro_credit_card_transaction (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_credit_card (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}',
    -- The parcels of one purchase.
    recurrence_id integer generated always as (document ->> '$.recurrence_id') virtual,
    hundredths integer generated always as (cast(round((document ->> '$.amount') * 100) as integer)) virtual
) strict;

create index financeiro_credit_card_transaction_by_owner on financeiro_credit_card_transaction (owner, sorted);
create index financeiro_credit_card_transaction_by_recurrence
    on financeiro_credit_card_transaction (owner, recurrence_id, sorted)
    where recurrence_id is not null;

-- Imported statements of a deposit account.
create table financeiro_bank_statement (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_deposit_account (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_bank_statement_by_owner on financeiro_bank_statement (owner, sorted);

-- Where sales are received.
create table financeiro_sale_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_sale_account_by_owner on financeiro_sale_account (owner, sorted);

-- What a sale account keeps of a sale.
create table financeiro_sale_rule (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_sale_account (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_sale_rule_by_owner on financeiro_sale_rule (owner, sorted);

-- An entity's sales.
create table financeiro_sale (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_sale_by_owner on financeiro_sale (owner, sorted);

-- Classifiers of an account's own, by id.
create table financeiro_custom_classifier (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_custom_classifier_by_owner on financeiro_custom_classifier (owner, sorted);

-- The values of one, sorted by value.
create table financeiro_custom_classifier_value (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_custom_classifier (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}'
) strict;

create index financeiro_custom_classifier_value_by_owner on financeiro_custom_classifier_value (owner, sorted);
