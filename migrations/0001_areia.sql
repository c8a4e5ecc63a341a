-- What every world has, whatever its providers: who exists in it and what is still to happen.
-- A world is one database, so no table here or elsewhere has a column for the world.

-- The world itself, as it was last left: one row.
create table areia_world (
    id integer primary key check (id = 1),
    name text not null,
    seed text not null,
    -- How often this database has been opened; each opening draws ids from streams of its own.
    generation integer not null,
    clock text not null check (json_valid(clock))
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
create table areia_agenda (
    id integer primary key,
    provider text not null,
    due_at_us integer not null,
    what text not null,
    subject text not null
) strict;

create index areia_agenda_by_due_at on areia_agenda (due_at_us, id);
