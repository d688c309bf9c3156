-- Bulk: what a case knows of itself stands beside its explanation, so that a feed rewrites neither that nor its terms.

alter table abuse_case add column facts jsonb;
alter table abuse_case alter column facts set storage main;
update abuse_case set facts = priority->'facts', priority = priority - 'facts' where priority ? 'facts';

-- Asked for every case of every batch, and nearly always empty.
create index deadline_breached on deadline (organisation_id, subject) where state = 'breached' and ended_at is null;
create index episode_from on episode (organisation_id, from_case_id) where from_case_id is not null and closed_at is null;

-- Terms by which a case is found, in the pieces in which they came: a feed adds and never writes the old ones again.
create table case_term (
  organisation_id org_id not null references organisation,
  case_id case_id not null,
  -- How many terms the case had before this piece.
  no int not null,
  -- Separated by line ends.
  terms text not null,
  primary key (organisation_id, case_id, no)
);
call build_wall('case_term');
insert into case_term (organisation_id, case_id, no, terms) select organisation_id, id, 0, terms from abuse_case where terms <> '';
update abuse_case set facts = facts || jsonb_build_object('terms', array_length(string_to_array(terms, E'\n'), 1)) where terms <> '' and facts is not null;
alter table abuse_case drop column terms;

-- Two who need the same new day at once: the second waits for the first, and may still believe the day is not there.
create or replace function make_finding_day(which date) returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare name text := 'finding_' || to_char(which, 'YYYYMMDD');
begin
  if to_regclass('public.' || name) is not null then return false; end if;
  perform pg_advisory_xact_lock(hashtext('make_finding_day'));
  if exists (select 1 from pg_class where relname = name and relnamespace = 'public'::regnamespace) then return false; end if;
  if exists (select 1 from public.finding_other_days where day = which) then return false; end if;
  execute format('create table public.%I (like public.finding including defaults including constraints)', name);
  execute format('alter table public.finding attach partition public.%I for values from (%L) to (%L)', name, which, which + 1);
  return true;
end $$;
