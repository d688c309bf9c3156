/** The figures on samples of public feeds, which lie beside the checkout and are read in place: what a peer takes from them, we take too. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newReading } from './asking/context.ts';
import { readFile } from './asking/read.ts';
import type { Finding } from './finding.ts';
import { fileOf } from './mail/unit.ts';
import { loadFormats } from './work.ts';

const data = join(import.meta.dirname, '../../../shared/data/intelmq');
const options = existsSync(data)
  ? {}
  : { skip: '../shared/data is absent: the figures on public feeds were not taken' };
const formats = await loadFormats();
const reading = newReading({});

/** Feeds that are bare lists are read only where they are named: here by the name an operator would give. */
const named: Readonly<Record<string, string>> = {
  blocklistde: 'blocklistde:imap',
  ci_army: 'cinsscore',
  openphish: 'openphish',
};

interface Sample {
  readonly reports: readonly { readonly raw_text?: string; readonly 'feed.url'?: string }[];
  readonly expected_events: readonly Readonly<Record<string, unknown>>[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a peer outputs and we do not, each with its reason. The test fails where one of these is no longer so.
 */
const deviations: Readonly<Record<string, { readonly n: number; readonly why: string }>> = {
  alienvault_otx: {
    n: 2,
    why: 'the peer cuts 20:15:44 to 20:01:00, a moment the file does not hold; one of the two is a hash and names no machine',
  },
  'surbl-surbl': { n: 3, why: 'the sample has names of one label (`domain1`), which are no domain names' },
};

/** Where the peer fills in what the bytes do not say, its value is not asked for. */
const inferred: Readonly<Record<string, readonly string[]>> = {
  // The tag says "telnet"; that it is port 23 is the peer's knowledge of the service, not in the file.
  turris: ['destination.port'],
  cznic_haas: ['destination.port'],
  // The number of the network stands in the address the list was fetched from, not in the list.
  dshield_asn: ['source.asn'],
};

function agrees(f: Finding, event: Fields, feed: string): boolean {
  const addresses = [f.ip, f.target?.ip];
  const ports = [f.port, f.target?.port];
  const urls = [f.url, f.target?.url].filter((u) => u !== undefined);
  const hosts = [f.host, f.target?.host];
  const asked = (key: string) => event[key] !== undefined && !(inferred[feed] ?? []).includes(key);
  const ok = (key: string, list: readonly unknown[]) => !asked(key) || list.includes(event[key]);
  const hostOk = (key: string) => {
    if (!asked(key)) return true;
    const wanted = String(event[key]).toLowerCase();
    return (
      hosts.some((h) => h === wanted || h?.endsWith(`.${wanted}`)) ||
      urls.some((u) => URL.parse(u)?.hostname === wanted)
    );
  };
  const timeOk = () => {
    if (event['time.source'] === undefined) return true;
    const at = Temporal.Instant.from(String(event['time.source'])).epochMilliseconds;
    return [f.seenAt, f.firstSeenAt, f.lastSeenAt].some(
      (t) => t !== undefined && Math.abs(t.epochMilliseconds - at) < 1001,
    );
  };
  return (
    ok('source.ip', addresses) &&
    ok('destination.ip', addresses) &&
    ok('source.port', ports) &&
    ok('destination.port', ports) &&
    ok('source.network', [f.prefix]) &&
    ok('source.asn', [f.asn]) &&
    ok('source.account', [f.account]) &&
    ok('source.url', urls) &&
    ok('destination.url', urls) &&
    hostOk('source.fqdn') &&
    hostOk('destination.fqdn') &&
    timeOk()
  );
}

test(
  'the public feeds agree with the expectations on address, port, time, URL and host, in whichever role',
  options,
  () => {
    const folder = join(data, 'feeds');
    let agreed = 0;
    let total = 0;
    const wrong: string[] = [];
    const missed: Record<string, number> = {};
    for (const file of readdirSync(folder).sort()) {
      const feed = file.replace(/\.json$/, '');
      const sample = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Sample;
      const found: Finding[] = [];
      const used = new Set<string>();
      for (const report of sample.reports) {
        if (!report.raw_text?.trim()) continue;
        const unit = fileOf(
          feed,
          'text/plain',
          new TextEncoder().encode(report.raw_text),
          '',
          undefined,
          undefined,
          named[feed] ? { hint: named[feed] } : {},
        );
        const outcome = readFile(unit, formats, reading, (f) => found.push(f));
        used.add(outcome.format ?? 'none');
        if (process.env.BEZEM_TELL)
          console.log(feed, outcome.format, outcome.count, JSON.stringify(outcome.problems).slice(0, 600));
      }
      for (const event of sample.expected_events) {
        // Templates of the peer's tests hold no observation of their own.
        if (
          !Object.keys(event).some(
            (k) => k.startsWith('source.') || k.startsWith('destination.') || k === 'time.source',
          )
        )
          continue;
        total++;
        if (found.some((f) => agrees(f, event, feed))) agreed++;
        else {
          missed[feed] = (missed[feed] ?? 0) + 1;
          wrong.push(
            `${feed} (${[...used].join(', ')}): ${JSON.stringify(Object.fromEntries(Object.entries(event).filter(([k]) => /^(?:source\.(?:ip|port|url|fqdn|network|asn|account)|destination\.(?:ip|port|url|fqdn)|time\.source)$/.test(k))))}`,
          );
        }
      }
    }
    console.log(`  public feeds: ${agreed} of ${total} expected events agree`);
    for (const line of wrong) console.log(`  deviates: ${line}`);
    assert.deepEqual(missed, Object.fromEntries(Object.entries(deviations).map(([k, d]) => [k, d.n])));
  },
);
