/** The HTTP routes of decisions, measures and the systems in which they are carried out. */
import { type Api, answers, body, createRoute, may, newApi, pageQuery, readCursor, writeCursor, z } from '#io/http';
import { mayAs, Refused } from '#kernel';
import { type ExceptionId, exceptionIds } from '#reasons';
import { endException, statementOf } from '#reasons/store';
import {
  approveDecision,
  carryOutDecision,
  contentOf,
  draftDecision,
  editDecision,
  proposeDecision,
  reverseDecision,
  sendBackDecision,
  supersedeDecision,
  tellNow,
  withdrawDecision,
} from './acting.ts';
import { systemRoutes } from './api/systems.ts';
import type { DecisionHands } from './hands.ts';
import { decisionBody, decisionLine, decisionShape, draftShape, planShape, previewShape } from './shapes.ts';
import {
  contentFrom,
  draftShown,
  exportStatements,
  linesOf,
  planShown,
  previewShown,
  showDecision,
} from './showing.ts';
import { decisionBy, decisionViews, listDecisions } from './store.ts';

const idParam = z.object({ id: z.string().max(60) });
export const decisionActs = [
  'propose',
  'approve',
  'send_back',
  'carry_out',
  'withdraw',
  'reverse',
  'supersede',
  'tell',
] as const;
const actBody = z
  .object({
    version: z.number().int().optional(),
    reason: z.string().max(4000).optional(),
    into: z.string().max(60).optional(),
  })
  .openapi('DecisionAct');

/** Does one act on one decision, in one transaction; what API and command line share. */
export async function doDecision(
  hands: DecisionHands,
  world: import('#io/world').World,
  org: import('#kernel').Id<'org'>,
  id: string,
  act: (typeof decisionActs)[number],
  b: z.infer<typeof actBody>,
  by: import('#kernel').Actor,
): Promise<void> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const a = { id, version: b.version, reason: b.reason };
  await world.db.in(org, async (tx) => {
    switch (act) {
      case 'propose':
        return proposeDecision(world, tx, hands, a, by);
      case 'approve':
        return approveDecision(world, tx, a, by);
      case 'send_back':
        return sendBackDecision(world, tx, a, by);
      case 'carry_out':
        return carryOutDecision(world, tx, hands, a, by);
      case 'withdraw':
        return withdrawDecision(world, tx, a, by);
      case 'reverse':
        return reverseDecision(world, tx, hands, a, by);
      case 'supersede':
        if (!b.into)
          throw new Refused('request.invalid', 'into: the decision that takes its place', { into: 'required' });
        return supersedeDecision(world, tx, hands, { ...a, into: b.into }, by);
      case 'tell': {
        // Secrecy was lifted, or another temporary reason not to tell is over.
        if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
        const d = await decisionBy(world, tx, id, { version: b.version });
        let ended = false;
        for (const e of exceptionIds as readonly ExceptionId[])
          ended = (await endException(tx, d.id, e, world.clock.now())) || ended;
        if (!ended) throw new Refused('decision.no-secret-left');
        if (!(await statementOf(tx, d.id))) await tellNow(world, tx, hands, d.id, by);
        return;
      }
    }
  });
}

/** Routes of decisions; `hands` are the rooms their matters come from. */
export function routes(hands: DecisionHands): Api {
  const api = newApi();

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/decisions',
      operationId: 'listDecisions',
      summary: 'Decisions, the newest first',
      tags: ['decisions'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: {
        query: pageQuery.extend({
          view: z.enum(decisionViews).default('all'),
          matter: z.string().max(60).optional(),
          party: z.string().max(60).optional(),
        }),
      },
      responses: answers(
        z.object({ items: z.array(decisionLine), next: z.string().nullable() }).openapi('DecisionPage'),
        'Decisions',
      ),
    }),
    async (c) => {
      const { limit, cursor, view, matter, party } = c.req.valid('query');
      const after = cursor ? readCursor(cursor) : undefined;
      return c.json(
        await c.get('world').db.in(c.get('organisation'), async (tx) => {
          const found = await listDecisions(c.get('world'), tx, {
            view,
            matter,
            party,
            limit: limit + 1,
            after: after ? [String(after[0]), String(after[1])] : undefined,
          });
          const page = found.slice(0, limit);
          const last = page.at(-1);
          return {
            items: await linesOf(tx, page),
            next: found.length > limit && last ? writeCursor([last.createdAt.toString(), last.id]) : null,
          };
        }),
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/decision-drafts',
      operationId: 'startDecision',
      summary: 'What a decision on a matter can be made of; nothing is written',
      tags: ['decisions'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { query: z.object({ matter: z.string().max(60) }) },
      responses: answers(draftShape, 'The beginning of a decision'),
    }),
    async (c) =>
      c.json(
        await c
          .get('world')
          .db.in(c.get('organisation'), (tx) => draftShown(c.get('world'), tx, hands, c.req.valid('query').matter)),
        200,
      ),
  );

  const made = z.object({ id: z.string() }).openapi('DecisionMade');
  const withMatter = z.object({ matter: z.string().max(60), content: decisionBody }).openapi('NewDecision');
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/decisions',
      operationId: 'draftDecision',
      summary: 'Drafts a decision on a matter; an incomplete one is kept and says what it lacks',
      tags: ['decisions'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { body: body(withMatter) },
      responses: answers(made, 'The draft'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const id = await c
        .get('world')
        .db.in(c.get('organisation'), (tx) =>
          draftDecision(c.get('world'), tx, hands, b.matter, contentFrom(b.content), c.get('actor')),
        );
      return c.json({ id }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/decision-plans',
      operationId: 'planDecision',
      summary:
        'What a decision would bring about: where, whom it hits, which letters, which clocks; nothing is written',
      tags: ['decisions'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { body: body(withMatter) },
      responses: answers(planShape, 'The plan'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      return c.json(
        await c
          .get('world')
          .db.in(c.get('organisation'), (tx) => planShown(c.get('world'), tx, hands, b.matter, contentFrom(b.content))),
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/decision-statements',
      operationId: 'previewStatement',
      summary: 'The statement of reasons as it would go out, in both languages; nothing is written',
      tags: ['decisions'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { body: body(withMatter) },
      responses: answers(previewShape, 'The statement'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      return c.json(
        await c
          .get('world')
          .db.in(c.get('organisation'), (tx) =>
            previewShown(c.get('world'), tx, hands, b.matter, contentFrom(b.content), null),
          ),
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/decisions/{id}',
      operationId: 'showDecision',
      summary: 'A decision with its measures, reasons, exceptions and history',
      tags: ['decisions'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: idParam },
      responses: answers(decisionShape, 'The decision'),
    }),
    async (c) =>
      c.json(
        await c
          .get('world')
          .db.in(c.get('organisation'), (tx) => showDecision(c.get('world'), tx, c.req.valid('param').id)),
        200,
      ),
  );

  api.openapi(
    createRoute({
      method: 'put',
      path: '/v1/decisions/{id}',
      operationId: 'editDecision',
      summary: 'Writes a draft anew',
      tags: ['decisions'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        params: idParam,
        body: body(z.object({ version: z.number().int().optional(), content: decisionBody }).openapi('DecisionEdit')),
      },
      responses: answers(decisionShape, 'The decision'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      return c.json(
        await c.get('world').db.in(c.get('organisation'), async (tx) => {
          await editDecision(
            c.get('world'),
            tx,
            c.req.valid('param').id,
            b.version,
            contentFrom(b.content),
            c.get('actor'),
          );
          return showDecision(c.get('world'), tx, c.req.valid('param').id);
        }),
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/decisions/{id}/plan',
      operationId: 'planOfDecision',
      summary: 'What this decision brings about when it is carried out now',
      tags: ['decisions'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: idParam },
      responses: answers(planShape, 'The plan'),
    }),
    async (c) =>
      c.json(
        await c.get('world').db.in(c.get('organisation'), async (tx) => {
          const d = await decisionBy(c.get('world'), tx, c.req.valid('param').id);
          return planShown(c.get('world'), tx, hands, d.matter, await contentOf(tx, d));
        }),
        200,
      ),
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/decisions/{id}/export',
      operationId: 'exportDecision',
      summary: 'The statement of this decision in the schema of the DSA Transparency Database, without personal data',
      tags: ['decisions'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam },
      responses: answers(
        z.object({ statements: z.array(z.record(z.string(), z.unknown())) }).openapi('TransparencyStatements'),
        'Statements',
      ),
    }),
    async (c) =>
      c.json(
        await c.get('world').db.in(c.get('organisation'), async (tx) => {
          const d = await decisionBy(c.get('world'), tx, c.req.valid('param').id);
          return {
            statements: (await exportStatements(c.get('world'), tx, [d])).map((s) => ({ ...s })),
          };
        }),
        200,
      ),
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/decisions/{id}/{act}',
      operationId: 'actOnDecision',
      summary: 'Does an act of the life of a decision: propose, approve, carry_out, reverse and the rest',
      tags: ['decisions'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        params: idParam.extend({ act: z.enum(decisionActs) }),
        body: body(actBody),
      },
      responses: answers(decisionShape, 'The decision'),
    }),
    async (c) => {
      const { id, act } = c.req.valid('param');
      await doDecision(hands, c.get('world'), c.get('organisation'), id, act, c.req.valid('json'), c.get('actor'));
      return c.json(
        await c.get('world').db.in(c.get('organisation'), (tx) => showDecision(c.get('world'), tx, id)),
        200,
      );
    },
  );

  systemRoutes(api, hands);
  return api;
}
