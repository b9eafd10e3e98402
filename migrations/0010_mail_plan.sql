-- Who a mailing is for, and who a variant of its text is for. {strata: [{variable, codes}], refs: [..], several: true}: all that is said must hold; a code ''
-- is for seats of which the list says nothing. Null: everyone.
create function audience_seats(p_survey integer, p_audience jsonb) returns setof integer language sql stable as $$
	select s.id from seat s
	where s.survey_id = p_survey
		and (not p_audience ? 'refs' or p_audience -> 'refs' ? s.ref)
		and (not p_audience ? 'several' or s.seats_held > 1)
		and not exists (select from jsonb_array_elements(coalesce(p_audience -> 'strata', '[]')) a
			where not a -> 'codes' ? coalesce((select t.code from seat_stratum t where t.survey_id = s.survey_id and t.seat_id = s.id and t.variable = a ->> 'variable'), ''))
$$;

create function mailing_begun(p_survey integer, p_mailing integer) returns boolean language sql stable as $$
	select exists (select from mail m where (m.survey_id, m.mailing_id) = (p_survey, p_mailing) and m.state not in ('planned', 'skipped'))
$$;

alter table mailing add column audience jsonb check (jsonb_typeof(audience) = 'object' and audience <> '{}');
-- Planned mails are of the audience as it was: it stands from the moment there is one.
create function keep_audience() returns trigger language plpgsql as $$
begin
	if exists (select from mail m where (m.survey_id, m.mailing_id) = (old.survey_id, old.id)) then
		raise exception 'the mailing is on its way' using errcode = 'GR003';
	end if;
	return new;
end $$;
create trigger keep_audience before update of audience on mailing for each row when (old.audience is distinct from new.audience) execute function keep_audience();

-- ── Other texts for some ─────────────────────────────────────────────────────────────────────────────────────────────
create table mail_variant (
	survey_id integer not null,
	mailing_id integer not null,
	id integer generated always as identity,
	-- of those that fit a seat, the lowest is the one it gets
	position smallint not null check (position > 0),
	condition jsonb not null check (jsonb_typeof(condition) = 'object' and condition <> '{}'),
	-- a language that is left out is left out of both
	subject jsonb not null check (jsonb_typeof(subject) = 'object' and subject <> '{}'),
	body jsonb not null check (jsonb_typeof(body) = 'object' and body <> '{}'),
	primary key (survey_id, mailing_id, id),
	unique (survey_id, mailing_id, position) deferrable initially deferred,
	foreign key (survey_id, mailing_id) references mailing (survey_id, id) on delete cascade
);
create function keep_variant() returns trigger language plpgsql as $$
begin
	if mailing_begun(coalesce(new.survey_id, old.survey_id), coalesce(new.mailing_id, old.mailing_id)) then
		raise exception 'the mailing is on its way' using errcode = 'GR003';
	end if;
	return coalesce(new, old);
end $$;
create trigger keep before insert or update or delete on mail_variant for each row execute function keep_variant();

-- ── The plan ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create table mail_plan (
	survey_id integer not null references survey,
	state text not null default 'draft' check (state in ('draft', 'running', 'paused', 'stopped')),
	-- at least so long after the last mail of a step before the next step begins
	gap_hours smallint not null default 24 check (gap_hours between 1 and 720),
	changed_at timestamptz not null default now(),
	changed_by text,
	primary key (survey_id)
);
-- Days without mail beside the public holidays: a school's holidays. Dates in Norway, both ends included.
create table mail_plan_closed (
	survey_id integer not null references mail_plan,
	id integer generated always as identity,
	first_day date not null,
	last_day date not null,
	reason text not null default '' check (length(reason) <= 100),
	primary key (survey_id, id),
	check (last_day between first_day and first_day + 366)
);
create table mail_step (
	survey_id integer not null references mail_plan,
	mailing_id integer not null,
	-- days after the invitation; or a moment that was chosen; neither: not planned yet
	after_days smallint check (after_days between 1 and 365),
	send_at timestamptz,
	-- 1 is Monday
	weekdays smallint[] not null check (cardinality(weekdays) > 0 and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]::smallint[]),
	-- minutes of the day in Norway, the second not included
	from_minute smallint not null check (from_minute >= 0),
	to_minute smallint not null check (to_minute <= 1440),
	skip_holidays boolean not null default true,
	queued_at timestamptz,
	skipped_at timestamptz,
	skip_reason text check (skip_reason in ('overtaken', 'deadline')),
	-- message key of why it has not gone though it is due
	held_by text,
	primary key (survey_id, mailing_id),
	foreign key (survey_id, mailing_id) references mailing (survey_id, id) on delete cascade,
	check (from_minute < to_minute),
	check (num_nonnulls(after_days, send_at) <= 1),
	check (num_nonnulls(queued_at, skipped_at) <= 1),
	check ((skipped_at is null) = (skip_reason is null))
);
-- A step is queued or skipped once, and is then what was done.
create function keep_step() returns trigger language plpgsql as $$
begin
	if old.queued_at is not null or old.skipped_at is not null then
		raise exception 'the step is done' using errcode = 'GR003';
	end if;
	return coalesce(new, old);
end $$;
create trigger keep before update or delete on mail_step for each row execute function keep_step();

grant select on mail_variant, mail_plan, mail_plan_closed, mail_step to grunnlag_evaluate;
grant select, insert, update, delete on mail_variant, mail_plan, mail_plan_closed, mail_step to grunnlag_fieldwork;
-- a mailing of which no mail was planned can be taken out of the plan: the mails' key holds the others
grant delete on mailing to grunnlag_fieldwork;
revoke execute on function audience_seats, mailing_begun from public;
grant execute on function audience_seats, mailing_begun to grunnlag_fieldwork, grunnlag_evaluate;
