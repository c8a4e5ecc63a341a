-- Financeiro's searches. A text is compared neither by case nor by accents, as MySQL's general collation does, which
-- SQLite has no function for: beside each record stand its texts folded, by column, as far as folding changes them.
-- Whose a record is tells its account too, so that lists need no more than the owner.

alter table financeiro_entity add column folded text not null default '{}';
alter table financeiro_person add column folded text not null default '{}';
alter table financeiro_category add column folded text not null default '{}';
alter table financeiro_classification_center add column folded text not null default '{}';
alter table financeiro_deposit_account add column folded text not null default '{}';
alter table financeiro_financial_transaction add column folded text not null default '{}';
alter table financeiro_payable_account add column folded text not null default '{}';
alter table financeiro_receivable_account add column folded text not null default '{}';
alter table financeiro_attachment add column folded text not null default '{}';
alter table financeiro_webhook add column folded text not null default '{}';
alter table financeiro_credit_card add column folded text not null default '{}';
alter table financeiro_credit_card_transaction add column folded text not null default '{}';
alter table financeiro_bank_statement add column folded text not null default '{}';
alter table financeiro_sale_account add column folded text not null default '{}';
alter table financeiro_sale_rule add column folded text not null default '{}';
alter table financeiro_sale add column folded text not null default '{}';
alter table financeiro_custom_classifier add column folded text not null default '{}';
alter table financeiro_custom_classifier_value add column folded text not null default '{}';

drop index financeiro_entity_by_owner;
drop index financeiro_person_by_owner;
drop index financeiro_category_by_owner;
drop index financeiro_classification_center_by_owner;
drop index financeiro_deposit_account_by_owner;
drop index financeiro_deposit_account_of;
drop index financeiro_financial_transaction_by_owner;
drop index financeiro_payable_account_by_owner;
drop index financeiro_payable_account_of;
drop index financeiro_receivable_account_by_owner;
drop index financeiro_receivable_account_of;
drop index financeiro_attachment_by_owner;
drop index financeiro_attachment_of;
drop index financeiro_webhook_by_owner;
drop index financeiro_credit_card_by_owner;
drop index financeiro_credit_card_of;
drop index financeiro_credit_card_transaction_by_owner;
drop index financeiro_credit_card_transaction_of;
drop index financeiro_bank_statement_by_owner;
drop index financeiro_bank_statement_of;
drop index financeiro_sale_account_by_owner;
drop index financeiro_sale_rule_by_owner;
drop index financeiro_sale_rule_of;
drop index financeiro_sale_by_owner;
drop index financeiro_sale_of;
drop index financeiro_custom_classifier_by_owner;
drop index financeiro_custom_classifier_value_by_owner;
drop index financeiro_custom_classifier_value_of;

create index financeiro_entity_by_owner on financeiro_entity (owner, sorted);
create index financeiro_person_by_owner on financeiro_person (owner, sorted);
create index financeiro_category_by_owner on financeiro_category (owner, sorted);
create index financeiro_classification_center_by_owner on financeiro_classification_center (owner, sorted);
create index financeiro_deposit_account_by_owner on financeiro_deposit_account (owner, sorted);
create index financeiro_financial_transaction_by_owner on financeiro_financial_transaction (owner, sorted);
create index financeiro_payable_account_by_owner on financeiro_payable_account (owner, sorted);
create index financeiro_receivable_account_by_owner on financeiro_receivable_account (owner, sorted);
create index financeiro_attachment_by_owner on financeiro_attachment (owner, sorted);
create index financeiro_webhook_by_owner on financeiro_webhook (owner, sorted);
create index financeiro_credit_card_by_owner on financeiro_credit_card (owner, sorted);
create index financeiro_credit_card_transaction_by_owner on financeiro_credit_card_transaction (owner, sorted);
create index financeiro_bank_statement_by_owner on financeiro_bank_statement (owner, sorted);
create index financeiro_sale_account_by_owner on financeiro_sale_account (owner, sorted);
create index financeiro_sale_rule_by_owner on financeiro_sale_rule (owner, sorted);
create index financeiro_sale_by_owner on financeiro_sale (owner, sorted);
create index financeiro_custom_classifier_by_owner on financeiro_custom_classifier (owner, sorted);
create index financeiro_custom_classifier_value_by_owner on financeiro_custom_classifier_value (owner, sorted);

-- A deposit account may have a million transactions. What they are searched by has an index, in whose ranges they stand
-- in the order of the list; `financeiro_financial_transaction_of` keeps them in the order of their ids.
alter table financeiro_financial_transaction add column type text
    generated always as (coalesce(folded ->> '$.type', document ->> '$.type')) virtual;
alter table financeiro_financial_transaction add column reconciled integer generated always as (document ->> '$.reconciled') virtual;
alter table financeiro_financial_transaction add column person_id integer generated always as (document ->> '$.person_id') virtual;
alter table financeiro_financial_transaction add column category_id integer generated always as (document ->> '$.category_id') virtual;
alter table financeiro_financial_transaction add column classification_center_id integer generated always as (document ->> '$.classification_center_id') virtual;
alter table financeiro_financial_transaction add column bank_statement_id integer generated always as (document ->> '$.bank_statement_id') virtual;
alter table financeiro_financial_transaction add column document_number text
    generated always as (coalesce(folded ->> '$.document', document ->> '$.document')) virtual;

create index financeiro_financial_transaction_by_type on financeiro_financial_transaction (owner, type, sorted);
create index financeiro_financial_transaction_by_reconciled on financeiro_financial_transaction (owner, reconciled, sorted);
create index financeiro_financial_transaction_by_person on financeiro_financial_transaction (owner, person_id, sorted)
    where person_id is not null;
create index financeiro_financial_transaction_by_category on financeiro_financial_transaction (owner, category_id, sorted)
    where category_id is not null;
create index financeiro_financial_transaction_by_center on financeiro_financial_transaction (owner, classification_center_id, sorted)
    where classification_center_id is not null;
create index financeiro_financial_transaction_by_statement on financeiro_financial_transaction (owner, bank_statement_id, sorted)
    where bank_statement_id is not null;
create index financeiro_financial_transaction_by_number on financeiro_financial_transaction (owner, document_number, sorted)
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

insert into financeiro_financial_transaction_tally (owner, name, value, sorted, count, hundredths)
    select owner, 'all', 0, sorted, count(*), sum(coalesce(hundredths, 0))
        from financeiro_financial_transaction group by owner, sorted
    union all select owner, 'type', type, sorted, count(*), sum(coalesce(hundredths, 0))
        from financeiro_financial_transaction where type is not null group by owner, type, sorted
    union all select owner, 'reconciled', reconciled, sorted, count(*), sum(coalesce(hundredths, 0))
        from financeiro_financial_transaction where reconciled is not null group by owner, reconciled, sorted
    union all select owner, 'person_id', person_id, sorted, count(*), sum(coalesce(hundredths, 0))
        from financeiro_financial_transaction where person_id is not null group by owner, person_id, sorted
    union all select owner, 'category_id', category_id, sorted, count(*), sum(coalesce(hundredths, 0))
        from financeiro_financial_transaction where category_id is not null group by owner, category_id, sorted
    union all select owner, 'classification_center_id', classification_center_id, sorted, count(*), sum(coalesce(hundredths, 0))
        from financeiro_financial_transaction where classification_center_id is not null group by owner, classification_center_id, sorted
    union all select owner, 'bank_statement_id', bank_statement_id, sorted, count(*), sum(coalesce(hundredths, 0))
        from financeiro_financial_transaction where bank_statement_id is not null group by owner, bank_statement_id, sorted;

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

create trigger financeiro_financial_transaction_changed after update of sorted, document on financeiro_financial_transaction
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

create trigger financeiro_financial_transaction_tally_empty after update on financeiro_financial_transaction_tally
when new.count = 0 begin
    delete from financeiro_financial_transaction_tally
        where owner = new.owner and name = new.name and value = new.value and sorted = new.sorted;
end;

-- How often people, categories and centers are used.
alter table financeiro_payable_account add column person_id integer generated always as (document ->> '$.person_id') virtual;
create index financeiro_payable_account_by_person on financeiro_payable_account (person_id) where person_id is not null;
alter table financeiro_payable_account add column category_id integer generated always as (document ->> '$.category_id') virtual;
create index financeiro_payable_account_by_category on financeiro_payable_account (category_id) where category_id is not null;
alter table financeiro_payable_account add column classification_center_id integer generated always as (document ->> '$.classification_center_id') virtual;
create index financeiro_payable_account_by_center on financeiro_payable_account (classification_center_id) where classification_center_id is not null;
alter table financeiro_receivable_account add column person_id integer generated always as (document ->> '$.person_id') virtual;
create index financeiro_receivable_account_by_person on financeiro_receivable_account (person_id) where person_id is not null;
alter table financeiro_receivable_account add column category_id integer generated always as (document ->> '$.category_id') virtual;
create index financeiro_receivable_account_by_category on financeiro_receivable_account (category_id) where category_id is not null;
alter table financeiro_receivable_account add column classification_center_id integer generated always as (document ->> '$.classification_center_id') virtual;
create index financeiro_receivable_account_by_center on financeiro_receivable_account (classification_center_id) where classification_center_id is not null;

-- The parcels of one purchase by card.
alter table financeiro_credit_card_transaction add column recurrence_id integer generated always as (document ->> '$.recurrence_id') virtual;
alter table financeiro_credit_card_transaction add column hundredths integer
    generated always as (cast(round((document ->> '$.amount') * 100) as integer)) virtual;
create index financeiro_credit_card_transaction_by_recurrence on financeiro_credit_card_transaction (owner, recurrence_id, sorted)
    where recurrence_id is not null;
