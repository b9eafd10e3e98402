-- What comes back: reports of mail that could not be delivered, machines' answers, and people's replies. Codes only; a person's words are a contact's.

-- Mails that went to whoever had the seat, or to the address it had, before. A table of its own: marking the mail itself would make whoever
-- replaces a person and whoever settles a batch wait for each other.
create table mail_former (
	survey_id integer not null,
	mailing_id integer not null,
	seat_id integer not null,
	primary key (survey_id, mailing_id, seat_id),
	foreign key (survey_id, mailing_id, seat_id) references mail
);

create table mail_return (
	survey_id integer not null,
	id bigint generated always as identity,
	mailing_id integer not null,
	seat_id integer not null,
	-- hard, soft: not delivered, for good or for now; delayed, delivered: a server's word on the way; auto: a machine's answer; reply: a person's
	kind text not null check (kind in ('hard', 'soft', 'delayed', 'delivered', 'auto', 'reply')),
	-- as RFC 3463 has it; null: the report gave none
	code text check (code ~ '^[245]\.[0-9]{1,3}\.[0-9]{1,3}$'),
	cause text check (cause ~ '^[a-z_]{1,30}$'),
	-- what it did: made the seat undeliverable, was counted towards that, or nothing, since the seat had answered, was decided by hand, has
	-- another person or is undeliverable already
	effect text not null check (effect in ('undeliverable', 'counted', 'answered', 'decided', 'former', 'already', 'none')),
	-- what a reply seems to say
	suggestion text check (suggestion in ('refusal', 'left')),
	-- SHA-256 of the message's id, the status and the mail: read again, it is the same
	key bytea not null check (length(key) = 32),
	at timestamptz not null default now(),
	-- what a person made of a reply; expired: its text was removed before anyone had looked
	filed_as text check (filed_as in ('refusal', 'left', 'nothing', 'expired')),
	filed_at timestamptz,
	filed_by text,
	primary key (survey_id, id),
	unique (survey_id, key),
	foreign key (survey_id, mailing_id, seat_id) references mail,
	check ((kind in ('hard', 'soft')) = (cause is not null)),
	check (kind in ('hard', 'soft') or code is null),
	check (kind = 'reply' or (suggestion is null and filed_as is null)),
	check ((filed_as is null) = (filed_at is null))
);
create index on mail_return (survey_id, seat_id, mailing_id);
create index mail_return_waiting on mail_return (survey_id, id) where kind = 'reply' and filed_as is null;

-- A reply's words hang on the linkage key, so that they end with it.
create table contact.mail_reply (
	survey_id integer not null,
	return_id bigint not null,
	contact_key uuid not null references contact.link on delete cascade,
	text text not null check (btrim(text) <> '' and length(text) <= 2000),
	at timestamptz not null default now(),
	primary key (survey_id, return_id),
	foreign key (survey_id, return_id) references mail_return
);
create index on contact.mail_reply (contact_key);
create index on contact.mail_reply (at);

-- What was ignored is counted and nothing else. No survey: the message named none of our mails.
create table mail_return_count (
	survey_id integer references survey,
	day date not null,
	reason text not null check (reason in ('unmatched', 'too_large', 'unreadable', 'not_sent', 'too_many')),
	n integer not null check (n > 0),
	unique nulls not distinct (survey_id, day, reason)
);

-- When the mailbox was last read, and what was wrong then. One row.
create table mail_return_check (
	one boolean primary key default true check (one),
	at timestamptz not null,
	handled integer not null check (handled >= 0),
	waiting integer not null check (waiting >= 0),
	problem text check (problem ~ '^[a-z_]{1,60}$')
);

-- Another person, or another address: what was sent is no longer about who sits there, and what was written is not theirs.
create function keep_former() returns trigger language plpgsql security definer set search_path = public as $$
begin
	insert into mail_former (survey_id, mailing_id, seat_id)
	select m.survey_id, m.mailing_id, m.seat_id from seat s join mail m on (m.survey_id, m.seat_id) = (s.survey_id, s.id)
	where s.contact_key = new.contact_key and m.state in ('sending', 'sent', 'uncertain')
	on conflict do nothing;
	delete from contact.mail_reply r where r.contact_key = new.contact_key;
	return null;
end $$;
create trigger former after update of person_id on contact.link for each row when (old.person_id <> new.person_id) execute function keep_former();

-- A mail that is sent again goes to whoever sits there now.
create function end_former() returns trigger language plpgsql security definer set search_path = public as $$
begin
	delete from mail_former f where (f.survey_id, f.mailing_id, f.seat_id) = (new.survey_id, new.mailing_id, new.seat_id);
	return null;
end $$;
create trigger former after update of state on mail for each row when (old.state in ('sending', 'uncertain') and new.state = 'planned') execute function end_former();

insert into mail_former (survey_id, mailing_id, seat_id)
select m.survey_id, m.mailing_id, m.seat_id from mail m
where m.state in ('sending', 'sent', 'uncertain')
	and exists (select from seat_event e where (e.survey_id, e.seat_id) = (m.survey_id, m.seat_id) and e.kind = 'replaced' and e.at > m.changed_at);

grant select on mail_former, mail_return, mail_return_count, mail_return_check to grunnlag_evaluate, grunnlag_fieldwork;
grant insert on mail_return to grunnlag_fieldwork;
grant update (filed_as, filed_at, filed_by) on mail_return to grunnlag_fieldwork;
grant insert, update on mail_return_count, mail_return_check to grunnlag_fieldwork;
grant select, insert, delete on contact.mail_reply to grunnlag_fieldwork;
