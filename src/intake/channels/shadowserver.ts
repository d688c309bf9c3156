/**
 * The reports API of Shadowserver: lists of the last days are asked for, signed, and each report is fetched once by its id.
 * POST api2/reports/list with the key in the body and HMAC2 = hex HMAC-SHA256 of the body under the secret; download by id.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { NetFault, retryAfterMs } from '#io/net';
import { missingDays, type Settings } from '../channel.ts';
import { bytesOrPath, withFile } from './feed.ts';
import { keepOne, type Pulling, Stopped, statusFault } from './pull.ts';
import { itemsKnown, savePosition, writeItem } from './store.ts';

const reportLine = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{4,200}$/),
  file: z.string().max(300).optional(),
  type: z.string().max(120).optional(),
  report: z.union([z.string(), z.array(z.string())]).optional(),
  timestamp: z.string().max(40).optional(),
});
type ReportLine = z.infer<typeof reportLine>;

const slash = (base: string) => (base.endsWith('/') ? base : `${base}/`);

async function listOf(p: Pulling, settings: Settings<'shadowserver'>, date: string): Promise<ReportLine[]> {
  const body = JSON.stringify({
    apikey: p.secrets['apikey'] ?? '',
    date,
    ...(settings.reports.length > 0 ? { reports: settings.reports } : {}),
    ...(settings.types.length === 1 ? { type: settings.types[0] } : {}),
  });
  const got = await p.world.net.fetch({
    url: `${slash(settings.api)}reports/list`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    secretHeaders: {
      HMAC2: createHmac('sha256', p.secrets['secret'] ?? '')
        .update(body)
        .digest('hex'),
    },
    body,
    timeoutMs: settings.timeout_seconds * 1000,
    maxBytes: 32 * 1024 * 1024,
    signal: p.signal,
  });
  p.tally.address = got.address;
  const fault = statusFault(got.status);
  const wait = retryAfterMs(got.headers['retry-after'], p.world.clock.now().epochMilliseconds);
  if (fault) throw new NetFault(fault, `HTTP ${got.status}`, wait === undefined ? {} : { retryAfterMs: wait });
  let said: unknown;
  try {
    said = JSON.parse(got.body.toString('utf8'));
  } catch (cause) {
    throw new NetFault('shadowserver.answer', 'not JSON', { cause });
  }
  if (!Array.isArray(said)) {
    const error = typeof said === 'object' && said && 'error' in said ? String(said.error).slice(0, 200) : '';
    throw new NetFault(/key|auth|hmac|permission/i.test(error) ? 'http.auth' : 'shadowserver.answer', error);
  }
  const lines: ReportLine[] = [];
  for (const one of said) {
    const read = reportLine.safeParse(one);
    // A line we cannot read is said, and the rest still come.
    if (read.success) lines.push(read.data);
    else {
      p.tally.fault = 'shadowserver.answer';
      p.tally.detail = 'a line of the list without a usable id';
    }
  }
  const wanted = settings.types.length > 1 ? new Set(settings.types) : undefined;
  return wanted ? lines.filter((l) => !l.type || wanted.has(l.type)) : lines;
}

/** The day a report is about, from its file name or its moment; undefined where it says neither. */
const dayOf = (l: ReportLine): string | undefined =>
  /^(\d{4}-\d{2}-\d{2})-/.exec(l.file ?? '')?.[1] ?? /^(\d{4}-\d{2}-\d{2})/.exec(l.timestamp ?? '')?.[1];

/** Days remembered to see which are missing. */
const mostDays = 120;

export async function pullShadowserver(p: Pulling): Promise<void> {
  const settings = p.channel.settings as unknown as Settings<'shadowserver'>;
  const today = p.world.clock.now().toZonedDateTimeISO('UTC').toPlainDate();
  const before = p.channel.position as { days?: string[]; until?: string };
  // After a longer silence of ours the days in between are asked for too, up to ninety.
  const since = before.until ? Temporal.PlainDate.from(before.until) : undefined;
  const gap = since ? today.since(since).days : 0;
  const from = today.subtract({ days: Math.min(90, Math.max(settings.days, gap + 1)) });
  const list = await listOf(p, settings, `${from}:${today}`);
  const days = new Set(before.days ?? []);
  const known = await p.world.db.in(p.org, (tx) =>
    itemsKnown(
      tx,
      p.org,
      p.channel.id,
      list.map((l) => l.id),
    ),
  );
  for (const line of list) {
    const day = dayOf(line);
    if (known.has(line.id)) {
      if (day) days.add(day);
      continue;
    }
    if (p.signal.aborted) throw new Stopped();
    await fetchOne(p, settings, line);
    if (day) days.add(day);
  }
  const kept = [...days].sort().slice(-mostDays);
  await p.world.db.in(p.org, (tx) =>
    savePosition(tx, p.org, p.channel.id, { until: today.toString(), days: kept, missing: missingDays(kept) }),
  );
}

async function fetchOne(p: Pulling, settings: Settings<'shadowserver'>, line: ReportLine): Promise<void> {
  await withFile(async (file) => {
    const got = await p.world.net.fetch({
      url: `${slash(settings.download)}${encodeURIComponent(line.id)}`,
      timeoutMs: settings.timeout_seconds * 1000,
      maxBytes: settings.max_mb * 1024 * 1024,
      file,
      signal: p.signal,
    });
    const fault = statusFault(got.status);
    const wait = retryAfterMs(got.headers['retry-after'], p.world.clock.now().epochMilliseconds);
    // One report that is gone does not keep the others from coming; it is written down as not taken.
    if (fault === 'http.gone') {
      await p.world.db.in(p.org, (tx) =>
        writeItem(tx, p.org, p.channel.id, { item: line.id, state: 'refused', fault }, p.world.clock.now()),
      );
      p.tally.fault = fault;
      p.tally.detail = line.file ?? line.id;
      return;
    }
    if (fault) throw new NetFault(fault, `HTTP ${got.status}`, wait === undefined ? {} : { retryAfterMs: wait });
    const received = await keepOne(p, {
      channel: 'shadowserver',
      ...(await bytesOrPath(file)),
      size: got.bytes,
      name: (line.file ?? `${line.id}.csv`).replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 200),
      feed: p.channel.name,
      hint: 'shadowserver',
    });
    // After it is kept: a crash in between fetches it again and meets it as known.
    await p.world.db.in(p.org, (tx) =>
      writeItem(
        tx,
        p.org,
        p.channel.id,
        { item: line.id, state: 'taken', size: got.bytes, message: received.id },
        p.world.clock.now(),
      ),
    );
  });
}

/** Asks for today's list only: whether key and secret are right. */
export async function tryShadowserver(p: Pulling): Promise<string> {
  const settings = p.channel.settings as unknown as Settings<'shadowserver'>;
  const today = p.world.clock.now().toZonedDateTimeISO('UTC').toPlainDate();
  const list = await listOf(p, settings, `${today.subtract({ days: 1 })}:${today}`);
  return `${list.length} reports since yesterday`;
}
