/** STIX 2.1 (and 2.0): a bundle, the envelope of a TAXII answer, a list of objects or one object, as JSON. */
import { format, type Said } from './format.ts';
import { jsonValues } from './mapping/records.ts';
import { Bundle, bundleFindings } from './stix/finding.ts';
import { isObject, type JsonObject } from './values/json.ts';

const isObjectOfStix = (o: JsonObject) =>
  typeof o.type === 'string' && typeof o.id === 'string' && o.id.startsWith(`${o.type}--`);

function objectsIn(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap((one) => (isObject(one) ? objectsIn(one) : [])).slice(0, 200_000);
  if (!isObject(value)) return [];
  if (Array.isArray(value['objects']) && (value['type'] === 'bundle' || typeof value['type'] !== 'string'))
    return value['objects'].filter(isObject).filter((o) => typeof o.type === 'string');
  return isObjectOfStix(value) ? [value] : [];
}

export default format({
  id: 'stix',
  version: 1,
  title: { nl: 'STIX 2.1', en: 'STIX 2.1' },
  spec: 'https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html',
  group: 'standard',
  match: [
    { kind: 'file', body: /"id"\s*:\s*"bundle--[0-9a-f-]{36}"/i, weight: 80 },
    {
      kind: 'file',
      body: /"type"\s*:\s*"(?:indicator|observed-data|sighting|infrastructure|relationship|malware)"/,
      weight: 60,
    },
  ],
  *read(unit, reading): Generator<Said> {
    if (unit.kind !== 'file') {
      yield { pass: 'bundles are in attached files' };
      return;
    }
    const objects: JsonObject[] = [];
    for (const { value, problem } of jsonValues(unit.text())) {
      if (problem) yield { problem };
      objects.push(...objectsIn(value));
    }
    if (objects.length === 0) {
      yield { pass: 'no STIX object in it' };
      return;
    }
    let n = 0;
    for (const said of bundleFindings(new Bundle(objects), reading)) {
      if ('finding' in said) n++;
      yield said;
    }
    if (n === 0) yield { pass: 'no indicator, observation or infrastructure in it that names a machine' };
  },
});
