-- A list of transactions says how many there are, and a million are not counted for each page of 25: they are counted by
-- day, bank account, category and cost center, in the transaction that changes one. 0 stands for none, which no id is.
-- `first_id` is not above the least id: a page is looked for from there on.
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

insert into procfy_transaction_count
    (bank_account_id, category_id, due_date, cost_center_id, transactions, first_id)
select bank_account_id, coalesce(category_id, 0), due_date, coalesce(cost_center_id, 0), count(*), min(id)
from procfy_transaction group by 1, 2, 3, 4;

-- All that a filter looks at, in the order of a list: what is kept by many is found by walking here.
create index procfy_transaction_in_order
    on procfy_transaction (id, due_date, bank_account_id, category_id, contact_id, cost_center_id);
