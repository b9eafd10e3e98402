-- A population list between upload and import. It holds names and addresses, so it lives with them, and only for as long as it takes:
-- it is removed on import, when discarded, and after a day.
create table contact.frame_upload (
	survey_id integer not null references survey,
	id uuid not null default gen_random_uuid(),
	file_name text not null check (file_name <> '' and length(file_name) <= 200),
	bytes bytea not null check (length(bytes) <= 20000000),
	-- what each column is for, once chosen
	mapping jsonb,
	-- how a merged list came about: which rows of which file were dropped and why, without names or addresses
	merge jsonb,
	created_at timestamptz not null default now(),
	created_by text,
	primary key (survey_id, id)
);
create index on contact.frame_upload (created_at);
grant select, insert, update, delete on contact.frame_upload to grunnlag_fieldwork;
