-- Inventories: what tells us, again and again, who holds what; their polls; and what a provider's own system answered.

do $$
declare kind text;
begin
  foreach kind in array array['inv','poll','liv'] loop
    execute format('create domain %I as text collate "C" check (starts_with(value, %L) and length(value) = %s)',
      kind || '_id', kind || '_', length(kind) + 27);
  end loop;
end $$;

create table inventory (
  organisation_id org_id not null references organisation,
  id inv_id not null,
  -- What people call it; part of the references of contracts it makes.
  name text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  -- Which adapter reads it: a file of src/resources/inventories, or 'live'.
  kind text not null,
  -- Where it answers; null where its files are handed in.
  address text,
  -- Hosts that may stand in private space, named by an admin of this organisation.
  private_hosts text[] not null default '{}',
  -- Certificates (PEM) trusted besides the well-known ones.
  trust text,
  -- Password, token and the secret of its webhooks, under a data key.
  secret_sealed bytea,
  secret_key dky_id,
  options jsonb not null default '{}',
  -- Between provisioning (20) and an import (10).
  precedence smallint not null default 15 check (precedence between 1 and 19),
  -- Null: polled only when someone asks.
  every_minutes int check (every_minutes between 1 and 44640),
  -- A poll that would end or change more than this share of its holdings waits for a person.
  hold_share real not null default 0.2 check (hold_share > 0 and hold_share <= 1),
  state text not null default 'active' check (state in ('active', 'paused', 'removed')),
  paused_why text,
  created_at timestamptz not null,
  created_by text not null,
  -- Begin of its first whole poll: what it says is known from here. Back-fill comes before it.
  first_at timestamptz,
  -- Begin and end of its last whole poll that was written or changed nothing.
  seen_from timestamptz,
  seen_until timestamptz,
  -- The moment its last answer itself spoke of.
  as_of timestamptz,
  failures int not null default 0,
  -- Until then it is not asked: it failed too often.
  resting_until timestamptz,
  next_at timestamptz,
  primary key (organisation_id, id),
  check ((secret_sealed is null) = (secret_key is null))
);
call build_wall('inventory');
create unique index inventory_name on inventory (organisation_id, name) where state <> 'removed';

create table inventory_poll (
  organisation_id org_id not null references organisation,
  id poll_id not null,
  inventory_id inv_id not null,
  began_at timestamptz not null,
  ended_at timestamptz not null,
  as_of timestamptz,
  outcome text not null check (outcome in ('written', 'unchanged', 'held', 'superseded', 'dismissed', 'failed', 'older', 'backfilled', 'undone')),
  -- Code of what went wrong, and its detail: never data of a party.
  fault text,
  fault_detail text,
  counts jsonb not null default '{}',
  -- Rows that were not taken: [{where, code}], where = the inventory's own id of the row.
  problems jsonb not null default '[]',
  import_id imp_id,
  -- What a held poll read, under a data key; gone once someone decided.
  held_sealed bytea,
  held_key dky_id,
  settled_by text,
  settled_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, inventory_id) references inventory
);
call build_wall('inventory_poll');
create index inventory_poll_last on inventory_poll (organisation_id, inventory_id, id);
create index inventory_poll_import on inventory_poll (organisation_id, import_id) where import_id is not null;

-- Who made it: a party, contact or contract that an inventory made follows that inventory.
alter table party add column inventory_id inv_id;
alter table contact add column inventory_id inv_id;
alter table contract add column inventory_id inv_id;

alter table ledger_import drop constraint ledger_import_kind_check;
alter table ledger_import add constraint ledger_import_kind_check
  check (kind in ('parties', 'contracts', 'holdings', 'networks', 'inventory'));

-- Which inventory says so; how its bounds are known. A change seen between two polls has its earliest moment in `valid`
-- and its latest beside it: from then on it surely began (begun_by), from then on it surely had ended (ended_by).
alter table holding add column inventory_id inv_id;
alter table holding add column quality text not null default 'stated'
  check (quality in ('stated', 'since_known', 'interval', 'log'));
alter table holding add column begun_by timestamptz;
alter table holding add column ended_by timestamptz;
alter table holding add constraint holding_bounds
  check ((begun_by is null or begun_by > lower(valid)) and (ended_by is null or ended_by > upper(valid)));

alter table holding drop constraint holding_origin_check;
update holding set origin = 'registry' where origin = 'ipam';
alter table holding add constraint holding_origin_check
  check (origin in ('manual', 'provisioning', 'inventory', 'import', 'registry'));
alter table holding add constraint holding_inventory_check check (inventory_id is null or origin in ('inventory', 'registry'));

-- One holder per layer: what people state, what a provisioning system states, what each inventory says. Layers stand beside
-- each other, so that an override hides nothing for good; within one, two cannot hold one thing at one moment.
-- The hash of a prefix is seeded with its layer: equal for equal prefixes of one layer, and for no others.
alter table holding drop constraint holding_prefix_once;
alter table holding add constraint holding_prefix_once exclude using gist
  (hashinetextended(prefix, hashtextextended((origin || coalesce(inventory_id::text, '')) collate "C", 0)) with =, organisation_id with =, prefix inet_ops with =, ports with &&, valid with &&)
  where (exclusive and upper_inf(recorded) and prefix is not null);
alter table holding drop constraint holding_name_once;
alter table holding add constraint holding_name_once exclude using gist
  (hashtextextended(name collate "C", hashtextextended((origin || coalesce(inventory_id::text, '')) collate "C", 0)) with =, organisation_id with =, kind with =, name with =, valid with &&)
  where (exclusive and upper_inf(recorded) and name is not null);
create index holding_inventory on holding (organisation_id, inventory_id) where inventory_id is not null and upper_inf(recorded);

-- What a provider's own system answered when it was asked who held an address then. Each question is one row.
create table live_answer (
  organisation_id org_id not null references organisation,
  id liv_id not null,
  inventory_id inv_id not null,
  -- Hash of address, port, host and window: the same question is one row.
  question_hash bytea not null,
  ip inet not null,
  port int,
  host text,
  seen_from timestamptz not null,
  seen_until timestamptz not null,
  state text not null check (state in ('waiting', 'answered', 'nobody', 'unfit', 'failed')),
  -- Why an answer was not taken, or none came.
  fault text,
  tries int not null default 0,
  next_at timestamptz,
  made_at timestamptz not null,
  answered_at timestamptz,
  -- For which time the answer holds, as it said.
  valid tstzrange,
  party_id party_id,
  contract_id ctr_id,
  attribution_id att_id,
  -- The answer as it came, under the keys of the party.
  sealed bytea,
  sealed_key dky_id,
  primary key (organisation_id, id),
  foreign key (organisation_id, inventory_id) references inventory,
  foreign key (organisation_id, party_id) references party,
  unique (organisation_id, inventory_id, question_hash)
);
call build_wall('live_answer');
create index live_answer_next on live_answer (organisation_id, next_at) where next_at is not null;
create index live_answer_ip on live_answer (organisation_id, ip);
create index live_answer_attribution on live_answer (organisation_id, attribution_id) where attribution_id is not null;
