/** Commands of orders, of duty and of the register of authorities. */
import { readFile } from 'node:fs/promises';
import { calendarOf } from '#deadlines/store';
import { type Command, type Flags, type Inside, type Output, readFlags } from '#io/command';
import { durationForPeople, type Id, Refused, statedMoment, timeForPeople } from '#kernel';
import { actOnOrder } from './acts.ts';
import { orderFrom } from './api.ts';
import { addShift, onDuty, shiftsFrom } from './duty.ts';
import { readForm } from './form.ts';
import { addAuthority, addAuthorityContact, verifyAuthorityContact } from './register.ts';
import { newOrderShape, type OrderActBody, type OrderLine, orderActBody } from './shapes.ts';
import { orderFile, orderLines, registerShapes } from './showing.ts';
import { orderById } from './store.ts';
import { markRead, takeOrder } from './work.ts';

function wrong(output: Output, text: string, usage: string): number {
  output.err(`bezem: ${text}`);
  output.err(`bezem ${usage}`);
  return 2;
}
const said = (f: Flags, name: string): string | undefined => {
  const v = f.flags.get(name);
  return typeof v === 'string' ? v : undefined;
};
const zoneOf = (i: Inside) => i.world.db.in(i.organisation, async (tx) => (await calendarOf(tx)).zone);

function lineFor(o: OrderLine, now: Temporal.Instant, zone: string, output: Output): string {
  const nl = output.language === 'nl';
  const next = o.clocks.filter((c) => c.state !== 'paused')[0];
  const left = next ? now.until(Temporal.Instant.from(next.due_at)) : null;
  const clock =
    left === null
      ? '–'
      : left.sign <= 0
        ? `! ${durationForPeople(left, output.language)} ${nl ? 'te laat' : 'late'}`
        : `${nl ? 'nog ' : ''}${durationForPeople(left, output.language)}${nl ? '' : ' left'}`;
  return [
    o.number,
    o.type.padEnd(10),
    o.state.padEnd(14),
    clock,
    timeForPeople(Temporal.Instant.from(o.received_at), zone, output.language),
    o.secret ? (nl ? 'GEHEIM' : 'SECRET') : '',
    o.authority,
  ].join('  ');
}
const isLate = (lines: readonly OrderLine[], now: Temporal.Instant) =>
  lines.some((o) =>
    o.clocks.some(
      (c) =>
        c.state === 'breached' ||
        (c.state === 'running' && Temporal.Instant.compare(Temporal.Instant.from(c.due_at), now) <= 0),
    ),
  );

const list: Command = {
  name: 'order list',
  summary: {
    nl: 'Bevelen met hun lopende klokken; eindigt met 3 als er een te laat is',
    en: 'Orders with their running clocks; exits with 3 where one is overdue',
  },
  usage: 'order list [--all] [--type KIND] [--limit N] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = readFlags(args, ['type', 'limit'], ['all', 'json']);
    if (typeof f === 'string') return wrong(output, f, this.usage);
    const limit = Number(said(f, 'limit') ?? 200);
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > 2000)
      return wrong(output, '--limit is a number from 1 to 2000', this.usage);
    const inside = await open();
    if (inside.actor.kind === 'member' && inside.actor.role === 'reader') throw new Refused('request.not-allowed');
    const type = said(f, 'type');
    const lines = await inside.world.db.in(inside.organisation, (tx) =>
      orderLines(tx, { which: f.flags.has('all') ? 'all' : 'open', limit, ...(type ? { type } : {}) }),
    );
    const now = inside.world.clock.now();
    if (f.flags.has('json')) output.out(JSON.stringify({ items: lines }));
    else {
      const zone = await zoneOf(inside);
      for (const o of lines) output.out(lineFor(o, now, zone, output));
      if (lines.length === 0) output.err(output.language === 'nl' ? 'Er zijn geen bevelen.' : 'There are no orders.');
    }
    return isLate(lines, now) ? 3 : 0;
  },
};

async function shown(inside: Inside, id: string, output: Output, json: boolean): Promise<number> {
  const { world, organisation, actor } = inside;
  if (actor.kind === 'member' && actor.role === 'reader') throw new Refused('request.not-allowed');
  const o = await world.db.in(organisation, async (tx) => {
    await markRead(world, tx, (await orderById(tx, id)).id, actor);
    return orderFile(world, tx, id);
  });
  if (json) output.out(JSON.stringify(o));
  else {
    const nl = output.language === 'nl';
    const zone = await zoneOf(inside);
    const at = (t: string | null) => (t ? timeForPeople(Temporal.Instant.from(t), zone, output.language) : '–');
    output.out(lineFor(o, world.clock.now(), zone, output));
    output.out(
      `${o.title[output.language]} · ${o.basis}${o.mark === 'verified' ? '' : nl ? ' (niet nagelezen)' : ' (not verified)'}`,
    );
    for (const c of o.clocks) output.out(`  ${c.title[output.language]}: ${at(c.due_at)} · ${c.state}`);
    for (const s of o.steps)
      output.out(`  [${s.state === 'done' ? 'x' : s.state === 'open' ? ' ' : '-'}] ${s.step} ${at(s.at)}`);
    for (const i of o.objects)
      output.out(`  ${i.no}. ${i.shown}  ${i.state}  ${i.party_name ?? i.attribution}  ${i.effects.join(', ')}`);
    for (const c of o.checks.filter((k) => k.outcome === 'missing'))
      output.err(`${nl ? 'ontbreekt' : 'missing'}: ${c.title[output.language]} (art. ${c.article})`);
    output.err(`${nl ? 'u kunt' : 'you may'}: ${o.offered.join(', ')}`);
  }
  return isLate([{ ...o, clocks: o.clocks.filter((c) => c.ended_at === null) }], world.clock.now()) ? 3 : 0;
}

const show: Command = {
  name: 'order show',
  summary: {
    nl: 'Eén bevel met klokken, lijst, vindplaatsen en wat u kunt doen',
    en: 'One order with clocks, list, locations and what you may do',
  },
  usage: 'order show ID [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = readFlags(args, [], ['json']);
    const id = typeof f === 'string' ? undefined : f.words[0];
    if (typeof f === 'string' || !id) return wrong(output, typeof f === 'string' ? f : 'which order?', this.usage);
    return shown(await open(), id, output, f.flags.has('json'));
  },
};

const add: Command = {
  name: 'order add',
  summary: {
    nl: 'Een bevel dat anders binnenkwam: vindplaatsen achter elkaar, of de tekst met --file',
    en: 'An order that came another way: locations one after the other, or its text with --file',
  },
  usage:
    'order add [LOCATION…] --type KIND --authority NAME [--reference R] [--country CC] [--received TIME] [--term HOURS] [--reply-to ADDRESS] [--reasons TEXT] [--secret BASIS [--until TIME]] [--emergency] [--file TEXT] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = readFlags(
      args,
      [
        'type',
        'authority',
        'reference',
        'country',
        'received',
        'term',
        'reply-to',
        'reasons',
        'secret',
        'until',
        'file',
      ],
      ['emergency', 'json'],
    );
    if (typeof f === 'string') return wrong(output, f, this.usage);
    const file = said(f, 'file');
    const read = file ? readForm(await readFile(file, 'utf8')) : null;
    const type = said(f, 'type') ?? read?.type;
    const authority = said(f, 'authority') ?? read?.authority;
    if (!type || !authority) return wrong(output, '--type and --authority are needed', this.usage);
    const hours = said(f, 'term');
    const given = (name: string, key: string) => (said(f, name) ? { [key]: said(f, name) } : {});
    const parsed = newOrderShape.safeParse({
      type,
      authority,
      channel: 'desk',
      items: f.words.length > 0 ? f.words : (read?.items.map((i) => i.location) ?? []),
      elements: read?.elements ?? [],
      emergency: f.flags.has('emergency') || (read?.emergency ?? false),
      ...(hours ? { term: { unit: 'hours', count: Number(hours) } } : {}),
      ...(read?.reference ? { reference: read.reference } : {}),
      ...(read?.reasons ? { reasons: read.reasons } : {}),
      ...(read?.replyTo ? { reply_to: read.replyTo } : {}),
      ...given('reference', 'reference'),
      ...given('country', 'country'),
      ...given('received', 'received_at'),
      ...given('reply-to', 'reply_to'),
      ...given('reasons', 'reasons'),
      ...(said(f, 'secret') ? { secrecy: { basis: said(f, 'secret'), until: said(f, 'until') ?? null } } : {}),
    });
    if (!parsed.success)
      return wrong(output, parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '), this.usage);
    const { world, organisation, actor } = await open();
    if (actor.kind === 'member' && actor.role === 'reader') throw new Refused('request.not-allowed');
    const taken = await world.db.in(organisation, (tx) =>
      takeOrder(world, tx, orderFrom(parsed.data, world.clock.now()), actor),
    );
    output.out(
      f.flags.has('json')
        ? JSON.stringify(taken)
        : `${taken.number} ${taken.id}${taken.duplicate ? (output.language === 'nl' ? ' (was er al)' : ' (was here already)') : ''}`,
    );
    return 0;
  },
};

/** One command per act that people type; each is the act of the API by its own name. */
function act(
  name: string,
  does: string,
  summary: Command['summary'],
  flags: string,
  needed: readonly string[],
  body: (f: Flags) => OrderActBody,
): Command {
  const withValue = [
    'text',
    'contact',
    'how',
    'ground',
    'until',
    'at',
    'what',
    'sha256',
    'channel',
    'period',
    'gaps',
    'missing',
    'present',
    'item',
  ];
  return {
    name: `order ${name}`,
    summary,
    usage: `order ${name} ID ${flags} [--json]`.replace('  ', ' '),
    needs: 'member',
    async run(args, output, open) {
      const f = readFlags(args, withValue, ['json']);
      const id = typeof f === 'string' ? undefined : f.words[0];
      if (typeof f === 'string' || !id) return wrong(output, typeof f === 'string' ? f : 'which order?', this.usage);
      const missing = needed.find((n) => said(f, n) === undefined);
      if (missing) return wrong(output, `--${missing} is needed`, this.usage);
      const parsed = orderActBody.safeParse(body(f));
      if (!parsed.success)
        return wrong(
          output,
          parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
          this.usage,
        );
      const inside = await open();
      await actOnOrder(inside.world, inside.organisation, id, does, parsed.data, inside.actor);
      return shown(inside, id, output, f.flags.has('json'));
    },
  };
}
const text = (f: Flags): OrderActBody => ({ text: said(f, 'text') ?? '' });
const elements = (f: Flags) =>
  Object.fromEntries(
    (['present', 'missing'] as const).flatMap((outcome) =>
      (said(f, outcome) ?? '')
        .split(',')
        .filter(Boolean)
        .map((e) => [e.trim(), outcome] as const),
    ),
  ) as NonNullable<OrderActBody['checks']>;

const acts: readonly Command[] = [
  act(
    'check',
    'check',
    {
      nl: 'Zegt welke onderdelen in het bevel staan of ontbreken',
      en: 'Says which elements stand in the order or are missing',
    },
    '[--present A,B] [--missing C,D]',
    [],
    (f) => ({ checks: elements(f) }),
  ),
  act(
    'confirm',
    'confirm',
    {
      nl: 'De autoriteit bevestigde, via een contact uit ons eigen register',
      en: 'The authority confirmed, through a contact of our own register',
    },
    '--contact ID --text WHO [--how call_back|mail_back|portal|in_person]',
    ['contact', 'text'],
    (f) => ({
      ...text(f),
      contact: said(f, 'contact'),
      ...(said(f, 'how') ? { how: said(f, 'how') as 'call_back' } : {}),
    }),
  ),
  act(
    'forged',
    'reject',
    {
      nl: 'Het bevel is niet van de autoriteit; de echte wordt ingelicht',
      en: 'The order is not of the authority; the real one is told',
    },
    '--text WHY',
    ['text'],
    text,
  ),
  act(
    'deficiency',
    'defect',
    {
      nl: 'Er ontbreekt iets: vraagt het na, en gaat door met wat kan',
      en: 'Something is missing: asks for it, and goes on with what can be done',
    },
    '--text WHAT [--ground insufficient|manifest_errors]',
    ['text'],
    (f) => ({ ...text(f), ...(said(f, 'ground') ? { ground: said(f, 'ground') as 'insufficient' } : {}) }),
  ),
  act('clarify', 'clarify', { nl: 'De aanvulling kwam', en: 'The clarification came' }, '--text WHAT', ['text'], text),
  act(
    'impossible',
    'impossible',
    { nl: 'Het kan niet, buiten onze schuld: meldt dat', en: 'It cannot be done, through no fault of ours: says so' },
    '--text WHY [--ground de_facto|force_majeure]',
    ['text'],
    (f) => ({ ...text(f), ...(said(f, 'ground') ? { ground: said(f, 'ground') as 'de_facto' } : {}) }),
  ),
  act('resume', 'resume', { nl: 'Het kan weer', en: 'It can be done again' }, '--text WHY', ['text'], text),
  act(
    'item',
    'not_done',
    { nl: 'Eén vindplaats kan niet worden uitgevoerd, en waarom', en: 'One location cannot be carried out, and why' },
    '--item N --text WHY',
    ['item', 'text'],
    (f) => ({ ...text(f), item: Number(said(f, 'item')) }),
  ),
  act(
    'tell',
    'tell',
    { nl: 'Licht de klant in; nooit zolang het geheim is', en: 'Tells the recipient; never while it is secret' },
    '',
    [],
    () => ({}),
  ),
  act(
    'lift',
    'lift',
    {
      nl: 'De autoriteit hief de geheimhouding op, met welke akte',
      en: 'The authority lifted the secrecy, by which act',
    },
    '--text ACT',
    ['text'],
    text,
  ),
  act(
    'review',
    'review_secrecy',
    { nl: 'Nagevraagd of de geheimhouding nog geldt', en: 'Asked whether the secrecy still holds' },
    '--text ANSWER',
    ['text'],
    text,
  ),
  act(
    'approve',
    'approve',
    { nl: 'Een tweede persoon gaat akkoord', en: 'A second person agrees' },
    '',
    [],
    () => ({}),
  ),
  act(
    'transmit',
    'transmit',
    {
      nl: 'Gegevens gaan uit, na bevestiging en tweede persoon',
      en: 'Data go out, after confirmation and a second person',
    },
    '--what TEXT --sha256 HASH [--channel HOW] [--period P] [--gaps TEXT]',
    ['what', 'sha256'],
    (f) => ({
      what: said(f, 'what'),
      sha256: said(f, 'sha256'),
      channel: said(f, 'channel'),
      period: said(f, 'period'),
      gaps: said(f, 'gaps'),
    }),
  ),
  act(
    'answer',
    'answer',
    {
      nl: 'Antwoordt een toezichthouder, of wijst de weg via het verdrag',
      en: 'Answers a supervisor, or names the way by treaty',
    },
    '[--text ANSWER]',
    [],
    (f) => (said(f, 'text') ? text(f) : {}),
  ),
  act(
    'keep',
    'keep',
    { nl: 'Gegevens zijn bewaard op bevel', en: 'Data are kept on order' },
    '--what TEXT',
    ['what'],
    (f) => ({ what: said(f, 'what') }),
  ),
  act('close', 'close', { nl: 'Sluit het bevel', en: 'Closes the order' }, '[--text HOW]', [], (f) =>
    said(f, 'text') ? text(f) : {},
  ),
];

const duty: Command = {
  name: 'duty',
  summary: {
    nl: 'Wie dienst heeft, nu en straks; met 3 als er nu niemand is',
    en: 'Who is on duty, now and next; exits with 3 where nobody is now',
  },
  usage: 'duty [--member EMAIL --from TIME --until TIME [--rank N]] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = readFlags(args, ['member', 'from', 'until', 'rank'], ['json']);
    if (typeof f === 'string') return wrong(output, f, this.usage);
    const { world, organisation, actor } = await open();
    const member = said(f, 'member');
    if (member) {
      const [from, until] = [said(f, 'from'), said(f, 'until')];
      if (!from || !until) return wrong(output, '--from and --until are needed', this.usage);
      await world.db.in(organisation, async (tx) => {
        const found = (
          await tx.q
            .selectFrom('member')
            .select('id')
            .where('organisation_id', '=', organisation)
            .where('email', '=', member.toLowerCase())
            .executeTakeFirst()
        )?.id;
        if (!found) throw new Refused('request.invalid', `member: ${member} is none of ours`);
        await addShift(
          world,
          tx,
          {
            member: found as Id<'mbr'>,
            rank: Number(said(f, 'rank') ?? 1),
            startsAt: statedMoment(from, 'from'),
            endsAt: statedMoment(until, 'until'),
          },
          actor,
        );
      });
    }
    const now = world.clock.now();
    const [line, shifts] = await world.db.in(
      organisation,
      async (tx) => [await onDuty(tx, now), await shiftsFrom(tx, now)] as const,
    );
    if (f.flags.has('json'))
      output.out(
        JSON.stringify({
          now: line.map((s) => s.name),
          shifts: shifts.map((s) => ({ ...s, starts_at: s.starts_at.toString(), ends_at: s.ends_at.toString() })),
        }),
      );
    else for (const s of shifts) output.out(`${s.starts_at.toString()}  ${s.ends_at.toString()}  ${s.rank}  ${s.name}`);
    if (line.length === 0) output.err(output.language === 'nl' ? 'Nu heeft niemand dienst.' : 'Nobody is on duty now.');
    return line.length === 0 ? 3 : 0;
  },
};

const register: Command = {
  name: 'authority',
  summary: {
    nl: 'Ons eigen register van autoriteiten: lijst, of voeg toe of bevestig',
    en: 'Our own register of authorities: list, or add or verify',
  },
  usage:
    'authority [--name NAME [--law ID] [--country CC] [--mail ADDRESS|--phone NUMBER|--portal NAME --source TEXT]] [--verify CONTACT] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = readFlags(args, ['name', 'law', 'country', 'mail', 'phone', 'portal', 'source', 'verify'], ['json']);
    if (typeof f === 'string') return wrong(output, f, this.usage);
    const { world, organisation, actor } = await open();
    if (actor.kind === 'member' && actor.role === 'reader') throw new Refused('request.not-allowed');
    const items = await world.db.in(organisation, async (tx) => {
      const [name, law, country, verify] = [said(f, 'name'), said(f, 'law'), said(f, 'country'), said(f, 'verify')];
      if (name) {
        const id = await addAuthority(
          world,
          tx,
          { name, ...(law ? { law } : {}), ...(country ? { country } : {}) },
          actor,
        );
        for (const channel of ['mail', 'phone', 'portal'] as const) {
          const address = said(f, channel);
          if (address)
            await addAuthorityContact(world, tx, id, { channel, address, source: said(f, 'source') ?? '' }, actor);
        }
      }
      if (verify) await verifyAuthorityContact(world, tx, verify, actor);
      return registerShapes(tx);
    });
    if (f.flags.has('json')) output.out(JSON.stringify({ items }));
    else
      for (const a of items) {
        output.out(`${a.id}  ${a.name}  ${a.country ?? ''}`);
        for (const c of a.contacts)
          output.out(`  ${c.id}  ${c.channel}  ${c.address}  ${c.verified_at ? '✓' : ''}  ${c.source}`);
      }
    return 0;
  },
};

export const commands: readonly Command[] = [list, show, add, ...acts, duty, register];
