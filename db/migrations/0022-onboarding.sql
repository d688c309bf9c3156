-- Know your customer: onboardings through their gates, checks with evidence, payments that were matched, proposals that people
-- decide, campaigns over customers that are there already.

do $$
declare kind text;
begin
  foreach kind in array array['onb', 'chk', 'pay', 'bst', 'prp', 'cpn'] loop
    execute format('create domain %I as text collate "C" check (starts_with(value, %L) and length(value) = %s)',
      kind || '_id', kind || '_', length(kind) + 27);
  end loop;
end $$;

alter table matter_number drop constraint matter_number_kind_check;
alter table matter_number add constraint matter_number_kind_check
  check (kind in ('order', 'notice', 'disclosure', 'incident', 'decision', 'statement', 'complaint', 'onboarding'));

create table onboarding (
  organisation_id org_id not null references organisation,
  id onb_id not null,
  -- KC-26-000187: what people see; null until the end of the transaction that takes it in.
  number text,
  party_id party_id not null,
  state text not null check (state in ('started', 'contact_verified', 'paid', 'screened', 'second_person', 'active', 'in_review', 'refusal_proposed', 'refused', 'withdrawn')),
  version int not null default 1,
  -- File name in law/packs, and the version of it that was last applied.
  pack text not null,
  language text not null check (language in ('nl', 'en')),
  via text not null check (via in ('desk', 'form', 'api', 'hook', 'campaign')),
  -- Structured creditor reference (ISO 11649) the first payment mentions.
  reference text not null,
  -- Number of the order or customer in the system that asked.
  order_reference text,
  tier text not null check (tier in ('low', 'normal', 'high')),
  -- Pack and version, lines of points by code, stops; parsed by #onboarding. No words of the customer.
  assessment jsonb not null,
  -- What the customer said of itself, under a key of its own.
  key_id dky_id not null,
  sealed bytea,
  contract_resells boolean not null default false,
  started_at timestamptz not null,
  changed_at timestamptz not null,
  activated_at timestamptz,
  ended_at timestamptz,
  campaign_id cpn_id,
  primary key (organisation_id, id),
  unique (organisation_id, number),
  unique (organisation_id, reference),
  foreign key (organisation_id, party_id) references party (organisation_id, id)
);
call build_wall('onboarding');
-- One onboarding of a party is under way or in force at a time.
create unique index onboarding_party on onboarding (organisation_id, party_id) where state not in ('refused', 'withdrawn');
create index onboarding_queue on onboarding (organisation_id, state, changed_at);

-- Checks as they were made: the newest of a kind is current, the others are its history.
create table onboarding_check (
  organisation_id org_id not null references organisation,
  id chk_id not null,
  onboarding_id onb_id not null,
  check_id text not null,
  at timestamptz not null,
  verdict text not null check (verdict in ('pass', 'review', 'fail', 'not_applicable', 'unavailable')),
  method text not null,
  source text not null,
  source_version text,
  -- Codes of reasons; parsed by #onboarding.
  reasons jsonb not null,
  -- Keyed fingerprint of what was looked at: the same input is not asked again.
  input_hash bytea not null,
  expires_at timestamptz,
  by text not null,
  current boolean not null default true,
  key_id dky_id,
  sealed bytea,
  primary key (organisation_id, id),
  foreign key (organisation_id, onboarding_id) references onboarding (organisation_id, id)
);
call build_wall('onboarding_check');
create unique index onboarding_check_current on onboarding_check (organisation_id, onboarding_id, check_id) where current;

create table onboarding_act (
  organisation_id org_id not null references organisation,
  id act_id not null,
  onboarding_id onb_id not null,
  at timestamptz not null,
  act text not null,
  by text not null,
  by_kind text not null,
  from_state text,
  to_state text not null,
  key_id dky_id,
  sealed bytea,
  primary key (organisation_id, id),
  foreign key (organisation_id, onboarding_id) references onboarding (organisation_id, id)
);
call build_wall('onboarding_act');
create index onboarding_act_of on onboarding_act (organisation_id, onboarding_id, at);

-- The page of a customer, the link that confirms an address, the code that confirms a phone: hashes only.
create table onboarding_token (
  organisation_id org_id not null references organisation,
  onboarding_id onb_id not null,
  purpose text not null check (purpose in ('page', 'email', 'phone')),
  token_hash bytea not null,
  expires_at timestamptz not null,
  made_at timestamptz not null,
  used_at timestamptz,
  tries int not null default 0,
  -- The gateway refused to send it.
  refused boolean not null default false,
  primary key (organisation_id, onboarding_id, purpose),
  foreign key (organisation_id, onboarding_id) references onboarding (organisation_id, id)
);
call build_wall('onboarding_token');
create index onboarding_token_hash on onboarding_token (organisation_id, token_hash);

create table bank_import (
  organisation_id org_id not null references organisation,
  id bst_id not null,
  format text not null check (format in ('camt.053', 'mt940', 'csv', 'provider')),
  sha256 bytea not null,
  at timestamptz not null,
  by text not null,
  lines int not null,
  matched int not null,
  -- Lines without a reference of ours: counted and forgotten.
  passed_over int not null,
  primary key (organisation_id, id)
);
call build_wall('bank_import');

-- Payments that mention a reference of ours; all other lines of a statement are forgotten.
create table payment (
  organisation_id org_id not null references organisation,
  id pay_id not null,
  import_id bst_id,
  onboarding_id onb_id not null,
  party_id party_id not null,
  -- Keyed fingerprint of the line: the same line of another file is known.
  entry_hash bytea not null,
  booked_on date not null,
  amount_cents bigint not null,
  currency text not null,
  method text not null check (method in ('bank', 'ideal', 'direct_debit', 'card', 'paypal', 'voucher', 'crypto', 'other')),
  iban_masked text,
  iban_country text,
  -- HMAC-SHA-256 of the account under a key of the organisation: tells one payer from another, and nothing else.
  payer_tag bytea,
  verdict text not null check (verdict in ('MTCH', 'CMTC', 'NMTC', 'NOAP')),
  score real,
  key_id dky_id,
  -- Name of the payer as the bank gave it, and the lines of the score.
  sealed bytea,
  recorded_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, entry_hash),
  foreign key (organisation_id, onboarding_id) references onboarding (organisation_id, id),
  foreign key (organisation_id, import_id) references bank_import (organisation_id, id)
);
call build_wall('payment');
create index payment_party on payment (organisation_id, party_id, booked_on);
create index payment_tag on payment (organisation_id, payer_tag) where payer_tag is not null;

-- What was proposed to a person, by whom, and what the person made of it.
create table onboarding_proposal (
  organisation_id org_id not null references organisation,
  id prp_id not null,
  onboarding_id onb_id,
  party_id party_id not null,
  campaign_id cpn_id,
  outcome text not null check (outcome in ('refuse', 'activate', 'restrict_orders', 'end_contract', 'none')),
  made_by text not null,
  made_by_kind text not null,
  made_at timestamptz not null,
  -- Codes: checks, stops, points.
  because jsonb not null,
  decided_by text,
  decided_at timestamptz,
  followed boolean,
  key_id dky_id,
  sealed bytea,
  primary key (organisation_id, id),
  foreign key (organisation_id, party_id) references party (organisation_id, id)
);
call build_wall('onboarding_proposal');
create unique index onboarding_proposal_open on onboarding_proposal (organisation_id, onboarding_id, outcome) where decided_at is null;
create index onboarding_proposal_decided on onboarding_proposal (organisation_id, decided_at);

create table campaign (
  organisation_id org_id not null references organisation,
  id cpn_id not null,
  title text not null,
  pack text not null,
  state text not null check (state in ('draft', 'running', 'paused', 'ended')),
  batch int not null check (batch > 0),
  term_days int not null,
  remind_days int not null,
  consequence text not null check (consequence in ('none', 'restrict_orders', 'end_contract')),
  made_at timestamptz not null,
  made_by text not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (organisation_id, id)
);
call build_wall('campaign');

create table campaign_member (
  organisation_id org_id not null references organisation,
  campaign_id cpn_id not null,
  party_id party_id not null,
  batch int not null,
  tier text not null,
  state text not null check (state in ('waiting', 'asked', 'reminded', 'done', 'overdue', 'settled', 'unreachable')),
  onboarding_id onb_id,
  asked_at timestamptz,
  reminded_at timestamptz,
  done_at timestamptz,
  primary key (organisation_id, campaign_id, party_id),
  foreign key (organisation_id, campaign_id) references campaign (organisation_id, id),
  foreign key (organisation_id, party_id) references party (organisation_id, id)
);
call build_wall('campaign_member');

create table onboarding_settings (
  organisation_id org_id primary key references organisation,
  pack text not null,
  -- Whether strangers may begin by the page without log-in.
  form_open boolean not null,
  -- Account the first payment goes to, as the page shows it.
  pay_to text,
  -- Own lists: disposable domains, addresses of virtual offices, countries.
  disposable text[] not null,
  virtual_offices text[] not null,
  high_risk_countries text[] not null,
  gateway_url text,
  kvk_url text,
  vies_url text,
  gleif_url text,
  -- Secrets: token of the gateway, key of the register, secret of the payment provider.
  secret_key dky_id,
  secret_sealed bytea,
  changed_at timestamptz not null,
  changed_by text not null
);
call build_wall('onboarding_settings');
