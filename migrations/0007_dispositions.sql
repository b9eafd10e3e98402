-- What people decide about seats, with who and when; the population list as it was; opting out.

-- ── What was done with a seat by hand ────────────────────────────────────────────────────────────────────────────────
create table seat_event (
	survey_id integer not null,
	id bigint generated always as identity,
	seat_id integer not null,
	-- disposition: set by hand; automatic: back to what mail and answers say; contact: an attempt to reach the person; replaced: another
	-- person sits in the seat; added: the seat came after the list
	kind text not null check (kind in ('disposition', 'automatic', 'contact', 'replaced', 'added')),
	disposition text check (disposition in ('refusal', 'undeliverable', 'ineligible')),
	-- why, or how the attempt went: a code, never a person's words
	reason text check (reason ~ '^[a-z][a-z_]{0,40}$'),
	-- an account's id, or 'respondent' for whoever holds the seat's link
	actor text not null check (actor <> ''),
	at timestamptz not null default now(),
	primary key (survey_id, id),
	foreign key (survey_id, seat_id) references seat (survey_id, id),
	unique (survey_id, seat_id, id, disposition),
	check ((kind = 'disposition') = (disposition is not null)),
	check ((kind in ('disposition', 'contact')) = (reason is not null))
);
create trigger immutable before update or delete on seat_event for each row execute function refuse_change();

-- Free text about a person lives with the contacts, and is destroyed with them.
create table contact.seat_note (
	survey_id integer not null,
	event_id bigint not null,
	note text not null check (btrim(note) <> '' and length(note) <= 2000),
	primary key (survey_id, event_id),
	foreign key (survey_id, event_id) references seat_event (survey_id, id)
);

-- The event that gave the seat its disposition; null: mail and answers did. The key makes the event say what the seat says.
alter table seat add column set_by bigint,
	add check (set_by is null or disposition in ('refusal', 'undeliverable', 'ineligible')),
	add foreign key (survey_id, id, set_by, disposition) references seat_event (survey_id, seat_id, id, disposition);
alter table disposition_history add column event_id bigint,
	add foreign key (survey_id, event_id) references seat_event (survey_id, id);

-- A form that is sent in decides: no one sets such a seat by hand. A disposition that changes without an event of its own is automatic.
create function guard_disposition() returns trigger language plpgsql as $$
begin
	if new.set_by is not distinct from old.set_by then
		if new.disposition <> old.disposition then new.set_by := null; end if;
	elsif exists (select from response r where (r.survey_id, r.seat_id) = (new.survey_id, new.id) and r.state = 'submitted') then
		raise exception 'the seat has answered' using errcode = 'GR004';
	end if;
	return new;
end $$;
create trigger guard before update of disposition, set_by on seat for each row when (new.set_by is not null) execute function guard_disposition();

create or replace function keep_disposition() returns trigger language plpgsql security definer set search_path = public as $$
begin
	insert into disposition_history (survey_id, seat_id, disposition, at, event_id) values (new.survey_id, new.id, new.disposition, new.disposition_at, new.set_by);
	return null;
end $$;

-- An answer wins over a refusal or an address called dead, also when the form had been begun before. Saves of other seats pay a look-up by key.
create function answer_wins() returns trigger language plpgsql security definer set search_path = public as $$
begin
	update seat set disposition = 'partial' where (survey_id, id) = (new.survey_id, new.seat_id) and set_by is not null;
	return null;
end $$;
create trigger answer_wins after update of revision on response for each row
	when (old.state = 'open' and new.state = 'open' and old.revision < new.revision) execute function answer_wins();

-- What mail and answers say of a seat, whatever has been set by hand. A mail known to have been sent makes it invited.
create function automatic_disposition(p_survey integer, p_seat integer) returns text language sql stable as $$
	select coalesce(
		(select case r.state when 'submitted' then 'complete' else 'partial' end from response r where (r.survey_id, r.seat_id) = (p_survey, p_seat)),
		(select 'not_invited' from seat s where (s.survey_id, s.id) = (p_survey, p_seat) and not s.sampled),
		nullif((select h.disposition from disposition_history h where (h.survey_id, h.seat_id) = (p_survey, p_seat) and h.event_id is null
			and h.disposition in ('non_contact', 'undeliverable', 'not_invited') order by h.id desc limit 1), 'not_invited'),
		(select 'non_contact' from mail m where (m.survey_id, m.seat_id) = (p_survey, p_seat) and m.state = 'sent' limit 1),
		'not_invited')
$$;

-- Says no on behalf of whoever holds the link. Doing it again changes nothing. A form sent in stays. Returns what the link leads to, or 'ok'.
create function respond_opt_out(p_survey integer, p_hash bytea) returns text language plpgsql security definer set search_path = public as $$
declare
	s seat;
	e bigint;
begin
	select t.* into s from invitation_link l join seat t on (t.survey_id, t.id) = (l.survey_id, l.seat_id)
	where (l.survey_id, l.token_hash) = (p_survey, p_hash) and l.revoked_at is null for update of t;
	if s.id is null then return 'unknown'; end if;
	if s.disposition = 'complete' then return 'submitted'; end if;
	if not s.sampled or s.disposition = 'ineligible' then return 'revoked'; end if;
	if s.disposition <> 'refusal' then
		insert into seat_event (survey_id, seat_id, kind, disposition, reason, actor) values (p_survey, s.id, 'disposition', 'refusal', 'opted_out', 'respondent') returning id into e;
		update seat set disposition = 'refusal', set_by = e where (survey_id, id) = (p_survey, s.id);
		insert into audit (actor, action, survey_id, subject) values ('respondent', 'seat.opt_out', p_survey, jsonb_build_object('seat', s.id, 'event', e));
	end if;
	return 'ok';
end $$;

-- ── The population list as it was ────────────────────────────────────────────────────────────────────────────────────
alter table seat add column added_at timestamptz not null default now();
update seat s set added_at = h.at from (select survey_id, seat_id, min(at) as at from disposition_history group by 1, 2) h
where (s.survey_id, s.id) = (h.survey_id, h.seat_id);

-- What a seat was, until it became something else: what stands in `seat` and `seat_stratum` is the present.
create table seat_past (
	survey_id integer not null,
	id bigint generated always as identity,
	seat_id integer not null,
	sampled boolean not null,
	particulars jsonb not null,
	until timestamptz not null default now(),
	primary key (survey_id, id),
	foreign key (survey_id, seat_id) references seat (survey_id, id)
);
create index on seat_past (survey_id, seat_id);
create table seat_stratum_past (
	survey_id integer not null,
	id bigint generated always as identity,
	seat_id integer not null,
	variable text not null,
	-- null: the list said nothing
	code text,
	until timestamptz not null default now(),
	primary key (survey_id, id),
	foreign key (survey_id, seat_id) references seat (survey_id, id)
);
create index on seat_stratum_past (survey_id, seat_id);
create trigger immutable before update or delete on seat_past for each row execute function refuse_change();
create trigger immutable before update or delete on seat_stratum_past for each row execute function refuse_change();

create function keep_seat_past() returns trigger language plpgsql security definer set search_path = public as $$
begin
	insert into seat_past (survey_id, seat_id, sampled, particulars) values (old.survey_id, old.id, old.sampled, old.particulars);
	return null;
end $$;
create trigger past after update of sampled, particulars on seat for each row
	when ((old.sampled, old.particulars) is distinct from (new.sampled, new.particulars)) execute function keep_seat_past();

-- A value given to a seat as it is made has no past.
create function keep_stratum_given() returns trigger language plpgsql security definer set search_path = public as $$
begin
	insert into seat_stratum_past (survey_id, seat_id, variable, code)
	select n.survey_id, n.seat_id, n.variable, null from given n join seat s on (s.survey_id, s.id) = (n.survey_id, n.seat_id) where s.added_at < now();
	return null;
end $$;
create function keep_stratum_past() returns trigger language plpgsql security definer set search_path = public as $$
begin
	insert into seat_stratum_past (survey_id, seat_id, variable, code) values (old.survey_id, old.seat_id, old.variable, old.code);
	return null;
end $$;
create trigger past_given after insert on seat_stratum referencing new table as given for each statement execute function keep_stratum_given();
create trigger past_changed after update of code on seat_stratum for each row when (old.code <> new.code) execute function keep_stratum_past();
create trigger past_taken after delete on seat_stratum for each row execute function keep_stratum_past();

grant select on seat_event, seat_past, seat_stratum_past to grunnlag_evaluate, grunnlag_fieldwork;
grant insert on seat_event to grunnlag_fieldwork;
grant select, insert, update, delete on contact.seat_note to grunnlag_fieldwork;
revoke execute on function respond_opt_out, automatic_disposition from public;
grant execute on function respond_opt_out to grunnlag_respond;
grant execute on function automatic_disposition to grunnlag_fieldwork, grunnlag_evaluate;
