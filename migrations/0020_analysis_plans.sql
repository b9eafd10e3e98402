-- Plans of analyses and their runs. A plan changes by versions, each kept as it was; it can be locked before the data come.

create table analysis_plan (
	id integer generated always as identity primary key,
	evaluation_id integer not null references evaluation,
	key text not null check (key ~ '^[a-z][a-z0-9-]{0,62}$'),
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> ''),
	unique (evaluation_id, key)
);
create trigger immutable before update or delete on analysis_plan for each row execute function refuse_change();

create table analysis_plan_version (
	id integer generated always as identity primary key,
	plan_id integer not null references analysis_plan,
	version integer not null check (version >= 1),
	-- canonical JSON of the plan
	body text not null check ((body::jsonb ->> 'format') = 'grunnlag-plan/1'),
	-- sha-256 of the body in UTF-8, hex
	hash text not null check (hash = encode(sha256(convert_to(body, 'UTF8')), 'hex')),
	-- what was changed, and, once the plan is locked, why
	change text not null check (btrim(change) <> '' and length(change) <= 2000),
	-- set here, never by the caller
	after_lock boolean not null default false,
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> ''),
	unique (plan_id, version),
	unique (plan_id, id)
);
create trigger immutable before update or delete on analysis_plan_version for each row execute function refuse_change();

-- ── Locked: this is what was to be done ──────────────────────────────────────────────────────────────────────────────
create table analysis_plan_lock (
	plan_id integer primary key references analysis_plan,
	version_id integer not null,
	locked_at timestamptz not null default now(),
	locked_by text not null check (locked_by <> ''),
	foreign key (plan_id, version_id) references analysis_plan_version (plan_id, id)
);
create trigger immutable before update or delete on analysis_plan_lock for each row execute function refuse_change();

-- Versions come one after the other, each other than the one before; what comes after the lock is marked.
create function check_analysis_plan_version() returns trigger language plpgsql as $$
declare
	r record;
begin
	-- a lock and a version at once would each not see the other
	perform pg_advisory_xact_lock(hashtext('analysis_plan'), new.plan_id);
	select version, hash into r from analysis_plan_version where plan_id = new.plan_id order by version desc limit 1;
	if new.version <> coalesce(r.version, 0) + 1 then
		raise exception 'plan % has come to version %', new.plan_id, r.version using errcode = '23514', constraint = 'analysis_plan_version_next';
	end if;
	if new.hash = r.hash then
		raise exception 'plan % says this already', new.plan_id using errcode = '23514', constraint = 'analysis_plan_version_new';
	end if;
	new.after_lock := exists (select from analysis_plan_lock where plan_id = new.plan_id);
	return new;
end $$;
create trigger check_version before insert on analysis_plan_version for each row execute function check_analysis_plan_version();

-- The newest version is the one that is locked.
create function check_analysis_plan_lock() returns trigger language plpgsql as $$
begin
	perform pg_advisory_xact_lock(hashtext('analysis_plan'), new.plan_id);
	if new.version_id <> (select id from analysis_plan_version where plan_id = new.plan_id order by version desc limit 1) then
		raise exception 'plan % has a later version', new.plan_id using errcode = '23514', constraint = 'analysis_plan_lock_newest';
	end if;
	return new;
end $$;
create trigger check_lock before insert on analysis_plan_lock for each row execute function check_analysis_plan_lock();

-- ── Runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
create table analysis_run (
	id integer generated always as identity primary key,
	version_id integer not null references analysis_plan_version,
	snapshot_id integer not null references snapshot,
	engine text not null check (engine <> ''),
	-- results on fewer people than this are not in it
	suppress_below smallint not null check (suppress_below between 0 and 100),
	result bytea not null check (length(result) > 0),
	-- sha-256 of the result, hex
	hash text not null check (hash = encode(sha256(result), 'hex')),
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> ''),
	-- made again it is the same, so it is kept once
	unique (version_id, snapshot_id, engine, suppress_below)
);
create index on analysis_run (snapshot_id);
create trigger immutable before update or delete on analysis_run for each row execute function refuse_change();

-- A plan is run on snapshots of its own evaluation.
create function check_analysis_run() returns trigger language plpgsql as $$
begin
	if not exists (
		select from analysis_plan_version v join analysis_plan p on p.id = v.plan_id join wave w on w.evaluation_id = p.evaluation_id join snapshot s on s.wave_id = w.id
		where v.id = new.version_id and s.id = new.snapshot_id
	) then
		raise exception 'snapshot % is of another evaluation', new.snapshot_id using errcode = '23514', constraint = 'analysis_run_evaluation';
	end if;
	return new;
end $$;
create trigger check_evaluation before insert on analysis_run for each row execute function check_analysis_run();

grant select, insert on analysis_plan, analysis_plan_version, analysis_plan_lock, analysis_run to grunnlag_evaluate;
