-- Extractions of municipalities for the follow-up scheme, what county governors changed in them by hand, and who has taken part.

-- ── Runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
-- With the file it was made from, so that it can be made again. Never changed.
create table extraction_run (
	id integer generated always as identity primary key,
	title text not null check (btrim(title) <> '' and length(title) <= 200),
	file bytea not null check (length(file) > 0),
	-- sha-256 of the file
	file_hash text not null check (file_hash ~ '^[0-9a-f]{64}$'),
	spec jsonb not null,
	engine text not null check (engine <> ''),
	-- the engine's answer as it came, byte for byte
	result text not null check (result <> ''),
	-- sha-256 of the file's hash, the spec, the engine and the result
	hash text not null check (hash ~ '^[0-9a-f]{64}$'),
	-- municipalities of the file, and those drawn
	known text[] not null check (cardinality(known) > 0),
	listed text[] not null check (listed <@ known),
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> '')
);
create trigger immutable before update or delete on extraction_run for each row execute function refuse_change();

-- ── What was changed by hand ─────────────────────────────────────────────────────────────────────────────────────────
-- One that is added must be outside, one that is removed inside, as it stands after the changes before.
create table extraction_change (
	id integer generated always as identity primary key,
	run_id integer not null references extraction_run,
	municipality text not null check (municipality ~ '^[0-9]{4}$'),
	kind text not null check (kind in ('add', 'remove')),
	-- the county governor who decided
	decided_by text not null check (btrim(decided_by) <> '' and length(decided_by) <= 200),
	reason text not null check (btrim(reason) <> '' and length(reason) <= 1000),
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> '')
);
create index on extraction_change (run_id, municipality, id);
create trigger immutable before update or delete on extraction_change for each row execute function refuse_change();

create function check_extraction_change() returns trigger language plpgsql as $$
declare
	r record;
	inside boolean;
begin
	-- two at once would each see the list without the other
	perform pg_advisory_xact_lock(hashtext('extraction_change'), new.run_id);
	select known, listed into r from extraction_run where id = new.run_id;
	if not new.municipality = any (r.known) then
		raise exception 'the extraction does not know municipality %', new.municipality using errcode = '23514', constraint = 'extraction_change_known';
	end if;
	inside := coalesce((select c.kind = 'add' from extraction_change c where (c.run_id, c.municipality) = (new.run_id, new.municipality) order by c.id desc limit 1), new.municipality = any (r.listed));
	if inside = (new.kind = 'add') then
		raise exception 'municipality % stands so already', new.municipality using errcode = '23514', constraint = 'extraction_change_state';
	end if;
	return new;
end $$;
create trigger check_state before insert on extraction_change for each row execute function check_extraction_change();

-- ── Who has taken part ───────────────────────────────────────────────────────────────────────────────────────────────
create table extraction_participation (
	id integer generated always as identity primary key,
	-- as the municipality was on the first day
	code text not null check (code ~ '^[0-9]{4}$'),
	extraction smallint not null check (extraction in (2017, 2018, 2020, 2022, 2025)),
	phase text not null check (phase in ('preparation', 'carrying_out')),
	from_day date not null,
	to_day date check (to_day > from_day and to_day <= from_day + (case phase when 'preparation' then interval '1 year' else interval '2 years' end)),
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> ''),
	withdrawn_at timestamptz,
	withdrawn_by text check (withdrawn_by <> ''),
	check ((withdrawn_by is null) = (withdrawn_at is null))
);
create unique index extraction_participation_current on extraction_participation (code, extraction, phase) where withdrawn_at is null;

-- A row is withdrawn, never changed: what was counted with it must be explained.
create function keep_participation() returns trigger language plpgsql as $$
begin
	if tg_op = 'DELETE' or old.withdrawn_at is not null or new.withdrawn_at is null
		or (to_jsonb(old) - 'withdrawn_at' - 'withdrawn_by') is distinct from (to_jsonb(new) - 'withdrawn_at' - 'withdrawn_by') then
		raise exception 'rows of extraction_participation are immutable' using errcode = 'GR001';
	end if;
	return new;
end $$;
create trigger keep before update or delete on extraction_participation for each row execute function keep_participation();

grant select, insert on extraction_run, extraction_change, extraction_participation to grunnlag_evaluate;
grant update (withdrawn_at, withdrawn_by) on extraction_participation to grunnlag_evaluate;
