-- TOTVS RM: a cash account's code is what clients filter by who do not know its company.
create index totvs_cash_account_by_code on totvs_cash_account (code, company);
