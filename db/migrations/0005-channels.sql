-- Channels by which reports reach us, what each of them did, and who the notifiers are and how their reports ended.

create domain chn_id as text collate "C" check (starts_with(value, 'chn_') and length(value) = 30);
create domain ntf_id as text collate "C" check (starts_with(value, 'ntf_') and length(value) = 30);

-- What fetches or watches by itself: a mailbox elsewhere, a folder, a feed, the reports of Shadowserver.
create table channel (
  organisation_id org_id not null references organisation,
  id chn_id not null,
  kind text not null check (kind in ('imap', 'folder', 'feed', 'shadowserver')),
  -- Small letters: the name of the feed, where what it brings names none itself.
  name text not null,
  -- Parsed by #intake; never a secret.
  settings jsonb not null,
  -- Passwords, tokens and keys, sealed under a key of this channel alone, destroyed when it is removed.
  key_id dky_id,
  sealed bytea,
  state text not null default 'running' check (state in ('running', 'paused', 'removed')),
  -- Machine name asked for, so that two channels never ask one host at once; null for a folder.
  host text,
  -- How far it got: UIDVALIDITY and UID, ETag, the last day asked for.
  position jsonb not null default '{}',
  next_at timestamptz not null,
  -- Who works on it now, and until when that is believed.
  lease text,
  leased_until timestamptz,
  -- Health.
  failures int not null default 0,
  last_try_at timestamptz,
  last_good_at timestamptz,
  -- The last time it brought something new.
  last_new_at timestamptz,
  last_fault text,
  last_detail text,
  -- From here on its silence is an alarm; null while no rhythm is known or it is paused.
  silent_from timestamptz,
  -- The minutes between two deliveries that this is reckoned with.
  rhythm_minutes int,
  -- Set by the engine when silent_from passed, taken away by the next delivery.
  silent_noted_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  primary key (organisation_id, id)
);
call build_wall('channel');
create unique index channel_name on channel (organisation_id, name) where state <> 'removed';
create index channel_next on channel (next_at) where state = 'running';

-- Each time it went to look: what came of it.
create table channel_try (
  organisation_id org_id not null references organisation,
  channel_id chn_id not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('new', 'nothing', 'failed')),
  messages int not null default 0,
  duplicates int not null default 0,
  bytes bigint not null default 0,
  ms int not null default 0,
  -- The address its name resolved to at that moment.
  address text,
  fault text,
  detail text,
  primary key (organisation_id, channel_id, at)
);
call build_wall('channel_try');

-- Single things it met that must not be met twice, or that could not be taken and are not forgotten.
create table channel_item (
  organisation_id org_id not null references organisation,
  channel_id chn_id not null,
  item text not null,
  state text not null check (state in ('taken', 'refused')),
  at timestamptz not null,
  size bigint,
  message_id msg_id,
  fault text,
  primary key (organisation_id, channel_id, item)
);
call build_wall('channel_item');

-- Who reports: known by an authenticated domain, a key, or the name of a feed.
create table notifier (
  organisation_id org_id not null references organisation,
  id ntf_id not null,
  name text not null,
  -- Messages a minute and a day that its keys may hand in.
  per_minute int not null default 60 check (per_minute between 1 and 100000),
  per_day int not null default 20000 check (per_day between 1 and 10000000),
  -- The bucket of the minute and the count of the day, by the limits above.
  allowance real,
  allowance_at timestamptz,
  day date,
  day_count int not null default 0,
  -- How often it was told to slow down: nothing is lost unseen.
  told_to_wait bigint not null default 0,
  told_to_wait_at timestamptz,
  -- Counted from notifier_verdict in the transaction that changes it.
  confirmed int not null default 0,
  wrong int not null default 0,
  unclear int not null default 0,
  created_at timestamptz not null,
  primary key (organisation_id, id)
);
call build_wall('notifier');

create table notifier_identity (
  organisation_id org_id not null references organisation,
  kind text not null check (kind in ('domain', 'key', 'feed')),
  identity text not null,
  notifier_id ntf_id not null,
  created_at timestamptz not null,
  primary key (organisation_id, kind, identity),
  foreign key (organisation_id, notifier_id) references notifier
);
call build_wall('notifier_identity');
create index notifier_identity_of on notifier_identity (organisation_id, notifier_id);

-- How each case it reported ended. Taken away when the case is open again.
create table notifier_verdict (
  organisation_id org_id not null references organisation,
  notifier_id ntf_id not null,
  case_id case_id not null,
  verdict text not null check (verdict in ('confirmed', 'wrong', 'unclear')),
  -- The outcome that said so, or that the customer was right to say it was wrong.
  why text not null,
  at timestamptz not null,
  primary key (organisation_id, notifier_id, case_id)
);
call build_wall('notifier_verdict');
create index notifier_verdict_case on notifier_verdict (organisation_id, case_id);

alter table message drop constraint message_channel_check;
alter table message add constraint message_channel_check
  check (channel in ('smtp', 'lmtp', 'http', 'file', 'form', 'imap', 'folder', 'feed', 'shadowserver'));
alter table message add column channel_id chn_id;
alter table message add column notifier_id ntf_id;
-- What could be proven about its sender: DKIM, SPF, DMARC, ARC; null until it was looked at.
alter table message add column auth jsonb;
create index message_notifier on message (organisation_id, notifier_id, received_at desc) where notifier_id is not null;
create index message_channel on message (organisation_id, channel_id, received_at desc) where channel_id is not null;

-- Taking channels looks across organisations, as taking jobs does; of one host only one at a time.
create function take_channels(who text, most int, now_at timestamptz, lease_for interval)
  returns table (organisation_id text, id text)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  -- One taker at a time, so that two servers cannot both see the same host as free.
  perform pg_advisory_xact_lock(hashtext('take_channels'));
  return query
  with due as (
    select c.organisation_id as o, c.id as i,
           row_number() over (partition by coalesce(c.host, c.organisation_id || c.id) order by c.next_at, c.id) as n, c.next_at as at
      from public.channel c
     where c.state = 'running' and c.next_at <= now_at and (c.leased_until is null or c.leased_until < now_at)
       and (c.host is null or c.kind = 'imap' or not exists (
         select 1 from public.channel b where b.host = c.host and b.kind <> 'imap' and b.leased_until >= now_at)))
  update public.channel c set lease = who, leased_until = now_at + lease_for
    from (select d.o, d.i from due d join public.channel k on k.organisation_id = d.o and k.id = d.i
           where d.n = 1 or k.kind = 'imap' order by d.at, d.i limit most) t
   where c.organisation_id = t.o and c.id = t.i
  returning c.organisation_id::text, c.id::text;
end $$;
revoke all on function take_channels(text, int, timestamptz, interval) from public;
grant execute on function take_channels(text, int, timestamptz, interval) to bezem_app;

-- Keys that may only hand in get the record they would get at their next message.
do $$
declare k record; made text;
begin
  for k in select organisation_id, id, name, created_at from api_key where scopes = array['intake'] loop
    made := 'ntf_' || substr(k.id, 5);
    insert into notifier (organisation_id, id, name, created_at) values (k.organisation_id, made, k.name, k.created_at);
    insert into notifier_identity (organisation_id, kind, identity, notifier_id, created_at) values (k.organisation_id, 'key', k.id, made, k.created_at);
  end loop;
end $$;

-- Jobs that wait for others over the network have a lane of their own, so that letters do not wait behind them.
alter table job drop constraint job_lane_check;
alter table job add constraint job_lane_check check (lane in ('urgent', 'normal', 'bulk', 'outside'));
