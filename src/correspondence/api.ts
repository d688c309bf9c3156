/** HTTP routes of letters: the outbox, one letter opened, undo, and sending now. */
import type { Tx } from '#io/db';
import { type Api, answers, body, createRoute, may, newApi, pageQuery, readCursor, writeCursor, z } from '#io/http';
import type { World } from '#io/world';
import { type Actor, mayAs, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { letterStates } from './letter.ts';
import { lineOfAnswer, lineOfLetter } from './line.ts';
import { letterLine, letterPage, letterShape, versionShape } from './shapes.ts';
import { letterById, listLetters } from './store.ts';
import { type Letter, readLetter, sendNow, undoLetter, withSubjects } from './work.ts';

export interface LetterRoutesHanded {
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
        .enum(['waiting', ...letterStates] as [string, ...string[]])
        .optional()
        .describe('waiting: still in the outbox (queued, held or sending)'),
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

/** Routes of this room. */
export function routes(handed: LetterRoutesHanded = {}): Api {
  return newApi()
    .openapi(list, async (c) => {
      const { limit, cursor, state, case: caseId, party } = c.req.valid('query');
      const world = c.get('world');
      const law = await loadLaw();
      const [at, id] = cursor ? readCursor(cursor) : [];
      const known = letterStates.find((s) => s === state) ?? (state === 'waiting' ? state : undefined);
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
}
