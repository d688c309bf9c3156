/** Letters about orders: to the authority with a signed receipt, to the recipient where it may be, and what follows once they left. */
import { type Attachment, momentWithUtc } from '#correspondence';
import { type House, houseOf } from '#correspondence/store';
import { type Letter, type QueueLetter, queueLetter, type Recheck } from '#correspondence/work';
import { deadlinesOf } from '#deadlines/store';
import { sql, type Tx } from '#io/db';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { receiptOf } from '#journal/proof';
import { type Actor, engine, type Id, isId, type Language, Refused, type Words } from '#kernel';
import { type LetterFields, type LetterTable, type OrderElement, orderElements } from '#law';
import { contactFor } from '#parties';
import { contactsOf, partiesByIds } from '#parties/store';
import { doAct, fact, lockOrder, type OrderNow, orgOf } from './acting.ts';
import { contactsOfAuthorities } from './register.ts';
import {
  actsOfOrder,
  changeOrder,
  type ItemRow,
  isSecretMatter,
  itemsOf,
  type OrderWords,
  orderWords,
  writeAct,
} from './store.ts';

/** What was done, in words: those of the vocabulary of restrictions that a host imposes. */
const effectWords: Readonly<Record<string, Words>> = {
  'visibility:CONTENT_REMOVED': { nl: 'verwijderd', en: 'removed' },
  'visibility:CONTENT_DISABLED': { nl: 'ontoegankelijk gemaakt', en: 'made inaccessible' },
  'provision:PARTIAL_SUSPENSION': { nl: 'dienst deels stilgelegd', en: 'service partly suspended' },
  'provision:TOTAL_SUSPENSION': { nl: 'dienst stilgelegd', en: 'service suspended' },
  'provision:PARTIAL_TERMINATION': { nl: 'dienst deels beëindigd', en: 'service partly ended' },
  'provision:TOTAL_TERMINATION': { nl: 'dienst beëindigd', en: 'service ended' },
  'account:SUSPENDED': { nl: 'account stilgelegd', en: 'account suspended' },
  'account:TERMINATED': { nl: 'account beëindigd', en: 'account ended' },
};
const done = (effects: readonly string[], l: Language): string =>
  effects.map((e) => effectWords[e]?.[l] ?? e).join(', ') || (l === 'nl' ? 'uitgevoerd' : 'carried out');

/** What became of each item, as the table of a letter. */
export function itemTable(items: readonly ItemRow[], zone: string, l: Language): LetterTable {
  const nl = l === 'nl';
  return {
    columns: nl ? ['Nr.', 'Vindplaats', 'Gevolg', 'Wanneer'] : ['No.', 'Location', 'Effect', 'When'],
    rows: items.map((i) => [
      String(i.no),
      i.shown,
      i.state === 'effected'
        ? done(i.effects, l)
        : i.state === 'reinstated'
          ? nl
            ? 'teruggezet'
            : 'put back'
          : i.state === 'not_effected'
            ? `${nl ? 'niet uitgevoerd' : 'not carried out'}${i.why ? `: ${i.why}` : ''}`
            : nl
              ? 'nog open'
              : 'still open',
      i.settled_at ? momentWithUtc(i.settled_at, zone, l) : '–',
    ]),
  };
}

/** The fields every letter to an authority has. */
export function commonFields(o: OrderNow, house: House, words: OrderWords | null, l: Language): LetterFields {
  return {
    orderNumber: o.row.number,
    organisationName: house.sender,
    authorityName: o.row.authority_name,
    receivedAt: momentWithUtc(o.row.received_at, house.zone, l),
    orderReference: o.row.reference ?? undefined,
    scope: words?.scope ?? undefined,
    contact: house.replyTo ?? undefined,
    providerContact: house.replyTo ?? house.sender,
  };
}

/**
 * Where letters about an order go: to the mail contact of our register, else to where the order itself asks for them. What
 * holds data of a customer never goes to the latter.
 */
async function addressFor(world: World, tx: Tx, o: OrderNow, only?: 'register'): Promise<string | null> {
  if (o.row.authority_id) {
    const mails = (await contactsOfAuthorities(tx, o.row.authority_id)).filter((c) => c.channel === 'mail');
    const chosen = mails.find((c) => c.id === o.row.confirmed_contact) ?? mails[0];
    if (chosen) return chosen.address;
  }
  return only ? null : ((await orderWords(world, tx, o.row))?.replyTo ?? null);
}

export interface ToAuthority {
  readonly template: string;
  readonly fields: (l: Language, house: House, words: OrderWords | null) => LetterFields;
  readonly attachments?: readonly Attachment[];
  /** Only to a contact of our own register. */
  readonly only?: 'register';
  /** To this address of our register instead. */
  readonly to?: string;
  readonly by: Actor;
}

/**
 * Puts a letter to the authority in the outbox, at once: no time for undo, no quiet hours.
 * @returns null where there is no address to write to; that is written down, and a person tells it another way
 */
export async function writeToAuthority(
  world: World,
  tx: Tx,
  o: OrderNow,
  letter: ToAuthority,
): Promise<Id<'let'> | null> {
  const address = letter.to ?? (await addressFor(world, tx, o, letter.only));
  if (address === null) {
    await writeAct(world, tx, {
      order: o.row.id,
      act: 'no_address',
      by: letter.by,
      detail: { template: letter.template },
    });
    return null;
  }
  const house = await houseOf(tx);
  const words = await orderWords(world, tx, o.row);
  const fields = (l: Language) => ({ ...commonFields(o, house, words, l), ...letter.fields(l, house, words) });
  return queueLetter(world, tx, {
    template: letter.template,
    language: o.row.language,
    audience: 'authority',
    party: null,
    contact: { id: null, address },
    matter: o.row.id,
    reference: o.row.number,
    fields: { nl: fields('nl'), en: fields('en') },
    ...(letter.attachments ? { attachments: letter.attachments } : {}),
    undoSeconds: 0,
    lane: 'urgent',
    urgent: true,
    link: false,
    by: letter.by,
  });
}

/** Which demanded elements are missing, with their articles. */
export function missingWords(o: Pick<OrderNow, 'row' | 'type'>, l: Language): string | undefined {
  const missing = o.type.checks.filter((c) => o.row.checks[c.element as OrderElement] === 'missing');
  return missing.length === 0
    ? undefined
    : missing.map((c) => `${orderElements[c.element][l]} (art. ${c.article})`).join(', ');
}

const receiptFile = async (world: World, tx: Tx, act: string, order: string, name: string): Promise<Attachment> => ({
  name,
  type: 'application/json',
  bytes: Buffer.from(JSON.stringify(await receiptOf(world, tx, act, order), null, 2)),
});

/** The job that confirms receipt by itself, with a signed receipt of what arrived: after the transaction that took it, since only then there is proof. */
export async function acknowledgeJob(world: World, job: Job): Promise<undefined> {
  const order = orderOf(job);
  await world.db.in(job.organisation, async (tx) => {
    const o = await lockOrder(tx, order);
    if (o.row.acknowledged_at !== null || (await hasLetter(tx, order, 'ltr-ord-ack'))) return;
    const due = (await deadlinesOf(tx, order))
      .filter((d) => o.type.callsOut.includes(d.clock) || d.clock === 'clk-order-term')
      .map((d) => d.dueAt)[0];
    await writeToAuthority(world, tx, o, {
      template: 'ltr-ord-ack',
      fields: (l, house) => ({
        kind: o.type.title[l],
        dueAt: due ? momentWithUtc(due, house.zone, l) : undefined,
        missing: missingWords(o, l),
      }),
      attachments: [await receiptFile(world, tx, 'order.received', order, 'receipt.json')],
      by: engine,
    });
  });
  return undefined;
}

/** The job that reports back by itself once every item is settled, with a signed final receipt of what was done and when. */
export async function reportJob(world: World, job: Job): Promise<undefined> {
  const order = orderOf(job);
  await world.db.in(job.organisation, async (tx) => {
    const o = await lockOrder(tx, order);
    if (o.row.effect_at === null || o.row.reported_at !== null || o.type.asks !== 'act') return;
    const template = o.type.letters.effect;
    if (await hasLetter(tx, order, template)) return;
    const effectAt = o.row.effect_at;
    const signer = await whoSettled(tx, order);
    await writeToAuthority(world, tx, o, {
      template,
      fields: (l, house) => {
        const at = momentWithUtc(effectAt, house.zone, l);
        const removed = o.items.length > 0 && o.items.every((i) => i.effects.includes('visibility:CONTENT_REMOVED'));
        return {
          effectAt: at,
          items: itemTable(o.items, house.zone, l),
          measure: removed
            ? l === 'nl'
              ? 'inhoud verwijderd'
              : 'content removed'
            : l === 'nl'
              ? 'toegang in alle lidstaten onmogelijk gemaakt'
              : 'access disabled in all Member States',
          measureAt: at,
          signer: signer ?? house.sender,
          signerRole: 'abuse desk',
          signedAt: momentWithUtc(world.clock.now(), house.zone, l),
        };
      },
      attachments: [await receiptFile(world, tx, 'order.effect', order, 'final-receipt.json')],
      by: engine,
    });
  });
  return undefined;
}

const orderOf = (job: Job): Id<'ord'> => {
  const order = job.payload['order'];
  if (!isId('ord', order)) throw new Error(`${job.kind} needs an order`);
  return order;
};

async function hasLetter(tx: Tx, order: string, template: string): Promise<boolean> {
  const rows = await tx.rows(sql`
    select 1 from letter where organisation_id = ${orgOf(tx)} and matter = ${order} and template = ${template} and state in ('held', 'queued', 'sending', 'sent', 'delivered')`);
  return rows.length > 0;
}

async function whoSettled(tx: Tx, order: string): Promise<string | null> {
  const by = (await actsOfOrder(tx, order)).findLast((a) => a.act === 'settle' || a.act === 'settle_part')?.by;
  return by ? nameOfMember(tx, by) : null;
}
export async function nameOfMember(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.rows(
    sql<{ name: string }>`select name from member where organisation_id = ${orgOf(tx)} and id = ${id}`,
  );
  return row?.name ?? null;
}

/** Asks for the job that reports back. */
export const askReport = (world: World, tx: Tx, order: string) =>
  enqueue(tx, { kind: 'order.report', lane: 'urgent', payload: { order }, runAt: world.clock.now(), key: order });

/**
 * Tells whoever is the next link below us of an order that was carried out: what, why, redress. Never while it is secret.
 * @returns whether everybody who could be told has a letter now
 * @throws Refused `order.secret`
 */
export async function tellRecipient(world: World, tx: Tx, o: OrderNow, by: Actor): Promise<boolean> {
  const template = o.type.letters.recipient;
  if (template === null || (await isSecretMatter(tx, o.row.id))) throw new Refused('order.secret');
  const items = (await itemsOf(tx, o.row.id)).filter((i) => i.state === 'effected');
  const groups = Map.groupBy(items, (i) => i.addressee_id ?? i.party_id);
  const parties = await partiesByIds(
    tx,
    [...groups.keys()].flatMap((p) => p ?? []),
  );
  const house = await houseOf(tx);
  const words = await orderWords(world, tx, o.row);
  let told = 0;
  for (const [party, theirs] of groups) {
    const contact = party === null ? undefined : contactFor(await contactsOf(tx, [party]), 'abuse');
    const who = party === null ? undefined : parties.get(party);
    if (!contact || !who || party === null) continue;
    const reseller = theirs.some((i) => i.party_id !== null && i.party_id !== party);
    await queueLetter(
      world,
      tx,
      recipientLetter(
        o,
        theirs,
        {
          party,
          name: who.name,
          contact: { id: contact.id, address: contact.address },
          language: who.language,
          reseller,
        },
        house,
        words,
        template,
        by,
      ),
    );
    told++;
  }
  const all = groups.size > 0 && told === groups.size;
  if (all) {
    const now = world.clock.now();
    await changeOrder(tx, o.row.id, { recipient_informed_at: now });
    await writeAct(world, tx, { order: o.row.id, act: 'told', by, detail: { letters: told } });
    await fact(world, tx, o, 'recipient.told', now, by);
  } else
    await writeAct(world, tx, {
      order: o.row.id,
      act: 'not_told',
      by,
      detail: { without_contact: groups.size - told },
    });
  return all;
}

function recipientLetter(
  o: OrderNow,
  items: readonly ItemRow[],
  to: {
    readonly party: Id<'party'>;
    readonly name: string | null;
    readonly contact: QueueLetter['contact'];
    readonly language: Language | null;
    readonly reseller: boolean;
  },
  house: House,
  words: OrderWords | null,
  template: string,
  by: Actor,
): QueueLetter {
  // Of child abuse material the law is named and nothing that describes it.
  const reasons = o.type.evidence === 'address_only' ? null : (words?.reasons ?? null);
  const fields = (l: Language): LetterFields => {
    const nl = l === 'nl';
    const basis = [o.type.basis.law, o.type.basis.article && `art. ${o.type.basis.article}`].filter(Boolean).join(', ');
    const at = items
      .map((i) => i.settled_at)
      .filter((x) => x !== null)
      .sort(Temporal.Instant.compare)
      .at(-1);
    return {
      orderNumber: o.row.number,
      organisationName: house.sender,
      recipientName: to.name ?? (nl ? 'klant' : 'customer'),
      effectAt: at ? momentWithUtc(at, house.zone, l) : undefined,
      measure: done([...new Set(items.flatMap((i) => i.effects))], l),
      items: itemTable(items, house.zone, l),
      ground: `${nl ? 'Grond' : 'Ground'}: ${basis}.${reasons ? ` ${reasons}` : ''}`,
      redress:
        words?.redress ??
        (nl
          ? 'U kunt zich tot de rechter wenden. Bij ons kunt u binnen zes maanden bezwaar maken; antwoord dan op deze brief.'
          : 'You can turn to the court. With us you can object within six months; answer this letter then.'),
      authorityName: o.row.authority_name,
      scope: words?.scope ?? undefined,
      passOn: to.reseller
        ? nl
          ? 'Is dit van uw klant? Geef deze brief dan aan uw klant door.'
          : 'Is this of your customer? Then pass this letter on to your customer.'
        : undefined,
    };
  };
  return {
    template,
    language: to.language ?? 'both',
    audience: to.reseller ? 'reseller' : 'customer',
    party: to.party,
    contact: to.contact,
    matter: o.row.id,
    reference: o.row.number,
    fields: { nl: fields('nl'), en: fields('en') },
    urgent: true,
    link: false,
    by,
  };
}

/** The last look at a letter about an order: a recipient hears nothing of what became secret meanwhile. */
export async function recheckOrderLetter(_world: World, tx: Tx, letter: Letter): Promise<Recheck> {
  if (!letter.matter || letter.audience === 'authority') return { go: true };
  return (await isSecretMatter(tx, letter.matter)) ? { go: false, why: 'secret' } : { go: true };
}

/** What follows once a letter about an order left: its clocks end, and those its article pauses on it stand still. */
export async function onOrderLetterSent(world: World, tx: Tx, letter: Letter): Promise<void> {
  if (!letter.matter || !isId('ord', letter.matter) || letter.audience !== 'authority') return;
  const o = await lockOrder(tx, letter.matter);
  const at = letter.sentAt ?? world.clock.now();
  if (letter.template === 'ltr-ord-ack') {
    await changeOrder(tx, o.row.id, { acknowledged_at: at, acknowledged_by_itself: letter.createdBy === 'engine' });
    await fact(world, tx, o, 'receipt.sent', at);
    return;
  }
  if (letter.template === 'ltr-tco-14') return fact(world, tx, o, 'threat.told', at);
  if (letter.template === 'ltr-tco-scr') {
    await fact(world, tx, o, 'scrutiny.settled', at);
    return fact(world, tx, o, 'scrutiny.asked', at);
  }
  if (letter.template === o.type.letters.effect && o.row.effect_at !== null) {
    if (o.row.reported_at === null) {
      const change = { change: { reported_at: at }, detail: { letter: letter.id } };
      if (o.row.state === 'executed' || o.row.state === 'verified') await doAct(world, tx, o, 'report', engine, change);
      else await changeOrder(tx, o.row.id, { reported_at: at });
    }
    await fact(world, tx, o, 'effect.reported', at);
    return fact(world, tx, o, 'annex_ii.sent', at);
  }
  if (letter.template === o.type.letters.defect || letter.template === o.type.letters.impossible) {
    await fact(world, tx, o, 'annex_iii.sent', at);
    // The hour stands still only where its article says so, and only once the authority was told.
    if (o.row.state === 'impossible') await fact(world, tx, o, 'impossibility.told', at);
    if (o.row.state === 'returned_defective') await fact(world, tx, o, 'clarification.asked', at);
  }
}
