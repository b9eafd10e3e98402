-- Answers linked to figures by municipality. A link is stored whole with all it was made of, so that it can be made again; every row ends in one way.

-- ── What a person made of a value that no municipality could be read from ───────────────────────────────────────────
create table link_mend (
	survey_id integer not null references survey,
	id integer generated always as identity,
	-- the one row it is for; null: every row of the survey with the value
	row_key text check (row_key <> '' and length(row_key) <= 200),
	value text not null check (btrim(value) <> '' and length(value) <= 300),
	-- a municipality; null: there is none to ask for
	code text check (code ~ '^[0-9]{4}$'),
	-- the year whose division the code is of
	code_year smallint not null check (code_year between 1000 and 9999),
	reason text not null check (btrim(reason) <> '' and length(reason) <= 500),
	made_by text not null check (made_by <> ''),
	made_at timestamptz not null default now(),
	withdrawn_by text check (withdrawn_by <> ''),
	withdrawn_at timestamptz,
	primary key (survey_id, id),
	check ((withdrawn_by is null) = (withdrawn_at is null))
);
create unique index link_mend_current on link_mend (survey_id, row_key, value, code_year) nulls not distinct where withdrawn_at is null;

create function keep_mend() returns trigger language plpgsql as $$
begin
	if tg_op = 'DELETE' or old.withdrawn_at is not null or new.withdrawn_at is null
		or (to_jsonb(old) - 'withdrawn_at' - 'withdrawn_by') is distinct from (to_jsonb(new) - 'withdrawn_at' - 'withdrawn_by') then
		raise exception 'rows of link_mend are immutable' using errcode = 'GR001';
	end if;
	return new;
end $$;
create trigger keep before update or delete on link_mend for each row execute function keep_mend();

-- ── Links ────────────────────────────────────────────────────────────────────────────────────────────────────────────
create table survey_link (
	survey_id integer not null references survey,
	id integer generated always as identity,
	spec jsonb not null check (jsonb_typeof(spec) = 'object'),
	-- ids of the copies, choices and mends it was made with, and the list of schools: what makes it anew
	sources jsonb not null check (jsonb_typeof(sources) = 'object'),
	n integer not null check (n > 0),
	matched integer not null check (matched >= 0),
	recoded integer not null check (recoded >= 0),
	chosen integer not null check (chosen >= 0),
	split integer not null check (split >= 0),
	unmatched integer not null check (unmatched >= 0),
	several integer not null check (several >= 0),
	not_applicable integer not null check (not_applicable >= 0),
	-- sha-256 of spec, sources and rows in canonical JSON
	hash text not null check (hash ~ '^[0-9a-f]{64}$'),
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> ''),
	primary key (survey_id, id),
	unique (survey_id, hash),
	check (matched + recoded + chosen + split + unmatched + several + not_applicable = n)
);

create table survey_link_row (
	survey_id integer not null,
	link_id integer not null,
	position integer not null check (position >= 0),
	-- the seat's key in the population list
	row_key text not null check (row_key <> ''),
	state text not null,
	value text,
	ending text not null check (ending in ('matched', 'recoded', 'chosen', 'split', 'unmatched', 'several', 'not_applicable')),
	-- municipality in the year of the row's code, and those of the figure's year
	code text check (code ~ '^[0-9]{4}$'),
	targets text[] not null,
	primary key (survey_id, link_id, position),
	unique (survey_id, link_id, row_key),
	foreign key (survey_id, link_id) references survey_link (survey_id, id),
	check ((state = 'given') = (value is not null)),
	check ((cardinality(targets) > 0) = (ending in ('matched', 'recoded', 'chosen')))
);

create trigger immutable before update or delete on survey_link for each row execute function refuse_change();
create trigger immutable before update or delete on survey_link_row for each row execute function refuse_change();

-- At commit the rows are as many as the link says, in all and by how they ended, numbered from 0 without a gap.
create function check_link() returns trigger language plpgsql as $$
declare found record;
begin
	select count(*) n, coalesce(max(position), -1) last, count(*) filter (where ending = 'matched') matched, count(*) filter (where ending = 'recoded') recoded,
		count(*) filter (where ending = 'chosen') chosen, count(*) filter (where ending = 'split') split, count(*) filter (where ending = 'unmatched') unmatched,
		count(*) filter (where ending = 'several') several, count(*) filter (where ending = 'not_applicable') not_applicable
		into found from survey_link_row r where (r.survey_id, r.link_id) = (new.survey_id, new.id);
	if (found.n, found.last + 1, found.matched, found.recoded, found.chosen, found.split, found.unmatched, found.several, found.not_applicable)
		is distinct from (new.n::bigint, new.n, new.matched::bigint, new.recoded::bigint, new.chosen::bigint, new.split::bigint, new.unmatched::bigint, new.several::bigint, new.not_applicable::bigint) then
		raise exception 'the rows of link % do not come to what it says', new.id using errcode = '23514';
	end if;
	return null;
end $$;
create constraint trigger whole after insert on survey_link deferrable initially deferred for each row execute function check_link();

-- Nothing is added to one that stands.
create function check_link_rows() returns trigger language plpgsql as $$
begin
	if exists (select from survey_link l where (l.survey_id, l.id) in (select g.survey_id, g.link_id from given g)
		and (select count(*) from survey_link_row r where (r.survey_id, r.link_id) = (l.survey_id, l.id)) > l.n) then
		raise exception 'the link has all its rows' using errcode = '23514';
	end if;
	return null;
end $$;
create trigger check_rows after insert on survey_link_row referencing new table as given for each statement execute function check_link_rows();

grant select, insert on link_mend, survey_link, survey_link_row to grunnlag_evaluate;
grant update (withdrawn_at, withdrawn_by) on link_mend to grunnlag_evaluate;
