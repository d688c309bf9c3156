-- Messages, findings, attributions, cases.

create table intake_run (
  organisation_id org_id not null references organisation,
  id run_id not null,
  origin text not null,
  feed text,
  started_at timestamptz not null,
  finished_at timestamptz,
  counts jsonb not null default '{}',
  by text not null,
  primary key (organisation_id, id)
);
call build_wall('intake_run');

create table message (
  organisation_id org_id not null references organisation,
  id msg_id not null,
  -- Of the raw bytes: the same bytes are the same message.
  sha256 bytea not null,
  run_id run_id,
  channel text not null check (channel in ('smtp', 'lmtp', 'http', 'file', 'form', 'imap')),
  lane text not null check (lane in ('urgent', 'bulk')),
  feed text,
  name text,
  size bigint not null,
  -- The mail this one was found in.
  within msg_id,
  evidence_id evd_id,
  received_at timestamptz not null,
  state text not null default 'kept' check (state in ('kept', 'reading', 'done', 'manual')),
  ended text check (ended in ('findings', 'answer', 'receipt', 'not_abuse', 'order', 'notice', 'manual')),
  format text,
  format_version int,
  why text,
  problems jsonb not null default '[]',
  -- From, subject, envelope: under the message's own key, gone with it.
  sealed bytea,
  finding_count int not null default 0,
  tries int not null default 0,
  -- For feeds that are read in batches: rows already committed.
  rows_done bigint not null default 0,
  read_at timestamptz,
  -- Set where a person ended it, or where it was marked and its key destroyed.
  handled_by text,
  handled_at timestamptz,
  tombstone jsonb,
  primary key (organisation_id, id),
  unique (organisation_id, sha256)
);
call build_wall('message');
create index message_state on message (organisation_id, state, received_at) where state <> 'done';
create index message_received on message (organisation_id, received_at desc);

-- Day partitions; days far from today lie together in the default one.
create table finding (
  organisation_id org_id not null,
  day date not null,
  id fnd_id not null,
  message_id msg_id not null,
  format text not null,
  feed text,
  kind text not null,
  seen_at timestamptz,
  time_precision text,
  first_seen_at timestamptz,
  last_seen_at timestamptz,
  received_at timestamptz not null,
  ip inet,
  port int,
  prefix cidr,
  host text,
  url text,
  asn bigint,
  account text,
  role text not null,
  severity text,
  confidence real,
  rsit text,
  xarf text,
  as_sent text,
  reference text,
  reporter text,
  count bigint,
  malware text,
  cve text[],
  target jsonb,
  extra jsonb,
  problems jsonb,
  -- Where in the message the proof lies.
  evidence text[],
  attribution_id att_id,
  episode_id eps_id,
  case_id case_id,
  primary key (organisation_id, day, id)
) partition by range (day);
create table finding_other_days partition of finding default;
alter table finding enable row level security;
alter table finding force row level security;
create policy wall on finding to bezem_app using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
create policy house on finding to bezem_owner using (true) with check (true);
grant select, insert, update, delete on finding to bezem_app;
-- Four indexes with the primary key, and no more without a measured reason.
create index finding_seen on finding (organisation_id, received_at desc);
create index finding_ip on finding (organisation_id, ip, seen_at desc);
create index finding_case on finding (organisation_id, case_id);

-- Makes the partition of a day that has none yet. Made beside the table and attached, so that readers are not stopped.
create function make_finding_day(which date) returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare name text := 'finding_' || to_char(which, 'YYYYMMDD');
begin
  if to_regclass('public.' || name) is not null then return false; end if;
  perform pg_advisory_xact_lock(hashtext('make_finding_day'));
  if to_regclass('public.' || name) is not null then return false; end if;
  if exists (select 1 from public.finding_other_days where day = which) then return false; end if;
  execute format('create table public.%I (like public.finding including defaults including constraints)', name);
  execute format('alter table public.finding attach partition public.%I for values from (%L) to (%L)', name, which, which + 1);
  return true;
end $$;
revoke all on function make_finding_day(date) from public;
grant execute on function make_finding_day(date) to bezem_app;

-- One answer to "who held it then": shared by all findings with the same answer.
create table attribution (
  organisation_id org_id not null references organisation,
  id att_id not null,
  -- Hash of the answer: the same answer is one row.
  answer_hash bytea not null,
  status text not null check (status in ('attributed', 'ambiguous', 'unattributed', 'out_of_scope')),
  -- gap, before_ledger, no_time, no_site for unattributed.
  reason text,
  method text,
  confidence text check (confidence in ('high', 'medium', 'low')),
  holding_id hld_id,
  contract_id ctr_id,
  -- Deepest known party of the chain; null where the organisation itself holds it.
  holder_id party_id,
  -- The next link below us: letters go there.
  addressee_id party_id,
  -- From us downwards: [{party, contract}] by id.
  chain jsonb not null default '[]',
  alternatives jsonb not null default '[]',
  made_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, answer_hash)
);
call build_wall('attribution');
-- What was believed before a correction, finding by finding.
create table attribution_before (
  organisation_id org_id not null references organisation,
  day date not null,
  finding_id fnd_id not null,
  at timestamptz not null,
  attribution_id att_id not null,
  why text not null,
  primary key (organisation_id, day, finding_id, at)
);
call build_wall('attribution_before');

create table abuse_case (
  organisation_id org_id not null references organisation,
  id case_id not null,
  -- For people: BZ-26-004217. Given as the last act before commit, so null for a moment.
  reference text,
  -- (holder or else address, site or service, course of action): one open case per key.
  key text not null,
  action text,
  kind text not null,
  holder_id party_id,
  addressee_id party_id,
  contract_id ctr_id,
  attribution_id att_id,
  -- What it is about, for the list: an address, a site, or "38 addresses".
  asset text not null,
  state text not null check (state in ('new', 'waiting', 'answered', 'restricted', 'resolved', 'rejected', 'bundled')),
  band smallint not null check (band between 0 and 5),
  score real not null,
  -- Factors, rules and terms behind band and score.
  priority jsonb not null,
  band_override jsonb,
  severity text,
  opened_at timestamptz not null,
  first_seen_at timestamptz,
  last_seen_at timestamptz,
  -- Findings, episodes, reporters, addresses; feeds as names.
  finding_count bigint not null default 0,
  episode_count int not null default 0,
  reporters text[] not null default '{}',
  feeds text[] not null default '{}',
  recurrence int not null default 0,
  recurs_of case_id,
  -- Earliest running deadline.
  due_at timestamptz,
  due_clock text,
  -- Rung of the ladder: none, notified, reminded, escalated.
  rung smallint not null default 0,
  assigned_to mbr_id,
  claimed_by mbr_id,
  claimed_until timestamptz,
  snoozed_until timestamptz,
  answered_at timestamptz,
  merged_into case_id,
  outcome text,
  origin text not null default 'unknown' check (origin in ('unknown', 'fraudulent_signup', 'compromised', 'customer_knowing', 'misconfigured')),
  -- Terms of this case (addresses, hosts, references) for search.
  terms text not null default '',
  version int not null default 1,
  changed_at timestamptz not null,
  closed_at timestamptz,
  primary key (organisation_id, id)
) with (fillfactor = 70, toast_tuple_target = 512);
-- The explanation and the search terms lie beside the row, so that the list reads narrow rows.
alter table abuse_case alter column priority set storage external;
alter table abuse_case alter column terms set storage external;
call build_wall('abuse_case');
create unique index abuse_case_open on abuse_case (organisation_id, key) where state not in ('resolved', 'rejected', 'bundled');
create unique index abuse_case_reference on abuse_case (organisation_id, reference) where reference is not null;
-- The handling order itself: band, first clock, score, id.
create index abuse_case_list on abuse_case (organisation_id, band, due_at, score desc, id) where state not in ('resolved', 'rejected', 'bundled');
create index abuse_case_holder on abuse_case (organisation_id, holder_id);
create index abuse_case_merged on abuse_case (organisation_id, merged_into) where merged_into is not null;
-- Terms have no index: LIKE is not leakproof, so behind the wall none would be used, and each new address would pay for it.

create table case_number (
  organisation_id org_id not null references organisation,
  year smallint not null,
  last int not null,
  primary key (organisation_id, year)
);
call build_wall('case_number');

create table episode (
  organisation_id org_id not null references organisation,
  id eps_id not null,
  case_id case_id not null,
  -- Where it was before a merge or split; null where it never moved.
  from_case_id case_id,
  asset text not null,
  kind text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  finding_count bigint not null default 0,
  closed_at timestamptz,
  close_rule text,
  recurrence_of eps_id,
  primary key (organisation_id, id)
) with (fillfactor = 70);
call build_wall('episode');
create unique index episode_open on episode (organisation_id, case_id, asset, kind) where closed_at is null;
create index episode_case on episode (organisation_id, case_id);

-- What was done on a case, in order; the journal holds the proof of the same.
create table case_act (
  organisation_id org_id not null references organisation,
  id act_id not null,
  case_id case_id not null,
  at timestamptz not null,
  act text not null,
  by_kind text not null check (by_kind in ('member', 'customer', 'engine', 'notifier')),
  by text,
  from_state text,
  to_state text,
  -- Ids and words of the house; free text of people is sealed.
  detail jsonb not null default '{}',
  key_id dky_id,
  sealed bytea,
  reverses act_id,
  primary key (organisation_id, id)
);
call build_wall('case_act');
create index case_act_case on case_act (organisation_id, case_id, at);

create table probe (
  organisation_id org_id not null references organisation,
  id prb_id not null,
  case_id case_id not null,
  at timestamptz not null,
  how text not null,
  target text not null,
  outcome text not null check (outcome in ('still_there', 'gone', 'unclear', 'not_allowed')),
  detail jsonb not null default '{}',
  primary key (organisation_id, id)
);
call build_wall('probe');

-- Roll-ups, kept in the transaction that writes the findings.
create table finding_count (
  organisation_id org_id not null references organisation,
  day date not null,
  kind text not null,
  severity text not null,
  n bigint not null,
  primary key (organisation_id, day, kind, severity)
);
call build_wall('finding_count');

-- Values an organisation's operator loads at run time (official feed schemas and the like), by format.
create table format_facts (
  organisation_id org_id not null references organisation,
  format text not null,
  facts jsonb not null,
  loaded_at timestamptz not null,
  loaded_by text not null,
  primary key (organisation_id, format)
);
call build_wall('format_facts');
