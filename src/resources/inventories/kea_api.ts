/** Kea's control agent: leases asked page by page with lease4-get-page and lease6-get-page (hook library lease_cmds). */
import { z } from 'zod';
import { inventoryKind, type Questions, type Reading, Unreadable } from '../inventory.ts';
import { at, basic, jsonOf, listAt, numberAt, textAt } from '../reading/json.ts';
import { keaSubscriber } from '../reading/kea.ts';
import { type Lease, stateLeases } from '../reading/leases.ts';
import { Stating } from '../reading/stating.ts';
import { customerOf, subscriberOptions } from '../reading/subscribers.ts';

const options = z
  .object({
    ...subscriberOptions,
    subscriber: z.enum(['hardware', 'client_id', 'duid', 'hostname', 'relay']).default('hardware'),
    services: z
      .array(z.enum(['dhcp4', 'dhcp6']))
      .min(1)
      .default(['dhcp4']),
    page_size: z.number().int().min(1).max(10_000).default(1000),
  })
  .strict();
type Options = z.infer<typeof options>;

function* read(r: Reading<Options>): Questions {
  const o = r.options;
  const s = new Stating();
  const leases: Lease[] = [];
  for (const service of o.services) {
    const command = service === 'dhcp4' ? 'lease4-get-page' : 'lease6-get-page';
    for (let from = 'start'; ; ) {
      const reply = yield {
        path: '/',
        json: { command, service: [service], arguments: { from, limit: o.page_size } },
        ...(r.secret['user']
          ? { headers: { authorization: basic(r.secret['user'], r.secret['password'] ?? '') } }
          : {}),
      };
      // The control agent answers with a list of one; a server asked directly with the answer itself.
      const json = jsonOf(reply, command);
      const answer = Array.isArray(json) ? json[0] : json;
      const result = numberAt(answer, 'result');
      if (result === 3) break;
      if (result !== 0) throw new Unreadable(`${command}: ${(textAt(answer, 'text') ?? 'no result').slice(0, 120)}`);
      const rows = listAt(answer, 'arguments', 'leases');
      for (const row of rows) {
        const address = textAt(row, 'ip-address');
        const cltt = numberAt(row, 'cltt');
        const lifetime = numberAt(row, 'valid-lft');
        if (address === undefined) continue;
        const where = `lease ${address}`;
        if (numberAt(row, 'state') !== undefined && numberAt(row, 'state') !== 0) continue;
        if (cltt === undefined || lifetime === undefined) {
          s.problem(where, 'no_time');
          continue;
        }
        const begin = Temporal.Instant.fromEpochMilliseconds(cltt * 1000);
        const until = begin.add({ seconds: lifetime });
        const length = textAt(row, 'type') === 'IA_PD' ? textAt(row, 'prefix-len') : undefined;
        const subscriber = keaSubscriber(
          {
            address,
            hwaddr: textAt(row, 'hw-address'),
            clientId: textAt(row, 'client-id'),
            duid: textAt(row, 'duid'),
            hostname: textAt(row, 'hostname'),
            context: at(row, 'user-context'),
            from: begin,
            until,
          },
          o.subscriber,
        );
        if (subscriber === undefined) s.problem(where, 'no_holder');
        else leases.push({ where, prefix: length ? `${address}/${length}` : address, subscriber, from: begin, until });
      }
      const last = textAt(rows.at(-1), 'ip-address');
      if (last === undefined || rows.length < o.page_size) break;
      if (last === from) throw new Unreadable(`${command}: the same page again`);
      from = last;
    }
  }
  stateLeases(s, leases, (subscriber) => customerOf(o, subscriber));
  return s.done();
}

export default inventoryKind<Options>({
  id: 'kea_api',
  title: 'Kea DHCP control agent',
  spec: 'https://kea.readthedocs.io/en/latest/api.html',
  help: {
    nl: 'Adres van de control agent van Kea (met hook lease_cmds), met naam en wachtwoord waar dat is ingesteld.',
    en: "Address of Kea's control agent (with hook lease_cmds), with name and password where that is set.",
  },
  tells: 'log',
  reach: 'http',
  secrets: ['user', 'password'],
  options,
  read,
});
