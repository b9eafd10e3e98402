-- Reports: documents bound to a plan and printed from one of its runs. A report changes by versions, each kept as it was; what is given out is remembered by its hash.

create table report (
	id integer generated always as identity primary key,
	plan_id integer not null references analysis_plan,
	key text not null check (key ~ '^[a-z][a-z0-9-]{0,62}$'),
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> ''),
	unique (plan_id, key)
);
create trigger immutable before update or delete on report for each row execute function refuse_change();

create table report_version (
	id integer generated always as identity primary key,
	report_id integer not null references report,
	version integer not null check (version >= 1),
	-- JSON of the document
	body text not null check ((body::jsonb ->> 'format') = 'grunnlag-report/1'),
	-- sha-256 of the body in UTF-8, hex
	hash text not null check (hash = encode(sha256(convert_to(body, 'UTF8')), 'hex')),
	-- the run whose numbers it prints; none yet, and it has no numbers
	run_id integer references analysis_run,
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> ''),
	unique (report_id, version)
);
create index on report_version (run_id);
create trigger immutable before update or delete on report_version for each row execute function refuse_change();

-- Versions come one after the other, each other than the one before; a report prints runs of its own plan.
create function check_report_version() returns trigger language plpgsql as $$
declare
	r record;
begin
	perform pg_advisory_xact_lock(hashtext('report'), new.report_id);
	select version, hash, run_id into r from report_version where report_id = new.report_id order by version desc limit 1;
	if new.version <> coalesce(r.version, 0) + 1 then
		raise exception 'report % has come to version %', new.report_id, r.version using errcode = '23514', constraint = 'report_version_next';
	end if;
	if new.hash = r.hash and new.run_id is not distinct from r.run_id then
		raise exception 'report % says this already', new.report_id using errcode = '23514', constraint = 'report_version_new';
	end if;
	if new.run_id is not null and not exists (
		select from analysis_run a join analysis_plan_version v on v.id = a.version_id join report p on p.plan_id = v.plan_id where a.id = new.run_id and p.id = new.report_id
	) then
		raise exception 'run % is of another plan', new.run_id using errcode = '23514', constraint = 'report_version_run';
	end if;
	return new;
end $$;
create trigger check_version before insert on report_version for each row execute function check_report_version();

-- ── What has been given out ──────────────────────────────────────────────────────────────────────────────────────────
create table report_build (
	id integer generated always as identity primary key,
	version_id integer not null references report_version,
	file text not null check (file in ('docx', 'xlsx', 'html', 'zip')),
	-- sha-256 of the file, hex
	hash text not null check (hash ~ '^[0-9a-f]{64}$'),
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> ''),
	-- made again with the same bytes it is the same
	unique (version_id, file, hash)
);
create trigger immutable before update or delete on report_build for each row execute function refuse_change();

grant select, insert on report, report_version, report_build to grunnlag_evaluate;
