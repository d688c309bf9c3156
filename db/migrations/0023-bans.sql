-- Bans: removed customers, the tags by which one of them is known again, and who looked like one of them.

do $$
declare kind text;
begin
  foreach kind in array array['ban', 'rtm'] loop
    execute format('create domain %I as text collate "C" check (starts_with(value, %L) and length(value) = %s)',
      kind || '_id', kind || '_', length(kind) + 27);
  end loop;
end $$;

-- Which kinds of matter have numbers is said by the rooms.
alter table matter_number drop constraint matter_number_kind_check;
alter table matter_number add constraint matter_number_kind_check check (kind ~ '^[a-z_]{2,30}$');

create table ban (
  organisation_id org_id not null references organisation,
  id ban_id not null,
  number text,
  -- Who was banned, where it was a party of ours.
  party_id party_id,
  -- The decision it follows from; a person made the ban from it all the same.
  decision_id dec_id,
  ground text not null,
  -- Provision of the UAVG it rests on.
  article text not null,
  state text not null check (state in ('in_force', 'contested', 'lifted', 'expired')),
  language text not null check (language in ('nl', 'en')),
  decided_at timestamptz not null,
  decided_by text not null,
  expires_at timestamptz not null,
  -- Names, birth date and address for the fuzzy comparison, and the facts it rests on; gone once it ends.
  key_id dky_id not null,
  sealed bytea,
  -- The letter that told the person; null with the reason why nobody was told yet.
  letter_id let_id,
  untold text,
  -- Opens the page to contest.
  token_hash bytea not null,
  ended_at timestamptz,
  ended_by text,
  version integer not null default 1,
  primary key (organisation_id, id),
  foreign key (organisation_id, party_id) references party (organisation_id, id),
  constraint ban_told check (letter_id is not null or untold is not null),
  constraint ban_ended check ((state in ('lifted', 'expired')) = (ended_at is not null)),
  constraint ban_forgotten check (ended_at is null or sealed is null)
);
call build_wall('ban');
create index ban_state on ban (organisation_id, state, expires_at);
create index ban_party on ban (organisation_id, party_id) where party_id is not null;
create unique index ban_token on ban (organisation_id, token_hash);

-- Keys of the tags: one for each organisation, kind and epoch; whoever destroys it makes its tags nothing.
create table ban_key (
  organisation_id org_id not null references organisation,
  kind text not null,
  epoch int not null,
  key_id dky_id not null,
  sealed bytea not null,
  created_at timestamptz not null,
  primary key (organisation_id, kind, epoch)
);
call build_wall('ban_key');

-- HMAC-SHA-256 of an identifier in its canonical form; the identifier itself is nowhere.
create table ban_tag (
  organisation_id org_id not null references organisation,
  ban_id ban_id not null,
  kind text not null,
  epoch int not null,
  tag bytea not null check (length(tag) = 32),
  -- Signals of a device or network live shorter than the ban; null: as long as the ban.
  expires_at timestamptz,
  primary key (organisation_id, kind, tag, ban_id),
  foreign key (organisation_id, ban_id) references ban (organisation_id, id),
  foreign key (organisation_id, kind, epoch) references ban_key (organisation_id, kind, epoch)
);
call build_wall('ban_tag');
create index ban_tag_ban on ban_tag (organisation_id, ban_id);

-- Uses beyond the assessment of an application, each on from the moment its ground was recorded.
create table ban_use (
  organisation_id org_id not null references organisation,
  use text not null check (use in ('change', 'existing', 'device')),
  article text not null,
  why text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  ended_at timestamptz,
  ended_by text,
  primary key (organisation_id, use, recorded_at)
);
call build_wall('ban_use');
create unique index ban_use_on on ban_use (organisation_id, use) where ended_at is null;

create table ban_contest (
  organisation_id org_id not null references organisation,
  ban_id ban_id not null,
  no int not null,
  key_id dky_id not null,
  -- What the person says, and why the one who decided on it did so.
  sealed bytea,
  received_at timestamptz not null,
  by_kind text not null,
  by text not null,
  outcome text check (outcome in ('upheld', 'rejected')),
  decided_at timestamptz,
  decided_by text,
  letter_id let_id,
  primary key (organisation_id, ban_id, no),
  foreign key (organisation_id, ban_id) references ban (organisation_id, id)
);
call build_wall('ban_contest');

-- Somebody who looks like a banned customer. One row for the pair for ever: what was decided is remembered.
create table return_match (
  organisation_id org_id not null references organisation,
  id rtm_id not null,
  ban_id ban_id not null,
  party_id party_id,
  use text not null check (use in ('onboarding', 'change', 'existing')),
  article text not null,
  verdict text not null check (verdict in ('review', 'block')),
  kinds text[] not null,
  points real not null,
  -- The lines of the explanation, and the reason of who decided.
  key_id dky_id not null,
  sealed bytea,
  fingerprint bytea,
  state text not null check (state in ('open', 'under_review', 'same', 'other', 'lapsed')),
  opened_at timestamptz not null,
  reopened int not null default 0,
  decided_at timestamptz,
  decided_by text,
  version integer not null default 1,
  primary key (organisation_id, id),
  foreign key (organisation_id, ban_id) references ban (organisation_id, id),
  foreign key (organisation_id, party_id) references party (organisation_id, id)
);
call build_wall('return_match');
create unique index return_match_pair on return_match (organisation_id, ban_id, party_id) where party_id is not null;
create index return_match_queue on return_match (organisation_id, state, points desc, id);
