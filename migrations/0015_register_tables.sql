-- Figures by municipality and year, as a source gave them: what was asked, the raw answer, and the figures read from it.

-- ── Copies ───────────────────────────────────────────────────────────────────────────────────────────────────────────
-- One reading of one selection of a table. A newer of the same name takes its place; what a result was made with stays.
create table register_copy (
	id integer generated always as identity primary key,
	key text not null check (key ~ '^[a-z][a-z0-9_]{0,59}$'),
	-- number in StatBank, or the name of a file
	source_table text not null check (btrim(source_table) <> '' and length(source_table) <= 200),
	title text not null check (length(title) <= 2000),
	-- when the source says that it last changed the table, as it writes it
	updated text check (btrim(updated) <> ''),
	licence text not null check (btrim(licence) <> ''),
	source text not null check (source in ('statbank_v1', 'statbank_v2', 'file')),
	-- sha-256 of the raw answers in order
	hash text not null check (hash ~ '^[0-9a-f]{64}$'),
	-- what is read from the answers, so that it can be read again
	definition jsonb not null check (jsonb_typeof(definition) = 'object'),
	-- what was left out, by reason
	dropped jsonb not null check (jsonb_typeof(dropped) = 'object'),
	figure_count integer not null check (figure_count > 0),
	response_count smallint not null check (response_count > 0),
	retrieved_at timestamptz not null,
	retrieved_by text not null check (retrieved_by <> ''),
	-- when the source last said the same
	checked_at timestamptz not null check (checked_at >= retrieved_at),
	replaced_at timestamptz
);
create unique index register_copy_current on register_copy (key) where replaced_at is null;

-- The raw answers: whole, as they came.
create table register_response (
	copy_id integer not null references register_copy,
	position smallint not null check (position >= 0),
	-- as it was sent; null for a file
	query text check (query <> ''),
	body bytea not null check (octet_length(body) > 0),
	hash text not null check (hash = encode(sha256(body), 'hex')),
	primary key (copy_id, position)
);
create table register_variable (
	copy_id integer not null references register_copy,
	position smallint not null check (position >= 0),
	key text not null check (key ~ '^[a-z][a-z0-9_]{0,59}$'),
	label text not null check (btrim(label) <> ''),
	unit text not null,
	measure text not null check (measure in ('count', 'rate', 'mean', 'code')),
	-- the variable that a rate or mean is weighted by when municipalities merge; it may be in another copy
	denominator text check (denominator <> key),
	decimals smallint not null check (decimals between 0 and 20),
	definition text not null,
	primary key (copy_id, position),
	unique (copy_id, key)
);
-- A number or a mark, never both: `.` cannot exist, `..` missing, `:` confidential. 0 is a number. Where the source has no row there is none here.
create table register_figure (
	copy_id integer not null references register_copy,
	position smallint not null,
	region text not null check (region ~ '^[0-9]{4}$'),
	year smallint not null check (year between 1800 and 2099),
	value double precision check (value not in ('NaN', 'Infinity', '-Infinity')),
	mark text check (mark in ('cannot_exist', 'missing', 'confidential')),
	primary key (copy_id, position, region, year),
	foreign key (copy_id, position) references register_variable (copy_id, position),
	check ((value is null) <> (mark is null))
);
create trigger immutable before update or delete on register_response for each row execute function refuse_change();
create trigger immutable before update or delete on register_variable for each row execute function refuse_change();
create trigger immutable before update or delete on register_figure for each row execute function refuse_change();

-- Of a copy only two things change: that the source says the same still, and that another has taken its place.
create function keep_register_copy() returns trigger language plpgsql as $$
begin
	if tg_op = 'DELETE' or old.replaced_at is not null or new.checked_at < old.checked_at
		or (to_jsonb(old) - 'checked_at' - 'replaced_at') is distinct from (to_jsonb(new) - 'checked_at' - 'replaced_at') then
		raise exception 'rows of register_copy are immutable' using errcode = 'GR001';
	end if;
	return new;
end $$;
create trigger keep before update or delete on register_copy for each row execute function keep_register_copy();

-- At commit a copy has all its answers and figures, and no variable of it is also one of another copy that stands.
create function check_register_copy() returns trigger language plpgsql as $$
begin
	if (select count(*) from register_figure where copy_id = new.id) <> new.figure_count
		or (select count(*) from register_response where copy_id = new.id) <> new.response_count then
		raise exception 'register copy % is not whole', new.id using errcode = '23514';
	end if;
	if exists (
		select from register_variable own join register_variable other on other.key = own.key and other.copy_id <> own.copy_id
		join register_copy c on c.id = other.copy_id and c.replaced_at is null where own.copy_id = new.id
	) then
		raise exception 'a variable of register copy % is held already', new.id using errcode = '23505', constraint = 'register_variable_standing';
	end if;
	return null;
end $$;
create constraint trigger whole after insert on register_copy deferrable initially deferred for each row execute function check_register_copy();

-- Nothing is added to one that stands.
create function check_register_rows() returns trigger language plpgsql as $$
begin
	if exists (select from register_copy c where c.id in (select copy_id from given) and (select count(*) from register_figure f where f.copy_id = c.id) > c.figure_count) then
		raise exception 'the copy has all its figures' using errcode = '23514';
	end if;
	return null;
end $$;
create trigger check_rows after insert on register_figure referencing new table as given for each statement execute function check_register_rows();

grant select on register_copy, register_response, register_variable, register_figure to grunnlag_evaluate;
grant insert on register_copy, register_response, register_variable, register_figure to grunnlag_evaluate;
grant update (checked_at, replaced_at) on register_copy to grunnlag_evaluate;
