-- Finding a free seat of a list is what everyone who starts at once waits for: the seats in use are not gone through to find it. Else as before.
create index seat_free on seat (survey_id, list_id, id) where list_id is not null and disposition in ('not_invited', 'non_contact');

create or replace function respond_list_start(p_survey integer, p_hash bytea, p_link bytea, p_code bytea, p_locale text) returns text
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

	-- each look-up by key for itself, whatever the planner believes of the tables
	select t.id into free from seat t
	where t.survey_id = p_survey and t.list_id = l.id and t.disposition in ('not_invited', 'non_contact')
		and (select k.seat_id from invitation_link k where k.survey_id = t.survey_id and k.seat_id = t.id limit 1) is null
	order by t.id limit 1 for update skip locked;
	if free is null then return 'full'; end if;
	insert into invitation_link (survey_id, token_hash, seat_id) values (p_survey, p_link, free);
	perform respond_start(p_survey, p_link, p_locale);
	update seat_list k set taken = k.taken + 1 where (k.survey_id, k.id) = (p_survey, l.id);
	update seat_list_code c set used = true where (c.survey_id, c.list_id, c.code_hash) = (p_survey, l.id, p_code) and l.asks_code;
	return 'ok';
end $$;
