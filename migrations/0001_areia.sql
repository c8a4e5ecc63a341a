-- What every world has, whatever its providers: who exists in it, what is still to happen, and files.
-- A world is one database, so no table here or elsewhere has a column for the world.

-- The world itself, as it was last left: one row.
create table areia_world (
    id integer primary key check (id = 1),
    name text not null,
    seed text not null,
    -- How often this database has been opened; each opening draws ids from streams of its own.
    generation integer not null,
    clock text not null check (json_valid(clock)),
    -- What else a world on disk keeps: what it was made from, until when it lives, where its quotas stand.
    state text check (state is null or json_valid(state))
) strict;

-- A provider's own tenant, with its settings.
create table areia_account (
    provider text not null,
    id text not null,
    document text not null check (json_valid(document)),
    position integer not null,
    primary key (provider, id)
) strict, without rowid;

-- Applications, users, codes and tokens. They are looked up in memory; this is what survives the process.
create table areia_credential (
    id integer primary key,
    document text not null check (json_valid(document))
) strict;

-- What falls due on the world's clock.
create table areia_schedule (
    id integer primary key,
    provider text not null,
    due_at_us integer not null,
    what text not null,
    subject text not null
) strict;

create index areia_schedule_by_due_at on areia_schedule (due_at_us, id);

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
