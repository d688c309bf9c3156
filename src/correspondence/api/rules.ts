/** HTTP routes of what letters go by: settings, directives and their dry run, webhooks, brands and own words. */
import type { Tx } from '#io/db';
import { type Api, answers, body, createRoute, may, newApi, z } from '#io/http';
import type { World } from '#io/world';
import { type Id, languages, Refused } from '#kernel';
import type { Directive } from '#law';
import { loadLaw } from '#law/work';
import type { Brand } from '../brand.ts';
import { letterSettingsShape } from '../settings.ts';
import {
  brandLine,
  brandList,
  directiveList,
  savedVersion,
  settingsAnswer,
  tried,
  webhookLine,
  webhookMade,
  wordingList,
  wordingPreviewShape,
} from '../shapes.ts';
import {
  brandsOf,
  brandVersions,
  directivesOf,
  directiveVersions,
  letterSettingsOf,
  wordingsOf,
} from '../store/rules.ts';
import { wordingShape } from '../wording.ts';
import {
  addWebhook,
  checkDirectives,
  directivesNow,
  endBrand,
  listWebhooks,
  revertWording,
  saveBrand,
  saveDirectives,
  saveLetterSettings,
  saveWording,
  stopWebhook,
  wordingPreview,
} from '../work.ts';

/** What whoever knows cases and the ledger hands in. */
export interface RulesHanded {
  /** What a set would have sent about the cases of the last days. */
  readonly tryDirectives?: (
    world: World,
    tx: Tx,
    org: Id<'org'>,
    set: readonly Directive[],
    days: number,
  ) => Promise<z.input<typeof tried>['summary']>;
  /** What contracts can be for. */
  readonly serviceKinds?: readonly string[];
}

const idParam = z.object({ id: z.string().max(64) });
const version = z
  .number()
  .int()
  .min(0)
  .describe('The version this starts from; another one saved meanwhile is not overwritten');
const place = z.object({
  template: z.string().max(60),
  audience: z.string().max(30),
  brand: z.string().max(64).default('').describe('Empty: any brand'),
});

/** A brand as lists and answers show it. */
export const brandLineOf = (b: Brand): z.infer<typeof brandLine> => ({
  id: b.id,
  version: b.version,
  content: b.content,
  is_default: b.isDefault,
  parties: [...b.parties],
  contracts: [...b.contracts],
  saved_at: b.savedAt.toString(),
  saved_by: b.savedBy,
  ended_at: b.endedAt?.toString() ?? null,
});

/** The directives in force, with the versions that were saved. */
export async function directiveListOf(tx: Tx, wanted?: number): Promise<z.infer<typeof directiveList>> {
  const found = wanted === undefined || wanted === 0 ? undefined : await directivesOf(tx, wanted);
  if (wanted !== undefined && wanted !== 0 && !found) throw new Refused('request.not-found');
  const law = await loadLaw();
  const shown =
    found ??
    (wanted === 0
      ? { version: 0, savedAt: null, savedBy: null, note: null, set: [...law.directives.values()] }
      : await directivesNow(tx));
  return {
    version: shown.version,
    saved_at: shown.savedAt?.toString() ?? null,
    saved_by: shown.savedBy,
    note: shown.note,
    items: [...shown.set],
    versions: (await directiveVersions(tx)).map((v) => ({ ...v, saved_at: v.saved_at.toString() })),
  };
}

/** Every letter with its shipped text and the house's own words. */
export async function wordingListOf(tx: Tx): Promise<z.infer<typeof wordingList>> {
  const law = await loadLaw();
  const own = await wordingsOf(tx);
  return {
    items: [...law.letters.values()].map((t) => ({
      template: t.id,
      version: t.version,
      audience: t.audience,
      title: t.title,
      fields: [...t.fields],
      optional: [...t.optional],
      subject: t.subject,
      body: t.body,
      own: own
        .filter((w) => w.template === t.id)
        .map((w) => ({
          audience: w.audience,
          brand: w.brand,
          version: w.version,
          content: w.content,
          saved_at: w.savedAt.toString(),
          saved_by: w.savedBy,
        })),
    })),
  };
}

/** Routes of what letters go by. */
export function rulesRoutes(handed: RulesHanded): Api {
  const kinds = () => handed.serviceKinds ?? [];
  const api = newApi();

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/letter-settings',
      operationId: 'getLetterSettings',
      summary: 'How letters go out: digests, quiet hours, trial, the own desk system',
      tags: ['letters'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      responses: answers(settingsAnswer, 'Settings with their version'),
    }),
    async (c) => c.json(await c.get('world').db.in(c.get('organisation'), letterSettingsOf), 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/letter-settings',
      operationId: 'saveLetterSettings',
      summary: 'Saves how letters go out, as a whole',
      tags: ['letters'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { body: body(z.object({ version, settings: letterSettingsShape })) },
      responses: answers(savedVersion, 'The new version'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const world = c.get('world');
      const saved = await world.db.in(c.get('organisation'), (tx) =>
        saveLetterSettings(world, tx, b.settings, b.version, c.get('actor')),
      );
      return c.json({ version: saved }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/directives',
      operationId: 'listDirectives',
      summary: 'Who gets what: the directives in force, in order; version 0 is the shipped set',
      tags: ['letters'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { query: z.object({ version: z.coerce.number().int().min(0).optional() }) },
      responses: answers(directiveList, 'Directives'),
    }),
    async (c) => {
      const wanted = c.req.valid('query').version;
      return c.json(await c.get('world').db.in(c.get('organisation'), (tx) => directiveListOf(tx, wanted)), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/directives',
      operationId: 'saveDirectives',
      summary: 'Saves a whole set of directives as the next version; refused with every fault it has',
      tags: ['letters'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: {
        body: body(
          z.object({
            version,
            directives: z.array(z.unknown()).max(200),
            note: z.string().max(500).nullable().default(null),
          }),
        ),
      },
      responses: answers(savedVersion, 'The new version'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const world = c.get('world');
      const saved = await world.db.in(c.get('organisation'), (tx) =>
        saveDirectives(world, tx, b.directives, b.version, b.note, c.get('actor'), kinds()),
      );
      return c.json({ version: saved }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/directives/try',
      operationId: 'tryDirectives',
      summary: 'What a set would have sent, and not sent, about the cases of the last days; writes nothing',
      tags: ['letters'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        body: body(
          z.object({
            directives: z.array(z.unknown()).max(200).describe('The changed set'),
            days: z.number().int().min(1).max(366).default(30),
          }),
        ),
      },
      responses: answers(tried, 'Faults, or what would have changed'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const world = c.get('world');
      const org = c.get('organisation');
      const answer = await world.db.in(org, async (tx) => {
        const { set, faults } = await checkDirectives(tx, b.directives, kinds());
        const summary =
          faults.length > 0 ? null : ((await handed.tryDirectives?.(world, tx, org, set, b.days)) ?? null);
        return { faults: [...faults], summary };
      });
      return c.json(answer, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/webhooks',
      operationId: 'listWebhooks',
      summary: 'Where letters go as JSON; never their address or secret',
      tags: ['letters'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      responses: answers(z.object({ items: z.array(webhookLine) }), 'Webhooks'),
    }),
    async (c) => {
      const found = await c.get('world').db.in(c.get('organisation'), listWebhooks);
      return c.json(
        {
          items: found.map((w) => ({
            id: w.id,
            name: w.name,
            host: w.host,
            created_at: w.createdAt.toString(),
            ended_at: w.endedAt?.toString() ?? null,
            ended_why: w.endedWhy,
          })),
        },
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/webhooks',
      operationId: 'addWebhook',
      summary: 'Makes a webhook; its secret is told this once',
      tags: ['letters'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: {
        body: body(
          z.object({
            name: z.string().trim().min(1).max(120),
            url: z.string().max(2000),
            inside: z.boolean().default(false).describe('The host stands inside, in private space'),
          }),
        ),
      },
      responses: answers(webhookMade, 'Id and secret'),
    }),
    async (c) => {
      const world = c.get('world');
      const made = await world.db.in(c.get('organisation'), (tx) =>
        addWebhook(world, tx, c.req.valid('json'), c.get('actor')),
      );
      return c.json({ ...made }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/webhooks/{id}/end',
      operationId: 'endWebhook',
      summary: 'Ends a webhook',
      tags: ['letters'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { params: idParam },
      responses: answers(z.object({ id: z.string() }), 'Ended'),
    }),
    async (c) => {
      const world = c.get('world');
      const { id } = c.req.valid('param');
      await world.db.in(c.get('organisation'), (tx) => stopWebhook(world, tx, id, c.get('actor')));
      return c.json({ id }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/brands',
      operationId: 'listBrands',
      summary: 'What letters look like: the newest version of each brand',
      tags: ['letters'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      responses: answers(brandList, 'Brands'),
    }),
    async (c) => {
      const found = await c.get('world').db.in(c.get('organisation'), brandsOf);
      return c.json({ items: found.map(brandLineOf) }, 200);
    },
  );
  const brandBody = z.object({
    version,
    content: z.unknown(),
    is_default: z.boolean().default(false),
    parties: z.array(z.string().max(64)).max(500).default([]),
    contracts: z.array(z.string().max(64)).max(500).default([]),
  });
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/brands',
      operationId: 'addBrand',
      summary: 'Makes a brand, checked whole',
      tags: ['letters'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { body: body(brandBody) },
      responses: answers(brandLine, 'The brand'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const world = c.get('world');
      const saved = await world.db.in(c.get('organisation'), (tx) =>
        saveBrand(world, tx, { ...b, seen: b.version, content: b.content, isDefault: b.is_default }, c.get('actor')),
      );
      return c.json(brandLineOf(saved), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/brands/{id}',
      operationId: 'getBrand',
      summary: 'Every version of a brand, the newest first',
      tags: ['letters'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: idParam },
      responses: answers(brandList, 'Versions'),
    }),
    async (c) => {
      const found = await c
        .get('world')
        .db.in(c.get('organisation'), (tx) => brandVersions(tx, c.req.valid('param').id));
      if (found.length === 0) throw new Refused('request.not-found');
      return c.json({ items: found.map(brandLineOf) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/brands/{id}',
      operationId: 'saveBrand',
      summary: 'Saves a brand as its next version, checked whole',
      tags: ['letters'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { params: idParam, body: body(brandBody) },
      responses: answers(brandLine, 'The brand'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const world = c.get('world');
      const { id } = c.req.valid('param');
      const saved = await world.db.in(c.get('organisation'), (tx) =>
        saveBrand(
          world,
          tx,
          { ...b, id, seen: b.version, content: b.content, isDefault: b.is_default },
          c.get('actor'),
        ),
      );
      return c.json(brandLineOf(saved), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/brands/{id}/end',
      operationId: 'endBrand',
      summary: 'Ends a brand: letters no longer wear it',
      tags: ['letters'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { params: idParam },
      responses: answers(z.object({ id: z.string() }), 'Ended'),
    }),
    async (c) => {
      const world = c.get('world');
      const { id } = c.req.valid('param');
      await world.db.in(c.get('organisation'), (tx) => endBrand(world, tx, id, c.get('actor')));
      return c.json({ id }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/wordings',
      operationId: 'listWordings',
      summary: 'Every letter with its shipped text and the own words of the house',
      tags: ['letters'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      responses: answers(wordingList, 'Letters'),
    }),
    async (c) => c.json(await c.get('world').db.in(c.get('organisation'), wordingListOf), 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/wordings',
      operationId: 'saveWording',
      summary: 'Saves own words of a letter, after the check the shipped ones pass',
      tags: ['letters'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { body: body(place.extend({ version, content: z.unknown() })) },
      responses: answers(savedVersion, 'The new version'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const world = c.get('world');
      const saved = await world.db.in(c.get('organisation'), (tx) =>
        saveWording(world, tx, b, b.content, b.version, c.get('actor')),
      );
      return c.json({ version: saved }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/wordings/revert',
      operationId: 'revertWording',
      summary: 'Goes back to the shipped words, as a version of its own',
      tags: ['letters'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { body: body(place.extend({ version })) },
      responses: answers(savedVersion, 'The new version'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const world = c.get('world');
      const saved = await world.db.in(c.get('organisation'), (tx) =>
        revertWording(world, tx, b, b.version, c.get('actor')),
      );
      return c.json({ version: saved }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/wordings/preview',
      operationId: 'previewWording',
      summary: 'A letter with these words and sample data, and everything that is wrong with it; writes nothing',
      tags: ['letters'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        body: body(place.extend({ content: wordingShape.nullable(), language: z.enum(languages).default('nl') })),
      },
      responses: answers(wordingPreviewShape, 'The letter'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const { faults, made } = await c
        .get('world')
        .db.in(c.get('organisation'), (tx) => wordingPreview(tx, b, b.content, b.language));
      return c.json(
        {
          faults: [...faults, ...(made.ok ? [] : made.error.missing.map((m) => `${b.language}: ${m} is missing`))],
          subject: made.ok ? made.value.subject : null,
          text: made.ok ? made.value.text : null,
          html: made.ok ? made.value.html : null,
        },
        200,
      );
    },
  );
  return api;
}
