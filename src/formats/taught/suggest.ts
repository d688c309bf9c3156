/** What a mail seems to say, so that a person who teaches mostly confirms: values with their place, and which field each may be. */
import { parseAddress } from '#kernel';
import type { Reading } from '../format.ts';
import { pickReference } from '../text/details.ts';
import { addressesIn, isInner, urlsIn } from '../text/find.ts';
import { kindInWords } from '../text/kinds.ts';
import { isTargetLabel } from '../text/labels.ts';
import { labelled, linesOf } from '../text/lines.ts';
import { pickAddresses } from '../text/pick.ts';
import { timePattern } from './compile.ts';
import { mostSample, readsAs, type Sample } from './learn.ts';
import type { TaughtField } from './shape.ts';

export interface Suggestion {
  readonly field: TaughtField;
  readonly from: number;
  readonly until: number;
  readonly value: string;
  /** The free-text reader would take it; of the others a person chooses. */
  readonly sure: boolean;
}
export interface Suggested {
  readonly found: readonly Suggestion[];
  /** The kind the words speak of, where they speak of one. */
  readonly kind?: string;
}

const most = 60;

/** Values in the text, in order, none over another; at most sixty. */
export function suggest(sample: Sample, reading: Reading): Suggested {
  const text = sample.text.slice(0, mostSample);
  const lines = linesOf(text);
  const all = labelled(lines);
  const picked = pickAddresses(sample.subject, lines, all, reading);
  const chosen = new Set(picked.chosen.map((c) => c.ip ?? c.prefix));
  const targets = new Set(picked.targets);
  const found: Suggestion[] = [];
  const put = (field: TaughtField, from: number, value: string, sure: boolean) => {
    const until = from + value.length;
    if (value !== '' && !found.some((f) => from < f.until && until > f.from))
      found.push({ field, from, until, value, sure });
  };
  let at = 0;
  const sender = sample.from.slice(sample.from.lastIndexOf('@') + 1);
  for (const [i, line] of text.split('\n').entries()) {
    const isHeader = lines[i]?.isHeader ?? false;
    if (line.length < 5000 && !isHeader) {
      for (const u of urlsIn(line)) {
        const ours = reading.own?.holdsHost(u.host) || (u.isAddress && reading.own?.holds(u.host));
        const theirs =
          sender !== '' && (u.host === sender || sender.endsWith(`.${u.host}`) || u.host.endsWith(`.${sender}`));
        if (!theirs) put('url', at + u.index, u.url, Boolean(ours));
      }
      for (const m of line.matchAll(new RegExp(timePattern, 'g')))
        if (readsAs('seenAt', m[0])) put('seenAt', at + m.index, m[0], false);
      for (const a of addressesIn(line)) {
        const written = /^[0-9a-f.:]+(?:\/\d{1,3})?/i.exec(line.slice(a.index))?.[0].replace(/[.:]+$/, '') ?? a.ip;
        const isTarget = targets.has(a.ip) || isTargetLabel(all.find((l) => l.at === i + 1)?.label ?? '');
        if (isInner(a.ip) && !chosen.has(a.ip)) continue;
        put(isTarget ? 'target.ip' : 'ip', at + a.index, written, chosen.has(a.ip));
      }
      const port = all.find((l) => l.at === i + 1 && /(?:^|[ -])(?:port|poort|ports)$/.test(l.label));
      const number = port ? /^\d{1,5}/.exec(port.value)?.[0] : undefined;
      if (number) {
        const where = line.lastIndexOf(number);
        if (where >= 0 && readsAs('port', number))
          put(
            /^(?:dest|dst|target|doel|ziel)/.test(port?.label ?? '') ? 'target.port' : 'port',
            at + where,
            number,
            true,
          );
      }
    }
    at += line.length + 1;
    if (found.length >= most) break;
  }
  const reference = pickReference(sample.subject, all, false);
  if (reference !== undefined) {
    const labelledAt = all.find((l) => l.value.includes(reference));
    const lineAt = labelledAt ? text.split('\n', labelledAt.at - 1).join('\n').length + (labelledAt.at > 1 ? 1 : 0) : 0;
    const where = text.indexOf(reference, lineAt);
    if (where >= 0) put('reference', where, reference, true);
  }
  found.sort((a, b) => a.from - b.from);
  const plain = lines
    .filter((l) => !l.isHeader)
    .map((l) => l.text)
    .join('\n');
  const kind = kindInWords(sample.subject, plain)?.kind;
  return { found: sureTime(found), ...(kind ? { kind } : {}) };
}

/** The first moment beside a chosen address is the likely one; a lone moment is. */
function sureTime(found: readonly Suggestion[]): Suggestion[] {
  const times = found.filter((f) => f.field === 'seenAt');
  const address = found.find(
    (f) => f.field === 'ip' && f.sure && parseAddress(f.value.split('/')[0] ?? '') !== undefined,
  );
  const near =
    times.length === 1 ? times[0] : (times.find((t) => address !== undefined && t.from > address.from) ?? times[0]);
  return found.map((f) => (f === near ? { ...f, sure: true } : f));
}
