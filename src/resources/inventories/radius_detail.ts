/** RADIUS accounting as FreeRADIUS writes it in detail files: one paragraph per record. */
import { z } from 'zod';
import { inventoryKind, type Reading, type Stated, Unreadable } from '../inventory.ts';
import { momentOfText } from '../reading/json.ts';
import { paragraphsOf } from '../reading/lines.ts';
import { type Accounted, addressAttributes, stateSessions, statusOf } from '../reading/sessions.ts';
import { Stating } from '../reading/stating.ts';
import { customerOf, subscriberOptions } from '../reading/subscribers.ts';

const options = z
  .object({
    ...subscriberOptions,
    /** Attribute that tells the subscriber. */
    subscriber: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,60}$/)
      .default('User-Name'),
  })
  .strict();
type Options = z.infer<typeof options>;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** `Thu Nov 19 12:00:00 2026` or `Nov 19 2026 12:00:00 CET`: local time of the server. */
function dated(text: string | undefined, zone: string): Temporal.Instant | undefined {
  const found =
    /^(?:\w{3} )?(\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$/.exec(text?.trim() ?? '') ??
    /^(?:\w{3} )?(\w{3}) +(\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d)(?: (\w+))?$/.exec(text?.trim() ?? '');
  if (!found) return undefined;
  const month = months.indexOf(found[1] ?? '') + 1;
  const timeFirst = found[3]?.includes(':');
  const [time, year] = timeFirst ? [found[3], found[4]] : [found[4], found[3]];
  if (month === 0) return undefined;
  return momentOfText(
    `${year}-${String(month).padStart(2, '0')}-${(found[2] ?? '').padStart(2, '0')}T${time}`,
    found[5] === 'UTC' || found[5] === 'GMT' ? 'UTC' : zone,
  );
}

async function readText(text: AsyncIterable<string>, r: Reading<Options>): Promise<Stated> {
  const s = new Stating();
  const records: Accounted[] = [];
  let number = 0;
  let any = false;
  for await (const lines of paragraphsOf(text)) {
    number++;
    const head = /^\S/.test(lines[0] ?? '') && !(lines[0] ?? '').includes(' = ') ? lines[0] : undefined;
    const attributes = new Map<string, string[]>();
    for (const line of lines) {
      const found = /^\s*([A-Za-z0-9-]+)(?::\d+)? \+?[:=]+ (.*)$/.exec(line);
      if (!found?.[1]) continue;
      const value = (found[2] ?? '').trim().replace(/^"(.*)"$/, '$1');
      attributes.set(found[1], [...(attributes.get(found[1]) ?? []), value]);
    }
    const one = (name: string) => attributes.get(name)?.[0];
    const status = statusOf(one('Acct-Status-Type'));
    if (attributes.has('Acct-Status-Type')) any = true;
    if (!status) continue;
    const where = `record ${number}`;
    const at =
      momentOfText(one('Timestamp')) ??
      dated(one('Event-Timestamp'), r.zone) ??
      momentOfText(one('Event-Timestamp')) ??
      dated(head, r.zone);
    const id = one('Acct-Unique-Session-Id') ?? one('Acct-Session-Id');
    if (!at || id === undefined) {
      s.problem(where, at ? 'not_read' : 'no_time');
      continue;
    }
    const ran = one('Acct-Session-Time');
    records.push({
      where,
      session: `${one('NAS-IP-Address') ?? one('NAS-Identifier') ?? ''} ${id}`,
      status,
      at,
      ran: ran !== undefined && /^\d+$/.test(ran) ? Number(ran) : undefined,
      subscriber: one(r.options.subscriber),
      prefixes: addressAttributes
        .flatMap((name) => attributes.get(name) ?? [])
        .filter((p) => p !== '0.0.0.0' && p !== '255.255.255.254'),
    });
  }
  if (number > 0 && !any) throw new Unreadable('no accounting detail file: no record has an Acct-Status-Type');
  stateSessions(s, records, (subscriber) => customerOf(r.options, subscriber));
  return s.done();
}

export default inventoryKind<Options>({
  id: 'radius_detail',
  title: 'RADIUS accounting (detail file)',
  spec: 'RFC 2866; https://www.freeradius.org/documentation/freeradius-server/4.0.0/reference/raddb/mods-available/detail.html',
  help: {
    nl: 'Detail-bestanden van FreeRADIUS. Een lijst of patroon zegt welke gebruikersnaam of Class van welke klant is.',
    en: 'Detail files of FreeRADIUS. A list or pattern says which User-Name or Class is of which customer.',
  },
  tells: 'log',
  reach: 'file',
  options,
  readText,
});
