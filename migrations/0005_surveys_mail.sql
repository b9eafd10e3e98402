-- A draft is kept as the evaluator wrote it, finished or not: only publishing asks for a valid document.
alter table survey alter column draft type text using jsonb_pretty(draft);
alter table survey add check (length(draft) <= 5000000);

-- Publishing declares the document's frame variables; only the population list's own role removes any.
grant insert, update on frame_variable, frame_category to grunnlag_evaluate;

-- After a temporary refusal (4xx): when the next attempt may be made.
alter table mail add column not_before timestamptz;

-- What has been sent is sent: no code can put such a mail back in line.
create function keep_sent() returns trigger language plpgsql as $$
begin
	raise exception 'a sent mail is not sent again' using errcode = 'GR003';
end $$;
create trigger keep_sent before update of state on mail for each row
	when (old.state = 'sent' and new.state in ('planned', 'sending')) execute function keep_sent();

-- The texts of a mailing are what people got, from the moment the first mail is on its way.
create function keep_texts() returns trigger language plpgsql as $$
begin
	if exists (select from mail m where (m.survey_id, m.mailing_id) = (old.survey_id, old.id) and m.state not in ('planned', 'skipped')) then
		raise exception 'the mailing is on its way' using errcode = 'GR003';
	end if;
	return new;
end $$;
create trigger keep_texts before update of subject, body, kind, number on mailing for each row execute function keep_texts();
