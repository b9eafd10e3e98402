-- How far the sending of a mailing has come. draft: never ordered. queued: ordered, not begun. sending: a sender is at it, or will be as soon as one lives.
-- paused: waits for a person, who may have asked for it, or for what `problem` says. stopped: a person ended it. done: nobody waits for it.
alter table mailing
	add column state text not null default 'draft' check (state in ('draft', 'queued', 'sending', 'paused', 'stopped', 'done')),
	add column state_at timestamptz not null default now(),
	-- a message key: what keeps it from going on
	add column problem text check (problem ~ '^[a-z_]{1,80}$');
update mailing g set state = case when exists (select from mail m where (m.survey_id, m.mailing_id) = (g.survey_id, g.id) and m.state in ('planned', 'sending')) then 'paused' else 'done' end
where exists (select from mail m where (m.survey_id, m.mailing_id) = (g.survey_id, g.id));
create index mailing_under_way on mailing (survey_id, id) where state in ('queued', 'sending');

alter table mail
	-- the run of the sender that has it in hand: a run that was taken for dead can neither send it nor say what became of it as another's
	add column run uuid,
	-- the last check was passed and the message may leave from here on: without this, a mail left 'sending' has not been sent
	add column handed_at timestamptz;
update mail set handed_at = changed_at where state = 'sending';

-- What all senders together know of a mail server.
create table mail_server (
	name text primary key check (length(name) between 1 and 300),
	-- when the next message may leave, by the limit of messages a minute
	next_at timestamptz not null,
	-- refusals in a row that concerned the server and not the message, and until when it is left alone for that
	refusals integer not null default 0 check (refusals >= 0),
	held_until timestamptz,
	problem text check (problem ~ '^[a-z_]{1,80}$')
);
grant select, insert, update on mail_server to grunnlag_fieldwork;
