-- What is kept: keys, bytes, the journal, jobs, deadlines, letters and answers.

-- Data keys, wrapped by the master key. A destroyed key keeps its row: when, and under which rule.
create table data_key (
  organisation_id org_id not null references organisation,
  id dky_id not null,
  -- Retention class.
  class text not null check (class in ('message', 'journal', 'letter', 'document', 'secret', 'answer')),
  -- Whose data it guards: a party, message or member id; null where the class as a whole.
  subject text,
  wrapped bytea,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  destroyed_rule text,
  primary key (organisation_id, id),
  check ((wrapped is null) = (destroyed_at is not null))
);
call build_wall('data_key');
-- One live key per class and subject; destroyed ones may lie beside it.
create unique index data_key_live on data_key (organisation_id, class, coalesce(subject, '')) where destroyed_at is null;
create index data_key_subject on data_key (organisation_id, subject);

-- Bytes under a key. Large ones lie in pieces of one megabyte.
create table kept (
  organisation_id org_id not null references organisation,
  id evd_id not null,
  key_id dky_id not null,
  -- SHA-256 of the plain bytes under the master key and the organisation, so that it tells a stranger nothing; null once
  -- a tombstone (docs/decisions/0003).
  fingerprint bytea,
  size bigint not null,
  media_type text not null,
  state text not null default 'kept' check (state in ('kept', 'tombstone')),
  kept_at timestamptz not null,
  -- Where a tombstone: when and under which rule.
  ended_at timestamptz,
  ended_rule text,
  primary key (organisation_id, id),
  foreign key (organisation_id, key_id) references data_key,
  check ((state = 'kept') = (ended_at is null))
);
call build_wall('kept');
create index kept_key on kept (organisation_id, key_id);
create table kept_piece (
  organisation_id org_id not null references organisation,
  evidence_id evd_id not null,
  no int not null,
  bytes bytea not null,
  primary key (organisation_id, evidence_id, no),
  foreign key (organisation_id, evidence_id) references kept on delete cascade
);
call build_wall('kept_piece');
alter table kept_piece alter column bytes set storage external;

-- The journal: a leaf is a salted commitment and nothing else; what it commits to lies beside it under a key.
create table journal_leaf (
  organisation_id org_id not null references organisation,
  seq bigint not null,
  at timestamptz not null,
  act text not null,
  leaf_hash bytea not null,
  primary key (organisation_id, seq)
);
call build_wall('journal_leaf');
create table journal_detail (
  organisation_id org_id not null references organisation,
  seq bigint not null,
  no smallint not null,
  -- The commitment that went into the leaf: SHA-256 over salt and payload.
  commitment bytea not null,
  key_id dky_id not null,
  -- Subjects this line is about, for looking up (ids only).
  subject text,
  -- Salt and payload together, encrypted; null once erased.
  sealed bytea,
  erased_rule text,
  erased_at timestamptz,
  primary key (organisation_id, seq, no),
  foreign key (organisation_id, seq) references journal_leaf,
  foreign key (organisation_id, key_id) references data_key,
  check ((sealed is null) = (erased_at is not null))
);
call build_wall('journal_detail');
create index journal_detail_subject on journal_detail (organisation_id, subject, seq);
create index journal_detail_key on journal_detail (organisation_id, key_id);
-- The tree so far: its size and its peaks, highest first. Its row is the journal's lock, taken last before commit.
create table journal_tree (
  organisation_id org_id primary key references organisation,
  size bigint not null default 0,
  peaks bytea[] not null default '{}',
  root bytea
);
call build_wall('journal_tree');
-- Leaves are never changed or removed, whatever the code does.
create function journal_stands() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only' using errcode = '42501';
end $$;
create trigger journal_leaf_stands before update or delete on journal_leaf for each row execute function journal_stands();
create trigger journal_leaf_stays before truncate on journal_leaf for each statement execute function journal_stands();
-- A detail may lose what it says, once; nothing else about it ever changes.
create function journal_detail_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.sealed is not null and new.sealed is null
     and (new.organisation_id, new.seq, new.no, new.commitment, new.key_id) = (old.organisation_id, old.seq, old.no, old.commitment, old.key_id)
     and new.subject is not distinct from old.subject then
    return new;
  end if;
  raise exception 'the journal is append-only' using errcode = '42501';
end $$;
create trigger journal_detail_stands before update or delete on journal_detail for each row execute function journal_detail_stands();
create trigger journal_detail_stays before truncate on journal_detail for each statement execute function journal_stands();

create table erasure (
  organisation_id org_id not null references organisation,
  id ers_id not null,
  -- What was erased: ids only, so that a restored backup can replay it.
  subject_kind text not null check (subject_kind in ('party', 'message', 'class')),
  subject text not null,
  rule text not null,
  at timestamptz not null,
  by text not null,
  counts jsonb not null default '{}',
  primary key (organisation_id, id)
);
call build_wall('erasure');

-- Jobs: rows in the same transaction as the act they follow. Payload holds ids, never data.
create table job (
  id bigint generated always as identity primary key,
  organisation_id org_id not null references organisation,
  lane text not null check (lane in ('urgent', 'normal', 'bulk')),
  kind text not null,
  payload jsonb not null,
  unique_key text,
  run_at timestamptz not null,
  tries int not null default 0,
  locked_until timestamptz,
  done_at timestamptz,
  failed_at timestamptz,
  error text
);
call build_wall('job');
create unique index job_once on job (organisation_id, kind, unique_key) where done_at is null and failed_at is null and unique_key is not null;
create index job_next on job (lane, run_at) where done_at is null and failed_at is null;
-- Taking jobs looks across organisations, so it is the owner's: it hands out ids, and the work itself runs behind the wall.
create function take_jobs(which text, most int, now_at timestamptz, lease interval)
  returns table (id bigint, organisation_id text, kind text, payload jsonb, tries int)
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  update public.job j set locked_until = now_at + lease, tries = j.tries + 1
   where j.id in (
     select n.id from public.job n
      where n.lane = which and n.done_at is null and n.failed_at is null and n.run_at <= now_at
        and (n.locked_until is null or n.locked_until < now_at)
      order by n.run_at, n.id limit most for update skip locked)
  returning j.id, j.organisation_id::text, j.kind, j.payload, j.tries $$;
revoke all on function take_jobs(text, int, timestamptz, interval) from public;
grant execute on function take_jobs(text, int, timestamptz, interval) to bezem_app;
-- Which organisations there are: workers and the command line start from here.
create function organisation_ids() returns table (organisation_id text, slug text) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$ select o.organisation_id::text, o.slug from public.organisation o order by o.organisation_id $$;
revoke all on function organisation_ids() from public;
grant execute on function organisation_ids() to bezem_app, bezem_door;

create table deadline (
  organisation_id org_id not null references organisation,
  id ddl_id not null,
  clock text not null,
  -- In-force date of the clock's file, so that yesterday's case keeps yesterday's clock.
  clock_from text not null,
  subject text not null,
  label text,
  starts_at timestamptz not null,
  due_at timestamptz not null,
  given jsonb,
  pauses jsonb not null default '[]',
  -- Shares of the term at which people were warned already.
  warned real[] not null default '{}',
  -- When the engine must look again: the next warning, else due_at; null while nothing runs.
  next_at timestamptz,
  state text not null default 'running' check (state in ('running', 'paused', 'met', 'breached', 'void')),
  ended_at timestamptz,
  -- Set by the engine when due_at passes unmet, never by a person; stays also when the act comes later.
  breached_at timestamptz,
  -- When the engine noticed: later than breached_at after a time down.
  noticed_at timestamptz,
  -- Why it was voided, in words of the house.
  why text,
  primary key (organisation_id, id),
  check ((state = 'running') = (next_at is not null)),
  check (state <> 'breached' or breached_at is not null)
);
call build_wall('deadline');
create index deadline_next on deadline (organisation_id, next_at) where next_at is not null;
create index deadline_open on deadline (organisation_id, due_at) where ended_at is null;
create index deadline_subject on deadline (organisation_id, subject);
create unique index deadline_once on deadline (organisation_id, subject, clock) where state in ('running', 'paused');

create table letter (
  organisation_id org_id not null references organisation,
  id let_id not null,
  template text not null,
  template_version int not null,
  -- Both: Dutch first, then English, where the recipient's language is unknown.
  language text not null check (language in ('nl', 'en', 'both')),
  audience text not null,
  case_id case_id,
  party_id party_id,
  contact_id cnt_id,
  -- The number people see (BZ-26-004217): an answer by mail is found by it where its headers are gone.
  reference text,
  -- Sent by itself, or joined with others of the same contact once a day or week.
  rhythm text not null default 'at_once' check (rhythm in ('at_once', 'digest', 'weekly')),
  -- The letter that carried this one, for state joined.
  joined_into let_id,
  -- Which course of action it gave, so that its effect can be measured.
  action text,
  action_version int,
  state text not null check (state in ('held', 'queued', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'undone', 'stopped', 'joined')),
  -- Counts up with each change of the text; undo voids exactly one version.
  version int not null default 1,
  -- Recipient, subject, body and attachments, encrypted under the party's key; null once erased.
  key_id dky_id,
  sealed bytea,
  -- SHA-256 over a salt and the subject and body. The salt lies in what is sealed, so after erasure the hash says nothing.
  body_hash bytea not null,
  created_at timestamptz not null,
  created_by text not null,
  -- Goes out not before this moment: until then it can be undone.
  not_before timestamptz not null,
  sent_at timestamptz,
  ended_at timestamptz,
  message_id text,
  tries int not null default 0,
  -- While sending: until when the worker that has it in hand is believed alive.
  sending_until timestamptz,
  why text,
  primary key (organisation_id, id),
  check (key_id is not null or sealed is null)
);
call build_wall('letter');
create index letter_case on letter (organisation_id, case_id);
create index letter_waiting on letter (organisation_id, not_before) where state in ('queued', 'held', 'sending');
create index letter_party on letter (organisation_id, party_id);
create index letter_reference on letter (organisation_id, reference) where reference is not null;
create unique index letter_message on letter (organisation_id, message_id) where message_id is not null;
create table letter_attempt (
  organisation_id org_id not null references organisation,
  letter_id let_id not null,
  no int not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('accepted', 'refused', 'deferred', 'bounced', 'delivered')),
  response text,
  primary key (organisation_id, letter_id, no)
);
call build_wall('letter_attempt');

-- The link in a letter: opens the customer's page of one case, without login; only the hash is kept.
create table letter_link (
  organisation_id org_id not null references organisation,
  token_hash bytea not null,
  letter_id let_id not null,
  case_id case_id,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  opened_at timestamptz,
  primary key (organisation_id, token_hash)
);
call build_wall('letter_link');
create unique index letter_link_token on letter_link (token_hash);
create index letter_link_letter on letter_link (organisation_id, letter_id);
create policy door on letter_link for select to bezem_door using (true);
grant select (organisation_id, token_hash, letter_id, case_id, expires_at, revoked_at) on letter_link to bezem_door;

create table answer (
  organisation_id org_id not null references organisation,
  id ans_id not null,
  letter_id let_id not null,
  case_id case_id,
  -- The mail it came in, where it came by mail: erased with it.
  message_id msg_id,
  kind text not null check (kind in ('fixed', 'needs_time', 'wrong', 'question', 'names_customer', 'other')),
  -- The words of the recipient, encrypted under the party's key.
  key_id dky_id,
  sealed bytea,
  -- Asked for with needs_time.
  until timestamptz,
  channel text not null check (channel in ('page', 'mail', 'api', 'desk')),
  -- One per form shown or mail received: a form sent twice lands once.
  once bytea not null,
  received_at timestamptz not null,
  handled_at timestamptz,
  primary key (organisation_id, id)
);
call build_wall('answer');
create unique index answer_once on answer (organisation_id, letter_id, once);
create index answer_case on answer (organisation_id, case_id);
