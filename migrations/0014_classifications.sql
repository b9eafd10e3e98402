-- Classifications of Statistics Norway as they were read: codes with validity, changes, what corresponds to what, and the harmonised groups.

-- ── Copies ───────────────────────────────────────────────────────────────────────────────────────────────────────────
-- One reading of one part. A newer takes its place; what a result was made with stays.
create table classification_copy (
	id integer generated always as identity primary key,
	-- KLASS: 131 municipalities, 104 counties, 112 KOSTRA groups, 128 centrality
	classification smallint not null check (classification in (104, 112, 128, 131)),
	part text not null check (part in ('codes', 'changes', 'correspondence', 'groups')),
	-- of a correspondence: the classification it leads to
	target smallint check (target in (104, 112, 128)),
	-- the days asked for: the first, and the first day after; null without an end. Of a correspondence: the day it was read for
	held_from date not null,
	held_to date check (held_to > held_from),
	source text not null check (btrim(source) <> ''),
	from_file boolean not null,
	-- sha-256 of the rows in order
	hash text not null check (hash ~ '^[0-9a-f]{64}$'),
	row_count integer not null check (row_count > 0 or (row_count = 0 and part = 'changes')),
	retrieved_at timestamptz not null,
	retrieved_by text not null check (retrieved_by <> ''),
	-- when the source last said the same
	checked_at timestamptz not null,
	replaced_at timestamptz,
	check ((part = 'correspondence') = (target is not null)),
	check (part = 'codes' or classification in (104, 131)),
	check (part in ('codes', 'changes') or classification = 131),
	check (checked_at >= retrieved_at)
);
create unique index classification_copy_current on classification_copy (classification, part, target, (case when part = 'correspondence' then held_from end)) nulls not distinct
	where replaced_at is null;

create table classification_code (
	copy_id integer not null references classification_copy,
	code text not null check (code <> '' and code = btrim(code)),
	valid_from date not null,
	valid_to date check (valid_to > valid_from),
	name text not null check (btrim(name) <> ''),
	primary key (copy_id, code, valid_from)
);
create table classification_change (
	copy_id integer not null references classification_copy,
	position integer not null check (position >= 0),
	changed_on date not null,
	old_code text check (old_code <> ''),
	new_code text check (new_code <> ''),
	primary key (copy_id, position),
	unique nulls not distinct (copy_id, changed_on, old_code, new_code),
	check (old_code is not null or new_code is not null)
);
create table classification_match (
	copy_id integer not null references classification_copy,
	code text not null check (code <> ''),
	target text not null check (target <> ''),
	target_name text not null,
	-- a municipality is in one group
	primary key (copy_id, code)
);
create table classification_group (
	copy_id integer not null references classification_copy,
	code text not null check (code <> ''),
	group_code text not null check (group_code <> ''),
	group_name text not null,
	primary key (copy_id, code)
);
create trigger immutable before update or delete on classification_code for each row execute function refuse_change();
create trigger immutable before update or delete on classification_change for each row execute function refuse_change();
create trigger immutable before update or delete on classification_match for each row execute function refuse_change();
create trigger immutable before update or delete on classification_group for each row execute function refuse_change();

-- Of a copy only two things change: that the source says the same still, and that another has taken its place.
create function keep_copy() returns trigger language plpgsql as $$
begin
	if tg_op = 'DELETE' or old.replaced_at is not null or new.checked_at < old.checked_at
		or (to_jsonb(old) - 'checked_at' - 'replaced_at') is distinct from (to_jsonb(new) - 'checked_at' - 'replaced_at') then
		raise exception 'rows of classification_copy are immutable' using errcode = 'GR001';
	end if;
	return new;
end $$;
create trigger keep before update or delete on classification_copy for each row execute function keep_copy();

-- A copy has as many rows as it says, at every commit: none missing, and none added to one that stands.
create function copy_rows(c classification_copy) returns bigint language sql stable as $$
	select case c.part
		when 'codes' then (select count(*) from classification_code x where x.copy_id = c.id)
		when 'changes' then (select count(*) from classification_change x where x.copy_id = c.id)
		when 'correspondence' then (select count(*) from classification_match x where x.copy_id = c.id)
		else (select count(*) from classification_group x where x.copy_id = c.id) end
$$;
create function check_copy() returns trigger language plpgsql as $$
begin
	if copy_rows(new) <> new.row_count then
		raise exception 'copy % has not % rows', new.id, new.row_count using errcode = '23514';
	end if;
	return null;
end $$;
create constraint trigger whole after insert on classification_copy deferrable initially deferred for each row execute function check_copy();

create function check_copy_rows() returns trigger language plpgsql as $$
begin
	if exists (select from classification_copy c where c.id in (select copy_id from given) and copy_rows(c) > c.row_count) then
		raise exception 'the copy has all its rows' using errcode = '23514';
	end if;
	return null;
end $$;
create trigger check_rows after insert on classification_code referencing new table as given for each statement execute function check_copy_rows();
create trigger check_rows after insert on classification_change referencing new table as given for each statement execute function check_copy_rows();
create trigger check_rows after insert on classification_match referencing new table as given for each statement execute function check_copy_rows();
create trigger check_rows after insert on classification_group referencing new table as given for each statement execute function check_copy_rows();

-- ── What a person chose where one municipality became several ───────────────────────────────────────────────────────
create table region_choice (
	id integer generated always as identity primary key,
	-- null: wherever the code is carried, in any survey
	survey_id integer references survey,
	-- the one row it is for; null: a rule
	row_key text check (row_key <> '' and length(row_key) <= 200),
	code text not null check (code ~ '^[0-9]{4}$'),
	split_at date not null,
	direction text not null check (direction in ('forward', 'back')),
	target text not null check (target ~ '^[0-9]{4}$'),
	target_date date not null,
	reason text not null check (btrim(reason) <> '' and length(reason) <= 500),
	made_by text not null check (made_by <> ''),
	made_at timestamptz not null default now(),
	withdrawn_by text check (withdrawn_by <> ''),
	withdrawn_at timestamptz,
	check (row_key is null or survey_id is not null),
	check ((withdrawn_by is null) = (withdrawn_at is null))
);
create unique index region_choice_current on region_choice (survey_id, row_key, code, split_at, direction) nulls not distinct where withdrawn_at is null;

-- A choice is withdrawn, never changed: what was made with it must be explained.
create function keep_choice() returns trigger language plpgsql as $$
begin
	if tg_op = 'DELETE' or old.withdrawn_at is not null or new.withdrawn_at is null
		or (to_jsonb(old) - 'withdrawn_at' - 'withdrawn_by') is distinct from (to_jsonb(new) - 'withdrawn_at' - 'withdrawn_by') then
		raise exception 'rows of region_choice are immutable' using errcode = 'GR001';
	end if;
	return new;
end $$;
create trigger keep before update or delete on region_choice for each row execute function keep_choice();

grant select on classification_copy, classification_code, classification_change, classification_match, classification_group, region_choice to grunnlag_evaluate, grunnlag_fieldwork;
grant insert on classification_copy, classification_code, classification_change, classification_match, classification_group, region_choice to grunnlag_evaluate;
grant update (checked_at, replaced_at) on classification_copy to grunnlag_evaluate;
grant update (withdrawn_at, withdrawn_by) on region_choice to grunnlag_evaluate;
