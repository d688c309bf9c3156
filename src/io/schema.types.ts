/** Written by `./bezem generate` from the migrations; do not edit. What the tables hold, for Kysely and the compiler. */
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Id } from '#kernel';

type Instant = ColumnType<Temporal.Instant, Temporal.Instant | string, Temporal.Instant | string>;
type Counted = ColumnType<number, number | string, number | string>;
// biome-ignore lint/suspicious/noExplicitAny: what lies in a jsonb column is parsed on the way out
type Json = JSONColumnType<any>;
type InstantOrNull = ColumnType<Temporal.Instant | null, Temporal.Instant | string | null, Temporal.Instant | string | null>;
// biome-ignore lint/suspicious/noExplicitAny: as above
type JsonOrNull = ColumnType<any, string | null, string | null>;

export interface AbuseCaseTable {
  organisation_id: Id<'org'>;
  id: Id<'case'>;
  reference: string | null;
  key: string;
  action: string | null;
  kind: string;
  holder_id: Id<'party'> | null;
  addressee_id: Id<'party'> | null;
  contract_id: Id<'ctr'> | null;
  attribution_id: Id<'att'> | null;
  asset: string;
  state: string;
  band: number;
  score: number;
  priority: Json;
  band_override: JsonOrNull;
  severity: string | null;
  opened_at: Instant;
  first_seen_at: InstantOrNull;
  last_seen_at: InstantOrNull;
  finding_count: Generated<Counted>;
  episode_count: Generated<number>;
  reporters: Generated<string[]>;
  feeds: Generated<string[]>;
  recurrence: Generated<number>;
  recurs_of: Id<'case'> | null;
  due_at: InstantOrNull;
  due_clock: string | null;
  rung: Generated<number>;
  assigned_to: Id<'mbr'> | null;
  claimed_by: Id<'mbr'> | null;
  claimed_until: InstantOrNull;
  snoozed_until: InstantOrNull;
  answered_at: InstantOrNull;
  merged_into: Id<'case'> | null;
  outcome: string | null;
  origin: Generated<string>;
  version: Generated<number>;
  changed_at: Instant;
  closed_at: InstantOrNull;
  facts: JsonOrNull;
}

export interface AnswerTable {
  organisation_id: Id<'org'>;
  id: Id<'ans'>;
  letter_id: Id<'let'>;
  case_id: Id<'case'> | null;
  message_id: Id<'msg'> | null;
  kind: string;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
  until: InstantOrNull;
  channel: string;
  once: Buffer;
  received_at: Instant;
  handled_at: InstantOrNull;
}

export interface ApiKeyTable {
  organisation_id: Id<'org'>;
  id: Id<'key'>;
  name: string;
  token_hash: Buffer;
  scopes: string[];
  created_by: Id<'mbr'>;
  created_at: Instant;
  revoked_at: InstantOrNull;
}

export interface AttributionTable {
  organisation_id: Id<'org'>;
  id: Id<'att'>;
  answer_hash: Buffer;
  status: string;
  reason: string | null;
  method: string | null;
  confidence: string | null;
  holding_id: Id<'hld'> | null;
  contract_id: Id<'ctr'> | null;
  holder_id: Id<'party'> | null;
  addressee_id: Id<'party'> | null;
  chain: Generated<Json>;
  alternatives: Generated<Json>;
  made_at: Instant;
}

export interface AttributionBeforeTable {
  organisation_id: Id<'org'>;
  day: string;
  finding_id: string;
  at: Instant;
  attribution_id: Id<'att'>;
  why: string;
}

export interface AuthorityTable {
  organisation_id: Id<'org'>;
  id: Id<'aut'>;
  law: string | null;
  name: string;
  country: string | null;
  announced_at: InstantOrNull;
  added_at: Instant;
  added_by: string;
  ended_at: InstantOrNull;
}

export interface AuthorityContactTable {
  organisation_id: Id<'org'>;
  id: Id<'auc'>;
  authority_id: Id<'aut'>;
  channel: string;
  address: string;
  source: string;
  added_at: Instant;
  added_by: string;
  verified_at: InstantOrNull;
  verified_by: string | null;
  ended_at: InstantOrNull;
}

export interface AuthorityOrderTable {
  organisation_id: Id<'org'>;
  id: Id<'ord'>;
  number: string;
  type: string;
  type_from: string;
  state: string;
  version: Generated<number>;
  authority_name: string;
  authority_id: Id<'aut'> | null;
  country: string | null;
  reference: string | null;
  once: string | null;
  sha256: Buffer | null;
  message_id: Id<'msg'> | null;
  evidence_id: Id<'evd'> | null;
  channel: string;
  language: Generated<string>;
  emergency: Generated<boolean>;
  cross_border: Generated<boolean>;
  term: JsonOrNull;
  issued_at: InstantOrNull;
  received_at: Instant;
  read_at: InstantOrNull;
  acknowledged_at: InstantOrNull;
  acknowledged_by_itself: Generated<boolean>;
  effect_at: InstantOrNull;
  reported_at: InstantOrNull;
  recipient_informed_at: InstantOrNull;
  closed_at: InstantOrNull;
  category: string | null;
  keyword: string | null;
  checks: Generated<Json>;
  authenticity: Generated<string>;
  confirmed_at: InstantOrNull;
  confirmed_by: string | null;
  confirmed_contact: Id<'auc'> | null;
  approved_by: string | null;
  scrutiny: string | null;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
}

export interface BadFaithTable {
  organisation_id: Id<'org'>;
  notifier_print: Buffer;
  notice_id: Id<'ntc'>;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  at: Instant;
  by: string;
  until: Instant;
  ended_at: InstantOrNull;
}

export interface BanTable {
  organisation_id: Id<'org'>;
  id: Id<'ban'>;
  number: string | null;
  party_id: Id<'party'> | null;
  decision_id: Id<'dec'> | null;
  ground: string;
  article: string;
  state: string;
  language: string;
  decided_at: Instant;
  decided_by: string;
  expires_at: Instant;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  letter_id: Id<'let'> | null;
  untold: string | null;
  token_hash: Buffer;
  ended_at: InstantOrNull;
  ended_by: string | null;
  version: Generated<number>;
}

export interface BanContestTable {
  organisation_id: Id<'org'>;
  ban_id: Id<'ban'>;
  no: number;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  received_at: Instant;
  by_kind: string;
  by: string;
  outcome: string | null;
  decided_at: InstantOrNull;
  decided_by: string | null;
  letter_id: Id<'let'> | null;
}

export interface BanKeyTable {
  organisation_id: Id<'org'>;
  kind: string;
  epoch: number;
  key_id: Id<'dky'>;
  sealed: Buffer;
  created_at: Instant;
}

export interface BanTagTable {
  organisation_id: Id<'org'>;
  ban_id: Id<'ban'>;
  kind: string;
  epoch: number;
  tag: Buffer;
  expires_at: InstantOrNull;
}

export interface BanUseTable {
  organisation_id: Id<'org'>;
  use: string;
  article: string;
  why: string;
  recorded_at: Instant;
  recorded_by: string;
  ended_at: InstantOrNull;
  ended_by: string | null;
}

export interface BankImportTable {
  organisation_id: Id<'org'>;
  id: Id<'bst'>;
  format: string;
  sha256: Buffer;
  at: Instant;
  by: string;
  lines: number;
  matched: number;
  passed_over: number;
}

export interface BrandTable {
  organisation_id: Id<'org'>;
  id: Id<'brd'>;
  version: number;
  content: Json;
  is_default: Generated<boolean>;
  for_parties: Generated<string[]>;
  for_contracts: Generated<string[]>;
  saved_at: Instant;
  saved_by: string;
  ended_at: InstantOrNull;
}

export interface CalloutTable {
  organisation_id: Id<'org'>;
  id: Id<'cal'>;
  order_id: Id<'ord'>;
  at: Instant;
  clock: string;
  share: number;
  member_id: Id<'mbr'> | null;
  level: Generated<number>;
  acknowledged_at: InstantOrNull;
  acknowledged_by: string | null;
  escalated_at: InstantOrNull;
}

export interface CalloutTryTable {
  organisation_id: Id<'org'>;
  callout_id: Id<'cal'>;
  no: number;
  way_id: Id<'cow'> | null;
  kind: string;
  at: Instant;
  outcome: string;
  response: string;
}

export interface CalloutWayTable {
  organisation_id: Id<'org'>;
  id: Id<'cow'>;
  member_id: Id<'mbr'> | null;
  place: number;
  kind: string;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  added_at: Instant;
  added_by: string;
  ended_at: InstantOrNull;
}

export interface CampaignTable {
  organisation_id: Id<'org'>;
  id: Id<'cpn'>;
  title: string;
  pack: string;
  state: string;
  batch: number;
  term_days: number;
  remind_days: number;
  consequence: string;
  made_at: Instant;
  made_by: string;
  started_at: InstantOrNull;
  ended_at: InstantOrNull;
}

export interface CampaignMemberTable {
  organisation_id: Id<'org'>;
  campaign_id: Id<'cpn'>;
  party_id: Id<'party'>;
  batch: number;
  tier: string;
  state: string;
  onboarding_id: Id<'onb'> | null;
  asked_at: InstantOrNull;
  reminded_at: InstantOrNull;
  done_at: InstantOrNull;
}

export interface CaseActTable {
  organisation_id: Id<'org'>;
  id: Id<'act'>;
  case_id: Id<'case'>;
  at: Instant;
  act: string;
  by_kind: string;
  by: string | null;
  from_state: string | null;
  to_state: string | null;
  detail: Generated<Json>;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
  reverses: Id<'act'> | null;
}

export interface CaseNumberTable {
  organisation_id: Id<'org'>;
  year: number;
  last: number;
}

export interface CaseRungTable {
  organisation_id: Id<'org'>;
  case_id: Id<'case'>;
  rung: string;
  at: Instant;
  state: string;
  letter_id: Id<'let'> | null;
  why: string | null;
  plan: JsonOrNull;
  decided_at: InstantOrNull;
  decided_by: string | null;
}

export interface CaseTermTable {
  organisation_id: Id<'org'>;
  case_id: Id<'case'>;
  no: number;
  terms: string;
}

export interface ChannelTable {
  organisation_id: Id<'org'>;
  id: Id<'chn'>;
  kind: string;
  name: string;
  settings: Json;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
  state: Generated<string>;
  host: string | null;
  position: Generated<Json>;
  next_at: Instant;
  lease: string | null;
  leased_until: InstantOrNull;
  failures: Generated<number>;
  last_try_at: InstantOrNull;
  last_good_at: InstantOrNull;
  last_new_at: InstantOrNull;
  last_fault: string | null;
  last_detail: string | null;
  silent_from: InstantOrNull;
  rhythm_minutes: number | null;
  silent_noted_at: InstantOrNull;
  version: Generated<number>;
  created_at: Instant;
  created_by: string;
}

export interface ChannelItemTable {
  organisation_id: Id<'org'>;
  channel_id: Id<'chn'>;
  item: string;
  state: string;
  at: Instant;
  size: Counted | null;
  message_id: Id<'msg'> | null;
  fault: string | null;
}

export interface ChannelTryTable {
  organisation_id: Id<'org'>;
  channel_id: Id<'chn'>;
  at: Instant;
  outcome: string;
  messages: Generated<number>;
  duplicates: Generated<number>;
  bytes: Generated<Counted>;
  ms: Generated<number>;
  address: string | null;
  fault: string | null;
  detail: string | null;
}

export interface ComplaintTable {
  organisation_id: Id<'org'>;
  id: Id<'cmp'>;
  number: string;
  decision_id: Id<'dec'>;
  by_kind: string;
  via: string;
  party_id: Id<'party'> | null;
  letter_id: Id<'let'> | null;
  state: string;
  version: Generated<number>;
  received_at: Instant;
  reviewer: string | null;
  decided_at: InstantOrNull;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
  answer_letter: Id<'let'> | null;
  once: string | null;
}

export interface ComplaintLinkTable {
  organisation_id: Id<'org'>;
  token_hash: Buffer;
  decision_id: Id<'dec'>;
  by_kind: string;
  party_id: Id<'party'> | null;
  expires_at: Instant;
}

export interface ContactTable {
  organisation_id: Id<'org'>;
  id: Id<'cnt'>;
  party_id: Id<'party'>;
  purpose: string;
  channel: string;
  address: string;
  language: string | null;
  verified_at: InstantOrNull;
  bounced_at: InstantOrNull;
  ended_at: InstantOrNull;
  created_at: Instant;
  import_id: Id<'imp'> | null;
  closed_by: Id<'imp'> | null;
  inventory_id: Id<'inv'> | null;
  quiet_from: string | null;
  quiet_until: string | null;
  zone: string | null;
}

export interface ContactPointsTable {
  organisation_id: Id<'org'>;
  version: number;
  content: Json;
  at: Instant;
  by: string;
}

export interface ContractTable {
  organisation_id: Id<'org'>;
  id: Id<'ctr'>;
  version: Generated<number>;
  reference: string;
  seller_id: Id<'party'> | null;
  buyer_id: Id<'party'>;
  service_kind: string;
  dsa_class: string;
  resells: Generated<boolean>;
  kyc: Generated<string>;
  disclosure: Generated<string>;
  valid: string;
  recorded: string;
  import_id: Id<'imp'> | null;
  closed_by: Id<'imp'> | null;
  inventory_id: Id<'inv'> | null;
}

export interface DataKeyTable {
  organisation_id: Id<'org'>;
  id: Id<'dky'>;
  class: string;
  subject: string | null;
  wrapped: Buffer | null;
  created_at: Instant;
  destroyed_at: InstantOrNull;
  destroyed_rule: string | null;
}

export interface DeadlineTable {
  organisation_id: Id<'org'>;
  id: Id<'ddl'>;
  clock: string;
  clock_from: string;
  subject: string;
  label: string | null;
  starts_at: Instant;
  due_at: Instant;
  given: JsonOrNull;
  pauses: Generated<Json>;
  warned: Generated<number[]>;
  next_at: InstantOrNull;
  state: Generated<string>;
  ended_at: InstantOrNull;
  breached_at: InstantOrNull;
  noticed_at: InstantOrNull;
  why: string | null;
}

export interface DecisionTable {
  organisation_id: Id<'org'>;
  id: Id<'dec'>;
  number: string | null;
  matter: string;
  matter_number: string;
  items: Generated<string[]>;
  state: string;
  version: Generated<number>;
  outcome: string;
  party_id: Id<'party'> | null;
  contract_id: Id<'ctr'> | null;
  ground: string | null;
  provision: string | null;
  provision_version: string | null;
  restrictions: Generated<string[]>;
  category: string | null;
  keyword: string | null;
  keyword_other: string | null;
  content_types: Generated<string[]>;
  territorial_scope: Generated<string[]>;
  content_date: string | null;
  applies_at: InstantOrNull;
  ends_at: InstantOrNull;
  automated_detection: Generated<boolean>;
  automated_decision: Generated<string>;
  origin: string | null;
  own_rule: Generated<boolean>;
  confidence: string | null;
  severity: Generated<string>;
  second_person: Generated<string[]>;
  created_at: Instant;
  created_by: string;
  proposed_at: InstantOrNull;
  proposed_by: string | null;
  approved_at: InstantOrNull;
  approved_by: string | null;
  effect_at: InstantOrNull;
  settled_at: InstantOrNull;
  ended_at: InstantOrNull;
  superseded_by: Id<'dec'> | null;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
}

export interface DecisionActTable {
  organisation_id: Id<'org'>;
  id: Id<'act'>;
  decision_id: Id<'dec'>;
  at: Instant;
  act: string;
  by_kind: string;
  by: string | null;
  detail: Generated<Json>;
}

export interface DirectiveTable {
  organisation_id: Id<'org'>;
  version: number;
  no: number;
  id: string;
  rule: Json;
}

export interface DirectiveSetTable {
  organisation_id: Id<'org'>;
  version: number;
  saved_at: Instant;
  saved_by: string;
  note: string | null;
}

export interface DisclosureTable {
  organisation_id: Id<'org'>;
  id: Id<'dsc'>;
  number: string | null;
  kind: string;
  state: string;
  language: string;
  notice_id: Id<'ntc'> | null;
  party_id: Id<'party'> | null;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  outcome: string | null;
  refusal: string | null;
  fields: Generated<string[]>;
  received_at: Instant;
  heard_at: InstantOrNull;
  decided_at: InstantOrNull;
  decided_by: string | null;
  confirmed_by: string | null;
  answered_at: InstantOrNull;
  version: Generated<number>;
}

export interface DisclosureActTable {
  organisation_id: Id<'org'>;
  id: Id<'act'>;
  disclosure_id: Id<'dsc'>;
  at: Instant;
  act: string;
  by: string;
  by_kind: string;
  from_state: string | null;
  to_state: string | null;
  detail: Generated<Json>;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
}

export interface DutySettingsTable {
  organisation_id: Id<'org'>;
  minutes: Generated<number>;
}

export interface DutyShiftTable {
  organisation_id: Id<'org'>;
  id: Id<'shf'>;
  member_id: Id<'mbr'>;
  rank: Generated<number>;
  starts_at: Instant;
  ends_at: Instant;
  added_at: Instant;
  added_by: string;
  ended_at: InstantOrNull;
}

export interface EditionTable {
  organisation_id: Id<'org'>;
  id: Id<'edn'>;
  label: string;
  dated_on: string;
  issuer: string;
  way: string;
  sha256: Buffer;
  state: string;
  entries: number;
  received_at: Instant;
  received_by: string;
  processed_at: InstantOrNull;
  processed_by: string | null;
  superseded_at: InstantOrNull;
  expires_at: InstantOrNull;
  published_at: InstantOrNull;
  receipt_at: InstantOrNull;
  matches: Generated<number>;
  actions: Generated<number>;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  amends: Id<'edn'> | null;
}

export interface EditionIssuerTable {
  organisation_id: Id<'org'>;
  name: string;
  verifier_key: string;
  added_at: Instant;
  added_by: string;
  ended_at: InstantOrNull;
}

export interface EditionKeyTable {
  organisation_id: Id<'org'>;
  public_key: Buffer;
  key_id: Id<'dky'>;
  sealed: Buffer;
  created_at: Instant;
}

export interface EditionMatchTable {
  organisation_id: Id<'org'>;
  id: Id<'emt'>;
  edition_id: Id<'edn'>;
  entry: string;
  subject: string;
  party_id: Id<'party'> | null;
  points: number;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  fingerprint: Buffer | null;
  state: string;
  decision: string | null;
  opened_at: Instant;
  decided_at: InstantOrNull;
  decided_by: string | null;
  version: Generated<number>;
}

export interface EditionSettingsTable {
  organisation_id: Id<'org'>;
  receipts: boolean;
  counts: boolean;
  publish: boolean;
  changed_at: Instant;
  changed_by: string;
}

export interface ElsewhereTable {
  organisation_id: Id<'org'>;
  kind: string;
  what: string;
  name: string;
  report_at: string | null;
  origin: string;
  recorded_at: Instant;
  recorded_by: string;
}

export interface EpisodeTable {
  organisation_id: Id<'org'>;
  id: Id<'eps'>;
  case_id: Id<'case'>;
  from_case_id: Id<'case'> | null;
  asset: string;
  kind: string;
  first_seen_at: Instant;
  last_seen_at: Instant;
  finding_count: Generated<Counted>;
  closed_at: InstantOrNull;
  close_rule: string | null;
  recurrence_of: Id<'eps'> | null;
}

export interface ErasureTable {
  organisation_id: Id<'org'>;
  id: Id<'ers'>;
  subject_kind: string;
  subject: string;
  rule: string;
  at: Instant;
  by: string;
  counts: Generated<Json>;
}

export interface FindingTable {
  organisation_id: Id<'org'>;
  day: string;
  id: string;
  message_id: Id<'msg'>;
  format: string;
  feed: string | null;
  kind: string;
  seen_at: InstantOrNull;
  time_precision: string | null;
  first_seen_at: InstantOrNull;
  last_seen_at: InstantOrNull;
  received_at: Instant;
  ip: string | null;
  port: number | null;
  prefix: string | null;
  host: string | null;
  url: string | null;
  asn: Counted | null;
  account: string | null;
  role: string;
  severity: string | null;
  confidence: number | null;
  rsit: string | null;
  xarf: string | null;
  as_sent: string | null;
  reference: string | null;
  reporter: string | null;
  count: Counted | null;
  malware: string | null;
  cve: string[] | null;
  target: JsonOrNull;
  extra: JsonOrNull;
  problems: JsonOrNull;
  evidence: string[] | null;
  attribution_id: Id<'att'> | null;
  episode_id: Id<'eps'> | null;
  case_id: Id<'case'> | null;
}

export interface FindingCountTable {
  organisation_id: Id<'org'>;
  day: string;
  kind: string;
  severity: string;
  n: Counted;
}

export interface FormatFactsTable {
  organisation_id: Id<'org'>;
  format: string;
  facts: Json;
  loaded_at: Instant;
  loaded_by: string;
}

export interface HandOverTable {
  organisation_id: Id<'org'>;
  case_id: Id<'case'>;
  at: Instant;
  by: string;
  address: string;
  system: string;
  token: string | null;
  thread: Generated<string[]>;
  ended_at: InstantOrNull;
}

export interface HoldingTable {
  organisation_id: Id<'org'>;
  id: Id<'hld'>;
  kind: string;
  prefix: string | null;
  ports: Generated<string>;
  name: string | null;
  contract_id: Id<'ctr'> | null;
  exclusive: Generated<boolean>;
  origin: string;
  precedence: Generated<number>;
  label: string | null;
  valid: string;
  recorded: string;
  import_id: Id<'imp'> | null;
  closed_by: Id<'imp'> | null;
  inventory_id: Id<'inv'> | null;
  quality: Generated<string>;
  begun_by: InstantOrNull;
  ended_by: InstantOrNull;
}

export interface IdempotencyTable {
  organisation_id: Id<'org'>;
  key: string;
  request_hash: Buffer;
  status: number;
  response: Json;
  at: Instant;
}

export interface IncidentTable {
  organisation_id: Id<'org'>;
  id: Id<'inc'>;
  number: string | null;
  kind: string;
  state: string;
  case_id: Id<'case'> | null;
  aware_at: Instant;
  recorded_at: Instant;
  recorded_by: string;
  handled_at: InstantOrNull;
  closed_at: InstantOrNull;
  facts: Json;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
  version: Generated<number>;
}

export interface IncidentActTable {
  organisation_id: Id<'org'>;
  id: Id<'act'>;
  incident_id: Id<'inc'>;
  at: Instant;
  act: string;
  by: string;
  to_state: string | null;
  detail: Generated<Json>;
}

export interface IncidentFilingTable {
  organisation_id: Id<'org'>;
  incident_id: Id<'inc'>;
  no: number;
  what: string;
  addressee: string;
  way: string;
  reference: string | null;
  letter_id: Id<'let'> | null;
  filed_at: Instant;
  by: string;
}

export interface IntakeRunTable {
  organisation_id: Id<'org'>;
  id: Id<'run'>;
  origin: string;
  feed: string | null;
  started_at: Instant;
  finished_at: InstantOrNull;
  counts: Generated<Json>;
  by: string;
}

export interface InventoryTable {
  organisation_id: Id<'org'>;
  id: Id<'inv'>;
  name: string;
  kind: string;
  address: string | null;
  private_hosts: Generated<string[]>;
  trust: string | null;
  secret_sealed: Buffer | null;
  secret_key: Id<'dky'> | null;
  options: Generated<Json>;
  precedence: Generated<number>;
  every_minutes: number | null;
  hold_share: Generated<number>;
  state: Generated<string>;
  paused_why: string | null;
  created_at: Instant;
  created_by: string;
  first_at: InstantOrNull;
  seen_from: InstantOrNull;
  seen_until: InstantOrNull;
  as_of: InstantOrNull;
  failures: Generated<number>;
  resting_until: InstantOrNull;
  next_at: InstantOrNull;
}

export interface InventoryPollTable {
  organisation_id: Id<'org'>;
  id: Id<'poll'>;
  inventory_id: Id<'inv'>;
  began_at: Instant;
  ended_at: Instant;
  as_of: InstantOrNull;
  outcome: string;
  fault: string | null;
  fault_detail: string | null;
  counts: Generated<Json>;
  problems: Generated<Json>;
  import_id: Id<'imp'> | null;
  held_sealed: Buffer | null;
  held_key: Id<'dky'> | null;
  settled_by: string | null;
  settled_at: InstantOrNull;
}

export interface JobTable {
  id: Generated<Counted>;
  organisation_id: Id<'org'>;
  lane: string;
  kind: string;
  payload: Json;
  unique_key: string | null;
  run_at: Instant;
  tries: Generated<number>;
  locked_until: InstantOrNull;
  done_at: InstantOrNull;
  failed_at: InstantOrNull;
  error: string | null;
}

export interface JournalCosignatureTable {
  organisation_id: Id<'org'>;
  witness: string;
  size: Counted;
  root: Buffer;
  signed_at: Instant;
  line: string;
  taken_at: Instant;
}

export interface JournalDetailTable {
  organisation_id: Id<'org'>;
  seq: Counted;
  no: number;
  commitment: Buffer;
  key_id: Id<'dky'>;
  subject: string | null;
  sealed: Buffer | null;
  erased_rule: string | null;
  erased_at: InstantOrNull;
}

export interface JournalKeyTable {
  organisation_id: Id<'org'>;
  use: string;
  name: string;
  public_key: Buffer;
  key_id: Id<'dky'>;
  sealed: Buffer;
  created_at: Instant;
}

export interface JournalLeafTable {
  organisation_id: Id<'org'>;
  seq: Counted;
  at: Instant;
  act: string;
  leaf_hash: Buffer;
}

export interface JournalTreeTable {
  organisation_id: Id<'org'>;
  size: Generated<Counted>;
  peaks: Generated<Buffer[]>;
  root: Buffer | null;
}

export interface JournalWitnessTable {
  organisation_id: Id<'org'>;
  name: string;
  verifier_key: string;
  added_at: Instant;
  added_by: string;
  ended_at: InstantOrNull;
}

export interface KeptTable {
  organisation_id: Id<'org'>;
  id: Id<'evd'>;
  key_id: Id<'dky'>;
  fingerprint: Buffer | null;
  size: Counted;
  media_type: string;
  state: Generated<string>;
  kept_at: Instant;
  ended_at: InstantOrNull;
  ended_rule: string | null;
}

export interface KeptPieceTable {
  organisation_id: Id<'org'>;
  evidence_id: Id<'evd'>;
  no: number;
  bytes: Buffer;
}

export interface LedgerImportTable {
  organisation_id: Id<'org'>;
  id: Id<'imp'>;
  kind: string;
  file_sha256: Buffer;
  counts: Json;
  by: string;
  at: Instant;
  undone_at: InstantOrNull;
  undone_by: string | null;
}

export interface LedgerVersionTable {
  organisation_id: Id<'org'>;
  version: Counted;
}

export interface LetterTable {
  organisation_id: Id<'org'>;
  id: Id<'let'>;
  template: string;
  template_version: number;
  language: string;
  audience: string;
  case_id: Id<'case'> | null;
  party_id: Id<'party'> | null;
  contact_id: Id<'cnt'> | null;
  reference: string | null;
  rhythm: Generated<string>;
  joined_into: Id<'let'> | null;
  action: string | null;
  action_version: number | null;
  state: string;
  version: Generated<number>;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
  body_hash: Buffer;
  created_at: Instant;
  created_by: string;
  not_before: Instant;
  sent_at: InstantOrNull;
  ended_at: InstantOrNull;
  message_id: string | null;
  tries: Generated<number>;
  sending_until: InstantOrNull;
  why: string | null;
  channel: Generated<string>;
  webhook_id: Id<'whk'> | null;
  directive: string | null;
  directive_version: number | null;
  brand_id: Id<'brd'> | null;
  brand_version: number | null;
  wording_version: number | null;
  group_key: string | null;
  urgent: Generated<boolean>;
  trial: Generated<boolean>;
  rung: string | null;
  read_at: InstantOrNull;
  read_how: string | null;
  answered_at: InstantOrNull;
  complained_at: InstantOrNull;
  matter: string | null;
}

export interface LetterAboutTable {
  organisation_id: Id<'org'>;
  what: Buffer;
  letter_id: Id<'let'>;
  severity: number;
  at: Instant;
}

export interface LetterAttemptTable {
  organisation_id: Id<'org'>;
  letter_id: Id<'let'>;
  no: number;
  at: Instant;
  outcome: string;
  response: string | null;
}

export interface LetterLinkTable {
  organisation_id: Id<'org'>;
  token_hash: Buffer;
  letter_id: Id<'let'>;
  case_id: Id<'case'> | null;
  expires_at: Instant;
  revoked_at: InstantOrNull;
  opened_at: InstantOrNull;
}

export interface LetterSettingsTable {
  organisation_id: Id<'org'>;
  version: number;
  settings: Json;
  changed_at: Instant;
  changed_by: string;
}

export interface ListEntryTable {
  organisation_id: Id<'org'>;
  list: string;
  entry_id: string;
  since: Id<'lgn'>;
  until: Id<'lgn'> | null;
  fingerprint: string;
  body: Json;
}

export interface ListGenerationTable {
  organisation_id: Id<'org'>;
  id: Id<'lgn'>;
  list: string;
  kind: string;
  sha256: Buffer;
  source: string;
  loaded_at: Instant;
  loaded_by: string;
  checked_at: Instant;
  entries: number;
  names: number;
  added: number;
  changed: number;
  removed: number;
  engine: string;
  current: boolean;
}

export interface ListedMatchTable {
  organisation_id: Id<'org'>;
  id: Id<'mtc'>;
  party_id: Id<'party'>;
  list: string;
  entry_id: string;
  entry_fingerprint: string;
  party_fingerprint: string;
  state: string;
  score: number;
  band: string;
  by: string;
  queried: string | null;
  listed: string | null;
  terms: JsonOrNull;
  what_if: JsonOrNull;
  ownership: JsonOrNull;
  opened_at: Instant;
  reopened: Generated<number>;
  proposed: string | null;
  proposed_by: string | null;
  proposed_at: InstantOrNull;
  proposed_why: string | null;
  decided_by: string | null;
  decided_at: InstantOrNull;
  why: string | null;
}

export interface LiveAnswerTable {
  organisation_id: Id<'org'>;
  id: Id<'liv'>;
  inventory_id: Id<'inv'>;
  question_hash: Buffer;
  ip: string;
  port: number | null;
  host: string | null;
  seen_from: Instant;
  seen_until: Instant;
  state: string;
  fault: string | null;
  tries: Generated<number>;
  next_at: InstantOrNull;
  made_at: Instant;
  answered_at: InstantOrNull;
  valid: string | null;
  party_id: Id<'party'> | null;
  contract_id: Id<'ctr'> | null;
  attribution_id: Id<'att'> | null;
  sealed: Buffer | null;
  sealed_key: Id<'dky'> | null;
  took_ms: number | null;
  asked_at: InstantOrNull;
}

export interface LoginAttemptTable {
  organisation_id: Id<'org'>;
  who: Buffer;
  at: Instant;
}

export interface MailboxTable {
  organisation_id: Id<'org'>;
  address: string;
  created_at: Instant;
}

export interface MappingTable {
  organisation_id: Id<'org'>;
  name: string;
  version: number;
  definition: JsonOrNull;
  made_at: Instant;
  made_by: string;
}

export interface MatterNumberTable {
  organisation_id: Id<'org'>;
  kind: string;
  year: number;
  last: number;
}

export interface MeasureTable {
  organisation_id: Id<'org'>;
  id: Id<'msr'>;
  decision_id: Id<'dec'>;
  no: number;
  system_id: Id<'sys'> | null;
  what: string;
  state: string;
  target: Json;
  handle: JsonOrNull;
  tries: Generated<number>;
  done_at: InstantOrNull;
  verified_at: InstantOrNull;
  verified_by: string | null;
  reverted_at: InstantOrNull;
  fault: string | null;
}

export interface MeasureSystemTable {
  organisation_id: Id<'org'>;
  id: Id<'sys'>;
  name: string;
  adapter: string;
  options: Json;
  can: Json;
  inside: Generated<boolean>;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
  state: Generated<string>;
  created_at: Instant;
  created_by: string;
  ended_at: InstantOrNull;
}

export interface MeasureTryTable {
  organisation_id: Id<'org'>;
  measure_id: Id<'msr'>;
  no: number;
  act: string;
  key: string;
  begun_at: Instant;
  ended_at: InstantOrNull;
  outcome: string | null;
  response: string | null;
}

export interface MemberTable {
  organisation_id: Id<'org'>;
  id: Id<'mbr'>;
  email: string;
  name: string;
  role: string;
  language: Generated<string>;
  password_hash: string | null;
  state: Generated<string>;
  created_at: Instant;
}

export interface MemberRightTable {
  organisation_id: Id<'org'>;
  member_id: Id<'mbr'>;
  name: string;
  granted_at: Instant;
  granted_by: string;
  ended_at: InstantOrNull;
  ended_by: string | null;
}

export interface MessageTable {
  organisation_id: Id<'org'>;
  id: Id<'msg'>;
  sha256: Buffer;
  run_id: Id<'run'> | null;
  channel: string;
  lane: string;
  feed: string | null;
  name: string | null;
  size: Counted;
  within: Id<'msg'> | null;
  evidence_id: Id<'evd'> | null;
  received_at: Instant;
  state: Generated<string>;
  ended: string | null;
  format: string | null;
  format_version: number | null;
  why: string | null;
  problems: Generated<Json>;
  sealed: Buffer | null;
  finding_count: Generated<number>;
  tries: Generated<number>;
  rows_done: Generated<Counted>;
  read_at: InstantOrNull;
  handled_by: string | null;
  handled_at: InstantOrNull;
  tombstone: JsonOrNull;
  channel_id: Id<'chn'> | null;
  notifier_id: Id<'ntf'> | null;
  auth: JsonOrNull;
  sender_mark: Buffer | null;
}

export interface NetworkTable {
  organisation_id: Id<'org'>;
  id: Id<'net'>;
  kind: string;
  prefix: string | null;
  asn: Counted | null;
  domain: string | null;
  name: string | null;
  valid: string;
  recorded: string;
  import_id: Id<'imp'> | null;
  closed_by: Id<'imp'> | null;
}

export interface NoticeTable {
  organisation_id: Id<'org'>;
  id: Id<'ntc'>;
  number: string | null;
  path: string;
  state: string;
  channel: string;
  language: string;
  kind: string;
  category: string | null;
  keyword: string | null;
  other: string | null;
  sensitive: string | null;
  message_id: Id<'msg'> | null;
  flagger_id: Id<'tfl'> | null;
  reachable: boolean;
  notifier_print: Buffer | null;
  lowered: Generated<boolean>;
  missing: Generated<string[]>;
  good_faith: string | null;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  sha256: Buffer | null;
  token_hash: Buffer;
  guarded: Generated<boolean>;
  received_at: Instant;
  taken_at: InstantOrNull;
  acknowledged_at: InstantOrNull;
  assessed_at: InstantOrNull;
  forwarded_at: InstantOrNull;
  decided_at: InstantOrNull;
  closed_at: InstantOrNull;
  knowledge: string | null;
  ntd: string | null;
  automated: Generated<string>;
  version: Generated<number>;
}

export interface NoticeActTable {
  organisation_id: Id<'org'>;
  id: Id<'act'>;
  notice_id: Id<'ntc'>;
  at: Instant;
  act: string;
  by: string;
  by_kind: string;
  from_state: string | null;
  to_state: string | null;
  detail: Generated<Json>;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
}

export interface NoticeCodeTable {
  organisation_id: Id<'org'>;
  notice_id: Id<'ntc'>;
  code_hash: Buffer;
  expires_at: Instant;
  tries: Generated<number>;
}

export interface NoticeFileTable {
  organisation_id: Id<'org'>;
  notice_id: Id<'ntc'>;
  no: number;
  evidence_id: Id<'evd'>;
  name: string;
  size: number;
  sha256: Buffer;
  received_at: Instant;
}

export interface NoticeItemTable {
  organisation_id: Id<'org'>;
  notice_id: Id<'ntc'>;
  no: number;
  kind: string;
  location: string | null;
  masked: string;
  sealed: Buffer | null;
  seen_at: InstantOrNull;
  place: Generated<string>;
  elsewhere: string | null;
  attribution_id: Id<'att'> | null;
  holder_id: Id<'party'> | null;
  contract_id: Id<'ctr'> | null;
  state: Generated<string>;
  decision_id: Id<'dec'> | null;
  ground: string | null;
  restrictions: Generated<string[]>;
  automated: string | null;
  settled_at: InstantOrNull;
}

export interface NotifierTable {
  organisation_id: Id<'org'>;
  id: Id<'ntf'>;
  name: string;
  per_minute: Generated<number>;
  per_day: Generated<number>;
  allowance: number | null;
  allowance_at: InstantOrNull;
  day: string | null;
  day_count: Generated<number>;
  told_to_wait: Generated<Counted>;
  told_to_wait_at: InstantOrNull;
  confirmed: Generated<number>;
  wrong: Generated<number>;
  unclear: Generated<number>;
  created_at: Instant;
}

export interface NotifierIdentityTable {
  organisation_id: Id<'org'>;
  kind: string;
  identity: string;
  notifier_id: Id<'ntf'>;
  created_at: Instant;
}

export interface NotifierVerdictTable {
  organisation_id: Id<'org'>;
  notifier_id: Id<'ntf'>;
  case_id: Id<'case'>;
  verdict: string;
  why: string;
  at: Instant;
}

export interface OnboardingTable {
  organisation_id: Id<'org'>;
  id: Id<'onb'>;
  number: string | null;
  party_id: Id<'party'>;
  state: string;
  version: Generated<number>;
  pack: string;
  language: string;
  via: string;
  reference: string;
  order_reference: string | null;
  tier: string;
  assessment: Json;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  contract_resells: Generated<boolean>;
  started_at: Instant;
  changed_at: Instant;
  activated_at: InstantOrNull;
  ended_at: InstantOrNull;
  campaign_id: Id<'cpn'> | null;
}

export interface OnboardingActTable {
  organisation_id: Id<'org'>;
  id: Id<'act'>;
  onboarding_id: Id<'onb'>;
  at: Instant;
  act: string;
  by: string;
  by_kind: string;
  from_state: string | null;
  to_state: string;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
}

export interface OnboardingCheckTable {
  organisation_id: Id<'org'>;
  id: Id<'chk'>;
  onboarding_id: Id<'onb'>;
  check_id: string;
  at: Instant;
  verdict: string;
  method: string;
  source: string;
  source_version: string | null;
  reasons: Json;
  input_hash: Buffer;
  expires_at: InstantOrNull;
  by: string;
  current: Generated<boolean>;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
}

export interface OnboardingProposalTable {
  organisation_id: Id<'org'>;
  id: Id<'prp'>;
  onboarding_id: Id<'onb'> | null;
  party_id: Id<'party'>;
  campaign_id: Id<'cpn'> | null;
  outcome: string;
  made_by: string;
  made_by_kind: string;
  made_at: Instant;
  because: Json;
  decided_by: string | null;
  decided_at: InstantOrNull;
  followed: boolean | null;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
}

export interface OnboardingSettingsTable {
  organisation_id: Id<'org'>;
  pack: string;
  form_open: boolean;
  pay_to: string | null;
  disposable: string[];
  virtual_offices: string[];
  high_risk_countries: string[];
  gateway_url: string | null;
  kvk_url: string | null;
  vies_url: string | null;
  gleif_url: string | null;
  secret_key: Id<'dky'> | null;
  secret_sealed: Buffer | null;
  changed_at: Instant;
  changed_by: string;
}

export interface OnboardingTokenTable {
  organisation_id: Id<'org'>;
  onboarding_id: Id<'onb'>;
  purpose: string;
  token_hash: Buffer;
  expires_at: Instant;
  made_at: Instant;
  used_at: InstantOrNull;
  tries: Generated<number>;
  refused: Generated<boolean>;
}

export interface OrderActTable {
  organisation_id: Id<'org'>;
  id: Id<'act'>;
  order_id: Id<'ord'>;
  at: Instant;
  act: string;
  by_kind: string;
  by: string | null;
  from_state: string | null;
  to_state: string | null;
  detail: Generated<Json>;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
}

export interface OrderItemTable {
  organisation_id: Id<'org'>;
  id: Id<'oit'>;
  order_id: Id<'ord'>;
  no: number;
  kind: string;
  location: string | null;
  shown: string;
  fingerprint: Buffer | null;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
  attribution: string;
  party_id: Id<'party'> | null;
  addressee_id: Id<'party'> | null;
  contract_id: Id<'ctr'> | null;
  state: Generated<string>;
  effects: Generated<string[]>;
  ground: string | null;
  settled_at: InstantOrNull;
  decision_id: Id<'dec'> | null;
  automated: string | null;
  why: string | null;
}

export interface OrganisationTable {
  organisation_id: Id<'org'>;
  slug: string;
  name: string;
  kind: string;
  zone: Generated<string>;
  language: Generated<string>;
  country: Generated<string>;
  settings: Generated<Json>;
  created_at: Instant;
}

export interface PartyTable {
  organisation_id: Id<'org'>;
  id: Id<'party'>;
  reference: string;
  kind: string;
  name: string | null;
  country: string | null;
  language: string | null;
  state: Generated<string>;
  notes: string | null;
  import_id: Id<'imp'> | null;
  created_at: Instant;
  erased_at: InstantOrNull;
  erased_rule: string | null;
  inventory_id: Id<'inv'> | null;
  tags: Generated<string[]>;
}

export interface PartyBeforeTable {
  organisation_id: Id<'org'>;
  import_id: Id<'imp'>;
  party_id: Id<'party'>;
  before: JsonOrNull;
}

export interface PartyOwnerTable {
  organisation_id: Id<'org'>;
  id: Id<'own'>;
  party_id: Id<'party'>;
  name: string;
  kind: string;
  born: string | null;
  country: string | null;
  share: number | null;
  controls: boolean;
  source: string;
  added_at: Instant;
  added_by: string;
  ended_at: InstantOrNull;
}

export interface PaymentTable {
  organisation_id: Id<'org'>;
  id: Id<'pay'>;
  import_id: Id<'bst'> | null;
  onboarding_id: Id<'onb'>;
  party_id: Id<'party'>;
  entry_hash: Buffer;
  booked_on: string;
  amount_cents: Counted;
  currency: string;
  method: string;
  iban_masked: string | null;
  iban_country: string | null;
  payer_tag: Buffer | null;
  verdict: string;
  score: number | null;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
  recorded_at: Instant;
}

export interface PreservedTable {
  organisation_id: Id<'org'>;
  id: Id<'prs'>;
  order_id: Id<'ord'>;
  mode: string;
  evidence_id: Id<'evd'> | null;
  until: Instant;
  extended: Generated<number>;
  added_at: Instant;
  added_by: string;
  destroyed_at: InstantOrNull;
  destroyed_why: string | null;
}

export interface ProbeTable {
  organisation_id: Id<'org'>;
  id: Id<'prb'>;
  case_id: Id<'case'>;
  at: Instant;
  how: string;
  target: string;
  outcome: string;
  detail: Generated<Json>;
}

export interface ReasonExceptionTable {
  organisation_id: Id<'org'>;
  decision_id: Id<'dec'>;
  exception: string;
  article: string;
  fact: string;
  by: string;
  recorded_at: Instant;
  temporary: Generated<boolean>;
  until: InstantOrNull;
  ended_at: InstantOrNull;
}

export interface RegistrationTable {
  organisation_id: Id<'org'>;
  id: Id<'rgt'>;
  domain: string;
  registered_on: string | null;
  kind: string;
  party_id: Id<'party'> | null;
  reseller_id: Id<'party'> | null;
  registrar: string | null;
  collected_by: string;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  missing: string[];
  created_at: Instant;
  changed_at: Instant;
  ended_on: string | null;
  version: Generated<number>;
}

export interface RegistrationCheckTable {
  organisation_id: Id<'org'>;
  registration_id: Id<'rgt'>;
  no: number;
  field: string;
  method: string;
  verdict: string;
  source: string;
  sealed: Buffer | null;
  checked_at: Instant;
  expires_at: InstantOrNull;
  by: string;
  void_at: InstantOrNull;
}

export interface RegistrationDifferenceTable {
  organisation_id: Id<'org'>;
  id: Id<'rdf'>;
  domain: string;
  registration_id: Id<'rgt'> | null;
  kind: string;
  field: string | null;
  registrar: string;
  state: string;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  found_at: Instant;
  decided_at: InstantOrNull;
  decided_by: string | null;
  version: Generated<number>;
}

export interface ReturnMatchTable {
  organisation_id: Id<'org'>;
  id: Id<'rtm'>;
  ban_id: Id<'ban'>;
  party_id: Id<'party'> | null;
  use: string;
  article: string;
  verdict: string;
  kinds: string[];
  points: number;
  key_id: Id<'dky'>;
  sealed: Buffer | null;
  fingerprint: Buffer | null;
  state: string;
  opened_at: Instant;
  reopened: Generated<number>;
  decided_at: InstantOrNull;
  decided_by: string | null;
  version: Generated<number>;
}

export interface ScreeningRunTable {
  organisation_id: Id<'org'>;
  id: Id<'scr'>;
  trigger: string;
  generations: Json;
  engine: string;
  started_at: Instant;
  ended_at: InstantOrNull;
  subjects: Generated<number>;
  found: Generated<number>;
}

export interface ScreeningSettingsTable {
  organisation_id: Id<'org'>;
  four_eyes: string;
  fetched: string[];
  changed_at: Instant;
  changed_by: string;
}

export interface SecrecyTable {
  organisation_id: Id<'org'>;
  order_id: Id<'ord'>;
  since: Instant;
  basis: string;
  until: InstantOrNull;
  extended: Generated<number>;
  reviewed_at: InstantOrNull;
  ended_at: InstantOrNull;
  ended_by: string | null;
  ended_why: string | null;
}

export interface ServiceAbilityTable {
  organisation_id: Id<'org'>;
  service_kind: string;
  can: string[];
  changed_at: Instant;
  changed_by: string;
}

export interface SessionTable {
  organisation_id: Id<'org'>;
  token_hash: Buffer;
  kind: string;
  member_id: Id<'mbr'>;
  created_at: Instant;
  expires_at: Instant;
  used_at: InstantOrNull;
}

export interface StatementTable {
  organisation_id: Id<'org'>;
  id: Id<'sor'>;
  decision_id: Id<'dec'>;
  number: string;
  party_id: Id<'party'> | null;
  puid: string;
  made_at: Instant;
  letters: Generated<string[]>;
  told_at: InstantOrNull;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
}

export interface StrikeTable {
  organisation_id: Id<'org'>;
  decision_id: Id<'dec'>;
  party_id: Id<'party'>;
  weight: number;
  rule: string;
  at: Instant;
  expires_at: Instant;
  revoked_at: InstantOrNull;
}

export interface TaughtTemplateTable {
  organisation_id: Id<'org'>;
  id: Id<'tpl'>;
  name: string;
  version: number;
  state: Generated<string>;
  body: Json;
  made_from: Id<'msg'> | null;
  by: string;
  at: Instant;
  replaces: Id<'tpl'> | null;
  active_since: InstantOrNull;
  ended_at: InstantOrNull;
  again: JsonOrNull;
}

export interface ThreatReportTable {
  organisation_id: Id<'org'>;
  id: Id<'thr'>;
  matter: string;
  matter_number: string;
  state: string;
  known_at: Instant;
  proposed_at: Instant;
  proposed_by: string;
  decided_at: InstantOrNull;
  decided_by: string | null;
  authorities: Generated<string[]>;
  letters: Generated<string[]>;
  party_id: Id<'party'> | null;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
}

export interface TransparencyPartTable {
  organisation_id: Id<'org'>;
  report_id: Id<'trp'>;
  name: string;
  sha256: Buffer;
  bytes: Buffer;
}

export interface TransparencyReportTable {
  organisation_id: Id<'org'>;
  id: Id<'trp'>;
  kind: string;
  service: string;
  period_from: string;
  period_to: string;
  version: number;
  state: string;
  words: Json;
  made_at: Instant;
  made_by: string;
  changed_at: Instant;
  changed_by: string;
  checked_at: InstantOrNull;
  checked_by: string | null;
  published_at: InstantOrNull;
  published_by: string | null;
  corrects: Id<'trp'> | null;
  reason: string | null;
  sha256: Buffer | null;
  revision: Generated<number>;
}

export interface TrustedFlaggerTable {
  organisation_id: Id<'org'>;
  id: Id<'tfl'>;
  name: string;
  country: string;
  areas: Generated<string[]>;
  domains: Generated<string[]>;
  valid_from: string | null;
  valid_until: string | null;
  origin: string;
  code_hash: Buffer | null;
  created_at: Instant;
  created_by: string;
  ended_at: InstantOrNull;
}

export interface VictimTable {
  organisation_id: Id<'org'>;
  group_id: Id<'vic'>;
  no: number;
  sealed: Buffer | null;
  letter_id: Id<'let'> | null;
}

export interface VictimGroupTable {
  organisation_id: Id<'org'>;
  id: Id<'vic'>;
  behalf: string;
  case_id: Id<'case'> | null;
  incident_id: Id<'inc'> | null;
  made_at: Instant;
  made_by: string;
  counted: number;
  told: Generated<number>;
  bounced: Generated<number>;
  key_id: Id<'dky'>;
  destroy_at: Instant;
  destroyed_at: InstantOrNull;
}

export interface WebhookTable {
  organisation_id: Id<'org'>;
  id: Id<'whk'>;
  name: string;
  host: string;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
  created_at: Instant;
  created_by: string;
  ended_at: InstantOrNull;
  ended_why: string | null;
}

export interface WitnessedLogTable {
  organisation_id: Id<'org'>;
  name: string;
  verifier_key: string;
  size: Generated<Counted>;
  root: Buffer | null;
  seen_at: InstantOrNull;
  added_at: Instant;
  added_by: string;
  ended_at: InstantOrNull;
}

export interface WordingTable {
  organisation_id: Id<'org'>;
  template: string;
  audience: string;
  brand: Generated<string>;
  version: number;
  subject: JsonOrNull;
  body: JsonOrNull;
  saved_at: Instant;
  saved_by: string;
}

export interface DB {
  abuse_case: AbuseCaseTable;
  answer: AnswerTable;
  api_key: ApiKeyTable;
  attribution: AttributionTable;
  attribution_before: AttributionBeforeTable;
  authority: AuthorityTable;
  authority_contact: AuthorityContactTable;
  authority_order: AuthorityOrderTable;
  bad_faith: BadFaithTable;
  ban: BanTable;
  ban_contest: BanContestTable;
  ban_key: BanKeyTable;
  ban_tag: BanTagTable;
  ban_use: BanUseTable;
  bank_import: BankImportTable;
  brand: BrandTable;
  callout: CalloutTable;
  callout_try: CalloutTryTable;
  callout_way: CalloutWayTable;
  campaign: CampaignTable;
  campaign_member: CampaignMemberTable;
  case_act: CaseActTable;
  case_number: CaseNumberTable;
  case_rung: CaseRungTable;
  case_term: CaseTermTable;
  channel: ChannelTable;
  channel_item: ChannelItemTable;
  channel_try: ChannelTryTable;
  complaint: ComplaintTable;
  complaint_link: ComplaintLinkTable;
  contact: ContactTable;
  contact_points: ContactPointsTable;
  contract: ContractTable;
  data_key: DataKeyTable;
  deadline: DeadlineTable;
  decision: DecisionTable;
  decision_act: DecisionActTable;
  directive: DirectiveTable;
  directive_set: DirectiveSetTable;
  disclosure: DisclosureTable;
  disclosure_act: DisclosureActTable;
  duty_settings: DutySettingsTable;
  duty_shift: DutyShiftTable;
  edition: EditionTable;
  edition_issuer: EditionIssuerTable;
  edition_key: EditionKeyTable;
  edition_match: EditionMatchTable;
  edition_settings: EditionSettingsTable;
  elsewhere: ElsewhereTable;
  episode: EpisodeTable;
  erasure: ErasureTable;
  finding: FindingTable;
  finding_count: FindingCountTable;
  format_facts: FormatFactsTable;
  hand_over: HandOverTable;
  holding: HoldingTable;
  idempotency: IdempotencyTable;
  incident: IncidentTable;
  incident_act: IncidentActTable;
  incident_filing: IncidentFilingTable;
  intake_run: IntakeRunTable;
  inventory: InventoryTable;
  inventory_poll: InventoryPollTable;
  job: JobTable;
  journal_cosignature: JournalCosignatureTable;
  journal_detail: JournalDetailTable;
  journal_key: JournalKeyTable;
  journal_leaf: JournalLeafTable;
  journal_tree: JournalTreeTable;
  journal_witness: JournalWitnessTable;
  kept: KeptTable;
  kept_piece: KeptPieceTable;
  ledger_import: LedgerImportTable;
  ledger_version: LedgerVersionTable;
  letter: LetterTable;
  letter_about: LetterAboutTable;
  letter_attempt: LetterAttemptTable;
  letter_link: LetterLinkTable;
  letter_settings: LetterSettingsTable;
  list_entry: ListEntryTable;
  list_generation: ListGenerationTable;
  listed_match: ListedMatchTable;
  live_answer: LiveAnswerTable;
  login_attempt: LoginAttemptTable;
  mailbox: MailboxTable;
  mapping: MappingTable;
  matter_number: MatterNumberTable;
  measure: MeasureTable;
  measure_system: MeasureSystemTable;
  measure_try: MeasureTryTable;
  member: MemberTable;
  member_right: MemberRightTable;
  message: MessageTable;
  network: NetworkTable;
  notice: NoticeTable;
  notice_act: NoticeActTable;
  notice_code: NoticeCodeTable;
  notice_file: NoticeFileTable;
  notice_item: NoticeItemTable;
  notifier: NotifierTable;
  notifier_identity: NotifierIdentityTable;
  notifier_verdict: NotifierVerdictTable;
  onboarding: OnboardingTable;
  onboarding_act: OnboardingActTable;
  onboarding_check: OnboardingCheckTable;
  onboarding_proposal: OnboardingProposalTable;
  onboarding_settings: OnboardingSettingsTable;
  onboarding_token: OnboardingTokenTable;
  order_act: OrderActTable;
  order_item: OrderItemTable;
  organisation: OrganisationTable;
  party: PartyTable;
  party_before: PartyBeforeTable;
  party_owner: PartyOwnerTable;
  payment: PaymentTable;
  preserved: PreservedTable;
  probe: ProbeTable;
  reason_exception: ReasonExceptionTable;
  registration: RegistrationTable;
  registration_check: RegistrationCheckTable;
  registration_difference: RegistrationDifferenceTable;
  return_match: ReturnMatchTable;
  screening_run: ScreeningRunTable;
  screening_settings: ScreeningSettingsTable;
  secrecy: SecrecyTable;
  service_ability: ServiceAbilityTable;
  session: SessionTable;
  statement: StatementTable;
  strike: StrikeTable;
  taught_template: TaughtTemplateTable;
  threat_report: ThreatReportTable;
  transparency_part: TransparencyPartTable;
  transparency_report: TransparencyReportTable;
  trusted_flagger: TrustedFlaggerTable;
  victim: VictimTable;
  victim_group: VictimGroupTable;
  webhook: WebhookTable;
  witnessed_log: WitnessedLogTable;
  wording: WordingTable;
}
