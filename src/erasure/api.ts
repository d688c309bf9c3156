/** HTTP routes of erasure: show what would go, erase a party, list what was erased. */
import { type Api, answers, body, createRoute, may, newApi, z } from '#io/http';
import { actorId } from '#kernel';
import { erasureRules } from './rule.ts';
import { erasureAsked, erasureListShape, erasureShape } from './shapes.ts';
import { erasuresOf } from './store.ts';
import { eraseParty, previewParty } from './work.ts';

const erase = createRoute({
  method: 'post',
  path: '/v1/parties/{id}/erase',
  operationId: 'eraseParty',
  summary: 'Erases a party: data, salts and keys; without yes only shows what would go',
  tags: ['parties'],
  middleware: [may('admin')] as const,
  'x-may': 'admin',
  request: { params: z.object({ id: z.string().max(64) }), body: body(erasureAsked) },
  responses: answers(erasureShape, 'What went, or would go'),
});

const list = createRoute({
  method: 'get',
  path: '/v1/erasures',
  operationId: 'listErasures',
  summary: 'What was erased, under which rule, when and by whom',
  tags: ['parties'],
  middleware: [may('reader')] as const,
  'x-may': 'reader',
  responses: answers(erasureListShape, 'Erasures, oldest first'),
});

/** Routes of this room. */
export function routes(): Api {
  return newApi()
    .openapi(erase, async (c) => {
      const { id } = c.req.valid('param');
      const { rule, yes } = c.req.valid('json');
      const [world, organisation, actor] = [c.get('world'), c.get('organisation'), c.get('actor')];
      const { basis } = erasureRules[rule];
      if (!yes) {
        const counts = await previewParty(world, organisation, id, rule, actor);
        const at = world.clock.now().toString();
        return c.json({ id: null, subject: id, rule, basis, at, by: actorId(actor), counts: { ...counts } }, 200);
      }
      const { erasure, counts } = await eraseParty(world, organisation, id, rule, actor);
      return c.json(
        { id: erasure.id, subject: id, rule, basis, at: erasure.at.toString(), by: erasure.by, counts: { ...counts } },
        200,
      );
    })
    .openapi(list, async (c) => {
      const all = await c.get('world').db.in(c.get('organisation'), erasuresOf);
      return c.json(
        {
          items: all.map((e) => ({
            id: e.id,
            subject: e.subject,
            rule: e.rule,
            basis: erasureRules[e.rule].basis,
            at: e.at.toString(),
            by: e.by,
            counts: { ...e.counts },
          })),
        },
        200,
      );
    });
}
