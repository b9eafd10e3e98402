-- Roles are cluster-wide; a database made from the same cluster finds them there.
do $$
declare r text;
begin
	foreach r in array array['grunnlag_respond', 'grunnlag_evaluate', 'grunnlag_fieldwork'] loop
		begin
			execute format('create role %I nologin', r);
		exception when duplicate_object or unique_violation then null;
		end;
		if not pg_has_role(current_user, r, 'member') then
			execute format('grant %I to current_user', r);
		end if;
	end loop;
end $$;

revoke create on schema public from public;
create schema contact;

-- ── What is collected ────────────────────────────────────────────────────────────────────────────────────────────────
create table evaluation (
	id integer generated always as identity primary key,
	key text not null unique check (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
	name text not null check (name <> ''),
	created_at timestamptz not null default now()
);

create table wave (
	id integer generated always as identity primary key,
	evaluation_id integer not null references evaluation,
	key text not null check (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
	name text not null check (name <> ''),
	unique (evaluation_id, key)
);

create table survey (
	id integer generated always as identity primary key,
	wave_id integer not null references wave,
	key text not null check (key ~ '^[a-z][a-z0-9_]{0,62}$'),
	state text not null default 'draft' check (state in ('draft', 'open', 'closed')),
	opens_at timestamptz,
	closes_at timestamptz,
	default_locale text not null default 'nb' check (default_locale in ('nb', 'nn', 'en')),
	-- set when a version is published; the one that new responses start on
	version_id integer,
	draft jsonb,
	draft_saved_at timestamptz,
	created_at timestamptz not null default now(),
	unique (wave_id, key),
	check (opens_at is null or closes_at is null or opens_at < closes_at),
	check (state <> 'open' or version_id is not null)
);

create table questionnaire_version (
	survey_id integer not null references survey,
	id integer generated always as identity,
	number integer not null check (number > 0),
	-- sha-256 of the canonical text, hex
	hash text not null check (hash ~ '^[0-9a-f]{64}$'),
	document jsonb not null,
	published_at timestamptz not null default now(),
	published_by text,
	primary key (survey_id, id),
	unique (survey_id, number),
	unique (survey_id, hash)
);
alter table survey add foreign key (id, version_id) references questionnaire_version (survey_id, id);

create table version_item (
	survey_id integer not null,
	version_id integer not null,
	item text not null check (item ~ '^[a-z][a-z0-9_]{0,62}$'),
	kind text not null check (kind in ('code', 'codes', 'number', 'text')),
	type text not null,
	position integer not null,
	dont_know boolean not null,
	max_length integer check (max_length > 0),
	min double precision,
	max double precision,
	primary key (survey_id, version_id, item),
	unique (survey_id, version_id, item, kind),
	unique (survey_id, version_id, position),
	foreign key (survey_id, version_id) references questionnaire_version (survey_id, id)
);

create table version_category (
	survey_id integer not null,
	version_id integer not null,
	item text not null,
	code smallint not null check (code between 0 and 254),
	position integer not null,
	primary key (survey_id, version_id, item, code),
	foreign key (survey_id, version_id, item) references version_item (survey_id, version_id, item)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
	raise exception 'rows of % are immutable', tg_table_name using errcode = 'GR001';
end $$;
create trigger immutable before update or delete on questionnaire_version for each row execute function refuse_change();
create trigger immutable before update or delete on version_item for each row execute function refuse_change();
create trigger immutable before update or delete on version_category for each row execute function refuse_change();

-- ── The population ───────────────────────────────────────────────────────────────────────────────────────────────────
create table contact.person (
	id uuid primary key default gen_random_uuid(),
	evaluation_id integer not null references evaluation,
	name text not null,
	email text not null check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
	-- lower case, trimmed, NFC: what makes two rows one person
	email_key text not null check (email_key = lower(btrim(email_key))),
	unique (evaluation_id, email_key)
);
create table contact.link (
	-- the only thing that ties a seat to a person; destroying it is destroying the linkage key
	contact_key uuid primary key default gen_random_uuid(),
	person_id uuid not null references contact.person on delete cascade
);
create index on contact.link (person_id);

create table frame_variable (
	survey_id integer not null references survey,
	name text not null check (name ~ '^[a-z][a-z0-9_]{0,62}$'),
	label jsonb not null,
	stratum boolean not null,
	position integer not null,
	primary key (survey_id, name),
	unique (survey_id, name, stratum)
);
create table frame_category (
	survey_id integer not null,
	variable text not null,
	code text not null check (code <> ''),
	label jsonb not null,
	position integer not null,
	primary key (survey_id, variable, code),
	foreign key (survey_id, variable) references frame_variable (survey_id, name)
);

create table frame_import (
	survey_id integer not null references survey,
	id integer generated always as identity,
	file_name text not null,
	file_hash text not null,
	mapping jsonb not null,
	report jsonb not null,
	imported_at timestamptz not null default now(),
	imported_by text,
	primary key (survey_id, id)
);

create table seat (
	survey_id integer not null references survey,
	id integer generated always as identity,
	-- the row's key in the population list
	ref text not null check (ref <> '' and length(ref) <= 200),
	-- frame variables that are neither contact nor stratum
	particulars jsonb not null default '{}' check (jsonb_typeof(particulars) = 'object'),
	contact_key uuid unique references contact.link on delete set null,
	-- how many seats of this survey the same person holds, so that the form can say why there are several
	seats_held smallint not null default 1 check (seats_held >= 1),
	locale text check (locale in ('nb', 'nn', 'en')),
	sampled boolean not null default false,
	-- AAPOR final disposition: exactly one a seat
	disposition text not null default 'not_invited' check
		(disposition in ('not_invited', 'non_contact', 'partial', 'complete', 'refusal', 'undeliverable', 'ineligible')),
	disposition_at timestamptz not null default now(),
	primary key (survey_id, id),
	unique (survey_id, ref),
	check (sampled or disposition in ('not_invited', 'ineligible'))
);
create index on seat (survey_id, disposition);

create table seat_stratum (
	survey_id integer not null,
	seat_id integer not null,
	variable text not null,
	-- no row: the list says nothing for this seat
	code text not null,
	stratum boolean not null default true check (stratum),
	primary key (survey_id, seat_id, variable),
	foreign key (survey_id, seat_id) references seat (survey_id, id),
	foreign key (survey_id, variable, code) references frame_category (survey_id, variable, code),
	foreign key (survey_id, variable, stratum) references frame_variable (survey_id, name, stratum)
);
create index on seat_stratum (survey_id, variable, code);

create table disposition_history (
	survey_id integer not null,
	id bigint generated always as identity,
	seat_id integer not null,
	disposition text not null,
	at timestamptz not null default now(),
	primary key (survey_id, id),
	foreign key (survey_id, seat_id) references seat (survey_id, id)
);
create index on disposition_history (survey_id, seat_id);
create trigger immutable before update or delete on disposition_history for each row execute function refuse_change();

create function stamp_disposition() returns trigger language plpgsql as $$
begin
	new.disposition_at := now();
	return new;
end $$;
create trigger stamp before update of disposition on seat for each row
	when (old.disposition is distinct from new.disposition) execute function stamp_disposition();

create function keep_disposition() returns trigger language plpgsql security definer set search_path = public as $$
begin
	insert into disposition_history (survey_id, seat_id, disposition, at) values (new.survey_id, new.id, new.disposition, new.disposition_at);
	return null;
end $$;
create trigger history_new after insert on seat for each row execute function keep_disposition();
create trigger history after update of disposition on seat for each row
	when (old.disposition is distinct from new.disposition) execute function keep_disposition();

-- ── Invitations ──────────────────────────────────────────────────────────────────────────────────────────────────────
create table invitation_link (
	survey_id integer not null,
	-- HMAC-SHA-256 of the token under the server's key: the token itself is stored nowhere
	token_hash bytea not null check (length(token_hash) = 32),
	seat_id integer not null,
	created_at timestamptz not null default now(),
	expires_at timestamptz,
	revoked_at timestamptz,
	primary key (survey_id, token_hash),
	foreign key (survey_id, seat_id) references seat (survey_id, id)
);
create index on invitation_link (survey_id, seat_id);

create table mailing (
	survey_id integer not null references survey,
	id integer generated always as identity,
	kind text not null check (kind in ('invitation', 'reminder')),
	number integer not null check (number >= 0),
	-- {locale: text with merge fields}
	subject jsonb not null,
	body jsonb not null,
	created_at timestamptz not null default now(),
	created_by text,
	primary key (survey_id, id),
	unique (survey_id, kind, number),
	check (kind = 'reminder' or number = 0)
);
create table mail (
	survey_id integer not null,
	mailing_id integer not null,
	seat_id integer not null,
	state text not null default 'planned' check (state in ('planned', 'sending', 'sent', 'failed', 'uncertain', 'skipped')),
	attempts smallint not null default 0,
	-- why it failed or was skipped: a code, never the address
	reason text,
	changed_at timestamptz not null default now(),
	-- a planned mail reaches a seat at most once
	primary key (survey_id, mailing_id, seat_id),
	foreign key (survey_id, mailing_id) references mailing (survey_id, id),
	foreign key (survey_id, seat_id) references seat (survey_id, id)
);
create index on mail (survey_id, seat_id);
create index mail_waiting on mail (survey_id, mailing_id) where state in ('planned', 'sending');

-- ── Responses ────────────────────────────────────────────────────────────────────────────────────────────────────────
create table response (
	survey_id integer not null,
	id integer generated always as identity,
	seat_id integer not null,
	version_id integer not null,
	state text not null default 'open' check (state in ('open', 'submitted')),
	locale text not null check (locale in ('nb', 'nn', 'en')),
	consented_at timestamptz not null default now(),
	saved_at timestamptz not null default now(),
	submitted_at timestamptz,
	-- goes up with every save; a page carries the revision it was made from
	revision integer not null default 1,
	-- key of the block last saved: where to continue
	block text,
	reopened smallint not null default 0,
	primary key (survey_id, id),
	-- a seat has at most one response
	unique (survey_id, seat_id),
	unique (survey_id, id, version_id),
	foreign key (survey_id, seat_id) references seat (survey_id, id),
	foreign key (survey_id, version_id) references questionnaire_version (survey_id, id),
	check ((state = 'submitted') = (submitted_at is not null))
) with (fillfactor = 70);

create table answer (
	survey_id integer not null,
	response_id integer not null,
	item text not null,
	version_id integer not null,
	kind text not null,
	state text not null check (state in ('answered', 'dont_know', 'not_answered', 'not_asked')),
	code smallint,
	codes smallint[],
	number double precision,
	text text,
	primary key (survey_id, response_id, item),
	foreign key (survey_id, response_id, version_id) references response (survey_id, id, version_id),
	foreign key (survey_id, version_id, item, kind) references version_item (survey_id, version_id, item, kind),
	foreign key (survey_id, version_id, item, code) references version_category (survey_id, version_id, item, code),
	check (num_nonnulls(code, codes, number, text) = (state = 'answered')::int),
	check (state <> 'answered' or case kind when 'code' then code is not null when 'codes' then codes is not null
		when 'number' then number is not null else text is not null end),
	check (number is null or number not in ('NaN', 'Infinity', '-Infinity')),
	check (codes is null or cardinality(codes) > 0),
	check (text is null or (text <> '' and length(text) <= 20000))
) with (fillfactor = 80);

-- A multiple answer holds an array, which a foreign key cannot follow into; rows of this kind alone pay for the look-up.
create function check_codes() returns trigger language plpgsql security definer set search_path = public as $$
begin
	if exists (select from unnest(new.codes) c where c is null or not exists (select from version_category k
			where (k.survey_id, k.version_id, k.item, k.code) = (new.survey_id, new.version_id, new.item, c)))
		or cardinality(new.codes) <> (select count(distinct c) from unnest(new.codes) c) then
		raise exception 'a code of item % is not among its categories', new.item using errcode = '23503';
	end if;
	return null;
end $$;
create constraint trigger codes_in_scale after insert or update on answer for each row
	when (new.codes is not null) execute function check_codes();

-- "Vet ikke" only where the item switches it on; range and length as the version says.
create function check_answer_item() returns trigger language plpgsql security definer set search_path = public as $$
declare i version_item;
begin
	select * into i from version_item v where (v.survey_id, v.version_id, v.item) = (new.survey_id, new.version_id, new.item);
	if new.state = 'dont_know' and not i.dont_know then
		raise exception 'item % does not offer don''t know', new.item using errcode = '23514';
	elsif new.number < i.min or new.number > i.max or length(new.text) > i.max_length then
		raise exception 'the answer to item % is out of range', new.item using errcode = '23514';
	end if;
	return null;
end $$;
create constraint trigger answer_fits_item after insert or update on answer for each row
	when (new.state = 'dont_know' or new.number is not null or new.text is not null) execute function check_answer_item();

-- What a stale page posted after the form was sent in: kept, and merged only if an evaluator reopens the form.
create table late_save (
	survey_id integer not null,
	response_id integer not null,
	id integer generated always as identity,
	patch jsonb not null,
	received_at timestamptz not null default now(),
	merged_at timestamptz,
	primary key (survey_id, id),
	foreign key (survey_id, response_id) references response (survey_id, id)
);

-- A submitted response is closed: its answers change only after it has been reopened.
create function guard_submitted() returns trigger language plpgsql security definer set search_path = public as $$
begin
	if exists (select from response r where (r.survey_id, r.id) = (coalesce(new.survey_id, old.survey_id), coalesce(new.response_id, old.response_id))
			and r.state = 'submitted') then
		raise exception 'the response is submitted' using errcode = 'GR002';
	end if;
	return coalesce(new, old);
end $$;
create trigger guard before insert or update or delete on answer for each row execute function guard_submitted();

-- The seat's disposition follows its response, in the same transaction, whatever code wrote it.
create function follow_response() returns trigger language plpgsql security definer set search_path = public as $$
begin
	update seat set disposition = case new.state when 'submitted' then 'complete' else 'partial' end
	where survey_id = new.survey_id and id = new.seat_id;
	return null;
end $$;
create trigger disposition_new after insert on response for each row execute function follow_response();
create trigger disposition after update of state on response for each row
	when (old.state is distinct from new.state) execute function follow_response();

-- ── Who did what ─────────────────────────────────────────────────────────────────────────────────────────────────────
create table audit (
	id bigint generated always as identity primary key,
	at timestamptz not null default now(),
	actor text not null,
	action text not null,
	survey_id integer references survey,
	subject jsonb not null default '{}'
);
create trigger immutable before update or delete on audit for each row execute function refuse_change();

-- ── Who may touch what ───────────────────────────────────────────────────────────────────────────────────────────────
grant usage on schema public to grunnlag_respond, grunnlag_evaluate, grunnlag_fieldwork;
grant usage on schema contact to grunnlag_fieldwork;

grant select on survey, questionnaire_version, version_item, version_category, frame_variable, frame_category, seat_stratum,
	invitation_link, response, answer, late_save to grunnlag_respond;
grant select (survey_id, id, ref, particulars, seats_held, locale, sampled, disposition) on seat to grunnlag_respond;
grant insert, update on response, answer to grunnlag_respond;
grant insert, update on late_save to grunnlag_respond;

grant select on all tables in schema public to grunnlag_evaluate, grunnlag_fieldwork;
grant insert, update on evaluation, wave, survey, questionnaire_version, version_item, version_category, response, late_save to grunnlag_evaluate;
grant insert, update on answer to grunnlag_evaluate;
grant insert on audit to grunnlag_evaluate, grunnlag_fieldwork;
grant insert, update, delete on frame_variable, frame_category, seat, seat_stratum to grunnlag_fieldwork;
grant insert, update on frame_import, invitation_link, mailing, mail, survey to grunnlag_fieldwork;
grant select, insert, update, delete on all tables in schema contact to grunnlag_fieldwork;
