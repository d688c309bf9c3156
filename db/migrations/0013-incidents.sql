-- Significant incidents (Cbw), breaches of personal data, and the victims who are told.

create domain vic_id as text collate "C" check (starts_with(value, 'vic_') and length(value) = 30);

create table incident (
  organisation_id org_id not null references organisation,
  id inc_id not null,
  number text,
  kind text not null check (kind in ('cbw', 'breach')),
  state text not null,
  -- The case it was promoted from.
  case_id case_id,
  -- When we knew that it was significant, or that it was a breach: its clocks run from here, not from the case.
  aware_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  handled_at timestamptz,
  closed_at timestamptz,
  -- Facts that are no personal data: criteria met, cause, cross-border, counts.
  facts jsonb not null,
  -- Texts: description, consequences, measures, contact of the officer responsible.
  key_id dky_id,
  sealed bytea,
  version integer not null default 1,
  primary key (organisation_id, id)
);
call build_wall('incident');
create unique index incident_number on incident (organisation_id, number) where number is not null;
create index incident_open on incident (organisation_id, aware_at) where closed_at is null;

-- What was filed: with whom, when, by which way. A filing is never changed.
create table incident_filing (
  organisation_id org_id not null references organisation,
  incident_id inc_id not null,
  no integer not null,
  what text not null,
  addressee text not null check (addressee in ('csirt', 'authority', 'data_authority', 'recipients', 'subjects')),
  way text not null check (way in ('mail', 'portal', 'none')),
  -- Number the addressee gave it, where it was filed at its portal.
  reference text,
  letter_id let_id,
  filed_at timestamptz not null,
  by text not null,
  primary key (organisation_id, incident_id, no),
  foreign key (organisation_id, incident_id) references incident
);
call build_wall('incident_filing');

create table incident_act (
  organisation_id org_id not null references organisation,
  id act_id not null,
  incident_id inc_id not null,
  at timestamptz not null,
  act text not null,
  by text not null,
  to_state text,
  detail jsonb not null default '{}',
  primary key (organisation_id, id),
  foreign key (organisation_id, incident_id) references incident
);
call build_wall('incident_act');
create index incident_act_incident on incident_act (organisation_id, incident_id, at);

-- Victims told together: customers whose machine was taken, or people on a list the police asks us to tell.
create table victim_group (
  organisation_id org_id not null references organisation,
  id vic_id not null,
  -- On whose behalf they are told.
  behalf text not null check (behalf in ('own', 'police')),
  case_id case_id,
  incident_id inc_id,
  made_at timestamptz not null,
  made_by text not null,
  -- Counts stay when their data are destroyed.
  counted integer not null,
  told integer not null default 0,
  bounced integer not null default 0,
  key_id dky_id not null,
  destroy_at timestamptz not null,
  destroyed_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, key_id) references data_key
);
call build_wall('victim_group');
create index victim_group_due on victim_group (organisation_id, destroy_at) where destroyed_at is null;

create table victim (
  organisation_id org_id not null references organisation,
  group_id vic_id not null,
  no integer not null,
  -- Address and what is known of what was taken, under the key of the group.
  sealed bytea,
  letter_id let_id,
  primary key (organisation_id, group_id, no),
  foreign key (organisation_id, group_id) references victim_group
);
call build_wall('victim');
create index victim_letter on victim (organisation_id, letter_id) where letter_id is not null;
