-- Roles, ids, and the wall between organisations. Runs as bezem_owner; the roles themselves are made before (io/migrate.ts).

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- An id that carries the wrong prefix is refused by the table itself (23514).
do $$
declare kind text;
begin
  foreach kind in array array['org','mbr','key','net','party','cnt','ctr','hld','imp','msg','run','evd','dky','att','case','eps','act','let','ans','ddl','ers','prb'] loop
    execute format('create domain %I as text collate "C" check (starts_with(value, %L) and length(value) = %s)',
      kind || '_id', kind || '_', length(kind) + 27);
  end loop;
end $$;
create domain fnd_id as text collate "C" check (starts_with(value, 'fnd_') and length(value) = 30);

-- The organisation of this transaction; null (and so no row at all) where none was set.
create function current_organisation() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('app.organisation', true), '') $$;
grant execute on function current_organisation() to bezem_app;

-- Puts the wall on a table: row-level security, forced, one policy for bezem_app.
create procedure build_wall(tbl regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  execute format('create policy wall on %s to bezem_app using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', tbl);
  execute format('create policy house on %s to bezem_owner using (true) with check (true)', tbl);
  execute format('grant select, insert, update, delete on %s to bezem_app', tbl);
end $$;

create table organisation (
  organisation_id org_id primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,40}$'),
  name text not null,
  kind text not null check (kind in ('provider', 'reseller', 'clearing_house')),
  zone text not null default 'Europe/Amsterdam',
  language text not null default 'nl' check (language in ('nl', 'en')),
  country text not null default 'nl',
  -- House settings: undo seconds, terms per course of action, sender name; parsed by #organisations.
  settings jsonb not null default '{}',
  created_at timestamptz not null
);
call build_wall('organisation');

create table member (
  organisation_id org_id not null references organisation,
  id mbr_id not null,
  email text not null,
  name text not null,
  role text not null check (role in ('reader', 'handler', 'decider', 'admin')),
  language text not null default 'nl' check (language in ('nl', 'en')),
  password_hash text,
  state text not null default 'active' check (state in ('active', 'ended')),
  created_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, email)
);
call build_wall('member');

-- Sessions of the desk and one-time log-in links: only hashes of the tokens are kept.
create table session (
  organisation_id org_id not null references organisation,
  token_hash bytea not null,
  kind text not null check (kind in ('session', 'login_link')),
  member_id mbr_id not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (organisation_id, token_hash),
  foreign key (organisation_id, member_id) references member
);
call build_wall('session');
create unique index session_token on session (token_hash);

-- Attempts to log in, counted before the password is looked at; a keyed fingerprint of who tries, never an address.
create table login_attempt (
  organisation_id org_id not null references organisation,
  who bytea not null,
  at timestamptz not null
);
call build_wall('login_attempt');
create index login_attempt_who on login_attempt (organisation_id, who, at);

create table api_key (
  organisation_id org_id not null references organisation,
  id key_id not null,
  name text not null,
  token_hash bytea not null,
  scopes text[] not null,
  created_by mbr_id not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (organisation_id, id)
);
call build_wall('api_key');
create unique index api_key_token on api_key (token_hash);

-- Which organisation a mail address belongs to.
create table mailbox (
  organisation_id org_id not null references organisation,
  address text not null,
  created_at timestamptz not null,
  primary key (organisation_id, address)
);
call build_wall('mailbox');
create unique index mailbox_address on mailbox (address);

create table idempotency (
  organisation_id org_id not null references organisation,
  key text not null,
  request_hash bytea not null,
  status int not null,
  response jsonb not null,
  at timestamptz not null,
  primary key (organisation_id, key)
);
call build_wall('idempotency');

-- The door: bezem_door may turn a token, key, address or slug into an organisation, and read nothing else.
create policy door on organisation for select to bezem_door using (true);
create policy door on session for select to bezem_door using (true);
create policy door on api_key for select to bezem_door using (true);
create policy door on mailbox for select to bezem_door using (true);
grant select (organisation_id, slug) on organisation to bezem_door;
grant select (organisation_id, token_hash, kind, member_id, expires_at, used_at) on session to bezem_door;
grant select (organisation_id, id, token_hash, revoked_at) on api_key to bezem_door;
grant select (organisation_id, address) on mailbox to bezem_door;
