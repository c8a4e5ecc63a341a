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
-- All that a filter looks at, in the order of a list: what most transactions fulfil is found by walking here.
create index procfy_transaction_in_order
    on procfy_transaction (id, due_date, bank_account_id, category_id, contact_id, cost_center_id);
-- A bank account and a category together keep few of all transactions, and lists are mostly asked for by the two: what
-- they keep is walked by here, in the order of a list.
create index procfy_transaction_of_pair
    on procfy_transaction (bank_account_id, category_id, id, due_date, contact_id, cost_center_id);

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

-- A list says how many transactions it has, and a million of them are not counted for each page of 25: they are counted
-- by day, bank account, category and cost center, in the transaction that changes one. 0 stands for none, which no id
-- is. `first_id` is not above the least id: a page is looked for from there on.
create table procfy_transaction_count (
    bank_account_id integer not null,
    category_id integer not null,
    due_date text not null,
    cost_center_id integer not null,
    transactions integer not null,
    first_id integer not null,
    primary key (bank_account_id, category_id, due_date, cost_center_id)
) strict, without rowid;

create index procfy_transaction_count_by_due_date
    on procfy_transaction_count (due_date, bank_account_id, category_id, cost_center_id, transactions, first_id);

create trigger procfy_transaction_counted after insert on procfy_transaction begin
    insert into procfy_transaction_count
        (bank_account_id, category_id, due_date, cost_center_id, transactions, first_id)
    values (new.bank_account_id, coalesce(new.category_id, 0), new.due_date, coalesce(new.cost_center_id, 0), 1, new.id)
    on conflict do update set transactions = transactions + 1, first_id = min(first_id, excluded.first_id);
end;

create trigger procfy_transaction_uncounted after delete on procfy_transaction begin
    update procfy_transaction_count set transactions = transactions - 1
    where bank_account_id = old.bank_account_id and category_id = coalesce(old.category_id, 0)
        and due_date = old.due_date and cost_center_id = coalesce(old.cost_center_id, 0);
    delete from procfy_transaction_count
    where bank_account_id = old.bank_account_id and category_id = coalesce(old.category_id, 0)
        and due_date = old.due_date and cost_center_id = coalesce(old.cost_center_id, 0) and transactions = 0;
end;

-- `due_date` is part of `front`.
create trigger procfy_transaction_recounted
after update of front, bank_account_id, category_id, cost_center_id on procfy_transaction
when old.due_date is not new.due_date or old.bank_account_id is not new.bank_account_id
    or old.category_id is not new.category_id or old.cost_center_id is not new.cost_center_id
begin
    insert into procfy_transaction_count
        (bank_account_id, category_id, due_date, cost_center_id, transactions, first_id)
    values (new.bank_account_id, coalesce(new.category_id, 0), new.due_date, coalesce(new.cost_center_id, 0), 1, new.id)
    on conflict do update set transactions = transactions + 1, first_id = min(first_id, excluded.first_id);
    update procfy_transaction_count set transactions = transactions - 1
    where bank_account_id = old.bank_account_id and category_id = coalesce(old.category_id, 0)
        and due_date = old.due_date and cost_center_id = coalesce(old.cost_center_id, 0);
    delete from procfy_transaction_count
    where bank_account_id = old.bank_account_id and category_id = coalesce(old.category_id, 0)
        and due_date = old.due_date and cost_center_id = coalesce(old.cost_center_id, 0) and transactions = 0;
end;

-- Attachments. Their bytes are files of the world, which come and go in chunks.
create table procfy_attachment (
    id integer primary key,
    transaction_id integer not null references procfy_transaction (id) on delete cascade,
    filename text not null,
    byte_size integer not null check (byte_size >= 0),
    content_type text not null,
    created_at text not null,
    file_id integer not null references areia_file (id)
) strict;

create index procfy_attachment_by_transaction on procfy_attachment (transaction_id);
create unique index procfy_attachment_by_file on procfy_attachment (file_id);

-- An attachment takes its file with it, also where it goes with its transaction.
create trigger procfy_attachment_deleted after delete on procfy_attachment begin
    delete from areia_file where id = old.file_id;
end;
