-- DocSales (https://web.docsales.com/api-docs/index.html). Customers and sales documents ("proposals") are stored as
-- the API shows them, in the order of their members; beside them stands only what the API finds or refers by.

-- The reference tables that /api/v1/registration-data lists: signature types, payment methods, products, templates,
-- signer roles and sellers. What is not active is neither listed nor usable.
create table docsales_registration (
    sequence integer primary key,
    account text not null,
    registry text not null check (registry in (
        'signature_types', 'payment_methods', 'products', 'templates', 'signer_roles', 'sellers'
    )),
    document text not null check (json_valid(document)),
    active integer not null check (active in (0, 1)),
    id integer generated always as (document ->> '$.id') virtual,
    check (typeof(id) = 'integer')
) strict;

create unique index docsales_registration_by_id on docsales_registration (account, registry, id);

-- Customers. One is found by its code, its id or its CNPJ or CPF, letters and digits alone.
create table docsales_customer (
    id integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    code text generated always as (document ->> '$.code') virtual,
    tax_number text generated always as (document ->> '$.document') virtual,
    check (id = document ->> '$.id' and typeof(code) = 'text' and typeof(tax_number) = 'text')
) strict;

create unique index docsales_customer_by_code on docsales_customer (account, code);
create unique index docsales_customer_by_tax_number on docsales_customer (account, tax_number);

-- Sales documents. Those made on the vendor's screens have no external_uuid.
create table docsales_proposal (
    id integer primary key,
    account text not null,
    customer_id integer not null references docsales_customer (id),
    document text not null check (json_valid(document)),
    code text generated always as (document ->> '$.code') virtual,
    external_uuid text generated always as (document ->> '$.external_uuid') virtual,
    check (id = document ->> '$.id' and typeof(code) = 'text' and typeof(external_uuid) in ('text', 'null'))
) strict;

create unique index docsales_proposal_by_code on docsales_proposal (account, code);
create unique index docsales_proposal_by_external_uuid on docsales_proposal (external_uuid)
    where external_uuid is not null;
create index docsales_proposal_by_customer on docsales_proposal (account, customer_id, id);

-- The last number that an account has given to a document (`DOC-0071`) or a customer (`CLI-00113`).
create table docsales_numbering (
    account text not null,
    series text not null check (series in ('DOC', 'CLI')),
    last integer not null,
    primary key (account, series)
) strict, without rowid;

-- How many documents an account has created through the API in a month of the world's clock ("são contabilizadas
-- apenas chamadas que foram realizadas com sucesso").
create table docsales_creations (
    account text not null,
    month text not null,
    used integer not null,
    primary key (account, month)
) strict, without rowid;

-- "REQUISIÇÕES DA API": every call that an account's token made, working or not. The token is not in it. Every call
-- writes a row and only the vendor's screen reads one, so it has columns here and is a document on the screen alone.
create table docsales_call (
    id integer primary key,
    account text not null,
    created_at text not null,
    method text not null,
    path text not null,
    query text,
    request_body text,
    status integer not null,
    response_body text,
    duration_ms integer not null,
    ip text
) strict;

create index docsales_call_by_account on docsales_call (account, id);
