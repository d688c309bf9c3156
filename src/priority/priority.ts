/**
 * Priority of a case: urgency and impact from enumerated factors, one table, five rules in order, and a score that only
 * breaks ties. Nothing else decides; raising any factor never lowers the outcome.
 */
import type { Language } from '#kernel';
import type { Action, Kind, Severity } from '#law';

export const bands = ['P0', 'P1', 'P2', 'P3', 'P4', 'P5'] as const;
/** P0 is handled first. */
export type Band = (typeof bands)[number];
/** One of the lanes that always come first. */
export type Lane = NonNullable<Action['lane']>;

/** What a band asks: shown beside it on screens and in help. */
export const bandMeaning = {
  P0: {
    nl: 'Nu kijken: bevel met lopende klok, of binnen 1 uur',
    en: 'Look now: order with a running clock, or within 1 hour',
  },
  P1: { nl: 'Binnen 4 uur kijken, binnen 24 uur gestopt', en: 'Look within 4 hours, stopped within 24 hours' },
  P2: { nl: 'Binnen 1 werkdag kijken, binnen 72 uur opgelost', en: 'Look within 1 working day, fixed within 72 hours' },
  P3: { nl: 'Binnen 14 dagen', en: 'Within 14 days' },
  P4: { nl: 'Binnen 60 dagen, in het overzicht', en: 'Within 60 days, in the digest' },
  P5: { nl: 'Ter informatie, wekelijks overzicht', en: 'For information, weekly digest' },
} as const satisfies Record<Band, Record<Language, string>>;

/** Shape before the colour, so that a band is told apart without seeing colour. */
export const bandSign = { P0: '▲▲', P1: '▲', P2: '●', P3: '○', P4: '–', P5: '·' } as const satisfies Record<
  Band,
  string
>;

export interface Factors {
  /** 4 harm observed now · 3 exploitable and exploited in the wild · 2 often misused · 1 exposed only · 0 informational or gone. */
  readonly activity: number;
  /** How fast harm grows: 3 per hour · 2 per day · 1 per week · 0 not. */
  readonly speed: number;
  /** 4 life, child, terror, state · 3 serious crime with direct victims · 2 enables crime · 1 nuisance or own risk · 0 none. */
  readonly harm: number;
  /** 1 where one of the reach conditions holds. */
  readonly reach: number;
  /** 1, 0.8, 0.6, 0.4 or 0.2. */
  readonly confidence: number;
  /** Where the record of who reported it lowered the confidence: what it says. */
  readonly doubt?: { readonly text: Readonly<Record<Language, string>> };
  /** 0 to 2: repeat within 90 days; missed deadline or reseller under enhanced follow-up. */
  readonly aggravation: number;
  readonly lane: Lane | null;
}

/** Who says so, most believed first. */
export const trusts = ['own_probe', 'official', 'trusted_flagger', 'trusted', 'known', 'unknown'] as const;
export type Trust = (typeof trusts)[number];

export interface Reach {
  /** An essential entity, care or government is hit. */
  readonly protectedVictim?: boolean;
  readonly potentialVictims?: number;
  /** Assets of this one customer in the case. */
  readonly assets?: number;
  /** Reporters independent of each other. */
  readonly reporters?: number;
  readonly ransomware?: boolean;
}

export interface Known {
  readonly kind: Pick<Kind, 'id' | 'handling'>;
  /** The course of action, or null where the kind has none yet. */
  readonly action: Pick<Action, 'factors' | 'lane'> | null;
  readonly severity?: Severity;
  readonly feedTrust: Trust;
  /** Whether what was seen came along: time and address with port, URL, hash or headers. */
  readonly evidence: boolean;
  /** 0 to 1, where the sender said how sure he is: he is believed no more than that. */
  readonly confidence?: number;
  readonly reach?: Reach;
  /** On the list of known exploited vulnerabilities. */
  readonly exploited?: boolean;
  /** EPSS version 4: probability of exploitation in the next 30 days. */
  readonly epss?: number;
  /** Hours since harm was last seen; above 24 it is no longer "observed now". */
  readonly harmSeenHoursAgo?: number;
  /** Our own probe says it is gone. */
  readonly gone?: boolean;
  /** Address or phone of a person published to threaten them. */
  readonly doxing?: boolean;
  /** Same customer or asset within 90 days. */
  readonly repeat?: boolean;
  readonly missedDeadline?: boolean;
  readonly resellerUnderFollowUp?: boolean;
}

const trustValue: Readonly<Record<Trust, number>> = {
  own_probe: 1,
  official: 1,
  trusted_flagger: 1,
  trusted: 0.8,
  known: 0.6,
  unknown: 0.4,
};
/** The steps of confidence, surest first. */
export const steps = [1, 0.8, 0.6, 0.4, 0.2] as const;
/** Official and our own word needs no proof beside it. */
const needsNoEvidence: ReadonlySet<Trust> = new Set(['own_probe', 'official', 'trusted_flagger']);

/** How far the claim is believed: 1, 0.8, 0.6, 0.4 or 0.2. */
export function confidenceFor(trust: Trust, evidence: boolean, stated?: number): number {
  const believed = evidence || needsNoEvidence.has(trust) ? trustValue[trust] : 0.2;
  if (stated === undefined) return believed;
  const own = steps.find((step) => step <= stated + 1e-9) ?? 0.2;
  return Math.min(believed, own);
}

/** Whether one of the reach conditions holds; it counts once, however many do. */
export function reaches(reach: Reach = {}): boolean {
  return (
    reach.protectedVictim === true ||
    reach.ransomware === true ||
    (reach.potentialVictims ?? 0) >= 1000 ||
    (reach.assets ?? 0) >= 10 ||
    (reach.reporters ?? 0) >= 5
  );
}

/** A report nobody has given a kind yet is taken for ordinary abuse until a person has looked. */
const unclassified = { activity: 4, speed: 2, harm: 2 } as const;
/** A lane decides by itself; its factors only order cases within it. */
const inLane = { activity: 4, speed: 3, harm: 4 } as const;
const nothing = { activity: 0, speed: 0, harm: 0 } as const;

/** Whether a kind is about something standing open rather than something being done. */
const isWeakness = (id: string) => /^(?:vuln|infra|net)\./.test(id);

/** The factors of what is known. The course of action gives the ordinary values; what is seen raises or lowers activity. */
export function factorsFor(known: Known): Factors {
  const { kind, action } = known;
  const lane =
    action?.lane ?? (kind.handling === 'never_shown' ? 'csam' : kind.handling === 'preserve' ? 'terrorist' : null);
  const usual = lane ? inLane : (action?.factors ?? (kind.handling === 'informational' ? nothing : unclassified));
  let activity: number = usual.activity;
  if (activity === 4 && (known.harmSeenHoursAgo ?? 0) > 24) activity = 3;
  if (isWeakness(kind.id)) {
    if (known.severity === 'critical' || known.exploited) activity = Math.max(activity, 3);
    if (known.epss !== undefined) activity = Math.max(activity, known.epss >= 0.5 ? 3 : known.epss >= 0.1 ? 2 : 1);
  }
  if (known.gone && !lane) activity = 0;
  return {
    activity,
    speed: known.doxing ? Math.max(3, usual.speed) : usual.speed,
    harm: known.doxing ? Math.max(3, usual.harm) : usual.harm,
    reach: reaches(known.reach) ? 1 : 0,
    confidence: confidenceFor(known.feedTrust, known.evidence, known.confidence),
    aggravation: (known.repeat ? 1 : 0) + (known.missedDeadline || known.resellerUnderFollowUp ? 1 : 0),
    lane,
  };
}

/** Row: urgency 0 to 4; column: impact 0 to 4. */
export const table: readonly (readonly Band[])[] = [
  ['P5', 'P5', 'P4', 'P4', 'P3'],
  ['P5', 'P4', 'P4', 'P3', 'P2'],
  ['P4', 'P3', 'P3', 'P2', 'P1'],
  ['P4', 'P3', 'P2', 'P1', 'P1'],
  ['P3', 'P2', 'P1', 'P1', 'P0'],
];

/** A person's own choice: always with a reason and an end. */
export interface Override {
  readonly band: Band;
  readonly reason: string;
  readonly until: Temporal.Instant;
}
export interface Context {
  readonly now: Temporal.Instant;
  /** A deadline of our own on this case has passed. */
  readonly overdue?: boolean;
  /** A statutory order with a running clock lies on this case. */
  readonly order?: boolean;
  readonly override?: Override;
}

export interface Term {
  readonly id: 'urgency' | 'impact' | 'aggravation';
  readonly count: number;
  readonly weight: number;
  /** count × weight */
  readonly points: number;
}
export interface Rule {
  readonly id: 'low_confidence' | 'aggravation' | 'overdue' | 'override' | 'lane';
  readonly from: Band;
  readonly to: Band;
}
export interface Judgement {
  readonly band: Band;
  readonly urgency: number;
  readonly impact: number;
  /** Out of 80; only breaks ties. */
  readonly score: number;
  /** Points before confidence; their sum times confidence, rounded, is the score. */
  readonly terms: readonly Term[];
  readonly confidence: number;
  /** Rules that spoke, in order. */
  readonly rules: readonly Rule[];
  /** What must be done before anything else. */
  readonly first: 'verify_within_4_hours' | null;
  /** Lines for people, from factors to band and score. */
  readonly explanation: Readonly<Record<Language, readonly string[]>>;
}

const clamp = (n: number, most: number) => Math.max(0, Math.min(most, Math.round(n)));
const rank = (band: Band) => bands.indexOf(band);
const bandAt = (at: number): Band => bands[clamp(at, 5)] ?? 'P5';
/** One band up, never above P1; what is P0 stays there. */
const oneUp = (band: Band) => (rank(band) > 1 ? bandAt(rank(band) - 1) : band);

/** Band, score and their explanation. The lane speaks last: it holds whatever confidence or a person says. */
export function judge(f: Factors, context: Context): Judgement {
  const urgency = Math.min(clamp(f.activity, 4), clamp(f.speed, 3) + 1);
  const impact = Math.min(4, clamp(f.harm, 4) + clamp(f.reach, 1));
  const aggravation = clamp(f.aggravation, 2);
  const start = table[urgency]?.[impact] ?? 'P5';
  const rules: Rule[] = [];
  let band = start;
  const apply = (id: Rule['id'], to: Band) => {
    rules.push({ id, from: band, to });
    band = to;
  };
  const doubted = f.confidence <= 0.4;
  if (doubted && rank(band) < 2) apply('low_confidence', 'P2');
  if (aggravation >= 1) apply('aggravation', oneUp(band));
  if (context.overdue) apply('overdue', oneUp(band));
  const override = context.override;
  if (override && Temporal.Instant.compare(context.now, override.until) < 0) apply('override', override.band);
  const lane = f.lane ?? (context.order ? 'order' : null);
  if (lane) apply('lane', 'P0');

  const terms: Term[] = [
    { id: 'urgency', count: urgency, weight: 10, points: urgency * 10 },
    { id: 'impact', count: impact, weight: 8, points: impact * 8 },
    { id: 'aggravation', count: aggravation, weight: 4, points: aggravation * 4 },
  ];
  const sum = terms.reduce((all, t) => all + t.points, 0);
  // In tenths, so that 0.6 × 80 is 48 and not a hair less.
  const score = Math.round((sum * Math.round(f.confidence * 10)) / 10);
  const first =
    doubted && (lane !== null || rules.some((r) => r.id === 'low_confidence')) ? 'verify_within_4_hours' : null;
  const judged = { band, urgency, impact, score, terms, confidence: f.confidence, rules, first } as const;
  return {
    ...judged,
    explanation: {
      nl: explain(f, lane, start, judged, override, 'nl'),
      en: explain(f, lane, start, judged, override, 'en'),
    },
  };
}

const said = {
  activity: {
    nl: ['ter informatie of weg', 'alleen open', 'vaak misbruikt', 'elders al misbruikt', 'schade nu gezien'],
    en: ['informational or gone', 'exposed only', 'often misused', 'exploited elsewhere', 'harm seen now'],
  },
  speed: {
    nl: ['groeit niet', 'groeit per week', 'groeit per dag', 'groeit per uur'],
    en: ['does not grow', 'grows by the week', 'grows by the day', 'grows by the hour'],
  },
  harm: {
    nl: [
      'geen',
      'overlast of eigen risico',
      'maakt misdrijven mogelijk',
      'ernstig misdrijf met slachtoffers',
      'leven, kind, terreur of staat',
    ],
    en: ['none', 'nuisance or own risk', 'enables crime', 'serious crime with victims', 'life, child, terror or state'],
  },
  lane: {
    csam: { nl: 'seksueel misbruik van kinderen', en: 'child sexual abuse' },
    terrorist: { nl: 'terroristische inhoud', en: 'terrorist content' },
    threat_to_life: { nl: 'bedreiging van een leven', en: 'threat to life' },
    order: { nl: 'bevel met lopende klok', en: 'order with a running clock' },
  },
} as const;

function explain(
  f: Factors,
  lane: Lane | null,
  start: Band,
  j: Pick<Judgement, 'urgency' | 'impact' | 'score' | 'terms' | 'rules' | 'first' | 'confidence'>,
  override: Override | undefined,
  language: Language,
): readonly string[] {
  const nl = language === 'nl';
  const a = clamp(f.activity, 4);
  const s = clamp(f.speed, 3);
  const h = clamp(f.harm, 4);
  const lines = [
    `${nl ? 'Urgentie' : 'Urgency'} ${j.urgency}: ${said.activity[language][a]} (${a}), ${said.speed[language][s]} (${s}); ${nl ? `het laagste van ${a} en ${s}+1` : `the lower of ${a} and ${s}+1`}.`,
    `Impact ${j.impact}: ${said.harm[language][h]} (${h}), ${nl ? 'bereik' : 'reach'} +${clamp(f.reach, 1)}.`,
    `${nl ? 'Tabel' : 'Table'}: ${nl ? 'urgentie' : 'urgency'} ${j.urgency} × impact ${j.impact} → ${start}.`,
  ];
  for (const rule of j.rules) {
    const arrow = rule.from === rule.to ? (nl ? `blijft ${rule.to}` : `stays ${rule.to}`) : `${rule.from} → ${rule.to}`;
    const why = {
      low_confidence: nl
        ? 'Weinig zekerheid: eerst binnen 4 uur nagaan'
        : 'Little certainty: verify within 4 hours first',
      aggravation: nl
        ? 'Herhaling, gemiste termijn of reseller onder verscherpt toezicht'
        : 'Repeat, missed deadline or reseller under enhanced follow-up',
      overdue: nl ? 'Eigen termijn voorbij' : 'Past our own deadline',
      override: nl
        ? `Door een medewerker gekozen: ${override?.reason ?? ''} (tot ${override?.until ?? ''})`
        : `Chosen by a member: ${override?.reason ?? ''} (until ${override?.until ?? ''})`,
      lane: lane ? `${nl ? 'Altijd eerst' : 'Always first'}: ${said.lane[lane][language]}` : '',
    }[rule.id];
    lines.push(`${why}: ${arrow}.`);
  }
  if (j.first && !j.rules.some((r) => r.id === 'low_confidence'))
    lines.push(
      nl
        ? 'Weinig zekerheid: de eerste stap is nagaan, binnen 4 uur.'
        : 'Little certainty: the first step is to verify, within 4 hours.',
    );
  if (f.doubt) lines.push(f.doubt.text[language]);
  const sum = j.terms.reduce((all, t) => all + t.points, 0);
  const certain = String(j.confidence).replace('.', nl ? ',' : '.');
  lines.push(
    `Score: ${j.terms.map((t) => `${t.count}×${t.weight}`).join(' + ')} = ${sum}; × ${certain} = ${j.score} ${nl ? 'van' : 'of'} 80.`,
  );
  return lines;
}

/** The highest of several bands: a bundle takes it. P5 where there are none. */
export function highestBand(all: readonly Band[]): Band {
  return bandAt(Math.min(5, ...all.map(rank)));
}

/** What the handling order needs of a case. */
export interface InQueue {
  readonly id: string;
  readonly band: Band;
  /** The clock that ends first; null where none runs. */
  readonly dueAt: Temporal.Instant | null;
  /** Median minutes this kind of case takes to handle. */
  readonly medianHandlingMinutes: number;
  readonly score: number;
}

/** Time left before the last moment to begin: due − now − median handling time. Negative is too late. Null without a clock. */
export function slack(
  c: Pick<InQueue, 'dueAt' | 'medianHandlingMinutes'>,
  now: Temporal.Instant,
): Temporal.Duration | null {
  if (!c.dueAt) return null;
  return Temporal.Duration.from({
    milliseconds: Math.round(c.dueAt.epochMilliseconds - now.epochMilliseconds - c.medianHandlingMinutes * 60_000),
  });
}

/**
 * Handling order: band, then least slack (without a clock last), then highest score, then id.
 * The moment "now" falls out of a comparison of slacks, so the order holds until a clock or band changes.
 */
export function handlingOrder(a: InQueue, b: InQueue): number {
  const begin = (c: InQueue) =>
    c.dueAt ? c.dueAt.epochMilliseconds - c.medianHandlingMinutes * 60_000 : Number.MAX_SAFE_INTEGER;
  return (
    rank(a.band) - rank(b.band) || begin(a) - begin(b) || b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}
