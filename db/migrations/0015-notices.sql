-- Notices of illegal content (DSA art. 16) and under the NTD code, who gives them, and requests for data of customers.

create domain tfl_id as text collate "C" check (starts_with(value, 'tfl_') and length(value) = 30);

-- Trusted flaggers (DSA art. 22): entries of the Commission's public database, or written down by hand.
create table trusted_flagger (
  organisation_id org_id not null references organisation,
  id tfl_id not null,
  name text not null,
  -- ISO 3166 alpha-2 of the Member State whose coordinator awarded the status.
  country text not null check (country ~ '^[A-Z]{2}$'),
  -- What it is trusted in, in the words of the register.
  areas text[] not null default '{}',
  -- Domains its mail comes from.
  domains text[] not null default '{}',
  valid_from date,
  valid_until date,
  origin text not null check (origin in ('register', 'by_hand')),
  -- Proves in the form that a notice is its own; only the hash is kept.
  code_hash bytea,
  created_at timestamptz not null,
  created_by text not null,
  ended_at timestamptz,
  primary key (organisation_id, id)
);
call build_wall('trusted_flagger');
create unique index trusted_flagger_name on trusted_flagger (organisation_id, lower(name), country) where ended_at is null;

-- Whose an address is that is not ours, as far as we know it already: written down by people, never fetched for a stranger.
create table elsewhere (
  organisation_id org_id not null references organisation,
  kind text not null check (kind in ('prefix', 'domain')),
  what text not null,
  name text not null,
  report_at text,
  origin text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  primary key (organisation_id, kind, what)
);
call build_wall('elsewhere');

-- A notice, also one under the NTD code. Who gave it and why stands sealed under the notice's own key.
create table notice (
  organisation_id org_id not null references organisation,
  id ntc_id not null,
  number text,
  path text not null check (path in ('dsa16', 'ntd')),
  state text not null check (state in ('received', 'incomplete', 'assessed', 'forwarded', 'answered', 'decided', 'done', 'withdrawn', 'elsewhere')),
  channel text not null check (channel in ('form', 'api', 'mail', 'desk')),
  language text not null check (language in ('nl', 'en')),
  -- What the notifier chose, and where that stands in the vocabulary of the transparency report.
  kind text not null,
  category text,
  keyword text,
  other text,
  sensitive text check (sensitive in ('csam', 'ncii')),
  message_id msg_id,
  flagger_id tfl_id,
  -- Whether a mail address was given, and its keyed fingerprint: counts per notifier without their address.
  reachable boolean not null,
  notifier_print bytea,
  -- Ranked lower for recorded bad faith; read all the same.
  lowered boolean not null default false,
  -- The elements of art. 16(2) that are missing.
  missing text[] not null default '{}',
  good_faith text,
  key_id dky_id not null,
  sealed bytea,
  -- Of what arrived, as the receipt says it.
  sha256 bytea,
  token_hash bytea not null,
  -- Whether the status page asks for a code that is mailed.
  guarded boolean not null default false,
  received_at timestamptz not null,
  taken_at timestamptz,
  acknowledged_at timestamptz,
  assessed_at timestamptz,
  forwarded_at timestamptz,
  decided_at timestamptz,
  closed_at timestamptz,
  knowledge text check (knowledge in ('manifest', 'not_manifest', 'insufficient_location', 'insufficient_reason')),
  ntd text check (ntd in ('unmistakable', 'not_unlawful', 'undecidable')),
  -- Whether a machine took part in handling it (art. 16(6)).
  automated text not null default 'NOT_AUTOMATED' check (automated in ('FULLY', 'PARTIALLY', 'NOT_AUTOMATED')),
  version integer not null default 1,
  primary key (organisation_id, id)
);
call build_wall('notice');
create unique index notice_number on notice (organisation_id, number);
create unique index notice_token on notice (token_hash);
create index notice_queue on notice (organisation_id, state, received_at);
create index notice_notifier on notice (organisation_id, notifier_print) where notifier_print is not null;
create index notice_message on notice (organisation_id, message_id) where message_id is not null;
create policy door on notice for select to bezem_door using (true);
grant select (organisation_id, id, token_hash) on notice to bezem_door;

-- One exact location a notice names. Of child abuse material the address is sealed and only a mask is seen.
create table notice_item (
  organisation_id org_id not null references organisation,
  notice_id ntc_id not null,
  no smallint not null,
  kind text not null check (kind in ('url', 'ip', 'ip_port', 'domain', 'mail_headers', 'account')),
  location text,
  masked text not null,
  sealed bytea,
  seen_at timestamptz,
  -- ours: in a network or under a name of ours at that moment; elsewhere: not; unclear: nothing that can be looked up.
  place text not null default 'unclear' check (place in ('ours', 'elsewhere', 'unclear')),
  elsewhere text,
  attribution_id att_id,
  holder_id party_id,
  contract_id ctr_id,
  state text not null default 'open' check (state in ('open', 'acted', 'not_acted', 'elsewhere', 'withdrawn')),
  decision_id dec_id,
  ground text check (ground in ('law', 'terms')),
  restrictions text[] not null default '{}',
  automated text check (automated in ('FULLY', 'PARTIALLY', 'NOT_AUTOMATED')),
  settled_at timestamptz,
  primary key (organisation_id, notice_id, no)
);
call build_wall('notice_item');
create index notice_item_holder on notice_item (organisation_id, holder_id) where holder_id is not null;

-- What was done on a notice; words of people sealed under its key.
create table notice_act (
  organisation_id org_id not null references organisation,
  id act_id not null,
  notice_id ntc_id not null,
  at timestamptz not null,
  act text not null,
  by text not null,
  by_kind text not null,
  from_state text,
  to_state text,
  detail jsonb not null default '{}',
  key_id dky_id,
  sealed bytea,
  primary key (organisation_id, id)
);
call build_wall('notice_act');
create index notice_act_notice on notice_act (organisation_id, notice_id, at);

-- Files a notifier gave: kept as bytes, never decoded or shown. May stand there before the notice is sent.
create table notice_file (
  organisation_id org_id not null references organisation,
  notice_id ntc_id not null,
  no smallint not null,
  evidence_id evd_id not null,
  name text not null,
  size integer not null,
  sha256 bytea not null,
  received_at timestamptz not null,
  primary key (organisation_id, notice_id, no)
);
call build_wall('notice_file');
create index notice_file_received on notice_file (organisation_id, received_at);

-- On the path of child abuse material there is no file, whoever writes it.
create function no_csam_file() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'notice_file' then
    if exists (select from notice n where n.organisation_id = new.organisation_id and n.id = new.notice_id and n.sensitive = 'csam') then
      raise exception 'a notice of child abuse material has no files' using errcode = '23514', constraint = 'no_csam_file';
    end if;
  elsif new.sensitive = 'csam' and exists (select from notice_file f where f.organisation_id = new.organisation_id and f.notice_id = new.id) then
    raise exception 'a notice of child abuse material has no files' using errcode = '23514', constraint = 'no_csam_file';
  end if;
  return new;
end $$;
create trigger no_csam_file before insert or update on notice_file for each row execute function no_csam_file();
create trigger no_csam_file before insert or update of sensitive on notice for each row execute function no_csam_file();

-- The code that opens a guarded status page; one at a time, a few tries, a quarter of an hour.
create table notice_code (
  organisation_id org_id not null references organisation,
  notice_id ntc_id not null,
  code_hash bytea not null,
  expires_at timestamptz not null,
  tries smallint not null default 0,
  primary key (organisation_id, notice_id)
);
call build_wall('notice_code');

-- Notifiers who give notices in bad faith, by a person's record with reasons and an end; theirs are ranked lower and read.
create table bad_faith (
  organisation_id org_id not null references organisation,
  notifier_print bytea not null,
  notice_id ntc_id not null,
  key_id dky_id not null,
  sealed bytea,
  at timestamptz not null,
  by text not null,
  until timestamptz not null,
  ended_at timestamptz,
  primary key (organisation_id, notifier_print, at)
);
call build_wall('bad_faith');

-- Requests for data of a customer by someone who cannot order it.
create table disclosure (
  organisation_id org_id not null references organisation,
  id dsc_id not null,
  number text,
  kind text not null check (kind in ('private', 'registration', 'subject')),
  state text not null check (state in ('received', 'hearing', 'heard', 'assessed', 'proposed', 'answered', 'withdrawn')),
  language text not null check (language in ('nl', 'en')),
  notice_id ntc_id,
  party_id party_id,
  -- Who asks, for what and why; answers of people; what is disclosed.
  key_id dky_id not null,
  sealed bytea,
  outcome text check (outcome in ('granted', 'partial', 'refused')),
  refusal text,
  -- Names of the fields that leave, never their values.
  fields text[] not null default '{}',
  received_at timestamptz not null,
  heard_at timestamptz,
  decided_at timestamptz,
  decided_by text,
  confirmed_by text,
  answered_at timestamptz,
  version integer not null default 1,
  primary key (organisation_id, id),
  -- Nobody confirms their own decision, and identity leaves only confirmed.
  constraint disclosure_two_people check (confirmed_by is null or confirmed_by <> decided_by),
  constraint disclosure_confirmed check (state <> 'answered' or decided_by is not null and (outcome = 'refused' or kind = 'subject' or confirmed_by is not null))
);
call build_wall('disclosure');
create unique index disclosure_number on disclosure (organisation_id, number);
create index disclosure_queue on disclosure (organisation_id, state, received_at);
create index disclosure_party on disclosure (organisation_id, party_id) where party_id is not null;

create table disclosure_act (
  organisation_id org_id not null references organisation,
  id act_id not null,
  disclosure_id dsc_id not null,
  at timestamptz not null,
  act text not null,
  by text not null,
  by_kind text not null,
  from_state text,
  to_state text,
  detail jsonb not null default '{}',
  key_id dky_id,
  sealed bytea,
  primary key (organisation_id, id)
);
call build_wall('disclosure_act');
create index disclosure_act_disclosure on disclosure_act (organisation_id, disclosure_id, at);

-- Points of contact (DSA art. 11, 12) and the legal representative (art. 13): every version stays.
create table contact_points (
  organisation_id org_id not null references organisation,
  version integer not null,
  content jsonb not null,
  at timestamptz not null,
  by text not null,
  primary key (organisation_id, version)
);
call build_wall('contact_points');
