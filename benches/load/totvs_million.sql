-- A million cash accounts: a hundred companies, a thousand accounts of each of 997 banks, in no order of their descriptions.
with recursive numbered (number) as (
    select 0 union all select number + 1 from numbered where number < 999999
), written as (
    select
        100 + number / 10000 as company,
        printf('%05d', number % 10000) as code,
        -- A multiple of a number that shares no factor with the prime visits them all.
        printf('Conta %07d', number * 7919 % 1000003) as description,
        printf('%03d', number % 997) as bank,
        printf('%08d', number * 31 % 1000003) as account
    from numbered
), shown as (
    select *, printf(
        '{"id":"%d|%s","company":%d,"code":"%s","description":"%s","instantBalance":0.0000,"databaseBalance":0.0000,'
        || '"cashAccountDatabase":"2024-01-31T00:00:00-03:00","proprietaryCompany":%d,"bankNumber":"%s",'
        || '"agencyNumber":"3150","accountNumber":"%s","unpaidBalance":0.0000,"currencyCode":"R$","active":1,'
        || '"allowOpenning":0}',
        company, code, company, code, description, company, bank, account
    ) as item
    from written
)
insert into totvs_cash_account (
    record, item, company, code, description, instant_balance, database_balance, cash_account_database,
    last_number_check_bank, proprietary_company, bank_number, agency_number, account_number, unpaid_balance,
    currency_code, user_lower_limit, lower_limit, allow_openning, active, cpmf_automatic
)
select
    item, item, company, code, lower(description), 0, 0, 1706670000000000, '0', company, bank, '3150', account, 0, 'r$',
    0, 0, 0, 1, 0
from shown;
