/** MISP: an event, several, the attributes of a search, or the manifest of a feed, as JSON. */
import { format, type Said } from './format.ts';
import { jsonValues } from './mapping/records.ts';
import { isMispEvent, mispFindings } from './misp/finding.ts';
import { inner, isObject, type JsonObject } from './values/json.ts';

/** The events in a value: `{"Event": …}`, `{"response": [{"Event": …}]}`, the bare event, or a list of any of these. */
function eventsIn(value: unknown, at: string, depth = 0): { event: JsonObject; at: string }[] {
  if (depth > 3) return [];
  if (Array.isArray(value)) return value.flatMap((one, i) => eventsIn(one, `${at}/${i}`, depth + 1));
  if (!isObject(value)) return [];
  const wrapped = inner(value, 'Event');
  if (wrapped && isMispEvent(wrapped)) return [{ event: wrapped, at: `${at}/Event` }];
  if (isMispEvent(value)) return [{ event: value, at }];
  return Object.hasOwn(value, 'response') ? eventsIn(value['response'], `${at}/response`, depth + 1) : [];
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const isManifest = (value: unknown): boolean =>
  isObject(value) &&
  Object.keys(value).length > 0 &&
  Object.entries(value).every(([name, one]) => uuid.test(name) && isObject(one) && Object.hasOwn(one, 'info'));

export default format({
  id: 'misp',
  version: 1,
  title: { nl: 'MISP', en: 'MISP' },
  spec: 'https://www.misp-standard.org/rfc/misp-standard-core.html',
  group: 'standard',
  // What an event says holds for all its attributes, so that an event stays whole.
  cut: (path) => path.length === 0 || (path.length === 1 && path[0] === 'response'),
  match: [
    { kind: 'file', body: /"(?:Attribute|Object)"\s*:\s*\[/, weight: 70 },
    { kind: 'file', body: /"threat_level_id"\s*:/, weight: 50 },
    { kind: 'file', body: /"to_ids"\s*:/, weight: 40 },
    { kind: 'file', body: /^\s*\{\s*"[0-9a-f]{8}-[0-9a-f-]{27}"\s*:\s*\{/i, weight: 30 },
  ],
  *read(unit, reading): Generator<Said> {
    if (unit.kind !== 'file') {
      yield { pass: 'events are in attached files' };
      return;
    }
    let n = 0;
    for (const { value, problem, line } of jsonValues(unit.text())) {
      if (problem) yield { problem };
      if (isManifest(value)) {
        yield { end: 'not_abuse', why: 'the manifest of a feed lists events and names no resource itself' };
        return;
      }
      for (const { event, at } of eventsIn(value, line === undefined ? '' : `line:${line}`)) {
        n++;
        yield* mispFindings(event, reading, at);
      }
    }
    if (n === 0) yield { pass: 'no MISP event in it' };
  },
});
