-- Transparency reports: versions with a life, and the parts as they were published.

create table transparency_report (
  organisation_id org_id not null references organisation,
  id trp_id not null,
  -- dsa: art. 15 of the Digital Services Act; tco: art. 7 of Regulation (EU) 2021/784.
  kind text not null check (kind in ('dsa', 'tco')),
  -- One report a service.
  service text not null,
  period_from date not null,
  period_to date not null,
  version int not null,
  state text not null check (state in ('draft', 'checked', 'published', 'corrected', 'dropped')),
  -- What a person says besides what is counted; parsed by #reports. It is published.
  words jsonb not null,
  made_at timestamptz not null,
  made_by text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  checked_at timestamptz,
  checked_by text,
  published_at timestamptz,
  published_by text,
  -- Which version it corrects, and why.
  corrects trp_id,
  reason text,
  -- Over the names and hashes of its parts.
  sha256 bytea,
  revision int not null default 1,
  primary key (organisation_id, id),
  unique (organisation_id, kind, service, period_from, version),
  -- Whoever wrote the last of it does not check it.
  constraint report_second_person check (checked_by is null or checked_by <> changed_by),
  check ((state in ('published', 'corrected')) = (published_at is not null))
);
call build_wall('transparency_report');
create unique index transparency_report_draft on transparency_report (organisation_id, kind, service, period_from) where state in ('draft', 'checked');

-- The files as they were published: frozen, archived at least five years.
create table transparency_part (
  organisation_id org_id not null references organisation,
  report_id trp_id not null,
  name text not null,
  sha256 bytea not null,
  bytes bytea not null,
  primary key (organisation_id, report_id, name),
  foreign key (organisation_id, report_id) references transparency_report
);
call build_wall('transparency_part');

create function transparency_part_stands() returns trigger language plpgsql as $$
begin
  raise exception 'a published report is frozen' using errcode = 'check_violation', constraint = 'transparency_part_stands';
end $$;
create trigger transparency_part_stands before update or delete on transparency_part for each row execute function transparency_part_stands();
