-- The respondent's hot path. A save is one round trip: three statements look
-- the link up, lock the response and write the answers. All functions run as the caller (grunnlag_respond).

-- Where the person went from the block last saved, so that coming back continues there: on, back, or stayed.
alter table response add column onward smallint not null default 0 check (onward between -1 and 1);

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

-- Saves one page or one autosave. p_patch: [{item, kind, state, code|codes|number|text}], state 'not_answered' takes an answer back.
-- p_block, p_locale null: leave as they are. p_revision null: save whatever has been saved since; else only if nothing has.
-- status: ok; stale (p_revision is not the newest); version (another version than the response's); late (kept for a reopening);
-- else as respond_status, or unknown. frame and answers (as saved) come only with ok and when asked for.
create function respond_save(p_survey integer, p_hash bytea, p_version integer, p_patch jsonb, p_block text, p_onward smallint, p_locale text,
	p_revision integer, p_read boolean, out status text, out revision integer, out locale text, out frame jsonb, out answers json)
language plpgsql as $$
declare
	found_response integer;
	found_seat integer;
	found_version integer;
begin
	select l.seat_id, respond_status(l, t.sampled, t.disposition, s, 'open') into found_seat, status
	from invitation_link l
	join survey s on s.id = l.survey_id
	join seat t on (t.survey_id, t.id) = (l.survey_id, l.seat_id)
	where (l.survey_id, l.token_hash) = (p_survey, p_hash);

	if status = 'open' then
		-- `is not distinct from`: by the seat's unique index, whatever the planner knows of the versions
		update response r set revision = r.revision + 1, saved_at = now(), block = coalesce(p_block, r.block), onward = coalesce(p_onward, r.onward),
			locale = coalesce(p_locale, r.locale)
		where (r.survey_id, r.seat_id) = (p_survey, found_seat) and r.state = 'open' and r.version_id is not distinct from p_version
			and (p_revision is null or r.revision = p_revision)
		returning r.id, r.revision, r.locale into found_response, revision, locale;
	end if;

	if found_response is null then
		select coalesce(o.status, 'unknown'), o.response_id, o.version_id, o.revision into status, found_response, found_version, revision
		from (values (1)) one left join respond_open(p_survey, p_hash) o on true;
		if found_version <> p_version then
			status := 'version';
		elsif status = 'open' then
			status := 'stale';
		elsif status = 'submitted' and respond_keep_late(p_survey, found_response, p_patch) then
			status := 'late';
		end if;
		return;
	end if;

	insert into answer as a (survey_id, response_id, item, version_id, kind, state, code, codes, number, text)
	select p_survey, found_response, p.item, p_version, p.kind, p.state, p.code, p.codes, p.number, p.text
	from jsonb_to_recordset(p_patch) p (item text, kind text, state text, code smallint, codes smallint[], number double precision, text text)
	on conflict (survey_id, response_id, item) do update
	set state = excluded.state, code = excluded.code, codes = excluded.codes, number = excluded.number, text = excluded.text;

	status := 'ok';
	if p_read then
		frame := respond_frame(p_survey, found_seat);
		answers := respond_answers(p_survey, found_response);
	end if;
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
