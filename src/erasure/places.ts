/**
 * Where personal data of a party can lie, table by table and column by column, and what an erasure does there. This one list
 * is checked against the database's catalogue: a column nobody thought of fails the test, so nothing new is forgotten to be
 * forgotten. That is also why erasure knows the tables of other rooms: spread over rooms, a missing part would be silent.
 */

export interface Place {
  /** Columns an erasure empties or replaces, and how. */
  readonly erased: Readonly<Record<string, string>>;
  /** Columns that stay: ids, words of the house, moments, numbers. */
  readonly stays: readonly string[];
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Tables without data of parties, and why. */
export const noParties: Readonly<Record<string, string>> = {
  organisation: 'the organisation itself',
  member: 'people who work for the organisation',
  session: 'members; hashes',
  login_attempt: 'members; hashes',
  api_key: 'members; hashes',
  mailbox: "the organisation's own addresses",
  channel: "the organisation's own mailboxes and feeds; secrets sealed",
  channel_try: 'counts and addresses of suppliers',
  channel_item: 'numbers of mails and reports, names of files as handed in',
  notifier: 'who reports, not whom it is about; counts',
  notifier_identity: 'domains, keys and feeds of notifiers',
  notifier_verdict: 'ids of cases and how they ended',
  network: "the organisation's own networks",
  ledger_import: 'counts and ids',
  ledger_version: 'a number',
  case_number: 'a number',
  matter_number: 'a number',
  transparency_report: 'what the organisation publishes of itself',
  transparency_part: 'counts, as published',
  incident: "the organisation's own; its texts under a key of its own",
  incident_act: 'ids, states and reasons of members',
  incident_filing: 'what was filed with whom; ids',
  victim_group: 'counts and ids; data under a key with a term of its own',
  victim: 'sealed under the key of the group, which has a term of its own',
  finding_count: 'counts',
  format_facts: 'schemas of feeds',
  mapping: 'names of columns and what they mean',
  letter_settings: "the organisation's own",
  directive_set: "the organisation's own",
  webhook: "the organisation's own",
  brand: "the organisation's own look; ids of parties",
  wording: "the organisation's own words",
  intake_run: 'counts and ids',
  taught_template: 'words of the form in which a sender writes; no value of a mail',
  list_generation: 'counts and names of files',
  list_entry: 'published lists of the sanctioned; no customer',
  screening_run: 'counts and ids',
  screening_settings: "the organisation's own",
  ban_key: 'keys of the organisation; sealed',
  ban_use: 'grounds recorded by members',
  edition: 'an edition of the police letter under a key of its own, with a term of its own; counts',
  edition_key: 'keys of the organisation; sealed',
  edition_issuer: 'who may sign editions; public keys',
  edition_settings: "the organisation's own",
  member_right: 'members and what they may do',
  bank_import: 'hashes and counts',
  campaign: "the organisation's own",
  onboarding_settings: "the organisation's own lists; secrets sealed",
  migration: 'the schema',
  erasure: 'ids: it says what was erased',
  journal_leaf: 'commitments only',
  journal_tree: 'hashes',
  journal_key: 'keys of the organisation',
  journal_witness: 'keys of organisations',
  journal_cosignature: 'signatures of organisations',
  witnessed_log: 'hashes and keys of organisations',
  login_link: 'members; hashes',
  trusted_flagger: 'entries of a public register; hashes',
  elsewhere: 'whose networks of others are; written down by the house',
  notice_code: 'hashes of codes that end within minutes',
  contact_points: 'the organisation itself',
  authority: 'authorities, no parties',
  authority_contact: 'contacts of authorities in our own register',
  secrecy: 'ids, moments and the basis of a silence',
  preserved: 'ids and moments; the bytes lie under a key of their own and end with their term',
  duty_shift: 'members',
  duty_settings: "the organisation's own",
  callout_way: 'how members are reached; sealed',
  callout: 'members and orders, by id',
  callout_try: 'what a gateway of the house answered',
  measure_system: "the organisation's own systems; secrets sealed",
  service_ability: "the organisation's own",
};

/** What an erased text says in a column that may not be empty; the row's id follows where it must be unique. */
export const erasedMark = 'erased';

export const places: Readonly<Record<string, Place>> = {
  party: {
    erased: {
      reference: 'replaced',
      name: 'emptied',
      language: 'emptied',
      notes: 'emptied',
      tags: 'emptied',
      state: 'erased',
      erased_at: 'now',
      erased_rule: 'the rule',
    },
    stays: words('organisation_id id kind country import_id created_at inventory_id'),
  },
  party_owner: {
    erased: { name: 'replaced', born: 'emptied', country: 'emptied', source: 'replaced', ended_at: 'now' },
    stays: words('organisation_id id party_id kind share controls added_at added_by'),
  },
  listed_match: {
    erased: {
      queried: 'emptied',
      listed: 'emptied',
      terms: 'emptied',
      what_if: 'emptied',
      ownership: 'emptied',
      proposed_why: 'emptied',
      why: 'emptied',
      party_fingerprint: 'replaced: it was a hash of the name',
    },
    stays: words(
      `organisation_id id party_id list entry_id entry_fingerprint state score band by opened_at reopened proposed proposed_by
       proposed_at decided_by decided_at`,
    ),
  },
  onboarding: {
    erased: {
      sealed: 'destroyed',
      key_id: 'key destroyed',
      reference: 'replaced',
      order_reference: 'emptied',
      assessment: 'emptied',
    },
    stays: words(
      `organisation_id id number party_id state version pack language via tier contract_resells started_at changed_at activated_at ended_at
       campaign_id`,
    ),
  },
  onboarding_check: {
    erased: {
      sealed: 'destroyed',
      key_id: 'key destroyed',
      input_hash: 'emptied: it was a fingerprint of what the party said',
      reasons: 'emptied',
    },
    stays: words(
      'organisation_id id onboarding_id check_id at verdict method source source_version expires_at by current',
    ),
  },
  onboarding_act: {
    erased: { sealed: 'destroyed', key_id: 'key destroyed' },
    stays: words('organisation_id id onboarding_id at act by by_kind from_state to_state'),
  },
  onboarding_token: {
    erased: { token_hash: 'row removed' },
    stays: words('organisation_id onboarding_id purpose expires_at made_at used_at tries refused'),
  },
  payment: {
    erased: {
      sealed: 'destroyed',
      key_id: 'key destroyed',
      iban_masked: 'emptied',
      iban_country: 'emptied',
      payer_tag: 'emptied',
      entry_hash: 'replaced: it was a fingerprint of the line',
    },
    // The books themselves are kept elsewhere, by the law on taxes; here an amount without a name stays for the counts.
    stays: words(
      'organisation_id id import_id onboarding_id party_id booked_on amount_cents currency method verdict score recorded_at',
    ),
  },
  onboarding_proposal: {
    erased: { sealed: 'destroyed', key_id: 'key destroyed', because: 'emptied' },
    stays: words(
      'organisation_id id onboarding_id party_id campaign_id outcome made_by made_by_kind made_at decided_by decided_at followed',
    ),
  },
  campaign_member: {
    erased: {},
    stays: words('organisation_id campaign_id party_id batch tier state onboarding_id asked_at reminded_at done_at'),
  },
  party_before: { erased: { before: 'row removed' }, stays: words('organisation_id import_id party_id') },
  contact: {
    erased: { address: 'emptied', language: 'emptied', ended_at: 'now' },
    stays: words(
      'organisation_id id party_id purpose channel verified_at bounced_at created_at import_id closed_by inventory_id quiet_from quiet_until zone',
    ),
  },
  contract: {
    erased: { reference: 'replaced' },
    stays: words(
      'organisation_id id version seller_id buyer_id service_kind dsa_class resells kyc disclosure valid recorded import_id closed_by inventory_id',
    ),
  },
  holding: {
    erased: { name: 'replaced', label: 'emptied' },
    // The prefix is the organisation's own resource; once the party has no name it tells of nobody.
    stays: words(
      'organisation_id id kind prefix ports contract_id exclusive origin precedence valid recorded import_id closed_by inventory_id quality begun_by ended_by',
    ),
  },
  inventory: {
    erased: { options: 'lines of its list of customers that name the party are removed' },
    stays: words(
      `organisation_id id name kind address private_hosts trust secret_sealed secret_key precedence every_minutes hold_share state
       paused_why created_at created_by first_at seen_from seen_until as_of failures resting_until next_at`,
    ),
  },
  inventory_poll: {
    erased: {
      held_sealed: 'destroyed: what a poll that waits had read may be about anyone',
      held_key: 'key destroyed',
      outcome: 'dismissed where it waited',
      settled_at: 'now where it waited',
      settled_by: 'the rule where it waited',
    },
    stays: words(
      'organisation_id id inventory_id began_at ended_at as_of fault fault_detail counts problems import_id',
    ),
  },
  live_answer: {
    erased: {
      ip: 'replaced by no address',
      port: 'emptied',
      host: 'emptied',
      question_hash: 'replaced: it was a hash of what was asked',
      sealed: 'destroyed',
      sealed_key: 'key destroyed',
      next_at: 'emptied',
    },
    stays: words(
      'organisation_id id inventory_id seen_from seen_until state fault tries made_at answered_at took_ms asked_at valid party_id contract_id attribution_id',
    ),
  },
  attribution: {
    erased: {},
    stays: words(
      'organisation_id id answer_hash status reason method confidence holding_id contract_id holder_id addressee_id chain alternatives made_at',
    ),
  },
  attribution_before: {
    erased: { finding_id: "follows the finding's" },
    stays: words('organisation_id day at attribution_id why'),
  },
  finding: {
    erased: {
      id: 'replaced: it was a hash of what it said',
      ip: 'emptied',
      port: 'emptied',
      prefix: 'emptied',
      host: 'emptied',
      url: 'emptied',
      account: 'emptied',
      as_sent: 'emptied',
      reference: 'emptied',
      target: 'emptied',
      extra: 'emptied',
      problems: 'emptied',
      evidence: 'emptied',
    },
    stays: words(
      `organisation_id day message_id format feed kind seen_at time_precision first_seen_at last_seen_at received_at asn role severity
       confidence rsit xarf reporter count malware cve attribution_id episode_id case_id`,
    ),
  },
  abuse_case: {
    erased: {
      key: 'replaced',
      asset: 'replaced',
      priority: 'emptied; band and score stay',
      facts: 'emptied',
      band_override: 'emptied',
      state: 'resolved where it was open',
      closed_at: 'now where it was open',
      due_at: 'emptied',
      due_clock: 'emptied',
      version: 'one more',
      changed_at: 'now',
    },
    stays: words(
      `organisation_id id reference action kind holder_id addressee_id contract_id attribution_id band score severity opened_at
       first_seen_at last_seen_at finding_count episode_count reporters feeds recurrence recurs_of rung assigned_to claimed_by
       claimed_until snoozed_until answered_at merged_into outcome origin`,
    ),
  },
  case_term: { erased: { terms: 'row removed' }, stays: words('organisation_id case_id no') },
  episode: {
    erased: { asset: 'replaced', closed_at: 'now where it was open', close_rule: 'erased where it was open' },
    stays: words('organisation_id id case_id from_case_id kind first_seen_at last_seen_at finding_count recurrence_of'),
  },
  case_act: {
    erased: { detail: 'emptied', sealed: 'destroyed', key_id: 'key destroyed' },
    stays: words('organisation_id id case_id at act by_kind by from_state to_state reverses'),
  },
  probe: {
    erased: { target: 'emptied', detail: 'emptied' },
    stays: words('organisation_id id case_id at how outcome'),
  },
  deadline: {
    erased: {
      label: 'emptied',
      given: 'emptied',
      state: 'void where it ran',
      ended_at: 'now where it ran',
      next_at: 'emptied',
      why: 'erased where it ran',
    },
    stays: words('organisation_id id clock clock_from subject starts_at due_at pauses warned breached_at noticed_at'),
  },
  letter: {
    erased: {
      sealed: 'destroyed',
      key_id: 'key destroyed',
      body_hash: 'emptied: whoever knows the letter could try texts against it',
      message_id: 'emptied',
      why: 'emptied',
      group_key: 'emptied: it may name a network',
      state: 'stopped where it had not gone',
      ended_at: 'now where it had not gone',
    },
    stays: words(
      `organisation_id id template template_version language audience case_id party_id contact_id reference rhythm joined_into action
       action_version version created_at created_by not_before sent_at tries sending_until channel webhook_id directive
       directive_version brand_id brand_version wording_version urgent trial rung read_at read_how answered_at complained_at matter`,
    ),
  },
  letter_about: { erased: { what: 'row removed' }, stays: words('organisation_id letter_id severity at') },
  // A rule may name a party by id or customer number: it is the house's own, and is changed by who keeps it.
  decision: {
    erased: { sealed: 'destroyed', key_id: 'key destroyed' },
    // What was decided, on which ground and by whom stays: it is counted in the transparency report.
    stays: words(
      `organisation_id id number matter matter_number items state version outcome party_id contract_id ground provision provision_version
       restrictions category keyword keyword_other content_types territorial_scope content_date applies_at ends_at automated_detection
       automated_decision origin own_rule confidence severity second_person created_at created_by proposed_at proposed_by approved_at
       approved_by effect_at settled_at ended_at superseded_by`,
    ),
  },
  decision_act: { erased: { detail: 'emptied' }, stays: words('organisation_id id decision_id at act by_kind by') },
  measure: {
    erased: { target: 'emptied', handle: 'emptied', fault: 'emptied' },
    stays: words(
      'organisation_id id decision_id no system_id what state tries done_at verified_at verified_by reverted_at',
    ),
  },
  measure_try: {
    erased: { response: 'emptied' },
    stays: words('organisation_id measure_id no act key begun_at ended_at outcome'),
  },
  statement: {
    erased: { sealed: 'destroyed', key_id: 'key destroyed' },
    stays: words('organisation_id id decision_id number party_id puid made_at letters told_at'),
  },
  reason_exception: {
    erased: { fact: 'replaced' },
    stays: words('organisation_id decision_id exception article by recorded_at temporary until ended_at'),
  },
  strike: { erased: {}, stays: words('organisation_id decision_id party_id weight rule at expires_at revoked_at') },
  complaint: {
    erased: { sealed: 'destroyed', key_id: 'key destroyed', once: 'emptied' },
    stays: words(
      `organisation_id id number decision_id by_kind via party_id letter_id state version received_at reviewer decided_at answer_letter`,
    ),
  },
  complaint_link: {
    erased: { expires_at: 'now' },
    stays: words('organisation_id token_hash decision_id by_kind party_id'),
  },
  threat_report: {
    erased: { sealed: 'destroyed', key_id: 'key destroyed' },
    stays: words(
      `organisation_id id matter matter_number state known_at proposed_at proposed_by decided_at decided_by authorities letters party_id`,
    ),
  },
  directive: { erased: {}, stays: words('organisation_id version no id rule') },
  case_rung: {
    erased: {},
    stays: words('organisation_id case_id rung at state letter_id why plan decided_at decided_by'),
  },
  hand_over: {
    erased: { token: 'emptied', thread: 'emptied', ended_at: 'now where it ran' },
    stays: words('organisation_id case_id at by address system'),
  },
  letter_attempt: { erased: { response: 'emptied' }, stays: words('organisation_id letter_id no at outcome') },
  letter_link: {
    erased: { revoked_at: 'now' },
    stays: words('organisation_id token_hash letter_id case_id expires_at opened_at'),
  },
  notice: {
    erased: {
      sealed: "destroyed where all its addresses are the party's",
      key_id: "key destroyed where all its addresses are the party's",
      sha256: "emptied where all its addresses are the party's",
      notifier_print: "emptied where all its addresses are the party's",
    },
    stays: words(
      `organisation_id id number path state channel language kind category keyword other sensitive message_id flagger_id reachable lowered
       missing good_faith token_hash guarded received_at taken_at acknowledged_at assessed_at forwarded_at decided_at closed_at knowledge
       ntd automated version`,
    ),
  },
  notice_item: {
    erased: { location: 'emptied', masked: 'replaced', sealed: 'destroyed', elsewhere: 'emptied' },
    stays: words(
      `organisation_id notice_id no kind seen_at place attribution_id holder_id contract_id state decision_id ground restrictions automated
       settled_at`,
    ),
  },
  notice_act: {
    erased: { detail: 'emptied', sealed: 'destroyed', key_id: 'key destroyed' },
    stays: words('organisation_id id notice_id at act by by_kind from_state to_state'),
  },
  notice_file: {
    erased: { name: 'replaced', sha256: 'emptied', evidence_id: 'its bytes go with the key of the notice' },
    stays: words('organisation_id notice_id no size received_at'),
  },
  bad_faith: {
    erased: { sealed: 'destroyed', key_id: 'key destroyed' },
    stays: words('organisation_id notifier_print notice_id at by until ended_at'),
  },
  disclosure: {
    erased: { sealed: 'destroyed', key_id: 'key destroyed', refusal: 'emptied' },
    stays: words(
      `organisation_id id number kind state language notice_id party_id outcome fields received_at heard_at decided_at decided_by
       confirmed_by answered_at version`,
    ),
  },
  disclosure_act: {
    erased: { detail: 'emptied', sealed: 'destroyed', key_id: 'key destroyed' },
    stays: words('organisation_id id disclosure_id at act by by_kind from_state to_state'),
  },
  // A ban has a ground and a term of its own, and outlives the customer it is about: else asking to be erased would be the way
  // back in (GDPR art. 17(3)(e), UAVG 33(2)). It ends with its term, when it is lifted, or when a contest is upheld.
  ban: {
    erased: {},
    stays: words(
      `organisation_id id number party_id decision_id ground article state language decided_at decided_by expires_at key_id sealed
       letter_id untold token_hash ended_at ended_by version`,
    ),
  },
  // Kept by duty while the name is registered (Cbw art. 49, GDPR art. 17(3)(b)); the key goes with the registration itself.
  registration: {
    erased: {},
    stays: words(
      `organisation_id id domain registered_on kind party_id reseller_id registrar collected_by key_id sealed missing created_at
       changed_at ended_on version`,
    ),
  },
  registration_check: {
    erased: {},
    stays: words(
      'organisation_id registration_id no field method verdict source sealed checked_at expires_at by void_at',
    ),
  },
  registration_difference: {
    erased: {},
    stays: words(
      `organisation_id id domain registration_id kind field registrar state key_id sealed found_at decided_at decided_by version`,
    ),
  },
  ban_tag: { erased: {}, stays: words('organisation_id ban_id kind epoch tag expires_at') },
  ban_contest: {
    erased: {},
    stays: words(
      'organisation_id ban_id no key_id sealed received_at by_kind by outcome decided_at decided_by letter_id',
    ),
  },
  return_match: {
    erased: { sealed: 'destroyed', fingerprint: 'emptied', key_id: 'key destroyed' },
    stays: words(
      `organisation_id id ban_id party_id use article verdict kinds points state opened_at reopened decided_at decided_by version`,
    ),
  },
  edition_match: {
    erased: { sealed: 'destroyed', fingerprint: 'emptied', key_id: 'key destroyed' },
    stays: words(
      `organisation_id id edition_id entry subject party_id points state decision opened_at decided_at decided_by version`,
    ),
  },
  answer: {
    erased: { sealed: 'destroyed', key_id: 'key destroyed', once: 'replaced' },
    stays: words('organisation_id id letter_id case_id message_id kind until channel received_at handled_at'),
  },
  // The order itself is a file of an authority and ends with its own term (law/retention/order-file); what names the party in
  // it goes once it is closed, and not while terrorist content is kept for the authority.
  authority_order: {
    erased: {},
    stays: words(
      `organisation_id id number type type_from state version authority_name authority_id country reference once sha256 message_id
       evidence_id channel language emergency cross_border term issued_at received_at read_at acknowledged_at acknowledged_by_itself
       effect_at reported_at recipient_informed_at closed_at category keyword checks authenticity confirmed_at confirmed_by
       confirmed_contact approved_by scrutiny key_id sealed`,
    ),
  },
  order_item: {
    erased: {
      location: 'emptied where the order is closed',
      shown: 'replaced where the order is closed',
      fingerprint: 'emptied where the order is closed',
      why: 'emptied where the order is closed',
      key_id: 'key destroyed with the term of the address',
      sealed: 'destroyed where the order is closed',
    },
    stays: words(
      `organisation_id id order_id no kind attribution party_id addressee_id contract_id state effects ground settled_at decision_id
       automated`,
    ),
  },
  order_act: {
    erased: {},
    stays: words('organisation_id id order_id at act by_kind by from_state to_state detail key_id sealed'),
  },
  message: {
    erased: {
      name: 'emptied',
      why: 'emptied',
      problems: 'emptied',
      auth: 'emptied',
      sealed: 'destroyed',
      sender_mark: 'emptied',
      state: 'done',
      tombstone: 'size, moment, rule, who',
    },
    // sha256 stays, so that the same bytes sent again are known and not read again (docs/decisions/0003).
    stays: words(
      `organisation_id id sha256 run_id channel lane feed size within evidence_id received_at ended format format_version
       channel_id notifier_id finding_count tries rows_done read_at handled_by handled_at`,
    ),
  },
  kept: {
    erased: { fingerprint: 'emptied', state: 'tombstone', ended_at: 'now', ended_rule: 'the rule' },
    stays: words('organisation_id id key_id size media_type kept_at'),
  },
  kept_piece: { erased: { bytes: 'row removed' }, stays: words('organisation_id evidence_id no') },
  data_key: {
    erased: { wrapped: 'destroyed', destroyed_at: 'now', destroyed_rule: 'the rule' },
    stays: words('organisation_id id class subject created_at'),
  },
  journal_detail: {
    erased: { sealed: 'destroyed', erased_rule: 'the rule', erased_at: 'now' },
    stays: words('organisation_id seq no commitment key_id subject'),
  },
  job: {
    erased: { error: 'emptied' },
    stays: words('id organisation_id lane kind payload unique_key run_at tries locked_until done_at failed_at'),
  },
  idempotency: { erased: { response: 'row removed' }, stays: words('organisation_id key request_hash status at') },
};

/** Tables an erasure writes to: vacuumed afterwards, so that no dead row keeps what was erased. */
export const touchedTables: readonly string[] = Object.entries(places)
  .filter(([, place]) => Object.keys(place.erased).length > 0)
  .map(([table]) => table);
