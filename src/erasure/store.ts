/** The SQL of an erasure: what belongs to a party, and emptying it, table by table as places.ts says. */
import { sql, type Tx } from '#io/db';
import { type Id, must } from '#kernel';
import { erasedMark } from './places.ts';
import type { Erasure, ErasureCounts } from './rule.ts';

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');

type Statement = ReturnType<typeof sql>;

/** Rows a changing statement touched. */
async function changed(tx: Tx, statement: Statement): Promise<number> {
  const [row] = await tx.rows(
    sql<{ n: number }>`with done as (${statement} returning 1) select count(*)::int as n from done`,
  );
  return row?.n ?? 0;
}

async function idsOf<K extends string>(tx: Tx, statement: Statement): Promise<K[]> {
  return (await tx.rows(sql<{ id: K }>`${statement}`)).map((row) => row.id);
}

/** Everything of one party, by id. */
export interface Belongings {
  readonly party: string;
  readonly contacts: readonly string[];
  readonly contracts: readonly string[];
  readonly holdings: readonly string[];
  readonly cases: readonly string[];
  readonly letters: readonly string[];
  readonly answers: readonly string[];
  readonly attributions: readonly string[];
  /** Notices all of whose addresses are the party's, requests for its data, and its onboardings. */
  readonly matters: readonly string[];
  readonly messages: readonly string[];
  /** Messages that would go too, were they not kept for a duty. */
  readonly preserved: readonly string[];
}

export interface PartyState {
  readonly state: string;
  readonly erased_at: Temporal.Instant | null;
}

/** The party, locked: nothing can be hung on it until this transaction ends. */
export async function lockParty(tx: Tx, party: string): Promise<PartyState | undefined> {
  const [row] = await tx.rows(
    sql<PartyState>`select state, erased_at from party where organisation_id = ${orgOf(tx)} and id = ${party} for update`,
  );
  return row;
}

/**
 * What belongs to a party: its own rows, the cases it holds with all letters of those cases, and the messages that are about
 * nobody else: all findings of the mail and of every mail in it are the party's.
 * @param preservedSince messages with terrorist content received after this moment stay (Regulation (EU) 2021/784, art. 6(2))
 */
export async function belongingsOf(tx: Tx, party: string, preservedSince: Temporal.Instant): Promise<Belongings> {
  const org = orgOf(tx);
  const contacts = await idsOf(tx, sql`select id from contact where organisation_id = ${org} and party_id = ${party}`);
  const contracts = await idsOf(
    tx,
    sql`select distinct id from contract where organisation_id = ${org} and buyer_id = ${party}`,
  );
  const holdings = await idsOf(
    tx,
    sql`select id from holding where organisation_id = ${org} and contract_id = any(${contracts}::text[])`,
  );
  const cases = await idsOf(tx, sql`select id from abuse_case where organisation_id = ${org} and holder_id = ${party}`);
  const attributions = await idsOf(
    tx,
    sql`select id from attribution where organisation_id = ${org} and holder_id = ${party}`,
  );
  const matters = await idsOf(
    tx,
    sql`select notice_id as id from notice_item where organisation_id = ${org} group by notice_id having bool_and(holder_id is not distinct from ${party})
        union select id from disclosure where organisation_id = ${org} and party_id = ${party}
        union select id from return_match where organisation_id = ${org} and party_id = ${party}
        union select id from edition_match where organisation_id = ${org} and party_id = ${party}
        union select id from onboarding where organisation_id = ${org} and party_id = ${party}`,
  );
  const own = await idsOf(
    tx,
    sql`select id from letter
         where organisation_id = ${org} and (party_id = ${party} or case_id = any(${cases}::text[]) or matter = any(${matters}::text[]))`,
  );
  // A letter that joined several goes with them where it has gone out already or joined nothing else.
  const joint = await idsOf(
    tx,
    sql`select j.id from letter j
         where j.organisation_id = ${org} and not j.id = any(${own}::text[])
           and j.id in (select joined_into from letter where organisation_id = ${org} and id = any(${own}::text[]))
           and (j.ended_at is not null or j.sent_at is not null or not exists (
             select from letter o where o.organisation_id = ${org} and o.joined_into = j.id and not o.id = any(${own}::text[])))`,
  );
  const letters = [...own, ...joint];
  const answers = await idsOf(
    tx,
    sql`select id from answer where organisation_id = ${org} and (letter_id = any(${letters}::text[]) or case_id = any(${cases}::text[]))`,
  );
  const groups = await tx.rows(sql<{ messages: string[]; preserved: boolean }>`
    with recursive mine as (
      select distinct message_id as id from finding f
       where organisation_id = ${org} and ${isTheirs(cases, attributions)}
      union select message_id from answer where organisation_id = ${org} and id = any(${answers}::text[]) and message_id is not null
    ), up as (
      select m.id, m.within from message m where m.organisation_id = ${org} and m.id in (select id from mine)
      union select m.id, m.within from up join message m on m.organisation_id = ${org} and m.id = up.within
    ), down as (
      select id as root, id from up where within is null
      union select d.root, m.id from down d join message m on m.organisation_id = ${org} and m.within = d.id
    ), said as (
      -- One pass over the findings, for they have no index by message.
      select f.message_id, bool_and(${isTheirs(cases, attributions)}) as theirs,
             bool_or(f.kind = 'content.terrorist' and f.received_at > ${preservedSince.toString()}::timestamptz) as preserved
        from finding f where f.organisation_id = ${org} and f.message_id in (select id from down) group by f.message_id
    )
    select array_agg(distinct d.id::text) as messages, coalesce(bool_or(s.preserved), false) as preserved
      from down d left join said s on s.message_id = d.id
     group by d.root having bool_and(coalesce(s.theirs, true))`);
  return {
    party,
    contacts,
    contracts,
    holdings,
    cases,
    letters,
    answers,
    attributions,
    matters,
    messages: groups.filter((g) => !g.preserved).flatMap((g) => g.messages),
    preserved: groups.filter((g) => g.preserved).flatMap((g) => g.messages),
  };
}

const isTheirs = (cases: readonly string[], attributions: readonly string[]) =>
  sql`(coalesce(f.case_id = any(${[...cases]}::text[]), false) or coalesce(f.attribution_id = any(${[...attributions]}::text[]), false))`;

/**
 * Empties the rows of a party as places.ts says; keys, kept bytes and the journal are not its work.
 * @param secret thrown away afterwards: new ids of findings are hashes of the old ones with it
 */
export async function emptyRows(
  tx: Tx,
  b: Belongings,
  rule: string,
  at: Temporal.Instant,
  secret: string,
): Promise<ErasureCounts> {
  const org = orgOf(tx);
  const now = sql`${at.toString()}::timestamptz`;
  const any = (ids: readonly string[]) => sql`any(${[...ids]}::text[])`;
  const mark = (prefix: string) => sql`${`${erasedMark}:`} || ${sql.ref(prefix)}`;
  const counts: Record<string, number> = {};
  const put = async (name: string, statement: Statement) => {
    counts[name] = await changed(tx, statement);
  };

  // Answers kept for a repeated request can hold anything: what names this party or anything of its, goes.
  const needles = await personalStrings(tx, b);
  await put(
    'idempotency',
    sql`delete from idempotency where organisation_id = ${org}
         and exists (select from unnest(${needles}::text[]) n where position(n in response::text) > 0 or position(n in key) > 0)`,
  );
  await put(
    'job',
    sql`update job set error = null where organisation_id = ${org} and error is not null
         and exists (select from unnest(${[b.party, ...b.cases, ...b.letters, ...b.answers, ...b.messages]}::text[]) n where position(n in payload::text) > 0)`,
  );

  await put('party_before', sql`delete from party_before where organisation_id = ${org} and party_id = ${b.party}`);
  await put(
    'party_owner',
    sql`update party_owner set name = ${mark('id')}, born = null, country = null, source = ${erasedMark}, ended_at = coalesce(ended_at, ${now})
         where organisation_id = ${org} and party_id = ${b.party}`,
  );
  await put(
    'listed_match',
    sql`update listed_match set queried = null, listed = null, terms = null, what_if = null, ownership = null, proposed_why = null,
               why = null, party_fingerprint = ${erasedMark}
         where organisation_id = ${org} and party_id = ${b.party}`,
  );
  await put(
    'contact',
    sql`update contact set address = '', language = null, ended_at = coalesce(ended_at, ${now}) where organisation_id = ${org} and id = ${any(b.contacts)}`,
  );
  await put(
    'contract',
    sql`update contract set reference = ${mark('id')} where organisation_id = ${org} and id = ${any(b.contracts)}`,
  );
  await put(
    'holding',
    sql`update holding set name = case when name is null then null else ${mark('id')} end, label = null
         where organisation_id = ${org} and id = ${any(b.holdings)}`,
  );

  await put(
    'inventory',
    sql`update inventory i set options = jsonb_set(i.options, '{customers}', coalesce(
              (select jsonb_object_agg(e.key, e.value) from jsonb_each(i.options->'customers') e where e.value #>> '{}' <> p.reference), '{}'::jsonb))
          from party p where p.organisation_id = ${org} and p.id = ${b.party} and i.organisation_id = ${org}
           and exists (select from jsonb_each_text(i.options->'customers') e where e.value = p.reference)`,
  );
  // What a poll that waits had read may be about anyone: it is let go of, and the next poll reads again.
  await put(
    'inventory_poll',
    sql`update inventory_poll set outcome = 'dismissed', held_sealed = null, held_key = null, settled_at = ${now}, settled_by = ${erasedMark}
         where organisation_id = ${org} and outcome = 'held'`,
  );
  await put(
    'live_answer',
    sql`update live_answer set ip = '::', port = null, host = null, question_hash = decode(md5(id || ${secret}), 'hex'), sealed = null, sealed_key = null, next_at = null
         where organisation_id = ${org} and party_id = ${b.party}`,
  );

  const newId = sql`'fnd_' || left(md5(f.id || ${secret}), 26)`;
  await put(
    'attribution_before',
    sql`update attribution_before a set finding_id = ${newId} from finding f
         where a.organisation_id = ${org} and f.organisation_id = ${org} and f.day = a.day and f.id = a.finding_id and ${isTheirs(b.cases, b.attributions)}`,
  );
  await put(
    'finding',
    sql`update finding f set id = ${newId}, ip = null, port = null, prefix = null, host = null, url = null, account = null,
               as_sent = null, reference = null, target = null, extra = null, problems = null, evidence = null
         where organisation_id = ${org} and ${isTheirs(b.cases, b.attributions)}`,
  );
  await put(
    'abuse_case',
    sql`update abuse_case set key = ${mark('id')}, asset = ${mark('id')}, priority = '{}', facts = null, band_override = null,
               due_at = null, due_clock = null, version = version + 1, changed_at = ${now}, closed_at = coalesce(closed_at, ${now}),
               state = case when state in ('resolved', 'rejected', 'bundled') then state else 'resolved' end
         where organisation_id = ${org} and id = ${any(b.cases)}`,
  );
  await put('case_term', sql`delete from case_term where organisation_id = ${org} and case_id = ${any(b.cases)}`);
  await put(
    'episode',
    sql`update episode set asset = ${mark('id')}, close_rule = case when closed_at is null then ${erasedMark} else close_rule end,
               closed_at = coalesce(closed_at, ${now})
         where organisation_id = ${org} and (case_id = ${any(b.cases)} or from_case_id = ${any(b.cases)})`,
  );
  await put(
    'case_act',
    sql`update case_act set detail = '{}', sealed = null where organisation_id = ${org} and case_id = ${any(b.cases)}`,
  );
  await put(
    'probe',
    sql`update probe set target = '', detail = '{}' where organisation_id = ${org} and case_id = ${any(b.cases)}`,
  );
  await put(
    'deadline',
    sql`update deadline set label = null, given = null,
               next_at = case when state in ('running', 'paused') then null else next_at end,
               why = case when state in ('running', 'paused') then ${erasedMark} else why end,
               ended_at = case when state in ('running', 'paused') then ${now} else ended_at end,
               state = case when state in ('running', 'paused') then 'void' else state end
         where organisation_id = ${org} and subject = ${any([b.party, ...b.cases, ...b.letters])}`,
  );
  // A file that is still worked on, secret or kept for an authority stays whole until its own end.
  await put(
    'order_item',
    sql`update order_item i set location = null, shown = '…', fingerprint = null, why = null, sealed = null
          from authority_order o
         where i.organisation_id = ${org} and i.party_id = ${b.party} and o.organisation_id = ${org} and o.id = i.order_id
           and o.closed_at is not null
           and not exists (select from secrecy s where s.organisation_id = ${org} and s.order_id = o.id and s.ended_at is null)
           and not exists (select from preserved p where p.organisation_id = ${org} and p.order_id = o.id and p.destroyed_at is null)`,
  );
  await put(
    'letter_attempt',
    sql`update letter_attempt set response = null where organisation_id = ${org} and letter_id = ${any(b.letters)}`,
  );
  await put(
    'letter_link',
    sql`update letter_link set revoked_at = coalesce(revoked_at, ${now}) where organisation_id = ${org} and letter_id = ${any(b.letters)}`,
  );
  await put(
    'letter_about',
    sql`delete from letter_about where organisation_id = ${org} and letter_id = ${any(b.letters)}`,
  );
  await put(
    'hand_over',
    sql`update hand_over set token = null, thread = '{}', ended_at = coalesce(ended_at, ${now}) where organisation_id = ${org} and case_id = ${any(b.cases)}`,
  );
  await put(
    'letter',
    sql`update letter set sealed = null, body_hash = '', message_id = null, why = null, group_key = null,
               ended_at = case when state in ('held', 'queued', 'sending') then ${now} else ended_at end,
               state = case when state in ('held', 'queued', 'sending') then 'stopped' else state end
         where organisation_id = ${org} and id = ${any(b.letters)}`,
  );
  const decided = sql`(select id from decision where organisation_id = ${org} and party_id = ${b.party})`;
  await put(
    'measure_try',
    sql`update measure_try set response = null where organisation_id = ${org} and measure_id in (select id from measure where organisation_id = ${org} and decision_id in ${decided})`,
  );
  await put(
    'measure',
    sql`update measure set target = '{}', handle = null, fault = null where organisation_id = ${org} and decision_id in ${decided}`,
  );
  await put(
    'decision_act',
    sql`update decision_act set detail = '{}' where organisation_id = ${org} and decision_id in ${decided}`,
  );
  await put(
    'statement',
    sql`update statement set sealed = null, key_id = null where organisation_id = ${org} and decision_id in ${decided}`,
  );
  await put(
    'reason_exception',
    sql`update reason_exception set fact = ${erasedMark} where organisation_id = ${org} and decision_id in ${decided}`,
  );
  await put(
    'complaint',
    sql`update complaint set sealed = null, key_id = null, once = null where organisation_id = ${org} and (party_id = ${b.party} or decision_id in ${decided})`,
  );
  await put(
    'complaint_link',
    sql`update complaint_link set expires_at = least(expires_at, ${now}) where organisation_id = ${org} and decision_id in ${decided}`,
  );
  await put(
    'threat_report',
    sql`update threat_report set sealed = null, key_id = null where organisation_id = ${org} and party_id = ${b.party}`,
  );
  await put(
    'decision',
    sql`update decision set sealed = null, key_id = null where organisation_id = ${org} and party_id = ${b.party}`,
  );
  await put(
    'notice_item',
    sql`update notice_item set location = null, masked = ${erasedMark}, sealed = null, elsewhere = null
         where organisation_id = ${org} and (holder_id = ${b.party} or notice_id = ${any(b.matters)})`,
  );
  await put(
    'notice',
    sql`update notice set sealed = null, sha256 = null, notifier_print = null where organisation_id = ${org} and id = ${any(b.matters)}`,
  );
  await put(
    'notice_act',
    sql`update notice_act set detail = '{}', sealed = null where organisation_id = ${org} and notice_id = ${any(b.matters)}`,
  );
  await put(
    'notice_file',
    sql`update notice_file set name = ${erasedMark}, sha256 = '' where organisation_id = ${org} and notice_id = ${any(b.matters)}`,
  );
  await put(
    'bad_faith',
    sql`update bad_faith set sealed = null where organisation_id = ${org} and notice_id = ${any(b.matters)}`,
  );
  await put(
    'disclosure',
    sql`update disclosure set sealed = null, refusal = null where organisation_id = ${org} and id = ${any(b.matters)}`,
  );
  await put(
    'disclosure_act',
    sql`update disclosure_act set detail = '{}', sealed = null where organisation_id = ${org} and disclosure_id = ${any(b.matters)}`,
  );
  const theirs = sql`onboarding_id = ${any(b.matters)}`;
  await put('onboarding_token', sql`delete from onboarding_token where organisation_id = ${org} and ${theirs}`);
  await put(
    'onboarding_check',
    sql`update onboarding_check set sealed = null, input_hash = '', reasons = '[]' where organisation_id = ${org} and ${theirs}`,
  );
  await put(
    'onboarding_act',
    sql`update onboarding_act set sealed = null where organisation_id = ${org} and ${theirs}`,
  );
  await put(
    'payment',
    sql`update payment set sealed = null, iban_masked = null, iban_country = null, payer_tag = null, entry_hash = convert_to(id, 'UTF8')
         where organisation_id = ${org} and party_id = ${b.party}`,
  );
  await put(
    'onboarding_proposal',
    sql`update onboarding_proposal set sealed = null, because = '[]' where organisation_id = ${org} and party_id = ${b.party}`,
  );
  await put(
    'onboarding',
    sql`update onboarding set sealed = null, reference = ${mark('id')}, order_reference = null,
               assessment = jsonb_build_object('pack', pack, 'packVersion', 0, 'lines', '[]'::jsonb, 'total', 0, 'tier', tier, 'stops', '[]'::jsonb)
         where organisation_id = ${org} and party_id = ${b.party}`,
  );
  await put(
    'return_match',
    sql`update return_match set sealed = null, fingerprint = null where organisation_id = ${org} and party_id = ${b.party}`,
  );
  await put(
    'edition_match',
    sql`update edition_match set sealed = null, fingerprint = null where organisation_id = ${org} and party_id = ${b.party}`,
  );
  await put(
    'answer',
    sql`update answer set sealed = null, once = convert_to(id, 'UTF8') where organisation_id = ${org} and id = ${any(b.answers)}`,
  );
  await put(
    'party',
    sql`update party set reference = ${mark('id')}, name = null, language = null, notes = null, tags = '{}', state = 'erased',
               erased_at = ${now}, erased_rule = ${rule}
         where organisation_id = ${org} and id = ${b.party}`,
  );
  // Tables held in memory are stale now.
  await tx.rows(sql`update ledger_version set version = version + 1 where organisation_id = ${org}`);
  return counts;
}

/** What a kept answer would be recognised by: ids, names and addresses of the party, long enough to mean it. */
async function personalStrings(tx: Tx, b: Belongings): Promise<string[]> {
  const org = orgOf(tx);
  const found = await tx.rows(sql<{ s: string }>`
    select unnest(array[reference, name]) as s from party where organisation_id = ${org} and id = ${b.party}
    union select address from contact where organisation_id = ${org} and id = any(${[...b.contacts]}::text[])
    union select name from holding where organisation_id = ${org} and id = any(${[...b.holdings]}::text[])
    union select label from holding where organisation_id = ${org} and id = any(${[...b.holdings]}::text[])
    union select reference from contract where organisation_id = ${org} and id = any(${[...b.contracts]}::text[])
    union select asset from abuse_case where organisation_id = ${org} and id = any(${[...b.cases]}::text[])`);
  const quoted = found
    .map((row) => row.s)
    .filter((s) => typeof s === 'string' && s.length > 2)
    // As it stands inside JSON text.
    .map((s) => JSON.stringify(s).slice(1, -1));
  return [b.party, ...b.contacts, ...b.contracts, ...b.holdings, ...b.cases, ...b.letters, ...b.answers, ...quoted];
}

/** Ids of the live keys that guard these subjects, and of the journal's keys among all that ever did. */
export async function keysOf(
  tx: Tx,
  subjects: readonly string[],
): Promise<{ readonly live: readonly string[]; readonly journal: readonly string[] }> {
  const rows = await tx.rows(sql<{ id: string; class: string; live: boolean; blank: boolean }>`
    select k.id, k.class, k.destroyed_at is null as live,
           not exists (select from journal_detail d where d.organisation_id = k.organisation_id and d.key_id = k.id and d.sealed is not null) as blank
      from data_key k where organisation_id = ${orgOf(tx)} and subject = any(${[...subjects]}::text[])
     order by id`);
  return {
    live: rows.filter((r) => r.live).map((r) => r.id),
    // A key already destroyed whose details still lie there comes from an older backup: this erasure tells of it again.
    journal: rows.filter((r) => r.class === 'journal' && (r.live || !r.blank)).map((r) => r.id),
  };
}

export interface MessageState {
  readonly id: Id<'msg'>;
  readonly size: number;
  readonly received_at: Temporal.Instant;
  readonly evidence_id: Id<'evd'> | null;
  readonly key_id: Id<'dky'> | null;
  readonly sealed: Buffer | null;
  readonly tombstone: unknown;
}

/** A message with where its bytes lie, locked. */
export async function lockMessage(tx: Tx, id: string): Promise<MessageState | undefined> {
  const org = orgOf(tx);
  const [row] = await tx.rows(sql<MessageState>`
    select m.id, m.size, m.received_at, m.evidence_id, k.key_id, m.sealed, m.tombstone
      from message m left join kept k on k.organisation_id = m.organisation_id and k.id = m.evidence_id
     where m.organisation_id = ${org} and m.id = ${id} for update of m`);
  return row;
}

/** Makes the row of a message a tombstone. `sealed` and `evidence` are what is left where a copy without pictures stays. */
export async function buryMessage(
  tx: Tx,
  id: string,
  tombstone: Readonly<Record<string, unknown>>,
  left: { readonly sealed: Buffer | null; readonly evidence: string | null },
): Promise<void> {
  await tx.rows(sql`
    update message set state = 'done', name = null, why = null, problems = '[]', auth = null, sealed = ${left.sealed}, sender_mark = null,
           evidence_id = coalesce(${left.evidence}, evidence_id), tombstone = ${JSON.stringify(tombstone)}::jsonb
     where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

/**
 * The message as it came in and every message within it, the outermost first: bytes of a mail within a mail lie in the
 * outermost one, so they go together.
 */
export async function wholeMessage(tx: Tx, id: string): Promise<readonly string[]> {
  const org = orgOf(tx);
  return idsOf(
    tx,
    sql`with recursive up as (
          select id, within from message where organisation_id = ${org} and id = ${id}
          union select m.id, m.within from up join message m on m.organisation_id = ${org} and m.id = up.within
        ), down as (
          select id, 0 as depth from up where within is null
          union select m.id, d.depth + 1 from down d join message m on m.organisation_id = ${org} and m.within = d.id)
        select id from down order by depth, id`,
  );
}

/** Records an erasure. Once: replaying one that is there already changes nothing. */
export async function recordErasure(tx: Tx, e: Erasure, counts: ErasureCounts): Promise<boolean> {
  const done = await tx.rows(sql<{ id: string }>`
    insert into erasure (organisation_id, id, subject_kind, subject, rule, at, by, counts)
    values (${e.organisation}, ${e.id}, ${e.kind}, ${e.subject}, ${e.rule}, ${e.at.toString()}::timestamptz, ${e.by}, ${JSON.stringify(counts)}::jsonb)
    on conflict do nothing returning id`);
  return done.length > 0;
}

export interface ErasureRow extends Erasure {
  readonly counts: ErasureCounts;
}

/** Erasures of this organisation, oldest first. */
export async function erasuresOf(tx: Tx): Promise<readonly ErasureRow[]> {
  const rows = await tx.rows(
    sql<{
      id: Id<'ers'>;
      subject_kind: 'party' | 'message';
      subject: string;
      rule: Erasure['rule'];
      at: Temporal.Instant;
      by: string;
      counts: Record<string, number>;
    }>`select id, subject_kind, subject, rule, at, by, counts from erasure where organisation_id = ${orgOf(tx)} order by at, id`,
  );
  return rows.map(({ subject_kind, ...r }) => ({ ...r, kind: subject_kind, organisation: orgOf(tx) }));
}

/**
 * Parties and messages whose keys were destroyed though their rows are still whole: what a restored older backup shows where
 * the newest key set knows of an erasure that no log does.
 */
export async function toldByKeys(
  tx: Tx,
): Promise<readonly { readonly subject: string; readonly rule: string; readonly at: Temporal.Instant }[]> {
  const org = orgOf(tx);
  return tx.rows(sql<{ subject: string; rule: string; at: Temporal.Instant }>`
    select k.subject, min(k.destroyed_rule) as rule, min(k.destroyed_at) as at
      from data_key k
     where k.organisation_id = ${org} and k.destroyed_at is not null
       and (exists (select from party p where p.organisation_id = ${org} and p.id = k.subject and p.erased_at is null)
         or k.class = 'message'
            and exists (select from message m where m.organisation_id = ${org} and m.id = k.subject and m.tombstone is null))
     group by k.subject order by starts_with(k.subject, 'party_') desc, k.subject`);
}

/** Rows of this organisation in each of these tables; their names are ours and never come from outside. */
export async function rowCounts(tx: Tx, tables: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const table of tables) {
    const [row] = await tx.rows(
      sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where organisation_id = ${tx.organisation}`,
    );
    counts.set(table, row?.n ?? 0);
  }
  return counts;
}
