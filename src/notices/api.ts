/** HTTP routes of notices: hand in, the queue, acts, trusted flaggers, whose other networks are, points of contact. */
import { readKeptWhole } from '#evidence/store';
import { newId } from '#io/dice';
import { type Api, answers, body, createRoute, may, newApi, z } from '#io/http';
import type { World } from '#io/world';
import { receiptOf } from '#journal/proof';
import { note } from '#journal/work';
import { type Id, mayAs, mayHandIn, Refused } from '#kernel';
import { goodFaithNow } from '#law';
import { organisationOf } from '#organisations/store';
import { actOn, readAddress } from './acting.ts';
import { contactFaults, contactPoints } from './contact.ts';
import { flaggerEntry, holdsStatus, readFlaggers } from './flagger.ts';
import { endFlagger, giveCode, listFlaggers, saveFlaggers } from './flaggers.ts';
import { giveNotice, wrongLocations } from './given.ts';
import { listElsewhere, saveElsewhere } from './looking.ts';
import { askForAddress, noticeFromMessage } from './mailing.ts';
import { noticeStates } from './notice.ts';
import { contactNow, saveContact } from './publishing.ts';
import { elsewhereShape, flaggerShape, givenShape, noticeActBody, noticePage, noticeShape } from './shapes.ts';
import { queueOf, showNotice } from './showing.ts';
import { filesOf, noticeById } from './store.ts';
import { type Submitted, submitNotice } from './taking.ts';
import { statusLink } from './telling.ts';

const tags = ['notices'];
const id = z.object({ id: z.string().max(64) });
const done = z.object({ ok: z.literal(true) });

const give = createRoute({
  method: 'post',
  path: '/v1/notices',
  operationId: 'giveNotice',
  summary: 'Hand in a notice of illegal content (DSA art. 16); the same notice as by the form',
  tags,
  'x-may': 'intake',
  middleware: [
    async (c, next) => {
      const actor = c.get('actor') as Parameters<typeof mayHandIn>[0] | undefined;
      if (!actor) throw new Refused('request.not-logged-in');
      if (!mayHandIn(actor)) throw new Refused('request.not-allowed');
      await next();
    },
  ] as const,
  request: { body: body(giveNotice) },
  responses: answers(givenShape, 'The notice, with its signed receipt'),
});
const list = createRoute({
  method: 'get',
  path: '/v1/notices',
  operationId: 'listNotices',
  summary: 'The queue of notices: danger first, trusted flaggers in a lane of their own',
  tags,
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: {
    query: z.object({
      state: z.enum(noticeStates).optional(),
      open: z.stringbool().default(false),
      flagged: z.stringbool().default(false),
      q: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
  },
  responses: answers(noticePage, 'Notices'),
});
const show = createRoute({
  method: 'get',
  path: '/v1/notices/{id}',
  operationId: 'showNotice',
  summary: 'One notice, with completeness, addresses, clocks and history',
  tags,
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: { params: id },
  responses: answers(noticeShape, 'The notice'),
});
const act = createRoute({
  method: 'post',
  path: '/v1/notices/{id}/{act}',
  operationId: 'actOnNotice',
  summary: 'ask, assess, pass_on, forward, answer, move, add, withdraw, reopen, note, lower, lift',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id.extend({ act: z.string().max(20) }), body: body(noticeActBody) },
  responses: answers(noticeShape, 'The notice'),
});
const address = createRoute({
  method: 'get',
  path: '/v1/notices/{id}/address/{no}',
  operationId: 'readNoticeAddress',
  summary: 'A sealed address, for named staff; each reading is journalled',
  tags,
  'x-may': 'decider',
  middleware: [may('decider')] as const,
  request: { params: id.extend({ no: z.coerce.number().int() }) },
  responses: answers(z.object({ address: z.string() }), 'The address'),
});
const receipt = createRoute({
  method: 'get',
  path: '/v1/notices/{id}/receipt',
  operationId: 'noticeReceipt',
  summary: 'The signed receipt of a notice, or with final=true that of the decision',
  tags,
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: { params: id, query: z.object({ final: z.stringbool().default(false) }) },
  responses: answers(z.unknown(), 'A receipt (docs/receipts.md)'),
});
const evidence = createRoute({
  method: 'get',
  path: '/v1/notices/{id}/files/{no}',
  operationId: 'readNoticeFile',
  summary: 'A file a notifier gave, as bytes to save; never shown',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id.extend({ no: z.coerce.number().int() }) },
  responses: answers(z.unknown(), 'The bytes'),
});
const fromMessage = createRoute({
  method: 'post',
  path: '/v1/messages/{id}/notice',
  operationId: 'noticeFromMessage',
  summary: 'This message of the manual queue is a notice',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id, body: body(giveNotice) },
  responses: answers(givenShape, 'The notice'),
});
const askAddress = createRoute({
  method: 'post',
  path: '/v1/messages/{id}/ask_address',
  operationId: 'askForAddress',
  summary: 'Tell who mailed a picture of child abuse to send the address only',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id, body: body(z.strictObject({ language: z.enum(['nl', 'en', 'both']).default('both') })) },
  responses: answers(z.object({ letter: z.string() }), 'The letter'),
});
const flaggers = createRoute({
  method: 'get',
  path: '/v1/trusted_flaggers',
  operationId: 'listTrustedFlaggers',
  summary: 'Trusted flaggers with their own counts',
  tags,
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  responses: answers(z.object({ items: z.array(flaggerShape) }), 'Trusted flaggers'),
});
const addFlaggers = createRoute({
  method: 'post',
  path: '/v1/trusted_flaggers',
  operationId: 'saveTrustedFlaggers',
  summary: 'One entry by hand, or `file`: the public register as JSON or CSV',
  tags,
  'x-may': 'decider',
  middleware: [may('decider')] as const,
  request: {
    body: body(z.strictObject({ entry: flaggerEntry.optional(), file: z.string().max(900_000).optional() })),
  },
  responses: answers(
    z.object({ added: z.number(), changed: z.number(), wrong: z.array(z.string()) }),
    'What was written',
  ),
});
const actFlagger = createRoute({
  method: 'post',
  path: '/v1/trusted_flaggers/{id}/{act}',
  operationId: 'actOnTrustedFlagger',
  summary: 'code: a new code for the form, shown once; end: the status ended',
  tags,
  'x-may': 'decider',
  middleware: [may('decider')] as const,
  request: { params: id.extend({ act: z.string().max(20) }), body: body(z.strictObject({})) },
  responses: answers(z.object({ code: z.string().nullable() }), 'Done'),
});
const others = createRoute({
  method: 'get',
  path: '/v1/elsewhere',
  operationId: 'listElsewhere',
  summary: 'Whose ranges and names are that are not ours, as written down',
  tags,
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  responses: answers(z.object({ items: z.array(elsewhereShape) }), 'Other networks'),
});
const addOther = createRoute({
  method: 'post',
  path: '/v1/elsewhere',
  operationId: 'saveElsewhere',
  summary: 'Write down whose a range or name is',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    body: body(
      z.strictObject({
        what: z.string().trim().min(1).max(253),
        name: z.string().trim().min(1).max(200),
        report_at: z.string().trim().max(300).nullable().optional(),
        origin: z.string().trim().min(1).max(100).default('by_hand'),
      }),
    ),
  },
  responses: answers(done, 'Written down'),
});
const contactShape = z.object({
  version: z.number().int(),
  content: contactPoints.nullable(),
  faults: z.array(z.object({ nl: z.string(), en: z.string() })),
  page: z.string(),
});
const contact = createRoute({
  method: 'get',
  path: '/v1/contact_points',
  operationId: 'showContactPoints',
  summary: 'Points of contact (DSA art. 11, 12) and legal representative (art. 13)',
  tags,
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  responses: answers(contactShape, 'Points of contact'),
});
const setContact = createRoute({
  method: 'post',
  path: '/v1/contact_points',
  operationId: 'saveContactPoints',
  summary: 'A new version of the points of contact',
  tags,
  'x-may': 'admin',
  middleware: [may('admin')] as const,
  request: { body: body(z.strictObject({ version: z.number().int().min(0), content: contactPoints })) },
  responses: answers(contactShape, 'Points of contact'),
});

/** Routes of this room. */
export function routes(): Api {
  const given = (world: World, org: Id<'org'>, s: Submitted, locations: readonly string[]) =>
    world.db.in(org, async (tx) => ({
      id: s.id,
      number: s.number,
      received_at: s.receivedAt.toString(),
      status_page: statusLink(world, org, (await organisationOf(tx, org)).slug, s.id),
      not_locations: [...wrongLocations(locations)],
      receipt: (await receiptOf(world, tx, 'notice.received', s.id)) as unknown,
    }));
  const contactOf = (world: World, org: Id<'org'>) =>
    world.db.in(org, async (tx) => {
      const now = await contactNow(tx);
      return {
        version: now?.version ?? 0,
        content: now?.content ?? null,
        faults: now ? [...contactFaults(now.content)] : [],
        page: `${world.publicUrl}/o/${(await organisationOf(tx, org)).slug}/contact`,
      };
    });
  return newApi()
    .openapi(give, async (c) => {
      const [world, org, actor] = [c.get('world'), c.get('organisation'), c.get('actor')];
      const g = c.req.valid('json');
      const s = await submitNotice(world, org, {
        ...g,
        id: newId(world, 'ntc'),
        channel: mayAs(actor, 'handler') ? 'desk' : 'api',
        good_faith_version: g.good_faith ? goodFaithNow : null,
        files: [],
      });
      return c.json(await given(world, org, s, g.locations), 200);
    })
    .openapi(list, async (c) => {
      const q = c.req.valid('query');
      const items = await c.get('world').db.in(c.get('organisation'), (tx) =>
        queueOf(tx, {
          open: q.open,
          flagged: q.flagged,
          limit: q.limit,
          ...(q.state ? { state: q.state } : {}),
          ...(q.q ? { q: q.q } : {}),
        }),
      );
      return c.json({ items: [...items] }, 200);
    })
    .openapi(show, async (c) => {
      const world = c.get('world');
      return c.json(
        await world.db.in(c.get('organisation'), (tx) =>
          showNotice(world, tx, c.req.valid('param').id, c.get('actor')),
        ),
        200,
      );
    })
    .openapi(address, async (c) => {
      const world = c.get('world');
      const p = c.req.valid('param');
      const text = await world.db.in(c.get('organisation'), (tx) => readAddress(world, tx, p.id, p.no, c.get('actor')));
      return c.json({ address: text }, 200);
    })
    .openapi(receipt, async (c) => {
      const world = c.get('world');
      const made = await world.db.in(c.get('organisation'), async (tx) => {
        const n = await noticeById(tx, c.req.valid('param').id);
        if (!n) throw new Refused('request.not-found');
        return receiptOf(world, tx, c.req.valid('query').final ? 'notice.decided' : 'notice.received', n.id);
      });
      return c.json(made as unknown, 200);
    })
    .openapi(evidence, async (c) => {
      const world = c.get('world');
      const p = c.req.valid('param');
      const bytes = await world.db.in(c.get('organisation'), async (tx) => {
        const n = await noticeById(tx, p.id);
        const file = n && (await filesOf(tx, n.id)).find((f) => f.no === p.no);
        if (!n || !file) throw new Refused('request.not-found');
        note(world, tx, {
          act: 'notice.file',
          by: c.get('actor'),
          about: [{ subject: n.id, payload: { notice: n.id, file: p.no } }],
        });
        return readKeptWhole(world, tx, file.evidence);
      });
      c.header('Content-Disposition', `attachment; filename="evidence-${p.no}.bin"`);
      return c.body(new Uint8Array(bytes), 200, { 'Content-Type': 'application/octet-stream' }) as never;
    })
    .openapi(fromMessage, async (c) => {
      const [world, org] = [c.get('world'), c.get('organisation')];
      const g = c.req.valid('json');
      const s = await noticeFromMessage(world, org, c.req.valid('param').id, g, c.get('actor'));
      return c.json(await given(world, org, s, g.locations), 200);
    })
    .openapi(askAddress, async (c) => {
      const world = c.get('world');
      const letter = await world.db.in(c.get('organisation'), (tx) =>
        askForAddress(world, tx, c.req.valid('param').id, c.req.valid('json').language, c.get('actor')),
      );
      return c.json({ letter }, 200);
    })
    .openapi(act, async (c) => {
      const [world, org, actor] = [c.get('world'), c.get('organisation'), c.get('actor')];
      const p = c.req.valid('param');
      const shape = await world.db.in(org, async (tx) => {
        await actOn(world, tx, org, p.id, p.act, c.req.valid('json'), actor);
        return showNotice(world, tx, p.id, actor);
      });
      return c.json(shape, 200);
    })
    .openapi(flaggers, async (c) => {
      const world = c.get('world');
      const day = world.clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
      const found = await world.db.in(c.get('organisation'), listFlaggers);
      return c.json(
        {
          items: found.map((f) => ({
            id: f.id,
            name: f.name,
            country: f.country,
            areas: [...f.areas],
            domains: [...f.domains],
            valid_from: f.validFrom,
            valid_until: f.validUntil,
            origin: f.origin,
            holds: holdsStatus(f, day),
            has_code: f.hasCode,
            notices: f.notices,
            items: f.items,
            acted: f.acted,
            open: f.open,
          })),
        },
        200,
      );
    })
    .openapi(addFlaggers, async (c) => {
      const world = c.get('world');
      const { entry, file } = c.req.valid('json');
      const read = file === undefined ? { entries: entry ? [entry] : [], wrong: [] } : readFlaggers(file);
      if (read.entries.length === 0) throw new Refused('request.invalid', read.wrong[0] ?? 'entry or file');
      const made = await world.db.in(c.get('organisation'), (tx) =>
        saveFlaggers(world, tx, read.entries, file === undefined ? 'by_hand' : 'register', c.get('actor')),
      );
      return c.json({ ...made, wrong: [...read.wrong] }, 200);
    })
    .openapi(actFlagger, async (c) => {
      const world = c.get('world');
      const p = c.req.valid('param');
      const code = await world.db.in(c.get('organisation'), async (tx) => {
        if (p.act === 'code') return giveCode(world, tx, p.id, c.get('actor'));
        if (p.act !== 'end') throw new Refused('request.not-found');
        await endFlagger(world, tx, p.id, c.get('actor'));
        return null;
      });
      return c.json({ code }, 200);
    })
    .openapi(others, async (c) => {
      const items = await c.get('world').db.in(c.get('organisation'), listElsewhere);
      return c.json(
        { items: items.map((e) => ({ what: e.what, name: e.name, report_at: e.reportAt, origin: e.origin })) },
        200,
      );
    })
    .openapi(addOther, async (c) => {
      const world = c.get('world');
      await world.db.in(c.get('organisation'), (tx) => saveElsewhere(world, tx, c.req.valid('json'), c.get('actor')));
      return c.json({ ok: true as const }, 200);
    })
    .openapi(contact, async (c) => c.json(await contactOf(c.get('world'), c.get('organisation')), 200))
    .openapi(setContact, async (c) => {
      const world = c.get('world');
      const { version, content } = c.req.valid('json');
      await world.db.in(c.get('organisation'), (tx) => saveContact(world, tx, content, version, c.get('actor')));
      return c.json(await contactOf(c.get('world'), c.get('organisation')), 200);
    });
}
