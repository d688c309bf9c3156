/** HTTP routes of screening: lists, one question, matches and their acts, owners, settings. */
import { type Api, answers, body, createRoute, may, newApi, pageQuery, readCursor, writeCursor, z } from '#io/http';
import { Refused } from '#kernel';
import { identifierKinds } from './entry.ts';
import { matchActs, matchStates } from './life.ts';
import { countryOf } from './lists/fields.ts';
import {
  acceptanceShape,
  importedShape,
  listPage,
  matchPage,
  matchShape,
  ownerPage,
  ownerShape,
  screenedShape,
  settingsShape,
  thresholdLabShape,
} from './shapes.ts';
import { viewOf } from './view.ts';
import {
  acceptanceOf,
  actOnMatch,
  addEarly,
  addOwner,
  changeSettings,
  importList,
  listLists,
  matchesPage,
  ownersOfParty,
  readSettings,
  removeOwner,
  rowOf,
  screenOnce,
  screenParty,
  showMatch,
  thresholdLab,
} from './work.ts';

const kinds = z.enum(['person', 'organisation', 'vessel', 'aircraft', 'unknown']);
const born = z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/);
const idParam = z.object({ id: z.string().max(64) });
const listName = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/);

const lists = createRoute({
  method: 'get',
  path: '/v1/lists',
  operationId: 'listLists',
  summary: 'The lists in use, their age and what the last generation changed',
  tags: ['screening'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  responses: answers(listPage, 'Lists'),
});
const imported = createRoute({
  method: 'post',
  path: '/v1/lists',
  operationId: 'importList',
  summary: 'Takes a file as the new generation of a list; what is in use stays where it cannot be read',
  tags: ['screening'],
  'x-may': 'decider',
  middleware: [may('decider')] as const,
  request: {
    query: z.object({
      list: listName,
      name: z.string().max(200).default('list'),
      anyway: z.enum(['true', 'false']).default('false'),
    }),
    body: { required: false, content: { 'application/octet-stream': { schema: z.string() } } },
  },
  responses: answers(importedShape, 'What the file brought'),
});
const early = createRoute({
  method: 'post',
  path: '/v1/early_entries',
  operationId: 'addEarlyEntry',
  summary: 'An entry from the Official Journal of today, until the EU file carries it',
  tags: ['screening'],
  'x-may': 'decider',
  middleware: [may('decider')] as const,
  request: {
    body: body(
      z.object({
        act: z.string().min(3).max(80).describe('Number of the act: 2026/1843'),
        url: z.url().optional(),
        programme: z.string().max(20).default(''),
        from: z.iso.date().optional(),
        kind: kinds.default('unknown'),
        names: z.array(z.string().min(2).max(300)).min(1).max(50),
        weak_names: z.array(z.string().min(2).max(300)).max(50).default([]),
        born: born.optional(),
        countries: z.array(z.string().length(2)).max(10).default([]),
        identifiers: z
          .array(z.object({ kind: z.enum(identifierKinds), value: z.string().min(3).max(200) }))
          .max(50)
          .default([]),
      }),
    ),
  },
  responses: answers(importedShape, 'The generation it stands in'),
});
const screen = createRoute({
  method: 'post',
  path: '/v1/screen',
  operationId: 'screen',
  summary: 'One name or identifier against every list in use; the terms add up to the score',
  tags: ['screening'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: {
    body: body(
      z.object({
        name: z.string().min(1).max(300).optional(),
        kind: kinds.default('unknown'),
        born: born.optional(),
        country: z.string().max(60).optional(),
        gender: z.enum(['male', 'female']).optional(),
        identifiers: z
          .array(z.object({ kind: z.enum(identifierKinds), value: z.string().min(3).max(200) }))
          .max(50)
          .default([]),
      }),
    ),
  },
  responses: answers(screenedShape, 'The best match and the others'),
});
const matches = createRoute({
  method: 'get',
  path: '/v1/matches',
  operationId: 'listMatches',
  summary: 'Matches of parties with lists, those that wait for a person first, the strongest on top',
  tags: ['screening'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: {
    query: pageQuery.extend({
      state: z.enum(['waiting', 'all', ...matchStates]).default('waiting'),
      party: z.string().max(64).optional(),
    }),
  },
  responses: answers(matchPage, 'Matches'),
});
const match = createRoute({
  method: 'get',
  path: '/v1/matches/{id}',
  operationId: 'showMatch',
  summary: 'One match: what both sides say, what the law asks, and what the score is made of',
  tags: ['screening'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: { params: idParam },
  responses: answers(matchShape, 'The match'),
});
const act = createRoute({
  method: 'post',
  path: '/v1/matches/{id}',
  operationId: 'actOnMatch',
  summary: 'Takes, confirms, rejects, returns or reopens a match; a verdict needs a reason of one’s own',
  tags: ['screening'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    params: idParam,
    body: body(z.object({ act: z.enum(matchActs), reason: z.string().max(4000).default('') })),
  },
  responses: answers(matchShape, 'The match as it is now'),
});
const again = createRoute({
  method: 'post',
  path: '/v1/parties/{id}/screen',
  operationId: 'screenParty',
  summary: 'Screens a party, its addresses, domains and owners against every list in use, now',
  tags: ['screening'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam },
  responses: answers(z.object({ run: z.string(), opened: z.number().int() }), 'The run'),
});
const owners = createRoute({
  method: 'get',
  path: '/v1/parties/{id}/owners',
  operationId: 'listOwners',
  summary: 'Who owns or controls a party',
  tags: ['screening'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: { params: idParam },
  responses: answers(ownerPage, 'Owners'),
});
const owner = createRoute({
  method: 'post',
  path: '/v1/parties/{id}/owners',
  operationId: 'addOwner',
  summary: 'Adds an owner of a party, or with `ends` ends one',
  tags: ['screening'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    params: idParam,
    body: body(
      z.union([
        z.object({ ends: z.string().max(64) }),
        ownerShape.omit({ id: true }).extend({
          name: z.string().min(2).max(300),
          born: born.nullable().default(null),
          country: z.string().length(2).nullable().default(null),
          share: z.number().min(0).max(100).nullable().default(null),
          controls: z.boolean().default(false),
          source: z.string().min(2).max(200),
        }),
      ]),
    ),
  },
  responses: answers(ownerPage, 'Owners as they are now'),
});
const settings = createRoute({
  method: 'get',
  path: '/v1/screening_settings',
  operationId: 'screeningSettings',
  summary: 'Which verdicts two people give, and which lists are fetched',
  tags: ['screening'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  responses: answers(settingsShape, 'Settings'),
});
const setSettings = createRoute({
  method: 'put',
  path: '/v1/screening_settings',
  operationId: 'setScreeningSettings',
  summary: 'Changes which verdicts two people give, and which lists are fetched',
  tags: ['screening'],
  'x-may': 'admin',
  middleware: [may('admin')] as const,
  request: { body: body(settingsShape) },
  responses: answers(settingsShape, 'Settings'),
});

const accepted = createRoute({
  method: 'get',
  path: '/v1/screening/acceptance',
  operationId: 'screeningAcceptance',
  summary: 'How often people confirm a match; above 95 % it is an alarm (CJEU C-634/21)',
  tags: ['screening'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  responses: answers(acceptanceShape, 'Counts'),
});
const lab = createRoute({
  method: 'get',
  path: '/v1/screening/thresholds',
  operationId: 'thresholdLab',
  summary: 'Alerts per threshold over your own customers, and who would be added or removed; nothing is changed',
  tags: ['screening'],
  'x-may': 'decider',
  middleware: [may('decider')] as const,
  request: { query: z.object({ threshold: z.coerce.number().min(0).max(1).default(0.8) }) },
  responses: answers(thresholdLabShape, 'What each threshold would give'),
});

/** Routes of this room. */
export function routes(): Api {
  return newApi()
    .openapi(lists, async (c) => c.json({ items: [...(await listLists(c.get('world'), c.get('organisation')))] }, 200))
    .openapi(imported, async (c) => {
      const { list, name, anyway } = c.req.valid('query');
      const stream = c.req.raw.body;
      if (!stream) throw new Refused('list.unreadable', 'It is empty.');
      const done = await importList(c.get('world'), c.get('organisation'), c.get('actor'), {
        list,
        anyway: anyway === 'true',
        file: { name, bytes: stream as unknown as AsyncIterable<Uint8Array> },
      });
      return c.json(done, 200);
    })
    .openapi(early, async (c) => {
      const b = c.req.valid('json');
      const done = await addEarly(c.get('world'), c.get('organisation'), c.get('actor'), {
        act: b.act,
        kind: b.kind,
        names: [
          ...b.names.map((text) => ({ text, strength: 'strong' as const })),
          ...b.weak_names.map((text) => ({ text, strength: 'weak' as const })),
        ],
        births: b.born
          ? [
              b.born.length === 10
                ? { date: b.born, year: Number(b.born.slice(0, 4)) }
                : { year: Number(b.born.slice(0, 4)) },
            ]
          : [],
        countries: b.countries.map((code) => code.toUpperCase()),
        identifiers: b.identifiers,
        acts: [
          { programme: b.programme, act: b.act, ...(b.url ? { url: b.url } : {}), ...(b.from ? { from: b.from } : {}) },
        ],
      });
      return c.json(done, 200);
    })
    .openapi(screen, async (c) => {
      const b = c.req.valid('json');
      const country = countryOf(b.country?.length === 2 ? b.country.toUpperCase() : b.country);
      if (b.name === undefined && b.identifiers.length === 0)
        throw new Refused('request.invalid', 'name: or identifiers', { name: 'or identifiers' });
      const found = await screenOnce(c.get('world'), c.get('organisation'), {
        names: b.name === undefined ? [] : [b.name],
        kind: b.kind,
        ...(b.born ? { born: b.born } : {}),
        ...(country ? { countries: [country] } : {}),
        ...(b.gender ? { gender: b.gender } : {}),
        ...(b.identifiers.length > 0 ? { identifiers: b.identifiers } : {}),
      });
      const [best, ...others] = found.map(screenedView);
      return c.json({ best: best ?? null, others }, 200);
    })
    .openapi(accepted, async (c) => c.json(await acceptanceOf(c.get('world'), c.get('organisation')), 200))
    .openapi(lab, async (c) => {
      const found = await thresholdLab(
        c.get('world'),
        c.get('organisation'),
        c.req.valid('query').threshold,
        c.get('actor'),
      );
      return c.json(found, 200);
    })
    .openapi(matches, async (c) => {
      const { limit, cursor, state, party } = c.req.valid('query');
      const [score, id] = cursor ? readCursor(cursor) : [];
      const found = await matchesPage(c.get('world'), c.get('organisation'), {
        state,
        limit: limit + 1,
        ...(party ? { party } : {}),
        ...(cursor ? { after: { score: Number(score), id: String(id) } } : {}),
      });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return c.json(
        { items: items.map(rowOf), next: found.length > limit && last ? writeCursor([last.score, last.id]) : null },
        200,
      );
    })
    .openapi(match, async (c) =>
      c.json(await showMatch(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id), 200),
    )
    .openapi(act, async (c) => {
      const b = c.req.valid('json');
      const [world, org, actor, id] = [c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id];
      await actOnMatch(world, org, actor, id, b.act, b.reason);
      return c.json(await showMatch(world, org, actor, id), 200);
    })
    .openapi(again, async (c) =>
      c.json(await screenParty(c.get('world'), c.get('organisation'), c.req.valid('param').id, c.get('actor')), 200),
    )
    .openapi(owners, async (c) =>
      c.json(
        { items: [...(await ownersOfParty(c.get('world'), c.get('organisation'), c.req.valid('param').id))] },
        200,
      ),
    )
    .openapi(owner, async (c) => {
      const b = c.req.valid('json');
      const [world, org, actor, id] = [c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id];
      if ('ends' in b) await removeOwner(world, org, actor, id, b.ends);
      else await addOwner(world, org, actor, id, b);
      return c.json({ items: [...(await ownersOfParty(world, org, id))] }, 200);
    })
    .openapi(settings, async (c) => c.json(await readSettings(c.get('world'), c.get('organisation')), 200))
    .openapi(setSettings, async (c) => {
      const [world, org] = [c.get('world'), c.get('organisation')];
      await changeSettings(world, org, c.get('actor'), c.req.valid('json'));
      return c.json(await readSettings(world, org), 200);
    });
}

const screenedView = (m: Parameters<typeof viewOf>[0]) => {
  const v = viewOf(m, 'list' in m.entry ? String(m.entry.list) : '');
  return { ...v, terms: v.terms.map((t) => ({ ...t })), what_if: { ...v.what_if }, programmes: [...v.programmes] };
};
