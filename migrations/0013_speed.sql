-- A population list of 50,000 seats and 200,000 stratum codes is taken in by a few statements. A foreign key's check and a trigger for each row
-- are paid for each of them, and were two thirds of the time. What follows holds the same rules at the price of a statement.

-- ── The history of new seats ─────────────────────────────────────────────────────────────────────────────────────────
create function keep_first_disposition() returns trigger language plpgsql security definer set search_path = public as $$
begin
	insert into disposition_history (survey_id, seat_id, disposition, at, event_id)
	select survey_id, id, disposition, disposition_at, set_by from fresh order by survey_id, id;
	return null;
end $$;
drop trigger history_new on seat;
create trigger history_new after insert on seat referencing new table as fresh for each statement execute function keep_first_disposition();

-- ── What a seat's stratum refers to ──────────────────────────────────────────────────────────────────────────────────
-- A seat, a category of the variable, and a variable that is a stratum. As a foreign key does, this locks what is referred to until the transaction
-- ends: each category once, not once a seat. Errors have the code and the constraint's name that they had.
alter table seat_stratum drop constraint seat_stratum_survey_id_seat_id_fkey, drop constraint seat_stratum_survey_id_variable_code_fkey,
	drop constraint seat_stratum_survey_id_variable_stratum_fkey;

create function check_strata() returns trigger language plpgsql security definer set search_path = public as $$
declare
	odd record;
begin
	-- writing over fires for the inserted rows too, of which there are often none
	if not exists (select from fresh) then return null; end if;
	with wanted as materialized (select distinct survey_id, variable, code from fresh),
		held as materialized (
			select c.survey_id, c.variable, c.code, v.stratum from wanted w
			join frame_category c on (c.survey_id, c.variable, c.code) = (w.survey_id, w.variable, w.code)
			join frame_variable v on (v.survey_id, v.name) = (c.survey_id, c.variable) for key share of c, v)
	select w.variable, h.stratum into odd from wanted w left join held h on (h.survey_id, h.variable, h.code) = (w.survey_id, w.variable, w.code)
	where h.stratum is not true limit 1;
	if found and odd.stratum is null then
		raise exception 'a code of % is not among its categories', odd.variable using errcode = '23503', constraint = 'seat_stratum_survey_id_variable_code_fkey';
	elsif found then
		raise exception '% is not a stratum', odd.variable using errcode = '23503', constraint = 'seat_stratum_survey_id_variable_stratum_fkey';
	end if;
	with wanted as materialized (select distinct survey_id, seat_id from fresh),
		held as materialized (select s.id from wanted w join seat s on (s.survey_id, s.id) = (w.survey_id, w.seat_id) for key share of s)
	select into odd where (select count(*) from wanted) <> (select count(*) from held);
	if found then
		raise exception 'a stratum of a seat that is not there' using errcode = '23503', constraint = 'seat_stratum_survey_id_seat_id_fkey';
	end if;
	return null;
end $$;
create trigger check_inserted after insert on seat_stratum referencing new table as fresh for each statement execute function check_strata();
create trigger check_updated after update on seat_stratum referencing new table as fresh for each statement execute function check_strata();

-- What seats refer to stays.
create function keep_category() returns trigger language plpgsql security definer set search_path = public as $$
begin
	if exists (select from seat_stratum t where (t.survey_id, t.variable, t.code) = (old.survey_id, old.variable, old.code))
		and not exists (select from frame_category c where (c.survey_id, c.variable, c.code) = (old.survey_id, old.variable, old.code)) then
		raise exception 'a category of % has seats', old.variable using errcode = '23503', constraint = 'seat_stratum_survey_id_variable_code_fkey';
	end if;
	return null;
end $$;
create trigger keep_deleted after delete on frame_category for each row execute function keep_category();
create trigger keep_updated after update of survey_id, variable, code on frame_category for each row
	when ((old.survey_id, old.variable, old.code) <> (new.survey_id, new.variable, new.code)) execute function keep_category();

-- A variable's name is held by its categories.
create function keep_stratum() returns trigger language plpgsql security definer set search_path = public as $$
begin
	if exists (select from seat_stratum t where (t.survey_id, t.variable) = (old.survey_id, old.name))
		and not exists (select from frame_variable v where (v.survey_id, v.name) = (old.survey_id, old.name) and v.stratum) then
		raise exception '% divides seats', old.name using errcode = '23503', constraint = 'seat_stratum_survey_id_variable_stratum_fkey';
	end if;
	return null;
end $$;
create trigger keep_stratum after update of stratum on frame_variable for each row when (old.stratum and not new.stratum) execute function keep_stratum();

create function keep_seat() returns trigger language plpgsql security definer set search_path = public as $$
begin
	if exists (select from seat_stratum t where (t.survey_id, t.seat_id) = (old.survey_id, old.id))
		and not exists (select from seat s where (s.survey_id, s.id) = (old.survey_id, old.id)) then
		raise exception 'seat % has strata', old.id using errcode = '23503', constraint = 'seat_stratum_survey_id_seat_id_fkey';
	end if;
	return null;
end $$;
create trigger keep_deleted after delete on seat for each row execute function keep_seat();
create trigger keep_moved after update of survey_id, id on seat for each row when ((old.survey_id, old.id) <> (new.survey_id, new.id)) execute function keep_seat();

-- ── Which list it is ─────────────────────────────────────────────────────────────────────────────────────────────────
-- Changes with every change of who is on a survey's list and of their strata, so that what has been read of a list once can be used again. Whoever
-- changes the list holds the row until the end: a snapshot that sees a version sees all that made it, and nothing later.
create table frame_version (
	survey_id integer primary key references survey,
	version uuid not null
);
insert into frame_version (survey_id, version) select survey_id, gen_random_uuid() from (select distinct survey_id from seat) s;

create function change_frame_version() returns trigger language plpgsql security definer set search_path = public as $$
begin
	insert into frame_version (survey_id, version)
	select survey_id, gen_random_uuid() from (select distinct survey_id from changed order by survey_id) c
	on conflict (survey_id) do update set version = excluded.version;
	return null;
end $$;
create trigger list_added after insert on seat referencing new table as changed for each statement execute function change_frame_version();
create trigger list_removed after delete on seat referencing old table as changed for each statement execute function change_frame_version();
create trigger list_given after insert on seat_stratum referencing new table as changed for each statement execute function change_frame_version();
create trigger list_changed after update on seat_stratum referencing new table as changed for each statement execute function change_frame_version();
create trigger list_taken after delete on seat_stratum referencing old table as changed for each statement execute function change_frame_version();
-- no code gives a seat another key
create function change_frame_version_of() returns trigger language plpgsql security definer set search_path = public as $$
begin
	update frame_version set version = gen_random_uuid() where survey_id in (old.survey_id, new.survey_id);
	return null;
end $$;
create trigger list_renamed after update of survey_id, id, ref on seat for each row
	when ((old.survey_id, old.id, old.ref) <> (new.survey_id, new.id, new.ref)) execute function change_frame_version_of();

grant select on frame_version to grunnlag_evaluate, grunnlag_fieldwork;
