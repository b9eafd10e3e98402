-- Evaluators' accounts and sessions: a schema of its own behind a role of its own, so that no code that serves respondents, analyses
-- or fieldwork can read a password hash or a session. Columns are those the sign-in library (better-auth) expects.
do $$
begin
	begin
		create role grunnlag_auth nologin;
	exception when duplicate_object or unique_violation then null;
	end;
	if not pg_has_role(current_user, 'grunnlag_auth', 'member') then
		grant grunnlag_auth to current_user;
	end if;
end $$;

create schema auth;

create table auth."user" (
	id text primary key,
	name text not null check (name <> '' and length(name) <= 200),
	-- the account's name: in lower case, so that it is the same however it is typed
	email text not null unique check (email = lower(btrim(email)) and email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and length(email) <= 254),
	email_verified boolean not null default false,
	image text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);

create table auth.session (
	id text primary key,
	token text not null unique,
	user_id text not null references auth."user" on delete cascade,
	expires_at timestamptz not null,
	ip_address text check (ip_address is null or ip_address = ''),
	user_agent text check (user_agent is null or user_agent = ''),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
create index on auth.session (user_id);
create index on auth.session (expires_at);

create table auth.account (
	id text primary key,
	account_id text not null,
	provider_id text not null,
	user_id text not null references auth."user" on delete cascade,
	-- scrypt; only for provider 'credential'
	password text,
	access_token text,
	refresh_token text,
	id_token text,
	access_token_expires_at timestamptz,
	refresh_token_expires_at timestamptz,
	scope text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (provider_id, account_id),
	check ((provider_id = 'credential') = (password is not null))
);
create index on auth.account (user_id);

create table auth.verification (
	id text primary key,
	identifier text not null,
	value text not null,
	expires_at timestamptz not null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
create index on auth.verification (identifier);

-- Attempts to sign in that have not succeeded, by keyed hash of account name and of address.
create table auth.sign_in_attempt (
	id bigint generated always as identity primary key,
	key bytea not null check (length(key) = 32),
	at timestamptz not null default now()
);
create index on auth.sign_in_attempt (key, at);
create index on auth.sign_in_attempt (at);

grant usage on schema public, auth to grunnlag_auth;
grant select, insert, update, delete on all tables in schema auth to grunnlag_auth;
grant insert on audit to grunnlag_auth;
