/**
 * Customers of the sample provider on their way in, one who was removed and comes back, an edition of the reseller letter with one
 * likeness, and a list of the house with another. All of it made up.
 */
import { banInput } from '#bans';
import { addBan } from '#bans/work';
import { takeEntries } from '#editions/work';
import type { World } from '#io/world';
import { type Id, Refused } from '#kernel';
import { statementShape } from '#onboarding';
import { addCampaign, type OnboardingHands, recordCheck, startOnboarding, takeProviderPayment } from '#onboarding/work';
import { setRight } from '#organisations/work';
import { checkInput } from '#registrants';
import { addRegistration, checkField, compareFile } from '#registrants/work';
import { importList } from '#screening/work';
import type { Staff } from './history.ts';

const applicants = [
  {
    order: 'B-5101',
    days: 3,
    statement: {
      kind: 'legal',
      name: 'Theaterwerkplaats De Luifel',
      email: 'kantoor@deluifel.example',
      phone: '+31201230101',
      street: 'Kadestraat',
      number: '14',
      postcode: '1011 AB',
      city: 'Amsterdam',
      country: 'NL',
      company_number: '90001234',
      people: [{ name: 'Jolien Verbeek', role: 'director' }],
      purpose: 'Website en kaartverkoop',
      payment: 'bank',
    },
    payer: 'Theaterwerkplaats De Luifel',
    iban: 'NL91ABNA0417164300',
    seen: true,
  },
  {
    order: 'B-5102',
    days: 2,
    statement: {
      kind: 'natural',
      name: 'Pieter Dijkgraaf',
      email: 'p.dijkgraaf@postvak.example',
      phone: '+31612300102',
      street: 'Molenpad',
      number: '3',
      postcode: '3511 CD',
      city: 'Utrecht',
      country: 'NL',
      purpose: 'Game server voor vrienden',
      payment: 'bank',
    },
    payer: 'Quickpay Trading Ltd',
    iban: 'GB29NWBK60161331926819',
    seen: false,
  },
  {
    order: 'B-5103',
    days: 1,
    statement: {
      kind: 'natural',
      name: 'Snelle Servers Oefening',
      email: 'verkoop@snelle-servers.example',
      phone: '+31612300999',
      country: 'NL',
      purpose: 'Veel servers',
      servers: 40,
      asks: ['smtp'],
      payment: 'crypto',
      hidden_ip: true,
    },
    payer: null,
    iban: undefined,
    seen: false,
  },
] as const;

/**
 * Loads them before the start of the demo; where an order is known already nothing happens twice.
 * @param at a world whose clock stands at the moment given
 */
export async function sampleCustomers(
  at: (moment: Temporal.Instant) => World,
  org: Id<'org'>,
  team: Staff,
  hands: OnboardingHands,
  start: Temporal.Instant,
): Promise<void> {
  const ago = (days: number) => at(start.subtract({ minutes: Math.round(days * 24 * 60) }));
  const long = ago(20);
  for (const m of [team.admin, team.decider]) await setRight(long, org, team.admin, m.id, 'reseller_letter', true);
  // Removed twenty days ago: the ban is there before who looks like it applies.
  await long.db.in(org, (tx) =>
    addBan(
      long,
      tx,
      { decision: () => Promise.reject(new Refused('request.not-found')) },
      banInput.parse({
        ground: 'fraud',
        facts: 'Drie teruggedraaide betalingen in een week, en servers vol aanvallen op anderen.',
        names: ['Snelservers Oefening'],
        identifiers: [
          { kind: 'phone', value: '+31612300999' },
          { kind: 'email', value: 'verkoop@snelle-servers.example' },
          { kind: 'iban', value: 'NL02ABNA0123456789' },
        ],
        untold: 'Voorbeeld: er is geen adres dat nog werkt.',
      }),
      team.decider,
    ),
  );
  for (const a of applicants) {
    const world = ago(a.days);
    const o = await startOnboarding(world, org, team.handler, {
      statement: statementShape.parse(a.statement),
      via: 'api',
      order: a.order,
    });
    if (a.seen)
      await recordCheck(world, org, team.handler, o.id, 'K2', {
        verdict: 'pass',
        why: 'Teruggebeld op dit nummer; de directeur nam op en noemde de bestelling.',
      });
    if (a.payer)
      await takeProviderPayment(
        ago(a.days - 0.5),
        org,
        team.handler,
        {
          reference: o.reference,
          id: `oefening-${a.order}`,
          method: 'bank',
          amount_cents: 1210,
          paid_on: start
            .subtract({ hours: Math.round(24 * (a.days - 0.5)) })
            .toString()
            .slice(0, 10),
          verified_name: a.payer,
          iban: a.iban,
        },
        hands,
      );
  }
  await addCampaign(ago(1), org, team.decider, {
    title: 'Alle klanten naar het profiel van het huis',
    pack: 'kyc-house',
    batch: 50,
    term_days: 30,
    remind_days: 14,
    consequence: 'restrict_orders',
  });
  const edited = ago(4);
  await edited.db.in(org, (tx) =>
    takeEntries(
      edited,
      tx,
      {
        edition: 'oefening-2026-4',
        date: start.subtract({ hours: 96 }).toString().slice(0, 10),
        issuer: 'Oefeneditie, geen politie',
        entries: [
          {
            id: 'oefening-1',
            names: ['Cloudmix Europa'],
            aliases: ['CloudMix'],
            domains: ['cloudmix.example'],
            emails: [],
            handles: [{ on: 'een forum', name: 'cloudmix_support' }],
            asns: [],
            sources: [{ title: 'Openbare advertentie op een forum', seen_on: '2026-10-01' }],
          },
          {
            id: 'oefening-2',
            names: ['Schaduwhost Oefening'],
            aliases: [],
            domains: ['schaduwhost.example'],
            emails: [],
            handles: [],
            asns: [],
            sources: [],
          },
        ],
      },
      team.decider,
    ),
  );
  await sampleRegister(ago(2), org, team);
  await importList(ago(6), org, team.admin, {
    list: 'own-oefening',
    anyway: false,
    file: { name: 'oefening.csv', bytes: oneList() },
  });
}

/** Names that the provider registers for customers, as the register and as its registrar have them. */
const names = [
  [
    'bakkerij-korenbloem.example',
    '2019-03-04',
    'Bakkerij De Korenbloem BV',
    'info@bakkerij-korenbloem.example',
    '+31101230001',
  ],
  ['trapper-fietsen.example', '2021-06-14', 'Trapper Fietsen VOF', 'winkel@trapper-fietsen.example', '+31301230002'],
  ['deluifel.example', '2026-11-19', 'Theaterwerkplaats De Luifel', 'kantoor@deluifel.example', null],
] as const;

async function sampleRegister(world: World, org: Id<'org'>, team: Staff): Promise<void> {
  await world.db.in(org, async (tx) => {
    for (const [domain, on, name, email, phone] of names) {
      const id = await addRegistration(
        world,
        tx,
        {
          domain,
          registered_on: on,
          kind: 'legal',
          registrar: 'registrar-oefening',
          collected_by: 'us',
          registrant_name: name,
          registrant_email: email,
          registrant_phone: phone,
        },
        team.handler,
      );
      if (phone)
        await checkField(
          world,
          tx,
          id,
          checkInput.parse({
            field: 'registrant_email',
            method: 'round_trip',
            verdict: 'verified',
            evidence: 'De houder opende de link en bevestigde.',
          }),
          team.handler,
        );
    }
  });
  await compareFile(world, org, 'registrar-oefening', registrarFile(), true, team.handler);
}

async function* registrarFile(): AsyncGenerator<Uint8Array> {
  const rows = names.map(([domain, on, name, email]) =>
    [domain, on, name, domain.startsWith('trapper') ? 'oud-adres@trapper-fietsen.example' : email].join(','),
  );
  yield new TextEncoder().encode(`domain,registered_on,registrant_name,registrant_email\n${rows.join('\n')}\n`);
}

async function* oneList(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(
    'id,name,kind,country\nOEF-1,Webbouwers Kollektief,organisation,NL\nOEF-2,Stilzwijgende Handel BV,organisation,NL\n',
  );
}
