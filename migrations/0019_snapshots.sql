-- Snapshots: a wave's answers, frozen. What analyses read, and what a printed number is followed back to.

-- ── The fewest people that a result is shown for ─────────────────────────────────────────────────────────────────────
alter table evaluation add column suppress_below smallint not null default 0 check (suppress_below between 0 and 100);

-- ── Snapshots ────────────────────────────────────────────────────────────────────────────────────────────────────────
create table snapshot (
	id integer generated always as identity primary key,
	wave_id integer not null references wave,
	format text not null check (format = 'grunnlag-snapshot/1'),
	-- sha-256 of the manifest in UTF-8, hex
	hash text not null check (hash ~ '^[0-9a-f]{64}$'),
	-- canonical JSON: format, and for each part its key, kind, title, rows, and for each variable its codebook entry and the encoding and sha-256 of its values
	manifest text not null,
	-- what was asked for: surveys, links, weights, derived variables
	definition jsonb not null check (jsonb_typeof(definition) = 'object'),
	-- of the statistics library that made the derived variables
	engine text not null check (engine <> ''),
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> ''),
	-- the same answers, frozen the same way, are one snapshot
	unique (wave_id, hash),
	check (hash = encode(sha256(convert_to(manifest, 'UTF8')), 'hex'))
);
create table snapshot_part (
	snapshot_id integer not null references snapshot,
	key text not null check (key ~ '^[a-z][a-z0-9_]{0,62}(\.liste)?$'),
	position smallint not null check (position >= 0),
	kind text not null check (kind in ('responses', 'seats', 'municipalities')),
	title jsonb not null,
	rows integer not null check (rows >= 0),
	primary key (snapshot_id, key),
	unique (snapshot_id, position)
);
create table snapshot_variable (
	snapshot_id integer not null,
	part text not null,
	name text not null check (name ~ '^[a-z][a-z0-9_]{0,62}$'),
	position smallint not null check (position >= 0),
	-- the codebook's entry
	entry jsonb not null check (entry ->> 'name' = name),
	primary key (snapshot_id, part, name),
	unique (snapshot_id, part, position),
	foreign key (snapshot_id, part) references snapshot_part (snapshot_id, key)
);
create table snapshot_column (
	snapshot_id integer not null,
	part text not null,
	name text not null,
	encoding text not null check (encoding in ('u8', 'u16', 'f64', 'f64m', 'text')),
	bytes bytea not null,
	sha256 text not null check (sha256 = encode(sha256(bytes), 'hex')),
	primary key (snapshot_id, part, name),
	foreign key (snapshot_id, part, name) references snapshot_variable (snapshot_id, part, name)
);

create trigger immutable before update or delete on snapshot for each row execute function refuse_change();
create trigger immutable before update or delete on snapshot_part for each row execute function refuse_change();
create trigger immutable before update or delete on snapshot_variable for each row execute function refuse_change();
create trigger immutable before update or delete on snapshot_column for each row execute function refuse_change();

-- At commit: every part, variable and column that the manifest names is there, as it says, and no other.
create function check_snapshot() returns trigger language plpgsql as $$
begin
	if exists (
		with said as (
			select p.key, (p.part ->> 'rows')::integer as rows, v.variable ->> 'name' as name, v.variable ->> 'encoding' as encoding, v.variable ->> 'sha256' as sha256
			from (select q ->> 'key' as key, q as part from jsonb_array_elements(new.manifest::jsonb -> 'parts') q) p
			left join lateral jsonb_array_elements(p.part -> 'variables') v (variable) on true
		), held as (
			select p.key, p.rows, v.name, c.encoding, c.sha256
			from snapshot_part p left join snapshot_variable v on (v.snapshot_id, v.part) = (p.snapshot_id, p.key)
			left join snapshot_column c on (c.snapshot_id, c.part, c.name) = (v.snapshot_id, v.part, v.name)
			where p.snapshot_id = new.id
		)
		(select * from said except select * from held) union all (select * from held except select * from said)
	) then
		raise exception 'snapshot % is not what its manifest says', new.id using errcode = '23514', constraint = 'snapshot_whole';
	end if;
	return null;
end $$;
create constraint trigger whole after insert on snapshot deferrable initially deferred for each row execute function check_snapshot();

-- Nothing is added to a snapshot that stands: a part comes in the transaction that made it, and with it all the rest.
create function check_snapshot_part() returns trigger language plpgsql as $$
begin
	if not exists (select from snapshot s where s.id = new.snapshot_id and s.made_at = now()) then
		raise exception 'snapshot % stands', new.snapshot_id using errcode = 'GR001';
	end if;
	return new;
end $$;
create trigger standing before insert on snapshot_part for each row execute function check_snapshot_part();
create trigger standing before insert on snapshot_variable for each row execute function check_snapshot_part();
create trigger standing before insert on snapshot_column for each row execute function check_snapshot_part();

grant select, insert on snapshot, snapshot_part, snapshot_variable, snapshot_column to grunnlag_evaluate;
