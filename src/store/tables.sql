CREATE TABLE areia_world (
    id integer primary key check (id = 1),
    name text not null,
    seed text not null,
    -- How often this database has been opened; each opening draws ids from streams of its own.
    generation integer not null,
    clock text not null check (json_valid(clock))
, state text check (state is null or json_valid(state))) strict;

CREATE TABLE areia_account (
    provider text not null,
    id text not null,
    document text not null check (json_valid(document)),
    position integer not null,
    primary key (provider, id)
) strict, without rowid;

CREATE TABLE areia_credential (
    id integer primary key,
    document text not null check (json_valid(document))
) strict;

CREATE TABLE areia_agenda (
    id integer primary key,
    provider text not null,
    due_at_us integer not null,
    what text not null,
    subject text not null
) strict;

CREATE INDEX areia_agenda_by_due_at on areia_agenda (due_at_us, id);

CREATE TABLE contaazul_customer (
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

CREATE UNIQUE INDEX contaazul_customer_by_id on contaazul_customer (id);

CREATE INDEX contaazul_customer_by_account on contaazul_customer (account, sequence);

CREATE UNIQUE INDEX contaazul_customer_by_document on contaazul_customer (account, document_digits)
    where document_digits is not null;

CREATE TABLE contaazul_supplier (
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

CREATE UNIQUE INDEX contaazul_supplier_by_id on contaazul_supplier (id);

CREATE INDEX contaazul_supplier_by_account on contaazul_supplier (account, sequence);

CREATE TABLE contaazul_product_category (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    name_folded text not null,
    id text generated always as (document ->> '$.id') virtual,
    check (typeof(id) = 'text')
) strict;

CREATE UNIQUE INDEX contaazul_product_category_by_id on contaazul_product_category (id);

CREATE INDEX contaazul_product_category_by_account on contaazul_product_category (account, sequence);

CREATE TABLE contaazul_product (
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

CREATE UNIQUE INDEX contaazul_product_by_id on contaazul_product (id);

CREATE INDEX contaazul_product_by_account on contaazul_product (account, sequence);

CREATE INDEX contaazul_product_by_code on contaazul_product (account, code);

CREATE INDEX contaazul_product_by_barcode on contaazul_product (account, barcode);

CREATE TABLE contaazul_service (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    active integer not null check (active in (0, 1)),
    name_folded text not null,
    id text generated always as (document ->> '$.id') virtual,
    code text generated always as (document ->> '$.code') virtual,
    check (typeof(id) = 'text' and typeof(code) in ('text', 'null'))
) strict;

CREATE UNIQUE INDEX contaazul_service_by_id on contaazul_service (id);

CREATE INDEX contaazul_service_by_account on contaazul_service (account, sequence);

CREATE INDEX contaazul_service_by_code on contaazul_service (account, code);

CREATE TABLE contaazul_bank (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    is_native integer not null check (is_native in (0, 1)),
    name_folded text not null,
    uuid text generated always as (document ->> '$.uuid') virtual,
    check (typeof(uuid) = 'text')
) strict;

CREATE UNIQUE INDEX contaazul_bank_by_uuid on contaazul_bank (account, uuid);

CREATE TABLE contaazul_seller (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    email text,
    id text generated always as (document ->> '$.id') virtual,
    check (typeof(id) = 'text')
) strict;

CREATE UNIQUE INDEX contaazul_seller_by_id on contaazul_seller (account, id);

CREATE TABLE contaazul_category (
    sequence integer primary key,
    account text not null,
    id text not null,
    name text not null
) strict;

CREATE INDEX contaazul_category_by_account on contaazul_category (account, sequence);

CREATE TABLE contaazul_contract (
    sequence integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    id text generated always as (document ->> '$.id') virtual,
    number integer generated always as (document ->> '$.number') virtual,
    check (typeof(id) = 'text'),
    check (typeof(number) = 'integer')
) strict;

CREATE UNIQUE INDEX contaazul_contract_by_id on contaazul_contract (id);

CREATE INDEX contaazul_contract_by_number on contaazul_contract (account, number);

CREATE TABLE contaazul_sale (
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

CREATE UNIQUE INDEX contaazul_sale_by_id on contaazul_sale (id);

CREATE UNIQUE INDEX contaazul_sale_by_ca_id on contaazul_sale (ca_id);

CREATE INDEX contaazul_sale_by_number on contaazul_sale (account, number);

CREATE INDEX contaazul_sale_by_customer on contaazul_sale (account, customer);

CREATE INDEX contaazul_sale_by_emission on contaazul_sale (account, emission desc, sequence desc);

CREATE TABLE contaazul_sale_item (
    sale integer not null references contaazul_sale (sequence) on delete cascade,
    position integer not null,
    kind text not null check (kind in ('PRODUCT', 'SERVICE')),
    item text,
    description text,
    quantity text not null,
    value text not null,
    primary key (sale, position)
) strict, without rowid;

CREATE TABLE contaazul_counter (
    name text primary key,
    last integer not null
) strict, without rowid;

CREATE TABLE financeiro_entity (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE TABLE financeiro_person (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE UNIQUE INDEX financeiro_person_by_name on financeiro_person (account, sorted);

CREATE TABLE financeiro_category (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE TABLE financeiro_classification_center (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document)),
    entity_id integer generated always as (document ->> '$.entity_id') stored
        references financeiro_entity (id) on delete cascade
, folded text not null default '{}') strict;

CREATE INDEX financeiro_classification_center_by_entity on financeiro_classification_center (entity_id);

CREATE TABLE financeiro_deposit_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE TABLE financeiro_financial_transaction (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_deposit_account (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    -- Signed, in hundredths: what a balance adds up.
    hundredths integer generated always as (cast(round((document ->> '$.amount') * 100) as integer)) virtual,
    -- The bank's own id of an imported one.
    guid text generated always as (document ->> '$.guid') virtual
, folded text not null default '{}', type text
    generated always as (coalesce(folded ->> '$.type', document ->> '$.type')) virtual, reconciled integer generated always as (document ->> '$.reconciled') virtual, person_id integer generated always as (document ->> '$.person_id') virtual, category_id integer generated always as (document ->> '$.category_id') virtual, classification_center_id integer generated always as (document ->> '$.classification_center_id') virtual, bank_statement_id integer generated always as (document ->> '$.bank_statement_id') virtual, document_number text
    generated always as (coalesce(folded ->> '$.document', document ->> '$.document')) virtual) strict;

CREATE INDEX financeiro_financial_transaction_by_guid on financeiro_financial_transaction (owner, guid)
    where guid is not null;

CREATE INDEX financeiro_financial_transaction_of on financeiro_financial_transaction (owner);

CREATE TABLE financeiro_payable_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    -- The instances of one recurrence.
    recurrence_id integer generated always as (document ->> '$.recurrence_id') virtual
, folded text not null default '{}', person_id integer generated always as (document ->> '$.person_id') virtual, category_id integer generated always as (document ->> '$.category_id') virtual, classification_center_id integer generated always as (document ->> '$.classification_center_id') virtual) strict;

CREATE INDEX financeiro_payable_account_by_recurrence on financeiro_payable_account (recurrence_id) where recurrence_id is not null;

CREATE TABLE financeiro_receivable_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    -- The instances of one recurrence.
    recurrence_id integer generated always as (document ->> '$.recurrence_id') virtual
, folded text not null default '{}', person_id integer generated always as (document ->> '$.person_id') virtual, category_id integer generated always as (document ->> '$.category_id') virtual, classification_center_id integer generated always as (document ->> '$.classification_center_id') virtual) strict;

CREATE INDEX financeiro_receivable_account_by_recurrence on financeiro_receivable_account (recurrence_id) where recurrence_id is not null;

CREATE TABLE financeiro_attachment (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document)),
    folded text not null default '{}', file_id integer references areia_file (id)) strict;

CREATE TABLE financeiro_webhook (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE TABLE financeiro_credit_card (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE TABLE financeiro_credit_card_transaction (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_credit_card (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}', recurrence_id integer generated always as (document ->> '$.recurrence_id') virtual, hundredths integer
    generated always as (cast(round((document ->> '$.amount') * 100) as integer)) virtual) strict;

CREATE TABLE financeiro_bank_statement (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_deposit_account (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE TABLE financeiro_sale_account (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE TABLE financeiro_sale_rule (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_sale_account (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE TABLE financeiro_sale (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_entity (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE TABLE financeiro_custom_classifier (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE TABLE financeiro_custom_classifier_value (
    id integer primary key autoincrement,
    account integer not null,
    owner integer not null references financeiro_custom_classifier (id) on delete cascade,
    sorted text not null,
    document text not null check (json_valid(document))
, folded text not null default '{}') strict;

CREATE INDEX financeiro_entity_by_owner on financeiro_entity (owner, sorted);

CREATE INDEX financeiro_person_by_owner on financeiro_person (owner, sorted);

CREATE INDEX financeiro_category_by_owner on financeiro_category (owner, sorted);

CREATE INDEX financeiro_classification_center_by_owner on financeiro_classification_center (owner, sorted);

CREATE INDEX financeiro_deposit_account_by_owner on financeiro_deposit_account (owner, sorted);

CREATE INDEX financeiro_financial_transaction_by_owner on financeiro_financial_transaction (owner, sorted);

CREATE INDEX financeiro_payable_account_by_owner on financeiro_payable_account (owner, sorted);

CREATE INDEX financeiro_receivable_account_by_owner on financeiro_receivable_account (owner, sorted);

CREATE INDEX financeiro_attachment_by_owner on financeiro_attachment (owner, sorted);

CREATE INDEX financeiro_webhook_by_owner on financeiro_webhook (owner, sorted);

CREATE INDEX financeiro_credit_card_by_owner on financeiro_credit_card (owner, sorted);

CREATE INDEX financeiro_credit_card_transaction_by_owner on financeiro_credit_card_transaction (owner, sorted);

CREATE INDEX financeiro_bank_statement_by_owner on financeiro_bank_statement (owner, sorted);

CREATE INDEX financeiro_sale_account_by_owner on financeiro_sale_account (owner, sorted);

CREATE INDEX financeiro_sale_rule_by_owner on financeiro_sale_rule (owner, sorted);

CREATE INDEX financeiro_sale_by_owner on financeiro_sale (owner, sorted);

CREATE INDEX financeiro_custom_classifier_by_owner on financeiro_custom_classifier (owner, sorted);

CREATE INDEX financeiro_custom_classifier_value_by_owner on financeiro_custom_classifier_value (owner, sorted);

CREATE INDEX financeiro_financial_transaction_by_type on financeiro_financial_transaction (owner, type, sorted);

CREATE INDEX financeiro_financial_transaction_by_reconciled on financeiro_financial_transaction (owner, reconciled, sorted);

CREATE INDEX financeiro_financial_transaction_by_person on financeiro_financial_transaction (owner, person_id, sorted)
    where person_id is not null;

CREATE INDEX financeiro_financial_transaction_by_category on financeiro_financial_transaction (owner, category_id, sorted)
    where category_id is not null;

CREATE INDEX financeiro_financial_transaction_by_center on financeiro_financial_transaction (owner, classification_center_id, sorted)
    where classification_center_id is not null;

CREATE INDEX financeiro_financial_transaction_by_statement on financeiro_financial_transaction (owner, bank_statement_id, sorted)
    where bank_statement_id is not null;

CREATE INDEX financeiro_financial_transaction_by_number on financeiro_financial_transaction (owner, document_number, sorted)
    where document_number is not null;

CREATE INDEX financeiro_financial_transaction_by_amount on financeiro_financial_transaction (owner, hundredths, sorted);

CREATE TABLE financeiro_financial_transaction_tally (
    owner integer not null,
    name text not null,
    value any not null,
    sorted text not null,
    count integer not null,
    hundredths integer not null,
    primary key (owner, name, value, sorted)
) strict, without rowid;

CREATE TRIGGER financeiro_financial_transaction_added after insert on financeiro_financial_transaction begin
    insert into financeiro_financial_transaction_tally (owner, name, value, sorted, count, hundredths)
        select new.owner, column1, column2, new.sorted, 1, coalesce(new.hundredths, 0)
        from (values ('all', 0), ('type', new.type), ('reconciled', new.reconciled), ('person_id', new.person_id),
            ('category_id', new.category_id), ('classification_center_id', new.classification_center_id),
            ('bank_statement_id', new.bank_statement_id))
        where column2 is not null
        on conflict do update set count = count + excluded.count, hundredths = hundredths + excluded.hundredths;
end;

CREATE TRIGGER financeiro_financial_transaction_removed after delete on financeiro_financial_transaction begin
    insert into financeiro_financial_transaction_tally (owner, name, value, sorted, count, hundredths)
        select old.owner, column1, column2, old.sorted, -1, -coalesce(old.hundredths, 0)
        from (values ('all', 0), ('type', old.type), ('reconciled', old.reconciled), ('person_id', old.person_id),
            ('category_id', old.category_id), ('classification_center_id', old.classification_center_id),
            ('bank_statement_id', old.bank_statement_id))
        where column2 is not null
        on conflict do update set count = count + excluded.count, hundredths = hundredths + excluded.hundredths;
end;

CREATE TRIGGER financeiro_financial_transaction_changed after update of sorted, document on financeiro_financial_transaction
when old.sorted is not new.sorted or old.hundredths is not new.hundredths or old.type is not new.type
    or old.reconciled is not new.reconciled or old.person_id is not new.person_id or old.category_id is not new.category_id
    or old.classification_center_id is not new.classification_center_id or old.bank_statement_id is not new.bank_statement_id
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

CREATE TRIGGER financeiro_financial_transaction_tally_empty after update on financeiro_financial_transaction_tally
when new.count = 0 begin
    delete from financeiro_financial_transaction_tally
        where owner = new.owner and name = new.name and value = new.value and sorted = new.sorted;
end;

CREATE INDEX financeiro_payable_account_by_person on financeiro_payable_account (person_id) where person_id is not null;

CREATE INDEX financeiro_payable_account_by_category on financeiro_payable_account (category_id) where category_id is not null;

CREATE INDEX financeiro_payable_account_by_center on financeiro_payable_account (classification_center_id) where classification_center_id is not null;

CREATE INDEX financeiro_receivable_account_by_person on financeiro_receivable_account (person_id) where person_id is not null;

CREATE INDEX financeiro_receivable_account_by_category on financeiro_receivable_account (category_id) where category_id is not null;

CREATE INDEX financeiro_receivable_account_by_center on financeiro_receivable_account (classification_center_id) where classification_center_id is not null;

CREATE INDEX financeiro_credit_card_transaction_by_recurrence on financeiro_credit_card_transaction (owner, recurrence_id, sorted)
    where recurrence_id is not null;

CREATE TABLE totvs_cash_account (
    sequence integer primary key,
    -- The record and the list's item, as JSON, with the texts as they were written.
    record text not null check (json_valid(record)),
    item text not null check (json_valid(item)),
    company integer not null,
    code text not null,
    description text not null,
    instant_balance integer not null,
    database_balance integer not null,
    cash_account_database integer not null,
    last_number_check_bank text not null,
    proprietary_company integer not null,
    bank_number text,
    agency_number text,
    account_number text,
    unpaid_balance integer not null,
    financial_application text,
    currency_code text not null,
    -- Written, filtered by and shown in the answer to a POST or PUT, but not in any answer to a GET.
    instant_balance_currency_br integer,
    unpaid_balance_currency_br integer,
    bank_account_company integer,
    user_lower_limit integer not null,
    lower_limit integer not null,
    allow_openning integer not null,
    last_cash_number text,
    active integer not null,
    cpmf_automatic integer not null,
    initial_inclusion_date_extract integer,
    inclusion_end_date_extract integer,
    branch_code integer,
    batch_code integer,
    refund_batch_code integer,
    cash_book_code text,
    cutoff_date_balance integer
) strict;

CREATE UNIQUE INDEX totvs_cash_account_by_key on totvs_cash_account (company, code);

CREATE INDEX totvs_cash_account_by_description on totvs_cash_account (description, company, code);

CREATE INDEX totvs_cash_account_by_bank on totvs_cash_account (bank_number, description, company, code);

CREATE INDEX totvs_cash_account_by_account on totvs_cash_account (account_number, company, code);

CREATE INDEX totvs_cash_account_by_code on totvs_cash_account (code, company);

CREATE TABLE procfy_sequence (
    name text primary key,
    last integer not null
) strict, without rowid;

CREATE TABLE procfy_bank_account (
    id integer primary key,
    document text not null check (json_valid(document)),
    hidden integer not null default 0 check (hidden in (0, 1)),
    -- What the balance comes to. `balance_cents` in the document may be set by hand, until something changes this.
    computed_cents integer not null,
    nested text not null generated always as (json_remove(document, '$.initial_balance_cents')) stored
) strict;

CREATE TABLE procfy_contact (
    id integer primary key,
    document text not null check (json_valid(document)),
    hidden integer not null default 0 check (hidden in (0, 1)),
    nested text not null generated always as (json_object('id', id, 'name', document ->> '$.name')) stored
) strict;

CREATE TABLE procfy_cost_center (
    id integer primary key,
    document text not null check (json_valid(document)),
    hidden integer not null default 0 check (hidden in (0, 1))
) strict;

CREATE TABLE procfy_category (
    id integer primary key,
    document text not null check (json_valid(document)),
    hidden integer not null default 0 check (hidden in (0, 1)),
    nested text not null generated always as (json_remove(document, '$.transaction_type')) stored
) strict;

CREATE TABLE procfy_user (
    id integer primary key,
    document text not null check (json_valid(document))
) strict;

CREATE TABLE procfy_transaction (
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

CREATE INDEX procfy_transaction_by_due_date
    on procfy_transaction (due_date, bank_account_id, category_id, contact_id, cost_center_id);

CREATE INDEX procfy_transaction_by_bank_account
    on procfy_transaction (bank_account_id, due_date, category_id, contact_id, cost_center_id);

CREATE INDEX procfy_transaction_by_category
    on procfy_transaction (category_id, due_date, bank_account_id, contact_id, cost_center_id);

CREATE INDEX procfy_transaction_by_contact
    on procfy_transaction (contact_id, due_date, bank_account_id, category_id, cost_center_id);

CREATE INDEX procfy_transaction_by_cost_center
    on procfy_transaction (cost_center_id, due_date, bank_account_id, category_id, contact_id);

CREATE INDEX procfy_transaction_by_transfer_to
    on procfy_transaction (transfer_to_id) where transfer_to_id is not null;

CREATE VIEW procfy_transaction_shown (id, document) as
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

CREATE TABLE docsales_registration (
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

CREATE UNIQUE INDEX docsales_registration_by_id on docsales_registration (account, registry, id);

CREATE TABLE docsales_customer (
    id integer primary key,
    account text not null,
    document text not null check (json_valid(document)),
    code text generated always as (document ->> '$.code') virtual,
    tax_number text generated always as (document ->> '$.document') virtual,
    check (id = document ->> '$.id' and typeof(code) = 'text' and typeof(tax_number) = 'text')
) strict;

CREATE UNIQUE INDEX docsales_customer_by_code on docsales_customer (account, code);

CREATE UNIQUE INDEX docsales_customer_by_tax_number on docsales_customer (account, tax_number);

CREATE TABLE docsales_proposal (
    id integer primary key,
    account text not null,
    customer_id integer not null references docsales_customer (id),
    document text not null check (json_valid(document)),
    code text generated always as (document ->> '$.code') virtual,
    external_uuid text generated always as (document ->> '$.external_uuid') virtual,
    check (id = document ->> '$.id' and typeof(code) = 'text' and typeof(external_uuid) in ('text', 'null'))
) strict;

CREATE UNIQUE INDEX docsales_proposal_by_code on docsales_proposal (account, code);

CREATE UNIQUE INDEX docsales_proposal_by_external_uuid on docsales_proposal (external_uuid)
    where external_uuid is not null;

CREATE INDEX docsales_proposal_by_customer on docsales_proposal (account, customer_id, id);

CREATE TABLE docsales_numbering (
    account text not null,
    series text not null check (series in ('DOC', 'CLI')),
    last integer not null,
    primary key (account, series)
) strict, without rowid;

CREATE TABLE docsales_creations (
    account text not null,
    month text not null,
    used integer not null,
    primary key (account, month)
) strict, without rowid;

CREATE TABLE areia_file (
    id integer primary key autoincrement,
    is_kept integer not null default 0 check (is_kept in (0, 1))
) strict;

CREATE INDEX areia_file_on_its_way on areia_file (id) where is_kept = 0;

CREATE TABLE areia_file_chunk (
    file_id integer not null references areia_file (id) on delete cascade,
    place integer not null,
    content blob not null
) strict;

CREATE UNIQUE INDEX areia_file_chunk_by_place on areia_file_chunk (file_id, place);

CREATE TABLE "procfy_attachment" (
    id integer primary key,
    transaction_id integer not null references procfy_transaction (id) on delete cascade,
    filename text not null,
    byte_size integer not null check (byte_size >= 0),
    content_type text not null,
    created_at text not null,
    file_id integer not null references areia_file (id)
) strict;

CREATE INDEX procfy_attachment_by_transaction on procfy_attachment (transaction_id);

CREATE UNIQUE INDEX procfy_attachment_by_file on procfy_attachment (file_id);

CREATE TRIGGER procfy_attachment_deleted after delete on procfy_attachment begin
    delete from areia_file where id = old.file_id;
end;

CREATE TABLE procfy_transaction_count (
    bank_account_id integer not null,
    category_id integer not null,
    due_date text not null,
    cost_center_id integer not null,
    transactions integer not null,
    first_id integer not null,
    primary key (bank_account_id, category_id, due_date, cost_center_id)
) strict, without rowid;

CREATE INDEX procfy_transaction_count_by_due_date
    on procfy_transaction_count (due_date, bank_account_id, category_id, cost_center_id, transactions, first_id);

CREATE TRIGGER procfy_transaction_counted after insert on procfy_transaction begin
    insert into procfy_transaction_count
        (bank_account_id, category_id, due_date, cost_center_id, transactions, first_id)
    values (new.bank_account_id, coalesce(new.category_id, 0), new.due_date, coalesce(new.cost_center_id, 0), 1, new.id)
    on conflict do update set transactions = transactions + 1, first_id = min(first_id, excluded.first_id);
end;

CREATE TRIGGER procfy_transaction_uncounted after delete on procfy_transaction begin
    update procfy_transaction_count set transactions = transactions - 1
    where bank_account_id = old.bank_account_id and category_id = coalesce(old.category_id, 0)
        and due_date = old.due_date and cost_center_id = coalesce(old.cost_center_id, 0);
    delete from procfy_transaction_count
    where bank_account_id = old.bank_account_id and category_id = coalesce(old.category_id, 0)
        and due_date = old.due_date and cost_center_id = coalesce(old.cost_center_id, 0) and transactions = 0;
end;

CREATE TRIGGER procfy_transaction_recounted
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

CREATE INDEX procfy_transaction_in_order
    on procfy_transaction (id, due_date, bank_account_id, category_id, contact_id, cost_center_id);

CREATE TABLE docsales_call (
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

CREATE INDEX docsales_call_by_account on docsales_call (account, id);

CREATE INDEX procfy_transaction_of_pair
    on procfy_transaction (bank_account_id, category_id, id, due_date, contact_id, cost_center_id);

CREATE UNIQUE INDEX financeiro_attachment_by_file on financeiro_attachment (file_id) where file_id is not null;

CREATE TRIGGER financeiro_attachment_deleted after delete on financeiro_attachment begin
    delete from areia_file where id = old.file_id;
end;

CREATE TRIGGER financeiro_attachment_file_replaced after update of file_id on financeiro_attachment
when old.file_id is not new.file_id begin
    delete from areia_file where id = old.file_id;
end;

INSERT INTO procfy_sequence VALUES ('address', 0);

INSERT INTO procfy_sequence VALUES ('attachment', 0);

INSERT INTO procfy_sequence VALUES ('bank_account', 0);

INSERT INTO procfy_sequence VALUES ('category', 0);

INSERT INTO procfy_sequence VALUES ('contact', 0);

INSERT INTO procfy_sequence VALUES ('cost_center', 0);

INSERT INTO procfy_sequence VALUES ('transaction', 0);

INSERT INTO procfy_sequence VALUES ('user', 0);
