/** A template taught from one mail of a sender reads the next ones: other values, other order, other clothes of the same words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTime } from '#kernel';
import { newReading } from '../asking/context.ts';
import { readMailUnit } from '../asking/read.ts';
import type { Finding } from '../finding.ts';
import { openMail } from '../mail/unit.ts';
import { templateText } from '../template/template.ts';
import { type About, learn, type Mark, type Sample, suggest, type TaughtField, taughtFormat } from './index.ts';

const about: About = { name: 'sender', title: 'Sender', kind: 'attack.bruteforce' };

export function open(raw: Uint8Array) {
  return openMail(raw, (t) => readTime(t)).unit;
}
function sampleOf(raw: Uint8Array): Sample {
  const unit = open(raw);
  return { from: unit.from, subject: unit.subject, text: templateText(unit) };
}
function plainMail(subject: string, body: string, from = 'abuse@notifier.example'): Uint8Array {
  return new TextEncoder().encode(
    `From: ${from}\nTo: abuse@hoster.example\nSubject: ${subject}\nDate: Tue, 03 Nov 2026 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n${body}`,
  );
}
function marked(sample: Sample, values: Partial<Record<TaughtField, string>>, more: Partial<Mark> = {}): Mark[] {
  return Object.entries(values).map(([field, value]) => {
    const from = sample.text.indexOf(value);
    assert.ok(from >= 0, `${value} stands in the sample`);
    return { field: field as TaughtField, from, until: from + value.length, ...more };
  });
}
function read(taught: Parameters<typeof taughtFormat>[0], raw: Uint8Array): Finding[] {
  const found: Finding[] = [];
  readMailUnit(open(raw), [taughtFormat(taught)], newReading({}), (f) => found.push(f));
  return found;
}
const short = (f: Finding) =>
  [
    f.kind,
    f.ip ?? f.prefix,
    f.port,
    f.url ?? f.host,
    f.timePrecision === 'message_date' ? undefined : f.seenAt?.toString(),
    f.reference,
  ]
    .filter((x) => x !== undefined)
    .join(' ');

// Senders that do not exist, each with a way of writing of its own.

interface Values {
  readonly ip: string;
  readonly at: Temporal.Instant;
  readonly port: number;
  readonly reference: string;
  readonly host: string;
}
interface Writer {
  readonly layout: 'lines' | 'above' | 'prose' | 'table' | 'mixed';
  readonly separator: string;
  readonly words: number;
  readonly time: number;
  readonly number: number;
  readonly hasPort: boolean;
  readonly hasReference: boolean;
  readonly hasHost: boolean;
  readonly delimiter: string;
  readonly greeting: number;
  readonly inSubject: boolean;
}

const two = (n: number) => String(n).padStart(2, '0');
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const times: readonly ((z: Temporal.ZonedDateTime) => string)[] = [
  (z) => z.toInstant().toString(),
  (z) => `${z.toPlainDate()} ${two(z.hour)}:${two(z.minute)}:${two(z.second)} UTC`,
  (z) => `${z.toPlainDate()} ${two(z.hour)}:${two(z.minute)}:${two(z.second)} +0000`,
  (z) => `${two(z.day)} ${monthNames[z.month - 1]} ${z.year} ${two(z.hour)}:${two(z.minute)}:${two(z.second)} GMT`,
  (z) => `${two(z.day)}-${two(z.month)}-${z.year} ${two(z.hour)}:${two(z.minute)}:${two(z.second)} UTC`,
  (z) => `${two(z.day)}/${monthNames[z.month - 1]}/${z.year}:${two(z.hour)}:${two(z.minute)}:${two(z.second)} +0000`,
  (z) => `${monthNames[z.month - 1]} ${z.day} ${z.year} ${two(z.hour)}:${two(z.minute)}:${two(z.second)} UTC`,
];
const numbers: readonly ((n: string) => string)[] = [
  (n) => n,
  (n) => `ABC-${n}`,
  (n) => `2026/${n}`,
  (n) => `${n.slice(0, 3)}f${n.slice(3)}e`,
  (n) => `INC${n}`,
];
interface Vocabulary {
  readonly ip: string;
  readonly time: string;
  readonly port: string;
  readonly reference: string;
  readonly host: string;
  readonly prose: (v: Record<'ip' | 'time' | 'port' | 'reference' | 'host', string>) => string;
  readonly subject: string;
}
const vocabularies: readonly Vocabulary[] = [
  {
    ip: 'Source IP',
    time: 'Timestamp',
    port: 'Source port',
    reference: 'Report ID',
    host: 'Hostname',
    prose: (v) =>
      `We are writing because the machine at ${v.ip} (${v.host}) has been seen attacking one of our servers on ${v.time} from port ${v.port} and we would like you to look into it. Please quote reference ${v.reference} in all correspondence with our team.`,
    subject: 'Abuse from your network',
  },
  {
    ip: 'IP-adres',
    time: 'Tijdstip van de aanval',
    port: 'Bronpoort',
    reference: 'Ons kenmerk',
    host: 'Naam van de server',
    prose: (v) =>
      `Vanaf het adres ${v.ip}, bekend als ${v.host}, is op ${v.time} geprobeerd in te breken op een systeem bij een van onze scholen. De verbinding kwam van poort ${v.port} van die machine. Ons dossier heeft nummer ${v.reference} gekregen.`,
    subject: 'Melding van misbruik',
  },
  {
    ip: 'Angreifer-Adresse',
    time: 'Zeitpunkt (UTC möglich)',
    port: 'Quellport',
    reference: 'Aktenzeichen der Beschwerde',
    host: 'Rechnername',
    prose: (v) =>
      `Über die Adresse ${v.ip} wurde am ${v.time} wiederholt versucht, sich anzumelden. Der Rechner heißt ${v.host} und benutzte den Port ${v.port} für seine Verbindungen. Unser Vorgang trägt die Kennung ${v.reference} und bleibt geöffnet.`,
    subject: 'Beschwerde über Ihr Netz',
  },
  {
    ip: 'Adresse incriminée',
    time: 'Détecté le',
    port: 'Port utilisé',
    reference: 'Référence du dossier',
    host: 'Nom de la machine',
    prose: (v) =>
      `Notre équipe a relevé que la machine ${v.ip} située chez vous a été utilisée le ${v.time} pour une attaque. Elle répond au nom de ${v.host} et la connexion venait du port ${v.port} de celle-ci. Merci de rappeler la référence ${v.reference} dans toute réponse.`,
    subject: 'Signalement d’un abus',
  },
  {
    ip: 'Offending Host Address',
    time: 'First logged',
    port: 'Remote Port Number',
    reference: 'Tracking No.',
    host: 'Reverse name',
    prose: (v) =>
      `Logged at ${v.time} by sensor grid: connection attempts originating from ${v.ip} using local port ${v.port} were blocked. That address resolves to ${v.host} at this moment. The matter is filed as ${v.reference} with us.`,
    subject: 'Security alert',
  },
];
const greetings: readonly string[] = [
  'Dear colleagues,',
  'Geachte heer, mevrouw,',
  'Hello abuse team,\n\nthis message was made by a machine.',
  'Sehr geehrte Damen und Herren,',
  'Bonjour,',
];
const closings = [
  'Kind regards,\nThe security desk',
  'Met vriendelijke groet,\nhet meldpunt',
  '-- \nSent by an automatic system. Visit https://www.notifier.example/faq',
];

interface Said {
  readonly subject: string;
  readonly blocks: readonly {
    readonly kind: 'text' | 'lines' | 'table';
    readonly rows: readonly (readonly string[])[];
    readonly text: string;
  }[];
}

function sayWith(
  w: Writer,
  v: Values,
): { said: Said; shown: Record<'ip' | 'time' | 'port' | 'reference' | 'host', string> } {
  const words = vocabularies[w.words % vocabularies.length] as Vocabulary;
  const shown = {
    ip: v.ip,
    time: (times[w.time % times.length] as (typeof times)[number])(v.at.toZonedDateTimeISO('UTC')),
    port: String(v.port),
    reference: v.reference,
    host: v.host,
  };
  const rows: (readonly string[])[] = [
    [words.ip, shown.ip],
    [words.time, shown.time],
    ...(w.hasPort ? [[words.port, shown.port]] : []),
    ...(w.hasReference ? [[words.reference, shown.reference]] : []),
    ...(w.hasHost ? [[words.host, shown.host]] : []),
  ];
  const greeting = { kind: 'text' as const, rows: [], text: greetings[w.greeting % greetings.length] as string };
  const closing = { kind: 'text' as const, rows: [], text: closings[w.greeting % closings.length] as string };
  const middle =
    w.layout === 'prose'
      ? { kind: 'text' as const, rows: [], text: words.prose(shown) }
      : w.layout === 'table'
        ? { kind: 'table' as const, rows, text: '' }
        : { kind: 'lines' as const, rows, text: '' };
  const extra =
    w.layout === 'mixed'
      ? [
          {
            kind: 'text' as const,
            rows: [],
            text: 'The following was recorded by our systems and is passed on to you for your information:',
          },
        ]
      : [];
  const subject = w.inSubject ? `${words.subject} [${shown.reference}]` : words.subject;
  return { said: { subject, blocks: [greeting, ...extra, middle, closing] }, shown };
}

interface Clothes {
  readonly order: readonly number[] | undefined;
  readonly quoted: boolean;
  readonly crlf: boolean;
  readonly wrapped: number | undefined;
  readonly html: 'no' | 'table' | 'breaks';
  readonly charset: 'utf-8' | 'latin1 qp' | 'utf-8 base64' | 'windows-1252';
  readonly added: readonly string[];
}
const naked: Clothes = {
  order: undefined,
  quoted: false,
  crlf: false,
  wrapped: undefined,
  html: 'no',
  charset: 'utf-8',
  added: [],
};

const wrap = (text: string, width: number) =>
  text
    .split('\n')
    .map((line) => {
      const out: string[] = [];
      let now = '';
      for (const word of line.split(' ')) {
        if (now !== '' && now.length + 1 + word.length > width) {
          out.push(now);
          now = word;
        } else now = now === '' ? word : `${now} ${word}`;
      }
      return [...out, now].join('\n');
    })
    .join('\n');

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function dress(w: Writer, said: Said, c: Clothes): Uint8Array {
  const moved = (rows: readonly (readonly string[])[]) =>
    c.order
      ? rows
          .map((r, i) => [r, c.order?.[i % c.order.length] ?? 0] as const)
          .sort((a, b) => a[1] - b[1])
          .map(([r]) => r)
      : rows;
  let body: string;
  if (c.html !== 'no') {
    body = said.blocks
      .map((b) =>
        b.kind === 'text'
          ? `<p>${escaped(b.text).replaceAll('\n', '<br>')}</p>`
          : b.kind === 'table'
            ? `<table><tr>${b.rows.map((r) => `<th>${escaped(r[0] ?? '')}</th>`).join('')}</tr><tr>${b.rows.map((r) => `<td>${escaped(r[1] ?? '')}</td>`).join('')}</tr></table>`
            : c.html === 'table'
              ? `<table>${moved(b.rows)
                  .map((r) => `<tr><td><b>${escaped(r[0] ?? '')}</b></td><td>${escaped(r[1] ?? '')}</td></tr>`)
                  .join('\n')}</table>`
              : `<p>${moved(b.rows)
                  .map((r) => `<b>${escaped(r[0] ?? '')}:</b> ${escaped(r[1] ?? '')}<br>`)
                  .join('')}</p>`,
      )
      .concat(c.added.map((a) => `<div>${escaped(a)}</div>`))
      .join('\n');
    body = `<html><body>${body}</body></html>`;
  } else {
    const blocks = said.blocks.map((b) => {
      if (b.kind === 'text') return c.wrapped ? wrap(b.text, c.wrapped) : b.text;
      if (b.kind === 'table')
        return [b.rows.map((r) => r[0]), b.rows.map((r) => r[1])].map((cells) => cells.join(w.delimiter)).join('\n');
      const rows = moved(b.rows).map((r) =>
        w.layout === 'above' ? `${r[0]}:\n${r[1]}\n` : `${r[0]}${w.separator}${r[1]}`,
      );
      return c.wrapped ? wrap(rows.join('\n'), c.wrapped) : rows.join('\n');
    });
    for (const [i, line] of c.added.entries()) blocks.splice(i % (blocks.length + 1), 0, line);
    body = blocks.join('\n\n');
    if (c.quoted)
      body = `Please see below.\n\n${body
        .split('\n')
        .map((l) => `> ${l}`)
        .join('\n')}`;
  }
  const type = c.html === 'no' ? 'text/plain' : 'text/html';
  const [name, encoding] =
    c.charset === 'latin1 qp'
      ? ['iso-8859-1', 'quoted-printable']
      : c.charset === 'utf-8 base64'
        ? ['utf-8', 'base64']
        : c.charset === 'windows-1252'
          ? ['windows-1252', '8bit']
          : ['utf-8', '8bit'];
  const latin = (text: string) => Buffer.from(text.replaceAll('’', "'"), 'latin1');
  let bytes = name === 'utf-8' ? Buffer.from(body) : latin(body);
  if (encoding === 'base64') bytes = Buffer.from((bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\n'));
  if (encoding === 'quoted-printable')
    bytes = Buffer.from(
      bytes
        .toString('latin1')
        .split('\n')
        .map((l) => {
          const coded = l.replace(
            /[^\x20-\x3c\x3e-\x7e\t]/g,
            (x) => `=${x.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
          );
          return (coded.match(/(?:=[0-9A-F]{2}|[^=]){1,70}/g) ?? [''])
            .join('=\n')
            .replace(/[ \t]$/, (x) => (x === ' ' ? '=20' : '=09'));
        })
        .join('\n'),
      'latin1',
    );
  const head = `From: Reports <reports@mail.notifier.example>\nTo: abuse@hoster.example\nSubject: =?utf-8?B?${Buffer.from(said.subject).toString('base64')}?=\nDate: Tue, 03 Nov 2026 10:00:00 +0100\nContent-Type: ${type}; charset=${name}\nContent-Transfer-Encoding: ${encoding}\n\n`;
  const raw = Buffer.concat([Buffer.from(head), bytes]);
  return c.crlf ? Buffer.from(raw.toString('latin1').replaceAll('\n', '\r\n'), 'latin1') : raw;
}

const aValues: fc.Arbitrary<Values> = fc.record({
  ip: fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom('192.0.2', '198.51.100', '203.0.113'), fc.integer({ min: 1, max: 254 }))
        .map(([n, h]) => `${n}.${h}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 0xffff }), fc.integer({ min: 1, max: 0xffff }))
        .map(([a, b]) => `2001:db8:${a.toString(16)}::${b.toString(16)}`),
    },
  ),
  at: fc
    .integer({ min: 0, max: 300 * 24 * 3600 })
    .map((s) => Temporal.Instant.from('2026-01-01T00:00:00Z').add({ seconds: s })),
  port: fc.integer({ min: 1024, max: 65_535 }),
  reference: fc.integer({ min: 10_000_000, max: 99_999_999 }).map(String),
  host: fc
    .tuple(fc.stringMatching(/^[a-z]{3,9}$/), fc.integer({ min: 1, max: 99 }))
    .map(([a, n]) => `${a}${n}.klant.example`),
});
const aWriter: fc.Arbitrary<Writer> = fc.record({
  layout: fc.constantFrom(
    'lines' as const,
    'lines' as const,
    'above' as const,
    'prose' as const,
    'table' as const,
    'mixed' as const,
  ),
  separator: fc.constantFrom(': ', ' : ', ' = ', ':\t', '\t', ' - ', ' ..... ', '| '),
  words: fc.nat(50),
  time: fc.nat(50),
  number: fc.nat(50),
  hasPort: fc.boolean(),
  hasReference: fc.boolean(),
  hasHost: fc.boolean(),
  delimiter: fc.constantFrom(' | ', '\t', '; ', ',', '   '),
  greeting: fc.nat(20),
  inSubject: fc.boolean(),
});
const addedLines = [
  'This is a reminder.',
  'Note: our telephone line is closed today.',
  'Your address was found in the RIPE database (192.0.2.255).',
  'We saw 12 others like it.',
  'Please answer within 24 hours.',
];
const someClothes: fc.Arbitrary<Clothes> = fc.record({
  order: fc.option(fc.array(fc.nat(100), { minLength: 5, maxLength: 5 }), { nil: undefined }),
  quoted: fc.boolean(),
  crlf: fc.boolean(),
  wrapped: fc.option(fc.constantFrom(50, 64, 76), { nil: undefined }),
  html: fc.constantFrom('no' as const, 'no' as const, 'no' as const, 'table' as const, 'breaks' as const),
  charset: fc.constantFrom('utf-8' as const, 'latin1 qp' as const, 'utf-8 base64' as const, 'windows-1252' as const),
  added: fc.subarray(addedLines, { maxLength: 3 }),
});

const values = (w: Writer, v: Values): Values => ({
  ...v,
  reference: (numbers[w.number % numbers.length] as (n: string) => string)(v.reference),
});

test('property: taught from one mail of a sender, the template reads at least nine of the next ten', (t) => {
  const seed = Number(process.env['BEZEM_SEED'] ?? 20261127);
  const senders = fc.sample(
    fc.record({
      w: aWriter,
      v: aValues,
      next: fc.array(fc.record({ v: aValues, c: someClothes }), { minLength: 10, maxLength: 10 }),
    }),
    { numRuns: 100, seed },
  );
  let read1 = 0;
  let all = 0;
  let nine = 0;
  const missed = new Map<string, number>();
  const example = new Map<string, string>();
  for (const { w, v, next } of senders) {
    const first = sayWith(w, values(w, v));
    const raw = dress(w, first.said, naked);
    const sample = sampleOf(raw);
    const has = {
      ip: true,
      seenAt: true,
      port: w.hasPort || w.layout === 'prose',
      reference: w.hasReference || w.layout === 'prose',
      host: w.hasHost || w.layout === 'prose',
    };
    const body = sample.text.indexOf('\n');
    const mark = (field: TaughtField, value: string): Mark => {
      // The person points into the text, not into the subject.
      const from = sample.text.indexOf(value, body);
      return { field, from, until: from + value.length };
    };
    const marks = [
      mark('ip', first.shown.ip),
      mark('seenAt', first.shown.time),
      ...(has.port ? [mark('port', first.shown.port)] : []),
      ...(has.reference ? [mark('reference', first.shown.reference)] : []),
      ...(has.host ? [mark('host', first.shown.host)] : []),
    ];
    const learned = learn(marks, sample, about);
    let mine = 0;
    for (const { v: other, c } of next) {
      const vs = values(w, other);
      const said = sayWith(w, vs);
      const found = learned.taught ? read({ version: 1, taught: learned.taught }, dress(w, said.said, c)) : [];
      const f = found[0];
      const right =
        found.length === 1 &&
        f?.ip === vs.ip &&
        f.seenAt?.equals(vs.at) &&
        f.timePrecision === 'exact' &&
        (!has.port || f.port === vs.port) &&
        (!has.reference || f.reference === vs.reference) &&
        (!has.host || f.host === vs.host);
      all++;
      if (right) {
        read1++;
        mine++;
      } else {
        const why = `${w.layout} ${w.layout === 'table' ? JSON.stringify(w.delimiter) : JSON.stringify(w.separator)} ${c.html === 'no' ? `text${c.wrapped ? ` wrapped ${c.wrapped}` : ''}${c.quoted ? ' quoted' : ''}` : `html ${c.html}`} ${c.charset}${learned.taught ? '' : ' NOT LEARNED'}`;
        missed.set(why, (missed.get(why) ?? 0) + 1);
        if (!example.has(why))
          example.set(
            why,
            `${JSON.stringify(learned, null, 1)}\n${found.map(short).join('\n')}\nwanted ${vs.ip} ${vs.port} ${vs.at} ${vs.reference} ${vs.host}\n${templateText(open(dress(w, said.said, c)))}`,
          );
      }
    }
    if (mine >= 9) nine++;
  }
  t.diagnostic(
    `${read1} of ${all} variants read rightly (${((100 * read1) / all).toFixed(1)} %); ${nine} of ${senders.length} senders with nine of ten or more`,
  );
  if (process.env['BEZEM_LEARN_MISSES'])
    for (const [why, n] of [...missed].sort((a, b) => b[1] - a[1]).slice(0, 12))
      t.diagnostic(`${n} ${why}\n${example.get(why)}`);
  assert.ok(read1 / all >= 0.9, `${read1} of ${all}`);
  assert.ok(nine / senders.length >= 0.85, `${nine} of ${senders.length} senders`);
});

test('several blocks in one mail: the template cuts where the first label begins again', () => {
  const block = (ip: string, at: string, port: number) => `Attacker: ${ip}\nSeen: ${at}\nPort: ${port}\n`;
  const mail = (...blocks: string[]) =>
    plainMail('Attacks', `Hello,\n\nTeam: night shift\n\n${blocks.join('\n')}\nBye\n`);
  const raw = mail(
    block('192.0.2.10', '2026-11-01 10:00:00 UTC', 1111),
    block('192.0.2.11', '2026-11-01 11:00:00 UTC', 2222),
  );
  const sample = sampleOf(raw);

  const { taught, problems } = learn(
    marked(sample, { ip: '192.0.2.10', seenAt: '2026-11-01 10:00:00 UTC', port: '1111' }),
    sample,
    about,
  );

  assert.deepEqual(problems, []);
  assert.ok(taught);
  assert.equal(taught.split, 'Attacker');
  const next = mail(
    block('198.51.100.1', '2026-12-01 10:00:00 UTC', 3333),
    block('198.51.100.2', '2026-12-01 11:00:00 UTC', 4444),
    block('198.51.100.3', '2026-12-01 12:00:00 UTC', 5555),
  );
  assert.deepEqual(read({ version: 1, taught }, next).map(short), [
    'attack.bruteforce 198.51.100.1 3333 2026-12-01T10:00:00Z',
    'attack.bruteforce 198.51.100.2 4444 2026-12-01T11:00:00Z',
    'attack.bruteforce 198.51.100.3 5555 2026-12-01T12:00:00Z',
  ]);
});

test('a list of addresses below a heading, and a list under one label, give a finding each', () => {
  for (const body of [
    'These hosts took part:\n\n192.0.2.20\n192.0.2.21\n\nThank you\n',
    'Host: 192.0.2.20\nHost: 192.0.2.21\n\nThank you\n',
  ]) {
    const sample = sampleOf(plainMail('Botnet', body));
    const { taught } = learn(marked(sample, { ip: '192.0.2.20' }), sample, about);

    assert.ok(taught);
    const next = plainMail('Botnet', body.replace('192.0.2.20', '192.0.2.30').replace('192.0.2.21', '192.0.2.31'));
    assert.deepEqual(read({ version: 1, taught }, next).map(short), [
      'attack.bruteforce 192.0.2.30',
      'attack.bruteforce 192.0.2.31',
    ]);
  }
});

test('a table is read by the names of its columns, also where they have moved and a row lacks its time', () => {
  const sample = sampleOf(
    plainMail(
      'List',
      'Rows:\n\nAddress;Seen at;Name\n192.0.2.40;2026-11-01 10:00:00 UTC;a\n192.0.2.41;2026-11-01 10:05:00 UTC;b\n',
    ),
  );
  const { taught } = learn(marked(sample, { ip: '192.0.2.40', seenAt: '2026-11-01 10:00:00 UTC' }), sample, about);

  assert.ok(taught);
  const next = plainMail(
    'List',
    'Rows:\n\nName,Seen at,Extra,Address\na,2026-12-01 10:00:00 UTC,x,192.0.2.50\nb,,y,192.0.2.51\n',
  );
  assert.deepEqual(read({ version: 1, taught }, next).map(short), [
    'attack.bruteforce 192.0.2.50 2026-12-01T10:00:00Z',
    'attack.bruteforce 192.0.2.51',
  ]);
});

test('a value in the subject, the second of two equal labels, a word that means a kind, and dates with slashes', () => {
  const body = (our: string, their: string, what: string, at: string) =>
    `IP: ${our}\nCategory: ${what}\nIP: ${their}\nWhen: ${at}\n`;
  const sample = sampleOf(
    plainMail('Alert number 4711-X', body('203.0.113.9', '192.0.2.60', 'Phishing page', '25/11/2026 10:00:00 UTC')),
  );
  const marks = [
    ...marked(sample, { reference: '4711-X', ip: '192.0.2.60', seenAt: '25/11/2026 10:00:00 UTC' }),
    ...marked(sample, { kind: 'Phishing page' }, { means: 'fraud.phishing' }),
  ];
  const { taught, problems } = learn(marks, sample, about);

  assert.deepEqual(problems, []);
  assert.ok(taught);
  assert.equal(taught.dates, 'day_first');
  assert.deepEqual(
    read(
      { version: 1, taught },
      plainMail('Alert number 4712-Y', body('203.0.113.9', '192.0.2.61', 'phishing page', '01/12/2026 09:30:00 UTC')),
    ).map(short),
    ['fraud.phishing 192.0.2.61 2026-12-01T09:30:00Z 4712-Y'],
  );
});

test('what changes between mails of a sender never becomes an anchor', () => {
  const mail = (name: string, ip: string) =>
    plainMail('Abuse', `Dear ${name},\n\nYour customer ${name} uses the address ${ip} for spam.\n`);
  const first = sampleOf(mail('Bakkerij', '192.0.2.70'));
  const earlier = [sampleOf(mail('Fietsen', '192.0.2.71')), sampleOf(mail('Molen', '192.0.2.72'))];
  const { taught } = learn(marked(first, { ip: '192.0.2.70' }), first, about, earlier);

  assert.ok(taught);
  assert.doesNotMatch(JSON.stringify(taught), /bakkerij/i);
  assert.equal(
    read({ version: 1, taught }, mail('Smederij', '192.0.2.73')).map(short)[0],
    'attack.bruteforce 192.0.2.73',
  );
});

test('property: nothing a person pointed at stands in the template', () => {
  fc.assert(
    fc.property(aWriter, aValues, (w, v) => {
      const first = sayWith(w, values(w, v));
      const sample = sampleOf(dress(w, first.said, naked));
      const marks = marked(sample, { ip: first.shown.ip, seenAt: first.shown.time });
      const { taught } = learn(marks, sample, about);
      const text = JSON.stringify(taught ?? {});
      for (const value of [first.shown.ip, first.shown.time, first.shown.reference, first.shown.host])
        assert.ok(!text.includes(value), text);
    }),
    { numRuns: 200 },
  );
});

test('marks that cannot be used are said, each with its reason', () => {
  const sample = sampleOf(plainMail('Abuse', 'IP: 192.0.2.80\nName: 12345\n'));
  const at = (text: string, field: TaughtField): Mark => ({
    field,
    from: sample.text.indexOf(text),
    until: sample.text.indexOf(text) + text.length,
  });

  assert.deepEqual(
    learn([at('12345', 'ip')], sample, about).problems.map((p) => p.code),
    ['mark.unreadable', 'marks.no-resource'],
  );
  assert.deepEqual(
    learn([{ field: 'ip', from: 5, until: 900 }], sample, about).problems.map((p) => p.code),
    ['mark.outside', 'marks.no-resource'],
  );
  assert.deepEqual(
    learn([at('192.0.2.80', 'ip'), at('192.0.2.80', 'ip')], sample, about).problems.map((p) => p.code),
    ['mark.twice'],
  );
  assert.deepEqual(learn([at('192.0.2.80', 'ip')], sample, { ...about, name: 'No Name' }).taught, undefined);
});

test('what the mail seems to say is suggested, with its place', () => {
  const sample = sampleOf(
    plainMail(
      'Brute force from 192.0.2.90',
      'Hello,\n\nSource IP: 192.0.2.90\nSource port: 40022\nDestination IP: 203.0.113.5\nTimestamp: 2026-11-02 08:00:01 UTC\nReport ID: AB-1234\nURL: http://bad.klant.example/x\nsee https://www.notifier.example/help\n',
    ),
  );
  const { found, kind } = suggest(sample, newReading({}));

  for (const f of found) assert.equal(sample.text.slice(f.from, f.until), f.value);
  assert.deepEqual(
    [...new Set(found.filter((f) => f.sure || f.field === 'url').map((f) => `${f.field} ${f.value}`))].sort(),
    [
      'ip 192.0.2.90',
      'port 40022',
      'reference AB-1234',
      'seenAt 2026-11-02 08:00:01 UTC',
      'url http://bad.klant.example/x',
    ],
  );
  assert.equal(kind, 'attack.bruteforce');
  assert.ok(found.some((f) => f.field === 'target.ip' && f.value === '203.0.113.5'));
});

test('a moment without a zone is read in the zone that was chosen for its sender, and says so', () => {
  const mail = (ip: string, time: string) =>
    plainMail('Bulletin', `Goedenacht,\n\nMachine gezien: ${ip}\nMoment: ${time}\n\nDe nachtwacht\n`);
  const sample = sampleOf(mail('192.0.2.7', '2026-11-03 09:15:20'));
  const marks = marked(sample, { ip: '192.0.2.7', seenAt: '2026-11-03 09:15:20' });

  const { taught: template } = learn(marks, sample, { ...about, zone: 'Europe/Amsterdam' });
  assert.ok(template);
  const [found] = read({ version: 1, taught: template }, mail('192.0.2.9', '2026-11-04 10:00:00'));

  assert.equal(found?.ip, '192.0.2.9');
  assert.equal(found?.seenAt?.toString(), '2026-11-04T09:00:00Z');
  assert.equal(found?.timePrecision, 'exact');
});

test('a value that only its place among equal labels tells apart is found by that place', () => {
  const mail = (times: readonly string[], ip: string) =>
    plainMail(
      'Bulletin',
      `Report of a night.\n\nAddress: ${ip}\n\nTime: ${times[0]}\n\nTime: ${times[1]}\n\nTime: ${times[2]}\n`,
    );
  const sample = sampleOf(
    mail(['2026-11-01 01:00:00 UTC', '2026-11-02 02:00:00 UTC', '2026-11-03 03:00:00 UTC'], '192.0.2.7'),
  );
  const marks = marked(sample, { ip: '192.0.2.7', seenAt: '2026-11-02 02:00:00 UTC' });

  const { taught: template } = learn(marks, sample, about);
  assert.ok(template);
  const field = template.fields.find((f) => f.field === 'seenAt');
  const [found] = read(
    { version: 1, taught: template },
    mail(['2026-11-07 01:00:00 UTC', '2026-11-08 08:08:08 UTC', '2026-11-09 03:00:00 UTC'], '192.0.2.9'),
  );

  assert.deepEqual([field?.which, field?.places], [2, [{ in: 'label', label: 'Time' }]]);
  assert.equal(found?.seenAt?.toString(), '2026-11-08T08:08:08Z');
});
