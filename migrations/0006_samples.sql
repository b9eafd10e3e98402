-- Samples drawn from the population list: how, with which seed, and with what probability each seat came in.
create table sample (
	survey_id integer not null references survey,
	id integer generated always as identity,
	-- what was asked for, and what was found in the list, stratum by stratum
	spec jsonb not null,
	report jsonb not null,
	seed integer not null check (seed >= 0),
	generator text not null check (generator <> ''),
	-- sha-256 of the list it was drawn from: refs, strata, clusters, and who could not be drawn
	frame_hash text not null check (frame_hash ~ '^[0-9a-f]{64}$'),
	seats integer not null check (seats > 0),
	drawn_at timestamptz not null default now(),
	drawn_by text,
	-- drawn again or given up before anything was sent: kept, and no longer the sample
	replaced_at timestamptz,
	primary key (survey_id, id)
);
create unique index sample_current on sample (survey_id) where replaced_at is null;

create table sample_seat (
	survey_id integer not null,
	sample_id integer not null,
	seat_id integer not null,
	-- codes of the strata it was drawn within, null where the list says nothing
	stratum jsonb not null check (jsonb_typeof(stratum) = 'array'),
	probability double precision not null check (probability > 0 and probability <= 1),
	primary key (survey_id, sample_id, seat_id),
	foreign key (survey_id, sample_id) references sample (survey_id, id),
	foreign key (survey_id, seat_id) references seat (survey_id, id)
);
create index on sample_seat (survey_id, seat_id);
create trigger immutable before update or delete on sample_seat for each row execute function refuse_change();

-- Whether anyone has been invited, or may have been.
create function fieldwork_begun(p_survey integer) returns boolean language sql stable as $$
	select exists (select from invitation_link l where l.survey_id = p_survey)
		or exists (select from mail m where m.survey_id = p_survey and m.state not in ('planned', 'skipped'))
		or exists (select from seat s where s.survey_id = p_survey and s.disposition not in ('not_invited', 'ineligible'))
$$;

-- A sample is drawn, drawn again or given up until the first invitation has left; then it stays. Nothing of it ever changes but that it is replaced.
create function keep_sample() returns trigger language plpgsql as $$
begin
	if tg_op <> 'INSERT' and (tg_op = 'DELETE' or old.replaced_at is not null or new.replaced_at is null
		or (old.survey_id, old.id, old.spec, old.report, old.seed, old.generator, old.frame_hash, old.seats, old.drawn_at, old.drawn_by)
			is distinct from (new.survey_id, new.id, new.spec, new.report, new.seed, new.generator, new.frame_hash, new.seats, new.drawn_at, new.drawn_by)) then
		raise exception 'rows of sample are immutable' using errcode = 'GR001';
	end if;
	if fieldwork_begun(new.survey_id) then
		raise exception 'invitations have been sent' using errcode = 'GR006';
	end if;
	return new;
end $$;
create trigger keep before insert or update or delete on sample for each row execute function keep_sample();

-- Seats come into a sample as it is drawn, in one transaction, and as many as it says.
create function check_sample_seats() returns trigger language plpgsql security definer set search_path = public as $$
begin
	if exists (select from sample p join (select survey_id, sample_id from given group by 1, 2) g on (g.survey_id, g.sample_id) = (p.survey_id, p.id)
			where p.replaced_at is not null or p.drawn_at < now() or p.seats <> (select count(*) from sample_seat t where (t.survey_id, t.sample_id) = (p.survey_id, p.id))) then
		raise exception 'a sample is drawn whole' using errcode = 'GR001';
	end if;
	return null;
end $$;
create trigger whole after insert on sample_seat referencing new table as given for each statement execute function check_sample_seats();

-- While a sample stands, the seats on the list that it was drawn from are in the sample if they were drawn. A seat that came later is as it was given.
create function follow_sample() returns trigger language plpgsql security definer set search_path = public as $$
declare p sample;
begin
	select * into p from sample s where s.survey_id = new.survey_id and s.replaced_at is null;
	if p.id is not null and new.sampled <> exists (select from sample_seat t where (t.survey_id, t.sample_id, t.seat_id) = (p.survey_id, p.id, new.id)) then
		raise exception 'the sample is drawn' using errcode = 'GR006';
	end if;
	return null;
end $$;
create trigger follow_sample after update of sampled on seat for each row when (old.sampled <> new.sampled) execute function follow_sample();

grant select on sample, sample_seat to grunnlag_evaluate, grunnlag_fieldwork;
grant insert on sample, sample_seat to grunnlag_fieldwork;
grant update (replaced_at) on sample to grunnlag_fieldwork;
revoke execute on function fieldwork_begun from public;
grant execute on function fieldwork_begun to grunnlag_fieldwork, grunnlag_evaluate;
