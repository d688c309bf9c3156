/** What a channel is: the kinds, what each must be told, when it looks again, and when its silence is an alarm. */
import { z } from 'zod';

export const channelKinds = ['imap', 'folder', 'feed', 'shadowserver'] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** Small letters, as `--feed` takes them. */
export const feedName = /^[a-z0-9][a-z0-9._-]{0,59}$/;

/** A feed's name out of any text, such as the name of a folder; undefined where nothing is left of it. */
export function asFeedName(text: string): string | undefined {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 60);
  return feedName.test(name) ? name : undefined;
}

const text = (most: number) => z.string().trim().min(1).max(most);
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,80}$/;
const headerValue = z
  .string()
  .max(2000)
  .regex(/^[\t\x20-\x7e]*$/, 'printable characters only');
const headers = z.record(z.string().regex(headerName, 'not a header name'), headerValue);

/** How often it should bring something: learned from its own history, stated, or not watched. */
export const expectShape = z.discriminatedUnion('how', [
  z.object({ how: z.literal('learned') }),
  z.object({ how: z.literal('stated'), minutes: z.number().int().min(5).max(527_040) }),
  z.object({ how: z.literal('off') }),
]);
export type Expect = z.infer<typeof expectShape>;

/** Every so many minutes, or at times of day in the organisation's zone, on all days or some (1 is Monday). */
export const scheduleShape = z.union([
  z.object({ every_minutes: z.number().int().min(1).max(10_080) }),
  z.object({
    at: z
      .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 06:30'))
      .min(1)
      .max(24),
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7).optional(),
  }),
]);
export type Schedule = z.infer<typeof scheduleShape>;

const webAddress = z
  .string()
  .trim()
  .max(2000)
  .regex(/^https?:\/\/[^\s/@]+(\/\S*)?$/i, 'an address such as https://lists.example/feed.csv');
const megabytes = (normal: number) => z.number().int().min(1).max(2048).default(normal);
const expect = expectShape.default({ how: 'learned' });

export const imapSettings = z.object({
  host: text(253),
  port: z.number().int().min(1).max(65535).default(993),
  /** `none` only where the operator named the host as one in private space. */
  security: z.enum(['tls', 'starttls', 'none']).default('tls'),
  /** Certificate (PEM) of an authority of one's own. */
  ca: z.string().max(20_000).optional(),
  user: text(320),
  auth: z.enum(['password', 'oauth_client', 'oauth_refresh']).default('password'),
  /** Where access tokens come from, for both OAuth 2.0 ways. */
  token_url: webAddress.optional(),
  client_id: z.string().max(400).optional(),
  scope: z.string().max(1000).optional(),
  folder: text(255).default('INBOX'),
  /** What is done with a message once it is kept. */
  after: z.enum(['move', 'flag', 'leave']).default('move'),
  move_to: text(255).default('Bezem'),
  poll_minutes: z.number().int().min(1).max(1440).default(5),
  /** Whose `Authentication-Results` are believed: the name the mailbox's own server writes (RFC 8601). */
  authserv_id: z.string().max(253).optional(),
  max_mb: megabytes(50),
  expect,
});
export const folderSettings = z.object({
  /** Below the organisation's own watched folder; empty is that folder itself. */
  folder: z
    .string()
    .max(200)
    .regex(/^([^./\\\0][^/\\\0]*(\/[^./\\\0][^/\\\0]*)*)?$/, 'a folder below the watched one')
    .default(''),
  /** A file is taken once it has not changed for so long. */
  settle_seconds: z.number().int().min(1).max(3600).default(5),
  poll_seconds: z.number().int().min(2).max(3600).default(10),
  max_mb: megabytes(1024),
  expect,
});
export const feedSettings = z.object({
  address: webAddress,
  method: z.enum(['GET', 'POST']).default('GET'),
  body: z.string().max(20_000).optional(),
  headers: headers.default({}),
  auth: z.enum(['none', 'basic', 'bearer', 'header']).default('none'),
  user: z.string().max(320).optional(),
  /** Name of the header that carries the secret, for `header`. */
  header: z.string().regex(headerName, 'not a header name').optional(),
  format: z.string().max(60).optional(),
  schedule: scheduleShape.default({ every_minutes: 60 }),
  timeout_seconds: z.number().int().min(5).max(3600).default(120),
  max_mb: megabytes(256),
  /** Where it was chosen from the catalogue. */
  catalogue: z.string().max(60).optional(),
  expect,
});
export const shadowserverSettings = z.object({
  api: webAddress.default('https://transform.shadowserver.org/api2/'),
  download: webAddress.default('https://dl.shadowserver.org/'),
  /** Days asked for again each time: what came late is still found, and a new channel begins so far back. */
  days: z.number().int().min(1).max(90).default(7),
  /** Names of reports and types to keep to; empty is all. */
  reports: z.array(text(120)).max(100).default([]),
  types: z.array(text(120)).max(200).default([]),
  schedule: scheduleShape.default({ every_minutes: 60 }),
  timeout_seconds: z.number().int().min(5).max(3600).default(300),
  max_mb: megabytes(512),
  expect,
});
export const settingsOf = {
  imap: imapSettings,
  folder: folderSettings,
  feed: feedSettings,
  shadowserver: shadowserverSettings,
} as const;
export type Settings<K extends ChannelKind> = z.infer<(typeof settingsOf)[K]>;

/** What is sealed. Each kind uses its own; all are text. */
export const secretNames = {
  imap: ['password', 'client_secret', 'refresh_token'],
  folder: [],
  feed: ['password', 'token', 'value'],
  shadowserver: ['apikey', 'secret'],
} as const satisfies Record<ChannelKind, readonly string[]>;
export const secretsShape = z.record(z.string().max(40), z.string().min(1).max(8000));
export type Secrets = Readonly<Record<string, string>>;

/** Which secrets these settings cannot do without. */
export function secretsNeeded(kind: ChannelKind, settings: unknown): readonly string[] {
  if (kind === 'imap') {
    const s = settings as Settings<'imap'>;
    return s.auth === 'password' ? ['password'] : s.auth === 'oauth_client' ? ['client_secret'] : ['refresh_token'];
  }
  if (kind === 'feed') {
    const s = settings as Settings<'feed'>;
    return { none: [], basic: ['password'], bearer: ['token'], header: ['value'] }[s.auth];
  }
  return kind === 'shadowserver' ? ['apikey', 'secret'] : [];
}

/** The machine that is asked; null for a folder. */
export function hostOf(kind: ChannelKind, settings: unknown): string | null {
  if (kind === 'folder') return null;
  if (kind === 'imap') return (settings as Settings<'imap'>).host.toLowerCase();
  const address = kind === 'feed' ? (settings as Settings<'feed'>).address : (settings as Settings<'shadowserver'>).api;
  return new URL(address).host.toLowerCase();
}

/** The moment after `now` at which a schedule asks again; times of day are those of the zone, also when clocks change. */
export function nextBySchedule(schedule: Schedule, now: Temporal.Instant, zone: string): Temporal.Instant {
  if ('every_minutes' in schedule) return now.add({ minutes: schedule.every_minutes });
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const days = schedule.days ?? [1, 2, 3, 4, 5, 6, 7];
  const found: Temporal.Instant[] = [];
  for (let ahead = 0; ahead <= 8 && found.length === 0; ahead++) {
    const day = today.add({ days: ahead });
    if (!days.includes(day.dayOfWeek)) continue;
    for (const at of schedule.at) {
      const moment = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(at) }).toInstant();
      if (Temporal.Instant.compare(moment, now) > 0) found.push(moment);
    }
  }
  return found.sort(Temporal.Instant.compare)[0] ?? now.add({ hours: 24 });
}

/** When a channel looks again after it looked without a fault. */
export function nextLook(kind: ChannelKind, settings: unknown, now: Temporal.Instant, zone: string): Temporal.Instant {
  if (kind === 'imap') return now.add({ minutes: (settings as Settings<'imap'>).poll_minutes });
  if (kind === 'folder') return now.add({ seconds: (settings as Settings<'folder'>).poll_seconds });
  return nextBySchedule((settings as Settings<'feed' | 'shadowserver'>).schedule, now, zone);
}

/**
 * How long to wait after so many faults in a row: 30 s, 1, 2, 4 minutes, … at most an hour, each between half and one and a
 * half of that, so that many do not come back at one moment.
 * @param dice 0 up to 1
 */
export function backOffMs(failures: number, dice: number, asked?: number): number {
  const whole = Math.min(3_600_000, 30_000 * 2 ** Math.max(0, Math.min(20, failures - 1)));
  const mine = Math.round(whole * (0.5 + dice));
  // What the other side asks is kept to, up to a day.
  return Math.max(mine, Math.min(asked ?? 0, 86_400_000));
}

/** Arrivals needed before a rhythm is believed. */
export const learnedFrom = 5;

/**
 * The minutes between two deliveries: stated, or the middle one of the last gaps in its own history.
 * @param arrivals moments at which it brought something new, in any order
 * @returns undefined where it is not watched or too little is known
 */
export function rhythmOf(expect: Expect, arrivals: readonly Temporal.Instant[]): number | undefined {
  if (expect.how === 'off') return undefined;
  if (expect.how === 'stated') return expect.minutes;
  if (arrivals.length < learnedFrom) return undefined;
  const gaps = gapsOf(arrivals);
  return Math.max(1, Math.round(gaps[Math.floor(gaps.length / 2)] ?? 0));
}

const gapsOf = (arrivals: readonly Temporal.Instant[]): number[] => {
  const sorted = [...arrivals].sort(Temporal.Instant.compare).slice(-21);
  return sorted
    .slice(1)
    .map((at, i) => (sorted[i] as Temporal.Instant).until(at).total('minutes'))
    .sort((a, b) => a - b);
};

/**
 * From when on its silence is an alarm. Stated: half as long again as was said. Learned: twice the usual gap, and never
 * before a quarter more than the longest silence it has had, so that weekends of a weekday feed are no alarm; at least an hour.
 */
export function silentFrom(
  expect: Expect,
  arrivals: readonly Temporal.Instant[],
  since: Temporal.Instant,
): Temporal.Instant | undefined {
  const rhythm = rhythmOf(expect, arrivals);
  if (rhythm === undefined) return undefined;
  const last = [...arrivals].sort(Temporal.Instant.compare).at(-1) ?? since;
  const from = Temporal.Instant.compare(last, since) > 0 ? last : since;
  const wait = expect.how === 'stated' ? rhythm * 1.5 : Math.max(60, rhythm * 2, (gapsOf(arrivals).at(-1) ?? 0) * 1.25);
  return from.add({ seconds: Math.round(wait * 60) });
}

/** Days in a row that a daily report should have come and did not, between the first and the last that did. */
export function missingDays(days: Iterable<string>): readonly string[] {
  const sorted = [...new Set(days)].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return [];
  const there = new Set(sorted);
  const missing: string[] = [];
  for (let d = Temporal.PlainDate.from(first); d.toString() < last && missing.length < 90; d = d.add({ days: 1 }))
    if (!there.has(d.toString())) missing.push(d.toString());
  return missing;
}
