/** The priority function: golden cases of the courses of action, the lattice, the rules and their words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadLaw } from '#law/work';
import {
  type Band,
  bandMeaning,
  bands,
  type Context,
  confidenceFor,
  courseFor,
  type Factors,
  factorsFor,
  handlingOrder,
  highestBand,
  type InQueue,
  judge,
  type Known,
  reaches,
  remediation,
  slack,
  table,
  trusts,
} from './index.ts';

const law = await loadLaw();
const now = Temporal.Instant.from('2026-11-26T12:00:00Z');
const calm: Context = { now };
const factors = (f: Partial<Factors> = {}): Factors => ({
  activity: 4,
  speed: 3,
  harm: 3,
  reach: 0,
  confidence: 0.8,
  aggravation: 0,
  lane: null,
  ...f,
});
/** Some kind that takes the course; where a course has no kind of its own, ordinary content. */
const kindOf = (action: string) =>
  [...law.kinds.values()].find((k) => k.action === action) ?? { id: 'fraud.scam', handling: 'ordinary' as const };
const ofCourse = (id: string, more: Partial<Known> = {}): Factors => {
  const action = law.actions.get(id);
  assert.ok(action, id);
  return factorsFor({ kind: kindOf(id), action, feedTrust: 'trusted', evidence: true, ...more });
};

const golden: readonly (readonly [course: string, band: Band])[] = [
  ['csam', 'P0'],
  ['terrorist_content', 'P0'],
  ['threat_to_life', 'P0'],
  ['court_or_prosecutor_order', 'P0'],
  ['ncii', 'P1'],
  ['phishing', 'P1'],
  ['fraud_shop', 'P1'],
  ['malware_url', 'P1'],
  ['c2', 'P1'],
  ['ransomware_infra', 'P1'],
  ['stolen_data', 'P1'],
  ['illegal_market', 'P1'],
  ['ddos_attack_source', 'P1'],
  ['ddos_bot', 'P1'],
  ['infected_host', 'P2'],
  ['brute_force', 'P2'],
  ['exploit_scan', 'P2'],
  ['web_attack', 'P2'],
  ['compromised_site', 'P2'],
  ['compromised_account', 'P2'],
  ['spam_compromised', 'P3'],
  ['spam_own', 'P3'],
  ['fraud_signup', 'P3'],
  ['open_proxy', 'P3'],
  ['ddos_amplifier', 'P3'],
  ['exposed_service', 'P3'],
  ['vuln_3df', 'P1'],
  ['vuln_3d', 'P2'],
  ['vuln_14d', 'P3'],
  ['vuln_60d', 'P4'],
  ['weak_crypto', 'P5'],
  ['ip_spoofing', 'P3'],
  ['bgp_or_mgmt_exposed', 'P3'],
  ['hate_or_threat_speech', 'P2'],
  ['copyright', 'P3'],
  ['privacy_defamation', 'P3'],
  ['blocklist_listing', 'P4'],
  ['tor_vpn_complaint', 'P5'],
];

test('each course of action from a trusted feed lands in its own band', () => {
  assert.equal(golden.length, law.actions.size);

  for (const [course, band] of golden) assert.equal(judge(ofCourse(course), calm).band, band, course);
});

test('what the courses say in brackets holds too', () => {
  const band = (course: string, more: Partial<Known>) => judge(ofCourse(course, more), calm).band;

  assert.equal(band('ransomware_infra', { reach: { ransomware: true } }), 'P0');
  assert.equal(band('exposed_service', { severity: 'critical' }), 'P2');
  assert.equal(
    band('bgp_or_mgmt_exposed', { kind: { id: 'vuln.exposed_service', handling: 'ordinary' }, severity: 'critical' }),
    'P2',
  );
  assert.equal(band('spam_own', { repeat: true }), 'P2');
  assert.equal(band('spam_compromised', { reach: { potentialVictims: 50_000 } }), 'P2');
  assert.equal(band('privacy_defamation', { doxing: true }), 'P1');
});

test('an anonymous notice of child abuse material stays on top; only its first step changes', () => {
  const judged = judge(ofCourse('csam', { feedTrust: 'unknown', evidence: false }), calm);

  assert.equal(judged.band, 'P0');
  assert.equal(judged.first, 'verify_within_4_hours');
  assert.deepEqual(
    judged.rules.map((r) => `${r.id} ${r.from} ${r.to}`),
    ['low_confidence P0 P2', 'lane P2 P0'],
  );
});

test('the lane speaks last: no choice of a person and no silence moves a case off it', () => {
  const override = { band: 'P5', reason: 'looks harmless', until: now.add({ hours: 1 }) } as const;

  assert.equal(judge(factors({ lane: 'csam' }), { now, override }).band, 'P0');
  assert.equal(judge(factors({ activity: 0, speed: 0, harm: 0 }), { now, order: true }).band, 'P0');
  assert.equal(judge(ofCourse('csam', { gone: true }), calm).band, 'P0');
});

test('content that is never shown or must be preserved is in its lane whatever course is chosen', () => {
  const phishing = law.actions.get('phishing') ?? null;
  const known = { action: phishing, feedTrust: 'unknown', evidence: false } as const;

  assert.equal(factorsFor({ ...known, kind: { id: 'content.csem', handling: 'never_shown' } }).lane, 'csam');
  assert.equal(factorsFor({ ...known, kind: { id: 'content.terrorist', handling: 'preserve' } }).lane, 'terrorist');
});

test('little certainty brings P1 to P2 with the duty to verify, and never lifts anything', () => {
  const doubted = judge(factors({ confidence: 0.4 }), calm);
  const low = judge(factors({ activity: 1, speed: 0, harm: 0, confidence: 0.2 }), calm);

  assert.equal(judge(factors({ confidence: 0.6 }), calm).band, 'P1');
  assert.equal(doubted.band, 'P2');
  assert.equal(doubted.first, 'verify_within_4_hours');
  assert.equal(low.band, 'P5');
  assert.equal(low.first, null);
});

test('repetition and lateness lift one band each and never above P1', () => {
  const p3 = factors({ activity: 2, speed: 2, harm: 2 });

  assert.equal(judge(p3, calm).band, 'P3');
  assert.equal(judge({ ...p3, aggravation: 2 }, calm).band, 'P2');
  assert.equal(judge({ ...p3, aggravation: 2 }, { now, overdue: true }).band, 'P1');
  assert.equal(judge(factors({ aggravation: 2 }), { now, overdue: true }).band, 'P1');
  assert.equal(judge(factors({ harm: 4, aggravation: 2 }), calm).band, 'P0');
});

test("a person's choice holds until its end and shows its reason", () => {
  const override = { band: 'P4', reason: 'sinkhole of our own', until: now } as const;

  const ended = judge(factors(), { now, override });
  const holds = judge(factors(), { now: now.subtract({ seconds: 1 }), override });

  assert.equal(ended.band, 'P1');
  assert.equal(holds.band, 'P4');
  assert.ok(holds.explanation.en.some((line) => line.includes('sinkhole of our own')));
});

test('raising any one factor never lowers band or score', () => {
  const ranks = {
    activity: [0, 1, 2, 3, 4],
    speed: [0, 1, 2, 3],
    harm: [0, 1, 2, 3, 4],
    reach: [0, 1],
    confidence: [0.2, 0.4, 0.6, 0.8, 1],
    aggravation: [0, 1, 2],
    lane: [0, 1],
    overdue: [0, 1],
  } as const;
  const names = Object.keys(ranks) as (keyof typeof ranks)[];
  const sizes = names.map((name) => ranks[name].length);
  const total = sizes.reduce((all, n) => all * n, 1);
  const outcome = (at: readonly number[]) => {
    const value = (name: keyof typeof ranks) => ranks[name][at[names.indexOf(name)] ?? 0] ?? 0;
    const judged = judge(
      {
        activity: value('activity'),
        speed: value('speed'),
        harm: value('harm'),
        reach: value('reach'),
        confidence: value('confidence'),
        aggravation: value('aggravation'),
        lane: value('lane') ? 'csam' : null,
      },
      { now, overdue: value('overdue') === 1 },
    );
    return { band: bands.indexOf(judged.band), score: judged.score };
  };
  const strides = sizes.map((_, i) => sizes.slice(i + 1).reduce((all, n) => all * n, 1));
  const points = Array.from({ length: total }, (_, n) =>
    outcome(sizes.map((size, i) => Math.floor(n / (strides[i] ?? 1)) % size)),
  );

  let compared = 0;
  const lowered: string[] = [];
  points.forEach((here, n) => {
    sizes.forEach((size, i) => {
      const stride = strides[i] ?? 1;
      const at = Math.floor(n / stride) % size;
      for (let higher = at + 1; higher < size; higher++) {
        const there = points[n + (higher - at) * stride];
        if (!there || there.band > here.band || there.score < here.score) lowered.push(`${n} ${names[i]} ${higher}`);
        compared++;
      }
    });
  });

  assert.ok(compared >= 80_000, `${compared} comparisons`);
  assert.deepEqual(lowered, []);
});

test('the table has every cell and never ranks more urgency or impact lower', () => {
  assert.equal(table.length, 5);
  table.forEach((row, u) => {
    assert.equal(row.length, 5);
    row.forEach((band, i) => {
      const below = table[u + 1]?.[i];
      const right = row[i + 1];
      if (below) assert.ok(below <= band, `${u},${i}`);
      if (right) assert.ok(right <= band, `${u},${i}`);
    });
  });
});

test('the terms of a score add up to it, in the object and in the words', () => {
  fc.assert(
    fc.property(
      fc.record({
        activity: fc.nat(4),
        speed: fc.nat(3),
        harm: fc.nat(4),
        reach: fc.nat(1),
        confidence: fc.constantFrom(0.2, 0.4, 0.6, 0.8, 1),
        aggravation: fc.nat(2),
        lane: fc.constant(null),
      }),
      (f) => {
        const judged = judge(f, calm);
        const sum = judged.terms.reduce((all, t) => all + t.count * t.weight, 0);
        assert.equal(
          judged.terms.reduce((all, t) => all + t.points, 0),
          sum,
        );
        assert.equal(judged.score, Math.round((sum * f.confidence * 1000) / 1000 + 1e-9));
        assert.ok(judged.score >= 0 && judged.score <= 80);
        for (const lines of [judged.explanation.nl, judged.explanation.en]) {
          const numbers =
            (lines.at(-1) ?? '')
              .replaceAll(',', '.')
              .match(/[\d.]*\d/g)
              ?.map(Number) ?? [];
          const [u = 0, ten = 0, i = 0, eight = 0, g = 0, four = 0, said, confidence, score] = numbers;
          assert.equal(u * ten + i * eight + g * four, said);
          assert.equal(confidence, f.confidence);
          assert.equal(score, judged.score);
        }
      },
    ),
  );
});

test('the words of a judgement are the ones a person can check', () => {
  const judged = judge(factors({ aggravation: 1 }), calm);

  assert.deepEqual(judged.explanation.nl, [
    'Urgentie 4: schade nu gezien (4), groeit per uur (3); het laagste van 4 en 3+1.',
    'Impact 3: ernstig misdrijf met slachtoffers (3), bereik +0.',
    'Tabel: urgentie 4 × impact 3 → P1.',
    'Herhaling, gemiste termijn of reseller onder verscherpt toezicht: blijft P1.',
    'Score: 4×10 + 3×8 + 1×4 = 68; × 0,8 = 54 van 80.',
  ]);
  assert.equal(judged.explanation.en.length, judged.explanation.nl.length);
});

test('confidence follows who says so, whether proof came along, and how sure the sender is', () => {
  assert.deepEqual(
    trusts.map((t) => confidenceFor(t, true)),
    [1, 1, 1, 0.8, 0.6, 0.4],
  );
  assert.equal(confidenceFor('trusted', false), 0.2);
  assert.equal(confidenceFor('own_probe', false), 1);
  assert.equal(confidenceFor('trusted', true, 0.5), 0.4);
  assert.equal(confidenceFor('trusted', true, 0.6), 0.6);
  assert.equal(confidenceFor('unknown', true, 1), 0.4);
  assert.equal(confidenceFor('official', true, 0), 0.2);
});

test('reach begins exactly at its thresholds', () => {
  assert.equal(reaches(), false);
  assert.equal(reaches({ potentialVictims: 999, assets: 9, reporters: 4 }), false);
  assert.ok(reaches({ potentialVictims: 1000 }) && reaches({ assets: 10 }) && reaches({ reporters: 5 }));
  assert.ok(reaches({ protectedVictim: true }) && reaches({ ransomware: true }));
});

test('activity follows what is seen: old harm, exploitation elsewhere, gone', () => {
  const activity = (course: string, more: Partial<Known>) => ofCourse(course, more).activity;

  assert.equal(activity('phishing', { harmSeenHoursAgo: 24 }), 4);
  assert.equal(activity('phishing', { harmSeenHoursAgo: 25 }), 3);
  assert.equal(activity('phishing', { gone: true }), 0);
  assert.equal(activity('vuln_14d', { exploited: true }), 3);
  assert.equal(activity('vuln_60d', { kind: { id: 'vuln.cve', handling: 'ordinary' }, epss: 0.5 }), 3);
  assert.equal(activity('vuln_60d', { kind: { id: 'vuln.cve', handling: 'ordinary' }, epss: 0.1 }), 2);
  assert.equal(activity('vuln_60d', { kind: { id: 'vuln.cve', handling: 'ordinary' }, epss: 0.01 }), 1);
});

test('a report without a kind waits for a person within a working day, inventory for nobody', () => {
  const band = (id: string) => {
    const kind = law.kinds.get(id);
    assert.ok(kind);
    return judge(factorsFor({ kind, action: null, feedTrust: 'known', evidence: true }), calm).band;
  };

  assert.equal(band('report.unclassified'), 'P2');
  assert.equal(band('inventory.exposure'), 'P5');
  assert.equal(band('ddos.victim'), 'P5');
});

test('the remediation table is monotone and asks for forensics only where exploited and total', () => {
  const soon = ['on_upgrade', 'vuln_60d', 'vuln_14d', 'vuln_3d', 'vuln_3df'];
  const flags = [false, true];
  let rows = 0;
  for (const exploited of flags)
    for (const exposed of flags)
      for (const automatable of flags)
        for (const total of flags) {
          const w = { exploited, exposed, automatable, total };
          const here = remediation(w);
          rows++;
          if (here === 'vuln_3df') assert.ok(exploited && total);
          for (const flag of ['exploited', 'exposed', 'automatable', 'total'] as const)
            assert.ok(soon.indexOf(remediation({ ...w, [flag]: true })) >= soon.indexOf(here));
        }

  assert.equal(rows, 16);
  assert.equal(remediation({ exploited: true, exposed: true, automatable: true, total: false }), 'vuln_3d');
  assert.equal(remediation({ exploited: false, exposed: true, automatable: true, total: true }), 'vuln_3d');
});

test('a finding takes a nearer course than its kind where the facts say so', () => {
  const course = (id: string, facts: Parameters<typeof courseFor>[1]) => {
    const kind = law.kinds.get(id);
    assert.ok(kind);
    return courseFor(kind, facts);
  };

  assert.equal(course('vuln.cve', {}), 'vuln_14d');
  assert.equal(course('vuln.cve', { severity: 'critical', exploited: true }), 'vuln_3df');
  assert.equal(course('vuln.cve', { severity: 'critical' }), 'vuln_3d');
  assert.equal(course('vuln.cve', { severity: 'high', exploited: true }), 'vuln_3d');
  assert.equal(course('vuln.cve', { severity: 'low' }), 'vuln_60d');
  assert.equal(course('vuln.exposed_service', { port: 4786 }), 'bgp_or_mgmt_exposed');
  assert.equal(course('vuln.exposed_service', { port: 3389 }), 'exposed_service');
  assert.equal(course('ddos.source', { hoursAgo: 1 }), 'ddos_attack_source');
  assert.equal(course('ddos.source', { hoursAgo: 20 }), 'ddos_bot');
  assert.equal(course('malware.c2', { ransomware: true }), 'ransomware_infra');
  assert.equal(course('fraud.phishing', {}), 'phishing');
  assert.equal(course('reputation.intel', {}), null);
});

test('every course a finding can take exists', () => {
  for (const kind of law.kinds.values())
    for (const severity of ['info', 'low', 'medium', 'high', 'critical'] as const)
      for (const yes of [true, false]) {
        const id = courseFor(kind, {
          severity,
          exploited: yes,
          ransomware: yes,
          port: yes ? 179 : 80,
          hoursAgo: yes ? 9 : 0,
        });
        if (id !== null) assert.ok(law.actions.has(id), `${kind.id}: ${id}`);
      }
});

test('cases are handled by band, then least time left, then score, then id', () => {
  const c = (id: string, band: Band, due: string | null, score = 0, median = 0): InQueue => ({
    id,
    band,
    dueAt: due ? Temporal.Instant.from(`2026-11-26T${due}:00Z`) : null,
    medianHandlingMinutes: median,
    score,
  });
  const queue = [
    c('g', 'P5', '12:00'),
    c('e', 'P1', null, 70),
    c('f', 'P1', null, 60),
    c('d', 'P1', '15:00', 50),
    c('c', 'P1', '15:00', 60),
    c('b', 'P1', '16:00', 10, 90),
    c('a', 'P0', null),
  ];

  assert.deepEqual(
    queue.toSorted(handlingOrder).map((x) => x.id),
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
  );
  assert.equal(slack(c('x', 'P1', '15:00', 0, 30), now)?.total('minutes'), 150);
  assert.equal(slack(c('x', 'P1', '11:00', 0, 30), now)?.total('minutes'), -90);
  assert.equal(slack(c('x', 'P1', null), now), null);
});

test('the handling order is a total order', () => {
  const cases = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    band: fc.constantFrom(...bands),
    dueAt: fc.option(fc.nat(100).map((m) => now.add({ minutes: m }))),
    medianHandlingMinutes: fc.nat(60),
    score: fc.nat(3),
  });
  fc.assert(
    fc.property(cases, cases, cases, (a, b, c) => {
      assert.equal(Math.sign(handlingOrder(a, b)), -Math.sign(handlingOrder(b, a)) + 0);
      if (handlingOrder(a, b) <= 0 && handlingOrder(b, c) <= 0) assert.ok(handlingOrder(a, c) <= 0);
    }),
  );
});

test('a bundle takes its highest band, and every band says what it asks', () => {
  assert.equal(highestBand(['P4', 'P1', 'P3']), 'P1');
  assert.equal(highestBand([]), 'P5');
  for (const band of bands) assert.ok(bandMeaning[band].nl.length > 5 && bandMeaning[band].en.length > 5);
});
