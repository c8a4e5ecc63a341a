-- The bytes of Procfy's attachments become files of the world, which come and go in chunks.
create table procfy_attachment_in_file (
    id integer primary key,
    transaction_id integer not null references procfy_transaction (id) on delete cascade,
    filename text not null,
    byte_size integer not null check (byte_size >= 0),
    content_type text not null,
    created_at text not null,
    file_id integer not null references areia_file (id)
) strict;

insert into areia_file (id, is_kept) select id, 1 from procfy_attachment;
insert into areia_file_chunk (file_id, place, content) select id, 0, content from procfy_attachment;
insert into procfy_attachment_in_file
    select id, transaction_id, filename, byte_size, content_type, created_at, id from procfy_attachment;
drop table procfy_attachment;
alter table procfy_attachment_in_file rename to procfy_attachment;

create index procfy_attachment_by_transaction on procfy_attachment (transaction_id);
create unique index procfy_attachment_by_file on procfy_attachment (file_id);

-- An attachment takes its file with it, also where it goes with its transaction.
create trigger procfy_attachment_deleted after delete on procfy_attachment begin
    delete from areia_file where id = old.file_id;
end;
