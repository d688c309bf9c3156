/** Whether a report is a conformant XARF v4: our own check from the facts of the specification, field by field. */
import { cleanAddress, cleanHost } from '#kernel';
import type { Problem } from '../finding.ts';
import { isObject, type JsonObject } from '../values/json.ts';
import { allowed, needsSourcePort, xarfTypes } from './facts.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const dateTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;
const mailbox = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,255}$/;
const tag = /^[a-z0-9][a-z0-9_+-]*:[a-z0-9][a-z0-9_+-]*$/;
const version = /^4\.\d+\.\d+$/;

/** `allowed` by type: the fields whose words are listed. */
const wordsOf = new Map<string, { readonly field: string; readonly words: readonly string[] }[]>();
for (const [key, words] of Object.entries(allowed)) {
  const [of = '', field = ''] = key.split(' ');
  const list = wordsOf.get(of);
  if (list) list.push({ field, words });
  else wordsOf.set(of, [{ field, words }]);
}

const scheme = /^[a-z][a-z0-9+.-]*:/i;
const isVersion = (s: string) => version.test(s);
const isUuid = (s: string) => uuid.test(s);
const isMoment = (s: string) => dateTime.test(s);
const isSaid = (s: string) => s.length > 0;
const isShort = (s: string) => s.length <= 1000;
const isUrl = (s: string) => scheme.test(s);
const isMailbox = (s: string) => mailbox.test(s);
const isCve = (s: string) => /^CVE-\d{4}-\d+$/.test(s);

/** What a report lacks or says wrongly; empty for a conformant one. `at` is a JSON pointer. */
export function checkXarf(report: JsonObject): Problem[] {
  const problems: Problem[] = [];
  const wrong = (field: string, message: string) =>
    problems.push({ code: 'xarf.field-wrong', message, at: `/${field}` });
  const missing = (field: string) =>
    problems.push({ code: 'xarf.field-missing', message: `${field} is missing`, at: `/${field}` });
  const has = (field: string) => Object.hasOwn(report, field) && report[field] !== undefined && report[field] !== null;
  const text = (field: string, ok: (s: string) => boolean, what: string, required: boolean) => {
    if (!has(field)) {
      if (required) missing(field);
      return;
    }
    const v = report[field];
    if (typeof v !== 'string' || !ok(v)) wrong(field, `${field} is not ${what}`);
  };

  text('xarf_version', isVersion, 'a version 4', true);
  text('report_id', isUuid, 'a UUID', true);
  text('timestamp', isMoment, 'an RFC 3339 moment', true);
  text('source_identifier', isSaid, 'a text', true);
  text('first_seen', isMoment, 'an RFC 3339 moment', false);
  text('last_seen', isMoment, 'an RFC 3339 moment', false);
  text('description', isShort, 'a text of at most 1000 characters', false);
  text('url', isUrl, 'a URL', false);
  text('infringing_url', isUrl, 'a URL', false);
  text('smtp_from', isMailbox, 'a mailbox', false);
  text('cve_id', isCve, 'a CVE number', false);
  for (const party of ['reporter', 'sender']) checkParty(report, party, has(party), missing, wrong);
  for (const port of ['source_port', 'destination_port', 'service_port']) {
    const v = report[port];
    if (has(port) && !(typeof v === 'number' && Number.isInteger(v) && v >= 1 && v <= 65_535))
      wrong(port, `${port} is not a port`);
  }
  const confidence = report.confidence;
  if (has('confidence') && !(typeof confidence === 'number' && confidence >= 0 && confidence <= 1))
    wrong('confidence', 'confidence is not between 0 and 1');
  checkLists(report, has, wrong);

  const name = `${String(report.category)}/${String(report.type)}`;
  const type = xarfTypes.get(name);
  if (!has('category')) missing('category');
  if (!has('type')) missing('type');
  if (!type) {
    if (has('category') && has('type')) wrong('type', `${name.slice(0, 120)} is not a type of XARF 4`);
    return problems;
  }
  for (const field of type.needs) {
    if (field === 'swarm_info' || field === 'message_info') {
      const info = report[field];
      const keys = field === 'swarm_info' ? ['info_hash', 'magnet_uri'] : ['message_id'];
      if (!isObject(info) || !keys.some((k) => Object.hasOwn(info, k))) {
        const whole =
          field === 'swarm_info' ? 'swarm_info with info_hash or magnet_uri' : 'message_info with message_id';
        if (!has(field)) missing(field);
        else wrong(field, `${whole} is needed`);
      }
    } else if (!has(field)) missing(field);
  }
  for (const { field, words } of wordsOf.get(name) ?? []) {
    if (!has(field)) continue;
    const v = report[field];
    if (typeof v !== 'string' || !words.includes(v)) wrong(field, `${field} must be one of ${words.join(', ')}`);
  }
  const isAddress = () =>
    typeof report.source_identifier === 'string' && cleanAddress(report.source_identifier) !== undefined;
  if (needsSourcePort.has(name) && !has('source_port') && isAddress()) missing('source_port');
  if (name.startsWith('messaging/') && report.protocol === 'smtp')
    for (const field of ['smtp_from', 'source_port']) if (!has(field)) missing(field);
  if (
    name === 'messaging/bulk_messaging' &&
    has('recipient_count') &&
    !(typeof report.recipient_count === 'number' && report.recipient_count >= 100)
  )
    wrong('recipient_count', 'recipient_count is at least 100');
  return problems;
}

const bareHost = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const oneLabel = /^[a-z0-9-]{1,63}$/i;
const partyFields: readonly { readonly field: string; readonly ok: (s: string) => boolean }[] = [
  { field: 'org', ok: (s) => s.length <= 200 },
  { field: 'contact', ok: (s) => mailbox.test(s) },
  // Nearly every domain is written as it should be: one look, before the reader that mends.
  { field: 'domain', ok: (s) => bareHost.test(s) || cleanHost(s) !== undefined || oneLabel.test(s) },
];

function checkParty(
  report: JsonObject,
  party: string,
  there: boolean,
  missing: (f: string) => void,
  wrong: (f: string, m: string) => void,
): void {
  const v = report[party];
  if (!there) {
    missing(party);
    return;
  }
  if (!isObject(v)) {
    wrong(party, `${party} is not an object`);
    return;
  }
  for (const { field, ok } of partyFields) {
    const value = v[field];
    if (value === undefined) missing(`${party}/${field}`);
    else if (typeof value !== 'string' || !ok(value)) wrong(`${party}/${field}`, `${field} of ${party} is not right`);
  }
  for (const field in v)
    if (field !== 'org' && field !== 'contact' && field !== 'domain')
      wrong(`${party}/${field.slice(0, 60)}`, `${party} has only org, contact and domain`);
}

const evidenceFields = new Set(['content_type', 'payload', 'description', 'hash', 'size']);

function checkLists(report: JsonObject, has: (f: string) => boolean, wrong: (f: string, m: string) => void): void {
  if (has('tags')) {
    const tags = report.tags;
    if (!Array.isArray(tags) || tags.length > 20) wrong('tags', 'tags is a list of at most 20');
    else if (!tags.every((t) => typeof t === 'string' && tag.test(t)))
      wrong('tags', 'a tag is namespace:word in lower case');
  }
  if (!has('evidence')) return;
  const evidence = report.evidence;
  if (!Array.isArray(evidence) || evidence.length > 50) {
    wrong('evidence', 'evidence is a list of at most 50');
    return;
  }
  for (const [i, item] of evidence.entries()) {
    if (!isObject(item)) {
      wrong(`evidence/${i}`, 'a piece of evidence is an object');
      continue;
    }
    for (const field of ['content_type', 'payload'])
      if (typeof item[field] !== 'string') wrong(`evidence/${i}/${field}`, `${field} is missing`);
    if (
      item.hash !== undefined &&
      !(typeof item.hash === 'string' && /^(?:md5|sha1|sha256|sha512):[a-f0-9]+$/i.test(item.hash))
    )
      wrong(`evidence/${i}/hash`, 'a hash is algorithm:hex');
    if (
      item.size !== undefined &&
      !(typeof item.size === 'number' && Number.isInteger(item.size) && item.size >= 0 && item.size <= 5_242_880)
    )
      wrong(`evidence/${i}/size`, 'a size is at most 5 MB');
    for (const field in item)
      if (!evidenceFields.has(field)) wrong(`evidence/${i}/${field.slice(0, 60)}`, 'not a field of evidence');
  }
}
