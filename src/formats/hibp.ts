/** Have I Been Pwned, domain search by call-back: mailboxes of a domain that stand in a breach or a paste. */
import { cleanHost } from '#kernel';
import { terms } from './feed/terms.ts';
import type { Finding } from './finding.ts';
import { format, type Said } from './format.ts';
import { jsonValues } from './mapping/records.ts';
import { extraOf, present } from './values/fields.ts';
import { inner, isObject, type JsonObject, text } from './values/json.ts';

export default format({
  id: 'hibp',
  version: 1,
  title: { nl: 'Have I Been Pwned', en: 'Have I Been Pwned' },
  spec: 'https://haveibeenpwned.com/API/v3',
  group: 'feed',
  feed: {
    url: 'https://haveibeenpwned.com/api/v3/breacheddomain/{DOMAIN}',
    every: 'P1D',
    note: terms.paid,
    needsKey: true,
  },
  match: [{ kind: 'file', body: /"DomainEmails"\s*:/, weight: 90 }],
  *read(unit, reading): Generator<Said> {
    if (unit.kind !== 'file') {
      yield { pass: 'a call-back is a file' };
      return;
    }
    for (const { value, problem, line } of jsonValues(unit.text())) {
      if (problem) yield { problem };
      for (const one of Array.isArray(value) ? value : [value])
        if (isObject(one)) yield* leakSaid(one, line === undefined ? '/' : `line:${line}`, reading);
    }
  },
});

function* leakSaid(
  one: JsonObject,
  at: string,
  reading: Parameters<ReturnType<typeof format>['read']>[1],
): Generator<Said> {
  const host = cleanHost(text(one, 'Domain') ?? '');
  const mailboxes = new Set<string>();
  const add = (m: unknown) => {
    if (typeof m === 'string' && /^[^\s<>@]{1,64}@[^\s<>@]{3,255}$/.test(m)) mailboxes.add(m);
  };
  add(one.Email);
  if (Array.isArray(one.DomainEmails)) for (const m of one.DomainEmails.slice(0, 100_000)) add(m);
  const breaches = Array.isArray(one.Breach)
    ? one.Breach.filter(isObject)
    : [inner(one, 'Breach')].filter((b) => b !== undefined);
  const pastes = Array.isArray(one.Paste)
    ? one.Paste.filter(isObject)
    : [inner(one, 'Paste')].filter((b) => b !== undefined);
  const leaks = [...breaches.map((b) => ({ b, is: 'breach' })), ...pastes.map((b) => ({ b, is: 'paste' }))];
  if (mailboxes.size === 0 && !host) return;
  for (const { b, is } of leaks) {
    const stated = text(b, 'AddedDate') ?? text(b, 'Date');
    const seen =
      reading.readTime(stated ?? '', { zone: 'UTC' }) ??
      reading.readTime((stated ?? '').replace(/T(\d\d:\d\d)Z$/, 'T$1:00Z'), { zone: 'UTC' });
    const problems: Finding['problems'][number][] = [];
    if (!seen) problems.push({ code: 'time.missing', message: 'it states no time', at });
    for (const account of mailboxes.size > 0 ? mailboxes : [undefined])
      yield {
        finding: present<Finding>({
          kind: 'intrusion.account',
          seenAt: seen?.at,
          timePrecision: seen?.precision,
          account,
          host,
          role: 'victim',
          classification: present<Finding['classification']>({ asSent: is }),
          reference: text(b, 'Name') ?? text(b, 'Id'),
          reporter: { org: 'Have I Been Pwned', domain: 'haveibeenpwned.com' },
          evidence: [at],
          extra: extraOf(Object.entries(b), problems, at),
          problems,
        }),
      };
  }
}
