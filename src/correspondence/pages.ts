/** The customer's page over HTTP: opened by the token in its path alone, no log-in, no script, nothing loaded from elsewhere. */
import { bodyLimit } from 'hono/body-limit';
import type { Tx } from '#io/db';
import { sha256 } from '#io/dice';
import { type Api, type Ask, newApi } from '#io/http';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { isId, type Language, Refused } from '#kernel';
import { readForm } from './answer.ts';
import { type PageBrand, pageBrandOf } from './brand.ts';
import {
  type CustomerView,
  casePage,
  closedPage,
  type DigestPoint,
  digestPage,
  type FormAgain,
  type PageHouse,
  styleOf,
  thanksPage,
} from './customer.ts';
import {
  answersOf,
  brandVersions,
  houseOf,
  letterById,
  lettersJoined,
  markRead,
  openLink,
  openWords,
  type StoredLetter,
} from './store.ts';
import { formMark, type Letter, type LetterLink, languageOf, letterBehind, type OnAnswer, takeAnswer } from './work.ts';

/** What whoever knows cases hands in. */
export interface PagesHanded {
  /** What the case of this letter tells its customer; null where there is nothing (left) to tell. */
  readonly caseForLetter: (world: World, tx: Tx, letter: Letter) => Promise<CustomerView | null>;
  readonly onAnswer?: OnAnswer;
}

const mostFormBytes = 64 * 1024;

/** Nothing is loaded or run, the page is in no frame and in no cache, and its address goes to nobody. */
const headersFor = (style: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${sha256(style).toString('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  // Not "no-referrer": a form would then be sent with "Origin: null", and we could not see that it is our own.
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow',
});

type Status = 200 | 403 | 404 | 410 | 422;

function page(c: Ask, text: string, brand: PageBrand | null, status: Status = 200): Response {
  for (const [name, value] of Object.entries(headersFor(styleOf(brand)))) c.header(name, value);
  return c.html(text, status);
}

/** The brand the letter went in, as it was then: its page looks like the letter, also after the brand was changed or ended. */
async function brandOfPage(tx: Tx, letter: Letter | undefined, replyTo: string | null): Promise<PageBrand | null> {
  if (!letter?.brand) return null;
  const { id, version } = letter.brand;
  const found = (await brandVersions(tx, id)).find((b) => b.version === version);
  return found ? pageBrandOf(found.content, replyTo) : null;
}

/** Asked for in the address, else the letter's own, else the browser's, else Dutch. */
function spoken(c: Ask, letter?: Letter): Language {
  const asked = languageOf(c.req.query('lang'));
  if (asked) return asked;
  if (letter && letter.language !== 'both') return letter.language;
  const first = /^\s*([a-z]{2})/i.exec(c.req.header('accept-language') ?? '')?.[1]?.toLowerCase();
  return languageOf(first) ?? (first ? 'en' : 'nl');
}

/**
 * Whether a form comes from our own page. Browsers say so in Sec-Fetch-Site or Origin; a program that says neither has the
 * token itself, and nobody was made to send it.
 */
function isOurOwn(c: Ask, world: World): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  const ours = [new URL(world.publicUrl).origin, new URL(c.req.url).origin];
  return ours.includes(origin);
}

interface Inside {
  readonly world: World;
  readonly link: LetterLink;
  readonly letter: StoredLetter;
  readonly house: PageHouse;
  readonly language: Language;
  /** Path of this letter's page as browsers see it. */
  readonly path: string;
}

/** Path under which the outside reaches us: the public address may have one of its own. */
const outside = (world: World, path: string) => `${new URL(world.publicUrl).pathname.replace(/\/$/, '')}${path}`;

/**
 * Goes through the door with the token. Every stranger, whatever they tried, hears the same; who holds a real link hears
 * when it ended.
 */
async function enter(c: Ask, inside: (tx: Tx, it: Inside) => Promise<Response>): Promise<Response> {
  const world = c.get('world');
  const slug = c.req.param('slug') ?? '';
  const token = c.req.param('token') ?? '';
  const link = await letterBehind(world, slug, token);
  if (!link) return page(c, closedPage('unknown', spoken(c), null), null, 404);
  return world.db.in(link.organisation, async (tx) => {
    const letter = await letterById(tx, link.letter);
    const language = spoken(c, letter);
    const { name, zone, sample, replyTo } = await houseOf(tx);
    const house = { name, zone, sample, brand: await brandOfPage(tx, letter, replyTo) };
    const now = world.clock.now();
    if (!letter || link.revokedAt || Temporal.Instant.compare(now, link.expiresAt) >= 0)
      return page(c, closedPage('ended', language, house), house.brand, 410);
    const path = outside(world, `/o/${slug}/l/${token}`);
    return inside(tx, { world, link, letter, house, language, path });
  });
}

/** Shows the case, again with what was typed where a form was not right. */
async function showCase(
  c: Ask,
  tx: Tx,
  it: Inside,
  view: CustomerView,
  again: FormAgain | null,
  mark: string,
): Promise<Response> {
  const text = casePage({
    view,
    house: it.house,
    language: it.language,
    path: it.path,
    mark,
    answers: await answersOf(tx, { letter: it.letter.id }),
    linkUntil: it.link.expiresAt,
    now: it.world.clock.now(),
    again,
  });
  return page(c, text, it.house.brand, again ? 422 : 200);
}

async function pointsOf(tx: Tx, it: Inside, joined: readonly StoredLetter[]): Promise<readonly DigestPoint[]> {
  const points: DigestPoint[] = [];
  for (const letter of joined) {
    const words = await openWords(it.world, tx, letter);
    const fields = words?.fields[it.language] ?? words?.fields.nl ?? words?.fields.en ?? {};
    const one = (name: string) => {
      const value = fields[name];
      return typeof value === 'string' ? value : null;
    };
    points.push({
      reference: letter.reference,
      problem: one('problem'),
      resource: one('resource'),
      dueAt: words?.dueAt ?? null,
      path: words?.link ? new URL(words.link).pathname : null,
    });
  }
  return points.sort(
    (a, b) => (a.dueAt?.epochMilliseconds ?? Infinity) - (b.dueAt?.epochMilliseconds ?? Infinity) || 0,
  );
}

/** The routes of the customer's page: `/o/SLUG/l/TOKEN`. */
export function pages(handed: PagesHanded): Api {
  const app = newApi();

  app.get('/o/:slug/l/:token', (c) =>
    enter(c, async (tx, it) => {
      const { world, letter } = it;
      await markRead(tx, letter.id, 'page', world.clock.now());
      if (await openLink(tx, sha256(c.req.param('token')), world.clock.now()))
        note(world, tx, {
          act: 'letter.open',
          by: { kind: 'customer', id: letter.id },
          about: [{ subject: letter.party ?? letter.case ?? letter.id, payload: { letter: letter.id } }],
        });
      const joined = await lettersJoined(tx, letter.id);
      if (joined.length > 0) {
        const points = await pointsOf(tx, it, joined);
        return page(c, digestPage({ points, house: it.house, language: it.language, path: it.path }), it.house.brand);
      }
      const view = await handed.caseForLetter(world, tx, letter);
      if (!view) return page(c, closedPage('erased', it.language, it.house), it.house.brand, 410);
      return showCase(c, tx, it, view, null, formMark(world));
    }),
  );

  app.post(
    '/o/:slug/l/:token',
    bodyLimit({
      maxSize: mostFormBytes,
      onError: () => {
        throw new Refused('request.too-large');
      },
    }),
    async (c) => {
      const form = new URLSearchParams(await c.req.text());
      return enter(c, async (tx, it) => {
        const { world, letter } = it;
        if (!isOurOwn(c, world)) return page(c, closedPage('foreign', it.language, it.house), it.house.brand, 403);
        const view = await handed.caseForLetter(world, tx, letter);
        if (!view) return page(c, closedPage('erased', it.language, it.house), it.house.brand, 410);
        const said = {
          kind: form.get('kind') ?? undefined,
          text: form.get('text') ?? undefined,
          until: form.get('until') ?? undefined,
        };
        const mark = form.get('mark') ?? '';
        const fresh = /^[\w-]{22}$/.test(mark) ? mark : formMark(world);
        const read = readForm(said, view.offers, world.clock.now(), it.house.zone);
        if (!read.ok) {
          const kind = view.offers.find((k) => k === said.kind) ?? null;
          const again = { kind, text: said.text ?? '', until: said.until ?? '', faults: read.error };
          return showCase(c, tx, it, view, again, fresh);
        }
        const taken = await takeAnswer(
          world,
          tx,
          {
            letter: letter.id,
            kind: read.value.kind,
            text: read.value.text,
            ...(read.value.until ? { until: read.value.until } : {}),
            channel: 'page',
            ...(mark === fresh ? { once: mark } : {}),
          },
          handed.onAnswer,
        );
        // The answer stands at its own address: loading that again sends nothing again.
        for (const [name, value] of Object.entries(headersFor(styleOf(it.house.brand)))) c.header(name, value);
        return c.redirect(`${it.path}/a/${taken.answer.id}?lang=${it.language}`, 303);
      });
    },
  );

  app.get('/o/:slug/l/:token/a/:answer', (c) =>
    enter(c, async (tx, it) => {
      const id = c.req.param('answer');
      const answer = isId('ans', id)
        ? (await answersOf(tx, { letter: it.letter.id })).find((a) => a.id === id)
        : undefined;
      if (!answer) return page(c, closedPage('unknown', it.language, it.house), it.house.brand, 404);
      return page(
        c,
        thanksPage({
          answer,
          reference: it.letter.reference,
          house: it.house,
          language: it.language,
          path: `${it.path}/a/${answer.id}`,
          casePath: it.path,
        }),
        it.house.brand,
      );
    }),
  );

  return app;
}
