/** What the sample provider set up during its month: how it looks, who it writes to, where reports come from, and what it taught. */

import { directivesNow, saveBrand, saveDirectives, saveWording } from '#correspondence/work';
import { taughtShape } from '#formats';
import { lookNow } from '#intake/channels';
import { readMessage, receive } from '#intake/work';
import { sql } from '#io/db';
import type { World } from '#io/world';
import { engine, type Id, must } from '#kernel';
import { loadLaw } from '#law/work';
import { serviceKinds } from '#parties';
import { partiesByReferences } from '#parties/store';
import { addInventory, approvePoll, changeInventory, pollInventory } from '#resources/work';
import { channelBy } from '../intake/channels/store.ts';
import { addChannel } from '../intake/channels/work.ts';
import { addNotifier } from '../intake/notifiers/work.ts';
import { activateTemplate, readQueueAgain, saveTaught } from '../intake/teaching/work.ts';
import { keepMapping } from '../intake/work/mappings.ts';
import type { DemoHands, History, Staff } from './history.ts';
import { netInDemo } from './net.ts';
import { plainMail } from './paper.ts';
import type { Days } from './provider.ts';

/** Columns of the sensor network, in its own words. */
const mapping = {
  name: 'sensornet',
  title: 'Sensornet: aanvallen op lokservers',
  match: { columns: ['gezien', 'bron', 'soort'] },
  shape: 'csv',
  delimiter: ';',
  fields: {
    ip: 'bron',
    time: { from: 'gezien', written: 'DD-MM-YYYY hh:mm:ss', zone: 'Europe/Amsterdam' },
    kind: { from: 'soort', table: { inlog: 'attack.bruteforce', scan: 'attack.scan' } },
  },
  kind: 'attack.scan',
} as const;

/** A watcher who writes every incident in the same words of its own. */
const taught = {
  name: 'nachtwacht',
  title: 'Nachtwacht: inlogpogingen',
  sender: { domains: ['nachtwacht.example'], addresses: [], subject: [], signature: [] },
  fields: [
    { field: 'ip', type: 'address', which: 'first', places: [{ in: 'label', label: 'Machine gezien' }] },
    { field: 'seenAt', type: 'time', which: 'first', places: [{ in: 'label', label: 'Moment' }] },
    { field: 'reference', type: 'reference', which: 'first', places: [{ in: 'label', label: 'Ons nummer' }] },
  ],
  constants: { kind: 'attack.bruteforce', role: 'source' },
  required: ['ip', 'seenAt'],
} as const;

/** A moment as the sensor network writes it, and as the watcher does. */
const local = (at: Temporal.Instant): string => {
  const z = at.toZonedDateTimeISO('Europe/Amsterdam');
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(z.day)}-${two(z.month)}-${z.year} ${two(z.hour)}:${two(z.minute)}:${two(z.second)}`;
};
const plainUtc = (at: Temporal.Instant): string =>
  `${at.round('second').toString().slice(0, 19).replace('T', ' ')} UTC`;

/** Addresses of cage 12, as the address administration tells them: who holds which, at four moments. */
const cage = (held: Readonly<Record<number, string>>): string =>
  `resource,customer\n${Object.entries(held)
    .map(([last, who]) => `203.0.113.${last},${who}\n`)
    .join('')}`;
const cages = {
  first: cage({ 112: 'K-1101', 113: 'K-1101', 114: 'K-1104', 115: 'K-1106', 116: 'K-1107', 117: 'K-1112' }),
  moved: cage({
    112: 'K-1101',
    113: 'K-1102',
    114: 'K-1104',
    115: 'K-1106',
    116: 'K-1107',
    117: 'K-1112',
    118: 'K-1113',
  }),
  broken: cage({ 112: 'K-1101' }),
} as const;

async function* textOf(text: string): AsyncGenerator<string> {
  yield text;
}

/** Puts what was set up in the agenda of the month. */
export function planSetup(
  month: History,
  org: Id<'org'>,
  hands: DemoHands,
  staff: Staff,
  start: Temporal.Instant,
): void {
  const { admin } = staff;
  const day = (days: Days) => start.add({ seconds: Math.round(days * 86_400) }).round('minute');
  const plan = (days: Days, run: (world: World) => Promise<void>) => month.plan(day(days), run);

  plan(-30.2, (world) => brands(world, org, staff));
  plan(-29.9, async (world) => {
    await keepMapping(world, org, mapping, admin);
  });
  plan(-29.8, (world) => channels(world, org, staff));
  // The sensor network brings something every few days and is asked for it; the partners fell silent.
  for (const back of [29, 25, 24, 20, 19, 16, 12, 8, 6, 3, 1])
    plan(-back + 0.3, async (world) => {
      const brings = new Map([
        ['sensornet.example', [25, 19, 12, 6, 3, 1].includes(back) ? sensed(world, back) : undefined],
        ['partners.example', [24, 20, 16, 12, 8].includes(back) ? sensed(world, back + 40) : undefined],
      ]);
      const there = { ...world, net: netInDemo((url) => brings.get(url.hostname)) };
      for (const name of ['sensornet', 'partners']) await look(there, hands, org, name);
    });

  plan(-28.5, async (world) => {
    await addInventory(world, org, admin, { ...inventory, name: 'adresbeheer', kind: 'csv', address: null });
    await poll(world, org, staff, cages.first);
  });
  plan(-14.5, (world) => poll(world, org, staff, cages.moved));
  plan(-4.5, (world) => poll(world, org, staff, cages.moved));
  plan(-0.2, (world) => poll(world, org, staff, cages.broken));
  plan(-27, async (world) => {
    await addInventory(world, org, admin, {
      ...inventory,
      name: 'netbox',
      kind: 'netbox',
      address: 'https://netbox.voorbeeldhost.example',
      secret: { token: 'sample' },
      every_minutes: 60,
    });
    // The sample provider reaches nobody: its NetBox is connected and paused, so that nothing is asked.
    await changeInventory(world, org, admin, 'netbox', { act: 'pause' });
  });

  plan(-21.5, (world) => nightwatch(world, org, hands, staff));
  plan(-21.1, async (world) => void (await watched(world, org, hands, '192.0.2.119', 2)));
  plan(-7.4, async (world) => void (await watched(world, org, hands, '192.0.2.118', 3)));

  plan(-2.5, (world) => trial(world, org, staff));
}

const inventory = {
  private_hosts: [],
  trust: null,
  secret: {},
  options: {},
  precedence: 15,
  every_minutes: null,
  hold_share: 0.2,
};

async function poll(world: World, org: Id<'org'>, staff: Staff, text: string): Promise<void> {
  const said = await pollInventory(world, org, staff.admin, 'adresbeheer', { text: textOf(text) });
  // What waits at the end is for who looks at the demo; nothing before it does.
  if (said.outcome === 'held' && text !== cages.broken)
    await approvePoll(world, org, staff.admin, must(said.id, 'a poll that was kept'));
}

async function brands(world: World, org: Id<'org'>, staff: Staff): Promise<void> {
  await world.db.in(org, async (tx) => {
    const netstart = must((await partiesByReferences(tx, ['R-201'])).get('R-201'), 'the reseller R-201');
    await saveBrand(
      world,
      tx,
      {
        seen: 0,
        isDefault: true,
        parties: [],
        contracts: [],
        content: {
          name: 'Voorbeeldhost BV',
          colours: { accent: '#14506b', on_accent: '#ffffff' },
          sender: { name: 'Abusedesk Voorbeeldhost', address: 'abuse@voorbeeldhost.example' },
          phone: '+31 20 000 0000',
          signature: { nl: 'Abusedesk Voorbeeldhost', en: 'Abuse desk, Voorbeeldhost' },
        },
      },
      staff.admin,
    );
    const wholesale = await saveBrand(
      world,
      tx,
      {
        seen: 0,
        isDefault: false,
        parties: [netstart.id],
        contracts: [],
        content: {
          name: 'Voorbeeldhost Wholesale',
          colours: { accent: '#7a1f5c', on_accent: '#ffffff' },
          sender: { name: 'Voorbeeldhost Wholesale', address: 'partners@voorbeeldhost.example' },
          signature: { nl: 'Team Wederverkoop', en: 'Wholesale team' },
        },
      },
      staff.admin,
    );
    const shipped = must((await loadLaw()).letters.get('ltr-warn-reseller'), 'the letter to a reseller');
    await saveWording(
      world,
      tx,
      { template: shipped.id, audience: 'reseller', brand: wholesale.id },
      { subject: { nl: `Partner: ${shipped.subject.nl}`, en: `Partner: ${shipped.subject.en}` } },
      0,
      staff.admin,
    );
  });
}

async function channels(world: World, org: Id<'org'>, staff: Staff): Promise<void> {
  const hands = { watchFolder: undefined };
  const feed = (host: string, minutes: number) => ({
    address: `https://${host}/voorbeeldhost.csv`,
    schedule: { at: ['07:00'] },
    expect: { how: 'stated', minutes },
  });
  await addChannel(world, hands, org, staff.admin, {
    kind: 'feed',
    name: 'sensornet',
    settings: feed('sensornet.example', 7 * 1440),
    anyway: true,
  });
  await addChannel(world, hands, org, staff.admin, {
    kind: 'feed',
    name: 'partners',
    settings: feed('partners.example', 5 * 1440),
    anyway: true,
  });
}

/** What a delivery of the sensor network says: one or two addresses, seen in the night before. */
function sensed(world: World, seed: number): string {
  const at = (minutes: number) => local(world.clock.now().subtract({ minutes }));
  const ip = (n: number) => `192.0.2.${[115, 116, 117, 106][(seed + n) % 4]}`;
  return `gezien;bron;soort\n${at(312)};${ip(0)};inlog\n${at(305)};${ip(1)};${seed % 2 ? 'scan' : 'inlog'}\n`;
}

async function look(world: World, hands: DemoHands, org: Id<'org'>, name: string): Promise<void> {
  const id = await world.db.in(org, async (tx) => must(await channelBy(tx, org, name), `the channel ${name}`).id);
  await lookNow(world, { watchFolder: undefined }, org, id);
  await readWaiting(world, hands, org);
}

async function readWaiting(world: World, hands: DemoHands, org: Id<'org'>): Promise<void> {
  const waiting = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        id: Id<'msg'>;
      }>`select id from message where organisation_id = ${org} and state = 'kept' and channel_id is not null`,
    ),
  );
  for (const { id } of waiting) await readMessage(world, hands.intake, org, id);
}

/** The first mail of the watcher stands in the manual queue, is taught from, and is read by what was taught. */
async function nightwatch(world: World, org: Id<'org'>, hands: DemoHands, staff: Staff): Promise<void> {
  const id = await watched(world, org, hands, '192.0.2.118', 1);
  const template = await saveTaught(world, org, taughtShape.parse(taught), id, staff.admin);
  await activateTemplate(world, org, template, staff.admin);
  await readQueueAgain(world, hands.intake, org, template);
}

async function watched(world: World, org: Id<'org'>, hands: DemoHands, ip: string, n: number): Promise<Id<'msg'>> {
  const at = world.clock.now();
  const from = 'meldingen@nachtwacht.example';
  const text = `Goedenacht,\n\nMachine gezien: ${ip}\nMoment: ${plainUtc(at.subtract({ minutes: 25 }))}\nOns nummer: NW-${4100 + n}\n\nDe nachtwacht\n`;
  const bytes = plainMail(
    { from: `De Nachtwacht <${from}>`, subject: `Nachtbulletin ${n}`, at, id: `nachtwacht.${n}` },
    text,
  );
  const received = await receive(world, org, {
    channel: 'smtp',
    name: `nachtbulletin-${n}.eml`,
    bytes,
    envelope: { from, to: ['abuse@voorbeeldhost.example'] },
    readHere: true,
    by: engine,
  });
  await readMessage(world, hands.intake, org, received.id);
  return received.id;
}

/** Letters to one reseller are tried out first: made and held until a person lets them go. */
async function trial(world: World, org: Id<'org'>, staff: Staff): Promise<void> {
  await world.db.in(org, async (tx) => {
    const { set, version } = await directivesNow(tx);
    const first = {
      id: 'proef-cloudmix',
      title: { nl: 'Proef: brieven aan CloudMix eerst nalezen', en: 'Trial: letters to CloudMix are read first' },
      when: { addressees: ['R-202'] },
      outcome: { send: true, trial: true, rhythm: 'at_once' },
    };
    await saveDirectives(world, tx, [first, ...set], version, 'Nieuwe wederverkoper', staff.admin, serviceKinds);
  });
}

/** Notifiers with a key of their own, by the beginning of the names of what they hand in. */
export async function addNotifiers(
  world: World,
  org: Id<'org'>,
  staff: Staff,
): Promise<(name: string) => { readonly kind: 'notifier'; readonly id: Id<'key'> } | undefined> {
  const keys = new Map<string, Id<'key'>>();
  for (const [name, begins] of [
    ['Phishing Trappers', 'phishing-'],
    ['Inlogwacht', 'login-'],
    ['Injectiemelder', 'injection-'],
  ] as const)
    keys.set(begins, (await addNotifier(world, org, staff.admin, { name, perMinute: 60, perDay: 5000 })).key);
  return (name) => {
    for (const [begins, id] of keys) if (name.startsWith(begins)) return { kind: 'notifier', id };
    return undefined;
  };
}
