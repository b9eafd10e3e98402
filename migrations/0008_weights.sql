-- Weights of the respondents, as named variables of a survey. Making one anew is a new version beside the old ones: what a table was weighted by can always be found.

create table survey_weight (
	survey_id integer not null references survey,
	id integer generated always as identity,
	name text not null check (name ~ '^[a-z][a-z0-9_]{0,62}$'),
	version integer not null check (version > 0),
	-- the engine's spec, whole: the same spec on the same answers gives the same weights
	spec jsonb not null check (jsonb_typeof(spec) = 'object'),
	engine text not null check (engine <> ''),
	-- sha-256 of the table the spec was run on, hex
	data_hash text not null check (data_hash ~ '^[0-9a-f]{64}$'),
	-- what the engine said of the weights: values, assumptions, notes
	result jsonb not null check (jsonb_typeof(result) = 'object'),
	-- respondents with a weight
	n integer not null check (n > 0),
	made_at timestamptz not null default now(),
	made_by text not null check (made_by <> ''),
	primary key (survey_id, id),
	unique (survey_id, name, version)
);

create table survey_weight_value (
	survey_id integer not null,
	weight_id integer not null,
	seat_id integer not null,
	value double precision not null check (value > 0 and value < 'Infinity'),
	primary key (survey_id, weight_id, seat_id),
	foreign key (survey_id, weight_id) references survey_weight (survey_id, id),
	foreign key (survey_id, seat_id) references seat (survey_id, id)
);

create trigger immutable before update or delete on survey_weight for each row execute function refuse_change();
create trigger immutable before update or delete on survey_weight_value for each row execute function refuse_change();

-- As many values as the row says, at every commit: none missing, and none added to a weight that stands.
create function check_weight_values() returns trigger language plpgsql as $$
declare
	w survey_weight;
	found integer;
begin
	for w in select * from survey_weight s where (s.survey_id, s.id) in (select f.survey_id, f.weight_id from fresh f) loop
		select count(*) into found from survey_weight_value v where (v.survey_id, v.weight_id) = (w.survey_id, w.id);
		if found > w.n then
			raise exception 'weight % version % has % values', w.name, w.version, w.n using errcode = '23514';
		end if;
	end loop;
	return null;
end $$;
create trigger check_values after insert on survey_weight_value referencing new table as fresh for each statement execute function check_weight_values();

create function check_weight() returns trigger language plpgsql as $$
begin
	if (select count(*) from survey_weight_value v where (v.survey_id, v.weight_id) = (new.survey_id, new.id)) <> new.n then
		raise exception 'weight % version % has not % values', new.name, new.version, new.n using errcode = '23514';
	end if;
	return null;
end $$;
create constraint trigger whole after insert on survey_weight deferrable initially deferred for each row execute function check_weight();

grant select, insert on survey_weight, survey_weight_value to grunnlag_evaluate;
