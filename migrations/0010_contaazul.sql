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
