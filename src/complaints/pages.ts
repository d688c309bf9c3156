/** The page to complain over HTTP: opened by the token in its path alone, no log-in, no script. */
import { bodyLimit } from 'hono/body-limit';
import { type PageHouse, styleOf } from '#correspondence';
import { houseOf } from '#correspondence/store';
import type { Tx } from '#io/db';
import { sha256 } from '#io/dice';
import { type Api, type Ask, newApi } from '#io/http';
import { type Language, Refused, timeForPeople } from '#kernel';
import { organisationBySlug } from '#organisations/work';
import { complaintClosedPage, complaintFormPage, complaintThanksPage, faultsOf } from './page.ts';
import { complainByLink, openRedress } from './work.ts';

const styleHash = sha256(styleOf(null)).toString('base64');
const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow',
};

function show(c: Ask, text: string, status: 200 | 410 | 422 = 200): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return c.html(text, status);
}
/** Asked for in the address, else the browser's, else Dutch. */
function spoken(c: Ask): Language {
  const asked = c.req.query('lang');
  if (asked === 'nl' || asked === 'en') return asked;
  const first = /^\s*([a-z]{2})/i.exec(c.req.header('accept-language') ?? '')?.[1]?.toLowerCase();
  return first === undefined || first === 'nl' ? 'nl' : 'en';
}
/** The house as the page shows it: a decision goes out in our own name, in no brand. */
async function pageHouse(tx: Tx): Promise<PageHouse> {
  const { name, zone, sample } = await houseOf(tx);
  return { name, zone, sample, brand: null };
}
const isClosed = (cause: unknown) =>
  cause instanceof Refused && ['complaint.window-closed', 'request.not-found'].includes(cause.refusal.code);

/** The routes of the page: `/o/SLUG/complaint/TOKEN`. Strangers and latecomers hear the same. */
export function pages(): Api {
  const app = newApi();
  const path = (c: Ask) => {
    const base = new URL(c.get('world').publicUrl).pathname.replace(/\/$/, '');
    return `${base}/o/${encodeURIComponent(c.req.param('slug') ?? '')}/complaint/${encodeURIComponent(c.req.param('token') ?? '')}`;
  };

  app.get('/o/:slug/complaint/:token', async (c) => {
    const language = spoken(c);
    const world = c.get('world');
    try {
      const org = await organisationBySlug(world, c.req.param('slug'));
      return await world.db.in(org, async (tx) => {
        const link = await openRedress(world, tx, c.req.param('token'));
        const house = await pageHouse(tx);
        return show(
          c,
          complaintFormPage({
            language,
            house,
            path: path(c),
            decision: link.decision.number ?? link.decision.id,
            until: timeForPeople(link.until, house.zone, language),
            mark: Buffer.from(world.dice.bytes(16)).toString('base64url'),
            said: { text: '', name: '', address: '' },
            faults: [],
          }),
        );
      });
    } catch (cause) {
      if (isClosed(cause)) return show(c, complaintClosedPage(language), 410);
      throw cause;
    }
  });

  app.post(
    '/o/:slug/complaint/:token',
    bodyLimit({
      maxSize: 64 * 1024,
      onError: () => {
        throw new Refused('request.too-large');
      },
    }),
    async (c) => {
      const language = spoken(c);
      const world = c.get('world');
      const form = new URLSearchParams(await c.req.text());
      const said = {
        text: (form.get('text') ?? '').slice(0, 10_000),
        name: (form.get('name') ?? '').slice(0, 200),
        address: (form.get('address') ?? '').slice(0, 254),
      };
      const mark = /^[\w-]{22}$/.test(form.get('mark') ?? '')
        ? (form.get('mark') ?? '')
        : Buffer.from(world.dice.bytes(16)).toString('base64url');
      try {
        const org = await organisationBySlug(world, c.req.param('slug'));
        return await world.db.in(org, async (tx) => {
          const token = c.req.param('token');
          const link = await openRedress(world, tx, token);
          const house = await pageHouse(tx);
          const faults = faultsOf(said);
          if (faults.length > 0)
            return show(
              c,
              complaintFormPage({
                language,
                house,
                path: path(c),
                decision: link.decision.number ?? link.decision.id,
                until: timeForPeople(link.until, house.zone, language),
                mark,
                said,
                faults,
              }),
              422,
            );
          const taken = await complainByLink(world, tx, token, { ...said, once: mark });
          return show(c, complaintThanksPage(language, house, taken.number));
        });
      } catch (cause) {
        if (isClosed(cause)) return show(c, complaintClosedPage(language), 410);
        throw cause;
      }
    },
  );
  return app;
}
