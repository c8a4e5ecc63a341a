-- Procfy (https://api.procfy.io/api/v1). Ids are whole numbers that are never given twice, not even after a deletion:
-- they are counted in `procfy_sequence`, and a fixture may say its own. A record that a transaction refers to is
-- hidden when it is deleted: gone from its own addresses, still shown inside the transaction.

create table procfy_sequence (
    name text primary key,
    last integer not null
) strict, without rowid;

insert into procfy_sequence (name, last) values
    ('transaction', 0), ('attachment', 0), ('bank_account', 0), ('contact', 0), ('address', 0), ('cost_center', 0),
    ('category', 0), ('user', 0);

-- Each of these is the document that the API shows; `nested` is what a transaction shows of it.
create table procfy_bank_account (
    id integer primary key,
    document text not null check (json_valid(document)),
    hidden integer not null default 0 check (hidden in (0, 1)),
    -- What the balance comes to. `balance_cents` in the document may be set by hand, until something changes this.
    computed_cents integer not null,
    nested text not null generated always as (json_remove(document, '$.initial_balance_cents')) stored
) strict;

create table procfy_contact (
    id integer primary key,
    document text not null check (json_valid(document)),
    hidden integer not null default 0 check (hidden in (0, 1)),
    nested text not null generated always as (json_object('id', id, 'name', document ->> '$.name')) stored
) strict;

create table procfy_cost_center (
    id integer primary key,
    document text not null check (json_valid(document)),
    hidden integer not null default 0 check (hidden in (0, 1))
) strict;

create table procfy_category (
    id integer primary key,
    document text not null check (json_valid(document)),
    hidden integer not null default 0 check (hidden in (0, 1)),
    nested text not null generated always as (json_remove(document, '$.transaction_type')) stored
) strict;

create table procfy_user (
    id integer primary key,
    document text not null check (json_valid(document))
) strict;

-- A transaction shows others' records in its midst, so it is kept in two pieces: what stands before the bank account,
-- and what stands between that and the category.
create table procfy_transaction (
    id integer primary key,
    front text not null check (json_valid(front)),
    back text not null check (json_valid(back)),
    bank_account_id integer not null references procfy_bank_account (id),
    category_id integer references procfy_category (id),
    contact_id integer references procfy_contact (id),
    cost_center_id integer references procfy_cost_center (id),
    transfer_to_id integer references procfy_bank_account (id),
    -- What the client sent of the exchanged amount; what it did not send follows the amount.
    sent_exchanged_cents integer,
    sent_exchanged_currency text,
    due_date text generated always as (front ->> '$.due_date') virtual,
    check (typeof(due_date) = 'text')
) strict;

-- Every list is counted as well as shown, and each of these alone answers a count by any combination of filters.
create index procfy_transaction_by_due_date
    on procfy_transaction (due_date, bank_account_id, category_id, contact_id, cost_center_id);
create index procfy_transaction_by_bank_account
    on procfy_transaction (bank_account_id, due_date, category_id, contact_id, cost_center_id);
create index procfy_transaction_by_category
    on procfy_transaction (category_id, due_date, bank_account_id, contact_id, cost_center_id);
create index procfy_transaction_by_contact
    on procfy_transaction (contact_id, due_date, bank_account_id, category_id, cost_center_id);
create index procfy_transaction_by_cost_center
    on procfy_transaction (cost_center_id, due_date, bank_account_id, category_id, contact_id);
create index procfy_transaction_by_transfer_to
    on procfy_transaction (transfer_to_id) where transfer_to_id is not null;

-- The bytes stand last, where what reads the other columns does not touch them.
create table procfy_attachment (
    id integer primary key,
    transaction_id integer not null references procfy_transaction (id) on delete cascade,
    filename text not null,
    byte_size integer not null check (byte_size = length(content)),
    content_type text not null,
    created_at text not null,
    content blob not null
) strict;

create index procfy_attachment_by_transaction on procfy_attachment (transaction_id);

-- A transaction as the API shows it: its two pieces, without the braces between them, and others' records in its midst.
create view procfy_transaction_shown (id, document) as
select t.id,
    substr(t.front, 1, length(t.front) - 1) || ',"bank_account":' || b.nested
        || ',' || substr(t.back, 2, length(t.back) - 2)
        || ',"category":' || coalesce(c.nested, 'null')
        || ',"cost_center":' || coalesce(s.document, 'null')
        || ',"contact":' || coalesce(k.nested, 'null')
        || ',"bank_account_id":' || t.bank_account_id
        || ',"category_id":' || coalesce(t.category_id, 'null')
        || ',"contact_id":' || coalesce(t.contact_id, 'null')
        || ',"cost_center_id":' || coalesce(t.cost_center_id, 'null') || '}'
from procfy_transaction t
join procfy_bank_account b on b.id = t.bank_account_id
left join procfy_category c on c.id = t.category_id
left join procfy_cost_center s on s.id = t.cost_center_id
left join procfy_contact k on k.id = t.contact_id;
