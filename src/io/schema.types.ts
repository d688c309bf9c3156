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

export interface SessionTable {
  organisation_id: Id<'org'>;
  token_hash: Buffer;
  kind: string;
  member_id: Id<'mbr'>;
  created_at: Instant;
  expires_at: Instant;
  used_at: InstantOrNull;
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
  brand: BrandTable;
  case_act: CaseActTable;
  case_number: CaseNumberTable;
  case_rung: CaseRungTable;
  case_term: CaseTermTable;
  channel: ChannelTable;
  channel_item: ChannelItemTable;
  channel_try: ChannelTryTable;
  contact: ContactTable;
  contract: ContractTable;
  data_key: DataKeyTable;
  deadline: DeadlineTable;
  directive: DirectiveTable;
  directive_set: DirectiveSetTable;
  episode: EpisodeTable;
  erasure: ErasureTable;
  finding: FindingTable;
  finding_count: FindingCountTable;
  format_facts: FormatFactsTable;
  hand_over: HandOverTable;
  holding: HoldingTable;
  idempotency: IdempotencyTable;
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
  member: MemberTable;
  message: MessageTable;
  network: NetworkTable;
  notifier: NotifierTable;
  notifier_identity: NotifierIdentityTable;
  notifier_verdict: NotifierVerdictTable;
  organisation: OrganisationTable;
  party: PartyTable;
  party_before: PartyBeforeTable;
  party_owner: PartyOwnerTable;
  probe: ProbeTable;
  screening_run: ScreeningRunTable;
  screening_settings: ScreeningSettingsTable;
  session: SessionTable;
  taught_template: TaughtTemplateTable;
  webhook: WebhookTable;
  witnessed_log: WitnessedLogTable;
  wording: WordingTable;
}
