-- Signed checkpoints over the journal, those who witness them, and the journals of others that we witness.

-- Ed25519 keys of an organisation: one signs the checkpoints of its own journal, the other what it witnesses of others.
create table journal_key (
  organisation_id org_id not null references organisation,
  use text not null check (use in ('log', 'witness')),
  -- Name in signed notes; it stays, also where the public address changes.
  name text not null,
  public_key bytea not null check (octet_length(public_key) = 32),
  -- The private half, under the organisation's key for secrets.
  key_id dky_id not null,
  sealed bytea not null,
  created_at timestamptz not null,
  primary key (organisation_id, use),
  foreign key (organisation_id, key_id) references data_key
);
call build_wall('journal_key');

-- Who may cosign the checkpoints of our journal.
create table journal_witness (
  organisation_id org_id not null references organisation,
  name text not null,
  -- NAME+HASH+KEY as in signed notes.
  verifier_key text not null,
  added_at timestamptz not null,
  added_by text not null,
  ended_at timestamptz,
  primary key (organisation_id, name)
);
call build_wall('journal_witness');

create table journal_cosignature (
  organisation_id org_id not null references organisation,
  witness text not null,
  size bigint not null check (size >= 0),
  root bytea not null,
  -- When the witness says it signed.
  signed_at timestamptz not null,
  -- The signature line as it stands in the note.
  line text not null,
  taken_at timestamptz not null,
  primary key (organisation_id, witness, size),
  foreign key (organisation_id, witness) references journal_witness
);
call build_wall('journal_cosignature');
create index journal_cosignature_size on journal_cosignature (organisation_id, size desc);

-- Journals of others that this organisation witnesses: the last checkpoint it cosigned. It never goes back.
create table witnessed_log (
  organisation_id org_id not null references organisation,
  name text not null,
  verifier_key text not null,
  size bigint not null default 0,
  root bytea,
  seen_at timestamptz,
  added_at timestamptz not null,
  added_by text not null,
  ended_at timestamptz,
  primary key (organisation_id, name)
);
call build_wall('witnessed_log');
