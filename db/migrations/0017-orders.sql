-- Orders of authorities: who can give them, what came in, what was done per item, who may not hear of it, who is called out.

do $$
declare
  kind text;
begin
  foreach kind in array array['aut', 'auc', 'oit', 'prs', 'shf', 'cow', 'cal'] loop
    execute format('create domain %I as text collate "C" check (starts_with(value, %L) and length(value) = %s)',
                   kind || '_id', kind || '_', length(kind) + 27);
  end loop;
end $$;

-- Our own register of authorities: what an order says of its sender is compared with it, never the other way round.
create table authority (
  organisation_id org_id not null references organisation,
  id aut_id not null,
  -- File name in law/authorities; null for one the catalogue does not know (a foreign court).
  law text,
  name text not null,
  -- ISO 3166 alpha-2, lower case; null for bodies of the Union.
  country text,
  -- When it told of procedures and terms before its first order (TCO art. 3(2)).
  announced_at timestamptz,
  added_at timestamptz not null,
  added_by text not null,
  ended_at timestamptz,
  primary key (organisation_id, id)
);
call build_wall('authority');

create table authority_contact (
  organisation_id org_id not null references organisation,
  id auc_id not null,
  authority_id aut_id not null,
  channel text not null check (channel in ('mail', 'phone', 'portal')),
  address text not null,
  -- Where the address comes from: a website, a visit, a letter of another time.
  source text not null,
  added_at timestamptz not null,
  added_by text not null,
  -- A second member looked it up as well.
  verified_at timestamptz,
  verified_by text,
  ended_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, authority_id) references authority
);
call build_wall('authority_contact');
create index authority_contact_of on authority_contact (organisation_id, authority_id);

create table authority_order (
  organisation_id org_id not null references organisation,
  id ord_id not null,
  number text not null,
  -- File name in law/orders, and the day from which that file held.
  type text not null,
  type_from text not null,
  state text not null,
  version int not null default 1,
  -- Who gave it, as it says itself; and who of our register that is.
  authority_name text not null,
  authority_id aut_id,
  country text,
  reference text,
  -- Authority and reference as they are compared.
  once text,
  sha256 bytea,
  message_id msg_id,
  evidence_id evd_id,
  channel text not null check (channel in ('mail', 'upload', 'desk', 'api', 'push', 'perci', 'post')),
  language text not null default 'nl' check (language in ('nl', 'en')),
  emergency boolean not null default false,
  cross_border boolean not null default false,
  -- Its own term, as it states it.
  term jsonb,
  issued_at timestamptz,
  -- Delivery at the contact point; opening it starts nothing.
  received_at timestamptz not null,
  read_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by_itself boolean not null default false,
  -- The last of its items, or the answer.
  effect_at timestamptz,
  reported_at timestamptz,
  recipient_informed_at timestamptz,
  closed_at timestamptz,
  category text,
  keyword text,
  -- Element → present, missing, not_applicable.
  checks jsonb not null default '{}',
  authenticity text not null default 'unconfirmed' check (authenticity in ('unconfirmed', 'confirmed', 'rejected')),
  confirmed_at timestamptz,
  confirmed_by text,
  confirmed_contact auc_id,
  approved_by text,
  -- TCO art. 4: asked, upheld, annulled.
  scrutiny text check (scrutiny in ('asked', 'waived', 'upheld', 'annulled')),
  -- What it says in words, who wrote it and where answers go: under its own key.
  key_id dky_id,
  sealed bytea,
  primary key (organisation_id, id),
  unique (organisation_id, number),
  foreign key (organisation_id, authority_id) references authority,
  check (key_id is not null or sealed is null)
);
call build_wall('authority_order');
create unique index authority_order_once on authority_order (organisation_id, once) where once is not null;
create unique index authority_order_bytes on authority_order (organisation_id, sha256) where sha256 is not null;
create index authority_order_received on authority_order (organisation_id, received_at desc, id);
create index authority_order_open on authority_order (organisation_id, received_at) where closed_at is null;

create table order_item (
  organisation_id org_id not null references organisation,
  id oit_id not null,
  order_id ord_id not null,
  no int not null,
  kind text not null check (kind in ('url', 'host', 'ip', 'prefix', 'account', 'other')),
  -- As the order has it; null for child abuse material, whose address is sealed.
  location text,
  -- As screens show it.
  shown text not null,
  -- Keyed: by it the hotline's question finds an address nobody may read.
  fingerprint bytea,
  key_id dky_id,
  sealed bytea,
  -- Who held it when the order came, in the words of attribution.
  attribution text not null,
  party_id party_id,
  addressee_id party_id,
  contract_id ctr_id,
  state text not null default 'open' check (state in ('open', 'effected', 'not_effected', 'reinstated')),
  -- Words of the vocabulary of restrictions; for data and answers empty.
  effects text[] not null default '{}',
  ground text check (ground in ('law', 'terms')),
  settled_at timestamptz,
  decision_id dec_id,
  automated text check (automated in ('FULLY', 'PARTIALLY', 'NOT_AUTOMATED')),
  why text,
  primary key (organisation_id, id),
  unique (organisation_id, order_id, no),
  foreign key (organisation_id, order_id) references authority_order,
  check (key_id is not null or sealed is null)
);
call build_wall('order_item');
create index order_item_print on order_item (organisation_id, fingerprint) where fingerprint is not null;
create index order_item_party on order_item (organisation_id, party_id) where party_id is not null;

create table order_act (
  organisation_id org_id not null references organisation,
  id act_id not null,
  order_id ord_id not null,
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
  primary key (organisation_id, id),
  foreign key (organisation_id, order_id) references authority_order
);
call build_wall('order_act');
create index order_act_order on order_act (organisation_id, order_id, at);

-- Nothing of the order reaches customer or reseller while a row of it has no end. A day on which it would end (until) ends
-- nothing by itself: the end is written down, by the engine on that day or by the act of the authority.
create table secrecy (
  organisation_id org_id not null references organisation,
  order_id ord_id not null,
  since timestamptz not null,
  basis text not null,
  until timestamptz,
  -- How often it was made longer; the law limits it for some.
  extended int not null default 0,
  reviewed_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  -- Which act of the authority lifted it.
  ended_why text,
  primary key (organisation_id, order_id, since),
  foreign key (organisation_id, order_id) references authority_order,
  check ((ended_at is null) = (ended_by is null))
);
call build_wall('secrecy');
create unique index secrecy_running on secrecy (organisation_id, order_id) where ended_at is null;

-- Whatever the program does, no letter about a secret order to those it is about.
create function letter_keeps_secrets() returns trigger language plpgsql as $$
begin
  if new.audience in ('customer', 'reseller', 'participant') and new.matter is not null
     and new.state not in ('undone', 'stopped', 'bounced', 'failed')
     and exists (select 1 from secrecy s where s.organisation_id = new.organisation_id and s.order_id = new.matter
                    and s.ended_at is null) then
    raise exception 'a letter about a secret order to a recipient of it' using errcode = 'check_violation', constraint = 'letter_keeps_secrets';
  end if;
  return new;
end $$;
create trigger letter_keeps_secrets before insert or update of audience, matter, state on letter
  for each row execute function letter_keeps_secrets();

-- What is kept of an order's content: handed bytes, or the word that it lies on the provider's own disk.
create table preserved (
  organisation_id org_id not null references organisation,
  id prs_id not null,
  order_id ord_id not null,
  mode text not null check (mode in ('reference', 'bytes', 'custody')),
  -- Bytes under a key of their own; destroyed with it.
  evidence_id evd_id,
  until timestamptz not null,
  extended int not null default 0,
  added_at timestamptz not null,
  added_by text not null,
  destroyed_at timestamptz,
  destroyed_why text,
  primary key (organisation_id, id),
  foreign key (organisation_id, order_id) references authority_order
);
call build_wall('preserved');
create index preserved_order on preserved (organisation_id, order_id);

-- Who is on duty when, and who is next.
create table duty_shift (
  organisation_id org_id not null references organisation,
  id shf_id not null,
  member_id mbr_id not null,
  rank smallint not null default 1 check (rank between 1 and 9),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  added_at timestamptz not null,
  added_by text not null,
  ended_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, member_id) references member,
  check (starts_at < ends_at)
);
call build_wall('duty_shift');
create index duty_shift_now on duty_shift (organisation_id, starts_at, ends_at) where ended_at is null;

-- How a member is reached, in the order they are tried; without a member: how everybody on duty is.
create table callout_way (
  organisation_id org_id not null references organisation,
  id cow_id not null,
  member_id mbr_id,
  place smallint not null,
  kind text not null check (kind in ('mail', 'webhook', 'ntfy', 'sms')),
  -- Address and secrets, under the organisation's key for secrets.
  key_id dky_id not null,
  sealed bytea,
  added_at timestamptz not null,
  added_by text not null,
  ended_at timestamptz,
  primary key (organisation_id, id)
);
call build_wall('callout_way');

create table duty_settings (
  organisation_id org_id primary key references organisation,
  -- Minutes until the next in line is called out.
  minutes int not null default 5 check (minutes between 1 and 60)
);
call build_wall('duty_settings');

create table callout (
  organisation_id org_id not null references organisation,
  id cal_id not null,
  order_id ord_id not null,
  at timestamptz not null,
  clock text not null,
  -- Share of the term that had passed: 0 to 1.
  share real not null,
  -- Null where nobody was on duty: then whoever administers.
  member_id mbr_id,
  -- 0 for the first in line; one more for each that did not answer.
  level int not null default 0,
  acknowledged_at timestamptz,
  acknowledged_by text,
  -- When the next in line was called out instead.
  escalated_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, order_id) references authority_order
);
call build_wall('callout');
create index callout_order on callout (organisation_id, order_id, at);
create index callout_open on callout (organisation_id, at) where acknowledged_at is null and escalated_at is null;

create table callout_try (
  organisation_id org_id not null references organisation,
  callout_id cal_id not null,
  no int not null,
  way_id cow_id,
  kind text not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('accepted', 'failed')),
  response text not null,
  primary key (organisation_id, callout_id, no),
  foreign key (organisation_id, callout_id) references callout
);
call build_wall('callout_try');
