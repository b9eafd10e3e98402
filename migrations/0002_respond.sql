-- The respondent's side: opening, starting, saving and sending in, each one round trip. All functions run as the caller.

-- Where the person went from the block last saved, so that coming back continues there: on, back, or stayed.
alter table response add column onward smallint not null default 0 check (onward between -1 and 1);

-- ── The rules of an answer, held at the price of a save ────────────────────────────────────────────────────────────
-- A foreign key locks the row it refers to, and everyone who answers would lock the same few rows of the same version at every save; a
-- trigger for each row is paid for each answer, twice where one is written over. Versions never change, so one look at all the rows of a
-- statement is as safe, with the same errors as before.
alter table answer drop constraint answer_survey_id_version_id_item_kind_fkey, drop constraint answer_survey_id_version_id_item_code_fkey;
drop trigger codes_in_scale on answer;
drop trigger answer_fits_item on answer;
drop trigger guard on answer;
drop function check_codes, check_answer_item;

-- The response is open; the item is the version's, and of this kind; "vet ikke" is offered; number and text are within bounds; a code is a
-- category's, and codes are categories', each there once. Scalar look-ups by key, whatever the planner believes of the tables.
create function check_answers() returns trigger language plpgsql as $$
declare
	fault text;
	faulty text;
begin
	-- writing over fires for the inserted rows too, of which there are often none
	if not exists (select from fresh) then return null; end if;
	select w.fault, w.item into fault, faulty
	from (
		select f.item, case
			when (select r.state from response r where (r.survey_id, r.id) = (f.survey_id, f.response_id)) = 'submitted' then 'GR002'
			else coalesce((
				select case
					when v.kind <> f.kind then '23503'
					when f.state = 'dont_know' and not v.dont_know or f.number < v.min or f.number > v.max or length(f.text) > v.max_length then '23514'
					when f.code is not null then (select '' from version_category k where (k.survey_id, k.version_id, k.item, k.code) = (f.survey_id, f.version_id, f.item, f.code))
					when f.codes is not null then (select case when count(*) = cardinality(f.codes) then '' end from version_category k
						where (k.survey_id, k.version_id, k.item) = (f.survey_id, f.version_id, f.item) and k.code = any (f.codes))
					else ''
				end
				from version_item v where (v.survey_id, v.version_id, v.item) = (f.survey_id, f.version_id, f.item)), '23503')
			end as fault
		from fresh f offset 0
	) w where w.fault <> '' limit 1;
	if fault = 'GR002' then
		raise exception 'the response is submitted' using errcode = fault;
	elsif fault is not null then
		raise exception 'the answer to % is not one that the version allows', faulty using errcode = fault;
	end if;
	return null;
end $$;
create trigger check_inserted after insert on answer referencing new table as fresh for each statement execute function check_answers();
create trigger check_updated after update on answer referencing new table as fresh for each statement execute function check_answers();
create trigger guard before delete on answer for each row execute function guard_submitted();

-- What a link leads to now. A submitted form comes before everything but a withdrawn link: it shows thanks also when the survey is closed.
create function respond_status(l invitation_link, sampled boolean, disposition text, s survey, response_state text)
returns text language sql stable as $$
	select case
		when l.revoked_at is not null or not sampled or disposition = 'ineligible' then 'revoked'
		when response_state = 'submitted' then 'submitted'
		when l.expires_at <= now() then 'expired'
		when s.state = 'closed' or s.closes_at <= now() then 'closed'
		when s.state = 'draft' or s.opens_at > now() then 'not_yet_open'
		when response_state is null then 'not_started'
		else 'open'
	end
$$;

-- Everything the population list knows of a seat, as text by variable name.
create function respond_frame(p_survey integer, p_seat integer) returns jsonb language sql stable as $$
	select coalesce((select jsonb_object_agg(t.variable, t.code) from seat_stratum t where (t.survey_id, t.seat_id) = (p_survey, p_seat)), '{}')
		|| (select s.particulars from seat s where (s.survey_id, s.id) = (p_survey, p_seat))
$$;

-- Answers by item in the form an autosave sends them: code, list of codes, number, text, or "dk". Rows without an answer are left out.
create function respond_answers(p_survey integer, p_response integer) returns json language sql stable as $$
	select coalesce(json_object_agg(a.item, case
		when a.state = 'dont_know' then '"dk"'::json
		when a.code is not null then to_json(a.code)
		when a.codes is not null then to_json(a.codes)
		when a.number is not null then to_json(a.number)
		else to_json(a.text) end), '{}')
	from answer a where (a.survey_id, a.response_id) = (p_survey, p_response) and a.state in ('answered', 'dont_know')
$$;

-- What a page needs. Changes nothing. No row: the link is unknown.
create function respond_open(p_survey integer, p_hash bytea)
returns table (status text, seat_id integer, seats_held smallint, seat_locale text, default_locale text, current_version integer, opens_at timestamptz,
	response_id integer, version_id integer, locale text, revision integer, block text, onward smallint, frame jsonb, answers json)
language sql stable as $$
	select respond_status(l, t.sampled, t.disposition, s, r.state), t.id, t.seats_held, t.locale, s.default_locale, s.version_id, s.opens_at,
		r.id, r.version_id, r.locale, r.revision, r.block, r.onward, respond_frame(p_survey, t.id),
		case when r.id is not null then respond_answers(p_survey, r.id) end
	from invitation_link l
	join survey s on s.id = l.survey_id
	join seat t on (t.survey_id, t.id) = (l.survey_id, l.seat_id)
	left join response r on (r.survey_id, r.seat_id) = (t.survey_id, t.id)
	where (l.survey_id, l.token_hash) = (p_survey, p_hash)
$$;

-- Consent was posted: makes the response unless there is one (two tabs, double click), and takes over the language either way.
create function respond_start(p_survey integer, p_hash bytea, p_locale text) returns text language plpgsql as $$
begin
	insert into response (survey_id, seat_id, version_id, locale)
	select p_survey, t.id, s.version_id, p_locale
	from invitation_link l
	join survey s on s.id = l.survey_id
	join seat t on (t.survey_id, t.id) = (l.survey_id, l.seat_id)
	where (l.survey_id, l.token_hash) = (p_survey, p_hash) and respond_status(l, t.sampled, t.disposition, s, null) = 'not_started'
	on conflict (survey_id, seat_id) do nothing;
	update response r set locale = p_locale from invitation_link l
	where (l.survey_id, l.token_hash) = (p_survey, p_hash) and (r.survey_id, r.seat_id) = (l.survey_id, l.seat_id)
		and r.state = 'open' and r.locale <> p_locale;
	return coalesce((select o.status from respond_open(p_survey, p_hash) o), 'unknown');
end $$;

-- Keeps, once, what a stale page posted after the form was sent in: the fields that differ from what was sent.
create function respond_keep_late(p_survey integer, p_response integer, p_patch jsonb) returns boolean language plpgsql as $$
declare late jsonb;
begin
	select jsonb_agg(jsonb_strip_nulls(to_jsonb(p)) order by p.item) into late
	from jsonb_to_recordset(p_patch) p (item text, kind text, state text, code smallint, codes smallint[], number double precision, text text)
	left join answer a on (a.survey_id, a.response_id, a.item) = (p_survey, p_response, p.item)
	where (case when a.state in ('answered', 'dont_know') then a.state else 'not_answered' end, a.code, a.codes, a.number, a.text)
		is distinct from (p.state, p.code, p.codes, p.number, p.text);
	if late is null then return false; end if;
	insert into late_save (survey_id, response_id, patch)
	select p_survey, p_response, late
	where not exists (select from late_save k where (k.survey_id, k.response_id) = (p_survey, p_response) and k.merged_at is null and k.patch = late);
	return true;
end $$;

-- Saves pages and autosaves of one survey, each of another response, in one statement: under load many share what a transaction costs.
-- p_saves: [{n, hash (hex), version, patch, block, onward, locale, revision, read}]; patch: [{item, kind, state, code|codes|number|text}], where
-- state 'not_answered' takes an answer back. block, onward, locale null: leave as they are. revision null: save whatever has been saved
-- since; else only if nothing has. One row a save, by n. status: ok; stale (revision is not the newest); version (another version than the
-- response's); late (sent in before; kept for a reopening); else as respond_status, or unknown. frame and answers (as saved) come only
-- with ok and when asked for (read). Joins by hash or merge are off: with a handful of saves against tables of any size, keys are looked up.
create function respond_save(p_survey integer, p_saves jsonb)
returns table (n integer, status text, revision integer, locale text, frame jsonb, answers json)
language plpgsql set enable_hashjoin = off set enable_mergejoin = off set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
	ns integer[];
	responses integer[];
	seats integer[];
	revisions integer[];
	locales text[];
	reads boolean[];
	o record;
begin
	with given as materialized (
		select g.*, decode(g.hash, 'hex') as token_hash
		from jsonb_to_recordset(p_saves) g (n integer, hash text, version integer, patch jsonb, block text, onward smallint, locale text, revision integer, read boolean)
	), open as materialized (
		-- each look-up by key for itself (`offset 0`), also in tables that have grown since they were last analysed
		select g.*, r.id as response_id
		from given g
		cross join (select s from survey s where s.id = p_survey) s
		cross join lateral (select l, l.seat_id from invitation_link l where (l.survey_id, l.token_hash) = (p_survey, g.token_hash) offset 0) l
		cross join lateral (select t.sampled, t.disposition from seat t where (t.survey_id, t.id) = (p_survey, l.seat_id) offset 0) t
		cross join lateral (select r.id from response r where (r.survey_id, r.seat_id) = (p_survey, l.seat_id) offset 0) r
		where respond_status(l.l, t.sampled, t.disposition, s.s, 'open') = 'open'
	), saved as (
		update response r set revision = r.revision + 1, saved_at = now(), block = coalesce(k.block, r.block), onward = coalesce(k.onward, r.onward),
			locale = coalesce(k.locale, r.locale)
		from open k
		where r.survey_id = p_survey and r.id = any (array(select o.response_id from open o)) and r.id = k.response_id
			and r.state = 'open' and r.version_id is not distinct from k.version and (k.revision is null or r.revision = k.revision)
		returning k.n, k.patch, k.read, r.id, r.seat_id, r.version_id, r.revision, r.locale
	), written as (
		insert into answer as a (survey_id, response_id, item, version_id, kind, state, code, codes, number, text)
		select p_survey, v.id, p.item, v.version_id, p.kind, p.state, p.code, p.codes, p.number, p.text
		from saved v
		cross join lateral jsonb_to_recordset(v.patch) p (item text, kind text, state text, code smallint, codes smallint[], number double precision, text text)
		on conflict (survey_id, response_id, item) do update
		set state = excluded.state, code = excluded.code, codes = excluded.codes, number = excluded.number, text = excluded.text
	)
	select array_agg(v.n), array_agg(v.id), array_agg(v.seat_id), array_agg(v.revision), array_agg(v.locale), array_agg(v.read)
	into ns, responses, seats, revisions, locales, reads from saved v;

	return query select d.n, 'ok', d.revision, d.locale, case when d.read then respond_frame(p_survey, d.seat) end, case when d.read then respond_answers(p_survey, d.response) end
	from unnest(ns, responses, seats, revisions, locales, reads) d (n, response, seat, revision, locale, read);
	if cardinality(ns) = jsonb_array_length(p_saves) then return; end if;

	for o in
		select g.n, g.patch, g.version, coalesce(q.status, 'unknown') as status, q.response_id, q.version_id, q.revision, q.locale
		from jsonb_to_recordset(p_saves) g (n integer, hash text, version integer, patch jsonb)
		left join lateral respond_open(p_survey, decode(g.hash, 'hex')) q on true
		where ns is null or g.n <> all (ns)
	loop
		n := o.n;
		revision := o.revision;
		locale := o.locale;
		status := case
			when o.version_id <> o.version then 'version'
			when o.status = 'open' then 'stale'
			when o.status = 'submitted' and respond_keep_late(p_survey, o.response_id, o.patch) then 'late'
			else o.status end;
		return next;
	end loop;
end $$;

-- Sends the form in. The caller has worked out, from the answers of p_revision, which items routing does not ask and which are unanswered;
-- if anything has been saved since, nothing is done and the status is 'stale'. Sent in already: 'submitted', and nothing is done.
create function respond_submit(p_survey integer, p_hash bytea, p_revision integer, p_not_asked text[], p_not_answered text[])
returns text language plpgsql as $$
declare
	r response;
	at_status text;
begin
	select q.* into r from invitation_link l join response q on (q.survey_id, q.seat_id) = (l.survey_id, l.seat_id)
	where (l.survey_id, l.token_hash) = (p_survey, p_hash) for update of q;
	select o.status into at_status from respond_open(p_survey, p_hash) o;
	if at_status is null then return 'unknown'; end if;
	if at_status <> 'open' then return at_status; end if;
	if r.revision <> p_revision then return 'stale'; end if;

	insert into answer as a (survey_id, response_id, item, version_id, kind, state)
	select p_survey, r.id, v.item, v.version_id, v.kind, case when v.item = any (p_not_asked) then 'not_asked' else 'not_answered' end
	from version_item v
	where (v.survey_id, v.version_id) = (p_survey, r.version_id) and (v.item = any (p_not_asked) or v.item = any (p_not_answered))
	on conflict (survey_id, response_id, item) do update
	set state = excluded.state, code = null, codes = null, number = null, text = null where a.state <> excluded.state;

	update response q set state = 'submitted', submitted_at = now(), saved_at = now(), revision = q.revision + 1
	where (q.survey_id, q.id) = (p_survey, r.id);
	return 'ok';
end $$;

-- Opens a submitted form again and gives what arrived late to the items without an answer, the last word first. Run with the evaluators' role.
-- Returns how many answers were merged; null when the seat has no submitted response.
create function respond_reopen(p_survey integer, p_seat integer, p_actor text) returns integer language plpgsql as $$
declare
	r response;
	merged integer;
begin
	update response q set state = 'open', submitted_at = null, reopened = q.reopened + 1, revision = q.revision + 1
	where (q.survey_id, q.seat_id) = (p_survey, p_seat) and q.state = 'submitted' returning q.* into r;
	if r.id is null then return null; end if;

	insert into answer as a (survey_id, response_id, item, version_id, kind, state, code, codes, number, text)
	select distinct on (p.item) p_survey, r.id, p.item, r.version_id, p.kind, p.state, p.code, p.codes, p.number, p.text
	from late_save k
	cross join lateral jsonb_to_recordset(k.patch) p (item text, kind text, state text, code smallint, codes smallint[], number double precision, text text)
	where (k.survey_id, k.response_id) = (p_survey, r.id) and k.merged_at is null and p.state in ('answered', 'dont_know')
	order by p.item, k.id desc
	on conflict (survey_id, response_id, item) do update
	set state = excluded.state, code = excluded.code, codes = excluded.codes, number = excluded.number, text = excluded.text
	where a.state in ('not_answered', 'not_asked');
	get diagnostics merged = row_count;

	update late_save k set merged_at = now() where (k.survey_id, k.response_id) = (p_survey, r.id) and k.merged_at is null;
	insert into audit (actor, action, survey_id, subject) values (p_actor, 'response.reopen', p_survey, jsonb_build_object('seat', p_seat, 'merged', merged));
	return merged;
end $$;

revoke execute on function respond_status, respond_frame, respond_answers, respond_open, respond_start, respond_keep_late, respond_save, respond_submit,
	respond_reopen from public;
grant execute on function respond_status, respond_frame, respond_answers, respond_open, respond_start, respond_keep_late, respond_save, respond_submit
	to grunnlag_respond;
grant execute on function respond_reopen to grunnlag_evaluate;
