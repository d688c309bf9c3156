-- Matters: orders, notices, decisions and what follows from them. Here stands only what they share.

create domain ord_id as text collate "C" check (starts_with(value, 'ord_') and length(value) = 30);
create domain ntc_id as text collate "C" check (starts_with(value, 'ntc_') and length(value) = 30);
create domain dsc_id as text collate "C" check (starts_with(value, 'dsc_') and length(value) = 30);
create domain inc_id as text collate "C" check (starts_with(value, 'inc_') and length(value) = 30);
create domain dec_id as text collate "C" check (starts_with(value, 'dec_') and length(value) = 30);
create domain msr_id as text collate "C" check (starts_with(value, 'msr_') and length(value) = 30);
create domain sor_id as text collate "C" check (starts_with(value, 'sor_') and length(value) = 30);
create domain cmp_id as text collate "C" check (starts_with(value, 'cmp_') and length(value) = 30);
create domain trp_id as text collate "C" check (starts_with(value, 'trp_') and length(value) = 30);

-- The last number of a kind in a year; numbers people see have no gaps.
create table matter_number (
  organisation_id org_id not null references organisation,
  kind text not null check (kind in ('order', 'notice', 'disclosure', 'incident', 'decision', 'statement', 'complaint')),
  year smallint not null,
  last integer not null,
  primary key (organisation_id, kind, year)
);
call build_wall('matter_number');

-- What a letter is about besides a case: the id of an order, a notice, a decision, an incident.
alter table letter add column matter text;
create index letter_matter on letter (organisation_id, matter) where matter is not null;
