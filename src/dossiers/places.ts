/**
 * Where what belongs to a matter can stand, table by table: the one list a dossier is collected by. It is checked against the
 * database's catalogue: a table nobody thought of fails the test, so a dossier is complete by construction.
 */
import type { DossierPart } from '#law';

export interface DossierPlace {
  /** Which part of a dossier its rows are; a reader sees parts. */
  readonly part: DossierPart;
  /** Columns by which a row belongs: it does where one of them names something of the matter already found. */
  readonly by: readonly string[];
  /** Columns whose ids belong to the matter too, so that what hangs on them is found in turn. */
  readonly leads?: readonly string[];
  /** Columns that stay away: sealed bytes (shown opened, or as files), hashes that would say what was erased, counters of the program. */
  readonly hidden?: readonly string[];
  /** Order of the rows. */
  readonly order: string;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const dossierPlaces: Readonly<Record<string, DossierPlace>> = {
  abuse_case: {
    part: 'matter',
    by: words('id merged_into recurs_of'),
    leads: words('id attribution_id'),
    hidden: words('key facts version changed_at due_at due_clock'),
    order: 'opened_at, id',
  },
  case_act: { part: 'timeline', by: ['case_id'], hidden: words('key_id sealed'), order: 'at, id' },
  case_rung: { part: 'timeline', by: ['case_id'], order: 'at, rung' },
  episode: { part: 'findings', by: words('case_id from_case_id'), leads: ['id'], order: 'first_seen_at, id' },
  finding: {
    part: 'findings',
    by: ['case_id'],
    leads: words('id message_id attribution_id'),
    order: 'received_at, id',
  },
  attribution: { part: 'holder', by: ['id'], hidden: ['answer_hash'], order: 'made_at, id' },
  attribution_before: { part: 'holder', by: ['finding_id'], order: 'at, finding_id' },
  message: {
    part: 'messages',
    by: words('id within'),
    leads: ['id'],
    hidden: words('sealed sender_mark evidence_id sha256 rows_done tries'),
    order: 'received_at, id',
  },
  letter: {
    part: 'letters',
    by: words('id case_id matter joined_into'),
    leads: ['id'],
    hidden: words('key_id sealed body_hash sending_until group_key'),
    order: 'created_at, id',
  },
  letter_attempt: { part: 'letters', by: ['letter_id'], order: 'letter_id, no' },
  letter_link: { part: 'letters', by: ['letter_id'], hidden: ['token_hash'], order: 'letter_id, expires_at' },
  answer: {
    part: 'letters',
    by: words('letter_id case_id'),
    leads: words('id message_id'),
    hidden: words('key_id sealed once'),
    order: 'received_at, id',
  },
  hand_over: { part: 'timeline', by: ['case_id'], hidden: words('token thread'), order: 'at' },
  notifier_verdict: { part: 'timeline', by: ['case_id'], order: 'at' },
  deadline: { part: 'clocks', by: ['subject'], leads: ['id'], hidden: words('next_at warned'), order: 'starts_at, id' },
  probe: { part: 'probes', by: ['case_id'], order: 'at, id' },
  notice: {
    part: 'matter',
    by: words('id message_id'),
    leads: words('id message_id'),
    hidden: words('key_id sealed sha256 token_hash notifier_print version'),
    order: 'received_at, id',
  },
  notice_item: {
    part: 'findings',
    by: ['notice_id'],
    leads: words('attribution_id decision_id'),
    hidden: ['sealed'],
    order: 'notice_id, no',
  },
  notice_act: { part: 'timeline', by: ['notice_id'], hidden: words('key_id sealed'), order: 'at, id' },
  notice_file: { part: 'messages', by: ['notice_id'], hidden: words('sha256 evidence_id'), order: 'notice_id, no' },
  disclosure: {
    part: 'matter',
    by: words('id notice_id'),
    leads: ['id'],
    hidden: words('key_id sealed version'),
    order: 'received_at, id',
  },
  disclosure_act: { part: 'timeline', by: ['disclosure_id'], hidden: words('key_id sealed'), order: 'at, id' },
  incident: {
    part: 'matter',
    by: words('id case_id'),
    leads: ['id'],
    hidden: words('key_id sealed version'),
    order: 'aware_at, id',
  },
  incident_act: { part: 'timeline', by: ['incident_id'], order: 'at, id' },
  incident_filing: { part: 'clocks', by: ['incident_id'], leads: ['letter_id'], order: 'incident_id, no' },
  victim_group: { part: 'timeline', by: words('case_id incident_id'), hidden: ['key_id'], order: 'made_at, id' },
  erasure: { part: 'timeline', by: ['subject'], order: 'at, id' },
  authority_order: {
    part: 'matter',
    by: ['id'],
    leads: words('id message_id'),
    hidden: words('once sha256 evidence_id key_id sealed version'),
    order: 'received_at, id',
  },
  order_item: {
    part: 'matter',
    by: ['order_id'],
    leads: ['id'],
    hidden: words('fingerprint key_id sealed'),
    order: 'order_id, no',
  },
  order_act: { part: 'timeline', by: ['order_id'], hidden: words('key_id sealed'), order: 'at, id' },
  secrecy: { part: 'timeline', by: ['order_id'], order: 'since' },
  preserved: { part: 'timeline', by: ['order_id'], hidden: ['evidence_id'], order: 'added_at, id' },
  callout: { part: 'timeline', by: ['order_id'], leads: ['id'], order: 'at, id' },
  callout_try: { part: 'timeline', by: ['callout_id'], order: 'at, no' },
};

/** Tables no dossier takes rows of, and why. */
export const neverInDossier: Readonly<Record<string, string>> = {
  organisation: 'named at the head of the dossier',
  member: 'people are named by id; who they are is in the records of staff',
  session: 'log-ins of members',
  login_attempt: 'log-ins of members',
  api_key: 'keys of programs',
  mailbox: "the organisation's own addresses",
  channel: "the organisation's own mailboxes and feeds",
  channel_try: 'what fetching did',
  channel_item: 'what was fetched already',
  notifier: 'the record of who reports is not of one matter',
  notifier_identity: 'the record of who reports is not of one matter',
  network: "the organisation's own networks",
  ledger_import: 'how the ledger was filled; the attribution names the record it used',
  ledger_version: 'a number',
  inventory: 'how the ledger was filled',
  inventory_poll: 'how the ledger was filled',
  live_answer: 'the attribution names the answer it used',
  holding: 'the attribution names the record it used',
  contract: 'the attribution names the contract it used',
  party: 'the party is named in the head, with what may be said of it',
  party_before: 'earlier data of a party',
  contact: 'the address a letter went to stands in the letter',
  case_number: 'a number',
  matter_number: 'a number',
  case_term: 'words to search by',
  finding_count: 'counts',
  format_facts: 'schemas of feeds',
  mapping: 'names of columns and what they mean',
  taught_template: 'how a sender writes',
  letter_settings: "the organisation's own",
  letter_about: 'fingerprints against writing twice',
  directive: "the organisation's own rules; the letter names the one it followed",
  directive_set: "the organisation's own rules",
  brand: "the organisation's own look",
  wording: "the organisation's own words; the letter stands as it was sent",
  webhook: "the organisation's own",
  intake_run: 'counts of a run',
  victim: 'who was told is nobody else’s; the group has the count',
  trusted_flagger: 'who is trusted is not of one matter',
  elsewhere: 'who answers for other networks',
  notice_code: 'codes for the status page',
  bad_faith: 'the record of who notifies is not of one matter',
  contact_points: "the organisation's own",
  kept: 'the bytes themselves are files of the dossier',
  kept_piece: 'the bytes themselves are files of the dossier',
  data_key: 'keys',
  idempotency: 'answers to repeated calls',
  job: 'work of the program',
  migration: 'the schema',
  journal_leaf: 'shown as entries with their proof',
  journal_detail: 'shown as entries with their proof',
  journal_tree: 'the signed checkpoint',
  journal_key: 'keys; the public half stands in the dossier',
  journal_witness: 'cosignatures stand under the checkpoint',
  journal_cosignature: 'cosignatures stand under the checkpoint',
  witnessed_log: 'journals of others',
  authority: 'our register of authorities; the order names the one it came from',
  authority_contact: 'our register of authorities; the order names the contact that confirmed it',
  duty_shift: 'who was on duty; the call-out names whom it reached',
  duty_settings: "the organisation's own",
  callout_way: "addresses and secrets of the organisation's own gateways",
};
