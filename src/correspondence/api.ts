/** HTTP routes of letters: the outbox, one letter opened, undo, and sending now. */
import type { Tx } from '#io/db';
import { type Api, answers, body, createRoute, may, newApi, pageQuery, readCursor, writeCursor, z } from '#io/http';
import type { World } from '#io/world';
import { type Actor, type Id, mayAs, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { type RulesHanded, rulesRoutes } from './api/rules.ts';
import { letterStates } from './letter.ts';
import { lineOfAnswer, lineOfLetter } from './line.ts';
import { letterLine, letterPage, letterShape, trialBody, trialResult, versionShape } from './shapes.ts';
import { letterById, letterViews, listLetters } from './store.ts';
import { type Letter, readLetter, releaseTrial, replayLetter, sendNow, undoLetter, withSubjects } from './work.ts';

export interface LetterRoutesHanded extends RulesHanded {
  /** What whoever knows cases does when a letter is taken back, in the same transaction. */
  readonly onUndone?: (world: World, tx: Tx, letter: Letter, by: Actor) => Promise<void>;
}

const idParam = z.object({ id: z.string().max(64) });

const list = createRoute({
  method: 'get',
  path: '/v1/letters',
  operationId: 'listLetters',
  summary: 'Letters, the newest first',
  tags: ['letters'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: {
    query: pageQuery.extend({
      state: z
        .enum([...letterViews, ...letterStates] as [string, ...string[]])
        .optional()
        .describe(
          'waiting: still in the outbox (queued, held or sending); trial: held until a person lets it go; unanswered: read and not answered; complained: called unwanted',
        ),
      case: z.string().max(64).optional(),
      party: z.string().max(64).optional(),
    }),
  },
  responses: answers(letterPage, 'Letters'),
});

const show = createRoute({
  method: 'get',
  path: '/v1/letters/{id}',
  operationId: 'getLetter',
  summary: 'A letter with its words, attempts and answers; that it was read is journalled',
  tags: ['letters'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam },
  responses: answers(letterShape, 'Letter'),
});

const undo = createRoute({
  method: 'post',
  path: '/v1/letters/{id}/undo',
  operationId: 'undoLetter',
  summary: 'Takes this version of a letter back while it waits in the outbox',
  tags: ['letters'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam, body: body(versionShape) },
  responses: answers(letterLine, 'The letter, undone'),
});

const hasten = createRoute({
  method: 'post',
  path: '/v1/letters/{id}/send-now',
  operationId: 'sendLetterNow',
  summary: 'Lets a waiting letter go now; it is still checked just before it leaves',
  tags: ['letters'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam, body: body(versionShape) },
  responses: answers(letterLine, 'The letter'),
});

const release = createRoute({
  method: 'post',
  path: '/v1/letters/{id}/release',
  operationId: 'releaseLetter',
  summary: 'Lets a letter go that was held for trial',
  tags: ['letters'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam, body: body(versionShape) },
  responses: answers(letterLine, 'The letter'),
});

const replay = createRoute({
  method: 'post',
  path: '/v1/letters/{id}/replay',
  operationId: 'replayLetter',
  summary: 'Sends a letter to its webhook once more, as it was, under the same id',
  tags: ['letters'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam },
  responses: answers(letterLine, 'The letter'),
});

const trial = createRoute({
  method: 'post',
  path: '/v1/letters/trial',
  operationId: 'settleTrial',
  summary: 'Lets all letters on trial go, or drops them; each answers for itself',
  tags: ['letters'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: body(trialBody) },
  responses: answers(trialResult, 'What was done and what was not'),
});

/** Lets letters on trial go or drops them, each in a transaction of its own; what API and command line share. */
export async function settleTrial(
  world: World,
  org: Id<'org'>,
  act: 'release' | 'drop',
  ids: readonly string[] | undefined,
  by: Actor,
  handed: Pick<LetterRoutesHanded, 'onUndone'>,
): Promise<z.infer<typeof trialResult>> {
  const held = await world.db.in(org, (tx) => listLetters(tx, { state: 'trial', limit: 1000 }));
  const done: string[] = [];
  const refused: { id: string; code: string }[] = [];
  for (const id of new Set(ids ?? held.map((l) => l.id))) {
    const version = held.find((l) => l.id === id)?.version;
    try {
      if (version === undefined) throw new Refused('letter.not-on-trial');
      if (act === 'release') await world.db.in(org, (tx) => releaseTrial(world, tx, id, version, by));
      else await undoLetter(world, org, id, version, by, handed.onUndone);
      done.push(id);
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      refused.push({ id, code: cause.refusal.code });
    }
  }
  return { done, refused };
}

/** Routes of this room. */
export function routes(handed: LetterRoutesHanded = {}): Api {
  const api = newApi()
    .openapi(trial, async (c) => {
      const b = c.req.valid('json');
      return c.json(
        await settleTrial(c.get('world'), c.get('organisation'), b.act, b.ids, c.get('actor'), handed),
        200,
      );
    })
    .openapi(release, async (c) => {
      const law = await loadLaw();
      const world = c.get('world');
      const { id } = c.req.valid('param');
      const letter = await world.db.in(c.get('organisation'), async (tx) => {
        await releaseTrial(world, tx, id, c.req.valid('json').version, c.get('actor'));
        return letterById(tx, id);
      });
      if (!letter) throw new Refused('request.not-found');
      return c.json(lineOfLetter(letter, law.letters.get(letter.template), null), 200);
    })
    .openapi(replay, async (c) => {
      const law = await loadLaw();
      const world = c.get('world');
      const { id } = c.req.valid('param');
      const letter = await world.db.in(c.get('organisation'), async (tx) => {
        await replayLetter(world, tx, id, c.get('actor'));
        return letterById(tx, id);
      });
      if (!letter) throw new Refused('request.not-found');
      return c.json(lineOfLetter(letter, law.letters.get(letter.template), null), 200);
    })
    .openapi(list, async (c) => {
      const { limit, cursor, state, case: caseId, party } = c.req.valid('query');
      const world = c.get('world');
      const law = await loadLaw();
      const [at, id] = cursor ? readCursor(cursor) : [];
      const known = letterStates.find((s) => s === state) ?? letterViews.find((v) => v === state);
      const { found, lines } = await world.db.in(c.get('organisation'), async (tx) => {
        const found = await listLetters(tx, {
          limit: limit + 1,
          ...(known ? { state: known } : {}),
          ...(caseId ? { case: caseId } : {}),
          ...(party ? { party } : {}),
          ...(cursor ? { after: { at: String(at), id: String(id) } } : {}),
        });
        const shown = found.slice(0, limit);
        // Readers see that a letter went, not to whom and about what site.
        const lines = mayAs(c.get('actor'), 'handler')
          ? await withSubjects(world, tx, shown)
          : shown.map((letter) => ({ letter, to: null, subject: null }));
        return { found, lines };
      });
      const last = lines.at(-1)?.letter;
      return c.json(
        {
          items: lines.map((l) => lineOfLetter(l.letter, law.letters.get(l.letter.template), l)),
          next: found.length > limit && last ? writeCursor([last.createdAt.toString(), last.id]) : null,
        },
        200,
      );
    })
    .openapi(show, async (c) => {
      const law = await loadLaw();
      const world = c.get('world');
      const read = await world.db.in(c.get('organisation'), (tx) =>
        readLetter(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      const { letter, words } = read;
      return c.json(
        {
          ...lineOfLetter(letter, law.letters.get(letter.template), words),
          erased: words === null,
          text: words?.text ?? null,
          html: words?.html ?? null,
          attachments: (words?.attachments ?? []).map((a) => ({ name: a.name, type: a.type, size: a.bytes.length })),
          message_id: letter.messageId,
          tries: letter.tries,
          attempts: read.attempts.map((a) => ({ ...a, at: a.at.toString() })),
          answers: read.answers.map((a) => lineOfAnswer(a.answer, a.text)),
        },
        200,
      );
    })
    .openapi(undo, async (c) => {
      const law = await loadLaw();
      const { version } = c.req.valid('json');
      const letter = await undoLetter(
        c.get('world'),
        c.get('organisation'),
        c.req.valid('param').id,
        version,
        c.get('actor'),
        handed.onUndone,
      );
      return c.json(lineOfLetter(letter, law.letters.get(letter.template), null), 200);
    })
    .openapi(hasten, async (c) => {
      const law = await loadLaw();
      const world = c.get('world');
      const { id } = c.req.valid('param');
      const letter = await world.db.in(c.get('organisation'), async (tx) => {
        await sendNow(world, tx, id, c.req.valid('json').version, c.get('actor'));
        return letterById(tx, id);
      });
      if (!letter) throw new Refused('request.not-found');
      return c.json(lineOfLetter(letter, law.letters.get(letter.template), null), 200);
    });
  api.route('/', rulesRoutes(handed));
  return api;
}
