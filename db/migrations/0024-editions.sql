-- Editions of the police reseller letter: sealed whole, matched here, seen by members with one right.

do $$
declare kind text;
begin
  foreach kind in array array['edn', 'emt'] loop
    execute format('create domain %I as text collate "C" check (starts_with(value, %L) and length(value) = %s)',
      kind || '_id', kind || '_', length(kind) + 27);
  end loop;
end $$;

-- What a member may do beside its role; granted by an administrator.
create table member_right (
  organisation_id org_id not null references organisation,
  member_id mbr_id not null,
  name text not null check (name in ('reseller_letter')),
  granted_at timestamptz not null,
  granted_by text not null,
  ended_at timestamptz,
  ended_by text,
  primary key (organisation_id, member_id, name, granted_at),
  foreign key (organisation_id, member_id) references member (organisation_id, id)
);
call build_wall('member_right');
create unique index member_right_now on member_right (organisation_id, member_id, name) where ended_at is null;

-- The key to which editions for this organisation are encrypted.
create table edition_key (
  organisation_id org_id primary key references organisation,
  public_key bytea not null check (length(public_key) = 32),
  key_id dky_id not null,
  sealed bytea not null,
  created_at timestamptz not null
);
call build_wall('edition_key');

-- Who may sign an edition.
create table edition_issuer (
  organisation_id org_id not null references organisation,
  name text not null,
  verifier_key text not null,
  added_at timestamptz not null,
  added_by text not null,
  ended_at timestamptz,
  primary key (organisation_id, name)
);
call build_wall('edition_issuer');

create table edition (
  organisation_id org_id not null references organisation,
  id edn_id not null,
  label text not null,
  dated_on date not null,
  issuer text not null,
  way text not null check (way in ('signed', 'csv', 'pdf', 'hand')),
  sha256 bytea not null,
  state text not null check (state in ('open', 'processed', 'superseded', 'expired')),
  entries int not null,
  received_at timestamptz not null,
  received_by text not null,
  processed_at timestamptz,
  processed_by text,
  superseded_at timestamptz,
  -- From the moment it was superseded, by the retention class.
  expires_at timestamptz,
  published_at timestamptz,
  -- When a receipt went back to who issued it.
  receipt_at timestamptz,
  -- Counts that stay when the rest is gone.
  matches int not null default 0,
  actions int not null default 0,
  key_id dky_id not null,
  sealed bytea,
  -- Of an amendment: the edition it was laid over.
  amends edn_id,
  primary key (organisation_id, id),
  constraint edition_forgotten check ((state = 'expired') = (sealed is null))
);
call build_wall('edition');
create unique index edition_bytes on edition (organisation_id, sha256) where state <> 'expired';
create index edition_state on edition (organisation_id, state, received_at desc);

create table edition_match (
  organisation_id org_id not null references organisation,
  id emt_id not null,
  edition_id edn_id not null,
  -- Which entry of the edition: its own id there, which says nothing.
  entry text not null,
  subject text not null check (subject in ('party', 'further', 'application')),
  party_id party_id,
  points real not null,
  -- Lines of the explanation, the name of a subject that is no party, the reason of who decided, the letter.
  key_id dky_id not null,
  sealed bytea,
  fingerprint bytea,
  state text not null check (state in ('open', 'decided', 'lapsed')),
  decision text check (decision in ('none', 'monitor', 'restrict', 'end', 'keep')),
  opened_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  version integer not null default 1,
  primary key (organisation_id, id),
  foreign key (organisation_id, edition_id) references edition (organisation_id, id),
  foreign key (organisation_id, party_id) references party (organisation_id, id),
  -- A match that lapsed after it was decided keeps what was decided, so that it can be undone.
  constraint edition_match_decided check (state = 'open' and decision is null or state = 'lapsed' or decision is not null and decided_by is not null)
);
call build_wall('edition_match');
create unique index edition_match_pair on edition_match (organisation_id, edition_id, entry, fingerprint) where fingerprint is not null;
create index edition_match_queue on edition_match (organisation_id, state, points desc, id);
create index edition_match_party on edition_match (organisation_id, party_id) where party_id is not null;

create table edition_settings (
  organisation_id org_id primary key references organisation,
  -- What goes back to who issued an edition: that it was read, and how many matches and actions there were.
  receipts boolean not null,
  counts boolean not null,
  -- Whether "processed on date D, n matches, n actions" stands on the public page.
  publish boolean not null,
  changed_at timestamptz not null,
  changed_by text not null
);
call build_wall('edition_settings');
