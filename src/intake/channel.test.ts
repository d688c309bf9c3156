import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { fileOf, newReading, readFile } from '#formats';
import { loadFormats } from '#formats/work';
import { catalogue } from './catalogue.ts';
import {
  asFeedName,
  backOffMs,
  channelKinds,
  feedSettings,
  missingDays,
  nextBySchedule,
  rhythmOf,
  settingsOf,
  silentFrom,
} from './channel.ts';
import { faults } from './fault.ts';
import {
  coarseState,
  domainBehind,
  organisationalDomain,
  progressOf,
  resultsOfServer,
  takeOne,
  verdictOf,
} from './notifier.ts';

const at = (text: string) => Temporal.Instant.from(text);

test('times of day are those of the zone, also on the night clocks change', () => {
  const daily = { at: ['02:30', '06:00'] };
  // In Amsterdam clocks jump from 02:00 to 03:00 on 29 March 2026, and back on 25 October.
  assert.equal(
    nextBySchedule(daily, at('2026-03-28T05:00:00Z'), 'Europe/Amsterdam').toString(),
    '2026-03-29T01:30:00Z',
  );
  assert.equal(
    nextBySchedule(daily, at('2026-10-24T05:00:00Z'), 'Europe/Amsterdam').toString(),
    '2026-10-25T00:30:00Z',
  );
  assert.equal(
    nextBySchedule({ at: ['06:00'], days: [1] }, at('2026-11-24T00:00:00Z'), 'Europe/Amsterdam').toString(),
    '2026-11-30T05:00:00Z',
  );
  assert.equal(
    nextBySchedule({ every_minutes: 15 }, at('2026-11-24T00:00:00Z'), 'UTC').toString(),
    '2026-11-24T00:15:00Z',
  );
});

test('the next look is always later, at a time that was asked for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2_000_000_000 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })), {
        minLength: 1,
        maxLength: 4,
      }),
      (seconds, times) => {
        const now = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
        const next = nextBySchedule(
          { at: times.map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`) },
          now,
          'Europe/Amsterdam',
        );
        assert.ok(Temporal.Instant.compare(next, now) > 0);
        assert.ok(now.until(next).total('hours') <= 26);
      },
    ),
  );
});

test('waiting grows, has its dice, keeps to what the other side asks, and ends at an hour and a half', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (n, dice) => {
      const ms = backOffMs(n, dice);
      assert.ok(ms >= 15_000 && ms <= 5_400_000);
      assert.ok(backOffMs(n + 1, dice) >= ms);
    }),
  );
  assert.equal(backOffMs(1, 0, 600_000), 600_000);
  assert.equal(backOffMs(1, 0, 10 ** 9), 86_400_000);
});

const daily = (n: number, skip: (day: Temporal.PlainDate) => boolean = () => false) => {
  const days = [];
  for (let d = Temporal.PlainDate.from('2026-10-01'); days.length < n; d = d.add({ days: 1 }))
    if (!skip(d)) days.push(d.toZonedDateTime({ timeZone: 'UTC', plainTime: '06:00' }).toInstant());
  return days;
};

test('a rhythm is learned from its own history; a weekday feed is not missed on Sunday, a daily one is on the third day', () => {
  const learned = { how: 'learned' } as const;
  assert.equal(rhythmOf(learned, daily(4)), undefined);
  assert.equal(rhythmOf(learned, daily(10)), 1440);
  const every = daily(10);
  const last = every.at(-1) as Temporal.Instant;
  assert.equal(last.until(silentFrom(learned, every, last) as Temporal.Instant).total('hours'), 48);
  const weekdays = daily(15, (d) => d.dayOfWeek > 5);
  const friday = weekdays.filter((d) => d.toZonedDateTimeISO('UTC').dayOfWeek === 5).at(-1) as Temporal.Instant;
  const upToFriday = weekdays.filter((d) => Temporal.Instant.compare(d, friday) <= 0);
  const alarm = silentFrom(learned, upToFriday, friday) as Temporal.Instant;
  assert.ok(Temporal.Instant.compare(alarm, friday.add({ hours: 72 })) > 0, 'Monday is waited for');
  assert.equal(silentFrom({ how: 'off' }, every, last), undefined);
  assert.equal(
    last.until(silentFrom({ how: 'stated', minutes: 60 }, [], last) as Temporal.Instant).total('minutes'),
    90,
  );
});

test('days without their report are named', () => {
  assert.deepEqual(missingDays(['2026-11-01', '2026-11-04', '2026-11-02']), ['2026-11-03']);
  assert.deepEqual(missingDays([]), []);
});

test('every notifier of the catalogue says in which formats it sends, and its feed is read by the format it names', async () => {
  const formats = await loadFormats();
  const reading = newReading({});
  for (const known of catalogue) {
    assert.ok(known.formats.length > 0, known.id);
    for (const id of known.formats)
      assert.ok(
        formats.some((f) => f.id === id),
        `${known.id}: ${id}`,
      );
    const [first = ''] = known.formats;
    assert.equal(known.format, first, known.id);
    const folder = join(import.meta.dirname, '../formats/samples', first);
    const read = readdirSync(folder)
      .filter((name) => name.includes('.in.') && !name.endsWith('.eml'))
      .some((name) => {
        const unit = fileOf(
          'feed',
          'text/plain',
          new Uint8Array(readFileSync(join(folder, name))),
          '',
          undefined,
          undefined,
          {
            hint: known.format ?? '',
          },
        );
        const outcome = readFile(unit, formats, reading, () => undefined);
        return outcome.format === first && outcome.count > 0;
      });
    assert.ok(read, `${known.id}: a file without a name is not read as ${first}`);
  }
  // Who publishes a feed of the catalogue is in it with every format that is had from its own address.
  const siteOf = (address: string) =>
    new URL(address.replace(/[<{][^>}]*[>}]/g, 'x')).hostname.split('.').slice(-2).join('.');
  for (const format of formats) {
    if (!format.feed) continue;
    const site = siteOf(format.feed.url);
    const theirs = catalogue.filter((known) => siteOf(known.address) === site);
    if (theirs.length === 0 || /(?:^|\.)(?:abuse\.ch|githubusercontent\.com)$/.test(site)) continue;
    assert.ok(
      theirs.some((known) => known.formats.includes(format.id)),
      `${format.id} is had from ${site}`,
    );
  }
});

test('every kind has settings that are complete from little, and the catalogue fits them', () => {
  const little = {
    imap: { host: 'mail.example', user: 'abuse@example.org' },
    folder: {},
    feed: { address: 'https://lists.example/a.csv' },
    shadowserver: {},
  };
  for (const kind of channelKinds) assert.ok(settingsOf[kind].safeParse(little[kind]).success, kind);
  assert.equal(new Set(catalogue.map((f) => f.id)).size, catalogue.length);
  for (const f of catalogue) {
    const address = f.address.replace(/<[^>]+>/g, '64496');
    const read = feedSettings.safeParse({
      ...f,
      format: f.format ?? undefined,
      address,
      expect: { how: 'stated', minutes: f.rhythm },
    });
    assert.ok(read.success, f.id);
    assert.ok(f.licence.nl.length > 10 && f.licence.en.length > 10 && f.page.startsWith('https://'), f.id);
    assert.ok('every_minutes' in f.schedule && f.schedule.every_minutes >= 30, `${f.id} is polite`);
  }
  for (const address of ['ftp://a.example/', 'https://user:pass@a.example/', 'a.example'])
    assert.ok(!feedSettings.safeParse({ address }).success, address);
  for (const folder of ['../x', '/etc', 'a/../b', '.hidden', 'a//b'])
    assert.ok(!settingsOf.folder.safeParse({ folder }).success, folder);
});

test('a name of a feed is made of any text, or of none', () => {
  assert.equal(asFeedName('Partner Één/2'), 'partner-n-2');
  assert.equal(asFeedName('...'), undefined);
});

test('every fault has plain words in both languages', () => {
  for (const [code, words] of Object.entries(faults))
    assert.ok(words.nl.length > 12 && words.en.length > 12 && String(words.nl) !== words.en, code);
});

test('a bucket lets in its rate and says how long to wait; waiting so long lets in', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 30 }), (perMinute, extra) => {
      let now = at('2026-11-22T10:00:00Z');
      let bucket = { perMinute, left: perMinute, at: now };
      let taken = 0;
      for (let i = 0; i < perMinute + extra; i++) {
        const r = takeOne(bucket, now);
        if ('left' in r) {
          taken++;
          bucket = { perMinute, left: r.left, at: now };
        } else {
          now = now.add({ seconds: r.waitSeconds });
          const again = takeOne(bucket, now);
          assert.ok('left' in again);
          bucket = { perMinute, left: again.left, at: now };
        }
      }
      assert.equal(taken >= perMinute, true);
    }),
  );
});

test('the end of a case counts for who reported it, and silence counts for nothing', () => {
  assert.deepEqual(
    ['fixed', 'mitigated', 'not_abuse', 'false_positive', 'not_seen_again', 'not_ours', 'duplicate'].map(verdictOf),
    ['confirmed', 'confirmed', 'wrong', 'wrong', 'unclear', 'unclear', 'unclear'],
  );
  assert.deepEqual(
    [
      coarseState('new', null),
      coarseState('restricted', null),
      coarseState('resolved', 'fixed'),
      coarseState('rejected', 'not_abuse'),
      coarseState('resolved', 'not_seen_again'),
    ],
    ['open', 'passed_on', 'ended_solved', 'ended_not_upheld', 'ended'],
  );
  assert.deepEqual(
    [
      progressOf('kept', null, 0),
      progressOf('manual', 'manual', 0),
      progressOf('done', 'findings', 2),
      progressOf('done', 'receipt', 0),
    ],
    ['received', 'looked_at', 'found', 'read'],
  );
});

const none = {
  checked_at: '',
  from_domain: 'mail.notifier.example',
  dkim: [],
  spf: null,
  dmarc: null,
  arc: null,
} as const;
const own = 'own' as const;

test('a domain stands behind a sender only where it proved itself for the From it shows', () => {
  const nobody = new Set<string>();
  const behind = (more: object) => domainBehind({ ...none, ...more }, nobody);
  const dkim = (domain: string, result = 'pass') => ({
    dkim: [{ by: own, result, domain, selector: 's', aligned: true }],
  });

  assert.deepEqual(behind({}), { domain: null, why_not: 'none' });
  assert.equal(
    behind({ dmarc: { by: own, result: 'pass', domain: 'notifier.example', policy: 'none' } }).domain,
    'notifier.example',
  );
  assert.equal(behind(dkim('notifier.example')).domain, 'notifier.example');
  assert.deepEqual(behind(dkim('sender-service.example')), { domain: null, why_not: 'unaligned' });
  assert.deepEqual(
    behind({
      ...dkim('notifier.example'),
      dmarc: { by: own, result: 'fail', domain: 'notifier.example', policy: 'reject' },
    }),
    {
      domain: null,
      why_not: 'failed',
    },
  );
  assert.deepEqual(behind({ spf: { by: own, result: 'softfail', domain: 'notifier.example' } }), {
    domain: null,
    why_not: 'failed',
  });
  assert.deepEqual(behind({ from_domain: null, ...dkim('notifier.example') }), { domain: null, why_not: 'no_from' });
  assert.deepEqual(behind({ from_domain: 'gmail.com', ...dkim('gmail.com') }), { domain: null, why_not: 'public' });
  assert.deepEqual(domainBehind({ ...none, ...dkim('notifier.example') }, new Set(['notifier.example'])), {
    domain: null,
    why_not: 'own',
  });
  assert.equal(organisationalDomain('a.b.co.uk'), 'b.co.uk');
});

test('only the topmost results of the named server are believed, and comments cannot forge a result', () => {
  const headers = [
    { name: 'Authentication-Results', value: 'mx.evil.example; dmarc=pass header.from=bank.example' },
    {
      name: 'authentication-results',
      value:
        'mx.own.example; spf=pass (sender ok; dmarc=pass) smtp.mailfrom=a@notifier.example; dmarc=fail (p=reject) header.from=notifier.example',
    },
    { name: 'Authentication-Results', value: 'mx.own.example; dmarc=pass header.from=notifier.example' },
  ];

  assert.deepEqual(resultsOfServer(headers, 'MX.own.example'), {
    spf: { by: 'server', result: 'pass', domain: 'notifier.example' },
    dmarc: { by: 'server', result: 'fail', domain: 'notifier.example', policy: null },
  });
  assert.deepEqual(resultsOfServer(headers, 'other.example'), { spf: null, dmarc: null });
});
