/** NIPAP: prefixes with their customer id, over XML-RPC. */
import { z } from 'zod';
import { inventoryKind, type Questions, type Reading, Unreadable } from '../inventory.ts';
import { basic, listAt, textAt } from '../reading/json.ts';
import { Stating } from '../reading/stating.ts';
import { callXml, readResponse } from '../reading/xmlrpc.ts';

const options = z
  .object({
    /** Name under which NIPAP keeps who asks. */
    authoritative_source: z.string().min(1).max(60).default('bezem'),
    /** Route targets of VRFs that are the Internet, besides the default VRF. */
    global_vrfs: z.array(z.string().max(60)).default([]),
    /** Attribute (AVP) that has the customer number; without it the field customer_id is. */
    customer_avp: z.string().max(60).optional(),
    page_size: z.number().int().min(1).max(1000).default(500),
  })
  .strict();
type Options = z.infer<typeof options>;

function* read(r: Reading<Options>): Questions {
  const o = r.options;
  const s = new Stating();
  const seen = new Set<string>();
  for (let offset = 0; ; ) {
    const reply = yield {
      path: '/XMLRPC',
      xml: callXml('smart_search_prefix', [
        {
          auth: { authoritative_source: o.authoritative_source },
          query_string: '',
          search_options: { offset, max_result: o.page_size },
        },
      ]),
      headers: { authorization: basic(r.secret['user'] ?? '', r.secret['password'] ?? '') },
    };
    const answer = readResponse(reply.text);
    const rows = listAt(answer, 'result');
    if (typeof answer !== 'object' || answer === null || !Object.hasOwn(answer, 'result'))
      throw new Unreadable('smart_search_prefix: no result');
    for (const p of rows) {
      const id = textAt(p, 'id') ?? '';
      if (seen.has(id)) continue;
      seen.add(id);
      const where = `prefix ${id}`;
      const vrf = textAt(p, 'vrf_rt');
      // The default VRF has no route target; a parent prefix shown for orientation is no match and no holding.
      if (vrf !== undefined && !o.global_vrfs.includes(vrf)) {
        s.problem(where, 'not_global');
        continue;
      }
      if (textAt(p, 'status') === 'quarantine') continue;
      const customer = o.customer_avp === undefined ? textAt(p, 'customer_id') : textAt(p, 'avps', o.customer_avp);
      if (customer !== undefined) s.party({ reference: customer });
      s.prefix(textAt(p, 'prefix'), { where, holder: customer, label: textAt(p, 'description') ?? textAt(p, 'node') });
    }
    offset += rows.length;
    if (rows.length < o.page_size) return s.done();
  }
}

export default inventoryKind<Options>({
  id: 'nipap',
  title: 'NIPAP',
  spec: 'https://nipap.readthedocs.io/en/latest/nipap-api.html',
  help: {
    nl: 'Adres van nipapd (XML-RPC) met gebruikersnaam en wachtwoord. Het klantnummer is customer_id, of een attribuut.',
    en: 'Address of nipapd (XML-RPC) with name and password. The customer number is customer_id, or an attribute.',
  },
  tells: 'state',
  reach: 'http',
  secrets: ['user', 'password'],
  options,
  read,
});
