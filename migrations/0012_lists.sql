-- Lists that others send: an organisation that keeps its addresses to itself passes on links, one a seat or one for all. Its members are seats
-- like any others, without a contact, and every one of them is asked.

create table seat_list (
	survey_id integer not null references survey,
	id integer generated always as identity,
	-- personal: a link a seat, merged in by the organisation; open: one link for all, that takes a seat into use for each who starts
	kind text not null check (kind in ('personal', 'open')),
	name text not null check (btrim(name) <> '' and length(name) <= 120),
	state text not null default 'active' check (state in ('active', 'paused', 'closed')),
	created_at timestamptz not null default now(),
	created_by text not null check (created_by <> ''),
	-- personal: how many times the file of links has been made
	issued integer not null default 0 check (issued >= 0),
	issued_at timestamptz,
	-- open: what the link is derived from under the server's secret, so that it can be shown again without being stored
	seed uuid,
	token_hash bytea check (length(token_hash) = 32),
	-- how many forms it may give, and has given
	ceiling integer check (ceiling > 0),
	taken integer not null default 0 check (taken >= 0),
	opens_at timestamptz,
	closes_at timestamptz,
	-- attempts to start in one minute, right codes and wrong
	per_minute integer check (per_minute between 1 and 1000),
	minute_from timestamptz,
	minute_count integer not null default 0 check (minute_count >= 0),
	asks_code boolean not null default false,
	primary key (survey_id, id),
	unique (survey_id, name),
	unique (survey_id, token_hash),
	check (num_nonnulls(seed, token_hash, ceiling, per_minute) = case kind when 'open' then 4 else 0 end),
	check (kind = 'open' or not asks_code and taken = 0 and opens_at is null and closes_at is null),
	check (taken <= ceiling),
	check (opens_at is null or closes_at is null or opens_at < closes_at)
);

-- A list's seat has no contact, and is always asked: no drawing takes it out of the sample.
alter table seat add column list_id integer,
	add foreign key (survey_id, list_id) references seat_list (survey_id, id),
	add check (list_id is null or sampled and contact_key is null);
create index on seat (survey_id, list_id) where list_id is not null;

-- When the organisation said that it sent the list: 0 the invitation, then its reminders.
create table seat_list_sending (
	survey_id integer not null,
	list_id integer not null,
	number integer not null check (number >= 0),
	sent_on date not null,
	recorded_at timestamptz not null default now(),
	recorded_by text not null check (recorded_by <> ''),
	primary key (survey_id, list_id, number),
	foreign key (survey_id, list_id) references seat_list (survey_id, id)
);
create trigger immutable before update or delete on seat_list_sending for each row execute function refuse_change();

-- A seat of a list that was sent is invited, whether it was free then, comes later, or is put back to automatic.
create function list_was_sent() returns trigger language plpgsql security definer set search_path = public as $$
begin
	if exists (select from seat_list_sending g where (g.survey_id, g.list_id) = (new.survey_id, new.list_id)) then new.disposition := 'non_contact'; end if;
	return new;
end $$;
-- before the triggers that look at what the disposition becomes: triggers fire in the order of their names
create trigger a_list_sent before insert or update of disposition on seat for each row
	when (new.list_id is not null and new.disposition = 'not_invited') execute function list_was_sent();

-- Codes that members have already, as HMACs: one code gives one form. Nothing says which form, or when.
create table seat_list_code (
	survey_id integer not null,
	list_id integer not null,
	code_hash bytea not null check (length(code_hash) = 32),
	used boolean not null default false,
	primary key (survey_id, list_id, code_hash),
	foreign key (survey_id, list_id) references seat_list (survey_id, id)
);

-- What a person has looked at and found to be no double: two seats, or one seat with itself.
create table seat_list_distinct (
	survey_id integer not null,
	seat_id integer not null,
	other_id integer not null check (other_id >= seat_id),
	at timestamptz not null default now(),
	by text not null check (by <> ''),
	primary key (survey_id, seat_id, other_id),
	foreign key (survey_id, seat_id) references seat (survey_id, id),
	foreign key (survey_id, other_id) references seat (survey_id, id)
);

-- ── The open link ────────────────────────────────────────────────────────────────────────────────────────────────────
create function respond_list_status(l seat_list, s survey) returns text language sql stable as $$
	select case
		when s.state = 'closed' or s.closes_at <= now() or l.state = 'closed' or l.closes_at <= now() then 'closed'
		when s.state = 'draft' or s.opens_at > now() or l.opens_at > now() then 'not_yet_open'
		when l.state = 'paused' then 'paused'
		when l.taken >= l.ceiling then 'full'
		else 'open'
	end
$$;

-- What the open link's page needs. Changes nothing. No row: the link is unknown.
create function respond_list_open(p_survey integer, p_hash bytea)
returns table (status text, default_locale text, current_version integer, opens_at timestamptz, asks_code boolean) language sql stable as $$
	select respond_list_status(l, s), s.default_locale, s.version_id, greatest(s.opens_at, l.opens_at), l.asks_code
	from seat_list l join survey s on s.id = l.survey_id where (l.survey_id, l.token_hash) = (p_survey, p_hash)
$$;

-- Someone starts by the open link: takes a free seat, gives it the link whose hash is p_link, and starts its form, or does none of it. The link is
-- derived from what the page carried, so the same page posted again comes to the same seat ('ok'; 'again' when a quarter of an hour has gone: whoever
-- finds the page then need not be the one who began). The list's row is held, so that however many start at once, the ceiling holds.
-- Else: unknown, closed, not_yet_open, paused, full, busy (too many this minute), code (not on the list, or used).
create function respond_list_start(p_survey integer, p_hash bytea, p_link bytea, p_code bytea, p_locale text) returns text
language plpgsql security definer set search_path = public as $$
declare
	l seat_list;
	s survey;
	free integer;
	begun timestamptz;
	at_status text;
begin
	select * into l from seat_list k where (k.survey_id, k.token_hash) = (p_survey, p_hash) for update;
	if l.id is null then return 'unknown'; end if;
	select k.created_at into begun from invitation_link k join seat t on (t.survey_id, t.id) = (k.survey_id, k.seat_id)
	where (k.survey_id, k.token_hash) = (p_survey, p_link) and t.list_id = l.id;
	if begun is not null then
		return case when begun > clock_timestamp() - interval '15 minutes' then 'ok' else 'again' end;
	end if;
	select * into s from survey v where v.id = p_survey;
	at_status := respond_list_status(l, s);
	if at_status <> 'open' then return at_status; end if;

	if l.minute_from is null or l.minute_from <= clock_timestamp() - interval '1 minute' then
		update seat_list k set minute_from = clock_timestamp(), minute_count = 1 where (k.survey_id, k.id) = (p_survey, l.id);
	elsif l.minute_count >= l.per_minute then
		return 'busy';
	else
		update seat_list k set minute_count = k.minute_count + 1 where (k.survey_id, k.id) = (p_survey, l.id);
	end if;
	if l.asks_code then
		perform from seat_list_code c where (c.survey_id, c.list_id, c.code_hash) = (p_survey, l.id, p_code) and not c.used;
		if not found then return 'code'; end if;
	end if;

	select t.id into free from seat t
	where (t.survey_id, t.list_id) = (p_survey, l.id) and t.disposition in ('not_invited', 'non_contact')
		and not exists (select from invitation_link k where (k.survey_id, k.seat_id) = (t.survey_id, t.id))
	order by t.id limit 1 for update skip locked;
	if free is null then return 'full'; end if;
	insert into invitation_link (survey_id, token_hash, seat_id) values (p_survey, p_link, free);
	perform respond_start(p_survey, p_link, p_locale);
	update seat_list k set taken = k.taken + 1 where (k.survey_id, k.id) = (p_survey, l.id);
	update seat_list_code c set used = true where (c.survey_id, c.list_id, c.code_hash) = (p_survey, l.id, p_code) and l.asks_code;
	return 'ok';
end $$;

-- A form that a person has found to be a double: its seat is not concerned. A form that was sent in is opened again first, since what is sent in is
-- never set by hand; so it counts as no answer, and nothing of it is lost. Again: nothing. False: the list has no such seat.
create function list_set_duplicate(p_survey integer, p_list integer, p_seat integer, p_actor text) returns boolean
language plpgsql security definer set search_path = public as $$
declare
	r response;
	t seat;
	e bigint;
begin
	-- the form before the seat, as when it is sent in
	select * into r from response q where (q.survey_id, q.seat_id) = (p_survey, p_seat) for update;
	select * into t from seat q where (q.survey_id, q.id, q.list_id) = (p_survey, p_seat, p_list) for update;
	if t.id is null then return false; end if;
	if t.disposition = 'ineligible' then return true; end if;
	if r.state = 'submitted' then
		update response q set state = 'open', submitted_at = null, reopened = q.reopened + 1, revision = q.revision + 1 where (q.survey_id, q.id) = (p_survey, r.id);
	end if;
	insert into seat_event (survey_id, seat_id, kind, disposition, reason, actor) values (p_survey, p_seat, 'disposition', 'ineligible', 'duplicate', p_actor) returning id into e;
	update seat q set disposition = 'ineligible', set_by = e where (q.survey_id, q.id) = (p_survey, p_seat);
	insert into audit (actor, action, survey_id, subject) values (p_actor, 'seat.disposition', p_survey,
		jsonb_build_object('seat', p_seat, 'event', e, 'disposition', 'ineligible', 'reason', 'duplicate', 'submitted', r.state = 'submitted'));
	return true;
end $$;

-- ── What stands already ──────────────────────────────────────────────────────────────────────────────────────────────
-- A list's seats are not drawn from, so that its links hinder no drawing among the others.
create or replace function fieldwork_begun(p_survey integer) returns boolean language sql stable as $$
	select exists (select from invitation_link l join seat s on (s.survey_id, s.id) = (l.survey_id, l.seat_id) where l.survey_id = p_survey and s.list_id is null)
		or exists (select from mail m where m.survey_id = p_survey and m.state not in ('planned', 'skipped'))
		or exists (select from seat s where s.survey_id = p_survey and s.list_id is null and s.disposition not in ('not_invited', 'ineligible'))
$$;

grant select on seat_list, seat_list_sending, seat_list_code, seat_list_distinct to grunnlag_fieldwork;
grant select on seat_list, seat_list_sending, seat_list_distinct to grunnlag_evaluate;
grant select on seat_list to grunnlag_respond;
grant insert, update on seat_list to grunnlag_fieldwork;
grant insert on seat_list_sending, seat_list_code, seat_list_distinct to grunnlag_fieldwork;
revoke execute on function respond_list_status, respond_list_open, respond_list_start, list_set_duplicate from public;
grant execute on function respond_list_status, respond_list_open, respond_list_start to grunnlag_respond;
grant execute on function list_set_duplicate to grunnlag_fieldwork;
