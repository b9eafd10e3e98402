-- Codes that people give open answers: a tree of codes a question, several codes an answer, each coder for himself.

create table answer_code (
	survey_id integer not null references survey,
	id integer generated always as identity,
	item text not null check (item <> ''),
	-- the code above it in the tree
	parent_id integer,
	-- the name that files and variables have of it
	key text not null check (key ~ '^[a-z][a-z0-9_]{0,40}$'),
	label text not null check (btrim(label) <> '' and length(label) <= 200),
	-- what is and what is not to have it
	definition text not null default '' check (length(definition) <= 2000),
	made_by text not null check (made_by <> ''),
	made_at timestamptz not null default now(),
	-- no longer given; what has it keeps it
	retired_at timestamptz,
	primary key (survey_id, id),
	unique (survey_id, item, id),
	unique (survey_id, item, key),
	foreign key (survey_id, item, parent_id) references answer_code (survey_id, item, id),
	check (parent_id <> id)
);
create unique index answer_code_label on answer_code (survey_id, item, lower(label)) where retired_at is null;

-- No code is above itself, by however many steps.
create function check_code_tree() returns trigger language plpgsql as $$
begin
	if exists (
		with recursive up (id, parent_id) as (
			select new.id, new.parent_id union
			select c.id, c.parent_id from answer_code c join up on (c.survey_id, c.id) = (new.survey_id, up.parent_id))
		select from up where parent_id = new.id) then
		raise exception 'code % would be above itself', new.key using errcode = '23514', constraint = 'answer_code_tree';
	end if;
	return new;
end $$;
create trigger check_tree before insert or update of parent_id on answer_code for each row when (new.parent_id is not null) execute function check_code_tree();

-- That a coder has judged an answer, also where no code fitted. `text_hash`: of the text that was judged, in case it is changed afterwards.
create table answer_coding (
	survey_id integer not null,
	item text not null,
	response_id integer not null,
	coder text not null check (coder <> ''),
	text_hash text not null check (text_hash ~ '^[0-9a-f]{64}$'),
	at timestamptz not null default now(),
	primary key (survey_id, item, response_id, coder),
	foreign key (survey_id, response_id, item) references answer (survey_id, response_id, item)
);
create table answer_coding_code (
	survey_id integer not null,
	item text not null,
	response_id integer not null,
	coder text not null,
	code_id integer not null,
	primary key (survey_id, item, response_id, coder, code_id),
	foreign key (survey_id, item, response_id, coder) references answer_coding (survey_id, item, response_id, coder) on delete cascade,
	foreign key (survey_id, item, code_id) references answer_code (survey_id, item, id)
);
create index answer_coding_code_by_code on answer_coding_code (survey_id, code_id);

grant select, insert, update on answer_code, answer_coding to grunnlag_evaluate;
grant select, insert, delete on answer_coding_code to grunnlag_evaluate;
grant delete on answer_code, answer_coding to grunnlag_evaluate;
