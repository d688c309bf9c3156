/** XARF v4: abuse reports as JSON, wherever they stand: a file, an attachment, a part, or the text of a mail. Lenient in. */
import { format, type Reading, type Said, type Unit } from './format.ts';
import { leaves } from './mail/unit.ts';
import type { JsonObject } from './values/json.ts';
import { mark, readXarf } from './xarf/find.ts';
import { xarfFinding } from './xarf/finding.ts';

const isV4 = (o: JsonObject) =>
  Object.hasOwn(o, 'xarf_version') || (Object.hasOwn(o, 'source_identifier') && Object.hasOwn(o, 'category'));

function* readText(text: string, where: string, unit: Unit, reading: Reading): Generator<Said, number> {
  if (!mark.test(text) && !/"source_identifier"/.test(text)) return 0;
  const { objects, problems } = readXarf(text);
  for (const problem of problems) yield { problem: { ...problem, ...(where ? { at: where } : {}) } };
  let n = 0;
  const several = objects.length > 1;
  for (const [i, report] of objects.filter(isV4).entries()) {
    const { finding, problems: wrong } = xarfFinding(report, unit, reading, `${where}${several ? `/${i}` : ''}`);
    if (finding) {
      n++;
      yield { finding };
    } else for (const problem of wrong) yield { problem };
  }
  return n;
}

export default format({
  id: 'xarf',
  version: 1,
  title: { nl: 'XARF versie 4', en: 'XARF version 4' },
  spec: 'https://xarf.org/docs/specification/',
  group: 'standard',
  match: [
    { kind: 'mail', body: mark, weight: 90 },
    { kind: 'mail', filename: /xarf[^/]{0,40}\.json$/i, weight: 40 },
    { kind: 'file', body: mark, weight: 90 },
    { kind: 'file', body: /"source_identifier"/, weight: 60 },
  ],
  *read(unit, reading) {
    if (unit.kind === 'file') {
      const n = yield* readText(unit.text(), '', unit, reading);
      if (n === 0) yield { pass: 'no usable XARF v4 report in it' };
      return;
    }
    let n = 0;
    const done = new Set<string>();
    for (const file of unit.files) {
      if (file.path) done.add(file.path);
      n += yield* readText(file.text(), file.path ?? file.name, unit, reading);
    }
    for (const part of leaves(unit.root)) {
      if (done.has(part.path) || part.type.startsWith('message/') || part.type === 'text/html') continue;
      n += yield* readText(part.text(), part.path, unit, reading);
    }
    if (n === 0) yield { pass: 'no usable XARF v4 report in it' };
  },
});
