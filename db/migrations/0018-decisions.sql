-- Decisions, what they bring about in which system, and why. No restriction stands without its reasons or a recorded exception.

create domain sys_id as text collate "C" check (starts_with(value, 'sys_') and length(value) = 30);
create domain thr_id as text collate "C" check (starts_with(value, 'thr_') and length(value) = 30);

create table decision (
  organisation_id org_id not null references organisation,
  id dec_id not null,
  -- BS-26-000031; given with the proposal.
  number text,
  -- Id of the order, notice or case it is about, and the number people know that by.
  matter text not null,
  matter_number text not null,
  -- Ids of its items; all of them where empty.
  items text[] not null default '{}',
  state text not null check (state in ('draft', 'proposed', 'approved', 'in_force', 'expired', 'reversed', 'superseded', 'withdrawn')),
  version int not null default 1,
  outcome text not null check (outcome in ('acted', 'not_acted')),
  party_id party_id,
  contract_id ctr_id,
  ground text check (ground in ('ILLEGAL_CONTENT', 'INCOMPATIBLE_CONTENT')),
  -- Provision of law, or clause of the terms, and the version of it that was in force.
  provision text,
  provision_version text,
  restrictions text[] not null default '{}',
  category text,
  keyword text,
  -- Kind whose fixed description stands in the row "other".
  keyword_other text,
  content_types text[] not null default '{}',
  territorial_scope text[] not null default '{}',
  content_date date,
  -- When it applies from (carried out) and until; no end means until it is reversed.
  applies_at timestamptz,
  ends_at timestamptz,
  automated_detection boolean not null default false,
  automated_decision text not null default 'NOT_AUTOMATED' check (automated_decision in ('FULLY', 'PARTIALLY', 'NOT_AUTOMATED')),
  -- What set it off; null for an order, which is no own decision.
  origin text,
  own_rule boolean not null default false,
  -- Attribution it rests on: high, medium, low; null where a person knows.
  confidence text check (confidence in ('high', 'medium', 'low')),
  severity text not null default 'ordinary' check (severity in ('ordinary', 'serious', 'grave')),
  -- Ids of the rules that ask for a second person, as they were when it was proposed.
  second_person text[] not null default '{}',
  created_at timestamptz not null,
  created_by text not null,
  proposed_at timestamptz,
  proposed_by text,
  approved_at timestamptz,
  approved_by text,
  effect_at timestamptz,
  settled_at timestamptz,
  ended_at timestamptz,
  superseded_by dec_id,
  -- Facts, explanation and what only people read: under the key of the party, else of the decision.
  key_id dky_id,
  sealed bytea,
  primary key (organisation_id, id),
  unique (organisation_id, number),
  foreign key (organisation_id, key_id) references data_key,
  constraint decision_second_person check (approved_by is null or second_person = '{}' or approved_by <> proposed_by)
);
call build_wall('decision');
create index decision_matter on decision (organisation_id, matter);
create index decision_party on decision (organisation_id, party_id) where party_id is not null;
create index decision_state on decision (organisation_id, state, created_at desc);

create table decision_act (
  organisation_id org_id not null references organisation,
  id act_id not null,
  decision_id dec_id not null,
  at timestamptz not null,
  act text not null,
  by_kind text not null check (by_kind in ('member', 'customer', 'engine', 'notifier')),
  by text,
  -- Ids and words of the house; what people wrote is sealed with what they wrote it on.
  detail jsonb not null default '{}',
  primary key (organisation_id, id),
  foreign key (organisation_id, decision_id) references decision
);
call build_wall('decision_act');
create index decision_act_decision on decision_act (organisation_id, decision_id, at);

-- Where measures are carried out: a panel, a router, a name server; or by hand.
create table measure_system (
  organisation_id org_id not null references organisation,
  id sys_id not null,
  name text not null,
  adapter text not null,
  -- Settings without secrets, as the adapter knows them.
  options jsonb not null,
  -- Which measure for which kinds of service: {"suspend_account": ["shared_hosting"]}; an empty list means every kind.
  can jsonb not null,
  -- The host stands in private space, and an administrator said so.
  inside boolean not null default false,
  key_id dky_id,
  sealed bytea,
  state text not null default 'active' check (state in ('active', 'ended')),
  created_at timestamptz not null,
  created_by text not null,
  ended_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, key_id) references data_key
);
call build_wall('measure_system');
create unique index measure_system_name on measure_system (organisation_id, name) where state = 'active';

-- What the provider can technically do for a kind of service (the answers of `bezem duties`); no row: never asked, nothing ruled out.
create table service_ability (
  organisation_id org_id not null references organisation,
  service_kind text not null,
  can text[] not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (organisation_id, service_kind)
);
call build_wall('service_ability');

create table measure (
  organisation_id org_id not null references organisation,
  id msr_id not null,
  decision_id dec_id not null,
  no smallint not null,
  -- Null: by hand.
  system_id sys_id,
  what text not null,
  state text not null check (state in ('planned', 'dropped', 'approved', 'executing', 'done', 'verified', 'failed', 'manual', 'reverting', 'revert_failed', 'revert_manual', 'reverted')),
  -- What it is carried out on: address, port, host, page, account.
  target jsonb not null,
  -- What the other system answered, needed to undo it.
  handle jsonb,
  tries int not null default 0,
  done_at timestamptz,
  verified_at timestamptz,
  verified_by text,
  reverted_at timestamptz,
  fault text,
  primary key (organisation_id, id),
  unique (organisation_id, decision_id, no),
  foreign key (organisation_id, decision_id) references decision,
  foreign key (organisation_id, system_id) references measure_system
);
call build_wall('measure');
create index measure_state on measure (organisation_id, state) where state not in ('verified', 'reverted', 'dropped', 'planned');

-- Each try, written before the other system is called: what a crash leaves open is known, and asked there.
create table measure_try (
  organisation_id org_id not null references organisation,
  measure_id msr_id not null,
  no int not null,
  act text not null check (act in ('execute', 'verify', 'revert')),
  -- Sent along, so that the other side knows the copy.
  key text not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('done', 'in_force', 'not_in_force', 'unclear', 'failed', 'unknown')),
  response text,
  primary key (organisation_id, measure_id, no),
  foreign key (organisation_id, measure_id) references measure
);
call build_wall('measure_try');

create table statement (
  organisation_id org_id not null references organisation,
  id sor_id not null,
  decision_id dec_id not null,
  number text not null,
  party_id party_id,
  -- Unique id for the Transparency Database.
  puid text not null,
  made_at timestamptz not null,
  letters text[] not null default '{}',
  told_at timestamptz,
  key_id dky_id,
  sealed bytea,
  primary key (organisation_id, id),
  unique (organisation_id, decision_id),
  unique (organisation_id, number),
  unique (organisation_id, puid),
  foreign key (organisation_id, decision_id) references decision,
  foreign key (organisation_id, key_id) references data_key
);
call build_wall('statement');

create table reason_exception (
  organisation_id org_id not null references organisation,
  decision_id dec_id not null,
  -- File of src/reasons/exception.ts: no_contact, bulk, order, secrecy, mere_conduit.
  exception text not null check (exception in ('no_contact', 'bulk', 'order', 'secrecy', 'mere_conduit')),
  article text not null,
  fact text not null check (fact <> ''),
  by text not null,
  recorded_at timestamptz not null,
  -- Temporary: the statement goes out when this is over, or when it was lifted.
  temporary boolean not null default false,
  until timestamptz,
  ended_at timestamptz,
  primary key (organisation_id, decision_id, exception),
  foreign key (organisation_id, decision_id) references decision,
  check (until is null or temporary)
);
call build_wall('reason_exception');

-- Asked at commit, of every way in: a restriction without a statement of reasons or a recorded exception does not commit.
create function reasons_stand() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  org text;
  which text;
begin
  if tg_op = 'DELETE' then org := old.organisation_id; else org := new.organisation_id; end if;
  if tg_table_name = 'decision' then which := new.id;
  elsif tg_op = 'INSERT' then which := new.decision_id;
  else which := old.decision_id;
  end if;
  if (exists (select 1 from public.measure m where m.organisation_id = org and m.decision_id = which and m.state not in ('planned', 'dropped'))
      or exists (select 1 from public.decision d where d.organisation_id = org and d.id = which and d.state in ('in_force', 'expired', 'reversed', 'superseded') and d.restrictions <> '{}'))
     and not exists (select 1 from public.statement s where s.organisation_id = org and s.decision_id = which)
     and not exists (select 1 from public.reason_exception e where e.organisation_id = org and e.decision_id = which)
  then
    raise exception 'no restriction without a statement of reasons or a recorded exception (decision %)', which
      using errcode = 'check_violation', constraint = 'reasons_stand';
  end if;
  return null;
end $$;
create constraint trigger measure_reasons after insert or update on measure deferrable initially deferred for each row execute function reasons_stand();
create constraint trigger decision_reasons after insert or update on decision deferrable initially deferred for each row execute function reasons_stand();
create constraint trigger statement_reasons after update of organisation_id, decision_id or delete on statement deferrable initially deferred for each row execute function reasons_stand();
create constraint trigger exception_reasons after update of organisation_id, decision_id or delete on reason_exception deferrable initially deferred for each row execute function reasons_stand();

-- A measure stays with the decision it was taken under.
create function measure_stays() returns trigger language plpgsql as $$
begin
  raise exception 'a measure stays with its decision' using errcode = 'check_violation';
end $$;
create trigger measure_stays before update of decision_id, organisation_id on measure for each row
  when (old.decision_id is distinct from new.decision_id or old.organisation_id is distinct from new.organisation_id) execute function measure_stays();

create table strike (
  organisation_id org_id not null references organisation,
  decision_id dec_id not null,
  party_id party_id not null,
  weight smallint not null check (weight > 0),
  rule text not null,
  at timestamptz not null,
  expires_at timestamptz not null,
  -- Set where the decision was reversed: it weighs no more.
  revoked_at timestamptz,
  primary key (organisation_id, decision_id),
  foreign key (organisation_id, decision_id) references decision
);
call build_wall('strike');
create index strike_party on strike (organisation_id, party_id);

create table complaint (
  organisation_id org_id not null references organisation,
  id cmp_id not null,
  number text not null,
  decision_id dec_id not null,
  by_kind text not null check (by_kind in ('recipient', 'notifier', 'other')),
  via text not null check (via in ('page', 'desk', 'api')),
  party_id party_id,
  -- Letter through whose link it came.
  letter_id let_id,
  state text not null check (state in ('received', 'inadmissible', 'in_review', 'upheld', 'overturned', 'partly')),
  version int not null default 1,
  received_at timestamptz not null,
  reviewer text,
  decided_at timestamptz,
  -- Words of the complaint and of the answer, name and address of who complains.
  key_id dky_id,
  sealed bytea,
  answer_letter let_id,
  -- The form it came from, so that sending twice is one complaint.
  once text,
  primary key (organisation_id, id),
  unique (organisation_id, number),
  unique (organisation_id, once),
  foreign key (organisation_id, decision_id) references decision,
  foreign key (organisation_id, key_id) references data_key
);
call build_wall('complaint');
create index complaint_state on complaint (organisation_id, state, received_at);
create index complaint_decision on complaint (organisation_id, decision_id);

-- Opens the page to complain; only a hash of the token is kept.
create table complaint_link (
  organisation_id org_id not null references organisation,
  token_hash bytea not null,
  decision_id dec_id not null,
  by_kind text not null check (by_kind in ('recipient', 'notifier')),
  party_id party_id,
  expires_at timestamptz not null,
  primary key (organisation_id, token_hash),
  foreign key (organisation_id, decision_id) references decision
);
call build_wall('complaint_link');
create index complaint_link_decision on complaint_link (organisation_id, decision_id);

-- Suspicion of a crime that threatens life or safety (DSA art. 18): told, or a reasoned no.
create table threat_report (
  organisation_id org_id not null references organisation,
  id thr_id not null,
  matter text not null,
  matter_number text not null,
  state text not null check (state in ('proposed', 'reported', 'declined')),
  known_at timestamptz not null,
  proposed_at timestamptz not null,
  proposed_by text not null,
  decided_at timestamptz,
  decided_by text,
  -- Ids of src/law/authorities it was told to.
  authorities text[] not null default '{}',
  letters text[] not null default '{}',
  party_id party_id,
  key_id dky_id,
  sealed bytea,
  primary key (organisation_id, id),
  foreign key (organisation_id, key_id) references data_key
);
call build_wall('threat_report');
create index threat_report_matter on threat_report (organisation_id, matter);
