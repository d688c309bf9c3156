/** A finding as an IntelMQ record, in its flat form: what it was sent with stays as it was, the rest follows from the finding. */
import type { Finding } from '../finding.ts';
import { type FieldType, intelmqFields, intelmqOfKind } from './facts.ts';
import { isIntelmq } from './finding.ts';

const fits: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  text: (v) => typeof v === 'string' && v !== '',
  time: (v) => typeof v === 'string' && /^\d{4}-\d\d-\d\d/.test(v),
  whole: (v) => Number.isInteger(v),
  number: (v) => typeof v === 'number' && Number.isFinite(v),
  truth: (v) => typeof v === 'boolean',
  json: () => true,
};

/** RFC 3339 with its offset written out, as IntelMQ writes it. */
const moment = (at: Temporal.Instant | undefined) => at?.toString().replace(/Z$/, '+00:00');

/**
 * Writes a finding in the IntelMQ data format. Names of that format that the finding was sent with are kept verbatim, so
 * that reading and writing a record gives the same record; every other name of its sender comes below `extra`.
 */
export function writeIntelmq(finding: Finding, receivedAt?: Temporal.Instant): Readonly<Record<string, unknown>> {
  const out: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  let wasExtra: unknown;
  for (const [name, value] of Object.entries(finding.extra ?? {})) {
    const type = intelmqFields.get(name);
    if (name === 'extra') wasExtra = value;
    else if (name.startsWith('extra.') || (type !== undefined && fits[type](value))) out[name] = value;
    else rest[name] = value;
  }
  // Read from this format: all it said is there, and what we concluded from it (an address out of a URL) is not its own.
  const wasSent = isIntelmq(out);
  const known = intelmqOfKind(finding.kind);
  const set = (name: string, value: unknown) => {
    if (!wasSent && value !== undefined && value !== null && out[name] === undefined) out[name] = value;
  };
  if (!wasSent) {
    set('classification.taxonomy', known.taxonomy);
    set('classification.type', known.type);
    // What our kind says and their type does not.
    set(
      'classification.identifier',
      finding.classification.asSent ? finding.classification.asSent.slice(0, 500) : undefined,
    );
  }
  if (finding.timePrecision !== 'message_date') set('time.source', moment(finding.seenAt));
  set('time.observation', moment(receivedAt));
  set('source.ip', finding.ip);
  set('source.port', finding.port);
  set('source.network', finding.prefix);
  set('source.fqdn', finding.host);
  set('source.url', finding.url);
  set('source.asn', finding.asn);
  set('source.account', finding.account);
  const t = finding.target;
  set('destination.ip', t?.ip);
  set('destination.port', t?.port);
  set('destination.fqdn', t?.host);
  set('destination.url', t?.url);
  set('destination.asn', t?.asn);
  set('destination.account', t?.account);
  set('event_description.target', t?.brand);
  set('malware.name', finding.malware?.toLowerCase());
  set('protocol.transport', finding.protocol?.transport?.toLowerCase());
  set('protocol.application', finding.protocol?.application?.toLowerCase());
  set('severity', finding.severity);
  set('feed.accuracy', finding.confidence === undefined ? undefined : Math.round(finding.confidence * 10_000) / 100);
  if (!wasSent) {
    set('feed.provider', finding.reporter?.org);
    const more: Record<string, unknown> = {
      kind: finding.kind,
      reference: finding.reference,
      count: finding.count,
      first_seen: moment(finding.firstSeenAt),
      last_seen: moment(finding.lastSeenAt),
      cve: finding.cve,
      time_precision: finding.timePrecision,
    };
    for (const [name, value] of Object.entries(more))
      if (value !== undefined && rest[name] === undefined) rest[name] = value;
  }
  if (wasExtra !== undefined && Object.keys(rest).length === 0) out['extra'] = wasExtra;
  else if (wasExtra !== undefined || Object.keys(rest).length > 0)
    out['extra'] = {
      ...(typeof wasExtra === 'object' && wasExtra !== null && !Array.isArray(wasExtra)
        ? wasExtra
        : wasExtra === undefined
          ? {}
          : { extra: wasExtra }),
      ...rest,
    };
  return out;
}
