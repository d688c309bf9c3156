-- The register of holders of domain names (Cbw art. 49): registrations, how each field was verified, and where a registrar's file
-- says otherwise.

do $$
declare kind text;
begin
  foreach kind in array array['rgt', 'rdf'] loop
    execute format('create domain %I as text collate "C" check (starts_with(value, %L) and length(value) = %s)',
      kind || '_id', kind || '_', length(kind) + 27);
  end loop;
end $$;

create table registration (
  organisation_id org_id not null references organisation,
  id rgt_id not null,
  domain text not null check (domain = lower(domain)),
  registered_on date,
  -- What the holder is; of what is not known to be a legal person nothing is public.
  kind text not null check (kind in ('natural', 'legal', 'unknown')),
  -- Our customer, and the reseller of domain names who collected the data, where known.
  party_id party_id,
  reseller_id party_id,
  registrar text,
  collected_by text not null check (collected_by in ('us', 'reseller', 'registrar')),
  -- Names, e-mail addresses and phone numbers; gone once the registration ends.
  key_id dky_id not null,
  sealed bytea,
  -- Fields of the four groups that are empty: names of fields, no data.
  missing text[] not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  ended_on date,
  version integer not null default 1,
  primary key (organisation_id, id),
  foreign key (organisation_id, party_id) references party (organisation_id, id),
  foreign key (organisation_id, reseller_id) references party (organisation_id, id),
  constraint registration_forgotten check (ended_on is null or sealed is null)
);
call build_wall('registration');
create unique index registration_domain on registration (organisation_id, domain) where ended_on is null;
create index registration_reseller on registration (organisation_id, reseller_id) where reseller_id is not null;
create index registration_party on registration (organisation_id, party_id) where party_id is not null;

create table registration_check (
  organisation_id org_id not null references organisation,
  registration_id rgt_id not null,
  no int not null,
  field text not null,
  method text not null,
  verdict text not null check (verdict in ('verified', 'failed')),
  -- Who did it: we, or the reseller or registrar who says so.
  source text not null check (source in ('us', 'reseller', 'registrar')),
  -- What is kept as evidence, under the key of the registration.
  sealed bytea,
  checked_at timestamptz not null,
  expires_at timestamptz,
  by text not null,
  -- The value was changed since: it proves nothing any more.
  void_at timestamptz,
  primary key (organisation_id, registration_id, no),
  foreign key (organisation_id, registration_id) references registration (organisation_id, id)
);
call build_wall('registration_check');

create table registration_difference (
  organisation_id org_id not null references organisation,
  id rdf_id not null,
  domain text not null,
  -- Null where the name is not in our register.
  registration_id rgt_id,
  kind text not null check (kind in ('differs', 'missing_here', 'missing_there')),
  field text,
  registrar text not null,
  state text not null check (state in ('open', 'taken', 'kept', 'gone')),
  -- What the registrar says, and the reason of who decided.
  key_id dky_id not null,
  sealed bytea,
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  version integer not null default 1,
  primary key (organisation_id, id),
  foreign key (organisation_id, registration_id) references registration (organisation_id, id),
  constraint registration_difference_open check ((state = 'open') = (decided_at is null))
);
call build_wall('registration_difference');
create unique index registration_difference_one on registration_difference (organisation_id, domain, coalesce(field, ''), registrar)
  where state = 'open';
create index registration_difference_queue on registration_difference (organisation_id, state, found_at);
