/** The HTTP routes of cases. */
import { type Api, answers, body, createRoute, may, newApi, pageQuery, z } from '#io/http';
import { type Id, mayAs, Refused, statedMoment } from '#kernel';
import {
  allow,
  assignCase,
  bandCase,
  bundleCase,
  chooseHolder,
  claimCase,
  closeCase,
  lockCase,
  noteCase,
  releaseCase,
  reopenCase,
  snoozeCase,
  splitCase,
  unbundleCase,
  waitOn,
} from './acting.ts';
import { origins, outcomes } from './case.ts';
import { declineProposal } from './climbing.ts';
import { countExport, type ExportAsk, type Exported, exportFindings } from './exporting.ts';
import { handOver, takeOver } from './handing.ts';
import { measureEffect } from './measuring.ts';
import {
  caseRow,
  caseShape,
  effectRow,
  exportCountShape,
  exportFormats,
  findingShape,
  letterPreview,
} from './shapes.ts';
import { findingsOf, listCases, showCase, views } from './showing.ts';
import type { CaseHands } from './work.ts';

const actBody = z
  .object({
    version: z.number().int().optional(),
    reason: z.string().max(4000).optional(),
    outcome: z.enum(outcomes).optional(),
    origin: z.enum(origins).optional(),
    into: z.string().optional(),
    member: z.string().nullable().optional(),
    until: z.string().nullable().optional(),
    band: z.number().int().min(0).max(5).optional(),
    episodes: z.array(z.string()).max(1000).optional(),
    contract: z.string().optional(),
    template: z.string().optional(),
    note: z.string().max(2000).optional(),
    /** With notify: also where a directive says not to, or the same was written only recently. */
    anyway: z.boolean().optional(),
  })
  .openapi('CaseAct');
export type ActBody = z.infer<typeof actBody>;

export const caseActs = [
  'notify',
  'restrict',
  'lift',
  'resolve',
  'reject',
  'reopen',
  'bundle',
  'unbundle',
  'wait',
  'note',
  'claim',
  'release',
  'assign',
  'snooze',
  'band',
  'split',
  'probe',
  'choose_holder',
  'decline',
  'hand_over',
  'take_over',
] as const;
export type ActName = (typeof caseActs)[number];

const idParam = z.object({ id: z.string().max(60) });

/**
 * An act as a person typed it, its words checked as those of the API.
 * @throws Refused `request.invalid` naming what is wrong
 */
export function actOf(given: Readonly<Record<string, unknown>>): ActBody {
  const read = actBody.safeParse(given);
  if (read.success) return read.data;
  throw new Refused(
    'request.invalid',
    read.error.issues.map((i) => `${i.path.map(String).join('.')}: ${i.message}`).join('; '),
  );
}

/**
 * Does one act on one case, in one transaction; what API and command line share.
 * @throws Refused `request.not-allowed` for who only reads; what the act itself refuses
 */
export async function doAct(
  hands: CaseHands,
  world: import('#io/world').World,
  org: Id<'org'>,
  id: string,
  act: ActName,
  b: ActBody,
  actor: import('#kernel').Actor,
): Promise<void> {
  if (!mayAs(actor, 'handler')) throw new Refused('request.not-allowed');
  if (act === 'probe') {
    await hands.probe(world, org, id, actor);
    return;
  }
  await world.db.in(org, async (tx) => {
    const c = await lockCase(tx, org, id, b.version);
    switch (act) {
      case 'notify':
        await hands.notify(
          world,
          tx,
          org,
          c,
          {
            ...(b.template ? { template: b.template } : {}),
            ...(b.note ? { note: b.note } : {}),
            ...(b.anyway ? { anyway: true } : {}),
          },
          actor,
        );
        return;
      case 'restrict':
        allow(c, act, actor);
        return hands.restrict(world, tx, org, c, b.reason, actor);
      case 'lift':
        allow(c, act, actor);
        return hands.lift(world, tx, org, c, b.reason, actor);
      case 'resolve':
        return closeCase(
          world,
          tx,
          org,
          c,
          'resolve',
          { outcome: b.outcome ?? 'fixed', origin: b.origin, reason: b.reason },
          actor,
        );
      case 'reject':
        return closeCase(
          world,
          tx,
          org,
          c,
          'reject',
          { outcome: b.outcome ?? 'not_abuse', origin: b.origin, reason: b.reason },
          actor,
        );
      case 'reopen':
        return reopenCase(world, tx, org, c, b.reason, actor);
      case 'bundle': {
        if (!b.into) throw new Refused('request.invalid', 'into: name the case it goes into', { into: 'required' });
        return bundleCase(world, tx, org, c, await lockCase(tx, org, b.into), actor);
      }
      case 'unbundle':
        return unbundleCase(world, tx, org, c, actor);
      case 'wait':
        return waitOn(world, tx, org, c, b.reason, actor);
      case 'note':
        return noteCase(world, tx, org, c, b.reason ?? b.note, actor);
      case 'claim':
        return claimCase(world, tx, org, c, actor);
      case 'release':
        return releaseCase(world, tx, org, c, actor);
      case 'assign':
        return assignCase(world, tx, org, c, b.member ?? null, actor);
      case 'snooze':
        return snoozeCase(world, tx, org, c, b.until ? statedMoment(b.until, 'until') : null, actor);
      case 'band':
        if (b.band === undefined) throw new Refused('request.invalid', 'band: 0 to 5', { band: 'required' });
        return bandCase(
          world,
          tx,
          org,
          c,
          b.band,
          b.reason,
          b.until ? statedMoment(b.until, 'until') : undefined,
          actor,
        );
      case 'split':
        await splitCase(world, tx, org, c, b.episodes ?? [], actor);
        return;
      case 'decline':
        return declineProposal(world, tx, org, c, b.reason, actor);
      case 'hand_over':
        return handOver(world, tx, org, c, b.note, actor);
      case 'take_over':
        return takeOver(world, tx, org, c, actor);
      case 'choose_holder':
        if (!b.contract) throw new Refused('request.invalid', 'contract: name the contract', { contract: 'required' });
        return chooseHolder(world, tx, org, c, b.contract, b.reason, actor, (contract) =>
          hands.answerFor(world, tx, org, contract),
        );
    }
  });
}

/** The span of an effect as people state it; the last 180 days where they do not. @throws Refused `request.invalid` */
export function effectSpan(
  now: Temporal.Instant,
  from: string | undefined,
  until: string | undefined,
): { readonly from: Temporal.Instant; readonly until: Temporal.Instant } {
  const span = {
    from: from ? statedMoment(from, 'from') : now.subtract({ hours: 24 * 180 }),
    until: until ? statedMoment(until, 'until') : now,
  };
  if (Temporal.Instant.compare(span.from, span.until) >= 0)
    throw new Refused('request.invalid', 'until: not after from', { until: 'not after from' });
  return span;
}

const exportQuery = z.object({
  format: z.enum(exportFormats),
  case: z.string().max(60).optional(),
  since: z.string().max(40).optional(),
  until: z.string().max(40).optional(),
});
const exportAsked = (q: z.infer<typeof exportQuery>): ExportAsk => ({
  format: q.format,
  caseId: q.case,
  since: q.since === undefined ? undefined : statedMoment(q.since, 'since'),
  until: q.until === undefined ? undefined : statedMoment(q.until, 'until'),
});

/** Routes of cases; `hands` is what looks upward or outward, plugged in by main. */
export function routes(hands: CaseHands): Api {
  const api = newApi();

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/cases',
      operationId: 'listCases',
      summary: 'The inbox in handling order',
      tags: ['cases'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: {
        query: pageQuery.extend({
          view: z.enum(views).default('now'),
          q: z.string().max(200).optional(),
          kind: z.string().max(80).optional(),
          band: z.coerce.number().int().min(0).max(5).optional(),
          holder: z.string().max(60).optional(),
          state: z.string().max(20).optional(),
        }),
      },
      responses: answers(
        z
          .object({
            items: z.array(caseRow),
            next: z.string().nullable(),
            total: z.number().int(),
            counts: z.record(z.string(), z.number().int()),
          })
          .openapi('CasePage'),
        'Cases, the next cursor, and how many each view holds',
      ),
    }),
    async (c) => {
      const query = c.req.valid('query');
      const actor = c.get('actor');
      const page = await c.get('world').db.in(c.get('organisation'), (tx) =>
        listCases(c.get('world'), tx, c.get('organisation'), {
          ...query,
          member: actor.kind === 'member' ? actor.id : undefined,
        }),
      );
      return c.json({ ...page, items: [...page.items], counts: { ...page.counts } }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/cases/{id}',
      operationId: 'showCase',
      summary: 'One case with its evidence, clocks, timeline and what may be done',
      tags: ['cases'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: idParam },
      responses: answers(caseShape, 'The case'),
    }),
    async (c) => {
      const shown = await c
        .get('world')
        .db.in(c.get('organisation'), (tx) =>
          showCase(c.get('world'), tx, c.get('organisation'), c.req.valid('param').id, c.get('actor'), (t, id) =>
            hands.letters(c.get('world'), t, c.get('organisation'), id),
          ),
        );
      return c.json(shown, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/cases/{id}/findings',
      operationId: 'listCaseFindings',
      summary: 'The findings of a case, newest first',
      tags: ['cases'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: idParam, query: pageQuery },
      responses: answers(
        z.object({ items: z.array(findingShape), next: z.string().nullable() }).openapi('FindingPage'),
        'Findings',
      ),
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query');
      return c.json(
        await c
          .get('world')
          .db.in(c.get('organisation'), (tx) =>
            findingsOf(tx, c.get('organisation'), c.req.valid('param').id, limit, cursor),
          ),
        200,
      );
    },
  );

  const stream = { schema: z.string() };
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/findings/export/count',
      operationId: 'countExport',
      summary: 'How many findings an export would write, how many it would leave out, and why',
      tags: ['findings'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { query: exportQuery },
      responses: answers(exportCountShape, 'The count'),
    }),
    async (c) =>
      c.json(
        await countExport(c.get('world'), c.get('organisation'), exportAsked(c.req.valid('query')), c.get('actor')),
        200,
      ),
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/findings/export',
      operationId: 'exportFindings',
      summary:
        'Findings as XARF, IntelMQ, n6 (one JSON object per line) or CSV, of one case or since a moment; noted in the journal',
      tags: ['findings'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { query: exportQuery },
      responses: {
        ...answers(z.string(), 'Findings, as they are read'),
        200: {
          description: 'Findings, as they are read. What is left out, and why, is said by /v1/findings/export/count',
          content: { 'application/x-ndjson': stream, 'text/csv': stream },
        },
      },
    }),
    async (c) => {
      const ask = c.req.valid('query');
      const done: Exported = { written: 0, leftOut: {} };
      const lines = exportFindings(c.get('world'), c.get('organisation'), exportAsked(ask), c.get('actor'), done);
      // The first piece is taken before the answer begins, so that a refusal is still an answer of its own.
      const first = await lines.next();
      const encoder = new TextEncoder();
      let waiting: IteratorResult<string> | undefined = first;
      const body = new ReadableStream<Uint8Array>({
        async pull(to) {
          const piece = waiting ?? (await lines.next());
          waiting = undefined;
          if (piece.done) to.close();
          else to.enqueue(encoder.encode(piece.value));
        },
        async cancel() {
          await lines.return(undefined);
        },
      });
      return new Response(body, {
        headers: {
          'content-type': ask.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
          'content-disposition': `attachment; filename="findings-${ask.format}.${ask.format === 'csv' ? 'csv' : 'jsonl'}"`,
        },
      }) as never;
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/cases/{id}/letter',
      operationId: 'previewCaseLetter',
      summary: 'The letter as it would go now, and why it could not',
      tags: ['cases'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        params: idParam,
        query: z.object({
          template: z.string().max(60).optional(),
          note: z.string().max(2000).optional(),
          anyway: z.stringbool().optional(),
        }),
      },
      responses: answers(letterPreview, 'The letter'),
    }),
    async (c) => {
      const { template, note, anyway } = c.req.valid('query');
      const world = c.get('world');
      const org = c.get('organisation');
      const shown = await world.db.in(org, async (tx) => {
        const found = await lockCase(tx, org, c.req.valid('param').id);
        return hands.preview(world, tx, org, found, {
          ...(template ? { template } : {}),
          ...(note ? { note } : {}),
          ...(anyway ? { anyway } : {}),
        });
      });
      return c.json(shown, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/cases/{id}/{act}',
      operationId: 'actOnCase',
      summary: 'An act on a case; which ones are possible stands in the case',
      tags: ['cases'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam.extend({ act: z.enum(caseActs) }), body: body(actBody) },
      responses: answers(caseShape, 'The case after the act'),
    }),
    async (c) => {
      const { id, act } = c.req.valid('param');
      const world = c.get('world');
      const org = c.get('organisation');
      await doAct(hands, world, org, id, act, c.req.valid('json'), c.get('actor'));
      const shown = await world.db.in(org, (tx) =>
        showCase(world, tx, org, id, c.get('actor'), (t, caseId) => hands.letters(world, t, org, caseId)),
      );
      return c.json(shown, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/effect',
      operationId: 'showEffect',
      summary: 'Measured effect of courses of action: fixed within, in term, come back; each with n and interval',
      tags: ['cases'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: {
        query: z.object({
          from: z.string().max(40).optional().describe('Letters sent from this moment on; 180 days ago where left out'),
          until: z.string().max(40).optional(),
          by: z.enum(['course', 'rung']).default('course'),
        }),
      },
      responses: answers(
        z.object({ from: z.string(), until: z.string(), items: z.array(effectRow) }).openapi('Effect'),
        'What was sent in the span, and what came of it',
      ),
    }),
    async (c) => {
      const q = c.req.valid('query');
      const world = c.get('world');
      const span = effectSpan(world.clock.now(), q.from, q.until);
      const items = await world.db.in(c.get('organisation'), (tx) =>
        measureEffect(tx, c.get('organisation'), span, q.by, world.clock.now()),
      );
      return c.json({ from: span.from.toString(), until: span.until.toString(), items: [...items] }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/cases/bulk',
      operationId: 'actOnCases',
      summary: 'The same act on many cases; each answers for itself',
      tags: ['cases'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        body: body(
          actBody.extend({
            ids: z.array(z.string()).min(1).max(1000),
            act: z.enum(['notify', 'resolve', 'reject', 'assign', 'snooze', 'note', 'claim', 'release', 'bundle']),
          }),
        ),
      },
      responses: answers(
        z
          .object({
            done: z.array(z.string()),
            refused: z.array(z.object({ id: z.string(), code: z.string(), detail: z.string() })),
          })
          .openapi('BulkResult'),
        'What was done and what was not',
      ),
    }),
    async (c) => {
      const { ids, act, version: _, ...rest } = c.req.valid('json');
      const done: string[] = [];
      const refused: { id: string; code: string; detail: string }[] = [];
      for (const id of new Set(ids)) {
        try {
          await doAct(hands, c.get('world'), c.get('organisation'), id, act, rest, c.get('actor'));
          done.push(id);
        } catch (cause) {
          if (!(cause instanceof Refused)) throw cause;
          refused.push({ id, code: cause.refusal.code, detail: cause.message });
        }
      }
      return c.json({ done, refused }, 200);
    },
  );
  return api;
}
