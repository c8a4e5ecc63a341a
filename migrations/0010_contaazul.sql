-- Conta Azul v1 (https://developers.contaazul.com). Every record is the document that the API shows, in the order
-- of its members; beside it stands only what the API filters, orders or refers by. `sequence` is creation order.

-- Customers. The document number is unique within an account ("CPF/CPNJ já utilizado por outro cliente.").
create table contaazul_customer (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    -- Not part of the document: /v1/customers/{id}/contacts shows them.
    contacts text not null check (json_valid(contacts)),
    enabled integer not null check (enabled in (0, 1)),
    -- What searches compare: lower case, and digits alone.
    name_folded text not null,
    company_name_folded text not null,
    search_folded text not null,
    document_digits text,
    id text generated always as (document ->> '$.id') virtual,
    check (typeof(id) = 'text')
) strict;

create unique index contaazul_customer_by_id on contaazul_customer (id);
create index contaazul_customer_by_account on contaazul_customer (account, sequence);
create unique index contaazul_customer_by_document on contaazul_customer (account, document_digits)
    where document_digits is not null;

-- ---------------------------------------------------------------------------------------------------------------------
-- The catalogue, and who delivers it.

-- Suppliers. Nobody has seen the service refuse a second one with the same document.
create table contaazul_supplier (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    name_folded text not null,
    company_name_folded text not null,
    search_folded text not null,
    document_digits text,
    id text generated always as (document ->> '$.id') virtual,
    check (typeof(id) = 'text')
) strict;

create unique index contaazul_supplier_by_id on contaazul_supplier (id);
create index contaazul_supplier_by_account on contaazul_supplier (account, sequence);

-- The first of an account is that of a product which names none.
create table contaazul_product_category (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    name_folded text not null,
    id text generated always as (document ->> '$.id') virtual,
    check (typeof(id) = 'text')
) strict;

create unique index contaazul_product_category_by_id on contaazul_product_category (id);
create index contaazul_product_category_by_account on contaazul_product_category (account, sequence);

-- Products. Deleting one deactivates it (FAQ 28): lists leave it out, sales and its own address still show it.
-- What is in stock is a member of the document, which sales change.
create table contaazul_product (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    active integer not null check (active in (0, 1)),
    name_folded text not null,
    id text generated always as (document ->> '$.id') virtual,
    code text generated always as (document ->> '$.code') virtual,
    barcode text generated always as (document ->> '$.barcode') virtual,
    check (typeof(id) = 'text' and typeof(code) in ('text', 'null') and typeof(barcode) in ('text', 'null'))
) strict;

create unique index contaazul_product_by_id on contaazul_product (id);
create index contaazul_product_by_account on contaazul_product (account, sequence);
create index contaazul_product_by_code on contaazul_product (account, code);
create index contaazul_product_by_barcode on contaazul_product (account, barcode);

-- Services. Deleting one deactivates it, as with products.
create table contaazul_service (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    active integer not null check (active in (0, 1)),
    name_folded text not null,
    id text generated always as (document ->> '$.id') virtual,
    code text generated always as (document ->> '$.code') virtual,
    check (typeof(id) = 'text' and typeof(code) in ('text', 'null'))
) strict;

create unique index contaazul_service_by_id on contaazul_service (id);
create index contaazul_service_by_account on contaazul_service (account, sequence);
create index contaazul_service_by_code on contaazul_service (account, code);
