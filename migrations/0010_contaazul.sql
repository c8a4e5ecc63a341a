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

-- ---------------------------------------------------------------------------------------------------------------------
-- Sales, and what they refer to.

-- Banks: listed only, never created through the API (FAQ 41). Native ones cannot be acquitted by hand (FAQ 23).
create table contaazul_bank (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    is_native integer not null check (is_native in (0, 1)),
    name_folded text not null,
    uuid text generated always as (document ->> '$.uuid') virtual,
    check (typeof(uuid) = 'text')
) strict;

create unique index contaazul_bank_by_uuid on contaazul_bank (account, uuid);

-- Sellers. A sale that names none gets the consenting user's.
create table contaazul_seller (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    email text,
    id text generated always as (document ->> '$.id') virtual,
    check (typeof(id) = 'text')
) strict;

create unique index contaazul_seller_by_id on contaazul_seller (account, id);

-- The plan of categories, of which a sale gets the first (FAQ 31).
create table contaazul_category (
    sequence integer primary key,
    account text not null,
    id text not null,
    name text not null
) strict;

create index contaazul_category_by_account on contaazul_category (account, sequence);

-- Contracts, which schedule sales. They are changed by hand only (FAQ 27).
create table contaazul_contract (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    id text generated always as (document ->> '$.id') virtual,
    number integer generated always as (document ->> '$.number') virtual,
    check (typeof(id) = 'text'),
    check (typeof(number) = 'integer')
) strict;

create unique index contaazul_contract_by_id on contaazul_contract (id);
create index contaazul_contract_by_number on contaazul_contract (account, number);

-- Sales. Deleted ones are gone; cancelled ones stay listed (FAQ 46).
create table contaazul_sale (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    -- The name of the application that sent it (FAQ 29). The ERP shows it, the API does not.
    origin text not null,
    is_cancelled integer not null default 0 check (is_cancelled in (0, 1)),
    contract integer references contaazul_contract (sequence),
    id text generated always as (document ->> '$.id') virtual,
    ca_id integer generated always as (document ->> '$.ca_id') virtual,
    number integer generated always as (document ->> '$.number') virtual,
    status text generated always as (document ->> '$.status') virtual,
    emission text generated always as (document ->> '$.emission') virtual,
    customer text generated always as (document ->> '$.customer_id') virtual,
    total_cents integer generated always as (cast(round((document ->> '$.total') * 100) as integer)) virtual,
    check (typeof(id) = 'text'),
    check (typeof(ca_id) = 'integer'),
    check (typeof(number) in ('integer', 'null')),
    check (status in ('PENDING', 'COMMITTED', 'SCHEDULED')),
    check (typeof(emission) = 'text'),
    check (typeof(customer) in ('text', 'null'))
) strict;

create unique index contaazul_sale_by_id on contaazul_sale (id);
create unique index contaazul_sale_by_ca_id on contaazul_sale (ca_id);
create index contaazul_sale_by_number on contaazul_sale (account, number);
create index contaazul_sale_by_customer on contaazul_sale (account, customer);
-- The order of the list: the latest emission first, then the latest created.
create index contaazul_sale_by_emission on contaazul_sale (account, emission desc, sequence desc);

-- A sale's items, which only /v1/sales/{id}/items shows (FAQ 43). Amounts are decimal text, exact.
create table contaazul_sale_item (
    sale integer not null references contaazul_sale (sequence) on delete cascade,
    position integer not null,
    kind text not null check (kind in ('PRODUCT', 'SERVICE')),
    item text,
    description text,
    quantity text not null,
    value text not null,
    primary key (sale, position)
) strict, without rowid;

-- The last of each kind of number that is never given twice.
create table contaazul_counter (
    name text primary key,
    last integer not null
) strict, without rowid;
