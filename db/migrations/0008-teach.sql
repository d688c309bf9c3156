-- Templates that people taught: how one sender writes, as words beside values, every version kept.

create domain tpl_id as text collate "C" check (starts_with(value, 'tpl_') and length(value) = 30);

create table taught_template (
  organisation_id org_id not null references organisation,
  id tpl_id not null,
  name text not null check (name ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  version int not null check (version >= 1),
  state text not null default 'draft' check (state in ('draft', 'active', 'retired')),
  -- What bezem-template/1 holds: words of the sender's form, never a value of a mail.
  body jsonb not null,
  -- The message whose values were pointed at; null where it came as a file.
  made_from msg_id,
  by text not null,
  at timestamptz not null,
  -- The version it was made from.
  replaces tpl_id,
  active_since timestamptz,
  ended_at timestamptz,
  -- Reading the manual queue again after activation: what was looked at, what was put back to be read, and where it stands.
  again jsonb,
  primary key (organisation_id, id),
  unique (organisation_id, name, version),
  check ((state = 'draft') = (active_since is null) or state = 'retired')
);
call build_wall('taught_template');
-- One version of a name reads at a time.
create unique index taught_template_active on taught_template (organisation_id, name) where state = 'active';

-- Keyed fingerprint of the sender's domain (of the whole address at a provider of mailboxes): finds the mails of one
-- sender, tells nobody who that is.
alter table message add column sender_mark bytea;
create index message_sender on message (organisation_id, sender_mark, received_at desc) where sender_mark is not null;
