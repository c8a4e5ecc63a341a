-- Files of any size, in chunks, so that none is ever held in memory whole. A file on its way in is there already, kept
-- by nobody: whoever takes it in says so in the transaction that makes the record it belongs to, and whoever deletes
-- that record deletes the file.
create table areia_file (
    id integer primary key autoincrement,
    is_kept integer not null default 0 check (is_kept in (0, 1))
) strict;

create index areia_file_on_its_way on areia_file (id) where is_kept = 0;

create table areia_file_chunk (
    file_id integer not null references areia_file (id) on delete cascade,
    place integer not null,
    content blob not null
) strict;

create unique index areia_file_chunk_by_place on areia_file_chunk (file_id, place);
