/** HTTP routes: parties, their contacts, the tree below us, and contracts. */
import { type Api, answers, body, createRoute, may, newApi, pageQuery, readCursor, writeCursor, z } from '#io/http';
import { statedMoment } from '#kernel';
import {
  contractShape,
  newContactShape,
  newContractShape,
  newPartyShape,
  partyPatchShape,
  partyRow,
  partyShape,
  quietInput,
  tagsInput,
  treeShape,
} from './shapes.ts';
import {
  addContact,
  addContract,
  addParty,
  changeContact,
  changeParty,
  endContract,
  listContracts,
  listParties,
  setQuiet,
  setTags,
  showParty,
  showTree,
} from './work.ts';

const idParam = z.object({
  id: z
    .string()
    .min(1)
    .max(100)
    .openapi({ param: { name: 'id', in: 'path' } }),
});
const contactParam = idParam.extend({ contact: z.string().openapi({ param: { name: 'contact', in: 'path' } }) });
const made = z.object({ id: z.string() });
const instant = z.string().describe('RFC 3339');

const list = createRoute({
  method: 'get',
  path: '/v1/parties',
  operationId: 'listParties',
  summary: 'Parties by customer number; q searches names and numbers',
  tags: ['parties'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: { query: pageQuery.extend({ q: z.string().max(200).optional() }) },
  responses: answers(z.object({ items: z.array(partyRow), next: z.string().nullable() }), 'A page of parties'),
});
const show = createRoute({
  method: 'get',
  path: '/v1/parties/{id}',
  operationId: 'showParty',
  summary: 'One party with contacts and contracts; by id or customer number',
  tags: ['parties'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: { params: idParam },
  responses: answers(partyShape, 'The party'),
});
const tree = createRoute({
  method: 'get',
  path: '/v1/parties/{id}/tree',
  operationId: 'showTree',
  summary:
    'The chain from us down to this party and everything below it, as it was at a moment; id `us` gives the whole tree',
  tags: ['parties'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: { params: idParam, query: z.object({ at: instant.optional() }) },
  responses: answers(treeShape, 'The tree'),
});
const add = createRoute({
  method: 'post',
  path: '/v1/parties',
  operationId: 'addParty',
  summary: 'Makes a party',
  tags: ['parties'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: body(newPartyShape) },
  responses: answers(made, 'The id'),
});
const change = createRoute({
  method: 'patch',
  path: '/v1/parties/{id}',
  operationId: 'changeParty',
  summary: 'Changes what we know of a party, or does an act of its life',
  tags: ['parties'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam, body: body(partyPatchShape) },
  responses: answers(partyShape, 'The party'),
});
const addOneContact = createRoute({
  method: 'post',
  path: '/v1/parties/{id}/contacts',
  operationId: 'addContact',
  summary: 'Adds a contact: a mail address, a page or a phone number',
  tags: ['parties'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam, body: body(newContactShape) },
  responses: answers(made, 'The id'),
});
const changeOneContact = createRoute({
  method: 'post',
  path: '/v1/parties/{id}/contacts/{contact}/{act}',
  operationId: 'changeContact',
  summary: 'Ends or verifies a contact',
  tags: ['parties'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    params: contactParam.extend({ act: z.enum(['end', 'verify']).openapi({ param: { name: 'act', in: 'path' } }) }),
  },
  responses: answers(partyShape, 'The party'),
});
const quiet = createRoute({
  method: 'post',
  path: '/v1/parties/{id}/contacts/{contact}/quiet-hours',
  operationId: 'setQuietHours',
  summary: 'Hours in which a contact wants no letters but urgent ones; null ends them',
  tags: ['parties'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: contactParam, body: body(quietInput) },
  responses: answers(partyShape, 'The party'),
});
const tags = createRoute({
  method: 'post',
  path: '/v1/parties/{id}/tags',
  operationId: 'setPartyTags',
  summary: 'Marks of the house on a party, for directives',
  tags: ['parties'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam, body: body(tagsInput) },
  responses: answers(partyShape, 'The party'),
});
const contracts = createRoute({
  method: 'get',
  path: '/v1/contracts',
  operationId: 'listContracts',
  summary: 'Contracts as known now, by reference; q is the beginning of a reference',
  tags: ['parties'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: { query: pageQuery.extend({ q: z.string().max(80).optional() }) },
  responses: answers(z.object({ items: z.array(contractShape), next: z.string().nullable() }), 'A page of contracts'),
});
const addOneContract = createRoute({
  method: 'post',
  path: '/v1/contracts',
  operationId: 'addContract',
  summary: 'Records a contract between a seller (or us) and a buyer',
  tags: ['parties'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: body(newContractShape) },
  responses: answers(made, 'The id'),
});
const endOneContract = createRoute({
  method: 'post',
  path: '/v1/contracts/{id}/end',
  operationId: 'endContract',
  summary: 'Ends a contract at a moment',
  tags: ['parties'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam, body: body(z.object({ until: instant })) },
  responses: answers(made, 'The id'),
});

/** The routes of parties. */
export function routes(): Api {
  return newApi()
    .openapi(list, async (c) => {
      const { q, limit, cursor } = c.req.valid('query');
      const after = cursor ? String(readCursor(cursor)[0]) : undefined;
      const page = await listParties(c.get('world'), c.get('organisation'), { q, limit, after });
      return c.json({ items: page.items, next: page.next === null ? null : writeCursor([page.next]) }, 200);
    })
    .openapi(show, async (c) => {
      return c.json(await showParty(c.get('world'), c.get('organisation'), c.req.valid('param').id), 200);
    })
    .openapi(tree, async (c) => {
      const world = c.get('world');
      const { at } = c.req.valid('query');
      const { id } = c.req.valid('param');
      const when = at ? statedMoment(at, 'at') : world.clock.now();
      return c.json(await showTree(world, c.get('organisation'), id === 'us' ? undefined : id, when), 200);
    })
    .openapi(add, async (c) => {
      const id = await addParty(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('json'));
      return c.json({ id }, 200);
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param');
      await changeParty(c.get('world'), c.get('organisation'), c.get('actor'), id, c.req.valid('json'));
      return c.json(await showParty(c.get('world'), c.get('organisation'), id), 200);
    })
    .openapi(addOneContact, async (c) => {
      const given = c.req.valid('json');
      const id = await addContact(
        c.get('world'),
        c.get('organisation'),
        c.get('actor'),
        c.req.valid('param').id,
        given,
      );
      return c.json({ id }, 200);
    })
    .openapi(quiet, async (c) => {
      const { id, contact } = c.req.valid('param');
      await setQuiet(c.get('world'), c.get('organisation'), c.get('actor'), id, contact, c.req.valid('json').quiet);
      return c.json(await showParty(c.get('world'), c.get('organisation'), id), 200);
    })
    .openapi(tags, async (c) => {
      const { id } = c.req.valid('param');
      await setTags(c.get('world'), c.get('organisation'), c.get('actor'), id, c.req.valid('json').tags);
      return c.json(await showParty(c.get('world'), c.get('organisation'), id), 200);
    })
    .openapi(changeOneContact, async (c) => {
      const { id, contact, act } = c.req.valid('param');
      await changeContact(c.get('world'), c.get('organisation'), c.get('actor'), id, contact, act);
      return c.json(await showParty(c.get('world'), c.get('organisation'), id), 200);
    })
    .openapi(contracts, async (c) => {
      const { q, limit, cursor } = c.req.valid('query');
      const [reference, version] = cursor ? readCursor(cursor) : [];
      const page = await listContracts(c.get('world'), c.get('organisation'), {
        q,
        limit,
        after: cursor ? [String(reference), Number(version)] : undefined,
      });
      return c.json({ items: page.items, next: page.next === null ? null : writeCursor([...page.next]) }, 200);
    })
    .openapi(addOneContract, async (c) => {
      const id = await addContract(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('json'));
      return c.json({ id }, 200);
    })
    .openapi(endOneContract, async (c) => {
      const { id } = c.req.valid('param');
      const until = statedMoment(c.req.valid('json').until, 'until');
      await endContract(c.get('world'), c.get('organisation'), c.get('actor'), id, until);
      return c.json({ id }, 200);
    });
}
