/** Every address a report in words names, with the sentence around each mention. */
import { addressesIn, groupsOf, isEverybodys } from './find.ts';
import type { Line } from './lines.ts';
import { logLine } from './logs.ts';
import { opensWithMoment } from './times.ts';
import type { Mention } from './weigh.ts';

const mostLines = 2000;
const mostMentions = 400;

/** Mentions by address, in the order in which they are first named. */
export function mentionsOf(subject: string, lines: readonly Line[], rows: ReadonlySet<number>): Map<string, Mention[]> {
  const found = new Map<string, Mention[]>();
  let count = 0;
  const add = (text: string, at: number, heading: string, isRow: boolean) => {
    const groups = groupsOf(text, addressesIn(text));
    for (const [i, group] of groups.entries()) {
      // What is said of several in one breath is said of each; words belong to the address they stand nearest to.
      const before = text.slice(groups[i - 1]?.at(-1)?.end ?? 0, group[0]?.index);
      const after = text.slice(group.at(-1)?.end, groups[i + 1]?.[0]?.index);
      for (const f of group) {
        if (isEverybodys(f.ip) || count++ > mostMentions) continue;
        const mention = {
          before: /\p{L}/u.test(before) ? before : `${heading} ${before}`,
          after,
          behind: text.slice(f.end, f.end + 60),
          isSubject: at === 0,
          at,
          isRow,
        };
        const list = found.get(f.ip);
        if (list) list.push(mention);
        else found.set(f.ip, [mention]);
      }
    }
  };
  add(subject, 0, '', false);
  let heading = '';
  for (const line of lines.slice(0, mostLines)) {
    if (line.isHeader || line.aside === 'registry' || line.aside === 'signature') continue;
    if (/\d\.\d|:[0-9a-f]{0,4}:/i.test(line.text))
      add(
        line.text,
        line.at,
        heading,
        rows.has(line.at) || opensWithMoment(line.text) || logLine(line.text)?.source !== undefined,
      );
    else if (line.text !== '') heading = /:$/.test(line.text) ? line.text : '';
  }
  return found;
}
