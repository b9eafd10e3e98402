-- Who has asked for no more mail gets none, also after beginning the form: the answer decides the disposition, not what was asked.

-- Until another person sits in the seat, or somebody decides otherwise about it.
create function opted_out(p_survey integer, p_seat integer) returns boolean language sql stable as $$
	select coalesce((
		select e.reason = 'opted_out' from seat_event e
		where (e.survey_id, e.seat_id) = (p_survey, p_seat) and e.kind in ('disposition', 'automatic', 'replaced') order by e.id desc limit 1), false)
$$;
revoke execute on function opted_out from public;
grant execute on function opted_out to grunnlag_fieldwork, grunnlag_evaluate;
