/** Findings of a STIX bundle: indicators by their pattern, observed data and infrastructure by the objects they refer to, with malware, sightings and courses of action around them. */
import { cleanHost, type Moment } from '#kernel';
import type { Finding, Problem, Target } from '../finding.ts';
import type { Reading, Said } from '../format.ts';
import { kindInWords } from '../text/kinds.ts';
import {
  asnOf,
  cvesIn,
  extraOf,
  hostOfUrl,
  ipOf,
  ipOfUrl,
  networkOf,
  portOf,
  present,
  urlOf,
} from '../values/fields.ts';
import { isObject, type JsonObject, text } from '../values/json.ts';
import { indicatorKinds, infrastructureKinds, lightMarkings, phaseKinds } from './facts.ts';
import { readPattern, type Together } from './pattern.ts';

interface Resources {
  ip?: string | undefined;
  prefix?: string | undefined;
  host?: string | undefined;
  url?: string | undefined;
  port?: number | undefined;
  asn?: number | undefined;
  account?: string | undefined;
  transport?: string | undefined;
  target?: Target | undefined;
}
const named = (r: Resources) => r.ip ?? r.prefix ?? r.host ?? r.url ?? r.asn ?? r.account;

const words = (o: JsonObject | undefined, name: string): string[] => {
  const v = o?.[name];
  return Array.isArray(v) ? v.filter((x): x is string => typeof x === 'string') : [];
};

/** The objects of a bundle, by id, with the relationships between them. */
export class Bundle {
  readonly objects: readonly JsonObject[];
  readonly #byId = new Map<string, JsonObject>();
  readonly #from = new Map<string, { type: string; to: string; rel: JsonObject }[]>();
  readonly #to = new Map<string, { type: string; from: string; rel: JsonObject }[]>();
  constructor(objects: readonly JsonObject[]) {
    this.objects = objects;
    for (const o of objects) {
      const id = text(o, 'id');
      if (id !== undefined) this.#byId.set(id, o);
      if (o.type !== 'relationship' || o.revoked === true) continue;
      const from = text(o, 'source_ref');
      const to = text(o, 'target_ref');
      const type = text(o, 'relationship_type');
      if (!from || !to || !type) continue;
      push(this.#from, from, { type, to, rel: o });
      push(this.#to, to, { type, from, rel: o });
    }
  }
  get(id: string | undefined): JsonObject | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }
  /** Objects this one has a relationship to, of these types of relationship (any where none is given). */
  out(id: string | undefined, ...types: string[]): { o: JsonObject; rel: JsonObject }[] {
    return (this.#from.get(id ?? '') ?? [])
      .filter((r) => types.length === 0 || types.includes(r.type))
      .flatMap((r) => one(this.get(r.to), r.rel));
  }
  into(id: string | undefined, ...types: string[]): { o: JsonObject; rel: JsonObject }[] {
    return (this.#to.get(id ?? '') ?? [])
      .filter((r) => types.length === 0 || types.includes(r.type))
      .flatMap((r) => one(this.get(r.from), r.rel));
  }
}
const one = (o: JsonObject | undefined, rel: JsonObject) => (o ? [{ o, rel }] : []);
const push = <T>(map: Map<string, T[]>, key: string, value: T) => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

/** What a pattern's line names; negated comparisons and those that are not "is" name nothing. */
export function resourcesOfPattern(line: Together): Resources[] {
  const r: Resources = {};
  const target: { ip?: string | undefined; port?: number | undefined } = {};
  const more: Resources[] = [];
  for (const c of line) {
    if (c.isNot || !['=', 'IN', 'ISSUBSET'].includes(c.operator)) continue;
    const [object = '', rest = ''] = c.path.split(/:(.*)/s);
    const steps = rest.replace(/'/g, '').replace(/\[\*\]|\[\d+\]/g, '');
    const value = c.values[0] ?? '';
    const set = (one: Resources) => {
      if (c.operator === 'IN' && c.values.length > 1)
        for (const v of c.values.slice(0, 500)) more.push(resourceOfPath(object, steps, v) ?? {});
      else Object.assign(r, present(one));
    };
    const found = resourceOfPath(object, steps, value);
    if (found) set(found);
    else if (object === 'network-traffic') {
      if (steps === 'dst_ref.value' || steps === 'dst_ref.resolves_to_refs.value')
        Object.assign(r, present({ ...addressed(value) }));
      else if (steps === 'dst_port') r.port = portOf(value);
      else if (steps === 'src_ref.value') target.ip = ipOf(value);
      else if (steps === 'src_port') target.port = portOf(value);
      else if (steps === 'protocols' && /^(?:tcp|udp|icmp|sctp)$/i.test(value)) r.transport = value.toLowerCase();
      else if (steps === 'extensions.http-request-ext.request_header.Host')
        Object.assign(r, present({ ...addressed(value) }));
    }
  }
  // Traffic that is told by its source alone: the source is the one that acts.
  if (!named(r) && target.ip) {
    r.ip = target.ip;
    r.port = target.port ?? r.port;
  }
  return [
    ...(named(r) ? [r] : []),
    ...more
      .filter((m) => named(m))
      .map((m) => ({ ...present<Resources>({ port: r.port, transport: r.transport }), ...m })),
  ];
}

const addressed = (value: string): Resources => {
  const ip = ipOf(value.replace(/\/(?:32|128)$/, ''));
  return ip ? { ip } : networkOf(value) ? { prefix: networkOf(value) } : { host: cleanHost(value) };
};

function resourceOfPath(object: string, steps: string, value: string): Resources | undefined {
  if ((object === 'ipv4-addr' || object === 'ipv6-addr') && steps === 'value') return addressed(value);
  if (object === 'domain-name' && steps === 'value') return { host: cleanHost(value) };
  if (object === 'domain-name' && steps === 'resolves_to_refs.value') return { ip: ipOf(value) };
  if (object === 'url' && steps === 'value') {
    const url = urlOf(value);
    return { url, ip: ipOfUrl(url), host: hostOfUrl(url) };
  }
  if (object === 'email-addr' && steps === 'value') return { account: mailbox(value) };
  if (object === 'email-message' && /^(?:from_ref|sender_ref)\.value$/.test(steps)) return { account: mailbox(value) };
  if (object === 'autonomous-system' && steps === 'number') return { asn: asnOf(value) };
  return undefined;
}
const mailbox = (value: string) => (/^[^\s<>@]{1,64}@[^\s<>@]{1,255}$/.test(value) ? value : undefined);

/** What an observed object names. References are to objects beside it: of the bundle, or of the same observation in 2.0. */
function resourceOfObject(o: JsonObject, find: (ref: string) => JsonObject | undefined): Resources | undefined {
  const value = text(o, 'value');
  switch (o.type) {
    case 'ipv4-addr':
    case 'ipv6-addr':
      return value ? addressed(value) : undefined;
    case 'domain-name':
      return {
        host: cleanHost(value ?? ''),
        ip: words(o, 'resolves_to_refs')
          .map((r) => ipOf(text(find(r), 'value')))
          .find((ip) => ip !== undefined),
      };
    case 'url': {
      const url = urlOf(value);
      return { url, host: hostOfUrl(url), ip: ipOfUrl(url) };
    }
    case 'email-addr':
      return { account: mailbox(value ?? '') };
    case 'autonomous-system':
      return { asn: asnOf(text(o, 'number')) };
    case 'network-traffic': {
      const src = find(text(o, 'src_ref') ?? '');
      const dst = find(text(o, 'dst_ref') ?? '');
      const from = src ? resourceOfObject(src, () => undefined) : undefined;
      const to = dst ? resourceOfObject(dst, () => undefined) : undefined;
      const srcPort = portOf(text(o, 'src_port'));
      const dstPort = portOf(text(o, 'dst_port'));
      const transport = words(o, 'protocols')
        .find((p) => /^(?:tcp|udp|icmp|sctp)$/i.test(p))
        ?.toLowerCase();
      if (from && named(from))
        return {
          ...from,
          port: srcPort,
          transport,
          target: present<Target>({ ip: to?.ip, host: to?.host, port: dstPort }),
        };
      return to && named(to) ? { ...to, port: dstPort, transport } : undefined;
    }
    default:
      return undefined;
  }
}

interface About {
  readonly kind: string;
  readonly malware: string | undefined;
  readonly role: Finding['role'];
  readonly seen: Moment | undefined;
  readonly first?: Moment | undefined;
  readonly last?: Moment | undefined;
  readonly count?: number | undefined;
  readonly asSent: string | undefined;
  readonly of: JsonObject;
  readonly more: JsonObject;
}

/** All findings of a bundle. */
export function* bundleFindings(bundle: Bundle, reading: Reading): Generator<Said> {
  const used = new Set<string>();
  for (const o of bundle.objects) {
    if (o.revoked === true) continue;
    if (o.type === 'indicator') yield* indicatorSaid(o, bundle, reading);
    else if (o.type === 'observed-data') yield* observedSaid(o, bundle, reading, used);
    else if (o.type === 'infrastructure') yield* infrastructureSaid(o, bundle, reading, used);
    else if (o.type === 'sighting') yield* sightingSaid(o, bundle, reading);
  }
}

const momentOf = (o: JsonObject | undefined, name: string, reading: Reading) => {
  const t = text(o, name);
  return t === undefined ? undefined : reading.readTime(t, { zone: 'UTC' });
};
/** When its author wrote it: what it tells was before that, as with the date of a message. */
const written = (o: JsonObject, reading: Reading): Moment | undefined => {
  const found = momentOf(o, 'modified', reading) ?? momentOf(o, 'created', reading);
  return found && { at: found.at, precision: 'message_date' };
};

/** The malware around an object: what it indicates, controls, delivers or is used by. */
function malwareAround(o: JsonObject, bundle: Bundle): string | undefined {
  const id = text(o, 'id');
  const near = [
    ...bundle.out(id, 'indicates', 'controls', 'delivers', 'hosts', 'communicates-with', 'beacons-to'),
    ...bundle.into(id, 'uses', 'beacons-to', 'communicates-with', 'exfiltrates-to', 'downloads', 'drops'),
  ];
  const found = near.find((n) => n.o.type === 'malware' || n.o.type === 'tool');
  return found && text(found.o, 'name');
}

/** Courses of action against an object, or against the malware around it; their words are kept. */
function coursesFor(o: JsonObject, bundle: Bundle): JsonObject[] {
  const id = text(o, 'id');
  const around = [id, ...bundle.out(id, 'indicates', 'controls', 'delivers').map((n) => text(n.o, 'id'))];
  const found = new Map<string, JsonObject>();
  for (const target of around)
    for (const { o: course } of bundle.into(target, 'mitigates', 'remediates'))
      if (course.type === 'course-of-action')
        found.set(
          text(course, 'id') ?? '',
          present({ name: text(course, 'name'), description: text(course, 'description') }),
        );
  return [...found.values()].slice(0, 20);
}

function kindOf(o: JsonObject, bundle: Bundle, fallback: string): string {
  const id = text(o, 'id');
  for (const type of [...words(o, 'infrastructure_types'), ...words(o, 'labels')])
    if (Object.hasOwn(infrastructureKinds, type)) return infrastructureKinds[type] ?? fallback;
  for (const { o: near } of bundle.out(id, 'indicates')) {
    if (near.type !== 'infrastructure') continue;
    const kind = words(near, 'infrastructure_types')
      .map((t) => infrastructureKinds[t])
      .find((k) => k !== undefined);
    if (kind) return kind;
  }
  const phases = Array.isArray(o.kill_chain_phases)
    ? o.kill_chain_phases.filter(isObject).map((p) => text(p, 'phase_name') ?? '')
    : [];
  const phase = phases.map((p) => phaseKinds[p]).find((k) => k !== undefined);
  if (phase) return phase;
  const told = kindInWords(
    `${text(o, 'name') ?? ''} ${words(o, 'labels').join(' ')}`,
    text(o, 'description') ?? '',
  )?.kind;
  if (told) return told;
  for (const type of [...words(o, 'indicator_types'), ...words(o, 'labels')])
    if (Object.hasOwn(indicatorKinds, type)) return indicatorKinds[type] ?? fallback;
  return fallback;
}

function* indicatorSaid(o: JsonObject, bundle: Bundle, reading: Reading): Generator<Said> {
  const at = `/${text(o, 'id') ?? 'indicator'}`;
  // Said to be harmless by its own author.
  if ([...words(o, 'indicator_types'), ...words(o, 'labels')].includes('benign')) return;
  const pattern = text(o, 'pattern');
  const type = text(o, 'pattern_type') ?? 'stix';
  if (pattern === undefined || type !== 'stix') {
    yield { problem: { code: 'pattern.foreign', message: `a pattern of type ${type.slice(0, 40)} is not read`, at } };
    return;
  }
  const lines = readPattern(pattern);
  if (!lines) {
    yield { problem: { code: 'pattern.broken', message: `not a STIX pattern: ${pattern.slice(0, 120)}`, at } };
    return;
  }
  const about: About = {
    kind: kindOf(o, bundle, 'reputation.intel'),
    malware: malwareAround(o, bundle),
    role: 'source',
    seen: momentOf(o, 'valid_from', reading) ?? written(o, reading),
    asSent: words(o, 'indicator_types')[0] ?? words(o, 'labels')[0],
    of: o,
    more: present({ course_of_action: listOrNone(coursesFor(o, bundle)) }),
  };
  const done = new Set<string>();
  for (const line of lines)
    for (const r of resourcesOfPattern(line)) {
      const key = JSON.stringify(r);
      if (done.has(key)) continue;
      done.add(key);
      yield made(r, about, bundle, at);
    }
}
const listOrNone = <T>(list: readonly T[]) => (list.length > 0 ? list : undefined);

/** The objects an observation holds: by reference, or in the older form within it. */
function observedIn(
  o: JsonObject,
  bundle: Bundle,
): { id: string; o: JsonObject; find: (ref: string) => JsonObject | undefined }[] {
  const inside = o.objects;
  if (isObject(inside))
    return Object.entries(inside).flatMap(([id, x]) =>
      isObject(x) ? [{ id, o: x, find: (ref: string) => (isObject(inside[ref]) ? inside[ref] : undefined) }] : [],
    );
  return words(o, 'object_refs').flatMap((ref) => {
    const x = bundle.get(ref);
    return x ? [{ id: ref, o: x, find: (r: string) => bundle.get(r) }] : [];
  });
}

function* observedSaid(
  o: JsonObject,
  bundle: Bundle,
  reading: Reading,
  used: Set<string>,
  from?: About,
): Generator<Said> {
  const first = momentOf(o, 'first_observed', reading);
  const last = momentOf(o, 'last_observed', reading);
  const count =
    typeof o.number_observed === 'number' && Number.isSafeInteger(o.number_observed) && o.number_observed > 0
      ? o.number_observed
      : undefined;
  const all = observedIn(o, bundle);
  // Addresses that stand there only as the ends of traffic, or as what a name resolves to, are told with it.
  const ends = new Set(
    all
      .flatMap((x) => [text(x.o, 'src_ref'), text(x.o, 'dst_ref'), ...words(x.o, 'resolves_to_refs')])
      .filter((r) => r !== undefined),
  );
  for (const x of all) {
    if (ends.has(x.id) && x.o.type !== 'network-traffic') continue;
    const r = resourceOfObject(x.o, x.find);
    if (!r || !named(r)) continue;
    used.add(x.id);
    const seen = last ?? first ?? written(o, reading);
    yield made(
      r,
      from
        ? { ...from, seen: last ?? first ?? from.seen, first, last, count: from.count ?? count }
        : {
            kind: kindOf(o, bundle, 'reputation.intel'),
            malware: malwareAround(o, bundle),
            role: 'unknown',
            seen,
            first,
            last,
            count,
            asSent: text(o, 'type'),
            of: o,
            more: {},
          },
      bundle,
      `/${text(o, 'id') ?? 'observed-data'}/${x.id}`,
    );
  }
}

/** Machines that an infrastructure is made of. */
function* infrastructureSaid(o: JsonObject, bundle: Bundle, reading: Reading, used: Set<string>): Generator<Said> {
  const id = text(o, 'id');
  const first = momentOf(o, 'first_seen', reading);
  const last = momentOf(o, 'last_seen', reading);
  for (const { o: x, rel } of bundle.out(id, 'consists-of', 'has', 'hosts', 'controls', 'communicates-with')) {
    const began = momentOf(rel, 'start_time', reading);
    const about: About = {
      kind: kindOf(o, bundle, 'reputation.intel'),
      malware: malwareAround(o, bundle),
      role: 'source',
      seen: last ?? first ?? began ?? written(o, reading),
      first: first ?? began,
      last,
      asSent: words(o, 'infrastructure_types')[0],
      of: o,
      more: present({ course_of_action: listOrNone(coursesFor(o, bundle)) }),
    };
    if (x.type === 'observed-data') yield* observedSaid(x, bundle, reading, used, about);
    else {
      const r = resourceOfObject(x, (ref) => bundle.get(ref));
      if (r && named(r)) yield made(r, about, bundle, `/${id ?? 'infrastructure'}/${text(x, 'id') ?? ''}`);
    }
  }
}

/** An indicator that was seen again: the observations that go with it, as what the indicator says they are. */
function* sightingSaid(o: JsonObject, bundle: Bundle, reading: Reading): Generator<Said> {
  const seenOf = bundle.get(text(o, 'sighting_of_ref'));
  if (!seenOf || seenOf.revoked === true) return;
  const first = momentOf(o, 'first_seen', reading);
  const last = momentOf(o, 'last_seen', reading);
  const count = typeof o.count === 'number' && Number.isSafeInteger(o.count) && o.count > 0 ? o.count : undefined;
  const about: About = {
    kind: kindOf(seenOf, bundle, 'reputation.intel'),
    malware: seenOf.type === 'malware' ? text(seenOf, 'name') : malwareAround(seenOf, bundle),
    role: 'source',
    seen: last ?? first ?? written(o, reading),
    first,
    last,
    count,
    asSent: words(seenOf, 'indicator_types')[0] ?? text(seenOf, 'type'),
    of: o,
    more: present({ sighting_of: text(seenOf, 'name') ?? text(seenOf, 'id') }),
  };
  const refs = words(o, 'observed_data_refs');
  for (const ref of refs) {
    const observed = bundle.get(ref);
    if (observed) yield* observedSaid(observed, bundle, reading, new Set(), about);
  }
  if (refs.length > 0 || seenOf.type !== 'indicator') return;
  for (const line of readPattern(text(seenOf, 'pattern') ?? '') ?? [])
    for (const r of resourcesOfPattern(line)) yield made(r, about, bundle, `/${text(o, 'id') ?? 'sighting'}`);
}

function made(r: Resources, about: About, bundle: Bundle, at: string): Said {
  const problems: Problem[] = [];
  const o = about.of;
  if (!about.seen) problems.push({ code: 'time.missing', message: 'states no time', at });
  const author = bundle.get(text(o, 'created_by_ref'));
  const org = author && text(author, 'name');
  const confidence = o.confidence;
  const cve = cvesIn([text(o, 'name'), text(o, 'description')].filter((t) => t).join(' '));
  const markings = words(o, 'object_marking_refs').map((ref) => {
    const marking = bundle.get(ref);
    return lightMarkings[ref] ?? (marking ? (text(marking, 'name') ?? ref) : ref);
  });
  const { transport, target, ...resource } = r;
  return {
    finding: present<Finding>({
      kind: about.kind,
      seenAt: about.seen?.at,
      timePrecision: about.seen?.precision,
      firstSeenAt: about.first?.at,
      lastSeenAt: about.last?.at,
      ip: resource.ip,
      prefix: resource.prefix,
      port: resource.port,
      host: resource.host,
      url: resource.url,
      asn: resource.asn,
      account: resource.account,
      role: about.role,
      confidence: typeof confidence === 'number' && confidence >= 0 && confidence <= 100 ? confidence / 100 : undefined,
      classification: present<Finding['classification']>({ asSent: about.asSent }),
      reference: text(o, 'id'),
      reporter: org ? { org } : undefined,
      count: about.count,
      target: target && Object.keys(target).length > 0 ? target : undefined,
      malware: about.malware,
      cve: cve.length > 0 ? cve : undefined,
      protocol: transport ? { transport } : undefined,
      evidence: [at],
      extra: extraOf(
        [
          ...Object.entries(o),
          ...Object.entries(about.more),
          ...(markings.length > 0 ? [['markings', markings] as const] : []),
        ],
        problems,
        at,
      ),
      problems,
    }),
  };
}
