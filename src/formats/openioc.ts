/** OpenIOC, as FireEye appliances write it: what malware spoke to, under the alert it belongs to. */

import { cleanHost } from '#kernel';
import type { Finding } from './finding.ts';
import { format, type Said } from './format.ts';
import { decodeEntities } from './mail/html.ts';
import { extraOf, ipOf, portOf, present, seenOf, urlOf } from './values/fields.ts';

const word = (text: string, pattern: RegExp): string | undefined => {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : decodeEntities(found).trim() || undefined;
};

export default format({
  id: 'openioc',
  version: 1,
  title: { nl: 'OpenIOC', en: 'OpenIOC' },
  spec: 'https://github.com/fireeye/OpenIOC_1.1',
  group: 'feed',
  match: [{ kind: 'file', body: /<(?:OpenIOC|ioc)\b[^>]{0,400}(?:openioc\.org|mandiant\.com)/i, weight: 90 }],
  *read(unit, reading): Generator<Said> {
    if (unit.kind !== 'file') {
      yield { pass: 'an indicator is a file' };
      return;
    }
    const text = unit.text().slice(0, 4_000_000);
    const about: Record<string, string> = {};
    for (const m of text.matchAll(/<link\b([^>]{0,500})>([^<]{0,2000})<\/link>/gi)) {
      const rel = /\brel="([^"]{1,100})"/.exec(m[1] ?? '')?.[1];
      if (rel && rel !== '__proto__') about[rel] = decodeEntities(m[2] ?? '').trim();
    }
    const malware = about['alert_name'] ?? word(text, /<description>([^<]{1,500})<\/description>/i);
    const stated = about['alert_timestamp'] ?? word(text, /<authored_date>([^<]{1,80})<\/authored_date>/i);
    // Items of one inner block belong together: host, path and port of one connection.
    let n = 0;
    for (const block of blocksOf(text)) {
      const items = itemsIn(block);
      const one = (name: RegExp) => items.find((i) => name.test(i.search))?.content;
      const problems: Finding['problems'][number][] = [];
      const host = cleanHost(one(/HTTP\/Host|Network\/DNS$|DnsEntryItem\/Host/i) ?? '');
      const ip = ipOf(one(/RemoteIP|Connection\/(?:Remote)?Address|PortItem\/remoteIP/i) ?? one(/HTTP\/Host/i));
      const path = one(/RequestURI|HTTP\/URI/i);
      const whole = urlOf(one(/Network\/URI|UrlHistoryItem\/URL/i));
      if (!host && !ip && !whole) continue;
      // Method, host and path are of one HTTP request; nothing else makes a URL of them.
      const url =
        whole ??
        (path?.startsWith('/') && (host ?? ip) && one(/HTTP\/Host/i)
          ? urlOf(`http://${one(/HTTP\/Host/i) ?? ''}${path}`)
          : undefined);
      const seen = seenOf(stated, unit, reading, problems, { at: `/${n}`, zone: 'UTC' });
      yield {
        finding: present<Finding>({
          kind: 'malware.c2',
          ...seen,
          ip,
          host,
          url,
          port: portOf(one(/RemotePort/i)),
          role: 'unknown',
          classification: present<Finding['classification']>({ asSent: about['alert_type'] }),
          reference: about['uuid'] ?? about['alert_id'],
          malware,
          protocol: one(/Connection\/Protocol/i)
            ? { transport: (one(/Connection\/Protocol/i) ?? '').toLowerCase() }
            : undefined,
          evidence: [`/${n++}`],
          extra: extraOf([...Object.entries(about), ...items.map((i) => [i.search, i.content] as const)], problems),
          problems,
        }),
      };
    }
    if (n === 0) yield { pass: 'no host, address or URL in it' };
  },
});

interface Item {
  readonly search: string;
  readonly content: string;
}

/** The innermost blocks of indicators, without those within them. */
function blocksOf(text: string): string[] {
  const out: string[] = [];
  let depth: string[] = [];
  let at = 0;
  for (const m of text.matchAll(/<(\/?)Indicator\b[^>]{0,500}>/gi)) {
    const open = m[1] === '';
    if (depth.length > 0) depth[depth.length - 1] += text.slice(at, m.index);
    if (open) {
      if (depth.length >= 100) return out;
      depth.push('');
    } else {
      const done = depth.pop();
      if (done) out.push(done);
    }
    at = m.index + m[0].length;
  }
  depth = [];
  return out;
}

function itemsIn(block: string): Item[] {
  const out: Item[] = [];
  for (const part of block.split(/<IndicatorItem\b/i).slice(1)) {
    const search = /<Context\b[^>]{0,400}\bsearch="([^"]{1,200})"/i.exec(part)?.[1];
    const content = /<Content\b[^>]{0,200}>([^<]{0,8000})<\/Content>/i.exec(part)?.[1];
    if (search && content !== undefined) out.push({ search, content: decodeEntities(content).trim() });
    if (out.length >= 500) break;
  }
  return out;
}
