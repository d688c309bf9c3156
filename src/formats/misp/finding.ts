/** Findings of one MISP event: its attributes that name a machine, alone or together in an object, with what the event says of them. */
import { cleanHost } from '#kernel';
import type { Finding, Problem } from '../finding.ts';
import type { Reading, Said } from '../format.ts';
import { kindInWords } from '../text/kinds.ts';
import { asnOf, extraOf, hostOfUrl, ipOf, ipOfUrl, networkOf, portOf, present, urlOf } from '../values/fields.ts';
import { inner, isObject, type JsonObject, text } from '../values/json.ts';
import { attributeTypes, kindOfTags, malwareOfTags, threatLevels } from './facts.ts';

const list = (o: JsonObject, name: string): JsonObject[] => (Array.isArray(o[name]) ? o[name].filter(isObject) : []);
const tagsOf = (o: JsonObject): string[] =>
  list(o, 'Tag')
    .map((t) => text(t, 'name') ?? '')
    .filter((t) => t !== '');

/** Whether an object is an event, by its own names. */
export const isMispEvent = (o: JsonObject): boolean =>
  (Array.isArray(o.Attribute) &&
    o.Attribute.some((a) => isObject(a) && typeof a.type === 'string' && Object.hasOwn(a, 'value'))) ||
  (Array.isArray(o.Object) && o.Object.some((x) => isObject(x) && Array.isArray(x.Attribute))) ||
  (typeof o.info === 'string' && Object.hasOwn(o, 'threat_level_id'));

interface Values {
  ip?: string | undefined;
  prefix?: string | undefined;
  host?: string | undefined;
  url?: string | undefined;
  port?: number | undefined;
  account?: string | undefined;
  asn?: number | undefined;
}

/** What an attribute names; undefined for types that name no machine; empty where its value is not of its type. */
function valuesOf(attribute: JsonObject): Values | undefined {
  const type = text(attribute, 'type') ?? '';
  const parts = Object.hasOwn(attributeTypes, type) ? attributeTypes[type] : undefined;
  const value = text(attribute, 'value');
  if (!parts || value === undefined) return undefined;
  // Composites are written with a bar; older exports have a colon before the port.
  const pieces =
    parts.length === 1
      ? [value]
      : value.includes('|')
        ? value.split('|')
        : [value.slice(0, value.lastIndexOf(':')), value.slice(value.lastIndexOf(':') + 1)];
  const out: Values = {};
  parts.forEach((part, i) => {
    const piece = pieces[i]?.trim();
    if (piece === undefined || piece === '') return;
    if (part === 'ip') {
      out.ip = ipOf(piece);
      if (!out.ip) out.prefix = networkOf(piece);
    } else if (part === 'host') {
      out.host = cleanHost(piece);
      if (!out.host) out.ip = ipOf(piece);
    } else if (part === 'url')
      out.url = urlOf(piece) ?? urlOf(/^[\w.-]+\.[a-z]{2,}(?:[:/]|$)/i.test(piece) ? `http://${piece}` : undefined);
    else if (part === 'port') out.port = portOf(piece);
    else if (part === 'asn') out.asn = asnOf(piece);
    else if (/^[^\s<>@]{1,64}@[^\s<>@]{1,255}$/.test(piece)) out.account = piece;
  });
  return out;
}

/** The findings of an event. `at` is its place in the file. */
export function* mispFindings(event: JsonObject, reading: Reading, at: string): Generator<Said> {
  const tags = tagsOf(event);
  const { Attribute: _a, Object: _o, RelatedEvent: _r, ShadowAttribute: _s, ...about } = event;
  const attributes = list(event, 'Attribute');
  const payload = [...attributes, ...list(event, 'Object').flatMap((o) => list(o, 'Attribute'))].find(
    (a) => (text(a, 'category') === 'Payload type' && text(a, 'type') === 'text') || text(a, 'type') === 'malware-type',
  );
  const context: Context = {
    about,
    tags,
    malware: malwareOfTags(tags) ?? (payload ? text(payload, 'value') : undefined),
    words: [text(event, 'info')].filter((t) => t).join(' '),
  };
  for (const [i, a] of attributes.entries()) yield* attributeSaid(a, [], context, reading, `${at}/Attribute/${i}`);
  for (const [i, o] of list(event, 'Object').entries()) {
    const inside = list(o, 'Attribute');
    for (const [k, a] of inside.entries())
      yield* attributeSaid(
        a,
        inside,
        { ...context, tags: [...tagsOf(o), ...tags] },
        reading,
        `${at}/Object/${i}/Attribute/${k}`,
      );
  }
}

interface Context {
  readonly about: JsonObject;
  readonly tags: readonly string[];
  readonly malware: string | undefined;
  readonly words: string;
}

function* attributeSaid(
  a: JsonObject,
  beside: readonly JsonObject[],
  event: Context,
  reading: Reading,
  at: string,
): Generator<Said> {
  if (a.deleted === true || a.deleted === '1') return;
  const values = valuesOf(a);
  if (!values) return;
  const { ip, prefix, host, url, account, asn } = values;
  if (!ip && !prefix && !host && !url && !account && !asn) {
    yield {
      problem: {
        code: 'address.unreadable',
        message: `not of its type (${text(a, 'type') ?? ''}): ${(text(a, 'value') ?? '').slice(0, 80)}`,
        at,
      },
    };
    return;
  }
  const problems: Problem[] = [];
  const mine = tagsOf(a);
  const tags = [...mine, ...event.tags];
  const type = text(a, 'type') ?? '';
  const category = text(a, 'category');
  // A port beside an address in one object is the port of that address, where there is only one.
  const ports = beside.filter((b) => text(b, 'type') === 'port').map((b) => portOf(text(b, 'value')));
  const relation = text(a, 'object_relation') ?? '';
  const port =
    values.port ??
    (ports.length === 1 && ip && /^(?:ip|ip-dst|ip-src|src-ip|dst-ip)$/.test(relation || type) ? ports[0] : undefined);
  const stated = (name: string) => {
    const t = text(a, name);
    const found = t === undefined || t === '0' ? undefined : reading.readTime(t, { zone: 'UTC' });
    if (t !== undefined && t !== '0' && !found)
      problems.push({ code: 'time.unreadable', message: `not a moment: ${t.slice(0, 60)}`, at: `${at}/${name}` });
    return found;
  };
  const first = stated('first_seen');
  const last = stated('last_seen');
  const seen =
    last ?? first ?? stated('timestamp') ?? reading.readTime(text(event.about, 'date') ?? '', { zone: 'UTC' });
  if (!seen) problems.push({ code: 'time.missing', message: 'states no time', at });
  const kind =
    kindOfTags(tags) ??
    (category === 'Payload delivery' && url ? 'malware.distribution' : undefined) ??
    kindInWords(text(a, 'comment') ?? '', event.words)?.kind ??
    (category === 'Payload installation' && url ? 'malware.distribution' : 'reputation.intel');
  const isSure = a.to_ids === true || a.to_ids === '1' || a.to_ids === 1;
  const org = text(inner(event.about, 'Orgc'), 'name') ?? text(inner(event.about, 'Org'), 'name');
  yield {
    finding: present<Finding>({
      kind,
      seenAt: seen?.at,
      timePrecision: seen?.precision,
      firstSeenAt: first?.at,
      lastSeenAt: last?.at,
      ip: ip ?? ipOfUrl(url),
      prefix,
      port,
      host: host ?? hostOfUrl(url),
      url,
      asn,
      account,
      // What is not marked for detection stands there as context: it may be a victim, or a page of the news.
      role: isSure ? 'source' : 'unknown',
      severity: threatLevels[text(event.about, 'threat_level_id') ?? ''],
      classification: present<Finding['classification']>({
        asSent:
          mine[0] ?? tags.find((t) => kindOfTags([t]) !== undefined) ?? [category, type].filter((t) => t).join(' '),
      }),
      reference: text(a, 'uuid') ?? text(event.about, 'uuid'),
      reporter: org ? { org } : undefined,
      malware:
        kind.startsWith('malware.') || kind === 'reputation.intel' ? (malwareOfTags(mine) ?? event.malware) : undefined,
      evidence: [at],
      extra: extraOf(
        [
          ['attribute', a],
          ['event', event.about],
        ],
        problems,
        at,
      ),
      problems,
    }),
  };
}
