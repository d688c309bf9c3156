/** Notices, a request for data, a trusted flagger and points of contact of the sample provider: one of each kind a desk meets. */
import { takeDisclosure } from '#disclosure/work';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import type { Id } from '#kernel';
import { goodFaithNow } from '#law';
import type { Given } from '#notices';
import { saveContact, saveElsewhere, saveFlaggers, submitNotice } from '#notices/work';
import type { Staff } from './history.ts';
import { organisation } from './provider.ts';

interface Sample
  extends Pick<Given, 'kind' | 'locations' | 'explanation'>,
    Partial<Pick<Given, 'name' | 'email' | 'path'>> {
  /** Minutes before the demo starts. */
  readonly ago: number;
  readonly faith: boolean;
}

const samples: readonly Sample[] = [
  {
    ago: 200,
    kind: 'csam',
    locations: ['https://fotoalbum.example/a/17'],
    explanation: '',
    faith: true,
  },
  {
    ago: 190,
    kind: 'goods',
    locations: ['https://pillen-zonder-recept.example/bestellen'],
    explanation: 'Hier worden medicijnen zonder recept verkocht, ook aan minderjarigen.',
    faith: true,
  },
  {
    ago: 44,
    kind: 'phishing',
    locations: ['https://bakkerij-korenbloem.example/wp-content/bank/', 'http://203.0.113.200/bank/'],
    explanation:
      'Deze pagina doet zich voor als de Voorbeeldbank. Ik kreeg de link per sms en moest mijn pincode geven.',
    name: 'Samira de Vries',
    email: 'samira@postvak.example',
    faith: true,
  },
  {
    ago: 38,
    kind: 'copyright',
    locations: ['https://trapper-fietsen.example/fotos/'],
    explanation: 'Dit zijn mijn foto’s; ik heb nooit toestemming gegeven. De originelen staan op mijn eigen site.',
    name: 'Fotostudio Licht',
    email: 'info@fotostudio.example',
    faith: false,
  },
  {
    ago: 30,
    kind: 'ncii',
    locations: ['https://roddel.example/post/88'],
    explanation: 'Hier staan beelden van mij die ik nooit heb gedeeld. Haal ze alstublieft weg.',
    faith: true,
  },
  {
    ago: 20,
    path: 'ntd',
    kind: 'defamation',
    locations: ['https://bakkerij-korenbloem.example/blog/concurrent'],
    explanation: 'Het stuk zegt dat mijn zaak ongedierte heeft. Dat is niet waar en kost mij klanten.',
    name: 'Bakker Jansen',
    email: 'jansen@bakker.example',
    faith: true,
  },
];

/** Hands them in as they would come. Where a notice must be answered within the hour it came within the hour. */
export async function loadNotices(
  worldAt: (at: Temporal.Instant) => World,
  org: Id<'org'>,
  team: Staff,
  start: Temporal.Instant,
): Promise<void> {
  const before = worldAt(start.subtract({ hours: 24 }));
  await before.db.in(org, async (tx) => {
    await saveFlaggers(
      before,
      tx,
      [
        {
          name: 'Stichting Veilig Verbonden',
          country: 'NL',
          areas: ['Scams and fraud'],
          domains: ['veiligverbonden.example'],
          valid_from: '2025-06-01',
          valid_until: null,
        },
      ],
      'by_hand',
      team.decider,
    );
    await saveElsewhere(
      before,
      tx,
      { what: '203.0.113.192/26', name: 'Buurhost BV', report_at: 'abuse@buurhost.example', origin: 'by_hand' },
      team.handler,
    );
    await saveContact(
      before,
      tx,
      {
        authorities: {
          name: 'Juridische zaken',
          email: organisation.abuse.replace(/^[^@]+/, 'autoriteiten'),
          phone: null,
          url: null,
          languages: ['nl', 'en'],
        },
        recipients: {
          name: 'Abusedesk',
          email: organisation.abuse,
          phone: '+31 20 000 0000',
          url: null,
          languages: ['nl', 'en'],
          human: true,
        },
        representative: null,
      },
      0,
      team.admin,
    );
  });
  for (const s of samples) {
    const world = worldAt(start.subtract({ minutes: s.ago }));
    await submitNotice(world, org, {
      id: newId(world, 'ntc'),
      channel: 'form',
      path: s.path ?? 'dsa16',
      kind: s.kind,
      language: 'nl',
      locations: s.locations,
      explanation: s.explanation,
      ...(s.name ? { name: s.name } : {}),
      ...(s.email ? { email: s.email } : {}),
      good_faith: s.faith,
      good_faith_version: s.faith ? goodFaithNow : null,
      guarded: false,
      files: [],
    });
  }
  await takeDisclosure(
    worldAt(start.subtract({ minutes: 50 })),
    org,
    {
      kind: 'registration',
      language: 'nl',
      name: 'Voorbeeld-CERT',
      email: 'cert@cert.example',
      organisation: 'Voorbeeld-CERT',
      capacity: 'computercrisisteam',
      reason: 'Het domein verspreidt malware; wij willen de houder bereiken.',
      basis: 'Cbw art. 50',
      about: ['bakkerij-korenbloem.example'],
      asked: ['registrant_email'],
    },
    team.handler,
  );
}
