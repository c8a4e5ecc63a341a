-- The bytes of Financeiro's attachments become files of the world, which come and go in chunks.
alter table financeiro_attachment add column file_id integer references areia_file (id);

update financeiro_attachment
    set file_id = id + (select coalesce(max(id), 0) from areia_file) where content is not null;
insert into areia_file (id, is_kept)
    select file_id, 1 from financeiro_attachment where file_id is not null;
insert into areia_file_chunk (file_id, place, content)
    select file_id, 0, content from financeiro_attachment where file_id is not null;
alter table financeiro_attachment drop column content;

create unique index financeiro_attachment_by_file on financeiro_attachment (file_id) where file_id is not null;

-- An attachment takes its file with it, also where it goes with its entity or gets another file.
create trigger financeiro_attachment_deleted after delete on financeiro_attachment begin
    delete from areia_file where id = old.file_id;
end;
create trigger financeiro_attachment_file_replaced after update of file_id on financeiro_attachment
when old.file_id is not new.file_id begin
    delete from areia_file where id = old.file_id;
end;
