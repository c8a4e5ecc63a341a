-- The log of calls as columns: every call writes a row, and nothing but the screen reads one, so it is a document there
-- alone.
create table docsales_call (
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

insert into docsales_call
select id, account, document ->> '$.created_at', document ->> '$.method', document ->> '$.path', document ->> '$.query',
    document ->> '$.request_body', document ->> '$.status', document ->> '$.response_body', document ->> '$.duration_ms',
    document ->> '$.ip'
from docsales_request;

drop table docsales_request;

create index docsales_call_by_account on docsales_call (account, id);
