/** HTTP routes of the register of domain names, the files of registrars, and what differs. */
import { type Api, answers, body, createRoute, may, newApi, z } from '#io/http';
import { Refused } from '#kernel';
import { differenceActs } from './difference.ts';
import { checkInput, registrationChange, registrationInput } from './registration.ts';
import {
  comparedShape,
  differenceShape,
  domainResellersShape,
  registerPolicyShape,
  registrationPage,
  registrationShape,
} from './shapes.ts';
import {
  addRegistration,
  changeData,
  checkField,
  compareFile,
  decideOnDifference,
  differencesPage,
  domainResellers,
  endOf,
  policyOf,
  registrationsPage,
  showRegistration,
} from './work.ts';

const tags = ['registrants'];
const id = z.object({ id: z.string().max(253) });

const list = createRoute({
  method: 'get',
  path: '/v1/registrations',
  operationId: 'listRegistrations',
  summary: 'Registrations of domain names by name; data of holders are not among them',
  tags,
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: {
    query: z.object({
      domain: z.string().max(253).optional(),
      incomplete: z.stringbool().default(false),
      reseller: z.string().max(64).optional(),
      after: z.string().max(253).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
  },
  responses: answers(registrationPage, 'Registrations'),
});
const add = createRoute({
  method: 'post',
  path: '/v1/registrations',
  operationId: 'addRegistration',
  summary: 'Takes in a registration; what our customer told us before is taken from there',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: body(registrationInput) },
  responses: answers(registrationShape, 'The registration'),
});
const show = createRoute({
  method: 'get',
  path: '/v1/registrations/{id}',
  operationId: 'showRegistration',
  summary: 'One registration by id or domain name, with how each field was verified; reading it is recorded',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id },
  responses: answers(registrationShape, 'The registration'),
});
const change = createRoute({
  method: 'patch',
  path: '/v1/registrations/{id}',
  operationId: 'changeRegistration',
  summary: 'Changes data; a check of a value that changed proves nothing any more',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id, body: body(registrationChange) },
  responses: answers(registrationShape, 'The registration as it is now'),
});
const check = createRoute({
  method: 'post',
  path: '/v1/registrations/{id}/checks',
  operationId: 'checkRegistration',
  summary: 'Records how a field was verified, or that it failed',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id, body: body(checkInput) },
  responses: answers(registrationShape, 'The registration as it is now'),
});
const end = createRoute({
  method: 'post',
  path: '/v1/registrations/{id}/end',
  operationId: 'endRegistration',
  summary: 'Ends a registration; the data of its holder are destroyed',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id, body: body(z.strictObject({ on: z.iso.date() })) },
  responses: answers(registrationShape, 'What is left of it'),
});
const file = createRoute({
  method: 'post',
  path: '/v1/registrar_files',
  operationId: 'compareRegistrarFile',
  summary: "Compares a registrar's whole file (CSV) with the register; each difference is a task",
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    query: z.object({ registrar: z.string().min(1).max(100), keep: z.stringbool().default(true) }),
    body: { required: false, content: { 'application/octet-stream': { schema: z.string() } } },
  },
  responses: answers(comparedShape, 'What it came to'),
});
const differences = createRoute({
  method: 'get',
  path: '/v1/registration_differences',
  operationId: 'listRegistrationDifferences',
  summary: 'Where the file of a registrar says otherwise, what waits first; reading it is recorded',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    query: z.object({
      open: z.stringbool().default(true),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: answers(z.object({ items: z.array(differenceShape) }), 'Differences'),
});
const decide = createRoute({
  method: 'post',
  path: '/v1/registration_differences/{id}',
  operationId: 'decideRegistrationDifference',
  summary: 'take what the registrar says, or keep ours with a reason',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    params: id,
    body: body(
      z.strictObject({
        act: z.enum(differenceActs),
        reason: z.string().max(4000).default(''),
        version: z.number().int().optional(),
      }),
    ),
  },
  responses: answers(z.object({ id: z.string(), done: z.enum(differenceActs) }), 'What was done'),
});
const resellers = createRoute({
  method: 'get',
  path: '/v1/registration_resellers',
  operationId: 'listDomainResellers',
  summary: 'Resellers of domain names, and how whole and verified what they collected is',
  tags,
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  responses: answers(domainResellersShape, 'Resellers'),
});
const policy = createRoute({
  method: 'get',
  path: '/v1/registration_policy',
  operationId: 'showRegistrationPolicy',
  summary: 'What the register holds, how it is verified, within how many hours a request is answered, with articles',
  tags,
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  responses: answers(registerPolicyShape, 'The policy as it is published'),
});

/** Routes of this room. */
export function routes(): Api {
  return newApi()
    .openapi(list, async (c) => {
      const page = await c
        .get('world')
        .db.in(c.get('organisation'), (tx) => registrationsPage(tx, c.req.valid('query')));
      return c.json(page, 200);
    })
    .openapi(add, async (c) => {
      const world = c.get('world');
      const made = await world.db.in(c.get('organisation'), async (tx) =>
        showRegistration(
          world,
          tx,
          await addRegistration(world, tx, c.req.valid('json'), c.get('actor')),
          c.get('actor'),
        ),
      );
      return c.json(made, 200);
    })
    .openapi(show, async (c) => {
      const world = c.get('world');
      const found = await world.db.in(c.get('organisation'), (tx) =>
        showRegistration(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      return c.json(found, 200);
    })
    .openapi(change, async (c) => {
      const world = c.get('world');
      const now = await world.db.in(c.get('organisation'), async (tx) => {
        await changeData(world, tx, c.req.valid('param').id, c.req.valid('json'), c.get('actor'));
        return showRegistration(world, tx, c.req.valid('param').id, c.get('actor'));
      });
      return c.json(now, 200);
    })
    .openapi(check, async (c) => {
      const world = c.get('world');
      const now = await world.db.in(c.get('organisation'), async (tx) => {
        await checkField(world, tx, c.req.valid('param').id, c.req.valid('json'), c.get('actor'));
        return showRegistration(world, tx, c.req.valid('param').id, c.get('actor'));
      });
      return c.json(now, 200);
    })
    .openapi(end, async (c) => {
      const world = c.get('world');
      const now = await world.db.in(c.get('organisation'), async (tx) => {
        await endOf(world, tx, c.req.valid('param').id, c.req.valid('json').on, c.get('actor'));
        return showRegistration(world, tx, c.req.valid('param').id, c.get('actor'));
      });
      return c.json(now, 200);
    })
    .openapi(file, async (c) => {
      const { registrar, keep } = c.req.valid('query');
      const stream = c.req.raw.body;
      if (!stream) throw new Refused('registration.file-unreadable', 'It is empty.');
      const done = await compareFile(
        c.get('world'),
        c.get('organisation'),
        registrar,
        stream as unknown as AsyncIterable<Uint8Array>,
        keep,
        c.get('actor'),
      );
      return c.json(done, 200);
    })
    .openapi(differences, async (c) => {
      const world = c.get('world');
      const { open, limit } = c.req.valid('query');
      const items = await world.db.in(c.get('organisation'), (tx) =>
        differencesPage(world, tx, open, limit, c.get('actor')),
      );
      return c.json({ items: [...items] }, 200);
    })
    .openapi(decide, async (c) => {
      const world = c.get('world');
      const { act, ...given } = c.req.valid('json');
      const { id: difference } = c.req.valid('param');
      await world.db.in(c.get('organisation'), (tx) =>
        decideOnDifference(world, tx, difference, act, given, c.get('actor')),
      );
      return c.json({ id: difference, done: act }, 200);
    })
    .openapi(resellers, async (c) => {
      const world = c.get('world');
      return c.json(await world.db.in(c.get('organisation'), (tx) => domainResellers(world, tx)), 200);
    })
    .openapi(policy, async (c) => c.json(await policyOf(), 200));
}
