-- Letters to the full: who gets what (directives), what they look like (brands, wordings), where else they go (webhooks,
-- the desk system of the house), what became of them, and the ladder of a case.

do $$
declare kind text;
begin
  foreach kind in array array['brd', 'whk'] loop
    execute format('create domain %I as text collate "C" check (starts_with(value, %L) and length(value) = %s)',
      kind || '_id', kind || '_', length(kind) + 27);
  end loop;
end $$;

-- How and when letters of a house go out: digests, quiet hours, trial, its own desk system. Parsed by #correspondence.
create table letter_settings (
  organisation_id org_id primary key references organisation,
  version int not null,
  settings jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null
);
call build_wall('letter_settings');

-- One saved set of directives; the highest version is in force. None saved: the shipped set.
create table directive_set (
  organisation_id org_id not null references organisation,
  version int not null,
  saved_at timestamptz not null,
  saved_by text not null,
  note text,
  primary key (organisation_id, version)
);
call build_wall('directive_set');
create table directive (
  organisation_id org_id not null references organisation,
  version int not null,
  -- Order: the first that matches counts.
  no int not null,
  id text not null,
  rule jsonb not null,
  primary key (organisation_id, version, no),
  unique (organisation_id, version, id),
  foreign key (organisation_id, version) references directive_set
);
call build_wall('directive');

-- Where letters go as JSON. Address and secret lie sealed: the address of a webhook is often a secret of its own.
create table webhook (
  organisation_id org_id not null references organisation,
  id whk_id not null,
  name text not null,
  -- Host alone, for people.
  host text not null,
  key_id dky_id,
  sealed bytea,
  created_at timestamptz not null,
  created_by text not null,
  ended_at timestamptz,
  -- Why it ended by itself: the other side said it is gone.
  ended_why text,
  primary key (organisation_id, id),
  check (key_id is not null or sealed is null)
);
call build_wall('webhook');

-- What letters look like, per organisation and per group of parties or contracts. Rows are versions; the highest counts.
create table brand (
  organisation_id org_id not null references organisation,
  id brd_id not null,
  version int not null,
  content jsonb not null,
  -- Used where nothing else fits.
  is_default boolean not null default false,
  for_parties text[] not null default '{}',
  for_contracts text[] not null default '{}',
  saved_at timestamptz not null,
  saved_by text not null,
  ended_at timestamptz,
  primary key (organisation_id, id, version)
);
call build_wall('brand');

-- Own words of a letter: template × audience × brand ('' = any), both languages in one version so that both are checked.
-- A version without words goes back to the shipped text.
create table wording (
  organisation_id org_id not null references organisation,
  template text not null,
  audience text not null,
  brand text not null default '',
  version int not null,
  subject jsonb,
  body jsonb,
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (organisation_id, template, audience, brand, version)
);
call build_wall('wording');

alter table letter
  add column channel text not null default 'mail' check (channel in ('mail', 'webhook')),
  add column webhook_id whk_id,
  -- Which directive of which version sent it; null for letters no directive speaks of.
  add column directive text,
  add column directive_version int,
  add column brand_id brd_id,
  add column brand_version int,
  -- Version of the house's own words; null: the shipped text.
  add column wording_version int,
  -- What letters that wait for each other have in common besides their contact.
  add column group_key text,
  -- Never waits for a digest, quiet hours or a repeat.
  add column urgent boolean not null default false,
  -- Made to see what would go; leaves only when a person lets it go.
  add column trial boolean not null default false,
  -- Rung of the ladder it stands on.
  add column rung text,
  -- First sign that somebody read it: page opened, receipt of a mail program, or an answer.
  add column read_at timestamptz,
  add column read_how text check (read_how in ('page', 'receipt', 'answer')),
  add column answered_at timestamptz,
  -- The receiver marked our own letter as unwanted (feedback loop).
  add column complained_at timestamptz;
create index letter_contact_waiting on letter (organisation_id, contact_id, rhythm) where state = 'held';

-- What letters were about, as keyed fingerprints of recipient, kind and asset: nothing is written twice within its term.
create table letter_about (
  organisation_id org_id not null references organisation,
  what bytea not null,
  letter_id let_id not null,
  severity smallint not null,
  at timestamptz not null,
  primary key (organisation_id, what, letter_id)
);
call build_wall('letter_about');
create index letter_about_letter on letter_about (organisation_id, letter_id);

-- Hours in which a contact wants no letters but urgent ones, in its own zone.
alter table contact
  add column quiet_from text check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  add column quiet_until text check (quiet_until ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  add column zone text,
  add constraint contact_quiet check ((quiet_from is null) = (quiet_until is null));

-- Marks of the house on a party, for directives.
alter table party add column tags text[] not null default '{}';

-- What was climbed of a case's ladder, and what is proposed to a person.
create table case_rung (
  organisation_id org_id not null references organisation,
  case_id case_id not null,
  rung text not null,
  at timestamptz not null,
  state text not null check (state in ('done', 'skipped', 'proposed', 'accepted', 'declined')),
  letter_id let_id,
  -- Why it was skipped, in words of the house.
  why text,
  -- For a proposal: what would be done, by when to decide. Words of the law folder and moments only.
  plan jsonb,
  decided_at timestamptz,
  decided_by text,
  primary key (organisation_id, case_id, rung, at)
);
call build_wall('case_rung');
create index case_rung_open on case_rung (organisation_id, at) where state = 'proposed';

-- Letters that went out before stand on the rungs they were, so that nothing is climbed twice and their effect is measured.
update letter set rung = case template when 'ltr-reminder' then 'reminder' else 'letter' end
 where template in ('ltr-warn', 'ltr-warn-reseller', 'ltr-reminder');
insert into case_rung (organisation_id, case_id, rung, at, state, letter_id)
select organisation_id, case_id, rung, min(created_at), 'done', min(id::text)
  from letter where rung is not null and case_id is not null and state not in ('undone', 'stopped', 'bounced', 'failed')
 group by organisation_id, case_id, rung;

-- A case handed to the desk system of the house itself, by mail, with both threads.
create table hand_over (
  organisation_id org_id not null references organisation,
  case_id case_id not null,
  at timestamptz not null,
  by text not null,
  address text not null,
  system text not null check (system in ('zammad', 'otrs', 'rt', 'other')),
  -- The number of the other side as it stands in its subjects: "[Ticket#2026112210000018]"; null until it told.
  token text,
  -- Message-IDs of the thread with that system, the newest last.
  thread text[] not null default '{}',
  ended_at timestamptz,
  primary key (organisation_id, case_id, at)
);
call build_wall('hand_over');
create unique index hand_over_open on hand_over (organisation_id, case_id) where ended_at is null;
create index hand_over_token on hand_over (organisation_id, token) where token is not null;
