-- TOTVS RM, cash accounts (API Conta/Caixa; RM's table FCXA). The API filters and orders by every field, so each has
-- a column; beside them stand the two documents that reading shows, ready to be handed on.
--
-- Texts are folded as the world's collation has them: lower case, and without accents where those do not count.
-- Amounts are whole numbers of the fourth place behind the point. Instants are microseconds since 1970, UTC.

create table totvs_cash_account (
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

-- The primary key of FCXA (PKFCXA), and the order of a list that asks for none.
create unique index totvs_cash_account_by_key on totvs_cash_account (company, code);
create index totvs_cash_account_by_description on totvs_cash_account (description, company, code);
create index totvs_cash_account_by_bank on totvs_cash_account (bank_number, description, company, code);
create index totvs_cash_account_by_account on totvs_cash_account (account_number, company, code);
-- The code is what clients filter by who do not know its company.
create index totvs_cash_account_by_code on totvs_cash_account (code, company);
