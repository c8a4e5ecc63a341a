-- A bank account and a category together keep few of all transactions, and so lists are mostly asked for: what they keep
-- is walked by here, in the order of a list.
create index procfy_transaction_of_pair
    on procfy_transaction (bank_account_id, category_id, id, due_date, contact_id, cost_center_id);
