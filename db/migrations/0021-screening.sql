-- Screening: lists of the sanctioned in generations, who owns our parties, runs as proof, and matches that people decide.

do $$
declare kind text;
begin
  foreach kind in array array['lgn', 'mtc', 'scr', 'own'] loop
    execute format('create domain %I as text collate "C" check (starts_with(value, %L) and length(value) = %s)',
      kind || '_id', kind || '_', length(kind) + 27);
  end loop;
end $$;

-- One version of one list. At most one of a list is in use.
create table list_generation (
  organisation_id org_id not null references organisation,
  id lgn_id not null,
  list text not null check (list ~ '^[a-z0-9][a-z0-9_-]{0,59}$'),
  kind text not null,
  sha256 bytea not null,
  -- Name of the file or host it came from.
  source text not null,
  loaded_at timestamptz not null,
  loaded_by text not null,
  -- When it was last seen to be the newest, also where nothing had changed.
  checked_at timestamptz not null,
  entries int not null,
  names int not null,
  added int not null,
  changed int not null,
  removed int not null,
  engine text not null,
  current boolean not null,
  primary key (organisation_id, id)
);
call build_wall('list_generation');
create unique index list_generation_current on list_generation (organisation_id, list) where current;

-- Entries of lists as each generation had them: a row holds from one generation until another.
create table list_entry (
  organisation_id org_id not null references organisation,
  list text not null,
  entry_id text not null,
  since lgn_id not null,
  until lgn_id,
  fingerprint text not null,
  body jsonb not null,
  primary key (organisation_id, list, entry_id, since),
  foreign key (organisation_id, since) references list_generation (organisation_id, id),
  foreign key (organisation_id, until) references list_generation (organisation_id, id)
);
call build_wall('list_entry');
create index list_entry_current on list_entry (organisation_id, list, entry_id) where until is null;
create index list_entry_since on list_entry (organisation_id, since);

-- Who owns or controls a party, as it declared or a register says. Rows are closed, never changed.
create table party_owner (
  organisation_id org_id not null references organisation,
  id own_id not null,
  party_id party_id not null,
  name text not null,
  kind text not null check (kind in ('person', 'organisation', 'unknown')),
  born text,
  country text,
  -- Percent; null where it is not known.
  share real check (share >= 0 and share <= 100),
  controls boolean not null,
  source text not null,
  added_at timestamptz not null,
  added_by text not null,
  ended_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, party_id) references party (organisation_id, id)
);
call build_wall('party_owner');
create index party_owner_party on party_owner (organisation_id, party_id) where ended_at is null;

-- Proof of each run, also of those that found nothing: which generations, how many were asked, how many matches.
create table screening_run (
  organisation_id org_id not null references organisation,
  id scr_id not null,
  trigger text not null check (trigger in ('list', 'party', 'all', 'manual')),
  generations jsonb not null,
  engine text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  subjects int not null default 0,
  found int not null default 0,
  primary key (organisation_id, id)
);
call build_wall('screening_run');
create index screening_run_started on screening_run (organisation_id, started_at desc);

-- A party beside an entry of a list. One row for the pair for ever: what was decided is remembered until either side changes.
create table listed_match (
  organisation_id org_id not null references organisation,
  id mtc_id not null,
  party_id party_id not null,
  list text not null,
  entry_id text not null,
  entry_fingerprint text not null,
  party_fingerprint text not null,
  state text not null check (state in ('open', 'under_review', 'second_person', 'true_match', 'false_positive', 'lapsed')),
  score real not null,
  band text not null,
  -- Whether the party itself matched, or owners of it.
  by text not null check (by in ('party', 'owners')),
  queried text,
  listed text,
  terms jsonb,
  what_if jsonb,
  -- Owners of the party that matched, with their share together; null where the party itself did.
  ownership jsonb,
  opened_at timestamptz not null,
  reopened int not null default 0,
  -- What the first person proposed, with a reason of their own.
  proposed text check (proposed in ('true_match', 'false_positive')),
  proposed_by text,
  proposed_at timestamptz,
  proposed_why text,
  decided_by text,
  decided_at timestamptz,
  why text,
  primary key (organisation_id, id),
  unique (organisation_id, party_id, list, entry_id),
  foreign key (organisation_id, party_id) references party (organisation_id, id)
);
call build_wall('listed_match');
create index listed_match_queue on listed_match (organisation_id, state, score desc, id);

create table screening_settings (
  organisation_id org_id primary key references organisation,
  -- Which verdicts two people give: none, those on strong matches, or all.
  four_eyes text not null check (four_eyes in ('none', 'strong', 'all')),
  -- Lists that are fetched by themselves.
  fetched text[] not null,
  changed_at timestamptz not null,
  changed_by text not null
);
call build_wall('screening_settings');
