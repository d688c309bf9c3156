-- Mappings an operator keeps: which columns or paths of a file mean what. Each change is a new version; the newest one is
-- in force, unless it says that the mapping was removed.
create table mapping (
  organisation_id org_id not null references organisation,
  name text not null check (name ~ '^[a-z0-9][a-z0-9_-]{0,59}$'),
  version int not null check (version >= 1),
  -- Null where this version removed the mapping.
  definition jsonb,
  made_at timestamptz not null,
  made_by text not null,
  primary key (organisation_id, name, version)
);
call build_wall('mapping');
